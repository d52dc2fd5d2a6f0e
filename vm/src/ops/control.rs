//! Jumps, loops and safepoint polls.
//!
//! A conditional jump has two dispatches, one a way: a predicted branch. Selecting the next pc instead makes the load of
//! the next opcode wait for the comparison (it cost `Call` half its speed).

use crate::dispatch::{Base, Next, Pc, b, bi, ci, cold_op, ext, imm, next, opx, ra, rb, wa};
use crate::frame::save;
use crate::rtype::{RType, eq_str};
use minigo_runtime::{G, gopreempt};
use std::sync::atomic::Ordering::Relaxed;

/// Yields, then runs the instruction again (it polls before it has any effect).
unsafe fn yield_here(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: registers are saved; the stack does not move while others run.
    unsafe {
        save(g, pc, base);
        gopreempt();
        if (*g).killed.load(Relaxed) {
            if crate::live::may_end_at(pc) {
                return crate::live::end_here(pc, base, g);
            }
            // Past this poll at least; the host will ask again.
            (*g).stackguard0.store((*g).stackguard, Relaxed);
        }
    }
    Next { pc, base }
}
cold_op!(poll_slow, yield_here);

macro_rules! poll {
    ($pc:ident, $base:ident, $g:ident, $t:ident) => {
        if (*$g).stackguard0.load(Relaxed) == 0 {
            return poll_slow($pc, $base, $g, $t);
        }
    };
}

/// Jumps with a 32-bit offset on a condition over R[a].
macro_rules! jump32 {
    ($($name:ident $($poll:ident)?: |$x:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            $($poll!(pc, base, g, t);)?
            let $x = ra(pc, base);
            if $e {
                next!(pc.offset(imm(pc) as isize), base, g, t)
            }
            next!(pc.add(1), base, g, t)
        });
    )*};
}

/// Jumps with a 16-bit offset on a condition over R[a] and R[b].
macro_rules! jump16 {
    ($($name:ident $($poll:ident)?: |$x:ident, $y:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            $($poll!(pc, base, g, t);)?
            let ($x, $y) = (ra(pc, base), rb(pc, base));
            if $e {
                next!(pc.offset(ci(pc) as isize), base, g, t)
            }
            next!(pc.add(1), base, g, t)
        });
    )*};
}

/// Jumps with a 16-bit offset on a condition over R[a] and the number b.
macro_rules! jump_imm {
    ($($name:ident $($poll:ident)?: |$x:ident, $y:ident| $e:expr;)*) => {$(
        opx!($name, |pc, base, g, t| {
            $($poll!(pc, base, g, t);)?
            let ($x, $y) = (ra(pc, base) as i64, bi(pc));
            if $e {
                next!(pc.offset(ci(pc) as isize), base, g, t)
            }
            next!(pc.add(1), base, g, t)
        });
    )*};
}

/// x < y as float64; false when either is NaN.
#[inline(always)]
fn less(x: u64, y: u64) -> bool {
    f64::from_bits(x) < f64::from_bits(y)
}

/// x <= y as float64; false when either is NaN.
#[inline(always)]
fn less_or_equal(x: u64, y: u64) -> bool {
    f64::from_bits(x) <= f64::from_bits(y)
}

opx!(Jmp, |pc, base, g, t| {
    next!(pc.offset(imm(pc) as isize), base, g, t)
});

opx!(Loop, |pc, base, g, t| {
    poll!(pc, base, g, t);
    next!(pc.offset(imm(pc) as isize), base, g, t)
});

opx!(Poll, |pc, base, g, t| {
    poll!(pc, base, g, t);
    next!(pc.add(1), base, g, t)
});

jump32! {
    Jt: |x| x & 1 != 0;
    Jf: |x| x & 1 == 0;
    LoopT poll: |x| x & 1 != 0;
    LoopF poll: |x| x & 1 == 0;
    Jz: |x| x == 0;
    Jnz: |x| x != 0;
}

jump16! {
    JEq: |x, y| x == y;
    JNe: |x, y| x != y;
    JLt: |x, y| (x as i64) < (y as i64);
    JLe: |x, y| (x as i64) <= (y as i64);
    JLtU: |x, y| x < y;
    JLeU: |x, y| x <= y;
    LoopEq poll: |x, y| x == y;
    LoopNe poll: |x, y| x != y;
    LoopLt poll: |x, y| (x as i64) < (y as i64);
    LoopLe poll: |x, y| (x as i64) <= (y as i64);
    JEqF: |x, y| f64::from_bits(x) == f64::from_bits(y);
    JNeF: |x, y| f64::from_bits(x) != f64::from_bits(y);
    JLtF: |x, y| f64::from_bits(x) < f64::from_bits(y);
    JLeF: |x, y| f64::from_bits(x) <= f64::from_bits(y);
    JNLtF: |x, y| !less(x, y);
    JNLeF: |x, y| !less_or_equal(x, y);
}

jump_imm! {
    JEqImm: |x, y| x == y;
    JNeImm: |x, y| x != y;
    JLtImm: |x, y| x < y;
    JLeImm: |x, y| x <= y;
    JGtImm: |x, y| x > y;
    JGeImm: |x, y| x >= y;
    LoopEqImm poll: |x, y| x == y;
    LoopNeImm poll: |x, y| x != y;
    LoopLtImm poll: |x, y| x < y;
    LoopLeImm poll: |x, y| x <= y;
    LoopGtImm poll: |x, y| x > y;
    LoopGeImm poll: |x, y| x >= y;
}

opx!(ForLt, |pc, base, g, t| {
    poll!(pc, base, g, t);
    let x = (ra(pc, base) as i64).wrapping_add(1);
    wa(pc, base, x as u64);
    if x < rb(pc, base) as i64 {
        next!(pc.offset(ci(pc) as isize), base, g, t)
    }
    next!(pc.add(1), base, g, t)
});

/// Compares the strings at R[a] and R[b]; a call, so the handlers below are not the leanest.
#[inline(never)]
unsafe fn strings_equal(pc: Pc, base: Base) -> bool {
    // SAFETY: the handler's promise.
    unsafe { eq_str(base.add(crate::dispatch::a(pc)), base.add(b(pc))) }
}

opx!(JEqStr, |pc, base, g, t| {
    let to = if strings_equal(pc, base) {
        ci(pc) as isize
    } else {
        1
    };
    next!(pc.offset(to), base, g, t)
});

opx!(JNeStr, |pc, base, g, t| {
    let to = if strings_equal(pc, base) {
        1
    } else {
        ci(pc) as isize
    };
    next!(pc.offset(to), base, g, t)
});

opx!(JTab, |pc, base, g, t| {
    let (i, n) = (ra(pc, base), b(pc) as u64);
    if i < n {
        let to = ext(pc, i as usize) as i32 as isize;
        next!(pc.offset(to), base, g, t)
    }
    next!(pc.add(1 + n as usize), base, g, t)
});

opx!(JTypeNe, |pc, base, g, t| {
    let want = crate::dispatch::ext_at::<RType>(pc, 0) as u64;
    if ra(pc, base) != want {
        next!(pc.offset(ci(pc) as isize), base, g, t)
    }
    next!(pc.add(2), base, g, t)
});

/// The program ran into a place that none should reach.
#[cold]
#[inline(never)]
unsafe fn trap(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { save(g, pc, base) };
    minigo_runtime::throw("malformed program: trap instruction reached")
}
crate::dispatch::helped!(Trap, trap);
crate::dispatch::helped!(Ext, trap);
