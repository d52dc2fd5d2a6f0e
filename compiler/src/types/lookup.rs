//! Fields and methods by name, method sets, and whether a type implements an interface.
//!
//! The search goes breadth first through embedded fields, as the language spec's "Selectors" says; a type seen at a
//! shallower depth hides itself further down, two finds at one depth are ambiguous.

use std::rc::Rc;

use minigo_syntax::Symbol;

use super::check::Checker;
use super::object::{ObjId, PkgId};
use super::typ::{Method, Signature, Type, TypeId, TypeSet};
use super::typestring::Qualifier;

/// What a lookup found.
#[derive(Clone, Debug)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// Several at the same depth.
    Ambiguous,
    /// A method with pointer receiver, but the operand is neither a pointer nor addressable.
    NeedsPointer,
    /// A field.
    Field(Entry, TypeId),
    /// A declared method, of the defined type (or instance) `.2`: its type there is `Checker::method_type`.
    Method(Entry, ObjId, TypeId),
    /// Method number `.1` of the sorted method set of interface type (or type parameter) `.2`.
    InterfaceMethod(Entry, u32, TypeId),
}

/// How to get there.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Field indices from the operand; for a field including its own.
    pub path: Vec<u32>,
    /// There is a pointer on the way, the operand included.
    pub indirect: bool,
}

/// One method of a type's method set.
#[derive(Clone, Debug)]
pub struct MethodSetEntry {
    /// Its name.
    pub name: Symbol,
    /// Package of an unexported name.
    pub pkg: PkgId,
    /// Path of embedded fields from the receiver to the owner; empty for its own methods.
    pub path: Vec<u32>,
    /// There is a pointer on the path (not counting the receiver type itself being a pointer).
    pub indirect: bool,
    /// The declared method; NONE if it comes from an embedded interface.
    pub method: ObjId,
    /// The defined type or instance that has the declared method: its arguments are the receiver's.
    pub owner: TypeId,
    /// For a method of an embedded interface: that interface and the index in its method set.
    pub iface: Option<(TypeId, u32)>,
    /// The signature, without receiver.
    pub sig: TypeId,
}

#[derive(Clone)]
struct Embedded {
    ty: TypeId,
    path: Vec<u32>,
    indirect: bool,
    multiples: bool,
}

fn fold_eq(a: Symbol, b: Symbol) -> bool {
    a == b || a.as_str().to_lowercase() == b.as_str().to_lowercase()
}

fn extended(path: &[u32], i: usize) -> Vec<u32> {
    let mut p = Vec::with_capacity(path.len() + 1);
    p.extend_from_slice(path);
    p.push(i as u32);
    p
}

impl Checker {
    /// Finds field or method `name` (as seen from `pkg`) of `t`. `addressable`: the operand is a variable, so methods
    /// of its address count. A found method may have no type yet: see `obj_type`.
    pub fn lookup_field_or_method(
        &mut self,
        t: TypeId,
        addressable: bool,
        pkg: PkgId,
        name: Symbol,
    ) -> Found {
        self.lookup_fold(t, addressable, pkg, name, false)
    }

    pub(super) fn lookup_fold(
        &mut self,
        t: TypeId,
        addressable: bool,
        pkg: PkgId,
        name: Symbol,
        fold: bool,
    ) -> Found {
        // A defined pointer type has the fields of its base, but no methods.
        if self.types.named(t).is_some() {
            let u = self.types.under(t);
            if matches!(self.types.get(u), Type::Pointer(_)) {
                return match self.lookup_impl(u, false, pkg, name, fold) {
                    Found::Method(..) | Found::InterfaceMethod(..) => Found::Nothing,
                    f => f,
                };
            }
        }
        self.lookup_impl(t, addressable, pkg, name, fold)
    }

    fn matches(&self, p1: PkgId, n1: Symbol, pkg: PkgId, name: Symbol, fold: bool) -> bool {
        if fold {
            fold_eq(n1, name)
        } else {
            self.same_id(p1, n1, pkg, name)
        }
    }

