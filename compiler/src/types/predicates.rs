//! Predicates on types: identity, comparability, the classes of basic types.

use super::check::Checker;
use super::fx::FxHashSet;
use super::object::PkgId;
use super::typ::{BasicKind, Signature, Type, TypeId, TypeStore};
use minigo_syntax::Symbol;
use std::rc::Rc;

impl TypeStore {
    /// `UINT8` for `BYTE`, `INT32` for `RUNE`, others unchanged.
    pub fn canonical_basic(&self, t: TypeId) -> TypeId {
        match t {
            TypeId::BYTE => TypeId::UINT8,
            TypeId::RUNE => TypeId::INT32,
            t => t,
        }
    }

    fn is(&self, t: TypeId, f: impl Fn(BasicKind) -> bool) -> bool {
        matches!(self.under_type(t), Type::Basic(k) if f(*k))
    }

    /// Not in error.
    pub fn is_valid(&self, t: TypeId) -> bool {
        self.unalias(t) != TypeId::INVALID
    }
    /// Underlying integer type.
    pub fn is_integer(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_integer)
    }
    /// Underlying unsigned type.
    pub fn is_unsigned(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_unsigned)
    }
    /// Underlying floating-point type.
    pub fn is_float(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_float)
    }
    /// Underlying complex type.
    pub fn is_complex(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_complex)
    }
    /// Underlying numeric type.
    pub fn is_numeric(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_numeric)
    }
    /// Underlying string type.
    pub fn is_string(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_string)
    }
    /// Underlying boolean type.
    pub fn is_boolean(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_boolean)
    }
    /// Ordered by `<`.
    pub fn is_ordered(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_ordered)
    }
    /// May be a constant's type.
    pub fn is_const_type(&self, t: TypeId) -> bool {
        self.is(t, BasicKind::is_const_type)
    }
    /// Untyped, nil included.
    pub fn is_untyped(&self, t: TypeId) -> bool {
        matches!(self.get(t), Type::Basic(k) if k.is_untyped())
    }
    /// Not untyped.
    pub fn is_typed(&self, t: TypeId) -> bool {
        !self.is_untyped(t)
    }
    /// Untyped and numeric.
    pub fn is_untyped_numeric(&self, t: TypeId) -> bool {
        matches!(self.get(t), Type::Basic(k) if k.is_untyped() && k.is_numeric())
    }
    /// An interface (type parameters excepted).
    pub fn is_interface(&self, t: TypeId) -> bool {
        matches!(self.under_type(t), Type::Interface(_)) && !self.is_type_param(t)
    }
    /// A type parameter.
    pub fn is_type_param(&self, t: TypeId) -> bool {
        matches!(self.get(self.unalias(t)), Type::TypeParam(_))
    }
    /// Predeclared, defined or a type parameter.
    pub fn has_name(&self, t: TypeId) -> bool {
        matches!(
            self.get(self.unalias(t)),
            Type::Basic(_) | Type::Named(_) | Type::TypeParam(_)
        )
    }
    /// `nil` is a value of it.
    pub fn has_nil(&self, t: TypeId) -> bool {
        match self.under_type(t) {
            Type::Basic(k) => *k == BasicKind::UnsafePointer,
            Type::Slice(_)
            | Type::Pointer(_)
            | Type::Signature(_)
            | Type::Map { .. }
            | Type::Chan { .. } => true,
            Type::Interface(_) => !self.is_type_param(t),
            _ => false,
        }
    }
    /// `[]byte` or `[]rune` by underlying element type.
    pub fn is_bytes_or_runes(&self, t: TypeId) -> bool {
        match self.under_type(t) {
            Type::Slice(e) => matches!(self.basic(*e), Some(BasicKind::Uint8 | BasicKind::Int32)),
            _ => false,
        }
    }
    /// A generic type without arguments.
    pub fn is_generic(&self, t: TypeId) -> bool {
        match self.get(t) {
            Type::Alias(a) if !a.tparams.is_empty() && a.targs.is_empty() => true,
            _ => self
                .named(t)
                .is_some_and(|n| n.targs.is_empty() && !n.tparams.is_empty()),
        }
    }
    /// The type a variable gets from an untyped operand.
    pub fn default_type(&self, t: TypeId) -> TypeId {
        match t {
            TypeId::UNTYPED_BOOL => TypeId::BOOL,
            TypeId::UNTYPED_INT => TypeId::INT,
            TypeId::UNTYPED_RUNE => TypeId::RUNE,
            TypeId::UNTYPED_FLOAT => TypeId::FLOAT64,
            TypeId::UNTYPED_COMPLEX => TypeId::COMPLEX128,
            TypeId::UNTYPED_STRING => TypeId::STRING,
            t => t,
        }
    }
}

