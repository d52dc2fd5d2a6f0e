//! Every libc and kernel call of the scheduler.

use std::sync::atomic::AtomicU32;

/// Sleeps while `*addr == val`, at most `ns` nanoseconds (for ever when negative). Spurious returns happen.
#[inline(never)]
pub fn futex_wait(addr: &AtomicU32, val: u32, ns: i64) {
    let ts = libc::timespec {
        tv_sec: ns / 1_000_000_000,
        tv_nsec: ns % 1_000_000_000,
    };
    let tsp = if ns < 0 {
        std::ptr::null()
    } else {
        &raw const ts
    };
    // SAFETY: `addr` is a live aligned u32; the kernel only compares it.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            addr.as_ptr(),
            libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG,
            val,
            tsp,
        );
    }
}

/// Wakes up to `n` sleepers of `addr`.
#[inline(never)]
pub fn futex_wake(addr: &AtomicU32, n: u32) {
    // SAFETY: only the address is used.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            addr.as_ptr(),
            libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG,
            n,
        );
    }
}

/// Monotonic time in nanoseconds.
#[inline]
pub fn nanotime() -> i64 {
    let mut ts = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `ts` is a valid out parameter.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut ts) };
    ts.tv_sec * 1_000_000_000 + ts.tv_nsec
}

/// Gives up the processor for a moment.
pub fn osyield() {
    // SAFETY: no arguments.
    unsafe { libc::sched_yield() };
}

/// Sleeps `us` microseconds.
pub fn usleep(us: u32) {
    let ts = libc::timespec {
        tv_sec: (us / 1_000_000) as i64,
        tv_nsec: (us % 1_000_000) as i64 * 1000,
    };
    // SAFETY: `ts` is valid.
    unsafe { libc::nanosleep(&ts, std::ptr::null_mut()) };
}

/// Processors this process may run on, read once.
pub fn ncpu() -> u32 {
    static N: AtomicU32 = AtomicU32::new(0);
    use std::sync::atomic::Ordering::Relaxed;
    let n = N.load(Relaxed);
    if n != 0 {
        return n;
    }
    // SAFETY: a zeroed cpu_set_t is valid, the kernel fills in its size.
    let n = unsafe {
        let mut set: libc::cpu_set_t = std::mem::zeroed();
        libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &mut set);
        libc::CPU_COUNT(&set).max(1) as u32
    };
    N.store(n, Relaxed);
    n
}

/// Writes all of `b`, ignoring errors.
pub fn write_all(fd: i32, mut b: &[u8]) {
    while !b.is_empty() {
        // SAFETY: `b` is readable for its length.
        let n = unsafe { libc::write(fd, b.as_ptr().cast(), b.len()) };
        if n <= 0 {
            if n < 0 && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted {
                continue;
            }
            return;
        }
        b = &b[n as usize..];
    }
}

/// Ends the process at once, without destructors.
pub fn exit(code: i32) -> ! {
    // SAFETY: never returns.
    unsafe { libc::_exit(code) }
}

/// The wall clock: seconds since 1970 and nanoseconds.
#[inline]
pub fn walltime() -> (i64, i32) {
    let mut ts = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `ts` is a valid out parameter.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &mut ts) };
    (ts.tv_sec, ts.tv_nsec as i32)
}
