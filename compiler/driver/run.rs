//! `run`, `check` and `dis`.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::Write;
use std::os::unix::ffi::OsStringExt;

use minigo_bytecode::Line;

use crate::args::{Output, Program};
use crate::build::{Purpose, build};

/// Exit code of programs that do not compile.
const REFUSED: u8 = 2;

/// Compiles and runs; returns only when the program could not be started.
pub fn run(program: Program, args: Vec<OsString>, seed: Option<u64>, output: Output) -> u8 {
    let Ok(Some(program)) = build(program, output, Purpose::Run) else {
        return REFUSED;
    };
    let args = args.into_iter().map(OsString::into_vec).collect();
    minigo_vm::run(
        program,
        minigo_stdlib::registry(),
        minigo_vm::Options { args, seed },
    )
}

/// Reports what is wrong with a program.
pub fn check(program: Program, output: Output) -> u8 {
    match build(program, output, Purpose::Check) {
        Ok(_) => 0,
        Err(()) => REFUSED,
    }
}

/// The lines of a program's files, for showing bytecode beside them.
struct Lines<'a> {
    names: &'a [String],
    texts: HashMap<u16, Option<Vec<String>>>,
}

impl Lines<'_> {
    /// The text of a line of a file that is there under its name.
    fn get(&mut self, at: &Line) -> Option<String> {
        let name = self.names.get(at.file as usize)?;
        let text = self.texts.entry(at.file).or_insert_with(|| {
            let bytes = std::fs::read(name).ok()?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Some(text.lines().map(str::to_string).collect())
        });
        let i = (at.line as usize).checked_sub(1)?;
        text.as_ref()?
            .get(i)
            .map(|l| l.trim_end().replace('\t', "    "))
    }
}

/// Prints a program's bytecode, beside the lines of those of its files that are on disk: of the functions with these names, of all if there is none.
pub fn dis(program: Program, functions: &[String], output: Output) -> u8 {
    let Ok(Some(program)) = build(program, output, Purpose::Show) else {
        return REFUSED;
    };
    let mut lines = Lines {
        names: &program.files,
        texts: HashMap::new(),
    };
    if functions.is_empty() {
        let mut source = |at: &Line| lines.get(at);
        let text = minigo_bytecode::disasm::program_beside(&program, &mut source);
        let _ = std::io::stdout().write_all(text.as_bytes());
        return 0;
    }
    let mut code = 0;
    for name in functions {
        let mut found = false;
        for f in program.funcs.iter().filter(|f| f.name == *name) {
            found = true;
            let mut text = String::new();
            let mut source = |at: &Line| lines.get(at);
            minigo_bytecode::disasm::func_beside(&program, f, &mut text, &mut source);
            let _ = std::io::stdout().write_all(text.as_bytes());
        }
        if !found {
            eprintln!("minigo: the program has no function {name}, or nothing reaches it");
            code = REFUSED;
        }
    }
    code
}
