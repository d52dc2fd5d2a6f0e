//! Programs of several files and folders: each folder of tests/packages prints its `expected.out`, or is refused with
//! the lines of its `expected.errors`.

mod support;

use std::time::Duration;
use support::{check_all, minigo, root, run};

const LIMIT: Duration = Duration::from_secs(60);

#[test]
fn folders() {
    let mut all: Vec<_> = std::fs::read_dir(root().join("tests/packages"))
        .expect("tests/packages")
        .map(|e| e.expect("readable folder").path())
        .collect();
    all.sort();
    let name = |p: &std::path::PathBuf| p.display().to_string();
    check_all(&all, name, |dir| {
        if let Ok(want) = std::fs::read_to_string(dir.join("expected.errors")) {
            let mut cmd = minigo();
            cmd.args(["check", "--message-format", "short", "."]);
            let got = run(cmd.current_dir(dir), b"", LIMIT);
            if got.code != Some(2) || got.stderr != want {
                return Err(format!("want:\n{want}got:\n{}", got.stderr));
            }
            return Ok(());
        }
        let want = std::fs::read_to_string(dir.join("expected.out")).map_err(|e| e.to_string())?;
        // From inside and from outside.
        for (at, arg) in [(dir.clone(), ".".to_string()), (root(), name(dir))] {
            let got = run(minigo().arg("run").arg(&arg).current_dir(at), b"", LIMIT);
            if got.code != Some(0) || got.stdout != want.as_bytes() {
                let out = String::from_utf8_lossy(&got.stdout);
                return Err(format!("run {arg}: {out}{}", got.stderr));
            }
        }
        Ok(())
    });
}

#[test]
fn a_program_in_a_sub_folder_of_its_module() {
    let dir = root().join("tests/packages/module/cmd/tool");
    let got = run(minigo().arg("run").arg(dir), b"", LIMIT);
    assert_eq!((got.code, got.stderr.as_str()), (Some(0), "util\n"));
}
