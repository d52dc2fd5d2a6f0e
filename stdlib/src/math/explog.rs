//! Exponentials, logarithms, powers and cube roots, evaluated as Go does on amd64: `exp` and `log` as its assembly
//! (with fused multiply-add, which every machine of today has), the rest as its portable code (msun).

use super::NAN;
use std::f64::consts::SQRT_2;

const LN2_HI: f64 = 6.93147180369123816490e-01;
const LN2_LO: f64 = 1.90821492927058770002e-10;

/// `f` as fraction × 2^exp with the fraction in [½, 1).
pub(crate) fn frexp(f: f64) -> (f64, i64) {
    if f == 0.0 || !f.is_finite() {
        return (f, 0);
    }
    let (f, shift) = normalize(f);
    let bits = f.to_bits();
    let exp = (bits >> 52 & 0x7ff) as i64 - 1022 + shift;
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exp)
}

/// A normal number and the exponent to add to it.
fn normalize(f: f64) -> (f64, i64) {
    if f.abs() < f64::MIN_POSITIVE {
        (f * (1u64 << 52) as f64, -52)
    } else {
        (f, 0)
    }
}

/// fraction × 2^exp.
pub(crate) fn ldexp(fraction: f64, exp: i64) -> f64 {
    if fraction == 0.0 || !fraction.is_finite() {
        return fraction;
    }
    let (fraction, shift) = normalize(fraction);
    let bits = fraction.to_bits();
    let mut exp = exp
        .saturating_add(shift)
        .saturating_add((bits >> 52 & 0x7ff) as i64 - 1023);
    if exp < -1075 {
        return 0f64.copysign(fraction);
    }
    if exp > 1023 {
        return f64::INFINITY.copysign(fraction);
    }
    let mut scale = 1.0;
    if exp < -1022 {
        exp += 53;
        scale = 1.0 / (1u64 << 53) as f64;
    }
    scale * f64::from_bits(bits & !(0x7ff << 52) | ((exp + 1023) as u64) << 52)
}

pub(crate) fn exp(x: f64) -> f64 {
    const OVERFLOW: f64 = 7.09782712893384e+02;
    const LN2_UPPER: f64 = 0.69314718055966295651160180568695068359375;
    const LN2_LOWER: f64 = 0.28235290563031577122588448175013436025525412068e-12;
    // 1/n! from n = 8 down to 1, with Go's roundings.
    const TAYLOR: [f64; 8] = [
        2.4801587301587301587e-5,
        1.9841269841269841270e-4,
        1.3888888888888888889e-3,
        8.3333333333333333333e-3,
        4.1666666666666666667e-2,
        1.6666666666666666667e-1,
        0.5,
        1.0,
    ];
    if x.is_nan() {
        return x;
    }
    if x == f64::NEG_INFINITY {
        return 0.0;
    }
    if x > OVERFLOW {
        return f64::INFINITY;
    }
    let scaled = x * std::f64::consts::LOG2_E;
    // The conversion of the machine gives the least int32 for what does not fit.
    let k = if scaled.abs() < 2_147_483_648.0 {
        scaled.round_ties_even() as i32
    } else {
        i32::MIN
    };
    let kf = f64::from(k);
    // e^r - 1 for a sixteenth of the rest, then squared four times: (1+y)² - 1 = y(y+2).
    let r = (-kf).mul_add(LN2_LOWER, (-kf).mul_add(LN2_UPPER, x)) * 0.0625;
    let sum = TAYLOR[1..].iter().fold(TAYLOR[0], |s, &c| s.mul_add(r, c));
    let mut y = r * sum;
    for _ in 0..3 {
        y *= y + 2.0;
    }
    y = y.mul_add(y + 2.0, 1.0);
    let biased = k.wrapping_add(1023);
    if biased >= 0x7ff {
        return f64::INFINITY;
    }
    if biased > 0 {
        return y * f64::from_bits((biased as u64) << 52);
    }
    if biased < -52 {
        return 0.0;
    }
    y * f64::from_bits(((biased + 1022) as u64) << 52) * f64::MIN_POSITIVE
}

