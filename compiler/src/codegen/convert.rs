//! Conversions: explicit ones, implicit ones to interfaces, type assertions.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::Span;
use minigo_syntax::nodes::Expr;

use super::Gen;
use super::builder::{Label, Reg};
use super::emit::{IFACE, P1, W1};
use super::expr::Want;
use super::operator::Class;
use crate::lower::layout::Rep;
use crate::types::typ::{BasicKind, Type, TypeId};

impl Gen<'_> {
    /// `T(x)`
    pub(crate) fn conversion(
        &mut self,
        e: &'static Expr,
        x: &'static Expr,
        ty: TypeId,
        want: Want,
    ) -> Reg {
        let from = self.type_of(x.id);
        if self.is_interface(ty) {
            return self.expr_want(x, ty, want);
        }
        let (fc, tc) = (self.class(from), self.class(ty));
        let numeric = |c: Class| !matches!(c, Class::Str | Class::Bool | Class::Other);
        if numeric(fc) && numeric(tc) {
            // A constant converted to a type parameter: never through the type that it has by default.
            if let Some(v) = self.ck.info.const_value(x.id).cloned() {
                return self.constant(&v, ty, want, e.span);
            }
            if !changes(fc, tc) {
                return self.expr_gen(x, want);
            }
            let l = self.layout(ty);
            let d = self.dst(want, &l);
            self.scoped(|g| {
                let r = g.expr_last(x);
                g.at(e.span);
                g.convert_number(d, r, fc, tc);
            });
            return d;
        }
        let l = self.layout(ty);
        let simple = |g: &mut Self, op: Op| {
            let d = g.dst(want, &l);
            g.scoped(|g| {
                let r = g.expr(x);
                g.at(e.span);
                g.e2(op, d, r);
            });
            d
        };
        match (self.under(from), self.under(ty)) {
            (Type::Basic(f), Type::Basic(t)) if t.is_string() && f.is_integer() => {
                simple(self, Op::RuneStr)
            }
            (Type::Slice(el), Type::Basic(t)) if t.is_string() => {
                let op = if self.ck.types.basic(el) == Some(BasicKind::Uint8) {
                    Op::BytesStr
                } else {
                    Op::RunesStr
                };
                simple(self, op)
            }
            (Type::Basic(f), Type::Slice(el)) if f.is_string() => {
                let op = if self.ck.types.basic(el) == Some(BasicKind::Uint8) {
                    Op::StrBytes
                } else {
                    Op::StrRunes
                };
                let constant = self
                    .ck
                    .info
                    .const_value(x.id)
                    .and_then(|v| v.as_bytes().map(<[u8]>::len));
                let d = simple(self, op);
                if op == Op::StrBytes
                    && let Some(n) = constant
                {
                    // As with Go, the bytes of a constant have no spare room.
                    self.load_word(d.at(2), n as u64);
                }
                d
            }
            (Type::Slice(_), Type::Pointer(a)) => {
                let len = match self.under(a) {
                    Type::Array { len, .. } => len,
                    _ => 0,
                };
                let d = simple(self, Op::ToArr);
                self.ext(0, len as i32);
                d
            }
            (Type::Slice(_), Type::Array { len, .. }) => {
                let d = self.dst(want, &l);
                self.scoped(|g| {
                    let r = g.expr(x);
                    g.at(e.span);
                    let p = g.temp(P1);
                    g.e2(Op::ToArr, p, r);
                    g.ext(0, len as i32);
                    g.load_mem(d, p, 0, &l);
                });
                d
            }
            (Type::Basic(_), _) | (_, Type::Basic(_)) if self.layout(from).rep != l.rep => {
                // uintptr to and from unsafe.Pointer.
                let d = self.dst(want, &l);
                self.scoped(|g| {
                    let r = g.expr_last(x);
                    g.mov(d, r, 1);
                });
                d
            }
            _ => self.expr_gen(x, want),
        }
    }

    /// A number of one class as one of another.
    pub(crate) fn convert_number(&mut self, d: Reg, r: Reg, from: Class, to: Class) {
        match (from, to) {
            (Class::Int { .. }, Class::Int { bits, signed }) => {
                let op = match (bits, signed) {
                    (8, true) => Op::Sext8,
                    (16, true) => Op::Sext16,
                    (32, true) => Op::Sext32,
                    (8, false) => Op::Zext8,
                    (16, false) => Op::Zext16,
                    (32, false) => Op::Zext32,
                    _ => Op::Mov,
                };
                self.e2(op, d, r);
            }
            (Class::Int { bits, signed }, to) => {
                let wide = bits == 64 && !signed;
                let op = match (to, wide) {
                    (Class::F64, false) => Op::I2F,
                    (Class::F64, true) => Op::U2F,
                    (_, false) => Op::I2G,
                    (_, true) => Op::U2G,
                };
                self.e2(op, d, r);
            }
            (Class::F64 | Class::F32, Class::Int { bits, signed }) => {
                let mut r = r;
                let m = self.cur.b.mark();
                if from == Class::F32 {
                    let t = self.temp(W1);
                    self.e2(Op::G2F, t, r);
                    r = t;
                }
                self.e2(
                    if bits == 64 && !signed {
                        Op::F2U
                    } else {
                        Op::F2I
                    },
                    d,
                    r,
                );
                self.wrap(d, bits, signed);
                self.cur.b.release(m);
            }
            (Class::F64, Class::F32) => self.e2(Op::F2G, d, r),
            (Class::F32, Class::F64) => self.e2(Op::G2F, d, r),
            (Class::C64, Class::C128) => self.scoped(|g| {
                let t = g.temp(W1);
                g.mov(t, r, 1);
                g.unpack_c64(d, t);
            }),
            (Class::C128, Class::C64) => self.pack_c64(d, r),
            (Class::C128, _) => self.mov(d, r, 2),
            _ => self.mov(d, r, 1),
        }
    }

    /// A value assigned to a place of type `to`: only interfaces change its form.
    pub(crate) fn convert(
        &mut self,
        r: Reg,
        from: TypeId,
        to: TypeId,
        want: Want,
        span: Span,
    ) -> Reg {
        let l = self.layout(to);
        if !self.needs_conversion(from, to) {
            let l = self.layout(from);
            return self.settle(r, want, l.slots);
        }
        let d = self.dst(want, &l);
        if span != Span::default() {
            self.at(span);
        }
        if self.is_interface(from) {
            self.scoped(|g| {
                let mut src = r;
                if g.layout(from).rep == Rep::Iface {
                    // Its type word as a type.
                    let target = if l.rep == Rep::Eface {
                        d
                    } else {
                        g.temp(IFACE)
                    };
                    if target == d && d.0.abs_diff(r.0) == 1 {
                        let t = g.temp(W1);
                        g.e2(Op::ItabType, t, r);
                        g.mov(d.at(1), r.at(1), 1);
                        g.mov(d, t, 1);
                        return;
                    }
                    if target == d && d == r {
                        return g.e2(Op::ItabType, d, r);
                    }
                    g.mov(target.at(1), r.at(1), 1);
                    g.e2(Op::ItabType, target, r);
                    if l.rep == Rep::Eface {
                        return;
                    }
                    src = target;
                }
                g.e2(Op::AssertI, d, src);
                let (t, s) = (g.rtype(to), g.rtype(from));
                g.ext(4, t.0 as i32);
                g.ext(0, s.0 as i32);
            });
            return d;
        }
        if self.layout(from).direct() {
            self.mov(d.at(1), r, 1);
        } else {
            self.e2(Op::Box, d.at(1), r);
            self.ext_type(from);
        }
        self.type_word(d, from, to);
        d
    }

    /// `d` = the type word of a value of type `from` in interface type `to`.
    pub(crate) fn type_word(&mut self, d: Reg, from: TypeId, to: TypeId) {
        self.used(d, 2);
        if self.layout(to).rep == Rep::Eface {
            let id = self.rtype(from);
            self.ei(Op::LdType, d, id.0 as i32);
        } else {
            let id = self.itab_id(to, from);
            self.ei(Op::LdItab, d, id);
        }
    }

    /// A register with the RType word of the interface at `v`.
    pub(crate) fn rtype_word(&mut self, v: Reg, iface: TypeId) -> Reg {
        if self.layout(iface).rep == Rep::Eface {
            return v;
        }
        let t = self.temp(W1);
        self.e2(Op::ItabType, t, v);
        t
    }

    /// The interface at `v` with its type word as an RType.
    fn as_eface(&mut self, v: Reg, iface: TypeId) -> Reg {
        if self.layout(iface).rep == Rep::Eface {
            return v;
        }
        let t = self.temp(IFACE);
        self.e2(Op::ItabType, t, v);
        self.mov(t.at(1), v.at(1), 1);
        t
    }

    /// `d = v.(ty)`, or a panic.
    pub(crate) fn assert(&mut self, v: Reg, from: TypeId, ty: TypeId, d: Reg) {
        if self.is_interface(ty) {
            let src = self.as_eface(v, from);
            let flags = if self.layout(ty).rep == Rep::Eface {
                2
            } else {
                0
            };
            let (t, s) = (self.rtype(ty), self.rtype(from));
            self.e2(Op::AssertI, d, src);
            self.ext(flags, t.0 as i32);
            self.ext(0, s.0 as i32);
            return;
        }
        let word = self.rtype_word(v, from);
        let (t, s) = (self.rtype(ty), self.rtype(from));
        self.ei(Op::AssertT, word, t.0 as i32);
        self.ext(0, s.0 as i32);
        self.unbox(d, v.at(1), ty);
    }

    /// `d, ok = v.(ty)`
    pub(crate) fn assert_ok(&mut self, v: Reg, from: TypeId, ty: TypeId, d: Reg, ok: Reg) {
        if self.is_interface(ty) {
            let src = self.as_eface(v, from);
            let flags = 1 | if self.layout(ty).rep == Rep::Eface {
                2
            } else {
                0
            };
            let (t, s) = (self.rtype(ty), self.rtype(from));
            let block = self.temp(&[SlotKind::W, SlotKind::D, SlotKind::W]);
            self.e2(Op::AssertI, block, src);
            self.ext(flags, t.0 as i32);
            self.ext(0, s.0 as i32);
            self.mov(d, block, 2);
            self.mov(ok, block.at(2), 1);
            return;
        }
        let word = self.rtype_word(v, from);
        let (no, end) = (self.label(), self.label());
        self.jump_type_ne(word, ty, no);
        self.unbox(d, v.at(1), ty);
        self.load_word(ok, 1);
        self.jmp(end);
        self.place_label(no);
        let n = self.layout(ty).slots;
        self.zero(d, n);
        self.zero(ok, 1);
        self.place_label(end);
    }

    /// Jumps if an RType word is not that of the type.
    pub(crate) fn jump_type_ne(&mut self, word: Reg, ty: TypeId, l: Label) {
        let t = self.rtype(ty);
        self.cur.b.jump16(Op::JTypeNe, word.0, 0, l);
        self.ext(0, t.0 as i32);
    }

    /// The value of concrete type `ty` in an interface's data word.
    pub(crate) fn unbox(&mut self, d: Reg, data: Reg, ty: TypeId) {
        let l = self.layout(ty);
        if l.size == 0 {
        } else if l.direct() {
            self.mov(d, data, 1);
        } else {
            self.scoped(|g| {
                let p = g.temp(P1);
                g.e2(Op::Mov, p, data);
                g.load_mem(d, p, 0, &l);
            });
        }
    }
}

/// Whether a conversion between numbers needs an instruction.
fn changes(from: Class, to: Class) -> bool {
    match (from, to) {
        (
            Class::Int {
                bits: fb,
                signed: fs,
            },
            Class::Int {
                bits: tb,
                signed: ts,
            },
        ) => !(tb == 64 || fs == ts && fb <= tb || !fs && ts && fb < tb),
        (f, t) => f != t,
    }
}
