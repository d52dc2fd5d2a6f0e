//! Times allocation, collection and maps: `cargo run --release -p minigo-runtime --example heapbench`.
//!
//! Figures are nanoseconds an operation, the least of five rounds.

use minigo_runtime::malloc::{GcType, new_bytes, new_object};
use minigo_runtime::map::{self, Hiter, Hmap, KeyKind, MapType};
use minigo_runtime::mcache::mcache;
use minigo_runtime::mgc;
use minigo_runtime::mgcmark::{Marker, register_root_fn};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

static ROOT: AtomicU64 = AtomicU64::new(0);

fn mark_root(m: &mut Marker<'_>) {
    m.mark_word(ROOT.load(Relaxed));
}

fn safepoint() {
    if mgc::gc_wanted() {
        // SAFETY: the only thread; what must live is in ROOT.
        unsafe { mgc::gc_start() };
    }
}

fn time(name: &str, n: usize, mut f: impl FnMut()) {
    let best = (0..5)
        .map(|_| {
            let t = Instant::now();
            f();
            t.elapsed().as_nanos() as f64 / n as f64
        })
        .fold(f64::MAX, f64::min);
    println!("{name:<32} {best:8.2} ns");
}

fn pointers(words: usize, ptrs: usize) -> &'static GcType {
    let mask: Vec<bool> = (0..words).map(|i| i < ptrs).collect();
    Box::leak(Box::new(GcType::from_words(words * 8, 8, &mask)))
}

fn allocation() {
    let n = 2_000_000;
    for (words, ptrs) in [
        (2, 0),
        (4, 0),
        (8, 0),
        (2, 1),
        (2, 2),
        (3, 2),
        (8, 3),
        (64, 3),
        (128, 3),
    ] {
        let t = pointers(words, ptrs);
        let n = n / (words / 8).max(1);
        time(
            &format!("new {} bytes, {ptrs} pointers", words * 8),
            n,
            || {
                let mc = mcache();
                for _ in 0..n {
                    safepoint();
                    // SAFETY: this thread's mcache.
                    black_box(unsafe { new_object(mc, t) });
                }
            },
        );
    }
    time("24 bytes of text", n, || {
        let mc = mcache();
        for _ in 0..n {
            safepoint();
            // SAFETY: this thread's mcache.
            black_box(unsafe { new_bytes(mc, 24) });
        }
    });
}

/// A binary tree, built bottom-up as the benchmark does; `None` of it is reachable while it is built, so no safepoint.
unsafe fn tree(t: &'static GcType, depth: u32) -> *mut u64 {
    // SAFETY: this thread's mcache; nodes have two words.
    unsafe {
        let (l, r) = if depth == 0 {
            (std::ptr::null_mut(), std::ptr::null_mut())
        } else {
            (tree(t, depth - 1), tree(t, depth - 1))
        };
        let p = new_object(mcache(), t).cast::<u64>();
        *p = l as u64;
        *p.add(1) = r as u64;
        p
    }
}

fn collection() {
    let t = pointers(2, 2);
    // SAFETY: as for `tree`.
    let root = unsafe { tree(t, 20) };
    ROOT.store(root as u64, Relaxed);
    let n = (1 << 21) - 1;
    // SAFETY: the only thread.
    time("mark a node of a tree of 2M", n, || unsafe {
        mgc::gc_start()
    });
    ROOT.store(0, Relaxed);
    // SAFETY: as above.
    unsafe { mgc::gc() };
    time("trees of depth 12, a node", 50 << 13, || {
        for _ in 0..50 {
            safepoint();
            // SAFETY: as for `tree`.
            black_box(unsafe { tree(t, 12) });
        }
    });
}

unsafe fn no_hash(_: *const u8, _: u64, _: *const u8) -> u64 {
    unreachable!("a fast variant")
}

unsafe fn no_eq(_: *const u8, _: *const u8, _: *const u8) -> bool {
    unreachable!("a fast variant")
}

fn maps() {
    let word = GcType::noscan(8, 8);
    let string = pointers(2, 1);
    // SAFETY: the types outlive the map types.
    let (ints, strs) = unsafe {
        (
            MapType::new(
                &word,
                &word,
                KeyKind::Mem64,
                no_hash,
                no_eq,
                std::ptr::null(),
            ),
            MapType::new(
                string,
                &word,
                KeyKind::Str,
                no_hash,
                no_eq,
                std::ptr::null(),
            ),
        )
    };
    for size in [6u64, 1000, 100_000, 1_000_000] {
        let n = 2_000_000u64;
        // SAFETY: maps of these types, kept in ROOT over safepoints (there are none inside).
        unsafe {
            let h = map::makemap(&ints, 0);
            let fill = |h: *mut Hmap| {
                for k in 0..size {
                    *map::mapassign_fast64(&ints, h, k).cast::<u64>() = k;
                }
            };
            time(&format!("int map of {size}: build"), size as usize, || {
                let h = map::makemap(&ints, 0);
                ROOT.store(h as u64, Relaxed);
                fill(h);
                mgc::gc_start();
            });
            ROOT.store(h as u64, Relaxed);
            fill(h);
            let mut x = 1u64;
            let mut key = move || {
                x = x
                    .wrapping_mul(6364136223846793005)
                    .wrapping_add(1442695040888963407);
                (x >> 33) % size
            };
            time(&format!("int map of {size}: get"), n as usize, || {
                for _ in 0..n {
                    black_box(*map::mapaccess_fast64(&ints, h, key()).cast::<u64>());
                }
            });
            time(&format!("int map of {size}: m[k]++"), n as usize, || {
                for _ in 0..n {
                    *map::mapassign_fast64(&ints, h, key()).cast::<u64>() += 1;
                }
            });
            time(
                &format!("int map of {size}: delete, put"),
                n as usize,
                || {
                    for _ in 0..n {
                        let k = key();
                        map::mapdelete(&ints, h, (&raw const k).cast());
                        *map::mapassign_fast64(&ints, h, k).cast::<u64>() = k;
                    }
                },
            );
            time(&format!("int map of {size}: range"), size as usize, || {
                let mut it = Hiter::new();
                map::mapiterinit(&ints, h, &mut it);
                while map::mapiternext(&mut it) {
                    black_box(*it.elem);
                }
            });
        }
    }
    for size in [6usize, 1000, 100_000] {
        let words: Vec<String> = (0..size).map(|i| format!("word{}", i * 7919)).collect();
        let n = 2_000_000;
        // SAFETY: as above; the words outlive the map.
        unsafe {
            let h = map::makemap(&strs, 0);
            for w in &words {
                let k = [w.as_ptr() as u64, w.len() as u64];
                *map::mapassign_faststr(&strs, h, k.as_ptr().cast()).cast::<u64>() = 1;
            }
            let copies = words.clone();
            time(&format!("string map of {size}: get"), n, || {
                let mut i = 0;
                for _ in 0..n {
                    i = (i + 7) % size;
                    let k = [copies[i].as_ptr() as u64, copies[i].len() as u64];
                    black_box(*map::mapaccess_faststr(&strs, h, k.as_ptr().cast()).cast::<u64>());
                }
            });
        }
    }
}

fn main() {
    register_root_fn(mark_root);
    allocation();
    collection();
    maps();
}
