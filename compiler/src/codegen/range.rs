//! Range loops. What is ranged over is evaluated once, before the loop; the variables are new in each iteration.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::Symbol;
use minigo_syntax::nodes::{Expr, ExprKind, Range, Stmt};

use super::builder::{Label, Reg};
use super::emit::{P1, W1};
use super::expr::Want;
use super::place::Place;
use super::{Gen, Target};
use crate::types::object::ObjId;
use crate::types::typ::{Type, TypeId};

/// The variables of a loop: what to do with the key or the value.
#[derive(Clone, Copy)]
pub(super) enum Var {
    None,
    /// A variable declared by the loop.
    New(ObjId),
    /// An expression assigned to.
    Assign(&'static Expr),
}

impl Gen<'_> {
    pub(crate) fn range(&mut self, x: &'static Range, label: Option<Symbol>, s: &'static Stmt) {
        let var = |g: &Self, i: usize| -> Var {
            match x.lhs.get(i) {
                None => Var::None,
                Some(e) if e.is_blank() => Var::None,
                Some(e) if x.define => g.ck.info.object_of(e.id).map_or(Var::None, Var::New),
                Some(e) => Var::Assign(e),
            }
        };
        let (key, value) = (var(self, 0), var(self, 1));
        let xt = self.type_of(x.x.id);
        self.scope(|g| {
            let m = g.cur.b.mark();
            match g.under(xt) {
                Type::Basic(k) if k.is_string() => g.range_string(x, key, value, label),
                Type::Basic(_) => g.range_int(x, key, label),
                Type::Slice(elem) => {
                    let s = g.once(&x.x, &[SlotKind::P, SlotKind::W, SlotKind::W]);
                    let esize = g.layout(elem).size;
                    g.range_index(x, key, value, label, Limit::Reg(s.at(1)), elem, |idx| {
                        Place::SliceElem {
                            s,
                            idx,
                            esize,
                            off: 0,
                        }
                    });
                }
                Type::Array { elem, len } => {
                    g.range_array(x, xt, elem, len as u64, key, value, label)
                }
                Type::Pointer(a) => {
                    if let Type::Array { elem, len } = g.under(a) {
                        let p = g.once(&x.x, P1);
                        let esize = g.layout(elem).size;
                        g.range_index(
                            x,
                            key,
                            value,
                            label,
                            Limit::Const(len as u64),
                            elem,
                            |idx| Place::ArrayElem {
                                p,
                                len: len as u64,
                                idx,
                                esize,
                                off: 0,
                            },
                        );
                    }
                }
                Type::Map { key: kt, elem } => g.range_map(x, xt, kt, elem, key, value, label),
                Type::Chan { elem, .. } => g.range_chan(x, elem, key, label),
                Type::Signature(sig) => g.range_func(x, &sig, key, value, label, s),
                _ => g.unsupported(s.span, "this range loop"),
            }
            g.cur.b.release(m);
        });
    }

    /// The value ranged over in a register that nothing assigns to.
    fn once(&mut self, e: &'static Expr, kinds: &[SlotKind]) -> Reg {
        let e = e.unparen();
        let t = match &e.kind {
            ExprKind::Name(_) => {
                let r = self.expr(e);
                let constant_var = self.ck.info.object_of(e.id).is_some_and(|o| {
                    self.ck.objs[o].var().is_some_and(|v| {
                        !v.reassigned && v.kind != crate::types::object::VarKind::Package
                    })
                });
                if constant_var {
                    return r;
                }
                let t = self.temp(kinds);
                self.mov(t, r, kinds.len() as u64);
                return t;
            }
            _ => self.temp(kinds),
        };
        self.scoped(|g| g.expr_gen(e, Want::Fresh(t)));
        t
    }

