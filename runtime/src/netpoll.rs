//! The poller as the scheduler sees it, and the descriptors that goroutines wait on.
//!
//! A poller (`netpoll_epoll.rs`) supplies `init`, `open(fd, pd)`, `close(fd)`, `poll(delay_ns)` and `interrupt`, and calls
//! `ready` for each event. It exists as soon as the first timer or descriptor does: the M that waits for the next timer
//! sleeps in it too. Events are edge-triggered: one says that a direction may have become ready since.
//!
//! A [`PollDesc`] has a word for each direction, `rg` and `wg`:
//!
//! ```text
//!   0 ──wait──▶ WAIT ──parked──▶ the G ──event, deadline, close──▶ READY or 0 ──reset/taken──▶ 0
//!   0 or WAIT ──event──▶ READY
//! ```
//!
//! Whoever takes the G out of the word makes it runnable, exactly once. `lock` orders opening, closing and deadlines; the
//! words themselves need none. At most one goroutine waits in each direction (the file's own locks see to that).
//!
//! A deadline is a timer whose `seq` is that of its setting; one that comes late finds another number and does nothing.
//! PollDescs are recycled, never freed: an event of a closed descriptor may still be under way, and finds another `tag`.
//!
//! Source: Go's `runtime/netpoll.go`. Departure: the two directions always have timers of their own.

use std::cell::UnsafeCell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};

use crate::context::{getg, systemstack};
use crate::g::{G, GList, WaitReason};
use crate::lockrank::Rank;
use crate::netpoll_epoll as poller;
use crate::os_linux::osyield;
use crate::park::{gopark, goready};
use crate::protocol::{Prepared, word_commit, word_finish, word_prepare, word_unblock};
use crate::seed::nanotime;
use crate::sync::RtMutex;
use crate::throw::throw;
use crate::time::{MAX_WHEN, Timer, modify_timer, stop_timer};

const UNINIT: u32 = 0;
const INITIALISING: u32 = 1;
const READY_STATE: u32 = 2;

static STATE: AtomicU32 = AtomicU32::new(UNINIT);
/// Goroutines parked on a descriptor.
static WAITERS: AtomicU32 = AtomicU32::new(0);

/// A direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Reading.
    Read,
    /// Writing.
    Write,
}

/// Why a wait ended, or must not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PollError {
    /// Try again: the descriptor may be ready.
    None = 0,
    /// The descriptor is being closed.
    Closing = 1,
    /// The deadline has passed.
    Timeout = 2,
    /// The poller reported an error for the descriptor; it cannot be waited on.
    NotPollable = 3,
    /// The goroutine was asked to end (`interrupt`).
    Withdrawn = 4,
}

/// A descriptor registered with the poller.
#[repr(C, align(64))]
pub struct PollDesc {
    /// Read side: 0, READY, WAIT or the waiting G.
    rg: AtomicUsize,
    /// Write side.
    wg: AtomicUsize,
    /// Nanotime of the read deadline; 0 none, negative: passed.
    rd: AtomicI64,
    /// Of the write deadline.
    wd: AtomicI64,
    closing: AtomicBool,
    /// The poller reported an error.
    event_error: AtomicBool,
    /// Number of this use of the descriptor; events carry it.
    pub(crate) tag: AtomicU32,
    fd: i32,
    lock: RtMutex,
    /// Number of the present setting of each deadline, under `lock`.
    rseq: usize,
    wseq: usize,
    rt: UnsafeCell<Timer>,
    wt: UnsafeCell<Timer>,
    /// Next free one.
    link: *mut PollDesc,
}

static FREE_LOCK: RtMutex = RtMutex::new(Rank::Netpoll);
static FREE: AtomicPtr<PollDesc> = AtomicPtr::new(null_mut());

/// Makes the poller if there is none yet. On g0; any locks may be held.
pub fn netpoll_generic_init() {
    while STATE.load(Acquire) != READY_STATE {
        if STATE
            .compare_exchange(UNINIT, INITIALISING, Acquire, Relaxed)
            .is_ok()
        {
            poller::init();
            STATE.store(READY_STATE, Release);
        } else {
            osyield();
        }
    }
}

/// Whether there is a poller to sleep in.
pub fn netpoll_inited() -> bool {
    STATE.load(Acquire) == READY_STATE
}

