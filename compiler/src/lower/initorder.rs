//! The order in which packages and their variables are initialised.
//!
//! Packages: dependencies first, otherwise in order of import. Variables: again and again the first one in order of
//! declaration that depends on no variable still to come, where a function depends on what its body names (spec,
//! "Package initialization").

use std::collections::HashSet;

use crate::codegen::Gen;
use crate::types::check::DeclKind;
use crate::types::object::{DeclId, ObjId, PkgId};

impl Gen<'_> {
    /// All packages, dependencies first.
    pub(crate) fn package_order(&self) -> Vec<PkgId> {
        let mut done = vec![false; self.ck.pkgs.len()];
        let mut order = Vec::new();
        // Package runtime is everybody's dependency.
        let runtime = self.ck.pkgs.iter().position(|p| &*p.path == "runtime");
        for p in runtime.into_iter().chain(0..self.ck.pkgs.len()) {
            self.visit_package(p, &mut done, &mut order);
        }
        order
    }

    fn visit_package(&self, p: usize, done: &mut Vec<bool>, order: &mut Vec<PkgId>) {
        if std::mem::replace(&mut done[p], true) {
            return;
        }
        for i in &self.ck.pkgs[p].imports {
            self.visit_package(i.0 as usize, done, order);
        }
        order.push(PkgId(p as u32));
    }

    /// The initialisers of a package's used variables, in order.
    pub(crate) fn init_order(&self, p: PkgId) -> Vec<DeclId> {
        let mut pending: Vec<(DeclId, HashSet<DeclId>)> = Vec::new();
        for &o in &self.ck.pkgs[p.0 as usize].objects {
            if let Some(d) = self.ck.objs[o].decl
                && self.is_global(o)
                && self.has_global(o)
                && matches!(
                    self.ck.decls[d.0 as usize].kind,
                    DeclKind::Var { init: Some(_), .. }
                )
                && !pending.iter().any(|(q, _)| *q == d)
            {
                pending.push((d, HashSet::new()));
            }
        }
        let all: HashSet<DeclId> = pending.iter().map(|(d, _)| *d).collect();
        for (d, deps) in &mut pending {
            let mut seen: HashSet<DeclId> = HashSet::from([*d]);
            let mut work: Vec<ObjId> = self.ck.decls[d.0 as usize].deps.clone();
            while let Some(o) = work.pop() {
                let Some(q) = self.ck.objs[o].decl else {
                    continue;
                };
                if !seen.insert(q) {
                    continue;
                }
                if all.contains(&q) {
                    deps.insert(q);
                }
                work.extend(self.ck.decls[q.0 as usize].deps.iter().copied());
            }
        }
        let mut order = Vec::with_capacity(pending.len());
        let mut done: HashSet<DeclId> = HashSet::new();
        while !pending.is_empty() {
            let ready = pending
                .iter()
                .position(|(_, deps)| deps.is_subset(&done))
                .unwrap_or(0);
            let (d, _) = pending.remove(ready);
            done.insert(d);
            order.push(d);
        }
        order
    }
}
