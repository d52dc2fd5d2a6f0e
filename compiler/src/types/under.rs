//! Type sets seen as lists of specific types: what an operation on a type-parameter operand has to hold for.
//!
//! A type that is no type parameter counts as the set of just itself, so that operations need one rule for both.

use super::check::Checker;
use super::typ::{BasicKind, ChanDir, Term, Type, TypeId};

impl Checker {
    /// The types in `t`'s type set with their underlying types; `None` alone if the set has no specific types.
    pub(super) fn specific(&mut self, t: TypeId) -> Vec<Option<(TypeId, TypeId)>> {
        if !self.types.is_type_param(t) {
            return vec![Some((t, self.types.under(t)))];
        }
        match self.terms(t) {
            Some(l) => l
                .iter()
                .map(|u| Some((u.ty, self.types.under(u.ty))))
                .collect(),
            None => vec![None],
        }
    }

    /// The terms of a type parameter; `None` if there are none.
    pub(super) fn terms(&mut self, t: TypeId) -> Option<Vec<Term>> {
        self.type_set(t).terms.clone().filter(|l| !l.is_empty())
    }

    /// Whether `f` holds for the basic kind of every type in `t`'s type set.
    pub(super) fn all_basic(&mut self, t: TypeId, f: fn(BasicKind) -> bool) -> bool {
        if !self.types.is_type_param(t) {
            return matches!(self.types.under_type(t), Type::Basic(k) if f(*k));
        }
        self.all_under(t, |c, u| matches!(c.types.get(u), Type::Basic(k) if f(*k)))
    }

    /// Whether `t` has specific types and `f` holds for the underlying type of each.
    pub(super) fn all_under(
        &mut self,
        t: TypeId,
        mut f: impl FnMut(&mut Checker, TypeId) -> bool,
    ) -> bool {
        self.specific(t)
            .into_iter()
            .all(|s| s.is_some_and(|(_, u)| f(self, u)))
    }

    pub(super) fn all_integer(&mut self, t: TypeId) -> bool {
        self.all_basic(t, BasicKind::is_integer)
    }

    pub(super) fn all_numeric(&mut self, t: TypeId) -> bool {
        self.all_basic(t, BasicKind::is_numeric)
    }

    pub(super) fn all_string(&mut self, t: TypeId) -> bool {
        self.all_basic(t, BasicKind::is_string)
    }

    pub(super) fn all_boolean(&mut self, t: TypeId) -> bool {
        self.all_basic(t, BasicKind::is_boolean)
    }

    pub(super) fn all_ordered(&mut self, t: TypeId) -> bool {
        self.all_basic(t, BasicKind::is_ordered)
    }

    /// `nil` is a value of `t`, whatever it stands for.
    pub(super) fn has_nil(&mut self, t: TypeId) -> bool {
        if !self.types.is_type_param(t) {
            return self.types.has_nil(t);
        }
        self.all_under(t, |c, u| c.types.has_nil(u))
    }

    /// The underlying type that all types in `t`'s type set have in common; of channels the one with a direction.
    /// `Err` says why there is none.
    pub(super) fn common_under(&mut self, t: TypeId) -> Result<TypeId, String> {
        self.common_under_if(t, |_, _| Ok(()))
    }

    /// As `common_under`, if `cond` accepts each type (`None`: no specific types) and its underlying type.
    pub(super) fn common_under_if(
        &mut self,
        t: TypeId,
        mut cond: impl FnMut(&mut Checker, Option<(TypeId, TypeId)>) -> Result<(), String>,
    ) -> Result<TypeId, String> {
        let mut common: Option<(TypeId, TypeId)> = None;
        for s in self.specific(t) {
            cond(self, s)?;
            let Some((t, u)) = s else {
                return Err("no specific type".to_string());
            };
            let Some((ct, cu)) = common else {
                common = Some((t, u));
                continue;
            };
            if let (Type::Chan { dir: d1, elem: e1 }, Type::Chan { dir: d2, elem: e2 }) =
                (self.types.get(cu).clone(), self.types.get(u).clone())
            {
                if !self.identical(e1, e2) {
                    return Err(format!(
                        "channels {} and {} have different element types",
                        self.tstr(ct),
                        self.tstr(t)
                    ));
                }
                if d1 == d2 || d2 == ChanDir::Both {
                    continue;
                }
                if d1 != ChanDir::Both {
                    return Err(format!(
                        "channels {} and {} have conflicting directions",
                        self.tstr(ct),
                        self.tstr(t)
                    ));
                }
                common = Some((t, u));
                continue;
            }
            if !self.identical(cu, u) {
                return Err(format!(
                    "{} and {} have different underlying types",
                    self.tstr(ct),
                    self.tstr(t)
                ));
            }
        }
        common.map(|c| c.1).ok_or_else(String::new)
    }

    /// The payload of the common underlying type of `t`; `None` if there is none.
    pub(super) fn common_type(&mut self, t: TypeId) -> Option<Type> {
        if !self.types.is_type_param(t) {
            return Some(self.types.under_type(t).clone());
        }
        let u = self.common_under(t).ok()?;
        Some(self.types.get(u).clone())
    }

    /// `[]byte` or string, for every type in `t`'s type set; and whether some are strings.
    pub(super) fn bytes_or_string(&mut self, t: TypeId) -> Option<bool> {
        let mut has_string = false;
        for s in self.specific(t) {
            let (_, u) = s?;
            match self.types.get(u).clone() {
                Type::Slice(e) if self.identical(e, TypeId::BYTE) => {}
                Type::Basic(k) if k.is_string() => has_string = true,
                _ => return None,
            }
        }
        Some(has_string)
    }
}
