//! Unification: finding types for type parameters that make two types the same.
//!
//! Each bound parameter has a slot; joined parameters share one. A mode says how far two types may differ: `exact`
//! not at all; `assign` as in an assignment at the top, exactly below; neither: a defined type may stand for a type
//! literal with the same underlying type, channel directions may differ.

use super::check::Checker;
use super::lookup::Found;
use super::typ::{ChanDir, Type, TypeId};

/// How closely two types have to match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Mode {
    pub assign: bool,
    pub exact: bool,
}

impl Mode {
    pub const INEXACT: Mode = Mode {
        assign: false,
        exact: false,
    };
    pub const ASSIGN: Mode = Mode {
        assign: true,
        exact: false,
    };
    pub const EXACT: Mode = Mode {
        assign: false,
        exact: true,
    };
}

/// Types nested deeper than this do not unify: an inferred type may contain itself.
const MAX_DEPTH: u32 = 100;

/// The state of one inference.
pub(super) struct Unifier {
    tparams: Vec<TypeId>,
    /// Slot of each parameter.
    slot: Vec<usize>,
    value: Vec<TypeId>,
    depth: u32,
    /// Pairs of interfaces being compared.
    pairs: Vec<(TypeId, TypeId)>,
    /// Steps taken, bounded so that no program takes long.
    steps: u32,
}

const MAX_STEPS: u32 = 200_000;

impl Unifier {
    /// `targs` are `UNSET` where unknown.
    pub(super) fn new(tparams: &[TypeId], targs: &[TypeId]) -> Unifier {
        Unifier {
            tparams: tparams.to_vec(),
            slot: (0..tparams.len()).collect(),
            value: targs.to_vec(),
            depth: 0,
            pairs: Vec::new(),
            steps: 0,
        }
    }

    fn index(&self, c: &Checker, t: TypeId) -> Option<usize> {
        let t = c.types.unalias(t);
        self.tparams.iter().position(|&p| p == t)
    }

    /// What stands for parameter number `i`, `UNSET` if unknown.
    pub(super) fn at(&self, i: usize) -> TypeId {
        self.value[self.slot[i]]
    }

    pub(super) fn set(&mut self, i: usize, t: TypeId) {
        self.value[self.slot[i]] = t;
    }

    fn join(&mut self, i: usize, j: usize) -> bool {
        let (a, b) = (self.slot[i], self.slot[j]);
        if a == b {
            return true;
        }
        let (keep, drop) = match (self.value[a], self.value[b]) {
            (TypeId::UNSET, _) => (b, a),
            (_, TypeId::UNSET) => (a, b),
            _ => return false,
        };
        for s in &mut self.slot {
            if *s == drop {
                *s = keep;
            }
        }
        true
    }

    pub(super) fn unknowns(&self) -> usize {
        (0..self.tparams.len())
            .filter(|&i| self.at(i) == TypeId::UNSET)
            .count()
    }

    pub(super) fn inferred(&self) -> Vec<TypeId> {
        (0..self.tparams.len()).map(|i| self.at(i)).collect()
    }

    pub(super) fn unify(&mut self, c: &mut Checker, x: TypeId, y: TypeId, mode: Mode) -> bool {
        self.depth += 1;
        self.steps += 1;
        let ok = self.depth <= MAX_DEPTH && self.steps <= MAX_STEPS && self.nify(c, x, y, mode);
        self.depth -= 1;
        ok
    }

    fn same(c: &Checker, x: TypeId, y: TypeId) -> bool {
        x == y
            || c.types.canonical_basic(c.types.unalias(x))
                == c.types.canonical_basic(c.types.unalias(y))
    }

