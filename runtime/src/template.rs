//! The template thread: makes threads for those that may not make their own.
//!
//! A clone inherits the state of the thread that makes it (user, namespaces, CPU mask, signal mask, name). A goroutine
//! locked to its thread may have changed all of that, so a locked thread never makes another: it queues the new M here,
//! and the template thread, made before the first lock took effect and itself always in a known state, clones it.
//!
//! It is an M without a P, counted among the system's, and sleeps on a note. Locks: `LOCK` is a leaf.

use crate::lockrank::Rank;
use crate::m::{M, newm, newm1};
use crate::note::Note;
use crate::proc::{checkdead, sched};
use crate::sync::{Guarded, RtMutex};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, Ordering::*};

/// Somebody has undertaken to make the thread, so Ms can be left to it.
static HAVE: AtomicBool = AtomicBool::new(false);

struct Handoff {
    /// Ms to make, through `schedlink`.
    newm: *mut M,
    /// The thread sleeps on `WAKE` (or is about to).
    waiting: bool,
}

static LOCK: RtMutex = RtMutex::new(Rank::Template);
static HANDOFF: Guarded<Handoff> = Guarded::new(Handoff {
    newm: null_mut(),
    waiting: false,
});
static WAKE: Note = Note::new();

/// Makes the template thread if there is none yet. The calling thread is in a known state.
///
/// # Safety
/// On a G's stack or g0; the calling thread is not locked yet.
pub(crate) unsafe fn start() {
    if !HAVE.load(Relaxed) && !HAVE.swap(true, SeqCst) {
        // SAFETY: an M without a P. Nothing parks between the swap and the thread's existence, so an M that is queued
        // meanwhile by another thread waits for it a moment, not for ever.
        unsafe { crate::context::systemstack(|| newm(Some(template_thread), null_mut())) };
    }
}

/// Leaves the making of `mp`'s thread to the template thread; false when there is none.
///
/// # Safety
/// On g0; `mp` is new and passes to the template thread.
pub(crate) unsafe fn make(mp: *mut M) -> bool {
    if !HAVE.load(SeqCst) {
        return false;
    }
    LOCK.with(|| {
        // SAFETY: under LOCK.
        unsafe {
            let h = HANDOFF.get();
            (*mp).schedlink.store((*h).newm, Relaxed);
            (*h).newm = mp;
            if (*h).waiting {
                (*h).waiting = false;
                WAKE.wakeup();
            }
        }
    });
    true
}

/// Start function of the template thread's M; never returns.
unsafe fn template_thread() {
    let s = sched();
    s.lock.lock();
    s.nmsys.fetch_add(1, Relaxed);
    checkdead();
    s.lock.unlock();
    // SAFETY: the list under LOCK; a queued M is ours.
    unsafe {
        let h = HANDOFF.get();
        loop {
            LOCK.lock();
            while !(*h).newm.is_null() {
                let mut mp = (*h).newm;
                (*h).newm = null_mut();
                LOCK.unlock();
                while !mp.is_null() {
                    let next = (*mp).schedlink.swap(null_mut(), Relaxed);
                    newm1(mp);
                    mp = next;
                }
                LOCK.lock();
            }
            (*h).waiting = true;
            WAKE.clear();
            LOCK.unlock();
            WAKE.sleep();
        }
    }
}
