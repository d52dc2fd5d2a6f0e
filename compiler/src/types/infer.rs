//! Type inference: the missing type arguments of a call or of a generic function that is assigned.
//!
//! In order: typed arguments against parameters; constraints (their common type and their methods) until nothing new
//! comes out; default types of untyped constants; then what was inferred is substituted into itself.

use minigo_syntax::Span;

use super::check::Checker;
use super::operand::Operand;
use super::subst::Map;
use super::typ::{Term, Type, TypeId};
use super::unify::{Mode, Unifier};

/// Why an inference failed, and where; without a text the reason was reported already.
pub(super) struct Failure(pub Option<(Span, String)>);

impl Checker {
    /// Copies of `tparams` with bounds in terms of each other, so that a recursive call's parameters are not taken
    /// for those of the body it is in.
    pub(super) fn renamed_params(&mut self, tparams: &[TypeId]) -> Vec<TypeId> {
        let (_, new) = self.fresh_params(tparams);
        for &p in &new {
            let b = self.bound_of(p);
            let b = self.subst(b, tparams, &new);
            self.set_bound(p, b);
        }
        new
    }

    fn names(&self, tparams: &[TypeId]) -> String {
        let l: Vec<String> = tparams.iter().map(|&t| self.tstr(t)).collect();
        match &l[..] {
            [] => String::new(),
            [a] => a.clone(),
            [a, b] => format!("{a} and {b}"),
            [most @ .., last] => format!("{}, and {last}", most.join(", ")),
        }
    }

    /// Finds all of `targs` (`UNSET` where unknown) from the types of `args` for parameters of types `params`.
    /// `reverse`: the argument is the variable that a generic function is assigned to.
    pub(super) fn infer(
        &mut self,
        pos: Span,
        tparams: &[TypeId],
        targs: &[TypeId],
        params: &[TypeId],
        args: &[&Operand],
        reverse: bool,
    ) -> Result<Vec<TypeId>, Failure> {
        let n = tparams.len();
        if targs.len() == n && !targs.contains(&TypeId::UNSET) {
            return Ok(targs.to_vec());
        }
        if args.iter().any(|a| !a.is_valid()) {
            return Err(Failure(None));
        }
        let mut targs = targs.to_vec();
        targs.resize(n, TypeId::UNSET);
        let params: Vec<TypeId> = params
            .iter()
            .map(|&p| self.subst(p, tparams, &targs))
            .collect();
        let mut u = Unifier::new(tparams, &targs);
        let mut untyped: Vec<usize> = Vec::new();
        for (i, (&p, a)) in params.iter().zip(args).enumerate() {
            let ty = a.ty;
            if !self.is_parameterized(tparams, p) && !self.is_parameterized(tparams, ty) {
                continue;
            }
            if self.types.is_typed(ty) {
                if !u.unify(self, p, ty, Mode::ASSIGN) {
                    return Err(self.mismatch(&u, tparams, p, a, reverse));
                }
            } else if tparams.contains(&p) && !a.is_nil() {
                untyped.push(i);
            }
        }
        self.infer_from_constraints(pos, tparams, &mut u)?;
        // Untyped constants decide last, the largest kind for each parameter.
        let mut kinds: Vec<(usize, TypeId)> = Vec::new();
        for i in untyped {
            let Some(k) = tparams.iter().position(|&t| t == params[i]) else {
                continue;
            };
            if u.at(k) != TypeId::UNSET {
                continue;
            }
            let ty = args[i].ty;
            match kinds.iter_mut().find(|x| x.0 == k) {
                None => kinds.push((k, ty)),
                Some((_, max)) => match self.max_type(*max, ty) {
                    Some(m) => *max = m,
                    None => {
                        let msg = format!(
                            "mismatched types {} and {} (cannot infer {})",
                            self.tstr(*max),
                            self.tstr(ty),
                            self.tstr(tparams[k])
                        );
                        return Err(Failure(Some((args[i].span(), msg))));
                    }
                },
            }
        }
        for (k, ty) in kinds {
            let d = self.types.default_type(ty);
            u.set(k, d);
        }
        let mut inferred = u.inferred();
        self.kill_cycles(tparams, &mut inferred);
        self.simplify(tparams, &targs, &mut inferred);
        for (i, &t) in inferred.iter().enumerate() {
            if t == TypeId::UNSET || self.is_parameterized(tparams, t) {
                let Some(tp) = self.types.type_param(tparams[i]) else {
                    continue;
                };
                let o = &self.objs[tp.obj];
                let (name, at) = (o.name, self.place(o.pos));
                let msg = format!("cannot infer {name} (declared at {at})");
                return Err(Failure(Some((pos, msg))));
            }
        }
        Ok(inferred)
    }

