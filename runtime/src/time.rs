//! Timers: a four-ary heap of each P, `time.Sleep`, and the timers and tickers of package time.
//!
//! A timer is *heaped* while it stands in the heap of some P. Stopping or changing a heaped timer does not search the
//! heap: it only notes *modified* (the heap's copy of `when` is old) or also *zombie* (to be thrown out); the heap's
//! owner sees to it in `adjust`, or when the timer comes to the top. `astate` shows the bits without the lock.
//!
//! Channel timers have the semantics of Go 1.23: they stand in a heap only while a goroutine is blocked on the channel
//! (`blocked`); at other times whoever looks at the channel runs a timer that is due (`maybe_run_chan`). So an
//! abandoned timer is garbage like anything else, and after Stop or Reset no value of the old setting is received:
//! `send_lock` and `seq` squelch a send under way, and the buffer is drained.
//!
//! `when` and `period` are nanoseconds of the monotonic clock; `when` 0 means not running.
//!
//! Locks, in order: `Timer.send_lock` < `Hchan.lock` < `Timers.lock` < `Timer.lock`. A timer's function runs with
//! `send_lock` at most. Functions run on g0 with a P and must not block. Growing a heap happens on g0.
//!
//! Source: Go's `runtime/time.go`. Departure: the poller sleeps in nanoseconds, so a timer is not late by the rounding.

use std::cell::UnsafeCell;
use std::ptr::null_mut;
use std::sync::atomic::{
    AtomicBool, AtomicI32, AtomicI64, AtomicU8, AtomicU32, Ordering::Relaxed, Ordering::SeqCst,
};

use crate::chan::{Hchan, timerchandrain};
use crate::context::{getg, systemstack};
use crate::g::{G, WaitReason};
use crate::lockrank::Rank;
use crate::malloc::{GcType, new_object};
use crate::mcache::mcache;
use crate::mgcmark::register_root_fn;
use crate::netpoll::netpoll_generic_init;
use crate::p::{P, for_each_p};
use crate::park::{gopark, goready};
use crate::proc::wake_net_poller;
use crate::seed::nanotime;
use crate::sync::RtMutex;
use crate::throw::throw;

/// What a timer calls: the `arg`, `extra` and `seq` it was set with, and by how many ns it is late.
pub type TimerFn = unsafe fn(arg: *mut u8, extra: *mut u8, seq: usize, delay_ns: i64);

/// In some P's heap.
const HEAPED: u8 = 1;
/// `when` differs from the heap's copy.
const MODIFIED: u8 = 2;
/// Stopped; the heap has yet to throw it out.
const ZOMBIE: u8 = 4;

/// The end of time.
pub const MAX_WHEN: i64 = i64::MAX;

/// A timer. Those of package time live on the collected heap, the others for ever.
#[repr(C)]
pub struct Timer {
    /// Argument of `f`; a pointer to the collected heap when `on_heap`.
    arg: *mut u8,
    /// Second argument, likewise.
    extra: *mut u8,
    f: Option<TimerFn>,
    seq: usize,
    when: i64,
    period: i64,
    /// The heap it stands in.
    ts: *const Timers,
    lock: RtMutex,
    /// Held while a value is sent to the channel.
    send_lock: RtMutex,
    /// The bits of `state` as of the last unlock.
    astate: AtomicU8,
    state: u8,
    /// `arg` is the channel that it feeds; never changes.
    is_chan: bool,
    /// Lives on the collected heap; never changes.
    on_heap: bool,
    /// Goroutines blocked on the channel.
    blocked: u32,
    /// Sends under way of a one-shot channel timer: raised under `lock`, lowered under `send_lock`.
    is_sending: AtomicI32,
}

static TIMER_MASK: [u64; 1] = [0b11];
static TIMER_TYPE: GcType = GcType::new(size_of::<Timer>(), 8, 16, TIMER_MASK.as_ptr());

/// A heap's entry; `when` is a copy, so that sifting needs no look at the timer.
#[derive(Clone, Copy)]
struct TimerWhen {
    timer: *mut Timer,
    when: i64,
}

