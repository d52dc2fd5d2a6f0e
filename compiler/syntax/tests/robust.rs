//! No text makes the parser panic, hang or overflow the stack: deep nesting, broken and random texts, odd bytes.

use std::time::{Duration, Instant};

use minigo_syntax::{FileId, NodeIds, Options, SyntaxError, parse_file, source};

fn errors(text: &str) -> Vec<SyntaxError> {
    let mut ids = NodeIds::new();
    let (_, errors) = parse_file(FileId(0), text, &mut ids, Options::default());
    let (_, _) = parse_file(FileId(0), text, &mut ids, Options { lazy_bodies: true });
    errors
}

/// A program that nests `n` levels of something, for each kind of nesting.
fn nestings(n: usize) -> Vec<(&'static str, String)> {
    let nest = |open: &str, middle: &str, close: &str| {
        format!("{}{middle}{}", open.repeat(n), close.repeat(n))
    };
    let expr = |x: String| format!("package main\nfunc main() {{\n\tx = {x}\n}}\n");
    let ty = |t: String| format!("package main\nvar x {t}\n");
    let stmt = |s: String| format!("package main\nfunc main() {{\n{s}\n}}\n");
    vec![
        ("parentheses", expr(nest("(", "1", ")"))),
        ("unary minus", expr(nest("- ", "1", ""))),
        ("unary not", expr(nest("!", "b", ""))),
        ("addresses", expr(nest("& ", "b", ""))),
        ("dereferences", expr(nest("*", "b", ""))),
        ("receives", expr(nest("<-", "c", ""))),
        ("sums", expr(nest("1 + ", "1", ""))),
        (
            "rising operators",
            expr(nest("a || b && c == d + e * ", "1", "")),
        ),
        ("right-hand parentheses", expr(nest("1 + (", "1", ")"))),
        ("calls", expr(nest("f(", "1", ")"))),
        ("call chains", expr(nest("", "f", "()"))),
        ("selectors", expr(nest("", "x", ".y"))),
        ("indices", expr(nest("a[", "1", "]"))),
        ("index chains", expr(nest("", "a", "[1]"))),
        ("slices", expr(nest("a[", "1", ":]"))),
        ("assertions", expr(nest("", "a", ".(T)"))),
        ("composite literals", expr(nest("T{", "1", "}"))),
        ("inner literals", expr(format!("T{}", nest("{", "1", "}")))),
        ("function literals", expr(nest("func() { x = ", "1", " }"))),
        ("conversions", expr(nest("[]int(", "1", ")"))),
        ("pointers", ty(nest("*", "int", ""))),
        ("slice types", ty(nest("[]", "int", ""))),
        ("array types", ty(nest("[1]", "int", ""))),
        ("array lengths", ty(nest("[len([", "1", "]int{})]int"))),
        ("maps", ty(nest("map[int]", "int", ""))),
        ("map keys", ty(nest("map[", "int", "]int"))),
        ("channels", ty(nest("chan ", "int", ""))),
        ("channels of channels", ty(nest("chan<- ", "int", ""))),
        ("function types", ty(nest("func() ", "int", ""))),
        ("parameters", ty(nest("func(", "int", ")"))),
        ("structs", ty(nest("struct { x ", "int", " }"))),
        ("interfaces", ty(nest("interface { m() ", "int", " }"))),
        ("type arguments", ty(nest("T[", "int", "]"))),
        ("type parentheses", ty(nest("(", "int", ")"))),
        ("blocks", stmt(nest("{", "", "}"))),
        ("ifs", stmt(nest("if x {", "", "}"))),
        ("else chains", stmt(nest("if x { } else ", "{ }", ""))),
        ("loops", stmt(nest("for {", "", "}"))),
        ("switches", stmt(nest("switch { case x:", "", "}"))),
        ("selects", stmt(nest("select { default:", "", "}"))),
        ("labels", stmt(nest("L: ", ";", ""))),
        ("defers", stmt(nest("defer func() { ", "", " }()"))),
        ("unclosed parentheses", expr("(".repeat(n))),
        ("unclosed blocks", stmt("{".repeat(n))),
        ("unclosed literals", expr("T{".repeat(n))),
        ("unopened braces", stmt("}".repeat(n))),
        ("unopened parentheses", expr(")".repeat(n))),
    ]
}

#[test]
fn two_hundred_levels_of_anything_parse() {
    for (what, text) in nestings(200) {
        if what.starts_with("un") && !what.starts_with("unary") {
            continue;
        }
        let errors = errors(&text);
        assert!(errors.is_empty(), "{what}: {errors:?}");
    }
}

#[test]
fn a_hundred_thousand_levels_are_answered() {
    for n in [3_900, 100_000] {
        for (what, text) in nestings(n) {
            let start = Instant::now();
            let errors = errors(&text);
            assert!(n < 100_000 || !errors.is_empty(), "{what}");
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "{what} takes {:?}",
                start.elapsed()
            );
        }
    }
}

