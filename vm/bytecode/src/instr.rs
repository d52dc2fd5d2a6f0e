//! One instruction: 64 bits, `op:8 x:8 a:16 b:16 c:16` from the low end; `imm32` is `b | c << 16`.

use crate::opcode::Op;

/// One instruction or extension word.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
#[repr(transparent)]
pub struct Instr(pub u64);

impl Instr {
    /// An instruction with three 16-bit operands and the 8-bit modifier `x`.
    pub const fn abc(op: Op, x: u8, a: u16, b: u16, c: u16) -> Instr {
        Instr(op as u64 | (x as u64) << 8 | (a as u64) << 16 | (b as u64) << 32 | (c as u64) << 48)
    }

    /// An instruction with operand `a` and a 32-bit immediate in place of b and c.
    pub const fn ai(op: Op, x: u8, a: u16, imm: i32) -> Instr {
        Instr(op as u64 | (x as u64) << 8 | (a as u64) << 16 | (imm as u32 as u64) << 32)
    }

    /// The raw opcode byte.
    pub const fn op_byte(self) -> u8 {
        self.0 as u8
    }

    /// The opcode; `None` for a byte that names no instruction.
    pub fn op(self) -> Option<Op> {
        Op::from_byte(self.0 as u8)
    }

    /// The 8-bit modifier.
    pub const fn x(self) -> u8 {
        (self.0 >> 8) as u8
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