#[derive(Clone, Copy)]
struct Comparer {
    ignore_tags: bool,
}

impl Checker {
    /// Names are the same: exported, or of the same package.
    pub fn same_id(&self, pkg1: PkgId, name1: Symbol, pkg2: PkgId, name2: Symbol) -> bool {
        name1 == name2 && (pkg1 == pkg2 || name1.is_exported())
    }

    /// Type identity, as the language defines it.
    pub fn identical(&mut self, x: TypeId, y: TypeId) -> bool {
        x == y || self.same(x, y, Comparer { ignore_tags: false }, &mut Vec::new())
    }

    /// Identity without regard to struct tags.
    pub fn identical_ignore_tags(&mut self, x: TypeId, y: TypeId) -> bool {
        x == y || self.same(x, y, Comparer { ignore_tags: true }, &mut Vec::new())
    }

    fn same(
        &mut self,
        x: TypeId,
        y: TypeId,
        c: Comparer,
        seen: &mut Vec<(TypeId, TypeId)>,
    ) -> bool {
        let x = self.types.canonical_basic(self.types.unalias(x));
        let y = self.types.canonical_basic(self.types.unalias(y));
        if x == y {
            return true;
        }
        match (self.types.get(x).clone(), self.types.get(y).clone()) {
            (Type::Array { elem: e1, len: l1 }, Type::Array { elem: e2, len: l2 }) => {
                (l1 < 0 || l2 < 0 || l1 == l2) && self.same(e1, e2, c, seen)
            }
            (Type::Slice(a), Type::Slice(b)) | (Type::Pointer(a), Type::Pointer(b)) => {
                self.same(a, b, c, seen)
            }
            (Type::Map { key: k1, elem: e1 }, Type::Map { key: k2, elem: e2 }) => {
                self.same(k1, k2, c, seen) && self.same(e1, e2, c, seen)
            }
            (Type::Chan { dir: d1, elem: e1 }, Type::Chan { dir: d2, elem: e2 }) => {
                d1 == d2 && self.same(e1, e2, c, seen)
            }
            (Type::Struct(a), Type::Struct(b)) => {
                a.fields.len() == b.fields.len()
                    && a.fields.iter().zip(&b.fields).all(|(f, g)| {
                        f.embedded == g.embedded
                            && (c.ignore_tags || f.tag == g.tag)
                            && self.same_id(f.pkg, f.name, g.pkg, g.name)
                            && self.same(f.ty, g.ty, c, seen)
                    })
            }
            (Type::Tuple(a), Type::Tuple(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b.iter())
                        .all(|(&f, &g)| self.same(f, g, c, seen))
            }
            (Type::Signature(a), Type::Signature(b)) if !a.tparams.is_empty() => {
                self.same_generic(&a, &b, c, seen)
            }
            (Type::Signature(a), Type::Signature(b)) => {
                a.variadic == b.variadic
                    && b.tparams.is_empty()
                    && a.params.len() == b.params.len()
                    && a.results.len() == b.results.len()
                    && a.params
                        .iter()
                        .zip(&b.params)
                        .all(|(f, g)| self.same(f.ty, g.ty, c, seen))
                    && a.results
                        .iter()
                        .zip(&b.results)
                        .all(|(f, g)| self.same(f.ty, g.ty, c, seen))
            }
            (Type::Interface(_), Type::Interface(_)) => {
                let (a, b) = (self.type_set(x), self.type_set(y));
                if a.comparable != b.comparable || a.methods.len() != b.methods.len() {
                    return false;
                }
                match (&a.terms, &b.terms) {
                    (None, None) => {}
                    (Some(s), Some(t)) if s.len() == t.len() => {
                        // Terms are kept in order of first mention; compare as sets.
                        for u in s {
                            if !t
                                .iter()
                                .any(|v| u.tilde == v.tilde && self.same(u.ty, v.ty, c, seen))
                            {
                                return false;
                            }
                        }
                    }
                    _ => return false,
                }
                // Anonymous interfaces may refer to themselves through method parameters.
                if seen.contains(&(x, y)) || seen.contains(&(y, x)) {
                    return true;
                }
                seen.push((x, y));
                let same = a.methods.iter().zip(&b.methods).all(|(f, g)| {
                    self.same_id(f.pkg, f.name, g.pkg, g.name) && self.same(f.sig, g.sig, c, seen)
                });
                seen.pop();
                same
            }
            (Type::Named(a), Type::Named(b)) => {
                a.origin.is_some()
                    && a.origin == b.origin
                    && a.targs.len() == b.targs.len()
                    && a.targs
                        .iter()
                        .chain(a.outer.iter())
                        .zip(b.targs.iter().chain(b.outer.iter()))
                        .all(|(&f, &g)| self.same(f, g, c, seen))
            }
            (Type::Union(a), Type::Union(b)) => {
                a.len() == b.len()
                    && a.iter()
                        .zip(b.iter())
                        .all(|(f, g)| f.tilde == g.tilde && self.same(f.ty, g.ty, c, seen))
            }
            _ => false,
        }
    }

