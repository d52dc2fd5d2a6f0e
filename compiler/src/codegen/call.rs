//! Calls: callee, receiver, arguments into the out-window.
//!
//! The collector does not see the out-window. So whatever may reach a safepoint is computed to fixed slots first; from
//! the last such argument on, everything is written straight into the window.

use minigo_bytecode::{FuncId, Op};
use minigo_syntax::Span;
use minigo_syntax::nodes::{BinaryOp, Call, Expr, ExprKind, UnaryOp};

use super::builder::{Reg, WINDOW};
use super::expr::Want;
use super::place::Place;
use super::wrapper::{Receiver, Target, Wrap};
use super::{FuncKey, Gen};
use crate::types::info::{Mode, Selection, SelectionKind};
use crate::types::object::{Builtin, ObjId, ObjKind};
use crate::types::typ::{Signature, Type, TypeId};

/// What is called.
#[derive(Clone, Debug)]
pub(crate) enum Callee {
    /// A known function.
    Static(FuncId),
    /// A native that needs no frame.
    Leaf(i32),
    /// A leaf whose first argument, an address, must not be nil.
    CheckedLeaf(i32),
    /// An instruction on the window: R[0] = op(address R[0], values from R[1] on).
    Atomic(Op),
    /// An instruction that may do what the function would, else the call of it.
    Attempt(Op, FuncId),
    /// A func value.
    Closure(Reg),
    /// A method of the interface value.
    Interface(Reg, u32),
}

