//! Actions for names, types and parameter lists.

use super::{Actions, Args, Entry, unbox};
use crate::SyntaxError;
use crate::literal;
use crate::nodes::*;

impl Actions<'_> {
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
        self.soft_dots(&params.list, true);
        self.soft_dots(&results.list, false);
        Box::new(FuncType {
            span: params.span.to(results.span),
            params: *params,
            results,
        })
    }

    pub(crate) fn signature_of_type(&mut self, params: Box<Params>, ty: Expr) -> Box<FuncType> {
        let span = ty.span;
        self.soft_dots(&params.list, true);
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
                        wrong.get_or_insert(ty.start().lo);
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
}
