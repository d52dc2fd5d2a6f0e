//! Expressions: dispatch, names, selectors, indexing, slicing, literals of functions.

use minigo_bytecode::opcode::BOUND_UNSIGNED;
use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::nodes::{Expr, ExprKind, SliceExpr, UnaryOp};

use super::builder::Reg;
use super::emit::{P1, W1};
use super::place::Place;
use super::wrapper::{Receiver, Target, Wrap};
use super::{FuncKey, Gen};
use crate::lower::layout::{Layout, Rep};
use crate::types::info::{Mode, Selection, SelectionKind};
use crate::types::object::ObjKind;
use crate::types::typ::{Type, TypeId};

/// Where a value is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Want {
    /// Wherever it stands; never in the out-window.
    Any,
    /// In this register, which the expression itself may read.
    To(Reg),
    /// In this register, which nothing reads before the expression is done.
    Fresh(Reg),
}

impl Want {
    pub(crate) fn reg(self) -> Option<Reg> {
        match self {
            Want::Any => None,
            Want::To(r) | Want::Fresh(r) => Some(r),
        }
    }
}

impl Gen<'_> {
    /// The register wanted, or a new temporary.
    pub(crate) fn dst(&mut self, want: Want, l: &Layout) -> Reg {
        match want.reg() {
            Some(r) => {
                self.used(r, l.slots);
                r
            }
            None => self.temp_of(l),
        }
    }

    /// As `dst`, but a register that may be written piece by piece while the expression is evaluated.
    pub(crate) fn scratch(&mut self, want: Want, l: &Layout) -> Reg {
        match want {
            Want::Fresh(r) if !r.in_window() => r,
            _ => self.temp_of(l),
        }
    }

    /// Moves a value to where it is wanted.
    pub(crate) fn settle(&mut self, r: Reg, want: Want, slots: u64) -> Reg {
        match want.reg() {
            Some(d) => {
                self.mov(d, r, slots);
                d
            }
            None => r,
        }
    }

    /// The value of an expression, where it stands or in a temporary.
    pub(crate) fn expr(&mut self, e: &'static Expr) -> Reg {
        self.expr_gen(e, Want::Any)
    }

    /// The register of an expression that was evaluated before.
    pub(crate) fn known_value(&self, e: &'static Expr) -> Option<Reg> {
        if self.known.is_empty() {
            return None;
        }
        self.known.iter().rev().find(|k| k.0 == e.id).map(|k| k.1)
    }

    /// The value of an expression that is used by the very next instruction: it may stand in the out-window.
    pub(crate) fn expr_last(&mut self, e: &'static Expr) -> Reg {
        let x = e.unparen();
        if let Some(r) = self.known_value(x) {
            return r;
        }
        if let ExprKind::Call(c) = &x.kind
            && self.ck.info.const_value(x.id).is_none()
            && let Some(r) = self.call_in_window(x, c)
        {
            return r;
        }
        self.expr(e)
    }

    /// The value of an expression as a value of type `ty`, to which it is assignable.
    pub(crate) fn expr_as(&mut self, e: &'static Expr, ty: TypeId) -> Reg {
        let from = self.type_of(e.id);
        if !self.needs_conversion(from, ty) {
            return self.expr(e);
        }
        self.expr_convert(e, ty, Want::Any)
    }

    /// As `expr_as`, into a register.
    pub(crate) fn expr_want(&mut self, e: &'static Expr, ty: TypeId, want: Want) -> Reg {
        let from = self.type_of(e.id);
        if !self.needs_conversion(from, ty) {
            return self.expr_gen(e, want);
        }
        self.expr_convert(e, ty, want)
    }

    /// Whether a value changes its form on assignment: only between interface forms.
    pub(crate) fn needs_conversion(&mut self, from: TypeId, to: TypeId) -> bool {
        from != to
            && self.is_interface(to)
            && from != TypeId::UNTYPED_NIL
            && !self.same_form(from, to)
    }

    fn same_form(&mut self, from: TypeId, to: TypeId) -> bool {
        if !self.is_interface(from) {
            return false;
        }
        let (f, t) = (self.layout(from).rep, self.layout(to).rep);
        // Itabs belong to one interface type each: another type with the same methods has others.
        f == Rep::Eface && t == Rep::Eface || self.identical(from, to)
    }

    fn expr_convert(&mut self, e: &'static Expr, ty: TypeId, want: Want) -> Reg {
        let from = self.type_of(e.id);
        if self.ck.info.expr(e.id).mode == Mode::Nil {
            let l = self.layout(ty);
            let d = self.dst(want, &l);
            self.zero(d, l.slots);
            return d;
        }
        let l = self.layout(ty);
        let d = match want {
            // The window must not be written in part before a safepoint.
            Want::Any => self.temp_of(&l),
            Want::To(r) | Want::Fresh(r) => r,
        };
        if !self.is_interface(from) && self.layout(from).large() {
            // Copied to the heap without going through the frame.
            self.scoped(|g| {
                let p = g.temp(P1);
                g.new_value(p, from);
                g.assign_large(Place::Mem { base: p, off: 0 }, from, e);
                g.mov(d.at(1), p, 1);
                g.type_word(d, from, ty);
            });
            return d;
        }
        self.scoped(|g| {
            let v = g.expr(e);
            g.convert(v, from, ty, Want::To(d), e.span)
        })
    }

    /// Computes an expression.
    pub(crate) fn expr_gen(&mut self, e: &'static Expr, want: Want) -> Reg {
        let ty = self.type_of(e.id);
        if let Some(r) = self.known_value(e) {
            let n = self.layout(ty).slots;
            return self.settle(r, want, n);
        }
        if let Some(v) = self.ck.info.const_value(e.id).cloned() {
            return self.constant(&v, ty, want, e.span);
        }
        let info = self.ck.info.expr(e.id);
        if info.mode == Mode::Nil {
            let l = self.layout(ty);
            let d = self.dst(want, &l);
            self.zero(d, l.slots);
            return d;
        }
        match &e.kind {
            ExprKind::Paren(x) => self.expr_gen(x, want),
            ExprKind::Name(_) => {
                let Some(o) = self.ck.info.object_of(e.id) else {
                    return self.dst_any(want, ty);
                };
                match self.ck.objs[o].kind {
                    ObjKind::Var(_) => {
                        let p = self.var_place(o);
                        self.load(p, ty, want.reg())
                    }
                    ObjKind::Func(_) => self.func_value(o, e.id, want),
                    _ => {
                        let l = self.layout(ty);
                        let d = self.dst(want, &l);
                        self.zero(d, l.slots);
                        d
                    }
                }
            }
            ExprKind::Func(lit) => {
                let (f, regs) = self.literal(e.id, lit, ty);
                self.closure(f, &regs, want)
            }
            ExprKind::Composite(_) => self.composite(e, ty, want),
            ExprKind::Selector(s) => {
                if let Some(sel) = self.selection(e.id) {
                    match sel.kind {
                        SelectionKind::Field => {
                            let p = self.place_now(e);
                            self.at_pos(e.span, s.sel.span.pos());
                            self.load(p, ty, want.reg())
                        }
                        SelectionKind::MethodVal | SelectionKind::InterfaceMethod => {
                            self.method_value(&s.x, &sel, e.id, want)
                        }
                        SelectionKind::MethodExpr | SelectionKind::InterfaceMethodExpr => {
                            self.method_expr_value(&sel, e.id, want)
                        }
                    }
                } else if let Some(o) = self.ck.info.object_of(s.sel.id) {
                    if self.is_func(o) {
                        self.func_value(o, e.id, want)
                    } else {
                        let p = self.var_place(o);
                        self.load(p, ty, want.reg())
                    }
                } else {
                    self.dst_any(want, ty)
                }
            }
            ExprKind::Index(x) if self.ck.info.instances.contains_key(&e.id) => {
                if let Some((o, at)) = self.callee_object(e) {
                    return self.func_value(o, at, want);
                }
                let base = x.x.unparen();
                match (&base.kind, self.selection(base.id)) {
                    (ExprKind::Selector(s), Some(sel)) => match sel.kind {
                        SelectionKind::MethodExpr => self.method_expr_value(&sel, e.id, want),
                        _ => self.method_value(&s.x, &sel, e.id, want),
                    },
                    _ => self.dst_any(want, ty),
                }
            }
            ExprKind::Index(x) => {
                let xt = self.type_of(x.x.id);
                if let Type::Basic(_) = self.under(xt) {
                    let l = self.layout(ty);
                    let d = self.dst(want, &l);
                    self.scoped(|g| {
                        let s = g.expr(&x.x);
                        let i = g.index_reg(&x.args[0]);
                        g.at_pos(e.span, x.lbrack);
                        g.e3(Op::LdXU8, d, s, i);
                    });
                    return d;
                }
                if let Type::Map { .. } = self.under(xt)
                    && let Type::Tuple(_) = self.ck.types.get(ty)
                {
                    let list = self.tuple(e, 2);
                    return list.first().map_or(Reg(0), |v| v.0);
                }
                let p = self.place_now(e);
                self.at_pos(e.span, x.lbrack);
                self.load(p, ty, want.reg())
            }
            ExprKind::Slice(x) => self.slice_expr(e, x, ty, want),
            ExprKind::Assert(x) => {
                let l = self.layout(ty);
                let d = self.dst(want, &l);
                self.scoped(|g| {
                    let from = g.type_of(x.x.id);
                    let v = g.expr(&x.x);
                    g.at_pos(e.span, x.dot);
                    g.assert(v, from, ty, d);
                });
                d
            }
            ExprKind::Call(c) => self.call(e, c, want),
            ExprKind::Star(x) => {
                let p = self.expr(x);
                self.at(e.span);
                self.load(Place::Mem { base: p, off: 0 }, ty, want.reg())
            }
            ExprKind::Unary(op, x) => match op {
                UnaryOp::Addr => self.address_of(x, want),
                UnaryOp::Recv => {
                    let l = self.layout(ty);
                    let d = self.dst(want, &l);
                    self.scoped(|g| g.receive(e, x, Some(d), None));
                    d
                }
                op => self.unary(*op, x, ty, want, e),
            },
            ExprKind::Binary(b) => self.binary(e, b, ty, want),
            _ => self.dst_any(want, ty),
        }
    }

    fn dst_any(&mut self, want: Want, ty: TypeId) -> Reg {
        let l = self.layout(ty);
        self.dst(want, &l)
    }

    /// A declared function as a value.
    fn func_value(
        &mut self,
        o: crate::types::object::ObjId,
        at: minigo_syntax::NodeId,
        want: Want,
    ) -> Reg {
        let key = self.func_key(o, at);
        let f = self.func_id(key);
        self.load_func(f, want)
    }

    fn method_expr_value(&mut self, sel: &Selection, at: minigo_syntax::NodeId, want: Want) -> Reg {
        let f = self.method_expr(sel, at);
        self.load_func(minigo_bytecode::FuncId(f), want)
    }

    fn load_func(&mut self, f: minigo_bytecode::FuncId, want: Want) -> Reg {
        let d = match want.reg() {
            Some(r) => {
                self.used(r, 1);
                r
            }
            None => self.temp(P1),
        };
        self.ei(Op::LdFn, d, f.0 as i32);
        d
    }

    /// A closure over registers.
    pub(crate) fn closure(
        &mut self,
        f: minigo_bytecode::FuncId,
        regs: &[(Reg, u64)],
        want: Want,
    ) -> Reg {
        let d = match want.reg() {
            Some(r) => {
                self.used(r, 1);
                r
            }
            None => self.temp(P1),
        };
        let kinds = self.prog.funcs[f.0 as usize].captures.clone();
        if kinds.is_empty() {
            self.ei(Op::LdFn, d, f.0 as i32);
            return d;
        }
        self.scoped(|g| {
            let n: u64 = kinds.len() as u64;
            let first = if let [(r, _)] = regs {
                *r
            } else {
                let block = g.temp(&kinds);
                let mut at = 0;
                for &(r, slots) in regs {
                    g.mov(block.at(at as u32), r, slots);
                    at += slots;
                }
                block
            };
            g.e2n(Op::Closure, d, first, n as u16);
            g.ext(0, f.0 as i32);
        });
        d
    }

    /// `x.m` not called: a closure over the receiver.
    fn method_value(
        &mut self,
        x: &'static Expr,
        sel: &Selection,
        at: minigo_syntax::NodeId,
        want: Want,
    ) -> Reg {
        let d = match want.reg() {
            Some(r) if !r.in_window() => r,
            Some(_) | None => self.temp(P1),
        };
        self.scoped(|g| {
            // The receiver is evaluated now, embedded pointers included.
            let (recv, ty) = g.receiver(x, sel);
            let target = if sel.kind == SelectionKind::InterfaceMethod {
                g.nil_check_iface(recv);
                Target::Interface(ty, sel.method_index)
            } else {
                Target::Method(sel.method, g.method_key(sel, at))
            };
            let key = Wrap {
                recv: Receiver::Captured,
                ty,
                path: Vec::new(),
                target,
                sig: sel.ty,
            };
            let f = g.func_id(FuncKey::Wrap(Box::new(key)));
            let n = g.layout(ty).slots;
            if n == 0 {
                g.ei(Op::LdFn, d, f.0 as i32);
            } else {
                g.e2n(Op::Closure, d, recv, n as u16);
                g.ext(0, f.0 as i32);
            }
        });
        self.settle(d, want, 1)
    }

    /// The function of a method expression.
    pub(crate) fn method_expr(&mut self, sel: &Selection, at: minigo_syntax::NodeId) -> u32 {
        let own = |g: &mut Self| -> bool {
            let recv = g.recv_type(sel.method, sel.owner);
            recv.is_some_and(|r| g.identical(r, sel.recv))
        };
        if sel.kind == SelectionKind::MethodExpr && sel.path.is_empty() && own(self) {
            let key = self.method_key(sel, at);
            return self.func_id(key).0;
        }
        let (target, sig) = if sel.kind == SelectionKind::InterfaceMethodExpr {
            let set = self.ck.type_set(sel.iface);
            (
                Target::Interface(sel.iface, sel.method_index),
                set.methods[sel.method_index as usize].sig,
            )
        } else {
            let key = self.method_key(sel, at);
            (Target::Method(sel.method, key), self.method_sig(sel))
        };
        let key = Wrap {
            recv: Receiver::Param,
            ty: sel.recv,
            path: sel.path.to_vec(),
            target,
            sig,
        };
        self.func_id(FuncKey::Wrap(Box::new(key))).0
    }

    /// The signature of the method that a method expression selects, without the receiver.
    fn method_sig(&mut self, sel: &Selection) -> TypeId {
        match self.ck.types.as_signature(sel.ty) {
            Some(s) => {
                let params = s.params.get(1..).unwrap_or_default().to_vec();
                let sig = crate::types::typ::Signature {
                    tparams: std::rc::Rc::new([]),
                    params,
                    results: s.results.clone(),
                    variadic: s.variadic,
                };
                let sig = self.ck.types.signature(sig);
                self.ck.canonical(sig)
            }
            None => sel.ty,
        }
    }

    /// `&x`
    fn address_of(&mut self, x: &'static Expr, want: Want) -> Reg {
        let x = x.unparen();
        let ty = self.type_of(x.id);
        let d = match want.reg() {
            Some(r) => {
                self.used(r, 1);
                r
            }
            None => self.temp(P1),
        };
        if let ExprKind::Composite(_) = &x.kind {
            // Built in a fixed slot: the window must hold no pointer while the elements are computed.
            let t = if let Want::To(_) = want {
                self.temp(P1)
            } else {
                d
            };
            let t = if t.in_window() { self.temp(P1) } else { t };
            self.at(x.span);
            self.new_composite(x, ty, t);
            self.mov(d, t, 1);
            return d;
        }
        self.scoped(|g| {
            let p = g.place(x);
            g.at(x.span);
            match p {
                Place::Mem { base, off: 0 } => {
                    // &*p is p, nil or not checked as Go does: a dereference checks.
                    if !g.is_var_cell(x) {
                        g.e1(Op::NilChk, base);
                    }
                    g.mov(d, base, 1);
                }
                p => g.address_to(p, ty, d),
            }
        });
        d
    }

    /// The expression is a variable, so that its cell's address is not nil.
    fn is_var_cell(&self, x: &'static Expr) -> bool {
        matches!(x.kind, ExprKind::Name(_))
    }

    /// `x[lo:hi:max]`
    fn slice_expr(
        &mut self,
        e: &'static Expr,
        x: &'static SliceExpr,
        ty: TypeId,
        want: Want,
    ) -> Reg {
        let l = self.layout(ty);
        let d = self.dst(want, &l);
        let xt = self.type_of(x.x.id);
        self.scoped(|g| {
            let under = g.under(xt);
            // The operand: a string or slice, or the address of an array.
            let (base, array) = match &under {
                Type::Array { elem, len } => {
                    let p = g.place(&x.x);
                    (g.address(p, xt), Some((*elem, *len)))
                }
                Type::Pointer(a) => match g.under(*a) {
                    Type::Array { elem, len } => (g.expr(&x.x), Some((elem, len))),
                    _ => (g.expr(&x.x), None),
                },
                _ => (g.expr(&x.x), None),
            };
            let mut flags = 0;
            let bounds = g.temp(&[SlotKind::W, SlotKind::W, SlotKind::W]);
            for (i, index) in x.index.iter().enumerate() {
                if let Some(index) = index {
                    flags |= 1 << i;
                    let r = bounds.at(i as u32);
                    match g.int_const(index) {
                        Some(v) => g.load_word(r, v as u64),
                        None => {
                            if g.is_u64(index) {
                                flags |= BOUND_UNSIGNED << i;
                            }
                            g.expr_gen(index, Want::Fresh(r));
                        }
                    }
                }
            }
            g.at_pos(e.span, x.lbrack);
            match (array, under) {
                (Some((elem, len)), _) => {
                    let size = g.layout(elem).size;
                    g.e3(Op::SliceA, d, base, bounds);
                    g.ext(flags, len as i32);
                    g.ext(0, size as i32);
                }
                (None, Type::Slice(elem)) => {
                    let size = g.layout(elem).size;
                    g.e3(Op::SliceL, d, base, bounds);
                    g.ext(flags, size as i32);
                }
                _ => {
                    g.e3(Op::SliceS, d, base, bounds);
                    g.ext(flags, 0);
                }
            }
        });
        d
    }

    /// `<-c` into a register, or dropped.
    pub(crate) fn receive(
        &mut self,
        e: &'static Expr,
        x: &'static Expr,
        dst: Option<Reg>,
        ok: Option<Reg>,
    ) {
        let ct = self.type_of(x.id);
        let Type::Chan { elem, .. } = self.under(ct) else {
            return;
        };
        let c = self.expr(x);
        self.at(e.span);
        let l = self.layout(elem);
        let flags = u16::from(ok.is_some()) | if dst.is_none() { 2 } else { 0 };
        let ok = match ok {
            Some(r) => r,
            None => self.temp(W1),
        };
        // The channel writes the element's memory form: a narrow value is extended afterwards.
        let into = match dst {
            Some(d) if !d.in_window() => d,
            _ => self.temp_of(&l),
        };
        self.e3(Op::Recv, into, c, ok);
        self.ext(flags, l.slots as i32);
        self.extend(into, &l);
        if let Some(d) = dst {
            self.mov(d, into, l.slots);
        }
    }

    /// Panics when the interface at `r` is nil.
    pub(crate) fn nil_check_iface(&mut self, r: Reg) {
        let ok = self.label();
        self.cur.b.jump(Op::Jnz, r.0, ok);
        self.scoped(|g| {
            let nil = g.temp(P1);
            g.zero(nil, 1);
            g.e1(Op::NilChk, nil);
        });
        self.place_label(ok);
    }

    /// Extends a narrow value whose low bytes were written as memory.
    pub(crate) fn extend(&mut self, r: Reg, l: &Layout) {
        use crate::lower::layout::Width;
        let op = match l.rep {
            Rep::Word(Width::I8) => Op::Sext8,
            Rep::Word(Width::I16) => Op::Sext16,
            Rep::Word(Width::I32) => Op::Sext32,
            _ => return,
        };
        self.e2(op, r, r);
    }
}
