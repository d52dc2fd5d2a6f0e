//! Channel operations and the go statement.
//!
//! Every blocking operation publishes `pc` and `base` first; the window does not move while the goroutine is parked,
//! and wakers write to element slots of it, which are fixed slots. An element in the frame is its memory image: after a
//! receive the bytes of its last slot past the element are zeroed here, sign extension is the compiler's.

use super::gc_point;
use crate::dispatch::{Base, Next, Pc, a, b, c, ext, ext_a, ext_at, helped, op, ra, rb, wa};
use crate::frame::{SLACK, after, save};
use crate::load::{FuncInfo, StubKind, vm};
use crate::panic::fail;
use crate::rtype::RType;
use crate::stack::set_guard;
use minigo_bytecode::fail as F;
use minigo_runtime::chan::{
    self, CloseResult, Hchan, RecvResult, SendResult, chanrecv, chansend, closechan, makechan,
};
use minigo_runtime::malloc::MAX_ALLOC;
use minigo_runtime::select::{self, Scase, Selected, selectgo};
use minigo_runtime::stack::{stackalloc, stackfree};
use minigo_runtime::{G, fatal_here, newproc, systemstack};

/// `Recv`: R[c] receives whether a value came.
const RECV_OK: usize = 1;
/// `Recv`: the value is dropped.
const RECV_DROP: usize = 2;
/// `Select`: no element slot.
const NO_SLOT: usize = 0xffff;
/// Up to this many cases a select keeps its tables on the native stack.
const SMALL_SELECT: usize = 6;

helped!(MakeChan, make_chan);
helped!(Send, send);
helped!(Recv, recv);
helped!(Close, close);
helped!(Select, select);
helped!(Go, go);

op!(ChanLen, 1, |pc, base, g, t| {
    wa(pc, base, chan::chanlen(rb(pc, base) as *mut Hchan) as u64);
});
op!(ChanCap, 1, |pc, base, g, t| {
    wa(pc, base, chan::chancap(rb(pc, base) as *mut Hchan) as u64);
});

/// `make(chan T, n)`.
#[inline(never)]
unsafe fn make_chan(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the extension names a chan type.
    unsafe {
        save(g, pc, base);
        let t = &*ext_at::<RType>(pc, 0);
        let bytes = t.elem().size.saturating_mul(rb(pc, base) as usize);
        gc_point(pc, base, g, if bytes <= MAX_ALLOC { bytes } else { 0 });
        match makechan(&raw const t.elem().gc, rb(pc, base) as i64) {
            Some(ch) => {
                wa(pc, base, ch as u64);
                after(pc, 1, base)
            }
            None => fail(pc, base, g, F::MAKECHAN, &[]),
        }
    }
}

/// `ch <- v`.
#[inline(never)]
unsafe fn send(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the element lies in fixed slots.
    unsafe {
        save(g, pc, base);
        match chansend(ra(pc, base) as *mut Hchan, base.add(b(pc)).cast(), true) {
            SendResult::Closed => fail(pc, base, g, F::SENDCLOSED, &[]),
            SendResult::Sent | SendResult::WouldBlock => after(pc, 0, base),
        }
    }
}

/// `v, ok = <-ch`.
#[inline(never)]
unsafe fn recv(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the element lies in fixed slots.
    unsafe {
        save(g, pc, base);
        let flags = ext_a(pc, 0);
        let ch = rb(pc, base) as *mut Hchan;
        let elem = if flags & RECV_DROP != 0 {
            std::ptr::null_mut()
        } else {
            base.add(a(pc))
        };
        // While this goroutine is parked the collector reads the element, whether it has come or not.
        for i in 0..ext(pc, 0) {
            *base.add(a(pc) + i) = 0;
        }
        let size = if ch.is_null() { 0 } else { (*ch).elem_size() };
        let received = chanrecv(ch, elem.cast(), true) == RecvResult::Received;
        clear_padding(elem, size);
        if flags & RECV_OK != 0 {
            *base.add(c(pc)) = u64::from(received);
        }
        after(pc, 1, base)
    }
}

/// `close(ch)`.
#[inline(never)]
unsafe fn close(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        save(g, pc, base);
        match closechan(ra(pc, base) as *mut Hchan) {
            CloseResult::Done => after(pc, 0, base),
            CloseResult::Nil => fail(pc, base, g, F::CLOSENIL, &[]),
            CloseResult::Closed => fail(pc, base, g, F::CLOSED, &[]),
        }
    }
}

/// Zeroes what lies past an element of `size` bytes in its last slot.
#[inline(always)]
unsafe fn clear_padding(elem: Base, size: usize) {
    if !size.is_multiple_of(8) && !elem.is_null() {
        // SAFETY: the slots of the element end at a multiple of eight bytes.
        unsafe { elem.cast::<u8>().add(size).write_bytes(0, 8 - size % 8) };
    }
}

/// The select statement.
#[inline(never)]
unsafe fn select(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        save(g, pc, base);
        let n = b(pc);
        let chosen = match n {
            0 if c(pc) == 0 => select::block(),
            0..=SMALL_SELECT => select_small(pc, base, n),
            _ => select_large(pc, base, n),
        };
        let (index, ok) = match chosen {
            Selected::Sent(i) => (i as i64, false),
            Selected::Received { index, ok } => {
                let case = pc.add(1 + index);
                let ch = *base.add(a(case)) as *mut Hchan;
                if b(case) != NO_SLOT && !ch.is_null() {
                    clear_padding(base.add(b(case)), (*ch).elem_size());
                }
                (index as i64, ok)
            }
            Selected::Default => (-1, false),
            Selected::SendOnClosed => return fail(pc, base, g, F::SENDCLOSED, &[]),
        };
        wa(pc, base, index as u64);
        *base.add(a(pc) + 1) = u64::from(ok);
        after(pc, n, base)
    }
}

