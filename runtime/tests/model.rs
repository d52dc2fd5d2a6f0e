//! The lock-free protocols under a model checker (shuttle), which runs them through the interleavings of their steps:
//! all of them where they are few, many random ones where not. It is the runtime's own code: the files are compiled here
//! with modelled atomics and a modelled futex.
//!
//! Shuttle's memory is sequentially consistent, which is what these protocols ask for at each step that matters.

#![allow(dead_code)]

mod atomic {
    pub(crate) use shuttle::sync::atomic::*;
}

/// A futex as the kernel has it: comparing and going to sleep is one step; it may wake for nothing.
mod os_linux {
    use crate::atomic::{AtomicU32, Ordering::SeqCst};
    use shuttle::sync::{Condvar, Mutex};

    shuttle::lazy_static! {
        static ref LOCK: Mutex<()> = Mutex::new(());
        static ref SLEEPERS: Condvar = Condvar::new();
    }

    pub fn futex_wait(addr: &AtomicU32, val: u32, timeout_ns: i64) {
        let guard = LOCK.lock().expect("no panics");
        if addr.load(SeqCst) != val || timeout_ns >= 0 {
            return;
        }
        drop(SLEEPERS.wait(guard).expect("no panics"));
    }

    pub fn futex_wake(_addr: &AtomicU32, _n: u32) {
        let _guard = LOCK.lock().expect("no panics");
        SLEEPERS.notify_all();
    }

    pub fn nanotime() -> i64 {
        0
    }

    pub fn ncpu() -> usize {
        1
    }

    pub fn osyield() {
        shuttle::thread::yield_now();
    }
}

mod throw {
    pub fn throw(text: &str) -> ! {
        panic!("{text}")
    }
}

/// Threads of the model are no Ms: nobody keeps a record of their locks.
mod context {
    pub struct NoG {
        pub m: *mut NoM,
    }
    pub struct NoM {
        pub locks: i32,
        pub held: [u8; 12],
    }
    pub fn getg() -> *mut NoG {
        std::ptr::null_mut()
    }
}

#[path = "../src/lockrank.rs"]
mod lockrank;
#[path = "../src/note.rs"]
mod note;
#[path = "../src/protocol.rs"]
mod protocol;
#[path = "../src/sync.rs"]
mod sync;

use atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU32, AtomicUsize, Ordering::SeqCst, fence};
use note::Note;
use protocol::*;
use shuttle::thread::{self, JoinHandle};
use std::sync::Arc;

/// Explores all interleavings, or as many as come first.
fn all(f: impl Fn() + Send + Sync + 'static) {
    shuttle::check_dfs(f, Some(200_000));
}

/// Explores random ones, and those in which few preemptions fall at the worst places.
fn many(f: impl Fn() + Send + Sync + Copy + 'static) {
    shuttle::check_random(f, 20_000);
    shuttle::check_pct(f, 20_000, 3);
}

fn join<T>(threads: Vec<JoinHandle<T>>) -> Vec<T> {
    threads
        .into_iter()
        .map(|t| t.join().expect("no panics"))
        .collect()
}

#[test]
fn a_note_wakes_its_sleeper_each_time() {
    all(|| {
        let notes = Arc::new([Note::new(), Note::new()]);
        let theirs = notes.clone();
        let other = thread::spawn(move || {
            for _ in 0..2 {
                theirs[0].sleep();
                theirs[0].clear();
                theirs[1].wakeup();
            }
        });
        for _ in 0..2 {
            notes[0].wakeup();
            notes[1].sleep();
            notes[1].clear();
        }
        join(vec![other]);
    });
}

#[test]
#[should_panic(expected = "notewakeup - double wakeup")]
fn a_second_wakeup_is_noticed() {
    all(|| {
        let n = Arc::new(Note::new());
        let theirs = n.clone();
        let other = thread::spawn(move || theirs.wakeup());
        n.wakeup();
        join(vec![other]);
    });
}

