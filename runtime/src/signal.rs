//! Signal handlers of the process, all on signal stacks.
//!
//! SIGSEGV and SIGBUS: a fault in the host or an overrun native stack; says so and ends with code 2. SIGQUIT, SIGABRT: a dump of
//! all goroutines, made by sysmon (a handler may not allocate). SIGPIPE: ignored, so that writes return EPIPE; the os
//! package calls [`sigpipe`] when that happens on standard output or error. SIGINT keeps its default action.
//! [`UNHEEDED`] ones do nothing.

use crate::context::getg;
use crate::os_linux as os;
use std::sync::atomic::{AtomicI32, AtomicI64, AtomicUsize, Ordering::Relaxed};

pub(crate) fn install() {
    // SAFETY: the handlers below use raw system calls and atomics only.
    unsafe {
        if os::getenv("MINIGO_CRASH").is_none() {
            os::sigaction(libc::SIGSEGV, on_fault);
            os::sigaction(libc::SIGBUS, on_fault);
        }
        os::sigaction(libc::SIGQUIT, on_quit);
        os::sigaction(libc::SIGABRT, on_quit);
        for sig in [
            libc::SIGILL,
            libc::SIGTRAP,
            libc::SIGFPE,
            libc::SIGSTKFLT,
            libc::SIGSYS,
        ] {
            os::sigaction(sig, on_quit);
        }
        os::ignore_signal(libc::SIGPIPE);
        for sig in UNHEEDED
            .into_iter()
            .chain(libc::SIGRTMIN()..=libc::SIGRTMAX())
        {
            if os::has_default_action(sig) {
                os::sigaction(sig, on_unheeded);
            }
        }
    }
}

/// Signals that would end a process and do not end a Go program, unless it asks for them. They have a handler rather than
/// being ignored, since programs that are started would ignore them, too.
const UNHEEDED: [i32; 9] = [
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGALRM,
    libc::SIGXCPU,
    libc::SIGXFSZ,
    libc::SIGVTALRM,
    libc::SIGPROF,
    libc::SIGIO,
    libc::SIGPWR,
];

unsafe extern "C" fn on_unheeded(_: i32, _: *mut libc::siginfo_t, _: *mut libc::c_void) {}

/// Whether a process sent the signal, rather than that the thread made a mistake.
unsafe fn was_sent(info: *const libc::siginfo_t) -> bool {
    // SAFETY: the kernel passes a valid pointer.
    unsafe { (*info).si_code <= 0 }
}

/// A write to a broken pipe on descriptor 1 or 2: dies as a program without handlers would.
pub fn sigpipe() -> ! {
    os::die_of_signal(libc::SIGPIPE)
}

/// Where the thread was that took the signal to quit: pc, M, the signal's code.
static QUIT_PC: AtomicUsize = AtomicUsize::new(0);
static QUIT_M: AtomicI64 = AtomicI64::new(0);
static QUIT_CODE: AtomicI32 = AtomicI32::new(0);

/// See `QUIT_PC`.
pub(crate) fn quit_place() -> (usize, i64, i32) {
    (
        QUIT_PC.load(Relaxed),
        QUIT_M.load(Relaxed),
        QUIT_CODE.load(Relaxed),
    )
}

unsafe extern "C" fn on_quit(sig: i32, info: *mut libc::siginfo_t, ctx: *mut libc::c_void) {
    // SAFETY: the kernel passes valid pointers; the running G has an M.
    unsafe {
        let own = match sig {
            libc::SIGQUIT => false,
            libc::SIGABRT => (*info).si_code == libc::SI_TKILL,
            _ => !was_sent(info),
        };
        if own {
            // The host's own doing: there is no program left to show.
            os::die_of_signal(sig);
        }
        let ctx = ctx as *const libc::ucontext_t;
        QUIT_PC.store(
            (*ctx).uc_mcontext.gregs[libc::REG_RIP as usize] as usize,
            Relaxed,
        );
        QUIT_CODE.store((*info).si_code, Relaxed);
        let gp = getg();
        if !gp.is_null() && !(*gp).m.is_null() {
            QUIT_M.store((*(*gp).m).id, Relaxed);
        }
    }
    crate::sysmon::request_quit(sig);
}

unsafe extern "C" fn on_fault(sig: i32, info: *mut libc::siginfo_t, ctx: *mut libc::c_void) {
    // SAFETY: the kernel passes valid pointers; the words of a G are always readable.
    unsafe {
        if was_sent(info) {
            return on_quit(sig, info, ctx);
        }
        let addr = (*info).si_addr() as usize;
        let ip =
            (*(ctx as *const libc::ucontext_t)).uc_mcontext.gregs[libc::REG_RIP as usize] as usize;
        let gp = getg();
        let lo = if gp.is_null() { 0 } else { (*gp).native_lo };
        let text: &[u8] = if lo != 0 && addr < lo && addr + 65536 > lo {
            b"fatal error: native stack overflow\n"
        } else {
            b"fatal error: unexpected signal during runtime execution\n"
        };
        os::write_all(2, text);
        let mut line = Line {
            buf: [0; 160],
            len: 0,
        };
        line.text(b"[signal ");
        line.text(if sig == libc::SIGBUS {
            b"SIGBUS: bus error"
        } else {
            b"SIGSEGV: segmentation violation"
        });
        line.text(b" addr=0x");
        line.hex(addr);
        line.text(b" pc=0x");
        line.hex(ip);
        if !gp.is_null() {
            line.text(b" goroutine=0x");
            line.hex((*gp).goid as usize);
        }
        line.text(b"]\n");
        os::write_all(2, &line.buf[..line.len]);
        os::exit(2)
    }
}

/// A line put together without allocation.
struct Line {
    buf: [u8; 160],
    len: usize,
}

impl Line {
    fn text(&mut self, s: &[u8]) {
        for &b in s {
            if self.len < self.buf.len() {
                self.buf[self.len] = b;
                self.len += 1;
            }
        }
    }
    fn hex(&mut self, v: usize) {
        let mut started = false;
        for i in (0..16).rev() {
            let d = (v >> (i * 4)) & 15;
            if d != 0 || started || i == 0 {
                started = true;
                self.text(&[b"0123456789abcdef"[d]]);
            }
        }
    }
}
