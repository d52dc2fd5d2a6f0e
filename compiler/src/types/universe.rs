//! The predeclared names, and package `unsafe`.

use std::rc::Rc;

use minigo_syntax::Symbol;

use super::check::Checker;
use super::constant::Value;
use super::object::{Builtin, ObjId, ObjKind, Object, Package, PkgId};
use super::scope::ScopeId;
use super::typ::{Alias, Interface, Method, Named, Param, Signature, Type, TypeId};
use crate::diagnostic::NO_PLACE;

use Builtin as B;

/// Name, least number of arguments, whether more are taken, and whether a call may stand as a statement.
pub(super) fn builtin_info(b: Builtin) -> (&'static str, usize, bool, bool) {
    match b {
        B::Append => ("append", 1, true, false),
        B::Cap => ("cap", 1, false, false),
        B::Clear => ("clear", 1, false, true),
        B::Close => ("close", 1, false, true),
        B::Complex => ("complex", 2, false, false),
        B::Copy => ("copy", 2, false, true),
        B::Delete => ("delete", 2, false, true),
        B::Imag => ("imag", 1, false, false),
        B::Len => ("len", 1, false, false),
        B::Make => ("make", 1, true, false),
        B::Max => ("max", 1, true, false),
        B::Min => ("min", 1, true, false),
        B::New => ("new", 1, false, false),
        B::Panic => ("panic", 1, false, true),
        B::Print => ("print", 0, true, true),
        B::Println => ("println", 0, true, true),
        B::Real => ("real", 1, false, false),
        B::Recover => ("recover", 0, false, true),
        B::UnsafeAdd => ("Add", 2, false, false),
        B::UnsafeAlignof => ("Alignof", 1, false, false),
        B::UnsafeOffsetof => ("Offsetof", 1, false, false),
        B::UnsafeSizeof => ("Sizeof", 1, false, false),
        B::UnsafeSlice => ("Slice", 2, false, false),
        B::UnsafeSliceData => ("SliceData", 1, false, false),
        B::UnsafeString => ("String", 2, false, false),
        B::UnsafeStringData => ("StringData", 1, false, false),
    }
}

const UNIVERSE_BUILTINS: [Builtin; 18] = [
    B::Append,
    B::Cap,
    B::Clear,
    B::Close,
    B::Complex,
    B::Copy,
    B::Delete,
    B::Imag,
    B::Len,
    B::Make,
    B::Max,
    B::Min,
    B::New,
    B::Panic,
    B::Print,
    B::Println,
    B::Real,
    B::Recover,
];

const UNSAFE_BUILTINS: [Builtin; 8] = [
    B::UnsafeAdd,
    B::UnsafeAlignof,
    B::UnsafeOffsetof,
    B::UnsafeSizeof,
    B::UnsafeSlice,
    B::UnsafeSliceData,
    B::UnsafeString,
    B::UnsafeStringData,
];

