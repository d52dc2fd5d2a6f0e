//! Index and slice expressions.

use minigo_syntax::nodes::{Expr, Index, SliceExpr};

use super::check::Checker;
use super::constant::Value;
use super::info::Mode;
use super::operand::{Operand, representable};
use super::typ::{BasicKind, Type, TypeId};
use crate::diagnostic::Code;

impl Checker {
    /// `x[i]`. True if `x` is a generic function, which is left to be instantiated.
    pub(super) fn index_expr(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        ix: &'static Index,
    ) -> bool {
        *x = self.expr_or_generic(&ix.x);
        if x.is_valid() && x.mode != Mode::TypeExpr && self.generic_signature(x.ty).is_some() {
            return true;
        }
        self.index_value(x, e, ix);
        false
    }

    fn index_value(&mut self, x: &mut Operand, e: &'static Expr, ix: &'static Index) {
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(&ix.args);
                x.invalidate();
                return;
            }
            Mode::TypeExpr => {
                x.ty = self.var_type(e);
                x.mode = if self.types.is_valid(x.ty) {
                    Mode::TypeExpr
                } else {
                    Mode::Invalid
                };
                return;
            }
            Mode::Builtin => {
                let msg = format!("{} must be called", self.ostr(x));
                self.error(x.span(), Code::InvalidOperation, msg);
                x.invalidate();
                return;
            }
            _ => {}
        }
        if !self.is_complete(x.ty) {
            x.invalidate();
            return;
        }
        let mut length = -1;
        match self.types.under_type(x.ty).clone() {
            Type::Basic(k) if k.is_string() => {
                if let Some(b) = x.val.as_ref().and_then(Value::as_bytes) {
                    length = b.len() as i64;
                    // A constant that is indexed is a value all the same.
                    if let (Some(xe), true) = (x.expr, self.types.is_untyped(x.ty)) {
                        self.update_expr_type(xe, TypeId::STRING, true);
                    }
                }
                x.mode = Mode::Value;
                x.ty = TypeId::BYTE;
            }
            Type::Array { elem, len } => {
                length = len;
                if x.mode != Mode::Variable {
                    x.mode = Mode::Value;
                }
                x.ty = elem;
            }
            Type::Pointer(b) => {
                if !self.is_complete(b) {
                    x.invalidate();
                    return;
                }
                match *self.types.under_type(b) {
                    Type::Array { elem, len } => {
                        length = len;
                        x.mode = Mode::Variable;
                        x.ty = elem;
                    }
                    _ => return self.cannot_index(x, e, ix),
                }
            }
            Type::Slice(elem) => {
                x.mode = Mode::Variable;
                x.ty = elem;
            }
            Type::Map { key, elem } => {
                let Some(arg) = self.single_index(ix) else {
                    x.invalidate();
                    return;
                };
                let mut k = self.generic_expr(arg, None);
                self.assignment(&mut k, Some(key), "map index");
                if !self.is_complete(elem) {
                    x.invalidate();
                    return;
                }
                x.mode = Mode::MapIndex;
                x.ty = elem;
                return;
            }
            Type::TypeParam(_) => match self.index_param(x, ix) {
                Some(n) => length = n,
                None if x.mode == Mode::MapIndex => return,
                None => return self.cannot_index(x, e, ix),
            },
            _ => return self.cannot_index(x, e, ix),
        }
        match self.single_index(ix) {
            Some(arg) => {
                self.index(arg, length);
            }
            None => x.invalidate(),
        }
    }

    /// Indexes a type-parameter operand, all of whose types must agree; gives the least array length. A map is done
    /// when this returns (`None` with mode `MapIndex`).
    fn index_param(&mut self, x: &mut Operand, ix: &'static Index) -> Option<i64> {
        let mut found: Option<(Option<TypeId>, TypeId)> = None;
        let mut length = -1;
        let mut mode = Mode::Variable;
        for s in self.specific(x.ty) {
            let (_, u) = s?;
            let (key, elem, len) = match self.types.get(u).clone() {
                Type::Basic(k) if k.is_string() => {
                    mode = Mode::Value;
                    (None, TypeId::BYTE, -1)
                }
                Type::Array { elem, len } => {
                    if x.mode != Mode::Variable {
                        mode = Mode::Value;
                    }
                    (None, elem, len)
                }
                Type::Pointer(b) => match *self.types.under_type(b) {
                    Type::Array { elem, len } => (None, elem, len),
                    _ => return None,
                },
                Type::Slice(elem) => (None, elem, -1),
                Type::Map { key, elem } => (Some(key), elem, -1),
                _ => return None,
            };
            let Some((k, e)) = found else {
                found = Some((key, elem));
                length = len;
                continue;
            };
            let same_key = match (k, key) {
                (None, None) => true,
                (Some(a), Some(b)) => self.identical(a, b),
                _ => false,
            };
            if !same_key || !self.identical(e, elem) {
                return None;
            }
            if len >= 0 && (length < 0 || len < length) {
                length = len;
            }
        }
        let (key, elem) = found?;
        if let Some(key) = key {
            let arg = self.single_index(ix)?;
            let mut k = self.generic_expr(arg, None);
            self.assignment(&mut k, Some(key), "map index");
            x.mode = Mode::MapIndex;
            x.ty = elem;
            return None;
        }
        x.mode = mode;
        x.ty = elem;
        Some(length)
    }

    fn cannot_index(&mut self, x: &mut Operand, e: &'static Expr, ix: &'static Index) {
        if self.types.is_valid(x.ty) && self.types.under(x.ty) != TypeId::INVALID {
            let msg = format!("cannot index {}", self.ostr(x));
            self.error(e.span.at(ix.lbrack), Code::InvalidIndex, msg);
        }
        self.use_exprs(&ix.args);
        x.invalidate();
    }

    fn single_index(&mut self, ix: &'static Index) -> Option<&'static Expr> {
        if let Some(second) = ix.args.get(1) {
            self.error(
                second.span,
                Code::InvalidIndex,
                "invalid operation: more than one index",
            );
        }
        ix.args.first()
    }

    /// Checks an index; gives its type, and its value if it is constant. `max` < 0: no bound.
    pub(super) fn index(&mut self, e: &'static Expr, max: i64) -> (TypeId, Option<i64>) {
        let mut x = self.expr(e);
        if !self.is_valid_index(&mut x, "index", false) {
            return (TypeId::INVALID, None);
        }
        if !x.is_const() {
            return (x.ty, None);
        }
        let Some(v) = x.value().to_i64() else {
            return (TypeId::INVALID, None);
        };
        if max >= 0 && v >= max {
            let msg = format!("invalid argument: index {v} out of bounds [0:{max}]");
            self.error(x.span(), Code::InvalidIndex, msg);
            return (TypeId::INVALID, None);
        }
        (x.ty, Some(v))
    }

    /// Whether `x` may be an index (or length); reports otherwise.
    pub(super) fn is_valid_index(
        &mut self,
        x: &mut Operand,
        what: &str,
        allow_negative: bool,
    ) -> bool {
        if !x.is_valid() {
            return false;
        }
        self.convert_untyped(x, TypeId::INT);
        if !x.is_valid() {
            return false;
        }
        if !self.all_integer(x.ty) {
            if self.types.is_valid(x.ty) {
                let msg = format!("invalid argument: {what} {} must be integer", self.ostr(x));
                self.error(x.span(), Code::InvalidIndex, msg);
            }
            return false;
        }
        if x.is_const() {
            let v = x.value();
            if !allow_negative && v != Value::Unknown && v.sign() < 0 {
                let msg = format!(
                    "invalid argument: {what} {} must not be negative",
                    self.ostr(x)
                );
                self.error(x.span(), Code::InvalidIndex, msg);
                return false;
            }
            if representable(&v, BasicKind::Int).is_none() {
                let msg = format!("invalid argument: {what} {} overflows int", self.ostr(x));
                self.error(x.span(), Code::InvalidIndex, msg);
                return false;
            }
        }
        true
    }

    /// The type that decides how `x` is sliced; reports if its types do not agree.
    fn sliced_type(&mut self, x: &Operand) -> Option<Type> {
        if !self.types.is_type_param(x.ty) {
            return Some(self.types.under_type(x.ty).clone());
        }
        let mut common: Option<(TypeId, TypeId)> = None;
        let mut has_string = false;
        for s in self.specific(x.ty) {
            let Some((t, mut u)) = s else {
                let (o, t) = (self.ostr(x), self.tstr(x.ty));
                let msg = format!("cannot slice {o}: no specific type in {t}");
                self.error(x.span(), Code::InvalidIndex, msg);
                return None;
            };
            if self.types.is_string(u) {
                u = self.types.slice(TypeId::BYTE);
                has_string = true;
            }
            match common {
                None => common = Some((t, u)),
                Some((ct, cu)) if !self.identical(cu, u) => {
                    let o = self.ostr(x);
                    let (a, b) = (self.tstr(ct), self.tstr(t));
                    let msg =
                        format!("cannot slice {o}: {a} and {b} have different underlying types");
                    self.error(x.span(), Code::InvalidIndex, msg);
                    return None;
                }
                _ => {}
            }
        }
        if has_string {
            return Some(Type::Basic(BasicKind::String));
        }
        common.map(|c| self.types.get(c.1).clone())
    }

    /// Reports the indices that `x[i:j:k]` lacks; whether there are any.
    fn missing_indices(&mut self, e: &'static Expr, s: &'static SliceExpr) -> bool {
        let Some(colon2) = s.colon2 else {
            return false;
        };
        let mut missing = false;
        for (i, at, what) in [(1, colon2, "middle"), (2, s.rbrack, "final")] {
            if s.index[i].is_none() {
                missing = true;
                let msg = format!("{what} index required in 3-index slice");
                self.error(e.span.at(at), Code::InvalidIndex, msg);
            }
        }
        missing
    }

    pub(super) fn slice_expr(&mut self, x: &mut Operand, e: &'static Expr, s: &'static SliceExpr) {
        *x = self.expr(&s.x);
        if !x.is_valid() {
            for i in s.index.iter().flatten() {
                self.use_expr(i);
            }
            return;
        }
        let mut length = -1;
        let mut valid = true;
        let Some(common) = self.sliced_type(x) else {
            for i in s.index.iter().flatten() {
                self.use_expr(i);
            }
            x.invalidate();
            return;
        };
        let missing = self.missing_indices(e, s);
        match common {
            Type::Basic(k) if k.is_string() => {
                if s.colon2.is_some() {
                    let at = s.index[2].as_ref().map_or(e.span.at(s.rbrack), |i| i.span);
                    self.error(
                        at,
                        Code::InvalidIndex,
                        "invalid operation: 3-index slice of string",
                    );
                    x.invalidate();
                    return;
                }
                if let Some(b) = x.val.as_ref().and_then(Value::as_bytes) {
                    length = b.len() as i64;
                }
                if self.types.is_untyped(x.ty) {
                    if let Some(xe) = x.expr {
                        self.update_expr_type(xe, TypeId::STRING, true);
                    }
                    x.ty = TypeId::STRING;
                }
            }
            Type::Array { elem, len } => {
                length = len;
                if x.mode != Mode::Variable {
                    let msg = format!("cannot slice unaddressable value {}", self.ostr(x));
                    self.error(x.span(), Code::InvalidIndex, msg);
                    x.invalidate();
                    return;
                }
                self.mark_addr_taken(&s.x);
                x.ty = self.types.slice(elem);
            }
            Type::Pointer(b) => {
                if !self.is_complete(b) {
                    x.invalidate();
                    return;
                }
                match *self.types.under_type(b) {
                    Type::Array { elem, len } => {
                        length = len;
                        x.ty = self.types.slice(elem);
                    }
                    _ => valid = false,
                }
            }
            Type::Slice(_) => {}
            _ => valid = false,
        }
        if !valid {
            if self.types.under(x.ty) != TypeId::INVALID {
                let msg = format!("cannot slice {}", self.ostr(x));
                self.error(x.span(), Code::InvalidIndex, msg);
            }
            for i in s.index.iter().flatten() {
                self.use_expr(i);
            }
            x.invalidate();
            return;
        }
        x.mode = Mode::Value;
        if missing {
            x.invalidate();
            return;
        }
        let mut ind = [None; 3];
        for (i, ie) in s.index.iter().enumerate() {
            ind[i] = match ie {
                Some(ie) => self.index(ie, if length >= 0 { length + 1 } else { -1 }).1,
                None if i == 0 => Some(0),
                None if length >= 0 => Some(length),
                None => None,
            };
        }
        for i in 0..2 {
            let Some(lo) = ind[i].filter(|&v| v > 0) else {
                continue;
            };
            for (hi, at) in ind.iter().zip(&s.index).skip(i + 1) {
                if let (&Some(hi), Some(at)) = (hi, at)
                    && hi < lo
                {
                    let msg = format!("invalid slice indices: {hi} < {lo}");
                    self.error(at.span, Code::InvalidIndex, msg);
                    return;
                }
            }
        }
    }
}
