//! Literals: where each ends and whether it is well formed. Their values are `crate::literal`'s.
//!
//! Source: the language's lexical elements; the words and positions of the errors are those of Go's scanner.

use logos::Lexer;

use crate::tokens::{LitKind, Tok};

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
                    lexer.extras.error(if count == 0 { i } else { start }, what);
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
    let prefix = match number {
        [b'0', c, ..] => c.to_ascii_lowercase(),
        _ => b' ',
    };
    // A prefix counts as a digit.
    let (mut before, from) = match prefix {
        b'x' | b'o' | b'b' => (b'0', 2),
        _ => (b'.', 0),
    };
    for (i, &c) in number.iter().enumerate().skip(from) {
        let now = match c {
            b'_' if before != b'0' => return Some(i),
            b'_' => b'_',
            _ if c.is_ascii_digit() || prefix == b'x' && c.is_ascii_hexdigit() => b'0',
            _ if before == b'_' => return Some(i - 1),
            _ => b'.',
        };
        before = now;
    }
    (before == b'_').then(|| number.len() - 1)
}
