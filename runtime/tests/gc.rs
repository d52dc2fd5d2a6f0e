//! The collector under the scheduler: goroutines on several Ms build, check and drop trees while collections run all
//! the time, marked by one thread and by several. Each setting is a process of its own; it must print `ok`.

use minigo_runtime::g::G;
use minigo_runtime::hooks::{Ended, Hooks};
use minigo_runtime::malloc::{GcType, new_array, new_object};
use minigo_runtime::mcache::mcache;
use minigo_runtime::mgcmark::{Marker, register_root_fn};
use minigo_runtime::{context::getg, mgc, proc, systemstack};
use std::fmt::Write;
use std::process::Command;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::*};

type Body = Box<dyn FnOnce()>;

const WORKERS: usize = 12;
const ROOTS: usize = 32;

/// Each worker's roots: addresses of trees.
static TABLES: [AtomicPtr<u64>; WORKERS] =
    [const { AtomicPtr::new(std::ptr::null_mut()) }; WORKERS];
static RUNNING: AtomicUsize = AtomicUsize::new(WORKERS);

fn mark_roots(m: &mut Marker<'_>) {
    for t in &TABLES {
        let p = t.load(Acquire);
        if !p.is_null() {
            // SAFETY: tables are leaked and have ROOTS words.
            unsafe { m.mark_words(p, ROOTS) };
        }
    }
}

unsafe fn run(gp: *mut G) -> Ended {
    // SAFETY: `go` stored a boxed body in the first word.
    unsafe { Box::from_raw((*gp).exec[0] as *mut Body)() };
    Ended::Returned
}

unsafe fn traceback(_gp: *mut G, out: &mut dyn Write) {
    let _ = out.write_str("main.fake()\n\t/fake.go:1 +0x1\n");
}

unsafe fn gfree(_gp: *mut G) {}

fn go(f: impl FnOnce() + 'static) {
    // SAFETY: on a G's stack; boxing happens on g0.
    unsafe {
        let body = systemstack(|| Box::into_raw(Box::new(Box::new(f) as Body)));
        proc::newproc(1, |gp| (*gp).exec[0] = body as usize);
    }
}

/// A safepoint: nothing is held but what the roots reach.
fn safepoint() {
    // SAFETY: on a G's stack.
    unsafe {
        if mgc::gc_wanted() {
            mgc::gc_start();
        }
        if (*getg()).stackguard0.load(Relaxed) == 0 {
            proc::gopreempt();
        }
    }
}

/// The shapes of nodes: number, two children, and noise to fill the size.
fn types() -> &'static [(GcType, usize)] {
    static TYPES: std::sync::OnceLock<Vec<(GcType, usize)>> = std::sync::OnceLock::new();
    TYPES.get_or_init(|| {
        [3usize, 4, 7, 20, 70, 200, 5000]
            .iter()
            .map(|&w| {
                let mask: Vec<bool> = (0..w).map(|i| i == 1 || i == 2).collect();
                (GcType::from_words(w * 8, 8, &mask), w)
            })
            .collect()
    })
}

fn rand(x: &mut u64) -> u64 {
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    *x
}

/// A tree whose node numbers follow from the root's.
unsafe fn build(types: &[(GcType, usize)], n: u64, depth: u32, x: &mut u64) -> u64 {
    // SAFETY: on g0 with a P; nothing is collected before the caller stores the root.
    unsafe {
        let r = rand(x) % 100;
        let (t, words) = &types[if r == 0 { 6 } else { r as usize % 6 }];
        let p = new_object(mcache(), t).cast::<u64>();
        for i in 0..*words {
            if *p.add(i) != 0 {
                minigo_runtime::throw("fresh memory is not zero");
            }
        }
        *p = n;
        *p.add(words - 1) = if *words > 3 { p as u64 } else { 0 };
        if depth > 0 {
            *p.add(1) = build(types, 2 * n, depth - 1, x);
            *p.add(2) = build(types, 2 * n + 1, depth - 1, x);
        }
        p as u64
    }
}

/// Checks a tree; the number of nodes.
unsafe fn check(p: u64, n: u64) -> u64 {
    if p == 0 {
        return 0;
    }
    // SAFETY: a tree reachable from the roots; if not, the numbers tell.
    unsafe {
        let w = p as *const u64;
        if *w != n {
            minigo_runtime::throw("a reachable node was overwritten");
        }
        1 + check(*w.add(1), 2 * n) + check(*w.add(2), 2 * n + 1)
    }
}

