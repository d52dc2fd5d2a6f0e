//! The page heap: the reserved arena, the page → span table, spans of pages taken and given back, layouts.
//!
//! Owns: the arena's address range, every [`Mspan`], the free page runs, the table of layouts.
//!
//! Invariants:
//! * The arena is one reserved range; it grows upwards by making more of it accessible and is never moved or unmapped.
//! * Every page of a span in use has the span in the page table. Of a free run only the first and the last page do.
//! * Two free runs never touch: freeing merges with both neighbours.
//! * `Mspan` structures are recycled, never freed: a stale pointer to one is still readable.
//! * A page-table entry and a span's fields are written with `HEAP.lock` held (or with the world stopped); readers on
//!   the mark path read them with the world stopped.
//!
//! Called on g0 (locks, std collections). Lock: `HEAP.lock`, below the locks of [`crate::mcache`]'s central lists.

use core::cell::UnsafeCell;
use core::ptr::null_mut;
use core::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU32, AtomicU64, AtomicUsize, Ordering::*, fence,
};
use std::collections::BTreeSet;

use crate::lockrank::Rank;
use crate::malloc::GcType;
use crate::mcache::Mcache;
use crate::os_linux as os;
use crate::sizeclass::{MAX_SLOTS, NUM_CLASSES, class_pages, class_size, class_slots, reciprocal};
use crate::sync::RtMutex;

/// Bytes of a heap page.
pub const PAGE_SIZE: usize = 1 << PAGE_SHIFT;
const PAGE_SHIFT: usize = 13;
/// The arena is made accessible in steps of at least this many bytes.
const GROW_STEP: usize = 1 << 20;
/// Beyond this size of the arena the system is asked for huge pages: a small heap would only pay for their slack.
const HUGE_FROM: usize = 32 << 20;
/// Words of a span's bitmap.
pub(crate) const BITMAP_WORDS: usize = MAX_SLOTS / 64;
/// Span classes above the noscan and the header ones are layouts.
const FIRST_LAYOUT: usize = 2 * NUM_CLASSES;
const MAX_LAYOUTS: usize = Mcache::CLASSES - FIRST_LAYOUT;

/// What the objects of a span look like to the marker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum SpanKind {
    /// A run of free pages.
    Free,
    /// No pointers.
    Noscan,
    /// `layout` tells the pointer words of each slot.
    Layout,
    /// The first word of each slot is the elements' type.
    Header,
    /// One object of `limit - base` bytes with elements of `typ`.
    Large,
}

/// A run of pages: free, cut into slots of one size, or one large object.
#[repr(C)]
pub struct Mspan {
    /// Address of the first byte.
    pub base: usize,
    /// Address past the last byte of the last slot (of the object, when large).
    pub limit: usize,
    /// Bytes of a slot.
    pub slot: usize,
    pub(crate) recip: u32,
    pub(crate) nslots: u32,
    /// All slots below this index are allocated; above it `alloc_bits` decides.
    pub(crate) freeindex: AtomicU32,
    /// Slots allocated when the span was last swept or given back by an mcache.
    pub(crate) nalloc: u32,
    pub(crate) kind: SpanKind,
    /// The memory may hold anything (it was used before); else it is zero.
    pub(crate) needzero: bool,
    /// The pages of a free run have been given back to the system.
    pub(crate) scavenged: bool,
    /// It is a run of the free set. `kind` does not tell: a span just taken has [`SpanKind::Free`] until its fields
    /// are written, which is done without the lock. Read and written under `HEAP.lock`.
    pub(crate) in_free_set: bool,
    pub(crate) class: u16,
    pub(crate) npages: u32,
    /// `sweepgen` of the heap when the span was last swept.
    pub(crate) sweepgen: u32,
    pub(crate) layout: u64,
    pub(crate) typ: *const GcType,
    /// Link of the central lists and of the list of unused structures.
    pub(crate) next: *mut Mspan,
    /// When the run became free, in collections; the scavenger's clock.
    pub(crate) freed_at: u32,
    pub(crate) alloc_bits: [u64; BITMAP_WORDS],
    pub(crate) mark_bits: [AtomicU64; BITMAP_WORDS],
}

impl Mspan {
    /// Index of the slot that `addr`, an address inside the span, lies in.
    #[inline(always)]
    pub(crate) fn index_of(&self, addr: usize) -> usize {
        (((addr - self.base) as u64 * self.recip as u64) >> 32) as usize
    }

