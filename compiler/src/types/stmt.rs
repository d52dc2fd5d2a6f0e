//! Statements and function bodies.

use std::rc::Rc;

use minigo_syntax::nodes::{
    Block, CaseClause, Expr, ExprKind, Select, Stmt, StmtKind, Switch, TypeSwitch, UnaryOp,
};
use minigo_syntax::{NodeId, Span, Symbol};

use super::check::{BodyJob, Checker, FuncCtx};
use super::constant::Value;
use super::expr::ExprClass;
use super::fx::FxHashMap;
use super::info::{FuncVars, Mode};
use super::literals::{KeyVal, key_val};
use super::object::{Holds, ObjId, ObjKind, Object, Var, VarKind};
use super::operand::Operand;
use super::scope::ScopeId;
use super::typ::{Type, TypeId};
use crate::diagnostic::{Code, NO_PLACE};

impl Checker {
    // ---- Bodies ----

    pub(super) fn func_body(&mut self, job: BodyJob) {
        let saved = std::mem::replace(&mut self.env, job.env.clone());
        let depth = std::mem::take(&mut self.depth);
        let locals = self.locals.len();
        let scope = self.scopes.open(Some(self.env.scope));
        self.env.scope = scope;
        self.env.errpos = None;
        self.env.has_call_or_recv = false;
        let Some(sig) = self.types.as_signature(job.sig) else {
            self.env = saved;
            return;
        };
        let mut vars = FuncVars::default();
        if let Some((params, ty)) = job.recv {
            let f = params.list.first();
            let id = f.and_then(|f| f.names.first());
            let o = self.new_var(
                id.map_or(Symbol::EMPTY, |i| i.name),
                id.map_or(params.span, |i| i.span),
                VarKind::Recv,
                ty,
            );
            self.declare_param(o, id.map(|i| i.id).or(f.map(|f| f.id)));
            vars.recv = Some(o);
        }
        let mut i = 0;
        for f in &job.ty.params.list {
            let ids: Vec<(Symbol, Span, NodeId)> = if f.names.is_empty() {
                vec![(Symbol::EMPTY, f.span, f.id)]
            } else {
                f.names.iter().map(|n| (n.name, n.span, n.id)).collect()
            };
            for (name, span, id) in ids {
                let ty = sig.params.get(i).map_or(TypeId::INVALID, |p| p.ty);
                let o = self.new_var(name, span, VarKind::Param, ty);
                self.declare_param(o, Some(id));
                vars.params.push(o);
                i += 1;
            }
        }
        i = 0;
        for f in &job.ty.results.list {
            let ids: Vec<(Symbol, Span, NodeId)> = if f.names.is_empty() {
                vec![(Symbol::EMPTY, f.span, f.id)]
            } else {
                vars.named_results = true;
                f.names.iter().map(|n| (n.name, n.span, n.id)).collect()
            };
            for (name, span, id) in ids {
                let ty = sig.results.get(i).map_or(TypeId::INVALID, |p| p.ty);
                let o = self.new_var(name, span, VarKind::Result, ty);
                self.declare_param(o, Some(id));
                vars.results.push(o);
                i += 1;
            }
        }
        let ctx = FuncCtx {
            sig: sig.clone(),
            results: vars.results.clone(),
            named_results: vars.named_results,
            node: job.node,
        };
        self.info.funcs.insert(job.node, vars);
        self.env.func = Some(Rc::new(ctx));
        for e in minigo_syntax::validate::check_branches(job.body) {
            let message = self.syntax_message(&e);
            self.error(e.span, Code::InvalidLabel, message);
        }
        self.stmt_list(&job.body.stmts);
        if !sig.results.is_empty() && !self.is_terminating_list(&job.body.stmts, None) {
            let at = job.body.span.at(job.body.rbrace());
            self.error(at, Code::MissingReturn, "missing return");
        }
        self.report_unused(locals);
        self.depth = depth;
        self.env = saved;
    }

    fn declare_param(&mut self, o: ObjId, id: Option<NodeId>) {
        if let Some(id) = id {
            self.info.record_obj(id, o);
        }
        let name = self.objs[o].name;
        if name != Symbol::EMPTY && !name.is_blank() {
            // Repetitions were reported with the signature.
            let scope = self.env.scope;
            self.scopes[scope].insert(name, o);
            self.objs[o].parent = Some(scope);
        }
    }

