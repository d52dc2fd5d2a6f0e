//! The scheduler under the fake executor of `support`: goroutines that park, yield, enter system calls, lock threads and
//! stop the world, at several GOMAXPROCS and seeds, on both kinds of stacks.

mod support;

use minigo_runtime::g::{G, WaitReason};
use minigo_runtime::lockrank::Rank;
use minigo_runtime::sync::Guarded;
use minigo_runtime::{
    RtMutex, context, context::getg, m, os_linux as os, park::goparkunlock, park::goready, proc,
    syscall, systemstack,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::*};
use support::{Scenario, check, go, gosched, on_g0, say_ok};

fn poll() {
    // SAFETY: on a G's stack.
    unsafe {
        if (*getg()).stackguard0.load(Relaxed) == 0 {
            proc::gopreempt();
        }
    }
}

/// An unbuffered channel of words: one queue of senders or of receivers, direct hand-over.
struct Chan {
    lock: RtMutex,
    st: Guarded<ChanState>,
}
struct ChanState {
    senders: std::collections::VecDeque<(usize, usize)>,
    receivers: std::collections::VecDeque<usize>,
}
impl Chan {
    fn new() -> Arc<Chan> {
        // SAFETY: allocation happens on g0.
        unsafe {
            systemstack(|| {
                Arc::new(Chan {
                    lock: RtMutex::new(Rank::Hchan),
                    st: Guarded::new(ChanState {
                        senders: std::collections::VecDeque::with_capacity(4096),
                        receivers: std::collections::VecDeque::with_capacity(4096),
                    }),
                })
            })
        }
    }
    fn send(&self, v: usize) {
        // SAFETY: state under the lock; queued Gs are parked.
        unsafe {
            self.lock.lock();
            let st = &mut *self.st.get();
            if let Some(gp) = st.receivers.pop_front() {
                self.lock.unlock();
                let gp = gp as *mut G;
                (*gp).param = v as *mut u8;
                goready(gp);
            } else {
                st.senders.push_back((getg() as usize, v));
                goparkunlock(&self.lock, WaitReason::ChanSend);
            }
        }
    }
    fn recv(&self) -> usize {
        // SAFETY: as `send`.
        unsafe {
            self.lock.lock();
            let st = &mut *self.st.get();
            if let Some((gp, v)) = st.senders.pop_front() {
                self.lock.unlock();
                goready(gp as *mut G);
                v
            } else {
                st.receivers.push_back(getg() as usize);
                goparkunlock(&self.lock, WaitReason::ChanReceive);
                (*getg()).param as usize
            }
        }
    }
}

struct WaitGroup {
    n: AtomicI64,
    done: Arc<Chan>,
}
impl WaitGroup {
    fn new(n: usize) -> Arc<WaitGroup> {
        let done = Chan::new();
        // SAFETY: allocation on g0.
        unsafe {
            systemstack(|| {
                Arc::new(WaitGroup {
                    n: AtomicI64::new(n as i64),
                    done,
                })
            })
        }
    }
    fn done(&self) {
        if self.n.fetch_sub(1, SeqCst) == 1 {
            self.done.send(1);
        }
    }
    fn wait(&self) {
        self.done.recv();
    }
}

fn pingpong() {
    let (a, b) = (Chan::new(), Chan::new());
    let (a2, b2) = (a.clone(), b.clone());
    go(move || {
        loop {
            let v = a2.recv();
            b2.send(v + 1);
            if v == usize::MAX - 1 {
                return;
            }
        }
    });
    for i in 0..100_000 {
        a.send(i);
        check(b.recv() == i + 1, "pingpong: wrong value");
    }
}

fn ring() {
    const N: usize = 1000;
    let first = Chan::new();
    let mut left = first.clone();
    for _ in 0..N {
        let right = Chan::new();
        let (l, r) = (left, right.clone());
        go(move || {
            for _ in 0..20 {
                r.send(l.recv() + 1);
            }
        });
        left = right;
    }
    for _ in 0..20 {
        first.send(0);
        check(left.recv() == N, "ring: lost a hop");
    }
}

fn tree(depth: usize, wg: &Arc<WaitGroup>, sum: &Arc<AtomicUsize>) {
    if depth == 0 {
        sum.fetch_add(1, SeqCst);
        wg.done();
        return;
    }
    for _ in 0..2 {
        let (wg, sum) = (wg.clone(), sum.clone());
        go(move || tree(depth - 1, &wg, &sum));
    }
}

