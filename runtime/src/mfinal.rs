//! Finalizers and cleanups: what is to run once an object has become unreachable.
//!
//! Owns: the table of specials, the queue of those due, the goroutine that runs them, the handles of weak pointers.
//!
//! Invariants:
//! * A special's closure (and argument) is kept alive by the table; the object is not.
//! * When an object with a finalizer is found dead, it is marked again from the object (it is passed to the finalizer)
//!   and the finalizer leaves the table: it runs once. A cleanup does not revive its object, only its argument.
//! * What an object with a finalizer points to is alive, even when the object itself is dead: so of a chain of such
//!   objects the first is finalized first, and a cycle of them never is, as in Go.
//!
//! The table is a std collection, so it is touched on g0 only. Lock rank Heap.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicUsize, Ordering::*};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use crate::context::{getg, systemstack};
use crate::g::{G, WaitReason};

use crate::lockrank::Rank;
use crate::mgcmark::Marker;
use crate::park::goparkunlock;
use crate::sync::{Guarded, RtMutex};

/// Something to be run when an object is gone.
#[derive(Clone, Copy, Debug)]
pub struct Special {
    /// Start of the object's slot (or any address inside), inclusive.
    pub obj: usize,
    /// The VM's closure to call.
    pub closure: usize,
    /// Data word of the argument of a cleanup; for finalizers the object's address.
    pub arg: u64,
    /// Type word of the argument, for the caller of the closure; not looked at here.
    pub arg_type: usize,
    /// Number for `Cleanup.Stop`; 0 for a finalizer.
    pub id: u64,
}

struct Table {
    /// By object and number, so a finalizer comes before the cleanups of its object.
    live: BTreeMap<(usize, u64), Special>,
    /// The objects of cleanups by their numbers.
    cleanups: BTreeMap<u64, usize>,
    due: VecDeque<Special>,
    next_id: u64,
    /// Handles of weak pointers by what they point to; the table keeps neither alive.
    weak: BTreeMap<usize, usize>,
}

struct Shared {
    lock: RtMutex,
    table: UnsafeCell<Table>,
}

// SAFETY: `table` is only touched with `lock` held.
unsafe impl Sync for Shared {}

static SPECIALS: Shared = Shared {
    lock: RtMutex::new(Rank::Heap),
    table: UnsafeCell::new(Table {
        live: BTreeMap::new(),
        cleanups: BTreeMap::new(),
        due: VecDeque::new(),
        next_id: 1,
        weak: BTreeMap::new(),
    }),
};
static NDUE: AtomicUsize = AtomicUsize::new(0);
/// The goroutine that runs what is due, parked or at work.
struct Fing {
    gp: *mut G,
    parked: bool,
}

static FING_LOCK: RtMutex = RtMutex::new(Rank::World);
static FING: Guarded<Fing> = Guarded::new(Fing {
    gp: core::ptr::null_mut(),
    parked: false,
});

fn with_table<R>(f: impl FnOnce(&mut Table) -> R) -> R {
    SPECIALS.lock.lock();
    // SAFETY: the lock makes this the only reference.
    let r = f(unsafe { &mut *SPECIALS.table.get() });
    SPECIALS.lock.unlock();
    r
}

/// Sets the finalizer of `obj`; false if it has one. On g0.
pub fn set_finalizer(obj: usize, closure: usize, arg_type: usize) -> bool {
    let special = Special {
        obj,
        closure,
        arg: obj as u64,
        arg_type,
        id: 0,
    };
    with_table(|t| match t.live.entry((obj, 0)) {
        Entry::Vacant(e) => {
            e.insert(special);
            true
        }
        Entry::Occupied(_) => false,
    })
}

/// Removes the finalizer of `obj`, if it has one. On g0.
pub fn remove_finalizer(obj: usize) {
    with_table(|t| t.live.remove(&(obj, 0)));
}

/// Adds a cleanup for `obj`; returns its number. On g0.
pub fn add_cleanup(obj: usize, closure: usize, arg: u64, arg_type: usize) -> u64 {
    with_table(|t| {
        let id = t.next_id;
        t.next_id += 1;
        let special = Special {
            obj,
            closure,
            arg,
            arg_type,
            id,
        };
        t.live.insert((obj, id), special);
        t.cleanups.insert(id, obj);
        id
    })
}

/// `Cleanup.Stop`. On g0.
pub fn stop_cleanup(id: u64) {
    with_table(|t| {
        if let Some(obj) = t.cleanups.remove(&id) {
            t.live.remove(&(obj, id));
        }
    });
}

