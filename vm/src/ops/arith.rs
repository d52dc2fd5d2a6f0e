//! Integers, floats, complex numbers and comparisons that give a bool.

use super::{divide_by_zero, negative_shift};
use crate::dispatch::{a, b, c, ci, ext_a, next, op, opx, ra, rb, rc, wa};

macro_rules! bin {
    ($($name:ident |$x:ident, $y:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let ($x, $y) = (rb(pc, base), rc(pc, base));
            wa(pc, base, $e);
        });
    )*};
}

// Products that are added at once. Rust does not contract the two float operations: each is rounded.
op!(MulAddI, 2, |pc, base, g, t| {
    let product = rc(pc, base).wrapping_mul(*base.add(ext_a(pc, 0)));
    wa(pc, base, rb(pc, base).wrapping_add(product));
});
op!(MulAddF, 2, |pc, base, g, t| {
    let product = f64::from_bits(rc(pc, base)) * f64::from_bits(*base.add(ext_a(pc, 0)));
    let sum = f64::from_bits(rb(pc, base)) + product;
    wa(pc, base, sum.to_bits());
});
op!(MulSubF, 2, |pc, base, g, t| {
    let product = f64::from_bits(rc(pc, base)) * f64::from_bits(*base.add(ext_a(pc, 0)));
    let difference = f64::from_bits(rb(pc, base)) - product;
    wa(pc, base, difference.to_bits());
});

macro_rules! bin_imm {
    ($($name:ident |$x:ident, $y:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let ($x, $y) = (rb(pc, base), ci(pc));
            wa(pc, base, $e);
        });
    )*};
}

macro_rules! un {
    ($($name:ident |$x:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let $x = rb(pc, base);
            wa(pc, base, $e);
        });
    )*};
}

macro_rules! float {
    ($($name:ident |$x:ident, $y:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let ($x, $y) = (f64::from_bits(rb(pc, base)), f64::from_bits(rc(pc, base)));
            wa(pc, base, ($e).to_bits());
        });
    )*};
}

macro_rules! float32 {
    ($($name:ident |$x:ident, $y:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let ($x, $y) = (f32::from_bits(rb(pc, base) as u32), f32::from_bits(rc(pc, base) as u32));
            wa(pc, base, ($e).to_bits() as u64);
        });
    )*};
}

macro_rules! fcmp {
    ($($name:ident |$x:ident, $y:ident| $e:expr;)*) => {$(
        op!($name, 1, |pc, base, g, t| {
            let ($x, $y) = (f64::from_bits(rb(pc, base)), f64::from_bits(rc(pc, base)));
            wa(pc, base, ($e) as u64);
        });
    )*};
}

bin! {
    AddI |x, y| x.wrapping_add(y);
    SubI |x, y| x.wrapping_sub(y);
    MulI |x, y| x.wrapping_mul(y);
    And |x, y| x & y;
    Or |x, y| x | y;
    Xor |x, y| x ^ y;
    AndNot |x, y| x & !y;
    Shl |x, y| if y < 64 { x << y } else { 0 };
    ShrI |x, y| ((x as i64) >> y.min(63)) as u64;
    ShrU |x, y| if y < 64 { x >> y } else { 0 };
    AddI32 |x, y| x.wrapping_add(y) as i32 as i64 as u64;
    SubI32 |x, y| x.wrapping_sub(y) as i32 as i64 as u64;
    MulI32 |x, y| x.wrapping_mul(y) as i32 as i64 as u64;
    AddU32 |x, y| x.wrapping_add(y) as u32 as u64;
    SubU32 |x, y| x.wrapping_sub(y) as u32 as u64;
    MulU32 |x, y| x.wrapping_mul(y) as u32 as u64;
    AddU8 |x, y| x.wrapping_add(y) as u8 as u64;
    SubU8 |x, y| x.wrapping_sub(y) as u8 as u64;
    EqI |x, y| (x == y) as u64;
    NeI |x, y| (x != y) as u64;
    LtI |x, y| ((x as i64) < (y as i64)) as u64;
    LeI |x, y| ((x as i64) <= (y as i64)) as u64;
    LtU |x, y| (x < y) as u64;
    LeU |x, y| (x <= y) as u64;
}

