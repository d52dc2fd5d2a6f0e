//! The ways the runtime ends a program: `throw` (our bug), `fatal` (the program's), `fatalpanic` (a panic that nobody
//! recovered), SIGQUIT's dump, and `exit`. Each stops the other Ms as well as it can, writes one text to standard error
//! and leaves with code 2.

use crate::context::{getg, systemstack};
use crate::g::{G, GDEAD, GIDLE, GRUNNABLE, GRUNNING, GSYSCALL, GWAITING, readgstatus};
use crate::hooks::hooks;
use crate::os_linux as os;
use crate::proc::{for_each_g, main_g};
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering::*};

/// Standard error, unbuffered.
pub struct Stderr;

impl Write for Stderr {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        os::write_all(2, s.as_bytes());
        Ok(())
    }
}

/// Thread id of the M that ends the process; 0 while all is well.
static DYING: AtomicI32 = AtomicI32::new(0);

/// What GOTRACEBACK and `debug.SetTraceback` ask for: the level above two flags.
static TRACEBACK: AtomicU32 = AtomicU32::new(1 << SHIFT);
/// The environment's part, which the program cannot take back.
static FROM_ENV: AtomicU32 = AtomicU32::new(0);
const CRASH: u32 = 1;
const ALL: u32 = 2;
const SHIFT: u32 = 2;

fn parse_traceback(level: &str) -> u32 {
    match level {
        "none" => 0,
        "single" | "" => 1 << SHIFT,
        "all" => 1 << SHIFT | ALL,
        "system" => 2 << SHIFT | ALL,
        "crash" => 2 << SHIFT | ALL | CRASH,
        n => ALL | n.parse::<u32>().map_or(0, |n| n.min(1 << 16) << SHIFT),
    }
}

/// Reads GOTRACEBACK.
pub(crate) fn init_traceback() {
    let t = parse_traceback(&os::getenv("GOTRACEBACK").unwrap_or_default());
    TRACEBACK.store(t, Relaxed);
    FROM_ENV.store(t, Relaxed);
}

/// `debug.SetTraceback`: asks for more than the environment does.
pub fn set_traceback(level: &str) {
    TRACEBACK.store(parse_traceback(level) | FROM_ENV.load(Relaxed), Relaxed);
}

/// Whose fault an end is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// A panic that nobody recovered.
    Panic,
    /// The program's, beyond recovery; shows all goroutines.
    User,
    /// Ours; shows the runtime's goroutines, too.
    Runtime,
}

/// How much to show of a program that ends.
#[derive(Clone, Copy)]
struct Show {
    /// 0 nothing, 1 the program's goroutines, 2 the runtime's as well, with addresses.
    level: u32,
    all: bool,
    crash: bool,
}

impl Show {
    fn of(fault: Fault) -> Show {
        let t = TRACEBACK.load(Relaxed);
        Show {
            level: if fault == Fault::Runtime {
                2
            } else {
                t >> SHIFT
            },
            all: fault != Fault::Panic || t & ALL != 0,
            crash: t & CRASH != 0,
        }
    }
}

/// The last act: code 2, or SIGABRT for whoever wants a core dump.
fn die(show: Show) -> ! {
    if show.crash {
        os::die_of_signal(libc::SIGABRT);
    }
    os::exit(2)
}

/// Whether the process is ending.
pub fn dying() -> bool {
    DYING.load(Relaxed) != 0
}

/// Ends the program because the runtime found its own state broken: text, dump of all goroutines, exit code 2.
#[cold]
#[inline(never)]
pub fn throw(text: &str) -> ! {
    throw_fmt(format_args!("{text}"))
}

/// [`throw`] with a formatted text.
#[cold]
#[inline(never)]
pub fn throw_fmt(text: fmt::Arguments<'_>) -> ! {
    die_on_g0(text, Fault::Runtime)
}

/// Ends the program for something it did and cannot recover from (`fatal error: all goroutines are asleep…`), exit code 2.
#[cold]
#[inline(never)]
pub fn fatal(text: &str) -> ! {
    die_on_g0(format_args!("{text}"), Fault::User)
}

/// [`fatal`], but in a program that survives failures of its goroutines (a REPL's) it ends the goroutine only.
///
/// # Safety
/// The goroutine's registers are saved; no lock of the runtime is held, and what its native stack holds may be forgotten.
#[cold]
#[inline(never)]
pub unsafe fn fatal_here(text: &str) -> ! {
    // SAFETY: the caller's promise.
    unsafe { crate::interrupt::fail_alone(text) };
    fatal(text)
}

/// The deadlock that [`crate::proc`]'s checkdead found. On g0.
pub(crate) fn fatal_deadlock() -> ! {
    fatal("all goroutines are asleep - deadlock!")
}

