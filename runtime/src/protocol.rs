//! The lock-free protocols, each step by itself, over nothing but atomics. `tests/model.rs` runs this very code under a
//! model checker.
//!
//! * **P status.** A P in Psyscall is anybody's by a CAS of its status: its M's when it comes back, sysmon's to hand it
//!   off, the stopper's. Against the stop of the world: the M stores Psyscall, then reads `gcwaiting`; the stopper sets
//!   `gcwaiting`, then reads the status. One of them sees the other.
//! * **Hand-over.** Who submits work queues it, then reads `nmspinning` and `npidle`; who gives up looking lowers
//!   `nmspinning` and raises `npidle`, then looks at the queues again. The mark `needspinning` is left by a submitter
//!   that found neither a spinner nor an idle P.
//! * **runnext.** Its P's holder puts a G in; holder and thieves take it by CAS.
//! * **The word of a direction of a PollDesc.** 0, READY (an event nobody has taken), WAIT (somebody is about to park)
//!   or the G parked. Whoever takes the G out makes it runnable, exactly once.
//!
//! All is sequentially consistent: each of these is a store followed by a load of another word.

use crate::atomic::{AtomicI32, AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};

/// Its M is running Go code.
pub const PRUNNING: u32 = 1;
/// See [`crate::p`].
pub const PSYSCALL: u32 = 2;

/// An event that nobody has taken yet.
pub const READY: usize = 1;
/// A goroutine is about to park.
pub const WAIT: usize = 2;

/// The holder leaves its P behind for a system call; it must look at `gcwaiting` next.
#[inline(always)]
pub fn enter_syscall(status: &AtomicU32) {
    status.swap(PSYSCALL, SeqCst);
}

/// Back from a system call: whether the P is still there, and the caller's again.
#[inline(always)]
pub fn exit_syscall(status: &AtomicU32) -> bool {
    status.load(Relaxed) == PSYSCALL && take_from_syscall(status, PRUNNING)
}

/// Takes a P from a system call to state `to`; whether that worked.
#[inline(always)]
pub fn take_from_syscall(status: &AtomicU32, to: u32) -> bool {
    status
        .compare_exchange(PSYSCALL, to, SeqCst, SeqCst)
        .is_ok()
}

/// Whether somebody who has just queued a G should wake a thread for it. `alone` says that there is one P only.
#[inline(always)]
pub fn wake_wanted(
    nmspinning: &AtomicI32,
    npidle: &AtomicI32,
    needspinning: &AtomicU32,
    alone: bool,
) -> bool {
    if nmspinning.load(SeqCst) != 0 {
        return false;
    }
    if npidle.load(SeqCst) != 0 {
        return true;
    }
    if alone || needspinning.load(SeqCst) != 0 {
        return false;
    }
    // Pairs with the second look of `find_runnable` after its pidleput.
    needspinning.swap(1, SeqCst);
    npidle.load(SeqCst) != 0
}

/// Puts `gp` into an empty `runnext`; false when it is taken. By the P's holder.
#[inline(always)]
pub fn runnext_put<T>(next: &AtomicPtr<T>, gp: *mut T) -> bool {
    if next.load(Relaxed).is_null() {
        // A full barrier: the reads of `nmspinning` that follow pair with a spinning M's re-check of the queues.
        next.swap(gp, SeqCst);
        return true;
    }
    false
}

/// Takes what lies in `runnext`, by its holder or a thief; null when it is empty or somebody was faster.
#[inline(always)]
pub fn runnext_take<T>(next: &AtomicPtr<T>, seen: *mut T) -> *mut T {
    let none = std::ptr::null_mut();
    if !seen.is_null() && next.compare_exchange(seen, none, AcqRel, Relaxed).is_ok() {
        return seen;
    }
    none
}

/// How [`word_prepare`] found the word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Prepared {
    /// There was an event, now taken.
    Event,
    /// WAIT is set: look for errors again, then park.
    Wait,
    /// Somebody waits already.
    Double,
}

/// Before a park: takes an event or announces the park.
pub fn word_prepare(word: &AtomicUsize) -> Prepared {
    loop {
        if word.compare_exchange(READY, 0, SeqCst, SeqCst).is_ok() {
            return Prepared::Event;
        }
        if word.compare_exchange(0, WAIT, SeqCst, SeqCst).is_ok() {
            return Prepared::Wait;
        }
        if !matches!(word.load(SeqCst), 0 | READY) {
            return Prepared::Double;
        }
    }
}

/// Off the stack: puts the parked G into the word; false when an event came first.
pub fn word_commit(word: &AtomicUsize, gp: usize) -> bool {
    word.compare_exchange(WAIT, gp, SeqCst, SeqCst).is_ok()
}

/// After the park: whether there was an event; `None` when the word is still somebody's.
pub fn word_finish(word: &AtomicUsize) -> Option<bool> {
    match word.swap(0, SeqCst) {
        READY => Some(true),
        0 | WAIT => Some(false),
        _ => None,
    }
}

/// Frees the word, to READY if there was an event; the G to wake, or 0.
pub fn word_unblock(word: &AtomicUsize, event: bool) -> usize {
    loop {
        let old = word.load(SeqCst);
        if old == READY || old == 0 && !event {
            return 0;
        }
        let new = if event { READY } else { 0 };
        if word.compare_exchange(old, new, SeqCst, SeqCst).is_ok() {
            return if old == WAIT { 0 } else { old };
        }
    }
}
