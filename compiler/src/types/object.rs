//! Objects: what a declared name stands for.
//!
//! Invariants: an `ObjId` is dense and never reused; the type of an object is `TypeId::UNSET` until its declaration
//! was looked at (`Checker::obj_decl`), afterwards never `UNSET`; struct fields and interface methods are no objects
//! (they live in their types); `order` numbers package-level objects in source order, from 1.

use std::rc::Rc;

use minigo_syntax::{Span, Symbol};

use super::constant::Value;
use super::scope::ScopeId;
use super::typ::TypeId;

/// Index into `Objects`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ObjId(pub u32);

impl ObjId {
    /// No object (blank identifiers on the left of an assignment, names in error).
    pub const NONE: ObjId = ObjId(u32::MAX);
    /// Whether it is an object.
    pub fn is_some(self) -> bool {
        self != ObjId::NONE
    }
}

/// Index into `Program::packages`. 0 is the universe, 1 is `unsafe`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PkgId(pub u32);

impl PkgId {
    /// The pseudo package of the predeclared names.
    pub const UNIVERSE: PkgId = PkgId(0);
    /// Package `unsafe`.
    pub const UNSAFE: PkgId = PkgId(1);
}

/// Index of a package-level declaration (`Checker::decls`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct DeclId(pub u32);

/// Where a variable was declared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum VarKind {
    Package,
    Local,
    Recv,
    Param,
    Result,
}

/// What is known about a variable beyond its type. The flags are complete once the enclosing body has been checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Var {
    /// Where it was declared.
    pub kind: VarKind,
    /// It was read.
    pub used: bool,
    /// A function literal inside its function uses it.
    pub captured: bool,
    /// `&x` was taken of it or of a part of it (a method call through an implicit `&` and slicing an array count).
    pub addr_taken: bool,
    /// It, or a part of it, is assigned after its declaration (`=`, `op=`, `++`, range with `=`).
    pub reassigned: bool,
    /// What it may hold.
    pub holds: Holds,
    /// Nesting depth of function literals at its declaration: 0 for the body of a declared function.
    pub func_depth: u16,
}

/// The types of the values that a variable is given, where all of them are known. Nil does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// None.
    Nothing,
    /// Values of this type.
    Only(TypeId),
    /// Values of several types, or of types not known.
    Anything,
}

impl Holds {
    /// With values of type `t` as well.
    pub fn and(self, t: TypeId) -> Holds {
        match self {
            Holds::Nothing => Holds::Only(t),
            Holds::Only(u) if u == t => self,
            _ => Holds::Anything,
        }
    }
}

/// A function or method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Func {
    /// The declaration; `None` for `error.Error`.
    pub decl: Option<DeclId>,
    /// The receiver's defined type for a method that has a valid one (of a generic type: the generic type).
    pub recv_base: Option<ObjId>,
    /// The receiver is a pointer.
    pub ptr_recv: bool,
    /// It is a method, with a valid receiver or not.
    pub is_method: bool,
    /// The body has been checked (or there is none).
    pub body_checked: bool,
}

/// The predeclared functions, and those of `unsafe`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[allow(missing_docs)]
pub enum Builtin {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    UnsafeAdd,
    UnsafeAlignof,
    UnsafeOffsetof,
    UnsafeSizeof,
    UnsafeSlice,
    UnsafeSliceData,
    UnsafeString,
    UnsafeStringData,
}

/// The kinds of objects.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub enum ObjKind {
    PkgName {
        imported: PkgId,
        used: bool,
    },
    Const {
        value: Value,
    },
    /// `is_alias` says how it was declared; the type is then a `Type::Alias` (or predeclared).
    TypeName {
        is_alias: bool,
    },
    Var(Var),
    Func(Func),
    Builtin(Builtin),
    Nil,
}

/// An object.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Object {
    pub name: Symbol,
    pub pkg: PkgId,
    /// The identifier in the declaration; empty for predeclared objects.
    pub pos: Span,
    /// For a function its `Signature` (without receiver).
    pub ty: TypeId,
    pub kind: ObjKind,
    /// Scope it was declared in: none for methods.
    pub parent: Option<ScopeId>,
    /// Source order among package-level objects of one package; 0 for others.
    pub order: u32,
    /// Package-level declaration, if it is one.
    pub decl: Option<DeclId>,
}

impl Object {
    /// Whether it is a package-level variable.
    pub fn is_global(&self) -> bool {
        matches!(
            self.kind,
            ObjKind::Var(Var {
                kind: VarKind::Package,
                ..
            })
        )
    }

    /// The variable's details.
    pub fn var(&self) -> Option<&Var> {
        match &self.kind {
            ObjKind::Var(v) => Some(v),
            _ => None,
        }
    }

    /// The function's details.
    pub fn func(&self) -> Option<&Func> {
        match &self.kind {
            ObjKind::Func(f) => Some(f),
            _ => None,
        }
    }

    /// The constant's value.
    pub fn const_value(&self) -> Option<&Value> {
        match &self.kind {
            ObjKind::Const { value } => Some(value),
            _ => None,
        }
    }
}

/// All objects of a program.
#[derive(Default)]
pub struct Objects {
    list: Vec<Object>,
}

impl Objects {
    /// Adds an object.
    pub fn add(&mut self, o: Object) -> ObjId {
        let id = ObjId(self.list.len() as u32);
        self.list.push(o);
        id
    }

    /// Number of objects.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl std::ops::Index<ObjId> for Objects {
    type Output = Object;
    fn index(&self, id: ObjId) -> &Object {
        &self.list[id.0 as usize]
    }
}

impl std::ops::IndexMut<ObjId> for Objects {
    fn index_mut(&mut self, id: ObjId) -> &mut Object {
        &mut self.list[id.0 as usize]
    }
}

/// A package.
#[derive(Clone, Debug)]
pub struct Package {
    /// Import path; `main` for the program itself.
    pub path: Rc<str>,
    /// Name in its package clause.
    pub name: Symbol,
    /// Its package-level scope.
    pub scope: ScopeId,
    /// Direct imports, in order of first appearance.
    pub imports: Vec<PkgId>,
    /// Bodies are checked on demand only (standard library).
    pub lazy: bool,
    /// It could not be found: any selector on it is accepted silently.
    pub fake: bool,
    /// It is known by name (it would import itself), but nothing has used or imported it.
    pub idle: bool,
    /// Package-level objects and methods, in source order.
    pub objects: Vec<ObjId>,
    /// Its `init` functions, in source order.
    pub inits: Vec<ObjId>,
}
