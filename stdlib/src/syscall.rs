//! Natives of package syscall: thin doors to the kernel's calls, and the process's arguments and environment.
//!
//! The blocking ones are of kind syscall: they run on g0 while the P may be given away, and must not allocate from the
//! collected heap. Each returns its result and an errno (0: none). EINTR is retried here where repeating is harmless
//! and the goroutine is to live on.

use std::ffi::{CString, OsStr};
use std::os::unix::ffi::OsStrExt;

use minigo_vm::native::{NativeCtx, Registry};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.syscall("syscall.syscall6", |c| {
        let a: [u64; 7] = std::array::from_fn(|i| c.word(i));
        // SAFETY: what the numbers mean is the program's own business, as with Go's syscall.Syscall.
        let (r, e) = unsafe {
            let r = libc::syscall(a[0] as i64, a[1], a[2], a[3], a[4], a[5], a[6]);
            (r, if r == -1 { errno() } else { 0 })
        };
        if e == libc::EINTR && to_end(c.g) {
            return c.raise_goexit();
        }
        c.set_int(0, r);
        c.set_int(1, 0);
        c.set_int(2, i64::from(e));
    });
    r.syscall("syscall.read", |c| {
        let fd = c.int(0) as i32;
        let p = c.byte_slice(1);
        // SAFETY: the buffer is valid for its length.
        result(c, || unsafe {
            libc::read(fd, p.as_mut_ptr().cast(), p.len()) as i64
        });
    });
    r.syscall("syscall.write", |c| {
        let fd = c.int(0) as i32;
        let p = c.byte_slice(1);
        // SAFETY: as above.
        result(c, || unsafe {
            libc::write(fd, p.as_ptr().cast(), p.len()) as i64
        });
    });
    r.syscall("syscall.pread", |c| {
        let (fd, off) = (c.int(0) as i32, c.int(4));
        let p = c.byte_slice(1);
        // SAFETY: as above.
        result(c, || unsafe {
            libc::pread(fd, p.as_mut_ptr().cast(), p.len(), off) as i64
        });
    });
    r.syscall("syscall.pwrite", |c| {
        let (fd, off) = (c.int(0) as i32, c.int(4));
        let p = c.byte_slice(1);
        // SAFETY: as above.
        result(c, || unsafe {
            libc::pwrite(fd, p.as_ptr().cast(), p.len(), off) as i64
        });
    });
    r.syscall("syscall.open", |c| {
        let (mode, perm) = (c.int(2) as i32, c.word(3) as libc::c_uint);
        // SAFETY: the path ends in NUL.
        with_path(c, 0, |p| unsafe {
            i64::from(libc::open(p, mode | libc::O_CLOEXEC, perm))
        });
    });
    r.syscall("syscall.close", |c| {
        let fd = c.int(0) as i32;
        // SAFETY: no pointers. Not repeated: the descriptor is gone even after EINTR.
        let n = unsafe { libc::close(fd) };
        let e = if n < 0 && errno() != libc::EINTR {
            errno()
        } else {
            0
        };
        c.set_int(0, i64::from(e));
    });
    r.syscall("syscall.seek", |c| {
        let (fd, off, whence) = (c.int(0) as i32, c.int(1), c.int(2) as i32);
        // SAFETY: no pointers.
        result(c, || unsafe { libc::lseek(fd, off, whence) });
    });
    r.syscall("syscall.mkdir", |c| {
        let perm = c.word(2) as libc::mode_t;
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            with_path(c, 0, |p| unsafe { i64::from(libc::mkdir(p, perm)) })
        });
    });
    r.syscall("syscall.rmdir", |c| {
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            with_path(c, 0, |p| unsafe { i64::from(libc::rmdir(p)) })
        });
    });
    r.syscall("syscall.unlink", |c| {
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            with_path(c, 0, |p| unsafe { i64::from(libc::unlink(p)) })
        });
    });
    r.syscall("syscall.chdir", |c| {
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            with_path(c, 0, |p| unsafe { i64::from(libc::chdir(p)) })
        });
    });
    r.syscall("syscall.chmod", |c| {
        let mode = c.word(2) as libc::mode_t;
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            with_path(c, 0, |p| unsafe { i64::from(libc::chmod(p, mode)) })
        });
    });
    r.syscall("syscall.rename", |c| {
        two_paths(c, |from, to| {
            // SAFETY: both paths end in NUL; likewise below.
            unsafe { libc::rename(from, to) }
        })
    });
    r.syscall("syscall.link", |c| {
        two_paths(c, |from, to| {
            // SAFETY: as above.
            unsafe { libc::link(from, to) }
        })
    });
    r.syscall("syscall.symlink", |c| {
        two_paths(c, |from, to| {
            // SAFETY: as above.
            unsafe { libc::symlink(from, to) }
        })
    });
    r.syscall("syscall.readlink", |c| {
        let buf = c.byte_slice(2);
        // SAFETY: the path ends in NUL, the buffer is valid for its length.
        with_path(c, 0, |p| unsafe {
            libc::readlink(p, buf.as_mut_ptr().cast(), buf.len()) as i64
        });
    });
    r.syscall("syscall.ftruncate", |c| {
        let (fd, len) = (c.int(0) as i32, c.int(1));
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            result(c, || unsafe { i64::from(libc::ftruncate(fd, len)) })
        });
    });
    r.syscall("syscall.fsync", |c| {
        let fd = c.int(0) as i32;
        // SAFETY: no pointers.
        error_only(c, |c| result(c, || unsafe { i64::from(libc::fsync(fd)) }));
    });
    r.syscall("syscall.getcwd", |c| {
        let buf = c.byte_slice(0);
        // SAFETY: the buffer is valid for its length.
        let ok = unsafe { !libc::getcwd(buf.as_mut_ptr().cast(), buf.len()).is_null() };
        let n = if ok {
            buf.iter().position(|&b| b == 0).unwrap_or(buf.len()) as i64
        } else {
            -1
        };
        c.set_int(1, if ok { 0 } else { i64::from(errno()) });
        c.set_int(0, n);
    });
    r.syscall("syscall.getdents", |c| {
        let fd = c.int(0) as i32;
        let buf = c.byte_slice(1);
        // SAFETY: the buffer is valid for its length.
        result(c, || unsafe {
            libc::syscall(libc::SYS_getdents64, fd, buf.as_mut_ptr(), buf.len())
        });
    });
    r.syscall("syscall.pipe", |c| {
        let (p, n, _) = c.slice(0);
        let mut fds = [0i32; 2];
        // SAFETY: `fds` has room for two.
        let e = if unsafe { libc::pipe2(fds.as_mut_ptr(), libc::O_CLOEXEC) } < 0 {
            errno()
        } else {
            0
        };
        if e == 0 && n >= 2 {
            // SAFETY: a slice of at least two ints.
            unsafe {
                p.cast::<[i64; 2]>()
                    .write([i64::from(fds[0]), i64::from(fds[1])])
            };
        }
        c.set_int(0, i64::from(e));
    });
    r.syscall("syscall.kill", |c| {
        let (pid, signal) = (c.int(0) as i32, c.int(1) as i32);
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            result(c, || unsafe { i64::from(libc::kill(pid, signal)) })
        });
    });
    r.syscall("syscall.setnonblock", |c| {
        let (fd, on) = (c.int(0) as i32, c.bool(1));
        // SAFETY: no pointers.
        let e = unsafe {
            let flags = libc::fcntl(fd, libc::F_GETFL);
            let wanted = if on {
                flags | libc::O_NONBLOCK
            } else {
                flags & !libc::O_NONBLOCK
            };
            if flags == -1 || libc::fcntl(fd, libc::F_SETFL, wanted) < 0 {
                errno()
            } else {
                0
            }
        };
        c.set_int(0, i64::from(e));
    });
    r.syscall("syscall.mkfifo", |c| {
        let mode = c.word(2) as libc::mode_t;
        error_only(c, |c| {
            // SAFETY: plain integers and paths that end in NUL; buffers are valid for their lengths.
            with_path(c, 0, |p| unsafe { i64::from(libc::mkfifo(p, mode)) })
        });
    });
    r.g0("syscall.runtime_setenv", |c| {
        let (key, value) = (OsStr::from_bytes(c.bytes(0)), OsStr::from_bytes(c.bytes(2)));
        // SAFETY: nothing else in the process reads the environment while natives run on g0, but for the library's own
        // reads in this file, which std locks out.
        unsafe {
            if c.bool(4) {
                std::env::set_var(key, value);
            } else {
                std::env::remove_var(key);
            }
        }
    });
    r.leaf("syscall.gettid", |c| {
        // SAFETY: no arguments.
        let id = unsafe { libc::gettid() };
        c.set_int(0, i64::from(id));
    });
    r.g0("os.runtime_sigpipe", |_| crate::stdio::die_of_sigpipe());
    r.g0("os.runtime_rand", |c| {
        let mut bytes = [0u8; 8];
        // SAFETY: eight bytes of a local.
        unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), 8, 0) };
        c.set(0, u64::from_le_bytes(bytes));
    });
    r.leaf("internal/poll.runtimeNano", |c| {
        c.set_int(0, minigo_runtime::seed::nanotime())
    });
    r.leaf("syscall.getpid", |c| {
        // SAFETY: no arguments; likewise below.
        let id = unsafe { libc::getpid() };
        c.set_int(0, i64::from(id));
    });
    r.leaf("syscall.getppid", |c| {
        // SAFETY: as above.
        let id = unsafe { libc::getppid() };
        c.set_int(0, i64::from(id));
    });
    r.leaf("syscall.getuid", |c| {
        // SAFETY: as above.
        let id = unsafe { libc::getuid() };
        c.set_int(0, i64::from(id));
    });
    r.leaf("syscall.getgid", |c| {
        // SAFETY: as above.
        let id = unsafe { libc::getgid() };
        c.set_int(0, i64::from(id));
    });
    r.leaf("syscall.isatty", |c| {
        let fd = c.int(0) as i32;
        // SAFETY: no pointers.
        let yes = unsafe { libc::isatty(fd) } == 1;
        c.set_bool(0, yes);
    });
    r.g0("syscall.strerror", |c| {
        let text = strerror(c.int(0) as i32);
        c.set_str(0, text.as_bytes());
    });
    r.g0("syscall.runtime_args", |c| {
        let args: Vec<&[u8]> = minigo_vm::args().iter().map(|s| s.as_slice()).collect();
        c.set_str_slice(0, &args);
    });
    r.g0("syscall.runtime_envs", |c| {
        let envs: Vec<Vec<u8>> = std::env::vars_os()
            .map(|(name, value)| [name.as_bytes(), b"=", value.as_bytes()].concat())
            .collect();
        let envs: Vec<&[u8]> = envs.iter().map(|s| s.as_slice()).collect();
        c.set_str_slice(0, &envs);
    });
    r.g0("syscall.runtime_exit", |c| {
        minigo_runtime::os_linux::exit(c.int(0) as i32)
    });
    r.g0("os.runtime_exit", |c| {
        minigo_runtime::os_linux::exit(c.int(0) as i32)
    });
}

