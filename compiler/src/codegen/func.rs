//! Functions: declared ones, literals, initialisers, natives; their variables and captures.

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Instr, Op, SlotKind};
use minigo_syntax::nodes::{Block, Directive, Expr, FuncDecl, FuncLit};
use minigo_syntax::{NodeId, Span};

use super::builder::{Builder, Reg, WINDOW};
use super::emit::P1;
use super::expr::Want;
use super::generic::TypeEnv;
use super::place::Place;
use super::rangefunc::Exit;
use super::{FnState, FuncKey, Gen, VarLoc};
use crate::types::check::DeclKind;
use crate::types::fx::FxHashSet;
use crate::types::info::FuncVars;
use crate::types::initorder;
use crate::types::object::{DeclId, ObjId, PkgId, VarKind};
use crate::types::typ::{Signature, Type, TypeId};

/// Largest variable kept in a frame, in slots.
const MAX_VAR_SLOTS: u64 = 4096;
/// Slots of a frame beyond which large variables go to the heap.
const MAX_FRAME_SLOTS: u64 = 16_000;

/// Where a package comes from.
#[derive(Clone, Copy)]
pub(super) enum Origin {
    Image(u32),
    Source(PkgId),
}

impl Gen<'_> {
    /// Compiles the function of a key into its place.
    pub(super) fn compile_func(&mut self, id: FuncId, key: FuncKey) {
        self.large_vars.clear();
        self.env = TypeEnv::default();
        match key {
            FuncKey::Decl(o) => self.declared(id, o, TypeId::INVALID),
            FuncKey::Inst(o, owner, args) => {
                self.env = TypeEnv::new(self.ck.func_tparams(o), args);
                self.declared(id, o, owner);
                self.env = TypeEnv::default();
            }
            FuncKey::VarInit(d) => self.var_init(id, d),
            FuncKey::Wrap(w) => self.wrapper(id, &w),
            FuncKey::Entry => self.entry(id),
            FuncKey::Image(i) => self.link_func(id, i),
        }
    }

    /// Begins a function; the one in progress is put aside.
    pub(crate) fn begin(&mut self, name: String, params: &[SlotKind], pkg: PkgId) {
        let state = FnState::new(Builder::new(params), name, pkg);
        let outer = std::mem::replace(&mut self.cur, state);
        self.stack.push(outer);
    }

    /// Ends the function in progress and takes the one put aside up again. Returns what was captured.
    pub(crate) fn end(
        &mut self,
        id: FuncId,
        result_slots: u64,
        flags: u8,
        span: Option<Span>,
    ) -> Vec<(ObjId, Reg)> {
        let outer = self
            .stack
            .pop()
            .unwrap_or_else(|| FnState::new(Builder::new(&[]), String::new(), PkgId::UNIVERSE));
        let state = std::mem::replace(&mut self.cur, outer);
        let recover = if state.has_defer { state.ret } else { None };
        match state.b.finish(result_slots as u32, recover) {
            Some(mut f) => {
                f.name = state.name;
                f.captures = state.capture_kinds;
                f.flags = flags
                    | if f.captures.is_empty() {
                        0
                    } else {
                        bc::FLAG_CLOSURE
                    };
                if let Some(span) = span {
                    let (file, line) = self.ck.shown_line(span);
                    f.decl = bc::Line {
                        unsigned: false,
                        pc: 0,
                        file: self.file_number(file),
                        line,
                    };
                }
                self.prog.funcs[id.0 as usize] = f;
                if !self.env.from.is_empty() && !self.ck.pkgs[state.pkg.0 as usize].lazy {
                    self.instance_funcs.push(id);
                }
            }
            None => {
                let span = span.unwrap_or_default();
                self.unsupported(span, "functions with frames this large");
            }
        }
        state.captures
    }

    /// `main.f`, `main.T.m`, `main.(*T).m`
    pub(crate) fn func_name(&self, o: ObjId) -> String {
        let obj = &self.ck.objs[o];
        let pkg = &self.ck.pkgs[obj.pkg.0 as usize].path;
        match obj.func() {
            Some(f) if f.is_method => {
                let base = f
                    .recv_base
                    .map(|b| self.ck.objs[b].name.as_str())
                    .unwrap_or("?");
                if f.ptr_recv {
                    format!("{pkg}.(*{base}).{}", obj.name)
                } else {
                    format!("{pkg}.{base}.{}", obj.name)
                }
            }
            _ => format!("{pkg}.{}", obj.name),
        }
    }

    /// Kinds and number of the slots of values in a row.
    pub(crate) fn row(&mut self, types: impl IntoIterator<Item = TypeId>) -> Vec<SlotKind> {
        let mut kinds = Vec::new();
        for ty in types {
            let l = self.layout(ty);
            if l.kinds.is_empty() && l.slots > 0 {
                kinds.resize(kinds.len() + l.slots.min(70_000) as usize, SlotKind::W);
            } else {
                kinds.extend_from_slice(&l.kinds);
            }
        }
        kinds
    }

    /// The parameter and result slots of a function type.
    pub(crate) fn sig_rows(
        &mut self,
        sig: &Signature,
        recv: Option<TypeId>,
    ) -> (Vec<SlotKind>, Vec<SlotKind>) {
        let params = self.row(recv.into_iter().chain(sig.params.iter().map(|p| p.ty)));
        let results = self.row(sig.results.iter().map(|p| p.ty));
        (params, results)
    }

    fn declared(&mut self, id: FuncId, o: ObjId, owner: TypeId) {
        let Some(decl) = self.ck.func_decl(o) else {
            return;
        };
        self.ck.check_body(o);
        let obj = self.ck.objs[o].clone();
        let mut name = if self.env.from.is_empty() {
            self.func_name(o)
        } else {
            self.inst_name(o)
        };
        if obj.name == minigo_syntax::Symbol::INIT
            && let Some(n) = self.ck.pkgs[obj.pkg.0 as usize]
                .inits
                .iter()
                .position(|i| *i == o)
        {
            name = format!("{name}.{n}");
        }
        let ty = self.concrete(obj.ty);
        let Some(sig) = self.ck.types.as_signature(ty) else {
            return;
        };
        let recv = self.recv_type(o, owner);
        let (params, results) = self.sig_rows(&sig, recv);
        self.begin(name.clone(), &params, obj.pkg);
        self.at(decl.name.span);
        let Some(body) = &decl.body else {
            if let Some(callee) = self.atomic(o) {
                self.at(decl.name.span);
                self.mov(WINDOW, Reg(0), params.len() as u64);
                self.emit_call(&callee, params.len() as u64, results.len() as u64);
                self.ret(WINDOW, results.len() as u64);
                self.end(id, results.len() as u64, 0, Some(decl.name.span));
                return;
            }
            let native = self.native_id(&name);
            self.cur
                .b
                .op(Op::CallNative, 0, native as u16, (native >> 16) as u16);
            self.e1(Op::Ret, Reg(0));
            self.end(
                id,
                results.len() as u64,
                bc::FLAG_NATIVE,
                Some(decl.name.span),
            );
            return;
        };
        let vars = self
            .ck
            .info
            .funcs
            .get(&decl.id)
            .cloned()
            .unwrap_or_default();
        if let Some(block) = body.block() {
            self.body(&sig, recv, &vars, block);
        }
        self.end(id, results.len() as u64, 0, Some(decl.name.span));
    }

    /// Whether a declared function is a native of the leaf kind; then its name.
    pub(crate) fn leaf_native(&mut self, o: ObjId) -> Option<String> {
        let decl: &'static FuncDecl = self.ck.func_decl(o)?;
        if decl.body.is_none() && decl.directive == Some(Directive::Leaf) {
            Some(self.func_name(o))
        } else {
            None
        }
    }

    /// The type of a method's receiver, for the instance `owner` of a generic type (else `INVALID`).
    pub(crate) fn recv_type(&mut self, o: ObjId, owner: TypeId) -> Option<TypeId> {
        let f = *self.ck.objs[o].func()?;
        if !f.is_method {
            return None;
        }
        let base = match owner {
            TypeId::INVALID => self.obj_type(f.recv_base?),
            owner => owner,
        };
        Some(if f.ptr_recv {
            self.ck.types.pointer(base)
        } else {
            base
        })
    }

    /// Parameters, statements and the end of a function.
    fn body(
        &mut self,
        sig: &Signature,
        recv: Option<TypeId>,
        vars: &FuncVars,
        block: &'static Block,
    ) {
        let mut at = 0;
        let all = recv.map(|ty| (ty, vars.recv)).into_iter().chain(
            sig.params
                .iter()
                .enumerate()
                .map(|(i, p)| (p.ty, vars.params.get(i).copied().filter(|o| o.is_some()))),
        );
        for (ty, o) in all.collect::<Vec<_>>() {
            let l = self.layout(ty);
            if let Some(o) = o.filter(|o| o.is_some()) {
                let reg = Reg(at.min(0x9fff) as u16);
                if self.heap_var(o) {
                    let cell = self.cur.b.alloc(P1);
                    self.new_value(cell, ty);
                    self.store_mem(cell, 0, reg, ty);
                    self.cur.vars.insert(o, VarLoc::Heap(cell));
                } else {
                    self.cur.vars.insert(o, VarLoc::Reg(reg));
                }
            }
            at += l.slots;
        }
        self.cur.has_defer = vars.has_defer;
        self.cur.named_results = vars.named_results;
        self.cur.results = sig
            .results
            .iter()
            .enumerate()
            .map(|(i, r)| (r.ty, vars.results.get(i).copied().filter(|o| o.is_some())))
            .collect();
        if vars.range_return {
            self.share_results();
        }
        // Named results are variables; with deferred calls unnamed ones are, too.
        if self.cur.named_results || vars.has_defer {
            let row = self.row(sig.results.iter().map(|r| r.ty));
            let block = self.cur.b.alloc(&row);
            self.cur.result_block = block;
            let mut at = 0;
            for (ty, o) in self.cur.results.clone() {
                let l = self.layout(ty);
                let reg = block.at(at as u32);
                match o {
                    Some(o) if self.heap_var(o) => {
                        let cell = self.cur.b.alloc(P1);
                        self.new_value(cell, ty);
                        self.cur.vars.insert(o, VarLoc::Heap(cell));
                    }
                    o => {
                        self.zero(reg, l.slots);
                        if let Some(o) = o {
                            self.cur.vars.insert(o, VarLoc::Reg(reg));
                        }
                    }
                }
                at += l.slots;
            }
        }
        if vars.has_defer {
            self.cur.ret = Some(self.label());
        }
        self.stmts(&block.stmts);
        self.at_pos(block.span, block.rbrace());
        if !self.cur.dead {
            if self.cur.ret.is_some() && self.cur.range.is_none() {
                // Goes on to the end below.
            } else if sig.results.is_empty() || vars.has_defer || self.cur.named_results {
                self.return_now();
            } else {
                self.e1(Op::Trap, Reg(0));
            }
        }
        if let Some(ret) = self.cur.ret {
            self.place_label(ret);
            let w = self.win(0);
            self.e1(Op::DeferRun, w);
            self.return_results();
        }
    }

    /// Leaves the function; results are in their variables.
    pub(crate) fn return_now(&mut self) {
        if self.cur.range.is_some() {
            return self.exit(Exit::Return);
        }
        match self.cur.ret {
            // Deferred calls are run here, and not at a common end, so that they see this statement's line.
            Some(_) => {
                let w = self.win(0);
                self.e1(Op::DeferRun, w);
                self.return_results();
            }
            None => self.return_results(),
        }
        self.cur.dead = true;
    }

    /// Returns what the result variables hold.
    fn return_results(&mut self) {
        let mut at = 0;
        for (ty, o) in self.cur.results.clone() {
            let l = self.layout(ty);
            if let Some(o) = o
                && let Some(VarLoc::Heap(cell)) = self.cur.vars.get(&o).copied()
            {
                let dst = self.cur.result_block.at(at as u32);
                self.load_mem(dst, cell, 0, &l);
            }
            at += l.slots;
        }
        self.ret(self.cur.result_block, at);
    }

    /// `Ret` with `n` slots from `r`.
    pub(crate) fn ret(&mut self, r: Reg, n: u64) {
        match n {
            0 => self.e1(Op::Ret, Reg(0)),
            1 => self.e1(Op::Ret1, r),
            2 => self.e1(Op::Ret2, r),
            _ => {
                self.cur.b.op(Op::RetN, r.0, 0, n as u16);
            }
        }
        self.cur.dead = true;
    }

    // -- variables

    /// Whether a variable lives on the heap.
    pub(crate) fn heap_var(&mut self, o: ObjId) -> bool {
        let Some(v) = self.ck.objs[o].var().copied() else {
            return false;
        };
        if v.addr_taken || v.captured && (v.reassigned || v.kind == VarKind::Result) {
            return true;
        }
        let ty = self.obj_type(o);
        let l = self.layout(ty);
        if v.captured && l.slots > 16 || !self.frame_ok(ty, 0) {
            return true;
        }
        if !l.large() {
            return false;
        }
        // A large variable stays in the frame while that is of reasonable size; decided once, where it is declared.
        if let Some(&heap) = self.large_vars.get(&o) {
            return heap;
        }
        let heap = l.slots > MAX_VAR_SLOTS || self.cur.b.slots() as u64 + l.slots > MAX_FRAME_SLOTS;
        self.large_vars.insert(o, heap);
        heap
    }

    /// Whether a variable of this type is well kept in the frame: arrays in it can be indexed there.
    fn frame_ok(&mut self, ty: TypeId, depth: u32) -> bool {
        match self.under(ty) {
            Type::Array { elem, .. } => {
                depth == 0 && self.layout(elem).slots <= 4 && self.frame_ok(elem, 1)
            }
            Type::Struct(s) => {
                let l = self.layout(ty);
                s.fields.iter().enumerate().all(|(i, f)| {
                    let plain = self.frame_ok(f.ty, 1);
                    plain || depth == 0 && l.offsets[i].is_multiple_of(8) && self.frame_ok(f.ty, 0)
                })
            }
            _ => true,
        }
    }

    /// Makes a local variable; its value is whatever the slot holds (a heap cell is zero).
    pub(crate) fn declare(&mut self, o: ObjId) -> VarLoc {
        let ty = self.obj_type(o);
        let loc = if self.heap_var(o) {
            let cell = self.cur.b.alloc(P1);
            self.new_value(cell, ty);
            self.locals_push(cell);
            VarLoc::Heap(cell)
        } else {
            let l = self.layout(ty);
            let r = self.cur.b.alloc(&l.kinds);
            if l.slots > 0 {
                self.locals_push(r);
            }
            VarLoc::Reg(r)
        };
        self.cur.vars.insert(o, loc);
        loc
    }

    fn locals_push(&mut self, r: Reg) {
        self.cur.locals.push(r);
    }

    /// Runs `f` and gives the slots of variables declared meanwhile back.
    pub(crate) fn scope<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let n = self.cur.locals.len();
        let r = f(self);
        while self.cur.locals.len() > n {
            if let Some(l) = self.cur.locals.pop() {
                self.cur.b.free(l);
            }
        }
        r
    }

    /// Declares a variable with the value of an expression.
    pub(crate) fn declare_init(&mut self, o: ObjId, e: &'static Expr) {
        let ty = self.obj_type(o);
        if self.heap_var(o) {
            self.scoped(|g| {
                let l = g.layout(ty);
                if l.large() {
                    let cell = match &e.unparen().kind {
                        minigo_syntax::nodes::ExprKind::Composite(_) => g.large_addr(e),
                        _ => None,
                    };
                    let VarLoc::Heap(var) = g.declare_raw(o) else {
                        return;
                    };
                    match cell {
                        Some(cell) => g.e2(Op::Mov, var, cell),
                        None => {
                            let t = g.temp(P1);
                            g.new_value(t, ty);
                            g.assign_large(Place::Mem { base: t, off: 0 }, ty, e);
                            g.e2(Op::Mov, var, t);
                        }
                    }
                } else {
                    let v = g.expr_as(e, ty);
                    if v.in_window() {
                        let t = g.temp_of(&l);
                        g.mov(t, v, l.slots);
                        g.declare_store(o, t, ty);
                    } else {
                        g.declare_store(o, v, ty);
                    }
                }
            });
        } else {
            let l = self.layout(ty);
            let r = self.cur.b.alloc(&l.kinds);
            if l.slots > 0 {
                self.locals_push(r);
            }
            self.scoped(|g| g.expr_want(e, ty, Want::Fresh(r)));
            self.cur.vars.insert(o, VarLoc::Reg(r));
        }
    }

    /// The heap variable's slot, without a cell yet.
    fn declare_raw(&mut self, o: ObjId) -> VarLoc {
        let cell = self.cur.b.alloc(P1);
        self.locals_push(cell);
        self.cur.vars.insert(o, VarLoc::Heap(cell));
        VarLoc::Heap(cell)
    }

    /// Declares a variable with the value in the slots at `v` (not in the out-window).
    pub(crate) fn declare_store(&mut self, o: ObjId, v: Reg, ty: TypeId) {
        match self.declare(o) {
            VarLoc::Reg(r) => {
                let n = self.layout(ty).slots;
                self.mov(r, v, n);
            }
            VarLoc::Heap(cell) => self.store_mem(cell, 0, v, ty),
        }
    }

    /// Declares a variable with its zero value.
    pub(crate) fn declare_zero(&mut self, o: ObjId) {
        let ty = self.obj_type(o);
        if let VarLoc::Reg(r) = self.declare(o) {
            let n = self.layout(ty).slots;
            self.zero(r, n);
        }
    }

    /// Where a local variable is, seen from the function in progress; captures it if it belongs to an outer one.
    pub(crate) fn var_loc(&mut self, o: ObjId) -> Option<VarLoc> {
        if let Some(&l) = self.cur.vars.get(&o) {
            return Some(l);
        }
        if !self.cur.literal {
            return None;
        }
        let heap = self.heap_var(o);
        let kinds: Vec<SlotKind> = if heap {
            P1.to_vec()
        } else {
            let ty = self.obj_type(o);
            self.layout(ty).kinds.to_vec()
        };
        let r = self.capture(&kinds);
        let loc = if heap {
            VarLoc::Heap(r)
        } else {
            VarLoc::Reg(r)
        };
        self.cur.captures.push((o, r));
        self.cur.vars.insert(o, loc);
        Some(loc)
    }

    /// Registers that hold the next captured slots of the running closure from its entry on.
    pub(crate) fn capture(&mut self, kinds: &[SlotKind]) -> Reg {
        let r = self.cur.b.alloc_fresh(kinds);
        let first = self.cur.capture_kinds.len();
        let load = match kinds.len() {
            0 => return r,
            1 => Instr::abc(Op::LdCap, r.0, 0, first as u16),
            2 => Instr::abc(Op::LdCap2, r.0, 0, first as u16),
            3 => Instr::abc(Op::LdCap3, r.0, 0, first as u16),
            n => Instr::abc(Op::LdCapN, r.0, first as u16, n as u16),
        };
        self.cur.b.prologue.push(load);
        self.cur.capture_kinds.extend_from_slice(kinds);
        r
    }

    // -- literals

    /// Compiles a function literal; the registers of the function in progress that it captures, in order.
    pub(crate) fn literal(
        &mut self,
        id: NodeId,
        lit: &'static FuncLit,
        ty: TypeId,
    ) -> (FuncId, Vec<(Reg, u64)>) {
        let Some(sig) = self.ck.types.as_signature(ty) else {
            return (FuncId(0), Vec::new());
        };
        self.cur.closures += 1;
        let n = self.cur.closures;
        let name = if self.cur.literal {
            format!("{}.{n}", self.cur.name)
        } else {
            format!("{}.func{n}", self.cur.name)
        };
        let fid = self.new_func();
        let (params, results) = self.sig_rows(&sig, None);
        let line = self.cur.b.line();
        let pkg = self.cur.pkg;
        self.begin(name, &params, pkg);
        self.cur.literal = true;
        self.at(lit.ty.span);
        let vars = self.ck.info.funcs.get(&id).cloned().unwrap_or_default();
        self.body(&sig, None, &vars, &lit.body);
        let captured = self.end(fid, results.len() as u64, 0, Some(lit.ty.span));
        self.cur.b.set_line(line.0, line.1);
        let regs = self.capture_regs(captured);
        (fid, regs)
    }

    /// Where the function in progress has what a literal in it captured.
    pub(crate) fn capture_regs(&mut self, captured: Vec<(ObjId, Reg)>) -> Vec<(Reg, u64)> {
        let mut regs = Vec::new();
        for (o, _) in captured {
            match self.var_loc(o) {
                Some(VarLoc::Heap(r)) => regs.push((r, 1)),
                Some(VarLoc::Reg(r)) => {
                    let ty = self.obj_type(o);
                    regs.push((r, self.layout(ty).slots));
                }
                None => regs.push((Reg(0), 0)),
            }
        }
        regs
    }

    // -- initialisers and the entry

    fn var_init(&mut self, id: FuncId, d: DeclId) {
        self.ck.check_initializers();
        let decl = self.ck.decls[d.0 as usize].clone();
        let DeclKind::Var {
            lhs,
            init: Some(init),
            ..
        } = decl.kind
        else {
            return;
        };
        let pkg = &self.ck.pkgs[decl.pkg.0 as usize];
        let name = format!("{}.init", pkg.path);
        let targets: Vec<ObjId> = if lhs.is_empty() {
            pkg.objects
                .iter()
                .copied()
                .filter(|o| self.ck.objs[*o].decl == Some(d))
                .collect()
        } else {
            lhs.to_vec()
        };
        let literals_before = match decl.literals {
            0 => 0,
            _ => self.literals_before(decl.pkg, d),
        };
        self.begin(name, &[], decl.pkg);
        self.cur.closures = literals_before;
        self.at(init.span);
        if targets.len() == 1 {
            let o = targets[0];
            let ty = self.obj_type(o);
            if self.ck.objs[o].name.is_blank() {
                self.scoped(|g| g.expr_as(init, ty));
            } else {
                let at = self.global(o);
                self.scoped(|g| g.init_place(Place::Global { at }, ty, init));
            }
        } else {
            self.scoped(|g| {
                let values = g.tuple(init, targets.len());
                for (o, (reg, ty)) in targets.iter().zip(values) {
                    if !g.ck.objs[*o].name.is_blank() {
                        let at = g.global(*o);
                        let want = g.obj_type(*o);
                        let v = g.convert(reg, ty, want, Want::Any, init.span);
                        g.store(Place::Global { at }, v, want);
                    }
                }
            });
        }
        self.e1(Op::Ret, Reg(0));
        self.end(id, 0, 0, Some(init.span));
    }

    /// Function literals in the initialisers that run before that of `d`: literals are numbered through all of a package.
    /// Only of the program's own packages, for those of the library are known in part.
    fn literals_before(&mut self, pkg: PkgId, d: DeclId) -> u32 {
        if self.ck.pkgs[pkg.0 as usize].lazy {
            return 0;
        }
        let order = self.ck.init_order(pkg, &|_| true);
        let earlier = order.iter().map(|i| i.decl).take_while(|&e| e != d);
        earlier.map(|e| self.ck.decls[e.0 as usize].literals).sum()
    }

    fn entry(&mut self, id: FuncId) {
        self.begin("runtime.main".to_string(), &[], PkgId::UNIVERSE);
        let used: FxHashSet<ObjId> = self.globals.keys().copied().collect();
        for p in self.package_order() {
            match p {
                Origin::Image(p) => {
                    for f in self.linked_inits(p) {
                        self.call_static(f, 0);
                    }
                }
                Origin::Source(p) => {
                    for init in self.ck.init_order(p, &|o| used.contains(&o)) {
                        let f = self.func_id(FuncKey::VarInit(init.decl));
                        self.call_static(f, 0);
                    }
                    for o in self.ck.pkgs[p.0 as usize].inits.clone() {
                        let f = self.func_id(FuncKey::Decl(o));
                        self.call_static(f, 0);
                    }
                }
            }
        }
        if let Some(main) = self.find_object("main", "main") {
            self.init_done();
            let f = self.func_id(FuncKey::Decl(main));
            self.call_static(f, 0);
        }
        self.e1(Op::Ret, Reg(0));
        self.end(id, 0, bc::FLAG_WRAPPER, None);
    }

    /// Tells the runtime that all initialisers have run: until then the main goroutine stays on the first thread.
    pub(super) fn init_done(&mut self) {
        let native = self.native_id("runtime.main_init_done");
        self.emit_call(&super::call::Callee::Leaf(native), 0, 0);
    }

    /// All packages in the order of their initialisation.
    pub(super) fn package_order(&self) -> Vec<Origin> {
        let mut nodes: Vec<(Origin, &str, Vec<&str>)> = Vec::new();
        for (p, path, imports) in self.linked_packages() {
            nodes.push((Origin::Image(p), path, imports));
        }
        for (p, pkg) in self.ck.pkgs.iter().enumerate().skip(2) {
            let imports = pkg.imports.iter();
            let imports = imports.map(|i| &*self.ck.pkgs[i.0 as usize].path);
            if self.find_package(&pkg.path).is_none() || !pkg.lazy {
                let p = Origin::Source(PkgId(p as u32));
                nodes.push((p, &pkg.path, imports.collect()));
            }
        }
        let graph: Vec<(&str, Vec<&str>)> = nodes.iter().map(|n| (n.1, n.2.clone())).collect();
        let order = initorder::package_order(&graph);
        order.into_iter().map(|i| nodes[i].0).collect()
    }

    /// A call of a known function whose arguments are in the out-window already.
    pub(crate) fn call_static(&mut self, f: FuncId, slots: u64) {
        self.cur.b.window(slots.max(1) as u32);
        self.ei(Op::Call, WINDOW, f.0 as i32);
    }
}
