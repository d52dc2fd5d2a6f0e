//! G, a goroutine: its status words, the registers of the VM, its two stacks, and the sudogs it waits with.
//!
//! A G lives in a slot of the slab (`stack.rs`) beside the start of its VM stack and its native stack; slots are never
//! returned to the system, so a `*mut G` stays readable for ever.
//!
//! Who may touch what
//! * `atomicstatus` by `casgstatus` only. The M that moved it to Grunning owns everything else until it leaves Grunning;
//!   the waker owns a Gwaiting G from the moment it took its sudog (or pointer) out of the queue under that queue's lock.
//! * `stackguard0` and `preempt` may be written by other threads at any time (preemption).
//! * `pc`, `base`, `stack_*` and `exec` are the VM's; others read them when the G is stopped at a safepoint.

use crate::m::M;
use crate::p::P;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize, Ordering::*};

/// Just allocated, not yet initialised.
pub const GIDLE: u32 = 0;
/// On a run queue.
pub const GRUNNABLE: u32 = 1;
/// Owned by an M that runs it.
pub const GRUNNING: u32 = 2;
/// In a system call; its M owns it, a P is not needed.
pub const GSYSCALL: u32 = 3;
/// Parked; recorded in the queue of whatever it waits for.
pub const GWAITING: u32 = 4;
/// Unused: free, or being set up.
pub const GDEAD: u32 = 6;
/// Stopped itself for a suspend request.
pub const GPREEMPTED: u32 = 9;

/// Why a G is parked, with Go's texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum WaitReason {
    Zero,
    IoWait,
    ChanReceiveNilChan,
    ChanSendNilChan,
    GarbageCollection,
    PanicWait,
    Select,
    SelectNoCases,
    GcSweepWait,
    GcScavengeWait,
    ChanReceive,
    ChanSend,
    FinalizerWait,
    ForceGcIdle,
    Semacquire,
    Sleep,
    SyncCondWait,
    SyncMutexLock,
    SyncRwMutexRLock,
    SyncRwMutexLock,
    SyncWaitGroupWait,
    WaitForGcCycle,
    GcWorkerIdle,
    Preempted,
    StoppingTheWorld,
    TimerGoroutineIdle,
    Coroutine,
}

impl WaitReason {
    /// The text a goroutine dump shows between brackets.
    pub fn text(self) -> &'static str {
        use WaitReason::*;
        match self {
            Zero => "",
            IoWait => "IO wait",
            ChanReceiveNilChan => "chan receive (nil chan)",
            ChanSendNilChan => "chan send (nil chan)",
            GarbageCollection => "garbage collection",
            PanicWait => "panicwait",
            Select => "select",
            SelectNoCases => "select (no cases)",
            GcSweepWait => "GC sweep wait",
            GcScavengeWait => "GC scavenge wait",
            ChanReceive => "chan receive",
            ChanSend => "chan send",
            FinalizerWait => "finalizer wait",
            ForceGcIdle => "force gc (idle)",
            Semacquire => "semacquire",
            Sleep => "sleep",
            SyncCondWait => "sync.Cond.Wait",
            SyncMutexLock => "sync.Mutex.Lock",
            SyncRwMutexRLock => "sync.RWMutex.RLock",
            SyncRwMutexLock => "sync.RWMutex.Lock",
            SyncWaitGroupWait => "sync.WaitGroup.Wait",
            WaitForGcCycle => "wait for GC cycle",
            GcWorkerIdle => "GC worker (idle)",
            Preempted => "preempted",
            StoppingTheWorld => "stopping the world",
            TimerGoroutineIdle => "timer goroutine (idle)",
            Coroutine => "coroutine",
        }
    }
}

/// How many words of a G are the VM's own.
pub const EXEC_WORDS: usize = 16;

/// A goroutine. Handlers of the VM read the first fields on every call and loop.
#[repr(C, align(16))]
pub struct G {
    /// Limit of the VM stack that `Enter` compares with (an address); 0 asks the G to preempt itself at its next poll.
    pub stackguard0: AtomicUsize,
    /// Saved VM program counter, valid at safepoints.
    pub pc: usize,
    /// Saved VM window base, valid at safepoints.
    pub base: *mut u64,
    /// VM stack, inclusive low end. Grows upwards.
    pub stack_lo: *mut u64,
    /// VM stack, exclusive high end.
    pub stack_hi: *mut u64,
    /// The M that runs this G; null when none does.
    pub m: *mut M,
    /// The P under which it runs; read anew after every call that may park or make a system call.
    pub pp: *mut P,
    /// Words for the VM alone: defer list, panic list, entry function… Zeroed when the G is made.
    pub exec: [usize; EXEC_WORDS],

    /// Native stack pointer while not running; see `context.rs`.
    pub sched_sp: usize,
    /// g0 only: the stack pointer to leave the M by.
    pub base_sp: usize,
    /// Native stack, inclusive low end (a canary word lies there).
    pub native_lo: usize,
    /// Native stack, exclusive high end.
    pub native_hi: usize,
    /// What `stackguard0` is when no preemption is asked for.
    pub stackguard: usize,

