//! Allocation of single values and slices.
//!
//! How an op allocates: at its start, where nothing is in its hands, `gc_point` collects if somebody wants that (the
//! registers are saved there); then it allocates from the cache of the P the G runs on *now*, and what it got stays in
//! Rust variables until it is written to a slot. The hot op keeps the bump inline and leaves the rest to a cold twin.

use super::{gc_point, mcache};
use crate::dispatch::{Base, Next, Pc, at, cold_op, helped, next, opx, wa};
use crate::frame::after;
use crate::rtype::RType;
use minigo_runtime::G;
use minigo_runtime::malloc::new_object;
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

helped!(Box, super::todo_op);
helped!(MakeSlice, super::todo_op);
