//! Select statements: channels and values to send are evaluated in source order, then one instruction chooses.
//! One communication without a default is an ordinary send or receive, for what a blocked goroutine is said to wait for.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::Symbol;
use minigo_syntax::nodes::{Expr, ExprKind, Select, Stmt, StmtKind, UnaryOp};

use super::builder::{Label, Reg};
use super::emit::P1;
use super::expr::Want;
use super::{Gen, Target};
use crate::types::typ::TypeId;

/// One communication.
struct Case {
    clause: usize,
    chan: Reg,
    /// The element's slots; `None` for a value that is dropped.
    elem: Option<Reg>,
    ty: TypeId,
    send: bool,
}

impl Gen<'_> {
    pub(crate) fn select(
        &mut self,
        x: &'static Select,
        label: Option<Symbol>,
        stmt: &'static Stmt,
    ) {
        self.scope(|g| {
            let m = g.cur.b.mark();
            let mut cases = Vec::new();
            let mut default = None;
            for (i, c) in x.clauses.iter().enumerate() {
                let Some(comm) = &c.comm else {
                    default = Some(i);
                    continue;
                };
                g.at(comm.span);
                if let StmtKind::Send(s) = &comm.kind {
                    let ct = g.type_of(s.chan.id);
                    let ty = g.elem_of(ct);
                    let chan = g.fixed(&s.chan, P1);
                    let l = g.layout(ty);
                    let elem = g.temp_of(&l);
                    g.scoped(|g| g.expr_want(&s.value, ty, Want::Fresh(elem)));
                    cases.push(Case {
                        clause: i,
                        chan,
                        elem: Some(elem),
                        ty,
                        send: true,
                    });
                } else if let Some(ch) = received_from(&comm.kind) {
                    let ct = g.type_of(ch.id);
                    let ty = g.elem_of(ct);
                    let chan = g.fixed(ch, P1);
                    let l = g.layout(ty);
                    let elem = g.temp_of(&l);
                    g.zero(elem, l.slots);
                    cases.push(Case {
                        clause: i,
                        chan,
                        elem: Some(elem),
                        ty,
                        send: false,
                    });
                }
            }
            let out = g.temp(&[SlotKind::W, SlotKind::W]);
            let brk = g.label();
            let bodies: Vec<Label> = x.clauses.iter().map(|_| g.label()).collect();
            if let ([c], None) = (&cases[..], default) {
                g.communicate(c, out.at(1));
            } else {
                g.at(stmt.span);
                g.choose(&cases, default.is_some(), out);
            }
            for (n, c) in cases.iter().enumerate() {
                if n + 1 == cases.len() && default.is_none() {
                    g.cur.b.jump(Op::Jmp, 0, bodies[c.clause]);
                } else {
                    g.cur
                        .b
                        .jump16(Op::JEqImm, out.0, n as u16, bodies[c.clause]);
                }
            }
            match default {
                Some(d) => g.cur.b.jump(Op::Jmp, 0, bodies[d]),
                None if cases.is_empty() => g.e1(Op::Trap, Reg(0)),
                None => {}
            }
            g.cur.targets.push(Target {
                label,
                brk,
                cont: None,
            });
            for (i, c) in x.clauses.iter().enumerate() {
                g.cur.b.place(bodies[i]);
                g.cur.dead = false;
                g.scope(|g| {
                    if let Some(case) = cases.iter().find(|c| c.clause == i)
                        && !case.send
                        && let Some(comm) = &c.comm
                        && let Some(elem) = case.elem
                    {
                        g.at(comm.span);
                        let l = g.layout(case.ty);
                        g.extend(elem, &l);
                        let values = [(elem, case.ty), (out.at(1), TypeId::BOOL)];
                        match &comm.kind {
                            StmtKind::Define(d) => {
                                for (x, (v, ty)) in d.lhs.iter().zip(values) {
                                    g.define_value(x, v, ty);
                                }
                            }
                            StmtKind::Assign(a) => {
                                for (x, (v, ty)) in a.lhs.iter().zip(values) {
                                    g.assign_value(x, v, ty);
                                }
                            }
                            _ => {}
                        }
                    }
                    g.stmts(&c.body);
                });
                if !g.cur.dead && i + 1 < x.clauses.len() {
                    g.jmp(brk);
                }
                if i + 1 < x.clauses.len() {
                    g.cur.dead = true;
                }
            }
            g.cur.targets.pop();
            if x.clauses.is_empty() {
                g.cur.dead = true;
            }
            g.place_label(brk);
            g.cur.b.release(m);
        });
    }

    /// Waits for one of the communications; the number of the one that was done goes to `out`, what a receive found
    /// behind it.
    fn choose(&mut self, cases: &[Case], default: bool, out: Reg) {
        self.cur
            .b
            .op(Op::Select, out.0, cases.len() as u16, u16::from(default));
        for c in cases {
            let elem = c.elem.map_or(0xffff, |r| r.0);
            let slots = self.layout(c.ty).slots as u16;
            self.cur
                .b
                .ext_abc(c.chan.0, elem, u16::from(!c.send) | slots << 1);
        }
    }

    /// The only communication of a select without default.
    fn communicate(&mut self, c: &Case, ok: Reg) {
        let slots = self.layout(c.ty).slots;
        let elem = c.elem.expect("a case has its element's slots");
        if c.send {
            self.e2n(Op::Send, c.chan, elem, slots as u16);
        } else {
            self.e3(Op::Recv, elem, c.chan, ok);
            self.ext(1, slots as i32);
        }
    }

    /// The value of an expression in a slot of its own.
    fn fixed(&mut self, e: &'static Expr, kinds: &[SlotKind]) -> Reg {
        let t = self.temp(kinds);
        self.scoped(|g| g.expr_gen(e, Want::Fresh(t)));
        t
    }

    /// Assigns a value that is in registers.
    pub(crate) fn assign_value(&mut self, x: &'static Expr, v: Reg, from: TypeId) {
        if x.is_blank() {
            return;
        }
        self.scoped(|g| {
            let to = g.type_of(x.id);
            let v = g.convert(v, from, to, Want::Any, x.span);
            let p = g.place(x);
            g.store_value(p, x, v, to);
        });
    }
}

/// The channel of a receive statement.
fn received_from(s: &'static StmtKind) -> Option<&'static Expr> {
    let e: &'static Expr = match s {
        StmtKind::Expr(e) => e,
        StmtKind::Define(d) => d.rhs.first()?,
        StmtKind::Assign(a) => a.rhs.first()?,
        _ => return None,
    };
    match &e.unparen().kind {
        ExprKind::Unary(UnaryOp::Recv, x) => Some(x),
        _ => None,
    }
}
