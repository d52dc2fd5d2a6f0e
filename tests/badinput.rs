//! Input that is no program gets a clear error and exit code 2, never a Rust panic.

mod support;

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;
use support::{Outcome, minigo, run};

fn refuse(arg: impl AsRef<OsStr>) -> Outcome {
    let got = run(minigo().arg("run").arg(arg), b"", Duration::from_secs(20));
    assert_eq!(got.code, Some(2), "{}", got.stderr);
    assert!(got.stdout.is_empty(), "wrote to stdout");
    assert!(!got.stderr.trim().is_empty(), "no message");
    assert!(
        !got.stderr.contains("panicked at"),
        "a Rust panic reached the user: {}",
        got.stderr
    );
    assert!(
        got.stderr.len() < 20_000,
        "a message of {} bytes",
        got.stderr.len()
    );
    got
}

/// A file of this test's own, gone with the value.
struct Temp(PathBuf);

impl Temp {
    fn new(name: &str, content: impl AsRef<[u8]>) -> Temp {
        let p =
            std::env::temp_dir().join(format!("minigo-badinput-{}-{name}.mg", std::process::id()));
        std::fs::write(&p, content).expect("temporary file");
        Temp(p)
    }
}

impl Drop for Temp {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn missing_file() {
    let got = refuse("/nowhere/at/all.mg");
    assert!(got.stderr.contains("/nowhere/at/all.mg"), "{}", got.stderr);
}

#[test]
fn empty_folder() {
    let dir = std::env::temp_dir().join(format!("minigo-empty-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("folder");
    refuse(&dir);
    let _ = std::fs::remove_dir(&dir);
}

#[test]
fn empty_file() {
    refuse(&Temp::new("empty", "").0);
}

#[test]
fn binary_file() {
    let bytes: Vec<u8> = (0..100_000u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8)
        .collect();
    refuse(&Temp::new("binary", bytes).0);
}

#[test]
fn one_megabyte_on_one_line() {
    refuse(
        &Temp::new(
            "long",
            format!(
                "package main; func main() {{ x = {} }}",
                "1+".repeat(500_000)
            ),
        )
        .0,
    );
}

#[test]
fn nesting_200_deep_runs() {
    let text = format!(
        "package main\nfunc main() {{\n{}println({}1{})\n{}}}\n",
        "if true {\n".repeat(200),
        "(".repeat(200),
        ")".repeat(200),
        "}\n".repeat(200)
    );
    let file = Temp::new("deep200", text);
    let got = run(
        minigo().arg("run").arg(&file.0),
        b"",
        Duration::from_secs(20),
    );
    assert_eq!((got.code, got.stderr.as_str()), (Some(0), "1\n"));
}

#[test]
fn nesting_100000_deep_is_answered() {
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("func() {", "}"),
        ("-", ""),
        ("*", ""),
        ("[]int{", "}"),
    ] {
        let text = format!(
            "package main\nvar x = {}1{}\n",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        refuse(&Temp::new("deep", text).0);
    }
}
