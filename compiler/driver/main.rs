//! The minigo command: arguments in, diagnostics and exit codes out.
//!
//! The only crate that knows all others. Exit codes: what the program gives; 2 for bad usage, unreadable input and
//! programs that do not compile.

#![cfg_attr(not(test), no_main)]

use std::io::{IsTerminal, Write};

mod args;
mod build;
mod doc;
mod importer;
mod inputs;
mod repl;
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
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let code = match args::parse(std::env::args_os(), terminal) {
        Ok((command, output)) => match command {
            args::Command::Run {
                program,
                args,
                seed,
            } => run::run(program, args, seed, output),
            args::Command::Check(program) => run::check(program, output),
            args::Command::Dis { program, functions } => run::dis(program, &functions, output),
            args::Command::Doc(name) => doc::print(&name),
            args::Command::Repl => repl::start(output),
            args::Command::Completions(shell) => {
                args::completions(shell);
                0
            }
            args::Command::Version => {
                let text = concat!(
                    "minigo ",
                    env!("CARGO_PKG_VERSION"),
                    " linux/amd64 (go1.27)\n"
                );
                let _ = std::io::stdout().write_all(text.as_bytes());
                0
            }
        },
        Err(e) => {
            // clap prints help to stdout and mistakes to stderr, and knows the code for each.
            let _ = e.print();
            e.exit_code() as u8
        }
    };
    code.into()
}
