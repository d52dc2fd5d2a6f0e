//! Repeatable runs: with a seed set before the start, every choice of the scheduler is a function of it, so that a run
//! that failed fails again in the same way.
//!
//! What is a function of the seed, on one P
//! * which runnable G is next (local queue, `runnext`, global queue), the choice of a select, the start of a walk over a
//!   map, hash seeds, math/rand's own randomness;
//! * where a G is preempted: a time slice is a number of VM instructions, drawn anew each time ([`step`]);
//! * time: the program sees a clock of its own that starts where the Go playground's does, goes on 10 ns with every
//!   instruction, and jumps to the next timer when nothing can run;
//! * addresses of heap objects (they decide the order of maps with pointer keys): the arena lies at a fixed place.
//!
//! What stays outside: when data from other processes, terminals and networks comes, and the order in which system
//! calls that block for longer than [`SYSCALL_PATIENCE_NS`] return. While one of those is awaited the clock follows the
//! real one, at most up to the next timer.
//!
//! Sysmon neither preempts nor polls in such a run; `GOMAXPROCS(n)` is remembered and has no effect.
//!
//! All words here are written by the holder of the one P; they are atomics because the P moves between threads.

use crate::g::G;
use crate::m::{M, for_each_m, stopm};
use crate::os_linux as os;
use crate::p::{acquirep, pidleget, pidleput, releasep};
use crate::proc::{injectglist, sched};
use crate::runq::{globrunqempty, globrunqget, runqget};
use crate::seams;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, AtomicU64, Ordering::*};

static ON: AtomicBool = AtomicBool::new(false);
static RAND: AtomicU64 = AtomicU64::new(0);
/// The clock at the start of the running slice.
static CLOCK: AtomicI64 = AtomicI64::new(START_NS);
/// Length of the running slice, instructions.
static SLICE: AtomicI64 = AtomicI64::new(0);
/// What is left of it.
static LEFT: AtomicI64 = AtomicI64::new(0);
/// What the program believes GOMAXPROCS to be; 0 before it asks.
static PROCS: AtomicI32 = AtomicI32::new(0);

/// The monotonic clock's start.
const START_NS: i64 = 1_000_000_000;
/// The wall clock's start, seconds: 2009-11-10 23:00:00 UTC.
const WALL_START_SEC: i64 = 1_257_894_000;
/// What an instruction takes on the program's clock.
const INSTR_NS: i64 = 10;
/// Longest slice: 2 + 2^this instructions.
const SLICE_BITS: u64 = 13;
/// A system call that lasts longer than this (real) time loses the P.
pub(crate) const SYSCALL_PATIENCE_NS: i64 = 100_000_000;

/// Makes the coming run repeatable. Before `proc::start`.
pub fn enable(seed: u64) {
    RAND.store(
        (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xD134_2543_DE82_EF95) | 1,
        Relaxed,
    );
    ON.store(true, Relaxed);
}

/// Whether this run is repeatable.
#[inline(always)]
pub fn on() -> bool {
    ON.load(Relaxed)
}

/// The next random word of the run. By the holder of the P, or before the start.
pub fn rand() -> u64 {
    let mut x = RAND.load(Relaxed);
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    RAND.store(x, Relaxed);
    x.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
}

/// A number below `n`, which is not 0.
pub(crate) fn below(n: u64) -> u64 {
    rand() % n
}

/// Monotonic nanoseconds as the program and its timers see them: the system's clock, or the run's own.
#[inline]
pub fn nanotime() -> i64 {
    if on() {
        CLOCK.load(Relaxed) + (SLICE.load(Relaxed) - LEFT.load(Relaxed)) * INSTR_NS
    } else {
        os::nanotime()
    }
}

/// The wall clock as the program sees it: seconds since 1970 and nanoseconds.
#[inline]
pub fn walltime() -> (i64, i32) {
    if on() {
        let ns = nanotime() - START_NS;
        (
            WALL_START_SEC + ns / 1_000_000_000,
            (ns % 1_000_000_000) as i32,
        )
    } else {
        os::walltime()
    }
}

/// One instruction of `gp` is about to run; asks it to yield when its slice is over.
///
/// # Safety
/// `gp` is the running G.
#[inline(always)]
pub unsafe fn step(gp: *mut G) {
    let left = LEFT.load(Relaxed) - 1;
    LEFT.store(left, Relaxed);
    if left <= 0 {
        // SAFETY: the caller's promise.
        unsafe { (*gp).stackguard0.store(0, Relaxed) };
    }
}

/// A G is about to run: draws its slice, or leaves it the rest of the one before. At least two instructions, since one
/// that polls runs again after the yield.
pub(crate) fn begin_slice(inherit: bool) {
    if inherit && LEFT.load(Relaxed) > 1 {
        return;
    }
    CLOCK.store(nanotime(), Relaxed);
    let n = 2 + below(1 << below(SLICE_BITS + 1)) as i64;
    SLICE.store(n, Relaxed);
    LEFT.store(n, Relaxed);
}