    fn mismatch(
        &mut self,
        u: &Unifier,
        tparams: &[TypeId],
        par: TypeId,
        arg: &Operand,
        reverse: bool,
    ) -> Failure {
        let text = match (&arg.dummy, arg.expr) {
            (Some((d, _)), _) if reverse => d.to_string(),
            (_, Some(e)) => self.estr(e),
            (Some((d, _)), _) => d.to_string(),
            _ => String::new(),
        };
        let (targ, tpar) = (self.tstr(arg.ty), self.tstr(par));
        let inferred = u.inferred();
        let msg = if inferred.iter().all(|&t| t == TypeId::UNSET) {
            let names = self.names(tparams);
            format!("type {targ} of {text} does not match {tpar} (cannot infer {names})")
        } else {
            let t = self.subst(par, tparams, &inferred);
            if t != par && reverse {
                let t = self.tstr(t);
                format!("inferred type {t} for {tpar} does not match type {targ} of {text}")
            } else if t != par {
                let t = self.tstr(t);
                format!("type {targ} of {text} does not match inferred type {t} for {tpar}")
            } else {
                format!("type {targ} of {text} does not match {tpar}")
            }
        };
        Failure(Some((arg.span(), msg)))
    }

    fn infer_from_constraints(
        &mut self,
        pos: Span,
        tparams: &[TypeId],
        u: &mut Unifier,
    ) -> Result<(), Failure> {
        loop {
            let before = u.unknowns();
            for (i, &p) in tparams.iter().enumerate() {
                let tx = u.at(i);
                let unsatisfied = |c: &Checker, why: &str| {
                    let sep = if why.is_empty() { "" } else { " " };
                    let msg = format!(
                        "{} (type {}) does not satisfy {}{sep}{why}",
                        c.tstr(p),
                        c.tstr(tx),
                        c.tstr(c.bound_of(p))
                    );
                    Failure(Some((pos, msg)))
                };
                if let Some((core, single)) = self.core_term(p) {
                    if tx != TypeId::UNSET {
                        if !u.unify(self, tx, core.ty, Mode::INEXACT) {
                            return Err(unsatisfied(self, ""));
                        }
                    } else if single && !core.tilde {
                        u.set(i, core.ty);
                    }
                }
                if tx != TypeId::UNSET && !self.is_parameterized(tparams, tx) {
                    let mut cause = None;
                    let ok = !self.types.is_valid(tx)
                        || self
                            .missing_method_with(tx, p, true, &mut cause, &mut |c, a, b| {
                                u.unify(c, a, b, Mode::EXACT)
                            })
                            .is_none();
                    if !ok {
                        return Err(unsatisfied(self, &cause.unwrap_or_default()));
                    }
                }
            }
            if u.unknowns() == before {
                return Ok(());
            }
        }
    }

    /// The one term of a constraint, or the underlying type that all its terms have in common.
    fn core_term(&mut self, p: TypeId) -> Option<(Term, bool)> {
        let terms = self.terms(p)?;
        if let [t] = terms[..] {
            return Some((t, true));
        }
        let tilde = terms.iter().any(|t| t.tilde);
        let ty = self.common_under(p).ok()?;
        Some((Term { tilde, ty }, false))
    }

    /// Forgets inferred types that contain themselves.
    fn kill_cycles(&mut self, tparams: &[TypeId], inferred: &mut [TypeId]) {
        for i in 0..tparams.len() {
            let mut path = vec![i];
            self.kill_from(tparams, inferred, i, &mut path);
        }
    }

    fn kill_from(
        &mut self,
        tparams: &[TypeId],
        inferred: &mut [TypeId],
        i: usize,
        path: &mut Vec<usize>,
    ) {
        if inferred[i] == TypeId::UNSET {
            return;
        }
        for (j, &p) in tparams.iter().enumerate() {
            let t = inferred[i];
            if t == TypeId::UNSET || !self.is_parameterized(&[p], t) {
                continue;
            }
            if path.contains(&j) {
                inferred[j] = TypeId::UNSET;
            } else {
                path.push(j);
                self.kill_from(tparams, inferred, j, path);
                path.pop();
            }
        }
    }

    /// Replaces parameters in inferred types by what was inferred for them.
    fn simplify(&mut self, tparams: &[TypeId], targs: &[TypeId], inferred: &mut [TypeId]) {
        // Without cycles each round makes the longest chain shorter.
        for _ in 0..=tparams.len() {
            let mut changed = false;
            for i in 0..inferred.len() {
                if inferred[i] == TypeId::UNSET || targs[i] != TypeId::UNSET {
                    continue;
                }
                let now = inferred.to_vec();
                let t = self.subst_in(inferred[i], &mut Map::new(tparams, &now));
                if t != inferred[i] {
                    changed = true;
                    inferred[i] = self.without_tparams(tparams, t);
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// A generic function that was inferred as an argument is no longer generic once its parameters are known.
    fn without_tparams(&mut self, tparams: &[TypeId], t: TypeId) -> TypeId {
        match self.types.get(t).clone() {
            Type::Signature(s) if !s.tparams.is_empty() && !self.is_parameterized(tparams, t) => {
                let mut s = (*s).clone();
                s.tparams = std::rc::Rc::new([]);
                self.types.signature(s)
            }
            _ => t,
        }
    }
}