bin_imm! {
    AddImm |x, y| x.wrapping_add(y as u64);
    RSubImm |x, y| (y as u64).wrapping_sub(x);
    MulImm |x, y| x.wrapping_mul(y as u64);
    AndImm |x, y| x & y as u64;
    OrImm |x, y| x | y as u64;
    XorImm |x, y| x ^ y as u64;
    ShlImm |x, y| x << (y & 63);
    ShrIImm |x, y| ((x as i64) >> (y & 63)) as u64;
    ShrUImm |x, y| x >> (y & 63);
}

un! {
    Neg |x| x.wrapping_neg();
    Not |x| !x;
    NotB |x| x ^ 1;
    Sext8 |x| x as i8 as i64 as u64;
    Sext16 |x| x as i16 as i64 as u64;
    Sext32 |x| x as i32 as i64 as u64;
    Zext8 |x| x as u8 as u64;
    Zext16 |x| x as u16 as u64;
    Zext32 |x| x as u32 as u64;
    Clz |x| x.leading_zeros() as u64;
    Ctz |x| x.trailing_zeros() as u64;
    Popcnt |x| x.count_ones() as u64;
    NegF |x| x ^ (1 << 63);
    NegG |x| (x ^ (1 << 31)) & 0xffff_ffff;
    SqrtF |x| f64::from_bits(x).sqrt().to_bits();
    AbsF |x| x & !(1 << 63);
    FloorF |x| round_down(f64::from_bits(x)).to_bits();
    CeilF |x| (-round_down(-f64::from_bits(x))).to_bits();
    TruncF |x| round_to_zero(f64::from_bits(x)).to_bits();
}

/// Largest integer value not above `x`, without a call of libm.
#[inline(always)]
fn round_down(x: f64) -> f64 {
    let i = round_to_zero(x);
    let r = if i > x { i - 1.0 } else { i };
    f64::copysign(r, x)
}

/// `x` without its fraction; the sign of zero stays.
#[inline(always)]
fn round_to_zero(x: f64) -> f64 {
    if x.abs() < 4503599627370496.0 {
        // SAFETY: the value fits in 53 bits.
        f64::copysign(unsafe { x.to_int_unchecked::<i64>() } as f64, x)
    } else {
        x
    }
}

float! {
    AddF |x, y| x + y;
    SubF |x, y| x - y;
    MulF |x, y| x * y;
    DivF |x, y| x / y;
    MinF |x, y| go_min(x, y);
    MaxF |x, y| go_max(x, y);
}

/// Go's `min`: NaN wins, -0 is below 0.
#[inline(always)]
fn go_min(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        f64::from_bits(x.to_bits() | y.to_bits())
    } else if x < y {
        x
    } else {
        y
    }
}

/// Go's `max`: NaN wins, 0 is above -0.
#[inline(always)]
fn go_max(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x == y {
        f64::from_bits(x.to_bits() & y.to_bits())
    } else if x > y {
        x
    } else {
        y
    }
}

float32! {
    AddG |x, y| x + y;
    SubG |x, y| x - y;
    MulG |x, y| x * y;
    DivG |x, y| x / y;
}

fcmp! {
    EqF |x, y| x == y;
    NeF |x, y| x != y;
    LtF |x, y| x < y;
    LeF |x, y| x <= y;
}

opx!(DivI, |pc, base, g, t| {
    let (x, y) = (rb(pc, base) as i64, rc(pc, base) as i64);
    if y == 0 {
        return divide_by_zero(pc, base, g, t);
    }
    // The common case of non-negative 32-bit operands divides faster.
    let q = if (x | y) as u64 >> 32 == 0 {
        (x as u32 / y as u32) as u64
    } else {
        x.wrapping_div(y) as u64
    };
    wa(pc, base, q);
    next!(pc.add(1), base, g, t)
});

opx!(RemI, |pc, base, g, t| {
    let (x, y) = (rb(pc, base) as i64, rc(pc, base) as i64);
    if y == 0 {
        return divide_by_zero(pc, base, g, t);
    }
    let r = if (x | y) as u64 >> 32 == 0 {
        (x as u32 % y as u32) as u64
    } else {
        x.wrapping_rem(y) as u64
    };
    wa(pc, base, r);
    next!(pc.add(1), base, g, t)
});

