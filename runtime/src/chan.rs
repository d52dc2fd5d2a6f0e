//! Channels.
//!
//! Invariants (with the channel's lock held):
//! * at least one of `sendq` and `recvq` is empty, except for one goroutine that waits in a select for both;
//! * in a buffered channel `qcount > 0` means that `recvq` is empty, `qcount < dataqsiz` that `sendq` is empty.
//!
//! A value is handed straight to a waiting receiver's frame (or fetched from a waiting sender's); the buffer is only
//! used when nobody waits. The lock is taken before a sudog is queued and released on g0 once the goroutine is off its
//! stack, so a waker never sees one that still runs.
//!
//! Elements are copied in memory form: the low bytes of a slot, little-endian. A receive writes `elemsize` bytes; the
//! caller extends a narrow one.
//!
//! Locks: `Hchan.lock`; several at once only in `select.rs`, in address order. Under it `Timer` locks may be taken
//! (see `time.rs`). Runs on goroutine stacks; sends and non-blocking operations run on g0 too (timers).
//!
//! The protocol is Go's (`runtime/chan.go`). Departure: Go's panics are results here, raised by the VM.

use std::mem::offset_of;
use std::ptr::{self, null_mut};
use std::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicUsize, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
};

use crate::context::getg;
use crate::g::{G, Sudog, WaitReason, acquire_sudog, release_sudog};
use crate::lockrank::Rank;
use crate::malloc::{GcType, mallocgc, new_object};
use crate::mcache::mcache;
use crate::park::{gopark, goready};
use crate::sync::RtMutex;
use crate::throw::throw;
use crate::time::{self, Timer};

/// A channel, on the collected heap. Zeroed memory is a valid unlocked unbuffered channel.
#[repr(C)]
pub struct Hchan {
    /// Elements in the buffer; written under `lock`.
    pub(crate) qcount: AtomicUsize,
    /// Capacity of the buffer in elements.
    pub(crate) dataqsiz: usize,
    /// The ring of `dataqsiz` elements; behind the header when they hold no pointers.
    buf: *mut u8,
    /// The timer that feeds this channel, or null.
    pub(crate) timer: *mut Timer,
    /// Bytes of an element.
    pub(crate) elemsize: u32,
    /// Written under `lock`.
    pub(crate) closed: AtomicBool,
    /// Elements hold pointers: a slot that was read is cleared.
    elem_pointers: bool,
    sendx: usize,
    recvx: usize,
    pub(crate) recvq: Waitq,
    pub(crate) sendq: Waitq,
    pub(crate) lock: RtMutex,
}

/// A first-in first-out queue of waiting goroutines.
#[repr(C)]
pub struct Waitq {
    first: AtomicPtr<Sudog>,
    last: *mut Sudog,
}

/// Bytes of the header.
pub const HCHAN_SIZE: usize = size_of::<Hchan>();
/// Go's limit of the address space, for "size out of range".
const MAX_ALLOC: usize = 1 << 48;

/// The pointers of an `Hchan` for the collector: words 2 and 3, `buf` and `timer`.
static HCHAN_MASK: [u64; 1] = [0b1100];
static HCHAN_TYPE: GcType = GcType::new(HCHAN_SIZE, 8, 32, HCHAN_MASK.as_ptr());
const _: () =
    assert!(offset_of!(Hchan, buf) == 16 && offset_of!(Hchan, timer) == 24 && HCHAN_SIZE == 96);

/// What became of a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum SendResult {
    /// The value was handed over or buffered.
    Sent = 0,
    /// It would block (only without `block`).
    WouldBlock = 1,
    /// Go's panic `send on closed channel`.
    Closed = 2,
}

/// What became of a receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum RecvResult {
    /// A value was received.
    Received = 0,
    /// It would block (only without `block`).
    WouldBlock = 1,
    /// The channel is closed and empty; the zero value was written.
    Closed = 2,
}

/// What became of a close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CloseResult {
    /// The channel is closed now.
    Done = 0,
    /// Go's panic `close of nil channel`.
    Nil = 1,
    /// Go's panic `close of closed channel`.
    Closed = 2,
}

impl Waitq {
    /// Appends `s`.
    ///
    /// # Safety
    /// The channel's lock is held and `s` is in no queue.
    pub(crate) unsafe fn enqueue(&mut self, s: *mut Sudog) {
        // SAFETY: queued sudogs are valid while the lock is held.
        unsafe {
            (*s).next = null_mut();
            (*s).prev = self.last;
            if self.last.is_null() {
                self.first.store(s, Relaxed);
            } else {
                (*self.last).next = s;
            }
        }
        self.last = s;
    }

