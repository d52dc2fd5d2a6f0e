//! Compiles all of the standard library, for the image: every function and variable of every package but generic ones,
//! every defined type, and of every type that comes up all methods, for a program may call each through an interface of
//! its own.

use std::collections::HashSet;

use minigo_bytecode::Program;
use minigo_syntax::nodes::Directive;

use super::{FIRST_PACKAGE, FuncKey, Gen};
use crate::diagnostic::Diagnostic;
use crate::image::Image;
use crate::lower::linkname::{link_name, object_name};
use crate::types::Checker;
use crate::types::check::DeclKind;
use crate::types::object::{ObjId, ObjKind, PkgId};
use crate::types::typ::TypeId;

/// The compiled library and what its parts are called.
pub(crate) struct Library {
    pub prog: Program,
    /// Link names of functions. `init` functions and those that no source can name have none.
    pub func_names: Vec<(String, u32)>,
    /// Functions that are natives of the leaf kind.
    pub leaves: HashSet<u32>,
    /// Link names of types.
    pub type_names: Vec<(String, u32)>,
    /// Variables, by place.
    pub globals: Vec<LibraryGlobal>,
    /// Packages, by path.
    pub packages: Vec<LibraryPackage>,
}

/// A package variable.
pub(crate) struct LibraryGlobal {
    pub name: String,
    /// First byte.
    pub at: u32,
    /// Bytes, rounded up to words.
    pub size: u32,
    pub init: Option<u32>,
}

/// A package.
pub(crate) struct LibraryPackage {
    pub path: String,
    /// Indices of the packages it imports.
    pub imports: Vec<u32>,
    /// Its `init` functions.
    pub inits: Vec<u32>,
    /// Initialisers of its variables, in order.
    pub variables: Vec<u32>,
}

/// Compiles the packages at `paths` and what they import.
pub(crate) fn compile_library(
    checker: &mut Checker,
    paths: &[&str],
) -> Result<Library, Vec<Diagnostic>> {
    let mut g = Gen::new(checker, None);
    g.library = true;
    for path in paths {
        g.ck.package_by_path(path);
    }
    g.known_types();
    g.prog.failures = g.failures();
    let mut done = FIRST_PACKAGE;
    loop {
        while done < g.ck.pkgs.len() {
            g.library_roots(done);
            done += 1;
        }
        if g.queue.is_empty() && !g.settle_methods() {
            break;
        }
        g.work();
    }
    g.finish();
    let late = std::mem::take(&mut g.ck.diagnostics);
    if !late.is_empty() || !g.diags.is_empty() {
        return Err(late.into_iter().chain(g.diags).collect());
    }
    Ok(g.describe())
}

/// A program of all that the image has.
pub(crate) fn link_library(checker: &mut Checker, image: Image) -> Program {
    let mut g = Gen::new(checker, Some(image));
    g.link_all();
    g.finish();
    g.prog
}

