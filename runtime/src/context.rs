//! Switching between goroutine stacks and the scheduler stack (g0) of an M, and the TLS word that says which G runs.
//!
//! Invariants
//! * `minigo_tls_g` of a thread is the G whose stack the thread runs on: its g0 inside the scheduler and inside
//!   [`systemstack`], the user G otherwise.
//! * A G that is not running has its callee-saved registers on its stack and `sched_sp` pointing at them:
//!
//! ```text
//!   sched_sp → r15 r14 r13 r12 rbx rbp  return address        (low → high addresses)
//! ```
//! * `g0.sched_sp` is 16-byte aligned and is where every visit to g0 starts: [`mcall`] abandons whatever was below it.
//!   So nothing with a destructor may be alive on g0 when the scheduler switches to a G.
//! * `mxcsr` and the x87 word are not switched: nobody changes them.
//!
//! A switch enters by `pop rcx; jmp rcx`, not `ret`: the return predictor holds the other stack's history (2.2 ns against
//! 11.5).
//!
//! **An fs-relative address may be kept by the compiler across a switch and then belongs to the old thread**: on G stacks
//! TLS is read by these functions only, never through `thread_local!`.

use crate::g::G;
use crate::m::M;
use std::arch::{asm, global_asm};
use std::mem::offset_of;

