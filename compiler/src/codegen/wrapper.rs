//! Functions made by the compiler that bring a receiver into a method's form and call it: entries of method tables
//! (the receiver is an interface's data word), method values (it is captured), method expressions of promoted methods
//! and of interfaces (it is the first parameter).
//!
//! They are transparent to `recover` and hidden in tracebacks (`FLAG_WRAPPER`).

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Op, SlotKind};
use minigo_syntax::Symbol;
use minigo_syntax::nodes::{Expr, ExprKind};

use super::builder::{Reg, WINDOW};
use super::call::Callee;
use super::emit::{P1, W1};
use super::place::Place;
use super::{FuncKey, Gen};
use crate::types::info::Mode;
use crate::types::lookup::MethodSetEntry;
use crate::types::object::{Func, Holds, ObjId, PkgId};
use crate::types::typ::{Type, TypeId};

/// Where a wrapper finds the receiver.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Receiver {
    /// Slot 0 is the data word of an interface.
    DataWord,
    /// It is captured.
    Captured,
    /// It is the first parameter.
    Param,
}

/// What a wrapper calls.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Target {
    /// A declared method: its object and its function.
    Method(ObjId, FuncKey),
    /// A method of an interface type, by its index.
    Interface(TypeId, u32),
}

/// A wrapper.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Wrap {
    pub recv: Receiver,
    /// Type of the receiver that is given.
    pub ty: TypeId,
    /// Fields from there to the value that has the method.
    pub path: Vec<u32>,
    pub target: Target,
    /// Signature of the method.
    pub sig: TypeId,
}

