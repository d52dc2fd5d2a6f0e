//! The embedded sources of the standard library.
//!
//! `build.rs` writes the table from `pkg/`; it is sorted by import path.

include!(concat!(env!("OUT_DIR"), "/packages.rs"));

/// The files of the package with import path `path`, each as (file name, text) in file name order.
pub fn package(path: &str) -> Option<&'static [(&'static str, &'static str)]> {
    PACKAGES
        .binary_search_by(|(import_path, _)| (*import_path).cmp(path))
        .ok()
        .map(|i| PACKAGES[i].1)
}

/// The import paths of all embedded packages, sorted.
pub fn import_paths() -> impl Iterator<Item = &'static str> {
    PACKAGES.iter().map(|(import_path, _)| *import_path)
}
