//! Memory of Gs: the slab of slots, free Gs, and VM stacks past the slot in power-of-two classes.
//!
//! A slot holds everything a fresh goroutine needs (2.5 KB, so a parked goroutine costs no more):
//!
//! ```text
//!   small:    [ G | VM stack → … | canary | … ← native stack ]                    2,560 bytes
//!   guarded:  [ guard page | canary … ← native stack | G | VM stack → ]           16 KB mapped, MINIGO_STACKS=guarded
//! ```
//!
//! Invariants
//! * Slots are never given back: a dead G goes to its P's `gfree` (last in, first out), 64 and more to the global list.
//! * A dead G has its inline VM stack; a bigger one was freed when it died.
//! * The canary is checked whenever the G has left its stack: a damaged one is a native stack overflow, thrown at once.

use crate::context::{getg, systemstack};
use crate::g::{G, GDEAD, GList};
use crate::lockrank::Rank;
use crate::os_linux as os;
use crate::p::P;
use crate::sync::{Guarded, RtMutex};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::*};

/// Size of a small slot.
pub const SLOT_BYTES: usize = 2560;
/// VM stack within the slot.
pub const INLINE_STACK_BYTES: usize = 512;
const GUARDED_BYTES: usize = 16 << 10;
/// Each takes two mappings, of which a process may have 65,530; goroutines past this number get small slots.
const MAX_GUARDED: usize = 16_000;
const PAGE: usize = 4096;
/// Fresh slots are backed in runs of this size: one fault each would cost more than all else of a spawn.
const PREFAULT_BYTES: usize = 32 << 10;
const CHUNK_BYTES: usize = SLOT_BYTES * 512;
const CANARY: usize = 0x6d69_6e69_676f_2121;

const _: () = assert!(size_of::<G>() + INLINE_STACK_BYTES + 1400 <= SLOT_BYTES);

struct Slab {
    next: usize,
    end: usize,
    /// Pages below it are backed already.
    touched: usize,
    /// Guarded slots made.
    nguarded: usize,
    gfree: GList,
}

static SLAB_LOCK: RtMutex = RtMutex::new(Rank::Slab);
static SLAB: Guarded<Slab> = Guarded::new(Slab {
    next: 0,
    end: 0,
    touched: 0,
    nguarded: 0,
    gfree: GList::new(),
});
static GUARDED: AtomicBool = AtomicBool::new(false);

/// Reads `MINIGO_STACKS`. Before the first G.
pub(crate) fn init() {
    GUARDED.store(
        os::getenv("MINIGO_STACKS").as_deref() == Some("guarded"),
        Relaxed,
    );
}

/// Whether goroutines have 16 KB guarded native stacks (debug mode).
pub fn guarded() -> bool {
    GUARDED.load(Relaxed)
}

/// A dead G for reuse, or null: from the cache of `pp`, cheap and safe on a G's stack.
///
/// # Safety
/// The caller holds `pp`.
#[inline(always)]
pub unsafe fn gfget_fast(pp: *mut P) -> *mut G {
    // SAFETY: the cache belongs to the holder of `pp`.
    unsafe { (*pp).gfree.pop() }
}

/// A dead G: from the caches or a new slot.
///
/// # Safety
/// On g0, holding `pp`.
pub unsafe fn gfget(pp: *mut P) -> *mut G {
    // SAFETY: caches under their owner or lock; a new slot is nobody else's.
    unsafe {
        let gp = (*pp).gfree.pop();
        if !gp.is_null() {
            return gp;
        }
        SLAB_LOCK.lock();
        let slab = &mut *SLAB.get();
        while (*pp).gfree.len < 32 {
            let gp = slab.gfree.pop();
            if gp.is_null() {
                break;
            }
            (*pp).gfree.push(gp);
        }
        let mut gp = (*pp).gfree.pop();
        if !gp.is_null() {
            SLAB_LOCK.unlock();
            return gp;
        }
        if guarded() && slab.nguarded < MAX_GUARDED {
            slab.nguarded += 1;
            SLAB_LOCK.unlock();
            let lo = os::map(GUARDED_BYTES);
            os::guard(lo, PAGE);
            gp = lo.add(GUARDED_BYTES - INLINE_STACK_BYTES - size_of::<G>()) as *mut G;
            (*gp).native_lo = lo as usize + PAGE;
            (*gp).native_hi = gp as usize;
        } else {
            if slab.next == slab.end {
                let p = os::map(CHUNK_BYTES);
                os::no_huge_pages(p, CHUNK_BYTES);
                slab.next = p as usize;
                slab.end = slab.next + CHUNK_BYTES;
                slab.touched = slab.next;
            }
            if slab.next + SLOT_BYTES > slab.touched {
                let n = PREFAULT_BYTES.min(slab.end - slab.touched);
                os::prefault(slab.touched as *mut u8, n);
                slab.touched += n;
            }
            gp = slab.next as *mut G;
            slab.next += SLOT_BYTES;
            SLAB_LOCK.unlock();
            (*gp).native_lo = gp as usize + size_of::<G>() + INLINE_STACK_BYTES;
            (*gp).native_hi = gp as usize + SLOT_BYTES;
        }
        *((*gp).native_lo as *mut usize) = CANARY;
        set_inline_stack(gp);
        (*gp).atomicstatus.store(GDEAD, Relaxed);
        crate::proc::allgadd(gp);
        gp
    }
}

