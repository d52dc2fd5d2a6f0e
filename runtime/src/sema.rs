//! Semaphores and notification lists: what package sync is made of.
//!
//! A semaphore is a `u32` of the program's. Those that somebody waits on are found by address: the address picks one of
//! a fixed number of roots, and each root has a treap of distinct addresses, each node the first waiter of its address
//! with the others behind it (`waitlink`, `waittail`).
//!
//! Invariants, under the root's lock: `nwait` is at least the number of queued sudogs. An acquirer raises it before its
//! last look at the semaphore and a releaser looks at it after its increment (both sequentially consistent), so that
//! one of them sees the other. `ticket` of a treap node is its odd priority, a heap order with the least on top; after
//! the dequeue 1 means that the releaser took the semaphore for the waiter (hand-off), 2 that the wait was given up.
//!
//! Locks: a root's lock and a list's lock are leaves but for waking. Runs on goroutine stacks.
//!
//! Source: Go's `runtime/sema.go`, without its profiling.

use std::cell::UnsafeCell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed, Ordering::SeqCst};

use crate::context::{getg, systemstack};
use crate::g::{G, Sudog, WaitReason, acquire_sudog, release_sudog};
use crate::lockrank::Rank;
use crate::park::{goparkunlock, goready};
use crate::proc::cheaprand;
use crate::proc::goyield;
use crate::sync::RtMutex;

/// Ticket of a waiter that [`withdraw`] took out of the queue.
const WITHDRAWN: u32 = 2;

/// A prime, so that addresses with a common stride spread.
const NROOTS: usize = 251;

#[repr(align(64))]
struct SemaRoot {
    lock: RtMutex,
    treap: UnsafeCell<*mut Sudog>,
    nwait: AtomicU32,
}

// SAFETY: `treap` is touched only under `lock`.
unsafe impl Sync for SemaRoot {}

static ROOTS: [SemaRoot; NROOTS] = [const {
    SemaRoot {
        lock: RtMutex::new(Rank::SemaRoot),
        treap: UnsafeCell::new(null_mut()),
        nwait: AtomicU32::new(0),
    }
}; NROOTS];

fn root_for(addr: *const AtomicU32) -> &'static SemaRoot {
    &ROOTS[(addr as usize >> 3) % NROOTS]
}

/// Takes one if there is one.
#[inline]
fn cansemacquire(sema: &AtomicU32) -> bool {
    sema.fetch_update(SeqCst, SeqCst, |v| v.checked_sub(1))
        .is_ok()
}

/// Waits until `*addr > 0` and decrements it. With `lifo` the goroutine queues in front. False, and nothing is taken, when
/// the goroutine was asked to end while it waited (`interrupt`).
///
/// # Safety
/// `addr` is a live word that the waiting frame keeps alive. On a goroutine's stack with its frames published.
pub unsafe fn semacquire(addr: *const AtomicU32, lifo: bool, reason: WaitReason) -> bool {
    // SAFETY: by the caller; the root's fields under its lock.
    unsafe {
        if cansemacquire(&*addr) {
            return true;
        }
        let s = acquire_sudog();
        let root = root_for(addr);
        loop {
            root.lock.lock();
            root.nwait.fetch_add(1, SeqCst);
            if cansemacquire(&*addr) {
                root.nwait.fetch_sub(1, SeqCst);
                root.lock.unlock();
                break;
            }
            root.queue(addr, s, lifo);
            goparkunlock(&root.lock, reason);
            if (*s).ticket != 0 || cansemacquire(&*addr) {
                break;
            }
        }
        let taken = (*s).ticket != WITHDRAWN;
        (*s).ticket = 0;
        release_sudog(s);
        taken
    }
}

/// Takes a goroutine that is parked in [`semacquire`] out of the queue; its wait ends with false. False here when a
/// releaser has got hold of it before.
///
/// # Safety
/// The world is stopped, by another goroutine than `gp`; the caller readies `gp` later.
pub(crate) unsafe fn withdraw(gp: *mut G) -> bool {
    // SAFETY: nothing else runs; a queued sudog is valid, and `elem` is the address it waits for.
    unsafe {
        let s = (*gp).waiting;
        if s.is_null() {
            return false;
        }
        let addr: *const AtomicU32 = (*s).elem.cast();
        let root = root_for(addr);
        root.lock.lock();
        let first = root.find(addr);
        if first == s {
            root.dequeue(addr);
        } else {
            let mut before = first;
            while !before.is_null() && (*before).waitlink != s {
                before = (*before).waitlink;
            }
            if before.is_null() {
                root.lock.unlock();
                return false;
            }
            (*before).waitlink = (*s).waitlink;
            if (*first).waittail == s {
                (*first).waittail = if before == first { null_mut() } else { before };
            }
            (*s).waitlink = null_mut();
            (*s).elem = null_mut();
            (*gp).waiting = null_mut();
        }
        root.nwait.fetch_sub(1, SeqCst);
        root.lock.unlock();
        (*s).ticket = WITHDRAWN;
        true
    }
}

