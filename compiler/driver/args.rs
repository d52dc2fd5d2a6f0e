//! The command line: subcommands, their options, and the program's own arguments, which are left alone.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, ColorChoice, value_parser};
use clap_complete::Shell;

/// How diagnostics are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MessageFormat {
    /// With the source lines.
    #[default]
    Human,
    /// `FILE:LINE:COL: message` a line.
    Short,
    /// A JSON object a line.
    Json,
}

/// Choices that all commands share.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Output {
    /// Form of the diagnostics.
    pub format: MessageFormat,
    /// Whether to colour: `None` for terminals only.
    pub color: Option<bool>,
}

impl Output {
    /// Whether text for a terminal or not (`tty`) is coloured.
    pub fn colored(&self, tty: bool) -> bool {
        // `NO_COLOR` counts when it is set and not empty (no-color.org).
        let off = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        self.color.unwrap_or(tty && !off)
    }
}

/// What a program is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Program {
    /// Files, or one folder.
    Files(Vec<PathBuf>),
    /// What standard input holds.
    Stdin,
    /// The text of `-e`.
    Code(String),
}

/// What the user asks for.
#[derive(Debug)]
pub enum Command {
    /// Compile and run.
    Run {
        /// The program.
        program: Program,
        /// What the program sees as `os.Args`, its name first.
        args: Vec<OsString>,
        /// Makes the run repeatable.
        seed: Option<u64>,
    },
    /// Only report what is wrong.
    Check(Program),
    /// Print the bytecode.
    Dis {
        /// The program.
        program: Program,
        /// Only functions with one of these names.
        functions: Vec<String>,
    },
    /// Print the documentation of a package or a name in it.
    Doc(String),
    /// Read, compile and print, again and again.
    Repl,
    /// Print a completion script.
    Completions(Shell),
    /// Print the version.
    Version,
}

fn program_args(rest: &'static str) -> [Arg; 2] {
    [
        Arg::new("code").short('e').value_name("CODE").help(
            "Take the program from CODE: statements and declarations; packages import themselves",
        ),
        Arg::new("PROGRAM")
            .num_args(0..)
            .trailing_var_arg(true)
            .allow_hyphen_values(true)
            .value_parser(value_parser!(OsString))
            .help(rest),
    ]
}

fn command() -> clap::Command {
    clap::Command::new("minigo")
        .bin_name("minigo")
        .about("Runs programs in a Go-like language on goroutines of its own")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(
            Arg::new("color")
                .long("color")
                .value_name("WHEN")
                .global(true)
                .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
                .default_value("auto")
                .help("When to colour messages"),
        )
        .arg(
            Arg::new("format")
                .long("message-format")
                .value_name("FORMAT")
                .global(true)
                .value_parser(PossibleValuesParser::new(["human", "short", "json"]))
                .default_value("human")
                .help("Form of the messages about a program's mistakes"),
        )
        .subcommand(
            clap::Command::new("run")
                .about("Compile a program and run it")
                .arg(
                    Arg::new("seed")
                        .long("seed")
                        .value_name("N")
                        .value_parser(value_parser!(u64))
                        .help("Make every choice of the scheduler a function of N, on one P"),
                )
                .override_usage(
                    "minigo run [OPTIONS] FILE... [ARGS]...\n       \
                     minigo run [OPTIONS] FOLDER [ARGS]...\n       \
                     minigo run [OPTIONS] - [ARGS]...\n       \
                     minigo run [OPTIONS] -e CODE [ARGS]...",
                )
                .after_help(
                    "All leading .mg and .go files are one package; everything after them is the program's own.",
                )
                .args(program_args(
                    "Files, a folder, or - for standard input; then the program's arguments",
                )),
        )
        .subcommand(
            clap::Command::new("check")
                .about("Report what is wrong with a program")
                .override_usage(
                    "minigo check [OPTIONS] FILE...\n       minigo check [OPTIONS] FOLDER|-|-e CODE",
                )
                .args(program_args("Files, a folder, or - for standard input"))
                .mut_arg("PROGRAM", |a| {
                    a.trailing_var_arg(false).allow_hyphen_values(false)
                }),
        )
        .subcommand(
            clap::Command::new("dis")
                .about("Print a program's bytecode")
                .override_usage(
                    "minigo dis [OPTIONS] FILE... [FUNCTION]...\n       \
                     minigo dis [OPTIONS] FOLDER|-|-e CODE [FUNCTION]...",
                )
                .args(program_args(
                    "Files, a folder, or - for standard input; then the functions to print (main.fib), all if none",
                )),
        )
        .subcommand(
            clap::Command::new("doc")
                .about("Print the documentation of a package or of a name in it")
                .arg(
                    Arg::new("NAME")
                        .required(true)
                        .help("PKG, PKG.NAME or PKG.TYPE.METHOD: strings, strings.Cut, strings.Builder.Len"),
                ),
        )
        .subcommand(
            clap::Command::new("repl")
                .about("Read declarations, statements and expressions, and run each at once"),
        )
        .subcommand(
            clap::Command::new("completions")
                .about("Print a completion script for a shell")
                .arg(
                    Arg::new("SHELL")
                        .required(true)
                        .value_parser(value_parser!(Shell))
                        .help("The shell"),
                ),
        )
        .subcommand(clap::Command::new("version").about("Print the version"))
        .after_help(
            "`minigo FILE [ARGS]` is short for `minigo run FILE [ARGS]` (so are ./FOLDER, - and -e CODE); `minigo` on a terminal is `minigo repl`.\n\
             A program may begin with the line `#!/usr/bin/env minigo`.",
        )
}

