//! Slicing, append, copy, clear.
//!
//! Capacities after growth are Go's, size classes included: programs print them.

use super::{bounds, copy2, fail_bounds, fail_mem, gc_point, mcache};
use crate::dispatch::{
    Base, Next, Pc, a, b, c, cold_op, ext, ext_a, ext_at, helped, next, opx, ra, rb, wa,
};
use crate::frame::after;
use crate::panic::fail;
use crate::rtype::RType;
use minigo_bytecode::fail as F;
use minigo_bytecode::opcode::BOUND_UNSIGNED;
use minigo_runtime::G;
use minigo_runtime::malloc::{MAX_ALLOC, mallocgc_on, roundupsize, typedmemmove, zerobase};
use minigo_runtime::mbarrier::{marking, shade_range};

/// Which bounds a slice expression gives, in `E0.a`.
const LO: usize = 1;
const HI: usize = 2;
const MAX: usize = 4;

/// What is sliced: its length and capacity, and how Go names the failures.
struct Sliced {
    len: u64,
    cap: u64,
    two: u64,
    three: u64,
}

/// What is wrong with bounds.
struct Failed {
    /// The bound, what it exceeds, and the code of the message.
    x: u64,
    y: u64,
    code: u64,
    /// The bound is of an unsigned type.
    unsigned: bool,
}

/// Checks the bounds of a slice expression; gives low, high and the new capacity's end, or what to report.
unsafe fn check(pc: Pc, base: Base, s: Sliced) -> Result<(u64, u64, u64), Failed> {
    // SAFETY: the handler's promise; the given bounds lie at R[c].
    unsafe {
        let given = ext_a(pc, 0);
        let r = base.add(c(pc));
        let failed = |bound: usize, x, y, code| {
            let unsigned = given & (bound * BOUND_UNSIGNED as usize) != 0;
            Err(Failed {
                x,
                y,
                code,
                unsigned,
            })
        };
        let lo = if given & LO != 0 { *r } else { 0 };
        let hi = if given & HI != 0 { *r.add(1) } else { s.len };
        if given & MAX != 0 {
            let max = *r.add(2);
            return if max > s.cap {
                failed(MAX, max, s.cap, s.three)
            } else if hi > max {
                failed(HI, hi, max, bounds::SLICE3_B)
            } else if lo > hi {
                failed(LO, lo, hi, bounds::SLICE3_C)
            } else {
                Ok((lo, hi, max))
            };
        }
        if hi > s.cap {
            failed(HI, hi, s.cap, s.two)
        } else if lo > hi {
            failed(LO, lo, hi, bounds::SLICE_B)
        } else {
            Ok((lo, hi, s.cap))
        }
    }
}

/// Panics with what `check` found.
unsafe fn fail_slice(pc: Pc, base: Base, g: *mut G, f: Failed) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        fail(
            pc,
            base,
            g,
            F::BOUNDS,
            &[f.x, f.y, !f.unsigned as u64, f.code],
        )
    }
}

/// Writes a slice header. A slice without capacity keeps the old start: one past an object would keep its neighbour.
#[inline(always)]
unsafe fn put(d: Base, p: u64, size: u64, lo: u64, hi: u64, max: u64) {
    // SAFETY: the handler's promise.
    unsafe {
        *d = if max == lo { p } else { p + lo * size };
        *d.add(1) = hi - lo;
        *d.add(2) = max - lo;
    }
}

unsafe fn slice_slow(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let s = base.add(b(pc));
        let (p, len, cap) = (*s, *s.add(1), *s.add(2));
        match check(
            pc,
            base,
            Sliced {
                len,
                cap,
                two: bounds::SLICE_ACAP,
                three: bounds::SLICE3_ACAP,
            },
        ) {
            Ok((lo, hi, max)) => {
                put(base.add(a(pc)), p, ext(pc, 0) as u64, lo, hi, max);
                after(pc, 1, base)
            }
            Err(f) => fail_slice(pc, base, g, f),
        }
    }
}
cold_op!(slice_general, slice_slow);

