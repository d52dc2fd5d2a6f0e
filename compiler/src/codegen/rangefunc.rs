//! Range loops over functions: the body becomes a function that the iterator calls.
//!
//! `for x := range f { … }` is `f(body)`, where `body` is a literal with the loop's variables as parameters. It returns
//! true to go on and false to stop. Jumps that leave the body for somewhere else than its end (return, a jump to
//! an enclosing statement) leave a number in the variable `next` of the outermost such loop and stop the iterator; the
//! code after the call looks at the number and jumps on from there, or stops the next loop outwards. Results are kept in
//! variables on the heap that the body writes before it returns ([`Gen::share_results`]). Deferred calls go to a list
//! that the enclosing function pushed on its own deferred calls.
//!
//! Each loop has a variable `state` that finds out about iterators that break the rules; the runtime's `panicrangestate`
//! has the words for it. Numbers and order of the tests are those of Go's compiler (cmd/compile/internal/rangefunc).

use minigo_bytecode::Op;
use minigo_syntax::nodes::{Range, Stmt, StmtKind};
use minigo_syntax::{Span, Symbol};

use super::builder::{Reg, WINDOW};
use super::call::Callee;
use super::emit::{P1, W1};
use super::expr::Want;
use super::place::Place;
use super::range::Var;
use super::{FuncKey, Gen, Target, VarLoc};
use crate::types::fx::FxHashSet;
use crate::types::object::{ObjId, ObjKind, Object, VarKind};
use crate::types::typ::{Signature, TypeId};

/// What the variable `state` of a loop says; the numbers that `panicrangestate` knows.
mod state {
    /// The body ended the loop.
    pub const DONE: u64 = 0;
    /// The body may be called.
    pub const READY: u64 = 1;
    /// The body runs, or has panicked.
    pub const PANIC: u64 = 2;
    /// The iterator has returned.
    pub const EXHAUSTED: u64 = 3;
    /// Not a state: the iterator returned, but the body did not.
    pub const MISSING_PANIC: u64 = 4;
}

/// A jump that may lead out of the body of a loop.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    Return,
    Break(Option<Symbol>),
    Continue(Option<Symbol>),
    Goto(Symbol),
}

/// What is known of the body in progress.
pub(crate) struct RangeBody {
    /// Variable of the outermost loop: where to go on when the iterators have returned, 0 for right after.
    next: ObjId,
    /// Variable of the outermost loop: head of the list of deferred calls.
    defers: ObjId,
    /// Variable of this loop.
    state: ObjId,
    /// Numbers given to `next` so far.
    codes: u16,
    /// Jumps out of this body (and out of those in it), with their numbers.
    exits: Vec<(u16, Exit)>,
    /// Labels in the body.
    labels: FxHashSet<Symbol>,
}

impl RangeBody {
    /// Whether a label stands in the body.
    pub(crate) fn has_label(&self, l: Symbol) -> bool {
        self.labels.contains(&l)
    }
}