fn spawn() {
    for _ in 0..5 {
        let wg = WaitGroup::new(1 << 14);
        // SAFETY: allocation on g0.
        let sum = unsafe { systemstack(|| Arc::new(AtomicUsize::new(0))) };
        tree(14, &wg, &sum);
        wg.wait();
        check(sum.load(SeqCst) == 1 << 14, "spawn: lost a goroutine");
    }
}

fn yields() {
    let wg = WaitGroup::new(64);
    for _ in 0..64 {
        let wg = wg.clone();
        go(move || {
            for _ in 0..2000 {
                gosched();
            }
            wg.done();
        });
    }
    wg.wait();
}

fn syscalls() {
    let wg = WaitGroup::new(40);
    for i in 0..40 {
        let wg = wg.clone();
        go(move || {
            for j in 0..50 {
                // SAFETY: on a G's stack; the call touches nothing of the P.
                unsafe {
                    if j % 10 == 9 {
                        syscall::entersyscallblock();
                    } else {
                        syscall::entersyscall();
                    }
                    if (i + j) % 7 == 0 {
                        os::usleep(200);
                    }
                    syscall::exitsyscall();
                    check((*getg()).pp == proc::getp(), "syscall: wrong p");
                }
                if j % 5 == 0 {
                    gosched();
                }
            }
            wg.done();
        });
    }
    wg.wait();
}

/// A G that never yields by itself must let others run, also at GOMAXPROCS=1.
fn preempt() {
    // SAFETY: allocation on g0.
    let stop = unsafe { systemstack(|| Arc::new(AtomicBool::new(false))) };
    let wg = WaitGroup::new(4);
    for _ in 0..4 {
        let (stop, wg) = (stop.clone(), wg.clone());
        go(move || {
            while !stop.load(Relaxed) {
                poll();
            }
            wg.done();
        });
    }
    for _ in 0..10 {
        gosched();
    }
    stop.store(true, SeqCst);
    wg.wait();
}

/// A blocked system call must not keep others from running under one P.
fn handoff() {
    let mut fds = [0i32; 2];
    // SAFETY: `fds` is writable.
    unsafe { libc::pipe(fds.as_mut_ptr()) };
    let wg = WaitGroup::new(1);
    let wg2 = wg.clone();
    go(move || {
        let mut b = [0u8; 1];
        // SAFETY: the buffer is on this G's stack, which stays.
        unsafe {
            syscall::entersyscall();
            let n = libc::read(fds[0], b.as_mut_ptr().cast(), 1);
            syscall::exitsyscall();
            check(n == 1 && b[0] == 7, "handoff: wrong read");
        }
        wg2.done();
    });
    for _ in 0..100 {
        gosched();
    }
    // SAFETY: a valid descriptor and byte.
    unsafe { libc::write(fds[1], [7u8].as_ptr().cast(), 1) };
    wg.wait();
}

fn world() {
    // SAFETY: allocation on g0.
    let stop = unsafe { systemstack(|| Arc::new(AtomicBool::new(false))) };
    let wg = WaitGroup::new(6);
    for i in 0..3 {
        let (stop, wg) = (stop.clone(), wg.clone());
        let c = Chan::new();
        let c2 = c.clone();
        go(move || {
            let mut n = 0usize;
            while !stop.load(Relaxed) {
                n += 1;
                match i {
                    0 => poll(),
                    1 => gosched(),
                    // SAFETY: on a G's stack.
                    _ => unsafe {
                        syscall::entersyscall();
                        if n.is_multiple_of(64) {
                            os::usleep(50);
                        }
                        syscall::exitsyscall();
                        poll();
                    },
                }
            }
            c2.send(1);
            wg.done();
        });
        go(move || {
            c.recv();
        });
    }
    for _ in 0..3 {
        let wg = wg.clone();
        go(move || {
            for i in 0..60 {
                // SAFETY: on a G's stack, nothing held.
                unsafe {
                    proc::stop_the_world("test");
                    if i % 4 == 0 {
                        let me = (*(*getg()).m).id;
                        let _ = me;
                        systemstack(|| {
                            let hits = AtomicUsize::new(0);
                            proc::world_stopped_run(1 + i % 5, &|k| {
                                hits.fetch_add(1 << (8 * k), SeqCst);
                            });
                            let want = (0..1 + i % 5).map(|k| 1usize << (8 * k)).sum::<usize>();
                            check(
                                hits.load(SeqCst) == want,
                                "world_stopped_run: not once each",
                            );
                        });
                    }
                    proc::start_the_world();
                }
                gosched();
            }
            wg.done();
        });
    }
    while wg.n.load(SeqCst) > 3 {
        gosched();
    }
    stop.store(true, SeqCst);
    wg.wait();
}