/// Takes what is due next, if anything is. On g0.
pub fn take_due() -> Option<Special> {
    with_table(|t| {
        let s = t.due.pop_front();
        NDUE.store(t.due.len(), Relaxed);
        s
    })
}

/// Waits until something is due and takes it. The goroutine that calls becomes one of the runtime's own.
///
/// # Safety
/// On a G's stack, VM state saved; always the same goroutine.
pub unsafe fn next_due() -> Special {
    // SAFETY: the G is this thread's; FING is under its lock.
    unsafe {
        let gp = getg();
        if !(*gp).is_system {
            (*gp).is_system = true;
            crate::proc::sched().ngsys.fetch_add(1, Relaxed);
        }
        loop {
            let mut found = None;
            systemstack(|| found = take_due());
            if let Some(s) = found {
                return s;
            }
            FING_LOCK.lock();
            if NDUE.load(Relaxed) > 0 {
                FING_LOCK.unlock();
                continue;
            }
            let f = FING.get();
            (*f).gp = gp;
            (*f).parked = true;
            goparkunlock(&FING_LOCK, WaitReason::FinalizerWait);
        }
    }
}

/// The handle of a weak pointer to `p`: a word of the heap that holds `p` until its object is gone, then 0. Equal
/// pointers have one handle.
///
/// # Safety
/// On g0 with a P.
pub unsafe fn weak_handle(p: usize) -> usize {
    // SAFETY: contract of the caller; no collection before the handle is in the table.
    unsafe {
        let handle = match with_table(|t| t.weak.get(&p).copied()) {
            Some(handle) => handle,
            None => {
                let handle = crate::malloc::mallocgc(8, core::ptr::null(), true);
                handle.cast::<usize>().write(p);
                with_table(|t| *t.weak.entry(p).or_insert(handle as usize))
            }
        };
        if crate::mbarrier::marking() {
            // The table alone does not keep it alive.
            crate::mbarrier::shade(handle as u64);
        }
        handle
    }
}

/// Marks what is due already: it leaves the table while the program runs. World stopped, at the start of marking.
pub(crate) fn mark_due(m: &mut Marker<'_>) {
    with_table(|t| {
        for s in t.due.iter() {
            m.mark_word(s.closure as u64);
            m.mark_word(s.arg);
        }
    });
}

/// Marks what the table keeps and moves the dead objects' specials to the queue. World stopped, all else marked.
pub(crate) fn process(m: &mut Marker<'_>) {
    process_specials(m);
    crate::mgcpool::forget(m);
}

fn process_specials(m: &mut Marker<'_>) {
    with_table(|t| {
        if t.live.is_empty() && t.due.is_empty() && t.weak.is_empty() {
            return;
        }
        for s in t.due.iter() {
            m.mark_word(s.closure as u64);
            m.mark_word(s.arg);
        }
        for s in t.live.values() {
            m.mark_word(s.closure as u64);
            if s.id != 0 {
                m.mark_word(s.arg);
            } else {
                m.mark_contents(s.obj);
            }
        }
        m.drain_now();
        // Before finalizers make objects reachable again.
        t.weak.retain(|&p, &mut handle| {
            if !m.is_marked(handle) {
                return false;
            }
            let alive = m.is_marked(p);
            if !alive {
                // SAFETY: a marked handle is a word of the heap; the world is stopped.
                unsafe { (handle as *mut usize).write(0) };
            }
            alive
        });
        let (due, cleanups) = (&mut t.due, &mut t.cleanups);
        t.live.retain(|_, s| {
            if m.is_marked(s.obj) {
                return true;
            }
            if s.id == 0 {
                // Its contents are marked already, but for a pointer to itself.
                m.mark_word(s.obj as u64);
                m.drain_now();
            } else {
                cleanups.remove(&s.id);
            }
            due.push_back(*s);
            false
        });
        NDUE.store(t.due.len(), Relaxed);
    });
}

/// Wakes the goroutine that runs finalizers, if some are due. After the world was started, on a G's stack.
pub(crate) fn after_cycle() {
    if NDUE.load(Relaxed) == 0 {
        return;
    }
    // SAFETY: FING is under its lock; a parked G is ours to wake once.
    unsafe {
        FING_LOCK.lock();
        let f = FING.get();
        let wake = core::mem::replace(&mut (*f).parked, false);
        let gp = (*f).gp;
        FING_LOCK.unlock();
        if wake {
            crate::park::goready(gp);
        }
    }
}
