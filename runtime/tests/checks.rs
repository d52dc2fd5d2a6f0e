//! What the scheduler notices of its own mistakes, in Go's words, and what it costs when there is little to do: each
//! scenario makes one mistake on purpose, or counts how often threads go to sleep.

mod support;

use minigo_runtime::g::{G, GRUNNABLE, GWAITING, WaitReason, casgstatus};
use minigo_runtime::note::Note;
use minigo_runtime::{
    context, context::getg, m, mgc, netpoll, os_linux as os, p, park, proc, stack, syscall, sysmon,
    time,
};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicUsize, Ordering::*};
use support::{Scenario, check, go, gosched, on_g0, say_ok};

fn sleep(ns: i64) {
    // SAFETY: on a G's stack.
    unsafe { time::time_sleep(ns) }
}

fn poll() {
    // SAFETY: on a G's stack.
    unsafe {
        if (*getg()).stackguard0.load(Relaxed) == 0 {
            proc::gopreempt();
        }
    }
}

/// A note has one waker.
fn double_wakeup() {
    say_ok();
    on_g0(|| {
        let note = Note::new();
        note.wakeup();
        note.wakeup();
    });
}

/// An M takes a P while it holds one.
fn wirep_twice() {
    say_ok();
    // SAFETY: the very mistake that is to be noticed.
    on_g0(|| unsafe { p::wirep(proc::getm(), proc::getp()) });
}

/// An M takes a P that is not idle.
fn wirep_taken() {
    say_ok();
    // SAFETY: as above.
    on_g0(|| unsafe {
        let pp = p::releasep();
        (*pp).status.store(p::PGCSTOP, SeqCst);
        p::acquirep(pp);
    });
}

/// An M gives back a P that it does not hold.
fn releasep_none() {
    say_ok();
    // SAFETY: as above.
    on_g0(|| unsafe {
        p::releasep();
        p::releasep();
    });
}

/// An M gives back a P that is in a system call.
fn releasep_state() {
    say_ok();
    // SAFETY: as above.
    on_g0(|| unsafe {
        (*proc::getp()).status.store(p::PSYSCALL, SeqCst);
        p::releasep();
    });
}

/// An M idles with a P.
fn stopm_holding() {
    say_ok();
    // SAFETY: as above.
    on_g0(|| unsafe { m::stopm() });
}

/// A P with work is put away as idle.
fn pidleput_work() {
    say_ok();
    go(|| ());
    // SAFETY: as above.
    on_g0(|| unsafe { p::pidleput(proc::getp()) });
}

/// A function given to `mcall` comes back.
fn mcall_returns() {
    unsafe extern "C" fn back(_: *mut G) {}
    say_ok();
    // SAFETY: the very mistake that is to be noticed.
    unsafe {
        let f = std::mem::transmute::<
            unsafe extern "C" fn(*mut G),
            unsafe extern "C" fn(*mut G) -> !,
        >(back);
        context::mcall(f)
    }
}

/// The native stack of a goroutine was used past its end: seen when it leaves the stack.
fn canary() {
    say_ok();
    // SAFETY: the word at the low end of the stack; nothing of ours is there.
    unsafe { *((*getg()).native_lo as *mut usize) = 0 };
    gosched();
}

/// With guarded stacks, what is past the end cannot be touched at all.
fn guard_page() {
    if !stack::guarded() {
        return canary();
    }
    say_ok();
    // SAFETY: the very mistake that is to be noticed.
    unsafe { (((*getg()).native_lo - 64) as *mut u8).write_volatile(1) };
}

/// A goroutine is moved from a state that it is not in.
fn bad_status() {
    say_ok();
    // SAFETY: as above.
    unsafe { casgstatus(getg(), GWAITING, GRUNNABLE) }
}

/// More Ms idle than there are.
fn dead_counts() {
    say_ok();
    proc::sched().nmidlelocked.fetch_add(100, SeqCst);
    // SAFETY: on a G's stack.
    unsafe { park::park_forever(WaitReason::Sleep) }
}

/// Nobody runs, and yet there is a goroutine that could.
fn dead_runnable() {
    unsafe fn lose(gp: *mut G, _: *mut u8) -> bool {
        // SAFETY: the very mistake that is to be noticed: runnable, and on no queue.
        unsafe { casgstatus(gp, GWAITING, GRUNNABLE) };
        true
    }
    say_ok();
    // SAFETY: on a G's stack.
    unsafe { park::gopark(Some(lose), std::ptr::null_mut(), WaitReason::Sleep) }
}

