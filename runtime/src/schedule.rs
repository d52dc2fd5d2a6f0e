//! What an M does between two Gs: schedule, find_runnable, steal_work, execute.
//!
//! Everything here runs on g0 and ends in a switch to a G; nothing with a destructor may be alive at a call of
//! `schedule` or `execute`. Crossbeam's epoch pins are inside the queue operations only, never across a switch.

use crate::context::{getg, gogo};
use crate::g::{G, GRUNNABLE, GRUNNING, GWAITING, casgstatus};
use crate::m::{M, startlockedm, stoplockedm, stopm};
use crate::os_linux::nanotime;
use crate::p::{P, acquirep, allp, pidleget, pidlegetspinning, pidleput, releasep};
use crate::proc::{cheaprand, gomaxprocs_now, injectglist, sched, wakep};
use crate::runq::{globrunqempty, globrunqget, runqempty, runqget, runqsteal};
use crate::seams;
use crate::seed;
use crate::throw::throw;
use std::ptr::null_mut;
use std::sync::atomic::{Ordering::*, fence};

/// Takes the running G off its M.
///
/// # Safety
/// On g0 of `mp`, which was running `gp`.
#[inline(always)]
pub unsafe fn dropg(mp: *mut M, gp: *mut G) {
    // SAFETY: both belong to this thread.
    unsafe {
        (*gp).m = null_mut();
        (*gp).pp = null_mut();
        (*mp).curg = null_mut();
    }
}

/// Runs `gp` on this M. With `inherit` it shares the time slice of the G before it.
///
/// # Safety
/// On g0 with a P; the caller owns `gp`, which is Grunnable and not on a queue.
pub unsafe fn execute(gp: *mut G, inherit: bool) -> ! {
    // SAFETY: the caller's promise.
    unsafe {
        let mp = (*getg()).m;
        let pp = (*mp).p;
        if crate::mbarrier::marking() {
            crate::mgcwork::scan_before_run(gp);
        }
        (*mp).curg = gp;
        (*gp).m = mp;
        (*gp).pp = pp;
        casgstatus(gp, GRUNNABLE, GRUNNING);
        (*gp).waitsince_ns = 0;
        (*gp).preempt.store(false, Relaxed);
        let killed = (*gp).killed.load(Relaxed);
        (*gp)
            .stackguard0
            .store(if killed { 0 } else { (*gp).stackguard }, Relaxed);
        if !inherit {
            (*pp)
                .schedtick
                .store((*pp).schedtick.load(Relaxed).wrapping_add(1), Relaxed);
        }
        if seed::on() {
            seed::begin_slice(inherit);
        }
        gogo(gp)
    }
}

/// One round of scheduling: finds a runnable G and runs it.
///
/// # Safety
/// On g0 with a P, without a G.
pub unsafe fn schedule() -> ! {
    // SAFETY: the M and its P are this thread's; a G taken from a queue is ours.
    unsafe {
        let mp = (*getg()).m;
        if cfg!(debug_assertions) && (*mp).locks != 0 {
            throw("schedule: holding locks");
        }
        let lockedg = (*mp).lockedg.load(Relaxed);
        if !lockedg.is_null() {
            stoplockedm();
            execute(lockedg, false);
        }
        loop {
            (*(*mp).p).preempt.store(false, Relaxed);
            let (gp, inherit) = if seed::on() {
                seed::find_runnable(mp)
            } else {
                find_runnable(mp)
            };
            if (*mp).spinning.load(Relaxed) {
                resetspinning(mp);
            }
            if !(*gp).lockedm.is_null() {
                startlockedm(gp);
                continue;
            }
            execute(gp, inherit)
        }
    }
}

unsafe fn become_spinning(mp: *mut M) {
    // SAFETY: the M is this thread's.
    unsafe { (*mp).spinning.store(true, Relaxed) };
    sched().nmspinning.fetch_add(1, SeqCst);
    sched().needspinning.store(0, SeqCst);
}

unsafe fn stop_spinning(mp: *mut M) {
    // SAFETY: the M is this thread's and counted in `nmspinning`.
    unsafe { (*mp).spinning.store(false, Relaxed) };
    if sched().nmspinning.fetch_sub(1, SeqCst) <= 0 {
        throw("stop_spinning: negative nmspinning");
    }
}