global_asm!(
    r#"
    .section .tbss.minigo_tls_g,"awT",@nobits
    .globl minigo_tls_g
    .type minigo_tls_g,@object
    .size minigo_tls_g, 8
    .p2align 3
minigo_tls_g:
    .zero 8

    .text
    .globl minigo_mcall
    .type minigo_mcall,@function
    .p2align 4
minigo_mcall:
    .cfi_startproc
    push rbp
    .cfi_adjust_cfa_offset 8
    push rbx
    .cfi_adjust_cfa_offset 8
    push r12
    .cfi_adjust_cfa_offset 8
    push r13
    .cfi_adjust_cfa_offset 8
    push r14
    .cfi_adjust_cfa_offset 8
    push r15
    .cfi_adjust_cfa_offset 8
    mov rax, qword ptr fs:[minigo_tls_g@tpoff]
    mov qword ptr [rax + {sched_sp}], rsp
    mov rcx, qword ptr [rax + {m}]
    mov rdx, qword ptr [rcx + {g0}]
    cmp rax, rdx
    je 2f
    mov qword ptr fs:[minigo_tls_g@tpoff], rdx
    mov rsp, qword ptr [rdx + {sched_sp}]
    .cfi_undefined rip
    mov rcx, rdi
    mov rdi, rax
    xor ebp, ebp
    call rcx
    call {badmcall2}
    ud2
2:
    sub rsp, 8
    call {badmcall}
    ud2
    .cfi_endproc
    .size minigo_mcall, . - minigo_mcall

    .globl minigo_gogo
    .type minigo_gogo,@function
    .p2align 4
minigo_gogo:
    .cfi_startproc
    .cfi_undefined rip
    mov qword ptr fs:[minigo_tls_g@tpoff], rdi
    mov rsp, qword ptr [rdi + {sched_sp}]
    pop r15
    pop r14
    pop r13
    pop r12
    pop rbx
    pop rbp
    pop rcx
    jmp rcx
    .cfi_endproc
    .size minigo_gogo, . - minigo_gogo

    .globl minigo_systemstack
    .type minigo_systemstack,@function
    .p2align 4
minigo_systemstack:
    .cfi_startproc
    mov rax, qword ptr fs:[minigo_tls_g@tpoff]
    mov rcx, qword ptr [rax + {m}]
    mov rdx, qword ptr [rcx + {g0}]
    mov r8, rdi
    mov rdi, rsi
    cmp rax, rdx
    jne 1f
    jmp r8
2:
    sub rsp, 8
    call {badsystemstack}
    ud2
1:
    cmp rax, qword ptr [rcx + {curg}]
    jne 2b
    push rbp
    .cfi_adjust_cfa_offset 8
    .cfi_offset rbp, -16
    mov rbp, rsp
    .cfi_def_cfa_register rbp
    push rbx
    .cfi_offset rbx, -24
    mov rbx, rax
    mov qword ptr fs:[minigo_tls_g@tpoff], rdx
    mov rsp, qword ptr [rdx + {sched_sp}]
    call r8
    mov qword ptr fs:[minigo_tls_g@tpoff], rbx
    mov rbx, qword ptr [rbp - 8]
    mov rsp, rbp
    pop rbp
    .cfi_def_cfa rsp, 8
    ret
    .cfi_endproc
    .size minigo_systemstack, . - minigo_systemstack

    .globl minigo_mstart_base
    .type minigo_mstart_base,@function
    .p2align 4
minigo_mstart_base:
    .cfi_startproc
    push rbp
    .cfi_adjust_cfa_offset 8
    push rbx
    .cfi_adjust_cfa_offset 8
    push r12
    .cfi_adjust_cfa_offset 8
    push r13
    .cfi_adjust_cfa_offset 8
    push r14
    .cfi_adjust_cfa_offset 8
    push r15
    .cfi_adjust_cfa_offset 8
    mov qword ptr [rdi + {base_sp}], rsp
    sub rsp, 8
    .cfi_adjust_cfa_offset 8
    mov qword ptr [rdi + {sched_sp}], rsp
    mov qword ptr fs:[minigo_tls_g@tpoff], rdi
    call rsi
    ud2
    .cfi_endproc
    .size minigo_mstart_base, . - minigo_mstart_base

    .globl minigo_mstart_leave
    .type minigo_mstart_leave,@function
    .p2align 4
minigo_mstart_leave:
    .cfi_startproc
    .cfi_undefined rip
    mov rsp, qword ptr [rdi + {base_sp}]
    pop r15
    pop r14
    pop r13
    pop r12
    pop rbx
    pop rbp
    ret
    .cfi_endproc
    .size minigo_mstart_leave, . - minigo_mstart_leave

    .globl minigo_gostart
    .type minigo_gostart,@function
    .p2align 4
minigo_gostart:
    .cfi_startproc
    .cfi_undefined rip
    mov rdi, qword ptr fs:[minigo_tls_g@tpoff]
    call {gostart}
    ud2
    .cfi_endproc
    .size minigo_gostart, . - minigo_gostart
    "#,
    sched_sp = const offset_of!(G, sched_sp),
    base_sp = const offset_of!(G, base_sp),
    m = const offset_of!(G, m),
    g0 = const offset_of!(M, g0),
    curg = const offset_of!(M, curg),
    gostart = sym crate::proc::gostart,
    badmcall = sym crate::proc::badmcall,
    badmcall2 = sym crate::proc::badmcall2,
    badsystemstack = sym crate::proc::badsystemstack,
);

// G and M are repr(C) where assembly reads them; the rest is opaque to it.
#[allow(improper_ctypes)]
unsafe extern "C-unwind" {
    fn minigo_mcall(f: unsafe extern "C" fn(*mut G) -> !);
    fn minigo_gogo(gp: *mut G) -> !;
    fn minigo_systemstack(f: unsafe extern "C" fn(*mut u8), arg: *mut u8);
    fn minigo_mstart_base(g0: *mut G, f: unsafe extern "C" fn() -> !);
    fn minigo_mstart_leave(g0: *mut G) -> !;
    fn minigo_gostart();
}

/// The G whose stack this thread runs on (g0 inside the scheduler); null on a thread that is no M.
#[inline(always)]
pub fn getg() -> *mut G {
    let gp: *mut G;
    // SAFETY: reads one word of this thread's TLS block, present in every thread of the process.
    unsafe {
        asm!(
            "mov {}, qword ptr fs:[minigo_tls_g@tpoff]",
            out(reg) gp,
            options(nostack, preserves_flags, readonly)
        )
    };
    gp
}