fn procs() {
    let n0 = proc::gomaxprocs_now();
    let wg = WaitGroup::new(8);
    for _ in 0..8 {
        let wg = wg.clone();
        go(move || {
            for _ in 0..3000 {
                gosched();
                poll();
            }
            wg.done();
        });
    }
    for i in 0..60 {
        // SAFETY: on a G's stack.
        unsafe { proc::gomaxprocs([1, 4, 2, 8, 3, 16][i % 6]) };
        for _ in 0..20 {
            gosched();
        }
    }
    wg.wait();
    // SAFETY: on a G's stack.
    unsafe { proc::gomaxprocs(n0) };
    check(proc::gomaxprocs_now() == n0, "procs: not restored");
}

fn locked() {
    let (a, b) = (Chan::new(), Chan::new());
    let (a2, b2) = (a.clone(), b.clone());
    go(move || {
        // SAFETY: on a G's stack.
        let tid = unsafe {
            proc::lock_os_thread();
            os::gettid()
        };
        for _ in 0..300 {
            let v = a2.recv();
            check(os::gettid() == tid, "locked: thread changed");
            b2.send(v + 1);
        }
        // Ends locked: its thread ends with it.
    });
    for i in 0..300 {
        a.send(i);
        check(b.recv() == i + 1, "locked: wrong value");
    }
    let wg = WaitGroup::new(20);
    for _ in 0..20 {
        let wg = wg.clone();
        go(move || {
            // SAFETY: on a G's stack.
            unsafe { proc::lock_os_thread() };
            gosched();
            wg.done();
        });
    }
    wg.wait();
}

/// Every M uses the allocator, formatting and std's thread-locals on g0.
fn stdlib() {
    thread_local!(static SEEN: std::cell::RefCell<Vec<String>> = const { std::cell::RefCell::new(Vec::new()) });
    let wg = WaitGroup::new(64);
    for i in 0..64 {
        let wg = wg.clone();
        go(move || {
            for j in 0..100 {
                // SAFETY: on g0 std is free to use.
                unsafe {
                    systemstack(|| {
                        SEEN.with_borrow_mut(|v| v.push(format!("{i}/{j}")));
                        let m: std::collections::HashMap<String, usize> =
                            (0..20).map(|k| (format!("k{k}"), k)).collect();
                        check(m["k7"] == 7, "stdlib: broken map");
                    });
                    if j % 20 == 0 {
                        syscall::entersyscallblock();
                        os::usleep(100);
                        syscall::exitsyscall();
                    }
                }
                gosched();
            }
            wg.done();
        });
    }
    wg.wait();
}

fn sleep(ns: i64) {
    // SAFETY: on a G's stack.
    unsafe { minigo_runtime::time::time_sleep(ns) }
}

/// Sleepers wake in spite of busy loops that only poll, and none too early.
fn sleeps() {
    // SAFETY: allocation on g0.
    let stop = unsafe { systemstack(|| Arc::new(AtomicBool::new(false))) };
    let wg = WaitGroup::new(100);
    for _ in 0..2 {
        let stop = stop.clone();
        go(move || {
            while !stop.load(Relaxed) {
                poll();
            }
        });
    }
    for i in 0..100 {
        let wg = wg.clone();
        go(move || {
            for j in 0..10 {
                let ns = (i * 37 + j * 11) % 50 * 20_000;
                let t = os::nanotime();
                sleep(ns);
                check(os::nanotime() - t >= ns, "sleeps: woke early");
            }
            wg.done();
        });
    }
    wg.wait();
    stop.store(true, SeqCst);
    // With nothing else to do, a sleep still ends.
    for _ in 0..5 {
        sleep(1_000_000);
    }
}

