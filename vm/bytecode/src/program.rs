//! A compiled program: functions, types, constants, tables.

use std::borrow::Cow;

use crate::instr::Instr;

/// Index into [`Program::funcs`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct FuncId(pub u32);

/// Index into [`Program::types`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// What the collector does with a slot.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SlotKind {
    /// A word, not scanned.
    W,
    /// A pointer, scanned.
    P,
    /// An interface's data word, scanned tolerantly.
    D,
}

/// A whole program, ready to verify and load.
#[derive(Default)]
pub struct Program {
    /// All functions.
    pub funcs: Vec<Func>,
    /// Constant words of `LdK`.
    pub consts: Vec<u64>,
    /// String constants of `LdStr`.
    pub strings: Vec<Cow<'static, [u8]>>,
    /// Run-time types.
    pub types: Vec<TypeDef>,
    /// (interface type with methods, concrete type) pairs of `LdItab`; the VM fills the method tables.
    pub itabs: Vec<(TypeId, TypeId)>,
    /// Names of natives of `CallNative`.
    pub natives: Vec<String>,
    /// Size of the globals in bytes.
    pub globals_bytes: usize,
    /// Byte offsets (multiples of 8) of words of the globals that hold pointers or data words.
    pub globals_ptrs: Vec<u32>,
    /// Names of package variables with their byte offsets, for the text form.
    pub globals: Vec<(Cow<'static, str>, u32)>,
    /// Source file names as shown in tracebacks.
    pub files: Vec<String>,
    /// The function that runs all package initialisers and then main.main; no parameters.
    pub entry: Option<FuncId>,
    /// Functions of package runtime that the VM calls, in the order of [`FAILURES`].
    pub failures: Vec<Option<FuncId>>,
    /// Run-time types of the basic kinds and others that natives need, by name ("int", "string", "[]byte", "error", …).
    pub known_types: Vec<(String, TypeId)>,
}

/// Names in package runtime of the functions that the VM calls when an operation fails, with their parameters.
///
/// The order is that of [`Program::failures`] and of the `FAIL_…` indices; each builds the run-time error and panics.
pub const FAILURES: &[&str] = &[
    "panicBounds",       // (x int64, y int, signed bool, code uint8), code one of BOUNDS_…
    "panicdivide",       // ()
    "panicshift",        // ()
    "panicmem",          // () nil pointer dereference
    "panicmakeslicelen", // ()
    "panicmakeslicecap", // ()
    "panicgrowslice",    // () append past the address space
    "panicmakechan",     // ()
    "panicnilmap",       // () assignment to entry in nil map
    "panicsendclosed",   // ()
    "panicclosenil",     // ()
    "panicclosed",       // () close of closed channel
    "panicunhashable",   // (typ string) hash of unhashable type
    "panicuncomparable", // (typ string) comparing uncomparable type
    "panicdottype",      // (inter, concrete, asserted, missing string, samePkg bool)
    "panicnildottype",   // (inter, asserted string)
    "panicnil",          // () panic(nil)
    "panicwrap",         // (pkg, typ, meth string) value method called using nil pointer
    "panicplain",        // (text string) run-time error with this text
    "preprintpanic",     // (v any) any: Error() or String() of an uncaught panic's value
    "printpanicval",     // (v any) string: the text after "panic: "
    "panicoverflow",     // () integer overflow (math/bits)
];

/// Indices into [`FAILURES`].
#[allow(missing_docs)]
pub mod fail {
    pub const BOUNDS: usize = 0;
    pub const DIVIDE: usize = 1;
    pub const SHIFT: usize = 2;
    pub const MEM: usize = 3;
    pub const MAKESLICELEN: usize = 4;
    pub const MAKESLICECAP: usize = 5;
    pub const GROWSLICE: usize = 6;
    pub const MAKECHAN: usize = 7;
    pub const NILMAP: usize = 8;
    pub const SENDCLOSED: usize = 9;
    pub const CLOSENIL: usize = 10;
    pub const CLOSED: usize = 11;
    pub const UNHASHABLE: usize = 12;
    pub const UNCOMPARABLE: usize = 13;
    pub const DOTTYPE: usize = 14;
    pub const NILDOTTYPE: usize = 15;
    pub const NILPANIC: usize = 16;
    pub const WRAP: usize = 17;
    pub const PLAIN: usize = 18;
    pub const PREPRINT: usize = 19;
    pub const PRINTVAL: usize = 20;
}

/// Where instructions come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// First instruction of the run.
    pub pc: u32,
    /// Index into [`Program::files`].
    pub file: u16,
    /// The run's instructions index with unsigned numbers: what an index panic prints is never negative.
    pub unsigned: bool,
    /// Line, from 1.
    pub line: u32,
}

