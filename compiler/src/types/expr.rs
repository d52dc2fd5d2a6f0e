//! Expressions: the dispatch over their kinds, unary and binary operators, and the final types of untyped operands.
//!
//! An untyped expression (a constant, a comparison, a shift) is remembered in `untyped` until its use decides its
//! type; `update_expr_type` then walks down and records that type for it and for the operands that take part.

use minigo_syntax::Span;
use minigo_syntax::nodes::{BinaryOp, Expr, ExprKind, Lit, UnaryOp};

use super::check::Checker;
use super::constant::{INT_BITS, Value};
use super::funcinst::Target;
use super::info::Mode;
use super::operand::Operand;
use super::typ::{BasicKind, ChanDir, Type, TypeId};
use crate::diagnostic::Code;

/// An untyped expression whose final type is still open.
pub(super) struct Untyped {
    /// The left operand of a non-constant shift: must become an integer.
    pub is_lhs: bool,
    pub mode: Mode,
    pub ty: TypeId,
    pub value: Option<Value>,
}

/// What an expression may stand for as a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum ExprClass {
    Conversion,
    Expression,
    Statement,
}

impl Checker {
    // ---- Entry points ----

    /// A single value.
    pub(super) fn expr(&mut self, e: &'static Expr) -> Operand {
        self.expr_hint(e, None)
    }

    /// A single value; `hint` is the type of an elided composite literal type.
    pub(super) fn expr_hint(&mut self, e: &'static Expr, hint: Option<TypeId>) -> Operand {
        let mut x = Operand::invalid();
        self.raw_expr(&mut x, e, hint);
        self.exclude(&mut x, true);
        self.single_value(&mut x);
        x
    }

    /// A single value; a generic function becomes what `target` wants.
    pub(super) fn expr_target(&mut self, e: &'static Expr, target: Option<&Target>) -> Operand {
        let mut x = Operand::invalid();
        self.raw_expr_in(&mut x, e, None, target, false);
        self.exclude(&mut x, true);
        self.single_value(&mut x);
        x
    }

    /// A single value that may be a generic function, for an assignment to look at.
    pub(super) fn generic_expr(&mut self, e: &'static Expr, hint: Option<TypeId>) -> Operand {
        let mut x = Operand::invalid();
        self.raw_expr_in(&mut x, e, hint, None, true);
        self.exclude(&mut x, true);
        self.single_value(&mut x);
        x
    }

    /// A value or a type.
    pub(super) fn expr_or_type(&mut self, e: &'static Expr) -> Operand {
        self.expr_or_type_in(e, false)
    }

    /// A value or a type, either of which may be generic.
    pub(super) fn expr_or_generic(&mut self, e: &'static Expr) -> Operand {
        self.expr_or_type_in(e, true)
    }

    fn expr_or_type_in(&mut self, e: &'static Expr, allow_generic: bool) -> Operand {
        let mut x = Operand::invalid();
        self.raw_expr_in(&mut x, e, None, None, allow_generic);
        if x.mode == Mode::NoValue {
            let msg = format!("{} used as value or type", self.ostr(&x));
            self.error(x.span(), Code::InvalidOperation, msg);
            x.invalidate();
        }
        self.single_value(&mut x);
        x
    }

    /// Several values of a call, or a value with its `ok` if that is allowed. The flag says the latter happened.
    pub(super) fn multi_expr(
        &mut self,
        e: &'static Expr,
        allow_comma_ok: bool,
    ) -> (Vec<Operand>, bool) {
        self.multi_in(e, allow_comma_ok, false)
    }

    /// As `multi_expr`; a single value may be a generic function.
    pub(super) fn multi_generic(&mut self, e: &'static Expr) -> Vec<Operand> {
        self.multi_in(e, false, true).0
    }

