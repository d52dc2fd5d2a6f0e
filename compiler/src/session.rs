//! A program that grows while it runs: interactive input, compiled unit by unit.
//!
//! One [`Session`] keeps the checker and the code generator between inputs. Each input gives units (declarations that
//! stand together, or one statement), each with an entry function that first initialises what it is the first to reach.
//! The program only grows: functions, constants, strings and variables get numbers behind those there are, and of the
//! older types only method tables and pointer links change. An input in error leaves the program as it was.
//!
//! It does not know how the program is linked and run.

use minigo_bytecode::{FuncId, Program};
use minigo_syntax::input::{Piece, PieceKind, Wrap, parse_pieces, split};
use minigo_syntax::nodes::Decl;
use minigo_syntax::{FileId, NodeIds, Symbol, nodes};

use crate::codegen::grow::{Growing, UnitCode};
use crate::diagnostic::Diagnostic;
use crate::image::Image;
use crate::types::check::{Options, Source};
use crate::types::interactive::{CheckedUnit, Form};
use crate::types::object::{ObjKind, PkgId};
use crate::types::scope::ScopeId;
use crate::types::typ::{Type, TypeId};
use crate::types::{Checker, Importer, Qualifier};

/// Package of the library that runs units and shows values.
const SUPPORT: &str = "internal/repl";

/// A compiled unit.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What runs it; no parameters.
    pub entry: FuncId,
    /// Type of the value that it shows, if it does.
    pub shown: Option<String>,
    scope: ScopeId,
}

/// The state between inputs.
pub struct Session {
    code: Growing,
    main: PkgId,
    known: ScopeId,
    /// Scope that the next input is in.
    head: ScopeId,
    inputs: u32,
    func: Symbol,
    show: Symbol,
    goroutines: FuncId,
}

impl Session {
    /// A session whose program is only what runs units: `internal/repl.Main`, as `Program::entry`.
    ///
    /// Errors: a message about what the library lacks.
    pub fn new(importer: Box<dyn Importer>, image: Option<Image>) -> Result<Session, String> {
        let options = Options {
            allow_unused: true,
            allow_no_main: true,
        };
        // Sessions live as long as the process, as the trees do.
        let checker: &'static mut Checker = Box::leak(Box::new(Checker::new(importer, options)));
        let mut find = |name: &str| {
            let found = checker.lookup_global(SUPPORT, name);
            found.ok_or_else(|| format!("{SUPPORT} lacks {name}"))
        };
        let (run, to, dump) = (find("Main")?, find("Show")?, find("Goroutines")?);
        let show = Symbol::intern("(show)");
        let (main, known) = checker.open_session(show, to);
        let mut code = Growing::new(checker, image);
        let goroutines = code.start(run, dump).map_err(|d| {
            d.into_iter()
                .map(|d| d.message)
                .collect::<Vec<_>>()
                .join("\n")
        })?;
        Ok(Session {
            code,
            main,
            known,
            head: known,
            inputs: 0,
            func: Symbol::intern("(input)"),
            show,
            goroutines,
        })
    }

    /// The program as it is now.
    pub fn program(&self) -> &Program {
        self.code.program()
    }

    /// A function that prints where the program's goroutines are.
    pub fn goroutines(&self) -> FuncId {
        self.goroutines
    }

    /// The checker, for rendering diagnostics.
    pub fn checker(&self) -> &Checker {
        self.code.checker_ref()
    }

    /// Name of the next input in messages.
    pub fn next_name(&self) -> String {
        format!("[{}]", self.inputs + 1)
    }

    /// Takes back that the last input counts: it is compiled again.
    pub fn uncount(&mut self) {
        self.inputs -= 1;
    }

    /// Compiles an input: units to be linked together and run in order. `name` stands for it in messages; values of
    /// expressions are shown if `show`.
    ///
    /// Errors: what is wrong with it; the program is as before.
    pub fn compile(
        &mut self,
        name: &str,
        text: &str,
        show: bool,
    ) -> Result<Vec<Unit>, Vec<Diagnostic>> {
        self.inputs += 1;
        let source = Source::new(name.to_string(), text.into());
        let mut head = self.head;
        let mut checked = Vec::new();
        for pieces in groups(&split(text).pieces) {
            match self.check(&source, &pieces, head, show) {
                Ok(unit) => {
                    head = unit.scope;
                    checked.push(unit);
                }
                Err(diagnostics) => {
                    self.take_back(&checked);
                    return Err(diagnostics);
                }
            }
        }
        let units: Vec<UnitCode<'_>> = checked
            .iter()
            .map(|u| UnitCode {
                objects: &u.objects,
                inits: &u.inits,
                func: u.func,
                extended: !u.extended.is_empty(),
            })
            .collect();
        let entries = match self.code.add(self.main, &units) {
            Ok(entries) => entries,
            Err(diagnostics) => {
                self.take_back(&checked);
                return Err(diagnostics);
            }
        };
        let units = checked.iter().zip(entries).map(|(u, entry)| Unit {
            entry,
            shown: u.shown.as_ref().map(|types| self.type_list(types)),
            scope: u.scope,
        });
        Ok(units.collect())
    }

