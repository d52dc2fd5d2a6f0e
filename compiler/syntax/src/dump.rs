//! A stable text form of tokens and trees, for golden tests and for looking at what the parser made.
//!
//! Declarations and statements have a line each, which begins with their line and column; expressions are written in
//! prefix form. Every kind of node has a form of its own, so two different trees never look alike.

use std::fmt::Write;

use crate::nodes::*;
use crate::scanner;
use crate::source::{FileId, LineTable, Span};
use crate::tokens::Tok;

/// The tokens of a text, one a line, then the scanner's errors.
pub fn tokens(text: &str) -> String {
    let lines = LineTable::new(text);
    let scanned = scanner::scan(FileId(0), text, 0, text.len(), false);
    let mut out = String::new();
    for t in &scanned.tokens {
        let at = lines.line_col(t.lo);
        let source = Span::new(FileId(0), t.lo, t.hi).text(text);
        let kind = match t.tok {
            Tok::Name(_) => "name".to_string(),
            Tok::Lit(kind) => format!("{kind:?}").to_lowercase(),
            Tok::Str => "string".into(),
            Tok::Semi(kind) => format!("; {kind:?}").to_lowercase(),
            Tok::Eof => "end".into(),
            _ => String::new(),
        };
        let source = if matches!(t.tok, Tok::Semi(_)) {
            ""
        } else {
            source
        };
        let line = format!(
            "{}:{} {kind} {}",
            at.line,
            at.col,
            source.replace('\n', "\\n")
        );
        let _ = writeln!(out, "{}", line.trim_end().replace("  ", " "));
    }
    for e in &scanned.errors {
        let at = lines.line_col(e.span.lo);
        let _ = writeln!(out, "error {}:{} {}", at.line, at.col, e.message);
    }
    out
}

/// The tree of a file; `text` is its text.
pub fn tree(file: &File, text: &str) -> String {
    let mut d = Dump {
        lines: LineTable::new(text),
        out: String::new(),
        depth: 0,
    };
    d.line(file.package.span, &format!("package {}", file.package.name));
    for decl in &file.decls {
        d.decl(decl);
    }
    d.out
}