    fn report_unused(&mut self, from: usize) {
        let mut unused: Vec<(Span, Symbol)> = Vec::new();
        for &o in &self.locals[from..] {
            let obj = &self.objs[o];
            if obj.var().is_some_and(|v| !v.used) {
                unused.push((obj.pos, obj.name));
            }
        }
        self.locals.truncate(from);
        if self.options.allow_unused || self.pkgs[self.env.pkg.0 as usize].lazy {
            return;
        }
        unused.sort();
        for (pos, name) in unused {
            self.error(
                pos,
                Code::UnusedVar,
                format!("declared and not used: {name}"),
            );
        }
    }

    /// A new variable, not declared in any scope yet.
    pub(super) fn new_var(&mut self, name: Symbol, pos: Span, kind: VarKind, ty: TypeId) -> ObjId {
        self.objs.add(Object {
            name,
            pkg: self.env.pkg,
            pos,
            ty,
            kind: ObjKind::Var(Var {
                kind,
                used: false,
                captured: false,
                addr_taken: false,
                reassigned: false,
                holds: Holds::Anything,
                func_depth: self.env.func_depth,
            }),
            parent: None,
            order: 0,
            decl: None,
        })
    }

    /// Enters `o` in `scope`; reports a name that is there already.
    pub(super) fn declare(&mut self, scope: ScopeId, o: ObjId) {
        let name = self.objs[o].name;
        if self.objs[o].var().is_some_and(|v| v.kind == VarKind::Local) && !name.is_blank() {
            self.locals.push(o);
        }
        if name.is_blank() {
            return;
        }
        if let Some(alt) = self.scopes[scope].insert(name, o) {
            self.redeclared(o, alt);
            return;
        }
        self.objs[o].parent = Some(scope);
    }

    pub(super) fn redeclared(&mut self, o: ObjId, alt: ObjId) {
        let name = self.objs[o].name;
        let pos = self.objs[o].pos;
        let other = self.objs[alt].pos;
        self.mark_used(o);
        let mut d = self.new_error(
            Code::DuplicateDecl,
            pos,
            format!("{name} redeclared in this block"),
        );
        self.other_declaration(&mut d, other, name);
        self.report(d);
    }

    /// Adds "other declaration of name" with its place to a diagnostic.
    pub(super) fn other_declaration(
        &mut self,
        d: &mut crate::diagnostic::Diagnostic,
        other: Span,
        name: Symbol,
    ) {
        if other != NO_PLACE {
            d.labels
                .push((other, format!("other declaration of {name}")));
        }
    }

    pub(super) fn mark_used(&mut self, o: ObjId) {
        if let ObjKind::Var(v) = &mut self.objs[o].kind {
            v.used = true;
        }
    }

    /// The variable that is stored in when `e` is assigned to or addressed: through fields and array elements, not
    /// through pointers and slices.
    fn root_var(&self, e: &Expr) -> Option<ObjId> {
        let mut e = e.unparen();
        loop {
            match &e.kind {
                ExprKind::Name(_) => return self.info.object_of(e.id),
                ExprKind::Selector(s) => {
                    let Some(sel) = self.info.selections.get(&e.id) else {
                        return self.info.object_of(s.sel.id);
                    };
                    if sel.indirect {
                        return None;
                    }
                    e = s.x.unparen();
                }
                ExprKind::Index(i) => {
                    let t = self.info.expr(i.x.id).ty;
                    if !matches!(self.types.under_type(t), Type::Array { .. }) {
                        return None;
                    }
                    e = i.x.unparen();
                }
                _ => return None,
            }
        }
    }

    pub(super) fn mark_addr_taken(&mut self, e: &Expr) {
        if let Some(o) = self.root_var(e)
            && let ObjKind::Var(v) = &mut self.objs[o].kind
        {
            v.addr_taken = true;
        }
    }

    pub(super) fn mark_reassigned(&mut self, e: &Expr) {
        if let Some(o) = self.root_var(e)
            && let ObjKind::Var(v) = &mut self.objs[o].kind
        {
            v.reassigned = true;
        }
    }

    // ---- Statements ----

