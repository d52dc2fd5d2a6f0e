//! The run corpus against a real Go toolchain: what the `.out` files say is what Go says. Skipped with a message where
//! there is no `go`, and unless `MINIGO_DIFFERENTIAL` is set (it compiles every program).

mod support;

use std::process::Command;
use std::time::Duration;
use support::{check_all, difference, programs, root, run, short};

#[test]
fn expectations_are_go_s() {
    if std::env::var_os("MINIGO_DIFFERENTIAL").is_none() {
        eprintln!("skipped: set MINIGO_DIFFERENTIAL=1 to compare the corpus with real Go");
        return;
    }
    if Command::new("go").arg("version").output().is_err() {
        eprintln!("skipped: no go on the PATH");
        return;
    }
    let mut all = programs(&root().join("tests/run"));
    all.extend(programs(&root().join("examples")));
    let dir = std::env::temp_dir().join(format!("minigo-differential-{}", std::process::id()));
    std::fs::create_dir_all(&dir).expect("temporary folder");
    check_all(
        &all,
        |p| short(p),
        |p| {
            let name = short(p).replace(['/', '.'], "_");
            let (source, binary) = (dir.join(format!("{name}.go")), dir.join(&name));
            std::fs::copy(p, &source).map_err(|e| e.to_string())?;
            let built = Command::new("go")
                .arg("build")
                .arg("-o")
                .arg(&binary)
                .arg(&source)
                .output();
            let built = built.map_err(|e| e.to_string())?;
            if !built.status.success() {
                return Err(String::from_utf8_lossy(&built.stderr).into_owned());
            }
            let input = std::fs::read(p.with_extension("in")).unwrap_or_default();
            let got = run(&mut Command::new(&binary), &input, Duration::from_secs(60));
            let _ = std::fs::remove_file(&binary);
            let want = std::fs::read_to_string(p.with_extension("out")).unwrap_or_default();
            let stdout = String::from_utf8_lossy(&got.stdout);
            if stdout == want {
                Ok(())
            } else {
                Err(difference(&want, &stdout))
            }
        },
    );
    let _ = std::fs::remove_dir_all(&dir);
}
