//! Constant values: booleans, byte strings, and numbers of arbitrary precision.
//!
//! Numbers have the smallest form that holds them: `Int`, `Big`, `Rat` (while numerator and denominator stay below
//! `RAT_BITS`), `Float` (512 bits of mantissa), `Complex`. Every function here takes time bounded by the limits below,
//! whatever the program asks for: a shift count or an exponent beyond them gives `Unknown`, which callers report.
//!
//! Source: language spec, "Constants" and "Constant expressions"; limits as in Go's compiler.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Bits of an integer constant beyond which it overflows.
pub const INT_BITS: u64 = 512;
/// Largest shift count of a constant shift.
pub const MAX_SHIFT: u64 = 1023 - 1 + 52;
const RAT_BITS: u64 = 4096;
const PREC: u64 = 512;
/// Binary exponents beyond this are infinite or zero.
const MAX_EXP: i64 = 1 << 31;

/// mant * 2^exp with at most `PREC` bits of mantissa.
#[derive(Clone, Debug, PartialEq)]
pub struct BigFloat {
    mant: BigInt,
    exp: i64,
}

/// A constant value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Value {
    /// An error was reported where it came from.
    Unknown,
    Bool(bool),
    Str(Rc<[u8]>),
    Int(i64),
    /// An integer that is no `i64`.
    Big(Rc<BigInt>),
    /// A number that is no integer.
    Rat(Rc<BigRational>),
    /// A number too large or too small for `Rat`, rounded.
    Float(Rc<BigFloat>),
    /// Real and imaginary part; the latter is not zero.
    Complex(Rc<(Value, Value)>),
}

/// Operators of constant arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Arith {
    Add,
    Sub,
    Mul,
    /// Quotient of any numbers.
    Quo,
    /// Truncated quotient of integers.
    IntQuo,
    Rem,
    And,
    Or,
    Xor,
    AndNot,
}

impl BigFloat {
    /// As text, for numbers beyond `float64`: six digits, in the arithmetic of Go's so that the last one is the same.
    fn approximate(&self) -> String {
        let top = self.top();
        let mut m = Value::Float(Rc::new(BigFloat {
            mant: self.mant.clone(),
            exp: self.exp - top,
        }))
        .to_f64();
        let d = top as f64 * (std::f64::consts::LN_2 / std::f64::consts::LN_10);
        let mut e = d as i64;
        m *= 10f64.powf(d - e as f64);
        if m.abs() < 1.0 - 0.5e-6 {
            m *= 10.0;
            e -= 1;
        } else if m.abs() >= 10.0 {
            m /= 10.0;
            e += 1;
        }
        format!("{}e{e:+}", format_g(m))
    }

    fn new(mant: BigInt, exp: i64) -> BigFloat {
        let bits = mant.bits();
        if bits <= PREC {
            return BigFloat { mant, exp };
        }
        let drop = bits - PREC;
        let half = BigInt::one() << (drop - 1);
        let (sign, mag) = mant.into_parts();
        let m = (BigInt::from(mag) + half) >> drop;
        let m = if sign == Sign::Minus { -m } else { m };
        BigFloat {
            mant: m,
            exp: exp + drop as i64,
        }
    }

    fn from_int(i: &BigInt) -> BigFloat {
        BigFloat::new(i.clone(), 0)
    }

    fn from_ratio(n: &BigInt, d: &BigInt) -> BigFloat {
        let shift = (PREC as i64 + 2 + d.bits() as i64 - n.bits() as i64).max(0);
        BigFloat::new((n << shift as u64) / d, -shift)
    }

    fn add(&self, o: &BigFloat) -> BigFloat {
        if self.mant.is_zero() {
            return o.clone();
        }
        if o.mant.is_zero() {
            return self.clone();
        }
        let (hi, lo) = if self.exp >= o.exp {
            (self, o)
        } else {
            (o, self)
        };
        let gap = hi.exp - lo.exp;
        if gap > 4 * PREC as i64 {
            return hi.clone();
        }
        BigFloat::new((&hi.mant << gap as u64) + &lo.mant, lo.exp)
    }

    fn neg(&self) -> BigFloat {
        BigFloat {
            mant: -&self.mant,
            exp: self.exp,
        }
    }

