//! Size classes of small objects: slot sizes, pages of a span, and the reciprocal that turns an offset into an index.
//!
//! Classes are spaced so that rounding wastes at most an eighth above 64 bytes, and finely below, where an 8-byte
//! header would otherwise push an object to the next power of two. Class 0 stands for "none".

use crate::mheap::PAGE_SIZE;

/// Largest small object in bytes, header included.
pub const MAX_SMALL: usize = 32768;

/// Slot sizes by class.
const SIZES: [u32; 57] = [
    0, 8, 16, 24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240,
    256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408,
    1536, 1792, 2048, 2304, 2560, 3072, 4096, 5120, 6144, 7168, 8192, 10240, 12288, 16384, 20480,
    24576, 32768,
];

/// Number of size classes, class 0 included.
pub const NUM_CLASSES: usize = SIZES.len();

/// Slots of a span never exceed this: the length of its bitmaps.
pub const MAX_SLOTS: usize = 1024;

/// Requests up to 1024 bytes by 8, beyond by 128.
static SMALL_TABLE: [u8; 129] = small_table();
static LARGE_TABLE: [u8; 257] = large_table();

const fn class_for(size: usize) -> u8 {
    let mut c = 1;
    while (SIZES[c] as usize) < size {
        c += 1;
    }
    c as u8
}

const fn small_table() -> [u8; 129] {
    let mut t = [1; 129];
    let mut i = 1;
    while i < 129 {
        t[i] = class_for(i * 8);
        i += 1;
    }
    t
}

const fn large_table() -> [u8; 257] {
    let mut t = [0; 257];
    let mut i = 1;
    while i < 257 {
        t[i] = class_for(i * 128);
        i += 1;
    }
    t
}

/// The smallest class whose slots hold `size` bytes (1 ..= [`MAX_SMALL`]).
#[inline(always)]
pub fn size_to_class(size: usize) -> usize {
    debug_assert!(size <= MAX_SMALL);
    if size <= 1024 {
        SMALL_TABLE[size.div_ceil(8)] as usize
    } else {
        LARGE_TABLE[size.div_ceil(128)] as usize
    }
}

/// Slot size of a class in bytes.
#[inline(always)]
pub fn class_size(class: usize) -> usize {
    SIZES[class] as usize
}

/// Pages of a span of this class: enough slots to make a refill cheap for each object, few enough to keep the first
/// object of a class from costing much.
pub fn class_pages(class: usize) -> usize {
    match class_size(class) {
        0..=24 => 1,
        25..=64 => 2,
        65..=1024 => 4,
        1025..=8192 => 8,
        _ => 16,
    }
}

/// Slots of a span of this class.
pub fn class_slots(class: usize) -> usize {
    class_pages(class) * PAGE_SIZE / class_size(class)
}

/// The factor `m` with `offset / size == offset * m >> 32` for every offset inside a span of small objects.
pub fn reciprocal(size: usize) -> u32 {
    (u32::MAX / size as u32).wrapping_add(1)
}

/// Go's size classes, by which `append` rounds capacities there. Programs print capacities, so these are part of the
/// language for us, whatever our own classes are.
const GO_SIZES: [u16; 66] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
    384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048,
    2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728,
    10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672,
];

/// Bytes that Go's allocator would give a request of `size`, so that `append` has Go's capacities. `scan`: the
/// elements hold pointers (above 512 bytes Go then puts a header of 8 before them).
pub fn roundupsize(size: usize, scan: bool) -> usize {
    let header = if scan && size > 512 { 8 } else { 0 };
    if size == 0 {
        return 0;
    }
    if size > MAX_SMALL - 8 {
        return size.div_ceil(PAGE_SIZE) * PAGE_SIZE;
    }
    let want = size + header;
    let i = GO_SIZES.partition_point(|&s| (s as usize) < want);
    GO_SIZES.get(i).map_or(MAX_SMALL, |&s| s as usize) - header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_small_size_gets_the_tightest_class() {
        for size in 1..=MAX_SMALL {
            let c = size_to_class(size);
            assert!(
                class_size(c) >= size && class_size(c - 1) < size,
                "size {size} class {c}"
            );
        }
    }

    #[test]
    fn reciprocal_divides_every_offset_of_a_span() {
        for c in 1..NUM_CLASSES {
            let (size, m) = (class_size(c), reciprocal(class_size(c)));
            assert!(class_slots(c) <= MAX_SLOTS);
            for off in 0..class_pages(c) * PAGE_SIZE {
                assert_eq!(
                    ((off as u64 * m as u64) >> 32) as usize,
                    off / size,
                    "size {size} offset {off}"
                );
            }
        }
    }
}
