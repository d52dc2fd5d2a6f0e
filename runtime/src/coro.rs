//! Coroutines: handing control from one goroutine to another without the scheduler.
//!
//! A [`Coro`] is a place where always one goroutine is blocked. Whoever switches takes its place there and lets it run, on
//! the same M and P, within the same time slice. When a coroutine ends it lets the blocked one run and takes no place.
//!
//! Order: a goroutine that switches is off its stack and Gwaiting before it can be found in the Coro, so that another
//! thread may take it from there at once.
//!
//! The thread lock goes along with control: it must be the same at each switch as when the coroutine was made (the place
//! notes it), and the goroutine that runs holds it.
//!
//! Source: Go's runtime/coro.go.

use crate::context::{getg, mcall};
use crate::g::{G, GRUNNABLE, GRUNNING, GWAITING, WaitReason, casgstatus};
use crate::m::M;
use crate::proc::{dropg, execute, gdestroy, newproc_waiting};
use crate::throw::throw;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering::*};

/// The words of a coroutine, in an object on the heap. The collector does not look at them: Gs and Ms are not its.
#[repr(C)]
pub struct Coro {
    /// The goroutine blocked here; null when the coroutine has ended.
    gp: AtomicPtr<G>,
    /// The thread that the creator was locked to, or null.
    mp: *mut M,
    /// How often.
    locked: u64,
}

/// Makes a goroutine blocked in `c`, whose VM state `init` fills in (see [`crate::proc::newproc`]).
///
/// # Safety
/// On a G's stack; `c` points to room for a `Coro` that lives as long as it is used. `init` as for `newproc`.
pub unsafe fn create(c: *mut Coro, init: impl FnOnce(*mut G)) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = (*getg()).m;
        let locked = (*mp).locked_ext;
        let gp = newproc_waiting(0, init);
        c.write(Coro {
            gp: AtomicPtr::new(gp),
            mp: if locked != 0 { mp } else { null_mut() },
            locked: locked as u64,
        });
    }
}

/// Lets the goroutine blocked in `c` run and blocks there.
///
/// # Safety
/// On a G's stack, VM state saved. `c` was made by [`create`].
pub unsafe fn switch(c: *mut Coro) {
    // SAFETY: the running G and its M are this thread's.
    unsafe {
        (*(*getg()).m).waitlock = c as *mut u8;
        mcall(switch_m);
    }
}

/// Ends the running goroutine, a coroutine, and lets the one blocked in `c` run. Does not return.
///
/// # Safety
/// As [`switch`]; nothing on the G's stack is needed any more.
pub unsafe fn exit(c: *mut Coro) {
    // SAFETY: as above.
    unsafe {
        (*(*getg()).m).waitlock = c as *mut u8;
        mcall(exit_m);
    }
}

unsafe extern "C" fn switch_m(gp: *mut G) -> ! {
    // SAFETY: on g0; `gp` has just left its stack and belongs to this M until it is in the Coro.
    unsafe {
        crate::stack::check_canary(gp);
        let locked = unlock(gp);
        (*gp).waitreason = WaitReason::Coroutine;
        casgstatus(gp, GRUNNING, GWAITING);
        dropg((*getg()).m, gp);
        run_blocked(gp, locked)
    }
}

unsafe extern "C" fn exit_m(gp: *mut G) -> ! {
    // SAFETY: on g0; `gp` has left its stack for ever.
    unsafe {
        let locked = unlock(gp);
        gdestroy(gp);
        run_blocked(null_mut(), locked)
    }
}

/// Takes the thread lock off `gp`; whether it had it. The program's lock must be what it was when the coroutine was made
/// (the runtime's, while initialisers run, may have come to an end since).
unsafe fn unlock(gp: *mut G) -> bool {
    // SAFETY: `gp` and its M are this thread's.
    unsafe {
        let mp = (*getg()).m;
        let c = (*mp).waitlock as *mut Coro;
        let locked = !(*gp).lockedm.is_null();
        let count = (*mp).locked_ext as u64;
        if (locked && count > 0 || !(*c).mp.is_null()) && ((*c).mp != mp || (*c).locked != count) {
            throw("coro: OS thread locking must match locking at coroutine creation");
        }
        (*gp).lockedm = null_mut();
        locked
    }
}

/// Puts `next` (null: nobody) in the place of the goroutine blocked in the Coro of `waitlock`, and runs that.
unsafe fn run_blocked(next: *mut G, locked: bool) -> ! {
    // SAFETY: the goroutine found is Gwaiting, off its stack, and ours once it is out of the Coro.
    unsafe {
        let mp = (*getg()).m;
        let c = (*mp).waitlock as *mut Coro;
        (*mp).waitlock = null_mut();
        let gp = (*c).gp.swap(next, AcqRel);
        if gp.is_null() {
            throw("coroswitch on exited coro");
        }
        casgstatus(gp, GWAITING, GRUNNABLE);
        if locked {
            (*mp).lockedg.store(gp, Relaxed);
            (*gp).lockedm = mp;
        }
        execute(gp, true)
    }
}
