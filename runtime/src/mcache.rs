//! The P-local allocation caches and the central lists of spans they are refilled from.
//!
//! Owns: [`Mcache`], one for each P; the central lists, one for each span class.
//!
//! Invariants:
//! * An mcache is used only by the M that holds its P, between two safepoints. With the world stopped the collector
//!   flushes them all.
//! * A cursor `free..limit` is a run of free slots of `span`, already zeroed if the class is one of slots up to
//!   [`PREZERO_MAX`] bytes. `span.freeindex` is the index of `limit`; giving the span back sets it to that of `free`.
//! * A span in use is in exactly one place: one mcache, or one central list.
//! * Central lists come in pairs, swept and unswept, which change roles when `sweepgen` advances.
//!
//! [`Mcache::next_run`] runs on the goroutine's stack (no lock, small frame); refills run on g0. Lock: `Central::lock`
//! (rank HeapCentral), never held together with the page heap's.

use core::cell::UnsafeCell;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering::*};

use crate::context::{getg, systemstack};
use crate::lockrank::Rank;
use crate::malloc::PREZERO_MAX;
use crate::mgcsweep::{self, sweepgen};
use crate::mheap::{self, Mspan};
use crate::p::P;
use crate::sync::RtMutex;

/// Where the next object of a span class comes from.
#[repr(C)]
pub struct Cursor {
    /// Address of the next free slot.
    pub free: usize,
    /// Address past the run; equal to `free` when it is used up.
    pub limit: usize,
    /// Bytes of a slot.
    pub slot: usize,
    /// The span, or null.
    pub span: *mut Mspan,
}

/// The allocation cache of a P.
#[repr(C)]
pub struct Mcache {
    /// One cursor a span class; class 0 is never filled.
    pub alloc: [Cursor; Mcache::CLASSES],
    /// State of [`fastrand`].
    rand: u64,
    /// Old values from the write barrier that the markers do not have yet, and how many.
    greys: [u64; GREYS],
    ngreys: usize,
}

/// Old values that an mcache collects before it hands them on.
const GREYS: usize = 64;

impl Mcache {
    /// Number of span classes, a power of two.
    pub const CLASSES: usize = 256;
    /// Keeps a class index inside the table.
    pub const CLASS_MASK: usize = Mcache::CLASSES - 1;

    /// Moves the cursor to its span's next run of free slots; false when there is none.
    ///
    /// # Safety
    /// `mc` belongs to the running P; its run is used up.
    pub(crate) unsafe fn next_run(mc: *mut Mcache, class: usize) -> bool {
        // SAFETY: the cursor and its span belong to the caller's P.
        unsafe {
            let c = &raw mut (*mc).alloc[class];
            let s = (*c).span;
            if s.is_null() {
                return false;
            }
            let n = (*s).nslots as usize;
            let Some((from, mut to)) =
                free_run(&(*s).alloc_bits, (*s).freeindex.load(Relaxed) as usize, n)
            else {
                (*s).freeindex.store(n as u32, Relaxed);
                return false;
            };
            let stress = crate::mgc::stress();
            if stress != 0 {
                to = from + 1;
                crate::mgc::stress_tick(stress);
            }
            let slot = (*c).slot;
            (*c).free = (*s).base + from * slot;
            (*c).limit = (*s).base + to * slot;
            if crate::mbarrier::marking() {
                // Before `freeindex` makes them objects.
                mark_run(s, from, to, true);
            }
            (*s).freeindex.store(to as u32, Release);
            if slot <= PREZERO_MAX && (*s).needzero {
                ((*c).free as *mut u8).write_bytes(0, (*c).limit - (*c).free);
            }
            true
        }
    }

    /// Gets the class another span with free slots. On g0.
    ///
    /// # Safety
    /// As for [`Mcache::next_run`], which has said false.
    pub(crate) unsafe fn refill(mc: *mut Mcache, class: usize) {
        // SAFETY: the cursor belongs to the caller's P.
        unsafe {
            Mcache::give_back(mc, class);
            let s = cache_span(class);
            crate::mgc::account_small(s);
            let c = &raw mut (*mc).alloc[class];
            (*c).span = s;
            (*c).slot = (*s).slot;
            (*c).free = (*s).base;
            (*c).limit = (*s).base;
            if !Mcache::next_run(mc, class) {
                crate::throw::throw("refilled span has no free slots");
            }
        }
    }

