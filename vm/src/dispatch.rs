//! Dispatch: the type of a handler, how one goes on to the next, the table, and the way in and out. No semantics.
//!
//! A handler runs one instruction and ends in a call of the next handler through the table. All have one signature
//! and no live locals at that call, so LLVM makes it a jump (`just dis` of any handler ends in `jmp`); nothing stays
//! on the native stack however long a program runs. It is an optimisation, not a promise of the language, hence:
//! * opt-level is at least 1 in every profile;
//! * with the feature `trampoline` a handler returns to a loop in [`enter`] instead;
//! * in a handler nothing has a destructor and no address of a local escapes. What needs more is a *helper*: an
//!   ordinary function, never inlined, that returns where to go on ([`Next`]).
//!
//! What handlers carry (pc, base, G) belongs to the goroutine. Of P and M nothing is kept across a helper call.

use minigo_runtime::G;

/// Address of an instruction.
pub type Pc = *const u64;
/// Address of slot 0 of a window.
pub type Base = *mut u64;
/// The handler table.
pub type Tab = *const Handler;

/// How a run of handlers ended; a plain word because handlers return it in a register.
pub type R = usize;
/// The goroutine's function returned.
pub const R_RETURNED: R = 0;
/// `runtime.Goexit` ended the goroutine.
pub const R_GOEXIT: R = 1;
/// Trampoline builds: go on at the G's saved pc.
#[cfg(feature = "trampoline")]
pub const R_MORE: R = 2;

/// One handler. A struct, because the function's type mentions the table.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Handler(pub unsafe extern "C" fn(Pc, Base, *mut G, Tab) -> R);

/// Where to go on; returned in two registers.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Next {
    /// Next instruction.
    pub pc: Pc,
    /// Its window.
    pub base: Base,
}

/// What a helper looks like.
pub type Helper = unsafe fn(Pc, Base, *mut G) -> Next;

/// Goes on at another instruction.
#[cfg(not(feature = "trampoline"))]
macro_rules! next {
    ($pc:expr, $base:expr, $g:expr, $t:expr) => {{
        let pc: $crate::dispatch::Pc = $pc;
        let op = *(pc as *const u16) as usize;
        return ((*$t.add(op)).0)(pc, $base, $g, $t);
    }};
}

/// Goes on at another instruction.
#[cfg(feature = "trampoline")]
macro_rules! next {
    ($pc:expr, $base:expr, $g:expr, $t:expr) => {{
        let pc: $crate::dispatch::Pc = $pc;
        let _ = $t;
        (*$g).pc = pc as usize;
        (*$g).base = $base;
        return $crate::dispatch::R_MORE;
    }};
}
pub(crate) use next;

/// Defines a handler that falls through to the instruction `$n` words on.
macro_rules! op {
    ($name:ident, $n:expr, |$pc:ident, $base:ident, $g:ident, $t:ident| $body:block) => {
        #[doc = concat!("`", stringify!($name), "`, see the instruction table.")]
        ///
        /// # Safety
        /// `pc` is an instruction of a verified program, `base` its window in the stack of `g`.
        #[allow(non_snake_case, unused_variables)]
        pub unsafe extern "C" fn $name(
            $pc: $crate::dispatch::Pc,
            $base: $crate::dispatch::Base,
            $g: *mut minigo_runtime::G,
            $t: $crate::dispatch::Tab,
        ) -> $crate::dispatch::R {
            // SAFETY: the verifier checked that every operand names a slot of the window (`Enter` made room for it),
            // and that pointer slots hold pointers the program got from the allocator or the globals.
            unsafe {
                $body
                $crate::dispatch::next!($pc.add($n), $base, $g, $t)
            }
        }
    };
}
pub(crate) use op;

