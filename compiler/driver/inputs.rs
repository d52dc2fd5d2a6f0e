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

/// The files of the package in a folder, sorted by name.
pub fn folder(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for e in std::fs::read_dir(dir)? {
        let p = e?.path();
        if p.is_file() && is_source(&p) {
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
fn reason(e: &io::Error) -> String {
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
    files.iter().map(|f| read(f)).collect()
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
