//! The uncontended ways of package sync, before the calls they save.
//!
//! Each but the last tries what its method does when nobody is in the way, on the receiver in R[a], and jumps over the
//! call that follows it. A nil receiver, contention, misuse and whatever else is out of the ordinary are left to the
//! call, so these handlers decide nothing: a method stays right without them.
//!
//! They rest on the layout and the meaning of states in stdlib/pkg/sync: `Mutex.state` (bit 0: locked; 0: free and nobody
//! waits) is first, `RWMutex.readers` (negative: a writer) at 16, `WaitGroup.state` (counter in the high half, waiters in
//! the low one) and `Once.done` first.

use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering::*};

use super::nil_deref;
use crate::dispatch::{ci, imm, next, opx, ra, rb, wa};

/// Where `RWMutex` has its number of readers.
const READERS: u64 = 16;

/// Jumps with a 32-bit offset if the receiver is not nil and the attempt on it succeeds.
macro_rules! attempt {
    ($($name:ident: |$p:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            let $p = ra(pc, base);
            if $p != 0 && $e {
                next!(pc.offset(imm(pc) as isize), base, g, t)
            }
            next!(pc.add(1), base, g, t)
        });
    )*};
}

attempt! {
    SyncLock: |p| swap32(p, 0, 1);
    SyncUnlock: |p| swap32(p, 1, 0);
    SyncRLock: |p| {
        let n = (*((p + READERS) as *const AtomicI32)).load(Relaxed);
        n >= 0 && swap32(p + READERS, n, n.wrapping_add(1))
    };
    SyncRUnlock: |p| {
        let n = (*((p + READERS) as *const AtomicI32)).load(Relaxed);
        n > 0 && swap32(p + READERS, n, n - 1)
    };
    SyncDone: |p| {
        let state = &*(p as *const AtomicU64);
        let old = state.load(Relaxed);
        let count = (old >> 32) as i32;
        // The last one leaves the waiters to the call.
        (count > 1 || count == 1 && old as u32 == 0)
            && state.compare_exchange(old, old - (1 << 32), SeqCst, Relaxed).is_ok()
    };
    SyncOnce: |p| (*(p as *const AtomicU32)).load(Acquire) != 0;
}

// A counter that grows while nobody waits; waiters make Add look for misuse.
opx!(SyncAdd, |pc, base, g, t| {
    let (p, delta) = (ra(pc, base), rb(pc, base));
    if p != 0 && delta <= i32::MAX as u64 {
        let state = &*(p as *const AtomicU64);
        let old = state.load(Relaxed);
        if old as u32 == 0
            && (old >> 32) + delta <= i32::MAX as u64
            && state
                .compare_exchange(old, old + (delta << 32), SeqCst, Relaxed)
                .is_ok()
        {
            next!(pc.offset(ci(pc) as isize), base, g, t)
        }
    }
    next!(pc.add(1), base, g, t)
});

// TryLock whole: it fails when the mutex is locked, or starved of (bit 2) and so to be handed to a waiter.
opx!(SyncTryLock, |pc, base, g, t| {
    let p = rb(pc, base);
    if p == 0 {
        return nil_deref(pc, base, g, t);
    }
    let state = (*(p as *const AtomicI32)).load(Relaxed);
    let ok = state & 5 == 0 && swap32(p, state, state | 1);
    wa(pc, base, u64::from(ok));
    next!(pc.add(1), base, g, t)
});

/// Whether the 32 bits at `p` were `old` and are `new` now.
///
/// # Safety
/// `p` is the address of a live variable.
#[inline(always)]
unsafe fn swap32(p: u64, old: i32, new: i32) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        (*(p as *const AtomicI32))
            .compare_exchange(old, new, SeqCst, Relaxed)
            .is_ok()
    }
}
