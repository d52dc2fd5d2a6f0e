//! The scheduler.

use crate::g::G;
use crate::hooks::Hooks;

/// First Rust code of every G, on its native stack.
pub(crate) unsafe extern "C" fn gostart(_gp: *mut G) -> ! {
    todo!()
}

/// Starts the scheduler on the calling (main) thread as m0 and runs the main goroutine, whose VM state `init` fills in.
/// Ends the process when main returns.
pub fn start(_hooks: Hooks, _init: impl FnOnce(*mut G)) -> ! {
    todo!()
}

/// Makes a new goroutine: `init(newg)` fills in its VM state (`pc`, `base`, `exec`; its VM stack bounds and guard are set),
/// then it is put as next on this P. `gopc` is the VM pc of the go statement.
///
/// # Safety
/// On a G's stack or on g0, with a P. `init` must not park.
pub unsafe fn newproc(_gopc: usize, _init: impl FnOnce(*mut G)) {
    todo!()
}

/// Puts the running G at the end of the global queue and schedules.
///
/// # Safety
/// On a G's stack, VM state saved.
pub unsafe fn gosched() {
    todo!()
}

/// Answer to a preempt request (`stackguard0 == 0`) at a poll: restores the guard and yields.
///
/// # Safety
/// On a G's stack, VM state saved.
pub unsafe fn gopreempt() {
    todo!()
}

/// Stops all other Ps at safepoints. On return this M alone runs Go code. The caller may stay on its G's stack or go to g0.
///
/// # Safety
/// On a G's stack (may park), VM state saved.
pub unsafe fn stop_the_world(_reason: &'static str) {
    todo!()
}

/// Lets the others go on.
///
/// # Safety
/// After [`stop_the_world`] by the same G.
pub unsafe fn start_the_world() {
    todo!()
}

/// With the world stopped: runs `f(i)` on the g0 of this M (i = 0) and of up to `n - 1` others, returns when all are done.
///
/// # Safety
/// World stopped by the caller, on g0. `f` uses no P.
pub unsafe fn world_stopped_run(_n: usize, _f: &(dyn Fn(usize) + Sync)) {
    todo!()
}

/// Calls `f` for every G that is not dead. World stopped, or results may be stale.
pub fn for_each_g(_f: &mut dyn FnMut(*mut G)) {
    todo!()
}

/// Number of live user goroutines (`runtime.NumGoroutine`).
pub fn gcount() -> usize {
    todo!()
}

/// `runtime.GOMAXPROCS(n)`: sets it when n > 0, returns the previous value.
///
/// # Safety
/// On a G's stack.
pub unsafe fn gomaxprocs(_n: i32) -> i32 {
    todo!()
}

/// `runtime.LockOSThread`.
///
/// # Safety
/// On a G's stack.
pub unsafe fn lock_os_thread() {
    todo!()
}

/// `runtime.UnlockOSThread`.
///
/// # Safety
/// On a G's stack.
pub unsafe fn unlock_os_thread() {
    todo!()
}

/// A fast pseudo-random number (per M; not for cryptography).
pub fn cheaprand() -> u32 {
    todo!()
}