/// The timers of one P.
pub struct Timers {
    lock: RtMutex,
    heap: UnsafeCell<Vec<TimerWhen>>,
    /// Length of `heap` as of the last unlock.
    len: AtomicU32,
    zombies: AtomicI32,
    /// `when` at the heap's top, 0 when empty.
    min_when_heap: AtomicI64,
    /// The earliest new `when` among modified timers (it may be too early), 0 for none.
    min_when_modified: AtomicI64,
}

// SAFETY: `heap` is touched only under `lock` or with the world stopped.
unsafe impl Sync for Timers {}
// SAFETY: as above.
unsafe impl Send for Timers {}

/// The timers of a P.
fn timers_of(pp: *mut P) -> &'static Timers {
    // SAFETY: Ps are never freed, nor are their timers.
    unsafe { &*(*pp).timers.cast::<Timers>() }
}

/// Children of a node.
const ARITY: usize = 4;

impl Timers {
    /// No timers.
    pub const fn new() -> Timers {
        Timers {
            lock: RtMutex::new(Rank::Timers),
            heap: UnsafeCell::new(Vec::new()),
            len: AtomicU32::new(0),
            zombies: AtomicI32::new(0),
            min_when_heap: AtomicI64::new(0),
            min_when_modified: AtomicI64::new(0),
        }
    }

    /// When the next timer is due, 0 when there is none. May be too early, never too late.
    pub fn wake_time(&self) -> i64 {
        // The modified one first: `adjust` updates the other before it clears this.
        let modified = self.min_when_modified.load(SeqCst);
        let heap = self.min_when_heap.load(SeqCst);
        if heap == 0 || (modified != 0 && modified < heap) {
            modified
        } else {
            heap
        }
    }

    #[allow(clippy::mut_from_ref)]
    unsafe fn heap(&self) -> &mut Vec<TimerWhen> {
        // SAFETY: the caller holds `lock` or has stopped the world.
        unsafe { &mut *self.heap.get() }
    }

    unsafe fn unlock(&self) {
        // SAFETY: `lock` is held.
        self.len.store(unsafe { self.heap() }.len() as u32, Relaxed);
        self.lock.unlock();
    }

    unsafe fn update_min_when_heap(&self) {
        // SAFETY: `lock` is held.
        let min = unsafe { self.heap() }.first().map_or(0, |tw| tw.when);
        self.min_when_heap.store(min, SeqCst);
    }

    fn update_min_when_modified(&self, when: i64) {
        let _ = self.min_when_modified.fetch_update(SeqCst, SeqCst, |old| {
            (old == 0 || old > when).then_some(when)
        });
    }

    /// More than a quarter of the heap is dead weight.
    fn many_zombies(&self) -> bool {
        self.zombies.load(Relaxed) > (self.len.load(Relaxed) / 4) as i32
    }

    /// Adds `t`, which is locked and flagged HEAPED already. On g0.
    unsafe fn add(&self, t: *mut Timer) {
        // SAFETY: `lock` is held.
        unsafe {
            netpoll_generic_init();
            if !(*t).ts.is_null() {
                throw("timer is in a heap already");
            }
            (*t).ts = self;
            let heap = self.heap();
            heap.push(TimerWhen {
                timer: t,
                when: (*t).when,
            });
            let at = heap.len() - 1;
            sift_up(heap, at);
            if heap[0].timer == t {
                self.update_min_when_heap();
            }
        }
    }

    /// Removes the top.
    unsafe fn delete_min(&self) {
        // SAFETY: `lock` is held and the heap is not empty.
        unsafe {
            let heap = self.heap();
            let top = heap.swap_remove(0);
            if !std::ptr::eq((*top.timer).ts, self) {
                throw("timer is in the wrong heap");
            }
            (*top.timer).ts = std::ptr::null();
            if heap.is_empty() {
                self.min_when_modified.store(0, SeqCst);
            } else {
                sift_down(heap, 0);
            }
            self.update_min_when_heap();
        }
    }

    /// Brings the top's entry up to date; whether the heap changed. `t` is the top and locked.
    unsafe fn update_top(&self, t: *mut Timer) -> bool {
        // SAFETY: `lock` and the timer's lock are held.
        unsafe {
            if (*t).state & ZOMBIE != 0 {
                (*t).state &= !(HEAPED | ZOMBIE | MODIFIED);
                self.zombies.fetch_sub(1, Relaxed);
                self.delete_min();
                return true;
            }
            if (*t).state & MODIFIED != 0 {
                (*t).state &= !MODIFIED;
                let heap = self.heap();
                heap[0].when = (*t).when;
                sift_down(heap, 0);
                self.update_min_when_heap();
                return true;
            }
            false
        }
    }

