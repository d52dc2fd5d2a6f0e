//! minigo against a real Go toolchain: what the `.out` files of the run corpus say is what Go says, and the programs under
//! tests/differential, each of which tries a package of the library on 10,000 random cases from a fixed seed, print the
//! same under both. Skipped with a message where there is no `go`, and unless `MINIGO_DIFFERENTIAL` is set (it compiles
//! every program).

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use support::{Outcome, check_all, difference, minigo, programs, root, run, short};

const LIMIT: Duration = Duration::from_secs(300);

/// Whether to compare with Go here; says why not.
fn wanted() -> bool {
    if std::env::var_os("MINIGO_DIFFERENTIAL").is_none() {
        eprintln!("skipped: set MINIGO_DIFFERENTIAL=1 to compare with real Go");
        return false;
    }
    if Command::new("go").arg("version").output().is_err() {
        eprintln!("skipped: no go on the PATH");
        return false;
    }
    true
}

/// A folder for binaries, of this process and that name.
fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("minigo-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("temporary folder");
    dir
}

/// Compiles a program by Go in `dir`, and runs it.
fn under_go(dir: &Path, program: &Path, input: &[u8]) -> Result<Outcome, String> {
    let name = short(program).replace(['/', '.'], "_");
    let (source, binary) = (dir.join(format!("{name}.go")), dir.join(&name));
    std::fs::copy(program, &source).map_err(|e| e.to_string())?;
    let mut go = Command::new("go");
    go.arg("build").arg("-o").arg(&binary).arg(&source);
    let built = go.output().map_err(|e| e.to_string())?;
    if !built.status.success() {
        return Err(String::from_utf8_lossy(&built.stderr).into_owned());
    }
    let got = run(&mut Command::new(&binary), input, LIMIT);
    let _ = std::fs::remove_file(&binary);
    Ok(got)
}

#[test]
fn expectations_are_go_s() {
    if !wanted() {
        return;
    }
    let mut all = programs(&root().join("tests/run"));
    all.extend(programs(&root().join("examples")));
    let dir = folder("differential");
    check_all(
        &all,
        |p| short(p),
        |p| {
            let input = std::fs::read(p.with_extension("in")).unwrap_or_default();
            let got = under_go(&dir, p, &input)?;
            let want = std::fs::read(p.with_extension("out")).unwrap_or_default();
            same(
                &String::from_utf8_lossy(&want),
                &String::from_utf8_lossy(&got.stdout),
            )
        },
    );
    let _ = std::fs::remove_dir_all(&dir);
}

#[test]
fn random_cases_give_go_s_results() {
    if !wanted() {
        return;
    }
    let dir = folder("random-cases");
    let entries = std::fs::read_dir(root().join("tests/differential")).expect("readable folder");
    let all: Vec<PathBuf> = entries
        .map(|e| e.expect("readable folder").path())
        .collect();
    check_all(
        &all,
        |p| short(p),
        |p| {
            let want = under_go(&dir, p, &[])?;
            let got = run(minigo().arg("run").arg(p), &[], LIMIT);
            same(
                &String::from_utf8_lossy(&want.stdout),
                &String::from_utf8_lossy(&got.stdout),
            )
        },
    );
    let _ = std::fs::remove_dir_all(&dir);
}

fn same(want: &str, got: &str) -> Result<(), String> {
    if got == want {
        Ok(())
    } else {
        Err(difference(want, got))
    }
}
