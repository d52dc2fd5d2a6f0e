//! Ending a goroutine from outside, for hosts that let a person stop what runs (Go itself has no such thing).
//!
//! A goroutine is marked `killed`; at its next poll, or when it is entered anew, the VM runs Goexit in its place, so
//! deferred calls run. One that is parked on channels, sleeps or waits for ever is taken out of the queues it is in
//! ([`cancel`]) and entered anew: its native stack is given up, which holds nothing with a destructor while parked.
//!
//! What stands behind other waits has states of its own (who waits on a mutex is counted in it), so a goroutine on a
//! semaphore, a condition or a descriptor is woken with the news that its wait was given up: packages sync and
//! internal/poll take back what they had noted and call Goexit. One in a system call gets [`WAKE_SIGNAL`], which ends the
//! call with EINTR; natives repeat a call after that only for goroutines that are to live on. What remains (a coroutine
//! that runs, calls that ignore signals) stays until it is woken.

use crate::chan::Hchan;
use crate::context::{getg, prepare, systemstack};
use crate::g::{
    G, GDEAD, GRUNNABLE, GRUNNING, GSYSCALL, GWAITING, Sudog, WaitReason, casgstatus, readgstatus,
    release_sudog,
};
use crate::os_linux as os;
use crate::proc::{dropg, for_each_g, schedule};
use crate::runq::runqput;
use crate::{netpoll, sema, time};
use std::ptr::null_mut;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// What [`cancel`] could do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cancelled {
    /// It is at its end already.
    Over,
    /// It will end by itself at its next poll.
    Soon,
    /// The caller readies it when the world has started.
    Ready,
    /// It ends when what it waits for has happened.
    Later,
}

/// Asks a goroutine to end.
///
/// # Safety
/// On the stack of a G that has stopped the world; `gp` is another one.
pub unsafe fn cancel(gp: *mut G) -> Cancelled {
    // SAFETY: nothing else runs: the goroutine's words, queues and timers are ours.
    unsafe {
        let status = readgstatus(gp);
        if status == GDEAD {
            return Cancelled::Over;
        }
        (*gp).killed.store(true, Relaxed);
        match status {
            GSYSCALL => {
                (*gp).preempt.store(true, Relaxed);
                // It may leave the call meanwhile; an M is never freed, and a signal too many does no harm.
                let mp = (*gp).m;
                if !mp.is_null() {
                    os::signal_thread((*mp).tid, WAKE_SIGNAL);
                }
                Cancelled::Later
            }
            GRUNNABLE | GRUNNING => Cancelled::Soon,
            GWAITING => match (*gp).waitreason {
                WaitReason::ChanReceive | WaitReason::ChanSend | WaitReason::Select => {
                    leave_channels(gp);
                    enter_anew(gp)
                }
                WaitReason::Sleep => {
                    // A timer that has fired already has readied the sleeper.
                    systemstack(|| time::stop_timer((*gp).timer.cast()));
                    enter_anew(gp)
                }
                WaitReason::ChanReceiveNilChan
                | WaitReason::ChanSendNilChan
                | WaitReason::SelectNoCases => enter_anew(gp),
                WaitReason::Semacquire
                | WaitReason::SyncMutexLock
                | WaitReason::SyncRwMutexRLock
                | WaitReason::SyncRwMutexLock
                | WaitReason::SyncWaitGroupWait => given_up(sema::withdraw(gp)),
                WaitReason::SyncCondWait => given_up(sema::notify_list_withdraw(gp)),
                WaitReason::IoWait => given_up(netpoll::withdraw(gp)),
                _ => Cancelled::Later,
            },
            _ => Cancelled::Soon,
        }
    }
}

/// What to do with a goroutine whose wait was given up, or is over anyway.
fn given_up(withdrawn: bool) -> Cancelled {
    if withdrawn {
        Cancelled::Ready
    } else {
        Cancelled::Soon
    }
}

/// Gives the goroutine a native stack as if it were new.
unsafe fn enter_anew(gp: *mut G) -> Cancelled {
    // SAFETY: it is parked and in no queue.
    unsafe { prepare(gp) };
    Cancelled::Ready
}

