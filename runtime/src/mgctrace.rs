//! `GODEBUG=gctrace=1`: a line for each collection, in the form that Go documents for it.
//!
//! Owns: the clocks of the collection under way. Here the first and the last term are the two stops of the world, the
//! middle one is the time between; a small heap is marked as a whole in one stop, which is shown as the last term. Of the
//! three parts of the middle term's processor time the first are assists, the second is the helper, and the third are Ps
//! that had nothing else to do.

use core::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, AtomicU64, AtomicUsize, Ordering::*};

use crate::mgcmark::Marked;
use crate::os_linux::nanotime;

static ON: AtomicBool = AtomicBool::new(false);
/// `runtime.GC` asked for the collection that comes.
static FORCED: AtomicBool = AtomicBool::new(false);
static NUMBER: AtomicU32 = AtomicU32::new(0);
static BEGAN: AtomicI64 = AtomicI64::new(0);
/// When the world went on after the snapshot.
static RUNS_AGAIN: AtomicI64 = AtomicI64::new(0);
static LIVE_AT_START: AtomicUsize = AtomicUsize::new(0);
static ASSIST_NS: AtomicU64 = AtomicU64::new(0);
static HELPER_NS: AtomicU64 = AtomicU64::new(0);
static IDLE_NS: AtomicU64 = AtomicU64::new(0);
/// Processor time of all collections.
static TOTAL_NS: AtomicU64 = AtomicU64::new(0);

/// Switches the lines on or off.
pub(crate) fn set(on: bool) {
    ON.store(on, Relaxed);
}

/// The next collection is one that `runtime.GC` asked for.
pub(crate) fn force() {
    FORCED.store(true, Relaxed);
}

/// Counts the time since `start` as the helper's.
pub(crate) fn add_helper(start: i64) {
    HELPER_NS.fetch_add((nanotime() - start) as u64, Relaxed);
}

/// Counts the time since `start` as that of a P without work.
pub(crate) fn add_idle(start: i64) {
    IDLE_NS.fetch_add((nanotime() - start) as u64, Relaxed);
}

/// Counts the time since `start` as an assist.
pub(crate) fn add_assist(start: i64) {
    ASSIST_NS.fetch_add((nanotime() - start) as u64, Relaxed);
}

/// A collection stopped the world at `start`, with `live` bytes, and lets it go on now.
pub(crate) fn began(start: i64, live: usize) {
    BEGAN.store(start, Relaxed);
    RUNS_AGAIN.store(nanotime(), Relaxed);
    LIVE_AT_START.store(live, Relaxed);
    ASSIST_NS.store(0, Relaxed);
    HELPER_NS.store(0, Relaxed);
    IDLE_NS.store(0, Relaxed);
}

/// It stopped the world for the last time at `start`; then there were `peak` bytes, of which `live` remain.
pub(crate) fn ended(start: i64, peak: usize, live: usize, goal: usize, marked: &Marked) {
    let now = nanotime();
    let number = NUMBER.fetch_add(1, Relaxed) + 1;
    let forced = FORCED.swap(false, Relaxed);
    let began = BEGAN.load(Relaxed);
    // In one stop the first term has no time of its own.
    let (first, between) = if began == start {
        (0, 0)
    } else {
        let again = RUNS_AGAIN.load(Relaxed);
        (again - began, start - again)
    };
    let last = now - start;
    let procs = crate::proc::gomaxprocs_now().max(1) as i64;
    let (assist, helper, idle) = (
        ASSIST_NS.load(Relaxed) as i64,
        HELPER_NS.load(Relaxed) as i64,
        IDLE_NS.load(Relaxed) as i64,
    );
    let cpu = (first + last) * procs + assist + helper;
    let total = TOTAL_NS.fetch_add(cpu as u64, Relaxed) + cpu as u64;
    if !ON.load(Relaxed) {
        return;
    }
    let up = (now - crate::proc::sched().starttime.load(Relaxed)).max(1);
    let percent = total as i64 * 100 / (up * procs);
    let mb = |n: usize| n.saturating_add(1 << 19) >> 20;
    let line = format!(
        "gc {number} @{:.3}s {percent}%: {}+{}+{} ms clock, {}+{}/{}/{}+{} ms cpu, {}->{}->{} MB, {} MB goal, \
         {} MB stacks, {} MB globals, {procs} P{}\n",
        up as f64 / 1e9,
        ms(first),
        ms(between),
        ms(last),
        ms(first * procs),
        ms(assist),
        ms(helper),
        ms(idle),
        ms(last * procs),
        mb(LIVE_AT_START.load(Relaxed)),
        mb(peak),
        mb(live),
        mb(goal),
        mb(marked.stack_bytes),
        mb(marked.global_bytes),
        if forced { " (forced)" } else { "" },
    );
    crate::os_linux::write_all(2, line.as_bytes());
}

/// Nanoseconds as milliseconds, cut to two digits and to whole microseconds; whole milliseconds from ten on.
fn ms(ns: i64) -> String {
    if ns >= 10_000_000 {
        return (ns / 1_000_000).to_string();
    }
    let (mut digits, mut decimals) = (ns.max(0) / 1000, 3);
    if digits == 0 {
        return "0".to_string();
    }
    while digits >= 100 {
        digits /= 10;
        decimals -= 1;
    }
    let unit = 10_i64.pow(decimals);
    format!(
        "{}.{:0width$}",
        digits / unit,
        digits % unit,
        width = decimals as usize
    )
}

#[cfg(test)]
mod tests {
    use super::ms;

    /// As Go's own lines have them.
    #[test]
    fn times_are_cut_as_in_go() {
        for (ns, text) in [
            (0, "0"),
            (999, "0"),
            (1_500, "0.001"),
            (60_999, "0.060"),
            (104_000, "0.10"),
            (999_999, "0.99"),
            (1_290_000, "1.2"),
            (9_999_999, "9.9"),
            (10_000_000, "10"),
            (123_900_000, "123"),
        ] {
            assert_eq!(ms(ns), text, "{ns} ns");
        }
    }
}
