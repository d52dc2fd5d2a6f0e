//! The minigo command: arguments in, diagnostics and exit codes out.
//!
//! The only crate that knows all others. Exit codes: what the program gives; 2 for bad usage, unreadable input and
//! programs that do not compile.

mod args;
mod build;
mod importer;
mod inputs;
mod run;

use std::process::ExitCode;

fn main() -> ExitCode {
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
    ExitCode::from(code)
}
