//! P, the right to run Gs: GOMAXPROCS of them, each with its run queue and the caches of whoever holds it.
//!
//! Invariants
//! * A P in Prunning is held by exactly one M (`p.m`, `m.p`). In Psyscall it still has `m.oldp` pointing at it but anybody
//!   may take it by a CAS of `status`: to Pidle (sysmon, to hand it off), Prunning (its M comes back) or Pgcstop.
//! * Idle Ps are on `sched.pidle`, under `sched.lock`; their queues are empty.
//! * Ps are made once and never freed: `allp` only grows, and a `*mut P` may be read by anybody at any time.

use crate::context::getg;
use crate::g::{GList, Sudog};
use crate::m::{M, mget};
use crate::proc::{gomaxprocs_now, sched};
use crate::runq::{Runq, globrunqput, runqempty, runqget};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, Ordering::*};

/// On the idle list.
pub const PIDLE: u32 = 0;
pub use crate::protocol::{PRUNNING, PSYSCALL};
/// Stopped for the collector.
pub const PGCSTOP: u32 = 3;
/// GOMAXPROCS shrank below it.
pub const PDEAD: u32 = 4;

/// Upper bound of GOMAXPROCS.
pub const MAX_PROCS: usize = 1024;

/// What sysmon saw of a P at its last round. Sysmon's alone.
pub struct SysmonTick {
    pub(crate) schedtick: u32,
    pub(crate) schedwhen: i64,
    pub(crate) syscalltick: u32,
    pub(crate) syscallwhen: i64,
}

impl SysmonTick {
    /// Nothing seen yet: ticks that no P starts with, or the first system call would look like an old one.
    const NEW: SysmonTick = SysmonTick {
        schedtick: u32::MAX,
        schedwhen: 0,
        syscalltick: u32::MAX,
        syscallwhen: 0,
    };
}

/// A processor. Fields without a note belong to the M that holds it.
#[repr(C, align(128))]
pub struct P {
    /// Allocation cache of the heap; `heap`'s.
    pub mcache: *mut crate::mcache::Mcache,
    /// Timers; `sync`'s.
    pub timers: *mut u8,
    /// Index in allp.
    pub id: i32,
    /// One of the `P…` states.
    pub status: AtomicU32,
    /// Idle list, or list of Ps with work (procresize).
    pub link: AtomicPtr<P>,
    /// Holder, or null when idle.
    pub m: AtomicPtr<M>,
    /// Incremented on every scheduler call.
    pub schedtick: AtomicU32,
    /// Incremented on every system call.
    pub syscalltick: AtomicU32,
    /// How often sysmon took it from a system call.
    pub retakes: AtomicU32,
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
    pub gfree: GList,
    /// Next goid; with `goidcacheend` a batch taken from `sched.goidgen`.
    pub goidcache: u64,
    /// End of the batch, exclusive.
    pub goidcacheend: u64,
    /// Goroutines made under this P.
    pub ngnew: u64,
    /// Goroutines ended under it.
    pub ngdead: u64,
    /// Free VM stacks by class, through their first word.
    pub stackcache: [crate::stack::FreeStacks; crate::stack::CACHED_CLASSES],
    /// Queue of runnable Gs.
    pub runq: Runq,
    /// Sysmon's notes.
    pub sysmontick: SysmonTick,
}

static ALLP: [AtomicPtr<P>; MAX_PROCS] = [const { AtomicPtr::new(null_mut()) }; MAX_PROCS];

/// P number `i`; null when there never was one.
pub fn allp(i: usize) -> *mut P {
    ALLP[i].load(Acquire)
}

/// Calls `f` for each P below GOMAXPROCS.
pub fn for_each_p(mut f: impl FnMut(*mut P)) {
    for i in 0..gomaxprocs_now() as usize {
        let pp = allp(i);
        if !pp.is_null() {
            f(pp);
        }
    }
}

