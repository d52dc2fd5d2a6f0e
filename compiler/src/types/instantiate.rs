//! Instantiation: `T[A, B]` in types, signatures of instantiated functions, and whether arguments satisfy constraints.

use std::rc::Rc;

use minigo_syntax::nodes::{Expr, ExprKind, Index};
use minigo_syntax::{NodeId, Span};

use super::check::{Checker, Delayed};
use super::info::{Instance, Mode};
use super::object::PkgId;
use super::typ::{Signature, Term, Type, TypeId};
use crate::diagnostic::Code;

/// An instantiation whose constraints are to be checked.
pub(super) struct Verify {
    /// For types: the generic type; its parameters may not be known yet.
    pub origin: TypeId,
    pub tparams: Rc<[TypeId]>,
    pub targs: Rc<[TypeId]>,
    pub pos: Span,
    /// Places of the arguments that were written.
    pub places: Vec<Span>,
    pub pkg: PkgId,
}

impl Checker {
    /// A type that may be generic; records it.
    pub(super) fn typ_generic(&mut self, e: &'static Expr) -> TypeId {
        let t = self.typ_internal(e);
        self.info.record(e.id, Mode::TypeExpr, t, None);
        t
    }

    /// Types of a list of type arguments; `None` if one is invalid.
    pub(super) fn type_list(&mut self, l: &'static [Expr]) -> Option<Rc<[TypeId]>> {
        let list: Vec<TypeId> = l.iter().map(|e| self.var_type(e)).collect();
        list.iter()
            .all(|&t| self.types.is_valid(t))
            .then(|| list.into())
    }

    /// `x[args]` as a type.
    pub(super) fn instantiated_type(&mut self, ix: &'static Index) -> TypeId {
        let x = self.typ_generic(&ix.x);
        if !self.types.is_valid(x) {
            for a in &ix.args {
                self.typ(a);
            }
            return TypeId::INVALID;
        }
        if !self.types.is_generic(x) {
            let args: Vec<String> = ix.args.iter().map(|a| self.estr(a)).collect();
            let msg = format!(
                "invalid operation: {}[{}] ({} is not a generic type)",
                self.estr(&ix.x),
                args.join(", "),
                self.tstr(x)
            );
            self.error(ix.x.span, Code::InvalidType, msg);
            return TypeId::INVALID;
        }
        let Some(targs) = self.type_list(&ix.args) else {
            return TypeId::INVALID;
        };
        let t = match self.types.get(x).clone() {
            // A wrong number of arguments is reported with the constraints.
            Type::Named(n) => self.named_instance(x, targs.clone(), n.outer.clone()),
            Type::Alias(a) => {
                if a.tparams.len() != targs.len() {
                    self.check_arg_count(x, a.tparams.len(), targs.len(), ix.x.span);
                    return TypeId::INVALID;
                }
                self.alias_instance(x, targs.clone())
            }
            _ => return TypeId::INVALID,
        };
        self.instance_places.entry(t).or_insert(ix.x.span);
        let v = Verify {
            origin: x,
            tparams: Rc::new([]),
            targs,
            pos: ix.x.span,
            places: ix.args.iter().map(|a| a.span).collect(),
            pkg: self.env.pkg,
        };
        self.later(Delayed::Verify(Box::new(v)));
        t
    }

