//! Stopping and starting the world, and running a function on several threads while it is stopped.
//!
//! A stop: `sched.gcwaiting` is set, every running G is asked to preempt itself, Ps in system calls and idle ones are
//! taken, and the stopper waits until the others have come to `gcstopm`. Stops are one at a time: a G that wants one
//! while another holds it parks in a queue ([`stop_the_world`]).

use crate::context::{getg, systemstack};
use crate::g::{G, WaitReason};
use crate::lockrank::Rank;
use crate::m::{mget, newm, stopm};
use crate::note::Note;
use crate::p::{P, PGCSTOP, PIDLE, PRUNNING, PSYSCALL, for_each_p, pidleget, procresize, releasep};
use crate::park::{goparkunlock, goready};
use crate::proc::{gomaxprocs_now, sched, wakep};
use crate::sync::{Guarded, RtMutex};
use crate::throw::throw;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};

struct Sema {
    held: bool,
    head: *mut G,
    tail: *mut G,
}

static WORLD_LOCK: RtMutex = RtMutex::new(Rank::World);
static WORLD: Guarded<Sema> = Guarded::new(Sema {
    held: false,
    head: null_mut(),
    tail: null_mut(),
});

/// Stops all other Ps at safepoints. On return this M alone runs Go code. The caller may stay on its G's stack or go to g0.
///
/// # Safety
/// On a G's stack (may park), VM state saved, no lock held.
pub unsafe fn stop_the_world(_reason: &'static str) {
    // SAFETY: the queue is under WORLD_LOCK; a parked G stays ours until readied.
    unsafe {
        WORLD_LOCK.lock();
        let w = &mut *WORLD.get();
        if w.held {
            let gp = getg();
            (*gp).schedlink = null_mut();
            if w.head.is_null() {
                w.head = gp;
            } else {
                (*w.tail).schedlink = gp;
            }
            w.tail = gp;
            // Whoever starts the world hands it over to us.
            goparkunlock(&WORLD_LOCK, WaitReason::StoppingTheWorld);
        } else {
            w.held = true;
            WORLD_LOCK.unlock();
        }
        systemstack(|| stop_the_world_with_sema());
    }
}

/// Lets the others go on.
///
/// # Safety
/// After [`stop_the_world`] by the same G, on its stack.
pub unsafe fn start_the_world() {
    // SAFETY: the caller holds the world.
    unsafe {
        systemstack(|| start_the_world_with_sema());
        WORLD_LOCK.lock();
        let w = &mut *WORLD.get();
        let next = w.head;
        if next.is_null() {
            w.held = false;
        } else {
            w.head = (*next).schedlink;
            (*next).schedlink = null_mut();
        }
        WORLD_LOCK.unlock();
        if !next.is_null() {
            goready(next);
        }
    }
}

/// Asks the G running on `pp` to yield at its next poll. A hint: it may be another G by then, or none.
pub(crate) fn preemptone(pp: *mut P) -> bool {
    // SAFETY: Ps, Ms and Gs are never freed; the words are atomics or read racily on purpose.
    unsafe {
        let mp = (*pp).m.load(Acquire);
        if mp.is_null() || mp == crate::proc::getm() {
            return false;
        }
        let gp = (&raw const (*mp).curg).read_volatile();
        if gp.is_null() || gp == (*mp).g0 {
            return false;
        }
        (*gp).preempt.store(true, Relaxed);
        (*gp).stackguard0.store(0, SeqCst);
        (*pp).preempt.store(true, Relaxed);
    }
    true
}

/// [`preemptone`] for all running Ps.
pub fn preemptall() {
    for_each_p(|pp| {
        // SAFETY: Ps are never freed.
        if unsafe { (*pp).status.load(SeqCst) } == PRUNNING {
            preemptone(pp);
        }
    });
}