    /// One of the `G…` states.
    pub atomicstatus: AtomicU32,
    /// Somebody asked this G to yield (`stackguard0` is then 0, too).
    pub preempt: AtomicBool,
    /// It ends by Goexit at its next poll (see `interrupt.rs`).
    pub killed: AtomicBool,
    /// Why it waits, while Gwaiting.
    pub waitreason: WaitReason,
    /// Counts neither for deadlock detection nor in dumps.
    pub is_system: bool,
    /// The goroutine is being killed by a panic that nobody recovered, or is in Goexit (VM's).
    pub goexiting: bool,
    /// Number shown in dumps; 1 is main. Never reused.
    pub goid: u64,
    /// Goid of the creator.
    pub parent_goid: u64,
    /// VM pc of the `go` statement that made it; 0 for main.
    pub gopc: usize,
    /// Link of run queues' overflow lists, free lists and [`GList`].
    pub schedlink: *mut G,
    /// Value passed by the waker (a sudog for channels).
    pub param: *mut u8,
    /// The sudogs it is parked with, in lock order.
    pub waiting: *mut Sudog,
    /// Claimed by the first case that fires, in a select.
    pub select_done: AtomicU32,
    /// Set while it is parked on a channel (its sudogs point into its VM stack).
    pub parking_on_chan: AtomicBool,
    /// Nanotime when it parked, set by the collector or a dump (0 unknown).
    pub waitsince_ns: i64,
    /// The M it is locked to (LockOSThread), or null.
    pub lockedm: *mut M,
    /// Its timer for Sleep; `sync`'s.
    pub timer: *mut u8,
    /// When its sleep ends; `sync`'s.
    pub sleep_when: i64,
    /// Entry of a system goroutine; `None` runs `hooks.run`.
    pub startfn: Option<unsafe fn(*mut G)>,
    /// Its system calls in a row that lasted; see `syscall.rs`.
    pub long_calls: u8,
    /// Index in allgs.
    pub allgs_index: u32,
    /// How far the collection under way is with this G's stack; see `mgcmark.rs`.
    pub(crate) scan: AtomicU32,
    /// One sudog for the common case of waiting on one thing.
    pub sudog0: Sudog,
    /// `sudog0` is taken.
    pub sudog0_used: bool,
}

/// The state of `gp`.
#[inline(always)]
pub(crate) fn readgstatus(gp: *mut G) -> u32 {
    // SAFETY: a G's memory is never unmapped.
    unsafe { (*gp).atomicstatus.load(Acquire) }
}

/// Remembers since when (roughly: the first collection that sees it) a parked G waits, for dumps. World stopped.
pub(crate) fn note_waiting(gp: *mut G, now: i64) {
    // SAFETY: a parked G is nobody's while the world is stopped.
    unsafe {
        if readgstatus(gp) == GWAITING && (*gp).waitsince_ns == 0 {
            (*gp).waitsince_ns = now;
        }
    }
}

/// Moves `gp` from `old` to `new`; throws if it is not in `old`.
///
/// # Safety
/// The caller owns the transition (see the head of this file).
#[inline(always)]
pub unsafe fn casgstatus(gp: *mut G, old: u32, new: u32) {
    // One owner at a time: no exchange is needed, nor a barrier. Who gets the G next finds it by something stored later,
    // and whoever looks at the state of others has stopped the world or takes what he sees for a hint.
    // SAFETY: a G's memory is never unmapped.
    let status = unsafe { &(*gp).atomicstatus };
    if status.load(Relaxed) != old {
        bad_status(gp, old, new);
    }
    status.store(new, Release);
}

#[cold]
#[inline(never)]
fn bad_status(gp: *mut G, old: u32, new: u32) -> ! {
    let now = readgstatus(gp);
    // SAFETY: reading a word of a G.
    let id = unsafe { (*gp).goid };
    crate::throw::throw_fmt(format_args!(
        "casgstatus: goroutine {id} is {now}, not {old} (to {new})"
    ))
}

/// A G waiting in a queue (channel, semaphore): many to many between Gs and queues.
#[repr(C)]
pub struct Sudog {
    /// Who waits.
    pub g: *mut G,
    /// Queue links, under the queue's lock.
    pub next: *mut Sudog,
    /// See `next`.
    pub prev: *mut Sudog,
    /// Where the element is read from or written to (may point into the VM stack of `g`, which does not move meanwhile).
    pub elem: *mut u8,
    /// Semaphores: time of start of the wait.
    pub acquiretime: i64,
    /// Semaphores: set by the waker.
    pub releasetime: i64,
    /// Semaphores: ticket of the treap or hand-off flag.
    pub ticket: u32,
    /// The G is in a select: `g.select_done` must be won to wake it.
    pub is_select: bool,
    /// Woken by a value (true) or by close (false).
    pub success: bool,
    /// Semaphores: length of the waiting list.
    pub waiters: u16,
    /// Semaphores: tree parent.
    pub parent: *mut Sudog,
    /// Next in `g.waiting`, or semaphore list.
    pub waitlink: *mut Sudog,
    /// Semaphores: end of the list.
    pub waittail: *mut Sudog,
    /// The channel (or semaphore address).
    pub c: *mut u8,
}

