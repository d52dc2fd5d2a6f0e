//! The handlers, one for each row of the instruction table, by notion; and the failures they share.

mod alloc;
mod arith;
mod atomic;
mod call;
mod chan;
mod control;
mod convert;
mod elem;
mod iface;
pub mod map;
mod memory;
mod slice;
mod string;
mod sync;

pub use alloc::*;
pub use arith::*;
pub use atomic::*;
pub use call::*;
pub use chan::*;
pub use control::*;
pub use convert::*;
pub use elem::*;
pub use iface::*;
pub use map::*;
pub use memory::*;
pub use slice::*;
pub use string::*;
pub use sync::*;

use crate::dispatch::{Base, Next, Pc, a, b, cold_op, ext, ext_a, ra, rb, rc};
use crate::frame::save;
use crate::load::vm;
use crate::panic::fail;
use minigo_bytecode::fail as F;
use minigo_runtime::G;

/// Codes that `panicBounds` takes.
pub(crate) mod bounds {
    pub const INDEX: u64 = 0;
    pub const SLICE_ALEN: u64 = 1;
    pub const SLICE_ACAP: u64 = 2;
    pub const SLICE_B: u64 = 3;
    pub const SLICE3_ALEN: u64 = 4;
    pub const SLICE3_ACAP: u64 = 5;
    pub const SLICE3_B: u64 = 6;
    pub const SLICE3_C: u64 = 7;
    pub const CONVERT: u64 = 8;
}

/// Copies two slots, both read first.
#[inline(always)]
unsafe fn copy2(d: *mut u64, s: *const u64) {
    // SAFETY: the handler's promise.
    unsafe {
        let (x, y) = (*s, *s.add(1));
        *d = x;
        *d.add(1) = y;
    }
}

/// Copies three slots, all read first.
#[inline(always)]
unsafe fn copy3(d: *mut u64, s: *const u64) {
    // SAFETY: the handler's promise.
    unsafe {
        let (x, y, z) = (*s, *s.add(1), *s.add(2));
        *d = x;
        *d.add(1) = y;
        *d.add(2) = z;
    }
}

/// The header of the slice E0.imm bytes behind the pointer `p`.
#[inline(always)]
unsafe fn behind(pc: Pc, p: u64) -> *const u64 {
    // SAFETY: the handler has compared the pointer with nil; the verifier knows the offset.
    unsafe { (p as *const u8).add(ext(pc, 0)) as *const u64 }
}

/// Nil dereference at `pc`.
#[cold]
#[inline(never)]
pub(crate) unsafe fn fail_mem(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        crate::panic::note_signal(g);
        fail(pc, base, g, F::MEM, &[])
    }
}
cold_op!(nil_deref, fail_mem);

/// Index `i` out of range for length `n`.
#[cold]
#[inline(never)]
pub(crate) unsafe fn fail_bounds(pc: Pc, base: Base, g: *mut G, i: u64, n: u64, code: u64) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let unsigned = vm().func_at(pc).is_some_and(|f| f.line_at(pc).unsigned);
        fail(pc, base, g, F::BOUNDS, &[i, n, !unsigned as u64, code])
    }
}

unsafe fn fail_index_bc(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        fail_bounds(
            pc,
            base,
            g,
            rc(pc, base),
            *base.add(b(pc) + 1),
            bounds::INDEX,
        )
    }
}
// R[c] is no index of the slice or string at R[b].
cold_op!(index_bc, fail_index_bc);

unsafe fn fail_index_ab(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        fail_bounds(
            pc,
            base,
            g,
            rb(pc, base),
            *base.add(a(pc) + 1),
            bounds::INDEX,
        )
    }
}
// R[b] is no index of the slice at R[a].
cold_op!(index_ab, fail_index_ab);

unsafe fn fail_index_field_c(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let n = *behind(pc, rb(pc, base)).add(1);
        fail_bounds(pc, base, g, rc(pc, base), n, bounds::INDEX)
    }
}
// R[c] is no index of the slice E0.imm bytes behind R[b].
cold_op!(index_field_c, fail_index_field_c);

unsafe fn fail_index_field_b(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let n = *behind(pc, ra(pc, base)).add(1);
        fail_bounds(pc, base, g, rb(pc, base), n, bounds::INDEX)
    }
}
// R[b] is no index of the slice E0.imm bytes behind R[a].
cold_op!(index_field_b, fail_index_field_b);

/// The second index is wrong for slice `i` of the slice of slices whose elements begin at `outer`.
unsafe fn fail_inner(pc: Pc, base: Base, g: *mut G, outer: u64, i: u64) -> Next {
    // SAFETY: the handler has checked the first index.
    unsafe {
        let row = (outer as *const u64).add(3 * i as usize);
        let j = *base.add(ext_a(pc, 0));
        fail_bounds(pc, base, g, j, *row.add(1), bounds::INDEX)
    }
}

unsafe fn fail_inner_bc(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail_inner(pc, base, g, rb(pc, base), rc(pc, base)) }
}
// R[E0.a] is no index of the slice R[b][R[c]].
cold_op!(inner_bc, fail_inner_bc);

unsafe fn fail_inner_ab(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail_inner(pc, base, g, ra(pc, base), rb(pc, base)) }
}
// R[E0.a] is no index of the slice R[a][R[b]].
cold_op!(inner_ab, fail_inner_ab);

unsafe fn fail_index_c_ext(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail_bounds(pc, base, g, rc(pc, base), ext(pc, 0) as u64, bounds::INDEX) }
}
// R[c] is no index of an array of E0.imm elements.
cold_op!(index_c_ext, fail_index_c_ext);

unsafe fn fail_index_b_ext(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail_bounds(pc, base, g, rb(pc, base), ext(pc, 0) as u64, bounds::INDEX) }
}
// R[b] is no index of an array of E0.imm elements.
cold_op!(index_b_ext, fail_index_b_ext);

unsafe fn fail_bound(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail_bounds(pc, base, g, ra(pc, base), rb(pc, base), bounds::INDEX) }
}
cold_op!(bound_fail, fail_bound);

unsafe fn fail_divide(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail(pc, base, g, F::DIVIDE, &[]) }
}
cold_op!(divide_by_zero, fail_divide);

unsafe fn fail_shift(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { fail(pc, base, g, F::SHIFT, &[]) }
}
cold_op!(negative_shift, fail_shift);

/// Collects if somebody wants it; the caller is at a safepoint and allocates next.
#[inline(always)]
pub(crate) unsafe fn gc_point(pc: Pc, base: Base, g: *mut G, bytes: usize) {
    if minigo_runtime::mgc::gc_wanted_for(bytes) {
        // SAFETY: registers are saved; the G's stack does not move.
        unsafe {
            save(g, pc, base);
            minigo_runtime::mgc::gc_start();
        }
    }
}

/// The allocation cache of the P that the G runs on now.
#[inline(always)]
pub(crate) unsafe fn mcache(g: *mut G) -> *mut minigo_runtime::mcache::Mcache {
    // SAFETY: a running G has a P.
    unsafe { (*(*g).pp).mcache as *mut _ }
}
