//! Random well-typed programs against a real Go toolchain: output, exit code and the words of a panic must agree.
//!
//! Skipped with a message where there is no `go`. `MINIGO_GENERATED=N` sets how many programs (some hundred otherwise),
//! `MINIGO_GENERATED_SEED=N` where they begin. A program that differs is left in the temporary folder with both outputs.

#[allow(dead_code)]
mod generator;
mod support;

use std::path::Path;
use std::process::Command;
use std::time::Duration;
use support::{Outcome, check_all, difference, minigo, run};

/// Programs in one source file, so that one `go build` serves them all.
const BATCH: usize = 50;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name)
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(default)
}

/// What of standard error must agree: the panic's lines, without the traceback.
fn panic_text(o: &Outcome) -> String {
    let end = o.stderr.find("\ngoroutine ").unwrap_or(o.stderr.len());
    o.stderr[..end]
        .replace(" [signal SIGSEGV: segmentation violation code=", "")
        .lines()
        .filter(|l| !l.starts_with("[signal ") && !l.starts_with("exit status"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn same(want: &Outcome, got: &Outcome) -> Result<(), String> {
    if got.timed_out {
        return Err("minigo did not end".into());
    }
    if want.stdout != got.stdout {
        return Err(difference(
            &String::from_utf8_lossy(&want.stdout),
            &String::from_utf8_lossy(&got.stdout),
        ));
    }
    if want.code != got.code {
        return Err(format!(
            "exit code {:?}, want {:?}\n{}",
            got.code, want.code, got.stderr
        ));
    }
    let (w, g) = (panic_text(want), panic_text(got));
    if w == g {
        Ok(())
    } else {
        Err(difference(&w, &g))
    }
}

/// `MINIGO_GENERATED_PLAIN=1` leaves type parameters and iterator functions out.
fn generic() -> bool {
    std::env::var_os("MINIGO_GENERATED_PLAIN").is_none()
}

fn check_batch(seed: u64, dir: &Path) -> Result<(), String> {
    let (source, binary) = (
        dir.join(format!("g{seed}.go")),
        dir.join(format!("g{seed}")),
    );
    let text = generator::batch(seed, BATCH, generic());
    std::fs::write(&source, &text).map_err(|e| e.to_string())?;
    let built = Command::new("go")
        .args(["build", "-o"])
        .args([&binary, &source])
        .output()
        .map_err(|e| e.to_string())?;
    if !built.status.success() {
        return Err(format!(
            "the generator wrote a program that Go refuses ({}):\n{}",
            source.display(),
            String::from_utf8_lossy(&built.stderr)
        ));
    }
    let mut failures = Vec::new();
    for k in 0..BATCH {
        let k = k.to_string();
        let limit = Duration::from_secs(60);
        let want = run(Command::new(&binary).arg(&k), b"", limit);
        let got = run(minigo().arg("run").arg(&source).arg(&k), b"", limit);
        if let Err(why) = same(&want, &got) {
            failures.push(format!("program {k}: {why}"));
        }
    }
    let _ = std::fs::remove_file(&binary);
    if failures.is_empty() {
        let _ = std::fs::remove_file(&source);
        return Ok(());
    }
    Err(format!("{}\n{}", source.display(), failures.join("\n")))
}

/// Writes the batches into a folder named by `MINIGO_GENERATED_INTO`, for a look at them.
#[test]
fn batches_can_be_written_out() {
    let dir = std::env::var_os("MINIGO_GENERATED_INTO").map(std::path::PathBuf::from);
    let (first, count) = (
        setting("MINIGO_GENERATED_SEED", 1),
        setting("MINIGO_GENERATED", 1),
    );
    for seed in first..first + count.div_ceil(BATCH as u64) {
        let text = generator::batch(seed, BATCH, generic());
        assert_eq!(
            text,
            generator::batch(seed, BATCH, generic()),
            "one seed, one batch"
        );
        if let Some(dir) = &dir {
            std::fs::write(dir.join(format!("g{seed}.go")), text).expect("writable folder");
        }
    }
}

#[test]
fn random_programs_mean_what_go_says() {
    if Command::new("go").arg("version").output().is_err() {
        eprintln!("skipped: no go on the PATH");
        return;
    }
    let count = setting("MINIGO_GENERATED", 200);
    let first = setting("MINIGO_GENERATED_SEED", 1);
    let seeds: Vec<u64> = (first..first + count.div_ceil(BATCH as u64)).collect();
    let dir = std::env::temp_dir().join(format!("minigo-generated-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("temporary folder");
    check_all(&seeds, |s| format!("seed {s}"), |s| check_batch(*s, &dir));
    let _ = std::fs::remove_dir_all(&dir);
}
