//! Build script: how the minigo command is linked.
//!
//! At a fixed address: the tables of handlers and natives need no relocation then, which would take a tenth of the time
//! that `hello` runs.

fn main() {
    println!("cargo:rerun-if-changed=compiler/driver/link.rs");
    println!("cargo:rustc-link-arg-bins=-no-pie");
}
