//! The loader: makes a verified `Program` into what handlers run on.
//!
//! Everything an instruction can name lies in one block of memory: code, function records, types, constants, string
//! headers, itab pointers and the globals. So the loader rewrites each index into a byte offset from the word that
//! holds it (`pc + imm` is the address), and a handler needs no table. Calls become offsets of the callee's entry.
//!
//! The block lives for ever. Nothing in it changes after [`load`] but the globals. A program that grows ([`Growing`],
//! for interactive input) has tables with room behind what is filled; the world is stopped while they grow.

use crate::native::{NativeFn, NativeKind, Registry};
use crate::rtype::{self, RType};
use minigo_bytecode::opcode::{ExtRole, Role, VAR_EXT, ext_role};
use minigo_bytecode::{FLAG_NATIVE, Func, FuncId, Instr, Line, Op, Program, SlotKind};
use minigo_runtime::malloc::GcType;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::{AtomicPtr, Ordering::*};

/// What the VM knows of a function. Word 0 of a closure object points here; the entry comes first for calls.
#[repr(C)]
pub struct FuncInfo {
    /// First instruction.
    pub entry: *const u64,
    /// Closure object of a function without captures: its one word, which points to this record.
    pub static_closure: *const FuncInfo,
    /// Layout of a closure object: the function word and the captures.
    pub closure: GcType,
    /// Fixed slots.
    pub nslots: u32,
    /// Most slots the window uses.
    pub frame_slots: u32,
    /// Slots of parameters.
    pub param_slots: u32,
    /// Slots of results.
    pub result_slots: u32,
    /// Where a recovered panic goes on (`DeferRun`), or null.
    pub recover_pc: *const u64,
    /// Words of code.
    pub code_len: usize,
    /// FLAG_… bits.
    pub flags: u8,
    /// Full name.
    pub name: &'static str,
    /// Indices of the fixed slots that are scanned (kinds P and D).
    pub ptr_slots: &'static [u16],
    /// Line table.
    pub lines: &'static [Line],
    /// Declaration.
    pub decl: Line,
    /// Live slots at its safepoints; null until one of its frames is scanned (`liveness::of`).
    pub live: AtomicPtr<crate::liveness::LiveMap>,
}

/// A native as `CallNative` finds it.
pub struct NativeEntry {
    /// Where it runs.
    pub kind: NativeKind,
    /// Slots of its window: parameters or results, whichever are more.
    pub nslots: u32,
    /// What it runs.
    pub f: NativeFn,
    /// Its name.
    pub name: &'static str,
}

/// Words of the stub that a VM-made call returns to.
pub const STUB_WORDS: usize = 2;

/// What happens when a call that the VM made returns; operand b of `Stub`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum StubKind {
    /// The goroutine's function returned.
    Exit,
    /// A deferred call of `DeferRun` returned: run `DeferRun` again.
    Defer,
    /// A deferred call made by a panic or Goexit returned.
    Panic,
    /// A failure function returned, which none may.
    Fail,
    /// `preprintpanic` returned while an uncaught panic is being printed.
    Preprint,
    /// `printpanicval` returned while an uncaught panic is being printed.
    Print,
}

/// Number of stubs.
const STUBS: usize = 6;

/// The loaded program.
pub struct Vm {
    /// All functions, ascending by entry.
    pub funcs: &'static [FuncInfo],
    /// All types.
    pub types: &'static [RType],
    /// The stubs' code.
    pub stubs: *const u64,
    /// `FAILURES`, null where the program has none.
    pub failures: Vec<*const FuncInfo>,
    /// Natives of the program.
    pub natives: &'static [NativeEntry],
    /// Globals and their size in bytes.
    pub globals: *mut u8,
    /// See `globals`.
    pub globals_bytes: usize,
    /// Byte offsets of pointer words in the globals.
    pub globals_ptrs: Vec<u32>,
    /// Source file names.
    pub files: Vec<&'static str>,
    /// The entry function.
    pub entry: *const FuncInfo,
    known: HashMap<String, u32>,
}

