//! Writes the table of the standard library's sources: every `pkg/<import path>/*.mg`, as `include_str!`, sorted by
//! import path and then by file name.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let crate_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let out_dir = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=pkg");

    let root = crate_dir.join("pkg");
    let mut packages: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    collect(&root, &root, &mut packages)?;

    let mut table = String::from("pub(crate) static PACKAGES: &[(&str, &[(&str, &str)])] = &[\n");
    for (import_path, files) in &mut packages {
        files.sort();
        writeln!(table, "    ({import_path:?}, &[").expect("writing to a string");
        for file in files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let path = file.to_string_lossy();
            writeln!(table, "        ({name:?}, include_str!({path:?})),")
                .expect("writing to a string");
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    fs::write(out_dir.join("packages.rs"), table)
}

/// Adds the `.mg` files under `dir` to `packages`; test files stay out.
fn collect(
    root: &Path,
    dir: &Path,
    packages: &mut BTreeMap<String, Vec<PathBuf>>,
) -> io::Result<()> {
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