fn die_on_g0(text: fmt::Arguments<'_>, fault: Fault) -> ! {
    if getg().is_null() {
        let _ = writeln!(Stderr, "fatal error: {text}");
        os::exit(2);
    }
    // SAFETY: this thread is an M. The text may live on the G's stack, which stays as it is.
    unsafe {
        systemstack(|| {
            start_dying();
            let mut out = String::new();
            let me = (*(*getg()).m).curg;
            if fault == Fault::User && !me.is_null() {
                // In a deferred call, say what it was called for.
                (hooks().panics)(me, &mut out);
                if !out.is_empty() {
                    out.push('\t');
                }
            }
            let _ = writeln!(out, "fatal error: {text}");
            let show = Show::of(fault);
            dump(me, show, &mut out);
            os::write_all(2, out.as_bytes());
            die(show)
        })
    }
}

/// Makes this M the one that ends the process: others that try sleep for ever; a second failure of this one leaves at once.
fn start_dying() {
    let me = os::gettid();
    if DYING.compare_exchange(0, me, SeqCst, SeqCst).is_err() {
        if DYING.load(SeqCst) == me {
            os::write_all(2, b"fatal error: failure while ending the program\n");
            os::exit(2);
        }
        loop {
            os::usleep(1_000_000);
        }
    }
    crate::world::freezetheworld();
}

/// Ends the program for a panic that nobody recovered. `message` is what stands before the blank line (`panic: …`, with
/// `goexit` and `[recovered]` lines as Go has them). With GOTRACEBACK=all or more, the other goroutines follow.
///
/// # Safety
/// On a G's stack or g0; the VM state of `gp` (the panicking G) is saved.
pub unsafe fn fatalpanic(gp: *mut G, message: &str) -> ! {
    // SAFETY: this thread is an M.
    unsafe {
        systemstack(|| {
            start_dying();
            crate::proc::main_panicked(gp);
            let mut out = String::with_capacity(4096);
            out.push_str(message);
            if !message.ends_with('\n') {
                out.push('\n');
            }
            let show = Show::of(Fault::Panic);
            dump(gp, show, &mut out);
            os::write_all(2, out.as_bytes());
            die(show)
        })
    }
}

/// Writes `message` and the frames of `gp` to standard error, as the last words of a goroutine that fails alone.
///
/// # Safety
/// On g0; the VM state of `gp` is saved.
pub unsafe fn report(gp: *mut G, message: &str) {
    let mut out = String::from(message);
    if !message.ends_with('\n') {
        out.push('\n');
    }
    out.push('\n');
    // SAFETY: by the caller.
    unsafe { traceback(gp, true, Show::of(Fault::User).level, &mut out) };
    os::write_all(2, out.as_bytes());
}

/// SIGQUIT, SIGABRT or another signal of the kind from outside: dump of everything, on sysmon's thread.
pub(crate) fn quit_dump(sig: i32) -> ! {
    start_dying();
    let (pc, mid, code) = crate::signal::quit_place();
    let name = match sig {
        libc::SIGABRT => "SIGABRT: abort",
        libc::SIGSEGV => "SIGSEGV: segmentation violation",
        libc::SIGBUS => "SIGBUS: bus error",
        libc::SIGFPE => "SIGFPE: floating-point exception",
        libc::SIGILL => "SIGILL: illegal instruction",
        libc::SIGTRAP => "SIGTRAP: trace trap",
        libc::SIGSTKFLT => "SIGSTKFLT: stack fault",
        libc::SIGSYS => "SIGSYS: bad system call",
        _ => "SIGQUIT: quit",
    };
    let mut out = format!("{name}\nPC={pc:#x} m={mid} sigcode={code}\n");
    let show = Show {
        all: true,
        ..Show::of(Fault::User)
    };
    dump(std::ptr::null_mut(), show, &mut out);
    os::write_all(2, out.as_bytes());
    die(show)
}

/// The goroutines of a program that ends, `me` first, each after a blank line.
fn dump(me: *mut G, show: Show, out: &mut String) {
    if show.level == 0 {
        return;
    }
    if !me.is_null() {
        out.push('\n');
        // SAFETY: `me` is this thread's G (or stopped), off its VM code.
        unsafe { traceback(me, true, show.level, out) };
    }
    // A failure outside any goroutine concerns them all.
    if !show.all && !me.is_null() {
        return;
    }
    for_each_g(&mut |gp| {
        // SAFETY: words of a G are always readable.
        if gp != me && (show.level >= 2 || unsafe { !(*gp).is_system }) {
            out.push('\n');
            // SAFETY: `traceback` looks at the frames only of a G that does not run.
            unsafe { traceback(gp, false, show.level, out) };
        }
    });
}

