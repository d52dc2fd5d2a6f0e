//! Natives: functions of the standard library written in Rust, and how they see their window.
//!
//! A native finds its arguments in slot form from slot 0 of its window and writes its results there, from slot 0, too
//! (so it reads every argument before it writes the first result). Kinds (see ARCHITECTURE.md):
//!
//! * `leaf`: on the goroutine's small stack; no allocation, locks, formatting; a few hundred bytes of stack.
//! * `park`: on the goroutine's small stack; may park. Heavy work goes through `systemstack`.
//! * `syscall`: on g0 between entersyscall and exitsyscall; must not allocate or look at the heap's structure. It sees
//!   a copy of the window.
//! * `g0`: on g0; may allocate. Allocation never starts a collection inside a native, so fresh pointers may stay in
//!   Rust variables; nothing may be kept across calls.
//!
//! A native fails by one of the `raise_…` methods and returns; the VM then panics as if the caller had.

use crate::dispatch::{Base, Next, Pc};
use crate::frame::{after, save};
use crate::load::{NativeEntry, Vm, vm};
use crate::rtype::RType;
use minigo_bytecode::fail;
use minigo_runtime::malloc;
use minigo_runtime::{G, systemstack};

/// The Rust side of a native.
pub type NativeFn = fn(&mut NativeCtx);

/// On which stack and under which rules a native runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NativeKind {
    /// On the G's stack, short, no allocation.
    Leaf,
    /// On the G's stack, may park.
    Park,
    /// On g0 inside a system call.
    Syscall,
    /// On g0, may allocate.
    G0,
}

/// One registered native.
#[derive(Clone, Copy)]
pub struct Native {
    /// Where it runs.
    pub kind: NativeKind,
    /// What it runs.
    pub f: NativeFn,
}

/// All natives by full name: `math.Floor`, `sync.(*Mutex).lockSlow`. It is made whenever a program starts and then asked
/// for the few natives that the program has: a list is cheaper than a map.
#[derive(Default)]
pub struct Registry {
    list: Vec<(&'static str, Native)>,
}

impl Registry {
    /// An empty registry.
    pub fn new() -> Registry {
        Registry::default()
    }
    /// Adds a leaf.
    pub fn leaf(&mut self, name: &'static str, f: NativeFn) {
        self.add(name, NativeKind::Leaf, f);
    }
    /// Adds one that may park.
    pub fn park(&mut self, name: &'static str, f: NativeFn) {
        self.add(name, NativeKind::Park, f);
    }
    /// Adds a system call.
    pub fn syscall(&mut self, name: &'static str, f: NativeFn) {
        self.add(name, NativeKind::Syscall, f);
    }
    /// Adds one that runs on g0.
    pub fn g0(&mut self, name: &'static str, f: NativeFn) {
        self.add(name, NativeKind::G0, f);
    }
    /// Adds a native of any kind; a second one of the same name replaces the first.
    pub fn add(&mut self, name: &'static str, kind: NativeKind, f: NativeFn) {
        self.list.push((name, Native { kind, f }));
    }
    /// Looks a native up.
    pub fn get(&self, name: &str) -> Option<Native> {
        let found = self.list.iter().rfind(|(n, _)| *n == name);
        found.map(|&(_, native)| native)
    }
    /// All names, in no order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.list.iter().map(|&(name, _)| name)
    }
}

/// How a native failed.
pub enum Raise {
    /// A run-time error (`runtime.Error`) with this text, shown without "runtime error: " before it.
    Plain(String),
    /// `panic(value)`: type word (no methods) and data word.
    Value(*const RType, u64),
    /// A call of `FAILURES[i]` with these argument slots.
    Failure(usize, [u64; 2]),
    /// `runtime.Goexit`.
    Goexit,
}

/// What a native gets: its window and the goroutine.
pub struct NativeCtx {
    /// The goroutine that calls.
    pub g: *mut G,
    /// The window, in slot form. At least as many slots as parameters or results, whichever are more.
    pub win: *mut u64,
    pub(crate) raise: Option<Raise>,
}