struct Dump {
    lines: LineTable,
    out: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, span: Span, text: &str) {
        let (from, to) = (self.lines.line_col(span.lo), self.lines.line_col(span.hi));
        let indent = "  ".repeat(self.depth);
        let _ = writeln!(
            self.out,
            "{indent}{}:{}-{}:{} {text}",
            from.line, from.col, to.line, to.col
        );
    }

    fn nested(&mut self, f: impl FnOnce(&mut Dump)) {
        self.depth += 1;
        f(self);
        self.depth -= 1;
    }

    fn decl(&mut self, d: &Decl) {
        match d {
            Decl::Import(g) => {
                for s in &g.specs {
                    let name = s.name.map_or(String::new(), |n| format!("{} ", n.name));
                    self.line(s.span, &format!("import {name}{:?}", s.path));
                }
            }
            Decl::Const(g) => {
                for (iota, s) in g.specs.iter().enumerate() {
                    let names = idents(&s.names);
                    let rest = typed_values(&s.ty, &s.values);
                    self.line(s.span, &format!("const #{iota} {names}{rest}"));
                }
            }
            Decl::Var(g) => {
                for s in &g.specs {
                    let rest = typed_values(&s.ty, &s.values);
                    self.line(s.span, &format!("var {}{rest}", idents(&s.names)));
                }
            }
            Decl::Type(g) => {
                for s in &g.specs {
                    let params = type_params(&s.type_params);
                    let alias = if s.alias.is_some() { " =" } else { "" };
                    self.line(
                        s.span,
                        &format!("type {}{params}{alias} {}", s.name.name, expr(&s.ty)),
                    );
                }
            }
            Decl::Func(f) => self.func(f),
        }
    }

    fn func(&mut self, f: &FuncDecl) {
        let mut head = String::from("func ");
        if let Some(d) = f.directive {
            let _ = write!(head, "{d:?} ");
        }
        if let Some(r) = &f.recv {
            let _ = write!(head, "{} ", fields(&r.list));
        }
        let _ = write!(
            head,
            "{}{} {}",
            f.name.name,
            type_params(&f.type_params),
            signature(&f.ty)
        );
        if let Some(b) = &f.body
            && b.block().is_none()
        {
            head.push_str(" (lazy)");
        }
        self.line(f.span, &head);
        if let Some(b) = f.body.as_ref().and_then(FuncBody::block) {
            self.stmts(&b.stmts);
        }
    }

    fn stmts(&mut self, stmts: &[Stmt]) {
        self.nested(|d| stmts.iter().for_each(|s| d.stmt(s)));
    }

    fn part(&mut self, what: &str, s: &Option<Stmt>) {
        if let Some(s) = s {
            self.nested(|d| {
                d.line(s.span, what);
                d.nested(|d| d.stmt(s));
            });
        }
    }

    fn stmt(&mut self, s: &Stmt) {
        let text = match &s.kind {
            StmtKind::Bad => "bad".to_string(),
            StmtKind::Empty => "empty".into(),
            StmtKind::Decl(d) => return self.decl(d),
            StmtKind::Labeled(label, inner) => {
                self.line(s.span, &format!("label {}", label.name));
                return self.nested(|d| d.stmt(inner));
            }
            StmtKind::Expr(x) => return self.with_bodies(s.span, "expr ", &[x]),
            StmtKind::Send(send) => format!("send {} {}", expr(&send.chan), expr(&send.value)),
            StmtKind::IncDec(i) => format!("{} {}", if i.inc { "++" } else { "--" }, expr(&i.x)),
            StmtKind::Assign(a) => {
                let op = a.op.map_or("", BinaryOp::as_str);
                let head = format!("{op}= ({}) ", exprs(&a.lhs));
                return self.with_bodies(s.span, &head, &a.rhs.iter().collect::<Vec<_>>());
            }
            StmtKind::Define(a) => {
                let head = format!(":= ({}) ", exprs(&a.lhs));
                return self.with_bodies(s.span, &head, &a.rhs.iter().collect::<Vec<_>>());
            }
            StmtKind::Go(x) => return self.with_bodies(s.span, "go ", &[x]),
            StmtKind::Defer(x) => return self.with_bodies(s.span, "defer ", &[x]),
            StmtKind::Return(v) => {
                return self.with_bodies(s.span, "return ", &v.iter().collect::<Vec<_>>());
            }
            StmtKind::Break(l) => format!("break {}", l.map_or("", |l| l.name.as_str())),
            StmtKind::Continue(l) => format!("continue {}", l.map_or("", |l| l.name.as_str())),
            StmtKind::Goto(l) => format!("goto {}", l.name),
            StmtKind::Fallthrough => "fallthrough".into(),
            StmtKind::Block(b) => {
                self.line(s.span, "block");
                return self.stmts(&b.stmts);
            }
            StmtKind::If(i) => {
                self.line(s.span, &format!("if {}", expr(&i.cond)));
                self.part("init", &i.init);
                self.stmts(&i.then.stmts);
                return self.part("else", &i.els);
            }
            StmtKind::Switch(sw) => {
                let tag = sw.tag.as_ref().map_or(String::new(), expr);
                self.line(s.span, &format!("switch {tag}"));
                self.part("init", &sw.init);
                return self.cases(&sw.clauses);
            }
            StmtKind::TypeSwitch(sw) => {
                let bind = sw.bind.map_or(String::new(), |b| format!("{} := ", b.name));
                self.line(s.span, &format!("type switch {bind}{}", expr(&sw.x)));
                self.part("init", &sw.init);
                return self.cases(&sw.clauses);
            }
            StmtKind::Select(sel) => {
                self.line(s.span, "select");
                return self.nested(|d| {
                    for c in &sel.clauses {
                        d.line(c.span, if c.comm.is_some() { "case" } else { "default" });
                        d.part("comm", &c.comm);
                        d.stmts(&c.body);
                    }
                });
            }
            StmtKind::For(f) => {
                let cond = f.cond.as_ref().map_or(String::new(), expr);
                self.line(s.span, &format!("for {cond}"));
                self.part("init", &f.init);
                self.part("post", &f.post);
                return self.stmts(&f.body.stmts);
            }
            StmtKind::Range(r) => {
                let op = if r.define { ":=" } else { "=" };
                self.line(
                    s.span,
                    &format!("range {op} ({}) {}", exprs(&r.lhs), expr(&r.x)),
                );
                return self.stmts(&r.body.stmts);
            }
        };
        self.line(s.span, text.trim_end());
    }

    fn cases(&mut self, clauses: &[CaseClause]) {
        self.nested(|d| {
            for c in clauses {
                let text = match &c.exprs {
                    Some(v) => format!("case {}", exprs(v)),
                    None => "default".into(),
                };
                d.line(c.span, &text);
                d.stmts(&c.body);
            }
        });
    }

    /// A line with expressions, and below it the bodies of function literals among them or their arguments.
    fn with_bodies(&mut self, span: Span, head: &str, list: &[&Expr]) {
        let all: Vec<String> = list.iter().map(|x| expr(x)).collect();
        self.line(span, format!("{head}{}", all.join(" ")).trim_end());
        for x in list {
            self.bodies(x);
        }
    }

    fn bodies(&mut self, x: &Expr) {
        match &x.kind {
            ExprKind::Func(f) => self.stmts(&f.body.stmts),
            ExprKind::Call(c) => {
                self.bodies(&c.fun);
                c.args.iter().for_each(|x| self.bodies(x));
            }
            ExprKind::Paren(x) | ExprKind::Unary(_, x) => self.bodies(x),
            ExprKind::Composite(c) => c.elems.iter().for_each(|x| self.bodies(x)),
            ExprKind::KeyValue(kv) => self.bodies(&kv.value),
            _ => {}
        }
    }
}

fn idents(names: &[Ident]) -> String {
    names
        .iter()
        .map(|n| n.name.as_str())
        .collect::<Vec<_>>()
        .join(",")
}

