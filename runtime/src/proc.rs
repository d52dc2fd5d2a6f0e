//! The scheduler's state and the life of goroutines: start-up, runtime main, newproc, goexit, yielding, allgs.
//!
//! Concepts. A G is a goroutine, an M a thread, a P the right to run Gs; an M needs a P to run a G, not to be in a system
//! call. `schedule.rs` finds what an M runs next; `m.rs` is about threads, `p.rs` about Ps, `world.rs` stops them all.
//!
//! Waking of threads. The number of running Ms should match the work, so whoever makes a G runnable calls [`wakep`],
//! which starts one *spinning* M if there is an idle P and nobody spins yet; a spinning M that finds work starts the
//! next one. The danger is a G submitted while the last spinner gives up. Submitter: (1) queue the G, (2) full barrier,
//! (3) read `nmspinning`. Spinner: (1) drop `nmspinning`, (2) full barrier (a locked instruction), (3) look at all queues
//! again. One of the two sees the other. Rejected, as in Go: central state under one lock (does not scale), waking a
//! thread for each readied G (threads start only to sleep again), handing over without spinning.
//!
//! Locks: `sched.lock` (Rank::Sched) for the idle lists, the M list, counters next to them.

use crate::context::{getg, mcall, prepare, systemstack};
use crate::g::{
    EXEC_WORDS, G, GDEAD, GRUNNABLE, GRUNNING, GSYSCALL, GWAITING, WaitReason, casgstatus,
    readgstatus,
};
use crate::hooks::{Ended, Hooks, hooks, install};
use crate::lockrank::Rank;
use crate::m::{M, mcount, newm, startm};
use crate::note::Note;
use crate::os_linux as os;
use crate::p::{P, allp, pidlegetspinning, procresize};
use crate::runq::{globrunqput, runqput, runqput_next_fast};
use crate::seed;
use crate::stack;
use crate::sync::{Guarded, RtMutex};
use crate::throw::{fatal, throw};
use std::ptr::null_mut;
use std::sync::atomic::{
    AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU32, AtomicU64, Ordering::*,
};

pub use crate::schedule::{dropg, execute, schedule};
pub use crate::world::{start_the_world, stop_the_world, world_stopped_run};

/// The scheduler's shared state. Fields without a note are protected by `lock`.
pub struct Schedt {
    /// Protects the lists.
    pub lock: RtMutex,
    /// Idle Ms.
    pub midle: AtomicPtr<M>,
    /// How many.
    pub nmidle: AtomicI32,
    /// Locked Ms that wait for their G.
    pub nmidlelocked: AtomicI32,
    /// Ms made so far; next id.
    pub mnext: AtomicI64,
    /// Ms that ended.
    pub nmfreed: AtomicI64,
    /// System Ms, not counted for deadlock.
    pub nmsys: AtomicI32,
    /// All Ms; read without the lock.
    pub allm: AtomicPtr<M>,
    /// Idle Ps.
    pub pidle: AtomicPtr<P>,
    /// How many; read without the lock.
    pub npidle: AtomicI32,
    /// Ms looking for work; atomic.
    pub nmspinning: AtomicI32,
    /// Somebody had work and found no idle P: the next M about to idle must look again; atomic.
    pub needspinning: AtomicU32,
    /// GOMAXPROCS; changed with the world stopped.
    pub gomaxprocs: AtomicI32,
    /// System goroutines; atomic.
    pub ngsys: AtomicI32,
    /// Live goroutines, system ones included; atomic.
    pub ngcount: AtomicI64,
    /// Next batch of goids; atomic.
    pub goidgen: AtomicU64,
    /// The world is to stop; read without the lock.
    pub gcwaiting: AtomicBool,
    /// Ps still to stop.
    pub stopwait: AtomicI32,
    /// Woken when `stopwait` is 0.
    pub stopnote: Note,
    /// GOMAXPROCS to set at the next start of the world, or 0.
    pub newprocs: AtomicI32,
    /// Sysmon sleeps on `sysmonnote`; read without the lock.
    pub sysmonwait: AtomicBool,
    /// See `sysmonwait`.
    pub sysmonnote: Note,
    /// Time of the last network poll, 0 while an M waits in it; atomic.
    pub lastpoll: AtomicI64,
    /// Until when that M waits, 0 for ever; atomic.
    pub poll_until: AtomicI64,
    /// The main goroutine runs: threads may be made; atomic.
    pub mainstarted: AtomicBool,
    /// Seed of all random decisions; atomic.
    pub seed: AtomicU64,
    /// Start of the process, nanotime.
    pub starttime: AtomicI64,
}

