//! The checker's state, its entry points and the queue of delayed actions.
//!
//! Invariants: `env` describes the declaration or body being checked and is saved and restored around others; the
//! queue `delayed` is worked off at the end of each statement and declaration, never in the middle of an expression,
//! so that an action sees complete types.

use std::rc::Rc;

use minigo_syntax::nodes::{Block, Expr, File, FuncDecl, TypeSpec};
use minigo_syntax::{FileId, LineTable, NodeId, NodeIds, Span, Symbol};

use super::fx::{FxHashMap, FxHashSet};
use super::info::{FuncVars, Info};
use super::object::{DeclId, ObjId, ObjKind, Objects, Package, PkgId};
use super::outline::{Unread, UnreadImports};
use super::scope::{ScopeId, Scopes};
use super::typ::{Signature, TypeId, TypeStore};
use crate::diagnostic::{Code, Diagnostic, NO_PLACE};
use crate::image::Outline;

/// Nesting of expressions, statements and types that is refused as too deep. The tree's own limit is what holds in
/// practice; this one bounds recursion that goes through declarations.
pub(super) const MAX_DEPTH: u32 = 6000;

/// A source text with the name it is shown under.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path as messages show it.
    pub name: String,
    /// The whole text.
    pub text: Rc<str>,
    /// Where bytes stood that are not UTF-8, one place a line.
    pub invalid: Vec<u32>,
    /// Statements and declarations without a package clause, made the program's `main`; packages import themselves.
    pub snippet: bool,
}

impl Source {
    /// A source whose text is known to be UTF-8.
    pub fn new(name: String, text: Rc<str>) -> Source {
        Source {
            name,
            text,
            invalid: Vec::new(),
            snippet: false,
        }
    }

    /// A source of a file's bytes; what is not UTF-8 among them is reported when the file is parsed.
    pub fn from_bytes(name: String, bytes: &[u8]) -> Source {
        let (text, errors) = minigo_syntax::source::decode(FileId(0), bytes);
        let invalid = errors.iter().map(|e| e.span.lo).collect();
        Source {
            name,
            text: Rc::from(text.as_ref()),
            invalid,
            snippet: false,
        }
    }
}

/// What an importer has for a path.
#[derive(Clone, Debug)]
pub struct ImportedPackage {
    /// Its files in order of their names.
    pub sources: Vec<Source>,
    /// Standard library: bodies are checked on demand and nothing is reported as unused.
    pub lazy: bool,
    /// What they declare, if that is known.
    pub outline: Option<Outline>,
}

/// Where packages come from.
pub trait Importer {
    /// The sources of the package at `path`, or why there is none (`package not found`).
    fn import(&mut self, path: &str) -> Result<ImportedPackage, String>;

    /// The import path of the main package: what its `internal` packages have before `internal`.
    fn main_path(&self) -> String {
        String::new()
    }

