//! sysmon, the thread without a P that watches the others: takes Ps back from system calls, preempts Gs that run long,
//! polls the network when nobody else does, forces a collection after two minutes.
//!
//! It sleeps 20 µs between rounds, doubling to 10 ms after 50 idle ones, and deeply when all Ps are idle, so that an idle
//! process makes no system calls; whoever takes the first idle P wakes it (Go leaves it asleep until a system call). Departure from Go: when a timer is due and no P is idle, the G running on the timer's P
//! is preempted at once (polls are cheap here), so a ticker beside busy loops is on time.

use crate::g::{G, GList, WaitReason};
use crate::lockrank::Rank;
use crate::m::{handoffp, incidlelocked};
use crate::os_linux::{nanotime, usleep};
use crate::p::{PIDLE, PRUNNING, PSYSCALL, for_each_p};
use crate::park::goparkunlock;
use crate::proc::{checkdead, gomaxprocs_now, injectglist, sched};
use crate::runq::{globrunqlen, runqempty};
use crate::seams;
use crate::seed::SYSCALL_PATIENCE_NS;
use crate::sync::{Guarded, RtMutex};
use crate::world::preemptone;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicI64, Ordering::*};

/// A G may run this long before it is asked to yield.
pub const FORCE_PREEMPT_NS: i64 = 10_000_000;
/// A collection is forced when none has run for this long. Tests make it shorter.
pub static FORCE_GC_PERIOD_NS: AtomicI64 = AtomicI64::new(120_000_000_000);
/// A timer that is this late although a P is idle needs an M to be started for it.
const LATE_NS: i64 = 5_000_000;
/// Free spans go back to the system this often.
const SCAVENGE_PERIOD_NS: i64 = 1_000_000_000;
/// Shortest sleep.
const MIN_DELAY_US: u32 = 20;
/// Longest sleep while something runs.
const MAX_DELAY_US: u32 = 10_000;

static SCHEDTRACE_MS: AtomicI64 = AtomicI64::new(0);
static SCHEDDETAIL: AtomicBool = AtomicBool::new(false);
/// The signal to die of with a dump, 0 for none.
static QUIT: AtomicI32 = AtomicI32::new(0);

/// The forced collection: a system G parked under the lock until sysmon finds that none has run for two minutes.
struct ForceGc {
    gp: *mut G,
    idle: bool,
}

/// Two minutes are over.
static FORCE_DUE: AtomicBool = AtomicBool::new(false);
static FORCEGC_LOCK: RtMutex = RtMutex::new(Rank::World);
static FORCEGC: Guarded<ForceGc> = Guarded::new(ForceGc {
    gp: std::ptr::null_mut(),
    idle: false,
});

/// Body of the system goroutine that collects when sysmon asks for it.
pub(crate) unsafe fn forcegc_helper(gp: *mut G) {
    // SAFETY: state under FORCEGC_LOCK; on this G's stack.
    unsafe {
        let f = FORCEGC.get();
        loop {
            FORCEGC_LOCK.lock();
            (*f).gp = gp;
            (*f).idle = true;
            goparkunlock(&FORCEGC_LOCK, WaitReason::ForceGcIdle);
            if FORCE_DUE.swap(false, Relaxed) {
                crate::mgc::gc_start();
            }
            crate::mgc::gc_finish();
        }
    }
}

/// Wakes [`forcegc_helper`], unless it is at work. On g0, with or without a P.
pub(crate) fn wake_gc_helper() {
    // SAFETY: state under FORCEGC_LOCK; the helper is parked while `idle`.
    unsafe {
        FORCEGC_LOCK.lock();
        let f = FORCEGC.get();
        let mut list = GList::new();
        if (*f).idle {
            (*f).idle = false;
            list.push((*f).gp);
        }
        FORCEGC_LOCK.unlock();
        injectglist(&mut list);
    }
}

/// What sysmon remembers about the heap between rounds.
#[derive(Default)]
struct HeapWatch {
    cycles: u32,
    last_gc: i64,
    last_scavenge: i64,
}

impl HeapWatch {
    fn look(&mut self, now: i64) {
        let cycles = crate::mgc::cycles();
        if cycles != self.cycles || self.last_gc == 0 {
            self.cycles = cycles;
            self.last_gc = now;
        } else if now - self.last_gc >= FORCE_GC_PERIOD_NS.load(Relaxed) {
            self.last_gc = now;
            FORCE_DUE.store(true, Relaxed);
            wake_gc_helper();
        }
        if now - self.last_scavenge >= SCAVENGE_PERIOD_NS {
            self.last_scavenge = now;
            crate::mgc::scavenge_tick();
        }
    }
}

