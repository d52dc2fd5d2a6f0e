//! Allocation, maps, strings, channels and panics on 8 Ms with collections forced all the time, on plain and guarded
//! stacks: `mixed.mg`; everything else that holds pointers: `heap`; Ps that change hands: `syscalls.mg`. `MINIGO_STRESS_SECONDS` sets how long each run takes (default 4).

mod support;

use std::time::Duration;
use support::{minigo, root, run};

/// Pieces of `heap` that a check of the marks must not see: calls by reflection take more words off a frame than were
/// put there, and what lies behind, though nobody uses it, is read as pointers.
const LOOSE: &[&str] = &["-makefunc", "-reflect"];

fn stress(program: &str, args: &[&str], env: &[(&str, &str)]) {
    let seconds: u64 = std::env::var("MINIGO_STRESS_SECONDS")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(4);
    let seed = std::process::id().to_string();
    let mut cmd = minigo();
    cmd.arg("run")
        .arg(root().join("tests/stress").join(program))
        .arg(seconds.to_string())
        .arg(&seed)
        .args(args);
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

const BESIDE: (&str, &str) = ("MINIGO_GC", "beside,verify,poison");
const GUARDED: (&str, &str) = ("MINIGO_STACKS", "guarded");

#[test]
fn on_plain_stacks() {
    stress("mixed.mg", &[], &[]);
}

#[test]
fn on_guarded_stacks() {
    stress("mixed.mg", &[], &[GUARDED]);
}

#[test]
fn marked_beside_the_program() {
    stress("mixed.mg", &[], &[BESIDE]);
}

#[test]
fn heap_on_plain_stacks() {
    stress("heap", &[], &[("MINIGO_GC", "poison,beside")]);
}

#[test]
fn heap_on_guarded_stacks() {
    stress("heap", LOOSE, &[BESIDE, GUARDED]);
}

#[test]
fn heap_marked_with_the_world_stopped() {
    stress("heap", &[], &[("MINIGO_GC", "poison,stress=41")]);
}

#[test]
fn heap_marked_beside_the_program() {
    let gc = ("MINIGO_GC", "beside,verify,poison,stress=97");
    stress("heap", LOOSE, &[gc]);
}

#[test]
fn blocking_calls() {
    stress("syscalls.mg", &[], &[]);
}

#[test]
fn blocking_calls_on_guarded_stacks() {
    stress("syscalls.mg", &[], &[BESIDE, GUARDED]);
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
