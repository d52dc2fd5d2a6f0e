//! Assignments and initialisations: single, multiple, from calls, and `:=`.

use minigo_syntax::Span;
use minigo_syntax::Symbol;
use minigo_syntax::nodes::{Expr, ExprKind};

use super::call::Context;
use super::check::Checker;
use super::info::Mode;
use super::object::{Holds, ObjId, ObjKind, VarKind};
use super::operand::{Misfit, Operand};
use super::typ::TypeId;
use crate::diagnostic::Code;

impl Checker {
    /// Checks that `x` may be assigned to a `t` (to anything if `None`) and gives it that type.
    pub(super) fn assignment(&mut self, x: &mut Operand, t: Option<TypeId>, context: &str) {
        self.assign_in(x, t, &Context::Text(context));
    }

    pub(super) fn assign_in(&mut self, x: &mut Operand, t: Option<TypeId>, context: &Context) {
        self.single_value(x);
        match x.mode {
            Mode::Invalid => return,
            Mode::NoValue | Mode::Builtin | Mode::TypeExpr => {
                let target = t.map(|t| self.tstr(t)).unwrap_or_default();
                let msg = format!(
                    "cannot assign {} to {target} in {}",
                    self.ostr(x),
                    self.context_text(context)
                );
                self.error(x.span(), Code::InvalidAssign, msg);
                x.invalidate();
                return;
            }
            _ => {}
        }
        if self.generic_signature(x.ty).is_some() {
            let desc = self.context_text(context);
            let target = self.target(t, &desc);
            self.non_generic(target.as_ref(), x);
            if !x.is_valid() {
                return;
            }
            self.record(x);
        }
        if self.types.is_untyped(x.ty) {
            let mut target = t;
            if x.is_nil() {
                if t.is_none() {
                    let msg = format!("use of untyped nil in {}", self.context_text(context));
                    self.error(x.span(), Code::InvalidAssign, msg);
                    x.invalidate();
                    return;
                }
            } else if t.is_none_or(|t| self.types.is_interface(t)) {
                target = Some(self.types.default_type(x.ty));
            }
            let target = target.unwrap_or(TypeId::INVALID);
            match self.implicit_type_and_value(x, target) {
                Ok((ty, val)) => self.set_implicit(x, ty, val),
                Err(m) => {
                    let mut msg = format!(
                        "cannot use {} as {} value in {}",
                        self.ostr(x),
                        self.tstr(target),
                        self.context_text(context)
                    );
                    msg.push_str(match m {
                        Misfit::Truncated => " (truncated)",
                        Misfit::Overflow => " (overflows)",
                        Misfit::Other => "",
                    });
                    self.error(x.span(), Code::InvalidAssign, msg);
                    x.invalidate();
                    return;
                }
            }
        }
        let Some(t) = t else { return };
        let mut cause = None;
        if !self.assignable_to(x, t, &mut cause) {
            let mut msg = format!(
                "cannot use {} as {} value in {}",
                self.ostr(x),
                self.tstr(t),
                self.context_text(context)
            );
            if let Some(c) = cause {
                msg.push_str(": ");
                msg.push_str(&c);
            }
            self.error(x.span(), Code::InvalidAssign, msg);
            x.invalidate();
        }
    }

    pub(super) fn init_const(&mut self, o: ObjId, x: &mut Operand) {
        let ty = self.objs[o].ty;
        if !x.is_valid() || !self.types.is_valid(x.ty) || ty == TypeId::INVALID {
            self.set_if_unset(o, TypeId::INVALID);
            return;
        }
        if !x.is_const() {
            let msg = format!("{} is not constant", self.ostr(x));
            self.error(x.span(), Code::InvalidConst, msg);
            self.set_if_unset(o, TypeId::INVALID);
            return;
        }
        self.set_if_unset(o, x.ty);
        let t = self.objs[o].ty;
        self.assignment(x, Some(t), "constant declaration");
        if x.is_valid()
            && let ObjKind::Const { value } = &mut self.objs[o].kind
        {
            *value = x.value();
        }
    }

    pub(super) fn set_if_unset(&mut self, o: ObjId, t: TypeId) {
        if self.objs[o].ty == TypeId::UNSET {
            self.objs[o].ty = t;
        }
    }

