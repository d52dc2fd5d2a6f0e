//! Declarations: what type (and value) a declared object has, found on demand, and the cycles among them.
//!
//! While an object's declaration is being checked it is on `path`. Meeting it again is a cycle, which is fine through
//! a defined type or a function and an error otherwise.

use std::rc::Rc;

use minigo_syntax::nodes::{
    ConstSpec, Decl, Expr, ExprKind, Field, FuncDecl, Params, TypeSpec, VarSpec,
};
use minigo_syntax::{Span, Symbol};

use super::check::{Checker, DeclKind, Delayed};
use super::constant::Value;
use super::fx::FxHashMap;
use super::object::{DeclId, Holds, ObjId, ObjKind, Object, PkgId, VarKind};
use super::operand::Operand;
use super::typ::{Alias, BasicKind, Named, Signature, Type, TypeId};
use super::typeparam::FuncParams;
use crate::diagnostic::Code;

/// Declarations that need one another in a chain longer than this are refused.
const MAX_PATH: usize = 3000;

impl Checker {
    /// Notes that the declaration being checked refers to package-level object `o`.
    pub(super) fn add_dep(&mut self, o: ObjId) {
        let Some(from) = self.env.decl else { return };
        if self.objs[o].decl.is_none() || self.objs[o].pkg != self.decls[from.0 as usize].pkg {
            return;
        }
        let d = &mut self.decls[from.0 as usize];
        if d.dep_set.insert(o) {
            d.deps.push(o);
        }
    }

    /// Finds the type of `o`.
    pub(super) fn obj_decl(&mut self, o: ObjId) {
        if let Some(start) = self.path_index(o) {
            if let ObjKind::Func(_) = self.objs[o].kind {
                // Its own signature mentions it: there it counts as a function without parameters.
                if self.objs[o].ty == TypeId::UNSET {
                    let empty = Signature {
                        tparams: Rc::new([]),
                        params: Vec::new(),
                        results: Vec::new(),
                        variadic: false,
                    };
                    self.objs[o].ty = self.types.signature(empty);
                }
                return;
            }
            let valid = self.valid_cycle(start);
            match self.objs[o].kind {
                ObjKind::Const { .. } | ObjKind::Var(_) => {
                    if !valid || self.objs[o].ty == TypeId::UNSET {
                        self.objs[o].ty = TypeId::INVALID;
                    }
                }
                ObjKind::TypeName { .. } => {
                    if !valid {
                        self.objs[o].ty = TypeId::INVALID;
                    }
                }
                _ => {
                    if self.objs[o].ty == TypeId::UNSET {
                        self.objs[o].ty = TypeId::INVALID;
                    }
                }
            }
            return;
        }
        if self.objs[o].ty != TypeId::UNSET {
            return;
        }
        let Some(d) = self.objs[o].decl else {
            self.objs[o].ty = TypeId::INVALID;
            return;
        };
        if self.path.len() > MAX_PATH {
            let pos = self.objs[o].pos;
            self.error(
                pos,
                Code::TooComplex,
                "declarations refer to one another too deeply",
            );
            self.objs[o].ty = TypeId::INVALID;
            return;
        }
        self.push_path(o);
        self.materialise(d);
        let info = &self.decls[d.0 as usize];
        let (file, pkg, kind) = (info.file, info.pkg, info.kind.clone());
        let mut env = self.package_env(pkg);
        env.scope = self.files[file.0 as usize].scope;
        let saved = std::mem::replace(&mut self.env, env);
        let depth = std::mem::take(&mut self.depth);
        match kind {
            DeclKind::Const {
                ty,
                init,
                iota,
                inherited,
            } => {
                self.env.decl = Some(d);
                self.const_decl(o, ty, init, iota, inherited);
            }
            DeclKind::Var { lhs, ty, init } => {
                self.env.decl = Some(d);
                self.var_decl(o, &lhs, ty, init);
            }
            DeclKind::Type(spec) => {
                self.type_decl(o, spec);
                self.collect_methods(o);
            }
            DeclKind::Func(fd) => self.func_decl_type(o, fd),
            DeclKind::Unread(_) => self.objs[o].ty = TypeId::INVALID,
        }
        self.depth = depth;
        self.env = saved;
        self.pop_path();
    }

