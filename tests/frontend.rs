//! Broken programs made from the examples: scanner, parser, checker, code generator, verifier and the rendering of
//! diagnostics answer each of them without a Rust panic.
//!
//! Everything is run in this process, and each stage only on what the one before accepted. Which changes are tried is
//! random with a fixed seed; `MINIGO_FUZZ=N` tries N for each example in place of some dozens, and other ones with
//! every N. Trees are never freed by the compiler, which bounds how many can be tried in one process.
//! `MINIGO_FRONTEND=all` tries every prefix that ends at a token and every deletion of one token, of every example, in
//! processes of their own for some hundred changes each; another value is the part of the name of the examples wanted.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use minigo_compiler::codegen;
use minigo_compiler::diagnostic::{render_human, render_short};
use minigo_compiler::image::Image;
use minigo_compiler::types::check::{Options, Source, check_program};
use minigo_compiler::types::{ImportedPackage, Importer};

/// The standard library, and no other packages.
struct Library;

impl Importer for Library {
    fn import(&mut self, path: &str) -> Result<ImportedPackage, String> {
        let files = minigo_library::package(path).ok_or(format!("package {path} is not in std"))?;
        let sources = files
            .iter()
            .map(|(name, text)| Source::new((*name).to_string(), Rc::from(*text)))
            .collect();
        Ok(ImportedPackage {
            sources,
            lazy: true,
            outline: None,
        })
    }
}

/// A small generator of numbers (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// How many changes are tried for each example.
fn tries() -> usize {
    let given = std::env::var("MINIGO_FUZZ")
        .ok()
        .and_then(|n| n.parse().ok());
    given.unwrap_or(40)
}

/// Sends a text through all stages, as far as it gets.
fn answer(text: &str) {
    let source = Source::from_bytes("broken.mg".into(), text.as_bytes());
    let mut result = check_program(vec![source], Box::new(Library), Options::default());
    let list = result.diagnostics;
    if !list.is_empty() {
        render_human(&result.checker, &list, true);
        render_short(&result.checker, &list);
        return;
    }
    let image = Image::open(minigo_library::IMAGE);
    match codegen::compile(
        &mut result.checker,
        &codegen::Options {
            image,
            ..Default::default()
        },
    ) {
        Ok(program) => {
            if let Err(e) = minigo_bytecode::verify::verify(&program) {
                panic!("the verifier refuses what was compiled: {e}");
            }
        }
        Err(list) => {
            render_human(&result.checker, &list, false);
        }
    }
}

/// Spans of the words, numbers, strings and other characters of a text; near enough to its tokens.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let b = text.as_bytes();
    let word = |c: u8| c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80;
    let (mut out, mut i) = (Vec::new(), 0);
    while i < b.len() {
        let start = i;
        i += 1;
        if word(b[start]) {
            while i < b.len() && word(b[i]) {
                i += 1;
            }
        } else if b[start].is_ascii_whitespace() {
            continue;
        } else if b[start] == b'"' {
            while i < b.len() && b[i] != b'"' && b[i] != b'\n' {
                i += 1 + usize::from(b[i] == b'\\');
            }
            i = (i + 1).min(b.len());
        }
        out.push((start, i));
    }
    out.retain(|&(lo, hi)| text.is_char_boundary(lo) && text.is_char_boundary(hi));
    out
}

/// The text with one change to its tokens.
fn change(text: &str, tokens: &[(usize, usize)], r: &mut Random) -> String {
    let (lo, hi) = tokens[r.below(tokens.len())];
    let (from, to) = tokens[r.below(tokens.len())];
    let other = &text[from..to];
    match r.below(6) {
        // A prefix; one that ends amid a token.
        0 => text[..lo].to_string(),
        1 => {
            let mut at = lo + r.below(hi - lo);
            while !text.is_char_boundary(at) {
                at += 1;
            }
            text[..at].to_string()
        }
        // A token less, one more, one in place of another, two changed about.
        2 => format!("{}{}", &text[..lo], &text[hi..]),
        3 => format!("{}{other} {}", &text[..lo], &text[lo..]),
        4 => format!("{}{other}{}", &text[..lo], &text[hi..]),
        _ => {
            let ((lo, hi), (from, to)) = if lo < from {
                ((lo, hi), (from, to))
            } else {
                ((from, to), (lo, hi))
            };
            if hi > from {
                return text[hi..].to_string();
            }
            let (a, b) = (&text[lo..hi], &text[from..to]);
            format!("{}{b}{}{a}{}", &text[..lo], &text[hi..from], &text[to..])
        }
    }
}

fn examples() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<PathBuf> = std::fs::read_dir(root.join("examples"))
        .expect("examples")
        .map(|e| e.expect("readable folder").path())
        .filter(|p| p.extension().is_some_and(|x| x == "mg"))
        .collect();
    all.sort();
    all
}

/// Runs `f` on a stack as large as the compiler's own.
fn on_large_stack(f: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1 << 30).spawn(f);
    if thread.expect("a thread").join().is_err() {
        panic!("see above");
    }
}

