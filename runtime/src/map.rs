//! Go maps: an open-addressing table of groups of eight slots, typed by a [`MapType`].
//!
//! Owns: [`Hmap`], its groups, [`Hiter`].
//!
//! A group is one control word (a byte a slot: empty, deleted, or seven bits of the key's hash) and eight slots, each a
//! key and an element. A lookup compares the seven bits with all eight control bytes at once, then the candidates'
//! keys, and goes on by triangular steps until a group has an empty slot. A table of one group may be full.
//!
//! Invariants:
//! * Slots never move inside a table. Growing (or dropping tombstones) makes another table and leaves the old one as it
//!   was, for the iterators that walk it.
//! * Slots that are not full are zero, so the collector can scan all of a group and a new element needs no clearing.
//! * `growth_left` counts the empty slots that may still be filled: a table of several groups keeps an eighth empty.
//!
//! Iteration, with Go's guarantees: an iterator walks the table it began with, from a random slot. While the map still
//! uses that table it reads the slots as they are. Once the map has another one, each old key is looked up in it: gone
//! means deleted; a key that is not equal to itself (NaN) cannot have been deleted, but by `clear`, which counts in
//! `clear_seq`. An entry is so produced at most once, a deleted one not at all, a new one perhaps.
//!
//! `concurrent map writes` and its like are found, as in Go, by a flag that a writer sets while it works. All of it runs on
//! the goroutine's stack but making tables. The key's hash and equality never fail: the VM checks interface keys first.
//!
//! A large table grows by pieces ([`Growth`]), between which the goroutine may be preempted; the old table serves until
//! the new one is whole. The map counts as being written all that time.
//!
//! Source: the design published as "Swiss tables" (Abseil); unlike Go 1.24's there is no directory of small tables, so
//! a lookup has one indirection less, and an assignment that grows the map takes the longer the larger it is.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use crate::hash::{memhash64, strhash};
use crate::lockrank::Rank;
use crate::malloc::{GcType, mallocgc_on, new_array, new_object, typedmemmove};
use crate::mbarrier::{marking, shade, shade_range};
use crate::mcache::{fastrand, mcache, on_g0};
use crate::mgcmark::register_root_fn;
use crate::sync::{Guarded, RtMutex};

/// Slots of a group.
const SLOTS: usize = 8;
/// Keys and elements over this many bytes are kept behind a pointer.
const MAX_INLINE: usize = 128;
const EMPTY: u8 = 0x80;
const DELETED: u8 = 0xfe;
const ALL_EMPTY: u64 = 0x8080_8080_8080_8080;
/// `Hmap::flags`: somebody writes.
const WRITING: u32 = 1;
/// Tables of at least this many groups are made by pieces of as many groups.
const PIECE: usize = 1 << 10;
/// Size of the shared zero element.
const ZERO_BYTES: usize = 1024;

/// How keys are hashed and compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum KeyKind {
    /// 4 bytes compared as bits.
    Mem32,
    /// 8 bytes compared as bits.
    Mem64,
    /// A string: pointer and length.
    Str,
    /// By the type's functions; a key is stored anew by every assignment, since equal keys may differ (±0).
    Generic,
}

/// Hash of the key at `key`.
pub type HashFn = unsafe fn(key: *const u8, seed: u64, ctx: *const u8) -> u64;
/// Equality of two keys.
pub type EqFn = unsafe fn(a: *const u8, b: *const u8, ctx: *const u8) -> bool;

/// All that the table must know about a map type. Made once for each, lives for ever.
#[repr(C)]
pub struct MapType {
    /// Key type.
    pub key: *const GcType,
    /// Element type.
    pub elem: *const GcType,
    /// Hash of a key, for `Generic`.
    pub hash: HashFn,
    /// Equality of keys, for `Generic`.
    pub eq: EqFn,
    /// Handed to `hash` and `eq`.
    pub ctx: *const u8,
    /// Which of the variants.
    pub kind: KeyKind,
    /// Keys are behind a pointer.
    pub indirect_key: bool,
    /// Elements are behind a pointer.
    pub indirect_elem: bool,
    /// A group's layout.
    pub group: GcType,
    /// Bytes of a slot.
    pub slot: usize,
    /// Offset of the element in a slot.
    pub elem_off: usize,
    /// Bytes of a key.
    pub key_size: usize,
    /// Bytes of an element.
    pub elem_size: usize,
    /// A zero element, for reads of absent keys; never written.
    pub zero: *const u8,
}

// SAFETY: a MapType is immutable but for the atomic in its group type.
unsafe impl Sync for MapType {}
// SAFETY: as above.
unsafe impl Send for MapType {}