/// The inline VM stack of a G.
pub fn inline_stack(gp: *mut G) -> *mut u64 {
    (gp as usize + size_of::<G>()) as *mut u64
}

unsafe fn set_inline_stack(gp: *mut G) {
    // SAFETY: the caller owns `gp`; the bytes after a G in its slot are its VM stack.
    unsafe {
        let lo = inline_stack(gp);
        (*gp).stack_lo = lo;
        (*gp).stack_hi = lo.add(INLINE_STACK_BYTES / 8);
        (*gp).stackguard = (*gp).stack_hi as usize;
        (*gp).stackguard0.store((*gp).stackguard, Relaxed);
    }
}

/// Puts a dead G into the cache of `pp`, its VM stack freed.
///
/// # Safety
/// On g0, holding `pp`; nothing refers to the G's stacks.
pub unsafe fn gfput(pp: *mut P, gp: *mut G) {
    // SAFETY: the caller owns `gp` and `pp`.
    unsafe {
        if (*gp).stack_lo != inline_stack(gp) {
            let bytes = (*gp).stack_hi as usize - (*gp).stack_lo as usize;
            stackfree_on(pp, (*gp).stack_lo, bytes);
            set_inline_stack(gp);
        }
        (*pp).gfree.push(gp);
        if (*pp).gfree.len >= 64 {
            SLAB_LOCK.lock();
            let slab = &mut *SLAB.get();
            while (*pp).gfree.len >= 32 {
                let gp = (*pp).gfree.pop();
                slab.gfree.push(gp);
            }
            SLAB_LOCK.unlock();
        }
    }
}

/// Moves all free Gs of `pp` to the global list.
///
/// # Safety
/// On g0; the caller owns `pp`.
pub unsafe fn gfpurge(pp: *mut P) {
    // SAFETY: as in `gfput`.
    unsafe {
        SLAB_LOCK.lock();
        let slab = &mut *SLAB.get();
        loop {
            let gp = (*pp).gfree.pop();
            if gp.is_null() {
                break;
            }
            slab.gfree.push(gp);
        }
        SLAB_LOCK.unlock();
    }
}

/// Throws if the native stack of `gp` has run over its end.
///
/// # Safety
/// `gp` is a user G.
#[inline(always)]
pub unsafe fn check_canary(gp: *mut G) {
    // SAFETY: the canary word lies in the slot.
    unsafe {
        if *((*gp).native_lo as *const usize) != CANARY {
            crate::throw::throw("native stack overflow on a goroutine");
        }
    }
}

/// Smallest class of VM stacks past the inline one.
const MIN_STACK_BYTES: usize = 1 << MIN_SHIFT;
const MIN_SHIFT: u32 = 10;
const CLASSES: usize = 21;
/// Classes that each P caches: 1 KB to 32 KB.
pub const CACHED_CLASSES: usize = 6;
/// Bytes that a P caches of each class, at most.
const CACHE_BYTES: usize = 32 << 10;
/// Bytes mapped at once for the cached classes.
const SPAN_BYTES: usize = 256 << 10;

/// How many stacks of a fresh span are put on the free list at once.
const FRESH_STACKS: usize = 4;

/// A list of free VM stacks of one class, linked through their first word.
#[derive(Clone, Copy)]
pub struct FreeStacks {
    head: usize,
    len: usize,
}

impl FreeStacks {
    const fn new() -> FreeStacks {
        FreeStacks { head: 0, len: 0 }
    }
    unsafe fn push(&mut self, p: usize) {
        // SAFETY: the caller owns the stack at `p`.
        unsafe { *(p as *mut usize) = self.head };
        self.head = p;
        self.len += 1;
    }
    unsafe fn pop(&mut self) -> usize {
        let p = self.head;
        if p != 0 {
            // SAFETY: free stacks belong to the list.
            self.head = unsafe { *(p as *const usize) };
            self.len -= 1;
        }
        p
    }
}

impl Default for FreeStacks {
    fn default() -> Self {
        FreeStacks::new()
    }
}

static POOL_LOCK: RtMutex = RtMutex::new(Rank::Stackpool);
static POOL: Guarded<[FreeStacks; CLASSES]> = Guarded::new([FreeStacks::new(); CLASSES]);
/// What is left of the last span mapped for each of the cached classes: from, to. Under `POOL_LOCK`.
static FRESH: Guarded<[(usize, usize); CACHED_CLASSES]> = Guarded::new([(0, 0); CACHED_CLASSES]);
static STACK_BYTES: AtomicUsize = AtomicUsize::new(0);

/// Bytes of VM stacks mapped, slots not counted.
pub fn stack_bytes() -> usize {
    STACK_BYTES.load(Relaxed)
}

fn class_of(bytes: usize) -> usize {
    let b = bytes.max(MIN_STACK_BYTES).next_power_of_two();
    (b.trailing_zeros() - MIN_SHIFT) as usize
}

