//! Constants into registers.

use minigo_bytecode::Op;
use minigo_syntax::Span;

use super::Gen;
use super::builder::Reg;
use super::expr::Want;
use super::operator::Class;
use crate::types::constant::Value;
use crate::types::typ::TypeId;

impl Gen<'_> {
    /// A constant of a type; where the value is wanted nowhere special it may be a register shared by the function.
    pub(crate) fn constant(&mut self, v: &Value, ty: TypeId, want: Want, span: Span) -> Reg {
        let l = self.layout(ty);
        if let Want::Any = want
            && let Some(w) = self.const_word(v, ty)
        {
            return self.word_reg(w);
        }
        if self.is_interface(ty) {
            let dt = match v {
                Value::Bool(_) => TypeId::BOOL,
                Value::Str(_) => TypeId::STRING,
                Value::Int(_) | Value::Big(_) => TypeId::INT,
                Value::Complex(_) => TypeId::COMPLEX128,
                _ => TypeId::FLOAT64,
            };
            let r = self.constant(v, dt, Want::Any, span);
            return self.convert(r, dt, ty, want, span);
        }
        let d = self.dst(want, &l);
        match (v, self.class(ty)) {
            (Value::Str(s), _) if s.is_empty() => self.zero(d, 2),
            (Value::Str(s), _) => {
                let k = self.string_id(s);
                self.ei(Op::LdStr, d, k);
            }
            (v, Class::C128) => {
                self.load_word(d, v.real().to_f64().to_bits());
                self.load_word(d.at(1), v.imag().to_f64().to_bits());
            }
            _ => {
                let w = self.const_word(v, ty).unwrap_or(0);
                self.load_word(d, w);
            }
        }
        d
    }

    /// The slot of a one-word constant.
    pub(crate) fn const_word(&self, v: &Value, ty: TypeId) -> Option<u64> {
        match self.class(ty) {
            Class::Int { .. } => v.to_int().and_then(|v| v.to_bits()),
            Class::Bool => v.as_bool().map(u64::from),
            Class::F64 => Some(v.to_f64().to_bits()),
            Class::F32 => Some(v.to_f32().to_bits() as u64),
            Class::C64 => {
                let (re, im) = (
                    v.real().to_f32().to_bits() as u64,
                    v.imag().to_f32().to_bits() as u64,
                );
                Some(re | im << 32)
            }
            _ => None,
        }
    }
}
