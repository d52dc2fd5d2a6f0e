//! Types and the arena that owns them.
//!
//! A type is a `TypeId` into one `TypeStore`; ids are never freed. Pointers, slices, arrays, maps, channels and
//! tuples are interned, so equal ids mean equal types there; structs, signatures and interfaces get a new id for each
//! literal, because field positions and parameter names differ, and are compared by `predicates::identical`.
//! `TypeStore::canonical` maps all identical types to one id, for those who want to key tables by type.
//!
//! Invariants: the ids of the predeclared types are the constants below, in the order of `BasicKind`; the payload of a
//! composite type is behind `Rc`, so it may be cloned cheaply while the store is being changed; a `Named` is the only
//! way to build a cycle.

use std::rc::Rc;

use super::fx::FxHashMap;
use super::object::{ObjId, PkgId};
use minigo_syntax::{Span, Symbol};

/// Index of a type in the `TypeStore`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct TypeId(pub u32);

/// Kinds of predeclared types; the number is the `TypeId`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum BasicKind {
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
    String,
    UnsafePointer,
    UntypedBool,
    UntypedInt,
    UntypedRune,
    UntypedFloat,
    UntypedComplex,
    UntypedString,
    UntypedNil,
}

use BasicKind as K;

/// Name, kind pairs of the basic types in id order; `byte` and `rune` follow as separate spellings.
const BASICS: [(&str, BasicKind); 28] = [
    ("invalid type", K::Invalid),
    ("bool", K::Bool),
    ("int", K::Int),
    ("int8", K::Int8),
    ("int16", K::Int16),
    ("int32", K::Int32),
    ("int64", K::Int64),
    ("uint", K::Uint),
    ("uint8", K::Uint8),
    ("uint16", K::Uint16),
    ("uint32", K::Uint32),
    ("uint64", K::Uint64),
    ("uintptr", K::Uintptr),
    ("float32", K::Float32),
    ("float64", K::Float64),
    ("complex64", K::Complex64),
    ("complex128", K::Complex128),
    ("string", K::String),
    ("unsafe.Pointer", K::UnsafePointer),
    ("untyped bool", K::UntypedBool),
    ("untyped int", K::UntypedInt),
    ("untyped rune", K::UntypedRune),
    ("untyped float", K::UntypedFloat),
    ("untyped complex", K::UntypedComplex),
    ("untyped string", K::UntypedString),
    ("untyped nil", K::UntypedNil),
    ("byte", K::Uint8),
    ("rune", K::Int32),
];

macro_rules! ids {
    ($($name:ident = $n:expr;)*) => {
        #[allow(missing_docs)]
        impl TypeId { $(pub const $name: TypeId = TypeId($n);)* }
    };
}

ids! {
    INVALID = 0; BOOL = 1; INT = 2; INT8 = 3; INT16 = 4; INT32 = 5; INT64 = 6;
    UINT = 7; UINT8 = 8; UINT16 = 9; UINT32 = 10; UINT64 = 11; UINTPTR = 12;
    FLOAT32 = 13; FLOAT64 = 14; COMPLEX64 = 15; COMPLEX128 = 16; STRING = 17; UNSAFE_POINTER = 18;
    UNTYPED_BOOL = 19; UNTYPED_INT = 20; UNTYPED_RUNE = 21; UNTYPED_FLOAT = 22; UNTYPED_COMPLEX = 23;
    UNTYPED_STRING = 24; UNTYPED_NIL = 25;
    // `byte` and `rune` have ids of their own so that messages can use the name written; they are identical to
    // UINT8 and INT32, and `canonical` maps them there.
    BYTE = 26; RUNE = 27;
    // The type of a call without results.
    VOID = 28;
    // `interface{}` written out, and the alias `any` of it.
    EMPTY_INTERFACE = 29; ANY = 30;
    // error (Named) and its underlying interface; comparable likewise.
    ERROR = 31; ERROR_INTERFACE = 32; COMPARABLE = 33; COMPARABLE_INTERFACE = 34;
    ERROR_METHOD = 35;
    // Marks an object whose type is not known yet; not in the store.
    UNSET = u32::MAX;
}

/// Direction of a channel type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum ChanDir {
    Both,
    Send,
    Recv,
}

