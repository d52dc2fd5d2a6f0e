//! Calls, returns, closures, natives, defer and panic.
//!
//! A call writes the return pc below the callee's window and goes on at the callee's second instruction when its
//! `Enter` has nothing to zero and the frame fits; otherwise at `Enter` itself.

use super::{copy2, copy3, gc_point, mcache, nil_deref};
use crate::dispatch::{
    Base, Next, Pc, R, Tab, a, at, b, c, cold_op, ext_at, helped, next, op, opx, ra, rb, wa,
};
use crate::frame::after;
use crate::load::FuncInfo;
use crate::rtype::Itab;
use crate::stack::enter_slow;
use minigo_runtime::G;
use std::sync::atomic::Ordering::Relaxed;

cold_op!(enter_cold, enter_slow);

opx!(Enter, |pc, base, g, t| {
    let top = base.add(a(pc)) as usize;
    if top > (*g).stackguard0.load(Relaxed) {
        return enter_cold(pc, base, g, t);
    }
    // Volatile, so that this stays a loop: a call of memset would cost every function its registers.
    let mut p = base.add(b(pc));
    let end = p.add(c(pc));
    while p < end {
        p.write_volatile(0);
        p = p.add(1);
    }
    next!(pc.add(1), base, g, t)
});

/// Goes to a function through its `Enter`. Out of line, so that the common way in stays a predicted branch and does not
/// become a select, which would hold up the next dispatch.
#[inline(never)]
unsafe extern "C" fn through_enter(pc: Pc, base: Base, g: *mut G, t: Tab) -> R {
    // SAFETY: the handler's promise.
    unsafe { next!(pc, base, g, t) }
}

/// Goes to a function whose window and header are ready.
macro_rules! jump_in {
    ($entry:expr, $base:expr, $g:ident, $t:ident) => {{
        let entry: Pc = $entry;
        let base: Base = $base;
        let top = base.add(a(entry)) as usize;
        if c(entry) != 0 || top > (*$g).stackguard0.load(Relaxed) {
            return through_enter(entry, base, $g, $t);
        }
        next!(entry.add(1), base, $g, $t)
    }};
}

opx!(Call, |pc, base, g, t| {
    let win = base.add(a(pc));
    *win.sub(1) = pc.add(1) as u64;
    jump_in!(at::<u64>(pc), win, g, t)
});

opx!(CallC, |pc, base, g, t| {
    let closure = rb(pc, base);
    if closure == 0 {
        return nil_deref(pc, base, g, t);
    }
    let win = base.add(a(pc));
    *win.sub(1) = pc.add(1) as u64;
    *win.sub(2) = closure;
    let info = *(closure as *const *const FuncInfo);
    jump_in!((*info).entry, win, g, t)
});

opx!(CallI, |pc, base, g, t| {
    let recv = base.add(b(pc));
    let itab = *recv as *const Itab;
    if itab.is_null() {
        return nil_deref(pc, base, g, t);
    }
    let data = *recv.add(1);
    let win = base.add(a(pc));
    *win.sub(1) = pc.add(1) as u64;
    *win = data;
    jump_in!(Itab::entry(itab, c(pc)), win, g, t)
});

/// Goes back to the caller: the word before the return pc is the call, whose operand a is the distance to its base.
macro_rules! ret {
    ($base:ident, $g:ident, $t:ident) => {{
        let pc = *$base.sub(1) as Pc;
        let off = a(pc.sub(1));
        next!(pc, $base.sub(off), $g, $t)
    }};
}

opx!(Ret, |pc, base, g, t| { ret!(base, g, t) });

opx!(Ret1, |pc, base, g, t| {
    *base = ra(pc, base);
    ret!(base, g, t)
});

opx!(Ret2, |pc, base, g, t| {
    let s = base.add(a(pc));
    copy2(base, s);
    ret!(base, g, t)
});

opx!(RetN, |pc, base, g, t| {
    // Results move down (their source is above slot 0), so a forward loop is right; volatile as in `Enter`.
    let mut s = base.add(a(pc));
    let end = s.add(c(pc));
    let mut d = base;
    while s < end {
        d.write_volatile(*s);
        d = d.add(1);
        s = s.add(1);
    }
    ret!(base, g, t)
});

/// Runs the native on the window, on the stack its kind asks for.
unsafe fn call_native(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let win = base.add(a(pc));
        crate::native::run(at(pc), pc, base, win, g)
    }
}
helped!(CallNative, call_native);

unsafe fn make_closure(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the closure's layout is one word and the captures.
    unsafe {
        let info = ext_at::<FuncInfo>(pc, 0);
        gc_point(pc, base, g, 0);
        let p =
            minigo_runtime::malloc::new_object(mcache(g), &raw const (*info).closure) as *mut u64;
        *p = info as u64;
        for i in 0..c(pc) {
            *p.add(1 + i) = *base.add(b(pc) + i);
        }
        wa(pc, base, p as u64);
        after(pc, 1, base)
    }
}
helped!(Closure, make_closure);

op!(LdCap, 1, |pc, base, g, t| {
    let closure = *base.sub(2) as *const u64;
    wa(pc, base, *closure.add(1 + c(pc)))
});

op!(LdCap2, 1, |pc, base, g, t| {
    let s = (*base.sub(2) as *const u64).add(1 + c(pc));
    copy2(base.add(a(pc)), s);
});

op!(LdCap3, 1, |pc, base, g, t| {
    let s = (*base.sub(2) as *const u64).add(1 + c(pc));
    copy3(base.add(a(pc)), s);
});

op!(LdCapN, 1, |pc, base, g, t| {
    let mut s = (*base.sub(2) as *const u64).add(1 + b(pc));
    let mut d = base.add(a(pc));
    let end = d.add(c(pc));
    while d < end {
        d.write_volatile(*s);
        d = d.add(1);
        s = s.add(1);
    }
});

opx!(Defer, |pc, base, g, t| {
    let closure = ra(pc, base);
    if closure == 0 || !crate::panic::push_defer(g, pc, base, closure, false) {
        return defer_cold(pc, base, g, t);
    }
    next!(pc.add(1), base, g, t)
});
cold_op!(defer_cold, crate::panic::defer_slow);

opx!(DeferList, |pc, base, g, t| {
    if !crate::panic::push_defer(g, pc, base, ra(pc, base), true) {
        return defer_list_cold(pc, base, g, t);
    }
    next!(pc.add(1), base, g, t)
});
cold_op!(defer_list_cold, crate::panic::defer_list_slow);

helped!(DeferRun, crate::panic::defer_run);
helped!(Recover, crate::panic::recover);
helped!(Panic, crate::panic::panic_op);

// What follows when a call that the VM made returns.
opx!(Stub, |pc, base, g, t| {
    use crate::load::StubKind as S;
    let kind = b(pc);
    if kind == S::Exit as usize {
        return crate::dispatch::R_RETURNED;
    }
    let n = crate::panic::stub_returned(kind, pc, base, g);
    if n.pc.is_null() {
        return crate::dispatch::R_GOEXIT;
    }
    next!(n.pc, n.base, g, t)
});
