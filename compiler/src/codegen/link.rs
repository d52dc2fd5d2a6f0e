//! Takes what a program reaches of the standard library from the image.
//!
//! Each thing of the image gets its number in the program when something first refers to it; functions then go on the
//! same list as those that are compiled, and refer to further things when their turn comes. Types of the image and
//! types of the checker meet in `Gen::rtype`, by their link names.
//!
//! Invariant: a function, variable or type that the image has is never compiled from source in a program linked with
//! it; so each exists once.

use std::borrow::Cow;

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Instr, Line, SlotKind};
use minigo_syntax::{FileId, Symbol};

use super::library::FROM_IMAGE;
use super::{FuncKey, Gen};
use crate::image::{Image, Record, Reloc, Section};
use crate::lower::linkname::{link_name, object_name};
use crate::types::object::ObjId;
use crate::types::typ::TypeId;

/// Numbers in the program of the things of one section, as far as they have one.
#[derive(Clone)]
struct Numbers(Vec<u32>);

impl Numbers {
    fn new(image: &Image, s: Section) -> Numbers {
        Numbers(vec![0; image.count(s)])
    }

    fn get(&self, i: u32) -> Option<u32> {
        self.0.get(i as usize)?.checked_sub(1)
    }

    fn set(&mut self, i: u32, number: u32) {
        if let Some(n) = self.0.get_mut(i as usize) {
            *n = number + 1;
        }
    }
}

/// A concrete type taken from the image.
#[derive(Clone)]
struct Linked {
    number: bc::TypeId,
    /// All its methods.
    methods: Vec<LinkedMethod>,
}

#[derive(Clone)]
struct LinkedMethod {
    /// Number of the name.
    name: u32,
    pkg_path: &'static str,
    typ: u32,
    func: u32,
    /// It was asked for.
    done: Option<FuncId>,
}

/// What was taken from the image so far.
#[derive(Clone)]
pub(crate) struct Linker {
    pub image: Image,
    funcs: Numbers,
    types: Numbers,
    strings: Numbers,
    natives: Numbers,
    globals: Numbers,
    /// Whether some interface of the program has a method of that name.
    wanted: Vec<bool>,
    /// How many names `wanted` has taken from `Gen::iface_names`.
    names_seen: usize,
    linked: Vec<Linked>,
    /// Types whose pointer types reflection may make and have not been looked for.
    pointed: Vec<u32>,
    /// Packages whose `init` functions have been asked for.
    packages: Vec<bool>,
}

impl Linker {
    pub(crate) fn new(image: Image) -> Linker {
        Linker {
            image,
            funcs: Numbers::new(&image, Section::Func),
            types: Numbers::new(&image, Section::Type),
            strings: Numbers::new(&image, Section::String),
            natives: Numbers::new(&image, Section::Native),
            globals: Numbers::new(&image, Section::Global),
            wanted: vec![false; image.count(Section::MethodName)],
            names_seen: 0,
            linked: Vec::new(),
            pointed: Vec::new(),
            packages: vec![false; image.count(Section::Package)],
        }
    }
}

