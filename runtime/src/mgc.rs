//! The collector's cycle: when it starts, what it does with the world stopped, what it reports.
//!
//! Owns: pacing (GOGC, the heap limit), the cycle itself, `runtime.MemStats`.
//!
//! A cycle: finish the last one's sweep → stop the world → flush the mcaches → mark (`mgcmark.rs`) → finalizers →
//! flip `sweepgen` (`mgcsweep.rs` sweeps lazily) → set the next trigger → start the world. With a large heap the world
//! runs on between the reading of the roots and the end of marking (`mgcwork.rs`); that begins at three quarters of the
//! way to the goal, and goroutines that allocate meanwhile mark in proportion.
//!
//! Invariants:
//! * A cycle starts only from [`gc_start`] or [`gc`], on a G's stack at a safepoint with `pc` and `base` saved. Allocation never
//!   starts one: it only sets [`gc_wanted`].
//! * `HEAP_LIVE` counts what the last mark found plus all free slots handed to mcaches since, so it is at most a span a
//!   class and P too high, and never too low.
//!
//! Environment: `GOGC` (percent or `off`), `GOMEMLIMIT` (bytes with B, KiB, MiB, GiB, TiB), `MINIGO_GC` =
//! `stress` or `stress=N` (a collection at every N-th allocation), `poison` (overwrite what dies), `beside` (mark beside the
//! program however small the heap), `verify` (check what was marked beside it), joined by commas.

use core::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering::*};

use crate::context::{getg, systemstack};
use crate::mcache::{self, Mcache, STATS};
use crate::mfinal;
use crate::mgcmark;
use crate::mgcsweep;
use crate::mgctrace;
use crate::mgcwork;
use crate::mheap::{self, HEAP, Mspan};

/// The heap is not collected below this size (times GOGC / 100).
const MIN_HEAP: usize = 4 << 20;

/// Heaps of at least this many bytes, or with an eighth of that alive, are marked beside the program.
const BESIDE_BYTES: usize = 8 << 20;
/// With so many goroutines even a small heap is marked beside the program: reading their stacks takes long.
const MANY_STACKS: usize = 8 << 10;
/// Bytes allocated while the heap is being marked after which somebody marks a piece.
const ASSIST_EVERY: usize = 64 << 10;
/// The largest piece; some hundred microseconds.
const MAX_ASSIST: usize = 512 << 10;

/// [`BESIDE_BYTES`], or 0 to do it always (`MINIGO_GC=beside`).
static BESIDE_FROM: AtomicUsize = AtomicUsize::new(BESIDE_BYTES);
/// Bytes allocated since the last assist.
static DEBT: AtomicUsize = AtomicUsize::new(0);
/// Heap size at which the collection that the trigger begins should have ended.
static GOAL: AtomicUsize = AtomicUsize::new(MIN_HEAP);
/// `HEAP_LIVE` when the collection under way began.
static LIVE_AT_START: AtomicUsize = AtomicUsize::new(0);
/// Somebody wants a collection. Tested inline by the VM's allocation ops.
static GC_WANTED: AtomicBool = AtomicBool::new(false);
/// A G is in [`gc_start`].
static GC_RUNNING: AtomicBool = AtomicBool::new(false);
static CYCLES: AtomicU32 = AtomicU32::new(0);
static HEAP_LIVE: AtomicUsize = AtomicUsize::new(0);
static TRIGGER: AtomicUsize = AtomicUsize::new(MIN_HEAP);
/// Bytes marked by the last cycle.
static HEAP_MARKED: AtomicUsize = AtomicUsize::new(0);
/// Bytes of roots that the last cycle scanned, about.
static ROOT_BYTES: AtomicUsize = AtomicUsize::new(0);
/// Percent; `u32::MAX` is off.
static GOGC: AtomicU32 = AtomicU32::new(100);
/// Allocations between forced collections; 0 is off.
static STRESS: AtomicU32 = AtomicU32::new(0);
static STRESS_COUNT: AtomicU32 = AtomicU32::new(0);
static POISON: AtomicBool = AtomicBool::new(false);
static MAX_MARKERS: AtomicUsize = AtomicUsize::new(1);
static PAUSE_TOTAL_NS: AtomicU64 = AtomicU64::new(0);
static PAUSE_LAST_NS: AtomicU64 = AtomicU64::new(0);
static PAUSE_MAX_NS: AtomicU64 = AtomicU64::new(0);
static LAST_GC_NS: AtomicU64 = AtomicU64::new(0);
static FORCED: AtomicU32 = AtomicU32::new(0);

