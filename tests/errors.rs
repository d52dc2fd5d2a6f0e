//! Every program under tests/errors is refused with diagnostics on exactly the lines that its `.errors` file names.
//!
//! The format of `.errors` is `LINE:COL<TAB>message`; the line binds, and where the file's first line is
//! `# exact` so do column and message. `.hints` names lines that the form for people has too, in this order. `.also` names lines that may be reported too.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;
use support::{check_all, minigo, root, run, short};

fn lines(path: &Path) -> BTreeSet<u32> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines()
        .filter_map(|l| l.split(':').next()?.parse().ok())
        .collect()
}

fn short_name(program: &Path) -> String {
    let name = program.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn check(program: &Path) -> Result<(), String> {
    let errors =
        std::fs::read_to_string(program.with_extension("errors")).map_err(|e| e.to_string())?;
    let mut cmd = minigo();
    cmd.args(["check", "--message-format", "short"])
        .arg(program);
    let got = run(&mut cmd, b"", Duration::from_secs(30));
    if got.code != Some(2) {
        return Err(format!("exit code {:?}, want 2\n{}", got.code, got.stderr));
    }
    if !got.stdout.is_empty() {
        return Err("wrote to stdout".into());
    }
    let prefix = format!("{}:", program.display());
    let reported: Vec<&str> = got
        .stderr
        .lines()
        .filter_map(|l| l.strip_prefix(prefix.as_str()))
        .collect();
    if errors.starts_with("# exact\n") {
        for line in errors.lines().skip(1) {
            // A message that names a place does so by the name that the program was given.
            let want = line.replacen('\t', ": ", 1).replace(
                &format!(" {}", short_name(program)),
                &format!(" {}", program.display()),
            );
            if !reported.contains(&want.as_str()) {
                return Err(format!("lacks {want:?}\n{}", got.stderr));
            }
        }
    }
    let (want, also) = (
        lines(&program.with_extension("errors")),
        lines(&program.with_extension("also")),
    );
    let seen: BTreeSet<u32> = reported
        .iter()
        .filter(|l| !l.contains(": note"))
        .filter_map(|l| l.split(':').next()?.parse().ok())
        .collect();
    let missing: Vec<_> = want.difference(&seen).filter(|&&l| l != 0).collect();
    let extra: Vec<_> = seen
        .iter()
        .filter(|l| !want.contains(l) && !also.contains(l))
        .collect();
    if !missing.is_empty() || (!extra.is_empty() && !want.contains(&0)) || got.stderr.is_empty() {
        return Err(format!(
            "missing lines {missing:?}, extra lines {extra:?}\n{}",
            got.stderr
        ));
    }
    hints(program)
}

/// The hints of the form for people.
fn hints(program: &Path) -> Result<(), String> {
    let Ok(want) = std::fs::read_to_string(program.with_extension("hints")) else {
        return Ok(());
    };
    let got = run(
        minigo().arg("check").arg(program),
        b"",
        Duration::from_secs(30),
    );
    let mut lines = got.stderr.lines().map(str::trim_start);
    for hint in want.lines() {
        if !lines.any(|l| l.strip_prefix("= ") == Some(hint)) {
            return Err(format!("lacks {hint:?}\n{}", got.stderr));
        }
    }
    Ok(())
}

#[test]
fn refused_programs() {
    let mut all: Vec<_> = std::fs::read_dir(root().join("tests/errors"))
        .expect("tests/errors")
        .map(|e| e.expect("readable folder").path())
        .filter(|p| p.extension().is_some_and(|x| x == "mg"))
        .collect();
    all.sort();
    check_all(&all, |p| short(p), |p| check(p));
}