    fn lookup_impl(
        &mut self,
        t: TypeId,
        addressable: bool,
        pkg: PkgId,
        name: Symbol,
        fold: bool,
    ) -> Found {
        if name.is_blank() {
            return Found::Nothing;
        }
        let (ty, is_ptr) = self.types.deref(t);
        if is_ptr
            && matches!(
                self.types.under_type(ty),
                Type::Interface(_) | Type::TypeParam(_)
            )
        {
            return Found::Nothing;
        }
        let mut current = vec![Embedded {
            ty,
            path: Vec::new(),
            indirect: is_ptr,
            multiples: false,
        }];
        let mut seen: Vec<TypeId> = Vec::new();
        while !current.is_empty() {
            let mut next: Vec<Embedded> = Vec::new();
            let mut found: Option<Found> = None;
            for e in &current {
                let un = self.types.unalias(e.ty);
                if let Type::Named(_) = self.types.get(un) {
                    if seen.contains(&un) {
                        continue;
                    }
                    seen.push(un);
                    let methods = self.declared_methods(un);
                    let hit = methods.iter().copied().find(|&m| {
                        self.matches(self.objs[m].pkg, self.objs[m].name, pkg, name, fold)
                    });
                    if let Some(m) = hit {
                        if found.is_some() || e.multiples {
                            return Found::Ambiguous;
                        }
                        found = Some(Found::Method(
                            Entry {
                                path: e.path.clone(),
                                indirect: e.indirect,
                            },
                            m,
                            un,
                        ));
                        continue;
                    }
                }
                match self.types.under_type(e.ty).clone() {
                    Type::Struct(s) => {
                        for (i, f) in s.fields.iter().enumerate() {
                            if self.matches(f.pkg, f.name, pkg, name, fold) {
                                if found.is_some() || e.multiples {
                                    return Found::Ambiguous;
                                }
                                let entry = Entry {
                                    path: extended(&e.path, i),
                                    indirect: e.indirect,
                                };
                                found = Some(Found::Field(entry, f.ty));
                                continue;
                            }
                            if found.is_none() && f.embedded {
                                let (ft, p) = self.types.deref(f.ty);
                                next.push(Embedded {
                                    ty: ft,
                                    path: extended(&e.path, i),
                                    indirect: e.indirect || p,
                                    multiples: e.multiples,
                                });
                            }
                        }
                    }
                    Type::Interface(_) | Type::TypeParam(_) => {
                        let set = self.type_set(e.ty);
                        let i = set
                            .methods
                            .iter()
                            .position(|m| self.matches(m.pkg, m.name, pkg, name, fold));
                        if let Some(i) = i {
                            if found.is_some() || e.multiples {
                                return Found::Ambiguous;
                            }
                            let entry = Entry {
                                path: e.path.clone(),
                                indirect: e.indirect,
                            };
                            found = Some(Found::InterfaceMethod(entry, i as u32, e.ty));
                        }
                    }
                    _ => {}
                }
            }
            if let Some(f) = found {
                if let Found::Method(e, m, _) = &f
                    && self.has_ptr_recv(*m)
                    && !e.indirect
                    && !addressable
                {
                    return Found::NeedsPointer;
                }
                return f;
            }
            current = self.consolidate(next);
        }
        Found::Nothing
    }

    /// Merges entries of one type, marking them ambiguous.
    fn consolidate(&mut self, list: Vec<Embedded>) -> Vec<Embedded> {
        if list.len() <= 1 {
            return list;
        }
        let mut out: Vec<Embedded> = Vec::new();
        for e in list {
            let mut known = None;
            for (i, o) in out.iter().enumerate() {
                let ty = o.ty;
                if ty == e.ty || self.types.unalias(ty) == self.types.unalias(e.ty) {
                    known = Some(i);
                    break;
                }
            }
            match known {
                Some(i) => out[i].multiples = true,
                None => out.push(e),
            }
        }
        out
    }

    pub(super) fn has_ptr_recv(&self, m: ObjId) -> bool {
        self.objs[m].func().is_some_and(|f| f.ptr_recv)
    }