/// Everything at once: each of many goroutines does a random mixture of all that the scheduler offers.
fn chaos() {
    // SAFETY: reads the environment on g0.
    let rounds = unsafe {
        systemstack(|| {
            std::env::var("MINIGO_CHAOS")
                .ok()
                .and_then(|v| v.parse().ok())
                .unwrap_or(300)
        })
    };
    const N: usize = 60;
    let wg = WaitGroup::new(N);
    let relay = Chan::new();
    let relay2 = relay.clone();
    // Takes what the others send, so that no send waits for ever.
    go(move || {
        loop {
            if relay2.recv() == usize::MAX {
                return;
            }
        }
    });
    for i in 0..N {
        let (wg, relay) = (wg.clone(), relay.clone());
        go(move || {
            let mut x = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            for _ in 0..rounds {
                x ^= x << 13;
                x ^= x >> 7;
                x ^= x << 17;
                // SAFETY: each arm is legal on a G's stack with nothing held.
                unsafe {
                    match x % 64 {
                        0..16 => relay.send(x as usize >> 1),
                        16..24 => gosched(),
                        24..28 => goyield(),
                        28..36 => {
                            syscall::entersyscall();
                            syscall::exitsyscall();
                        }
                        36..38 => {
                            syscall::entersyscallblock();
                            os::usleep((x >> 8) as u32 % 100);
                            syscall::exitsyscall();
                        }
                        38..44 => sleep((x >> 8) as i64 % 200_000),
                        44..54 => proc::newproc(1, |gp| (*gp).exec[0] = 0),
                        54 => {
                            proc::stop_the_world("chaos");
                            systemstack(|| {
                                proc::world_stopped_run(3, &|_| {
                                    std::hint::black_box(format!("{x}"));
                                })
                            });
                            proc::start_the_world();
                        }
                        55 if x >> 8 & 7 == 0 => {
                            proc::gomaxprocs([1, 2, 3, 4, 6, 8][(x >> 16) as usize % 6]);
                        }
                        56 if x >> 8 & 3 == 0 => {
                            proc::lock_os_thread();
                            gosched();
                            proc::unlock_os_thread();
                        }
                        57 if x >> 8 & 7 == 0 => go(|| {
                            proc::lock_os_thread();
                            gosched();
                        }),
                        58..61 => {
                            let until = x >> 8 & 0xffff;
                            for _ in 0..until {
                                poll();
                            }
                        }
                        _ => systemstack(|| {
                            std::hint::black_box(vec![x; (x >> 8) as usize % 1000]);
                        }),
                    }
                    check((*getg()).pp == proc::getp(), "chaos: wrong p");
                }
            }
            wg.done();
        });
    }
    wg.wait();
    relay.send(usize::MAX);
}

fn deadlock() {
    say_ok();
    let c = Chan::new();
    c.recv();
}

/// A host panic on a goroutine's stack says so and ends the process, instead of running over the stack.
fn host_panic() {
    say_ok();
    let words = [1, 2, 3];
    std::hint::black_box(words[std::hint::black_box(3)]);
}

/// `mcall` from g0 has no G to leave.
fn bad_mcall() {
    unsafe extern "C" fn nothing(_: *mut G) -> ! {
        minigo_runtime::throw("nothing to do here")
    }
    say_ok();
    // SAFETY: the very mistake that is to be noticed.
    on_g0(|| unsafe { context::mcall(nothing) });
}

/// `systemstack` when the TLS word names a G that this thread does not run.
fn bad_systemstack() {
    say_ok();
    // SAFETY: the very mistake that is to be noticed.
    unsafe {
        let other =
            systemstack(|| Box::into_raw(Box::new(std::mem::MaybeUninit::<G>::zeroed())) as *mut G);
        (*other).m = proc::getm();
        context::set_g(other);
        systemstack(|| std::hint::black_box(()));
    }
}

/// Names of the process's threads.
fn thread_names() -> Vec<String> {
    std::fs::read_dir("/proc/self/task")
        .expect("procfs")
        .filter_map(|e| std::fs::read_to_string(e.ok()?.path().join("comm")).ok())
        .collect()
}

