//! minigo-compiler: from trees to bytecode. It knows no VM, no runtime and no files on disk; sources of packages come
//! through `types::Importer`.
#![forbid(unsafe_code)]

pub mod codegen;
pub mod diagnostic;
pub mod image;
mod lower;
pub mod session;
pub mod types;