/// Case `i` of the select at `pc`: its extension has the channel's slot, the element's slot and the direction.
unsafe fn scase(pc: Pc, base: Base, i: usize) -> Scase {
    // SAFETY: the verifier checked slots and extensions.
    unsafe {
        let ext = pc.add(1 + i);
        let elem = if b(ext) == NO_SLOT {
            std::ptr::null_mut()
        } else {
            base.add(b(ext))
        };
        Scase {
            c: *base.add(a(ext)) as *mut Hchan,
            elem: elem.cast(),
            send: c(ext) & 1 == 0,
        }
    }
}

#[inline(never)]
unsafe fn select_small(pc: Pc, base: Base, n: usize) -> Selected {
    let none = Scase {
        c: std::ptr::null_mut(),
        elem: std::ptr::null_mut(),
        send: false,
    };
    let mut cases = [none; SMALL_SELECT];
    let mut order = [0u16; 2 * SMALL_SELECT];
    // SAFETY: `n` is at most SMALL_SELECT; this frame does not move.
    unsafe {
        for (i, case) in cases.iter_mut().enumerate().take(n) {
            *case = scase(pc, base, i);
        }
        selectgo(cases.as_mut_ptr(), order.as_mut_ptr(), n, c(pc) == 0)
    }
}

/// A select whose tables are too large for the native stack: they come from the host's heap.
#[inline(never)]
unsafe fn select_large(pc: Pc, base: Base, n: usize) -> Selected {
    // SAFETY: the layout is not empty; both tables lie in the block, which lives until after the select.
    unsafe {
        let size = n * (size_of::<Scase>() + 2 * size_of::<u16>());
        let layout = std::alloc::Layout::from_size_align_unchecked(size, align_of::<Scase>());
        let cases: *mut Scase = systemstack(|| std::alloc::alloc(layout)).cast();
        if cases.is_null() {
            minigo_runtime::throw("out of memory (select)");
        }
        for i in 0..n {
            cases.add(i).write(scase(pc, base, i));
        }
        let chosen = selectgo(cases, cases.add(n).cast(), n, c(pc) == 0);
        systemstack(|| std::alloc::dealloc(cases.cast(), layout));
        chosen
    }
}

/// `go f(args)`.
#[inline(never)]
unsafe fn go(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; the arguments lie in the out-window.
    unsafe {
        save(g, pc, base);
        let closure = rb(pc, base) as *const *const FuncInfo;
        if closure.is_null() {
            fatal_here("go of nil func value");
        }
        let (args, n) = (base.add(a(pc)), c(pc));
        newproc(pc as usize, |newg| start(newg, closure, args, n));
        after(pc, 0, base)
    }
}

/// Starts a closure without parameters in a new goroutine: for timers, on g0.
///
/// # Safety
/// With a P. The closure is a live func value.
pub unsafe fn go_closure(closure: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe { go_closure_with(closure, &[]) }
}

/// [`go_closure`] for a closure whose parameters take the slots `args`.
///
/// # Safety
/// As for [`go_closure`].
pub unsafe fn go_closure_with(closure: *mut u8, args: &[u64]) {
    // SAFETY: the caller's promise.
    unsafe {
        newproc(0, |newg| {
            start(newg, closure.cast_const().cast(), args.as_ptr(), args.len())
        });
    }
}

/// Makes a goroutine that will call a closure without parameters, as a coroutine blocked in `c`.
///
/// # Safety
/// On a goroutine's stack, its frames published. The closure is a live func value; `c` is an object with room for it.
pub unsafe fn coro_create(c: *mut minigo_runtime::coro::Coro, closure: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe {
        minigo_runtime::coro::create(c, |newg| {
            start(newg, closure.cast_const().cast(), std::ptr::null(), 0)
        });
    }
}

/// Gives a new goroutine its first window: the call of `closure` with the `n` argument slots at `args`, returning to the
/// stub that ends it.
///
/// # Safety
/// `newg` belongs to the caller and has a VM stack; `closure` is not nil.
pub unsafe fn start(newg: *mut G, closure: *const *const FuncInfo, args: *const u64, n: usize) {
    // SAFETY: the stack has room for header, arguments and the slack, or is replaced by one that has.
    unsafe {
        let need = (crate::frame::STUB_HEADER + n + SLACK) * 8;
        let have = (*newg).stack_hi as usize - (*newg).stack_lo as usize;
        if have < need {
            let (lo, bytes) = stackalloc(need.next_power_of_two());
            if lo.is_null() {
                minigo_runtime::throw("out of memory (goroutine stack)");
            }
            if crate::panic::set_grown(newg) {
                stackfree((*newg).stack_lo, have);
            }
            (*newg).stack_lo = lo;
            (*newg).stack_hi = lo.byte_add(bytes);
        }
        set_guard(newg);
        let win = (*newg).stack_lo.add(crate::frame::STUB_HEADER);
        *win.sub(1) = vm().stub(StubKind::Exit) as u64;
        *win.sub(2) = closure as u64;
        for i in 0..n {
            *win.add(i) = *args.add(i);
        }
        (*newg).base = win;
        (*newg).pc = (**closure).entry as usize;
    }
}
