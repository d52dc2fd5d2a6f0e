//! `doc`: what the library's sources say of a package or a name in it.
//!
//! The text is that of the comment right above a declaration; declarations are shown without their bodies.

use std::fmt::Write as _;
use std::io::Write as _;

use minigo_syntax::nodes::{Decl, Expr, ExprKind, FuncDecl};
use minigo_syntax::{FileId, NodeIds, Options, Span};

/// What the language itself declares, in the form of a package.
const BUILTIN: &str = include_str!("builtin.mg");

/// Prints what is known of `name`; gives the exit code.
pub fn print(name: &str) -> u8 {
    match text(name) {
        Ok(text) => {
            let _ = std::io::stdout().write_all(text.as_bytes());
            0
        }
        Err(e) => {
            eprintln!("minigo: {e}");
            2
        }
    }
}

/// A declaration that can be shown.
struct Item {
    /// Name, `Type.Method` for methods.
    name: String,
    /// The declaration on one line.
    line: String,
    /// The whole declaration, without a body.
    full: String,
    /// The comment above it.
    comment: String,
    kind: Kind,
    /// For a method and for a function that gives a type of the package: that type.
    owner: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Const,
    Var,
    Func,
    Type,
    Method,
}

struct Docs {
    path: String,
    name: String,
    comment: String,
    items: Vec<Item>,
}

/// The documentation of `PKG`, `PKG.NAME` or `PKG.TYPE.METHOD`.
///
/// Errors: a sentence that names what is missing.
pub fn text(query: &str) -> Result<String, String> {
    let (path, rest) = resolve(query)?;
    let docs = read(&path)?;
    if rest.is_empty() {
        return Ok(overview(&docs));
    }
    detail(&docs, rest).ok_or_else(|| format!("no name {rest} in package {path}"))
}

/// Splits a query into the import path and the name in the package. A path may be given by its last element.
fn resolve(query: &str) -> Result<(String, &str), String> {
    // What the language itself declares: `builtin`, `builtin.len` or just `len`.
    if query == "builtin" {
        return Ok((query.into(), ""));
    }
    if let Some(name) = query.strip_prefix("builtin.") {
        return Ok(("builtin".into(), name));
    }
    let is_package = minigo_library::package(query).is_some();
    if !is_package && read("builtin")?.items.iter().any(|i| i.name == query) {
        return Ok(("builtin".into(), query));
    }
    let slash = query.rfind('/').map_or(0, |i| i + 1);
    let (path, rest) = match query[slash..].find('.') {
        Some(dot) => (&query[..slash + dot], &query[slash + dot + 1..]),
        None => (query, ""),
    };
    if minigo_library::package(path).is_some() {
        return Ok((path.to_string(), rest));
    }
    let by_name = crate::importer::known()
        .into_iter()
        .find(|p| p.rsplit('/').next() == Some(path));
    by_name
        .map(|p| (p, rest))
        .ok_or_else(|| format!("no package {path} in the library"))
}

fn read(path: &str) -> Result<Docs, String> {
    let builtin = [("builtin.mg", BUILTIN)];
    let (files, shown): (Vec<(&str, &str)>, Shown) = match path {
        "builtin" => (builtin.to_vec(), |_| true),
        _ => {
            let files = minigo_library::package(path);
            let files = files.ok_or_else(|| format!("no package {path}"))?;
            (files.to_vec(), exported)
        }
    };
    let mut docs = Docs {
        path: path.to_string(),
        name: String::new(),
        comment: String::new(),
        items: Vec::new(),
    };
    let mut ids = NodeIds::new();
    for (i, (_, text)) in files.iter().enumerate() {
        let lazy = Options { lazy_bodies: true };
        let (file, _) = minigo_syntax::parse_file(FileId(i as u32), text, &mut ids, lazy);
        docs.name = file.package.name.as_str().to_string();
        if docs.comment.is_empty()
            && let Some(at) = find_line(text, "package ")
        {
            docs.comment = comment_above(text, at);
        }
        for d in &file.decls {
            collect(text, d, shown, &mut docs.items);
        }
    }
    let types: Vec<String> = docs
        .items
        .iter()
        .filter(|i| i.kind == Kind::Type)
        .map(|i| i.name.clone())
        .collect();
    for i in &mut docs.items {
        if i.kind == Kind::Func && i.owner.as_ref().is_some_and(|o| !types.contains(o)) {
            i.owner = None;
        }
    }
    docs.items
        .sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    Ok(docs)
}

