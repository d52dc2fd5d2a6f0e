//! The gamma function (Cephes), evaluated as Go does.

use super::NAN;
use super::explog::{exp, pow};
use super::trig::{poly, sin};
use std::f64::consts::PI;

/// Stirling's formula for x > 33, as two factors, since their product may overflow where the result does not.
fn stirling(x: f64) -> (f64, f64) {
    const SQRT_2PI: f64 = 2.506628274631000502417;
    const S: [f64; 5] = [
        7.87311395793093628397e-4,
        -2.29549961613378126380e-4,
        -2.68132617805781232825e-3,
        3.47222221605458667310e-3,
        8.33333333333482257126e-2,
    ];
    if x > 200.0 {
        return (f64::INFINITY, 1.0);
    }
    let w = 1.0 / x;
    let w = 1.0 + w * poly(w, &S);
    let e = exp(x);
    if x > 143.01608 {
        let v = pow(x, 0.5 * x - 0.25);
        (v, SQRT_2PI * w * (v / e))
    } else {
        (pow(x, x - 0.5) / e, SQRT_2PI * w * 1.0)
    }
}

pub(crate) fn gamma(x: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    const P: [f64; 7] = [
        1.60119522476751861407e-4,
        1.19135147006586384913e-3,
        1.04213797561761569935e-2,
        4.76367800457137231464e-2,
        2.07448227648435975150e-1,
        4.94214826801497100753e-1,
        9.99999999999999996796e-1,
    ];
    const Q: [f64; 8] = [
        -2.31581873324120129819e-5,
        5.39605580493303397842e-4,
        -4.45641913851797240494e-3,
        1.18139785222060435552e-2,
        3.58236398605498653373e-2,
        -2.34591795718243348568e-1,
        7.14304917030273074085e-2,
        1.00000000000000000320e0,
    ];
    if x.is_nan() || x == f64::NEG_INFINITY || x < 0.0 && x.trunc() == x {
        return NAN;
    }
    if x == f64::INFINITY {
        return x;
    }
    if x == 0.0 {
        return f64::INFINITY.copysign(x);
    }
    let q = x.abs();
    let mut p = q.floor();
    if q > 33.0 {
        if x >= 0.0 {
            let (a, b) = stirling(x);
            return a * b;
        }
        // Reflection; whether the integer part is even gives the sign.
        let sign = if p as i64 & 1 == 0 { -1.0 } else { 1.0 };
        let mut z = q - p;
        if z > 0.5 {
            p += 1.0;
            z = q - p;
        }
        z = q * sin(PI * z);
        if z == 0.0 {
            return f64::INFINITY * sign;
        }
        let (a, b) = stirling(q);
        let z = z.abs();
        let d = z * a * b;
        return if d.is_infinite() {
            sign * (PI / z / a / b)
        } else {
            sign * (PI / d)
        };
    }
    // Bring x to [2, 3).
    let (mut x, mut z) = (x, 1.0);
    let near_zero = |x: f64, z: f64| {
        if x == 0.0 {
            f64::INFINITY
        } else {
            z / ((1.0 + EULER * x) * x)
        }
    };
    while x >= 3.0 {
        x -= 1.0;
        z *= x;
    }
    while x < 0.0 {
        if x > -1e-09 {
            return near_zero(x, z);
        }
        z /= x;
        x += 1.0;
    }
    while x < 2.0 {
        if x < 1e-09 {
            return near_zero(x, z);
        }
        z /= x;
        x += 1.0;
    }
    if x == 2.0 {
        return z;
    }
    x -= 2.0;
    z * poly(x, &P) / poly(x, &Q)
}
