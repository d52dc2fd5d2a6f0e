//! Types that contain themselves: `type T struct { t T }` has no size.
//!
//! An instance is walked through its origin's right side; where that mentions a type parameter the walk goes on with
//! the argument, in the context that the instance was written in. So `type T[P any] struct { f *P }` may contain
//! itself as an argument, and a type that keeps growing is found without growing it.

use super::check::Checker;
use super::typ::{Type, TypeId};
use crate::diagnostic::Code;
use minigo_syntax::Span;

/// Steps after which a type counts as valid: nothing real comes near.
const MAX_STEPS: u32 = 100_000;

#[derive(Default)]
struct Walk {
    /// The defined types we are inside of, as seen from where we are.
    nest: Vec<TypeId>,
    /// All types on the way here.
    path: Vec<TypeId>,
    steps: u32,
}

impl Checker {
    /// Reports it if defined type `t` contains itself, and makes it invalid.
    pub(super) fn valid_type(&mut self, t: TypeId) {
        self.valid_in(t, &mut Walk::default());
    }

    /// Reports a type whose values no memory could hold; as with Go, only if nothing else is wrong.
    pub(super) fn check_size(&mut self, t: TypeId, at: Span) {
        if self.types.under(t) == TypeId::INVALID || self.sizeof(t).is_some() {
            return;
        }
        let msg = format!("type {} larger than address space", self.tstr(t));
        let d = self.new_error(Code::InvalidType, at, msg);
        self.if_right.push(d);
    }

    /// Refuses elements that are too large for the buffers of channels.
    pub(super) fn check_chan_elem(&mut self, elem: TypeId, at: Span) {
        const MAX_BYTES: u64 = 1 << 16;
        let aggregate = matches!(
            self.types.under_type(elem),
            Type::Array { .. } | Type::Struct(_)
        );
        if aggregate && self.sizeof(elem).is_some_and(|n| n as u64 >= MAX_BYTES) {
            let msg = "channel element type too large (>64kB)".to_string();
            let d = self.new_error(Code::InvalidType, at, msg);
            self.if_right.push(d);
        }
    }

    fn valid_in(&mut self, t: TypeId, w: &mut Walk) -> bool {
        let t = self.types.unalias(t);
        w.steps += 1;
        if w.steps > MAX_STEPS {
            return true;
        }
        match self.types.get(t).clone() {
            Type::Array { elem, .. } => self.valid_in(elem, w),
            Type::Struct(s) => s.fields.iter().all(|f| self.valid_in(f.ty, w)),
            Type::Union(terms) => terms.iter().all(|u| self.valid_in(u.ty, w)),
            Type::Interface(i) => i.embedded.iter().all(|&(e, _)| self.valid_in(e, w)),
            Type::Named(n) => {
                if self.valid.contains(&t) {
                    return true;
                }
                for i in 0..w.nest.len() {
                    if self.identical(w.nest[i], t) {
                        self.report_recursive(t, &w.path);
                        return false;
                    }
                }
                let origin = n.origin.unwrap_or(t);
                let rhs = self.types.named(origin).map_or(n.rhs, |o| o.rhs);
                // Far deeper than any real program; what lies below is looked at on its own.
                if w.nest.len() > 500 || rhs == TypeId::UNSET {
                    return true;
                }
                w.nest.push(t);
                w.path.push(t);
                let ok = self.valid_in(rhs, w);
                w.path.pop();
                w.nest.pop();
                if ok && n.targs.is_empty() && n.tparams.is_empty() {
                    self.valid.insert(t);
                }
                ok
            }
            Type::TypeParam(_) => {
                let Some(&inst) = w.nest.last() else {
                    return true;
                };
                let Some((_, from, to)) = self.instance_map(inst) else {
                    return true;
                };
                let arg = from.iter().position(|&p| p == t).and_then(|i| to.get(i));
                let Some(&arg) = arg else { return true };
                w.nest.pop();
                let ok = self.valid_in(arg, w);
                w.nest.push(inst);
                ok
            }
            _ => true,
        }
    }

    /// Reports that `t`, met again at the end of `path`, contains itself. It and its instances become invalid.
    fn report_recursive(&mut self, t: TypeId, path: &[TypeId]) {
        let origin = self.types.named(t).and_then(|n| n.origin).unwrap_or(t);
        let mut broken = vec![t, origin];
        let same_origin = |k: &(&(TypeId, std::rc::Rc<[TypeId]>), &TypeId)| k.0.0 == origin;
        broken.extend(
            self.types
                .instances
                .iter()
                .filter(same_origin)
                .map(|(_, &i)| i),
        );
        let mut start = 0;
        for (i, &p) in path.iter().enumerate() {
            if self.identical(p, t) {
                start = i;
                break;
            }
        }
        let cycle: Vec<(String, Span)> = path[start..]
            .iter()
            .filter_map(|&e| {
                let n = self.types.named(e)?;
                let instance = n.origin.is_some() && !n.targs.is_empty();
                let pos = match self.instance_places.get(&e) {
                    Some(&at) if instance => at,
                    _ => self.objs[n.obj].pos,
                };
                let name = if instance {
                    self.tstr(e)
                } else {
                    self.obj_name(n.obj)
                };
                Some((name, pos))
            })
            .collect();
        for b in broken {
            if let Some(n) = self.types.named_mut(b) {
                n.rhs = TypeId::INVALID;
                n.underlying = TypeId::INVALID;
            }
        }
        let Some((name, pos)) = cycle.first().cloned() else {
            return;
        };
        if cycle.len() == 1 {
            let msg = format!("invalid recursive type: {name} refers to itself");
            self.error(pos, Code::InvalidCycle, msg);
            return;
        }
        let msg = format!("invalid recursive type {name}");
        let mut d = self.new_error(Code::InvalidCycle, pos, msg);
        for (i, (name, at)) in cycle.iter().enumerate() {
            let next = &cycle[(i + 1) % cycle.len()].0;
            d.labels.push((*at, format!("{name} refers to {next}")));
        }
        self.report(d);
    }
}
