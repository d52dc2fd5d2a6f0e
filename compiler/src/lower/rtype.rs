//! Run-time types: which the program needs, and what they say.
//!
//! Only what something reached refers to gets a run-time type (and what that is made of). A method table lists the
//! methods whose names some interface type of the program has: nothing else can ask for a method. A program that imports
//! reflect gets all exported methods.

use std::rc::Rc;

use minigo_bytecode as bc;
use minigo_bytecode::Kind;
use minigo_syntax::Symbol;

use crate::codegen::Gen;
use crate::codegen::library::FROM_IMAGE;
use crate::types::lookup::MethodSetEntry;
use crate::types::object::PkgId;
use crate::types::typ::{BasicKind, ChanDir, Type, TypeId};

impl Gen<'_> {
    /// The run-time type of a type.
    pub(crate) fn rtype(&mut self, ty: TypeId) -> bc::TypeId {
        if let Some(&id) = self.rtypes.get(&ty) {
            return id;
        }
        let canon = self.ck.canonical(ty);
        if let Some(&id) = self.rtypes.get(&canon) {
            self.rtypes.insert(ty, id);
            return id;
        }
        if let Some(id) = self.find_type(canon) {
            self.rtypes.insert(ty, id);
            self.rtypes.insert(canon, id);
            return id;
        }
        let id = bc::TypeId(self.prog.types.len() as u32);
        self.rtypes.insert(ty, id);
        self.rtypes.insert(canon, id);
        self.prog.types.push(bc::TypeDef::default());
        self.rtype_list.push(canon);
        self.rtype_fresh.push(canon);
        let def = self.type_def(canon);
        self.prog.types[id.0 as usize] = def;
        id
    }

    fn type_def(&mut self, ty: TypeId) -> bc::TypeDef {
        let l = self.layout(ty);
        let mut def = bc::TypeDef {
            string: self.ck.runtime_type_string(ty),
            size: l.size,
            align: l.align as u32,
            comparable: self.ck.comparable(ty, true),
            ..bc::TypeDef::default()
        };
        let named = self.ck.types.unalias(ty);
        match self.ck.types.get(named) {
            Type::Named(n) => {
                let o = &self.ck.objs[n.obj];
                def.name = o.name.to_string();
                if o.pkg != PkgId::UNIVERSE {
                    def.pkg_path = self.ck.pkgs[o.pkg.0 as usize].path.to_string();
                }
            }
            Type::Basic(_) => def.name = def.string.clone(),
            _ => {}
        }
        match self.under(ty) {
            Type::Basic(k) => def.kind = basic_kind(k),
            Type::Pointer(e) => {
                def.kind = Kind::Pointer;
                def.elem = Some(self.rtype(e));
            }
            Type::Slice(e) => {
                def.kind = Kind::Slice;
                def.elem = Some(self.rtype(e));
            }
            Type::Array { elem, len } => {
                def.kind = Kind::Array;
                def.len = len.max(0) as u64;
                def.elem = Some(self.rtype(elem));
            }
            Type::Map { key, elem } => {
                def.kind = Kind::Map;
                def.key = Some(self.rtype(key));
                def.elem = Some(self.rtype(elem));
            }
            Type::Chan { dir, elem } => {
                def.kind = Kind::Chan;
                def.dir = match dir {
                    ChanDir::Recv => 1,
                    ChanDir::Send => 2,
                    ChanDir::Both => 3,
                };
                def.elem = Some(self.rtype(elem));
            }
            Type::Signature(sig) => {
                def.kind = Kind::Func;
                def.params = sig.params.iter().map(|p| self.rtype(p.ty)).collect();
                def.results = sig.results.iter().map(|p| self.rtype(p.ty)).collect();
                def.variadic = sig.variadic;
            }
            Type::Struct(s) => {
                def.kind = Kind::Struct;
                for (f, &offset) in s.fields.iter().zip(l.offsets.iter()) {
                    let typ = self.rtype(f.ty);
                    def.fields.push(bc::Field {
                        name: f.name.to_string(),
                        pkg_path: self.qualifier(f.name, f.pkg),
                        typ,
                        offset,
                        embedded: f.embedded,
                        tag: f.tag.as_deref().unwrap_or("").to_string(),
                    });
                }
            }
            Type::Interface(_) => {
                def.kind = Kind::Interface;
                let set = self.ck.type_set(ty);
                for m in &set.methods {
                    self.iface_names.insert(m.name);
                    let typ = self.rtype(m.sig);
                    def.methods.push(bc::Method {
                        name: m.name.to_string(),
                        pkg_path: self.qualifier(m.name, m.pkg),
                        typ,
                        func: None,
                    });
                }
            }
            _ => {}
        }
        // An array's words are those of one element.
        def.ptrs = match self.under(ty) {
            Type::Array { elem, len } if len > 0 => self.words(elem),
            Type::Array { .. } => Vec::new(),
            _ => self.words(ty),
        };
        def
    }

    fn words(&mut self, ty: TypeId) -> Vec<u32> {
        self.layouts
            .pointer_words(self.ck, ty)
            .into_iter()
            .map(|(o, _)| o as u32)
            .collect()
    }

    /// The import path that qualifies an unexported name.
    fn qualifier(&self, name: Symbol, pkg: PkgId) -> String {
        if name.is_exported() {
            String::new()
        } else {
            self.ck.pkgs[pkg.0 as usize].path.to_string()
        }
    }

    /// The method set of a type, computed once.
    pub(crate) fn method_set_of(&mut self, ty: TypeId) -> Rc<Vec<MethodSetEntry>> {
        if let Some(set) = self.method_sets.get(&ty) {
            return set.clone();
        }
        let set = Rc::new(self.ck.method_set(ty));
        self.method_sets.insert(ty, set.clone());
        set
    }

    /// Asks for the methods that dynamic calls may reach by now; false if there is nothing new.
    pub(crate) fn settle_methods(&mut self) -> bool {
        let before = (
            self.dyn_methods.len(),
            self.prog.types.len(),
            self.prog.funcs.len(),
        );
        let reads = |p: &crate::types::Package| &*p.path == "reflect" && !p.idle;
        if !self.reflects && self.ck.pkgs.iter().any(reads) {
            self.reflects = true;
            let own = self.rtype_list.iter().filter(|&&t| t != FROM_IMAGE);
            self.rtype_fresh = own.copied().collect();
        }
        while let Some(ty) = self.rtype_fresh.pop() {
            if self.is_interface(ty) {
                continue;
            }
            // Reflection makes pointers to what it is given, and asks them for their methods.
            if self.reflects && self.is_named(ty) {
                let pointer = self.ck.types.pointer(ty);
                self.rtype(pointer);
            }
            let set = self.method_set_of(ty);
            for (n, m) in set.iter().enumerate() {
                self.waiting.entry(m.name).or_default().push((ty, n));
            }
        }
        let all = self.reflects && self.imports_reflect();
        let linked = self.settle_linked_methods(all);
        let names: Vec<Symbol> = self
            .waiting
            .keys()
            .copied()
            .filter(|n| self.library || self.iface_names.contains(n) || all && n.is_exported())
            .collect();
        for name in names {
            for (ty, n) in self.waiting.remove(&name).unwrap_or_default() {
                let sig = self.method_set_of(ty)[n].sig;
                self.rtype(sig);
                self.dynamic_method(ty, n);
            }
        }
        linked
            || before
                != (
                    self.dyn_methods.len(),
                    self.prog.types.len(),
                    self.prog.funcs.len(),
                )
    }

    /// Whether the program itself can ask for methods by name, so that all exported ones must be there.
    fn imports_reflect(&self) -> bool {
        let by_name = |p: &PkgId| {
            matches!(
                &*self.ck.pkgs[p.0 as usize].path,
                "reflect" | "text/template"
            )
        };
        let own = self.ck.pkgs.iter().filter(|p| !p.lazy);
        own.flat_map(|p| &p.imports).any(by_name)
    }

    fn is_named(&self, ty: TypeId) -> bool {
        matches!(self.ck.types.get(self.ck.types.unalias(ty)), Type::Named(_))
    }

    /// Fills in method tables and links to pointer types.
    pub(crate) fn finish_types(&mut self) {
        self.finish_linked_types();
        for i in 0..self.rtype_list.len() {
            let ty = self.rtype_list[i];
            if ty != FROM_IMAGE && !self.is_interface(ty) {
                let set = self.method_set_of(ty);
                let mut methods = Vec::new();
                for (n, m) in set.iter().enumerate() {
                    if let Some(&f) = self.dyn_methods.get(&(ty, n)) {
                        methods.push(bc::Method {
                            name: m.name.to_string(),
                            pkg_path: self.qualifier(m.name, m.pkg),
                            typ: self.rtype(m.sig),
                            func: Some(f),
                        });
                    }
                }
                self.prog.types[i].methods = methods;
            }
            if self.prog.types[i].kind == Kind::Pointer
                && let Some(e) = self.prog.types[i].elem
                && self.prog.types[i].name.is_empty()
            {
                self.prog.types[e.0 as usize].ptr_to = Some(bc::TypeId(i as u32));
            }
        }
    }

    /// The types that natives ask for by name.
    pub(crate) fn known_types(&mut self) {
        use TypeId as T;
        let basics = [
            T::BOOL,
            T::INT,
            T::INT8,
            T::INT16,
            T::INT32,
            T::INT64,
            T::UINT,
            T::UINT8,
            T::UINT16,
            T::UINT32,
            T::UINT64,
            T::UINTPTR,
            T::FLOAT32,
            T::FLOAT64,
            T::COMPLEX64,
            T::COMPLEX128,
            T::STRING,
            T::UNSAFE_POINTER,
            T::ERROR,
        ];
        let mut known: Vec<(String, TypeId)> = basics
            .into_iter()
            .map(|t| (self.ck.runtime_type_string(t), t))
            .collect();
        for (name, elem) in [
            ("[]byte", T::UINT8),
            ("[]string", T::STRING),
            ("[]int", T::INT),
            ("[]rune", T::INT32),
        ] {
            known.push((name.to_string(), self.ck.types.slice(elem)));
        }
        known.push(("any".to_string(), T::ANY));
        known.push(("interface {}".to_string(), TypeId::ANY));
        let any_slice = self.ck.types.slice(T::ANY);
        known.push(("[]any".to_string(), any_slice));
        for (name, ty) in known {
            let id = self.rtype(ty);
            self.prog.known_types.push((name, id));
        }
    }
}

fn basic_kind(k: BasicKind) -> Kind {
    use BasicKind as K;
    match k {
        K::Bool | K::UntypedBool => Kind::Bool,
        K::Int | K::UntypedInt => Kind::Int,
        K::Int8 => Kind::Int8,
        K::Int16 => Kind::Int16,
        K::Int32 | K::UntypedRune => Kind::Int32,
        K::Int64 => Kind::Int64,
        K::Uint => Kind::Uint,
        K::Uint8 => Kind::Uint8,
        K::Uint16 => Kind::Uint16,
        K::Uint32 => Kind::Uint32,
        K::Uint64 => Kind::Uint64,
        K::Uintptr => Kind::Uintptr,
        K::Float32 => Kind::Float32,
        K::Float64 | K::UntypedFloat => Kind::Float64,
        K::Complex64 => Kind::Complex64,
        K::Complex128 | K::UntypedComplex => Kind::Complex128,
        K::String | K::UntypedString => Kind::String,
        K::UnsafePointer | K::UntypedNil => Kind::UnsafePointer,
        K::Invalid => Kind::Invalid,
    }
}
