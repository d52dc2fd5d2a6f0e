//! Finding and reading the files of a program.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Largest source file that is read, in bytes.
const MAX_SOURCE_BYTES: u64 = 64 << 20;

/// A file of the program, as read.
pub struct Input {
    /// The name that diagnostics and tracebacks show.
    pub name: String,
    /// Its bytes, which need not be UTF-8.
    pub bytes: Vec<u8>,
}

fn is_source(p: &Path) -> bool {
    p.extension().is_some_and(|x| x == "mg" || x == "go")
        && !p
            .file_stem()
            .is_some_and(|s| s.to_string_lossy().ends_with("_test"))
}

/// Systems and machines that a file's name may name (`x_windows.mg`, `x_linux_arm64.mg`).
const SYSTEMS: &[&str] = &[
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "illumos",
    "ios",
    "js",
    "linux",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "wasip1",
    "windows",
];
const MACHINES: &[&str] = &[
    "386", "amd64", "arm", "arm64", "loong64", "mips", "mips64", "mips64le", "mipsle", "ppc64",
    "ppc64le", "riscv64", "s390x", "wasm",
];

/// Whether a tag of a build constraint holds here.
fn tag_holds(tag: &str) -> bool {
    let release = tag.strip_prefix("go1.").and_then(|n| n.parse::<u32>().ok());
    matches!(tag, "linux" | "amd64" | "unix" | "minigo") || release.is_some_and(|n| n <= 27)
}

/// Whether the name of a file keeps it out of packages on this system.
fn name_excludes(p: &Path) -> bool {
    let stem = p.file_stem().unwrap_or_default().to_string_lossy();
    // A name that begins with the system is no constraint: there is nothing before it.
    let parts: Vec<&str> = stem.split('_').skip(1).collect();
    match parts.as_slice() {
        [.., system, machine] if SYSTEMS.contains(system) && MACHINES.contains(machine) => {
            !tag_holds(system) || !tag_holds(machine)
        }
        [.., last] if SYSTEMS.contains(last) || MACHINES.contains(last) => !tag_holds(last),
        _ => stem.starts_with('_') || stem.starts_with('.'),
    }
}

/// Whether a `//go:build` line before the package clause keeps a file out.
fn constraint_excludes(text: &str) -> bool {
    let head = text.lines().take_while(|l| {
        let l = l.trim_start();
        l.is_empty() || l.starts_with("//") || l.starts_with("/*") || l.starts_with('*')
    });
    let line = head
        .filter_map(|l| l.strip_prefix("//go:build "))
        .next()
        .map(str::trim);
    line.is_some_and(|expr| {
        let mut rest = expr;
        let holds = any_of(&mut rest, 0);
        // What cannot be read is not for us.
        !holds || !rest.trim().is_empty()
    })
}

/// Parentheses and negations in a build constraint that are followed.
const MAX_CONSTRAINT_DEPTH: u32 = 100;

/// `a || b`.
fn any_of(rest: &mut &str, depth: u32) -> bool {
    let mut holds = all_of(rest, depth);
    while let Some(more) = rest.trim_start().strip_prefix("||") {
        *rest = more;
        holds |= all_of(rest, depth);
    }
    holds
}

/// `a && b`.
fn all_of(rest: &mut &str, depth: u32) -> bool {
    let mut holds = one_of(rest, depth);
    while let Some(more) = rest.trim_start().strip_prefix("&&") {
        *rest = more;
        holds &= one_of(rest, depth);
    }
    holds
}

/// `!a`, `(a)` or a tag.
fn one_of(rest: &mut &str, depth: u32) -> bool {
    *rest = rest.trim_start();
    if depth > MAX_CONSTRAINT_DEPTH {
        return false;
    }
    if let Some(more) = rest.strip_prefix('!') {
        *rest = more;
        return !one_of(rest, depth + 1);
    }
    if let Some(more) = rest.strip_prefix('(') {
        *rest = more;
        let holds = any_of(rest, depth + 1);
        *rest = rest.trim_start();
        *rest = rest.strip_prefix(')').unwrap_or("(");
        return holds;
    }
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')
        .unwrap_or(rest.len());
    let (tag, more) = rest.split_at(end);
    *rest = more;
    tag_holds(tag)
}

/// The files of the package in a folder, sorted by name.
pub fn folder(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for e in std::fs::read_dir(dir)? {
        let p = e?.path();
        if is_source(&p) && !name_excludes(&p) && p.is_file() {
            files.push(p);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Input, String> {
    let fail = |e: io::Error| format!("{}: {}", path.display(), reason(&e));
    let size = std::fs::metadata(path).map_err(fail)?.len();
    if size > MAX_SOURCE_BYTES {
        return Err(format!(
            "{}: {size} bytes are more than a source file may have ({MAX_SOURCE_BYTES})",
            path.display()
        ));
    }
    let bytes = std::fs::read(path).map_err(fail)?;
    Ok(Input {
        name: path.display().to_string(),
        bytes,
    })
}

/// An error of the system without Rust's `(os error N)`.
pub fn reason(e: &io::Error) -> String {
    let text = e.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

/// Reads a program: its files, or all source files of the folder.
///
/// Errors: a sentence for the user that names the path.
pub fn program(paths: &[PathBuf]) -> Result<Vec<Input>, String> {
    match paths {
        [dir] if dir.is_dir() => sources_in(dir),
        files => files.iter().map(|f| read(f)).collect(),
    }
}

fn sources_in(dir: &Path) -> Result<Vec<Input>, String> {
    let files = folder(dir).map_err(|e| format!("{}: {}", dir.display(), reason(&e)))?;
    if files.is_empty() {
        return Err(format!(
            "{}: no .mg or .go files in this folder",
            dir.display()
        ));
    }
    let mut inputs = Vec::with_capacity(files.len());
    for f in &files {
        let input = read(f)?;
        if !constraint_excludes(&String::from_utf8_lossy(&input.bytes)) {
            inputs.push(input);
        }
    }
    if inputs.is_empty() {
        return Err(format!(
            "{}: build constraints exclude all files",
            dir.display()
        ));
    }
    Ok(inputs)
}

/// Reads the program on standard input.
pub fn stdin() -> Result<Vec<Input>, String> {
    let mut bytes = Vec::new();
    let read = std::io::stdin()
        .lock()
        .take(MAX_SOURCE_BYTES + 1)
        .read_to_end(&mut bytes);
    read.map_err(|e| format!("standard input: {}", reason(&e)))?;
    if bytes.len() as u64 > MAX_SOURCE_BYTES {
        return Err(format!(
            "standard input: more than a source file may have ({MAX_SOURCE_BYTES} bytes)"
        ));
    }
    Ok(vec![Input {
        name: "stdin.mg".into(),
        bytes,
    }])
}

/// The text of `-e` as a file.
pub fn code(text: &str) -> Input {
    Input {
        name: "command.mg".into(),
        bytes: text.as_bytes().to_vec(),
    }
}

/// Whether a text is no file of its own: it has no package clause.
pub fn is_snippet(text: &str) -> bool {
    let split = minigo_syntax::input::split(text);
    split
        .pieces
        .first()
        .is_none_or(|p| p.kind != minigo_syntax::input::PieceKind::Package)
}

/// Reads the package in a folder, if there is one.
pub fn package(dir: &Path) -> Result<Vec<Input>, String> {
    if dir.is_dir() {
        sources_in(dir)
    } else {
        Err(format!("{}: no such folder", dir.display()))
    }
}