impl Checker {
    /// Fills the universe scope and package `unsafe`; the types made here have the ids named in `TypeId`.
    pub(super) fn define_universe(&mut self) {
        let universe = self.scopes.open(None);
        debug_assert_eq!(universe, ScopeId::UNIVERSE);
        let unsafe_scope = self.scopes.open(Some(universe));
        for (path, scope) in [("", universe), ("unsafe", unsafe_scope)] {
            self.pkgs.push(Package {
                path: Rc::from(path),
                name: Symbol::intern(path),
                scope,
                imports: Vec::new(),
                lazy: true,
                fake: false,
                idle: false,
                objects: Vec::new(),
                inits: Vec::new(),
            });
        }
        for i in (1..=17).chain([26, 27]) {
            let t = TypeId(i);
            self.predeclare(
                TypeId::basic_name(t),
                t,
                ObjKind::TypeName { is_alias: i >= 26 },
            );
        }
        let up = self.new_predeclared(
            "Pointer",
            TypeId::UNSAFE_POINTER,
            ObjKind::TypeName { is_alias: false },
        );
        self.objs[up].pkg = PkgId::UNSAFE;
        self.scopes[unsafe_scope].insert(Symbol::intern("Pointer"), up);

        // interface{} and any
        let empty = self.types.add(Type::Interface(Rc::new(Interface {
            methods: Vec::new(),
            embedded: Vec::new(),
            implicit: false,
        })));
        debug_assert_eq!(empty, TypeId::EMPTY_INTERFACE);
        let any = self.predeclare("any", TypeId::ANY, ObjKind::TypeName { is_alias: true });
        let t = self.types.add(Type::Alias(Box::new(Alias {
            obj: any,
            rhs: empty,
            tparams: Rc::new([]),
            targs: Rc::new([]),
            origin: None,
        })));
        debug_assert_eq!(t, TypeId::ANY);

        self.define_interface("error", TypeId::ERROR, |c| {
            let sig = TypeId::ERROR_METHOD;
            vec![Method {
                name: Symbol::intern("Error"),
                pkg: c.universe_pkg(),
                sig,
                pos: NO_PLACE,
            }]
        });
        self.define_interface("comparable", TypeId::COMPARABLE, |_| Vec::new());
        let sig = self.types.signature(Signature {
            tparams: Rc::new([]),
            params: Vec::new(),
            results: vec![Param {
                name: Symbol::EMPTY,
                ty: TypeId::STRING,
            }],
            variadic: false,
        });
        debug_assert_eq!(sig, TypeId::ERROR_METHOD);

        for (name, v) in [("true", true), ("false", false)] {
            self.predeclare(
                name,
                TypeId::UNTYPED_BOOL,
                ObjKind::Const {
                    value: Value::Bool(v),
                },
            );
        }
        self.iota = self.predeclare(
            "iota",
            TypeId::UNTYPED_INT,
            ObjKind::Const {
                value: Value::Int(0),
            },
        );
        self.predeclare("nil", TypeId::UNTYPED_NIL, ObjKind::Nil);
        for b in UNIVERSE_BUILTINS {
            self.predeclare(builtin_info(b).0, TypeId::INVALID, ObjKind::Builtin(b));
        }
        for b in UNSAFE_BUILTINS {
            let name = builtin_info(b).0;
            let o = self.new_predeclared(name, TypeId::INVALID, ObjKind::Builtin(b));
            self.objs[o].pkg = PkgId::UNSAFE;
            self.scopes[unsafe_scope].insert(Symbol::intern(name), o);
        }
    }

    fn universe_pkg(&self) -> PkgId {
        PkgId::UNIVERSE
    }

    fn define_interface(
        &mut self,
        name: &str,
        id: TypeId,
        methods: impl Fn(&Checker) -> Vec<Method>,
    ) {
        let obj = self.predeclare(name, id, ObjKind::TypeName { is_alias: false });
        let iface = TypeId(id.0 + 1);
        let t = self.types.add(Type::Named(Box::new(Named {
            obj,
            rhs: iface,
            underlying: iface,
            methods: Rc::new([]),
            tparams: Rc::new([]),
            targs: Rc::new([]),
            origin: None,
            outer: Rc::new([]),
        })));
        debug_assert_eq!(t, id);
        let methods = methods(self);
        self.types.add(Type::Interface(Rc::new(Interface {
            methods,
            embedded: Vec::new(),
            implicit: false,
        })));
    }

    fn new_predeclared(&mut self, name: &str, ty: TypeId, kind: ObjKind) -> ObjId {
        self.objs.add(Object {
            name: Symbol::intern(name),
            pkg: PkgId::UNIVERSE,
            pos: NO_PLACE,
            ty,
            kind,
            parent: Some(ScopeId::UNIVERSE),
            order: 0,
            decl: None,
        })
    }

    fn predeclare(&mut self, name: &str, ty: TypeId, kind: ObjKind) -> ObjId {
        let o = self.new_predeclared(name, ty, kind);
        self.scopes[ScopeId::UNIVERSE].insert(Symbol::intern(name), o);
        o
    }
}