    /// Throws out zombies at both ends of the heap before something is added, so that a program which makes and stops
    /// timers in a loop does not let it grow.
    unsafe fn clean_head(&self) {
        // SAFETY: `lock` is held.
        unsafe {
            loop {
                let heap = self.heap();
                let (Some(&first), Some(&last)) = (heap.first(), heap.last()) else {
                    return;
                };
                if (*last.timer).astate.load(Relaxed) & ZOMBIE != 0 {
                    let t = last.timer;
                    (*t).lock.lock();
                    if (*t).state & ZOMBIE != 0 {
                        (*t).state &= !(HEAPED | ZOMBIE | MODIFIED);
                        (*t).ts = std::ptr::null();
                        self.zombies.fetch_sub(1, Relaxed);
                        heap.pop();
                        if heap.is_empty() {
                            self.min_when_modified.store(0, SeqCst);
                            self.update_min_when_heap();
                        }
                    }
                    unlock(t);
                    continue;
                }
                let t = first.timer;
                if (*t).astate.load(Relaxed) & (MODIFIED | ZOMBIE) == 0 {
                    return;
                }
                (*t).lock.lock();
                let updated = self.update_top(t);
                unlock(t);
                if !updated {
                    return;
                }
            }
        }
    }

    /// Brings all entries up to date if a modified timer is due, or always when `force`.
    unsafe fn adjust(&self, now: i64, force: bool) {
        // SAFETY: `lock` is held.
        unsafe {
            if !force {
                let first = self.min_when_modified.load(SeqCst);
                if first == 0 || first > now {
                    return;
                }
            }
            // A change that comes now lowers min_when_modified again; until the end the heap's minimum stays low
            // enough for those that look without the lock.
            self.min_when_heap.store(self.wake_time(), SeqCst);
            self.min_when_modified.store(0, SeqCst);
            let heap = self.heap();
            let mut changed = false;
            let mut i = 0;
            while i < heap.len() {
                let t = heap[i].timer;
                if (*t).astate.load(SeqCst) & (MODIFIED | ZOMBIE) == 0 {
                    i += 1;
                    continue;
                }
                (*t).lock.lock();
                if (*t).state & ZOMBIE != 0 {
                    (*t).state &= !(HEAPED | ZOMBIE | MODIFIED);
                    (*t).ts = std::ptr::null();
                    self.zombies.fetch_sub(1, Relaxed);
                    heap.swap_remove(i);
                    changed = true;
                } else {
                    if (*t).state & MODIFIED != 0 {
                        (*t).state &= !MODIFIED;
                        heap[i].when = (*t).when;
                        changed = true;
                    }
                    i += 1;
                }
                unlock(t);
            }
            if changed {
                init_heap(heap);
            }
            self.update_min_when_heap();
        }
    }

    /// Runs the top if it is due. `None`: one ran; else when the next is due (0: none).
    unsafe fn run_one(&self, now: i64) -> Option<i64> {
        // SAFETY: `lock` is held; it is released while the timer's function runs.
        unsafe {
            loop {
                let Some(&top) = self.heap().first() else {
                    return Some(0);
                };
                let t = top.timer;
                if (*t).astate.load(SeqCst) & (MODIFIED | ZOMBIE) == 0 && top.when > now {
                    return Some(top.when);
                }
                (*t).lock.lock();
                if self.update_top(t) {
                    unlock(t);
                    continue;
                }
                if (*t).when > now {
                    let when = (*t).when;
                    unlock(t);
                    return Some(when);
                }
                unlock_and_run(t, now);
                return None;
            }
        }
    }
}

impl Default for Timers {
    fn default() -> Self {
        Timers::new()
    }
}

