//! Builds one function: slots by kind, labels and jumps, the line table.
//!
//! Slots are handed out in blocks whose kinds never change; a freed block serves again for the same kinds. While code
//! is being written, the out-window is addressed by virtual registers from `WIN` on, and blocks have provisional
//! numbers; `finish` decides where all stand: parameters, then blocks with pointers, then words, then the window
//! behind two header slots. Operands are renumbered by their roles in the instruction table. `Enter` zeroes all blocks
//! with pointers; when the program's types are known, `minigo_bytecode::entry` takes from that what need not be.
//!
//! Jumps with 16-bit offsets that would not reach are lengthened in `finish`.

use std::collections::HashMap;

use minigo_bytecode::opcode::{ExtRole, Role, VAR_EXT, ext_role, index_operand};
use minigo_bytecode::{Func, Instr, Line, Op, SlotKind};

/// A register: a provisional slot number, or one of the out-window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub(crate) struct Reg(pub u16);

/// First virtual register of the out-window.
pub(crate) const WIN: u16 = 0xA000;

impl Reg {
    /// The slot `k` further on.
    pub(crate) fn at(self, k: u32) -> Reg {
        Reg((self.0 as u32 + k).min(0xffff) as u16)
    }

    /// Whether it lies in the out-window.
    pub(crate) fn in_window(self) -> bool {
        self.0 >= WIN
    }
}

/// The start of the out-window.
pub(crate) const WINDOW: Reg = Reg(WIN);

/// A place in the code, possibly not reached yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label(u32);

#[derive(Clone, Copy)]
struct Fixup {
    at: u32,
    label: Label,
    /// The offset is imm32 of this word, counted from instruction `from` (differs for jump tables).
    long: bool,
    from: u32,
}

/// The function being written.
pub(crate) struct Builder {
    /// Instructions, without `Enter` and prologue.
    code: Vec<Instr>,
    /// Instructions to run first (captures); no jumps.
    pub(crate) prologue: Vec<Instr>,
    labels: Vec<u32>,
    /// Some jump goes to the label.
    used: Vec<bool>,
    fixups: Vec<Fixup>,
    lines: Vec<Line>,
    file: u16,
    line: u32,
    /// Registers that hold an index of an unsigned 64-bit type now.
    unsigned: Vec<Reg>,
    kinds: Vec<SlotKind>,
    /// Length of the block that starts at a slot.
    block_len: Vec<u16>,
    free: HashMap<Box<[SlotKind]>, Vec<u16>>,
    temps: Vec<Reg>,
    params: u16,
    max_win: u32,
    /// More slots were asked for than registers can name.
    pub(crate) overflow: bool,
}

impl Builder {
    /// A function whose parameters have these kinds.
    pub(crate) fn new(params: &[SlotKind]) -> Builder {
        let mut b = Builder {
            code: Vec::new(),
            prologue: Vec::new(),
            labels: Vec::new(),
            used: Vec::new(),
            fixups: Vec::new(),
            lines: Vec::new(),
            file: 0,
            line: 0,
            unsigned: Vec::new(),
            kinds: Vec::new(),
            block_len: Vec::new(),
            free: HashMap::new(),
            temps: Vec::new(),
            params: 0,
            max_win: 0,
            overflow: false,
        };
        b.overflow = params.len() >= WIN as usize;
        let params = &params[..params.len().min(WIN as usize - 1)];
        b.kinds.extend_from_slice(params);
        b.block_len.resize(params.len(), 0);
        b.params = params.len() as u16;
        b
    }

    // -- slots

    /// A block of these kinds, kept until `free`.
    pub(crate) fn alloc(&mut self, kinds: &[SlotKind]) -> Reg {
        if kinds.is_empty() {
            return Reg(0);
        }
        if let Some(r) = self.free.get_mut(kinds).and_then(Vec::pop) {
            return Reg(r);
        }
        self.alloc_fresh(kinds)
    }

    /// `alloc` of slots that nothing emitted so far has used: for values set in the prologue, which runs before all that.
    pub(crate) fn alloc_fresh(&mut self, kinds: &[SlotKind]) -> Reg {
        if kinds.is_empty() {
            return Reg(0);
        }
        let start = self.kinds.len();
        if start + kinds.len() >= WIN as usize {
            self.overflow = true;
            return Reg(0);
        }
        self.kinds.extend_from_slice(kinds);
        self.block_len.resize(self.kinds.len(), 0);
        self.block_len[start] = kinds.len() as u16;
        Reg(start as u16)
    }

