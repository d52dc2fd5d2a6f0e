//! Defer, panic, recover and Goexit.
//!
//! Deferred calls and panics of a goroutine are kept in its [`GExt`], outside the collected heap, as distances from the
//! low end of its stack (which may move).
//!
//! * A deferred call belongs to the frame that executed `Defer`; the list is last in, first out over all frames.
//! * A panic does not unwind: it takes deferred calls off the list, newest first, and runs each on top of the frame that
//!   panicked ([`run_next`]). When one of them recovered, control goes to the `DeferRun` of the frame that had deferred
//!   it, and all panics that started above that frame are forgotten.
//! * `Goexit` is a panic that cannot be recovered. When a recovery would jump past one, it goes on with the Goexit.
//! * `recover` answers only to the function that the newest panic called (compiler-made wrappers do not count).

use crate::dispatch::{Base, Next, Pc, a};
use crate::frame::{STUB_HEADER, after, caller, push_call, push_call_at, save};
use crate::load::{FuncInfo, StubKind, vm};
use crate::rtype::{Kind, RType};
use minigo_bytecode::{FLAG_WRAPPER, fail as F};
use minigo_runtime::mbarrier::write_pointer;
use minigo_runtime::{G, systemstack, throw};
use std::sync::atomic::Ordering::Relaxed;

/// A deferred call.
#[derive(Clone, Copy)]
struct Deferred {
    /// Closure without parameters; for a list the address of its head.
    closure: u64,
    /// A list that grows while the entry is here: loops over functions put deferred calls of the frame on it. Nodes are
    /// (closure, next).
    list: bool,
    /// Base of the frame that deferred it, in bytes from the stack's low end.
    frame: usize,
    /// The `Defer` instruction.
    pc: Pc,
}

/// A panic (or Goexit) under way.
#[derive(Clone, Copy)]
pub(crate) struct Panicking {
    /// The value, an interface without methods.
    pub(crate) value: [u64; 2],
    /// What to print for it, once `preprintpanic` gave it.
    printed: [u64; 2],
    /// Text of the value, a string, once `printpanicval` gave it.
    text: [u64; 2],
    /// Where it started.
    pub(crate) pc: Pc,
    /// Base of the frame where it started, in bytes from the stack's low end.
    pub(crate) start: usize,
    /// Base of the deferred call it runs now.
    call: usize,
    /// Base of the frame that deferred this call, and the `Defer` in it.
    frame: usize,
    defer_pc: Pc,
    /// `recover` was called.
    recovered: bool,
    /// This is a Goexit.
    goexit: bool,
}

/// What the VM keeps of a goroutine beside its frames; made when first needed.
#[derive(Default)]
pub(crate) struct GExt {
    defers: Vec<Deferred>,
    pub(crate) panics: Vec<Panicking>,
    /// Index into `panics` of the one being printed, while an uncaught panic is printed.
    printing: Option<usize>,
    /// A nil dereference was turned into a panic; uncaught, it shows as a signal.
    signal: bool,
}

/// Words of `G::exec`.
const EXT: usize = 0;
const GROWN: usize = 1;

/// Notes that the stack has left its first place; whether it had before.
pub(crate) unsafe fn set_grown(g: *mut G) -> bool {
    // SAFETY: the running G's words belong to the VM.
    unsafe { std::mem::replace(&mut (*g).exec[GROWN], 1) != 0 }
}

#[inline(always)]
unsafe fn ext_or_null(g: *mut G) -> *mut GExt {
    // SAFETY: the word is null or the G's GExt.
    unsafe { (*g).exec[EXT] as *mut GExt }
}

/// The G's record, for a goroutine that does not run.
pub(crate) unsafe fn ext_of<'a>(g: *mut G) -> Option<&'a mut GExt> {
    // SAFETY: the word is null or the G's GExt, which only its owner uses.
    unsafe { ext_or_null(g).as_mut() }
}