#[repr(align(16))]
struct Zeros(#[allow(dead_code)] [u8; ZERO_BYTES]);
static ZEROS: Zeros = Zeros([0; ZERO_BYTES]);

impl MapType {
    /// Lays out a map type. `key` and `elem` must live for ever, as must `ctx`.
    ///
    /// # Safety
    /// The pointers are valid and their sizes and alignments true.
    pub unsafe fn new(
        key: *const GcType,
        elem: *const GcType,
        kind: KeyKind,
        hash: HashFn,
        eq: EqFn,
        ctx: *const u8,
    ) -> MapType {
        // SAFETY: contract of the caller.
        let (k, e) = unsafe { (&*key, &*elem) };
        let (indirect_key, indirect_elem) = (k.size > MAX_INLINE, e.size > MAX_INLINE);
        let (key_slot, key_align) = if indirect_key {
            (8, 8)
        } else {
            (k.size, k.align.max(1) as usize)
        };
        let (elem_slot, elem_align) = if indirect_elem {
            (8, 8)
        } else {
            (e.size, e.align.max(1) as usize)
        };
        let elem_off = key_slot.next_multiple_of(elem_align);
        let slot = (elem_off + elem_slot)
            .next_multiple_of(key_align.max(elem_align))
            .max(1);
        let size = 8 + SLOTS * slot;
        let mut words = vec![false; size / 8];
        for s in 0..SLOTS {
            let at = 8 + s * slot;
            let mut part = |at: usize, t: &GcType, indirect: bool| {
                if indirect {
                    words[at / 8] = true;
                } else {
                    for i in (0..t.ptrdata / 8).filter(|&i| t.is_pointer_word(i)) {
                        words[at / 8 + i] = true;
                    }
                }
            };
            part(at, k, indirect_key);
            part(at + elem_off, e, indirect_elem);
        }
        let zero = if e.size <= ZERO_BYTES {
            &raw const ZEROS as *const u8
        } else {
            Vec::leak(vec![0u64; e.size.div_ceil(8)]).as_ptr().cast()
        };
        MapType {
            key,
            elem,
            hash,
            eq,
            ctx,
            kind,
            indirect_key,
            indirect_elem,
            group: GcType::from_words(size, 8, &words),
            slot,
            elem_off,
            key_size: k.size,
            elem_size: e.size,
            zero,
        }
    }

    /// The key in a slot.
    #[inline(always)]
    unsafe fn key_in(&self, slot: *mut u8) -> *mut u8 {
        if self.indirect_key {
            // SAFETY: the slot belongs to a table of this type.
            unsafe { *slot.cast::<*mut u8>() }
        } else {
            slot
        }
    }

    /// The element in a slot.
    #[inline(always)]
    unsafe fn elem_in(&self, slot: *mut u8) -> *mut u8 {
        // SAFETY: the slot belongs to a table of this type.
        unsafe {
            let e = slot.add(self.elem_off);
            if self.indirect_elem {
                *e.cast::<*mut u8>()
            } else {
                e
            }
        }
    }
}

/// A map, on the collected heap. Zeroed memory with a seed is an empty map.
#[repr(C)]
pub struct Hmap {
    /// Entries; what `len` reads.
    pub count: usize,
    /// The table: `group_mask + 1` groups, or null.
    groups: *mut u8,
    group_mask: usize,
    growth_left: usize,
    seed: u64,
    flags: AtomicU32,
    clear_seq: u32,
}

static HMAP_MASK: u64 = 0b10;
/// The type of an [`Hmap`].
pub static HMAP_TYPE: GcType = GcType::new(size_of::<Hmap>(), 8, 16, &raw const HMAP_MASK);

/// An iterator over a map. The first two words are the current key and element. May live on the collected heap
/// ([`HITER_TYPE`]) or, in a native that reaches no safepoint, on the stack.
#[repr(C)]
pub struct Hiter {
    /// Address of the current key; null at the end.
    pub key: *mut u8,
    /// Address of the current element.
    pub elem: *mut u8,
    h: *mut Hmap,
    groups: *mut u8,
    mt: *const MapType,
    /// Slots of the table, a power of two; 0 for an empty map.
    cap: usize,
    offset: usize,
    pos: usize,
    clear_seq: u32,
}

impl Hiter {
    /// An iterator to be given to [`mapiterinit`].
    pub const fn new() -> Hiter {
        Hiter {
            key: null_mut(),
            elem: null_mut(),
            h: null_mut(),
            groups: null_mut(),
            mt: core::ptr::null(),
            cap: 0,
            offset: 0,
            pos: 0,
            clear_seq: 0,
        }
    }
}

impl Hiter {
    /// Whether the next step reads the table as it is, without a lookup (which may call the key's functions).
    ///
    /// # Safety
    /// `it` was prepared by [`mapiterinit`].
    #[inline(always)]
    pub unsafe fn in_place(it: *const Hiter) -> bool {
        // SAFETY: contract of the caller.
        unsafe { (*it).h.is_null() || (*it).groups == (*(*it).h).groups }
    }
}

impl Default for Hiter {
    fn default() -> Self {
        Hiter::new()
    }
}

static HITER_MASK: u64 = 0b1111;
/// The type of an [`Hiter`].
pub static HITER_TYPE: GcType = GcType::new(size_of::<Hiter>(), 8, 32, &raw const HITER_MASK);

/// The four variants of hashing and comparing, made into code at compile time.
trait Keys {
    /// An equal key that is assigned again replaces the old one.
    const REPLACE: bool;
    /// The key in a slot.
    #[inline(always)]
    unsafe fn in_slot(_: &MapType, slot: *mut u8) -> *mut u8 {
        slot
    }
    /// Copies a key.
    unsafe fn put(mt: &MapType, dst: *mut u8, src: *const u8);
    unsafe fn hash(mt: &MapType, key: *const u8, seed: u64) -> u64;
    unsafe fn eq(mt: &MapType, a: *const u8, b: *const u8) -> bool;
}

struct Mem32;
struct Mem64;
struct Str;
struct Generic;

impl Keys for Mem32 {
    const REPLACE: bool = false;
    #[inline(always)]
    unsafe fn put(_: &MapType, dst: *mut u8, src: *const u8) {
        // SAFETY: keys of 4 bytes.
        unsafe { *dst.cast::<u32>() = *src.cast::<u32>() }
    }
    #[inline(always)]
    unsafe fn hash(_: &MapType, key: *const u8, seed: u64) -> u64 {
        // SAFETY: a key of 4 bytes.
        memhash64(unsafe { *key.cast::<u32>() } as u64, seed)
    }
    #[inline(always)]
    unsafe fn eq(_: &MapType, a: *const u8, b: *const u8) -> bool {
        // SAFETY: keys of 4 bytes.
        unsafe { *a.cast::<u32>() == *b.cast::<u32>() }
    }
}

impl Keys for Mem64 {
    const REPLACE: bool = false;
    #[inline(always)]
    unsafe fn put(_: &MapType, dst: *mut u8, src: *const u8) {
        // SAFETY: keys of 8 bytes.
        unsafe { *dst.cast::<u64>() = *src.cast::<u64>() }
    }
    #[inline(always)]
    unsafe fn hash(_: &MapType, key: *const u8, seed: u64) -> u64 {
        // SAFETY: a key of 8 bytes.
        memhash64(unsafe { *key.cast::<u64>() }, seed)
    }
    #[inline(always)]
    unsafe fn eq(_: &MapType, a: *const u8, b: *const u8) -> bool {
        // SAFETY: keys of 8 bytes.
        unsafe { *a.cast::<u64>() == *b.cast::<u64>() }
    }
}

impl Keys for Str {
    // As in Go: the string that came last is the one kept alive.
    const REPLACE: bool = true;
    #[inline(always)]
    unsafe fn put(_: &MapType, dst: *mut u8, src: *const u8) {
        // SAFETY: string keys of 16 bytes.
        unsafe {
            if marking() {
                shade(*dst.cast::<u64>());
            }
            *dst.cast::<[u64; 2]>() = *src.cast::<[u64; 2]>()
        }
    }
    #[inline(always)]
    unsafe fn hash(_: &MapType, key: *const u8, seed: u64) -> u64 {
        // SAFETY: a string key: pointer and length.
        unsafe { strhash(*key.cast::<*const u8>(), *key.cast::<usize>().add(1), seed) }
    }
    #[inline(always)]
    unsafe fn eq(_: &MapType, a: *const u8, b: *const u8) -> bool {
        // SAFETY: string keys: pointer and length.
        unsafe {
            let (la, lb) = (*a.cast::<usize>().add(1), *b.cast::<usize>().add(1));
            let (pa, pb) = (*a.cast::<*const u8>(), *b.cast::<*const u8>());
            la == lb && (pa == pb || bytes_equal(pa, pb, la))
        }
    }
}

/// Compares short strings in place: a call of memcmp costs more than the comparison.
#[inline(always)]
unsafe fn bytes_equal(a: *const u8, b: *const u8, n: usize) -> bool {
    // SAFETY: the caller has n bytes at both; reads overlap instead of going past the end.
    unsafe {
        let r8 = |p: *const u8| p.cast::<u64>().read_unaligned();
        let r4 = |p: *const u8| p.cast::<u32>().read_unaligned();
        if n > 16 {
            return core::slice::from_raw_parts(a, n) == core::slice::from_raw_parts(b, n);
        }
        if n >= 8 {
            return r8(a) == r8(b) && r8(a.add(n - 8)) == r8(b.add(n - 8));
        }
        if n >= 4 {
            return r4(a) == r4(b) && r4(a.add(n - 4)) == r4(b.add(n - 4));
        }
        n == 0 || (*a == *b && *a.add(n / 2) == *b.add(n / 2) && *a.add(n - 1) == *b.add(n - 1))
    }
}

impl Keys for Generic {
    const REPLACE: bool = true;
    #[inline(always)]
    unsafe fn in_slot(mt: &MapType, slot: *mut u8) -> *mut u8 {
        // SAFETY: the slot belongs to a table of this type.
        unsafe { mt.key_in(slot) }
    }
    #[inline(always)]
    unsafe fn put(mt: &MapType, dst: *mut u8, src: *const u8) {
        // SAFETY: keys of the map's type.
        unsafe { typedmemmove(dst, src, mt.key_size) }
    }
    #[inline(always)]
    unsafe fn hash(mt: &MapType, key: *const u8, seed: u64) -> u64 {
        // SAFETY: a key of the map's type.
        unsafe { (mt.hash)(key, seed, mt.ctx) }
    }
    #[inline(always)]
    unsafe fn eq(mt: &MapType, a: *const u8, b: *const u8) -> bool {
        // SAFETY: keys of the map's type.
        unsafe { (mt.eq)(a, b, mt.ctx) }
    }
}

/// Calls a generic function for the variant of `mt`.
macro_rules! by_kind {
    ($mt:expr, $f:ident ( $($arg:expr),* )) => {
        match $mt.kind {
            KeyKind::Mem32 => $f::<Mem32>($($arg),*),
            KeyKind::Mem64 => $f::<Mem64>($($arg),*),
            KeyKind::Str => $f::<Str>($($arg),*),
            KeyKind::Generic => $f::<Generic>($($arg),*),
        }
    };
}

/// Bit i set for each control byte i that equals `byte`.
#[inline(always)]
fn match_byte(ctrl: u64, byte: u8) -> u32 {
    use core::arch::x86_64::*;
    // SAFETY: SSE2 is part of x86-64.
    unsafe {
        let eq = _mm_cmpeq_epi8(_mm_cvtsi64_si128(ctrl as i64), _mm_set1_epi8(byte as i8));
        _mm_movemask_epi8(eq) as u32 & 0xff
    }
}

/// Bit i set for each slot i in use.
#[inline(always)]
fn match_full(ctrl: u64) -> u32 {
    use core::arch::x86_64::*;
    // SAFETY: SSE2 is part of x86-64.
    !unsafe { _mm_movemask_epi8(_mm_cvtsi64_si128(ctrl as i64)) } as u32 & 0xff
}

/// Whether a group has an empty slot (0x80; deleted is 0xfe).
#[inline(always)]
fn has_empty(ctrl: u64) -> bool {
    ctrl & !(ctrl << 1) & ALL_EMPTY != 0
}

#[inline(always)]
fn h2(hash: u64) -> u8 {
    hash as u8 & 0x7f
}

#[inline(always)]
fn h1(hash: u64) -> usize {
    (hash >> 7) as usize
}

#[inline(always)]
unsafe fn ctrl_of(group: *mut u8) -> *mut u64 {
    group.cast()
}

#[inline(always)]
unsafe fn slot_of(mt: &MapType, group: *mut u8, i: usize) -> *mut u8 {
    // SAFETY: i < SLOTS, and a group has that many slots.
    unsafe { group.add(8 + i * mt.slot) }
}

#[cold]
#[inline(never)]
fn race(text: &'static str) -> ! {
    // SAFETY: operations on maps are called with the registers saved and hold nothing.
    on_g0(|| unsafe { crate::throw::fatal_here(text) });
    unreachable!("fatal does not return")
}

/// Makes a map with room for `hint` entries.
///
/// # Safety
/// `mt` is valid; the thread holds a P.
pub unsafe fn makemap(mt: *const MapType, hint: usize) -> *mut Hmap {
    // SAFETY: contract of the caller.
    unsafe {
        let h = new_object(mcache(), &raw const HMAP_TYPE).cast::<Hmap>();
        (*h).seed = fastrand();
        // Go ignores a hint that no memory could satisfy.
        if hint > SLOTS
            && hint < 1 << 40
            && (hint / 7 + 1)
                .next_power_of_two()
                .checked_mul((*mt).group.size)
                .is_some_and(|b| b < 1 << 46)
        {
            let groups = hint.div_ceil(7).next_power_of_two();
            on_g0(|| set_table(h, new_table(&*mt, groups), groups));
        }
        h
    }
}

/// Makes a table of `n` empty groups. On g0.
unsafe fn new_table(mt: &MapType, n: usize) -> *mut u8 {
    // SAFETY: the thread holds a P.
    unsafe {
        let g = if n == 1 {
            new_object(mcache(), &raw const mt.group)
        } else {
            new_array(mcache(), &raw const mt.group, n)
        };
        empty_groups(mt, g, 0..n);
        g
    }
}

/// Makes these groups of a zeroed table empty.
unsafe fn empty_groups(mt: &MapType, table: *mut u8, groups: core::ops::Range<usize>) {
    for i in groups {
        // SAFETY: the table has these groups.
        unsafe { *ctrl_of(table.add(i * mt.group.size)) = ALL_EMPTY };
    }
}

/// Gives the map the empty table `g` of `n` groups. On g0.
unsafe fn set_table(h: *mut Hmap, g: *mut u8, n: usize) {
    // SAFETY: the caller writes the map.
    unsafe {
        (*h).growth_left = if n == 1 { SLOTS } else { n * 7 };
        // A racing reader takes the mask first: with the old mask it stays inside the new, larger table.
        (&raw mut (*h).groups).write_volatile(g);
        (&raw mut (*h).group_mask).write_volatile(n - 1);
    }
}

/// The slot of `key`, or null.
#[inline(always)]
unsafe fn find<K: Keys>(mt: &MapType, h: *mut Hmap, key: *const u8, hash: u64) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { find_place::<K>(mt, h, key, hash).0 }
}

