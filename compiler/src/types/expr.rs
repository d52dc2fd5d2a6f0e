//! Expressions.
use super::constant::Value;
use super::info::Mode;
use super::typ::TypeId;

/// An untyped expression whose final type is still open.
pub(super) struct Untyped {
    pub is_lhs: bool,
    pub mode: Mode,
    pub ty: TypeId,
    pub value: Option<Value>,
}