    fn multi_in(
        &mut self,
        e: &'static Expr,
        allow_comma_ok: bool,
        allow_generic: bool,
    ) -> (Vec<Operand>, bool) {
        let mut x = Operand::invalid();
        self.raw_expr_in(&mut x, e, None, None, allow_generic);
        self.exclude(&mut x, true);
        if x.is_valid()
            && let Type::Tuple(l) = self.types.get(x.ty).clone()
        {
            let list = l.iter().enumerate().map(|(i, &ty)| {
                let mut r = Operand::invalid();
                r.mode = Mode::Value;
                r.ty = ty;
                r.dummy = Some((nth_result(i), e.span));
                r
            });
            return (list.collect(), false);
        }
        if allow_comma_ok && matches!(x.mode, Mode::MapIndex | Mode::CommaOk) {
            let mut ok = Operand::invalid();
            ok.mode = Mode::Value;
            ok.ty = TypeId::UNTYPED_BOOL;
            ok.dummy = Some(("ok value of (comma, ok) expression", e.span));
            return (vec![x, ok], true);
        }
        (vec![x], false)
    }

    /// Checks an expression only for what it uses; true if it is valid.
    pub(super) fn use_expr(&mut self, e: &'static Expr) -> bool {
        if e.unparen().is_blank() {
            return true;
        }
        let mut x = Operand::invalid();
        self.raw_expr_in(&mut x, e, None, None, true);
        x.is_valid()
    }

    pub(super) fn use_exprs(&mut self, l: &'static [Expr]) -> bool {
        let mut ok = true;
        for e in l {
            ok &= self.use_expr(e);
        }
        ok
    }

    /// As `use_exprs`, for the left side of an assignment: a variable there does not count as used.
    pub(super) fn use_lhs(&mut self, l: &'static [Expr]) -> bool {
        let mut ok = true;
        for e in l {
            let v = self.local_var_named(e);
            ok &= self.use_expr(e);
            self.restore_used(v);
        }
        ok
    }

    pub(super) fn exclude(&mut self, x: &mut Operand, no_types: bool) {
        let what = match x.mode {
            Mode::NoValue => "used as value",
            Mode::Builtin => "must be called",
            Mode::TypeExpr if no_types => "is not an expression",
            _ => return,
        };
        let msg = format!("{} {what}", self.ostr(x));
        self.error(x.span(), Code::InvalidOperation, msg);
        x.invalidate();
    }

    pub(super) fn single_value(&mut self, x: &mut Operand) {
        if x.mode == Mode::Value && matches!(self.types.get(x.ty), Type::Tuple(_)) {
            let msg = format!("multiple-value {} in single-value context", self.ostr(x));
            self.error(x.span(), Code::AssignCount, msg);
            x.invalidate();
        }
    }

    /// Any expression; records what it is.
    pub(super) fn raw_expr(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        hint: Option<TypeId>,
    ) -> ExprClass {
        self.raw_expr_in(x, e, hint, None, false)
    }

    /// As `raw_expr`; a generic function is instantiated for `target`, or left generic if that is allowed.
    pub(super) fn raw_expr_in(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        hint: Option<TypeId>,
        target: Option<&Target>,
        allow_generic: bool,
    ) -> ExprClass {
        self.depth += 1;
        let class = if self.depth > super::check::MAX_DEPTH {
            self.error(e.span, Code::TooComplex, "expression nested too deeply");
            *x = Operand::invalid();
            x.expr = Some(e);
            ExprClass::Statement
        } else {
            self.expr_internal(x, e, hint, target)
        };
        self.depth -= 1;
        if !allow_generic {
            self.non_generic(target, x);
        }
        self.record(x);
        class
    }

    pub(super) fn record(&mut self, x: &Operand) {
        let Some(e) = x.expr else { return };
        let (ty, val) = match x.mode {
            Mode::Invalid => (TypeId::INVALID, None),
            Mode::NoValue => (TypeId::VOID, None),
            Mode::Constant => (x.ty, x.val.clone()),
            _ => (x.ty, None),
        };
        if self.types.is_untyped(ty) {
            self.untyped.insert(
                e.id,
                Untyped {
                    is_lhs: false,
                    mode: x.mode,
                    ty,
                    value: val,
                },
            );
        } else {
            self.info.record(e.id, x.mode, ty, val);
        }
    }

    /// Records what is still untyped at the end with its default type.
    pub(super) fn record_untyped(&mut self) {
        for (id, u) in std::mem::take(&mut self.untyped) {
            let ty = self.types.default_type(u.ty);
            self.info.record(id, u.mode, ty, u.value);
        }
    }