    /// The method of `iface` (an interface type) with that name.
    pub(super) fn interface_method(
        &mut self,
        iface: TypeId,
        pkg: PkgId,
        name: Symbol,
    ) -> Option<Method> {
        let set = self.type_set(iface);
        set.methods
            .iter()
            .find(|m| self.same_id(m.pkg, m.name, pkg, name))
            .copied()
    }

    /// `None` if `v` implements interface `t`'s methods; otherwise the name of a method that lacks or does not fit.
    /// With `is_static` an interface `v` must have them all; without, only those it has are compared.
    pub fn missing_method(&mut self, v: TypeId, t: TypeId, is_static: bool) -> Option<Symbol> {
        self.missing_method_cause(v, t, is_static, &mut None)
    }

    pub(super) fn missing_method_cause(
        &mut self,
        v: TypeId,
        t: TypeId,
        is_static: bool,
        cause: &mut Option<String>,
    ) -> Option<Symbol> {
        self.missing_method_with(v, t, is_static, cause, &mut |c, a, b| c.identical(a, b))
    }

    /// As `missing_method`, with a way of its own to compare signatures.
    pub(super) fn missing_method_with(
        &mut self,
        v: TypeId,
        t: TypeId,
        is_static: bool,
        cause: &mut Option<String>,
        same: &mut dyn FnMut(&mut Checker, TypeId, TypeId) -> bool,
    ) -> Option<Symbol> {
        let want = self.type_set(t);
        if want.methods.is_empty() {
            return None;
        }
        let q = Qualifier::RelativeTo(self.env.pkg);
        let v_is_iface = matches!(
            self.types.under_type(v),
            Type::Interface(_) | Type::TypeParam(_)
        );
        for m in &want.methods {
            let wrong_sig = |c: &Checker, name: Symbol, have: TypeId| {
                let (mut fs, mut ms) = (
                    c.func_string(name, have, q),
                    c.func_string(m.name, m.sig, q),
                );
                if fs == ms {
                    fs = c.func_string(name, have, Qualifier::Path);
                    ms = c.func_string(m.name, m.sig, Qualifier::Path);
                }
                format!(
                    "(wrong type for method {})\n\t\thave {fs}\n\t\twant {ms}",
                    m.name
                )
            };
            let missing = |c: &Checker| {
                if c.is_interface_ptr(v) {
                    format!("({})", c.interface_ptr_error(v))
                } else if c.is_interface_ptr(t) {
                    format!("({})", c.interface_ptr_error(t))
                } else {
                    format!("(missing method {})", m.name)
                }
            };
            if v_is_iface {
                match self.interface_method(v, m.pkg, m.name) {
                    None if !is_static => continue,
                    None => {
                        *cause = Some(missing(self));
                        return Some(m.name);
                    }
                    Some(f) => {
                        if !same(self, f.sig, m.sig) {
                            *cause = Some(wrong_sig(self, f.name, f.sig));
                            return Some(m.name);
                        }
                    }
                }
                continue;
            }
            let why = match self.lookup_impl(v, false, m.pkg, m.name, false) {
                Found::Ambiguous => format!("(ambiguous selector {}.{})", self.tstr(v), m.name),
                Found::NeedsPointer => format!("(method {} has pointer receiver)", m.name),
                Found::Field(..) => {
                    format!("({}.{} is a field, not a method)", self.tstr(v), m.name)
                }
                Found::Method(_, f, owner) => {
                    let have = self.method_type(f, owner);
                    if same(self, have, m.sig) {
                        continue;
                    }
                    wrong_sig(self, m.name, have)
                }
                Found::InterfaceMethod(_, i, it) => {
                    let have = self.type_set(it).methods[i as usize].sig;
                    if same(self, have, m.sig) {
                        continue;
                    }
                    wrong_sig(self, m.name, have)
                }
                Found::Nothing => {
                    let other = match self.lookup_impl(v, true, m.pkg, m.name, true) {
                        Found::Method(_, f, owner) => {
                            Some((self.objs[f].name, self.method_type(f, owner)))
                        }
                        Found::InterfaceMethod(_, i, it) => {
                            let f = self.type_set(it).methods[i as usize];
                            Some((f.name, f.sig))
                        }
                        _ => None,
                    };
                    match other {
                        Some((name, _)) if name == m.name => {
                            format!("(unexported method {})", m.name)
                        }
                        Some((name, sig)) => format!(
                            "(missing method {})\n\t\thave {}\n\t\twant {}",
                            m.name,
                            self.func_string(name, sig, q),
                            self.func_string(m.name, m.sig, q)
                        ),
                        None => missing(self),
                    }
                }
            };
            *cause = Some(why);
            return Some(m.name);
        }
        None
    }