/// A field of a struct type.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Field {
    pub name: Symbol,
    /// Package the field was declared in (decides identity of unexported names).
    pub pkg: PkgId,
    pub ty: TypeId,
    pub embedded: bool,
    pub tag: Option<Rc<str>>,
    pub pos: Span,
}

/// A struct type.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Struct {
    pub fields: Vec<Field>,
}

/// A parameter or result of a signature. Names are for messages only.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub struct Param {
    /// `Symbol::EMPTY` when anonymous.
    pub name: Symbol,
    pub ty: TypeId,
}

/// A function or method type. The receiver is not part of it.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Signature {
    /// Type parameters of a generic function (`Type::TypeParam` ids); empty otherwise.
    pub tparams: Rc<[TypeId]>,
    pub params: Vec<Param>,
    pub results: Vec<Param>,
    /// The last parameter has a slice type and takes any number of arguments.
    pub variadic: bool,
}

/// A method of an interface.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Method {
    pub name: Symbol,
    pub pkg: PkgId,
    /// A `Type::Signature`.
    pub sig: TypeId,
    pub pos: Span,
}

/// An interface as written; see `TypeSet` for all its methods.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Interface {
    pub methods: Vec<Method>,
    pub embedded: Vec<(TypeId, Span)>,
    /// Made for a constraint literal such as `~int|string`.
    pub implicit: bool,
}

/// What an interface demands: all methods (own and embedded) sorted by `method_order`, and its type terms.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct TypeSet {
    pub methods: Vec<Method>,
    /// `None` = all types.
    pub terms: Option<Vec<Term>>,
    pub comparable: bool,
}

impl TypeSet {
    /// No type is in it.
    pub fn is_empty(&self) -> bool {
        self.terms.as_ref().is_some_and(Vec::is_empty)
    }
}

/// A term of a union: `T` or `~T`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub struct Term {
    pub tilde: bool,
    pub ty: TypeId,
}

/// A defined type, or an instance of a generic one.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Named {
    pub obj: ObjId,
    /// The type on the right of its declaration (may be Named itself); `UNSET` until known.
    pub rhs: TypeId,
    /// Cache of the underlying type; `UNSET` until computed.
    pub underlying: TypeId,
    /// Declared methods in source order (`ObjKind::Func`).
    pub methods: Rc<[ObjId]>,
    pub tparams: Rc<[TypeId]>,
    pub targs: Rc<[TypeId]>,
    /// The generic type this is an instance of.
    pub origin: Option<TypeId>,
    /// For a type declared inside a generic function: that function's type parameters, receiver's first; for an
    /// instance of it their arguments. Such types differ by instance of the function though they have no arguments.
    pub outer: Rc<[TypeId]>,
}

/// An alias; `rhs` is what it stands for (`UNSET` until known).
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Alias {
    pub obj: ObjId,
    pub rhs: TypeId,
    pub tparams: Rc<[TypeId]>,
    pub targs: Rc<[TypeId]>,
    pub origin: Option<TypeId>,
}

/// A type parameter.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct TypeParam {
    pub obj: ObjId,
    /// Place in its list.
    pub index: u32,
    /// Unique number, for printing and hashing.
    pub serial: u32,
    pub bound: TypeId,
}

/// A type. Everything behind `Rc` is immutable once made.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Type {
    Basic(BasicKind),
    Named(Box<Named>),
    Alias(Box<Alias>),
    Pointer(TypeId),
    Slice(TypeId),
    /// `len` is negative when it could not be determined (an error was reported).
    Array {
        elem: TypeId,
        len: i64,
    },
    Map {
        key: TypeId,
        elem: TypeId,
    },
    Chan {
        dir: ChanDir,
        elem: TypeId,
    },
    Struct(Rc<Struct>),
    /// Several results of a call, or none.
    Tuple(Rc<[TypeId]>),
    Signature(Rc<Signature>),
    Interface(Rc<Interface>),
    TypeParam(Box<TypeParam>),
    Union(Rc<[Term]>),
}

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Pointer(TypeId),
    Slice(TypeId),
    Array(TypeId, i64),
    Map(TypeId, TypeId),
    Chan(ChanDir, TypeId),
    Tuple(Rc<[TypeId]>),
}