/// Runs the timers of `pp` that are due at `now` (0: not read yet). Returns the time read, when the next is due (0:
/// none) and whether any ran.
///
/// # Safety
/// On g0 with a P; `pp` is that P or one whose work is being stolen.
pub unsafe fn check_timers(pp: *mut P, now: i64) -> (i64, i64, bool) {
    // SAFETY: Ps are never freed.
    unsafe {
        let ts = timers_of(pp);
        let next = ts.wake_time();
        if next == 0 {
            return (now, 0, false);
        }
        let now = if now == 0 { nanotime() } else { now };
        let own = (*(*getg()).m).p == pp;
        if now < next && !(own && ts.many_zombies()) {
            return (now, next, false);
        }
        let mut ran = false;
        let mut poll_until = 0;
        ts.lock.lock();
        if !ts.heap().is_empty() {
            ts.adjust(now, false);
            loop {
                match ts.run_one(now) {
                    None => ran = true,
                    Some(when) => {
                        poll_until = when;
                        break;
                    }
                }
            }
            if own && ts.many_zombies() {
                ts.adjust(now, true);
            }
        }
        ts.unlock();
        (now, poll_until, ran)
    }
}

/// Timers in the heap of `pp`; a snapshot.
pub(crate) fn timers_len(pp: *mut P) -> u32 {
    timers_of(pp).len.load(Relaxed)
}

/// When the earliest timer of all Ps is due, `MAX_WHEN` when there is none.
pub fn time_sleep_until() -> i64 {
    let mut next = MAX_WHEN;
    for_each_p(|pp| {
        let when = timers_of(pp).wake_time();
        if when != 0 {
            next = next.min(when);
        }
    });
    next
}

/// When the next timer of `pp` is due, 0 for none; without locks.
pub fn next_when(pp: *mut P) -> i64 {
    timers_of(pp).wake_time()
}

/// Gives a new P its timers.
///
/// # Safety
/// Nobody else uses `pp` yet.
pub unsafe fn init_timers(pp: *mut P) {
    // SAFETY: by the caller.
    unsafe { (*pp).timers = Box::into_raw(Box::new(Timers::new())).cast() };
    static REGISTERED: AtomicBool = AtomicBool::new(false);
    if !REGISTERED.swap(true, SeqCst) {
        register_root_fn(|m| {
            // SAFETY: roots are asked for with the world stopped.
            unsafe { for_each_heap_timer(&mut |t| m.mark_word(t as u64)) };
        });
    }
}

/// Moves the timers of a P that goes away.
///
/// # Safety
/// The world is stopped; on g0.
pub unsafe fn move_timers(to: *mut P, from: *mut P) {
    // SAFETY: by the caller nobody else looks at either.
    unsafe {
        let (src, to) = (timers_of(from), timers_of(to));
        for TimerWhen { timer: t, .. } in std::mem::take(src.heap()) {
            (*t).ts = std::ptr::null();
            if (*t).state & ZOMBIE != 0 {
                (*t).state &= !(HEAPED | ZOMBIE | MODIFIED);
            } else {
                (*t).state &= !MODIFIED;
                to.add(t);
            }
            (*t).astate.store((*t).state, SeqCst);
        }
        src.zombies.store(0, Relaxed);
        src.len.store(0, Relaxed);
        src.min_when_heap.store(0, SeqCst);
        src.min_when_modified.store(0, SeqCst);
        to.len.store(to.heap().len() as u32, Relaxed);
    }
}

/// Calls `f` with each object of the collected heap that a heap of timers keeps alive.
///
/// # Safety
/// The world is stopped.
pub unsafe fn for_each_heap_timer(f: &mut dyn FnMut(*mut u8)) {
    for_each_p(|pp| {
        // SAFETY: by the caller nobody changes the heaps.
        unsafe {
            for tw in timers_of(pp).heap().iter().filter(|tw| (*tw.timer).on_heap) {
                f(tw.timer.cast());
            }
        }
    });
}

/// Releases a timer's lock and publishes its bits.
unsafe fn unlock(t: *mut Timer) {
    // SAFETY: the lock is held.
    unsafe {
        (*t).astate.store((*t).state, SeqCst);
        (*t).lock.unlock();
    }
}