opx!(SliceL, |pc, base, g, t| {
    let given = ext_a(pc, 0);
    if given & MAX != 0 {
        return slice_general(pc, base, g, t);
    }
    let s = base.add(b(pc));
    let (p, len, cap) = (*s, *s.add(1), *s.add(2));
    let r = base.add(c(pc));
    let lo = if given & LO != 0 { *r } else { 0 };
    let hi = if given & HI != 0 { *r.add(1) } else { len };
    if hi > cap || lo > hi {
        return slice_general(pc, base, g, t);
    }
    put(base.add(a(pc)), p, ext(pc, 0) as u64, lo, hi, cap);
    next!(pc.add(2), base, g, t)
});

unsafe fn slice_str_fail(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let len = *base.add(b(pc) + 1);
        match check(
            pc,
            base,
            Sliced {
                len,
                cap: len,
                two: bounds::SLICE_ALEN,
                three: bounds::SLICE3_ALEN,
            },
        ) {
            Ok(_) => Next { pc, base },
            Err(f) => fail_slice(pc, base, g, f),
        }
    }
}
cold_op!(slice_str_general, slice_str_fail);

opx!(SliceS, |pc, base, g, t| {
    let given = ext_a(pc, 0);
    let s = base.add(b(pc));
    let (p, len) = (*s, *s.add(1));
    let r = base.add(c(pc));
    let lo = if given & LO != 0 { *r } else { 0 };
    let hi = if given & HI != 0 { *r.add(1) } else { len };
    if hi > len || lo > hi {
        return slice_str_general(pc, base, g, t);
    }
    let d = base.add(a(pc));
    *d = if lo == hi { p } else { p + lo };
    *d.add(1) = hi - lo;
    next!(pc.add(2), base, g, t)
});

unsafe fn slice_array(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let p = rb(pc, base);
        if p == 0 {
            return fail_mem(pc, base, g);
        }
        let len = ext(pc, 0) as u64;
        match check(
            pc,
            base,
            Sliced {
                len,
                cap: len,
                two: bounds::SLICE_ALEN,
                three: bounds::SLICE3_ALEN,
            },
        ) {
            Ok((lo, hi, max)) => {
                put(base.add(a(pc)), p, ext(pc, 1) as u64, lo, hi, max);
                after(pc, 2, base)
            }
            Err(f) => fail_slice(pc, base, g, f),
        }
    }
}
helped!(SliceA, slice_array);

unsafe fn to_array(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let s = base.add(b(pc));
        let (len, want) = (*s.add(1), ext(pc, 0) as u64);
        if len < want {
            return fail_bounds(pc, base, g, want, len, bounds::CONVERT);
        }
        wa(pc, base, *s);
        after(pc, 1, base)
    }
}
helped!(ToArr, to_array);

/// The capacity that Go gives a slice that must hold `len` elements and held `cap`; before rounding to a size class.
fn next_cap(len: usize, cap: usize) -> usize {
    /// Up to here slices double; beyond they come down to growing by a quarter.
    const THRESHOLD: usize = 256;
    if len > cap * 2 {
        return len;
    }
    if cap < THRESHOLD {
        return cap * 2;
    }
    let mut new = cap;
    while new < len {
        new += (new + 3 * THRESHOLD) >> 2;
    }
    new
}