    /// Takes the first waiter that can still be woken: one in a select that another case woke already is dropped.
    ///
    /// # Safety
    /// The channel's lock is held.
    pub(crate) unsafe fn dequeue(&mut self) -> *mut Sudog {
        loop {
            let s = self.first.load(Relaxed);
            if s.is_null() {
                return s;
            }
            // SAFETY: as `enqueue`; a goroutine in a select takes every channel's lock before it frees its sudogs.
            unsafe {
                self.unlink(s);
                if !(*s).is_select
                    || (*(*s).g)
                        .select_done
                        .compare_exchange(0, 1, Relaxed, Relaxed)
                        .is_ok()
                {
                    return s;
                }
            }
        }
    }

    /// Takes `s` out if it is still queued.
    ///
    /// # Safety
    /// The channel's lock is held; `s` was queued here.
    pub(crate) unsafe fn remove(&mut self, s: *mut Sudog) {
        // SAFETY: as `enqueue`. Only the sole member has neither neighbour.
        unsafe {
            if !(*s).prev.is_null() || !(*s).next.is_null() || self.first.load(Relaxed) == s {
                self.unlink(s);
            }
        }
    }

    unsafe fn unlink(&mut self, s: *mut Sudog) {
        // SAFETY: `s` and its neighbours are queued and the lock is held.
        unsafe {
            let (prev, next) = ((*s).prev, (*s).next);
            if prev.is_null() {
                self.first.store(next, Relaxed);
            } else {
                (*prev).next = next;
            }
            if next.is_null() {
                self.last = prev;
            } else {
                (*next).prev = prev;
            }
            (*s).prev = null_mut();
            (*s).next = null_mut();
        }
    }

    /// Whether `s` is queued here.
    ///
    /// # Safety
    /// The channel's lock is held or the world is stopped.
    unsafe fn holds(&self, s: *mut Sudog) -> bool {
        let mut at = self.first.load(Relaxed);
        while !at.is_null() && at != s {
            // SAFETY: queued sudogs are valid.
            at = unsafe { (*at).next };
        }
        !at.is_null()
    }

    /// Whether nobody waits, as far as can be told without the lock.
    pub(crate) fn is_empty(&self) -> bool {
        self.first.load(Relaxed).is_null()
    }
}

/// Copies an element. Every store of a channel into the heap or a frame passes here.
///
/// # Safety
/// `dst` and `src` are valid for `size` bytes.
#[inline(always)]
unsafe fn copy_elem(dst: *mut u8, src: *const u8, size: u32) {
    // SAFETY: by the caller; slots are aligned for their element's size.
    unsafe {
        match size {
            8 => dst.cast::<u64>().write(src.cast::<u64>().read()),
            0 => {}
            _ => ptr::copy(src, dst, size as usize),
        }
    }
}

/// Zeroes an element.
///
/// # Safety
/// `dst` is valid for `size` bytes.
#[inline(always)]
unsafe fn clear_elem(dst: *mut u8, size: u32) {
    // SAFETY: by the caller.
    unsafe {
        match size {
            8 => dst.cast::<u64>().write(0),
            0 => {}
            _ => ptr::write_bytes(dst, 0, size as usize),
        }
    }
}

/// Makes a channel of `size` elements of `elemtype`. `None` is Go's panic `makechan: size out of range`.
///
/// # Safety
/// `elemtype` lives as long as the program. The calling M has a P.
pub unsafe fn makechan(elemtype: *const GcType, size: i64) -> Option<*mut Hchan> {
    // SAFETY: fresh zeroed memory is a valid `Hchan`; allocation never starts a collection, so none can come between.
    unsafe {
        let elemsize = (*elemtype).size;
        let bytes = usize::try_from(size).ok()?.checked_mul(elemsize)?;
        if bytes > MAX_ALLOC - HCHAN_SIZE {
            return None;
        }
        let c: *mut Hchan;
        if (*elemtype).ptrdata == 0 || bytes == 0 {
            c = mallocgc(HCHAN_SIZE + bytes, ptr::null(), true).cast();
            (*c).buf = c.cast::<u8>().add(if bytes == 0 { 0 } else { HCHAN_SIZE });
        } else {
            c = new_object(mcache(), &HCHAN_TYPE).cast();
            (*c).buf = mallocgc(bytes, elemtype, true);
            (*c).elem_pointers = true;
        }
        (*c).elemsize = elemsize as u32;
        (*c).dataqsiz = size as usize;
        (&raw mut (*c).lock).write(RtMutex::new(Rank::Hchan));
        Some(c)
    }
}

