//! Ending a goroutine from outside, for hosts that let a person stop what runs (Go itself has no such thing).
//!
//! A goroutine is marked `killed`; at its next poll, or when it is entered anew, the VM runs Goexit in its place, so
//! deferred calls run. One that is parked on channels, sleeps or waits for ever is taken out of the queues it is in
//! ([`cancel`]) and entered anew: its native stack is given up, which holds nothing with a destructor while parked.
//! One that waits for something else (a lock, a descriptor, the kernel) stays until it is woken.

use crate::chan::Hchan;
use crate::context::{prepare, systemstack};
use crate::g::{
    G, GDEAD, GRUNNABLE, GRUNNING, GSYSCALL, GWAITING, Sudog, WaitReason, readgstatus,
    release_sudog,
};
use crate::os_linux as os;
use crate::time;
use std::ptr::null_mut;
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
                _ => Cancelled::Later,
            },
            _ => Cancelled::Soon,
        }
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

/// Descriptor that [`on_interrupt`] writes to.
static INTERRUPTS: AtomicI32 = AtomicI32::new(-1);

/// Writes the byte `i` to `fd` whenever the user asks for an interrupt (SIGINT).
pub fn on_interrupt(fd: i32) {
    unsafe extern "C" fn handler(_: i32, _: *mut libc::siginfo_t, _: *mut libc::c_void) {
        os::write_all(INTERRUPTS.load(Relaxed), b"i");
    }
    INTERRUPTS.store(fd, Relaxed);
    // SAFETY: the handler makes a system call only.
    unsafe { os::sigaction(libc::SIGINT, handler) };
}
