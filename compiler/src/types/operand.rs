//! Operands: what an expression under check has been found to be, and whether it may be assigned to a type.

use minigo_syntax::Span;
use minigo_syntax::nodes::{Expr, ExprKind};

use super::check::Checker;
use super::constant::Value;
use super::info::Mode;
use super::object::Builtin;
use super::typ::{BasicKind, ChanDir, Type, TypeId};
use crate::diagnostic::NO_PLACE;

/// Why an untyped operand does not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Misfit {
    Truncated,
    Overflow,
    Other,
}

/// An operand. With mode `Invalid` an error was reported and nothing else counts.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub mode: Mode,
    pub ty: TypeId,
    /// The value of a constant.
    pub val: Option<Value>,
    pub expr: Option<&'static Expr>,
    /// For an operand that is no expression (one result of several): its description and place.
    pub dummy: Option<(&'static str, Span)>,
    pub builtin: Builtin,
}

impl Operand {
    pub(super) fn invalid() -> Operand {
        Operand {
            mode: Mode::Invalid,
            ty: TypeId::INVALID,
            val: None,
            expr: None,
            dummy: None,
            builtin: Builtin::Append,
        }
    }

    pub(super) fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }

    pub(super) fn invalidate(&mut self) {
        self.mode = Mode::Invalid;
    }

    pub(super) fn is_nil(&self) -> bool {
        self.mode == Mode::Nil
    }

    pub(super) fn is_const(&self) -> bool {
        self.mode == Mode::Constant
    }

    /// Where errors about it are reported.
    pub(super) fn span(&self) -> Span {
        match (&self.dummy, self.expr) {
            (Some((_, s)), _) => *s,
            (None, Some(e)) => e.start(),
            _ => NO_PLACE,
        }
    }

    /// The constant's value (`Unknown` if there is none).
    pub(super) fn value(&self) -> Value {
        self.val.clone().unwrap_or(Value::Unknown)
    }

    pub(super) fn set_const(&mut self, v: Value, ty: TypeId) {
        self.mode = Mode::Constant;
        self.val = Some(v);
        self.ty = ty;
    }
}

pub(super) fn composite_kind(t: &Type) -> &'static str {
    match t {
        Type::Array { .. } => "array",
        Type::Slice(_) => "slice",
        Type::Struct(_) => "struct",
        Type::Pointer(_) => "pointer",
        Type::Signature(_) => "func",
        Type::Interface(_) => "interface",
        Type::Map { .. } => "map",
        Type::Chan { .. } => "chan",
        Type::Tuple(_) => "tuple",
        Type::Union(_) => "union",
        _ => "",
    }
}

impl Checker {
    /// The operand as messages show it: `x (variable of type int)`.
    pub(super) fn ostr(&self, x: &Operand) -> String {
        if x.mode == Mode::Nil {
            return match x.ty {
                TypeId::INVALID => "nil (with invalid type)".to_string(),
                TypeId::UNTYPED_NIL => "nil".to_string(),
                t => format!("nil (of type {})", self.tstr(t)),
            };
        }
        let mut s = String::new();
        let mut expr = match (&x.dummy, x.expr) {
            (Some((d, _)), _) => d.to_string(),
            (None, Some(e)) => self.estr(e),
            _ => String::new(),
        };
        if expr.is_empty() && x.is_const() {
            expr = self.value_string(x);
        }
        if !expr.is_empty() {
            s.push_str(&expr);
            s.push_str(" (");
        }
        let mut has_type = false;
        match x.mode {
            Mode::Invalid | Mode::NoValue | Mode::Builtin | Mode::TypeExpr => {}
            _ if self.types.is_untyped(x.ty) => {
                s.push_str(TypeId::basic_name(x.ty));
                s.push(' ');
            }
            _ => has_type = true,
        }
        s.push_str(match x.mode {
            Mode::Invalid => "invalid operand",
            Mode::NoValue => "no value",
            Mode::Builtin => "built-in",
            Mode::TypeExpr => "type",
            Mode::Constant => "constant",
            Mode::Variable => "variable",
            Mode::MapIndex => "map index expression",
            Mode::Value => "value",
            Mode::Nil => "nil",
            Mode::CommaOk => "comma, ok expression",
        });
        if x.is_const() {
            let v = self.value_string(x);
            if v != expr {
                s.push(' ');
                s.push_str(&v);
            }
        }
        if has_type {
            if self.types.is_valid(x.ty) {
                s.push_str(" of ");
                if self.types.is_generic(x.ty) && x.mode == Mode::TypeExpr {
                    s.push_str("generic ");
                }
                if matches!(self.types.get(x.ty), Type::Named(_) | Type::Alias(_)) {
                    let u = self.types.under(x.ty);
                    let what = composite_kind(self.types.get(u));
                    if !what.is_empty() {
                        s.push_str(what);
                        s.push(' ');
                    } else if matches!(self.types.get(u), Type::Basic(_)) {
                        let name = TypeId::basic_name(u);
                        s.push_str(name.strip_prefix("unsafe.").unwrap_or(name));
                        s.push(' ');
                    }
                }
                s.push_str("type ");
                s.push_str(&match self.named_results(x) {
                    Some(results) => results,
                    None => self.tstr(x.ty),
                });
                if let Some(p) = self.types.type_param(x.ty) {
                    s.push_str(" constrained by ");
                    s.push_str(&self.tstr(p.bound));
                    let u = self.types.under(p.bound);
                    if self.types.type_sets.get(&u).is_some_and(|s| s.is_empty()) {
                        s.push_str(" with empty type set");
                    }
                }
            } else {
                s.push_str(" with invalid type");
            }
        }
        if !expr.is_empty() {
            s.push(')');
        }
        s
    }

