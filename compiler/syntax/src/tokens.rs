//! The kinds of token, as the grammar sees them.
//!
//! Three of them are made by the scanner out of several or with a look ahead, so that the grammar needs only one
//! token of its own: `chan<-`, `<-chan` and the `[` that opens the type parameters of a type declaration. `LazyBody`
//! stands for a function's skipped body, `Bad` for a stretch that was cut out after a syntax error.

use crate::nodes::BinaryOp;
use crate::scanner::{self, Extras};
use crate::symbol::Symbol;
use logos::Logos;

/// How a semicolon came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Semi {
    /// Written.
    Written,
    /// By a newline.
    Newline,
    /// By the end of the file.
    Eof,
}

/// The kind of a literal other than a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LitKind {
    Int,
    Float,
    Imag,
    Rune,
}

/// A token's kind.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[logos(skip r"[ \t\r]+")]
#[logos(extras = Extras)]
pub(crate) enum Tok {
    #[regex("[A-Za-z_][A-Za-z0-9_]*", scanner::name)]
    #[regex(r"[^\x00-\x7F]", scanner::name)]
    Name(Symbol),
    #[regex("[0-9]", scanner::number)]
    #[regex(r"\.[0-9]", scanner::fraction)]
    #[token("'", scanner::rune)]
    Lit(LitKind),
    #[token("\"", scanner::string)]
    #[token("`", scanner::raw_string)]
    Str,

    #[token("break")]
    Break,
    #[token("case")]
    Case,
    #[token("chan")]
    Chan,
    #[token("const")]
    Const,
    #[token("continue")]
    Continue,
    #[token("default")]
    Default,
    #[token("defer")]
    Defer,
    #[token("else")]
    Else,
    #[token("fallthrough")]
    Fallthrough,
    #[token("for")]
    For,
    #[token("func")]
    Func,
    #[token("go")]
    Go,
    #[token("goto")]
    Goto,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("interface")]
    Interface,
    #[token("map")]
    Map,
    #[token("package")]
    Package,
    #[token("range")]
    Range,
    #[token("return")]
    Return,
    #[token("select")]
    Select,
    #[token("struct")]
    Struct,
    #[token("switch")]
    Switch,
    #[token("type")]
    Type,
    #[token("var")]
    Var,

    #[token("(")]
    LParen,
    #[token(")")]
    RParen,
    #[token("[")]
    LBrack,
    #[token("]")]
    RBrack,
    #[token("{")]
    LBrace,
    #[token("}")]
    RBrace,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(".")]
    Dot,
    #[token("...")]
    Dots,
    #[token(";", |_| Semi::Written)]
    #[regex(r"\n[ \t\r\n]*", |_| Semi::Newline)]
    #[token("/*", scanner::block_comment)]
    Semi(Semi),
    #[token("=")]
    Assign,
    #[token(":=")]
    Define,
    #[token("+=", |_| BinaryOp::Add)]
    #[token("-=", |_| BinaryOp::Sub)]
    #[token("|=", |_| BinaryOp::Or)]
    #[token("^=", |_| BinaryOp::Xor)]
    #[token("*=", |_| BinaryOp::Mul)]
    #[token("/=", |_| BinaryOp::Div)]
    #[token("%=", |_| BinaryOp::Rem)]
    #[token("&=", |_| BinaryOp::And)]
    #[token("&^=", |_| BinaryOp::AndNot)]
    #[token("<<=", |_| BinaryOp::Shl)]
    #[token(">>=", |_| BinaryOp::Shr)]
    AssignOp(BinaryOp),
    /// `++` (true) or `--`
    #[token("++", |_| true)]
    #[token("--", |_| false)]
    IncDec(bool),
    /// Operators that are binary only.
    #[token("||", |_| BinaryOp::LogOr)]
    #[token("&&", |_| BinaryOp::LogAnd)]
    #[token("==", |_| BinaryOp::Eq)]
    #[token("!=", |_| BinaryOp::Ne)]
    #[token("<", |_| BinaryOp::Lt)]
    #[token("<=", |_| BinaryOp::Le)]
    #[token(">", |_| BinaryOp::Gt)]
    #[token(">=", |_| BinaryOp::Ge)]
    #[token("/", |_| BinaryOp::Div)]
    #[token("%", |_| BinaryOp::Rem)]
    #[token("&^", |_| BinaryOp::AndNot)]
    #[token("<<", |_| BinaryOp::Shl)]
    #[token(">>", |_| BinaryOp::Shr)]
    BinOp(BinaryOp),
    #[token("|")]
    Or,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("&")]
    And,
    #[token("^")]
    Xor,
    #[token("!")]
    Not,
    #[token("~")]
    Tilde,
    #[token("<-")]
    Arrow,

    /// A comment or a stray character: nothing for the grammar.
    #[token("//", scanner::line_comment)]
    #[regex(r"[\x00-\x08\x0B\x0C\x0E-\x1F?@#$\\\x7F]", scanner::stray)]
    Nothing,

    /// `chan` `<-`
    ChanSend,
    /// `<-` `chan`
    ChanRecv,
    /// The `[` of type parameters.
    TypeParams,
    /// A body to be parsed later.
    LazyBody,
    /// What was cut out after an error in a statement.
    Bad,
    /// The end of the file.
    Eof,
}

