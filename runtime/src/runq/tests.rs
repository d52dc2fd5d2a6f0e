//! Run queues under contention: each G comes out once, whoever takes it.

use super::*;
use crate::p::{PRUNNING, blank_p};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize};

struct Shared {
    ps: Vec<*mut P>,
    seen: Vec<AtomicU8>,
    left: AtomicUsize,
}
// SAFETY: each P's worker is used by its own thread alone, the rest is atomic.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Shared {
    /// Gs are only numbers here: queues never look into them.
    fn take(&self, gp: *mut G) {
        assert_eq!(
            self.seen[gp as usize - 1].fetch_add(1, SeqCst),
            0,
            "G {gp:p} came out twice"
        );
        self.left.fetch_sub(1, SeqCst);
    }
}

fn contend(nprocs: usize, each: usize, seed: u64) {
    let sh = Arc::new(Shared {
        ps: (0..nprocs).map(blank_p).collect(),
        seen: (0..nprocs * each).map(|_| AtomicU8::new(0)).collect(),
        left: AtomicUsize::new(nprocs * each),
    });
    let threads: Vec<_> = (0..nprocs)
        .map(|me| {
            let sh = sh.clone();
            std::thread::spawn(move || {
                let pp = sh.ps[me];
                let mut x = seed ^ (me as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let mut next = 0;
                // SAFETY: this thread alone holds `pp`.
                unsafe {
                    (*pp).status.store(PRUNNING, SeqCst);
                    while sh.left.load(SeqCst) > 0 {
                        x ^= x << 13;
                        x ^= x >> 7;
                        x ^= x << 17;
                        if next < each && x & 3 != 0 {
                            let gp = (me * each + next + 1) as *mut G;
                            next += 1;
                            match x >> 2 & 7 {
                                0 => globrunqput(gp),
                                1..4 if runqput_next_fast(pp, gp) => {}
                                k => runqput(pp, gp, k & 1 == 0),
                            }
                        } else if let Some((gp, _)) = runqget(pp) {
                            sh.take(gp);
                        } else {
                            let victim = sh.ps[(x >> 8) as usize % sh.ps.len()];
                            let mut gp = std::ptr::null_mut();
                            if victim != pp {
                                gp = runqsteal(pp, victim, x >> 5 & 1 == 0);
                            }
                            if gp.is_null() && !globrunqempty() {
                                gp = globrunqget(pp, (x >> 6 & 1) as usize);
                            }
                            if !gp.is_null() {
                                sh.take(gp);
                            }
                        }
                    }
                }
            })
        })
        .collect();
    for t in threads {
        t.join().expect("a G came out twice");
    }
    assert!(sh.seen.iter().all(|s| s.load(SeqCst) == 1));
    assert!(sh.ps.iter().all(|&pp| runqempty(pp)));
}

/// One test, as the global queue is one for all.
#[test]
fn each_g_comes_out_once() {
    for seed in 1..6 {
        contend(1, 20_000, seed);
        contend(2, 20_000, seed);
        contend(4, 20_000, seed);
    }
}