    fn push_path(&mut self, o: ObjId) {
        self.path.push(o);
        self.on_path.insert(o);
    }

    fn pop_path(&mut self) {
        if let Some(o) = self.path.pop() {
            self.on_path.remove(&o);
        }
    }

    /// Where on the path `o` stands.
    fn path_index(&self, o: ObjId) -> Option<usize> {
        if !self.on_path.contains(&o) {
            return None;
        }
        self.path.iter().rposition(|&p| p == o)
    }

    fn valid_cycle(&mut self, start: usize) -> bool {
        let cycle: Vec<ObjId> = self.path[start..].to_vec();
        let mut nval = 0;
        let mut ndef = 0;
        for &o in &cycle {
            match self.objs[o].kind {
                ObjKind::Const { .. } | ObjKind::Var(_) => nval += 1,
                ObjKind::TypeName { is_alias: false } => ndef += 1,
                _ => {}
            }
        }
        // Cycles of values alone are reported with the initialisation order.
        if nval == cycle.len() || (nval == 0 && ndef > 0) {
            return true;
        }
        self.cycle_error(&cycle);
        false
    }

    /// Reports a cycle of declarations, starting with the one that comes first in the source.
    pub(super) fn cycle_error(&mut self, cycle: &[ObjId]) {
        let first = (0..cycle.len())
            .min_by_key(|&i| {
                let p = self.objs[cycle[i]].pos;
                (p.file, p.lo)
            })
            .unwrap_or(0);
        self.cycle_error_from(cycle, first);
    }

    pub(super) fn cycle_error_from(&mut self, cycle: &[ObjId], start: usize) {
        let obj = cycle[start];
        let is_type = matches!(self.objs[obj].kind, ObjKind::TypeName { .. });
        if is_type && let Type::Alias(a) = self.types_at(obj) {
            let mut a = a.clone();
            a.rhs = TypeId::INVALID;
            let t = self.objs[obj].ty;
            *self.types.get_mut(t) = Type::Alias(a);
        }
        let name = self.obj_name(obj);
        let pos = self.objs[obj].pos;
        if cycle.len() == 1 {
            let msg = if is_type {
                format!("invalid recursive type: {name} refers to itself")
            } else {
                format!("invalid cycle in declaration: {name} refers to itself")
            };
            self.error(pos, Code::InvalidCycle, msg);
            return;
        }
        let msg = if is_type {
            format!("invalid recursive type {name}")
        } else {
            format!("invalid cycle in declaration of {name}")
        };
        let mut d = self.new_error(Code::InvalidCycle, pos, msg);
        let mut cur = obj;
        for i in 0..cycle.len() {
            let next = cycle[(start + i + 1) % cycle.len()];
            let text = format!("{} refers to {}", self.obj_name(cur), self.obj_name(next));
            d.labels.push((self.objs[cur].pos, text));
            cur = next;
        }
        self.report(d);
    }

    fn types_at(&self, o: ObjId) -> &Type {
        match self.objs[o].ty {
            TypeId::UNSET => self.types.get(TypeId::INVALID),
            t => self.types.get(t),
        }
    }

    /// Whether `t` has an underlying type by now; a type that is used while it is being declared is a cycle.
    pub(super) fn is_complete(&mut self, t: TypeId) -> bool {
        if self.path.is_empty() {
            return true;
        }
        let mut t = t;
        for _ in 0..1000 {
            let (obj, rhs) = match self.types.get(t) {
                Type::Alias(a) => (a.obj, a.rhs),
                Type::Named(n) => (n.obj, n.rhs),
                _ => return true,
            };
            if let Some(i) = self.path_index(obj) {
                let cycle = self.path[i..].to_vec();
                self.cycle_error(&cycle);
                return false;
            }
            if rhs == TypeId::UNSET {
                return true;
            }
            t = rhs;
        }
        true
    }

