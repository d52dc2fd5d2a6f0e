//! System calls: how a G leaves its P behind while the kernel works.

/// The running G enters a short system call: its P may be taken by sysmon.
///
/// # Safety
/// On a G's stack, VM state saved. Until [`exitsyscall`] nothing of the P or the heap may be touched.
pub unsafe fn entersyscall() {
    todo!()
}

/// Like [`entersyscall`] for a call known to block: hands the P off at once.
///
/// # Safety
/// As [`entersyscall`].
pub unsafe fn entersyscallblock() {
    todo!()
}

/// Back from a system call; gets a P again, or parks until one is free. `gp.pp` may have changed.
///
/// # Safety
/// On the same G's stack, after [`entersyscall`].
pub unsafe fn exitsyscall() {
    todo!()
}
