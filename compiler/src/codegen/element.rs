//! Elements of slices that stand in memory themselves: in a field, a variable in the heap, a package variable, or as
//! an element of another slice. One instruction reads the slice's header and the element, where it is sure that nothing
//! can change the header between the place where Go reads it and the access.
//!
//! Such a place is made by `place_now` only, for an access that follows at once. An index with calls is evaluated before
//! the header is read, as in Go; one without, if it may fail at all, fails as the header would (a nil dereference).

use minigo_bytecode::Op;
use minigo_syntax::nodes::{BinaryOp, Expr, ExprKind, Index};

use super::Gen;
use super::builder::Reg;
use super::place::Place;
use crate::lower::layout::{Layout, Rep, Width};
use crate::types::info::{Mode, SelectionKind};
use crate::types::object::Builtin;
use crate::types::typ::{Type, TypeId};

/// What a fused instruction loads or stores.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    Byte,
    Int32,
    Word,
    Pair,
}

/// The piece that loads a value of this layout, if there is one.
fn loaded(l: &Layout) -> Option<Piece> {
    match l.rep {
        Rep::Word(Width::U8) => Some(Piece::Byte),
        Rep::Word(Width::I32) => Some(Piece::Int32),
        Rep::Word(Width::W64) | Rep::Ptr | Rep::Agg if l.size == 8 && l.align == 8 => {
            Some(Piece::Word)
        }
        Rep::Word(_) => None,
        _ if l.size == 16 && l.align == 8 => Some(Piece::Pair),
        _ => None,
    }
}

/// The piece that stores a value of this layout without pointers, if there is one.
fn stored(l: &Layout) -> Option<Piece> {
    match l.rep {
        Rep::Word(Width::I8 | Width::U8) => Some(Piece::Byte),
        Rep::Word(Width::I32 | Width::U32) => Some(Piece::Int32),
        Rep::Word(Width::W64) if l.align == 8 => Some(Piece::Word),
        _ => None,
    }
}

/// Loads of an element of a slice in memory.
pub(crate) fn load_behind(l: &Layout) -> Option<Op> {
    loaded(l).map(|p| match p {
        Piece::Byte => Op::LdFU8,
        Piece::Int32 => Op::LdFI32,
        Piece::Word => Op::LdF64,
        Piece::Pair => Op::LdF2,
    })
}

/// Stores to an element of a slice in memory.
pub(crate) fn store_behind(l: &Layout) -> Option<Op> {
    if l.rep == Rep::Ptr {
        return Some(Op::StFP);
    }
    stored(l).and_then(|p| match p {
        Piece::Byte => Some(Op::StF8),
        Piece::Int32 => Some(Op::StF32),
        Piece::Word => Some(Op::StF64),
        Piece::Pair => None,
    })
}

/// Loads of a part of an element.
pub(crate) fn load_part(l: &Layout) -> Option<Op> {
    loaded(l).map(|p| match p {
        Piece::Byte => Op::LdXOU8,
        Piece::Int32 => Op::LdXOI32,
        Piece::Word => Op::LdXO64,
        Piece::Pair => Op::LdXO2,
    })
}

/// Stores to a part of an element.
pub(crate) fn store_part(l: &Layout) -> Option<Op> {
    stored(l).and_then(|p| match p {
        Piece::Byte => Some(Op::StXO8),
        Piece::Int32 => Some(Op::StXO32),
        Piece::Word => Some(Op::StXO64),
        Piece::Pair => None,
    })
}

/// Loads of an element of an element.
pub(crate) fn load_inner(l: &Layout) -> Option<Op> {
    loaded(l).and_then(|p| match p {
        Piece::Byte => Some(Op::LdXXU8),
        Piece::Int32 => Some(Op::LdXXI32),
        Piece::Word => Some(Op::LdXX64),
        Piece::Pair => None,
    })
}

/// Stores to an element of an element.
pub(crate) fn store_inner(l: &Layout) -> Option<Op> {
    stored(l).and_then(|p| match p {
        Piece::Byte => Some(Op::StXX8),
        Piece::Int32 => Some(Op::StXX32),
        Piece::Word => Some(Op::StXX64),
        Piece::Pair => None,
    })
}

