//! Types and signatures as text, in Go's form.

use std::fmt::Write;

use minigo_syntax::Symbol;

use super::check::Checker;
use super::object::{ObjId, ObjKind, PkgId};
use super::scope::ScopeId;
use super::typ::{ChanDir, Named, Param, Signature, Term, Type, TypeId};

/// How package names are written in front of type names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Qualifier {
    /// Names of this package stand alone, others get their package's name.
    RelativeTo(PkgId),
    /// The same, for what is no message of Go's compiler: it tells apart some packages that no user sees.
    Shown(PkgId),
    /// Every name gets its package's name (`%T`, panic texts).
    Name,
    /// Every name gets its package's path (linker-like symbols, disambiguation).
    Path,
}

/// Nesting beyond which a type is abridged: only erroneous programs build such.
const MAX_DEPTH: u32 = 100;

struct Writer<'a> {
    c: &'a Checker,
    q: Qualifier,
    buf: String,
    param_names: bool,
    /// No spaces after commas and so on differ between messages and `%T`.
    runtime: bool,
    /// In the type arguments of a run-time name.
    linked: bool,
    depth: u32,
}

impl Checker {
    /// The type as messages show it.
    pub fn type_string(&self, t: TypeId, q: Qualifier) -> String {
        let mut w = Writer {
            c: self,
            q,
            buf: String::new(),
            param_names: true,
            runtime: false,
            linked: false,
            depth: 0,
        };
        w.typ(t);
        w.buf
    }

    /// The type as `%T` and panic texts show it (reflect's form: `struct { a int }`, `interface {}`, no aliases).
    pub fn runtime_type_string(&self, t: TypeId) -> String {
        let mut w = Writer {
            c: self,
            q: Qualifier::Name,
            buf: String::new(),
            param_names: false,
            runtime: true,
            linked: false,
            depth: 0,
        };
        w.typ(t);
        w.buf
    }

    /// The type relative to the package being checked.
    pub(super) fn tstr(&self, t: TypeId) -> String {
        self.type_string(t, Qualifier::RelativeTo(self.env.pkg))
    }

    /// The results of a signature in parentheses, relative to the package being checked.
    pub(super) fn results_string(&self, s: &Signature) -> String {
        let mut w = Writer {
            c: self,
            q: Qualifier::RelativeTo(self.env.pkg),
            buf: String::new(),
            param_names: true,
            runtime: false,
            linked: false,
            depth: 0,
        };
        w.params(&s.results, false);
        w.buf
    }

    /// The type with the path of its package, as messages show the terms of constraints.
    pub(super) fn term_string(&self, t: Term) -> String {
        let name = self.type_string(t.ty, Qualifier::Path);
        format!("{}{name}", if t.tilde { "~" } else { "" })
    }

    /// `name(params) results`, without parameter names.
    pub(super) fn func_string(&self, name: Symbol, sig: TypeId, q: Qualifier) -> String {
        let mut w = Writer {
            c: self,
            q,
            buf: name.as_str().to_string(),
            param_names: false,
            runtime: false,
            linked: false,
            depth: 0,
        };
        if let Type::Signature(s) = self.types.get(sig) {
            w.signature(s);
        }
        w.buf
    }

    /// Whether the program imports another package of the same name. Go's library has such ones behind some packages, and
    /// its compiler tells them apart too.
    fn name_is_ambiguous(&self, pkg: PkgId) -> bool {
        const SHADOWED: [&str; 3] = ["sync", "sync/atomic", "encoding/json"];
        let p = &self.pkgs[pkg.0 as usize];
        let imported = |q: PkgId| {
            self.pkgs
                .iter()
                .any(|user| !user.lazy && user.imports.contains(&q))
        };
        SHADOWED.contains(&&*p.path)
            || (0..self.pkgs.len() as u32)
                .map(PkgId)
                .any(|q| q != pkg && self.pkgs[q.0 as usize].name == p.name && imported(q))
    }

