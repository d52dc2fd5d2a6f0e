//! Compiling into a program that exists already: [`Growing`] keeps the generator between units of interactive input.
//!
//! Invariants: numbers of the program are never given out anew, but for those of an addition that failed, which is
//! taken back whole ([`Saved`]); an initialiser or `init` function is called by exactly one entry.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Op, Program};

use super::builder::Reg;
use super::func::Origin;
use super::link::Linker;
use super::{FIRST_PACKAGE, FuncKey, Gen};
use crate::diagnostic::Diagnostic;
use crate::image::Image;
use crate::types::Checker;
use crate::types::fx::{FxHashMap, FxHashSet};
use crate::types::lookup::MethodSetEntry;
use crate::types::object::{ObjId, PkgId};
use crate::types::typ::TypeId;
use minigo_syntax::Symbol;

/// What a unit consists of.
pub(crate) struct UnitCode<'a> {
    /// Its package-level objects.
    pub objects: &'a [ObjId],
    /// Its `init` functions.
    pub inits: &'a [ObjId],
    /// The function with its statements.
    pub func: Option<ObjId>,
    /// It gives methods to types of earlier units.
    pub extended: bool,
}

/// The generator of a program that grows.
pub(crate) struct Growing {
    g: Gen<'static>,
    /// Initialisers that some entry calls.
    called: HashSet<FuncId>,
}

/// The generator's tables before an addition.
struct Saved {
    called: HashSet<FuncId>,
    rtypes: FxHashMap<TypeId, bc::TypeId>,
    iface_names: FxHashSet<Symbol>,
    waiting: FxHashMap<Symbol, Vec<(TypeId, usize)>>,
    method_sets: FxHashMap<TypeId, Rc<Vec<MethodSetEntry>>>,
    dyn_methods: FxHashMap<(TypeId, usize), FuncId>,
    strings: HashMap<Box<[u8]>, u32>,
    consts: HashMap<u64, u32>,
    itabs: FxHashMap<(bc::TypeId, bc::TypeId), u32>,
    natives: FxHashMap<String, u32>,
    funcs: FxHashMap<FuncKey, FuncId>,
    globals: FxHashMap<ObjId, u32>,
    link: Option<Linker>,
    types: Vec<bc::TypeDef>,
    globals_ptrs: Vec<u32>,
    global_names: usize,
    lens: [usize; 6],
}

impl Growing {
    pub(crate) fn new(ck: &'static mut Checker, image: Option<Image>) -> Growing {
        let mut g = Gen::new(ck, image);
        // They may be asked for.
        g.keep_inlined = true;
        Growing {
            g,
            called: HashSet::new(),
        }
    }

    pub(crate) fn program(&self) -> &Program {
        &self.g.prog
    }

    pub(crate) fn checker(&mut self) -> &mut Checker {
        self.g.ck
    }

    pub(crate) fn checker_ref(&self) -> &Checker {
        self.g.ck
    }

    /// Compiles `run`, a function without parameters, as the program's entry, and another one whose number it gives.
    pub(crate) fn start(&mut self, run: ObjId, other: ObjId) -> Result<FuncId, Vec<Diagnostic>> {
        let g = &mut self.g;
        g.known_types();
        g.prog.failures = g.failures();
        if let Some(p) = g.find_package("runtime") {
            g.link_package(p);
        }
        g.func_id(FuncKey::Decl(run));
        let other = g.func_id(FuncKey::Decl(other));
        g.reach();
        let entry = self.entry(None, Some(run));
        self.g.prog.entry = Some(entry);
        self.g.work();
        self.g.finish();
        self.mistakes()?;
        Ok(other)
    }

