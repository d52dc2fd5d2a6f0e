//! Moves, constants, memory behind pointers, narrow parts of the frame, globals.

use super::{copy2, copy3, nil_deref};
use crate::dispatch::{
    Base, Next, Pc, a, at, b, c, cold_op, ext, ext_at, helped, imm, next, op, opx, ra, rb, wa,
};
use crate::frame::after;
use crate::rtype::RType;
use minigo_bytecode::Op;
use minigo_runtime::G;
use minigo_runtime::mbarrier::{marking, shade_range, write_pointer};

op!(Mov, 1, |pc, base, g, t| { wa(pc, base, rb(pc, base)) });

op!(Mov2, 1, |pc, base, g, t| {
    let s = base.add(b(pc));
    copy2(base.add(a(pc)), s);
});

op!(Mov3, 1, |pc, base, g, t| {
    let s = base.add(b(pc));
    copy3(base.add(a(pc)), s);
});

unsafe fn mov_n(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { std::ptr::copy(base.add(b(pc)), base.add(a(pc)), c(pc)) };
    after(pc, 0, base)
}
helped!(MovN, mov_n);

op!(LdI, 1, |pc, base, g, t| { wa(pc, base, imm(pc) as u64) });
op!(LdK, 1, |pc, base, g, t| { wa(pc, base, *at::<u64>(pc)) });
op!(Zero, 1, |pc, base, g, t| { wa(pc, base, 0) });

unsafe fn zero_n(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { base.add(a(pc)).write_bytes(0, c(pc)) };
    after(pc, 0, base)
}
helped!(ZeroN, zero_n);

op!(LdStr, 1, |pc, base, g, t| {
    let s = at::<u64>(pc);
    let d = base.add(a(pc));
    *d = *s;
    *d.add(1) = *s.add(1);
});
op!(LdFn, 1, |pc, base, g, t| {
    wa(pc, base, at::<u8>(pc) as u64)
});
op!(LdType, 1, |pc, base, g, t| {
    wa(pc, base, at::<u8>(pc) as u64)
});
op!(LdItab, 1, |pc, base, g, t| { wa(pc, base, *at::<u64>(pc)) });

/// Loads of one slot from [R[b] + c].
macro_rules! load {
    ($($name:ident $typ:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = rb(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let v = *((p as *const u8).add(c(pc)) as *const $typ);
            wa(pc, base, v as i64 as u64);
            next!(pc.add(1), base, g, t)
        });
    )*};
}
load! { LdI8 i8; LdU8 u8; LdI16 i16; LdU16 u16; LdI32 i32; LdU32 u32; Ld64 u64; }

opx!(Ld2, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    let s = (p as *const u8).add(c(pc)) as *const u64;
    copy2(base.add(a(pc)), s);
    next!(pc.add(1), base, g, t)
});

opx!(Ld3, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    let s = (p as *const u8).add(c(pc)) as *const u64;
    copy3(base.add(a(pc)), s);
    next!(pc.add(1), base, g, t)
});

/// Copies `n` bytes of memory to slots, the last one padded with zeros.
pub(super) unsafe fn load_bytes(d: *mut u64, s: *const u8, n: usize) {
    // SAFETY: the destination has `n` bytes rounded up to slots.
    unsafe {
        if !n.is_multiple_of(8) {
            *d.add(n / 8) = 0;
        }
        std::ptr::copy_nonoverlapping(s, d as *mut u8, n);
    }
}

unsafe fn ld_n(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let p = rb(pc, base);
        if p == 0 {
            return super::fail_mem(pc, base, g);
        }
        load_bytes(base.add(a(pc)), (p as *const u8).add(c(pc)), ext(pc, 0));
        after(pc, 1, base)
    }
}
helped!(LdN, ld_n);

/// A store of a pointer while somebody marks.
unsafe fn store_barrier(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler has checked for nil.
    unsafe {
        let p = (ra(pc, base) as *mut u8).add(c(pc)) as *mut u64;
        let (s, op) = (base.add(b(pc)), *(pc as *const u16));
        if op == Op::StIface as u16 {
            *p = *s;
            write_pointer(p.add(1), *s.add(1));
            return after(pc, 0, base);
        }
        write_pointer(p, *s);
        if op != Op::StP as u16 {
            *p.add(1) = *s.add(1);
        }
        if op == Op::StSlice as u16 {
            *p.add(2) = *s.add(2);
        }
        after(pc, 0, base)
    }
}
cold_op!(store_slow, store_barrier);