/// Increments `*addr` and wakes a waiter. With `handoff` the waiter gets the semaphore and, if that worked, the rest of
/// this time slice.
///
/// # Safety
/// `addr` is a live word; with a P.
pub unsafe fn semrelease(addr: *const AtomicU32, handoff: bool) {
    // SAFETY: by the caller; a dequeued sudog is ours until its goroutine is ready.
    unsafe {
        let root = root_for(addr);
        (*addr).fetch_add(1, SeqCst);
        if root.nwait.load(SeqCst) == 0 {
            return;
        }
        root.lock.lock();
        if root.nwait.load(SeqCst) == 0 {
            root.lock.unlock();
            return;
        }
        let s = root.dequeue(addr);
        if !s.is_null() {
            root.nwait.fetch_sub(1, SeqCst);
        }
        root.lock.unlock();
        if s.is_null() {
            return;
        }
        let handed = handoff && cansemacquire(&*addr);
        if handed {
            (*s).ticket = 1;
        }
        goready((*s).g);
        let gp = getg();
        if handed && gp != (*(*gp).m).g0 {
            goyield();
        }
    }
}

impl SemaRoot {
    /// Adds `s` to the waiters of `addr`.
    unsafe fn queue(&self, addr: *const AtomicU32, s: *mut Sudog, lifo: bool) {
        // SAFETY: `lock` is held; queued sudogs are valid.
        unsafe {
            let gp = getg();
            let key: *mut u8 = addr.cast_mut().cast();
            (*s).g = gp;
            (*s).elem = key;
            (*s).next = null_mut();
            (*s).prev = null_mut();
            (*s).ticket = 0;
            (*gp).waiting = s;

            let mut parent: *mut Sudog = null_mut();
            let mut link = self.treap.get();
            while !(*link).is_null() {
                let t = *link;
                if (*t).elem == key {
                    if lifo {
                        self.replace(t, s);
                        (*s).waitlink = t;
                        (*s).waittail = if (*t).waittail.is_null() {
                            t
                        } else {
                            (*t).waittail
                        };
                        (*t).waittail = null_mut();
                    } else {
                        let last = if (*t).waittail.is_null() {
                            t
                        } else {
                            (*t).waittail
                        };
                        (*last).waitlink = s;
                        (*t).waittail = s;
                        (*s).waitlink = null_mut();
                    }
                    return;
                }
                parent = t;
                link = if key < (*t).elem {
                    &raw mut (*t).prev
                } else {
                    &raw mut (*t).next
                };
            }
            // Odd, so never taken for "no ticket".
            (*s).ticket = cheaprand() | 1;
            (*s).parent = parent;
            *link = s;
            while !(*s).parent.is_null() && (*(*s).parent).ticket > (*s).ticket {
                self.rotate_up(s);
            }
        }
    }

    /// The first waiter of `addr`, which stays queued; null when there is none.
    unsafe fn find(&self, addr: *const AtomicU32) -> *mut Sudog {
        // SAFETY: `lock` is held; queued sudogs are valid.
        unsafe {
            let key: *mut u8 = addr.cast_mut().cast();
            let mut s = *self.treap.get();
            while !s.is_null() && (*s).elem != key {
                s = if key < (*s).elem {
                    (*s).prev
                } else {
                    (*s).next
                };
            }
            s
        }
    }

