//! The minigo runtime: goroutines (G) run on threads (M) that hold processors (P), as in Go.
//!
//! It knows neither bytecode nor Go types: a goroutine's code is run, traced and scanned through [`hooks::Hooks`], which
//! the VM supplies. runtime/HACKING.md tells which stack one is on, which locks may be held and where parking or
//! allocating is forbidden.
#![allow(clippy::missing_safety_doc)]

mod atomic;
pub mod bigstack;
pub mod chan;
pub mod clone;
pub mod context;
pub mod coro;
pub mod g;
pub mod hash;
pub mod hooks;
pub mod interrupt;
pub mod lockrank;
pub mod m;
pub mod malloc;
pub mod map;
pub mod mbarrier;
pub mod mcache;
pub mod mfinal;
pub mod mgc;
pub mod mgcmark;
pub mod mgcpool;
mod mgcsweep;
mod mgctrace;
mod mgcwork;
pub mod mheap;
pub mod netpoll;
mod netpoll_epoll;
pub mod note;
pub mod os_linux;
pub mod p;
pub mod park;
pub mod proc;
mod protocol;
pub mod runq;
pub mod schedtrace;
pub mod schedule;
pub mod seams;
pub mod seed;
pub mod select;
pub mod sema;
pub mod signal;
pub mod sizeclass;
pub mod stack;
pub mod sync;
pub mod syscall;
pub mod sysmon;
mod template;
pub mod throw;
pub mod time;
pub mod world;

pub use context::{getg, mcall, systemstack};
pub use g::{G, Sudog, WaitReason};
pub use hooks::Hooks;
pub use m::M;
pub use malloc::{GcType, mallocgc, new_array, new_object, zerobase};
pub use mcache::Mcache;
pub use mgc::{gc_start, gc_wanted};
pub use mgcmark::Marker;
pub use p::P;
pub use park::{gopark, goparkunlock, goready};
pub use proc::{gopreempt, gosched, newproc, start_the_world, stop_the_world};
pub use sync::RtMutex;
pub use syscall::{entersyscall, entersyscallblock, exitsyscall};
pub use throw::{fatal, fatal_here, throw};
