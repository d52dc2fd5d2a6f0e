//! The native of package syscall that starts programs.

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

// What the first word of `attr` may have (syscall/exec.mg).
const PTRACE: i64 = 1 << 0;
const SETSID: i64 = 1 << 1;
const SETPGID: i64 = 1 << 2;
const FOREGROUND: i64 = 1 << 3;
const CREDENTIAL: i64 = 1 << 4;
const KEEP_GROUPS: i64 = 1 << 5;
const NOCTTY: i64 = 1 << 6;
const SETCTTY: i64 = 1 << 7;
const FILES_LIMIT: i64 = 1 << 8;

/// The child's stack until it becomes the program.
const CHILD_STACK_BYTES: usize = 64 << 10;

/// What the child needs; made by the parent, as the child may not allocate. All pointers end in NUL or null and stay valid,
/// since the parent waits until the child is another program or has ended.
struct Child {
    path: *const libc::c_char,
    argv: *const *mut libc::c_char,
    env: *const *mut libc::c_char,
    dir: *const libc::c_char,
    root: *const libc::c_char,
    /// Copies of the descriptors that the program gets, above all their numbers there; -1 for none.
    fds: Vec<i32>,
    attr: [i64; 10],
    groups: Vec<libc::gid_t>,
    parent: libc::pid_t,
    /// What failed, 0 for nothing.
    errno: i32,
}

/// Starts the program; the process or an errno.
fn spawn(c: &NativeCtx) -> Result<libc::pid_t, i32> {
    let paths = strings(c, 0)?;
    let [path, dir, root] = paths.as_slice() else {
        return Err(libc::EINVAL);
    };
    let (argv, env) = (strings(c, 3)?, strings(c, 6)?);
    let (argv, env) = (pointers(&argv), pointers(&env));
    let (fds, attr) = (ints(c, 9), ints(c, 12));
    let mut words = [0; 10];
    words.copy_from_slice(&attr[..10]);
    let mut child = Child {
        path: path.as_ptr(),
        argv: argv.as_ptr(),
        env: env.as_ptr(),
        dir: dir.as_ptr(),
        root: root.as_ptr(),
        fds: Vec::with_capacity(fds.len()),
        attr: words,
        groups: attr[10..].iter().map(|&g| g as libc::gid_t).collect(),
        // SAFETY: no arguments.
        parent: unsafe { libc::getpid() },
        errno: 0,
    };
    let mut started = Ok(0);
    for &fd in &fds {
        let copy = if fd < 0 {
            -1
        } else {
            // SAFETY: no pointers.
            unsafe { libc::fcntl(fd as i32, libc::F_DUPFD_CLOEXEC, fds.len() as i32 + 3) }
        };
        if fd >= 0 && copy < 0 {
            started = Err(errno());
            break;
        }
        child.fds.push(copy);
    }
    if started.is_ok() {
        started = clone(&mut child);
    }
    for &copy in child.fds.iter().filter(|&&fd| fd >= 0) {
        // SAFETY: a descriptor of ours.
        unsafe { libc::close(copy) };
    }
    started
}

/// The `[]int` in slots `i…i+2`.
fn ints(c: &NativeCtx, i: usize) -> Vec<i64> {
    let (p, n, _) = c.slice(i);
    // SAFETY: the slice has `n` ints.
    (0..n).map(|k| unsafe { *p.cast::<i64>().add(k) }).collect()
}

/// Makes the process. It shares this one's memory until it becomes the program, and this thread waits for that; so no page
/// is copied, and the child can say what failed.
fn clone(child: &mut Child) -> Result<libc::pid_t, i32> {
    let mut stack = vec![0u128; CHILD_STACK_BYTES / 16];
    let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD | child.attr[6] as i32;
    // SAFETY: the stack is the child's alone, and `child` outlives its use. No signal comes to this thread, and so to the
    // child, whose handlers would be ours, until it has set them back.
    let pid = unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut old: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut old);
        let top = stack.as_mut_ptr().add(stack.len()).cast();
        let pid = libc::clone(run_child, top, flags, std::ptr::from_mut(child).cast());
        let e = errno();
        libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
        if pid < 0 {
            return Err(e);
        }
        pid
    };
    // SAFETY: the child has written it before this thread went on.
    match unsafe { std::ptr::read_volatile(&child.errno) } {
        0 => Ok(pid),
        e => {
            // SAFETY: our child, which has ended.
            unsafe {
                while libc::waitpid(pid, std::ptr::null_mut(), 0) < 0 && errno() == libc::EINTR {}
            }
            Err(e)
        }
    }
}

extern "C" fn run_child(arg: *mut libc::c_void) -> libc::c_int {
    let child = arg.cast::<Child>();
    // SAFETY: the parent's record, which nobody else uses until this process has ended or is another program.
    let e = unsafe { become_program(&*child) };
    // SAFETY: as above.
    unsafe {
        std::ptr::write_volatile(&raw mut (*child).errno, e);
        libc::_exit(253)
    }
}