/// Runs a timer that is due. Called with the timer's lock, and with its heap's if it is heaped; the first is released,
/// the second dropped while the function runs.
unsafe fn unlock_and_run(t: *mut Timer, now: i64) {
    // SAFETY: by the locks; `t` stays alive, since a due timer is reachable from a heap or from the channel looked at.
    unsafe {
        if (*t).state & (MODIFIED | ZOMBIE) != 0 {
            throw("a timer runs while it is being changed");
        }
        let (f, arg, extra, seq) = ((*t).f, (*t).arg, (*t).extra, (*t).seq);
        let delay = now - (*t).when;
        (*t).when = if (*t).period > 0 {
            let periods = 1 + delay / (*t).period;
            (*t).period
                .checked_mul(periods)
                .and_then(|d| d.checked_add((*t).when))
                .unwrap_or(MAX_WHEN)
        } else {
            0
        };
        let ts = (*t).ts;
        if (*t).state & HEAPED != 0 {
            (*t).state |= MODIFIED;
            if (*t).when == 0 {
                (*t).state |= ZOMBIE;
                (*ts).zombies.fetch_add(1, Relaxed);
            }
            (*ts).update_top(t);
        }
        let (is_chan, one_shot) = ((*t).is_chan, (*t).period == 0);
        if is_chan && one_shot {
            (*t).is_sending.fetch_add(1, SeqCst);
        }
        unlock(t);
        if !ts.is_null() {
            (*ts).unlock();
        }

        let Some(f) = f else {
            throw("a timer without a function")
        };
        if is_chan {
            // Stop and Reset change `seq` with both locks: then this send belongs to the past.
            (*t).send_lock.lock();
            if one_shot {
                (*t).is_sending.fetch_sub(1, SeqCst);
            }
            if (*t).seq == seq {
                f(arg, extra, seq, delay);
            }
            (*t).send_lock.unlock();
        } else {
            f(arg, extra, seq, delay);
        }

        if !ts.is_null() {
            (*ts).lock.lock();
        }
    }
}

impl Timer {
    /// A timer outside the collected heap that is not running.
    pub const fn new() -> Timer {
        Timer {
            arg: null_mut(),
            extra: null_mut(),
            f: None,
            seq: 0,
            when: 0,
            period: 0,
            ts: std::ptr::null(),
            lock: RtMutex::new(Rank::Timer),
            send_lock: RtMutex::new(Rank::TimerSend),
            astate: AtomicU8::new(0),
            state: 0,
            is_chan: false,
            on_heap: false,
            blocked: 0,
            is_sending: AtomicI32::new(0),
        }
    }

    /// It ought to be in a heap and is not. A channel timer ought to only while somebody is blocked on it.
    fn needs_add(&self) -> bool {
        self.state & HEAPED == 0 && self.when > 0 && (!self.is_chan || self.blocked > 0)
    }
}

impl Default for Timer {
    fn default() -> Self {
        Timer::new()
    }
}

/// Allocates and starts a timer of package time: `f(arg, extra, …)` at `when` and every `period` after it (0: once).
/// With `is_chan`, `arg` is the channel that `f` sends to, which has a buffer of one element.
///
/// # Safety
/// `arg` and `extra` are null or point to the collected heap (or to static data). With a P.
pub unsafe fn new_timer(
    when: i64,
    period: i64,
    f: TimerFn,
    arg: *mut u8,
    extra: *mut u8,
    is_chan: bool,
) -> *mut Timer {
    // SAFETY: fresh memory; nothing here starts a collection.
    unsafe {
        let t: *mut Timer = new_object(mcache(), &TIMER_TYPE).cast();
        t.write(Timer {
            is_chan,
            on_heap: true,
            ..Timer::new()
        });
        if is_chan {
            (*arg.cast::<Hchan>()).set_timer(t);
        }
        modify_timer(t, when, period, Some((f, arg, extra, 0)));
        t
    }
}

/// Stops `t`; whether that prevented it from firing (from being received, for a channel timer).
///
/// # Safety
/// `t` is a timer; with a P.
pub unsafe fn stop_timer(t: *mut Timer) -> bool {
    // SAFETY: fields under the locks.
    unsafe {
        if (*t).is_chan {
            (*t).send_lock.lock();
        }
        (*t).lock.lock();
        if (*t).state & HEAPED != 0 {
            (*t).state |= MODIFIED;
            if (*t).state & ZOMBIE == 0 {
                (*t).state |= ZOMBIE;
                (*(*t).ts).zombies.fetch_add(1, Relaxed);
            }
        }
        let mut pending = (*t).when > 0;
        (*t).when = 0;
        if (*t).is_chan {
            (*t).seq += 1;
            if (*t).period == 0 && (*t).is_sending.load(SeqCst) > 0 {
                pending = true;
            }
        }
        unlock(t);
        if (*t).is_chan {
            if timerchandrain((*t).arg.cast()) {
                pending = true;
            }
            (*t).send_lock.unlock();
        }
        pending
    }
}

