//! What the scheduler and the collector see of the VM: running a goroutine, its first frame, scanning its frames.

use crate::dispatch::{Base, Pc, R_GOEXIT, enter};
use crate::frame::Frames;
use crate::liveness::{self, Place};
use crate::load::{StubKind, vm};
use minigo_runtime::G;
use minigo_runtime::hooks::{Ended, Hooks, PcInfo};
use minigo_runtime::mgcmark::Marker;
use std::sync::atomic::Ordering::Relaxed;

/// The table that `proc::start` gets.
pub fn hooks() -> Hooks {
    Hooks {
        run,
        traceback: crate::traceback::write_frames,
        pcinfo,
        panics,
        gfree: crate::live::gfree,
    }
}

unsafe fn run(gp: *mut G) -> Ended {
    // SAFETY: the G is this thread's.
    if unsafe { (*gp).killed.load(Relaxed) } {
        // SAFETY: its registers are those of the operation it was parked in, or its first frame's.
        let next = unsafe { crate::live::end_here((*gp).pc as Pc, (*gp).base, gp) };
        if next.pc.is_null() {
            return Ended::Goexit;
        }
        // SAFETY: as above.
        unsafe { ((*gp).pc, (*gp).base) = (next.pc as usize, next.base) };
    }
    // SAFETY: the scheduler calls it on the G's stack with the registers `start_frame` set.
    match unsafe { enter(gp) } {
        R_GOEXIT => Ended::Goexit,
        _ => Ended::Returned,
    }
}

unsafe fn panics(gp: *mut G, out: &mut dyn std::fmt::Write) {
    // SAFETY: the G is stopped.
    unsafe { crate::panic::panic_lines(gp, crate::panic::Panicking::raw_text, out) }
}

fn pcinfo(pc: usize) -> Option<PcInfo> {
    let vm = vm();
    let f = vm.func_at(pc as Pc)?;
    if crate::live::is_live() && f.name.starts_with("internal/repl.") {
        return None;
    }
    let line = f.line_at(pc as Pc);
    Some(PcInfo {
        name: f.name,
        file: vm.files.get(line.file as usize).copied().unwrap_or("?"),
        line: line.line,
        offset: f.pc_index(pc as Pc) as usize * 8,
    })
}

/// Marks what a stopped goroutine's frames, deferred calls and panics refer to.
///
/// # Safety
/// The G does not run; its `pc` and `base` are saved.
pub unsafe fn scan_stack(gp: *mut G, m: &mut Marker<'_>) {
    // SAFETY: frames of a stopped G; slots of a function's fixed part hold what their kinds say once `Enter` has run.
    unsafe {
        crate::panic::visit_ext(gp, |w| m.mark_word(w));
        let (pc, base) = ((*gp).pc as Pc, (*gp).base as Base);
        if base.is_null() {
            return;
        }
        for (depth, f) in Frames::new(pc, base).enumerate() {
            let place = match f.called {
                Some(StubKind::Defer) => Place::Instruction,
                Some(_) => Place::Panic,
                None if depth > 0 => Place::Call,
                None => Place::Instruction,
            };
            if let Some(live) = liveness::of(f.func).at(f.func.pc_index(f.pc), place) {
                if live.closure {
                    m.mark_word(*f.base.sub(2));
                }
                live.fixed
                    .iter()
                    .for_each(|&s| m.mark_word(*f.base.add(s as usize)));
                if depth == 0 {
                    live.window
                        .iter()
                        .for_each(|&s| m.mark_word(*f.base.add(s as usize)));
                }
                continue;
            }
            // A place that the map does not know: all slots. Those that are written first whatever happens were not
            // zeroed by `Enter`; they may hold any word.
            m.mark_word(*f.base.sub(2) & !closure_mask(f.func.flags));
            let entering = f.pc == f.func.entry;
            for &s in f.func.ptr_slots {
                if entering && s as u32 >= f.func.param_slots {
                    break;
                }
                m.mark_word(*f.base.add(s as usize));
            }
            // The instruction that the newest frame stopped at may have operands in the out-window: results just
            // returned, an element to send. They have no kinds, so whatever lies there is taken for a pointer. What lies
            // past a native's parameters is nothing until its results come, which its caller takes at once.
            if depth == 0 && !entering && f.func.flags & minigo_bytecode::FLAG_NATIVE == 0 {
                for s in f.func.nslots..f.func.frame_slots {
                    m.mark_word(*f.base.add(s as usize));
                }
            }
        }
    }
}

/// All ones for a function that has no closure object in its header (the word there is stale).
fn closure_mask(flags: u8) -> u64 {
    if flags & minigo_bytecode::FLAG_CLOSURE != 0 {
        0
    } else {
        !0
    }
}
