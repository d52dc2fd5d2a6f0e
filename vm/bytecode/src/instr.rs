//! One instruction: 64 bits, `op:16 a:16 b:16 c:16` from the low end; `imm32` is `b | c << 16`.

use crate::opcode::Op;

/// One instruction or extension word.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
#[repr(transparent)]
pub struct Instr(pub u64);

impl Instr {
    /// An instruction with three 16-bit operands.
    pub const fn abc(op: Op, a: u16, b: u16, c: u16) -> Instr {
        Instr(op as u64 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction with operand `a` and a 32-bit immediate in place of b and c.
    pub const fn ai(op: Op, a: u16, imm: i32) -> Instr {
        Instr(op as u64 | (a as u64) << 16 | (imm as u32 as u64) << 32)
    }

    /// The raw opcode number.
    pub const fn code(self) -> u16 {
        self.0 as u16
    }

    /// The opcode; `None` for a number that names no instruction.
    pub fn op(self) -> Option<Op> {
        Op::from_code(self.0 as u16)
    }

    /// Operand a.
    pub const fn a(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// Operand b.
    pub const fn b(self) -> u16 {
        (self.0 >> 32) as u16
    }

    /// Operand c.
    pub const fn c(self) -> u16 {
        (self.0 >> 48) as u16
    }

    /// Operands b and c as one signed immediate.
    pub const fn imm(self) -> i32 {
        (self.0 >> 32) as i32
    }

    /// The same instruction with another 32-bit immediate.
    pub const fn with_imm(self, imm: i32) -> Instr {
        Instr(self.0 & 0xffff_ffff | (imm as u32 as u64) << 32)
    }

    /// The same instruction with another operand c.
    pub const fn with_c(self, c: u16) -> Instr {
        Instr(self.0 & 0x0000_ffff_ffff_ffff | (c as u64) << 48)
    }
}
