//! The verifier: what handlers rely on without looking.
//!
//! It checks, from the roles of the instruction table: opcodes and extension words are where they should be; every
//! register, with the slots after it that the role names, lies in the window; jumps land on instructions of the same
//! function and control cannot run off its end; indices are in range; a fixed slot is read and written as its kind
//! says (slots of the out-window have no kind); slots with pointers that may be read before they are written are
//! zeroed by `Enter`; offsets of types lie inside them.
//!
//! Functions from the image of the library were checked when it was made; they are checked again in debug builds only.
//!
//! It does not follow data: that a pointer slot points to a value of the right type is the compiler's promise, as is
//! the element size of the channel in a slot.

use crate::entry::unwritten;
use crate::instr::Instr;
use crate::opcode::{ExtRole, Op, Role, VAR_EXT, ext_role};
use crate::program::{
    FAILURES, FLAG_NATIVE, Func, FuncId, Kind, Program, SlotKind, TypeDef, TypeId,
};

/// Checks a program; the error names the function and the instruction.
pub fn verify(p: &Program) -> Result<(), String> {
    verify_funcs(p, |f| cfg!(debug_assertions) || !f.linked)
}

/// Checks a program with all its functions, wherever they are from.
pub fn verify_all(p: &Program) -> Result<(), String> {
    verify_funcs(p, |_| true)
}

/// Checks the program's tables and those of its functions that are to be looked at.
fn verify_funcs(p: &Program, wanted: impl Fn(&Func) -> bool) -> Result<(), String> {
    check_types(p)?;
    if p.failures.len() > FAILURES.len() {
        return Err("too many failure functions".to_string());
    }
    let ids = p.entry.iter().chain(p.failures.iter().flatten());
    for id in ids {
        func_id(p, id.0 as i64)?;
    }
    for (_, t) in &p.known_types {
        type_id(p, *t)?;
    }
    for &(i, t) in &p.itabs {
        type_id(p, i)?;
        type_id(p, t)?;
    }
    if p.globals_ptrs
        .iter()
        .any(|&o| o % 8 != 0 || o as usize + 8 > p.globals_bytes)
    {
        return Err("pointer word outside the globals".to_string());
    }
    for f in p.funcs.iter().filter(|f| wanted(f)) {
        Checker::new(p, f)
            .run()
            .map_err(|(pc, m)| format!("{} at {pc}: {m}", f.name))?;
    }
    Ok(())
}

fn type_id(p: &Program, t: TypeId) -> Result<(), String> {
    match p.types.get(t.0 as usize) {
        Some(_) => Ok(()),
        None => Err(format!("no type {}", t.0)),
    }
}

fn func_id(p: &Program, f: i64) -> Result<FuncId, String> {
    if f >= 0 && (f as usize) < p.funcs.len() {
        Ok(FuncId(f as u32))
    } else {
        Err(format!("no function {f}"))
    }
}

fn check_types(p: &Program) -> Result<(), String> {
    for t in &p.types {
        let bad = |m: String| format!("type {}: {m}", t.string);
        let parts = [t.elem, t.key, t.ptr_to];
        let ids = parts.iter().flatten().chain(&t.params).chain(&t.results);
        let ids = ids
            .chain(t.fields.iter().map(|f| &f.typ))
            .chain(t.methods.iter().map(|m| &m.typ));
        for id in ids {
            type_id(p, *id).map_err(bad)?;
        }
        for m in &t.methods {
            if let Some(f) = m.func {
                func_id(p, f.0 as i64).map_err(bad)?;
            }
        }
        for f in &t.fields {
            if f.offset.saturating_add(p.types[f.typ.0 as usize].size) > t.size {
                return Err(bad(format!("field {} lies outside", f.name)));
            }
        }
        let needs_elem = matches!(
            t.kind,
            Kind::Array | Kind::Chan | Kind::Map | Kind::Pointer | Kind::Slice
        );
        if needs_elem && t.elem.is_none() || t.kind == Kind::Map && t.key.is_none() {
            return Err(bad("no element or key type".to_string()));
        }
        let mut unit = t.size;
        if let (Kind::Array, Some(e)) = (t.kind, t.elem) {
            unit = p.types[e.0 as usize].size;
            if unit.checked_mul(t.len) != Some(t.size) {
                return Err(bad("size is not length times element".to_string()));
            }
        }
        if t.ptrs.iter().any(|&o| o % 8 != 0 || o as u64 + 8 > unit) {
            return Err(bad("pointer word outside".to_string()));
        }
        if !matches!(t.align, 0 | 1 | 2 | 4 | 8) {
            return Err(bad(format!("alignment {}", t.align)));
        }
    }
    Ok(())
}