/// The G's record, made when it has none.
unsafe fn ext<'a>(g: *mut G) -> &'a mut GExt {
    // SAFETY: as above; made on g0, which has the stack for the allocator.
    unsafe {
        if ext_or_null(g).is_null() {
            (*g).exec[EXT] = systemstack(|| Box::into_raw(Box::<GExt>::default())) as usize;
        }
        &mut *ext_or_null(g)
    }
}

/// Drops what the G keeps, when it is done. On g0.
///
/// # Safety
/// The G runs no more.
pub(crate) unsafe fn free_ext(g: *mut G) {
    // SAFETY: the word is null or the G's GExt.
    unsafe {
        let e = ext_or_null(g);
        if !e.is_null() {
            end_panics(&mut (*e).panics);
            drop(Box::from_raw(e));
        }
        (*g).exec = [0; minigo_runtime::g::EXEC_WORDS];
        (*g).base = std::ptr::null_mut();
    }
}

/// Forgets panics under way.
fn end_panics(panics: &mut Vec<Panicking>) {
    let n = panics.iter().filter(|p| !p.goexit).count();
    minigo_runtime::throw::count_panics(-(n as i32));
    panics.clear();
}

/// Calls `visit` with every word of the record that may point into the heap.
pub(crate) unsafe fn visit_ext(g: *mut G, mut visit: impl FnMut(u64)) {
    // SAFETY: the caller owns the stopped G.
    if let Some(e) = unsafe { ext_of(g) } {
        e.defers.iter().for_each(|d| visit(d.closure));
        for p in &e.panics {
            visit(p.value[1]);
            visit(p.printed[1]);
            visit(p.text[0]);
        }
    }
}

#[inline(always)]
unsafe fn offset(g: *mut G, base: Base) -> usize {
    // SAFETY: reading a field of the running G.
    unsafe { base as usize - (*g).stack_lo as usize }
}

#[inline(always)]
unsafe fn base_at(g: *mut G, off: usize) -> Base {
    // SAFETY: the offset was taken from a base in the same stack.
    unsafe { (*g).stack_lo.byte_add(off) }
}

impl GExt {
    /// Takes the newest deferred call off, if it belongs to the frame (`None`: to any).
    unsafe fn next_deferred(&mut self, frame: Option<usize>) -> Option<Deferred> {
        loop {
            let d = *self.defers.last()?;
            if frame.is_some_and(|f| f != d.frame) {
                return None;
            }
            if !d.list {
                self.defers.pop();
                return Some(d);
            }
            let head = d.closure as *mut u64;
            // SAFETY: the record keeps the head alive, which keeps the nodes alive; codegen makes them of two words.
            unsafe {
                let node = *head as *const u64;
                if !node.is_null() {
                    write_pointer(head, *node.add(1));
                    return Some(Deferred {
                        closure: *node,
                        ..d
                    });
                }
            }
            self.defers.pop();
        }
    }
}

/// Pushes a deferred call if the list has room; else the caller takes [`defer_slow`].
///
/// # Safety
/// As for a handler.
#[inline(always)]
pub unsafe fn push_defer(g: *mut G, pc: Pc, base: Base, closure: u64, list: bool) -> bool {
    // SAFETY: the running G's record belongs to it; the push stays within the capacity.
    unsafe {
        let e = ext_or_null(g);
        if e.is_null() || (*e).defers.len() == (*e).defers.capacity() {
            return false;
        }
        let n = (*e).defers.len();
        let d = Deferred {
            closure,
            list,
            frame: offset(g, base),
            pc,
        };
        (*e).defers.as_mut_ptr().add(n).write(d);
        (*e).defers.set_len(n + 1);
        true
    }
}

/// `Defer` when the list must grow or the closure is nil.
///
/// # Safety
/// As for a handler.
pub unsafe fn defer_slow(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { defer_grow(pc, base, g, false) }
}

/// `DeferList` when the list of deferred calls must grow.
///
/// # Safety
/// As for a handler.
pub unsafe fn defer_list_slow(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe { defer_grow(pc, base, g, true) }
}

