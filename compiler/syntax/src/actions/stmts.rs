//! Actions for statements.

use super::{Actions, Args, ForHeader};
use crate::SyntaxError;
use crate::nodes::*;
use crate::source::{Pos, Span};
use crate::tokens::{Semi, Tok};

impl Actions<'_> {
    pub(crate) fn stmt(&mut self, lo: u32, hi: u32, kind: StmtKind) -> Stmt {
        Stmt {
            id: self.ids.fresh(),
            span: self.span(lo, hi),
            kind,
        }
    }

    pub(crate) fn block_stmt(&mut self, b: Block) -> Stmt {
        self.stmt(b.span.lo, b.span.hi, StmtKind::Block(b))
    }

    pub(crate) fn decl_stmt(&mut self, d: Decl) -> Stmt {
        let span = match &d {
            Decl::Import(g) => g.span,
            Decl::Const(g) => g.span,
            Decl::Type(g) => g.span,
            Decl::Var(g) => g.span,
            Decl::Func(f) => f.span,
        };
        self.stmt(span.lo, span.hi, StmtKind::Decl(Box::new(d)))
    }

    pub(crate) fn labeled(&mut self, label: Ident, colon: u32, s: Option<Stmt>) -> Stmt {
        let inner = match s {
            Some(s) => s,
            None => {
                if let Some(t) = self.token_at(colon + 1)
                    && matches!(t.tok, Tok::Case | Tok::Default)
                {
                    self.error(colon, "missing statement after label");
                }
                self.stmt(colon + 1, colon + 1, StmtKind::Empty)
            }
        };
        self.stmt(
            label.span.lo,
            inner.span.hi,
            StmtKind::Labeled(label, Box::new(inner)),
        )
    }

    pub(crate) fn go_stmt(&mut self, lo: u32, x: Expr) -> Stmt {
        self.unparenthesized(&x, "go");
        let hi = x.span.hi;
        self.stmt(lo, hi, StmtKind::Go(Box::new(x)))
    }

    pub(crate) fn defer_stmt(&mut self, lo: u32, x: Expr) -> Stmt {
        self.unparenthesized(&x, "defer");
        let hi = x.span.hi;
        self.stmt(lo, hi, StmtKind::Defer(Box::new(x)))
    }

    fn unparenthesized(&mut self, x: &Expr, what: &str) {
        // Only an operand can stand there.
        let mut first = x;
        while let ExprKind::Binary(b) = &first.kind {
            first = &b.x;
        }
        if matches!(first.kind, ExprKind::Unary(..) | ExprKind::Star(_)) {
            let at = first.span.lo;
            let message = format!("unexpected {}, expected expression", self.describe_at(at));
            self.error(at, message);
        } else if first.id != x.id {
            let at = self.token_at(first.span.hi).map_or(first.span.hi, |t| t.lo);
            let message = format!("unexpected {} at end of statement", self.describe_at(at));
            self.error(at, message);
        }
        if matches!(x.kind, ExprKind::Paren(_)) {
            let message = format!("expression in {what} must not be parenthesized");
            self.errors
                .push(SyntaxError::other(x.span.start(), message));
        }
    }

    pub(crate) fn expr_stmt(&mut self, mut v: Vec<Expr>, hi: u32) -> Stmt {
        let lo = v[0].span.lo;
        if v.len() > 1 {
            let at = self.token_at(hi).map_or(hi, |t| t.lo);
            let message = format!(
                "unexpected {}, expected := or = or comma",
                self.describe_at(hi)
            );
            self.error(at, message);
            return self.stmt(lo, hi, StmtKind::Bad);
        }
        if self.token_at(lo).is_some_and(|t| t.tok == Tok::Tilde) {
            self.error(lo, "unexpected ~, expected }");
            return self.stmt(lo, hi, StmtKind::Bad);
        }
        let x = v.swap_remove(0);
        self.stmt(lo, hi, StmtKind::Expr(Box::new(x)))
    }

    /// The one expression left of an operator that takes one.
    fn single(&mut self, mut v: Vec<Expr>, at: u32) -> Expr {
        if v.len() > 1 {
            let message = format!(
                "unexpected {}, expected := or = or comma",
                self.describe_at(at)
            );
            self.error(at, message);
        }
        v.swap_remove(0)
    }

    fn ends(lhs: &[Expr], rhs: &[Expr]) -> (u32, u32) {
        (lhs[0].span.lo, rhs[rhs.len() - 1].span.hi)
    }

    pub(crate) fn assign(
        &mut self,
        mut lhs: Vec<Expr>,
        op: Option<BinaryOp>,
        at: u32,
        rhs: Vec<Expr>,
    ) -> Stmt {
        if op.is_some() {
            if lhs.len() > 1 {
                lhs = vec![self.single(lhs, at)];
            } else if let [first, _, ..] = &rhs[..] {
                self.error(first.span.hi, "unexpected comma at end of statement");
            }
        }
        let (lo, hi) = Self::ends(&lhs, &rhs);
        self.stmt(
            lo,
            hi,
            StmtKind::Assign(Box::new(Assign {
                lhs,
                op,
                op_pos: Pos(at),
                rhs,
            })),
        )
    }

    pub(crate) fn define(&mut self, lhs: Vec<Expr>, at: u32, rhs: Vec<Expr>) -> Stmt {
        let (lo, hi) = Self::ends(&lhs, &rhs);
        self.stmt(
            lo,
            hi,
            StmtKind::Define(Box::new(Define {
                lhs,
                op_pos: Pos(at),
                rhs,
            })),
        )
    }

    pub(crate) fn inc_dec(&mut self, lhs: Vec<Expr>, at: u32, inc: bool, hi: u32) -> Stmt {
        let x = self.single(lhs, at);
        self.stmt(
            x.span.lo,
            hi,
            StmtKind::IncDec(Box::new(IncDec {
                x,
                inc,
                op_pos: Pos(at),
            })),
        )
    }

    pub(crate) fn send(&mut self, lhs: Vec<Expr>, at: u32, value: Expr) -> Stmt {
        let chan = self.single(lhs, at);
        let (lo, hi) = (chan.span.lo, value.span.hi);
        self.stmt(
            lo,
            hi,
            StmtKind::Send(Box::new(Send {
                chan,
                arrow: Pos(at),
                value,
            })),
        )
    }

    pub(crate) fn send_channel(
        &mut self,
        lhs: Vec<Expr>,
        at: u32,
        _after: u32,
        elem: Expr,
        a: Args,
    ) -> Stmt {
        let hi = elem.span.hi;
        let chan = self.inner_chan(at, Box::new(elem), hi);
        let value = self.call(chan, a);
        self.send(lhs, at, value)
    }

    pub(crate) fn if_header(
        &mut self,
        init: Option<Stmt>,
        cond: Option<Stmt>,
        semi: Option<(u32, Semi)>,
        brace: u32,
    ) -> Box<(Option<Stmt>, Expr)> {
        let cond = match cond {
            Some(s) => self.condition(s),
            None => {
                let at = semi.map_or(brace, |s| s.0);
                match semi {
                    Some((_, Semi::Newline | Semi::Eof)) => {
                        self.error(at, "unexpected newline, expected { after if clause");
                    }
                    _ => self.error(at, "missing condition in if statement"),
                }
                self.at(at, at, ExprKind::Bad)
            }
        };
        Box::new((init, cond))
    }

    /// The expression of a statement that stands for a condition.
    fn condition(&mut self, s: Stmt) -> Expr {
        match s.kind {
            StmtKind::Expr(x) => *x,
            StmtKind::Bad => self.expr(s.span, ExprKind::Bad),
            _ => {
                let what = match &s.kind {
                    StmtKind::Assign(a) if a.op.is_none() => {
                        let side = |v: &[Expr]| {
                            let text = v[0].span.to(v[v.len() - 1].span).text(self.text);
                            let binary = v.len() == 1 && matches!(v[0].kind, ExprKind::Binary(_));
                            if binary {
                                format!("({text})")
                            } else {
                                text.to_string()
                            }
                        };
                        format!("assignment {} = {}", side(&a.lhs), side(&a.rhs))
                    }
                    _ => s.span.text(self.text).to_string(),
                };
                let message = format!("cannot use {} as value", what.lines().next().unwrap_or(""));
                self.error(s.pos().0, message);
                self.expr(s.span, ExprKind::Bad)
            }
        }
    }

    pub(crate) fn if_stmt(
        &mut self,
        lo: u32,
        header: Box<(Option<Stmt>, Expr)>,
        then: Block,
        els: Option<Stmt>,
    ) -> Stmt {
        let hi = els.as_ref().map_or(then.span.hi, |e| e.span.hi);
        let (init, cond) = *header;
        self.stmt(
            lo,
            hi,
            StmtKind::If(Box::new(If {
                init,
                cond,
                then,
                els,
            })),
        )
    }

    pub(crate) fn switch(
        &mut self,
        lo: u32,
        header: Box<(Option<Stmt>, Option<Stmt>)>,
        lbrace: u32,
        clauses: Vec<CaseClause>,
        rbrace: u32,
    ) -> Stmt {
        let (init, tag) = *header;
        self.clause_ends(clauses.iter().map(|c| (c.span, c.colon)));
        let kind = match tag.map(type_switch_guard) {
            Some(Ok((bind, x, guard_span))) => StmtKind::TypeSwitch(Box::new(TypeSwitch {
                init,
                bind,
                x,
                guard_span,
                clauses,
                lbrace: Pos(lbrace),
                rbrace: Pos(rbrace),
            })),
            tag => {
                let tag = match tag {
                    Some(Err(s)) => Some(self.condition(s)),
                    _ => None,
                };
                let (lbrace, rbrace) = (Pos(lbrace), Pos(rbrace));
                StmtKind::Switch(Box::new(Switch {
                    init,
                    tag,
                    clauses,
                    lbrace,
                    rbrace,
                }))
            }
        };
        self.stmt(lo, rbrace + 1, kind)
    }

    pub(crate) fn select(
        &mut self,
        lo: u32,
        lbrace: u32,
        clauses: Vec<CommClause>,
        rbrace: u32,
    ) -> Stmt {
        self.clause_ends(clauses.iter().map(|c| (c.span, c.colon)));
        let (lbrace, close) = (Pos(lbrace), Pos(rbrace));
        self.stmt(
            lo,
            rbrace + 1,
            StmtKind::Select(Box::new(Select {
                clauses,
                lbrace,
                rbrace: close,
            })),
        )
    }

    /// A clause's last statement ends in a semicolon when another clause follows.
    fn clause_ends(&mut self, clauses: impl Iterator<Item = (Span, Pos)>) {
        let mut before: Option<Pos> = None;
        for (span, colon) in clauses {
            let i = self.tokens.partition_point(|t| t.lo < span.lo);
            if let (Some(colon), Some(i)) = (before, i.checked_sub(1)) {
                let last = self.tokens[i];
                if !matches!(last.tok, Tok::Semi(_) | Tok::Colon) && last.lo != colon.0 {
                    let message = format!(
                        "unexpected {} at end of statement",
                        self.describe_at(span.lo)
                    );
                    self.error(span.lo, message);
                }
            }
            before = Some(colon);
        }
    }

    pub(crate) fn case_clause(
        &mut self,
        lo: u32,
        exprs: Option<Vec<Expr>>,
        colon: u32,
        body: Vec<Stmt>,
    ) -> Box<CaseClause> {
        let hi = body.last().map_or(colon + 1, |s| s.span.hi);
        Box::new(CaseClause {
            id: self.ids.fresh(),
            span: self.span(lo, hi),
            exprs,
            colon: Pos(colon),
            body,
        })
    }

    pub(crate) fn comm_clause(
        &mut self,
        lo: u32,
        comm: Option<Stmt>,
        colon: u32,
        body: Vec<Stmt>,
    ) -> Box<CommClause> {
        let hi = body.last().map_or(colon + 1, |s| s.span.hi);
        Box::new(CommClause {
            id: self.ids.fresh(),
            span: self.span(lo, hi),
            comm,
            colon: Pos(colon),
            body,
        })
    }

    pub(crate) fn for_header_short(
        &mut self,
        init: Option<Stmt>,
        cond: Option<Stmt>,
        hi: u32,
    ) -> ForHeader {
        let at = self.token_at(hi).map_or(hi, |t| t.lo);
        let what = if cond.is_some() {
            "expected semicolon or newline"
        } else {
            "expected for loop condition"
        };
        let message = format!("unexpected {}, {what}", self.describe_at(hi));
        self.error(at, message);
        ForHeader::clause(init, cond, None)
    }

    pub(crate) fn for_stmt(&mut self, lo: u32, header: ForHeader, body: Block) -> Stmt {
        let hi = body.span.hi;
        let kind = match header {
            ForHeader::Clause(parts) => {
                let [init, cond, post] = *parts;
                let cond = cond.map(|s| self.condition(s));
                if let Some(Stmt {
                    kind: StmtKind::Define(d),
                    ..
                }) = &post
                {
                    self.error(d.op_pos.0, "cannot declare in post statement of for loop");
                }
                StmtKind::For(Box::new(For {
                    init,
                    cond,
                    post,
                    body,
                }))
            }
            ForHeader::Range(r) => StmtKind::Range(Box::new(Range {
                lhs: r.lhs,
                define: r.define,
                op_pos: Pos(r.op),
                range_pos: Pos(r.range),
                x: r.x,
                body,
            })),
        };
        self.stmt(lo, hi, kind)
    }
}

/// The parts of `x := y.(type)` or `y.(type)`, or the statement back.
fn type_switch_guard(s: Stmt) -> Result<(Option<Ident>, Expr, Span), Stmt> {
    fn is_guard(x: &Expr) -> bool {
        matches!(&x.kind, ExprKind::Assert(a) if a.ty.is_none())
    }
    fn subject(x: Expr) -> Expr {
        match x.kind {
            ExprKind::Assert(a) => a.x,
            kind => Expr { kind, ..x },
        }
    }
    let span = s.span;
    match s.kind {
        StmtKind::Expr(x) if is_guard(&x) => Ok((None, subject(*x), span)),
        StmtKind::Define(mut d)
            if d.lhs.len() == 1
                && d.lhs[0].as_name().is_some()
                && d.rhs.len() == 1
                && is_guard(&d.rhs[0]) =>
        {
            let bind = d.lhs[0].as_ident();
            Ok((bind, subject(d.rhs.swap_remove(0)), span))
        }
        kind => Err(Stmt { kind, ..s }),
    }
}
