//! Checks every program of a corpus folder and compares the lines of the errors with the `.errors` files.
//!
//! usage: corpus [-v] PKGDIR FOLDER-or-FILE...   (packages come from PKGDIR/<path>/*.mg, else from a Go toolchain)

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use minigo_compiler::diagnostic::render_short;
use minigo_compiler::types::{ImportedPackage, Importer, Options, Source, check_program};

struct Dirs {
    pkg: PathBuf,
    own: PathBuf,
}

fn read(p: &Path, name: String) -> Source {
    let text = std::fs::read(p).unwrap_or_default();
    Source::from_bytes(name, &text)
}

fn sources(dir: &Path) -> Vec<Source> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(dir)
        .map(|d| {
            d.flatten()
                .map(|e| e.path())
                .filter(|p| p.extension().is_some_and(|e| e == "mg"))
                .collect()
        })
        .unwrap_or_default();
    files.sort();
    files
        .iter()
        .map(|p| read(p, p.display().to_string()))
        .collect()
}

impl Importer for Dirs {
    fn import(&mut self, path: &str) -> Result<ImportedPackage, String> {
        let own = sources(&self.own.join(path));
        if !own.is_empty() {
            return Ok(ImportedPackage {
                sources: own,
                lazy: false,
                outline: None,
            });
        }
        let lib = sources(&self.pkg.join(path));
        if !lib.is_empty() {
            return Ok(ImportedPackage {
                sources: lib,
                lazy: true,
                outline: None,
            });
        }
        if std::env::var_os("NO_GO").is_some() {
            return Err("package not found".to_string());
        }
        let cache = std::env::temp_dir()
            .join("corpus-go")
            .join(path.replace('/', "_"));
        if !cache.exists() {
            let out = Command::new("go")
                .args([
                    "list",
                    "-f",
                    "{{.Dir}}{{range .GoFiles}}\n{{.}}{{end}}",
                    path,
                ])
                .output()
                .map_err(|e| e.to_string())?;
            let text = if out.status.success() {
                String::from_utf8_lossy(&out.stdout).into_owned()
            } else {
                String::new()
            };
            let _ = std::fs::create_dir_all(cache.parent().unwrap_or(&cache));
            let _ = std::fs::write(&cache, text);
        }
        let list = std::fs::read_to_string(&cache).unwrap_or_default();
        let mut lines = list.lines();
        let Some(dir) = lines.next().filter(|d| !d.is_empty()) else {
            return Err("package not found".to_string());
        };
        let sources = lines
            .map(|f| read(&Path::new(dir).join(f), format!("{dir}/{f}")))
            .collect();
        Ok(ImportedPackage {
            sources,
            lazy: true,
            outline: None,
        })
    }
}

fn main() {
    let t = std::thread::Builder::new()
        .stack_size(1 << 28)
        .spawn(run)
        .map(|t| t.join());
    if !matches!(t, Ok(Ok(true))) {
        std::process::exit(1);
    }
}

fn lines(text: &str) -> BTreeSet<u32> {
    text.lines()
        .filter_map(|l| l.split(':').next()?.parse().ok())
        .collect()
}

fn run() -> bool {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let verbose = args.first().is_some_and(|a| a == "-v");
    if verbose {
        args.remove(0);
    }
    let pkg = PathBuf::from(args.remove(0));
    let mut progs = Vec::new();
    for a in &args {
        let p = PathBuf::from(a);
        if p.is_dir() && !p.join("main.mg").exists() {
            let mut l: Vec<PathBuf> = std::fs::read_dir(&p)
                .map(|d| d.flatten().map(|e| e.path()).collect())
                .unwrap_or_default();
            l.retain(|p| p.extension().is_some_and(|e| e == "mg") || p.join("main.mg").exists());
            l.sort();
            progs.extend(l);
        } else {
            progs.push(p);
        }
    }
    let (mut pass, mut fail, mut refused) = (0, 0, 0);
    for p in progs {
        let src = if p.is_dir() {
            sources(&p)
        } else {
            vec![read(&p, p.display().to_string())]
        };
        let own = if p.is_dir() {
            p.clone()
        } else {
            p.parent().unwrap_or(Path::new(".")).to_path_buf()
        };
        let dirs = Dirs {
            pkg: pkg.clone(),
            own,
        };
        let start = std::time::Instant::now();
        let r = check_program(src, Box::new(dirs), Options::default());
        let time = start.elapsed();
        let mut r = r;
        if std::env::var_os("BODIES").is_some() {
            // All functions of all packages read, as if everything were reachable.
            let mut i = 0;
            while i < r.checker.objs.len() {
                r.checker
                    .check_body(minigo_compiler::types::ObjId(i as u32));
                i += 1;
            }
            let d = std::mem::take(&mut r.checker.diagnostics);
            print!(
                "{}",
                minigo_compiler::diagnostic::render_short(&r.checker, &d)
            );
        }
        let errors = p.with_extension("errors");
        let text = render_short(&r.checker, &r.diagnostics);
        let mut got = BTreeSet::new();
        for d in &r.diagnostics {
            match r.checker.files.get(d.span.file.0 as usize) {
                Some(f) => got.insert(f.lines().line(d.span.lo)),
                _ => got.insert(0),
            };
        }
        let want = lines(&std::fs::read_to_string(&errors).unwrap_or_default());
        let also = lines(&std::fs::read_to_string(p.with_extension("also")).unwrap_or_default());
        let ok = got
            .iter()
            .all(|l| want.contains(l) || also.contains(l) || *l == 0)
            && want.iter().all(|l| got.contains(l) || *l == 0)
            && want.is_empty() == got.is_empty();
        if !ok
            && r.diagnostics
                .iter()
                .any(|d| d.message.contains("minigo does not support"))
        {
            refused += 1;
        } else if ok {
            pass += 1;
        } else {
            fail += 1;
            println!("--- {}: lines {got:?}, want {want:?}", p.display());
            print!("{text}");
        }
        if verbose {
            println!("{} {time:?}", p.display());
            print!("{text}");
        }
    }
    println!("{pass} passed, {fail} failed, {refused} refused");
    fail == 0
}
