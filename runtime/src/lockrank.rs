//! The order of the runtime's locks: a thread may take a lock only while all it holds have a lower rank.
//!
//! Checked in debug builds (each M keeps a stack of what it holds); in release builds a rank costs one byte.

/// Ranks, lowest (taken first) at the top. Locks of equal rank may not nest, `Hchan` excepted (select takes several,
/// in address order).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Rank {
    /// Lock outside the order (tests, leaf locks of hosts).
    Any,
    World,
    Netpoll,
    PollDesc,
    SemaRoot,
    NotifyList,
    TimerSend,
    Hchan,
    Timers,
    Timer,
    Sched,
    AllP,
    AllG,
    Sudog,
    GFree,
    Template,
    Blanks,
    Stackpool,
    Heap,
    HeapCentral,
    HeapSpan,
    Slab,
    Print,
}