    /// Initialises variable `o` with `x`, deciding its type if it has none.
    pub(super) fn init_var(&mut self, o: ObjId, x: &mut Operand, context: &str) {
        let ty = self.objs[o].ty;
        if !x.is_valid() || !self.types.is_valid(x.ty) || ty == TypeId::INVALID {
            self.set_if_unset(o, TypeId::INVALID);
            x.invalidate();
            return;
        }
        if ty == TypeId::UNSET {
            let mut t = x.ty;
            if self.types.is_untyped(t) {
                if t == TypeId::UNTYPED_NIL {
                    let msg = format!("use of untyped nil in {context}");
                    self.error(x.span(), Code::InvalidAssign, msg);
                    self.objs[o].ty = TypeId::INVALID;
                    x.invalidate();
                    return;
                }
                t = self.types.default_type(t);
            }
            self.objs[o].ty = t;
        }
        let t = self.objs[o].ty;
        let given = (!x.is_nil()).then_some(x.ty);
        self.assignment(x, Some(t), context);
        if let ObjKind::Var(v) = &mut self.objs[o].kind
            && v.kind == VarKind::Local
        {
            let before = if v.reassigned {
                v.holds
            } else {
                Holds::Nothing
            };
            v.holds = given.map_or(before, |t| before.and(t));
        }
    }

    /// The local or package variable that `e` names, with its `used` flag as it is now.
    pub(super) fn local_var_named(&mut self, e: &Expr) -> Option<(ObjId, bool)> {
        let name = e.unparen().as_name()?;
        let (_, o) = self.scopes.lookup(self.env.scope, name)?;
        self.objs[o].var().map(|v| (o, v.used))
    }

    pub(super) fn restore_used(&mut self, v: Option<(ObjId, bool)>) {
        if let Some((o, used)) = v
            && let ObjKind::Var(v) = &mut self.objs[o].kind
        {
            v.used = used;
        }
    }

    /// The type of the left side of an assignment: `Err` if it is wrong, `None` for `_`.
    fn lhs_var(&mut self, lhs: &'static Expr) -> Result<Option<TypeId>, ()> {
        if lhs.unparen().is_blank() {
            return Ok(None);
        }
        let v = self.local_var_named(lhs);
        let x = self.expr(lhs);
        self.restore_used(v);
        if !x.is_valid() {
            self.hint_declaration(lhs);
        }
        if !x.is_valid() || !self.types.is_valid(x.ty) {
            return Err(());
        }
        if matches!(x.mode, Mode::Variable | Mode::MapIndex) {
            self.mark_reassigned(lhs);
            if let Some((o, _)) = v
                && let ObjKind::Var(v) = &mut self.objs[o].kind
            {
                v.holds = Holds::Anything;
            }
            return Ok(Some(x.ty));
        }
        let s = self.estr(lhs);
        if let ExprKind::Selector(sel) = &lhs.unparen().kind
            && self.info.expr(sel.x.id).mode == Mode::MapIndex
        {
            self.error(
                lhs.span,
                Code::InvalidAssign,
                format!("cannot assign to struct field {s} in map"),
            );
            return Err(());
        }
        let msg = format!("cannot assign to {s} (neither addressable nor a map index expression)");
        self.error(lhs.start(), Code::InvalidAssign, msg);
        Err(())
    }

    /// `lhs = rhs`
    fn assign_var(&mut self, lhs: &'static Expr, rhs: &'static Expr, context: &str) {
        let named = self.local_var_named(lhs).map(|v| v.0);
        let holds = named.and_then(|o| self.objs[o].var().map(|v| v.holds));
        match self.lhs_var(lhs) {
            Err(()) => {
                self.use_expr(rhs);
            }
            Ok(t) => {
                let desc = self.estr(lhs);
                let target = self.target(t, &desc);
                let mut x = self.expr_target(rhs, target.as_ref());
                let context = if t.is_none() && context == "assignment" {
                    "assignment to _ identifier"
                } else {
                    context
                };
                let given = (!x.is_nil()).then_some(x.ty);
                self.assignment(&mut x, t, context);
                if let (Some(o), Some(holds)) = (named, holds)
                    && let ObjKind::Var(v) = &mut self.objs[o].kind
                {
                    v.holds = given.map_or(holds, |t| holds.and(t));
                }
            }
        }
    }

