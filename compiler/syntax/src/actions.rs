//! What the grammar's productions call: building nodes, decoding literals, and the complaints about what the grammar
//! takes in for the sake of a better message.
//!
//! Invariant: an action never fails. It may be run again for the same text (a declaration is parsed anew after each
//! syntax error in it), so errors noted here may come twice; `parse` drops the doubles.

use crate::SyntaxError;
use crate::literal;
use crate::nodes::*;
use crate::source::{FileId, Pos, Span};
use crate::tokens::{LitKind, Semi, Tok, Token};

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

    // ---- Names and types ----

    pub(crate) fn ident(&mut self, lo: u32, name: Symbol, hi: u32) -> Ident {
        Ident {
            id: self.ids.fresh(),
            name,
            span: self.span(lo, hi),
        }
    }

    pub(crate) fn name(&mut self, n: Ident) -> Expr {
        Expr {
            id: n.id,
            span: n.span,
            kind: ExprKind::Name(n.name),
        }
    }

    pub(crate) fn paren(&mut self, lo: u32, x: Expr, hi: u32) -> Expr {
        self.at(lo, hi, ExprKind::Paren(Box::new(x)))
    }

    pub(crate) fn star(&mut self, lo: u32, x: Expr, hi: u32) -> Expr {
        self.at(lo, hi, ExprKind::Star(Box::new(x)))
    }

    pub(crate) fn instance(&mut self, n: Ident, args: Args) -> Expr {
        let x = self.name(n);
        self.index(x, args)
    }

    pub(crate) fn qualified(&mut self, p: Ident, dot: u32, n: Ident) -> Expr {
        let x = self.name(p);
        self.selector(x, dot, n)
    }

    pub(crate) fn qualified_instance(&mut self, p: Ident, dot: u32, n: Ident, a: Args) -> Expr {
        let x = self.qualified(p, dot, n);
        self.index(x, a)
    }

    pub(crate) fn slice_type(&mut self, lo: u32, elem: Expr, hi: u32) -> Expr {
        self.at(lo, hi, ExprKind::SliceType(Box::new(elem)))
    }

    pub(crate) fn array_type(&mut self, lo: u32, len: Option<Expr>, elem: Expr, hi: u32) -> Expr {
        self.at(lo, hi, ExprKind::Array(Box::new(ArrayType { len, elem })))
    }

    pub(crate) fn map_type(&mut self, lo: u32, key: Expr, value: Expr, hi: u32) -> Expr {
        self.at(lo, hi, ExprKind::Map(Box::new(MapType { key, value })))
    }

    pub(crate) fn chan_type(&mut self, lo: u32, dir: ChanDir, elem: Expr, hi: u32) -> Expr {
        self.at(lo, hi, ExprKind::Chan(dir, Box::new(elem)))
    }

    pub(crate) fn ellipsis(&mut self, lo: u32, elem: Expr) -> Expr {
        let hi = elem.span.hi;
        self.at(lo, hi, ExprKind::Ellipsis(Box::new(elem)))
    }

    pub(crate) fn func_type(&mut self, lo: u32, mut s: Box<FuncType>) -> Expr {
        s.span.lo = lo;
        self.expr(s.span, ExprKind::FuncType(s))
    }

    pub(crate) fn signature(
        &mut self,
        params: Box<Params>,
        results: Option<Box<Params>>,
    ) -> Box<FuncType> {
        let results = match results {
            Some(r) => *r,
            None => Params {
                span: params.span.end(),
                list: Vec::new(),
            },
        };
        Box::new(FuncType {
            span: params.span.to(results.span),
            params: *params,
            results,
        })
    }

    pub(crate) fn signature_of_type(&mut self, params: Box<Params>, ty: Expr) -> Box<FuncType> {
        let span = ty.span;
        let field = Field {
            span,
            id: self.ids.fresh(),
            names: Vec::new(),
            ty,
        };
        let results = Params {
            span,
            list: vec![field],
        };
        Box::new(FuncType {
            span: params.span.to(span),
            params: *params,
            results,
        })
    }

    pub(crate) fn params(&mut self, lo: u32, entries: Vec<Entry>, hi: u32) -> Box<Params> {
        let list = self.fields(entries, hi, false);
        Box::new(Params {
            span: self.span(lo, hi),
            list,
        })
    }

    pub(crate) fn type_params(&mut self, _lo: u32, entries: Vec<Entry>, hi: u32) -> Vec<Field> {
        self.fields(entries, hi, true)
    }

    pub(crate) fn empty_type_params(&mut self, lo: u32) -> Vec<Field> {
        self.error(lo + 1, "empty type parameter list");
        Vec::new()
    }

    /// Tells names from types: either all entries have a name, the type perhaps further right, or none has.
    fn fields(&mut self, entries: Vec<Entry>, hi: u32, type_params: bool) -> Vec<Field> {
        let named = entries
            .iter()
            .filter(|e| e.name.is_some() && e.ty.is_some())
            .count();
        let typed = entries.iter().filter(|e| e.ty.is_some()).count();
        let mut fields = Vec::with_capacity(entries.len());
        if named == 0 && !type_params {
            for e in entries {
                let span = e.span();
                let ty = match (e.ty, e.name) {
                    (Some(ty), _) => ty,
                    (None, Some(n)) => self.name(n),
                    (None, None) => continue,
                };
                fields.push(Field {
                    span,
                    id: self.ids.fresh(),
                    names: Vec::new(),
                    ty,
                });
            }
            return fields;
        }
        let mut wrong = None;
        let mut names: Vec<Ident> = Vec::new();
        for e in entries {
            let span = names.first().map_or(e.span(), |n| n.span.to(e.span()));
            match (e.name, e.ty) {
                (name, Some(ty)) => {
                    let name = name.unwrap_or_else(|| {
                        wrong.get_or_insert(span.lo);
                        self.ident(ty.span.lo, Symbol::BLANK, ty.span.lo)
                    });
                    names.push(name);
                    let names = std::mem::take(&mut names);
                    fields.push(Field {
                        span,
                        id: self.ids.fresh(),
                        names,
                        ty,
                    });
                }
                (Some(name), None) => names.push(name),
                (None, None) => {}
            }
        }
        if let Some(first) = names.first() {
            wrong.get_or_insert(first.span.lo);
            let span = first.span;
            let ty = self.expr(span, ExprKind::Bad);
            fields.push(Field {
                span,
                id: self.ids.fresh(),
                names,
                ty,
            });
        }
        if let Some(at) = wrong {
            let (what, missing) = if type_params {
                ("type parameter name", "type constraint")
            } else {
                ("parameter name", "parameter type")
            };
            if named == typed {
                self.error(hi - 1, format!("missing {missing}"));
            } else {
                let or = if type_params && fields.len() == 1 {
                    " or invalid array length"
                } else {
                    ""
                };
                self.error(at, format!("missing {what}{or}"));
            }
        }
        fields
    }

    pub(crate) fn struct_type(&mut self, lo: u32, fields: Vec<Box<FieldDecl>>, hi: u32) -> Expr {
        let fields = unbox(fields);
        self.at(lo, hi, ExprKind::Struct(Box::new(StructType { fields })))
    }

    pub(crate) fn field(
        &mut self,
        names: Vec<Ident>,
        ty: Expr,
        tag: Option<Tag>,
    ) -> Box<FieldDecl> {
        let start = names.first().map_or(ty.span, |n| n.span);
        let span = start.to(tag.as_ref().map_or(ty.span, |t| t.span));
        Box::new(FieldDecl {
            span,
            names,
            ty,
            tag,
        })
    }

    pub(crate) fn embedded_name(&mut self, n: Ident, tag: Option<Tag>) -> Box<FieldDecl> {
        let ty = self.name(n);
        self.field(Vec::new(), ty, tag)
    }

    pub(crate) fn embedded_parens(
        &mut self,
        paren: u32,
        ty: Expr,
        tag: Option<Tag>,
    ) -> Box<FieldDecl> {
        self.error(paren, "cannot parenthesize embedded type");
        self.field(Vec::new(), ty, tag)
    }

    pub(crate) fn tag(&mut self, lo: u32, hi: u32) -> Tag {
        let span = self.span(lo, hi);
        Tag {
            span,
            value: literal::string(span.text(self.text)),
        }
    }

    pub(crate) fn interface_type(&mut self, lo: u32, elems: Vec<InterfaceElem>, hi: u32) -> Expr {
        self.at(
            lo,
            hi,
            ExprKind::Interface(Box::new(InterfaceType { elems })),
        )
    }

    pub(crate) fn method_elem(&mut self, n: Ident, s: Box<FuncType>) -> InterfaceElem {
        InterfaceElem::Method(n, s)
    }

    pub(crate) fn generic_method_elem(&mut self, n: Ident, s: Box<FuncType>) -> InterfaceElem {
        let message = "interface method must have no type parameters".to_string();
        self.errors.push(SyntaxError::other(n.span.end(), message));
        self.method_elem(n, s)
    }

    // ---- Declarations ----

    pub(crate) fn open_block(&mut self, lo: u32) -> u32 {
        self.open_blocks.push(lo);
        lo
    }

    pub(crate) fn block(&mut self, lo: u32, stmts: Vec<Stmt>, hi: u32) -> Block {
        Block {
            span: self.span(lo, hi),
            stmts,
        }
    }

    pub(crate) fn decl_done(&mut self, hi: u32) {
        self.done = (self.decls.len(), hi);
        self.open_blocks.clear();
    }

    pub(crate) fn top_decl(&mut self, d: Decl) {
        self.decls.push(d);
    }

    pub(crate) fn group<T>(
        &mut self,
        lo: u32,
        (grouped, specs): (bool, Vec<Box<T>>),
        hi: u32,
    ) -> Group<T> {
        Group {
            span: self.span(lo, hi),
            grouped,
            specs: unbox(specs),
        }
    }

    pub(crate) fn import(&mut self, lo: u32, specs: (bool, Vec<Box<ImportSpec>>), hi: u32) {
        if self
            .decls
            .last()
            .is_some_and(|d| !matches!(d, Decl::Import(_)))
        {
            self.error(lo, "imports must appear before other declarations");
        }
        let group = self.group(lo, specs, hi);
        self.decls.push(Decl::Import(group));
    }

    pub(crate) fn import_spec(
        &mut self,
        lo: u32,
        name: Option<Ident>,
        path: u32,
        hi: u32,
    ) -> Box<ImportSpec> {
        let path_span = self.span(path, hi);
        let bytes = literal::string(path_span.text(self.text));
        let path = if self.is_bad(path) {
            String::new()
        } else {
            String::from_utf8_lossy(&bytes).into()
        };
        let path = path.into();
        Box::new(ImportSpec {
            id: self.ids.fresh(),
            span: self.span(lo, hi),
            name,
            path,
            path_span,
        })
    }

    pub(crate) fn import_dot(&mut self, lo: u32, path: u32, hi: u32) -> Box<ImportSpec> {
        let dot = self.ident(lo, Symbol::DOT, lo + 1);
        self.import_spec(lo, Some(dot), path, hi)
    }

    pub(crate) fn const_spec(
        &mut self,
        lo: u32,
        names: Vec<Ident>,
        ty: Option<Expr>,
        values: Vec<Expr>,
        hi: u32,
    ) -> Box<ConstSpec> {
        Box::new(ConstSpec {
            span: self.span(lo, hi),
            names,
            ty,
            values,
        })
    }

    pub(crate) fn var_spec(
        &mut self,
        lo: u32,
        names: Vec<Ident>,
        ty: Option<Expr>,
        values: Vec<Expr>,
        hi: u32,
    ) -> Box<VarSpec> {
        Box::new(VarSpec {
            span: self.span(lo, hi),
            names,
            ty,
            values,
        })
    }

    pub(crate) fn type_spec(
        &mut self,
        name: Ident,
        type_params: Vec<Field>,
        alias: Option<u32>,
        ty: Expr,
    ) -> Box<TypeSpec> {
        Box::new(TypeSpec {
            span: name.span.to(ty.span),
            name,
            type_params,
            alias: alias.map(Pos),
            ty,
        })
    }

    pub(crate) fn func_decl(
        &mut self,
        lo: u32,
        recv: Option<Box<Params>>,
        name: Ident,
        type_params: Option<Vec<Field>>,
        mut ty: Box<FuncType>,
        body: Option<FuncBody>,
    ) {
        ty.span.lo = lo;
        let directive = match self.directives.binary_search_by_key(&lo, |d| d.0) {
            Ok(i) => Some(self.directives[i].1),
            Err(_) => None,
        };
        let decl = FuncDecl {
            id: self.ids.fresh(),
            span: self.span(lo, body.as_ref().map_or(ty.span.hi, |b| b.span.hi)),
            directive,
            recv: recv.map(|r| *r),
            name,
            type_params: type_params.unwrap_or_default(),
            ty: *ty,
            body,
        };
        self.decls.push(Decl::Func(Box::new(decl)));
    }

    pub(crate) fn lazy_body(&mut self, lo: u32, hi: u32) -> FuncBody {
        FuncBody::lazy(self.span(lo, hi))
    }

    // ---- Expressions ----

    fn is_bad(&self, lo: u32) -> bool {
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
    fn inner_chan(&mut self, lo: u32, elem: Box<Expr>, hi: u32) -> Expr {
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

    // ---- Statements ----

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