    /// Import paths of the packages that need no import in snippets and interactive input, the preferred one first
    /// where two have the same name.
    fn known(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Choices of a check.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Unused variables and imports are no errors (REPL).
    pub allow_unused: bool,
    /// `package main` with a `func main` is not asked for (`check` of a library folder).
    pub allow_no_main: bool,
}

/// A parsed file.
pub struct SourceFile {
    /// Name and text.
    pub source: Source,
    /// The tree.
    pub tree: &'static File,
    /// Its lines, made when first asked for.
    lines: std::cell::OnceCell<LineTable>,
    /// For each line directive in the text the file it names (this one, if it names none).
    pub claimed: Vec<FileId>,
    /// Its package.
    pub pkg: PkgId,
    /// Its scope (imports).
    pub scope: ScopeId,
}

impl SourceFile {
    /// The table of its lines.
    pub fn lines(&self) -> &LineTable {
        self.lines.get_or_init(|| LineTable::new(&self.source.text))
    }
}

/// What a package-level declaration says.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum DeclKind {
    Const {
        ty: Option<&'static Expr>,
        init: Option<&'static Expr>,
        iota: i64,
        inherited: bool,
    },
    /// `lhs` has all variables of `var a, b = f()`, and is empty otherwise.
    Var {
        lhs: Rc<[ObjId]>,
        ty: Option<&'static Expr>,
        init: Option<&'static Expr>,
    },
    Type(&'static TypeSpec),
    Func(&'static FuncDecl),
    /// Known by its outline only (`Checker::materialise`).
    Unread(Unread),
}

/// A package-level declaration.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct DeclInfo {
    pub file: FileId,
    pub pkg: PkgId,
    pub kind: DeclKind,
    /// Package-level objects of the same package that its expression or body refers to, in order of first use.
    pub deps: Vec<ObjId>,
    /// Function literals of a variable's initialiser, without those inside of others.
    pub literals: u32,
    pub(super) dep_set: FxHashSet<ObjId>,
}

/// The function whose body is being checked.
#[derive(Debug)]
pub(super) struct FuncCtx {
    pub sig: Rc<Signature>,
    pub results: Vec<ObjId>,
    pub named_results: bool,
    pub node: NodeId,
}

/// Where we are.
#[derive(Clone)]
pub(super) struct Env {
    pub pkg: PkgId,
    /// Package-level declaration that dependencies are noted for.
    pub decl: Option<DeclId>,
    pub scope: ScopeId,
    /// Value of iota in a constant declaration.
    pub iota: Option<i64>,
    /// Place of a constant with an inherited expression: errors are reported there.
    pub errpos: Option<Span>,
    pub func: Option<Rc<FuncCtx>>,
    /// Nesting of function literals.
    pub func_depth: u16,
    /// In the body of a loop over a function.
    pub range_func: bool,
    /// Type parameters of the function whose body is being checked, the receiver's first.
    pub outer: Rc<[TypeId]>,
    /// A call or receive occurred in the expression (decides whether `len` of an array is constant).
    pub has_call_or_recv: bool,
}

/// A function body to be checked.
#[derive(Clone)]
pub(super) struct BodyJob {
    pub env: Env,
    pub sig: TypeId,
    pub node: NodeId,
    pub ty: &'static minigo_syntax::nodes::FuncType,
    pub recv: Option<(&'static minigo_syntax::nodes::Params, TypeId)>,
    pub body: &'static Block,
}

/// Checks that wait until types are complete.
pub(super) enum Delayed {
    Body(Box<BodyJob>),
    /// The body of a declared function of a fully checked package.
    FuncDecl(ObjId),
    ValidType(TypeId),
    /// A long array type written at a place.
    ArraySize(TypeId, Span, PkgId),
    /// The element type of a channel type written at a place.
    ChanElem(TypeId, Span, PkgId),
    TypeSet(TypeId),
    MapKey(TypeId, Span, PkgId),
    Embedded {
        ty: TypeId,
        written: TypeId,
        pos: Span,
        pkg: PkgId,
    },
    FieldUniqueness(TypeId),
    Receiver {
        recv: TypeId,
        pos: Span,
        pkg: PkgId,
    },
    /// The arguments of an instantiation against its constraints.
    Verify(Box<super::instantiate::Verify>),
    Union(Rc<[super::typ::Term]>, Vec<Span>, PkgId),
    /// An interface used as the type of a variable.
    VarType(TypeId, Span, PkgId),
    /// Already done.
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Load {
    /// Known by path only.
    Not,
    /// Being imported (a cycle if met again).
    Busy,
    Done,
}

/// The checker, and after the check the checked program.
pub struct Checker {
    /// All types.
    pub types: TypeStore,
    /// All objects.
    pub objs: Objects,
    /// All scopes.
    pub scopes: Scopes,
    /// All packages, by `PkgId`.
    pub pkgs: Vec<Package>,
    /// All package-level declarations, by `DeclId`.
    pub decls: Vec<DeclInfo>,
    /// All files, by `FileId`.
    pub files: Vec<SourceFile>,
    /// What is known of the trees' nodes.
    pub info: Info,
    /// What was found wrong so far, unsorted.
    pub diagnostics: Vec<Diagnostic>,
    pub(super) ids: NodeIds,
    pub(super) importer: Box<dyn Importer>,
    pub(super) options: Options,
    pub(super) env: Env,
    pub(super) delayed: Vec<Delayed>,
    /// Objects whose declaration is being checked.
    pub(super) path: Vec<ObjId>,
    /// The same as a set.
    pub(super) on_path: FxHashSet<ObjId>,
    pub(super) iota: ObjId,
    pub(super) load: Vec<Load>,
    pub(super) pkg_by_path: FxHashMap<Symbol, PkgId>,
    /// Methods waiting for their receiver's base type to be declared.
    pub(super) methods: FxHashMap<ObjId, Vec<ObjId>>,
    /// Types of earlier units of interactive input that were given methods, with those they had.
    pub(super) extended: Vec<(TypeId, Vec<ObjId>)>,
    /// Untyped expressions whose final type is not known yet.
    pub(super) untyped: FxHashMap<NodeId, super::expr::Untyped>,
    /// Local variables of the functions being checked, for the report of unused ones.
    pub(super) locals: Vec<ObjId>,
    pub(super) type_set_depth: u32,
    pub(super) depth: u32,
    /// Calls of `panic` (they end a statement list).
    pub(super) panic_calls: FxHashSet<NodeId>,
    /// Imports, with the scope of their file.
    pub(super) import_objs: Vec<(ScopeId, ObjId)>,
    /// Defined types known to have a finite size.
    pub(super) valid: FxHashSet<TypeId>,
    /// `main` was declared as something that is no function, which has been reported.
    pub(super) main_seen: bool,
    /// The member that was probably meant, for the next error (`note_near_member`).
    pub(super) near: Option<String>,
    /// Unknown names that were looked into.
    pub(super) searches: u32,
    /// A file has syntax errors that leave nothing to check.
    pub(super) syntax_blocked: bool,
    /// Errors that count only in a program without others.
    pub(super) if_right: Vec<Diagnostic>,
    /// Type parameters of generic functions and methods.
    pub(super) func_params: FxHashMap<ObjId, super::typeparam::FuncParams>,
    pub(super) instances: super::subst::Instances,
    pub(super) mono: super::mono::Mono,
    /// Interface types as written, for the check of cycles among them.
    pub(super) interface_literals: Vec<(TypeId, Span)>,
    /// Where an instance of a type was first written.
    pub(super) instance_places: FxHashMap<TypeId, Span>,
    /// Imports of files that are known by their outline, as long as they have not been needed.
    pub(super) unread_imports: FxHashMap<FileId, UnreadImports>,
}

/// What `check_program` gives back.
pub struct CheckResult {
    /// The checked program.
    pub checker: Checker,
    /// Errors and warnings, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The main package.
    pub main: PkgId,
}

impl CheckResult {
    /// Whether the program may run.
    pub fn ok(&self) -> bool {
        self.diagnostics.is_empty()
    }
}

/// Checks a program: `sources` are the files of its main package. If they do not parse, only syntax errors are given.
pub fn check_program(
    sources: Vec<Source>,
    importer: Box<dyn Importer>,
    options: Options,
) -> CheckResult {
    let mut c = Checker::new(importer, options);
    let main = c.check_main(sources);
    let diagnostics = c.take_diagnostics();
    CheckResult {
        checker: c,
        diagnostics,
        main,
    }
}

impl Checker {
    /// A checker that knows the predeclared names only.
    pub fn new(importer: Box<dyn Importer>, options: Options) -> Checker {
        let mut c = Checker {
            types: TypeStore::new(),
            objs: Objects::default(),
            scopes: Scopes::default(),
            pkgs: Vec::new(),
            decls: Vec::new(),
            files: Vec::new(),
            info: Info::default(),
            diagnostics: Vec::new(),
            ids: NodeIds::new(),
            importer,
            options,
            env: Env {
                pkg: PkgId::UNIVERSE,
                decl: None,
                scope: ScopeId::UNIVERSE,
                iota: None,
                errpos: None,
                func: None,
                func_depth: 0,
                range_func: false,
                outer: Rc::new([]),
                has_call_or_recv: false,
            },
            delayed: Vec::new(),
            path: Vec::new(),
            on_path: FxHashSet::default(),
            iota: ObjId::NONE,
            load: vec![Load::Done, Load::Done],
            pkg_by_path: FxHashMap::default(),
            methods: FxHashMap::default(),
            extended: Vec::new(),
            untyped: FxHashMap::default(),
            locals: Vec::new(),
            type_set_depth: 0,
            depth: 0,
            panic_calls: FxHashSet::default(),
            import_objs: Vec::new(),
            valid: FxHashSet::default(),
            main_seen: false,
            near: None,
            searches: 0,
            syntax_blocked: false,
            if_right: Vec::new(),
            func_params: FxHashMap::default(),
            instances: Default::default(),
            mono: Default::default(),
            interface_literals: Vec::new(),
            instance_places: FxHashMap::default(),
            unread_imports: FxHashMap::default(),
        };
        c.define_universe();
        c.pkg_by_path
            .insert(Symbol::intern("unsafe"), PkgId::UNSAFE);
        c
    }