    /// `lhs = x` for a value at hand.
    pub(super) fn assign_operand(&mut self, lhs: &'static Expr, x: &mut Operand, context: &str) {
        match self.lhs_var(lhs) {
            Err(()) => x.invalidate(),
            Ok(t) => {
                let context = if t.is_none() && context == "assignment" {
                    "assignment to _ identifier"
                } else {
                    context
                };
                self.assignment(x, t, context);
            }
        }
    }

    fn assign_error(&mut self, rhs: &'static [Expr], l: usize, r: usize) {
        let measure = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let (vars, vals) = (measure(l, "variable"), measure(r, "value"));
        let Some(first) = rhs.first() else { return };
        let msg = match &first.unparen().kind {
            ExprKind::Call(c) if rhs.len() == 1 => {
                format!(
                    "assignment mismatch: {vars} but {} returns {vals}",
                    self.estr(&c.fun)
                )
            }
            _ => format!("assignment mismatch: {vars} but {vals}"),
        };
        self.error(first.span, Code::AssignCount, msg);
    }

    fn return_error(&mut self, at: Span, lhs: &[ObjId], rhs: &[Operand]) {
        let (l, r) = (lhs.len(), rhs.len());
        let (at, q) = if r > l {
            (rhs[l].span(), "too many")
        } else if r > 0 {
            (rhs[r - 1].span(), "not enough")
        } else {
            (at, "not enough")
        };
        let have: Vec<TypeId> = rhs.iter().map(|x| x.ty).collect();
        let want: Vec<TypeId> = lhs.iter().map(|&o| self.objs[o].ty).collect();
        let msg = format!(
            "{q} return values\n\thave {}\n\twant {}",
            self.types_summary(&have, false, false),
            self.types_summary(&want, false, false)
        );
        self.error(at, Code::ReturnCount, msg);
    }

    /// Initialises variables; in a return statement (`ret` is its place) the results.
    pub(super) fn init_vars(&mut self, lhs: &[ObjId], rhs: &'static [Expr], ret: Option<Span>) {
        let (l, r) = (lhs.len(), rhs.len());
        let context = match ret {
            Some(_) => "return statement",
            None if l > 1 => "multiple assignment",
            None => "assignment",
        };
        let is_call = r == 1 && Self::is_call(&rhs[0]);
        if l == r && !is_call {
            for (&o, e) in lhs.iter().zip(rhs) {
                let desc = match ret {
                    Some(_) if self.objs[o].name == Symbol::EMPTY => "result variable",
                    _ => self.objs[o].name.as_str(),
                };
                let target = self.target(Some(self.objs[o].ty), desc);
                let mut x = self.expr_target(e, target.as_ref());
                self.init_var(o, &mut x, context);
            }
            return;
        }
        if r != 1 {
            let ok = self.use_exprs(rhs);
            if ok {
                match ret {
                    Some(at) => {
                        let values: Vec<Operand> = rhs.iter().map(|e| self.expr(e)).collect();
                        self.return_error(at, lhs, &values);
                    }
                    None => self.assign_error(rhs, l, r),
                }
            }
            self.invalidate_vars(lhs);
            return;
        }
        let (mut values, comma_ok) = self.multi_expr(&rhs[0], l == 2 && ret.is_none());
        if l == values.len() {
            for (&o, x) in lhs.iter().zip(&mut values) {
                self.init_var(o, x, context);
            }
            self.record_comma_ok(&rhs[0], comma_ok, &values);
            return;
        }
        if values[0].is_valid() {
            match ret {
                Some(at) => self.return_error(at, lhs, &values),
                None => self.assign_error(rhs, l, values.len()),
            }
        }
        self.invalidate_vars(lhs);
    }

    fn invalidate_vars(&mut self, lhs: &[ObjId]) {
        for &o in lhs {
            if self.objs[o].ty == TypeId::UNSET {
                self.objs[o].ty = TypeId::INVALID;
            }
        }
    }

