//! gopark and goready: how a G goes to sleep and who wakes it.

use crate::g::{G, WaitReason};
use crate::m::UnlockFn;
use crate::sync::RtMutex;

/// Parks the running G. `unlockf(gp, lock)` runs on g0 once the G is off its stack; when it says false, the G goes on at once.
///
/// # Safety
/// On a G's stack. From the moment `unlockf` releases what protects the wait queue, the G may run elsewhere.
pub unsafe fn gopark(_unlockf: Option<UnlockFn>, _lock: *mut u8, _reason: WaitReason) {
    todo!()
}

/// Parks and releases `lock` once off the stack.
///
/// # Safety
/// As [`gopark`]; the caller holds `lock`.
pub unsafe fn goparkunlock(_lock: *const RtMutex, _reason: WaitReason) {
    todo!()
}

/// Makes a parked G runnable, next on this P.
///
/// # Safety
/// The caller owns the Gwaiting G. On a G's stack or on g0, with a P.
pub unsafe fn goready(_gp: *mut G) {
    todo!()
}