/// The arena of types.
pub struct TypeStore {
    list: Vec<Type>,
    interned: FxHashMap<Key, TypeId>,
    pub(super) type_sets: FxHashMap<TypeId, Rc<TypeSet>>,
    pub(super) canon: FxHashMap<TypeId, TypeId>,
    pub(super) canon_keys: FxHashMap<Vec<u32>, TypeId>,
    /// Origin and arguments to instance.
    pub(super) instances: FxHashMap<(TypeId, Rc<[TypeId]>), TypeId>,
}

impl Default for TypeStore {
    fn default() -> Self {
        Self::new()
    }
}

impl TypeStore {
    /// A store holding the basic types; `universe` adds the other predeclared ones.
    pub fn new() -> Self {
        let mut list = Vec::with_capacity(512);
        list.extend(BASICS.iter().map(|&(_, k)| Type::Basic(k)));
        let mut s = TypeStore {
            list,
            interned: FxHashMap::default(),
            type_sets: FxHashMap::default(),
            canon: FxHashMap::default(),
            canon_keys: FxHashMap::default(),
            instances: FxHashMap::default(),
        };
        let void = s.tuple(&[]);
        debug_assert_eq!(void, TypeId::VOID);
        s
    }

    /// Number of types made so far.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Never true: the basic types are always there.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The type as written: may be an alias. See also `unalias` and `under`.
    pub fn get(&self, t: TypeId) -> &Type {
        &self.list[t.0 as usize]
    }

    pub(super) fn get_mut(&mut self, t: TypeId) -> &mut Type {
        &mut self.list[t.0 as usize]
    }

    /// Adds a type without interning it.
    pub(super) fn add(&mut self, t: Type) -> TypeId {
        let id = TypeId(self.list.len() as u32);
        self.list.push(t);
        id
    }

    fn intern(&mut self, k: Key, make: impl FnOnce() -> Type) -> TypeId {
        if let Some(&id) = self.interned.get(&k) {
            return id;
        }
        let id = self.add(make());
        self.interned.insert(k, id);
        id
    }

    /// `*elem`
    pub fn pointer(&mut self, elem: TypeId) -> TypeId {
        self.intern(Key::Pointer(elem), || Type::Pointer(elem))
    }

    /// `[]elem`
    pub fn slice(&mut self, elem: TypeId) -> TypeId {
        self.intern(Key::Slice(elem), || Type::Slice(elem))
    }

    /// `[len]elem`
    pub fn array(&mut self, elem: TypeId, len: i64) -> TypeId {
        self.intern(Key::Array(elem, len), || Type::Array { elem, len })
    }

    /// `map[key]elem`
    pub fn map(&mut self, key: TypeId, elem: TypeId) -> TypeId {
        self.intern(Key::Map(key, elem), || Type::Map { key, elem })
    }

    /// `chan elem` and its directed forms
    pub fn chan(&mut self, dir: ChanDir, elem: TypeId) -> TypeId {
        self.intern(Key::Chan(dir, elem), || Type::Chan { dir, elem })
    }

    /// The type of a list of values; not used for exactly one.
    pub fn tuple(&mut self, list: &[TypeId]) -> TypeId {
        let rc: Rc<[TypeId]> = list.into();
        self.intern(Key::Tuple(rc.clone()), || Type::Tuple(rc))
    }

    /// Makes a signature type.
    pub fn signature(&mut self, sig: Signature) -> TypeId {
        self.add(Type::Signature(Rc::new(sig)))
    }

    /// Strips aliases.
    pub fn unalias(&self, mut t: TypeId) -> TypeId {
        for _ in 0..1000 {
            match self.get(t) {
                Type::Alias(a) if a.rhs != TypeId::UNSET => t = a.rhs,
                Type::Alias(_) => return TypeId::INVALID,
                _ => return t,
            }
        }
        TypeId::INVALID
    }

    /// The underlying type: never an alias or a named type. A type that is still being declared has the underlying
    /// type `INVALID`. A type parameter is its own underlying type here: see `Checker::type_set` for its constraint.
    pub fn under(&self, t: TypeId) -> TypeId {
        let mut t = t;
        for _ in 0..1000 {
            match self.get(t) {
                Type::Alias(a) if a.rhs != TypeId::UNSET => t = a.rhs,
                Type::Named(n) if n.underlying != TypeId::UNSET => return n.underlying,
                Type::Named(n) if n.rhs != TypeId::UNSET => t = n.rhs,
                Type::Alias(_) | Type::Named(_) => return TypeId::INVALID,
                _ => return t,
            }
        }
        TypeId::INVALID
    }

