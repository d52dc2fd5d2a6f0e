//! Natives of package time: the clocks, Sleep, and timers that send on a channel or start a goroutine.

use minigo_runtime::chan::{Hchan, chansend};
use minigo_runtime::seed::{nanotime, walltime};
use minigo_runtime::time::{self, Timer};
use minigo_vm::native::Registry;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// Seconds from year 1885 (where the wall field of a Time with a monotonic reading starts) to 1970.
const WALL_TO_UNIX: i64 = 2_682_288_000;
/// The flag of such a wall field.
const HAS_MONOTONIC: u64 = 1 << 63;

/// What monotonic readings in a Time count from: `startNano` of package time.
static START: AtomicI64 = AtomicI64::new(0);

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    r.park("time.Sleep", |c| {
        // SAFETY: on the goroutine's stack, its frames published by the call.
        unsafe { time::time_sleep(c.int(0)) };
    });
    r.leaf("time.now", |c| {
        let (sec, nsec) = walltime();
        c.set_int(0, sec);
        c.set_int(1, i64::from(nsec));
        c.set_int(2, nanotime());
    });
    r.leaf("time.runtimeNano", |c| c.set_int(0, nanotime()));
    r.leaf("time.start", |c| {
        let start = nanotime() - 1;
        START.store(start, Relaxed);
        c.set_int(0, start);
    });
    r.g0("time.newChanTimer", |c| {
        // SAFETY: a channel of Time (which holds a pointer) with a buffer of one, and a *Location.
        let t = unsafe { time::new_timer(c.int(2), c.int(3), send_time, c.ptr(0), c.ptr(1), true) };
        c.set_ptr(0, t.cast());
    });
    r.g0("time.newFuncTimer", |c| {
        // SAFETY: a closure of the program, never nil here.
        let t =
            unsafe { time::new_timer(c.int(1), 0, go_func, c.ptr(0), std::ptr::null_mut(), false) };
        c.set_ptr(0, t.cast());
    });
    r.g0("time.stopTimer", |c| {
        // SAFETY: made by one of the two above.
        let pending = unsafe { time::stop_timer(c.ptr(0).cast::<Timer>()) };
        c.set_bool(0, pending);
    });
    r.g0("time.resetTimer", |c| {
        // SAFETY: as above.
        let pending = unsafe { time::reset_timer(c.ptr(0).cast::<Timer>(), c.int(1), c.int(2)) };
        c.set_bool(0, pending);
    });
}

/// Sends the current time on the timer's channel unless one lies there unread. The time is that at which the timer was
/// due, since a channel nobody looked at may be fed late.
unsafe fn send_time(chan: *mut u8, location: *mut u8, _seq: usize, delay_ns: i64) {
    let (mut sec, nsec) = walltime();
    let mono = nanotime() - START.load(Relaxed) - delay_ns;
    let mut nsec = i64::from(nsec) - delay_ns;
    sec += nsec.div_euclid(1_000_000_000);
    nsec = nsec.rem_euclid(1_000_000_000);
    let wall = HAS_MONOTONIC | ((sec + WALL_TO_UNIX) as u64) << 30 | nsec as u64;
    let time: [u64; 3] = [wall, mono as u64, location as u64];
    // SAFETY: the element is a Time of three words.
    unsafe { chansend(chan.cast::<Hchan>(), time.as_ptr().cast(), false) };
}

/// Starts the function of an AfterFunc timer.
unsafe fn go_func(closure: *mut u8, _extra: *mut u8, _seq: usize, _delay_ns: i64) {
    // SAFETY: the closure takes no parameters; on g0 with a P.
    unsafe { minigo_vm::ops::go_closure(closure) };
}