/// Whether any goroutine is parked on a descriptor.
pub fn netpoll_any_waiters() -> bool {
    WAITERS.load(SeqCst) > 0
}

/// Looks for descriptors that are ready and returns the goroutines to make runnable, still Gwaiting. Waits for
/// `delay_ns` at most: 0 not at all, negative for ever. On g0; a waiting call needs no P. They still count as waiting
/// until `netpoll_taken`.
pub fn netpoll(delay_ns: i64) -> GList {
    if !netpoll_inited() {
        return GList::new();
    }
    poller::poll(delay_ns)
}

/// `n` goroutines of a list of `netpoll` are runnable now. Not before: sysmon polls without being counted as running, and
/// an M that runs out of work while nobody is seen to wait or run would report a deadlock.
pub fn netpoll_taken(n: u32) {
    if n > 0 {
        WAITERS.fetch_sub(n, SeqCst);
    }
}

/// Ends a waiting `netpoll` of another M at once, or the next one.
pub fn netpoll_break() {
    if netpoll_inited() {
        poller::interrupt();
    }
}

/// Registers `fd`, which must not block; the errno when the poller does not take it (a regular file: EPERM).
///
/// # Safety
/// On g0 or a goroutine's stack, with a P.
pub unsafe fn poll_open(fd: i32) -> Result<*mut PollDesc, i32> {
    // SAFETY: a free PollDesc is ours alone; late events of its former life are told by the tag.
    unsafe {
        systemstack(|| {
            netpoll_generic_init();
            let pd = take_free();
            (*pd).lock.lock();
            (*pd).fd = fd;
            (*pd).closing.store(false, SeqCst);
            (*pd).event_error.store(false, SeqCst);
            (*pd).rg.store(0, SeqCst);
            (*pd).wg.store(0, SeqCst);
            (*pd).rd.store(0, SeqCst);
            (*pd).wd.store(0, SeqCst);
            (*pd).rseq += 1;
            (*pd).wseq += 1;
            let tag = (*pd).tag.load(SeqCst);
            (*pd).lock.unlock();
            match poller::open(fd, pd, tag) {
                Ok(()) => Ok(pd),
                Err(errno) => {
                    give_back(pd);
                    Err(errno)
                }
            }
        })
    }
}

/// Unregisters the descriptor, before it is closed. Nobody waits on it (see `poll_unblock`).
///
/// # Safety
/// `pd` is open.
pub unsafe fn poll_close(pd: *mut PollDesc) {
    // SAFETY: by the caller.
    unsafe {
        if !(*pd).closing.load(SeqCst) {
            throw("runtime: close polldesc w/o unblock");
        }
        systemstack(|| {
            poller::close((*pd).fd);
            give_back(pd);
        });
    }
}

/// Prepares for an attempt in direction `mode`: forgets an old event. Says why there is no point in it.
///
/// # Safety
/// `pd` is open.
pub unsafe fn poll_reset(pd: *mut PollDesc, mode: Mode) -> PollError {
    // SAFETY: by the caller.
    unsafe {
        let e = check_error(pd, mode);
        if e == PollError::None {
            word(pd, mode).store(0, SeqCst);
        }
        e
    }
}

/// Parks until `mode` may be ready; why it is over.
///
/// # Safety
/// `pd` is open; on a goroutine's stack with its frames published; nobody else waits in this direction.
pub unsafe fn poll_wait(pd: *mut PollDesc, mode: Mode) -> PollError {
    // SAFETY: by the caller.
    unsafe {
        let e = check_error(pd, mode);
        if e != PollError::None {
            return e;
        }
        while !block(pd, mode) {
            let e = check_error(pd, mode);
            if e != PollError::None {
                return e;
            }
            if (*getg()).killed.load(Relaxed) {
                return PollError::Withdrawn;
            }
            // A deadline fired and was set anew meanwhile.
        }
        PollError::None
    }
}

