//! The error function and its complement (FreeBSD's msun), and the inverse of both (Wichura's AS 241), evaluated in Go's
//! order.

use super::NAN;
use super::explog::{exp, log};
use super::trig::poly_up;
use std::f64::consts::{LN_2, SQRT_2};

/// `erf(1)`, to single precision: what the polynomials around 1 are added to.
const ERX: f64 = 8.45062911510467529297e-01;

/// A quotient of two polynomials, lowest coefficient first.
struct Ratio<const N: usize, const M: usize>([f64; N], [f64; M]);

impl<const N: usize, const M: usize> Ratio<N, M> {
    fn at(&self, z: f64) -> f64 {
        poly_up(z, &self.0) / poly_up(z, &self.1)
    }
}

/// `erf(x) / x - 1` of x², for |x| below 0.84375.
const NEAR_0: Ratio<5, 6> = Ratio(
    [
        1.28379167095512558561e-1,
        -3.25042107247001499370e-1,
        -2.84817495755985104766e-2,
        -5.77027029648944159157e-3,
        -2.37630166566501626084e-5,
    ],
    [
        1.0,
        3.97917223959155352819e-1,
        6.50222499887672944485e-2,
        5.08130628187576562776e-3,
        1.32494738004321644526e-4,
        -3.96022827877536812320e-6,
    ],
);
/// `erf(x) - ERX` of |x| - 1, up to 1.25.
const NEAR_1: Ratio<7, 7> = Ratio(
    [
        -2.36211856075265944077e-3,
        4.14856118683748331666e-1,
        -3.72207876035701323847e-1,
        3.18346619901161753674e-1,
        -1.10894694282396677476e-1,
        3.54783043256182359371e-2,
        -2.16637559486879084300e-3,
    ],
    [
        1.0,
        1.06420880400844228286e-1,
        5.40397917702171048937e-1,
        7.18286544141962662868e-2,
        1.26171219808761642112e-1,
        1.36370839120290507362e-2,
        1.19844998467991074170e-2,
    ],
);
/// The exponent of erfc, of 1/x², up to 1/0.35.
const MIDDLE: Ratio<8, 9> = Ratio(
    [
        -9.86494403484714822705e-3,
        -6.93858572707181764372e-1,
        -1.05586262253232909814e1,
        -6.23753324503260060396e1,
        -1.62396669462573470355e2,
        -1.84605092906711035994e2,
        -8.12874355063065934246e1,
        -9.81432934416914548592,
    ],
    [
        1.0,
        1.96512716674392571292e1,
        1.37657754143519042600e2,
        4.34565877475229228821e2,
        6.45387271733267880336e2,
        4.29008140027567833386e2,
        1.08635005541779435134e2,
        6.57024977031928170135,
        -6.04244152148580987438e-2,
    ],
);
/// The exponent of erfc, of 1/x², beyond.
const FAR: Ratio<7, 8> = Ratio(
    [
        -9.86494292470009928597e-3,
        -7.99283237680523006574e-1,
        -1.77579549177547519889e1,
        -1.60636384855821916062e2,
        -6.37566443368389627722e2,
        -1.02509513161107724954e3,
        -4.83519191608651397019e2,
    ],
    [
        1.0,
        3.03380607434824582924e1,
        3.25792512996573918826e2,
        1.53672958608443695994e3,
        3.19985821950859553908e3,
        2.55305040643316442583e3,
        4.74528541206955367215e2,
        -2.24409524465858183362e1,
    ],
);

/// `erfc(x) * x` for x from 1.25 up: two exponentials, of a square that is exact and of what it leaves out.
fn tail(x: f64) -> f64 {
    let s = 1.0 / (x * x);
    let exponent = if x < 1.0 / 0.35 {
        MIDDLE.at(s)
    } else {
        FAR.at(s)
    };
    let z = f64::from_bits(x.to_bits() & 0xFFFF_FFFF_0000_0000);
    exp(-z * z - 0.5625) * exp((z - x) * (z + x) + exponent)
}

