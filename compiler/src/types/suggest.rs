//! Hints added to errors: the name that was probably meant, the import that is missing, the way a mistake is usually
//! mended.
//!
//! Errors keep Go's words; what is said here goes to `Diagnostic::notes`, which only the form for people shows. Called
//! by `Checker::report` for every error that is kept, so it must be cheap unless a name is unknown.

use minigo_syntax::Symbol;
use minigo_syntax::nodes::Expr;

use super::check::Checker;
use super::object::{ObjKind, PkgId};
use super::typ::{Type, TypeId};
use crate::diagnostic::{Code, Diagnostic};

/// Unknown names that are looked into; later ones get no hint.
const MAX_SEARCHES: u32 = 50;
/// Names longer than this are not compared, in bytes.
const MAX_NAME: usize = 60;
/// Embedded structs that are looked into for names.
const MAX_EMBEDDED: u32 = 4;

/// Words of other languages, and what stands for them here.
const FOREIGN: &[(&str, &str)] = &[
    ("null", "nil"),
    ("NULL", "nil"),
    ("None", "nil"),
    ("nullptr", "nil"),
    ("boolean", "bool"),
    ("double", "float64"),
    ("float", "float64"),
    ("long", "int64"),
    ("char", "byte or rune"),
    ("str", "string"),
    ("String", "string"),
    ("Exception", "error"),
    ("print", "fmt.Println"),
    ("printf", "fmt.Printf"),
    ("Println", "fmt.Println"),
    ("Printf", "fmt.Printf"),
];

/// The candidate nearest to `name`, if one is near enough to be meant.
fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = match name.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=8 => 2,
        _ => 3,
    };
    let mut best: Option<(usize, &str)> = None;
    for c in candidates {
        if c == name || c == "_" || c.len() > MAX_NAME || name.len() > MAX_NAME {
            continue;
        }
        let d = if c.eq_ignore_ascii_case(name) {
            0
        } else {
            match distance(name, c, limit) {
                Some(d) => d,
                None => continue,
            }
        };
        if best.is_none_or(|(b, s)| (d, c) < (b, s)) {
            best = Some((d, c));
        }
    }
    best.map(|b| b.1)
}

/// Characters to insert, delete, replace or swap with their neighbour to come from `a` to `b`; `None` past `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if limit == 0 || a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replace = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replace.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    let d = last[b.len()];
    // Half the name changed is another name.
    (d <= limit && 2 * d < a.len().max(b.len())).then_some(d)
}

fn did_you_mean(name: &str) -> String {
    format!("did you mean {name}?")
}

impl Checker {
    /// Adds what helps to mend `d`.
    pub(super) fn add_hints(&mut self, d: &mut Diagnostic) {
        let near = self.near.take();
        let hint = match d.code {
            Code::UnusedVar => Some("remove it, or assign it to _".to_string()),
            Code::UnusedImport => {
                Some("remove it, or import it as _ for its initialisation alone".to_string())
            }
            Code::MissingReturn => {
                Some("the end of the function can be reached without a return".to_string())
            }
            Code::Undefined => self.undefined_hint(&d.message),
            Code::Import if d.message.ends_with("is not in std)") => self.import_hint(&d.message),
            _ if d.message.starts_with("no new variables on left side") => {
                Some("assign to variables that exist with =".to_string())
            }
            _ if d.message.contains(" has pointer receiver)") => Some(
                "only the pointer has this method: take the address of the value with &".into(),
            ),
            _ if d.message.contains("has no field or method")
                || d.message.starts_with("unknown field") =>
            {
                near.map(|n| did_you_mean(&n))
            }
            _ => None,
        };
        d.notes.extend(hint);
    }

