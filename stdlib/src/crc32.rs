//! Natives of package hash/crc32: a table and the walk over bytes. A table is 256 words, by address.

use minigo_vm::native::{NativeCtx, Registry};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.leaf("hash/crc32.fill", fill);
    r.leaf("hash/crc32.update", update);
}

/// `fill(t *Table, poly uint32)`.
fn fill(c: &mut NativeCtx) {
    let poly = c.word(1) as u32;
    if c.word(0) == 0 {
        return;
    }
    // SAFETY: a non-nil *Table points to 256 words.
    let table = unsafe { &mut *c.ptr(0).cast::<[u32; 256]>() };
    for (i, entry) in table.iter_mut().enumerate() {
        *entry = (0..8).fold(i as u32, |crc, _| match crc & 1 {
            1 => crc >> 1 ^ poly,
            _ => crc >> 1,
        });
    }
}

/// `update(crc uint32, t *Table, p []byte) uint32`.
fn update(c: &mut NativeCtx) {
    if c.word(1) == 0 {
        return c.raise_failure("panicmem", 0, 0);
    }
    // SAFETY: as in `fill`.
    let table = unsafe { &*c.ptr(1).cast::<[u32; 256]>() };
    let crc = c.byte_slice(2).iter().fold(!(c.word(0) as u32), |crc, &b| {
        table[usize::from(crc as u8 ^ b)] ^ crc >> 8
    });
    c.set(0, u64::from(!crc));
}