impl Hchan {
    /// The place of element `i` of the ring.
    unsafe fn slot(&self, i: usize) -> *mut u8 {
        // SAFETY: `i < dataqsiz`.
        unsafe { self.buf.add(i * self.elemsize as usize) }
    }

    fn step(&self, i: usize) -> usize {
        if i + 1 == self.dataqsiz { 0 } else { i + 1 }
    }

    /// Whether a send would block, without the lock.
    fn full(&self) -> bool {
        if self.dataqsiz == 0 {
            self.recvq.is_empty()
        } else {
            self.qcount.load(Relaxed) == self.dataqsiz
        }
    }

    /// Appends to the buffer, which has room.
    ///
    /// # Safety
    /// The lock is held; `ep` is valid for an element.
    pub(crate) unsafe fn buffer_put(&mut self, ep: *const u8) {
        // SAFETY: by the caller.
        unsafe { copy_elem(self.slot(self.sendx), ep, self.elemsize) };
        self.sendx = self.step(self.sendx);
        self.qcount.store(self.qcount.load(Relaxed) + 1, Relaxed);
    }

    /// Takes the oldest element of the buffer, which is not empty.
    ///
    /// # Safety
    /// The lock is held; `ep` is null or valid for an element.
    pub(crate) unsafe fn buffer_take(&mut self, ep: *mut u8) {
        // SAFETY: by the caller.
        unsafe {
            let from = self.slot(self.recvx);
            if !ep.is_null() {
                copy_elem(ep, from, self.elemsize);
            }
            if self.elem_pointers {
                if crate::mbarrier::marking() {
                    crate::mbarrier::shade_range(from, self.elemsize as usize);
                }
                clear_elem(from, self.elemsize);
            }
        }
        self.recvx = self.step(self.recvx);
        self.qcount.store(self.qcount.load(Relaxed) - 1, Relaxed);
    }

    /// Bytes of an element.
    #[inline(always)]
    pub fn elem_size(&self) -> usize {
        self.elemsize as usize
    }

    /// Takes a waiter out of the queue it is in.
    ///
    /// # Safety
    /// The world is stopped; `s` waits for this channel.
    pub(crate) unsafe fn leave(&mut self, s: *mut Sudog) {
        // SAFETY: by the caller.
        unsafe {
            if self.recvq.holds(s) {
                self.recvq.unlink(s);
            } else if self.sendq.holds(s) {
                self.sendq.unlink(s);
            }
            if !self.timer.is_null() {
                time::unblock_timer_chan(self.timer);
            }
        }
    }

    /// Makes `t` the timer that feeds this channel, before anybody else knows the channel.
    ///
    /// # Safety
    /// The channel's elements hold pointers (else the collector does not look at the header).
    pub(crate) unsafe fn set_timer(&mut self, t: *mut Timer) {
        if !self.elem_pointers || self.dataqsiz == 0 {
            throw("invalid timer channel");
        }
        self.timer = t;
    }

    /// Writes the zero value where a receive from a closed channel wants it.
    ///
    /// # Safety
    /// `ep` is null or valid for an element.
    pub(crate) unsafe fn write_zero(&self, ep: *mut u8) {
        if !ep.is_null() {
            // SAFETY: by the caller.
            unsafe { clear_elem(ep, self.elemsize) };
        }
    }
}

/// Sends `*ep` on `c`; parks while it cannot go on if `block`.
///
/// # Safety
/// `c` is null or a channel, `ep` valid for an element and in no memory that moves while the goroutine is parked.
/// With `block` it runs on a goroutine's stack whose frames are published.
pub unsafe fn chansend(c: *mut Hchan, ep: *const u8, block: bool) -> SendResult {
    if c.is_null() {
        if !block {
            return SendResult::WouldBlock;
        }
        park_forever(WaitReason::ChanSendNilChan);
    }
    // SAFETY: `c` is a channel; its fields are used under its lock, the early look reads atomics only.
    unsafe {
        if !block && !(*c).closed.load(Relaxed) && (*c).full() {
            return SendResult::WouldBlock;
        }
        (*c).lock.lock();
        if (*c).closed.load(Relaxed) {
            (*c).lock.unlock();
            return SendResult::Closed;
        }
        let s = (*c).recvq.dequeue();
        if !s.is_null() {
            hand_over(c, s, ep, || (*c).lock.unlock());
            return SendResult::Sent;
        }
        if (*c).qcount.load(Relaxed) < (*c).dataqsiz {
            (*c).buffer_put(ep);
            (*c).lock.unlock();
            return SendResult::Sent;
        }
        if !block {
            (*c).lock.unlock();
            return SendResult::WouldBlock;
        }
        let gp = getg();
        let s = acquire_sudog();
        (*s).g = gp;
        (*s).elem = ep.cast_mut();
        (*s).c = c.cast();
        (*gp).waiting = s;
        (*gp).param = null_mut();
        (*c).sendq.enqueue(s);
        gopark(
            Some(unlock_parked),
            (&raw mut (*c).lock).cast(),
            WaitReason::ChanSend,
        );

        let success = woken(gp, s);
        if success {
            return SendResult::Sent;
        }
        if !(*c).closed.load(Relaxed) {
            throw("chansend: spurious wakeup");
        }
        SendResult::Closed
    }
}