/// Sets the TLS word, for the one thread that becomes an M where it stands.
///
/// # Safety
/// `g0` is the g0 of this thread's M.
pub unsafe fn set_g(g0: *mut G) {
    // SAFETY: writes one word of this thread's TLS block.
    unsafe {
        asm!("mov qword ptr fs:[minigo_tls_g@tpoff], {}", in(reg) g0, options(nostack, preserves_flags));
    }
}

/// Switches from the running G to its M's g0 and calls `f(gp)` there. Returns when somebody runs the G again by [`gogo`].
///
/// # Safety
/// The caller is on a G's stack, not on g0; `f` must arrange for the G's future before it schedules.
#[inline(always)]
pub unsafe fn mcall(f: unsafe extern "C" fn(*mut G) -> !) {
    // SAFETY: the caller's promise; the G's registers are saved in its own stack before the switch.
    unsafe { minigo_mcall(f) }
}

/// Leaves g0 and continues `gp` where it left off. What is on g0's stack is forgotten.
///
/// # Safety
/// On g0, `gp` is Grunning, owned by this M, and its `sched_sp` is valid.
#[inline(always)]
pub unsafe fn gogo(gp: *mut G) -> ! {
    // SAFETY: the caller's promise.
    unsafe { minigo_gogo(gp) }
}

/// Calls `f` on the M's g0 stack (directly when already there) and returns its result.
///
/// `f` must not park nor unwind: a host panic inside it aborts the process.
///
/// # Safety
/// The thread is an M. `f` may use the whole g0 stack, std, TLS and locks.
#[inline(always)]
pub unsafe fn systemstack<R, F: FnOnce() -> R>(f: F) -> R {
    struct Call<F, R> {
        f: std::mem::ManuallyDrop<F>,
        r: std::mem::MaybeUninit<R>,
    }
    unsafe extern "C" fn tramp<R, F: FnOnce() -> R>(p: *mut u8) {
        // SAFETY: `p` is the `Call` below, alive during the call; `f` is taken once.
        unsafe {
            let c = p as *mut Call<F, R>;
            let f = std::mem::ManuallyDrop::take(&mut (*c).f);
            (*c).r.write(f());
        }
    }
    let mut c = Call::<F, R> {
        f: std::mem::ManuallyDrop::new(f),
        r: std::mem::MaybeUninit::uninit(),
    };
    // SAFETY: the trampoline initialises `r` before it returns.
    unsafe {
        minigo_systemstack(tramp::<R, F>, &raw mut c as *mut u8);
        c.r.assume_init()
    }
}

/// Makes this stack the base of g0: records it in `g0.sched_sp`, sets the TLS word and calls `f`. Returns after
/// [`leave_g0`].
///
/// # Safety
/// `g0` belongs to this thread's M and is not in use.
pub unsafe fn enter_g0(g0: *mut G, f: unsafe extern "C" fn() -> !) {
    // SAFETY: the caller's promise.
    unsafe { minigo_mstart_base(g0, f) }
}

/// Ends the M: returns from the [`enter_g0`] that began it.
///
/// # Safety
/// On `g0`, with nothing alive on it that has a destructor.
pub unsafe fn leave_g0(g0: *mut G) -> ! {
    // SAFETY: the caller's promise.
    unsafe { minigo_mstart_leave(g0) }
}

/// Prepares the native stack of a fresh G so that the first [`gogo`] enters `proc::gostart`.
///
/// # Safety
/// `gp` is not running and its native stack bounds are set.
pub unsafe fn prepare(gp: *mut G) {
    // SAFETY: the seven words lie inside the G's native stack, which nobody uses yet.
    unsafe {
        let top = (*gp).native_hi & !15;
        // After the seven pops rsp is `top`, 16-aligned, as before a `call`.
        let sp = (top - 7 * 8) as *mut usize;
        for i in 0..6 {
            sp.add(i).write(0);
        }
        sp.add(6).write(minigo_gostart as *const () as usize);
        (*gp).sched_sp = sp as usize;
    }
}
