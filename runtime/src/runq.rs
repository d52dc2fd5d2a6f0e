//! Run queues: per-P local queues with `runnext`, the global queue, stealing. The only file naming crossbeam-deque.
//!
//! Invariants
//! * A G is on at most one queue, and Grunnable while it is.
//! * A P's `Worker` is touched only by the M that holds the P (or, for an idle P, by whoever holds `sched.lock` or has
//!   stopped the world); its `Stealer` by anybody.
//! * `runnext` is filled by the P's holder only; thieves may empty it, last.
//! * All operations that may grow a queue or pin an epoch use std's TLS: they run on g0.
//! * Local queues are kept below [`LOCAL_MAX`]: past it, half goes to the global queue, so that none starves.

use crate::g::G;
use crate::p::P;
use crate::protocol::{runnext_put, runnext_take};
use crossbeam_deque::{Injector, Steal, Stealer, Worker};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicPtr, Ordering::*, fence};

/// Length at which a local queue overflows to the global one.
pub const LOCAL_MAX: usize = 256;

#[derive(Clone, Copy)]
struct Gp(*mut G);
// SAFETY: a queued G belongs to the queue; whoever takes it out owns it.
unsafe impl Send for Gp {}

/// The local queue of a P.
pub struct Runq {
    worker: Worker<Gp>,
    stealer: Stealer<Gp>,
    /// The G to run next, sharing its maker's time slice.
    pub runnext: AtomicPtr<G>,
}

impl Runq {
    /// An empty queue.
    pub fn new() -> Runq {
        let worker = Worker::new_fifo();
        let stealer = worker.stealer();
        Runq {
            worker,
            stealer,
            runnext: AtomicPtr::new(std::ptr::null_mut()),
        }
    }
}

impl Default for Runq {
    fn default() -> Self {
        Runq::new()
    }
}

static GLOBAL: LazyLock<Injector<Gp>> = LazyLock::new(Injector::new);

/// Puts `gp` into `pp`'s queue; with `next`, as the one to run next (what was there goes to the tail).
///
/// # Safety
/// On g0; the caller holds `pp` and owns `gp`, which is Grunnable.
pub unsafe fn runqput(pp: *mut P, mut gp: *mut G, next: bool) {
    // SAFETY: the holder of `pp` is the only user of its worker.
    unsafe {
        let q = &(*pp).runq;
        if next {
            gp = q.runnext.swap(gp, SeqCst);
            if gp.is_null() {
                return;
            }
        }
        q.worker.push(Gp(gp));
        fence(SeqCst);
        if q.worker.len() >= LOCAL_MAX {
            runqputslow(q);
        }
    }
}

#[cold]
fn runqputslow(q: &Runq) {
    for _ in 0..LOCAL_MAX / 2 {
        match q.worker.pop() {
            Some(gp) => GLOBAL.push(gp),
            None => break,
        }
    }
}

/// Puts `gp` into `pp.runnext` if that is free; safe on a G's stack.
///
/// # Safety
/// The caller holds `pp` and owns `gp`, which is Grunnable.
#[inline(always)]
pub unsafe fn runqput_next_fast(pp: *mut P, gp: *mut G) -> bool {
    // SAFETY: as in `runqput`. Only the holder makes it non-null.
    unsafe { runnext_put(&(*pp).runq.runnext, gp) }
}

/// Takes the next G of `pp`; the flag says that it inherits the time slice (it was `runnext`).
///
/// # Safety
/// On g0, holding `pp`.
pub unsafe fn runqget(pp: *mut P) -> Option<(*mut G, bool)> {
    // SAFETY: the holder of `pp` is the only user of its worker.
    unsafe {
        let q = &(*pp).runq;
        if crate::seed::on() {
            return runqget_seeded(q);
        }
        let next = runnext_take(&q.runnext, q.runnext.load(Relaxed));
        if !next.is_null() {
            return Some((next, true));
        }
        q.worker.pop().map(|g| (g.0, false))
    }
}

