//! Substitution of types for type parameters, and the instances it makes.
//!
//! `subst` is the one way from a generic body's types to those of an instance. What does not mention the parameters
//! comes back with its own id. An instance of a defined type is interned by origin and arguments, and gets its
//! underlying type as soon as the origin's right side is known: until then it waits in `pending`. Expansion is a work
//! list, not recursion; an instance that keeps making ever larger instances of its own origin is cut off at
//! `MAX_GENERATIONS` (`mono` and `validtype` report such programs).

use std::rc::Rc;

use super::check::Checker;
use super::fx::FxHashMap;
use super::object::ObjId;
use super::typ::{
    Alias, Field, Interface, Method, Named, Param, Signature, Struct, Term, Type, TypeId, TypeParam,
};

/// How many times an instance of a type may lead to a new instance of the same type.
const MAX_GENERATIONS: u32 = 8;

/// Bookkeeping of instances.
#[derive(Default)]
pub(super) struct Instances {
    /// Origin to instances that wait for its right side.
    pending: FxHashMap<TypeId, Vec<TypeId>>,
    /// Instances to be expanded, with what led to them.
    queue: Vec<TypeId>,
    expanding: bool,
    /// The instance being expanded.
    parent: Option<TypeId>,
    /// How many ancestors of the same origin an instance has.
    generation: FxHashMap<TypeId, FxHashMap<TypeId, u32>>,
    /// Method and owner to the method's type there.
    methods: FxHashMap<(ObjId, TypeId), TypeId>,
    pub serial: u32,
}

/// A list of parameters and what stands for them.
pub(super) struct Map<'a> {
    from: &'a [TypeId],
    to: &'a [TypeId],
    done: FxHashMap<TypeId, TypeId>,
    depth: u32,
}

impl<'a> Map<'a> {
    pub(super) fn new(from: &'a [TypeId], to: &'a [TypeId]) -> Map<'a> {
        Map {
            from,
            to,
            done: FxHashMap::default(),
            depth: 0,
        }
    }
}

impl Checker {
    /// `t` with `targs` in place of `tparams` (a target `UNSET` leaves its parameter alone). The result is not
    /// canonical.
    pub fn subst(&mut self, t: TypeId, tparams: &[TypeId], targs: &[TypeId]) -> TypeId {
        if tparams.is_empty() {
            return t;
        }
        self.subst_in(t, &mut Map::new(tparams, targs))
    }

    pub(super) fn subst_in(&mut self, t: TypeId, m: &mut Map) -> TypeId {
        if t == TypeId::UNSET || matches!(self.types.get(t), Type::Basic(_)) {
            return t;
        }
        if let Some(&r) = m.done.get(&t) {
            return r;
        }
        if m.depth > 1000 {
            return TypeId::INVALID;
        }
        m.depth += 1;
        let r = self.subst_type(t, m);
        m.depth -= 1;
        m.done.insert(t, r);
        r
    }

    fn subst_list(&mut self, l: &[TypeId], m: &mut Map) -> Option<Rc<[TypeId]>> {
        let new: Vec<TypeId> = l.iter().map(|&t| self.subst_in(t, m)).collect();
        (new != l).then(|| new.into())
    }