    /// Types that are their own underlying type through names alone.
    pub(super) fn direct_cycles(&mut self, pkg: PkgId) {
        let objects = self.pkgs[pkg.0 as usize].objects.clone();
        let scope = self.pkgs[pkg.0 as usize].scope;
        let mut done: FxHashMap<ObjId, usize> = FxHashMap::default();
        for o in objects {
            let mut path: Vec<ObjId> = Vec::new();
            let mut cur = o;
            while let Some(d) = self.objs[cur].decl {
                let DeclKind::Type(spec) = self.decls[d.0 as usize].kind else {
                    break;
                };
                match done.get(&cur) {
                    Some(&usize::MAX) => break,
                    Some(&start) => {
                        self.objs[cur].ty = TypeId::INVALID;
                        let cycle = path[start..].to_vec();
                        self.cycle_error(&cycle);
                        break;
                    }
                    None => {}
                }
                done.insert(cur, path.len());
                path.push(cur);
                let Some(name) = spec.ty.as_name() else { break };
                let Some(next) = self.scopes[scope].lookup(name) else {
                    break;
                };
                cur = next;
            }
            for p in path {
                done.insert(p, usize::MAX);
            }
        }
    }

    /// Gives all objects of a package their types: defined types first, then aliases, then the rest.
    pub(super) fn package_objects(&mut self, pkg: PkgId) {
        let objects = self.pkgs[pkg.0 as usize].objects.clone();
        let phase = |k: &ObjKind| match k {
            ObjKind::TypeName { is_alias: false } => 0,
            ObjKind::TypeName { is_alias: true } => 1,
            _ => 2,
        };
        for p in 0..3 {
            for &o in &objects {
                if phase(&self.objs[o].kind) == p {
                    self.obj_decl(o);
                }
            }
        }
        for &o in &objects {
            if matches!(self.objs[o].kind, ObjKind::Func(_)) {
                self.later(Delayed::FuncDecl(o));
            }
        }
    }

    // ---- The kinds of declarations ----

    fn const_decl(
        &mut self,
        o: ObjId,
        ty: Option<&'static Expr>,
        init: Option<&'static Expr>,
        iota: i64,
        inherited: bool,
    ) {
        let saved = (self.env.iota, self.env.errpos);
        self.env.iota = Some(iota);
        self.env.errpos = None;
        let mut ok = true;
        if let Some(e) = ty {
            let t = self.typ(e);
            if !self.types.is_const_type(t) {
                if self.types.under(t) != TypeId::INVALID {
                    let msg = format!("invalid constant type {}", self.tstr(t));
                    self.error(e.start(), Code::InvalidConst, msg);
                }
                self.objs[o].ty = TypeId::INVALID;
                ok = false;
            } else {
                self.objs[o].ty = t;
            }
        }
        if ok {
            let mut x = Operand::invalid();
            if let Some(e) = init {
                if inherited {
                    self.env.errpos = Some(self.objs[o].pos);
                }
                x = self.expr(e);
            }
            self.init_const(o, &mut x);
        }
        (self.env.iota, self.env.errpos) = saved;
    }

    fn var_decl(
        &mut self,
        o: ObjId,
        lhs: &[ObjId],
        ty: Option<&'static Expr>,
        init: Option<&'static Expr>,
    ) {
        if let Some(e) = ty {
            let t = self.var_type(e);
            self.objs[o].ty = t;
        }
        let Some(init) = init else {
            self.set_if_unset(o, TypeId::INVALID);
            return;
        };
        if lhs.len() <= 1 {
            let target = self.target(Some(self.objs[o].ty), self.objs[o].name.as_str());
            let mut x = self.expr_target(init, target.as_ref());
            self.init_var(o, &mut x, "variable declaration");
            return;
        }
        if ty.is_some() {
            let t = self.objs[o].ty;
            for &l in lhs {
                self.objs[l].ty = t;
            }
        }
        self.init_vars(lhs, std::slice::from_ref(init), None);
    }

    fn type_decl(&mut self, o: ObjId, spec: &'static TypeSpec) {
        let scope = self.env.scope;
        if !spec.type_params.is_empty() {
            self.env.scope = self.scopes.open(Some(scope));
        }
        self.type_decl_in(o, spec);
        self.env.scope = scope;
    }

