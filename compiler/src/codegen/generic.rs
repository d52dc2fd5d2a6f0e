//! Instances of generic functions.
//!
//! A generic body is checked once, and what the checker recorded of it is written in its type parameters. It is compiled
//! once for each list of canonical type arguments: `FuncKey::Inst`. While that happens `Gen::env` maps the parameters to
//! the arguments, and everything recorded goes through it: [`Gen::type_of`] and [`Gen::obj_type`] give concrete types,
//! [`Gen::selection`] selections on them. So the rest of the code generator never sees a type parameter.
//!
//! Instances whose code turned out the same are made one at the end (`share`).

use std::rc::Rc;

use minigo_syntax::NodeId;
use minigo_syntax::nodes::{Expr, ExprKind};

use super::{FuncKey, Gen};
use crate::types::fx::FxHashMap;
use crate::types::info::{Selection, SelectionKind};
use crate::types::lookup::Found;
use crate::types::object::{ObjId, ObjKind};
use crate::types::typ::{Type, TypeId};

/// Instances that a program may have. Programs that need endlessly many are refused by the checker; this bounds those
/// that need very many.
const MAX_INSTANCES: usize = 100_000;

/// Type parameters of the function in progress, and what stands for them.
#[derive(Default)]
pub(crate) struct TypeEnv {
    pub from: Rc<[TypeId]>,
    pub to: Rc<[TypeId]>,
    done: FxHashMap<TypeId, TypeId>,
}

impl TypeEnv {
    pub(crate) fn new(from: Rc<[TypeId]>, to: Rc<[TypeId]>) -> TypeEnv {
        TypeEnv {
            from,
            to,
            done: FxHashMap::default(),
        }
    }
}