/// The slot of `key` (or null), its group and its index there.
#[inline(always)]
unsafe fn find_place<K: Keys>(
    mt: &MapType,
    h: *mut Hmap,
    key: *const u8,
    hash: u64,
) -> (*mut u8, *mut u8, usize) {
    // SAFETY: group indices are masked by the table's length.
    unsafe {
        let mask = (&raw const (*h).group_mask).read_volatile();
        let groups = (&raw const (*h).groups).read_volatile();
        let gsize = mt.group.size;
        let (mut i, mut step) = (h1(hash) & mask, 0);
        loop {
            let g = groups.add(i * gsize);
            let ctrl = *ctrl_of(g);
            let mut m = match_byte(ctrl, h2(hash));
            while m != 0 {
                let at = m.trailing_zeros() as usize;
                let s = slot_of(mt, g, at);
                if K::eq(mt, key, K::in_slot(mt, s)) {
                    return (s, g, at);
                }
                m &= m - 1;
            }
            step += 1;
            if has_empty(ctrl) || step > mask {
                return (null_mut(), null_mut(), 0);
            }
            i = (i + step) & mask;
        }
    }
}

#[inline(always)]
unsafe fn access<K: Keys>(mt: &MapType, h: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: contract of mapaccess.
    unsafe {
        if h.is_null() || (*h).count == 0 {
            return null_mut();
        }
        if (*h).flags.load(Relaxed) & WRITING != 0 {
            race("concurrent map read and map write");
        }
        let s = find::<K>(mt, h, key, K::hash(mt, key, (*h).seed));
        if s.is_null() { s } else { mt.elem_in(s) }
    }
}

