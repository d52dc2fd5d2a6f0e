//! The REPL: reads input, compiles it into the running program, lets it run and waits for its end.
//!
//! It runs on a thread of its own, which is no M of the program's scheduler; the program has the process's first thread
//! (`minigo_vm::live`). Input comes from a terminal, with editing and history (`editor`), or from a pipe, read byte by
//! byte so that the program may read what follows. Values, and nothing else, go to standard output.

mod commands;
mod editor;
mod pending;

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use minigo_bytecode::Program;
use minigo_compiler::session::Session;
use minigo_vm::live::{self, Event, Host, Insistence};

use crate::args::Output;
use crate::build::{self, report};
use crate::importer::Packages;
use editor::{Input, Reader};
use minigo_compiler::diagnostic::Diagnostic;
use minigo_compiler::session::Unit;
use pending::Pending;

/// Address space for the compiler, in bytes; only what is touched is memory.
const STACK_BYTES: usize = 1 << 30;
/// How often an interrupt is repeated until the input has ended, in milliseconds.
const REPEAT_MS: i32 = 20;
/// How long an input runs before somebody looks whether it waits in vain, and how long at most until the next look, in
/// milliseconds.
const LOOK_MS: i32 = 50;
const LOOK_AGAIN_MS: i32 = 2000;
/// How often it is asked before it is left behind.
const PATIENCE: u32 = 10;

/// The session's program, which lives as long as the process.
struct First(*const Program);

// SAFETY: the other thread reads it while this one waits for the program's start.
unsafe impl Send for First {}

/// Runs the REPL; gives an exit code if it could not be started.
pub fn start(output: Output) -> u8 {
    let host = match live::open() {
        Ok(host) => host,
        Err(e) => {
            eprintln!("minigo: {e}");
            return 2;
        }
    };
    let (give, take) = mpsc::channel();
    let spawned = std::thread::Builder::new()
        .name("repl".into())
        .stack_size(STACK_BYTES)
        .spawn(move || front_end(host, &give, output));
    if let Err(e) = spawned {
        eprintln!("minigo: cannot start the compiler: {e}");
        return 2;
    }
    keep_signals_away();
    match take.recv() {
        // SAFETY: the front end keeps the program and waits until it has been loaded.
        Ok(First(program)) => live::start(unsafe { &*program }, minigo_stdlib::registry()),
        Err(_) => 2,
    }
}

/// Blocks interrupts and changes of the window's size on this thread and those it makes, the program's: they are for the
/// front end, and the line editor's handlers would run on the small stacks of goroutines.
fn keep_signals_away() {
    // SAFETY: the set is made before it is used.
    unsafe {
        let mut set = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        libc::sigaddset(&mut set, libc::SIGINT);
        libc::sigaddset(&mut set, libc::SIGWINCH);
        libc::pthread_sigmask(libc::SIG_BLOCK, &set, std::ptr::null_mut());
    }
}

fn front_end(host: Host, give: &mpsc::Sender<First>, output: Output) {
    let importer = Box::new(Packages::new(PathBuf::new()));
    let session = match Session::new(importer, build::image()) {
        Ok(session) => Box::leak(Box::new(session)),
        Err(e) => {
            eprintln!("minigo: {e}");
            return;
        }
    };
    let _ = give.send(First(session.program()));
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut repl = Repl {
        host,
        output,
        terminal,
        done: Vec::new(),
        pending: Vec::new(),
        session,
    };
    repl.host.started(repl.session.program());
    let mut reader = Reader::new(terminal, output.colored(terminal));
    let code = repl.run(&mut reader);
    let _ = std::io::stdout().flush();
    // SAFETY: ends the process at once; the program's threads are still running.
    unsafe { libc::_exit(code) }
}

/// How a piece of input ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    /// Refused by the compiler or ended by a panic; the reason has been printed.
    Failed,
    Interrupted,
    /// It waited for what could not happen.
    Deadlock,
}

struct Repl {
    session: &'static mut Session,
    host: Host,
    output: Output,
    terminal: bool,
    /// Inputs that went well, for `:save`.
    done: Vec<String>,
    /// Declarations that refer to names which are not declared yet.
    pending: Vec<Pending>,
}

