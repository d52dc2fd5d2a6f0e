//! Conversions `T(x)`. Source: language spec, "Conversions".

use super::check::Checker;
use super::constant::Value;
use super::info::Mode;
use super::operand::{Misfit, Operand, representable};
use super::typ::{BasicKind, Type, TypeId};
use crate::diagnostic::Code;

impl Checker {
    /// `t(x)`
    pub(super) fn conversion(&mut self, x: &mut Operand, t: TypeId) {
        let const_arg = x.is_const() && self.types.is_const_type(x.ty);
        let mut cause = None;
        let mut ok = false;
        if const_arg && self.types.is_const_type(t) {
            let k = self.types.basic(t).unwrap_or(BasicKind::Invalid);
            if let Some(v) = representable(&x.value(), k) {
                x.val = Some(v);
                ok = true;
            } else if self.types.is_integer(x.ty) && k.is_string() {
                let c = x
                    .value()
                    .to_u64()
                    .and_then(|n| u32::try_from(n).ok())
                    .and_then(char::from_u32);
                x.val = Some(Value::from_string(
                    c.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]),
                ));
                ok = true;
            }
            if !ok && self.types.is_integer(x.ty) && self.types.is_integer(t) {
                let msg = format!("constant {} overflows {}", x.value(), self.tstr(t));
                self.error(x.span(), Code::InvalidConversion, msg);
                x.invalidate();
                return;
            }
        } else if const_arg && self.types.is_type_param(t) {
            ok = self.const_convertible(x, t, &mut cause);
            x.mode = Mode::Value;
        } else if self.convertible_to(x, t, &mut cause) {
            ok = true;
            x.mode = if x.is_nil() { Mode::Nil } else { Mode::Value };
        }
        if !ok {
            let mut msg = format!("cannot convert {} to type {}", self.ostr(x), self.tstr(t));
            if let Some(c) = cause {
                msg.push_str(": ");
                msg.push_str(&c);
            }
            self.error(x.span(), Code::InvalidConversion, msg);
            x.invalidate();
            return;
        }
        if self.types.is_untyped(x.ty) {
            let mut last = t;
            if x.ty == TypeId::UNTYPED_NIL {
                x.mode = Mode::Value;
            } else if self.types.is_interface(t) || (const_arg && !self.types.is_const_type(t)) {
                last = self.types.default_type(x.ty);
            } else if x.is_const() && self.types.is_integer(x.ty) && self.all_string(t) {
                last = x.ty;
            }
            if let Some(e) = x.expr {
                self.update_expr_type(e, last, true);
            }
        }
        x.ty = t;
    }

    /// Whether constant `x` converts to every type that type parameter `t` may stand for.
    fn const_convertible(&mut self, x: &Operand, t: TypeId, cause: &mut Option<String>) -> bool {
        for s in self.specific(t) {
            let Some((_, u)) = s else {
                *cause = Some(format!("{} does not contain specific types", self.tstr(t)));
                return false;
            };
            if self.types.is_string(x.ty) && self.types.is_bytes_or_runes(u) {
                continue;
            }
            let k = self.types.basic(u);
            let fits = k.is_some_and(|k| {
                representable(&x.value(), k).is_some()
                    || (self.types.is_integer(x.ty) && k.is_string())
            });
            if !fits {
                let (u_text, t_text) = (self.tstr(u), self.tstr(t));
                *cause = Some(if self.types.is_integer(x.ty) && self.types.is_integer(u) {
                    format!("constant {} overflows {u_text} (in {t_text})", x.value())
                } else {
                    let o = self.ostr(x);
                    format!("cannot convert {o} to type {u_text} (in {t_text})")
                });
                return false;
            }
        }
        true
    }

    /// Conversions where type parameters take part: all their types have to convert.
    fn convertible_params(&mut self, x: &Operand, t: TypeId, cause: &mut Option<String>) -> bool {
        let (vp, tp) = (self.types.is_type_param(x.ty), self.types.is_type_param(t));
        let one = |t: TypeId| {
            vec![super::typ::Term {
                tilde: false,
                ty: t,
            }]
        };
        let from = if vp {
            self.terms(x.ty)
        } else {
            Some(one(x.ty))
        };
        let to = if tp { self.terms(t) } else { Some(one(t)) };
        let (Some(from), Some(to)) = (from, to) else {
            return false;
        };
        let mut y = x.clone();
        for f in &from {
            y.ty = f.ty;
            for u in &to {
                if self.convertible_to(&y, u.ty, cause) {
                    continue;
                }
                let (ft, ut) = (self.tstr(f.ty), self.tstr(u.ty));
                let (xt, tt) = (self.tstr(x.ty), self.tstr(t));
                let msg = match (vp, tp) {
                    (true, true) => {
                        format!("cannot convert {ft} (in {xt}) to type {ut} (in {tt})")
                    }
                    (true, false) => format!("cannot convert {ft} (in {xt}) to type {tt}"),
                    _ => format!("cannot convert {xt} to type {ut} (in {tt})"),
                };
                *cause = Some(match cause.take().filter(|c| !c.is_empty()) {
                    Some(c) => format!("{msg}\n\t{c}"),
                    None => msg,
                });
                return false;
            }
        }
        true
    }

    fn convertible_to(&mut self, x: &Operand, t: TypeId, cause: &mut Option<String>) -> bool {
        if self.assignable_to(x, t, cause) {
            return true;
        }
        let orig = t;
        let (v, t) = (self.types.unalias(x.ty), self.types.unalias(t));
        let (vu, tu) = (self.types.under(v), self.types.under(t));
        if self.types.is_type_param(v) || self.types.is_type_param(t) {
            return self.convertible_params(x, orig, cause);
        }
        if self.identical_ignore_tags(vu, tu) {
            return true;
        }
        if let (&Type::Pointer(a), &Type::Pointer(b)) = (self.types.get(v), self.types.get(t)) {
            let (a, b) = (self.types.under(a), self.types.under(b));
            if !self.types.is_type_param(a)
                && !self.types.is_type_param(b)
                && self.identical_ignore_tags(a, b)
            {
                return true;
            }
        }
        let ty = &self.types;
        let int_or_float = |t| ty.is_integer(t) || ty.is_float(t);
        let is_ptr = |t| matches!(ty.under_type(t), Type::Pointer(_));
        let kind = |t| ty.basic(t);
        if (int_or_float(vu) && int_or_float(tu))
            || (ty.is_complex(vu) && ty.is_complex(tu))
            || ((ty.is_integer(vu) || ty.is_bytes_or_runes(vu)) && ty.is_string(tu))
            || (ty.is_string(vu) && ty.is_bytes_or_runes(tu))
        {
            return true;
        }
        let up = Some(BasicKind::UnsafePointer);
        let uptr = Some(BasicKind::Uintptr);
        if ((is_ptr(vu) || kind(vu) == uptr) && kind(tu) == up)
            || (kind(vu) == up && (is_ptr(tu) || kind(tu) == uptr))
        {
            return true;
        }
        if let Type::Slice(e) = *ty.get(vu) {
            let array = match *ty.get(tu) {
                Type::Pointer(b) => ty.under_type(b).clone(),
                _ => ty.get(tu).clone(),
            };
            if let Type::Array { elem, .. } = array {
                return self.identical(e, elem);
            }
        }
        false
    }

    /// Gives the untyped operand `x` the type `target`, or reports why that is impossible.
    pub(super) fn convert_untyped(&mut self, x: &mut Operand, target: TypeId) {
        match self.implicit_type_and_value(x, target) {
            Ok((ty, val)) => self.set_implicit(x, ty, val),
            Err(m) => {
                let t = self.types.under(target);
                self.invalid_conversion(m, x, t);
                x.invalidate();
            }
        }
    }

    pub(super) fn set_implicit(&mut self, x: &mut Operand, ty: TypeId, val: Option<Value>) {
        if let Some(v) = val {
            x.val = Some(v.clone());
            if let Some(e) = x.expr
                && let Some(u) = self.untyped.get_mut(&e.id)
            {
                u.value = Some(v);
            }
        }
        if ty != x.ty {
            x.ty = ty;
            if let Some(e) = x.expr {
                self.update_expr_type(e, ty, false);
            }
        }
    }

    pub(super) fn invalid_conversion(&mut self, m: Misfit, x: &Operand, target: TypeId) {
        let (o, t) = (self.ostr(x), self.tstr(target));
        let msg = match m {
            Misfit::Truncated => format!("{o} truncated to {t}"),
            Misfit::Overflow => format!("{o} overflows {t}"),
            Misfit::Other => format!("cannot convert {o} to type {t}"),
        };
        self.error(x.span(), Code::InvalidConversion, msg);
    }
}
