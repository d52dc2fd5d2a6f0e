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
//! # Generics
//!
//! A generic body is checked once, so `info` stays indexed by node alone and its types mention `Type::TypeParam`. Who
//! compiles an instance of it maps every type through `subst`:
//!
//! * `func_tparams(f)` lists the type parameters that the body of `f` is written in: its receiver's, then its own. The
//!   function is generic exactly if that is not empty, and is compiled once for each list of canonical arguments.
//! * `subst(ty, tparams, targs)` gives a type of the instance (pass the result to `canonical`).
//! * `info.instances[e.id]` is there for each expression that denotes an instantiated function: a name, selector or
//!   index expression (`F`, `p.F`, `x.M`, `F[int]`; never in parentheses), inferred arguments included. `targs` are
//!   complete, in terms of the enclosing function's type parameters, and are the function's own: for a method those of
//!   its receiver come first, from `Selection::owner`. The type recorded for the expression is the instantiated one.
//! * A selected method is the origin's object (`Selection::method`), `Selection::owner` the defined type or instance it
//!   belongs to: `types.named(owner).targs` are the receiver's arguments. `method_type(m, owner)` is its signature there.
//!   `Found::Method` and `MethodSetEntry` say the same.
//! * `x.M` with `x` of a type parameter's type is recorded as an interface method whose `iface` is that parameter. In an
//!   instance the receiver is concrete (or some interface): look the name up anew, with `addressable`.
//! * Instances of defined types are interned by origin and arguments and have their underlying type at once.
//!   `Named::methods` are the origin's only: `declared_methods(t)`. Types declared in generic functions carry that
//!   function's parameters in `Named::outer`, so `subst` makes distinct instances of them.
//! * Operands of type-parameter type are never constant, but a constant may have such a type: `T(1)` is no constant, the
//!   `1` in `x + 1` is one of type T; its value fits each type that T may stand for.
//!
//! Inside: `typeparam` declares parameters, `under` looks at their type sets, `subst` and `instantiate` make instances,
//! `funcinst`, `infer` and `unify` find missing arguments, `mono` refuses programs that would need endlessly many.

mod assignments;
mod binary;
mod builtins;
mod call;
pub mod check;
pub mod constant;
mod conversions;
mod decl;
mod directives;
mod errors;
mod expr;
mod exprstring;
mod funcinst;
pub mod fx;
mod index;
mod infer;
pub mod info;
pub(crate) mod initorder;
mod instantiate;
pub(crate) mod interactive;
mod literals;
pub mod lookup;
mod mono;
pub mod object;
mod operand;
pub mod outline;
mod predicates;
mod range;
mod resolver;
pub mod scope;
pub mod sizes;
mod stmt;
mod subst;
mod suggest;
mod terminating;
pub mod typ;
mod typeparam;
mod typeset;
pub mod typestring;
mod typexpr;
mod under;
mod unify;
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
pub(crate) use outline::declared_names;
pub use typ::{
    BasicKind, ChanDir, Field, Interface, Method, Named, Param, Signature, Struct, Type, TypeId,
    TypeSet, TypeStore,
};
pub use typestring::Qualifier;
