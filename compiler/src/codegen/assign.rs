//! Assignments: one value, several in two phases, with an operator.

use minigo_bytecode::SlotKind;
use minigo_syntax::nodes::{Assign, BinaryOp, Define, Expr, ExprKind, IncDec};

use super::Gen;
use super::builder::Reg;
use super::emit::P1;
use super::expr::Want;
use super::operator::{Class, Operand};
use super::place::Place;
use crate::lower::layout::Layout;
use crate::types::object::ObjId;
use crate::types::typ::{Type, TypeId};

impl Gen<'_> {
    pub(crate) fn assign(&mut self, a: &'static Assign) {
        if let Some(op) = a.op {
            return self.op_assign(&a.lhs[0], op, &a.rhs[0]);
        }
        if a.lhs.len() == 1 && a.rhs.len() == 1 {
            return self.assign_one(&a.lhs[0], &a.rhs[0]);
        }
        // Phase one: operands of the left side.
        let assigned: Vec<ObjId> = a.lhs.iter().filter_map(|x| self.frame_var(x)).collect();
        let mut places = Vec::new();
        let now = self.same_base(&a.lhs, &a.rhs);
        for x in &a.lhs {
            let p = if now {
                self.place_now(x)
            } else {
                self.place(x)
            };
            let p = self.settle_place(p, &assigned);
            let ty = self.type_of(x.id);
            places.push((p, ty, x));
        }
        if a.rhs.len() == 1 {
            if self.assign_plain(a, &places) {
                return;
            }
            let values = self.tuple(&a.rhs[0], a.lhs.len());
            for ((p, ty, x), (v, from)) in places.into_iter().zip(values) {
                if let Place::Blank = p {
                    continue;
                }
                self.scoped(|g| {
                    let v = g.convert(v, from, ty, Want::Any, x.span);
                    g.at(x.span);
                    g.store(p, v, ty);
                });
            }
            return;
        }
        // The values: those that stand in a variable that gets assigned are copied.
        let mut values = Vec::new();
        for ((p, ty, _), r) in places.iter().zip(&a.rhs) {
            let ty = if let Place::Blank = p {
                self.default_type(r)
            } else {
                *ty
            };
            let l = self.layout(ty);
            if l.large() {
                let v = match p {
                    Place::Blank => {
                        self.discard(r, ty);
                        Reg(0)
                    }
                    _ => self.large_value(r),
                };
                values.push(v);
                continue;
            }
            let v = self.expr_as(r, ty);
            let v = if self.overlaps(v, l.slots, &assigned) {
                let t = self.temp_of(&l);
                self.mov(t, v, l.slots);
                t
            } else {
                v
            };
            values.push(v);
        }
        // Phase two.
        for ((p, ty, x), v) in places.into_iter().zip(values) {
            if let Place::Blank = p {
                continue;
            }
            self.scoped(|g| {
                g.at(x.span);
                if !g.layout(ty).large() {
                    return g.store(p, v, ty);
                }
                // The value is given by its address.
                match p {
                    Place::Var { .. } | Place::Frame { .. } => {
                        let v = g.load(Place::Mem { base: v, off: 0 }, ty, None);
                        g.store(p, v, ty);
                    }
                    p => {
                        let to = g.address_to_fill(p, ty);
                        g.move_mem(to, v, ty);
                    }
                }
            });
        }
    }

    /// The type in which the value of an expression is computed when nothing says more.
    pub(crate) fn default_type(&mut self, e: &'static Expr) -> TypeId {
        let ty = self.type_of(e.id);
        self.ck.types.default_type(ty)
    }

    /// The local variable in the frame that an assignment's left side is (or is a part of).
    pub(super) fn frame_var(&mut self, x: &'static Expr) -> Option<ObjId> {
        let x = x.unparen();
        match &x.kind {
            ExprKind::Name(_) => {
                let o = self.ck.info.object_of(x.id)?;
                (self.ck.objs[o].var().is_some() && !self.is_global(o) && !self.heap_var(o))
                    .then_some(o)
            }
            ExprKind::Selector(s) => {
                let t = self.type_of(s.x.id);
                if matches!(self.under(t), Type::Struct(_)) {
                    self.frame_var(&s.x)
                } else {
                    None
                }
            }
            ExprKind::Index(i) => {
                let t = self.type_of(i.x.id);
                if matches!(self.under(t), Type::Array { .. }) {
                    self.frame_var(&i.x)
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// Whether a register range belongs to one of the variables.
    fn overlaps(&mut self, r: Reg, n: u64, vars: &[ObjId]) -> bool {
        vars.iter().any(|&o| {
            let Some(super::VarLoc::Reg(v)) = self.var_loc(o) else {
                return false;
            };
            let ty = self.obj_type(o);
            let len = self.layout(ty).slots;
            (r.0 as u64) < v.0 as u64 + len && (v.0 as u64) < r.0 as u64 + n
        })
    }

    /// Copies operands of a place that are variables about to be assigned.
    pub(super) fn settle_place(&mut self, p: Place, vars: &[ObjId]) -> Place {
        let keep = |g: &mut Self, r: Reg, kinds: &[SlotKind]| {
            if g.overlaps(r, kinds.len() as u64, vars) {
                let t = g.temp(kinds);
                g.mov(t, r, kinds.len() as u64);
                let unsigned = g.cur.b.index_is_unsigned(r);
                g.cur.b.note_index(t, unsigned);
                t
            } else {
                r
            }
        };
        use SlotKind::{P, W};
        match p {
            Place::Mem { base, off } => Place::Mem {
                base: keep(self, base, &[P]),
                off,
            },
            Place::FrameElem {
                arr,
                len,
                idx,
                esize,
                off,
            } => Place::FrameElem {
                arr,
                len,
                idx: keep(self, idx, &[W]),
                esize,
                off,
            },
            Place::SliceElem { s, idx, esize, off } => {
                let s = keep(self, s, &[P, W, W]);
                Place::SliceElem {
                    s,
                    idx: keep(self, idx, &[W]),
                    esize,
                    off,
                }
            }
            Place::BehindElem {
                base,
                at,
                idx,
                esize,
                off,
            } => {
                let base = keep(self, base, &[P]);
                Place::BehindElem {
                    base,
                    at,
                    idx: keep(self, idx, &[W]),
                    esize,
                    off,
                }
            }
            Place::ArrayElem {
                p,
                len,
                idx,
                esize,
                off,
            } => {
                let p = keep(self, p, &[P]);
                Place::ArrayElem {
                    p,
                    len,
                    idx: keep(self, idx, &[W]),
                    esize,
                    off,
                }
            }
            Place::MapElem { m, key, ty } => {
                let m = keep(self, m, &[P]);
                let kinds = match self.under(ty) {
                    Type::Map { key, .. } => self.layout(key).kinds.to_vec(),
                    _ => Vec::new(),
                };
                Place::MapElem {
                    m,
                    key: keep(self, key, &kinds),
                    ty,
                }
            }
            p => p,
        }
    }

    /// `x = y`
    pub(crate) fn assign_one(&mut self, x: &'static Expr, y: &'static Expr) {
        self.scoped(|g| {
            if x.unparen().is_blank() {
                let ty = g.default_type(y);
                g.discard(y, ty);
                return;
            }
            let ty = g.type_of(x.id);
            let l = g.layout(ty);
            let p = if !l.large() && g.simple(y) {
                g.place_now(x)
            } else {
                g.place(x)
            };
            if l.large() {
                // The whole value is computed before the place changes; moving memory is right for overlaps.
                return g.assign_large(p, ty, y);
            }
            if let Some(reg) = whole_slots(p, &l) {
                g.expr_want(y, ty, Want::To(reg));
                return;
            }
            let v = g.expr_as_last(y, ty);
            // Storing through an address computes it first: not with a pointer in the window.
            let v = if v.in_window() && !g.store_is_one(p, ty) {
                let t = g.temp_of(&l);
                g.mov(t, v, l.slots);
                t
            } else {
                v
            };
            g.at(x.span);
            g.store(p, v, ty);
        });
    }

    /// Whether storing to the place calls for nothing that may reach a safepoint.
    fn store_is_one(&mut self, p: Place, _ty: TypeId) -> bool {
        !matches!(p, Place::MapElem { .. } | Place::FrameElem { .. })
    }

    /// Evaluates an expression whose value is not wanted.
    pub(crate) fn discard(&mut self, e: &'static Expr, ty: TypeId) {
        if self.layout(ty).large()
            && let ExprKind::Name(_)
            | ExprKind::Selector(_)
            | ExprKind::Index(_)
            | ExprKind::Star(_) = e.unparen().kind
        {
            self.large_addr(e);
            return;
        }
        let x = e.unparen();
        if let ExprKind::Call(_) = x.kind {
            self.expr_last(x);
        } else if let ExprKind::Star(_) = x.kind {
            // `_ = *p` checks the pointer.
            if let Place::Mem { base, .. } = self.place(x) {
                self.at(x.span);
                self.e1(minigo_bytecode::Op::NilChk, base);
            }
        } else {
            self.expr(x);
        }
    }

    pub(crate) fn inc_dec(&mut self, s: &'static IncDec) {
        let op = if s.inc { BinaryOp::Add } else { BinaryOp::Sub };
        self.update(&s.x, None, true, |g, d, x, ty| {
            let y = match g.class(ty) {
                Class::Int { .. } => Operand::Const(1),
                Class::F64 => Operand::Reg(g.word_reg(1f64.to_bits())),
                Class::F32 => Operand::Reg(g.word_reg(1f32.to_bits() as u64)),
                Class::C64 => Operand::Reg(g.word_reg(1f32.to_bits() as u64)),
                _ => {
                    let t = g.temp_for(ty);
                    g.load_word(t, 1f64.to_bits());
                    g.load_word(t.at(1), 0);
                    Operand::Reg(t)
                }
            };
            g.arith(op, d, x, y, ty);
        });
    }

    /// `x op= y`
    fn op_assign(&mut self, x: &'static Expr, op: BinaryOp, y: &'static Expr) {
        // A division may panic, and then the map must not have got the key.
        let insert = !matches!(op, BinaryOp::Div | BinaryOp::Rem) && !op.is_shift();
        self.update(x, Some(y), insert, |g, d, xr, ty| {
            if op.is_shift() {
                let yr = g.operand(y);
                let yt = g.type_of(y.id);
                let signed = matches!(g.class(yt), Class::Int { signed: true, .. });
                g.at(x.span);
                return g.shift(op, d, xr, yr, signed, ty);
            }
            if g.class(ty) == Class::Str
                && let ExprKind::Binary(b) = &y.unparen().kind
                && b.op == BinaryOp::Add
            {
                // s += a + b: the right side first, as one value.
                let yr = g.expr(y);
                g.at(x.span);
                return g.arith(op, d, xr, Operand::Reg(yr), ty);
            }
            if let Some((fused, m)) = g.product(op, y, ty) {
                g.add_product(fused, d, xr, m);
                g.at(x.span);
                return;
            }
            let yr = g.operand(y);
            g.at(x.span);
            g.arith(op, d, xr, yr, ty);
        });
    }

    /// Reads a place, computes, writes it back; the operands of the place are evaluated once. `rhs` is what `f` will
    /// evaluate. `insert`: the key of a map element may be inserted before it is read, so that it is looked up once.
    fn update(
        &mut self,
        x: &'static Expr,
        rhs: Option<&'static Expr>,
        insert: bool,
        f: impl Fn(&mut Self, Reg, Reg, TypeId),
    ) {
        self.scoped(|g| {
            let ty = g.type_of(x.id);
            let called = rhs.filter(|y| !g.simple(y));
            let p = if called.is_none() {
                g.place_now(x)
            } else {
                g.place(x)
            };
            let l = g.layout(ty);
            g.at(x.span);
            if let Some(reg) = whole_slots(p, &l) {
                return f(g, reg, reg, ty);
            }
            // The entry is made at once only if what follows cannot fail and leave it behind.
            let insert = insert && rhs.is_none_or(|y| g.cannot_fail(y));
            let p = match p {
                Place::MapElem { m, key, ty: map } if insert && called.is_none() && l.size > 0 => {
                    let base = g.temp(P1);
                    g.e3(minigo_bytecode::Op::MapPut, base, m, key);
                    g.ext_type(map);
                    Place::Mem { base, off: 0 }
                }
                p => p,
            };
            let t = g.temp_of(&l);
            if let Some(rhs) = called {
                // The right side may call something that changes the place: it is read after.
                let y = g.type_of(rhs.id);
                let yl = g.layout(y);
                let keep = g.temp_of(&yl);
                g.expr_gen(rhs, Want::Fresh(keep));
                g.at(x.span);
                let v = g.load(p, ty, Some(t));
                g.with_value(rhs, keep, |g| f(g, v, v, ty));
            } else {
                let v = g.load(p, ty, Some(t));
                f(g, v, v, ty);
            }
            g.at(x.span);
            g.store(p, t, ty);
        });
    }

    /// Evaluating the expression cannot panic: constants and names.
    fn cannot_fail(&self, e: &'static Expr) -> bool {
        let e = e.unparen();
        self.ck.info.const_value(e.id).is_some() || matches!(e.kind, ExprKind::Name(_))
    }

    /// Runs `f` while the value of `e` is known to be in a register.
    fn with_value(&mut self, e: &'static Expr, r: Reg, f: impl FnOnce(&mut Self)) {
        self.known.push((e.unparen().id, r));
        f(self);
        self.known.pop();
    }

    /// `a, b := …`
    pub(crate) fn define(&mut self, d: &'static Define) {
        if d.lhs.len() == 1 && d.rhs.len() == 1 {
            let x = &d.lhs[0];
            match self.new_var(x) {
                Some(o) => return self.declare_init(o, &d.rhs[0]),
                None => return self.assign_one(x, &d.rhs[0]),
            }
        }
        if d.rhs.len() == 1 {
            if self.define_plain(d) {
                return;
            }
            let m = self.cur.b.mark();
            let values = self.tuple(&d.rhs[0], d.lhs.len());
            for (x, (v, from)) in d.lhs.iter().zip(values) {
                self.define_value(x, v, from);
            }
            self.cur.b.release(m);
            return;
        }
        // All new variables, one value each, none of which can see them: straight into their slots, unless some
        // variable is assigned.
        let fresh: Vec<Option<ObjId>> = d.lhs.iter().map(|x| self.new_var(x)).collect();
        if fresh.iter().all(Option::is_some) {
            for (o, y) in fresh.into_iter().zip(&d.rhs) {
                if let Some(o) = o {
                    self.declare_init(o, y);
                }
            }
            return;
        }
        let m = self.cur.b.mark();
        let assigned: Vec<ObjId> = d
            .lhs
            .iter()
            .filter_map(|x| self.frame_var_known(x))
            .collect();
        let mut values = Vec::new();
        for (x, y) in d.lhs.iter().zip(&d.rhs) {
            let ty = if x.is_blank() {
                self.default_type(y)
            } else {
                self.lhs_type(x, y)
            };
            let l = self.layout(ty);
            let v = self.expr_as(y, ty);
            let v = if self.overlaps(v, l.slots, &assigned) {
                let t = self.temp_of(&l);
                self.mov(t, v, l.slots);
                t
            } else {
                v
            };
            values.push((v, ty));
        }
        for (x, (v, ty)) in d.lhs.iter().zip(values) {
            self.define_value(x, v, ty);
        }
        self.cur.b.release(m);
    }

    fn lhs_type(&mut self, x: &'static Expr, y: &'static Expr) -> TypeId {
        match self.ck.info.object_of(x.id) {
            Some(o) => self.obj_type(o),
            None => self.default_type(y),
        }
    }

    fn frame_var_known(&mut self, x: &'static Expr) -> Option<ObjId> {
        if self.new_var(x).is_some() {
            None
        } else {
            self.frame_var(x)
        }
    }

    /// The variable that a name on the left of `:=` declares (not one declared before).
    pub(crate) fn new_var(&mut self, x: &'static Expr) -> Option<ObjId> {
        let o = self.ck.info.object_of(x.id)?;
        // A declaring name stands where the object was declared.
        (self.ck.objs[o].pos == x.span).then_some(o)
    }

    pub(crate) fn define_value(&mut self, x: &'static Expr, v: Reg, from: TypeId) {
        if x.is_blank() {
            return;
        }
        let Some(o) = self.ck.info.object_of(x.id) else {
            return;
        };
        let ty = self.obj_type(o);
        self.scoped(|g| {
            let v = g.convert(v, from, ty, Want::Any, x.span);
            if g.new_var(x).is_some() {
                g.declare_store(o, v, ty);
            } else {
                let p = g.var_place(o);
                g.store(p, v, ty);
            }
        });
    }
}

/// The register of a place whose memory form is its slot form.
fn whole_slots(p: Place, l: &Layout) -> Option<Reg> {
    match p {
        Place::Var { reg } => Some(reg),
        Place::Frame { reg, off: 0 } if l.size > 0 && l.size.is_multiple_of(8) => Some(reg),
        _ => None,
    }
}
