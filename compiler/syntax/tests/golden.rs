//! Tokens and trees of small programs against their dumps. `MINIGO_GOLDEN=write` rewrites the dumps.

use std::path::{Path, PathBuf};

use minigo_syntax::{FileId, NodeIds, Options, dump, parse_file};

fn check(folder: &str, dump: impl Fn(&str) -> String) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(folder);
    let mut programs: Vec<PathBuf> = std::fs::read_dir(&dir)
        .expect("the folder of golden files")
        .map(|e| e.expect("a readable folder").path())
        .filter(|p| p.extension().is_some_and(|x| x == "mg"))
        .collect();
    programs.sort();
    assert!(!programs.is_empty(), "no programs in {}", dir.display());
    for program in programs {
        let text = std::fs::read_to_string(&program).expect("a readable program");
        let (got, path) = (dump(&text), program.with_extension("dump"));
        if std::env::var("MINIGO_GOLDEN").is_ok_and(|v| v == "write") {
            std::fs::write(&path, &got).expect("a writable dump");
            continue;
        }
        let want = std::fs::read_to_string(&path).unwrap_or_default();
        for (i, (w, g)) in want.lines().zip(got.lines()).enumerate() {
            assert_eq!(w, g, "{} line {}", path.display(), i + 1);
        }
        assert_eq!(
            want.lines().count(),
            got.lines().count(),
            "{}",
            path.display()
        );
    }
}

fn tree(text: &str) -> String {
    let (file, errors) = parse_file(FileId(0), text, &mut NodeIds::new(), Options::default());
    assert!(errors.is_empty(), "{errors:?}");
    dump::tree(&file, text)
}

#[test]
fn tokens_are_as_recorded() {
    check("tokens", dump::tokens);
}

#[test]
fn trees_are_as_recorded() {
    check("tree", tree);
}

/// A body parsed later is the body parsed at once, and skipping it is not fooled by braces in literals.
#[test]
fn lazy_bodies_come_to_the_same() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/tree");
    for entry in std::fs::read_dir(dir).expect("the folder of golden files") {
        let path = entry.expect("a readable folder").path();
        if path.extension().is_none_or(|x| x != "mg") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable program");
        let mut ids = NodeIds::new();
        let lazy = Options { lazy_bodies: true };
        let (file, errors) = parse_file(FileId(0), &text, &mut ids, lazy);
        assert!(errors.is_empty(), "{errors:?}");
        for decl in &file.decls {
            if let minigo_syntax::nodes::Decl::Func(f) = decl
                && let Some(body) = &f.body
            {
                assert!(body.block().is_none(), "{} was parsed at once", f.name.name);
                assert!(minigo_syntax::parse_body(&text, body, &mut ids).is_empty());
            }
        }
        assert_eq!(dump::tree(&file, &text), tree(&text), "{}", path.display());
    }
}
