//! Making the thread of an M by clone(2), by the *transplant*, so that glibc takes the thread for one of its own.
//!
//! A raw clone without glibc's knowledge corrupts its heap: glibc skips its locks while `__libc_single_threaded` and the
//! flag in the thread descriptor say "one thread", and TLS, robust list, rseq and TLS destructors want set-up. So a
//! short-lived pthread, the *donor*, lets glibc build a descriptor; the donor notes where it is and leaves by a raw
//! `exit`; our clone then moves in:
//!
//! ```text
//!   creator                        donor (pthread)              M (clone)
//!   block signals, pthread_create ─▶ note fs:0x10, tid slot,
//!                                    robust list; rseq off;
//!   wait for the tid slot to be 0 ◀─ save stack, SYS_exit
//!   clone(tls = donor's fs, ctid = tid slot, stack = g0) ──────▶ robust list, rseq, signal stack, mask, mstart
//!                                                                … the M ends: switch to the donor's stack, return
//!                                    from its start routine: glibc runs the destructors, frees the descriptor
//! ```
//!
//! Fallbacks. A kernel without `PR_GET_TID_ADDRESS` (it is part of checkpoint/restore): the tid slot is the one word of the
//! donor's descriptor that holds its thread id. Should that be ambiguous: a TLS block from `_dl_allocate_tls`, found by
//! dlsym, its fields filled in (after a real pthread has existed); setuid does not reach such Ms. `MINIGO_CLONE=scan` and
//! `=plain` force them, for tests.
//!
//! A few blank descriptors are kept ready by sysmon once Ms are being made: a donor takes 40 µs, the clone itself 10.
//!
//! Runs on g0 (it allocates). Signals are blocked around everything until the M has its signal stack.

use crate::lockrank::Rank;
use crate::os_linux as os;
use crate::sync::{Guarded, RtMutex};
use std::arch::global_asm;
use std::sync::atomic::{AtomicI32, AtomicU32, AtomicUsize, Ordering::*};

/// What a donor leaves behind; owned by the M that lives in it.
#[repr(C)]
pub struct Descriptor {
    /// Where the donor's registers are saved; the M's way out.
    donor_sp: usize,
    /// fs base.
    fs: usize,
    tidptr: *mut AtomicI32,
    robust_head: usize,
    robust_len: usize,
    rseq_ptr: usize,
    rseq_len: usize,
    ready: AtomicU32,
    /// What to do in the donor's name after the M has left its own stack.
    after: Option<unsafe fn(*mut u8)>,
    after_arg: *mut u8,
}

const PR_GET_TID_ADDRESS: i32 = 40;
const RSEQ_SIG: u32 = 0x5305_3053;
const RSEQ_FLAG_UNREGISTER: i32 = 1;
/// The donor runs glibc's start and end and TLS destructors on it.
const DONOR_STACK_BYTES: usize = 128 << 10;

global_asm!(
    r#"
    .text
    .globl minigo_donor_leave
    .type minigo_donor_leave,@function
    .p2align 4
minigo_donor_leave:
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
    mov qword ptr [rdi], rsp
    mov eax, 60
    xor edi, edi
    syscall
    ud2
    .cfi_endproc
    .size minigo_donor_leave, . - minigo_donor_leave

    .globl minigo_donor_return
    .type minigo_donor_return,@function
    .p2align 4
minigo_donor_return:
    .cfi_startproc
    .cfi_undefined rip
    mov rsp, qword ptr [rdi]
    pop r15
    pop r14
    pop r13
    pop r12
    pop rbx
    pop rbp
    ret
    .cfi_endproc
    .size minigo_donor_return, . - minigo_donor_return

    .globl minigo_clone
    .type minigo_clone,@function
    .p2align 4
minigo_clone:
    .cfi_startproc
    push r12
    .cfi_adjust_cfa_offset 8
    push r13
    .cfi_adjust_cfa_offset 8
    mov r12, r9
    mov r13, qword ptr [rsp + 24]
    mov r10, rcx
    mov eax, 56
    syscall
    test eax, eax
    jz minigo_clone_child
    pop r13
    .cfi_adjust_cfa_offset -8
    pop r12
    .cfi_adjust_cfa_offset -8
    ret
    .cfi_endproc
    .size minigo_clone, . - minigo_clone

    .type minigo_clone_child,@function
    .p2align 4
minigo_clone_child:
    .cfi_startproc
    .cfi_undefined rip
    xor ebp, ebp
    mov rdi, r13
    call r12
    ud2
    .cfi_endproc
    .size minigo_clone_child, . - minigo_clone_child
    "#
);

