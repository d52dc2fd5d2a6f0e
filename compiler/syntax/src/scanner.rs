//! From text to tokens: the callbacks behind the logos table in `tokens.rs`, and the pass over its output that
//! inserts semicolons as Go's scanner does.
//!
//! What it leaves: a vector that ends in `Tok::Eof`; no comments, no newlines, no stray characters; tokens in order
//! and on character boundaries. A malformed literal is one token (listed in `bad`) and one error.
//!
//! Departures from Go's scanner: a semicolon made by a newline stands at the newline even when a comment comes
//! before it; literals are only delimited and checked here, decoded by the parser's actions.

use logos::{Filter, Lexer, Logos, Skip};

use crate::nodes::Directive;
use crate::source::{FileId, Span};
use crate::symbol::Symbol;
use crate::tokens::{LitKind, Semi, Tok, Token};
use crate::{MAX_DEPTH, SyntaxError};

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

// ---- Second pass ----

/// Marks the `[` of type parameters, and measures nesting: the offset of the first token that is nested too deep.
///
/// The measure bounds the tree's height: on each level of brackets it counts the tokens that can deepen the tree
/// since the last separator, and sums that up over the levels that are open.
pub(crate) fn prepare(tokens: &mut [Token]) -> Result<(), u32> {
    let mut open: Vec<(u32, Inside)> = Vec::new();
    let (mut here, mut below, mut inside) = (0u32, 0u32, Inside::Other);
    for i in 0..tokens.len() {
        match tokens[i].tok {
            Tok::Name(_) | Tok::Lit(_) | Tok::Str => {}
            Tok::Comma | Tok::Semi(_) | Tok::Case | Tok::Default => here = 0,
            Tok::LParen | Tok::LBrack | Tok::LBrace => {
                let tok = tokens[i].tok;
                if tok == Tok::LBrack && opens_type_params(tokens, i, inside) {
                    tokens[i].tok = Tok::TypeParams;
                }
                here += 1;
                open.push((here, inside));
                below += here;
                here = 0;
                inside = match (i.checked_sub(1).map(|k| tokens[k].tok), tok) {
                    (Some(Tok::Type), Tok::LParen) => Inside::TypeGroup,
                    (Some(Tok::Interface), Tok::LBrace) => Inside::Interface,
                    _ => Inside::Other,
                };
            }
            Tok::RParen | Tok::RBrack | Tok::RBrace => {
                if let Some((h, outer)) = open.pop() {
                    (here, inside) = (h, outer);
                    below -= h;
                }
            }
            _ => {
                here += 1;
            }
        }
        if below + here > MAX_DEPTH {
            return Err(tokens[i].lo);
        }
    }
    Ok(())
}

/// The brackets in which a `[` after a name may open type parameters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    TypeGroup,
    Interface,
    Other,
}

