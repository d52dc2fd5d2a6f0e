//! What the grammar's productions call: building nodes, decoding literals, and the complaints about what the grammar
//! takes in for the sake of a better message.
//!
//! Invariant: an action never fails. It may be run again for the same text (a declaration is parsed anew after each
//! syntax error in it), so errors noted here may come twice; `parse` drops the doubles.
// Boxes keep the entries of the parser's value stack small; that the actions unpack them at once is the point.
#![allow(clippy::boxed_local, clippy::vec_box)]

use crate::SyntaxError;
use crate::nodes::*;
use crate::source::{FileId, Span};
use crate::tokens::Token;

mod decls;
mod exprs;
mod stmts;
mod types;

/// The state behind the productions.
pub(crate) struct Actions<'s> {
    pub(crate) file: FileId,
    pub(crate) text: &'s str,
    pub(crate) tokens: &'s [Token],
    pub(crate) ids: &'s mut NodeIds,
    /// Starts of malformed literals, ascending.
    pub(crate) bad: &'s [u32],
    /// Directives by the start of their `func`, ascending.
    pub(crate) directives: &'s [(u32, Directive)],
    pub(crate) errors: Vec<SyntaxError>,
    /// What the checker reports of a file that it checks; of another one, `parse` does.
    pub(crate) soft: Vec<SyntaxError>,
    /// The top-level declarations so far, and those not yet known to be complete.
    pub(crate) decls: Vec<Decl>,
    /// Number of declarations that are complete, and where the last ends.
    pub(crate) done: (usize, u32),
    /// Where blocks open, in the order seen; kept to find the statement around an error.
    pub(crate) open_blocks: Vec<u32>,
}

/// An element of a parameter list before names and types are told apart.
pub(crate) struct Entry {
    name: Option<Ident>,
    ty: Option<Expr>,
}

impl Entry {
    pub(crate) fn bare(name: Ident) -> Entry {
        Entry {
            name: Some(name),
            ty: None,
        }
    }

    pub(crate) fn named(name: Ident, ty: Expr) -> Entry {
        Entry {
            name: Some(name),
            ty: Some(ty),
        }
    }

    pub(crate) fn unnamed(ty: Expr) -> Entry {
        Entry {
            name: None,
            ty: Some(ty),
        }
    }

    fn span(&self) -> Span {
        match (&self.name, &self.ty) {
            (Some(n), Some(t)) => n.span.to(t.span),
            (Some(n), None) => n.span,
            (None, Some(t)) => t.span,
            (None, None) => Span::default(),
        }
    }
}

/// Arguments or indices in their brackets.
pub(crate) struct Args {
    open: u32,
    items: Vec<Expr>,
    dots: Option<u32>,
    close: u32,
}

impl Args {
    pub(crate) fn new(open: u32, items: Vec<Expr>, dots: Option<u32>, close: u32) -> Args {
        Args {
            open,
            items,
            dots,
            close,
        }
    }
}

/// The elements of a composite literal in their braces.
pub(crate) struct LiteralValue {
    open: u32,
    elems: Vec<Expr>,
    close: u32,
}

impl LiteralValue {
    pub(crate) fn new(open: u32, elems: Vec<Expr>, close: u32) -> LiteralValue {
        LiteralValue { open, elems, close }
    }
}

/// What stands between `for` and its block.
pub(crate) enum ForHeader {
    Clause(Box<[Option<Stmt>; 3]>),
    Range(Box<RangeHeader>),
}

pub(crate) struct RangeHeader {
    lhs: Vec<Expr>,
    define: bool,
    op: u32,
    range: u32,
    x: Expr,
}

impl ForHeader {
    pub(crate) fn clause(init: Option<Stmt>, cond: Option<Stmt>, post: Option<Stmt>) -> ForHeader {
        ForHeader::Clause(Box::new([init, cond, post]))
    }

    pub(crate) fn range(lhs: Vec<Expr>, define: bool, op: u32, range: u32, x: Expr) -> ForHeader {
        ForHeader::Range(Box::new(RangeHeader {
            lhs,
            define,
            op,
            range,
            x,
        }))
    }
}

pub(crate) fn push<T>(mut v: Vec<T>, x: T) -> Vec<T> {
    v.push(x);
    v
}

/// Large nodes travel the parser's stack in boxes.
fn unbox<T>(v: Vec<Box<T>>) -> Vec<T> {
    v.into_iter().map(|b| *b).collect()
}

pub(crate) fn extend<T>(mut v: Vec<T>, x: Option<T>) -> Vec<T> {
    v.extend(x);
    v
}

pub(crate) fn unshift<T>(x: T, mut v: Vec<T>) -> Vec<T> {
    v.insert(0, x);
    v
}

impl Actions<'_> {
    fn span(&self, lo: u32, hi: u32) -> Span {
        Span::new(self.file, lo, hi)
    }

    fn expr(&mut self, span: Span, kind: ExprKind) -> Expr {
        Expr {
            id: self.ids.fresh(),
            span,
            kind,
        }
    }

    fn at(&mut self, lo: u32, hi: u32, kind: ExprKind) -> Expr {
        let span = self.span(lo, hi);
        self.expr(span, kind)
    }

    pub(crate) fn error(&mut self, at: u32, message: impl AsRef<str>) {
        self.errors
            .push(SyntaxError::syntax(self.span(at, at), message.as_ref()));
    }

    /// Notes an error that whoever checks the file finds by itself.
    fn soft(&mut self, span: Span, message: impl Into<String>) {
        self.soft.push(SyntaxError::other(span, message.into()));
    }

    /// Notes the misplaced jumps of a body, unless a part of it could not be read.
    fn soft_branches(&mut self, body: &Block) {
        let broken = |e: &SyntaxError| {
            e.blocks_checking && (body.span.lo..body.span.hi).contains(&e.span.lo)
        };
        if !self.errors.iter().any(broken) {
            self.soft.extend(crate::validate::check_branches(body));
        }
    }

    /// Notes each `...` in a list of parameters or results that is not in its place.
    fn soft_dots(&mut self, list: &[Field], may_vary: bool) {
        for (i, f) in list.iter().enumerate() {
            let last = i + 1 == list.len() && f.names.len() <= 1;
            if !matches!(f.ty.kind, ExprKind::Ellipsis(_)) || may_vary && last {
                continue;
            }
            let message = match may_vary {
                true => "can only use ... with final parameter",
                false => "invalid use of ...",
            };
            self.soft(f.ty.span, message);
        }
    }

    /// The first token that starts at `at` or later.
    fn token_at(&self, at: u32) -> Option<Token> {
        self.tokens
            .get(self.tokens.partition_point(|t| t.lo < at))
            .copied()
    }

    fn describe_at(&self, at: u32) -> String {
        self.token_at(at).map_or("EOF".into(), |t| {
            t.tok.describe(self.span(t.lo, t.hi).text(self.text))
        })
    }
}
