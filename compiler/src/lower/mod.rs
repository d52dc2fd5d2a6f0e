//! What code generation needs to know beyond the checker's tables: layouts and run-time types.

mod initorder;
pub(crate) mod layout;
mod rtype;