/// Reads GODEBUG.
pub(crate) fn init_debug() {
    for kv in crate::os_linux::getenv("GODEBUG")
        .unwrap_or_default()
        .split(',')
    {
        match kv.split_once('=') {
            Some(("schedtrace", v)) => SCHEDTRACE_MS.store(v.parse().unwrap_or(0), Relaxed),
            Some(("scheddetail", v)) => SCHEDDETAIL.store(v != "0", Relaxed),
            Some(("gctrace", v)) => crate::mgctrace::set(v != "0"),
            _ => {}
        }
    }
}

/// Asks sysmon to dump all goroutines and end the process (SIGQUIT). Async-signal-safe.
pub(crate) fn request_quit(sig: i32) {
    QUIT.store(sig, SeqCst);
    let s = sched();
    if s.sysmonwait.swap(false, SeqCst) {
        s.sysmonnote.wakeup();
    }
}

/// Body of sysmon's M. Never returns.
pub(crate) unsafe fn sysmon_main() {
    let s = sched();
    // SAFETY: this thread's M.
    unsafe { (*crate::proc::getm()).is_sysmon = true };
    s.lock.lock();
    s.nmsys.fetch_add(1, Relaxed);
    checkdead();
    s.lock.unlock();
    let mut idle = 0u32;
    let mut delay_us = 0;
    let mut lasttrace = 0;
    let mut heap = HeapWatch::default();
    // A short program ends before blank descriptors pay.
    let mut rounds = 0u64;
    if crate::seed::on() {
        watch_seeded();
    }
    loop {
        if idle == 0 {
            delay_us = MIN_DELAY_US;
        } else if idle > 50 {
            delay_us = (delay_us * 2).min(MAX_DELAY_US);
        }
        let mut sleep_us = delay_us;
        if s.npidle.load(Relaxed) == 0 {
            // Nobody is free to wait for timers: be there when the next is due.
            let next = seams::time_sleep_until();
            if next != i64::MAX {
                let left_us = ((next - nanotime()) / 1000).max(MIN_DELAY_US as i64);
                sleep_us = sleep_us.min(left_us as u32);
            }
        }
        usleep(sleep_us);
        let mut now = nanotime();
        let trace_ms = SCHEDTRACE_MS.load(Relaxed);
        if trace_ms <= 0 && nothing_runs() && QUIT.load(SeqCst) == 0 {
            let woken = deep_sleep(now);
            if woken {
                // Back to short rounds, but not to fifty of them: the process may be idle again in a moment.
                idle = 51;
                delay_us = MIN_DELAY_US;
            }
            now = nanotime();
        }
        if QUIT.load(SeqCst) != 0 {
            crate::throw::quit_dump(QUIT.load(SeqCst));
        }
        let last = s.lastpoll.load(SeqCst);
        if seams::netpoll_inited()
            && last != 0
            && last + 10_000_000 < now
            && s.lastpoll
                .compare_exchange(last, now, SeqCst, SeqCst)
                .is_ok()
        {
            let mut list = seams::netpoll(0);
            let n = list.len;
            if !list.is_empty() {
                // The Ms that take these Gs must not make checkdead believe that nobody runs meanwhile.
                incidlelocked(-1);
                // SAFETY: on sysmon's g0; the poller gave us the Gs.
                unsafe { injectglist(&mut list) };
                incidlelocked(1);
                seams::netpoll_taken(n);
            }
        }
        if retake(now) != 0 {
            idle = 0;
        } else {
            idle += 1;
        }
        preempt_for_timers(now);
        if s.npidle.load(Relaxed) != 0 && seams::time_sleep_until().saturating_add(LATE_NS) < now {
            // SAFETY: on sysmon's g0; an idle P is taken off its list.
            unsafe { crate::m::startm(std::ptr::null_mut(), false) };
        }
        heap.look(now);
        rounds += 1;
        if rounds > 20 {
            crate::clone::refill();
        }
        if trace_ms > 0 && lasttrace + trace_ms * 1_000_000 <= now {
            lasttrace = now;
            crate::schedtrace::schedtrace(SCHEDDETAIL.load(Relaxed));
        }
    }
}

