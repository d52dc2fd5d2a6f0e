//! The loader: makes a verified `Program` into what handlers run on.
//!
//! Everything an instruction can name lies in one block of memory: code, function records, types, constants, string
//! headers, itab pointers and the globals. So the loader rewrites each index into a byte offset from the word that
//! holds it (`pc + imm` is the address), and a handler needs no table. Calls become offsets of the callee's entry.
//!
//! The block lives for ever. Nothing in it changes after [`load`] but the globals.

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

/// Sizes in bytes and start of each part of the block.
struct Block {
    base: *mut u8,
    used: usize,
}

impl Block {
    fn plan(used: &mut usize, bytes: usize) -> usize {
        let at = (*used + 15) & !15;
        *used = at + bytes;
        at
    }
}

/// Keeps text for ever.
fn leak(s: &str) -> &'static str {
    Box::leak(s.to_owned().into_boxed_str())
}

/// Loads a verified program. Fails with a message when a native is missing or the program is too large.
pub fn load(program: Program, natives: &Registry) -> Result<&'static Vm, String> {
    let mut p = program;
    let code_words = STUBS * STUB_WORDS + p.funcs.iter().map(|f| f.code.len()).sum::<usize>();
    let mut used = 0;
    let code_at = Block::plan(&mut used, code_words * 8);
    let funcs_at = Block::plan(&mut used, p.funcs.len() * size_of::<FuncInfo>());
    let types_at = Block::plan(&mut used, p.types.len() * size_of::<RType>());
    let consts_at = Block::plan(&mut used, p.consts.len() * 8);
    let strings_at = Block::plan(&mut used, p.strings.len() * 16);
    let itabs_at = Block::plan(&mut used, p.itabs.len() * 8);
    let natives_at = Block::plan(&mut used, p.natives.len() * size_of::<NativeEntry>());
    let globals_at = Block::plan(&mut used, p.globals_bytes);
    Block::plan(&mut used, 16);
    if used > i32::MAX as usize {
        return Err("program too large: code and globals exceed 2 GB".to_string());
    }
    let layout = std::alloc::Layout::from_size_align(used, 64).map_err(|e| e.to_string())?;
    // SAFETY: the layout is not empty.
    let base = unsafe { std::alloc::alloc_zeroed(layout) };
    if base.is_null() {
        return Err("out of memory while loading the program".to_string());
    }
    let b = Block { base, used };
    let at = |off: usize| b.base.wrapping_add(off);
    debug_assert!(b.used == used);

    // SAFETY: each part of the block is written within its planned size; nothing refers to it yet.
    unsafe {
        let types = at(types_at) as *mut RType;
        let funcs = at(funcs_at) as *mut FuncInfo;
        let natives_tab = at(natives_at) as *mut NativeEntry;
        for (i, c) in p.consts.iter().enumerate() {
            *(at(consts_at) as *mut u64).add(i) = *c;
        }
        for (i, s) in std::mem::take(&mut p.strings).into_iter().enumerate() {
            let s: &'static [u8] = match s {
                Cow::Borrowed(s) => s,
                Cow::Owned(s) => Vec::leak(s),
            };
            let h = (at(strings_at) as *mut u64).add(2 * i);
            *h = if s.is_empty() { 0 } else { s.as_ptr() as u64 };
            *h.add(1) = s.len() as u64;
        }
        rtype::build(&p, types, funcs);

        let code = at(code_at) as *mut u64;
        for k in 0..STUBS {
            *code.add(k * STUB_WORDS) = Instr::abc(Op::Call, 0, 0, 0).0;
            *code.add(k * STUB_WORDS + 1) = Instr::abc(Op::Stub, 0, k as u16, 0).0;
        }
        let mut entry_at = STUBS * STUB_WORDS;
        let mut native_slots: HashMap<usize, u32> = HashMap::new();
        for (i, f) in p.funcs.iter().enumerate() {
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
        for (i, name) in p.natives.iter().enumerate() {
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
        for (i, &(inter, typ)) in p.itabs.iter().enumerate() {
            let t = rtype::itab(&*types.add(inter.0 as usize), &*types.add(typ.0 as usize))
                .map_err(|m| format!("itab of a type without method {m}"))?;
            *(at(itabs_at) as *mut u64).add(i) = t as u64;
        }

        // Copies the code and turns indices into offsets from the word that holds them.
        for (i, f) in p.funcs.iter().enumerate() {
            let entry = (*funcs.add(i)).entry as *mut u64;
            let mut k = 0;
            while k < f.code.len() {
                let ins = f.code[k];
                let w = entry.add(k);
                let op = ins.op().expect("the verifier knows every opcode");
                let info = op.info();
                let rel =
                    |target: *const u8| ins.with_imm(target.offset_from(w as *const u8) as i32).0;
                let n = ins.imm() as usize;
                *w = match info.b {
                    Role::Fn32 if op == Op::LdFn => {
                        rel(&raw const (*funcs.add(n)).static_closure as *const u8)
                    }
                    Role::Fn32 => rel((*funcs.add(n)).entry as *const u8),
                    Role::Ty32 => rel(types.add(n) as *const u8),
                    Role::K32 => rel(at(consts_at + 8 * n)),
                    Role::Str32 => rel(at(strings_at + 16 * n)),
                    Role::Itab32 => rel(at(itabs_at + 8 * n)),
                    Role::Nat32 => rel(natives_tab.add(n) as *const u8),
                    Role::G32 => rel(at(globals_at).wrapping_add(n)),
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
                    *w = match ext_role(op, e) {
                        ExtRole::Type => {
                            x.with_imm(
                                (types.add(n) as *const u8).offset_from(w as *const u8) as i32
                            )
                            .0
                        }
                        ExtRole::Func => {
                            x.with_imm(
                                (funcs.add(n) as *const u8).offset_from(w as *const u8) as i32
                            )
                            .0
                        }
                        _ => x.0,
                    };
                }
                k += 1 + next;
            }
        }

        let info = |id: FuncId| funcs.add(id.0 as usize) as *const FuncInfo;
        let vm = Vm {
            funcs: std::slice::from_raw_parts(funcs, p.funcs.len()),
            types: std::slice::from_raw_parts(types, p.types.len()),
            stubs: code,
            failures: p
                .failures
                .iter()
                .map(|f| f.map_or(std::ptr::null(), info))
                .collect(),
            natives: std::slice::from_raw_parts(natives_tab, p.natives.len()),
            globals: at(globals_at),
            globals_bytes: p.globals_bytes,
            globals_ptrs: p.globals_ptrs,
            files: p.files.iter().map(|s| leak(s)).collect(),
            entry: p.entry.map_or(std::ptr::null(), info),
            known: p.known_types.into_iter().map(|(n, t)| (n, t.0)).collect(),
        };
        let vm: &'static mut Vm = Box::leak(Box::new(vm));
        VM.store(vm, Release);
        Ok(vm)
    }
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
