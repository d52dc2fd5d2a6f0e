//! Type sets of interfaces: all methods, those of embedded interfaces included, and the terms of constraints.

use std::rc::Rc;

use minigo_syntax::Span;

use super::check::Checker;
use super::fx::FxHashSet;
use super::typ::{BasicKind, Method, Term, Type, TypeId, TypeSet};
use crate::diagnostic::Code;

/// More terms than this no union may have, as with Go.
const MAX_TERMS: usize = 100;

impl Checker {
    /// The type set of interface type `t` (named or not). Empty for other types.
    pub fn type_set(&mut self, t: TypeId) -> Rc<TypeSet> {
        self.compute_type_set(t, false)
    }

    /// Computes (once) the type set; with `report`, duplicate methods and wrong elements are errors.
    pub(super) fn compute_type_set(&mut self, t: TypeId, report: bool) -> Rc<TypeSet> {
        if let Some(p) = self.types.type_param(t) {
            let bound = p.bound;
            return self.constraint_set(bound);
        }
        let u = self.types.under(t);
        if let Some(s) = self.types.type_sets.get(&u)
            && !report
        {
            return s.clone();
        }
        let Type::Interface(it) = self.types.get(u).clone() else {
            return Rc::new(TypeSet::default());
        };
        let mut all: Vec<Method> = Vec::with_capacity(it.methods.len());
        // Where the interface has each: the method, or what is embedded.
        let mut places: Vec<Span> = Vec::with_capacity(it.methods.len());
        let mut terms: Option<Vec<Term>> = None;
        let mut comparable = u == TypeId::COMPARABLE_INTERFACE;
        let mut complete = true;
        for m in &it.methods {
            self.add_method(&mut all, &mut places, *m, m.pos, true, report);
        }
        // An interface that embeds itself (an error reported elsewhere) must not recurse forever.
        if self.type_set_depth > 100 {
            return Rc::new(TypeSet {
                methods: all,
                terms,
                comparable,
            });
        }
        self.type_set_depth += 1;
        for &(e, pos) in &it.embedded {
            let eu = self.types.under(e);
            match self.types.get(eu).clone() {
                Type::Interface(_) => {
                    let set = self.compute_type_set(e, false);
                    comparable |= set.comparable;
                    for m in &set.methods {
                        self.add_method(&mut all, &mut places, *m, pos, false, report);
                    }
                    if let Some(ts) = &set.terms {
                        terms = Some(self.intersect(terms, ts));
                    }
                }
                Type::Union(list) => {
                    let mut flat: Option<Vec<Term>> = Some(Vec::new());
                    for term in list.iter() {
                        let tu = self.types.under(term.ty);
                        if term.tilde && !self.identical(tu, term.ty) {
                            // An error, reported where the union is.
                            continue;
                        }
                        if matches!(self.types.get(tu), Type::Interface(_)) {
                            let set = self.compute_type_set(term.ty, false);
                            match (&mut flat, &set.terms) {
                                (Some(f), Some(ts)) => f.extend(ts.iter().copied()),
                                _ => flat = None,
                            }
                        } else if let Some(f) = &mut flat {
                            f.push(*term);
                        }
                    }
                    if flat.as_ref().is_some_and(|f| f.len() > MAX_TERMS) {
                        if report {
                            let msg = format!(
                                "cannot handle more than {MAX_TERMS} union terms (implementation limitation)"
                            );
                            self.error(pos, Code::InvalidType, msg);
                        }
                        continue;
                    }
                    if let Some(f) = flat {
                        let f = self.without_subsumed(f);
                        terms = Some(self.intersect(terms, &f));
                    }
                }
                Type::TypeParam(_) => {}
                Type::Basic(_) if eu == TypeId::INVALID => {
                    complete = self.types.unalias(e) == TypeId::INVALID
                }
                _ => {
                    let term = [Term {
                        tilde: false,
                        ty: e,
                    }];
                    terms = Some(self.intersect(terms, &term));
                }
            }
        }
        if let Some(list) = &mut terms
            && comparable
        {
            // What is left are the comparable ones among the terms.
            let keep: Vec<Term> = std::mem::take(list)
                .into_iter()
                .filter(|u| self.comparable(u.ty, false))
                .collect();
            *list = keep;
            comparable = false;
        }
        self.type_set_depth -= 1;
        all.sort_by(|a, b| self.method_order((a.pkg, a.name), (b.pkg, b.name)));
        let set = Rc::new(TypeSet {
            methods: all,
            terms,
            comparable,
        });
        if complete {
            self.types.type_sets.insert(u, set.clone());
        }
        set
    }

