//! The command line: subcommands, their options, and the program's own arguments, which are left alone.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, builder::PossibleValuesParser, value_parser};

/// How diagnostics are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MessageFormat {
    /// With the source lines.
    Human,
    /// `FILE:LINE:COL: message` a line.
    Short,
}

/// What the user asks for.
#[derive(Debug)]
pub enum Command {
    /// Compile and run.
    Run {
        /// The file or folder.
        path: PathBuf,
        /// What the program sees as `os.Args`, its name first.
        args: Vec<OsString>,
    },
    /// Only report what is wrong.
    Check {
        /// The file or folder.
        path: PathBuf,
        /// Form of the report.
        format: MessageFormat,
    },
    /// Print the bytecode.
    Dis {
        /// The file or folder.
        path: PathBuf,
    },
    /// Print the version.
    Version,
}

fn file() -> Arg {
    Arg::new("FILE")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help("a .mg or .go file, or a folder of them")
}

fn command() -> clap::Command {
    clap::Command::new("minigo")
        .bin_name("minigo")
        .about("Runs programs in a Go-like language on goroutines of its own")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            clap::Command::new("run")
                .about("Compile a program and run it")
                .arg(file())
                .arg(
                    Arg::new("ARGS")
                        .num_args(0..)
                        .trailing_var_arg(true)
                        .allow_hyphen_values(true)
                        .value_parser(value_parser!(OsString))
                        .help("the program's own arguments"),
                ),
        )
        .subcommand(
            clap::Command::new("check")
                .about("Report what is wrong with a program")
                .arg(file())
                .arg(
                    Arg::new("format")
                        .long("message-format")
                        .value_name("FORMAT")
                        .action(ArgAction::Set)
                        .value_parser(PossibleValuesParser::new(["human", "short"]))
                        .default_value("human")
                        .help("form of the report"),
                ),
        )
        .subcommand(
            clap::Command::new("dis")
                .about("Print a program's bytecode")
                .arg(file()),
        )
        .subcommand(clap::Command::new("version").about("Print the version"))
        .after_help("`minigo FILE [ARGS]` is short for `minigo run FILE [ARGS]`.")
}

/// Reads the command line, the command's own name first.
///
/// Errors: clap's, of which some are answers (help), told apart by their exit code.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    // `minigo prog.mg` and a first line `#!/usr/bin/env minigo`.
    if let Some(first) = args.get(1).and_then(|a| a.to_str())
        && (first.ends_with(".mg") || first.ends_with(".go"))
    {
        args.insert(1, "run".into());
    }
    let matches = command().try_get_matches_from(args)?;
    let path = |m: &clap::ArgMatches| m.get_one::<PathBuf>("FILE").cloned().unwrap_or_default();
    Ok(match matches.subcommand() {
        Some(("run", m)) => {
            let path = path(m);
            let mut args = vec![path.clone().into_os_string()];
            args.extend(
                m.get_many::<OsString>("ARGS")
                    .into_iter()
                    .flatten()
                    .cloned(),
            );
            Command::Run { path, args }
        }
        Some(("check", m)) => Command::Check {
            path: path(m),
            format: match m.get_one::<String>("format").map(String::as_str) {
                Some("short") => MessageFormat::Short,
                _ => MessageFormat::Human,
            },
        },
        Some(("dis", m)) => Command::Dis { path: path(m) },
        _ => Command::Version,
    })
}
