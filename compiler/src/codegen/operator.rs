//! Operators that compute: arithmetic with exact wrap, shifts, string concatenation, logic.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::nodes::{Binary, BinaryOp, Expr, ExprKind, UnaryOp};

use super::Gen;
use super::builder::Reg;
use super::emit::{STR, W1};
use super::expr::Want;
use crate::types::typ::{BasicKind, TypeId};

/// The right operand of an arithmetic operation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand {
    Reg(Reg),
    /// An integer constant.
    Const(i64),
}

/// What arithmetic a type has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    Int { bits: u32, signed: bool },
    F64,
    F32,
    C128,
    C64,
    Str,
    Bool,
    Other,
}

impl Gen<'_> {
    /// The arithmetic class of a type.
    pub(crate) fn class(&self, ty: TypeId) -> Class {
        match self.ck.types.basic(ty) {
            Some(k) => match k {
                BasicKind::Float64 | BasicKind::UntypedFloat => Class::F64,
                BasicKind::Float32 => Class::F32,
                BasicKind::Complex128 | BasicKind::UntypedComplex => Class::C128,
                BasicKind::Complex64 => Class::C64,
                BasicKind::String | BasicKind::UntypedString => Class::Str,
                BasicKind::Bool | BasicKind::UntypedBool => Class::Bool,
                BasicKind::UntypedInt => Class::Int {
                    bits: 64,
                    signed: true,
                },
                BasicKind::UntypedRune => Class::Int {
                    bits: 32,
                    signed: true,
                },
                k => match k.int_bits() {
                    Some((bits, signed)) => Class::Int { bits, signed },
                    None => Class::Other,
                },
            },
            None => Class::Other,
        }
    }

    /// The value of an integer constant as the word that holds it.
    pub(crate) fn int_const(&mut self, e: &'static Expr) -> Option<i64> {
        self.ck.info.const_value(e.id)?;
        let ty = self.type_of(e.id);
        match self.class(ty) {
            Class::Int { .. } => {
                let v = self.ck.info.const_value(e.id)?;
                v.to_bits().map(|w| w as i64)
            }
            _ => None,
        }
    }

    /// Right operand: an integer constant is kept as one.
    pub(crate) fn operand(&mut self, e: &'static Expr) -> Operand {
        match self.int_const(e) {
            Some(v) => Operand::Const(v),
            None => Operand::Reg(self.expr_last(e)),
        }
    }

    pub(crate) fn binary(
        &mut self,
        e: &'static Expr,
        b: &'static Binary,
        ty: TypeId,
        want: Want,
    ) -> Reg {
        let l = self.layout(ty);
        if matches!(b.op, BinaryOp::LogAnd | BinaryOp::LogOr) {
            let d = self.scratch(want, &l);
            let end = self.label();
            self.scoped(|g| {
                g.expr_gen(&b.x, Want::Fresh(d));
                let op = if b.op == BinaryOp::LogAnd {
                    Op::Jf
                } else {
                    Op::Jt
                };
                g.cur.b.jump(op, d.0, end);
                g.expr_gen(&b.y, Want::Fresh(d));
            });
            self.place_label(end);
            return self.settle(d, want, 1);
        }
        if b.op.is_comparison() {
            let d = self.dst(want, &l);
            self.scoped(|g| g.compare_value(e, b, d));
            return d;
        }
        if self.class(ty) == Class::Str {
            return self.concat(e, want);
        }
        let d = self.dst(want, &l);
        self.scoped(|g| {
            if b.op.is_shift() {
                let x = g.expr(&b.x);
                let y = g.operand(&b.y);
                g.at_pos(e.span, b.op_pos);
                let yt = g.type_of(b.y.id);
                let signed = matches!(g.class(yt), Class::Int { signed: true, .. });
                g.shift(b.op, d, x, y, signed, ty);
                return;
            }
            if g.binary_product(e, b, d, ty) {
                return;
            }
            // A constant on the left changes sides where that is the same.
            if let Class::Int { bits, signed } = g.class(ty)
                && let Some(k) = g.int_const(&b.x)
            {
                let commutes = matches!(
                    b.op,
                    BinaryOp::Add | BinaryOp::Mul | BinaryOp::And | BinaryOp::Or | BinaryOp::Xor
                );
                if commutes {
                    let y = g.expr_last(&b.y);
                    g.at_pos(e.span, b.op_pos);
                    g.arith(b.op, d, y, Operand::Const(k), ty);
                    return;
                }
                if b.op == BinaryOp::Sub
                    && let Ok(k) = i16::try_from(k)
                {
                    let y = g.expr_last(&b.y);
                    g.e2n(Op::RSubImm, d, y, k as u16);
                    g.wrap(d, bits, signed);
                    return;
                }
            }
            // The left operand of a call on the right must be safe from it; `expr` never leaves it in the window.
            let x = if g.int_const(&b.y).is_some() {
                g.expr_last(&b.x)
            } else {
                g.expr(&b.x)
            };
            let y = g.operand(&b.y);
            g.at_pos(e.span, b.op_pos);
            g.arith(b.op, d, x, y, ty);
        });
        d
    }

    /// The factors of an expression that is a product, when one instruction multiplies and does `op` of type `ty`.
    pub(crate) fn product(
        &mut self,
        op: BinaryOp,
        y: &'static Expr,
        ty: TypeId,
    ) -> Option<(Op, &'static Binary)> {
        let fused = match (op, self.class(ty)) {
            (BinaryOp::Add, Class::F64) => Op::MulAddF,
            (BinaryOp::Sub, Class::F64) => Op::MulSubF,
            (BinaryOp::Add, Class::Int { bits: 64, .. }) => Op::MulAddI,
            _ => return None,
        };
        let y = y.unparen();
        let ExprKind::Binary(m) = &y.kind else {
            return None;
        };
        let fits = m.op == BinaryOp::Mul
            && self.ck.info.const_value(y.id).is_none()
            && self.known_value(y).is_none()
            && self.int_const(&m.x).is_none()
            && self.int_const(&m.y).is_none();
        fits.then_some((fused, m))
    }

    /// `d = x op m.x * m.y`
    pub(crate) fn add_product(&mut self, op: Op, d: Reg, x: Reg, m: &'static Binary) {
        let y = self.expr(&m.x);
        let z = self.expr(&m.y);
        self.used(d, 1);
        self.e3(op, d, x, y);
        self.ext(z.0, 0);
    }

    /// A sum or difference with a product as one instruction, if that can be.
    fn binary_product(&mut self, e: &'static Expr, b: &'static Binary, d: Reg, ty: TypeId) -> bool {
        if let Some((op, m)) = self.product(b.op, &b.y, ty) {
            if self.int_const(&b.x).is_some() {
                return false;
            }
            let x = self.expr(&b.x);
            self.at_pos(e.span, b.op_pos);
            self.add_product(op, d, x, m);
            return true;
        }
        if b.op == BinaryOp::Add
            && let Some((op, m)) = self.product(b.op, &b.x, ty)
            && self.int_const(&b.y).is_none()
            && self.simple(&b.y)
        {
            let y = self.expr(&m.x);
            let z = self.expr(&m.y);
            let x = self.expr(&b.y);
            self.at_pos(e.span, b.op_pos);
            self.e3(op, d, x, y);
            self.ext(z.0, 0);
            return true;
        }
        false
    }

    /// Brings the low bits of a result into slot form.
    pub(crate) fn wrap(&mut self, d: Reg, bits: u32, signed: bool) {
        let op = match (bits, signed) {
            (8, true) => Op::Sext8,
            (16, true) => Op::Sext16,
            (32, true) => Op::Sext32,
            (8, false) => Op::Zext8,
            (16, false) => Op::Zext16,
            (32, false) => Op::Zext32,
            _ => return,
        };
        self.e2(op, d, d);
    }

    /// `d = x op y` for the operators of arithmetic, not shifts and comparisons.
    pub(crate) fn arith(&mut self, op: BinaryOp, d: Reg, x: Reg, y: Operand, ty: TypeId) {
        match self.class(ty) {
            Class::Int { bits, signed } => self.int_arith(op, d, x, y, bits, signed),
            Class::F64 => {
                let Operand::Reg(y) = y else { return };
                self.e3(float_op(op, false), d, x, y);
            }
            Class::F32 => {
                let Operand::Reg(y) = y else { return };
                self.e3(float_op(op, true), d, x, y);
            }
            Class::C128 => {
                let Operand::Reg(y) = y else { return };
                self.complex_arith(op, d, x, y);
            }
            Class::C64 => {
                let Operand::Reg(y) = y else { return };
                self.scoped(|g| {
                    let pair = [SlotKind::W, SlotKind::W];
                    let (a, b, r) = (g.temp(&pair), g.temp(&pair), g.temp(&pair));
                    g.unpack_c64(a, x);
                    g.unpack_c64(b, y);
                    g.complex_arith(op, r, a, b);
                    g.pack_c64(d, r);
                });
            }
            Class::Str => {
                let Operand::Reg(y) = y else { return };
                self.e3(Op::Concat, d, x, y);
            }
            Class::Bool | Class::Other => {}
        }
    }

    fn complex_arith(&mut self, op: BinaryOp, d: Reg, x: Reg, y: Reg) {
        match op {
            BinaryOp::Mul => self.e3(Op::MulC, d, x, y),
            BinaryOp::Div => self.e3(Op::DivC, d, x, y),
            op => {
                let op = float_op(op, false);
                self.e3(op, d, x, y);
                self.e3(op, d.at(1), x.at(1), y.at(1));
            }
        }
    }

    /// complex128 in the two slots at `d` of the complex64 in `x`.
    pub(crate) fn unpack_c64(&mut self, d: Reg, x: Reg) {
        self.e2n(Op::ShrUImm, d.at(1), x, 32);
        self.e2(Op::G2F, d.at(1), d.at(1));
        self.e2(Op::Zext32, d, x);
        self.e2(Op::G2F, d, d);
    }

    /// complex64 in `d` of the complex128 at `x`.
    pub(crate) fn pack_c64(&mut self, d: Reg, x: Reg) {
        self.scoped(|g| {
            let t = g.temp(W1);
            g.e2(Op::F2G, t, x.at(1));
            g.e2n(Op::ShlImm, t, t, 32);
            let re = g.temp(W1);
            g.e2(Op::F2G, re, x);
            g.e3(Op::Or, d, t, re);
        });
    }

    fn int_arith(&mut self, op: BinaryOp, d: Reg, x: Reg, y: Operand, bits: u32, signed: bool) {
        if let Operand::Const(k) = y
            && self.int_arith_const(op, d, x, k, bits, signed)
        {
            return;
        }
        let y = match y {
            Operand::Reg(r) => r,
            Operand::Const(k) => self.word_reg(k as u64),
        };
        use BinaryOp as B;
        let fused = match (op, bits, signed) {
            (B::Add, 32, true) => Some(Op::AddI32),
            (B::Sub, 32, true) => Some(Op::SubI32),
            (B::Mul, 32, true) => Some(Op::MulI32),
            (B::Add, 32, false) => Some(Op::AddU32),
            (B::Sub, 32, false) => Some(Op::SubU32),
            (B::Mul, 32, false) => Some(Op::MulU32),
            (B::Add, 8, false) => Some(Op::AddU8),
            (B::Sub, 8, false) => Some(Op::SubU8),
            _ => None,
        };
        if let Some(op) = fused {
            return self.e3(op, d, x, y);
        }
        let (o, wraps) = match op {
            B::Add => (Op::AddI, true),
            B::Sub => (Op::SubI, true),
            B::Mul => (Op::MulI, true),
            B::Div if signed => (Op::DivI, true),
            B::Div => (Op::DivU, false),
            B::Rem if signed => (Op::RemI, false),
            B::Rem => (Op::RemU, false),
            B::And => (Op::And, false),
            B::Or => (Op::Or, false),
            B::Xor => (Op::Xor, false),
            _ => (Op::AndNot, false),
        };
        self.e3(o, d, x, y);
        if wraps {
            self.wrap(d, bits, signed);
        }
    }

    /// The forms with an immediate; false if there is none.
    fn int_arith_const(
        &mut self,
        op: BinaryOp,
        d: Reg,
        x: Reg,
        k: i64,
        bits: u32,
        signed: bool,
    ) -> bool {
        use BinaryOp as B;
        let small = |v: i64| i16::try_from(v).ok().map(|v| v as u16);
        let plain = signed || bits < 64;
        let (op, imm, wraps) = match op {
            B::Add if bits == 64 || self.cur.loop_depth == 0 => (Op::AddImm, small(k), true),
            B::Sub if bits == 64 || self.cur.loop_depth == 0 => {
                (Op::AddImm, k.checked_neg().and_then(small), true)
            }
            B::Mul if bits == 64 => (Op::MulImm, small(k), false),
            B::Div if k > 0 && (k as u64).is_power_of_two() && !signed => {
                (Op::ShrUImm, Some(k.trailing_zeros() as u16), false)
            }
            B::Rem if k > 0 && (k as u64).is_power_of_two() && !signed => {
                (Op::AndImm, small(k - 1), false)
            }
            B::Div if plain && k != 0 => (Op::DivImm, small(k), signed),
            B::Rem if plain && k != 0 => (Op::RemImm, small(k), false),
            // A negative immediate is extended to 64 ones: right for signed operands only.
            B::And if signed || k >= 0 => (Op::AndImm, small(k), false),
            B::Or if signed || k >= 0 => (Op::OrImm, small(k), false),
            B::Xor if signed || k >= 0 => (Op::XorImm, small(k), false),
            B::AndNot if signed || k >= 0 => (Op::AndImm, small(!k), false),
            _ => return false,
        };
        let Some(imm) = imm else { return false };
        self.e2n(op, d, x, imm);
        if wraps {
            self.wrap(d, bits, signed);
        }
        true
    }

    /// `d = x << y` or `x >> y`; `signed`: y's type is.
    pub(crate) fn shift(
        &mut self,
        op: BinaryOp,
        d: Reg,
        x: Reg,
        y: Operand,
        signed: bool,
        ty: TypeId,
    ) {
        let Class::Int { bits, signed: sx } = self.class(ty) else {
            return;
        };
        let left = op == BinaryOp::Shl;
        match y {
            Operand::Const(k) => {
                let k = k as u64;
                match (left, sx) {
                    (true, _) if k >= 64 => self.zero(d, 1),
                    (true, _) => {
                        self.e2n(Op::ShlImm, d, x, k as u16);
                        self.wrap(d, bits, sx);
                    }
                    (false, true) => self.e2n(Op::ShrIImm, d, x, k.min(63) as u16),
                    (false, false) if k >= 64 => self.zero(d, 1),
                    (false, false) => self.e2n(Op::ShrUImm, d, x, k as u16),
                }
            }
            Operand::Reg(y) => {
                if signed {
                    self.e1(Op::ShiftChk, y);
                }
                let op = match (left, sx) {
                    (true, _) => Op::Shl,
                    (false, true) => Op::ShrI,
                    (false, false) => Op::ShrU,
                };
                self.e3(op, d, x, y);
                if left {
                    self.wrap(d, bits, sx);
                }
            }
        }
    }

    /// A chain of string additions.
    fn concat(&mut self, e: &'static Expr, want: Want) -> Reg {
        let mut parts: Vec<&'static Expr> = Vec::new();
        let mut x = e;
        let mut line = e.span.at(e.pos());
        // Constant parts of the chain stay whole.
        while let ExprKind::Binary(b) = &x.unparen().kind
            && b.op == BinaryOp::Add
            && self.ck.info.const_value(x.id).is_none()
        {
            parts.push(&b.y);
            line = x.span.at(b.op_pos);
            x = &b.x;
        }
        parts.push(x);
        parts.reverse();
        let d = match want.reg() {
            Some(r) if parts.len() <= 1000 => {
                self.used(r, 2);
                r
            }
            _ => self.temp(STR),
        };
        self.scoped(|g| {
            if let [a, b] = parts[..] {
                let x = g.expr(a);
                let y = g.expr_last(b);
                g.at(line);
                g.e3(Op::Concat, d, x, y);
                return;
            }
            for chunk in 0..parts.len().div_ceil(1000) {
                // A very long chain goes in pieces.
                let from = chunk * 1000;
                let to = (from + 1000).min(parts.len());
                let lead = usize::from(chunk > 0);
                let n = to - from + lead;
                let block = g.temp(&STR.repeat(n));
                if chunk > 0 {
                    g.mov(block, d, 2);
                }
                for (i, part) in parts[from..to].iter().enumerate() {
                    let r = block.at(2 * (i + lead) as u32);
                    g.scoped(|g| g.expr_gen(part, Want::Fresh(r)));
                }
                g.at(line);
                g.e2n(Op::ConcatN, d, block, n as u16);
            }
        });
        self.settle(d, want, 2)
    }

    pub(crate) fn unary(
        &mut self,
        op: UnaryOp,
        x: &'static Expr,
        ty: TypeId,
        want: Want,
        e: &'static Expr,
    ) -> Reg {
        if op == UnaryOp::Plus {
            return self.expr_gen(x, want);
        }
        let l = self.layout(ty);
        let d = self.dst(want, &l);
        self.scoped(|g| {
            let r = g.expr_last(x);
            g.at(e.span);
            match (op, g.class(ty)) {
                (UnaryOp::Neg, Class::Int { bits, signed }) => {
                    g.e2(Op::Neg, d, r);
                    g.wrap(d, bits, signed);
                }
                (UnaryOp::Neg, Class::F64) => g.e2(Op::NegF, d, r),
                (UnaryOp::Neg, Class::F32) => g.e2(Op::NegG, d, r),
                (UnaryOp::Neg, Class::C128) => {
                    g.e2(Op::NegF, d, r);
                    g.e2(Op::NegF, d.at(1), r.at(1));
                }
                (UnaryOp::Neg, Class::C64) => {
                    let t = g.temp(&[SlotKind::W, SlotKind::W]);
                    g.unpack_c64(t, r);
                    g.e2(Op::NegF, t, t);
                    g.e2(Op::NegF, t.at(1), t.at(1));
                    g.pack_c64(d, t);
                }
                (UnaryOp::Not, _) => g.e2(Op::NotB, d, r),
                (UnaryOp::Xor, Class::Int { bits, signed }) => {
                    g.e2(Op::Not, d, r);
                    if !signed {
                        g.wrap(d, bits, signed);
                    }
                }
                _ => {}
            }
        });
        d
    }
}

fn float_op(op: BinaryOp, f32: bool) -> Op {
    match (op, f32) {
        (BinaryOp::Add, false) => Op::AddF,
        (BinaryOp::Sub, false) => Op::SubF,
        (BinaryOp::Mul, false) => Op::MulF,
        (_, false) => Op::DivF,
        (BinaryOp::Add, true) => Op::AddG,
        (BinaryOp::Sub, true) => Op::SubG,
        (BinaryOp::Mul, true) => Op::MulG,
        (_, true) => Op::DivG,
    }
}