static SCHED: Schedt = Schedt {
    lock: RtMutex::new(Rank::Sched),
    midle: AtomicPtr::new(null_mut()),
    nmidle: AtomicI32::new(0),
    nmidlelocked: AtomicI32::new(0),
    mnext: AtomicI64::new(0),
    nmfreed: AtomicI64::new(0),
    nmsys: AtomicI32::new(0),
    allm: AtomicPtr::new(null_mut()),
    pidle: AtomicPtr::new(null_mut()),
    npidle: AtomicI32::new(0),
    nmspinning: AtomicI32::new(0),
    needspinning: AtomicU32::new(0),
    gomaxprocs: AtomicI32::new(0),
    ngsys: AtomicI32::new(0),
    ngcount: AtomicI64::new(0),
    goidgen: AtomicU64::new(0),
    gcwaiting: AtomicBool::new(false),
    stopwait: AtomicI32::new(0),
    stopnote: Note::new(),
    newprocs: AtomicI32::new(0),
    sysmonwait: AtomicBool::new(false),
    sysmonnote: Note::new(),
    lastpoll: AtomicI64::new(0),
    poll_until: AtomicI64::new(0),
    mainstarted: AtomicBool::new(false),
    seed: AtomicU64::new(0),
    starttime: AtomicI64::new(0),
};

/// The one scheduler.
#[inline(always)]
pub fn sched() -> &'static Schedt {
    &SCHED
}

static M0: AtomicPtr<M> = AtomicPtr::new(null_mut());
static MAIN_G: AtomicPtr<G> = AtomicPtr::new(null_mut());

/// The main thread's M.
pub fn m0() -> *mut M {
    M0.load(Relaxed)
}

/// The main goroutine.
pub fn main_g() -> *mut G {
    MAIN_G.load(Relaxed)
}

/// GOMAXPROCS now.
#[inline(always)]
pub fn gomaxprocs_now() -> i32 {
    SCHED.gomaxprocs.load(Relaxed)
}

/// The M of this thread.
#[inline(always)]
pub fn getm() -> *mut M {
    // SAFETY: every G that runs has an M.
    unsafe { (*getg()).m }
}

/// The P this thread holds; null in a system call.
#[inline(always)]
pub fn getp() -> *mut P {
    // SAFETY: as `getm`.
    unsafe { (*getm()).p }
}

/// [`crate::p::for_each_p`].
pub fn for_each_p(f: impl FnMut(*mut P)) {
    crate::p::for_each_p(f)
}

/// Starts the scheduler on the calling (main) thread as m0 and runs the main goroutine, whose VM state `init` fills in.
/// Ends the process when main returns.
pub fn start(h: Hooks, init: impl FnOnce(*mut G)) -> ! {
    install(h);
    crate::throw::install_panic_hook();
    schedinit();
    // SAFETY: the only thread; m0 holds P 0 and stands on its g0's stack.
    unsafe {
        let gp = newg(getp(), 0);
        MAIN_G.store(gp, Relaxed);
        init(gp);
        start_g(getp(), gp, false);
        crate::context::enter_g0((*m0()).g0, crate::m::mstart1);
    }
    os::exit(0)
}

fn schedinit() {
    let s = sched();
    s.starttime.store(os::nanotime(), Relaxed);
    s.lastpoll.store(os::nanotime(), Relaxed);
    let seed = if seed::on() {
        seed::rand()
    } else {
        os::getenv("MINIGO_SEED")
            .and_then(|v| v.parse().ok())
            .unwrap_or_else(os::random_u64)
    };
    s.seed.store(seed, Relaxed);
    stack::init();
    let mp = crate::m::allocm(null_mut(), None);
    M0.store(mp, Relaxed);
    // SAFETY: the only thread; its M is new.
    unsafe {
        crate::m::minit_m0(mp);
        crate::context::set_g((*mp).g0);
        let procs = os::getenv("GOMAXPROCS")
            .and_then(|v| v.parse::<i32>().ok())
            .filter(|&n| n > 0)
            .unwrap_or(os::ncpu() as i32)
            .min(if seed::on() {
                1
            } else {
                crate::p::MAX_PROCS as i32
            });
        s.lock.lock();
        procresize(procs);
        s.lock.unlock();
    }
    crate::sysmon::init_debug();
    crate::throw::init_traceback();
}

