//! The order in which packages and their variables are initialised.
//!
//! The graph's nodes are the constants and variables of a package; an edge leads from a variable to each one that its
//! initialiser needs, directly or through functions. Of those with nothing outstanding the first in the source goes
//! next. Source: language spec, "Package initialization".

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::check::{Checker, DeclKind};
use super::fx::{FxHashMap, FxHashSet};
use super::info::Initializer;
use super::object::{ObjId, ObjKind, PkgId};
use crate::diagnostic::Code;

/// The order in which packages are initialised, given their paths and the paths that each imports: of those whose
/// imports are all done the first by path goes next. Package runtime and what it imports come before all others.
pub(crate) fn package_order(packages: &[(&str, Vec<&str>)]) -> Vec<usize> {
    let number: FxHashMap<&str, usize> =
        packages.iter().enumerate().map(|(i, p)| (p.0, i)).collect();
    let imports = |i: usize| {
        packages[i]
            .1
            .iter()
            .filter_map(|path| number.get(path).copied())
    };
    let mut early = vec![false; packages.len()];
    let mut stack: Vec<usize> = number.get("runtime").copied().into_iter().collect();
    while let Some(i) = stack.pop() {
        if !std::mem::replace(&mut early[i], true) {
            stack.extend(imports(i));
        }
    }
    let mut importers: Vec<Vec<usize>> = vec![Vec::new(); packages.len()];
    let mut missing = vec![0; packages.len()];
    for (i, missing) in missing.iter_mut().enumerate() {
        for of in imports(i) {
            importers[of].push(i);
            *missing += 1;
        }
    }
    let rank = |i: usize| Reverse((!early[i], packages[i].0, i));
    let free = (0..packages.len()).filter(|&i| missing[i] == 0);
    let mut ready: BinaryHeap<_> = free.map(rank).collect();
    let mut out = Vec::with_capacity(packages.len());
    while let Some(Reverse((.., i))) = ready.pop() {
        out.push(i);
        for &j in &importers[i] {
            missing[j] -= 1;
            if missing[j] == 0 {
                ready.push(rank(j));
            }
        }
    }
    out
}

impl Checker {
    /// The initialisers of a package's variables, in order. Only variables for which `needed` holds are given, and
    /// those are all checked; bodies of the functions they reach must have been (`check_body`).
    pub fn init_order(&mut self, pkg: PkgId, needed: &dyn Fn(ObjId) -> bool) -> Vec<Initializer> {
        let objects = self.pkgs[pkg.0 as usize].objects.clone();
        let vars: Vec<ObjId> = objects
            .into_iter()
            .filter(|&o| self.objs[o].is_global() && needed(o))
            .collect();
        let mut deps: FxHashMap<ObjId, Vec<ObjId>> = FxHashMap::default();
        for &v in &vars {
            deps.insert(v, self.var_deps(v));
        }
        let known: FxHashSet<ObjId> = vars.iter().copied().collect();
        let mut out = Vec::new();
        let mut done: FxHashSet<ObjId> = FxHashSet::default();
        let mut emitted = FxHashSet::default();
        let mut left = vars;
        while !left.is_empty() {
            // The first in the source with nothing outstanding; in a cycle (an error) simply the first.
            let ready = left.iter().position(|v| {
                deps[v]
                    .iter()
                    .all(|d| d == v || done.contains(d) || !known.contains(d))
            });
            let v = left.remove(ready.unwrap_or(0));
            done.insert(v);
            let Some(decl) = self.objs[v].decl else {
                continue;
            };
            let DeclKind::Var {
                lhs, init: Some(_), ..
            } = &self.decls[decl.0 as usize].kind
            else {
                continue;
            };
            if emitted.insert(decl) {
                let lhs = if lhs.is_empty() {
                    vec![v]
                } else {
                    lhs.to_vec()
                };
                out.push(Initializer { pkg, lhs, decl });
            }
        }
        out
    }

    /// Variables that the initialiser of `v` needs, through functions.
    fn var_deps(&self, v: ObjId) -> Vec<ObjId> {
        let mut out = Vec::new();
        let mut seen: FxHashSet<ObjId> = FxHashSet::default();
        let mut stack = vec![v];
        while let Some(o) = stack.pop() {
            let Some(d) = self.objs[o].decl else { continue };
            for &dep in &self.decls[d.0 as usize].deps {
                if !seen.insert(dep) {
                    continue;
                }
                match self.objs[dep].kind {
                    ObjKind::Func(_) => stack.push(dep),
                    _ => out.push(dep),
                }
            }
        }
        out
    }