unsafe fn defer_grow(pc: Pc, base: Base, g: *mut G, list: bool) -> Next {
    // SAFETY: the handler's promise; the vector grows on g0.
    unsafe {
        let closure = *base.add(a(pc));
        if closure == 0 {
            return crate::ops::fail_mem(pc, base, g);
        }
        save(g, pc, base);
        let e = ext(g);
        systemstack(|| e.defers.reserve(8));
        let ok = push_defer(g, pc, base, closure, list);
        debug_assert!(ok);
        after(pc, 0, base)
    }
}

/// Runs this frame's newest deferred call and comes back here; goes on when there is none left.
///
/// # Safety
/// As for a handler.
pub unsafe fn defer_run(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise. The window's header needs two slots more than an ordinary call's; the slack has them.
    unsafe {
        let e = ext_or_null(g);
        if e.is_null() {
            return after(pc, 0, base);
        }
        match (*e).next_deferred(Some(offset(g, base))) {
            Some(d) => {
                let closure = d.closure as *const *const FuncInfo;
                push_call_at(pc, base, a(pc) + 2, StubKind::Defer, closure, &[])
            }
            None => after(pc, 0, base),
        }
    }
}

/// `panic(v)`.
///
/// # Safety
/// As for a handler.
pub unsafe fn panic_op(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let v = base.add(a(pc));
        let value = [*v, *v.add(1)];
        if value[0] == 0 {
            return fail(pc, base, g, F::NILPANIC, &[]);
        }
        start(g, pc, base, value)
    }
}

/// `runtime.Goexit`, called from the native at `pc`.
///
/// # Safety
/// As for a handler.
pub unsafe fn goexit(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise. The handler of natives cannot leave the goroutine; the stub's can, so the first
    // deferred call is started from there.
    unsafe {
        if (*g).killed.swap(false, Relaxed) {
            (*g).stackguard0.store((*g).stackguard, Relaxed);
            crate::live::ending(g);
        }
        push_panicking(g, pc, base, [0, 0], true);
        Next {
            pc: vm().stub(StubKind::Panic),
            base,
        }
    }
}

/// Panics with a value.
///
/// # Safety
/// As for a handler; `value` is an interface without methods, not nil.
pub unsafe fn panic_value(pc: Pc, base: Base, g: *mut G, value: [u64; 2]) -> Next {
    // SAFETY: the handler's promise.
    unsafe { start(g, pc, base, value) }
}

/// Calls the run-time failure function of this index: it panics.
///
/// # Safety
/// As for a handler.
#[cold]
#[inline(never)]
pub unsafe fn fail(pc: Pc, base: Base, g: *mut G, index: usize, args: &[u64]) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        save(g, pc, base);
        let f = vm()
            .failures
            .get(index)
            .copied()
            .unwrap_or(std::ptr::null());
        if f.is_null() {
            systemstack(|| {
                let name = minigo_bytecode::FAILURES[index];
                minigo_runtime::throw::throw_fmt(format_args!(
                    "run-time failure without a handler: {name}"
                ))
            })
        }
        push_call(
            pc,
            base,
            StubKind::Fail,
            &raw const (*f).static_closure,
            args,
        )
    }
}

/// Notes that the next panic comes from a nil dereference.
pub(crate) unsafe fn note_signal(g: *mut G) {
    // SAFETY: the running G's record.
    unsafe { ext(g).signal = true }
}

unsafe fn start(g: *mut G, pc: Pc, base: Base, value: [u64; 2]) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        push_panicking(g, pc, base, value, false);
        run_next(g)
    }
}

/// Notes that a panic or Goexit begins.
unsafe fn push_panicking(g: *mut G, pc: Pc, base: Base, value: [u64; 2], goexit: bool) {
    // SAFETY: the handler's promise; the vector grows on g0.
    unsafe {
        save(g, pc, base);
        let e = ext(g);
        if e.panics.len() == e.panics.capacity() {
            systemstack(|| e.panics.reserve(2));
        }
        if !goexit {
            minigo_runtime::throw::count_panics(1);
        }
        e.panics.push(Panicking {
            value,
            printed: [0; 2],
            text: [0; 2],
            pc,
            start: offset(g, base),
            call: 0,
            frame: 0,
            defer_pc: pc,
            recovered: false,
            goexit,
        });
    }
}