    /// Takes the first waiter of `addr`; null when there is none.
    unsafe fn dequeue(&self, addr: *const AtomicU32) -> *mut Sudog {
        // SAFETY: `lock` is held; queued sudogs are valid.
        unsafe {
            let s = self.find(addr);
            if s.is_null() {
                return s;
            }
            let second = (*s).waitlink;
            if second.is_null() {
                // Down to a leaf, the lesser child coming up each time.
                loop {
                    let (l, r) = ((*s).prev, (*s).next);
                    let up = match (l.is_null(), r.is_null()) {
                        (true, true) => break,
                        (false, true) => l,
                        (true, false) => r,
                        (false, false) => {
                            if (*l).ticket < (*r).ticket {
                                l
                            } else {
                                r
                            }
                        }
                    };
                    self.rotate_up(up);
                }
                self.set_child((*s).parent, s, null_mut());
            } else {
                self.replace(s, second);
                (*second).waittail = if (*second).waitlink.is_null() {
                    null_mut()
                } else {
                    (*s).waittail
                };
            }
            (*(*s).g).waiting = null_mut();
            (*s).waitlink = null_mut();
            (*s).waittail = null_mut();
            (*s).parent = null_mut();
            (*s).prev = null_mut();
            (*s).next = null_mut();
            (*s).elem = null_mut();
            (*s).ticket = 0;
            s
        }
    }

    /// Puts `new` into the place of the node `old` and cuts `old` loose.
    unsafe fn replace(&self, old: *mut Sudog, new: *mut Sudog) {
        // SAFETY: `lock` is held; queued sudogs are valid.
        unsafe {
            (*new).ticket = (*old).ticket;
            (*new).parent = (*old).parent;
            (*new).prev = (*old).prev;
            (*new).next = (*old).next;
            if !(*new).prev.is_null() {
                (*(*new).prev).parent = new;
            }
            if !(*new).next.is_null() {
                (*(*new).next).parent = new;
            }
            self.set_child((*old).parent, old, new);
            (*old).parent = null_mut();
            (*old).prev = null_mut();
            (*old).next = null_mut();
        }
    }

    /// Makes `new` the child of `parent` (null: the root) that `old` is.
    unsafe fn set_child(&self, parent: *mut Sudog, old: *mut Sudog, new: *mut Sudog) {
        // SAFETY: `lock` is held; queued sudogs are valid.
        unsafe {
            if parent.is_null() {
                *self.treap.get() = new;
            } else if (*parent).prev == old {
                (*parent).prev = new;
            } else {
                (*parent).next = new;
            }
        }
    }

    /// Rotates `x` above its parent.
    unsafe fn rotate_up(&self, x: *mut Sudog) {
        // SAFETY: `lock` is held; queued sudogs are valid; `x` has a parent.
        unsafe {
            let p = (*x).parent;
            let moved;
            if (*p).prev == x {
                moved = (*x).next;
                (*p).prev = moved;
                (*x).next = p;
            } else {
                moved = (*x).prev;
                (*p).next = moved;
                (*x).prev = p;
            }
            if !moved.is_null() {
                (*moved).parent = p;
            }
            (*x).parent = (*p).parent;
            // `p` still hangs on its parent: that link now leads to `x`.
            self.set_child((*p).parent, p, x);
            (*p).parent = x;
        }
    }
}

/// The waiters of a `sync.Cond`, in the order of their tickets. Zeroed memory is an empty list.
#[repr(C)]
pub struct NotifyList {
    /// The ticket of the next waiter.
    wait: AtomicU32,
    /// The next ticket to be notified; written under `lock`.
    notify: AtomicU32,
    lock: RtMutex,
    head: *mut Sudog,
    tail: *mut Sudog,
}