/// Lets `t` fire at `when` and every `period` after it, with its old function; whether it was running.
///
/// # Safety
/// As `stop_timer`; `t` was started before.
pub unsafe fn reset_timer(t: *mut Timer, when: i64, period: i64) -> bool {
    // SAFETY: by the caller.
    unsafe { modify_timer(t, when, period, None) }
}

/// Sets a timer, with a new function and arguments if `set` has them; whether it was running.
///
/// # Safety
/// As `stop_timer`; `when` is positive.
pub unsafe fn modify_timer(
    t: *mut Timer,
    when: i64,
    period: i64,
    set: Option<(TimerFn, *mut u8, *mut u8, usize)>,
) -> bool {
    if when <= 0 || period < 0 {
        throw("timer when must be positive");
    }
    // SAFETY: fields under the locks.
    unsafe {
        if (*t).is_chan {
            (*t).send_lock.lock();
        }
        (*t).lock.lock();
        let was_one_shot = (*t).period == 0;
        (*t).period = period;
        if let Some((f, arg, extra, seq)) = set {
            (*t).f = Some(f);
            (*t).arg = arg;
            (*t).extra = extra;
            (*t).seq = seq;
        }
        let mut wake = false;
        let mut pending = (*t).when > 0;
        (*t).when = when;
        if (*t).state & HEAPED != 0 {
            (*t).state |= MODIFIED;
            let ts = (*t).ts;
            if (*t).state & ZOMBIE != 0 {
                (*t).state &= !ZOMBIE;
                (*ts).zombies.fetch_sub(1, Relaxed);
            }
            let min = (*ts).min_when_modified.load(SeqCst);
            if min == 0 || when < min {
                wake = true;
                // The bits first: `adjust` looks at them after it has cleared the minimum.
                (*t).astate.store((*t).state, SeqCst);
                (*ts).update_min_when_modified(when);
            }
        }
        let add = (*t).needs_add();
        if (*t).is_chan {
            (*t).seq += 1;
            if was_one_shot && (*t).is_sending.load(SeqCst) > 0 {
                pending = true;
            }
        }
        unlock(t);
        if (*t).is_chan {
            if timerchandrain((*t).arg.cast()) {
                pending = true;
            }
            (*t).send_lock.unlock();
        }
        if add {
            maybe_add(t);
        }
        if wake {
            wake_net_poller(when);
        }
        pending
    }
}

/// Puts `t` into this P's heap if it still needs one.
#[inline(never)]
unsafe fn maybe_add(t: *mut Timer) {
    // SAFETY: on g0 of the same M, which keeps its P.
    let earliest = unsafe {
        systemstack(|| {
            let ts = timers_of((*(*getg()).m).p);
            let mut earliest = 0;
            ts.lock.lock();
            ts.clean_head();
            (*t).lock.lock();
            if (*t).needs_add() {
                (*t).state |= HEAPED;
                let when = (*t).when;
                let next = ts.wake_time();
                if next == 0 || when < next {
                    earliest = when;
                }
                ts.add(t);
            }
            unlock(t);
            ts.unlock();
            earliest
        })
    };
    if earliest != 0 {
        wake_net_poller(earliest);
    }
}

/// Runs the timer of a channel that somebody looks at, if it is due and in no heap.
///
/// # Safety
/// `t` is a channel's timer; no channel lock is held; with a P.
#[inline(never)]
pub(crate) unsafe fn maybe_run_chan(t: *mut Timer) {
    // SAFETY: fields under the lock.
    unsafe {
        if (*t).astate.load(SeqCst) & HEAPED != 0 {
            return;
        }
        (*t).lock.lock();
        if (*t).state & HEAPED != 0 || (*t).when == 0 {
            unlock(t);
            return;
        }
        let now = nanotime();
        if (*t).when > now {
            unlock(t);
            return;
        }
        systemstack(|| unlock_and_run(t, now));
    }
}

