//! The select statement over any number of channels.
//!
//! Three passes, as Go's `selectgo`: look for a case that can go on, in random order; otherwise queue on every
//! channel and park; when woken, leave the queues of the channels that did not do it. All channels of the statement
//! are locked during each pass, in the order of their addresses, so that two selects never wait for each other.
//!
//! The waker that first sets `G.select_done` from 0 to 1 has the goroutine; others drop its sudog and look further.
//! The goroutine takes all locks again before it touches its sudogs, which is why the parking side may still walk
//! them while it unlocks.
//!
//! The cases and the scratch space for the two orders lie in the goroutine's frame (they outlive a park). Runs on
//! goroutine stacks. Departure from Go: a send on a closed channel is a result, raised by the VM.

use std::ptr::null_mut;
use std::slice;
use std::sync::atomic::Ordering::Relaxed;

use crate::chan::{Hchan, hand_over, take_over};
use crate::context::getg;
use crate::g::{G, Sudog, WaitReason, acquire_sudog, release_sudog};
use crate::park::gopark;
use crate::proc::cheaprand;
use crate::throw::throw;
use crate::time;

/// One case: a channel, possibly nil, and the element to send or the place to receive to (null to drop it).
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Scase {
    /// The channel; nil is never ready.
    pub c: *mut Hchan,
    /// Points into the goroutine's frame.
    pub elem: *mut u8,
    /// A send, else a receive.
    pub send: bool,
}

/// What a select chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selected {
    /// The send case of this index went through.
    Sent(usize),
    /// The receive case of this index; `ok` is false when its channel is closed and the zero value was written.
    Received {
        /// Index of the case.
        index: usize,
        /// A value was received.
        ok: bool,
    },
    /// No case can go on (only without `block`): the default case.
    Default,
    /// Go's panic `send on closed channel`.
    SendOnClosed,
}

/// Parks for ever: a select without cases.
pub fn block() -> ! {
    // SAFETY: on a goroutine's stack.
    unsafe { gopark(None, null_mut(), WaitReason::SelectNoCases) };
    throw("a select without cases was woken");
}

/// Runs a select of the `ncases` cases at `cases`; without `block` there is a default case.
///
/// `order` is scratch space for `2 * ncases` numbers.
///
/// # Safety
/// Both arrays are valid, in memory that does not move while the goroutine is parked; their number is below 65,536.
/// Runs on a goroutine's stack whose frames are published.
pub unsafe fn selectgo(cases: *mut Scase, order: *mut u16, ncases: usize, block: bool) -> Selected {
    // SAFETY: by the caller.
    let (cases, pollorder, lockorder) = unsafe {
        (
            slice::from_raw_parts(cases, ncases),
            slice::from_raw_parts_mut(order, ncases),
            slice::from_raw_parts_mut(order.add(ncases), ncases),
        )
    };
    // SAFETY: non-nil cases are live channels; their fields are used under the locks taken here.
    unsafe {
        // An inside-out shuffle of the cases that are not nil.
        let mut n = 0;
        for (i, case) in cases.iter().enumerate() {
            if case.c.is_null() {
                continue;
            }
            if !(*case.c).timer.is_null() {
                time::maybe_run_chan((*case.c).timer);
            }
            let j = ((u64::from(cheaprand()) * (n as u64 + 1)) >> 32) as usize;
            pollorder[n] = pollorder[j];
            pollorder[j] = i as u16;
            n += 1;
        }
        let pollorder = &pollorder[..n];
        let lockorder = &mut lockorder[..n];
        lockorder.copy_from_slice(pollorder);
        sort_by_channel(cases, lockorder);
        let lockorder = &*lockorder;

        lock_all(cases, lockorder);
        for &i in pollorder {
            let (i, c) = (usize::from(i), cases[usize::from(i)].c);
            let elem = cases[i].elem;
            if cases[i].send {
                if (*c).closed.load(Relaxed) {
                    unlock_all(cases, lockorder);
                    return Selected::SendOnClosed;
                }
                let s = (*c).recvq.dequeue();
                if !s.is_null() {
                    hand_over(c, s, elem, || unlock_all(cases, lockorder));
                    return Selected::Sent(i);
                }
                if (*c).qcount.load(Relaxed) < (*c).dataqsiz {
                    (*c).buffer_put(elem);
                    unlock_all(cases, lockorder);
                    return Selected::Sent(i);
                }
            } else {
                let s = (*c).sendq.dequeue();
                if !s.is_null() {
                    take_over(c, s, elem, || unlock_all(cases, lockorder));
                    return Selected::Received { index: i, ok: true };
                }
                if (*c).qcount.load(Relaxed) > 0 {
                    (*c).buffer_take(elem);
                    unlock_all(cases, lockorder);
                    return Selected::Received { index: i, ok: true };
                }
                if (*c).closed.load(Relaxed) {
                    unlock_all(cases, lockorder);
                    (*c).write_zero(elem);
                    return Selected::Received {
                        index: i,
                        ok: false,
                    };
                }
            }
        }
        if !block {
            unlock_all(cases, lockorder);
            return Selected::Default;
        }

        enqueue_all(cases, lockorder);
        gopark(Some(unlock_parked), null_mut(), WaitReason::Select);
        lock_all(cases, lockorder);
        let (index, success) = dequeue_all(cases, lockorder);
        unlock_all(cases, lockorder);
        match (cases[index].send, success) {
            (true, true) => Selected::Sent(index),
            (true, false) => Selected::SendOnClosed,
            (false, ok) => Selected::Received { index, ok },
        }
    }
}

