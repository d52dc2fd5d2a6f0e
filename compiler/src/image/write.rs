//! Makes the image from a compilation of all packages.

use std::collections::HashMap;

use minigo_bytecode as bc;
use minigo_bytecode::opcode::{ExtRole, Role, VAR_EXT, ext_role};
use minigo_bytecode::verify::verify_all;
use minigo_bytecode::{Func, Instr, Op, SlotKind, TypeDef};

use super::{HEADER, Image, MAGIC, Reloc, SECTIONS, Section, outline};
use crate::codegen::library::{Library, compile_library, link_library};
use crate::diagnostic::Diagnostic;
use crate::types::Checker;
use crate::types::object::PkgId;

/// Compiles the packages at `paths`, with all they import, and makes an image of them, which is then linked as a whole
/// and verified.
///
/// Errors: what is wrong with them.
pub fn library(checker: &mut Checker, paths: &[&str]) -> Result<&'static [u8], Vec<Diagnostic>> {
    let library = compile_library(checker, paths)?;
    let bytes: &'static [u8] = {
        let mut writer = Writer::new(&library);
        outlines(checker, &library, &mut writer);
        Vec::leak(writer.run())
    };
    let image = Image::open(bytes).expect("an image was made");
    if let Err(e) = verify_all(&link_library(checker, image)) {
        panic!("the image is no good: {e}");
    }
    Ok(bytes)
}

fn outlines(checker: &Checker, lib: &Library, w: &mut Writer) {
    for package in &lib.packages {
        let p = checker.pkgs.iter().position(|p| *p.path == *package.path);
        let p = PkgId(p.expect("a package of the checker") as u32);
        let record = outline::write(checker, p, &mut |r, text| w.text(r, text.as_bytes()));
        w.add(Section::Outline, record);
    }
}

/// Number of a slot kind in the image.
fn kind_byte(k: &SlotKind) -> u8 {
    match k {
        SlotKind::W => 0,
        SlotKind::P => 1,
        SlotKind::D => 2,
    }
}