static VM: AtomicPtr<Vm> = AtomicPtr::new(std::ptr::null_mut());

/// The loaded program. Only after [`load`].
#[inline(always)]
pub fn vm() -> &'static Vm {
    // SAFETY: set once by `load`, before any goroutine runs, and never freed.
    unsafe { &*VM.load(Relaxed) }
}

impl Vm {
    /// A type by its name in `Program::known_types`.
    pub fn known(&self, name: &str) -> Option<&'static RType> {
        self.known.get(name).map(|&i| &self.types[i as usize])
    }

    /// The function that the code word at `pc` belongs to.
    pub fn func_at(&self, pc: *const u64) -> Option<&'static FuncInfo> {
        let i = self.funcs.partition_point(|f| f.entry <= pc);
        let f = self.funcs.get(i.checked_sub(1)?)?;
        (pc < f.entry.wrapping_add(f.code_len)).then_some(f)
    }

    /// Return address for a call the VM makes.
    #[inline(always)]
    pub fn stub(&self, kind: StubKind) -> *const u64 {
        self.stubs.wrapping_add(kind as usize * STUB_WORDS + 1)
    }

    /// Which stub a return pc is, if it is one.
    #[inline(always)]
    pub fn stub_of(&self, ret: *const u64) -> Option<StubKind> {
        use StubKind::*;
        let off = (ret as usize).wrapping_sub(self.stubs as usize) / 8;
        (off < STUBS * STUB_WORDS)
            .then(|| [Exit, Defer, Panic, Fail, Preprint, Print][off / STUB_WORDS])
    }
}

impl FuncInfo {
    /// Index of `pc` in the function's code.
    pub fn pc_index(&self, pc: *const u64) -> u32 {
        ((pc as usize - self.entry as usize) / 8) as u32
    }

    /// Source position of the instruction at `pc`.
    pub fn line_at(&self, pc: *const u64) -> Line {
        let pc = self.pc_index(pc);
        let i = self.lines.partition_point(|l| l.pc <= pc);
        if i == 0 { self.decl } else { self.lines[i - 1] }
    }
}

/// Keeps text for ever.
fn leak(s: &str) -> &'static str {
    Box::leak(s.to_owned().into_boxed_str())
}

/// Where each table begins, and how many bytes it may take.
#[derive(Clone, Copy)]
pub(crate) struct Tables {
    code: *mut u64,
    funcs: *mut FuncInfo,
    types: *mut RType,
    consts: *mut u64,
    strings: *mut u64,
    itabs: *mut u64,
    natives: *mut NativeEntry,
    globals: *mut u8,
}

// SAFETY: the tables are memory that lives for ever; who may write to them is said where they are.
unsafe impl Send for Tables {}

/// How much of each table is filled.
#[derive(Clone, Copy, Default)]
pub(crate) struct Filled {
    code: usize,
    funcs: usize,
    types: usize,
    consts: usize,
    strings: usize,
    itabs: usize,
    natives: usize,
    globals: usize,
}

impl Filled {
    /// What a whole program fills.
    fn of(p: &Program) -> Filled {
        Filled {
            code: STUBS * STUB_WORDS + p.funcs.iter().map(|f| f.code.len()).sum::<usize>(),
            funcs: p.funcs.len(),
            types: p.types.len(),
            consts: p.consts.len(),
            strings: p.strings.len(),
            itabs: p.itabs.len(),
            natives: p.natives.len(),
            globals: p.globals_bytes,
        }
    }

    fn fits(&self, room: &Filled) -> bool {
        self.code <= room.code
            && self.funcs <= room.funcs
            && self.types <= room.types
            && self.consts <= room.consts
            && self.strings <= room.strings
            && self.itabs <= room.itabs
            && self.natives <= room.natives
            && self.globals <= room.globals
    }
}