    /// The type of a call of several results, with their names.
    fn named_results(&self, x: &Operand) -> Option<String> {
        if !matches!(self.types.get(x.ty), Type::Tuple(_)) {
            return None;
        }
        let ExprKind::Call(call) = &x.expr?.unparen().kind else {
            return None;
        };
        let sig = self.info.type_of(call.fun.id);
        Some(self.results_string(&*self.types.as_signature(sig)?))
    }

    /// A constant's value as messages show it.
    pub(super) fn value_string(&self, x: &Operand) -> String {
        if self.types.is_complex(x.ty) {
            x.value().to_complex_string()
        } else if self.types.is_float(x.ty) {
            x.value().to_float_string()
        } else {
            x.value().to_string()
        }
    }

    /// Whether `x` may be assigned to a variable of type `t`; if not, `cause` may say why.
    pub(super) fn assignable_to(
        &mut self,
        x: &Operand,
        t: TypeId,
        cause: &mut Option<String>,
    ) -> bool {
        if !x.is_valid() || !self.types.is_valid(t) || !self.types.is_valid(x.ty) {
            return true;
        }
        let written = t;
        let (v, t) = (self.types.unalias(x.ty), self.types.unalias(t));
        if self.identical(v, t) {
            return true;
        }
        if self.types.is_untyped(v) {
            return self.implicit_type_and_value(x, t).is_ok();
        }
        self.assignable_types(x.ty, written, cause)
    }

    /// Whether a typed value of type `v` may be assigned to a variable of type `t`.
    pub fn assignable(&mut self, v: TypeId, t: TypeId) -> bool {
        self.identical(v, t) || self.assignable_types(v, t, &mut None)
    }

    fn assignable_types(&mut self, v: TypeId, t: TypeId, cause: &mut Option<String>) -> bool {
        let (v_written, t_written) = (v, t);
        let (v, t) = (self.types.unalias(v), self.types.unalias(t));
        let (vu, tu) = (self.types.under(v), self.types.under(t));
        let named = self.types.has_name(v) && self.types.has_name(t);
        let (vp, tp) = (self.types.is_type_param(v), self.types.is_type_param(t));
        if !named && !vp && !tp && self.identical(vu, tu) {
            return true;
        }
        if matches!(self.types.get(tu), Type::Interface(_)) || self.is_interface_ptr(tu) {
            if self.implements_cause(v, t, cause) {
                return true;
            }
            if !vp {
                return false;
            }
            *cause = None;
        }
        if matches!(self.types.get(vu), Type::Interface(_))
            && self.implements_cause(t, v, &mut None)
        {
            *cause = Some("need type assertion".to_string());
            return false;
        }
        if let (
            Type::Chan {
                dir: ChanDir::Both,
                elem: e1,
            },
            Type::Chan { elem: e2, .. },
        ) = (self.types.get(vu).clone(), self.types.get(tu).clone())
            && self.identical(e1, e2)
        {
            return !named;
        }
        let add = |cause: &mut Option<String>, msg: String| {
            *cause = Some(match cause.take().filter(|c| !c.is_empty()) {
                Some(c) => format!("{msg}\n\t{c}"),
                None => msg,
            });
        };
        if tp && !self.types.has_name(v) {
            let Some(terms) = self.terms(t) else {
                return false;
            };
            return terms.iter().all(|u| {
                let ok = self.identical(v, u.ty) || self.assignable_types(v, u.ty, cause);
                if !ok {
                    let (v, u, t) = (self.tstr(v_written), self.tstr(u.ty), self.tstr(t));
                    add(cause, format!("cannot assign {v} to {u} (in {t})"));
                }
                ok
            });
        }
        if vp && !self.types.has_name(t) {
            let Some(terms) = self.terms(v) else {
                return false;
            };
            return terms.iter().all(|u| {
                let ok = self.identical(u.ty, t) || self.assignable_types(u.ty, t, cause);
                if !ok {
                    let (v, u, t) = (self.tstr(v), self.tstr(u.ty), self.tstr(t_written));
                    add(cause, format!("cannot assign {u} (in {v}) to {t}"));
                }
                ok
            });
        }
        false
    }