    fn check_arg_count(&mut self, t: TypeId, want: usize, got: usize, at: Span) -> bool {
        let q = match got.cmp(&want) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => "not enough",
            std::cmp::Ordering::Greater => "too many",
        };
        let name = match self.types.get(t) {
            Type::Named(n) => self.objs[n.obj].name,
            Type::Alias(a) => self.objs[a.obj].name,
            _ => return true,
        };
        let msg = format!("{q} type arguments for type {name}: have {got}, want {want}");
        self.error(at, Code::InvalidType, msg);
        false
    }

    /// Checks the constraints of an instantiation.
    pub(super) fn verify(&mut self, v: &Verify) {
        let tparams = match self.types.get(v.origin) {
            Type::Named(n) => n.tparams.clone(),
            Type::Alias(a) => a.tparams.clone(),
            _ => v.tparams.clone(),
        };
        if !self.check_arg_count(v.origin, tparams.len(), v.targs.len(), v.pos) {
            return;
        }
        match self.unsatisfied(&tparams, &v.targs) {
            Some((i, cause)) => {
                let at = v.places.get(i).copied().unwrap_or(v.pos);
                self.error(at, Code::InvalidType, cause);
            }
            None if !self.pkgs[v.pkg.0 as usize].lazy => self.note_instance(&tparams, v),
            None => {}
        }
    }

    /// The first argument that does not satisfy its constraint, and why.
    pub(super) fn unsatisfied(
        &mut self,
        tparams: &[TypeId],
        targs: &[TypeId],
    ) -> Option<(usize, String)> {
        for (i, (&p, &a)) in tparams.iter().zip(targs).enumerate() {
            let bound = self.bound_of(p);
            if bound == TypeId::ANY || bound == TypeId::INVALID {
                continue;
            }
            let bound = self.subst(bound, tparams, targs);
            let mut cause = None;
            if !self.implements_in(a, bound, true, &mut cause) {
                return Some((i, cause.unwrap_or_default()));
            }
        }
        None
    }

    /// The signature of a generic function for the given arguments. Records the instance for expression `e`.
    pub(super) fn instantiate_signature(
        &mut self,
        e: Option<&'static Expr>,
        pos: Span,
        sig: &Rc<Signature>,
        targs: Rc<[TypeId]>,
        places: Vec<Span>,
    ) -> TypeId {
        let bare = Signature {
            tparams: Rc::new([]),
            ..(**sig).clone()
        };
        let bare = self.types.signature(bare);
        let t = self.subst(bare, &sig.tparams, &targs);
        if let Some(e) = e {
            self.record_instance(e, targs.clone(), t);
        }
        let v = Verify {
            origin: TypeId::INVALID,
            tparams: sig.tparams.clone(),
            targs,
            pos,
            places,
            pkg: self.env.pkg,
        };
        self.later(Delayed::Verify(Box::new(v)));
        t
    }

    fn record_instance(&mut self, e: &'static Expr, targs: Rc<[TypeId]>, ty: TypeId) {
        let mut e = e;
        while let ExprKind::Paren(x) = &e.kind {
            self.info.record(e.id, Mode::Value, ty, None);
            e = x;
        }
        let id: NodeId = e.id;
        self.info.record(id, Mode::Value, ty, None);
        self.info.instances.insert(id, Instance { targs, ty });
    }

    /// Whether value type `v` is in the set that a term stands for.
    pub(super) fn term_includes(&mut self, term: Term, v: TypeId) -> bool {
        if term.tilde {
            let (a, b) = (self.types.under(term.ty), self.types.under(v));
            self.identical(a, b)
        } else {
            self.identical(term.ty, v)
        }
    }

    /// Whether everything in term `a` is in term `b`.
    pub(super) fn term_subset(&mut self, a: Term, b: Term) -> bool {
        if a.tilde && !b.tilde {
            return false;
        }
        self.term_includes(b, a.ty)
    }

    /// The part of `implements` about type terms: `v` has the methods already. `constraint` tells apart the two words.
    pub(super) fn satisfies_terms(
        &mut self,
        v: TypeId,
        t: TypeId,
        constraint: bool,
        cause: &mut Option<String>,
    ) -> bool {
        let verb = if constraint { "satisfy" } else { "implement" };
        let set = self.constraint_set(t);
        let fail = |c: &Checker, detail: String| {
            let detail = if detail.is_empty() {
                detail
            } else {
                format!(" ({detail})")
            };
            Some(format!(
                "{} does not {verb} {}{detail}",
                c.tstr(v),
                c.tstr(t)
            ))
        };
        if let Some(terms) = &set.terms {
            if self.types.is_interface(v) || self.types.is_type_param(v) {
                let ok = match self.type_set(v).terms.clone() {
                    None => false,
                    Some(have) => have
                        .iter()
                        .all(|&h| terms.iter().any(|&w| self.term_subset(h, w))),
                };
                if !ok {
                    *cause = fail(self, String::new());
                    return false;
                }
            } else if !terms.iter().any(|&w| self.term_includes(w, v)) {
                let mut alt = None;
                for w in terms.iter().filter(|w| !w.tilde) {
                    let u = self.types.under(w.ty);
                    if self.identical(u, w.ty) && self.term_includes(Term { tilde: true, ..*w }, v)
                    {
                        alt = Some(w.ty);
                        break;
                    }
                }
                let detail = if let Some(a) = alt {
                    format!(
                        "possibly missing ~ for {} in {}",
                        self.tstr(a),
                        self.tstr(t)
                    )
                } else if self.mentions_type(t, v) {
                    let (v, t) = (self.tstr(v), self.tstr(t));
                    format!("{t} mentions {v}, but {v} is not in the type set of {t}")
                } else {
                    let list: Vec<String> = terms.iter().map(|&w| self.term_string(w)).collect();
                    format!("{} missing in {}", self.tstr(v), list.join(" | "))
                };
                *cause = fail(self, detail);
                return false;
            }
        }
        if !self.demands_comparable(t) {
            return true;
        }
        if self.comparable(v, false) || (constraint && self.comparable(v, true)) {
            return true;
        }
        *cause = Some(format!("{} does not {verb} comparable", self.tstr(v)));
        false
    }

    /// Whether the type set of `t` holds comparable types only.
    pub(super) fn demands_comparable(&mut self, t: TypeId) -> bool {
        let set = self.constraint_set(t);
        match &set.terms {
            None => set.comparable,
            Some(l) => l.iter().all(|u| self.comparable(u.ty, false)),
        }
    }

    /// Whether interface `t` names `v` among its elements.
    fn mentions_type(&mut self, t: TypeId, v: TypeId) -> bool {
        match self.types.under_type(t).clone() {
            Type::Interface(i) => i.embedded.iter().any(|&(e, _)| self.mentions_elem(e, v)),
            _ => false,
        }
    }

    fn mentions_elem(&mut self, e: TypeId, v: TypeId) -> bool {
        match self.types.get(e).clone() {
            Type::Union(l) => l.iter().any(|u| self.mentions_elem(u.ty, v)),
            Type::Interface(i) => i.embedded.iter().any(|&(e, _)| self.mentions_elem(e, v)),
            _ => self.identical(e, v),
        }
    }
}