/// Address of the element of `key`, in memory form; null when there is none (or `h` is nil).
///
/// # Safety
/// `h` is null or a map of type `mt`; `key` points to a key, checked to be hashable.
#[inline]
pub unsafe fn mapaccess(mt: *const MapType, h: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { by_kind!((*mt), access(&*mt, h, key)) }
}

/// [`mapaccess`] that gives the address of a zero element when there is none. Not to be written through.
///
/// # Safety
/// As for [`mapaccess`].
#[inline]
pub unsafe fn mapaccess1(mt: *const MapType, h: *mut Hmap, key: *const u8) -> *const u8 {
    // SAFETY: contract of the caller.
    unsafe {
        let e = mapaccess(mt, h, key);
        if e.is_null() { (*mt).zero } else { e }
    }
}

/// [`mapaccess`] for keys of kind `Mem64`, by value.
///
/// # Safety
/// As for [`mapaccess`].
#[inline(always)]
pub unsafe fn mapaccess_fast64(mt: *const MapType, h: *mut Hmap, key: u64) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { access::<Mem64>(&*mt, h, (&raw const key).cast()) }
}

/// [`mapaccess`] for keys of kind `Str`; `key` points to pointer and length.
///
/// # Safety
/// As for [`mapaccess`].
#[inline(always)]
pub unsafe fn mapaccess_faststr(mt: *const MapType, h: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { access::<Str>(&*mt, h, key) }
}