    /// The span at `s`, or none if it is a free run or does not hold `addr`. For readers beside the program: a span is
    /// published by its kind, so the kind is read first and everything else after it.
    ///
    /// # Safety
    /// `s` is a structure of the page table.
    #[inline(always)]
    pub(crate) unsafe fn holding<'a>(s: *mut Mspan, addr: usize) -> Option<&'a Mspan> {
        // SAFETY: structures are never freed; one byte is read whole, and what is written beside readers later is atomic.
        unsafe {
            let kind = (&raw const (*s).kind).cast::<u8>().read_volatile();
            fence(Acquire);
            if kind == SpanKind::Free as u8 {
                return None;
            }
            let s = &*s;
            (addr.wrapping_sub(s.base) < s.limit - s.base).then_some(s)
        }
    }

    /// Says whether slot `i` holds an object.
    #[inline(always)]
    pub(crate) fn is_allocated(&self, i: usize) -> bool {
        (i as u32) < self.freeindex.load(Acquire) || self.alloc_bits[i / 64] >> (i % 64) & 1 != 0
    }

    /// Slots that hold an object.
    pub(crate) fn count_allocated(&self) -> u32 {
        let fi = self.freeindex.load(Relaxed) as usize;
        let mut n = fi as u32;
        for (w, &bits) in self
            .alloc_bits
            .iter()
            .enumerate()
            .take((self.nslots as usize).div_ceil(64))
            .skip(fi / 64)
        {
            let above = if w == fi / 64 {
                bits & (!0 << (fi % 64))
            } else {
                bits
            };
            n += above.count_ones();
        }
        n
    }
}

/// First byte of the arena; 0 until [`init`].
static ARENA_BASE: AtomicUsize = AtomicUsize::new(0);
/// Bytes of the arena that are or were part of a span.
static ARENA_USED: AtomicUsize = AtomicUsize::new(0);
/// The page table: one pointer for each page of the reservation.
static PAGE_TABLE: AtomicPtr<*mut Mspan> = AtomicPtr::new(null_mut());

/// The arena as the marker sees it: copied into locals once a cycle.
#[derive(Clone, Copy)]
pub(crate) struct ArenaView {
    base: usize,
    used: usize,
    table: *mut *mut Mspan,
}

impl ArenaView {
    pub(crate) fn now() -> ArenaView {
        ArenaView {
            base: ARENA_BASE.load(Relaxed),
            used: ARENA_USED.load(Acquire),
            table: PAGE_TABLE.load(Relaxed),
        }
    }

    /// The span or free run that holds `addr`; null when none does. Interior pages of free runs may give null or a
    /// stale span, so the caller looks at the kind and the bounds.
    #[inline(always)]
    pub(crate) fn span_of(&self, addr: usize) -> *mut Mspan {
        let off = addr.wrapping_sub(self.base);
        if off >= self.used {
            return null_mut();
        }
        // SAFETY: the page table covers the reservation, of which `used` is a part.
        unsafe { *self.table.add(off >> PAGE_SHIFT) }
    }
}

/// The span in use that `addr` lies in, or null. `addr` may be anything.
pub(crate) fn span_of(addr: usize) -> *mut Mspan {
    let s = ArenaView::now().span_of(addr);
    if s.is_null() {
        return s;
    }
    // SAFETY: Mspan structures are never freed.
    let inside = unsafe { (*s).kind != SpanKind::Free && (*s).base <= addr && addr < (*s).limit };
    if inside { s } else { null_mut() }
}

/// The start of the heap object that `addr` points into, with the bytes of its slot; None when it is no heap address.
/// The start is the slot's: past the header for objects that have one.
pub fn find_object(addr: usize) -> Option<(usize, usize)> {
    let s = span_of(addr);
    if s.is_null() {
        return None;
    }
    // SAFETY: span_of gives a span in use.
    let s = unsafe { &*s };
    let i = if s.nslots == 1 { 0 } else { s.index_of(addr) };
    if i >= s.nslots as usize || !s.is_allocated(i) {
        return None;
    }
    let start = s.base + i * s.slot;
    let bytes = if s.nslots == 1 {
        s.limit - s.base
    } else {
        s.slot
    };
    Some(if s.kind == SpanKind::Header {
        (start + 8, bytes - 8)
    } else {
        (start, bytes)
    })
}