/// Queues the goroutine on every channel, its sudogs linked in lock order.
unsafe fn enqueue_all(cases: &[Scase], lockorder: &[u16]) {
    // SAFETY: all locks are held.
    unsafe {
        let gp = getg();
        if !(*gp).waiting.is_null() {
            throw("a goroutine in a select waits already");
        }
        let mut link = &raw mut (*gp).waiting;
        for &i in lockorder {
            let case = &cases[usize::from(i)];
            let s = acquire_sudog();
            (*s).g = gp;
            (*s).is_select = true;
            (*s).elem = case.elem;
            (*s).c = case.c.cast();
            *link = s;
            link = &raw mut (*s).waitlink;
            if case.send {
                (*case.c).sendq.enqueue(s);
            } else {
                (*case.c).recvq.enqueue(s);
            }
            if !(*case.c).timer.is_null() {
                time::block_timer_chan((*case.c).timer);
            }
        }
        (*gp).param = null_mut();
    }
}

/// Leaves the queues after the park: the index of the case that woke us and whether it communicated.
unsafe fn dequeue_all(cases: &[Scase], lockorder: &[u16]) -> (usize, bool) {
    // SAFETY: all locks are held; the waker took its sudog out of its queue.
    unsafe {
        let gp = getg();
        (*gp).select_done.store(0, Relaxed);
        let fired: *mut Sudog = (*gp).param.cast();
        (*gp).param = null_mut();
        let mut s = (*gp).waiting;
        (*gp).waiting = null_mut();
        let mut chosen = None;
        for &i in lockorder {
            let c = cases[usize::from(i)].c;
            if !(*c).timer.is_null() {
                time::unblock_timer_chan((*c).timer);
            }
            if s == fired {
                chosen = Some((usize::from(i), (*s).success));
            } else if cases[usize::from(i)].send {
                (*c).sendq.remove(s);
            } else {
                (*c).recvq.remove(s);
            }
            let next = (*s).waitlink;
            release_sudog(s);
            s = next;
        }
        match chosen {
            Some(chosen) => chosen,
            None => throw("selectgo: bad wakeup"),
        }
    }
}

/// Releases the locks of a parked select; runs on g0. Once the last lock is free the goroutine may run elsewhere and
/// free its sudogs, so each channel is unlocked only after the step to the next one.
unsafe fn unlock_parked(gp: *mut G, _lock: *mut u8) -> bool {
    // SAFETY: the sudogs stay until the goroutine has taken every lock, the last of which is released last.
    unsafe {
        let mut last: *mut Hchan = null_mut();
        let mut s = (*gp).waiting;
        while !s.is_null() {
            let c: *mut Hchan = (*s).c.cast();
            let next = (*s).waitlink;
            if c != last && !last.is_null() {
                (*last).lock.unlock();
            }
            last = c;
            s = next;
        }
        if !last.is_null() {
            (*last).lock.unlock();
        }
    }
    true
}

/// Locks each channel once; equal ones are neighbours.
unsafe fn lock_all(cases: &[Scase], lockorder: &[u16]) {
    let mut last: *mut Hchan = null_mut();
    for &i in lockorder {
        let c = cases[usize::from(i)].c;
        if c != last {
            // SAFETY: a live channel.
            unsafe { (*c).lock.lock() };
            last = c;
        }
    }
}

unsafe fn unlock_all(cases: &[Scase], lockorder: &[u16]) {
    let mut last: *mut Hchan = null_mut();
    for &i in lockorder.iter().rev() {
        let c = cases[usize::from(i)].c;
        if c != last {
            // SAFETY: a live channel that we locked.
            unsafe { (*c).lock.unlock() };
            last = c;
        }
    }
}

/// Sorts by channel address without recursion or extra memory: insertion for the usual few cases, else a heap.
fn sort_by_channel(cases: &[Scase], order: &mut [u16]) {
    let key = |i: u16| cases[usize::from(i)].c as usize;
    if order.len() <= 12 {
        for i in 1..order.len() {
            let x = order[i];
            let mut j = i;
            while j > 0 && key(order[j - 1]) > key(x) {
                order[j] = order[j - 1];
                j -= 1;
            }
            order[j] = x;
        }
        return;
    }
    for root in (0..order.len() / 2).rev() {
        sift_down(order, root, &key);
    }
    for end in (1..order.len()).rev() {
        order.swap(0, end);
        sift_down(&mut order[..end], 0, &key);
    }
}

fn sift_down(order: &mut [u16], mut at: usize, key: &impl Fn(u16) -> usize) {
    loop {
        let mut child = 2 * at + 1;
        if child >= order.len() {
            return;
        }
        if child + 1 < order.len() && key(order[child]) < key(order[child + 1]) {
            child += 1;
        }
        if key(order[at]) >= key(order[child]) {
            return;
        }
        order.swap(at, child);
        at = child;
    }
}