    /// What was found wrong, in the order of the text. The same message twice in a row for one line counts once, that
    /// which was found first.
    pub(crate) fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        let mut diagnostics = std::mem::take(&mut self.diagnostics);
        let if_right = std::mem::take(&mut self.if_right);
        if diagnostics.is_empty() {
            diagnostics = if_right;
        }
        diagnostics.dedup_by(|a, b| {
            a.span.file == b.span.file && a.message == b.message && {
                let f = self.files.get(a.span.file.0 as usize);
                f.is_some_and(|f| f.lines().line(a.span.lo) == f.lines().line(b.span.lo))
            }
        });
        diagnostics.sort_by_key(|d| (d.span.file, d.span.lo));
        diagnostics.dedup_by(|a, b| {
            (a.span.file, a.span.lo) == (b.span.file, b.span.lo) && a.message == b.message
        });
        diagnostics
    }

    fn check_main(&mut self, sources: Vec<Source>) -> PkgId {
        let pkg = self.new_package("main", false);
        if sources.iter().any(|s| s.snippet) {
            let known = self.known_packages();
            let scope = self.pkgs[pkg.0 as usize].scope;
            self.scopes[scope].parent = Some(known);
        }
        let files = self.parse_files(pkg, sources, false);
        self.load[pkg.0 as usize] = Load::Busy;
        if self.syntax_blocked {
            return pkg;
        }
        self.check_package(pkg, &files);
        self.load[pkg.0 as usize] = Load::Done;
        if !self.options.allow_no_main {
            self.check_has_main(pkg);
        }
        pkg
    }

