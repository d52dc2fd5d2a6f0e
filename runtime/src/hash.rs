//! Seeded hash functions for map keys.
//!
//! The mixing step is the folded multiply: the 128-bit product of two words, its halves xored. Short inputs take one or
//! two of them. Not for cryptography; a map's seed is random, so that keys cannot be chosen to collide.

const K0: u64 = 0x9e37_79b9_7f4a_7c15;
const K1: u64 = 0xd1b5_4a32_d192_ed03;
const K2: u64 = 0x8cb9_2ba7_2f3d_8dd7;
const K3: u64 = 0xabc9_8388_fb8f_ac03;

#[inline(always)]
fn fold(a: u64, b: u64) -> u64 {
    let p = a as u128 * b as u128;
    p as u64 ^ (p >> 64) as u64
}

/// Hash of one word.
#[inline(always)]
pub fn memhash64(x: u64, seed: u64) -> u64 {
    fold(x ^ seed, K0 ^ seed.rotate_left(32))
}

/// Hash of a float64 by its bits: the zeros are equal, a NaN equals nothing and hashes at random.
#[inline]
pub fn f64hash(bits: u64, seed: u64) -> u64 {
    let v = f64::from_bits(bits);
    if v == 0.0 {
        memhash64(0, seed)
    } else if v.is_nan() {
        memhash64(crate::mcache::fastrand(), seed)
    } else {
        memhash64(bits, seed)
    }
}

/// Hash of a float32 by its bits; see [`f64hash`].
#[inline]
pub fn f32hash(bits: u32, seed: u64) -> u64 {
    f64hash((f32::from_bits(bits) as f64).to_bits(), seed)
}

#[inline(always)]
unsafe fn r8(p: *const u8) -> u64 {
    // SAFETY: the caller has 8 bytes at p.
    unsafe { p.cast::<u64>().read_unaligned() }
}

#[inline(always)]
unsafe fn r4(p: *const u8) -> u64 {
    // SAFETY: the caller has 4 bytes at p.
    unsafe { p.cast::<u32>().read_unaligned() as u64 }
}

/// Hash of `len` bytes at `p`.
///
/// # Safety
/// The bytes are readable.
#[inline]
pub unsafe fn memhash(p: *const u8, len: usize, seed: u64) -> u64 {
    // SAFETY: every read below stays inside p..p+len.
    unsafe {
        let (a, b);
        let mut s = seed ^ K1;
        if len <= 16 {
            if len >= 8 {
                a = r8(p);
                b = r8(p.add(len - 8));
            } else if len >= 4 {
                a = r4(p);
                b = r4(p.add(len - 4));
            } else if len > 0 {
                a = (*p as u64) << 16 | (*p.add(len / 2) as u64) << 8 | *p.add(len - 1) as u64;
                b = 0;
            } else {
                a = 0;
                b = 0;
            }
        } else {
            let (mut at, mut left) = (p, len);
            if left > 48 {
                let (mut s1, mut s2) = (s, s);
                while left > 48 {
                    s = fold(r8(at) ^ K1, r8(at.add(8)) ^ s);
                    s1 = fold(r8(at.add(16)) ^ K2, r8(at.add(24)) ^ s1);
                    s2 = fold(r8(at.add(32)) ^ K3, r8(at.add(40)) ^ s2);
                    at = at.add(48);
                    left -= 48;
                }
                s ^= s1 ^ s2;
            }
            while left > 16 {
                s = fold(r8(at) ^ K1, r8(at.add(8)) ^ s);
                at = at.add(16);
                left -= 16;
            }
            // The last 16 bytes, overlapping what was read where the rest is shorter.
            a = r8(at.add(left).sub(16));
            b = r8(at.add(left).sub(8));
        }
        fold(K2 ^ len as u64, fold(a ^ K3, b ^ s))
    }
}

/// Hash of a string's bytes.
///
/// # Safety
/// The bytes are readable.
#[inline(always)]
pub unsafe fn strhash(p: *const u8, len: usize, seed: u64) -> u64 {
    // SAFETY: contract of the caller.
    unsafe { memhash(p, len, seed) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_byte_of_any_length_matters() {
        let buf: Vec<u8> = (0..200u32).map(|i| (i * 37 % 251) as u8).collect();
        for len in 0..buf.len() {
            // SAFETY: len bytes of buf.
            let h = |b: &[u8]| unsafe { memhash(b.as_ptr(), len, 7) };
            let base = h(&buf);
            for i in 0..len {
                let mut other = buf.clone();
                other[i] ^= 1;
                assert_ne!(h(&other), base, "length {len} byte {i}");
            }
        }
    }

    #[test]
    fn low_bits_of_small_integers_spread() {
        for seed in 0..20 {
            let low: HashSet<u64> = (0..4096)
                .map(|x| memhash64(x, K1.wrapping_mul(seed)) & 0xfff)
                .collect();
            assert!(
                low.len() > 2300,
                "seed {seed}: {} of 4096 low parts",
                low.len()
            );
        }
    }

    #[test]
    fn zeros_hash_alike_and_nans_do_not() {
        assert_eq!(
            f64hash(0.0f64.to_bits(), 3),
            f64hash((-0.0f64).to_bits(), 3)
        );
        let n = f64::NAN.to_bits();
        assert_ne!(f64hash(n, 3), f64hash(n, 3));
    }
}