impl Gen<'_> {
    /// A recorded type with the arguments of the instance in progress.
    pub(crate) fn concrete(&mut self, ty: TypeId) -> TypeId {
        if self.env.from.is_empty() {
            return ty;
        }
        if let Some(&t) = self.env.done.get(&ty) {
            return t;
        }
        let (from, to) = (self.env.from.clone(), self.env.to.clone());
        let mut t = self.ck.subst(ty, &from, &to);
        if t != ty {
            t = self.ck.canonical(t);
        }
        self.env.done.insert(ty, t);
        t
    }

    /// What a selector selects. A method of a type parameter is one of its argument.
    pub(crate) fn selection(&mut self, n: NodeId) -> Option<Selection> {
        let mut sel = self.ck.info.selections.get(&n)?.clone();
        if self.env.from.is_empty() {
            return Some(sel);
        }
        let (base, _) = self.ck.types.deref(sel.recv);
        let of_param = self.ck.types.type_param(base).is_some();
        let method = matches!(
            sel.kind,
            SelectionKind::InterfaceMethod | SelectionKind::InterfaceMethodExpr
        );
        let iface = sel.iface;
        sel.recv = self.concrete(sel.recv);
        sel.ty = self.concrete(sel.ty);
        sel.owner = self.concrete(sel.owner);
        sel.iface = self.concrete(sel.iface);
        if !(of_param && method && sel.path.is_empty()) {
            return Some(sel);
        }
        let set = self.ck.type_set(iface);
        let m = *set.methods.get(sel.method_index as usize)?;
        let expr = sel.kind == SelectionKind::InterfaceMethodExpr;
        match self
            .ck
            .lookup_field_or_method(sel.recv, true, m.pkg, m.name)
        {
            Found::Method(at, method, owner) => {
                sel.kind = if expr {
                    SelectionKind::MethodExpr
                } else {
                    SelectionKind::MethodVal
                };
                sel.path = at.path.into();
                sel.indirect = at.indirect;
                sel.method = method;
                sel.owner = owner;
            }
            Found::InterfaceMethod(at, index, iface) => {
                sel.path = at.path.into();
                sel.indirect = at.indirect;
                sel.method_index = index;
                sel.iface = iface;
            }
            _ => {}
        }
        Some(sel)
    }

    /// The arguments that a use of a generic function was given, in the instance in progress.
    fn instance_args(&mut self, n: NodeId) -> Vec<TypeId> {
        let args = match self.ck.info.instances.get(&n) {
            Some(i) => i.targs.clone(),
            None => return Vec::new(),
        };
        args.iter().map(|&t| self.canonical_arg(t)).collect()
    }

    fn canonical_arg(&mut self, t: TypeId) -> TypeId {
        let t = self.concrete(t);
        self.ck.canonical(t)
    }

    /// The function that a use `n` of object `o` stands for.
    pub(crate) fn func_key(&mut self, o: ObjId, n: NodeId) -> FuncKey {
        let args = self.instance_args(n);
        self.inst_key(o, TypeId::INVALID, args)
    }

    /// The function of a method selected by `sel` at `n`.
    pub(crate) fn method_key(&mut self, sel: &Selection, n: NodeId) -> FuncKey {
        let own = self.instance_args(n);
        self.owner_key(sel.method, sel.owner, own)
    }

    /// The function of a method that the defined type `owner` has, with further arguments of a generic method.
    pub(crate) fn owner_key(&mut self, o: ObjId, owner: TypeId, own: Vec<TypeId>) -> FuncKey {
        let owner = self.canonical_arg(owner);
        let mut args: Vec<TypeId> = match self.ck.types.named(owner) {
            Some(n) => n.targs.to_vec(),
            None => Vec::new(),
        };
        for t in &mut args {
            *t = self.ck.canonical(*t);
        }
        args.extend(own);
        self.inst_key(o, owner, args)
    }

    fn inst_key(&mut self, o: ObjId, owner: TypeId, args: Vec<TypeId>) -> FuncKey {
        if args.is_empty() {
            return FuncKey::Decl(o);
        }
        self.instances += 1;
        if self.instances > MAX_INSTANCES && self.funcs.len() > MAX_INSTANCES {
            let span = self.ck.objs[o].pos;
            self.unsupported(
                span,
                "programs with this many instances of generic functions",
            );
            return FuncKey::Decl(o);
        }
        FuncKey::Inst(o, owner, args.into())
    }

    /// Function and node of the use, if the expression names a declared function (not a method of a value).
    pub(crate) fn callee_object(&self, fun: &'static Expr) -> Option<(ObjId, NodeId)> {
        let fun = fun.unparen();
        let (base, at) = self.instantiated(fun);
        let id = match &base.kind {
            ExprKind::Name(_) => base.id,
            ExprKind::Selector(s) if !self.ck.info.selections.contains_key(&base.id) => s.sel.id,
            _ => return None,
        };
        let o = self.ck.info.object_of(id)?;
        matches!(self.ck.objs[o].kind, ObjKind::Func(_)).then_some((o, at))
    }

    /// `F` of `F[int]` and the node that has the arguments; other expressions as they are.
    pub(crate) fn instantiated(&self, e: &'static Expr) -> (&'static Expr, NodeId) {
        match &e.kind {
            ExprKind::Index(x) if self.ck.info.instances.contains_key(&e.id) => {
                (x.x.unparen(), e.id)
            }
            _ => (e, e.id),
        }
    }

    /// Whether `ty` itself is (an instance of) the defined type that has the method.
    pub(crate) fn own_type(&mut self, ty: TypeId, method: ObjId) -> bool {
        let Some(base) = self.func_info(method).and_then(|f| f.recv_base) else {
            return false;
        };
        let base = self.ck.obj_type(base);
        let ty = self.ck.types.unalias(ty);
        match self.ck.types.get(ty) {
            Type::Named(n) if n.origin.is_some() => n.origin == Some(base),
            _ => self.identical(base, ty),
        }
    }

    /// `main.Map[...]`, `main.(*List[...]).Push`
    pub(crate) fn inst_name(&mut self, o: ObjId) -> String {
        let params = self.ck.func_tparams(o).len();
        let obj = &self.ck.objs[o];
        let pkg = &self.ck.pkgs[obj.pkg.0 as usize].path;
        let Some(f) = obj.func().filter(|f| f.is_method) else {
            return format!("{pkg}.{}[...]", obj.name);
        };
        let Some(base) = f.recv_base else {
            return self.func_name(o);
        };
        let generic = self
            .ck
            .types
            .named(self.ck.objs[base].ty)
            .map_or(0, |n| n.tparams.len());
        let own = params > generic;
        let base = self.ck.objs[base].name;
        let base = if generic > 0 {
            format!("{base}[...]")
        } else {
            base.to_string()
        };
        let own = if own { "[...]" } else { "" };
        if f.ptr_recv {
            format!("{pkg}.(*{base}).{}{own}", obj.name)
        } else {
            format!("{pkg}.{base}.{}{own}", obj.name)
        }
    }
}
