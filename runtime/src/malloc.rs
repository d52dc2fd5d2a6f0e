//! The allocator's face: what the VM, natives and the runtime call to get collected memory.
//!
//! Owns: [`GcType`], the fast paths, the choice of a span class for a request, large objects.
//!
//! Invariants:
//! * Nothing in this file starts a collection. The VM's allocation op asks [`crate::mgc::gc_wanted`] at its
//!   safepoint and calls [`crate::mgc::gc_start`] *before* it allocates; natives never do. So a pointer that was just
//!   allocated may stay in a Rust local until the next safepoint.
//! * Memory that may hold pointers is always handed out zeroed, to the end of its slot; memory without pointers is
//!   zeroed when the caller asks for it.
//! * The fast paths use a few words of stack and no lock: they run on a goroutine's own small stack. Whatever takes a
//!   lock or walks bitmaps for long hops to g0 through `systemstack`.
//! * Running out of memory ends the program (`fatal`); no allocation function returns null for that reason.
//!
//! Three forms of small object, told apart by the span they lie in (Go keeps a heap bitmap or a header; we take the
//! layout into the span where that is cheap):
//! * *noscan*: no pointers inside, never looked at.
//! * *layout*: all objects of the span share one pointer mask of at most 64 words, kept in the span. Types with the
//!   same size class and mask share spans, so a program with 500 types has a few dozen layouts.
//! * *header*: the slot's first word is the `GcType` of the elements, which repeat to the end of the slot.
//!
//! Objects over [`MAX_SMALL`] bytes have a span of their own that remembers the element type.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::mcache::{Mcache, mcache};
use crate::mheap::{self, Mspan, SpanKind};
pub use crate::sizeclass::roundupsize;
use crate::sizeclass::{MAX_SMALL, NUM_CLASSES, class_size, size_to_class};

/// Largest request in bytes that is not refused as overflow (Go's `maxAlloc` on amd64).
pub const MAX_ALLOC: usize = 1 << 48;
/// Objects up to this size get a shared layout instead of a header.
pub const MAX_LAYOUT: usize = 512;
/// `GcType::fast_class` of types that have no class of their own; class 0 under the mask.
const NO_CLASS: u32 = Mcache::CLASSES as u32;
/// Slots up to this size are zeroed a run at a time, before they are handed out.
pub const PREZERO_MAX: usize = 512;

/// What the collector must know about a type. First field of the VM's `RType`, so that an object's header word can
/// point to either. A null `*const GcType` stands for "bytes without pointers".
#[repr(C)]
pub struct GcType {
    /// Size of a value in bytes, a multiple of `align`.
    pub size: usize,
    /// Bytes up to and including the last word that may hold a pointer; 0 when there is none.
    pub ptrdata: usize,
    /// One bit a word, bit `i % 64` of word `i / 64`; covers `ptrdata / 8` bits. Unread when `ptrdata` is 0.
    pub ptrmask: *const u64,
    /// Alignment in bytes: 1, 2, 4 or 8.
    pub align: u8,
    /// For the type's owner; the collector does not read it.
    pub kind: u8,
    /// For the type's owner; the collector does not read it.
    pub flags: u16,
    /// The span class [`new_object`] bumps from, modulo [`Mcache::CLASSES`]; 0 until the slow path has chosen one.
    pub fast_class: AtomicU32,
}

// SAFETY: a GcType is immutable after construction but for `fast_class`, which is atomic; its mask lives as long as
// the type, by the contract of `GcType::new`.
unsafe impl Sync for GcType {}
// SAFETY: as above, no part of it belongs to a thread.
unsafe impl Send for GcType {}

impl GcType {
    /// Makes a type from its size, its alignment, the bytes up to its last pointer and the mask of its pointer words,
    /// which must live as long as any object of the type.
    pub const fn new(size: usize, align: u8, ptrdata: usize, ptrmask: *const u64) -> GcType {
        GcType {
            size,
            ptrdata,
            ptrmask,
            align,
            kind: 0,
            flags: 0,
            fast_class: AtomicU32::new(0),
        }
    }

    /// A type of `size` bytes without pointers.
    pub const fn noscan(size: usize, align: u8) -> GcType {
        GcType::new(size, align, 0, core::ptr::null())
    }

    /// Makes a type whose pointer words are the set entries of `words`; the mask is leaked (types live for ever).
    pub fn from_words(size: usize, align: u8, words: &[bool]) -> GcType {
        let Some(last) = words.iter().rposition(|&p| p) else {
            return GcType::noscan(size, align);
        };
        let mut mask = vec![0u64; last / 64 + 1];
        for (i, _) in words.iter().enumerate().filter(|(_, p)| **p) {
            mask[i / 64] |= 1 << (i % 64);
        }
        let mask: &'static [u64] = Vec::leak(mask);
        GcType::new(size, align, (last + 1) * 8, mask.as_ptr())
    }