#[test]
fn a_lock_lets_one_in() {
    many(|| {
        let lock = Arc::new((sync::RtMutex::new(lockrank::Rank::Any), AtomicU32::new(0)));
        let threads = (0..3)
            .map(|_| {
                let lock = lock.clone();
                thread::spawn(move || {
                    for _ in 0..2 {
                        lock.0.lock();
                        assert_eq!(lock.1.fetch_add(1, SeqCst), 0, "two holders");
                        lock.1.fetch_sub(1, SeqCst);
                        lock.0.unlock();
                    }
                })
            })
            .collect();
        join(threads);
    });
}

/// A P in a system call: its M comes back, sysmon retakes it. One of them has it.
#[test]
fn a_p_in_a_system_call_has_one_taker() {
    const PIDLE: u32 = 0;
    all(|| {
        let status = Arc::new(AtomicU32::new(PRUNNING));
        let theirs = status.clone();
        let sysmon =
            thread::spawn(move || (0..2).filter(|_| take_from_syscall(&theirs, PIDLE)).count());
        enter_syscall(&status);
        let mine = exit_syscall(&status) as usize;
        let taken = join(vec![sysmon])[0];
        assert_eq!(mine + taken, 1);
        assert_eq!(
            status.load(SeqCst),
            if mine == 1 { PRUNNING } else { PIDLE }
        );
    });
}

/// A stop of the world meets a P on its way into a system call and back: it is counted as stopped once, or its M runs on
/// and sees `gcwaiting`.
#[test]
fn a_stop_of_the_world_counts_each_p_once() {
    const PGCSTOP: u32 = 3;
    all(|| {
        let shared = Arc::new((
            AtomicU32::new(PRUNNING),
            AtomicBool::new(false),
            AtomicI32::new(1),
        ));
        let theirs = shared.clone();
        let m = thread::spawn(move || {
            let (status, gcwaiting, stopwait) = &*theirs;
            enter_syscall(status);
            if gcwaiting.load(SeqCst) && take_from_syscall(status, PGCSTOP) {
                stopwait.fetch_sub(1, SeqCst);
            }
            if exit_syscall(status) {
                // Runs on; the next poll looks at gcwaiting again.
                return true;
            }
            false
        });
        let (status, gcwaiting, stopwait) = &*shared;
        gcwaiting.store(true, SeqCst);
        if status.load(SeqCst) == PSYSCALL && take_from_syscall(status, PGCSTOP) {
            stopwait.fetch_sub(1, SeqCst);
        }
        let runs = join(vec![m])[0];
        assert_eq!(stopwait.load(SeqCst), runs as i32, "counted wrongly");
        assert_eq!(status.load(SeqCst) == PGCSTOP, !runs);
    });
}

/// Without the way back: a P that enters a system call for good is stopped by one of the two.
#[test]
fn a_p_that_enters_while_the_world_stops_is_not_forgotten() {
    const PGCSTOP: u32 = 3;
    all(|| {
        let shared = Arc::new((AtomicU32::new(PRUNNING), AtomicBool::new(false)));
        let theirs = shared.clone();
        let m = thread::spawn(move || {
            enter_syscall(&theirs.0);
            theirs.1.load(SeqCst) && take_from_syscall(&theirs.0, PGCSTOP)
        });
        shared.1.store(true, SeqCst);
        let stopper = shared.0.load(SeqCst) == PSYSCALL && take_from_syscall(&shared.0, PGCSTOP);
        let itself = join(vec![m])[0];
        assert!(stopper != itself, "stopped by both or by nobody");
    });
}

/// A G is submitted while the only spinner gives up: it finds the G, or the submitter sees that somebody is needed.
#[test]
fn no_work_is_left_behind_by_the_last_spinner() {
    all(|| {
        let shared = Arc::new((
            AtomicPtr::new(std::ptr::null_mut::<u8>()),
            AtomicI32::new(1),
            AtomicI32::new(0),
            AtomicU32::new(0),
        ));
        let theirs = shared.clone();
        let spinner = thread::spawn(move || {
            let (next, nmspinning, npidle, _) = &*theirs;
            npidle.fetch_add(1, SeqCst);
            nmspinning.fetch_sub(1, SeqCst);
            fence(SeqCst);
            let seen = next.load(SeqCst);
            !runnext_take(next, seen).is_null()
        });
        let (next, nmspinning, npidle, needspinning) = &*shared;
        assert!(runnext_put(next, 8 as *mut u8));
        let wakes = wake_wanted(nmspinning, npidle, needspinning, false);
        let found = join(vec![spinner])[0];
        assert!(wakes || found, "work without anybody to do it");
    });
}

