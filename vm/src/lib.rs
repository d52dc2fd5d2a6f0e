//! The virtual machine of minigo: runs bytecode programs as goroutines of `minigo-runtime`.
//!
//! It knows neither tree nor checker nor terminal. `load` makes a program runnable, `dispatch` and `ops` execute it,
//! `panic` unwinds it, `hooks` is what the scheduler and the collector see of it, `native` is the door for the library.

// Handlers, helpers and operand accessors are unsafe for one reason, said at `dispatch::op!`: verified code.
#![allow(clippy::missing_safety_doc)]

pub mod dispatch;
pub mod frame;
pub mod hooks;
pub mod live;
pub mod liveness;
pub mod load;
pub mod native;
pub mod ops;
pub mod panic;
pub mod rtype;
pub mod run;
pub mod stack;
pub mod traceback;

pub use load::{FuncInfo, Vm, vm};
pub use native::{NativeCtx, NativeFn, NativeKind, Registry};
pub use rtype::{Itab, Kind, RField, RMethod, RType};
pub use run::{Options, args, run};
