//! Calls of small functions, compiled in place.
//!
//! Only where no program can tell: the body is a choice of `return x` by conditions, and its expressions can neither
//! fail nor reach a safepoint, and call only what can be compiled in place itself. So the function never is in a
//! traceback, has nothing to recover from, and `runtime.Callers` does not see it. Functions of the library are compiled in
//! place in their own package only: elsewhere they are in the image, or would be parsed for it.

use std::rc::Rc;

use minigo_syntax::nodes::{BinaryOp, Call, Expr, ExprKind, Stmt, StmtKind, UnaryOp};

use super::builder::{Label, Reg};
use super::expr::Want;
use super::operator::Class;
use super::{FuncKey, Gen, VarLoc};
use crate::types::info::{Mode, Selection, SelectionKind};
use crate::types::object::{Builtin, ObjId, ObjKind, PkgId};
use crate::types::typ::{Type, TypeId};

/// Most expressions in a body.
const MAX_SIZE: usize = 40;
/// Most slots of a parameter or result.
const MAX_SLOTS: u64 = 8;

/// A function that is compiled in place.
pub(crate) struct Inline {
    /// Its parameters with their types, the receiver first.
    params: Vec<(Option<ObjId>, TypeId)>,
    result: TypeId,
    body: &'static [Stmt],
    /// It calls others of the kind.
    nested: bool,
}

/// What is known of a body that is being looked at.
struct Body {
    pkg: PkgId,
    left: usize,
    nested: bool,
    result: TypeId,
}