impl Gen<'_> {
    /// Details of a function object.
    pub(crate) fn func_info(&self, o: ObjId) -> Option<Func> {
        if o.is_some() {
            self.ck.objs[o].func().copied()
        } else {
            None
        }
    }

    pub(super) fn wrapper(&mut self, id: FuncId, w: &Wrap) {
        let Some(sig) = self.ck.types.as_signature(w.sig) else {
            return;
        };
        let l = self.layout(w.ty);
        let mut params: Vec<SlotKind> = match w.recv {
            Receiver::DataWord if l.direct() => l.kinds.to_vec(),
            Receiver::DataWord => P1.to_vec(),
            Receiver::Captured => Vec::new(),
            Receiver::Param => l.kinds.to_vec(),
        };
        let first = params.len();
        let (args, results) = self.sig_rows(&sig, None);
        params.extend_from_slice(&args);
        let (name, decl) = match w.target {
            Target::Method(m, _) => (self.func_name(m), Some(self.ck.objs[m].pos)),
            Target::Interface(..) => (self.ck.runtime_type_string(w.ty), None),
        };
        self.begin(name, &params, PkgId::UNIVERSE);
        if let Some(span) = decl {
            self.at(span);
        }
        // The receiver as a place.
        let base = match w.recv {
            Receiver::DataWord if l.direct() => Place::Var { reg: Reg(0) },
            Receiver::DataWord => Place::Mem {
                base: Reg(0),
                off: 0,
            },
            Receiver::Param => Place::Var { reg: Reg(0) },
            Receiver::Captured => {
                let kinds = l.kinds.clone();
                Place::Var {
                    reg: self.capture(&kinds),
                }
            }
        };
        let (callee, recv) = match w.target.clone() {
            Target::Method(m, key) => {
                self.nil_receiver(w, base, m);
                let recv = self.receiver_at(base, w.ty, &w.path, m, false);
                (self.known(key), Some(recv))
            }
            Target::Interface(_, index) => {
                let (p, ty) = self.walk(base, w.ty, &w.path);
                let reg = self.load(p, ty, None);
                (Callee::Interface(reg, index), None)
            }
        };
        let mut at = 1;
        if let Some((reg, ty)) = recv {
            at = self.layout(ty).slots;
            self.mov(WINDOW, reg, at);
        }
        self.mov(WINDOW.at(at as u32), Reg(first as u16), args.len() as u64);
        self.emit_call(&callee, at + args.len() as u64, results.len() as u64);
        self.ret(WINDOW, results.len() as u64);
        self.end(id, results.len() as u64, bc::FLAG_WRAPPER, decl);
    }

    /// A value method called through a nil pointer panics in words of its own, whatever its receiver.
    fn nil_receiver(&mut self, w: &Wrap, base: Place, m: ObjId) {
        let by_value = self.func_info(m).is_some_and(|f| !f.ptr_recv);
        let pointer = matches!(self.under(w.ty), Type::Pointer(_));
        if w.recv != Receiver::Captured && by_value && pointer && w.path.is_empty() {
            let p = self.load(base, w.ty, None);
            let (fine, word) = (self.label(), self.temp(W1));
            self.mov(word, p, 1);
            self.cur.b.jump16(Op::JNeImm, word.0, 0, fine);
            // pkg.(*typ).meth
            let name = self.ck.runtime_type_string(w.ty);
            let (plain, args) = match name[1..].split_once('[') {
                Some((plain, _)) => (plain, "[...]"),
                None => (&name[1..], ""),
            };
            let (pkg, typ) = plain.rsplit_once('.').unwrap_or(("", plain));
            let meth = self.ck.objs[m].name.as_str();
            let words = [pkg.to_string(), format!("{typ}{args}"), meth.to_string()];
            let text = self.temp(&[SlotKind::P, SlotKind::W].repeat(3));
            for (i, w) in words.iter().enumerate() {
                let k = self.string_id(w.as_bytes());
                self.ei(Op::LdStr, text.at(2 * i as u32), k);
            }
            self.runtime_call("panicwrap", &[(text, 6)]);
            self.place_label(fine);
        }
    }

    /// The pointer type that an operand has, as itself or as an interface's dynamic type, where that is plain to see.
    fn concrete_pointer(&mut self, e: &'static Expr) -> Option<TypeId> {
        let e = e.unparen();
        let ty = self.type_of(e.id);
        if let Type::Pointer(_) = self.under(ty) {
            return Some(ty);
        }
        match &e.kind {
            ExprKind::Name(_) => {
                let o = self.ck.info.object_of(e.id)?;
                let v = *self.ck.objs[o].var()?;
                let Holds::Only(t) = v.holds else { return None };
                let t = self.concrete(t);
                (!v.addr_taken && matches!(self.under(t), Type::Pointer(_))).then_some(t)
            }
            ExprKind::Call(c) if self.ck.info.expr(c.fun.id).mode == Mode::TypeExpr => {
                self.concrete_pointer(c.args.first()?)
            }
            _ => None,
        }
    }

    /// Go calls a method of an interface directly where the dynamic type is plain to see; there a nil pointer to the
    /// receiver of a value method fails as any nil pointer does, and not in the words of `panicwrap`.
    pub(super) fn check_known_receiver(&mut self, x: &'static Expr, name: Symbol, recv: Reg) {
        let Some(ty) = self.concrete_pointer(x) else {
            return;
        };
        let set = self.method_set_of(ty);
        let own = |m: &&MethodSetEntry| m.name == name && m.path.is_empty();
        let Some(m) = set.iter().find(own).map(|m| m.method) else {
            return;
        };
        if self.func_info(m).is_some_and(|f| !f.ptr_recv) {
            self.e1(Op::NilChk, recv.at(1));
        }
    }

    /// The function to call for entry `n` of a type's method set with an interface's data word as receiver.
    pub(crate) fn dynamic_method(&mut self, ty: TypeId, n: usize) -> FuncId {
        if let Some(&f) = self.dyn_methods.get(&(ty, n)) {
            return f;
        }
        let m = self.method_set_of(ty)[n].clone();
        let own = m.path.is_empty() && m.method.is_some() && self.layout(ty).direct() && {
            let recv = self.recv_type(m.method, m.owner);
            recv.is_some_and(|r| self.identical(r, ty))
        };
        let f = if own {
            let key = self.owner_key(m.method, m.owner, Vec::new());
            self.func_id(key)
        } else {
            let target = match m.iface {
                Some((iface, index)) => Target::Interface(iface, index),
                None => {
                    let key = self.owner_key(m.method, m.owner, Vec::new());
                    Target::Method(m.method, key)
                }
            };
            let key = Wrap {
                recv: Receiver::DataWord,
                ty,
                path: m.path.clone(),
                target,
                sig: m.sig,
            };
            self.func_id(FuncKey::Wrap(Box::new(key)))
        };
        self.dyn_methods.insert((ty, n), f);
        f
    }
}
