//! Natives of package sync: semaphores and notification lists of the runtime.
//!
//! They park on the goroutine's own stack, hence small frames and nothing with a destructor.

use minigo_runtime::WaitReason;
use minigo_runtime::mgcpool;
use minigo_runtime::os_linux::ncpu;
use minigo_runtime::proc::{getp, gomaxprocs_now};
use minigo_runtime::seed::nanotime;
use minigo_runtime::sema::{self, NotifyList};
use minigo_runtime::throw::fatal_here;
use minigo_vm::native::{NativeCtx, Registry};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.park("sync.runtime_Semacquire", |c| {
        acquire(c, false, WaitReason::Semacquire)
    });
    r.park("sync.runtime_SemacquireWaitGroup", |c| {
        acquire(c, false, WaitReason::SyncWaitGroupWait)
    });
    r.park("sync.runtime_SemacquireMutex", |c| {
        acquire(c, c.bool(1), WaitReason::SyncMutexLock)
    });
    r.park("sync.runtime_SemacquireRWMutexR", |c| {
        acquire(c, c.bool(1), WaitReason::SyncRwMutexRLock)
    });
    r.park("sync.runtime_SemacquireRWMutex", |c| {
        acquire(c, c.bool(1), WaitReason::SyncRwMutexLock)
    });
    r.park("sync.runtime_Semrelease", |c| {
        // SAFETY: the address of a live semaphore word; on the goroutine's stack.
        unsafe { sema::semrelease(c.ptr(0).cast(), c.bool(1)) };
    });
    r.leaf("sync.runtime_notifyListAdd", |c| {
        // SAFETY: the address of a live list.
        let ticket = unsafe { sema::notify_list_add(list(c)) };
        c.set(0, u64::from(ticket));
    });
    r.park("sync.runtime_notifyListWait", |c| {
        // SAFETY: the address of a live list; on the goroutine's stack.
        let notified = unsafe { sema::notify_list_wait(list(c), c.word(1) as u32) };
        c.set_bool(0, notified);
    });
    r.park("sync.runtime_notifyListNotifyAll", |c| {
        // SAFETY: the address of a live list.
        unsafe { sema::notify_list_notify_all(list(c)) };
    });
    r.park("sync.runtime_notifyListNotifyOne", |c| {
        // SAFETY: the address of a live list.
        unsafe { sema::notify_list_notify_one(list(c)) };
    });
    for name in ["sync.fatal", "sync.throw"] {
        // SAFETY: the registers were saved before the native was called, which holds nothing.
        r.g0(name, |c| unsafe { fatal_here(&c.str(0)) });
    }
    r.leaf("sync.runtime_canSpin", |c| {
        // Spinning pays only while the holder runs elsewhere, and only briefly.
        let can = c.int(0) < 4 && ncpu() > 1 && gomaxprocs_now() > 1;
        c.set_bool(0, can);
    });
    r.leaf("sync.runtime_doSpin", |_| {
        for _ in 0..30 {
            std::hint::spin_loop();
        }
    });
    r.leaf("sync.runtime_nanotime", |c| c.set_int(0, nanotime()));
    r.leaf("sync.runtime_procID", |c| {
        // SAFETY: the goroutine runs, so its thread holds a P.
        c.set_int(0, unsafe { i64::from((*getp()).id) });
    });
    r.leaf("sync.runtime_procs", |c| {
        c.set_int(0, i64::from(gomaxprocs_now()));
    });
    r.leaf("sync.runtime_collections", |c| {
        c.set(0, u64::from(mgcpool::begun()));
    });
    r.g0("sync.runtime_registerPool", |c| {
        assert!(
            c.word(2) as usize == mgcpool::SHARD_BYTES,
            "layout of a pool's shard"
        );
        mgcpool::register(c.ptr(0).cast(), c.word(1) as usize);
    });
}

fn acquire(c: &mut NativeCtx, lifo: bool, reason: WaitReason) {
    // SAFETY: the address of a live semaphore word, which the caller's frame holds; on the goroutine's stack.
    let taken = unsafe { sema::semacquire(c.ptr(0).cast(), lifo, reason) };
    c.set_bool(0, taken);
}

fn list(c: &NativeCtx) -> *mut NotifyList {
    c.ptr(0).cast()
}
