//! P, the right to run Gs: GOMAXPROCS of them, each with its run queue and the caches of whoever holds it.

use crate::g::{G, Sudog};
use crate::m::M;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32};

/// On the idle list.
pub const PIDLE: u32 = 0;
/// Held by an M.
pub const PRUNNING: u32 = 1;
/// Its M is in a system call; anybody may take it by CAS.
pub const PSYSCALL: u32 = 2;
/// Stopped for the collector.
pub const PGCSTOP: u32 = 3;
/// GOMAXPROCS shrank below it.
pub const PDEAD: u32 = 4;

/// A processor. Fields without a note belong to the M that holds it.
#[repr(C, align(128))]
pub struct P {
    /// Index in allp.
    pub id: i32,
    /// One of the `P…` states.
    pub status: AtomicU32,
    /// Idle list, or list of Ps with work (procresize).
    pub link: *mut P,
    /// Holder, or null when idle.
    pub m: AtomicPtr<M>,
    /// Allocation cache of the heap; `heap`'s.
    pub mcache: *mut crate::mcache::Mcache,
    /// Timers; `sync`'s.
    pub timers: *mut u8,
    /// Incremented on every scheduler call.
    pub schedtick: AtomicU32,
    /// Incremented on every system call.
    pub syscalltick: AtomicU32,
    /// This P should enter the scheduler as soon as possible.
    pub preempt: AtomicBool,
    /// Free sudogs, through `next`.
    pub sudogcache: *mut Sudog,
    /// How many.
    pub sudogcount: u32,
    /// Free defer records of the VM (any list it likes).
    pub deferpool: *mut u8,
    /// How many.
    pub deferpool_len: u32,
    /// Dead Gs for reuse.
    pub gfree: crate::g::GList,
    /// Next goid and end of the batch.
    pub goidcache: u64,
    /// See `goidcache`.
    pub goidcacheend: u64,
    /// The G to run next, if any.
    pub runnext: AtomicPtr<G>,
}