/// Where an argument comes from.
#[derive(Clone, Copy)]
pub(crate) enum Arg {
    Expr(&'static Expr),
    /// Already computed (a fixed slot), with its type.
    Value(Reg, TypeId),
    /// The rest of a variadic call, to be packed into a slice.
    Pack(&'static [Expr]),
    /// Values to be packed into a slice: an index into the list of values given.
    PackValues(usize),
}

/// A call with its operands known.
pub(crate) struct Ready {
    pub callee: Callee,
    /// The receiver of a concrete method.
    pub recv: Option<(Reg, TypeId)>,
    pub args: Vec<(Arg, TypeId)>,
    /// Values of `f(g())` beyond the fixed parameters.
    pub rest: Vec<(Reg, TypeId)>,
    pub sig: std::rc::Rc<Signature>,
}

impl Gen<'_> {
    /// The value of a call expression, conversion and built-in included.
    pub(crate) fn call(&mut self, e: &'static Expr, c: &'static Call, want: Want) -> Reg {
        let ty = self.type_of(e.id);
        if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr {
            return self.conversion(e, &c.args[0], ty, want);
        }
        if let Some(&b) = self.ck.info.builtin_calls.get(&e.id) {
            return self.builtin(e, c, b, want);
        }
        if let Some(op) = self.intrinsic(c) {
            return self.intrinsic_call(e, c, op, want);
        }
        if let Some(target) = self.inlined(c) {
            return self.inline_call(e, c, &target, want);
        }
        let win = self.call_in_window(e, c).unwrap_or(WINDOW);
        let slots = match self.ck.types.get(ty) {
            Type::Tuple(_) => 0,
            _ => self.layout(ty).slots,
        };
        match want.reg() {
            Some(d) => {
                self.mov(d, win, slots);
                d
            }
            None if slots == 0 => Reg(0),
            None => {
                let d = self.temp_for(ty);
                self.mov(d, win, slots);
                d
            }
        }
    }

    /// Performs a call and leaves the results in the out-window; `None` (and no code) if it is no call of a function.
    pub(crate) fn call_in_window(&mut self, e: &'static Expr, c: &'static Call) -> Option<Reg> {
        if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr
            || self.ck.info.builtin_calls.contains_key(&e.id)
            || self.intrinsic(c).is_some()
            || self.inlined(c).is_some()
        {
            return None;
        }
        self.scoped(|g| {
            let ready = g.prepare(c)?;
            g.at_pos(e.span, c.lparen);
            g.perform(&ready, Some((e.span, c)));
            Some(WINDOW)
        })
    }

    /// The declared function that a call names.
    pub(crate) fn static_callee(&mut self, fun: &'static Expr) -> Option<FuncKey> {
        let (o, at) = self.callee_object(fun)?;
        Some(self.func_key(o, at))
    }

    /// Evaluates callee and receiver; arguments are left to `perform`.
    pub(crate) fn prepare(&mut self, c: &'static Call) -> Option<Ready> {
        let ft = self.type_of(c.fun.id);
        let sig = self.ck.types.as_signature(ft)?;
        let mut recv = None;
        let fun = c.fun.unparen();
        let callee = if let Some(key) = self.static_callee(fun) {
            self.known(key)
        } else {
            let (base, at) = self.instantiated(fun);
            let sel = self.selection(base.id);
            match (&base.kind, sel) {
                (ExprKind::Selector(s), Some(sel)) if sel.kind == SelectionKind::MethodVal => {
                    recv = Some(self.receiver(&s.x, &sel));
                    let key = self.method_key(&sel, at);
                    self.known(key)
                }
                (ExprKind::Selector(s), Some(sel))
                    if sel.kind == SelectionKind::InterfaceMethod =>
                {
                    let (r, _) = self.receiver(&s.x, &sel);
                    self.check_known_receiver(&s.x, s.sel.name, r);
                    Callee::Interface(r, sel.method_index)
                }
                (ExprKind::Selector(_), Some(sel))
                    if matches!(
                        sel.kind,
                        SelectionKind::MethodExpr | SelectionKind::InterfaceMethodExpr
                    ) =>
                {
                    Callee::Static(FuncId(self.method_expr(&sel, at)))
                }
                (ExprKind::Func(lit), _) => {
                    let ty = self.type_of(fun.id);
                    let (f, regs) = self.literal(fun.id, lit, ty);
                    if self.prog.funcs[f.0 as usize].captures.is_empty() {
                        Callee::Static(f)
                    } else {
                        Callee::Closure(self.closure(f, &regs, Want::Any))
                    }
                }
                _ => Callee::Closure(self.expr(fun)),
            }
        };
        let (args, rest) = self.arguments(c, &sig);
        Some(Ready {
            callee,
            recv,
            args,
            rest,
            sig,
        })
    }

    pub(crate) fn known(&mut self, key: FuncKey) -> Callee {
        if let FuncKey::Decl(o) = key {
            if let Some(callee) = self.atomic(o) {
                return callee;
            }
            if let Some(name) = self.leaf_native(o) {
                return Callee::Leaf(self.native_id(&name));
            }
            if self.is_try_lock(o) {
                return Callee::Atomic(Op::SyncTryLock);
            }
            if let Some(op) = self.sync_attempt(o) {
                return Callee::Attempt(op, self.func_id(key));
            }
        }
        Callee::Static(self.func_id(key))
    }

    /// Pairs arguments with parameters.
    #[allow(clippy::type_complexity)]
    fn arguments(
        &mut self,
        c: &'static Call,
        sig: &Signature,
    ) -> (Vec<(Arg, TypeId)>, Vec<(Reg, TypeId)>) {
        let n = sig.params.len();
        let fixed = if sig.variadic { n - 1 } else { n };
        // f(g()) with several values.
        if let [only] = c.args.as_slice()
            && let ty = self.type_of(only.id)
            && let Type::Tuple(list) = self.ck.types.get(ty).clone()
        {
            let values = self.tuple(only, list.len());
            let mut args: Vec<(Arg, TypeId)> = Vec::new();
            for (v, p) in values.iter().zip(&sig.params[..fixed]) {
                args.push((Arg::Value(v.0, v.1), p.ty));
            }
            if sig.variadic {
                args.push((Arg::PackValues(fixed), sig.params[fixed].ty));
            }
            return (args, values);
        }
        let mut args: Vec<(Arg, TypeId)> = c
            .args
            .iter()
            .zip(&sig.params[..fixed])
            .map(|(a, p)| (Arg::Expr(a), p.ty))
            .collect();
        if sig.variadic {
            let ty = sig.params[fixed].ty;
            if c.dots.is_some() {
                args.push((Arg::Expr(&c.args[fixed]), ty));
            } else {
                args.push((Arg::Pack(&c.args[fixed.min(c.args.len())..]), ty));
            }
        }
        (args, Vec::new())
    }

    /// The receiver of a method call in the form the method takes it, with its type.
    pub(crate) fn receiver(&mut self, x: &'static Expr, sel: &Selection) -> (Reg, TypeId) {
        let xt = self.type_of(x.id);
        let ptr = sel.kind == SelectionKind::MethodVal
            && self.ck.objs[sel.method].func().is_some_and(|f| f.ptr_recv);
        let want_address =
            ptr && (!sel.path.is_empty() || !matches!(self.under(xt), Type::Pointer(_)));
        let base = if want_address || !sel.path.is_empty() {
            self.place(x)
        } else {
            Place::Var { reg: self.expr(x) }
        };
        let cell = sel.path.is_empty() && matches!(x.unparen().kind, ExprKind::Name(_));
        self.at(x.span);
        self.receiver_at(base, xt, &sel.path, sel.method, cell)
    }

    /// As `receiver`, from the place of the operand. `cell`: the place is a variable's.
    pub(crate) fn receiver_at(
        &mut self,
        base: Place,
        xt: TypeId,
        path: &[u32],
        method: ObjId,
        cell: bool,
    ) -> (Reg, TypeId) {
        let (p, ty) = self.walk(base, xt, path);
        let Some(f) = self.func_info(method) else {
            return (self.load(p, ty, None), ty);
        };
        let pointer = matches!(self.under(ty), Type::Pointer(_)) && !self.own_type(ty, method);
        if f.ptr_recv {
            let pt = self.ck.types.pointer(ty);
            match p {
                _ if pointer => (self.load(p, ty, None), ty),
                Place::Mem { base, off: 0 } if cell => (base, pt),
                Place::Mem { base, off: 0 } => {
                    self.e1(Op::NilChk, base);
                    (base, pt)
                }
                p => (self.address(p, ty), pt),
            }
        } else if let Type::Pointer(elem) = self.under(ty)
            && pointer
        {
            let base = self.load(p, ty, None);
            (self.load(Place::Mem { base, off: 0 }, elem, None), elem)
        } else {
            (self.load(p, ty, None), ty)
        }
    }

    /// Writes the arguments, calls; the results are in the out-window then.
    pub(crate) fn perform(&mut self, r: &Ready, at: Option<(Span, &'static Call)>) {
        let offset = match r.callee {
            Callee::Interface(..) => 1,
            _ => 0,
        };
        let slots = self.place_args(r, offset);
        if let Some((span, c)) = at {
            self.at_pos(span, c.lparen);
        }
        let results = self.row(r.sig.results.iter().map(|p| p.ty)).len() as u64;
        self.emit_call(&r.callee, slots, results);
    }

    /// The call instruction.
    pub(crate) fn emit_call(&mut self, callee: &Callee, slots: u64, results: u64) {
        self.cur.b.window(slots.max(results).max(1) as u32);
        match *callee {
            Callee::Static(f) => self.ei(Op::Call, WINDOW, f.0 as i32),
            Callee::Leaf(n) => self.ei(Op::CallNative, WINDOW, n),
            Callee::CheckedLeaf(n) => {
                self.e1(Op::NilChk, WINDOW);
                self.ei(Op::CallNative, WINDOW, n);
            }
            Callee::Atomic(op @ (Op::LdI32 | Op::LdU32 | Op::Ld64 | Op::SyncTryLock)) => {
                self.e2(op, WINDOW, WINDOW);
            }
            Callee::Atomic(op @ (Op::AtomicSt32 | Op::AtomicSt64)) => {
                self.e3(op, Reg(0), WINDOW, WINDOW.at(1));
            }
            Callee::Atomic(op) => self.e3(op, WINDOW, WINDOW, WINDOW.at(1)),
            Callee::Attempt(op, f) => {
                let done = self.label();
                match op {
                    Op::SyncAdd => {
                        self.cur.b.jump16(op, WINDOW.0, WINDOW.at(1).0, done);
                    }
                    _ => self.cur.b.jump(op, WINDOW.0, done),
                }
                self.ei(Op::Call, WINDOW, f.0 as i32);
                self.place_label(done);
            }
            Callee::Closure(reg) => self.e2(Op::CallC, WINDOW, reg),
            Callee::Interface(reg, m) => self.e2n(Op::CallI, WINDOW, reg, m as u16),
        }
    }

    /// Writes receiver and arguments to the window from slot `offset` on; how many slots they fill in all.
    pub(crate) fn place_args(&mut self, r: &Ready, offset: u64) -> u64 {
        let mut items: Vec<(Arg, TypeId)> = Vec::with_capacity(r.args.len() + 1);
        items.extend(r.recv.map(|(reg, ty)| (Arg::Value(reg, ty), ty)));
        items.extend(r.args.iter().copied());
        let last = items
            .iter()
            .rposition(|(a, ty)| !self.arg_simple(*a, *ty, &r.rest));
        let mut at = offset;
        let mut starts = Vec::with_capacity(items.len());
        for (_, ty) in &items {
            starts.push(at);
            at += self.layout(*ty).slots;
        }
        self.cur.b.window(at as u32);
        let mut done = vec![false; items.len()];
        if let Some(last) = last {
            for i in 0..=last {
                let (arg, ty) = items[i];
                if self.stays(arg, ty) {
                    continue;
                }
                if i == last
                    && let Arg::Expr(e) = arg
                    && let from = self.type_of(e.id)
                    && !self.needs_conversion(from, ty)
                {
                    // The result of a call goes from the window's start to its place at once.
                    let v = self.expr_last(e);
                    if v.in_window() {
                        let n = self.layout(ty).slots;
                        self.mov(WINDOW.at(starts[i] as u32), v, n);
                        done[i] = true;
                    } else {
                        items[i].0 = Arg::Value(v, ty);
                    }
                    continue;
                }
                let v = self.arg_value(arg, ty, &r.rest);
                items[i].0 = Arg::Value(v, ty);
            }
        }
        for (i, &(arg, ty)) in items.iter().enumerate() {
            if done[i] {
                continue;
            }
            let dst = WINDOW.at(starts[i] as u32);
            let n = self.layout(ty).slots;
            self.used(dst, n);
            self.scoped(|g| match arg {
                Arg::Value(v, from) => {
                    if g.needs_conversion(from, ty) {
                        g.convert(v, from, ty, Want::Fresh(dst), Span::default());
                    } else {
                        g.mov(dst, v, n);
                    }
                }
                Arg::Expr(e) => {
                    g.expr_want(e, ty, Want::Fresh(dst));
                }
                Arg::Pack(_) | Arg::PackValues(_) => g.zero(dst, n),
            });
        }
        at
    }

    /// The argument can be read any time before the call without a copy: constants and frame variables.
    fn stays(&mut self, arg: Arg, ty: TypeId) -> bool {
        match arg {
            Arg::Value(_, from) => !self.needs_conversion(from, ty),
            Arg::Expr(e) => {
                let e = e.unparen();
                let from = self.type_of(e.id);
                if self.needs_conversion(from, ty) {
                    return false;
                }
                if self.ck.info.const_value(e.id).is_some() {
                    return true;
                }
                match e.kind {
                    ExprKind::Name(_) => match self.ck.info.object_of(e.id) {
                        Some(o) => match self.ck.objs[o].kind {
                            ObjKind::Var(_) => !self.is_global(o) && !self.heap_var(o),
                            _ => true,
                        },
                        None => true,
                    },
                    _ => false,
                }
            }
            Arg::Pack(list) => list.is_empty(),
            Arg::PackValues(_) => false,
        }
    }

    /// Computes an argument to a fixed slot.
    pub(crate) fn arg_value(&mut self, arg: Arg, ty: TypeId, rest: &[(Reg, TypeId)]) -> Reg {
        match arg {
            Arg::Expr(e) => self.expr_as(e, ty),
            Arg::Value(v, from) => {
                if self.needs_conversion(from, ty) {
                    self.convert(v, from, ty, Want::Any, Span::default())
                } else {
                    v
                }
            }
            Arg::Pack(list) => {
                let d = self.temp_for(ty);
                let elem = self.elem_of(ty);
                self.pack(d, elem, list.len(), |g, i, base, off| {
                    g.init_place(Place::Mem { base, off }, elem, &list[i]);
                });
                d
            }
            Arg::PackValues(from) => {
                let d = self.temp_for(ty);
                let elem = self.elem_of(ty);
                let values = &rest[from..];
                self.pack(d, elem, values.len(), |g, i, base, off| {
                    let (v, vt) = values[i];
                    let v = g.convert(v, vt, elem, Want::Any, Span::default());
                    g.store_mem(base, off, v, elem);
                });
                d
            }
        }
    }

    /// A slice of `n` new elements at `d`; `f` stores each.
    fn pack(
        &mut self,
        d: Reg,
        elem: TypeId,
        n: usize,
        mut f: impl FnMut(&mut Self, usize, Reg, u64),
    ) {
        if n == 0 {
            self.zero(d, 3);
            return;
        }
        let array = self.ck.types.array(elem, n as i64);
        let size = self.layout(elem).size;
        self.new_value(d, array);
        for i in 0..n {
            self.scoped(|g| f(g, i, d, i as u64 * size));
        }
        self.load_word(d.at(1), n as u64);
        self.load_word(d.at(2), n as u64);
    }

    /// The element type of a slice, array, pointer to array, map or channel.
    pub(crate) fn elem_of(&self, ty: TypeId) -> TypeId {
        match self.ck.types.under_type(ty) {
            Type::Slice(e) | Type::Pointer(e) => *e,
            Type::Array { elem, .. } | Type::Map { elem, .. } | Type::Chan { elem, .. } => *elem,
            Type::Basic(_) => TypeId::UINT8,
            _ => TypeId::INVALID,
        }
    }

    fn arg_simple(&mut self, arg: Arg, ty: TypeId, _rest: &[(Reg, TypeId)]) -> bool {
        match arg {
            Arg::Expr(e) => {
                let from = self.type_of(e.id);
                self.conversion_simple(from, ty) && self.simple(e)
            }
            Arg::Value(_, from) => self.conversion_simple(from, ty),
            Arg::Pack(list) => list.is_empty(),
            Arg::PackValues(from) => _rest.len() <= from,
        }
    }

    /// The implicit conversion reaches no safepoint.
    fn conversion_simple(&mut self, from: TypeId, to: TypeId) -> bool {
        if !self.needs_conversion(from, to) {
            return true;
        }
        if self.is_interface(from) {
            return false;
        }
        self.layout(from).direct()
    }

    /// Evaluating the expression reaches no safepoint and does not use the out-window.
    pub(crate) fn simple(&mut self, e: &'static Expr) -> bool {
        if self.ck.info.const_value(e.id).is_some() {
            return true;
        }
        match &e.kind {
            ExprKind::Name(_) => true,
            ExprKind::Paren(x) => self.simple(x),
            ExprKind::Selector(s) => match self.ck.info.selections.get(&e.id) {
                Some(sel) if sel.kind == SelectionKind::Field => self.simple(&s.x),
                Some(sel) => {
                    matches!(
                        sel.kind,
                        SelectionKind::MethodExpr | SelectionKind::InterfaceMethodExpr
                    )
                }
                None => true,
            },
            ExprKind::Index(x) => {
                let xt = self.type_of(x.x.id);
                !matches!(self.under(xt), Type::Map { .. } | Type::Signature(_))
                    && self.simple(&x.x)
                    && self.simple(&x.args[0])
            }
            ExprKind::Slice(x) => {
                self.simple(&x.x) && x.index.iter().flatten().all(|i| self.simple(i))
            }
            ExprKind::Star(x) => self.simple(x),
            ExprKind::Unary(op, x) => match op {
                UnaryOp::Recv => false,
                _ => self.simple(x),
            },
            ExprKind::Binary(b) => {
                let ty = self.type_of(e.id);
                if b.op == BinaryOp::Add && self.ck.types.is_string(ty) {
                    return false;
                }
                let (xt, yt) = (self.type_of(b.x.id), self.type_of(b.y.id));
                if b.op.is_comparison() && self.is_interface(xt) != self.is_interface(yt) {
                    return false;
                }
                self.simple(&b.x) && self.simple(&b.y)
            }
            ExprKind::Call(c) => {
                if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr {
                    let (from, to) = (self.type_of(c.args[0].id), self.type_of(e.id));
                    let plain = |g: &Self, t: TypeId| {
                        g.ck.types.is_numeric(t)
                            || matches!(g.ck.types.under_type(t), Type::Pointer(_))
                    };
                    return plain(self, from) && plain(self, to) && self.simple(&c.args[0]);
                }
                if let Some(b) = self.ck.info.builtin_calls.get(&e.id) {
                    let fine = matches!(
                        b,
                        Builtin::Len
                            | Builtin::Cap
                            | Builtin::Real
                            | Builtin::Imag
                            | Builtin::Complex
                    );
                    return fine && c.args.iter().all(|a| self.simple(a));
                }
                self.intrinsic(c).is_some() && c.args.iter().all(|a| self.simple(a))
            }
            _ => false,
        }
    }

    // -- intrinsics

    /// The instruction that a call of a library function stands for.
    pub(crate) fn intrinsic(&self, c: &'static Call) -> Option<Op> {
        let (o, _) = self.callee_object(&c.fun)?;
        let obj = &self.ck.objs[o];
        let pkg = &*self.ck.pkgs[obj.pkg.0 as usize].path;
        if pkg != "math" && pkg != "math/bits" || obj.func().is_some_and(|f| f.is_method) {
            return None;
        }
        Some(match (pkg, obj.name.as_str()) {
            ("math", "Sqrt") => Op::SqrtF,
            ("math", "Abs") => Op::AbsF,
            ("math", "Floor") => Op::FloorF,
            ("math", "Ceil") => Op::CeilF,
            ("math", "Trunc") => Op::TruncF,
            ("math", "Float64bits" | "Float64frombits" | "Float32bits" | "Float32frombits") => {
                Op::Mov
            }
            ("math/bits", "LeadingZeros64") => Op::Clz,
            ("math/bits", "TrailingZeros64") => Op::Ctz,
            ("math/bits", "OnesCount64") => Op::Popcnt,
            _ => return None,
        })
    }

    fn intrinsic_call(&mut self, e: &'static Expr, c: &'static Call, op: Op, want: Want) -> Reg {
        let ty = self.type_of(e.id);
        let l = self.layout(ty);
        let d = self.dst(want, &l);
        self.scoped(|g| {
            let x = g.expr_last(&c.args[0]);
            g.e2(op, d, x);
        });
        d
    }

    // -- calls that are not called now

    /// The function that calls method `m` of an interface type given as first parameter.
    pub(crate) fn interface_method_func(&mut self, iface: TypeId, m: u32) -> FuncId {
        let set = self.ck.type_set(iface);
        let sig = set.methods[m as usize].sig;
        let key = Wrap {
            recv: Receiver::Param,
            ty: iface,
            path: Vec::new(),
            target: Target::Interface(iface, m),
            sig,
        };
        self.func_id(FuncKey::Wrap(Box::new(key)))
    }
}