/// Runs the next deferred call for the newest panic, or ends the goroutine or the program when there is none.
unsafe fn run_next(g: *mut G) -> Next {
    // SAFETY: the newest panic's frame is live: nothing has unwound it.
    unsafe {
        let e = ext(g);
        let p = e.panics.last().expect("a panic is under way");
        let (pc, base) = (p.pc, base_at(g, p.start));
        save(g, pc, base);
        let deferred = e.next_deferred(None);
        let p = e.panics.last_mut().expect("a panic is under way");
        let Some(d) = deferred else {
            if p.goexit {
                (*g).goexiting = true;
                return Next {
                    pc: std::ptr::null(),
                    base,
                };
            }
            let value = p.value;
            if e.printing.is_some() {
                // An Error or String method that was asked for a text has panicked itself.
                systemstack(|| -> () { crate::traceback::panic_in_print(g, value) });
            }
            return print_begin(g);
        };
        p.frame = d.frame;
        p.defer_pc = d.pc;
        let n = push_call(
            pc,
            base,
            StubKind::Panic,
            d.closure as *const *const FuncInfo,
            &[],
        );
        p.call = offset(g, n.base);
        n
    }
}

/// A call that the VM made has returned to its stub. A null pc means: leave the goroutine by Goexit.
///
/// # Safety
/// From the `Stub` handler: `base` is the window of the call that returned.
#[inline(never)]
pub unsafe fn stub_returned(kind: usize, _pc: Pc, base: Base, g: *mut G) -> Next {
    use StubKind as S;
    // SAFETY: the header of a VM-made call lies below its window.
    unsafe {
        match kind {
            k if k == S::Defer as usize => {
                let pc = *base.sub(3) as Pc;
                Next {
                    pc,
                    base: base.sub(*base.sub(STUB_HEADER) as usize),
                }
            }
            k if k == S::Panic as usize => {
                if ext(g).panics.last().is_some_and(|p| p.recovered) {
                    recovery(g)
                } else {
                    run_next(g)
                }
            }
            k if k == S::Preprint as usize || k == S::Print as usize => {
                print_next(g, k == S::Print as usize, [*base, *base.add(1)])
            }
            _ => throw("a run-time failure function returned"),
        }
    }
}

/// The newest panic was recovered: goes on at the end of the frame whose deferred call did it.
unsafe fn recovery(g: *mut G) -> Next {
    // SAFETY: the frame that deferred the call is live, below everything that is forgotten here.
    unsafe {
        let e = ext(g);
        let p = e.panics.pop().expect("the recovered panic");
        minigo_runtime::throw::count_panics(-1);
        while let Some(q) = e.panics.last_mut() {
            if q.start < p.frame {
                break;
            }
            if q.goexit {
                // A Goexit cannot be recovered from: it takes up its deferred calls again.
                return run_next(g);
            }
            e.panics.pop();
            minigo_runtime::throw::count_panics(-1);
        }
        if e.panics.is_empty() {
            e.signal = false;
        }
        let f = vm().func_at(p.defer_pc).expect("a deferring function");
        if f.recover_pc.is_null() {
            throw("recovery into a function without deferred calls");
        }
        Next {
            pc: f.recover_pc,
            base: base_at(g, p.frame),
        }
    }
}

/// `recover()`.
///
/// # Safety
/// As for a handler.
pub unsafe fn recover(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let d = base.add(a(pc));
        *d = 0;
        *d.add(1) = 0;
        if let Some(e) = ext_of(g)
            && let Some(p) = e.panics.last_mut()
            && !p.goexit
            && !p.recovered
            && called_by_panic(pc, base) == Some(base_at(g, p.call))
        {
            p.recovered = true;
            *d = p.value[0];
            *d.add(1) = p.value[1];
        }
        after(pc, 0, base)
    }
}

/// Functions of package reflect that stand between the caller of a func value they made and what it calls.
const REFLECT_STUBS: [&str; 4] = [
    "reflect.MakeFunc.func1",
    "reflect.Value.bound.func1",
    "reflect.Value.call",
    "reflect.(*rtype).Method.func1",
];