    fn nify(&mut self, c: &mut Checker, x: TypeId, y: TypeId, mode: Mode) -> bool {
        let (mut x, mut y) = (x, y);
        if Self::same(c, x, y) {
            return true;
        }
        // Afterwards: a defined type is y, a bound parameter is x.
        if c.types.named(x).is_some() || self.index(c, y).is_some() {
            std::mem::swap(&mut x, &mut y);
        }
        if !mode.exact && c.types.named(y).is_some() && is_literal(c, x) && !c.types.is_interface(x)
        {
            y = c.types.under(y);
            if Self::same(c, x, y) {
                return true;
            }
        }
        match (self.index(c, x), self.index(c, y)) {
            (Some(i), Some(j)) => {
                if self.join(i, j) {
                    return true;
                }
                let (a, b) = (self.at(i), self.at(j));
                return self.unify(c, a, b, mode);
            }
            (Some(i), None) => return self.bind(c, i, y, mode),
            _ => {}
        }
        if !mode.exact
            && let Some(r) = self.interfaces(c, x, y)
        {
            return r;
        }
        if c.types.is_type_param(y) {
            std::mem::swap(&mut x, &mut y);
        }
        self.structure(c, x, y, mode)
    }

    /// Parameter number `i` against a type.
    fn bind(&mut self, c: &mut Checker, i: usize, y: TypeId, mode: Mode) -> bool {
        let x = self.at(i);
        if x == TypeId::UNSET {
            self.set(i, y);
            return true;
        }
        if !self.unify(c, x, y, mode) {
            return false;
        }
        let (xi, yi) = (c.types.is_interface(x), c.types.is_interface(y));
        let (xn, yn) = (c.types.named(x).is_some(), c.types.named(y).is_some());
        if xi && yi {
            if xn && yn {
                return c.identical(x, y);
            }
            // A method set may not grow by what is inferred later.
            if c.type_set(x).methods.len() != c.type_set(y).methods.len() {
                return false;
            }
        } else if xi || yi {
            return false;
        }
        if !mode.exact && !xn {
            let directed =
                matches!(c.types.under_type(y), Type::Chan { dir, .. } if *dir != ChanDir::Both);
            if yn || directed {
                self.set(i, y);
            }
        }
        true
    }

    /// Inexact unification where an interface takes part; `None` if there is none.
    fn interfaces(&mut self, c: &mut Checker, x: TypeId, y: TypeId) -> Option<bool> {
        let (xi, yi) = (c.types.is_interface(x), c.types.is_interface(y));
        if xi && yi {
            let (a, b) = (c.type_set(x), c.type_set(y));
            if a.comparable != b.comparable || !same_terms(c, &a.terms, &b.terms) {
                return Some(false);
            }
            if self.known_pair(x, y) {
                return Some(true);
            }
            self.pairs.push((x, y));
            let (small, large) = if a.methods.len() > b.methods.len() {
                (b, a)
            } else {
                (a, b)
            };
            let mut ok = true;
            for m in &small.methods {
                let other = large
                    .methods
                    .iter()
                    .find(|o| c.same_id(o.pkg, o.name, m.pkg, m.name))
                    .copied();
                ok = other.is_some_and(|o| self.unify(c, m.sig, o.sig, Mode::EXACT));
                if !ok {
                    break;
                }
            }
            self.pairs.pop();
            return Some(ok);
        }
        let (iface, other) = match (xi, yi) {
            (true, _) => (x, y),
            (_, true) => (y, x),
            _ => return None,
        };
        let set = c.type_set(iface);
        for m in &set.methods {
            let sig = match c.lookup_field_or_method(other, false, m.pkg, m.name) {
                Found::Method(_, f, owner) => c.method_type(f, owner),
                Found::InterfaceMethod(_, i, it) => c.type_set(it).methods[i as usize].sig,
                _ => return Some(false),
            };
            let generic = c
                .types
                .as_signature(sig)
                .is_some_and(|s| !s.tparams.is_empty());
            if generic || !self.unify(c, m.sig, sig, Mode::EXACT) {
                return Some(false);
            }
        }
        Some(true)
    }

    fn known_pair(&self, x: TypeId, y: TypeId) -> bool {
        self.pairs.contains(&(x, y)) || self.pairs.contains(&(y, x))
    }

    fn all(
        &mut self,
        c: &mut Checker,
        a: impl ExactSizeIterator<Item = TypeId>,
        b: impl ExactSizeIterator<Item = TypeId>,
        mode: Mode,
    ) -> bool {
        a.len() == b.len() && a.zip(b).all(|(x, y)| self.unify(c, x, y, mode))
    }

