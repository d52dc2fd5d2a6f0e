//! Binary operators: matching the operands' types, comparisons, shifts and constant arithmetic.

use minigo_syntax::Span;
use minigo_syntax::nodes::{Binary, BinaryOp, Expr};

use super::check::Checker;
use super::constant::{Arith, MAX_SHIFT, Value};
use super::info::Mode;
use super::operand::{Operand, composite_kind};
use super::typ::{BasicKind, Type, TypeId};
use crate::diagnostic::Code;

impl Checker {
    pub(super) fn binary_expr(&mut self, x: &mut Operand, e: &'static Expr, b: &'static Binary) {
        self.binary(x, Some(e), &b.x, &b.y, b.op);
    }

    /// `lhs op rhs`; `e` is the whole expression, absent in `lhs op= rhs`.
    pub(super) fn binary(
        &mut self,
        x: &mut Operand,
        e: Option<&'static Expr>,
        lhs: &'static Expr,
        rhs: &'static Expr,
        op: BinaryOp,
    ) {
        *x = self.expr(lhs);
        let mut y = self.expr(rhs);
        if !x.is_valid() {
            return;
        }
        if !y.is_valid() {
            x.invalidate();
            return;
        }
        let op_pos = e.map_or(lhs.span, Self::op_span);
        if op.is_shift() {
            self.shift(x, &mut y, e, op, op_pos);
            return;
        }
        self.match_types(x, &mut y);
        if !x.is_valid() {
            return;
        }
        if op.is_comparison() {
            self.comparison(x, &mut y, op, false);
            return;
        }
        if !self.identical(x.ty, y.ty) {
            if self.types.is_valid(x.ty) && self.types.is_valid(y.ty) {
                self.mismatched(x, &y, e, op);
            }
            x.invalidate();
            return;
        }
        let ok = match op {
            BinaryOp::Add => self.all_basic(x.ty, |k| k.is_numeric() || k.is_string()),
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => self.all_numeric(x.ty),
            BinaryOp::LogAnd | BinaryOp::LogOr => self.all_boolean(x.ty),
            _ => self.all_integer(x.ty),
        };
        if !ok {
            if self.types.is_valid(x.ty) {
                let msg = format!(
                    "invalid operation: operator {} not defined on {}",
                    op.as_str(),
                    self.ostr(x)
                );
                self.error(x.span(), Code::InvalidOperation, msg);
            }
            x.invalidate();
            return;
        }
        if matches!(op, BinaryOp::Div | BinaryOp::Rem)
            && (x.is_const() || self.all_integer(x.ty))
            && y.is_const()
            && y.value().sign() == 0
        {
            self.error(
                y.span(),
                Code::DivisionByZero,
                "invalid operation: division by zero",
            );
            x.invalidate();
            return;
        }
        if x.is_const() && y.is_const() {
            let (a, b) = (x.value(), y.value());
            if a == Value::Unknown || b == Value::Unknown {
                x.val = Some(Value::Unknown);
                return;
            }
            let v = match (op, a.as_bool(), b.as_bool()) {
                (BinaryOp::LogAnd, Some(a), Some(b)) => Value::Bool(a && b),
                (BinaryOp::LogOr, Some(a), Some(b)) => Value::Bool(a || b),
                _ => {
                    let op = match op {
                        BinaryOp::Add => Arith::Add,
                        BinaryOp::Sub => Arith::Sub,
                        BinaryOp::Mul => Arith::Mul,
                        BinaryOp::Div if self.types.is_integer(x.ty) => Arith::IntQuo,
                        BinaryOp::Div => Arith::Quo,
                        BinaryOp::Rem => Arith::Rem,
                        BinaryOp::And => Arith::And,
                        BinaryOp::Or => Arith::Or,
                        BinaryOp::Xor => Arith::Xor,
                        _ => Arith::AndNot,
                    };
                    Value::arith(&a, op, &b)
                }
            };
            x.val = Some(v);
            if e.is_some() {
                x.expr = e;
            }
            self.overflow(x, op_pos);
            return;
        }
        x.mode = Mode::Value;
    }

    fn mismatched(&mut self, x: &Operand, y: &Operand, e: Option<&'static Expr>, op: BinaryOp) {
        let what = match e {
            Some(e) => self.estr(e),
            None => {
                let s = |o: &Operand| o.expr.map(|e| self.estr(e)).unwrap_or_default();
                format!("{} {}= {}", s(x), op.as_str(), s(y))
            }
        };
        let msg = format!(
            "invalid operation: {what} (mismatched types {} and {})",
            self.tstr(x.ty),
            self.tstr(y.ty)
        );
        self.error(x.span(), Code::MismatchedTypes, msg);
    }

    /// Gives an untyped operand the type of the other one where that may make sense.
    pub(super) fn match_types(&mut self, x: &mut Operand, y: &mut Operand) {
        if !self.may_convert(x, y) {
            return;
        }
        self.convert_untyped(x, y.ty);
        if x.is_valid() {
            self.convert_untyped(y, x.ty);
            if !y.is_valid() {
                x.invalidate();
            }
        }
    }