#[inline(always)]
unsafe fn begin_write(h: *mut Hmap) {
    // SAFETY: h is a map.
    unsafe {
        let f = (*h).flags.load(Relaxed);
        if f & WRITING != 0 {
            race("concurrent map writes");
        }
        (*h).flags.store(f ^ WRITING, Relaxed);
    }
}

#[inline(always)]
unsafe fn end_write(h: *mut Hmap) {
    // SAFETY: h is a map.
    unsafe {
        let f = (*h).flags.load(Relaxed);
        if f & WRITING == 0 {
            race("concurrent map writes");
        }
        (*h).flags.store(f ^ WRITING, Relaxed);
    }
}

#[inline(always)]
unsafe fn assign<K: Keys>(mt: &MapType, h: *mut Hmap, key: *const u8, whole: bool) -> *mut u8 {
    // SAFETY: contract of mapassign; group indices are masked by the table's length.
    unsafe {
        let hash = K::hash(mt, key, (*h).seed);
        begin_write(h);
        if (*h).groups.is_null() {
            grow::<K>(mt, h);
        }
        let slot = 'table: loop {
            let (mask, groups, gsize) = ((*h).group_mask, (*h).groups, mt.group.size);
            let (mut i, mut step) = (h1(hash) & mask, 0);
            let mut tomb: (*mut u8, usize) = (null_mut(), 0);
            loop {
                let g = groups.add(i * gsize);
                let ctrl = *ctrl_of(g);
                let mut m = match_byte(ctrl, h2(hash));
                while m != 0 {
                    let s = slot_of(mt, g, m.trailing_zeros() as usize);
                    if K::eq(mt, key, K::in_slot(mt, s)) {
                        if K::REPLACE {
                            K::put(mt, K::in_slot(mt, s), key);
                        }
                        break 'table s;
                    }
                    m &= m - 1;
                }
                let free = !match_full(ctrl) & 0xff;
                if tomb.0.is_null() && free != 0 {
                    // The first free slot of the probe, empty or deleted.
                    let dead = match_byte(ctrl, DELETED);
                    let pick = if dead != 0 { dead } else { free };
                    tomb = (g, pick.trailing_zeros() as usize);
                }
                step += 1;
                if has_empty(ctrl) || step > mask {
                    break;
                }
                i = (i + step) & mask;
            }
            if !tomb.0.is_null() {
                let c = tomb.0.add(tomb.1);
                if *c == DELETED || (*h).growth_left > 0 {
                    if *c != DELETED {
                        (*h).growth_left -= 1;
                    }
                    let s = slot_of(mt, tomb.0, tomb.1);
                    if mt.indirect_key || mt.indirect_elem {
                        fill_indirect(mt, s);
                    }
                    K::put(mt, K::in_slot(mt, s), key);
                    *c = h2(hash);
                    (*h).count += 1;
                    break 'table s;
                }
            }
            if !whole && (*h).group_mask + 1 >= PIECE {
                end_write(h);
                return null_mut();
            }
            grow::<K>(mt, h);
        };
        end_write(h);
        mt.elem_in(slot)
    }
}

