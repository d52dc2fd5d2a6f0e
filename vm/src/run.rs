//! The entry: verify, load, start the runtime, run the main goroutine.

use crate::load::{Vm, load};
use crate::native::Registry;
use minigo_bytecode::{Program, verify};
use minigo_runtime::{mgcmark, proc};
use std::sync::OnceLock;

/// What a program is started with.
#[derive(Default)]
pub struct Options {
    /// `os.Args`, the program's name first.
    pub args: Vec<Vec<u8>>,
    /// Makes every choice of the scheduler a function of this number.
    pub seed: Option<u64>,
}

static ARGS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();

/// `os.Args` of the running program.
pub fn args() -> &'static [Vec<u8>] {
    ARGS.get().map_or(&[], Vec::as_slice)
}

/// Sets what [`args`] gives, once.
pub(crate) fn set_args(args: Vec<Vec<u8>>) {
    let _ = ARGS.set(args);
}

/// Runs a program on the calling thread, which must be the process's first. The process ends with the program; returns
/// only when the program cannot be started, after a message on standard error, with the exit code.
pub fn run(program: Program, natives: Registry, options: Options) -> u8 {
    if let Some(seed) = options.seed {
        minigo_runtime::seed::enable(seed);
    }
    if let Err(e) = verify::verify(&program) {
        eprintln!("minigo: the compiler made a bad program: {e}");
        return 2;
    }
    let vm = match load(program, &natives) {
        Ok(vm) => vm,
        Err(e) => {
            eprintln!("minigo: {e}");
            return 2;
        }
    };
    if vm.entry.is_null() {
        eprintln!("minigo: the program has no entry");
        return 2;
    }
    set_args(options.args);
    register_roots(vm);
    proc::start(crate::hooks::hooks(), |g| {
        // SAFETY: the main goroutine is new; the entry function has no parameters.
        unsafe {
            let closure = &raw const (*vm.entry).static_closure;
            crate::ops::start(g, closure, std::ptr::null(), 0)
        }
    })
}

/// Tells the collector where the program's pointers lie outside the heap.
fn register_roots(vm: &'static Vm) {
    roots(vm.globals, vm.globals_bytes, &vm.globals_ptrs);
    mgcmark::set_scan_stack(crate::hooks::scan_stack);
}

/// Registers `bytes` of globals at `addr` with pointers at these offsets.
pub(crate) fn roots(addr: *mut u8, bytes: usize, ptrs: &[u32]) {
    let mut mask = vec![0u64; bytes.div_ceil(8 * 64)];
    for &off in ptrs {
        let word = off as usize / 8;
        mask[word / 64] |= 1 << (word % 64);
    }
    let mask: &'static [u64] = Vec::leak(mask);
    if !mask.is_empty() {
        mgcmark::register_globals(addr, bytes / 8 * 8, mask.as_ptr());
    }
}