unsafe fn stop_the_world_with_sema() {
    let s = sched();
    // SAFETY: on g0 with a P; the P's status and the idle list are changed under `sched.lock`.
    unsafe {
        let me = (*(*getg()).m).p;
        s.lock.lock();
        s.stopwait.store(gomaxprocs_now(), SeqCst);
        s.gcwaiting.store(true, SeqCst);
        preemptall();
        (*me).status.store(PGCSTOP, SeqCst);
        s.stopwait.fetch_sub(1, SeqCst);
        for_each_p(|pp| {
            if (*pp).status.load(SeqCst) == PSYSCALL
                && crate::protocol::take_from_syscall(&(*pp).status, PGCSTOP)
            {
                (*pp).syscalltick.fetch_add(1, Relaxed);
                s.stopwait.fetch_sub(1, SeqCst);
            }
        });
        loop {
            let pp = pidleget();
            if pp.is_null() {
                break;
            }
            (*pp).status.store(PGCSTOP, SeqCst);
            s.stopwait.fetch_sub(1, SeqCst);
        }
        let wait = s.stopwait.load(SeqCst) > 0;
        s.lock.unlock();
        if wait {
            while !s.stopnote.sleep_for(100_000) {
                preemptall();
            }
            s.stopnote.clear();
        }
        if s.stopwait.load(SeqCst) != 0 {
            throw("stopTheWorld: not stopped (stopwait != 0)");
        }
        for_each_p(|pp| {
            if (*pp).status.load(SeqCst) != PGCSTOP {
                throw("stopTheWorld: not stopped (status != Pgcstop)");
            }
        });
    }
}

unsafe fn start_the_world_with_sema() {
    let s = sched();
    // SAFETY: the world is stopped by us: all Ps are ours until they are handed out here.
    unsafe {
        if crate::seams::netpoll_inited() {
            let mut list = crate::seams::netpoll(0);
            let n = list.len;
            // With our own P they go to its queue.
            crate::proc::injectglist_quiet(&mut list);
            crate::seams::netpoll_taken(n);
        }
        s.lock.lock();
        let mut procs = s.newprocs.swap(0, Relaxed);
        if procs == 0 {
            procs = gomaxprocs_now();
        }
        let mut p1 = procresize(procs);
        s.gcwaiting.store(false, SeqCst);
        if s.sysmonwait.swap(false, SeqCst) {
            s.sysmonnote.wakeup();
        }
        s.lock.unlock();
        while !p1.is_null() {
            let pp = p1;
            p1 = (*pp).link.load(Relaxed);
            let mp = (*pp).m.swap(null_mut(), Relaxed);
            if mp.is_null() {
                newm(None, pp);
            } else {
                if !(*mp).nextp.load(Relaxed).is_null() {
                    throw("startTheWorld: inconsistent mp->nextp");
                }
                (*mp).nextp.store(pp, Release);
                (*mp).park.wakeup();
            }
        }
        wakep();
    }
}

/// A P has been stopped. `sched.lock` held.
pub(crate) fn one_stopped() {
    let s = sched();
    if s.stopwait.fetch_sub(1, SeqCst) == 1 {
        s.stopnote.wakeup();
    }
}

/// This M saw `gcwaiting`: gives up its P and sleeps until the world starts.
///
/// # Safety
/// On g0 with a P, without a G.
pub(crate) unsafe fn gcstopm() {
    let s = sched();
    // SAFETY: the M and P are this thread's.
    unsafe {
        if !s.gcwaiting.load(SeqCst) {
            return;
        }
        let mp = (*getg()).m;
        if (*mp).spinning.load(Relaxed) {
            (*mp).spinning.store(false, Relaxed);
            if s.nmspinning.fetch_sub(1, SeqCst) <= 0 {
                throw("gcstopm: negative nmspinning");
            }
        }
        let pp = releasep();
        s.lock.lock();
        if !s.gcwaiting.load(SeqCst) {
            // Started again before we were counted.
            s.lock.unlock();
            crate::p::acquirep(pp);
            return;
        }
        (*pp).status.store(PGCSTOP, SeqCst);
        one_stopped();
        s.lock.unlock();
        stopm();
    }
}

/// Whether the calling thread's program is stopped or stopping.
pub fn world_stopping() -> bool {
    sched().gcwaiting.load(SeqCst)
}

