//! Sweeping: a span's mark bits become its allocation bits.
//!
//! Owns: `sweepgen`, the order in which spans are swept.
//!
//! Invariants:
//! * A span in an unswept list carries the marks of the last collection; taking it out of the list gives the right to
//!   sweep it. No span is unswept when a collection begins.
//! * Sweeping happens on an M that holds a P (or with the world stopped), on g0, never across a safepoint.
//!
//! Spans are swept when their class runs out of free slots, eight at a time whenever the heap takes fresh pages (so
//! that the whole heap is swept long before it has grown by half), all large objects before another one is allocated,
//! and the rest when the next collection starts.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering::*};

use crate::mcache::{self, Mcache, STATS};
use crate::mheap::{self, Mspan};

/// Advances by one with each collection.
static SWEEPGEN: AtomicU32 = AtomicU32::new(0);
/// Unswept spans; 0 lets the allocator skip all of this.
static UNSWEPT: AtomicUsize = AtomicUsize::new(0);
/// Class at which [`sweep_some`] goes on.
static CURSOR: AtomicUsize = AtomicUsize::new(0);

#[inline]
pub(crate) fn sweepgen() -> u32 {
    SWEEPGEN.load(Relaxed)
}

/// Makes all spans unswept. World stopped, mcaches flushed, marking done.
pub(crate) fn begin_sweep() {
    SWEEPGEN.fetch_add(1, Relaxed);
    UNSWEPT.store(mcache::begin_unswept(), Release);
    CURSOR.store(0, Relaxed);
}

/// Sweeps a span taken from an unswept list and leaves `nalloc` exact. The caller puts it in a list or uses it.
///
/// # Safety
/// The caller took the span from its list.
pub(crate) unsafe fn sweep_span(s: *mut Mspan) {
    UNSWEPT.fetch_sub(1, Relaxed);
    // SAFETY: taking a span from an unswept list makes it the caller's.
    let s = unsafe { &mut *s };
    let words = (s.nslots as usize).div_ceil(64);
    let mut live = 0;
    if crate::mgc::poison() {
        poison_dead(s);
    }
    for i in 0..words {
        let m = s.mark_bits[i].get_mut();
        s.alloc_bits[i] = *m;
        live += m.count_ones();
        *m = 0;
    }
    // A word that looked like the address of a free slot may have marked it: then it is an object for a while.
    let dead = s.nalloc.saturating_sub(live) as u64;
    if dead != 0 {
        STATS.frees.fetch_add(dead, Relaxed);
        STATS.free_bytes.fetch_add(dead * s.slot as u64, Relaxed);
    }
    s.nalloc = live;
    s.freeindex.store(0, Relaxed);
    s.needzero = true;
    s.sweepgen = sweepgen();
}

/// Overwrites what died, so that a pointer the collector missed is noticed. Debugging only (`MINIGO_GC=poison`).
#[cold]
fn poison_dead(s: &mut Mspan) {
    for i in 0..s.nslots as usize {
        let marked = s.mark_bits[i / 64].load(Relaxed) >> (i % 64) & 1 != 0;
        if !marked && s.is_allocated(i) {
            let (at, len) = (s.base + i * s.slot, s.slot.min(s.limit - s.base));
            // SAFETY: a dead slot of a span that is ours.
            unsafe { (at as *mut u8).write_bytes(0xdb, len) };
        }
    }
}

/// Sweeps a span and puts it where it belongs: back in a list, or its pages to the page heap.
unsafe fn sweep_and_put(s: *mut Mspan) {
    // SAFETY: taken from a list by the caller.
    unsafe {
        sweep_span(s);
        if (*s).nalloc == 0 {
            mheap::free_span(s);
        } else {
            if (*s).class == 0 {
                // The one slot of a large object counts as allocated by `freeindex`, as when it was new.
                (*s).freeindex.store(1, Relaxed);
            }
            mcache::put_span(s);
        }
    }
}

/// Sweeps up to `n` spans, whatever their class.
pub(crate) fn sweep_some(mut n: usize) {
    while n > 0 && UNSWEPT.load(Relaxed) != 0 {
        let class = CURSOR.load(Relaxed);
        if class >= Mcache::CLASSES {
            return;
        }
        let s = mcache::take_unswept(class);
        if s.is_null() {
            let _ = CURSOR.compare_exchange(class, class + 1, Relaxed, Relaxed);
            continue;
        }
        // SAFETY: just taken.
        unsafe { sweep_and_put(s) };
        n -= 1;
    }
}

/// Sweeps everything that is left.
pub(crate) fn finish_sweep() {
    CURSOR.store(0, Relaxed);
    sweep_some(usize::MAX);
}

/// Sweeps the large objects before another is allocated, so that their pages can be used again.
pub(crate) fn sweep_before_large(npages: usize) {
    loop {
        let s = mcache::take_unswept(0);
        if s.is_null() {
            break;
        }
        // SAFETY: just taken.
        unsafe { sweep_and_put(s) };
    }
    sweep_some(npages.clamp(8, 1024));
}

/// Puts a fresh large object's span in the lists.
///
/// # Safety
/// The span is new.
pub(crate) unsafe fn add_large(s: *mut Mspan) {
    // SAFETY: contract of the caller.
    unsafe {
        (*s).next = null_mut();
        mcache::put_span(s);
    }
}