/// Notes that a goroutine is about to park on the channel of `t`: the timer must be in a heap now.
///
/// # Safety
/// The channel's lock is held.
#[inline(never)]
pub(crate) unsafe fn block_timer_chan(t: *mut Timer) {
    // SAFETY: fields under the lock.
    unsafe {
        (*t).lock.lock();
        (*t).blocked += 1;
        if (*t).state & HEAPED != 0 && (*t).state & ZOMBIE != 0 && (*t).when > 0 {
            // It was on its way out since nobody waited; MODIFIED is set, so its entry gets renewed.
            (*t).state &= !ZOMBIE;
            (*(*t).ts).zombies.fetch_sub(1, Relaxed);
        }
        let add = (*t).needs_add();
        unlock(t);
        if add {
            maybe_add(t);
        }
    }
}

/// Notes that a goroutine no longer waits on the channel of `t`.
///
/// # Safety
/// As many calls as of `block_timer_chan`.
#[inline(never)]
pub(crate) unsafe fn unblock_timer_chan(t: *mut Timer) {
    // SAFETY: fields under the lock.
    unsafe {
        (*t).lock.lock();
        if (*t).blocked == 0 {
            throw("unblock of a timer channel that nobody waits on");
        }
        (*t).blocked -= 1;
        if (*t).blocked == 0 && (*t).state & HEAPED != 0 && (*t).state & ZOMBIE == 0 {
            (*t).state |= ZOMBIE;
            (*(*t).ts).zombies.fetch_add(1, Relaxed);
        }
        unlock(t);
    }
}

/// `time.Sleep`: parks the running goroutine for `ns` nanoseconds.
///
/// # Safety
/// On a goroutine's stack with its frames published.
pub unsafe fn time_sleep(ns: i64) {
    if ns <= 0 {
        return;
    }
    // SAFETY: the goroutine is ours until it parks.
    unsafe {
        let gp = getg();
        if (*gp).timer.is_null() {
            systemstack(|| {
                let t = Timer {
                    f: Some(ready_sleeper),
                    arg: gp.cast(),
                    ..Timer::new()
                };
                (*gp).timer = Box::into_raw(Box::new(t)).cast();
            });
        }
        (*gp).sleep_when = nanotime().saturating_add(ns);
        gopark(Some(reset_for_sleep), null_mut(), WaitReason::Sleep);
    }
}

/// Starts the sleeper's timer once it is off its stack: the timer may fire on another P at once.
unsafe fn reset_for_sleep(gp: *mut G, _lock: *mut u8) -> bool {
    // SAFETY: `time_sleep` has made the timer; `gp` is parked.
    unsafe { reset_timer((*gp).timer.cast(), (*gp).sleep_when, 0) };
    true
}

unsafe fn ready_sleeper(arg: *mut u8, _extra: *mut u8, _seq: usize, _delay_ns: i64) {
    // SAFETY: `arg` is the goroutine that sleeps on this timer.
    unsafe { goready(arg.cast()) };
}

/// The wall clock: seconds since 1970 and nanoseconds.
pub fn walltime() -> (i64, i32) {
    crate::os_linux::walltime()
}

fn sift_up(heap: &mut [TimerWhen], mut at: usize) {
    let tw = heap[at];
    while at > 0 {
        let parent = (at - 1) / ARITY;
        if tw.when >= heap[parent].when {
            break;
        }
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = tw;
}

fn sift_down(heap: &mut [TimerWhen], mut at: usize) {
    let tw = heap[at];
    loop {
        let first = at * ARITY + 1;
        let children = first..(first + ARITY).min(heap.len());
        let Some(least) = children.min_by_key(|&i| heap[i].when) else {
            break;
        };
        if tw.when <= heap[least].when {
            break;
        }
        heap[at] = heap[least];
        at = least;
    }
    heap[at] = tw;
}

fn init_heap(heap: &mut [TimerWhen]) {
    if heap.len() > 1 {
        for i in (0..=(heap.len() - 2) / ARITY).rev() {
            sift_down(heap, i);
        }
    }
}