/// Whether the `[` at `i` opens type parameters: `type T [` with a parameter list, not an array's length, or (an
/// error to be reported as such) those of a method in an interface.
fn opens_type_params(tokens: &[Token], i: usize, inside: Inside) -> bool {
    let at = |k: usize| tokens.get(k).map_or(Tok::Eof, |t| t.tok);
    if inside == Inside::Interface && i > 1 && matches!(at(i - 2), Tok::LBrace | Tok::Semi(_)) {
        return matches!(at(i - 1), Tok::Name(_)) && at(after_brackets(tokens, i)) == Tok::LParen;
    }
    let type_group = inside == Inside::TypeGroup;
    if i < 2 || !matches!(at(i - 1), Tok::Name(_)) {
        return false;
    }
    let in_decl =
        at(i - 2) == Tok::Type || type_group && matches!(at(i - 2), Tok::LParen | Tok::Semi(_));
    if !in_decl || !matches!(at(i + 1), Tok::Name(_)) {
        return false;
    }
    match at(i + 2) {
        // `[P Constraint`, `[P, Q`, `[P []E`
        Tok::Name(_)
        | Tok::Comma
        | Tok::LBrack
        | Tok::Interface
        | Tok::Map
        | Tok::Chan
        | Tok::ChanSend => true,
        Tok::ChanRecv | Tok::Func | Tok::Struct | Tok::Tilde => true,
        // `[P *E` or `[N * m`, `[P (E)` or `[f(x)`: a comma, or what can only be a type, decides.
        Tok::Star | Tok::LParen => {
            let mut depth = 0;
            let mut k = i + 2;
            loop {
                match at(k) {
                    Tok::LParen | Tok::LBrack | Tok::LBrace => {
                        let operand = matches!(at(k - 1), Tok::Name(_) | Tok::RParen | Tok::RBrack);
                        if at(k) == Tok::LBrack && !operand {
                            return true;
                        }
                        depth += 1;
                    }
                    Tok::RParen | Tok::RBrack | Tok::RBrace => {
                        if depth == 0 {
                            return false;
                        }
                        depth -= 1;
                    }
                    Tok::Comma if depth == 0 => return true,
                    Tok::Tilde | Tok::Interface | Tok::Map | Tok::Chan | Tok::ChanSend => {
                        return true;
                    }
                    Tok::ChanRecv | Tok::Struct | Tok::Func => return true,
                    Tok::Semi(_) | Tok::Eof => return false,
                    _ => {}
                }
                k += 1;
            }
        }
        _ => false,
    }
}