    /// Generic signatures are the same if they are with the parameters of one in place of the other's.
    fn same_generic(
        &mut self,
        a: &Signature,
        b: &Signature,
        c: Comparer,
        seen: &mut Vec<(TypeId, TypeId)>,
    ) -> bool {
        if a.tparams.len() != b.tparams.len() || a.variadic != b.variadic {
            return false;
        }
        let bare = |s: &Signature| Signature {
            tparams: Rc::new([]),
            ..s.clone()
        };
        for (&p, &q) in a.tparams.iter().zip(b.tparams.iter()) {
            let (f, g) = (self.bound_of(p), self.bound_of(q));
            let g = self.subst(g, &b.tparams, &a.tparams);
            if !self.same(f, g, c, seen) {
                return false;
            }
        }
        let f = self.types.signature(bare(a));
        let g = self.types.signature(bare(b));
        let g = self.subst(g, &b.tparams, &a.tparams);
        self.same(f, g, c, seen)
    }

    /// One id for all types identical to `t`: ids from here are equal exactly if the types are identical.
    pub fn canonical(&mut self, t: TypeId) -> TypeId {
        self.canon_in(t, &mut Vec::new())
    }

    fn canon_in(&mut self, t: TypeId, stack: &mut Vec<TypeId>) -> TypeId {
        let t = self.types.canonical_basic(self.types.unalias(t));
        if let Some(&c) = self.types.canon.get(&t) {
            return c;
        }
        if stack.contains(&t) {
            // An anonymous interface that mentions itself; its own id has to do.
            return t;
        }
        stack.push(t);
        let c = match self.types.get(t).clone() {
            Type::Basic(_) | Type::TypeParam(_) | Type::Alias(_) => t,
            Type::Named(n) if n.targs.is_empty() && n.origin.is_none() => t,
            Type::Named(n) => {
                let mut key = vec![8, n.origin.unwrap_or(t).0];
                for &a in n.targs.iter().chain(n.outer.iter()) {
                    key.push(self.canon_in(a, stack).0);
                }
                *self.types.canon_keys.entry(key).or_insert(t)
            }
            Type::Pointer(e) => {
                let e = self.canon_in(e, stack);
                self.types.pointer(e)
            }
            Type::Slice(e) => {
                let e = self.canon_in(e, stack);
                self.types.slice(e)
            }
            Type::Array { elem, len } => {
                let e = self.canon_in(elem, stack);
                self.types.array(e, len)
            }
            Type::Map { key, elem } => {
                let (k, e) = (self.canon_in(key, stack), self.canon_in(elem, stack));
                self.types.map(k, e)
            }
            Type::Chan { dir, elem } => {
                let e = self.canon_in(elem, stack);
                self.types.chan(dir, e)
            }
            Type::Tuple(l) => {
                let l: Vec<TypeId> = l.iter().map(|&e| self.canon_in(e, stack)).collect();
                self.types.tuple(&l)
            }
            Type::Struct(s) => {
                let mut key = vec![1, s.fields.len() as u32];
                for f in &s.fields {
                    let pkg = if f.name.is_exported() { 0 } else { f.pkg.0 };
                    let tag = match &f.tag {
                        Some(t) if !t.is_empty() => Symbol::intern(t).index() as u32,
                        _ => 0,
                    };
                    key.extend([
                        f.name.index() as u32,
                        pkg,
                        f.embedded as u32,
                        tag,
                        self.canon_in(f.ty, stack).0,
                    ]);
                }
                *self.types.canon_keys.entry(key).or_insert(t)
            }
            Type::Signature(s) if !s.tparams.is_empty() => t,
            Type::Signature(s) => {
                let mut key = vec![
                    2,
                    s.variadic as u32,
                    s.params.len() as u32,
                    s.results.len() as u32,
                ];
                for p in s.params.iter().chain(&s.results) {
                    key.push(self.canon_in(p.ty, stack).0);
                }
                *self.types.canon_keys.entry(key).or_insert(t)
            }
            Type::Interface(_) => {
                let set = self.type_set(t);
                let mut key = vec![3, set.comparable as u32, set.methods.len() as u32];
                for m in &set.methods {
                    let pkg = if m.name.is_exported() { 0 } else { m.pkg.0 };
                    key.extend([m.name.index() as u32, pkg, self.canon_in(m.sig, stack).0]);
                }
                for t in set.terms.iter().flatten() {
                    key.extend([t.tilde as u32, self.canon_in(t.ty, stack).0]);
                }
                *self.types.canon_keys.entry(key).or_insert(t)
            }
            Type::Union(l) => {
                let mut key = vec![4];
                for u in l.iter() {
                    key.extend([u.tilde as u32, self.canon_in(u.ty, stack).0]);
                }
                *self.types.canon_keys.entry(key).or_insert(t)
            }
        };
        stack.pop();
        self.types.canon.insert(t, c);
        self.types.canon.insert(c, c);
        c
    }