    pub(super) fn in_scope<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        let outer = self.env.scope;
        self.env.scope = self.scopes.open(Some(outer));
        let r = f(self);
        self.env.scope = outer;
        r
    }

    pub(super) fn stmt_list(&mut self, l: &'static [Stmt]) {
        for s in l {
            self.stmt(s);
        }
    }

    pub(super) fn block(&mut self, b: &'static Block) {
        self.in_scope(|c| c.stmt_list(&b.stmts));
    }

    pub(super) fn stmt(&mut self, s: &'static Stmt) {
        self.depth += 1;
        if self.depth > super::check::MAX_DEPTH {
            self.error(s.span, Code::TooComplex, "statement nested too deeply");
        } else {
            let top = self.delayed.len();
            self.stmt_inner(s);
            self.process_delayed(top);
        }
        self.depth -= 1;
    }

    fn stmt_inner(&mut self, s: &'static Stmt) {
        match &s.kind {
            StmtKind::Bad
            | StmtKind::Empty
            | StmtKind::Break(_)
            | StmtKind::Continue(_)
            | StmtKind::Goto(_)
            | StmtKind::Fallthrough => {}
            StmtKind::Decl(d) => self.decl_stmt(d),
            StmtKind::Labeled(_, inner) => self.stmt_inner(inner),
            StmtKind::Expr(e) => self.expr_stmt(e),
            StmtKind::Send(x) => {
                let ch = self.expr(&x.chan);
                let mut v = self.generic_expr(&x.value, None);
                if ch.is_valid()
                    && v.is_valid()
                    && let Some(elem) = self.chan_elem(s.span, &ch, false)
                {
                    self.assignment(&mut v, Some(elem), "send");
                }
            }
            StmtKind::IncDec(x) => {
                let mut v = self.expr(&x.x);
                if !v.is_valid() {
                    return;
                }
                if !self.all_numeric(v.ty) {
                    let op = if x.inc { "++" } else { "--" };
                    let e = self.estr(&x.x);
                    let msg = format!(
                        "invalid operation: {e}{op} (non-numeric type {})",
                        self.tstr(v.ty)
                    );
                    self.error(x.x.span, Code::InvalidOperation, msg);
                    return;
                }
                v.mode = if v.is_const() { Mode::Value } else { v.mode };
                self.assign_operand(&x.x, &mut v, "assignment");
            }
            StmtKind::Assign(a) => match a.op {
                None => self.assign_vars(&a.lhs, &a.rhs),
                Some(op) => {
                    let ([l], [r]) = (&a.lhs[..], &a.rhs[..]) else {
                        let msg = format!(
                            "assignment operation {}= requires single-valued expressions",
                            op.as_str()
                        );
                        self.error(s.span, Code::AssignCount, msg);
                        return;
                    };
                    let mut x = Operand::invalid();
                    self.binary(&mut x, None, l, r, op);
                    self.assign_operand(l, &mut x, "assignment");
                }
            },
            StmtKind::Define(d) => self.short_var_decl(s.span.at(d.op_pos), &d.lhs, &d.rhs),
            StmtKind::Go(e) => self.suspended_call("go", e),
            StmtKind::Defer(e) => {
                if let Some(f) = &self.env.func
                    && let Some(v) = self.info.funcs.get_mut(&f.node)
                {
                    v.has_defer = true;
                }
                self.suspended_call("defer", e)
            }
            StmtKind::Return(l) => self.return_stmt(s, l),
            StmtKind::Block(b) => self.block(b),
            StmtKind::If(i) => self.in_scope(|c| {
                if let Some(init) = &i.init {
                    c.stmt(init);
                }
                c.condition(&i.cond, "if");
                c.block(&i.then);
                if let Some(e) = &i.els {
                    c.stmt(e);
                }
            }),
            StmtKind::Switch(x) => self.in_scope(|c| c.switch_stmt(x)),
            StmtKind::TypeSwitch(x) => self.in_scope(|c| c.type_switch_stmt(x)),
            StmtKind::Select(x) => self.select_stmt(x),
            StmtKind::For(f) => self.in_scope(|c| {
                if let Some(init) = &f.init {
                    c.stmt(init);
                }
                if let Some(cond) = &f.cond {
                    c.condition(cond, "for");
                }
                if let Some(post) = &f.post {
                    c.stmt(post);
                    if let StmtKind::Define(d) = &post.kind {
                        c.error(
                            post.span,
                            Code::Misplaced,
                            "cannot declare in post statement of for loop",
                        );
                        c.use_lhs(&d.lhs);
                    }
                }
                c.block(&f.body);
            }),
            StmtKind::Range(r) => self.range_stmt(s, r),
        }
    }

    fn condition(&mut self, e: &'static Expr, what: &str) {
        let x = self.expr(e);
        if x.is_valid() && !self.all_boolean(x.ty) {
            let msg = format!("non-boolean condition in {what} statement");
            self.error(e.span, Code::InvalidOperation, msg);
        }
    }

    fn expr_stmt(&mut self, e: &'static Expr) {
        let mut x = Operand::invalid();
        let class = self.raw_expr(&mut x, e, None);
        let what = match x.mode {
            Mode::Builtin => "must be called",
            Mode::TypeExpr => "is not an expression",
            _ if class == ExprClass::Statement => return,
            _ => "is not used",
        };
        if !x.is_valid() {
            return;
        }
        let msg = format!("{} {what}", self.ostr(&x));
        self.error(x.span(), Code::UnusedResult, msg);
    }

    fn suspended_call(&mut self, keyword: &str, e: &'static Expr) {
        if !matches!(e.kind, ExprKind::Call(_)) {
            let msg = if matches!(e.unparen().kind, ExprKind::Call(_)) {
                format!("expression in {keyword} must not be parenthesized")
            } else {
                format!("expression in {keyword} must be function call")
            };
            let at = match e.unparen().kind {
                ExprKind::Call(_) => e,
                _ => e.unparen(),
            };
            self.error(at.span, Code::Misplaced, msg);
            self.use_expr(e);
            return;
        }
        let mut x = Operand::invalid();
        let what = match self.raw_expr(&mut x, e, None) {
            ExprClass::Conversion => "requires function call, not conversion",
            ExprClass::Expression => "discards result of",
            ExprClass::Statement => return,
        };
        if !x.is_valid() {
            return;
        }
        let msg = format!("{keyword} {what} {}", self.ostr(&x));
        self.error(x.span(), Code::UnusedResult, msg);
    }

    fn return_stmt(&mut self, s: &'static Stmt, l: &'static [Expr]) {
        let Some(f) = self.env.func.clone() else {
            return;
        };
        if self.env.range_func
            && let Some(v) = self.info.funcs.get_mut(&f.node)
        {
            v.range_return = true;
        }
        if l.is_empty() && f.named_results {
            for &r in &f.results {
                let name = self.objs[r].name;
                if name.is_blank() {
                    continue;
                }
                if let Some((_, alt)) = self.scopes.lookup(self.env.scope, name)
                    && alt != r
                {
                    let msg = format!("result parameter {name} not in scope at return");
                    let mut d = self.new_error(Code::ReturnCount, s.span, msg);
                    let what = match &self.objs[alt].kind {
                        ObjKind::Const { .. } => "const",
                        ObjKind::TypeName { .. } => "type",
                        _ => "var",
                    };
                    let t = self.tstr(self.objs[alt].ty);
                    let pos = self.objs[alt].pos;
                    d.labels
                        .push((pos, format!("inner declaration of {what} {name} {t}")));
                    self.report(d);
                }
            }
            return;
        }
        if f.results.is_empty() && l.is_empty() {
            return;
        }
        if f.sig.results.is_empty() {
            let have: Option<Vec<TypeId>> = match l {
                [e] => {
                    let list = self.multi_expr(e, false).0;
                    let valid = list.iter().all(Operand::is_valid);
                    valid.then(|| list.iter().map(|x| x.ty).collect())
                }
                _ => self
                    .use_exprs(l)
                    .then(|| l.iter().map(|e| self.expr(e).ty).collect()),
            };
            if let Some(have) = have {
                let msg = format!(
                    "too many return values\n\thave {}\n\twant ()",
                    self.types_summary(&have, false, false)
                );
                self.error(l[0].span, Code::ReturnCount, msg);
            }
            return;
        }
        if l.is_empty() {
            let want: Vec<TypeId> = f.sig.results.iter().map(|r| r.ty).collect();
            let msg = format!(
                "not enough return values\n\thave ()\n\twant {}",
                self.types_summary(&want, false, false)
            );
            self.error(s.span, Code::ReturnCount, msg);
            return;
        }
        self.init_vars(&f.results, l, Some(s.span));
    }

    fn multiple_defaults(&mut self, defaults: impl Iterator<Item = Span>) {
        let all: Vec<Span> = defaults.collect();
        for &at in all.iter().skip(1) {
            let first = all[0];
            let place = self.place(first);
            self.error(
                at,
                Code::Misplaced,
                format!("multiple defaults (first at {place})"),
            );
        }
    }

    /// `file:line:col`
    pub(super) fn place(&self, s: Span) -> String {
        self.shown_place(s).unwrap_or_else(|| "?".to_string())
    }

    fn switch_stmt(&mut self, s: &'static Switch) {
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let mut x = Operand::invalid();
        match &s.tag {
            Some(tag) => {
                x = self.expr(tag);
                self.assignment(&mut x, None, "switch expression");
                if x.is_valid() && !self.comparable(x.ty, true) && !self.has_nil(x.ty) {
                    let msg = format!(
                        "cannot switch on {} ({} is not comparable)",
                        self.ostr(&x),
                        self.tstr(x.ty)
                    );
                    self.error(x.span(), Code::InvalidOperation, msg);
                    x.invalidate();
                }
            }
            None => {
                x.set_const(Value::Bool(true), TypeId::BOOL);
                x.dummy = Some(("true", NO_PLACE));
            }
        }
        self.multiple_defaults(
            s.clauses
                .iter()
                .filter(|c| c.exprs.is_none())
                .map(|c| c.span),
        );
        let mut seen: FxHashMap<KeyVal, Vec<(Span, TypeId)>> = FxHashMap::default();
        for c in &s.clauses {
            for e in c.exprs.iter().flatten() {
                self.case_value(&x, e, &mut seen);
            }
            self.in_scope(|k| k.stmt_list(&c.body));
        }
    }

    fn case_value(
        &mut self,
        x: &Operand,
        e: &'static Expr,
        seen: &mut FxHashMap<KeyVal, Vec<(Span, TypeId)>>,
    ) {
        let mut v = self.expr(e);
        if !x.is_valid() || !v.is_valid() {
            return;
        }
        self.convert_untyped(&mut v, x.ty);
        if !v.is_valid() {
            return;
        }
        let mut res = v.clone();
        let mut tag = x.clone();
        self.comparison(&mut res, &mut tag, minigo_syntax::nodes::BinaryOp::Eq, true);
        if !res.is_valid() || !v.is_const() || matches!(v.value(), Value::Bool(_)) {
            return;
        }
        let Some(k) = key_val(&v.value()) else { return };
        let list = seen.entry(k).or_default();
        let earlier = list.clone();
        let at = v.expr.map_or(v.span(), |e| e.span.from(e.pos()));
        list.push((at, v.ty));
        for (at, t) in earlier {
            if self.identical(t, v.ty) {
                let msg = format!("duplicate case {} in expression switch", self.ostr(&v));
                let mut d = self.new_error(Code::DuplicateCase, v.span(), msg);
                d.labels.push((at, "previous case".to_string()));
                self.report(d);
                return;
            }
        }
    }

    fn type_switch_stmt(&mut self, s: &'static TypeSwitch) {
        if let Some(init) = &s.init {
            self.stmt(init);
        }
        let mut bind = s.bind;
        if let Some(b) = bind
            && b.name.is_blank()
        {
            self.error(
                b.span,
                Code::InvalidDecl,
                "no new variable on left side of :=",
            );
            bind = None;
        }
        let x = self.expr(&s.x);
        let mut sx = None;
        if x.is_valid() {
            if self.types.is_type_param(x.ty) {
                let msg = format!(
                    "cannot use type switch on type parameter value {}",
                    self.ostr(&x)
                );
                self.error(x.span(), Code::InvalidAssert, msg);
            } else if self.types.is_interface(x.ty) {
                sx = Some(x);
            } else if self.types.under(x.ty) != TypeId::INVALID {
                let msg = format!("{} is not an interface", self.ostr(&x));
                self.error(x.span(), Code::InvalidAssert, msg);
            }
        }
        self.multiple_defaults(
            s.clauses
                .iter()
                .filter(|c| c.exprs.is_none())
                .map(|c| c.span),
        );
        let mut vars = Vec::new();
        let mut seen: Vec<(Option<TypeId>, Span)> = Vec::new();
        for c in &s.clauses {
            let t = self.case_types(sx.as_ref(), c, &mut seen);
            self.in_scope(|k| {
                if let Some(b) = bind {
                    let o = k.new_var(b.name, b.span, VarKind::Local, t);
                    let scope = k.env.scope;
                    k.scopes[scope].insert(b.name, o);
                    k.objs[o].parent = Some(scope);
                    k.info.implicits.insert(c.id, o);
                    vars.push(o);
                }
                k.stmt_list(&c.body);
            });
        }
        if let Some(b) = bind {
            let used = vars
                .iter()
                .any(|&o| self.objs[o].var().is_some_and(|v| v.used));
            if !used && !self.options.allow_unused && !self.pkgs[self.env.pkg.0 as usize].lazy {
                self.error(
                    b.span,
                    Code::UnusedVar,
                    format!("{} declared and not used", b.name),
                );
            }
        }
    }

    fn is_nil_name(&self, e: &Expr) -> bool {
        e.unparen()
            .as_name()
            .and_then(|n| self.scopes.lookup(self.env.scope, n))
            .is_some_and(|(_, o)| self.objs[o].kind == ObjKind::Nil)
    }

    /// Checks the types of a clause; gives the type of its variable.
    fn case_types(
        &mut self,
        x: Option<&Operand>,
        c: &'static CaseClause,
        seen: &mut Vec<(Option<TypeId>, Span)>,
    ) -> TypeId {
        let whole = x.map_or(TypeId::INVALID, |x| x.ty);
        let list = c.exprs.as_deref().unwrap_or(&[]);
        let mut last = None;
        let mut bad = false;
        for e in list {
            let t = if self.is_nil_name(e) {
                self.expr(e);
                None
            } else {
                let t = self.var_type(e);
                if !self.types.is_valid(t) {
                    bad = true;
                    continue;
                }
                Some(t)
            };
            last = t;
            let mut dup = None;
            for &(other, at) in seen.iter() {
                let same = match (t, other) {
                    (None, None) => true,
                    (Some(a), Some(b)) => self.identical(a, b),
                    _ => false,
                };
                if same {
                    dup = Some(at);
                    break;
                }
            }
            if let Some(at) = dup {
                let name = t.map_or("nil".to_string(), |t| self.tstr(t));
                let msg = format!("duplicate case {name} in type switch");
                let mut d = self.new_error(Code::DuplicateCase, e.start(), msg);
                d.labels.push((at, "previous case".to_string()));
                self.report(d);
                continue;
            }
            seen.push((t, e.start()));
            if let (Some(x), Some(t)) = (x, t) {
                self.type_assertion(e, x, t, true);
            }
        }
        match (list.len(), last) {
            (1, Some(t)) => t,
            (1, None) if bad => TypeId::INVALID,
            _ => whole,
        }
    }

    fn select_stmt(&mut self, s: &'static Select) {
        self.multiple_defaults(
            s.clauses
                .iter()
                .filter(|c| c.comm.is_none())
                .map(|c| c.span),
        );
        for c in &s.clauses {
            let is_recv = |e: &Expr| matches!(e.unparen().kind, ExprKind::Unary(UnaryOp::Recv, _));
            let valid = match c.comm.as_ref().map(|s| &s.kind) {
                None | Some(StmtKind::Send(_)) => true,
                Some(StmtKind::Assign(a)) => {
                    a.op.is_none() && a.rhs.len() == 1 && is_recv(&a.rhs[0])
                }
                Some(StmtKind::Define(d)) => d.rhs.len() == 1 && is_recv(&d.rhs[0]),
                Some(StmtKind::Expr(e)) => is_recv(e),
                _ => false,
            };
            if !valid {
                let at = c.comm.as_ref().map_or(c.span, |s| match &s.kind {
                    StmtKind::Expr(e) => s.span.from(e.pos()),
                    _ => s.span,
                });
                self.error(
                    at,
                    Code::Misplaced,
                    "select case must be send or receive (possibly with assignment)",
                );
                continue;
            }
            self.in_scope(|k| {
                if let Some(comm) = &c.comm {
                    k.stmt(comm);
                }
                k.stmt_list(&c.body);
            });
        }
    }
}
