//! The instruction table: one row each, with the roles of its operands and its effect.
//!
//! Notation: `R[n]` slot n of the window; `[p + k]` memory; "str", "slice", "iface" are 2, 3 and 2 slots from the named
//! one. Jump offsets count instructions (extension words too) from the jump itself. An address that is formed from a nil
//! pointer panics before the access ("nil deref"). Index and slice failures, division by zero and the like call the
//! functions of `Program::failures`. The `n ext` column is the number of extension words that follow: an `Ext` word has
//! operands a, b, c or a, imm32 of its own (below: `E0`, `E1`).
//!
//! Slot kinds of values: str = P W, slice = P W W, iface = W D, complex128 = W W.

/// What an operand field means; the verifier and the disassembler read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Not used; must be 0.
    No,
    /// Writes one W slot.
    Dw,
    /// Writes one P slot.
    Dp,
    /// Writes one slot of any kind (the source decides, or untyped memory).
    D1,
    /// Writes two slots of any kind.
    D2,
    /// Writes three slots of any kind.
    D3,
    /// Writes a run of slots whose length another operand or extension gives.
    Dn,
    /// Writes a string (P W).
    Ds,
    /// Writes a slice (P W W).
    Dl,
    /// Writes an interface (W D).
    Di,
    /// Reads one W slot.
    Uw,
    /// Reads one P slot.
    Up,
    /// Reads one slot of any kind.
    U1,
    /// Reads two slots of any kind.
    U2,
    /// Reads three slots of any kind.
    U3,
    /// Reads a run of slots whose length another operand or extension gives.
    Un,
    /// Reads a string.
    Us,
    /// Reads a slice.
    Ul,
    /// Reads an interface.
    Ui,
    /// Reads and writes one W slot.
    Mw,
    /// Start of an out-window.
    Win,
    /// Unsigned 16-bit number.
    N16,
    /// Signed 16-bit number.
    I16,
    /// 16-bit jump offset.
    J16,
    /// b and c: signed 32-bit number (or a byte offset).
    I32,
    /// b and c: jump offset.
    J32,
    /// b and c: index into `Program::funcs`.
    Fn32,
    /// b and c: index into `Program::types`.
    Ty32,
    /// b and c: index into `Program::consts`.
    K32,
    /// b and c: index into `Program::strings`.
    Str32,
    /// b and c: index into `Program::itabs`.
    Itab32,
    /// b and c: index into `Program::natives`.
    Nat32,
    /// b and c: byte offset into the globals.
    G32,
}