unsafe extern "C" {
    fn minigo_donor_leave(sp: *mut usize);
    fn minigo_donor_return(sp: *const usize) -> !;
    fn minigo_clone(
        flags: u64,
        stack: *mut u8,
        ptid: *mut AtomicI32,
        ctid: *mut AtomicI32,
        tls: usize,
        f: unsafe extern "C" fn(*mut u8) -> !,
        arg: *mut u8,
    ) -> i64;
}

fn thread_pointer() -> usize {
    let fs: usize;
    // SAFETY: the x86-64 ABI keeps the thread pointer itself at fs:0 (and glibc at fs:0x10).
    unsafe {
        std::arch::asm!("mov {}, qword ptr fs:[0x10]", out(reg) fs, options(nostack, preserves_flags, readonly))
    };
    fs
}

/// Offset of the rseq area from the thread pointer and its registered size candidates, from glibc's public symbols.
fn rseq_area() -> Option<(isize, usize)> {
    static CACHE: AtomicUsize = AtomicUsize::new(0);
    static OFFSET: AtomicUsize = AtomicUsize::new(0);
    match CACHE.load(Acquire) {
        0 => {
            // SAFETY: dlsym with constant strings; the symbols are plain variables of glibc 2.35 and later.
            let size = unsafe {
                let off =
                    libc::dlsym(libc::RTLD_DEFAULT, c"__rseq_offset".as_ptr()) as *const isize;
                let len = libc::dlsym(libc::RTLD_DEFAULT, c"__rseq_size".as_ptr()) as *const u32;
                if off.is_null() || len.is_null() {
                    0
                } else {
                    OFFSET.store(*off as usize, Relaxed);
                    *len as usize
                }
            };
            CACHE.store(size + 1, Release);
            rseq_area()
        }
        1 => None,
        n => Some((OFFSET.load(Relaxed) as isize, n - 1)),
    }
}

const MODE_PRCTL: u32 = 1;
const MODE_SCAN: u32 = 2;
const MODE_PLAIN: u32 = 3;

fn mode() -> u32 {
    static MODE: AtomicU32 = AtomicU32::new(0);
    match MODE.load(Relaxed) {
        0 => {
            let m = match os::getenv("MINIGO_CLONE").as_deref() {
                Some("scan") => MODE_SCAN,
                Some("plain") => MODE_PLAIN,
                _ => MODE_PRCTL,
            };
            MODE.store(m, Relaxed);
            m
        }
        m => m,
    }
}

/// The word of this thread's descriptor at `fs` that holds its id; null unless there is exactly one.
unsafe fn find_tid_slot(fs: usize) -> *mut AtomicI32 {
    // glibc's struct pthread is some 2.3 KB and starts at the thread pointer; the tid is in its first third.
    const LOOK_BYTES: usize = 1024;
    let tid = os::gettid();
    let mut found: *mut AtomicI32 = std::ptr::null_mut();
    for off in (0..LOOK_BYTES).step_by(4) {
        let slot = (fs + off) as *mut AtomicI32;
        // SAFETY: the descriptor is mapped to beyond these bytes.
        if unsafe { (*slot).load(Relaxed) } == tid {
            if !found.is_null() {
                return std::ptr::null_mut();
            }
            found = slot;
        }
    }
    found
}