/// The dump of the calling goroutine, or of all with it first (`debug.Stack`, `runtime.Stack`). On g0.
///
/// # Safety
/// The VM state of `gp`, this thread's G, is saved; for `all` the world is stopped.
pub unsafe fn stack_dump(gp: *mut G, all: bool, out: &mut String) {
    // SAFETY: the caller's promise.
    unsafe { traceback(gp, true, 1, out) };
    if all {
        for_each_g(&mut |other| {
            // SAFETY: as in `dump_all`.
            if other != gp && unsafe { !(*other).is_system } {
                out.push('\n');
                // SAFETY: the world is stopped.
                unsafe { traceback(other, true, 1, out) };
            }
        });
    }
}

/// Header, frames and creator of one goroutine; a system goroutine has no frames to show. `stopped` says that its frames may be read even if it is Grunning.
unsafe fn traceback(gp: *mut G, stopped: bool, level: u32, out: &mut String) {
    // SAFETY: words of a G are always readable; frames are read only when it does not run.
    unsafe {
        let status = readgstatus(gp);
        goroutineheader(gp, status, level, out);
        if status == GRUNNING && !stopped {
            out.push_str("\tgoroutine running on other thread; stack unavailable\n");
        } else {
            (hooks().traceback)(gp, out);
        }
        if gp != main_g()
            && let Some(at) = (hooks().pcinfo)((*gp).gopc)
        {
            let _ = write!(out, "created by {}", at.name);
            if (*gp).parent_goid != 0 {
                let _ = write!(out, " in goroutine {}", (*gp).parent_goid);
            }
            let _ = writeln!(out, "\n\t{}:{} +0x{:x}", at.file, at.line, at.offset);
        }
    }
}

/// `goroutine 7 [chan receive, 3 minutes, locked to thread]:`
unsafe fn goroutineheader(gp: *mut G, status: u32, level: u32, out: &mut String) {
    // SAFETY: words of a G are always readable.
    unsafe {
        let text = match status {
            GIDLE => "idle",
            GRUNNABLE => "runnable",
            GRUNNING => "running",
            GSYSCALL => "syscall",
            GWAITING if (*gp).waitreason.text().is_empty() => "waiting",
            GWAITING => (*gp).waitreason.text(),
            GDEAD => "dead",
            _ => "???",
        };
        let _ = write!(out, "goroutine {}", (*gp).goid);
        if level >= 2 {
            let mp = (&raw const (*gp).m).read_volatile();
            let _ = if mp.is_null() {
                write!(out, " gp={gp:p} m=nil")
            } else {
                write!(out, " gp={gp:p} m={} mp={mp:p}", (*mp).id)
            };
        }
        let _ = write!(out, " [{text}");
        if (*gp).waitsince_ns != 0 && matches!(status, GWAITING | GSYSCALL) {
            let minutes = (os::nanotime() - (*gp).waitsince_ns) / 60_000_000_000;
            if minutes >= 1 {
                let _ = write!(out, ", {minutes} minutes");
            }
        }
        if !(*gp).lockedm.is_null() {
            out.push_str(", locked to thread");
        }
        out.push_str("]:\n");
    }
}

/// Panics whose deferred calls run.
static RUNNING_PANICS: AtomicI32 = AtomicI32::new(0);

/// A panic begins (1), or so many end, by recovery or with their goroutine.
pub fn count_panics(n: i32) {
    RUNNING_PANICS.fetch_add(n, SeqCst);
}

/// main returned: the process ends with code 0, unless another goroutine is just dying of a panic. One whose deferred
/// calls still run (perhaps it was they that let main go on) gets some time for it.
///
/// # Safety
/// On the main goroutine's stack, which has no frames any more.
pub(crate) unsafe fn exit_main() -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        (*getg()).base = std::ptr::null_mut();
        for _ in 0..1000 {
            if RUNNING_PANICS.load(SeqCst) == 0 {
                break;
            }
            crate::proc::gosched();
        }
    }
    exit(0)
}

/// `os.Exit`: ends the process at once. If another M is writing its last words, that one's end comes first.
pub fn exit(code: i32) -> ! {
    while dying() {
        os::usleep(1000);
    }
    os::exit(code)
}

/// Makes a panic of the host on an M a `throw`: it may have happened on a goroutine's small stack, where printing and
/// unwinding have no room, and nothing of ours catches unwinds.
pub(crate) fn install_panic_hook() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if getg().is_null() {
            before(info);
        } else {
            throw_fmt(format_args!("internal error: {info}"));
        }
    }));
}