/// A P without heap cache and timers, Pgcstop.
pub(crate) fn blank_p(id: usize) -> *mut P {
    Box::into_raw(Box::new(P {
        mcache: null_mut(),
        timers: null_mut(),
        id: id as i32,
        status: AtomicU32::new(PGCSTOP),
        link: AtomicPtr::new(null_mut()),
        m: AtomicPtr::new(null_mut()),
        schedtick: AtomicU32::new(0),
        syscalltick: AtomicU32::new(0),
        retakes: AtomicU32::new(0),
        preempt: AtomicBool::new(false),
        sudogcache: null_mut(),
        sudogcount: 0,
        deferpool: null_mut(),
        deferpool_len: 0,
        gfree: GList::new(),
        goidcache: 0,
        goidcacheend: 0,
        ngnew: 0,
        ngdead: 0,
        stackcache: Default::default(),
        runq: Runq::new(),
        sysmontick: SysmonTick::NEW,
    }))
}

fn new_p(id: usize) -> *mut P {
    let pp = blank_p(id);
    // SAFETY: the P is new.
    unsafe { crate::seams::p_init(pp) };
    pp
}

/// A line on standard error before a throw. On g0.
#[cold]
fn say(text: std::fmt::Arguments<'_>) {
    crate::os_linux::write_all(2, format!("{text}\n").as_bytes());
}

/// Ties `pp` to this M and lets it run.
///
/// # Safety
/// On g0, without a P; the caller owns `pp`, which is Pidle (or Pgcstop in `procresize`).
pub unsafe fn acquirep(pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = (*getg()).m;
        wirep(mp, pp);
    }
}

/// [`acquirep`] for a known M.
///
/// # Safety
/// As [`acquirep`].
pub unsafe fn wirep(mp: *mut M, pp: *mut P) {
    // SAFETY: the caller owns both.
    unsafe {
        if !(*mp).p.is_null() {
            crate::throw::throw("wirep: already in go");
        }
        if !(*pp).m.load(Relaxed).is_null() || (*pp).status.load(Relaxed) != PIDLE {
            let m = (*pp).m.load(Relaxed);
            let id = if m.is_null() { 0 } else { (*m).id };
            let status = (*pp).status.load(Relaxed);
            say(format_args!("wirep: p->m={m:p}({id}) p->status={status}"));
            crate::throw::throw("wirep: invalid p state");
        }
        (*mp).p = pp;
        (*pp).m.store(mp, Relaxed);
        (*pp).status.store(PRUNNING, SeqCst);
    }
}

/// Takes the P away from this M and returns it, Pidle.
///
/// # Safety
/// On g0 with a P.
pub unsafe fn releasep() -> *mut P {
    // SAFETY: the M and its P belong to this thread.
    unsafe {
        let mp = (*getg()).m;
        let pp = (*mp).p;
        if pp.is_null() {
            crate::throw::throw("releasep: invalid arg");
        }
        if (*pp).m.load(Relaxed) != mp || (*pp).status.load(Relaxed) != PRUNNING {
            say(format_args!(
                "releasep: m={mp:p} m->p={pp:p} p->m={:p} p->status={}",
                (*pp).m.load(Relaxed),
                (*pp).status.load(Relaxed)
            ));
            crate::throw::throw("releasep: invalid p state");
        }
        (*mp).p = null_mut();
        (*pp).m.store(null_mut(), Relaxed);
        (*pp).status.store(PIDLE, SeqCst);
        pp
    }
}

/// Puts `pp` on the idle list. `sched.lock` held, queue empty.
///
/// # Safety
/// The caller owns `pp`, which is Pidle.
pub unsafe fn pidleput(pp: *mut P) {
    // SAFETY: under `sched.lock`.
    unsafe {
        if !runqempty(pp) {
            crate::throw::throw("pidleput: P has non-empty run queue");
        }
        let s = sched();
        (*pp).link.store(s.pidle.load(Relaxed), Relaxed);
        s.pidle.store(pp, Relaxed);
        s.npidle.fetch_add(1, SeqCst);
    }
}

