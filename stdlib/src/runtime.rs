//! Natives of packages runtime and runtime/debug: the scheduler's and the collector's doors, the predeclared print, and
//! the frames of the running goroutine.
//!
//! A pc that a program sees is one byte past the start of a call's instruction, so that both it and, in Go's idiom, the
//! pc minus one are inside that instruction.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, OnceLock, PoisonError};

use minigo_runtime::os_linux::{nanotime, ncpu, walltime, write_all};
use minigo_runtime::{G, mgc, proc, systemstack, throw};
use minigo_vm::dispatch::Pc;
use minigo_vm::frame::{Frame, Frames};
use minigo_vm::load::StubKind;
use minigo_vm::native::{NativeCtx, Registry};
use minigo_vm::vm;

use crate::strconv::format_g;

/// Adds these packages' natives.
pub(crate) fn register(r: &mut Registry) {
    register_sched(r);
    register_memory(r);
    register_frames(r);
    register_print(r);
}

fn register_sched(r: &mut Registry) {
    // SAFETY: on the goroutine's stack, its frames published by the call.
    r.park("runtime.Gosched", |_| unsafe { proc::gosched() });
    r.park("runtime.GOMAXPROCS", |c| {
        // SAFETY: on the goroutine's stack, its frames published by the call.
        let old = unsafe { proc::gomaxprocs(c.int(0) as i32) };
        c.set_int(0, i64::from(old));
    });
    // SAFETY: on the running goroutine's stack.
    r.leaf("runtime.main_init_done", |_| unsafe {
        proc::main_init_done()
    });
    // SAFETY: on the goroutine's stack, its frames published by the call.
    r.park("runtime.LockOSThread", |_| unsafe {
        proc::lock_os_thread()
    });
    // SAFETY: on the goroutine's stack, its frames published by the call.
    r.park("runtime.UnlockOSThread", |_| unsafe {
        proc::unlock_os_thread()
    });
    r.g0("runtime.Breakpoint", |_| {
        // SAFETY: raising a signal; what it does is up to the debugger or the system.
        unsafe { libc::raise(libc::SIGTRAP) };
    });
    r.leaf("runtime.NumCPU", |c| c.set_int(0, i64::from(ncpu())));
    r.leaf("runtime.NumGoroutine", |c| {
        c.set_int(0, proc::gcount() as i64)
    });
    r.leaf("runtime.KeepAlive", |_| {});
    r.g0("runtime.Goexit", |c| c.raise_goexit());
}

fn register_memory(r: &mut Registry) {
    // SAFETY: on the goroutine's stack, its frames published by the call.
    r.park("runtime.GC", |_| unsafe { mgc::gc() });
    // SAFETY: on the goroutine's stack, its frames published by the call.
    r.park("runtime/debug.freeOSMemory", |_| unsafe {
        mgc::free_os_memory()
    });
    r.park("runtime.memstats", memstats);
    crate::mfinal::register(r);
    r.g0("runtime/debug.setGCPercent", |c| {
        let old = mgc::set_gc_percent(c.int(0).clamp(-1, i64::from(i32::MAX)) as i32);
        c.set_int(0, i64::from(old));
    });
    r.g0("runtime/debug.setMemoryLimit", |c| {
        let old = mgc::set_memory_limit(c.int(0));
        c.set_int(0, old);
    });
    r.g0("runtime/debug.setMaxThreads", |c| {
        let old = minigo_runtime::m::set_max_threads(c.int(0));
        c.set_int(0, old);
    });
    r.g0("runtime/debug.setTraceback", |c| {
        minigo_runtime::throw::set_traceback(&c.str(0));
    });
    r.g0("runtime/debug.setMaxStack", |c| {
        let old = minigo_vm::stack::set_max_stack(c.int(0).max(0) as usize);
        c.set_int(0, old as i64);
    });
}

/// `memstats(out []uint64)`: see the declaration for the order.
fn memstats(c: &mut NativeCtx) {
    // SAFETY: on the goroutine's stack, its frames published by the call.
    let m = unsafe { mgc::read_memstats() };
    let (sec, nsec) = walltime();
    let (wall, mono) = (sec * 1_000_000_000 + i64::from(nsec), nanotime());
    let on_wall = |ns: u64| {
        if ns == 0 {
            0
        } else {
            (wall - (mono - ns as i64)) as u64
        }
    };
    let figures = [
        m.alloc,
        m.total_alloc,
        m.sys,
        m.mallocs,
        m.frees,
        m.heap_sys,
        m.heap_idle,
        m.heap_inuse,
        m.heap_released,
        m.heap_objects,
        m.next_gc,
        on_wall(m.last_gc_mono_ns),
        m.pause_total_ns,
        u64::from(m.num_gc),
        u64::from(m.num_forced_gc),
        m.stack_sys,
        m.stack_sys,
    ];
    let (p, len, _) = c.slice(0);
    let set = |i: usize, v: u64| {
        if i < len {
            // SAFETY: a []uint64 of `len` elements.
            unsafe { p.cast::<u64>().add(i).write(v) };
        }
    };
    // One by one: a goroutine's own stack has no room for a copy.
    figures.iter().enumerate().for_each(|(i, v)| set(i, *v));
    for i in 0..mgc::PAUSES {
        let (ns, end) = mgc::pause(i);
        set(20 + i, ns);
        set(20 + mgc::PAUSES + i, on_wall(end));
    }
}