    fn may_convert(&mut self, x: &Operand, y: &Operand) -> bool {
        if self.types.is_typed(x.ty) && self.types.is_typed(y.ty) {
            return false;
        }
        if self.all_numeric(x.ty) != self.all_numeric(y.ty) {
            return false;
        }
        if self.types.is_interface(x.ty) || self.types.is_interface(y.ty) {
            return true;
        }
        if self.all_boolean(x.ty) != self.all_boolean(y.ty)
            || self.all_string(x.ty) != self.all_string(y.ty)
        {
            return false;
        }
        if x.is_nil() {
            return self.has_nil(y.ty);
        }
        if y.is_nil() {
            return self.has_nil(x.ty);
        }
        let t = &self.types;
        let is_ptr = |ty| matches!(t.under_type(ty), Type::Pointer(_));
        !is_ptr(x.ty) && !is_ptr(y.ty)
    }

    /// `x op y` for a comparison; with `switch_case`, `case x` in a switch on `y`.
    pub(super) fn comparison(
        &mut self,
        x: &mut Operand,
        y: &mut Operand,
        op: BinaryOp,
        switch_case: bool,
    ) {
        if !self.types.is_valid(x.ty) || !self.types.is_valid(y.ty) {
            x.invalidate();
            return;
        }
        let op = if switch_case { BinaryOp::Eq } else { op };
        let mut code = Code::MismatchedTypes;
        // (error at y, cause)
        let mut err: Option<(bool, String)> = None;
        if !self.assignable_to(x, y.ty, &mut None) && !self.assignable_to(y, x.ty, &mut None) {
            err = Some((
                true,
                format!(
                    "mismatched types {} and {}",
                    self.tstr(x.ty),
                    self.tstr(y.ty)
                ),
            ));
        } else {
            code = Code::InvalidOperation;
            if matches!(op, BinaryOp::Eq | BinaryOp::Ne) {
                if x.is_nil() || y.is_nil() {
                    let t = if x.is_nil() { y.ty } else { x.ty };
                    let untyped_nil = t == TypeId::UNTYPED_NIL;
                    if untyped_nil || !self.has_nil(t) {
                        err = Some((true, String::new()));
                    }
                } else if !self.comparable(x.ty, true) {
                    err = Some((false, self.incomparable_cause(x.ty)));
                } else if !self.comparable(y.ty, true) {
                    err = Some((true, self.incomparable_cause(y.ty)));
                }
            } else if !self.all_ordered(x.ty) {
                err = Some((false, String::new()));
            } else if !self.all_ordered(y.ty) {
                err = Some((true, String::new()));
            }
        }
        let Some((mut at_y, mut cause)) = err else {
            if x.is_const() && y.is_const() {
                let o = Value::compare(&x.value(), &y.value());
                let r = match (o, op) {
                    (Some(o), BinaryOp::Eq) => o.is_eq(),
                    (Some(o), BinaryOp::Ne) => o.is_ne(),
                    (Some(o), BinaryOp::Lt) => o.is_lt(),
                    (Some(o), BinaryOp::Le) => o.is_le(),
                    (Some(o), BinaryOp::Gt) => o.is_gt(),
                    (Some(o), _) => o.is_ge(),
                    (None, op) => op == BinaryOp::Ne,
                };
                x.val = Some(
                    if x.value() == Value::Unknown || y.value() == Value::Unknown {
                        Value::Unknown
                    } else {
                        Value::Bool(r)
                    },
                );
            } else {
                x.mode = Mode::Value;
                for o in [&*x, &*y] {
                    let t = self.types.default_type(o.ty);
                    if let Some(e) = o.expr {
                        self.update_expr_type(e, t, true);
                    }
                }
            }
            x.ty = TypeId::UNTYPED_BOOL;
            return;
        };
        let s = |c: &Checker, o: &Operand| match (o.dummy, o.expr) {
            (Some((d, _)), _) => d.to_string(),
            (_, Some(e)) => c.estr(e),
            _ => String::new(),
        };
        if cause.is_empty() {
            let params = (
                self.types.is_type_param(x.ty),
                self.types.is_type_param(y.ty),
            );
            let t = if at_y { y.ty } else { x.ty };
            let kind = composite_kind(self.types.under_type(t));
            let what = if kind.is_empty() {
                self.tstr(t)
            } else {
                kind.to_string()
            };
            cause = match params {
                (false, false) => format!("operator {} not defined on {what}", op.as_str()),
                (x_is, _) => {
                    at_y = !x_is;
                    let t = self.tstr(if x_is { x.ty } else { y.ty });
                    format!("type parameter {t} cannot use operator {}", op.as_str())
                }
            };
        }
        if switch_case {
            let msg = format!(
                "invalid case {} in switch on {} ({cause})",
                s(self, x),
                s(self, y)
            );
            self.error(x.span(), code, msg);
        } else {
            let msg = format!(
                "invalid operation: {} {} {} ({cause})",
                s(self, x),
                op.as_str(),
                s(self, y)
            );
            let at = if at_y { y.span() } else { x.span() };
            self.error(at, code, msg);
        }
        x.invalidate();
    }

