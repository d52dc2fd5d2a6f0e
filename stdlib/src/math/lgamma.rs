//! The logarithm of the gamma function (FreeBSD's msun), evaluated in Go's order.

use super::explog::log;
use super::trig::{cos, poly_up, sin};
use std::f64::consts::PI;

/// Near 2: even coefficients of the polynomial in 2 - x.
const A_EVEN: [f64; 6] = [
    7.72156649015328655494e-2,
    6.73523010531292681824e-2,
    7.38555086081402883957e-3,
    1.19270763183362067845e-3,
    2.20862790713908385557e-4,
    2.52144565451257326939e-5,
];
/// And the odd ones.
const A_ODD: [f64; 6] = [
    3.22467033424113591611e-1,
    2.05808084325167332806e-2,
    2.89051383673415629091e-3,
    5.10069792153511336608e-4,
    1.08011567247583939954e-4,
    4.48640949618915160150e-5,
];
/// Around the minimum: every third coefficient.
const T0: [f64; 5] = [
    4.83836122723810047042e-1,
    -3.27885410759859649565e-2,
    6.10053870246291332635e-3,
    -1.40346469989232843813e-3,
    3.15632070903625950361e-4,
];
/// The ones after those.
const T1: [f64; 5] = [
    -1.47587722994593911752e-1,
    1.79706750811820387126e-2,
    -3.68452016781138256760e-3,
    8.81081882437654011382e-4,
    -3.12754168375120860518e-4,
];
/// And after those.
const T2: [f64; 5] = [
    6.46249402391333854778e-2,
    -1.03142241298341437450e-2,
    2.25964780900612472250e-3,
    -5.38595305356740546715e-4,
    3.35529192635519073543e-4,
];
/// Near 1: over and under the line.
const U: [f64; 6] = [
    -7.72156649015328655494e-2,
    6.32827064025093366517e-1,
    1.45492250137234768737,
    9.77717527963372745603e-1,
    2.28963728064692451092e-1,
    1.33810918536787660377e-2,
];
/// And its denominator.
const V: [f64; 6] = [
    1.0,
    2.45597793713041134822,
    2.12848976379893395361,
    7.69285150456672783825e-1,
    1.04222645593369134254e-1,
    3.21709242282423911810e-3,
];
/// Between 2 and 3: over and under the line.
const S: [f64; 7] = [
    -7.72156649015328655494e-2,
    2.14982415960608852501e-1,
    3.25778796408930981787e-1,
    1.46350472652464452805e-1,
    2.66422703033638609560e-2,
    1.84028451407337715652e-3,
    3.19475326584100867617e-5,
];
/// And its denominator.
const R: [f64; 7] = [
    1.0,
    1.39200533467621045958,
    7.21935547567138069525e-1,
    1.71933865632803078993e-1,
    1.86459191715652901344e-2,
    7.77942496381893596434e-4,
    7.32668430744625636189e-6,
];
/// Stirling's series, from 8 up, after its first term.
const W: [f64; 6] = [
    8.33333333333329678849e-2,
    -2.77777777728775536470e-3,
    7.93650558643019558500e-4,
    -5.95187557450339963135e-4,
    8.36339918996282139126e-4,
    -1.63092934096575273989e-3,
];

/// `sin(-πx)` for positive x, exact where x is a whole number.
fn sin_pi(x: f64) -> f64 {
    const TWO52: f64 = (1u64 << 52) as f64;
    const TWO53: f64 = (1u64 << 53) as f64;
    if x < 0.25 {
        return -sin(PI * x);
    }
    let (x, eighth) = if x.floor() != x {
        let x = x % 2.0;
        (x, (x * 4.0) as i64)
    } else if x >= TWO53 {
        (0.0, 0)
    } else {
        let whole = if x < TWO52 { x + TWO52 } else { x };
        let odd = (whole.to_bits() & 1) as i64;
        (odd as f64, odd << 2)
    };
    -match eighth {
        0 => sin(PI * x),
        1 | 2 => cos(PI * (0.5 - x)),
        3 | 4 => sin(PI * (1.0 - x)),
        5 | 6 => -cos(PI * (x - 1.5)),
        _ => sin(PI * (x - 2.0)),
    }
}

/// For 0 < x < 2; x is not 1.
fn below_2(x: f64) -> f64 {
    const TF: f64 = -1.21486290535849611461e-01;
    const TT: f64 = -3.63867699703950536541e-18;
    // Up to 0.9 by the logarithm of x and the value at x + 1. The bounds, and the place of the minimum, less one.
    let (base, shift, high, low, minimum) = if x <= 0.9 {
        let minimum = 0.46163214496836224576;
        (
            -log(x),
            1.0,
            0.731632144968362245,
            0.191632144968362245,
            minimum,
        )
    } else {
        let minimum = 1.46163214496836224576;
        (
            0.0,
            0.0,
            1.731632144968362245,
            1.191632144968362245,
            minimum,
        )
    };
    if x >= high {
        let y = 2.0 - shift - x;
        let z = y * y;
        let p = y * poly_up(z, &A_EVEN) + z * poly_up(z, &A_ODD);
        base + (p - 0.5 * y)
    } else if x >= low {
        let y = x - minimum;
        let z = y * y;
        let w = z * y;
        let p = z * poly_up(w, &T0) - (TT - w * (poly_up(w, &T1) + y * poly_up(w, &T2)));
        base + (TF + p)
    } else {
        let y = x - (1.0 - shift);
        base + (-0.5 * y + y * poly_up(y, &U) / poly_up(y, &V))
    }
}

/// `log |Γ(x)|` and the sign of Γ(x).
pub(crate) fn lgamma(x: f64) -> (f64, i64) {
    if x.is_nan() || x.is_infinite() {
        return (x, 1);
    }
    if x == 0.0 {
        return (f64::INFINITY, 1);
    }
    let negative = x < 0.0;
    let x = x.abs();
    if x < f64::from_bits((1023 - 70) << 52) {
        return (-log(x), if negative { -1 } else { 1 });
    }
    // Below zero by reflection: what the value for |x| is taken from, and the sign.
    let (mut adjust, mut sign) = (0.0, 1);
    if negative {
        let t = if x >= (1u64 << 52) as f64 {
            0.0
        } else {
            sin_pi(x)
        };
        if t == 0.0 {
            return (f64::INFINITY, 1);
        }
        adjust = log(PI / (t * x).abs());
        if t < 0.0 {
            sign = -1;
        }
    }
    if x == 1.0 || x == 2.0 {
        return (0.0, sign);
    }
    let y = if x < 2.0 {
        below_2(x)
    } else if x < 8.0 {
        let whole = x as i32;
        let y = x - f64::from(whole);
        let first = 0.5 * y + y * poly_up(y, &S) / poly_up(y, &R);
        let product = (2..whole).rev().fold(1.0, |z, k| z * (y + f64::from(k)));
        if whole > 2 {
            first + log(product)
        } else {
            first
        }
    } else if x < (1u64 << 58) as f64 {
        const W0: f64 = 4.18938533204672725052e-01;
        let (t, z) = (log(x), 1.0 / x);
        let w = W0 + z * poly_up(z * z, &W);
        (x - 0.5) * (t - 1.0) + w
    } else {
        x * (log(x) - 1.0)
    };
    (if negative { adjust - y } else { y }, sign)
}