#[allow(clippy::missing_safety_doc)]
impl NativeCtx {
    /// The loaded program.
    pub fn vm(&self) -> &'static Vm {
        vm()
    }
    /// Slot `i` as raw bits.
    #[inline(always)]
    pub fn word(&self, i: usize) -> u64 {
        // SAFETY: natives address slots of their own signature; the window has them.
        unsafe { *self.win.add(i) }
    }
    /// Sets slot `i`.
    #[inline(always)]
    pub fn set(&mut self, i: usize, v: u64) {
        // SAFETY: as for `word`.
        unsafe { *self.win.add(i) = v }
    }
    /// Slot `i` as a signed integer.
    #[inline(always)]
    pub fn int(&self, i: usize) -> i64 {
        self.word(i) as i64
    }
    /// Sets slot `i` to a signed integer (narrow ones sign-extended).
    #[inline(always)]
    pub fn set_int(&mut self, i: usize, v: i64) {
        self.set(i, v as u64)
    }
    /// Slot `i` as a bool.
    #[inline(always)]
    pub fn bool(&self, i: usize) -> bool {
        self.word(i) & 1 != 0
    }
    /// Sets slot `i` to a bool.
    #[inline(always)]
    pub fn set_bool(&mut self, i: usize, v: bool) {
        self.set(i, v as u64)
    }
    /// Slot `i` as a float64.
    #[inline(always)]
    pub fn f64(&self, i: usize) -> f64 {
        f64::from_bits(self.word(i))
    }
    /// Sets slot `i` to a float64.
    #[inline(always)]
    pub fn set_f64(&mut self, i: usize, v: f64) {
        self.set(i, v.to_bits())
    }
    /// Slot `i` as a float32.
    #[inline(always)]
    pub fn f32(&self, i: usize) -> f32 {
        f32::from_bits(self.word(i) as u32)
    }
    /// Sets slot `i` to a float32.
    #[inline(always)]
    pub fn set_f32(&mut self, i: usize, v: f32) {
        self.set(i, v.to_bits() as u64)
    }
    /// Slot `i` as a pointer.
    #[inline(always)]
    pub fn ptr(&self, i: usize) -> *mut u8 {
        self.word(i) as *mut u8
    }
    /// Sets slot `i` to a pointer.
    #[inline(always)]
    pub fn set_ptr(&mut self, i: usize, p: *const u8) {
        self.set(i, p as u64)
    }
    /// The string in slots `i`, `i+1`. The bytes live as long as the native runs.
    #[inline(always)]
    pub fn bytes(&self, i: usize) -> &'static [u8] {
        let n = self.word(i + 1) as usize;
        if n == 0 {
            return &[];
        }
        // SAFETY: a string's pointer is valid for its length, and strings never change.
        unsafe { std::slice::from_raw_parts(self.ptr(i), n) }
    }
    /// The string in slots `i`, `i+1` as UTF-8, bad bytes replaced.
    pub fn str(&self, i: usize) -> std::borrow::Cow<'static, str> {
        String::from_utf8_lossy(self.bytes(i))
    }
    /// The slice in slots `i…i+2`: pointer, length, capacity (in elements).
    #[inline(always)]
    pub fn slice(&self, i: usize) -> (*mut u8, usize, usize) {
        (
            self.ptr(i),
            self.word(i + 1) as usize,
            self.word(i + 2) as usize,
        )
    }
    /// The bytes of the `[]byte` in slots `i…i+2`. Only while nobody else writes them.
    #[inline(always)]
    pub fn byte_slice(&mut self, i: usize) -> &'static mut [u8] {
        let (p, n, _) = self.slice(i);
        if n == 0 {
            return &mut [];
        }
        // SAFETY: a slice's pointer is valid for its length in bytes here; a racing goroutine is the program's bug.
        unsafe { std::slice::from_raw_parts_mut(p, n) }
    }
    /// Sets slots `i`, `i+1` to a string that already lives on the heap or in static memory.
    #[inline(always)]
    pub fn set_str_raw(&mut self, i: usize, p: *const u8, n: usize) {
        self.set_ptr(i, p);
        self.set(i + 1, n as u64);
    }
    /// Sets slots `i…i+2` to a slice.
    #[inline(always)]
    pub fn set_slice(&mut self, i: usize, p: *const u8, len: usize, cap: usize) {
        self.set_ptr(i, p);
        self.set(i + 1, len as u64);
        self.set(i + 2, cap as u64);
    }
    /// Copies `s` to a new heap string in slots `i`, `i+1` (g0 natives).
    pub fn set_str(&mut self, i: usize, s: &[u8]) {
        let (p, n) = self.new_str(s);
        self.set_str_raw(i, p, n);
    }
    /// A heap copy of `s`: the two words of a string (g0 natives).
    pub fn new_str(&mut self, s: &[u8]) -> (*mut u8, usize) {
        if s.is_empty() {
            return (std::ptr::null_mut(), 0);
        }
        let p = self.alloc_bytes(s.len());
        // SAFETY: fresh memory of that many bytes.
        unsafe { p.copy_from_nonoverlapping(s.as_ptr(), s.len()) };
        (p, s.len())
    }
    /// Fresh memory for bytes, not zeroed (g0 natives).
    pub fn alloc_bytes(&mut self, n: usize) -> *mut u8 {
        // SAFETY: natives that allocate hold a P.
        unsafe { malloc::mallocgc(n, std::ptr::null(), false) }
    }
    /// Sets slots `i…i+2` to a new `[]byte` with these bytes (g0 natives).
    pub fn set_byte_slice(&mut self, i: usize, s: &[u8]) {
        let p = self.alloc_bytes(s.len());
        // SAFETY: fresh memory of that many bytes.
        unsafe { p.copy_from_nonoverlapping(s.as_ptr(), s.len()) };
        self.set_slice(i, p, s.len(), s.len());
    }
    /// Zeroed memory for `n` values of a type, one after the other (g0 natives).
    pub fn alloc(&mut self, t: &RType, n: usize) -> *mut u8 {
        // SAFETY: natives that allocate hold a P; the type is the program's.
        unsafe { malloc::mallocgc(t.size * n, &raw const t.gc, true) }
    }
    /// Sets slots `i…i+2` to a new `[]string` (g0 natives).
    pub fn set_str_slice(&mut self, i: usize, v: &[&[u8]]) {
        let t = self.known("string");
        let p = self.alloc(t, v.len()) as *mut u64;
        for (k, s) in v.iter().enumerate() {
            let (sp, n) = self.new_str(s);
            // SAFETY: `p` has room for two words for each string.
            unsafe {
                *p.add(2 * k) = sp as u64;
                *p.add(2 * k + 1) = n as u64;
            }
        }
        self.set_slice(i, p as *const u8, v.len(), v.len());
    }
    /// The interface without methods in slots `i`, `i+1`: dynamic type (`None`: nil) and data word.
    pub fn eface(&self, i: usize) -> (Option<&'static RType>, u64) {
        // SAFETY: a type word is null or an RType, which lives for ever.
        (
            unsafe { (self.word(i) as *const RType).as_ref() },
            self.word(i + 1),
        )
    }
    /// Sets slots `i`, `i+1` to an interface without methods.
    pub fn set_eface(&mut self, i: usize, t: Option<&RType>, data: u64) {
        self.set(i, t.map_or(0, |t| t as *const RType as u64));
        self.set(i + 1, data);
    }
    /// A run-time type by its name in `Program::known_types` ("int", "string", "[]byte", "error"…).
    pub fn known(&self, name: &str) -> &'static RType {
        self.vm()
            .known(name)
            .expect("the compiler lists the types that natives name")
    }
    /// Fails with a run-time error of this text.
    pub fn raise_plain(&mut self, text: impl Into<String>) {
        self.raise = Some(Raise::Plain(text.into()));
    }
    /// Fails with `panic(value)`, given as type and data word.
    pub fn raise_value(&mut self, t: &RType, data: u64) {
        self.raise = Some(Raise::Value(t, data));
    }
    /// Fails as `runtime.FAILURES[i]` would.
    pub fn raise_failure(&mut self, name: &str, a: u64, b: u64) {
        let i = minigo_bytecode::FAILURES
            .iter()
            .position(|n| *n == name)
            .expect("a name of the FAILURES table");
        self.raise = Some(Raise::Failure(i, [a, b]));
    }
    /// Ends the goroutine after running its deferred calls.
    pub fn raise_goexit(&mut self) {
        self.raise = Some(Raise::Goexit);
    }
}

