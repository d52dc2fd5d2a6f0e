//! Collecting the objects of a package, its imports, and which methods belong to which type.
//!
//! Imports of a lazy package are only noted; the package is read when a name in it is used (`ensure_loaded`).

use minigo_syntax::nodes::{Decl, Expr, ExprKind, FuncDecl, Ident, ImportSpec};
use minigo_syntax::{FileId, Span, Symbol};

use super::check::{Checker, DeclInfo, DeclKind, Load, guess_name};
use super::fx::FxHashSet;
use super::object::{DeclId, Func, ObjId, ObjKind, Object, PkgId};
use super::outline::{declared, package_var};
use super::scope::ScopeId;
use super::typ::TypeId;
use crate::diagnostic::{Code, NO_PLACE};

impl Checker {
    // ---- Imports ----

    /// The package of that path, not read yet if it is new.
    pub(super) fn import_lazily(&mut self, path: &str) -> PkgId {
        let key = Symbol::intern(path);
        if let Some(&p) = self.pkg_by_path.get(&key) {
            self.pkgs[p.0 as usize].idle = false;
            return p;
        }
        let p = self.new_package(path, true);
        self.pkg_by_path.insert(key, p);
        p
    }

    /// Reads the package if that has not been done.
    pub(super) fn ensure_loaded(&mut self, p: PkgId, at: Span) {
        if self.load[p.0 as usize] != Load::Not {
            return;
        }
        self.load[p.0 as usize] = Load::Busy;
        let path = self.pkgs[p.0 as usize].path.clone();
        match self.importer.import(&path) {
            Err(why) => {
                let p = &mut self.pkgs[p.0 as usize];
                p.fake = true;
                self.error(at, Code::Import, format!("could not import {path} ({why})"));
            }
            Ok(src) => {
                self.pkgs[p.0 as usize].lazy = src.lazy;
                let errors = self.diagnostics.len();
                if let Some(outline) = &src.outline {
                    self.collect_outline(p, src.sources, outline);
                    self.load[p.0 as usize] = Load::Done;
                    return;
                }
                let files = self.parse_files(p, src.sources, src.lazy);
                if let Some(&f) = files.first() {
                    self.pkgs[p.0 as usize].name = self.files[f.0 as usize].tree.package.name;
                }
                if self.diagnostics.len() > errors {
                    self.pkgs[p.0 as usize].fake = true;
                } else if src.lazy {
                    let saved = self.env.clone();
                    self.env = self.package_env(p);
                    self.collect_objects(p, &files);
                    self.env = saved;
                } else {
                    let delayed = std::mem::take(&mut self.delayed);
                    let path = std::mem::take(&mut self.path);
                    let untyped = std::mem::take(&mut self.untyped);
                    self.check_package(p, &files);
                    self.delayed = delayed;
                    self.path = path;
                    self.untyped = untyped;
                }
            }
        }
        self.load[p.0 as usize] = Load::Done;
    }

