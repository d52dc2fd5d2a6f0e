//! From files to a program: parse, check, compile, on a stack that deep trees fit.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use minigo_bytecode::Program;
use minigo_compiler::codegen;
use minigo_compiler::diagnostic::{Diagnostic, render_human, render_json, render_short};
use minigo_compiler::image::Image;
use minigo_compiler::types::Checker;
use minigo_compiler::types::check::{Options, Source, check_program};

use crate::args::{self, MessageFormat, Output};
use crate::importer::Packages;
use crate::inputs;

/// Address space for the front end, in bytes; only what is touched is memory.
const STACK_BYTES: usize = 1 << 30;

/// What a program is compiled for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Run,
    /// To hear what is wrong with it: no code is made.
    Check,
    /// To be shown: with the functions that no call needs since all are compiled in place.
    Show,
}

/// Compiles a program.
///
/// Errors: what was to be said has been printed to stderr.
pub fn build(
    program: args::Program,
    output: Output,
    purpose: Purpose,
) -> Result<Option<Program>, ()> {
    let (inputs, root) = match &program {
        args::Program::Files(paths) => (inputs::program(paths), folder_of(paths)),
        args::Program::Stdin => (inputs::stdin(), PathBuf::new()),
        args::Program::Code(code) => (Ok(vec![inputs::code(code)]), PathBuf::new()),
    };
    let inputs = inputs.map_err(|e| eprintln!("minigo: {e}"))?;
    let snippet = matches!(program, args::Program::Code(ref code) if inputs::is_snippet(code));
    large_steps();
    let work = move || front_end(inputs, root, snippet, output, purpose);
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

/// The folder whose sub-folders are packages: the program's own, or the one its first file is in.
fn folder_of(paths: &[PathBuf]) -> PathBuf {
    match paths {
        [dir] if dir.is_dir() => dir.clone(),
        [first, ..] => first.parent().map(PathBuf::from).unwrap_or_default(),
        [] => PathBuf::new(),
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
    snippet: bool,
    output: Output,
    purpose: Purpose,
) -> Result<Option<Program>, ()> {
    let sources = inputs.into_iter().map(|f| Source {
        snippet,
        ..Source::from_bytes(f.name, &f.bytes)
    });
    let result = check_program(
        sources.collect(),
        Box::new(Packages::new(root)),
        Options::default(),
    );
    let mut checker = result.checker;
    if !result.diagnostics.is_empty() {
        report(&checker, &result.diagnostics, output);
        return Err(());
    }
    if purpose == Purpose::Check {
        return Ok(None);
    }
    let options = codegen::Options {
        image: image(),
        keep_inlined: purpose == Purpose::Show,
    };
    let compiled = codegen::compile(&mut checker, &options);
    // Bodies of the standard library are checked while code is generated.
    let late = std::mem::take(&mut checker.diagnostics);
    if !late.is_empty() {
        report(&checker, &late, output);
        return Err(());
    }
    match compiled {
        Ok(program) => Ok(Some(program)),
        Err(diagnostics) => {
            report(&checker, &diagnostics, output);
            Err(())
        }
    }
}

/// The compiled library, unless a developer asks for it to be compiled anew (`MINIGO_LIBRARY=source`).
pub fn image() -> Option<Image> {
    match std::env::var_os("MINIGO_LIBRARY") {
        Some(from) if from == "source" => None,
        _ => Image::open(minigo_library::IMAGE),
    }
}

pub fn report(checker: &Checker, diagnostics: &[Diagnostic], output: Output) {
    let color = output.colored(std::io::stderr().is_terminal());
    let text = match output.format {
        MessageFormat::Human => render_human(checker, diagnostics, color),
        MessageFormat::Short => render_short(checker, diagnostics),
        MessageFormat::Json => render_json(checker, diagnostics),
    };
    let _ = std::io::stderr().write_all(text.as_bytes());
}