impl NativeCtx {
    /// Runs `f` on g0 as a system call, for natives that may park. The P may be another one afterwards.
    ///
    /// # Safety
    /// On a goroutine's stack with its frames published (a native of kind park). `f` must not allocate from the heap or
    /// look at its structure, and touches memory of the program only as the kernel would.
    pub unsafe fn in_syscall<R>(&mut self, f: impl FnOnce() -> R) -> R {
        // SAFETY: the caller's promise.
        unsafe {
            minigo_runtime::entersyscall();
            let r = systemstack(f);
            minigo_runtime::exitsyscall();
            r
        }
    }
}

/// Runs a native for the `CallNative` at `pc`, whose window is `win`, on the stack that its kind asks for.
///
/// # Safety
/// From the handler: the operands are verified, `win` holds the arguments.
#[inline(never)]
pub(crate) unsafe fn run(
    entry: *const NativeEntry,
    pc: Pc,
    base: Base,
    win: *mut u64,
    g: *mut G,
) -> Next {
    // SAFETY: the handler's promise. The registers are saved before anything that may park or allocate.
    unsafe {
        let mut ctx = NativeCtx {
            g,
            win,
            raise: None,
        };
        let f = (*entry).f;
        match (*entry).kind {
            NativeKind::Leaf => f(&mut ctx),
            NativeKind::Park => {
                save(g, pc, base);
                f(&mut ctx);
            }
            NativeKind::G0 => {
                // A collection that the last native asked for happens here, where the arguments are fixed slots.
                if win == base {
                    crate::ops::gc_point(pc, base, g, 0);
                }
                save(g, pc, base);
                systemstack(|| f(&mut ctx));
            }
            NativeKind::Syscall => {
                save(g, pc, base);
                run_syscall(&mut ctx, f, (*entry).nslots as usize);
            }
        }
        match ctx.raise.take() {
            None => after(pc, 0, base),
            Some(r) => raise(r, pc, base, g),
        }
    }
}