    fn mul(&self, o: &BigFloat) -> BigFloat {
        BigFloat::new(&self.mant * &o.mant, self.exp + o.exp)
    }

    fn quo(&self, o: &BigFloat) -> BigFloat {
        let q = BigFloat::from_ratio(&self.mant, &o.mant);
        BigFloat::new(q.mant, q.exp + self.exp - o.exp)
    }

    /// Exponent of the leading bit.
    fn top(&self) -> i64 {
        self.exp + self.mant.bits() as i64
    }

    fn pow(&self, mut n: u64) -> BigFloat {
        let mut base = self.clone();
        let mut acc = BigFloat {
            mant: BigInt::one(),
            exp: 0,
        };
        while n > 0 {
            if n & 1 == 1 {
                acc = acc.mul(&base);
            }
            base = base.mul(&base);
            n >>= 1;
            if base.top().abs() > 4 * MAX_EXP {
                return base;
            }
        }
        acc
    }
}

/// Rounds `n/d` (times `2^exp`) to a float with `mant` bits of mantissa and smallest exponent `emin` (of the last
/// bit of a subnormal), ties to even. Returns mantissa and exponent; the caller checks for overflow.
fn round_ratio(n: &BigInt, d: &BigInt, exp: i64, mant: i64, emin: i64) -> (u64, i64) {
    if n.is_zero() {
        return (0, 0);
    }
    let n = n.magnitude();
    let d = d.magnitude();
    // Exponent of the quotient's leading bit, perhaps one too high.
    let top = n.bits() as i64 - d.bits() as i64 + exp;
    let mut last = (top - mant).max(emin);
    loop {
        // q = n/d * 2^(exp-last), rounded
        let shift = exp - last;
        let (num, den) = if shift >= 0 {
            (n << shift as u64, d.clone())
        } else {
            (n.clone(), d << (-shift) as u64)
        };
        let (q, r) = num.div_rem(&den);
        if q.bits() as i64 > mant {
            last += 1;
            continue;
        }
        let mut m = q.to_u64().unwrap_or(u64::MAX);
        let twice = r << 1u32;
        match twice.cmp(&den) {
            std::cmp::Ordering::Greater => m += 1,
            std::cmp::Ordering::Equal if m & 1 == 1 => m += 1,
            _ => {}
        }
        return (m, last);
    }
}

fn bigger(i: BigInt) -> Value {
    match i.to_i64() {
        Some(n) => Value::Int(n),
        None => Value::Big(Rc::new(i)),
    }
}

fn ratio(r: BigRational) -> Value {
    if r.is_integer() && r.numer().bits() <= RAT_BITS {
        return bigger(r.to_integer());
    }
    if r.numer().bits() > RAT_BITS || r.denom().bits() > RAT_BITS {
        return float(BigFloat::from_ratio(r.numer(), r.denom()));
    }
    Value::Rat(Rc::new(r))
}

fn float(f: BigFloat) -> Value {
    if f.mant.is_zero() {
        return Value::Int(0);
    }
    let top = f.top();
    if top > MAX_EXP {
        return Value::Unknown;
    }
    if top < -MAX_EXP {
        return Value::Int(0);
    }
    if top.unsigned_abs() < RAT_BITS && f.exp.unsigned_abs() < RAT_BITS {
        let r = if f.exp >= 0 {
            BigRational::from_integer(f.mant << f.exp as u64)
        } else {
            BigRational::new(f.mant, BigInt::one() << (-f.exp) as u64)
        };
        return ratio(r);
    }
    Value::Float(Rc::new(f))
}

/// A complex number; real if the imaginary part is zero.
fn complex(re: Value, im: Value) -> Value {
    if re == Value::Unknown || im == Value::Unknown {
        return Value::Unknown;
    }
    if im.sign() == 0 {
        re
    } else {
        Value::Complex(Rc::new((re, im)))
    }
}

impl Value {
    /// From an integer.
    pub fn from_u64(n: u64) -> Value {
        bigger(BigInt::from(n))
    }

    /// From a big integer.
    pub fn from_big(n: BigInt) -> Value {
        bigger(n)
    }

    /// From a string.
    pub fn from_string(s: &str) -> Value {
        Value::Str(Rc::from(s.as_bytes()))
    }