    fn check_has_main(&mut self, pkg: PkgId) {
        let p = &self.pkgs[pkg.0 as usize];
        if p.name != Symbol::MAIN {
            if self.diagnostics.is_empty() {
                let msg = "package command-line-arguments is not a main package";
                self.error(NO_PLACE, Code::MissingMain, msg);
            }
            return;
        }
        if self.scopes[p.scope].lookup(Symbol::MAIN).is_none() && self.diagnostics.is_empty() {
            self.error(
                NO_PLACE,
                Code::MissingMain,
                "function main is undeclared in the main package",
            );
        }
    }

    /// Checks all of a package that is not lazy.
    pub(super) fn check_package(&mut self, pkg: PkgId, files: &[FileId]) {
        let saved = self.env.clone();
        self.env = self.package_env(pkg);
        self.collect_objects(pkg, files);
        self.direct_cycles(pkg);
        self.package_objects(pkg);
        self.process_delayed(0);
        self.report_init_cycles(pkg);
        if self.diagnostics.is_empty() {
            self.report_endless_instances();
            self.report_anonymous_cycles();
        }
        if !self.options.allow_unused {
            self.unused_imports(files);
        }
        self.record_untyped();
        self.env = saved;
    }

    pub(super) fn package_env(&self, pkg: PkgId) -> Env {
        Env {
            pkg,
            decl: None,
            scope: self.pkgs[pkg.0 as usize].scope,
            iota: None,
            errpos: None,
            func: None,
            func_depth: 0,
            range_func: false,
            outer: Rc::new([]),
            has_call_or_recv: false,
        }
    }