    fn check(
        &mut self,
        source: &Source,
        pieces: &[Piece],
        head: ScopeId,
        show: bool,
    ) -> Result<CheckedUnit, Vec<Diagnostic>> {
        let main = self.main;
        let plain = Wrap {
            func: self.func,
            globals: true,
            show: None,
            local_values: false,
        };
        let showing = Wrap {
            show: Some(self.show),
            ..plain
        };
        let ck = self.code.checker();
        let form = match pieces {
            [p] if p.kind == PieceKind::Stmt => ck.form_of(&source.text, pieces, plain, showing),
            _ => Form::Plain,
        };
        if form != Form::Expression || !show {
            return ck.check_unit(main, source, pieces, plain, head);
        }
        // A call without results is a statement: tried second, since the first try tells values from mistakes.
        let first = match ck.check_unit(main, source, pieces, showing, head) {
            Ok(unit) => return Ok(unit),
            Err(diagnostics) => diagnostics,
        };
        match ck.check_unit(main, source, pieces, plain, head) {
            Ok(unit) => Ok(unit),
            // A call without results that has mistakes of its own.
            Err(second)
                if first
                    .iter()
                    .any(|d| d.message.contains("(no value) used as value")) =>
            {
                Err(second)
            }
            Err(_) => Err(first.into_iter().map(without_show).collect()),
        }
    }

    /// Forgets units that were checked for an input that failed.
    fn take_back(&mut self, units: &[CheckedUnit]) {
        for u in units.iter().rev() {
            self.code.checker().restore_methods(&u.extended);
        }
    }

    fn type_list(&self, types: &[TypeId]) -> String {
        let q = Qualifier::Shown(self.main);
        let ck = self.checker();
        let list: Vec<String> = types.iter().map(|&t| ck.type_string(t, q)).collect();
        list.join(", ")
    }

    /// Makes the names of a unit visible to what comes later: its entry has run.
    pub fn commit(&mut self, unit: &Unit) {
        self.head = unit.scope;
    }

    /// Forgets all names. What runs goes on.
    pub fn reset(&mut self) {
        self.head = self.known;
    }

    /// The type of an expression, or what is wrong with it. Nothing is run.
    pub fn type_of(&mut self, text: &str) -> Result<String, Vec<Diagnostic>> {
        let source = Source::new(self.next_name(), text.into());
        let pieces = split(text).pieces;
        let unit = self.check(&source, &pieces, self.head, true)?;
        self.take_back(std::slice::from_ref(&unit));
        Ok(match &unit.shown {
            Some(types) => self.type_list(types),
            None => "no value".into(),
        })
    }

    /// The newest function of that name, in full (`main.f`) or without its package.
    pub fn function(&self, name: &str) -> Option<FuncId> {
        let own = format!("main.{name}");
        let funcs = self.program().funcs.iter().enumerate().rev();
        let mut found = funcs.filter(|(_, f)| f.name == name || f.name == own);
        found.next().map(|(i, _)| FuncId(i as u32))
    }

    /// Completions of the word that ends at the end of `line`: where it begins, and what it may become.
    pub fn complete(&mut self, line: &str) -> (usize, Vec<String>) {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let start = line
            .char_indices()
            .rev()
            .take_while(|&(_, c)| is_word(c))
            .last()
            .map_or(line.len(), |(i, _)| i);
        let prefix = &line[start..];
        let mut out = match line[..start].strip_suffix('.') {
            Some(before) => self.members(operand_before(before)),
            None if prefix.is_empty() => Vec::new(),
            None => self.visible_names(),
        };
        out.retain(|n| n.starts_with(prefix) && n != "_" && !n.starts_with('('));
        out.sort();
        out.dedup();
        (start, out)
    }

    fn visible_names(&mut self) -> Vec<String> {
        let mut out: Vec<String> = nodes::KEYWORDS.iter().map(|k| (*k).to_string()).collect();
        let mut scope = Some(self.head);
        let ck = self.code.checker();
        while let Some(s) = scope {
            let names = ck.scopes[s].elems().iter();
            out.extend(names.map(|(n, _)| n.as_str().to_string()));
            scope = ck.scopes.parent(s);
        }
        out
    }