/// What m0 does once, first thing: signal handlers.
pub(crate) unsafe fn mstartm0() {
    crate::signal::install();
}

/// First Rust code of every G, on its native stack.
pub(crate) unsafe extern "C" fn gostart(gp: *mut G) -> ! {
    // SAFETY: on the G's own stack; hooks do not unwind (an unwind would abort at this `extern "C"` boundary).
    unsafe {
        if gp == main_g() {
            runtime_main(gp);
        } else if let Some(f) = (*gp).startfn {
            f(gp);
        } else {
            (hooks().run)(gp);
        }
        mcall(goexit0);
    }
    std::process::abort()
}

/// The main goroutine: starts sysmon, lets others make threads, runs the program. Until the initialisers have run it
/// stays on the first thread, so that one of them can lock it there.
unsafe fn runtime_main(gp: *mut G) {
    // SAFETY: on the main G's stack.
    unsafe {
        let mp = (*gp).m;
        if mp != m0() {
            throw("runtime.main not on m0");
        }
        (*mp).locked_int += 1;
        (*mp).lockedg.store(gp, Relaxed);
        (*gp).lockedm = mp;
        systemstack(|| newm(Some(crate::sysmon::sysmon_main), null_mut()));
        newsysproc(crate::sysmon::forcegc_helper);
        sched().mainstarted.store(true, SeqCst);
        if (*(*gp).m).locked_ext > 0 {
            crate::template::start();
        }
        if (hooks().run)(gp) == Ended::Returned {
            crate::throw::exit_main()
        }
        // Goexit, perhaps in an initialiser.
        main_init_done();
    }
}

/// The initialisers have run: the main goroutine may go to another thread, unless one of them locked it. Nothing on
/// another goroutine, or when called again.
///
/// # Safety
/// On a G's stack.
pub unsafe fn main_init_done() {
    // SAFETY: the running G and its M are this thread's.
    unsafe {
        let gp = getg();
        let mp = (*gp).m;
        if gp != main_g() || (*mp).locked_int == 0 {
            return;
        }
        (*mp).locked_int -= 1;
        unlock_if_last(mp, gp);
    }
}

/// Nobody recovers a panic of `gp`. If it is the main goroutine in an initialiser, it is no longer tied to the first
/// thread: in Go runtime.main's deferred calls run first of all, and one of them unties it.
///
/// # Safety
/// `gp` is the G of the running M.
pub(crate) unsafe fn main_panicked(gp: *mut G) {
    // SAFETY: as the caller says, both are this thread's.
    unsafe {
        let mp = (*gp).m;
        if gp == main_g() && !mp.is_null() && (*mp).locked_int > 0 {
            (*mp).locked_int -= 1;
            unlock_if_last(mp, gp);
        }
    }
}

/// Unties them if no lock is left.
unsafe fn unlock_if_last(mp: *mut M, gp: *mut G) {
    // SAFETY: both are this thread's.
    unsafe {
        if (*mp).locked_ext + (*mp).locked_int == 0 {
            (*mp).lockedg.store(null_mut(), Relaxed);
            (*gp).lockedm = null_mut();
        }
    }
}

/// `mcall` on g0, which has no G to leave.
pub(crate) extern "C" fn badmcall() -> ! {
    throw("runtime: mcall called on m->g0 stack")
}

/// A function given to `mcall` came back.
pub(crate) extern "C" fn badmcall2() -> ! {
    throw("runtime: mcall function returned")
}

/// `systemstack` from a stack that is neither g0's nor the running G's.
pub(crate) extern "C" fn badsystemstack() -> ! {
    // No runtime function that switches stacks can be trusted now.
    os::write_all(
        2,
        b"fatal error: systemstack called from unexpected goroutine\n",
    );
    os::exit(2)
}