/// A token and where it stands, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) tok: Tok,
    pub(crate) lo: u32,
    pub(crate) hi: u32,
}

impl Tok {
    /// Whether a newline after this token ends a statement.
    pub(crate) fn ends_line(self) -> bool {
        matches!(
            self,
            Tok::Name(_)
                | Tok::Lit(_)
                | Tok::Str
                | Tok::Break
                | Tok::Continue
                | Tok::Fallthrough
                | Tok::Return
                | Tok::IncDec(_)
                | Tok::RParen
                | Tok::RBrack
                | Tok::RBrace
                | Tok::LazyBody
        )
    }

    /// The keyword's or operator's text; empty for classes of tokens.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Tok::Break => "break",
            Tok::Case => "case",
            Tok::Chan | Tok::ChanSend => "chan",
            Tok::Const => "const",
            Tok::Continue => "continue",
            Tok::Default => "default",
            Tok::Defer => "defer",
            Tok::Else => "else",
            Tok::Fallthrough => "fallthrough",
            Tok::For => "for",
            Tok::Func => "func",
            Tok::Go => "go",
            Tok::Goto => "goto",
            Tok::If => "if",
            Tok::Import => "import",
            Tok::Interface => "interface",
            Tok::Map => "map",
            Tok::Package => "package",
            Tok::Range => "range",
            Tok::Return => "return",
            Tok::Select => "select",
            Tok::Struct => "struct",
            Tok::Switch => "switch",
            Tok::Type => "type",
            Tok::Var => "var",
            Tok::LParen => "(",
            Tok::RParen => ")",
            Tok::LBrack | Tok::TypeParams => "[",
            Tok::RBrack => "]",
            Tok::LBrace | Tok::LazyBody => "{",
            Tok::RBrace => "}",
            Tok::Comma => "comma",
            Tok::Colon => ":",
            Tok::Dot => ".",
            Tok::Dots => "...",
            Tok::Assign => "=",
            Tok::Define => ":=",
            Tok::IncDec(true) => "++",
            Tok::IncDec(false) => "--",
            Tok::BinOp(op) => op.as_str(),
            Tok::Or => "|",
            Tok::Plus => "+",
            Tok::Minus => "-",
            Tok::Star => "*",
            Tok::And => "&",
            Tok::Xor => "^",
            Tok::Not => "!",
            Tok::Tilde => "~",
            Tok::Arrow | Tok::ChanRecv => "<-",
            Tok::Eof => "EOF",
            _ => "",
        }
    }

    /// Whether it is a keyword.
    pub(crate) fn is_keyword(self) -> bool {
        self != Tok::Eof
            && self.as_str().starts_with(|c: char| c.is_ascii_lowercase())
            && self != Tok::Comma
    }

    /// How a message names the token.
    pub(crate) fn describe(self, text: &str) -> String {
        match self {
            Tok::Name(name) => format!("name {name}"),
            Tok::Lit(_) | Tok::Str => format!("literal {}", shorten(text)),
            Tok::Semi(Semi::Written) => "semicolon".into(),
            Tok::Semi(Semi::Newline) => "newline".into(),
            Tok::Semi(Semi::Eof) => "EOF".into(),
            Tok::AssignOp(op) => format!("{}=", op.as_str()),
            t if t.is_keyword() => format!("keyword {}", t.as_str()),
            t => t.as_str().into(),
        }
    }
}

/// At most the first 40 characters of a literal's first line.
fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.into(),
    }
}