    /// For `undefined: x` and `undefined: p.X`.
    fn undefined_hint(&mut self, message: &str) -> Option<String> {
        let name = message.strip_prefix("undefined: ")?;
        if self.searches >= MAX_SEARCHES || name.contains(' ') {
            return None;
        }
        self.searches += 1;
        if let Some((pkg, name)) = name.split_once('.') {
            let (_, o) = self.scopes.lookup(self.env.scope, Symbol::intern(pkg))?;
            let ObjKind::PkgName { imported, .. } = self.objs[o].kind else {
                return None;
            };
            let scope = self.pkgs[imported.0 as usize].scope;
            let exported = self.scopes[scope].elems().iter();
            let names = exported.filter(|e| e.0.is_exported()).map(|e| e.0.as_str());
            return nearest(name, names).map(|n| did_you_mean(&format!("{pkg}.{n}")));
        }
        let known = self.importer.known();
        let of = |path: &&String| super::check::guess_name(path) == name;
        if let Some(path) = known.iter().find(of) {
            return Some(format!("the package has to be imported: import \"{path}\""));
        }
        if let Some((_, own)) = FOREIGN.iter().find(|f| f.0 == name) {
            return Some(did_you_mean(own));
        }
        let mut scope = Some(self.env.scope);
        while let Some(s) = scope {
            let names = self.scopes[s].elems().iter().map(|e| e.0.as_str());
            if let Some(n) = nearest(name, names) {
                return Some(did_you_mean(n));
            }
            scope = self.scopes[s].parent;
        }
        None
    }

    /// For `could not import path (package path is not in std)`.
    fn import_hint(&mut self, message: &str) -> Option<String> {
        let path = message
            .strip_prefix("could not import ")?
            .split(' ')
            .next()?;
        if self.searches >= MAX_SEARCHES {
            return None;
        }
        self.searches += 1;
        let known = self.importer.known();
        let end = format!("/{path}");
        let below = known.iter().find(|k| k.ends_with(&end));
        let name = below.map(String::as_str);
        let name = name.or_else(|| nearest(path, known.iter().map(String::as_str)))?;
        Some(did_you_mean(&format!("\"{name}\"")))
    }

    /// Notes the field or method of `ty` that is nearest to `sel`, for the error that comes next.
    pub(super) fn note_near_member(&mut self, ty: TypeId, sel: Symbol) {
        self.near = None;
        if self.searches >= MAX_SEARCHES {
            return;
        }
        self.searches += 1;
        let mut names = Vec::new();
        self.members(ty, self.env.pkg, MAX_EMBEDDED, &mut names);
        let found = nearest(sel.as_str(), names.iter().map(|n| n.as_str()));
        self.near = found.map(str::to_string);
    }

    /// Names of fields and methods of `ty` that package `pkg` may use, embedded structs' too.
    fn members(&mut self, ty: TypeId, pkg: PkgId, depth: u32, names: &mut Vec<Symbol>) {
        let (base, _) = self.types.deref(ty);
        let visible = |name: Symbol, of: PkgId| name.is_exported() || of == pkg;
        if let Some(named) = self.types.named(base) {
            for &m in named.methods.clone().iter() {
                if visible(self.objs[m].name, self.objs[m].pkg) {
                    names.push(self.objs[m].name);
                }
            }
        }
        match self.types.under_type(base) {
            Type::Interface(_) => {
                for m in &self.type_set(base).methods {
                    if visible(m.name, m.pkg) {
                        names.push(m.name);
                    }
                }
            }
            Type::Struct(s) => {
                for f in s.clone().fields.iter() {
                    if visible(f.name, f.pkg) {
                        names.push(f.name);
                    }
                    if f.embedded && depth > 0 {
                        self.members(f.ty, pkg, depth - 1, names);
                    }
                }
            }
            _ => {}
        }
    }

    /// Adds to the error that was just reported for an unknown name on the left of `=`.
    pub(super) fn hint_declaration(&mut self, lhs: &'static Expr) {
        if let Some(d) = self.diagnostics.last_mut()
            && d.code == Code::Undefined
            && d.span == lhs.span
            && d.notes.is_empty()
        {
            d.notes.push("a new variable is declared with :=".into());
        }
    }
}
