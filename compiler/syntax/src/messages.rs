//! The words for a token that does not fit. The generated parser knows which terminals would have fitted; with the
//! bracket around the token that is enough to say what Go's parser says.

use crate::recover::{Found, Place};
use crate::source::{FileId, Span};
use crate::tokens::{Semi, Tok, Token};

/// What a bracket holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Args,
    Params,
    Parens,
    Group,
    Index,
    TypeParams,
    ArrayLen,
    Literal,
    Struct,
    Interface,
}

impl Found<'_> {
    /// Where to report the error, and its message without "syntax error".
    pub(crate) fn message(&self, tokens: &[Token]) -> (u32, String) {
        let token = tokens[self.at];
        let place = self.place(tokens);
        if place.outside(self.at) {
            let text = if token.tok == Tok::LBrace && self.bodiless {
                "unexpected semicolon or newline before {"
            } else {
                "non-declaration statement outside function body"
            };
            return (token.lo, text.into());
        }
        if token.tok == Tok::Arrow && self.wants_type() {
            let next = tokens[self.at + 1];
            return (
                next.lo,
                format!("unexpected {}, expected keyword chan", self.describe(next)),
            );
        }
        if token.tok == Tok::Var && place.in_header {
            let keyword = place.keyword.map_or("", |k| tokens[k].tok.as_str());
            return (
                tokens[self.at + 1].lo,
                format!("var declaration not allowed in {keyword} initializer"),
            );
        }
        if let Some(text) = self.whole(tokens, &place) {
            return (token.lo, text);
        }
        if self.starts_stmt() && self.follows_label(tokens, &place) {
            let colon = tokens[self.at - 1];
            return (colon.lo, "missing statement after label".into());
        }
        let context = self.context(tokens, &place);
        let text = match context.strip_prefix(", expected { after ") {
            Some(clause @ ("switch clause" | "select clause")) => {
                format!("missing {{ after {clause}")
            }
            _ => format!("unexpected {}{context}", self.describe(token)),
        };
        (token.lo, text)
    }

    pub(crate) fn describe(&self, t: Token) -> String {
        t.tok
            .describe(Span::new(FileId(0), t.lo, t.hi).text(self.text))
    }

    fn wants_type(&self) -> bool {
        self.wants("map") && self.wants("struct") && !self.wants("lit")
    }

    fn starts_stmt(&self) -> bool {
        self.wants("if") && self.wants("return")
    }

    /// Whether the token follows a label.
    fn follows_label(&self, tokens: &[Token], place: &Place) -> bool {
        place.stmt + 2 == self.at
            && matches!(tokens[place.stmt].tok, Tok::Name(_))
            && tokens[self.at - 1].tok == Tok::Colon
    }

    /// Messages that do not name the token.
    fn whole(&self, tokens: &[Token], place: &Place) -> Option<String> {
        let before = tokens[self.at - 1].tok;
        let tok = tokens[self.at].tok;
        let text = match tok {
            Tok::LBrack if before == Tok::Func && !place.outside(self.at - 1) => {
                "function type must have no type parameters".into()
            }
            Tok::LParen if self.innermost(tokens, place) == Some(Inside::Struct) => {
                "cannot parenthesize embedded type".into()
            }
            _ if before == Tok::Else => "else must be followed by if or statement block".into(),
            _ if self.wants("string") && !self.wants("lit") && !self.wants(";") => match tok {
                Tok::Lit(_) => "import path must be a string".into(),
                _ => "missing import path".into(),
            },
            _ if before == Tok::Dots && self.wants_type() => "... is missing type".into(),
            Tok::Comma if self.innermost(tokens, place) == Some(Inside::ArrayLen) => {
                "unexpected comma; expected ]".into()
            }
            _ if matches!(before, Tok::Chan | Tok::ChanSend | Tok::ChanRecv)
                && self.wants_type() =>
            {
                "missing channel element type".into()
            }
            _ => return None,
        };
        Some(text)
    }

    /// What stands after "unexpected …".
    fn context(&self, tokens: &[Token], place: &Place) -> String {
        let starts_stmt = self.starts_stmt();
        let before = tokens[self.at - 1].tok;
        if before == Tok::Return {
            return ", expected expression".into();
        }
        if before == Tok::Comma && self.innermost(tokens, place) == Some(Inside::Index) {
            return ", expected ]".into();
        }
        if before == Tok::Dot && self.wants("name") && self.wants("(") {
            return ", expected name or (".into();
        }
        let starts_expr = self.wants("lit") && !starts_stmt;
        if starts_stmt {
            return ", expected }".into();
        }
        if self.wants("case") && self.wants("default") && !self.wants(";") {
            return ", expected case or default or }".into();
        }
        if starts_expr && !self.wants(";") {
            let index =
                tokens[self.at].tok == Tok::RBrack && tokens[self.at - 1].tok == Tok::LBrack;
            let stmt = tokens.get(place.stmt).map_or(Tok::Eof, |t| t.tok);
            let has_value = tokens[place.stmt..self.at]
                .iter()
                .any(|t| t.tok == Tok::Assign);
            return if index && matches!(stmt, Tok::Type | Tok::Var) && !has_value {
                ", expected type argument list".into()
            } else if index {
                ", expected operand".into()
            } else {
                ", expected expression".into()
            };
        }
        if let Some(inside) = self.innermost(tokens, place) {
            let text = self
                .within(inside, tokens, place)
                .or_else(|| self.in_bracket(inside));
            if let Some(text) = text {
                return text.into();
            }
        }
        if self.wants_type() && self.starts_type_of_decl(tokens, place) {
            return match tokens[self.at].tok {
                Tok::Define => ", expected =".into(),
                _ => " in type declaration".into(),
            };
        }
        if self.wants_type() && !self.wants(";") && !self.wants("=") {
            return ", expected type".into();
        }
        if place.in_header {
            let clause = place.keyword.map_or("", |k| tokens[k].tok.as_str());
            if self.wants("{") {
                let has_init = self.wants(";");
                return if has_init {
                    ", expected {".into()
                } else if clause == "switch" {
                    ", expected { after switch clause".into()
                } else {
                    format!(", expected {{ after {clause} clause")
                };
            }
            if self.wants(";") {
                return ", expected semicolon or newline".into();
            }
        }
        if self.wants(":") && !self.wants(";") {
            return ", expected :".into();
        }
        let stmt = tokens.get(place.stmt).map_or(Tok::Eof, |t| t.tok);
        if stmt == Tok::Func && self.wants("(") && self.wants("name") {
            return ", expected name or (".into();
        }
        if self.wants("=")
            && matches!(stmt, Tok::Var | Tok::Const)
            && tokens[self.at].tok == Tok::Define
        {
            return ", expected =".into();
        }
        if stmt == Tok::Var && self.wants("=") && self.wants_type() {
            return ", expected type".into();
        }
        if self.wants(";") {
            return if place.block.is_some() {
                " at end of statement".into()
            } else {
                " after top level declaration".into()
            };
        }
        if self.wants_type() {
            return ", expected type".into();
        }
        if self.wants("{") && tokens[self.at - 1].tok == Tok::Select {
            return ", expected { after select clause".into();
        }
        for (terminal, shown) in [
            ("name", "name"),
            ("(", "("),
            ("[", "["),
            ("]", "]"),
            (")", ")"),
            ("{", "{"),
            ("}", "}"),
        ] {
            if self.wants(terminal) {
                return format!(", expected {shown}");
            }
        }
        String::new()
    }

    /// Whether the token stands where the type of a type declaration begins.
    fn starts_type_of_decl(&self, tokens: &[Token], place: &Place) -> bool {
        let group = match place.brackets[..] {
            [] => None,
            [open] if tokens[open].tok == Tok::LParen => Some(open),
            _ => return false,
        };
        if tokens.get(place.stmt).map(|t| t.tok) != Some(Tok::Type) {
            return false;
        }
        let first = group.unwrap_or(place.stmt) + 1;
        let from = (first..self.at)
            .rev()
            .find(|&i| matches!(tokens[i].tok, Tok::Semi(_)) || tokens[i].tok == Tok::LParen)
            .map_or(first, |i| i + 1);
        match tokens[from.min(self.at)..self.at] {
            [a] => matches!(a.tok, Tok::Name(_)),
            [a, b] => matches!(a.tok, Tok::Name(_)) && b.tok == Tok::Assign,
            [a, b, .., last] => {
                matches!(a.tok, Tok::Name(_)) && b.tok == Tok::TypeParams && last.tok == Tok::RBrack
            }
            _ => false,
        }
    }

    /// What depends on the tokens since the bracket.
    fn within(&self, inside: Inside, tokens: &[Token], place: &Place) -> Option<&'static str> {
        let open = *place.brackets.last()?;
        let before = tokens[self.at - 1].tok;
        let before_that = tokens[self.at - 2].tok;
        Some(match inside {
            Inside::Args if before == Tok::Comma && before_that == Tok::Dots => ", expected )",
            Inside::Index => {
                let mut depth = 0;
                let colon = tokens[open + 1..self.at].iter().any(|t| {
                    match t.tok {
                        Tok::LParen | Tok::LBrack | Tok::LBrace => depth += 1,
                        Tok::RParen | Tok::RBrack | Tok::RBrace => depth -= 1,
                        _ => {}
                    }
                    depth == 0 && t.tok == Tok::Colon
                });
                if !colon || !self.wants("]") {
                    return None;
                }
                ", expected ]"
            }
            Inside::Struct
                if matches!(before, Tok::Name(_))
                    && matches!(before_that, Tok::LBrace | Tok::Semi(_))
                    && !matches!(tokens[self.at].tok, Tok::Comma | Tok::LBrace) =>
            {
                ", expected type"
            }
            Inside::Interface if matches!(before, Tok::LBrace | Tok::Semi(_) | Tok::Or) => {
                ", expected ~ term or type"
            }
            _ => return None,
        })
    }

    fn in_bracket(&self, inside: Inside) -> Option<&'static str> {
        Some(match inside {
            Inside::Args if self.wants(",") || self.wants(")") => {
                " in argument list; possibly missing comma or )"
            }
            Inside::Params if self.wants(",") => " in parameter list; possibly missing comma or )",
            Inside::Params if self.wants_type() && self.wants(")") => ", expected )",
            Inside::TypeParams if self.wants(",") => {
                " in parameter list; possibly missing comma or ]"
            }
            Inside::TypeParams if self.wants("]") => ", expected ]",
            Inside::Parens if self.wants(")") => ", expected )",
            Inside::Group if self.wants(";") && !self.wants("=") => {
                " in grouped declaration; possibly missing semicolon or newline or )"
            }
            Inside::Group if self.wants(";") && !self.wants_type() => {
                " in grouped declaration; possibly missing semicolon or newline or )"
            }
            Inside::Group if self.wants("name") && !self.wants_type() => ", expected name",
            Inside::Index if self.wants(":") => ", expected comma, : or ]",
            Inside::Index | Inside::ArrayLen if self.wants("]") => ", expected ]",
            Inside::Literal if self.wants(",") => {
                " in composite literal; possibly missing comma or }"
            }
            Inside::Struct if self.wants(";") => {
                " in struct type; possibly missing semicolon or newline or }"
            }
            Inside::Struct if self.wants("}") => ", expected field name or embedded type",
            Inside::Interface if self.wants(";") => {
                " in interface type; possibly missing semicolon or newline or }"
            }
            Inside::Interface if self.wants("}") => ", expected method or embedded element",
            _ => return None,
        })
    }

    fn innermost(&self, tokens: &[Token], place: &Place) -> Option<Inside> {
        let open = *place.brackets.last()?;
        let before = if open > 0 {
            tokens[open - 1].tok
        } else {
            Tok::Eof
        };
        let two_before = if open > 1 {
            tokens[open - 2].tok
        } else {
            Tok::Eof
        };
        let operand = matches!(
            before,
            Tok::Name(_) | Tok::RParen | Tok::RBrack | Tok::RBrace | Tok::Str | Tok::Lit(_)
        );
        let outer_interface = place.brackets.iter().rev().nth(1).is_some_and(|&i| {
            i > 0 && tokens[i].tok == Tok::LBrace && tokens[i - 1].tok == Tok::Interface
        });
        Some(match tokens[open].tok {
            Tok::LBrace => match before {
                Tok::Struct => Inside::Struct,
                Tok::Interface => Inside::Interface,
                _ => Inside::Literal,
            },
            Tok::LParen => match before {
                Tok::Var | Tok::Const | Tok::Type | Tok::Import => Inside::Group,
                Tok::Func => Inside::Params,
                Tok::Name(_) if two_before == Tok::Func => Inside::Params,
                Tok::Name(_) | Tok::RParen | Tok::RBrack
                    if outer_interface
                        || place.block.is_none() && self.in_func_header(tokens, open) =>
                {
                    Inside::Params
                }
                Tok::RParen if self.closes_params(tokens, open - 1) => Inside::Params,
                _ if operand => Inside::Args,
                _ => Inside::Parens,
            },
            Tok::TypeParams => Inside::TypeParams,
            _ => match before {
                Tok::Name(_) if two_before == Tok::Func => Inside::TypeParams,
                _ if operand => Inside::Index,
                _ => Inside::ArrayLen,
            },
        })
    }

    fn in_func_header(&self, tokens: &[Token], open: usize) -> bool {
        tokens[self.from].tok == Tok::Func
            && !tokens[self.from..open].iter().any(|t| t.tok == Tok::LBrace)
    }

    /// Whether the `)` closes a function's parameters.
    fn closes_params(&self, tokens: &[Token], close: usize) -> bool {
        let mut depth = 0;
        for i in (self.from..=close).rev() {
            match tokens[i].tok {
                Tok::RParen => depth += 1,
                Tok::LParen => {
                    depth -= 1;
                    if depth == 0 {
                        return i > 0 && tokens[i - 1].tok == Tok::Func;
                    }
                }
                Tok::Semi(Semi::Written) => {}
                _ => {}
            }
        }
        false
    }
}