fn find_line(text: &str, start: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(start) {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn exported(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a name is for users.
type Shown = fn(&str) -> bool;

fn collect(text: &str, d: &Decl, shown: Shown, items: &mut Vec<Item>) {
    let mut group = |kind: Kind, group_span: Span, grouped: bool, spec: Span, names: Vec<&str>| {
        let word = match kind {
            Kind::Const => "const ",
            Kind::Var => "var ",
            _ => "type ",
        };
        for name in names.iter().filter(|n| shown(n)) {
            let own = comment_above(text, spec.lo as usize);
            let comment = match own.is_empty() {
                true => comment_above(text, group_span.lo as usize),
                false => own,
            };
            let spec_text = spec.text(text);
            items.push(Item {
                name: (*name).to_string(),
                line: format!("{word}{}", one_line(spec_text)),
                full: match grouped {
                    true => format!("{word}{spec_text}"),
                    false => group_span.text(text).to_string(),
                },
                comment,
                kind,
                owner: None,
            });
        }
    };
    match d {
        Decl::Import(_) => {}
        Decl::Const(g) => {
            for s in &g.specs {
                let names = s.names.iter().map(|n| n.name.as_str()).collect();
                group(Kind::Const, g.span, g.grouped, s.span, names);
            }
        }
        Decl::Var(g) => {
            for s in &g.specs {
                let names = s.names.iter().map(|n| n.name.as_str()).collect();
                group(Kind::Var, g.span, g.grouped, s.span, names);
            }
        }
        Decl::Type(g) => {
            for s in &g.specs {
                group(
                    Kind::Type,
                    g.span,
                    g.grouped,
                    s.span,
                    vec![s.name.name.as_str()],
                );
            }
        }
        Decl::Func(f) => func(text, f, shown, items),
    }
}

fn func(text: &str, f: &FuncDecl, shown: Shown, items: &mut Vec<Item>) {
    let name = f.name.name.as_str();
    if !shown(name) {
        return;
    }
    let end = f.body.as_ref().map_or(f.span.hi, |b| b.span.lo);
    let header = Span::new(f.span.file, f.span.lo, end).text(text).trim_end();
    let recv = f
        .recv
        .as_ref()
        .and_then(|r| r.list.first())
        .map(|p| base_name(&p.ty));
    let (name, kind, owner) = match recv {
        Some(t) if !exported(&t) => return,
        Some(t) => (format!("{t}.{name}"), Kind::Method, Some(t)),
        None => {
            let made = f.ty.results.list.first().map(|r| base_name(&r.ty));
            (name.to_string(), Kind::Func, made.filter(|t| exported(t)))
        }
    };
    items.push(Item {
        name,
        line: one_line(header),
        full: header.to_string(),
        comment: comment_above(text, f.span.lo as usize),
        kind,
        owner,
    });
}

/// The name in `T`, `*T`, `T[P]`.
fn base_name(e: &Expr) -> String {
    match &e.unparen().kind {
        ExprKind::Star(x) => base_name(x),
        ExprKind::Index(i) => base_name(&i.x),
        _ => e
            .as_name()
            .map_or(String::new(), |n| n.as_str().to_string()),
    }
}

/// The first line of a declaration, with `…` for the rest.
fn one_line(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    match (lines.next(), first.ends_with('{')) {
        (None, _) => first.to_string(),
        (Some(_), true) => format!("{first} ... }}"),
        (Some(_), false) => format!("{first} ..."),
    }
}

/// The line comments right above the line of byte `at`, without their slashes.
fn comment_above(text: &str, at: usize) -> String {
    let start = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let mut lines = Vec::new();
    for line in text[..start].lines().rev() {
        let Some(c) = line.trim_start().strip_prefix("//") else {
            break;
        };
        if !c.starts_with("minigo:") && !c.starts_with("go:") {
            lines.push(c.strip_prefix(' ').unwrap_or(c));
        }
    }
    lines.reverse();
    lines.join("\n")
}

fn indented(text: &str, by: &str, out: &mut String) {
    for line in text.lines() {
        let _ = match line.is_empty() {
            true => writeln!(out),
            false => writeln!(out, "{by}{line}"),
        };
    }
}

fn overview(d: &Docs) -> String {
    let mut out = format!("package {} // import \"{}\"\n\n", d.name, d.path);
    if !d.comment.is_empty() {
        let _ = writeln!(out, "{}\n", d.comment);
    }
    let (mut last, mut shown) = (None, "");
    for i in &d.items {
        let owned = i.owner.is_some();
        if i.kind == Kind::Method || i.kind == Kind::Func && owned || i.line == shown {
            continue;
        }
        if last.is_some_and(|k| k != i.kind) {
            out.push('\n');
        }
        last = Some(i.kind);
        shown = &i.line;
        let _ = writeln!(out, "{}", i.line);
        if i.kind == Kind::Type {
            for m in d.items.iter().filter(|m| m.owner.as_ref() == Some(&i.name)) {
                let _ = writeln!(out, "    {}", m.line);
            }
        }
    }
    out
}

/// A struct type's declaration with one comment in place of the fields that only its package sees.
fn without_private_fields(full: &str) -> String {
    let mut lines = full.lines();
    let head = lines.next().unwrap_or_default();
    if !head.ends_with("struct {") {
        return full.to_string();
    }
    let mut out = format!("{head}\n");
    // Comments belong to the field below them; what is in braces to the field that opens them.
    let (mut comments, mut depth, mut keep, mut dropped) = (String::new(), 1i32, true, false);
    for line in lines {
        let code = line.split("//").next().unwrap_or_default().trim();
        if depth == 1 && code.is_empty() {
            comments += &format!("{line}\n");
            continue;
        }
        if depth == 1 && code == "}" {
            if dropped {
                out += "\t// and fields of its own\n";
            }
            out += line;
            break;
        }
        if depth == 1 {
            let exported = |n: &str| {
                n.trim()
                    .trim_start_matches('*')
                    .starts_with(char::is_uppercase)
            };
            let field = code.split(' ').next().unwrap_or_default();
            // Several names before one type, or an embedded type by its last name.
            keep = match code.split_once(", ") {
                Some(_) => code.split(", ").any(exported),
                None => exported(field.rsplit('.').next().unwrap_or_default()),
            };
            dropped |= !keep;
            if keep {
                out += &comments;
            }
            comments.clear();
        }
        depth += code.matches('{').count() as i32 - code.matches('}').count() as i32;
        if keep {
            out += &format!("{line}\n");
        }
    }
    out
}

fn detail(d: &Docs, name: &str) -> Option<String> {
    let found = d
        .items
        .iter()
        .find(|i| i.name == name)
        .or_else(|| d.items.iter().find(|i| i.name.eq_ignore_ascii_case(name)))?;
    let mut out = format!(
        "package {} // import \"{}\"\n\n{}\n",
        d.name,
        d.path,
        without_private_fields(&found.full)
    );
    indented(&found.comment, "    ", &mut out);
    if found.kind == Kind::Type {
        let mut methods = d
            .items
            .iter()
            .filter(|m| m.owner.as_ref() == Some(&found.name));
        if let Some(first) = methods.next() {
            let _ = writeln!(out, "\n{}", first.line);
            for m in methods {
                let _ = writeln!(out, "{}", m.line);
            }
        }
    }
    Some(out)
}