/// A dump says for how many minutes a goroutine has waited; the collector notes since when.
fn minutes() {
    say_ok();
    // SAFETY: the running G; nobody collects meanwhile.
    unsafe {
        (*getg()).waitsince_ns = os::nanotime() - 190_000_000_000;
        park::park_forever(WaitReason::ChanReceive)
    }
}

/// More threads than the program allowed itself.
fn thread_limit() {
    say_ok();
    on_g0(|| m::set_max_threads(20));
    for _ in 0..40 {
        go(|| {
            // SAFETY: on a G's stack.
            unsafe {
                syscall::entersyscallblock();
                os::usleep(10_000_000);
                syscall::exitsyscall();
            }
        });
    }
    sleep(20_000_000_000);
}

/// Each thread has a signal stack of its own and the signal mask of the first one, and knows its number.
fn minit() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    static FIRST: AtomicUsize = AtomicUsize::new(0);
    fn look() -> (usize, bool) {
        // SAFETY: out parameters of the right types; the M is this thread's.
        unsafe {
            let mut stack: libc::stack_t = std::mem::zeroed();
            libc::sigaltstack(std::ptr::null(), &mut stack);
            let mut mask: libc::sigset_t = std::mem::zeroed();
            libc::pthread_sigmask(libc::SIG_SETMASK, std::ptr::null(), &mut mask);
            let free = stack.ss_flags & libc::SS_DISABLE == 0
                && stack.ss_size >= 32 << 10
                && (1..32).all(|sig| libc::sigismember(&mask, sig) == 0);
            (
                stack.ss_sp as usize,
                free && (*proc::getm()).tid == os::gettid(),
            )
        }
    }
    const N: usize = 12;
    for _ in 0..N {
        go(|| {
            // SAFETY: on a G's stack.
            unsafe { proc::lock_os_thread() };
            let (stack, right) = on_g0(look);
            check(right, "minit: signal stack, mask or number of a thread");
            // Each holds its thread until all have looked, so these are different ones.
            check(
                stack != FIRST.swap(stack, SeqCst),
                "minit: two threads share a signal stack",
            );
            DONE.fetch_add(1, SeqCst);
            while DONE.load(SeqCst) < N {
                gosched();
            }
            // SAFETY: as above.
            unsafe { proc::unlock_os_thread() };
            DONE.fetch_add(1, SeqCst);
        });
    }
    while DONE.load(SeqCst) < 2 * N {
        gosched();
    }
}

/// Goroutines that fill the local queue without end do not keep one in the global queue from running.
fn global_queue_is_served() {
    static STOP: AtomicBool = AtomicBool::new(false);
    // SAFETY: on a G's stack.
    unsafe { proc::gomaxprocs(1) };
    for _ in 0..2 {
        go(|| {
            while !STOP.load(Relaxed) {
                // SAFETY: on a G's stack.
                unsafe { proc::goyield() };
            }
        });
    }
    for _ in 0..100 {
        gosched();
    }
    STOP.store(true, SeqCst);
}

/// While there is always something to run on the only P, nobody but sysmon looks at the network.
fn sysmon_polls() {
    static GOT: AtomicBool = AtomicBool::new(false);
    let mut fds = [0; 2];
    // SAFETY: room for two; on a G's stack.
    let pd = unsafe {
        proc::gomaxprocs(1);
        check(
            libc::pipe2(fds.as_mut_ptr(), libc::O_NONBLOCK) == 0,
            "pipe2",
        );
        netpoll::poll_open(fds[0]).unwrap_or(std::ptr::null_mut())
    };
    check(!pd.is_null(), "poll_open");
    let (from, pd) = (fds[0], pd as usize as *mut netpoll::PollDesc);
    go(move || {
        let mut b = 0u8;
        // SAFETY: one byte on this G's stack; `pd` is open.
        unsafe {
            while libc::read(from, (&raw mut b).cast(), 1) != 1 {
                netpoll::poll_wait(pd, netpoll::Mode::Read);
            }
        }
        GOT.store(true, SeqCst);
    });
    // Its turn, to begin to wait.
    for _ in 0..10 {
        gosched();
    }
    for _ in 0..2 {
        go(|| {
            while !GOT.load(Relaxed) {
                // SAFETY: on a G's stack.
                unsafe { proc::goyield() };
            }
        });
    }
    // SAFETY: one byte of a constant.
    unsafe { libc::write(fds[1], [0u8].as_ptr().cast(), 1) };
    while !GOT.load(Relaxed) {
        // SAFETY: on a G's stack.
        unsafe { proc::goyield() };
    }
}

/// How often a thread has gone to sleep.
fn sleeps_of(tid: i32) -> u64 {
    let text = std::fs::read_to_string(format!("/proc/self/task/{tid}/status")).unwrap_or_default();
    text.lines()
        .find_map(|l| l.strip_prefix("voluntary_ctxt_switches:"))
        .and_then(|n| n.trim().parse().ok())
        .unwrap_or(0)
}

