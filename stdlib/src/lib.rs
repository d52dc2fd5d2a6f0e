//! The natives of the standard library: what its functions without a body name.
//!
//! A file here holds the natives of one package. A native's name is its import path, a point and the function's name;
//! its kind (ARCHITECTURE.md, Natives) is that of the directive above the declaration in `pkg/`.

mod atomic;
mod bits;
mod bytealg;
mod crc32;
mod crypto;
mod exec;
mod iter;
mod math;
mod mfinal;
mod net;
mod poll;
mod rand;
mod reflect;
mod reflect_types;
mod reflectlite;
mod runtime;
mod signal;
mod stdio;
mod strconv;
mod sync;
mod syscall;
mod time;
mod unicode;
mod unicode_print;
mod unicode_tables;
mod utf8;
mod zone;

use minigo_vm::native::Registry;

/// The registry of all natives.
pub fn registry() -> Registry {
    let mut r = Registry::new();
    atomic::register(&mut r);
    iter::register(&mut r);
    poll::register(&mut r);
    reflect::register(&mut r);
    reflectlite::register(&mut r);
    rand::register(&mut r);
    runtime::register(&mut r);
    signal::register(&mut r);
    stdio::register(&mut r);
    strconv::register(&mut r);
    sync::register(&mut r);
    syscall::register(&mut r);
    time::register(&mut r);
    utf8::register(&mut r);
    zone::register(&mut r);
    unicode::register(&mut r);
    bytealg::register(&mut r);
    bits::register(&mut r);
    math::register(&mut r);
    net::register(&mut r);
    exec::register(&mut r);
    crc32::register(&mut r);
    crypto::register(&mut r);
    r
}
