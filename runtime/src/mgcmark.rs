//! Marking: from the roots, through everything reachable, setting mark bits.
//!
//! Owns: [`Marker`], the root registrations, the sharing of work between markers.
//!
//! Invariants:
//! * All mcaches are flushed and all spans swept when marking begins, and no span is freed before it ends. Roots are
//!   read with the world stopped, but for stacks when the program runs on: each is read once, before its goroutine runs
//!   on, by who claims it (`G::scan` is twice the collection's number while it is read, one more when it has been). What is allocated later is born marked (`mcache.rs`), so a slot that is neither marked
//!   nor handed out holds no object. Whether the world stays stopped or runs on is the business of `mgcwork.rs`.
//! * A word is never trusted: a value that is no address in an allocated slot is ignored, one that points anywhere into
//!   an object keeps the object. So interface data words may be handed in as they are.
//! * An object is pushed exactly when its mark bit went from 0 to 1, hence scanned once.
//!
//! Each marker has a stack of object addresses of its own and gives half of it away when others are idle; marking ends
//! when all are idle and nothing is shared. Objects pass through a short ring between the stack and the scan, so that
//! their first line is fetched meanwhile. Runs on g0.

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicU32, AtomicUsize, Ordering::*};

use crate::g::{G, GDEAD, readgstatus};
use crate::lockrank::Rank;
use crate::malloc::GcType;
use crate::mheap::{ArenaView, Mspan, SpanKind};
use crate::sync::RtMutex;

/// Objects between the stack and the scan.
const RING: usize = 8;
/// A marker with more than this many objects shares when somebody is idle.
const SHARE_ABOVE: usize = 128;
/// Objects after which a marker beside the program looks whether others lack work.
const SHARE_TURNS: u32 = 64;
/// Large objects are scanned in pieces of this many bytes, so that several markers can share one.
const PIECE: usize = 128 << 10;
/// What a goroutine's stack counts for in pacing, in bytes.
const G_BYTES: usize = 512;
/// With fewer goroutines than these one thread reads the roots.
const MANY_GS: usize = 4096;
/// A shared buffer with fewer objects than these takes in what others have little of.
const MERGE_BELOW: usize = 4096;
/// Goroutines a root job scans.
const GS_PER_JOB: usize = 64;

