//! minigo-syntax: from text to tree. It knows no types and no files on disk.
//!
//! `parse_file` gives a tree and the syntax errors found beside it. Nothing of the parser generator or of the
//! scanner's tokens leaves this crate.
#![forbid(unsafe_code)]

mod actions;
pub mod dump;
pub mod input;
pub mod linedirective;
mod literal;
mod messages;
pub mod nodes;
mod notes;
mod parse;
mod recover;
mod scanner;
pub mod source;
mod symbol;
mod tokens;
pub mod validate;

#[allow(clippy::all, clippy::undocumented_unsafe_blocks, missing_docs, unused)]
mod grammar {
    lalrpop_util::lalrpop_mod!(grammar);
    pub(crate) use grammar::*;
}

pub use nodes::{NodeId, NodeIds, Symbol};
pub use parse::{parse_body, parse_decl, parse_file};
pub use source::{FileId, LineTable, Pos, Span};

/// Nesting and operator chains deeper than this are refused, so that recursion over the tree is bounded.
pub const MAX_DEPTH: u32 = 4000;

/// How a file is parsed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Skip the bodies of declared functions; `parse_body` parses one later.
    pub lazy_bodies: bool,
}

/// A mistake in the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What, in Go's words.
    pub message: String,
    /// A place that belongs at the end of the message, as `file:line:col`: who knows the file's name appends it.
    pub place: Option<Span>,
    /// How it may be put right.
    pub note: Option<String>,
    /// Whether the tree is of no use for checking: Go checks types only in files without such an error. False for
    /// a malformed literal, say, which is one `ExprKind::Bad` in a tree that is right otherwise.
    pub blocks_checking: bool,
}

impl SyntaxError {
    /// An error of the grammar; `message` lacks the words "syntax error".
    pub(crate) fn syntax(span: Span, message: &str) -> SyntaxError {
        SyntaxError {
            span,
            message: format!("syntax error: {message}"),
            place: None,
            note: notes::for_message(message),
            blocks_checking: true,
        }
    }

    /// An error beside which types are still checked.
    pub(crate) fn other(span: Span, message: String) -> SyntaxError {
        SyntaxError {
            span,
            note: notes::for_message(&message),
            message,
            place: None,
            blocks_checking: false,
        }
    }
}