/// A block of zeroed memory with room for tables of these sizes, for ever. `reserve`: only what is touched is memory.
fn tables(room: &Filled, reserve: bool) -> Result<Tables, String> {
    let mut used = 0;
    let mut plan = |bytes: usize| {
        let at = (used + 15) & !15;
        used = at + bytes;
        at
    };
    let code = plan(room.code * 8);
    let funcs = plan(room.funcs * size_of::<FuncInfo>());
    let types = plan(room.types * size_of::<RType>());
    let consts = plan(room.consts * 8);
    let strings = plan(room.strings * 16);
    let itabs = plan(room.itabs * 8);
    let natives = plan(room.natives * size_of::<NativeEntry>());
    let globals = plan(room.globals);
    plan(16);
    if used > i32::MAX as usize {
        return Err("program too large: code and globals exceed 2 GB".to_string());
    }
    let base = if reserve {
        minigo_runtime::os_linux::map(used)
    } else {
        let layout = std::alloc::Layout::from_size_align(used, 64).map_err(|e| e.to_string())?;
        // SAFETY: the layout is not empty.
        unsafe { std::alloc::alloc_zeroed(layout) }
    };
    if base.is_null() {
        return Err("out of memory while loading the program".to_string());
    }
    let at = |off: usize| base.wrapping_add(off);
    Ok(Tables {
        code: at(code).cast(),
        funcs: at(funcs).cast(),
        types: at(types).cast(),
        consts: at(consts).cast(),
        strings: at(strings).cast(),
        itabs: at(itabs).cast(),
        natives: at(natives).cast(),
        globals: at(globals),
    })
}

/// Loads a verified program. Fails with a message when a native is missing or the program is too large.
pub fn load(program: Program, natives: &Registry) -> Result<&'static Vm, String> {
    let mut p = program;
    let end = Filled::of(&p);
    let t = tables(&end, false)?;
    let strings = std::mem::take(&mut p.strings);
    // SAFETY: the tables are new and have room for the program.
    unsafe {
        fill(
            &t,
            &p,
            strings.into_iter(),
            &Filled::default(),
            &end,
            natives,
        )?
    };
    Ok(publish(&t, &p))
}

/// A program that grows while it runs: the tables have room for more.
pub(crate) struct Growing {
    tables: Tables,
    filled: Filled,
}

impl Growing {
    const ROOM: Filled = Filled {
        code: 32 << 20,
        funcs: 1 << 20,
        types: 1 << 18,
        consts: 1 << 20,
        strings: 1 << 20,
        itabs: 1 << 20,
        natives: 1 << 14,
        globals: 1 << 30,
    };

    /// Loads a verified program with room to grow.
    pub(crate) fn load(p: &Program, natives: &Registry) -> Result<(Growing, &'static Vm), String> {
        let mut g = Growing {
            tables: tables(&Growing::ROOM, true)?,
            filled: Filled::default(),
        };
        // SAFETY: nothing runs yet.
        let vm = unsafe { g.grow(p, natives)? };
        Ok((g, vm))
    }

    /// Takes in what `p` has beyond what was there the last time, and method tables that have changed.
    ///
    /// # Safety
    /// The world is stopped; `p` is verified and what was there before has not changed otherwise.
    pub(crate) unsafe fn grow(
        &mut self,
        p: &Program,
        natives: &Registry,
    ) -> Result<&'static Vm, String> {
        let end = Filled::of(p);
        if !end.fits(&Growing::ROOM) {
            return Err("no room left for more code; :reset does not give any back".to_string());
        }
        let from = self.filled;
        let strings = p.strings[from.strings..].iter().cloned();
        // SAFETY: as by the caller; the new part lies behind the old one.
        unsafe {
            fill(&self.tables, p, strings, &from, &end, natives)?;
        }
        self.filled = end;
        Ok(publish(&self.tables, p))
    }

    /// Address and size of the globals past `from` bytes, and the offsets of their pointers from there.
    pub(crate) fn globals_past(&self, p: &Program, from: usize) -> (*mut u8, usize, Vec<u32>) {
        let past = p.globals_ptrs.iter().filter(|&&o| o as usize >= from);
        let ptrs = past.map(|&o| o - from as u32).collect();
        (
            self.tables.globals.wrapping_add(from),
            p.globals_bytes - from,
            ptrs,
        )
    }

    /// The record of a function.
    pub(crate) fn func(&self, id: FuncId) -> *const FuncInfo {
        self.tables.funcs.wrapping_add(id.0 as usize)
    }
}

