//! From text to tokens: the callbacks behind the logos table in `tokens.rs`, and the pass over its output that
//! inserts semicolons as Go's scanner does.
//!
//! What it leaves: a vector that ends in `Tok::Eof`; no comments, no newlines, no stray characters; tokens in order
//! and on character boundaries. A malformed literal is one token (listed in `bad`) and one error.
//!
//! Departures from Go's scanner: a semicolon made by a newline stands at the newline even when a comment comes
//! before it; literals are only delimited and checked here, decoded by the parser's actions.

use logos::{Filter, Lexer, Logos, Skip};

use crate::SyntaxError;
use crate::nodes::Directive;
use crate::source::{FileId, Span};
use crate::symbol::Symbol;
use crate::tokens::{Semi, Tok, Token};

mod literals;
mod prepare;

pub(crate) use literals::{fraction, number, raw_string, rune, string};
pub(crate) use prepare::prepare;

/// What the callbacks leave beside the tokens.
#[derive(Default)]
pub(crate) struct Extras {
    /// Message and offset of each mistake.
    errors: Vec<(u32, String)>,
    /// Starts of literals that are malformed.
    bad: Vec<u32>,
    /// The directive comment last seen, if no token came after it.
    directive: Option<Directive>,
}

impl Extras {
    fn error(&mut self, at: usize, message: impl Into<String>) {
        self.errors.push((at as u32, message.into()));
    }
}

/// A scanned file.
pub(crate) struct Scanned {
    /// The tokens, the last being `Eof`.
    pub(crate) tokens: Vec<Token>,
    /// The scanner's errors in order.
    pub(crate) errors: Vec<SyntaxError>,
    /// Starts of malformed literals, ascending.
    pub(crate) bad: Vec<u32>,
    /// Starts of `func` keywords right below a directive, ascending.
    pub(crate) directives: Vec<(u32, Directive)>,
}

/// Scans `text[from..to]`; offsets are those of the whole text.
pub(crate) fn scan(file: FileId, text: &str, from: usize, to: usize, lazy_bodies: bool) -> Scanned {
    let part = text.get(..to).unwrap_or(text);
    let mut lexer = Tok::lexer(part);
    lexer.bump(from);
    if from == 0 && part.starts_with('\u{FEFF}') {
        lexer.bump(3);
    }
    // `#!/usr/bin/env minigo`
    if from == 0 && part.starts_with("#!") {
        lexer.bump(part.find('\n').unwrap_or(part.len()));
    }
    let mut out = Scanned {
        tokens: Vec::with_capacity((to - from) / 4 + 8),
        errors: Vec::new(),
        bad: Vec::new(),
        directives: Vec::new(),
    };
    let mut header = lazy_bodies.then(Header::default);
    let mut ends_line = false;
    while let Some(result) = lexer.next() {
        let span = lexer.span();
        let (lo, mut hi) = (span.start as u32, span.end as u32);
        let mut tok = match result {
            Ok(tok) => tok,
            Err(()) => continue,
        };
        if tok == Tok::Nothing {
            continue;
        }
        if matches!(tok, Tok::Semi(Semi::Newline | Semi::Eof)) {
            if ends_line {
                out.tokens.push(Token {
                    tok: Tok::Semi(Semi::Newline),
                    lo,
                    hi: lo + 1,
                });
                ends_line = false;
                if let Some(h) = &mut header {
                    h.see(Tok::Semi(Semi::Newline));
                }
            }
            continue;
        }
        if tok.is_keyword() && !part[hi as usize..].is_char_boundary_ascii() {
            // A keyword's letters begin a longer name that goes on in other alphabets.
            tok = Tok::Name(extend_name(&mut lexer));
            hi = lexer.span().end as u32;
        }
        match tok {
            Tok::Arrow | Tok::Chan => {
                if let Some(last) = out.tokens.last_mut() {
                    let merged = match (last.tok, tok) {
                        (Tok::Chan, Tok::Arrow) => Some(Tok::ChanSend),
                        (Tok::Arrow, Tok::Chan) => Some(Tok::ChanRecv),
                        _ => None,
                    };
                    if let Some(merged) = merged {
                        last.tok = merged;
                        last.hi = hi;
                        continue;
                    }
                }
            }
            Tok::Func => {
                if let Some(d) = lexer.extras.directive.take() {
                    out.directives.push((lo, d));
                }
            }
            Tok::LBrace => {
                if let Some(h) = &mut header
                    && h.opens_body()
                    && let Some(len) = skip_braces(&part.as_bytes()[lo as usize..])
                {
                    lexer.bump(len - 1);
                    tok = Tok::LazyBody;
                    hi = lo + len as u32;
                }
            }
            _ => {}
        }
        lexer.extras.directive = None;
        if let Some(h) = &mut header {
            h.see(tok);
        }
        ends_line = tok.ends_line();
        out.tokens.push(Token { tok, lo, hi });
    }
    let end = part.len() as u32;
    if ends_line {
        out.tokens.push(Token {
            tok: Tok::Semi(Semi::Eof),
            lo: end,
            hi: end,
        });
    }
    out.tokens.push(Token {
        tok: Tok::Eof,
        lo: end,
        hi: end,
    });
    let mut extras = lexer.extras;
    if from == 0 {
        for (at, _) in part.match_indices('\u{FEFF}').filter(|&(at, _)| at > 0) {
            extras.error(at, "invalid BOM in the middle of the file");
        }
    }
    out.errors = extras
        .errors
        .into_iter()
        .map(|(at, message)| SyntaxError::other(Span::new(file, at, at), message))
        .collect();
    out.bad = extras.bad;
    out
}

