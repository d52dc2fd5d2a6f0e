//! Elements of slices, strings and arrays.

use super::memory::load_bytes;
use super::{
    behind, bound_fail, copy2, copy3, index_ab, index_b_ext, index_bc, index_c_ext, index_field_b,
    index_field_c, inner_ab, inner_bc, nil_deref,
};
use crate::dispatch::{Base, Next, Pc, a, b, c, cold_op, ext, ext_a, next, opx, ra, rb, rc, wa};
use crate::frame::after;
use minigo_bytecode::Op;
use minigo_runtime::G;
use minigo_runtime::mbarrier::{marking, write_pointer};

/// Loads of one slot from element R[c] of the slice or string R[b].
macro_rules! load_x {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let s = base.add(b(pc));
            let i = rc(pc, base);
            if i >= *s.add(1) {
                return index_bc(pc, base, g, t);
            }
            let v = *(*s as *const $typ).add(i as usize);
            wa(pc, base, v as i64 as u64);
            next!(pc.add(1), base, g, t)
        });
    )*};
}
load_x! { LdXI8 i8; LdXU8 u8; LdXI16 i16; LdXU16 u16; LdXI32 i32; LdXU32 u32; LdX64 u64; }

opx!(LdX2, |pc, base, g, t| {
    let s = base.add(b(pc));
    let i = rc(pc, base);
    if i >= *s.add(1) {
        return index_bc(pc, base, g, t);
    }
    let p = (*s as *const u64).add(2 * i as usize);
    copy2(base.add(a(pc)), p);
    next!(pc.add(1), base, g, t)
});

opx!(LdX3, |pc, base, g, t| {
    let s = base.add(b(pc));
    let i = rc(pc, base);
    if i >= *s.add(1) {
        return index_bc(pc, base, g, t);
    }
    let p = (*s as *const u64).add(3 * i as usize);
    copy3(base.add(a(pc)), p);
    next!(pc.add(1), base, g, t)
});

unsafe fn store_x_barrier(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler has checked the bounds.
    unsafe {
        let (to, i, s) = (
            *base.add(a(pc)) as *mut u64,
            rb(pc, base) as usize,
            base.add(c(pc)),
        );
        if *(pc as *const u16) == Op::StXP as u16 {
            write_pointer(to.add(i), *s);
        } else {
            write_pointer(to.add(2 * i), *s);
            *to.add(2 * i + 1) = *s.add(1);
        }
        after(pc, 0, base)
    }
}
cold_op!(store_x_slow, store_x_barrier);

/// Stores to element R[b] of the slice R[a].
macro_rules! store_x {
    ($($name:ident $typ:ty, $pointer:literal, |$p:ident, $s:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let l = base.add(a(pc));
            let i = rb(pc, base);
            if i >= *l.add(1) {
                return index_ab(pc, base, g, t);
            }
            if $pointer && marking() {
                return store_x_slow(pc, base, g, t);
            }
            let $p = (*l as *mut $typ).add(i as usize);
            let $s = base.add(c(pc));
            $e;
            next!(pc.add(1), base, g, t)
        });
    )*};
}
store_x! {
    StX8 u8, false, |p, s| *p = *s as u8;
    StX16 u16, false, |p, s| *p = *s as u16;
    StX32 u32, false, |p, s| *p = *s as u32;
    StX64 u64, false, |p, s| *p = *s;
    StXP u64, true, |p, s| *p = *s;
    StXStr [u64; 2], true, |p, s| copy2(p as *mut u64, s);
}

opx!(AddrX, |pc, base, g, t| {
    let s = base.add(b(pc));
    let i = rc(pc, base);
    if i >= *s.add(1) {
        return index_bc(pc, base, g, t);
    }
    wa(pc, base, *s + i * ext(pc, 0) as u64);
    next!(pc.add(2), base, g, t)
});

/// The address of the part E0.a bytes into element `i`, of E0.imm bytes, of a slice.
#[inline(always)]
unsafe fn part(pc: Pc, elements: u64, i: u64) -> *mut u8 {
    // SAFETY: the handler has checked the index, the verifier the offset.
    unsafe { (elements as *mut u8).add(i as usize * ext(pc, 0) + ext_a(pc, 0)) }
}