impl Gen<'_> {
    /// Everything that a package declares.
    fn library_roots(&mut self, p: usize) {
        self.package_roots(p);
        let pkg = PkgId(p as u32);
        for o in self.ck.pkgs[p].objects.clone() {
            match self.ck.objs[o].kind {
                _ if self.ck.objs[o].name.is_blank() => {}
                ObjKind::Func(_) if !self.is_generic(o) => {
                    self.func_id(FuncKey::Decl(o));
                }
                ObjKind::Var(_) => {
                    self.global(o);
                }
                ObjKind::TypeName { is_alias: false } if !self.is_generic(o) => {
                    let ty = self.obj_type(o);
                    self.rtype(ty);
                    let pointer = self.ck.types.pointer(ty);
                    self.rtype(pointer);
                }
                _ => {}
            }
            debug_assert!(self.ck.objs[o].pkg == pkg);
        }
    }

    /// Whether a package-level function, method or type has type parameters.
    fn is_generic(&self, o: ObjId) -> bool {
        let obj = &self.ck.objs[o];
        let receiver = obj.func().and_then(|f| f.recv_base);
        let own = match obj.decl.map(|d| &self.ck.decls[d.0 as usize].kind) {
            Some(DeclKind::Func(d)) => !d.type_params.is_empty(),
            Some(DeclKind::Type(d)) => !d.type_params.is_empty(),
            _ => false,
        };
        own || receiver.is_some_and(|base| self.is_generic(base))
    }

    /// The names of what was compiled.
    fn describe(mut self) -> Library {
        let mut func_names = Vec::new();
        let mut leaves = HashSet::new();
        let keys: Vec<_> = self.funcs.iter().map(|(k, id)| (k.clone(), id.0)).collect();
        for (key, id) in keys {
            if let FuncKey::Decl(o) = key
                && let Some(decl) = self.ck.func_decl(o)
            {
                if self.is_init(o) {
                    continue;
                }
                if decl.body.is_none() && decl.directive == Some(Directive::Leaf) {
                    leaves.insert(id);
                }
            }
            if let Some(name) = self.link_func_name(&key) {
                func_names.push((name, id));
            }
        }
        let mut type_names = Vec::new();
        for (i, ty) in self.rtype_list.clone().into_iter().enumerate() {
            if let Some(name) = link_name(self.ck, ty) {
                type_names.push((name, i as u32));
            }
        }
        let globals = self.library_globals();
        let packages = self.library_packages();
        Library {
            prog: self.prog,
            func_names,
            leaves,
            type_names,
            globals,
            packages,
        }
    }

    fn is_init(&self, o: ObjId) -> bool {
        let pkg = self.ck.objs[o].pkg;
        self.ck.pkgs[pkg.0 as usize].inits.contains(&o)
    }

    fn library_globals(&self) -> Vec<LibraryGlobal> {
        let mut list: Vec<(u32, ObjId)> = self.globals.iter().map(|(&o, &at)| (at, o)).collect();
        list.sort_unstable();
        let ends = list.iter().skip(1).map(|g| g.0);
        let ends: Vec<u32> = ends.chain([self.prog.globals_bytes as u32]).collect();
        let pairs = list.into_iter().zip(ends);
        let globals = pairs.map(|((at, o), end)| LibraryGlobal {
            name: object_name(self.ck, o).unwrap_or_default(),
            at,
            size: end - at,
            init: self.ck.objs[o]
                .decl
                .and_then(|d| self.funcs.get(&FuncKey::VarInit(d)))
                .map(|f| f.0),
        });
        globals.collect()
    }

    fn library_packages(&mut self) -> Vec<LibraryPackage> {
        let mut order: Vec<PkgId> = (0..self.ck.pkgs.len() as u32).map(PkgId).collect();
        order.retain(|p| *p != PkgId::UNIVERSE && *p != PkgId::UNSAFE);
        order.sort_by_key(|p| self.ck.pkgs[p.0 as usize].path.clone());
        let mut packages = Vec::new();
        for &p in &order {
            let pkg = self.ck.pkgs[p.0 as usize].clone();
            let number = |f: Option<&minigo_bytecode::FuncId>| f.map(|f| f.0);
            let imports = pkg.imports.iter();
            let imports = imports.filter_map(|i| order.iter().position(|p| p == i));
            let inits = pkg.inits.iter();
            let inits = inits.filter_map(|&o| number(self.funcs.get(&FuncKey::Decl(o))));
            let variables = self.ck.init_order(p, &|_| true);
            let variables = variables.iter();
            let variables =
                variables.filter_map(|v| number(self.funcs.get(&FuncKey::VarInit(v.decl))));
            packages.push(LibraryPackage {
                path: pkg.path.to_string(),
                imports: imports.map(|i| i as u32).collect(),
                inits: inits.collect(),
                variables: variables.collect(),
            });
        }
        packages
    }
}

/// The type that stands for one from the image in `Gen::rtype_list`.
pub(crate) const FROM_IMAGE: TypeId = TypeId::INVALID;
