//! Diagnostics: what is wrong with a source, and how it is shown. The only file that names codespan-reporting.
//!
//! Invariant: a `Diagnostic` is complete in itself (spans, words); sorting, limiting and rendering happen here.

use codespan_reporting::diagnostic::{Diagnostic as CsDiagnostic, Label};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term;
use minigo_syntax::{FileId, Span};

use crate::types::Checker;

/// The place of what stands nowhere in the source.
pub const NO_PLACE: Span = Span {
    file: FileId(u32::MAX),
    lo: 0,
    hi: 0,
};

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The program cannot run.
    Error,
    /// It can.
    Warning,
}

/// Something wrong with the source.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    /// Stable code.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// Where; line and column of `lo` are the ones Go would report.
    pub span: Span,
    /// What, in Go's words; further lines begin with a tab.
    pub message: String,
    /// Other places that matter.
    pub labels: Vec<(Span, String)>,
    /// Hints.
    pub notes: Vec<String>,
}

/// Stable names of the kinds of errors.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum Code {
    Syntax,
    Unsupported,
    Import,
    DuplicateDecl,
    Undefined,
    UnusedVar,
    UnusedImport,
    UnusedLabel,
    UnusedResult,
    InvalidDecl,
    InvalidCycle,
    InvalidType,
    InvalidConst,
    ConstOverflow,
    DivisionByZero,
    InvalidOperation,
    MismatchedTypes,
    InvalidAssign,
    AssignCount,
    InvalidCall,
    /// A type argument that nothing decides.
    CannotInfer,
    InvalidArgument,
    InvalidIndex,
    InvalidLiteral,
    InvalidSelector,
    InvalidConversion,
    InvalidAssert,
    MissingReturn,
    ReturnCount,
    DuplicateCase,
    Misplaced,
    InvalidLabel,
    MissingMain,
    TooComplex,
}

/// Errors shown to a person before `too many errors`.
pub const MAX_SHOWN: usize = 10;

fn files_of(checker: &Checker) -> SimpleFiles<&str, &str> {
    let mut files = SimpleFiles::new();
    for f in &checker.files {
        files.add(f.source.name.as_str(), &*f.source.text);
    }
    files
}

/// `FILE:LINE:COL`, or nothing for a diagnostic without a place.
fn place(checker: &Checker, span: Span) -> String {
    match checker.shown_place(span) {
        Some(place) if span != NO_PLACE => format!("{place}: "),
        _ => String::new(),
    }
}

/// One line for each diagnostic, `FILE:LINE:COL: message`; further places and hints are indented below it, places
/// marked `note:`. For programs to read: there is no limit to their number.
pub fn render_short(checker: &Checker, list: &[Diagnostic]) -> String {
    let mut out = String::new();
    for d in list {
        out.push_str(&format!("{}{}\n", place(checker, d.span), d.message));
        for (span, text) in &d.labels {
            out.push_str(&format!("\t{}note: {text}\n", place(checker, *span)));
        }
    }
    out
}

/// A JSON object a line for each diagnostic. Lines and columns count from 1, columns bytes; `code` is the name of the
/// kind; what stands nowhere in the source has no `file`, `line` and `column`.
pub fn render_json(checker: &Checker, list: &[Diagnostic]) -> String {
    let mut out = String::new();
    for d in list {
        let severity = match d.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        out.push_str(&format!(
            "{{\"severity\":\"{severity}\",\"code\":\"{:?}\"",
            d.code
        ));
        json_place(checker, d.span, &mut out);
        out.push_str(",\"message\":");
        json_string(&d.message, &mut out);
        out.push_str(",\"labels\":[");
        for (i, (span, text)) in d.labels.iter().enumerate() {
            out.push_str(if i > 0 {
                ",{\"message\":"
            } else {
                "{\"message\":"
            });
            json_string(text, &mut out);
            json_place(checker, *span, &mut out);
            out.push('}');
        }
        out.push_str("],\"notes\":[");
        for (i, note) in d.notes.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            json_string(note, &mut out);
        }
        out.push_str("]}\n");
    }
    out
}

