//! What code generation needs to know beyond the checker's tables: layouts and run-time types.

pub(crate) mod layout;
mod rtype;
