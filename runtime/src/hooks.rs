//! The table of functions by which the runtime runs, traces and scans goroutines: supplied once, by the VM, to
//! `proc::start`.

use crate::g::G;
use std::fmt::Write;

/// How a goroutine's code came to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum Ended {
    /// Its function returned.
    Returned,
    /// `runtime.Goexit` ended it.
    Goexit,
}

/// Where in the source a VM pc lies.
pub struct PcInfo {
    /// Full name of the function, as `main.f` or `main.(*T).m`.
    pub name: &'static str,
    /// Path of the file as tracebacks show it.
    pub file: &'static str,
    /// Line, from 1.
    pub line: u32,
    /// Distance from the function's start, shown as `+0x..`.
    pub offset: usize,
}

/// What the runtime asks of the VM.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// Runs the goroutine from its `pc`/`base` to its end, on its native stack (a couple of KB). Must not unwind.
    pub run: unsafe fn(gp: *mut G) -> Ended,
    /// Writes the frames of a stopped G as Go's traceback does (`main.f(...)\n\t/path/f.mg:3 +0x1d\n` each), without the
    /// header and the `created by` lines. On g0.
    pub traceback: unsafe fn(gp: *mut G, out: &mut dyn Write),
    /// Source position of a pc, for `created by`.
    pub pcinfo: fn(pc: usize) -> Option<PcInfo>,
    /// Writes a line for each panic under way in a stopped G, without running code of the program. On g0.
    pub panics: unsafe fn(gp: *mut G, out: &mut dyn Write),
    /// Called on g0 when a G is done, before its slot is reused: drops what the VM keeps in `exec`.
    pub gfree: unsafe fn(gp: *mut G),
}

static HOOKS: std::sync::OnceLock<Hooks> = std::sync::OnceLock::new();

/// The table. Only after `proc::start`.
pub fn hooks() -> &'static Hooks {
    HOOKS
        .get()
        .expect("proc::start installs the hooks before anything runs")
}

pub(crate) fn install(h: Hooks) {
    let _ = HOOKS.set(h);
}