/// A G with zeroed scheduler and VM state, Gdead. On g0 or when the cache has one; see [`newproc`].
unsafe fn newg(pp: *mut P, gopc: usize) -> *mut G {
    // SAFETY: the G is the caller's; `pp` is held.
    unsafe {
        let mut gp = stack::gfget_fast(pp);
        if gp.is_null() {
            gp = systemstack(|| stack::gfget(pp));
        }
        (*gp).stackguard = (*gp).stack_hi as usize;
        (*gp).stackguard0.store((*gp).stackguard, Relaxed);
        (*gp).pc = 0;
        (*gp).base = (*gp).stack_lo;
        (*gp).exec = [0; EXEC_WORDS];
        (*gp).gopc = gopc;
        (*gp).startfn = None;
        (*gp).long_calls = 0;
        (*gp).is_system = false;
        (*gp).killed.store(false, Relaxed);
        prepare(gp);
        gp
    }
}

/// Gives a new G its number and makes it Grunnable; it is on no queue yet.
unsafe fn number_g(pp: *mut P, gp: *mut G) {
    // SAFETY: the caller owns `gp` and holds `pp`.
    unsafe {
        let s = sched();
        if (*pp).goidcache == (*pp).goidcacheend {
            (*pp).goidcache = s.goidgen.fetch_add(16, Relaxed) + 1;
            (*pp).goidcacheend = (*pp).goidcache + 16;
        }
        (*gp).goid = (*pp).goidcache;
        (*pp).goidcache += 1;
        let me = (*(*getg()).m).curg;
        (*gp).parent_goid = if me.is_null() { 0 } else { (*me).goid };
        casgstatus(gp, GDEAD, GRUNNABLE);
        (*pp).ngnew += 1;
    }
}

/// Gives a new G its number and makes it runnable on `pp`.
unsafe fn start_g(pp: *mut P, gp: *mut G, next: bool) {
    // SAFETY: the caller owns `gp` and holds `pp`.
    unsafe {
        let s = sched();
        number_g(pp, gp);
        if next && runqput_next_fast(pp, gp) {
            if wakep_wanted() && s.mainstarted.load(Relaxed) {
                systemstack(|| wakep());
            }
            return;
        }
        systemstack(|| {
            runqput(pp, gp, next);
            if s.mainstarted.load(Relaxed) {
                wakep();
            }
        });
    }
}

/// Makes a new goroutine: `init(newg)` fills in its VM state (`pc`, `base`, `exec`; its VM stack bounds are set and the
/// guard is its end), then it is put as next on this P. `gopc` is the VM pc of the go statement.
///
/// # Safety
/// On a G's stack or on g0, with a P. `init` must not park, allocate on the heap or fail.
#[inline]
pub unsafe fn newproc(gopc: usize, init: impl FnOnce(*mut G)) {
    // SAFETY: the caller's promise.
    unsafe {
        let pp = getp();
        let gp = newg(pp, gopc);
        init(gp);
        start_g(pp, gp, true);
    }
}

/// As [`newproc`], but the goroutine waits as a coroutine: it is the caller's to run.
///
/// # Safety
/// As [`newproc`].
pub(crate) unsafe fn newproc_waiting(gopc: usize, init: impl FnOnce(*mut G)) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let pp = getp();
        let gp = newg(pp, gopc);
        init(gp);
        number_g(pp, gp);
        (*gp).waitreason = WaitReason::Coroutine;
        casgstatus(gp, GRUNNABLE, GWAITING);
        gp
    }
}

/// Makes a goroutine of the runtime itself, which runs `f` on its small native stack: it counts neither for deadlock
/// detection nor in `NumGoroutine` and dumps.
///
/// # Safety
/// As [`newproc`]; `f` obeys the rules of G stacks.
pub unsafe fn newsysproc(f: unsafe fn(*mut G)) -> *mut G {
    // SAFETY: the caller's promise.
    unsafe {
        let pp = getp();
        let gp = newg(pp, 0);
        (*gp).startfn = Some(f);
        (*gp).is_system = true;
        sched().ngsys.fetch_add(1, Relaxed);
        start_g(pp, gp, true);
        gp
    }
}

/// The end of a goroutine, on g0.
unsafe extern "C" fn goexit0(gp: *mut G) -> ! {
    // SAFETY: `gp` has left its stack for ever and belongs to this M.
    unsafe {
        gdestroy(gp);
        schedule()
    }
}