/// The index after the bracket that closes the one at `i`; the end of the tokens if there is none.
fn after_brackets(tokens: &[Token], i: usize) -> usize {
    let mut depth = 0usize;
    for (k, t) in tokens.iter().enumerate().skip(i) {
        match t.tok {
            Tok::LParen | Tok::LBrack | Tok::LBrace => depth += 1,
            Tok::RParen | Tok::RBrack | Tok::RBrace => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return k + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
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

// ---- Strings and runes ----

fn bad_literal(lexer: &mut Lexer<'_, Tok>) {
    let start = lexer.span().start as u32;
    lexer.extras.bad.push(start);
}

pub(crate) fn string(lexer: &mut Lexer<'_, Tok>) {
    let start = lexer.span().start;
    let bytes = lexer.source().as_bytes();
    let mut i = start + 1;
    let mut ok = true;
    loop {
        match bytes.get(i) {
            Some(b'"') => {
                i += 1;
                break;
            }
            Some(b'\\') => ok &= escape(lexer, &mut i, b'"'),
            Some(b'\n') => {
                lexer.extras.error(i, "newline in string");
                ok = false;
                break;
            }
            Some(0) => {
                lexer.extras.error(i, "invalid NUL character");
                ok = false;
                i += 1;
            }
            Some(_) => i += 1,
            None => {
                lexer.extras.error(start, "string not terminated");
                ok = false;
                break;
            }
        }
    }
    lexer.bump(i - start - 1);
    if !ok {
        bad_literal(lexer);
    }
}

pub(crate) fn raw_string(lexer: &mut Lexer<'_, Tok>) {
    let (start, rest) = (lexer.span().start, lexer.remainder());
    let len = match rest.find('`') {
        Some(i) => i + 1,
        None => {
            lexer.extras.error(start, "string not terminated");
            bad_literal(lexer);
            rest.len()
        }
    };
    if rest.as_bytes()[..len].contains(&0) {
        let at = rest.find('\0').unwrap_or(0);
        lexer.extras.error(start + 1 + at, "invalid NUL character");
    }
    lexer.bump(len);
}

pub(crate) fn rune(lexer: &mut Lexer<'_, Tok>) -> LitKind {
    let start = lexer.span().start;
    let source = lexer.source();
    let bytes = source.as_bytes();
    let mut i = start + 1;
    let (mut ok, mut count) = (true, 0);
    loop {
        match bytes.get(i) {
            Some(b'\'') => {
                if ok && count != 1 {
                    let what = if count == 0 {
                        "empty rune literal or unescaped '"
                    } else {
                        "more than one character in rune literal"
                    };
                    lexer.extras.error(start, what);
                    ok = false;
                }
                i += 1;
                break;
            }
            Some(b'\\') => ok &= escape(lexer, &mut i, b'\''),
            Some(b'\n') => {
                if ok {
                    lexer.extras.error(i, "newline in rune literal");
                    ok = false;
                }
                break;
            }
            Some(0) => {
                lexer.extras.error(i, "invalid NUL character");
                ok = false;
                i += 1;
            }
            Some(_) => i += source[i..].chars().next().map_or(1, char::len_utf8),
            None => {
                if ok {
                    lexer.extras.error(start, "rune literal not terminated");
                    ok = false;
                }
                break;
            }
        }
        count += 1;
    }
    lexer.bump(i - start - 1);
    if !ok {
        bad_literal(lexer);
    }
    LitKind::Rune
}

/// Checks the escape whose backslash is at `*i` and steps past it (past as much as is valid of a wrong one).
fn escape(lexer: &mut Lexer<'_, Tok>, i: &mut usize, quote: u8) -> bool {
    let source = lexer.source();
    let bytes = source.as_bytes();
    *i += 1;
    let (digits, base) = match bytes.get(*i) {
        Some(b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\') => {
            *i += 1;
            return true;
        }
        Some(&c) if c == quote => {
            *i += 1;
            return true;
        }
        Some(b'0'..=b'7') => (3, 8),
        Some(b'x') => (2, 16),
        Some(b'u') => (4, 16),
        Some(b'U') => (8, 16),
        Some(_) => {
            lexer.extras.error(*i, "unknown escape");
            return false;
        }
        None => return true, // the literal's end is missing, which is reported
    };
    if base == 16 {
        *i += 1;
    }
    let mut value = 0u64;
    for _ in 0..digits {
        let Some(c) = source[*i..].chars().next() else {
            return true;
        };
        let Some(d) = c.to_digit(base) else {
            let name = if base == 8 { "octal" } else { "hexadecimal" };
            let shown = if c == '\'' {
                "'\\''".to_string()
            } else {
                format!("{c:?}")
            };
            lexer
                .extras
                .error(*i, format!("invalid character {shown} in {name} escape"));
            return false;
        };
        value = value * u64::from(base) + u64::from(d);
        *i += 1;
    }
    if base == 8 && value > 255 {
        lexer
            .extras
            .error(*i, format!("octal escape value {value} > 255"));
        return false;
    }
    if digits >= 4 && char::from_u32(u32::try_from(value).unwrap_or(u32::MAX)).is_none() {
        lexer.extras.error(
            *i,
            format!("escape is invalid Unicode code point U+{value:04X}"),
        );
        return false;
    }
    true
}

// ---- Numbers ----

pub(crate) fn fraction(lexer: &mut Lexer<'_, Tok>) -> LitKind {
    number_from(lexer, true)
}

pub(crate) fn number(lexer: &mut Lexer<'_, Tok>) -> LitKind {
    number_from(lexer, false)
}

/// A run of digits of one number.
#[derive(Default)]
struct Digits {
    any: bool,
    separators: bool,
    /// The first digit too large for the base.
    invalid: Option<usize>,
}

impl Digits {
    /// Steps over digits and `_`; in a small base any decimal digit is taken, to be complained of later.
    fn take(&mut self, bytes: &[u8], i: &mut usize, base: u32) {
        while let Some(&c) = bytes.get(*i) {
            if c == b'_' {
                self.separators = true;
            } else if c.is_ascii_digit() || base == 16 && c.is_ascii_hexdigit() {
                self.any = true;
                if base < 10 && u32::from(c - b'0') >= base && self.invalid.is_none() {
                    self.invalid = Some(*i);
                }
            } else {
                break;
            }
            *i += 1;
        }
    }
}

fn number_from(lexer: &mut Lexer<'_, Tok>, fraction: bool) -> LitKind {
    let start = lexer.span().start;
    let bytes = lexer.source().as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    // Decimal integers first: most numbers are.
    let mut i = start;
    if !fraction && at(i) != b'0' {
        while at(i).is_ascii_digit() {
            i += 1;
        }
        if !matches!(at(i), b'.' | b'_' | b'e' | b'E' | b'p' | b'P' | b'i') {
            lexer.bump(i - start - 1);
            return LitKind::Int;
        }
        i = start;
    }
    let mut error: Option<(usize, String)> = None;
    let mut fail = |at: usize, message: String| {
        error.get_or_insert((at, message));
    };
    let (mut kind, mut base, mut prefix) = (LitKind::Int, 10, 0u8);
    let mut digits = Digits::default();
    let mut point = false;
    if fraction {
        i += 1;
        point = true;
    } else {
        if at(i) == b'0' {
            i += 1;
            (base, prefix) = match at(i) | 0x20 {
                b'x' => (16, b'x'),
                b'o' => (8, b'o'),
                b'b' => (2, b'b'),
                _ => (8, b'0'),
            };
            if prefix == b'0' {
                digits.any = true;
            } else {
                i += 1;
            }
        }
        digits.take(bytes, &mut i, base);
        if at(i) == b'.' {
            if matches!(prefix, b'o' | b'b') {
                fail(
                    i,
                    format!("invalid radix point in {} literal", base_name(base)),
                );
            }
            i += 1;
            point = true;
        }
    }
    if point {
        kind = LitKind::Float;
        digits.take(bytes, &mut i, base);
    }
    if !digits.any {
        fail(i, format!("{} literal has no digits", base_name(base)));
    }
    let exponent = at(i) | 0x20;
    if matches!(exponent, b'e' | b'p') {
        if exponent == b'e' && !matches!(prefix, 0 | b'0') {
            fail(
                i,
                format!("'{}' exponent requires decimal mantissa", at(i) as char),
            );
        } else if exponent == b'p' && prefix != b'x' {
            fail(
                i,
                format!("'{}' exponent requires hexadecimal mantissa", at(i) as char),
            );
        }
        i += 1;
        kind = LitKind::Float;
        if matches!(at(i), b'+' | b'-') {
            i += 1;
        }
        digits.any = false;
        digits.take(bytes, &mut i, 10);
        if !digits.any {
            fail(i, "exponent has no digits".into());
        }
    } else if prefix == b'x' && kind == LitKind::Float {
        fail(i, "hexadecimal mantissa requires a 'p' exponent".into());
    }
    if at(i) == b'i' {
        kind = LitKind::Imag;
        i += 1;
    }
    if let (LitKind::Int, Some(k)) = (kind, digits.invalid) {
        fail(
            k,
            format!(
                "invalid digit '{}' in {} literal",
                at(k) as char,
                base_name(base)
            ),
        );
    }
    if digits.separators
        && let Some(k) = invalid_separator(&bytes[start..i])
    {
        fail(start + k, "'_' must separate successive digits".into());
    }
    lexer.bump(i - lexer.span().end);
    if let Some((at, message)) = error {
        lexer.extras.error(at, message);
        bad_literal(lexer);
    }
    kind
}

fn base_name(base: u32) -> &'static str {
    match base {
        2 => "binary",
        8 => "octal",
        16 => "hexadecimal",
        _ => "decimal",
    }
}

/// The index of the first `_` that does not stand between two digits (a base's prefix counts as a digit).
fn invalid_separator(number: &[u8]) -> Option<usize> {
    let hex = matches!(number, [b'0', b'x' | b'X', ..]);
    let prefixed = matches!(number, [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', ..]);
    let is_digit = |i: usize| {
        number
            .get(i)
            .is_some_and(|c| c.is_ascii_digit() || hex && c.is_ascii_hexdigit())
    };
    let digit_before = |i: usize| i > 0 && (is_digit(i - 1) || prefixed && i == 2);
    (0..number.len()).find(|&i| number[i] == b'_' && !(digit_before(i) && is_digit(i + 1)))
}
