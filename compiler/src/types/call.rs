//! Calls, conversions written as calls, and selectors.

use std::rc::Rc;

use minigo_syntax::Symbol;
use minigo_syntax::nodes::{Call, Expr, ExprKind, Index, Selector};

use super::check::{Checker, Load};
use super::expr::ExprClass;
use super::info::{Mode, Selection, SelectionKind};
use super::lookup::Found;
use super::object::{ObjId, ObjKind, PkgId};
use super::operand::Operand;
use super::typ::{Param, Signature, Type, TypeId};
use crate::diagnostic::Code;

impl Checker {
    pub(super) fn call_expr(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        c: &'static Call,
    ) -> ExprClass {
        let (fun, inst) = self.call_operand(&c.fun);
        *x = fun;
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(&c.args);
                x.invalidate();
                x.expr = Some(e);
                return ExprClass::Statement;
            }
            Mode::TypeExpr => {
                self.non_generic(None, x);
                if x.is_valid() {
                    self.convert_call(x, e, c);
                } else {
                    self.use_exprs(&c.args);
                }
                x.expr = Some(e);
                x.dummy = None;
                return ExprClass::Conversion;
            }
            Mode::Builtin => {
                let b = x.builtin;
                self.info.builtin_calls.insert(e.id, b);
                if !self.builtin(x, e, c, b) {
                    x.invalidate();
                }
                x.expr = Some(e);
                x.dummy = None;
                if x.is_valid() && !x.is_const() {
                    self.env.has_call_or_recv = true;
                }
                let statement = super::universe::builtin_info(b).3;
                return if statement || !x.is_valid() {
                    ExprClass::Statement
                } else {
                    ExprClass::Expression
                };
            }
            _ => {}
        }
        let sig = match self.function_type(x) {
            Ok(s) => s,
            Err(cause) => {
                // As with Go, the arguments are not looked at, and so do not count as used.
                if self.types.under(x.ty) != TypeId::INVALID {
                    let msg = format!("invalid operation: cannot call {}: {cause}", self.ostr(x));
                    self.error(x.span(), Code::InvalidCall, msg);
                }
                x.invalidate();
                x.expr = Some(e);
                return ExprClass::Statement;
            }
        };
        let Some(sig) = self.call_generic(x, e, c, inst, sig) else {
            x.invalidate();
            x.expr = Some(e);
            return ExprClass::Statement;
        };
        x.val = None;
        x.expr = Some(e);
        x.dummy = None;
        match &sig.results[..] {
            [] => {
                x.mode = Mode::NoValue;
                x.ty = TypeId::VOID;
            }
            [r] => {
                x.mode = Mode::Value;
                x.ty = r.ty;
                if !self.is_complete(r.ty) {
                    x.invalidate();
                }
            }
            rs => {
                x.mode = Mode::Value;
                let list: Vec<TypeId> = rs.iter().map(|r| r.ty).collect();
                x.ty = self.types.tuple(&list);
            }
        }
        self.env.has_call_or_recv = true;
        if x.mode == Mode::Value && self.is_parameterized(&sig.tparams.clone(), x.ty) {
            // Nothing was inferred, which has been reported.
            x.invalidate();
        }
        ExprClass::Statement
    }

    /// The signature that all of the operand's types have in common.
    fn function_type(&mut self, x: &Operand) -> Result<Rc<Signature>, String> {
        let u = self.common_under_if(x.ty, |c, s| match s {
            Some((t, u)) if !matches!(c.types.get(u), Type::Signature(_)) => {
                Err(format!("{} is not a function", c.tstr(t)))
            }
            _ => Ok(()),
        })?;
        self.types.as_signature(u).ok_or_else(String::new)
    }

    /// Checks the arguments of a call; gives the signature with all type arguments in place.
    fn call_generic(
        &mut self,
        x: &Operand,
        e: &'static Expr,
        c: &'static Call,
        inst: Option<&'static Index>,
        sig: Rc<Signature>,
    ) -> Option<Rc<Signature>> {
        let mut sig = sig;
        let mut targs = Vec::new();
        let mut places = Vec::new();
        if let Some(ix) = inst {
            let Some(list) = self.type_list(&ix.args) else {
                self.use_exprs(&c.args);
                return None;
            };
            places.extend(ix.args.iter().map(|a| a.span));
            let (got, want) = (list.len(), sig.tparams.len());
            if got > want {
                let msg = format!("got {got} type arguments but want {want}");
                self.error(places[want], Code::InvalidType, msg);
                self.use_exprs(&c.args);
                return None;
            }
            if got == want {
                let at = x.span();
                let t = self.instantiate_signature(Some(&c.fun), at, &sig, list, places);
                sig = self.types.as_signature(t)?;
                places = Vec::new();
            } else {
                targs.extend(list.iter());
            }
        }
        let (mut args, partial) = self.generic_args(&c.args);
        Some(self.arguments(e, c, &sig, targs, places, &mut args, &partial))
    }

    fn convert_call(&mut self, x: &mut Operand, e: &'static Expr, c: &'static Call) {
        let t = x.ty;
        x.invalidate();
        if !self.types.is_valid(t) || !self.is_complete(t) {
            self.use_exprs(&c.args);
            return;
        }
        match &c.args[..] {
            [] => {
                let msg = format!("missing argument in conversion to {}", self.tstr(t));
                self.error(e.span, Code::InvalidConversion, msg);
            }
            [arg] => {
                let target = self.target(Some(t), "conversion");
                *x = self.expr_target(arg, target.as_ref());
                if x.is_valid() {
                    let constraint = self.types.is_interface(t) && {
                        let set = self.type_set(t);
                        set.terms.is_some() || set.comparable
                    };
                    if constraint {
                        let msg = format!(
                            "cannot use interface {} in conversion (contains specific type constraints or is comparable)",
                            self.tstr(t)
                        );
                        self.error(e.span, Code::InvalidConversion, msg);
                        x.invalidate();
                        return;
                    }
                    if c.dots.is_some() {
                        let msg = format!("invalid use of ... in conversion to {}", self.tstr(t));
                        self.error(arg.span, Code::InvalidConversion, msg);
                        x.invalidate();
                        return;
                    }
                    self.conversion(x, t);
                }
            }
            [.., last] => {
                self.use_exprs(&c.args);
                let msg = format!("too many arguments in conversion to {}", self.tstr(t));
                self.error(last.span, Code::InvalidConversion, msg);
            }
        }
    }

    /// Values of an argument list; a single call may give several.
    pub(super) fn expr_list(&mut self, l: &'static [Expr]) -> Vec<Operand> {
        match l {
            [e] => self.multi_expr(e, false).0,
            _ => l.iter().map(|e| self.expr(e)).collect(),
        }
    }

    // ---- Selectors ----

    pub(super) fn selector(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        s: &'static Selector,
        want_type: bool,
    ) {
        if let Some(name) = s.x.as_name()
            && let Some((_, o)) = self.scopes.lookup(self.env.scope, name)
            && let ObjKind::PkgName { imported, .. } = self.objs[o].kind
        {
            self.info.record_obj(s.x.id, o);
            self.mark_pkg_used(o);
            self.qualified(x, e, s, imported);
            return;
        }
        *x = self.expr_or_type(&s.x);
        match x.mode {
            Mode::Builtin => {
                let msg = format!("invalid use of {} in selector expression", self.ostr(x));
                self.error(e.span.at(s.dot), Code::InvalidSelector, msg);
                x.invalidate();
            }
            Mode::Invalid => {}
            Mode::TypeExpr if self.types.is_generic(x.ty) => self.non_generic(None, x),
            _ if !self.is_complete(x.ty) => x.invalidate(),
            _ if want_type => {
                let msg = format!("{} is not a type", self.estr(e));
                self.error(s.sel.span, Code::InvalidType, msg);
                x.invalidate();
            }
            _ => self.field_or_method(x, e, s),
        }
        if !x.is_valid() {
            x.ty = TypeId::INVALID;
        }
        x.expr = Some(e);
        x.dummy = None;
    }

    fn qualified(&mut self, x: &mut Operand, e: &'static Expr, s: &'static Selector, pkg: PkgId) {
        x.expr = Some(e);
        x.invalidate();
        self.ensure_loaded(pkg, s.x.span);
        let me = self.env.pkg.0 as usize;
        self.pkgs[pkg.0 as usize].idle = false;
        // Named without an import (see `known_packages`): its variables come first all the same.
        if !self.pkgs[me].lazy && !self.pkgs[me].imports.contains(&pkg) {
            self.pkgs[me].imports.push(pkg);
        }
        let name = s.sel.name;
        let p = &self.pkgs[pkg.0 as usize];
        let Some(o) = self.scopes[p.scope].lookup(name) else {
            if !p.fake && !name.is_blank() && name != Symbol::EMPTY {
                let lower = name.as_str().to_lowercase();
                let alt = self.scopes[p.scope]
                    .elems()
                    .iter()
                    .find(|(n, _)| n.is_exported() && n.as_str().to_lowercase() == lower)
                    .map(|(n, _)| format!(" (but have {n})"));
                let msg = format!("undefined: {}{}", self.estr(e), alt.unwrap_or_default());
                self.error(s.sel.span, Code::Undefined, msg);
            }
            return;
        };
        if !name.is_exported() {
            let msg = format!("name {name} not exported by package {}", p.name);
            self.error(s.sel.span, Code::InvalidSelector, msg);
        }
        if self.load[pkg.0 as usize] == Load::Busy {
            // An import cycle, reported where the import is.
            return;
        }
        let ty = self.obj_type(o);
        self.info.record_obj(s.sel.id, o);
        self.info.record_obj(e.id, o);
        self.object_operand(x, o, ty);
    }

    /// Makes `x` stand for object `o` of type `ty`.
    pub(super) fn object_operand(&mut self, x: &mut Operand, o: ObjId, ty: TypeId) {
        let mode = match &self.objs[o].kind {
            ObjKind::Const { value } => {
                x.val = Some(value.clone());
                Mode::Constant
            }
            ObjKind::TypeName { .. } => Mode::TypeExpr,
            ObjKind::Var(_) => Mode::Variable,
            ObjKind::Func(_) => Mode::Value,
            ObjKind::Builtin(b) => {
                x.builtin = *b;
                Mode::Builtin
            }
            ObjKind::Nil => Mode::Nil,
            ObjKind::PkgName { .. } => Mode::Invalid,
        };
        x.mode = mode;
        x.ty = ty;
        if ty == TypeId::INVALID && mode != Mode::Builtin && mode != Mode::TypeExpr {
            x.invalidate();
        }
    }

    fn field_or_method(&mut self, x: &mut Operand, e: &'static Expr, s: &'static Selector) {
        let name = s.sel.name;
        let pkg = self.env.pkg;
        let is_type = x.mode == Mode::TypeExpr;
        let addressable = x.mode == Mode::Variable;
        let recv = x.ty;
        if let Type::Pointer(b) = *self.types.under_type(recv)
            && !self.is_complete(b)
        {
            x.invalidate();
            return;
        }
        let found = self.lookup_field_or_method(recv, addressable, pkg, name);
        match found {
            Found::Field(entry, ty) => {
                if is_type {
                    let msg = format!(
                        "operand for field selector {name} must be value of type {}",
                        self.tstr(recv)
                    );
                    self.error(s.x.span, Code::InvalidSelector, msg);
                    x.invalidate();
                    return;
                }
                x.mode = if addressable || entry.indirect {
                    Mode::Variable
                } else {
                    Mode::Value
                };
                x.ty = ty;
                self.info.selections.insert(
                    e.id,
                    Selection {
                        kind: SelectionKind::Field,
                        recv,
                        path: entry.path.into(),
                        indirect: entry.indirect,
                        method: ObjId::NONE,
                        owner: TypeId::INVALID,
                        method_index: 0,
                        iface: TypeId::INVALID,
                        ty,
                    },
                );
            }
            Found::Method(entry, m, owner) => {
                let sig = self.method_type(m, owner);
                self.add_dep(m);
                if sig == TypeId::INVALID {
                    x.invalidate();
                    return;
                }
                self.info.record_obj(s.sel.id, m);
                let ty = if is_type {
                    let named = self.receiver_name(m);
                    self.method_expr_type(recv, named, sig)
                } else {
                    sig
                };
                if !is_type && self.has_ptr_recv(m) && !entry.indirect {
                    // x.m() is (&x).m()
                    self.mark_addr_taken(&s.x);
                }
                let kind = if is_type {
                    SelectionKind::MethodExpr
                } else {
                    SelectionKind::MethodVal
                };
                self.info.selections.insert(
                    e.id,
                    Selection {
                        kind,
                        recv,
                        path: entry.path.into(),
                        indirect: entry.indirect,
                        method: m,
                        owner,
                        method_index: 0,
                        iface: TypeId::INVALID,
                        ty,
                    },
                );
                x.mode = Mode::Value;
                x.ty = ty;
            }
            Found::InterfaceMethod(entry, i, iface) => {
                let sig = self.type_set(iface).methods[i as usize].sig;
                let ty = if is_type {
                    self.method_expr_type(recv, Symbol::BLANK, sig)
                } else {
                    sig
                };
                let kind = if is_type {
                    SelectionKind::InterfaceMethodExpr
                } else {
                    SelectionKind::InterfaceMethod
                };
                self.info.selections.insert(
                    e.id,
                    Selection {
                        kind,
                        recv,
                        path: entry.path.into(),
                        indirect: entry.indirect,
                        method: ObjId::NONE,
                        owner: TypeId::INVALID,
                        method_index: i,
                        iface,
                        ty,
                    },
                );
                x.mode = Mode::Value;
                x.ty = ty;
            }
            Found::Ambiguous => {
                let msg = format!("ambiguous selector {}.{name}", self.estr(&s.x));
                self.error(s.sel.span, Code::InvalidSelector, msg);
                x.invalidate();
            }
            Found::NeedsPointer => {
                let t = self.tstr(recv);
                let msg = if is_type {
                    format!(
                        "invalid method expression {t}.{name} (needs pointer receiver (*{t}).{name})"
                    )
                } else {
                    format!("cannot call pointer method {name} on {t}")
                };
                self.error(s.sel.span, Code::InvalidSelector, msg);
                x.invalidate();
            }
            Found::Nothing => {
                let (base, _) = self.types.deref(recv);
                if self.types.under(recv) == TypeId::INVALID || base == TypeId::INVALID {
                    x.invalidate();
                    return;
                }
                let why = if self.is_interface_ptr(recv) {
                    self.interface_ptr_error(recv)
                } else {
                    self.lookup_error(recv, recv, name, addressable, false)
                };
                let msg = format!("{}.{name} undefined ({why})", self.estr(&s.x));
                self.error(s.sel.span, Code::InvalidSelector, msg);
                x.invalidate();
            }
        }
    }

    /// The name that a method gives its receiver; blank if none.
    fn receiver_name(&mut self, method: ObjId) -> Symbol {
        self.func_decl(method)
            .and_then(|d| d.recv.as_ref()?.list.first()?.names.first())
            .map_or(Symbol::BLANK, |n| n.name)
    }

    /// The function type of a method expression: the receiver comes first, under a name if the parameters have names.
    fn method_expr_type(&mut self, recv: TypeId, recv_name: Symbol, sig: TypeId) -> TypeId {
        let Some(s) = self.types.as_signature(sig) else {
            return TypeId::INVALID;
        };
        let named = s.params.first().is_some_and(|p| p.name != Symbol::EMPTY);
        let name = if named { recv_name } else { Symbol::EMPTY };
        let mut params = vec![Param { name, ty: recv }];
        params.extend(s.params.iter().copied());
        self.types.signature(Signature {
            tparams: s.tparams.clone(),
            params,
            results: s.results.clone(),
            variadic: s.variadic,
        })
    }

    /// Why there is no field or method `sel`: the text after "undefined", or for a struct literal the whole message.
    pub(super) fn lookup_error(
        &mut self,
        typ: TypeId,
        base: TypeId,
        sel: Symbol,
        addressable: bool,
        struct_lit: bool,
    ) -> String {
        let pkg = self.env.pkg;
        let found = self.lookup_fold(base, addressable, pkg, sel, true);
        let (what, alt, alt_pkg) = match &found {
            Found::Field(e, _) => {
                let (n, p) = self.field_at(base, &e.path);
                ("field", n, p)
            }
            Found::Method(_, m, _) => ("method", self.objs[*m].name, self.objs[*m].pkg),
            Found::InterfaceMethod(_, i, t) => {
                let m = self.type_set(*t).methods[*i as usize];
                ("method", m.name, m.pkg)
            }
            _ => ("", Symbol::EMPTY, pkg),
        };
        if what.is_empty() {
            self.note_near_member(base, sel);
        }
        let t = self.tstr(typ);
        let tail = |s: Symbol| {
            let s = s.as_str();
            s.char_indices().nth(1).map_or("", |(i, _)| &s[i..])
        };
        #[derive(PartialEq)]
        enum E {
            Missing,
            Misspelled,
            Unexported,
            Inaccessible,
        }
        let mut e = E::Missing;
        if !what.is_empty() {
            if alt_pkg == pkg {
                e = E::Misspelled;
            } else if sel.is_exported() {
                if alt.is_exported() {
                    e = E::Misspelled;
                } else if tail(sel) == tail(alt) {
                    e = E::Unexported;
                }
            } else if alt.is_exported() {
                if tail(sel) == tail(alt) {
                    e = E::Misspelled;
                }
            } else if sel == alt {
                e = E::Inaccessible;
            }
        }
        if struct_lit {
            match e {
                E::Missing => format!("unknown field {sel} in struct literal of type {t}"),
                E::Misspelled => format!(
                    "unknown field {sel} in struct literal of type {t}, but does have {alt}"
                ),
                E::Unexported => {
                    format!(
                        "unknown field {sel} in struct literal of type {t}, but does have unexported {alt}"
                    )
                }
                E::Inaccessible => {
                    format!("cannot refer to unexported field {alt} in struct literal of type {t}")
                }
            }
        } else {
            match e {
                E::Missing => format!("type {t} has no field or method {sel}"),
                E::Misspelled => {
                    format!("type {t} has no field or method {sel}, but does have {what} {alt}")
                }
                E::Unexported => {
                    format!(
                        "type {t} has no field or method {sel}, but does have unexported {what} {alt}"
                    )
                }
                E::Inaccessible => format!("cannot refer to unexported {what} {alt}"),
            }
        }
    }

    fn field_at(&self, base: TypeId, path: &[u32]) -> (Symbol, PkgId) {
        let mut t = base;
        let mut r = (Symbol::EMPTY, PkgId::UNIVERSE);
        for &i in path {
            let st = match *self.types.under_type(t) {
                Type::Pointer(b) => b,
                _ => t,
            };
            let Some(s) = self.types.as_struct(st) else {
                break;
            };
            let f = &s.fields[i as usize];
            r = (f.name, f.pkg);
            t = f.ty;
        }
        r
    }

    /// The function expression's own words for messages about its arguments.
    pub(super) fn context_text(&self, c: &Context) -> String {
        match c {
            Context::Text(s) => s.to_string(),
            Context::Argument(f) => format!("argument to {}", self.estr(f)),
        }
    }

    /// Whether `e` is a call, parentheses aside.
    pub(super) fn is_call(e: &Expr) -> bool {
        matches!(e.unparen().kind, ExprKind::Call(_))
    }
}

/// What a value is assigned to, for messages; the text of an argument's function is only made when needed.
pub(super) enum Context<'a> {
    Text(&'a str),
    Argument(&'static Expr),
}
