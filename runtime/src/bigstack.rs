//! A call on a large stack of its own, for what recurses along a tree.
//!
//! It costs two system calls and the pages that are touched; a thread would cost five times as much, and allocate from
//! an arena of its own. Its lowest page is never mapped, so an overrun is a fault.

use std::any::Any;
use std::arch::global_asm;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::os_linux as os;

global_asm!(
    r#"
    .text
    .globl minigo_call_on
    .type minigo_call_on,@function
    .p2align 4
minigo_call_on:
    .cfi_startproc
    push rbp
    .cfi_adjust_cfa_offset 8
    .cfi_offset rbp, -16
    mov rbp, rsp
    .cfi_def_cfa_register rbp
    mov rsp, rdx
    call rsi
    mov rsp, rbp
    pop rbp
    .cfi_def_cfa rsp, 8
    ret
    .cfi_endproc
    .size minigo_call_on, . - minigo_call_on
    "#
);

unsafe extern "C" {
    /// Calls `f(arg)` with the stack pointer at `top`.
    fn minigo_call_on(arg: *mut u8, f: unsafe extern "C" fn(*mut u8), top: usize);
}

/// Runs `f` on a fresh stack of `bytes` bytes, of which only those touched become memory. The inner result is a panic's
/// payload if `f` panicked.
///
/// Errors: there is no address space for it.
pub fn call<R>(bytes: usize, f: impl FnOnce() -> R) -> io::Result<Result<R, Box<dyn Any + Send>>> {
    struct Call<F, R> {
        f: Option<F>,
        result: Option<Result<R, Box<dyn Any + Send>>>,
    }
    unsafe extern "C" fn run<R, F: FnOnce() -> R>(arg: *mut u8) {
        // SAFETY: `arg` is the `Call` below, which outlives this call and which nobody else uses meanwhile.
        let call = unsafe { &mut *(arg as *mut Call<F, R>) };
        if let Some(f) = call.f.take() {
            call.result = Some(catch_unwind(AssertUnwindSafe(f)));
        }
    }
    fn runner<R, F: FnOnce() -> R>(_: &Call<F, R>) -> unsafe extern "C" fn(*mut u8) {
        run::<R, F>
    }
    let stack = os::map_stack(bytes)?;
    let mut call = Call {
        f: Some(f),
        result: None,
    };
    let run = runner(&call);
    // SAFETY: the stack is mapped, its end aligned to pages, and `run` does not unwind. It returns on its own stack, so
    // the mapping is no longer in use afterwards.
    unsafe {
        minigo_call_on(&raw mut call as *mut u8, run, stack as usize + bytes);
        os::unmap(stack, bytes);
    }
    Ok(call.result.expect("`run` has set it"))
}