trait NextAscii {
    /// Whether the text is empty or starts with an ASCII character.
    fn is_char_boundary_ascii(&self) -> bool;
}

impl NextAscii for str {
    fn is_char_boundary_ascii(&self) -> bool {
        self.as_bytes().first().is_none_or(u8::is_ascii)
    }
}

// ---- Function headers at top level, for lazy bodies ----

/// Follows the tokens of top-level declarations to know the `{` that opens a function's body.
#[derive(Default)]
struct Header {
    depth: u32,
    in_func: bool,
    /// Whether the next token begins a declaration.
    decl_start: bool,
    last_type: bool,
}

impl Header {
    fn opens_body(&self) -> bool {
        self.in_func && self.depth == 0 && !self.last_type
    }

    fn see(&mut self, tok: Tok) {
        match tok {
            Tok::LParen | Tok::LBrack | Tok::LBrace => self.depth += 1,
            Tok::RParen | Tok::RBrack | Tok::RBrace => self.depth = self.depth.saturating_sub(1),
            Tok::Func if self.depth == 0 => self.in_func = self.decl_start,
            Tok::LazyBody => self.in_func = false,
            Tok::Var | Tok::Const | Tok::Type | Tok::Import if self.depth == 0 => {
                self.in_func = false
            }
            Tok::Semi(_) if self.depth == 0 => self.in_func = false,
            _ => {}
        }
        self.last_type = matches!(tok, Tok::Struct | Tok::Interface);
        self.decl_start = self.depth == 0 && matches!(tok, Tok::Semi(_));
    }
}

/// The length of the text from its first byte, a `{`, to the matching `}`; `None` if there is none.
fn skip_braces(text: &[u8]) -> Option<usize> {
    let mut depth = 0usize;
    let mut i = 0;
    while i < text.len() {
        match text[i] {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            quote @ (b'"' | b'\'') => {
                i += 1;
                while *text.get(i)? != quote {
                    match text[i] {
                        b'\\' => i += 1,
                        b'\n' => return None,
                        _ => {}
                    }
                    i += 1;
                }
            }
            b'`' => {
                i += 1;
                while *text.get(i)? != b'`' {
                    i += 1;
                }
            }
            b'/' if text.get(i + 1) == Some(&b'/') => {
                while *text.get(i + 1)? != b'\n' {
                    i += 1;
                }
            }
            b'/' if text.get(i + 1) == Some(&b'*') => {
                i += 2;
                while !(*text.get(i)? == b'*' && text.get(i + 1) == Some(&b'/')) {
                    i += 1;
                }
                i += 1;
            }
            _ => {}
        }
        i += 1;
    }
    None
}