/// Gives a new slot its memory for a large key or element.
#[cold]
#[inline(never)]
unsafe fn fill_indirect(mt: &MapType, slot: *mut u8) {
    // SAFETY: the slot is being filled; pointers are stored as the group's type says.
    unsafe {
        if mt.indirect_key {
            slot.cast::<*mut u8>()
                .write(mallocgc_on(mcache(), mt.key_size, mt.key, true));
        }
        if mt.indirect_elem {
            slot.add(mt.elem_off).cast::<*mut u8>().write(mallocgc_on(
                mcache(),
                mt.elem_size,
                mt.elem,
                true,
            ));
        }
    }
}

/// Makes room: the first table, a double one, or one of the same size without tombstones.
#[cold]
#[inline(never)]
unsafe fn grow<K: Keys>(mt: &MapType, h: *mut Hmap) {
    on_g0(|| {
        // SAFETY: the caller writes the map, and the closure runs before it goes on.
        unsafe {
            let (old, old_n) = ((*h).groups, (*h).group_mask + 1);
            if marking() {
                shade(old as u64);
            }
            if old.is_null() {
                return set_table(h, new_table(mt, 1), 1);
            }
            let n = grown_groups(h);
            let table = new_table(mt, n);
            move_groups::<K>(mt, h, 0..old_n, table, n);
            set_table(h, table, n);
            (*h).growth_left -= (*h).count;
        }
    });
}

/// Groups of the table that follows the map's.
unsafe fn grown_groups(h: *const Hmap) -> usize {
    // SAFETY: the caller writes the map.
    unsafe {
        let n = (*h).group_mask + 1;
        let roomy = n > 1 && (*h).count <= n * SLOTS * 7 / 16;
        if roomy { n } else { n * 2 }
    }
}

/// Copies the entries of these groups of the map's table to the table `to` of `n` groups.
unsafe fn move_groups<K: Keys>(
    mt: &MapType,
    h: *mut Hmap,
    groups: core::ops::Range<usize>,
    to: *mut u8,
    n: usize,
) {
    // SAFETY: the caller writes the map; group indices are masked by the table's length, which is large enough.
    unsafe {
        let (gsize, mask) = (mt.group.size, n - 1);
        for og in groups {
            let g = (*h).groups.add(og * gsize);
            let mut m = match_full(*ctrl_of(g));
            while m != 0 {
                let s = slot_of(mt, g, m.trailing_zeros() as usize);
                m &= m - 1;
                let hash = K::hash(mt, K::in_slot(mt, s), (*h).seed);
                let (mut i, mut step) = (h1(hash) & mask, 0);
                let (ng, free) = loop {
                    let ng = to.add(i * gsize);
                    let free = !match_full(*ctrl_of(ng)) & 0xff;
                    if free != 0 {
                        break (ng, free.trailing_zeros() as usize);
                    }
                    step += 1;
                    i = (i + step) & mask;
                };
                *ng.add(free) = h2(hash);
                core::ptr::copy_nonoverlapping(s, slot_of(mt, ng, free), mt.slot);
            }
        }
    }
}

/// Tables that are being made, with their maps: nobody else points to them between two pieces.
static GROWING: Guarded<Vec<[usize; 2]>> = Guarded::new(Vec::new());
static GROWING_LOCK: RtMutex = RtMutex::new(Rank::Heap);

/// The growth of a map with a large table, piece by piece. The goroutine may reach a safepoint between two pieces; it
/// goes on until [`Growth::step`] says that it is done.
pub struct Growth {
    mt: *const MapType,
    h: *mut Hmap,
    table: *mut u8,
    n: usize,
    /// Groups made empty, and then groups of the old table moved.
    made: usize,
    moved: usize,
}