fn worker(id: usize) {
    // SAFETY: on g0 for whatever takes stack; the table's words are this worker's.
    unsafe {
        let table = systemstack(|| Box::leak(Box::new([0u64; ROOTS])).as_mut_ptr());
        TABLES[id].store(table, Release);
        let mut x = 0x9e3779b97f4a7c15u64.wrapping_mul(id as u64 + 1);
        let mut depths = [0u32; ROOTS];
        for step in 0..400u64 {
            safepoint();
            let slot = rand(&mut x) as usize % ROOTS;
            let depth = (rand(&mut x) % 8) as u32;
            let root = 1 + step * 1000;
            systemstack(|| {
                let old = *table.add(slot);
                if old != 0 && check(old, *(old as *const u64)) != (1 << (depths[slot] + 1)) - 1 {
                    minigo_runtime::throw("a tree lost nodes");
                }
                *table.add(slot) = 0;
                *table.add(slot) = build(types(), root, depth, &mut x);
            });
            depths[slot] = depth;
            if step % 64 == 63 {
                // Garbage of its own, large too.
                systemstack(|| new_array(mcache(), &types()[5].0, 100));
                proc::gosched();
            }
        }
        RUNNING.fetch_sub(1, SeqCst);
    }
}

/// Allocates 100 MB of garbage, then keeps everything.
fn eater() {
    // SAFETY: on a G's stack; the table's words are this goroutine's.
    unsafe {
        let table = systemstack(|| Box::leak(Box::new([0u64; ROOTS])).as_mut_ptr());
        TABLES[0].store(table, Release);
        for i in 0..400 {
            safepoint();
            systemstack(|| {
                let last = new_array(mcache(), &types()[3].0, 1600).cast::<u64>();
                if i >= 300 {
                    if i == 300 {
                        println!("ok");
                    }
                    *last.add(1) = *table;
                    *table = last as u64;
                }
            });
        }
    }
}

fn scenario(name: &str) -> ! {
    let eat = name == "limit";
    let hooks = Hooks {
        run,
        traceback,
        pcinfo: |_| None,
        panics: |_, _| (),
        gfree,
    };
    register_root_fn(mark_roots);
    types();
    let main: Body = Box::new(move || {
        // SAFETY: on the main goroutine's stack.
        unsafe { proc::main_init_done() };
        if eat {
            return eater();
        }
        for id in 0..WORKERS {
            go(move || worker(id));
        }
        while RUNNING.load(SeqCst) > 0 {
            safepoint();
            // SAFETY: on a G's stack.
            unsafe { proc::gosched() };
        }
        // SAFETY: on a G's stack at a safepoint; printing on g0.
        unsafe {
            mgc::gc();
            let st = mgc::read_memstats();
            systemstack(|| {
                println!(
                    "{}",
                    if st.num_gc > 3 {
                        "ok"
                    } else {
                        "too few collections"
                    }
                )
            });
        }
    });
    let main = Box::into_raw(Box::new(main)) as usize;
    // SAFETY: the main goroutine's first word is its body.
    proc::start(hooks, move |gp| unsafe { (*gp).exec[0] = main })
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.first().map(String::as_str) {
        Some("--scenario") => scenario(&args[1]),
        Some("--list") => return,
        _ => {}
    }
    let me = std::env::current_exe().expect("own path");
    let mut bad = 0;
    for procs in [1, 2, 4, 8] {
        for gc in ["poison", "stress=500,poison"] {
            for stacks in ["small", "guarded"] {
                let out = Command::new("timeout")
                    .args([
                        "120".as_ref(),
                        me.as_os_str(),
                        "--scenario".as_ref(),
                        "trees".as_ref(),
                    ])
                    .env("GOMAXPROCS", procs.to_string())
                    .env("MINIGO_GC", gc)
                    .env("MINIGO_STACKS", stacks)
                    .output()
                    .expect("timeout starts");
                if !out.status.success() || out.stdout != b"ok\n" {
                    bad += 1;
                    println!(
                        "FAIL procs={procs} gc={gc} stacks={stacks}: {:?}\n{}{}",
                        out.status,
                        String::from_utf8_lossy(&out.stdout),
                        String::from_utf8_lossy(&out.stderr)
                    );
                }
            }
        }
    }
    let out = Command::new("timeout")
        .args([
            "120".as_ref(),
            me.as_os_str(),
            "--scenario".as_ref(),
            "limit".as_ref(),
        ])
        .env("GOMEMLIMIT", "12MiB")
        .env("GOGC", "off")
        .output()
        .expect("timeout starts");
    let text = String::from_utf8_lossy(&out.stderr);
    let begins = "fatal error: runtime: out of memory: heap limit of 12582912 bytes reached";
    if out.status.code() != Some(2) || out.stdout != b"ok\n" || !text.starts_with(begins) {
        bad += 1;
        println!(
            "FAIL limit: {:?}\n{}{text}",
            out.status,
            String::from_utf8_lossy(&out.stdout)
        );
    }
    assert_eq!(bad, 0, "runs that failed");
    println!("gc: ok");
}