    /// Notes that `e` gives a value and a flag.
    fn record_comma_ok(&mut self, e: &'static Expr, comma_ok: bool, values: &[Operand]) {
        if !comma_ok || !values[0].is_valid() || !values[1].is_valid() {
            return;
        }
        let ok = self.types.default_type(values[1].ty);
        let t = self.types.tuple(&[values[0].ty, ok]);
        let mut e = e;
        loop {
            self.info.record_type(e.id, t);
            match &e.kind {
                ExprKind::Paren(x) => e = x,
                _ => return,
            }
        }
    }

    pub(super) fn assign_vars(&mut self, lhs: &'static [Expr], rhs: &'static [Expr]) {
        let (l, r) = (lhs.len(), rhs.len());
        let context = if l > 1 {
            "multiple assignment"
        } else {
            "assignment"
        };
        let is_call = r == 1 && Self::is_call(&rhs[0]);
        if l == r && !is_call {
            for (a, b) in lhs.iter().zip(rhs) {
                self.assign_var(a, b, context);
            }
            return;
        }
        if r != 1 {
            let ok_l = self.use_lhs(lhs);
            let ok_r = self.use_exprs(rhs);
            if ok_l && ok_r {
                self.assign_error(rhs, l, r);
            }
            return;
        }
        let (mut values, comma_ok) = self.multi_expr(&rhs[0], l == 2);
        if l == values.len() {
            for (a, x) in lhs.iter().zip(&mut values) {
                self.assign_operand(a, x, context);
            }
            self.record_comma_ok(&rhs[0], comma_ok, &values);
            return;
        }
        if values[0].is_valid() {
            self.assign_error(rhs, l, values.len());
        }
        self.use_lhs(lhs);
    }

    /// `lhs := rhs`
    pub(super) fn short_var_decl(&mut self, at: Span, lhs: &'static [Expr], rhs: &'static [Expr]) {
        let top = self.delayed.len();
        let scope = self.env.scope;
        let mut seen: Vec<Symbol> = Vec::new();
        let mut vars: Vec<ObjId> = Vec::with_capacity(lhs.len());
        let mut new_vars: Vec<ObjId> = Vec::new();
        let mut has_err = false;
        for e in lhs {
            let Some(id) = e.as_ident() else {
                self.use_lhs(std::slice::from_ref(e));
                let msg = format!("non-name {} on left side of :=", self.estr(e));
                self.error(e.span, Code::InvalidDecl, msg);
                has_err = true;
                vars.push(self.new_var(Symbol::BLANK, e.span, VarKind::Local, TypeId::UNSET));
                continue;
            };
            if !id.name.is_blank() {
                if seen.contains(&id.name) {
                    let msg = format!("{} repeated on left side of :=", id.name);
                    self.error(e.span, Code::InvalidDecl, msg);
                    has_err = true;
                    vars.push(self.new_var(Symbol::BLANK, e.span, VarKind::Local, TypeId::UNSET));
                    continue;
                }
                seen.push(id.name);
                if let Some(alt) = self.scopes[scope].lookup(id.name) {
                    self.info.record_obj(id.id, alt);
                    if let ObjKind::Var(v) = &mut self.objs[alt].kind {
                        v.reassigned = true;
                        vars.push(alt);
                    } else {
                        let msg = format!("cannot assign to {}", id.name);
                        self.error(e.span, Code::InvalidAssign, msg);
                        has_err = true;
                        vars.push(self.new_var(
                            Symbol::BLANK,
                            e.span,
                            VarKind::Local,
                            TypeId::UNSET,
                        ));
                    }
                    continue;
                }
            }
            let o = self.new_var(id.name, id.span, VarKind::Local, TypeId::UNSET);
            self.info.record_obj(id.id, o);
            vars.push(o);
            if !id.name.is_blank() {
                new_vars.push(o);
            }
        }
        self.init_vars(&vars, rhs, None);
        // Function literals on the right do not see the new names.
        self.process_delayed(top);
        if new_vars.is_empty() && !has_err {
            self.error(at, Code::InvalidDecl, "no new variables on left side of :=");
            return;
        }
        for o in new_vars {
            self.declare(scope, o);
        }
    }
}
