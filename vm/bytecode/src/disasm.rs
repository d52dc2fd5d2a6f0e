//! The text form of programs, for golden tests and for people: one line an instruction, operands by their roles; then
//! the types that have methods.
//!
//! Stable: no addresses, no order but the program's.

use crate::instr::Instr;
use crate::opcode::{ExtRole, Role, VAR_EXT, ext_role};
use crate::program::{Func, Line, Program, TypeDef};
use std::fmt::Write;

/// The whole program.
pub fn program(p: &Program) -> String {
    program_beside(p, &mut |_| None)
}

/// The whole program; before the instructions of each line stands what `source` has for it.
pub fn program_beside(p: &Program, source: &mut dyn FnMut(&Line) -> Option<String>) -> String {
    let mut out = String::new();
    for (i, f) in p.funcs.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        func_beside(p, f, &mut out, source);
    }
    for t in p.types.iter().filter(|t| !t.methods.is_empty()) {
        typ(p, t, &mut out);
    }
    out
}

/// A type and its methods.
fn typ(p: &Program, t: &TypeDef, out: &mut String) {
    let _ = writeln!(out, "\ntype {} {:?} of {} bytes", t.string, t.kind, t.size);
    for m in &t.methods {
        let sig = name(&p.types, m.typ.0 as i32, |t| t.string.clone());
        let _ = write!(out, "      {} {sig}", m.name);
        if let Some(f) = m.func {
            let f = name(&p.funcs, f.0 as i32, |f| f.name.clone());
            let _ = write!(out, " = {f}");
        }
        out.push('\n');
    }
}

/// One function.
pub fn func(p: &Program, f: &Func, out: &mut String) {
    func_beside(p, f, out, &mut |_| None);
}

/// One function; before the instructions of each line stands what `source` has for it.
pub fn func_beside(
    p: &Program,
    f: &Func,
    out: &mut String,
    source: &mut dyn FnMut(&Line) -> Option<String>,
) {
    let kinds: String = f.kinds.iter().map(|k| format!("{k:?}")).collect();
    let _ = write!(
        out,
        "func {} params={} results={} slots={} frame={}",
        f.name,
        f.param_slots,
        f.result_slots,
        if kinds.is_empty() { "-" } else { &kinds },
        f.frame_slots
    );
    if !f.captures.is_empty() {
        let caps: String = f.captures.iter().map(|k| format!("{k:?}")).collect();
        let _ = write!(out, " captures={caps}");
    }
    if let Some(pc) = f.recover_pc {
        let _ = write!(out, " recover={pc}");
    }
    if f.flags != 0 {
        let _ = write!(out, " flags={}", f.flags);
    }
    out.push('\n');
    let mut line = 0;
    let mut at = 0;
    let mut k = 0;
    while k < f.code.len() {
        while at < f.lines.len() && f.lines[at].pc as usize <= k {
            if line != f.lines[at].line
                && let Some(text) = source(&f.lines[at])
            {
                let _ = writeln!(out, "; {:4} {text}", f.lines[at].line);
            }
            line = f.lines[at].line;
            at += 1;
        }
        let n = instr(p, f, k, line, out);
        k += n;
    }
}

/// Writes the instruction at `k`; gives the number of its words.
fn instr(p: &Program, f: &Func, k: usize, line: u32, out: &mut String) -> usize {
    let ins = f.code[k];
    let Some(op) = ins.op() else {
        let _ = writeln!(out, "{k:5} {line:5}  .word {:#018x}", ins.0);
        return 1;
    };
    let info = op.info();
    let _ = write!(out, "{k:5} {line:5}  {:10}", info.name);
    let mut first = true;
    for (role, text) in [
        (info.a, operand(p, info.a, ins.a(), ins, k)),
        (info.b, operand(p, info.b, ins.b(), ins, k)),
        (info.c, operand(p, info.c, ins.c(), ins, k)),
    ] {
        if role != Role::No {
            out.push_str(if first { " " } else { ", " });
            out.push_str(&text);
            first = false;
        }
    }
    let n = if info.ext == VAR_EXT {
        ins.b() as usize
    } else {
        info.ext as usize
    };
    let n = n.min(f.code.len() - k - 1);
    for e in 0..n {
        let x = f.code[k + 1 + e];
        out.push_str(" | ");
        out.push_str(&extension(p, ext_role(op, e), x, k));
    }
    out.push('\n');
    1 + n
}

fn name<T>(list: &[T], i: i32, text: impl Fn(&T) -> String) -> String {
    list.get(i as usize).map_or_else(|| format!("?{i}"), text)
}

fn operand(p: &Program, role: Role, v: u16, ins: Instr, k: usize) -> String {
    use Role::*;
    let imm = ins.imm();
    match role {
        No => String::new(),
        Dw | Dp | D1 | D2 | D3 | Dn | Ds | Dl | Di | Uw | Up | U1 | U2 | U3 | Un | Us | Ul | Ui
        | Mw => {
            format!("r{v}")
        }
        Win => format!("^{v}"),
        N16 => format!("{v}"),
        I16 => format!("{}", v as i16),
        J16 => format!("->{}", k as i64 + v as i16 as i64),
        I32 => format!("{imm}"),
        J32 => format!("->{}", k as i64 + imm as i64),
        Fn32 => name(&p.funcs, imm, |f| f.name.clone()),
        Ty32 => name(&p.types, imm, |t| t.string.clone()),
        K32 => name(&p.consts, imm, |c| format!("{c:#x}")),
        Str32 => name(&p.strings, imm, |s| {
            format!("{:?}", String::from_utf8_lossy(s))
        }),
        Itab32 => name(&p.itabs, imm, |&(i, t)| {
            let s = |id: crate::TypeId| name(&p.types, id.0 as i32, |t| t.string.clone());
            format!("({}, {})", s(i), s(t))
        }),
        Nat32 => name(&p.natives, imm, |n| n.clone()),
        G32 => global(p, imm),
    }
}

/// A place in the globals: the variable, and the offset in it.
fn global(p: &Program, at: i32) -> String {
    let after = p.globals.partition_point(|g| g.1 as i32 <= at);
    match after.checked_sub(1).map(|i| &p.globals[i]) {
        Some((name, start)) if *start as i32 == at => name.to_string(),
        Some((name, start)) => format!("{name}+{}", at - *start as i32),
        None => format!("g+{at}"),
    }
}

fn extension(p: &Program, role: ExtRole, x: Instr, k: usize) -> String {
    let imm = x.imm();
    match role {
        ExtRole::Type => name(&p.types, imm, |t| t.string.clone()),
        ExtRole::Func => name(&p.funcs, imm, |f| f.name.clone()),
        ExtRole::Bytes => format!("{}B", imm as u32),
        ExtRole::Len => format!("len {}", imm as u32),
        ExtRole::LenElem => format!("len {} elem {}", imm as u32, x.a()),
        ExtRole::Part => format!("+{} of {}B", x.a(), imm as u32),
        ExtRole::Word => format!("r{}", x.a()),
        ExtRole::Bounds => format!("bounds {} {}", x.a(), imm as u32),
        ExtRole::Flags => format!("flags {}", x.a()),
        ExtRole::Jump => format!("->{}", k as i64 + imm as i64),
        ExtRole::Case => match x.b() {
            0xffff => format!("{} r{}", ["send", "recv"][x.c() as usize & 1], x.a()),
            e => format!("{} r{} r{e}", ["send", "recv"][x.c() as usize & 1], x.a()),
        },
    }
}