/// Ends a goroutine that has left its stack: gives its slot back.
///
/// # Safety
/// On g0 with a P; `gp` ran on this M until now.
pub(crate) unsafe fn gdestroy(gp: *mut G) {
    // SAFETY: `gp` has left its stack for ever and belongs to this M.
    unsafe {
        let mp = (*getg()).m;
        let pp = (*mp).p;
        stack::check_canary(gp);
        (hooks().gfree)(gp);
        casgstatus(gp, GRUNNING, GDEAD);
        if (*gp).is_system {
            sched().ngsys.fetch_sub(1, Relaxed);
        }
        (*pp).ngdead += 1;
        let locked = !(*gp).lockedm.is_null();
        (*gp).lockedm = null_mut();
        (*mp).lockedg.store(null_mut(), Relaxed);
        (*gp).preempt.store(false, Relaxed);
        (*gp).param = null_mut();
        (*gp).waiting = null_mut();
        (*gp).waitreason = WaitReason::Zero;
        (*gp).goexiting = false;
        dropg(mp, gp);
        if gp == main_g() {
            // Its slot stays its own: dumps and checkdead compare with it.
            (*gp).goid = 1;
        } else {
            stack::gfput(pp, gp);
        }
        if locked && (*mp).locked_int > 0 {
            throw("exited a goroutine internally locked to the OS thread");
        }
        if locked && (*mp).locked_ext > 0 {
            // The program left the thread in an unknown state: it ends with its goroutine.
            (*mp).locked_ext = 0;
            crate::m::mexit();
        }
    }
}

/// Whether somebody who has just queued a G should call [`wakep`]. Cheap; leaves a mark for an M that is about to idle.
#[inline(always)]
pub fn wakep_wanted() -> bool {
    let s = sched();
    let alone = s.gomaxprocs.load(Relaxed) == 1;
    crate::protocol::wake_wanted(&s.nmspinning, &s.npidle, &s.needspinning, alone)
}

/// Starts one spinning M if there is an idle P and none spins yet.
///
/// # Safety
/// On g0, with a P (or from sysmon, about to inject work).
pub unsafe fn wakep() {
    let s = sched();
    if !wakep_wanted() || s.nmspinning.compare_exchange(0, 1, SeqCst, SeqCst).is_err() {
        return;
    }
    s.lock.lock();
    let pp = pidlegetspinning();
    s.lock.unlock();
    if pp.is_null() {
        if s.nmspinning.fetch_sub(1, SeqCst) <= 0 {
            throw("wakep: negative nmspinning");
        }
        return;
    }
    // SAFETY: `pp` came off the idle list and is ours.
    unsafe { startm(pp, true) };
}

/// Makes sure that somebody wakes at `when` for a timer: breaks the poller if it would sleep longer, else starts an M.
pub fn wake_net_poller(when: i64) {
    let s = sched();
    if s.lastpoll.load(SeqCst) == 0 {
        let until = s.poll_until.load(SeqCst);
        if until == 0 || until > when {
            crate::seams::netpoll_break();
        }
    } else {
        // SAFETY: `systemstack` and wakep need an M only.
        unsafe { systemstack(|| wakep()) };
    }
}

/// Puts the running G at the end of the global queue and schedules.
///
/// # Safety
/// On a G's stack, VM state saved.
pub unsafe fn gosched() {
    // SAFETY: the caller's promise.
    unsafe { mcall(gosched_m) }
}

unsafe extern "C" fn gosched_m(gp: *mut G) -> ! {
    // SAFETY: on g0; `gp` is off its stack and goes to the queue.
    unsafe {
        let mp = (*getg()).m;
        stack::check_canary(gp);
        casgstatus(gp, GRUNNING, GRUNNABLE);
        dropg(mp, gp);
        globrunqput(gp);
        if sched().mainstarted.load(Relaxed) {
            wakep();
        }
        schedule()
    }
}

/// Answer to a preempt request (`stackguard0 == 0`) at a poll: restores the guard and yields.
///
/// # Safety
/// On a G's stack, VM state saved.
pub unsafe fn gopreempt() {
    // SAFETY: the running G is this thread's.
    unsafe {
        let gp = getg();
        (*gp).preempt.store(false, Relaxed);
        (*gp).stackguard0.store((*gp).stackguard, Relaxed);
        mcall(gosched_m)
    }
}

