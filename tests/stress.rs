//! Allocation, maps, strings, channels and panics on 8 Ms with collections forced all the time, on plain and guarded
//! stacks. `MINIGO_STRESS_SECONDS` sets how long each run takes (default 4).

mod support;

use std::time::Duration;
use support::{minigo, root, run};

fn stress(env: &[(&str, &str)]) {
    let seconds: u64 = std::env::var("MINIGO_STRESS_SECONDS")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(4);
    let seed = std::process::id().to_string();
    let mut cmd = minigo();
    cmd.arg("run")
        .arg(root().join("tests/stress/mixed.mg"))
        .arg(seconds.to_string())
        .arg(&seed);
    cmd.env("GOMAXPROCS", "8")
        .env("GOGC", "5")
        .envs(env.iter().copied());
    let got = run(&mut cmd, b"", Duration::from_secs(seconds + 60));
    assert_eq!(
        (got.code, String::from_utf8_lossy(&got.stdout).as_ref()),
        (Some(0), "all whole\n"),
        "seed {seed}, timed out: {}\n{}",
        got.timed_out,
        got.stderr
    );
}

#[test]
fn on_plain_stacks() {
    stress(&[]);
}

#[test]
fn on_guarded_stacks() {
    stress(&[("MINIGO_STACKS", "guarded")]);
}

#[test]
fn marked_beside_the_program() {
    stress(&[("MINIGO_GC", "beside,verify,poison")]);
}

#[test]
fn a_million_timers() {
    let mut cmd = minigo();
    cmd.arg("run").arg(root().join("tests/stress/timers.mg"));
    let got = run(&mut cmd, b"", Duration::from_secs(120));
    assert_eq!(
        (got.code, String::from_utf8_lossy(&got.stdout).as_ref()),
        (Some(0), "true true\ntrue 0\n"),
        "timed out: {}\n{}",
        got.timed_out,
        got.stderr
    );
}