    /// The exact value of a float; `Unknown` for infinities and NaN.
    pub fn from_f64(f: f64) -> Value {
        match BigRational::from_float(f) {
            Some(r) => ratio(r),
            None => Value::Unknown,
        }
    }

    /// The number of an integer literal as written (prefix, underscores and all).
    pub fn from_int_literal(text: &str) -> Value {
        let t: String = text.chars().filter(|&c| c != '_').collect();
        let lower = t.to_ascii_lowercase();
        let (digits, radix) = if let Some(d) = lower.strip_prefix("0x") {
            (d, 16)
        } else if let Some(d) = lower.strip_prefix("0b") {
            (d, 2)
        } else if let Some(d) = lower.strip_prefix("0o") {
            (d, 8)
        } else if lower.len() > 1 && lower.starts_with('0') {
            (&lower[1..], 8)
        } else {
            (&lower[..], 10)
        };
        if let Ok(n) = i64::from_str_radix(digits, radix) {
            return Value::Int(n);
        }
        // Beyond this it overflows anyhow; conversion of huge texts takes quadratic time.
        if digits.len() > 10_000 {
            return Value::Unknown;
        }
        BigInt::parse_bytes(digits.as_bytes(), radix).map_or(Value::Unknown, bigger)
    }

    /// The number of a floating-point literal as written, decimal or hexadecimal.
    pub fn from_float_literal(text: &str) -> Value {
        let t: String = text
            .chars()
            .filter(|&c| c != '_')
            .collect::<String>()
            .to_ascii_lowercase();
        let (body, radix, exp_char) = match t.strip_prefix("0x") {
            Some(b) => (b, 16u32, 'p'),
            None => (&t[..], 10, 'e'),
        };
        let (digits, exp) = match body.split_once(exp_char) {
            Some((d, e)) => (
                d,
                e.parse::<i64>().unwrap_or(if e.starts_with('-') {
                    -(1 << 40)
                } else {
                    1 << 40
                }),
            ),
            None => (body, 0),
        };
        let (int, frac) = digits.split_once('.').unwrap_or((digits, ""));
        let all: String = int.chars().chain(frac.chars()).collect();
        if all.len() > 10_000 {
            return Value::Unknown;
        }
        let all = if all.is_empty() { "0" } else { &all };
        let Some(mant) = BigInt::parse_bytes(all.as_bytes(), radix) else {
            return Value::Unknown;
        };
        if mant.is_zero() {
            return Value::Int(0);
        }
        if radix == 16 {
            return float(BigFloat::new(
                mant,
                exp.saturating_sub(4 * frac.len() as i64),
            ));
        }
        let exp = exp.saturating_sub(frac.len() as i64);
        if exp.unsigned_abs() <= 1200 {
            let p = num_traits::pow(BigInt::from(10), exp.unsigned_abs() as usize);
            return ratio(if exp >= 0 {
                BigRational::from_integer(mant * p)
            } else {
                BigRational::new(mant, p)
            });
        }
        if exp.unsigned_abs() > 1 << 31 {
            return if exp > 0 {
                Value::Unknown
            } else {
                Value::Int(0)
            };
        }
        let p = BigFloat {
            mant: BigInt::from(10),
            exp: 0,
        }
        .pow(exp.unsigned_abs());
        let m = BigFloat::from_int(&mant);
        float(if exp >= 0 { m.mul(&p) } else { m.quo(&p) })
    }

    /// The value of an imaginary literal, `i` included.
    pub fn from_imag_literal(text: &str) -> Value {
        let t = text.trim_end_matches('i');
        let low = t.to_ascii_lowercase();
        let prefixed = low.starts_with("0b") || low.starts_with("0o");
        let hex = low.starts_with("0x");
        let v = if prefixed || (hex && !low.contains('p') && !low.contains('.')) {
            Value::from_int_literal(t)
        } else {
            // A leading 0 is decimal here, for the sake of old programs.
            Value::from_float_literal(t)
        };
        complex(Value::Int(0), v)
    }

