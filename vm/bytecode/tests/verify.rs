//! Programs that no compiler of ours makes: the verifier must refuse each, and name the place.

use minigo_bytecode::{Func, FuncId, Instr, Op, Program, SlotKind, verify::verify};

use SlotKind::{P, W};

fn func(kinds: &[SlotKind], frame: u16, zero: (u16, u16), code: &[Instr]) -> Func {
    let mut all = vec![Instr::abc(Op::Enter, frame, zero.0, zero.1)];
    all.extend_from_slice(code);
    Func {
        name: "main.f".to_string(),
        code: all,
        kinds: kinds.to_vec(),
        frame_slots: frame,
        ..Func::default()
    }
}

fn check(f: Func) -> Result<(), String> {
    verify(&Program {
        funcs: vec![f],
        entry: Some(FuncId(0)),
        ..Program::default()
    })
}

#[track_caller]
fn refused(f: Func, why: &str) {
    let e = check(f).expect_err("the verifier must refuse it");
    assert!(e.contains(why), "{e:?} does not say {why:?}");
}

const RET: Instr = Instr::abc(Op::Ret, 0, 0, 0);

#[test]
fn a_sound_function_passes() {
    let code = [
        Instr::ai(Op::LdI, 0, 7),
        Instr::abc(Op::AddI, 1, 0, 0),
        Instr::abc(Op::Ret1, 1, 0, 0),
    ];
    assert_eq!(check(func(&[W, W], 4, (0, 0), &code)), Ok(()));
}

#[test]
fn registers_lie_in_the_window() {
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::LdI, 1, 7), RET]),
        "outside the frame",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::abc(Op::Mov2, 0, 0, 0), RET]),
        "outside the frame",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::abc(Op::ZeroN, 0, 0, 2), RET]),
        "outside the frame",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::LdLI32, 0, 8), RET]),
        "frame byte",
    );
}

#[test]
fn slots_are_used_as_their_kinds() {
    refused(
        func(&[W, W], 2, (0, 0), &[Instr::abc(Op::Ld64, 0, 1, 0), RET]),
        "used as P",
    );
    refused(
        func(&[P], 1, (0, 1), &[Instr::ai(Op::LdI, 0, 1), RET]),
        "used as W",
    );
}

#[test]
fn pointers_are_zeroed_unless_written_first() {
    let load = Instr::abc(Op::Ld64, 0, 1, 0);
    let frame = |zero, code: &[Instr]| func(&[W, P, P], 3, zero, code);
    refused(frame((0, 0), &[load, RET]), "does not zero pointer slot 1");
    refused(frame((2, 1), &[load, RET]), "does not zero pointer slot 1");
    assert_eq!(check(frame((1, 1), &[load, RET])), Ok(()));
    assert_eq!(check(frame((0, 0), &[RET])), Ok(()));
    let zero = Instr::abc(Op::Zero, 1, 0, 0);
    assert_eq!(check(frame((0, 0), &[zero, load, RET])), Ok(()));
    // A jump past what writes it, and a loop that reads it before.
    let past = Instr::ai(Op::Jf, 0, 2);
    refused(frame((0, 0), &[past, zero, load, RET]), "does not zero");
    let again = [load, zero, Instr::ai(Op::LoopT, 0, -2), RET];
    refused(frame((0, 0), &again), "does not zero");
    let then = [zero, load, Instr::ai(Op::LoopT, 0, -2), RET];
    assert_eq!(check(frame((0, 0), &then)), Ok(()));
    // Results that are in place.
    let results = Func {
        result_slots: 3,
        ..frame((0, 0), &[zero, RET])
    };
    refused(results, "does not zero pointer slot 2");
    let both = [Instr::abc(Op::ZeroN, 1, 0, 2), RET];
    let results = Func {
        result_slots: 3,
        ..frame((0, 0), &both)
    };
    assert_eq!(check(results), Ok(()));
}

#[test]
fn captures_are_those_of_the_function() {
    let closure = |code: &[Instr]| Func {
        captures: vec![P, W, P],
        ..func(&[P, W, P, W], 4, (0, 0), code)
    };
    let ret = Instr::abc(Op::Ret1, 2, 0, 0);
    assert_eq!(
        check(closure(&[Instr::abc(Op::LdCap3, 0, 0, 0), ret])),
        Ok(())
    );
    refused(
        closure(&[Instr::abc(Op::LdCap2, 0, 0, 0), ret]),
        "does not zero",
    );
    refused(
        closure(&[Instr::abc(Op::LdCap3, 0, 0, 1), ret]),
        "no such captures",
    );
}

#[test]
fn jumps_land_on_instructions() {
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::Jmp, 0, 5), RET]),
        "jump",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::Jmp, 0, -1), RET]),
        "jump",
    );
    let into_ext = [
        Instr::ai(Op::Jmp, 0, 2),
        Instr::abc(Op::LdAU8, 0, 0, 0),
        Instr::ai(Op::Ext, 0, 8),
        RET,
    ];
    refused(func(&[W], 1, (0, 0), &into_ext), "jump");
}

#[test]
fn control_does_not_run_off_the_end() {
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::LdI, 0, 7)]),
        "off the end",
    );
    refused(func(&[], 0, (0, 0), &[]), "off the end");
}

#[test]
fn opcodes_and_extensions_are_in_place() {
    refused(
        func(&[W], 1, (0, 0), &[Instr(0xfff0), RET]),
        "unknown opcode",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::Ext, 0, 0), RET]),
        "out of place",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::abc(Op::Stub, 0, 0, 0), RET]),
        "out of place",
    );
    refused(
        func(&[W], 1, (0, 0), &[RET, Instr::abc(Op::LdAU8, 0, 0, 0)]),
        "extension",
    );
    refused(
        func(&[W], 1, (0, 0), &[RET, Instr::abc(Op::JTab, 0, 0xffff, 0)]),
        "extension",
    );
}

#[test]
fn indices_and_windows_are_in_range() {
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::LdK, 0, 0), RET]),
        "index",
    );
    refused(
        func(&[W], 8, (0, 0), &[Instr::ai(Op::Call, 3, 1), RET]),
        "index",
    );
    refused(
        func(&[W], 8, (0, 0), &[Instr::ai(Op::Call, 2, 0), RET]),
        "out-window",
    );
    refused(
        func(&[W], 8, (0, 0), &[Instr::abc(Op::CallC, 3, 0, 0), RET]),
        "slot 0 is W",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::ai(Op::LdG, 0, 0), RET]),
        "global",
    );
    refused(
        func(&[W], 1, (0, 0), &[Instr::abc(Op::DivImm, 0, 0, 0), RET]),
        "division",
    );
}
