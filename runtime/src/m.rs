//! M, an operating system thread that runs Gs, and its life: allocm, newm, startm, stopm, the idle list.

use crate::g::G;
use crate::note::Note;
use crate::p::P;
use std::sync::atomic::{AtomicBool, AtomicPtr};

/// Runs on g0 after a G has left its stack; false means "do not park after all".
pub type UnlockFn = unsafe fn(gp: *mut G, lock: *mut u8) -> bool;

/// A thread. Never freed while the process lives (its memory is reused).
#[repr(C)]
pub struct M {
    /// The scheduler's G of this thread.
    pub g0: *mut G,
    /// The user G running now, or null.
    pub curg: *mut G,
    /// The P held now, or null.
    pub p: *mut P,
    /// P to take when woken from stopm.
    pub nextp: AtomicPtr<P>,
    /// P held before the running syscall.
    pub oldp: *mut P,
    /// Number, from 0.
    pub id: i64,
    /// Out of work and looking for some.
    pub spinning: bool,
    /// Asleep on a note.
    pub blocked: AtomicBool,
    /// Locks held (debug builds).
    pub locks: i32,
    /// Their ranks.
    pub held: [u8; 12],
    /// What the M sleeps on when idle.
    pub park: Note,
    /// All Ms, by `proc::SCHED`.
    pub alllink: *mut M,
    /// Idle Ms.
    pub schedlink: *mut M,
    /// Called first by mstart1 instead of scheduling (sysmon).
    pub mstartfn: Option<unsafe fn()>,
    /// G locked to this M.
    pub lockedg: *mut G,
    /// Depth of LockOSThread by the program.
    pub locked_ext: u32,
    /// Depth by the runtime.
    pub locked_int: u32,
    /// For `gopark`.
    pub waitunlockf: Option<UnlockFn>,
    /// For `gopark`.
    pub waitlock: *mut u8,
    /// State of `cheaprand`.
    pub rand: u64,
    /// Kernel's thread id.
    pub tid: i32,
}
