//! Allocation of single values and slices.
//!
//! How an op allocates: at its start, where nothing is in its hands, `gc_point` collects if somebody wants that (the
//! registers are saved there); then it allocates from the cache of the P the G runs on *now*, and what it got stays in
//! Rust variables until it is written to a slot. The hot op keeps the bump inline and leaves the rest to a cold twin.

use super::{gc_point, mcache};
use crate::dispatch::{Base, Next, Pc, a, at, b, cold_op, ext_at, helped, next, opx, rb, rc, wa};
use crate::frame::after;
use crate::panic::fail;
use crate::rtype::RType;
use minigo_bytecode::fail as F;
use minigo_runtime::G;
use minigo_runtime::malloc::{MAX_ALLOC, new_array, new_object};
use minigo_runtime::mcache::Mcache;
use minigo_runtime::mgc::gc_wanted;
use std::sync::atomic::Ordering::Relaxed;

unsafe fn new_value(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*at::<RType>(pc);
        gc_point(pc, base, g, t.size);
        wa(pc, base, new_object(mcache(g), &t.gc) as u64);
        after(pc, 0, base)
    }
}
cold_op!(new_slow, new_value);

opx!(New, |pc, base, g, t| {
    let typ = at::<RType>(pc);
    let class = (*typ).gc.fast_class.load(Relaxed) as usize & Mcache::CLASS_MASK;
    let cursor = &raw mut (*mcache(g)).alloc[class];
    let p = (*cursor).free;
    if p == (*cursor).limit || gc_wanted() {
        return new_slow(pc, base, g, t);
    }
    (*cursor).free = p + (*cursor).slot;
    wa(pc, base, p as u64);
    next!(pc.add(1), base, g, t)
});

/// Puts the value in the slots at R[b] on the heap.
unsafe fn box_value(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        gc_point(pc, base, g, t.size);
        let p = new_object(mcache(g), &t.gc);
        p.copy_from_nonoverlapping(base.add(b(pc)) as *const u8, t.size);
        wa(pc, base, p as u64);
        after(pc, 1, base)
    }
}
helped!(Box, box_value);

/// `make([]T, len, cap)`.
unsafe fn make_slice(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        let (len, cap) = (rb(pc, base), rc(pc, base));
        let fits = |n: u64| {
            t.size
                .checked_mul(n as usize)
                .is_some_and(|m| m <= MAX_ALLOC)
                && n as i64 >= 0
        };
        if !fits(cap) || len > cap {
            // The length is blamed when it alone would not do, as in Go.
            let what = if fits(len) {
                F::MAKESLICECAP
            } else {
                F::MAKESLICELEN
            };
            return fail(pc, base, g, what, &[]);
        }
        gc_point(pc, base, g, t.size * cap as usize);
        let p = new_array(mcache(g), &t.gc, cap as usize);
        let d = base.add(a(pc));
        *d = p as u64;
        *d.add(1) = len;
        *d.add(2) = cap;
        after(pc, 1, base)
    }
}
helped!(MakeSlice, make_slice);