impl Gen<'_> {
    pub(super) fn range_func(
        &mut self,
        x: &'static Range,
        sig: &Signature,
        key: Var,
        value: Var,
        label: Option<Symbol>,
        s: &'static Stmt,
    ) {
        let Some(yields) = sig
            .params
            .first()
            .and_then(|p| self.ck.types.as_signature(p.ty))
        else {
            return;
        };
        // The function first, as in any call.
        let callee = match self.static_callee(&x.x) {
            Some(key) => self.known(key),
            None => {
                let t = self.temp(P1);
                self.scoped(|g| g.expr_gen(&x.x, Want::Fresh(t)));
                Callee::Closure(t)
            }
        };
        let state = self.hidden_var(TypeId::INT, s.span, VarKind::Local);
        let outermost = self.cur.range.is_none();
        let (next, defers, codes) = match &self.cur.range {
            Some(r) => (r.next, r.defers, r.codes),
            None => (
                self.hidden_var(TypeId::INT, s.span, VarKind::Local),
                self.hidden_var(TypeId::UNSAFE_POINTER, s.span, VarKind::Local),
                0,
            ),
        };
        let mut labels = FxHashSet::default();
        labels_of(&x.body.stmts, &mut labels);
        let body = RangeBody {
            next,
            defers,
            state,
            codes,
            exits: Vec::new(),
            labels,
        };
        self.cur.ranges += 1;
        let name = format!("{}-range{}", self.cur.name, self.cur.ranges);
        let (params, _) = self.sig_rows(&yields, None);
        let fid = self.new_func();
        let line = self.cur.b.line();
        let (results, pkg) = (self.cur.results.clone(), self.cur.pkg);
        let known = std::mem::take(&mut self.known);
        self.begin(name, &params, pkg);
        self.at(s.span);
        self.cur.literal = true;
        self.cur.results = results;
        self.cur.named_results = true;
        self.cur.range = Some(Box::new(body));
        self.loop_body(x, &yields, [key, value], label);
        let done = self.cur.range.take();
        let captured = self.end(fid, 1, 0, Some(s.span));
        self.known = known;
        self.cur.b.set_line(line.0, line.1);
        let (codes, exits) = done.map_or((codes, Vec::new()), |b| (b.codes, b.exits));
        if let Some(r) = &mut self.cur.range {
            r.codes = codes;
        }
        self.declare(state);
        self.set_hidden(state, state::READY);
        if outermost {
            let uses = |o: ObjId| captured.iter().any(|c| c.0 == o);
            if uses(next) {
                self.declare(next);
            }
            if uses(defers)
                && let VarLoc::Heap(head) = self.declare(defers)
            {
                self.e1(Op::DeferList, head);
            }
        }
        self.scoped(|g| {
            let regs = g.capture_regs(captured);
            let closure = g.closure(fid, &regs, Want::Any);
            g.at(s.span);
            g.mov(WINDOW, closure, 1);
            g.emit_call(&callee, 1, 0);
            let r = g.hidden_value(state);
            let fine = g.label();
            g.cur.b.jump16(Op::JNeImm, r.0, state::PANIC as u16, fine);
            g.range_panic(None);
            g.place_label(fine);
        });
        self.set_hidden(state, state::EXHAUSTED);
        self.exits(next, exits);
    }

    /// The function that is called for each round.
    fn loop_body(
        &mut self,
        x: &'static Range,
        yields: &Signature,
        vars: [Var; 2],
        label: Option<Symbol>,
    ) {
        let Some(state) = self.cur.range.as_ref().map(|r| r.state) else {
            return;
        };
        self.scoped(|g| {
            let r = g.hidden_value(state);
            let t = g.temp(W1);
            g.mov(t, r, 1);
            g.set_hidden(state, state::PANIC);
            let fine = g.label();
            g.cur.b.jump16(Op::JEqImm, t.0, state::READY as u16, fine);
            g.range_panic(Some(t));
            g.place_label(fine);
        });
        let mut at = 0;
        let mut values = Vec::new();
        for (var, p) in vars.into_iter().zip(&yields.params) {
            let reg = Reg(at);
            at += self.layout(p.ty).slots.min(0x4fff) as u16;
            match var {
                Var::New(o) if !self.heap_var(o) => {
                    self.cur.vars.insert(o, VarLoc::Reg(reg));
                }
                var => values.push((var, reg, p.ty)),
            }
        }
        for (var, reg, ty) in values {
            self.set(var, Place::Var { reg }, ty);
        }
        let (brk, cont) = (self.label(), self.label());
        self.cur.targets.push(Target {
            label,
            brk,
            cont: Some(cont),
        });
        self.block(&x.body);
        self.cur.targets.pop();
        self.at_pos(x.body.span, x.body.rbrace());
        self.place_label(cont);
        for (at, st, go_on) in [(None, state::READY, 1), (Some(brk), state::DONE, 0)] {
            if let Some(l) = at {
                self.cur.dead = true;
                self.place_label(l);
            }
            if !self.cur.dead {
                self.scoped(|g| {
                    g.set_hidden(state, st);
                    let t = g.temp(W1);
                    g.load_word(t, go_on);
                    g.ret(t, 1);
                });
            }
        }
    }

    /// Panics about the iterator: the body was called in a state in which it must not be, or did not return.
    fn range_panic(&mut self, state: Option<Reg>) {
        let Some(o) = self.runtime_func("panicrangestate") else {
            return;
        };
        let callee = self.known(FuncKey::Decl(o));
        match state {
            Some(r) => self.mov(WINDOW, r, 1),
            None => self.load_word(WINDOW, state::MISSING_PANIC),
        }
        self.emit_call(&callee, 1, 0);
    }

    // -- jumps out of the body

    /// Leaves the body for a place outside of it.
    pub(crate) fn exit(&mut self, to: Exit) {
        let Some(r) = &mut self.cur.range else { return };
        let code = match r.exits.iter().find(|e| e.1 == to) {
            Some(e) => e.0,
            None => {
                // More of them than this do not fit in a function.
                r.codes = r.codes.saturating_add(1);
                r.exits.push((r.codes, to));
                r.codes
            }
        };
        let next = r.next;
        self.set_hidden(next, code as u64);
        if let Some(t) = self.cur.targets.first() {
            let brk = t.brk;
            self.leave(brk);
        }
    }

    /// Goes on where the jump that ended the loop leads.
    fn exits(&mut self, next: ObjId, exits: Vec<(u16, Exit)>) {
        if exits.is_empty() {
            return;
        }
        let end = self.label();
        let m = self.cur.b.mark();
        let r = self.temp(W1);
        let v = self.hidden_value(next);
        self.mov(r, v, 1);
        self.cur.b.jump(Op::Jz, r.0, end);
        for (code, to) in exits {
            let other = self.label();
            self.scoped(|g| {
                let k = g.temp(W1);
                g.load_word(k, code as u64);
                g.cur.b.jump16(Op::JNe, r.0, k.0, other);
            });
            match self.target(to) {
                Some(l) => {
                    self.set_hidden(next, 0);
                    self.leave(l);
                }
                None if self.cur.range.is_none() => self.return_now(),
                None => {
                    // The next loop outwards ends with the same number.
                    if let Some(r) = &mut self.cur.range
                        && !r.exits.contains(&(code, to))
                    {
                        r.exits.push((code, to));
                    }
                    if let Some(t) = self.cur.targets.first() {
                        let brk = t.brk;
                        self.leave(brk);
                    }
                }
            }
            self.place_label(other);
        }
        self.cur.b.release(m);
        self.place_label(end);
    }

    /// Makes the results variables that bodies of loops can write: on the heap, unnamed ones included.
    pub(crate) fn share_results(&mut self) {
        self.cur.named_results = true;
        for i in 0..self.cur.results.len() {
            let (ty, o) = self.cur.results[i];
            match o {
                Some(o) => {
                    if let ObjKind::Var(v) = &mut self.ck.objs[o].kind {
                        v.captured = true;
                    }
                }
                None => {
                    let o = self.hidden_var(ty, Span::default(), VarKind::Result);
                    self.cur.results[i].1 = Some(o);
                }
            }
        }
    }

    /// Adds a deferred call of the enclosing function from a body: a node at the head of its list.
    pub(crate) fn defer_outside(&mut self, closure: Reg) {
        let Some(defers) = self.cur.range.as_ref().map(|r| r.defers) else {
            return;
        };
        let Some(VarLoc::Heap(head)) = self.var_loc(defers) else {
            return;
        };
        let pair = self.ck.types.array(TypeId::UNSAFE_POINTER, 2);
        self.scoped(|g| {
            let node = g.temp(P1);
            g.new_value(node, pair);
            g.store_mem(node, 0, closure, TypeId::UNSAFE_POINTER);
            let at = Place::Mem { base: head, off: 0 };
            let rest = g.load(at, TypeId::UNSAFE_POINTER, None);
            g.store_mem(node, 8, rest, TypeId::UNSAFE_POINTER);
            g.store_mem(head, 0, node, TypeId::UNSAFE_POINTER);
        });
    }

    // -- variables that are not in the source

    /// A variable on the heap that bodies share with the function around them.
    fn hidden_var(&mut self, ty: TypeId, pos: Span, kind: VarKind) -> ObjId {
        self.ck.objs.add(Object {
            name: Symbol::EMPTY,
            pkg: self.cur.pkg,
            pos,
            ty,
            kind: ObjKind::Var(crate::types::object::Var {
                kind,
                used: true,
                captured: true,
                addr_taken: false,
                reassigned: true,
                holds: crate::types::object::Holds::Anything,
                func_depth: 0,
            }),
            parent: None,
            order: 0,
            decl: None,
        })
    }

    fn hidden_place(&mut self, o: ObjId) -> Place {
        match self.var_loc(o) {
            Some(VarLoc::Heap(base)) => Place::Mem { base, off: 0 },
            Some(VarLoc::Reg(reg)) => Place::Var { reg },
            None => Place::Blank,
        }
    }

    fn hidden_value(&mut self, o: ObjId) -> Reg {
        let p = self.hidden_place(o);
        self.load(p, TypeId::INT, None)
    }

    fn set_hidden(&mut self, o: ObjId, value: u64) {
        let p = self.hidden_place(o);
        self.scoped(|g| {
            let t = g.temp(W1);
            g.load_word(t, value);
            g.store(p, t, TypeId::INT);
        });
    }
}

/// The labels that stand in statements, those of nested literals excepted.
fn labels_of(list: &[Stmt], out: &mut FxHashSet<Symbol>) {
    for s in list {
        match &s.kind {
            StmtKind::Labeled(l, inner) => {
                out.insert(l.name);
                labels_of(std::slice::from_ref(inner), out);
            }
            StmtKind::Block(b) => labels_of(&b.stmts, out),
            StmtKind::If(x) => {
                labels_of(&x.then.stmts, out);
                if let Some(e) = &x.els {
                    labels_of(std::slice::from_ref(e), out);
                }
            }
            StmtKind::Switch(x) => x.clauses.iter().for_each(|c| labels_of(&c.body, out)),
            StmtKind::TypeSwitch(x) => x.clauses.iter().for_each(|c| labels_of(&c.body, out)),
            StmtKind::Select(x) => x.clauses.iter().for_each(|c| labels_of(&c.body, out)),
            StmtKind::For(x) => labels_of(&x.body.stmts, out),
            StmtKind::Range(x) => labels_of(&x.body.stmts, out),
            _ => {}
        }
    }
}
