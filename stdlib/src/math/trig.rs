//! Trigonometric and hyperbolic functions and their inverses (Cephes), evaluated as Go does.

use super::NAN;
use super::explog::{exp, log, log1p};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, LN_2, PI};

/// Arguments from here on are reduced with more digits of π.
const REDUCE_THRESHOLD: f64 = (1u64 << 29) as f64;

/// π/4 in three parts, the first two with few enough bits that products with an octant are exact.
const PI4: [f64; 3] = [
    7.85398125648498535156e-1,
    3.77489470793079817668e-8,
    2.69515142907905952645e-15,
];

const SIN: [f64; 6] = [
    1.58962301576546568060e-10,
    -2.50507477628578072866e-8,
    2.75573136213857245213e-6,
    -1.98412698295895385996e-4,
    8.33333333332211858878e-3,
    -1.66666666666666307295e-1,
];

const COS: [f64; 6] = [
    -1.13585365213876817300e-11,
    2.08757008419747316778e-9,
    -2.75573141792967388112e-7,
    2.48015872888517045348e-5,
    -1.38888888888730564116e-3,
    4.16666666666665929218e-2,
];

/// The value at `x` of the polynomial with these coefficients, the highest first.
pub(super) fn poly(x: f64, coefficients: &[f64]) -> f64 {
    coefficients[1..]
        .iter()
        .fold(coefficients[0], |sum, &c| sum * x + c)
}

/// The value at `x` of the polynomial with these coefficients, the lowest first.
pub(super) fn poly_up(x: f64, coefficients: &[f64]) -> f64 {
    let (last, rest) = coefficients
        .split_last()
        .expect("a polynomial has coefficients");
    rest.iter().rfold(*last, |sum, &c| c + x * sum)
}

/// The octant that `x` (not negative) is in, made even, and what `x` lies past its start (may be negative).
fn octant(x: f64) -> (u64, f64) {
    if x >= REDUCE_THRESHOLD {
        return reduce(x);
    }
    let mut j = (x * (4.0 / PI)) as u64;
    let mut y = j as f64;
    if j & 1 == 1 {
        j += 1;
        y += 1.0;
    }
    (j & 7, ((x - y * PI4[0]) - y * PI4[1]) - y * PI4[2])
}

/// 4/π in binary, 64 bits a word; the first is the integer part.
const FOUR_OVER_PI: [u64; 20] = [
    0x0000000000000001,
    0x45f306dc9c882a53,
    0xf84eafa3ea69bb81,
    0xb6c52b3278872083,
    0xfca2c757bd778ac3,
    0x6e48dc74849ba5c0,
    0x0c925dd413a32439,
    0xfc3bd63962534e7d,
    0xd1046bea5d768909,
    0xd338e04d68befc82,
    0x7323ac7306a673e9,
    0x3908bf177bf25076,
    0x3ff12fffbc0b301f,
    0xde5e2316b414da3e,
    0xda6cfd9e4f96136e,
    0x9e8c7ecd3cbfd45a,
    0xea4f758fd7cbe2f6,
    0x7a0e73ef14a525d4,
    0xd7f6bf623f1aba10,
    0xac06608df8f6d757,
];

/// The bits of x times 4/π (Payne and Hanek) in two words, the first of which begins `above` bits before the point: of
/// the product only what is there matters, so 192 bits of 4/π at the right place are enough.
fn product_bits(x: f64, above: i64) -> (u64, u64) {
    let bits = x.to_bits();
    let exp = ((bits >> 52) & 0x7ff) as i64 - 1023 - 52;
    let mantissa = bits & ((1 << 52) - 1) | 1 << 52;
    let at = exp + 64 - above;
    let (digit, shift) = (at as usize / 64, at as u32 % 64);
    let word = |i: usize| {
        let (a, b) = (FOUR_OVER_PI[digit + i], FOUR_OVER_PI[digit + i + 1]);
        if shift == 0 {
            a
        } else {
            a << shift | b >> (64 - shift)
        }
    };
    let wide = |w: u64| u128::from(w) * u128::from(mantissa);
    // The product's words: the lowest is dropped, what overflows the highest is whole turns.
    let low = wide(word(1)) + (wide(word(2)) >> 64);
    let hi = word(0)
        .wrapping_mul(mantissa)
        .wrapping_add((low >> 64) as u64);
    (hi, low as u64)
}

/// The bits behind the point as a number below 1; `below` are those that follow.
fn fraction(bits: u64, below: u64) -> f64 {
    let zeros = bits.leading_zeros();
    let e = u64::from(1023 - (zeros + 1));
    let shifted =
        bits.checked_shl(zeros + 1).unwrap_or(0) | below.checked_shr(64 - (zeros + 1)).unwrap_or(0);
    f64::from_bits(shifted >> 12 | e << 52)
}

