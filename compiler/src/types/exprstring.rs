//! Expressions as messages show them: on one line, bodies of functions and contents of literals left out.

use std::fmt::Write;

use minigo_syntax::Span;
use minigo_syntax::nodes::{ChanDir, Expr, ExprKind, FuncType, InterfaceElem, Lit, Params};

use super::check::Checker;

impl Checker {
    /// The expression's text.
    pub(super) fn estr(&self, e: &Expr) -> String {
        let mut s = String::new();
        self.write_expr(&mut s, e, 0);
        s
    }

    /// Source text of a span.
    pub(super) fn text(&self, span: Span) -> &str {
        self.files
            .get(span.file.0 as usize)
            .map_or("", |f| span.text(&f.source.text))
    }

    fn write_expr(&self, s: &mut String, e: &Expr, depth: u32) {
        if depth > 200 {
            s.push('…');
            return;
        }
        let d = depth + 1;
        match &e.kind {
            ExprKind::Bad => s.push_str("BadExpr"),
            ExprKind::Name(n) => s.push_str(n.as_str()),
            ExprKind::Lit(Lit::Rune(_) | Lit::Str(_)) => s.push_str(self.text(e.span)),
            ExprKind::Lit(Lit::Int(t) | Lit::Float(t) | Lit::Imag(t)) => s.push_str(t),
            ExprKind::Composite(c) => {
                if let Some(t) = &c.ty {
                    self.write_expr(s, t, d);
                }
                s.push_str(if c.elems.is_empty() { "{}" } else { "{…}" });
            }
            ExprKind::Func(f) => {
                s.push_str("func");
                self.write_signature(s, &f.ty, d);
                s.push_str(if f.body.stmts.is_empty() {
                    " {}"
                } else {
                    " {…}"
                });
            }
            ExprKind::Paren(x) => {
                s.push('(');
                self.write_expr(s, x, d);
                s.push(')');
            }
            ExprKind::Selector(x) => {
                self.write_expr(s, &x.x, d);
                s.push('.');
                s.push_str(x.sel.name.as_str());
            }
            ExprKind::Index(x) => {
                self.write_expr(s, &x.x, d);
                s.push('[');
                self.write_list(s, &x.args, d);
                s.push(']');
            }
            ExprKind::Slice(x) => {
                self.write_expr(s, &x.x, d);
                s.push('[');
                for (i, index) in x.index.iter().enumerate() {
                    if i == 1 || (i == 2 && x.colon2.is_some()) {
                        s.push(':');
                    }
                    if let Some(e) = index {
                        self.write_expr(s, e, d);
                    }
                }
                s.push(']');
            }
            ExprKind::Assert(x) => {
                self.write_expr(s, &x.x, d);
                s.push_str(".(");
                match &x.ty {
                    Some(t) => self.write_expr(s, t, d),
                    None => s.push_str("type"),
                }
                s.push(')');
            }
            ExprKind::Call(x) => {
                self.write_expr(s, &x.fun, d);
                s.push('(');
                self.write_list(s, &x.args, d);
                if x.dots.is_some() {
                    s.push_str("...");
                }
                s.push(')');
            }
            ExprKind::Star(x) => {
                s.push('*');
                self.write_expr(s, x, d);
            }
            ExprKind::Unary(op, x) => {
                s.push_str(op.as_str());
                self.write_expr(s, x, d);
            }
            ExprKind::Binary(x) => {
                self.write_expr(s, &x.x, d);
                let _ = write!(s, " {} ", x.op.as_str());
                self.write_expr(s, &x.y, d);
            }
            ExprKind::KeyValue(x) => {
                self.write_expr(s, &x.key, d);
                s.push_str(": ");
                self.write_expr(s, &x.value, d);
            }
            ExprKind::Array(x) => {
                s.push('[');
                match &x.len {
                    Some(l) => self.write_expr(s, l, d),
                    None => s.push_str("..."),
                }
                s.push(']');
                self.write_expr(s, &x.elem, d);
            }
            ExprKind::SliceType(x) => {
                s.push_str("[]");
                self.write_expr(s, x, d);
            }
            ExprKind::Struct(x) => {
                s.push_str("struct{");
                for (i, f) in x.fields.iter().enumerate() {
                    if i > 0 {
                        s.push_str("; ");
                    }
                    for (j, n) in f.names.iter().enumerate() {
                        if j > 0 {
                            s.push_str(", ");
                        }
                        s.push_str(n.name.as_str());
                    }
                    if !f.names.is_empty() {
                        s.push(' ');
                    }
                    self.write_expr(s, &f.ty, d);
                }
                s.push('}');
            }
            ExprKind::FuncType(x) => {
                s.push_str("func");
                self.write_signature(s, x, d);
            }
            ExprKind::Interface(x) => {
                s.push_str("interface{");
                for (i, e) in x.elems.iter().enumerate() {
                    if i > 0 {
                        s.push_str("; ");
                    }
                    match e {
                        InterfaceElem::Method(n, sig) => {
                            s.push_str(n.name.as_str());
                            self.write_signature(s, sig, d);
                        }
                        InterfaceElem::Embed(t) => self.write_expr(s, t, d),
                    }
                }
                s.push('}');
            }
            ExprKind::Map(x) => {
                s.push_str("map[");
                self.write_expr(s, &x.key, d);
                s.push(']');
                self.write_expr(s, &x.value, d);
            }
            ExprKind::Chan(dir, x) => {
                s.push_str(match dir {
                    ChanDir::Both => "chan ",
                    ChanDir::Send => "chan<- ",
                    ChanDir::Recv => "<-chan ",
                });
                self.write_expr(s, x, d);
            }
            ExprKind::Ellipsis(x) => {
                s.push_str("...");
                self.write_expr(s, x, d);
            }
        }
    }

    fn write_list(&self, s: &mut String, l: &[Expr], d: u32) {
        for (i, e) in l.iter().enumerate() {
            if i > 0 {
                s.push_str(", ");
            }
            self.write_expr(s, e, d);
        }
    }

    fn write_params(&self, s: &mut String, p: &Params, d: u32) {
        s.push('(');
        for (i, f) in p.list.iter().enumerate() {
            if i > 0 {
                s.push_str(", ");
            }
            for (j, n) in f.names.iter().enumerate() {
                if j > 0 {
                    s.push_str(", ");
                }
                s.push_str(n.name.as_str());
            }
            if !f.names.is_empty() {
                s.push(' ');
            }
            self.write_expr(s, &f.ty, d);
        }
        s.push(')');
    }

    fn write_signature(&self, s: &mut String, f: &FuncType, d: u32) {
        self.write_params(s, &f.params, d);
        match &f.results.list[..] {
            [] => {}
            [r] if r.names.is_empty() => {
                s.push(' ');
                self.write_expr(s, &r.ty, d);
            }
            _ => {
                s.push(' ');
                self.write_params(s, &f.results, d);
            }
        }
    }
}
