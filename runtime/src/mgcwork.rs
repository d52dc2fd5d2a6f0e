//! Marking beside the running program: one collection from its snapshot to its end.
//!
//! Owns: the collection under way ([`CURRENT`]), the helper that marks beside the program, the assists, the check of
//! the result (`MINIGO_GC=verify`).
//!
//! A collection: world stopped: everything swept, mcaches flushed, globals and tables read, barriers on → the program
//! runs; each goroutine's stack is read before it runs on, or by whoever marks, whichever comes first; a helper
//! on a thread without a P marks, and goroutines that allocate much mark too ([`assist`]) → nothing is left: world
//! stopped: the last old values from the barriers, finalizers, barriers off.
//!
//! Invariants:
//! * What was reachable at the snapshot is marked at the end: see `mbarrier.rs`. What was allocated since is marked from
//!   birth (`mcache.rs`, large objects in `malloc.rs`).
//! * The helper and the assists only read the program's memory and set mark bits. Spans are neither swept nor freed
//!   meanwhile.
//! * An assist runs on g0 with a P, so a stopped world has none. The helper has no P; the end waits until it is gone
//!   ([`HELPERS`] is 0), and other stops of the world need not care for it.
//!
//! Small heaps are marked with the world stopped, as a whole: that takes less time than waking the helper.

use core::ptr::null_mut;
use core::sync::atomic::{AtomicBool, AtomicI64, AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};

use crate::g::G;
use crate::mbarrier;
use crate::mgcmark::{Marked, Shared};
use crate::mheap;
use crate::os_linux::nanotime;

/// What a helper scans before it looks round.
const HELPER_BYTES: usize = 256 << 10;

/// Bytes that a P without work marks before it looks for work again: some 50 to 100 us.
const IDLE_BYTES: usize = 64 << 10;
/// How long the helper stands back after a P without work has marked, in ns.
const STAND_BACK_NS: i64 = 300_000;

/// The collection that marks beside the program, or null. Changes with the world stopped.
static CURRENT: AtomicPtr<Shared> = AtomicPtr::new(null_mut());
/// Helpers at work.
static HELPERS: AtomicU32 = AtomicU32::new(0);
/// Ps without work that mark a piece right now.
static IDLE_MARKERS: AtomicU32 = AtomicU32::new(0);
/// When one last did, nanotime.
static IDLE_MARKED: AtomicI64 = AtomicI64::new(0);
/// Bytes handed out marked by the collection under way.
static BLACK: AtomicUsize = AtomicUsize::new(0);
/// Check each collection's marks (debugging).
static VERIFY: AtomicBool = AtomicBool::new(false);

/// Checks the marks of each collection from now on. Debugging (`MINIGO_GC=verify`).
pub(crate) fn set_verify() {
    VERIFY.store(true, Relaxed);
}

/// Takes note of bytes handed out marked, or taken back.
pub(crate) fn count_black(bytes: usize, on: bool) {
    if on {
        BLACK.fetch_add(bytes, Relaxed);
    } else {
        BLACK.fetch_sub(bytes, Relaxed);
    }
}

/// Takes old values from an mcache. On g0, with a P or the world stopped.
pub(crate) fn add_greys(words: &[u64]) {
    // SAFETY: the collection lives until the world is stopped for its end, which flushes the mcaches first.
    if let Some(sh) = unsafe { CURRENT.load(Acquire).as_ref() } {
        sh.add_greys(words);
    }
}

/// Whether a collection marks beside the program.
pub(crate) fn under_way() -> bool {
    !CURRENT.load(Acquire).is_null()
}

/// Whether it may end: the helper is gone.
pub(crate) fn may_end() -> bool {
    HELPERS.load(SeqCst) == 0
}

/// Whether it has nothing left to do but its end, as far as can be told while the program runs.
pub(crate) fn is_done() -> bool {
    // SAFETY: the caller holds a P, so the collection does not end meanwhile.
    let current = unsafe { CURRENT.load(Acquire).as_ref() };
    HELPERS.load(SeqCst) == 0 && current.is_some_and(Shared::is_idle)
}

/// Whether it goes on only if somebody marks or ends it now.
pub(crate) fn needs_hand() -> bool {
    under_way() && HELPERS.load(SeqCst) == 0
}

/// Takes the snapshot with up to `n` threads and turns the barriers on. World stopped, mcaches flushed, on g0.
pub(crate) fn begin(n: usize) {
    let sh = Box::new(Shared::beside());
    sh.roots(n);
    BLACK.store(0, Relaxed);
    CURRENT.store(Box::into_raw(sh), SeqCst);
    mbarrier::set_marking(true);
}

/// Reads the stack of `gp` before it runs on, if a collection is under way that has not. On g0 with a P.
///
/// # Safety
/// The caller owns `gp`, which does not run.
#[cold]
#[inline(never)]
pub(crate) unsafe fn scan_before_run(gp: *mut G) {
    // SAFETY: the caller's P keeps the collection from ending.
    if let Some(sh) = unsafe { CURRENT.load(Acquire).as_ref() } {
        // SAFETY: contract of the caller.
        unsafe { sh.scan_before_run(gp) };
    }
}