/// `octant` of a large `x`: three bits before the point say which.
fn reduce(x: f64) -> (u64, f64) {
    let (hi, lo) = product_bits(x, 3);
    let mut j = hi >> 61;
    let mut z = fraction(hi << 3 | lo >> 61, lo);
    if j & 1 == 1 {
        j = (j + 1) & 7;
        z -= 1.0;
    }
    (j, z * FRAC_PI_4)
}

/// `x` less the nearest multiple of π, for x from 2³⁰ up.
pub(crate) fn mod_pi(x: f64) -> f64 {
    if !x.is_finite() {
        return NAN;
    }
    let (hi, lo) = product_bits(x, 2);
    let z = fraction(hi, lo);
    PI * if z > 0.5 { z - 1.0 } else { z }
}

fn near_sin(z: f64) -> f64 {
    let zz = z * z;
    z + z * zz * poly(zz, &SIN)
}

fn near_cos(z: f64) -> f64 {
    let zz = z * z;
    1.0 - 0.5 * zz + zz * zz * poly(zz, &COS)
}

pub(crate) fn sin(x: f64) -> f64 {
    if x == 0.0 || x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return NAN;
    }
    let (mut j, z) = octant(x.abs());
    let mut negative = x < 0.0;
    if j > 3 {
        negative = !negative;
        j -= 4;
    }
    let y = if j == 1 || j == 2 {
        near_cos(z)
    } else {
        near_sin(z)
    };
    if negative { -y } else { y }
}

pub(crate) fn cos(x: f64) -> f64 {
    if !x.is_finite() {
        return NAN;
    }
    let (mut j, z) = octant(x.abs());
    let mut negative = false;
    if j > 3 {
        j -= 4;
        negative = true;
    }
    if j > 1 {
        negative = !negative;
    }
    let y = if j == 1 || j == 2 {
        near_sin(z)
    } else {
        near_cos(z)
    };
    if negative { -y } else { y }
}

pub(crate) fn tan(x: f64) -> f64 {
    const P: [f64; 3] = [
        -1.30936939181383777646e4,
        1.15351664838587416140e6,
        -1.79565251976484877988e7,
    ];
    const Q: [f64; 5] = [
        1.0,
        1.36812963470692954678e4,
        -1.32089234440210967447e6,
        2.50083801823357915839e7,
        -5.38695755929454629881e7,
    ];
    if x == 0.0 || x.is_nan() {
        return x;
    }
    if x.is_infinite() {
        return NAN;
    }
    let (j, z) = octant(x.abs());
    let zz = z * z;
    let mut y = z;
    if zz > 1e-14 {
        y = z + z * (zz * poly(zz, &P) / poly(zz, &Q));
    }
    if j & 2 == 2 {
        y = -1.0 / y;
    }
    if x < 0.0 { -y } else { y }
}

/// The arc tangent of 0 ≤ x ≤ 0.66.
fn near_atan(x: f64) -> f64 {
    const P: [f64; 5] = [
        -8.750608600031904122785e-01,
        -1.615753718733365076637e+01,
        -7.500855792314704667340e+01,
        -1.228866684490136173410e+02,
        -6.485021904942025371773e+01,
    ];
    const Q: [f64; 6] = [
        1.0,
        2.485846490142306297962e+01,
        1.650270098316988542046e+02,
        4.328810604912902668951e+02,
        4.853903996359136964868e+02,
        1.945506571482613964425e+02,
    ];
    let z = x * x;
    let z = z * poly(z, &P) / poly(z, &Q);
    x * z + x
}

/// The arc tangent of a positive number.
fn positive_atan(x: f64) -> f64 {
    const MORE_BITS: f64 = 6.123233995736765886130e-17; // of π/2
    const TAN_3PI_8: f64 = 2.41421356237309504880;
    if x <= 0.66 {
        near_atan(x)
    } else if x > TAN_3PI_8 {
        FRAC_PI_2 - near_atan(1.0 / x) + MORE_BITS
    } else {
        FRAC_PI_4 + near_atan((x - 1.0) / (x + 1.0)) + 0.5 * MORE_BITS
    }
}

pub(crate) fn atan(x: f64) -> f64 {
    if x == 0.0 {
        x
    } else if x > 0.0 {
        positive_atan(x)
    } else {
        -positive_atan(-x)
    }
}

pub(crate) fn asin(x: f64) -> f64 {
    if x == 0.0 {
        return x;
    }
    let a = if x < 0.0 { -x } else { x };
    if a > 1.0 {
        return NAN;
    }
    let other = (1.0 - a * a).sqrt();
    let y = if a > 0.7 {
        FRAC_PI_2 - positive_atan(other / a)
    } else {
        positive_atan(a / other)
    };
    if x < 0.0 { -y } else { y }
}

pub(crate) fn acos(x: f64) -> f64 {
    FRAC_PI_2 - asin(x)
}