pub(crate) fn errno() -> i32 {
    // SAFETY: this thread's own errno; natives that use it run on g0, where the thread does not change.
    unsafe { *libc::__errno_location() }
}

/// Whether the goroutine in a system call was asked to end, so that EINTR ends the call for good.
pub(crate) fn to_end(g: *mut minigo_runtime::G) -> bool {
    // SAFETY: the goroutine that makes the call, which is not over.
    unsafe { (*g).killed.load(std::sync::atomic::Ordering::Relaxed) }
}

/// Makes a call that gives -1 for an error, again when interrupted: its result in slot 0, errno in slot 1.
pub(crate) fn result(c: &mut NativeCtx, mut call: impl FnMut() -> i64) {
    loop {
        let n = call();
        let e = if n < 0 { errno() } else { 0 };
        if e == libc::EINTR {
            if to_end(c.g) {
                return c.raise_goexit();
            }
            continue;
        }
        c.set_int(0, n);
        c.set_int(1, i64::from(e));
        return;
    }
}

/// `result` with the string in slots `slot`, `slot + 1` as a path.
fn with_path(c: &mut NativeCtx, slot: usize, mut call: impl FnMut(*const libc::c_char) -> i64) {
    match CString::new(c.bytes(slot)) {
        Ok(path) => result(c, || call(path.as_ptr())),
        Err(_) => {
            c.set_int(0, -1);
            c.set_int(1, i64::from(libc::EINVAL));
        }
    }
}