/// e^(hi-lo) × 2^k for a small hi-lo.
fn exp_parts(hi: f64, lo: f64, k: i64) -> f64 {
    const P: [f64; 5] = [
        1.66666666666666657415e-01,
        -2.77777777770155933842e-03,
        6.61375632143793436117e-05,
        -1.65339022054652515390e-06,
        4.13813679705723846039e-08,
    ];
    let r = hi - lo;
    let t = r * r;
    let c = r - t * (P[0] + t * (P[1] + t * (P[2] + t * (P[3] + t * P[4]))));
    let y = 1.0 - ((lo - (r * c) / (2.0 - c)) - hi);
    ldexp(y, k)
}

pub(crate) fn exp2(x: f64) -> f64 {
    if x.is_nan() {
        return x;
    }
    if x > 1.0239999999999999e+03 {
        return f64::INFINITY;
    }
    if x < -1.0740e+03 {
        return 0.0;
    }
    let k = if x > 0.0 {
        (x + 0.5) as i64
    } else if x < 0.0 {
        (x - 0.5) as i64
    } else {
        0
    };
    let t = x - k as f64;
    exp_parts(t * LN2_HI, -t * LN2_LO, k)
}

pub(crate) fn expm1(x: f64) -> f64 {
    const LIMIT: f64 = 7.09782712893383973096e+02;
    const LN2_TIMES_56: f64 = 3.88162421113569373274e+01;
    const LN2_3_HALVES: f64 = 1.03972077083991796413e+00;
    const LN2_HALF: f64 = 3.46573590279972654709e-01;
    const INV_LN2: f64 = std::f64::consts::LOG2_E;
    const TINY: f64 = 1.0 / (1u64 << 54) as f64;
    const Q: [f64; 5] = [
        -3.33333333333331316428e-02,
        1.58730158725481460165e-03,
        -7.93650757867487942473e-05,
        4.00821782732936239552e-06,
        -2.01099218183624371326e-07,
    ];
    if x.is_nan() || x == f64::INFINITY {
        return x;
    }
    if x == f64::NEG_INFINITY {
        return -1.0;
    }
    let negative = x < 0.0;
    let a = x.abs();
    if a >= LN2_TIMES_56 {
        if negative {
            return -1.0;
        }
        if a >= LIMIT {
            return f64::INFINITY;
        }
    }
    let (mut x, mut c, mut k) = (x, 0.0, 0i64);
    if a > LN2_HALF {
        let (hi, lo);
        if a < LN2_3_HALVES {
            k = if negative { -1 } else { 1 };
            hi = if negative { x + LN2_HI } else { x - LN2_HI };
            lo = if negative { -LN2_LO } else { LN2_LO };
        } else {
            k = (INV_LN2 * x + if negative { -0.5 } else { 0.5 }) as i64;
            let t = k as f64;
            hi = x - t * LN2_HI;
            lo = t * LN2_LO;
        }
        x = hi - lo;
        c = (hi - x) - lo;
    } else if a < TINY {
        return x;
    }
    let hfx = 0.5 * x;
    let hxs = x * hfx;
    let r1 = 1.0 + hxs * (Q[0] + hxs * (Q[1] + hxs * (Q[2] + hxs * (Q[3] + hxs * Q[4]))));
    let t = 3.0 - r1 * hfx;
    let e = hxs * ((r1 - t) / (6.0 - x * t));
    if k == 0 {
        return x - (x * e - hxs);
    }
    let e = (x * (e - c) - c) - hxs;
    let times_2k = |y: f64| f64::from_bits(y.to_bits().wrapping_add((k as u64) << 52));
    if k == -1 {
        return 0.5 * (x - e) - 0.5;
    }
    if k == 1 {
        return if x < -0.25 {
            -2.0 * (e - (x + 0.5))
        } else {
            1.0 + 2.0 * (x - e)
        };
    }
    if k <= -2 || k > 56 {
        return times_2k(1.0 - (e - x)) - 1.0;
    }
    if k < 20 {
        let t = f64::from_bits(0x3ff0_0000_0000_0000 - (0x20_0000_0000_0000 >> k));
        return times_2k(t - (e - x));
    }
    let t = f64::from_bits((0x3ff - k as u64) << 52);
    times_2k(x - (e + t) + 1.0)
}

