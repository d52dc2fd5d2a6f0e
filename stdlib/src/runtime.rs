//! Natives of package runtime.

use minigo_runtime::os_linux::ncpu;
use minigo_runtime::{proc, systemstack};
use minigo_vm::native::Registry;

use crate::strconv::format_g;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    // Formatting wants more stack than a goroutine has.
    r.leaf("runtime.printfloatBuf", |c| {
        let f = c.f64(0);
        let buf = c.byte_slice(1);
        // SAFETY: on an M's goroutine; the closure neither parks nor unwinds.
        let n = unsafe { systemstack(|| format_g(f, 64, buf)) };
        c.set_int(0, n as i64);
    });
    r.park("runtime.Gosched", |_| {
        // SAFETY: on the goroutine's stack, its frames published by the call.
        unsafe { proc::gosched() };
    });
    r.park("runtime.GOMAXPROCS", |c| {
        // SAFETY: as above.
        let old = unsafe { proc::gomaxprocs(c.int(0) as i32) };
        c.set_int(0, i64::from(old));
    });
    r.leaf("runtime.NumCPU", |c| c.set_int(0, i64::from(ncpu())));
    r.leaf("runtime.NumGoroutine", |c| {
        c.set_int(0, proc::gcount() as i64)
    });
    r.park("runtime.LockOSThread", |_| {
        // SAFETY: on the goroutine's stack.
        unsafe { proc::lock_os_thread() };
    });
    r.park("runtime.UnlockOSThread", |_| {
        // SAFETY: on the goroutine's stack.
        unsafe { proc::unlock_os_thread() };
    });
    r.g0("runtime.Goexit", |c| c.raise_goexit());
}