fn tids() -> Vec<i32> {
    std::fs::read_dir("/proc/self/task")
        .expect("procfs")
        .filter_map(|e| e.ok()?.file_name().to_str()?.parse().ok())
        .collect()
}

/// A process in which nobody can run makes no wake-ups: sysmon sleeps deeply, too.
fn idle_makes_no_wakeups() {
    fn count() -> u64 {
        on_g0(|| tids().into_iter().map(sleeps_of).sum())
    }
    // Threads that are just ending their search.
    sleep(50_000_000);
    let before = count();
    sleep(1_000_000_000);
    let n = count() - before;
    // The main goroutine's own sleep and what follows it; a sysmon that stays awake makes a hundred.
    check(n < 50, "idle: somebody wakes up all the time");
}

/// Beside a goroutine that only computes, sysmon's rounds grow to 10 ms.
fn sysmon_backs_off() {
    static TID: AtomicI32 = AtomicI32::new(0);
    // SAFETY: on a G's stack.
    unsafe { proc::gomaxprocs(1) };
    while TID.load(SeqCst) == 0 {
        // The thread may not have said yet what it is.
        on_g0(|| {
            m::for_each_m(|mp| {
                // SAFETY: Ms are never freed.
                unsafe {
                    if (*mp).is_sysmon {
                        TID.store((*mp).tid, SeqCst);
                    }
                }
            })
        });
        gosched();
    }
    fn count() -> u64 {
        on_g0(|| sleeps_of(TID.load(SeqCst)))
    }
    fn compute(ns: i64) {
        let until = os::nanotime() + ns;
        while os::nanotime() < until {
            poll();
        }
    }
    compute(100_000_000);
    let before = count();
    compute(1_000_000_000);
    let n = count() - before;
    check(n > 0, "sysmon: does not watch");
    check(n < 1_000, "sysmon: does not back off");
}

/// Nobody has collected for a while (two minutes; here less): sysmon has it done, also when all sleep.
fn collection_is_forced() {
    sysmon::FORCE_GC_PERIOD_NS.store(100_000_000, SeqCst);
    let before = mgc::cycles();
    for _ in 0..1000 {
        if mgc::cycles() >= before + 2 {
            return;
        }
        sleep(20_000_000);
    }
    check(false, "forcegc: no collection");
}

/// A goroutine that only computes is asked to yield after 10 ms, and one in a system call loses its P, by sysmon.
fn sysmon_retakes() {
    static STOP: AtomicBool = AtomicBool::new(false);
    // SAFETY: on a G's stack.
    unsafe { proc::gomaxprocs(1) };
    go(|| STOP.store(true, SeqCst));
    while !STOP.load(Relaxed) {
        poll();
    }
    STOP.store(false, SeqCst);
    go(|| STOP.store(true, SeqCst));
    // SAFETY: on a G's stack; touches nothing of the P.
    unsafe {
        syscall::entersyscall();
        while !STOP.load(Relaxed) {
            os::usleep(100);
        }
        syscall::exitsyscall();
    }
}

/// A goroutine whose calls last hands its P on by itself from the third on: sysmon need not take it.
fn long_calls_hand_off() {
    const TRIPS: usize = 400;
    fn retakes() -> u32 {
        let n = AtomicU32::new(0);
        // SAFETY: Ps are never freed.
        proc::for_each_p(|pp| unsafe {
            n.fetch_add((*pp).retakes.load(Relaxed), Relaxed);
        });
        n.into_inner()
    }
    fn pipe() -> [i32; 2] {
        let mut fds = [0; 2];
        // SAFETY: room for two.
        check(unsafe { libc::pipe(fds.as_mut_ptr()) } == 0, "pipe");
        fds
    }
    static GOT: AtomicUsize = AtomicUsize::new(0);
    // SAFETY: on a G's stack.
    unsafe { proc::gomaxprocs(1) };
    let [from, to] = pipe();
    go(move || {
        for _ in 0..TRIPS {
            let mut b = 0u8;
            // SAFETY: one byte on this G's stack; nothing of the P is touched.
            unsafe {
                syscall::entersyscall();
                libc::read(from, (&raw mut b).cast(), 1);
                syscall::exitsyscall();
            }
            GOT.fetch_add(1, SeqCst);
        }
    });
    let before = retakes();
    for i in 0..TRIPS {
        // Others compute for a while, so that the read has to wait.
        let until = os::nanotime() + 100_000;
        while os::nanotime() < until {
            gosched();
        }
        // SAFETY: one byte of a constant.
        unsafe { libc::write(to, [0u8].as_ptr().cast(), 1) };
        while GOT.load(SeqCst) <= i {
            gosched();
        }
    }
    check(
        retakes() - before < TRIPS as u32 / 2,
        "long calls: sysmon still takes the P each time",
    );
    // SAFETY: the running G.
    check(
        unsafe { (*getg()).long_calls } == 0,
        "long calls: counted for one that makes none",
    );
}

