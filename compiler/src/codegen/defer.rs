//! `defer` and `go`: what is called later is evaluated now.
//!
//! A deferred call becomes a closure without parameters over function, receiver and arguments. A started goroutine
//! takes its arguments in the out-window.

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Op, SlotKind};
use minigo_syntax::nodes::{Call, Expr, ExprKind};

use super::builder::{Reg, WINDOW};
use super::call::{Arg, Callee, Ready};
use super::emit::P1;
use super::expr::Want;
use super::{FuncKey, Gen};
use crate::types::info::{Mode, SelectionKind};
use crate::types::object::Builtin;
use crate::types::typ::{Type, TypeId};

impl Gen<'_> {
    pub(crate) fn defer_stmt(&mut self, e: &'static Expr) {
        let e = e.unparen();
        let ExprKind::Call(c) = &e.kind else { return };
        let closure = self.later(e, c);
        self.at(e.span);
        if self.cur.range.is_some() {
            self.defer_outside(closure);
        } else {
            self.e1(Op::Defer, closure);
        }
    }

    /// A closure without parameters that performs the call.
    fn later(&mut self, e: &'static Expr, c: &'static Call) -> Reg {
        if let Some(&b) = self.ck.info.builtin_calls.get(&e.id) {
            return self.builtin_later(e, c, b);
        }
        if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr {
            // A conversion: evaluated now, nothing to do later.
            let ty = self.type_of(e.id);
            self.discard(e, ty);
            return self.thunk(&[], |_, _| {});
        }
        if let (ExprKind::Func(_), []) = (&c.fun.unparen().kind, c.args.as_slice()) {
            return self.expr(c.fun.unparen());
        }
        let Some(mut ready) = self.prepare(c) else {
            return self.temp(P1);
        };
        self.check_nil_interface(&ready);
        if let (Callee::Static(f), None, []) = (&ready.callee, &ready.recv, ready.args.as_slice()) {
            let d = self.temp(P1);
            self.ei(Op::LdFn, d, f.0 as i32);
            return d;
        }
        // Everything into slots: what is called, then the arguments in their final form.
        let mut parts: Vec<(Reg, Vec<SlotKind>)> = Vec::new();
        match ready.callee {
            Callee::Closure(r) => parts.push((r, P1.to_vec())),
            Callee::Interface(r, _) => parts.push((r, vec![SlotKind::W, SlotKind::D])),
            _ => {}
        }
        let head = parts.len();
        let rest = std::mem::take(&mut ready.rest);
        if let Some((r, ty)) = ready.recv {
            parts.push((r, self.layout(ty).kinds.to_vec()));
        }
        for &(arg, ty) in &ready.args {
            let r = self.arg_now(arg, ty, &rest);
            parts.push((r, self.layout(ty).kinds.to_vec()));
        }
        let callee = ready.callee.clone();
        let results = self.row(ready.sig.results.iter().map(|r| r.ty)).len() as u64;
        self.thunk(&parts, |g, regs| {
            let callee = match callee {
                Callee::Closure(_) => Callee::Closure(regs[0].0),
                Callee::Interface(_, m) => Callee::Interface(regs[0].0, m),
                c => c,
            };
            let mut at = u64::from(matches!(callee, Callee::Interface(..)));
            for &(r, n) in &regs[head..] {
                g.mov(WINDOW.at(at as u32), r, n);
                at += n;
            }
            g.emit_call(&callee, at, results);
        })
    }

    /// Calling through a nil interface fails when the statement is executed, not later.
    fn check_nil_interface(&mut self, r: &Ready) {
        if let Callee::Interface(reg, _) = r.callee {
            self.nil_check_iface(reg);
        }
    }

    /// An argument in its final form, in a fixed slot.
    fn arg_now(&mut self, arg: Arg, ty: TypeId, rest: &[(Reg, TypeId)]) -> Reg {
        self.arg_value(arg, ty, rest)
    }

    /// A closure over the registers given, whose code `f` writes; it gets registers with the captured values.
    fn thunk(
        &mut self,
        parts: &[(Reg, Vec<SlotKind>)],
        f: impl FnOnce(&mut Self, &[(Reg, u64)]),
    ) -> Reg {
        self.cur.defers += 1;
        let name = format!("{}.deferwrap{}", self.cur.name, self.cur.defers);
        let id = self.new_func();
        let pkg = self.cur.pkg;
        let line = self.cur.b.line();
        let known = std::mem::take(&mut self.known);
        self.begin(name, &[], pkg);
        self.cur.b.set_line(line.0, line.1);
        let regs: Vec<(Reg, u64)> = parts
            .iter()
            .map(|(_, k)| (self.capture(k), k.len() as u64))
            .collect();
        f(self, &regs);
        self.e1(Op::Ret, Reg(0));
        self.end(id, 0, bc::FLAG_WRAPPER, None);
        self.known = known;
        let captured: Vec<(Reg, u64)> = parts.iter().map(|(r, k)| (*r, k.len() as u64)).collect();
        self.closure(id, &captured, Want::Any)
    }

    /// A predeclared function called later: its operands are captured.
    fn builtin_later(&mut self, e: &'static Expr, c: &'static Call, b: Builtin) -> Reg {
        if let [only] = c.args.as_slice()
            && let given = self.type_of(only.id)
            && let Type::Tuple(list) = self.ck.types.get(given).clone()
        {
            let values = self.tuple(only, list.len());
            let parts: Vec<_> = (values.iter())
                .map(|&(r, ty)| (r, self.layout(ty).kinds.to_vec()))
                .collect();
            let ty = self.type_of(e.id);
            return self.thunk(&parts, |g, regs| {
                let values: Vec<_> = (regs.iter().zip(&values))
                    .map(|(r, v)| (r.0, v.1))
                    .collect();
                let l = g.layout(ty);
                let d = g.temp_of(&l);
                g.builtin_on_values(only, b, &values, ty, d);
            });
        }
        let mut parts = Vec::new();
        let mut nodes = Vec::new();
        for a in &c.args {
            let info = self.ck.info.expr(a.id);
            if info.mode == Mode::TypeExpr
                || info.mode == Mode::Nil
                || self.ck.info.const_value(a.id).is_some()
            {
                continue;
            }
            let ty = self.type_of(a.id);
            parts.push((self.expr(a), self.layout(ty).kinds.to_vec()));
            nodes.push(a.unparen().id);
        }
        self.thunk(&parts, |g, regs| {
            g.known = nodes
                .iter()
                .copied()
                .zip(regs.iter().map(|r| r.0))
                .collect();
            g.builtin(e, c, b, Want::Any);
        })
    }

    pub(crate) fn go_stmt(&mut self, e: &'static Expr) {
        let e = e.unparen();
        let ExprKind::Call(c) = &e.kind else { return };
        if self.ck.info.builtin_calls.contains_key(&e.id)
            || self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr
        {
            let closure = self.later(e, c);
            self.at(e.span);
            return self.start(closure, 0);
        }
        let iface = match (&c.fun.unparen().kind, self.selection(c.fun.unparen().id)) {
            (ExprKind::Selector(_), Some(s)) if s.kind == SelectionKind::InterfaceMethod => {
                Some(s.iface)
            }
            _ => None,
        };
        let Some(mut ready) = self.prepare(c) else {
            return;
        };
        self.check_nil_interface(&ready);
        let closure = self.temp(P1);
        match ready.callee.clone() {
            Callee::Static(f) | Callee::Attempt(_, f) => {
                self.ei(Op::LdFn, closure, f.0 as i32);
            }
            Callee::Closure(r) => self.mov(closure, r, 1),
            Callee::Leaf(_) | Callee::CheckedLeaf(_) | Callee::Atomic(_) => {
                // In a goroutine of its own the native needs its function.
                let f = self.callee_func(&c.fun);
                self.ei(Op::LdFn, closure, f.0 as i32);
            }
            Callee::Interface(r, m) => {
                let iface = iface.unwrap_or(TypeId::ANY);
                let f = self.interface_method_func(iface, m);
                self.ei(Op::LdFn, closure, f.0 as i32);
                ready.recv = Some((r, iface));
            }
        }
        let slots = self.place_args(&ready, 0);
        self.at(e.span);
        self.start(closure, slots);
    }

    /// The function of a callee that is declared.
    fn callee_func(&mut self, fun: &'static Expr) -> FuncId {
        let fun = fun.unparen();
        let o = match &fun.kind {
            ExprKind::Selector(s) => match self.ck.info.selections.get(&fun.id) {
                Some(sel) => Some(sel.method),
                None => self.ck.info.object_of(s.sel.id),
            },
            _ => self.ck.info.object_of(fun.id),
        };
        match o {
            Some(o) if o.is_some() => self.func_id(FuncKey::Decl(o)),
            _ => FuncId(0),
        }
    }

    fn start(&mut self, closure: Reg, slots: u64) {
        self.cur.b.window(slots.max(1) as u32);
        self.e2n(Op::Go, WINDOW, closure, slots as u16);
    }
}