const L: [f64; 7] = [
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
];

pub(crate) fn log(x: f64) -> f64 {
    if x == f64::INFINITY {
        return x;
    }
    if x < 0.0 || x.is_nan() {
        return NAN;
    }
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    let bits = x.to_bits();
    let (mut f1, mut k) = split_for_log(bits);
    if f1 < SQRT_2 / 2.0 {
        f1 *= 2.0;
        k -= 1.0;
    }
    let f = f1 - 1.0;
    let s = f / (2.0 + f);
    let s2 = s * s;
    let s4 = s2 * s2;
    let t1 = s2 * (L[0] + s4 * (L[2] + s4 * (L[4] + s4 * L[6])));
    let t2 = s4 * (L[1] + s4 * (L[3] + s4 * L[5]));
    let r = t1 + t2;
    let hfsq = 0.5 * f * f;
    k * LN2_HI - ((hfsq - (s * (hfsq + r) + k * LN2_LO)) - f)
}

/// Fraction and exponent of a positive number as Go's assembly takes them from its bits: it does not normalize.
fn split_for_log(bits: u64) -> (f64, f64) {
    let f = f64::from_bits(bits & ((1 << 52) - 1) | 0.5f64.to_bits());
    (f, ((bits >> 52) as i64 - 0x3fe) as f64)
}

pub(crate) fn log10(x: f64) -> f64 {
    log(x) * std::f64::consts::LOG10_E
}

pub(crate) fn log2(x: f64) -> f64 {
    let (fraction, exp) = frexp(x);
    if fraction == 0.5 {
        return (exp - 1) as f64;
    }
    log(fraction) * std::f64::consts::LOG2_E + exp as f64
}

