//! `run`, `check` and `dis`.

use std::ffi::OsString;
use std::io::Write;
use std::os::unix::ffi::OsStringExt;

use crate::args::{Output, Program};
use crate::build::build;

/// Exit code of programs that do not compile.
const REFUSED: u8 = 2;

/// Compiles and runs; returns only when the program could not be started.
pub fn run(program: Program, args: Vec<OsString>, seed: Option<u64>, output: Output) -> u8 {
    let Ok(Some(program)) = build(program, output, false) else {
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
    match build(program, output, true) {
        Ok(_) => 0,
        Err(()) => REFUSED,
    }
}

/// Prints a program's bytecode: of the functions with these names, of all if there is none.
pub fn dis(program: Program, functions: &[String], output: Output) -> u8 {
    let Ok(Some(program)) = build(program, output, false) else {
        return REFUSED;
    };
    if functions.is_empty() {
        let text = minigo_bytecode::disasm::program(&program);
        let _ = std::io::stdout().write_all(text.as_bytes());
        return 0;
    }
    let mut code = 0;
    for name in functions {
        let mut found = false;
        for f in program.funcs.iter().filter(|f| f.name == *name) {
            found = true;
            let mut text = String::new();
            minigo_bytecode::disasm::func(&program, f, &mut text);
            let _ = std::io::stdout().write_all(text.as_bytes());
        }
        if !found {
            eprintln!("minigo: the program has no function {name}, or nothing reaches it");
            code = REFUSED;
        }
    }
    code
}
