//! The standard library: the embedded sources of its packages, and the natives their bodiless functions name.

mod packages;

pub use packages::{import_paths, package};
