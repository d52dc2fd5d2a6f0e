//! Checking a program that grows: units of interactive input, each seeing the names of those before it.
//!
//! All units are package main, so that unexported names agree, but each has a scope of its own inside the one before:
//! a name declared again hides the older object, and what was compiled against that one keeps it. Methods may be added
//! to types of earlier units; a method declared again replaces the older one.

use minigo_syntax::input::{Piece, Wrap, is_expression, parse_pieces};
use minigo_syntax::nodes::{Decl, Expr, ExprKind, File, StmtKind};
use minigo_syntax::{FileId, Symbol};

use super::check::{Checker, Source};
use super::object::{ObjId, ObjKind, Object, PkgId};
use super::scope::ScopeId;
use super::typ::TypeId;
use crate::diagnostic::Diagnostic;

/// A checked unit.
pub(crate) struct CheckedUnit {
    /// The innermost scope: what comes later sees the unit's names and imports through it.
    pub scope: ScopeId,
    /// Its package-level objects.
    pub objects: Vec<ObjId>,
    /// Its `init` functions.
    pub inits: Vec<ObjId>,
    /// The function that holds its statements.
    pub func: Option<ObjId>,
    /// The types of what it shows.
    pub shown: Option<Vec<TypeId>>,
    /// The method lists of earlier types as they were before it.
    pub extended: Vec<(TypeId, Vec<ObjId>)>,
}

/// What a unit's text is when parsed by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Declarations or statements.
    Plain,
    /// An expression whose value is worth showing.
    Expression,
    /// A call of one of fmt's Print functions.
    Printing,
}

impl Checker {
    /// Makes package main and the scope of known packages, in which `show` is a name for the function `to`.
    pub(crate) fn open_session(&mut self, show: Symbol, to: ObjId) -> (PkgId, ScopeId) {
        let pkg = self.new_package("main", false);
        self.pkgs[pkg.0 as usize].name = Symbol::MAIN;
        let known = self.known_packages();
        let _ = self.scopes[known].insert(show, to);
        (pkg, known)
    }

    /// Parses some pieces of a text only to see what they are.
    /// `showing` is for several expressions with commas between, which are no statement.
    pub(crate) fn form_of(
        &mut self,
        text: &str,
        pieces: &[Piece],
        wrap: Wrap,
        showing: Wrap,
    ) -> Form {
        let (file, errors) = parse_pieces(FileId(0), text, &mut self.ids, pieces, wrap);
        if !errors.is_empty() {
            let (file, errors) = parse_pieces(FileId(0), text, &mut self.ids, pieces, showing);
            return match errors.is_empty() && is_expression(&file) {
                true => Form::Expression,
                false => Form::Plain,
            };
        }
        if !is_expression(&file) {
            return Form::Plain;
        }
        match expression(&file) {
            Some(e) if is_printing(e) => Form::Printing,
            Some(_) => Form::Expression,
            None => Form::Plain,
        }
    }

    /// Checks a unit made of some pieces of `source`, inside scope `before`.
    ///
    /// Errors: what is wrong with it, in order; nothing of it is left then but numbers that are not used again.
    pub(crate) fn check_unit(
        &mut self,
        pkg: PkgId,
        source: &Source,
        pieces: &[Piece],
        wrap: Wrap,
        before: ScopeId,
    ) -> Result<CheckedUnit, Vec<Diagnostic>> {
        self.forget_errors(pkg);
        let id = FileId(self.files.len() as u32);
        let (tree, errors) = parse_pieces(id, &source.text, &mut self.ids, pieces, wrap);
        let tree: &'static File = Box::leak(Box::new(tree));
        let scope = self.scopes.open(Some(before));
        let file_scope = self.scopes.open(Some(scope));
        let p = &mut self.pkgs[pkg.0 as usize];
        (p.scope, p.objects, p.inits) = (scope, Vec::new(), Vec::new());
        self.add_file(source.clone(), tree, pkg, file_scope);
        for e in errors {
            self.syntax_error(e);
        }
        let mut extended = Vec::new();
        if !self.syntax_blocked {
            self.check_package(pkg, &[id]);
            extended = std::mem::take(&mut self.extended);
        }
        let p = &mut self.pkgs[pkg.0 as usize];
        let objects = std::mem::take(&mut p.objects);
        let inits = std::mem::take(&mut p.inits);
        let diagnostics = self.take_diagnostics();
        if !diagnostics.is_empty() {
            self.restore_methods(&extended);
            return Err(diagnostics);
        }
        let shown = wrap
            .show
            .and_then(|_| expression(tree))
            .map(|e| match &e.kind {
                ExprKind::Call(c) => c.args.iter().map(|a| self.info.type_of(a.id)).collect(),
                _ => Vec::new(),
            });
        Ok(CheckedUnit {
            scope: file_scope,
            func: self.scopes[scope].lookup(wrap.func),
            objects,
            inits,
            shown,
            extended,
        })
    }