    /// Whether `v` has all methods of interface `t`; true as well where an error elsewhere makes it unknowable.
    pub(super) fn has_all_methods(
        &mut self,
        v: TypeId,
        t: TypeId,
        is_static: bool,
        cause: &mut Option<String>,
    ) -> bool {
        if !self.types.is_valid(v) {
            return true;
        }
        self.missing_method_cause(v, t, is_static, cause).is_none()
            || self.has_invalid_embedded(v, &mut Vec::new())
    }

    fn has_invalid_embedded(&mut self, t: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let mut t = t;
        if let Type::Pointer(b) = self.types.under_type(t)
            && matches!(self.types.under_type(*b), Type::Struct(_))
        {
            t = *b;
        }
        if seen.contains(&t) {
            return false;
        }
        seen.push(t);
        match self.types.as_struct(t) {
            Some(s) => s.fields.iter().any(|f| {
                f.embedded && (!self.types.is_valid(f.ty) || self.has_invalid_embedded(f.ty, seen))
            }),
            None => false,
        }
    }

    /// Whether `v` implements interface type `t` (all methods, and its type terms).
    pub fn implements(&mut self, v: TypeId, t: TypeId) -> bool {
        self.implements_cause(v, t, &mut None)
    }

    pub(super) fn implements_cause(
        &mut self,
        v: TypeId,
        t: TypeId,
        cause: &mut Option<String>,
    ) -> bool {
        self.implements_in(v, t, false, cause)
    }

    /// As `implements`; with `constraint` `t` is the constraint of a type parameter that `v` is to satisfy.
    pub(super) fn implements_in(
        &mut self,
        v: TypeId,
        t: TypeId,
        constraint: bool,
        cause: &mut Option<String>,
    ) -> bool {
        let verb = if constraint { "satisfy" } else { "implement" };
        let (vu, tu) = (self.types.under(v), self.types.under(t));
        if vu == TypeId::INVALID || tu == TypeId::INVALID {
            return true;
        }
        if let Type::Pointer(p) = self.types.get(vu)
            && self.types.under(*p) == TypeId::INVALID
        {
            return true;
        }
        let bare_constraint = constraint && !self.types.is_interface(t);
        if !bare_constraint && !matches!(self.types.get(tu), Type::Interface(_)) {
            let detail = if self.is_interface_ptr(tu) {
                self.interface_ptr_error(t)
            } else {
                format!("{} is not an interface", self.tstr(t))
            };
            *cause = Some(format!(
                "{} does not {verb} {} ({detail})",
                self.tstr(v),
                self.tstr(t)
            ));
            return false;
        }
        let set = self.constraint_set(t);
        if set.methods.is_empty() && set.terms.is_none() && !set.comparable {
            return true;
        }
        if matches!(self.types.get(vu), Type::Interface(_) | Type::TypeParam(_))
            && self.type_set(v).is_empty()
        {
            return true;
        }
        if set.is_empty() {
            *cause = Some(format!("cannot {verb} {} (empty type set)", self.tstr(t)));
            return false;
        }
        let mut why = None;
        if !set.methods.is_empty() && !self.has_all_methods(v, t, true, &mut why) {
            *cause = Some(format!(
                "{} does not {verb} {} {}",
                self.tstr(v),
                self.tstr(t),
                why.unwrap_or_default()
            ));
            return false;
        }
        self.satisfies_terms(v, t, constraint, cause)
    }