/// Yields to the Gs queued on this P: the running G goes to the end of the local queue.
///
/// # Safety
/// On a G's stack, VM state saved.
pub unsafe fn goyield() {
    unsafe extern "C" fn goyield_m(gp: *mut G) -> ! {
        // SAFETY: as `gosched_m`.
        unsafe {
            let mp = (*getg()).m;
            stack::check_canary(gp);
            casgstatus(gp, GRUNNING, GRUNNABLE);
            dropg(mp, gp);
            runqput((*mp).p, gp, false);
            schedule()
        }
    }
    // SAFETY: the caller's promise.
    unsafe { mcall(goyield_m) }
}

/// Makes the Gs of a poller's list runnable. Without a P they go to the global queue.
///
/// # Safety
/// On g0; the caller owns the Gwaiting Gs.
pub unsafe fn injectglist(list: &mut crate::g::GList) {
    // SAFETY: the caller's promise.
    unsafe {
        if list.is_empty() {
            return;
        }
        let pp = getp();
        let mut n = 0;
        loop {
            let gp = list.pop();
            if gp.is_null() {
                break;
            }
            casgstatus(gp, GWAITING, GRUNNABLE);
            if pp.is_null() || n >= 64 {
                globrunqput(gp);
            } else {
                runqput(pp, gp, false);
            }
            n += 1;
        }
        // Wake one M for each, as long as Ps are idle; the first of them spins, the others go straight to the queue.
        if pp.is_null() {
            for _ in 0..n.min(gomaxprocs_now()) {
                if sched().npidle.load(SeqCst) == 0 {
                    break;
                }
                startm(null_mut(), false);
            }
        } else {
            wakep();
        }
    }
}

/// [`injectglist`] while the world is stopped: wakes nobody.
///
/// # Safety
/// On g0 with a P, world stopped.
pub(crate) unsafe fn injectglist_quiet(list: &mut crate::g::GList) {
    loop {
        let gp = list.pop();
        if gp.is_null() {
            return;
        }
        // SAFETY: the caller owns the Gwaiting Gs.
        unsafe {
            casgstatus(gp, GWAITING, GRUNNABLE);
            globrunqput(gp);
        }
    }
}

static ALLG_LOCK: RtMutex = RtMutex::new(Rank::AllG);
static ALLGS: Guarded<Vec<*mut G>> = Guarded::new(Vec::new());

/// Registers a new G's memory. On g0.
pub(crate) fn allgadd(gp: *mut G) {
    ALLG_LOCK.lock();
    // SAFETY: under ALLG_LOCK.
    unsafe {
        (*gp).allgs_index = (*ALLGS.get()).len() as u32;
        (*ALLGS.get()).push(gp);
    }
    ALLG_LOCK.unlock();
}

/// Calls `f` for every G that is not dead. On g0. World stopped, or the states may be stale.
pub fn for_each_g(f: &mut dyn FnMut(*mut G)) {
    let mut i = 0;
    loop {
        let mut batch = [null_mut(); 64];
        ALLG_LOCK.lock();
        // SAFETY: under ALLG_LOCK; Gs are never freed.
        let n = unsafe {
            let v = &*ALLGS.get();
            let n = v.len().saturating_sub(i).min(64);
            batch[..n].copy_from_slice(&v[i..i + n]);
            n
        };
        ALLG_LOCK.unlock();
        if n == 0 {
            return;
        }
        for &gp in &batch[..n] {
            if readgstatus(gp) != GDEAD {
                f(gp);
            }
        }
        i += n;
    }
}

/// Number of G slots ever made; with [`allg`] for parallel marking.
pub fn allglen() -> usize {
    // SAFETY: under ALLG_LOCK.
    ALLG_LOCK.with(|| unsafe { (*ALLGS.get()).len() })
}

/// G slot number `i` (it may be dead). World stopped.
pub fn allg(i: usize) -> *mut G {
    // SAFETY: nobody grows the list while the world is stopped.
    unsafe { (&*ALLGS.get())[i] }
}

/// The G slots from number `first` on, as many as `to` has room for; how many there are. They may be dead.
pub(crate) fn allg_part(first: usize, to: &mut [*mut G]) -> usize {
    // SAFETY: under ALLG_LOCK; Gs are never freed.
    ALLG_LOCK.with(|| unsafe {
        let v = &*ALLGS.get();
        let n = v.len().saturating_sub(first).min(to.len());
        to[..n].copy_from_slice(&v[first..first + n]);
        n
    })
}

