//! The concurrent programs again: over P counts, repeated, with collections forced and checked, and on guarded stacks.

mod support;

use std::path::PathBuf;
use std::time::Duration;
use support::{check_all, check_program, programs, root, short};

const LIMIT: Duration = Duration::from_secs(60);

fn concurrent() -> Vec<PathBuf> {
    let mut all = programs(&root().join("examples"));
    all.extend(programs(&root().join("tests/run/concurrency")));
    all.retain(|p| std::fs::read_to_string(p).is_ok_and(|text| text.contains("\tgo ")));
    all
}

#[test]
fn on_1_2_4_8_and_16_ps() {
    let mut all = Vec::new();
    for p in concurrent() {
        for procs in ["1", "2", "4", "8", "16"] {
            all.push((p.clone(), procs));
        }
    }
    check_all(
        &all,
        |(p, n)| format!("{} at GOMAXPROCS={n}", short(p)),
        |(p, n)| check_program(p, &[("GOMAXPROCS", n)], LIMIT),
    );
}

#[test]
fn with_tight_heap_growth() {
    check_all(
        &concurrent(),
        |p| short(p),
        |p| check_program(p, &[("GOMAXPROCS", "4"), ("GOGC", "5")], LIMIT),
    );
}

#[test]
fn marked_beside_the_program() {
    let mut all = concurrent();
    all.extend(programs(&root().join("tests/run/gc")));
    check_all(
        &all,
        |p| short(p),
        |p| {
            let mode = "beside,verify,poison,stress=100";
            check_program(p, &[("GOMAXPROCS", "4"), ("MINIGO_GC", mode)], LIMIT)
        },
    );
}

#[test]
fn on_guarded_stacks() {
    check_all(
        &concurrent(),
        |p| short(p),
        |p| {
            check_program(
                p,
                &[("GOMAXPROCS", "4"), ("MINIGO_STACKS", "guarded")],
                LIMIT,
            )
        },
    );
}