/// Defines a handler whose body says itself where to go on.
macro_rules! opx {
    ($name:ident, |$pc:ident, $base:ident, $g:ident, $t:ident| $body:block) => {
        #[doc = concat!("`", stringify!($name), "`, see the instruction table.")]
        ///
        /// # Safety
        /// `pc` is an instruction of a verified program, `base` its window in the stack of `g`.
        #[allow(non_snake_case, unused_variables)]
        pub unsafe extern "C" fn $name(
            $pc: $crate::dispatch::Pc,
            $base: $crate::dispatch::Base,
            $g: *mut minigo_runtime::G,
            $t: $crate::dispatch::Tab,
        ) -> $crate::dispatch::R {
            // SAFETY: as for the handlers of `op!`.
            unsafe { $body }
        }
    };
}
pub(crate) use opx;

/// Keeps a helper out of its handler: inlined, its locals' addresses would turn the handler's last call from a jump
/// into a call, and the native stack would grow with each instruction.
macro_rules! apart {
    ($helper:path) => {
        #[inline(never)]
        unsafe fn apart(
            pc: $crate::dispatch::Pc,
            base: $crate::dispatch::Base,
            g: *mut minigo_runtime::G,
        ) -> $crate::dispatch::Next {
            // SAFETY: the handler's own promise is passed on.
            unsafe { $helper(pc, base, g) }
        }
    };
}
pub(crate) use apart;

/// Defines a handler that leaves its work to a helper.
macro_rules! helped {
    ($name:ident, $helper:path) => {
        $crate::dispatch::opx!($name, |pc, base, g, t| {
            $crate::dispatch::apart!($helper);
            let n = apart(pc, base, g);
            $crate::dispatch::next!(n.pc, n.base, g, t)
        });
    };
}
pub(crate) use helped;

/// Defines the cold end of a handler: same signature, reached by a tail call, goes on where the helper says.
macro_rules! cold_op {
    ($name:ident, $helper:path) => {
        #[doc = concat!("Slow path: `", stringify!($helper), "`.")]
        ///
        /// # Safety
        /// As for the handler that jumps here.
        #[cold]
        #[inline(never)]
        pub unsafe extern "C" fn $name(
            pc: $crate::dispatch::Pc,
            base: $crate::dispatch::Base,
            g: *mut minigo_runtime::G,
            t: $crate::dispatch::Tab,
        ) -> $crate::dispatch::R {
            $crate::dispatch::apart!($helper);
            // SAFETY: the handler's own promise is passed on.
            unsafe {
                let n = apart(pc, base, g);
                $crate::dispatch::next!(n.pc, n.base, g, t)
            }
        }
    };
}
pub(crate) use cold_op;

/// Operand a.
#[inline(always)]
pub unsafe fn a(pc: Pc) -> usize {
    // SAFETY: an instruction has eight bytes.
    unsafe { *(pc as *const u16).add(1) as usize }
}

/// Operand b.
#[inline(always)]
pub unsafe fn b(pc: Pc) -> usize {
    // SAFETY: an instruction has eight bytes.
    unsafe { *(pc as *const u16).add(2) as usize }
}

/// Operand b as a signed number.
#[inline(always)]
pub unsafe fn bi(pc: Pc) -> i64 {
    // SAFETY: an instruction has eight bytes.
    unsafe { *(pc as *const i16).add(2) as i64 }
}

/// Operand c.
#[inline(always)]
pub unsafe fn c(pc: Pc) -> usize {
    // SAFETY: an instruction has eight bytes.
    unsafe { *(pc as *const u16).add(3) as usize }
}

/// Operand c as a signed number.
#[inline(always)]
pub unsafe fn ci(pc: Pc) -> i64 {
    // SAFETY: an instruction has eight bytes.
    unsafe { *(pc as *const i16).add(3) as i64 }
}

/// The 32-bit immediate.
#[inline(always)]
pub unsafe fn imm(pc: Pc) -> i64 {
    // SAFETY: an instruction has eight bytes.
    unsafe { *(pc as *const i32).add(1) as i64 }
}

