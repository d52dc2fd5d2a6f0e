//! Programs that would need endlessly many instances: `func f[T any]() { f[*T]() }`.
//!
//! Each type parameter is a vertex, each instantiation an edge from the parameters that its arguments mention to the
//! parameter they are for, with weight 1 where the argument is larger than the parameter itself. A cycle of positive
//! weight has no end. A type declared inside a generic function depends on that function's parameters.

use std::rc::Rc;

use minigo_syntax::Span;

use super::check::Checker;
use super::fx::FxHashMap;
use super::instantiate::Verify;
use super::object::ObjId;
use super::typ::{Type, TypeId};
use crate::diagnostic::Code;

#[derive(Clone, Copy)]
struct Edge {
    dst: usize,
    src: usize,
    weight: u32,
    pos: Span,
    ty: TypeId,
}

#[derive(Clone, Copy)]
struct Vertex {
    weight: u32,
    pre: usize,
    len: usize,
    obj: ObjId,
    local: bool,
}

/// The graph of instantiations.
#[derive(Default)]
pub(super) struct Mono {
    vertices: Vec<Vertex>,
    edges: Vec<Edge>,
    by_type: FxHashMap<TypeId, usize>,
    /// Receiver type parameter to the parameter of its type, and that one's object.
    pub canon: FxHashMap<TypeId, (TypeId, ObjId)>,
}

impl Mono {
    fn vertex(&mut self, t: TypeId, obj: ObjId, local: bool) -> usize {
        let (t, obj) = self.canon.get(&t).copied().unwrap_or((t, obj));
        if let Some(&i) = self.by_type.get(&t) {
            return i;
        }
        let i = self.vertices.len();
        self.vertices.push(Vertex {
            weight: 0,
            pre: 0,
            len: 0,
            obj,
            local,
        });
        self.by_type.insert(t, i);
        i
    }
}

impl Checker {
    /// Adds an instantiation to the graph.
    pub(super) fn note_instance(&mut self, tparams: &Rc<[TypeId]>, v: &Verify) {
        for (i, (&p, &a)) in tparams.iter().zip(v.targs.iter()).enumerate() {
            let Some(tp) = self.types.type_param(p) else {
                continue;
            };
            let obj = tp.obj;
            if self.objs[obj].pkg != v.pkg {
                continue;
            }
            let pos = v.places.get(i).copied().unwrap_or(v.pos);
            let mut found = Vec::new();
            self.params_in(a, &mut found, 0);
            for src in found {
                let s = match self.types.get(src) {
                    Type::TypeParam(tp) => {
                        let o = tp.obj;
                        self.mono.vertex(src, o, false)
                    }
                    _ => self.local_vertex(src),
                };
                let dst = self.mono.vertex(p, obj, false);
                self.mono.edges.push(Edge {
                    dst,
                    src: s,
                    weight: (src != a) as u32,
                    pos,
                    ty: a,
                });
            }
        }
    }

    fn local_vertex(&mut self, t: TypeId) -> usize {
        if let Some(&i) = self.mono.by_type.get(&t) {
            return i;
        }
        let Some(n) = self.types.named(t).cloned() else {
            return 0;
        };
        let i = self.mono.vertex(t, n.obj, true);
        let pos = self.objs[n.obj].pos;
        for &p in n.outer.iter() {
            let Some(tp) = self.types.type_param(p) else {
                continue;
            };
            let o = tp.obj;
            let src = self.mono.vertex(p, o, false);
            self.mono.edges.push(Edge {
                dst: i,
                src,
                weight: 1,
                pos,
                ty: p,
            });
        }
        i
    }

    /// Type parameters and local types of generic functions in `t`.
    fn params_in(&self, t: TypeId, out: &mut Vec<TypeId>, depth: u32) {
        if depth > 200 {
            return;
        }
        let t = self.types.unalias(t);
        let d = depth + 1;
        match self.types.get(t) {
            Type::TypeParam(_) => out.push(t),
            Type::Named(n) => {
                if !n.outer.is_empty() {
                    out.push(n.origin.unwrap_or(t));
                }
                for &a in n.targs.iter() {
                    self.params_in(a, out, d);
                }
            }
            Type::Pointer(e)
            | Type::Slice(e)
            | Type::Array { elem: e, .. }
            | Type::Chan { elem: e, .. } => self.params_in(*e, out, d),
            Type::Map { key, elem } => {
                self.params_in(*key, out, d);
                self.params_in(*elem, out, d);
            }
            Type::Struct(s) => {
                for f in &s.fields {
                    self.params_in(f.ty, out, d);
                }
            }
            Type::Signature(s) => {
                for p in s.params.iter().chain(&s.results) {
                    self.params_in(p.ty, out, d);
                }
            }
            Type::Interface(i) => {
                for m in &i.methods {
                    self.params_in(m.sig, out, d);
                }
            }
            _ => {}
        }
    }

    /// Reports a cycle of instantiations that never ends, if there is one.
    pub(super) fn report_endless_instances(&mut self) {
        let n = self.mono.vertices.len();
        let mut again = n > 0;
        while again {
            again = false;
            for i in 0..self.mono.edges.len() {
                let e = self.mono.edges[i];
                let (w, len) = {
                    let s = self.mono.vertices[e.src];
                    (s.weight + e.weight, s.len + 1)
                };
                let d = &mut self.mono.vertices[e.dst];
                if w <= d.weight {
                    continue;
                }
                d.pre = i;
                d.len = len;
                // A path with as many steps as there are vertices goes round.
                if len >= n {
                    self.report_cycle(e.dst);
                    return;
                }
                d.weight = w;
                again = true;
            }
        }
    }

    fn report_cycle(&mut self, v: usize) {
        let g = &self.mono;
        let mut stack = Vec::new();
        let mut seen = vec![false; g.vertices.len()];
        let mut v = v;
        while !seen[v] {
            stack.push(v);
            seen[v] = true;
            v = g.edges[g.vertices[v].pre].src;
        }
        let start = stack.iter().position(|&x| x == v).unwrap_or(0);
        let cycle: Vec<(Vertex, Edge)> = stack[start..]
            .iter()
            .map(|&x| (g.vertices[x], g.edges[g.vertices[x].pre]))
            .collect();
        let pos = self.objs[g.vertices[v].obj].pos;
        let mut d = self.new_error(Code::InvalidCycle, pos, "instantiation cycle:".to_string());
        for (v, e) in cycle {
            let name = self.objs[v.obj].name;
            let t = self.tstr(e.ty);
            let text = if v.local {
                format!("{name} implicitly parameterized by {t}")
            } else {
                format!("{name} instantiated as {t}")
            };
            d.labels.push((e.pos, text));
        }
        self.report(d);
    }
}