    /// Number of fixed slots so far.
    pub(crate) fn slots(&self) -> usize {
        self.kinds.len()
    }

    /// Gives a block back; `r` is what `alloc` returned (parameters and empty blocks are left alone).
    pub(crate) fn free(&mut self, r: Reg) {
        let len = self.block_len.get(r.0 as usize).copied().unwrap_or(0) as usize;
        if r.0 < self.params || len == 0 {
            return;
        }
        let kinds = &self.kinds[r.0 as usize..r.0 as usize + len];
        match self.free.get_mut(kinds) {
            Some(list) => list.push(r.0),
            None => {
                self.free.insert(kinds.into(), vec![r.0]);
            }
        }
    }

    /// A block that `release` gives back.
    pub(crate) fn temp(&mut self, kinds: &[SlotKind]) -> Reg {
        let r = self.alloc(kinds);
        if !kinds.is_empty() {
            self.temps.push(r);
        }
        r
    }

    /// The present height of the stack of temporaries.
    pub(crate) fn mark(&self) -> usize {
        self.temps.len()
    }

    /// Gives all temporaries made since `mark` back.
    pub(crate) fn release(&mut self, mark: usize) {
        while self.temps.len() > mark {
            if let Some(r) = self.temps.pop() {
                self.free(r);
            }
        }
    }

    /// Notes that the window is used up to `slots`.
    pub(crate) fn window(&mut self, slots: u32) {
        self.max_win = self.max_win.max(slots);
        if slots >= 0x5000 {
            self.overflow = true;
        }
    }

    // -- code

    /// Sets the source line of what follows.
    pub(crate) fn set_line(&mut self, file: u16, line: u32) {
        (self.file, self.line) = (file, line);
    }

    /// The source line of what follows.
    pub(crate) fn line(&self) -> (u16, u32) {
        (self.file, self.line)
    }

    /// Says whether the index in `r` is of an unsigned type with numbers past the signed ones.
    pub(crate) fn note_index(&mut self, r: Reg, unsigned: bool) {
        self.unsigned.retain(|&x| x != r);
        if unsigned {
            self.unsigned.push(r);
        }
    }

    /// Whether the index in `r` was noted as unsigned.
    pub(crate) fn index_is_unsigned(&self, r: Reg) -> bool {
        self.unsigned.contains(&r)
    }

    fn push(&mut self, i: Instr) -> usize {
        let (file, line) = (self.file, self.line);
        let unsigned = !self.unsigned.is_empty()
            && i.op().and_then(index_operand).is_some_and(|n| {
                let operand = [i.a(), i.b(), i.c()][n];
                self.unsigned.iter().any(|r| r.0 == operand)
            });
        if self
            .lines
            .last()
            .is_none_or(|l| l.line != line || l.file != file || l.unsigned != unsigned)
        {
            self.lines.push(Line {
                pc: self.code.len() as u32,
                file,
                unsigned,
                line,
            });
        }
        self.code.push(i);
        self.code.len() - 1
    }

    /// Writes an instruction with up to three operands.
    pub(crate) fn op(&mut self, op: Op, a: u16, b: u16, c: u16) -> usize {
        self.push(Instr::abc(op, a, b, c))
    }

    /// Writes an instruction with a 32-bit immediate.
    pub(crate) fn opi(&mut self, op: Op, a: u16, imm: i32) -> usize {
        self.push(Instr::ai(op, a, imm))
    }

    /// Writes an extension word with an immediate.
    pub(crate) fn ext(&mut self, a: u16, imm: i32) {
        self.push(Instr::ai(Op::Ext, a, imm));
    }

    /// Writes an extension word with three operands.
    pub(crate) fn ext_abc(&mut self, a: u16, b: u16, c: u16) {
        self.push(Instr::abc(Op::Ext, a, b, c));
    }

    /// Whether some label stands at the present position.
    pub(crate) fn label_here(&self) -> bool {
        self.labels.contains(&(self.code.len() as u32))
    }

    // -- labels

