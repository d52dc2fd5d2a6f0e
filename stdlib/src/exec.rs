//! Natives of package syscall that start programs and wait for them.

use std::ffi::CString;

use minigo_vm::native::{NativeCtx, Registry};

use crate::syscall::errno;

/// Adds these natives.
pub(crate) fn register(r: &mut Registry) {
    r.syscall("syscall.forkExec", |c| {
        let (pid, e) = match spawn(c) {
            Ok(pid) => (i64::from(pid), 0),
            Err(e) => (-1, i64::from(e)),
        };
        c.set_int(0, pid);
        c.set_int(1, e);
    });
    r.syscall("syscall.wait", |c| {
        let pid = c.int(0) as i32;
        let mut status = 0;
        // SAFETY: plain integers, all zero is valid.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        let e = loop {
            // SAFETY: both places are valid for the call.
            if unsafe { libc::wait4(pid, &mut status, 0, &mut usage) } >= 0 {
                break 0;
            }
            if errno() != libc::EINTR {
                break errno();
            }
        };
        let ns = |t: libc::timeval| t.tv_sec * 1_000_000_000 + t.tv_usec * 1_000;
        c.set_int(0, i64::from(status));
        c.set_int(1, ns(usage.ru_utime));
        c.set_int(2, ns(usage.ru_stime));
        c.set_int(3, i64::from(e));
    });
}

/// The strings of the `[]string` in slots `i…i+2`, each with a NUL at its end.
fn strings(c: &NativeCtx, i: usize) -> Result<Vec<CString>, i32> {
    let (p, n, _) = c.slice(i);
    (0..n)
        .map(|k| {
            // SAFETY: the slice has `n` strings of a pointer and a length; each is valid for its length.
            let bytes = unsafe {
                let [at, len] = *p.cast::<[usize; 2]>().add(k);
                if len == 0 {
                    &[][..]
                } else {
                    std::slice::from_raw_parts(at as *const u8, len)
                }
            };
            CString::new(bytes).map_err(|_| libc::EINVAL)
        })
        .collect()
}

/// The pointers of `list`, and null after them.
fn pointers(list: &[CString]) -> Vec<*mut libc::c_char> {
    let mut v: Vec<_> = list.iter().map(|s| s.as_ptr().cast_mut()).collect();
    v.push(std::ptr::null_mut());
    v
}

/// Starts the program; the process or an errno.
fn spawn(c: &NativeCtx) -> Result<libc::pid_t, i32> {
    let path = CString::new(c.bytes(0)).map_err(|_| libc::EINVAL)?;
    let (argv, env) = (strings(c, 2)?, strings(c, 5)?);
    let (argv, env) = (pointers(&argv), pointers(&env));
    let dir = CString::new(c.bytes(8)).map_err(|_| libc::EINVAL)?;
    let (fds, nfds, _) = c.slice(10);
    let fds: Vec<i32> = (0..nfds)
        // SAFETY: the slice has `nfds` ints.
        .map(|k| unsafe { *fds.cast::<i64>().add(k) } as i32)
        .collect();
    // Copies above all targets, so that no dup2 overwrites a source that is still wanted.
    let mut copies = Vec::new();
    // SAFETY: the attributes and actions are initialised before use and destroyed after; all strings outlive the call.
    unsafe {
        let mut actions: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        let mut attr: libc::posix_spawnattr_t = std::mem::zeroed();
        libc::posix_spawn_file_actions_init(&mut actions);
        libc::posix_spawnattr_init(&mut attr);
        let mut e = 0;
        for (target, &fd) in fds.iter().enumerate() {
            let target = target as i32;
            if fd < 0 {
                libc::posix_spawn_file_actions_addclose(&mut actions, target);
                continue;
            }
            let copy = libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, nfds as i32 + 3);
            if copy < 0 {
                e = errno();
                break;
            }
            copies.push(copy);
            libc::posix_spawn_file_actions_adddup2(&mut actions, copy, target);
        }
        if e == 0 && !dir.is_empty() {
            e = libc::posix_spawn_file_actions_addchdir_np(&mut actions, dir.as_ptr());
        }
        let mut pid = 0;
        if e == 0 {
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&mut set);
            libc::posix_spawnattr_setsigmask(&mut attr, &set);
            libc::sigfillset(&mut set);
            libc::posix_spawnattr_setsigdefault(&mut attr, &set);
            let flags = libc::POSIX_SPAWN_SETSIGMASK | libc::POSIX_SPAWN_SETSIGDEF;
            libc::posix_spawnattr_setflags(&mut attr, flags as _);
            e = libc::posix_spawn(
                &mut pid,
                path.as_ptr(),
                &actions,
                &attr,
                argv.as_ptr(),
                env.as_ptr(),
            );
        }
        for copy in copies {
            libc::close(copy);
        }
        libc::posix_spawn_file_actions_destroy(&mut actions);
        libc::posix_spawnattr_destroy(&mut attr);
        if e == 0 { Ok(pid) } else { Err(e) }
    }
}
