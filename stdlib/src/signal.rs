//! Natives of package os/signal.
//!
//! The handler writes the signal's number to a pipe; a full pipe drops it, as Go drops what a channel has no room for.
//! What a signal did before the first `enable` or `ignore` is kept, for `disable` to put back. All but the handler run
//! under the package's lock.

use minigo_vm::native::{NativeCtx, Registry};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicI32, Ordering};

const NUM_SIG: usize = 65;

/// The writing end of the pipe, -1 before there is one.
static PIPE: AtomicI32 = AtomicI32::new(-1);

/// What each signal did at first.
static BEFORE: Mutex<[Option<libc::sigaction>; NUM_SIG]> = Mutex::new([None; NUM_SIG]);

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.g0("os/signal.openPipe", open_pipe);
    r.g0("os/signal.enable", |c| {
        set(
            c,
            handler as *const () as usize,
            libc::SA_ONSTACK | libc::SA_RESTART,
        )
    });
    r.g0("os/signal.ignore", |c| set(c, libc::SIG_IGN, 0));
    r.g0("os/signal.disable", |c| {
        let sig = c.int(0);
        let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(old) = before.get_mut(sig as usize).and_then(Option::take) {
            // SAFETY: what the system gave for this signal.
            unsafe { libc::sigaction(sig as i32, &old, std::ptr::null_mut()) };
        }
    });
    r.g0("os/signal.ignored", |c| {
        // SAFETY: all zeros is a valid sigaction; only asked for.
        let now = unsafe {
            let mut now: libc::sigaction = std::mem::zeroed();
            libc::sigaction(c.int(0) as i32, std::ptr::null(), &mut now);
            now.sa_sigaction
        };
        c.set_bool(0, now == libc::SIG_IGN);
    });
}

fn open_pipe(c: &mut NativeCtx) {
    let mut fds = [-1i32; 2];
    // The reader may wait in the system; the handler must not.
    // SAFETY: room for the two descriptors.
    let failed = unsafe {
        libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) != 0
            || libc::fcntl(fds[1], libc::F_SETFL, libc::O_NONBLOCK) != 0
    };
    if failed {
        return c.set_int(0, -1);
    }
    PIPE.store(fds[1], Ordering::Release);
    c.set_int(0, i64::from(fds[0]));
}

fn set(c: &mut NativeCtx, action: usize, flags: i32) {
    let sig = c.int(0);
    let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(kept) = before.get_mut(sig as usize) else {
        return;
    };
    // SAFETY: all zeros is a valid sigaction; the handler is safe in a signal.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = action;
        new.sa_flags = flags;
        libc::sigfillset(&mut new.sa_mask);
        let mut old: libc::sigaction = std::mem::zeroed();
        if libc::sigaction(sig as i32, &new, &mut old) == 0 && kept.is_none() {
            *kept = Some(old);
        }
    }
}

/// Runs on the signal stack, in any thread, at any moment: nothing but `write`, and errno as it was.
extern "C" fn handler(sig: i32) {
    let byte = sig as u8;
    // SAFETY: write and errno may be used in a handler; the byte outlives the call.
    unsafe {
        let errno = *libc::__errno_location();
        libc::write(PIPE.load(Ordering::Acquire), (&raw const byte).cast(), 1);
        *libc::__errno_location() = errno;
    }
}