    pub(super) fn new_package(&mut self, path: &str, lazy: bool) -> PkgId {
        let id = PkgId(self.pkgs.len() as u32);
        let scope = self.scopes.open(Some(ScopeId::UNIVERSE));
        self.pkgs.push(Package {
            path: Rc::from(path),
            name: Symbol::intern(guess_name(path)),
            scope,
            imports: Vec::new(),
            lazy,
            fake: false,
            idle: false,
            objects: Vec::new(),
            inits: Vec::new(),
        });
        self.load.push(Load::Not);
        id
    }

    /// Parses files into package `pkg`; syntax errors become diagnostics. Trees are leaked: they live as long as the
    /// process, which spares everybody a lifetime and the recursive drop of deep trees.
    pub(super) fn parse_files(
        &mut self,
        pkg: PkgId,
        sources: Vec<Source>,
        lazy: bool,
    ) -> Vec<FileId> {
        let mut out = Vec::with_capacity(sources.len());
        let pkg_scope = self.pkgs[pkg.0 as usize].scope;
        for source in sources {
            let id = FileId(self.files.len() as u32);
            let options = minigo_syntax::Options { lazy_bodies: lazy };
            let (tree, errors) = match source.snippet {
                true => self.parse_snippet(id, &source.text),
                false => minigo_syntax::parse_file(id, &source.text, &mut self.ids, options),
            };
            let encoding = source.invalid.iter().map(|&at| minigo_syntax::SyntaxError {
                span: Span::new(id, at, at + 1),
                message: "invalid UTF-8 encoding".into(),
                place: None,
                note: None,
                blocks_checking: false,
            });
            let directives = match lazy {
                true => Vec::new(),
                false => super::directives::refused(id, &source.text),
            };
            let errors: Vec<_> = encoding.chain(errors).chain(directives).collect();
            let tree: &'static File = Box::leak(Box::new(tree));
            let scope = self.scopes.open(Some(pkg_scope));
            self.add_file(source, tree, pkg, scope);
            if !lazy {
                self.name_claimed(id);
            }
            for e in errors {
                self.syntax_error(e);
            }
            out.push(id);
        }
        out
    }

    pub(super) fn add_file(
        &mut self,
        source: Source,
        tree: &'static File,
        pkg: PkgId,
        scope: ScopeId,
    ) {
        self.files.push(SourceFile {
            source,
            tree,
            lines: Default::default(),
            claimed: Vec::new(),
            pkg,
            scope,
        });
    }

    /// Gives the files that line directives of file `id` name numbers of their own: they are empty files.
    fn name_claimed(&mut self, id: FileId) {
        let own = &self.files[id.0 as usize];
        let (pkg, scope) = (own.pkg, own.scope);
        let names: Vec<_> = own.lines().bases().iter().map(|b| b.file.clone()).collect();
        let mut claimed = Vec::with_capacity(names.len());
        for name in names {
            let Some(name) = name else {
                claimed.push(id);
                continue;
            };
            let known = self.files.iter().rposition(|f| f.source.name == name);
            claimed.push(FileId(known.unwrap_or(self.files.len()) as u32));
            if known.is_none() {
                let next = FileId(self.files.len() as u32);
                let (tree, _) =
                    minigo_syntax::parse_file(next, "", &mut self.ids, Default::default());
                let source = Source::new(name, "".into());
                self.add_file(source, Box::leak(Box::new(tree)), pkg, scope);
            }
        }
        self.files[id.0 as usize].claimed = claimed;
    }