fn typed_values(ty: &Option<Expr>, values: &[Expr]) -> String {
    let mut out = ty
        .as_ref()
        .map_or(String::new(), |t| format!(" {}", expr(t)));
    if !values.is_empty() {
        let _ = write!(out, " = {}", exprs(values));
    }
    out
}

fn fields(list: &[Field]) -> String {
    let field = |f: &Field| match f.names.is_empty() {
        true => expr(&f.ty),
        false => format!("{}: {}", idents(&f.names), expr(&f.ty)),
    };
    format!(
        "({})",
        list.iter().map(field).collect::<Vec<_>>().join("; ")
    )
}

fn type_params(list: &[Field]) -> String {
    if list.is_empty() {
        String::new()
    } else {
        format!("[{}]", fields(list))
    }
}

fn signature(s: &FuncType) -> String {
    let results = &s.results.list;
    let results = if results.is_empty() {
        String::new()
    } else {
        format!(" {}", fields(results))
    };
    format!("{}{results}", fields(&s.params.list))
}

fn exprs(list: &[Expr]) -> String {
    list.iter().map(expr).collect::<Vec<_>>().join(" ")
}

fn optional(x: &Option<Expr>) -> String {
    x.as_ref().map_or("-".into(), expr)
}

/// An expression in prefix form.
fn expr(x: &Expr) -> String {
    match &x.kind {
        ExprKind::Bad => "(bad)".into(),
        ExprKind::Name(n) => n.as_str().into(),
        ExprKind::Lit(Lit::Int(s) | Lit::Float(s) | Lit::Imag(s)) => s.to_string(),
        ExprKind::Lit(Lit::Rune(c)) => format!("(rune {c})"),
        ExprKind::Lit(Lit::Str(s)) => format!("\"{}\"", s.escape_ascii()),
        ExprKind::Composite(c) => {
            format!(
                "(lit {}{{{}}})",
                c.ty.as_ref().map_or(String::new(), expr),
                exprs(&c.elems)
            )
        }
        ExprKind::Func(f) => format!("(func {})", signature(&f.ty)),
        ExprKind::Paren(x) => format!("(paren {})", expr(x)),
        ExprKind::Selector(s) => format!("(. {} {})", expr(&s.x), s.sel.name),
        ExprKind::Index(i) => format!("(index {} {})", expr(&i.x), exprs(&i.args)),
        ExprKind::Slice(s) => {
            let index: Vec<String> = s.index.iter().map(optional).collect();
            let full = if s.colon2.is_some() {
                "slice3"
            } else {
                "slice"
            };
            format!("({full} {} {})", expr(&s.x), index.join(" "))
        }
        ExprKind::Assert(a) => {
            format!(
                "(assert {} {})",
                expr(&a.x),
                a.ty.as_ref().map_or("type".into(), expr)
            )
        }
        ExprKind::Call(c) => {
            let dots = if c.dots.is_some() { " ..." } else { "" };
            let args: String = c.args.iter().map(|a| format!(" {}", expr(a))).collect();
            format!("(call {}{args}{dots})", expr(&c.fun))
        }
        ExprKind::Star(x) => format!("(* {})", expr(x)),
        ExprKind::Unary(op, x) => format!("({} {})", op.as_str(), expr(x)),
        ExprKind::Binary(b) => format!("({} {} {})", b.op.as_str(), expr(&b.x), expr(&b.y)),
        ExprKind::KeyValue(kv) => format!("{}:{}", expr(&kv.key), expr(&kv.value)),
        ExprKind::Array(a) => {
            format!(
                "(array {} {})",
                a.len.as_ref().map_or("...".into(), expr),
                expr(&a.elem)
            )
        }
        ExprKind::SliceType(x) => format!("([] {})", expr(x)),
        ExprKind::Struct(s) => {
            let field = |f: &FieldDecl| {
                let names = if f.names.is_empty() {
                    "embed".into()
                } else {
                    idents(&f.names)
                };
                let tag = f.tag.as_ref().map_or(String::new(), |t| {
                    format!(" \"{}\"", t.value.escape_ascii())
                });
                format!(" {names}: {}{tag};", expr(&f.ty))
            };
            format!("(struct{})", s.fields.iter().map(field).collect::<String>())
        }
        ExprKind::FuncType(s) => format!("(functype {})", signature(s)),
        ExprKind::Interface(i) => {
            let elem = |e: &InterfaceElem| match e {
                InterfaceElem::Method(n, s) => format!(" {}{};", n.name, signature(s)),
                InterfaceElem::Embed(x) => format!(" {};", expr(x)),
            };
            format!(
                "(interface{})",
                i.elems.iter().map(elem).collect::<String>()
            )
        }
        ExprKind::Map(m) => format!("(map {} {})", expr(&m.key), expr(&m.value)),
        ExprKind::Chan(dir, x) => {
            let dir = match dir {
                ChanDir::Both => "chan",
                ChanDir::Send => "chan<-",
                ChanDir::Recv => "<-chan",
            };
            format!("({dir} {})", expr(x))
        }
        ExprKind::Ellipsis(x) => format!("(... {})", expr(x)),
    }
}