/// Does in the child what the attributes ask for, in Go's order, and becomes the program; an errno if something fails.
///
/// # Safety
/// Runs in the child, on the memory of a parent whose other threads go on: system calls and nothing else.
unsafe fn become_program(child: &Child) -> i32 {
    let flags = child.attr[0];
    macro_rules! try_call {
        ($call:expr) => {
            if $call < 0 {
                return errno();
            }
        };
    }
    // SAFETY: the caller's contract; all pointers are the parent's and valid.
    unsafe {
        reset_signals();
        if flags & SETSID != 0 {
            try_call!(libc::setsid());
        }
        if flags & SETPGID != 0 {
            try_call!(libc::setpgid(0, child.attr[1] as libc::pid_t));
        }
        if flags & FOREGROUND != 0 {
            let group = match child.attr[1] as libc::pid_t {
                0 => libc::syscall(libc::SYS_getpid) as libc::pid_t,
                group => group,
            };
            try_call!(libc::ioctl(
                child.attr[2] as i32,
                libc::TIOCSPGRP,
                &raw const group
            ));
        }
        set_mask_empty();
        if child.attr[7] != 0 {
            try_call!(libc::syscall(libc::SYS_unshare, child.attr[7]));
        }
        if *child.root != 0 {
            try_call!(libc::syscall(libc::SYS_chroot, child.root));
        }
        if flags & CREDENTIAL != 0 {
            // The numbers themselves: the C library's functions would ask the parent's threads to follow.
            if flags & KEEP_GROUPS == 0 {
                try_call!(libc::syscall(
                    libc::SYS_setgroups,
                    child.groups.len(),
                    child.groups.as_ptr()
                ));
            }
            try_call!(libc::syscall(libc::SYS_setgid, child.attr[5]));
            try_call!(libc::syscall(libc::SYS_setuid, child.attr[4]));
        }
        if *child.dir != 0 {
            try_call!(libc::syscall(libc::SYS_chdir, child.dir));
        }
        if child.attr[3] != 0 {
            try_call!(libc::syscall(
                libc::SYS_prctl,
                libc::PR_SET_PDEATHSIG,
                child.attr[3],
                0,
                0,
                0
            ));
            // The parent may have ended before that.
            let parent = libc::syscall(libc::SYS_getppid) as libc::pid_t;
            if parent != child.parent && child.attr[6] == 0 {
                let own = libc::syscall(libc::SYS_getpid);
                try_call!(libc::syscall(libc::SYS_kill, own, child.attr[3]));
            }
        }
        for (target, &fd) in child.fds.iter().enumerate() {
            if fd < 0 {
                libc::syscall(libc::SYS_close, target);
            } else {
                try_call!(libc::syscall(libc::SYS_dup3, fd, target, 0));
            }
        }
        if flags & NOCTTY != 0 {
            try_call!(libc::ioctl(0, libc::TIOCNOTTY, 0));
        }
        if flags & SETCTTY != 0 {
            try_call!(libc::ioctl(child.attr[2] as i32, libc::TIOCSCTTY, 1));
        }
        if flags & FILES_LIMIT != 0 {
            let limit = [child.attr[8], child.attr[9]];
            libc::syscall(
                libc::SYS_prlimit64,
                0,
                libc::RLIMIT_NOFILE,
                &raw const limit,
                0,
            );
        }
        if flags & PTRACE != 0 {
            try_call!(libc::syscall(
                libc::SYS_ptrace,
                libc::PTRACE_TRACEME,
                0,
                0,
                0
            ));
        }
        libc::syscall(libc::SYS_execve, child.path, child.argv, child.env);
        errno()
    }
}

/// Sets all signals but those that the program ignores to their defaults; SIGPIPE, which the runtime ignores, too.
///
/// # Safety
/// As `become_program`.
unsafe fn reset_signals() {
    for signal in 1..=64 {
        // SAFETY: plain integers, all zero is valid; numbers that cannot be set give an error that nobody misses.
        unsafe {
            let mut now: libc::sigaction = std::mem::zeroed();
            if libc::sigaction(signal, std::ptr::null(), &mut now) < 0
                || now.sa_sigaction == libc::SIG_DFL
                || now.sa_sigaction == libc::SIG_IGN && signal != libc::SIGPIPE
            {
                continue;
            }
            now.sa_sigaction = libc::SIG_DFL;
            libc::sigaction(signal, &now, std::ptr::null_mut());
        }
    }
}

/// # Safety
/// As `become_program`.
unsafe fn set_mask_empty() {
    // SAFETY: a local, valid for the call.
    unsafe {
        let mut none: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &none, std::ptr::null_mut());
    }
}
