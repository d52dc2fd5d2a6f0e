//! Operations of sync/atomic on integers. (Its loads are plain loads: on amd64 an aligned one is sequentially consistent.)

use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering::SeqCst};

use super::nil_deref;
use crate::dispatch::{c, next, opx, rb, rc, wa};

/// `R[a]` = what the operation makes of the variable at `R[b]` and `R[c]`.
macro_rules! atomic {
    ($($name:ident $atomic:ty, $int:ty, |$x:ident, $v:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = rb(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let $x = &*(p as *const $atomic);
            let $v = rc(pc, base) as $int;
            wa(pc, base, ($e) as i64 as u64);
            next!(pc.add(1), base, g, t)
        });
    )*};
}

atomic! {
    AtomicSwap32 AtomicI32, i32, |x, v| x.swap(v, SeqCst);
    AtomicSwapU32 AtomicU32, u32, |x, v| x.swap(v, SeqCst);
    AtomicSwap64 AtomicU64, u64, |x, v| x.swap(v, SeqCst);
    AtomicAdd32 AtomicI32, i32, |x, v| x.fetch_add(v, SeqCst).wrapping_add(v);
    AtomicAddU32 AtomicU32, u32, |x, v| x.fetch_add(v, SeqCst).wrapping_add(v);
    AtomicAdd64 AtomicU64, u64, |x, v| x.fetch_add(v, SeqCst).wrapping_add(v);
    AtomicAnd32 AtomicI32, i32, |x, v| x.fetch_and(v, SeqCst);
    AtomicAndU32 AtomicU32, u32, |x, v| x.fetch_and(v, SeqCst);
    AtomicAnd64 AtomicU64, u64, |x, v| x.fetch_and(v, SeqCst);
    AtomicOr32 AtomicI32, i32, |x, v| x.fetch_or(v, SeqCst);
    AtomicOrU32 AtomicU32, u32, |x, v| x.fetch_or(v, SeqCst);
    AtomicOr64 AtomicU64, u64, |x, v| x.fetch_or(v, SeqCst);
}

/// `R[a]` = whether the variable at `R[b]` was `R[c]` and is `R[c+1]` now.
macro_rules! compare_and_swap {
    ($($name:ident $atomic:ty, $int:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = rb(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            let v = base.add(c(pc));
            let (old, new) = (*v as $int, *v.add(1) as $int);
            let x = &*(p as *const $atomic);
            wa(pc, base, u64::from(x.compare_exchange(old, new, SeqCst, SeqCst).is_ok()));
            next!(pc.add(1), base, g, t)
        });
    )*};
}
compare_and_swap! { AtomicCas32 AtomicU32, u32; AtomicCas64 AtomicU64, u64; }

macro_rules! store {
    ($($name:ident $atomic:ty, $int:ty;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let p = rb(pc, base);
            if p == 0 {
                return nil_deref(pc, base, g, t);
            }
            (*(p as *const $atomic)).store(rc(pc, base) as $int, SeqCst);
            next!(pc.add(1), base, g, t)
        });
    )*};
}
store! { AtomicSt32 AtomicU32, u32; AtomicSt64 AtomicU64, u64; }
