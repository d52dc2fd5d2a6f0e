//! Natives of package internal/stdio: reads and writes of the standard streams, straight to the kernel and unbuffered.

use minigo_vm::native::Registry;

use crate::syscall::{result, strerror};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.syscall("internal/stdio.write", |c| {
        let fd = c.int(0) as i32;
        let p = c.byte_slice(1);
        // SAFETY: the buffer is valid for its length.
        result(c, || unsafe {
            libc::write(fd, p.as_ptr().cast(), p.len()) as i64
        });
        if c.int(1) == i64::from(libc::EPIPE) && (fd == 1 || fd == 2) {
            die_of_sigpipe();
        }
    });
    r.syscall("internal/stdio.read", |c| {
        let fd = c.int(0) as i32;
        let p = c.byte_slice(1);
        // SAFETY: the buffer is valid for its length.
        result(c, || unsafe {
            libc::read(fd, p.as_mut_ptr().cast(), p.len()) as i64
        });
    });
    r.g0("internal/stdio.errorText", |c| {
        let text = strerror(c.int(0) as i32);
        c.set_str(0, text.as_bytes());
    });
}

/// Does what the signal would have done that the host ignores: a program whose reader is gone ends.
pub(crate) fn die_of_sigpipe() {
    // SAFETY: restores the default action of one signal and sends it to this process.
    unsafe {
        libc::signal(libc::SIGPIPE, libc::SIG_DFL);
        libc::raise(libc::SIGPIPE);
    }
}