    /// The type (and rounded value) that untyped operand `x` takes when it is used as a `target`.
    pub(super) fn implicit_type_and_value(
        &mut self,
        x: &Operand,
        target: TypeId,
    ) -> Result<(TypeId, Option<Value>), Misfit> {
        if !x.is_valid() || self.types.is_typed(x.ty) || !self.types.is_valid(target) {
            return Ok((x.ty, None));
        }
        if self.types.is_untyped(target) {
            return self
                .max_type(x.ty, target)
                .map(|t| (t, None))
                .ok_or(Misfit::Other);
        }
        if x.is_nil() {
            return if self.has_nil(target) {
                Ok((target, None))
            } else {
                Err(Misfit::Other)
            };
        }
        match self.types.under_type(target).clone() {
            Type::Basic(k) => {
                if x.is_const() {
                    return self.representation(x, k).map(|v| (target, Some(v)));
                }
                let Type::Basic(xk) = *self.types.get(x.ty) else {
                    return Err(Misfit::Other);
                };
                let ok = match xk {
                    BasicKind::UntypedBool => k.is_boolean(),
                    BasicKind::UntypedInt
                    | BasicKind::UntypedRune
                    | BasicKind::UntypedFloat
                    | BasicKind::UntypedComplex => k.is_numeric(),
                    BasicKind::UntypedString => k.is_string(),
                    _ => false,
                };
                if ok {
                    Ok((target, None))
                } else {
                    Err(Misfit::Other)
                }
            }
            Type::TypeParam(_) => {
                let ok = self.all_under(target, |c, u| c.implicit_type_and_value(x, u).is_ok());
                if ok {
                    Ok((target, None))
                } else {
                    Err(Misfit::Other)
                }
            }
            Type::Interface(_) => {
                let set = self.type_set(target);
                if !set.methods.is_empty() || set.terms.is_some() {
                    return Err(Misfit::Other);
                }
                Ok((self.types.default_type(x.ty), None))
            }
            _ => Err(Misfit::Other),
        }
    }

    /// The larger of two untyped types; `None` if they do not mix.
    pub(super) fn max_type(&self, x: TypeId, y: TypeId) -> Option<TypeId> {
        if x == y {
            return Some(x);
        }
        (self.types.is_untyped_numeric(x) && self.types.is_untyped_numeric(y)).then(|| x.max(y))
    }

    /// The constant `x` as a value of a basic type.
    pub(super) fn representation(&mut self, x: &Operand, k: BasicKind) -> Result<Value, Misfit> {
        let v = x.value();
        if let Some(v) = representable(&v, k) {
            return Ok(v);
        }
        if self.types.is_numeric(x.ty) && k.is_numeric() {
            if !self.types.is_integer(x.ty) && k.is_integer() {
                return Err(Misfit::Truncated);
            }
            return Err(Misfit::Overflow);
        }
        Err(Misfit::Other)
    }
}

/// The value as a type of kind `k` holds it, floats rounded; `None` if it does not fit.
pub(super) fn representable(v: &Value, k: BasicKind) -> Option<Value> {
    if *v == Value::Unknown {
        return Some(Value::Unknown);
    }
    if k.is_integer() {
        let n = v.to_int()?;
        if k.is_untyped() {
            return Some(n);
        }
        let (bits, signed) = k.int_bits()?;
        let ok = match &n {
            Value::Int(i) if signed => {
                bits == 64 || (-(1i64 << (bits - 1))..1i64 << (bits - 1)).contains(i)
            }
            Value::Int(i) => *i >= 0 && (bits == 64 || *i < 1i64 << bits),
            n => !signed && bits == 64 && n.sign() >= 0 && n.bit_len() <= 64,
        };
        return ok.then_some(n);
    }
    if k.is_float() {
        let r = v.to_real()?;
        return match k {
            BasicKind::Float32 => r.round_f32(),
            BasicKind::Float64 => r.round_f64(),
            _ => Some(r),
        };
    }
    if k.is_complex() {
        if !v.is_number() {
            return None;
        }
        let (re, im) = (v.real(), v.imag());
        return match k {
            BasicKind::Complex64 => Some(Value::make_complex(re.round_f32()?, im.round_f32()?)),
            BasicKind::Complex128 => Some(Value::make_complex(re.round_f64()?, im.round_f64()?)),
            _ => Some(v.clone()),
        };
    }
    let ok = (k.is_string() && v.as_bytes().is_some()) || (k.is_boolean() && v.as_bool().is_some());
    ok.then(|| v.clone())
}