/// Reports the pointers of a stopped goroutine's frames; the VM's.
pub type ScanStack = unsafe fn(gp: *mut G, m: &mut Marker<'_>);
/// Reports the pointers of some table outside the heap.
pub type RootFn = fn(m: &mut Marker<'_>);

/// A static area with pointers: `bytes` at `addr`, with one mask bit a word.
#[derive(Clone, Copy)]
struct Area {
    addr: usize,
    bytes: usize,
    mask: *const u64,
}

struct Roots {
    areas: Vec<Area>,
    funcs: Vec<RootFn>,
    scan_stack: Option<ScanStack>,
}

struct RootTable {
    lock: RtMutex,
    roots: UnsafeCell<Roots>,
}

// SAFETY: `roots` is only touched with `lock` held; the areas' masks are immutable.
unsafe impl Sync for RootTable {}

static ROOTS: RootTable = RootTable {
    lock: RtMutex::new(Rank::Heap),
    roots: UnsafeCell::new(Roots {
        areas: Vec::new(),
        funcs: Vec::new(),
        scan_stack: None,
    }),
};

fn with_roots<R>(f: impl FnOnce(&mut Roots) -> R) -> R {
    ROOTS.lock.lock();
    // SAFETY: the lock makes this the only reference.
    let r = f(unsafe { &mut *ROOTS.roots.get() });
    ROOTS.lock.unlock();
    r
}

/// Registers `bytes` of static memory at `addr` (the globals) whose pointer words `mask` tells, one bit a word. The
/// memory and the mask must live for ever. On g0 or before the scheduler runs.
pub fn register_globals(addr: *const u8, bytes: usize, mask: *const u64) {
    with_roots(|r| {
        r.areas.push(Area {
            addr: addr as usize,
            bytes,
            mask,
        })
    });
}

/// Registers a function that reports pointers kept in tables of the runtime or of natives.
pub fn register_root_fn(f: RootFn) {
    with_roots(|r| r.funcs.push(f));
}

/// Sets the function that scans a goroutine's VM frames.
pub fn set_scan_stack(f: ScanStack) {
    with_roots(|r| r.scan_stack = Some(f));
}

/// What the markers of one collection share.
pub(crate) struct Shared {
    parallel: bool,
    /// Markers that have begun. One that begins late finds the root jobs taken and ends at once.
    markers: AtomicUsize,
    idle: AtomicUsize,
    nfull: AtomicUsize,
    lock: RtMutex,
    full: UnsafeCell<Vec<Vec<usize>>>,
    next_job: AtomicUsize,
    areas: Vec<Area>,
    funcs: Vec<RootFn>,
    scan_stack: Option<ScanStack>,
    /// The goroutines, if their stacks are read with the world stopped.
    gs: Vec<*mut G>,
    /// Else the number of G slots at the snapshot, and of the next one to look at.
    slots: usize,
    next_slot: AtomicUsize,
    /// Stacks that were read.
    stacks: AtomicUsize,
    /// `G::scan` of a stack that is being read.
    claimed: u32,
    /// When the snapshot was taken, nanotime.
    began: i64,
    bytes: AtomicUsize,
    /// Old values of overwritten pointers, from the write barrier; not marked yet.
    greys: UnsafeCell<Vec<u64>>,
    /// Entries in `greys` (exact under the lock).
    ngreys: AtomicUsize,
    /// Threads inside [`Shared::work`].
    active: AtomicUsize,
}

// SAFETY: `full` and `greys` are only touched with `lock` held; the Gs are stopped and each is scanned by one marker.
unsafe impl Sync for Shared {}

/// One marker's state; what scan functions report to.
pub struct Marker<'a> {
    arena: ArenaView,
    shared: &'a Shared,
    parallel: bool,
    stack: Vec<usize>,
    ring: [usize; RING],
    ring_at: usize,
    bytes: usize,
    /// Bytes scanned, about.
    scanned: usize,
}

/// What a collection found alive.
pub(crate) struct Marked {
    pub(crate) bytes: usize,
    /// Bytes of globals, and of stacks, about: a goroutine counts as [`G_BYTES`].
    pub(crate) global_bytes: usize,
    pub(crate) stack_bytes: usize,
}

impl Shared {
    /// Notes what there is to mark from, for a collection that ends before the world starts again. World stopped, on g0.
    /// More than one thread may mark if `parallel`.
    pub(crate) fn stopped(parallel: bool) -> Shared {
        let mut sh = Shared::new(parallel);
        if sh.scan_stack.is_some() && !crate::context::getg().is_null() {
            crate::proc::for_each_g(&mut |gp| {
                crate::g::note_waiting(gp, sh.began);
                sh.gs.push(gp)
            });
        }
        sh
    }

    /// As [`Shared::stopped`], for a collection beside the program.
    pub(crate) fn beside() -> Shared {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let mut sh = Shared::new(true);
        if sh.scan_stack.is_some() {
            sh.slots = crate::proc::allglen();
        }
        sh.claimed = NUMBER.fetch_add(1, Relaxed).wrapping_add(1) << 1;
        sh
    }

    fn new(parallel: bool) -> Shared {
        let (areas, funcs, scan_stack) =
            with_roots(|r| (r.areas.clone(), r.funcs.clone(), r.scan_stack));
        Shared {
            parallel,
            markers: AtomicUsize::new(0),
            idle: AtomicUsize::new(0),
            nfull: AtomicUsize::new(0),
            lock: RtMutex::new(Rank::HeapSpan),
            full: UnsafeCell::new(Vec::new()),
            next_job: AtomicUsize::new(0),
            areas,
            funcs,
            scan_stack,
            gs: Vec::new(),
            slots: 0,
            next_slot: AtomicUsize::new(0),
            stacks: AtomicUsize::new(0),
            claimed: 0,
            began: crate::os_linux::nanotime(),
            bytes: AtomicUsize::new(0),
            greys: UnsafeCell::new(Vec::new()),
            ngreys: AtomicUsize::new(0),
            active: AtomicUsize::new(0),
        }
    }

    /// Runs `f` on `n` threads. World stopped, on g0.
    fn on_threads(&self, n: usize, f: &(dyn Fn(usize) + Sync)) {
        if n > 1 {
            // SAFETY: the world is stopped by the caller; markers use no P.
            unsafe { crate::proc::world_stopped_run(n, f) };
        } else {
            f(0);
        }
    }

    /// Marks what the roots point to, and leaves what that points to for [`Shared::work`] and [`Shared::finish`].
    /// World stopped, on g0.
    pub(crate) fn roots(&self, n: usize) {
        // Waking another thread may take longer than to scan some goroutines.
        let n = if self.gs.len() < MANY_GS { 1 } else { n };
        self.on_threads(n, &|i| {
            let mut m = Marker::new(self);
            if i == 0 {
                crate::mfinal::mark_due(&mut m);
                // The goroutine that has stopped the world runs on without being scheduled.
                // SAFETY: on g0, which has its M.
                let me = unsafe { (*(*crate::context::getg()).m).curg };
                if !me.is_null() {
                    // SAFETY: it is at a safepoint.
                    unsafe { self.scan_stack_of(me, &mut m) };
                }
            }
            m.run_jobs();
            m.give_all();
        });
    }

    /// Marks all that is left, on up to `n` threads, roots too if they were not looked at yet. World stopped, on g0,
    /// nobody in [`Shared::work`]. `again` is called by one marker after that, with the right to mark more
    /// (finalizers).
    pub(crate) fn finish(&self, n: usize, mut again: impl FnMut(&mut Marker<'_>)) -> Marked {
        self.markers.store(0, Relaxed);
        self.idle.store(0, Relaxed);
        // After marking beside the program next to nothing is left.
        let begun = self.next_job.load(Relaxed) > 0;
        let n = if begun && self.nfull.load(Relaxed) < 4 {
            1
        } else {
            n
        };
        self.on_threads(n, &|_| run_marker(self));
        let mut last = Marker::new(self);
        last.parallel = false;
        last.take_greys();
        last.drain();
        again(&mut last);
        last.drain();
        last.finish();
        let areas: usize = self.areas.iter().map(|a| a.bytes).sum();
        Marked {
            global_bytes: areas,
            stack_bytes: (self.gs.len() + self.stacks.load(Relaxed)) * G_BYTES,
            bytes: self.bytes.load(Relaxed),
        }
    }

    /// Takes old values from the write barrier. On g0.
    pub(crate) fn add_greys(&self, words: &[u64]) {
        self.lock.lock();
        // SAFETY: under the lock.
        unsafe { (*self.greys.get()).extend_from_slice(words) };
        self.ngreys.fetch_add(words.len(), Release);
        self.lock.unlock();
    }

    /// Scans about `budget` bytes beside the running program; gives the bytes scanned, 0 when there was nothing to
    /// take. On g0.
    pub(crate) fn work(&self, budget: usize) -> usize {
        self.active.fetch_add(1, SeqCst);
        let mut m = Marker::new(self);
        loop {
            m.take_greys();
            if !m.take_full() && m.stack.is_empty() && !m.scan_stacks() {
                break;
            }
            m.drain_some(budget);
            if m.scanned >= budget {
                break;
            }
        }
        m.give_all();
        let done = m.scanned;
        self.active.fetch_sub(1, SeqCst);
        done
    }

    /// Whether nothing is left that somebody could take, and nobody is at work.
    pub(crate) fn is_idle(&self) -> bool {
        self.active.load(SeqCst) == 0
            && self.next_slot.load(SeqCst) >= self.slots
            && self.nfull.load(SeqCst) == 0
            && self.ngreys.load(SeqCst) == 0
    }

    /// Reads the stack of `gp`, if nobody else has or does.
    ///
    /// # Safety
    /// A collection beside the program, which keeps `gp` from running unless its stack has been read.
    unsafe fn scan_stack_of(&self, gp: *mut G, m: &mut Marker<'_>) {
        // SAFETY: Gs are never freed; the claim makes this thread the only one at the stack.
        unsafe {
            let word = &(*gp).scan;
            let seen = word.load(Acquire);
            if seen | 1 == self.claimed | 1
                || word
                    .compare_exchange(seen, self.claimed, AcqRel, Relaxed)
                    .is_err()
            {
                return;
            }
            if readgstatus(gp) != GDEAD
                && let Some(scan) = self.scan_stack
            {
                crate::g::note_waiting(gp, self.began);
                scan(gp, m);
                m.scanned += G_BYTES;
                self.stacks.fetch_add(1, Relaxed);
            }
            word.store(self.claimed | 1, Release);
        }
    }

    /// Has the stack of `gp` read, by this thread or another.
    ///
    /// # Safety
    /// As for [`Shared::scan_stack_of`]; the caller owns `gp` and is about to let it run.
    pub(crate) unsafe fn scan_before_run(&self, gp: *mut G) {
        // SAFETY: contract of the caller.
        unsafe {
            if (*gp).scan.load(Acquire) == self.claimed | 1 {
                return;
            }
            let mut m = Marker::with_room(self, 64);
            self.scan_stack_of(gp, &mut m);
            m.give_all();
            while (*gp).scan.load(Acquire) != self.claimed | 1 {
                crate::os_linux::osyield();
            }
        }
    }
}

fn run_marker(shared: &Shared) {
    shared.markers.fetch_add(1, AcqRel);
    let mut m = Marker::new(shared);
    m.run_jobs();
    loop {
        while m.scan_stacks() {}
        m.drain();
        if !m.steal() {
            break;
        }
    }
    m.finish();
}

impl<'a> Marker<'a> {
    fn new(shared: &'a Shared) -> Marker<'a> {
        Marker::with_room(shared, 1024)
    }

    fn with_room(shared: &'a Shared, room: usize) -> Marker<'a> {
        Marker {
            arena: ArenaView::now(),
            shared,
            parallel: shared.parallel,
            stack: Vec::with_capacity(room),
            ring: [0; RING],
            ring_at: 0,
            bytes: 0,
            scanned: 0,
        }
    }

    fn finish(&mut self) {
        self.shared.bytes.fetch_add(self.bytes, Relaxed);
        self.bytes = 0;
    }

    /// Takes the old values that barriers have handed in.
    fn take_greys(&mut self) {
        let sh = self.shared;
        if sh.ngreys.load(Acquire) == 0 {
            return;
        }
        sh.lock.lock();
        // SAFETY: under the lock.
        let words = core::mem::take(unsafe { &mut *sh.greys.get() });
        sh.ngreys.store(0, Release);
        sh.lock.unlock();
        words.iter().for_each(|&w| self.mark_word(w));
    }

    /// Takes a shared buffer, if there is one.
    fn take_full(&mut self) -> bool {
        let sh = self.shared;
        if sh.nfull.load(Acquire) == 0 {
            return false;
        }
        sh.lock.lock();
        // SAFETY: under the lock.
        let got = unsafe { (*sh.full.get()).pop() };
        if got.is_some() {
            sh.nfull.fetch_sub(1, AcqRel);
        }
        sh.lock.unlock();
        match got {
            Some(v) if self.stack.is_empty() => self.stack = v,
            Some(v) => self.stack.extend_from_slice(&v),
            None => return false,
        }
        true
    }

    /// Shares everything this marker still has to scan, and counts what it marked.
    fn give_all(&mut self) {
        for at in 0..RING {
            let obj = core::mem::replace(&mut self.ring[at], 0);
            if obj != 0 {
                self.stack.push(obj);
            }
        }
        if !self.stack.is_empty() {
            let all = core::mem::take(&mut self.stack);
            let sh = self.shared;
            sh.lock.lock();
            // SAFETY: under the lock.
            let full = unsafe { &mut *sh.full.get() };
            match full.last_mut() {
                // A few objects of each of many stacks share a buffer.
                Some(last) if all.len() < SHARE_ABOVE && last.len() < MERGE_BELOW => {
                    last.extend_from_slice(&all)
                }
                _ => {
                    full.push(all);
                    sh.nfull.fetch_add(1, Release);
                }
            }
            sh.lock.unlock();
        }
        self.finish();
    }

    /// Scans until the stack is empty or `budget` bytes are reached.
    fn drain_some(&mut self, budget: usize) {
        let (mut empty_turns, mut turns) = (0, 0u32);
        while self.scanned < budget && empty_turns <= RING {
            let next = self.stack.pop().unwrap_or(0);
            if next == 0 {
                empty_turns += 1;
            } else {
                empty_turns = 0;
                prefetch(next);
                // So that assists find something. The older half are the larger subtrees, however short the stack is.
                turns += 1;
                if turns % SHARE_TURNS == 0
                    && self.stack.len() > 3
                    && self.shared.nfull.load(Relaxed) < 2
                {
                    self.share_slow();
                }
            }
            let obj = core::mem::replace(&mut self.ring[self.ring_at], next);
            self.ring_at = (self.ring_at + 1) % RING;
            if obj != 0 {
                self.scan(obj);
            }
        }
    }

    /// Reads the stacks of some goroutines beside the program; false when there are none left to look at.
    fn scan_stacks(&mut self) -> bool {
        let sh = self.shared;
        if sh.next_slot.load(Relaxed) >= sh.slots {
            return false;
        }
        let first = sh.next_slot.fetch_add(GS_PER_JOB, SeqCst);
        if first >= sh.slots {
            return false;
        }
        let mut gs = [core::ptr::null_mut(); GS_PER_JOB];
        let n = crate::proc::allg_part(first, &mut gs);
        for &gp in &gs[..n] {
            // SAFETY: the collection is under way, beside the program or at its end.
            unsafe { sh.scan_stack_of(gp, self) };
        }
        true
    }

    /// Does root jobs until none is left: an area, a function, or a few goroutines each.
    fn run_jobs(&mut self) {
        let sh = self.shared;
        loop {
            let job = sh.next_job.fetch_add(1, Relaxed);
            if let Some(a) = sh.areas.get(job) {
                // SAFETY: registered areas live for ever and have their masks.
                unsafe { self.mark_range_with_mask(a.addr as *const u8, a.bytes, a.mask) };
                continue;
            }
            let job = job - sh.areas.len();
            if let Some(f) = sh.funcs.get(job) {
                f(self);
                continue;
            }
            let first = (job - sh.funcs.len()) * GS_PER_JOB;
            if first >= sh.gs.len() {
                return;
            }
            if let Some(scan) = sh.scan_stack {
                for &gp in &sh.gs[first..sh.gs.len().min(first + GS_PER_JOB)] {
                    // SAFETY: the G is stopped at a safepoint, and this job alone scans it.
                    unsafe { scan(gp, self) };
                }
            }
        }
    }

    /// Marks what `word` points into, if it is the address of an object or lies inside one. Any value is allowed.
    #[inline(always)]
    pub fn mark_word(&mut self, word: u64) {
        let addr = word as usize;
        let s = self.arena.span_of(addr);
        if !s.is_null() {
            self.mark_in_span(s, addr);
        }
    }

    #[inline]
    fn mark_in_span(&mut self, s: *mut Mspan, addr: usize) {
        // SAFETY: from the page table. While somebody marks, spans in use change only in their atomic parts (mark bits,
        // `freeindex`).
        let Some(s) = (unsafe { Mspan::holding(s, addr) }) else {
            return;
        };
        let i = s.index_of(addr);
        if !s.is_allocated(i) {
            return;
        }
        let (word, bit) = (&s.mark_bits[i / 64], 1u64 << (i % 64));
        if word.load(Relaxed) & bit != 0 {
            return;
        }
        if self.parallel {
            if word.fetch_or(bit, Relaxed) & bit != 0 {
                return;
            }
        } else {
            word.store(word.load(Relaxed) | bit, Relaxed);
        }
        self.bytes += s.slot;
        self.push(s, i);
    }

    /// Puts slot `i` of `s` on the stack, if there is anything to scan in it.
    #[inline(always)]
    fn push(&mut self, s: &Mspan, i: usize) {
        match s.kind {
            SpanKind::Noscan | SpanKind::Free => {}
            SpanKind::Large => {
                let mut at = s.base;
                while at < s.limit {
                    self.stack.push(at);
                    at += PIECE;
                }
            }
            SpanKind::Layout | SpanKind::Header => self.stack.push(s.base + i * s.slot),
        }
    }

    /// Marks the words of `bytes` at `start` whose mask bit is set.
    ///
    /// # Safety
    /// The range is readable and 8-byte aligned; the mask has a bit for each of its words.
    pub unsafe fn mark_range_with_mask(
        &mut self,
        start: *const u8,
        bytes: usize,
        mask: *const u64,
    ) {
        let (words, p) = (bytes / 8, start.cast::<u64>());
        for w in 0..words.div_ceil(64) {
            // SAFETY: contract of the caller.
            let mut bits = unsafe { *mask.add(w) };
            if words - w * 64 < 64 {
                bits &= (1 << (words - w * 64)) - 1;
            }
            while bits != 0 {
                let i = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                // SAFETY: word w*64+i lies in the range.
                self.mark_word(unsafe { *p.add(w * 64 + i) });
            }
        }
    }

    /// Marks each of `n` words at `start`, whatever they are.
    ///
    /// # Safety
    /// The range is readable and 8-byte aligned.
    pub unsafe fn mark_words(&mut self, start: *const u64, n: usize) {
        for i in 0..n {
            // SAFETY: contract of the caller.
            self.mark_word(unsafe { *start.add(i) });
        }
    }

    /// Marks the pointers of `n` values of `typ` at `start`.
    ///
    /// # Safety
    /// The values are readable and aligned; `typ` is null or valid.
    pub unsafe fn mark_typed(&mut self, start: *const u8, typ: *const GcType, n: usize) {
        // SAFETY: contract of the caller.
        unsafe {
            if typ.is_null() || (*typ).ptrdata == 0 {
                return;
            }
            for i in 0..n {
                self.mark_range_with_mask(
                    start.add(i * (*typ).size),
                    (*typ).ptrdata,
                    (*typ).ptrmask,
                );
            }
        }
    }

    /// Scans until this marker's stack and ring are empty.
    fn drain(&mut self) {
        let mut empty_turns = 0;
        loop {
            let next = self.stack.pop().unwrap_or(0);
            if next == 0 {
                empty_turns += 1;
                if empty_turns > RING {
                    return;
                }
            } else {
                empty_turns = 0;
                prefetch(next);
                if self.parallel && self.stack.len() > SHARE_ABOVE {
                    self.share();
                }
            }
            let obj = core::mem::replace(&mut self.ring[self.ring_at], next);
            self.ring_at = (self.ring_at + 1) % RING;
            if obj != 0 {
                self.scan(obj);
            }
        }
    }

    /// Scans the object that starts at `obj` (for large ones, the piece).
    fn scan(&mut self, obj: usize) {
        let s = self.arena.span_of(obj);
        // SAFETY: objects on the stack lie in spans in use; their pointer words are initialised, since memory that may
        // hold pointers is handed out zeroed. The program may write them meanwhile; a word is read whole.
        unsafe {
            self.scanned += (*s).slot.min(PIECE);
            match (*s).kind {
                SpanKind::Layout => {
                    let mut bits = (*s).layout;
                    let p = obj as *const u64;
                    while bits != 0 {
                        let i = bits.trailing_zeros() as usize;
                        bits &= bits - 1;
                        self.mark_word(p.add(i).read_volatile());
                    }
                }
                SpanKind::Header => {
                    let typ = *(obj as *const *const GcType);
                    self.scan_elems(obj + 8, obj + (*s).slot, obj + 8, obj + (*s).slot, &*typ);
                }
                SpanKind::Large => {
                    self.scan_elems(
                        (*s).base,
                        (*s).limit,
                        obj,
                        (*s).limit.min(obj + PIECE),
                        &*(*s).typ,
                    );
                }
                SpanKind::Noscan | SpanKind::Free => {}
            }
        }
    }

    /// Marks the pointers between `from` and `to` of an array of `t` that fills `base..limit`.
    unsafe fn scan_elems(&mut self, base: usize, limit: usize, from: usize, to: usize, t: &GcType) {
        let size = t.size;
        // An element that begins before `from` may reach into it.
        let mut at = base + (from - base) / size * size;
        // SAFETY: all words touched lie in base..limit; the mask covers ptrdata.
        unsafe {
            if t.ptrdata <= 512 {
                let mask = *t.ptrmask & low_bits(t.ptrdata / 8);
                while at < to && at + t.ptrdata <= limit {
                    let mut bits = mask;
                    while bits != 0 {
                        let i = bits.trailing_zeros() as usize;
                        bits &= bits - 1;
                        self.mark_word((at as *const u64).add(i).read_volatile());
                    }
                    at += size;
                }
            } else {
                while at < to && at + t.ptrdata <= limit {
                    let first = if at < from { (from - at) / 8 } else { 0 };
                    let end = (t.ptrdata / 8).min((to - at).div_ceil(8));
                    for i in first..end {
                        if *t.ptrmask.add(i / 64) >> (i % 64) & 1 != 0 {
                            self.mark_word((at as *const u64).add(i).read_volatile());
                        }
                    }
                    at += size;
                }
            }
        }
    }

    /// Gives the older half of the stack to the others, if somebody has nothing to do.
    #[inline]
    fn share(&mut self) {
        if self.shared.idle.load(Relaxed) > self.shared.nfull.load(Relaxed) {
            self.share_slow();
        }
    }

    #[cold]
    #[inline(never)]
    fn share_slow(&mut self) {
        let half = self.stack.len() / 2;
        let rest = self.stack.split_off(half);
        let older = core::mem::replace(&mut self.stack, rest);
        let sh = self.shared;
        sh.lock.lock();
        // SAFETY: under the lock.
        unsafe { (*sh.full.get()).push(older) };
        sh.nfull.fetch_add(1, Release);
        sh.lock.unlock();
    }

    /// Takes shared work; false when all is marked.
    fn steal(&mut self) -> bool {
        let sh = self.shared;
        if !self.parallel {
            return false;
        }
        sh.idle.fetch_add(1, AcqRel);
        let mut turns = 0u32;
        loop {
            if sh.nfull.load(Acquire) > 0 {
                sh.lock.lock();
                // SAFETY: under the lock.
                let got = unsafe { (*sh.full.get()).pop() };
                if let Some(v) = got {
                    // Not idle before the buffer is gone, or others could think that all is done.
                    sh.idle.fetch_sub(1, AcqRel);
                    sh.nfull.fetch_sub(1, AcqRel);
                    sh.lock.unlock();
                    self.stack = v;
                    return true;
                }
                sh.lock.unlock();
            }
            if sh.idle.load(Acquire) == sh.markers.load(Acquire) {
                return false;
            }
            turns += 1;
            if turns.is_multiple_of(64) {
                crate::os_linux::osyield();
            } else {
                core::hint::spin_loop();
            }
        }
    }

    /// Whether the object that `addr` points into is marked; true for what is no heap object. For finalizers.
    pub(crate) fn is_marked(&self, addr: usize) -> bool {
        let s = self.arena.span_of(addr);
        if s.is_null() {
            return true;
        }
        // SAFETY: as in mark_in_span.
        let Some(s) = (unsafe { Mspan::holding(s, addr) }) else {
            return true;
        };
        let i = s.index_of(addr);
        s.mark_bits[i / 64].load(Relaxed) >> (i % 64) & 1 != 0
    }

    /// Marks what the object at `addr` points to, not the object itself. For finalizers.
    pub(crate) fn mark_contents(&mut self, addr: usize) {
        let s = self.arena.span_of(addr);
        if s.is_null() {
            return;
        }
        // SAFETY: as in mark_in_span.
        let Some(s) = (unsafe { Mspan::holding(s, addr) }) else {
            return;
        };
        let i = s.index_of(addr);
        if s.is_allocated(i) {
            self.push(s, i);
        }
    }

    /// Marks to the end what was reported so far. For finalizers, between questions of [`Marker::is_marked`].
    pub(crate) fn drain_now(&mut self) {
        self.drain();
    }
}

fn low_bits(n: usize) -> u64 {
    if n >= 64 { !0 } else { (1 << n) - 1 }
}

#[inline(always)]
fn prefetch(addr: usize) {
    // SAFETY: a prefetch has no effect but on caches, whatever the address.
    unsafe {
        core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(addr as *const i8)
    }
}
