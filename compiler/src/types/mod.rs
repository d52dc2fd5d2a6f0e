//! The type checker: from trees to a program whose every expression has a type.
//!
//! # For users (codegen, driver)
//!
//! `check_program(sources, importer, options)` gives a `CheckResult`. Its `checker` is the whole program: arenas
//! (`types`, `objs`, `scopes`, `pkgs`, `decls`, `files`) and the side tables `info`. Trees live as long as the process
//! (`&'static`), so nodes may be kept without borrowing the checker.
//!
//! * Package-level things: `pkgs[p].objects` (source order, methods included), `objs[o].kind`, `decls[d]` (the tree of
//!   a declaration and its package); `func_decl(o)`; `pkgs[p].inits`. `init_order(pkg, needed)` orders the
//!   initialisers of package variables, `initorder::package_order` the packages.
//! * User packages are checked completely. In lazy packages (standard library) declarations are resolved when first
//!   named, and a body when `check_body(func)` is called: call it for *every* function before looking at its tree (it
//!   does nothing the second time). A lazy body refers only to objects whose types are known by then.
//! * Expressions: `info.expr(e.id)` has mode, type (final: untyped operands carry the type they were converted to) and
//!   `info.const_value(e.id)` the value, already of that type (an integer constant of type float64 may come as `Int`).
//!   Where a constant has mode `Constant` nothing below it need be looked at. Parentheses are recorded like their
//!   content. In `x, ok = <-c | m[k] | y.(T)` the right side has the tuple type `(T, bool)`.
//! * Names: `info.object_of(id)` for `Ident` and `ExprKind::Name`, both declarations and uses.
//! * `info.selections` for `x.f` (fields, methods, method expressions); a qualified identifier `pkg.F` has none and its
//!   `sel.id` (and the selector's own id) has the object. `info.builtin_calls` for calls of predeclared functions; a
//!   call whose `fun` has mode `TypeExpr` is a conversion. `info.implicits` for type switch variables by clause id.
//!   `info.funcs` for parameters of declarations (by `FuncDecl::id`) and literals (by the literal's expression id).
//! * Implicit conversions are not in the tree: compare the type of a value with the type of the place it goes to
//!   (concrete to interface, untyped nil, channel direction).
//! * Variables carry `captured`, `addr_taken`, `reassigned` (`objs[o].var()`).
//! * Types: `types.get/under/unalias`, `identical`, `canonical` (one id for all identical types), `type_set(iface)`
//!   (sorted methods), `method_set(t)`, `lookup_field_or_method`, `implements`, `assignable`, `comparable`, `sizeof`,
//!   `alignof`, `field_offsets`, `type_string` (as `%T` prints it: package name qualified).
//!
//! # Inside
//!
//! The structure is types2's: `resolver` collects objects, `decl` gives them types on demand (a path of objects in
//! progress finds cycles), `stmt`/`expr`/`call`/… check bodies, checks that need complete types are queued as `Delayed`
//! actions. Errors go through `errors.rs`; an operand or type in error becomes invalid and is silent from then on.
//!
//! # Generics: not there yet
//!
//! Declarations with type parameters get the type `INVALID`, so that their uses are silent, and leave a note in
//! `refusals`, shown if the program has no real errors. The data model is ready for the next step:
//!
//! * `Type::TypeParam`, `Type::Union`, `Signature::tparams`, `Named::{tparams, targs, origin}`, `Info::instances`;
//!   `type_set` computes terms of constraints already, `identical` and `canonical` compare instances by origin and
//!   arguments.
//! * To do, in this order: `subst(type, params -> args)` over `TypeStore`; `instantiate` for named types (interned by
//!   origin and canonical arguments, `rhs` and method signatures substituted when first asked for) and signatures;
//!   type parameters in scopes (`decl::type_decl`, `func_decl_type`, receivers `T[P]`); constraint satisfaction
//!   (`implements` with terms and comparable); the predicates of `predicates.rs` over all terms of a parameter, and
//!   its core type where an operation needs one; inference from arguments, then from core types, then defaults.
//! * A generic body is checked once; codegen compiles one function for each distinct list of canonical arguments and
//!   maps recorded types through `subst`. So `info` stays indexed by node alone.

mod assignments;
mod binary;
mod builtins;
mod call;
pub mod check;
pub mod constant;
mod conversions;
mod decl;
mod errors;
mod expr;
mod exprstring;
pub mod fx;
mod index;
pub mod info;
pub(crate) mod initorder;
mod literals;
pub mod lookup;
pub mod object;
mod operand;
mod predicates;
mod range;
mod resolver;
pub mod scope;
pub mod sizes;
mod stmt;
mod terminating;
pub mod typ;
mod typeset;
pub mod typestring;
mod typexpr;
mod universe;
mod validtype;

pub use check::{
    CheckResult, Checker, DeclInfo, DeclKind, ImportedPackage, Importer, Options, Source,
    SourceFile, check_program,
};
pub use constant::Value;
pub use info::{ExprInfo, FuncVars, Info, Initializer, Instance, Mode, Selection, SelectionKind};
pub use lookup::{Found, MethodSetEntry};
pub use object::{Builtin, DeclId, ObjId, ObjKind, Object, Objects, Package, PkgId, Var, VarKind};
pub use typ::{
    BasicKind, ChanDir, Field, Interface, Method, Named, Param, Signature, Struct, Type, TypeId,
    TypeSet, TypeStore,
};
pub use typestring::Qualifier;
