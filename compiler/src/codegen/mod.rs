//! From the checked program to bytecode.
//!
//! Code is written straight from the tree, each expression into the register where its value is wanted. Functions are
//! compiled when something reached refers to them: `Gen::queue` starts with the program's initialisers, `main.main` and
//! the functions that the VM calls, and ends when nothing new was asked for. Methods are compiled when their type has a
//! run-time type and some interface type of the program has a method of that name: nothing else can call them through
//! an interface.
//!
//! Invariants: a register that holds a local variable is never written while an expression is being evaluated (calls
//! cannot reach it), so operands are used where they stand; between the first pointer written to the out-window and its
//! call there is no safepoint (see `call`).

mod access;
mod assign;
mod atomic;
mod builder;
mod builtin;
mod call;
mod composite;
mod cond;
mod constant;
mod convert;
mod defer;
mod element;
mod emit;
mod expr;
mod func;
mod generic;
pub(crate) mod grow;
mod inline;
pub(crate) mod library;
mod link;
mod operator;
mod place;
mod range;
mod rangefunc;
mod select;
mod share;
mod stmt;
mod switch;
mod tuple;
mod wrapper;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Program};
use minigo_syntax::{NodeId, Span, Symbol};

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::image::{Image, Section};
use crate::lower::layout::{Layout, Layouts};
use crate::types::Checker;
use crate::types::check::DeclKind;
use crate::types::fx::{FxHashMap, FxHashSet};
use crate::types::object::{DeclId, ObjId, ObjKind, PkgId};
use crate::types::typ::{Type, TypeId};
use builder::{Builder, Label, Reg};
use wrapper::Wrap;

/// Choices of a compilation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The compiled library. Without one the library is compiled from source, as far as it is reached.
    pub image: Option<Image>,
    /// The program has those of its own functions that are compiled in place of all their calls, too.
    pub keep_inlined: bool,
}

/// Compiles what `main.main` and the package initialisers reach.
///
/// Recursion follows the tree, whose height the parser bounds: run it on a thread with a stack of some 256 MB.
pub fn compile(checker: &mut Checker, options: &Options) -> Result<Program, Vec<Diagnostic>> {
    let mut g = Gen::new(checker, options.image);
    g.keep_inlined = options.keep_inlined;
    g.run();
    if g.diags.is_empty() {
        Ok(g.prog)
    } else {
        Err(g.diags)
    }
}

/// First of `Checker::pkgs` that has sources: the universe and `unsafe` have none.
const FIRST_PACKAGE: usize = 2;

/// What a function is compiled from.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum FuncKey {
    /// A declared function or method.
    Decl(ObjId),
    /// An instance of a generic function or method: the defined type that has the method (`INVALID` for functions) and
    /// canonical arguments, those of the receiver's type first.
    Inst(ObjId, TypeId, Rc<[TypeId]>),
    /// The initialiser of package variables.
    VarInit(DeclId),
    /// A function that reaches a method on another way than a plain call.
    Wrap(Box<Wrap>),
    /// Runs all initialisers, then main.main.
    Entry,
    /// A function of the image.
    Image(u32),
}

/// Where a local variable lives.
#[derive(Clone, Copy, Debug)]
pub(crate) enum VarLoc {
    /// In the frame, from this slot.
    Reg(Reg),
    /// On the heap; the slot holds its address.
    Heap(Reg),
}

/// What `break` and `continue` refer to.
pub(crate) struct Target {
    pub label: Option<Symbol>,
    pub brk: Label,
    pub cont: Option<Label>,
}

/// The function being compiled.
pub(crate) struct FnState {
    pub b: Builder,
    pub name: String,
    /// A function literal (its free variables are the enclosing function's).
    pub literal: bool,
    /// The body of a loop over a function (a literal, too).
    pub range: Option<Box<rangefunc::RangeBody>>,
    pub closures: u32,
    pub ranges: u32,
    pub defers: u32,
    pub vars: FxHashMap<ObjId, VarLoc>,
    pub captures: Vec<(ObjId, Reg)>,
    pub capture_kinds: Vec<bc::SlotKind>,
    /// Types and variables of the results.
    pub results: Vec<(TypeId, Option<ObjId>)>,
    pub result_block: Reg,
    pub named_results: bool,
    pub has_defer: bool,
    pub ret: Option<Label>,
    pub targets: Vec<Target>,
    pub fallthrough: Option<Label>,
    pub labels: FxHashMap<Symbol, Label>,
    pub loop_depth: u32,
    /// Slots of variables in scope.
    pub locals: Vec<Reg>,
    /// Constants kept in registers, loaded at entry.
    pub pool: HashMap<Pooled, Reg>,
    pub pkg: PkgId,
    /// What is written now is all at the line set: the body of a call compiled in place.
    pub one_line: bool,
    /// The code written next cannot be reached.
    pub dead: bool,
}