/// A function.
#[derive(Default, Clone)]
pub struct Func {
    /// Name as in tracebacks: `main.fib`, `main.(*T).M`, `main.main.func1`.
    pub name: String,
    /// Instructions; the first is `Enter`.
    pub code: Vec<Instr>,
    /// Kinds of the fixed slots; their number is the length.
    pub kinds: Vec<SlotKind>,
    /// Slots of parameters (receiver first).
    pub param_slots: u16,
    /// Slots of results.
    pub result_slots: u16,
    /// Most slots that the window ever uses, out-windows included.
    pub frame_slots: u16,
    /// Kinds of the captured slots; empty for a function without captures.
    pub captures: Vec<SlotKind>,
    /// Line table, ascending by pc.
    pub lines: Vec<Line>,
    /// Index of the `DeferRun` that a recovered panic continues at; `None` without defers.
    pub recover_pc: Option<u32>,
    /// FLAG_… bits.
    pub flags: u8,
    /// File and line of its declaration.
    pub decl: Line,
    /// Taken from the image of the library, whose functions were verified when it was made.
    pub linked: bool,
}

/// Reads its closure object.
pub const FLAG_CLOSURE: u8 = 1;
/// Made by the compiler (defer closure, method wrapper): transparent to `recover`, hidden in tracebacks.
pub const FLAG_WRAPPER: u8 = 2;
/// Body of a native.
pub const FLAG_NATIVE: u8 = 4;

/// Kind of a run-time type; numbers are those of Go's reflect.Kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Kind {
    #[default]
    Invalid,
    Bool,
    Int,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Uintptr,
    Float32,
    Float64,
    Complex64,
    Complex128,
    Array,
    Chan,
    Func,
    Interface,
    Map,
    Pointer,
    Slice,
    String,
    Struct,
    UnsafePointer,
}

impl Kind {
    const ALL: [Kind; 27] = {
        use Kind::*;
        [
            Invalid,
            Bool,
            Int,
            Int8,
            Int16,
            Int32,
            Int64,
            Uint,
            Uint8,
            Uint16,
            Uint32,
            Uint64,
            Uintptr,
            Float32,
            Float64,
            Complex64,
            Complex128,
            Array,
            Chan,
            Func,
            Interface,
            Map,
            Pointer,
            Slice,
            String,
            Struct,
            UnsafePointer,
        ]
    };

    /// The kind of that number; `Invalid` if there is none.
    pub fn from_number(n: u32) -> Kind {
        *Kind::ALL.get(n as usize).unwrap_or(&Kind::Invalid)
    }
}

/// A run-time type. Equal types have one TypeId in a program.
#[derive(Clone, Debug, Default)]
pub struct TypeDef {
    /// Kind of the underlying type.
    pub kind: Kind,
    /// As `%T` prints it: `main.T`, `[]int`, `map[string]*main.Node`.
    pub string: String,
    /// Name of a defined or predeclared type ("T", "int"), else empty.
    pub name: String,
    /// Import path of a defined type's package, else empty.
    pub pkg_path: String,
    /// Size in bytes.
    pub size: u64,
    /// Alignment in bytes.
    pub align: u32,
    /// Byte offsets of the words of a value that hold pointers or data words; for arrays of one element only.
    pub ptrs: Vec<u32>,
    /// Whether `==` is defined (interfaces: true).
    pub comparable: bool,
    /// Element of array, chan, map, pointer, slice.
    pub elem: Option<TypeId>,
    /// Key of a map.
    pub key: Option<TypeId>,
    /// Length of an array.
    pub len: u64,
    /// Direction of a channel: 1 receive, 2 send, 3 both.
    pub dir: u8,
    /// Fields of a struct, in order.
    pub fields: Vec<Field>,
    /// Parameters of a func.
    pub params: Vec<TypeId>,
    /// Results of a func.
    pub results: Vec<TypeId>,
    /// Whether a func is variadic.
    pub variadic: bool,
    /// Methods: of an interface, sorted by name (this is the order of itab slots); of a concrete type, its whole
    /// method set (promoted ones too), sorted by name.
    pub methods: Vec<Method>,
    /// The pointer type to this one, if the program has it.
    pub ptr_to: Option<TypeId>,
}

/// A struct field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name.
    pub name: String,
    /// Import path that qualifies an unexported name, else empty.
    pub pkg_path: String,
    /// Type.
    pub typ: TypeId,
    /// Offset in bytes.
    pub offset: u64,
    /// Embedded field.
    pub embedded: bool,
    /// Tag.
    pub tag: String,
}

/// A method of a concrete type or an interface.
#[derive(Clone, Debug)]
pub struct Method {
    /// Name.
    pub name: String,
    /// Import path that qualifies an unexported name, else empty.
    pub pkg_path: String,
    /// Func type without receiver.
    pub typ: TypeId,
    /// For a concrete type: takes the interface data word as slot 0 (a wrapper where the receiver is boxed).
    pub func: Option<FuncId>,
}
