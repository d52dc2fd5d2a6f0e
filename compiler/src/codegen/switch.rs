//! Expression and type switches.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::Symbol;
use minigo_syntax::nodes::{CaseClause, Expr, Switch, TypeSwitch};

use super::builder::{Label, Reg};
use super::emit::{IFACE, W1};
use super::expr::Want;
use super::operator::Class;
use super::{Gen, Target};
use crate::lower::layout::Rep;
use crate::types::info::Mode;
use crate::types::typ::TypeId;

/// Fewest cases for which a jump table is made.
const TABLE_MIN: usize = 5;

impl Gen<'_> {
    pub(crate) fn switch(&mut self, x: &'static Switch, label: Option<Symbol>) {
        self.scope(|g| {
            if let Some(init) = &x.init {
                g.stmt(init, None);
            }
            let brk = g.label();
            let bodies: Vec<Label> = x.clauses.iter().map(|_| g.label()).collect();
            let default = x
                .clauses
                .iter()
                .position(|c| c.exprs.is_none())
                .map_or(brk, |i| bodies[i]);
            let m = g.cur.b.mark();
            match &x.tag {
                Some(tag) => {
                    g.at(tag.span);
                    let ty = g.default_type(tag);
                    let v = g.expr_as(tag, ty);
                    if !g.table_switch(x, v, ty, &bodies, default) {
                        for (c, body) in x.clauses.iter().zip(&bodies) {
                            for e in c.exprs.iter().flatten() {
                                g.at(e.span);
                                g.scoped(|g| g.case_test(e, v, ty, *body));
                            }
                        }
                    }
                }
                None => {
                    for (c, body) in x.clauses.iter().zip(&bodies) {
                        for e in c.exprs.iter().flatten() {
                            g.at(e.span);
                            let et = g.type_of(e.id);
                            if g.is_interface(et) {
                                // An interface may hold true.
                                g.scoped(|g| {
                                    let yes = g.word_reg(1);
                                    let v = g.expr(e);
                                    let t = g.convert(yes, TypeId::BOOL, et, Want::Any, e.span);
                                    g.jump_equal(v, t, et, *body);
                                });
                                continue;
                            }
                            g.cond(e, *body, true, false);
                        }
                    }
                }
            }
            g.cur.b.jump(Op::Jmp, 0, default);
            g.cur.b.release(m);
            g.clauses(&x.clauses, &bodies, brk, label, |_, _| {});
        });
    }

    /// The bodies of a switch one after the other; `bind` starts each.
    fn clauses(
        &mut self,
        clauses: &'static [CaseClause],
        bodies: &[Label],
        brk: Label,
        label: Option<Symbol>,
        bind: impl Fn(&mut Self, usize),
    ) {
        self.cur.targets.push(Target {
            label,
            brk,
            cont: None,
        });
        let outer = self.cur.fallthrough;
        for (i, c) in clauses.iter().enumerate() {
            self.cur.b.place(bodies[i]);
            self.cur.dead = false;
            self.cur.fallthrough = bodies.get(i + 1).copied();
            self.scope(|g| {
                bind(g, i);
                g.stmts(&c.body);
            });
            if !self.cur.dead && i + 1 < clauses.len() {
                self.jmp(brk);
                self.cur.dead = true;
            }
        }
        self.cur.fallthrough = outer;
        self.cur.targets.pop();
        self.place_label(brk);
    }

    /// Jumps to `body` if the tag equals a case's value.
    fn case_test(&mut self, e: &'static Expr, v: Reg, ty: TypeId, body: Label) {
        if self.ck.info.expr(e.unparen().id).mode == Mode::Nil {
            return self.cur.b.jump(Op::Jz, v.0, body);
        }
        if let Class::Int { .. } = self.class(ty)
            && let Some(k) = self.int_const(e).and_then(|k| i16::try_from(k).ok())
        {
            return self.cur.b.jump16(Op::JEqImm, v.0, k as u16, body);
        }
        let et = self.default_type(e);
        let (xi, yi) = (self.is_interface(ty), self.is_interface(et));
        // Mixed forms meet as interfaces.
        let same = !self.needs_conversion(et, ty) && !self.needs_conversion(ty, et);
        let common = match (xi, yi) {
            (false, true) => et,
            (true, true) if !same => TypeId::ANY,
            _ => ty,
        };
        let w = self.expr_as(e, common);
        let v = self.convert(v, ty, common, Want::Any, e.span);
        self.at(e.span);
        self.jump_equal(v, w, common, body);
    }

    /// A jump table, if the cases are constants close together.
    fn table_switch(
        &mut self,
        x: &'static Switch,
        v: Reg,
        ty: TypeId,
        bodies: &[Label],
        default: Label,
    ) -> bool {
        let Class::Int { .. } = self.class(ty) else {
            return false;
        };
        let mut cases: Vec<(i64, Label)> = Vec::new();
        for (c, body) in x.clauses.iter().zip(bodies) {
            for e in c.exprs.iter().flatten() {
                match self.int_const(e) {
                    Some(k) => cases.push((k, *body)),
                    None => return false,
                }
            }
        }
        let (Some(&(min, _)), Some(&(max, _))) = (
            cases.iter().min_by_key(|c| c.0),
            cases.iter().max_by_key(|c| c.0),
        ) else {
            return false;
        };
        let Some(span) = max.checked_sub(min).filter(|s| *s < 4096) else {
            return false;
        };
        let span = span as usize + 1;
        if cases.len() < TABLE_MIN || span > 4 * cases.len() + 16 {
            return false;
        }
        self.scoped(|g| {
            let mut idx = v;
            if min != 0 {
                idx = g.temp(W1);
                match i16::try_from(-(min as i128)) {
                    Ok(k) => g.e2n(Op::AddImm, idx, v, k as u16),
                    Err(_) => {
                        let k = g.word_reg(min as u64);
                        g.e3(Op::SubI, idx, v, k);
                    }
                }
            }
            let mut table = vec![default; span];
            for &(k, body) in cases.iter().rev() {
                table[(k - min) as usize] = body;
            }
            let at = g.cur.b.op(Op::JTab, idx.0, span as u16, 0);
            for l in table {
                g.cur.b.table_entry(at, l);
            }
        });
        true
    }

    pub(crate) fn type_switch(&mut self, x: &'static TypeSwitch, label: Option<Symbol>) {
        self.scope(|g| {
            if let Some(init) = &x.init {
                g.stmt(init, None);
            }
            let from = g.type_of(x.x.id);
            let brk = g.label();
            let bodies: Vec<Label> = x.clauses.iter().map(|_| g.label()).collect();
            let default = x.clauses.iter().position(|c| c.exprs.is_none()).map_or(brk, |i| bodies[i]);
            // The value is kept for the clauses: as it is, as an any, and as the interface last asked for.
            let v = g.cur.b.alloc(IFACE);
            g.cur.locals.push(v);
            g.at(x.guard_span);
            g.scoped(|g| g.expr_gen(&x.x, Want::Fresh(v)));
            let mut word = v;
            if g.layout(from).rep == Rep::Iface {
                let e = g.cur.b.alloc(IFACE);
                g.cur.locals.push(e);
                g.e2(Op::ItabType, e, v);
                g.mov(e.at(1), v.at(1), 1);
                word = e;
            }
            let kinds = [SlotKind::W, SlotKind::D, SlotKind::W];
            let as_iface = g.cur.b.alloc(&kinds);
            g.cur.locals.push(as_iface);
            for (c, body) in x.clauses.iter().zip(&bodies) {
                for e in c.exprs.iter().flatten() {
                    g.at(e.span);
                    let info = g.ck.info.expr(e.unparen().id);
                    if info.mode == Mode::Nil {
                        g.cur.b.jump(Op::Jz, word.0, *body);
                        continue;
                    }
                    let ty = g.concrete(info.ty);
                    if g.is_interface(ty) {
                        let flags = 1 | if g.layout(ty).rep == Rep::Eface { 2 } else { 0 };
                        let (t, s) = (g.rtype(ty), g.rtype(from));
                        g.e2(Op::AssertI, as_iface, word);
                        g.ext(flags, t.0 as i32);
                        g.ext(0, s.0 as i32);
                        g.cur.b.jump(Op::Jt, as_iface.at(2).0, *body);
                    } else {
                        let next = g.label();
                        g.jump_type_ne(word, ty, next);
                        g.cur.b.jump(Op::Jmp, 0, *body);
                        g.place_label(next);
                    }
                }
            }
            g.cur.b.jump(Op::Jmp, 0, default);
            g.clauses(&x.clauses, &bodies, brk, label, |g, i| {
                let c = &x.clauses[i];
                let Some(&o) = g.ck.info.implicits.get(&c.id) else { return };
                if !g.ck.objs[o].var().is_some_and(|v| v.used) {
                    return;
                }
                let ty = g.obj_type(o);
                g.at(c.span);
                let single = matches!(c.exprs.as_deref(), Some([e]) if g.ck.info.expr(e.unparen().id).mode != Mode::Nil);
                g.scoped(|g| {
                    if !single {
                        g.declare_store(o, v, ty);
                    } else if g.is_interface(ty) {
                        g.declare_store(o, as_iface, ty);
                    } else {
                        let l = g.layout(ty);
                        let t = g.temp_of(&l);
                        g.unbox(t, v.at(1), ty);
                        g.declare_store(o, t, ty);
                    }
                });
            });
        });
    }
}