    /// The prefix of a name of package `pkg`: empty or `name.`.
    pub(super) fn package_prefix(&self, pkg: PkgId, q: Qualifier) -> String {
        if pkg == PkgId::UNIVERSE {
            return String::new();
        }
        let p = &self.pkgs[pkg.0 as usize];
        match q {
            Qualifier::RelativeTo(cur) | Qualifier::Shown(cur) if cur == pkg => String::new(),
            Qualifier::RelativeTo(_) if self.name_is_ambiguous(pkg) => format!("\"{}\".", p.path),
            Qualifier::Path => format!("{}.", p.path),
            _ => format!("{}.", p.name),
        }
    }

    /// A list of types in parentheses, as in `have (int, string)`.
    pub(super) fn types_summary(&self, list: &[TypeId], variadic: bool, dots: bool) -> String {
        let mut parts = Vec::with_capacity(list.len());
        for (i, &t) in list.iter().enumerate() {
            let s = if t == TypeId::INVALID {
                "unknown type".to_string()
            } else if let Type::Basic(k) = self.types.get(t)
                && k.is_untyped()
            {
                if k.is_numeric() {
                    "number".to_string()
                } else {
                    TypeId::basic_name(t).replace("untyped ", "")
                }
            } else if variadic && i + 1 == list.len() {
                match self.types.get(t) {
                    Type::Slice(e) => format!("...{}", self.tstr(*e)),
                    _ => self.tstr(t),
                }
            } else {
                self.tstr(t)
            };
            parts.push(if dots && i + 1 == list.len() {
                format!("{s}...")
            } else {
                s
            });
        }
        format!("({})", parts.join(", "))
    }
}

impl Checker {
    /// The number of a type declared in a function, among all such of its package in the order of the source.
    fn local_number(&self, o: ObjId) -> Option<usize> {
        let local = |o: ObjId| {
            let obj = &self.objs[o];
            obj.pkg != PkgId::UNIVERSE
                && obj.decl.is_none()
                && matches!(obj.kind, ObjKind::TypeName { is_alias: false })
                && matches!(self.types.get(obj.ty), Type::Named(n) if n.obj == o)
        };
        if !local(o) {
            return None;
        }
        let key = |o: ObjId| (self.objs[o].pos.file, self.objs[o].pos.lo);
        let pkg = self.objs[o].pkg;
        let before = (0..self.objs.len() as u32)
            .map(ObjId)
            .filter(|&x| self.objs[x].pkg == pkg && key(x) < key(o) && local(x));
        Some(before.count() + 1)
    }
}

