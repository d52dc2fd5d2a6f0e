//! System calls: how a G leaves its P behind while the kernel works.
//!
//! `entersyscall` leaves the P in Psyscall, where sysmon (or a stop of the world) may take it by CAS; the returning G
//! takes it back by CAS (11 ns both ways), or any idle P, or parks on the global queue.

use crate::context::{getg, mcall, systemstack};
use crate::g::{G, GRUNNABLE, GRUNNING, GSYSCALL, casgstatus};
use crate::m::{handoffp, stoplockedm, stopm};
use crate::p::{PGCSTOP, acquirep, pidleget, releasep};
use crate::proc::{dropg, execute, sched, schedule};
use crate::protocol;
use crate::runq::globrunqput;
use std::ptr::null_mut;
use std::sync::atomic::Ordering::*;

/// The running G enters a short system call: its P may be taken by sysmon.
///
/// # Safety
/// On a G's stack, VM state saved. Until [`exitsyscall`] nothing of the P or the heap may be touched.
#[inline]
pub unsafe fn entersyscall() {
    // SAFETY: the running G, its M and P are this thread's; after the store of Psyscall the P may be anybody's.
    unsafe {
        let gp = getg();
        let mp = (*gp).m;
        let pp = (*mp).p;
        casgstatus(gp, GRUNNING, GSYSCALL);
        (*gp).pp = null_mut();
        (*mp).oldp = pp;
        (*mp).p = null_mut();
        (*pp).m.store(null_mut(), Relaxed);
        protocol::enter_syscall(&(*pp).status);
        let s = sched();
        if s.sysmonwait.load(Relaxed) || s.gcwaiting.load(SeqCst) {
            systemstack(|| entersyscall_slow());
        }
    }
}

/// Sysmon sleeps (it must watch us now) or the world waits for our P.
#[cold]
unsafe fn entersyscall_slow() {
    let s = sched();
    // SAFETY: the P is ours once the CAS has won it.
    unsafe {
        let pp = (*(*getg()).m).oldp;
        s.lock.lock();
        if s.sysmonwait.swap(false, SeqCst) {
            s.sysmonnote.wakeup();
        }
        if s.gcwaiting.load(SeqCst) && protocol::take_from_syscall(&(*pp).status, PGCSTOP) {
            (*pp).syscalltick.fetch_add(1, Relaxed);
            crate::world::one_stopped();
        }
        s.lock.unlock();
    }
}

/// Like [`entersyscall`] for a call known to block: hands the P off at once.
///
/// # Safety
/// As [`entersyscall`].
pub unsafe fn entersyscallblock() {
    // SAFETY: as in `entersyscall`.
    unsafe {
        let gp = getg();
        let mp = (*gp).m;
        let pp = (*mp).p;
        (*pp).syscalltick.fetch_add(1, Relaxed);
        casgstatus(gp, GRUNNING, GSYSCALL);
        (*gp).pp = null_mut();
        (*mp).oldp = pp;
        systemstack(|| {
            wake_sysmon();
            handoffp(releasep());
        });
    }
}

/// Wakes sysmon if it sleeps because all was idle.
fn wake_sysmon() {
    let s = sched();
    if s.sysmonwait.load(Relaxed) {
        s.lock.lock();
        if s.sysmonwait.swap(false, SeqCst) {
            s.sysmonnote.wakeup();
        }
        s.lock.unlock();
    }
}

/// Back from a system call; gets a P again, or parks until one is free. `gp.pp` may have changed.
///
/// # Safety
/// On the same G's stack, after [`entersyscall`].
#[inline]
pub unsafe fn exitsyscall() {
    // SAFETY: the G and M are this thread's; a P is ours once the CAS has won it.
    unsafe {
        let gp = getg();
        let mp = (*gp).m;
        let pp = (*mp).oldp;
        (*mp).oldp = null_mut();
        if protocol::exit_syscall(&(*pp).status) {
            (*mp).p = pp;
            (*pp).m.store(mp, Release);
            (*pp)
                .syscalltick
                .store((*pp).syscalltick.load(Relaxed).wrapping_add(1), Relaxed);
            casgstatus(gp, GSYSCALL, GRUNNING);
            (*gp).pp = pp;
            scan_if_marking(gp);
            rearm(gp);
            return;
        }
        exitsyscall_slow(gp);
    }
}

/// A collection may want to see the stack before the G goes on with it.
#[inline(always)]
unsafe fn scan_if_marking(gp: *mut G) {
    if crate::mbarrier::marking() {
        // SAFETY: the G is this thread's, which holds a P again.
        unsafe { systemstack(|| crate::mgcwork::scan_before_run(gp)) };
    }
}

/// A preempt request that came while the G was in the kernel must not be lost.
#[inline(always)]
unsafe fn rearm(gp: *mut G) {
    // SAFETY: the G is this thread's.
    unsafe {
        if (*gp).preempt.load(Relaxed) {
            (*gp).stackguard0.store(0, Relaxed);
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn exitsyscall_slow(gp: *mut G) {
    // SAFETY: as in `exitsyscall`.
    unsafe {
        let got = sched().npidle.load(SeqCst) > 0
            && systemstack(|| {
                let s = sched();
                s.lock.lock();
                let pp = if s.gcwaiting.load(SeqCst) {
                    null_mut()
                } else {
                    pidleget()
                };
                if !pp.is_null() && s.sysmonwait.swap(false, SeqCst) {
                    s.sysmonnote.wakeup();
                }
                s.lock.unlock();
                if pp.is_null() {
                    return false;
                }
                acquirep(pp);
                true
            });
        if got {
            casgstatus(gp, GSYSCALL, GRUNNING);
            (*gp).pp = (*(*gp).m).p;
            scan_if_marking(gp);
            rearm(gp);
            return;
        }
        mcall(exitsyscall0);
    }
}

/// No P for a G back from the kernel: it goes to the global queue and this M idles.
unsafe extern "C" fn exitsyscall0(gp: *mut G) -> ! {
    // SAFETY: on g0 without a P; `gp` is off its stack.
    unsafe {
        let mp = (*getg()).m;
        let s = sched();
        crate::stack::check_canary(gp);
        casgstatus(gp, GSYSCALL, GRUNNABLE);
        dropg(mp, gp);
        let locked = !(*gp).lockedm.is_null();
        s.lock.lock();
        let pp = if s.gcwaiting.load(SeqCst) {
            null_mut()
        } else {
            pidleget()
        };
        if pp.is_null() {
            globrunqput(gp);
        } else if s.sysmonwait.swap(false, SeqCst) {
            s.sysmonnote.wakeup();
        }
        s.lock.unlock();
        if !pp.is_null() {
            acquirep(pp);
            execute(gp, false);
        }
        if locked {
            // Another M that finds the G on the queue hands its P to us.
            stoplockedm();
            execute(gp, false);
        }
        stopm();
        schedule()
    }
}
