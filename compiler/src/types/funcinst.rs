//! Generic functions as operands: explicit and partial instantiation, calls with inferred arguments, and functions
//! instantiated by what they are assigned to.

use std::rc::Rc;

use minigo_syntax::Span;
use minigo_syntax::nodes::{Call, Expr, ExprKind, Index};

use super::call::Context;
use super::check::Checker;
use super::infer::Failure;
use super::info::Mode;
use super::operand::Operand;
use super::subst::Map;
use super::typ::{Signature, Type, TypeId};
use crate::diagnostic::Code;

/// The function type that a generic function is assigned to, and what has it.
#[derive(Clone)]
pub(super) struct Target {
    sig: TypeId,
    desc: Rc<str>,
}

impl Checker {
    /// What a generic function may be instantiated for; `None` if `t` is no function type.
    pub(super) fn target(&mut self, t: Option<TypeId>, desc: &str) -> Option<Target> {
        let t = t.filter(|&t| t != TypeId::UNSET && self.types.is_valid(t))?;
        let sig = self.common_under(t).ok()?;
        matches!(self.types.get(sig), Type::Signature(_)).then(|| Target {
            sig,
            desc: desc.into(),
        })
    }

    /// The signature of a function that still has type parameters.
    pub(super) fn generic_signature(&self, t: TypeId) -> Option<Rc<Signature>> {
        match self.types.get(t) {
            Type::Signature(s) if !s.tparams.is_empty() => Some(s.clone()),
            _ => None,
        }
    }

    /// Refuses an operand that is still generic, unless `target` says what it is to be.
    pub(super) fn non_generic(&mut self, target: Option<&Target>, x: &mut Operand) {
        if !x.is_valid() || matches!(x.mode, Mode::NoValue | Mode::Builtin) {
            return;
        }
        let what = if self.generic_signature(x.ty).is_some() {
            if let Some(t) = target {
                let pos = x.span();
                self.func_inst(Some(t), pos, x, None, true);
                return;
            }
            "function"
        } else if x.mode == Mode::TypeExpr && self.types.is_generic(x.ty) {
            "type"
        } else {
            return;
        };
        let name = x.expr.map(|e| self.estr(e)).unwrap_or_default();
        let msg = format!("cannot use generic {what} {name} without instantiation");
        self.error(x.span(), Code::InvalidType, msg);
        x.invalidate();
        x.ty = TypeId::INVALID;
    }

    /// Instantiates generic function `x` with the arguments written in `inst` and what can be inferred from `target`.
    /// Without `infer` an incomplete list is given back for later.
    pub(super) fn func_inst(
        &mut self,
        target: Option<&Target>,
        pos: Span,
        x: &mut Operand,
        inst: Option<&'static Index>,
        infer: bool,
    ) -> Option<Vec<TypeId>> {
        let mut targs: Vec<TypeId> = Vec::new();
        let mut places = Vec::new();
        if let Some(ix) = inst {
            let Some(l) = self.type_list(&ix.args) else {
                x.invalidate();
                return None;
            };
            targs.extend(l.iter());
            places.extend(ix.args.iter().map(|a| a.span));
        }
        let sig = self.generic_signature(x.ty)?;
        let (got, want) = (targs.len(), sig.tparams.len());
        if got > want {
            let msg = format!("got {got} type arguments but want {want}");
            self.error(places[got - 1], Code::InvalidType, msg);
            x.invalidate();
            return None;
        }
        if got < want {
            if !infer {
                return Some(targs);
            }
            let tparams = self.renamed_params(&sig.tparams);
            let mut params = Vec::new();
            let mut args = Vec::new();
            if let Some(t) = target {
                let bare = Signature {
                    tparams: Rc::new([]),
                    ..(*sig).clone()
                };
                let bare = self.types.signature(bare);
                params.push(self.subst(bare, &sig.tparams, &tparams));
                let mut a = Operand::invalid();
                a.mode = Mode::Value;
                a.ty = t.sig;
                a.expr = x.expr;
                a.dummy = Some((self.leak_text(&t.desc), x.span()));
                args.push(a);
            }
            let refs: Vec<&Operand> = args.iter().collect();
            match self.infer(pos, &tparams, &targs, &params, &refs, target.is_some()) {
                Ok(l) => targs = l,
                Err(Failure(why)) => {
                    if let Some((at, msg)) = why {
                        self.error(at, Code::CannotInfer, msg);
                    }
                    x.invalidate();
                    return None;
                }
            }
        }
        let at = x.span();
        x.ty = self.instantiate_signature(x.expr, at, &sig, targs.into(), places);
        x.mode = Mode::Value;
        None
    }