    fn expr_internal(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        hint: Option<TypeId>,
        target: Option<&Target>,
    ) -> ExprClass {
        *x = Operand::invalid();
        x.expr = Some(e);
        match &e.kind {
            ExprKind::Bad => return ExprClass::Statement,
            ExprKind::Name(_) => self.ident(x, e, false),
            ExprKind::Ellipsis(_) => {
                self.error(e.span, Code::InvalidOperation, "invalid use of ...")
            }
            ExprKind::Lit(l) => self.basic_lit(x, e, l),
            ExprKind::Func(f) => self.func_lit(x, e, f),
            ExprKind::Composite(c) => self.composite_lit(x, e, c, hint),
            ExprKind::Paren(inner) => {
                let class = self.raw_expr(x, inner, None);
                x.expr = Some(e);
                return class;
            }
            ExprKind::Selector(s) => self.selector(x, e, s, false),
            ExprKind::Index(i) => {
                if self.index_expr(x, e, i) {
                    x.expr = Some(e);
                    self.func_inst(target, e.span.at(i.lbrack), x, Some(i), true);
                }
            }
            ExprKind::Slice(s) => self.slice_expr(x, e, s),
            ExprKind::Assert(a) => {
                let Some(ty) = &a.ty else {
                    self.error(
                        e.span,
                        Code::Misplaced,
                        "invalid syntax tree: use of .(type) outside type switch",
                    );
                    self.use_expr(&a.x);
                    x.invalidate();
                    return ExprClass::Statement;
                };
                *x = self.expr(&a.x);
                if x.is_valid() {
                    if self.types.is_type_param(x.ty) {
                        let msg = format!(
                            "invalid operation: cannot use type assertion on type parameter value {}",
                            self.ostr(x)
                        );
                        self.error(x.span(), Code::InvalidAssert, msg);
                        x.invalidate();
                    } else if !matches!(self.types.under_type(x.ty), Type::Interface(_)) {
                        if self.types.is_valid(x.ty) {
                            let msg =
                                format!("invalid operation: {} is not an interface", self.ostr(x));
                            self.error(x.span(), Code::InvalidAssert, msg);
                        }
                        x.invalidate();
                    } else {
                        let t = self.var_type(ty);
                        if !self.types.is_valid(t) || !self.is_complete(t) {
                            x.invalidate();
                        } else {
                            self.type_assertion(e, x, t, false);
                            x.mode = Mode::CommaOk;
                            x.ty = t;
                        }
                    }
                }
            }
            ExprKind::Call(c) => return self.call_expr(x, e, c),
            ExprKind::Star(inner) => {
                *x = self.expr_or_type(inner);
                match x.mode {
                    Mode::Invalid => {}
                    Mode::TypeExpr => {
                        self.valid_var_type(inner, x.ty);
                        x.ty = self.types.pointer(x.ty);
                    }
                    Mode::Builtin => self.exclude(x, false),
                    _ if x.is_nil() => {
                        self.error(
                            x.span(),
                            Code::InvalidOperation,
                            "invalid operation: cannot indirect nil",
                        );
                        x.invalidate();
                    }
                    _ if self.types.is_type_param(x.ty) => {
                        let mut base = None;
                        let mut cause = None;
                        for s in self.specific(x.ty) {
                            let Some((t, u)) = s else {
                                cause = Some("no specific type".to_string());
                                break;
                            };
                            let Type::Pointer(b) = *self.types.get(u) else {
                                cause = Some(String::new());
                                let _ = t;
                                break;
                            };
                            match base {
                                Some(o) if !self.identical(o, b) => {
                                    let msg = format!(
                                        "invalid operation: pointers of {} must have identical base types",
                                        self.ostr(x)
                                    );
                                    self.error(x.span(), Code::InvalidOperation, msg);
                                    x.invalidate();
                                    return ExprClass::Statement;
                                }
                                _ => base = Some(b),
                            }
                        }
                        match (base, cause) {
                            (Some(b), None) => {
                                x.mode = Mode::Variable;
                                x.ty = b;
                            }
                            _ => {
                                let msg =
                                    format!("invalid operation: cannot indirect {}", self.ostr(x));
                                self.error(x.span(), Code::InvalidOperation, msg);
                                x.invalidate();
                            }
                        }
                    }
                    _ => match *self.types.under_type(x.ty) {
                        Type::Pointer(b) => {
                            if self.is_complete(b) {
                                x.mode = Mode::Variable;
                                x.ty = b;
                            } else {
                                x.invalidate();
                            }
                        }
                        _ => {
                            if self.types.under(x.ty) != TypeId::INVALID {
                                let msg =
                                    format!("invalid operation: cannot indirect {}", self.ostr(x));
                                self.error(x.span(), Code::InvalidOperation, msg);
                            }
                            x.invalidate();
                        }
                    },
                }
            }
            ExprKind::Unary(op, inner) => {
                self.unary(x, e, *op, inner);
                x.expr = Some(e);
                if *op == UnaryOp::Recv && x.is_valid() {
                    return ExprClass::Statement;
                }
            }
            ExprKind::Binary(b) => self.binary_expr(x, e, b),
            ExprKind::KeyValue(_) => {
                self.error(e.span, Code::InvalidOperation, "no key:value expected")
            }
            ExprKind::Array(_)
            | ExprKind::SliceType(_)
            | ExprKind::Struct(_)
            | ExprKind::FuncType(_)
            | ExprKind::Interface(_)
            | ExprKind::Map(_)
            | ExprKind::Chan(..) => {
                x.ty = self.typ(e);
                x.mode = Mode::TypeExpr;
            }
        }
        x.expr = Some(e);
        x.dummy = None;
        if x.is_valid() {
            ExprClass::Expression
        } else {
            // No follow-up errors about a value that is not used.
            ExprClass::Statement
        }
    }