    /// Whether an interface value of type `v` may hold a `t` (so that `x.(t)` makes sense).
    pub(super) fn assertable_to(
        &mut self,
        v: TypeId,
        t: TypeId,
        cause: &mut Option<String>,
    ) -> bool {
        if self.types.is_interface(t) {
            return true;
        }
        self.has_all_methods(t, v, false, cause)
    }

    /// All methods of interface type `t`, sorted; the index is the method's place in itabs.
    pub fn method_set_of_interface(&mut self, t: TypeId) -> Rc<TypeSet> {
        self.type_set(t)
    }

    /// The method set of a concrete type `t` (a `*T` has those of T too), sorted as those of interfaces are. What is
    /// needed to fill an itab or a type's method table.
    pub fn method_set(&mut self, t: TypeId) -> Vec<MethodSetEntry> {
        let mut names: Vec<(PkgId, Symbol)> = Vec::new();
        let (base, _) = self.types.deref(t);
        let mut queue = vec![base];
        let mut seen: Vec<TypeId> = Vec::new();
        while let Some(ty) = queue.pop() {
            let un = self.types.unalias(ty);
            if seen.contains(&un) {
                continue;
            }
            seen.push(un);
            names.extend(
                self.declared_methods(un)
                    .iter()
                    .map(|&m| (self.objs[m].pkg, self.objs[m].name)),
            );
            match self.types.under_type(un).clone() {
                Type::Struct(s) => {
                    for f in s.fields.iter().filter(|f| f.embedded) {
                        queue.push(self.types.deref(f.ty).0);
                    }
                }
                Type::Interface(_) if un != self.types.unalias(base) => {
                    let set = self.type_set(un);
                    names.extend(set.methods.iter().map(|m| (m.pkg, m.name)));
                }
                _ => {}
            }
        }
        names.sort_by(|a, b| self.method_order(*a, *b));
        names.dedup_by(|a, b| self.same_id(a.0, a.1, b.0, b.1));
        let mut out = Vec::with_capacity(names.len());
        for (pkg, name) in names {
            match self.lookup_field_or_method(t, false, pkg, name) {
                Found::Method(e, m, owner) => {
                    let sig = self.method_type(m, owner);
                    // A generic method is in no method set: it can be called only where its arguments are known.
                    if self.func_params.get(&m).is_some_and(|p| !p.own.is_empty()) {
                        continue;
                    }
                    out.push(MethodSetEntry {
                        name,
                        pkg,
                        path: e.path,
                        indirect: e.indirect,
                        method: m,
                        owner,
                        iface: None,
                        sig,
                    });
                }
                Found::InterfaceMethod(e, i, it) => {
                    let sig = self.type_set(it).methods[i as usize].sig;
                    out.push(MethodSetEntry {
                        name,
                        pkg,
                        path: e.path,
                        indirect: e.indirect,
                        method: ObjId::NONE,
                        owner: TypeId::INVALID,
                        iface: Some((it, i)),
                        sig,
                    });
                }
                _ => {}
            }
        }
        out
    }

    /// Order of methods in interfaces and method sets: exported names first, then by name, then by package path.
    pub(super) fn method_order(
        &self,
        a: (PkgId, Symbol),
        b: (PkgId, Symbol),
    ) -> std::cmp::Ordering {
        let (ea, eb) = (a.1.is_exported(), b.1.is_exported());
        eb.cmp(&ea)
            .then_with(|| a.1.as_str().cmp(b.1.as_str()))
            .then_with(|| {
                if ea {
                    std::cmp::Ordering::Equal
                } else {
                    self.pkgs[a.0.0 as usize]
                        .path
                        .cmp(&self.pkgs[b.0.0 as usize].path)
                }
            })
    }

    /// The signature behind a function object's type.
    pub fn func_signature(&mut self, f: ObjId) -> Rc<Signature> {
        let t = self.obj_type(f);
        match self.types.as_signature(t) {
            Some(s) => s,
            None => Rc::new(Signature {
                tparams: Rc::new([]),
                params: vec![],
                results: vec![],
                variadic: false,
            }),
        }
    }
}