    fn type_decl_in(&mut self, o: ObjId, spec: &'static TypeSpec) {
        let none: Rc<[TypeId]> = Rc::new([]);
        if spec.alias.is_some() {
            let t = self.types.add(Type::Alias(Box::new(Alias {
                obj: o,
                rhs: TypeId::UNSET,
                tparams: none.clone(),
                targs: none,
                origin: None,
            })));
            self.objs[o].ty = t;
            let tparams = self.declare_type_params(&spec.type_params);
            if let Type::Alias(a) = self.types.get_mut(t) {
                a.tparams = tparams.clone();
            }
            self.set_bounds(&spec.type_params, &tparams);
            let mut rhs = self.typ(&spec.ty);
            if tparams.contains(&rhs) {
                let msg = "cannot use type parameter declared in alias declaration as RHS";
                self.error(spec.ty.span, Code::InvalidType, msg);
                rhs = TypeId::INVALID;
            }
            if let Type::Alias(a) = self.types.get_mut(t)
                && a.rhs == TypeId::UNSET
            {
                a.rhs = rhs;
            }
            self.expand_pending(t);
            return;
        }
        let t = self.types.add(Type::Named(Box::new(Named {
            obj: o,
            rhs: TypeId::UNSET,
            underlying: TypeId::UNSET,
            methods: Rc::new([]),
            tparams: none.clone(),
            targs: none,
            origin: None,
            outer: self.env.outer.clone(),
        })));
        self.objs[o].ty = t;
        self.later(Delayed::ValidType(t));
        let tparams = self.declare_type_params(&spec.type_params);
        if let Some(n) = self.types.named_mut(t) {
            n.tparams = tparams.clone();
        }
        self.set_bounds(&spec.type_params, &tparams);
        let mut rhs = self.typ(&spec.ty);
        if self.types.is_type_param(rhs) {
            let msg = "cannot use a type parameter as RHS in type declaration";
            self.error(spec.ty.span, Code::InvalidType, msg);
            rhs = TypeId::INVALID;
        }
        let u = self.types.under(rhs);
        if let Some(n) = self.types.named_mut(t) {
            n.rhs = rhs;
            if u != TypeId::INVALID {
                n.underlying = u;
            }
        }
        self.expand_pending(t);
    }

    /// Gives type `o` the methods declared for it.
    pub(super) fn collect_methods(&mut self, o: ObjId) {
        let Some(list) = self.methods.remove(&o) else {
            return;
        };
        let t = self.objs[o].ty;
        if self.types.named(t).is_none() {
            return;
        }
        self.later(Delayed::FieldUniqueness(t));
        let mut methods: Vec<ObjId> = Vec::with_capacity(list.len());
        let mut seen: FxHashMap<Symbol, ObjId> = FxHashMap::default();
        for m in list {
            let name = self.objs[m].name;
            if let Some(&alt) = seen.get(&name) {
                let at = self.place(self.objs[alt].pos);
                let (pos, tname) = (self.objs[m].pos, self.objs[o].name);
                let msg = format!("method {tname}.{name} already declared at {at}");
                self.error(pos, Code::DuplicateDecl, msg);
                continue;
            }
            seen.insert(name, m);
            methods.push(m);
        }
        if let Some(n) = self.types.named_mut(t) {
            n.methods = methods.into();
        }
    }

    pub(super) fn check_field_uniqueness(&mut self, t: TypeId) {
        let Some(s) = self.types.as_struct(t) else {
            return;
        };
        let methods = self
            .types
            .named(t)
            .map(|n| n.methods.clone())
            .unwrap_or_default();
        for f in s.fields.iter().filter(|f| !f.name.is_blank()) {
            let clash = methods
                .iter()
                .copied()
                .find(|&m| self.objs[m].name == f.name);
            if let Some(m) = clash {
                let pos = self.objs[m].pos;
                let msg = format!("field and method with the same name {}", f.name);
                let mut d = self.new_error(Code::DuplicateDecl, pos, msg);
                self.other_declaration(&mut d, f.pos, f.name);
                self.report(d);
            }
        }
    }

