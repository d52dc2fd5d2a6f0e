//! Natives of package sync/atomic: each a leaf of one instruction, sequentially consistent.
//!
//! A misaligned or nil address is the program's fault: the compiler's nil checks come before, alignment is Go's.

use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU32, AtomicU64, Ordering::SeqCst};

use minigo_runtime::mbarrier::{marking, shade};
use minigo_vm::native::{NativeCtx, Registry};

/// The write barrier of a store to the pointer that argument 0 points to. What others store there in between is theirs
/// to answer for.
#[inline(always)]
fn overwrite(c: &NativeCtx, pointer: bool) {
    if pointer && marking() {
        // SAFETY: the address is that of a live variable; a native has a P.
        unsafe { shade((*c.ptr(0).cast::<AtomicU64>()).load(SeqCst)) };
    }
}

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    macro_rules! of_type {
        ($name:literal, $atomic:ty, $int:ty, $extend:ty, $pointer:literal) => {
            // Slot form: the value extended to 64 bits by its sign.
            r.leaf(concat!("sync/atomic.Load", $name), |c| {
                // SAFETY: the address is that of a live variable of the type.
                let v = unsafe { (*c.ptr(0).cast::<$atomic>()).load(SeqCst) };
                c.set(0, v as $extend as u64);
            });
            r.leaf(concat!("sync/atomic.Store", $name), |c| {
                overwrite(c, $pointer);
                // SAFETY: as in Load.
                unsafe { (*c.ptr(0).cast::<$atomic>()).store(c.word(1) as $int, SeqCst) };
            });
            r.leaf(concat!("sync/atomic.Swap", $name), |c| {
                overwrite(c, $pointer);
                // SAFETY: as in Load.
                let v = unsafe { (*c.ptr(0).cast::<$atomic>()).swap(c.word(1) as $int, SeqCst) };
                c.set(0, v as $extend as u64);
            });
            r.leaf(concat!("sync/atomic.CompareAndSwap", $name), |c| {
                overwrite(c, $pointer);
                let (old, new) = (c.word(1) as $int, c.word(2) as $int);
                // SAFETY: as in Load.
                let ok = unsafe {
                    (*c.ptr(0).cast::<$atomic>())
                        .compare_exchange(old, new, SeqCst, SeqCst)
                        .is_ok()
                };
                c.set_bool(0, ok);
            });
        };
    }
    macro_rules! arithmetic {
        ($name:literal, $atomic:ty, $int:ty, $extend:ty) => {
            r.leaf(concat!("sync/atomic.Add", $name), |c| {
                let delta = c.word(1) as $int;
                // SAFETY: as in Load.
                let old = unsafe { (*c.ptr(0).cast::<$atomic>()).fetch_add(delta, SeqCst) };
                c.set(0, old.wrapping_add(delta) as $extend as u64);
            });
            r.leaf(concat!("sync/atomic.And", $name), |c| {
                // SAFETY: as in Load.
                let old =
                    // SAFETY: as in Load.
                    unsafe { (*c.ptr(0).cast::<$atomic>()).fetch_and(c.word(1) as $int, SeqCst) };
                c.set(0, old as $extend as u64);
            });
            r.leaf(concat!("sync/atomic.Or", $name), |c| {
                // SAFETY: as in Load.
                let old =
                    // SAFETY: as in Load.
                    unsafe { (*c.ptr(0).cast::<$atomic>()).fetch_or(c.word(1) as $int, SeqCst) };
                c.set(0, old as $extend as u64);
            });
        };
    }
    of_type!("Int32", AtomicI32, i32, i64, false);
    of_type!("Int64", AtomicI64, i64, i64, false);
    of_type!("Uint32", AtomicU32, u32, u64, false);
    of_type!("Uint64", AtomicU64, u64, u64, false);
    of_type!("Uintptr", AtomicU64, u64, u64, false);
    of_type!("Pointer", AtomicU64, u64, u64, true);
    arithmetic!("Int32", AtomicI32, i32, i64);
    arithmetic!("Int64", AtomicI64, i64, i64);
    arithmetic!("Uint32", AtomicU32, u32, u64);
    arithmetic!("Uint64", AtomicU64, u64, u64);
    arithmetic!("Uintptr", AtomicU64, u64, u64);
    r.leaf("sync/atomic.sameType", |c| {
        let same = c.word(0) == c.word(2);
        c.set_bool(0, same);
    });
}
