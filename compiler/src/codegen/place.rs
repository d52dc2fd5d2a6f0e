//! Places: where a value can be read from or written to.
//!
//! A place is made from an expression without touching memory more than needed; bounds and nil are checked when it is
//! loaded from or stored to (`access`), which is when Go checks them in an assignment.

use minigo_bytecode::Op;
use minigo_syntax::nodes::{Expr, ExprKind};

use super::builder::Reg;
use super::emit::P1;
use super::{Gen, VarLoc};
use crate::types::info::{Mode, SelectionKind};
use crate::types::typ::{Type, TypeId};

/// Where a value stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// `_`
    Blank,
    /// A whole value in slot form.
    Var { reg: Reg },
    /// In the frame as memory, `off` bytes from the slot.
    Frame { reg: Reg, off: u64 },
    /// Behind a pointer that may be nil.
    Mem { base: Reg, off: u64 },
    /// In the globals.
    Global { at: u32 },
    /// `off` bytes into element `idx` of an array in the frame.
    FrameElem {
        arr: Reg,
        len: u64,
        idx: Reg,
        esize: u64,
        off: u64,
    },
    /// `off` bytes into element `idx` of a slice (or string).
    SliceElem {
        s: Reg,
        idx: Reg,
        esize: u64,
        off: u64,
    },
    /// `off` bytes into element `idx` of the slice that stands `at` bytes behind a pointer that may be nil.
    BehindElem {
        base: Reg,
        at: u64,
        idx: Reg,
        esize: u64,
        off: u64,
    },
    /// Element `j` of element `i` of a slice of slices, a number.
    InnerElem { s: Reg, i: Reg, j: Reg, esize: u64 },
    /// `off` bytes into element `idx` of an array behind a pointer.
    ArrayElem {
        p: Reg,
        len: u64,
        idx: Reg,
        esize: u64,
        off: u64,
    },
    /// An element of a map, the key in the frame.
    MapElem { m: Reg, key: Reg, ty: TypeId },
}

impl Place {
    /// The element or memory that the place is a part of, and how far into it the place begins.
    pub(crate) fn apart(mut self) -> (Place, u64) {
        let off = match &mut self {
            Place::FrameElem { off, .. }
            | Place::SliceElem { off, .. }
            | Place::BehindElem { off, .. }
            | Place::ArrayElem { off, .. } => std::mem::take(off),
            _ => 0,
        };
        (self, off)
    }

    /// The part of an element that begins `by` bytes further in.
    fn further(mut self, by: u64) -> Place {
        if let Place::FrameElem { off, .. }
        | Place::SliceElem { off, .. }
        | Place::BehindElem { off, .. }
        | Place::ArrayElem { off, .. } = &mut self
        {
            *off += by;
        }
        self
    }
}