    /// A label to be placed later.
    pub(crate) fn label(&mut self) -> Label {
        self.labels.push(u32::MAX);
        self.used.push(false);
        Label(self.labels.len() as u32 - 1)
    }

    /// Places a label here.
    pub(crate) fn place(&mut self, l: Label) {
        self.labels[l.0 as usize] = self.code.len() as u32;
    }

    /// Whether some jump goes to the label.
    pub(crate) fn is_used(&self, l: Label) -> bool {
        self.used[l.0 as usize]
    }

    /// Whether the label stands before the present position.
    pub(crate) fn placed(&self, l: Label) -> bool {
        self.labels[l.0 as usize] != u32::MAX
    }

    /// A jump whose offset is b and c.
    pub(crate) fn jump(&mut self, op: Op, a: u16, l: Label) {
        let at = self.opi(op, a, 0) as u32;
        self.used[l.0 as usize] = true;
        self.fixups.push(Fixup {
            at,
            label: l,
            long: true,
            from: at,
        });
    }

    /// A jump whose offset is c.
    pub(crate) fn jump16(&mut self, op: Op, a: u16, b: u16, l: Label) {
        let at = self.op(op, a, b, 0) as u32;
        self.used[l.0 as usize] = true;
        self.fixups.push(Fixup {
            at,
            label: l,
            long: false,
            from: at,
        });
    }

    /// An entry of a jump table of the instruction at `from`.
    pub(crate) fn table_entry(&mut self, from: usize, l: Label) {
        let at = self.opi(Op::Ext, 0, 0) as u32;
        self.used[l.0 as usize] = true;
        self.fixups.push(Fixup {
            at,
            label: l,
            long: true,
            from: from as u32,
        });
    }

    // -- the end