struct Job<'a> {
    f: &'a (dyn Fn(usize) + Sync),
    next: AtomicUsize,
    left: AtomicU32,
    done: Note,
}

/// With the world stopped: runs `f(i)` on the g0 of this M (i = 0) and of `n - 1` others, returns when all are done.
///
/// # Safety
/// World stopped by the caller, on g0. `f` uses no P and does not park.
pub unsafe fn world_stopped_run(n: usize, f: &(dyn Fn(usize) + Sync)) {
    let job = Job {
        f,
        next: AtomicUsize::new(1),
        left: AtomicU32::new(n as u32),
        done: Note::new(),
    };
    let jp = &raw const job as *mut u8;
    // SAFETY: contract of the caller; `job` outlives the helpers, since we wait for them.
    unsafe {
        for _ in 1..n {
            give_job(jp);
        }
        f(0);
        if job.left.fetch_sub(1, SeqCst) != 1 {
            job.done.sleep();
        }
    }
}

/// Runs `f` once on the g0 of another M without a P, beside the program; it ends by itself and does not park.
///
/// # Safety
/// On g0, without `sched.lock`. `f` uses no P.
pub unsafe fn run_beside(f: fn()) {
    static BESIDE: AtomicPtr<()> = AtomicPtr::new(null_mut());
    // Of so many shares the last is never done: nobody waits, and the job lives for ever.
    static JOB: Job<'static> = Job {
        f: &|_| {
            let f = BESIDE.load(Acquire);
            // SAFETY: the store below is the only one, of a function of this type.
            unsafe { core::mem::transmute::<*mut (), fn()>(f)() }
        },
        next: AtomicUsize::new(0),
        left: AtomicU32::new(u32::MAX),
        done: Note::new(),
    };
    BESIDE.store(f as *mut (), Release);
    // SAFETY: contract of the caller; the job lives for ever.
    unsafe { give_job(&raw const JOB as *mut u8) }
}

/// Has an idle M take part in a job, or a new one.
///
/// # Safety
/// On g0, without `sched.lock`. The job lives until its last share is done.
unsafe fn give_job(job: *mut u8) {
    // SAFETY: an M taken off the idle list is ours until woken.
    unsafe {
        sched().lock.lock();
        let mp = mget();
        sched().lock.unlock();
        if mp.is_null() {
            NEW_HELPER.store(job as usize, SeqCst);
            newm(Some(first_help), null_mut());
            while NEW_HELPER.load(SeqCst) != 0 {
                crate::os_linux::osyield();
            }
        } else {
            (*mp).helper.store(job, Release);
            (*mp).park.wakeup();
        }
    }
}

/// The job of the helper thread being made; 0 once it has taken it.
static NEW_HELPER: AtomicUsize = AtomicUsize::new(0);

unsafe fn first_help() {
    let job = NEW_HELPER.swap(0, SeqCst);
    // SAFETY: the maker waits for the job.
    unsafe { help(job as *mut u8) };
}

/// Takes part in a job. On g0 without a P.
///
/// # Safety
/// `job` is a live [`Job`].
pub(crate) unsafe fn help(job: *mut u8) {
    // SAFETY: the job lives until `done` is woken, which the last one does; it is not touched after that.
    unsafe {
        let job = job as *const Job;
        let i = (*job).next.fetch_add(1, SeqCst);
        ((*job).f)(i);
        if (*job).left.fetch_sub(1, SeqCst) == 1 {
            (*job).done.wakeup();
        }
    }
}

/// Best effort to stop everything for a dying program: nobody is waited for longer than a few milliseconds.
pub(crate) fn freezetheworld() {
    let s = sched();
    for _ in 0..5 {
        s.stopwait.store(0x7fff_ffff, SeqCst);
        s.gcwaiting.store(true, SeqCst);
        let mut any = false;
        for_each_p(|pp| {
            // SAFETY: Ps are never freed.
            if unsafe { (*pp).status.load(SeqCst) } == PRUNNING {
                any |= preemptone(pp);
            }
        });
        if !any {
            break;
        }
        crate::os_linux::usleep(1000);
    }
    let _ = PIDLE;
}
