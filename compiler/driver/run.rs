//! `run`, `check` and `dis`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use crate::args::MessageFormat;
use crate::build::build;

/// Exit code of programs that do not compile.
const REFUSED: u8 = 2;

/// Compiles and runs; returns only when the program could not be started.
pub fn run(path: &Path, args: Vec<OsString>) -> u8 {
    let Ok(Some(program)) = build(path, MessageFormat::Human, false) else {
        return REFUSED;
    };
    let args = args.into_iter().map(OsString::into_vec).collect();
    minigo_vm::run(
        program,
        minigo_stdlib::registry(),
        minigo_vm::Options { args },
    )
}

/// Reports what is wrong with a program.
pub fn check(path: &Path, format: MessageFormat) -> u8 {
    match build(path, format, true) {
        Ok(_) => 0,
        Err(()) => REFUSED,
    }
}

/// Prints a program's bytecode.
pub fn dis(path: &Path) -> u8 {
    let Ok(Some(program)) = build(path, MessageFormat::Human, false) else {
        return REFUSED;
    };
    use std::io::Write;
    let _ = std::io::stdout().write_all(minigo_bytecode::disasm::program(&program).as_bytes());
    0
}