/// Whether `recover` sees the caller's caller instead of this function.
fn transparent(f: &FuncInfo) -> bool {
    f.flags & FLAG_WRAPPER != 0 || REFLECT_STUBS.contains(&f.name)
}

/// The value of the panic that started in the frame at `base`, if there is one and it is no Goexit.
///
/// # Safety
/// The goroutine is stopped, or the one that calls.
pub(crate) unsafe fn value_of_panic(g: *mut G, base: Base) -> Option<[u64; 2]> {
    // SAFETY: the caller's promise.
    let (e, at) = unsafe { (ext_of(g)?, offset(g, base)) };
    let p = e.panics.iter().find(|p| p.start == at && !p.goexit)?;
    Some(p.value)
}

/// Whether the call above the frame is a deferred one that a panic (not a Goexit) runs.
pub(crate) fn panics_here(f: &crate::frame::Frame) -> bool {
    f.called == Some(StubKind::Panic) && f.func.name != "runtime.Goexit"
}

/// The window of the deferred call that the function at (`pc`, `base`) is, if a panic called it directly or through
/// wrappers.
unsafe fn called_by_panic(pc: Pc, base: Base) -> Option<Base> {
    // SAFETY: walking live frames.
    unsafe {
        let mut base = base;
        if vm().func_at(pc)?.flags & FLAG_WRAPPER != 0 {
            // `defer recover()`: the wrapper stands for the call of recover itself; its caller is who deferred it.
            let f = caller(base)?;
            if f.called.is_some_and(|k| k != StubKind::Defer) {
                return None;
            }
            base = f.base;
        }
        loop {
            let f = caller(base)?;
            match f.called {
                Some(StubKind::Panic) => return Some(base),
                None if transparent(f.func) => base = f.base,
                _ => return None,
            }
        }
    }
}

/// Starts printing an uncaught panic: first every value is made printable, newest first, then turned to text.
unsafe fn print_begin(g: *mut G) -> Next {
    // SAFETY: the newest panic's frame is live.
    unsafe {
        let e = ext(g);
        e.panics.iter_mut().for_each(|p| p.printed = p.value);
        e.printing = Some(e.panics.len());
        print_step(g, false)
    }
}

/// Asks for the next value's printable form (`texts`: text), or ends the program.
unsafe fn print_step(g: *mut G, mut texts: bool) -> Next {
    // SAFETY: the newest panic's frame is live; its calls go on top of it.
    unsafe {
        let e = ext(g);
        let top = *e.panics.last().expect("an uncaught panic");
        loop {
            let i = e.printing.expect("printing");
            if i == 0 {
                if texts {
                    // The calls that made the texts have left their own registers.
                    save(g, top.pc, base_at(g, top.start));
                    if crate::live::is_live() {
                        systemstack(|| {
                            let mut out = String::new();
                            panic_lines(g, Panicking::text, &mut out);
                            signal_line(g, &mut out);
                            crate::live::report(g, &out);
                        });
                        return die(top.pc, base_at(g, top.start), g);
                    }
                    systemstack(|| -> () { crate::traceback::uncaught(g) });
                }
                texts = true;
                e.printing = Some(e.panics.len());
                continue;
            }
            e.printing = Some(i - 1);
            let p = &e.panics[i - 1];
            let (index, stub) = if texts {
                (F::PRINTVAL, StubKind::Print)
            } else {
                (F::PREPRINT, StubKind::Preprint)
            };
            let f = vm()
                .failures
                .get(index)
                .copied()
                .unwrap_or(std::ptr::null());
            // What was panicked with again is shown once.
            let again = i > 1 && e.panics[i - 2].value == p.value;
            if !p.goexit && !again && !f.is_null() {
                let base = base_at(g, top.start);
                return push_call(
                    top.pc,
                    base,
                    stub,
                    &raw const (*f).static_closure,
                    &p.printed,
                );
            }
        }
    }
}