    fn structure(&mut self, c: &mut Checker, x: TypeId, y: TypeId, mode: Mode) -> bool {
        let inner = Mode {
            exact: mode.exact || mode.assign,
            ..mode
        };
        let (xu, yu) = (c.types.unalias(x), c.types.unalias(y));
        match (c.types.get(xu).clone(), c.types.get(yu).clone()) {
            (Type::Basic(a), Type::Basic(b)) => a == b,
            (Type::Array { elem: a, len: n }, Type::Array { elem: b, len: m }) => {
                (n < 0 || m < 0 || n == m) && self.unify(c, a, b, inner)
            }
            (Type::Slice(a), Type::Slice(b)) | (Type::Pointer(a), Type::Pointer(b)) => {
                self.unify(c, a, b, inner)
            }
            (Type::Map { key: k, elem: e }, Type::Map { key: l, elem: f }) => {
                self.unify(c, k, l, inner) && self.unify(c, e, f, inner)
            }
            (Type::Chan { dir: d, elem: a }, Type::Chan { dir: e, elem: b }) => {
                (!mode.exact || d == e) && self.unify(c, a, b, inner)
            }
            (Type::Struct(a), Type::Struct(b)) => {
                a.fields.len() == b.fields.len()
                    && a.fields.iter().zip(&b.fields).all(|(f, g)| {
                        f.embedded == g.embedded
                            && f.tag == g.tag
                            && c.same_id(f.pkg, f.name, g.pkg, g.name)
                            && self.unify(c, f.ty, g.ty, inner)
                    })
            }
            (Type::Tuple(a), Type::Tuple(b)) => {
                self.all(c, a.iter().copied(), b.iter().copied(), mode)
            }
            (Type::Signature(a), Type::Signature(b)) => {
                a.variadic == b.variadic
                    && self.all(
                        c,
                        a.params.iter().map(|p| p.ty),
                        b.params.iter().map(|p| p.ty),
                        inner,
                    )
                    && self.all(
                        c,
                        a.results.iter().map(|p| p.ty),
                        b.results.iter().map(|p| p.ty),
                        inner,
                    )
            }
            (Type::Interface(_), Type::Interface(_)) => {
                let (a, b) = (c.type_set(xu), c.type_set(yu));
                if a.comparable != b.comparable
                    || a.methods.len() != b.methods.len()
                    || !same_terms(c, &a.terms, &b.terms)
                {
                    return false;
                }
                if self.known_pair(xu, yu) {
                    return true;
                }
                self.pairs.push((xu, yu));
                let ok = a.methods.iter().zip(&b.methods).all(|(f, g)| {
                    c.same_id(f.pkg, f.name, g.pkg, g.name)
                        && self.unify(c, f.sig, g.sig, Mode::EXACT)
                });
                self.pairs.pop();
                ok
            }
            (Type::Named(a), Type::Named(b)) => {
                let (oa, ob) = (a.origin.unwrap_or(xu), b.origin.unwrap_or(yu));
                oa == ob
                    && a.outer == b.outer
                    && self.all(c, a.targs.iter().copied(), b.targs.iter().copied(), mode)
            }
            // A parameter of an enclosing function: by what all its types have in common.
            (Type::TypeParam(_), _) => match c.common_under(xu) {
                Ok(u) => self.unify(c, u, y, Mode::ASSIGN),
                Err(_) => false,
            },
            _ => false,
        }
    }
}

fn same_terms(
    c: &mut Checker,
    a: &Option<Vec<super::typ::Term>>,
    b: &Option<Vec<super::typ::Term>>,
) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => {
            a.len() == b.len()
                && a.iter().all(|t| {
                    b.iter()
                        .any(|u| t.tilde == u.tilde && c.identical(t.ty, u.ty))
                })
        }
        _ => false,
    }
}

/// Neither defined nor a parameter.
fn is_literal(c: &Checker, t: TypeId) -> bool {
    !matches!(
        c.types.get(c.types.unalias(t)),
        Type::Named(_) | Type::TypeParam(_)
    )
}