impl Gen<'_> {
    /// The function that a call in package `from` names, if it is to be compiled in place.
    fn inline_target(&mut self, c: &'static Call, from: PkgId) -> Option<Rc<Inline>> {
        let (o, _) = self.inline_callee(c, from)?;
        if let Some(known) = self.inlines.get(&o) {
            return known.clone();
        }
        // A function that calls itself finds this.
        self.inlines.insert(o, None);
        let made = self.inline_of(o).map(Rc::new);
        self.inlines.insert(o, made.clone());
        made
    }

    /// The declared function or method called, and how the method was found.
    fn inline_callee(
        &mut self,
        c: &'static Call,
        from: PkgId,
    ) -> Option<(ObjId, Option<Selection>)> {
        if c.dots.is_some() {
            return None;
        }
        let fun = c.fun.unparen();
        let o = match &fun.kind {
            ExprKind::Name(_) => self.ck.info.object_of(fun.id)?,
            ExprKind::Selector(s) => match self.ck.info.selections.get(&fun.id) {
                Some(sel) if sel.kind == SelectionKind::MethodVal => {
                    let sel = self.selection(fun.id)?;
                    let o = sel.method;
                    let plain = sel.kind == SelectionKind::MethodVal
                        && self.in_reach(o, from)
                        && self.method_key(&sel, fun.id) == FuncKey::Decl(o);
                    return plain.then_some((o, Some(sel)));
                }
                Some(_) => return None,
                None => self.ck.info.object_of(s.sel.id)?,
            },
            _ => return None,
        };
        self.in_reach(o, from).then_some((o, None))
    }

    /// A declared function of the program's own packages, or of package `from`.
    fn in_reach(&self, o: ObjId, from: PkgId) -> bool {
        if !o.is_some() || !matches!(self.ck.objs[o].kind, ObjKind::Func(_)) {
            return false;
        }
        let pkg = self.ck.objs[o].pkg;
        pkg == from || !self.ck.pkgs[pkg.0 as usize].lazy
    }

    fn inline_of(&mut self, o: ObjId) -> Option<Inline> {
        let f = *self.ck.objs[o].func()?;
        let decl = self.ck.func_decl(o)?;
        if f.ptr_recv || !self.ck.func_tparams(o).is_empty() {
            return None;
        }
        self.ck.check_body(o);
        let body: &'static [Stmt] = &decl.body.as_ref()?.block()?.stmts;
        let vars = self.ck.info.funcs.get(&decl.id)?.clone();
        let ty = self.ck.obj_type(o);
        let sig = self.ck.types.as_signature(ty)?;
        let [result] = &sig.results[..] else {
            return None;
        };
        if vars.has_defer
            || vars.has_recover
            || vars.named_results
            || vars.range_return
            || sig.variadic
        {
            return None;
        }
        let recv = self.recv_type(o, TypeId::INVALID);
        let mut params: Vec<(Option<ObjId>, TypeId)> = Vec::new();
        params.extend(recv.map(|ty| (vars.recv, ty)));
        for (i, p) in sig.params.iter().enumerate() {
            params.push((vars.params.get(i).copied(), p.ty));
        }
        for (o, ty) in &mut params {
            *o = o.filter(|o| o.is_some());
            let l = self.layout(*ty);
            if l.large() || l.slots > MAX_SLOTS {
                return None;
            }
            if let Some(o) = *o {
                let v = *self.ck.objs[o].var()?;
                if v.reassigned || v.captured || self.heap_var(o) {
                    return None;
                }
            }
        }
        let result = result.ty;
        let l = self.layout(result);
        if l.large() || l.slots > MAX_SLOTS {
            return None;
        }
        let mut b = Body {
            pkg: self.ck.objs[o].pkg,
            left: MAX_SIZE,
            nested: false,
            result,
        };
        self.returns(body, &mut b).then_some(Inline {
            params,
            result,
            body,
            nested: b.nested,
        })
    }

    /// Statements that end in the return of a value on each way.
    fn returns(&mut self, stmts: &'static [Stmt], b: &mut Body) -> bool {
        let Some((first, rest)) = stmts.split_first() else {
            return false;
        };
        match &first.kind {
            StmtKind::Return(values) => {
                let [x] = values.as_slice() else {
                    return false;
                };
                let from = self.type_of(x.id);
                rest.is_empty() && !self.needs_conversion(from, b.result) && self.pure(x, b)
            }
            StmtKind::If(i) => {
                if i.init.is_some() || !self.pure(&i.cond, b) || !self.returns(&i.then.stmts, b) {
                    return false;
                }
                match &i.els {
                    None => self.returns(rest, b),
                    Some(els) => rest.is_empty() && self.returns(branch(els), b),
                }
            }
            _ => false,
        }
    }

    /// Evaluating the expression cannot fail, calls nothing and allocates nothing.
    fn pure(&mut self, e: &'static Expr, b: &mut Body) -> bool {
        if b.left == 0 {
            return false;
        }
        b.left -= 1;
        if self.ck.info.const_value(e.id).is_some() {
            let ty = self.type_of(e.id);
            return self.class(ty) != Class::Other;
        }
        match &e.kind {
            ExprKind::Paren(x) => self.pure(x, b),
            ExprKind::Name(_) => self
                .ck
                .info
                .object_of(e.id)
                .is_some_and(|o| self.ck.objs[o].var().is_some()),
            ExprKind::Selector(s) => match self.ck.info.selections.get(&e.id) {
                Some(sel) => {
                    let field = sel.kind == SelectionKind::Field && sel.path.len() == 1;
                    let t = self.type_of(s.x.id);
                    field && matches!(self.under(t), Type::Struct(_)) && self.pure(&s.x, b)
                }
                None => self
                    .ck
                    .info
                    .object_of(s.sel.id)
                    .is_some_and(|o| self.ck.objs[o].var().is_some()),
            },
            ExprKind::Unary(op, x) => {
                matches!(
                    op,
                    UnaryOp::Plus | UnaryOp::Neg | UnaryOp::Not | UnaryOp::Xor
                ) && self.pure(x, b)
            }
            ExprKind::Binary(x) => {
                let (xt, yt) = (self.type_of(x.x.id), self.type_of(x.y.id));
                let class = self.class(xt);
                let number = !matches!(class, Class::Other | Class::Bool | Class::Str);
                let fits = match x.op {
                    BinaryOp::LogAnd | BinaryOp::LogOr => true,
                    op if op.is_shift() => self.int_const(&x.y).is_some(),
                    op if op.is_comparison() => class != Class::Other && class == self.class(yt),
                    BinaryOp::Div | BinaryOp::Rem if matches!(class, Class::Int { .. }) => {
                        self.int_const(&x.y).is_some_and(|k| k != 0)
                    }
                    _ => number,
                };
                fits && self.pure(&x.x, b) && self.pure(&x.y, b)
            }
            ExprKind::Composite(lit) => {
                let ty = self.type_of(e.id);
                let Some(s) = self.ck.types.as_struct(ty) else {
                    return false;
                };
                let l = self.layout(ty);
                if !matches!(self.under(ty), Type::Struct(_)) || l.slots > MAX_SLOTS {
                    return false;
                }
                !s.fields.iter().any(|f| self.is_interface(f.ty))
                    && lit.elems.iter().all(|x| match &x.kind {
                        ExprKind::KeyValue(kv) => {
                            let promoted = self.ck.info.lit_fields.get(&x.id);
                            promoted.is_none_or(|path| path.len() == 1) && self.pure(&kv.value, b)
                        }
                        _ => self.pure(x, b),
                    })
            }
            ExprKind::Call(c) => self.pure_call(e, c, b),
            _ => false,
        }
    }

    fn pure_call(&mut self, e: &'static Expr, c: &'static Call, b: &mut Body) -> bool {
        if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr {
            let (from, to) = (self.type_of(c.args[0].id), self.type_of(e.id));
            return self.ck.types.is_numeric(from)
                && self.ck.types.is_numeric(to)
                && self.pure(&c.args[0], b);
        }
        if let Some(&builtin) = self.ck.info.builtin_calls.get(&e.id) {
            let ty = self.type_of(c.args[0].id);
            let plain = matches!(self.under(ty), Type::Slice(_)) || self.ck.types.is_string(ty);
            return builtin == Builtin::Len && plain && self.pure(&c.args[0], b);
        }
        if self.intrinsic(c).is_some() {
            return c.args.iter().all(|a| self.pure(a, b));
        }
        let Some(target) = self.inline_target(c, b.pkg).filter(|t| !t.nested) else {
            return false;
        };
        if !self.takes(&target, c) {
            return false;
        }
        b.nested = true;
        let fun = c.fun.unparen();
        if let ExprKind::Selector(s) = &fun.kind
            && let Some(sel) = self.ck.info.selections.get(&fun.id)
        {
            // A receiver behind a pointer may be missing.
            let direct = sel.path.is_empty();
            let t = self.type_of(s.x.id);
            let value = matches!(self.under(t), Type::Struct(_) | Type::Basic(_));
            if !direct || !value || !self.pure(&s.x, b) {
                return false;
            }
        }
        c.args.iter().all(|a| self.pure(a, b))
    }

    /// The arguments are one for each parameter, in the parameters' form.
    fn takes(&mut self, target: &Inline, c: &'static Call) -> bool {
        let skip = target.params.len().saturating_sub(c.args.len());
        skip <= 1
            && target.params[skip..].iter().zip(&c.args).all(|(p, a)| {
                let from = self.type_of(a.id);
                !matches!(self.ck.types.get(from), Type::Tuple(_))
                    && !self.needs_conversion(from, p.1)
            })
    }

    /// Whether a call is compiled in place.
    pub(crate) fn inlined(&mut self, c: &'static Call) -> Option<Rc<Inline>> {
        let target = self.inline_target(c, self.cur.pkg)?;
        let (_, sel) = self.inline_callee(c, self.cur.pkg)?;
        let args = target.params.len() - usize::from(sel.is_some());
        (args == c.args.len() && self.takes(&target, c)).then_some(target)
    }

    /// The value of such a call.
    pub(crate) fn inline_call(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        target: &Inline,
        want: Want,
    ) -> Reg {
        let want = match want {
            Want::Any => Want::Fresh(self.temp_for(target.result)),
            want => want,
        };
        self.in_place(e, c, target, |g| {
            let end = g.label();
            g.inline_body(target.body, target.result, want, end);
            g.place_label(end);
        });
        want.reg().unwrap_or(Reg(0))
    }

    /// Jumps to `to` if such a call gives `sense`, else goes on.
    pub(crate) fn inline_cond(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        target: &Inline,
        (to, sense, back): (Label, bool, bool),
    ) {
        self.in_place(e, c, target, |g| {
            let end = g.label();
            g.inline_jumps(target.body, (to, sense, back), end, true);
            g.place_label(end);
        });
    }

    /// Evaluates the arguments, and has `f` write the body where they are its parameters. All of the body is at the line
    /// of the call, where alone a program can stand.
    fn in_place(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        target: &Inline,
        f: impl FnOnce(&mut Self),
    ) {
        let line = self.cur.b.line();
        self.scoped(|g| {
            let mut values = Vec::with_capacity(target.params.len());
            let fun = c.fun.unparen();
            if let Some((o, sel)) = g.inline_callee(c, g.cur.pkg) {
                let pkg = g.ck.objs[o].pkg;
                if g.keep_inlined && !g.ck.pkgs[pkg.0 as usize].lazy {
                    g.func_id(FuncKey::Decl(o));
                }
                if let (Some(sel), ExprKind::Selector(s)) = (sel, &fun.kind) {
                    values.push(g.receiver(&s.x, &sel).0);
                }
            }
            let skip = values.len();
            for (a, p) in c.args.iter().zip(&target.params[skip..]) {
                values.push(g.expr_as(a, p.1));
            }
            g.at_pos(e.span, c.lparen);
            let mut hidden = Vec::new();
            for (&(o, _), r) in target.params.iter().zip(values) {
                if let Some(o) = o {
                    hidden.push((o, g.cur.vars.insert(o, VarLoc::Reg(r))));
                }
            }
            let outer = std::mem::replace(&mut g.cur.one_line, true);
            f(g);
            g.cur.one_line = outer;
            for (o, old) in hidden {
                match old {
                    Some(old) => g.cur.vars.insert(o, old),
                    None => g.cur.vars.remove(&o),
                };
            }
        });
        self.cur.b.set_line(line.0, line.1);
    }

    /// The statements of such a function; what is returned goes where it is wanted, and control to `end`.
    fn inline_body(&mut self, stmts: &'static [Stmt], ty: TypeId, want: Want, end: Label) {
        let Some((first, rest)) = stmts.split_first() else {
            return;
        };
        match &first.kind {
            StmtKind::Return(values) => {
                self.scoped(|g| g.expr_want(&values[0], ty, want));
            }
            StmtKind::If(i) => {
                let other = self.label();
                self.cond(&i.cond, other, false, false);
                self.inline_body(&i.then.stmts, ty, want, end);
                self.jmp(end);
                self.place_label(other);
                let rest = i.els.as_ref().map_or(rest, branch);
                self.inline_body(rest, ty, want, end);
            }
            _ => {}
        }
    }

    /// As `inline_body`: jumps if what is returned is as given, else goes to `end`, which follows if these are the `last`.
    fn inline_jumps(
        &mut self,
        stmts: &'static [Stmt],
        (to, sense, back): (Label, bool, bool),
        end: Label,
        last: bool,
    ) {
        let Some((first, rest)) = stmts.split_first() else {
            return;
        };
        match &first.kind {
            StmtKind::Return(values) => {
                self.cond(&values[0], to, sense, back);
                if !last {
                    self.jmp(end);
                }
            }
            StmtKind::If(i) => {
                let other = self.label();
                self.cond(&i.cond, other, false, false);
                self.inline_jumps(&i.then.stmts, (to, sense, back), end, false);
                self.place_label(other);
                let rest = i.els.as_ref().map_or(rest, branch);
                self.inline_jumps(rest, (to, sense, back), end, last);
            }
            _ => {}
        }
    }
}

/// The statements of an `else`.
fn branch(els: &'static Stmt) -> &'static [Stmt] {
    match &els.kind {
        StmtKind::Block(b) => &b.stmts,
        _ => std::slice::from_ref(els),
    }
}