/// Takes a parked goroutine out of the queues of its channels.
unsafe fn leave_channels(gp: *mut G) {
    // SAFETY: the world is stopped, so no channel's lock is held and none is needed.
    unsafe {
        let mut s = (*gp).waiting;
        while !s.is_null() {
            let c: *mut Hchan = (*s).c.cast();
            (*c).leave(s);
            let next: *mut Sudog = (*s).waitlink;
            if s == &raw mut (*gp).sudog0 {
                *s = Sudog::new();
                (*gp).sudog0_used = false;
            } else {
                release_sudog(s);
            }
            s = next;
        }
        (*gp).waiting = null_mut();
        (*gp).param = null_mut();
        (*gp).select_done.store(0, Relaxed);
        (*gp).parking_on_chan.store(false, Relaxed);
    }
}

/// Whether only another goroutine can end such a wait (or a timer).
fn waits_for_others(reason: WaitReason) -> bool {
    use WaitReason::*;
    matches!(
        reason,
        ChanReceive
            | ChanReceiveNilChan
            | ChanSend
            | ChanSendNilChan
            | Select
            | SelectNoCases
            | Semacquire
            | SyncMutexLock
            | SyncRwMutexRLock
            | SyncRwMutexLock
            | SyncWaitGroupWait
            | SyncCondWait
            | Sleep
            | Coroutine
            | FinalizerWait
    )
}

/// Whether nothing can ever run again but the goroutine that asks: all others wait, and neither for the time, nor for a
/// descriptor, nor for the kernel.
///
/// # Safety
/// On the stack of a G that has stopped the world.
pub unsafe fn all_asleep() -> bool {
    let me = getg();
    let mut asleep = time::time_sleep_until() == i64::MAX;
    let mut look = |gp: *mut G| {
        // SAFETY: reading words of a G that stands still.
        let (system, reason) = unsafe { ((*gp).is_system, (*gp).waitreason) };
        if gp != me && !system {
            asleep &= readgstatus(gp) == GWAITING && waits_for_others(reason);
        }
    };
    // SAFETY: the caller's promise.
    unsafe { systemstack(|| for_each_g(&mut look)) };
    asleep
}

/// Reports a goroutine's failure, with the text of it, in a program that survives it. On g0.
pub type Reporter = unsafe fn(*mut G, &str);

static REPORTER: OnceLock<Reporter> = OnceLock::new();

/// From now on what ends a program for its own fault ends the goroutine only.
pub fn survive_failures(report: Reporter) {
    let _ = REPORTER.set(report);
}

/// If the program is to survive it, reports the failure of this M's goroutine and ends that.
///
/// # Safety
/// The goroutine's registers are saved. What its native stack holds is forgotten.
pub(crate) unsafe fn fail_alone(text: &str) {
    let Some(report) = REPORTER.get() else {
        return;
    };
    // SAFETY: the goroutine is this M's. It is runnable again when it has left this M, on a stack as if it were new.
    unsafe {
        systemstack(|| -> () {
            let mp = (*getg()).m;
            let gp = (*mp).curg;
            report(gp, text);
            (*gp).killed.store(true, Relaxed);
            casgstatus(gp, GRUNNING, GRUNNABLE);
            dropg(mp, gp);
            prepare(gp);
            runqput((*mp).p, gp, true);
            schedule()
        })
    }
}

/// What takes a thread out of a system call.
const WAKE_SIGNAL: i32 = libc::SIGURG;

unsafe extern "C" fn on_wake(_: i32, _: *mut libc::siginfo_t, _: *mut libc::c_void) {}

/// Descriptor that [`on_interrupt`] writes to.
static INTERRUPTS: AtomicI32 = AtomicI32::new(-1);

/// Writes the byte `i` to `fd` whenever the user asks for an interrupt (SIGINT), and lets [`cancel`] end system calls.
pub fn on_interrupt(fd: i32) {
    unsafe extern "C" fn handler(_: i32, _: *mut libc::siginfo_t, _: *mut libc::c_void) {
        os::write_all(INTERRUPTS.load(Relaxed), b"i");
    }
    INTERRUPTS.store(fd, Relaxed);
    // SAFETY: one handler makes a system call only, the other does nothing.
    unsafe {
        os::sigaction(libc::SIGINT, handler);
        os::sigaction_interrupting(WAKE_SIGNAL, on_wake);
    }
}