impl Gen<'_> {
    /// As `place`, for a place that is read or written before anything has a side effect.
    pub(crate) fn place_now(&mut self, e: &'static Expr) -> Place {
        let e = e.unparen();
        if self.known_value(e).is_some() || self.ck.info.const_value(e.id).is_some() {
            return self.place(e);
        }
        match &e.kind {
            ExprKind::Selector(s) => {
                if let Some(sel) = self.selection(e.id)
                    && sel.kind == SelectionKind::Field
                    && let ExprKind::Index(_) = s.x.unparen().kind
                {
                    let base = self.place_now(&s.x);
                    self.at_pos(e.span, s.sel.span.pos());
                    return self.walk(base, sel.recv, &sel.path).0;
                }
            }
            ExprKind::Index(x) => {
                if let Some(p) = self.element_now(e, x) {
                    return p;
                }
            }
            _ => {}
        }
        self.place(e)
    }

    /// The place of an element of a slice that need not be loaded; no code if there is none.
    fn element_now(&mut self, e: &'static Expr, x: &'static Index) -> Option<Place> {
        let xt = self.type_of(x.x.id);
        let Type::Slice(elem) = self.under(xt) else {
            return None;
        };
        let outer = x.x.unparen();
        if self.known_value(outer).is_some() {
            return None;
        }
        let index = &x.args[0];
        let esize = self.layout(elem).size;
        match &outer.kind {
            ExprKind::Name(_) => {
                let o = self.ck.info.object_of(outer.id)?;
                let kept =
                    self.ck.objs[o].var().is_some() && (self.is_global(o) || self.heap_var(o));
                if !kept {
                    return None;
                }
            }
            ExprKind::Selector(s) => match self.selection(outer.id) {
                Some(sel) if sel.kind == SelectionKind::Field => {
                    let fits = self.steady(index) || !self.simple(index);
                    if !fits || !self.simple(&s.x) || self.in_frame(&s.x) {
                        return None;
                    }
                }
                Some(_) => return None,
                None => {
                    let o = self.ck.info.object_of(s.sel.id)?;
                    self.ck.objs[o].var()?;
                }
            },
            ExprKind::Index(y) => return self.inner_now(e, x, outer, y, elem),
            _ => return None,
        }
        let (base, at) = match self.place(outer) {
            Place::Mem { base, off } if off <= i32::MAX as u64 => (base, off),
            Place::Global { at } => (self.global_addr(at), 0),
            place => {
                let s = self.load(place, xt, None);
                let idx = self.index_reg(index);
                self.at_pos(e.span, x.lbrack);
                let off = 0;
                return Some(Place::SliceElem { s, idx, esize, off });
            }
        };
        let idx = self.index_reg(index);
        self.at_pos(e.span, x.lbrack);
        Some(Place::BehindElem {
            base,
            at,
            idx,
            esize,
            off: 0,
        })
    }

    /// `a[i][j]` of a slice of slices in registers.
    fn inner_now(
        &mut self,
        e: &'static Expr,
        x: &'static Index,
        outer: &'static Expr,
        y: &'static Index,
        elem: TypeId,
    ) -> Option<Place> {
        let yt = self.type_of(y.x.id);
        let Type::Slice(_) = self.under(yt) else {
            return None;
        };
        let l = self.layout(elem);
        let (i, j) = (&y.args[0], &x.args[0]);
        let fits = load_inner(&l).is_some() && store_inner(&l).is_some();
        // The second index is evaluated before the bounds of the first are checked.
        if !fits
            || !self.steady_or_name(&y.x)
            || !self.steady(i)
            || !self.sure(j)
            || self.is_u64(i)
            || self.is_u64(j)
            || self.line_of(outer.span.at(y.lbrack)) != self.line_of(e.span.at(x.lbrack))
        {
            return None;
        }
        let s = self.expr(&y.x);
        let i = self.index_reg(i);
        let j = self.index_reg(j);
        self.at_pos(e.span, x.lbrack);
        let esize = l.size;
        Some(Place::InnerElem { s, i, j, esize })
    }

    /// The base of the fields of a struct that lives in the frame.
    fn in_frame(&mut self, x: &'static Expr) -> bool {
        let x = x.unparen();
        let t = self.type_of(x.id);
        match &x.kind {
            ExprKind::Name(_) => {
                !matches!(self.under(t), Type::Pointer(_))
                    && self
                        .ck
                        .info
                        .object_of(x.id)
                        .is_some_and(|o| !self.is_global(o) && !self.heap_var(o))
            }
            ExprKind::Selector(s) => {
                !matches!(self.under(t), Type::Pointer(_))
                    && self.selection(x.id).is_some()
                    && self.in_frame(&s.x)
            }
            _ => false,
        }
    }

    /// Evaluating the expression has no side effect, and fails by a nil dereference at most.
    fn steady(&mut self, e: &'static Expr) -> bool {
        self.calm(e, true)
    }

    /// Evaluating the expression has no side effect and cannot fail.
    fn sure(&mut self, e: &'static Expr) -> bool {
        self.calm(e, false)
    }

    /// A slice variable, or a field that holds one.
    fn steady_or_name(&mut self, e: &'static Expr) -> bool {
        let e = e.unparen();
        matches!(e.kind, ExprKind::Name(_) | ExprKind::Selector(_)) && self.steady(e)
    }

    fn calm(&mut self, e: &'static Expr, derefs: bool) -> bool {
        if self.ck.info.const_value(e.id).is_some() {
            return true;
        }
        match &e.kind {
            ExprKind::Name(_) => true,
            ExprKind::Paren(x) => self.calm(x, derefs),
            ExprKind::Selector(s) => match self.ck.info.selections.get(&e.id) {
                Some(sel) => {
                    let field = sel.kind == SelectionKind::Field;
                    field && (derefs || self.in_frame(e)) && self.calm(&s.x, derefs)
                }
                None => true,
            },
            ExprKind::Binary(b) => {
                let ty = self.type_of(e.id);
                let plain = matches!(
                    b.op,
                    BinaryOp::Add
                        | BinaryOp::Sub
                        | BinaryOp::Mul
                        | BinaryOp::And
                        | BinaryOp::Or
                        | BinaryOp::Xor
                        | BinaryOp::AndNot
                );
                plain
                    && self.ck.types.is_numeric(ty)
                    && self.calm(&b.x, derefs)
                    && self.calm(&b.y, derefs)
            }
            ExprKind::Call(c) => {
                if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr {
                    return self.simple(e) && self.calm(&c.args[0], derefs);
                }
                let len = self.ck.info.builtin_calls.get(&e.id) == Some(&Builtin::Len);
                len && self.simple(e) && self.calm(&c.args[0], derefs)
            }
            _ => false,
        }
    }

    /// Whether the places on the left of an assignment of several values may be made by `place_now`: all are elements
    /// of slices in fields of one variable, and hold no slices themselves. A nil pointer is found at the first then, and
    /// no store changes where another goes.
    pub(crate) fn same_base(&mut self, lhs: &'static [Expr], rhs: &'static [Expr]) -> bool {
        let mut base = None;
        let calm = lhs.len() == rhs.len() && rhs.iter().all(|y| self.simple(y));
        calm && lhs.iter().all(|x| {
            let ty = self.type_of(x.id);
            let ExprKind::Index(i) = &x.unparen().kind else {
                return false;
            };
            let ExprKind::Selector(s) = &i.x.unparen().kind else {
                return false;
            };
            let ExprKind::Name(_) = s.x.unparen().kind else {
                return false;
            };
            let o = self.ck.info.object_of(s.x.unparen().id);
            let same = o.is_some() && (base.is_none() || base == o);
            base = o;
            same && stored(&self.layout(ty)).is_some()
        })
    }

    /// The address of such an element, to a register.
    pub(crate) fn address_behind(&mut self, t: Reg, place: (Reg, u64), idx: Reg, esize: u64) {
        self.e3(Op::AddrF, t, place.0, idx);
        self.ext(0, place.1 as i32);
        self.ext(0, esize as i32);
    }
}