/// Start routine of the donor.
extern "C" fn donor_main(arg: *mut libc::c_void) -> *mut libc::c_void {
    let d = arg as *mut Descriptor;
    // SAFETY: `d` is the creator's descriptor, which lives until the M has gone; raw system calls about this thread alone.
    unsafe {
        (*d).fs = thread_pointer();
        let mut tidptr: *mut AtomicI32 = std::ptr::null_mut();
        if mode() != MODE_PRCTL || libc::prctl(PR_GET_TID_ADDRESS, &raw mut tidptr) != 0 {
            tidptr = find_tid_slot((*d).fs);
        }
        if mode() == MODE_PLAIN {
            tidptr = std::ptr::null_mut();
        }
        libc::syscall(
            libc::SYS_get_robust_list,
            0,
            &raw mut (*d).robust_head,
            &raw mut (*d).robust_len,
        );
        if let Some((off, size)) = rseq_area() {
            let ptr = (*d).fs.wrapping_add_signed(off);
            // Registered with 32 bytes by older glibcs, with the kernel's size by newer ones.
            for len in [32, size, size.next_multiple_of(32)] {
                if libc::syscall(
                    libc::SYS_rseq,
                    ptr,
                    len as u32,
                    RSEQ_FLAG_UNREGISTER,
                    RSEQ_SIG,
                ) == 0
                {
                    (*d).rseq_ptr = ptr;
                    (*d).rseq_len = len;
                    break;
                }
            }
        }
        (*d).tidptr = tidptr;
        (*d).ready.store(1, SeqCst);
        os::futex_wake(&(*d).ready, 1);
        if tidptr.is_null() {
            return std::ptr::null_mut();
        }
        minigo_donor_leave(&raw mut (*d).donor_sp);
        // Here again when the M that moved in ends: on this stack, as this descriptor's thread.
        let d = arg as *mut Descriptor;
        if let Some(f) = (*d).after {
            f((*d).after_arg);
        }
        drop(Box::from_raw(d));
    }
    std::ptr::null_mut()
}

/// A blank descriptor, ready to move into; null when the kernel lacks what the transplant needs. Signals must be blocked.
fn new_descriptor() -> *mut Descriptor {
    let d = Box::into_raw(Box::new(Descriptor {
        donor_sp: 0,
        fs: 0,
        tidptr: std::ptr::null_mut(),
        robust_head: 0,
        robust_len: 0,
        rseq_ptr: 0,
        rseq_len: 0,
        ready: AtomicU32::new(0),
        after: None,
        after_arg: std::ptr::null_mut(),
    }));
    // SAFETY: attributes are initialised before use; `d` outlives the donor.
    unsafe {
        let mut attr: libc::pthread_attr_t = std::mem::zeroed();
        libc::pthread_attr_init(&mut attr);
        libc::pthread_attr_setstacksize(&mut attr, DONOR_STACK_BYTES);
        libc::pthread_attr_setdetachstate(&mut attr, libc::PTHREAD_CREATE_DETACHED);
        let mut t: libc::pthread_t = 0;
        let mut tries = 0;
        loop {
            let e = libc::pthread_create(&mut t, &attr, donor_main, d.cast());
            if e == 0 {
                break;
            }
            tries += 1;
            if e != libc::EAGAIN || tries > 20 {
                no_thread(e);
            }
            os::usleep(tries * 1000);
        }
        libc::pthread_attr_destroy(&mut attr);
        while (*d).ready.load(Acquire) == 0 {
            os::futex_wait(&(*d).ready, 0, -1);
        }
        let tidptr = (*d).tidptr;
        if tidptr.is_null() {
            drop(Box::from_raw(d));
            return std::ptr::null_mut();
        }
        // The kernel clears the slot and wakes it (not as a private futex) when the donor has gone for good.
        loop {
            let tid = (*tidptr).load(Acquire);
            if tid == 0 {
                break;
            }
            libc::syscall(
                libc::SYS_futex,
                tidptr,
                libc::FUTEX_WAIT,
                tid,
                std::ptr::null::<libc::timespec>(),
            );
        }
    }
    d
}