/// Ends the goroutine, which is at (`pc`, `base`), at once: its deferred calls are forgotten.
///
/// # Safety
/// As for a handler.
pub(crate) unsafe fn die(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the running G's record; it needs no room on the stack any more.
    unsafe {
        if let Some(e) = ext_of(g) {
            e.defers.clear();
            end_panics(&mut e.panics);
            e.printing = None;
        }
        goexit(pc, base, g)
    }
}

/// Takes the answer for the value being printed.
unsafe fn print_next(g: *mut G, texts: bool, answer: [u64; 2]) -> Next {
    // SAFETY: as for `print_step`.
    unsafe {
        let e = ext(g);
        let p = &mut e.panics[e.printing.expect("printing")];
        *(if texts { &mut p.text } else { &mut p.printed }) = answer;
        print_step(g, texts)
    }
}

/// Writes a line for each panic under way in a goroutine that ends the program, oldest first.
///
/// # Safety
/// It is stopped.
pub(crate) unsafe fn panic_lines(
    g: *mut G,
    text: fn(&Panicking) -> String,
    out: &mut dyn std::fmt::Write,
) {
    // SAFETY: the caller's promise.
    let Some(e) = (unsafe { ext_of(g) }) else {
        return;
    };
    let repanicked = |i: usize| {
        e.panics
            .get(i + 1)
            .is_some_and(|q| q.value == e.panics[i].value)
    };
    for (i, p) in e.panics.iter().enumerate() {
        // A value that was recovered and panicked with again is shown once.
        if p.goexit || i > 0 && repanicked(i - 1) {
            continue;
        }
        let indent = i > 0 && !e.panics[i - 1].goexit;
        let tail = match (p.recovered, repanicked(i)) {
            (true, true) => " [recovered, repanicked]",
            (true, false) => " [recovered]",
            _ => "",
        };
        let indent = if indent { "\t" } else { "" };
        let _ = writeln!(out, "{indent}panic: {}{tail}", text(p));
    }
}

/// Says that a nil pointer was followed, if that is why the goroutine panics.
///
/// # Safety
/// It is stopped.
pub(crate) unsafe fn signal_line(g: *mut G, out: &mut dyn std::fmt::Write) {
    // SAFETY: the caller's promise.
    if unsafe { ext_of(g) }.is_some_and(|e| e.signal) {
        let _ =
            out.write_str("[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x0]\n");
    }
}

impl Panicking {
    /// The text that the program's own methods have given.
    pub(crate) fn text(&self) -> String {
        if self.text[1] == 0 {
            return String::new();
        }
        // SAFETY: the text is a string that `printpanicval` returned; the record keeps it alive.
        let text =
            unsafe { std::slice::from_raw_parts(self.text[0] as *const u8, self.text[1] as usize) };
        String::from_utf8_lossy(text).into_owned()
    }

    /// A text made without any code of the program, for a fatal error in a deferred call.
    pub(crate) fn raw_text(&self) -> String {
        let [typ, data] = self.value;
        // SAFETY: the type word of an interface without methods is null or a type, and the data word of a string in an
        // interface the address of its two words.
        unsafe {
            let Some(t) = (typ as *const RType).as_ref() else {
                return "nil".into();
            };
            let text = match t.kind {
                Kind::String => {
                    let s = data as *const u64;
                    let bytes = std::slice::from_raw_parts(*s as *const u8, *s.add(1) as usize);
                    String::from_utf8_lossy(bytes).replace('\n', "\n\t")
                }
                Kind::Bool => (data != 0).to_string(),
                Kind::Int | Kind::Int8 | Kind::Int16 | Kind::Int32 | Kind::Int64 => {
                    data.cast_signed().to_string()
                }
                Kind::Uint
                | Kind::Uint8
                | Kind::Uint16
                | Kind::Uint32
                | Kind::Uint64
                | Kind::Uintptr => data.to_string(),
                _ => return format!("({}) {data:#x}", t.string),
            };
            match t.string.contains('.') {
                true if t.kind == Kind::String => format!("{}(\"{text}\")", t.string),
                true => format!("{}({text})", t.string),
                false => text,
            }
        }
    }
}