    fn subst_type(&mut self, t: TypeId, m: &mut Map) -> TypeId {
        match self.types.get(t).clone() {
            Type::Basic(_) => t,
            Type::TypeParam(_) => match m.from.iter().position(|&p| p == t) {
                Some(i) => match m.to.get(i) {
                    Some(&to) if to != TypeId::UNSET => to,
                    _ => t,
                },
                None => t,
            },
            Type::Named(n) => {
                let targs = self.subst_list(&n.targs, m);
                let outer = self.subst_list(&n.outer, m);
                if targs.is_none() && outer.is_none() {
                    return t;
                }
                let origin = n.origin.unwrap_or(t);
                let targs = targs.unwrap_or(n.targs);
                let outer = outer.unwrap_or(n.outer);
                self.named_instance(origin, targs, outer)
            }
            Type::Alias(a) => {
                if a.targs.is_empty() {
                    let r = if a.rhs == TypeId::UNSET {
                        return t;
                    } else {
                        self.subst_in(a.rhs, m)
                    };
                    return if r == a.rhs { t } else { r };
                }
                match self.subst_list(&a.targs, m) {
                    None => t,
                    Some(l) => self.alias_instance(a.origin.unwrap_or(t), l),
                }
            }
            Type::Pointer(e) => {
                let e = self.subst_in(e, m);
                self.types.pointer(e)
            }
            Type::Slice(e) => {
                let e = self.subst_in(e, m);
                self.types.slice(e)
            }
            Type::Array { elem, len } => {
                let e = self.subst_in(elem, m);
                self.types.array(e, len)
            }
            Type::Map { key, elem } => {
                let (k, e) = (self.subst_in(key, m), self.subst_in(elem, m));
                self.types.map(k, e)
            }
            Type::Chan { dir, elem } => {
                let e = self.subst_in(elem, m);
                self.types.chan(dir, e)
            }
            Type::Tuple(l) => match self.subst_list(&l, m) {
                None => t,
                Some(l) => self.types.tuple(&l),
            },
            Type::Struct(s) => {
                let new: Vec<Field> = s
                    .fields
                    .iter()
                    .map(|f| Field {
                        ty: self.subst_in(f.ty, m),
                        ..f.clone()
                    })
                    .collect();
                if new.iter().zip(&s.fields).all(|(a, b)| a.ty == b.ty) {
                    return t;
                }
                self.types
                    .add(Type::Struct(Rc::new(Struct { fields: new })))
            }
            Type::Signature(s) => self.subst_signature(t, &s, m),
            Type::Interface(i) => {
                let methods: Vec<Method> = i
                    .methods
                    .iter()
                    .map(|x| Method {
                        sig: self.subst_in(x.sig, m),
                        ..*x
                    })
                    .collect();
                let embedded: Vec<_> = i
                    .embedded
                    .iter()
                    .map(|&(e, pos)| (self.subst_in(e, m), pos))
                    .collect();
                let same = methods.iter().zip(&i.methods).all(|(a, b)| a.sig == b.sig)
                    && embedded == i.embedded;
                if same {
                    return t;
                }
                self.types.add(Type::Interface(Rc::new(Interface {
                    methods,
                    embedded,
                    implicit: i.implicit,
                })))
            }
            Type::Union(l) => {
                let new: Vec<Term> = l
                    .iter()
                    .map(|u| Term {
                        tilde: u.tilde,
                        ty: self.subst_in(u.ty, m),
                    })
                    .collect();
                if new[..] == l[..] {
                    return t;
                }
                self.types.add(Type::Union(new.into()))
            }
        }
    }

    fn subst_params(&mut self, l: &[Param], m: &mut Map) -> Vec<Param> {
        l.iter()
            .map(|p| Param {
                name: p.name,
                ty: self.subst_in(p.ty, m),
            })
            .collect()
    }

    fn subst_signature(&mut self, t: TypeId, s: &Signature, m: &mut Map) -> TypeId {
        let params = self.subst_params(&s.params, m);
        let results = self.subst_params(&s.results, m);
        let same = |a: &[Param], b: &[Param]| a.iter().zip(b).all(|(x, y)| x.ty == y.ty);
        // The parameters of a generic method may be bound by those of its receiver.
        let bounds: Vec<TypeId> = s
            .tparams
            .iter()
            .map(|&p| {
                let b = self.bound_of(p);
                self.subst_in(b, m)
            })
            .collect();
        let bound_changed = s
            .tparams
            .iter()
            .zip(&bounds)
            .any(|(&p, &b)| self.bound_of(p) != b);
        if !bound_changed {
            if same(&params, &s.params) && same(&results, &s.results) {
                return t;
            }
            return self.types.signature(Signature {
                tparams: s.tparams.clone(),
                params,
                results,
                variadic: s.variadic,
            });
        }
        let (new, map) = self.fresh_params(&s.tparams);
        for (i, &p) in new.iter().enumerate() {
            let b = self.subst(bounds[i], &s.tparams, &map);
            self.set_bound(p, b);
        }
        let sig = self.types.signature(Signature {
            tparams: s.tparams.clone(),
            params,
            results,
            variadic: s.variadic,
        });
        let Some(sig) = self.types.as_signature(sig) else {
            return t;
        };
        let mut inner = Map::new(&s.tparams, &map);
        let params = self.subst_params(&sig.params, &mut inner);
        let results = self.subst_params(&sig.results, &mut inner);
        self.types.signature(Signature {
            tparams: new,
            params,
            results,
            variadic: s.variadic,
        })
    }

    /// Copies of type parameters, their bounds still those of the originals.
    pub(super) fn fresh_params(&mut self, l: &[TypeId]) -> (Rc<[TypeId]>, Vec<TypeId>) {
        let new: Vec<TypeId> = l
            .iter()
            .map(|&p| {
                let mut tp = match self.types.get(p) {
                    Type::TypeParam(tp) => tp.clone(),
                    _ => return p,
                };
                self.instances.serial += 1;
                tp.serial = self.instances.serial;
                self.types.add(Type::TypeParam(tp))
            })
            .collect();
        (new.clone().into(), new)
    }