    /// The file and the line that a program is told for a place.
    pub(crate) fn shown_line(&self, span: Span) -> (FileId, u32) {
        let f = &self.files[span.file.0 as usize];
        if f.claimed.is_empty() {
            return (span.file, f.lines().line(span.lo));
        }
        let c = f.lines().claimed(span.lo);
        let file = c.base.and_then(|b| f.claimed.get(b.0).copied());
        (file.unwrap_or(span.file), c.line)
    }

    /// `file:line:col` of a place, by the line directives before it; without a column if that is not known.
    pub(crate) fn shown_place(&self, span: Span) -> Option<String> {
        let f = self.files.get(span.file.0 as usize)?;
        let c = f.lines().claimed(span.lo);
        let file = c.base.and_then(|b| b.1).unwrap_or(&f.source.name);
        Some(match c.col {
            0 => format!("{file}:{}", c.line),
            col => format!("{file}:{}:{col}", c.line),
        })
    }

    /// A text of declarations and statements as a file with a function main.
    fn parse_snippet(&mut self, id: FileId, text: &str) -> (File, Vec<minigo_syntax::SyntaxError>) {
        let pieces = minigo_syntax::input::split(text).pieces;
        let wrap = minigo_syntax::input::Wrap {
            func: Symbol::MAIN,
            globals: false,
            show: None,
            local_values: true,
        };
        minigo_syntax::input::parse_pieces(id, text, &mut self.ids, &pieces, wrap)
    }

    pub(super) fn syntax_error(&mut self, e: minigo_syntax::SyntaxError) {
        self.syntax_blocked |= e.blocks_checking;
        let message = self.syntax_message(&e);
        let mut d = self.new_error(Code::Syntax, e.span, message);
        d.notes.extend(e.note);
        self.diagnostics.push(d);
    }

    /// The message with the place that belongs at its end.
    pub(super) fn syntax_message(&self, e: &minigo_syntax::SyntaxError) -> String {
        match e.place {
            Some(place) => format!("{} {}", e.message, self.place(place)),
            None => e.message.clone(),
        }
    }

    /// Queues an action for the end of the current statement or declaration.
    pub(super) fn later(&mut self, d: Delayed) {
        self.delayed.push(d);
    }

    /// Works off the queue from `top` on.
    pub(super) fn process_delayed(&mut self, top: usize) {
        let mut i = top;
        while i < self.delayed.len() {
            let d = std::mem::replace(&mut self.delayed[i], Delayed::Nothing);
            self.run_delayed(d);
            i += 1;
        }
        self.delayed.truncate(top);
    }

    fn run_delayed(&mut self, d: Delayed) {
        let pkg = self.env.pkg;
        match d {
            Delayed::Body(job) => self.func_body(*job),
            Delayed::FuncDecl(f) => self.check_body(f),
            Delayed::ValidType(t) => self.valid_type(t),
            Delayed::ChanElem(t, pos, p) => {
                self.env.pkg = p;
                self.check_chan_elem(t, pos);
            }
            Delayed::ArraySize(t, pos, p) => {
                self.env.pkg = p;
                self.check_size(t, pos);
            }
            Delayed::TypeSet(t) => {
                self.compute_type_set(t, true);
            }
            Delayed::MapKey(t, pos, p) => {
                self.env.pkg = p;
                self.check_map_key(t, pos);
            }
            Delayed::Embedded {
                ty,
                written,
                pos,
                pkg: p,
            } => {
                self.env.pkg = p;
                self.check_embedded_field(ty, written, pos);
            }
            Delayed::FieldUniqueness(t) => self.check_field_uniqueness(t),
            Delayed::Receiver { recv, pos, pkg: p } => {
                self.env.pkg = p;
                self.check_receiver(recv, pos);
            }
            Delayed::VarType(t, pos, p) => {
                self.env.pkg = p;
                self.check_var_type(t, pos);
            }
            Delayed::Verify(v) => {
                self.env.pkg = v.pkg;
                self.verify(&v);
            }
            Delayed::Union(terms, places, p) => {
                self.env.pkg = p;
                self.check_union(&terms, &places);
            }
            Delayed::Nothing => {}
        }
        self.env.pkg = pkg;
    }

