//! Natives of package strconv: the digits of floating-point numbers, exact in both directions, and character classes.
//!
//! Exact digits come from core's formatter, which is correctly rounded (ties to even), shortest ones from ryu, which
//! like Go takes the closest of the shortest and the even one of two equally close ones; layout is made in minigo. These run on g0 but for the leaves.

use std::io::{Cursor, Write};

use minigo_vm::native::{NativeCtx, Registry};

use crate::unicode_print::PRINTABLE;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.g0("strconv.shortestDigits", shortest_digits);
    r.g0("strconv.exactDigits", exact_digits);
    r.g0("strconv.parseDecimal", parse_decimal);
    r.leaf("strconv.float64bits", |_| {});
    r.leaf("strconv.float64frombits", |_| {});
    r.leaf("strconv.float32bits", |_| {});
    r.leaf("strconv.putDecimal", |c| {
        let mut text = [0u8; 20];
        let at = decimal(&mut text, c.word(3), c.bool(4));
        let buf = c.byte_slice(0);
        let n = (text.len() - at).min(buf.len());
        buf[..n].copy_from_slice(&text[at..at + n]);
        c.set_int(0, n as i64);
    });
    r.g0("strconv.decimalString", |c| {
        let mut text = [0u8; 20];
        let at = decimal(&mut text, c.word(0), c.bool(1));
        c.set_str(0, &text[at..]);
    });
    r.leaf("strconv.IsPrint", |c| {
        let rune = c.int(0);
        c.set_bool(0, is_print(rune));
    });
}

/// `shortestDigits(buf []byte, f float64, bits int) (n, exp int)`.
fn shortest_digits(c: &mut NativeCtx) {
    let buf = c.byte_slice(0);
    let f = c.f64(3);
    let (n, exp) = shortest(f, c.int(4), buf);
    c.set_int(0, n as i64);
    c.set_int(1, exp);
}

/// The digits of the shortest decimal that reads back as `f` (as a float32 where `bits` is 32), and the exponent of 0.ddd.
/// Of several such decimals the closest to `f`, and of two equally close ones the even one: core's formatter takes the
/// larger there.
fn shortest(f: f64, bits: i64, buf: &mut [u8]) -> (usize, i64) {
    let mut text = ryu::Buffer::new();
    let text = if bits == 32 {
        text.format_finite(f as f32)
    } else {
        text.format_finite(f)
    };
    let (mantissa, exp) = text.split_once('e').unwrap_or((text, "0"));
    let (n, point) = take_positional(mantissa.as_bytes(), buf);
    (
        n,
        if n == 0 {
            0
        } else {
            point + exp.parse::<i64>().unwrap_or(0)
        },
    )
}

/// `exactDigits(buf []byte, f float64, prec int, perDigit bool) (n, exp int)`.
fn exact_digits(c: &mut NativeCtx) {
    let buf = c.byte_slice(0);
    let f = c.f64(3);
    let prec = c.int(4).max(0) as usize;
    // 309 digits before the point, the sign, the point, the exponent and what was asked for.
    let mut text = vec![0u8; prec + 330];
    let (n, exp) = if c.bool(5) {
        let len = print(&mut text, format_args!("{:.*e}", prec.max(1) - 1, f));
        take_scientific(&text[..len], buf)
    } else {
        let len = print(&mut text, format_args!("{f:.prec$}"));
        take_positional(&text[..len], buf)
    };
    c.set_int(0, n as i64);
    c.set_int(1, exp);
}

/// `parseDecimal(s string, bits int) float64`. Underscores and hexadecimal are gone before it comes here.
fn parse_decimal(c: &mut NativeCtx) {
    let text = std::str::from_utf8(c.bytes(0)).unwrap_or("");
    let f = if c.int(2) == 32 {
        f64::from(text.parse::<f32>().unwrap_or(f32::NAN))
    } else {
        text.parse::<f64>().unwrap_or(f64::NAN)
    };
    c.set_f64(0, f);
}

/// Writes `u` in base 10, after a minus if `negative`, to the end of `buf`; where it starts. (Twenty bytes hold either the
/// largest u64 or a minus and the largest magnitude of an i64.)
fn decimal(buf: &mut [u8; 20], mut u: u64, negative: bool) -> usize {
    let mut at = buf.len();
    loop {
        at -= 1;
        buf[at] = b'0' + (u % 10) as u8;
        u /= 10;
        if u == 0 || at == 0 {
            break;
        }
    }
    if negative && at > 0 {
        at -= 1;
        buf[at] = b'-';
    }
    at
}

