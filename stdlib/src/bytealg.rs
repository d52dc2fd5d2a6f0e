//! Natives of package internal/bytealg: searching in bytes. All are leaves: they use no memory and little stack, which
//! rules out the C library's memmem.

use minigo_vm::native::Registry;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.leaf("internal/bytealg.String", |c| {
        // The slice's first two slots are the string.
        let (p, n) = (c.word(0), c.word(1));
        c.set(0, p);
        c.set(1, n);
    });
    r.leaf("internal/bytealg.IndexByte", |c| {
        let at = index_byte(c.bytes(0), c.word(2) as u8);
        c.set_int(0, at.map_or(-1, |i| i as i64));
    });
    r.leaf("internal/bytealg.LastIndexByte", |c| {
        let byte = c.word(2) as u8;
        let at = c.bytes(0).iter().rposition(|&b| b == byte);
        c.set_int(0, at.map_or(-1, |i| i as i64));
    });
    r.leaf("internal/bytealg.CountByte", |c| {
        let byte = c.word(2) as u8;
        let n = c.bytes(0).iter().filter(|&&b| b == byte).count();
        c.set_int(0, n as i64);
    });
    r.leaf("internal/bytealg.Index", |c| {
        let at = index(c.bytes(0), c.bytes(2));
        c.set_int(0, at.map_or(-1, |i| i as i64));
    });
    r.leaf("internal/bytealg.LastIndex", |c| {
        let (s, sub) = (c.bytes(0), c.bytes(2));
        let at = (0..(s.len() + 1).saturating_sub(sub.len()))
            .rev()
            .find(|&i| &s[i..i + sub.len()] == sub);
        c.set_int(0, at.map_or(-1, |i| i as i64));
    });
    r.leaf("internal/bytealg.Compare", |c| {
        let order = c.bytes(0).cmp(c.bytes(2));
        c.set_int(0, order as i64);
    });
}

/// The first `byte` in `s`.
fn index_byte(s: &[u8], byte: u8) -> Option<usize> {
    if s.is_empty() {
        return None;
    }
    // SAFETY: the slice is valid for its length; memchr only reads.
    let p = unsafe { libc::memchr(s.as_ptr().cast(), i32::from(byte), s.len()) };
    if p.is_null() {
        None
    } else {
        Some(p as usize - s.as_ptr() as usize)
    }
}

/// The first `sub` in `s`: by its first byte, and by a rolling hash once that has misled often.
fn index(s: &[u8], sub: &[u8]) -> Option<usize> {
    let Some((&first, rest)) = sub.split_first() else {
        return Some(0);
    };
    let mut at = 0;
    let mut misses = 0;
    while s.len() - at >= sub.len() {
        let candidates = &s[at..s.len() - rest.len()];
        at += index_byte(candidates, first)?;
        if &s[at + 1..at + sub.len()] == rest {
            return Some(at);
        }
        at += 1;
        misses += 1;
        if misses > 16 + at / 16 {
            return rolling(&s[at..], sub).map(|i| i + at);
        }
    }
    None
}

/// The first `sub`, not empty, in `s`, in time linear in the lengths (Rabin and Karp).
fn rolling(s: &[u8], sub: &[u8]) -> Option<usize> {
    const BASE: u32 = 16_777_619;
    let n = sub.len();
    if s.len() < n {
        return None;
    }
    let hash = |b: &[u8]| {
        b.iter().fold(0u32, |h, &c| {
            h.wrapping_mul(BASE).wrapping_add(u32::from(c))
        })
    };
    let out = (0..n).fold(1u32, |p, _| p.wrapping_mul(BASE));
    let want = hash(sub);
    let mut have = hash(&s[..n]);
    let mut i = 0;
    loop {
        if have == want && &s[i..i + n] == sub {
            return Some(i);
        }
        if i + n == s.len() {
            return None;
        }
        have = have
            .wrapping_mul(BASE)
            .wrapping_add(u32::from(s[i + n]))
            .wrapping_sub(out.wrapping_mul(u32::from(s[i])));
        i += 1;
    }
}
