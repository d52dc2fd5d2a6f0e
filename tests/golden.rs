//! The bytecode of small programs against its dump: what the program's own functions compile to, as `minigo dis` shows
//! it. `MINIGO_GOLDEN=write` rewrites the dumps.

mod support;

use support::{difference, minigo, root};

#[test]
fn bytecode_is_as_recorded() {
    let dir = root().join("tests/golden/bytecode");
    let all = std::fs::read_dir(dir).expect("the folder of golden files");
    let mut all: Vec<_> = all.map(|e| e.expect("a readable folder").path()).collect();
    all.retain(|p| p.extension().is_some_and(|x| x == "mg"));
    assert!(!all.is_empty());
    for program in all {
        let out = minigo()
            .arg("dis")
            .arg(&program)
            .output()
            .expect("minigo can be started");
        assert!(out.status.success(), "{}", program.display());
        let got = own_functions(&String::from_utf8_lossy(&out.stdout));
        let path = program.with_extension("dump");
        if std::env::var("MINIGO_GOLDEN").is_ok_and(|v| v == "write") {
            std::fs::write(&path, &got).expect("a writable dump");
            continue;
        }
        let want = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            want == got,
            "{}\n{}",
            path.display(),
            difference(&want, &got)
        );
    }
}

/// The functions of package main; indices of other functions do not show.
fn own_functions(text: &str) -> String {
    let parts = text.split("\n\n").map(|p| p.trim_end_matches('\n'));
    let own: Vec<&str> = parts.filter(|p| p.starts_with("func main.")).collect();
    own.join("\n\n") + "\n\n"
}
