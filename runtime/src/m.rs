//! M, an operating system thread that runs Gs, and its life: allocm, newm, mstart, startm, stopm, mexit, the idle list.
//!
//! Invariants
//! * An M is on the idle list (under `sched.lock`) only while it sleeps on `park` or is about to; whoever takes it off
//!   must set `nextp` (or `helper`) and wake the note, exactly once.
//! * An M that counts in `sched.nmspinning` has `spinning` set; it drops the count before it sleeps or runs a G.
//! * g0 stacks are mapped with a guard page and unmapped when their M has left for good.

use crate::clone::{self, Descriptor};
use crate::context::{enter_g0, getg, leave_g0};
use crate::g::G;
use crate::note::Note;
use crate::os_linux as os;
use crate::p::{P, acquirep, pidleget, releasep};
use crate::proc::{checkdead, sched, schedule};
use crate::runq::{globrunqempty, runqempty};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicPtr, Ordering::*};

/// Runs on g0 after a G has left its stack; false means "do not park after all".
pub type UnlockFn = unsafe fn(gp: *mut G, lock: *mut u8) -> bool;

/// Bytes of a g0 stack: formatting, the collector and natives run there.
pub const G0_STACK_BYTES: usize = 256 << 10;
/// Bytes of the signal stack below it (an AVX-512 frame alone takes 3 KB and more).
const SIGNAL_STACK_BYTES: usize = 64 << 10;
const PAGE: usize = 4096;
/// Limit on threads, Go's at first.
static MAX_MCOUNT: AtomicI64 = AtomicI64::new(10_000);

/// A thread. Its memory is never freed, but serves another one once the thread has ended.
#[repr(C, align(64))]
pub struct M {
    /// The scheduler's G of this thread.
    pub g0: *mut G,
    /// The user G running now, or null.
    pub curg: *mut G,
    /// The P held now, or null.
    pub p: *mut P,
    /// P to take when woken from stopm.
    pub nextp: AtomicPtr<P>,
    /// P held before the running system call.
    pub oldp: *mut P,
    /// `retakes` of that P when the call began.
    pub retakes: u32,
    /// Its `syscalltick` then.
    pub syscalltick: u32,
    /// When the call began, if its P was handed off beforehand because calls of this G last; else 0.
    pub handed_off: i64,
    /// Number, from 0.
    pub id: i64,
    /// Out of work and looking for some.
    pub spinning: AtomicBool,
    /// Asleep on a note.
    pub blocked: AtomicBool,
    /// Counts neither as idle nor as running Go code: sysmon.
    pub is_sysmon: bool,
    /// Locks held (debug builds).
    pub locks: i32,
    /// Their ranks.
    pub held: [u8; 12],
    /// What the M sleeps on when idle.
    pub park: Note,
    /// All Ms, from `sched.allm`.
    pub alllink: AtomicPtr<M>,
    /// Idle Ms.
    pub schedlink: AtomicPtr<M>,
    /// Called first by the new thread (sysmon, spinning).
    pub mstartfn: Option<unsafe fn()>,
    /// What to help with while the world is stopped.
    pub helper: AtomicPtr<u8>,
    /// G locked to this M.
    pub lockedg: AtomicPtr<G>,
    /// Depth of LockOSThread by the program.
    pub locked_ext: u32,
    /// Depth by the runtime.
    pub locked_int: u32,
    /// For `gopark`.
    pub waitunlockf: Option<UnlockFn>,
    /// For `gopark`.
    pub waitlock: *mut u8,
    /// State of `cheaprand`.
    pub rand: u64,
    /// Kernel's thread id.
    pub tid: i32,
    /// Mapping of signal stack and g0 stack; null for m0.
    stack_map: *mut u8,
    desc: *mut Descriptor,
    /// Signal mask the thread starts with.
    sigmask: libc::sigset_t,
}

/// Ms whose threads have left their stacks, through `schedlink`: pushed by anybody, taken all at once under
/// `sched.lock`.
static FREEM: AtomicPtr<M> = AtomicPtr::new(null_mut());
/// Those of them whose stacks have been unmapped; under `sched.lock`.
static MFREE: AtomicPtr<M> = AtomicPtr::new(null_mut());

