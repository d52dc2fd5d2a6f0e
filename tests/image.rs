//! A program linked with the compiled library is the same as one whose library was compiled from source for it: the
//! same functions, each with the same code, and initialised in the same order.

mod support;

use std::path::Path;
use std::time::Duration;
use support::{check_all, difference, minigo, programs, root, run, short};

/// The functions of the text form, sorted.
fn functions(program: &Path, library: &str) -> Result<Vec<String>, String> {
    let mut cmd = minigo();
    cmd.arg("dis").arg(program).env("MINIGO_LIBRARY", library);
    let got = run(&mut cmd, b"", Duration::from_secs(60));
    if got.code != Some(0) {
        return Err(format!("exit code {:?}: {}", got.code, got.stderr));
    }
    let text = String::from_utf8_lossy(&got.stdout);
    let mut all: Vec<String> = text.split("\n\n").map(|f| f.trim().to_string()).collect();
    all.sort();
    Ok(all)
}

#[test]
fn programs_are_the_same_with_and_without_it() {
    let mut all = programs(&root().join("tests/run"));
    all.extend(programs(&root().join("examples")));
    check_all(
        &all,
        |p| short(p),
        |p| {
            let linked = functions(p, "image")?.join("\n\n");
            let compiled = functions(p, "source")?.join("\n\n");
            if linked == compiled {
                Ok(())
            } else {
                Err(difference(&compiled, &linked))
            }
        },
    );
}
