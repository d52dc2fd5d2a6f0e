//! Statements: blocks, declarations, if, for, return, jumps.

use minigo_bytecode::Op;
use minigo_syntax::Symbol;
use minigo_syntax::nodes::{BinaryOp, Block, Decl, Expr, ExprKind, For, If, Stmt, StmtKind};

use super::builder::{Label, Reg, WINDOW};
use super::emit::P1;
use super::expr::Want;
use super::operator::Class;
use super::place::Place;
use super::rangefunc::Exit;
use super::{Gen, Target, VarLoc};
use crate::types::object::ObjId;
use crate::types::typ::TypeId;

impl Gen<'_> {
    pub(crate) fn stmts(&mut self, list: &'static [Stmt]) {
        self.scope(|g| {
            for s in list {
                g.stmt(s, None);
            }
        });
    }

    pub(crate) fn block(&mut self, b: &'static Block) {
        self.stmts(&b.stmts);
    }

    /// A statement; `label` is the one in front of it.
    pub(crate) fn stmt(&mut self, s: &'static Stmt, label: Option<Symbol>) {
        if self.cur.dead && !matches!(s.kind, StmtKind::Labeled(..)) && !has_label(s) {
            return;
        }
        self.at(s.span);
        match &s.kind {
            StmtKind::Bad | StmtKind::Empty => {}
            StmtKind::Decl(d) => self.local_decl(d),
            StmtKind::Labeled(l, inner) => {
                let at = self.goto_label(l.name);
                self.cur.b.place(at);
                self.cur.dead = false;
                self.stmt(inner, Some(l.name));
            }
            StmtKind::Expr(e) => {
                let ty = self.type_of(e.id);
                self.scoped(|g| g.discard(e, ty));
                if let ExprKind::Call(_) = &e.unparen().kind
                    && self.ck.info.builtin_calls.get(&e.unparen().id)
                        == Some(&crate::types::object::Builtin::Panic)
                {
                    self.cur.dead = true;
                }
            }
            StmtKind::Send(x) => self.scoped(|g| {
                let ct = g.type_of(x.chan.id);
                let elem = g.elem_of(ct);
                let c = g.expr(&x.chan);
                let v = g.expr_as(&x.value, elem);
                g.at(s.span);
                let slots = g.layout(elem).slots as u16;
                g.e2n(Op::Send, c, v, slots);
            }),
            StmtKind::IncDec(x) => self.inc_dec(x),
            StmtKind::Assign(x) => self.scoped(|g| g.assign(x)),
            StmtKind::Define(x) => self.define(x),
            StmtKind::Go(e) => self.scoped(|g| g.go_stmt(e)),
            StmtKind::Defer(e) => self.scoped(|g| g.defer_stmt(e)),
            StmtKind::Return(list) => self.scoped(|g| g.return_stmt(list)),
            StmtKind::Break(l) => self.jump_to(Exit::Break(l.as_ref().map(|l| l.name))),
            StmtKind::Continue(l) => self.jump_to(Exit::Continue(l.as_ref().map(|l| l.name))),
            StmtKind::Goto(l) => self.jump_to(Exit::Goto(l.name)),
            StmtKind::Fallthrough => {
                if let Some(t) = self.cur.fallthrough {
                    self.leave(t);
                }
            }
            StmtKind::Block(b) => self.block(b),
            StmtKind::If(x) => self.if_stmt(x),
            StmtKind::Switch(x) => self.switch(x, label),
            StmtKind::TypeSwitch(x) => self.type_switch(x, label),
            StmtKind::Select(x) => self.select(x, label, s),
            StmtKind::For(x) => self.for_stmt(x, label),
            StmtKind::Range(x) => self.range(x, label, s),
        }
    }

    /// Leaves for the target of a jump; for one outside of the body of a loop over a function by way of the iterator.
    fn jump_to(&mut self, to: Exit) {
        match self.target(to) {
            Some(l) => self.leave(l),
            None if self.cur.range.is_some() => self.exit(to),
            None => {}
        }
    }

    pub(crate) fn leave(&mut self, l: Label) {
        self.jmp(l);
        self.cur.dead = true;
    }

    fn goto_label(&mut self, name: Symbol) -> Label {
        if let Some(&l) = self.cur.labels.get(&name) {
            return l;
        }
        let l = self.label();
        self.cur.labels.insert(name, l);
        l
    }

    /// Where a jump leads, if that is in the function in progress.
    pub(crate) fn target(&mut self, to: Exit) -> Option<Label> {
        let (label, cont) = match to {
            Exit::Return => return None,
            Exit::Goto(l) if self.cur.range.as_ref().is_some_and(|r| !r.has_label(l)) => {
                return None;
            }
            Exit::Goto(l) => return Some(self.goto_label(l)),
            Exit::Break(l) => (l, false),
            Exit::Continue(l) => (l, true),
        };
        self.cur.targets.iter().rev().find_map(|t| {
            if label.is_some() && t.label != label {
                return None;
            }
            if cont { t.cont } else { Some(t.brk) }
        })
    }

    fn local_decl(&mut self, d: &'static Decl) {
        let Decl::Var(group) = d else { return };
        for spec in &group.specs {
            self.at(spec.span);
            let objs: Vec<Option<ObjId>> = spec
                .names
                .iter()
                .map(|n| self.ck.info.object_of(n.id).filter(|_| !n.name.is_blank()))
                .collect();
            if spec.values.is_empty() {
                for o in objs.into_iter().flatten() {
                    self.declare_zero(o);
                }
            } else if spec.values.len() == spec.names.len() {
                for ((o, v), name) in objs.iter().zip(&spec.values).zip(&spec.names) {
                    match o {
                        Some(o) => self.declare_init(*o, v),
                        None => {
                            let _ = name;
                            let ty = match &spec.ty {
                                Some(t) => self.type_of(t.id),
                                None => self.default_type(v),
                            };
                            self.scoped(|g| g.expr_as(v, ty));
                        }
                    }
                }
            } else {
                let m = self.cur.b.mark();
                let values = self.tuple(&spec.values[0], spec.names.len());
                for (o, (v, from)) in objs.into_iter().zip(values) {
                    if let Some(o) = o {
                        let ty = self.obj_type(o);
                        let v = self.convert(v, from, ty, Want::Any, spec.span);
                        self.declare_store(o, v, ty);
                    }
                }
                self.cur.b.release(m);
            }
        }
    }

    fn if_stmt(&mut self, x: &'static If) {
        self.scope(|g| {
            if let Some(init) = &x.init {
                g.stmt(init, None);
            }
            let known = g.ck.info.const_value(x.cond.id).and_then(|v| v.as_bool());
            if known.is_none()
                && let Some(l) = g.only_jump(x)
            {
                g.at(x.cond.span);
                let back = g.cur.b.placed(l);
                g.cond(&x.cond, l, true, back);
                return;
            }
            let els = g.label();
            g.at(x.cond.span);
            g.cond(&x.cond, els, false, false);
            if known == Some(false) {
                g.cur.dead = true;
            }
            g.block(&x.then);
            match &x.els {
                None => {
                    if known == Some(false) {
                        g.cur.dead = false;
                    }
                    g.place_label(els);
                }
                Some(other) => {
                    let end = g.label();
                    if !g.cur.dead {
                        g.jmp(end);
                    }
                    g.cur.dead = true;
                    g.place_label(els);
                    if known == Some(false) {
                        g.cur.dead = false;
                    }
                    g.stmt(other, None);
                    g.place_label(end);
                }
            }
        });
    }

    /// Where `if c { break }` or `if c { continue }` leads: the condition jumps there itself.
    fn only_jump(&mut self, x: &'static If) -> Option<Label> {
        let ([only], None) = (x.then.stmts.as_slice(), &x.els) else {
            return None;
        };
        match &only.kind {
            StmtKind::Break(l) => self.target(Exit::Break(l.as_ref().map(|l| l.name))),
            StmtKind::Continue(l) => self.target(Exit::Continue(l.as_ref().map(|l| l.name))),
            _ => None,
        }
    }

    /// `i++` on a variable, of which the loop condition is `i < n`: one instruction does both.
    fn counted(&mut self, x: &'static For) -> Option<(Reg, &'static Expr)> {
        let StmtKind::IncDec(post) = &x.post.as_ref()?.kind else {
            return None;
        };
        let ExprKind::Binary(b) = &x.cond.as_ref()?.unparen().kind else {
            return None;
        };
        if !post.inc || b.op != BinaryOp::Lt {
            return None;
        }
        let (i, j) = (post.x.unparen(), b.x.unparen());
        let (ExprKind::Name(_), ExprKind::Name(_)) = (&i.kind, &j.kind) else {
            return None;
        };
        let (oi, oj) = (self.ck.info.object_of(i.id)?, self.ck.info.object_of(j.id)?);
        let ty = self.type_of(i.id);
        if oi != oj
            || self.is_global(oi)
            || self.heap_var(oi)
            || self.class(ty)
                != (Class::Int {
                    bits: 64,
                    signed: true,
                })
        {
            return None;
        }
        if !self.limit_is_plain(&b.y) {
            return None;
        }
        match self.var_loc(oi)? {
            VarLoc::Reg(r) => Some((r, &b.y)),
            VarLoc::Heap(_) => None,
        }
    }

    /// The limit of a counted loop can be read anew each time without an instruction: a constant, a variable in the
    /// frame, or the length of a slice or string in it.
    fn limit_is_plain(&mut self, e: &'static Expr) -> bool {
        if self.ck.info.const_value(e.id).is_some() {
            return true;
        }
        let e = e.unparen();
        match &e.kind {
            ExprKind::Name(_) => self.plain_var(e),
            ExprKind::Call(c) => {
                self.ck.info.builtin_calls.get(&e.id) == Some(&crate::types::object::Builtin::Len)
                    && self.plain_var(c.args[0].unparen())
                    && {
                        let t = self.type_of(c.args[0].id);
                        matches!(
                            self.under(t),
                            crate::types::typ::Type::Slice(_) | crate::types::typ::Type::Basic(_)
                        )
                    }
            }
            _ => false,
        }
    }

    fn plain_var(&mut self, e: &'static Expr) -> bool {
        let ExprKind::Name(_) = e.kind else {
            return false;
        };
        match self.ck.info.object_of(e.id) {
            Some(o) => self.ck.objs[o].var().is_some() && !self.is_global(o) && !self.heap_var(o),
            None => false,
        }
    }

    fn for_stmt(&mut self, x: &'static For, label: Option<Symbol>) {
        self.scope(|g| {
            if let Some(init) = &x.init {
                g.stmt(init, None);
            }
            // Variables of the loop that something may hold on to are new in each iteration.
            let mut renewed = Vec::new();
            if let Some(init) = &x.init
                && let StmtKind::Define(d) = &init.kind
            {
                for v in &d.lhs {
                    if let Some(o) = g.ck.info.object_of(v.id)
                        && g.heap_var(o)
                        && g.ck.objs[o]
                            .var()
                            .is_some_and(|v| v.captured || v.addr_taken)
                    {
                        renewed.push(o);
                    }
                }
            }
            let (body, cont, brk) = (g.label(), g.label(), g.label());
            let counted = if renewed.is_empty() {
                g.counted(x)
            } else {
                None
            };
            g.cur.loop_depth += 1;
            let test = g.label();
            if let Some((i, limit)) = counted {
                // The first test; later ones are the back edge.
                let m = g.cur.b.mark();
                let n = g.expr(limit);
                g.cur.b.jump16(Op::JLe, n.0, i.0, brk);
                g.cur.b.release(m);
            } else if x.cond.is_some() {
                g.cur.b.jump(Op::Jmp, 0, test);
            }
            g.cur.b.place(body);
            g.cur.dead = false;
            g.cur.targets.push(Target {
                label,
                brk,
                cont: Some(cont),
            });
            g.block(&x.body);
            g.cur.targets.pop();
            g.place_label(cont);
            if let Some((i, limit)) = counted {
                if !g.cur.dead {
                    g.scoped(|g| {
                        let n = g.expr(limit);
                        g.at(x.cond.as_ref().map_or(limit.span, |c| c.span));
                        g.cur.b.jump16(Op::ForLt, i.0, n.0, body);
                    });
                }
            } else {
                if !g.cur.dead {
                    for o in renewed {
                        g.renew(o);
                    }
                    if let Some(post) = &x.post {
                        g.stmt(post, None);
                    }
                }
                match &x.cond {
                    Some(cond) => {
                        g.cur.b.place(test);
                        g.cur.dead = false;
                        g.at(cond.span);
                        g.cond(cond, body, true, true);
                    }
                    None => {
                        if !g.cur.dead {
                            g.cur.b.jump(Op::Loop, 0, body);
                        }
                        g.cur.dead = true;
                    }
                }
            }
            g.cur.loop_depth -= 1;
            if counted.is_some() {
                g.cur.dead = false;
            }
            g.place_label(brk);
        });
    }

    /// A new cell with the same value for a loop variable.
    fn renew(&mut self, o: ObjId) {
        let ty = self.obj_type(o);
        let Some(VarLoc::Heap(cell)) = self.var_loc(o) else {
            return;
        };
        self.scoped(|g| {
            let t = g.temp(P1);
            g.new_value(t, ty);
            if g.layout(ty).large() {
                g.move_mem(t, cell, ty);
            } else {
                let v = g.load(Place::Mem { base: cell, off: 0 }, ty, None);
                g.store_mem(t, 0, v, ty);
            }
            g.mov(cell, t, 1);
        });
    }

    // -- return

    fn return_stmt(&mut self, list: &'static [Expr]) {
        if list.is_empty() {
            return self.return_now();
        }
        let results: Vec<TypeId> = self.cur.results.iter().map(|r| r.0).collect();
        if self.cur.named_results || self.cur.has_defer {
            self.set_results(list, &results);
            return self.return_now();
        }
        if let [e] = list
            && results.len() == 1
        {
            let ty = results[0];
            let n = self.layout(ty).slots;
            let r = self.expr_as_last(e, ty);
            return self.ret(r, n);
        }
        let row = self.row(results.iter().copied());
        if let [e] = list {
            // return f() with several values
            let ty = self.type_of(e.id);
            let types = match self.ck.types.get(ty) {
                crate::types::typ::Type::Tuple(list) => list.to_vec(),
                _ => Vec::new(),
            };
            let same = types
                .iter()
                .zip(&results)
                .all(|(f, t)| !self.needs_conversion(*f, *t));
            if same {
                let r = self.expr_last(e);
                debug_assert!(r == WINDOW || row.is_empty());
                return self.ret(r, row.len() as u64);
            }
            let values = self.tuple(e, results.len());
            let block = self.temp(&row);
            let mut at = 0;
            for ((v, from), ty) in values.into_iter().zip(results) {
                self.convert(v, from, ty, Want::Fresh(block.at(at as u32)), e.span);
                at += self.layout(ty).slots;
            }
            return self.ret(block, row.len() as u64);
        }
        let block = self.temp(&row);
        let mut at = 0;
        for (e, ty) in list.iter().zip(results) {
            let r = block.at(at as u32);
            self.scoped(|g| g.expr_want(e, ty, Want::Fresh(r)));
            at += self.layout(ty).slots;
        }
        self.ret(block, row.len() as u64);
    }

    /// Stores return values to the result variables.
    fn set_results(&mut self, list: &'static [Expr], results: &[TypeId]) {
        let places = self.result_places();
        if list.len() == 1 && results.len() == 1 {
            if let Place::Var { reg } = places[0] {
                self.expr_want(&list[0], results[0], Want::To(reg));
            } else {
                let v = self.expr_as(&list[0], results[0]);
                self.store(places[0], v, results[0]);
            }
            return;
        }
        let values: Vec<(Reg, TypeId)> = if list.len() == 1 {
            self.tuple(&list[0], results.len())
        } else {
            let mut values = Vec::new();
            for (e, ty) in list.iter().zip(results) {
                // A copy: a result variable may be among the values.
                let l = self.layout(*ty);
                let t = self.temp_of(&l);
                self.expr_want(e, *ty, Want::Fresh(t));
                values.push((t, *ty));
            }
            values
        };
        for ((p, (v, from)), ty) in places.into_iter().zip(values).zip(results) {
            let v = self.convert(v, from, *ty, Want::Any, list[0].span);
            match p {
                Place::Var { reg } => {
                    let n = self.layout(*ty).slots;
                    self.mov(reg, v, n);
                }
                p => self.store(p, v, *ty),
            }
        }
    }

    fn result_places(&mut self) -> Vec<Place> {
        let mut places = Vec::new();
        let mut at = 0;
        for (ty, o) in self.cur.results.clone() {
            let loc = o.and_then(|o| self.var_loc(o));
            places.push(match loc {
                Some(VarLoc::Heap(base)) => Place::Mem { base, off: 0 },
                _ => Place::Var {
                    reg: self.cur.result_block.at(at as u32),
                },
            });
            at += self.layout(ty).slots;
        }
        places
    }
}

/// Whether a statement holds a label that may be jumped to from outside of dead code.
fn has_label(s: &Stmt) -> bool {
    match &s.kind {
        StmtKind::Labeled(..) => true,
        StmtKind::Block(b) => b.stmts.iter().any(has_label),
        _ => false,
    }
}
