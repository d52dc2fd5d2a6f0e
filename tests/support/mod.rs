//! What the integration tests share: finding programs, running minigo with a time limit, comparing.

#![allow(dead_code)]

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The checkout's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A minigo command of this build.
pub fn minigo() -> Command {
    Command::new(env!("CARGO_BIN_EXE_minigo"))
}

/// What a finished process left behind.
#[derive(Debug)]
pub struct Outcome {
    /// Exit code; `None` when a signal or the time limit ended it.
    pub code: Option<i32>,
    /// The time limit ended it.
    pub timed_out: bool,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

/// Runs a command to its end, or kills it after `limit`.
pub fn run(cmd: &mut Command, stdin: &[u8], limit: Duration) -> Outcome {
    let mut child = cmd
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("cannot start {cmd:?}: {e}"));
    let mut to = child.stdin.take().expect("stdin is piped");
    let mut out = child.stdout.take().expect("stdout is piped");
    let mut err = child.stderr.take().expect("stderr is piped");
    let input = stdin.to_vec();
    std::thread::spawn(move || {
        // A program that does not read its input closes the pipe: not a failure.
        let _ = to.write_all(&input);
    });
    let out = std::thread::spawn(move || {
        let mut v = Vec::new();
        let _ = out.read_to_end(&mut v);
        v
    });
    let err = std::thread::spawn(move || {
        let mut v = Vec::new();
        let _ = err.read_to_end(&mut v);
        v
    });
    let began = Instant::now();
    let mut nap = Duration::from_micros(200);
    let (code, timed_out) = loop {
        match child.try_wait().expect("the child can be waited for") {
            Some(status) => break (status.code(), false),
            None if began.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                break (None, true);
            }
            None => {
                std::thread::sleep(nap);
                nap = (nap * 2).min(Duration::from_millis(10));
            }
        }
    };
    Outcome {
        code,
        timed_out,
        stdout: out.join().expect("reader of stdout"),
        stderr: String::from_utf8_lossy(&err.join().expect("reader of stderr")).into_owned(),
    }
}

/// All `.mg` programs below a folder that stand for themselves (have a `.out`, `.code` or `.err`), sorted.
pub fn programs(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![dir.to_path_buf()];
    while let Some(d) = todo.pop() {
        let Ok(entries) = std::fs::read_dir(&d) else {
            continue;
        };
        for e in entries {
            let p = e.expect("readable folder").path();
            if p.is_dir() {
                todo.push(p);
            } else if p.extension().is_some_and(|x| x == "mg")
                && ["out", "code", "err"]
                    .iter()
                    .any(|x| p.with_extension(x).exists())
            {
                found.push(p);
            }
        }
    }
    found.sort();
    found
}

fn beside(program: &Path, extension: &str) -> Vec<u8> {
    std::fs::read(program.with_extension(extension)).unwrap_or_default()
}

/// Runs a program with extra environment variables and compares it with the files beside it.
pub fn check_program(program: &Path, env: &[(&str, &str)], limit: Duration) -> Result<(), String> {
    check_program_with(program, &[], env, limit)
}

/// [`check_program`] with options of `minigo run`.
pub fn check_program_with(
    program: &Path,
    options: &[&str],
    env: &[(&str, &str)],
    limit: Duration,
) -> Result<(), String> {
    let mut cmd = minigo();
    cmd.arg("run")
        .args(options)
        .arg(program)
        .current_dir(std::env::temp_dir());
    cmd.env_remove("GOMAXPROCS").env_remove("GOGC");
    cmd.envs(env.iter().copied());
    let got = run(&mut cmd, &beside(program, "in"), limit);
    if got.timed_out {
        return Err(format!(
            "no end after {limit:?}; stdout so far:\n{}",
            String::from_utf8_lossy(&got.stdout)
        ));
    }
    let want_code = String::from_utf8_lossy(&beside(program, "code"))
        .trim()
        .parse()
        .unwrap_or(0);
    let want = beside(program, "out");
    let mut why = String::new();
    if got.stdout != want {
        why += &difference(
            &String::from_utf8_lossy(&want),
            &String::from_utf8_lossy(&got.stdout),
        );
    }
    if got.code != Some(want_code) {
        let _ = writeln!(why, "exit code {:?}, want {want_code}", got.code);
    }
    let mut rest = got.stderr.as_str();
    for line in String::from_utf8_lossy(&beside(program, "err")).lines() {
        match rest.find(line) {
            Some(at) => rest = &rest[at + line.len()..],
            None => {
                let _ = writeln!(why, "stderr lacks {line:?}");
            }
        }
    }
    if why.is_empty() {
        return Ok(());
    }
    let head: Vec<&str> = got.stderr.lines().take(12).collect();
    Err(format!("{why}stderr:\n{}", head.join("\n")))
}

/// The first line that differs, with its neighbours.
pub fn difference(want: &str, got: &str) -> String {
    let (w, g): (Vec<&str>, Vec<&str>) = (want.lines().collect(), got.lines().collect());
    let at = (0..w.len().max(g.len())).find(|&i| w.get(i) != g.get(i));
    match at {
        None => "line ends differ\n".into(),
        Some(i) => format!(
            "line {} differs\n  want: {}\n  got:  {}\n",
            i + 1,
            w.get(i).unwrap_or(&"<end>"),
            g.get(i).unwrap_or(&"<end>")
        ),
    }
}

/// Runs `check` on all items on two threads and fails the test with every failure's text.
pub fn check_all<T: Sync>(
    items: &[T],
    name: impl Fn(&T) -> String + Sync,
    check: impl Fn(&T) -> Result<(), String> + Sync,
) {
    assert!(!items.is_empty(), "nothing to test");
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    std::thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = check(item) {
                        failures
                            .lock()
                            .expect("no poisoning")
                            .push(format!("{}: {why}", name(item)));
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("no poisoning");
    assert!(
        failures.is_empty(),
        "{} of {} failed\n\n{}",
        failures.len(),
        items.len(),
        failures.join("\n\n")
    );
}

/// A program's name relative to the checkout.
pub fn short(p: &Path) -> String {
    p.strip_prefix(root()).unwrap_or(p).display().to_string()
}