impl Sudog {
    /// A sudog in no queue.
    pub const fn new() -> Sudog {
        use std::ptr::null_mut;
        Sudog {
            g: null_mut(),
            next: null_mut(),
            prev: null_mut(),
            elem: null_mut(),
            acquiretime: 0,
            releasetime: 0,
            ticket: 0,
            is_select: false,
            success: false,
            waiters: 0,
            parent: null_mut(),
            waitlink: null_mut(),
            waittail: null_mut(),
            c: null_mut(),
        }
    }
}

impl Default for Sudog {
    fn default() -> Self {
        Sudog::new()
    }
}

static SUDOG_LOCK: crate::sync::RtMutex = crate::sync::RtMutex::new(crate::lockrank::Rank::Sudog);
static SUDOG_FREE: AtomicPtr<Sudog> = AtomicPtr::new(std::ptr::null_mut());

/// A zeroed sudog for the running G, from the G itself or its P's cache.
///
/// # Safety
/// On a G's stack; no lock of a rank above `Sudog` held.
pub unsafe fn acquire_sudog() -> *mut Sudog {
    // SAFETY: the running G and the P it holds belong to this thread.
    unsafe {
        let gp = crate::context::getg();
        if !(*gp).sudog0_used {
            (*gp).sudog0_used = true;
            return &raw mut (*gp).sudog0;
        }
        let pp = (*gp).pp;
        if (*pp).sudogcache.is_null() {
            refill_sudogs(pp);
        }
        let s = (*pp).sudogcache;
        (*pp).sudogcache = (*s).next;
        (*pp).sudogcount -= 1;
        (*s).next = std::ptr::null_mut();
        s
    }
}

/// Gives a sudog back. Its queue links must be null.
///
/// # Safety
/// `s` came from [`acquire_sudog`] of the running G and is in no queue.
pub unsafe fn release_sudog(s: *mut Sudog) {
    // SAFETY: as in `acquire_sudog`; a freed sudog is reached by its free list only.
    unsafe {
        let gp = crate::context::getg();
        *s = Sudog::new();
        if s == &raw mut (*gp).sudog0 {
            (*gp).sudog0_used = false;
            return;
        }
        let pp = (*gp).pp;
        (*s).next = (*pp).sudogcache;
        (*pp).sudogcache = s;
        (*pp).sudogcount += 1;
        if (*pp).sudogcount >= 128 {
            spill_sudogs(pp);
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn refill_sudogs(pp: *mut P) {
    // SAFETY: the global list is under its lock, the P belongs to the caller.
    unsafe {
        SUDOG_LOCK.lock();
        let mut n = 0;
        while n < 64 {
            let s = SUDOG_FREE.load(Relaxed);
            if s.is_null() {
                break;
            }
            SUDOG_FREE.store((*s).next, Relaxed);
            (*s).next = (*pp).sudogcache;
            (*pp).sudogcache = s;
            n += 1;
        }
        SUDOG_LOCK.unlock();
        if n == 0 {
            crate::context::systemstack(|| {
                for _ in 0..32 {
                    let s = Box::into_raw(Box::new(Sudog::new()));
                    (*s).next = (*pp).sudogcache;
                    (*pp).sudogcache = s;
                }
            });
            n = 32;
        }
        (*pp).sudogcount += n;
    }
}

#[cold]
#[inline(never)]
unsafe fn spill_sudogs(pp: *mut P) {
    // SAFETY: as in `refill_sudogs`.
    unsafe {
        SUDOG_LOCK.lock();
        for _ in 0..64 {
            let s = (*pp).sudogcache;
            (*pp).sudogcache = (*s).next;
            (*s).next = SUDOG_FREE.load(Relaxed);
            SUDOG_FREE.store(s, Relaxed);
        }
        SUDOG_LOCK.unlock();
        (*pp).sudogcount -= 64;
    }
}

/// A singly linked list of Gs through `schedlink`, last in first out.
#[repr(C)]
pub struct GList {
    /// First G, or null.
    pub head: *mut G,
    /// Number of Gs.
    pub len: u32,
}

impl GList {
    /// An empty list.
    pub const fn new() -> GList {
        GList {
            head: std::ptr::null_mut(),
            len: 0,
        }
    }
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.head.is_null()
    }
    /// Adds `gp` in front.
    ///
    /// # Safety
    /// `gp` is on no other list and owned by the caller.
    pub unsafe fn push(&mut self, gp: *mut G) {
        // SAFETY: the caller owns `gp`.
        unsafe { (*gp).schedlink = self.head };
        self.head = gp;
        self.len += 1;
    }
    /// Takes the first G; null when empty.
    pub fn pop(&mut self) -> *mut G {
        let gp = self.head;
        if !gp.is_null() {
            // SAFETY: Gs on the list are owned by the list's owner.
            unsafe {
                self.head = (*gp).schedlink;
                (*gp).schedlink = std::ptr::null_mut();
            }
            self.len -= 1;
        }
        gp
    }
}

impl Default for GList {
    fn default() -> Self {
        GList::new()
    }
}
