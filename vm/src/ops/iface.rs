//! Interfaces: equality, type assertions, conversions between interface types.

use crate::dispatch::{
    Base, Next, Pc, a, at, b, c, cold_op, ext_a, ext_at, helped, next, op, opx, ra, rb, wa,
};
use crate::frame::{after, save};
use crate::panic::fail;
use crate::rtype::{self, Itab, RType, Uncomparable};
use minigo_bytecode::fail as F;
use minigo_runtime::{G, systemstack};

/// Writes an equality's outcome to R[a], or panics.
unsafe fn finish_eq(
    r: Result<bool, Uncomparable>,
    pc: Pc,
    n: usize,
    base: Base,
    g: *mut G,
) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        match r {
            Ok(eq) => {
                wa(pc, base, eq as u64);
                after(pc, n, base)
            }
            Err(t) => {
                let s = t.string;
                fail(
                    pc,
                    base,
                    g,
                    F::UNCOMPARABLE,
                    &[s.as_ptr() as u64, s.len() as u64],
                )
            }
        }
    }
}

/// Compares interfaces whose type words are equal and not nil.
unsafe fn eq_same(pc: Pc, base: Base, g: *mut G, t: *const RType) -> Next {
    // SAFETY: the handler's promise; type words are of types that live for ever.
    unsafe {
        let (x, y) = (*base.add(b(pc) + 1), *base.add(c(pc) + 1));
        finish_eq(rtype::eq_data(&*t, x, y), pc, 0, base, g)
    }
}

unsafe fn eq_eface_same(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { eq_same(pc, base, g, rb(pc, base) as *const RType) }
}
cold_op!(eq_eface_slow, eq_eface_same);

unsafe fn eq_iface_same(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the word is an itab.
    unsafe { eq_same(pc, base, g, (*(rb(pc, base) as *const Itab)).rtype) }
}
cold_op!(eq_iface_slow, eq_iface_same);

opx!(EqEface, |pc, base, g, t| {
    let (x, y) = (*base.add(b(pc)), *base.add(c(pc)));
    if x == y && x != 0 {
        return eq_eface_slow(pc, base, g, t);
    }
    wa(pc, base, (x == y) as u64);
    next!(pc.add(1), base, g, t)
});

opx!(EqIface, |pc, base, g, t| {
    let (x, y) = (*base.add(b(pc)), *base.add(c(pc)));
    if x == y && x != 0 {
        return eq_iface_slow(pc, base, g, t);
    }
    wa(pc, base, (x == y) as u64);
    next!(pc.add(1), base, g, t)
});

unsafe fn eq_val(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; a struct or array in the frame is its memory image, a scalar's memory form is the
    // low bytes of its slot.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let r = rtype::eq_mem(
            t,
            base.add(b(pc)) as *const u8,
            base.add(c(pc)) as *const u8,
        );
        finish_eq(r, pc, 1, base, g)
    }
}
helped!(EqVal, eq_val);

unsafe fn eq_at(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let (x, y) = (rb(pc, base), *base.add(c(pc)));
        if x == 0 || y == 0 {
            return super::fail_mem(pc, base, g);
        }
        let t = &*ext_at::<RType>(pc, 0);
        finish_eq(
            rtype::eq_mem(t, x as *const u8, y as *const u8),
            pc,
            1,
            base,
            g,
        )
    }
}
helped!(EqMem, eq_at);

op!(ItabType, 1, |pc, base, g, t| {
    let w = rb(pc, base) as *const Itab;
    let v = if w.is_null() { 0 } else { (*w).rtype as u64 };
    wa(pc, base, v)
});

/// The panic of a failed assertion to `want`; `missing` is a method's name or "".
unsafe fn fail_assert(
    pc: Pc,
    base: Base,
    g: *mut G,
    have: *const RType,
    want: &RType,
    inter: &RType,
    missing: &str,
) -> Next {
    let words = |s: &str| (s.as_ptr() as u64, s.len() as u64);
    // To an interface type Go does not say from which.
    let to_iface = want.kind == rtype::Kind::Interface;
    let (ip, il) = words(if to_iface { "" } else { inter.string });
    let (wp, wl) = words(want.string);
    // SAFETY: the handler's promise; type strings live for ever.
    unsafe {
        let Some(have) = have.as_ref() else {
            return fail(pc, base, g, F::NILDOTTYPE, &[ip, il, wp, wl]);
        };
        let (hp, hl) = words(have.string);
        let (mp, ml) = words(missing);
        let same = (have.pkg_path == want.pkg_path) as u64;
        fail(
            pc,
            base,
            g,
            F::DOTTYPE,
            &[ip, il, hp, hl, wp, wl, mp, ml, same],
        )
    }
}

unsafe fn assert_t_failed(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let inter = &*ext_at::<RType>(pc, 0);
        fail_assert(
            pc,
            base,
            g,
            ra(pc, base) as *const RType,
            &*at::<RType>(pc),
            inter,
            "",
        )
    }
}
cold_op!(assert_t_fail, assert_t_failed);

opx!(AssertT, |pc, base, g, t| {
    if ra(pc, base) != at::<RType>(pc) as u64 {
        return assert_t_fail(pc, base, g, t);
    }
    next!(pc.add(2), base, g, t)
});

/// Flags of `AssertI`.
const COMMA_OK: usize = 1;
const TARGET_EMPTY: usize = 2;
const CONVERSION: usize = 4;

unsafe fn assert_i(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; type words are RTypes that live for ever.
    unsafe {
        let flags = ext_a(pc, 0);
        let want: &'static RType = &*ext_at::<RType>(pc, 0);
        let s = base.add(b(pc));
        let (have, data) = (*s as *const RType, *s.add(1));
        let mut missing = "";
        let word = if have.is_null() {
            0
        } else if flags & TARGET_EMPTY != 0 {
            have as u64
        } else {
            let found = rtype::find_itab(want, have);
            if !found.is_null() {
                found as u64
            } else {
                save(g, pc, base);
                match systemstack(|| rtype::itab(want, &*have)) {
                    Ok(it) => it as u64,
                    Err(m) => {
                        missing = m;
                        0
                    }
                }
            }
        };
        let d = base.add(a(pc));
        if word == 0 && flags & (COMMA_OK | CONVERSION) == 0 {
            let inter = &*ext_at::<RType>(pc, 1);
            return fail_assert(pc, base, g, have, want, inter, missing);
        }
        *d = word;
        *d.add(1) = if word == 0 { 0 } else { data };
        if flags & COMMA_OK != 0 {
            *d.add(2) = (word != 0) as u64;
        }
        after(pc, 2, base)
    }
}
helped!(AssertI, assert_i);
