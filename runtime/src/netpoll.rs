//! The poller as the scheduler sees it: who waits for I/O, and the sleep of the last idle M.
//!
//! A poller (`netpoll_epoll.rs`) supplies `init`, `open`, `close`, `poll(delay_ns)` and `interrupt`. It exists as soon
//! as the first timer or descriptor does: the M that waits for the next timer sleeps in it too.

use std::sync::atomic::{AtomicU32, Ordering::*};

use crate::g::GList;
use crate::netpoll_epoll as poller;
use crate::os_linux::osyield;

const UNINIT: u32 = 0;
const INITIALISING: u32 = 1;
const READY: u32 = 2;

static STATE: AtomicU32 = AtomicU32::new(UNINIT);
/// Goroutines parked on a descriptor.
static WAITERS: AtomicU32 = AtomicU32::new(0);

/// Makes the poller if there is none yet. On g0; any locks may be held.
pub fn netpoll_generic_init() {
    while STATE.load(Acquire) != READY {
        if STATE
            .compare_exchange(UNINIT, INITIALISING, Acquire, Relaxed)
            .is_ok()
        {
            poller::init();
            STATE.store(READY, Release);
        } else {
            osyield();
        }
    }
}

/// Whether there is a poller to sleep in.
pub fn netpoll_inited() -> bool {
    STATE.load(Acquire) == READY
}

/// Whether any goroutine is parked on a descriptor.
pub fn netpoll_any_waiters() -> bool {
    WAITERS.load(SeqCst) > 0
}

/// Looks for descriptors that are ready and returns the goroutines to make runnable, still Gwaiting. Waits for
/// `delay_ns` at most: 0 not at all, negative for ever. On g0; a waiting call needs no P.
pub fn netpoll(delay_ns: i64) -> GList {
    if !netpoll_inited() {
        return GList::new();
    }
    poller::poll(delay_ns)
}

/// Ends a waiting `netpoll` of another M at once, or the next one.
pub fn netpoll_break() {
    if netpoll_inited() {
        poller::interrupt();
    }
}