#[test]
fn changed_examples_are_answered() {
    on_large_stack(|| {
        let tries = tries();
        let mut bad = Vec::new();
        for (i, path) in examples().iter().enumerate() {
            let text = std::fs::read_to_string(path).expect("an example");
            let tokens = tokens(&text);
            let mut r = Random(i as u64 + ((tries as u64) << 32));
            for _ in 0..tries {
                let mut broken = change(&text, &tokens, &mut r);
                if r.below(4) == 0 {
                    let tokens = self::tokens(&broken);
                    if !tokens.is_empty() {
                        broken = change(&broken, &tokens, &mut r);
                    }
                }
                if catch_unwind(AssertUnwindSafe(|| answer(&broken))).is_err() {
                    let at = std::env::temp_dir().join(format!("minigo-broken-{}.mg", bad.len()));
                    let _ = std::fs::write(&at, &broken);
                    bad.push(at);
                }
            }
        }
        assert!(bad.is_empty(), "these end in a panic: {bad:?}");
    });
}

/// Changes that one process tries.
const SHARE: usize = 400;
/// How long a process may take for its share.
const SHARE_LIMIT: Duration = Duration::from_secs(600);
/// Names example and first change to a process that tries a share.
const SHARE_VAR: &str = "MINIGO_FRONTEND_SHARE";

/// Prefix or deletion number `i` of a text.
fn nth_change(text: &str, tokens: &[(usize, usize)], i: usize) -> String {
    let (lo, hi) = tokens[i / 2];
    match i % 2 {
        0 => text[..hi].to_string(),
        _ => format!("{}{}", &text[..lo], &text[hi..]),
    }
}

/// What a process that tries a share does.
fn try_share(share: &str) {
    let (path, from) = share.rsplit_once(':').expect("PATH:FROM");
    let from: usize = from.parse().expect("a number");
    let text = std::fs::read_to_string(path).expect("an example");
    let tokens = tokens(&text);
    for i in from..(from + SHARE).min(tokens.len() * 2) {
        let broken = nth_change(&text, &tokens, i);
        let start = Instant::now();
        let fine = catch_unwind(AssertUnwindSafe(|| answer(&broken))).is_ok();
        if !fine || start.elapsed() > Duration::from_secs(10) {
            println!("bad change {i}");
        }
    }
}

#[test]
fn every_prefix_and_deletion_is_answered() {
    if let Ok(share) = std::env::var(SHARE_VAR) {
        return on_large_stack(move || try_share(&share));
    }
    let Ok(wanted) = std::env::var("MINIGO_FRONTEND") else {
        return;
    };
    let mut bad = Vec::new();
    for path in examples() {
        let name = path.display().to_string();
        if wanted != "all" && !name.contains(&wanted) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("an example");
        let n = tokens(&text).len() * 2;
        for from in (0..n).step_by(SHARE) {
            let out = std::env::temp_dir().join(format!("minigo-frontend-{}", std::process::id()));
            let file = std::fs::File::create(&out).expect("a scratch file");
            let mut child = Command::new(std::env::current_exe().expect("this program"))
                .args([
                    "--exact",
                    "every_prefix_and_deletion_is_answered",
                    "--nocapture",
                ])
                .env(SHARE_VAR, format!("{name}:{from}"))
                .stdout(file)
                .stderr(Stdio::null())
                .spawn()
                .expect("starts");
            let start = Instant::now();
            let ended = loop {
                if let Some(status) = child.try_wait().expect("a child") {
                    break status.success();
                }
                if start.elapsed() > SHARE_LIMIT {
                    let _ = child.kill();
                    let _ = child.wait();
                    break false;
                }
                std::thread::sleep(Duration::from_millis(20));
            };
            let said = std::fs::read_to_string(&out).unwrap_or_default();
            let changes = said.lines().filter(|l| l.starts_with("bad change"));
            bad.extend(changes.map(|l| format!("{name}: {l}")));
            if !ended {
                bad.push(format!("{name}: the share from {from} does not end well"));
            }
            let _ = std::fs::remove_file(&out);
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn changed_bytecode_is_answered_by_the_verifier() {
    on_large_stack(|| {
        let tries = tries();
        let path = examples().into_iter().find(|p| p.ends_with("bank.mg"));
        let text = std::fs::read(path.expect("an example")).expect("readable");
        let source = Source::from_bytes("bank.mg".into(), &text);
        let mut result = check_program(vec![source], Box::new(Library), Options::default());
        let image = Image::open(minigo_library::IMAGE);
        let program = codegen::compile(
            &mut result.checker,
            &codegen::Options {
                image,
                ..Default::default()
            },
        );
        let Ok(mut program) = program else {
            panic!("the example compiles")
        };
        let mut r = Random(tries as u64);
        for _ in 0..tries * 5 {
            let f = r.below(program.funcs.len());
            if program.funcs[f].code.is_empty() {
                continue;
            }
            let at = r.below(program.funcs[f].code.len());
            let old = program.funcs[f].code[at];
            program.funcs[f].code[at].0 ^= match r.below(3) {
                0 => 1 << r.below(64),
                1 => r.next(),
                _ => (r.next() & 0xffff) << (16 * r.below(4)),
            };
            let _ = minigo_bytecode::verify::verify_all(&program);
            program.funcs[f].code[at] = old;
        }
    });
}