impl Gen<'_> {
    /// The place of a variable, local or not.
    pub(crate) fn var_place(&mut self, o: crate::types::object::ObjId) -> Place {
        if self.is_global(o) {
            return Place::Global { at: self.global(o) };
        }
        match self.var_loc(o) {
            Some(VarLoc::Reg(reg)) => Place::Var { reg },
            Some(VarLoc::Heap(base)) => Place::Mem { base, off: 0 },
            None => Place::Blank,
        }
    }

    /// The place an expression denotes; a value that is no variable is computed to a temporary.
    pub(crate) fn place(&mut self, e: &'static Expr) -> Place {
        let e = e.unparen();
        if let Some(reg) = self.known_value(e) {
            return Place::Var { reg };
        }
        if self.ck.info.const_value(e.id).is_some() {
            let reg = self.expr(e);
            return Place::Var { reg };
        }
        match &e.kind {
            ExprKind::Name(_) if e.is_blank() => return Place::Blank,
            ExprKind::Name(_) => {
                if let Some(o) = self.ck.info.object_of(e.id)
                    && self.ck.objs[o].var().is_some()
                {
                    return self.var_place(o);
                }
            }
            ExprKind::Selector(s) => {
                if let Some(sel) = self.selection(e.id) {
                    if sel.kind == SelectionKind::Field {
                        let base = self.place(&s.x);
                        self.at_pos(e.span, s.sel.span.pos());
                        return self.walk(base, sel.recv, &sel.path).0;
                    }
                } else if let Some(o) = self.ck.info.object_of(s.sel.id)
                    && self.ck.objs[o].var().is_some()
                {
                    return self.var_place(o);
                }
            }
            ExprKind::Index(x) => {
                let xt = self.type_of(x.x.id);
                match self.under(xt) {
                    Type::Slice(elem) => {
                        let s = self.expr(&x.x);
                        let idx = self.index_reg(&x.args[0]);
                        self.at_pos(e.span, x.lbrack);
                        let esize = self.layout(elem).size;
                        return Place::SliceElem {
                            s,
                            idx,
                            esize,
                            off: 0,
                        };
                    }
                    Type::Array { elem, len } => {
                        let base = self.place(&x.x);
                        return self.element(base, xt, elem, len as u64, &x.args[0], e);
                    }
                    Type::Pointer(arr) => {
                        if let Type::Array { elem, len } = self.under(arr) {
                            let p = self.expr(&x.x);
                            return self.element(
                                Place::Mem { base: p, off: 0 },
                                arr,
                                elem,
                                len as u64,
                                &x.args[0],
                                e,
                            );
                        }
                    }
                    Type::Map { key, .. } => {
                        let m = self.expr(&x.x);
                        let key = self.expr_as(&x.args[0], key);
                        self.at_pos(e.span, x.lbrack);
                        let ty = self.ck.types.under(xt);
                        return Place::MapElem { m, key, ty };
                    }
                    _ => {}
                }
            }
            ExprKind::Star(x) if self.ck.info.expr(x.id).mode != Mode::TypeExpr => {
                let base = self.expr(x);
                self.at(e.span);
                return Place::Mem { base, off: 0 };
            }
            _ => {}
        }
        let ty = self.type_of(e.id);
        if self.layout(ty).large()
            && let Some(base) = self.large_addr(e)
        {
            return Place::Mem { base, off: 0 };
        }
        let reg = self.expr(e);
        Place::Var { reg }
    }

    /// An index as a register that is extended as its type is.
    pub(crate) fn index_reg(&mut self, e: &'static Expr) -> Reg {
        if let Some(v) = self.int_const(e) {
            let r = self.word_reg(v as u64);
            self.cur.b.note_index(r, false);
            return r;
        }
        let r = self.expr(e);
        let unsigned = self.is_u64(e);
        self.cur.b.note_index(r, unsigned);
        r
    }

    /// Whether values of `e` may lie past the signed numbers.
    pub(crate) fn is_u64(&mut self, e: &'static Expr) -> bool {
        let ty = self.type_of(e.id);
        self.ck.types.is_unsigned(ty) && self.layout(ty).size == 8
    }

    fn element(
        &mut self,
        base: Place,
        arr: TypeId,
        elem: TypeId,
        len: u64,
        index: &'static Expr,
        e: &'static Expr,
    ) -> Place {
        let esize = self.layout(elem).size;
        if let Some(v) = self.int_const(index) {
            // The checker has compared it with the length.
            return self.offset(base, v as u64 * esize, arr);
        }
        let idx = self.index_reg(index);
        self.at_pos(e.span, e.pos());
        let base = match base {
            Place::Var { reg } => Place::Frame { reg, off: 0 },
            base => base,
        };
        match base {
            Place::Frame { reg, off }
                if off % 8 == 0 && esize < 65536 && len <= i32::MAX as u64 =>
            {
                Place::FrameElem {
                    arr: reg.at((off / 8) as u32),
                    len,
                    idx,
                    esize,
                    off: 0,
                }
            }
            Place::Mem { base, off: 0 } => Place::ArrayElem {
                p: base,
                len,
                idx,
                esize,
                off: 0,
            },
            base => {
                let p = self.address(base, arr);
                Place::ArrayElem {
                    p,
                    len,
                    idx,
                    esize,
                    off: 0,
                }
            }
        }
    }

    /// The part of a place that begins `by` bytes in; `ty` is the type of the whole.
    pub(crate) fn offset(&mut self, place: Place, by: u64, ty: TypeId) -> Place {
        match place {
            Place::Blank => Place::Blank,
            Place::Var { reg } => Place::Frame {
                reg: reg.at((by / 8) as u32),
                off: by % 8,
            },
            Place::Frame { reg, off } => {
                let off = off + by;
                Place::Frame {
                    reg: reg.at((off / 8) as u32),
                    off: off % 8,
                }
            }
            Place::Mem { base, off } => Place::Mem {
                base,
                off: off + by,
            },
            Place::Global { at } => Place::Global { at: at + by as u32 },
            Place::FrameElem { .. }
            | Place::SliceElem { .. }
            | Place::BehindElem { .. }
            | Place::ArrayElem { .. } => place.further(by),
            Place::InnerElem { .. } | Place::MapElem { .. } => {
                let base = self.address(place, ty);
                Place::Mem { base, off: by }
            }
        }
    }

    /// Follows a path of fields, going through pointers.
    pub(crate) fn walk(
        &mut self,
        mut place: Place,
        mut ty: TypeId,
        path: &[u32],
    ) -> (Place, TypeId) {
        for &i in path {
            if let Type::Pointer(elem) = self.under(ty) {
                let base = self.load(place, ty, None);
                (place, ty) = (Place::Mem { base, off: 0 }, elem);
            }
            let l = self.layout(ty);
            let Some(s) = self.ck.types.as_struct(ty) else {
                return (place, ty);
            };
            place = self.offset(place, l.offsets[i as usize], ty);
            ty = s.fields[i as usize].ty;
        }
        (place, ty)
    }

    /// A register with the address of a place. A value in the frame is copied to the heap (it must not be written).
    pub(crate) fn address(&mut self, place: Place, ty: TypeId) -> Reg {
        let t = self.temp(P1);
        self.address_to(place, ty, t);
        t
    }

    /// As `address`, into a register given.
    pub(crate) fn address_to(&mut self, place: Place, ty: TypeId, t: Reg) {
        self.used(t, 1);
        match place {
            Place::Blank => self.zero(t, 1),
            Place::Var { reg } => {
                self.e2(Op::Box, t, reg);
                self.ext_type(ty);
            }
            Place::Frame { reg, off } => {
                let l = self.layout(ty);
                self.scoped(|g| {
                    let mut src = reg;
                    if off != 0 {
                        src = g.temp_of(&l);
                        g.zero(src, l.slots);
                        g.copy_bytes((src, 0), (reg, off), l.size);
                    }
                    g.e2(Op::Box, t, src);
                    g.ext_type(ty);
                });
            }
            Place::Mem { base, off } => {
                if off <= u16::MAX as u64 {
                    self.e2n(Op::AddrOff, t, base, off as u16);
                } else {
                    self.e2(Op::AddOff, t, base);
                    self.ext(0, off as i32);
                }
            }
            Place::Global { at } => self.ei(Op::LeaG, t, at as i32),
            Place::FrameElem { .. } => {
                let m = self.cur.b.mark();
                let reg = self.load(place, ty, None);
                self.e2(Op::Box, t, reg);
                self.ext_type(ty);
                self.cur.b.release(m);
            }
            Place::SliceElem { s, idx, esize, off } => {
                self.e3(Op::AddrX, t, s, idx);
                self.ext(0, esize as i32);
                self.add_off(t, off);
            }
            Place::BehindElem {
                base,
                at,
                idx,
                esize,
                off,
            } => {
                self.address_behind(t, (base, at), idx, esize);
                self.add_off(t, off);
            }
            Place::InnerElem { s, i, j, esize } => {
                self.e3(Op::AddrX, t, s, i);
                self.ext(0, 24);
                self.address_behind(t, (t, 0), j, esize);
            }
            Place::ArrayElem {
                p,
                len,
                idx,
                esize,
                off,
            } => {
                self.e3(Op::AddrA, t, p, idx);
                self.ext(0, len as i32);
                self.ext(0, esize as i32);
                self.add_off(t, off);
            }
            Place::MapElem { m, key, ty } => {
                self.e3(Op::MapGet, t, m, key);
                self.ext_type(ty);
            }
        }
    }

    fn add_off(&mut self, t: Reg, off: u64) {
        if off == 0 {
        } else if off <= u16::MAX as u64 {
            self.e2n(Op::AddrOff, t, t, off as u16);
        } else {
            self.e2(Op::AddOff, t, t);
            self.ext(0, off as i32);
        }
    }

    /// The address of a large value, for those who must not load it into the frame; `None` if it has none.
    ///
    /// The memory may belong to a variable: copy it before anything can change it.
    pub(crate) fn large_addr(&mut self, e: &'static Expr) -> Option<Reg> {
        let e = e.unparen();
        let ty = self.type_of(e.id);
        match &e.kind {
            ExprKind::Composite(_) => {
                let t = self.temp(P1);
                self.new_value(t, ty);
                self.composite_into(e, ty, Place::Mem { base: t, off: 0 }, true);
                Some(t)
            }
            ExprKind::Name(_) | ExprKind::Selector(_) | ExprKind::Index(_) | ExprKind::Star(_) => {
                match self.place(e) {
                    Place::Var { .. }
                    | Place::Frame { .. }
                    | Place::FrameElem { .. }
                    | Place::Blank => None,
                    p => Some(self.address(p, ty)),
                }
            }
            ExprKind::Call(_) => {
                let r = self.expr(e);
                Some(self.address(Place::Var { reg: r }, ty))
            }
            _ => None,
        }
    }

    /// As `large_addr`; a value in the frame is copied to the heap.
    pub(crate) fn large_ref(&mut self, e: &'static Expr) -> Reg {
        if let Some(r) = self.large_addr(e) {
            return r;
        }
        let ty = self.type_of(e.id);
        let reg = self.expr(e);
        self.address(Place::Var { reg }, ty)
    }

    /// `t` becomes the address of a new zero value.
    pub(crate) fn new_value(&mut self, t: Reg, ty: TypeId) {
        let id = self.rtype(ty);
        self.ei(Op::New, t, id.0 as i32);
    }

    /// Copies memory to memory.
    pub(crate) fn move_mem(&mut self, dst: Reg, src: Reg, ty: TypeId) {
        let size = self.layout(ty).size;
        self.e2(Op::MemMove, dst, src);
        self.ext(0, size as i32);
        self.ext_type(ty);
    }
}
