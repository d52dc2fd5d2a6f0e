//! Parsing a file or a body: scan, run the generated parser, and after a syntax error cut out the broken stretch
//! (`recover`) and run it again from the declaration the error is in.
//!
//! Why not the generator's own recovery: it drops tokens until some state can go on, knows neither lines nor
//! brackets, and so skips too much or reports what follows from the first mistake. Cutting at statement boundaries
//! keeps the grammar free of it; only texts with errors pay for the extra runs.

use lalrpop_util::ParseError;

use crate::actions::Actions;
use crate::grammar::{BodyParser, TopDeclsParser};
use crate::nodes::{Decl, Directive, File, FuncBody, Ident, NodeIds, Symbol};
use crate::recover::{self, Found};
use crate::scanner::{self, Scanned};
use crate::source::{FileId, LineTable, Span};
use crate::tokens::{Tok, Token};
use crate::{Options, SyntaxError};

/// Runs of the parser over one file after which it gives up looking for more errors.
const MAX_RUNS: usize = 200;
/// Tokens read again after errors in one file before it gives up.
const MAX_REREAD: usize = 20_000_000;

/// Parses a file. Errors stand in the order of the text, at most one a line.
pub fn parse_file(
    file: FileId,
    text: &str,
    ids: &mut NodeIds,
    options: Options,
) -> (File, Vec<SyntaxError>) {
    let span = Span::new(file, 0, text.len() as u32);
    let package = Ident {
        id: ids.fresh(),
        name: Symbol::EMPTY,
        span: span.start(),
    };
    let mut out = File {
        id: file,
        span,
        package,
        decls: Vec::new(),
    };
    let scanned = scanner::scan(file, text, 0, text.len(), options.lazy_bodies);
    let mut run = match Run::new(file, text, ids, scanned) {
        Ok(run) => run,
        Err(errors) => return (out, errors),
    };
    match run.package_clause() {
        Ok((name, span)) => {
            out.package.name = name;
            out.package.span = span;
            run.top_decls(3);
            out.decls = std::mem::take(&mut run.decls);
        }
        Err(error) => run.errors.push(error),
    }
    (out, run.finish())
}

/// Parses the one declaration in `text[lo..hi]`, without the bodies of functions; `text` is the whole file's. `None` if
/// it is none, or wrong.
pub fn parse_decl(
    file: FileId,
    text: &str,
    (lo, hi): (u32, u32),
    ids: &mut NodeIds,
) -> Option<Decl> {
    let scanned = scanner::scan(file, text, lo as usize, hi as usize, true);
    let mut run = Run::new(file, text, ids, scanned).ok()?;
    run.top_decls(0);
    let decl = run.decls.pop();
    if run.errors.is_empty() { decl } else { None }
}

/// Parses the body of a function of a file that was parsed with `lazy_bodies`; `text` is the whole file's. Afterwards
/// `body.block()` is there. Does nothing if it was parsed already.
pub fn parse_body(text: &str, body: &FuncBody, ids: &mut NodeIds) -> Vec<SyntaxError> {
    if body.block().is_some() {
        return Vec::new();
    }
    let span = body.span;
    let mut scanned = scanner::scan(span.file, text, span.lo as usize, span.hi as usize, false);
    // The brace ends a line, but the block's grammar knows no semicolon after itself.
    let last = scanned.tokens.len().saturating_sub(2);
    if matches!(scanned.tokens.get(last), Some(t) if matches!(t.tok, Tok::Semi(_))) {
        scanned.tokens.remove(last);
    }
    let empty = crate::nodes::Block {
        span,
        stmts: Vec::new(),
    };
    match Run::new(span.file, text, ids, scanned) {
        Ok(mut run) => {
            let block = run.body().unwrap_or(empty);
            let _ = body.block.set(block);
            run.finish()
        }
        Err(errors) => {
            let _ = body.block.set(empty);
            errors
        }
    }
}

