//! Strings: comparison, concatenation, conversions, the step of `range`.
//!
//! Bytes that are no UTF-8 decode as U+FFFD of width 1, as in Go.

use super::{gc_point, mcache};
use crate::dispatch::{Base, Next, Pc, a, b, c, ci, cold_op, helped, next, op, opx, rb, wa};
use crate::frame::after;
use crate::rtype::eq_str;
use minigo_runtime::malloc::{mallocgc_on, new_bytes, roundupsize, zerobase};
use minigo_runtime::{G, systemstack, throw};

/// Strings of one byte point here.
static BYTES: [u8; 256] = {
    let mut t = [0; 256];
    let mut i = 0;
    while i < 256 {
        t[i] = i as u8;
        i += 1;
    }
    t
};

/// What does not decode.
const REPLACEMENT: u32 = 0xfffd;

#[inline(always)]
unsafe fn bytes<'a>(s: *const u64) -> &'a [u8] {
    // SAFETY: two slots of a string; an empty one may have a nil pointer.
    unsafe {
        let n = *s.add(1) as usize;
        if n == 0 {
            &[]
        } else {
            std::slice::from_raw_parts(*s as *const u8, n)
        }
    }
}

#[inline(always)]
unsafe fn put_str(d: Base, p: *const u8, n: usize) {
    // SAFETY: two slots of the frame.
    unsafe {
        *d = p as u64;
        *d.add(1) = n as u64;
    }
}

op!(EqStr, 1, |pc, base, g, t| {
    wa(
        pc,
        base,
        u64::from(eq_str(base.add(b(pc)), base.add(c(pc)))),
    );
});
op!(LtStr, 1, |pc, base, g, t| {
    wa(
        pc,
        base,
        u64::from(bytes(base.add(b(pc))) < bytes(base.add(c(pc)))),
    );
});
op!(LeStr, 1, |pc, base, g, t| {
    wa(
        pc,
        base,
        u64::from(bytes(base.add(b(pc))) <= bytes(base.add(c(pc)))),
    );
});

/// Joins `n` strings, the `i`th at slot `at(i)`, into R[a].
#[inline(always)]
unsafe fn join(pc: Pc, base: Base, g: *mut G, n: usize, at: impl Fn(usize) -> usize) {
    // SAFETY: the handler's promise; the strings are read again after the collection's safepoint.
    unsafe {
        let (mut total, mut filled, mut one) = (0usize, 0, 0);
        for i in 0..n {
            let len = *base.add(at(i) + 1) as usize;
            if len != 0 {
                (total, filled, one) = (total.saturating_add(len), filled + 1, at(i));
            }
        }
        let d = base.add(a(pc));
        if filled == 0 {
            return put_str(d, std::ptr::null(), 0);
        }
        if filled == 1 {
            let s = base.add(one);
            return put_str(d, *s as *const u8, *s.add(1) as usize);
        }
        if total > isize::MAX as usize {
            systemstack(|| -> () { throw("string concatenation too long") });
        }
        gc_point(pc, base, g, total);
        let p = new_bytes(mcache(g), total);
        let mut to = p;
        for i in 0..n {
            let s = base.add(at(i));
            let len = *s.add(1) as usize;
            to.copy_from_nonoverlapping(*s as *const u8, len);
            to = to.add(len);
        }
        put_str(d, p, total);
    }
}

unsafe fn concat(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let at = [b(pc), c(pc)];
        join(pc, base, g, 2, |i| at[i]);
        after(pc, 0, base)
    }
}
helped!(Concat, concat);

unsafe fn concat_n(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let first = b(pc);
        join(pc, base, g, c(pc), |i| first + 2 * i);
        after(pc, 0, base)
    }
}
helped!(ConcatN, concat_n);

unsafe fn str_bytes(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let s = base.add(b(pc));
        let n = *s.add(1) as usize;
        let d = base.add(a(pc));
        if n == 0 {
            put_str(d, zerobase(), 0);
            *d.add(2) = 0;
            return after(pc, 0, base);
        }
        let cap = roundupsize(n, false);
        gc_point(pc, base, g, cap);
        let p = new_bytes(mcache(g), cap);
        p.copy_from_nonoverlapping(*s as *const u8, n);
        p.add(n).write_bytes(0, cap - n);
        put_str(d, p, n);
        *d.add(2) = cap as u64;
        after(pc, 0, base)
    }
}
helped!(StrBytes, str_bytes);

unsafe fn bytes_str(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let s = base.add(b(pc));
        let n = *s.add(1) as usize;
        let d = base.add(a(pc));
        match n {
            0 => put_str(d, std::ptr::null(), 0),
            1 => put_str(d, &BYTES[*(*s as *const u8) as usize], 1),
            _ => {
                gc_point(pc, base, g, n);
                let p = new_bytes(mcache(g), n);
                p.copy_from_nonoverlapping(*s as *const u8, n);
                put_str(d, p, n);
            }
        }
        after(pc, 0, base)
    }
}
helped!(BytesStr, bytes_str);

unsafe fn str_runes(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the string is read again after the collection's safepoint.
    unsafe {
        let (mut n, mut at) = (0, 0);
        let s = bytes(base.add(b(pc)));
        while at < s.len() {
            at += decode(s, at).1;
            n += 1;
        }
        let d = base.add(a(pc));
        if n == 0 {
            put_str(d, zerobase(), 0);
            *d.add(2) = 0;
            return after(pc, 0, base);
        }
        let cap = roundupsize(n * 4, false) / 4;
        gc_point(pc, base, g, cap * 4);
        let p = mallocgc_on(mcache(g), cap * 4, std::ptr::null(), true) as *mut u32;
        let s = bytes(base.add(b(pc)));
        let mut at = 0;
        for i in 0..n {
            let (r, width) = decode(s, at);
            *p.add(i) = r;
            at += width;
        }
        put_str(d, p as *const u8, n);
        *d.add(2) = cap as u64;
        after(pc, 0, base)
    }
}
helped!(StrRunes, str_runes);