/// A goroutine that has changed its thread (here: its name, which clones inherit) makes no threads itself: those that
/// run in its stead while it blocks come from the template thread.
fn template() {
    const N: usize = 12;
    let wg = WaitGroup::new(N + 1);
    let mut fds = [0i32; 2];
    // SAFETY: `fds` is writable.
    unsafe { libc::pipe(fds.as_mut_ptr()) };
    let wg2 = wg.clone();
    go(move || {
        // SAFETY: on a G's stack; prctl reads a string.
        unsafe {
            proc::lock_os_thread();
            libc::prctl(libc::PR_SET_NAME, c"changed".as_ptr());
        }
        // Others that block in the kernel; each hand-over of the P begins on some thread, the first on this one.
        for _ in 0..N {
            let wg = wg2.clone();
            go(move || {
                let mut b = 0u8;
                // SAFETY: one byte on this G's stack.
                unsafe {
                    syscall::entersyscallblock();
                    libc::read(fds[0], (&raw mut b).cast(), 1);
                    syscall::exitsyscall();
                }
                wg.done();
            });
            // SAFETY: on a G's stack; hands the P off from this thread.
            unsafe {
                syscall::entersyscallblock();
                os::usleep(500);
                syscall::exitsyscall();
            }
        }
        let changed = on_g0(|| thread_names().iter().filter(|n| *n == "changed\n").count());
        check(
            changed == 1,
            "template: a thread inherited its maker's state",
        );
        // SAFETY: N bytes of a constant.
        unsafe { libc::write(fds[1], [0u8; N].as_ptr().cast(), N) };
        wg2.done();
    });
    wg.wait();
}

/// Threads that end with their goroutines leave their Ms and stacks to later ones.
fn reuse() {
    for _ in 0..300 {
        let wg = WaitGroup::new(1);
        let wg2 = wg.clone();
        go(move || {
            // SAFETY: on a G's stack.
            unsafe { proc::lock_os_thread() };
            wg2.done();
        });
        wg.wait();
    }
    // The last thread may still be on its way out.
    let mut left = 0;
    for _ in 0..1000 {
        left = on_g0(|| {
            let mut n = 0;
            m::for_each_m(|_| n += 1);
            n
        });
        if m::mcount() < 40 {
            break;
        }
        gosched();
    }
    check(left < 100, "reuse: Ms pile up");
    check(m::mcount() < 40, "reuse: dead Ms count");
}

/// Goroutines in blocked reads that no poller serves: each holds an M, the others go on, GOMAXPROCS stays.
fn blocked_reads() {
    const N: usize = 60;
    let mut fds = [0i32; 2];
    // SAFETY: `fds` is writable.
    unsafe { libc::pipe(fds.as_mut_ptr()) };
    let procs = proc::gomaxprocs_now();
    let wg = WaitGroup::new(N);
    for _ in 0..N {
        let wg = wg.clone();
        go(move || {
            let mut b = 0u8;
            // SAFETY: one byte on this G's stack.
            unsafe {
                syscall::entersyscall();
                libc::read(fds[0], (&raw mut b).cast(), 1);
                syscall::exitsyscall();
            }
            wg.done();
        });
    }
    while m::mcount() < N as i64 {
        gosched();
    }
    check(
        proc::gomaxprocs_now() == procs,
        "blocked_reads: another GOMAXPROCS",
    );
    // SAFETY: N bytes of a constant.
    unsafe { libc::write(fds[1], [0u8; N].as_ptr().cast(), N) };
    wg.wait();
}

fn goexit_main() {
    say_ok();
    go(|| {
        for _ in 0..10 {
            gosched();
        }
    });
    // SAFETY: the running G.
    unsafe { (*getg()).goexiting = true };
}