/// Whether the next safepoint that allocates should collect first.
#[inline(always)]
pub fn gc_wanted() -> bool {
    GC_WANTED.load(Relaxed)
}

/// Like [`gc_wanted`], for an allocation of `bytes`: a large one that would pass the trigger collects before, not after.
#[inline(always)]
pub fn gc_wanted_for(bytes: usize) -> bool {
    gc_wanted() || (bytes > 32 << 10 && large_wants(bytes))
}

#[cold]
#[inline(never)]
fn large_wants(bytes: usize) -> bool {
    let live = HEAP_LIVE.load(Relaxed);
    live.saturating_add(bytes) > HEAP.fig.limit.load(Relaxed)
        || (live.saturating_add(bytes) >= TRIGGER.load(Relaxed)
            && live > HEAP_MARKED.load(Relaxed).saturating_add(MIN_HEAP / 4))
}

/// Asks for a collection at the next safepoint that allocates (sysmon, debug calls).
pub fn request_gc() {
    GC_WANTED.store(true, Relaxed);
}

/// Collections done so far.
#[inline]
pub fn cycles() -> u32 {
    CYCLES.load(Relaxed)
}

#[inline(always)]
pub(crate) fn stress() -> u32 {
    STRESS.load(Relaxed)
}

#[inline(always)]
pub(crate) fn poison() -> bool {
    POISON.load(Relaxed)
}

#[cold]
pub(crate) fn stress_tick(every: u32) {
    if STRESS_COUNT.fetch_add(1, Relaxed) % every == every - 1 {
        request_gc();
    }
}

/// Forces a collection at every `every`-th allocation (0: off), and overwrites dead objects if `poison`. Debugging.
pub fn set_stress(every: u32, poison: bool) {
    STRESS.store(every, Relaxed);
    POISON.store(poison, Relaxed);
}

/// Sets how many threads mark (the scheduler: min of GOMAXPROCS and CPUs). 1 is the default.
pub fn set_max_markers(n: usize) {
    MAX_MARKERS.store(n.max(1), Relaxed);
}

/// `debug.SetGCPercent`: sets GOGC (negative: off), returns the old value.
pub fn set_gc_percent(percent: i32) -> i32 {
    let new = if percent < 0 {
        u32::MAX
    } else {
        percent as u32
    };
    let old = GOGC.swap(new, Relaxed);
    set_trigger();
    if old == u32::MAX { -1 } else { old as i32 }
}

/// `debug.SetMemoryLimit`: sets the heap limit in bytes (negative: only asks), returns the old value.
pub fn set_memory_limit(bytes: i64) -> i64 {
    let limit = &HEAP.fig.limit;
    let old = limit.load(Relaxed);
    if bytes >= 0 {
        limit.store(
            if bytes == i64::MAX {
                usize::MAX
            } else {
                bytes as usize
            },
            Relaxed,
        );
        set_trigger();
    }
    old.min(i64::MAX as usize) as i64
}

/// Reads the environment. Called once, with the arena's reservation.
pub(crate) fn init_from_env() {
    if let Ok(v) = std::env::var("GOGC") {
        if v == "off" {
            GOGC.store(u32::MAX, Relaxed);
        } else if let Ok(n) = v.parse::<i32>() {
            GOGC.store(if n < 0 { u32::MAX } else { n as u32 }, Relaxed);
        }
    }
    if let Some(n) = std::env::var("GOMEMLIMIT")
        .ok()
        .and_then(|v| parse_bytes(&v))
    {
        HEAP.fig.limit.store(n, Relaxed);
    }
    if let Ok(v) = std::env::var("MINIGO_GC") {
        for word in v.split(',') {
            match word.split_once('=').unwrap_or((word, "1")) {
                ("stress", n) => STRESS.store(n.parse().unwrap_or(1).max(1), Relaxed),
                ("poison", _) => POISON.store(true, Relaxed),
                ("beside", _) => BESIDE_FROM.store(0, Relaxed),
                ("verify", _) => mgcwork::set_verify(),
                _ => {}
            }
        }
    }
    set_trigger();
}

