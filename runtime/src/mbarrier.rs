//! The write barrier: what a store of a pointer owes to a collection that marks beside the running program.
//!
//! Marking takes a snapshot: everything that was reachable when it began gets marked. The globals and the runtime's tables
//! are read then with the world stopped, and each goroutine's stack before it runs on, when it is still what it was then.
//! So it is enough that no pointer in the heap, the globals or a channel's buffer is overwritten unseen (Yuasa): its old
//! value is handed to the markers first. What is allocated meanwhile is born marked. Frames need no barrier: what a
//! goroutine can load was reachable at the snapshot, or is new. (Others may write the element of a parked receive to its
//! frame; that is no loss, for what they write is reachable from elsewhere or new, and what was there is dead.)
//!
//! Invariant: every store that may overwrite a pointer outside frames and fresh objects asks [`marking`], and while that
//! says true passes the old words to [`shade`] or [`shade_range`] before the store. The places are: the VM's `St…P`,
//! `StStr`, `StIface`, `StSlice`, `StN`, `MemMove`, `MemZero`, `Append`, `Copy`, `ClearL`, `StGP` ops; maps (deletion,
//! clearing, a table replaced, iterators); channels (an element taken out); natives that store pointers
//! (`sync/atomic`, `reflectlite`). Handing in too much is harmless.
//!
//! Rejected: Go's hybrid barrier, which also shades the new value, so that a stack may be read after its goroutine has run
//! on. Reading it before costs the goroutine a microsecond, once a collection.

use core::sync::atomic::{AtomicBool, Ordering::*};

use crate::mheap::{ArenaView, Mspan};

/// Somebody marks while the program runs. Changes with the world stopped only.
static MARKING: AtomicBool = AtomicBool::new(false);

/// Whether stores must shade what they overwrite.
#[inline(always)]
pub fn marking() -> bool {
    MARKING.load(Relaxed)
}

/// Begins or ends the time of barriers. World stopped.
pub(crate) fn set_marking(on: bool) {
    MARKING.store(on, SeqCst);
}

/// Stores a pointer (or an interface's data word) to `slot`.
///
/// # Safety
/// `slot` is valid for a read and a write of 8 bytes; the thread holds a P.
#[inline(always)]
pub unsafe fn write_pointer(slot: *mut u64, value: u64) {
    // SAFETY: contract of the caller.
    unsafe {
        if marking() {
            shade(slot.read());
        }
        slot.write(value)
    }
}

/// Hands a word that is about to be overwritten to the markers. Any value is allowed.
///
/// # Safety
/// The thread holds a P and nothing of its mcache is in use.
#[cold]
#[inline(never)]
pub unsafe fn shade(old: u64) {
    let addr = old as usize;
    let s = ArenaView::now().span_of(addr);
    if s.is_null() {
        return;
    }
    // SAFETY: from the page table; spans in use do not change while somebody marks, but in atomic parts.
    let Some(s) = (unsafe { Mspan::holding(s, addr) }) else {
        return;
    };
    let i = s.index_of(addr);
    if s.mark_bits[i / 64].load(Relaxed) >> (i % 64) & 1 != 0 {
        return;
    }
    // SAFETY: contract of the caller.
    unsafe { crate::mcache::Mcache::grey(crate::mcache::mcache(), old) };
}

/// [`shade`] for each word of `bytes` at `start`, whole words only.
///
/// # Safety
/// As for [`shade`]; the range is readable.
#[cold]
#[inline(never)]
pub unsafe fn shade_range(start: *const u8, bytes: usize) {
    let first = (start as usize).next_multiple_of(8);
    let mut at = first;
    while at + 8 <= start as usize + bytes {
        // SAFETY: contract of the caller.
        unsafe {
            let old = (at as *const u64).read();
            if old != 0 {
                shade(old);
            }
        }
        at += 8;
    }
}
