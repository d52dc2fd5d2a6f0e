//! Natives of package math. The functions give Go's results on amd64 to the last bit, which those of the C library do
//! not: they evaluate the same approximations (Cephes for the trigonometric functions, FreeBSD's msun for logarithms
//! and the like) in the same order. `trig.rs`, `explog.rs`, `gamma.rs`, `lgamma.rs`, `erf.rs`, `bessel.rs`.

// The coefficients are written as published, with more digits than a float64 holds.
#![allow(clippy::excessive_precision)]

pub(crate) mod bessel;
pub(crate) mod erf;
pub(crate) mod explog;
pub(crate) mod gamma;
pub(crate) mod lgamma;
pub(crate) mod trig;

use minigo_vm::native::Registry;

/// The NaN that Go's functions give, `math.NaN()`: not the one of the processor.
pub(crate) const NAN: f64 = f64::from_bits(0x7FF8_0000_0000_0001);

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.leaf("math.Float64bits", |c| c.set(0, c.word(0)));
    r.leaf("math.Float64frombits", |c| c.set(0, c.word(0)));
    r.leaf("math.Float32bits", |c| c.set(0, c.word(0)));
    r.leaf("math.Float32frombits", |c| c.set(0, c.word(0)));
    macro_rules! unary {
        ($($name:literal $f:expr;)*) => {
            $(r.leaf(concat!("math.", $name), |c| {
                let f: fn(f64) -> f64 = $f;
                let y = f(c.f64(0));
                c.set_f64(0, y);
            });)*
        };
    }
    unary! {
        "Abs" f64::abs;
        "Sqrt" f64::sqrt;
        "Floor" f64::floor;
        "Ceil" f64::ceil;
        "Trunc" f64::trunc;
        "Round" f64::round;
        "RoundToEven" f64::round_ties_even;
        "Sin" trig::sin;
        "Cos" trig::cos;
        "Tan" trig::tan;
        "Asin" trig::asin;
        "Acos" trig::acos;
        "Atan" trig::atan;
        "Sinh" trig::sinh;
        "Cosh" trig::cosh;
        "Tanh" trig::tanh;
        "Asinh" trig::asinh;
        "Acosh" trig::acosh;
        "Atanh" trig::atanh;
        "Exp" explog::exp;
        "Exp2" explog::exp2;
        "Expm1" explog::expm1;
        "Log" explog::log;
        "Log2" explog::log2;
        "Log10" explog::log10;
        "Log1p" explog::log1p;
        "Cbrt" explog::cbrt;
        "Gamma" gamma::gamma;
        "Erf" erf::erf;
        "Erfc" erf::erfc;
        "Erfinv" erf::erfinv;
        "J0" bessel::j0;
        "J1" bessel::j1;
        "Y0" bessel::y0;
        "Y1" bessel::y1;
    }
    macro_rules! binary {
        ($($name:literal $f:expr;)*) => {
            $(r.leaf(concat!("math.", $name), |c| {
                let f: fn(f64, f64) -> f64 = $f;
                let y = f(c.f64(0), c.f64(1));
                c.set_f64(0, y);
            });)*
        };
    }
    binary! {
        "Copysign" f64::copysign;
        "Atan2" trig::atan2;
        "Hypot" trig::hypot;
        "Pow" explog::pow;
        "Mod" |x, y| {
            let r = x % y;
            if r.is_nan() { NAN } else { r }
        };
    }
    r.leaf("math.FMA", |c| {
        let y = c.f64(0).mul_add(c.f64(1), c.f64(2));
        c.set_f64(0, y);
    });
    r.leaf("math/cmplx.farModPi", |c| {
        let y = trig::mod_pi(c.f64(0));
        c.set_f64(0, y);
    });
    r.leaf("math.Frexp", |c| {
        let (fraction, exp) = explog::frexp(c.f64(0));
        c.set_f64(0, fraction);
        c.set_int(1, exp);
    });
    r.leaf("math.Lgamma", |c| {
        let (y, sign) = lgamma::lgamma(c.f64(0));
        c.set_f64(0, y);
        c.set_int(1, sign);
    });
    r.leaf("math.Ldexp", |c| {
        let y = explog::ldexp(c.f64(0), c.int(1));
        c.set_f64(0, y);
    });
}