const CLONE_FLAGS: i32 = libc::CLONE_VM
    | libc::CLONE_FS
    | libc::CLONE_FILES
    | libc::CLONE_SIGHAND
    | libc::CLONE_THREAD
    | libc::CLONE_SYSVSEM
    | libc::CLONE_SETTLS
    | libc::CLONE_PARENT_SETTID
    | libc::CLONE_CHILD_CLEARTID;

/// A descriptor by glibc's own TLS allocator, for when the tid slot cannot be found. The fields a thread cannot live
/// without are filled in: self pointers, the two guards, the "several threads" flag.
fn fallback_descriptor() -> *mut Descriptor {
    type AllocateTls = unsafe extern "C" fn(*mut u8) -> *mut u8;
    // SAFETY: `_dl_allocate_tls(NULL)` returns a thread pointer with its static TLS initialised; the TCB header's first
    // words are ABI (stack protector, pointer guard) on x86-64.
    unsafe {
        let f = libc::dlsym(libc::RTLD_DEFAULT, c"_dl_allocate_tls".as_ptr());
        if f.is_null() {
            crate::throw::throw("runtime: no way to set up TLS for a new thread");
        }
        let f: AllocateTls = std::mem::transmute::<*mut libc::c_void, AllocateTls>(f);
        let tcb = f(std::ptr::null_mut()) as *mut usize;
        let mine = thread_pointer() as *const usize;
        *tcb = tcb as usize;
        *tcb.add(2) = tcb as usize;
        *tcb.add(3) = 1;
        *tcb.add(5) = *mine.add(5);
        *tcb.add(6) = *mine.add(6);
        // The same word as in this thread's descriptor, if it can be told; glibc's recursive locks compare it.
        let here = find_tid_slot(mine as usize);
        let slot = if here.is_null() {
            Box::into_raw(Box::new(AtomicI32::new(0)))
        } else {
            (tcb as usize + (here as usize - mine as usize)) as *mut AtomicI32
        };
        Box::into_raw(Box::new(Descriptor {
            donor_sp: 0,
            fs: tcb as usize,
            tidptr: slot,
            robust_head: 0,
            robust_len: 0,
            rseq_ptr: 0,
            rseq_len: 0,
            ready: AtomicU32::new(1),
            after: None,
            after_arg: std::ptr::null_mut(),
        }))
    }
}

/// Blank descriptors to keep ready.
const BLANKS: usize = 2;

struct Blanks {
    ready: [*mut Descriptor; BLANKS],
    len: usize,
    /// Somebody had to make or take one since the last refill.
    wanted: bool,
}

static BLANKS_LOCK: RtMutex = RtMutex::new(Rank::Blanks);
static READY: Guarded<Blanks> = Guarded::new(Blanks {
    ready: [std::ptr::null_mut(); BLANKS],
    len: 0,
    wanted: false,
});

fn take_blank() -> *mut Descriptor {
    BLANKS_LOCK.with(|| {
        // SAFETY: under BLANKS_LOCK.
        let b = unsafe { &mut *READY.get() };
        b.wanted = true;
        if b.len == 0 {
            return std::ptr::null_mut();
        }
        b.len -= 1;
        b.ready[b.len]
    })
}

/// Makes one blank descriptor if Ms were made lately and there is room. On sysmon's g0, between its rounds.
pub(crate) fn refill() {
    // SAFETY: under BLANKS_LOCK.
    let wanted =
        BLANKS_LOCK.with(|| unsafe { (*READY.get()).wanted && (*READY.get()).len < BLANKS });
    if !wanted || mode() == MODE_PLAIN {
        return;
    }
    let old = os::block_signals();
    let d = new_descriptor();
    os::set_sigmask(&old);
    BLANKS_LOCK.with(|| {
        // SAFETY: under BLANKS_LOCK; sysmon alone adds.
        let b = unsafe { &mut *READY.get() };
        if !d.is_null() {
            b.ready[b.len] = d;
            b.len += 1;
        }
        b.wanted = b.len < BLANKS && !d.is_null();
    });
}