/// Parses a size as GOMEMLIMIT writes it: digits with an optional unit B, KiB, MiB, GiB or TiB. `off` is no limit.
pub fn parse_bytes(text: &str) -> Option<usize> {
    if text == "off" {
        return Some(usize::MAX);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let shift = match &text[digits..] {
        "" | "B" => 0,
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        "TiB" => 40,
        _ => return None,
    };
    text[..digits]
        .parse::<usize>()
        .ok()?
        .checked_mul(1 << shift)
}

/// Computes the heap size at which the next collection is wanted.
fn set_trigger() {
    let marked = HEAP_MARKED.load(Relaxed);
    let gogc = GOGC.load(Relaxed);
    let mut trigger = if gogc == u32::MAX {
        usize::MAX
    } else {
        // As in Go, what the roots cost to scan counts: many goroutines with a small heap collect less often.
        let base = marked.saturating_add(ROOT_BYTES.load(Relaxed));
        let grow = (base as u128 * gogc as u128 / 100) as usize;
        marked
            .saturating_add(grow)
            .max((MIN_HEAP as u128 * gogc as u128 / 100) as usize)
    };
    let limit = HEAP.fig.limit.load(Relaxed);
    if limit != usize::MAX {
        // Near the limit collect often, but never for less than a sixteenth of it.
        let near = limit.saturating_sub(limit / 16);
        trigger = trigger.min(near.max(marked + limit / 16));
    }
    GOAL.store(trigger, Relaxed);
    if trigger >= BESIDE_FROM.load(Relaxed) && trigger != usize::MAX {
        // The program goes on allocating while it is marked.
        trigger -= trigger.saturating_sub(marked) / 4;
    }
    TRIGGER.store(trigger, Relaxed);
    if HEAP_LIVE.load(Relaxed) >= trigger {
        request_gc();
    }
}

/// Counts the free slots of a span that an mcache takes.
pub(crate) fn account_small(s: *mut Mspan) {
    // SAFETY: the span belongs to the caller's mcache.
    let bytes = unsafe { ((*s).nslots - (*s).nalloc) as usize * (*s).slot };
    add_live(bytes);
}

/// Takes back what an mcache did not use.
pub(crate) fn unaccount(bytes: usize) {
    HEAP_LIVE.fetch_sub(bytes, Relaxed);
}

/// Counts a large object.
pub(crate) fn account_large(_mc: *mut Mcache, bytes: usize) {
    STATS.mallocs.fetch_add(1, Relaxed);
    STATS.alloc_bytes.fetch_add(bytes as u64, Relaxed);
    if stress() != 0 {
        stress_tick(stress());
    }
    add_live(bytes);
}

fn add_live(bytes: usize) {
    let live = HEAP_LIVE.fetch_add(bytes, Relaxed) + bytes;
    if crate::mbarrier::marking() {
        if DEBT.fetch_add(bytes, Relaxed) + bytes > ASSIST_EVERY {
            request_gc();
        }
        return;
    }
    if live >= TRIGGER.load(Relaxed) {
        request_gc();
    }
}

/// Ends the program when `bytes` more would pass the heap limit although the collector has done what it can. Between a
/// wish for a collection and the next safepoint natives may overdraw a little.
pub(crate) fn check_limit(bytes: usize) {
    let limit = HEAP.fig.limit.load(Relaxed);
    if limit == usize::MAX || HEAP.fig.inuse.load(Relaxed).saturating_add(bytes) <= limit {
        return;
    }
    // Unswept garbage counts as in use: sweep before judging.
    mgcsweep::finish_sweep();
    let inuse = HEAP.fig.inuse.load(Relaxed);
    let marked = HEAP_MARKED.load(Relaxed);
    let overdraft = limit / 8 + (4 << 20);
    // A large object is asked for after a collection (`gc_wanted_for`), so for it the marks are fresh.
    let hopeless = marked > limit || (bytes > overdraft && marked.saturating_add(bytes) > limit);
    if hopeless || inuse.saturating_add(bytes) > limit.saturating_add(overdraft) {
        crate::throw::fatal(&format!(
            "runtime: out of memory: heap limit of {limit} bytes reached ({inuse} in use, {bytes} more wanted)"
        ));
    }
    request_gc();
}

/// Collects, or does a part of a collection: begins one, marks for the one under way as much as this program owes it
/// for what it has allocated, or ends it. Yields when another G begins or ends one.
///
/// # Safety
/// On a G's stack at a safepoint: VM state saved, nothing allocated that is not yet in a scanned slot. May park: the P
/// and its mcache are read anew afterwards.
#[cold]
#[inline(never)]
pub unsafe fn gc_start() {
    // SAFETY: contract of the caller.
    unsafe { gc_step(false) }
}

/// [`gc_start`], or with `end_only` nothing if no collection is under way.
unsafe fn gc_step(end_only: bool) {
    if getg().is_null() {
        // A thread without a scheduler (start-up, unit tests): the caller alone uses the heap.
        // SAFETY: by the contract of the caller.
        unsafe { collect() };
        return;
    }
    // SAFETY: the caller is at a safepoint on a G's stack.
    unsafe {
        if mgcwork::under_way() && !mgcwork::is_done() {
            GC_WANTED.store(false, Relaxed);
            systemstack(|| {
                mgcwork::assist(debt());
            });
            return;
        }
        if GC_RUNNING.swap(true, Acquire) {
            crate::proc::gosched();
            return;
        }
        if !mgcwork::under_way() {
            if end_only {
                GC_RUNNING.store(false, Release);
                return;
            }
            systemstack(mgcsweep::finish_sweep);
        }
        crate::proc::stop_the_world("GC");
        let mut began = false;
        systemstack(|| began = step());
        GC_RUNNING.store(false, Release);
        crate::proc::start_the_world();
        if began {
            systemstack(mgcwork::start_helper);
        } else {
            mfinal::after_cycle();
        }
    }
}

/// Goes on with a collection that has lost its helper, to its end. Begins none.
///
/// # Safety
/// As for [`gc_start`].
pub(crate) unsafe fn gc_finish() {
    while mgcwork::needs_hand() {
        // SAFETY: contract of the caller.
        unsafe {
            gc_step(true);
            if mgcwork::needs_hand() {
                crate::proc::gosched();
            }
        }
    }
}

/// Bytes to mark for what was allocated since this was last asked.
fn debt() -> usize {
    let allocated = DEBT.swap(0, Relaxed);
    if mgcwork::needs_hand() {
        return MAX_ASSIST;
    }
    // What is left to scan is at most what lived at the last end, about; it must be done before the goal.
    let room = GOAL
        .load(Relaxed)
        .saturating_sub(HEAP_LIVE.load(Relaxed))
        .max(1 << 20);
    let rate = (HEAP_MARKED.load(Relaxed) / room).clamp(1, 32);
    (allocated * rate).min(MAX_ASSIST)
}

/// With the world stopped, on g0: begins a collection beside the program (true), ends it, or does a whole one.
unsafe fn step() -> bool {
    // SAFETY: the world is stopped.
    unsafe {
        if mgcwork::under_way() {
            if mgcwork::may_end() {
                end_cycle();
            }
            return false;
        }
        let live = HEAP_LIVE.load(Relaxed);
        let limit = HEAP.fig.limit.load(Relaxed);
        let from = BESIDE_FROM.load(Relaxed);
        let small = live < from
            && HEAP_MARKED.load(Relaxed) < from / 8
            && crate::proc::allglen() < MANY_STACKS;
        // A run that is to be repeated has no thread beside it.
        if small || live > limit / 2 || crate::seed::on() {
            collect();
            return false;
        }
        let start = crate::os_linux::nanotime();
        GC_WANTED.store(false, Relaxed);
        DEBT.store(0, Relaxed);
        LIVE_AT_START.store(live, Relaxed);
        crate::mgcpool::age();
        mgcsweep::finish_sweep();
        mcache::flush_all();
        mgcwork::begin(MAX_MARKERS.load(Relaxed));
        note_pause(start, false);
        mgctrace::began(start, live);
        true
    }
}

/// Ends the collection under way. World stopped, on g0.
unsafe fn end_cycle() {
    let start = crate::os_linux::nanotime();
    // SAFETY: the world is stopped.
    unsafe { mcache::flush_all() };
    let (marked, black) = mgcwork::end(MAX_MARKERS.load(Relaxed));
    // Of what was allocated meanwhile nobody knows what is alive; the same part as of the rest would be a fair guess. But
    // for each of those an older one may have died since the snapshot.
    let before = LIVE_AT_START.load(Relaxed).max(1) as u128;
    let guess = (black as u128 * (marked.bytes as u128).min(before) / before / 2) as usize;
    let peak = HEAP_LIVE.load(Relaxed);
    let goal = GOAL.load(Relaxed);
    finish_cycle(marked.bytes + guess, marked.bytes + black, &marked);
    note_pause(start, true);
    mgctrace::ended(start, peak, marked.bytes + black, goal, &marked);
}

/// What all collections end with: `base` is what the next one's goal is counted from.
fn finish_cycle(base: usize, live: usize, marked: &mgcmark::Marked) {
    HEAP_MARKED.store(base, Relaxed);
    ROOT_BYTES.store(marked.global_bytes + marked.stack_bytes, Relaxed);
    HEAP_LIVE.store(live, Relaxed);
    mgcsweep::begin_sweep();
    CYCLES.fetch_add(1, Release);
    GC_WANTED.store(false, Relaxed);
    set_trigger();
    // Not at once again, however much was allocated meanwhile.
    let gogc = GOGC.load(Relaxed);
    if HEAP.fig.limit.load(Relaxed) == usize::MAX && gogc != u32::MAX {
        let room = (base as u128 * gogc as u128 / 400) as usize;
        TRIGGER.fetch_max(live.saturating_add(room), Relaxed);
        GC_WANTED.store(false, Relaxed);
    }
}

/// Collections whose pauses are remembered.
pub const PAUSES: usize = 256;
/// Pauses in ns and their ends by the number of the collection modulo [`PAUSES`].
static PAUSE_NS: [AtomicU64; PAUSES] = [const { AtomicU64::new(0) }; PAUSES];
static PAUSE_END: [AtomicU64; PAUSES] = [const { AtomicU64::new(0) }; PAUSES];

/// What the world stood still for collection number `i` modulo [`PAUSES`] (from 0), in ns, and when that ended.
pub fn pause(i: usize) -> (u64, u64) {
    (PAUSE_NS[i].load(Relaxed), PAUSE_END[i].load(Relaxed))
}

/// Counts a pause that began at `start`, of the collection that is about to be done, or that is done if `done`.
fn note_pause(start: i64, done: bool) {
    let end = crate::os_linux::nanotime();
    let pause = (end - start) as u64;
    let i = (cycles() as usize).wrapping_sub(usize::from(done)) % PAUSES;
    if done {
        PAUSE_NS[i].fetch_add(pause, Relaxed);
    } else {
        PAUSE_NS[i].store(pause, Relaxed);
    }
    PAUSE_END[i].store(end as u64, Relaxed);
    PAUSE_LAST_NS.store(pause, Relaxed);
    PAUSE_TOTAL_NS.fetch_add(pause, Relaxed);
    PAUSE_MAX_NS.fetch_max(pause, Relaxed);
    LAST_GC_NS.store(end as u64, Relaxed);
}

/// `runtime.GC`: a whole collection, begun after the call and swept before the return.
///
/// # Safety
/// As for [`gc_start`].
pub unsafe fn gc() {
    FORCED.fetch_add(1, Relaxed);
    mgctrace::force();
    // One that is under way began before the call.
    let target = cycles().wrapping_add(1 + u32::from(mgcwork::under_way()));
    while (cycles().wrapping_sub(target) as i32) < 0 {
        DEBT.store(MAX_ASSIST, Relaxed);
        // SAFETY: contract of the caller.
        unsafe {
            gc_start();
            if mgcwork::under_way() && !mgcwork::is_done() {
                crate::proc::gosched();
            }
        }
    }
    mcache::on_g0(mgcsweep::finish_sweep);
}

/// `debug.FreeOSMemory`: collects and gives all free pages back.
///
/// # Safety
/// As for [`gc_start`].
pub unsafe fn free_os_memory() {
    // SAFETY: contract of the caller.
    unsafe { gc() };
    mcache::on_g0(|| {
        mheap::scavenge(0, usize::MAX);
    });
}

/// The scavenger's tick: gives back pages that have been free for two collections. On an M's g0, with or without P;
/// sysmon calls it about once a second. Returns the bytes given back.
pub fn scavenge_tick() -> usize {
    mheap::scavenge(2, 16 << 20)
}

/// One whole cycle. World stopped, on g0.
unsafe fn collect() {
    let start = crate::os_linux::nanotime();
    GC_WANTED.store(false, Relaxed);
    crate::mgcpool::age();
    mgcsweep::finish_sweep();
    // SAFETY: the world is stopped.
    unsafe { mcache::flush_all() };
    let markers = if getg().is_null() {
        1
    } else {
        MAX_MARKERS.load(Relaxed)
    };
    // A small heap is marked before another thread is awake.
    let markers = if HEAP_LIVE.load(Relaxed) < 4 << 20 {
        1
    } else {
        markers
    };
    let marked = mgcmark::Shared::stopped(markers > 1).finish(markers, mfinal::process);
    let (live, goal) = (HEAP_LIVE.load(Relaxed), GOAL.load(Relaxed));
    finish_cycle(marked.bytes, marked.bytes, &marked);
    mgctrace::began(start, live);
    PAUSE_NS[(cycles() as usize).wrapping_sub(1) % PAUSES].store(0, Relaxed);
    note_pause(start, true);
    mgctrace::ended(start, live, marked.bytes, goal, &marked);
}

/// The figures of `runtime.MemStats` that mean something here; bytes and counts as there.
#[derive(Clone, Copy, Default, Debug)]
#[allow(missing_docs)]
pub struct MemStats {
    pub alloc: u64,
    pub total_alloc: u64,
    pub sys: u64,
    pub mallocs: u64,
    pub frees: u64,
    pub heap_alloc: u64,
    pub heap_sys: u64,
    pub heap_idle: u64,
    pub heap_inuse: u64,
    pub heap_released: u64,
    pub heap_objects: u64,
    pub next_gc: u64,
    /// Monotonic nanoseconds of the end of the last cycle.
    pub last_gc_mono_ns: u64,
    pub pause_total_ns: u64,
    pub pause_last_ns: u64,
    pub pause_max_ns: u64,
    pub stack_sys: u64,
    pub num_gc: u32,
    pub num_forced_gc: u32,
}

/// Reads the figures, exact: the world is stopped for a moment.
///
/// # Safety
/// As for [`gc_start`].
pub unsafe fn read_memstats() -> MemStats {
    let mut out = MemStats::default();
    if getg().is_null() {
        // SAFETY: the caller alone uses the heap.
        unsafe { mcache::flush_all() };
        return figures();
    }
    // SAFETY: contract of the caller.
    unsafe {
        crate::proc::stop_the_world("ReadMemStats");
        systemstack(|| {
            mcache::flush_all();
            out = figures();
        });
        crate::proc::start_the_world();
    }
    out
}

fn figures() -> MemStats {
    let (mallocs, frees) = (STATS.mallocs.load(Relaxed), STATS.frees.load(Relaxed));
    let (total, freed) = (
        STATS.alloc_bytes.load(Relaxed),
        STATS.free_bytes.load(Relaxed),
    );
    let trigger = TRIGGER.load(Relaxed) as u64;
    MemStats {
        alloc: total - freed,
        total_alloc: total,
        sys: (mheap::arena_used() + crate::stack::stack_bytes()) as u64,
        mallocs,
        frees,
        heap_alloc: total - freed,
        heap_sys: mheap::arena_used() as u64,
        heap_idle: HEAP.fig.idle.load(Relaxed) as u64,
        heap_inuse: HEAP.fig.inuse.load(Relaxed) as u64,
        heap_released: HEAP.fig.released.load(Relaxed) as u64,
        heap_objects: mallocs - frees,
        next_gc: trigger,
        last_gc_mono_ns: LAST_GC_NS.load(Relaxed),
        pause_total_ns: PAUSE_TOTAL_NS.load(Relaxed),
        pause_last_ns: PAUSE_LAST_NS.load(Relaxed),
        pause_max_ns: PAUSE_MAX_NS.load(Relaxed),
        stack_sys: crate::stack::stack_bytes() as u64,
        num_gc: cycles(),
        num_forced_gc: FORCED.load(Relaxed),
    }
}
