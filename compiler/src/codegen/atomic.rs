//! Calls of sync/atomic that are single instructions, on the out-window: functions on integers and the methods of
//! Int32, Int64, Uint32, Uint64 and Uintptr, whose value is the receiver's first field. And the methods of sync that an
//! instruction tries before it comes to the call.

use minigo_bytecode::Op;

use super::Gen;
use super::call::Callee;
use crate::types::object::ObjId;

impl Gen<'_> {
    /// How a function or method of sync/atomic is called, if by an instruction or with a check of its address.
    pub(crate) fn atomic(&mut self, o: ObjId) -> Option<Callee> {
        let obj = &self.ck.objs[o];
        if &*self.ck.pkgs[obj.pkg.0 as usize].path != "sync/atomic" {
            return None;
        }
        let f = *obj.func()?;
        let name = obj.name.to_string();
        let (verb, ty) = if f.is_method {
            let ty = self.ck.objs[f.recv_base?].name.to_string();
            (name, ty)
        } else {
            let at = name
                .rfind("Int")
                .or(name.rfind("Uint"))
                .or(name.rfind("Pointer"))?;
            (name[..at].to_string(), name[at..].to_string())
        };
        let op = match (verb.as_str(), ty.as_str()) {
            ("Load", "Int32") => Op::LdI32,
            ("Load", "Uint32") => Op::LdU32,
            ("Load", "Int64" | "Uint64" | "Uintptr") => Op::Ld64,
            ("Store", "Int32" | "Uint32") => Op::AtomicSt32,
            ("Store", "Int64" | "Uint64" | "Uintptr") => Op::AtomicSt64,
            ("Swap", "Int32") => Op::AtomicSwap32,
            ("Swap", "Uint32") => Op::AtomicSwapU32,
            ("Swap", "Int64" | "Uint64" | "Uintptr") => Op::AtomicSwap64,
            ("Add", "Int32") => Op::AtomicAdd32,
            ("Add", "Uint32") => Op::AtomicAddU32,
            ("Add", "Int64" | "Uint64" | "Uintptr") => Op::AtomicAdd64,
            ("And", "Int32") => Op::AtomicAnd32,
            ("And", "Uint32") => Op::AtomicAndU32,
            ("And", "Int64" | "Uint64" | "Uintptr") => Op::AtomicAnd64,
            ("Or", "Int32") => Op::AtomicOr32,
            ("Or", "Uint32") => Op::AtomicOrU32,
            ("Or", "Int64" | "Uint64" | "Uintptr") => Op::AtomicOr64,
            ("CompareAndSwap", "Int32" | "Uint32") => Op::AtomicCas32,
            ("CompareAndSwap", "Int64" | "Uint64" | "Uintptr") => Op::AtomicCas64,
            ("Load" | "Store" | "Swap" | "CompareAndSwap", "Pointer") if !f.is_method => {
                let leaf = self.leaf_native(o)?;
                return Some(Callee::CheckedLeaf(self.native_id(&leaf)));
            }
            _ => return None,
        };
        Some(Callee::Atomic(op))
    }

    /// Type and name of a method of package sync.
    fn sync_method(&self, o: ObjId) -> Option<(String, String)> {
        let obj = &self.ck.objs[o];
        if &*self.ck.pkgs[obj.pkg.0 as usize].path != "sync" {
            return None;
        }
        let recv = obj.func()?.recv_base?;
        Some((self.ck.objs[recv].name.to_string(), obj.name.to_string()))
    }

    /// Whether this is `(*sync.Mutex).TryLock`, which an instruction does whole.
    pub(crate) fn is_try_lock(&self, o: ObjId) -> bool {
        self.sync_method(o)
            .is_some_and(|(ty, name)| ty == "Mutex" && name == "TryLock")
    }

    /// The instruction that may save the call of a method of package sync.
    pub(crate) fn sync_attempt(&self, o: ObjId) -> Option<Op> {
        let (ty, name) = self.sync_method(o)?;
        match (ty.as_str(), name.as_str()) {
            ("Mutex", "Lock") => Some(Op::SyncLock),
            ("Mutex", "Unlock") => Some(Op::SyncUnlock),
            ("RWMutex", "RLock") => Some(Op::SyncRLock),
            ("RWMutex", "RUnlock") => Some(Op::SyncRUnlock),
            ("WaitGroup", "Add") => Some(Op::SyncAdd),
            ("WaitGroup", "Done") => Some(Op::SyncDone),
            ("Once", "Do") => Some(Op::SyncOnce),
            _ => None,
        }
    }
}