impl Writer<'_> {
    fn typ(&mut self, t: TypeId) {
        if t == TypeId::UNSET {
            self.buf.push_str("<nil>");
            return;
        }
        if self.depth > MAX_DEPTH {
            self.buf.push_str("...");
            return;
        }
        self.depth += 1;
        let c = self.c;
        match c.types.get(t) {
            Type::Basic(_) => {
                let name = if self.runtime && t.0 > 25 {
                    TypeId::basic_name(c.types.canonical_basic(t))
                } else {
                    TypeId::basic_name(t)
                };
                self.buf.push_str(name)
            }
            Type::Named(n) if self.runtime => self.runtime_named(n),
            Type::Named(n) => {
                self.type_name(n.obj);
                if !n.targs.is_empty() {
                    self.list(&n.targs);
                } else if !n.tparams.is_empty() {
                    self.tparams(&n.tparams);
                }
            }
            Type::Alias(a) => {
                if self.runtime {
                    let u = c.types.unalias(t);
                    self.typ(u);
                } else {
                    self.type_name(a.obj);
                    if !a.targs.is_empty() {
                        self.list(&a.targs);
                    } else if !a.tparams.is_empty() {
                        self.tparams(&a.tparams);
                    }
                }
            }
            Type::Pointer(e) => {
                self.buf.push('*');
                self.typ(*e);
            }
            Type::Slice(e) => {
                self.buf.push_str("[]");
                self.typ(*e);
            }
            Type::Array { elem, len } => {
                let _ = write!(self.buf, "[{len}]");
                self.typ(*elem);
            }
            Type::Map { key, elem } => {
                self.buf.push_str("map[");
                self.typ(*key);
                self.buf.push(']');
                self.typ(*elem);
            }
            Type::Chan { dir, elem } => {
                self.buf.push_str(match dir {
                    ChanDir::Both => "chan ",
                    ChanDir::Send => "chan<- ",
                    ChanDir::Recv => "<-chan ",
                });
                let parens = *dir == ChanDir::Both
                    && matches!(
                        c.types.get(*elem),
                        Type::Chan {
                            dir: ChanDir::Recv,
                            ..
                        }
                    );
                if parens {
                    self.buf.push('(');
                }
                self.typ(*elem);
                if parens {
                    self.buf.push(')');
                }
            }
            Type::Struct(s) => {
                self.buf
                    .push_str(if self.runtime { "struct {" } else { "struct{" });
                for (i, f) in s.fields.iter().enumerate() {
                    if i > 0 {
                        self.buf.push(';');
                    }
                    if self.runtime || i > 0 {
                        self.buf.push(' ');
                    }
                    if !f.embedded {
                        if self.linked && !f.name.is_exported() {
                            self.buf.push_str(&c.package_prefix(f.pkg, self.q));
                        }
                        self.buf.push_str(f.name.as_str());
                        self.buf.push(' ');
                    } else if self.linked && self.has_long_name(f.ty) {
                        self.buf.push_str(f.name.as_str());
                        self.buf.push_str(" = ");
                    }
                    self.typ(f.ty);
                    if let Some(tag) = &f.tag {
                        self.buf.push(' ');
                        self.buf.push_str(&super::constant::quote(tag));
                    }
                }
                self.buf.push_str(if self.runtime && !s.fields.is_empty() {
                    " }"
                } else {
                    "}"
                });
            }
            Type::Tuple(l) => {
                self.buf.push('(');
                for (i, &e) in l.iter().enumerate() {
                    if i > 0 {
                        self.buf.push_str(", ");
                    }
                    self.typ(e);
                }
                self.buf.push(')');
            }
            Type::Signature(s) => {
                self.buf.push_str("func");
                self.signature(s);
            }
            Type::Interface(it) => {
                if it.implicit && it.methods.is_empty() && it.embedded.len() == 1 {
                    self.typ(it.embedded[0].0);
                } else if self.runtime {
                    let set = c.types.type_sets.get(&t).cloned();
                    let methods = set.as_ref().map_or(&it.methods, |s| &s.methods);
                    self.buf.push_str("interface {");
                    for (i, m) in methods.iter().enumerate() {
                        self.buf.push_str(if i > 0 { "; " } else { " " });
                        if !m.name.is_exported() {
                            self.buf.push_str(&c.package_prefix(m.pkg, self.q));
                        }
                        self.buf.push_str(m.name.as_str());
                        if let Type::Signature(s) = c.types.get(m.sig) {
                            self.signature(s);
                        }
                    }
                    self.buf
                        .push_str(if methods.is_empty() { "}" } else { " }" });
                } else {
                    self.buf.push_str("interface{");
                    let mut first = true;
                    // By name, those of other packages last, however they are written.
                    let mut methods: Vec<_> = it.methods.iter().collect();
                    methods.sort_by_key(|m| {
                        let name = m.name.as_str();
                        (!name.starts_with(char::is_uppercase), name)
                    });
                    for m in methods {
                        if !first {
                            self.buf.push_str("; ");
                        }
                        first = false;
                        self.buf.push_str(m.name.as_str());
                        if let Type::Signature(s) = c.types.get(m.sig) {
                            self.signature(s);
                        }
                    }
                    for &(e, _) in &it.embedded {
                        if !first {
                            self.buf.push_str("; ");
                        }
                        first = false;
                        self.typ(e);
                    }
                    self.buf.push('}');
                }
            }
            Type::TypeParam(p) => {
                let obj = &c.objs[p.obj];
                self.buf.push_str(obj.name.as_str());
                let shadows = c.scopes[ScopeId::UNIVERSE].lookup(obj.name).is_some();
                if shadows && !self.runtime && !self.linked {
                    let place = c.place(obj.pos);
                    let _ = write!(self.buf, " /* with {} declared at {place} */", obj.name);
                }
            }
            Type::Union(terms) => {
                for (i, t) in terms.iter().enumerate() {
                    if i > 0 {
                        self.buf.push_str(" | ");
                    }
                    if t.tilde {
                        self.buf.push('~');
                    }
                    self.typ(t.ty);
                }
            }
        }
        self.depth -= 1;
    }

    /// A defined type as the run-time type's name has it. In a list of type arguments packages are written with their
    /// paths, and local types are numbered, as in Go's link names.
    fn runtime_named(&mut self, n: &Named) {
        self.type_name(n.obj);
        // The arguments of the function around come first.
        let outer: &[TypeId] = if n.origin.is_some() { &n.outer } else { &[] };
        if !outer.is_empty() || !n.targs.is_empty() {
            let (linked, q) = (self.linked, self.q);
            (self.linked, self.q) = (true, Qualifier::Path);
            self.buf.push('[');
            for (k, l) in [outer, &n.targs].into_iter().enumerate() {
                if k > 0 && !outer.is_empty() && !l.is_empty() {
                    self.buf.push(';');
                }
                for (i, &t) in l.iter().enumerate() {
                    if i > 0 {
                        self.buf.push(',');
                    }
                    self.typ(t);
                }
            }
            self.buf.push(']');
            (self.linked, self.q) = (linked, q);
        }
        if self.linked
            && let Some(number) = self.c.local_number(n.obj)
        {
            let _ = write!(self.buf, "·{number}");
        }
    }

    /// Whether more than its name is written for a type, behind a pointer or not, in a list of type arguments.
    fn has_long_name(&self, t: TypeId) -> bool {
        let (t, _) = self.c.types.deref(t);
        self.c
            .types
            .named(t)
            .is_some_and(|n| !n.targs.is_empty() || self.c.local_number(n.obj).is_some())
    }

    fn type_name(&mut self, obj: ObjId) {
        let o = &self.c.objs[obj];
        self.buf.push_str(&self.c.package_prefix(o.pkg, self.q));
        self.buf.push_str(o.name.as_str());
    }

    fn list(&mut self, l: &[TypeId]) {
        self.buf.push('[');
        for (i, &t) in l.iter().enumerate() {
            if i > 0 {
                self.buf.push_str(if self.runtime { "," } else { ", " });
            }
            self.typ(t);
        }
        self.buf.push(']');
    }

    fn tparams(&mut self, l: &[TypeId]) {
        self.buf.push('[');
        let bound = |t: TypeId| match self.c.types.get(t) {
            Type::TypeParam(p) => p.bound,
            _ => TypeId::INVALID,
        };
        for (i, &t) in l.iter().enumerate() {
            let b = bound(t);
            self.typ(t);
            if l.get(i + 1).is_none_or(|&n| bound(n) != b) {
                self.buf.push(' ');
                self.typ(b);
            }
            if i + 1 < l.len() {
                self.buf.push_str(", ");
            }
        }
        self.buf.push(']');
    }

    fn params(&mut self, l: &[Param], variadic: bool) {
        self.buf.push('(');
        for (i, p) in l.iter().enumerate() {
            if i > 0 {
                self.buf.push_str(", ");
            }
            if self.param_names && p.name != Symbol::EMPTY {
                self.buf.push_str(p.name.as_str());
                self.buf.push(' ');
            }
            match self.c.types.get(p.ty) {
                Type::Slice(e) if variadic && i + 1 == l.len() => {
                    self.buf.push_str("...");
                    self.typ(*e);
                }
                _ => self.typ(p.ty),
            }
        }
        self.buf.push(')');
    }

    fn signature(&mut self, s: &Signature) {
        if !s.tparams.is_empty() {
            self.tparams(&s.tparams);
        }
        self.params(&s.params, s.variadic);
        match &s.results[..] {
            [] => {}
            [r] if r.name == Symbol::EMPTY || !self.param_names => {
                self.buf.push(' ');
                self.typ(r.ty);
            }
            rs => {
                self.buf.push(' ');
                self.params(rs, false);
            }
        }
    }
}
