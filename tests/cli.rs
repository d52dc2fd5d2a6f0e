//! The command line: what each subcommand takes, prints and exits with.

mod support;

use std::path::PathBuf;
use std::time::Duration;
use support::{Outcome, minigo, run};

const LIMIT: Duration = Duration::from_secs(60);

fn with(args: &[&str], stdin: &str) -> Outcome {
    run(
        minigo().env_remove("NO_COLOR").args(args),
        stdin.as_bytes(),
        LIMIT,
    )
}

#[track_caller]
fn prints(args: &[&str], stdin: &str, expected: &str) {
    let o = with(args, stdin);
    let out = String::from_utf8_lossy(&o.stdout);
    assert_eq!(
        (o.code, &*out),
        (Some(0), expected),
        "{args:?}: {}",
        o.stderr
    );
}

/// A new folder with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("minigo-cli-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    for (file, text) in files {
        let path = dir.join(file);
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("folder");
        std::fs::write(path, text).expect("file");
    }
    dir
}

const ARGS: &str =
    "package main\nimport (\"fmt\"; \"os\")\nfunc main() { fmt.Println(os.Args[1:]) }\n";

#[test]
fn run_takes_files_folders_standard_input_and_code() {
    let dir = folder(
        "run",
        &[
            ("args.mg", ARGS),
            ("two/a.mg", "package main\nfunc main() { println(b()) }\n"),
            ("two/b.mg", "package main\nfunc b() int { return 7 }\n"),
        ],
    );
    let at = |p: &str| dir.join(p).display().to_string();
    prints(
        &["run", &at("args.mg"), "x", "-y", "--", "--help"],
        "",
        "[x -y -- --help]\n",
    );
    prints(&[&at("args.mg"), "-n", "1"], "", "[-n 1]\n");
    prints(&["run", "-", "a"], ARGS, "[a]\n");
    prints(&["-", "a"], ARGS, "[a]\n");
    prints(&["-e", "fmt.Println(os.Args[1:])", "-x"], "", "[-x]\n");
    for args in [vec![at("two")], vec![at("two/a.mg"), at("two/b.mg")]] {
        for word in [Some("run"), None] {
            let o = run(minigo().args(word).args(&args), b"", LIMIT);
            assert_eq!((o.code, o.stderr.as_str()), (Some(0), "7\n"));
        }
    }
    let code = "x := 3; func f(a int) int { return a * 2 }; fmt.Println(f(x), strings.ToUpper(\"abc\"), os.Args)";
    prints(&["run", "-e", code, "a", "-b"], "", "6 ABC [-e a -b]\n");
    prints(
        &["run", "-e", "package main\nfunc main() { print() }"],
        "",
        "",
    );
    let _ = std::fs::remove_dir_all(dir);
}

#[test]
fn a_script_runs_by_its_first_line() {
    let script = format!("#!/usr/bin/env minigo\n{ARGS}");
    let dir = folder("script", &[("s.mg", &script), ("plain", &script)]);
    for name in ["s.mg", "plain"] {
        let path = dir.join(name).display().to_string();
        prints(&[&path, "--version"], "", "[--version]\n");
    }
    let _ = std::fs::remove_dir_all(dir);
}

#[test]
fn wrong_usage_exits_with_2_and_points_to_help() {
    for args in [
        &["run"][..],
        &["run", "--bogus", "x.mg"],
        &["check", "a.mg", "--bogus"],
        &["frobnicate"],
        &["doc"],
        &["completions", "tcsh"],
        &["check", "--message-format", "xml", "a.mg"],
    ] {
        let o = with(args, "");
        assert_eq!(o.code, Some(2), "{args:?}");
        assert!(o.stderr.contains("--help"), "{args:?}: {}", o.stderr);
        assert!(o.stdout.is_empty(), "{args:?}");
    }
    let o = with(&["run", "no/such/file.mg"], "");
    assert_eq!(o.code, Some(2));
    assert_eq!(
        o.stderr,
        "minigo: no/such/file.mg: no such file or directory\n"
    );
}

#[test]
fn help_and_version_go_to_standard_output() {
    let o = with(&["--help"], "");
    let text = String::from_utf8_lossy(&o.stdout).into_owned();
    assert_eq!(o.code, Some(0));
    for word in [
        "Usage:",
        "run",
        "check",
        "dis",
        "doc",
        "repl",
        "completions",
        "--color",
    ] {
        assert!(text.contains(word), "{word} is missing from\n{text}");
    }
    let o = with(&["version"], "");
    assert!(o.stdout.starts_with(b"minigo "));
    let o = with(&["help", "run"], "");
    assert!(String::from_utf8_lossy(&o.stdout).contains("-e CODE"));
}