    fn basic_lit(&mut self, x: &mut Operand, e: &'static Expr, l: &Lit) {
        let (text, v, ty) = match l {
            Lit::Int(t) => (Some(t), Value::from_int_literal(t), TypeId::UNTYPED_INT),
            Lit::Float(t) => (Some(t), Value::from_float_literal(t), TypeId::UNTYPED_FLOAT),
            Lit::Imag(t) => (
                Some(t),
                Value::from_imag_literal(t),
                TypeId::UNTYPED_COMPLEX,
            ),
            Lit::Rune(c) => (None, Value::Int((*c).into()), TypeId::UNTYPED_RUNE),
            Lit::Str(s) => (None, Value::Str(s.as_ref().into()), TypeId::UNTYPED_STRING),
        };
        if let Some(t) = text
            && t.len() > 10_000
        {
            let msg = format!(
                "excessively long constant: {}... ({} chars)",
                &t[..10],
                t.len()
            );
            self.error(e.span, Code::InvalidConst, msg);
            return;
        }
        if v == Value::Unknown {
            let msg = format!("malformed constant: {}", text.map_or("", |t| t));
            self.error(e.span, Code::InvalidConst, msg);
            return;
        }
        x.set_const(v, ty);
        self.overflow(x, e.span);
    }

    /// Checks a freshly computed constant against the limits of its type.
    pub(super) fn overflow(&mut self, x: &mut Operand, op_pos: Span) {
        let v = x.value();
        if v == Value::Unknown {
            // Only arithmetic beyond all limits gives this here.
            self.error(
                op_pos,
                Code::ConstOverflow,
                "constant result is not representable",
            );
            return;
        }
        if self.types.is_typed(x.ty) {
            let Some(k) = self.types.basic(x.ty) else {
                return;
            };
            match self.representation(x, k) {
                Ok(v) => x.val = Some(v),
                Err(m) => {
                    let t = self.types.under(x.ty);
                    self.invalid_conversion(m, x, t);
                    x.invalidate();
                }
            }
            return;
        }
        if self.types.is_integer(x.ty) && v.bit_len() > INT_BITS {
            let op = match x.expr.map(|e| &e.kind) {
                Some(ExprKind::Unary(UnaryOp::Xor, _)) => "bitwise complement ",
                Some(ExprKind::Binary(b)) => match b.op {
                    BinaryOp::Add => "addition ",
                    BinaryOp::Sub => "subtraction ",
                    BinaryOp::Xor => "bitwise XOR ",
                    BinaryOp::Mul => "multiplication ",
                    BinaryOp::Shl => "shift ",
                    _ => "",
                },
                _ => "",
            };
            self.error(
                op_pos,
                Code::ConstOverflow,
                format!("constant {op}overflow"),
            );
            x.val = Some(Value::Unknown);
        }
    }