/// Makes the program in these tables the loaded one.
fn publish(t: &Tables, p: &Program) -> &'static Vm {
    let info = |id: FuncId| t.funcs.wrapping_add(id.0 as usize) as *const FuncInfo;
    // SAFETY: the tables are filled that far.
    let vm = unsafe {
        Vm {
            funcs: std::slice::from_raw_parts(t.funcs, p.funcs.len()),
            types: std::slice::from_raw_parts(t.types, p.types.len()),
            stubs: t.code,
            failures: p
                .failures
                .iter()
                .map(|f| f.map_or(std::ptr::null(), info))
                .collect(),
            natives: std::slice::from_raw_parts(t.natives, p.natives.len()),
            globals: t.globals,
            globals_bytes: p.globals_bytes,
            globals_ptrs: p.globals_ptrs.clone(),
            files: p.files.iter().map(|s| leak(s)).collect(),
            entry: p.entry.map_or(std::ptr::null(), info),
            known: p
                .known_types
                .iter()
                .map(|(n, t)| (n.clone(), t.0))
                .collect(),
        }
    };
    let vm: &'static mut Vm = Box::leak(Box::new(vm));
    VM.store(vm, Release);
    vm
}

/// Fills the tables with what `p` has from `from` to `end`.
///
/// # Safety
/// The tables have room up to `end` and are filled up to `from`, by the same program when it was smaller.
unsafe fn fill(
    t: &Tables,
    p: &Program,
    strings: impl Iterator<Item = Cow<'static, [u8]>>,
    from: &Filled,
    end: &Filled,
    natives: &Registry,
) -> Result<(), String> {
    // SAFETY: each table is written within its size; nothing refers to the new part yet.
    unsafe {
        let (types, funcs, natives_tab, code) = (t.types, t.funcs, t.natives, t.code);
        for (i, c) in p.consts.iter().enumerate().skip(from.consts) {
            *t.consts.add(i) = *c;
        }
        for (i, s) in strings.enumerate() {
            let s: &'static [u8] = match s {
                Cow::Borrowed(s) => s,
                Cow::Owned(s) => Vec::leak(s),
            };
            let h = t.strings.add(2 * (from.strings + i));
            *h = if s.is_empty() { 0 } else { s.as_ptr() as u64 };
            *h.add(1) = s.len() as u64;
        }
        rtype::build(p, types, funcs, from.types);

        if from.code == 0 {
            for k in 0..STUBS {
                *code.add(k * STUB_WORDS) = Instr::abc(Op::Call, 0, 0, 0).0;
                *code.add(k * STUB_WORDS + 1) = Instr::abc(Op::Stub, 0, k as u16, 0).0;
            }
        }
        let mut entry_at = from.code.max(STUBS * STUB_WORDS);
        let mut native_slots: HashMap<usize, u32> = HashMap::new();
        for (i, f) in p.funcs.iter().enumerate().skip(from.funcs) {
            funcs
                .add(i)
                .write(func_info(f, code.add(entry_at), funcs.add(i)));
            entry_at += f.code.len();
            if f.flags & FLAG_NATIVE != 0 {
                let n = f.param_slots.max(f.result_slots) as u32;
                for ins in f.code.iter().filter(|c| c.op() == Some(Op::CallNative)) {
                    native_slots.insert(ins.imm() as usize, n);
                }
            }
        }
        debug_assert!(entry_at == end.code);
        rtype::refresh(p, types, funcs, from.types);
        for (i, name) in p.natives.iter().enumerate().skip(from.natives) {
            let n = natives
                .get(name)
                .ok_or_else(|| format!("missing native function {name}"))?;
            natives_tab.add(i).write(NativeEntry {
                kind: n.kind,
                nslots: native_slots.get(&i).copied().unwrap_or(0),
                f: n.f,
                name: leak(name),
            });
        }
        // A native called in place before its function was compiled gets its window's size now.
        for (&i, &n) in native_slots.iter().filter(|(i, _)| **i < from.natives) {
            (*natives_tab.add(i)).nslots = n;
        }
        for (i, &(inter, typ)) in p.itabs.iter().enumerate().skip(from.itabs) {
            let itab = rtype::itab(&*types.add(inter.0 as usize), &*types.add(typ.0 as usize))
                .map_err(|m| format!("itab of a type without method {m}"))?;
            *t.itabs.add(i) = itab as u64;
        }

        // Copies the code and turns indices into offsets from the word that holds them.
        for (i, f) in p.funcs.iter().enumerate().skip(from.funcs) {
            let entry = (*funcs.add(i)).entry as *mut u64;
            let mut k = 0;
            while k < f.code.len() {
                let ins = f.code[k];
                let w = entry.add(k);
                let op = ins.op().expect("the verifier knows every opcode");
                let info = op.info();
                let rel = |target: *const u8| {
                    let off = target as isize - w as isize;
                    ins.with_imm(off as i32).0
                };
                let n = ins.imm() as usize;
                *w = match info.b {
                    Role::Fn32 if op == Op::LdFn => {
                        rel(&raw const (*funcs.add(n)).static_closure as *const u8)
                    }
                    Role::Fn32 => rel((*funcs.add(n)).entry as *const u8),
                    Role::Ty32 => rel(types.add(n) as *const u8),
                    Role::K32 => rel(t.consts.add(n).cast()),
                    Role::Str32 => rel(t.strings.add(2 * n).cast()),
                    Role::Itab32 => rel(t.itabs.add(n).cast()),
                    Role::Nat32 => rel(natives_tab.add(n) as *const u8),
                    Role::G32 => rel(t.globals.wrapping_add(n)),
                    _ => ins.0,
                };
                let next = match info.ext {
                    VAR_EXT => ins.b() as usize,
                    n => n as usize,
                };
                for e in 0..next {
                    let x = f.code[k + 1 + e];
                    let w = entry.add(k + 1 + e);
                    let n = x.imm() as usize;
                    let rel = |target: usize| x.with_imm((target as isize - w as isize) as i32).0;
                    *w = match ext_role(op, e) {
                        ExtRole::Type => rel(types.add(n) as usize),
                        ExtRole::Func => rel(funcs.add(n) as usize),
                        _ => x.0,
                    };
                }
                k += 1 + next;
            }
        }
    }
    Ok(())
}

/// The record of `f`, whose code will lie at `entry`.
fn func_info(f: &Func, entry: *const u64, me: *const FuncInfo) -> FuncInfo {
    let mut words = vec![false];
    words.extend(f.captures.iter().map(|k| *k != SlotKind::W));
    let ptr_slots: Vec<u16> = (0..f.kinds.len() as u16)
        .filter(|&i| f.kinds[i as usize] != SlotKind::W)
        .collect();
    FuncInfo {
        entry,
        static_closure: me,
        closure: GcType::from_words(8 * words.len(), 8, &words),
        nslots: f.kinds.len() as u32,
        frame_slots: f.frame_slots as u32,
        param_slots: f.param_slots as u32,
        result_slots: f.result_slots as u32,
        recover_pc: f
            .recover_pc
            .map_or(std::ptr::null(), |pc| entry.wrapping_add(pc as usize)),
        code_len: f.code.len(),
        flags: f.flags,
        name: leak(&f.name),
        ptr_slots: Vec::leak(ptr_slots),
        lines: Vec::leak(f.lines.clone()),
        decl: f.decl,
        live: AtomicPtr::new(std::ptr::null_mut()),
    }
}
