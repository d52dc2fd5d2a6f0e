//! The growable stack of windows of a goroutine.
//!
//! It grows upwards, doubles by copying, and never shrinks while the goroutine lives. Nothing points into it but the
//! registers (and sudogs of a parked goroutine, whose stack does not move), so a move adjusts `base` alone. Deferred
//! calls and panics keep distances from the stack's low end.

use crate::dispatch::{Base, Next, Pc, a, b, c};
use crate::frame::{SLACK, save};
use crate::load::vm;
use minigo_runtime::stack::{stackalloc, stackfree};
use minigo_runtime::{G, gopreempt, systemstack, throw};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The most bytes a goroutine's stack may take; at first Go's limit on amd64.
static MAX_STACK: AtomicUsize = AtomicUsize::new(1_000_000_000);

/// Sets the limit, returns the old one (`debug.SetMaxStack`).
pub fn set_max_stack(bytes: usize) -> usize {
    MAX_STACK.swap(bytes, Relaxed)
}

/// The limit.
pub(crate) fn max_stack() -> usize {
    MAX_STACK.load(Relaxed)
}

/// Sets the limit that `Enter` compares with from the stack's end.
///
/// # Safety
/// `g` belongs to the caller and its stack bounds are set.
pub unsafe fn set_guard(g: *mut G) {
    // SAFETY: the caller's promise.
    unsafe {
        (*g).stackguard = (*g).stack_hi as usize - SLACK * 8;
        (*g).stackguard0.store((*g).stackguard, Relaxed);
    }
}

/// What `Enter` does when the frame does not fit, when a preemption was asked for, or when slots are to be zeroed.
///
/// # Safety
/// As for a handler.
#[cold]
#[inline(never)]
pub unsafe fn enter_slow(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise; after a preemption the G's registers are as saved.
    unsafe {
        let mut base = base;
        if (*g).stackguard0.load(Relaxed) == 0 {
            save(g, pc, base);
            gopreempt();
        }
        let need = a(pc);
        if base.add(need) as usize > (*g).stackguard {
            let moved = grow(g, pc, base, need);
            if moved.is_null() {
                return crate::panic::die(pc, base, g);
            }
            base = moved;
        }
        let mut p = base.add(b(pc));
        let end = p.add(c(pc));
        while p < end {
            p.write_volatile(0);
            p = p.add(1);
        }
        if (*g).killed.load(Relaxed) && crate::live::may_end_at(pc) {
            // What was not zeroed because it is always written first.
            let f = vm().func_at(pc).expect("a running pc is in a function");
            for &s in f.ptr_slots.iter().filter(|&&s| s as u32 >= f.param_slots) {
                *base.add(s as usize) = 0;
            }
            return crate::live::end_here(pc.add(1), base, g);
        }
        Next {
            pc: pc.add(1),
            base,
        }
    }
}

/// Moves the stack to a larger piece of memory, so that `need` slots and the slack fit past `base`. Null when the
/// stack would become too large in a live program.
unsafe fn grow(g: *mut G, pc: Pc, base: Base, need: usize) -> Base {
    // SAFETY: the G runs on this thread; its stack has no pointers into itself.
    unsafe {
        save(g, pc, base);
        let lo = (*g).stack_lo;
        let old = (*g).stack_hi as usize - lo as usize;
        let used = base as usize - lo as usize;
        let want = used + (need + SLACK) * 8;
        let mut size = old.next_power_of_two().max(512) * 2;
        while size < want {
            size *= 2;
        }
        if size > MAX_STACK.load(Relaxed) {
            if crate::live::is_live() {
                systemstack(|| crate::traceback::overflow_report(g));
                return std::ptr::null_mut();
            }
            crate::traceback::stack_overflow(g);
        }
        let (new, bytes) = stackalloc(size);
        if new.is_null() {
            throw("out of memory (goroutine stack)");
        }
        std::ptr::copy_nonoverlapping(lo, new, old / 8);
        if crate::panic::set_grown(g) {
            stackfree(lo, old);
        }
        (*g).stack_lo = new;
        (*g).stack_hi = (new as *mut u8).add(bytes) as *mut u64;
        set_guard(g);
        let base = new.byte_add(used);
        (*g).base = base;
        base
    }
}