impl Growth {
    /// Begins to give `h` the table it needs, or with `hint` the first one, for so many entries; `None` when that is not
    /// large enough to go by pieces.
    ///
    /// # Safety
    /// On g0 with a P. `h` is a map of type `mt`; with `hint` it has no table.
    pub unsafe fn begin(mt: *const MapType, h: *mut Hmap, hint: Option<usize>) -> Option<Growth> {
        // SAFETY: contract of the caller; no collection comes before the table is in the list.
        unsafe {
            let n = match hint {
                Some(hint) => hint.div_ceil(7).checked_next_power_of_two()?,
                None => grown_groups(h),
            };
            if n < PIECE || n.checked_mul((*mt).group.size).is_none_or(|b| b >= 1 << 46) {
                return None;
            }
            begin_write(h);
            let table = new_array(mcache(), &raw const (*mt).group, n);
            static REGISTERED: AtomicBool = AtomicBool::new(false);
            if !REGISTERED.swap(true, Relaxed) {
                register_root_fn(|m| {
                    // SAFETY: under the lock.
                    GROWING_LOCK.with(|| {
                        for [table, h] in &*GROWING.get() {
                            m.mark_word(*table as u64);
                            m.mark_word(*h as u64);
                        }
                    });
                });
            }
            GROWING_LOCK.with(|| (*GROWING.get()).push([table as usize, h as usize]));
            Some(Growth {
                mt,
                h,
                table,
                n,
                made: 0,
                moved: 0,
            })
        }
    }

    /// Does a piece; true when the map has its new table.
    ///
    /// # Safety
    /// On g0 with a P.
    pub unsafe fn step(&mut self) -> bool {
        // SAFETY: the map is being written by this goroutine; both tables are kept alive by the map and by the list.
        unsafe {
            let (mt, h) = (&*self.mt, self.h);
            if self.made < self.n {
                let to = (self.made + PIECE).min(self.n);
                empty_groups(mt, self.table, self.made..to);
                self.made = to;
                return false;
            }
            let old = (*h).groups;
            let old_n = if old.is_null() {
                0
            } else {
                (*h).group_mask + 1
            };
            if self.moved < old_n {
                let part = self.moved..(self.moved + PIECE).min(old_n);
                self.moved = part.end;
                by_kind!(mt, move_groups(mt, h, part, self.table, self.n));
                return false;
            }
            if marking() {
                shade(old as u64);
            }
            set_table(h, self.table, self.n);
            (*h).growth_left -= (*h).count;
            end_write(h);
            let me = self.table as usize;
            GROWING_LOCK.with(|| (*GROWING.get()).retain(|g| g[0] != me));
            true
        }
    }
}

/// [`mapassign`], but null when a large table must grow first, by a [`Growth`].
///
/// # Safety
/// As for [`mapassign`].
#[inline]
pub unsafe fn try_mapassign(mt: *const MapType, h: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { by_kind!((*mt), assign(&*mt, h, key, false)) }
}

/// Address of the element of `key`, which is inserted with a zero element if it was absent. The caller stores the
/// element before the next safepoint.
///
/// # Safety
/// `h` is a map of type `mt`, not nil; `key` points to a key, checked to be hashable.
#[inline]
pub unsafe fn mapassign(mt: *const MapType, h: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { by_kind!((*mt), assign(&*mt, h, key, true)) }
}

/// [`mapassign`] for keys of kind `Mem64`, by value.
///
/// # Safety
/// As for [`mapassign`].
#[inline(always)]
pub unsafe fn mapassign_fast64(mt: *const MapType, h: *mut Hmap, key: u64) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { assign::<Mem64>(&*mt, h, (&raw const key).cast(), true) }
}

/// [`mapassign`] for keys of kind `Str`; `key` points to pointer and length.
///
/// # Safety
/// As for [`mapassign`].
#[inline(always)]
pub unsafe fn mapassign_faststr(mt: *const MapType, h: *mut Hmap, key: *const u8) -> *mut u8 {
    // SAFETY: contract of the caller.
    unsafe { assign::<Str>(&*mt, h, key, true) }
}

unsafe fn delete<K: Keys>(mt: &MapType, h: *mut Hmap, key: *const u8) {
    // SAFETY: contract of mapdelete.
    unsafe {
        if h.is_null() || (*h).count == 0 {
            return;
        }
        let hash = K::hash(mt, key, (*h).seed);
        begin_write(h);
        let (s, g, i) = find_place::<K>(mt, h, key, hash);
        if !s.is_null() {
            if marking() {
                shade_range(s, mt.slot);
            }
            s.write_bytes(0, mt.slot);
            // A probe may have gone past this group only if it had no empty slot.
            if has_empty(*ctrl_of(g)) || (*h).group_mask == 0 {
                *g.add(i) = EMPTY;
                (*h).growth_left += 1;
            } else {
                *g.add(i) = DELETED;
            }
            (*h).count -= 1;
            let capacity = if (*h).group_mask == 0 {
                SLOTS
            } else {
                ((*h).group_mask + 1) * 7
            };
            if (*h).count == 0 && (*h).growth_left != capacity {
                // Nothing is left to probe for: all tombstones may go.
                reset(mt, h);
            }
        }
        end_write(h);
    }
}

/// Makes every slot empty; the slots are zero already, or zeroed by the caller.
unsafe fn reset(mt: &MapType, h: *mut Hmap) {
    // SAFETY: the caller writes the map.
    unsafe {
        let n = (*h).group_mask + 1;
        for i in 0..n {
            *ctrl_of((*h).groups.add(i * mt.group.size)) = ALL_EMPTY;
        }
        (*h).growth_left = if n == 1 { SLOTS } else { n * 7 };
        (*h).seed = fastrand();
    }
}