    /// Why package `pkg`, which is no library package, may not import the loaded package `imp`.
    fn import_refused(&self, pkg: PkgId, imp: PkgId) -> Option<String> {
        let target = &self.pkgs[imp.0 as usize];
        if target.fake || imp == PkgId::UNSAFE {
            return None;
        }
        let path = &*target.path;
        if target.name == Symbol::MAIN && !target.lazy {
            return Some(format!(
                "import \"{path}\" is a program, not an importable package"
            ));
        }
        let elements: Vec<&str> = path.split('/').collect();
        let at = elements.iter().rposition(|&e| e == "internal")?;
        let parent = elements[..at].join("/");
        let main = self.importer.main_path();
        let from = match &*self.pkgs[pkg.0 as usize].path {
            "main" => &main,
            other => other,
        };
        let below = parent.is_empty()
            || from
                .strip_prefix(parent.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        (target.lazy || !below).then(|| format!("use of internal package {path} not allowed"))
    }

    pub(super) fn import_decl(&mut self, pkg: PkgId, scope: ScopeId, s: &'static ImportSpec) {
        if s.path.is_empty() {
            if self.text(s.path_span).len() == 2 {
                self.error(
                    s.path_span,
                    Code::Import,
                    "invalid import path (empty string)",
                );
            }
            return;
        }
        const ILLEGAL: &str = "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}";
        if let Some(c) = s
            .path
            .chars()
            .find(|&c| c.is_whitespace() || c.is_control() || ILLEGAL.contains(c))
        {
            let shown = match c.is_control() || c.is_whitespace() && c != ' ' {
                true => String::new(),
                false => format!(" '{c}'"),
            };
            let msg = format!(
                "invalid import path (invalid character U+{:04X}{shown})",
                c as u32
            );
            self.error(s.path_span, Code::Import, msg);
            return;
        }
        let mut imp = self.import_lazily(&s.path);
        let lazy = self.pkgs[pkg.0 as usize].lazy;
        if !lazy {
            if self.load[imp.0 as usize] == Load::Busy || imp == pkg {
                let msg = format!("could not import {} (import cycle not allowed)", s.path);
                self.error(s.path_span, Code::Import, msg);
                // A package that nothing is known of stands for it, so that its uses are no errors.
                imp = self.new_package(&s.path, false);
                self.pkgs[imp.0 as usize].fake = true;
                self.load[imp.0 as usize] = Load::Done;
            }
            self.ensure_loaded(imp, s.path_span);
            if let Some(why) = self.import_refused(pkg, imp) {
                self.error(s.path_span, Code::Import, why);
                self.pkgs[imp.0 as usize].fake = true;
            }
        }
        let imported = &self.pkgs[imp.0 as usize];
        let known = self.load[imp.0 as usize] == Load::Done && !imported.fake;
        let own = if known {
            imported.name
        } else {
            Symbol::intern(guess_name(&s.path))
        };
        let fake = imported.fake;
        if !self.pkgs[pkg.0 as usize].imports.contains(&imp) {
            self.pkgs[pkg.0 as usize].imports.push(imp);
        }
        let name = s.name.map_or(own, |n| n.name);
        if name == Symbol::INIT {
            self.error(
                s.span,
                Code::Import,
                "cannot import package as init - init must be a func",
            );
            return;
        }
        let pos = s.name.map_or(s.path_span, |n| n.span);
        let o = self.objs.add(Object {
            name,
            pkg,
            pos,
            ty: TypeId::INVALID,
            kind: ObjKind::PkgName {
                imported: imp,
                used: fake || lazy,
            },
            parent: Some(scope),
            order: 0,
            decl: None,
        });
        self.info.record_obj(s.id, o);
        if name == Symbol::DOT {
            self.dot_import(scope, imp, o, pos);
            self.import_objs.push((scope, o));
            return;
        }
        self.import_objs.push((scope, o));
        if !name.is_blank()
            && let Some(alt) = self.scopes[scope].insert(name, o)
        {
            self.redeclared(o, alt);
        }
    }

    /// A new scope in which all packages the importer knows stand under their names, not read yet.
    pub(super) fn known_packages(&mut self) -> ScopeId {
        let scope = self.scopes.open(Some(ScopeId::UNIVERSE));
        for path in self.importer.known() {
            let imported = match self.pkg_by_path.get(&Symbol::intern(&path)) {
                Some(&p) => p,
                None => {
                    let p = self.import_lazily(&path);
                    self.pkgs[p.0 as usize].idle = true;
                    p
                }
            };
            let name = Symbol::intern(guess_name(&path));
            let o = self.objs.add(Object {
                name,
                pkg: PkgId::UNIVERSE,
                pos: NO_PLACE,
                ty: TypeId::INVALID,
                kind: ObjKind::PkgName {
                    imported,
                    used: true,
                },
                parent: Some(scope),
                order: 0,
                decl: None,
            });
            let _ = self.scopes[scope].insert(name, o);
        }
        scope
    }

    fn dot_import(&mut self, scope: ScopeId, imp: PkgId, o: ObjId, pos: Span) {
        self.ensure_loaded(imp, pos);
        let from = self.pkgs[imp.0 as usize].scope;
        for (name, obj) in self.scopes[from].elems().to_vec() {
            if !name.is_exported() {
                continue;
            }
            if let Some(alt) = self.scopes[scope].insert(name, obj) {
                let at = self.objs[alt].pos;
                let mut d = self.new_error(
                    Code::DuplicateDecl,
                    pos,
                    format!("{name} redeclared in this block"),
                );
                self.other_declaration(&mut d, at, name);
                self.report(d);
            }
        }
        if self.pkgs[imp.0 as usize].fake {
            self.mark_pkg_used(o);
        }
    }

    /// Notes the use of object `o`, found in a file's scope, where only a dot import can have put it.
    pub(super) fn mark_dot_import_used(&mut self, scope: ScopeId, o: ObjId) {
        let from = self.objs[o].pkg;
        let import = self.import_objs.iter().find(|&&(s, i)| {
            let by_dot = self.objs[i].name == Symbol::DOT;
            let imported = match self.objs[i].kind {
                ObjKind::PkgName { imported, .. } => Some(imported),
                _ => None,
            };
            s == scope && by_dot && imported == Some(from)
        });
        if let Some(&(_, i)) = import {
            self.mark_pkg_used(i);
        }
    }

    pub(super) fn mark_pkg_used(&mut self, o: ObjId) {
        if let ObjKind::PkgName { used, .. } = &mut self.objs[o].kind {
            *used = true;
        }
    }

    pub(super) fn unused_imports(&mut self, files: &[FileId]) {
        let scopes: Vec<ScopeId> = files
            .iter()
            .map(|f| self.files[f.0 as usize].scope)
            .collect();
        for (scope, o) in self.import_objs.clone() {
            if !scopes.contains(&scope) {
                continue;
            }
            let obj = &self.objs[o];
            let ObjKind::PkgName {
                imported,
                used: false,
            } = obj.kind
            else {
                continue;
            };
            if obj.name.is_blank() {
                continue;
            }
            let path = self.pkgs[imported.0 as usize].path.clone();
            let elem = path.rsplit('/').next().unwrap_or(&path);
            let msg = if obj.name == Symbol::DOT || obj.name.as_str() == elem {
                format!("\"{path}\" imported and not used")
            } else {
                format!("\"{path}\" imported as {} and not used", obj.name)
            };
            let pos = obj.pos;
            self.error(pos, Code::UnusedImport, msg);
        }
    }

    // ---- Objects ----

    pub(super) fn new_decl(&mut self, file: FileId, pkg: PkgId, kind: DeclKind) -> DeclId {
        let id = DeclId(self.decls.len() as u32);
        self.decls.push(DeclInfo {
            file,
            pkg,
            kind,
            literals: 0,
            deps: Vec::new(),
            dep_set: FxHashSet::default(),
        });
        id
    }

    fn declare_pkg_obj(&mut self, pkg: PkgId, id: &Ident, kind: ObjKind, decl: DeclId) -> ObjId {
        let order = self.pkgs[pkg.0 as usize].objects.len() as u32 + 1;
        let scope = self.pkgs[pkg.0 as usize].scope;
        let o = self.objs.add(Object {
            name: id.name,
            pkg,
            pos: id.span,
            ty: TypeId::UNSET,
            kind,
            parent: Some(scope),
            order,
            decl: Some(decl),
        });
        self.info.record_obj(id.id, o);
        if id.name == Symbol::INIT
            || (id.name == Symbol::MAIN && self.pkgs[pkg.0 as usize].name == Symbol::MAIN)
        {
            let msg = format!("cannot declare {} - must be func", id.name);
            self.error(id.span, Code::InvalidDecl, msg);
            self.main_seen |= id.name == Symbol::MAIN;
        } else if !id.name.is_blank()
            && let Some(alt) = self.scopes[scope].insert(id.name, o)
        {
            self.redeclared(o, alt);
        }
        self.pkgs[pkg.0 as usize].objects.push(o);
        o
    }

    pub(super) fn collect_objects(&mut self, pkg: PkgId, files: &[FileId]) {
        if let Some(&f) = files.first() {
            let id = self.files[f.0 as usize].tree.package;
            self.pkgs[pkg.0 as usize].name = id.name;
            if id.name.is_blank() {
                self.error(id.span, Code::InvalidDecl, "invalid package name _");
            }
        }
        let name = self.pkgs[pkg.0 as usize].name;
        let mut methods: Vec<(ObjId, bool, Symbol)> = Vec::new();
        for &f in files {
            let tree = self.files[f.0 as usize].tree;
            let scope = self.files[f.0 as usize].scope;
            if tree.package.name != name {
                let msg = format!("package {}; expected package {name}", tree.package.name);
                self.error(tree.package.span, Code::InvalidDecl, msg);
                continue;
            }
            for d in &tree.decls {
                self.collect_decl(pkg, f, scope, d, &mut methods);
            }
        }
        self.file_conflicts(pkg, files);
        let mut earlier = Vec::new();
        for (m, ptr, base) in methods {
            if let Some((ptr, base)) = self.base_type_name(pkg, ptr, base) {
                if let ObjKind::Func(x) = &mut self.objs[m].kind {
                    x.ptr_recv = ptr;
                    x.recv_base = Some(base);
                }
                self.methods.entry(base).or_default().push(m);
                if self.objs[base].ty != TypeId::UNSET && !earlier.contains(&base) {
                    earlier.push(base);
                }
            }
        }
        for base in earlier {
            self.extend_type(base);
        }
    }

    fn collect_decl(
        &mut self,
        pkg: PkgId,
        f: FileId,
        scope: ScopeId,
        d: &'static Decl,
        methods: &mut Vec<(ObjId, bool, Symbol)>,
    ) {
        match d {
            Decl::Import(g) => {
                for s in &g.specs {
                    self.import_decl(pkg, scope, s);
                }
            }
            Decl::Const(g) => {
                self.collect_declared(pkg, f, d);
                let mut last: &'static [Expr] = &[];
                for (i, s) in g.specs.iter().enumerate() {
                    let own = s.ty.is_some() || !s.values.is_empty();
                    if own {
                        last = &s.values;
                    }
                    self.arity(s.span, &s.names, last, true, !own && i > 0);
                }
            }
            Decl::Var(g) => {
                self.collect_declared(pkg, f, d);
                for s in &g.specs {
                    if s.ty.is_none() || !s.values.is_empty() {
                        self.arity(s.span, &s.names, &s.values, false, false);
                    }
                }
            }
            Decl::Type(_) => self.collect_declared(pkg, f, d),
            Decl::Func(fd) => self.collect_func(pkg, f, fd, methods),
        }
    }

    /// Declares the constants, variables or types of a declaration.
    fn collect_declared(&mut self, pkg: PkgId, f: FileId, d: &'static Decl) {
        for (kind, names) in declared(d) {
            let decl = self.new_decl(f, pkg, kind.clone());
            let mut objects = Vec::with_capacity(names.len());
            for n in names {
                let kind = match &kind {
                    DeclKind::Const { .. } => ObjKind::Const {
                        value: super::constant::Value::Unknown,
                    },
                    DeclKind::Type(s) => ObjKind::TypeName {
                        is_alias: s.alias.is_some(),
                    },
                    _ => package_var(),
                };
                objects.push(self.declare_pkg_obj(pkg, n, kind, decl));
            }
            if let DeclKind::Var { ty, init, .. } = kind
                && names.len() > 1
            {
                let lhs = objects.into();
                self.decls[decl.0 as usize].kind = DeclKind::Var { lhs, ty, init };
            }
        }
    }

    fn collect_func(
        &mut self,
        pkg: PkgId,
        f: FileId,
        fd: &'static FuncDecl,
        methods: &mut Vec<(ObjId, bool, Symbol)>,
    ) {
        let decl = self.new_decl(f, pkg, DeclKind::Func(fd));
        let order = self.pkgs[pkg.0 as usize].objects.len() as u32 + 1;
        let scope = self.pkgs[pkg.0 as usize].scope;
        let name = fd.name.name;
        let is_method = fd.recv.is_some();
        let o = self.objs.add(Object {
            name,
            pkg,
            pos: fd.name.span,
            ty: TypeId::UNSET,
            kind: ObjKind::Func(Func {
                decl: Some(decl),
                recv_base: None,
                ptr_recv: false,
                is_method,
                body_checked: false,
            }),
            parent: (!is_method).then_some(scope),
            order,
            decl: Some(decl),
        });
        self.pkgs[pkg.0 as usize].objects.push(o);
        self.info.record_obj(fd.name.id, o);
        if let Some(recv) = &fd.recv {
            if let Some(field) = recv.list.first()
                && let Some((ptr, base)) = unpack_recv(&field.ty)
                && !name.is_blank()
            {
                methods.push((o, ptr, base));
            }
            return;
        }
        let is_main = name == Symbol::MAIN && self.pkgs[pkg.0 as usize].name == Symbol::MAIN;
        if name == Symbol::INIT || is_main {
            if let Some(t) = fd.type_params.first() {
                let msg = format!("func {name} must have no type parameters");
                self.error(t.span, Code::InvalidDecl, msg);
            }
            if fd.ty.params.count() + fd.ty.results.count() > 0 {
                let msg = format!("func {name} must have no arguments and no return values");
                self.error(fd.name.span, Code::InvalidDecl, msg);
            }
        }
        if name == Symbol::INIT {
            self.pkgs[pkg.0 as usize].inits.push(o);
            if fd.body.is_none() {
                self.error(
                    fd.name.span,
                    Code::InvalidDecl,
                    "func init must have a body",
                );
            }
        } else if !name.is_blank()
            && let Some(alt) = self.scopes[scope].insert(name, o)
        {
            self.redeclared(o, alt);
        }
    }

    /// Checks that a declaration has as many values as names.
    pub(super) fn arity(
        &mut self,
        pos: Span,
        names: &'static [Ident],
        inits: &'static [Expr],
        is_const: bool,
        inherited: bool,
    ) {
        let (l, r) = (names.len(), inits.len());
        if l < r {
            if inherited {
                let extra = &inits[l];
                let at = self.place(extra.span.at(extra.pos()));
                self.error(pos, Code::AssignCount, format!("extra init expr at {at}"));
            } else {
                let msg = format!("extra init expr {}", self.estr(&inits[l]));
                self.error(inits[l].span, Code::AssignCount, msg);
            }
        } else if l > r && (is_const || r != 1) {
            let msg = format!("missing init expr for {}", names[r].name);
            self.error(names[r].span, Code::AssignCount, msg);
        }
    }

    /// Names of imports must differ from package-level names.
    fn file_conflicts(&mut self, pkg: PkgId, files: &[FileId]) {
        let scope = self.pkgs[pkg.0 as usize].scope;
        for &f in files {
            let fs = self.files[f.0 as usize].scope;
            for (name, o) in self.scopes[fs].elems().to_vec() {
                let Some(alt) = self.scopes[scope].lookup(name) else {
                    continue;
                };
                let pos = self.objs[alt].pos;
                let (msg, other) = match self.objs[o].kind {
                    ObjKind::PkgName { imported, .. } => {
                        let p = &self.pkgs[imported.0 as usize];
                        let msg = format!(
                            "{name} already declared through import of package {} (\"{}\")",
                            p.name, p.path
                        );
                        (msg, self.objs[o].pos)
                    }
                    _ => {
                        let p = &self.pkgs[self.objs[o].pkg.0 as usize];
                        (
                            format!(
                                "{name} already declared through dot-import of package {} (\"{}\")",
                                p.name, p.path
                            ),
                            NO_PLACE,
                        )
                    }
                };
                let mut d = self.new_error(Code::DuplicateDecl, pos, msg);
                self.other_declaration(&mut d, other, name);
                self.report(d);
                // Its uses cannot be told apart.
                self.mark_pkg_used(o);
            }
        }
    }

    /// The defined type a receiver's base name stands for, through aliases of this package; and whether there was a
    /// pointer on the way.
    fn base_type_name(
        &mut self,
        pkg: PkgId,
        mut ptr: bool,
        mut name: Symbol,
    ) -> Option<(bool, ObjId)> {
        let scope = self.pkgs[pkg.0 as usize].scope;
        for _ in 0..100 {
            let o = self.scopes[scope]
                .lookup(name)
                .or_else(|| self.earlier_type(pkg, name))?;
            let d = self.objs[o].decl?;
            let DeclKind::Type(spec) = self.decls[d.0 as usize].kind else {
                return None;
            };
            if spec.alias.is_none() {
                return Some((ptr, o));
            }
            if !spec.type_params.is_empty() {
                return None;
            }
            let mut t = spec.ty.unparen();
            if let ExprKind::Star(x) = &t.kind {
                if ptr {
                    return None;
                }
                ptr = true;
                t = x.unparen();
            }
            name = t.as_name()?;
        }
        None
    }
}

/// Pointer or not, and base name of a receiver type.
fn unpack_recv(e: &Expr) -> Option<(bool, Symbol)> {
    let mut t = e.unparen();
    let mut ptr = false;
    if let ExprKind::Star(x) = &t.kind {
        ptr = true;
        t = x.unparen();
    }
    if let ExprKind::Index(i) = &t.kind {
        t = &i.x;
    }
    t.as_name().map(|n| (ptr, n))
}