    /// Checks the body of function or method `f`, if that has not been done. Afterwards the tree of its body is there
    /// and `info` describes it.
    pub fn check_body(&mut self, f: ObjId) {
        let Some(func) = self.objs[f].func().copied() else {
            return;
        };
        if func.body_checked {
            return;
        }
        let sig = self.obj_type(f);
        if let ObjKind::Func(x) = &mut self.objs[f].kind {
            x.body_checked = true;
        }
        let Some(d) = func.decl else { return };
        let DeclKind::Func(fd) = self.decls[d.0 as usize].kind else {
            return;
        };
        let Some(body) = &fd.body else {
            self.native_vars(d, fd, sig);
            return;
        };
        let (file, pkg) = (self.decls[d.0 as usize].file, self.decls[d.0 as usize].pkg);
        if body.block().is_none() {
            let text = self.files[file.0 as usize].source.text.clone();
            for e in minigo_syntax::parse_body(&text, body, &mut self.ids) {
                self.syntax_error(e);
            }
        }
        let Some(block) = body.block() else { return };
        let mut env = self.package_env(pkg);
        env.decl = Some(d);
        env.scope = match self.func_params.get(&f) {
            Some(p) => p.scope,
            None => self.files[file.0 as usize].scope,
        };
        env.outer = self.func_tparams(f);
        let recv = self.receiver_of(fd, f);
        let job = BodyJob {
            env,
            sig,
            node: fd.id,
            ty: &fd.ty,
            recv,
            body: block,
        };
        // On demand, from outside: nothing else is under way, so what was queued may be worked off at once.
        let top = self.delayed.len();
        self.func_body(job);
        if self.pkgs[pkg.0 as usize].lazy {
            self.process_delayed(top);
            self.record_untyped();
        }
    }

    /// Checks what looking at declarations of lazy packages has put off: function literals in initialisers. Nothing else
    /// may be under way.
    pub fn check_initializers(&mut self) {
        if !self.delayed.is_empty() {
            self.process_delayed(0);
            self.record_untyped();
        }
    }

    /// The declared variables of a function without a body.
    fn native_vars(&mut self, d: DeclId, fd: &'static FuncDecl, sig: TypeId) {
        let _ = (d, sig);
        self.info.funcs.insert(fd.id, FuncVars::default());
    }

    /// The type of an object, its declaration being checked now if need be.
    pub fn obj_type(&mut self, o: ObjId) -> TypeId {
        if self.objs[o].ty == TypeId::UNSET {
            self.obj_decl(o);
        }
        self.objs[o].ty
    }

    /// The declaration of a function or method, if it has one.
    pub fn func_decl(&mut self, f: ObjId) -> Option<&'static FuncDecl> {
        if let Some(d) = self.objs[f].func()?.decl {
            self.materialise(d);
        }
        match self.objs[f]
            .func()?
            .decl
            .map(|d| &self.decls[d.0 as usize].kind)
        {
            Some(DeclKind::Func(d)) => Some(d),
            _ => None,
        }
    }

    /// Looks up a package-level name of a package given by its path, importing the package if need be.
    pub fn lookup_global(&mut self, path: &str, name: &str) -> Option<ObjId> {
        let p = self.package_by_path(path)?;
        let scope = self.pkgs[p.0 as usize].scope;
        self.scopes[scope].lookup(Symbol::intern(name))
    }

    /// The package at a path, importing it if need be.
    pub fn package_by_path(&mut self, path: &str) -> Option<PkgId> {
        let p = self.import_lazily(path);
        self.ensure_loaded(p, NO_PLACE);
        (!self.pkgs[p.0 as usize].fake).then_some(p)
    }
}

/// The name a package most likely has: the last element of its path, a version left out.
pub(super) fn guess_name(path: &str) -> &str {
    let mut it = path.rsplit('/');
    let last = it.next().unwrap_or(path);
    let is_version =
        last.len() > 1 && last.starts_with('v') && last[1..].bytes().all(|b| b.is_ascii_digit());
    match it.next() {
        Some(prev) if is_version => prev,
        _ => last,
    }
}
