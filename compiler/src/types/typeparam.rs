//! Type parameters: their declaration, constraints and those of receivers.

use std::rc::Rc;

use minigo_syntax::nodes::{BinaryOp, Expr, ExprKind, Field, Ident, UnaryOp};
use minigo_syntax::{Span, Symbol};

use super::check::{Checker, Delayed};
use super::info::Mode;
use super::object::{ObjKind, Object};
use super::scope::ScopeId;
use super::typ::{Interface, Type, TypeId};
use crate::diagnostic::Code;

/// The type parameters of a declared function, and the scope that has them.
#[derive(Clone)]
pub(super) struct FuncParams {
    pub recv: Rc<[TypeId]>,
    pub own: Rc<[TypeId]>,
    pub scope: ScopeId,
}

impl Checker {
    /// Declares `name` as a type parameter in the current scope.
    fn declare_type_param(&mut self, name: Symbol, pos: Span, index: u32) -> TypeId {
        let o = self.objs.add(Object {
            name,
            pkg: self.env.pkg,
            pos,
            ty: TypeId::UNSET,
            kind: ObjKind::TypeName { is_alias: false },
            parent: None,
            order: 0,
            decl: None,
        });
        let t = self.new_type_param(o, index);
        self.objs[o].ty = t;
        let scope = self.env.scope;
        self.declare(scope, o);
        t
    }

    fn record_type_param(&mut self, id: &Ident, t: TypeId) {
        if let Some(p) = self.types.type_param(t) {
            let o = p.obj;
            self.info.record_obj(id.id, o);
        }
    }

    /// Declares the names of a type parameter list in the current scope. Their constraints come with `set_bounds`,
    /// since they may mention each other and what is being declared.
    pub(super) fn declare_type_params(&mut self, list: &'static [Field]) -> Rc<[TypeId]> {
        let mut out = Vec::new();
        for f in list {
            for n in &f.names {
                let t = self.declare_type_param(n.name, n.span, out.len() as u32);
                self.record_type_param(n, t);
                out.push(t);
            }
        }
        out.into()
    }

    pub(super) fn set_bounds(&mut self, list: &'static [Field], tparams: &[TypeId]) {
        let mut i = 0;
        for f in list {
            let mut bound = self.constraint(&f.ty);
            if self.types.is_type_param(bound) {
                self.error(
                    f.ty.span,
                    Code::InvalidType,
                    "cannot use a type parameter as constraint",
                );
                bound = TypeId::INVALID;
            }
            for _ in &f.names {
                if let Some(&p) = tparams.get(i) {
                    self.set_bound(p, bound);
                }
                i += 1;
            }
        }
    }

    /// A constraint: an interface, or `~T` and unions without the `interface{…}` around them.
    fn constraint(&mut self, e: &'static Expr) -> TypeId {
        let bare = match &e.kind {
            ExprKind::Unary(UnaryOp::Tilde, _) => true,
            ExprKind::Binary(b) => b.op == BinaryOp::Or,
            _ => false,
        };
        if !bare {
            return self.typ(e);
        }
        let u = self.union_type(e);
        let embedded = if self.types.is_valid(u) {
            vec![(u, e.span)]
        } else {
            Vec::new()
        };
        let t = self.types.add(Type::Interface(Rc::new(Interface {
            methods: Vec::new(),
            embedded,
            implicit: true,
        })));
        self.later(Delayed::TypeSet(t));
        self.info.record(e.id, Mode::TypeExpr, t, None);
        t
    }

    /// The receiver type `T[P, Q]` or `*T[P, Q]` of a method: declares its type parameters in the current scope.
    /// `None` if the receiver is not written like this.
    pub(super) fn generic_receiver(&mut self, e: &'static Expr) -> Option<(TypeId, Rc<[TypeId]>)> {
        let mut t = e.unparen();
        let mut ptr = false;
        while let ExprKind::Star(x) = &t.kind {
            ptr = true;
            t = x.unparen();
        }
        let ExprKind::Index(ix) = &t.kind else {
            return None;
        };
        let base = self.typ_generic(&ix.x);
        let mut list = Vec::new();
        for (i, a) in ix.args.iter().enumerate() {
            let Some(id) = a.as_ident() else {
                let msg = format!(
                    "receiver type parameter {} must be an identifier",
                    self.estr(a)
                );
                self.error(a.span, Code::InvalidDecl, msg);
                list.push(self.declare_type_param(Symbol::BLANK, a.span, i as u32));
                continue;
            };
            let tp = self.declare_type_param(id.name, id.span, i as u32);
            self.record_type_param(&id, tp);
            self.info.record(a.id, Mode::TypeExpr, tp, None);
            list.push(tp);
        }
        let list: Rc<[TypeId]> = list.into();
        let mut recv = TypeId::INVALID;
        match self.types.get(base).clone() {
            Type::Named(n) if !n.tparams.is_empty() => {
                if n.tparams.len() == list.len() {
                    for (&p, &b) in list.iter().zip(n.tparams.iter()) {
                        let bound = self.bound_of(b);
                        let bound = self.subst(bound, &n.tparams, &list);
                        self.set_bound(p, bound);
                        if let Some(tp) = self.types.type_param(b) {
                            let o = tp.obj;
                            self.mono.canon.insert(p, (b, o));
                        }
                    }
                    recv = self.named_instance(base, list.clone(), n.outer.clone());
                } else {
                    let got = list.len();
                    let s = if got == 1 { "" } else { "s" };
                    let msg = format!(
                        "receiver declares {got} type parameter{s}, but receiver base type declares {}",
                        n.tparams.len()
                    );
                    self.error(ix.x.span, Code::InvalidDecl, msg);
                }
            }
            Type::Alias(a) if !a.tparams.is_empty() => {
                let msg = format!(
                    "cannot define new methods on generic alias type {}",
                    self.tstr(base)
                );
                self.error(ix.x.span, Code::InvalidDecl, msg);
            }
            _ if self.types.is_valid(base) => {
                let msg = format!("{} is not a generic type", self.tstr(base));
                self.error(ix.x.span, Code::InvalidDecl, msg);
            }
            _ => {}
        }
        if self.types.is_valid(recv) {
            self.info.record(t.id, Mode::TypeExpr, recv, None);
            if ptr {
                recv = self.types.pointer(recv);
            }
        }
        self.info.record(e.id, Mode::TypeExpr, recv, None);
        Some((recv, list))
    }
}
