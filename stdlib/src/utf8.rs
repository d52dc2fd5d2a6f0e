//! Natives of package unicode/utf8, with Go's view of what a wrong encoding is: every byte that starts no valid
//! encoding counts as one rune error of width 1.

use minigo_vm::native::{NativeCtx, Registry};

/// What a wrong encoding decodes to.
pub(crate) const RUNE_ERROR: u32 = 0xfffd;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    for name in ["unicode/utf8.decode", "unicode/utf8.decodeBytes"] {
        r.leaf(name, |c| {
            let (rune, size) = decode(c.bytes(0));
            c.set_int(0, i64::from(rune));
            c.set_int(1, size as i64);
        });
    }
    for name in ["unicode/utf8.countString", "unicode/utf8.countBytes"] {
        r.leaf(name, |c| {
            let n = count(c.bytes(0));
            c.set_int(0, n as i64);
        });
    }
    for name in ["unicode/utf8.validString", "unicode/utf8.validBytes"] {
        r.leaf(name, |c: &mut NativeCtx| {
            let ok = std::str::from_utf8(c.bytes(0)).is_ok();
            c.set_bool(0, ok);
        });
    }
}

/// The rune at the start of `s` and its width; (RUNE_ERROR, 1) for a wrong encoding, (RUNE_ERROR, 0) at the end.
pub(crate) fn decode(s: &[u8]) -> (u32, usize) {
    let Some(&b0) = s.first() else {
        return (RUNE_ERROR, 0);
    };
    let b0 = u32::from(b0);
    if b0 < 0x80 {
        return (b0, 1);
    }
    // The range of the second byte shuts out overlong forms, surrogates and what lies past U+10FFFF.
    let (width, low, high) = match b0 {
        0xc2..=0xdf => (2, 0x80, 0xbf),
        0xe0 => (3, 0xa0, 0xbf),
        0xed => (3, 0x80, 0x9f),
        0xe1..=0xef => (3, 0x80, 0xbf),
        0xf0 => (4, 0x90, 0xbf),
        0xf4 => (4, 0x80, 0x8f),
        0xf1..=0xf3 => (4, 0x80, 0xbf),
        _ => return (RUNE_ERROR, 1),
    };
    if s.len() < width || !(low..=high).contains(&s[1]) {
        return (RUNE_ERROR, 1);
    }
    let mut rune = b0 & (0x7f >> width);
    for &b in &s[1..width] {
        if b & 0xc0 != 0x80 {
            return (RUNE_ERROR, 1);
        }
        rune = rune << 6 | u32::from(b & 0x3f);
    }
    (rune, width)
}

/// The number of runes, wrong bytes counted one each.
pub(crate) fn count(mut s: &[u8]) -> usize {
    let mut n = 0;
    while !s.is_empty() {
        if s[0] < 0x80 {
            let ascii = s.iter().position(|&b| b >= 0x80).unwrap_or(s.len());
            n += ascii;
            s = &s[ascii..];
        } else {
            s = &s[decode(s).1..];
            n += 1;
        }
    }
    n
}