    /// `==` is defined on the type; with `dynamic`, interfaces count (they may panic).
    pub fn comparable(&mut self, t: TypeId, dynamic: bool) -> bool {
        self.comparable_type(t, dynamic, &mut FxHashSet::default())
            .is_none()
    }

    /// `None` if comparable, else why not (may be empty).
    pub(super) fn comparable_type(
        &mut self,
        t: TypeId,
        dynamic: bool,
        seen: &mut FxHashSet<TypeId>,
    ) -> Option<String> {
        if !seen.insert(t) {
            return None;
        }
        match self.types.under_type(t).clone() {
            Type::Basic(BasicKind::UntypedNil) => Some(String::new()),
            Type::Basic(_) | Type::Pointer(_) | Type::Chan { .. } => None,
            Type::Struct(s) => {
                for f in &s.fields {
                    if self.comparable_type(f.ty, dynamic, seen).is_some() {
                        return Some(format!(
                            "struct containing {} cannot be compared",
                            self.tstr(f.ty)
                        ));
                    }
                }
                None
            }
            Type::Array { elem, .. } => self
                .comparable_type(elem, dynamic, seen)
                .map(|_| format!("{} cannot be compared", self.tstr(t))),
            Type::Interface(_) | Type::TypeParam(_) => {
                if dynamic && !self.types.is_type_param(t) {
                    return None;
                }
                let set = self.type_set(t);
                if set.is_empty() {
                    return Some("empty type set".to_string());
                }
                let ok = match &set.terms {
                    None => set.comparable,
                    Some(terms) => {
                        !terms.is_empty()
                            && terms
                                .iter()
                                .all(|u| self.comparable_type(u.ty, false, seen).is_none())
                    }
                };
                if ok {
                    None
                } else {
                    Some("incomparable types in type set".to_string())
                }
            }
            _ => Some(String::new()),
        }
    }

    /// `*I` with an interface I.
    pub(super) fn is_interface_ptr(&self, t: TypeId) -> bool {
        matches!(self.types.under_type(t), Type::Pointer(b)
            if self.types.is_interface(*b) || self.types.is_type_param(*b))
    }

    /// Why a pointer to an interface (or type parameter) has no methods.
    pub(super) fn interface_ptr_error(&self, t: TypeId) -> String {
        let what = match self.types.under_type(t) {
            Type::Pointer(b) if self.types.is_type_param(*b) => "type parameter",
            _ => "interface",
        };
        format!("type {} is pointer to {what}, not {what}", self.tstr(t))
    }
}
