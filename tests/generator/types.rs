//! The types that generated programs use, and their spellings and literals.

use super::Gen;

/// Integer types, all widths.
pub(super) const INTS: [&str; 11] = [
    "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64",
    "uintptr",
];

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Ty {
    Int(&'static str),
    /// A declared integer type with methods.
    Named(usize),
    Float(&'static str),
    Complex,
    Str,
    Bool,
    Slice(Box<Ty>),
    Array(usize, Box<Ty>),
    Map(Box<Ty>, Box<Ty>),
    Struct(usize),
    Ptr(usize),
    /// The interface with methods `area` and `grow`.
    Shape,
    Any,
    Error,
    /// Function of one parameter.
    Func(Box<Ty>, Box<Ty>),
    Pair(Box<Ty>, Box<Ty>),
    /// Pointer to a generic stack.
    Stack(Box<Ty>),
}

impl Ty {
    /// An error can be in the value.
    pub(super) fn holds_error(&self) -> bool {
        match self {
            Ty::Slice(e) | Ty::Array(_, e) => e.holds_error(),
            Ty::Map(k, v) | Ty::Pair(k, v) => k.holds_error() || v.holds_error(),
            Ty::Error => true,
            _ => false,
        }
    }
}

#[derive(Clone)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: Ty,
}

pub(super) struct Struct {
    pub(super) fields: Vec<Field>,
    /// Fields of the embedded struct, reachable without naming it.
    pub(super) promoted: Vec<Field>,
}

impl Struct {
    pub(super) fn all_fields(&self) -> Vec<Field> {
        self.fields.iter().chain(&self.promoted).cloned().collect()
    }
}

/// Width in bits and signedness.
pub(super) fn width(name: &str) -> (u32, bool) {
    match name {
        "int" | "int64" => (64, true),
        "int8" => (8, true),
        "int16" => (16, true),
        "int32" => (32, true),
        "uint8" => (8, false),
        "uint16" => (16, false),
        "uint32" => (32, false),
        _ => (64, false),
    }
}

impl Gen {
    pub(super) fn name_of(&self, t: &Ty) -> String {
        match t {
            Ty::Int(n) | Ty::Float(n) => (*n).into(),
            Ty::Named(i) => format!("{}n{i}", self.prefix),
            Ty::Complex => "complex128".into(),
            Ty::Str => "string".into(),
            Ty::Bool => "bool".into(),
            Ty::Slice(e) => format!("[]{}", self.name_of(e)),
            Ty::Array(n, e) => format!("[{n}]{}", self.name_of(e)),
            Ty::Map(k, v) => format!("map[{}]{}", self.name_of(k), self.name_of(v)),
            Ty::Struct(i) => format!("{}s{i}", self.prefix),
            Ty::Ptr(i) => format!("*{}s{i}", self.prefix),
            Ty::Shape => "shape".into(),
            Ty::Any => "any".into(),
            Ty::Error => "error".into(),
            Ty::Func(a, r) => format!("func({}) {}", self.name_of(a), self.name_of(r)),
            Ty::Pair(k, v) => format!("pair[{}, {}]", self.name_of(k), self.name_of(v)),
            Ty::Stack(e) => format!("*stack[{}]", self.name_of(e)),
        }
    }

    /// A scalar, or a string.
    pub(super) fn basic(&mut self) -> Ty {
        match self.rng.below(12) {
            0..=4 => Ty::Int(self.rng.pick(&INTS)),
            5 if !self.ints.is_empty() => Ty::Named(self.rng.below(self.ints.len())),
            6 => Ty::Float(self.rng.pick(&["float32", "float64"])),
            7 => Ty::Float("float64"),
            8 => Ty::Bool,
            9 if self.rng.one_in(2) => Ty::Complex,
            _ => Ty::Str,
        }
    }

    pub(super) fn integer(&mut self) -> Ty {
        if !self.ints.is_empty() && self.rng.one_in(5) {
            Ty::Named(self.rng.below(self.ints.len()))
        } else {
            Ty::Int(self.rng.pick(&INTS))
        }
    }

    /// A type of a struct's field: nothing that could hold the struct itself.
    pub(super) fn field_type(&mut self) -> Ty {
        match self.rng.below(8) {
            0 => Ty::Slice(Box::new(self.basic())),
            1 => Ty::Array(1 + self.rng.below(4), Box::new(self.basic())),
            2 => Ty::Any,
            _ => self.basic(),
        }
    }

    pub(super) fn key_type(&mut self) -> Ty {
        match self.rng.below(8) {
            0 => Ty::Array(2, Box::new(Ty::Int("int8"))),
            2 => Ty::Bool,
            3..=5 => Ty::Str,
            _ => self.integer(),
        }
    }

    pub(super) fn any_type(&mut self, depth: usize) -> Ty {
        if depth == 0 {
            return self.basic();
        }
        match self.rng.below(24) {
            0..=2 => Ty::Slice(Box::new(self.any_type(depth - 1))),
            3 => Ty::Array(1 + self.rng.below(5), Box::new(self.any_type(depth - 1))),
            4 | 5 => Ty::Map(
                Box::new(self.key_type()),
                Box::new(self.any_type(depth - 1)),
            ),
            6..=8 if !self.structs.is_empty() => Ty::Struct(self.rng.below(self.structs.len())),
            9 | 10 if !self.structs.is_empty() => Ty::Ptr(self.rng.below(self.structs.len())),
            11 => Ty::Shape,
            12 => Ty::Any,
            13 => Ty::Func(Box::new(self.basic()), Box::new(self.basic())),
            14 if self.generic => Ty::Pair(Box::new(self.key_type()), Box::new(self.basic())),
            15 if self.generic => Ty::Stack(Box::new(self.basic())),
            16 => Ty::Error,
            _ => self.basic(),
        }
    }

    /// Printing the value shows no address.
    pub(super) fn printable(&self, t: &Ty) -> bool {
        match t {
            Ty::Slice(e) | Ty::Array(_, e) => self.printable(e),
            Ty::Map(k, v) | Ty::Pair(k, v) => self.printable(k) && self.printable(v),
            Ty::Struct(i) => self.structs[*i]
                .fields
                .iter()
                .all(|f| self.printable(&f.ty)),
            // An `any` only ever holds what can be printed.
            Ty::Any | Ty::Error => true,
            Ty::Ptr(_) | Ty::Shape | Ty::Func(..) | Ty::Stack(_) => false,
            _ => true,
        }
    }

    /// `==` is allowed and cannot panic.
    pub(super) fn comparable(&self, t: &Ty) -> bool {
        match t {
            Ty::Array(_, e) => self.comparable(e),
            Ty::Struct(i) => self.structs[*i]
                .fields
                .iter()
                .all(|f| self.comparable(&f.ty)),
            Ty::Slice(_) | Ty::Map(..) | Ty::Func(..) | Ty::Any | Ty::Shape => false,
            Ty::Pair(k, v) => self.comparable(k) && self.comparable(v),
            _ => true,
        }
    }

    /// Whether the struct (or its pointer) has the methods of `shape`.
    pub(super) fn shape_source(&mut self) -> String {
        if self.structs.is_empty() || self.rng.one_in(3) {
            let i = self.rng.below(self.ints.len());
            let t = Ty::Named(i);
            return self.literal(&t);
        }
        // Struct 0 embeds nothing and has value receivers; its pointer has them too.
        let s = self.literal(&Ty::Struct(0));
        if self.rng.one_in(2) {
            s
        } else {
            format!("&{s}")
        }
    }

    /// A literal of the type, typed by itself.
    pub(super) fn literal(&mut self, t: &Ty) -> String {
        let name = self.name_of(t);
        match t {
            Ty::Int(n) => format!("{name}({})", self.int_text(n)),
            Ty::Named(i) => {
                let under = self.ints[*i].0;
                format!("{name}({})", self.int_text(under))
            }
            Ty::Float(_) => format!("{name}({})", self.float_text()),
            Ty::Complex => format!("complex({}, {})", self.float_text(), self.float_text()),
            Ty::Str => self.string_text(),
            Ty::Bool => (self.rng.pick(&["true", "false"])).into(),
            Ty::Slice(e) | Ty::Array(_, e) => {
                let most = if let Ty::Array(n, _) = t { *n } else { 4 };
                if matches!(t, Ty::Slice(_)) && self.rng.one_in(8) {
                    return format!("{name}(nil)");
                }
                let n = self.rng.below(most + 1);
                let items: Vec<String> = (0..n).map(|_| self.literal(e)).collect();
                format!("{name}{{{}}}", items.join(", "))
            }
            Ty::Map(k, v) => {
                if self.rng.one_in(8) {
                    return format!("{name}(nil)");
                }
                // Constant keys must differ; two of these spellings never meet.
                let keys = self.distinct_keys(k);
                let items: Vec<String> = keys
                    .into_iter()
                    .map(|key| format!("{key}: {}", self.literal(v)))
                    .collect();
                format!("{name}{{{}}}", items.join(", "))
            }
            Ty::Struct(i) => {
                let fields: Vec<Field> = self.structs[*i].fields.clone();
                let mut items = Vec::new();
                for f in &fields {
                    if !self.rng.one_in(4) {
                        let v = self.literal(&f.ty);
                        items.push(format!("{}: {v}", f.name));
                    }
                }
                format!("{name}{{{}}}", items.join(", "))
            }
            Ty::Ptr(i) => {
                if self.rng.one_in(10) {
                    return format!("({name})(nil)");
                }
                let v = self.literal(&Ty::Struct(*i));
                format!("&{v}")
            }
            Ty::Shape => {
                if self.rng.one_in(10) {
                    return "shape(nil)".into();
                }
                let v = self.shape_source();
                format!("shape({v})")
            }
            Ty::Any => {
                if self.rng.one_in(8) {
                    return "any(nil)".into();
                }
                let of = self.basic();
                let v = self.literal(&of);
                format!("any({v})")
            }
            Ty::Error => {
                if self.rng.one_in(3) {
                    return "error(nil)".into();
                }
                if self.rng.one_in(2) {
                    return "errSmall".into();
                }
                let text = self.string_text();
                format!("fmt.Errorf(\"%s: %w\", {text}, errSmall)")
            }
            Ty::Func(a, r) => {
                if self.rng.one_in(10) {
                    return format!("({name})(nil)");
                }
                let (a, r) = ((**a).clone(), (**r).clone());
                self.small_function(&a, &r)
            }
            Ty::Pair(k, v) => {
                let (key, val) = (self.literal(k), self.literal(v));
                format!("{name}{{{key}, {val}}}")
            }
            Ty::Stack(e) => {
                let items = self.literal(&Ty::Slice(e.clone()));
                format!("&stack[{}]{{items: {items}}}", self.name_of(e))
            }
        }
    }

    fn distinct_keys(&mut self, k: &Ty) -> Vec<String> {
        let n = self.rng.below(4);
        match k {
            Ty::Bool => vec!["true".to_string(), "false".to_string()]
                .into_iter()
                .take(n)
                .collect(),
            Ty::Str => (0..n).map(|i| format!("\"k{i}\"")).collect(),
            Ty::Array(..) => (0..n).map(|i| format!("{{{i}, 1}}")).collect(),
            _ => (0..n).map(|i| format!("{}", i * 3)).collect(),
        }
    }

    pub(super) fn int_text(&mut self, name: &str) -> String {
        let (bits, signed) = width(name);
        let small = self.rng.below(10);
        if small < 7 {
            let v = self.rng.below(if small < 4 { 5 } else { 100 });
            return if signed && self.rng.one_in(3) {
                format!("-{v}")
            } else {
                v.to_string()
            };
        }
        let max: u64 = if signed {
            (1u64 << (bits - 1)) - 1
        } else {
            u64::MAX >> (64 - bits)
        };
        match self.rng.below(4) {
            0 => max.to_string(),
            1 if signed => format!("-{}", max as u128 + 1),
            2 => (max / 2).to_string(),
            _ => (self.rng.next() & max).to_string(),
        }
    }

    pub(super) fn float_text(&mut self) -> String {
        match self.rng.below(6) {
            0 => "0".into(),
            1 => format!("-{}.5", self.rng.below(50)),
            2 => format!("{}e{}", self.rng.below(9) + 1, self.rng.below(30)),
            3 => format!("{}e-{}", self.rng.below(9) + 1, self.rng.below(30)),
            4 => format!("{}.{}", self.rng.below(1000), self.rng.below(1000)),
            _ => format!("{}", self.rng.below(20)),
        }
    }

    pub(super) fn string_text(&mut self) -> String {
        (self.rng.pick(&[
            "\"\"",
            "\"a\"",
            "\"go\"",
            "\"h\\u00e9llo\"",
            "\"\\xff\\xfe z\"",
            "\"日本語\"",
            "`raw\\n`",
            "\"tab\\tend\"",
            "\"0123456789\"",
            "\"\\U0001F600!\"",
            "\"\\x00nul\"",
        ]))
        .into()
    }
}
