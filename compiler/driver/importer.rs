//! Where imported packages come from: the standard library in the binary, then folders beside the program.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use minigo_compiler::types::{ImportedPackage, Importer, Source};

use crate::inputs;

/// A module: a folder with a `go.mod`, and the import path that stands for it.
struct Module {
    path: String,
    dir: PathBuf,
}

/// Finds packages by import path.
///
/// With a `go.mod` in the program's folder or one above, the packages of that module are the ones below its folder;
/// without, import paths that the standard library has not are sub-folders of the program's folder.
pub struct Packages {
    root: PathBuf,
    module: Option<Module>,
}

impl Packages {
    /// Packages for the program in folder `root`.
    pub fn new(root: PathBuf) -> Packages {
        let module = find_module(&root);
        Packages { root, module }
    }

    /// The folder that an import path stands for.
    fn folder(&self, path: &str) -> Option<PathBuf> {
        let clean = path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..");
        let dir = match &self.module {
            _ if !clean => return None,
            None => self.root.join(path),
            Some(m) => match path.strip_prefix(m.path.as_str())? {
                "" => m.dir.clone(),
                rest => m.dir.join(rest.strip_prefix('/')?),
            },
        };
        dir.is_dir().then_some(dir)
    }
}

/// The module that a folder belongs to.
fn find_module(root: &Path) -> Option<Module> {
    let here = if root.as_os_str().is_empty() {
        Path::new(".")
    } else {
        root
    };
    // As the user named it, if that will do: names of files are shown.
    let full = here.canonicalize().ok()?;
    let above = full.ancestors().skip(1).map(Path::to_path_buf);
    for dir in std::iter::once(root.to_path_buf()).chain(above) {
        if let Ok(text) = std::fs::read_to_string(dir.join("go.mod")) {
            let path = module_path(&text)?;
            return Some(Module { path, dir });
        }
    }
    None
}

/// What `go.mod` gives as the module's path.
fn module_path(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let line = line.split("//").next().unwrap_or_default();
        let rest = line.trim().strip_prefix("module")?;
        let path = rest.trim().trim_matches(['"', '`']);
        (rest.starts_with(char::is_whitespace) && !path.is_empty()).then(|| path.to_string())
    })
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
        let Some(dir) = self.folder(path) else {
            return Err(format!("package {path} is not in std"));
        };
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

    fn main_path(&self) -> String {
        let Some(m) = &self.module else {
            return String::new();
        };
        // The way down from the module's folder to the program's.
        let full = |p: &Path| {
            let p = if p.as_os_str().is_empty() {
                Path::new(".")
            } else {
                p
            };
            p.canonicalize().unwrap_or_default()
        };
        let (dir, root) = (full(&m.dir), full(&self.root));
        let mut path = m.path.clone();
        for part in root.strip_prefix(&dir).into_iter().flat_map(Path::iter) {
            path.push('/');
            path.push_str(&part.to_string_lossy());
        }
        path
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