/// Deletes `key`, if present.
///
/// # Safety
/// As for [`mapaccess`].
pub unsafe fn mapdelete(mt: *const MapType, h: *mut Hmap, key: *const u8) {
    // SAFETY: contract of the caller.
    unsafe { by_kind!((*mt), delete(&*mt, h, key)) }
}

/// Deletes all entries, NaN keys too.
///
/// # Safety
/// `h` is null or a map of type `mt`.
pub unsafe fn mapclear(mt: *const MapType, h: *mut Hmap) {
    // SAFETY: contract of the caller.
    unsafe {
        if h.is_null() || (*h).groups.is_null() {
            return;
        }
        begin_write(h);
        (*h).clear_seq = (*h).clear_seq.wrapping_add(1);
        (*h).count = 0;
        let bytes = ((*h).group_mask + 1) * (*mt).group.size;
        if marking() {
            shade_range((*h).groups, bytes);
        }
        (*h).groups.write_bytes(0, bytes);
        reset(&*mt, h);
        end_write(h);
    }
}

/// Number of entries; 0 for nil.
///
/// # Safety
/// `h` is null or a map.
#[inline(always)]
pub unsafe fn maplen(h: *const Hmap) -> usize {
    if h.is_null() {
        0
    } else {
        // SAFETY: contract of the caller.
        unsafe { (*h).count }
    }
}

/// Prepares `it` to walk `h` from a random slot. [`mapiternext`] gives the first entry.
///
/// # Safety
/// `h` is null or a map of type `mt`; `it` is writable.
pub unsafe fn mapiterinit(mt: *const MapType, h: *mut Hmap, it: *mut Hiter) {
    // SAFETY: contract of the caller.
    unsafe {
        *it = Hiter::new();
        if h.is_null() || (*h).count == 0 {
            return;
        }
        let cap = ((*h).group_mask + 1) * SLOTS;
        *it = Hiter {
            key: null_mut(),
            elem: null_mut(),
            h,
            groups: (*h).groups,
            mt,
            cap,
            offset: fastrand() as usize & (cap - 1),
            pos: 0,
            clear_seq: (*h).clear_seq,
        };
    }
}

/// Moves to the next entry; false (and a null key) at the end.
///
/// # Safety
/// `it` was prepared by [`mapiterinit`].
pub unsafe fn mapiternext(it: *mut Hiter) -> bool {
    // SAFETY: contract of the caller; the iterator keeps its table alive.
    unsafe {
        if marking() {
            shade((*it).key as u64);
            shade((*it).elem as u64);
        }
        let it = &mut *it;
        if it.cap == 0 {
            it.key = null_mut();
            return false;
        }
        let (mt, h) = (&*it.mt, it.h);
        if (*h).flags.load(Relaxed) & WRITING != 0 {
            race("concurrent map iteration and map write");
        }
        while it.pos < it.cap {
            let at = (it.pos + it.offset) & (it.cap - 1);
            let g = it.groups.add(at / SLOTS * mt.group.size);
            let full = match_full(*ctrl_of(g)) >> (at % SLOTS);
            if full == 0 {
                it.pos += SLOTS - at % SLOTS;
                continue;
            }
            let skip = full.trailing_zeros() as usize;
            it.pos += skip + 1;
            if it.pos > it.cap {
                break;
            }
            let s = slot_of(mt, g, at % SLOTS + skip);
            if it.groups == (*h).groups {
                it.key = mt.key_in(s);
                it.elem = mt.elem_in(s);
                return true;
            }
            if it.clear_seq != (*h).clear_seq {
                break;
            }
            if by_kind!(mt, moved(mt, it, s)) {
                return true;
            }
        }
        it.pos = it.cap;
        it.key = null_mut();
        it.elem = null_mut();
        false
    }
}

/// Finds an old table's entry in the map's present table.
#[inline(never)]
unsafe fn moved<K: Keys>(mt: &MapType, it: &mut Hiter, old: *mut u8) -> bool {
    // SAFETY: as for mapiternext.
    unsafe {
        let (h, key) = (it.h, K::in_slot(mt, old));
        if !K::eq(mt, key, key) {
            it.key = key;
            it.elem = mt.elem_in(old);
            return true;
        }
        if (*h).count == 0 {
            return false;
        }
        let s = find::<K>(mt, h, key, K::hash(mt, key, (*h).seed));
        if s.is_null() {
            return false;
        }
        it.key = K::in_slot(mt, s);
        it.elem = mt.elem_in(s);
        true
    }
}

/// A copy of `h` with the same entries (`maps.Clone`). Null for nil.
///
/// # Safety
/// As for [`mapaccess`]; the thread holds a P and reaches no safepoint meanwhile.
pub unsafe fn mapclone(mt: *const MapType, h: *mut Hmap) -> *mut Hmap {
    // SAFETY: contract of the caller.
    unsafe {
        if h.is_null() {
            return h;
        }
        let copy = makemap(mt, (*h).count);
        let mut it = Hiter::new();
        mapiterinit(mt, h, &mut it);
        while mapiternext(&mut it) {
            let e = mapassign(mt, copy, it.key);
            typedmemmove(e, it.elem, (*mt).elem_size);
        }
        copy
    }
}

#[cfg(test)]
mod tests;