/// Whether ticket `a` comes before `b`; they wrap.
fn less(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

/// Draws a ticket; the caller then releases its lock and calls `notify_list_wait`.
///
/// # Safety
/// `l` is a live list.
pub unsafe fn notify_list_add(l: *mut NotifyList) -> u32 {
    // SAFETY: by the caller.
    unsafe { (*l).wait.fetch_add(1, SeqCst) }
}

/// Parks until ticket `t` is notified; returns at once if it was already. False when the goroutine was asked to end while
/// it waited (`interrupt`).
///
/// # Safety
/// `l` is a live list that the waiting frame keeps alive. On a goroutine's stack with its frames published.
pub unsafe fn notify_list_wait(l: *mut NotifyList, t: u32) -> bool {
    // SAFETY: the list's fields under its lock.
    unsafe {
        (*l).lock.lock();
        if less(t, (*l).notify.load(Relaxed)) {
            (*l).lock.unlock();
            return true;
        }
        let s = acquire_sudog();
        let gp = getg();
        (*s).g = gp;
        (*s).ticket = t;
        (*s).elem = l.cast();
        (*gp).waiting = s;
        if (*l).tail.is_null() {
            (*l).head = s;
        } else {
            (*(*l).tail).next = s;
        }
        (*l).tail = s;
        goparkunlock(&raw const (*l).lock, WaitReason::SyncCondWait);
        let notified = !(*gp).waiting.is_null();
        (*gp).waiting = null_mut();
        release_sudog(s);
        notified
    }
}

/// Takes a goroutine that is parked in [`notify_list_wait`] out of the list; its wait ends with false. False here when it
/// was notified before. A sudog without a goroutine stays in its place, so that who notifies its ticket goes on to the next.
///
/// # Safety
/// The world is stopped, by another goroutine than `gp`; the caller readies `gp` later.
pub(crate) unsafe fn notify_list_withdraw(gp: *mut G) -> bool {
    // SAFETY: nothing else runs; the list lives, since a frame of `gp` waits on it.
    unsafe {
        let s = (*gp).waiting;
        if s.is_null() {
            return false;
        }
        let l: *mut NotifyList = (*s).elem.cast();
        (*l).lock.lock();
        let mut before: *mut Sudog = null_mut();
        let mut at = (*l).head;
        while !at.is_null() && at != s {
            before = at;
            at = (*at).next;
        }
        if at.is_null() {
            (*l).lock.unlock();
            return false;
        }
        let gone = systemstack(|| Box::into_raw(Box::new(Sudog::new())));
        (*gone).ticket = (*s).ticket;
        (*gone).next = (*s).next;
        if before.is_null() {
            (*l).head = gone;
        } else {
            (*before).next = gone;
        }
        if (*l).tail == s {
            (*l).tail = gone;
        }
        (*l).lock.unlock();
        (*s).next = null_mut();
        (*gp).waiting = null_mut();
        true
    }
}

/// Frees what [`notify_list_withdraw`] left; whether `s` was such a one.
unsafe fn was_withdrawn(s: *mut Sudog) -> bool {
    // SAFETY: `s` has left its list; one without a goroutine was made by `notify_list_withdraw` and is ours now.
    unsafe {
        let gone = (*s).g.is_null();
        if gone {
            systemstack(|| drop(Box::from_raw(s)));
        }
        gone
    }
}

/// Wakes all that drew a ticket so far.
///
/// # Safety
/// `l` is a live list; with a P.
pub unsafe fn notify_list_notify_all(l: *mut NotifyList) {
    // SAFETY: as `notify_list_wait`.
    unsafe {
        if (*l).wait.load(SeqCst) == (*l).notify.load(SeqCst) {
            return;
        }
        (*l).lock.lock();
        let mut s = (*l).head;
        (*l).head = null_mut();
        (*l).tail = null_mut();
        (*l).notify.store((*l).wait.load(SeqCst), SeqCst);
        (*l).lock.unlock();
        while !s.is_null() {
            let next = (*s).next;
            (*s).next = null_mut();
            if !was_withdrawn(s) {
                goready((*s).g);
            }
            s = next;
        }
    }
}

/// Wakes the one with the oldest ticket.
///
/// # Safety
/// As `notify_list_notify_all`.
pub unsafe fn notify_list_notify_one(l: *mut NotifyList) {
    // SAFETY: by the caller.
    while !unsafe { notify_next(l) } {}
}

/// Notifies the oldest ticket; false when nobody has it any more.
unsafe fn notify_next(l: *mut NotifyList) -> bool {
    // SAFETY: as `notify_list_wait`.
    unsafe {
        if (*l).wait.load(SeqCst) == (*l).notify.load(SeqCst) {
            return true;
        }
        (*l).lock.lock();
        let t = (*l).notify.load(Relaxed);
        if t == (*l).wait.load(SeqCst) {
            (*l).lock.unlock();
            return true;
        }
        (*l).notify.store(t.wrapping_add(1), SeqCst);
        // Tickets are drawn and queued under different locks, so the order is nearly but not wholly that of tickets.
        // One that is not queued yet will see that it was notified.
        let mut before: *mut Sudog = null_mut();
        let mut s = (*l).head;
        while !s.is_null() && (*s).ticket != t {
            before = s;
            s = (*s).next;
        }
        if s.is_null() {
            (*l).lock.unlock();
            return true;
        }
        let after = (*s).next;
        if before.is_null() {
            (*l).head = after;
        } else {
            (*before).next = after;
        }
        if after.is_null() {
            (*l).tail = before;
        }
        (*l).lock.unlock();
        (*s).next = null_mut();
        if was_withdrawn(s) {
            return false;
        }
        goready((*s).g);
        true
    }
}
