//! Names and type expressions: struct, interface and function types among them.

use std::rc::Rc;

use minigo_syntax::nodes::{
    BinaryOp, ChanDir as SynDir, Expr, ExprKind, FuncType, InterfaceElem, InterfaceType, Params,
    StructType, UnaryOp,
};
use minigo_syntax::{Span, Symbol};

use super::check::{Checker, Delayed};
use super::constant::Value;
use super::info::Mode;
use super::object::{ObjId, ObjKind, PkgId, VarKind};
use super::operand::{Operand, representable};
use super::scope::ScopeId;
use super::typ::{
    BasicKind, ChanDir, Field, Interface, Method, Param, Signature, Struct, Term, Type, TypeId,
};
use crate::diagnostic::Code;

impl Checker {
    /// A name used as an operand or type.
    pub(super) fn ident(&mut self, x: &mut Operand, e: &'static Expr, want_type: bool) {
        x.invalidate();
        x.expr = Some(e);
        let Some(name) = e.as_name() else { return };
        let Some((scope, o)) = self.scopes.lookup(self.env.scope, name) else {
            if name.is_blank() {
                self.error(
                    e.span,
                    Code::InvalidOperation,
                    "cannot use _ as value or type",
                );
            } else if is_identifier(name.as_str()) {
                self.error(e.span, Code::Undefined, format!("undefined: {name}"));
            }
            return;
        };
        if self.objs[o].pkg != self.env.pkg && scope != ScopeId::UNIVERSE {
            self.mark_dot_import_used(scope, o);
        }
        self.info.record_obj(e.id, o);
        let is_type = matches!(self.objs[o].kind, ObjKind::TypeName { .. });
        if want_type && !is_type {
            let what = self.object_kind(o);
            self.error(
                e.span,
                Code::InvalidType,
                format!("{name} ({what}) is not a type"),
            );
            self.mark_used(o);
            if matches!(self.objs[o].kind, ObjKind::PkgName { .. }) {
                self.mark_pkg_used(o);
            }
            return;
        }
        if self.objs[o].ty == TypeId::UNSET || (is_type && want_type && self.on_path.contains(&o)) {
            self.obj_decl(o);
        }
        let ty = self.objs[o].ty;
        match &mut self.objs[o].kind {
            ObjKind::PkgName { .. } => {
                self.error(
                    e.span,
                    Code::InvalidOperation,
                    format!("use of package {name} not in selector"),
                );
                return;
            }
            ObjKind::Var(v) => {
                v.used = true;
                if v.func_depth < self.env.func_depth && v.kind != VarKind::Package {
                    v.captured = true;
                }
            }
            _ => {}
        }
        if !is_type {
            self.add_dep(o);
        }
        if o == self.iota {
            match self.env.iota {
                Some(i) => x.set_const(Value::Int(i), TypeId::UNTYPED_INT),
                None => self.error(
                    e.span,
                    Code::InvalidConst,
                    "cannot use iota outside constant declaration",
                ),
            }
            return;
        }
        self.object_operand(x, o, ty);
    }