/// This M found work: stops spinning and lets another one start.
unsafe fn resetspinning(mp: *mut M) {
    // SAFETY: the M is this thread's and counted in `nmspinning`; on g0, no lock held.
    unsafe {
        stop_spinning(mp);
        wakep();
    }
}

/// Finds a G to run: own P, global queue, network, other Ps; sleeps while there is none. The flag says it inherits the
/// time slice.
unsafe fn find_runnable(mp: *mut M) -> (*mut G, bool) {
    let s = sched();
    // SAFETY: throughout: `(*mp).p` is held between acquirep and releasep by this thread, and Gs taken off a queue or
    // poller list are ours; `sched.lock` is held around the idle lists.
    unsafe {
        loop {
            let pp = (*mp).p;
            if s.gcwaiting.load(SeqCst) {
                crate::world::gcstopm();
                continue;
            }
            let checked = seams::check_timers(pp, 0);
            let mut now = checked.now;
            let mut poll_until = checked.poll_until;
            // Fairness: two Gs that ready each other for ever must not starve the global queue.
            if (*pp).schedtick.load(Relaxed).is_multiple_of(61) && !globrunqempty_fast() {
                let gp = globrunqget(pp, 1);
                if !gp.is_null() {
                    return (gp, false);
                }
            }
            if let Some(r) = runqget(pp) {
                return r;
            }
            if !globrunqempty_fast() {
                let gp = globrunqget(pp, 0);
                if !gp.is_null() {
                    return (gp, false);
                }
            }
            // A look at the network before stealing; an optimisation only.
            if seams::netpoll_inited()
                && seams::netpoll_any_waiters()
                && s.lastpoll.load(SeqCst) != 0
            {
                let mut list = seams::netpoll(0);
                let n = list.len;
                if !list.is_empty() {
                    let gp = list.pop();
                    injectglist(&mut list);
                    casgstatus(gp, GWAITING, GRUNNABLE);
                    seams::netpoll_taken(n);
                    return (gp, false);
                }
            }
            // At most half of the busy Ps may have a thief after them.
            let busy = gomaxprocs_now() - s.npidle.load(Relaxed);
            if (*mp).spinning.load(Relaxed) || 2 * s.nmspinning.load(Relaxed) < busy {
                if !(*mp).spinning.load(Relaxed) {
                    become_spinning(mp);
                }
                match steal_work(pp, now, poll_until) {
                    Stolen::G(gp, inherit) => return (gp, inherit),
                    Stolen::Again => continue,
                    Stolen::Nothing(t, until) => {
                        now = t;
                        poll_until = until;
                    }
                }
            }
            // Nothing: mark for a collection under way rather than give the P up.
            let was_spinning = (*mp).spinning.load(Relaxed);
            if crate::mbarrier::marking() {
                // Who has work for another must not count on this M meanwhile.
                if was_spinning {
                    stop_spinning(mp);
                }
                if crate::mgcwork::mark_idle() {
                    continue;
                }
            }
            // Give the P up, with the last looks that make it safe.
            s.lock.lock();
            if s.gcwaiting.load(SeqCst) {
                s.lock.unlock();
                continue;
            }
            if !globrunqempty() {
                let gp = globrunqget(pp, 0);
                if !gp.is_null() {
                    s.lock.unlock();
                    return (gp, false);
                }
            }
            if !(*mp).spinning.load(Relaxed) && s.needspinning.load(SeqCst) == 1 {
                become_spinning(mp);
                s.lock.unlock();
                continue;
            }
            releasep();
            pidleput(pp);
            // Somebody who found no idle P a moment ago left a mark; see `wakep_wanted`.
            if !(*mp).spinning.load(Relaxed) && s.needspinning.load(SeqCst) == 1 {
                let pp = pidleget();
                acquirep(pp);
                become_spinning(mp);
                s.lock.unlock();
                continue;
            }
            s.lock.unlock();
            if was_spinning {
                if (*mp).spinning.load(Relaxed) {
                    stop_spinning(mp);
                }
                // Look again at everything that may have been submitted while nobody else was woken because of us.
                fence(SeqCst);
                if !globrunqempty() || any_runq() {
                    s.lock.lock();
                    let pp = pidlegetspinning();
                    s.lock.unlock();
                    if !pp.is_null() {
                        acquirep(pp);
                        become_spinning(mp);
                        continue;
                    }
                }
                let next = seams::time_sleep_until();
                if next != i64::MAX && (poll_until == 0 || next < poll_until) {
                    poll_until = next;
                }
            }
            // Wait for the network and the next timer: one M at a time.
            if seams::netpoll_inited()
                && (seams::netpoll_any_waiters() || poll_until != 0)
                && s.lastpoll.swap(0, SeqCst) != 0
            {
                if !(*mp).p.is_null() {
                    throw("findrunnable: netpoll with p");
                }
                if (*mp).spinning.load(Relaxed) {
                    throw("findrunnable: netpoll with spinning");
                }
                s.poll_until.store(poll_until, SeqCst);
                let mut delay = -1;
                if poll_until != 0 {
                    if now == 0 {
                        now = nanotime();
                    }
                    delay = (poll_until - now).max(0);
                }
                let mut list = seams::netpoll(delay);
                let n = list.len;
                s.poll_until.store(0, SeqCst);
                s.lastpoll.store(nanotime(), SeqCst);
                s.lock.lock();
                let pp = pidleget();
                s.lock.unlock();
                if pp.is_null() {
                    injectglist(&mut list);
                    seams::netpoll_taken(n);
                } else {
                    acquirep(pp);
                    if !list.is_empty() {
                        let gp = list.pop();
                        injectglist(&mut list);
                        casgstatus(gp, GWAITING, GRUNNABLE);
                        seams::netpoll_taken(n);
                        return (gp, false);
                    }
                    if was_spinning {
                        become_spinning(mp);
                    }
                    continue;
                }
            } else if poll_until != 0 && seams::netpoll_inited() {
                let until = s.poll_until.load(SeqCst);
                if until == 0 || until > poll_until {
                    seams::netpoll_break();
                }
            }
            stopm();
        }
    }
}