/// Sets a helper to work. On g0, the world running.
pub(crate) fn start_helper() {
    HELPERS.fetch_add(1, SeqCst);
    // SAFETY: `help` uses no P; no lock is held.
    unsafe {
        crate::world::run_beside(help);
        // An idle P has work now.
        crate::proc::wakep();
    }
}

/// Marks until nothing is left. Stands back while Ps that have nothing else to do mark ([`mark_idle`]): the processors are
/// theirs.
fn help() {
    // SAFETY: the collection does not end before HELPERS is 0.
    if let Some(sh) = unsafe { CURRENT.load(Acquire).as_ref() } {
        let mut start = nanotime();
        let mut dry = 0;
        while dry < 20 {
            if IDLE_MARKERS.load(Relaxed) > 0
                || nanotime() - IDLE_MARKED.load(Relaxed) < STAND_BACK_NS
            {
                if sh.is_idle() {
                    break;
                }
                crate::mgctrace::add_helper(start);
                crate::os_linux::usleep((STAND_BACK_NS / 1000) as u32);
                start = nanotime();
            } else if sh.work(HELPER_BYTES) > 0 {
                dry = 0;
                // A thread that wakes for a timer on this processor need not wait for the kernel's tick.
                crate::os_linux::osyield();
            } else if sh.is_idle() {
                break;
            } else {
                // An assist has the rest in its hands.
                dry += 1;
                crate::os_linux::usleep(20);
            }
        }
        crate::mgctrace::add_helper(start);
    }
    HELPERS.fetch_sub(1, SeqCst);
    crate::sysmon::wake_gc_helper();
}

/// Marks a piece on a P that has nothing to run, so short that whoever wants it does not wait long; false when there was
/// nothing to mark. On g0 with a P, not spinning.
pub(crate) fn mark_idle() -> bool {
    // SAFETY: the caller's P keeps the collection from ending.
    let Some(sh) = (unsafe { CURRENT.load(Acquire).as_ref() }) else {
        return false;
    };
    IDLE_MARKERS.fetch_add(1, Relaxed);
    let start = nanotime();
    let done = sh.work(IDLE_BYTES);
    crate::mgctrace::add_idle(start);
    if done > 0 {
        IDLE_MARKED.store(nanotime(), Relaxed);
    }
    IDLE_MARKERS.fetch_sub(1, Relaxed);
    done > 0
}

/// Marks about `bytes` for the program; gives what it did. On g0 with a P.
pub(crate) fn assist(bytes: usize) -> usize {
    // SAFETY: the caller's P keeps the collection from ending.
    match unsafe { CURRENT.load(Acquire).as_ref() } {
        Some(sh) => {
            let start = nanotime();
            let done = sh.work(bytes);
            crate::mgctrace::add_assist(start);
            done
        }
        None => 0,
    }
}

/// Ends the collection: marks what is left, turns the barriers off. Gives what was marked, and of that the bytes that
/// were handed out marked. World stopped, [`may_end`], mcaches flushed; on g0.
pub(crate) fn end(n: usize) -> (Marked, usize) {
    // SAFETY: the world is stopped and the helper gone: nobody else looks at it.
    let sh = unsafe { Box::from_raw(CURRENT.load(Acquire)) };
    let marked = sh.finish(n, |m| {
        m.drain_now();
        if VERIFY.load(Relaxed) {
            verify();
        }
        crate::mfinal::process(m);
    });
    CURRENT.store(null_mut(), SeqCst);
    mbarrier::set_marking(false);
    (marked, BLACK.load(Relaxed))
}

/// Marks once more from the roots and compares: everything found must be marked already.
fn verify() {
    let mut kept: Vec<(usize, Vec<u64>)> = Vec::new();
    mheap::for_each_span(|s| {
        let bits = s
            .mark_bits
            .iter()
            .map(|w| w.swap(0, Relaxed))
            .collect::<Vec<u64>>();
        kept.push((s.base, bits));
    });
    let sh = Shared::stopped(false);
    sh.finish(1, |_| {});
    let mut at = 0;
    mheap::for_each_span(|s| {
        let (base, old) = &kept[at];
        at += 1;
        assert!(*base == s.base, "the heap changed during a check");
        for (w, old) in s.mark_bits.iter().zip(old) {
            let new = w.load(Relaxed);
            if new & !old != 0 {
                let i = (new & !old).trailing_zeros();
                crate::throw::throw_fmt(format_args!(
                    "gc: a reachable object was not marked (span {:#x} kind {:?} slot {} bit {i})",
                    s.base, s.kind, s.slot
                ));
            }
            w.store(new | old, Relaxed);
        }
    });
}