macro_rules! ops {
    ($($name:ident $a:ident $b:ident $c:ident $ext:literal $doc:literal;)*) => {
        /// An operation; each row's documentation says what it does.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[repr(u16)]
        pub enum Op { $(#[doc = $doc] $name,)* }

        /// The rows of the table, in opcode order.
        pub const OPS: &[OpInfo] = &[$(OpInfo {
            op: Op::$name, name: stringify!($name),
            a: Role::$a, b: Role::$b, c: Role::$c, ext: $ext, doc: $doc,
        },)*];

        /// Expands `$m!{ Name Name … }` over all operations, for the dispatch table.
        #[macro_export]
        macro_rules! for_each_op {
            ($m:ident) => { $m! { $($name)* } };
        }
    };
}

/// One row of the instruction table.
#[derive(Clone, Copy, Debug)]
pub struct OpInfo {
    /// The operation.
    pub op: Op,
    /// Its mnemonic.
    pub name: &'static str,
    /// Role of operand a.
    pub a: Role,
    /// Role of operand b (when it is a 32-bit role, c is `No`).
    pub b: Role,
    /// Role of operand c.
    pub c: Role,
    /// Number of extension words; `VAR_EXT` when operand b counts them.
    pub ext: u8,
    /// The effect.
    pub doc: &'static str,
}

/// `OpInfo::ext` of instructions whose operand b is the number of extension words.
pub const VAR_EXT: u8 = 255;

impl Op {
    /// The operation of an opcode number.
    pub fn from_code(code: u16) -> Option<Op> {
        OPS.get(code as usize).map(|i| i.op)
    }

    /// This operation's row.
    pub fn info(self) -> &'static OpInfo {
        &OPS[self as usize]
    }
}

ops! {
    // -- moves and constants
    Trap No No No 0 "unreachable: the program is malformed";
    Ext No No No 0 "extension word of the instruction before; never executed";
    Mov D1 U1 No 0 "R[a] = R[b]";
    Mov2 D2 U2 No 0 "two slots from R[b] to R[a]";
    Mov3 D3 U3 No 0 "three slots from R[b] to R[a]";
    MovN Dn Un N16 0 "c slots from R[b] to R[a]; may overlap";
    LdI Dw I32 No 0 "R[a] = imm32 sign-extended";
    LdK Dw K32 No 0 "R[a] = constant word";
    Zero D1 No No 0 "R[a] = 0 or nil";
    ZeroN Dn No N16 0 "c slots from R[a] = 0";
    LdStr Ds Str32 No 0 "R[a] = string constant";
    LdFn Dp Fn32 No 0 "R[a] = the static closure object of a function without captures";
    LdType Dw Ty32 No 0 "R[a] = address of the type's RType";
    LdItab Dw Itab32 No 0 "R[a] = address of the itab";
    // -- integers (slot form; 64-bit wrapping unless said)
    AddI Dw Uw Uw 0 "R[a] = R[b] + R[c]";
    AddImm Dw Uw I16 0 "R[a] = R[b] + c";
    SubI Dw Uw Uw 0 "R[a] = R[b] - R[c]";
    RSubImm Dw Uw I16 0 "R[a] = c - R[b]";
    MulI Dw Uw Uw 0 "R[a] = R[b] * R[c]";
    MulAddI Dw Uw Uw 1 "R[a] = R[b] + R[c] * R[E0.a]";
    MulImm Dw Uw I16 0 "R[a] = R[b] * c";
    DivI Dw Uw Uw 0 "R[a] = R[b] / R[c], signed, truncated; panics on 0; MIN / -1 = MIN";
    DivU Dw Uw Uw 0 "R[a] = R[b] / R[c], unsigned; panics on 0";
    RemI Dw Uw Uw 0 "R[a] = R[b] % R[c], signed; panics on 0; MIN % -1 = 0";
    RemU Dw Uw Uw 0 "R[a] = R[b] % R[c], unsigned; panics on 0";
    DivImm Dw Uw I16 0 "R[a] = R[b] / c, signed; c is not 0";
    RemImm Dw Uw I16 0 "R[a] = R[b] % c, signed; c is not 0";
    And Dw Uw Uw 0 "R[a] = R[b] & R[c]";
    AndImm Dw Uw I16 0 "R[a] = R[b] & c (sign-extended)";
    Or Dw Uw Uw 0 "R[a] = R[b] | R[c]";
    OrImm Dw Uw I16 0 "R[a] = R[b] | c (sign-extended)";
    Xor Dw Uw Uw 0 "R[a] = R[b] ^ R[c]";
    XorImm Dw Uw I16 0 "R[a] = R[b] ^ c (sign-extended)";
    AndNot Dw Uw Uw 0 "R[a] = R[b] &^ R[c]";
    Shl Dw Uw Uw 0 "R[a] = R[b] << R[c]; count unsigned, 64 and more give 0";
    ShrI Dw Uw Uw 0 "R[a] = R[b] >> R[c], arithmetic; count unsigned, 64 and more give the sign";
    ShrU Dw Uw Uw 0 "R[a] = R[b] >> R[c], logical; count unsigned, 64 and more give 0";
    ShlImm Dw Uw N16 0 "R[a] = R[b] << c, c < 64";
    ShrIImm Dw Uw N16 0 "R[a] = R[b] >> c arithmetic, c < 64";
    ShrUImm Dw Uw N16 0 "R[a] = R[b] >> c logical, c < 64";
    ShiftChk Uw No No 0 "panics (negative shift amount) when R[a] < 0";
    Neg Dw Uw No 0 "R[a] = -R[b]";
    Not Dw Uw No 0 "R[a] = ^R[b]";
    NotB Dw Uw No 0 "R[a] = !R[b] (bool)";
    Sext8 Dw Uw No 0 "R[a] = low 8 bits of R[b], sign-extended";
    Sext16 Dw Uw No 0 "R[a] = low 16 bits of R[b], sign-extended";
    Sext32 Dw Uw No 0 "R[a] = low 32 bits of R[b], sign-extended";
    Zext8 Dw Uw No 0 "R[a] = low 8 bits of R[b]";
    Zext16 Dw Uw No 0 "R[a] = low 16 bits of R[b]";
    Zext32 Dw Uw No 0 "R[a] = low 32 bits of R[b]";
    AddI32 Dw Uw Uw 0 "R[a] = sext32(R[b] + R[c])";
    SubI32 Dw Uw Uw 0 "R[a] = sext32(R[b] - R[c])";
    MulI32 Dw Uw Uw 0 "R[a] = sext32(R[b] * R[c])";
    AddU32 Dw Uw Uw 0 "R[a] = zext32(R[b] + R[c])";
    SubU32 Dw Uw Uw 0 "R[a] = zext32(R[b] - R[c])";
    MulU32 Dw Uw Uw 0 "R[a] = zext32(R[b] * R[c])";
    AddU8 Dw Uw Uw 0 "R[a] = zext8(R[b] + R[c])";
    SubU8 Dw Uw Uw 0 "R[a] = zext8(R[b] - R[c])";
    Clz Dw Uw No 0 "R[a] = leading zero bits of R[b] (64 for 0)";
    Ctz Dw Uw No 0 "R[a] = trailing zero bits of R[b] (64 for 0)";
    Popcnt Dw Uw No 0 "R[a] = one bits of R[b]";
    // -- atomics, sequentially consistent; 32: int32, U32: uint32
    AtomicSwap32 Dw Up Uw 0 "int32 at [R[b]] = R[c]; R[a] = the old value";
    AtomicSwapU32 Dw Up Uw 0 "uint32 at [R[b]] = R[c]; R[a] = the old value";
    AtomicSwap64 Dw Up Uw 0 "64 bits at [R[b]] = R[c]; R[a] = the old value";
    AtomicAdd32 Dw Up Uw 0 "int32 at [R[b]] += R[c]; R[a] = the new value";
    AtomicAddU32 Dw Up Uw 0 "uint32 at [R[b]] += R[c]; R[a] = the new value";
    AtomicAdd64 Dw Up Uw 0 "64 bits at [R[b]] += R[c]; R[a] = the new value";
    AtomicAnd32 Dw Up Uw 0 "int32 at [R[b]] &= R[c]; R[a] = the old value";
    AtomicAndU32 Dw Up Uw 0 "uint32 at [R[b]] &= R[c]; R[a] = the old value";
    AtomicAnd64 Dw Up Uw 0 "64 bits at [R[b]] &= R[c]; R[a] = the old value";
    AtomicOr32 Dw Up Uw 0 "int32 at [R[b]] |= R[c]; R[a] = the old value";
    AtomicOrU32 Dw Up Uw 0 "uint32 at [R[b]] |= R[c]; R[a] = the old value";
    AtomicOr64 Dw Up Uw 0 "64 bits at [R[b]] |= R[c]; R[a] = the old value";
    AtomicCas32 Dw Up U2 0 "32 bits at [R[b]]: if R[c] then = R[c+1]; R[a] = whether";
    AtomicCas64 Dw Up U2 0 "64 bits at [R[b]]: if R[c] then = R[c+1]; R[a] = whether";
    AtomicSt32 No Up Uw 0 "32 bits at [R[b]] = R[c]";
    AtomicSt64 No Up Uw 0 "64 bits at [R[b]] = R[c]";
    SyncTryLock Dw Up No 0 "Mutex at [R[b]]: lock it if it is free; R[a] = whether";
    // -- package sync: each stands before the call of the method and skips it
    SyncLock Up J32 No 0 "Mutex at R[a]: if free, lock and jump";
    SyncUnlock Up J32 No 0 "Mutex at R[a]: if locked and nobody waits, unlock and jump";
    SyncRLock Up J32 No 0 "RWMutex at R[a]: if no writer, count a reader in and jump";
    SyncRUnlock Up J32 No 0 "RWMutex at R[a]: if no writer, count a reader out and jump";
    SyncDone Up J32 No 0 "WaitGroup at R[a]: if nobody has to be woken, count down and jump";
    SyncOnce Up J32 No 0 "Once at R[a]: if done, jump";
    SyncAdd Up Uw J16 0 "WaitGroup at R[a]: if R[b] >= 0 and nobody waits, count up and jump";
    // -- floats (F: float64 bits; G: float32 bits in the low half)
    AddF Dw Uw Uw 0 "R[a] = R[b] + R[c], float64";
    SubF Dw Uw Uw 0 "R[a] = R[b] - R[c], float64";
    MulF Dw Uw Uw 0 "R[a] = R[b] * R[c], float64";
    DivF Dw Uw Uw 0 "R[a] = R[b] / R[c], float64";
    NegF Dw Uw No 0 "R[a] = -R[b], float64";
    AddG Dw Uw Uw 0 "R[a] = R[b] + R[c], float32";
    SubG Dw Uw Uw 0 "R[a] = R[b] - R[c], float32";
    MulG Dw Uw Uw 0 "R[a] = R[b] * R[c], float32";
    DivG Dw Uw Uw 0 "R[a] = R[b] / R[c], float32";
    NegG Dw Uw No 0 "R[a] = -R[b], float32";
    MulAddF Dw Uw Uw 1 "R[a] = R[b] + R[c] * R[E0.a], float64, rounded twice";
    MulSubF Dw Uw Uw 1 "R[a] = R[b] - R[c] * R[E0.a], float64, rounded twice";
    SqrtF Dw Uw No 0 "R[a] = sqrt(R[b]), float64";
    AbsF Dw Uw No 0 "R[a] = |R[b]|, float64";
    FloorF Dw Uw No 0 "R[a] = floor(R[b]), float64";
    CeilF Dw Uw No 0 "R[a] = ceil(R[b]), float64";
    TruncF Dw Uw No 0 "R[a] = trunc(R[b]), float64";
    MinF Dw Uw Uw 0 "R[a] = min(R[b], R[c]), float64, Go's NaN and -0 rules";
    MaxF Dw Uw Uw 0 "R[a] = max(R[b], R[c]), float64, Go's NaN and -0 rules";
    I2F Dw Uw No 0 "float64 of a signed integer";
    U2F Dw Uw No 0 "float64 of an unsigned integer";
    I2G Dw Uw No 0 "float32 of a signed integer (one rounding)";
    U2G Dw Uw No 0 "float32 of an unsigned integer (one rounding)";
    F2I Dw Uw No 0 "int64 of a float64 as Go on amd64 gives it";
    F2U Dw Uw No 0 "uint64 of a float64 as Go on amd64 gives it";
    F2G Dw Uw No 0 "float32 of a float64";
    G2F Dw Uw No 0 "float64 of a float32";
    MulC D2 U2 U2 0 "complex128 product";
    DivC D2 U2 U2 0 "complex128 quotient, Go's rules for Inf and NaN";
    // -- comparisons to a bool
    EqI Dw U1 U1 0 "R[a] = R[b] == R[c], words or pointers";
    NeI Dw U1 U1 0 "R[a] = R[b] != R[c], words or pointers";
    LtI Dw Uw Uw 0 "R[a] = R[b] < R[c], signed";
    LeI Dw Uw Uw 0 "R[a] = R[b] <= R[c], signed";
    LtU Dw Uw Uw 0 "R[a] = R[b] < R[c], unsigned";
    LeU Dw Uw Uw 0 "R[a] = R[b] <= R[c], unsigned";
    EqF Dw Uw Uw 0 "R[a] = R[b] == R[c], float64";
    NeF Dw Uw Uw 0 "R[a] = R[b] != R[c], float64";
    LtF Dw Uw Uw 0 "R[a] = R[b] < R[c], float64";
    LeF Dw Uw Uw 0 "R[a] = R[b] <= R[c], float64";
    EqStr Dw Us Us 0 "R[a] = strings equal";
    LtStr Dw Us Us 0 "R[a] = string R[b] < string R[c]";
    LeStr Dw Us Us 0 "R[a] = string R[b] <= string R[c]";
    EqEface Dw Ui Ui 0 "R[a] = interfaces without methods equal; panics on uncomparable dynamic types";
    EqIface Dw Ui Ui 0 "R[a] = interfaces with methods (itab words) equal; panics likewise";
    EqVal Dw Un Un 1 "R[a] = the memory images in the frame at R[b], R[c] equal as type E0.imm";
    EqMem Dw Up Up 1 "R[a] = the values at addresses R[b], R[c] equal as type E0.imm";
    // -- jumps
    Jmp No J32 No 0 "jump; forward, or backward only where no loop forms";
    Loop No J32 No 0 "jump backwards with a safepoint poll";
    Jt Uw J32 No 0 "jump if R[a]";
    Jf Uw J32 No 0 "jump if !R[a]";
    LoopT Uw J32 No 0 "poll, jump if R[a]";
    LoopF Uw J32 No 0 "poll, jump if !R[a]";
    Jz U1 J32 No 0 "jump if R[a] == 0 (or nil)";
    Jnz U1 J32 No 0 "jump if R[a] != 0 (or nil)";
    JEq U1 U1 J16 0 "jump if R[a] == R[b]";
    JNe U1 U1 J16 0 "jump if R[a] != R[b]";
    JLt Uw Uw J16 0 "jump if R[a] < R[b], signed";
    JLe Uw Uw J16 0 "jump if R[a] <= R[b], signed";
    JLtU Uw Uw J16 0 "jump if R[a] < R[b], unsigned";
    JLeU Uw Uw J16 0 "jump if R[a] <= R[b], unsigned";
    JEqImm Uw I16 J16 0 "jump if R[a] == b";
    JNeImm Uw I16 J16 0 "jump if R[a] != b";
    JLtImm Uw I16 J16 0 "jump if R[a] < b, signed";
    JLeImm Uw I16 J16 0 "jump if R[a] <= b, signed";
    JGtImm Uw I16 J16 0 "jump if R[a] > b, signed";
    JGeImm Uw I16 J16 0 "jump if R[a] >= b, signed";
    LoopEq U1 U1 J16 0 "poll, then JEq";
    LoopNe U1 U1 J16 0 "poll, then JNe";
    LoopLt Uw Uw J16 0 "poll, then JLt";
    LoopLe Uw Uw J16 0 "poll, then JLe";
    LoopEqImm Uw I16 J16 0 "poll, then JEqImm";
    LoopNeImm Uw I16 J16 0 "poll, then JNeImm";
    LoopLtImm Uw I16 J16 0 "poll, then JLtImm";
    LoopLeImm Uw I16 J16 0 "poll, then JLeImm";
    LoopGtImm Uw I16 J16 0 "poll, then JGtImm";
    LoopGeImm Uw I16 J16 0 "poll, then JGeImm";
    ForLt Mw Uw J16 0 "R[a]++; poll; jump if R[a] < R[b], signed";
    JEqF Uw Uw J16 0 "jump if R[a] == R[b], float64";
    JNeF Uw Uw J16 0 "jump if R[a] != R[b], float64";
    JLtF Uw Uw J16 0 "jump if R[a] < R[b], float64";
    JLeF Uw Uw J16 0 "jump if R[a] <= R[b], float64";
    JNLtF Uw Uw J16 0 "jump if !(R[a] < R[b]), float64";
    JNLeF Uw Uw J16 0 "jump if !(R[a] <= R[b]), float64";
    JEqStr Us Us J16 0 "jump if strings R[a] and R[b] are equal";
    JNeStr Us Us J16 0 "jump if strings R[a] and R[b] differ";
    JTab Uw N16 No 255 "jump by E[R[a]].imm if R[a] < b unsigned, else go on after the b extensions";
    JTypeNe Uw No J16 1 "jump if type word R[a] is not the RType of type E0.imm";
    Poll No No No 0 "safepoint";
    // -- memory through pointers (nil deref checked); c: byte offset, unsigned
    LdI8 Dw Up N16 0 "R[a] = sext [R[b] + c], 1 byte";
    LdU8 Dw Up N16 0 "R[a] = zext [R[b] + c], 1 byte";
    LdI16 Dw Up N16 0 "R[a] = sext [R[b] + c], 2 bytes";
    LdU16 Dw Up N16 0 "R[a] = zext [R[b] + c], 2 bytes";
    LdI32 Dw Up N16 0 "R[a] = sext [R[b] + c], 4 bytes";
    LdU32 Dw Up N16 0 "R[a] = zext [R[b] + c], 4 bytes (float32 too)";
    Ld64 D1 Up N16 0 "R[a] = [R[b] + c], 8 bytes";
    Ld2 D2 Up N16 0 "two slots from [R[b] + c]";
    Ld3 D3 Up N16 0 "three slots from [R[b] + c]";
    LdN Dn Up N16 1 "E0.imm bytes from [R[b] + c] to the slots at R[a], zero padded";
    St8 Up Uw N16 0 "[R[a] + c] = low byte of R[b]";
    St16 Up Uw N16 0 "[R[a] + c] = low 2 bytes of R[b]";
    St32 Up Uw N16 0 "[R[a] + c] = low 4 bytes of R[b]";
    St64 Up Uw N16 0 "[R[a] + c] = R[b], no pointer";
    StP Up U1 N16 0 "[R[a] + c] = R[b], a pointer";
    St2 Up U2 N16 0 "[R[a] + c] = two slots without pointers";
    StStr Up Us N16 0 "[R[a] + c] = string R[b]";
    StIface Up Ui N16 0 "[R[a] + c] = interface R[b]";
    StSlice Up Ul N16 0 "[R[a] + c] = slice R[b]";
    StN Up Un N16 2 "E0.imm bytes from the slots at R[b] to [R[a] + c]; E1.imm: type with the pointer mask";
    AddrOff Dp Up N16 0 "R[a] = R[b] + c (field address; nil deref checked)";
    AddOff Dp Up No 1 "R[a] = R[b] + E0.imm (large field offset; nil deref checked)";
    NilChk Up No No 0 "panics (nil deref) when R[a] is nil";
    MemMove Up Up No 2 "E0.imm bytes from address R[b] to address R[a], may overlap; E1.imm: type";
    MemZero Up No No 1 "zero the value of type E0.imm at address R[a]";
    // -- the frame as memory; imm: byte offset from base
    LdLI8 Dw I32 No 0 "R[a] = sext frame byte";
    LdLU8 Dw I32 No 0 "R[a] = zext frame byte";
    LdLI16 Dw I32 No 0 "R[a] = sext frame 2 bytes";
    LdLU16 Dw I32 No 0 "R[a] = zext frame 2 bytes";
    LdLI32 Dw I32 No 0 "R[a] = sext frame 4 bytes";
    LdLU32 Dw I32 No 0 "R[a] = zext frame 4 bytes";
    StL8 Uw I32 No 0 "frame byte = low byte of R[a]";
    StL16 Uw I32 No 0 "frame 2 bytes = low of R[a]";
    StL32 Uw I32 No 0 "frame 4 bytes = low of R[a]";
    // -- globals
    LdG D1 G32 No 0 "R[a] = 8 bytes of the globals";
    StG Uw G32 No 0 "8 bytes of the globals = R[a], no pointer";
    StGP U1 G32 No 0 "8 bytes of the globals = R[a], a pointer";
    LeaG Dp G32 No 0 "R[a] = address in the globals";
    // -- elements of slices and strings (b: slice or string, c: index; bounds checked)
    LdXI8 Dw U2 Uw 0 "R[a] = sext R[b][R[c]], 1 byte";
    LdXU8 Dw U2 Uw 0 "R[a] = zext R[b][R[c]], 1 byte (strings too)";
    LdXI16 Dw U2 Uw 0 "R[a] = sext R[b][R[c]], 2 bytes";
    LdXU16 Dw U2 Uw 0 "R[a] = zext R[b][R[c]], 2 bytes";
    LdXI32 Dw U2 Uw 0 "R[a] = sext R[b][R[c]], 4 bytes";
    LdXU32 Dw U2 Uw 0 "R[a] = zext R[b][R[c]], 4 bytes";
    LdX64 D1 U2 Uw 0 "R[a] = R[b][R[c]], 8 bytes";
    LdX2 D2 U2 Uw 0 "R[a], R[a+1] = R[b][R[c]], 16 bytes";
    LdX3 D3 U2 Uw 0 "three slots = R[b][R[c]], 24 bytes";
    StX8 U2 Uw Uw 0 "R[a][R[b]] = low byte of R[c]";
    StX16 U2 Uw Uw 0 "R[a][R[b]] = low 2 bytes of R[c]";
    StX32 U2 Uw Uw 0 "R[a][R[b]] = low 4 bytes of R[c]";
    StX64 U2 Uw Uw 0 "R[a][R[b]] = R[c], no pointer";
    StXP U2 Uw U1 0 "R[a][R[b]] = R[c], a pointer";
    StXStr U2 Uw Us 0 "R[a][R[b]] = string R[c]";
    AddrX Dp U2 Uw 1 "R[a] = &R[b][R[c]]; E0.imm: element size in bytes";
    LdXOU8 Dw U2 Uw 1 "R[a] = zext of the byte E0.a bytes into R[b][R[c]]; E0.imm: element size in bytes";
    LdXOI32 Dw U2 Uw 1 "R[a] = sext of the 4 bytes E0.a bytes into R[b][R[c]]; E0.imm: element size";
    LdXO64 D1 U2 Uw 1 "R[a] = the 8 bytes E0.a bytes into R[b][R[c]]; E0.imm: element size";
    LdXO2 D2 U2 Uw 1 "two slots from E0.a bytes into R[b][R[c]]; E0.imm: element size";
    StXO8 U2 Uw Uw 1 "the byte E0.a bytes into R[a][R[b]] = low byte of R[c]; E0.imm: element size";
    StXO32 U2 Uw Uw 1 "the 4 bytes E0.a bytes into R[a][R[b]] = low 4 bytes of R[c]; E0.imm: element size";
    StXO64 U2 Uw Uw 1 "the 8 bytes E0.a bytes into R[a][R[b]] = R[c], no pointer; E0.imm: element size";
    Bound Uw Uw No 0 "panics (index) unless 0 <= R[a] < R[b]";
    // -- elements of slices in a slice (bounds of both checked); E0.a: the slot of the second index
    LdXXU8 Dw U2 Uw 1 "R[a] = zext R[b][R[c]][R[E0.a]], 1 byte";
    LdXXI32 Dw U2 Uw 1 "R[a] = sext R[b][R[c]][R[E0.a]], 4 bytes";
    LdXX64 D1 U2 Uw 1 "R[a] = R[b][R[c]][R[E0.a]], 8 bytes";
    StXX8 U2 Uw Uw 1 "R[a][R[b]][R[E0.a]] = low byte of R[c]";
    StXX32 U2 Uw Uw 1 "R[a][R[b]][R[E0.a]] = low 4 bytes of R[c]";
    StXX64 U2 Uw Uw 1 "R[a][R[b]][R[E0.a]] = R[c], no pointer";
    // -- elements of a slice in memory, nil and bounds checked; s: the slice at the pointer (b or a) + E0.imm bytes
    LdFU8 Dw Up Uw 1 "R[a] = zext s[R[c]], 1 byte";
    LdFI32 Dw Up Uw 1 "R[a] = sext s[R[c]], 4 bytes";
    LdF64 D1 Up Uw 1 "R[a] = s[R[c]], 8 bytes";
    LdF2 D2 Up Uw 1 "two slots = s[R[c]], 16 bytes";
    StF8 Up Uw Uw 1 "s[R[b]] = low byte of R[c]";
    StF32 Up Uw Uw 1 "s[R[b]] = low 4 bytes of R[c]";
    StF64 Up Uw Uw 1 "s[R[b]] = R[c], no pointer";
    StFP Up Uw U1 1 "s[R[b]] = R[c], a pointer";
    AddrF Dp Up Uw 2 "R[a] = &s[R[c]]; E1.imm: element size in bytes";
    // -- elements of arrays in the frame (b: first slot, c: index); E0.imm: length; E0.a: element bytes for *N
    LdAI8 Dw Un Uw 1 "R[a] = sext array[R[c]], 1 byte";
    LdAU8 Dw Un Uw 1 "R[a] = zext array[R[c]], 1 byte";
    LdAI16 Dw Un Uw 1 "R[a] = sext array[R[c]], 2 bytes";
    LdAU16 Dw Un Uw 1 "R[a] = zext array[R[c]], 2 bytes";
    LdAI32 Dw Un Uw 1 "R[a] = sext array[R[c]], 4 bytes";
    LdAU32 Dw Un Uw 1 "R[a] = zext array[R[c]], 4 bytes";
    LdA64 D1 Un Uw 1 "R[a] = array[R[c]], 8 bytes";
    LdAN Dn Un Uw 1 "slots at R[a] = array[R[c]], E0.a bytes, zero padded";
    StA8 Un Uw Uw 1 "array at R[a] [R[b]] = low byte of R[c]";
    StA16 Un Uw Uw 1 "array at R[a] [R[b]] = low 2 bytes of R[c]";
    StA32 Un Uw Uw 1 "array at R[a] [R[b]] = low 4 bytes of R[c]";
    StA64 Un Uw U1 1 "array at R[a] [R[b]] = R[c], 8 bytes, pointer or not";
    StAN Un Uw Un 1 "array at R[a] [R[b]] = slots at R[c], E0.a bytes";
    // -- elements of arrays behind pointers (nil and bounds checked)
    AddrA Dp Up Uw 2 "R[a] = &(*R[b])[R[c]]; E0.imm: length, E1.imm: element bytes";
    LdPAU8 Dw Up Uw 1 "R[a] = zext (*R[b])[R[c]], 1 byte; E0.imm: length";
    LdPA64 D1 Up Uw 1 "R[a] = (*R[b])[R[c]], 8 bytes; E0.imm: length";
    StPA8 Up Uw Uw 1 "(*R[a])[R[b]] = low byte of R[c]; E0.imm: length";
    StPA64 Up Uw Uw 1 "(*R[a])[R[b]] = R[c], no pointer; E0.imm: length";
    // -- slicing; E0.a bits: 1 lo given in R[c], 2 hi given in R[c+1], 4 max given in R[c+2]; times 8: the bound is unsigned
    SliceL Dl Ul Uw 1 "R[a] = slice R[b] sliced; E0.imm: element bytes";
    SliceS Ds Us Uw 1 "R[a] = string R[b] sliced";
    SliceA Dl Up Uw 2 "R[a] = (*R[b]) sliced, a pointer to an array; E0.imm: length, E1.imm: element bytes";
    ToArr Dp Ul No 1 "R[a] = array pointer of slice R[b] with at least E0.imm elements, else panics";
    // -- strings
    Concat Ds Us Us 0 "R[a] = R[b] + R[c]";
    ConcatN Ds Un N16 0 "R[a] = the c strings from R[b] on, joined";
    StrBytes Dl Us No 0 "[]byte of a string";
    BytesStr Ds Ul No 0 "string of a []byte";
    StrRunes Dl Us No 0 "[]rune of a string";
    RunesStr Ds Ul No 0 "string of a []rune";
    RuneStr Ds Uw No 0 "string of one code point";
    StrNext Dn Us J16 0 "p = R[a]; at the end of string R[b]: jump by c; else R[a+1] = rune, R[a+2] = p, R[a] = p + width";
    // -- allocation and built-ins
    New Dp Ty32 No 0 "R[a] = address of a zero value of the type";
    Box D1 Un No 1 "R[a] = address of a heap copy of the value of type E0.imm in the slots at R[b]; zero size: zerobase";
    MakeSlice Dl Uw Uw 1 "R[a] = make([]T, R[b], R[c]); E0.imm: element type";
    MakeMap Dp Uw No 1 "R[a] = make(map, hint R[b]); E0.imm: map type";
    MakeChan Dp Uw No 1 "R[a] = make(chan, R[b]); E0.imm: chan type";
    Closure Dp Un N16 1 "R[a] = closure of function E0.imm over the c slots from R[b]";
    LdCap D1 No N16 0 "R[a] = capture slot c of the running closure";
    LdCap2 D2 No N16 0 "R[a], R[a+1] = capture slots c, c+1";
    LdCap3 D3 No N16 0 "three slots from R[a] = capture slots c on";
    LdCapN Dn N16 N16 0 "c slots from R[a] = capture slots b on";
    Append1 Dl Ul Un 1 "R[a] = append(R[b], the value in the slots at R[c]); E0.imm: element type";
    Grow Dl Ul N16 1 "R[a] = slice R[b] with len + c elements, reallocated if need be; new ones not yet written; E0.imm: element type";
    AppendL Dl Ul U2 1 "R[a] = append(R[b], R[c]...), c a slice or string; E0.imm: element type";
    Copy Dw Ul U2 1 "R[a] = copy(R[b], R[c]); E0.imm: element type";
    ClearL Ul No No 1 "clear(slice R[a]); E0.imm: element type";
    // -- maps; keys in slot form in the frame
    MapGet Dp Up Un 1 "R[a] = address of R[b][key at R[c]], or of a zero value; E0.imm: map type";
    MapGet2 Dp Up Un 1 "as MapGet, and R[a+1] = present";
    MapPut Dp Up Un 1 "R[a] = address to store R[b][key at R[c]] at; panics on nil; E0.imm: map type";
    MapDel Up Un No 1 "delete(R[a], key at R[b]); E0.imm: map type";
    MapClear Up No No 1 "clear(map R[a]); E0.imm: map type";
    MapLen Dw Up No 0 "R[a] = len(map R[b])";
    MapIter Dp Up No 1 "R[a] = a new iterator over map R[b]; E0.imm: map type";
    MapNext Dn J32 No 0 "advance iterator R[a]: R[a+1], R[a+2] = addresses of key and element; at the end jump";
    // -- interfaces; E0.a of AssertI: 1 comma-ok (R[a+2]), 2 target has no methods, 4 conversion (nil stays nil)
    ItabType Dw Uw No 0 "R[a] = RType of itab word R[b]; 0 for 0";
    AssertT Uw Ty32 No 1 "panics unless type word (RType) R[a] is the type; E0.imm: static interface type";
    AssertI Di Ui No 2 "R[a] = R[b] (RType word, data) as interface type E0.imm; E1.imm: static source type";
    // -- calls
    Enter N16 N16 N16 0 "function entry: frame of a slots must fit (else grow or preempt); zero c slots from R[b]";
    Call Win Fn32 No 0 "call";
    CallC Win Up No 0 "call closure R[b]; nil panics";
    CallI Win Ui N16 0 "R[a] = data word of R[b]; call method c of its itab; nil panics";
    CallNative Win Nat32 No 0 "run a native on the window at R[a]";
    Ret No No No 0 "return; results are in place";
    Ret1 U1 No No 0 "R[0] = R[a]; return";
    Ret2 U2 No No 0 "R[0], R[1] = R[a], R[a+1]; return";
    RetN Un No N16 0 "c slots from R[a] to R[0]; return";
    Go Win Up N16 0 "start closure R[b] as a goroutine with the c argument slots at R[a]";
    Defer Up No No 0 "push closure R[a] (no parameters) on the deferred calls of this frame";
    DeferList Up No No 0 "push the list of closures that starts at address R[a] on the deferred calls of this frame; its nodes are (closure, next)";
    DeferRun Win No No 0 "run this frame's deferred calls, last first, with windows at R[a]";
    Recover Di No No 0 "R[a] = recover()";
    Panic Ui No No 0 "panic(R[a]), an interface without methods";
    // -- channels; elements as memory images in the frame
    Send Up Un N16 0 "R[a] <- the element in the c slots at R[b]";
    Recv Dn Up Dw 1 "element slots at R[a] = <-R[b], whole element slots zeroed first; E0.a bit 1: R[c] = ok; bit 2: value dropped; E0.imm: element slots";
    Close Up No No 0 "close(R[a])";
    ChanLen Dw Up No 0 "R[a] = len(chan R[b])";
    ChanCap Dw Up No 0 "R[a] = cap(chan R[b])";
    Select Dn N16 N16 255 "R[a] = index of the case taken (-1: default), R[a+1] = received ok; c 1: has default; each of b extensions: a channel slot, b element slot (0xffff: none), c bit 0: receive, the rest: element slots";
    // -- internal
    Stub No N16 No 0 "continuation of a call that the VM itself made (b: which); never in a program";
}

/// What an extension word holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExtRole {
    /// imm: index into `Program::types`.
    Type,
    /// imm: index into `Program::funcs`.
    Func,
    /// imm: a size or offset in bytes, unsigned.
    Bytes,
    /// imm: a number of elements, unsigned.
    Len,
    /// imm: number of elements, a: bytes of an element.
    LenElem,
    /// a: which bounds are given, imm: a size or length.
    Bounds,
    /// a: offset in an element, imm: bytes of an element.
    Part,
    /// a: a W slot that is read.
    Word,
    /// a: flags.
    Flags,
    /// imm: jump offset from the instruction.
    Jump,
    /// a channel slot, b element slot, c direction and element slots.
    Case,
}

