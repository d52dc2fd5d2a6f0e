//! Natives of package runtime for finalizers and cleanups, and of package weak.
//!
//! What is due is run by one goroutine, `runtime.runFinalizers`, which the first finalizer or cleanup starts.

use minigo_runtime::mfinal::{self, Special};
use minigo_runtime::throw::{throw, throw_fmt};
use minigo_runtime::{mbarrier, mheap};
use minigo_vm::native::{NativeCtx, Registry};
use minigo_vm::{Kind, rtype};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Adds these natives.
pub(crate) fn register(r: &mut Registry) {
    static STARTED: AtomicBool = AtomicBool::new(false);
    r.g0("runtime.setFinalizer", set_finalizer);
    r.g0("runtime.addCleanup", |c| {
        let (obj, f) = (c.word(0) as usize, c.word(1) as usize);
        let id = match mheap::find_object(obj) {
            Some(_) => mfinal::add_cleanup(obj, f, 0, 0),
            None => 0,
        };
        c.set(0, id);
    });
    r.leaf("runtime.pointerIn", |c| {
        let word = match c.eface(0) {
            (Some(t), word) if matches!(t.kind, Kind::Pointer | Kind::UnsafePointer) => word,
            _ => 0,
        };
        c.set(0, word);
    });
    r.leaf("runtime.sameObject", |c| {
        let (p, q) = (c.word(0) as usize, c.word(1) as usize);
        let same = mheap::find_object(p).is_some_and(|(at, n)| (at..at + n).contains(&q));
        c.set_bool(0, same);
    });
    r.leaf("runtime.closesOver", |c| {
        let (closure, p) = (c.word(0) as usize, c.word(1) as usize);
        let (Some((at, n)), Some((obj, size))) =
            (mheap::find_object(closure), mheap::find_object(p))
        else {
            return c.set_bool(0, false);
        };
        let holds = (at..at + n).step_by(8).any(|word| {
            // SAFETY: within an object of the heap, which the argument keeps.
            let word = unsafe { (word as *const usize).read() };
            (obj..obj + size).contains(&word)
        });
        c.set_bool(0, holds);
    });
    r.g0("runtime.stopCleanup", |c| mfinal::stop_cleanup(c.word(0)));
    r.leaf("runtime.firstSpecial", |c| {
        let first = !STARTED.swap(true, Relaxed);
        c.set_bool(0, first);
    });
    r.park("runtime.nextFinalizer", |c| {
        // SAFETY: on the goroutine's stack, its frames published by the call.
        let s: Special = unsafe { mfinal::next_due() };
        let (typ, arg, kind) = match (s.id, s.arg_type) {
            (1.., _) => (0, 0, 2),
            (0, 0) => (0, s.arg, 0),
            (0, typ) => (typ as u64, s.arg, 1),
        };
        c.set(0, s.closure as u64);
        c.set(1, typ);
        c.set(2, arg);
        c.set(3, kind);
    });
    r.g0("weak.register", |c| {
        let p = c.word(0) as usize;
        let handle = if p == 0 {
            0
        } else {
            // SAFETY: a native on g0 has a P.
            unsafe { mfinal::weak_handle(p) }
        };
        c.set(0, handle as u64);
    });
    r.leaf("weak.load", |c| {
        let handle = c.word(0) as *const u64;
        if handle.is_null() {
            return c.set(0, 0);
        }
        // SAFETY: a handle is a word of the heap; a native has a P. The object may be reachable in no other way, so
        // the markers must hear of it.
        unsafe {
            let p = handle.read();
            if mbarrier::marking() {
                mbarrier::shade(p);
            }
            c.set(0, p);
        }
    });
}

/// `setFinalizer(obj any, finalizer any)`.
fn set_finalizer(c: &mut NativeCtx) {
    let ((t, obj), (ft, closure)) = (c.eface(0), c.eface(2));
    let Some(t) = t else {
        throw("runtime.SetFinalizer: first argument is nil")
    };
    if t.kind != Kind::Pointer {
        throw_fmt(format_args!(
            "runtime.SetFinalizer: first argument is {}, not pointer",
            t.string
        ));
    }
    let obj = obj as usize;
    if obj == 0 {
        throw("runtime.SetFinalizer: pointer not in allocated block");
    }
    let Some((base, _)) = mheap::find_object(obj) else {
        // Package variables and values of no size are never collected.
        return;
    };
    // SAFETY: types live for ever.
    let elem = unsafe { &*t.elem };
    // What lies in a small object without pointers may share it with others in Go.
    if obj != base && (elem.gc.ptrdata != 0 || elem.size >= TINY) {
        throw("runtime.SetFinalizer: pointer not at beginning of allocated block");
    }
    let Some(ft) = ft else {
        mfinal::remove_finalizer(obj);
        return;
    };
    if ft.kind != Kind::Func {
        throw_fmt(format_args!(
            "runtime.SetFinalizer: second argument is {}, not a function",
            ft.string
        ));
    }
    let refuse = |why: &str| -> ! {
        throw_fmt(format_args!(
            "runtime.SetFinalizer: cannot pass {} to finalizer {}{why}",
            t.string, ft.string
        ))
    };
    if ft.variadic {
        refuse(" because dotdotdot");
    }
    let &[param] = ft.params else { refuse("") };
    // SAFETY: types live for ever.
    let param = unsafe { &*param };
    let word = match param.kind {
        _ if param.id == t.id => 0,
        Kind::Pointer if (param.name.is_empty() || t.name.is_empty()) && param.elem == t.elem => 0,
        Kind::Interface if param.methods.is_empty() => t as *const _ as usize,
        Kind::Interface => match rtype::itab(param, t) {
            Ok(itab) => itab as usize,
            Err(_) => refuse(""),
        },
        _ => refuse(""),
    };
    if !mfinal::set_finalizer(obj, closure as usize, word) {
        throw("runtime.SetFinalizer: finalizer already set");
    }
}

/// Bytes from which an object without pointers has an allocation of its own in Go.
const TINY: usize = 16;
