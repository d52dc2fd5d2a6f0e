//! Diagnostics: what is wrong with a source, and how it is shown. The only file that names codespan-reporting.
//!
//! Invariant: a `Diagnostic` is complete in itself (spans, words); sorting, limiting and rendering happen here.

use minigo_syntax::Span;

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