/// Loads of one slot from a part of element R[c] of the slice R[b].
macro_rules! load_part {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let s = base.add(b(pc));
            let i = rc(pc, base);
            if i >= *s.add(1) {
                return index_bc(pc, base, g, t);
            }
            let v = *(part(pc, *s, i) as *const $typ);
            wa(pc, base, v as i64 as u64);
            next!(pc.add(2), base, g, t)
        });
    )*};
}
load_part! { LdXOU8 u8; LdXOI32 i32; LdXO64 u64; }

opx!(LdXO2, |pc, base, g, t| {
    let s = base.add(b(pc));
    let i = rc(pc, base);
    if i >= *s.add(1) {
        return index_bc(pc, base, g, t);
    }
    let p = part(pc, *s, i) as *const u64;
    copy2(base.add(a(pc)), p);
    next!(pc.add(2), base, g, t)
});

/// Stores to a part of element R[b] of the slice R[a].
macro_rules! store_part {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let l = base.add(a(pc));
            let i = rb(pc, base);
            if i >= *l.add(1) {
                return index_ab(pc, base, g, t);
            }
            *(part(pc, *l, i) as *mut $typ) = rc(pc, base) as $typ;
            next!(pc.add(2), base, g, t)
        });
    )*};
}
store_part! { StXO8 u8; StXO32 u32; StXO64 u64; }

/// Loads of one slot from element R[E0.a] of element R[c] of the slice of slices R[b].
macro_rules! load_xx {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let s = base.add(b(pc));
            let i = rc(pc, base);
            if i >= *s.add(1) {
                return index_bc(pc, base, g, t);
            }
            let row = (*s as *const u64).add(3 * i as usize);
            let j = *base.add(ext_a(pc, 0));
            if j >= *row.add(1) {
                return inner_bc(pc, base, g, t);
            }
            let v = *(*row as *const $typ).add(j as usize);
            wa(pc, base, v as i64 as u64);
            next!(pc.add(2), base, g, t)
        });
    )*};
}
load_xx! { LdXXU8 u8; LdXXI32 i32; LdXX64 u64; }

/// Stores to element R[E0.a] of element R[b] of the slice of slices R[a].
macro_rules! store_xx {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let l = base.add(a(pc));
            let i = rb(pc, base);
            if i >= *l.add(1) {
                return index_ab(pc, base, g, t);
            }
            let row = (*l as *const u64).add(3 * i as usize);
            let j = *base.add(ext_a(pc, 0));
            if j >= *row.add(1) {
                return inner_ab(pc, base, g, t);
            }
            *(*row as *mut $typ).add(j as usize) = rc(pc, base) as $typ;
            next!(pc.add(2), base, g, t)
        });
    )*};
}
store_xx! { StXX8 u8; StXX32 u32; StXX64 u64; }

/// Loads of one slot from element R[c] of the slice E0.imm bytes behind R[b].
macro_rules! load_f {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = rb(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let s = behind(pc, p);
            let i = rc(pc, base);
            if i >= *s.add(1) {
                return index_field_c(pc, base, g, t);
            }
            let v = *(*s as *const $typ).add(i as usize);
            wa(pc, base, v as i64 as u64);
            next!(pc.add(2), base, g, t)
        });
    )*};
}
load_f! { LdFU8 u8; LdFI32 i32; LdF64 u64; }

opx!(LdF2, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    let s = behind(pc, p);
    let i = rc(pc, base);
    if i >= *s.add(1) {
        return index_field_c(pc, base, g, t);
    }
    let p = (*s as *const u64).add(2 * i as usize);
    copy2(base.add(a(pc)), p);
    next!(pc.add(2), base, g, t)
});

unsafe fn store_f_barrier(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler has checked pointer and bounds.
    unsafe {
        let s = behind(pc, ra(pc, base));
        write_pointer((*s as *mut u64).add(rb(pc, base) as usize), rc(pc, base));
        after(pc, 1, base)
    }
}
cold_op!(store_f_slow, store_f_barrier);

/// Stores to element R[b] of the slice E0.imm bytes behind R[a].
macro_rules! store_f {
    ($($name:ident $typ:ty, $pointer:literal;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = ra(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let s = behind(pc, p);
            let i = rb(pc, base);
            if i >= *s.add(1) {
                return index_field_b(pc, base, g, t);
            }
            if $pointer && marking() {
                return store_f_slow(pc, base, g, t);
            }
            *(*s as *mut $typ).add(i as usize) = rc(pc, base) as $typ;
            next!(pc.add(2), base, g, t)
        });
    )*};
}
store_f! { StF8 u8, false; StF32 u32, false; StF64 u64, false; StFP u64, true; }

