//! Natives of package math/bits.

use minigo_vm::native::Registry;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.leaf("math/bits.LeadingZeros64", |c| {
        c.set_int(0, i64::from(c.word(0).leading_zeros()))
    });
    r.leaf("math/bits.TrailingZeros64", |c| {
        c.set_int(0, i64::from(c.word(0).trailing_zeros()))
    });
    r.leaf("math/bits.OnesCount64", |c| {
        c.set_int(0, i64::from(c.word(0).count_ones()))
    });
    r.leaf("math/bits.Reverse64", |c| {
        c.set(0, c.word(0).reverse_bits())
    });
    r.leaf("math/bits.ReverseBytes64", |c| {
        c.set(0, c.word(0).swap_bytes())
    });
    r.leaf("math/bits.Mul64", |c| {
        let wide = u128::from(c.word(0)) * u128::from(c.word(1));
        c.set(0, (wide >> 64) as u64);
        c.set(1, wide as u64);
    });
    r.leaf("math/bits.div", |c| {
        let wide = u128::from(c.word(0)) << 64 | u128::from(c.word(1));
        let y = u128::from(c.word(2));
        c.set(0, (wide / y) as u64);
        c.set(1, (wide % y) as u64);
    });
    r.g0("math/bits.overflow", |c| {
        c.raise_failure("panicoverflow", 0, 0);
    });
}