    /// Reports interface literals whose methods mention the literal itself, without a name in between.
    pub(super) fn report_anonymous_cycles(&mut self) {
        let mut done = FxHashSet::default();
        // Inner literals were noted before those around them.
        let mut list = std::mem::take(&mut self.interface_literals);
        list.sort_by_key(|&(_, at)| (at.file, at.lo));
        for (t, at) in list {
            let mut stack = Vec::new();
            if self.mentions_itself(t, &mut stack, &mut done) {
                done.extend(stack);
                let msg = "invalid recursive type: anonymous interface refers to itself (see https://go.dev/issue/56103)";
                self.error(at, Code::InvalidCycle, msg);
            }
        }
    }

    fn mentions_itself(
        &mut self,
        t: TypeId,
        stack: &mut Vec<TypeId>,
        done: &mut FxHashSet<TypeId>,
    ) -> bool {
        let t = self.types.unalias(t);
        if stack.len() > 200 || done.contains(&t) {
            return false;
        }
        match self.types.get(t).clone() {
            Type::Pointer(e)
            | Type::Slice(e)
            | Type::Array { elem: e, .. }
            | Type::Chan { elem: e, .. } => self.mentions_itself(e, stack, done),
            Type::Map { key, elem } => {
                self.mentions_itself(key, stack, done) || self.mentions_itself(elem, stack, done)
            }
            Type::Struct(s) => s
                .fields
                .iter()
                .any(|f| self.mentions_itself(f.ty, stack, done)),
            Type::Signature(s) => s
                .params
                .iter()
                .chain(&s.results)
                .any(|p| self.mentions_itself(p.ty, stack, done)),
            Type::Interface(_) => {
                if stack.contains(&t) {
                    return true;
                }
                stack.push(t);
                let set = self.type_set(t);
                let found = set
                    .methods
                    .iter()
                    .any(|m| self.mentions_itself(m.sig, stack, done));
                if !found {
                    stack.pop();
                    done.insert(t);
                }
                found
            }
            _ => false,
        }
    }

    /// The type set of a constraint, which need not be an interface.
    pub(super) fn constraint_set(&mut self, t: TypeId) -> Rc<TypeSet> {
        match self.types.under_type(t) {
            Type::Interface(_) => self.compute_type_set(t, false),
            Type::Basic(BasicKind::Invalid) | Type::TypeParam(_) => Rc::new(TypeSet::default()),
            _ => Rc::new(TypeSet {
                terms: Some(vec![Term {
                    tilde: false,
                    ty: t,
                }]),
                ..TypeSet::default()
            }),
        }
    }

    /// Leaves out terms that another one includes.
    fn without_subsumed(&mut self, list: Vec<Term>) -> Vec<Term> {
        let mut out: Vec<Term> = Vec::with_capacity(list.len());
        for t in list {
            if out.iter().any(|&o| self.term_subset(t, o)) {
                continue;
            }
            out.retain(|&o| !self.term_subset(o, t));
            out.push(t);
        }
        out
    }

    fn add_method(
        &mut self,
        all: &mut Vec<Method>,
        places: &mut Vec<Span>,
        m: Method,
        pos: Span,
        explicit: bool,
        report: bool,
    ) {
        let Some(i) = all
            .iter()
            .position(|o| self.same_id(o.pkg, o.name, m.pkg, m.name))
        else {
            all.push(m);
            places.push(pos);
            return;
        };
        let other = all[i];
        if report && (explicit || !self.identical(other.sig, m.sig)) {
            let mut d = self.new_error(
                Code::DuplicateDecl,
                pos,
                format!("duplicate method {}", m.name),
            );
            d.labels
                .push((places[i], format!("other declaration of method {}", m.name)));
            self.report(d);
        }
    }

    fn intersect(&mut self, have: Option<Vec<Term>>, with: &[Term]) -> Vec<Term> {
        let Some(have) = have else {
            return with.to_vec();
        };
        let mut out = Vec::new();
        for &a in &have {
            for &b in with {
                let same = if a.tilde || b.tilde {
                    let (x, y) = (self.types.under(a.ty), self.types.under(b.ty));
                    self.identical(x, y)
                } else {
                    self.identical(a.ty, b.ty)
                };
                if same {
                    out.push(if a.tilde { b } else { a });
                }
            }
        }
        out
    }
}