/// Sysmon of a repeatable run: time and the network are the scheduler's own business there. Only a system call that
/// does not come back loses its P, since others may be what it waits for.
fn watch_seeded() -> ! {
    let mut lasttrace = 0;
    loop {
        usleep(MAX_DELAY_US);
        let now = nanotime();
        if QUIT.load(SeqCst) != 0 {
            crate::throw::quit_dump(QUIT.load(SeqCst));
        }
        retake(now);
        let trace_ms = SCHEDTRACE_MS.load(Relaxed);
        if trace_ms > 0 && lasttrace + trace_ms * 1_000_000 <= now {
            lasttrace = now;
            crate::schedtrace::schedtrace(SCHEDDETAIL.load(Relaxed));
        }
    }
}

fn nothing_runs() -> bool {
    let s = sched();
    s.gcwaiting.load(SeqCst) || s.npidle.load(SeqCst) == gomaxprocs_now()
}

/// Sleeps until somebody leaves the idle state, or the next timer. Says whether it was woken.
fn deep_sleep(now: i64) -> bool {
    let s = sched();
    s.lock.lock();
    let mut woken = false;
    if nothing_runs() {
        let next = seams::time_sleep_until();
        if next > now {
            s.sysmonwait.store(true, SeqCst);
            s.lock.unlock();
            if QUIT.load(SeqCst) != 0 && s.sysmonwait.swap(false, SeqCst) {
                return true;
            }
            // The M in the poller wakes for the timer, and wakes us; being late for that means that there is none.
            let until = next
                .saturating_add(LATE_NS)
                .min(now + FORCE_GC_PERIOD_NS.load(Relaxed) / 2);
            woken = s.sysmonnote.sleep_for((until - now).max(1000));
            s.lock.lock();
            // A waker clears `sysmonwait` first and wakes the note after: wait for the wake-up that is under way.
            if !s.sysmonwait.swap(false, SeqCst) {
                s.sysmonnote.sleep();
            }
            s.sysmonnote.clear();
        }
    }
    s.lock.unlock();
    woken
}

/// Takes Ps from system calls that last, and asks Gs that run long to yield. Returns how many Ps it took.
fn retake(now: i64) -> u32 {
    let s = sched();
    let mut n = 0;
    for_each_p(|pp| {
        // SAFETY: `sysmontick` is sysmon's alone; Ps are never freed; a P is ours once the CAS has won it.
        unsafe {
            let tick = &raw mut (*pp).sysmontick;
            let status = (*pp).status.load(SeqCst);
            let mut sysretake = false;
            if status == PRUNNING || status == PSYSCALL {
                let t = (*pp).schedtick.load(Relaxed);
                if (*tick).schedtick != t {
                    (*tick).schedtick = t;
                    (*tick).schedwhen = now;
                } else if !crate::seed::on() && (*tick).schedwhen + FORCE_PREEMPT_NS <= now {
                    preemptone(pp);
                    sysretake = true;
                }
            }
            if status == PSYSCALL {
                let t = (*pp).syscalltick.load(Relaxed);
                if !sysretake && (*tick).syscalltick != t {
                    (*tick).syscalltick = t;
                    (*tick).syscallwhen = now;
                    return;
                }
                if crate::seed::on() && (*tick).syscallwhen + SYSCALL_PATIENCE_NS > now {
                    return;
                }
                // Nobody needs the P and there are others: leave it for 10 ms.
                if runqempty(pp)
                    && globrunqlen() == 0
                    && s.nmspinning.load(SeqCst) + s.npidle.load(SeqCst) > 0
                    && (*tick).syscallwhen + FORCE_PREEMPT_NS > now
                {
                    return;
                }
                // While the P changes hands, the M in the system call must count as running.
                incidlelocked(-1);
                if crate::protocol::take_from_syscall(&(*pp).status, PIDLE) {
                    n += 1;
                    (*pp).syscalltick.fetch_add(1, Relaxed);
                    (*pp).retakes.fetch_add(1, Relaxed);
                    handoffp(pp);
                }
                incidlelocked(1);
            }
        }
    });
    n
}

/// When a timer is due and no P is free to run it, asks the G on its P to yield.
fn preempt_for_timers(now: i64) {
    if sched().npidle.load(Relaxed) != 0 {
        return;
    }
    for_each_p(|pp| {
        let when = seams::next_when(pp);
        if when != 0 && when <= now {
            preemptone(pp);
        }
    });
}
