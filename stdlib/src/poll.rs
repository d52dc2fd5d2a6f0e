//! Natives of package internal/poll: waiting for descriptors. `mode` is 'r', 'w', or their sum for both.
//!
//! The errors of reset and wait are those of `PollError`: 0 none, 1 closing, 2 deadline passed, 3 not pollable, 4 the goroutine
//! is to end.

use minigo_runtime::netpoll::{self, Mode, PollDesc, PollError};
use minigo_vm::native::{NativeCtx, Registry};

use crate::syscall::{errno, to_end};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.park("internal/poll.runtime_pollOpen", |c| {
        // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
        match unsafe { netpoll::poll_open(c.int(0) as i32) } {
            Ok(pd) => {
                c.set_ptr(0, pd.cast());
                c.set_int(1, 0);
            }
            Err(errno) => {
                c.set(0, 0);
                c.set_int(1, i64::from(errno));
            }
        }
    });
    // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
    r.park("internal/poll.runtime_pollClose", |c| unsafe {
        netpoll::poll_close(desc(c))
    });
    r.park("internal/poll.runtime_pollReset", |c| {
        // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
        let e = unsafe { netpoll::poll_reset(desc(c), mode(c, 1)) };
        c.set_int(0, e as i64);
    });
    r.park("internal/poll.runtime_pollWait", |c| {
        // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
        let e = unsafe { netpoll::poll_wait(desc(c), mode(c, 1)) };
        c.set_int(0, e as i64);
    });
    r.park("internal/poll.runtime_read", |c| {
        transfer(c, Mode::Read, read)
    });
    r.park("internal/poll.runtime_write", |c| {
        transfer(c, Mode::Write, write)
    });
    r.park("internal/poll.runtime_pollSetDeadline", |c| {
        let (pd, ns, modes) = (desc(c), c.int(1), c.int(2));
        let both = i64::from(b'r') + i64::from(b'w');
        if modes == both || modes == i64::from(b'r') {
            // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
            unsafe { netpoll::poll_set_deadline(pd, ns, Mode::Read) };
        }
        if modes == both || modes == i64::from(b'w') {
            // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
            unsafe { netpoll::poll_set_deadline(pd, ns, Mode::Write) };
        }
    });
    // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
    r.park("internal/poll.runtime_pollUnblock", |c| unsafe {
        netpoll::poll_unblock(desc(c))
    });
}

/// Moves bytes by `call(fd, buffer)`, waiting by the poller in between if there is a descriptor for it. Slots: the
/// PollDesc or 0, the fd, the buffer; results: the number of bytes and 0, an errno, or minus a `PollError`.
fn transfer(
    c: &mut NativeCtx,
    mode: Mode,
    call: unsafe fn(i32, *mut libc::c_void, usize) -> isize,
) {
    let (pd, fd) = (desc(c), c.int(1) as i32);
    let (p, len, _) = c.slice(2);
    let mut code = 0;
    if !pd.is_null() {
        // SAFETY: the descriptor is one that pollOpen gave; on the goroutine's stack with a P.
        code = unsafe { -(netpoll::poll_reset(pd, mode) as i64) };
    }
    let mut n = 0;
    while code == 0 {
        let g = c.g;
        // SAFETY: the caller's window keeps the buffer alive, which is valid for `len` bytes; nothing of the heap's
        // structure is touched.
        (n, code) = unsafe {
            c.in_syscall(|| {
                loop {
                    let n = call(fd, p.cast(), len);
                    match if n < 0 { errno() } else { 0 } {
                        libc::EINTR if to_end(g) => return (0, -(PollError::Withdrawn as i64)),
                        libc::EINTR => continue,
                        e => return (n as i64, i64::from(e)),
                    }
                }
            })
        };
        if code == 0 {
            break;
        }
        n = 0;
        if code != i64::from(libc::EAGAIN) || pd.is_null() {
            break;
        }
        // SAFETY: as above; the frames were published before the native was called.
        code = unsafe { -(netpoll::poll_wait(pd, mode) as i64) };
    }
    c.set_int(0, n);
    c.set_int(1, code);
}

/// `write` with the signature of `read`.
unsafe fn write(fd: i32, p: *mut libc::c_void, len: usize) -> isize {
    // SAFETY: the caller's promise.
    unsafe { libc::write(fd, p, len) }
}

unsafe fn read(fd: i32, p: *mut libc::c_void, len: usize) -> isize {
    // SAFETY: the caller's promise.
    unsafe { libc::read(fd, p, len) }
}

fn desc(c: &NativeCtx) -> *mut PollDesc {
    c.ptr(0).cast()
}

fn mode(c: &NativeCtx, slot: usize) -> Mode {
    if c.int(slot) == i64::from(b'w') {
        Mode::Write
    } else {
        Mode::Read
    }
}