    pub(super) fn op_span(e: &Expr) -> Span {
        match &e.kind {
            ExprKind::Unary(..) | ExprKind::Binary(_) => e.span.at(e.pos()),
            _ => e.span,
        }
    }

    // ---- Unary ----

    fn unary(&mut self, x: &mut Operand, e: &'static Expr, op: UnaryOp, inner: &'static Expr) {
        *x = self.expr(inner);
        if !x.is_valid() {
            return;
        }
        let mut op = op;
        match op {
            UnaryOp::Addr => {
                let lit = matches!(inner.unparen().kind, ExprKind::Composite(_));
                if !lit && x.mode != Mode::Variable {
                    let msg = format!("invalid operation: cannot take address of {}", self.ostr(x));
                    self.error(x.span(), Code::InvalidOperation, msg);
                    x.invalidate();
                    return;
                }
                self.mark_addr_taken(inner);
                x.mode = Mode::Value;
                x.ty = self.types.pointer(x.ty);
                return;
            }
            UnaryOp::Recv => {
                match self.chan_elem(x.span(), x, true) {
                    Some(elem) if self.is_complete(elem) => {
                        x.mode = Mode::CommaOk;
                        x.ty = elem;
                        self.env.has_call_or_recv = true;
                    }
                    _ => x.invalidate(),
                }
                return;
            }
            UnaryOp::Tilde => {
                let hint = if self.all_integer(x.ty) {
                    " (use ^ for bitwise complement)"
                } else {
                    ""
                };
                let msg = format!("cannot use ~ outside of interface or type constraint{hint}");
                self.error(e.span, Code::InvalidOperation, msg);
                if hint.is_empty() {
                    x.invalidate();
                    return;
                }
                op = UnaryOp::Xor;
            }
            _ => {}
        }
        let ok = match op {
            UnaryOp::Plus | UnaryOp::Neg => self.all_numeric(x.ty),
            UnaryOp::Xor => self.all_integer(x.ty),
            _ => self.all_boolean(x.ty),
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
        if x.is_const() {
            let v = x.value();
            if v == Value::Unknown {
                return;
            }
            x.val = Some(match op {
                UnaryOp::Plus => v,
                UnaryOp::Neg => v.neg(),
                UnaryOp::Xor => {
                    let bits = self
                        .types
                        .basic(x.ty)
                        .filter(|k| k.is_unsigned())
                        .and_then(BasicKind::int_bits);
                    v.not(bits.map(|b| b.0))
                }
                _ => v.as_bool().map_or(Value::Unknown, |b| Value::Bool(!b)),
            });
            x.expr = Some(e);
            self.overflow(x, Self::op_span(e));
            return;
        }
        x.mode = Mode::Value;
    }

    /// The element type of channel `x`, if it may be received from (or sent to).
    pub(super) fn chan_elem(&mut self, at: Span, x: &Operand, recv: bool) -> Option<TypeId> {
        let verb = if recv { "receive from" } else { "send to" };
        if self.types.is_type_param(x.ty) {
            let r = self.common_under_if(x.ty, |c, s| {
                let Some((t, u)) = s else {
                    return Err("no specific channel type".to_string());
                };
                let what = match c.types.get(u) {
                    Type::Chan {
                        dir: ChanDir::Send, ..
                    } if recv => "send-only channel",
                    Type::Chan {
                        dir: ChanDir::Recv, ..
                    } if !recv => "receive-only channel",
                    Type::Chan { .. } => return Ok(()),
                    _ => "non-channel",
                };
                Err(format!("{what} {}", c.tstr(t)))
            });
            match r {
                Ok(u) => {
                    if let Type::Chan { elem, .. } = *self.types.get(u) {
                        return Some(elem);
                    }
                }
                Err(cause) => {
                    let o = self.ostr(x);
                    let msg = format!("invalid operation: cannot {verb} {o}: {cause}");
                    self.error(at, Code::InvalidOperation, msg);
                }
            }
            return None;
        }
        let what = match *self.types.under_type(x.ty) {
            Type::Chan { dir, .. } if recv && dir == ChanDir::Send => "send-only channel",
            Type::Chan { dir, .. } if !recv && dir == ChanDir::Recv => "receive-only channel",
            Type::Chan { elem, .. } => return Some(elem),
            Type::Basic(BasicKind::Invalid) => return None,
            _ => "non-channel",
        };
        let (t, o) = (self.tstr(x.ty), self.ostr(x));
        let msg = format!("invalid operation: cannot {verb} {what} {t} {o}");
        self.error(at, Code::InvalidOperation, msg);
        None
    }

    /// Gives expression `e`, if it is untyped so far, the type `ty`; `last`: for good.
    pub(super) fn update_expr_type(&mut self, e: &'static Expr, ty: TypeId, last: bool) {
        let Some(old) = self.untyped.get(&e.id) else {
            return;
        };
        let constant = old.value.is_some();
        match &e.kind {
            ExprKind::Paren(x) => self.update_expr_type(x, ty, last),
            ExprKind::Unary(_, x) if !constant => self.update_expr_type(x, ty, last),
            ExprKind::Binary(b) if !constant => {
                if b.op.is_comparison() {
                    // The result's type says nothing of the operands'.
                } else if b.op.is_shift() {
                    self.update_expr_type(&b.x, ty, last);
                } else {
                    self.update_expr_type(&b.x, ty, last);
                    self.update_expr_type(&b.y, ty, last);
                }
            }
            _ => {}
        }
        if !last && self.types.is_untyped(ty) {
            if let Some(old) = self.untyped.get_mut(&e.id) {
                old.ty = self.types.under(ty);
            }
            return;
        }
        let Some(old) = self.untyped.remove(&e.id) else {
            return;
        };
        if old.is_lhs && !self.all_integer(ty) {
            let msg = format!(
                "invalid operation: shifted operand {} (type {}) must be integer",
                self.estr(e),
                self.tstr(ty)
            );
            self.error(e.span, Code::InvalidOperation, msg);
            return;
        }
        let mut value = old.value.clone();
        if old.value.is_some() && self.types.is_typed(ty) {
            let mut c = Operand::invalid();
            c.mode = old.mode;
            c.expr = Some(e);
            c.ty = old.ty;
            c.val = old.value;
            match self.implicit_type_and_value(&c, ty) {
                Ok((_, v)) => value = v.or(value),
                Err(m) => {
                    let t = self.types.under(ty);
                    self.invalid_conversion(m, &c, t);
                    return;
                }
            }
        }
        self.info.record(e.id, old.mode, ty, value);
    }

    /// Reports an assertion (or type switch case) that can never hold.
    pub(super) fn type_assertion(
        &mut self,
        e: &'static Expr,
        x: &Operand,
        t: TypeId,
        type_switch: bool,
    ) {
        let mut cause = None;
        if self.assertable_to(x.ty, t, &mut cause) {
            return;
        }
        let cause = cause.unwrap_or_default();
        let msg = if type_switch {
            format!(
                "impossible type switch case: {}\n\t{} cannot have dynamic type {} {cause}",
                self.estr(e),
                self.ostr(x),
                self.tstr(t)
            )
        } else {
            format!(
                "impossible type assertion: {}\n\t{} does not implement {} {cause}",
                self.estr(e),
                self.tstr(t),
                self.tstr(x.ty)
            )
        };
        self.error(e.span, Code::InvalidAssert, msg);
    }
}

fn nth_result(i: usize) -> &'static str {
    const NAMES: [&str; 8] = [
        "1st function result",
        "2nd function result",
        "3rd function result",
        "4th function result",
        "5th function result",
        "6th function result",
        "7th function result",
        "8th function result",
    ];
    NAMES.get(i).copied().unwrap_or("function result")
}