/// Slots of operand `i` of the instruction at `k` when its role is `Dn` or `Un`.
pub(crate) fn extent(types: &[TypeDef], f: &Func, k: usize, op: Op, i: usize) -> usize {
    use Op::*;
    let ins = f.code[k];
    let x = |e: usize| f.code[k + 1 + e];
    let bytes = |n: usize| n.div_ceil(8);
    let len = |e: usize| x(e).imm() as u32 as usize;
    let size = |t: usize| types[t].size.div_ceil(8) as usize;
    match (op, i) {
        (MovN | ZeroN | RetN | Closure | LdCapN, _) => ins.c() as usize,
        (ConcatN, _) => 2 * ins.c() as usize,
        (LdN, 0) | (StN, 1) => bytes(len(0)),
        (LdAN, 0) | (StAN, 2) => bytes(x(0).a() as usize),
        (LdAN, 1) | (StAN, 0) => bytes(len(0).saturating_mul(x(0).a() as usize)),
        (LdAI8 | LdAU8 | StA8, _) => bytes(len(0)),
        (LdAI16 | LdAU16 | StA16, _) => bytes(len(0) * 2),
        (LdAI32 | LdAU32 | StA32, _) => bytes(len(0) * 4),
        (LdA64 | StA64, _) => len(0),
        (EqVal | Box | Append1, _) => size(len(0)),
        (MapGet | MapGet2 | MapPut | MapDel, _) => {
            types[len(0)].key.map_or(0, |t| size(t.0 as usize))
        }
        (StrNext | MapNext, _) => 3,
        (Select, _) => 2,
        (Send, _) => ins.c() as usize,
        (Recv, _) => len(0),
        _ => 1,
    }
}

type Fail = (usize, String);

struct Checker<'a> {
    p: &'a Program,
    f: &'a Func,
    /// Which words begin an instruction.
    starts: Vec<bool>,
}

