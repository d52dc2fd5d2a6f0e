//! Where the scheduler calls the timers, the poller and the heap: one place, so that the rest does not depend on how they
//! are made.

use crate::p::P;
use crate::{mcache, time};

pub(crate) use crate::netpoll::{
    netpoll, netpoll_any_waiters, netpoll_break, netpoll_inited, netpoll_taken,
};
pub(crate) use crate::time::time_sleep_until;

/// Gives a new or revived P its timer heap and allocation cache. World stopped, on g0.
///
/// # Safety
/// The caller owns `pp`.
pub(crate) unsafe fn p_init(pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        if (*pp).timers.is_null() {
            time::init_timers(pp);
        }
        mcache::allocmcache(pp);
    }
}

/// Takes them away: timers move to `to`, the allocation cache is flushed. World stopped, on g0.
///
/// # Safety
/// The caller owns both.
pub(crate) unsafe fn p_destroy(to: *mut P, pp: *mut P) {
    // SAFETY: the caller's promise.
    unsafe {
        time::move_timers(to, pp);
        mcache::freemcache(pp);
    }
}

/// What [`check_timers`] found.
pub(crate) struct Checked {
    /// The time it looked at the clock, or 0.
    pub(crate) now: i64,
    /// When the next timer of this P is due; 0 for none.
    pub(crate) poll_until: i64,
    /// It ran a timer, so there may be work on this P now.
    pub(crate) ran: bool,
}

/// Runs the due timers of `pp`, which the caller holds or steals from. `now` 0 means unknown.
///
/// # Safety
/// On g0 with a P.
#[inline(always)]
pub(crate) unsafe fn check_timers(pp: *mut P, now: i64) -> Checked {
    // SAFETY: the caller's promise.
    let (now, poll_until, ran) = unsafe { time::check_timers(pp, now) };
    Checked {
        now,
        poll_until,
        ran,
    }
}

/// When the next timer of `pp` is due, 0 for none; without locks.
pub(crate) fn next_when(pp: *mut P) -> i64 {
    time::next_when(pp)
}