/// The same for an M that did not spin: the mark that the submitter leaves makes it look again.
#[test]
fn no_work_is_left_behind_by_an_m_that_idles() {
    all(|| {
        let shared = Arc::new((
            AtomicPtr::new(std::ptr::null_mut::<u8>()),
            AtomicI32::new(0),
            AtomicI32::new(0),
            AtomicU32::new(0),
        ));
        let theirs = shared.clone();
        let idler = thread::spawn(move || {
            let (_, _, npidle, needspinning) = &*theirs;
            if needspinning.load(SeqCst) == 1 {
                return true;
            }
            npidle.fetch_add(1, SeqCst);
            needspinning.load(SeqCst) == 1
        });
        let (next, nmspinning, npidle, needspinning) = &*shared;
        assert!(runnext_put(next, 8 as *mut u8));
        let wakes = wake_wanted(nmspinning, npidle, needspinning, false);
        let looks = join(vec![idler])[0];
        assert!(wakes || looks, "work without anybody to do it");
    });
}

/// `runnext` between its holder and two thieves: each G comes out once.
#[test]
fn runnext_is_taken_once() {
    many(|| {
        let next = Arc::new(AtomicPtr::new(std::ptr::null_mut::<u8>()));
        let take = |next: &AtomicPtr<u8>| {
            let seen = next.load(SeqCst);
            runnext_take(next, seen) as usize
        };
        let thieves = (0..2)
            .map(|_| {
                let next = next.clone();
                thread::spawn(move || [take(&next), take(&next)].to_vec())
            })
            .collect();
        let mut got = Vec::new();
        for g in [8, 16] {
            if !runnext_put(&next, g as *mut u8) {
                got.push(take(&next));
                assert!(runnext_put(&next, g as *mut u8));
            }
        }
        got.push(take(&next));
        got.extend(join(thieves).concat());
        got.retain(|&g| g != 0);
        got.sort();
        assert_eq!(got, [8, 16]);
    });
}

/// A wait for a descriptor against an event and a deadline: the waiter gets up exactly once, and an event is not lost.
#[test]
fn a_poll_wait_is_ended_once() {
    const G: usize = 64;
    many(|| {
        let shared = Arc::new((
            AtomicUsize::new(0),
            AtomicBool::new(false),
            AtomicU32::new(0),
        ));
        // Whoever takes the G out readies it.
        let free = |shared: &(AtomicUsize, AtomicBool, AtomicU32), event: bool| {
            let gp = word_unblock(&shared.0, event);
            if gp != 0 {
                assert_eq!(gp, G);
                assert_eq!(shared.2.fetch_add(1, SeqCst), 0, "readied twice");
            }
        };
        let (a, b) = (shared.clone(), shared.clone());
        let poller = thread::spawn(move || free(&a, true));
        let deadline = thread::spawn(move || {
            b.1.store(true, SeqCst);
            free(&b, false);
        });
        let (word, expired, readied) = &*shared;
        let event = match word_prepare(word) {
            Prepared::Event => true,
            Prepared::Double => panic!("nobody else waits"),
            Prepared::Wait => {
                if !expired.load(SeqCst) && word_commit(word, G) {
                    while readied.load(SeqCst) == 0 {
                        thread::yield_now();
                    }
                }
                word_finish(word).expect("the word is free")
            }
        };
        join(vec![poller, deadline]);
        // Seen now, or left for the next look.
        assert!(event || word.load(SeqCst) == READY || expired.load(SeqCst));
        assert!(readied.load(SeqCst) <= 1);
    });
}
