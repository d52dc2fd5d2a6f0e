//! Line directives, `//line file:10` and `/*line file:10:5*/`: the text that follows claims to stand elsewhere, in the
//! file that a generator made it from.
//!
//! A `//line` counts at the start of a line only and for the lines after it; a `/*line*/` anywhere, for what follows it
//! directly. A directive without a column leaves columns unknown. One with a column and without a file name stays in the
//! file that was claimed before.

/// From a byte offset on, the text claims to stand here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineBase {
    /// The first byte that it is about.
    pub offset: u32,
    /// The file; `None` is the file itself.
    pub file: Option<String>,
    /// The line of that byte.
    pub line: u32,
    /// Its column; 0 if columns are not known.
    pub col: u32,
}

/// A directive that is wrong: the offset of the wrong number and what to say.
pub type BadDirective = (u32, String);

/// Lines and columns above this are refused.
const MAX: u32 = 1 << 30;

/// The directives of a text, in its order, and those that are wrong.
pub fn find(text: &str) -> (Vec<LineBase>, Vec<BadDirective>) {
    let (mut bases, mut bad) = (Vec::new(), Vec::new());
    if !text.contains("//line ") && !text.contains("/*line ") {
        return (bases, bad);
    }
    let b = text.as_bytes();
    let mut at = 0;
    while at < b.len() {
        match (b[at], b.get(at + 1)) {
            (b'/', Some(b'/')) => {
                let end = text[at..].find('\n').map_or(b.len(), |n| at + n);
                if (at == 0 || b[at - 1] == b'\n') && text[at..].starts_with("//line ") {
                    let words = text[at + 7..end].trim_end_matches('\r');
                    directive(words, at, end + 1, &mut bases, &mut bad);
                }
                at = end;
            }
            (b'/', Some(b'*')) => {
                let Some(n) = text[at + 2..].find("*/") else {
                    break;
                };
                let end = at + 2 + n;
                if text[at..end].starts_with("/*line ") {
                    directive(&text[at + 7..end], at, end + 2, &mut bases, &mut bad);
                }
                at = end + 2;
            }
            (b'`', _) => at += 1 + text[at + 1..].find('`').map_or(b.len(), |n| n + 1),
            (q @ (b'"' | b'\''), _) => {
                at += 1;
                while at < b.len() && b[at] != q && b[at] != b'\n' {
                    at += 1 + usize::from(b[at] == b'\\');
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    (bases, bad)
}

/// The number after the last colon and where that stands.
fn number_at_end(text: &str) -> Option<(usize, Option<u32>)> {
    let colon = text.rfind(':')?;
    let n = text[colon + 1..].parse().ok();
    Some((colon, n.filter(|&n| n <= MAX)))
}

/// Takes up the words of a directive whose comment starts at `comment`; it is about what starts at `from`.
fn directive(
    words: &str,
    comment: usize,
    from: usize,
    bases: &mut Vec<LineBase>,
    bad: &mut Vec<BadDirective>,
) {
    let Some((colon, last)) = number_at_end(words) else {
        return;
    };
    let mut refuse = |what: &str, from: usize| {
        let n = words[from..].split(':').next().unwrap_or_default();
        bad.push(((comment + 7 + from) as u32, format!("invalid {what}: {n}")));
    };
    let Some(last) = last else {
        return refuse("line number", colon + 1);
    };
    let before = number_at_end(&words[..colon]).and_then(|(c, n)| Some((c, n?)));
    let (colon, line, col) = match before {
        Some((_, _)) if last == 0 => return refuse("column number", colon + 1),
        Some((c, line)) => (c, line, last),
        None => (colon, last, 0),
    };
    if line == 0 {
        return refuse("line number", colon + 1);
    }
    let file = match &words[..colon] {
        "" if col > 0 => bases.last().and_then(|b: &LineBase| b.file.clone()),
        name => Some(name.to_string()),
    };
    bases.push(LineBase {
        offset: from as u32,
        file,
        line,
        col,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_found_in_comments_only() {
        let text = "//line a.y:10\nx\n\"//line b:1\"\n`\n//line c:2\n`\n /*line :7:3*/y /*line d:1*/\n //line e:4\n";
        let (bases, bad) = find(text);
        let got: Vec<_> = (bases.iter())
            .map(|b| (b.file.as_deref(), b.line, b.col))
            .collect();
        assert_eq!(
            got,
            [(Some("a.y"), 10, 0), (Some("a.y"), 7, 3), (Some("d"), 1, 0)]
        );
        assert!(bad.is_empty());
    }

    #[test]
    fn wrong_numbers_are_reported() {
        let (bases, bad) =
            find("//line a:0\n//line a:x\n//line a:1:0\n//line nothing\n//line a:99999999999\n");
        assert!(bases.is_empty());
        let got: Vec<_> = bad.iter().map(|b| b.1.as_str()).collect();
        assert_eq!(
            got,
            [
                "invalid line number: 0",
                "invalid line number: x",
                "invalid column number: 0",
                "invalid line number: 99999999999"
            ]
        );
    }
}