pub(crate) fn log1p(x: f64) -> f64 {
    const SQRT2_MINUS_1: f64 = 4.142135623730950488017e-01;
    const SQRT2_HALF_MINUS_1: f64 = -2.928932188134524755992e-01;
    const SMALL: f64 = 1.0 / (1u64 << 29) as f64;
    const TINY: f64 = 1.0 / (1u64 << 54) as f64;
    const TWO_53: f64 = (1u64 << 53) as f64;
    if x < -1.0 || x.is_nan() {
        return NAN;
    }
    if x == -1.0 {
        return f64::NEG_INFINITY;
    }
    if x == f64::INFINITY {
        return x;
    }
    let a = x.abs();
    let (mut f, mut rest, mut k) = (0.0, 0u64, 1i64);
    if a < SQRT2_MINUS_1 {
        if a < SMALL {
            return if a < TINY { x } else { x - x * x * 0.5 };
        }
        if x > SQRT2_HALF_MINUS_1 {
            (f, rest, k) = (x, 1, 0);
        }
    }
    let mut c = 0.0;
    if k != 0 {
        let u = if a < TWO_53 { 1.0 + x } else { x };
        k = (u.to_bits() >> 52) as i64 - 1023;
        if a < TWO_53 {
            c = if k > 0 { 1.0 - (u - x) } else { x - (u - 1.0) };
            c /= u;
        }
        rest = u.to_bits() & 0x000f_ffff_ffff_ffff;
        let u = if rest < 0x0006_a09e_667f_3bcd {
            f64::from_bits(rest | 0x3ff0_0000_0000_0000)
        } else {
            k += 1;
            let u = f64::from_bits(rest | 0x3fe0_0000_0000_0000);
            rest = (0x0010_0000_0000_0000 - rest) >> 2;
            u
        };
        f = u - 1.0;
    }
    let kf = k as f64;
    let hfsq = 0.5 * f * f;
    if rest == 0 {
        if f == 0.0 {
            return if k == 0 {
                0.0
            } else {
                kf * LN2_HI + (c + kf * LN2_LO)
            };
        }
        let r = hfsq * (1.0 - 0.66666666666666666 * f);
        return if k == 0 {
            f - r
        } else {
            kf * LN2_HI - ((r - (kf * LN2_LO + c)) - f)
        };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let r = z * (L[0] + z * (L[1] + z * (L[2] + z * (L[3] + z * (L[4] + z * (L[5] + z * L[6]))))));
    if k == 0 {
        f - (hfsq - s * (hfsq + r))
    } else {
        kf * LN2_HI - ((hfsq - (s * (hfsq + r) + (kf * LN2_LO + c))) - f)
    }
}

fn is_odd(x: f64) -> bool {
    x.abs() < (1u64 << 53) as f64 && x.trunc() == x && x as i64 & 1 == 1
}

pub(crate) fn pow(x: f64, y: f64) -> f64 {
    if y == 0.0 || x == 1.0 {
        return 1.0;
    }
    if y == 1.0 {
        return x;
    }
    if x.is_nan() || y.is_nan() {
        return NAN;
    }
    if x == 0.0 {
        let odd = x.is_sign_negative() && is_odd(y);
        return match (y < 0.0, odd) {
            (true, true) => f64::NEG_INFINITY,
            (true, false) => f64::INFINITY,
            (false, true) => x,
            (false, false) => 0.0,
        };
    }
    if y.is_infinite() {
        return if x == -1.0 {
            1.0
        } else if (x.abs() < 1.0) == (y > 0.0) {
            0.0
        } else {
            f64::INFINITY
        };
    }
    if x.is_infinite() {
        return if x < 0.0 {
            pow(1.0 / x, -y)
        } else if y < 0.0 {
            0.0
        } else {
            f64::INFINITY
        };
    }
    if y == 0.5 {
        return x.sqrt();
    }
    if y == -0.5 {
        return 1.0 / x.sqrt();
    }
    let (mut yi, mut yf) = (y.abs().trunc(), y.abs() - y.abs().trunc());
    if yf != 0.0 && x < 0.0 {
        return NAN;
    }
    if yi >= 9.223372036854775808e18 {
        // So large that only the side of 1 matters; and even.
        return if x == -1.0 {
            1.0
        } else if (x.abs() < 1.0) == (y > 0.0) {
            0.0
        } else {
            f64::INFINITY
        };
    }
    // The answer is a × 2^ae: the fraction of y by exp and log, its integer part by squaring.
    let (mut a, mut ae) = (1.0, 0i64);
    if yf != 0.0 {
        if yf > 0.5 {
            yf -= 1.0;
            yi += 1.0;
        }
        a = exp(yf * log(x));
    }
    let (mut x1, mut xe) = frexp(x);
    let mut i = yi as i64;
    while i != 0 {
        if !(-(1 << 12)..=1 << 12).contains(&xe) {
            // Over- or underflow is certain.
            ae += xe;
            break;
        }
        if i & 1 == 1 {
            a *= x1;
            ae += xe;
        }
        x1 *= x1;
        xe <<= 1;
        if x1 < 0.5 {
            x1 += x1;
            xe -= 1;
        }
        i >>= 1;
    }
    if y < 0.0 {
        a = 1.0 / a;
        ae = -ae;
    }
    ldexp(a, ae)
}

pub(crate) fn cbrt(x: f64) -> f64 {
    const B1: u64 = 715094163;
    const B2: u64 = 696219795;
    const C: f64 = 5.42857142857142815906e-01;
    const D: f64 = -7.05306122448979611050e-01;
    const E: f64 = 1.41428571428571436819e+00;
    const F: f64 = 1.60714285714285720630e+00;
    const G: f64 = 3.57142857142857150787e-01;
    if x == 0.0 || !x.is_finite() {
        return x;
    }
    let a = x.abs();
    // A guess of 5 bits, of 23, then one step of Newton's.
    let mut t = f64::from_bits(a.to_bits() / 3 + (B1 << 32));
    if a < f64::MIN_POSITIVE {
        t = (1u64 << 54) as f64 * a;
        t = f64::from_bits(t.to_bits() / 3 + (B2 << 32));
    }
    let r = t * t / a;
    let s = C + r * t;
    t *= G + F / (s + E + D / s);
    t = f64::from_bits((t.to_bits() & (0xf_ffff_fffc << 28)) + (1 << 30));
    let s = t * t;
    let r = a / s;
    let w = t + t;
    let r = (r - t) / (w + r);
    t += t * r;
    t.copysign(x)
}
