//! gopark and goready: how a G goes to sleep and who wakes it.
//!
//! The order that makes it safe: the G saves its registers and leaves its stack (`mcall`), becomes Gwaiting, and only then
//! does `unlockf` release the lock that guards the queue it is on. A waker must take that lock first, so it never finds
//! a G that is still on its stack.

use crate::context::{getg, mcall, systemstack};
use crate::g::{G, GRUNNABLE, GRUNNING, GWAITING, WaitReason, casgstatus};
use crate::m::UnlockFn;
use crate::proc::{dropg, execute, schedule, wakep};
use crate::runq::{runqput, runqput_next_fast};
use crate::sync::RtMutex;
use std::ptr::null_mut;

/// Parks the running G. `unlockf(gp, lock)` runs on g0 once the G is off its stack; when it says false, the G goes on at
/// once. Returns when somebody has called [`goready`].
///
/// # Safety
/// On a G's stack, VM state saved, no `RtMutex` held other than those that `unlockf` releases. The P may be another one
/// afterwards.
#[inline(always)]
pub unsafe fn gopark(unlockf: Option<UnlockFn>, lock: *mut u8, reason: WaitReason) {
    // SAFETY: the running G and its M are this thread's.
    unsafe {
        let gp = getg();
        let mp = (*gp).m;
        (*mp).waitunlockf = unlockf;
        (*mp).waitlock = lock;
        (*gp).waitreason = reason;
        mcall(park_m);
    }
}

/// Parks and releases `lock` once off the stack.
///
/// # Safety
/// As [`gopark`]; the caller holds `lock`, which outlives the call.
#[inline(always)]
pub unsafe fn goparkunlock(lock: *const RtMutex, reason: WaitReason) {
    // SAFETY: the caller's promise.
    unsafe { gopark(Some(unlock_rtmutex), lock as *mut u8, reason) }
}

unsafe fn unlock_rtmutex(_gp: *mut G, lock: *mut u8) -> bool {
    // SAFETY: `goparkunlock` passed a live, held lock.
    unsafe { (*(lock as *const RtMutex)).unlock() };
    true
}

unsafe extern "C" fn park_m(gp: *mut G) -> ! {
    // SAFETY: on g0; `gp` has just left its stack and belongs to this M until it is Gwaiting and unlocked.
    unsafe {
        let mp = (*getg()).m;
        crate::stack::check_canary(gp);
        casgstatus(gp, GRUNNING, GWAITING);
        dropg(mp, gp);
        if let Some(f) = (*mp).waitunlockf {
            (*mp).waitunlockf = None;
            let ok = f(gp, (*mp).waitlock);
            (*mp).waitlock = null_mut();
            if !ok {
                casgstatus(gp, GWAITING, GRUNNABLE);
                execute(gp, true);
            }
        }
        schedule()
    }
}

/// Makes a parked G runnable, next on this P.
///
/// # Safety
/// The caller owns the Gwaiting G. On a G's stack or on g0, with a P.
#[inline]
pub unsafe fn goready(gp: *mut G) {
    // SAFETY: the caller's promise. `runnext` alone is touched here; everything else happens on g0.
    unsafe {
        casgstatus(gp, GWAITING, GRUNNABLE);
        let pp = (*(*getg()).m).p;
        if runqput_next_fast(pp, gp) {
            if crate::proc::wakep_wanted() {
                systemstack(|| wakep());
            }
            return;
        }
        systemstack(|| {
            runqput(pp, gp, true);
            wakep();
        });
    }
}

/// [`goready`], choosing between the next place and the end of this P's queue.
///
/// # Safety
/// As [`goready`].
pub unsafe fn ready_with(gp: *mut G, next: bool) {
    // SAFETY: the caller's promise.
    unsafe {
        if next {
            return goready(gp);
        }
        casgstatus(gp, GWAITING, GRUNNABLE);
        systemstack(|| {
            runqput((*(*getg()).m).p, gp, false);
            wakep();
        });
    }
}

/// Parks for ever (a select without cases, a nil channel, the main goroutine of a dying program).
///
/// # Safety
/// As [`gopark`].
pub unsafe fn park_forever(reason: WaitReason) -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        loop {
            gopark(None, null_mut(), reason);
        }
    }
}
