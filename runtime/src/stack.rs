//! Memory of Gs: the slab of slots, and VM stacks past the slot in power-of-two classes.

/// A VM stack of at least `bytes` bytes (rounded up to a power of two, returned with its true size).
///
/// # Safety
/// With a P; switches to g0 by itself where needed.
pub unsafe fn stackalloc(_bytes: usize) -> (*mut u64, usize) {
    todo!()
}

/// Frees a VM stack got from [`stackalloc`].
///
/// # Safety
/// Nothing refers to it any more.
pub unsafe fn stackfree(_lo: *mut u64, _bytes: usize) {
    todo!()
}