    /// What may follow `text.`: members of a package, or fields and methods of a value.
    fn members(&mut self, text: &str) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        let head = self.head;
        let ck = self.code.checker();
        let name = Symbol::intern(text);
        if let Some((_, o)) = ck.scopes.lookup(head, name)
            && let ObjKind::PkgName { imported, .. } = ck.objs[o].kind
        {
            let path = ck.pkgs[imported.0 as usize].path.clone();
            let idle = ck.pkgs[imported.0 as usize].idle;
            let Some(p) = ck.package_by_path(&path) else {
                return Vec::new();
            };
            // Looking is not using.
            ck.pkgs[imported.0 as usize].idle = idle;
            let scope = ck.pkgs[p.0 as usize].scope;
            let names = ck.scopes[scope].elems().iter().map(|(n, _)| *n);
            return names
                .filter(|n| n.is_exported())
                .map(|n| n.as_str().to_string())
                .collect();
        }
        let source = Source::new(self.next_name(), text.into());
        let pieces = split(text).pieces;
        let Ok(unit) = self.check(&source, &pieces, head, true) else {
            return Vec::new();
        };
        match unit.shown.as_deref() {
            Some(&[t]) => self.fields_and_methods(t),
            _ => Vec::new(),
        }
    }

    fn fields_and_methods(&mut self, t: TypeId) -> Vec<String> {
        let main = self.main;
        let ck = self.code.checker();
        let mut out = Vec::new();
        let seen = |n: Symbol, pkg: PkgId| n.is_exported() || pkg == main;
        let (base, _) = ck.types.deref(t);
        let mut methods = Vec::new();
        if let Type::Interface(_) = ck.types.under_type(base) {
            let set = ck.type_set(base);
            methods.extend(set.methods.iter().map(|m| (m.name, m.pkg)));
        } else {
            for ty in [t, ck.types.pointer(base)] {
                methods.extend(ck.method_set(ty).iter().map(|m| (m.name, m.pkg)));
            }
        }
        let mut todo = vec![base];
        let mut done = Vec::new();
        while let Some(t) = todo.pop() {
            if done.contains(&t) {
                continue;
            }
            done.push(t);
            if let Some(s) = ck.types.as_struct(t) {
                for f in &s.fields {
                    methods.push((f.name, f.pkg));
                    if f.embedded {
                        todo.push(ck.types.deref(f.ty).0);
                    }
                }
            }
        }
        for (n, pkg) in methods {
            if seen(n, pkg) {
                out.push(n.as_str().to_string());
            }
        }
        out
    }
}

/// The names that a text declares if it consists of functions, methods (`T.m`) and types only.
pub fn declared(text: &str) -> Option<Vec<String>> {
    let pieces = split(text).pieces;
    if pieces.is_empty() || pieces.iter().any(|p| p.kind != PieceKind::Decl) {
        return None;
    }
    let wrap = Wrap {
        func: Symbol::intern("(input)"),
        globals: false,
        show: None,
        local_values: false,
    };
    let (file, errors) = parse_pieces(FileId(0), text, &mut NodeIds::new(), &pieces, wrap);
    if !errors.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    for d in &file.decls {
        match d {
            Decl::Func(f) => {
                let name = f.name.name.as_str();
                let recv = f.recv.as_ref().and_then(|r| r.list.first());
                out.push(match recv {
                    Some(p) => format!("{}.{name}", p.ty.span.text(text).trim_start_matches('*')),
                    None => name.to_string(),
                });
            }
            Decl::Type(g) => out.extend(g.specs.iter().map(|s| s.name.name.as_str().to_string())),
            _ => {}
        }
    }
    Some(out)
}

/// A diagnostic that does not speak of the function that shows values.
fn without_show(mut d: Diagnostic) -> Diagnostic {
    d.message = d.message.replace(" in argument to (show)", "");
    if d.message.starts_with("in call to (show), ") {
        d.message = String::from("cannot use a generic function without instantiation");
    }
    d
}

/// Pieces that make one unit: declarations next to each other, or a single statement.
fn groups(pieces: &[Piece]) -> Vec<Vec<Piece>> {
    let mut out: Vec<Vec<Piece>> = Vec::new();
    let mut open = false;
    for p in pieces.iter().filter(|p| p.kind != PieceKind::Package) {
        let stmt = p.kind == PieceKind::Stmt;
        match out.last_mut() {
            Some(last) if open && !stmt => last.push(*p),
            _ => out.push(vec![*p]),
        }
        open = !stmt;
    }
    out
}

/// The operand that ends at the end of the text: names, selectors, calls and indices.
fn operand_before(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut i = bytes.len();
    let mut depth = 0usize;
    while i > 0 {
        let b = bytes[i - 1];
        match b {
            b')' | b']' => depth += 1,
            b'(' | b'[' if depth > 0 => depth -= 1,
            _ if depth > 0 => {}
            b'.' | b'_' => {}
            b if b.is_ascii_alphanumeric() || b >= 0x80 => {}
            _ => break,
        }
        i -= 1;
    }
    &text[i..]
}