impl Gen<'_> {
    /// Takes everything from the image.
    pub(super) fn link_all(&mut self) {
        let Some(image) = self.image() else { return };
        for i in 0..image.count(Section::Func) as u32 {
            self.linked_func(i);
        }
        for i in 0..image.count(Section::Type) as u32 {
            self.linked_type(i);
        }
        self.work();
    }

    fn image(&self) -> Option<Image> {
        self.link.as_ref().map(|l| l.image)
    }

    /// The number in the image of a declared function or an instance.
    pub(super) fn find_func(&mut self, key: &FuncKey) -> Option<u32> {
        let image = self.image()?;
        let (FuncKey::Decl(o) | FuncKey::Inst(o, ..)) = *key else {
            return None;
        };
        let pkg = self.ck.objs[o].pkg;
        if !self.ck.pkgs[pkg.0 as usize].lazy {
            return None;
        }
        let name = self.link_func_name(key)?;
        image.find(Section::FuncName, &name)
    }

    /// What the image calls a function: `path.f`, `path.(*T).m`; an instance with the link names of its arguments.
    pub(super) fn link_func_name(&mut self, key: &FuncKey) -> Option<String> {
        match key {
            FuncKey::Decl(o) => Some(self.func_name(*o)),
            FuncKey::Inst(o, owner, args) => {
                let mut name = self.func_name(*o);
                if *owner != TypeId::INVALID {
                    name.push('@');
                    name += &link_name(self.ck, *owner)?;
                }
                for (i, &arg) in args.iter().enumerate() {
                    name.push(if i == 0 { '[' } else { ',' });
                    name += &link_name(self.ck, arg)?;
                }
                Some(name)
            }
            _ => None,
        }
    }

    /// The number in the image of a function of package runtime, and whether it is a leaf.
    pub(super) fn find_runtime_func(&self, name: &str) -> Option<(u32, bool)> {
        let image = self.image()?;
        let i = image.find(Section::FuncName, &format!("runtime.{name}"))?;
        let mut r = image.record(Section::Func, i);
        let (_, _, leaf) = (r.text(), r.u32(), r.u32());
        Some((i, leaf != 0))
    }

    /// The program's number of function `i` of the image.
    pub(super) fn linked_func(&mut self, i: u32) -> FuncId {
        if let Some(n) = self.link.as_ref().and_then(|l| l.funcs.get(i)) {
            return FuncId(n);
        }
        let id = self.new_func();
        if let Some(l) = &mut self.link {
            l.funcs.set(i, id.0);
        }
        self.queue.push((id, FuncKey::Image(i)));
        id
    }

    /// Brings function `i` of the image in.
    pub(super) fn link_func(&mut self, id: FuncId, i: u32) {
        let Some(image) = self.image() else { return };
        let mut r = image.record(Section::Func, i);
        let name = r.text();
        let flags = r.u32() as u8;
        r.u32();
        let mut f = bc::Func {
            name: name.to_string(),
            flags,
            linked: true,
            param_slots: r.u32() as u16,
            result_slots: r.u32() as u16,
            frame_slots: r.u32() as u16,
            recover_pc: r.option(),
            decl: Line {
                pc: 0,
                file: r.u32() as u16,
                unsigned: false,
                line: r.u32(),
            },
            kinds: slot_kinds(r.bytes()),
            captures: slot_kinds(r.bytes()),
            ..bc::Func::default()
        };
        f.lines = r.words(|[pc, file, line]| Line {
            pc,
            file: file as u16,
            unsigned: file >> 16 != 0,
            line,
        });
        f.code = r.words(|[low, high]| Instr(low as u64 | (high as u64) << 32));
        for _ in 0..r.u32() {
            let (kind, pc) = Reloc::decode(r.u32());
            let number = r.u32();
            let imm = match kind {
                Reloc::Func => self.linked_func(number).0 as i32,
                Reloc::Type => self.linked_type(number).0 as i32,
                Reloc::Const => {
                    let word = image.record(Section::Const, number).u64();
                    self.const_id(word)
                }
                Reloc::String => self.linked_string(number),
                Reloc::Itab => {
                    let mut pair = image.record(Section::Itab, number);
                    let (inter, concrete) = (pair.u32(), pair.u32());
                    let inter = self.linked_type(inter);
                    let concrete = self.linked_type(concrete);
                    self.itab_of(inter, concrete)
                }
                Reloc::Native => self.linked_native(number),
                Reloc::Global => self.linked_global(number) as i32 + f.code[pc].imm(),
            };
            f.code[pc] = f.code[pc].with_imm(imm);
        }
        self.prog.funcs[id.0 as usize] = f;
    }

    fn linked_string(&mut self, i: u32) -> i32 {
        let Some(l) = &mut self.link else { return 0 };
        if let Some(n) = l.strings.get(i) {
            return n as i32;
        }
        let n = self.prog.strings.len() as u32;
        l.strings.set(i, n);
        let text = l.image.record(Section::String, i).bytes();
        self.prog.strings.push(Cow::Borrowed(text));
        n as i32
    }

    fn linked_native(&mut self, i: u32) -> i32 {
        let Some(l) = &self.link else { return 0 };
        if let Some(n) = l.natives.get(i) {
            return n as i32;
        }
        let n = self.native_id(l.image.text(Section::Native, i));
        if let Some(l) = &mut self.link {
            l.natives.set(i, n as u32);
        }
        n
    }

    /// The place of a package variable that the image has.
    pub(super) fn find_global(&mut self, o: ObjId) -> Option<u32> {
        let image = self.image()?;
        let name = object_name(self.ck, o)?;
        let i = image.find(Section::GlobalName, &name)?;
        Some(self.linked_global(i))
    }

    /// The place of variable `i` of the image; asks for its initialiser the first time.
    fn linked_global(&mut self, i: u32) -> u32 {
        let Some(l) = &mut self.link else { return 0 };
        if let Some(at) = l.globals.get(i) {
            return at;
        }
        let mut r = l.image.record(Section::Global, i);
        let name = r.text();
        let size = r.u32() as usize;
        let init = r.option();
        let at = self.prog.globals_bytes as u32;
        // Sizes in the image are of whole words, and their sum fits 31 bits.
        self.prog.globals_bytes += size;
        l.globals.set(i, at);
        for _ in 0..r.u32() {
            self.prog.globals_ptrs.push(at + r.u32());
        }
        self.prog.globals.push((Cow::Borrowed(name), at));
        if let Some(f) = init {
            self.linked_func(f);
        }
        at
    }

    // -- files

    /// The image's source files; they come before those of the checker in the program's table.
    pub(super) fn image_files(&self) -> Vec<String> {
        let Some(image) = self.image() else {
            return Vec::new();
        };
        let all = 0..image.count(Section::File) as u32;
        all.map(|i| image.text(Section::File, i).to_string())
            .collect()
    }

    /// The program's number of a file of the checker.
    pub(crate) fn file_number(&self, file: FileId) -> u16 {
        (self.first_file + file.0).min(u16::MAX as u32) as u16
    }

    // -- types

    /// The program's number of a type that the image has.
    pub(crate) fn find_type(&mut self, ty: TypeId) -> Option<bc::TypeId> {
        let image = self.image()?;
        let name = link_name(self.ck, ty)?;
        let i = image.find(Section::TypeName, &name)?;
        Some(self.linked_type(i))
    }

    /// The program's number of type `i` of the image.
    fn linked_type(&mut self, i: u32) -> bc::TypeId {
        let Some(l) = &mut self.link else {
            return bc::TypeId(0);
        };
        if let Some(n) = l.types.get(i) {
            return bc::TypeId(n);
        }
        let id = bc::TypeId(self.prog.types.len() as u32);
        l.types.set(i, id.0);
        l.pointed.push(i);
        let image = l.image;
        self.prog.types.push(bc::TypeDef::default());
        self.rtype_list.push(FROM_IMAGE);
        let mut r = image.record(Section::Type, i);
        let def = self.linked_def(&mut r, id);
        self.prog.types[id.0 as usize] = def;
        id
    }

    fn linked_def(&mut self, r: &mut Record, id: bc::TypeId) -> bc::TypeDef {
        let text = |r: &mut Record| r.text().to_string();
        let mut def = bc::TypeDef {
            kind: bc::Kind::from_number(r.u32()),
            string: text(r),
            name: text(r),
            pkg_path: text(r),
            size: r.u64(),
            align: r.u32(),
            comparable: r.u32() != 0,
            ..bc::TypeDef::default()
        };
        def.elem = r.option().map(|t| self.linked_type(t));
        def.key = r.option().map(|t| self.linked_type(t));
        def.len = r.u64();
        def.dir = r.u32() as u8;
        def.variadic = r.u32() != 0;
        def.ptrs = r.words(|[offset]| offset);
        def.params = r.list(|r| self.linked_type(r.u32()));
        def.results = r.list(|r| self.linked_type(r.u32()));
        def.fields = r.list(|r| bc::Field {
            name: text(r),
            pkg_path: text(r),
            typ: self.linked_type(r.u32()),
            offset: r.u64(),
            embedded: r.u32() != 0,
            tag: text(r),
        });
        let methods = r.list(|r| LinkedMethod {
            name: r.u32(),
            pkg_path: r.text(),
            typ: r.u32(),
            func: r.u32(),
            done: None,
        });
        if def.kind == bc::Kind::Interface {
            for m in methods {
                let name = self.want_method(m.name);
                let typ = self.linked_type(m.typ);
                def.methods.push(bc::Method {
                    name,
                    pkg_path: m.pkg_path.to_string(),
                    typ,
                    func: None,
                });
            }
        } else if !methods.is_empty()
            && let Some(l) = &mut self.link
        {
            l.linked.push(Linked {
                number: id,
                methods,
            });
        }
        def
    }

    /// Notes that an interface of the program has a method of that name; the name.
    fn want_method(&mut self, name: u32) -> String {
        let Some(l) = &mut self.link else {
            return String::new();
        };
        l.wanted[name as usize] = true;
        let text = l.image.text(Section::MethodName, name);
        self.iface_names.insert(Symbol::intern(text));
        text.to_string()
    }

    /// Asks for the methods of types from the image that dynamic calls may reach by now (all exported ones if `all`);
    /// whether some are new.
    pub(crate) fn settle_linked_methods(&mut self, all: bool) -> bool {
        if self.reflects {
            self.link_pointers();
        }
        let Some(l) = &mut self.link else {
            return false;
        };
        if l.names_seen != self.iface_names.len() {
            l.names_seen = self.iface_names.len();
            for name in &self.iface_names {
                if let Some(i) = l.image.find(Section::MethodName, name.as_str()) {
                    l.wanted[i as usize] = true;
                }
            }
        }
        let mut fresh = Vec::new();
        for (i, t) in l.linked.iter().enumerate() {
            for (n, m) in t.methods.iter().enumerate() {
                let wanted = l.wanted[m.name as usize];
                if m.done.is_none() && (wanted || all && m.pkg_path.is_empty()) {
                    fresh.push((i, n, m.func, m.typ));
                }
            }
        }
        for &(i, n, func, typ) in &fresh {
            self.linked_type(typ);
            let Some(func) = func.checked_sub(1) else {
                continue;
            };
            let id = self.linked_func(func);
            if let Some(l) = &mut self.link {
                l.linked[i].methods[n].done = Some(id);
            }
        }
        !fresh.is_empty()
    }

    /// Takes the pointer types to the named types taken so far.
    fn link_pointers(&mut self) {
        while let Some(l) = &mut self.link
            && let Some(i) = l.pointed.pop()
        {
            let image = l.image;
            let def = &self.prog.types[l.types.get(i).unwrap_or_default() as usize];
            let name = match &*def.pkg_path {
                "" => format!("*{}", def.name),
                path => format!("*{path}.{}", def.name),
            };
            if !def.name.is_empty()
                && let Some(p) = image.find(Section::TypeName, &name)
            {
                self.linked_type(p);
            }
        }
    }

    /// Fills in the method tables of types from the image.
    pub(crate) fn finish_linked_types(&mut self) {
        let Some(l) = &self.link else { return };
        let done = l.linked.iter().map(|t| {
            let methods = t.methods.iter().filter_map(|m| {
                Some(bc::Method {
                    name: l.image.text(Section::MethodName, m.name).to_string(),
                    pkg_path: m.pkg_path.to_string(),
                    typ: bc::TypeId(l.types.get(m.typ)?),
                    func: Some(m.done?),
                })
            });
            (t.number, methods.collect())
        });
        for (id, methods) in done.collect::<Vec<_>>() {
            self.prog.types[id.0 as usize].methods = methods;
        }
    }

    // -- packages

    /// Number in the image of a package.
    pub(super) fn find_package(&self, path: &str) -> Option<u32> {
        self.image()?.find(Section::Package, path)
    }

    /// Asks for the `init` functions of a package of the image and of all that it imports.
    pub(super) fn link_package(&mut self, p: u32) {
        let mut stack = vec![p];
        while let Some(p) = stack.pop() {
            let Some(l) = &mut self.link else { return };
            if std::mem::replace(&mut l.packages[p as usize], true) {
                continue;
            }
            let (_, imports, inits, _) = package(l.image, p);
            stack.extend(imports);
            for f in inits {
                self.linked_func(f);
            }
        }
    }

    /// Paths and imports of the packages of the image that the program imports.
    pub(super) fn linked_packages(&self) -> Vec<(u32, &'static str, Vec<&'static str>)> {
        let Some(l) = &self.link else {
            return Vec::new();
        };
        let imported = (0..l.packages.len() as u32).filter(|&p| l.packages[p as usize]);
        imported
            .map(|p| {
                let (path, imports, ..) = package(l.image, p);
                let imports = imports.into_iter();
                let imports = imports.map(|i| l.image.text(Section::Package, i));
                (p, path, imports.collect())
            })
            .collect()
    }

    /// What initialises package `p` of the image, in order: variables that the program needs, `init` functions.
    pub(super) fn linked_inits(&self, p: u32) -> Vec<FuncId> {
        let Some(l) = &self.link else {
            return Vec::new();
        };
        let (_, _, inits, variables) = package(l.image, p);
        let all = variables.into_iter().chain(inits);
        all.filter_map(|f| l.funcs.get(f).map(FuncId)).collect()
    }
}

/// A package: path, imports, `init` functions, initialisers of variables.
fn package(image: Image, p: u32) -> (&'static str, Vec<u32>, Vec<u32>, Vec<u32>) {
    let mut r = image.record(Section::Package, p);
    let path = r.text();
    (
        path,
        r.words(|[import]| import),
        r.words(|[func]| func),
        r.words(|[func]| func),
    )
}

fn slot_kinds(bytes: &[u8]) -> Vec<SlotKind> {
    let kinds = bytes.iter().map(|b| match b {
        0 => SlotKind::W,
        1 => SlotKind::P,
        _ => SlotKind::D,
    });
    kinds.collect()
}