    /// Puts the cursor's span, if any, back to the central lists. On g0.
    unsafe fn give_back(mc: *mut Mcache, class: usize) {
        // SAFETY: the caller owns the mcache (or the world is stopped).
        unsafe {
            let c = &raw mut (*mc).alloc[class];
            let s = (*c).span;
            if s.is_null() {
                return;
            }
            if (*c).free != (*c).limit {
                let from = (*s).index_of((*c).free);
                (*s).freeindex.store(from as u32, Release);
                if crate::mbarrier::marking() {
                    mark_run(s, from, (*s).index_of((*c).limit - 1) + 1, false);
                }
            }
            *c = Cursor {
                free: 0,
                limit: 0,
                slot: 0,
                span: null_mut(),
            };
            let now = (*s).count_allocated();
            let fresh = now - (*s).nalloc;
            STATS.mallocs.fetch_add(fresh as u64, Relaxed);
            STATS
                .alloc_bytes
                .fetch_add(fresh as u64 * (*s).slot as u64, Relaxed);
            (*s).nalloc = now;
            crate::mgc::unaccount((((*s).nslots - now) as usize) * (*s).slot);
            put_span(s);
        }
    }

    /// Gives all spans back. World stopped, or the mcache's P is the caller's.
    ///
    /// # Safety
    /// As said.
    pub(crate) unsafe fn flush(mc: *mut Mcache) {
        for class in 1..Mcache::CLASSES {
            // SAFETY: contract of the caller.
            unsafe { Mcache::give_back(mc, class) };
        }
        // SAFETY: contract of the caller.
        unsafe { Mcache::give_greys(mc) };
    }

    /// Keeps an old value for the markers.
    ///
    /// # Safety
    /// `mc` belongs to the running P.
    pub(crate) unsafe fn grey(mc: *mut Mcache, old: u64) {
        // SAFETY: contract of the caller; the count is below the array's length between calls.
        unsafe {
            (*mc).greys[(*mc).ngreys] = old;
            (*mc).ngreys += 1;
            if (*mc).ngreys == GREYS {
                on_g0(|| Mcache::give_greys(mc));
            }
        }
    }

    /// Hands the old values to the markers. On g0.
    unsafe fn give_greys(mc: *mut Mcache) {
        // SAFETY: contract of the callers: the mcache is theirs.
        unsafe {
            let n = core::mem::replace(&mut (*mc).ngreys, 0);
            if n != 0 {
                crate::mgcwork::add_greys(&(&(*mc).greys)[..n]);
            }
        }
    }
}

/// Makes the free slots `from..to` of `s` marked, since they are handed out while somebody marks, or takes the marks
/// back from those that were not used.
unsafe fn mark_run(s: *mut Mspan, from: usize, to: usize, on: bool) {
    // SAFETY: the span belongs to the caller's mcache; mark bits are atomic.
    unsafe {
        let mut i = from;
        while i < to {
            let n = (64 - i % 64).min(to - i);
            let bits = (!0u64 >> (64 - n)) << (i % 64);
            if on {
                (&(*s).mark_bits)[i / 64].fetch_or(bits, Relaxed);
            } else {
                (&(*s).mark_bits)[i / 64].fetch_and(!bits, Relaxed);
            }
            i += n;
        }
        crate::mgcwork::count_black((to - from) * (*s).slot, on);
    }
}

/// The first run `[from, to)` of clear bits at or after `start`, below `n`.
fn free_run(bits: &[u64; mheap::BITMAP_WORDS], start: usize, n: usize) -> Option<(usize, usize)> {
    let mut i = start;
    let from = loop {
        if i >= n {
            return None;
        }
        let w = !bits[i / 64] & (!0 << (i % 64));
        if w != 0 {
            break (i & !63) + w.trailing_zeros() as usize;
        }
        i = (i & !63) + 64;
    };
    if from >= n {
        return None;
    }
    let mut i = from;
    let to = loop {
        if i >= n {
            break n;
        }
        let w = bits[i / 64] & (!0 << (i % 64));
        if w != 0 {
            break ((i & !63) + w.trailing_zeros() as usize).min(n);
        }
        i = (i & !63) + 64;
    };
    Some((from, to))
}

