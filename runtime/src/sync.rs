//! The runtime's own lock: a futex mutex with a tiny frame, usable on G stacks and on g0.
//!
//! States: 0 free, 1 held, 2 held and somebody may sleep. An unlock wakes only from 2: a FUTEX_WAKE with nobody waiting
//! costs 150 ns. A holder is never preempted (preemption is at VM polls only) and must not park: `gopark` checks
//! `m.locks` in debug builds.

use crate::atomic::{AtomicU32, Ordering::*};
use crate::context::getg;
use crate::lockrank::Rank;
use crate::os_linux;

/// A mutual exclusion lock without poisoning and without guard.
pub struct RtMutex {
    key: AtomicU32,
    rank: Rank,
}

impl RtMutex {
    /// A free lock.
    pub const fn new(rank: Rank) -> RtMutex {
        RtMutex {
            key: AtomicU32::new(0),
            rank,
        }
    }

    /// Takes the lock, spinning briefly and then sleeping.
    #[inline(always)]
    pub fn lock(&self) {
        note_lock(self.rank);
        if self.key.compare_exchange(0, 1, Acquire, Relaxed).is_err() {
            self.lock_slow();
        }
    }

    /// Takes the lock if it is free.
    #[inline(always)]
    pub fn try_lock(&self) -> bool {
        let ok = self.key.compare_exchange(0, 1, Acquire, Relaxed).is_ok();
        if ok {
            note_lock(self.rank);
        }
        ok
    }

    /// Releases the lock. Only its holder may.
    #[inline(always)]
    pub fn unlock(&self) {
        note_unlock(self.rank);
        if self.key.swap(0, Release) == 2 {
            self.wake();
        }
    }

    #[cold]
    #[inline(never)]
    fn wake(&self) {
        os_linux::futex_wake(&self.key, 1);
    }

    #[cold]
    #[inline(never)]
    fn lock_slow(&self) {
        let spins = if os_linux::ncpu() > 1 { 4 } else { 0 };
        for i in 0..spins + 1 {
            for _ in 0..30 {
                if self.key.load(Relaxed) == 0
                    && self.key.compare_exchange(0, 1, Acquire, Relaxed).is_ok()
                {
                    return;
                }
                std::hint::spin_loop();
            }
            if i == spins {
                os_linux::osyield();
            }
        }
        while self.key.swap(2, Acquire) != 0 {
            os_linux::futex_wait(&self.key, 2, -1);
        }
    }

    /// Whether somebody holds it (a hint).
    pub fn is_locked(&self) -> bool {
        self.key.load(Relaxed) != 0
    }

    /// Runs `f` with the lock held.
    #[inline(always)]
    pub fn with<R>(&self, f: impl FnOnce() -> R) -> R {
        self.lock();
        let r = f();
        self.unlock();
        r
    }
}

#[cfg(debug_assertions)]
#[inline(always)]
fn note_lock(rank: Rank) {
    let gp = getg();
    if !gp.is_null() {
        // SAFETY: the running G's M belongs to this thread.
        unsafe {
            let mp = (*gp).m;
            let n = (*mp).locks as usize;
            if n > 0 && n <= (*mp).held.len() && rank != Rank::Any {
                let top = (*mp).held[n - 1];
                if top > rank as u8 || (top == rank as u8 && rank != Rank::Hchan) {
                    crate::throw::throw("lock order violation");
                }
            }
            if n < (*mp).held.len() {
                (*mp).held[n] = rank as u8;
            }
            (*mp).locks += 1;
        }
    }
}

#[cfg(debug_assertions)]
#[inline(always)]
fn note_unlock(rank: Rank) {
    let gp = getg();
    if !gp.is_null() {
        // SAFETY: as above. Locks may be released in any order: the entry of this rank is taken out.
        unsafe {
            let mp = (*gp).m;
            let n = ((*mp).locks as usize).min((*mp).held.len());
            if let Some(i) = (0..n).rev().find(|&i| (*mp).held[i] == rank as u8) {
                for j in i..n - 1 {
                    (*mp).held[j] = (*mp).held[j + 1];
                }
            }
            (*mp).locks -= 1;
        }
    }
}

#[cfg(not(debug_assertions))]
#[inline(always)]
fn note_lock(_: Rank) {
    let _ = getg;
}

#[cfg(not(debug_assertions))]
#[inline(always)]
fn note_unlock(_: Rank) {}

/// Data under a lock that is not attached to it (as in Go's runtime): the user of [`Guarded::get`] says which.
pub struct Guarded<T>(std::cell::UnsafeCell<T>);

// SAFETY: access goes through the raw pointer of `get`, whose users hold the lock named at the static.
unsafe impl<T> Sync for Guarded<T> {}

impl<T> Guarded<T> {
    /// Wraps `v`.
    pub const fn new(v: T) -> Guarded<T> {
        Guarded(std::cell::UnsafeCell::new(v))
    }
    /// The data; to be touched only under its lock.
    pub const fn get(&self) -> *mut T {
        self.0.get()
    }
}