/// Slots of the copy that a syscall native works on.
const MAX_SYSCALL_SLOTS: usize = 16;

/// Runs a syscall native on a copy of its window, because the collector may read the window meanwhile.
#[inline(never)]
unsafe fn run_syscall(ctx: &mut NativeCtx, f: NativeFn, n: usize) {
    let mut copy = [0u64; MAX_SYSCALL_SLOTS];
    let n = n.min(MAX_SYSCALL_SLOTS);
    // SAFETY: the window has `n` slots (parameters or results of its function).
    unsafe {
        let win = ctx.win;
        std::ptr::copy_nonoverlapping(win, copy.as_mut_ptr(), n);
        ctx.win = copy.as_mut_ptr();
        minigo_runtime::entersyscall();
        systemstack(|| f(ctx));
        minigo_runtime::exitsyscall();
        ctx.win = win;
        std::ptr::copy_nonoverlapping(copy.as_ptr(), win, n);
    }
}

/// Panics as the native asked.
#[cold]
#[inline(never)]
unsafe fn raise(r: Raise, pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        match r {
            Raise::Plain(text) => {
                let (p, n) = systemstack(|| {
                    let p = malloc::mallocgc(text.len(), std::ptr::null(), false);
                    p.copy_from_nonoverlapping(text.as_ptr(), text.len());
                    (p, text.len())
                });
                systemstack(|| drop(text));
                crate::panic::fail(pc, base, g, fail::PLAIN, &[p as u64, n as u64])
            }
            Raise::Value(t, data) => crate::panic::panic_value(pc, base, g, [t as u64, data]),
            Raise::Failure(i, args) => crate::panic::fail(pc, base, g, i, &args),
            Raise::Goexit => crate::panic::goexit(pc, base, g),
        }
    }
}