/// Takes an idle P, or null. `sched.lock` held.
pub fn pidleget() -> *mut P {
    let s = sched();
    let pp = s.pidle.load(Relaxed);
    if !pp.is_null() {
        // SAFETY: Ps are never freed.
        unsafe { s.pidle.store((*pp).link.load(Relaxed), Relaxed) };
        s.npidle.fetch_sub(1, SeqCst);
        if s.sysmonwait.load(Relaxed) && s.sysmonwait.swap(false, SeqCst) {
            // Not all is idle any more: somebody must watch.
            s.sysmonnote.wakeup();
        }
    }
    pp
}

/// [`pidleget`] for somebody who found work: when there is none, tells the spinners-to-be that work waits for a P.
/// `sched.lock` held.
pub fn pidlegetspinning() -> *mut P {
    let pp = pidleget();
    if pp.is_null() {
        sched().needspinning.store(1, SeqCst);
    }
    pp
}

/// Changes the number of Ps to `nprocs`. Returns the Ps that have local work, linked through `link`, without this M's own.
///
/// # Safety
/// World stopped, `sched.lock` held, on g0.
pub unsafe fn procresize(nprocs: i32) -> *mut P {
    // SAFETY: with the world stopped all Ps belong to the caller.
    unsafe {
        let s = sched();
        let old = s.gomaxprocs.load(Relaxed);
        if old < 0 || nprocs <= 0 || nprocs as usize > MAX_PROCS {
            crate::throw::throw("procresize: invalid arg");
        }
        for (i, place) in ALLP.iter().enumerate().take(nprocs as usize) {
            let pp = place.load(Relaxed);
            if pp.is_null() {
                place.store(new_p(i), Release);
            } else if (*pp).status.load(Relaxed) == PDEAD {
                (*pp).status.store(PGCSTOP, Relaxed);
                crate::seams::p_init(pp);
            }
        }
        let mp = (*getg()).m;
        let mine = (*mp).p;
        if !mine.is_null() && (*mine).id < nprocs {
            (*mine).status.store(PRUNNING, SeqCst);
        } else {
            if !mine.is_null() {
                (*mine).m.store(null_mut(), Relaxed);
                (*mp).p = null_mut();
            }
            let p0 = allp(0);
            (*p0).m.store(null_mut(), Relaxed);
            (*p0).status.store(PIDLE, SeqCst);
            wirep(mp, p0);
            let gp = (*mp).curg;
            if !gp.is_null() {
                (*gp).pp = p0;
            }
        }
        for i in nprocs.max(0)..old {
            destroy(allp(i as usize));
        }
        s.gomaxprocs.store(nprocs, SeqCst);
        crate::mgc::set_max_markers((nprocs as usize).min(crate::os_linux::ncpu() as usize));
        let mut runnable: *mut P = null_mut();
        for i in (0..nprocs as usize).rev() {
            let pp = allp(i);
            if pp == (*mp).p {
                continue;
            }
            (*pp).status.store(PIDLE, SeqCst);
            if runqempty(pp) {
                pidleput(pp);
            } else {
                (*pp).m.store(mget(), Relaxed);
                (*pp).link.store(runnable, Relaxed);
                runnable = pp;
            }
        }
        runnable
    }
}

/// Empties a P that GOMAXPROCS no longer covers.
unsafe fn destroy(pp: *mut P) {
    // SAFETY: world stopped: the caller owns all Ps. The moved Gs stay Grunnable.
    unsafe {
        while let Some((gp, _)) = runqget(pp) {
            globrunqput(gp);
        }
        let mine = (*(*getg()).m).p;
        crate::seams::p_destroy(mine, pp);
        crate::stack::flush_cache(pp);
        crate::stack::gfpurge(pp);
        while !(*pp).sudogcache.is_null() {
            let s = (*pp).sudogcache;
            (*pp).sudogcache = (*s).next;
            (*s).next = (*mine).sudogcache;
            (*mine).sudogcache = s;
            (*mine).sudogcount += 1;
        }
        (*pp).sudogcount = 0;
        (*pp).status.store(PDEAD, SeqCst);
    }
}

/// Counts of Ps in each state, for `schedtrace`.
pub fn idle_count() -> i32 {
    let n: &AtomicI32 = &sched().npidle;
    n.load(Relaxed)
}
