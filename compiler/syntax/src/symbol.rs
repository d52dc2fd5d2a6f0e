//! Interned names. A `Symbol` is a number that stands for one string for the whole life of the process, so names
//! compare as numbers and index side tables.
//!
//! Invariants: equal strings have equal symbols; a symbol's string is never freed; the numbers in `PREDEFINED` are
//! fixed. Reading (`as_str`) takes no lock: strings sit in chunks of doubling size that are each set once.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{LazyLock, Mutex, OnceLock};

/// An interned name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

const PREDEFINED: [&str; 6] = ["", "_", ".", "init", "main", "iota"];

impl Symbol {
    /// The empty name (a missing name after a syntax error).
    pub const EMPTY: Symbol = Symbol(0);
    /// `_`
    pub const BLANK: Symbol = Symbol(1);
    /// `.` (of a dot import)
    pub const DOT: Symbol = Symbol(2);
    /// `init`
    pub const INIT: Symbol = Symbol(3);
    /// `main`
    pub const MAIN: Symbol = Symbol(4);
    /// `iota`
    pub const IOTA: Symbol = Symbol(5);

    /// The symbol of `name`.
    pub fn intern(name: &str) -> Symbol {
        let mut table = TABLE.lock().unwrap_or_else(|e| e.into_inner());
        table.intern(name)
    }

    /// The name.
    pub fn as_str(self) -> &'static str {
        if let Some(name) = PREDEFINED.get(self.index()) {
            return name;
        }
        let (chunk, index) = place(self.0);
        CHUNKS[chunk]
            .get()
            .and_then(|c| c[index].get())
            .copied()
            .unwrap_or("")
    }

    /// The number, dense from 0 over the process; for side tables.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// Whether it is `_`.
    pub fn is_blank(self) -> bool {
        self == Symbol::BLANK
    }

    /// Whether its first character is an upper-case letter.
    pub fn is_exported(self) -> bool {
        self.as_str()
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_uppercase() || (!c.is_ascii() && c.is_uppercase()))
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<&str> for Symbol {
    fn from(s: &str) -> Symbol {
        Symbol::intern(s)
    }
}

/// Chunk `c` holds `64 << c` names.
const FIRST: u32 = 64;
type Chunk = Box<[OnceLock<&'static str>]>;
static CHUNKS: [OnceLock<Chunk>; 26] = [const { OnceLock::new() }; 26];
static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(|| Mutex::new(Table::new()));

fn place(n: u32) -> (usize, usize) {
    let m = n + FIRST;
    let chunk = m.ilog2() - FIRST.ilog2();
    (chunk as usize, (m - (FIRST << chunk)) as usize)
}

struct Table {
    map: HashMap<&'static str, Symbol, BuildHasherDefault<NameHasher>>,
    next: u32,
}

impl Table {
    fn new() -> Table {
        let mut t = Table {
            map: HashMap::default(),
            next: 0,
        };
        for name in PREDEFINED {
            t.intern(name);
        }
        t
    }

    fn intern(&mut self, name: &str) -> Symbol {
        if let Some(&s) = self.map.get(name) {
            return s;
        }
        let kept: &'static str = Box::leak(name.into());
        let sym = Symbol(self.next);
        self.next += 1;
        let (chunk, index) = place(sym.0);
        let chunk =
            CHUNKS[chunk].get_or_init(|| (0..FIRST << chunk).map(|_| OnceLock::new()).collect());
        let _ = chunk[index].set(kept);
        self.map.insert(kept, sym);
        sym
    }
}

/// Multiply-and-rotate over 8-byte words: names are short and nobody attacks a compiler's table.
#[derive(Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for c in &mut chunks {
            self.add(u64::from_le_bytes(c.try_into().unwrap_or_default()));
        }
        let mut last = 0u64;
        for &b in chunks.remainder() {
            last = last << 8 | u64::from(b);
        }
        self.add(last);
    }

    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 29
    }
}

impl NameHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