/// Sets the deadline of one direction: 0 none, negative: passed already, else ns from now. One that has passed ends a
/// wait under way.
///
/// # Safety
/// `pd` is open; with a P.
pub unsafe fn poll_set_deadline(pd: *mut PollDesc, from_now_ns: i64, mode: Mode) {
    // SAFETY: by the caller; the setting is under the lock.
    unsafe {
        (*pd).lock.lock();
        if (*pd).closing.load(SeqCst) {
            (*pd).lock.unlock();
            return;
        }
        let when = match from_now_ns {
            ..0 => -1,
            0 => 0,
            ns => nanotime().checked_add(ns).unwrap_or(MAX_WHEN),
        };
        let (deadline, seq, timer, f) = match mode {
            Mode::Read => (
                &(*pd).rd,
                &mut (*pd).rseq,
                (*pd).rt.get(),
                read_deadline as _,
            ),
            Mode::Write => (
                &(*pd).wd,
                &mut (*pd).wseq,
                (*pd).wt.get(),
                write_deadline as _,
            ),
        };
        *seq += 1;
        let seq = *seq;
        deadline.store(when, SeqCst);
        let mut gp = null_mut();
        if when < 0 {
            gp = unblock(pd, mode, false);
        }
        if when > 0 {
            modify_timer(timer, when, 0, Some((f, pd.cast(), null_mut(), seq)));
        } else {
            stop_timer(timer);
        }
        (*pd).lock.unlock();
        if !gp.is_null() {
            goready(gp);
        }
    }
}

/// Begins the closing: wakes those who wait, and lets nobody wait any more.
///
/// # Safety
/// `pd` is open; with a P.
pub unsafe fn poll_unblock(pd: *mut PollDesc) {
    // SAFETY: by the caller.
    unsafe {
        (*pd).lock.lock();
        if (*pd).closing.swap(true, SeqCst) {
            throw("runtime: unblock on closing polldesc");
        }
        (*pd).rseq += 1;
        (*pd).wseq += 1;
        let gs = [
            unblock(pd, Mode::Read, false),
            unblock(pd, Mode::Write, false),
        ];
        stop_timer((*pd).rt.get());
        stop_timer((*pd).wt.get());
        (*pd).lock.unlock();
        for gp in gs {
            if !gp.is_null() {
                goready(gp);
            }
        }
    }
}

/// An event of the poller: adds the goroutines it frees to `list`.
///
/// # Safety
/// `pd` was once returned by `poll_open`. On g0.
pub(crate) unsafe fn ready(
    list: &mut GList,
    pd: *mut PollDesc,
    read: bool,
    write: bool,
    error: bool,
) {
    // SAFETY: PollDescs are never freed.
    unsafe {
        (*pd).event_error.store(error, SeqCst);
        for (mode, yes) in [(Mode::Read, read), (Mode::Write, write)] {
            if yes {
                let gp = unblock(pd, mode, true);
                if !gp.is_null() {
                    list.push(gp);
                }
            }
        }
    }
}

unsafe fn word<'a>(pd: *mut PollDesc, mode: Mode) -> &'a AtomicUsize {
    // SAFETY: PollDescs are never freed.
    unsafe {
        match mode {
            Mode::Read => &(*pd).rg,
            Mode::Write => &(*pd).wg,
        }
    }
}

unsafe fn check_error(pd: *mut PollDesc, mode: Mode) -> PollError {
    // SAFETY: PollDescs are never freed.
    unsafe {
        let deadline = match mode {
            Mode::Read => &(*pd).rd,
            Mode::Write => &(*pd).wd,
        };
        if (*pd).closing.load(SeqCst) {
            PollError::Closing
        } else if deadline.load(SeqCst) < 0 {
            PollError::Timeout
        } else if mode == Mode::Read && (*pd).event_error.load(SeqCst) {
            PollError::NotPollable
        } else {
            PollError::None
        }
    }
}

/// Parks until somebody frees the word; whether there was an event.
unsafe fn block(pd: *mut PollDesc, mode: Mode) -> bool {
    // SAFETY: by `poll_wait`'s caller.
    unsafe {
        let word = word(pd, mode);
        match word_prepare(word) {
            Prepared::Event => return true,
            Prepared::Wait => {}
            Prepared::Double => throw("runtime: double wait"),
        }
        // The errors once more: they are set before the word is freed, so one of us sees the other.
        if check_error(pd, mode) == PollError::None {
            let commit: unsafe fn(*mut G, *mut u8) -> bool = commit;
            let place: *mut u8 = (&raw const *word).cast_mut().cast();
            // For `withdraw`.
            (*getg()).param = place;
            gopark(Some(commit), place, WaitReason::IoWait);
            (*getg()).param = null_mut();
        }
        match word_finish(word) {
            Some(event) => event,
            None => throw("runtime: corrupted polldesc"),
        }
    }
}