/// Functions that Go's stacks show and that are no functions of a program here: numbers that are no code stand for their
/// pcs, 8 times the place in this list and 1.
const OUTSIDE: [&str; 7] = [
    "runtime.goexit",
    "runtime.main",
    "runtime.doInit",
    "runtime.doInit1",
    "runtime.gopanic",
    "runtime.sigpanic",
    "runtime.panicBounds64",
];

fn outside(name: &str) -> u64 {
    let i = OUTSIDE.iter().position(|n| *n == name);
    (i.expect("a name of the list") as u64 + 1) * 8 + 1
}

/// The pcs of the running goroutine's calls as `runtime.Callers` tells them, that of the native's own function first;
/// wrappers left out.
fn pcs(g: *mut G) -> impl Iterator<Item = u64> {
    let entry = |f: &Frame| std::ptr::eq(f.func, vm().entry);
    // SAFETY: the goroutine's registers were saved by the call of the native.
    let mut frames = unsafe { Frames::new((*g).pc as Pc, (*g).base) }
        .filter(move |f| entry(f) || f.func.flags & minigo_bytecode::FLAG_WRAPPER == 0);
    let mut above = "";
    let mut ended = false;
    let mut ready = VecDeque::new();
    std::iter::from_fn(move || {
        while ready.is_empty() && !ended {
            let Some(f) = frames.next() else {
                ended = true;
                ready.push_back(outside("runtime.goexit"));
                break;
            };
            if f.called == Some(StubKind::Panic) && f.func.name != "runtime.Goexit" {
                ready.push_back(outside("runtime.gopanic"));
                if f.func.name == "runtime.panicBounds" {
                    ready.push_back(outside("runtime.panicBounds64"));
                }
            }
            if above == "runtime.panicmem" {
                ready.push_back(outside("runtime.sigpanic"));
            }
            if entry(&f) {
                // It initialises the packages and calls main.main.
                if above != "main.main" {
                    ready.push_back(outside("runtime.doInit1"));
                    ready.push_back(outside("runtime.doInit"));
                }
                ready.push_back(outside("runtime.main"));
            } else {
                ready.push_back(f.pc as u64 + 1);
            }
            above = f.func.name;
        }
        ready.pop_front()
    })
}

/// Function, file, line and start of what `pc` is in.
fn pc_info(pc: u64) -> Option<(&'static str, &'static str, u32, u64)> {
    if let Some(name) = (pc / 8)
        .checked_sub(1)
        .and_then(|i| OUTSIDE.get(i as usize))
    {
        return Some((name, "proc.mg", 1, pc & !7));
    }
    let pc = (pc & !7) as Pc;
    let f = vm().func_at(pc)?;
    let line = f.line_at(pc);
    let file = vm().files.get(line.file as usize).copied().unwrap_or("?");
    Some((f.name, file, line.line, f.entry as u64))
}

fn register_frames(r: &mut Registry) {
    r.g0("runtime.Caller", |c| {
        let found = usize::try_from(c.int(0))
            .ok()
            .and_then(|skip| pcs(c.g).nth(skip + 1))
            .and_then(|pc| Some((pc, pc_info(pc)?)));
        match found {
            Some((pc, (_, file, line, _))) => {
                c.set(0, pc);
                c.set_str_raw(1, file.as_ptr(), file.len());
                c.set_int(3, i64::from(line));
                c.set_bool(4, true);
            }
            None => (0..5).for_each(|i| c.set(i, 0)),
        }
    });
    r.g0("runtime.Callers", |c| {
        let skip = c.int(0).max(0) as usize;
        let (p, len, _) = c.slice(1);
        let mut n = 0;
        for pc in pcs(c.g).skip(skip).take(len) {
            // SAFETY: a []uintptr of `len` elements.
            unsafe { p.cast::<u64>().add(n).write(pc) };
            n += 1;
        }
        c.set_int(0, n as i64);
    });
    r.g0("runtime.pcInfo", |c| match pc_info(c.word(0)) {
        Some((name, file, line, entry)) => {
            c.set_str_raw(0, name.as_ptr(), name.len());
            c.set_str_raw(2, file.as_ptr(), file.len());
            c.set_int(4, i64::from(line));
            c.set(5, entry);
        }
        None => (0..6).for_each(|i| c.set(i, 0)),
    });
    r.park("runtime.Stack", |c| {
        let buf = c.byte_slice(0);
        let (g, all) = (c.g, c.bool(3));
        // SAFETY: on the goroutine's stack, its frames published by the call; the dump is made on g0.
        let n = unsafe {
            if all {
                proc::stop_the_world("stack trace");
            }
            let n = systemstack(|| {
                let mut text = String::new();
                throw::stack_dump(g, all, &mut text);
                let n = text.len().min(buf.len());
                buf[..n].copy_from_slice(&text.as_bytes()[..n]);
                n
            });
            if all {
                proc::start_the_world();
            }
            n
        };
        c.set_int(0, n as i64);
    });
}

