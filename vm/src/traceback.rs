//! Goroutine dumps and the last words of a program that ends by a panic, in Go's form.

use crate::dispatch::Pc;
use crate::frame::{Frame, Frames};
use crate::load::vm;
use crate::panic::{Panicking, panics_here, value_of_panic};
use crate::rtype::{Kind, RType};
use minigo_bytecode::FLAG_WRAPPER;
use minigo_runtime::{G, systemstack, throw};
use std::fmt::Write;

/// Frames shown at each end of a deep stack.
const ENDS: usize = 50;

/// Whether a traceback shows the frame: wrappers, the entry and what is inside package runtime stay hidden, and so does
/// the call that asks for the traceback.
fn shown(f: &Frame) -> bool {
    let inside = f
        .func
        .name
        .strip_prefix("runtime.")
        .is_some_and(|n| !n.starts_with(char::is_uppercase) || n == "Stack");
    let host = crate::live::is_live() && f.func.name.starts_with("internal/repl.");
    f.func.flags & FLAG_WRAPPER == 0 && !inside && !host && !std::ptr::eq(f.func, vm().entry)
}

fn write_frame(f: &Frame, out: &mut dyn Write) {
    let line = f.func.line_at(f.pc);
    let file = vm().files.get(line.file as usize).copied().unwrap_or("?");
    let off = f.func.pc_index(f.pc) * 8;
    // Arguments are not shown, only whether there are any.
    let args = ["(...)", "()"][usize::from(f.func.param_slots == 0)];
    let _ = writeln!(
        out,
        "{}{args}\n\t{}:{} +{:#x}",
        f.func.name, file, line.line, off
    );
}

/// The lines for the panic that started in the frame.
///
/// # Safety
/// The goroutine is stopped, or the one that calls.
unsafe fn write_panic(gp: *mut G, f: &Frame, out: &mut dyn Write) {
    // SAFETY: the caller's promise.
    let value = unsafe { value_of_panic(gp, f.base) }.unwrap_or_default();
    let (file, line) = PANIC_SOURCE;
    let _ = writeln!(
        out,
        "panic({{{:#x}?, {:#x}?}})\n\t{file}:{line} +0x0",
        value[0], value[1]
    );
}

/// Writes the frames of a stopped goroutine, newest first.
///
/// # Safety
/// On g0; the goroutine does not run and its registers are saved.
pub unsafe fn write_frames(gp: *mut G, out: &mut dyn Write) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*gp).base.is_null() {
            return;
        }
        // A frame that panicked has two entries, the upper one for the panic.
        let walk = || {
            Frames::new((*gp).pc as Pc, (*gp).base)
                .flat_map(|f| {
                    [
                        panics_here(&f).then_some((f, true)),
                        shown(&f).then_some((f, false)),
                    ]
                })
                .flatten()
        };
        let n = walk().count();
        for (i, (f, panic)) in walk().enumerate() {
            if n > 2 * ENDS && i == ENDS {
                let _ = writeln!(out, "...{} frames elided...", n - 2 * ENDS);
            }
            if n <= 2 * ENDS || i < ENDS || i >= n - ENDS {
                if panic {
                    write_panic(gp, &f, out);
                } else {
                    write_frame(&f, out);
                }
            }
        }
    }
}

/// The source of what panics do.
const PANIC_SOURCE: (&str, u32) = ("panic.rs", 1);

/// Ends the program for a panic that nobody recovered. On g0.
///
/// # Safety
/// The goroutine's registers are saved.
pub unsafe fn uncaught(gp: *mut G) -> ! {
    let mut out = String::new();
    // SAFETY: the goroutine is stopped while this runs.
    unsafe {
        crate::panic::panic_lines(gp, Panicking::text, &mut out);
        crate::panic::signal_line(gp, &mut out);
        throw::fatalpanic(gp, &out)
    }
}

/// Ends the program when printing an uncaught panic's value panics. On g0.
///
/// # Safety
/// As for [`uncaught`]; `value` is what the second panic is about, an interface without methods.
pub(crate) unsafe fn panic_in_print(gp: *mut G, value: [u64; 2]) -> ! {
    // SAFETY: the caller's promise; the value's first word is its type, and a string's second its address.
    unsafe {
        let t = &*(value[0] as *const RType);
        let what = if t.kind == Kind::String && t.string == "string" {
            let s = value[1] as *const u64;
            let bytes = std::slice::from_raw_parts(*s as *const u8, *s.add(1) as usize);
            String::from_utf8_lossy(bytes).into_owned()
        } else {
            format!("type {}", t.string)
        };
        let mut text = format!("fatal error: panic while printing panic value: {what}\n");
        crate::panic::signal_line(gp, &mut text);
        throw::fatalpanic(gp, &text)
    }
}

/// Says that a goroutine's stack would pass its limit. On g0.
///
/// # Safety
/// Its registers are saved.
pub unsafe fn overflow_report(gp: *mut G) {
    // SAFETY: the caller's promise.
    unsafe { crate::live::report(gp, &overflow_text(gp)) }
}

fn overflow_text(gp: *mut G) -> String {
    // SAFETY: words of a G are always readable.
    let (sp, lo, hi) = unsafe { ((*gp).base, (*gp).stack_lo, (*gp).stack_hi) };
    format!(
        "runtime: goroutine stack exceeds {}-byte limit\nruntime: sp={sp:p} stack=[{lo:p}, {hi:p}]\n\
         fatal error: stack overflow\n",
        crate::stack::max_stack()
    )
}

/// Ends the program when a goroutine's stack would pass its limit.
///
/// # Safety
/// On the goroutine's stack, its registers saved.
#[cold]
#[inline(never)]
pub unsafe fn stack_overflow(gp: *mut G) -> ! {
    // SAFETY: the goroutine is stopped while g0 prints.
    unsafe {
        systemstack(|| {
            let text = overflow_text(gp);
            throw::fatalpanic(gp, &text)
        })
    }
}