/// Counters of what was allocated and freed, kept a span at a time.
pub(crate) struct AllocStats {
    pub(crate) mallocs: AtomicU64,
    pub(crate) alloc_bytes: AtomicU64,
    pub(crate) frees: AtomicU64,
    pub(crate) free_bytes: AtomicU64,
}

pub(crate) static STATS: AllocStats = AllocStats {
    mallocs: AtomicU64::new(0),
    alloc_bytes: AtomicU64::new(0),
    frees: AtomicU64::new(0),
    free_bytes: AtomicU64::new(0),
};

/// The spans of one class that no mcache holds.
pub(crate) struct Central {
    lock: RtMutex,
    lists: UnsafeCell<Lists>,
    /// Spans in the unswept lists (exact under the lock, a hint without).
    unswept: AtomicUsize,
}

/// Heads of the lists, linked by `Mspan::next`; index by the parity of `sweepgen` (swept) or its opposite (unswept).
struct Lists {
    partial: [*mut Mspan; 2],
    full: [*mut Mspan; 2],
    len: [usize; 2],
}

// SAFETY: `lists` is only touched with `lock` held.
unsafe impl Sync for Central {}

/// By span class; class 0 holds the large objects, all in `full`.
static CENTRALS: [Central; Mcache::CLASSES] = [const {
    Central {
        lock: RtMutex::new(Rank::HeapCentral),
        lists: UnsafeCell::new(Lists {
            partial: [null_mut(); 2],
            full: [null_mut(); 2],
            len: [0; 2],
        }),
        unswept: AtomicUsize::new(0),
    }
}; Mcache::CLASSES];

fn with_lists<R>(class: usize, f: impl FnOnce(&mut Lists, &AtomicUsize) -> R) -> R {
    let c = &CENTRALS[class];
    c.lock.lock();
    // SAFETY: the lock makes this the only reference.
    let r = f(unsafe { &mut *c.lists.get() }, &c.unswept);
    c.lock.unlock();
    r
}

fn pop(head: &mut *mut Mspan) -> *mut Mspan {
    let s = *head;
    if !s.is_null() {
        // SAFETY: lists hold spans in use.
        *head = unsafe { (*s).next };
    }
    s
}

/// Puts a swept span into its class's swept lists.
///
/// # Safety
/// The span is in no list and no mcache; `nalloc` is exact.
pub(crate) unsafe fn put_span(s: *mut Mspan) {
    let gen_ = (sweepgen() & 1) as usize;
    // SAFETY: the caller hands the span over.
    unsafe {
        with_lists((*s).class as usize, |l, _| {
            let full = (*s).nalloc == (*s).nslots;
            let head = if full {
                &mut l.full[gen_]
            } else {
                &mut l.partial[gen_]
            };
            (*s).next = *head;
            *head = s;
            l.len[gen_] += 1;
        });
    }
}

/// Takes an unswept span of the class, partly used ones first; null when all are swept.
pub(crate) fn take_unswept(class: usize) -> *mut Mspan {
    if CENTRALS[class].unswept.load(Relaxed) == 0 {
        return null_mut();
    }
    let gen_ = (sweepgen() & 1 ^ 1) as usize;
    with_lists(class, |l, unswept| {
        let mut s = pop(&mut l.partial[gen_]);
        if s.is_null() {
            s = pop(&mut l.full[gen_]);
        }
        if !s.is_null() {
            l.len[gen_] -= 1;
            unswept.store(l.len[gen_], Relaxed);
        }
        s
    })
}

/// Tells each class how many spans it has to sweep, after `sweepgen` has advanced. World stopped. Returns their sum.
pub(crate) fn begin_unswept() -> usize {
    let gen_ = (sweepgen() & 1 ^ 1) as usize;
    (0..Mcache::CLASSES)
        .map(|class| {
            with_lists(class, |l, unswept| {
                unswept.store(l.len[gen_], Relaxed);
                l.len[gen_]
            })
        })
        .sum()
}

/// Finds a span of the class with a free slot: swept, else by sweeping, else fresh pages. On g0.
fn cache_span(class: usize) -> *mut Mspan {
    let gen_ = (sweepgen() & 1) as usize;
    let s = with_lists(class, |l, _| {
        let s = pop(&mut l.partial[gen_]);
        if !s.is_null() {
            l.len[gen_] -= 1;
        }
        s
    });
    if !s.is_null() {
        return s;
    }
    // Sweeping many full spans to find one slot costs more than a fresh span.
    for _ in 0..100 {
        let s = take_unswept(class);
        if s.is_null() {
            break;
        }
        // SAFETY: taken from a list, so ours.
        unsafe {
            mgcsweep::sweep_span(s);
            if (*s).nalloc < (*s).nslots {
                return s;
            }
            put_span(s);
        }
    }
    mgcsweep::sweep_some(8);
    mheap::alloc_small_span(class)
}