/// Writes the completion script for `shell` to standard output.
pub fn completions(shell: Shell) {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "minigo", &mut script);
    let _ = std::io::Write::write_all(&mut std::io::stdout(), &script);
}

fn is_source(arg: &OsString) -> bool {
    arg.to_str()
        .is_some_and(|a| a.ends_with(".mg") || a.ends_with(".go"))
}

/// The program that a subcommand's arguments name, and what follows it.
fn program(name: &str, m: &ArgMatches) -> Result<(Program, Vec<OsString>, OsString), clap::Error> {
    let mut given: Vec<OsString> = m
        .get_many::<OsString>("PROGRAM")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    if let Some(code) = m.get_one::<String>("code") {
        return Ok((Program::Code(code.clone()), given, "-e".into()));
    }
    let fail = |kind, text: String| {
        let mut c = command();
        c.build();
        match c.find_subcommand_mut(name) {
            Some(sub) => Err(sub.error(kind, text)),
            None => Err(c.error(kind, text)),
        }
    };
    let Some(first) = given.first().cloned() else {
        return fail(
            ErrorKind::MissingRequiredArgument,
            "no program given: a file, a folder, - for standard input, or -e CODE".into(),
        );
    };
    if first == "-" {
        given.remove(0);
        return Ok((Program::Stdin, given, first));
    }
    if first.to_string_lossy().starts_with('-') {
        let text = format!("unexpected argument '{}' found", first.to_string_lossy());
        return fail(ErrorKind::UnknownArgument, text);
    }
    let files = given.iter().take_while(|a| is_source(a)).count().max(1);
    let rest = given.split_off(files);
    let files = given.into_iter().map(PathBuf::from).collect();
    Ok((Program::Files(files), rest, first))
}

/// Reads the command line, the command's own name first. `terminal`: standard input and output are one.
///
/// Errors: clap's, of which some are answers (help), told apart by their exit code.
pub fn parse(
    args: impl IntoIterator<Item = OsString>,
    terminal: bool,
) -> Result<(Command, Output), clap::Error> {
    let mut args: Vec<OsString> = args.into_iter().collect();
    match args.get(1) {
        // `minigo prog.mg`, `minigo ./folder`, `minigo -`, `minigo -e CODE` and a first line `#!/usr/bin/env minigo`.
        Some(first) if *first == "-" || *first == "-e" => args.insert(1, "run".into()),
        Some(first) if is_source(first) || is_script(first) || is_folder(first) => {
            args.insert(1, "run".into());
        }
        None if terminal => args.push("repl".into()),
        _ => {}
    }
    let matches = command()
        .color(color_choice(&args))
        .try_get_matches_from(args)?;
    let (name, m) = matches.subcommand().unwrap_or(("version", &matches));
    let output = Output {
        format: match m.get_one::<String>("format").map(String::as_str) {
            Some("short") => MessageFormat::Short,
            Some("json") => MessageFormat::Json,
            _ => MessageFormat::Human,
        },
        color: match m.get_one::<String>("color").map(String::as_str) {
            Some("always") => Some(true),
            Some("never") => Some(false),
            _ => None,
        },
    };
    let command = match name {
        "run" => {
            let (program, mut args, own) = program(name, m)?;
            args.insert(0, own);
            Command::Run {
                program,
                args,
                seed: m.get_one::<u64>("seed").copied(),
            }
        }
        "check" => {
            let (program, rest, _) = program(name, m)?;
            if let Some(extra) = rest.first() {
                let text = format!("unexpected argument '{}' found", extra.to_string_lossy());
                return Err(self::command().error(ErrorKind::UnknownArgument, text));
            }
            Command::Check(program)
        }
        "dis" => {
            let (program, rest, _) = program(name, m)?;
            let functions = rest
                .iter()
                .map(|a| a.to_string_lossy().into_owned())
                .collect();
            Command::Dis { program, functions }
        }
        "doc" => Command::Doc(m.get_one::<String>("NAME").cloned().unwrap_or_default()),
        "repl" => Command::Repl,
        "completions" => match m.get_one::<Shell>("SHELL") {
            Some(&shell) => Command::Completions(shell),
            None => Command::Version,
        },
        _ => Command::Version,
    };
    Ok((command, output))
}

/// Whether the argument is a folder, written so that it cannot be a subcommand.
fn is_folder(arg: &OsString) -> bool {
    let path = std::path::Path::new(arg);
    (arg == "." || arg == ".." || path.components().count() > 1) && path.is_dir()
}

/// Whether the argument is the path of a script that the system started us for: a file with a `#!` line and no suffix.
fn is_script(arg: &OsString) -> bool {
    let path = std::path::Path::new(arg);
    if path.components().count() < 2 || path.extension().is_some() {
        return false;
    }
    let mut start = [0; 2];
    std::fs::File::open(path)
        .and_then(|mut f| std::io::Read::read_exact(&mut f, &mut start))
        .is_ok()
        && start == *b"#!"
}

/// How clap colours its own messages: it must know before it has read the arguments.
fn color_choice(args: &[OsString]) -> ColorChoice {
    let value = args
        .iter()
        .enumerate()
        .find_map(|(i, a)| match a.to_str()? {
            "--color" => args.get(i + 1)?.to_str().map(str::to_string),
            a => a.strip_prefix("--color=").map(str::to_string),
        });
    match value.as_deref() {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}