    /// The constraint of a type parameter as written.
    pub(super) fn bound_of(&self, p: TypeId) -> TypeId {
        match self.types.get(p) {
            Type::TypeParam(tp) => tp.bound,
            _ => TypeId::INVALID,
        }
    }

    pub(super) fn set_bound(&mut self, p: TypeId, bound: TypeId) {
        if let Type::TypeParam(tp) = self.types.get_mut(p) {
            tp.bound = bound;
        }
    }

    pub(super) fn new_type_param(&mut self, obj: ObjId, index: u32) -> TypeId {
        self.instances.serial += 1;
        let serial = self.instances.serial;
        self.types.add(Type::TypeParam(Box::new(TypeParam {
            obj,
            index,
            serial,
            bound: TypeId::INVALID,
        })))
    }

    // ---- Instances ----

    /// The instance of defined type `origin`; `targs` need not fit (which is reported elsewhere).
    pub(super) fn named_instance(
        &mut self,
        origin: TypeId,
        targs: Rc<[TypeId]>,
        outer: Rc<[TypeId]>,
    ) -> TypeId {
        let Type::Named(o) = self.types.get(origin) else {
            return TypeId::INVALID;
        };
        if targs.is_empty() && outer == o.outer {
            return origin;
        }
        let key: Rc<[TypeId]> = targs.iter().chain(outer.iter()).copied().collect();
        if let Some(&t) = self.types.instances.get(&(origin, key.clone())) {
            return t;
        }
        let named = Named {
            obj: o.obj,
            rhs: TypeId::UNSET,
            underlying: TypeId::UNSET,
            methods: Rc::new([]),
            tparams: Rc::new([]),
            targs,
            origin: Some(origin),
            outer,
        };
        let t = self.types.add(Type::Named(Box::new(named)));
        self.types.instances.insert((origin, key), t);
        let mut generation = match self.instances.parent {
            Some(p) => self
                .instances
                .generation
                .get(&p)
                .cloned()
                .unwrap_or_default(),
            None => FxHashMap::default(),
        };
        let n = generation.entry(origin).or_insert(0);
        *n += 1;
        if *n > MAX_GENERATIONS {
            if let Some(n) = self.types.named_mut(t) {
                n.rhs = TypeId::INVALID;
            }
            return t;
        }
        self.instances.generation.insert(t, generation);
        self.expand(t);
        t
    }

    /// An alias of a generic alias's right side.
    pub(super) fn alias_instance(&mut self, origin: TypeId, targs: Rc<[TypeId]>) -> TypeId {
        let Type::Alias(o) = self.types.get(origin) else {
            return TypeId::INVALID;
        };
        if let Some(&t) = self.types.instances.get(&(origin, targs.clone())) {
            return t;
        }
        let alias = Alias {
            obj: o.obj,
            rhs: TypeId::UNSET,
            tparams: Rc::new([]),
            targs: targs.clone(),
            origin: Some(origin),
        };
        let t = self.types.add(Type::Alias(Box::new(alias)));
        self.types.instances.insert((origin, targs), t);
        self.expand(t);
        t
    }

    fn expand(&mut self, t: TypeId) {
        self.instances.queue.push(t);
        if self.instances.expanding {
            return;
        }
        self.instances.expanding = true;
        let parent = self.instances.parent.take();
        while let Some(t) = self.instances.queue.pop() {
            self.instances.parent = Some(t);
            self.expand_one(t);
        }
        self.instances.parent = parent;
        self.instances.expanding = false;
    }

    /// What an instance is made from: its origin, the parameters and the arguments.
    pub(super) fn instance_map(&self, t: TypeId) -> Option<(TypeId, Vec<TypeId>, Vec<TypeId>)> {
        match self.types.get(t) {
            Type::Named(n) => {
                let origin = n.origin?;
                let Type::Named(o) = self.types.get(origin) else {
                    return None;
                };
                Some((
                    origin,
                    o.tparams.iter().chain(o.outer.iter()).copied().collect(),
                    n.targs.iter().chain(n.outer.iter()).copied().collect(),
                ))
            }
            Type::Alias(a) => {
                let origin = a.origin?;
                let Type::Alias(o) = self.types.get(origin) else {
                    return None;
                };
                Some((origin, o.tparams.to_vec(), a.targs.to_vec()))
            }
            _ => None,
        }
    }