    fn func_decl_type(&mut self, o: ObjId, fd: &'static FuncDecl) {
        let lazy = self.pkgs[self.env.pkg.0 as usize].lazy;
        let outer = self.env.scope;
        let scope = self.scopes.open(Some(outer));
        self.env.scope = scope;
        let mut params = FuncParams {
            recv: Rc::new([]),
            own: Rc::new([]),
            scope,
        };
        if let Some(recv) = &fd.recv {
            match &recv.list[..] {
                [] => self.error(fd.name.span, Code::InvalidDecl, "method has no receiver"),
                [f] if f.names.len() <= 1 => {}
                _ => self.error(
                    fd.name.span,
                    Code::InvalidDecl,
                    "method has multiple receivers",
                ),
            }
            if let Some(f) = recv.list.first() {
                let rt = match self.generic_receiver(&f.ty) {
                    Some((rt, list)) => {
                        params.recv = list;
                        rt
                    }
                    None => {
                        let rt = self.var_type(&f.ty);
                        self.not_instantiated(f, rt)
                    }
                };
                let pkg = self.env.pkg;
                let base = match &f.ty.unparen().kind {
                    ExprKind::Star(x) => x.span,
                    _ => f.ty.span,
                };
                self.later(Delayed::Receiver {
                    recv: rt,
                    pos: base,
                    pkg,
                });
            }
        }
        if !fd.type_params.is_empty() {
            params.own = self.declare_type_params(&fd.type_params);
            self.set_bounds(&fd.type_params, &params.own);
        }
        let all: Vec<TypeId> = params
            .recv
            .iter()
            .chain(params.own.iter())
            .copied()
            .collect();
        let mut sig = self.signature_of(fd.recv.as_ref(), &all, &fd.ty);
        sig.tparams = params.own.clone();
        self.env.scope = outer;
        if !all.is_empty() {
            self.func_params.insert(o, params);
        }
        let t = self.types.signature(sig);
        self.objs[o].ty = t;
        if fd.body.is_none() && !lazy && fd.name.name != Symbol::INIT {
            if !fd.type_params.is_empty() {
                let msg = "generic function is missing function body";
                self.error(fd.name.span, Code::InvalidDecl, msg);
                return;
            }
            // As with Go, only if nothing else is wrong.
            let msg = "missing function body".to_string();
            let at = match fd.recv {
                // The word `func` and a blank come first.
                Some(_) => fd.span.from(minigo_syntax::Pos(fd.span.lo + 5)),
                None => fd.name.span,
            };
            let d = self.new_error(Code::InvalidDecl, at, msg);
            self.if_right.push(d);
        }
    }

    /// What is behind the pointers written in front of a type, not behind its names.
    fn unpointer(&self, mut t: TypeId) -> TypeId {
        while let Type::Pointer(b) = self.types.get(t) {
            t = *b;
        }
        t
    }

    /// An alias of an instance is no receiver type.
    fn not_instantiated(&mut self, f: &'static Field, rt: TypeId) -> TypeId {
        let mut t = self.unpointer(rt);
        while let Type::Alias(a) = self.types.get(t) {
            let rhs = a.rhs;
            if rhs == TypeId::UNSET {
                break;
            }
            let base = self.unpointer(rhs);
            let instance = match self.types.get(base) {
                Type::Named(n) => n.origin.is_some() && !n.targs.is_empty(),
                Type::Alias(a) => a.origin.is_some(),
                _ => false,
            };
            if instance {
                let msg = format!(
                    "cannot define new methods on instantiated type {}",
                    self.tstr(base)
                );
                let at = match &f.ty.unparen().kind {
                    ExprKind::Star(x) => x.span,
                    _ => f.ty.span,
                };
                self.error(at, Code::InvalidDecl, msg);
                self.info
                    .record(f.ty.id, super::info::Mode::TypeExpr, TypeId::INVALID, None);
                return TypeId::INVALID;
            }
            t = base;
        }
        rt
    }

    pub(super) fn check_receiver(&mut self, recv: TypeId, pos: Span) {
        let (rt, _) = self.types.deref(recv);
        let t = self.types.unalias(rt);
        if t == TypeId::INVALID {
            return;
        }
        let msg = match self.types.get(t) {
            Type::Named(n) => {
                if self.objs[n.obj].pkg != self.env.pkg {
                    format!(
                        "cannot define new methods on non-local type {}",
                        self.tstr(rt)
                    )
                } else {
                    let cause = match self.types.under_type(t) {
                        Type::Basic(BasicKind::UnsafePointer) => "unsafe.Pointer",
                        Type::Pointer(_) | Type::Interface(_) => "pointer or interface type",
                        _ => return,
                    };
                    format!("invalid receiver type {} ({cause})", self.tstr(rt))
                }
            }
            Type::Basic(_) => format!(
                "cannot define new methods on non-local type {}",
                self.tstr(rt)
            ),
            _ => format!("invalid receiver type {}", self.tstr(recv)),
        };
        self.error(pos, Code::InvalidDecl, msg);
    }

