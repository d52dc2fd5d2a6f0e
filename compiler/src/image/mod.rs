//! The image: every function of the standard library, compiled when minigo was built.
//!
//! It is one flat piece of bytes that is read where it lies: nothing is parsed when a program starts, and what a
//! program does not reach costs nothing. `write` makes it from a compilation of all packages; `codegen::link` takes
//! from it what a program reaches. What its records name in one another are numbers of the image; the linker gives
//! each a number in the program when it is first met.
//!
//! Form: little-endian words of 32 bits. A header (`MAGIC`, the place of the texts, then number and place of the records
//! of each section), for each section a table of the places of its records, the records, the texts. A text in a record
//! is its place among the texts and its length. Records:
//!
//! * Func: name, flags, leaf, parameters, results, frame, recover + 1, declaration (file, line), slot kinds, capture
//!   kinds, lines (pc, file, line), instructions (two words each), and what in them is a number of the image:
//!   (pc << 3 | `Reloc`, number). Instructions that refer to a global hold the offset from its start.
//! * Type: as `bytecode::TypeDef`. Of a concrete type all methods, with the function for dynamic calls.
//! * Global: name, size, initialiser + 1, pointer words.
//! * Package, sorted by path: path, imports, `init` functions, initialisers of variables in order.
//! * Outline, one for each package: see `outline`.
//! * String, Native, File, MethodName: a text; Const: two words; Itab: two types.
//! * FuncName, TypeName, GlobalName, sorted: a text and a number. Types have their link name (`lower::linkname`).
//!
//! Invariants: methods' names are sorted, so their numbers order them, too; a program made of any closed part of the
//! image passes the verifier (checked when the image is made).

mod outline;
mod write;

pub use outline::Outline;
pub(crate) use outline::{OutlineDecl, OutlineKind, OutlineObject};
pub use write::library;

/// First word of an image; changes with its form.
const MAGIC: u32 = 0x3149_4d67;

/// Sections, in the order of the header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Section {
    Func,
    Type,
    Global,
    Package,
    Outline,
    String,
    Native,
    File,
    MethodName,
    Const,
    Itab,
    FuncName,
    TypeName,
    GlobalName,
}

/// Number of sections.
const SECTIONS: usize = Section::GlobalName as usize + 1;
/// Words of the header.
const HEADER: usize = 2 + 2 * SECTIONS;

/// What kind of number an instruction's immediate is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reloc {
    Func,
    Type,
    Const,
    String,
    Itab,
    Native,
    Global,
}

impl Reloc {
    const ALL: [Reloc; 7] = [
        Reloc::Func,
        Reloc::Type,
        Reloc::Const,
        Reloc::String,
        Reloc::Itab,
        Reloc::Native,
        Reloc::Global,
    ];

    /// The kind and the pc in the first word of a relocation.
    pub(crate) fn decode(word: u32) -> (Reloc, usize) {
        let kind = Reloc::ALL[(word as usize & 7).min(Reloc::ALL.len() - 1)];
        (kind, word as usize >> 3)
    }
}

/// An image, wherever its bytes are.
#[derive(Clone, Copy, Debug)]
pub struct Image {
    data: &'static [u8],
}

impl Image {
    /// The image in these bytes; `None` if they are none.
    pub fn open(data: &'static [u8]) -> Option<Image> {
        let image = Image { data };
        (data.len() >= 4 * HEADER && image.word(0) == MAGIC).then_some(image)
    }

    fn word(&self, at: usize) -> u32 {
        let mut word = [0; 4];
        word.copy_from_slice(&self.data[at..at + 4]);
        u32::from_le_bytes(word)
    }

    /// Number of records of a section.
    pub(crate) fn count(&self, s: Section) -> usize {
        self.word(8 + 8 * s as usize) as usize
    }

    /// A reader at record `i` of a section.
    pub(crate) fn record(&self, s: Section, i: u32) -> Record {
        let table = self.word(12 + 8 * s as usize) as usize;
        Record {
            image: *self,
            at: self.word(table + 4 * i as usize) as usize,
        }
    }

    /// The text of a record that is one, or begins with one.
    pub(crate) fn text(&self, s: Section, i: u32) -> &'static str {
        self.record(s, i).text()
    }

    /// The number that goes with a name in one of the sorted sections; for packages and methods' names their own.
    pub(crate) fn find(&self, s: Section, name: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.count(s) as u32);
        while low < high {
            let mid = low + (high - low) / 2;
            let mut r = self.record(s, mid);
            match r.text().cmp(name) {
                std::cmp::Ordering::Less => low = mid + 1,
                std::cmp::Ordering::Greater => high = mid,
                std::cmp::Ordering::Equal => {
                    let own = matches!(s, Section::Package | Section::MethodName);
                    return Some(if own { mid } else { r.u32() });
                }
            }
        }
        None
    }
}

/// Reads a record from its start.
pub(crate) struct Record {
    image: Image,
    at: usize,
}

impl Record {
    /// The next word.
    pub(crate) fn u32(&mut self) -> u32 {
        self.at += 4;
        self.image.word(self.at - 4)
    }

    /// The next two words.
    pub(crate) fn u64(&mut self) -> u64 {
        let low = self.u32() as u64;
        low | (self.u32() as u64) << 32
    }

    /// A number that may be absent.
    pub(crate) fn option(&mut self) -> Option<u32> {
        self.u32().checked_sub(1)
    }

    /// Bytes in the part for texts.
    pub(crate) fn bytes(&mut self) -> &'static [u8] {
        let (at, len) = (self.u32() as usize, self.u32() as usize);
        let texts = self.image.word(4) as usize;
        &self.image.data[texts + at..texts + at + len]
    }

    /// A text that is UTF-8.
    pub(crate) fn text(&mut self) -> &'static str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// A list of elements of `N` words.
    pub(crate) fn words<const N: usize, T>(&mut self, f: impl Fn([u32; N]) -> T) -> Vec<T> {
        let n = self.u32() as usize;
        let from = self.at;
        self.at += 4 * N * n;
        let elements = self.image.data[from..self.at].chunks_exact(4 * N);
        let word = |e: &[u8], i: usize| {
            let mut word = [0; 4];
            word.copy_from_slice(&e[4 * i..4 * i + 4]);
            u32::from_le_bytes(word)
        };
        elements
            .map(|e| f(std::array::from_fn(|i| word(e, i))))
            .collect()
    }

    /// A list, each of whose elements `f` reads.
    pub(crate) fn list<T>(&mut self, mut f: impl FnMut(&mut Record) -> T) -> Vec<T> {
        let n = self.u32() as usize;
        let mut out = Vec::with_capacity(n);
        for _ in 0..n {
            out.push(f(self));
        }
        out
    }
}