impl<'a> Checker<'a> {
    fn new(p: &'a Program, f: &'a Func) -> Checker<'a> {
        Checker {
            p,
            f,
            starts: vec![false; f.code.len()],
        }
    }

    fn run(&mut self) -> Result<(), Fail> {
        self.shape()?;
        let f = self.f;
        let mut k = 0;
        let mut last = Op::Trap;
        while k < f.code.len() {
            let op = f.code[k].op().expect("`shape` has seen it");
            self.instr(k, op).map_err(|m| (k, m))?;
            last = op;
            k += 1 + self.ext_len(k, op);
        }
        use Op::*;
        if !matches!(last, Trap | Jmp | Loop | Ret | Ret1 | Ret2 | RetN | Panic) {
            return Err((f.code.len(), "control runs off the end".to_string()));
        }
        if let Some(pc) = f.recover_pc
            && f.code.get(pc as usize).and_then(|i| i.op()) != Some(DeferRun)
        {
            return Err((
                pc as usize,
                "recovery does not go on at a DeferRun".to_string(),
            ));
        }
        self.zeroed()
    }

    /// `Enter` zeroes what holds pointers and may be read before it is written.
    fn zeroed(&self) -> Result<(), Fail> {
        let (f, first) = (self.f, self.f.code[0]);
        let zeroed = first.b() as usize..first.b() as usize + first.c() as usize;
        let pointer = |&(i, k): &(usize, &SlotKind)| *k != SlotKind::W && !zeroed.contains(&i);
        let params = f.param_slots as usize;
        if f.flags & FLAG_NATIVE != 0
            || !f.kinds.iter().enumerate().skip(params).any(|x| pointer(&x))
        {
            return Ok(());
        }
        match unwritten(&self.p.types, f)
            .iter()
            .find(|i| !zeroed.contains(i))
        {
            Some(i) => Err((0, format!("Enter does not zero pointer slot {i}"))),
            None => Ok(()),
        }
    }

    fn ext_len(&self, k: usize, op: Op) -> usize {
        match op.info().ext {
            VAR_EXT => self.f.code[k].b() as usize,
            n => n as usize,
        }
    }

    /// Frame, entry, opcodes and extension words.
    fn shape(&mut self) -> Result<(), Fail> {
        let f = self.f;
        let at = |m: &str| (0, m.to_string());
        let n = f.kinds.len();
        if n > f.frame_slots as usize || f.param_slots as usize > n.max(f.frame_slots as usize) {
            return Err(at("slots outside the frame"));
        }
        if f.result_slots > f.frame_slots {
            return Err(at("results outside the frame"));
        }
        let Some(first) = f.code.first().filter(|i| i.op() == Some(Op::Enter)) else {
            return Err(at("does not begin with Enter"));
        };
        if first.a() != f.frame_slots {
            return Err(at("Enter asks for another frame size"));
        }
        if first.b() as usize + first.c() as usize > f.frame_slots as usize {
            return Err(at("Enter zeroes outside the frame"));
        }
        let mut k = 0;
        while k < f.code.len() {
            let bad = |m: &str| (k, m.to_string());
            let op = f.code[k].op().ok_or_else(|| bad("unknown opcode"))?;
            if matches!(op, Op::Ext | Op::Stub) || (op == Op::Enter && k > 0) {
                return Err(bad("instruction out of place"));
            }
            self.starts[k] = true;
            let n = self.ext_len(k, op);
            if k + n >= f.code.len() + usize::from(n == 0) {
                return Err(bad("extension words are missing"));
            }
            if f.code[k + 1..=k + n]
                .iter()
                .any(|x| x.op() != Some(Op::Ext))
            {
                return Err(bad("extension words are missing"));
            }
            k += 1 + n;
        }
        Ok(())
    }

    fn instr(&self, k: usize, op: Op) -> Result<(), String> {
        let ins = self.f.code[k];
        let info = op.info();
        for e in 0..self.ext_len(k, op) {
            self.extension(k, op, e)?;
        }
        for (i, role, v) in [
            (0, info.a, ins.a()),
            (1, info.b, ins.b()),
            (2, info.c, ins.c()),
        ] {
            self.operand(k, op, i, role, v)?;
        }
        use Op::*;
        match op {
            DivImm | RemImm if ins.c() == 0 => Err("division by the constant 0".to_string()),
            LdCap if ins.c() as usize >= self.f.captures.len() => {
                Err("no such capture".to_string())
            }
            LdCap2 if ins.c() as usize + 2 > self.f.captures.len() => {
                Err("no such captures".to_string())
            }
            LdCap3 if ins.c() as usize + 3 > self.f.captures.len() => {
                Err("no such captures".to_string())
            }
            LdCapN if ins.b() as usize + ins.c() as usize > self.f.captures.len() => {
                Err("no such captures".to_string())
            }
            LdLI8 | LdLU8 | StL8 => self.frame_bytes(ins.imm(), 1),
            LdLI16 | LdLU16 | StL16 => self.frame_bytes(ins.imm(), 2),
            LdLI32 | LdLU32 | StL32 => self.frame_bytes(ins.imm(), 4),
            LdG | StG | StGP => self.global(ins.imm(), 8),
            LeaG => self.global(ins.imm(), 0),
            LdFn if !self.p.funcs[ins.imm() as usize].captures.is_empty() => {
                Err("static closure of a function with captures".to_string())
            }
            Closure => self.closure(k, ins),
            Call => {
                let f = &self.p.funcs[ins.imm() as usize];
                let n = f.param_slots.max(f.result_slots) as usize;
                self.slots(ins.a() as usize, n)
            }
            Go => self.slots(ins.a() as usize, ins.c() as usize),
            _ => Ok(()),
        }
    }

    fn closure(&self, k: usize, ins: Instr) -> Result<(), String> {
        let f = &self.p.funcs[self.f.code[k + 1].imm() as usize];
        if f.captures.len() != ins.c() as usize {
            return Err(format!("{} captures {} slots", f.name, f.captures.len()));
        }
        Ok(())
    }

    fn frame_bytes(&self, off: i32, n: usize) -> Result<(), String> {
        if off < 0
            || off as usize + n > self.f.frame_slots as usize * 8
            || !(off as usize).is_multiple_of(n)
        {
            return Err(format!("frame byte {off}"));
        }
        Ok(())
    }

    fn global(&self, off: i32, n: usize) -> Result<(), String> {
        if off < 0 || off as usize + n > self.p.globals_bytes || n == 8 && off % 8 != 0 {
            return Err(format!("global at {off}"));
        }
        Ok(())
    }

    fn slots(&self, r: usize, n: usize) -> Result<(), String> {
        if r + n > self.f.frame_slots as usize {
            return Err(format!("slots {r}..{} outside the frame", r + n));
        }
        Ok(())
    }

    fn jump(&self, k: usize, off: i64) -> Result<(), String> {
        let to = k as i64 + off;
        let ok = to > 0 && self.starts.get(to as usize).copied().unwrap_or(false);
        if ok {
            Ok(())
        } else {
            Err(format!("jump to {to}"))
        }
    }

    fn extension(&self, k: usize, op: Op, e: usize) -> Result<(), String> {
        let x = self.f.code[k + 1 + e];
        match ext_role(op, e) {
            ExtRole::Type => type_id(self.p, TypeId(x.imm() as u32)),
            ExtRole::Func => func_id(self.p, x.imm() as i64).map(|_| ()),
            ExtRole::Jump => self.jump(k, x.imm() as i64),
            ExtRole::Word => self.kinds(x.a() as usize, &[SlotKind::W]),
            ExtRole::Part if x.a() as u32 > x.imm() as u32 => {
                Err("offset outside the element".to_string())
            }
            ExtRole::Case => {
                self.slots(x.a() as usize, 1)?;
                if x.b() == 0xffff {
                    Ok(())
                } else {
                    self.slots(x.b() as usize, (x.c() >> 1) as usize)
                }
            }
            _ => Ok(()),
        }
    }

    fn operand(&self, k: usize, op: Op, i: usize, role: Role, v: u16) -> Result<(), String> {
        use Role::*;
        let (r, ins) = (v as usize, self.f.code[k]);
        let imm = ins.imm();
        let index = |n: usize| {
            if imm >= 0 && (imm as usize) < n {
                Ok(())
            } else {
                Err(format!("index {imm} of {n}"))
            }
        };
        let out = |kinds: &[SlotKind]| self.kinds(r, kinds);
        const W: SlotKind = SlotKind::W;
        const P: SlotKind = SlotKind::P;
        const D: SlotKind = SlotKind::D;
        match role {
            No | N16 | I16 | I32 | G32 => Ok(()),
            D1 | U1 => self.slots(r, 1),
            D2 | U2 => self.slots(r, 2),
            D3 | U3 => self.slots(r, 3),
            Dn | Un => self.slots(r, extent(&self.p.types, self.f, k, op, i)),
            Dw | Uw | Mw => out(&[W]),
            Dp | Up => {
                out(&[P])?;
                self.slots(r, if op == Op::MapGet2 && i == 0 { 2 } else { 1 })
            }
            Ds | Us => out(&[P, W]),
            Dl | Ul => out(&[P, W, W]),
            Di | Ui => out(&[W, D]),
            Win => self.window(op, r),
            J16 => self.jump(
                k,
                if i == 1 {
                    ins.b() as i16 as i64
                } else {
                    ins.c() as i16 as i64
                },
            ),
            J32 => self.jump(k, imm as i64),
            Fn32 => index(self.p.funcs.len()),
            Ty32 => index(self.p.types.len()),
            K32 => index(self.p.consts.len()),
            Str32 => index(self.p.strings.len()),
            Itab32 => index(self.p.itabs.len()),
            Nat32 => index(self.p.natives.len()),
        }
    }

    /// Whether the slots from `r` may be used as these kinds: data words and pointers stand in for each other.
    fn kinds(&self, r: usize, want: &[SlotKind]) -> Result<(), String> {
        self.slots(r, want.len())?;
        for (i, want) in want.iter().enumerate() {
            let Some(have) = self.f.kinds.get(r + i) else {
                break;
            };
            if (*have == SlotKind::W) != (*want == SlotKind::W) {
                return Err(format!("slot {} is {have:?}, used as {want:?}", r + i));
            }
        }
        Ok(())
    }

    fn window(&self, op: Op, r: usize) -> Result<(), String> {
        let in_place = op == Op::CallNative && r == 0 && self.f.flags & crate::FLAG_NATIVE != 0;
        if !in_place && (r < self.f.kinds.len() + 2 || r > self.f.frame_slots as usize) {
            return Err(format!("out-window at {r}"));
        }
        Ok(())
    }
}
