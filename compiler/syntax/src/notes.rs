//! Hints below a message: how the commonest slips are put right. A hint is given only where the tokens make the slip
//! plain; it never names what may not be there.

use crate::nodes::BinaryOp;
use crate::recover::{Found, Place};
use crate::tokens::{Semi, Tok, Token};

/// A hint for a message that does not come of a token which does not fit.
pub(crate) fn for_message(message: &str) -> Option<String> {
    let note = if message.contains("cannot use assignment") {
        "use == to compare"
    } else if message.contains("cannot use") && message.contains(":=") {
        "a ; stands between the short declaration and the condition: if x := f(); x > 0 {"
    } else if message.contains("expected for loop condition")
        || message.contains("{, expected semicolon or newline")
    {
        "a for clause has three parts: for init; condition; post {"
    } else if message.contains("newline, expected { after if clause") {
        "the opening { stands at the end of the line, for a newline ends the statement"
    } else if message.contains("cannot declare in post statement") {
        "use = to assign"
    } else if message.contains("imports must appear before") {
        "move the import to the top of the file"
    } else if message.contains("more than one character in rune literal") {
        "strings are written with double quotes"
    } else if message.contains("U+003F '?'") {
        "there is no ?: operator; use if and else"
    } else if message.contains('“') || message.contains('”') {
        "use plain quotes"
    } else if message.contains("function type must have no type parameters") {
        "only declared functions, methods and types have type parameters"
    } else if message.contains("octal literal") {
        "a leading 0 makes a number octal"
    } else {
        return None;
    };
    Some(note.into())
}

/// What a word of another language is here.
fn foreign_word(word: &str) -> Option<&'static str> {
    Some(match word {
        "while" | "until" => "the only loop is for: for condition {",
        "foreach" => "write for i, x := range list {",
        "do" | "loop" | "repeat" => "write for { and leave the loop with break",
        "elif" | "elseif" | "elsif" => "write else if",
        "def" | "fn" | "fun" | "function" | "sub" | "proc" => "functions are declared with func",
        "let" | "auto" | "val" | "my" | "local" | "dim" => "variables are declared with var or :=",
        "class" => "write type Name struct { … } and methods func (x Name) …",
        "enum" => "write const ( A = iota … )",
        "try" | "catch" | "throw" | "raise" | "except" => {
            "errors are values: return them and test with if err != nil"
        }
        "using" | "include" | "require" | "from" => "packages are imported with import \"path\"",
        "public" | "private" | "static" => {
            "a name is exported if it begins with an upper-case letter"
        }
        "match" => "write switch",
        _ => return None,
    })
}