    /// What an object is, in messages.
    fn object_kind(&self, o: ObjId) -> &'static str {
        match &self.objs[o].kind {
            ObjKind::PkgName { .. } => "package name",
            ObjKind::Const { .. } => "constant",
            ObjKind::TypeName { .. } if self.types.is_type_param(self.objs[o].ty) => {
                "type parameter"
            }
            ObjKind::TypeName { is_alias: true } => "type alias",
            ObjKind::TypeName { .. } => "defined type",
            ObjKind::Var(v) => match v.kind {
                VarKind::Package => "package-level variable",
                VarKind::Local => "local variable",
                VarKind::Recv => "receiver",
                VarKind::Param => "parameter",
                VarKind::Result => "result variable",
            },
            ObjKind::Func(f) if f.is_method => "method",
            ObjKind::Func(_) => "function",
            ObjKind::Builtin(_) => "built-in function",
            ObjKind::Nil => "untyped nil",
        }
    }

    /// A type; records and returns it (`INVALID` after an error).
    pub(super) fn typ(&mut self, e: &'static Expr) -> TypeId {
        self.declared_type(e)
    }

    /// A type that variables may have.
    pub(super) fn var_type(&mut self, e: &'static Expr) -> TypeId {
        let t = self.typ(e);
        self.valid_var_type(e, t);
        t
    }

    /// Queues the check that `t` is no constraint, where it may be one.
    pub(super) fn valid_var_type(&mut self, e: &'static Expr, t: TypeId) {
        let may_be = match self.types.get(t) {
            Type::Named(_) | Type::Alias(_) => t != TypeId::ERROR && t != TypeId::ANY,
            Type::Interface(i) => !i.embedded.is_empty(),
            _ => false,
        };
        if may_be && !self.pkgs[self.env.pkg.0 as usize].lazy {
            let pkg = self.env.pkg;
            self.later(Delayed::VarType(t, e.span, pkg));
        }
    }

    fn declared_type(&mut self, e: &'static Expr) -> TypeId {
        self.depth += 1;
        let t = if self.depth > super::check::MAX_DEPTH {
            self.error(e.span, Code::TooComplex, "type nested too deeply");
            TypeId::INVALID
        } else {
            self.typ_internal(e)
        };
        let t = self.not_generic(e, t);
        self.depth -= 1;
        self.info.record(e.id, Mode::TypeExpr, t, None);
        t
    }

    pub(super) fn typ_internal(&mut self, e: &'static Expr) -> TypeId {
        match &e.kind {
            ExprKind::Bad => {}
            ExprKind::Name(_) => {
                let mut x = Operand::invalid();
                self.ident(&mut x, e, true);
                return self.type_operand(x);
            }
            ExprKind::Selector(s) => {
                let mut x = Operand::invalid();
                self.selector(&mut x, e, s, true);
                return self.type_operand(x);
            }
            ExprKind::Index(i) => {
                return self.instantiated_type(i);
            }
            ExprKind::Paren(x) => {
                let t = self.typ_internal(x);
                self.info.record(x.id, Mode::TypeExpr, t, None);
                return t;
            }
            ExprKind::Array(a) => {
                let len = match &a.len {
                    Some(l) => self.array_length(l),
                    None => {
                        let msg = "invalid use of [...] array (outside a composite literal)";
                        self.error(e.span, Code::InvalidType, msg);
                        None
                    }
                };
                let elem = self.var_type(&a.elem);
                if let Some(len) = len {
                    let t = self.types.array(elem, len);
                    if len > 1 << 20 {
                        let pkg = self.env.pkg;
                        self.later(Delayed::ArraySize(t, e.span, pkg));
                    }
                    return t;
                }
            }
            ExprKind::SliceType(x) => {
                let elem = self.var_type(x);
                return self.types.slice(elem);
            }
            ExprKind::Ellipsis(_) => self.error(e.span, Code::InvalidType, "invalid use of ..."),
            ExprKind::Struct(s) => return self.struct_type(s),
            ExprKind::Star(x) => {
                let base = self.var_type(x);
                if self.types.is_valid(base) {
                    return self.types.pointer(base);
                }
            }
            ExprKind::FuncType(f) => return self.func_type(f),
            ExprKind::Interface(i) => {
                let t = self.interface_type(i);
                if t != TypeId::EMPTY_INTERFACE && !self.pkgs[self.env.pkg.0 as usize].lazy {
                    self.interface_literals.push((t, e.span));
                }
                return t;
            }
            ExprKind::Map(m) => {
                let key = self.var_type(&m.key);
                let elem = self.var_type(&m.value);
                let pkg = self.env.pkg;
                self.later(Delayed::MapKey(key, m.key.start(), pkg));
                return self.types.map(key, elem);
            }
            ExprKind::Chan(dir, x) => {
                let elem = self.var_type(x);
                let dir = match dir {
                    SynDir::Both => ChanDir::Both,
                    SynDir::Send => ChanDir::Send,
                    SynDir::Recv => ChanDir::Recv,
                };
                let pkg = self.env.pkg;
                self.later(Delayed::ChanElem(elem, x.span, pkg));
                return self.types.chan(dir, elem);
            }
            _ => {
                let msg = format!("{} is not a type", self.estr(e));
                self.error(e.span, Code::InvalidType, msg);
                self.use_expr(e);
            }
        }
        TypeId::INVALID
    }

    /// Refuses a generic type without arguments.
    fn not_generic(&mut self, e: &'static Expr, t: TypeId) -> TypeId {
        if !self.types.is_generic(t) {
            return t;
        }
        let msg = format!(
            "cannot use generic type {} without instantiation",
            self.tstr(t)
        );
        self.error(e.span, Code::InvalidType, msg);
        TypeId::INVALID
    }

    fn type_operand(&mut self, x: Operand) -> TypeId {
        match x.mode {
            Mode::TypeExpr => x.ty,
            Mode::Invalid => TypeId::INVALID,
            Mode::NoValue => {
                let msg = format!("{} used as type", self.ostr(&x));
                self.error(x.span(), Code::InvalidType, msg);
                TypeId::INVALID
            }
            _ => {
                let msg = format!("{} is not a type", self.ostr(&x));
                self.error(x.span(), Code::InvalidType, msg);
                TypeId::INVALID
            }
        }
    }

    fn array_length(&mut self, e: &'static Expr) -> Option<i64> {
        if let Some(name) = e.as_name() {
            match self.scopes.lookup(self.env.scope, name) {
                None => {
                    let msg = if name.is_blank() {
                        "cannot use _ as value or type".to_string()
                    } else {
                        format!("undefined array length {name} or missing type constraint")
                    };
                    self.error(e.span, Code::InvalidType, msg);
                    return None;
                }
                Some((_, o)) if !matches!(self.objs[o].kind, ObjKind::Const { .. }) => {
                    self.error(
                        e.span,
                        Code::InvalidType,
                        format!("invalid array length {name}"),
                    );
                    self.mark_used(o);
                    return None;
                }
                _ => {}
            }
        }
        let x = self.expr(e);
        if !x.is_const() {
            if x.is_valid() {
                let msg = format!("array length {} must be constant", self.ostr(&x));
                self.error(x.span(), Code::InvalidType, msg);
            }
            return None;
        }
        let v = x.value();
        if v == Value::Unknown {
            return None;
        }
        if self.types.is_untyped(x.ty) || self.types.is_integer(x.ty) {
            let n = v
                .to_int()
                .and_then(|n| representable(&n, BasicKind::Int))
                .and_then(|n| n.to_i64());
            if let Some(n) = n
                && n >= 0
            {
                return Some(n);
            }
        }
        let msg = if self.types.is_integer(x.ty) {
            format!("invalid array length {}", self.ostr(&x))
        } else {
            format!("array length {} must be integer", self.ostr(&x))
        };
        self.error(x.span(), Code::InvalidType, msg);
        None
    }

    // ---- Struct types ----

    fn struct_type(&mut self, s: &'static StructType) -> TypeId {
        let mut fields: Vec<Field> = Vec::with_capacity(s.fields.len());
        let pkg = self.env.pkg;
        for f in &s.fields {
            let ty = self.var_type(&f.ty);
            let tag = f
                .tag
                .as_ref()
                // An empty tag is none.
                .filter(|t| !t.value.is_empty())
                .map(|t| Rc::from(&*String::from_utf8_lossy(&t.value)));
            for n in &f.names {
                self.add_field(
                    &mut fields,
                    Field {
                        name: n.name,
                        pkg,
                        ty,
                        embedded: false,
                        tag: tag.clone(),
                        pos: n.span,
                    },
                );
            }
            if f.names.is_empty() {
                let Some((name, at)) = embedded_name(&f.ty) else {
                    if !matches!(f.ty.kind, ExprKind::Bad) {
                        let msg = format!("invalid embedded field type {}", self.estr(&f.ty));
                        self.error(f.ty.span, Code::InvalidType, msg);
                    }
                    continue;
                };
                self.add_field(
                    &mut fields,
                    Field {
                        name,
                        pkg,
                        ty,
                        embedded: true,
                        tag,
                        pos: at,
                    },
                );
                self.later(Delayed::Embedded {
                    ty,
                    written: ty,
                    pos: f.ty.span,
                    pkg,
                });
            }
        }
        self.types.add(Type::Struct(Rc::new(Struct { fields })))
    }

    fn add_field(&mut self, fields: &mut Vec<Field>, f: Field) {
        if !f.name.is_blank()
            && let Some(other) = fields.iter().find(|o| o.name == f.name)
        {
            let (at, name) = (other.pos, f.name);
            let mut d = self.new_error(Code::DuplicateDecl, f.pos, format!("{name} redeclared"));
            self.other_declaration(&mut d, at, name);
            self.report(d);
            return;
        }
        fields.push(f);
    }

    pub(super) fn check_embedded_field(&mut self, ty: TypeId, _written: TypeId, pos: Span) {
        let (t, is_ptr) = self.types.deref(ty);
        let msg = match self.types.under_type(t) {
            Type::TypeParam(_) => "embedded field type cannot be a (pointer to a) type parameter",
            Type::Basic(BasicKind::UnsafePointer) => "embedded field type cannot be unsafe.Pointer",
            Type::Pointer(_) => "embedded field type cannot be a pointer",
            Type::Interface(_) if is_ptr => {
                "embedded field type cannot be a pointer to an interface"
            }
            _ => return,
        };
        self.error(pos, Code::InvalidType, msg);
    }

    // ---- Interface types ----

    fn interface_type(&mut self, i: &'static InterfaceType) -> TypeId {
        let pkg = self.env.pkg;
        if i.elems.is_empty() {
            return TypeId::EMPTY_INTERFACE;
        }
        let mut methods = Vec::new();
        let mut embedded = Vec::new();
        for el in &i.elems {
            match el {
                InterfaceElem::Method(name, f) => {
                    if name.name.is_blank() {
                        let msg = "methods must have a unique non-blank name";
                        self.error(name.span, Code::InvalidDecl, msg);
                        continue;
                    }
                    let sig = self.func_type(f);
                    methods.push(Method {
                        name: name.name,
                        pkg,
                        sig,
                        pos: name.span,
                    });
                }
                InterfaceElem::Embed(e) => {
                    let t = self.union_type(e);
                    if self.types.is_valid(t) {
                        embedded.push((t, e.span));
                    }
                }
            }
        }
        let t = self.types.add(Type::Interface(Rc::new(Interface {
            methods,
            embedded,
            implicit: false,
        })));
        self.later(Delayed::TypeSet(t));
        t
    }

    /// TypeElem = TypeTerm { "|" TypeTerm } .
    pub(super) fn union_type(&mut self, e: &'static Expr) -> TypeId {
        let mut terms = Vec::new();
        let mut rest = e;
        let mut list = Vec::new();
        while let ExprKind::Binary(b) = &rest.kind
            && b.op == BinaryOp::Or
        {
            list.push(&b.y);
            rest = &b.x;
        }
        list.push(rest);
        if list.len() == 1 && !matches!(rest.kind, ExprKind::Unary(UnaryOp::Tilde, _)) {
            let t = self.typ(e);
            if self.types.is_type_param(t) {
                let msg = "term cannot be a type parameter";
                self.error(e.span, Code::InvalidType, msg);
                return TypeId::INVALID;
            }
            return t;
        }
        let mut places = Vec::new();
        for whole in list.into_iter().rev() {
            let (tilde, t) = match &whole.kind {
                ExprKind::Unary(UnaryOp::Tilde, x) => (true, &**x),
                _ => (false, whole),
            };
            let ty = self.typ(t);
            if self.types.is_type_param(ty) {
                let msg = if tilde {
                    format!(
                        "type in term {} cannot be a type parameter",
                        self.estr(whole)
                    )
                } else {
                    "term cannot be a type parameter".to_string()
                };
                self.error(t.span, Code::InvalidType, msg);
                continue;
            }
            if self.types.is_valid(ty) {
                terms.push(Term { tilde, ty });
                places.push(whole.span);
            }
        }
        if terms.is_empty() {
            return TypeId::INVALID;
        }
        let terms: Rc<[Term]> = terms.into();
        let pkg = self.env.pkg;
        self.later(Delayed::Union(terms.clone(), places, pkg));
        self.types.add(Type::Union(terms))
    }

    /// Checks the terms of a union, once their types are known.
    pub(super) fn check_union(&mut self, terms: &[Term], places: &[Span]) {
        for (i, &t) in terms.iter().enumerate() {
            let u = self.types.under(t.ty);
            let iface = matches!(self.types.get(u), Type::Interface(_));
            if u == TypeId::INVALID {
                continue;
            }
            let name = self.tstr(t.ty);
            let msg = if t.tilde && iface {
                format!("invalid use of ~ ({name} is an interface)")
            } else if t.tilde && !self.identical(u, t.ty) {
                let u = self.tstr(u);
                format!("invalid use of ~ (underlying type of {name} is {u})")
            } else if iface {
                let set = self.type_set(t.ty);
                let name = self.term_string(t);
                if !set.methods.is_empty() {
                    format!("cannot use {name} in union ({name} contains methods)")
                } else if t.ty == TypeId::COMPARABLE {
                    "cannot use comparable in union".to_string()
                } else if set.comparable {
                    format!("cannot use {name} in union ({name} embeds comparable)")
                } else {
                    continue;
                }
            } else {
                let mut clash = None;
                for &o in &terms[..i] {
                    let is_iface = matches!(self.types.under_type(o.ty), Type::Interface(_));
                    if !is_iface && (self.term_subset(t, o) || self.term_subset(o, t)) {
                        clash = Some(o);
                        break;
                    }
                }
                let Some(o) = clash else { continue };
                let (t, o) = (self.term_string(t), self.term_string(o));
                format!("overlapping terms {t} and {o}")
            };
            self.error(places[i], Code::InvalidType, msg);
        }
    }

    /// Constraints are no types of variables.
    pub(super) fn check_var_type(&mut self, t: TypeId, pos: Span) {
        if !matches!(self.types.under_type(t), Type::Interface(_)) {
            return;
        }
        let set = self.type_set(t);
        let why = if set.comparable {
            "interface is (or embeds) comparable"
        } else if set.terms.is_some() {
            "interface contains type constraints"
        } else {
            return;
        };
        let msg = format!(
            "cannot use type {} outside a type constraint: {why}",
            self.tstr(t)
        );
        self.error(pos, Code::InvalidType, msg);
    }

    // ---- Function types ----

    pub(super) fn func_type(&mut self, f: &'static FuncType) -> TypeId {
        let sig = self.signature_of(None, &[], f);
        self.types.signature(sig)
    }

    pub(super) fn signature_of(
        &mut self,
        recv: Option<&'static Params>,
        tparams: &[TypeId],
        f: &'static FuncType,
    ) -> Signature {
        let mut names: Vec<(Symbol, Span)> = Vec::new();
        names.extend(tparams.iter().filter_map(|&t| {
            let o = self.types.type_param(t)?.obj;
            let o = &self.objs[o];
            (!o.name.is_blank()).then_some((o.name, o.pos))
        }));
        if let Some(n) = recv
            .and_then(|r| r.list.first())
            .and_then(|f| f.names.first())
            && !n.name.is_blank()
        {
            self.param_name(n.name, n.span, &mut names);
        }
        let (params, variadic) = self.collect_params(&f.params, true, &mut names);
        let (results, _) = self.collect_params(&f.results, false, &mut names);
        Signature {
            tparams: Rc::new([]),
            params,
            results,
            variadic,
        }
    }

    /// Notes the name of a parameter, or reports that it is taken.
    fn param_name(&mut self, name: Symbol, pos: Span, names: &mut Vec<(Symbol, Span)>) {
        let Some(&(_, at)) = names.iter().find(|x| x.0 == name) else {
            names.push((name, pos));
            return;
        };
        let msg = format!("{name} redeclared in this block");
        let mut d = self.new_error(Code::DuplicateDecl, pos, msg);
        self.other_declaration(&mut d, at, name);
        self.report(d);
    }

    fn collect_params(
        &mut self,
        p: &'static Params,
        may_vary: bool,
        names: &mut Vec<(Symbol, Span)>,
    ) -> (Vec<Param>, bool) {
        let mut out = Vec::new();
        let mut variadic = false;
        let last = p.list.len().wrapping_sub(1);
        for (i, f) in p.list.iter().enumerate() {
            let ty = if let ExprKind::Ellipsis(elem) = &f.ty.kind {
                let elem = self.var_type(elem);
                if may_vary && i == last && f.names.len() <= 1 {
                    variadic = true;
                    let t = self.types.slice(elem);
                    self.info.record(f.ty.id, Mode::TypeExpr, t, None);
                    t
                } else {
                    let msg = if may_vary {
                        "can only use ... with final parameter"
                    } else {
                        "invalid use of ..."
                    };
                    self.error(f.ty.span, Code::InvalidType, msg);
                    elem
                }
            } else {
                self.var_type(&f.ty)
            };
            for n in &f.names {
                if !n.name.is_blank() {
                    self.param_name(n.name, n.span, names);
                }
                out.push(Param { name: n.name, ty });
            }
            if f.names.is_empty() {
                out.push(Param {
                    name: Symbol::EMPTY,
                    ty,
                });
            }
        }
        (out, variadic)
    }

    pub(super) fn check_map_key(&mut self, t: TypeId, pos: Span) {
        if self.types.under(t) != TypeId::INVALID && !self.comparable(t, true) {
            let why = if self.types.is_type_param(t) {
                " (missing comparable constraint)"
            } else {
                ""
            };
            let msg = format!("invalid map key type {}{why}", self.tstr(t));
            self.error(pos, Code::InvalidType, msg);
        }
    }

    /// `pkg` for messages about objects.
    pub(super) fn obj_name(&self, o: ObjId) -> String {
        let obj = &self.objs[o];
        let q = super::typestring::Qualifier::RelativeTo(self.env.pkg);
        let prefix = if obj.pkg == PkgId::UNIVERSE {
            String::new()
        } else {
            self.package_prefix(obj.pkg, q)
        };
        format!("{prefix}{}", obj.name)
    }
}

fn embedded_name(e: &Expr) -> Option<(Symbol, Span)> {
    match &e.kind {
        ExprKind::Name(n) => Some((*n, e.span)),
        ExprKind::Star(x) if !matches!(x.kind, ExprKind::Star(_)) => embedded_name(x),
        ExprKind::Selector(s) => Some((s.sel.name, s.sel.span)),
        ExprKind::Index(i) => embedded_name(&i.x),
        ExprKind::Paren(x) => embedded_name(x),
        _ => None,
    }
}

/// Whether it is a name that may be declared; others have been reported already.
fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    let letter = |c: char| c.is_alphabetic() || c == '_';
    chars.next().is_some_and(letter) && chars.all(|c| letter(c) || c.is_numeric())
}
