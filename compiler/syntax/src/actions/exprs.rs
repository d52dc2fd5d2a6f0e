//! Actions for expressions.

use super::{Actions, Args, LiteralValue};
use crate::literal;
use crate::nodes::*;
use crate::source::Pos;
use crate::tokens::LitKind;

impl Actions<'_> {
    pub(super) fn is_bad(&self, lo: u32) -> bool {
        !self.bad.is_empty() && self.bad.binary_search(&lo).is_ok()
    }

    pub(crate) fn literal(&mut self, lo: u32, kind: LitKind, hi: u32) -> Expr {
        let span = self.span(lo, hi);
        let text = span.text(self.text);
        let kind = match kind {
            _ if self.is_bad(lo) => ExprKind::Bad,
            LitKind::Int => ExprKind::Lit(Lit::Int(text.into())),
            LitKind::Float => ExprKind::Lit(Lit::Float(text.into())),
            LitKind::Imag => ExprKind::Lit(Lit::Imag(text.into())),
            LitKind::Rune => ExprKind::Lit(Lit::Rune(literal::rune(text))),
        };
        self.expr(span, kind)
    }

    pub(crate) fn string(&mut self, lo: u32, hi: u32) -> Expr {
        let span = self.span(lo, hi);
        let kind = if self.is_bad(lo) {
            ExprKind::Bad
        } else {
            ExprKind::Lit(Lit::Str(literal::string(span.text(self.text))))
        };
        self.expr(span, kind)
    }

    /// Appends `op y` to an expression: below those on its right edge that bind less.
    pub(crate) fn binary(&mut self, mut x: Expr, op: BinaryOp, op_pos: u32, y: Expr) -> Expr {
        if let ExprKind::Binary(b) = &mut x.kind
            && b.op.precedence() < op.precedence()
        {
            let nothing = Expr {
                id: x.id,
                span: x.span,
                kind: ExprKind::Bad,
            };
            let right = std::mem::replace(&mut b.y, nothing);
            x.span.hi = y.span.hi;
            b.y = self.binary(right, op, op_pos, y);
            return x;
        }
        let span = x.span.to(y.span);
        self.expr(
            span,
            ExprKind::Binary(Box::new(Binary {
                op,
                op_pos: Pos(op_pos),
                x,
                y,
            })),
        )
    }

    pub(crate) fn unary(&mut self, lo: u32, op: UnaryOp, x: Expr) -> Expr {
        let hi = x.span.hi;
        self.at(lo, hi, ExprKind::Unary(op, Box::new(x)))
    }

    pub(crate) fn func_lit(&mut self, lo: u32, mut ty: Box<FuncType>, body: Block) -> Expr {
        ty.span.lo = lo;
        self.soft_branches(&body);
        let hi = body.span.hi;
        self.at(lo, hi, ExprKind::Func(Box::new(FuncLit { ty: *ty, body })))
    }

    pub(crate) fn composite(&mut self, ty: Option<Expr>, v: LiteralValue) -> Expr {
        let lo = ty.as_ref().map_or(v.open, |t| t.span.lo);
        let lit = CompositeLit {
            ty,
            elems: v.elems,
            lbrace: Pos(v.open),
            rbrace: Pos(v.close),
        };
        self.at(lo, v.close + 1, ExprKind::Composite(Box::new(lit)))
    }

    /// A composite literal after any operand: only a type's name may stand there.
    pub(crate) fn composite_of(&mut self, x: Expr, v: LiteralValue) -> Expr {
        match &x.unparen().kind {
            ExprKind::Name(_) | ExprKind::Selector(_) | ExprKind::Index(_) => {
                if matches!(x.kind, ExprKind::Paren(_)) {
                    self.error(v.open, "cannot parenthesize type in composite literal");
                }
            }
            ExprKind::Array(_)
            | ExprKind::SliceType(_)
            | ExprKind::Map(_)
            | ExprKind::Struct(_) => {
                self.error(v.open, "cannot parenthesize type in composite literal");
            }
            _ => self.error(v.open, "unexpected { at end of statement"),
        }
        self.composite(Some(x), v)
    }

    pub(crate) fn conversion(&mut self, t: Expr, a: Args) -> Expr {
        if let ExprKind::Chan(ChanDir::Recv, _) = t.kind {
            // `<-chan T(x)` receives from `chan T(x)`.
            let lo = t.span.lo;
            let ExprKind::Chan(_, elem) = t.kind else {
                unreachable!("matched above")
            };
            let chan = self.inner_chan(lo, elem, t.span.hi);
            let x = self.call(chan, a);
            return self.unary(lo, UnaryOp::Recv, x);
        }
        self.call(t, a)
    }

    /// The `chan T` within `<-chan T`.
    pub(super) fn inner_chan(&mut self, lo: u32, elem: Box<Expr>, hi: u32) -> Expr {
        let arrow_and_gap = &self.text[lo as usize..elem.span.lo as usize];
        let start = lo + arrow_and_gap.find("chan").unwrap_or(0) as u32;
        self.at(start, hi, ExprKind::Chan(ChanDir::Both, elem))
    }

    pub(crate) fn call(&mut self, fun: Expr, a: Args) -> Expr {
        let lo = fun.span.lo;
        let call = Call {
            fun,
            lparen: Pos(a.open),
            args: a.items,
            dots: a.dots.map(Pos),
            rparen: Pos(a.close),
        };
        self.at(lo, a.close + 1, ExprKind::Call(Box::new(call)))
    }

    pub(crate) fn selector(&mut self, x: Expr, dot: u32, sel: Ident) -> Expr {
        let span = x.span.to(sel.span);
        self.expr(
            span,
            ExprKind::Selector(Box::new(Selector {
                x,
                dot: Pos(dot),
                sel,
            })),
        )
    }

    pub(crate) fn assertion(&mut self, x: Expr, dot: u32, ty: Option<Expr>, hi: u32) -> Expr {
        let lo = x.span.lo;
        self.at(
            lo,
            hi,
            ExprKind::Assert(Box::new(Assert {
                x,
                dot: Pos(dot),
                ty,
            })),
        )
    }

    pub(crate) fn index(&mut self, x: Expr, a: Args) -> Expr {
        let lo = x.span.lo;
        // Only types can be several.
        let no_type = |e: &&Expr| {
            use ExprKind::*;
            matches!(
                e.kind,
                Lit(_) | Call(_) | Unary(..) | Binary(_) | Composite(_)
            )
        };
        if let Some(e) = a.items.iter().skip(1).find(no_type) {
            let at = e.span.lo;
            let message = format!("unexpected {}, expected ]", self.describe_at(at));
            self.error(at, message);
        }
        self.at(
            lo,
            a.close + 1,
            ExprKind::Index(Box::new(Index {
                x,
                lbrack: Pos(a.open),
                args: a.items,
            })),
        )
    }

    pub(crate) fn slice(
        &mut self,
        x: Expr,
        lbrack: u32,
        index: [Option<Expr>; 3],
        colon2: Option<u32>,
        rbrack: u32,
    ) -> Expr {
        let lo = x.span.lo;
        if let Some(colon2) = colon2 {
            for (i, at, what) in [(1, colon2, "middle"), (2, rbrack, "final")] {
                if index[i].is_none() {
                    let message = format!("{what} index required in 3-index slice");
                    self.soft(self.span(at, at), message);
                }
            }
        }
        let slice = SliceExpr {
            x,
            lbrack: Pos(lbrack),
            index,
            colon2: colon2.map(Pos),
            rbrack: Pos(rbrack),
        };
        self.at(lo, rbrack + 1, ExprKind::Slice(Box::new(slice)))
    }

    pub(crate) fn key_value(&mut self, key: Expr, colon: u32, value: Expr) -> Expr {
        let span = key.span.to(value.span);
        self.expr(
            span,
            ExprKind::KeyValue(Box::new(KeyValue {
                key,
                colon: Pos(colon),
                value,
            })),
        )
    }
}
