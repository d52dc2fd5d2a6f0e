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

/// Maps `bytes` of zeroed private memory; throws when the system has none.
pub fn map(bytes: usize) -> *mut u8 {
    // SAFETY: an anonymous mapping at an address of the kernel's choice touches nothing that exists.
    let p = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    if p == libc::MAP_FAILED {
        crate::throw::fatal("runtime: cannot allocate memory");
    }
    p.cast()
}

/// Maps a stack, whose lowest page is inaccessible.
pub fn map_stack(bytes: usize) -> std::io::Result<*mut u8> {
    // SAFETY: as in `map`; nobody uses the range yet. (Huge pages keep away from `MAP_STACK`.)
    unsafe {
        let p = libc::mmap(
            std::ptr::null_mut(),
            bytes,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_STACK,
            -1,
            0,
        );
        if p == libc::MAP_FAILED {
            return Err(std::io::Error::last_os_error());
        }
        guard(p.cast(), 4096);
        Ok(p.cast())
    }
}

/// Gives a mapping back.
///
/// # Safety
/// Nothing uses `[p, p+bytes)`, which [`map`] returned (or a page-aligned part of it).
pub unsafe fn unmap(p: *mut u8, bytes: usize) {
    // SAFETY: the caller's promise.
    unsafe { libc::munmap(p.cast(), bytes) };
}

/// `MADV_GUARD_INSTALL` (Linux 6.13): guards pages without splitting the mapping, of which there may be 65,530.
const MADV_GUARD_INSTALL: libc::c_int = 102;

/// Makes a page-aligned range of a mapping inaccessible.
///
/// # Safety
/// Nothing uses the range.
pub unsafe fn guard(p: *mut u8, bytes: usize) {
    // SAFETY: the caller's promise; older kernels refuse the advice and get a protected mapping of its own.
    unsafe {
        if libc::madvise(p.cast(), bytes, MADV_GUARD_INSTALL) != 0 {
            libc::mprotect(p.cast(), bytes, libc::PROT_NONE);
        }
    }
}

/// Keeps huge pages away from a sparse mapping (they would cost 64 KB and more a touched slot).
///
/// # Safety
/// The range is a mapping of ours.
pub unsafe fn no_huge_pages(p: *mut u8, bytes: usize) {
    // SAFETY: advice only.
    unsafe { libc::madvise(p.cast(), bytes, libc::MADV_NOHUGEPAGE) };
}

/// The kernel's id of this thread.
pub fn gettid() -> i32 {
    // SAFETY: no arguments.
    unsafe { libc::syscall(libc::SYS_gettid) as i32 }
}

/// Blocks every signal in this thread and returns the mask before.
pub fn block_signals() -> libc::sigset_t {
    // SAFETY: both sets are valid; a zeroed sigset_t is one.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut old: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut old);
        old
    }
}

/// Sets this thread's signal mask.
pub fn set_sigmask(set: &libc::sigset_t) {
    // SAFETY: `set` is valid.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, set, std::ptr::null_mut()) };
}

/// Makes `[lo, lo+bytes)` this thread's signal stack.
///
/// # Safety
/// The range is writable and used for nothing else while the thread lives.
pub unsafe fn sigaltstack(lo: *mut u8, bytes: usize) {
    let ss = libc::stack_t {
        ss_sp: lo.cast(),
        ss_flags: 0,
        ss_size: bytes,
    };
    // SAFETY: the caller's promise.
    unsafe { libc::sigaltstack(&ss, std::ptr::null_mut()) };
}

/// A signal handler.
pub type SignalHandler = unsafe extern "C" fn(i32, *mut libc::siginfo_t, *mut libc::c_void);

/// Installs `f` for `sig`, on the signal stack; system calls go on after it.
///
/// # Safety
/// `f` does only what a signal handler may.
pub unsafe fn sigaction(sig: i32, f: SignalHandler) {
    // SAFETY: the caller's promise.
    unsafe { install(sig, f, libc::SA_RESTART) }
}

/// [`sigaction`] for a signal that ends system calls with EINTR.
///
/// # Safety
/// As there.
pub unsafe fn sigaction_interrupting(sig: i32, f: SignalHandler) {
    // SAFETY: the caller's promise.
    unsafe { install(sig, f, 0) }
}

unsafe fn install(sig: i32, f: SignalHandler, flags: i32) {
    // SAFETY: a zeroed sigaction is valid; the caller answers for `f`.
    unsafe {
        let mut sa: libc::sigaction = std::mem::zeroed();
        sa.sa_sigaction = f as *const () as usize;
        sa.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK | flags;
        libc::sigfillset(&mut sa.sa_mask);
        libc::sigaction(sig, &sa, std::ptr::null_mut());
    }
}