    fn expand_one(&mut self, t: TypeId) {
        let Some((origin, from, to)) = self.instance_map(t) else {
            return;
        };
        let rhs = match self.types.get(origin) {
            Type::Named(n) => n.rhs,
            Type::Alias(a) => a.rhs,
            _ => return,
        };
        if rhs == TypeId::UNSET {
            self.instances.pending.entry(origin).or_default().push(t);
            return;
        }
        let new = if from.len() == to.len() {
            self.subst(rhs, &from, &to)
        } else {
            TypeId::INVALID
        };
        match self.types.get_mut(t) {
            Type::Named(n) => n.rhs = new,
            Type::Alias(a) => a.rhs = new,
            _ => {}
        }
    }

    /// Expands the instances that waited for the right side of `origin`.
    pub(super) fn expand_pending(&mut self, origin: TypeId) {
        for t in self.instances.pending.remove(&origin).unwrap_or_default() {
            self.expand(t);
        }
    }

    /// Whether `t` mentions one of `tparams`.
    pub(super) fn is_parameterized(&mut self, tparams: &[TypeId], t: TypeId) -> bool {
        self.mentions_any(tparams, t, &mut FxHashMap::default())
    }

    fn mentions_any(
        &mut self,
        tparams: &[TypeId],
        t: TypeId,
        seen: &mut FxHashMap<TypeId, bool>,
    ) -> bool {
        if t == TypeId::UNSET {
            return false;
        }
        if let Some(&r) = seen.get(&t) {
            return r;
        }
        seen.insert(t, false);
        let r = match self.types.get(t).clone() {
            Type::Basic(_) => false,
            Type::TypeParam(_) => tparams.contains(&t),
            Type::Alias(_) => {
                let u = self.types.unalias(t);
                self.mentions_any(tparams, u, seen)
            }
            Type::Named(n) => n
                .targs
                .iter()
                .chain(n.outer.iter())
                .any(|&a| self.mentions_any(tparams, a, seen)),
            Type::Pointer(e) | Type::Slice(e) => self.mentions_any(tparams, e, seen),
            Type::Array { elem, .. } | Type::Chan { elem, .. } => {
                self.mentions_any(tparams, elem, seen)
            }
            Type::Map { key, elem } => {
                self.mentions_any(tparams, key, seen) || self.mentions_any(tparams, elem, seen)
            }
            Type::Tuple(l) => l.iter().any(|&e| self.mentions_any(tparams, e, seen)),
            Type::Struct(s) => s
                .fields
                .iter()
                .any(|f| self.mentions_any(tparams, f.ty, seen)),
            Type::Signature(s) => s
                .params
                .iter()
                .chain(&s.results)
                .any(|p| self.mentions_any(tparams, p.ty, seen)),
            Type::Interface(i) => {
                i.methods
                    .iter()
                    .any(|x| self.mentions_any(tparams, x.sig, seen))
                    || i.embedded
                        .iter()
                        .any(|&(e, _)| self.mentions_any(tparams, e, seen))
            }
            Type::Union(l) => l.iter().any(|u| self.mentions_any(tparams, u.ty, seen)),
        };
        seen.insert(t, r);
        r
    }

    // ---- Methods of instances ----

    /// The type parameters a declared function's body is written in: the receiver's, then its own.
    pub fn func_tparams(&mut self, f: ObjId) -> Rc<[TypeId]> {
        self.obj_type(f);
        match self.func_params.get(&f) {
            Some(p) => p.recv.iter().chain(p.own.iter()).copied().collect(),
            None => Rc::new([]),
        }
    }

    /// The signature of method `m` for receivers of type `owner` (an instance of its receiver's base type, or that
    /// type itself).
    pub fn method_type(&mut self, m: ObjId, owner: TypeId) -> TypeId {
        let sig = self.obj_type(m);
        let targs = match self.types.named(owner) {
            Some(n) if !n.targs.is_empty() => n.targs.clone(),
            _ => return sig,
        };
        let Some(params) = self.func_params.get(&m) else {
            return sig;
        };
        let from = params.recv.clone();
        if from.len() != targs.len() || sig == TypeId::INVALID {
            return sig;
        }
        if let Some(&t) = self.instances.methods.get(&(m, owner)) {
            return t;
        }
        let t = self.subst(sig, &from, &targs);
        self.instances.methods.insert((m, owner), t);
        t
    }

    /// The methods declared for a defined type, or for the generic type it is an instance of.
    pub fn declared_methods(&self, t: TypeId) -> Rc<[ObjId]> {
        let Some(n) = self.types.named(t) else {
            return Rc::new([]);
        };
        match n.origin.map(|o| self.types.get(o)) {
            Some(Type::Named(o)) => o.methods.clone(),
            _ => n.methods.clone(),
        }
    }
}
