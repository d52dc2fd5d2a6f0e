//! Natives of package iter: coroutines.

use minigo_runtime::coro::{self, Coro};
use minigo_vm::native::Registry;

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.park("iter.corocreate", |c| {
        let (coro, f) = (c.ptr(0) as *mut Coro, c.ptr(1));
        // SAFETY: on the goroutine's stack, its frames published by the call; package iter passes an object of three
        // words and a function.
        unsafe { minigo_vm::ops::coro_create(coro, f) }
    });
    // SAFETY: as above; the object is one that `corocreate` filled in.
    r.park("iter.coroswitch", |c| unsafe {
        coro::switch(c.ptr(0) as *mut Coro)
    });
    // SAFETY: as above; the deferred call of the coroutine's outermost function is all that is left on its stack.
    r.park("iter.coroexit", |c| unsafe {
        coro::exit(c.ptr(0) as *mut Coro)
    });
}