opx!(AddrF, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    let s = behind(pc, p);
    let i = rc(pc, base);
    if i >= *s.add(1) {
        return index_field_c(pc, base, g, t);
    }
    wa(pc, base, *s + i * ext(pc, 1) as u64);
    next!(pc.add(3), base, g, t)
});

opx!(Bound, |pc, base, g, t| {
    if ra(pc, base) >= rb(pc, base) {
        return bound_fail(pc, base, g, t);
    }
    next!(pc.add(1), base, g, t)
});

/// Loads of one slot from element R[c] of the array in the frame at R[b].
macro_rules! load_a {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let i = rc(pc, base);
            if i >= ext(pc, 0) as u64 {
                return index_c_ext(pc, base, g, t);
            }
            let v = *(base.add(b(pc)) as *const $typ).add(i as usize);
            wa(pc, base, v as i64 as u64);
            next!(pc.add(2), base, g, t)
        });
    )*};
}
load_a! { LdAI8 i8; LdAU8 u8; LdAI16 i16; LdAU16 u16; LdAI32 i32; LdAU32 u32; LdA64 u64; }

/// Copies an element out of an array in the frame.
#[inline(never)]
unsafe fn load_elem(pc: crate::dispatch::Pc, base: crate::dispatch::Base, i: usize) {
    // SAFETY: the handler checked the index; source and destination do not overlap in a verified program, and if they
    // did, only data of this frame would be wrong.
    unsafe {
        let n = ext_a(pc, 0);
        load_bytes(
            base.add(a(pc)),
            (base.add(b(pc)) as *const u8).add(i * n),
            n,
        );
    }
}

opx!(LdAN, |pc, base, g, t| {
    let i = rc(pc, base);
    if i >= ext(pc, 0) as u64 {
        return index_c_ext(pc, base, g, t);
    }
    load_elem(pc, base, i as usize);
    next!(pc.add(2), base, g, t)
});

/// Stores to element R[b] of the array in the frame at R[a].
macro_rules! store_a {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let i = rb(pc, base);
            if i >= ext(pc, 0) as u64 {
                return index_b_ext(pc, base, g, t);
            }
            *(base.add(a(pc)) as *mut $typ).add(i as usize) = rc(pc, base) as $typ;
            next!(pc.add(2), base, g, t)
        });
    )*};
}
store_a! { StA8 u8; StA16 u16; StA32 u32; StA64 u64; }

/// Copies an element into an array in the frame.
#[inline(never)]
unsafe fn store_elem(pc: crate::dispatch::Pc, base: crate::dispatch::Base, i: usize) {
    // SAFETY: as for `load_elem`.
    unsafe {
        let n = ext_a(pc, 0);
        let d = (base.add(a(pc)) as *mut u8).add(i * n);
        std::ptr::copy(base.add(c(pc)) as *const u8, d, n);
    }
}

opx!(StAN, |pc, base, g, t| {
    let i = rb(pc, base);
    if i >= ext(pc, 0) as u64 {
        return index_b_ext(pc, base, g, t);
    }
    store_elem(pc, base, i as usize);
    next!(pc.add(2), base, g, t)
});

opx!(AddrA, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    let i = rc(pc, base);
    if i >= ext(pc, 0) as u64 {
        return index_c_ext(pc, base, g, t);
    }
    wa(pc, base, p + i * ext(pc, 1) as u64);
    next!(pc.add(3), base, g, t)
});

/// Loads of an element of the array that R[b] points to.
macro_rules! load_pa {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = rb(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let i = rc(pc, base);
            if i >= ext(pc, 0) as u64 {
                return index_c_ext(pc, base, g, t);
            }
            wa(pc, base, *(p as *const $typ).add(i as usize) as u64);
            next!(pc.add(2), base, g, t)
        });
    )*};
}
load_pa! { LdPAU8 u8; LdPA64 u64; }

/// Stores to an element of the array that R[a] points to.
macro_rules! store_pa {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = ra(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let i = rb(pc, base);
            if i >= ext(pc, 0) as u64 {
                return index_b_ext(pc, base, g, t);
            }
            *(p as *mut $typ).add(i as usize) = rc(pc, base) as $typ;
            next!(pc.add(2), base, g, t)
        });
    )*};
}
store_pa! { StPA8 u8; StPA64 u64; }
