//! Which slots of a frame an instruction may read before one has written them: those that `Enter` has to zero.
//!
//! A slot that is always written first needs no zero, since the collector looks only at slots that are read later on
//! some path (the VM's map of live slots), and on that path they were written. A place that the VM's map does not know
//! may show it stale words; it takes any word for what it is. The analysis is the usual backward one over blocks; what
//! is written perhaps or in part does not count as written.

use crate::instr::Instr;
use crate::opcode::{Op, Role, VAR_EXT};
use crate::program::{FLAG_NATIVE, Func, SlotKind, TypeDef};
use crate::verify::extent;

/// A run of instructions that control enters at the first and leaves after the last.
struct Block {
    from: usize,
    to: usize,
    next: Vec<usize>,
    /// Slots read before they are written in the block, and those surely written in it.
    reads: Vec<u64>,
    writes: Vec<u64>,
    live: Vec<u64>,
}

/// Of the slots that hold pointers and are no parameters, those that may be read before they are written.
pub fn unwritten(types: &[TypeDef], f: &Func) -> Vec<usize> {
    let blocks = solve(types, f);
    let mut live = blocks.first().map_or(Vec::new(), |b| b.live.clone());
    // A deferred call may recover from a panic anywhere.
    if let Some(pc) = f.recover_pc
        && let Some(b) = blocks.iter().find(|b| b.from == pc as usize)
    {
        live.iter_mut().zip(&b.live).for_each(|(l, x)| *l |= x);
    }
    (f.param_slots as usize..f.kinds.len())
        .filter(|&i| f.kinds[i] != SlotKind::W && has(&live, i))
        .collect()
}

/// Makes `Enter` zero no more slots than it has to.
pub fn trim(types: &[TypeDef], f: &mut Func) {
    let Some(enter) = f.code.first().copied() else {
        return;
    };
    if enter.op() != Some(Op::Enter) || enter.c() == 0 || f.flags & FLAG_NATIVE != 0 {
        return;
    }
    let slots = unwritten(types, f);
    let (from, n) = match (slots.first(), slots.last()) {
        (Some(&from), Some(&last)) => (from, last + 1 - from),
        _ => (enter.b() as usize, 0),
    };
    f.code[0] = Instr::abc(Op::Enter, enter.a(), from as u16, n as u16);
}

/// The blocks of a function with what is live at the start of each.
fn solve(types: &[TypeDef], f: &Func) -> Vec<Block> {
    let mut blocks = cut(f);
    for b in &mut blocks {
        let mut k = b.from;
        while k < b.to {
            effects(types, f, k, b);
            k += len(f, k);
        }
        b.live.clone_from(&b.reads);
    }
    let mut changed = true;
    while changed {
        changed = false;
        for i in (0..blocks.len()).rev() {
            for w in 0..blocks[i].live.len() {
                let out = blocks[i]
                    .next
                    .iter()
                    .fold(0, |out, &n| out | blocks[n].live[w]);
                let b = &mut blocks[i];
                let live = b.reads[w] | out & !b.writes[w];
                changed |= live != b.live[w];
                b.live[w] = live;
            }
        }
    }
    blocks
}

fn op(f: &Func, k: usize) -> Op {
    f.code[k].op().unwrap_or(Op::Trap)
}

fn len(f: &Func, k: usize) -> usize {
    1 + match op(f, k).info().ext {
        VAR_EXT => f.code[k].b() as usize,
        n => n as usize,
    }
}

/// Where the instruction at `k` may jump to.
fn targets(f: &Func, k: usize) -> Vec<usize> {
    let (ins, info) = (f.code[k], op(f, k).info());
    let to = |off: i64| (k as i64 + off) as usize;
    let mut all = Vec::new();
    if info.b == Role::J32 {
        all.push(to(ins.imm() as i64));
    }
    if info.b == Role::J16 {
        all.push(to(ins.b() as i16 as i64));
    }
    if info.c == Role::J16 {
        all.push(to(ins.c() as i16 as i64));
    }
    if info.op == Op::JTab {
        let table = &f.code[k + 1..k + 1 + ins.b() as usize];
        all.extend(table.iter().map(|e| to(e.imm() as i64)));
    }
    all
}

