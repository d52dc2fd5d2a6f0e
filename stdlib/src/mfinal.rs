//! Natives of package runtime for finalizers and cleanups, and of package weak.
//!
//! What is due is run by one goroutine, `runtime.runFinalizers`, which the first finalizer or cleanup starts.

use minigo_runtime::mfinal::{self, Special};
use minigo_runtime::{mbarrier, throw};
use minigo_vm::native::{NativeCtx, Registry};
use minigo_vm::{Kind, rtype};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Adds these natives.
pub(crate) fn register(r: &mut Registry) {
    static STARTED: AtomicBool = AtomicBool::new(false);
    r.g0("runtime.setFinalizer", set_finalizer);
    r.g0("runtime.addCleanup", |c| {
        let id = mfinal::add_cleanup(c.word(0) as usize, c.word(1) as usize, 0, 0);
        c.set(0, id);
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
        throw("runtime.SetFinalizer: first argument is not a pointer");
    }
    let Some(ft) = ft else {
        return mfinal::set_finalizer(obj as usize, 0, 0);
    };
    if ft.kind != Kind::Func || ft.params.len() != 1 {
        throw("runtime.SetFinalizer: second argument is not a function of one argument");
    }
    // SAFETY: types live for ever.
    let param = unsafe { &*ft.params[0] };
    let word = match param.kind {
        Kind::Interface if param.methods.is_empty() => t as *const _ as usize,
        Kind::Interface => match rtype::itab(param, t) {
            Ok(itab) => itab as usize,
            Err(_) => throw("runtime.SetFinalizer: cannot pass the object to the finalizer"),
        },
        _ => 0,
    };
    mfinal::set_finalizer(obj as usize, closure as usize, word);
}
