//! Actions for declarations and blocks.

use super::{Actions, unbox};
use crate::literal;
use crate::nodes::*;
use crate::source::Pos;

impl Actions<'_> {
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
        if let Some(r) = &recv {
            match r.count() {
                0 => self.soft(name.span, "method has no receiver"),
                1 => self.soft_dots(&r.list, false),
                _ => self.soft(name.span, "method has multiple receivers"),
            }
        }
        if let Some(block) = body.as_ref().and_then(FuncBody::block) {
            self.soft_branches(block);
        }
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
}
