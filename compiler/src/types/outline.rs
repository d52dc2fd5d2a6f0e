//! Library packages by their outline: what they declare, and where in the text.
//!
//! The image has an outline of each library package. Objects are made of it when the package is imported, without
//! reading its text; a declaration is parsed when somebody asks for what it says (`materialise`), and the imports of a
//! file before the first of its declarations. So a program pays for the declarations that it comes across.
//!
//! Invariant: the objects and declarations of a package are those, in the same order, that parsing its files gives.

use minigo_syntax::nodes::{Decl, File, Ident};
use minigo_syntax::{FileId, Span, Symbol};

use super::check::{Checker, DeclKind, Source};
use super::constant::Value;
use super::object::{DeclId, Func, Holds, ObjId, ObjKind, Object, PkgId, Var, VarKind};
use super::typ::TypeId;
use crate::image::{Outline, OutlineDecl, OutlineKind, OutlineObject};

/// A declaration of one file, not parsed yet.
#[derive(Clone, Copy, Debug)]
pub struct Unread {
    file: FileId,
    pkg: PkgId,
    lo: u32,
    hi: u32,
    /// The first of the declarations in it (a group has several), and their number.
    first: DeclId,
    count: u32,
}

/// The imports of a file: places in its text.
#[derive(Debug)]
pub(super) struct UnreadImports(Vec<(u32, u32)>);

/// A package variable about which nothing is known yet.
pub(super) fn package_var() -> ObjKind {
    ObjKind::Var(Var {
        kind: VarKind::Package,
        used: false,
        captured: false,
        addr_taken: false,
        reassigned: false,
        holds: Holds::Anything,
        func_depth: 0,
    })
}

/// What a declaration's tree says of each declared thing, in order, with the names that it declares.
pub(super) fn declared(d: &'static Decl) -> Vec<(DeclKind, &'static [Ident])> {
    let mut out = Vec::new();
    match d {
        Decl::Import(_) => {}
        Decl::Const(g) => {
            let mut last = (None, &[][..]);
            let mut have = false;
            for (i, s) in g.specs.iter().enumerate() {
                let own = s.ty.is_some() || !s.values.is_empty();
                if own {
                    last = (s.ty.as_ref(), &s.values[..]);
                }
                let inherited = !own && have;
                have |= own;
                for (j, n) in s.names.iter().enumerate() {
                    let kind = DeclKind::Const {
                        ty: last.0,
                        init: last.1.get(j),
                        iota: i as i64,
                        inherited,
                    };
                    out.push((kind, std::slice::from_ref(n)));
                }
            }
        }
        Decl::Var(g) => {
            for s in &g.specs {
                let kind = |init| DeclKind::Var {
                    lhs: [].into(),
                    ty: s.ty.as_ref(),
                    init,
                };
                if s.values.len() == 1 && s.names.len() > 1 {
                    out.push((kind(s.values.first()), &s.names[..]));
                } else {
                    for (j, n) in s.names.iter().enumerate() {
                        out.push((kind(s.values.get(j)), std::slice::from_ref(n)));
                    }
                }
            }
        }
        Decl::Type(g) => {
            for s in &g.specs {
                out.push((DeclKind::Type(s), std::slice::from_ref(&s.name)));
            }
        }
        Decl::Func(f) => out.push((DeclKind::Func(f), std::slice::from_ref(&f.name))),
    }
    out
}

