//! What code generation needs to know beyond the checker's tables: layouts, run-time types and
//! their link names.

pub(crate) mod layout;
pub(crate) mod linkname;
mod rtype;