/// Receives from `c` into `*ep` (dropped when `ep` is null); parks while it cannot go on if `block`.
///
/// # Safety
/// As `chansend`.
pub unsafe fn chanrecv(c: *mut Hchan, ep: *mut u8, block: bool) -> RecvResult {
    if c.is_null() {
        if !block {
            return RecvResult::WouldBlock;
        }
        park_forever(WaitReason::ChanReceiveNilChan);
    }
    // SAFETY: as in `chansend`; `timer` never changes once the channel is known to others.
    unsafe {
        let timer = (*c).timer;
        if !timer.is_null() {
            time::maybe_run_chan(timer);
        }
        if !block && seems_empty(c) {
            // Closing is final, so an open channel seen after the empty one means that it was open and empty then.
            if !(*c).closed.load(Acquire) {
                return RecvResult::WouldBlock;
            }
            if seems_empty(c) {
                (*c).write_zero(ep);
                return RecvResult::Closed;
            }
        }
        (*c).lock.lock();
        if (*c).closed.load(Relaxed) {
            if (*c).qcount.load(Relaxed) == 0 {
                (*c).lock.unlock();
                (*c).write_zero(ep);
                return RecvResult::Closed;
            }
        } else {
            let s = (*c).sendq.dequeue();
            if !s.is_null() {
                take_over(c, s, ep, || (*c).lock.unlock());
                return RecvResult::Received;
            }
        }
        if (*c).qcount.load(Relaxed) > 0 {
            (*c).buffer_take(ep);
            (*c).lock.unlock();
            return RecvResult::Received;
        }
        if !block {
            (*c).lock.unlock();
            return RecvResult::WouldBlock;
        }
        let gp = getg();
        let s = acquire_sudog();
        (*s).g = gp;
        (*s).elem = ep;
        (*s).c = c.cast();
        (*gp).waiting = s;
        (*gp).param = null_mut();
        (*c).recvq.enqueue(s);
        if !timer.is_null() {
            time::block_timer_chan(timer);
        }
        gopark(
            Some(unlock_parked),
            (&raw mut (*c).lock).cast(),
            WaitReason::ChanReceive,
        );
        if !timer.is_null() {
            time::unblock_timer_chan(timer);
        }
        if woken(gp, s) {
            RecvResult::Received
        } else {
            RecvResult::Closed
        }
    }
}

/// Closes `c` and wakes everyone who waits on it.
///
/// # Safety
/// `c` is null or a channel.
pub unsafe fn closechan(c: *mut Hchan) -> CloseResult {
    if c.is_null() {
        return CloseResult::Nil;
    }
    // SAFETY: under the channel's lock; a dequeued sudog belongs to us until its goroutine is ready.
    unsafe {
        (*c).lock.lock();
        if (*c).closed.load(Relaxed) {
            (*c).lock.unlock();
            return CloseResult::Closed;
        }
        (*c).closed.store(true, Release);
        // Those to wake are strung on `next`, which no longer belongs to a queue; receivers first.
        let mut first: *mut Sudog = null_mut();
        let mut last: *mut Sudog = null_mut();
        loop {
            let mut s = (*c).recvq.dequeue();
            if s.is_null() {
                s = (*c).sendq.dequeue();
                if s.is_null() {
                    break;
                }
            } else {
                (*c).write_zero((*s).elem);
            }
            (*s).elem = null_mut();
            (*s).success = false;
            (*(*s).g).param = s.cast();
            if last.is_null() {
                first = s;
            } else {
                (*last).next = s;
            }
            last = s;
        }
        (*c).lock.unlock();
        while !first.is_null() {
            let s = first;
            first = (*s).next;
            (*s).next = null_mut();
            goready((*s).g);
        }
        CloseResult::Done
    }
}