/// The names that each thing of a declaration declares.
pub(crate) fn declared_names(d: &'static Decl) -> Vec<&'static [Ident]> {
    declared(d).into_iter().map(|(_, names)| names).collect()
}

impl Checker {
    /// Declares the objects of a package that has an outline.
    pub(super) fn collect_outline(&mut self, p: PkgId, sources: Vec<Source>, outline: &Outline) {
        let scope = self.pkgs[p.0 as usize].scope;
        for (source, file) in sources.into_iter().zip(outline.files()) {
            let id = FileId(self.files.len() as u32);
            let name = Symbol::intern(file.package);
            self.pkgs[p.0 as usize].name = name;
            let at = Span::new(id, 0, 0);
            let package = Ident {
                id: self.ids.fresh(),
                name,
                span: at,
            };
            let tree = File {
                id,
                span: Span::new(id, 0, source.text.len() as u32),
                package,
                decls: Vec::new(),
            };
            let file_scope = self.scopes.open(Some(scope));
            self.add_file(source, Box::leak(Box::new(tree)), p, file_scope);
            self.unread_imports
                .insert(id, UnreadImports(file.imports.clone()));
            for d in &file.decls {
                self.collect_unread(p, id, d);
            }
        }
        // Methods belong to types, which may come later in the text.
        let objects = self.pkgs[p.0 as usize].objects.clone();
        for (i, base) in outline.receivers() {
            let (m, base) = (objects[i as usize], objects[base as usize]);
            if let ObjKind::Func(f) = &mut self.objs[m].kind {
                f.recv_base = Some(base);
            }
            self.methods.entry(base).or_default().push(m);
        }
    }

    fn collect_unread(&mut self, pkg: PkgId, file: FileId, d: &OutlineDecl) {
        let unread = Unread {
            file,
            pkg,
            lo: d.lo,
            hi: d.hi,
            first: DeclId(self.decls.len() as u32),
            count: d.count,
        };
        for _ in 0..d.count {
            self.new_decl(file, pkg, DeclKind::Unread(unread));
        }
        for o in &d.objects {
            self.outlined_object(&unread, d.kind, o);
        }
    }

    fn outlined_object(&mut self, of: &Unread, kind: OutlineKind, o: &OutlineObject) {
        let scope = self.pkgs[of.pkg.0 as usize].scope;
        let decl = DeclId(of.first.0 + o.decl);
        let name = Symbol::intern(o.name);
        let is_method = o.is_method;
        let kind = match kind {
            OutlineKind::Const => ObjKind::Const {
                value: Value::Unknown,
            },
            OutlineKind::Var => package_var(),
            OutlineKind::Type => ObjKind::TypeName {
                is_alias: o.is_alias,
            },
            OutlineKind::Func => ObjKind::Func(Func {
                decl: Some(decl),
                recv_base: None,
                ptr_recv: o.ptr_recv,
                is_method,
                body_checked: false,
            }),
        };
        let is_func = matches!(kind, ObjKind::Func(_));
        let package = &mut self.pkgs[of.pkg.0 as usize];
        let id = self.objs.add(Object {
            name,
            pkg: of.pkg,
            pos: Span::new(of.file, o.pos, o.pos + o.name.len() as u32),
            ty: TypeId::UNSET,
            kind,
            parent: (!is_method).then_some(scope),
            order: package.objects.len() as u32 + 1,
            decl: Some(decl),
        });
        package.objects.push(id);
        if is_func && name == Symbol::INIT && !is_method {
            package.inits.push(id);
        } else if !is_method && !name.is_blank() {
            self.scopes[scope].insert(name, id);
        }
    }

    /// Parses a declaration that has been seen in an outline only.
    pub fn materialise(&mut self, d: DeclId) {
        let DeclKind::Unread(of) = self.decls[d.0 as usize].kind else {
            return;
        };
        self.read_imports(of.pkg, of.file);
        let Some(tree) = self.read(of.file, of.lo, of.hi) else {
            return;
        };
        let declared = declared(tree);
        debug_assert!(declared.len() == of.count as usize);
        for (i, (kind, names)) in declared.into_iter().enumerate() {
            let decl = DeclId(of.first.0 + i as u32);
            let objects = self.objects_of(decl);
            for (name, &o) in names.iter().zip(&objects) {
                self.info.record_obj(name.id, o);
            }
            let kind = match kind {
                DeclKind::Var { ty, init, .. } if names.len() > 1 => DeclKind::Var {
                    lhs: objects.into(),
                    ty,
                    init,
                },
                kind => kind,
            };
            self.decls[decl.0 as usize].kind = kind;
        }
        // Whether a receiver's base type is generic is asked before its type is.
        let base = self
            .objects_of(d)
            .first()
            .and_then(|&o| self.objs[o].func()?.recv_base);
        if let Some(decl) = base.and_then(|b| self.objs[b].decl) {
            self.materialise(decl);
        }
    }

    /// The objects that a declaration of an outlined package declares.
    fn objects_of(&self, d: DeclId) -> Vec<ObjId> {
        let pkg = self.decls[d.0 as usize].pkg;
        let objects = &self.pkgs[pkg.0 as usize].objects;
        // Both are numbered in the order of the text.
        let from = objects.partition_point(|&o| self.objs[o].decl < Some(d));
        let own = objects[from..].iter().copied();
        own.take_while(|&o| self.objs[o].decl == Some(d)).collect()
    }

    /// Parses the declaration in `lo..hi` of a file.
    fn read(&mut self, file: FileId, lo: u32, hi: u32) -> Option<&'static Decl> {
        let text = self.files[file.0 as usize].source.text.clone();
        let decl = minigo_syntax::parse_decl(file, &text, (lo, hi), &mut self.ids)?;
        Some(Box::leak(Box::new(decl)))
    }

    /// Declares the imports of a file, once.
    fn read_imports(&mut self, pkg: PkgId, file: FileId) {
        let Some(UnreadImports(places)) = self.unread_imports.remove(&file) else {
            return;
        };
        let scope = self.files[file.0 as usize].scope;
        for (lo, hi) in places {
            if let Some(Decl::Import(g)) = self.read(file, lo, hi) {
                for s in &g.specs {
                    self.import_decl(pkg, scope, s);
                }
            }
        }
    }
}
