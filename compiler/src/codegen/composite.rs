//! Composite literals, built in the place where the value is wanted if nothing can see it there before it is done.

use minigo_bytecode::Op;
use minigo_syntax::nodes::{CompositeLit, Expr, ExprKind};

use super::Gen;
use super::builder::Reg;
use super::emit::P1;
use super::expr::Want;
use super::place::Place;
use crate::lower::layout::{Rep, Width};
use crate::types::typ::{Type, TypeId};

impl Gen<'_> {
    /// A composite literal of type `ty` (a pointer type for an elided `&T{…}`).
    pub(crate) fn composite(&mut self, e: &'static Expr, ty: TypeId, want: Want) -> Reg {
        let ExprKind::Composite(lit) = &e.kind else {
            return Reg(0);
        };
        let l = self.layout(ty);
        match self.under(ty) {
            Type::Pointer(elem) => {
                let d = self.scratch(want, &l);
                self.new_composite(e, elem, d);
                self.settle(d, want, 1)
            }
            Type::Slice(elem) => {
                let d = self.scratch(want, &l);
                self.at(e.span);
                self.scoped(|g| g.slice_literal(lit, elem, d));
                self.settle(d, want, 3)
            }
            Type::Map { key, elem } => {
                let d = self.scratch(want, &l);
                self.at(e.span);
                self.scoped(|g| g.map_literal(lit, ty, key, elem, d));
                self.settle(d, want, 1)
            }
            _ => {
                if l.kinds.is_empty() && l.slots > 0 {
                    self.unsupported(e.span, "values this large outside of variables");
                    return Reg(0);
                }
                let d = self.scratch(want, &l);
                self.scoped(|g| g.composite_into(e, ty, Place::Frame { reg: d, off: 0 }, false));
                self.settle(d, want, l.slots)
            }
        }
    }

    /// `d` becomes the address of a new variable with the value of a composite literal.
    pub(crate) fn new_composite(&mut self, e: &'static Expr, ty: TypeId, d: Reg) {
        if matches!(self.under(ty), Type::Struct(_) | Type::Array { .. }) {
            self.new_value(d, ty);
            self.scoped(|g| g.composite_into(e, ty, Place::Mem { base: d, off: 0 }, true));
        } else {
            self.scoped(|g| {
                let v = g.composite(e, ty, Want::Any);
                g.new_value(d, ty);
                g.store_mem(d, 0, v, ty);
            });
        }
    }

    /// Builds a struct or array literal in a place; `zeroed`: the place is known to hold zeroes.
    pub(crate) fn composite_into(
        &mut self,
        e: &'static Expr,
        ty: TypeId,
        place: Place,
        zeroed: bool,
    ) {
        let ExprKind::Composite(lit) = &e.unparen().kind else {
            return;
        };
        let l = self.layout(ty);
        // Which element is where.
        let mut parts: Vec<(u64, TypeId, &'static Expr)> = Vec::with_capacity(lit.elems.len());
        let mut whole = false;
        let mut promoted = false;
        // A blank field stays zero; its value (offset MAX) is evaluated all the same.
        let mut blank = false;
        match self.under(ty) {
            Type::Struct(s) => {
                for (i, x) in lit.elems.iter().enumerate() {
                    let (i, x) = match &x.kind {
                        ExprKind::KeyValue(kv) => {
                            if let Some(path) = self.ck.info.lit_fields.get(&x.id).cloned()
                                && path.len() > 1
                            {
                                // A promoted field, through embedded structs.
                                let (p, ft) = self.walk(Place::Global { at: 0 }, ty, &path);
                                let Place::Global { at } = p else {
                                    self.unsupported(
                                        x.span,
                                        "promoted fields behind pointers in literals",
                                    );
                                    continue;
                                };
                                promoted = true;
                                parts.push((at as u64, ft, &kv.value));
                                continue;
                            }
                            let name = kv.key.as_name();
                            let Some(i) = s.fields.iter().position(|f| Some(f.name) == name) else {
                                continue;
                            };
                            (i, &kv.value)
                        }
                        _ => (i, x),
                    };
                    if s.fields[i].name.is_blank() {
                        blank = true;
                        parts.push((u64::MAX, s.fields[i].ty, x));
                        continue;
                    }
                    parts.push((l.offsets[i], s.fields[i].ty, x));
                }
                // Padding is written as well: a frame image is compared and hashed as fields, but kept zero.
                whole = !promoted
                    && !blank
                    && parts.len() == s.fields.len()
                    && s.fields
                        .iter()
                        .map(|f| self.layouts.get(self.ck, f.ty).size)
                        .sum::<u64>()
                        == l.slots * 8;
            }
            Type::Array { elem, len } => {
                let size = self.layout(elem).size;
                for (i, x) in self.indexed(lit) {
                    parts.push((i * size, elem, x));
                }
                whole = parts.len() as i64 == len && l.size.is_multiple_of(8);
            }
            _ => {}
        }
        if !zeroed && !whole {
            match place {
                Place::Frame { reg, off: 0 } => self.zero(reg, l.slots),
                Place::Frame { reg, off } => self.scoped(|g| {
                    let t = g.temp_of(&l);
                    g.zero(t, l.slots);
                    g.copy_bytes((reg, off), (t, 0), l.size);
                }),
                Place::Mem { base, off } => self.scoped(|g| {
                    let p = g.address(Place::Mem { base, off }, ty);
                    g.e1(Op::MemZero, p);
                    g.ext_type(ty);
                }),
                _ => {}
            }
        }
        let clean = zeroed || !whole;
        for (off, ft, x) in parts {
            if off == u64::MAX {
                self.scoped(|g| g.discard(x, ft));
                continue;
            }
            let p = self.offset(place, off, ty);
            self.scoped(|g| g.init_zeroed(p, ft, x, clean));
        }
    }

    /// Elements with their indices.
    fn indexed(&self, lit: &'static CompositeLit) -> Vec<(u64, &'static Expr)> {
        let mut at = 0u64;
        let mut list = Vec::with_capacity(lit.elems.len());
        for x in &lit.elems {
            let x = match &x.kind {
                ExprKind::KeyValue(kv) => {
                    if let Some(v) = self.ck.info.const_value(kv.key.id).and_then(|v| v.to_int()) {
                        at = v.to_u64().unwrap_or(at);
                    }
                    &kv.value
                }
                _ => x,
            };
            list.push((at, x));
            at += 1;
        }
        list
    }

    /// Initialises a fresh place.
    pub(crate) fn init_place(&mut self, place: Place, ty: TypeId, e: &'static Expr) {
        self.init_zeroed(place, ty, e, true);
    }

    /// Initialises a place that nothing can read yet; `zeroed`: it holds zeroes.
    fn init_zeroed(&mut self, place: Place, ty: TypeId, e: &'static Expr, zeroed: bool) {
        let from = self.type_of(e.id);
        if let ExprKind::Composite(_) = &e.unparen().kind
            && !self.is_interface(ty)
            && matches!(self.under(from), Type::Struct(_) | Type::Array { .. })
            && matches!(
                place,
                Place::Frame { .. } | Place::Mem { .. } | Place::Global { .. }
            )
        {
            let in_frame = matches!(place, Place::Frame { .. });
            return self.composite_into(e, ty, place, zeroed && !in_frame);
        }
        let l = self.layout(ty);
        if l.large() {
            return self.assign_large(place, ty, e);
        }
        if let Place::Frame { reg, off: 0 } = place
            && (l.size == 8 && l.rep != Rep::Agg || l.size.is_multiple_of(8) && l.size > 8)
            && !matches!(l.rep, Rep::Word(w) if w != Width::W64)
        {
            self.expr_want(e, ty, Want::Fresh(reg));
            return;
        }
        // A zero constant is there already.
        if zeroed
            && !self.is_interface(ty)
            && let Some(v) = self.ck.info.const_value(e.id)
            && self.const_word(v, ty) == Some(0)
        {
            return;
        }
        let v = self.expr_as(e, ty);
        if l.size > 0 {
            self.store(place, v, ty);
        }
    }

    /// Assigns a value too large for the frame, by address.
    pub(crate) fn assign_large(&mut self, place: Place, ty: TypeId, e: &'static Expr) {
        if let Place::Var { reg } | Place::Frame { reg, off: 0 } = place
            && self.layout(ty).size.is_multiple_of(8)
        {
            self.scoped(|g| g.expr_want(e, ty, Want::To(reg)));
            return;
        }
        if let Place::Var { .. } | Place::Frame { .. } = place {
            return self.scoped(|g| {
                let v = g.expr(e);
                g.store(place, v, ty);
            });
        }
        self.scoped(|g| match g.large_addr(e) {
            Some(src) => {
                g.at(e.span);
                let dst = g.address_to_fill(place, ty);
                g.move_mem(dst, src, ty);
            }
            None => {
                let v = g.expr(e);
                g.store(place, v, ty);
            }
        });
    }

    /// The address of a place that is about to be written: a map gets the element now.
    pub(super) fn address_to_fill(&mut self, place: Place, ty: TypeId) -> Reg {
        match place {
            Place::MapElem { m, key, ty } => {
                let t = self.temp(P1);
                self.e3(Op::MapPut, t, m, key);
                self.ext_type(ty);
                t
            }
            place => self.address(place, ty),
        }
    }

    fn slice_literal(&mut self, lit: &'static CompositeLit, elem: TypeId, d: Reg) {
        let parts = self.indexed(lit);
        let n = parts.iter().map(|p| p.0 + 1).max().unwrap_or(0);
        let array = self.ck.types.array(elem, n as i64);
        let size = self.layout(elem).size;
        self.new_value(d, array);
        for (i, x) in parts {
            self.scoped(|g| {
                g.init_place(
                    Place::Mem {
                        base: d,
                        off: i * size,
                    },
                    elem,
                    x,
                )
            });
        }
        self.load_word(d.at(1), n);
        self.load_word(d.at(2), n);
    }

    fn map_literal(
        &mut self,
        lit: &'static CompositeLit,
        ty: TypeId,
        key: TypeId,
        elem: TypeId,
        d: Reg,
    ) {
        let map = self.ck.types.under(ty);
        self.scoped(|g| {
            let hint = g.word_reg(lit.elems.len() as u64);
            g.e2(Op::MakeMap, d, hint);
            g.ext_type(ty);
        });
        for x in &lit.elems {
            let ExprKind::KeyValue(kv) = &x.kind else {
                continue;
            };
            self.scoped(|g| {
                let k = g.expr_as(&kv.key, key);
                let v = g.expr_as(&kv.value, elem);
                g.at(x.span);
                let p = g.temp(P1);
                g.e3(Op::MapPut, p, d, k);
                g.ext_type(map);
                if g.layout(elem).size > 0 {
                    g.store_mem(p, 0, v, elem);
                }
            });
        }
    }
}