// ---- Names ----

/// The letters and digits of all alphabets; only for names that are not ASCII.
#[derive(Logos, PartialEq, Eq, Debug)]
enum Wide {
    #[regex(r"[\p{L}_]")]
    Letter,
    #[regex(r"\p{Nd}")]
    Digit,
    #[regex(r"[\x00-\x7F]", priority = 1)]
    Ascii,
    #[regex(r"[^\x00-\x7F]", priority = 1)]
    Other,
}

pub(crate) fn name(lexer: &mut Lexer<'_, Tok>) -> Symbol {
    let slice = lexer.slice();
    if slice.is_ascii() && lexer.remainder().is_char_boundary_ascii() {
        return Symbol::intern(slice);
    }
    extend_name(lexer)
}

/// Takes in what follows of a name that holds characters beyond ASCII, and complains of those that do not belong.
fn extend_name(lexer: &mut Lexer<'_, Tok>) -> Symbol {
    let start = lexer.span().start;
    let from_start = &lexer.source()[start..];
    let mut end = 0;
    for (kind, span) in Wide::lexer(from_start).spanned() {
        let c = from_start[span.clone()].chars().next().unwrap_or(' ');
        match kind {
            Ok(Wide::Letter) => {}
            Ok(Wide::Digit) => {
                if end == 0 {
                    lexer.extras.error(
                        start,
                        format!("identifier cannot begin with digit {}", unicode(c)),
                    );
                }
            }
            Ok(Wide::Other) if c == '\u{FEFF}' => {}
            Ok(Wide::Other) => {
                lexer.extras.error(
                    start + span.start,
                    format!("invalid character {} in identifier", unicode(c)),
                );
            }
            _ => break,
        }
        end = span.end;
    }
    let name = &from_start[..end];
    let have = lexer.slice().len();
    if end > have {
        lexer.bump(end - have);
    }
    Symbol::intern(name)
}

/// `U+201C '“'`, as Go writes a character that it refuses.
fn unicode(c: char) -> String {
    if c.is_control() {
        format!("U+{:04X}", c as u32)
    } else {
        format!("U+{:04X} '{c}'", c as u32)
    }
}

pub(crate) fn stray(lexer: &mut Lexer<'_, Tok>) {
    let (at, c) = (
        lexer.span().start,
        lexer.slice().chars().next().unwrap_or('\0'),
    );
    let message = if c == '\0' {
        "invalid NUL character".to_string()
    } else {
        format!("invalid character {}", unicode(c))
    };
    lexer.extras.error(at, message);
}

// ---- Comments ----

pub(crate) fn line_comment(lexer: &mut Lexer<'_, Tok>) -> Skip {
    let rest = lexer.remainder();
    let len = rest.bytes().position(|b| b == b'\n').unwrap_or(rest.len());
    let comment = &rest[..len];
    if comment.contains('\0') {
        let at = lexer.span().end;
        lexer.extras.error(at, "invalid NUL character");
    }
    if let Some(word) = comment.strip_prefix("minigo:") {
        lexer.extras.directive = match word.trim_end() {
            "leaf" => Some(Directive::Leaf),
            "park" => Some(Directive::Park),
            "syscall" => Some(Directive::Syscall),
            _ => lexer.extras.directive,
        };
    }
    lexer.bump(len);
    Skip
}

/// A comment that spans lines acts like a newline.
pub(crate) fn block_comment(lexer: &mut Lexer<'_, Tok>) -> Filter<Semi> {
    let rest = lexer.remainder();
    let len = match rest.find("*/") {
        Some(i) => i + 2,
        None => {
            let at = lexer.span().start;
            lexer.extras.error(at, "comment not terminated");
            rest.len()
        }
    };
    let lines = rest.as_bytes()[..len].contains(&b'\n');
    lexer.bump(len);
    if lines {
        Filter::Emit(Semi::Newline)
    } else {
        Filter::Skip
    }
}
