//! Every program under tests/run and examples prints what the files beside it say.

mod support;

use std::time::Duration;
use support::{check_all, check_program, programs, root, short};

const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn corpus() {
    let all = programs(&root().join("tests/run"));
    check_all(&all, |p| short(p), |p| check_program(p, &[], LIMIT));
}

#[test]
fn examples_on_1_2_and_8_ps() {
    let mut all = Vec::new();
    for p in programs(&root().join("examples")) {
        for procs in ["1", "2", "8"] {
            all.push((p.clone(), procs));
        }
    }
    check_all(
        &all,
        |(p, n)| format!("{} at GOMAXPROCS={n}", short(p)),
        |(p, n)| check_program(p, &[("GOMAXPROCS", n)], LIMIT),
    );
}