/// The thread that the template made and those that ended leave no stacks behind.
fn stacks_come_back() {
    static DONE: AtomicUsize = AtomicUsize::new(0);
    /// Bytes that are mapped to be written.
    fn mapped() -> usize {
        on_g0(|| {
            let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
            let mut sum = 0;
            for line in maps.lines().filter(|l| l.contains(" rw-p ")) {
                let ends = line.split(' ').next().and_then(|r| r.split_once('-'));
                let end = |t: &str| usize::from_str_radix(t, 16).unwrap_or(0);
                sum += ends.map_or(0, |(lo, hi)| end(hi) - end(lo));
            }
            sum
        })
    }
    fn round(n: usize) {
        for _ in 0..n {
            let before = DONE.load(SeqCst);
            go(|| {
                // Ends locked: its thread ends with it.
                // SAFETY: on a G's stack.
                unsafe { proc::lock_os_thread() };
                DONE.fetch_add(1, SeqCst);
            });
            while DONE.load(SeqCst) == before {
                gosched();
            }
        }
    }
    round(50);
    let before = mapped();
    round(300);
    // Some of the last may not have left yet; half of them have.
    check(
        mapped() < before + 150 * m::G0_STACK_BYTES,
        "freem: stacks of ended threads stay",
    );
}

const FATAL: &str = "fatal error: ";

const SCENARIOS: &[Scenario] = &[
    (
        "double_wakeup",
        double_wakeup,
        2,
        "fatal error: notewakeup - double wakeup\n",
    ),
    (
        "wirep_twice",
        wirep_twice,
        2,
        "fatal error: wirep: already in go\n",
    ),
    (
        "wirep_taken",
        wirep_taken,
        2,
        "wirep: p->m=0x0(0) p->status=3\nfatal error: wirep: invalid p state\n",
    ),
    (
        "releasep_none",
        releasep_none,
        2,
        "fatal error: releasep: invalid arg\n",
    ),
    ("releasep_state", releasep_state, 2, "releasep: m=0x"),
    (
        "stopm_holding",
        stopm_holding,
        2,
        "fatal error: stopm holding p\n",
    ),
    (
        "pidleput_work",
        pidleput_work,
        2,
        "fatal error: pidleput: P has non-empty run queue\n",
    ),
    ("bad_status", bad_status, 2, FATAL),
    (
        "mcall_returns",
        mcall_returns,
        2,
        "fatal error: runtime: mcall function returned\n",
    ),
    (
        "canary",
        canary,
        2,
        "fatal error: native stack overflow on a goroutine\n",
    ),
    ("dead_counts", dead_counts, 2, "runtime: checkdead: nmidle="),
    (
        "dead_runnable",
        dead_runnable,
        2,
        "runtime: checkdead: find g 1 in status 1\nfatal error: checkdead: runnable g\n",
    ),
    (
        "minutes",
        minutes,
        2,
        "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive, 3 minutes]:\n",
    ),
    (
        "thread_limit",
        thread_limit,
        2,
        "runtime: program exceeds 20-thread limit\nfatal error: thread exhaustion\n",
    ),
    (
        "guard_page",
        guard_page,
        2,
        "fatal error: native stack overflow",
    ),
    ("minit", minit, 0, ""),
    ("global_queue_is_served", global_queue_is_served, 0, ""),
    ("idle_makes_no_wakeups", idle_makes_no_wakeups, 0, ""),
    ("sysmon_backs_off", sysmon_backs_off, 0, ""),
    ("sysmon_retakes", sysmon_retakes, 0, ""),
    ("sysmon_polls", sysmon_polls, 0, ""),
    ("collection_is_forced", collection_is_forced, 0, ""),
    ("long_calls_hand_off", long_calls_hand_off, 0, ""),
    ("stacks_come_back", stacks_come_back, 0, ""),
];

fn main() {
    let mut settings = support::settings();
    // Some take a second: the number of Ps between does not matter.
    settings.retain(|(_, env)| {
        env.iter()
            .any(|(k, v)| *k == "GOMAXPROCS" && "1 4 16".contains(v.as_str()))
    });
    support::run_all(SCENARIOS, &settings, &[])
}
