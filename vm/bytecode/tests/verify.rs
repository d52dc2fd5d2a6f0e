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
fn scanned_slots_are_zeroed() {
    refused(func(&[W, P], 2, (0, 0), &[RET]), "does not zero");
}

#[test]
fn or_written_before_anybody_can_look() {
    let closure = |code: &[Instr]| Func {
        captures: vec![P, W, P],
        ..func(&[P, W, P, W], 4, (0, 0), code)
    };
    let load = Instr::abc(Op::LdCap3, 0, 0, 0);
    assert_eq!(check(closure(&[load, RET])), Ok(()));
    assert_eq!(
        check(closure(&[Instr::ai(Op::LdI, 3, 1), load, RET])),
        Ok(())
    );
    refused(
        closure(&[Instr::ai(Op::Poll, 0, 0), load, RET]),
        "does not zero",
    );
    refused(
        closure(&[Instr::abc(Op::LdCap2, 0, 0, 0), RET]),
        "does not zero",
    );
    refused(
        closure(&[Instr::abc(Op::LdCap3, 0, 0, 1), RET]),
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
