//! Outlines of packages: what the checker has to know of a package before it reads a declaration of it.
//!
//! Record of a package: (method, base type) by number of the object in the package; files: name in the package clause,
//! places of the import declarations, declarations: kind, place, number of declared things, objects (name, place, which
//! of the declared things, flags).

use minigo_syntax::nodes::Decl;

use super::{Image, Record, Section};
use crate::types::Checker;
use crate::types::object::{ObjKind, PkgId};

/// The outline of a package.
#[derive(Clone, Debug)]
pub struct Outline {
    image: Image,
    package: u32,
}

/// A file of an outline.
pub(crate) struct OutlineFile {
    /// The name in its package clause.
    pub package: &'static str,
    /// Places of its import declarations.
    pub imports: Vec<(u32, u32)>,
    pub decls: Vec<OutlineDecl>,
}

/// A declaration, which may be a group.
pub(crate) struct OutlineDecl {
    pub kind: OutlineKind,
    pub lo: u32,
    pub hi: u32,
    /// Number of things declared: a `var a, b = f()` is one.
    pub count: u32,
    pub objects: Vec<OutlineObject>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OutlineKind {
    Const,
    Var,
    Type,
    Func,
}

/// A declared name.
pub(crate) struct OutlineObject {
    pub name: &'static str,
    /// Where it stands.
    pub pos: u32,
    /// Which of the things declared it belongs to.
    pub decl: u32,
    pub is_alias: bool,
    pub is_method: bool,
    pub ptr_recv: bool,
}

impl Image {
    /// The outline of the package at `path`.
    pub fn outline(&self, path: &str) -> Option<Outline> {
        let package = self.find(Section::Package, path)?;
        Some(Outline {
            image: *self,
            package,
        })
    }
}

impl Outline {
    fn record(&self) -> Record {
        self.image.record(Section::Outline, self.package)
    }

    /// Methods and their receivers' base types, by number in `Package::objects`.
    pub(crate) fn receivers(&self) -> Vec<(u32, u32)> {
        self.record().words(|[method, base]| (method, base))
    }

    /// The files, in the order of their names.
    pub(crate) fn files(&self) -> Vec<OutlineFile> {
        let mut r = self.record();
        r.words(|[_, _]| ());
        r.list(|r| OutlineFile {
            package: r.text(),
            imports: r.words(|[lo, hi]| (lo, hi)),
            decls: r.list(read_decl),
        })
    }
}

fn read_decl(r: &mut Record) -> OutlineDecl {
    OutlineDecl {
        kind: match r.u32() {
            0 => OutlineKind::Const,
            1 => OutlineKind::Var,
            2 => OutlineKind::Type,
            _ => OutlineKind::Func,
        },
        lo: r.u32(),
        hi: r.u32(),
        count: r.u32(),
        objects: r.list(|r| {
            let (name, pos, decl, flags) = (r.text(), r.u32(), r.u32(), r.u32());
            OutlineObject {
                name,
                pos,
                decl,
                is_alias: flags & 1 != 0,
                is_method: flags & 2 != 0,
                ptr_recv: flags & 4 != 0,
            }
        }),
    }
}

/// The record of a package that was parsed whole; `text` appends a text to a record.
pub(super) fn write(ck: &Checker, p: PkgId, text: &mut dyn FnMut(&mut Vec<u32>, &str)) -> Vec<u32> {
    let objects = &ck.pkgs[p.0 as usize].objects;
    let mut out = vec![0];
    for (i, &o) in objects.iter().enumerate() {
        let base = ck.objs[o].func().and_then(|f| f.recv_base);
        if let Some(base) = base.and_then(|b| objects.iter().position(|&o| o == b)) {
            out.extend([i as u32, base as u32]);
            out[0] += 1;
        }
    }
    let files: Vec<_> = ck.files.iter().filter(|f| f.pkg == p).collect();
    out.push(files.len() as u32);
    let mut left = objects.iter().copied();
    for f in files {
        text(&mut out, f.tree.package.name.as_str());
        let imports = f.tree.decls.iter().filter_map(|d| match d {
            Decl::Import(g) => Some([g.span.lo, g.span.hi]),
            _ => None,
        });
        let imports: Vec<[u32; 2]> = imports.collect();
        out.push(imports.len() as u32);
        out.extend(imports.into_iter().flatten());
        let decls = f.tree.decls.iter();
        let others = |d: &&Decl| !matches!(d, Decl::Import(_));
        out.push(decls.clone().filter(others).count() as u32);
        let mut end = f.tree.package.span.hi;
        for d in decls {
            let (kind, span) = match d {
                Decl::Import(g) => {
                    end = g.span.hi;
                    continue;
                }
                Decl::Const(g) => (OutlineKind::Const, g.span),
                Decl::Var(g) => (OutlineKind::Var, g.span),
                Decl::Type(g) => (OutlineKind::Type, g.span),
                Decl::Func(f) => (OutlineKind::Func, f.span),
            };
            // A function's directive is a comment above it.
            let lo = match kind {
                OutlineKind::Func => end + 1,
                _ => span.lo,
            };
            end = span.hi;
            let declared = crate::types::declared_names(d);
            out.extend([kind as u32, lo, span.hi, declared.len() as u32]);
            let names = declared.iter().enumerate();
            let names: Vec<_> = names
                .flat_map(|(i, names)| names.iter().map(move |n| (i as u32, n)))
                .collect();
            out.push(names.len() as u32);
            for (decl, name) in names {
                let o = left.next().expect("an object for each declared name");
                let obj = &ck.objs[o];
                assert!(obj.name == name.name, "objects in the order of the text");
                let func = obj.func();
                let alias = matches!(obj.kind, ObjKind::TypeName { is_alias: true });
                let method = func.is_some_and(|f| f.is_method);
                let pointer = func.is_some_and(|f| f.ptr_recv);
                text(&mut out, name.name.as_str());
                let flags = alias as u32 | (method as u32) << 1 | (pointer as u32) << 2;
                out.extend([name.span.lo, decl, flags]);
            }
        }
    }
    out
}