/// Takes a goroutine that is parked in [`poll_wait`] out of its descriptor's word; false when somebody has before.
///
/// # Safety
/// The world is stopped, by another goroutine than `gp`; the caller readies `gp` later.
pub(crate) unsafe fn withdraw(gp: *mut G) -> bool {
    // SAFETY: a goroutine that is parked on a descriptor has the address of the word as its parameter. PollDescs are
    // never freed; the poller, which needs no P, and we take the goroutine by exchanges.
    let word = unsafe { &*(*gp).param.cast::<AtomicUsize>() };
    let ours = word
        .compare_exchange(gp as usize, 0, SeqCst, SeqCst)
        .is_ok();
    if ours {
        WAITERS.fetch_sub(1, SeqCst);
    }
    ours
}

/// Puts the parked goroutine into the word; false when an event came first.
unsafe fn commit(gp: *mut G, word: *mut u8) -> bool {
    // SAFETY: the word of a PollDesc.
    let word = unsafe { &*word.cast::<AtomicUsize>() };
    // Counted before it can be woken.
    WAITERS.fetch_add(1, SeqCst);
    let parked = word_commit(word, gp as usize);
    if !parked {
        WAITERS.fetch_sub(1, SeqCst);
    }
    parked
}

/// Frees the word, to READY if there was an event; the goroutine to wake, or null. After an event it still counts as
/// waiting.
unsafe fn unblock(pd: *mut PollDesc, mode: Mode, event: bool) -> *mut G {
    // SAFETY: PollDescs are never freed.
    let gp = word_unblock(unsafe { word(pd, mode) }, event);
    if gp != 0 && !event {
        WAITERS.fetch_sub(1, SeqCst);
    }
    gp as *mut G
}

unsafe fn read_deadline(pd: *mut u8, _extra: *mut u8, seq: usize, _delay_ns: i64) {
    // SAFETY: `pd` is what the timer was set with.
    unsafe { deadline(pd.cast(), Mode::Read, seq) }
}

unsafe fn write_deadline(pd: *mut u8, _extra: *mut u8, seq: usize, _delay_ns: i64) {
    // SAFETY: as above.
    unsafe { deadline(pd.cast(), Mode::Write, seq) }
}

/// A deadline's timer fired. On g0 with a P.
unsafe fn deadline(pd: *mut PollDesc, mode: Mode, seq: usize) {
    // SAFETY: PollDescs are never freed; a late timer finds another number.
    unsafe {
        (*pd).lock.lock();
        let (word, current) = match mode {
            Mode::Read => (&(*pd).rd, (*pd).rseq),
            Mode::Write => (&(*pd).wd, (*pd).wseq),
        };
        if seq != current {
            (*pd).lock.unlock();
            return;
        }
        word.store(-1, SeqCst);
        let gp = unblock(pd, mode, false);
        (*pd).lock.unlock();
        if !gp.is_null() {
            goready(gp);
        }
    }
}

/// A PollDesc that is in no use. On g0.
fn take_free() -> *mut PollDesc {
    FREE_LOCK.lock();
    let pd = FREE.load(Relaxed);
    if !pd.is_null() {
        // SAFETY: free ones are reached by the list alone.
        FREE.store(unsafe { (*pd).link }, Relaxed);
    }
    FREE_LOCK.unlock();
    if !pd.is_null() {
        return pd;
    }
    Box::into_raw(Box::new(PollDesc {
        rg: AtomicUsize::new(0),
        wg: AtomicUsize::new(0),
        rd: AtomicI64::new(0),
        wd: AtomicI64::new(0),
        closing: AtomicBool::new(true),
        event_error: AtomicBool::new(false),
        tag: AtomicU32::new(0),
        fd: -1,
        lock: RtMutex::new(Rank::PollDesc),
        rseq: 0,
        wseq: 0,
        rt: UnsafeCell::new(Timer::new()),
        wt: UnsafeCell::new(Timer::new()),
        link: null_mut(),
    }))
}

/// Ends this use of `pd`. On g0.
unsafe fn give_back(pd: *mut PollDesc) {
    // SAFETY: the caller owns `pd`.
    unsafe {
        (*pd).closing.store(true, SeqCst);
        (*pd).tag.fetch_add(1, SeqCst);
        FREE_LOCK.lock();
        (*pd).link = FREE.load(Relaxed);
        FREE.store(pd, Relaxed);
        FREE_LOCK.unlock();
    }
}
