//! Interactive input: declarations, statements and expressions that stand beside each other, without a package clause.
//!
//! [`split`] cuts a text into its pieces at the semicolons outside brackets and says whether it is finished;
//! [`parse_pieces`] makes a file of some of them: declarations stay what they are, statements become the body of one
//! function. Spans are those of the text, so that messages point into what was typed; what has no text (the function
//! around the statements) has empty spans.

use crate::SyntaxError;
use crate::nodes::{Decl, File, Group, Ident, NodeIds, StmtKind, Symbol, VarSpec};
use crate::parse::Run;
use crate::scanner::{self, Scanned};
use crate::source::{FileId, Span};
use crate::tokens::{Semi, Tok, Token};

/// What a piece is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PieceKind {
    /// `package name`
    Package,
    /// `import …`
    Import,
    /// `func name…`, `func (r T) name…`, `type …`
    Decl,
    /// `var …`, `const …`
    Value,
    /// Everything else.
    Stmt,
}

/// A stretch of the text, without the semicolon that ends it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// First byte.
    pub lo: u32,
    /// One past the last byte.
    pub hi: u32,
}

/// A text cut into pieces.
#[derive(Debug, Default)]
pub struct Split {
    /// The pieces in order.
    pub pieces: Vec<Piece>,
    /// The text ends inside brackets, a comment, a raw string or behind an operator: more is to come.
    pub unfinished: bool,
    /// Brackets open at the end.
    pub depth: u32,
}