/// A cheap first look at the global queue.
fn globrunqempty_fast() -> bool {
    crate::runq::globrunqempty_relaxed()
}

fn any_runq() -> bool {
    for i in 0..gomaxprocs_now() as usize {
        if !runqempty(allp(i)) {
            return true;
        }
    }
    false
}

enum Stolen {
    G(*mut G, bool),
    /// A timer ran or the world stops: look again from the start.
    Again,
    /// Time and next timer.
    Nothing(i64, i64),
}

/// Four rounds over all Ps in random order; the last also takes timers and `runnext`.
///
/// # Safety
/// On g0, holding `pp`.
unsafe fn steal_work(pp: *mut P, mut now: i64, mut poll_until: i64) -> Stolen {
    let n = gomaxprocs_now() as u32;
    let s = sched();
    let mut ran = false;
    for round in 0..4 {
        let last = round == 3;
        let mut pos = cheaprand() % n;
        let step = coprime_step(n);
        for _ in 0..n {
            if s.gcwaiting.load(Relaxed) {
                return Stolen::Again;
            }
            let p2 = allp(pos as usize);
            pos = (pos + step) % n;
            if p2 == pp {
                continue;
            }
            // SAFETY: Ps are never freed; `pp` is held.
            unsafe {
                if last {
                    let c = seams::check_timers(p2, now);
                    now = c.now;
                    if c.poll_until != 0 && (poll_until == 0 || c.poll_until < poll_until) {
                        poll_until = c.poll_until;
                    }
                    if c.ran {
                        // The timer's function may have readied a G on our P.
                        if let Some((gp, inherit)) = runqget(pp) {
                            return Stolen::G(gp, inherit);
                        }
                        ran = true;
                    }
                }
                if (*p2).status.load(Relaxed) != crate::p::PIDLE {
                    let gp = runqsteal(pp, p2, last);
                    if !gp.is_null() {
                        return Stolen::G(gp, false);
                    }
                }
            }
        }
    }
    if ran {
        Stolen::Again
    } else {
        Stolen::Nothing(now, poll_until)
    }
}

/// A random step that visits all of `0..n` when added modulo n.
fn coprime_step(n: u32) -> u32 {
    if n <= 2 {
        return 1;
    }
    loop {
        let k = cheaprand() % (n - 1) + 1;
        let (mut a, mut b) = (k, n);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        if a == 1 {
            return k;
        }
    }
}