    fn incomparable_cause(&mut self, t: TypeId) -> String {
        match self.types.under_type(t) {
            u @ (Type::Slice(_) | Type::Signature(_) | Type::Map { .. }) => {
                format!("{} can only be compared to nil", composite_kind(u))
            }
            _ => self
                .comparable_type(t, true, &mut Default::default())
                .unwrap_or_default(),
        }
    }

    fn shift(
        &mut self,
        x: &mut Operand,
        y: &mut Operand,
        e: Option<&'static Expr>,
        op: BinaryOp,
        op_pos: Span,
    ) {
        let xval = if x.is_const() {
            x.value().to_int()
        } else {
            None
        };
        let unknown = x.is_const() && x.value() == Value::Unknown;
        if !(self.all_integer(x.ty) || self.types.is_untyped(x.ty) && (xval.is_some() || unknown)) {
            if self.types.is_valid(x.ty) {
                let msg = format!(
                    "invalid operation: shifted operand {} must be integer",
                    self.ostr(x)
                );
                self.error(x.span(), Code::InvalidOperation, msg);
            }
            x.invalidate();
            return;
        }
        let mut yval = None;
        if y.is_const() {
            yval = y.value().to_int();
            if yval.as_ref().is_some_and(|v| v.sign() < 0) {
                let msg = format!("invalid operation: negative shift count {}", self.ostr(y));
                self.error(y.span(), Code::InvalidOperation, msg);
                x.invalidate();
                return;
            }
            if self.types.is_untyped(y.ty) {
                match self.representation(y, BasicKind::Uint) {
                    Ok(v) => {
                        y.val = Some(v);
                        if x.is_const()
                            && let Some(ye) = y.expr
                        {
                            // The count stands alone: no context will give it a type.
                            self.update_expr_type(ye, TypeId::UINT, true);
                        }
                    }
                    Err(m) => {
                        self.invalid_conversion(m, y, TypeId::UINT);
                        x.invalidate();
                        return;
                    }
                }
                if !x.is_const()
                    && let Some(ye) = y.expr
                {
                    self.update_expr_type(ye, TypeId::UINT, true);
                }
            } else if !self.all_integer(y.ty) && yval.is_none() {
                let msg = format!(
                    "invalid operation: shift count {} must be integer",
                    self.ostr(y)
                );
                self.error(y.span(), Code::InvalidOperation, msg);
                x.invalidate();
                return;
            }
        } else if self.all_integer(y.ty) && self.types.is_typed(y.ty) {
        } else if self.types.is_untyped(y.ty) {
            self.convert_untyped(y, TypeId::UINT);
            if !y.is_valid() {
                x.invalidate();
                return;
            }
        } else {
            if self.types.is_valid(y.ty) {
                let msg = format!(
                    "invalid operation: shift count {} must be integer",
                    self.ostr(y)
                );
                self.error(y.span(), Code::InvalidOperation, msg);
            }
            x.invalidate();
            return;
        }
        if x.is_const() {
            if y.is_const() {
                if unknown || y.value() == Value::Unknown {
                    x.val = Some(Value::Unknown);
                    if !self.types.is_integer(x.ty) {
                        x.ty = TypeId::UNTYPED_INT;
                    }
                    return;
                }
                let count = yval
                    .as_ref()
                    .and_then(Value::to_u64)
                    .filter(|&n| n <= MAX_SHIFT);
                let (Some(n), Some(v)) = (count, xval) else {
                    let msg = format!("invalid operation: invalid shift count {}", self.ostr(y));
                    self.error(y.span(), Code::InvalidOperation, msg);
                    x.invalidate();
                    return;
                };
                if !self.types.is_integer(x.ty) {
                    x.ty = TypeId::UNTYPED_INT;
                }
                x.val = Some(if op == BinaryOp::Shl {
                    v.shl(n)
                } else {
                    v.shr(n)
                });
                if e.is_some() {
                    x.expr = e;
                }
                self.overflow(x, op_pos);
                return;
            }
            // A non-constant shift of an untyped constant: its type comes from the context, as if there were no shift.
            if self.types.is_untyped(x.ty) {
                if let Some(xe) = x.expr
                    && let Some(u) = self.untyped.get_mut(&xe.id)
                {
                    u.is_lhs = true;
                }
                x.mode = Mode::Value;
                return;
            }
        }
        if !self.all_integer(x.ty) {
            let msg = format!(
                "invalid operation: shifted operand {} must be integer",
                self.ostr(x)
            );
            self.error(x.span(), Code::InvalidOperation, msg);
            x.invalidate();
            return;
        }
        x.mode = Mode::Value;
    }
}