/// Reallocates the slice (`p`, `len`, `cap`) to hold `want` elements, with Go's capacity; elements from `keep_from` on
/// are zero where the memory could be read before it is written. `None`: no address space could hold it.
unsafe fn grow(
    pc: Pc,
    base: Base,
    g: *mut G,
    t: &RType,
    (len, cap): (u64, u64),
    want: u64,
    zero_from: u64,
) -> Option<(u64, u64)> {
    // SAFETY: the handler's promise; the old slice is read from its slot after the collection's safepoint.
    unsafe {
        if (want as i64) < 0 {
            return None;
        }
        if t.size == 0 {
            return Some((zerobase() as u64, want));
        }
        let scan = t.gc.ptrdata != 0;
        let bytes = next_cap(want as usize, cap as usize)
            .checked_mul(t.size)
            .filter(|&m| m <= MAX_ALLOC)?;
        let new_cap = roundupsize(bytes, scan) / t.size;
        let bytes = new_cap * t.size;
        gc_point(pc, base, g, bytes);
        let p = *base.add(b(pc));
        let new = mallocgc_on(
            mcache(g),
            bytes,
            if scan { &t.gc } else { std::ptr::null() },
            false,
        );
        if !scan {
            let from = zero_from as usize * t.size;
            new.add(from).write_bytes(0, bytes - from);
        }
        new.copy_from_nonoverlapping(p as *const u8, len as usize * t.size);
        Some((new as u64, new_cap as u64))
    }
}

/// Stores an element from slots; nobody marks.
#[inline(always)]
unsafe fn store(p: *mut u8, s: *const u64, size: usize) {
    // SAFETY: the destination has `size` bytes, the source as many rounded up to slots.
    unsafe {
        match size {
            8 => *(p as *mut u64) = *s,
            1 => *p = *s as u8,
            4 => *(p as *mut u32) = *s as u32,
            16 => copy2(p as *mut u64, s),
            n => p.copy_from_nonoverlapping(s as *const u8, n),
        }
    }
}

unsafe fn append1(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let s = base.add(b(pc));
        let (mut p, len, mut cap) = (*s, *s.add(1), *s.add(2));
        if len >= cap {
            match grow(pc, base, g, t, (len, cap), len.wrapping_add(1), len) {
                Some(new) => (p, cap) = new,
                None => return fail(pc, base, g, F::GROWSLICE, &[]),
            }
        }
        let to = (p as *mut u8).add(len as usize * t.size);
        if marking() && t.gc.ptrdata != 0 {
            shade_range(to, t.size);
        }
        store(to, base.add(c(pc)), t.size);
        let d = base.add(a(pc));
        *d = p;
        *d.add(1) = len + 1;
        *d.add(2) = cap;
        after(pc, 1, base)
    }
}
cold_op!(append1_slow, append1);

opx!(Append1, |pc, base, g, t| {
    let s = base.add(b(pc));
    let (p, len, cap) = (*s, *s.add(1), *s.add(2));
    let size = (*ext_at::<RType>(pc, 0)).size;
    if len >= cap || size > 16 || marking() {
        return append1_slow(pc, base, g, t);
    }
    store(
        (p as *mut u8).add(len as usize * size),
        base.add(c(pc)),
        size,
    );
    let d = base.add(a(pc));
    *d = p;
    *d.add(1) = len + 1;
    *d.add(2) = cap;
    next!(pc.add(2), base, g, t)
});

unsafe fn grow_slice(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let s = base.add(b(pc));
        let (mut p, len, mut cap) = (*s, *s.add(1), *s.add(2));
        let want = len.wrapping_add(c(pc) as u64);
        if want > cap {
            match grow(pc, base, g, t, (len, cap), want, len) {
                Some(new) => (p, cap) = new,
                None => return fail(pc, base, g, F::GROWSLICE, &[]),
            }
        }
        let d = base.add(a(pc));
        *d = p;
        *d.add(1) = want;
        *d.add(2) = cap;
        after(pc, 1, base)
    }
}
helped!(Grow, grow_slice);

/// Copies `n` elements, which may overlap.
#[inline(always)]
unsafe fn move_elems(t: &RType, to: *mut u8, from: *const u8, n: usize) {
    // SAFETY: the caller's promise: both hold `n` elements.
    unsafe {
        if t.gc.ptrdata == 0 {
            std::ptr::copy(from, to, n * t.size);
        } else {
            typedmemmove(to, from, n * t.size);
        }
    }
}