/// Pages and structures, behind `HEAP.lock`.
struct Pages {
    reserved: usize,
    accessible: usize,
    /// Free runs by (pages, address): best fit, lowest address first.
    free: BTreeSet<(usize, usize)>,
    unused_structs: *mut Mspan,
    slab: *mut Mspan,
    slab_left: usize,
    layouts: Vec<(usize, u64)>,
    scavenged_pages: usize,
}

/// Figures that are read without a lock.
pub(crate) struct Figures {
    /// Bytes of spans in use.
    pub(crate) inuse: AtomicUsize,
    /// Bytes of free runs.
    pub(crate) idle: AtomicUsize,
    /// Bytes of free runs given back to the system.
    pub(crate) released: AtomicUsize,
    /// Bytes the program may have in spans; `usize::MAX` for no limit.
    pub(crate) limit: AtomicUsize,
}

pub(crate) struct MHeap {
    lock: RtMutex,
    pages: UnsafeCell<Pages>,
    pub(crate) fig: Figures,
    ready: AtomicBool,
}

// SAFETY: `pages` is only touched with `lock` held; the rest is atomic.
unsafe impl Sync for MHeap {}

pub(crate) static HEAP: MHeap = MHeap {
    lock: RtMutex::new(Rank::HeapSpan),
    pages: UnsafeCell::new(Pages {
        reserved: 0,
        accessible: 0,
        free: BTreeSet::new(),
        unused_structs: null_mut(),
        slab: null_mut(),
        slab_left: 0,
        layouts: Vec::new(),
        scavenged_pages: 0,
    }),
    fig: Figures {
        inuse: AtomicUsize::new(0),
        idle: AtomicUsize::new(0),
        released: AtomicUsize::new(0),
        limit: AtomicUsize::new(usize::MAX),
    },
    ready: AtomicBool::new(false),
};

/// Runs `f` on the page heap under its lock.
fn with_pages<R>(f: impl FnOnce(&mut Pages) -> R) -> R {
    HEAP.lock.lock();
    // SAFETY: the lock makes this the only reference.
    let r = f(unsafe { &mut *HEAP.pages.get() });
    HEAP.lock.unlock();
    r
}

/// Reserves the arena. Called once by schedinit; later calls do nothing.
pub(crate) fn init() {
    if HEAP.ready.load(Acquire) {
        return;
    }
    with_pages(|p| {
        if p.reserved != 0 {
            return;
        }
        // A machine with a limit on address space gets a smaller arena.
        let mut size = 1usize << 38;
        let base = loop {
            if let Some(a) = os::reserve_heap(size) {
                break a;
            }
            size /= 2;
            if size < 1 << 26 {
                crate::throw::fatal("runtime: cannot reserve arena virtual address space");
            }
        };
        let Some(table) = os::map_heap(size / PAGE_SIZE * size_of::<*mut Mspan>()) else {
            crate::throw::fatal("runtime: cannot allocate heap metadata");
        };
        p.reserved = size;
        PAGE_TABLE.store(table as *mut *mut Mspan, Relaxed);
        ARENA_BASE.store(base, Release);
    });
    crate::mgc::init_from_env();
    HEAP.ready.store(true, Release);
}

impl Pages {
    fn table(&self, addr: usize) -> *mut *mut Mspan {
        // SAFETY: addr lies in the reservation, which the table covers.
        unsafe {
            PAGE_TABLE
                .load(Relaxed)
                .add((addr - ARENA_BASE.load(Relaxed)) >> PAGE_SHIFT)
        }
    }

    fn new_struct(&mut self) -> *mut Mspan {
        if !self.unused_structs.is_null() {
            let s = self.unused_structs;
            // SAFETY: the list holds structures we own.
            self.unused_structs = unsafe { (*s).next };
            return s;
        }
        if self.slab_left == 0 {
            let n = 256;
            let Some(slab) = os::map_heap(n * size_of::<Mspan>()) else {
                crate::throw::fatal("runtime: out of memory (heap metadata)");
            };
            self.slab = slab as *mut Mspan;
            self.slab_left = n;
        }
        let s = self.slab;
        // SAFETY: slab_left structures follow.
        self.slab = unsafe { s.add(1) };
        self.slab_left -= 1;
        s
    }