/// Whether nobody has said what `sig` is to do.
pub fn has_default_action(sig: i32) -> bool {
    // SAFETY: a zeroed sigaction is valid and has room for the answer.
    unsafe {
        let mut now: libc::sigaction = std::mem::zeroed();
        libc::sigaction(sig, std::ptr::null(), &mut now) == 0 && now.sa_sigaction == libc::SIG_DFL
    }
}

/// Sends `sig` to one thread of this process; it may be gone.
pub fn signal_thread(tid: i32, sig: i32) {
    // SAFETY: no pointers.
    unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), tid, sig) };
}

/// Ends the process by `sig` with its default action.
pub fn die_of_signal(sig: i32) -> ! {
    // SAFETY: plain system calls.
    unsafe {
        libc::signal(sig, libc::SIG_DFL);
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigaddset(&mut set, sig);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &set, std::ptr::null_mut());
        libc::raise(sig);
    }
    exit(2)
}

/// An environment variable, read before any other thread exists.
pub fn getenv(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A random seed.
pub fn random_u64() -> u64 {
    let mut b = [0u8; 8];
    // SAFETY: `b` is writable for its length.
    unsafe { libc::syscall(libc::SYS_getrandom, b.as_mut_ptr(), b.len(), 0) };
    u64::from_le_bytes(b)
}

/// Ignores `sig`.
pub fn ignore_signal(sig: i32) {
    // SAFETY: SIG_IGN is a valid disposition.
    unsafe { libc::signal(sig, libc::SIG_IGN) };
}

/// Backs a page-aligned range of a mapping with memory at once (a hint).
///
/// # Safety
/// The range is a mapping of ours.
pub unsafe fn prefault(p: *mut u8, bytes: usize) {
    // SAFETY: the contents stay as they are.
    unsafe { libc::madvise(p.cast(), bytes, libc::MADV_POPULATE_WRITE) };
}

/// Where the arena of a repeatable run lies, if the kernel agrees; far from where it maps by itself.
const ARENA_HINT: usize = 0xc0_0000_0000;

fn mmap_heap(hint: usize, bytes: usize, prot: i32) -> Option<usize> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: an anonymous mapping at an address of the kernel's choice touches nothing of ours.
    let p = unsafe { libc::mmap(hint as *mut _, bytes, prot, flags, -1, 0) };
    (p != libc::MAP_FAILED).then_some(p as usize)
}

/// Reserves address space without access, for the arena.
pub(crate) fn reserve_heap(bytes: usize) -> Option<usize> {
    let hint = if crate::seed::on() { ARENA_HINT } else { 0 };
    mmap_heap(hint, bytes, libc::PROT_NONE)
}

/// Maps zeroed memory for the collector's tables; pages come into being when touched.
pub(crate) fn map_heap(bytes: usize) -> Option<usize> {
    mmap_heap(0, bytes, libc::PROT_READ | libc::PROT_WRITE)
}

/// Allows access to a part of the arena; false when the system refuses.
pub(crate) fn allow_access(addr: usize, bytes: usize) -> bool {
    // SAFETY: the caller gives a part of the arena that holds no object yet.
    unsafe { libc::mprotect(addr as *mut _, bytes, libc::PROT_READ | libc::PROT_WRITE) == 0 }
}

/// Asks for huge pages in a part of the arena.
pub(crate) fn huge_pages(addr: usize, bytes: usize) {
    // SAFETY: advice does not change the contents.
    unsafe { libc::madvise(addr as *mut _, bytes, libc::MADV_HUGEPAGE) };
}

/// Gives the pages of a free run of the arena back; they read as zero afterwards.
pub(crate) fn give_back(addr: usize, bytes: usize) {
    // SAFETY: the caller gives a free run: nothing in it is needed.
    unsafe { libc::madvise(addr as *mut _, bytes, libc::MADV_DONTNEED) };
}

/// A pipe: its read end and its write end.
pub fn pipe() -> std::io::Result<[i32; 2]> {
    let mut fds = [0; 2];
    // SAFETY: the array has room for both descriptors.
    match unsafe { libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) } {
        0 => Ok(fds),
        _ => Err(std::io::Error::last_os_error()),
    }
}

/// The next byte of a pipe, waiting for it; `None` at the end.
pub fn read_byte(fd: i32) -> Option<u8> {
    let mut byte = 0u8;
    loop {
        // SAFETY: reads into one byte.
        let n = unsafe { libc::read(fd, (&raw mut byte).cast(), 1) };
        let interrupted =
            n < 0 && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted;
        if !interrupted {
            return (n == 1).then_some(byte);
        }
    }
}

/// Whether `fd` can be read within `ms` milliseconds (for ever when negative).
pub fn readable(fd: i32, ms: i32) -> bool {
    let mut p = libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    };
    // SAFETY: one descriptor.
    unsafe { libc::poll(&mut p, 1, ms) > 0 }
}