    /// Compiles units; the entry of each. Variables of package `main` without a value are not initialised.
    pub(crate) fn add(
        &mut self,
        main: PkgId,
        units: &[UnitCode<'_>],
    ) -> Result<Vec<FuncId>, Vec<Diagnostic>> {
        let saved = self.save();
        let g = &mut self.g;
        // Numbers of objects of an addition taken back are given out anew.
        g.inlines.clear();
        if units.iter().any(|u| u.extended) {
            g.method_sets_changed();
        }
        for u in units {
            for &o in u.objects {
                if g.ck.objs[o].is_global() {
                    g.global(o);
                }
            }
            for &o in u.inits.iter().chain(&u.func) {
                g.func_id(FuncKey::Decl(o));
            }
        }
        // Initialisers look for their variables there.
        let all = units.iter().flat_map(|u| u.objects);
        g.ck.pkgs[main.0 as usize].objects = all.copied().collect();
        g.reach();
        let mut entries = Vec::new();
        for u in units {
            entries.push(self.entry(Some((main, u)), u.func));
        }
        self.g.work();
        self.g.finish();
        self.g.ck.pkgs[main.0 as usize].objects.clear();
        if let Err(diagnostics) = self.mistakes() {
            self.restore(saved);
            return Err(diagnostics);
        }
        Ok(entries)
    }

    fn mistakes(&mut self) -> Result<(), Vec<Diagnostic>> {
        // Bodies of the library are checked while code is generated.
        let mut all = self.g.ck.take_diagnostics();
        all.append(&mut self.g.diags);
        self.g.reported.clear();
        if all.is_empty() { Ok(()) } else { Err(all) }
    }

    /// A function that initialises what is new, then the unit's own variables, and calls `last`.
    fn entry(&mut self, unit: Option<(PkgId, &UnitCode<'_>)>, last: Option<ObjId>) -> FuncId {
        let g = &mut self.g;
        let id = g.new_func();
        g.begin("runtime.input".to_string(), &[], PkgId::UNIVERSE);
        let used: FxHashSet<ObjId> = g.globals.keys().copied().collect();
        let mut calls = Vec::new();
        for p in g.package_order() {
            match p {
                Origin::Image(p) => calls.extend(g.linked_inits(p)),
                Origin::Source(p) if g.ck.pkgs[p.0 as usize].lazy => {
                    calls.extend(g.initialisers(p, &used));
                }
                Origin::Source(_) => {}
            }
        }
        if let Some((main, u)) = unit {
            let at = main.0 as usize;
            let all = std::mem::replace(&mut g.ck.pkgs[at].objects, u.objects.to_vec());
            g.ck.pkgs[at].inits = u.inits.to_vec();
            calls.extend(g.initialisers(main, &used));
            g.ck.pkgs[at].objects = all;
            g.ck.pkgs[at].inits.clear();
        }
        for f in calls {
            if self.called.insert(f) {
                g.call_static(f, 0);
            }
        }
        if let Some(o) = last {
            g.init_done();
            let f = g.func_id(FuncKey::Decl(o));
            g.call_static(f, 0);
        }
        g.e1(Op::Ret, Reg(0));
        g.end(id, 0, bc::FLAG_WRAPPER, None);
        id
    }

    fn save(&self) -> Saved {
        let g = &self.g;
        let p = &g.prog;
        Saved {
            called: self.called.clone(),
            rtypes: g.rtypes.clone(),
            iface_names: g.iface_names.clone(),
            waiting: g.waiting.clone(),
            method_sets: g.method_sets.clone(),
            dyn_methods: g.dyn_methods.clone(),
            strings: g.strings.clone(),
            consts: g.consts.clone(),
            itabs: g.itabs.clone(),
            natives: g.natives.clone(),
            funcs: g.funcs.clone(),
            globals: g.globals.clone(),
            link: g.link.clone(),
            types: p.types.clone(),
            globals_ptrs: p.globals_ptrs.clone(),
            global_names: p.globals.len(),
            lens: [
                p.funcs.len(),
                p.consts.len(),
                p.strings.len(),
                p.itabs.len(),
                p.natives.len(),
                p.globals_bytes,
            ],
        }
    }

    fn restore(&mut self, s: Saved) {
        let g = &mut self.g;
        self.called = s.called;
        g.rtypes = s.rtypes;
        g.iface_names = s.iface_names;
        g.waiting = s.waiting;
        g.method_sets = s.method_sets;
        g.dyn_methods = s.dyn_methods;
        g.strings = s.strings;
        g.consts = s.consts;
        g.itabs = s.itabs;
        g.natives = s.natives;
        g.funcs = s.funcs;
        g.globals = s.globals;
        g.link = s.link;
        g.rtype_list.truncate(s.types.len());
        g.rtype_fresh.clear();
        g.queue.clear();
        g.stack.clear();
        g.known.clear();
        let p = &mut g.prog;
        p.types = s.types;
        p.globals_ptrs = s.globals_ptrs;
        let [funcs, consts, strings, itabs, natives, globals] = s.lens;
        g.trimmed = g.trimmed.min(funcs);
        p.globals.truncate(s.global_names);
        p.funcs.truncate(funcs);
        p.consts.truncate(consts);
        p.strings.truncate(strings);
        p.itabs.truncate(itabs);
        p.natives.truncate(natives);
        p.globals_bytes = globals;
    }
}

impl Gen<'_> {
    /// Compiles all that is reached, until nothing is new: compiling loads packages, packages have init functions,
    /// methods are asked for by name.
    pub(super) fn reach(&mut self) {
        loop {
            let mut p = FIRST_PACKAGE;
            while p < self.ck.pkgs.len() {
                self.package_roots(p);
                p += 1;
            }
            if self.queue.is_empty() && !self.settle_methods() {
                break;
            }
            self.work();
        }
    }

    /// What initialises a package from source, in order.
    fn initialisers(&mut self, p: PkgId, used: &FxHashSet<ObjId>) -> Vec<FuncId> {
        let mut out = Vec::new();
        for init in self.ck.init_order(p, &|o| used.contains(&o)) {
            out.push(self.func_id(FuncKey::VarInit(init.decl)));
        }
        for o in self.ck.pkgs[p.0 as usize].inits.clone() {
            out.push(self.func_id(FuncKey::Decl(o)));
        }
        out
    }

    /// Types may have other methods than when their method sets were computed: what refers to a method by its index
    /// follows, and new methods are compiled when their names are wanted.
    fn method_sets_changed(&mut self) {
        for (ty, old) in self.method_sets.clone() {
            let new = Rc::new(self.ck.method_set(ty));
            let same = |a: &MethodSetEntry, b: &MethodSetEntry| a.name == b.name && a.pkg == b.pkg;
            let unchanged = old.len() == new.len()
                && old
                    .iter()
                    .zip(new.iter())
                    .all(|(a, b)| same(a, b) && a.method == b.method);
            if unchanged {
                continue;
            }
            let mut done = Vec::new();
            for (n, m) in old.iter().enumerate() {
                if let Some(f) = self.dyn_methods.remove(&(ty, n))
                    && let Some(i) = new.iter().position(|x| same(x, m) && x.method == m.method)
                {
                    done.push((i, f));
                }
            }
            for list in self.waiting.values_mut() {
                list.retain(|w| w.0 != ty);
            }
            let known = self.rtypes.contains_key(&ty);
            self.method_sets.insert(ty, new.clone());
            for (n, m) in new.iter().enumerate() {
                match done.iter().find(|d| d.0 == n) {
                    Some(&(_, f)) => {
                        self.dyn_methods.insert((ty, n), f);
                    }
                    None if known => self.waiting.entry(m.name).or_default().push((ty, n)),
                    None => {}
                }
            }
        }
    }
}