    /// The register that counts: the key variable itself if the body leaves it alone.
    fn counter(&mut self, key: Var, ty: TypeId) -> (Reg, bool) {
        if let Var::New(o) = key
            && !self.heap_var(o)
            && self.ck.objs[o].var().is_some_and(|v| !v.reassigned)
        {
            let l = self.layout(ty);
            let r = self.cur.b.alloc(&l.kinds);
            self.cur.locals.push(r);
            self.cur.vars.insert(o, super::VarLoc::Reg(r));
            return (r, true);
        }
        (self.temp(W1), false)
    }

    /// Gives a loop variable its value for this iteration.
    pub(super) fn set(&mut self, var: Var, place: Place, ty: TypeId) {
        match var {
            Var::None => {}
            Var::New(o) => {
                let vt = self.obj_type(o);
                if self.heap_var(o) {
                    self.scoped(|g| {
                        if g.layout(ty).large() {
                            let src = g.address(place, ty);
                            let super::VarLoc::Heap(cell) = g.declare(o) else {
                                return;
                            };
                            g.move_mem(cell, src, ty);
                        } else {
                            let v = g.load(place, ty, None);
                            g.declare_store(o, v, vt);
                        }
                    });
                } else {
                    let super::VarLoc::Reg(r) = self.declare(o) else {
                        return;
                    };
                    self.scoped(|g| g.load(place, ty, Some(r)));
                }
            }
            Var::Assign(e) => self.scoped(|g| {
                let to = g.type_of(e.id);
                let v = g.load(place, ty, None);
                let v = g.convert(v, ty, to, Want::Any, e.span);
                // The source stands in hidden registers, so no copy is needed before the place is evaluated.
                let p = g.place(e);
                g.at(e.span);
                g.store(p, v, to);
            }),
        }
    }

    /// The body between its labels; `next` writes the step and back edge, at the label that `continue` jumps to.
    fn body_of(
        &mut self,
        x: &'static Range,
        label: Option<Symbol>,
        brk: Label,
        start: impl FnOnce(&mut Self),
        next: impl FnOnce(&mut Self),
    ) {
        let cont = self.label();
        self.cur.targets.push(Target {
            label,
            brk,
            cont: Some(cont),
        });
        self.scope(|g| {
            start(g);
            g.block(&x.body);
        });
        self.cur.targets.pop();
        self.place_label(cont);
        self.at_pos(x.x.span, x.range_pos);
        if !self.cur.dead {
            next(self);
        }
    }

    fn range_int(&mut self, x: &'static Range, key: Var, label: Option<Symbol>) {
        let ty = match key {
            Var::New(o) => self.obj_type(o),
            Var::Assign(e) => self.type_of(e.id),
            Var::None => self.default_type(&x.x),
        };
        let n = match self
            .ck
            .info
            .const_value(x.x.id)
            .and_then(|v| v.to_int())
            .and_then(|v| v.to_bits())
        {
            Some(w) => {
                let t = self.temp(W1);
                self.load_word(t, w);
                t
            }
            None => self.once(&x.x, W1),
        };
        let (i, own) = self.counter(key, ty);
        let (body, brk) = (self.label(), self.label());
        self.load_word(i, 0);
        self.cur.b.jump16(Op::JLe, n.0, i.0, brk);
        self.cur.loop_depth += 1;
        self.cur.b.place(body);
        self.body_of(
            x,
            label,
            brk,
            |g| {
                if !own {
                    g.set_word(key, i, ty);
                }
            },
            |g| g.cur.b.jump16(Op::ForLt, i.0, n.0, body),
        );
        self.cur.loop_depth -= 1;
        self.cur.dead = false;
        self.place_label(brk);
    }