    /// Reports variables and constants that need themselves. As in Go's compiler the object that needs the fewest goes
    /// next, and a cycle is told where that one is part of it: so one cycle is told once, unless others run through it.
    pub(super) fn report_init_cycles(&mut self, pkg: PkgId) {
        const MOST: usize = 1000;
        let objects = self.pkgs[pkg.0 as usize].objects.clone();
        let cyclic = self.cyclic_objects(&objects);
        if cyclic.is_empty() {
            return;
        }
        let values: Vec<ObjId> = objects
            .into_iter()
            .filter(|&o| matches!(self.objs[o].kind, ObjKind::Var(_) | ObjKind::Const { .. }))
            .collect();
        let mut needed_by: FxHashMap<ObjId, Vec<ObjId>> = FxHashMap::default();
        let mut outstanding: FxHashMap<ObjId, usize> = FxHashMap::default();
        let mut queue = BinaryHeap::new();
        for &o in &values {
            let deps = self.var_deps(o);
            outstanding.insert(o, deps.len());
            queue.push(Reverse((deps.len(), self.objs[o].order, o)));
            for d in deps {
                needed_by.entry(d).or_default().push(o);
            }
        }
        let mut told = 0;
        while let Some(Reverse((n, _, o))) = queue.pop() {
            // An entry from before the number went down, or of an object that is done.
            if outstanding.get(&o) != Some(&n) {
                continue;
            }
            outstanding.remove(&o);
            if n > 0 && cyclic.contains(&o) && told < MOST {
                let mut seen = FxHashSet::default();
                if let Some(path) = self.find_path(o, o, &mut seen) {
                    // path runs from the object after `o` back to `o`.
                    let mut cycle = vec![o];
                    cycle.extend(path.iter().copied().filter(|&p| p != o));
                    self.init_cycle_error(&cycle);
                    told += 1;
                }
            }
            for &p in needed_by.get(&o).map_or(&[][..], |l| &l[..]) {
                if let Some(left) = outstanding.get_mut(&p) {
                    *left -= 1;
                    queue.push(Reverse((*left, self.objs[p].order, p)));
                }
            }
        }
    }

    /// The objects that refer to themselves, directly or not: the strongly connected components (Tarjan's algorithm,
    /// with a stack of its own) of more than one object, and those with an edge to themselves.
    fn cyclic_objects(&self, objects: &[ObjId]) -> FxHashSet<ObjId> {
        struct Node {
            index: u32,
            low: u32,
            on_stack: bool,
        }
        let deps = |o: ObjId| -> &[ObjId] {
            self.objs[o]
                .decl
                .map_or(&[][..], |d| &self.decls[d.0 as usize].deps[..])
        };
        let mut out = FxHashSet::default();
        let mut nodes: FxHashMap<ObjId, Node> = FxHashMap::default();
        let mut stack: Vec<ObjId> = Vec::new();
        for &root in objects {
            if nodes.contains_key(&root) {
                continue;
            }
            let mut work: Vec<(ObjId, usize)> = vec![(root, 0)];
            while let Some((o, next)) = work.pop() {
                if next == 0 {
                    let index = nodes.len() as u32;
                    nodes.insert(
                        o,
                        Node {
                            index,
                            low: index,
                            on_stack: true,
                        },
                    );
                    stack.push(o);
                }
                let list = deps(o);
                if let Some(&d) = list.get(next) {
                    work.push((o, next + 1));
                    if d == o {
                        out.insert(o);
                    }
                    match nodes.get(&d) {
                        None => work.push((d, 0)),
                        Some(n) if n.on_stack => {
                            let low = n.index;
                            if let Some(m) = nodes.get_mut(&o) {
                                m.low = m.low.min(low);
                            }
                        }
                        _ => {}
                    }
                    continue;
                }
                let (index, low) = nodes.get(&o).map_or((0, 0), |n| (n.index, n.low));
                if index == low {
                    let at = stack.iter().rposition(|&s| s == o).unwrap_or(0);
                    if stack.len() - at > 1 {
                        out.extend(stack[at..].iter().copied());
                    }
                    for s in stack.drain(at..) {
                        if let Some(n) = nodes.get_mut(&s) {
                            n.on_stack = false;
                        }
                    }
                }
                if let Some(&(parent, _)) = work.last()
                    && let Some(m) = nodes.get_mut(&parent)
                {
                    m.low = m.low.min(low);
                }
            }
        }
        out
    }

    /// A path of references from `from` to `to`, `to` included, found without recursion.
    fn find_path(&self, from: ObjId, to: ObjId, seen: &mut FxHashSet<ObjId>) -> Option<Vec<ObjId>> {
        let deps = |o: ObjId| -> Vec<ObjId> {
            let mut l = self.objs[o]
                .decl
                .map(|d| self.decls[d.0 as usize].deps.clone())
                .unwrap_or_default();
            l.sort_by_key(|&d| self.objs[d].order);
            l
        };
        let mut path: Vec<ObjId> = Vec::new();
        let mut stack: Vec<std::vec::IntoIter<ObjId>> = vec![deps(from).into_iter()];
        seen.insert(from);
        while let Some(it) = stack.last_mut() {
            match it.next() {
                Some(d) if d == to => {
                    path.push(d);
                    return Some(path);
                }
                Some(d) => {
                    if seen.insert(d) {
                        path.push(d);
                        stack.push(deps(d).into_iter());
                    }
                }
                None => {
                    stack.pop();
                    path.pop();
                }
            }
        }
        None
    }

    fn init_cycle_error(&mut self, cycle: &[ObjId]) {
        let o = cycle[0];
        let (pos, name) = (self.objs[o].pos, self.objs[o].name);
        if cycle.len() == 1 {
            let msg = format!("initialization cycle: {name} refers to itself");
            self.error(pos, Code::InvalidCycle, msg);
            return;
        }
        let mut d = self.new_error(
            Code::InvalidCycle,
            pos,
            format!("initialization cycle for {name}"),
        );
        for (i, &c) in cycle.iter().enumerate() {
            let next = cycle[(i + 1) % cycle.len()];
            let text = format!("{} refers to {}", self.objs[c].name, self.objs[next].name);
            d.labels.push((self.objs[c].pos, text));
        }
        self.report(d);
    }
}