/// [`runqget`] of a repeatable run: which G it is, is the seed's to say.
#[cold]
fn runqget_seeded(q: &Runq) -> Option<(*mut G, bool)> {
    let next = q.runnext.load(Relaxed);
    match crate::seed::pick(!next.is_null(), q.worker.len()) {
        crate::seed::Pick::Next(inherit) => {
            q.runnext.store(std::ptr::null_mut(), Relaxed);
            Some((next, inherit))
        }
        crate::seed::Pick::Behind(n) => {
            if !next.is_null() {
                q.runnext.store(std::ptr::null_mut(), Relaxed);
                q.worker.push(Gp(next));
            }
            for _ in 0..n {
                if let Some(g) = q.worker.pop() {
                    q.worker.push(g);
                }
            }
            q.worker.pop().map(|g| (g.0, false))
        }
    }
}

/// Whether `pp` has no G queued. `runnext` is read first: Gs go from there to the queue, never back.
pub(crate) fn runqempty(pp: *mut P) -> bool {
    // SAFETY: Ps are never freed; both reads are atomic.
    unsafe { (*pp).runq.runnext.load(SeqCst).is_null() && (*pp).runq.stealer.is_empty() }
}

/// Gs queued at `pp`, `runnext` included; a snapshot.
pub(crate) fn runqlen(pp: *mut P) -> usize {
    // SAFETY: as in `runqempty`.
    unsafe { (*pp).runq.stealer.len() + !(*pp).runq.runnext.load(Relaxed).is_null() as usize }
}

/// Steals about half of `victim`'s Gs into `pp`'s queue and returns one of them.
///
/// # Safety
/// On g0, holding `pp`; `victim` is another P.
pub unsafe fn runqsteal(pp: *mut P, victim: *mut P, steal_runnext: bool) -> *mut G {
    // SAFETY: the worker is ours, the stealer anybody's.
    unsafe {
        loop {
            match (*victim)
                .runq
                .stealer
                .steal_batch_and_pop(&(*pp).runq.worker)
            {
                Steal::Success(g) => return g.0,
                Steal::Retry => std::hint::spin_loop(),
                Steal::Empty => break,
            }
        }
        if steal_runnext {
            let next = (*victim).runq.runnext.load(Acquire);
            if !next.is_null() {
                if (*victim).status.load(Relaxed) == crate::p::PRUNNING {
                    // The victim is likely to run it within a moment (it just readied it and is about to park):
                    // give it that moment, or the two would bounce between threads.
                    crate::os_linux::usleep(3);
                }
                return runnext_take(&(*victim).runq.runnext, next);
            }
        }
    }
    std::ptr::null_mut()
}

/// Puts `gp` at the end of the global queue.
///
/// # Safety
/// On g0; the caller owns `gp`, which is Grunnable.
pub unsafe fn globrunqput(gp: *mut G) {
    GLOBAL.push(Gp(gp));
    // Pairs with the fence of `globrunqempty` in the re-check of `find_runnable`.
    fence(SeqCst);
}

/// Whether the global queue is empty.
pub fn globrunqempty() -> bool {
    fence(SeqCst);
    GLOBAL.is_empty()
}

/// [`globrunqempty`] without the barrier: a first look.
pub fn globrunqempty_relaxed() -> bool {
    GLOBAL.is_empty()
}

/// Gs in the global queue; a snapshot.
pub fn globrunqlen() -> usize {
    GLOBAL.len()
}

/// Takes one G from the global queue and moves a fair share of the others to `pp` (none when `max` is 1).
///
/// # Safety
/// On g0, holding `pp`.
pub unsafe fn globrunqget(pp: *mut P, max: usize) -> *mut G {
    let len = GLOBAL.len();
    if len == 0 {
        return std::ptr::null_mut();
    }
    let share = len / crate::proc::gomaxprocs_now().max(1) as usize + 1;
    let mut n = share.min(len).min(LOCAL_MAX / 2);
    if max > 0 {
        n = n.min(max);
    }
    loop {
        // SAFETY: the worker is ours.
        let s = unsafe {
            if n == 1 {
                GLOBAL.steal()
            } else {
                GLOBAL.steal_batch_with_limit_and_pop(&(*pp).runq.worker, n)
            }
        };
        match s {
            Steal::Success(g) => return g.0,
            Steal::Retry => std::hint::spin_loop(),
            Steal::Empty => return std::ptr::null_mut(),
        }
    }
}

#[cfg(test)]
mod tests;
