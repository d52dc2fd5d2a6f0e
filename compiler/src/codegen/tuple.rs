//! Several values at once: calls with several results, and the comma-ok forms.
//!
//! Values for plain variables go straight to their registers: out of the out-window, which nothing disturbs between the
//! moves, or from the instruction that makes them. All others wait in temporaries while places are written.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::nodes::{Assign, Call, Define, Expr, ExprKind, UnaryOp};

use super::builder::Reg;
use super::emit::W1;
use super::place::Place;
use super::{Gen, VarLoc};
use crate::types::object::ObjId;
use crate::types::typ::{Type, TypeId};

/// What takes one of several values in its own form.
#[derive(Clone, Copy)]
enum Taker {
    Blank,
    /// A variable in the frame, or a temporary.
    Old(Reg),
    /// One that is declared by this, in the frame.
    New(ObjId),
}

impl Gen<'_> {
    /// `a, b := f()`, `v, ok := …` with variables that take the values as they are; false if some do not.
    pub(crate) fn define_plain(&mut self, d: &'static Define) -> bool {
        let e = d.rhs[0].unparen();
        let types = self.types_of(e);
        let mut takers = Vec::with_capacity(d.lhs.len());
        for (x, from) in d.lhs.iter().zip(types) {
            let taker = match self.ck.info.object_of(x.id) {
                _ if x.is_blank() => Taker::Blank,
                Some(o) if !self.fits(from, o) => return false,
                Some(o) if self.new_var(x).is_some() => Taker::New(o),
                Some(o) => match self.var_place(o) {
                    Place::Var { reg } => Taker::Old(reg),
                    _ => return false,
                },
                None => return false,
            };
            takers.push(taker);
        }
        match (&e.kind, &takers[..]) {
            (ExprKind::Call(c), _) => self.take_results(e, c, &takers),
            // What is asserted or looked up may be in a variable that is assigned.
            (_, &[v @ (Taker::Blank | Taker::New(_)), ok]) => {
                self.take_ok(e, v, ok);
                true
            }
            _ => false,
        }
    }

    /// `a, b = f()` with variables that take the values as they are; false if some do not.
    pub(crate) fn assign_plain(
        &mut self,
        a: &'static Assign,
        places: &[(Place, TypeId, &'static Expr)],
    ) -> bool {
        let e = a.rhs[0].unparen();
        let ExprKind::Call(c) = &e.kind else {
            return false;
        };
        let types = self.types_of(e);
        let mut takers = Vec::with_capacity(places.len());
        for (&(place, ty, _), from) in places.iter().zip(types) {
            takers.push(match place {
                Place::Blank => Taker::Blank,
                Place::Var { reg } if !self.needs_conversion(from, ty) => Taker::Old(reg),
                _ => return false,
            });
        }
        self.take_results(e, c, &takers)
    }

    /// Whether variable `o` is in the frame and has values of type `from` in their own form.
    fn fits(&mut self, from: TypeId, o: ObjId) -> bool {
        let ty = self.obj_type(o);
        !self.layout(ty).large() && !self.heap_var(o) && !self.needs_conversion(from, ty)
    }

    fn types_of(&mut self, e: &'static Expr) -> Vec<TypeId> {
        let ty = self.type_of(e.id);
        match self.ck.types.get(ty) {
            Type::Tuple(list) => list.to_vec(),
            _ => vec![ty, TypeId::BOOL],
        }
    }

    /// The register of what takes a value; for `_` none.
    fn taker(&mut self, t: Taker) -> Option<Reg> {
        match t {
            Taker::Blank => None,
            Taker::Old(r) => Some(r),
            Taker::New(o) => match self.declare(o) {
                VarLoc::Reg(r) => Some(r),
                VarLoc::Heap(_) => None,
            },
        }
    }

    /// Calls, and gives each its result.
    fn take_results(&mut self, e: &'static Expr, c: &'static Call, takers: &[Taker]) -> bool {
        let types = self.types_of(e);
        let Some(win) = self.call_in_window(e, c) else {
            return false;
        };
        let mut at = 0;
        for (&t, ty) in takers.iter().zip(types) {
            let n = self.layout(ty).slots;
            if let Some(r) = self.taker(t) {
                self.mov(r, win.at(at as u32), n);
            }
            at += n;
        }
        true
    }

    /// The comma-ok form, its value to `v`, whether there is one to `ok`.
    fn take_ok(&mut self, e: &'static Expr, v: Taker, ok: Taker) {
        let vt = self.types_of(e)[0];
        self.scoped(|g| match &e.kind {
            ExprKind::Index(_) => {
                let Some(pair) = g.look_up(e) else {
                    return;
                };
                if let Some(v) = g.taker(v) {
                    let l = g.layout(vt);
                    g.load_mem(v, pair, 0, &l);
                }
                if let Some(ok) = g.taker(ok) {
                    g.mov(ok, pair.at(1), 1);
                }
            }
            ExprKind::Assert(x) => {
                let from = g.type_of(x.x.id);
                let r = g.expr(&x.x);
                let l = g.layout(vt);
                let v = g.taker(v).unwrap_or_else(|| g.temp_of(&l));
                let ok = g.taker(ok).unwrap_or_else(|| g.temp(W1));
                g.at_pos(e.span, x.dot);
                g.assert_ok(r, from, vt, v, ok);
            }
            ExprKind::Unary(UnaryOp::Recv, x) => {
                let v = g.taker(v);
                let ok = g.taker(ok).unwrap_or_else(|| g.temp(W1));
                g.receive(e, x, v, Some(ok));
            }
            _ => {}
        });
    }

    /// The values of an expression that gives several: a call, or a comma-ok form. Registers stay until released.
    pub(crate) fn tuple(&mut self, e: &'static Expr, n: usize) -> Vec<(Reg, TypeId)> {
        let e = e.unparen();
        let ty = self.type_of(e.id);
        let types: Vec<TypeId> = match self.ck.types.get(ty) {
            Type::Tuple(list) => list.to_vec(),
            _ => vec![ty],
        };
        match &e.kind {
            ExprKind::Call(c) => {
                let Some(win) = self.call_in_window(e, c) else {
                    return Vec::new();
                };
                let row = self.row(types.iter().copied());
                let block = self.temp(&row);
                self.mov(block, win, row.len() as u64);
                let mut at = 0;
                let mut list = Vec::new();
                for ty in types {
                    list.push((block.at(at as u32), ty));
                    at += self.layout(ty).slots;
                }
                list
            }
            _ if n == 2 => {
                let vt = types[0];
                let bt = types.get(1).copied().unwrap_or(TypeId::BOOL);
                let l = self.layout(vt);
                let v = self.temp_of(&l);
                let ok = self.temp(W1);
                self.take_ok(e, Taker::Old(v), Taker::Old(ok));
                vec![(v, vt), (ok, bt)]
            }
            _ => {
                let r = self.expr(e);
                vec![(r, ty)]
            }
        }
    }

    /// The address of an element of a map, or of a zero value, and whether it is there.
    fn look_up(&mut self, e: &'static Expr) -> Option<Reg> {
        let ExprKind::Index(x) = &e.kind else {
            return None;
        };
        let mt = self.type_of(x.x.id);
        let Type::Map { key, .. } = self.under(mt) else {
            return None;
        };
        let m = self.expr(&x.x);
        let k = self.expr_as(&x.args[0], key);
        self.at_pos(e.span, x.lbrack);
        let pair = self.temp(&[SlotKind::P, SlotKind::W]);
        self.e3(Op::MapGet2, pair, m, k);
        let mt = self.ck.types.under(mt);
        self.ext_type(mt);
        Some(pair)
    }
}
