//! Where things stand in the text: file numbers, byte spans and the table of lines.
//!
//! Invariants: a span's `lo <= hi`, both are byte offsets into the text of `file`, and both lie on character
//! boundaries of that text. Line and column are computed only when something is shown.

use std::borrow::Cow;
use std::fmt;

use crate::SyntaxError;
use crate::linedirective::{self, LineBase};

/// The number of a source file within one program.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FileId(pub u32);

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file{}", self.0)
    }
}

/// A byte offset inside the file that the surrounding node belongs to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pos(pub u32);

impl fmt::Debug for Pos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A half-open range of bytes in one file. Ordered by file, then by start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub lo: u32,
    /// One past the last byte.
    pub hi: u32,
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.lo, self.hi)
    }
}

impl Span {
    /// The span of bytes `lo..hi` of `file`.
    pub fn new(file: FileId, lo: u32, hi: u32) -> Span {
        Span { file, lo, hi }
    }

    /// The smallest span that holds both; they must be of one file.
    pub fn to(self, end: Span) -> Span {
        Span {
            file: self.file,
            lo: self.lo.min(end.lo),
            hi: self.hi.max(end.hi),
        }
    }

    /// The part from `pos` on.
    pub fn from(self, pos: Pos) -> Span {
        Span { lo: pos.0, ..self }
    }

    /// An empty span at `pos` in the same file.
    pub fn at(self, pos: Pos) -> Span {
        Span {
            file: self.file,
            lo: pos.0,
            hi: pos.0,
        }
    }

    /// An empty span at this one's first byte.
    pub fn start(self) -> Span {
        Span {
            hi: self.lo,
            ..self
        }
    }

    /// An empty span one past this one's last byte.
    pub fn end(self) -> Span {
        Span {
            lo: self.hi,
            ..self
        }
    }

    /// Its first byte as a position.
    pub fn pos(self) -> Pos {
        Pos(self.lo)
    }

    /// Its length in bytes.
    pub fn len(self) -> u32 {
        self.hi - self.lo
    }

    /// Whether it covers no byte.
    pub fn is_empty(self) -> bool {
        self.lo == self.hi
    }

    /// The bytes it covers in its file's text; empty if the text is another one.
    pub fn text(self, text: &str) -> &str {
        text.get(self.lo as usize..self.hi as usize).unwrap_or("")
    }
}

/// Line and column, both counted from 1; columns count bytes, as Go's do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LineCol {
    /// Line, from 1.
    pub line: u32,
    /// Byte in the line, from 1.
    pub col: u32,
}

/// The offsets at which the lines of a text begin.
#[derive(Clone, Debug)]
pub struct LineTable {
    starts: Vec<u32>,
    /// Line directives, by offset.
    bases: Vec<LineBase>,
}

/// Where a byte stands by the line directives before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Claimed<'a> {
    /// The directive, if there is one: its number in the file, and the file it names.
    pub base: Option<(usize, Option<&'a str>)>,
    /// Line, from 1.
    pub line: u32,
    /// Byte in the line, from 1; 0 if it is not known.
    pub col: u32,
}

impl LineTable {
    /// Builds the table for `text`.
    pub fn new(text: &str) -> LineTable {
        let mut starts = vec![0];
        starts.extend(
            text.bytes()
                .enumerate()
                .filter(|&(_, b)| b == b'\n')
                .map(|(i, _)| i as u32 + 1),
        );
        let bases = linedirective::find(text).0;
        LineTable { starts, bases }
    }

    /// Number of lines (a text ending in a newline has an empty last one).
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never: even an empty text has one line.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Line and column of a byte offset.
    pub fn line_col(&self, offset: u32) -> LineCol {
        let line = self.starts.partition_point(|&s| s <= offset);
        LineCol {
            line: line as u32,
            col: offset - self.starts[line - 1] + 1,
        }
    }

    /// Line, from 1, of a byte offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.line_col(offset).line
    }

    /// The line directives, by offset.
    pub fn bases(&self) -> &[LineBase] {
        &self.bases
    }

    /// Where a byte offset stands by the line directives of the text.
    pub fn claimed(&self, offset: u32) -> Claimed<'_> {
        let real = self.line_col(offset);
        let n = self.bases.partition_point(|b| b.offset <= offset);
        let Some(b) = n.checked_sub(1).map(|i| &self.bases[i]) else {
            return Claimed {
                base: None,
                line: real.line,
                col: real.col,
            };
        };
        let from = self.line_col(b.offset);
        let col = match b.col {
            0 => 0,
            col if real.line == from.line => col + (real.col - from.col),
            _ => real.col,
        };
        Claimed {
            base: Some((n - 1, b.file.as_deref())),
            line: b.line + (real.line - from.line),
            col,
        }
    }

    /// The offset of a line's first byte; `line` counts from 1.
    pub fn line_start(&self, line: u32) -> Option<u32> {
        self.starts.get((line as usize).checked_sub(1)?).copied()
    }
}

/// The text of a file's bytes. Bytes that are not UTF-8 become `_`, so that offsets stay, and are reported, one error
/// a line.
pub fn decode(file: FileId, bytes: &[u8]) -> (Cow<'_, str>, Vec<SyntaxError>) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut text = String::with_capacity(bytes.len());
    let mut errors: Vec<SyntaxError> = Vec::new();
    let mut line_start = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if let Some(newline) = chunk.valid().rfind('\n') {
            line_start = text.len() - chunk.valid().len() + newline + 1;
        }
        if chunk.invalid().is_empty() {
            continue;
        }
        let at = text.len() as u32;
        text.extend(chunk.invalid().iter().map(|_| '_'));
        if errors
            .last()
            .is_none_or(|e| (e.span.lo as usize) < line_start)
        {
            let message = "invalid UTF-8 encoding".to_string();
            errors.push(SyntaxError::other(Span::new(file, at, at + 1), message));
        }
    }
    (Cow::Owned(text), errors)
}