    /// Drops what a unit in error has left unfinished. Methods of the library's types stay: they wait there until somebody
    /// asks for the type.
    fn forget_errors(&mut self, main: PkgId) {
        self.diagnostics.clear();
        self.delayed.clear();
        self.path.clear();
        self.on_path.clear();
        self.untyped.clear();
        self.locals.clear();
        self.extended.clear();
        let objs = &self.objs;
        self.methods.retain(|&base, _| objs[base].pkg != main);
        (self.type_set_depth, self.depth) = (0, 0);
        (self.main_seen, self.syntax_blocked) = (false, false);
    }

    /// Gives types the methods they had.
    pub(crate) fn restore_methods(&mut self, extended: &[(TypeId, Vec<ObjId>)]) {
        for (t, methods) in extended {
            if let Some(n) = self.types.named_mut(*t) {
                n.methods = methods.clone().into();
            }
        }
    }

    /// Adds the methods just collected for a type of an earlier unit.
    pub(super) fn extend_type(&mut self, base: ObjId) {
        let t = self.objs[base].ty;
        if t == TypeId::UNSET {
            return;
        }
        let Some(old) = self.types.named(t).map(|n| n.methods.to_vec()) else {
            return;
        };
        // Looks for methods declared twice in this unit and for fields of the same name.
        self.collect_methods(base);
        let new = self
            .types
            .named(t)
            .map(|n| n.methods.to_vec())
            .unwrap_or_default();
        let hidden = |o: &ObjId| new.iter().any(|n| self.objs[*n].name == self.objs[*o].name);
        let mut all: Vec<ObjId> = old.iter().copied().filter(|o| !hidden(o)).collect();
        all.extend(new);
        if let Some(n) = self.types.named_mut(t) {
            n.methods = all.into();
        }
        self.extended.push((t, old));
    }

    /// The type that a receiver names, among those of earlier units.
    pub(super) fn earlier_type(&self, pkg: PkgId, name: Symbol) -> Option<ObjId> {
        let scope = self.pkgs[pkg.0 as usize].scope;
        let (_, o) = self.scopes.lookup(scope, name)?;
        let Object { pkg: of, kind, .. } = &self.objs[o];
        (*of == pkg && matches!(kind, ObjKind::TypeName { .. })).then_some(o)
    }
}

/// The expression that is the only statement of the unit's function.
fn expression(file: &File) -> Option<&Expr> {
    let [Decl::Func(f)] = file.decls.as_slice() else {
        return None;
    };
    match f.body.as_ref()?.block()?.stmts.as_slice() {
        [s] => match &s.kind {
            StmtKind::Expr(e) => Some(e),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an expression is a call of fmt's Print functions, whose results nobody wants to see.
fn is_printing(e: &Expr) -> bool {
    let ExprKind::Call(c) = &e.unparen().kind else {
        return false;
    };
    let ExprKind::Selector(s) = &c.fun.kind else {
        return false;
    };
    let name = s.sel.name.as_str();
    s.x.as_name().is_some_and(|x| x.as_str() == "fmt")
        && (name.starts_with("Print") || name.starts_with("Fprint"))
}