    /// The payload of the underlying type.
    pub fn under_type(&self, t: TypeId) -> &Type {
        self.get(self.under(t))
    }

    /// The basic kind of the underlying type, if it is basic (`Invalid` for an invalid type).
    pub fn basic(&self, t: TypeId) -> Option<BasicKind> {
        match self.under_type(t) {
            Type::Basic(k) => Some(*k),
            _ => None,
        }
    }

    /// The named type behind aliases.
    pub fn named(&self, t: TypeId) -> Option<&Named> {
        match self.get(self.unalias(t)) {
            Type::Named(n) => Some(n),
            _ => None,
        }
    }

    /// The type parameter behind aliases.
    pub fn type_param(&self, t: TypeId) -> Option<&TypeParam> {
        match self.get(self.unalias(t)) {
            Type::TypeParam(p) => Some(p),
            _ => None,
        }
    }

    pub(super) fn named_mut(&mut self, t: TypeId) -> Option<&mut Named> {
        match self.get_mut(t) {
            Type::Named(n) => Some(n),
            _ => None,
        }
    }

    /// The struct underlying `t`.
    pub fn as_struct(&self, t: TypeId) -> Option<Rc<Struct>> {
        match self.under_type(t) {
            Type::Struct(s) => Some(s.clone()),
            _ => None,
        }
    }

    /// The signature underlying `t`.
    pub fn as_signature(&self, t: TypeId) -> Option<Rc<Signature>> {
        match self.under_type(t) {
            Type::Signature(s) => Some(s.clone()),
            _ => None,
        }
    }

    /// The base type if `t` is (behind aliases, not behind names) a pointer.
    pub fn deref(&self, t: TypeId) -> (TypeId, bool) {
        match self.get(self.unalias(t)) {
            Type::Pointer(e) => (*e, true),
            _ => (t, false),
        }
    }
}

impl TypeId {
    /// Name of a basic type as messages show it.
    pub fn basic_name(t: TypeId) -> &'static str {
        BASICS[t.0 as usize].0
    }
}

impl BasicKind {
    /// Signed or unsigned integer, typed or not.
    pub fn is_integer(self) -> bool {
        matches!(self as u8, 2..=12) || matches!(self, K::UntypedInt | K::UntypedRune)
    }
    /// Unsigned integer.
    pub fn is_unsigned(self) -> bool {
        matches!(self as u8, 7..=12)
    }
    /// Floating-point, typed or not.
    pub fn is_float(self) -> bool {
        matches!(self, K::Float32 | K::Float64 | K::UntypedFloat)
    }
    /// Complex, typed or not.
    pub fn is_complex(self) -> bool {
        matches!(self, K::Complex64 | K::Complex128 | K::UntypedComplex)
    }
    /// Integer, float or complex.
    pub fn is_numeric(self) -> bool {
        self.is_integer() || self.is_float() || self.is_complex()
    }
    /// String, typed or not.
    pub fn is_string(self) -> bool {
        matches!(self, K::String | K::UntypedString)
    }
    /// Boolean, typed or not.
    pub fn is_boolean(self) -> bool {
        matches!(self, K::Bool | K::UntypedBool)
    }
    /// Untyped kinds, nil included.
    pub fn is_untyped(self) -> bool {
        self >= K::UntypedBool
    }
    /// Has `<`.
    pub fn is_ordered(self) -> bool {
        self.is_integer() || self.is_float() || self.is_string()
    }
    /// May be the type of a constant.
    pub fn is_const_type(self) -> bool {
        self.is_numeric() || self.is_string() || self.is_boolean()
    }
    /// Size in bits and signedness of a typed integer.
    pub fn int_bits(self) -> Option<(u32, bool)> {
        Some(match self {
            K::Int | K::Int64 => (64, true),
            K::Int8 => (8, true),
            K::Int16 => (16, true),
            K::Int32 => (32, true),
            K::Uint | K::Uint64 | K::Uintptr => (64, false),
            K::Uint8 => (8, false),
            K::Uint16 => (16, false),
            K::Uint32 => (32, false),
            _ => return None,
        })
    }
}
