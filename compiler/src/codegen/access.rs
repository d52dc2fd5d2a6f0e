//! Loads from places and stores to them: the instruction for each place and form of value.

use minigo_bytecode::Op;

use super::Gen;
use super::builder::Reg;
use super::element::{load_behind, load_inner, load_part, store_behind, store_inner, store_part};
use super::emit::P1;
use super::place::Place;
use crate::lower::layout::{Layout, Rep, Width};
use crate::types::typ::TypeId;

impl Gen<'_> {
    /// The address of the global, except for what word operations reach.
    fn global_mem(&mut self, at: u32) -> Place {
        Place::Mem {
            base: self.global_addr(at),
            off: 0,
        }
    }

    /// The value of a place in slot form: where it stands, or in `dst`, or in a temporary.
    pub(crate) fn load(&mut self, place: Place, ty: TypeId, dst: Option<Reg>) -> Reg {
        let l = self.layout(ty);
        if let Place::Var { reg } = place {
            if let Some(d) = dst {
                self.mov(d, reg, l.slots);
                return d;
            }
            return reg;
        }
        if let Place::Frame { reg, off: 0 } = place
            && (l.slots > 1 && l.size.is_multiple_of(8)
                || matches!(l.rep, Rep::Word(Width::W64) | Rep::Ptr)
                || l.size == 8)
        {
            if let Some(d) = dst {
                self.mov(d, reg, l.slots);
                return d;
            }
            return reg;
        }
        let d = match dst {
            Some(d) => {
                self.used(d, l.slots);
                d
            }
            None => self.temp_of(&l),
        };
        if l.size == 0 {
            if let Place::Mem { base, .. } = place {
                self.e1(Op::NilChk, base);
            } else if let Place::SliceElem { .. }
            | Place::BehindElem { .. }
            | Place::InnerElem { .. }
            | Place::ArrayElem { .. }
            | Place::MapElem { .. } = place
            {
                self.scoped(|g| g.address(place, ty));
            } else if let Place::FrameElem { len, idx, .. } = place {
                self.bound(idx, len);
            }
            return d;
        }
        match place {
            Place::Blank | Place::Var { .. } => self.zero(d, l.slots),
            Place::Frame { reg, off } => {
                let at = (reg.0 as u64 * 8 + off) as i32;
                match l.rep {
                    Rep::Word(w) if w != Width::W64 => self.ei(frame_load(w), d, at),
                    _ => {
                        self.e1(Op::Zero, d.at(l.slots as u32 - 1));
                        self.copy_bytes((d, 0), (reg, off), l.size);
                    }
                }
            }
            Place::Mem { base, off } => self.load_mem(d, base, off, &l),
            Place::Global { at } => match l.rep {
                Rep::Word(Width::W64) | Rep::Ptr if at % 8 == 0 => self.ei(Op::LdG, d, at as i32),
                _ => {
                    let m = self.cur.b.mark();
                    let p = self.global_mem(at);
                    self.load(p, ty, Some(d));
                    self.cur.b.release(m);
                }
            },
            Place::FrameElem {
                arr,
                len,
                idx,
                esize,
                off,
            } => {
                let op = if off == 0 && l.size == esize {
                    match l.rep {
                        Rep::Word(Width::W64) | Rep::Ptr => Some(Op::LdA64),
                        Rep::Word(w) => Some(match w {
                            Width::I8 => Op::LdAI8,
                            Width::U8 => Op::LdAU8,
                            Width::I16 => Op::LdAI16,
                            Width::U16 => Op::LdAU16,
                            Width::I32 => Op::LdAI32,
                            _ => Op::LdAU32,
                        }),
                        _ => Some(Op::LdAN),
                    }
                } else {
                    None
                };
                match op {
                    Some(op) => {
                        self.e3(op, d, arr, idx);
                        self.ext(esize as u16, len as i32);
                    }
                    None => {
                        let m = self.cur.b.mark();
                        let t = self.temp(&vec![
                            minigo_bytecode::SlotKind::D;
                            esize.div_ceil(8) as usize
                        ]);
                        self.e3(Op::LdAN, t, arr, idx);
                        self.ext(esize as u16, len as i32);
                        self.load(
                            Place::Frame {
                                reg: t.at((off / 8) as u32),
                                off: off % 8,
                            },
                            ty,
                            Some(d),
                        );
                        self.cur.b.release(m);
                    }
                }
            }
            Place::SliceElem { s, idx, esize, off } => {
                let op = if off == 0
                    && l.size == esize
                    && (l.align == 8 || l.size < 8 && l.rep != Rep::Agg)
                {
                    match l.rep {
                        Rep::Word(Width::W64) | Rep::Ptr => Some(Op::LdX64),
                        Rep::Word(w) => Some(match w {
                            Width::I8 => Op::LdXI8,
                            Width::U8 => Op::LdXU8,
                            Width::I16 => Op::LdXI16,
                            Width::U16 => Op::LdXU16,
                            Width::I32 => Op::LdXI32,
                            _ => Op::LdXU32,
                        }),
                        _ => match l.size {
                            8 => Some(Op::LdX64),
                            16 => Some(Op::LdX2),
                            24 => Some(Op::LdX3),
                            _ => None,
                        },
                    }
                } else {
                    None
                };
                let part = load_part(&l).filter(|_| off <= u16::MAX as u64);
                match (op, part) {
                    (Some(op), _) => self.e3(op, d, s, idx),
                    (None, Some(op)) => {
                        self.e3(op, d, s, idx);
                        self.ext(off as u16, esize as i32);
                    }
                    _ => self.load_by_address(place, ty, d, &l),
                }
            }
            Place::ArrayElem {
                p,
                len,
                idx,
                esize,
                off,
            } => {
                let op = match l.rep {
                    Rep::Word(Width::W64) | Rep::Ptr if off == 0 && esize == 8 && l.align == 8 => {
                        Some(Op::LdPA64)
                    }
                    Rep::Word(Width::U8) if off == 0 && esize == 1 => Some(Op::LdPAU8),
                    _ => None,
                };
                match op {
                    Some(op) if len <= i32::MAX as u64 => {
                        self.e3(op, d, p, idx);
                        self.ext(0, len as i32);
                    }
                    _ => self.load_by_address(place, ty, d, &l),
                }
            }
            Place::BehindElem {
                base,
                at,
                idx,
                esize,
                off,
            } => match load_behind(&l) {
                Some(op) if off == 0 && l.size == esize => {
                    self.e3(op, d, base, idx);
                    self.ext(0, at as i32);
                }
                _ => self.load_by_address(place, ty, d, &l),
            },
            Place::InnerElem { s, i, j, .. } => match load_inner(&l) {
                Some(op) => {
                    self.e3(op, d, s, i);
                    self.ext(j.0, 0);
                }
                None => self.load_by_address(place, ty, d, &l),
            },
            Place::MapElem { .. } => self.load_by_address(place, ty, d, &l),
        }
        d
    }

    /// Loads through the address of the element: the load's own offset saves an instruction.
    fn load_by_address(&mut self, place: Place, ty: TypeId, d: Reg, l: &Layout) {
        let m = self.cur.b.mark();
        let (whole, off) = place.apart();
        let t = self.address(whole, ty);
        self.load_mem(d, t, off, l);
        self.cur.b.release(m);
    }

    /// As `load_by_address`, storing. A value without size is not written, but the element must be there.
    fn store_by_address(&mut self, place: Place, v: Reg, ty: TypeId) {
        let m = self.cur.b.mark();
        let (whole, off) = place.apart();
        let t = self.address(whole, ty);
        if self.layout(ty).size > 0 {
            self.store_mem(t, off, v, ty);
        }
        self.cur.b.release(m);
    }

    /// Loads a value from memory to slots.
    pub(crate) fn load_mem(&mut self, d: Reg, base: Reg, off: u64, l: &Layout) {
        self.used(d, l.slots);
        if l.size == 0 {
            return;
        }
        if off > u16::MAX as u64 {
            let m = self.cur.b.mark();
            let t = self.temp(P1);
            self.e2(Op::AddOff, t, base);
            self.ext(0, off as i32);
            self.load_mem(d, t, 0, l);
            self.cur.b.release(m);
            return;
        }
        let off = off as u16;
        match l.rep {
            Rep::Word(Width::I8) => self.e2n(Op::LdI8, d, base, off),
            Rep::Word(Width::U8) => self.e2n(Op::LdU8, d, base, off),
            Rep::Word(Width::I16) => self.e2n(Op::LdI16, d, base, off),
            Rep::Word(Width::U16) => self.e2n(Op::LdU16, d, base, off),
            Rep::Word(Width::I32) => self.e2n(Op::LdI32, d, base, off),
            Rep::Word(Width::U32) => self.e2n(Op::LdU32, d, base, off),
            _ => match if l.align == 8 { l.size } else { u64::MAX } {
                8 => self.e2n(Op::Ld64, d, base, off),
                16 => self.e2n(Op::Ld2, d, base, off),
                24 => self.e2n(Op::Ld3, d, base, off),
                _ => {
                    self.e2n(Op::LdN, d, base, off);
                    self.ext(0, l.size as i32);
                }
            },
        }
    }

    /// Writes the slots at `v` to memory.
    pub(crate) fn store_mem(&mut self, base: Reg, off: u64, v: Reg, ty: TypeId) {
        let l = self.layout(ty);
        if l.size == 0 {
            self.e1(Op::NilChk, base);
            return;
        }
        if off > u16::MAX as u64 {
            let m = self.cur.b.mark();
            let t = self.temp(P1);
            self.e2(Op::AddOff, t, base);
            self.ext(0, off as i32);
            self.store_mem(t, 0, v, ty);
            self.cur.b.release(m);
            return;
        }
        let off = off as u16;
        let op = match l.rep {
            Rep::Word(Width::I8 | Width::U8) => Op::St8,
            Rep::Word(Width::I16 | Width::U16) => Op::St16,
            Rep::Word(Width::I32 | Width::U32) => Op::St32,
            Rep::Word(Width::W64) if l.align == 8 => Op::St64,
            Rep::Ptr => Op::StP,
            Rep::Str => Op::StStr,
            Rep::Slice => Op::StSlice,
            Rep::Eface | Rep::Iface => Op::StIface,
            Rep::C128 => Op::St2,
            Rep::Agg if !l.pointers && l.size == 8 && l.align == 8 => Op::St64,
            Rep::Agg if !l.pointers && l.size == 16 && l.align == 8 => Op::St2,
            Rep::Agg | Rep::Word(Width::W64) => {
                self.e2n(Op::StN, base, v, off);
                self.ext(0, l.size as i32);
                self.ext_type(ty);
                return;
            }
        };
        self.e2n(op, base, v, off);
    }

    /// Panics unless `0 <= idx < len`.
    pub(crate) fn bound(&mut self, idx: Reg, len: u64) {
        let m = self.cur.b.mark();
        let n = self.word_reg(len);
        self.e2(Op::Bound, idx, n);
        self.cur.b.release(m);
    }

    /// Writes the value in the slots at `v` to a place.
    pub(crate) fn store(&mut self, place: Place, v: Reg, ty: TypeId) {
        let l = self.layout(ty);
        match place {
            Place::Blank => {}
            Place::Var { reg } => self.mov(reg, v, l.slots),
            Place::Frame { reg, off } => {
                if l.size == 0 {
                } else if off == 0 && (l.size.is_multiple_of(8)) {
                    self.mov(reg, v, l.slots);
                } else {
                    let at = (reg.0 as u64 * 8 + off) as i32;
                    match l.rep {
                        Rep::Word(Width::I8 | Width::U8) => self.ei(Op::StL8, v, at),
                        Rep::Word(Width::I16 | Width::U16) => self.ei(Op::StL16, v, at),
                        Rep::Word(Width::I32 | Width::U32) => self.ei(Op::StL32, v, at),
                        _ => self.copy_bytes((reg, off), (v, 0), l.size),
                    }
                }
            }
            Place::Mem { base, off } => self.store_mem(base, off, v, ty),
            Place::Global { at } => match l.rep {
                Rep::Word(Width::W64) if at % 8 == 0 => self.ei(Op::StG, v, at as i32),
                Rep::Ptr => self.ei(Op::StGP, v, at as i32),
                _ if l.size == 0 => {}
                _ => {
                    let m = self.cur.b.mark();
                    let base = self.global_addr(at);
                    self.store_mem(base, 0, v, ty);
                    self.cur.b.release(m);
                }
            },
            Place::FrameElem {
                arr,
                len,
                idx,
                esize,
                off,
            } => {
                if esize == 0 {
                    return self.bound(idx, len);
                }
                if off == 0 && l.size == esize {
                    let op = match l.rep {
                        Rep::Word(Width::W64) | Rep::Ptr => Op::StA64,
                        Rep::Word(Width::I8 | Width::U8) => Op::StA8,
                        Rep::Word(Width::I16 | Width::U16) => Op::StA16,
                        Rep::Word(Width::I32 | Width::U32) => Op::StA32,
                        _ => Op::StAN,
                    };
                    self.e3(op, arr, idx, v);
                    self.ext(esize as u16, len as i32);
                    return;
                }
                let m = self.cur.b.mark();
                let t = self.temp(&vec![
                    minigo_bytecode::SlotKind::D;
                    esize.div_ceil(8) as usize
                ]);
                self.e3(Op::LdAN, t, arr, idx);
                self.ext(esize as u16, len as i32);
                self.store(
                    Place::Frame {
                        reg: t.at((off / 8) as u32),
                        off: off % 8,
                    },
                    v,
                    ty,
                );
                self.e3(Op::StAN, arr, idx, t);
                self.ext(esize as u16, len as i32);
                self.cur.b.release(m);
            }
            Place::SliceElem { s, idx, esize, off } => {
                let op = if off == 0 && l.size == esize {
                    match l.rep {
                        Rep::Word(Width::I8 | Width::U8) => Some(Op::StX8),
                        Rep::Word(Width::I16 | Width::U16) => Some(Op::StX16),
                        Rep::Word(Width::I32 | Width::U32) => Some(Op::StX32),
                        Rep::Word(Width::W64) if l.align == 8 => Some(Op::StX64),
                        Rep::Ptr => Some(Op::StXP),
                        Rep::Str => Some(Op::StXStr),
                        _ => None,
                    }
                } else {
                    None
                };
                let part = store_part(&l).filter(|_| off <= u16::MAX as u64);
                match (op, part) {
                    (Some(op), _) => self.e3(op, s, idx, v),
                    (None, Some(op)) => {
                        self.e3(op, s, idx, v);
                        self.ext(off as u16, esize as i32);
                    }
                    _ => self.store_by_address(place, v, ty),
                }
            }
            Place::ArrayElem {
                p,
                len,
                idx,
                esize,
                off,
            } => {
                let op = match l.rep {
                    Rep::Word(Width::I8 | Width::U8) if off == 0 && esize == 1 => Some(Op::StPA8),
                    Rep::Word(Width::W64) if off == 0 && esize == 8 && l.align == 8 => {
                        Some(Op::StPA64)
                    }
                    _ => None,
                };
                match op {
                    Some(op) if len <= i32::MAX as u64 => {
                        self.e3(op, p, idx, v);
                        self.ext(0, len as i32);
                    }
                    _ => self.store_by_address(place, v, ty),
                }
            }
            Place::BehindElem {
                base,
                at,
                idx,
                esize,
                off,
            } => match store_behind(&l) {
                Some(op) if off == 0 && l.size == esize => {
                    self.e3(op, base, idx, v);
                    self.ext(0, at as i32);
                }
                _ => self.store_by_address(place, v, ty),
            },
            Place::InnerElem { s, i, j, .. } => match store_inner(&l) {
                Some(op) => {
                    self.e3(op, s, i, v);
                    self.ext(j.0, 0);
                }
                None => self.store_by_address(place, v, ty),
            },
            Place::MapElem { m, key, ty: map } => {
                let mark = self.cur.b.mark();
                let t = self.temp(P1);
                self.e3(Op::MapPut, t, m, key);
                self.ext_type(map);
                if l.size > 0 {
                    self.store_mem(t, 0, v, ty);
                }
                self.cur.b.release(mark);
            }
        }
    }
}

fn frame_load(w: Width) -> Op {
    match w {
        Width::I8 => Op::LdLI8,
        Width::U8 => Op::LdLU8,
        Width::I16 => Op::LdLI16,
        Width::U16 => Op::LdLU16,
        Width::I32 => Op::LdLI32,
        _ => Op::LdLU32,
    }
}