/// For signatures that return the errno alone.
fn error_only(c: &mut NativeCtx, call: impl FnOnce(&mut NativeCtx)) {
    let mut win = [0u64; 8];
    for (i, word) in win.iter_mut().enumerate().take(4) {
        *word = c.word(i);
    }
    // The two results may be more than the window holds, so they go to a window of ours.
    let own = std::mem::replace(&mut c.win, win.as_mut_ptr());
    call(c);
    let e = c.word(1);
    c.win = own;
    c.set(0, e);
}

fn two_paths(c: &mut NativeCtx, call: impl Fn(*const libc::c_char, *const libc::c_char) -> i32) {
    let e = match (CString::new(c.bytes(0)), CString::new(c.bytes(2))) {
        (Ok(from), Ok(to)) => {
            if call(from.as_ptr(), to.as_ptr()) < 0 {
                errno()
            } else {
                0
            }
        }
        _ => libc::EINVAL,
    };
    c.set_int(0, i64::from(e));
}

/// The C library's text for an errno, as Go prints it: without capitals except in words like CSI and I/O. Empty for a
/// number that Go does not know.
pub(crate) fn strerror(e: i32) -> String {
    if !(1..libc::EHWPOISON).contains(&e) {
        return String::new();
    }
    // SAFETY: strerror returns a valid string for any number.
    let text = unsafe { std::ffi::CStr::from_ptr(libc::strerror(e)) }.to_string_lossy();
    if text.starts_with("Unknown error") {
        return String::new();
    }
    let lower = |word: &str| match word.chars().skip(1).any(char::is_uppercase) {
        true => String::from(word),
        false => word.to_lowercase(),
    };
    text.split(' ').map(lower).collect::<Vec<_>>().join(" ")
}