    /// A truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// A string's bytes.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Str(s) => Some(s),
            _ => None,
        }
    }

    /// A string as shared bytes.
    pub fn as_str_rc(&self) -> Option<Rc<[u8]>> {
        match self {
            Value::Str(s) => Some(s.clone()),
            _ => None,
        }
    }

    /// Whether it is a number of any kind.
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Value::Int(_) | Value::Big(_) | Value::Rat(_) | Value::Float(_) | Value::Complex(_)
        )
    }

    /// The value as an integer, if it is one.
    pub fn to_big(&self) -> Option<BigInt> {
        match self {
            Value::Int(n) => Some(BigInt::from(*n)),
            Value::Big(b) => Some((**b).clone()),
            Value::Float(f) if f.exp >= 0 && f.top() < 8192 => Some(&f.mant << f.exp as u64),
            _ => None,
        }
    }

    /// The value if it is an integer that an `int64` holds.
    pub fn to_i64(&self) -> Option<i64> {
        match self {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// The value if it is an integer that a `uint64` holds.
    pub fn to_u64(&self) -> Option<u64> {
        match self {
            Value::Int(n) => u64::try_from(*n).ok(),
            Value::Big(b) => b.to_u64(),
            _ => None,
        }
    }

    /// The 64 bits of an integer constant, signed or unsigned.
    pub fn to_bits(&self) -> Option<u64> {
        match self {
            Value::Int(n) => Some(*n as u64),
            Value::Big(b) => b.to_u64(),
            _ => None,
        }
    }

    /// Real part.
    pub fn real(&self) -> Value {
        match self {
            Value::Complex(c) => c.0.clone(),
            v => v.clone(),
        }
    }

    /// Imaginary part.
    pub fn imag(&self) -> Value {
        match self {
            Value::Complex(c) => c.1.clone(),
            Value::Unknown => Value::Unknown,
            _ => Value::Int(0),
        }
    }

    /// `complex(re, im)`
    pub fn make_complex(re: Value, im: Value) -> Value {
        complex(re, im)
    }

    /// The nearest `float64`; infinite if it is too large, 0 if it is no real number.
    pub fn to_f64(&self) -> f64 {
        let (neg, m, e) = self.rounded(53, -1074);
        let v = if m == 0 {
            0.0
        } else if e + (64 - m.leading_zeros() as i64) > 1024 {
            f64::INFINITY
        } else {
            // m has at most 53 bits, so every step is exact but the last one into subnormals, which is as well.
            scale(m as f64, e)
        };
        if neg { -v } else { v }
    }

    /// The nearest `float32`.
    pub fn to_f32(&self) -> f32 {
        let (neg, m, e) = self.rounded(24, -149);
        let v = if m == 0 {
            0.0
        } else if e + (64 - m.leading_zeros() as i64) > 128 {
            f32::INFINITY
        } else {
            scale(m as f64, e) as f32
        };
        if neg { -v } else { v }
    }

    fn rounded(&self, mant: i64, emin: i64) -> (bool, u64, i64) {
        let one = BigInt::one();
        match self {
            Value::Int(n) => {
                let (m, e) = round_ratio(&BigInt::from(*n), &one, 0, mant, emin);
                (*n < 0, m, e)
            }
            Value::Big(b) => {
                let (m, e) = round_ratio(b, &one, 0, mant, emin);
                (b.is_negative(), m, e)
            }
            Value::Rat(r) => {
                let (m, e) = round_ratio(r.numer(), r.denom(), 0, mant, emin);
                (r.is_negative(), m, e)
            }
            Value::Float(f) => {
                let neg = f.mant.is_negative();
                if f.top() > 2000 {
                    return (neg, 1, 2000);
                }
                if f.top() < -2000 {
                    return (neg, 0, 0);
                }
                let (m, e) = round_ratio(&f.mant, &one, f.exp, mant, emin);
                (neg, m, e)
            }
            Value::Complex(c) => c.0.rounded(mant, emin),
            _ => (false, 0, 0),
        }
    }

    /// -1, 0 or 1; a complex number is 0 only if it is zero.
    pub fn sign(&self) -> i32 {
        let big = |b: &BigInt| match b.sign() {
            Sign::Minus => -1,
            Sign::NoSign => 0,
            Sign::Plus => 1,
        };
        match self {
            Value::Int(n) => n.signum() as i32,
            Value::Big(b) => big(b),
            Value::Rat(r) => big(r.numer()),
            Value::Float(f) => big(&f.mant),
            Value::Complex(c) => c.0.sign() | c.1.sign(),
            _ => 1,
        }
    }

    /// Bits of an integer's magnitude.
    pub fn bit_len(&self) -> u64 {
        match self {
            Value::Int(n) => (64 - n.unsigned_abs().leading_zeros()).into(),
            Value::Big(b) => b.bits(),
            Value::Float(f) => f.top().max(0) as u64,
            _ => 0,
        }
    }

    /// As an integer if that is exact (`3.0` is 3, `3+0i` too).
    pub fn to_int(&self) -> Option<Value> {
        match self {
            Value::Int(_) | Value::Big(_) => Some(self.clone()),
            Value::Float(_) => self.to_big().map(bigger),
            _ => None,
        }
    }

    /// Whether it is an integer.
    pub fn is_int(&self) -> bool {
        matches!(self, Value::Int(_) | Value::Big(_)) || self.to_int().is_some()
    }

    /// As a real number, if the imaginary part is zero.
    pub fn to_real(&self) -> Option<Value> {
        match self {
            Value::Int(_) | Value::Big(_) | Value::Rat(_) | Value::Float(_) => Some(self.clone()),
            _ => None,
        }
    }

    fn to_rat(&self) -> Option<BigRational> {
        match self {
            Value::Int(n) => Some(BigRational::from_integer(BigInt::from(*n))),
            Value::Big(b) => Some(BigRational::from_integer((**b).clone())),
            Value::Rat(r) => Some((**r).clone()),
            _ => None,
        }
    }

    fn to_bigfloat(&self) -> Option<BigFloat> {
        match self {
            Value::Int(n) => Some(BigFloat::from_int(&BigInt::from(*n))),
            Value::Big(b) => Some(BigFloat::from_int(b)),
            Value::Rat(r) => Some(BigFloat::from_ratio(r.numer(), r.denom())),
            Value::Float(f) => Some((**f).clone()),
            _ => None,
        }
    }

    /// `-v`
    pub fn neg(&self) -> Value {
        match self {
            Value::Int(n) => n
                .checked_neg()
                .map_or_else(|| bigger(-BigInt::from(*n)), Value::Int),
            Value::Big(b) => bigger(-&**b),
            Value::Rat(r) => ratio(-&**r),
            Value::Float(f) => float(f.neg()),
            Value::Complex(c) => complex(c.0.neg(), c.1.neg()),
            _ => Value::Unknown,
        }
    }

    /// `^v`, of an unsigned type with `bits` bits if given.
    pub fn not(&self, bits: Option<u32>) -> Value {
        let Some(b) = self.to_big() else {
            return Value::Unknown;
        };
        let r = -b - BigInt::one();
        match bits {
            Some(n) => bigger(r & ((BigInt::one() << n) - BigInt::one())),
            None => bigger(r),
        }
    }

    /// `x op y`; division by zero is the caller's to exclude and gives `Unknown`.
    pub fn arith(x: &Value, op: Arith, y: &Value) -> Value {
        use Value::{Complex, Int, Str};
        match (x, y) {
            (Str(a), Str(b)) if op == Arith::Add => {
                if a.len() + b.len() > 1 << 28 {
                    return Value::Unknown;
                }
                return Str(a.iter().chain(b.iter()).copied().collect());
            }
            (Complex(_), _) | (_, Complex(_)) => return Value::complex_arith(x, op, y),
            (Int(a), Int(b)) => {
                let r = match op {
                    Arith::Add => a.checked_add(*b),
                    Arith::Sub => a.checked_sub(*b),
                    Arith::Mul => a.checked_mul(*b),
                    Arith::IntQuo => a.checked_div(*b),
                    Arith::Rem => a.checked_rem(*b),
                    Arith::And => Some(a & b),
                    Arith::Or => Some(a | b),
                    Arith::Xor => Some(a ^ b),
                    Arith::AndNot => Some(a & !b),
                    Arith::Quo => None,
                };
                if let Some(n) = r {
                    return Int(n);
                }
            }
            _ => {}
        }
        match op {
            Arith::IntQuo | Arith::Rem | Arith::And | Arith::Or | Arith::Xor | Arith::AndNot => {
                let (Some(a), Some(b)) = (x.to_big(), y.to_big()) else {
                    return Value::Unknown;
                };
                match op {
                    Arith::And => bigger(a & b),
                    Arith::Or => bigger(a | b),
                    Arith::Xor => bigger(a ^ b),
                    Arith::AndNot => bigger(a & (-b - BigInt::one())),
                    _ if b.is_zero() => Value::Unknown,
                    Arith::Rem => bigger(a % b),
                    _ => bigger(a / b),
                }
            }
            Arith::Add | Arith::Sub | Arith::Mul | Arith::Quo => {
                if op == Arith::Quo && y.sign() == 0 {
                    return Value::Unknown;
                }
                if let (Some(a), Some(b), false) = (x.to_big(), y.to_big(), op == Arith::Quo) {
                    let r = match op {
                        Arith::Add => a + b,
                        Arith::Sub => a - b,
                        _ => a * b,
                    };
                    // Floating-point constants come here as well when they are whole numbers.
                    return if r.bits() > RAT_BITS {
                        float(BigFloat::from_int(&r))
                    } else {
                        bigger(r)
                    };
                }
                if let (Some(a), Some(b)) = (x.to_rat(), y.to_rat()) {
                    return ratio(match op {
                        Arith::Add => a + b,
                        Arith::Sub => a - b,
                        Arith::Mul => a * b,
                        _ => a / b,
                    });
                }
                let (Some(a), Some(b)) = (x.to_bigfloat(), y.to_bigfloat()) else {
                    return Value::Unknown;
                };
                float(match op {
                    Arith::Add => a.add(&b),
                    Arith::Sub => a.add(&b.neg()),
                    Arith::Mul => a.mul(&b),
                    _ => a.quo(&b),
                })
            }
        }
    }

    fn complex_arith(x: &Value, op: Arith, y: &Value) -> Value {
        let (a, b, c, d) = (x.real(), x.imag(), y.real(), y.imag());
        let ar = Value::arith;
        match op {
            Arith::Add | Arith::Sub => complex(ar(&a, op, &c), ar(&b, op, &d)),
            Arith::Mul => {
                let m = |p: &Value, q: &Value| ar(p, Arith::Mul, q);
                complex(
                    ar(&m(&a, &c), Arith::Sub, &m(&b, &d)),
                    ar(&m(&b, &c), Arith::Add, &m(&a, &d)),
                )
            }
            Arith::Quo => {
                let m = |p: &Value, q: &Value| ar(p, Arith::Mul, q);
                let s = ar(&m(&c, &c), Arith::Add, &m(&d, &d));
                let re = ar(&m(&a, &c), Arith::Add, &m(&b, &d));
                let im = ar(&m(&b, &c), Arith::Sub, &m(&a, &d));
                complex(ar(&re, Arith::Quo, &s), ar(&im, Arith::Quo, &s))
            }
            _ => Value::Unknown,
        }
    }

    /// `v << n`
    pub fn shl(&self, n: u64) -> Value {
        match self.to_big() {
            Some(b) if n <= 4 * INT_BITS + MAX_SHIFT => bigger(b << n),
            _ => Value::Unknown,
        }
    }

    /// `v >> n`
    pub fn shr(&self, n: u64) -> Value {
        match self.to_big() {
            Some(b) => bigger(b >> n.min(1 << 20)),
            None => Value::Unknown,
        }
    }

    /// Ordering of two values of one kind; `None` for complex and mixed ones.
    pub fn compare(x: &Value, y: &Value) -> Option<std::cmp::Ordering> {
        match (x, y) {
            (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
            (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
            (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
            (Value::Complex(_), _) | (_, Value::Complex(_)) => {
                (x == y).then_some(std::cmp::Ordering::Equal)
            }
            _ if x.is_number() && y.is_number() => {
                Some(Value::arith(x, Arith::Sub, y).sign().cmp(&0))
            }
            _ => None,
        }
    }

    /// The value as text in the way of floating-point numbers: six significant digits, or as many as it takes to show
    /// that it is no integer.
    pub fn to_float_string(&self) -> String {
        let Some(f) = self.to_bigfloat() else {
            return self.to_string();
        };
        let v = self.to_f64();
        if v.is_finite() && (v == 0.0) == (self.sign() == 0) {
            let s = format_g(v);
            if self.is_int() || s.contains('.') {
                return s;
            }
            return shortest_g(v);
        }
        f.approximate()
    }

    /// The value as text in the way of complex numbers.
    pub fn to_complex_string(&self) -> String {
        match self {
            Value::Unknown => self.to_string(),
            v => format!(
                "({} + {}i)",
                v.real().to_float_string(),
                v.imag().to_float_string()
            ),
        }
    }

    /// Rounds to `float32` precision; `None` if it overflows.
    pub fn round_f32(&self) -> Option<Value> {
        let f = self.to_f32();
        if f.is_infinite() {
            None
        } else {
            Some(Value::from_f64(f.into()))
        }
    }

    /// Rounds to `float64` precision; `None` if it overflows.
    pub fn round_f64(&self) -> Option<Value> {
        if matches!(self, Value::Int(n) if n.unsigned_abs() < 1 << 53) {
            return Some(self.clone());
        }
        let f = self.to_f64();
        if f.is_infinite() {
            None
        } else {
            Some(Value::from_f64(f))
        }
    }
}

fn scale(mut m: f64, mut e: i64) -> f64 {
    while e > 1000 {
        m *= 2f64.powi(1000);
        e -= 1000;
    }
    while e < -1000 {
        m *= 2f64.powi(-1000);
        e += 1000;
    }
    m * 2f64.powi(e as i32)
}

impl std::fmt::Display for Value {
    /// As messages show it: strings shortened, floats with six significant digits.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Unknown => f.write_str("unknown"),
            Value::Bool(b) => write!(f, "{b}"),
            Value::Str(s) => {
                const MAX: usize = 72;
                let q = quote_bytes(s);
                if q.chars().count() > MAX {
                    let cut: String = q.chars().take(MAX - 3).collect();
                    write!(f, "{cut}...")
                } else {
                    f.write_str(&q)
                }
            }
            Value::Int(n) => write!(f, "{n}"),
            Value::Big(b) => write!(f, "{b}"),
            Value::Rat(_) | Value::Float(_) => f.write_str(&self.to_float_string()),
            Value::Complex(_) => f.write_str(&self.to_complex_string()),
        }
    }
}

/// `%g`: as few digits as give the same number again, as an integer or with an exponent.
fn shortest_g(x: f64) -> String {
    let s = format!("{x:e}");
    let (m, e) = s.split_once('e').unwrap_or((&s, "0"));
    let e: i32 = e.parse().unwrap_or(0);
    if (-4..21).contains(&e) {
        return format!("{x}");
    }
    format!("{m}e{}{:02}", if e < 0 { '-' } else { '+' }, e.abs())
}

/// `%.6g`
fn format_g(x: f64) -> String {
    if x == 0.0 {
        return "0".to_string();
    }
    let s = format!("{x:.5e}");
    let (m, e) = s.split_once('e').unwrap_or((&s, "0"));
    let e: i32 = e.parse().unwrap_or(0);
    let trim = |s: &str| {
        if s.contains('.') {
            s.trim_end_matches('0').trim_end_matches('.').to_string()
        } else {
            s.to_string()
        }
    };
    if (-4..6).contains(&e) {
        trim(&format!("{x:.*}", (5 - e).max(0) as usize))
    } else {
        format!(
            "{}e{}{:02}",
            trim(m),
            if e < 0 { '-' } else { '+' },
            e.abs()
        )
    }
}

/// A string as a Go literal.
pub fn quote(s: &str) -> String {
    quote_bytes(s.as_bytes())
}

/// Bytes as a Go string literal.
pub fn quote_bytes(b: &[u8]) -> String {
    let mut out = String::from("\"");
    for chunk in b.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                '\r' => out.push_str("\\r"),
                '\x07' => out.push_str("\\a"),
                '\x08' => out.push_str("\\b"),
                '\x0b' => out.push_str("\\v"),
                '\x0c' => out.push_str("\\f"),
                c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                    out.push_str(&format!("\\x{:02x}", c as u32))
                }
                c => out.push(c),
            }
        }
        for &x in chunk.invalid() {
            out.push_str(&format!("\\x{x:02x}"));
        }
    }
    out.push('"');
    out
}
