//! The values of string and rune literals. Their form was checked by the scanner; a malformed one gives some value.

/// The bytes of a string literal, quotes included in `text`.
pub(crate) fn string(text: &str) -> Box<[u8]> {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or("");
    if text.starts_with('`') {
        if !inner.contains('\r') {
            return inner.as_bytes().into();
        }
        return inner.bytes().filter(|&b| b != b'\r').collect();
    }
    if !inner.contains('\\') {
        return inner.as_bytes().into();
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(i) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..i]);
        let (value, len) = escape(&rest[i..]);
        match value {
            Value::Byte(b) => out.push(b),
            Value::Char(c) => {
                let c = char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        rest = rest.get(i + len..).unwrap_or("");
    }
    out.extend_from_slice(rest.as_bytes());
    out.into()
}

/// The value of a rune literal, quotes included in `text`.
pub(crate) fn rune(text: &str) -> i32 {
    let inner = text.get(1..).unwrap_or("");
    if inner.starts_with('\\') {
        match escape(inner).0 {
            Value::Byte(b) => i32::from(b),
            Value::Char(c) => c as i32,
        }
    } else {
        inner.chars().next().map_or(0, |c| c as i32)
    }
}

enum Value {
    /// `\x..` and octal: one byte of a string.
    Byte(u8),
    /// Everything else: a character.
    Char(u32),
}

/// The value of the escape that `text` begins with, and its length.
fn escape(text: &str) -> (Value, usize) {
    let digits = |from: usize, n: usize, base: u32| {
        text.get(from..from + n)
            .and_then(|d| u32::from_str_radix(d, base).ok())
            .unwrap_or(0)
    };
    let c = text.as_bytes().get(1).copied().unwrap_or(b'\\');
    let simple = |b: u8| (Value::Char(u32::from(b)), 2);
    match c {
        b'a' => simple(7),
        b'b' => simple(8),
        b'f' => simple(12),
        b'n' => simple(b'\n'),
        b'r' => simple(b'\r'),
        b't' => simple(b'\t'),
        b'v' => simple(11),
        b'x' => (Value::Byte(digits(2, 2, 16) as u8), 4),
        b'u' => (Value::Char(digits(2, 4, 16)), 6),
        b'U' => (Value::Char(digits(2, 8, 16)), 10),
        b'0'..=b'7' => (Value::Byte(digits(1, 3, 8) as u8), 4),
        c => simple(c),
    }
}