    /// Gives a loop variable the value of a word register.
    fn set_word(&mut self, var: Var, r: Reg, ty: TypeId) {
        match var {
            Var::New(o) => {
                let t = self.obj_type(o);
                self.declare_store(o, r, t);
            }
            Var::Assign(e) => self.scoped(|g| {
                let to = g.type_of(e.id);
                let v = g.convert(r, ty, to, Want::Any, e.span);
                let p = g.place(e);
                g.at(e.span);
                g.store(p, v, to)
            }),
            Var::None => {}
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn range_index(
        &mut self,
        x: &'static Range,
        key: Var,
        value: Var,
        label: Option<Symbol>,
        limit: Limit,
        elem: TypeId,
        place: impl Fn(Reg) -> Place,
    ) {
        let n = match limit {
            Limit::Reg(r) => r,
            Limit::Const(n) => {
                let t = self.temp(W1);
                self.load_word(t, n);
                t
            }
        };
        let (i, own) = self.counter(key, TypeId::INT);
        let (body, brk) = (self.label(), self.label());
        self.load_word(i, 0);
        self.cur.b.jump16(Op::JLe, n.0, i.0, brk);
        self.cur.loop_depth += 1;
        self.cur.b.place(body);
        self.body_of(
            x,
            label,
            brk,
            |g| {
                if let (Var::Assign(_), Var::Assign(_)) = (key, value) {
                    return g.scoped(|g| {
                        let v = g.load(place(i), elem, None);
                        g.set_both(key, value, (i, TypeId::INT), (v, elem));
                    });
                }
                if !own {
                    g.set_word(key, i, TypeId::INT);
                }
                g.set(value, place(i), elem);
            },
            |g| g.cur.b.jump16(Op::ForLt, i.0, n.0, body),
        );
        self.cur.loop_depth -= 1;
        self.cur.dead = false;
        self.place_label(brk);
    }

    /// `k, v = range` assigns both at once: operands of the left side first, then the stores. The values stand in
    /// hidden registers.
    fn set_both(
        &mut self,
        key: Var,
        value: Var,
        given_key: (Reg, TypeId),
        given_value: (Reg, TypeId),
    ) {
        let (Var::Assign(k), Var::Assign(v)) = (key, value) else {
            return;
        };
        self.scoped(|g| {
            let (kt, vt) = (g.type_of(k.id), g.type_of(v.id));
            let val = g.convert(given_value.0, given_value.1, vt, Want::Any, v.span);
            let idx = g.convert(given_key.0, given_key.1, kt, Want::Any, k.span);
            // `v` may be `a[k]`: its index is the key before this assignment.
            let assigned: Vec<ObjId> = [k, v].into_iter().filter_map(|x| g.frame_var(x)).collect();
            let kp = g.place(k);
            let kp = g.settle_place(kp, &assigned);
            let vp = g.place(v);
            let vp = g.settle_place(vp, &assigned);
            g.store_value(kp, k, idx, kt);
            g.store_value(vp, v, val, vt);
        });
    }

    /// Stores a value with the line of the place's expression.
    pub(crate) fn store_value(&mut self, p: Place, e: &'static Expr, v: Reg, ty: TypeId) {
        self.at(e.span);
        self.store(p, v, ty)
    }

    #[allow(clippy::too_many_arguments)]
    fn range_array(
        &mut self,
        x: &'static Range,
        xt: TypeId,
        elem: TypeId,
        len: u64,
        key: Var,
        value: Var,
        label: Option<Symbol>,
    ) {
        let l = self.layout(xt);
        let esize = self.layout(elem).size;
        if let Var::None = value {
            // The array is not looked at; it is evaluated only for calls in it.
            if !self.simple(&x.x) {
                self.scoped(|g| g.expr(&x.x));
            }
            return self.range_index(x, key, value, label, Limit::Const(len), elem, |_| {
                Place::Blank
            });
        }
        // The loop goes over a copy.
        if !l.large() && esize < 65536 {
            let arr = self.temp_of(&l);
            self.scoped(|g| g.expr_gen(&x.x, Want::Fresh(arr)));
            return self.range_index(x, key, value, label, Limit::Const(len), elem, |idx| {
                Place::FrameElem {
                    arr,
                    len,
                    idx,
                    esize,
                    off: 0,
                }
            });
        }
        let p = self.temp(P1);
        self.new_value(p, xt);
        self.assign_large(Place::Mem { base: p, off: 0 }, xt, &x.x);
        self.range_index(x, key, value, label, Limit::Const(len), elem, |idx| {
            Place::ArrayElem {
                p,
                len,
                idx,
                esize,
                off: 0,
            }
        });
    }

    fn range_string(&mut self, x: &'static Range, key: Var, value: Var, label: Option<Symbol>) {
        let s = if self.ck.info.const_value(x.x.id).is_some() {
            self.expr(&x.x)
        } else {
            self.once(&x.x, &[SlotKind::P, SlotKind::W])
        };
        let state = self.temp(&[SlotKind::W, SlotKind::W, SlotKind::W]);
        self.load_word(state, 0);
        let (head, brk) = (self.label(), self.label());
        self.cur.loop_depth += 1;
        self.cur.b.place(head);
        self.cur.b.jump16(Op::StrNext, state.0, s.0, brk);
        self.body_of(
            x,
            label,
            brk,
            |g| {
                if let (Var::Assign(_), Var::Assign(_)) = (key, value) {
                    let (k, v) = ((state.at(2), TypeId::INT), (state.at(1), TypeId::INT32));
                    return g.set_both(key, value, k, v);
                }
                g.set_word(key, state.at(2), TypeId::INT);
                g.set_word(value, state.at(1), TypeId::INT32);
            },
            |g| g.cur.b.jump(Op::Loop, 0, head),
        );
        self.cur.loop_depth -= 1;
        self.place_label(brk);
    }

    #[allow(clippy::too_many_arguments)]
    fn range_map(
        &mut self,
        x: &'static Range,
        xt: TypeId,
        kt: TypeId,
        elem: TypeId,
        key: Var,
        value: Var,
        label: Option<Symbol>,
    ) {
        let it = self.temp(&[SlotKind::P, SlotKind::P, SlotKind::P]);
        self.scoped(|g| {
            let m = g.expr(&x.x);
            g.e2(Op::MapIter, it, m);
            let under = g.ck.types.under(xt);
            g.ext_type(under);
        });
        let (head, brk) = (self.label(), self.label());
        self.cur.loop_depth += 1;
        self.cur.b.place(head);
        self.cur.b.jump(Op::MapNext, it.0, brk);
        self.body_of(
            x,
            label,
            brk,
            |g| {
                let at = |base| Place::Mem { base, off: 0 };
                let (k, v) = (at(it.at(1)), at(it.at(2)));
                if let (Var::Assign(_), Var::Assign(_)) = (key, value) {
                    return g.scoped(|g| {
                        let k = g.load(k, kt, None);
                        let v = g.load(v, elem, None);
                        g.set_both(key, value, (k, kt), (v, elem));
                    });
                }
                g.set(key, k, kt);
                g.set(value, v, elem);
            },
            |g| g.cur.b.jump(Op::Loop, 0, head),
        );
        self.cur.loop_depth -= 1;
        self.place_label(brk);
    }

    fn range_chan(&mut self, x: &'static Range, elem: TypeId, key: Var, label: Option<Symbol>) {
        let c = self.once(&x.x, P1);
        let l = self.layout(elem);
        let (v, ok) = (self.temp_of(&l), self.temp(W1));
        let (head, brk) = (self.label(), self.label());
        self.cur.loop_depth += 1;
        self.cur.b.place(head);
        self.at(x.x.span);
        self.e3(Op::Recv, v, c, ok);
        self.ext(1, l.slots as i32);
        self.cur.b.jump(Op::Jf, ok.0, brk);
        self.extend(v, &l);
        self.body_of(
            x,
            label,
            brk,
            |g| match key {
                Var::New(o) => g.declare_store(o, v, elem),
                Var::Assign(e) => g.scoped(|g| {
                    let to = g.type_of(e.id);
                    let v = g.convert(v, elem, to, Want::Any, e.span);
                    let p = g.place(e);
                    g.store_value(p, e, v, to);
                }),
                Var::None => {}
            },
            |g| g.cur.b.jump(Op::Loop, 0, head),
        );
        self.cur.loop_depth -= 1;
        self.place_label(brk);
    }
}

/// How often an index loop goes.
#[derive(Clone, Copy)]
enum Limit {
    Reg(Reg),
    Const(u64),
}