/// Cuts a text into pieces.
pub fn split(text: &str) -> Split {
    let scanned = scanner::scan(FileId(0), text, 0, text.len(), false);
    let tokens = &scanned.tokens;
    let mut out = Split::default();
    let (mut depth, mut first) = (0u32, 0);
    // Between `for`, `if` or `switch` and its block, where semicolons separate clauses; functions written there.
    let (mut header, mut literals) = (false, 0u32);
    for (i, t) in tokens.iter().enumerate() {
        if depth == 0 {
            match t.tok {
                Tok::For | Tok::If | Tok::Switch => header = true,
                Tok::Func if header => literals += 1,
                Tok::LBrace
                    if i > 0 && matches!(tokens[i - 1].tok, Tok::Struct | Tok::Interface) => {}
                Tok::LBrace if literals > 0 => literals -= 1,
                Tok::LBrace | Tok::Semi(Semi::Newline | Semi::Eof) => {
                    (header, literals) = (false, 0)
                }
                _ => {}
            }
        }
        match t.tok {
            Tok::LParen | Tok::LBrack | Tok::LBrace => depth += 1,
            Tok::RParen | Tok::RBrack | Tok::RBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends = t.tok == Tok::Eof || depth == 0 && !header && matches!(t.tok, Tok::Semi(_));
        if !ends {
            continue;
        }
        if i > first {
            out.pieces.push(Piece {
                kind: kind_of(&tokens[first..i]),
                lo: tokens[first].lo,
                hi: tokens[i - 1].hi,
            });
        }
        first = i + 1;
    }
    out.depth = depth;
    let last = tokens.iter().rev().nth(1).map(|t| t.tok);
    let open_end = last.is_some_and(|t| !t.ends_line() && !matches!(t, Tok::Semi(_)));
    let open_text = scanned.errors.iter().any(|e| {
        e.message == "comment not terminated"
            || e.message == "string not terminated" && text[e.span.lo as usize..].starts_with('`')
    });
    out.unfinished = depth > 0 || open_end || open_text;
    out
}

fn kind_of(tokens: &[Token]) -> PieceKind {
    let at = |i: usize| tokens.get(i).map_or(Tok::Eof, |t| t.tok);
    match at(0) {
        Tok::Package => PieceKind::Package,
        Tok::Import => PieceKind::Import,
        Tok::Type => PieceKind::Decl,
        Tok::Var | Tok::Const => PieceKind::Value,
        Tok::Func if matches!(at(1), Tok::Name(_)) => PieceKind::Decl,
        Tok::Func => {
            // A receiver is followed by a name and its parameters, a literal's parameters by a type and a brace.
            let mut depth = 0;
            for (i, t) in tokens.iter().enumerate().skip(1) {
                match t.tok {
                    Tok::LParen => depth += 1,
                    Tok::RParen => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    let method = matches!(at(i + 1), Tok::Name(_))
                        && matches!(at(i + 2), Tok::LParen | Tok::LBrack);
                    return if method {
                        PieceKind::Decl
                    } else {
                        PieceKind::Stmt
                    };
                }
            }
            PieceKind::Stmt
        }
        _ => PieceKind::Stmt,
    }
}

/// How statements are taken.
#[derive(Clone, Copy, Debug)]
pub struct Wrap {
    /// Name of the function that holds the statements.
    pub func: Symbol,
    /// `a := b` declares package-level variables (only in a piece by itself).
    pub globals: bool,
    /// The expression that is the only statement becomes the argument of a call of this function.
    pub show: Option<Symbol>,
    /// `var` and `const` are statements, in their order with the others.
    pub local_values: bool,
}

/// A file of package `main` made of these pieces, and the syntax errors in them.
pub fn parse_pieces(
    file: FileId,
    text: &str,
    ids: &mut NodeIds,
    pieces: &[Piece],
    wrap: Wrap,
) -> (File, Vec<SyntaxError>) {
    let span = Span::new(file, 0, text.len() as u32);
    let mut out = File {
        id: file,
        span,
        package: Ident {
            id: ids.fresh(),
            name: Symbol::MAIN,
            span: span.start(),
        },
        decls: Vec::new(),
    };
    let mut scanned = scanner::scan(file, text, 0, text.len(), false);
    let all = std::mem::take(&mut scanned.tokens);
    let is_stmt = |p: &Piece| match p.kind {
        PieceKind::Stmt => true,
        PieceKind::Value => wrap.local_values,
        _ => false,
    };
    let mut decls = Vec::new();
    let mut stmts = Vec::new();
    for p in pieces.iter().filter(|p| p.kind != PieceKind::Package) {
        let to = if is_stmt(p) { &mut stmts } else { &mut decls };
        let from = all.partition_point(|t| t.lo < p.lo);
        let end = all.partition_point(|t| t.lo < p.hi);
        to.extend_from_slice(&all[from..end]);
        to.push(Token {
            tok: Tok::Semi(Semi::Newline),
            lo: p.hi,
            hi: p.hi,
        });
    }
    let in_pieces = |at: u32| pieces.iter().any(|p| p.lo <= at && at <= p.hi);
    scanned.errors.retain(|e| in_pieces(e.span.lo));
    let mut errors = Vec::new();
    if !decls.is_empty() {
        let errs = std::mem::take(&mut scanned.errors);
        run(
            file,
            text,
            ids,
            (decls, errs, &scanned),
            &mut out,
            &mut errors,
        );
    }
    if !stmts.is_empty() {
        let tokens = function(stmts, wrap);
        let errs = std::mem::take(&mut scanned.errors);
        run(
            file,
            text,
            ids,
            (tokens, errs, &scanned),
            &mut out,
            &mut errors,
        );
        if wrap.globals {
            lift_variables(&mut out);
        }
    }
    errors.sort_by_key(|e| e.span.lo);
    (out, errors)
}

/// The statements as the body of a function.
fn function(stmts: Vec<Token>, wrap: Wrap) -> Vec<Token> {
    let (lo, hi) = (stmts[0].lo, stmts[stmts.len() - 1].hi);
    let before = |tok| Token { tok, lo, hi: lo };
    let after = |tok| Token { tok, lo: hi, hi };
    let mut out = vec![
        before(Tok::Func),
        before(Tok::Name(wrap.func)),
        before(Tok::LParen),
        before(Tok::RParen),
        before(Tok::LBrace),
    ];
    match wrap.show {
        Some(show) => {
            out.push(before(Tok::Name(show)));
            out.push(before(Tok::LParen));
            let n = stmts.len() - 1;
            out.extend_from_slice(&stmts[..n]);
            out.push(after(Tok::RParen));
            out.push(stmts[n]);
        }
        None => out.extend(stmts),
    }
    out.push(after(Tok::RBrace));
    out.push(after(Tok::Semi(Semi::Newline)));
    out
}

/// Parses the declarations that `tokens` are and adds them to `out`.
fn run(
    file: FileId,
    text: &str,
    ids: &mut NodeIds,
    (mut tokens, errs, rest): (Vec<Token>, Vec<SyntaxError>, &Scanned),
    out: &mut File,
    errors: &mut Vec<SyntaxError>,
) {
    let end = tokens.last().map_or(0, |t| t.hi);
    tokens.push(Token {
        tok: Tok::Eof,
        lo: end,
        hi: end,
    });
    let scanned = Scanned {
        tokens,
        errors: errs,
        bad: rest.bad.clone(),
        directives: rest.directives.clone(),
    };
    match Run::new(file, text, ids, scanned) {
        Ok(mut run) => {
            run.top_decls(0);
            out.decls.append(&mut run.decls);
            errors.extend(run.finish());
        }
        Err(e) => errors.extend(e),
    }
}

/// Whether the only statement of the function that [`parse_pieces`] made is an expression.
pub fn is_expression(file: &File) -> bool {
    matches!(only_statement(file), Some(StmtKind::Expr(_)))
}

fn only_statement(file: &File) -> Option<&StmtKind> {
    let [Decl::Func(f)] = file.decls.as_slice() else {
        return None;
    };
    match f.body.as_ref()?.block()?.stmts.as_slice() {
        [s] => Some(&s.kind),
        _ => None,
    }
}

/// Turns the file's function into a variable declaration if `a, b := c` is all there is in it.
fn lift_variables(file: &mut File) {
    let names = |lhs: &[crate::nodes::Expr]| -> Option<Vec<Ident>> {
        lhs.iter()
            .map(|e| {
                e.as_name().map(|name| Ident {
                    id: e.id,
                    name,
                    span: e.span,
                })
            })
            .collect()
    };
    let Some(StmtKind::Define(d)) = only_statement(file) else {
        return;
    };
    let Some(names) = names(&d.lhs) else { return };
    let Some(Decl::Func(mut f)) = file.decls.pop() else {
        return;
    };
    let block = f.body.as_mut().and_then(|b| b.block.take());
    let Some(stmt) = block.and_then(|mut b| b.stmts.pop()) else {
        return;
    };
    let span = stmt.span;
    if let StmtKind::Define(d) = stmt.kind {
        file.decls.push(Decl::Var(Group {
            span,
            grouped: false,
            specs: vec![VarSpec {
                span,
                names,
                ty: None,
                values: d.rhs,
            }],
        }));
    }
}

/// What a stretch of source text is, for colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Colour {
    Keyword,
    Literal,
    String,
    Comment,
}

/// The coloured stretches of a text, in order; what is not listed is plain.
pub fn colours(text: &str) -> Vec<(std::ops::Range<usize>, Colour)> {
    let scanned = scanner::scan(FileId(0), text, 0, text.len(), false);
    let mut out = Vec::new();
    let mut at = 0;
    for t in &scanned.tokens {
        let (lo, hi) = (t.lo as usize, (t.hi as usize).min(text.len()));
        if let Some(gap) = text.get(at..lo.min(text.len()))
            && let Some(start) = gap.find("//").into_iter().chain(gap.find("/*")).min()
        {
            out.push((at + start..lo.min(text.len()), Colour::Comment));
        }
        let colour = match t.tok {
            Tok::Str => Some(Colour::String),
            Tok::Lit(_) if text[lo..].starts_with('\'') => Some(Colour::String),
            Tok::Lit(_) => Some(Colour::Literal),
            tok if tok.is_keyword() || matches!(tok, Tok::ChanSend | Tok::ChanRecv) => {
                Some(Colour::Keyword)
            }
            _ => None,
        };
        if let Some(c) = colour
            && lo < hi
        {
            out.push((lo..hi, c));
        }
        at = at.max(hi);
    }
    out
}