#[test]
fn messages_are_short_json_or_coloured_as_asked() {
    let bad = "package main\nfunc main() {\n\tx := \"a\\\"b\" + 1\n}\n";
    let o = with(&["check", "--message-format", "short", "-"], bad);
    assert_eq!(o.code, Some(2));
    assert!(
        o.stderr
            .starts_with("stdin.mg:3:2: declared and not used: x\n"),
        "{}",
        o.stderr
    );
    let o = with(&["check", "-", "--message-format=json"], bad);
    let lines: Vec<&str> = o.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", o.stderr);
    let start = "{\"severity\":\"error\",\"code\":\"UnusedVar\",\"file\":\"stdin.mg\",\"line\":3,\"column\":2,\
                 \"endLine\":3,\"endColumn\":3,\"message\":\"declared and not used: x\",\"labels\":[],\"notes\":[";
    assert!(lines[0].starts_with(start), "{}", lines[0]);
    assert!(lines[0].ends_with("]}"), "{}", lines[0]);
    assert!(lines[1].contains("\\\"a\\\\\\\"b\\\""), "{}", lines[1]);
    let escape = |args: &[&str], no_color: &str| {
        let mut cmd = minigo();
        run(
            cmd.env("NO_COLOR", no_color).args(args),
            bad.as_bytes(),
            LIMIT,
        )
        .stderr
        .contains('\u{1b}')
    };
    assert!(!escape(&["check", "-"], ""));
    assert!(escape(&["check", "--color", "always", "-"], "1"));
    assert!(!escape(&["check", "--color=never", "-"], ""));
}

#[test]
fn dis_prints_the_functions_that_are_named() {
    let program = "package main\nfunc add(a, b int) int { return a + b }\nfunc main() { println(add(1, 2)) }\n";
    let o = with(&["dis", "-", "main.add"], program);
    let text = String::from_utf8_lossy(&o.stdout).into_owned();
    assert!(text.starts_with("func main.add params=2"), "{text}");
    assert_eq!(text.matches("func ").count(), 1);
    assert_eq!(with(&["dis", "-", "main.none"], program).code, Some(2));
}

#[test]
fn doc_shows_packages_names_and_methods() {
    let text = |name: &str| String::from_utf8_lossy(&with(&["doc", name], "").stdout).into_owned();
    let all = text("strings");
    assert!(
        all.starts_with("package strings // import \"strings\"\n"),
        "{all}"
    );
    assert!(
        all.contains("\nfunc Cut(s, sep string) (before, after string, found bool)\n"),
        "{all}"
    );
    assert!(text("strings.Cut").contains("    Cut "));
    assert!(text("strings.Builder").contains("func (b *Builder) Len() int"));
    assert!(text("strings.Builder.Len").contains("func (b *Builder) Len() int"));
    assert!(text("path/filepath.Join").contains("package filepath"));
    assert!(text("builtin").starts_with("package builtin"));
    for name in ["builtin.append", "append"] {
        let shown = text(name);
        let start = "package builtin // import \"builtin\"\n\nfunc append(slice []Type, elems ...Type) []Type\n";
        assert!(shown.starts_with(start), "{shown}");
    }
    assert!(text("error").contains("Error() string"));
    let o = with(&["doc", "strings.Nope"], "");
    assert_eq!(
        (o.code, o.stderr.as_str()),
        (Some(2), "minigo: no name Nope in package strings\n")
    );
}

#[test]
fn completions_are_there_for_the_usual_shells() {
    for shell in ["bash", "zsh", "fish"] {
        let o = with(&["completions", shell], "");
        assert_eq!(o.code, Some(0));
        assert!(String::from_utf8_lossy(&o.stdout).contains("minigo"));
    }
}

#[test]
fn a_closed_pipe_ends_a_program_quietly() {
    let mut child = minigo()
        .args(["run", "-e", "for { fmt.Println(\"y\") }"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("minigo starts");
    let mut out = child.stdout.take().expect("piped");
    let mut two = [0; 4];
    std::io::Read::read_exact(&mut out, &mut two).expect("two lines");
    assert_eq!(&two, b"y\ny\n");
    drop(out);
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(done.stderr, b"");
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&done.status),
        Some(libc::SIGPIPE)
    );
}
