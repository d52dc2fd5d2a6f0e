//! Frames: the header below a window, calls that the VM itself makes, and the walk from callee to caller.
//!
//! ```text
//!   base[-4]  distance to the caller's base in slots      only below calls that the VM made (stubs)
//!   base[-3]  pc of the caller at that moment             only below calls that the VM made
//!   base[-2]  closure object                              only below calls through a func value
//!   base[-1]  return pc
//!   base[0]…  parameters, results, fixed slots, out-window
//! ```
//!
//! The word before a return pc is the call instruction, whose operand a is the distance to the caller's base; a stub's
//! is `Call 0`, so a return to it leaves base alone and its `Stub` instruction finds the caller in the header.
//!
//! `Enter` made sure that a window's `frame_slots` end at least [`SLACK`] slots below the end of the stack, so a
//! VM-made call has room for its header and arguments without a check.

use crate::dispatch::{Base, Next, Pc, a};
use crate::load::{FuncInfo, StubKind, vm};
use minigo_runtime::G;

/// Slots kept free past every frame, for calls that the VM makes and for the header of an ordinary call.
pub const SLACK: usize = 16;
/// Header slots of a VM-made call.
pub const STUB_HEADER: usize = 4;

/// Stores the registers in the G, for whoever looks at its frames.
#[inline(always)]
pub unsafe fn save(g: *mut G, pc: Pc, base: Base) {
    // SAFETY: the running G belongs to the caller.
    unsafe {
        (*g).pc = pc as usize;
        (*g).base = base;
    }
}

/// Goes on after the instruction at `pc` with `n` extension words.
#[inline(always)]
pub fn after(pc: Pc, n: usize, base: Base) -> Next {
    Next {
        pc: pc.wrapping_add(1 + n),
        base,
    }
}

/// Prepares a call of `fi` on top of the frame (`pc`, `base`), `off` slots above its base, returning to a stub.
///
/// # Safety
/// `off` is past what the frame uses, counting the four header slots; `args` fit the slack.
pub unsafe fn push_call_at(
    pc: Pc,
    base: Base,
    off: usize,
    stub: StubKind,
    closure: *const *const FuncInfo,
    args: &[u64],
) -> Next {
    // SAFETY: the slack past the frame has room for header and arguments.
    unsafe {
        let win = base.add(off);
        *win.sub(1) = vm().stub(stub) as u64;
        *win.sub(2) = closure as u64;
        *win.sub(3) = pc as u64;
        *win.sub(4) = off as u64;
        for (i, v) in args.iter().enumerate() {
            *win.add(i) = *v;
        }
        Next {
            pc: (**closure).entry,
            base: win,
        }
    }
}

/// Prepares a call above everything the frame at (`pc`, `base`) can use.
///
/// # Safety
/// As for [`push_call_at`].
pub unsafe fn push_call(
    pc: Pc,
    base: Base,
    stub: StubKind,
    closure: *const *const FuncInfo,
    args: &[u64],
) -> Next {
    let f = vm().func_at(pc).expect("a running pc is in a function");
    // SAFETY: `frame_slots` is the most the frame uses.
    unsafe {
        push_call_at(
            pc,
            base,
            f.frame_slots as usize + STUB_HEADER,
            stub,
            closure,
            args,
        )
    }
}

/// A frame during a walk.
#[derive(Clone, Copy)]
pub struct Frame {
    /// The function.
    pub func: &'static FuncInfo,
    /// The instruction it is at (a call, or where it stopped).
    pub pc: Pc,
    /// Its window.
    pub base: Base,
    /// How its callee came to be, when the VM made that call; `None` for an ordinary call and the top frame.
    pub called: Option<StubKind>,
}

/// The frames of a goroutine from the top down.
pub struct Frames {
    next: Option<Frame>,
}

impl Frames {
    /// A walk from (`pc`, `base`).
    ///
    /// # Safety
    /// They are valid, and the goroutine does not run until the walk is over.
    pub unsafe fn new(pc: Pc, base: Base) -> Frames {
        let next = vm().func_at(pc).map(|func| Frame {
            func,
            pc,
            base,
            called: None,
        });
        Frames { next }
    }
}

/// The frame below the one at `base`, and how it made the call.
///
/// # Safety
/// `base` is the window of a live frame.
pub unsafe fn caller(base: Base) -> Option<Frame> {
    let vm = vm();
    // SAFETY: the header of a live frame was written by its call.
    unsafe {
        let ret = *base.sub(1) as Pc;
        let (pc, off, called) = match vm.stub_of(ret) {
            Some(StubKind::Exit) => return None,
            Some(kind) => (*base.sub(3) as Pc, *base.sub(4) as usize, Some(kind)),
            None => (ret.sub(1), a(ret.sub(1)), None),
        };
        let func = vm.func_at(pc)?;
        Some(Frame {
            func,
            pc,
            base: base.sub(off),
            called,
        })
    }
}

impl Iterator for Frames {
    type Item = Frame;
    fn next(&mut self) -> Option<Frame> {
        let f = self.next?;
        // SAFETY: the promise of `new`.
        self.next = unsafe { caller(f.base) };
        Some(f)
    }
}