/// Go's `len`: the elements in the buffer. A timer's channel looks unbuffered.
///
/// # Safety
/// `c` is null or a channel.
pub unsafe fn chanlen(c: *mut Hchan) -> usize {
    // SAFETY: by the caller.
    unsafe {
        if c.is_null() || !(*c).timer.is_null() {
            0
        } else {
            (*c).qcount.load(Relaxed)
        }
    }
}

/// Go's `cap`.
///
/// # Safety
/// `c` is null or a channel.
pub unsafe fn chancap(c: *mut Hchan) -> usize {
    // SAFETY: by the caller.
    unsafe {
        if c.is_null() || !(*c).timer.is_null() {
            0
        } else {
            (*c).dataqsiz
        }
    }
}

/// Gives `*ep` to the dequeued receiver `s` and makes it runnable.
///
/// # Safety
/// The channel's lock is held; `unlock` releases it (and, in a select, all the others).
pub(crate) unsafe fn hand_over(c: *mut Hchan, s: *mut Sudog, ep: *const u8, unlock: impl FnOnce()) {
    // SAFETY: the receiver is parked and its frame does not move; after the dequeue it is ours to wake.
    unsafe {
        if !(*s).elem.is_null() {
            copy_elem((*s).elem, ep, (*c).elemsize);
            (*s).elem = null_mut();
        }
        let gp = (*s).g;
        unlock();
        (*gp).param = s.cast();
        (*s).success = true;
        goready(gp);
    }
}

/// Receives while the sender `s` waits: its value when the channel is unbuffered; else the oldest one, and the
/// sender's takes the place that this frees at the ring's end.
///
/// # Safety
/// As `hand_over`.
pub(crate) unsafe fn take_over(c: *mut Hchan, s: *mut Sudog, ep: *mut u8, unlock: impl FnOnce()) {
    // SAFETY: as in `hand_over`.
    unsafe {
        if (*c).dataqsiz == 0 {
            if !ep.is_null() {
                copy_elem(ep, (*s).elem, (*c).elemsize);
            }
        } else {
            (*c).buffer_take(ep);
            (*c).buffer_put((*s).elem);
        }
        (*s).elem = null_mut();
        let gp = (*s).g;
        unlock();
        (*gp).param = s.cast();
        (*s).success = true;
        goready(gp);
    }
}

/// Empties a timer's channel; whether there was anything.
///
/// # Safety
/// `c` is a timer's channel; the timer's send lock is held, so nothing is added meanwhile.
pub(crate) unsafe fn timerchandrain(c: *mut Hchan) -> bool {
    // SAFETY: the buffer is used under the lock.
    unsafe {
        if (*c).qcount.load(Relaxed) == 0 {
            return false;
        }
        (*c).lock.lock();
        let any = (*c).qcount.load(Relaxed) > 0;
        while (*c).qcount.load(Relaxed) > 0 {
            (*c).buffer_take(null_mut());
        }
        (*c).lock.unlock();
        any
    }
}

/// Whether a receive would block, without the lock.
unsafe fn seems_empty(c: *mut Hchan) -> bool {
    // SAFETY: atomics of a live channel.
    unsafe {
        if (*c).dataqsiz == 0 {
            (*c).sendq.is_empty()
        } else {
            (*c).qcount.load(Relaxed) == 0
        }
    }
}

/// Takes down the sudog of a goroutine that was parked on one channel; whether it was woken by a communication.
unsafe fn woken(gp: *mut G, s: *mut Sudog) -> bool {
    // SAFETY: the waker dequeued `s` and is done with it.
    unsafe {
        if (*gp).waiting != s {
            throw("G waiting list is corrupted");
        }
        (*gp).waiting = null_mut();
        (*gp).param = null_mut();
        let success = (*s).success;
        release_sudog(s);
        success
    }
}

/// Runs on g0 when the goroutine is off its stack.
unsafe fn unlock_parked(_gp: *mut G, lock: *mut u8) -> bool {
    // SAFETY: `lock` is the lock that the parking goroutine holds.
    unsafe { (*lock.cast::<RtMutex>()).unlock() };
    true
}

#[cold]
fn park_forever(reason: WaitReason) -> ! {
    // SAFETY: on a goroutine's stack, as all blocking channel operations.
    unsafe { gopark(None, null_mut(), reason) };
    throw("a goroutine parked forever was woken");
}