unsafe fn append_list(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let (s, more) = (base.add(b(pc)), base.add(c(pc)));
        let (mut p, len, mut cap, n) = (*s, *s.add(1), *s.add(2), *more.add(1));
        let want = len.wrapping_add(n);
        if want > cap {
            match grow(pc, base, g, t, (len, cap), want, want) {
                Some(new) => (p, cap) = new,
                None => return fail(pc, base, g, F::GROWSLICE, &[]),
            }
        }
        move_elems(
            t,
            (p as *mut u8).add(len as usize * t.size),
            *more as *const u8,
            n as usize,
        );
        let d = base.add(a(pc));
        *d = p;
        *d.add(1) = want;
        *d.add(2) = cap;
        after(pc, 1, base)
    }
}
helped!(AppendL, append_list);

unsafe fn copy(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let (d, s) = (base.add(b(pc)), base.add(c(pc)));
        let n = (*d.add(1)).min(*s.add(1));
        move_elems(t, *d as *mut u8, *s as *const u8, n as usize);
        wa(pc, base, n);
        after(pc, 1, base)
    }
}
helped!(Copy, copy);

unsafe fn clear(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let len = *base.add(a(pc) + 1) as usize;
        let start = ra(pc, base) as *mut u8;
        if marking() && t.gc.ptrdata != 0 {
            shade_range(start, len * t.size);
        }
        start.write_bytes(0, len * t.size);
        after(pc, 1, base)
    }
}
helped!(ClearL, clear);

#[cfg(test)]
mod tests {
    use super::next_cap;
    use minigo_runtime::malloc::roundupsize;

    #[test]
    fn capacities_follow_go() {
        // As printed by a Go program that appends one by one to []int, []byte, []string, [][3]int, []*int, [][5]byte.
        let grow = |size: usize, scan, steps: usize| {
            let (mut caps, mut cap) = (Vec::new(), 0);
            while caps.len() < steps {
                cap = roundupsize(next_cap(cap + 1, cap) * size, scan) / size;
                caps.push(cap);
            }
            caps
        };
        assert_eq!(
            grow(8, false, 28),
            [
                1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 848, 1280, 1792, 2560, 3408, 5120, 7168,
                9216, 12288, 16384, 21504, 27648, 34816, 44032, 55296, 69632, 88064, 110592
            ]
        );
        assert_eq!(
            grow(1, false, 24),
            [
                8, 16, 32, 64, 128, 256, 512, 896, 1408, 2048, 3072, 4096, 5376, 6912, 9472, 12288,
                16384, 21760, 28672, 40960, 57344, 73728, 98304, 131072
            ]
        );
        assert_eq!(
            grow(16, true, 21),
            [
                1, 2, 4, 8, 16, 32, 71, 143, 303, 591, 1023, 1535, 2560, 3584, 5120, 6656, 8704,
                11264, 14336, 18432, 23552
            ]
        );
        assert_eq!(
            grow(24, false, 22),
            [
                1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 853, 1365, 2048, 3072, 4096, 5461, 7168,
                9216, 11946, 15360, 19456, 24576
            ]
        );
        assert_eq!(
            grow(8, true, 28),
            [
                1, 2, 4, 8, 16, 32, 64, 143, 287, 607, 1023, 1535, 2303, 3071, 4095, 6144, 8192,
                11264, 14336, 18432, 23552, 29696, 37888, 48128, 60416, 75776, 95232, 119808
            ]
        );
        assert_eq!(
            grow(5, false, 20),
            [
                1, 3, 6, 12, 25, 51, 102, 204, 409, 819, 1228, 1894, 2713, 3686, 4915, 6553, 9830,
                13107, 18022, 22937
            ]
        );
    }
}