/// The 32-bit immediate of extension word `i`, unsigned.
#[inline(always)]
pub unsafe fn ext(pc: Pc, i: usize) -> usize {
    // SAFETY: the verifier checked that the extension words are there.
    unsafe { *(pc.add(1 + i) as *const u32).add(1) as usize }
}

/// Operand a of extension word `i`.
#[inline(always)]
pub unsafe fn ext_a(pc: Pc, i: usize) -> usize {
    // SAFETY: the verifier checked that the extension words are there.
    unsafe { a(pc.add(1 + i)) }
}

/// What the immediate of this word, rewritten by the loader, points at.
#[inline(always)]
pub unsafe fn at<T>(pc: Pc) -> *const T {
    // SAFETY: the loader put the distance there; both ends lie in its block.
    unsafe { (pc as *const u8).offset(imm(pc) as isize) as *const T }
}

/// What extension word `i` points at.
#[inline(always)]
pub unsafe fn ext_at<T>(pc: Pc, i: usize) -> *const T {
    // SAFETY: as for `at`.
    unsafe { at(pc.add(1 + i)) }
}

/// R[a].
#[inline(always)]
pub unsafe fn ra(pc: Pc, base: Base) -> u64 {
    // SAFETY: the verifier checked the operand.
    unsafe { *base.add(a(pc)) }
}

/// R[b].
#[inline(always)]
pub unsafe fn rb(pc: Pc, base: Base) -> u64 {
    // SAFETY: the verifier checked the operand.
    unsafe { *base.add(b(pc)) }
}

/// R[c].
#[inline(always)]
pub unsafe fn rc(pc: Pc, base: Base) -> u64 {
    // SAFETY: the verifier checked the operand.
    unsafe { *base.add(c(pc)) }
}

/// R[a] = v.
#[inline(always)]
pub unsafe fn wa(pc: Pc, base: Base, v: u64) {
    // SAFETY: the verifier checked the operand.
    unsafe { *base.add(a(pc)) = v }
}

macro_rules! table {
    ($($name:ident)*) => {
        /// The handlers in opcode order. Leaving one out does not compile.
        pub static TABLE: [Handler; minigo_bytecode::opcode::OPS.len()] =
            [$(Handler(crate::ops::$name)),*];
    };
}
minigo_bytecode::for_each_op!(table);

/// Every instruction of a repeatable run: counts it, then runs its handler, which comes back here for the next one
/// because the table it goes on with has nothing else in it.
///
/// # Safety
/// As for a handler.
unsafe extern "C" fn counted(pc: Pc, base: Base, g: *mut G, t: Tab) -> R {
    // SAFETY: the handler's promise.
    unsafe {
        minigo_runtime::seed::step(g);
        let real = TABLE.as_ptr().add(*(pc as *const u16) as usize);
        ((*real).0)(pc, base, g, t)
    }
}

static COUNTED: [Handler; TABLE.len()] = [Handler(counted); TABLE.len()];

/// Runs the goroutine from its saved `pc` and `base` to its end.
///
/// # Safety
/// On the goroutine's native stack; `pc` and `base` are valid in a loaded program.
pub unsafe fn enter(g: *mut G) -> R {
    let t = if minigo_runtime::seed::on() {
        COUNTED.as_ptr()
    } else {
        TABLE.as_ptr()
    };
    // SAFETY: the caller's promise; the table has an entry for each opcode.
    unsafe {
        let (pc, base) = ((*g).pc as Pc, (*g).base);
        #[allow(unused_mut)]
        let mut r = ((*t.add(*(pc as *const u16) as usize)).0)(pc, base, g, t);
        #[cfg(feature = "trampoline")]
        while r == R_MORE {
            let (pc, base) = ((*g).pc as Pc, (*g).base);
            r = ((*t.add(*(pc as *const u16) as usize)).0)(pc, base, g, t);
        }
        r
    }
}
