//! The write barrier's place. Every store of a pointer into the heap, the globals or a channel goes through here, so
//! that marking can become concurrent without a hunt for stores. Today marking stops the world and a store is a store.

/// Stores a pointer (or an interface's data word) to `slot`.
///
/// # Safety
/// `slot` is valid for a write of 8 bytes.
#[inline(always)]
pub unsafe fn write_pointer(slot: *mut u64, value: u64) {
    // SAFETY: contract of the caller.
    unsafe { slot.write(value) }
}