const SAMPLE: &str = "package main

import (
	\"fmt\"
	m \"math\"
)

type (
	List[T any] struct {
		next *List[T]
		val  T `tag`
	}
	Num interface{ ~int | ~float64; String() string }
)

func (l *List[T]) Push(v T, rest ...T) (n int, err error) {
	for i, x := range rest {
		if y := f(x); y != nil && i < 10 {
			l.next = &List[T]{val: x}
		} else if i == 3 {
			continue
		} else {
			break
		}
	}
	switch t := any(v).(type) {
	case int, []string:
		defer func() { recover() }()
	default:
		goto end
	}
	select {
	case c <- 1:
	case x, ok := <-d:
		_ = x[1:2:3]
	}
end:
	return m.Pi*'x' + 0x1p-2, fmt.Errorf(\"%d\\n\", map[string][]int{\"a\": {1, 2}}[\"a\"][0]<<3)
}
";

#[test]
fn every_prefix_is_answered() {
    for (i, _) in SAMPLE.char_indices() {
        errors(&SAMPLE[..i]);
    }
}

#[test]
fn every_deletion_is_answered() {
    let words: Vec<&str> = SAMPLE
        .split_inclusive(|c: char| !c.is_alphanumeric())
        .collect();
    for i in 0..words.len() {
        let text: String = [&words[..i], &words[i + 1..]].concat().concat();
        errors(&text);
    }
    for (i, c) in SAMPLE.char_indices() {
        let text = [&SAMPLE[..i], &SAMPLE[i + c.len_utf8()..]].concat();
        errors(&text);
    }
}

/// A generator of numbers that needs no crate (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n
    }
}

const WORDS: &[&str] = &[
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    ".",
    "...",
    "=",
    ":=",
    "+=",
    "++",
    "--",
    "||",
    "&&",
    "==",
    "<",
    "+",
    "-",
    "*",
    "&",
    "^",
    "!",
    "~",
    "<-",
    "|",
    "\n",
    "x",
    "y",
    "T",
    "1",
    "0x",
    "1e",
    "'a'",
    "'",
    "\"s\"",
    "\"",
    "`r`",
    "`",
    "//",
    "/*",
    "*/",
    "é",
    "\0",
    "\u{FEFF}",
    "?",
    "\\",
    "_",
    "λ",
    "“",
];

#[test]
fn random_words_are_answered() {
    for seed in 1..=400u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut text = String::from("package p\nfunc f() {\n");
        for _ in 0..random.below(300) {
            text.push_str(WORDS[random.below(WORDS.len())]);
            text.push_str([" ", "", "\n"][random.below(3)]);
        }
        errors(&text);
    }
}

#[test]
fn random_changes_to_a_program_are_answered() {
    let words: Vec<&str> = SAMPLE
        .split_inclusive(|c: char| !c.is_alphanumeric())
        .collect();
    for seed in 1..=600u64 {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut changed = words.clone();
        for _ in 0..1 + random.below(4) {
            let at = random.below(changed.len());
            match random.below(3) {
                0 => changed[at] = WORDS[random.below(WORDS.len())],
                1 => changed.insert(at, WORDS[random.below(WORDS.len())]),
                _ => {
                    let other = random.below(changed.len());
                    changed.swap(at, other);
                }
            }
        }
        errors(&changed.concat());
    }
}

#[test]
fn a_megabyte_on_one_line_parses() {
    let text = format!(
        "package p\nvar x = []int{{{}}}\n",
        "123456, ".repeat(130_000)
    );
    assert!(errors(&text).is_empty());
    let text = format!("package p\nvar x = \"{}\"\n", "x".repeat(1 << 20));
    assert!(errors(&text).is_empty());
    assert!(!errors(&"x".repeat(1 << 20)).is_empty());
}

#[test]
fn many_errors_end_in_time() {
    let text = format!(
        "package p\nfunc f() {{\n{}}}\n",
        "\tx = 1 2\n".repeat(100_000)
    );
    let start = Instant::now();
    assert!(errors(&text).len() > 10);
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn carriage_returns_and_a_byte_order_mark_are_ignored() {
    assert!(errors("\u{FEFF}package p\r\n\r\nvar x = 1\r\nfunc f() {\r\n}\r\n").is_empty());
}

#[test]
fn invalid_utf8_is_reported_at_its_line() {
    let (text, errors) = source::decode(FileId(0), b"package p\n// \xff\xfe\nvar x = \"\xc3\"\n");
    let lines = source::LineTable::new(&text);
    let found: Vec<u32> = errors.iter().map(|e| lines.line(e.span.lo)).collect();
    assert_eq!(found, [2, 3]);
    assert_eq!(errors[0].message, "invalid UTF-8 encoding");
    let (text, errors) = source::decode(FileId(0), "package päckage\n".as_bytes());
    assert_eq!((text.as_ref(), errors.len()), ("package päckage\n", 0));
}
