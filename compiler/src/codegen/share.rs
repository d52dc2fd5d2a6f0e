//! Makes one of instances whose code is the same. Those of library functions are left alone: some come from the image.
//!
//! Two functions are the same if nothing that runs, is printed or is collected can tell them apart: instructions, slots,
//! lines and names are equal, and the functions they refer to are the same. Whether types play a part shows in the
//! instructions: they name run-time types, of which each identical type has one. So `Max[int]` and `Max[MyInt]` are one
//! function, and so are their closures, but not two instances that allocate values of different types.
//!
//! It is done by refinement: first everything that looks equal apart from the functions referred to is one class, then
//! classes are split until all members refer to the same classes. So recursive functions are found, too. What is left
//! over keeps its number, with a body that traps.

use std::collections::HashMap;

use minigo_bytecode::opcode::{ExtRole, Role, VAR_EXT, ext_role};
use minigo_bytecode::{Func, FuncId, Instr, Op};

use super::Gen;

impl Gen<'_> {
    /// Redirects all references to equal instances to the first of them.
    pub(super) fn share(&mut self) {
        let instances = std::mem::take(&mut self.instance_funcs);
        let mut named: HashMap<&str, u32> = HashMap::new();
        for f in &instances {
            *named
                .entry(&self.prog.funcs[f.0 as usize].name)
                .or_default() += 1;
        }
        let alone = |f: &FuncId| named[&*self.prog.funcs[f.0 as usize].name] < 2;
        let several: Vec<FuncId> = instances.iter().copied().filter(|f| !alone(f)).collect();
        let same = self.equal_functions(&several);
        if same.is_empty() {
            return;
        }
        let to = |f: FuncId| same.get(&f).copied().unwrap_or(f);
        for f in &mut self.prog.funcs {
            for at in function_operands(&f.code) {
                let target = FuncId(f.code[at].imm() as u32);
                f.code[at] = f.code[at].with_imm(to(target).0 as i32);
            }
        }
        for t in &mut self.prog.types {
            for m in &mut t.methods {
                m.func = m.func.map(to);
            }
        }
        for f in self.funcs.values_mut().chain(self.dyn_methods.values_mut()) {
            *f = to(*f);
        }
        for f in same.keys() {
            let dropped = &mut self.prog.funcs[f.0 as usize];
            *dropped = Func {
                name: std::mem::take(&mut dropped.name),
                code: vec![
                    Instr::abc(Op::Enter, 0, 0, 0),
                    Instr::abc(Op::Trap, 0, 0, 0),
                ],
                ..Func::default()
            };
        }
    }

    /// For each of the functions that equals an earlier one, that one.
    fn equal_functions(&self, list: &[FuncId]) -> HashMap<FuncId, FuncId> {
        let place: HashMap<u32, usize> = list.iter().enumerate().map(|(i, f)| (f.0, i)).collect();
        let mut refs: Vec<Vec<usize>> = Vec::new();
        let mut first = HashMap::new();
        let mut classes: Vec<usize> = Vec::new();
        for f in list {
            let f = &self.prog.funcs[f.0 as usize];
            let mut code = f.code.clone();
            let mut own = Vec::new();
            for at in function_operands(&f.code) {
                if let Some(&i) = place.get(&(code[at].imm() as u32)) {
                    own.push(i);
                    code[at] = code[at].with_imm(-1);
                }
            }
            let words: Vec<u64> = code.iter().map(|i| i.0).collect();
            let lines: Vec<_> = f
                .lines
                .iter()
                .map(|l| (l.pc, l.file, l.line, l.unsigned))
                .collect();
            let shape = (
                (f.name.as_str(), f.decl.file, f.decl.line, words, lines),
                (f.kinds.as_slice(), f.captures.as_slice(), f.recover_pc),
                (f.param_slots, f.result_slots, f.frame_slots, f.flags),
            );
            let n = first.len();
            classes.push(*first.entry(shape).or_insert(n));
            refs.push(own);
        }
        let mut count = first.len();
        loop {
            let mut split: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
            let mut next = Vec::with_capacity(classes.len());
            for (class, refs) in classes.iter().zip(&refs) {
                let key = (*class, refs.iter().map(|&r| classes[r]).collect());
                let n = split.len();
                next.push(*split.entry(key).or_insert(n));
            }
            classes = next;
            if split.len() == count {
                break;
            }
            count = split.len();
        }
        let mut kept: HashMap<usize, FuncId> = HashMap::new();
        let mut same = HashMap::new();
        for (f, class) in list.iter().zip(classes) {
            let one = *kept.entry(class).or_insert(*f);
            if one != *f {
                same.insert(*f, one);
            }
        }
        same
    }
}

/// Where in the code the numbers of functions stand.
fn function_operands(code: &[Instr]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut k = 0;
    while k < code.len() {
        let op = code[k].op().unwrap_or(Op::Trap);
        let info = op.info();
        if info.b == Role::Fn32 {
            found.push(k);
        }
        let exts = match info.ext {
            VAR_EXT => code[k].b() as usize,
            n => n as usize,
        };
        for e in 0..exts {
            if matches!(ext_role(op, e), ExtRole::Func) {
                found.push(k + 1 + e);
            }
        }
        k += 1 + exts;
    }
    found
}
