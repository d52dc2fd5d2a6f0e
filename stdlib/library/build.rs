//! Embeds the standard library: the table of its sources (every `pkg/<import path>/*.mg`, as `include_str!`, sorted by
//! import path and then by file name), and its image, which is all of it compiled.
//!
//! The image is not made, and the library compiled from source whenever a program runs, if `MINIGO_NO_IMAGE` is set.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::{env, fs, io};

use minigo_compiler::types::check::Options;
use minigo_compiler::types::{Checker, ImportedPackage, Importer, Source};
use minigo_compiler::{diagnostic, image};

type Packages = BTreeMap<String, Vec<PathBuf>>;

/// Address space for the compiler, whose recursion follows the tree.
const STACK_BYTES: usize = 1 << 30;

fn main() -> io::Result<()> {
    let crate_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=MINIGO_NO_IMAGE");

    let root = crate_dir.with_file_name("pkg");
    let mut packages = Packages::new();
    collect(&root, &root, &mut packages)?;
    packages.values_mut().for_each(|files| files.sort());
    fs::write(out_dir.join("packages.rs"), table(&packages))?;

    let bytes = if env::var_os("MINIGO_NO_IMAGE").is_some() {
        &[]
    } else {
        std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn(move || compile(packages))?
            .join()
            .expect("the compiler does not panic")
    };
    fs::write(out_dir.join("image"), bytes)
}

/// Adds the `.mg` files under `dir` to `packages`; test files stay out.
fn collect(root: &Path, dir: &Path, packages: &mut Packages) -> io::Result<()> {
    println!("cargo:rerun-if-changed={}", dir.display());
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, packages)?;
        } else if path.extension().is_some_and(|ext| ext == "mg")
            && !path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .ends_with("_test")
        {
            println!("cargo:rerun-if-changed={}", path.display());
            let import_path = dir
                .strip_prefix(root)
                .expect("dir is below root")
                .to_string_lossy()
                .into_owned();
            packages.entry(import_path).or_default().push(path);
        }
    }
    Ok(())
}

/// The name that a file is shown under.
fn file_name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn table(packages: &Packages) -> String {
    let mut table = String::from("pub(crate) static PACKAGES: &[(&str, &[(&str, &str)])] = &[\n");
    for (import_path, files) in packages {
        writeln!(table, "    ({import_path:?}, &[").expect("writing to a string");
        for file in files {
            let (name, path) = (file_name(file), file.to_string_lossy());
            writeln!(table, "        ({name:?}, include_str!({path:?})),")
                .expect("writing to a string");
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    table
}

struct Sources(Packages);

impl Importer for Sources {
    fn import(&mut self, path: &str) -> Result<ImportedPackage, String> {
        let files = self.0.get(path).ok_or("no such package")?;
        let mut sources = Vec::new();
        for file in files {
            let text = fs::read_to_string(file).map_err(|e| e.to_string())?;
            sources.push(Source::new(file_name(file), Rc::from(text)));
        }
        Ok(ImportedPackage {
            sources,
            lazy: true,
            outline: None,
        })
    }
}

/// Makes the image. A library that does not compile ends the build.
fn compile(packages: Packages) -> &'static [u8] {
    let paths: Vec<String> = packages.keys().cloned().collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let mut checker = Checker::new(Box::new(Sources(packages)), Options::default());
    match image::library(&mut checker, &paths) {
        Ok(bytes) => bytes,
        Err(diagnostics) => {
            let text = diagnostic::render_short(&checker, &diagnostics);
            panic!("the standard library does not compile:\n{text}");
        }
    }
}