/// A VM stack of at least `bytes` bytes (rounded up to a power of two), with its true size. Its contents are arbitrary.
///
/// # Safety
/// With a P, on a G's stack or on g0.
pub unsafe fn stackalloc(bytes: usize) -> (*mut u64, usize) {
    let class = class_of(bytes);
    let size = MIN_STACK_BYTES << class;
    // SAFETY: the cache belongs to the holder of the P; the slow path runs on g0.
    unsafe {
        let pp = (*(*getg()).m).p;
        if class < CACHED_CLASSES && !pp.is_null() {
            let p = (*pp).stackcache[class].pop();
            if p != 0 {
                return (p as *mut u64, size);
            }
        }
        (systemstack(|| stackalloc_slow(pp, class)) as *mut u64, size)
    }
}

#[cold]
unsafe fn stackalloc_slow(pp: *mut P, class: usize) -> usize {
    let size = MIN_STACK_BYTES << class;
    // SAFETY: the pool is under its lock; fresh spans are nobody else's.
    unsafe {
        POOL_LOCK.lock();
        let pool = &mut *POOL.get();
        let mut p = pool[class].pop();
        if class < CACHED_CLASSES {
            if p == 0 {
                let (from, to) = &mut (&mut *FRESH.get())[class];
                if *from == *to {
                    let span = os::map(SPAN_BYTES);
                    os::no_huge_pages(span, SPAN_BYTES);
                    STACK_BYTES.fetch_add(SPAN_BYTES, Relaxed);
                    (*from, *to) = (span as usize, span as usize + SPAN_BYTES);
                }
                p = *from;
                *from += size;
                // A push writes the link word, which touches a page: only a few ahead of their use.
                while pool[class].len < FRESH_STACKS && *from < *to {
                    pool[class].push(*from);
                    *from += size;
                }
            }
            if !pp.is_null() {
                while (*pp).stackcache[class].len * size < CACHE_BYTES / 2 {
                    let q = pool[class].pop();
                    if q == 0 {
                        break;
                    }
                    (*pp).stackcache[class].push(q);
                }
            }
            POOL_LOCK.unlock();
        } else {
            POOL_LOCK.unlock();
            if p == 0 {
                p = os::map(size) as usize;
                STACK_BYTES.fetch_add(size, Relaxed);
            }
        }
        p
    }
}

/// Frees a VM stack got from [`stackalloc`] with the size it returned. The inline stack of a G is left alone.
///
/// # Safety
/// With a P; nothing refers to it any more.
pub unsafe fn stackfree(lo: *mut u64, bytes: usize) {
    if bytes < MIN_STACK_BYTES {
        return;
    }
    // SAFETY: the caller's promise.
    unsafe {
        let pp = (*(*getg()).m).p;
        let class = class_of(bytes);
        if class < CACHED_CLASSES
            && !pp.is_null()
            && ((*pp).stackcache[class].len + 1) * bytes <= CACHE_BYTES
        {
            (*pp).stackcache[class].push(lo as usize);
            return;
        }
        systemstack(|| stackfree_on(pp, lo, bytes));
    }
}

/// [`stackfree`] on g0.
unsafe fn stackfree_on(pp: *mut P, lo: *mut u64, bytes: usize) {
    let class = class_of(bytes);
    // SAFETY: as in `stackalloc_slow`.
    unsafe {
        if class < CACHED_CLASSES {
            if !pp.is_null() && ((*pp).stackcache[class].len + 1) * bytes <= CACHE_BYTES {
                (*pp).stackcache[class].push(lo as usize);
                return;
            }
            POOL_LOCK.lock();
            let pool = &mut *POOL.get();
            pool[class].push(lo as usize);
            if !pp.is_null() {
                while (*pp).stackcache[class].len * bytes > CACHE_BYTES / 2 {
                    let q = (*pp).stackcache[class].pop();
                    pool[class].push(q);
                }
            }
            POOL_LOCK.unlock();
            return;
        }
        POOL_LOCK.lock();
        let pool = &mut *POOL.get();
        // A few big stacks stay mapped for the next deep recursion.
        let keep = pool[class].len < 4 && bytes <= 1 << 20;
        if keep {
            pool[class].push(lo as usize);
        }
        POOL_LOCK.unlock();
        if !keep {
            STACK_BYTES.fetch_sub(bytes, Relaxed);
            os::unmap(lo.cast(), bytes);
        }
    }
}

/// Gives the cached VM stacks of `pp` back to the pool.
///
/// # Safety
/// On g0; the caller owns `pp`.
pub unsafe fn flush_cache(pp: *mut P) {
    // SAFETY: as in `stackalloc_slow`.
    unsafe {
        POOL_LOCK.lock();
        let pool = &mut *POOL.get();
        for (class, cache) in (*pp).stackcache.iter_mut().enumerate() {
            loop {
                let p = cache.pop();
                if p == 0 {
                    break;
                }
                pool[class].push(p);
            }
        }
        POOL_LOCK.unlock();
        let _ = null_mut::<u8>();
    }
}
