//! Short names for writing instructions, and moves of whole values.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::{Pos, Span};

use super::builder::{Label, Reg, WIN, WINDOW};
use super::{Gen, Pooled};
use crate::lower::layout::Layout;
use crate::types::typ::TypeId;

pub(crate) const W1: &[SlotKind] = &[SlotKind::W];
pub(crate) const P1: &[SlotKind] = &[SlotKind::P];
pub(crate) const STR: &[SlotKind] = &[SlotKind::P, SlotKind::W];
pub(crate) const IFACE: &[SlotKind] = &[SlotKind::W, SlotKind::D];

impl Gen<'_> {
    pub(crate) fn e3(&mut self, op: Op, a: Reg, b: Reg, c: Reg) {
        self.cur.b.op(op, a.0, b.0, c.0);
    }

    pub(crate) fn e2(&mut self, op: Op, a: Reg, b: Reg) {
        self.cur.b.op(op, a.0, b.0, 0);
    }

    pub(crate) fn e1(&mut self, op: Op, a: Reg) {
        self.cur.b.op(op, a.0, 0, 0);
    }

    /// Two registers and a number.
    pub(crate) fn e2n(&mut self, op: Op, a: Reg, b: Reg, n: u16) {
        self.cur.b.op(op, a.0, b.0, n);
    }

    /// A register and a 32-bit number.
    pub(crate) fn ei(&mut self, op: Op, a: Reg, imm: i32) {
        self.cur.b.opi(op, a.0, imm);
    }

    pub(crate) fn ext(&mut self, a: u16, imm: i32) {
        self.cur.b.ext(a, imm);
    }

    /// An extension word naming a run-time type.
    pub(crate) fn ext_type(&mut self, ty: TypeId) {
        let id = self.rtype(ty);
        self.cur.b.ext(0, id.0 as i32);
    }

    pub(crate) fn label(&mut self) -> Label {
        self.cur.b.label()
    }

    pub(crate) fn place_label(&mut self, l: Label) {
        self.cur.b.place(l);
        if self.cur.b.is_used(l) {
            self.cur.dead = false;
        }
    }

    pub(crate) fn jmp(&mut self, l: Label) {
        let op = if self.cur.b.placed(l) {
            Op::Loop
        } else {
            Op::Jmp
        };
        self.cur.b.jump(op, 0, l);
    }

    /// Sets the line that following instructions belong to.
    pub(crate) fn at(&mut self, span: Span) {
        if self.cur.one_line {
            return;
        }
        let (file, line) = self.ck.shown_line(span);
        let file = self.file_number(file);
        self.cur.b.set_line(file, line);
    }

    /// The line of a position.
    pub(crate) fn line_of(&self, span: Span) -> u32 {
        self.ck.shown_line(span).1
    }

    /// As `at`, for a position in the same file as `span`.
    pub(crate) fn at_pos(&mut self, span: Span, pos: Pos) {
        self.at(span.at(pos));
    }

    pub(crate) fn temp(&mut self, kinds: &[SlotKind]) -> Reg {
        self.cur.b.temp(kinds)
    }

    /// A temporary for a value of this type.
    pub(crate) fn temp_for(&mut self, ty: TypeId) -> Reg {
        let l = self.layout(ty);
        self.temp_of(&l)
    }

    pub(crate) fn temp_of(&mut self, l: &Layout) -> Reg {
        if l.slots > 0 && l.kinds.is_empty() {
            self.cur.b.overflow = true;
            return Reg(0);
        }
        self.cur.b.temp(&l.kinds)
    }

    /// Runs `f` and gives back the temporaries it made.
    pub(crate) fn scoped<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let m = self.cur.b.mark();
        let r = f(self);
        self.cur.b.release(m);
        r
    }

    /// Copies `n` slots.
    pub(crate) fn mov(&mut self, dst: Reg, src: Reg, n: u64) {
        if dst == src {
            return;
        }
        match n {
            0 => {}
            1 => self.e2(Op::Mov, dst, src),
            2 => self.e2(Op::Mov2, dst, src),
            3 => self.e2(Op::Mov3, dst, src),
            _ => self.e2n(Op::MovN, dst, src, n as u16),
        }
        self.used(dst, n);
    }

    /// Notes window use.
    pub(crate) fn used(&mut self, r: Reg, n: u64) {
        if r.in_window() {
            self.cur.b.window((r.0 - WIN) as u32 + n as u32);
        }
    }

    /// Sets `n` slots to zero.
    pub(crate) fn zero(&mut self, dst: Reg, n: u64) {
        self.used(dst, n);
        match n {
            0 => {}
            1 => self.e1(Op::Zero, dst),
            _ => {
                self.cur.b.op(Op::ZeroN, dst.0, 0, n as u16);
            }
        }
    }

    /// Loads a word.
    pub(crate) fn load_word(&mut self, dst: Reg, w: u64) {
        self.used(dst, 1);
        match i32::try_from(w as i64) {
            Ok(v) => self.ei(Op::LdI, dst, v),
            Err(_) => {
                let k = self.const_id(w);
                self.ei(Op::LdK, dst, k);
            }
        }
    }

    /// A register that holds a constant word: in a loop one that was loaded at entry.
    pub(crate) fn word_reg(&mut self, w: u64) -> Reg {
        if let Some(&r) = self.cur.pool.get(&Pooled::Word(w)) {
            return r;
        }
        if self.cur.loop_depth == 0 || self.cur.pool.len() >= 24 {
            let r = self.temp(W1);
            self.load_word(r, w);
            return r;
        }
        let r = self.cur.b.alloc_fresh(W1);
        let k = self.const_id(w);
        let i = match i32::try_from(w as i64) {
            Ok(v) => minigo_bytecode::Instr::ai(Op::LdI, r.0, v),
            Err(_) => minigo_bytecode::Instr::ai(Op::LdK, r.0, k),
        };
        self.cur.b.prologue.push(i);
        self.cur.pool.insert(Pooled::Word(w), r);
        r
    }

    /// A register with the address of a byte of the globals.
    pub(crate) fn global_addr(&mut self, at: u32) -> Reg {
        if let Some(&r) = self.cur.pool.get(&Pooled::Global(at)) {
            return r;
        }
        if self.cur.loop_depth == 0 || self.cur.pool.len() >= 24 {
            let r = self.temp(P1);
            self.ei(Op::LeaG, r, at as i32);
            return r;
        }
        let r = self.cur.b.alloc_fresh(P1);
        self.cur
            .b
            .prologue
            .push(minigo_bytecode::Instr::ai(Op::LeaG, r.0, at as i32));
        self.cur.pool.insert(Pooled::Global(at), r);
        r
    }

    /// A register of the out-window; notes that it is used.
    pub(crate) fn win(&mut self, k: u64) -> Reg {
        self.cur.b.window(k as u32 + 1);
        WINDOW.at(k as u32)
    }

    /// Copies bytes between places of the frame (byte offsets), piecewise; not beyond word bounds with larger pieces.
    pub(crate) fn copy_bytes(&mut self, dst: (Reg, u64), src: (Reg, u64), size: u64) {
        self.used(dst.0, (dst.1 + size).div_ceil(8));
        let (mut d, mut s, mut left) = (dst.1, src.1, size);
        let m = self.cur.b.mark();
        let t = self.temp(W1);
        while left > 0 {
            let n = [8u64, 4, 2, 1]
                .into_iter()
                .find(|n| *n <= left && d % n == 0 && s % n == 0)
                .unwrap_or(1);
            let at = |r: Reg, off: u64| (r.0 as u64 * 8 + off) as i32;
            if n == 8 {
                self.e2(Op::Mov, dst.0.at((d / 8) as u32), src.0.at((s / 8) as u32));
            } else {
                let (ld, st) = match n {
                    4 => (Op::LdLU32, Op::StL32),
                    2 => (Op::LdLU16, Op::StL16),
                    _ => (Op::LdLU8, Op::StL8),
                };
                self.ei(ld, t, at(src.0, s));
                self.ei(st, t, at(dst.0, d));
            }
            d += n;
            s += n;
            left -= n;
        }
        self.cur.b.release(m);
    }
}
