//! A program that grows while it runs, for interactive input.
//!
//! Two sides talk: the host (a thread of its own, no M, that reads input and compiles) and the program's main goroutine,
//! which waits in a system call for the host's next [`Job`], so that the scheduler goes on meanwhile and never sees a
//! deadlock. Code is taken in with the world stopped. Each unit runs on a goroutine of its own, [`CURRENT`]; its end,
//! however it came, is told to the host by a byte in a pipe, as are interrupts.
//!
//! In a live program an uncaught panic and an overflowing stack end their goroutine only.

use crate::dispatch::{Base, Next, Pc};
use crate::load::{FuncInfo, Growing};
use crate::native::Registry;
use crate::run::roots;
use minigo_bytecode::{FuncId, Program, verify};
use minigo_runtime::interrupt::{Cancelled, all_asleep, cancel, on_interrupt, survive_failures};
use minigo_runtime::os_linux::{pipe, read_byte, readable, write_all};
use minigo_runtime::{G, goready, mgcmark, proc, systemstack, throw};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, Ordering::*};
use std::sync::{Mutex, MutexGuard, PoisonError};

static LIVE: AtomicBool = AtomicBool::new(false);
/// The goroutine that runs the host's unit.
static CURRENT: AtomicPtr<G> = AtomicPtr::new(std::ptr::null_mut());
/// How often the unit was asked to end; [`ENDING`] once it does, and its deferred calls run.
static ASKED: AtomicU32 = AtomicU32::new(0);
const ENDING: u32 = u32::MAX;
/// How often a unit is asked that is ended in the input's own functions only: those of the library may hold locks.
const POLITE: u32 = 4;
/// The unit ended by a panic.
static FAILED: AtomicBool = AtomicBool::new(false);
/// Write ends of the pipes to the program and to the host, and the program's read end.
static TO_PROGRAM: AtomicI32 = AtomicI32::new(-1);
static TO_HOST: AtomicI32 = AtomicI32::new(-1);
static FROM_HOST: AtomicI32 = AtomicI32::new(-1);
static STATE: Mutex<State> = Mutex::new(State {
    jobs: VecDeque::new(),
    growing: None,
    natives: None,
    answer: Ok(()),
    text: String::new(),
});

struct State {
    jobs: VecDeque<Job>,
    growing: Option<Growing>,
    natives: Option<Registry>,
    /// How the last [`Job::Grow`] went.
    answer: Result<(), String>,
    /// Type of the value to be shown.
    text: String,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A program that the host keeps until it has an answer.
#[derive(Clone, Copy)]
struct Shared(*const Program);

// SAFETY: the host does not touch the program before it is answered.
unsafe impl Send for Shared {}

enum Job {
    Grow { program: Shared, globals: usize },
    Run(FuncId),
    Interrupt(Insistence),
    Look,
}

/// How an end is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Insistence {
    /// The user asks: deferred calls that run for an earlier interrupt are ended, too.
    First,
    /// What was asked before is repeated.
    Again,
    /// Repeated; a unit that still cannot be ended is left behind.
    Last,
}

/// What the host hears.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Event {
    /// The program runs, or has taken new code in.
    Ready,
    /// The unit's goroutine has ended.
    Ended {
        /// By a panic, which has been printed.
        failed: bool,
    },
    /// The unit waits for what cannot happen any more. That has been printed, and the unit ends.
    Deadlock,
    /// It could not be stopped: it ends when what it waits for has happened.
    LeftBehind,
    /// The user asks for an interrupt.
    Interrupt,
}

/// The host's side.
pub struct Host {
    events: i32,
    globals: usize,
}

fn tell(fd: &AtomicI32, byte: u8) {
    write_all(fd.load(Relaxed), &[byte]);
}

/// Makes the pipes and takes interrupts; before either side starts.
pub fn open() -> std::io::Result<Host> {
    let (jobs, events) = (pipe()?, pipe()?);
    FROM_HOST.store(jobs[0], Relaxed);
    TO_PROGRAM.store(jobs[1], Relaxed);
    TO_HOST.store(events[1], Relaxed);
    on_interrupt(events[1]);
    Ok(Host {
        events: events[0],
        globals: 0,
    })
}

impl Host {
    /// Waits for the next event, at most `ms` milliseconds (for ever when negative); `None` when the time is up.
    pub fn wait(&self, ms: i32) -> Option<Event> {
        if !readable(self.events, ms) {
            return None;
        }
        Some(match read_byte(self.events)? {
            b'r' => Event::Ready,
            b'd' => Event::Ended { failed: false },
            b'p' => Event::Ended { failed: true },
            b'x' => Event::Deadlock,
            b'l' => Event::LeftBehind,
            _ => Event::Interrupt,
        })
    }