/// What each goroutine has printed since its `printlock`.
static PRINTING: OnceLock<Mutex<HashMap<u64, String>>> = OnceLock::new();

fn with_printing<R>(f: impl FnOnce(&mut HashMap<u64, String>) -> R) -> R {
    f(&mut PRINTING
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner))
}

fn goid(c: &NativeCtx) -> u64 {
    // SAFETY: the goroutine that calls.
    unsafe { (*c.g).goid }
}

/// Appends to what the goroutine prints; outside of a lock, straight to standard error.
fn put(c: &NativeCtx, text: &str) {
    let id = goid(c);
    with_printing(|p| match p.get_mut(&id) {
        Some(line) => line.push_str(text),
        None => write_all(2, text.as_bytes()),
    });
}

fn float_text(f: f64, bits: i64) -> String {
    let mut buf = [0u8; 64];
    let n = format_g(f, bits, &mut buf);
    String::from_utf8_lossy(&buf[..n]).into_owned()
}

/// Prints `(r+ii)`, both halves as floats of `bits`.
fn print_complex(c: &mut NativeCtx, bits: i64) {
    let im = float_text(c.f64(1), bits);
    let sign = if im.starts_with(['+', '-']) { "" } else { "+" };
    let text = format!("({}{sign}{im}i)", float_text(c.f64(0), bits));
    put(c, &text);
}

/// The predeclared print and println: one call for each operand, between a lock and an unlock, and one write for all.
fn register_print(r: &mut Registry) {
    // Formatting wants more stack than a goroutine has.
    r.leaf("runtime.printfloatBuf", |c| {
        let f = c.f64(0);
        let bits = c.int(1);
        let buf = c.byte_slice(2);
        // SAFETY: on an M's goroutine; the closure neither parks nor unwinds.
        let n = unsafe { systemstack(|| format_g(f, bits, buf)) };
        c.set_int(0, n as i64);
    });
    r.g0("runtime.printlock", |c| {
        let id = goid(c);
        with_printing(|p| {
            p.entry(id).or_default();
        });
    });
    r.g0("runtime.printunlock", |c| {
        let id = goid(c);
        if let Some(line) = with_printing(|p| p.remove(&id)) {
            write_all(2, line.as_bytes());
        }
    });
    r.g0("runtime.printnl", |c| put(c, "\n"));
    r.g0("runtime.printsp", |c| put(c, " "));
    r.g0("runtime.printbool", |c| {
        put(c, if c.bool(0) { "true" } else { "false" })
    });
    r.g0("runtime.printint", |c| put(c, &c.int(0).to_string()));
    r.g0("runtime.printuint", |c| put(c, &c.word(0).to_string()));
    r.g0("runtime.printfloat64", |c| {
        put(c, &float_text(c.f64(0), 64))
    });
    r.g0("runtime.printfloat32", |c| {
        put(c, &float_text(c.f64(0), 32))
    });
    r.g0("runtime.printcomplex128", |c| print_complex(c, 64));
    r.g0("runtime.printcomplex64", |c| print_complex(c, 32));
    r.g0("runtime.printstring", |c| put_bytes(c, c.bytes(0)));
    r.g0("runtime.printpointer", |c| {
        put(c, &format!("{:#x}", c.word(0)))
    });
    r.g0("runtime.printslice", |c| {
        let (p, len, cap) = c.slice(0);
        put(c, &format!("[{len}/{cap}]{:#x}", p as usize));
    });
    r.g0("runtime.printeface", |c| {
        put(c, &format!("({:#x},{:#x})", c.word(0), c.word(1)))
    });
}

/// `put` for bytes that need not be UTF-8: what is before them goes out first.
fn put_bytes(c: &NativeCtx, bytes: &[u8]) {
    match std::str::from_utf8(bytes) {
        Ok(text) => put(c, text),
        Err(_) => {
            let id = goid(c);
            with_printing(|p| {
                if let Some(line) = p.get_mut(&id) {
                    write_all(2, line.as_bytes());
                    line.clear();
                }
                write_all(2, bytes);
            });
        }
    }
}