    /// The receiver parameter and its type, for the check of a body.
    pub(super) fn receiver_of(
        &mut self,
        fd: &'static FuncDecl,
        _f: ObjId,
    ) -> Option<(&'static Params, TypeId)> {
        let recv = fd.recv.as_ref()?;
        let field = recv.list.first()?;
        Some((recv, self.info.expr(field.ty.id).ty))
    }

    // ---- Declarations in functions ----

    pub(super) fn decl_stmt(&mut self, d: &'static Decl) {
        match d {
            Decl::Const(g) => {
                let mut last: (Option<&'static Expr>, &'static [Expr]) = (None, &[]);
                let mut have = false;
                for (i, s) in g.specs.iter().enumerate() {
                    let own = s.ty.is_some() || !s.values.is_empty();
                    if own {
                        last = (s.ty.as_ref(), &s.values);
                    }
                    let inherited = !own && have;
                    have |= own;
                    self.local_consts(s, last, i as i64, inherited);
                }
            }
            Decl::Var(g) => {
                for s in &g.specs {
                    self.local_vars(s);
                }
            }
            Decl::Type(g) => {
                for s in &g.specs {
                    let kind = ObjKind::TypeName {
                        is_alias: s.alias.is_some(),
                    };
                    let o = self.local_object(&s.name, kind);
                    let scope = self.env.scope;
                    self.declare(scope, o);
                    self.push_path(o);
                    self.type_decl(o, s);
                    self.pop_path();
                }
            }
            Decl::Import(_) | Decl::Func(_) => {}
        }
    }

    fn local_object(&mut self, id: &minigo_syntax::nodes::Ident, kind: ObjKind) -> ObjId {
        let o = self.objs.add(Object {
            name: id.name,
            pkg: self.env.pkg,
            pos: id.span,
            ty: TypeId::UNSET,
            kind,
            parent: None,
            order: 0,
            decl: None,
        });
        self.info.record_obj(id.id, o);
        o
    }

    fn local_consts(
        &mut self,
        s: &'static ConstSpec,
        last: (Option<&'static Expr>, &'static [Expr]),
        iota: i64,
        inherited: bool,
    ) {
        let top = self.delayed.len();
        let mut objs = Vec::new();
        for (i, n) in s.names.iter().enumerate() {
            let o = self.local_object(
                n,
                ObjKind::Const {
                    value: Value::Unknown,
                },
            );
            self.const_decl(o, last.0, last.1.get(i), iota, inherited);
            objs.push(o);
        }
        self.arity(s.span, &s.names, last.1, true, inherited);
        self.process_delayed(top);
        let scope = self.env.scope;
        for o in objs {
            self.declare(scope, o);
        }
    }

    fn local_vars(&mut self, s: &'static VarSpec) {
        let top = self.delayed.len();
        let mut vars = Vec::new();
        for n in &s.names {
            let o = self.new_var(n.name, n.span, VarKind::Local, TypeId::UNSET);
            self.info.record_obj(n.id, o);
            vars.push(o);
        }
        let ty = s.ty.as_ref();
        if s.values.len() == 1 && vars.len() > 1 {
            self.var_decl(vars[0], &vars, ty, s.values.first());
        } else if s.values.is_empty()
            && let Some(e) = ty
        {
            let t = self.var_type(e);
            for &o in &vars {
                self.objs[o].ty = t;
                if let ObjKind::Var(v) = &mut self.objs[o].kind {
                    v.holds = Holds::Nothing;
                }
            }
        } else {
            for (i, &o) in vars.iter().enumerate() {
                self.var_decl(o, &[], ty, s.values.get(i));
            }
        }
        if s.ty.is_none() || !s.values.is_empty() {
            for e in s.values.iter().skip(vars.len()) {
                self.use_expr(e);
            }
            self.arity(s.span, &s.names, &s.values, false, false);
        }
        self.process_delayed(top);
        let scope = self.env.scope;
        for o in vars {
            self.declare(scope, o);
        }
    }

    /// A declaration by its number.
    pub fn decl(&self, d: DeclId) -> &super::check::DeclInfo {
        &self.decls[d.0 as usize]
    }
}