impl Found<'_> {
    /// A hint for the message on the token that does not fit.
    pub(crate) fn note(&self, tokens: &[Token], message: &str) -> Option<String> {
        let place = self.place(tokens);
        let tok = tokens[self.at].tok;
        let before = tokens[self.at - 1].tok;
        let next = tokens.get(self.at + 1).map_or(Tok::Eof, |t| t.tok);
        if tok == Tok::Eof {
            return self.unclosed(tokens);
        }
        if let Some(note) = self.word_note(tokens, &place) {
            return Some(note);
        }
        if let Some(note) = self.list_note(tokens, message) {
            return Some(note.into());
        }
        let note = match tok {
            Tok::LBrace if message.contains("semicolon or newline before {") => {
                "the opening { stands on the line of the function's header"
            }
            Tok::Semi(Semi::Newline) if place.in_header && self.wants("{") => {
                "the opening { stands at the end of the line, for a newline ends the statement"
            }
            Tok::Else if message.contains("expected }") => {
                "else stands on the line of the } before it"
            }
            Tok::LBrace if place.keyword.is_some() && !place.in_header => {
                "put a composite literal in the header of if, for or switch in parentheses"
            }
            Tok::IncDec(_) if message.contains("expected }") => "write x++; there is no ++x",
            Tok::IncDec(_) => "x++ is a statement, not a value",
            Tok::Assign if matches!(before, Tok::BinOp(BinaryOp::Eq | BinaryOp::Ne)) => {
                "there are only == and !="
            }
            Tok::BinOp(BinaryOp::Gt) if before == Tok::Minus || before == Tok::Assign => {
                "there is no arrow operator; a pointer's fields and methods are selected with ."
            }
            Tok::BinOp(BinaryOp::Gt) if self.wants("lit") => {
                "type arguments stand in square brackets"
            }
            Tok::Define if self.wants("=") => "use =; := declares variables within functions",
            Tok::Define if message.contains("at end of statement") => {
                "use = for the second assignment"
            }
            Tok::Comma if place.block.is_none() && message.contains("after top level") => {
                "several results stand in parentheses: (int, error)"
            }
            Tok::RBrace if place.outside(self.at) => "this } closes nothing",
            Tok::Semi(_) if message.ends_with("expected type") => {
                "give the variable a type or a value"
            }
            Tok::Arrow if message.contains("expected keyword chan") => {
                "a receive-only channel type is <-chan T"
            }
            Tok::Func if before != Tok::Func && place.block.is_some() && self.wants("name") => {
                "fields and methods cannot be declared here"
            }
            Tok::Name(_) if before == Tok::Func && place.block.is_some() => {
                if self.at_margin(tokens[self.at - 1]) {
                    "a } is missing before this function"
                } else {
                    "functions are not nested; assign a function literal: name := func() { … }"
                }
            }
            Tok::Name(_) if matches!(next, Tok::Define) && place.outside(self.at) => {
                "outside of functions variables are declared with var"
            }
            Tok::Name(_) | Tok::Semi(_) if message.contains("missing import path") => {
                "the path is a string: import \"fmt\""
            }
            Tok::Name(_)
                if self.at == place.stmt + 1
                    && matches!(next, Tok::Assign | Tok::Semi(_) | Tok::Comma) =>
            {
                "a variable is declared with the type after the name: var x int"
            }
            Tok::If | Tok::For | Tok::Switch | Tok::Return if place.outside(self.at) => {
                "statements stand in functions"
            }
            _ => return for_message(message),
        };
        Some(note.into())
    }

    /// Whether a `{` at `i` ends its line.
    fn ends_line(&self, tokens: &[Token], i: usize) -> bool {
        tokens[i].tok == Tok::LBrace && self.looks_like_block(tokens, i)
    }

    fn list_note(&self, tokens: &[Token], message: &str) -> Option<&'static str> {
        let newline = matches!(tokens[self.at].tok, Tok::Semi(Semi::Newline));
        if !message.contains("possibly missing comma") {
            return None;
        }
        Some(if newline {
            "end the line with a comma, or close the list on it"
        } else {
            "put a comma between the two"
        })
    }

    /// A hint if the statement begins with a word that means something in other languages.
    fn word_note(&self, tokens: &[Token], place: &Place) -> Option<String> {
        let starts = [place.stmt, self.at, self.at.saturating_sub(1)];
        for i in starts {
            let Tok::Name(word) = tokens[i].tok else {
                continue;
            };
            let follows = tokens.get(i + 1).map_or(Tok::Eof, |t| t.tok);
            if matches!(
                follows,
                Tok::Name(_) | Tok::LBrace | Tok::Str | Tok::Lit(_) | Tok::LParen | Tok::Not
            ) && let Some(note) = foreign_word(word.as_str())
                && (self.at <= i + 3
                    || place
                        .brackets
                        .first()
                        .is_some_and(|&b| self.ends_line(tokens, b)))
            {
                return Some(note.into());
            }
            if word.as_str() == "in" && place.in_header {
                return Some("write for i, x := range list {".into());
            }
        }
        None
    }

    /// The brace that is not closed at the end of the file: one whose `}` stands further left than its own line, or
    /// else the innermost.
    fn unclosed(&self, tokens: &[Token]) -> Option<String> {
        let mut open: Vec<usize> = Vec::new();
        let mut suspect = None;
        for (i, t) in tokens.iter().enumerate() {
            match t.tok {
                Tok::LBrace => open.push(i),
                Tok::RBrace => {
                    let start = open.pop()?;
                    if self.indent(*t) < self.indent(tokens[start]) && suspect.is_none() {
                        suspect = Some(start);
                    }
                }
                _ => {}
            }
        }
        let at = tokens[suspect.or(open.last().copied())?].lo as usize;
        let line = self.text[..at].bytes().filter(|&b| b == b'\n').count() + 1;
        Some(format!("the {{ in line {line} is not closed"))
    }
}