/// Stores to [R[a] + c].
macro_rules! store {
    ($($name:ident $pointer:literal |$p:ident, $s:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = ra(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            if $pointer && marking() {
                return store_slow(pc, base, g, t);
            }
            let $p = (p as *mut u8).add(c(pc)) as *mut u64;
            let $s = base.add(b(pc));
            $e;
            next!(pc.add(1), base, g, t)
        });
    )*};
}
store! {
    St8 false |p, s| *(p as *mut u8) = *s as u8;
    St16 false |p, s| *(p as *mut u16) = *s as u16;
    St32 false |p, s| *(p as *mut u32) = *s as u32;
    St64 false |p, s| *p = *s;
    StP true |p, s| *p = *s;
    St2 false |p, s| copy2(p, s);
    StStr true |p, s| copy2(p, s);
    StIface true |p, s| copy2(p, s);
    StSlice true |p, s| copy3(p, s);
}

unsafe fn st_n(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let p = ra(pc, base);
        if p == 0 {
            return super::fail_mem(pc, base, g);
        }
        let d = (p as *mut u8).add(c(pc));
        minigo_runtime::malloc::typedmemmove(d, base.add(b(pc)) as *const u8, ext(pc, 0));
        after(pc, 2, base)
    }
}
helped!(StN, st_n);

opx!(AddrOff, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    wa(pc, base, p + c(pc) as u64);
    next!(pc.add(1), base, g, t)
});

opx!(AddOff, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    wa(pc, base, p + ext(pc, 0) as u64);
    next!(pc.add(2), base, g, t)
});

opx!(NilChk, |pc, base, g, t| {
    if ra(pc, base) == 0 {
        return nil_deref(pc, base, g, t);
    }
    next!(pc.add(1), base, g, t)
});

unsafe fn mem_move(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let (d, s) = (ra(pc, base), rb(pc, base));
        if d == 0 || s == 0 {
            return super::fail_mem(pc, base, g);
        }
        minigo_runtime::malloc::typedmemmove(d as *mut u8, s as *const u8, ext(pc, 0));
        after(pc, 2, base)
    }
}
helped!(MemMove, mem_move);

unsafe fn mem_zero(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let d = ra(pc, base);
        if d == 0 {
            return super::fail_mem(pc, base, g);
        }
        let t = &*ext_at::<RType>(pc, 0);
        if marking() && t.gc.ptrdata != 0 {
            shade_range(d as *const u8, t.size);
        }
        (d as *mut u8).write_bytes(0, t.size);
        after(pc, 1, base)
    }
}
helped!(MemZero, mem_zero);

/// Loads of one slot from the frame's bytes.
macro_rules! frame_load {
    ($($name:ident $typ:ty;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let v = *((base as *const u8).offset(imm(pc) as isize) as *const $typ);
            wa(pc, base, v as i64 as u64);
        });
    )*};
}
frame_load! { LdLI8 i8; LdLU8 u8; LdLI16 i16; LdLU16 u16; LdLI32 i32; LdLU32 u32; }

/// Stores of a slot's low bytes to the frame.
macro_rules! frame_store {
    ($($name:ident $typ:ty;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            *((base as *mut u8).offset(imm(pc) as isize) as *mut $typ) = ra(pc, base) as $typ;
        });
    )*};
}
frame_store! { StL8 u8; StL16 u16; StL32 u32; }

op!(LdG, 1, |pc, base, g, t| { wa(pc, base, *at::<u64>(pc)) });
op!(StG, 1, |pc, base, g, t| {
    *(at::<u64>(pc) as *mut u64) = ra(pc, base)
});
unsafe fn store_global(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { write_pointer(at::<u64>(pc) as *mut u64, ra(pc, base)) };
    after(pc, 0, base)
}
cold_op!(store_global_slow, store_global);
opx!(StGP, |pc, base, g, t| {
    if marking() {
        return store_global_slow(pc, base, g, t);
    }
    *(at::<u64>(pc) as *mut u64) = ra(pc, base);
    next!(pc.add(1), base, g, t)
});
op!(LeaG, 1, |pc, base, g, t| {
    wa(pc, base, at::<u8>(pc) as u64)
});
