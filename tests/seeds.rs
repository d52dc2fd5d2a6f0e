//! `--seed`: a run is a function of its seed, different seeds give different runs, and programs that are right are right
//! under all of them.

mod support;

use std::collections::HashSet;
use std::time::Duration;
use support::{Outcome, check_all, check_program_with, minigo, programs, root, run, short};

const LIMIT: Duration = Duration::from_secs(60);

fn seeded(program: &str, seed: u64, procs: &str) -> Outcome {
    let mut cmd = minigo();
    cmd.args(["run", "--seed", &seed.to_string()])
        .arg(root().join("tests/seeds").join(program))
        .env("GOMAXPROCS", procs);
    let got = run(&mut cmd, b"", LIMIT);
    assert!(!got.timed_out, "{program} hangs with seed {seed}");
    got
}

#[test]
fn every_choice_is_the_seeds() {
    let mut different = HashSet::new();
    for seed in 0..8 {
        let first = seeded("choices.mg", seed, "1");
        assert_eq!(first.code, Some(0), "seed {seed}: {}", first.stderr);
        for procs in ["1", "4", "16"] {
            let again = seeded("choices.mg", seed, procs);
            assert_eq!(
                String::from_utf8_lossy(&first.stdout),
                String::from_utf8_lossy(&again.stdout),
                "seed {seed}, GOMAXPROCS={procs}"
            );
        }
        different.insert(first.stdout);
    }
    assert!(different.len() > 6, "only {} runs", different.len());
}

/// Some seed finds the mistake, not all do, and the one that does always does, with the same trace.
#[test]
fn a_failure_repeats() {
    let outcomes: Vec<Outcome> = (0..40).map(|s| seeded("planted.mg", s, "1")).collect();
    let bad = outcomes
        .iter()
        .position(|o| o.code != Some(0))
        .expect("a seed that finds it");
    assert!(outcomes.iter().any(|o| o.code == Some(0)));
    for _ in 0..5 {
        let again = seeded("planted.mg", bad as u64, "1");
        assert_eq!(again.code, Some(2));
        assert_eq!(again.stderr, outcomes[bad].stderr);
        assert!(again.stderr.contains("sold the last ticket twice"));
    }
}

/// The concurrent programs of the corpus; `MINIGO_SEEDS` says how many seeds (default 3).
#[test]
fn right_programs_are_right_under_all_seeds() {
    let seeds: u64 = std::env::var("MINIGO_SEEDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(3);
    let mut all = Vec::new();
    for dir in [
        "examples",
        "tests/run/concurrency",
        "tests/run/sync",
        "tests/run/time",
    ] {
        for p in programs(&root().join(dir)) {
            if std::fs::read_to_string(&p).is_ok_and(|text| text.contains("\tgo ")) {
                all.extend((0..seeds).map(|s| (p.clone(), s.to_string())));
            }
        }
    }
    check_all(
        &all,
        |(p, s)| format!("{} --seed {s}", short(p)),
        |(p, s)| check_program_with(p, &["--seed", s], &[], LIMIT),
    );
}
