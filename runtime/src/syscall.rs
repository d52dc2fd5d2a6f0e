//! System calls: how a G leaves its P behind while the kernel works.
//!
//! `entersyscall` leaves the P in Psyscall, where sysmon (or a stop of the world) may take it by CAS; the returning G
//! takes it back by CAS (11 ns both ways), or any idle P, or parks on the global queue.
//!
//! Departure from Go: a goroutine whose last two calls lasted so long that sysmon took the P (it reads a descriptor that
//! no poller serves, say) hands the P off itself when it enters the next one and others wait for a P, as
//! `entersyscallblock` does; until sysmon notices, 20 to 200 µs go by in which nobody runs. A call that turns out short,
//! or keeps its P, ends this.

use crate::context::{getg, mcall, systemstack};
use crate::g::{G, GRUNNABLE, GRUNNING, GSYSCALL, casgstatus};
use crate::m::{M, handoffp, stoplockedm, stopm};
use crate::os_linux as os;
use crate::p::{P, PGCSTOP, acquirep, pidleget, releasep};
use crate::proc::{dropg, execute, sched, schedule};
use crate::protocol;
use crate::runq::{globrunqempty, globrunqput, runqempty};
use std::ptr::null_mut;
use std::sync::atomic::Ordering::*;

/// So many long calls in a row, and the next is taken for one.
const LONG_CALLS: u8 = 2;
/// A call with its P handed off beforehand that returned sooner was not worth it.
const SHORT_CALL_NS: i64 = 5_000;
/// Handing a P off takes less.
const HANDOFF_NS: i64 = 50_000;

/// The running G enters a system call: its P may be taken by sysmon.
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
        if (*gp).long_calls >= LONG_CALLS && others_wait(pp) {
            let before = os::nanotime();
            entersyscallblock();
            let after = os::nanotime();
            // The kernel may have run the thread that was woken in place of this one: then nothing can be said of the call.
            let taken = after - before > HANDOFF_NS;
            (*mp).handed_off = if taken { before } else { after };
            return;
        }
        (*mp).retakes = (*pp).retakes.load(Relaxed);
        (*mp).syscalltick = (*pp).syscalltick.load(Relaxed);
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

/// Whether a G is queued that could run on `pp`. Not in repeatable runs, where the time that calls take must not decide.
#[cold]
#[inline(never)]
unsafe fn others_wait(pp: *mut P) -> bool {
    // SAFETY: looks at atomics, on g0.
    unsafe { systemstack(|| !crate::seed::on() && (!runqempty(pp) || !globrunqempty())) }
}

/// A call of `gp` ended without its P: whether it was long, for the next one.
unsafe fn note_length(gp: *mut G, mp: *mut M, oldp: *mut P) {
    // SAFETY: the G and the M are this thread's; Ps are never freed.
    unsafe {
        let long = if (*mp).handed_off == 0 {
            (*oldp).retakes.load(Relaxed) != (*mp).retakes
        } else {
            let began = std::mem::take(&mut (*mp).handed_off);
            os::nanotime() - began >= SHORT_CALL_NS
        };
        (*gp).long_calls = if long {
            LONG_CALLS.min((*gp).long_calls + 1)
        } else {
            0
        };
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
        (*mp).retakes = (*pp).retakes.load(Relaxed);
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
            let tick = (*pp).syscalltick.load(Relaxed);
            (*pp).syscalltick.store(tick.wrapping_add(1), Relaxed);
            casgstatus(gp, GSYSCALL, GRUNNING);
            (*gp).pp = pp;
            scan_if_marking(gp);
            if (*mp).handed_off != 0 {
                note_length(gp, mp, pp);
            } else if tick == (*mp).syscalltick {
                // Nobody had the P meanwhile.
                (*gp).long_calls = 0;
            }
            rearm(gp);
            return;
        }
        note_length(gp, mp, pp);
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
