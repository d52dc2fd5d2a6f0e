//! Compiler directives in comments that would change what a program means, and are refused: nothing is ignored that
//! the program relies on.

use minigo_syntax::{FileId, Span, SyntaxError};

/// Directives for the runtime alone.
const RUNTIME_ONLY: &[&str] = &[
    "nowritebarrier",
    "nowritebarrierrec",
    "yeswritebarrierrec",
    "systemstack",
];

/// What is wrong with the directives of a file that is no library file.
pub(super) fn refused(id: FileId, text: &str) -> Vec<SyntaxError> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices("//go:") {
        // A directive begins a line, and not one of a raw string.
        let inner = at > 0 && text.as_bytes()[at - 1] != b'\n';
        if inner || text[..at].matches('`').count() % 2 == 1 {
            continue;
        }
        let line = text[at..].lines().next().unwrap_or_default();
        let name = line["//go:".len()..].split_whitespace().next();
        let message = match name.unwrap_or_default() {
            "embed" => "go:embed only allowed in Go files that import \"embed\"".to_string(),
            name if RUNTIME_ONLY.contains(&name) => format!("//go:{name} only allowed in runtime"),
            _ => continue,
        };
        out.push(SyntaxError {
            span: Span::new(id, at as u32 + 2, (at + line.len()) as u32),
            message,
            place: None,
            note: None,
            blocks_checking: false,
        });
    }
    for (at, message) in minigo_syntax::linedirective::find(text).1 {
        out.push(SyntaxError {
            span: Span::new(id, at, at),
            message,
            place: None,
            note: None,
            blocks_checking: false,
        });
    }
    out
}