/// Number of live user goroutines (`runtime.NumGoroutine`).
pub fn gcount() -> usize {
    let mut n: i64 = 0;
    for i in 0..crate::p::MAX_PROCS {
        let pp = allp(i);
        if pp.is_null() {
            break;
        }
        // SAFETY: Ps are never freed; the counters are read racily, as a snapshot.
        unsafe {
            let (new, dead) = (
                (&raw const (*pp).ngnew).read_volatile(),
                (&raw const (*pp).ngdead).read_volatile(),
            );
            n += new as i64 - dead as i64;
        }
    }
    (n - sched().ngsys.load(Relaxed) as i64).max(1) as usize
}

/// Looks whether anything can ever run again; if not, ends the program with Go's texts. `sched.lock` held; called when an
/// M goes idle.
pub(crate) fn checkdead() {
    let s = sched();
    let run = mcount() as i32
        - s.nmidle.load(Relaxed)
        - s.nmidlelocked.load(Relaxed)
        - s.nmsys.load(Relaxed);
    if run > 0 || crate::throw::dying() {
        return;
    }
    if run < 0 {
        let text = format!(
            "runtime: checkdead: nmidle={} nmidlelocked={} mcount={} nmsys={}\n",
            s.nmidle.load(Relaxed),
            s.nmidlelocked.load(Relaxed),
            mcount(),
            s.nmsys.load(Relaxed)
        );
        s.lock.unlock();
        os::write_all(2, text.as_bytes());
        throw("checkdead: inconsistent counts");
    }
    if !s.mainstarted.load(Relaxed) {
        return;
    }
    let mut waiting = 0;
    for_each_g(&mut |gp| {
        // SAFETY: reading words of a G.
        if unsafe { (*gp).is_system } {
            return;
        }
        match readgstatus(gp) {
            GWAITING => waiting += 1,
            status @ (GRUNNABLE | GRUNNING | GSYSCALL) => {
                // SAFETY: reading words of a G.
                let id = unsafe { (*gp).goid };
                s.lock.unlock();
                let text = format!("runtime: checkdead: find g {id} in status {status}\n");
                os::write_all(2, text.as_bytes());
                throw("checkdead: runnable g")
            }
            _ => {}
        }
    });
    if waiting == 0 {
        s.lock.unlock();
        fatal("no goroutines (main called runtime.Goexit) - deadlock!");
    }
    if crate::seams::time_sleep_until() != i64::MAX {
        return;
    }
    s.lock.unlock();
    crate::throw::fatal_deadlock()
}

/// `runtime.GOMAXPROCS(n)`: sets it when n > 0, returns the previous value.
///
/// # Safety
/// On a G's stack.
pub unsafe fn gomaxprocs(n: i32) -> i32 {
    if seed::on() {
        return seed::gomaxprocs(n);
    }
    let old = gomaxprocs_now();
    if n <= 0 || n == old {
        return old;
    }
    // SAFETY: the caller's promise.
    unsafe {
        stop_the_world("GOMAXPROCS");
        sched()
            .newprocs
            .store(n.min(crate::p::MAX_PROCS as i32), Relaxed);
        start_the_world();
    }
    old
}

/// `runtime.LockOSThread`: the G runs on this thread alone, and the thread runs it alone.
///
/// # Safety
/// On a G's stack.
pub unsafe fn lock_os_thread() {
    // SAFETY: the running G and its M are this thread's.
    unsafe {
        if sched().mainstarted.load(Relaxed) {
            crate::template::start();
        }
        let gp = getg();
        let mp = (*gp).m;
        (*mp).locked_ext += 1;
        (*mp).lockedg.store(gp, Relaxed);
        (*gp).lockedm = mp;
    }
}

/// `runtime.UnlockOSThread`.
///
/// # Safety
/// On a G's stack.
pub unsafe fn unlock_os_thread() {
    // SAFETY: as in `lock_os_thread`.
    unsafe {
        let gp = getg();
        let mp = (*gp).m;
        if (*mp).locked_ext == 0 {
            return;
        }
        (*mp).locked_ext -= 1;
        unlock_if_last(mp, gp);
    }
}

/// A fast pseudo-random number (per M; not for cryptography).
#[inline]
pub fn cheaprand() -> u32 {
    if seed::on() {
        return seed::rand() as u32;
    }
    // SAFETY: the M is this thread's.
    unsafe {
        let mp = getm();
        let mut x = (*mp).rand;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        (*mp).rand = x;
        (x.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32
    }
}
