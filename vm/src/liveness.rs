//! Which pointer slots of a frame are alive at each place where its goroutine may stand when the collector looks.
//!
//! Owns: [`LiveMap`], made from a function's loaded code at the first scan of one of its frames and kept for ever; so a
//! program that never collects pays nothing.
//!
//! The analysis is the usual backward one over basic blocks: a slot is alive where some path reads it before writing
//! it. The roles of the instruction table say what an instruction reads and writes; what is written perhaps or in part
//! does not count as written. A frame stands
//! * below a call: alive is what is read after the call returns. The call's out-window belongs to the callee, and its
//!   results are not there yet;
//! * at an instruction that has not run, or not to its end: alive is what it and those after it read, and, since a
//!   parked receive may have its element already, what is read afterwards;
//! * where a panic began: alive is what is read from `recover_pc` on, if the function has that; since a deferred call
//!   may recover from a panic in any callee, those slots are alive everywhere.
//!
//! The out-window has no kinds; its live slots are reported as such, to be marked tolerantly, and only for the newest
//! frame, whose instruction may have operands there.

use crate::dispatch::{Pc, a, b, c, ext, ext_a, ext_at, imm};
use crate::load::FuncInfo;
use crate::rtype::RType;
use minigo_bytecode::opcode::{OPS, OpInfo, Role, VAR_EXT};
use minigo_bytecode::{FLAG_NATIVE, Op};
use std::collections::HashMap;
use std::sync::atomic::Ordering::*;

/// Words of all blocks' sets together beyond which a function is not analysed (all its pointer slots are alive).
const MAX_WORDS: usize = 1 << 20;
/// `Select`: no element slot.
const NO_SLOT: usize = 0xffff;

/// The live slots at the safepoints of one function.
#[derive(Default)]
pub struct LiveMap {
    /// Safepoints, ascending, each with the start of its set in `pool`.
    at: Vec<(u32, u32)>,
    /// Sets: header (1: the closure object is alive, 2: it is a call), number of fixed slots, number of slots of the
    /// out-window, and those slots. Equal sets are there once.
    pool: Vec<u16>,
    /// The set of a frame that only a recovery goes on with; None when the function was not analysed.
    unwound: Option<u32>,
}

/// Where a frame stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Below an ordinary call.
    Call,
    /// At an instruction that is run, or run again.
    Instruction,
    /// Where a panic began (or Goexit): it goes on at `recover_pc` or not at all.
    Panic,
}

/// What is alive in one frame.
#[derive(Clone, Copy)]
pub struct Live<'a> {
    /// Whether the closure object in the header is.
    pub closure: bool,
    /// Fixed slots of kinds P and D.
    pub fixed: &'a [u16],
    /// Slots of the out-window.
    pub window: &'a [u16],
}

impl LiveMap {
    /// The slots alive at the instruction `pc`; None when the map does not say.
    pub fn at(&self, pc: u32, place: Place) -> Option<Live<'_>> {
        let at = if place == Place::Panic {
            self.unwound?
        } else {
            let i = self.at.binary_search_by_key(&pc, |e| e.0).ok()?;
            self.at[i].1
        };
        let set = &self.pool[at as usize..];
        if place != Place::Panic && (set[0] & 2 != 0) != (place == Place::Call) {
            return None;
        }
        let fixed = set[1] as usize;
        Some(Live {
            closure: set[0] & 1 != 0,
            fixed: &set[3..3 + fixed],
            window: &set[3 + fixed..3 + fixed + set[2] as usize],
        })
    }
}

