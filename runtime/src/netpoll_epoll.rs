//! The poller on epoll, with an eventfd to interrupt it.
//!
//! Waiting is in nanoseconds by `epoll_pwait2` (Linux 5.11), in milliseconds rounded up where the kernel lacks it.

use std::sync::atomic::{AtomicBool, AtomicI32, Ordering::*};

use crate::g::GList;
use crate::netpoll::{PollDesc, ready};
use crate::throw::throw;

static EPFD: AtomicI32 = AtomicI32::new(-1);
static WAKEFD: AtomicI32 = AtomicI32::new(-1);
/// An interrupt is on its way; a second one would be a wasted system call.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static NO_PWAIT2: AtomicBool = AtomicBool::new(false);

/// The token of the eventfd; no descriptor's.
const WAKE_TOKEN: u64 = 0;
/// The bits that the alignment of a PollDesc leaves.
const TAG_MASK: u64 = align_of::<PollDesc>() as u64 - 1;
/// Events fetched by one call.
const BATCH: usize = 128;

/// Makes the epoll instance.
pub(crate) fn init() {
    // SAFETY: plain system calls; `event` is valid for the call.
    unsafe {
        let epfd = libc::epoll_create1(libc::EPOLL_CLOEXEC);
        let wakefd = libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK);
        if epfd < 0 || wakefd < 0 {
            throw("netpollinit: failed to create the poller");
        }
        let mut event = libc::epoll_event {
            events: libc::EPOLLIN as u32,
            u64: WAKE_TOKEN,
        };
        if libc::epoll_ctl(epfd, libc::EPOLL_CTL_ADD, wakefd, &mut event) != 0 {
            throw("netpollinit: failed to register the eventfd");
        }
        EPFD.store(epfd, Release);
        WAKEFD.store(wakefd, Release);
    }
}

/// Registers `fd` for both directions. An event's token is the address of `pd`, whose low bits are free, and its tag.
pub(crate) fn open(fd: i32, pd: *mut PollDesc, tag: u32) -> Result<(), i32> {
    let mut event = libc::epoll_event {
        events: (libc::EPOLLIN | libc::EPOLLOUT | libc::EPOLLRDHUP | libc::EPOLLET) as u32,
        u64: pd as u64 | u64::from(tag) & TAG_MASK,
    };
    // SAFETY: `event` is valid for the call.
    let n = unsafe { libc::epoll_ctl(EPFD.load(Acquire), libc::EPOLL_CTL_ADD, fd, &mut event) };
    if n < 0 { Err(errno()) } else { Ok(()) }
}

/// Unregisters `fd`.
pub(crate) fn close(fd: i32) {
    let mut event = libc::epoll_event { events: 0, u64: 0 };
    // SAFETY: `event` is valid for the call. An error can only mean that the descriptor is gone already.
    unsafe { libc::epoll_ctl(EPFD.load(Acquire), libc::EPOLL_CTL_DEL, fd, &mut event) };
}

/// Makes a waiting `poll` return.
pub(crate) fn interrupt() {
    if INTERRUPTED.swap(true, SeqCst) {
        return;
    }
    let one = 1u64;
    loop {
        // SAFETY: writes eight bytes of a local.
        let n = unsafe { libc::write(WAKEFD.load(Acquire), (&raw const one).cast(), 8) };
        // EAGAIN: the counter is full, so the reader is awake anyway.
        if n == 8 || errno() == libc::EAGAIN {
            return;
        }
        if errno() != libc::EINTR {
            throw("netpoll: writing to the eventfd failed");
        }
    }
}

/// Fetches events.
pub(crate) fn poll(delay_ns: i64) -> GList {
    let mut events = [libc::epoll_event { events: 0, u64: 0 }; BATCH];
    let n = loop {
        let n = wait(&mut events, delay_ns);
        if n >= 0 {
            break n as usize;
        }
        if errno() != libc::EINTR {
            throw("netpoll: epoll_wait failed");
        }
        // The caller works out anew how long to wait.
        if delay_ns > 0 {
            return GList::new();
        }
    };
    let mut list = GList::new();
    for event in &events[..n] {
        let (token, bits) = (event.u64, event.events as i32);
        if token == WAKE_TOKEN {
            // A poll that does not wait leaves the count to the one that does.
            if delay_ns != 0 {
                let mut count = 0u64;
                // SAFETY: reads eight bytes into a local; the descriptor does not block.
                unsafe { libc::read(WAKEFD.load(Acquire), (&raw mut count).cast(), 8) };
                INTERRUPTED.store(false, SeqCst);
            }
            continue;
        }
        let pd = (token & !TAG_MASK) as *mut PollDesc;
        // SAFETY: PollDescs are never freed; one in another use has another tag.
        unsafe {
            if u64::from((*pd).tag.load(SeqCst)) & TAG_MASK != token & TAG_MASK {
                continue;
            }
            let end = libc::EPOLLHUP | libc::EPOLLERR;
            let read = bits & (libc::EPOLLIN | libc::EPOLLRDHUP | end) != 0;
            let write = bits & (libc::EPOLLOUT | end) != 0;
            ready(&mut list, pd, read, write, bits == libc::EPOLLERR);
        }
    }
    list
}

fn wait(events: &mut [libc::epoll_event], delay_ns: i64) -> i32 {
    let epfd = EPFD.load(Acquire);
    let (ptr, len) = (events.as_mut_ptr(), events.len() as i32);
    if delay_ns > 0 && !NO_PWAIT2.load(Relaxed) {
        let timeout = libc::timespec {
            tv_sec: delay_ns / 1_000_000_000,
            tv_nsec: delay_ns % 1_000_000_000,
        };
        // SAFETY: the buffer holds `len` events; no signal mask is passed.
        let n = unsafe {
            libc::syscall(
                libc::SYS_epoll_pwait2,
                epfd,
                ptr,
                len,
                &raw const timeout,
                std::ptr::null::<u8>(),
                0usize,
            )
        };
        if n >= 0 || errno() != libc::ENOSYS {
            return n as i32;
        }
        NO_PWAIT2.store(true, Relaxed);
    }
    let ms = match delay_ns {
        0 => 0,
        ..0 => -1,
        _ => ((delay_ns - 1) / 1_000_000 + 1).min(1_000_000_000) as i32,
    };
    // SAFETY: as above.
    unsafe { libc::epoll_wait(epfd, ptr, len, ms) }
}

fn errno() -> i32 {
    // SAFETY: this thread's own errno; on g0, so no goroutine moves to another thread in between.
    unsafe { *libc::__errno_location() }
}