struct Writer<'a> {
    lib: &'a Library,
    /// The records of each section.
    sections: Vec<Vec<Vec<u32>>>,
    texts: Vec<u8>,
    text_at: HashMap<Vec<u8>, u32>,
    method_names: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    fn new(lib: &'a Library) -> Writer<'a> {
        let methods = lib.prog.types.iter().flat_map(|t| &t.methods);
        let mut method_names: Vec<&str> = methods.map(|m| m.name.as_str()).collect();
        method_names.sort_unstable();
        method_names.dedup();
        Writer {
            lib,
            sections: vec![Vec::new(); SECTIONS],
            texts: Vec::new(),
            text_at: HashMap::new(),
            method_names,
        }
    }

    fn run(mut self) -> Vec<u8> {
        let lib = self.lib;
        let p = &lib.prog;
        for (i, f) in p.funcs.iter().enumerate() {
            let record = self.func(f, lib.leaves.contains(&(i as u32)));
            self.add(Section::Func, record);
        }
        for t in &p.types {
            let record = self.typ(t);
            self.add(Section::Type, record);
        }
        for (i, g) in lib.globals.iter().enumerate() {
            let mut record = Vec::new();
            self.text(&mut record, g.name.as_bytes());
            record.push(g.size);
            record.push(g.init.map_or(0, |f| f + 1));
            let (start, end) = (g.at, g.at + g.size);
            let ptrs = p.globals_ptrs.iter().filter(|&&o| o >= start && o < end);
            push_list(&mut record, ptrs.map(|o| o - start));
            self.add(Section::Global, record);
            debug_assert!(i == 0 || lib.globals[i - 1].at < g.at);
        }
        for pkg in &lib.packages {
            let mut record = Vec::new();
            self.text(&mut record, pkg.path.as_bytes());
            push_list(&mut record, pkg.imports.iter().copied());
            push_list(&mut record, pkg.inits.iter().copied());
            push_list(&mut record, pkg.variables.iter().copied());
            self.add(Section::Package, record);
        }
        for s in &p.strings {
            self.text_record(Section::String, s);
        }
        for s in &p.natives {
            self.text_record(Section::Native, s.as_bytes());
        }
        for s in &p.files {
            self.text_record(Section::File, s.as_bytes());
        }
        for s in self.method_names.clone() {
            self.text_record(Section::MethodName, s.as_bytes());
        }
        for &c in &p.consts {
            self.add(Section::Const, vec![c as u32, (c >> 32) as u32]);
        }
        for &(inter, concrete) in &p.itabs {
            self.add(Section::Itab, vec![inter.0, concrete.0]);
        }
        self.names(Section::FuncName, &lib.func_names);
        self.names(Section::TypeName, &lib.type_names);
        let globals = lib.globals.iter().enumerate();
        let globals: Vec<_> = globals.map(|(i, g)| (g.name.clone(), i as u32)).collect();
        self.names(Section::GlobalName, &globals);
        self.finish()
    }

    fn add(&mut self, s: Section, record: Vec<u32>) {
        self.sections[s as usize].push(record);
    }

    /// Appends a text's place and length to a record.
    fn text(&mut self, record: &mut Vec<u32>, text: &[u8]) {
        let at = match self.text_at.get(text) {
            Some(&at) => at,
            None => {
                let at = self.texts.len() as u32;
                self.texts.extend_from_slice(text);
                self.text_at.insert(text.to_vec(), at);
                at
            }
        };
        record.extend([at, text.len() as u32]);
    }

    fn text_record(&mut self, s: Section, text: &[u8]) {
        let mut record = Vec::new();
        self.text(&mut record, text);
        self.add(s, record);
    }

    fn names(&mut self, s: Section, names: &[(String, u32)]) {
        let mut sorted: Vec<&(String, u32)> = names.iter().collect();
        sorted.sort();
        for (name, number) in sorted {
            let mut record = Vec::new();
            self.text(&mut record, name.as_bytes());
            record.push(*number);
            self.add(s, record);
        }
    }

    fn kinds(&mut self, record: &mut Vec<u32>, kinds: &[SlotKind]) {
        let bytes: Vec<u8> = kinds.iter().map(kind_byte).collect();
        self.text(record, &bytes);
    }

    fn func(&mut self, f: &Func, leaf: bool) -> Vec<u32> {
        let mut r = Vec::new();
        self.text(&mut r, f.name.as_bytes());
        r.extend([
            f.flags as u32,
            leaf as u32,
            f.param_slots as u32,
            f.result_slots as u32,
            f.frame_slots as u32,
            f.recover_pc.map_or(0, |pc| pc + 1),
            f.decl.file as u32,
            f.decl.line,
        ]);
        self.kinds(&mut r, &f.kinds);
        self.kinds(&mut r, &f.captures);
        r.push(f.lines.len() as u32);
        for l in &f.lines {
            // The upper half of the file's word says whether indices are unsigned.
            r.extend([l.pc, l.file as u32 | (l.unsigned as u32) << 16, l.line]);
        }
        let (code, relocs) = self.code(f);
        r.push(code.len() as u32);
        for i in code {
            r.extend([i.0 as u32, (i.0 >> 32) as u32]);
        }
        r.push(relocs.len() as u32);
        for (kind, pc, number) in relocs {
            r.extend([(pc as u32) << 3 | kind as u32, number]);
        }
        r
    }

    /// The code without numbers of the image, and these.
    fn code(&self, f: &Func) -> (Vec<Instr>, Vec<(Reloc, usize, u32)>) {
        let mut code = f.code.clone();
        let mut relocs = Vec::new();
        let mut k = 0;
        while k < code.len() {
            let op = code[k].op().unwrap_or(Op::Trap);
            let info = op.info();
            let kind = match info.b {
                Role::Fn32 => Some(Reloc::Func),
                Role::Ty32 => Some(Reloc::Type),
                Role::K32 => Some(Reloc::Const),
                Role::Str32 => Some(Reloc::String),
                Role::Itab32 => Some(Reloc::Itab),
                Role::Nat32 => Some(Reloc::Native),
                Role::G32 => Some(Reloc::Global),
                _ => None,
            };
            let mut cut = |at: usize, kind: Reloc| {
                let n = code[at].imm() as u32;
                let (number, rest) = match kind {
                    Reloc::Global => self.global_at(n),
                    _ => (n, 0),
                };
                relocs.push((kind, at, number));
                code[at] = code[at].with_imm(rest as i32);
            };
            if let Some(kind) = kind {
                cut(k, kind);
            }
            let exts = match info.ext {
                VAR_EXT => f.code[k].b() as usize,
                n => n as usize,
            };
            for e in 0..exts {
                match ext_role(op, e) {
                    ExtRole::Type => cut(k + 1 + e, Reloc::Type),
                    ExtRole::Func => cut(k + 1 + e, Reloc::Func),
                    _ => {}
                }
            }
            k += 1 + exts;
        }
        (code, relocs)
    }

    /// The variable that a byte of the globals belongs to, and the place in it.
    fn global_at(&self, byte: u32) -> (u32, u32) {
        let after = self.lib.globals.partition_point(|g| g.at <= byte);
        let i = after.saturating_sub(1);
        (i as u32, byte - self.lib.globals[i].at)
    }

    fn typ(&mut self, t: &TypeDef) -> Vec<u32> {
        let id = |t: Option<bc::TypeId>| t.map_or(0, |t| t.0 + 1);
        let mut r = Vec::new();
        r.push(t.kind as u32);
        self.text(&mut r, t.string.as_bytes());
        self.text(&mut r, t.name.as_bytes());
        self.text(&mut r, t.pkg_path.as_bytes());
        r.extend([t.size as u32, (t.size >> 32) as u32, t.align]);
        r.extend([t.comparable as u32, id(t.elem), id(t.key)]);
        r.extend([t.len as u32, (t.len >> 32) as u32]);
        r.extend([t.dir as u32, t.variadic as u32]);
        push_list(&mut r, t.ptrs.iter().copied());
        push_list(&mut r, t.params.iter().map(|t| t.0));
        push_list(&mut r, t.results.iter().map(|t| t.0));
        r.push(t.fields.len() as u32);
        for f in &t.fields {
            self.text(&mut r, f.name.as_bytes());
            self.text(&mut r, f.pkg_path.as_bytes());
            r.extend([f.typ.0, f.offset as u32, (f.offset >> 32) as u32]);
            r.push(f.embedded as u32);
            self.text(&mut r, f.tag.as_bytes());
        }
        r.push(t.methods.len() as u32);
        for m in &t.methods {
            let name = self.method_names.binary_search(&m.name.as_str());
            r.push(name.unwrap_or(0) as u32);
            self.text(&mut r, m.pkg_path.as_bytes());
            r.extend([m.typ.0, m.func.map_or(0, |f| f.0 + 1)]);
        }
        r
    }

    fn finish(self) -> Vec<u8> {
        let records = self.sections.iter().flatten();
        let mut table_at = HEADER;
        let mut record_at = HEADER + records.clone().count();
        let texts_at = record_at + records.clone().map(Vec::len).sum::<usize>();
        let mut words = vec![MAGIC, 4 * texts_at as u32];
        for s in &self.sections {
            words.extend([s.len() as u32, 4 * table_at as u32]);
            table_at += s.len();
        }
        for r in records.clone() {
            words.push(4 * record_at as u32);
            record_at += r.len();
        }
        words.extend(records.flatten());
        let mut out: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
        out.extend_from_slice(&self.texts);
        out
    }
}

/// Appends a list with its length to a record.
fn push_list(record: &mut Vec<u32>, list: impl IntoIterator<Item = u32>) {
    let at = record.len();
    record.push(0);
    record.extend(list);
    record[at] = (record.len() - at - 1) as u32;
}
