//! Functions made by the compiler that bring a receiver into a method's form and call it: entries of method tables
//! (the receiver is an interface's data word), method values (it is captured), method expressions of promoted methods
//! and of interfaces (it is the first parameter).
//!
//! They are transparent to `recover` and hidden in tracebacks (`FLAG_WRAPPER`).

use minigo_bytecode as bc;
use minigo_bytecode::{FuncId, Op, SlotKind};

use super::builder::{Reg, WINDOW};
use super::call::Callee;
use super::emit::P1;
use super::place::Place;
use super::{FuncKey, Gen};
use crate::types::object::{Func, ObjId, PkgId};
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

    /// A value method called through a nil pointer panics, even when its receiver has no bytes to load.
    fn nil_receiver(&mut self, w: &Wrap, base: Place, m: ObjId) {
        let by_value = self.func_info(m).is_some_and(|f| !f.ptr_recv);
        let pointer = matches!(self.under(w.ty), Type::Pointer(_));
        if w.recv == Receiver::DataWord && by_value && pointer && w.path.is_empty() {
            let p = self.load(base, w.ty, None);
            self.e1(Op::NilChk, p);
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