/// Starts a thread on `stack_top` (16-aligned) that calls `f(arg)` with all signals blocked. Signals of the caller must be
/// blocked, too. Returns its descriptor; the thread must call [`settle`] first and [`depart`] last.
///
/// # Safety
/// The stack is unused and outlives the thread; `f` never returns.
pub unsafe fn newosproc(
    stack_top: *mut u8,
    f: unsafe extern "C" fn(*mut u8) -> !,
    arg: *mut u8,
    out: *mut *mut Descriptor,
) {
    let mut d = take_blank();
    if d.is_null() {
        d = new_descriptor();
    }
    if d.is_null() {
        d = fallback_descriptor();
    }
    // SAFETY: `d` is complete; `out` is written before the thread exists; the child runs on the caller's fresh stack.
    unsafe {
        out.write(d);
        let mut tries = 0;
        loop {
            let r = minigo_clone(
                CLONE_FLAGS as u64,
                stack_top,
                (*d).tidptr,
                (*d).tidptr,
                (*d).fs,
                f,
                arg,
            );
            if r > 0 {
                return;
            }
            tries += 1;
            if r != -libc::EAGAIN as i64 || tries > 20 {
                no_thread(-r as i32);
            }
            os::usleep(tries * 1000);
        }
    }
}

/// The system gives no more threads.
#[cold]
fn no_thread(errno: i32) -> ! {
    let have = crate::m::mcount();
    let mut text =
        format!("runtime: failed to create new OS thread (have {have} already; errno={errno})\n");
    if errno == libc::EAGAIN {
        text += "runtime: may need to increase max user processes (ulimit -u)\n";
    }
    os::write_all(2, text.as_bytes());
    crate::throw::throw("newosproc")
}

/// First act of the new thread: tells the kernel of its robust list and rseq area.
///
/// # Safety
/// On the thread that lives in `d`.
pub unsafe fn settle(d: *mut Descriptor) {
    // SAFETY: the addresses are those glibc registered for this very descriptor; `__ctype_init` takes no arguments.
    unsafe {
        if (*d).robust_len != 0 {
            libc::syscall(libc::SYS_set_robust_list, (*d).robust_head, (*d).robust_len);
        }
        if (*d).rseq_len != 0 {
            libc::syscall(
                libc::SYS_rseq,
                (*d).rseq_ptr,
                (*d).rseq_len as u32,
                0,
                RSEQ_SIG,
            );
        }
        if (*d).donor_sp == 0 {
            // No pthread start-up has run for this TLS block: the character tables are still unset.
            let f = libc::dlsym(libc::RTLD_DEFAULT, c"__ctype_init".as_ptr());
            if !f.is_null() {
                std::mem::transmute::<*mut libc::c_void, unsafe extern "C" fn()>(f)();
            }
        }
    }
}

/// Last act of the thread: leaves its stack for the donor's, where `after(arg)` runs, and lets glibc end it. Signals must
/// be blocked.
///
/// # Safety
/// On the thread that lives in `d`; nothing on its stack is needed any more.
pub unsafe fn depart(d: *mut Descriptor, after: unsafe fn(*mut u8), arg: *mut u8) -> ! {
    // SAFETY: the donor's frames are as `minigo_donor_leave` left them.
    unsafe {
        if (*d).donor_sp == 0 {
            // A fallback thread has no donor; its TLS block and its stack stay.
            libc::syscall(libc::SYS_exit, 0);
            std::hint::unreachable_unchecked()
        }
        (*d).after = Some(after);
        (*d).after_arg = arg;
        minigo_donor_return(&raw const (*d).donor_sp)
    }
}
