//! Which statement lists never reach their end. Source: language spec, "Terminating statements".

use minigo_syntax::Symbol;
use minigo_syntax::nodes::{CaseClause, Stmt, StmtKind};

use super::check::Checker;

impl Checker {
    pub(super) fn is_terminating_list(&self, l: &[Stmt], label: Option<Symbol>) -> bool {
        match l.iter().rev().find(|s| !matches!(s.kind, StmtKind::Empty)) {
            Some(s) => self.is_terminating(s, label),
            None => false,
        }
    }

    fn is_terminating(&self, s: &Stmt, label: Option<Symbol>) -> bool {
        match &s.kind {
            StmtKind::Bad | StmtKind::Return(_) | StmtKind::Goto(_) | StmtKind::Fallthrough => true,
            StmtKind::Labeled(l, inner) => self.is_terminating(inner, Some(l.name)),
            StmtKind::Expr(e) => self.panic_calls.contains(&e.unparen().id),
            StmtKind::Block(b) => self.is_terminating_list(&b.stmts, None),
            StmtKind::If(i) => {
                self.is_terminating_list(&i.then.stmts, None)
                    && i.els.as_ref().is_some_and(|e| self.is_terminating(e, None))
            }
            StmtKind::Switch(x) => self.is_terminating_switch(&x.clauses, label),
            StmtKind::TypeSwitch(x) => self.is_terminating_switch(&x.clauses, label),
            StmtKind::Select(x) => x.clauses.iter().all(|c| {
                self.is_terminating_list(&c.body, None) && !has_break_list(&c.body, label, true)
            }),
            StmtKind::For(f) => f.cond.is_none() && !has_break_list(&f.body.stmts, label, true),
            _ => false,
        }
    }

    fn is_terminating_switch(&self, clauses: &[CaseClause], label: Option<Symbol>) -> bool {
        clauses.iter().any(|c| c.exprs.is_none())
            && clauses.iter().all(|c| {
                self.is_terminating_list(&c.body, None) && !has_break_list(&c.body, label, true)
            })
    }
}

fn has_break_list(l: &[Stmt], label: Option<Symbol>, implicit: bool) -> bool {
    l.iter().any(|s| has_break(s, label, implicit))
}

/// Whether a `break` in `s` leaves the statement with that label, or (`implicit`) the innermost one around `s`.
fn has_break(s: &Stmt, label: Option<Symbol>, implicit: bool) -> bool {
    match &s.kind {
        StmtKind::Break(None) => implicit,
        StmtKind::Break(Some(l)) => Some(l.name) == label,
        StmtKind::Labeled(_, inner) => has_break(inner, label, implicit),
        StmtKind::Block(b) => has_break_list(&b.stmts, label, implicit),
        StmtKind::If(i) => {
            has_break_list(&i.then.stmts, label, implicit)
                || i.els
                    .as_ref()
                    .is_some_and(|e| has_break(e, label, implicit))
        }
        _ if label.is_none() => false,
        StmtKind::Switch(x) => x
            .clauses
            .iter()
            .any(|c| has_break_list(&c.body, label, false)),
        StmtKind::TypeSwitch(x) => x
            .clauses
            .iter()
            .any(|c| has_break_list(&c.body, label, false)),
        StmtKind::Select(x) => x
            .clauses
            .iter()
            .any(|c| has_break_list(&c.body, label, false)),
        StmtKind::For(f) => has_break_list(&f.body.stmts, label, false),
        StmtKind::Range(r) => has_break_list(&r.body.stmts, label, false),
        _ => false,
    }
}
