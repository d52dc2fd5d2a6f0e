//! `for … range`. Source: language spec, "For statements with range clause".

use minigo_syntax::Symbol;
use minigo_syntax::nodes::{Range, Stmt};

use super::check::Checker;
use super::info::Mode;
use super::object::VarKind;
use super::operand::Operand;
use super::typ::{ChanDir, Type, TypeId};
use crate::diagnostic::Code;

impl Checker {
    pub(super) fn range_stmt(&mut self, s: &'static Stmt, r: &'static Range) {
        let saved = std::mem::take(&mut self.env.has_call_or_recv);
        let x = self.expr(&r.x);
        // `for i := range array` does not evaluate the array if it is not needed.
        if x.is_valid()
            && r.lhs.len() < 2
            && !self.env.has_call_or_recv
            && let Some(len) = self.range_array_len(x.ty)
        {
            self.info.const_ranges.insert(s.id, len);
        }
        self.env.has_call_or_recv |= saved;
        let (key_e, val_e) = (r.lhs.first(), r.lhs.get(1));
        let (mut key, mut val) = (TypeId::INVALID, TypeId::INVALID);
        if x.is_valid() {
            match self.range_key_val(&x) {
                Err(cause) => {
                    if self.types.under(x.ty) != TypeId::INVALID {
                        let cause = if cause.is_empty() {
                            cause
                        } else {
                            format!(": {cause}")
                        };
                        let msg = format!("cannot range over {}{cause}", self.ostr(&x));
                        self.error(x.span(), Code::InvalidOperation, msg);
                    }
                }
                Ok((k, v)) => {
                    if k.is_none()
                        && let Some(e) = key_e
                    {
                        let msg = format!(
                            "range over {} permits no iteration variables",
                            self.ostr(&x)
                        );
                        self.error(e.span, Code::InvalidOperation, msg);
                    } else if v.is_none()
                        && let Some(e) = val_e
                    {
                        let msg = format!(
                            "range over {} permits only one iteration variable",
                            self.ostr(&x)
                        );
                        self.error(e.span, Code::InvalidOperation, msg);
                    } else if let Some(e) = r.lhs.get(2) {
                        let msg = "range clause permits at most two iteration variables";
                        self.error(e.span, Code::InvalidOperation, msg);
                    }
                    key = k.unwrap_or(TypeId::INVALID);
                    val = v.unwrap_or(TypeId::INVALID);
                }
            }
        }
        // Only now: function literals in the range expression do not see the new variables.
        let func = x.is_valid() && matches!(self.common_type(x.ty), Some(Type::Signature(_)));
        self.in_scope(|c| {
            // The body of a loop over a function is a function of its own.
            let outer = c.env.range_func;
            c.env.func_depth += u16::from(func);
            c.env.range_func |= func;
            c.range_body(s, r, x, key, val);
            c.env.func_depth -= u16::from(func);
            c.env.range_func = outer;
        });
    }

    fn range_body(
        &mut self,
        s: &'static Stmt,
        r: &'static Range,
        mut x: Operand,
        key: TypeId,
        val: TypeId,
    ) {
        let over_int = x.is_valid() && self.all_integer(x.ty);
        if r.define {
            let mut vars = Vec::new();
            for (i, e) in r.lhs.iter().take(2).enumerate() {
                let o = match e.as_ident() {
                    Some(id) => {
                        let o = self.new_var(id.name, id.span, VarKind::Local, TypeId::UNSET);
                        self.info.record_obj(id.id, o);
                        if !id.name.is_blank() {
                            vars.push(o);
                        }
                        o
                    }
                    None => {
                        // Go's words for it, too.
                        let msg = format!("invalid syntax tree: cannot declare {}", self.estr(e));
                        self.error(e.span, Code::InvalidDecl, msg);
                        self.new_var(Symbol::BLANK, e.span, VarKind::Local, TypeId::UNSET)
                    }
                };
                let t = if i == 0 { key } else { val };
                if t == TypeId::INVALID {
                    self.objs[o].ty = TypeId::INVALID;
                    self.mark_used(o);
                } else if over_int {
                    self.init_var(o, &mut x, "range clause");
                } else {
                    let mut y = Operand::invalid();
                    y.mode = Mode::Value;
                    y.ty = t;
                    y.dummy = Some(("value", e.span));
                    self.init_var(o, &mut y, "assignment");
                }
            }
            if vars.is_empty() && !r.lhs.is_empty() {
                let at = s.span.start();
                self.error(at, Code::InvalidDecl, "no new variables on left side of :=");
            }
            let scope = self.env.scope;
            for o in vars {
                self.declare(scope, o);
            }
        } else if !r.lhs.is_empty() {
            for (i, e) in r.lhs.iter().take(2).enumerate() {
                let t = if i == 0 { key } else { val };
                if t == TypeId::INVALID {
                    continue;
                }
                if over_int {
                    self.assign_operand(e, &mut x, "range clause");
                    if x.is_valid() && !self.all_integer(x.ty) {
                        let msg =
                            format!("cannot use iteration variable of type {}", self.tstr(x.ty));
                        self.error(e.span, Code::InvalidOperation, msg);
                    }
                } else {
                    let mut y = Operand::invalid();
                    y.mode = Mode::Value;
                    y.ty = t;
                    // There is no better expression: what is assigned stands nowhere.
                    y.expr = Some(e);
                    self.assign_operand(e, &mut y, "assignment");
                }
            }
        } else if over_int {
            self.assignment(&mut x, None, "range clause");
        }
        if let Some(xe) = x.expr
            && x.is_valid()
            && self.types.is_untyped(x.ty)
        {
            let t = self.types.default_type(x.ty);
            self.update_expr_type(xe, t, true);
        }
        self.block(&r.body);
    }