    fn leak_text(&self, s: &str) -> &'static str {
        minigo_syntax::Symbol::intern(s).as_str()
    }

    /// The function of a call: its operand, which may be generic, and the type arguments written after it.
    pub(super) fn call_operand(&mut self, fun: &'static Expr) -> (Operand, Option<&'static Index>) {
        if let ExprKind::Index(ix) = &fun.kind {
            let mut x = Operand::invalid();
            let generic = self.index_expr(&mut x, fun, ix);
            x.expr = Some(fun);
            x.dummy = None;
            self.record(&x);
            return (x, generic.then_some(ix));
        }
        (self.expr_or_generic(fun), None)
    }

    /// Values of an argument list, generic functions among them; with the type arguments they have already.
    pub(super) fn generic_args(&mut self, l: &'static [Expr]) -> (Vec<Operand>, Vec<Vec<TypeId>>) {
        if let [e] = l
            && !matches!(e.kind, ExprKind::Index(_))
        {
            let mut list = self.multi_generic(e);
            let n = list.len();
            if n > 1 {
                for x in &mut list {
                    (x.expr, x.dummy) = (Some(e), None);
                }
            }
            return (list, vec![Vec::new(); n]);
        }
        let mut args = Vec::with_capacity(l.len());
        let mut partial = Vec::with_capacity(l.len());
        for e in l {
            let mut given = Vec::new();
            let x = match &e.kind {
                ExprKind::Index(ix) => {
                    let mut x = Operand::invalid();
                    if self.index_expr(&mut x, e, ix) {
                        let pos = x.span();
                        // The instance belongs to the whole expression.
                        x.expr = Some(e);
                        if let Some(l) = self.func_inst(None, pos, &mut x, Some(ix), false) {
                            given = l;
                        } else {
                            self.record(&x);
                        }
                    } else {
                        x.expr = Some(e);
                        x.dummy = None;
                        self.record(&x);
                        self.exclude(&mut x, true);
                        self.single_value(&mut x);
                    }
                    x
                }
                _ => self.generic_expr(e, None),
            };
            args.push(x);
            partial.push(given);
        }
        (args, partial)
    }

    /// Checks arguments against parameters, inferring type arguments; gives the signature of the function called.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn arguments(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        sig: &Rc<Signature>,
        targs: Vec<TypeId>,
        places: Vec<Span>,
        args: &mut [Operand],
        partial: &[Vec<TypeId>],
    ) -> Rc<Signature> {
        let Some(mut params) = self.parameter_types(e, c, sig, args) else {
            return sig.clone();
        };
        let pos = e.span.at(c.lparen);
        let n = sig.tparams.len();
        let mut tparams: Vec<TypeId> = Vec::new();
        let mut targs = targs;
        if n > 0 {
            tparams = self.renamed_params(&sig.tparams);
            for p in &mut params {
                *p = self.subst(*p, &sig.tparams, &tparams);
            }
            targs.resize(n, TypeId::UNSET);
        }
        let mut generic: Vec<(usize, Rc<Signature>)> = Vec::new();
        for (i, a) in args.iter_mut().enumerate() {
            let Some(asig) = self.generic_signature(a.ty).filter(|_| a.is_valid()) else {
                continue;
            };
            let new = self.renamed_params(&asig.tparams);
            let mut m = Map::new(&asig.tparams, &new);
            let bare = Signature {
                tparams: Rc::new([]),
                ..(*asig).clone()
            };
            let bare = self.types.signature(bare);
            let t = self.subst_in(bare, &mut m);
            let Some(s) = self.types.as_signature(t) else {
                continue;
            };
            let s = Signature {
                tparams: new.clone().into(),
                ..(*s).clone()
            };
            a.ty = self.types.signature(s);
            tparams.extend(new);
            targs.extend(partial.get(i).into_iter().flatten());
            targs.resize(tparams.len(), TypeId::UNSET);
            generic.push((i, asig));
        }
        let mut result = sig.clone();
        if !tparams.is_empty() {
            let inferred = {
                let refs: Vec<&Operand> = args.iter().collect();
                self.infer(pos, &tparams, &targs, &params, &refs, false)
            };
            let targs = match inferred {
                Ok(l) => l,
                Err(Failure(why)) => {
                    if let Some((at, msg)) = why {
                        let msg = format!("in call to {}, {msg}", self.estr(&c.fun));
                        self.error(at, Code::CannotInfer, msg);
                    }
                    return result;
                }
            };
            if n > 0 {
                let t =
                    self.instantiate_signature(Some(&c.fun), pos, sig, targs[..n].into(), places);
                if let Some(s) = self.types.as_signature(t) {
                    result = s;
                }
                for p in &mut params {
                    *p = self.subst(*p, &tparams[..n], &targs[..n]);
                }
            }
            let mut at = n;
            for (i, asig) in generic {
                let end = at + asig.tparams.len();
                let pos = args[i].span();
                let list: Rc<[TypeId]> = targs[at..end].into();
                let ex = args[i].expr;
                args[i].ty = self.instantiate_signature(ex, pos, &asig, list, Vec::new());
                args[i].mode = Mode::Value;
                at = end;
            }
        }
        let context = Context::Argument(&c.fun);
        for (a, &t) in args.iter_mut().zip(&params) {
            self.assign_in(a, Some(t), &context);
        }
        result
    }

    /// The parameter type for each argument, or `None` if their numbers do not match.
    fn parameter_types(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        sig: &Signature,
        args: &[Operand],
    ) -> Option<Vec<TypeId>> {
        let nargs = args.len();
        let mut npars = sig.params.len();
        let dots = c.dots.is_some();
        let mut params: Vec<TypeId> = sig.params.iter().map(|p| p.ty).collect();
        if sig.variadic {
            if dots {
                if c.args.len() == 1 && nargs > 1 {
                    let msg = format!(
                        "cannot use ... with {nargs}-valued {}",
                        self.estr(&c.args[0])
                    );
                    self.error(e.span, Code::InvalidCall, msg);
                    return None;
                }
            } else if nargs + 1 >= npars {
                let last = params.pop().unwrap_or(TypeId::INVALID);
                let elem = match *self.types.under_type(last) {
                    Type::Slice(t) => t,
                    _ => TypeId::INVALID,
                };
                params.resize(nargs, elem);
                npars = nargs;
            } else {
                npars -= 1;
            }
        } else if dots {
            let msg = format!(
                "cannot use ... in call to non-variadic {}",
                self.estr(&c.fun)
            );
            self.error(e.span, Code::InvalidCall, msg);
            return None;
        }
        if nargs == npars {
            return Some(params);
        }
        let (at, qualifier) = if nargs > npars {
            (args[npars].span(), "too many")
        } else {
            (args.last().map_or(e.span, Operand::span), "not enough")
        };
        let have: Vec<TypeId> = args.iter().map(|a| a.ty).collect();
        let want: Vec<TypeId> = sig.params.iter().map(|p| p.ty).collect();
        let msg = format!(
            "{qualifier} arguments in call to {}\n\thave {}\n\twant {}",
            self.estr(&c.fun),
            self.types_summary(&have, false, dots),
            self.types_summary(&want, sig.variadic, false)
        );
        self.error(at, Code::InvalidCall, msg);
        None
    }
}
