//! From files to a program: parse, check, compile, on a stack that deep trees fit.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use minigo_bytecode::Program;
use minigo_compiler::codegen;
use minigo_compiler::diagnostic::{Diagnostic, render_human, render_short};
use minigo_compiler::image::Image;
use minigo_compiler::types::Checker;
use minigo_compiler::types::check::{Options, Source, check_program};

use crate::args::MessageFormat;
use crate::importer::Packages;
use crate::inputs;

/// Address space for the front end, in bytes; only what is touched is memory.
const STACK_BYTES: usize = 1 << 30;

/// Compiles the program at `path`; with `check_only` stops before code generation.
///
/// Errors: what was to be said has been printed to stderr.
pub fn build(path: &Path, format: MessageFormat, check_only: bool) -> Result<Option<Program>, ()> {
    let inputs = inputs::program(path).map_err(|e| eprintln!("minigo: {e}"))?;
    let root = if path.is_dir() {
        path.to_path_buf()
    } else {
        path.parent().map(PathBuf::from).unwrap_or_default()
    };
    large_steps();
    let work = move || front_end(inputs, root, format, check_only);
    match minigo_runtime::bigstack::call(STACK_BYTES, work) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => {
            eprintln!("minigo: internal error in the compiler; please report this program");
            Err(())
        }
        Err(e) => {
            eprintln!("minigo: cannot start the compiler: {e}");
            Err(())
        }
    }
}

/// Lets the allocator ask the system for memory in large steps.
fn large_steps() {
    // SAFETY: sets a number of the allocator; no other thread exists yet.
    unsafe { libc::mallopt(libc::M_TOP_PAD, 1 << 20) };
}

fn front_end(
    inputs: Vec<inputs::Input>,
    root: PathBuf,
    format: MessageFormat,
    check_only: bool,
) -> Result<Option<Program>, ()> {
    let sources = inputs
        .into_iter()
        .map(|f| Source::from_bytes(f.name, &f.bytes));
    let result = check_program(
        sources.collect(),
        Box::new(Packages { root }),
        Options::default(),
    );
    let mut checker = result.checker;
    if !result.diagnostics.is_empty() {
        report(&checker, &result.diagnostics, format);
        return Err(());
    }
    if check_only {
        return Ok(None);
    }
    let compiled = codegen::compile(&mut checker, &codegen::Options { image: image() });
    // Bodies of the standard library are checked while code is generated.
    let late = std::mem::take(&mut checker.diagnostics);
    if !late.is_empty() {
        report(&checker, &late, format);
        return Err(());
    }
    match compiled {
        Ok(program) => Ok(Some(program)),
        Err(diagnostics) => {
            report(&checker, &diagnostics, format);
            Err(())
        }
    }
}

/// The compiled library, unless a developer asks for it to be compiled anew (`MINIGO_LIBRARY=source`).
fn image() -> Option<Image> {
    match std::env::var_os("MINIGO_LIBRARY") {
        Some(from) if from == "source" => None,
        _ => Image::open(minigo_library::IMAGE),
    }
}

fn report(checker: &Checker, diagnostics: &[Diagnostic], format: MessageFormat) {
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = match format {
        MessageFormat::Human => render_human(checker, diagnostics, color),
        MessageFormat::Short => render_short(checker, diagnostics),
    };
    let _ = std::io::stderr().write_all(text.as_bytes());
}