    fn range_array_len(&self, t: TypeId) -> Option<i64> {
        let u = match self.types.under_type(t) {
            Type::Pointer(b) => self.types.under_type(*b),
            u => u,
        };
        match u {
            Type::Array { len, .. } => Some(*len),
            _ => None,
        }
    }

    /// Types of the iteration variables.
    fn range_key_val(&mut self, x: &Operand) -> Result<(Option<TypeId>, Option<TypeId>), String> {
        // Strings and what else differs from its elements have no common type with slices.
        let common = self.common_under_if(x.ty, |c, s| {
            let Some((_, u)) = s else {
                return Err("no specific type".to_string());
            };
            match c.types.get(u) {
                Type::Chan {
                    dir: ChanDir::Send, ..
                } => Err(format!(
                    "receive from send-only channel {}",
                    c.tstr(s.map_or(u, |s| s.0))
                )),
                _ => Ok(()),
            }
        })?;
        let u = match self.types.get(common).clone() {
            Type::Pointer(b) => match self.types.under_type(b) {
                a @ Type::Array { .. } => a.clone(),
                _ => return Err(String::new()),
            },
            u => u,
        };
        Ok(match u {
            Type::Basic(k) if k.is_string() => (Some(TypeId::INT), Some(TypeId::RUNE)),
            Type::Basic(k) if k.is_integer() => (Some(x.ty), None),
            Type::Array { elem, .. } | Type::Slice(elem) => (Some(TypeId::INT), Some(elem)),
            Type::Map { key, elem } => (Some(key), Some(elem)),
            Type::Chan {
                dir: ChanDir::Send, ..
            } => {
                return Err(format!(
                    "receive from send-only channel {}",
                    self.tstr(x.ty)
                ));
            }
            Type::Chan { elem, .. } => (Some(elem), None),
            Type::Signature(s) => {
                if s.params.len() != 1 {
                    return Err(
                        "func must be func(yield func(...) bool): wrong argument count".to_string(),
                    );
                }
                if !s.results.is_empty() {
                    return Err(
                        "func must be func(yield func(...) bool): unexpected results".to_string(),
                    );
                }
                let yielded = self.common_under(s.params[0].ty).map_err(|cause| {
                    format!("func must be func(yield func(...) bool): in yield type, {cause}")
                })?;
                let Some(cb) = self.types.as_signature(yielded) else {
                    return Err(
                        "func must be func(yield func(...) bool): argument is not func".to_string(),
                    );
                };
                if cb.params.len() > 2 {
                    return Err(
                        "func must be func(yield func(...) bool): yield func has too many parameters".to_string()
                    );
                }
                if let [r] = cb.results[..]
                    && self.types.is_boolean(r.ty)
                    && self.types.unalias(r.ty) != TypeId::BOOL
                {
                    return Err("func must be func(yield func(...) bool): yield func returns user-defined boolean, not bool".to_string());
                }
                if cb.results.len() != 1 || self.types.unalias(cb.results[0].ty) != TypeId::BOOL {
                    return Err(
                        "func must be func(yield func(...) bool): yield func does not return bool"
                            .to_string(),
                    );
                }
                if cb.variadic {
                    let t = self.tstr(s.params[0].ty);
                    return Err(format!("yield func of type {t} cannot be variadic"));
                }
                (
                    cb.params.first().map(|p| p.ty),
                    cb.params.get(1).map(|p| p.ty),
                )
            }
            _ => return Err(String::new()),
        })
    }
}