impl Repl {
    fn run(&mut self, reader: &mut Reader) -> i32 {
        if self.terminal {
            println!(
                "minigo {} (go1.27); :help says what there is, Ctrl-D leaves",
                env!("CARGO_PKG_VERSION")
            );
        }
        loop {
            let text = match reader.read(self.session) {
                Input::Text(text) => text,
                Input::Nothing => continue,
                Input::End => {
                    self.report_pending();
                    return 0;
                }
            };
            // An interrupt between inputs stops nothing; one from here on stops this input, whichever part it is in.
            while self.host.wait(0).is_some() {}
            let trimmed = text.trim();
            let ending = match trimmed.strip_prefix(':') {
                Some("q" | "quit" | "exit") => return 0,
                Some(command) => self.command(command),
                None if trimmed.is_empty() => continue,
                None => self.execute(&text),
            };
            // Who types can go on; a pipe's later inputs rest on this one.
            match ending {
                Ending::Interrupted if !self.terminal => return 130,
                Ending::Deadlock if !self.terminal => return 2,
                _ => {}
            }
        }
    }

    /// Compiles an input and runs it.
    fn execute(&mut self, text: &str) -> Ending {
        let name = self.session.next_name();
        self.replaced(text);
        let ending = match self.compile(&name, text, true) {
            Ok(units) => self.run_units(&units),
            Err(diagnostics) => return self.later(&name, text, diagnostics),
        };
        if ending == Ending::Done {
            self.done.push(text.trim_end().to_string());
            self.settle(&name);
        }
        ending
    }

    fn execute_as(&mut self, name: &str, text: &str, show: bool) -> Ending {
        match self.compile(name, text, show) {
            Ok(units) => self.run_units(&units),
            Err(diagnostics) => {
                report(self.session.checker(), &diagnostics, self.output);
                Ending::Failed
            }
        }
    }

    /// Compiles an input; what is wrong with it (nothing, when that has been said).
    fn compile(
        &mut self,
        name: &str,
        text: &str,
        show: bool,
    ) -> Result<Vec<Unit>, Vec<Diagnostic>> {
        let compiled = catch_unwind(AssertUnwindSafe(|| self.session.compile(name, text, show)));
        compiled.unwrap_or_else(|_| {
            eprintln!("minigo: internal error in the compiler; please report this input");
            Err(Vec::new())
        })
    }

    /// Runs what was compiled, unit by unit.
    fn run_units(&mut self, units: &[Unit]) -> Ending {
        if units.is_empty() {
            return Ending::Done;
        }
        if let Err(e) = self.host.grow(self.session.program()) {
            eprintln!("minigo: {e}");
            return Ending::Failed;
        }
        for unit in units {
            let text = unit.shown.as_deref().unwrap_or_default();
            match self.call(unit.entry, text) {
                Ending::Done => self.session.commit(unit),
                other => return other,
            }
        }
        Ending::Done
    }

    /// Runs a function of the program and waits for its end, which an interrupt hastens.
    fn call(&mut self, f: minigo_bytecode::FuncId, text: &str) -> Ending {
        let _ = std::io::stdout().flush();
        self.host.run(f, text);
        let (mut asked, mut look_ms, mut deadlock) = (0, LOOK_MS, false);
        loop {
            let ms = if asked > 0 { REPEAT_MS } else { look_ms };
            match self.host.wait(ms) {
                Some(Event::Ended { .. }) if asked > 0 => {
                    // The terminal has echoed `^C`.
                    eprintln!("{}interrupted", if self.terminal { "\n" } else { "" });
                    return Ending::Interrupted;
                }
                Some(Event::Ended { .. }) if deadlock => return Ending::Deadlock,
                Some(Event::Ended { failed: true }) => return Ending::Failed,
                Some(Event::Ended { failed: false }) => return Ending::Done,
                Some(Event::LeftBehind) => {
                    eprintln!("interrupted: it ends when what it waits for has happened");
                    return Ending::Interrupted;
                }
                Some(Event::Ready) => {}
                Some(Event::Deadlock) => deadlock = true,
                None if asked == 0 => {
                    if !deadlock {
                        self.host.look();
                    }
                    look_ms = (look_ms * 2).min(LOOK_AGAIN_MS);
                }
                heard @ (Some(Event::Interrupt) | None) => {
                    let pressed = heard.is_some();
                    asked = if pressed { 1 } else { asked + 1 };
                    self.host.interrupt(match asked {
                        1 => Insistence::First,
                        PATIENCE.. => Insistence::Last,
                        _ => Insistence::Again,
                    });
                }
            }
        }
    }

    /// Compiles and runs an input and says how long its run took.
    fn timed(&mut self, text: &str) -> Ending {
        let began = Instant::now();
        let ending = self.execute(text);
        if ending == Ending::Done {
            println!("took {:?}", rounded(began.elapsed()));
        }
        ending
    }
}

/// Three digits are enough.
fn rounded(d: Duration) -> Duration {
    let ns = d.as_nanos() as u64;
    let unit = 10u64.pow(ns.max(1).ilog10().saturating_sub(2));
    Duration::from_nanos(ns / unit * unit)
}