/// Costs, printed by `sched --bench NAME` (release builds): nanoseconds a step.
fn bench(name: &str) {
    fn per(name: &str, n: usize, f: impl FnOnce()) {
        let t = os::nanotime();
        f();
        let ns = (os::nanotime() - t) as f64 / n as f64;
        // SAFETY: prints on g0.
        unsafe { systemstack(|| println!("{name}: {ns:.1} ns")) }
    }
    const N: usize = 1_000_000;
    match name {
        "pingpong" => {
            let (a, b) = (Chan::new(), Chan::new());
            let (a2, b2) = (a.clone(), b.clone());
            go(move || {
                for _ in 0..N {
                    let v = a2.recv();
                    b2.send(v);
                }
            });
            per("pingpong round trip", N, || {
                for i in 0..N {
                    a.send(i);
                    b.recv();
                }
            });
        }
        "gosched" => per("gosched", N, || {
            for _ in 0..N {
                gosched();
            }
        }),
        "systemstack" => per("systemstack", N, || {
            for _ in 0..N {
                // SAFETY: does nothing.
                unsafe { systemstack(|| std::hint::black_box(())) };
            }
        }),
        "syscall" => per("entersyscall+exitsyscall", N, || {
            for _ in 0..N {
                // SAFETY: on a G's stack.
                unsafe {
                    syscall::entersyscall();
                    syscall::exitsyscall();
                }
            }
        }),
        "spawn" => per("spawn and end", N, || {
            for _ in 0..N / 100 {
                for _ in 0..100 {
                    // SAFETY: the body is a word, not a box.
                    unsafe { proc::newproc(1, |gp| (*gp).exec[0] = 0) };
                }
                goyield();
            }
        }),
        "parked" => {
            let n = 300_000;
            let before = rss();
            per("spawn and park", n, || {
                for _ in 0..n {
                    // SAFETY: the body is a word, not a box.
                    unsafe { proc::newproc(1, |gp| (*gp).exec[0] = 1) };
                }
                goyield();
                gosched();
            });
            let after = rss();
            // SAFETY: prints on g0.
            unsafe { systemstack(|| println!("bytes a parked G: {}", (after - before) / n)) }
        }
        "workers" => {
            let (jobs, results) = (Chan::new(), Chan::new());
            let n = N / 5;
            for _ in 0..4 {
                let (jobs, results) = (jobs.clone(), results.clone());
                go(move || {
                    loop {
                        let mut v = jobs.recv();
                        for _ in 0..500 {
                            v = std::hint::black_box(v);
                        }
                        results.send(v);
                    }
                });
            }
            per("job through a pool of four", n, || {
                go(move || {
                    for i in 0..n {
                        jobs.send(i);
                    }
                });
                for _ in 0..n {
                    results.recv();
                }
            });
        }
        "sleep" => per("sleep 1 ms", 100, || {
            for _ in 0..100 {
                sleep(1_000_000);
            }
        }),
        "idle" => sleep(3_000_000_000),
        "ticker" => {
            for _ in 0..proc::gomaxprocs_now() {
                go(|| {
                    loop {
                        poll();
                    }
                });
            }
            per("1 ms sleep beside busy loops", 200, || {
                for _ in 0..200 {
                    sleep(1_000_000);
                }
            });
        }
        _ => check(false, "unknown bench"),
    }
}

fn goyield() {
    // SAFETY: on a G's stack.
    unsafe { proc::goyield() }
}

fn rss() -> usize {
    // SAFETY: reads a file on g0.
    unsafe {
        systemstack(|| {
            let s = std::fs::read_to_string("/proc/self/statm").expect("procfs");
            s.split(' ')
                .nth(1)
                .and_then(|v| v.parse::<usize>().ok())
                .expect("a number")
                * 4096
        })
    }
}

const SCENARIOS: &[Scenario] = &[
    ("pingpong", pingpong, 0, ""),
    ("ring", ring, 0, ""),
    ("spawn", spawn, 0, ""),
    ("yields", yields, 0, ""),
    ("syscalls", syscalls, 0, ""),
    ("preempt", preempt, 0, ""),
    ("handoff", handoff, 0, ""),
    ("world", world, 0, ""),
    ("procs", procs, 0, ""),
    ("locked", locked, 0, ""),
    ("stdlib", stdlib, 0, ""),
    ("sleeps", sleeps, 0, ""),
    ("chaos", chaos, 0, ""),
    ("template", template, 0, ""),
    ("reuse", reuse, 0, ""),
    ("blocked_reads", blocked_reads, 0, ""),
    (
        "bad_mcall",
        bad_mcall,
        2,
        "fatal error: runtime: mcall called on m->g0 stack\n",
    ),
    (
        "bad_systemstack",
        bad_systemstack,
        2,
        "fatal error: systemstack called from unexpected goroutine\n",
    ),
    (
        "deadlock",
        deadlock,
        2,
        "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.fake()\n",
    ),
    (
        "host_panic",
        host_panic,
        2,
        "fatal error: internal error: panicked at ",
    ),
    (
        "goexit_main",
        goexit_main,
        2,
        "fatal error: no goroutines (main called runtime.Goexit) - deadlock!\n",
    ),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|a| a == "--bench") {
        let name = args[1].clone();
        support::start(move || bench(&name));
    }
    // The ways to make threads on kernels or C libraries that lack what the usual one needs.
    let mut more = Vec::new();
    for clone in ["scan", "plain"] {
        for name in ["stdlib", "locked", "world"] {
            let env = vec![
                ("GOMAXPROCS", "4".to_string()),
                ("MINIGO_CLONE", clone.to_string()),
            ];
            more.push((name, (format!("clone={clone}"), env)));
        }
    }
    support::run_all(SCENARIOS, &support::settings(), &more)
}