    /// Writes a fresh free run's structure and puts it in the set.
    fn insert_free(
        &mut self,
        base: usize,
        npages: usize,
        needzero: bool,
        scavenged: bool,
        freed_at: u32,
    ) {
        let s = self.new_struct();
        // SAFETY: s is ours. All-zero is a valid Mspan but for `kind`, which is written.
        unsafe {
            (*s).base = base;
            (*s).limit = base;
            (*s).npages = npages as u32;
            (*s).kind = SpanKind::Free;
            (*s).nslots = 0;
            (*s).needzero = needzero;
            (*s).scavenged = scavenged;
            (*s).freed_at = freed_at;
            *self.table(base) = s;
            *self.table(base + (npages - 1) * PAGE_SIZE) = s;
        }
        self.free.insert((npages, base));
        // SAFETY: as above.
        unsafe { (*s).in_free_set = true };
        if scavenged {
            self.scavenged_pages += npages;
        }
    }

    /// Takes a free run's structure out of the set.
    fn remove_free(&mut self, s: *mut Mspan) {
        // SAFETY: s is a free run of the table.
        unsafe {
            self.free.remove(&((*s).npages as usize, (*s).base));
            (*s).in_free_set = false;
            if (*s).scavenged {
                self.scavenged_pages -= (*s).npages as usize;
            }
        }
    }

    fn recycle(&mut self, s: *mut Mspan) {
        // SAFETY: s is in no table and no list any more.
        unsafe {
            (*s).kind = SpanKind::Free;
            (*s).limit = (*s).base;
            (*s).nslots = 0;
            (*s).next = self.unused_structs;
        }
        self.unused_structs = s;
    }

    /// Makes at least `npages` more pages of the arena a free run.
    fn grow(&mut self, npages: usize) {
        let base = ARENA_BASE.load(Relaxed);
        let used = ARENA_USED.load(Relaxed);
        // Grow by an eighth, so that a large heap does not call the system for each span.
        let ask = (npages * PAGE_SIZE)
            .max(GROW_STEP)
            .max((used / 8).min(64 << 20))
            & !(PAGE_SIZE - 1);
        let step = if used + ask > self.reserved {
            npages * PAGE_SIZE
        } else {
            ask
        };
        if used + step > self.reserved
            || !os::allow_access(base + self.accessible, used + step - self.accessible)
        {
            out_of_memory(npages * PAGE_SIZE);
        }
        self.accessible = used + step;
        if used >= HUGE_FROM {
            os::huge_pages(base + used, step);
        }
        ARENA_USED.store(used + step, Release);
        self.free_run(base + used, step / PAGE_SIZE, false, true, 0);
    }

    /// Makes a run free, merged with its free neighbours.
    fn free_run(
        &mut self,
        base: usize,
        npages: usize,
        needzero: bool,
        scavenged: bool,
        freed_at: u32,
    ) {
        let (mut base, mut npages, mut needzero, mut scavenged) =
            (base, npages, needzero, scavenged);
        let arena = ARENA_BASE.load(Relaxed);
        let end = base + npages * PAGE_SIZE;
        if end < arena + ARENA_USED.load(Relaxed) {
            // SAFETY: the table entry of a page below `used` is null or a structure.
            let n = unsafe { *self.table(end) };
            // SAFETY: structures stay readable; a free run starting here is merged.
            if !n.is_null() && unsafe { (*n).in_free_set && (*n).base == end } {
                self.merge(n, &mut npages, &mut needzero, &mut scavenged, base, end);
            }
        }
        if base > arena {
            // SAFETY: as above.
            let n = unsafe { *self.table(base - PAGE_SIZE) };
            // SAFETY: as above.
            let ends_here = !n.is_null()
                && unsafe {
                    (*n).in_free_set && (*n).base + (*n).npages as usize * PAGE_SIZE == base
                };
            if ends_here {
                // SAFETY: n is a free run.
                let nbase = unsafe { (*n).base };
                self.merge(n, &mut npages, &mut needzero, &mut scavenged, base, nbase);
                base = nbase;
            }
        }
        self.insert_free(base, npages, needzero, scavenged, freed_at);
    }

    /// Takes the free run `n` into a run of `npages`. A run counts as scavenged only as a whole, so a resident part
    /// makes the whole resident; the pages already given back fault in as zero, which needs no care.
    fn merge(
        &mut self,
        n: *mut Mspan,
        npages: &mut usize,
        needzero: &mut bool,
        scavenged: &mut bool,
        _base: usize,
        _nbase: usize,
    ) {
        self.remove_free(n);
        // SAFETY: n is a free run, now out of the set.
        unsafe {
            *npages += (*n).npages as usize;
            *needzero |= (*n).needzero;
            *scavenged &= (*n).scavenged;
        }
        self.recycle(n);
    }

