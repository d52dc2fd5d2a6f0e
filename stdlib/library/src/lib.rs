//! The standard library's packages: their sources, and all of them compiled (`minigo_compiler::image`).
//!
//! `build.rs` makes both from `stdlib/pkg`.

include!(concat!(env!("OUT_DIR"), "/packages.rs"));

/// The compiled library; empty if the build was told to leave it out.
pub static IMAGE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/image"));

/// The files of the package with import path `path`, each as (file name, text) in file name order.
pub fn package(path: &str) -> Option<&'static [(&'static str, &'static str)]> {
    PACKAGES
        .binary_search_by(|(import_path, _)| (*import_path).cmp(path))
        .ok()
        .map(|i| PACKAGES[i].1)
}

/// The import paths of all packages, sorted.
pub fn import_paths() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|(import_path, _)| *import_path)
}