    fn send(&self, job: Job) {
        state().jobs.push_back(job);
        tell(&TO_PROGRAM, b'j');
    }

    /// Lets the program take in what `program` has beyond what it had the last time.
    ///
    /// Errors: what the verifier or the loader says; nothing was taken in then.
    pub fn grow(&mut self, program: &Program) -> Result<(), String> {
        verify::verify(program)?;
        self.send(Job::Grow {
            program: Shared(program),
            globals: self.globals,
        });
        while self.wait(-1) != Some(Event::Ready) {}
        state().answer.clone()?;
        self.globals = program.globals_bytes;
        Ok(())
    }

    /// Notes the globals of the program that [`start`] loads.
    pub fn started(&mut self, program: &Program) {
        while self.wait(-1) != Some(Event::Ready) {}
        self.globals = program.globals_bytes;
    }

    /// Runs a function without parameters on a new goroutine; [`Event::Ended`] follows. `text` is for `Show`.
    pub fn run(&self, f: FuncId, text: &str) {
        FAILED.store(false, Relaxed);
        state().text = text.to_string();
        self.send(Job::Run(f));
    }

    /// Lets the program look for a deadlock, which it cannot see by itself: a goroutine waits for the host.
    pub fn look(&self) {
        self.send(Job::Look);
    }

    /// Asks for the unit's end. To be repeated until it has ended: it may be in a system call that is over in a moment.
    pub fn interrupt(&self, how: Insistence) {
        self.send(Job::Interrupt(how));
    }
}

/// Loads `program` with room to grow and runs its entry on the calling thread, which must be the process's first. Returns
/// an exit code when it cannot be started, after a message.
///
/// `program` must not change before the host has heard [`Event::Ready`].
pub fn start(program: &Program, mut natives: Registry) -> u8 {
    register(&mut natives);
    let loaded = verify::verify(program).and_then(|()| Growing::load(program, &natives));
    let (growing, vm) = match loaded {
        Ok(x) => x,
        Err(e) => {
            eprintln!("minigo: {e}");
            return 2;
        }
    };
    let (addr, bytes, ptrs) = growing.globals_past(program, 0);
    roots(addr, bytes, &ptrs);
    mgcmark::set_scan_stack(crate::hooks::scan_stack);
    {
        let mut s = state();
        s.growing = Some(growing);
        s.natives = Some(natives);
    }
    crate::run::set_args(vec![b"minigo".to_vec()]);
    LIVE.store(true, Relaxed);
    survive_failures(|gp, text| {
        // SAFETY: the goroutine's registers are saved.
        unsafe { report(gp, &format!("fatal error: {text}")) }
    });
    tell(&TO_HOST, b'r');
    proc::start(crate::hooks::hooks(), |g| {
        // SAFETY: the main goroutine is new; the entry function has no parameters.
        unsafe {
            let closure = &raw const (*vm.entry).static_closure;
            crate::ops::start(g, closure, std::ptr::null(), 0)
        }
    })
}

/// Whether the program is a live one.
pub(crate) fn is_live() -> bool {
    LIVE.load(Relaxed)
}

/// Adds the natives of the package that runs units; `start` does.
pub fn register(r: &mut Registry) {
    r.syscall("internal/repl.wait", |c| {
        let more = read_byte(FROM_HOST.load(Relaxed)).is_some();
        c.set_bool(0, more);
    });
    r.park("internal/repl.next", |c| {
        let f = next_job();
        c.set_ptr(0, f.cast());
    });
    r.leaf("internal/repl.begin", |c| {
        ASKED.store(0, Relaxed);
        CURRENT.store(c.g, Release);
    });
    r.g0("internal/repl.typeText", |c| {
        let text = state().text.clone();
        c.set_str(0, text.as_bytes());
    });
}

/// Does the host's next job; the closure to run, if that is the job.
fn next_job() -> *const *const FuncInfo {
    // SAFETY: on the goroutine's stack; g0 has the stack for locks and lists.
    let job = unsafe { systemstack(|| state().jobs.pop_front()) };
    match job {
        Some(Job::Run(f)) => {
            let find = || state().growing.as_ref().map(|g| g.func(f));
            // SAFETY: as above; the function was taken in before.
            unsafe {
                let info = systemstack(find);
                info.map_or(std::ptr::null(), |i| &raw const (*i).static_closure)
            }
        }
        Some(Job::Grow { program, globals }) => {
            // SAFETY: on the goroutine's stack, its frames published by the call. The host waits, so the program stays.
            unsafe {
                proc::stop_the_world("new code");
                systemstack(|| take_in(&*program.0, globals));
                proc::start_the_world();
            }
            tell(&TO_HOST, b'r');
            std::ptr::null()
        }
        Some(Job::Interrupt(how)) => {
            interrupt(how);
            std::ptr::null()
        }
        Some(Job::Look) => {
            look();
            std::ptr::null()
        }
        None => std::ptr::null(),
    }
}