pub(crate) fn atan2(y: f64, x: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return NAN;
    }
    if y == 0.0 {
        let angle: f64 = if x >= 0.0 && x.is_sign_positive() {
            0.0
        } else {
            PI
        };
        return angle.copysign(y);
    }
    if x == 0.0 {
        return FRAC_PI_2.copysign(y);
    }
    if x.is_infinite() {
        let angle: f64 = match (x > 0.0, y.is_infinite()) {
            (true, true) => FRAC_PI_4,
            (true, false) => 0.0,
            (false, true) => 3.0 * PI / 4.0,
            (false, false) => PI,
        };
        return angle.copysign(y);
    }
    if y.is_infinite() {
        return FRAC_PI_2.copysign(y);
    }
    let q = atan(y / x);
    if x >= 0.0 {
        q
    } else if q <= 0.0 {
        q + PI
    } else {
        q - PI
    }
}

pub(crate) fn hypot(p: f64, q: f64) -> f64 {
    if p.is_infinite() || q.is_infinite() {
        return f64::INFINITY;
    }
    if p.is_nan() || q.is_nan() {
        return NAN;
    }
    let (large, small) = (p.abs().max(q.abs()), p.abs().min(q.abs()));
    if large == 0.0 {
        return 0.0;
    }
    let r = small / large;
    large * (r * r + 1.0).sqrt()
}

pub(crate) fn sinh(x: f64) -> f64 {
    const P: [f64; 4] = [
        -0.2630563213397497062819489e+2,
        -0.2894211355989563807284660366e+4,
        -0.8991272022039509355398013511e+5,
        -0.6307673640497716991184787251e+6,
    ];
    const Q: [f64; 4] = [
        1.0,
        -0.173678953558233699533450911e+3,
        0.1521517378790019070696485176e+5,
        -0.6307673640497716991212077277e+6,
    ];
    let a = if x < 0.0 { -x } else { x };
    let y = if a > 21.0 {
        exp(a) * 0.5
    } else if a > 0.5 {
        let e = exp(a);
        (e - 1.0 / e) * 0.5
    } else {
        let sq = a * a;
        poly(sq, &P) * a / poly(sq, &Q)
    };
    if x < 0.0 { -y } else { y }
}

pub(crate) fn cosh(x: f64) -> f64 {
    let a = x.abs();
    let e = exp(a);
    if a > 21.0 {
        e * 0.5
    } else {
        (e + 1.0 / e) * 0.5
    }
}

pub(crate) fn tanh(x: f64) -> f64 {
    const MAX_LOG: f64 = 8.8029691931113054295988e+01; // of 2¹²⁷
    const P: [f64; 3] = [
        -9.64399179425052238628e-1,
        -9.92877231001918586564e1,
        -1.61468768441708447952e3,
    ];
    const Q: [f64; 4] = [
        1.0,
        1.12811678491632931402e2,
        2.23548839060100448583e3,
        4.84406305325125486048e3,
    ];
    let z = x.abs();
    if z > 0.5 * MAX_LOG {
        return if x < 0.0 { -1.0 } else { 1.0 };
    }
    if z >= 0.625 {
        let y = 1.0 - 2.0 / (exp(2.0 * z) + 1.0);
        return if x < 0.0 { -y } else { y };
    }
    if x == 0.0 {
        return x;
    }
    let s = x * x;
    x + x * s * poly(s, &P) / poly(s, &Q)
}

const LARGE: f64 = (1u64 << 28) as f64;

pub(crate) fn asinh(x: f64) -> f64 {
    if !x.is_finite() {
        return x;
    }
    let a = if x < 0.0 { -x } else { x };
    let y = if a > LARGE {
        log(a) + LN_2
    } else if a > 2.0 {
        log(2.0 * a + 1.0 / ((a * a + 1.0).sqrt() + a))
    } else if a < 1.0 / LARGE {
        a
    } else {
        log1p(a + a * a / (1.0 + (1.0 + a * a).sqrt()))
    };
    if x < 0.0 { -y } else { y }
}

pub(crate) fn acosh(x: f64) -> f64 {
    if x < 1.0 || x.is_nan() {
        return NAN;
    }
    if x == 1.0 {
        return 0.0;
    }
    if x >= LARGE {
        return log(x) + LN_2;
    }
    if x > 2.0 {
        return log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt()));
    }
    let t = x - 1.0;
    log1p(t + (2.0 * t + t * t).sqrt())
}

pub(crate) fn atanh(x: f64) -> f64 {
    if !(-1.0..=1.0).contains(&x) {
        return NAN;
    }
    if x.abs() == 1.0 {
        return f64::INFINITY.copysign(x);
    }
    let a = if x < 0.0 { -x } else { x };
    let y = if a < 1.0 / LARGE {
        a
    } else if a < 0.5 {
        let twice = a + a;
        0.5 * log1p(twice + twice * a / (1.0 - a))
    } else {
        0.5 * log1p((a + a) / (1.0 - a))
    };
    if x < 0.0 { -y } else { y }
}