unsafe fn runes_str(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the slice is read again after the collection's safepoint, and what another
    // goroutine changed in it meanwhile never makes more bytes than were counted fit.
    unsafe {
        let s = base.add(b(pc));
        let len = *s.add(1) as usize;
        let n: usize = (0..len).map(|i| encode(*(*s as *const u32).add(i)).1).sum();
        let d = base.add(a(pc));
        if n == 0 {
            put_str(d, std::ptr::null(), 0);
            return after(pc, 0, base);
        }
        gc_point(pc, base, g, n);
        let p = new_bytes(mcache(g), n);
        let mut at = 0;
        for i in 0..len {
            let (text, width) = encode(*(*s as *const u32).add(i));
            if at + width > n {
                break;
            }
            p.add(at).copy_from_nonoverlapping(text.as_ptr(), width);
            at += width;
        }
        put_str(d, p, at);
        after(pc, 0, base)
    }
}
helped!(RunesStr, runes_str);

unsafe fn rune_str(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let v = rb(pc, base);
        let d = base.add(a(pc));
        if v < 0x80 {
            put_str(d, &BYTES[v as usize], 1);
            return after(pc, 0, base);
        }
        let (text, width) = encode(if v > 0x10ffff { REPLACEMENT } else { v as u32 });
        gc_point(pc, base, g, width);
        let p = new_bytes(mcache(g), width);
        p.copy_from_nonoverlapping(text.as_ptr(), width);
        put_str(d, p, width);
        after(pc, 0, base)
    }
}
helped!(RuneStr, rune_str);

unsafe fn next_rune(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let d = base.add(a(pc));
        let at = *d as usize;
        let (r, width) = decode(bytes(base.add(b(pc))), at);
        *d = (at + width) as u64;
        *d.add(1) = u64::from(r);
        *d.add(2) = at as u64;
        after(pc, 0, base)
    }
}
cold_op!(str_next_slow, next_rune);

opx!(StrNext, |pc, base, g, t| {
    let (d, s) = (base.add(a(pc)), base.add(b(pc)));
    let at = *d;
    if at >= *s.add(1) {
        next!(pc.offset(ci(pc) as isize), base, g, t)
    }
    let byte = *(*s as *const u8).add(at as usize);
    if byte >= 0x80 {
        return str_next_slow(pc, base, g, t);
    }
    *d = at + 1;
    *d.add(1) = u64::from(byte);
    *d.add(2) = at;
    next!(pc.add(1), base, g, t)
});

/// The code point at `at`, which is below the length, and its width.
fn decode(s: &[u8], at: usize) -> (u32, usize) {
    let lead = s[at];
    if lead < 0x80 {
        return (u32::from(lead), 1);
    }
    let bad = (REPLACEMENT, 1);
    // How many bytes, and which second bytes do not make the form overlong, a surrogate or too large.
    let (width, low, high) = match lead {
        0xc2..=0xdf => (2, 0x80, 0xbf),
        0xe0 => (3, 0xa0, 0xbf),
        0xed => (3, 0x80, 0x9f),
        0xe1..=0xef => (3, 0x80, 0xbf),
        0xf0 => (4, 0x90, 0xbf),
        0xf4 => (4, 0x80, 0x8f),
        0xf1..=0xf3 => (4, 0x80, 0xbf),
        _ => return bad,
    };
    let Some(rest) = s.get(at + 1..at + width) else {
        return bad;
    };
    if !(low..=high).contains(&rest[0]) || rest[1..].iter().any(|x| x & 0xc0 != 0x80) {
        return bad;
    }
    let first = u32::from(lead) & (0x7f >> width);
    (
        rest.iter().fold(first, |r, x| r << 6 | u32::from(x & 0x3f)),
        width,
    )
}

/// The UTF-8 form of a code point (of U+FFFD for what is none) and its width.
fn encode(r: u32) -> ([u8; 4], usize) {
    let r = if r > 0x10ffff || (0xd800..0xe000).contains(&r) {
        REPLACEMENT
    } else {
        r
    };
    let tail = |shift: u32| 0x80 | (r >> shift & 0x3f) as u8;
    match r {
        0..0x80 => ([r as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xc0 | (r >> 6) as u8, tail(0), 0, 0], 2),
        0x800..0x10000 => ([0xe0 | (r >> 12) as u8, tail(6), tail(0), 0], 3),
        _ => ([0xf0 | (r >> 18) as u8, tail(12), tail(6), tail(0)], 4),
    }
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn every_code_point_survives_and_the_rest_is_replaced() {
        for r in 0..0x110000 {
            let (text, width) = encode(r);
            let want = char::from_u32(r).unwrap_or('\u{fffd}');
            assert_eq!(decode(&text[..width], 0), (want as u32, want.len_utf8()));
        }
    }

    #[test]
    fn broken_text_decodes_byte_by_byte() {
        for bad in [
            &b"\x80"[..],
            b"\xc0\x80",
            b"\xe2\x82",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"\xff",
        ] {
            assert_eq!(decode(bad, 0), (0xfffd, 1), "{bad:?}");
        }
    }
}