/// A value loaded once at entry because a loop uses it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pooled {
    Word(u64),
    Global(u32),
}

/// The compilation of one program.
pub(crate) struct Gen<'a> {
    pub ck: &'a mut Checker,
    pub prog: Program,
    pub layouts: Layouts,
    pub rtypes: FxHashMap<TypeId, bc::TypeId>,
    /// Checker's types of `prog.types`.
    pub rtype_list: Vec<TypeId>,
    /// Run-time types whose methods have not been looked at yet.
    pub rtype_fresh: Vec<TypeId>,
    /// Names of the methods of all interface types with a run-time type.
    pub iface_names: FxHashSet<Symbol>,
    /// Whether package reflect is in the program.
    pub reflects: bool,
    /// Methods that are compiled only if their name becomes one of `iface_names`.
    pub waiting: FxHashMap<Symbol, Vec<(TypeId, usize)>>,
    pub method_sets: FxHashMap<TypeId, Rc<Vec<crate::types::lookup::MethodSetEntry>>>,
    /// Methods compiled for dynamic calls.
    pub dyn_methods: FxHashMap<(TypeId, usize), FuncId>,
    strings: HashMap<Box<[u8]>, u32>,
    consts: HashMap<u64, u32>,
    itabs: FxHashMap<(bc::TypeId, bc::TypeId), u32>,
    natives: FxHashMap<String, u32>,
    funcs: FxHashMap<FuncKey, FuncId>,
    queue: Vec<(FuncId, FuncKey)>,
    globals: FxHashMap<ObjId, u32>,
    /// Type arguments of the function in progress.
    pub env: generic::TypeEnv,
    /// How often an instance was asked for.
    instances: usize,
    /// Functions made for instances of the program's own generic functions, those in them included.
    instance_funcs: Vec<FuncId>,
    /// Which large variables live on the heap.
    pub large_vars: FxHashMap<ObjId, bool>,
    /// Functions before this zero no more slots than they have to.
    pub trimmed: usize,
    /// Which functions are compiled in place, as far as that was asked.
    pub inlines: FxHashMap<ObjId, Option<Rc<inline::Inline>>>,
    /// See `Options`.
    pub keep_inlined: bool,
    /// What was taken from the image, if there is one.
    pub link: Option<link::Linker>,
    /// The program's number of the checker's first file.
    pub first_file: u32,
    /// All of the library is being compiled: any method may be called through an interface.
    pub library: bool,
    pub cur: FnState,
    pub stack: Vec<FnState>,
    /// Expressions whose values are in registers already (captured operands, evaluated right sides).
    pub known: Vec<(NodeId, Reg)>,
    pub diags: Vec<Diagnostic>,
    reported: HashSet<(Span, String)>,
}

impl FnState {
    pub(crate) fn new(b: Builder, name: String, pkg: PkgId) -> FnState {
        FnState {
            b,
            name,
            literal: false,
            range: None,
            closures: 0,
            ranges: 0,
            defers: 0,
            vars: FxHashMap::default(),
            captures: Vec::new(),
            capture_kinds: Vec::new(),
            results: Vec::new(),
            result_block: Reg(0),
            named_results: false,
            has_defer: false,
            ret: None,
            targets: Vec::new(),
            fallthrough: None,
            labels: FxHashMap::default(),
            loop_depth: 0,
            locals: Vec::new(),
            pool: HashMap::new(),
            pkg,
            one_line: false,
            dead: false,
        }
    }
}

