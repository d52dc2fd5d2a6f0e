//! Types that contain themselves: `type T struct { t T }` has no size.

use super::check::Checker;
use super::object::ObjId;
use super::typ::{Type, TypeId};
use crate::diagnostic::Code;
use minigo_syntax::Span;

impl Checker {
    /// Reports it if defined type `t` contains itself, and makes it invalid.
    pub(super) fn valid_type(&mut self, t: TypeId) {
        let mut nest = Vec::new();
        self.valid_in(t, &mut nest);
    }

    /// Reports a type whose values no memory could hold.
    pub(super) fn check_size(&mut self, t: TypeId, at: Span) {
        if self.types.under(t) == TypeId::INVALID || self.sizeof(t).is_some() {
            return;
        }
        let msg = format!("type {} larger than address space", self.tstr(t));
        self.error(at, Code::InvalidType, msg);
    }

    fn valid_in(&mut self, t: TypeId, nest: &mut Vec<TypeId>) -> bool {
        let t = self.types.unalias(t);
        match self.types.get(t).clone() {
            Type::Array { elem, .. } => self.valid_in(elem, nest),
            Type::Struct(s) => s.fields.iter().all(|f| self.valid_in(f.ty, nest)),
            Type::Union(terms) => terms.iter().all(|u| self.valid_in(u.ty, nest)),
            Type::Interface(i) => i.embedded.iter().all(|&(e, _)| self.valid_in(e, nest)),
            Type::Named(n) => {
                if self.valid.contains(&t) {
                    return true;
                }
                if let Some(start) = nest.iter().position(|&e| e == t) {
                    if let Some(n) = self.types.named_mut(t) {
                        n.rhs = TypeId::INVALID;
                        n.underlying = TypeId::INVALID;
                    }
                    let cycle: Vec<ObjId> = nest[start..]
                        .iter()
                        .filter_map(|&e| self.types.named(e).map(|n| n.obj))
                        .collect();
                    self.cycle_error_from(&cycle, 0);
                    return false;
                }
                // Far deeper than any real program; what lies below is looked at on its own.
                if nest.len() > 500 || n.rhs == TypeId::UNSET {
                    return true;
                }
                nest.push(t);
                let ok = self.valid_in(n.rhs, nest);
                nest.pop();
                if ok {
                    self.valid.insert(t);
                }
                ok
            }
            _ => true,
        }
    }
}
