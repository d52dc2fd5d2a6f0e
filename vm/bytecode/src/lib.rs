//! Bytecode of minigo: instructions, programs, their verifier and their text form.
//!
//! A leaf crate shared by the compiler, which writes programs, and the VM, which runs them. It knows neither tree nor
//! scheduler and holds no `unsafe`.

#![forbid(unsafe_code)]

pub mod disasm;
pub mod entry;
pub mod instr;
pub mod opcode;
pub mod program;
pub mod verify;

pub use instr::Instr;
pub use opcode::Op;
pub use program::*;
