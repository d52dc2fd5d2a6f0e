//! Conversions between integers and floats, with amd64's results where Go leaves them open.

use crate::dispatch::{op, rb, wa};

macro_rules! conv {
    ($($name:ident |$x:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let $x = rb(pc, base);
            wa(pc, base, $e);
        });
    )*};
}

conv! {
    I2F |x| (x as i64 as f64).to_bits();
    U2F |x| (x as f64).to_bits();
    I2G |x| (x as i64 as f32).to_bits() as u64;
    U2G |x| (x as f32).to_bits() as u64;
    F2I |x| float_to_int(f64::from_bits(x));
    F2U |x| float_to_uint(f64::from_bits(x));
    F2G |x| (f64::from_bits(x) as f32).to_bits() as u64;
    G2F |x| (f32::from_bits(x as u32) as f64).to_bits();
}

/// CVTTSD2SQ: out of range and NaN give the most negative integer.
#[inline(always)]
fn float_to_int(f: f64) -> u64 {
    if (-9223372036854775808.0..9223372036854775808.0).contains(&f) {
        f as i64 as u64
    } else {
        i64::MIN as u64
    }
}

/// As Go's compiler makes it of two signed conversions.
#[inline(always)]
fn float_to_uint(f: f64) -> u64 {
    if f < 9223372036854775808.0 {
        float_to_int(f)
    } else {
        float_to_int(f - 9223372036854775808.0) ^ (1 << 63)
    }
}
