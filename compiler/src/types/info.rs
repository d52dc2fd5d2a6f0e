//! What the checker found out about the tree: side tables by `NodeId`.
//!
//! Types and modes of expressions are dense vectors, grown in steps as bodies are checked; the rarer facts are maps.
//! A node without an entry (not checked, or no expression) has `Mode::Invalid`.

use std::rc::Rc;

use minigo_syntax::NodeId;

use super::constant::Value;
use super::fx::FxHashMap;
use super::object::{Builtin, DeclId, ObjId, PkgId};
use super::typ::TypeId;

/// What an expression denotes, as in types2.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(u8)]
pub enum Mode {
    /// Not checked or wrong.
    #[default]
    Invalid,
    /// A call without results.
    NoValue,
    /// A predeclared function (only as the operand of a call).
    Builtin,
    /// A type.
    TypeExpr,
    /// A constant.
    Constant,
    /// An addressable variable.
    Variable,
    /// `m[k]`: assignable, not addressable; comma-ok allowed.
    MapIndex,
    /// A computed value.
    Value,
    /// `nil`; the recorded type is the one it is used as.
    Nil,
    /// A value for which comma-ok is allowed (`<-c`, `x.(T)`).
    CommaOk,
}

/// Type and mode of one expression.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct ExprInfo {
    pub mode: Mode,
    /// Final type: untyped constants and comparisons have the type their context gave them; a comma-ok expression
    /// in a two-value context has the tuple `(T, bool)`.
    pub ty: TypeId,
    value: u32,
}

impl Default for ExprInfo {
    fn default() -> Self {
        ExprInfo {
            mode: Mode::Invalid,
            ty: TypeId::INVALID,
            value: 0,
        }
    }
}

/// The kinds of `x.f`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SelectionKind {
    /// A struct field.
    Field,
    /// A method of a concrete type, bound to `x`.
    MethodVal,
    /// `T.f` with a concrete T: a function with the receiver as first parameter.
    MethodExpr,
    /// A method of an interface value.
    InterfaceMethod,
    /// `I.f` with an interface I.
    InterfaceMethodExpr,
}

/// A selector expression that is not a qualified identifier.
#[derive(Clone, Debug)]
pub struct Selection {
    /// What it selects.
    pub kind: SelectionKind,
    /// Type of `x` (or the type `T` itself in a method expression).
    pub recv: TypeId,
    /// Field indices to walk from `recv`; whenever the current type is a pointer it is dereferenced before the next
    /// step. For methods this is the path to the embedded value that has the method: empty when it is `x` itself.
    /// For a field the last index is the field.
    pub path: Rc<[u32]>,
    /// There was a pointer on the way (incl. `recv` itself).
    pub indirect: bool,
    /// The method for `MethodVal` and `MethodExpr`; NONE otherwise.
    pub method: ObjId,
    /// The defined type or instance that has the method: its arguments are the receiver's (`INVALID` otherwise).
    pub owner: TypeId,
    /// For interface methods the index in the interface's sorted method set (`Checker::method_set_of_interface`).
    pub method_index: u32,
    /// The interface type that has the method, at the end of `path`, for interface methods.
    pub iface: TypeId,
    /// Type of the field, or signature of the method without receiver; for method expressions the function with it.
    pub ty: TypeId,
}

/// The declared variables of a function declaration or literal; `NONE` for anonymous or blank ones.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct FuncVars {
    pub recv: Option<ObjId>,
    pub params: Vec<ObjId>,
    pub results: Vec<ObjId>,
    /// Some result has a name.
    pub named_results: bool,
    /// The body calls `recover` directly, has `defer`, or labels; whether end is reachable is codegen's to know.
    pub has_defer: bool,
    pub has_recover: bool,
    /// A loop over a function has a return statement in its body.
    pub range_return: bool,
}

/// A use of a generic function or type.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Instance {
    pub targs: Rc<[TypeId]>,
    pub ty: TypeId,
}

/// One initialisation of package-level variables.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Initializer {
    pub pkg: PkgId,
    /// One, or several for `var a, b = f()`. `ObjId`s of blank variables are included.
    pub lhs: Vec<ObjId>,
    /// The declaration that holds the expression (`Program::decl`).
    pub decl: DeclId,
}

/// The side tables.
#[derive(Default)]
pub struct Info {
    exprs: Vec<ExprInfo>,
    values: Vec<Value>,
    objs: Vec<ObjId>,
    /// Selector expression to selection. A qualified identifier has none: its `Sel` name has an object.
    pub selections: FxHashMap<NodeId, Selection>,
    /// Case clause of a type switch with a variable to the clause's variable.
    pub implicits: FxHashMap<NodeId, ObjId>,
    /// Function declaration or literal to its variables.
    pub funcs: FxHashMap<NodeId, FuncVars>,
    /// Name or index expression to instance.
    pub instances: FxHashMap<NodeId, Instance>,
    /// Call expression to the predeclared function it calls.
    pub builtin_calls: FxHashMap<NodeId, Builtin>,
    /// Key-value element of a struct literal to the path of its field (more than one index: a promoted field).
    pub lit_fields: FxHashMap<NodeId, Rc<[u32]>>,
    /// Range statement whose array (or pointer to one) must not be evaluated, to the array's length.
    pub const_ranges: FxHashMap<NodeId, i64>,
}

impl Info {
    fn grow(&mut self, n: usize) {
        if n >= self.exprs.len() {
            let len = (n + 1)
                .max(self.exprs.len() + self.exprs.len() / 2)
                .max(1024);
            self.exprs.resize(len, ExprInfo::default());
        }
    }

    /// Everything known of an expression.
    pub fn expr(&self, n: NodeId) -> ExprInfo {
        self.exprs.get(n.index()).copied().unwrap_or_default()
    }

    /// The type of an expression.
    pub fn type_of(&self, n: NodeId) -> TypeId {
        self.expr(n).ty
    }

    /// The value of a constant expression.
    pub fn const_value(&self, n: NodeId) -> Option<&Value> {
        match self.expr(n).value {
            0 => None,
            v => self.values.get(v as usize - 1),
        }
    }

    /// The object that an identifier declares or uses. For a name `x := v` in a type switch there is none (see
    /// `implicits`), nor for struct fields, methods selected, labels and blank names on the left of an assignment.
    pub fn object_of(&self, n: NodeId) -> Option<ObjId> {
        self.objs.get(n.index()).copied().filter(|o| o.is_some())
    }

    pub(super) fn record(&mut self, n: NodeId, mode: Mode, ty: TypeId, value: Option<Value>) {
        let i = n.index();
        self.grow(i);
        let v = match value {
            Some(v) => {
                self.values.push(v);
                self.values.len() as u32
            }
            None => 0,
        };
        self.exprs[i] = ExprInfo { mode, ty, value: v };
    }

    pub(super) fn record_type(&mut self, n: NodeId, ty: TypeId) {
        let i = n.index();
        self.grow(i);
        self.exprs[i].ty = ty;
    }

    pub(super) fn record_obj(&mut self, n: NodeId, obj: ObjId) {
        let i = n.index();
        if i >= self.objs.len() {
            let len = (i + 1).max(self.objs.len() + self.objs.len() / 2).max(1024);
            self.objs.resize(len, ObjId::NONE);
        }
        self.objs[i] = obj;
    }
}