    /// Puts everything in its place. `recover_at` is where a recovered panic goes on.
    pub(crate) fn finish(mut self, result_slots: u32, recover_at: Option<Label>) -> Option<Func> {
        // Control never runs off the end.
        let ends = self.code.last().and_then(|i| i.op()).is_some_and(|op| {
            use Op::*;
            matches!(op, Trap | Jmp | Loop | Ret | Ret1 | Ret2 | RetN | Panic)
        });
        if !ends || self.label_here() {
            self.op(Op::Trap, 0, 0, 0);
        }
        let nslots = self.kinds.len();
        // Where each slot goes: blocks with pointers first.
        let mut map: Vec<u16> = (0..self.params).collect();
        map.resize(nslots, 0);
        let mut kinds: Vec<SlotKind> = self.kinds[..self.params as usize].to_vec();
        let mut zero = 0;
        for words in [false, true] {
            let mut at = self.params as usize;
            while at < nslots {
                let len = (self.block_len[at] as usize).max(1);
                let block = &self.kinds[at..at + len];
                if block.iter().all(|&k| k == SlotKind::W) == words {
                    for (i, &k) in block.iter().enumerate() {
                        map[at + i] = kinds.len() as u16;
                        kinds.push(k);
                    }
                }
                at += len;
            }
            if !words {
                zero = kinds.len() - self.params as usize;
            }
        }
        let win_base = nslots as u32 + 2;
        let frame = (if self.max_win > 0 {
            win_base + self.max_win
        } else {
            nslots as u32
        })
        .max(result_slots);
        if self.overflow || frame > u16::MAX as u32 {
            return None;
        }
        let reg = |r: u16| -> u16 {
            if r >= WIN {
                (win_base + (r - WIN) as u32) as u16
            } else {
                map.get(r as usize).copied().unwrap_or(r)
            }
        };
        let mut head = vec![Instr::abc(
            Op::Enter,
            frame as u16,
            self.params,
            zero as u16,
        )];
        head.append(&mut self.prologue);
        for i in &mut head[1..] {
            *i = renumber(*i, &reg);
        }
        let mut at = 0;
        while at < self.code.len() {
            let i = self.code[at];
            let info = i.op().unwrap_or(Op::Trap).info();
            self.code[at] = renumber(i, &reg);
            let exts = if info.ext == VAR_EXT {
                i.b() as usize
            } else {
                info.ext as usize
            };
            if info.op == Op::Select {
                for e in &mut self.code[at + 1..at + 1 + exts] {
                    let elem = if e.b() == 0xffff { 0xffff } else { reg(e.b()) };
                    *e = Instr::abc(Op::Ext, reg(e.a()), elem, e.c());
                }
            }
            if exts == 1 && ext_role(info.op, 0) == ExtRole::Word {
                let e = self.code[at + 1];
                self.code[at + 1] = Instr::abc(Op::Ext, reg(e.a()), 0, 0);
            }
            at += 1 + exts;
        }
        // Lengthen short jumps where the function is long, then fix all offsets.
        let long_mode = self.code.len() * 2 > 30_000;
        let mut grown: Vec<(u32, u32)> = Vec::new(); // (position after which two words go in, label)
        if long_mode {
            for f in self.fixups.iter().filter(|f| !f.long) {
                let ext = self.code[f.at as usize].op().unwrap_or(Op::Trap).info().ext as u32;
                grown.push((f.at + ext, f.label.0));
            }
            grown.sort_unstable();
        }
        let head_len = head.len() as u32;
        let moved =
            |pc: u32| -> u32 { head_len + pc + 2 * grown.partition_point(|g| g.0 < pc) as u32 };
        let mut code = head;
        code.reserve(self.code.len() + 2 * grown.len());
        let mut g = 0;
        for (pc, &i) in self.code.iter().enumerate() {
            code.push(i);
            while g < grown.len() && grown[g].0 == pc as u32 {
                let target = moved(self.labels[grown[g].1 as usize]);
                code.push(Instr::ai(Op::Jmp, 0, 2));
                let here = code.len() as i64;
                let op = if (target as i64) <= here {
                    Op::Loop
                } else {
                    Op::Jmp
                };
                code.push(Instr::ai(op, 0, (target as i64 - here) as i32));
                g += 1;
            }
        }
        for f in &self.fixups {
            let at = moved(f.at) as usize;
            let target = moved(self.labels[f.label.0 as usize]) as i64;
            if f.long {
                let offset = target - moved(f.from) as i64;
                code[at] = code[at].with_imm(offset as i32);
            } else if long_mode {
                let ext = code[at].op().unwrap_or(Op::Trap).info().ext as u16;
                code[at] = code[at].with_c(ext + 2);
            } else {
                code[at] = code[at].with_c((target - at as i64) as i16 as u16);
            }
        }
        let lines = self
            .lines
            .iter()
            .enumerate()
            .map(|(n, l)| Line {
                pc: if n == 0 { 0 } else { moved(l.pc) },
                ..*l
            })
            .collect();
        Some(Func {
            code,
            kinds,
            param_slots: self.params,
            result_slots: result_slots as u16,
            frame_slots: frame as u16,
            lines,
            recover_pc: recover_at.map(|l| moved(self.labels[l.0 as usize])),
            ..Func::default()
        })
    }
}

/// An instruction with its register operands renumbered.
fn renumber(i: Instr, reg: &impl Fn(u16) -> u16) -> Instr {
    let Some(op) = i.op() else { return i };
    let info = op.info();
    let one = |role: Role, v: u16| if is_reg(role) { reg(v) } else { v };
    match op {
        Op::LdLI8
        | Op::LdLU8
        | Op::LdLI16
        | Op::LdLU16
        | Op::LdLI32
        | Op::LdLU32
        | Op::StL8
        | Op::StL16
        | Op::StL32 => {
            let byte = i.imm() as u32;
            let imm = reg((byte / 8) as u16) as u32 * 8 + byte % 8;
            Instr::ai(op, reg(i.a()), imm as i32)
        }
        _ if is_wide(info.b) => Instr::ai(op, one(info.a, i.a()), i.imm()),
        _ => Instr::abc(
            op,
            one(info.a, i.a()),
            one(info.b, i.b()),
            one(info.c, i.c()),
        ),
    }
}

fn is_reg(role: Role) -> bool {
    !matches!(role, Role::No | Role::N16 | Role::I16 | Role::J16) && !is_wide(role)
}

fn is_wide(role: Role) -> bool {
    matches!(
        role,
        Role::I32
            | Role::J32
            | Role::Fn32
            | Role::Ty32
            | Role::K32
            | Role::Str32
            | Role::Itab32
            | Role::Nat32
            | Role::G32
    )
}
