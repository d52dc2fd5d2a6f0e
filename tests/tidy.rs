//! The tree keeps its own rules: who may import whom, a head comment on every file, no crate doing another's work.

mod support;

use std::path::{Path, PathBuf};
use support::{root, short};

fn sources(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut todo = vec![dir.to_path_buf()];
    while let Some(d) = todo.pop() {
        for e in std::fs::read_dir(&d).expect("readable folder") {
            let p = e.expect("readable folder").path();
            let name = p
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            if p.is_dir() && !name.starts_with('.') && name != "target" {
                todo.push(p);
            } else if p.extension().is_some_and(|x| x == extension) {
                found.push(p);
            }
        }
    }
    found.sort();
    assert!(
        !found.is_empty(),
        "no .{extension} files under {}",
        dir.display()
    );
    found
}

#[test]
fn each_crate_imports_only_what_it_may() {
    let table: &[(&str, &[&str])] = &[
        ("compiler/syntax", &["logos", "lalrpop-util", "lalrpop"]),
        ("vm/bytecode", &[]),
        (
            "compiler",
            &[
                "minigo-syntax",
                "minigo-bytecode",
                "codespan-reporting",
                "num-bigint",
                "num-rational",
                "num-traits",
                "num-integer",
            ],
        ),
        ("runtime", &["libc", "crossbeam-deque"]),
        ("vm", &["minigo-bytecode", "minigo-runtime"]),
        ("stdlib/library", &["minigo-compiler"]),
        (
            "stdlib",
            &[
                "minigo-vm",
                "minigo-runtime",
                "minigo-bytecode",
                "libc",
                "ryu",
            ],
        ),
    ];
    for (dir, allowed) in table {
        let text = std::fs::read_to_string(root().join(dir).join("Cargo.toml")).expect("manifest");
        let mut in_deps = false;
        for line in text.lines() {
            if line.starts_with('[') {
                in_deps = line == "[dependencies]" || line == "[build-dependencies]";
            } else if in_deps && !line.trim().is_empty() {
                let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
                assert!(allowed.contains(&name), "{dir} may not import {name}");
            }
        }
    }
}

#[test]
fn one_file_names_each_foreign_notion() {
    let owners: &[(&str, &[&str])] = &[
        ("crossbeam_deque", &["runtime/src/runq.rs"]),
        ("codespan_reporting", &["compiler/src/diagnostic.rs"]),
        ("rustyline", &["compiler/driver/repl/editor.rs"]),
    ];
    for (word, files) in owners {
        for p in sources(&root(), "rs") {
            let name = short(&p);
            let text = std::fs::read_to_string(&p).expect("readable source");
            let uses = text
                .lines()
                .any(|l| !l.trim_start().starts_with("//") && l.contains(word));
            assert!(
                !uses || files.contains(&name.as_str()) || name.starts_with("tests/"),
                "{name} names {word}"
            );
        }
    }
}

#[test]
fn every_source_file_says_what_it_owns() {
    for p in sources(&root(), "rs") {
        let text = std::fs::read_to_string(&p).expect("readable source");
        assert!(text.starts_with("//!"), "{} has no head comment", short(&p));
    }
}

#[test]
fn every_example_says_its_idea_and_has_its_output() {
    for p in sources(&root().join("examples"), "mg") {
        let text = std::fs::read_to_string(&p).expect("readable example");
        assert!(
            text.starts_with("// ") || text.starts_with("#!"),
            "{} has no first comment",
            short(&p)
        );
        assert!(
            p.with_extension("out").exists(),
            "{} has no .out",
            short(&p)
        );
    }
}