/// All mcaches, for flushing.
static ALL: RtMutex = RtMutex::new(Rank::Heap);
struct McacheList(UnsafeCell<Vec<*mut Mcache>>);
// SAFETY: only touched with `ALL` held.
unsafe impl Sync for McacheList {}
static LIST: McacheList = McacheList(UnsafeCell::new(Vec::new()));

/// Makes an mcache. On g0 or before the scheduler runs.
pub fn new_mcache() -> *mut Mcache {
    mheap::init();
    let mc = Box::into_raw(Box::new(Mcache {
        alloc: [const {
            Cursor {
                free: 0,
                limit: 0,
                slot: 0,
                span: null_mut(),
            }
        }; Mcache::CLASSES],
        rand: if crate::seed::on() {
            crate::seed::rand()
        } else {
            crate::os_linux::random_u64()
        },
        greys: [0; GREYS],
        ngreys: 0,
    }));
    // SAFETY: under the lock.
    ALL.with(|| unsafe { (*LIST.0.get()).push(mc) });
    mc
}

/// Makes the mcache of `pp`.
///
/// # Safety
/// `pp` is being made, or dead; on g0 or before the scheduler runs.
pub unsafe fn allocmcache(pp: *mut P) {
    // SAFETY: the caller owns pp.
    unsafe { (*pp).mcache = new_mcache() }
}

/// Takes the mcache of `pp` apart. World stopped.
///
/// # Safety
/// `pp` is about to die and nobody allocates from it.
pub unsafe fn freemcache(pp: *mut P) {
    // SAFETY: the caller owns pp.
    unsafe {
        let mc = (*pp).mcache;
        if mc.is_null() {
            return;
        }
        Mcache::flush(mc);
        ALL.with(|| (*LIST.0.get()).retain(|&m| m != mc));
        drop(Box::from_raw(mc));
        (*pp).mcache = null_mut();
    }
}

/// Gives back the spans of all mcaches. World stopped, on g0.
///
/// # Safety
/// Nobody allocates.
pub(crate) unsafe fn flush_all() {
    // SAFETY: the world is stopped; the list is copied, since flushing takes locks of a lower rank and no mcache is
    // freed meanwhile.
    unsafe {
        let all = ALL.with(|| (*LIST.0.get()).clone());
        for mc in all {
            Mcache::flush(mc);
        }
    }
}

/// The mcache of the running P; on a thread that is no M (start-up, tests) a cache of the thread's own.
#[inline]
pub fn mcache() -> *mut Mcache {
    let gp = getg();
    if gp.is_null() {
        return host_mcache();
    }
    // SAFETY: the running G has an M; natives that allocate hold a P.
    unsafe { (*(*(*gp).m).p).mcache }
}

#[cold]
#[inline(never)]
fn host_mcache() -> *mut Mcache {
    thread_local!(static HOST: core::cell::Cell<*mut Mcache> = const { core::cell::Cell::new(null_mut()) });
    HOST.with(|h| {
        if h.get().is_null() {
            h.set(new_mcache());
        }
        h.get()
    })
}

/// Runs `f` on g0; at once on a thread that is no M.
///
/// # Safety
/// As for `systemstack`.
#[inline]
pub(crate) fn on_g0(f: impl FnOnce()) {
    if getg().is_null() {
        f()
    } else {
        // SAFETY: the thread is an M (it has a g); the callers of this module neither park nor unwind in `f`.
        unsafe { systemstack(f) }
    }
}

/// A random word from the P's own generator: seeds of maps, starts of iterations.
#[inline]
pub fn fastrand() -> u64 {
    let mc = mcache();
    // SAFETY: the mcache belongs to the running P.
    unsafe {
        (*mc).rand = (*mc).rand.wrapping_add(0xa076_1d64_78bd_642f);
        let p = (*mc).rand as u128 * ((*mc).rand ^ 0xe703_7ed1_a0b4_28db) as u128;
        p as u64 ^ (p >> 64) as u64
    }
}