/// The state of one file over the runs of the parser.
pub(crate) struct Run<'t> {
    file: FileId,
    text: &'t str,
    ids: &'t mut NodeIds,
    tokens: Vec<Token>,
    bad: Vec<u32>,
    directives: Vec<(u32, Directive)>,
    pub(crate) decls: Vec<Decl>,
    errors: Vec<SyntaxError>,
    /// Errors that are reported here only if the file's types are not going to be checked.
    soft: Vec<SyntaxError>,
    open_blocks: Vec<u32>,
    /// Whether the last declaration seen is a function without a body.
    bodiless: bool,
}

/// How a run ended.
enum Outcome<T> {
    Done(T),
    /// At the token of this index; the grammar wanted one of the others.
    Error(usize, Vec<String>),
}

impl<'t> Run<'t> {
    pub(crate) fn new(
        file: FileId,
        text: &'t str,
        ids: &'t mut NodeIds,
        scanned: Scanned,
    ) -> Result<Run<'t>, Vec<SyntaxError>> {
        let Scanned {
            mut tokens,
            mut errors,
            bad,
            directives,
        } = scanned;
        if let Err(at) = scanner::prepare(&mut tokens) {
            errors.retain(|e| e.span.lo < at);
            errors.push(SyntaxError::syntax(
                Span::new(file, at, at),
                "nesting too deep",
            ));
            return Err(sorted(text, errors));
        }
        Ok(Run {
            file,
            text,
            ids,
            tokens,
            bad,
            directives,
            decls: Vec::new(),
            errors,
            soft: Vec::new(),
            open_blocks: Vec::new(),
            bodiless: false,
        })
    }

    /// Runs the generated parser `parse` over the tokens from `from`; says where the next run has to begin.
    fn once<T>(
        &mut self,
        from: usize,
        parse: impl FnOnce(
            &mut Actions<'_>,
            &mut dyn Iterator<Item = Result<(u32, Tok, u32), ()>>,
        ) -> Result<T, ParseError<u32, Tok, ()>>,
    ) -> (Outcome<T>, usize) {
        let tokens = &self.tokens[from..self.tokens.len() - 1];
        let mut cx = Actions {
            file: self.file,
            text: self.text,
            tokens: &self.tokens[from..],
            ids: self.ids,
            bad: &self.bad,
            directives: &self.directives,
            errors: std::mem::take(&mut self.errors),
            soft: std::mem::take(&mut self.soft),
            decls: std::mem::take(&mut self.decls),
            done: (0, 0),
            open_blocks: Vec::new(),
        };
        let before = cx.decls.len();
        cx.done.0 = before;
        let result = parse(&mut cx, &mut tokens.iter().map(|t| Ok((t.lo, t.tok, t.hi))));
        let (decls, end) = cx.done;
        self.errors = cx.errors;
        self.soft = cx.soft;
        self.decls = cx.decls;
        self.open_blocks = cx.open_blocks;
        let (at, expected) = match result {
            Ok(value) => return (Outcome::Done(value), from),
            Err(ParseError::UnrecognizedToken {
                token: (lo, tok, _),
                expected,
            }) => {
                let i = self.tokens.partition_point(|t| t.lo < lo);
                let i = (i..self.tokens.len())
                    .find(|&i| self.tokens[i].tok == tok)
                    .unwrap_or(i);
                (i, expected)
            }
            Err(ParseError::UnrecognizedEof { expected, .. }) => (self.tokens.len() - 1, expected),
            Err(_) => (self.tokens.len() - 1, Vec::new()),
        };
        self.bodiless = matches!(self.decls.last(), Some(Decl::Func(f)) if f.body.is_none());
        self.decls.truncate(decls);
        let next = if decls > before {
            self.tokens.partition_point(|t| t.lo < end)
        } else {
            from
        };
        (Outcome::Error(at, expected), next)
    }

    /// Takes note of the error at token `at` and mends the tokens; `None` if there is no use in going on.
    fn mend(&mut self, from: usize, at: usize, expected: &[String]) -> Option<usize> {
        let found = Found {
            text: self.text,
            from,
            at,
            expected,
            open_blocks: &self.open_blocks,
            bodiless: self.bodiless,
        };
        let follows = if self.tokens[at].tok == Tok::Eof {
            // After any other error the end says nothing new. If the rest is sound, it is checked.
            if !self.errors.is_empty() {
                let sound = !self.errors.iter().any(|e| e.blocks_checking);
                let closed = sound && recover::close(&mut self.tokens, from);
                return closed.then_some(from);
            }
            false
        } else {
            found.follows(&self.tokens, &self.errors)
        };
        if !follows {
            let (lo, message) = found.message(&self.tokens);
            let note = found.note(&self.tokens, &message);
            let span = Span::new(self.file, lo, self.tokens[at].hi.max(lo));
            let error = SyntaxError::syntax(span, &message);
            self.errors.push(SyntaxError { note, ..error });
        }
        recover::mend(&mut self.tokens, &found)
    }

    pub(crate) fn top_decls(&mut self, from: usize) {
        let mut from = from;
        let mut reread = 0;
        for _ in 0..MAX_RUNS {
            let (outcome, next) =
                self.once(from, |cx, tokens| TopDeclsParser::new().parse(cx, tokens));
            let Outcome::Error(at, expected) = outcome else {
                return;
            };
            reread += at - next;
            from = match self.mend(next, at, &expected) {
                Some(from) if reread < MAX_REREAD => from,
                _ => return,
            };
        }
    }

    fn body(&mut self) -> Option<crate::nodes::Block> {
        for _ in 0..MAX_RUNS {
            let (outcome, _) = self.once(0, |cx, tokens| BodyParser::new().parse(cx, tokens));
            let (at, expected) = match outcome {
                Outcome::Done(block) => return Some(block),
                Outcome::Error(at, expected) => (at, expected),
            };
            if self.mend(0, at, &expected) != Some(0) {
                return None;
            }
        }
        None
    }

    /// PackageClause = "package" PackageName ";" .
    fn package_clause(&self) -> Result<(Symbol, Span), SyntaxError> {
        let at = |i: usize| {
            self.tokens
                .get(i)
                .copied()
                .unwrap_or(self.tokens[self.tokens.len() - 1])
        };
        let span = |t: Token| Span::new(self.file, t.lo, t.hi);
        let fail = |t: Token, message: &str| Err(SyntaxError::syntax(span(t).start(), message));
        let describe = |t: Token| t.tok.describe(span(t).text(self.text));
        if at(0).tok != Tok::Package {
            return fail(at(0), "package statement must be first");
        }
        let Tok::Name(name) = at(1).tok else {
            return fail(
                at(1),
                &format!("unexpected {}, expected name", describe(at(1))),
            );
        };
        if !matches!(at(2).tok, Tok::Semi(_)) {
            return fail(
                at(2),
                &format!("unexpected {} after package clause", describe(at(2))),
            );
        }
        Ok((name, span(at(1))))
    }

    pub(crate) fn finish(self) -> Vec<SyntaxError> {
        let mut errors = self.errors;
        if errors.iter().any(|e| e.blocks_checking) {
            errors.extend(self.soft);
        }
        sorted(self.text, errors)
    }
}

/// In the order of the text, of those of the grammar one a line and none after the scanner's, which is its reason.
fn sorted(text: &str, mut errors: Vec<SyntaxError>) -> Vec<SyntaxError> {
    if errors.is_empty() {
        return errors;
    }
    let lines = LineTable::new(text);
    errors.sort_by_key(|e| (lines.line(e.span.lo), e.blocks_checking, e.span.lo));
    let mut kept: Vec<SyntaxError> = Vec::with_capacity(errors.len());
    for e in errors {
        let line = lines.line(e.span.lo);
        let mut earlier = kept
            .iter_mut()
            .rev()
            .take_while(|k| lines.line(k.span.lo) == line);
        let told = match e.blocks_checking {
            true => earlier.next(),
            false => earlier.find(|k| k.message == e.message),
        };
        match told {
            Some(k) => k.blocks_checking |= e.blocks_checking,
            None => kept.push(e),
        }
    }
    kept
}