fn json_place(checker: &Checker, span: Span, out: &mut String) {
    let Some(f) = checker.files.get(span.file.0 as usize) else {
        return;
    };
    let (lo, hi) = (f.lines().line_col(span.lo), f.lines().line_col(span.hi));
    out.push_str(",\"file\":");
    json_string(&f.source.name, out);
    out.push_str(&format!(
        ",\"line\":{},\"column\":{},\"endLine\":{},\"endColumn\":{}",
        lo.line, lo.col, hi.line, hi.col
    ));
}

fn json_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Diagnostics with the lines of the source they are about.
pub fn render_human(checker: &Checker, list: &[Diagnostic], color: bool) -> String {
    let files = files_of(checker);
    let config = term::Config::default();
    let mut out = String::new();
    for d in list.iter().take(MAX_SHOWN) {
        if std::iter::once(&d.span)
            .chain(d.labels.iter().map(|l| &l.0))
            .any(|s| on_long_line(checker, *s))
        {
            out.push_str("error: ");
            out.push_str(&render_short(checker, std::slice::from_ref(d)));
            continue;
        }
        let mut c = match d.severity {
            Severity::Error => CsDiagnostic::error(),
            Severity::Warning => CsDiagnostic::warning(),
        };
        let mut lines = d.message.lines();
        c.message = lines.next().unwrap_or_default().to_string();
        c.notes = lines
            .map(|l| l.trim_start_matches('\t').to_string())
            .collect();
        c.notes.extend(d.notes.iter().map(|n| format!("hint: {n}")));
        if d.span != NO_PLACE {
            c.labels.push(Label::primary(
                d.span.file.0 as usize,
                range(checker, d.span),
            ));
        }
        for (span, text) in &d.labels {
            if *span == NO_PLACE {
                c.notes.push(text.clone());
            } else {
                c.labels.push(
                    Label::secondary(span.file.0 as usize, range(checker, *span))
                        .with_message(text),
                );
            }
        }
        let shown = if color {
            let mut buf = term::termcolor::Buffer::ansi();
            term::emit_to_write_style(&mut buf, &config, &files, &c)
                .map(|()| String::from_utf8_lossy(buf.as_slice()).into_owned())
        } else {
            term::emit_into_string(&config, &files, &c)
        };
        match shown {
            Ok(text) => out.push_str(&text),
            Err(_) => out.push_str(&render_short(checker, std::slice::from_ref(d))),
        }
    }
    if list.len() > MAX_SHOWN {
        out.push_str("too many errors\n");
    }
    out
}

/// Lines longer than this are not shown, in bytes: a person could not find the place in them.
const MAX_LINE: usize = 400;

/// Whether the line that `span` begins on is too long to show.
fn on_long_line(checker: &Checker, span: Span) -> bool {
    let Some(f) = checker.files.get(span.file.0 as usize) else {
        return false;
    };
    let text = f.source.text.as_bytes();
    let at = (span.lo as usize).min(text.len());
    let before = text[..at]
        .iter()
        .rev()
        .take(MAX_LINE)
        .take_while(|&&b| b != b'\n');
    let after = text[at..]
        .iter()
        .take(MAX_LINE)
        .take_while(|&&b| b != b'\n');
    before.count() + after.count() >= MAX_LINE
}

/// The bytes to underline: no further than the end of the first line.
fn range(checker: &Checker, span: Span) -> std::ops::Range<usize> {
    let (lo, mut hi) = (span.lo as usize, span.hi.max(span.lo + 1) as usize);
    let Some(f) = checker.files.get(span.file.0 as usize) else {
        return 0..0;
    };
    let text = &*f.source.text;
    hi = hi.min(text.len());
    if let Some(n) = text.get(lo..hi).and_then(|t| t.find('\n')) {
        hi = lo + n;
    }
    while !text.is_char_boundary(hi) {
        hi += 1;
    }
    lo.min(hi)..hi
}