/// The map of `f`, made now if need be. On g0.
pub fn of(f: &'static FuncInfo) -> &'static LiveMap {
    let known = f.live.load(Acquire);
    if !known.is_null() {
        // SAFETY: only maps that were leaked below are stored.
        return unsafe { &*known };
    }
    let made = Box::into_raw(Box::new(make(f)));
    match f
        .live
        .compare_exchange(std::ptr::null_mut(), made, AcqRel, Acquire)
    {
        // SAFETY: ours, and leaked from now on.
        Ok(_) => unsafe { &*made },
        Err(other) => {
            // SAFETY: nobody has seen ours; the other is leaked.
            unsafe {
                drop(Box::from_raw(made));
                &*other
            }
        }
    }
}

/// A set of slots; the closure object counts as the slot after the frame's last.
type Set = Vec<u64>;

fn put(set: &mut [u64], from: usize, n: usize, on: bool) {
    let end = (from + n).min(set.len() * 64);
    for i in from..end {
        if on {
            set[i / 64] |= 1 << (i % 64);
        } else {
            set[i / 64] &= !(1 << (i % 64));
        }
    }
}

fn has(set: &[u64], i: usize) -> bool {
    set[i / 64] >> (i % 64) & 1 != 0
}

/// A run of instructions that control enters at the first and leaves after the last.
struct Block {
    from: usize,
    to: usize,
    next: Vec<u32>,
    live_in: Set,
}

/// One function under analysis.
struct Flow {
    f: &'static FuncInfo,
    frame: usize,
    words: usize,
    blocks: Vec<Block>,
}

fn make(f: &'static FuncInfo) -> LiveMap {
    // The code of a native's function is one instruction that reads all its parameters.
    if f.flags & FLAG_NATIVE != 0 {
        return LiveMap::default();
    }
    let frame = f.frame_slots as usize;
    let mut flow = Flow {
        f,
        frame,
        words: (frame + 1).div_ceil(64),
        blocks: Vec::new(),
    };
    // SAFETY: the code was verified and loaded, and does not change.
    unsafe {
        if !flow.cut() {
            return LiveMap::default();
        }
        flow.solve();
        flow.tables()
    }
}

impl Flow {
    fn pc(&self, k: usize) -> Pc {
        self.f.entry.wrapping_add(k)
    }

    unsafe fn info(&self, k: usize) -> &'static OpInfo {
        // SAFETY: `k` is an instruction.
        unsafe { &OPS[*(self.pc(k) as *const u16) as usize] }
    }

    unsafe fn len(&self, k: usize) -> usize {
        // SAFETY: `k` is an instruction.
        unsafe {
            1 + match self.info(k).ext {
                VAR_EXT => b(self.pc(k)),
                n => n as usize,
            }
        }
    }

    /// Where the instruction at `k` may jump to.
    unsafe fn jumps(&self, k: usize, mut to: impl FnMut(usize)) {
        let (info, pc) = (
            // SAFETY: `k` is an instruction.
            unsafe { self.info(k) },
            self.pc(k),
        );
        let target = |off: i64| (k as i64 + off) as usize;
        // SAFETY: the verifier checked jumps.
        unsafe {
            if info.b == Role::J32 {
                to(target(imm(pc)));
            }
            if info.b == Role::J16 {
                to(target(b(pc) as u16 as i16 as i64));
            }
            if info.c == Role::J16 {
                to(target(c(pc) as u16 as i16 as i64));
            }
            if info.op == Op::JTab {
                for e in 0..b(pc) {
                    to(target(imm(pc.add(1 + e))));
                }
            }
        }
    }

    /// Cuts the code into blocks; false when the function is too large.
    unsafe fn cut(&mut self) -> bool {
        let n = self.f.code_len;
        let mut leader = vec![false; n + 1];
        leader[0] = true;
        if !self.f.recover_pc.is_null() {
            leader[self.f.pc_index(self.f.recover_pc) as usize] = true;
        }
        let mut k = 0;
        // SAFETY: the caller's promise.
        unsafe {
            while k < n {
                let len = self.len(k);
                let mut jumps = ends(self.info(k).op);
                self.jumps(k, |t| {
                    leader[t] = true;
                    jumps = true;
                });
                if jumps {
                    leader[k + len] = true;
                }
                k += len;
            }
            let count = leader.iter().filter(|l| **l).count();
            if count * self.words > MAX_WORDS {
                return false;
            }
            let mut block_at = vec![0u32; n + 1];
            k = 0;
            while k < n {
                if leader[k] {
                    block_at[k] = self.blocks.len() as u32;
                    self.blocks.push(Block {
                        from: k,
                        to: k,
                        next: Vec::new(),
                        live_in: vec![0; self.words],
                    });
                }
                k += self.len(k);
                if let Some(block) = self.blocks.last_mut() {
                    block.to = k;
                }
            }
            for i in 0..self.blocks.len() {
                let (mut k, end) = (self.blocks[i].from, self.blocks[i].to);
                while k + self.len(k) < end {
                    k += self.len(k);
                }
                let mut next = Vec::new();
                self.jumps(k, |t| next.push(block_at[t]));
                if !ends(self.info(k).op) && end < n {
                    next.push(block_at[end]);
                }
                self.blocks[i].next = next;
            }
        }
        true
    }

    /// What is alive after block `i`.
    fn live_out(&self, i: usize) -> Set {
        let mut out = vec![0; self.words];
        for &n in &self.blocks[i].next {
            for (o, x) in out.iter_mut().zip(&self.blocks[n as usize].live_in) {
                *o |= x;
            }
        }
        out
    }

    /// The starts of a block's instructions.
    unsafe fn starts(&self, i: usize) -> Vec<usize> {
        let (mut k, end) = (self.blocks[i].from, self.blocks[i].to);
        let mut at = Vec::new();
        while k < end {
            at.push(k);
            // SAFETY: the caller's promise.
            k += unsafe { self.len(k) };
        }
        at
    }

    unsafe fn solve(&mut self) {
        let mut changed = true;
        while changed {
            changed = false;
            for i in (0..self.blocks.len()).rev() {
                let mut live = self.live_out(i);
                // SAFETY: the caller's promise.
                unsafe {
                    for &k in self.starts(i).iter().rev() {
                        self.before(k, &mut live);
                    }
                }
                if live != self.blocks[i].live_in {
                    self.blocks[i].live_in = live;
                    changed = true;
                }
            }
        }
    }

    /// Turns what is alive after the instruction at `k` into what is alive before it.
    unsafe fn before(&self, k: usize, live: &mut [u64]) {
        // SAFETY: the caller's promise.
        unsafe {
            self.writes(k, live);
            self.reads(k, live);
        }
    }

    /// Takes out what the instruction at `k` surely writes.
    unsafe fn writes(&self, k: usize, live: &mut [u64]) {
        // SAFETY: the caller's promise.
        unsafe {
            let (info, pc) = (self.info(k), self.pc(k));
            let n = match info.a {
                Role::Dw | Role::Dp | Role::D1 => 1,
                Role::D2 | Role::Ds | Role::Di => 2,
                Role::D3 | Role::Dl => 3,
                Role::Dn => match info.op {
                    Op::MovN | Op::ZeroN | Op::LdCapN => c(pc),
                    Op::LdN => ext(pc, 0).div_ceil(8),
                    Op::LdAN => ext_a(pc, 0).div_ceil(8),
                    Op::Recv if ext_a(pc, 0) & 2 == 0 => ext(pc, 0),
                    Op::Select => 2,
                    // The first slot is read too; at the end of the loop nobody reads the others.
                    Op::StrNext | Op::MapNext => return put(live, a(pc) + 1, 2, false),
                    _ => 0,
                },
                Role::Win => {
                    return put(
                        live,
                        a(pc).saturating_sub(2),
                        self.frame - a(pc).saturating_sub(2),
                        false,
                    );
                }
                _ => 0,
            };
            put(live, a(pc), n, false);
        }
    }

    /// Puts in what the instruction at `k` reads, as far as it may hold pointers.
    unsafe fn reads(&self, k: usize, live: &mut [u64]) {
        // SAFETY: the caller's promise; extension types were set by the loader.
        unsafe {
            let (info, pc) = (self.info(k), self.pc(k));
            let typed = || (*ext_at::<RType>(pc, 0)).size.div_ceil(8);
            for (role, r, which) in [(info.a, a(pc), 0), (info.b, b(pc), 1), (info.c, c(pc), 2)] {
                let n = match role {
                    Role::Up | Role::U1 => 1,
                    Role::U2 | Role::Us | Role::Ui => 2,
                    Role::U3 | Role::Ul => 3,
                    Role::Un => match info.op {
                        Op::MovN | Op::RetN | Op::Closure | Op::Send => c(pc),
                        Op::ConcatN => 2 * c(pc),
                        Op::StN => ext(pc, 0).div_ceil(8),
                        Op::StAN if which == 2 => ext_a(pc, 0).div_ceil(8),
                        Op::LdAN | Op::StAN => (ext(pc, 0) * ext_a(pc, 0)).div_ceil(8),
                        Op::LdA64 | Op::StA64 => ext(pc, 0),
                        Op::EqVal | Op::Box | Op::Append1 => typed(),
                        Op::MapGet | Op::MapGet2 | Op::MapPut | Op::MapDel => {
                            (*ext_at::<RType>(pc, 0)).key().size.div_ceil(8)
                        }
                        // Arrays of narrow elements hold no pointers.
                        Op::LdAI8 | Op::LdAU8 | Op::LdAI16 | Op::LdAU16 | Op::LdAI32 => 0,
                        Op::LdAU32 | Op::StA8 | Op::StA16 | Op::StA32 => 0,
                        _ => self.frame - r,
                    },
                    Role::Win => match info.op {
                        Op::DeferRun => 0,
                        Op::Go => c(pc),
                        // Arguments, which are written when no safepoint lies before the call any more; how many is
                        // not known for all calls.
                        _ => 0,
                    },
                    _ => 0,
                };
                put(live, r, n, true);
            }
            match info.op {
                Op::MapNext => put(live, a(pc), 1, true),
                Op::LdCap | Op::LdCap2 | Op::LdCap3 | Op::LdCapN => put(live, self.frame, 1, true),
                Op::Ret => put(live, 0, self.f.result_slots as usize, true),
                Op::Select => {
                    for e in 0..b(pc) {
                        let x = pc.add(1 + e);
                        put(live, a(x), 1, true);
                        if c(x) & 1 == 0 && b(x) != NO_SLOT {
                            put(live, b(x), c(x) >> 1, true);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// A set in the form of `LiveMap::pool`.
    fn set_of(&self, live: &[u64], flags: u16) -> Vec<u16> {
        let mut set = vec![flags | u16::from(has(live, self.frame)), 0, 0];
        set.extend(self.f.ptr_slots.iter().filter(|&&s| has(live, s as usize)));
        set[1] = set.len() as u16 - 3;
        let window = self.f.nslots as usize..self.frame;
        set.extend(window.filter(|&s| has(live, s)).map(|s| s as u16));
        set[2] = set.len() as u16 - 3 - set[1];
        set
    }

    /// Writes down the sets at all safepoints.
    unsafe fn tables(&self) -> LiveMap {
        let mut map = LiveMap::default();
        let mut known: HashMap<Vec<u16>, u32> = HashMap::new();
        let mut recover = vec![0; self.words];
        if !self.f.recover_pc.is_null() {
            let at = self.f.pc_index(self.f.recover_pc) as usize;
            if let Some(block) = self.blocks.iter().find(|b| b.from == at) {
                recover.clone_from(&block.live_in);
            }
        }
        let nslots = self.f.nslots as usize;
        map.unwound = Some(0);
        map.pool = self.set_of(&recover, 0);
        map.pool[2] = 0;
        map.pool.truncate(3 + map.pool[1] as usize);
        for i in (0..self.blocks.len()).rev() {
            let mut live = self.live_out(i);
            // SAFETY: the caller's promise.
            unsafe {
                for &k in self.starts(i).iter().rev() {
                    let op = self.info(k).op;
                    let mut stop = live.clone();
                    self.before(k, &mut live);
                    if !safepoint(op) {
                        continue;
                    }
                    let call = matches!(op, Op::Call | Op::CallC | Op::CallI);
                    if !call {
                        // A wake-up may have written already what a parked operation gives.
                        if matches!(op, Op::Recv | Op::Select) {
                            or(&mut stop, &live);
                        } else {
                            stop.clone_from(&live);
                        }
                    }
                    or(&mut stop, &recover);
                    if call {
                        put(&mut stop, nslots, self.frame - nslots, false);
                    } else if op == Op::Enter {
                        // The other slots have not been zeroed.
                        let params = self.f.param_slots as usize;
                        put(&mut stop, params, self.frame - params, false);
                    }
                    let set = self.set_of(&stop, u16::from(call) << 1);
                    let at = *known.entry(set).or_insert_with_key(|set| {
                        map.pool.extend_from_slice(set);
                        (map.pool.len() - set.len()) as u32
                    });
                    map.at.push((k as u32, at));
                }
            }
        }
        map.at.sort_unstable();
        map.at.shrink_to_fit();
        map.pool.shrink_to_fit();
        map
    }
}

fn or(set: &mut [u64], more: &[u64]) {
    for (s, m) in set.iter_mut().zip(more) {
        *s |= m;
    }
}

/// Whether control never goes on after the instruction.
fn ends(op: Op) -> bool {
    use Op::*;
    matches!(op, Trap | Jmp | Loop | Ret | Ret1 | Ret2 | RetN | Panic)
}

/// Whether a goroutine may be found standing at such an instruction and go on from it. Where an operation fails the
/// frame is never returned to but by recovery; for those the map has nothing.
fn safepoint(op: Op) -> bool {
    use Op::*;
    matches!(
        op,
        Enter
            | Call
            | CallC
            | CallI
            | CallNative
            | Go
            | Defer
            | DeferRun
            | Recover
            | Panic
            | Poll
            | Loop
            | LoopT
            | LoopF
            | LoopEq
            | LoopNe
            | LoopLt
            | LoopLe
            | LoopEqImm
            | LoopNeImm
            | LoopLtImm
            | LoopLeImm
            | LoopGtImm
            | LoopGeImm
            | ForLt
            | New
            | Box
            | MakeSlice
            | MakeMap
            | MakeChan
            | Closure
            | Append1
            | Grow
            | AppendL
            | Copy
            | Concat
            | ConcatN
            | StrBytes
            | BytesStr
            | StrRunes
            | RunesStr
            | RuneStr
            | MapGet
            | MapGet2
            | MapPut
            | MapDel
            | MapClear
            | MapIter
            | MapNext
            | AssertI
            | Send
            | Recv
            | Close
            | Select
    )
}
