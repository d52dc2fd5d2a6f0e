//! The minigo command: arguments in, diagnostics and exit codes out.
//!
//! The only crate that knows all others. Exit codes: what the program gives; 2 for bad usage, unreadable input and
//! programs that do not compile.

#![cfg_attr(not(test), no_main)]

#[cfg(not(test))]
use std::io::Write;

mod args;
mod build;
mod importer;
mod inputs;
mod run;

/// The C entry: Rust's own start-up reads /proc/self/maps and sets up handlers that the runtime replaces, which takes
/// longer than all that minigo does before it opens the program.
#[cfg(not(test))]
#[unsafe(no_mangle)]
extern "C" fn main(
    _argc: std::ffi::c_int,
    _argv: *const *const std::ffi::c_char,
) -> std::ffi::c_int {
    let code = run_command();
    // Rust's own way out would do this.
    let _ = std::io::stdout().flush();
    code
}

#[cfg_attr(test, allow(dead_code))]
fn run_command() -> i32 {
    let code = match args::parse(std::env::args_os()) {
        Ok(args::Command::Run { path, args }) => run::run(&path, args),
        Ok(args::Command::Check { path, format }) => run::check(&path, format),
        Ok(args::Command::Dis { path }) => run::dis(&path),
        Ok(args::Command::Version) => {
            println!("minigo {} linux/amd64 (go1.27)", env!("CARGO_PKG_VERSION"));
            0
        }
        Err(e) => {
            // clap prints help to stdout and mistakes to stderr, and knows the code for each.
            let _ = e.print();
            e.exit_code() as u8
        }
    };
    code.into()
}
