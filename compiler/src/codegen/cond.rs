//! Comparisons: to a bool, and fused with a jump.

use minigo_bytecode::Op;
use minigo_syntax::nodes::{Binary, BinaryOp, Expr, ExprKind, UnaryOp};

use super::Gen;
use super::builder::{Label, Reg};
use super::emit::W1;
use super::operator::{Class, Operand};
use crate::lower::layout::Rep;
use crate::types::info::Mode;
use crate::types::typ::TypeId;

/// A comparison whose operands are in registers, in a form that one instruction has.
#[derive(Clone, Copy, Debug)]
enum Test {
    /// The register is zero (nil).
    Zero(Reg),
    /// Signed words.
    Int(BinaryOp, Reg, Reg),
    Unsigned(BinaryOp, Reg, Reg),
    Imm(BinaryOp, Reg, i16),
    Float(BinaryOp, Reg, Reg),
    /// Equal strings.
    Str(Reg, Reg),
    /// A bool.
    Bool(Reg),
}

impl Gen<'_> {
    /// Jumps to `target` if `e` is `sense`, else goes on. `back`: the target is a loop's head, and the jump polls.
    pub(crate) fn cond(&mut self, e: &'static Expr, target: Label, sense: bool, back: bool) {
        if let Some(v) = self.ck.info.const_value(e.id).and_then(|v| v.as_bool()) {
            if v == sense {
                self.jmp(target);
            }
            return;
        }
        match &e.kind {
            ExprKind::Paren(x) => return self.cond(x, target, sense, back),
            ExprKind::Unary(UnaryOp::Not, x) => return self.cond(x, target, !sense, back),
            ExprKind::Binary(b) if matches!(b.op, BinaryOp::LogAnd | BinaryOp::LogOr) => {
                // `a && b` is false, or `a || b` true, as soon as `a` is.
                let short = b.op == BinaryOp::LogOr;
                if sense == short {
                    self.cond(&b.x, target, sense, back);
                    self.cond(&b.y, target, sense, back);
                } else {
                    let skip = self.label();
                    self.cond(&b.x, skip, !sense, false);
                    self.cond(&b.y, target, sense, back);
                    self.place_label(skip);
                }
                return;
            }
            ExprKind::Call(c) => {
                if !self.ck.info.builtin_calls.contains_key(&e.id)
                    && let Some(f) = self.inlined(c)
                {
                    return self.inline_cond(e, c, &f, (target, sense, back));
                }
            }
            _ => {}
        }
        self.scoped(|g| {
            let (test, negated) = match &e.kind {
                ExprKind::Binary(b) if b.op.is_comparison() => g.test(e, b),
                _ => (Test::Bool(g.expr_last(e)), false),
            };
            g.jump_on(test, sense != negated, target, back);
        });
    }

    /// Evaluates the operands of a comparison; the second value says that the test is to be negated.
    fn test(&mut self, e: &'static Expr, b: &'static Binary) -> (Test, bool) {
        let (xt, yt) = (self.type_of(b.x.id), self.type_of(b.y.id));
        let eq = matches!(b.op, BinaryOp::Eq | BinaryOp::Ne);
        let nil = |g: &Self, x: &'static Expr| g.ck.info.expr(x.unparen().id).mode == Mode::Nil;
        if eq && (nil(self, &b.x) || nil(self, &b.y)) {
            let x = if nil(self, &b.x) { &b.y } else { &b.x };
            let r = if nil(self, x) {
                self.word_reg(0)
            } else {
                self.expr_last(x)
            };
            return (Test::Zero(r), b.op == BinaryOp::Ne);
        }
        match self.class(xt) {
            Class::Int { bits, signed } if self.class(yt) == self.class(xt) => {
                let plain = signed || bits < 64 || eq;
                if let Some(k) = self.int_const(&b.y).and_then(|k| i16::try_from(k).ok())
                    && plain
                {
                    let x = self.expr_last(&b.x);
                    return (Test::Imm(b.op, x, k), false);
                }
                if let Some(k) = self.int_const(&b.x).and_then(|k| i16::try_from(k).ok())
                    && plain
                {
                    let y = self.expr_last(&b.y);
                    return (Test::Imm(mirror(b.op), y, k), false);
                }
                let x = self.expr(&b.x);
                let y = match self.operand(&b.y) {
                    Operand::Reg(y) => y,
                    Operand::Const(k) => self.word_reg(k as u64),
                };
                if plain {
                    (Test::Int(b.op, x, y), false)
                } else {
                    (Test::Unsigned(b.op, x, y), false)
                }
            }
            Class::F64 if self.class(yt) == Class::F64 => {
                let x = self.expr(&b.x);
                let y = self.expr_last(&b.y);
                (Test::Float(b.op, x, y), false)
            }
            Class::F32 if self.class(yt) == Class::F32 => {
                let x = self.expr(&b.x);
                let y = self.expr(&b.y);
                let (a, c) = (self.temp(W1), self.temp(W1));
                self.e2(Op::G2F, a, x);
                self.e2(Op::G2F, c, y);
                (Test::Float(b.op, a, c), false)
            }
            Class::Str if eq && self.class(yt) == Class::Str => {
                for (a, s) in [(&b.x, &b.y), (&b.y, &b.x)] {
                    if self
                        .ck
                        .info
                        .const_value(s.id)
                        .and_then(|v| v.as_bytes().map(<[u8]>::is_empty))
                        == Some(true)
                    {
                        let r = self.expr_last(a);
                        return (Test::Zero(r.at(1)), b.op == BinaryOp::Ne);
                    }
                }
                let x = self.expr(&b.x);
                let y = self.expr_last(&b.y);
                (Test::Str(x, y), b.op == BinaryOp::Ne)
            }
            Class::Bool if eq && self.class(yt) == Class::Bool => {
                let x = self.expr(&b.x);
                let y = self.expr_last(&b.y);
                (Test::Int(b.op, x, y), false)
            }
            Class::Other
                if eq && self.layout(xt).rep == Rep::Ptr && self.layout(yt).rep == Rep::Ptr =>
            {
                let x = self.expr(&b.x);
                let y = self.expr_last(&b.y);
                (Test::Int(b.op, x, y), false)
            }
            _ => {
                let d = self.temp(W1);
                self.compare_value(e, b, d);
                (Test::Bool(d), false)
            }
        }
    }

    fn jump_on(&mut self, test: Test, sense: bool, target: Label, back: bool) {
        use BinaryOp as B;
        match test {
            Test::Zero(r) => {
                let op = if sense { Op::Jz } else { Op::Jnz };
                self.plain_jump(back, target, sense, |g, l, s| {
                    let op = if s == sense {
                        op
                    } else if op == Op::Jz {
                        Op::Jnz
                    } else {
                        Op::Jz
                    };
                    g.cur.b.jump(op, r.0, l);
                });
            }
            Test::Bool(r) => {
                let op = match (sense, back) {
                    (true, false) => Op::Jt,
                    (false, false) => Op::Jf,
                    (true, true) => Op::LoopT,
                    (false, true) => Op::LoopF,
                };
                self.cur.b.jump(op, r.0, target);
            }
            Test::Str(x, y) => self.plain_jump(back, target, sense, |g, l, s| {
                g.cur
                    .b
                    .jump16(if s { Op::JEqStr } else { Op::JNeStr }, x.0, y.0, l);
            }),
            Test::Imm(op, x, k) => {
                let op = if sense { op } else { inverse(op) };
                let op = match (op, back) {
                    (B::Eq, false) => Op::JEqImm,
                    (B::Ne, false) => Op::JNeImm,
                    (B::Lt, false) => Op::JLtImm,
                    (B::Le, false) => Op::JLeImm,
                    (B::Gt, false) => Op::JGtImm,
                    (_, false) => Op::JGeImm,
                    (B::Eq, true) => Op::LoopEqImm,
                    (B::Ne, true) => Op::LoopNeImm,
                    (B::Lt, true) => Op::LoopLtImm,
                    (B::Le, true) => Op::LoopLeImm,
                    (B::Gt, true) => Op::LoopGtImm,
                    (_, true) => Op::LoopGeImm,
                };
                self.cur.b.jump16(op, x.0, k as u16, target);
            }
            Test::Int(op, x, y) => {
                let op = if sense { op } else { inverse(op) };
                let (op, x, y) = lower_than(op, x, y);
                let op = match (op, back) {
                    (B::Eq, false) => Op::JEq,
                    (B::Ne, false) => Op::JNe,
                    (B::Lt, false) => Op::JLt,
                    (_, false) => Op::JLe,
                    (B::Eq, true) => Op::LoopEq,
                    (B::Ne, true) => Op::LoopNe,
                    (B::Lt, true) => Op::LoopLt,
                    (_, true) => Op::LoopLe,
                };
                self.cur.b.jump16(op, x.0, y.0, target);
            }
            Test::Unsigned(op, x, y) => self.plain_jump(back, target, sense, |g, l, s| {
                let op = if s { op } else { inverse(op) };
                let (op, x, y) = lower_than(op, x, y);
                g.cur
                    .b
                    .jump16(if op == B::Lt { Op::JLtU } else { Op::JLeU }, x.0, y.0, l);
            }),
            Test::Float(op, x, y) => self.plain_jump(back, target, sense, |g, l, s| {
                let (op, x, y) = lower_than(op, x, y);
                let op = match (op, s) {
                    (B::Eq, true) | (B::Ne, false) => Op::JEqF,
                    (B::Ne, true) | (B::Eq, false) => Op::JNeF,
                    (B::Lt, true) => Op::JLtF,
                    (B::Lt, false) => Op::JNLtF,
                    (_, true) => Op::JLeF,
                    (_, false) => Op::JNLeF,
                };
                g.cur.b.jump16(op, x.0, y.0, l);
            }),
        }
    }

    /// A jump that has no polling form: backwards it skips a `Loop`.
    fn plain_jump(
        &mut self,
        back: bool,
        target: Label,
        sense: bool,
        jump: impl Fn(&mut Self, Label, bool),
    ) {
        if back {
            let skip = self.label();
            jump(self, skip, !sense);
            self.cur.b.jump(Op::Loop, 0, target);
            self.place_label(skip);
        } else {
            jump(self, target, sense);
        }
    }

    /// A comparison as a bool in `d`.
    pub(crate) fn compare_value(&mut self, e: &'static Expr, b: &'static Binary, d: Reg) {
        let (xt, yt) = (self.type_of(b.x.id), self.type_of(b.y.id));
        let nil = |g: &Self, x: &'static Expr| g.ck.info.expr(x.unparen().id).mode == Mode::Nil;
        if nil(self, &b.x) || nil(self, &b.y) {
            let x = if nil(self, &b.x) { &b.y } else { &b.x };
            let zero = self.word_reg(0);
            let r = if nil(self, x) { zero } else { self.expr(x) };
            let op = if b.op == BinaryOp::Eq {
                Op::EqI
            } else {
                Op::NeI
            };
            return self.e3(op, d, r, zero);
        }
        // Interfaces: both sides in one form.
        let (xi, yi) = (self.is_interface(xt), self.is_interface(yt));
        if xi || yi {
            let common = if xi && yi {
                if self.same_interface(xt, yt) {
                    xt
                } else {
                    TypeId::ANY
                }
            } else if xi {
                xt
            } else {
                yt
            };
            let x = self.expr_as(&b.x, common);
            let y = self.expr_as(&b.y, common);
            self.at_pos(e.span, b.op_pos);
            return self.equal(d, x, y, common, b.op == BinaryOp::Ne);
        }
        if self.layout(xt).large() {
            let (x, y) = (self.large_ref(&b.x), self.large_ref(&b.y));
            self.at_pos(e.span, b.op_pos);
            self.e3(Op::EqMem, d, x, y);
            self.ext_type(xt);
            if b.op == BinaryOp::Ne {
                self.e2(Op::NotB, d, d);
            }
            return;
        }
        let x = self.expr(&b.x);
        let y = self.expr_last(&b.y);
        self.at_pos(e.span, b.op_pos);
        self.compare_regs(b.op, d, x, y, xt);
    }

    fn same_interface(&mut self, a: TypeId, b: TypeId) -> bool {
        self.identical(a, b)
    }

    /// `d = x op y` for two values of one type.
    pub(crate) fn compare_regs(&mut self, op: BinaryOp, d: Reg, x: Reg, y: Reg, ty: TypeId) {
        use BinaryOp as B;
        if matches!(op, B::Eq | B::Ne) {
            return self.equal(d, x, y, ty, op == B::Ne);
        }
        let (op, x, y) = lower_than(op, x, y);
        let less = op == B::Lt;
        match self.class(ty) {
            Class::Int {
                bits: 64,
                signed: false,
            } => self.e3(if less { Op::LtU } else { Op::LeU }, d, x, y),
            Class::Int { .. } => self.e3(if less { Op::LtI } else { Op::LeI }, d, x, y),
            Class::F64 => self.e3(if less { Op::LtF } else { Op::LeF }, d, x, y),
            Class::F32 => self.scoped(|g| {
                let (a, c) = (g.temp(W1), g.temp(W1));
                g.e2(Op::G2F, a, x);
                g.e2(Op::G2F, c, y);
                g.e3(if less { Op::LtF } else { Op::LeF }, d, a, c);
            }),
            Class::Str => self.e3(if less { Op::LtStr } else { Op::LeStr }, d, x, y),
            _ => {}
        }
    }

    /// `d = x == y` (or `!=`) for two values of one type.
    pub(crate) fn equal(&mut self, d: Reg, x: Reg, y: Reg, ty: TypeId, not: bool) {
        let l = self.layout(ty);
        let mut negate = not;
        match (self.class(ty), l.rep) {
            (Class::F64, _) => {
                negate = false;
                self.e3(if not { Op::NeF } else { Op::EqF }, d, x, y);
            }
            (Class::F32, _) => {
                negate = false;
                self.scoped(|g| {
                    let (a, c) = (g.temp(W1), g.temp(W1));
                    g.e2(Op::G2F, a, x);
                    g.e2(Op::G2F, c, y);
                    g.e3(if not { Op::NeF } else { Op::EqF }, d, a, c);
                });
            }
            (Class::C128, _) => self.complex_equal(d, x, y),
            (Class::C64, _) => self.scoped(|g| {
                use minigo_bytecode::SlotKind::W;
                let (a, c) = (g.temp(&[W, W]), g.temp(&[W, W]));
                g.unpack_c64(a, x);
                g.unpack_c64(c, y);
                g.complex_equal(d, a, c);
            }),
            (_, Rep::Word(_) | Rep::Ptr) => {
                negate = false;
                self.e3(if not { Op::NeI } else { Op::EqI }, d, x, y);
            }
            (_, Rep::Str) => self.e3(Op::EqStr, d, x, y),
            (_, Rep::Eface) => self.e3(Op::EqEface, d, x, y),
            (_, Rep::Iface) => self.e3(Op::EqIface, d, x, y),
            _ if l.size == 0 => self.load_word(d, 1),
            _ => {
                self.e3(Op::EqVal, d, x, y);
                self.ext_type(ty);
            }
        }
        if negate {
            self.e2(Op::NotB, d, d);
        }
    }

    fn complex_equal(&mut self, d: Reg, x: Reg, y: Reg) {
        self.scoped(|g| {
            let (a, c) = (g.temp(W1), g.temp(W1));
            g.e3(Op::EqF, a, x, y);
            g.e3(Op::EqF, c, x.at(1), y.at(1));
            g.e3(Op::And, d, a, c);
        });
    }

    /// Jumps to `target` if two values of one type are equal.
    pub(crate) fn jump_equal(&mut self, x: Reg, y: Reg, ty: TypeId, target: Label) {
        match (self.class(ty), self.layout(ty).rep) {
            (Class::Str, _) => self.cur.b.jump16(Op::JEqStr, x.0, y.0, target),
            (Class::F64, _) => self.cur.b.jump16(Op::JEqF, x.0, y.0, target),
            (Class::Int { .. } | Class::Bool, _) => self.cur.b.jump16(Op::JEq, x.0, y.0, target),
            (Class::Other, Rep::Ptr) => self.cur.b.jump16(Op::JEq, x.0, y.0, target),
            _ => self.scoped(|g| {
                let d = g.temp(W1);
                g.equal(d, x, y, ty, false);
                g.cur.b.jump(Op::Jt, d.0, target);
            }),
        }
    }
}

/// `x op y` as `y mirror(op) x`.
fn mirror(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Gt,
        BinaryOp::Le => BinaryOp::Ge,
        BinaryOp::Gt => BinaryOp::Lt,
        BinaryOp::Ge => BinaryOp::Le,
        op => op,
    }
}

/// `!(x op y)` for integers.
fn inverse(op: BinaryOp) -> BinaryOp {
    match op {
        BinaryOp::Lt => BinaryOp::Ge,
        BinaryOp::Le => BinaryOp::Gt,
        BinaryOp::Gt => BinaryOp::Le,
        BinaryOp::Ge => BinaryOp::Lt,
        BinaryOp::Eq => BinaryOp::Ne,
        _ => BinaryOp::Eq,
    }
}

/// With `<` and `<=` in place of `>` and `>=`.
fn lower_than(op: BinaryOp, x: Reg, y: Reg) -> (BinaryOp, Reg, Reg) {
    match op {
        BinaryOp::Gt => (BinaryOp::Lt, y, x),
        BinaryOp::Ge => (BinaryOp::Le, y, x),
        op => (op, x, y),
    }
}