/// Bit of a bound in the flags of a slice instruction that says it is of an unsigned type; shifted as "given" is.
pub const BOUND_UNSIGNED: u16 = 8;

/// Which operand of `op` (0: a) is the index that it checks against a length.
pub fn index_operand(op: Op) -> Option<usize> {
    use Op::*;
    match op {
        Bound => Some(0),
        StX8 | StX16 | StX32 | StX64 | StXP | StXStr => Some(1),
        StXO8 | StXO32 | StXO64 | StF8 | StF32 | StF64 | StFP => Some(1),
        StA8 | StA16 | StA32 | StA64 | StAN | StPA8 | StPA64 => Some(1),
        LdXI8 | LdXU8 | LdXI16 | LdXU16 | LdXI32 | LdXU32 | LdX64 | LdX2 | LdX3 => Some(2),
        LdAI8 | LdAU8 | LdAI16 | LdAU16 | LdAI32 | LdAU32 | LdA64 | LdAN => Some(2),
        AddrX | AddrA | LdPAU8 | LdPA64 => Some(2),
        LdXOU8 | LdXOI32 | LdXO64 | LdXO2 | LdFU8 | LdFI32 | LdF64 | LdF2 | AddrF => Some(2),
        _ => None,
    }
}

/// The role of the `i`th extension word of `op`.
pub fn ext_role(op: Op, i: usize) -> ExtRole {
    use Op::*;
    match (op, i) {
        (LdN | StN | MemMove, 0) | (AddOff | AddrX, 0) | (AddrA | SliceA, 1) => ExtRole::Bytes,
        (LdAI8 | LdAU8 | LdAI16 | LdAU16 | LdAI32 | LdAU32 | LdA64 | LdAN, _)
        | (StA8 | StA16 | StA32 | StA64 | StAN, _) => ExtRole::LenElem,
        (AddrA, 0) | (LdPAU8 | LdPA64 | StPA8 | StPA64 | ToArr, 0) => ExtRole::Len,
        (SliceL | SliceS | SliceA, 0) => ExtRole::Bounds,
        (LdXOU8 | LdXOI32 | LdXO64 | LdXO2 | StXO8 | StXO32 | StXO64, _) => ExtRole::Part,
        (MulAddI | MulAddF | MulSubF, _) => ExtRole::Word,
        (LdXXU8 | LdXXI32 | LdXX64 | StXX8 | StXX32 | StXX64, _) => ExtRole::Word,
        (LdFU8 | LdFI32 | LdF64 | LdF2 | StF8 | StF32 | StF64 | StFP | AddrF, _) => ExtRole::Bytes,
        (Recv, _) => ExtRole::Flags,
        (JTab, _) => ExtRole::Jump,
        (Select, _) => ExtRole::Case,
        (Closure, _) => ExtRole::Func,
        _ => ExtRole::Type,
    }
}
