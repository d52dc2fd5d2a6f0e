//! Where imported packages come from: the standard library in the binary, then folders beside the program.

use std::path::PathBuf;
use std::rc::Rc;

use minigo_compiler::types::{ImportedPackage, Importer, Source};

use crate::inputs;

/// Finds packages by import path.
pub struct Packages {
    /// The folder of the program; import paths that the standard library has not are sub-folders of it.
    pub root: PathBuf,
}

impl Importer for Packages {
    fn import(&mut self, path: &str) -> Result<ImportedPackage, String> {
        if let Some(files) = minigo_library::package(path) {
            let sources = files
                .iter()
                .map(|(name, text)| Source::new((*name).to_string(), Rc::from(*text)))
                .collect();
            return Ok(ImportedPackage {
                sources,
                lazy: true,
                outline: crate::build::image().and_then(|i| i.outline(path)),
            });
        }
        let clean = !path.is_empty()
            && path
                .split('/')
                .all(|part| !part.is_empty() && part != "." && part != "..");
        let dir = self.root.join(path);
        if !clean || !dir.is_dir() {
            return Err(format!("package {path} is not in std"));
        }
        let sources = inputs::package(&dir)?
            .into_iter()
            .map(|f| Source::from_bytes(f.name, &f.bytes))
            .collect();
        Ok(ImportedPackage {
            sources,
            lazy: false,
            outline: None,
        })
    }

    fn known(&self) -> Vec<String> {
        known()
    }
}

/// Of packages with the same name the one that is meant without an import.
const PREFERRED: &[&str] = &["math/rand", "text/template"];

/// The packages that import themselves in the REPL and in `-e`: what the library has for programs.
pub fn known() -> Vec<String> {
    let mut paths: Vec<String> = minigo_library::import_paths()
        .filter(|p| {
            !p.split('/')
                .any(|part| part == "internal" || part == "vendor")
        })
        .map(str::to_string)
        .collect();
    paths.sort_by_key(|p| {
        (
            !PREFERRED.contains(&p.as_str()),
            p.matches('/').count(),
            p.clone(),
        )
    });
    paths
}
