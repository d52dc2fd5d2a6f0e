//! Sizes, alignments and field offsets: Go's on amd64.
//!
//! Sizes are bytes. A type too large to be addressed has no size (`None`): an error where it matters.

use super::check::Checker;
use super::typ::{BasicKind, Type, TypeId};

/// Largest size of an object, in bytes.
pub const MAX_SIZE: i64 = 1 << 47;

fn align_up(n: i64, a: i64) -> i64 {
    (n + a - 1) & !(a - 1)
}

impl Checker {
    /// Alignment in bytes of the memory form.
    pub fn alignof(&self, t: TypeId) -> i64 {
        self.align_in(t, 0)
    }

    fn align_in(&self, t: TypeId, depth: u32) -> i64 {
        if depth > 1000 {
            return 1;
        }
        match self.types.under_type(t) {
            Type::Basic(k) => match k {
                BasicKind::Bool | BasicKind::Int8 | BasicKind::Uint8 | BasicKind::UntypedBool => 1,
                BasicKind::Int16 | BasicKind::Uint16 => 2,
                BasicKind::Int32
                | BasicKind::Uint32
                | BasicKind::Float32
                | BasicKind::Complex64
                | BasicKind::UntypedRune => 4,
                BasicKind::Invalid => 1,
                _ => 8,
            },
            Type::Array { elem, .. } => self.align_in(*elem, depth + 1),
            Type::Struct(s) => s
                .fields
                .iter()
                .map(|f| self.align_in(f.ty, depth + 1))
                .max()
                .unwrap_or(1),
            _ => 8,
        }
    }

    /// Size in bytes of the memory form; `None` if it is larger than `MAX_SIZE`.
    pub fn sizeof(&self, t: TypeId) -> Option<i64> {
        self.size_in(t, 0)
    }

    fn size_in(&self, t: TypeId, depth: u32) -> Option<i64> {
        if depth > 1000 {
            return Some(0);
        }
        Some(match self.types.under_type(t) {
            Type::Basic(k) => match k {
                BasicKind::Bool | BasicKind::Int8 | BasicKind::Uint8 | BasicKind::UntypedBool => 1,
                BasicKind::Int16 | BasicKind::Uint16 => 2,
                BasicKind::Int32
                | BasicKind::Uint32
                | BasicKind::Float32
                | BasicKind::UntypedRune => 4,
                BasicKind::Complex128
                | BasicKind::String
                | BasicKind::UntypedString
                | BasicKind::UntypedComplex => 16,
                BasicKind::Invalid => 0,
                _ => 8,
            },
            Type::Array { elem, len } => {
                let e = self.size_in(*elem, depth + 1)?;
                let n = e.checked_mul((*len).max(0))?;
                if n > MAX_SIZE {
                    return None;
                }
                n
            }
            Type::Struct(s) => self.layout(s, depth)?.1,
            Type::Slice(_) => 24,
            Type::Interface(_) => 16,
            Type::Tuple(l) => {
                let mut n = 0;
                for &e in l.iter() {
                    n += align_up(self.size_in(e, depth + 1)?, 8);
                }
                n
            }
            _ => 8,
        })
    }

    fn layout(&self, s: &super::typ::Struct, depth: u32) -> Option<(Vec<i64>, i64)> {
        let mut offs = 0i64;
        let mut align = 1;
        let mut list = Vec::with_capacity(s.fields.len());
        let mut last = 1;
        for f in &s.fields {
            let a = self.align_in(f.ty, depth + 1);
            align = align.max(a);
            offs = align_up(offs, a);
            list.push(offs);
            last = self.size_in(f.ty, depth + 1)?;
            offs = offs.checked_add(last)?;
            if offs > MAX_SIZE {
                return None;
            }
        }
        // A zero-size last field must not point past the object.
        if offs > 0 && last == 0 {
            offs += 1;
        }
        Some((list, align_up(offs, align)))
    }

    /// Whether the size depends on type parameters.
    pub(super) fn has_variable_size(&self, t: TypeId) -> bool {
        self.varies(t, 0)
    }

    fn varies(&self, t: TypeId, depth: u32) -> bool {
        depth < 1000
            && match self.types.under_type(t) {
                Type::TypeParam(_) => true,
                Type::Array { elem, .. } => self.varies(*elem, depth + 1),
                Type::Struct(s) => s.fields.iter().any(|f| self.varies(f.ty, depth + 1)),
                _ => false,
            }
    }

    /// Byte offsets of the fields of a struct type; empty for other types or a struct that is too large.
    pub fn field_offsets(&self, t: TypeId) -> Vec<i64> {
        match self.types.under_type(t) {
            Type::Struct(s) => self.layout(s, 0).map(|l| l.0).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}