pub(crate) fn erf(x: f64) -> f64 {
    const EFX: f64 = 1.28379167095512586316e-01;
    const EFX8: f64 = 1.02703333676410069053;
    if x.is_nan() {
        return NAN;
    }
    if x == 0.0 {
        return x;
    }
    let a = x.abs();
    let y = if a < 0.84375 {
        if a < 2.848094538889218e-306 {
            0.125 * (8.0 * a + EFX8 * a) // no underflow on the way
        } else if a < 1.0 / (1u32 << 28) as f64 {
            a + EFX * a
        } else {
            a + a * NEAR_0.at(a * a)
        }
    } else if a < 1.25 {
        ERX + NEAR_1.at(a - 1.0)
    } else if a >= 6.0 {
        1.0
    } else {
        1.0 - tail(a) / a
    };
    if x < 0.0 { -y } else { y }
}

pub(crate) fn erfc(x: f64) -> f64 {
    if x.is_nan() {
        return NAN;
    }
    let (a, negative) = (x.abs(), x < 0.0);
    if a < 0.84375 {
        let y = if a < 1.0 / (1u64 << 56) as f64 {
            a
        } else if a < 0.25 {
            a + a * NEAR_0.at(a * a)
        } else {
            0.5 + (a * NEAR_0.at(a * a) + (a - 0.5))
        };
        return if negative { 1.0 + y } else { 1.0 - y };
    }
    if a < 1.25 {
        let y = NEAR_1.at(a - 1.0);
        return if negative {
            1.0 + ERX + y
        } else {
            1.0 - ERX - y
        };
    }
    match (a < 28.0, negative) {
        (true, true) if a > 6.0 => 2.0,
        (true, true) => 2.0 - tail(a) / a,
        (true, false) => tail(a) / a,
        (false, true) => 2.0,
        (false, false) => 0.0,
    }
}

/// `erfinv(x) / x` of 0.180625 - x²/4, for |x| up to 0.85.
const INVERSE_NEAR_0: Ratio<8, 8> = Ratio(
    [
        1.1975323115670912564578,
        4.7072688112383978012285e1,
        6.9706266534389598238465e2,
        4.8548868893843886794648e3,
        1.6235862515167575384252e4,
        2.3782041382114385731252e4,
        1.1819493347062294404278e4,
        8.8709406962545514830200e2,
    ],
    [
        1.0000000000000000000,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ],
);
/// erfinv of r - 1.6, r being the root of `-log((1 - x) / 2)`, up to r = 5.
const INVERSE_MIDDLE: Ratio<8, 8> = Ratio(
    [
        1.42343711074968357734,
        4.63033784615654529590,
        5.76949722146069140550,
        3.64784832476320460504,
        1.27045825245236838258,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ],
    [
        SQRT_2,
        2.9036514445419946173133295,
        2.3707661626024532365971225,
        9.7547832001787427186894837e-1,
        2.0945065210512749128288442e-1,
        2.1494160384252876777097297e-2,
        7.7441459065157709165577218e-4,
        1.4859850019840355905497876e-9,
    ],
);
/// erfinv of r - 5, beyond.
const INVERSE_FAR: Ratio<8, 8> = Ratio(
    [
        6.65790464350110377720,
        5.46378491116411436990,
        1.78482653991729133580,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ],
    [
        SQRT_2,
        8.482908416595164588112026e-1,
        1.936480946950659106176712e-1,
        2.103693768272068968719679e-2,
        1.112800997078859844711555e-3,
        2.611088405080593625138020e-5,
        2.010321207683943062279931e-7,
        2.891024605872965461538222e-15,
    ],
);

pub(crate) fn erfinv(x: f64) -> f64 {
    if x == 1.0 || x == -1.0 {
        return f64::INFINITY * x;
    }
    if x.is_nan() || x.abs() > 1.0 {
        return NAN;
    }
    if x == 0.0 {
        return x;
    }
    let a = x.abs();
    let y = if a <= 0.85 {
        let r = 0.180625 - 0.25 * a * a;
        // The product first: the quotient is rounded once.
        (a * poly_up(r, &INVERSE_NEAR_0.0)) / poly_up(r, &INVERSE_NEAR_0.1)
    } else {
        let r = (LN_2 - log(1.0 - a)).sqrt();
        if r <= 5.0 {
            INVERSE_MIDDLE.at(r - 1.6)
        } else {
            INVERSE_FAR.at(r - 5.0)
        }
    };
    if x < 0.0 { -y } else { y }
}
