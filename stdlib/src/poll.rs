//! Natives of package internal/poll: waiting for descriptors. `mode` is 'r', 'w', or their sum for both.
//!
//! The errors of reset and wait are those of `PollError`: 0 none, 1 closing, 2 deadline passed, 3 not pollable.

use minigo_runtime::netpoll::{self, Mode, PollDesc};
use minigo_vm::native::{NativeCtx, Registry};

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