/// A new M with its g0, not yet a thread. On g0 (allocates).
pub(crate) fn allocm(pp: *mut P, f: Option<unsafe fn()>) -> *mut M {
    let s = sched();
    // SAFETY: all-zero bytes are a valid M and a valid G except for the fields set here (`park` clear, `rand` non-zero,
    // options None). An M of the free list is nobody's.
    unsafe {
        let mut mp = freem();
        let fresh = mp.is_null();
        if fresh {
            mp = std::alloc::alloc_zeroed(std::alloc::Layout::new::<M>()) as *mut M;
            let g0 = std::alloc::alloc_zeroed(std::alloc::Layout::new::<G>()) as *mut G;
            (*mp).g0 = g0;
            (*g0).m = mp;
            (*g0).is_system = true;
            (*g0).atomicstatus.store(crate::g::GRUNNING, Relaxed);
        } else {
            (*mp).curg = null_mut();
            (*mp).p = null_mut();
            (*mp).oldp = null_mut();
            (*mp).handed_off = 0;
            (*mp).spinning.store(false, Relaxed);
            (*mp).blocked.store(false, Relaxed);
            (*mp).park.clear();
            (*mp).helper.store(null_mut(), Relaxed);
            (*mp).schedlink.store(null_mut(), Relaxed);
        }
        (*mp).mstartfn = f;
        (*mp).nextp.store(pp, Relaxed);
        s.lock.lock();
        (*mp).id = s.mnext.fetch_add(1, Relaxed);
        (*mp).rand =
            ((*mp).id as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ s.seed.load(Relaxed) | 1;
        if fresh {
            (*mp).alllink.store(s.allm.load(Relaxed), Relaxed);
            s.allm.store(mp, Release);
        }
        let n = mcount();
        s.lock.unlock();
        checkmcount(n);
        mp
    }
}

/// An ended M to use again, or null; unmaps the stacks of those that have left them.
fn freem() -> *mut M {
    let s = sched();
    if s.nmfreed.load(Relaxed) == 0 {
        return null_mut();
    }
    s.lock.lock();
    let mut left = FREEM.swap(null_mut(), Acquire);
    // SAFETY: Ms on either list are reached by it alone; nobody is on their stacks.
    unsafe {
        while !left.is_null() {
            let next = (*left).schedlink.load(Relaxed);
            os::unmap(
                (*left).stack_map,
                SIGNAL_STACK_BYTES + PAGE + G0_STACK_BYTES,
            );
            (*left).stack_map = null_mut();
            (*left).schedlink.store(MFREE.load(Relaxed), Relaxed);
            MFREE.store(left, Relaxed);
            left = next;
        }
        let mp = MFREE.load(Relaxed);
        if !mp.is_null() {
            MFREE.store((*mp).schedlink.load(Relaxed), Relaxed);
        }
        s.lock.unlock();
        mp
    }
}

fn checkmcount(n: i64) {
    let max = MAX_MCOUNT.load(Relaxed);
    if n > max {
        static SAID: AtomicBool = AtomicBool::new(false);
        // One says so; the others wait for the end.
        while SAID.swap(true, SeqCst) {
            os::usleep(1_000_000);
        }
        let text = format!("runtime: program exceeds {max}-thread limit\n");
        os::write_all(2, text.as_bytes());
        crate::throw::throw("thread exhaustion");
    }
}

/// `debug.SetMaxThreads`: more threads than `n` end the program. Returns the limit before. On g0.
pub fn set_max_threads(n: i64) -> i64 {
    let old = MAX_MCOUNT.swap(n, Relaxed);
    checkmcount(mcount());
    old
}

/// Number of Ms alive, `sched.lock` held or not (then a snapshot).
pub fn mcount() -> i64 {
    let s = sched();
    s.mnext.load(Relaxed) - s.nmfreed.load(Relaxed)
}

/// Starts a new thread that will run `f`, then Gs under `pp` (or sysmon's loop, without a P). A thread that the program
/// has locked, and may have changed, leaves it to the template thread.
///
/// # Safety
/// On g0. `pp` is null or owned by the caller and passes to the new M.
pub unsafe fn newm(f: Option<unsafe fn()>, pp: *mut P) {
    let mp = allocm(pp, f);
    // SAFETY: the new M is ours to pass on.
    unsafe {
        let me = (*getg()).m;
        if (*me).locked_ext > 0 && crate::template::make(mp) {
            return;
        }
        newm1(mp);
    }
}

/// Makes the thread of a new M.
///
/// # Safety
/// On g0 of a thread in a known state; `mp` is new.
pub(crate) unsafe fn newm1(mp: *mut M) {
    // SAFETY: the new M is this thread's until its thread exists; signals are blocked around clone.
    unsafe {
        let bytes = SIGNAL_STACK_BYTES + PAGE + G0_STACK_BYTES;
        let map = os::map(bytes);
        os::guard(map.add(SIGNAL_STACK_BYTES), PAGE);
        (*mp).stack_map = map;
        let g0 = (*mp).g0;
        (*g0).native_lo = map as usize + SIGNAL_STACK_BYTES + PAGE;
        (*g0).native_hi = map as usize + bytes;
        let old = os::block_signals();
        (*mp).sigmask = old;
        clone::newosproc(map.add(bytes), mentry, mp.cast(), &raw mut (*mp).desc);
        os::set_sigmask(&old);
    }
}

/// Sets up the main thread as m0: signal stack, id, stack bounds.
///
/// # Safety
/// On the main thread, before others exist; `mp` is new.
pub(crate) unsafe fn minit_m0(mp: *mut M) {
    // SAFETY: a fresh mapping; the M is ours.
    unsafe {
        let map = os::map(SIGNAL_STACK_BYTES);
        os::sigaltstack(map, SIGNAL_STACK_BYTES);
        (*mp).tid = os::gettid();
        let here = &raw const mp as usize;
        // The main stack is bounded by the rlimit (8 MB as a rule); only dumps use these.
        (*(*mp).g0).native_hi = here;
        (*(*mp).g0).native_lo = 0;
    }
}

/// First function of a cloned thread.
unsafe extern "C" fn mentry(arg: *mut u8) -> ! {
    let mp = arg as *mut M;
    // SAFETY: this thread is `mp`, on its own stack; `desc` was written before the thread existed.
    unsafe {
        clone::settle((*mp).desc);
        (*mp).tid = os::gettid();
        os::sigaltstack((*mp).stack_map, SIGNAL_STACK_BYTES);
        os::set_sigmask(&(*mp).sigmask);
        enter_g0((*mp).g0, mstart1);
        // Back here when the M ends.
        os::block_signals();
        clone::depart((*mp).desc, off_stack, mp.cast())
    }
}

/// The M is on its donor's stack: its own may be unmapped, and the M given to another thread.
unsafe fn off_stack(arg: *mut u8) {
    let mp = arg as *mut M;
    // SAFETY: Ms are never freed; this one is its thread's until it is on the list, and then no more.
    unsafe {
        crate::context::set_g(null_mut());
        let mut old = FREEM.load(Relaxed);
        loop {
            (*mp).schedlink.store(old, Relaxed);
            match FREEM.compare_exchange_weak(old, mp, Release, Relaxed) {
                Ok(_) => return,
                Err(now) => old = now,
            }
        }
    }
}

/// Base of g0: runs the start function and schedules. Never returns; the M ends through `leave_g0`.
pub(crate) unsafe extern "C" fn mstart1() -> ! {
    // SAFETY: on g0 of this thread's M, just set up.
    unsafe {
        let mp = (*getg()).m;
        if mp == crate::proc::m0() {
            crate::proc::mstartm0();
        }
        if let Some(f) = (*mp).mstartfn {
            f();
        }
        if mp != crate::proc::m0() {
            let pp = (*mp).nextp.swap(null_mut(), Acquire);
            if pp.is_null() {
                // Made without a P (a helper of a stopped world): joins the idle.
                stopm();
            } else {
                acquirep(pp);
            }
        }
        schedule()
    }
}

/// Ends this M (its locked goroutine ended without unlocking). m0 cannot end: it sleeps for ever.
///
/// # Safety
/// On g0, without a G.
pub(crate) unsafe fn mexit() -> ! {
    // SAFETY: the M is this thread's.
    unsafe {
        let mp = (*getg()).m;
        if mp == crate::proc::m0() {
            handoffp(releasep());
            let s = sched();
            s.lock.lock();
            s.nmfreed.fetch_add(1, Relaxed);
            checkdead();
            s.lock.unlock();
            mpark();
            crate::throw::throw("locked m0 woke up");
        }
        handoffp(releasep());
        let s = sched();
        s.lock.lock();
        s.nmfreed.fetch_add(1, Relaxed);
        checkdead();
        s.lock.unlock();
        leave_g0((*mp).g0)
    }
}

/// Puts `mp` on the idle list. `sched.lock` held.
///
/// # Safety
/// `mp` is this thread's M.
pub(crate) unsafe fn mput(mp: *mut M) {
    let s = sched();
    // SAFETY: the list is under `sched.lock`.
    unsafe { (*mp).schedlink.store(s.midle.load(Relaxed), Relaxed) };
    s.midle.store(mp, Relaxed);
    s.nmidle.fetch_add(1, Relaxed);
    checkdead();
}

/// Takes an idle M, or null. `sched.lock` held.
pub(crate) fn mget() -> *mut M {
    let s = sched();
    let mp = s.midle.load(Relaxed);
    if !mp.is_null() {
        // SAFETY: Ms are never freed.
        unsafe { s.midle.store((*mp).schedlink.load(Relaxed), Relaxed) };
        s.nmidle.fetch_sub(1, Relaxed);
    }
    mp
}

/// Sleeps on the M's note.
///
/// # Safety
/// On g0.
pub(crate) unsafe fn mpark() {
    // SAFETY: the M is this thread's.
    unsafe {
        let mp = (*getg()).m;
        (*mp).blocked.store(true, Relaxed);
        (*mp).park.sleep();
        (*mp).blocked.store(false, Relaxed);
        (*mp).park.clear();
    }
}

/// Idles until somebody hands this M a P.
///
/// # Safety
/// On g0, no P held, not spinning.
pub unsafe fn stopm() {
    // SAFETY: the M is this thread's.
    unsafe {
        let mp = (*getg()).m;
        if (*mp).locks != 0 {
            crate::throw::throw("stopm holding locks");
        }
        if !(*mp).p.is_null() {
            crate::throw::throw("stopm holding p");
        }
        if (*mp).spinning.load(Relaxed) {
            crate::throw::throw("stopm spinning");
        }
        let s = sched();
        loop {
            s.lock.lock();
            mput(mp);
            s.lock.unlock();
            mpark();
            let job = (*mp).helper.swap(null_mut(), Acquire);
            if job.is_null() {
                break;
            }
            crate::world::help(job);
        }
        acquirep((*mp).nextp.swap(null_mut(), Acquire));
    }
}

/// Start function of an M that starts spinning.
unsafe fn mspinning() {
    // SAFETY: the M is this thread's; its starter counted it in `nmspinning`.
    unsafe { (*(*getg()).m).spinning.store(true, Relaxed) };
}

/// Finds or makes an M to run `pp` (an idle P when null; nothing happens when there is none). With `spinning`, the caller
/// has counted the new M in `nmspinning` and passes a P without work.
///
/// # Safety
/// On g0; the caller owns `pp`.
pub unsafe fn startm(mut pp: *mut P, spinning: bool) {
    let s = sched();
    // SAFETY: lists under `sched.lock`; an M taken off the idle list is the caller's until woken.
    unsafe {
        s.lock.lock();
        if pp.is_null() {
            if spinning {
                crate::throw::throw("startm: P required for spinning=true");
            }
            pp = pidleget();
            if pp.is_null() {
                s.lock.unlock();
                return;
            }
        }
        let nmp = mget();
        s.lock.unlock();
        if nmp.is_null() {
            newm(if spinning { Some(mspinning) } else { None }, pp);
            return;
        }
        if (*nmp).spinning.load(Relaxed) {
            crate::throw::throw("startm: m is spinning");
        }
        if !(*nmp).nextp.load(Relaxed).is_null() {
            crate::throw::throw("startm: m has p");
        }
        if spinning && !runqempty(pp) {
            crate::throw::throw("startm: p has runnable gs");
        }
        (*nmp).spinning.store(spinning, Relaxed);
        (*nmp).nextp.store(pp, Release);
        (*nmp).park.wakeup();
    }
}

/// Finds something for `pp` to do when its M is blocked (system call, locked M), or makes it idle.
///
/// # Safety
/// On g0; the caller owns `pp`, which is Pidle.
pub unsafe fn handoffp(pp: *mut P) {
    let s = sched();
    // SAFETY: `pp` passes to the M started, or to the idle list.
    unsafe {
        if !runqempty(pp) || !globrunqempty() {
            return startm(pp, false);
        }
        // Nobody is looking for work and no P is idle: somebody should.
        if s.nmspinning.load(SeqCst) + s.npidle.load(SeqCst) == 0
            && s.nmspinning.compare_exchange(0, 1, SeqCst, SeqCst).is_ok()
        {
            s.needspinning.store(0, SeqCst);
            return startm(pp, true);
        }
        s.lock.lock();
        if s.gcwaiting.load(SeqCst) {
            (*pp).status.store(crate::p::PGCSTOP, SeqCst);
            crate::world::one_stopped();
            s.lock.unlock();
            return;
        }
        if !globrunqempty() {
            s.lock.unlock();
            return startm(pp, false);
        }
        // The last running P must leave somebody to wait for the network.
        if s.npidle.load(SeqCst) == s.gomaxprocs.load(SeqCst) - 1
            && s.lastpoll.load(SeqCst) != 0
            && crate::seams::netpoll_inited()
        {
            s.lock.unlock();
            return startm(pp, false);
        }
        let when = crate::seams::next_when(pp);
        crate::p::pidleput(pp);
        s.lock.unlock();
        if when != 0 {
            crate::proc::wake_net_poller(when);
        }
    }
}

/// Hands the P of a locked M's to somebody else and waits until the M's own G is ready.
///
/// # Safety
/// On g0 of an M with a locked G.
pub(crate) unsafe fn stoplockedm() {
    // SAFETY: the M is this thread's.
    unsafe {
        let mp = (*getg()).m;
        if !(*mp).p.is_null() {
            handoffp(releasep());
        }
        incidlelocked(1);
        mpark();
        acquirep((*mp).nextp.swap(null_mut(), Acquire));
    }
}

/// Gives this M's P to the M that `gp` is locked to, and idles.
///
/// # Safety
/// On g0 with a P; `gp` is Grunnable and owned by the caller.
pub(crate) unsafe fn startlockedm(gp: *mut G) {
    // SAFETY: a locked M is asleep in `stoplockedm` (or on its way there) and waits for `nextp`.
    unsafe {
        let mp = (*gp).lockedm;
        if mp == (*getg()).m {
            crate::throw::throw("startlockedm: locked to me");
        }
        incidlelocked(-1);
        let pp = releasep();
        (*mp).nextp.store(pp, Release);
        (*mp).park.wakeup();
        stopm();
    }
}

/// Counts Ms that are idle because their locked G waits.
pub(crate) fn incidlelocked(v: i32) {
    let s = sched();
    s.lock.lock();
    s.nmidlelocked.fetch_add(v, Relaxed);
    if v > 0 {
        checkdead();
    }
    s.lock.unlock();
}

/// All Ms, newest first.
pub fn for_each_m(mut f: impl FnMut(*mut M)) {
    let mut mp = sched().allm.load(Acquire);
    while !mp.is_null() {
        f(mp);
        // SAFETY: Ms are never freed.
        mp = unsafe { (*mp).alllink.load(Acquire) };
    }
}