    /// Takes `npages` pages: the smallest free run that has them, the lowest of those. The rest stays free.
    fn alloc_pages(&mut self, npages: usize) -> *mut Mspan {
        let run = match self.free.range((npages, 0)..).next() {
            Some(&r) => r,
            None => {
                self.grow(npages);
                *self
                    .free
                    .range((npages, 0)..)
                    .next()
                    .expect("grow made a run of this length")
            }
        };
        // SAFETY: the first page of a free run has its structure in the table.
        let s = unsafe { *self.table(run.1) };
        self.remove_free(s);
        // SAFETY: s is ours now.
        unsafe {
            if run.0 > npages {
                let rest = run.1 + npages * PAGE_SIZE;
                self.insert_free(
                    rest,
                    run.0 - npages,
                    (*s).needzero,
                    (*s).scavenged,
                    (*s).freed_at,
                );
                (*s).npages = npages as u32;
            }
            (*s).scavenged = false;
            for i in 0..npages {
                *self.table(run.1 + i * PAGE_SIZE) = s;
            }
        }
        s
    }

    fn update_figures(&self, inuse_delta: isize) {
        let f = &HEAP.fig;
        let inuse = f.inuse.load(Relaxed).wrapping_add_signed(inuse_delta);
        f.inuse.store(inuse, Relaxed);
        f.idle.store(ARENA_USED.load(Relaxed) - inuse, Relaxed);
        f.released.store(self.scavenged_pages * PAGE_SIZE, Relaxed);
    }
}

/// Ends the program: the system gives no more memory.
fn out_of_memory(bytes: usize) -> ! {
    let inuse = HEAP.fig.inuse.load(Relaxed);
    HEAP.lock.unlock();
    crate::throw::fatal(&format!(
        "runtime: out of memory: cannot allocate {bytes}-byte block ({inuse} in use)"
    ))
}

/// Takes a span of pages, unless that would pass the heap limit by more than a collection could mend.
fn take_span(npages: usize) -> *mut Mspan {
    let bytes = npages * PAGE_SIZE;
    crate::mgc::check_limit(bytes);
    with_pages(|p| {
        let s = p.alloc_pages(npages);
        p.update_figures(bytes as isize);
        s
    })
}

/// Takes a span cut into slots of `class`. Called on g0.
pub(crate) fn alloc_small_span(class: usize) -> *mut Mspan {
    let (sc, kind, layout) = class_parts(class);
    let s = take_span(class_pages(sc));
    // SAFETY: the span is ours until it is put in a list.
    unsafe {
        let slot = class_size(sc);
        (*s).slot = slot;
        (*s).nslots = class_slots(sc) as u32;
        (*s).recip = reciprocal(slot);
        (*s).freeindex.store(0, Relaxed);
        (*s).nalloc = 0;
        (*s).class = class as u16;
        (*s).sweepgen = crate::mgcsweep::sweepgen();
        (*s).layout = layout;
        (*s).typ = core::ptr::null();
        (*s).next = null_mut();
        (*s).alloc_bits = [0; BITMAP_WORDS];
        (*s).mark_bits = [const { AtomicU64::new(0) }; BITMAP_WORDS];
        (*s).limit = (*s).base + (*s).nslots as usize * slot;
        // A marker may meet the span through a word that happens to look like an address in it.
        fence(Release);
        (&raw mut (*s).kind).write_volatile(kind);
    }
    s
}

/// Takes a span for one object of `size` bytes with elements of `typ` (null: no pointers), not yet visible to the
/// collector (`freeindex` 0). Called on g0.
///
/// # Safety
/// `mc` belongs to the running P.
pub(crate) unsafe fn alloc_large_span(
    mc: *mut Mcache,
    size: usize,
    typ: *const GcType,
) -> *mut Mspan {
    let npages = size.div_ceil(PAGE_SIZE);
    if size > crate::malloc::MAX_ALLOC {
        HEAP.lock.lock();
        out_of_memory(size);
    }
    crate::mgcsweep::sweep_before_large(npages);
    let s = take_span(npages);
    // SAFETY: the span is ours until it is put in a list.
    unsafe {
        (*s).slot = npages * PAGE_SIZE;
        (*s).nslots = 1;
        (*s).recip = 0;
        (*s).freeindex.store(0, Relaxed);
        (*s).nalloc = 1;
        (*s).class = 0;
        (*s).sweepgen = crate::mgcsweep::sweepgen();
        (*s).layout = 0;
        (*s).typ = typ;
        (*s).next = null_mut();
        (*s).alloc_bits[0] = 0;
        *(*s).mark_bits[0].get_mut() = 0;
        (*s).limit = (*s).base + size;
        fence(Release);
        (&raw mut (*s).kind).write_volatile(if typ.is_null() {
            SpanKind::Noscan
        } else {
            SpanKind::Large
        });
        crate::mgcsweep::add_large(s);
        crate::mgc::account_large(mc, npages * PAGE_SIZE);
    }
    s
}