/// `strconv.FormatFloat(f, 'g', -1, bits)`, as the predeclared print shows floats; at most 32 bytes.
pub(crate) fn format_g(f: f64, bits: i64, out: &mut [u8]) -> usize {
    let mut w = Cursor::new(out);
    let _ = if f.is_nan() {
        w.write_all(b"NaN")
    } else if f.is_infinite() {
        w.write_all(if f > 0.0 { b"+Inf" } else { b"-Inf" })
    } else {
        write_g(&mut w, f, bits)
    };
    w.position() as usize
}

fn write_g(w: &mut Cursor<&mut [u8]>, f: f64, bits: i64) -> std::io::Result<()> {
    if f.is_sign_negative() {
        w.write_all(b"-")?;
    }
    let f = f.abs();
    if f == 0.0 {
        return w.write_all(b"0");
    }
    let mut digits = [0u8; 32];
    let (n, point) = shortest(f, bits, &mut digits);
    let digits = &digits[..n];
    let x = point - 1;
    if !(-4..6).contains(&x) {
        w.write_all(&digits[..1])?;
        if n > 1 {
            w.write_all(b".")?;
            w.write_all(&digits[1..])?;
        }
        let sign = if x < 0 { '-' } else { '+' };
        return write!(w, "e{sign}{:02}", x.abs());
    }
    if point <= 0 {
        w.write_all(b"0.")?;
        for _ in point..0 {
            w.write_all(b"0")?;
        }
        return w.write_all(digits);
    }
    let whole = n.min(point as usize);
    w.write_all(&digits[..whole])?;
    for _ in whole..point as usize {
        w.write_all(b"0")?;
    }
    if n > whole {
        w.write_all(b".")?;
        w.write_all(&digits[whole..])?;
    }
    Ok(())
}

/// `unicode.IsPrint` of Unicode 17, by a table of ranges.
pub(crate) fn is_print(rune: i64) -> bool {
    let Ok(rune) = u32::try_from(rune) else {
        return false;
    };
    if (0x20..0x7f).contains(&rune) {
        return true;
    }
    let i = PRINTABLE.partition_point(|&(_, last)| last < rune);
    PRINTABLE.get(i).is_some_and(|&(first, _)| first <= rune)
}

fn print(buf: &mut [u8], args: std::fmt::Arguments<'_>) -> usize {
    let mut out = Cursor::new(buf);
    // The buffers are large enough for any float64; a cut text would only lose digits.
    let _ = out.write_fmt(args);
    out.position() as usize
}

/// From `d.ddde±x` the digits without trailing zeros to `buf`, and the exponent of 0.ddd.
fn take_scientific(text: &[u8], buf: &mut [u8]) -> (usize, i64) {
    let e = text.iter().position(|&b| b == b'e').unwrap_or(text.len());
    let exp = std::str::from_utf8(&text[e..])
        .ok()
        .and_then(|s| s.get(1..)?.parse::<i64>().ok())
        .unwrap_or(0);
    let n = take_digits(text[..e].iter().filter(|b| b.is_ascii_digit()), buf);
    if n == 0 { (0, 0) } else { (n, exp + 1) }
}

/// The same from `ddd.ddd`.
fn take_positional(text: &[u8], buf: &mut [u8]) -> (usize, i64) {
    let point = text.iter().position(|&b| b == b'.').unwrap_or(text.len());
    let zeros = text
        .iter()
        .filter(|b| b.is_ascii_digit())
        .take_while(|&&b| b == b'0')
        .count();
    let n = take_digits(text.iter().filter(|b| b.is_ascii_digit()).skip(zeros), buf);
    if n == 0 {
        (0, 0)
    } else {
        (n, point as i64 - zeros as i64)
    }
}

fn take_digits<'a>(digits: impl Iterator<Item = &'a u8>, buf: &mut [u8]) -> usize {
    // Digits past the buffer can only be trailing zeros.
    let mut n = 0;
    for (to, &digit) in buf.iter_mut().zip(digits) {
        *to = digit;
        n += 1;
    }
    while n > 0 && buf[n - 1] == b'0' {
        n -= 1;
    }
    n
}