unsafe fn take_in(program: &Program, globals: usize) {
    let mut guard = state();
    let s = &mut *guard;
    let (Some(growing), Some(natives)) = (&mut s.growing, &s.natives) else {
        return;
    };
    // SAFETY: the world is stopped; the host has verified the program.
    s.answer = unsafe { growing.grow(program, natives) }.map(|_| {
        let (addr, bytes, ptrs) = growing.globals_past(program, globals);
        roots(addr, bytes, &ptrs);
    });
}

/// Ends the unit if it waits and everything else does, for ever.
fn look() {
    // SAFETY: on the goroutine's stack, its frames published by the call.
    unsafe {
        proc::stop_the_world("deadlock?");
        let gp = CURRENT.load(Acquire);
        let dead = !gp.is_null() && all_asleep();
        if dead {
            systemstack(|| report(gp, "fatal error: all goroutines are asleep - deadlock!"));
            tell(&TO_HOST, b'x');
        }
        let done = if dead { cancel(gp) } else { Cancelled::Over };
        proc::start_the_world();
        if done == Cancelled::Ready {
            goready(gp);
        }
    }
}

/// Ends the current unit's goroutine if that can be done now.
fn interrupt(how: Insistence) {
    let asked = ASKED.load(Relaxed);
    if asked == ENDING && how != Insistence::First {
        // Its deferred calls take their time.
        return;
    }
    let first = asked == ENDING || how == Insistence::First;
    ASKED.store(if first { 1 } else { asked + 1 }, Relaxed);
    // SAFETY: on the goroutine's stack, its frames published by the call.
    unsafe {
        proc::stop_the_world("interrupt");
        let gp = CURRENT.load(Acquire);
        let done = if gp.is_null() {
            Cancelled::Over
        } else {
            cancel(gp)
        };
        proc::start_the_world();
        match done {
            Cancelled::Ready => goready(gp),
            Cancelled::Later if how == Insistence::Last => {
                CURRENT.store(std::ptr::null_mut(), Release);
                tell(&TO_HOST, b'l');
            }
            Cancelled::Over | Cancelled::Soon | Cancelled::Later => {}
        }
    }
}

/// A goroutine is done; on g0.
///
/// # Safety
/// It runs no more.
pub(crate) unsafe fn gfree(gp: *mut G) {
    // SAFETY: by the caller.
    unsafe { crate::panic::free_ext(gp) };
    if is_live() && CURRENT.load(Acquire) == gp {
        CURRENT.store(std::ptr::null_mut(), Release);
        tell(
            &TO_HOST,
            if FAILED.swap(false, Relaxed) {
                b'p'
            } else {
                b'd'
            },
        );
    }
}

/// Whether a goroutine that was killed may be ended at `pc`. Not in packages that keep books of who waits; the others of
/// the library may hold locks and are spared at first.
pub(crate) fn may_end_at(pc: Pc) -> bool {
    let Some(f) = crate::load::vm().func_at(pc) else {
        return true;
    };
    match ASKED.load(Relaxed) {
        asked if asked <= POLITE => f.name.starts_with("main."),
        _ => !f.name.starts_with("sync.") && !f.name.starts_with("internal/poll."),
    }
}

/// A goroutine that was killed begins to end.
///
/// # Safety
/// It is the caller's.
pub(crate) unsafe fn ending(g: *mut G) {
    if CURRENT.load(Acquire) == g {
        ASKED.store(ENDING, Relaxed);
    }
}

/// Ends a goroutine that was killed, at a place where its registers are good: deferred calls run, then it is over.
///
/// # Safety
/// As for a handler.
#[cold]
#[inline(never)]
pub(crate) unsafe fn end_here(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { crate::panic::goexit(pc, base, g) }
}

/// Reports the failure of a goroutine, which then ends alone. On g0.
///
/// # Safety
/// Its registers are saved.
pub(crate) unsafe fn report(gp: *mut G, message: &str) {
    if CURRENT.load(Acquire) == gp {
        FAILED.store(true, Relaxed);
    }
    // SAFETY: by the caller.
    unsafe { throw::report(gp, message) }
}