fn cut(f: &Func) -> Vec<Block> {
    use Op::*;
    let n = f.code.len();
    let ends = |k| {
        matches!(
            op(f, k),
            Trap | Jmp | Loop | Ret | Ret1 | Ret2 | RetN | Panic
        )
    };
    let mut leader = vec![false; n + 1];
    leader[0] = true;
    if let Some(pc) = f.recover_pc {
        leader[pc as usize] = true;
    }
    let mut k = 0;
    while k < n {
        let to = targets(f, k);
        if !to.is_empty() || ends(k) {
            leader[k + len(f, k)] = true;
        }
        to.into_iter().for_each(|t| leader[t] = true);
        k += len(f, k);
    }
    let words = f.kinds.len().div_ceil(64);
    let mut at = vec![0; n + 1];
    let mut blocks: Vec<Block> = Vec::new();
    let mut lasts = Vec::new();
    k = 0;
    while k < n {
        if leader[k] {
            at[k] = blocks.len();
            blocks.push(Block {
                from: k,
                to: k,
                next: Vec::new(),
                reads: vec![0; words],
                writes: vec![0; words],
                live: vec![0; words],
            });
            lasts.push(k);
        }
        if let (Some(b), Some(last)) = (blocks.last_mut(), lasts.last_mut()) {
            *last = k;
            b.to = k + len(f, k);
        }
        k += len(f, k);
    }
    for (b, last) in blocks.iter_mut().zip(lasts) {
        b.next.extend(targets(f, last).into_iter().map(|t| at[t]));
        if !ends(last) && b.to < n {
            b.next.push(at[b.to]);
        }
    }
    blocks
}

/// Puts what the instruction at `k` reads and writes to the sets of its block.
fn effects(types: &[TypeDef], f: &Func, k: usize, block: &mut Block) {
    use Role::*;
    let (ins, op) = (f.code[k], op(f, k));
    let info = op.info();
    let operands = [(info.a, ins.a()), (info.b, ins.b()), (info.c, ins.c())];
    for (i, (role, r)) in operands.into_iter().enumerate() {
        let n = match role {
            Uw | Up | U1 | Mw => 1,
            U2 | Us | Ui => 2,
            U3 | Ul => 3,
            Un => extent(types, f, k, op, i),
            _ => 0,
        };
        read(block, r as usize, n);
    }
    match op {
        Op::MapNext => read(block, ins.a() as usize, 1),
        Op::Ret => read(block, 0, f.result_slots as usize),
        Op::Select => {
            for x in &f.code[k + 1..k + 1 + ins.b() as usize] {
                read(block, x.a() as usize, 1);
                if x.c() & 1 == 0 && x.b() != 0xffff {
                    read(block, x.b() as usize, (x.c() >> 1) as usize);
                }
            }
        }
        _ => {}
    }
    let n = match info.a {
        Dw | Dp | D1 => 1,
        D2 | Ds | Di => 2,
        D3 | Dl => 3,
        Dn => match op {
            Op::MovN | Op::ZeroN | Op::LdCapN | Op::LdN | Op::LdAN => extent(types, f, k, op, 0),
            Op::Recv if f.code[k + 1].a() & 2 == 0 => extent(types, f, k, op, 0),
            _ => 0,
        },
        _ => 0,
    };
    for i in slots(block, ins.a() as usize, n) {
        block.writes[i / 64] |= 1 << (i % 64);
    }
}

/// The slots of a run that lie in the fixed part of the frame.
fn slots(block: &Block, from: usize, n: usize) -> std::ops::Range<usize> {
    let end = (from + n).min(block.reads.len() * 64);
    from.min(end)..end
}

fn read(block: &mut Block, from: usize, n: usize) {
    for i in slots(block, from, n) {
        if !has(&block.writes, i) {
            block.reads[i / 64] |= 1 << (i % 64);
        }
    }
}

fn has(set: &[u64], i: usize) -> bool {
    set.get(i / 64).is_some_and(|w| w >> (i % 64) & 1 != 0)
}