/// Gives a span's pages back. The span is in no list and no mcache. Called on g0.
pub(crate) fn free_span(s: *mut Mspan) {
    with_pages(|p| {
        // SAFETY: the caller owns s.
        unsafe {
            let (base, npages) = ((*s).base, (*s).npages as usize);
            (*s).kind = SpanKind::Free;
            for i in 0..npages {
                *p.table(base + i * PAGE_SIZE) = null_mut();
            }
            p.recycle(s);
            p.free_run(base, npages, true, false, crate::mgc::cycles());
            p.update_figures(-((npages * PAGE_SIZE) as isize));
        }
    });
}

/// Size class, kind and mask of a span class.
fn class_parts(class: usize) -> (usize, SpanKind, u64) {
    if class < NUM_CLASSES {
        (class, SpanKind::Noscan, 0)
    } else if class < FIRST_LAYOUT {
        (class - NUM_CLASSES, SpanKind::Header, 0)
    } else {
        let (sc, mask) = with_pages(|p| p.layouts[class - FIRST_LAYOUT]);
        (sc, SpanKind::Layout, mask)
    }
}

/// The span class of objects of size class `sc` with pointer words `mask`; None when the table is full (such types
/// get headers). May be called on a goroutine's stack: the search is short and takes no memory but for a new entry.
pub(crate) fn layout_class(sc: usize, mask: u64) -> Option<usize> {
    let mut found = None;
    crate::mcache::on_g0(|| {
        found = with_pages(|p| {
            if let Some(i) = p.layouts.iter().position(|&l| l == (sc, mask)) {
                return Some(FIRST_LAYOUT + i);
            }
            if p.layouts.len() == MAX_LAYOUTS {
                return None;
            }
            p.layouts.push((sc, mask));
            Some(FIRST_LAYOUT + p.layouts.len() - 1)
        });
    });
    found
}

/// Gives free runs that have been free for `age` collections back to the system; returns the bytes given back. At
/// most `max_bytes` (rounded up to whole runs). Called on g0.
pub(crate) fn scavenge(age: u32, max_bytes: usize) -> usize {
    let now = crate::mgc::cycles();
    let mut done = 0;
    while done < max_bytes {
        // One run at a time: the lock is not held over a long series of system calls.
        let n = with_pages(|p| {
            let mut pick = null_mut();
            for &(_, base) in p.free.iter().rev() {
                // SAFETY: the first page of a free run has its structure in the table.
                let s = unsafe { *p.table(base) };
                // SAFETY: s is a free run.
                if unsafe { !(*s).scavenged && now.wrapping_sub((*s).freed_at) >= age } {
                    pick = s;
                    break;
                }
            }
            if pick.is_null() {
                return 0;
            }
            // SAFETY: pick is a free run of the set, and the lock is held.
            unsafe {
                let bytes = (*pick).npages as usize * PAGE_SIZE;
                os::give_back((*pick).base, bytes);
                (*pick).scavenged = true;
                (*pick).needzero = false;
                p.scavenged_pages += (*pick).npages as usize;
                p.update_figures(0);
                bytes
            }
        });
        if n == 0 {
            break;
        }
        done += n;
    }
    done
}

/// Calls `f` for each span in use, by address. World stopped. Debugging.
pub(crate) fn for_each_span(mut f: impl FnMut(&Mspan)) {
    let view = ArenaView::now();
    let mut at = view.base;
    while at < view.base + view.used {
        let s = view.span_of(at);
        at += PAGE_SIZE;
        // SAFETY: structures are never freed, and the world is stopped.
        if let Some(s) = unsafe { s.as_ref() }
            && s.kind != SpanKind::Free
            && s.base == at - PAGE_SIZE
        {
            f(s);
        }
    }
}

/// Bytes of address space in use for the arena and for the collector's own tables.
pub(crate) fn arena_used() -> usize {
    ARENA_USED.load(Relaxed)
}
