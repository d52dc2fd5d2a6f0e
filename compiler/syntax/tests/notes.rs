//! The commonest slips: one error each, at its line, with a hint that puts it right.

use minigo_syntax::{FileId, LineTable, NodeIds, Options, parse_file};

/// The slips: statements for the body of a function (or whole declarations), the line of the error in them, a part of
/// the hint.
const SLIPS: &[(&str, u32, &str)] = &[
    ("if x\n{\n\ty()\n}\nz()", 1, "end of the line"),
    ("for x\n{\n\ty()\n}", 2, "three parts"),
    ("if x = 2 {\n}", 1, "use =="),
    ("if x := 2 {\n}", 1, "if x := f(); x > 0 {"),
    ("for x = 2 {\n}", 1, "use =="),
    (
        "x := []int{\n\t1,\n\t2\n}\ny()",
        3,
        "end the line with a comma",
    ),
    ("f(1,\n\t2\n)\ny()", 2, "end the line with a comma"),
    ("f(1 2)", 1, "a comma between"),
    ("while x > 1 {\n\ty()\n}\nz()", 1, "for condition {"),
    ("while (x > 1) {\n\ty()\n}\nz()", 2, "for condition {"),
    (
        "if x {\n}\nelse {\n\ty()\n}\nz()",
        3,
        "on the line of the }",
    ),
    (
        "if x {\n}\nelse if y {\n\ty()\n}\nz()",
        3,
        "on the line of the }",
    ),
    ("for i := 0; i < 3 {\n\ty()\n}\nz()", 1, "three parts"),
    (
        "for i := 0; i < 3; i++\n{\n\ty()\n}\nz()",
        1,
        "end of the line",
    ),
    ("y = x++", 1, "statement, not a value"),
    ("++x\ny()", 1, "write x++"),
    ("y = a ? 1 : 2\nz()", 1, "no ?: operator"),
    ("func inner() {\n\ty()\n}\nz()", 1, "not nested"),
    ("int x = 5\ny()", 1, "var x int"),
    ("int x\ny()", 1, "var x int"),
    ("if x === 2 {\n\ty()\n}\nz()", 1, "only == and !="),
    ("let x = 5\ny()", 1, "var or :="),
    ("var x := 5\ny()", 1, "use ="),
    ("var x int := 5\ny()", 1, "use ="),
    ("const x := 5\ny()", 1, "use ="),
    ("x = 'abc'\ny()", 1, "double quotes"),
    ("x = \u{201C}abc\u{201D}\ny()", 1, "plain quotes"),
    ("for i in xs {\n\ty()\n}\nz()", 1, "range list"),
    ("for x := xs {\n\ty()\n}\nz()", 1, ";"),
    ("if x == T{1} {\n\ty()\n}\nz()", 1, "parentheses"),
    ("x->y = 1\nz()", 1, "selected with ."),
    ("var x\ny()", 1, "a type or a value"),
    ("if x {\n} elif y {\n}\nz()", 2, "else if"),
    ("try {\n\ty()\n}\nz()", 2, "errors are values"),
    ("a, b += 1, 2\ny()", 1, ""),
    ("x := 1; y := := 2\nz()", 1, ""),
    ("switch x\ncase 1:\n\ty()\n}\nz()", 2, ""),
];

const DECLARATIONS: &[(&str, u32, &str)] = &[
    ("func f()\n{\n\ty()\n}\n", 2, "function's header"),
    ("x := 1\nvar y = 2\n", 1, "declared with var"),
    ("func f() int, error {\n\ty()\n}\n", 1, "in parentheses"),
    (
        "func f() {\n\tif x {\n\t\ty()\n\n}\n",
        6,
        "line 4 is not closed",
    ),
    (
        "func f() {\n\tif x {\n\t\ty()\n\nfunc g() {\n}\n",
        5,
        "missing before this function",
    ),
    (
        "func f() {\n\ty()\n}\n}\nfunc g() {\n}\n",
        4,
        "closes nothing",
    ),
    ("import fmt\n", 1, "a string"),
    ("var x = 1\nimport \"fmt\"\n", 2, "top of the file"),
    ("def f() {\n\ty()\n}\n", 1, "func"),
    ("class T {\n\tx int\n}\n", 1, "struct"),
    ("for x {\n\ty()\n}\n", 1, "in functions"),
    ("var x List<int>\n", 1, ""),
    (
        "var x = f(1,\n\t2\n)\nvar y = 3\n",
        2,
        "end the line with a comma",
    ),
    ("type T struct {\n\ta int, b int\n}\n", 2, ""),
    ("func f(a int b int) {\n\ty()\n}\n", 1, "a comma between"),
    (
        "func f() {\n\tx = 1 2\n\tz()\n\tx = 3 4\n}\nfunc g() {\n\tx = 5 6\n}\n",
        2,
        "",
    ),
];

/// Errors in a slip: one, but for three broken statements, and quotation marks, of which each is told.
fn expected(text: &str) -> usize {
    if text.contains("5 6") {
        3
    } else if text.contains('\u{201C}') {
        2
    } else {
        1
    }
}

fn check(text: &str, line: u32, hint: &str) -> Result<(), String> {
    let lines = LineTable::new(text);
    let (_, errors) = parse_file(FileId(0), text, &mut NodeIds::new(), Options::default());
    let shown: Vec<String> = errors
        .iter()
        .map(|e| {
            format!(
                "{}: {} [{}]",
                lines.line(e.span.lo),
                e.message,
                e.note.as_deref().unwrap_or("")
            )
        })
        .collect();
    let first = errors.first().ok_or(format!("no error in\n{text}"))?;
    let fits = lines.line(first.span.lo) == line
        && first.note.as_deref().unwrap_or("").contains(hint)
        && errors.len() == expected(text);
    if fits {
        Ok(())
    } else {
        Err(format!(
            "want line {line}, hint {hint:?} for\n{text}got {shown:#?}"
        ))
    }
}

#[test]
fn slips_get_one_error_and_a_hint() {
    let mut failures = Vec::new();
    for (body, line, hint) in SLIPS {
        let body: String = body.lines().map(|l| format!("\t{l}\n")).collect();
        let text = format!("package main\n\nfunc main() {{\n{body}}}\n\nfunc other() {{\n}}\n");
        failures.extend(check(&text, line + 3, hint).err());
    }
    for (decls, line, hint) in DECLARATIONS {
        let text = format!("package main\n\n{decls}");
        failures.extend(check(&text, line + 2, hint).err());
    }
    assert!(
        failures.is_empty(),
        "{} of them:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