/// Moves the clock forward to `when`.
fn advance_to(when: i64) {
    let now = nanotime();
    if when > now {
        CLOCK.fetch_add(when - now, Relaxed);
    }
}

/// `runtime.GOMAXPROCS` in such a run.
pub(crate) fn gomaxprocs(n: i32) -> i32 {
    let old = match PROCS.load(Relaxed) {
        0 => 1,
        n => n,
    };
    if n > 0 {
        PROCS.store(n, Relaxed);
    }
    old
}

/// `find_runnable` of such a run.
///
/// # Safety
/// On g0 of `mp`, which holds the P and has no G.
pub(crate) unsafe fn find_runnable(mp: *mut M) -> (*mut G, bool) {
    let s = sched();
    // SAFETY: as in `schedule::find_runnable`.
    unsafe {
        loop {
            if (*mp).spinning.load(Relaxed) {
                // Started, or woken from `stopm`, by a `handoffp` to look around, which with one P it need not.
                (*mp).spinning.store(false, Relaxed);
                s.nmspinning.fetch_sub(1, SeqCst);
            }
            let pp = (*mp).p;
            if s.gcwaiting.load(SeqCst) {
                crate::world::gcstopm();
                continue;
            }
            seams::check_timers(pp, nanotime());
            if (*pp).schedtick.load(Relaxed).is_multiple_of(61) {
                poll();
            }
            if !globrunqempty() && below(4) == 0 {
                let gp = globrunqget(pp, 1);
                if !gp.is_null() {
                    return (gp, false);
                }
            }
            if let Some(r) = runqget(pp) {
                return r;
            }
            if !globrunqempty() {
                let gp = globrunqget(pp, 1);
                if !gp.is_null() {
                    return (gp, false);
                }
            }
            if poll() {
                continue;
            }
            // Nothing can run now.
            s.lock.lock();
            if s.gcwaiting.load(SeqCst) || !globrunqempty() {
                s.lock.unlock();
                continue;
            }
            let next = seams::time_sleep_until();
            let outside = seams::netpoll_any_waiters() || in_calls(mp);
            if next != i64::MAX && !outside {
                s.lock.unlock();
                advance_to(next);
                continue;
            }
            releasep();
            pidleput(pp);
            s.lock.unlock();
            if !outside || !seams::netpoll_inited() || s.lastpoll.swap(0, SeqCst) == 0 {
                stopm();
                continue;
            }
            wait_outside(next);
            if (*mp).p.is_null() {
                stopm();
            }
        }
    }
}

/// Whether a G of another M is in a system call. An M that has just passed its P on may still be on its way to the idle
/// list, but has dropped its G.
unsafe fn in_calls(me: *mut M) -> bool {
    let mut any = false;
    for_each_m(|mp| {
        // SAFETY: Ms are never freed; a racy look at a word that its M alone writes.
        any |= mp != me && unsafe { !(&raw const (*mp).curg).read_volatile().is_null() };
    });
    any
}

/// Takes what the network has ready, without waiting. Says whether there was any.
unsafe fn poll() -> bool {
    if !seams::netpoll_inited() || !seams::netpoll_any_waiters() {
        return false;
    }
    let mut list = seams::netpoll(0);
    let n = list.len;
    let some = !list.is_empty();
    // SAFETY: on g0 with the P; the poller gave us the Gs.
    unsafe { injectglist(&mut list) };
    seams::netpoll_taken(n);
    some
}

/// Waits for the network, at most until the timer at `next`; takes the P again if it is still free. Without a P, having
/// taken `lastpoll`.
unsafe fn wait_outside(next: i64) {
    let s = sched();
    let until = if next == i64::MAX { 0 } else { next };
    let before = nanotime();
    let delay = if until == 0 {
        -1
    } else {
        (until - before).max(0)
    };
    s.poll_until.store(until, SeqCst);
    let began = os::nanotime();
    let mut list = seams::netpoll(delay);
    let n = list.len;
    let waited = os::nanotime() - began;
    s.poll_until.store(0, SeqCst);
    s.lastpoll.store(os::nanotime(), SeqCst);
    s.lock.lock();
    let pp = pidleget();
    s.lock.unlock();
    // SAFETY: on g0; a P off the idle list is ours, and so are the Gs of the poller.
    unsafe {
        if !pp.is_null() {
            acquirep(pp);
            if list.is_empty() && delay > 0 {
                advance_to(before + waited.min(delay));
            }
        }
        injectglist(&mut list);
    }
    seams::netpoll_taken(n);
}

/// The G that a repeatable run takes from a queue: `next` (the one readied last) or one of the first few of `len`.
pub(crate) enum Pick {
    /// The one readied last, with the rest of the time slice or a new one.
    Next(bool),
    /// The one behind so many others; the one readied last goes to the end.
    Behind(usize),
}

/// Draws what [`Pick`] says.
pub(crate) fn pick(has_next: bool, len: usize) -> Pick {
    if has_next && (len == 0 || below(4) != 0) {
        return Pick::Next(below(2) == 0);
    }
    Pick::Behind(below((len + has_next as usize).clamp(1, 4) as u64) as usize)
}
