//! Type sets of interfaces: all methods, those of embedded interfaces included, and the terms of constraints.

use std::rc::Rc;

use minigo_syntax::Span;

use super::check::Checker;
use super::typ::{Method, Term, Type, TypeId, TypeSet};
use crate::diagnostic::Code;

impl Checker {
    /// The type set of interface type `t` (named or not). Empty for other types.
    pub fn type_set(&mut self, t: TypeId) -> Rc<TypeSet> {
        self.compute_type_set(t, false)
    }

    /// Computes (once) the type set; with `report`, duplicate methods and wrong elements are errors.
    pub(super) fn compute_type_set(&mut self, t: TypeId, report: bool) -> Rc<TypeSet> {
        let u = match self.types.get(self.types.unalias(t)) {
            Type::TypeParam(p) => self.types.under(p.bound),
            _ => self.types.under(t),
        };
        if let Some(s) = self.types.type_sets.get(&u)
            && !report
        {
            return s.clone();
        }
        let Type::Interface(it) = self.types.get(u).clone() else {
            return Rc::new(TypeSet::default());
        };
        let mut all: Vec<Method> = Vec::with_capacity(it.methods.len());
        let mut terms: Option<Vec<Term>> = None;
        let mut comparable = u == TypeId::COMPARABLE_INTERFACE;
        let mut complete = true;
        for m in &it.methods {
            self.add_method(&mut all, *m, m.pos, true, report);
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
                        self.add_method(&mut all, *m, pos, false, report);
                    }
                    if let Some(ts) = &set.terms {
                        terms = Some(self.intersect(terms, ts));
                    }
                }
                Type::Union(list) => {
                    let mut flat: Option<Vec<Term>> = Some(Vec::new());
                    for term in list.iter() {
                        if matches!(self.types.under_type(term.ty), Type::Interface(_)) {
                            let set = self.compute_type_set(term.ty, false);
                            match (&mut flat, &set.terms) {
                                (Some(f), Some(ts)) => f.extend(ts.iter().copied()),
                                _ => flat = None,
                            }
                        } else if let Some(f) = &mut flat {
                            f.push(*term);
                        }
                    }
                    if let Some(f) = flat {
                        terms = Some(self.intersect(terms, &f));
                    }
                }
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

    fn add_method(
        &mut self,
        all: &mut Vec<Method>,
        m: Method,
        pos: Span,
        explicit: bool,
        report: bool,
    ) {
        let Some(other) = all
            .iter()
            .find(|o| self.same_id(o.pkg, o.name, m.pkg, m.name))
            .copied()
        else {
            all.push(m);
            return;
        };
        if report && (explicit || !self.identical(other.sig, m.sig)) {
            let mut d = self.new_error(
                Code::DuplicateDecl,
                pos,
                format!("duplicate method {}", m.name),
            );
            d.labels
                .push((other.pos, format!("other declaration of method {}", m.name)));
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