impl<'a> Gen<'a> {
    fn new(ck: &'a mut Checker, image: Option<Image>) -> Gen<'a> {
        Gen {
            ck,
            prog: Program::default(),
            layouts: Layouts::default(),
            rtypes: FxHashMap::default(),
            rtype_list: Vec::new(),
            rtype_fresh: Vec::new(),
            iface_names: FxHashSet::default(),
            reflects: false,
            waiting: FxHashMap::default(),
            method_sets: FxHashMap::default(),
            dyn_methods: FxHashMap::default(),
            strings: HashMap::new(),
            consts: HashMap::new(),
            itabs: FxHashMap::default(),
            natives: FxHashMap::default(),
            funcs: FxHashMap::default(),
            queue: Vec::new(),
            globals: FxHashMap::default(),
            env: generic::TypeEnv::default(),
            instances: 0,
            instance_funcs: Vec::new(),
            large_vars: FxHashMap::default(),
            trimmed: 0,
            keep_inlined: false,
            inlines: FxHashMap::default(),
            first_file: image.map_or(0, |i| i.count(Section::File) as u32),
            link: image.map(link::Linker::new),
            library: false,
            cur: FnState::new(Builder::new(&[]), String::new(), PkgId::UNIVERSE),
            stack: Vec::new(),
            known: Vec::new(),
            diags: Vec::new(),
            reported: HashSet::new(),
        }
    }

    fn run(&mut self) {
        self.known_types();
        self.prog.failures = self.failures();
        if let Some(p) = self.find_package("runtime") {
            self.link_package(p);
        }
        if let Some(main) = self.find_object("main", "main") {
            self.func_id(FuncKey::Decl(main));
        }
        self.reach();
        let entry = self.func_id(FuncKey::Entry);
        self.work();
        self.prog.entry = Some(entry);
        self.finish();
    }

    /// Compiles what is on the list.
    fn work(&mut self) {
        while let Some((id, key)) = self.queue.pop() {
            self.compile_func(id, key);
        }
    }

    /// The functions that the VM calls.
    fn failures(&mut self) -> Vec<Option<FuncId>> {
        let names = bc::FAILURES.iter();
        names.map(|name| self.runtime_func_id(name)).collect()
    }

    /// Completes the program's tables.
    fn finish(&mut self) {
        self.finish_types();
        if self.diags.is_empty() {
            let new = &mut self.prog.funcs[self.trimmed..];
            for f in new.iter_mut().filter(|f| !f.linked) {
                bc::entry::trim(&self.prog.types, f);
            }
            self.trimmed = self.prog.funcs.len();
        }
        self.share();
        self.prog.files = self.image_files();
        let names = self.ck.files.iter().map(|f| f.source.name.clone());
        self.prog.files.extend(names);
        self.prog.globals_ptrs.sort_unstable();
        self.prog.globals.sort_unstable_by_key(|g| g.1);
    }

    /// What a package makes reachable by being imported: its init functions; of a package that is checked completely
    /// all its variables.
    fn package_roots(&mut self, p: usize) {
        if self.ck.pkgs[p].idle {
            return;
        }
        let path = self.ck.pkgs[p].path.clone();
        if self.ck.pkgs[p].lazy {
            if let Some(i) = self.find_package(&path) {
                self.link_package(i);
                return;
            }
            self.ck.package_by_path(&path);
        }
        let pkg = self.ck.pkgs[p].clone();
        if !pkg.lazy {
            for o in pkg.objects {
                if self.ck.objs[o].is_global() {
                    self.global(o);
                }
            }
        }
        for o in pkg.inits {
            self.func_id(FuncKey::Decl(o));
        }
    }

    /// The package-level object of that name.
    pub(crate) fn find_object(&mut self, pkg: &str, name: &str) -> Option<ObjId> {
        let name = Symbol::intern(name);
        let p = match self.ck.pkgs.iter().position(|p| !p.lazy && &*p.path == pkg) {
            Some(p) => p,
            None => self.ck.package_by_path(pkg)?.0 as usize,
        };
        let scope = self.ck.pkgs[p].scope;
        self.ck.scopes[scope].lookup(name)
    }

    /// A function of package runtime.
    pub(crate) fn runtime_func(&mut self, name: &str) -> Option<ObjId> {
        let o = self.find_object("runtime", name)?;
        self.ck.objs[o].func().map(|_| o)
    }

    /// The number of a function of package runtime.
    pub(crate) fn runtime_func_id(&mut self, name: &str) -> Option<FuncId> {
        if let Some((i, _)) = self.find_runtime_func(name) {
            return Some(self.linked_func(i));
        }
        let o = self.runtime_func(name)?;
        Some(self.func_id(FuncKey::Decl(o)))
    }

    /// The number of a function; puts it on the list of those to compile the first time.
    pub(crate) fn func_id(&mut self, key: FuncKey) -> FuncId {
        if let Some(&id) = self.funcs.get(&key) {
            return id;
        }
        if let Some(i) = self.find_func(&key) {
            let id = self.linked_func(i);
            self.funcs.insert(key, id);
            return id;
        }
        let id = self.new_func();
        self.funcs.insert(key.clone(), id);
        self.queue.push((id, key));
        id
    }

    /// A number for a function about to be compiled.
    pub(crate) fn new_func(&mut self) -> FuncId {
        self.prog.funcs.push(bc::Func::default());
        FuncId(self.prog.funcs.len() as u32 - 1)
    }

    /// Byte offset of a package variable; asks for its initialiser the first time.
    pub(crate) fn global(&mut self, o: ObjId) -> u32 {
        if let Some(&at) = self.globals.get(&o) {
            return at;
        }
        if let Some(at) = self.find_global(o) {
            self.globals.insert(o, at);
            return at;
        }
        let ty = self.obj_type(o);
        let l = self.layout(ty);
        // Each variable begins at a word, so that word operations reach it.
        let at = self.prog.globals_bytes.next_multiple_of(8);
        let end = at as u64 + l.size.max(1);
        if end > i32::MAX as u64 {
            let span = self.ck.objs[o].pos;
            self.unsupported(span, "package variables of this size");
            return 0;
        }
        self.prog.globals_bytes = (end as usize).next_multiple_of(8);
        for (off, _) in self.layouts.pointer_words(self.ck, ty) {
            self.prog.globals_ptrs.push(at as u32 + off as u32);
        }
        self.globals.insert(o, at as u32);
        let name = self.func_name(o);
        self.prog.globals.push((name.into(), at as u32));
        if let Some(decl) = self.ck.objs[o].decl {
            self.ck.materialise(decl);
        }
        if let Some(decl) = self.ck.objs[o].decl
            && let DeclKind::Var { init: Some(_), .. } = self.ck.decls[decl.0 as usize].kind
        {
            self.func_id(FuncKey::VarInit(decl));
        }
        at as u32
    }

    // -- what the checker knows

    pub(crate) fn layout(&mut self, ty: TypeId) -> Rc<Layout> {
        self.layouts.get(self.ck, ty)
    }

    pub(crate) fn under(&self, ty: TypeId) -> Type {
        self.ck.types.under_type(ty).clone()
    }

    pub(crate) fn type_of(&mut self, n: NodeId) -> TypeId {
        let ty = self.ck.info.type_of(n);
        self.concrete(ty)
    }

    pub(crate) fn obj_type(&mut self, o: ObjId) -> TypeId {
        let ty = self.ck.obj_type(o);
        self.concrete(ty)
    }

    pub(crate) fn identical(&mut self, a: TypeId, b: TypeId) -> bool {
        a == b || self.ck.identical(a, b)
    }

    pub(crate) fn is_interface(&self, ty: TypeId) -> bool {
        matches!(self.ck.types.under_type(ty), Type::Interface(_))
    }

    /// The package-level variable, if the object is one.
    pub(crate) fn is_global(&self, o: ObjId) -> bool {
        self.ck.objs[o].is_global()
    }

    pub(crate) fn is_func(&self, o: ObjId) -> bool {
        matches!(self.ck.objs[o].kind, ObjKind::Func(_))
    }

    // -- messages

    /// Refuses something that has no translation yet.
    pub(crate) fn unsupported(&mut self, span: Span, what: &str) {
        self.complain(span, format!("minigo does not support {what} yet"));
    }

    /// Reports something, once.
    pub(crate) fn complain(&mut self, span: Span, message: String) {
        if self.reported.insert((span, message.clone())) {
            self.diags.push(Diagnostic {
                code: Code::Unsupported,
                severity: Severity::Error,
                span,
                message,
                labels: Vec::new(),
                notes: Vec::new(),
            });
        }
    }

    // -- tables

    pub(crate) fn string_id(&mut self, s: &[u8]) -> i32 {
        if let Some(&i) = self.strings.get(s) {
            return i as i32;
        }
        let i = self.prog.strings.len() as u32;
        self.prog.strings.push(s.to_vec().into());
        self.strings.insert(s.into(), i);
        i as i32
    }

    pub(crate) fn const_id(&mut self, w: u64) -> i32 {
        let prog = &mut self.prog;
        *self.consts.entry(w).or_insert_with(|| {
            prog.consts.push(w);
            prog.consts.len() as u32 - 1
        }) as i32
    }

    pub(crate) fn native_id(&mut self, name: &str) -> i32 {
        if let Some(&i) = self.natives.get(name) {
            return i as i32;
        }
        let i = self.prog.natives.len() as u32;
        self.prog.natives.push(name.to_string());
        self.natives.insert(name.to_string(), i);
        i as i32
    }

    pub(crate) fn itab_id(&mut self, inter: TypeId, concrete: TypeId) -> i32 {
        let (inter, concrete) = (self.rtype(inter), self.rtype(concrete));
        self.itab_of(inter, concrete)
    }

    pub(crate) fn itab_of(&mut self, inter: bc::TypeId, concrete: bc::TypeId) -> i32 {
        let pair = (inter, concrete);
        let prog = &mut self.prog;
        *self.itabs.entry(pair).or_insert_with(|| {
            prog.itabs.push(pair);
            prog.itabs.len() as u32 - 1
        }) as i32
    }
}