    /// Says whether word `i` of a value may hold a pointer.
    pub fn is_pointer_word(&self, i: usize) -> bool {
        // SAFETY: the mask covers ptrdata/8 bits and i is below that.
        i * 8 < self.ptrdata && unsafe { *self.ptrmask.add(i / 64) } >> (i % 64) & 1 != 0
    }
}

/// A word to point zero-size values at. Never read or written.
#[repr(align(16))]
pub struct ZeroBase(#[allow(dead_code)] [u64; 2]);
/// The address of every zero-size value.
pub static ZEROBASE: ZeroBase = ZeroBase([0; 2]);

/// The address of every zero-size value.
#[inline(always)]
pub fn zerobase() -> *mut u8 {
    &raw const ZEROBASE as *mut u8
}

/// Allocates one zeroed value of `typ` from `mc`. Never null, never collects.
///
/// # Safety
/// `mc` belongs to the P the caller runs on; `typ` is a valid type.
#[inline(always)]
pub unsafe fn new_object(mc: *mut Mcache, typ: *const GcType) -> *mut u8 {
    // SAFETY: the caller owns mc; fast_class is below the table's length by construction (`choose_class`), and the
    // cursor of a class that was never filled is the empty run 0..0.
    unsafe {
        let c = &raw mut (*mc).alloc[(*typ).fast_class.load(Relaxed) as usize & Mcache::CLASS_MASK];
        let p = (*c).free;
        if p != (*c).limit {
            (*c).free = p + (*c).slot;
            return p as *mut u8;
        }
        new_object_slow(mc, typ)
    }
}

#[cold]
#[inline(never)]
unsafe fn new_object_slow(mc: *mut Mcache, typ: *const GcType) -> *mut u8 {
    // SAFETY: contract of new_object.
    unsafe {
        let size = (*typ).size;
        if (*typ).fast_class.load(Relaxed) == 0 {
            choose_class(typ);
        }
        let class = (*typ).fast_class.load(Relaxed) as usize & Mcache::CLASS_MASK;
        if class != 0 {
            alloc_slot(mc, class)
        } else {
            mallocgc_on(mc, size, typ, true)
        }
    }
}

/// Gives `typ` the span class of its single values, if it can have one of its own.
unsafe fn choose_class(typ: *const GcType) {
    // SAFETY: typ is valid by the caller's contract.
    let t = unsafe { &*typ };
    let class = if t.size == 0 || t.size > MAX_LAYOUT {
        None
    } else if t.ptrdata == 0 {
        Some(noscan_class(size_to_class(t.size)))
    } else {
        // SAFETY: ptrdata > 0, so the mask has at least one word; size <= 512 makes it at most one.
        let mask = unsafe { *t.ptrmask } & low_bits(t.ptrdata / 8);
        mheap::layout_class(size_to_class(t.size), mask)
    };
    t.fast_class
        .store(class.map_or(NO_CLASS, |c| c as u32), Relaxed);
}

fn low_bits(n: usize) -> u64 {
    if n >= 64 { !0 } else { (1 << n) - 1 }
}

/// Span class of pointer-free objects of size class `sc`.
#[inline(always)]
pub(crate) const fn noscan_class(sc: usize) -> usize {
    sc
}

/// Span class of objects with a type header in size class `sc`.
#[inline(always)]
pub(crate) const fn header_class(sc: usize) -> usize {
    NUM_CLASSES + sc
}

/// Allocates `n` zeroed values of `typ`, one after the other. Null when `n * size` overflows or is beyond any address
/// space: the caller panics as Go does ("makeslice: len out of range").
///
/// # Safety
/// As for [`new_object`].
#[inline]
pub unsafe fn new_array(mc: *mut Mcache, typ: *const GcType, n: usize) -> *mut u8 {
    // SAFETY: contract of the caller, passed on.
    unsafe {
        match (*typ).size.checked_mul(n) {
            Some(bytes) if bytes <= MAX_ALLOC => mallocgc_on(mc, bytes, typ, true),
            _ => core::ptr::null_mut(),
        }
    }
}

/// Allocates `n` bytes without pointers and without zeroing them: strings, byte buffers that are overwritten at once.
///
/// # Safety
/// As for [`new_object`].
#[inline]
pub unsafe fn new_bytes(mc: *mut Mcache, n: usize) -> *mut u8 {
    // SAFETY: contract of the caller, passed on.
    unsafe { mallocgc_on(mc, n, core::ptr::null(), false) }
}

/// [`mallocgc_on`] with the mcache of the P this thread runs on.
///
/// # Safety
/// As for [`mallocgc_on`]; the thread must hold a P.
pub unsafe fn mallocgc(size: usize, typ: *const GcType, needzero: bool) -> *mut u8 {
    // SAFETY: contract of the caller, passed on.
    unsafe { mallocgc_on(mcache(), size, typ, needzero) }
}

/// Allocates `size` bytes holding values of `typ` (null: no pointers), repeated to the end. Never null, never
/// collects; zeroed if `needzero` or if `typ` has pointers.
///
/// # Safety
/// `mc` belongs to the P the caller runs on; `typ` is null or valid; `size` is a multiple of the type's size.
#[inline]
pub unsafe fn mallocgc_on(
    mc: *mut Mcache,
    size: usize,
    typ: *const GcType,
    needzero: bool,
) -> *mut u8 {
    // SAFETY: contract of the caller; class indices come from size_to_class.
    unsafe {
        if typ.is_null() || (*typ).ptrdata == 0 {
            if size == 0 {
                return zerobase();
            }
            if size <= MAX_SMALL {
                let sc = size_to_class(size);
                let p = take_slot(mc, noscan_class(sc));
                if needzero && class_size(sc) > PREZERO_MAX {
                    p.write_bytes(0, size);
                }
                return p;
            }
        } else {
            if size == 0 {
                return zerobase();
            }
            if size <= MAX_SMALL - 8 {
                let sc = size_to_class(size + 8);
                let slot = take_slot(mc, header_class(sc));
                if class_size(sc) > PREZERO_MAX {
                    slot.write_bytes(0, class_size(sc));
                }
                slot.cast::<*const GcType>().write(typ);
                return slot.add(8);
            }
        }
        alloc_large(mc, size, typ, needzero)
    }
}

/// Takes the next slot of a class; contents as the class's runs are (zeroed up to [`PREZERO_MAX`]).
#[inline(always)]
unsafe fn take_slot(mc: *mut Mcache, class: usize) -> *mut u8 {
    // SAFETY: the caller owns mc; class is below Mcache::CLASSES.
    unsafe {
        let c = &raw mut (*mc).alloc[class];
        let p = (*c).free;
        if p != (*c).limit {
            (*c).free = p + (*c).slot;
            return p as *mut u8;
        }
        alloc_slot(mc, class)
    }
}

/// Takes a slot when the cursor's run is used up: the span's next run, or another span.
#[cold]
#[inline(never)]
unsafe fn alloc_slot(mc: *mut Mcache, class: usize) -> *mut u8 {
    // SAFETY: as for take_slot. `refill` leaves a run of at least one slot.
    unsafe {
        let c = &raw mut (*mc).alloc[class];
        if (*c).free == (*c).limit && !Mcache::next_run(mc, class) {
            crate::mcache::on_g0(|| Mcache::refill(mc, class));
        }
        let p = (*c).free;
        (*c).free = p + (*c).slot;
        p as *mut u8
    }
}

#[cold]
#[inline(never)]
unsafe fn alloc_large(mc: *mut Mcache, size: usize, typ: *const GcType, needzero: bool) -> *mut u8 {
    let mut out: *mut Mspan = core::ptr::null_mut();
    // SAFETY: mc is ours; the closure runs to its end before on_g0 returns.
    unsafe {
        crate::mcache::on_g0(|| {
            let scan = !typ.is_null() && (*typ).ptrdata != 0;
            out = mheap::alloc_large_span(mc, size, if scan { typ } else { core::ptr::null() });
            let s = &mut *out;
            if (needzero || scan) && s.needzero {
                (s.base as *mut u8).write_bytes(0, size);
            }
            debug_assert!(matches!(s.kind, SpanKind::Large | SpanKind::Noscan));
            if crate::mbarrier::marking() {
                s.mark_bits[0].store(1, Relaxed);
                crate::mgcwork::count_black(s.slot, true);
            }
            // The span becomes visible to the collector only when its memory may be looked at.
            s.freeindex.store(1, core::sync::atomic::Ordering::Release);
        });
        (*out).base as *mut u8
    }
}

/// Copies `size` bytes of memory that may hold pointers between heap objects (they may overlap). The one place for
/// bulk pointer stores, beside [`crate::mbarrier::write_pointer`].
///
/// # Safety
/// Both ranges are valid for `size` bytes; the thread holds a P.
#[inline(always)]
pub unsafe fn typedmemmove(dst: *mut u8, src: *const u8, size: usize) {
    // SAFETY: contract of the caller.
    unsafe {
        if crate::mbarrier::marking() {
            crate::mbarrier::shade_range(dst, size);
        }
        core::ptr::copy(src, dst, size)
    }
}