opx!(DivU, |pc, base, g, t| {
    let (x, y) = (rb(pc, base), rc(pc, base));
    if y == 0 {
        return divide_by_zero(pc, base, g, t);
    }
    wa(pc, base, x / y);
    next!(pc.add(1), base, g, t)
});

opx!(RemU, |pc, base, g, t| {
    let (x, y) = (rb(pc, base), rc(pc, base));
    if y == 0 {
        return divide_by_zero(pc, base, g, t);
    }
    wa(pc, base, x % y);
    next!(pc.add(1), base, g, t)
});

opx!(DivImm, |pc, base, g, t| {
    let (x, y) = (rb(pc, base) as i64, ci(pc));
    if y == 0 {
        return divide_by_zero(pc, base, g, t);
    }
    let q = if (x | y) as u64 >> 32 == 0 {
        (x as u32 / y as u32) as u64
    } else {
        x.wrapping_div(y) as u64
    };
    wa(pc, base, q);
    next!(pc.add(1), base, g, t)
});

opx!(RemImm, |pc, base, g, t| {
    let (x, y) = (rb(pc, base) as i64, ci(pc));
    if y == 0 {
        return divide_by_zero(pc, base, g, t);
    }
    let r = if (x | y) as u64 >> 32 == 0 {
        (x as u32 % y as u32) as u64
    } else {
        x.wrapping_rem(y) as u64
    };
    wa(pc, base, r);
    next!(pc.add(1), base, g, t)
});

opx!(ShiftChk, |pc, base, g, t| {
    if (ra(pc, base) as i64) < 0 {
        return negative_shift(pc, base, g, t);
    }
    next!(pc.add(1), base, g, t)
});

op!(MulC, 1, |pc, base, g, t| {
    let (x, y) = (base.add(b(pc)) as *const f64, base.add(c(pc)) as *const f64);
    let (xr, xi, yr, yi) = (*x, *x.add(1), *y, *y.add(1));
    let d = base.add(a(pc)) as *mut f64;
    *d = xr * yr - xi * yi;
    *d.add(1) = xr * yi + xi * yr;
});

crate::dispatch::helped!(DivC, div_complex);

unsafe fn div_complex(
    pc: crate::dispatch::Pc,
    base: crate::dispatch::Base,
    _g: *mut minigo_runtime::G,
) -> crate::dispatch::Next {
    // SAFETY: the handler's promise.
    unsafe {
        let (x, y) = (base.add(b(pc)) as *const f64, base.add(c(pc)) as *const f64);
        let (re, im) = complex_quotient((*x, *x.add(1)), (*y, *y.add(1)));
        let d = base.add(a(pc)) as *mut f64;
        *d = re;
        *d.add(1) = im;
        crate::frame::after(pc, 0, base)
    }
}

/// Quotient of complex numbers: scaled division, then the cases of infinities as C99's Annex G and Go have them.
fn complex_quotient(n: (f64, f64), m: (f64, f64)) -> (f64, f64) {
    let (a, b) = n;
    let (c, d) = m;
    let (e, f) = if c.abs() >= d.abs() {
        let ratio = d / c;
        let denom = c + ratio * d;
        ((a + b * ratio) / denom, (b - a * ratio) / denom)
    } else {
        let ratio = c / d;
        let denom = d + ratio * c;
        ((a * ratio + b) / denom, (b * ratio - a) / denom)
    };
    if !(e.is_nan() && f.is_nan()) {
        return (e, f);
    }
    let unit = |x: f64| f64::copysign(if x.is_infinite() { 1.0 } else { 0.0 }, x);
    if c == 0.0 && d == 0.0 && (!a.is_nan() || !b.is_nan()) {
        let inf = f64::copysign(f64::INFINITY, c);
        (inf * a, inf * b)
    } else if (a.is_infinite() || b.is_infinite()) && c.is_finite() && d.is_finite() {
        let (a, b) = (unit(a), unit(b));
        (
            f64::INFINITY * (a * c + b * d),
            f64::INFINITY * (b * c - a * d),
        )
    } else if (c.is_infinite() || d.is_infinite()) && a.is_finite() && b.is_finite() {
        let (c, d) = (unit(c), unit(d));
        (0.0 * (a * c + b * d), 0.0 * (b * c - a * d))
    } else {
        (e, f)
    }
}
