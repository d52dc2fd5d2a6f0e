//! Function literals and composite literals.

use minigo_syntax::nodes::{CompositeLit, Expr, ExprKind, FuncLit};

use super::check::{BodyJob, Checker, Delayed};
use super::constant::Value;
use super::fx::{FxHashMap, FxHashSet};
use super::info::Mode;
use super::lookup::Found;
use super::operand::Operand;
use super::typ::{Type, TypeId};
use crate::diagnostic::Code;

/// A map key constant in a form that can be compared: numbers equal in value are equal.
#[derive(PartialEq, Eq, Hash, Clone)]
pub(super) enum KeyVal {
    Bool(bool),
    Str(Vec<u8>),
    Num(String),
}

pub(super) fn key_val(v: &Value) -> Option<KeyVal> {
    Some(match v {
        Value::Bool(b) => KeyVal::Bool(*b),
        Value::Str(s) => KeyVal::Str(s.to_vec()),
        Value::Unknown => return None,
        Value::Rat(r) => KeyVal::Num(r.to_string()),
        v => KeyVal::Num(v.to_string()),
    })
}

impl Checker {
    pub(super) fn func_lit(&mut self, x: &mut Operand, e: &'static Expr, f: &'static FuncLit) {
        let sig = self.func_type(&f.ty);
        if let (None, Some(d)) = (&self.env.func, self.env.decl) {
            self.decls[d.0 as usize].literals += 1;
        }
        let mut env = self.env.clone();
        env.func_depth += 1;
        env.range_func = false;
        let job = BodyJob {
            env,
            sig,
            node: e.id,
            ty: &f.ty,
            recv: None,
            body: &f.body,
        };
        // The body may use what is declared around it, so it waits for the end of the statement.
        self.later(Delayed::Body(Box::new(job)));
        x.mode = Mode::Value;
        x.ty = sig;
    }

    pub(super) fn composite_lit(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        c: &'static CompositeLit,
        hint: Option<TypeId>,
    ) {
        let is_elem = c.ty.is_none() && hint.is_some();
        let mut open_array = None;
        let (typ, base) = match (&c.ty, hint) {
            (Some(t), _) => {
                if let ExprKind::Array(a) = &t.kind
                    && a.len.is_none()
                {
                    let elem = self.var_type(&a.elem);
                    open_array = Some((t, elem));
                    (TypeId::INVALID, TypeId::INVALID)
                } else {
                    let t = self.typ(t);
                    (t, t)
                }
            }
            (None, Some(h)) => {
                let b = match self.common_type(h) {
                    Some(Type::Pointer(b)) => b,
                    _ => h,
                };
                (h, b)
            }
            (None, None) => {
                self.error(
                    e.span,
                    Code::InvalidLiteral,
                    "missing type in composite literal",
                );
                (TypeId::INVALID, TypeId::INVALID)
            }
        };
        if let Some((t, elem)) = open_array {
            let n = self.indexed_elts(&c.elems, elem, -1);
            let ty = self.types.array(elem, n);
            self.info.record(t.id, Mode::TypeExpr, ty, None);
            x.mode = Mode::Value;
            x.ty = ty;
            return;
        }
        if !self.is_complete(base) {
            x.invalidate();
            return;
        }
        let common = self.common_under(base);
        let u = match &common {
            Ok(u) => self.types.get(*u).clone(),
            Err(_) => Type::Tuple(std::rc::Rc::new([])),
        };
        match u {
            Type::Struct(_) => self.struct_lit(e, c, base),
            Type::Array { elem, len } => {
                self.indexed_elts(&c.elems, elem, len.max(0));
            }
            Type::Slice(elem) => {
                self.indexed_elts(&c.elems, elem, -1);
            }
            Type::Map { key, elem } => self.map_lit(c, key, elem),
            u => {
                for el in &c.elems {
                    match &el.kind {
                        ExprKind::KeyValue(kv) => self.use_lit_elem(&kv.value),
                        _ => self.use_lit_elem(el),
                    }
                }
                if !matches!(u, Type::Basic(super::typ::BasicKind::Invalid)) {
                    let q = if is_elem { " element" } else { "" };
                    let mut msg = format!("invalid composite literal{q} type {}", self.tstr(typ));
                    if common.is_err() {
                        msg.push_str(" (no common underlying type)");
                    }
                    self.error(e.span, Code::InvalidLiteral, msg);
                }
                x.invalidate();
                return;
            }
        }
        x.mode = Mode::Value;
        x.ty = typ;
    }

    /// An element of a literal whose type is in error: an inner literal without type is no error then.
    fn use_lit_elem(&mut self, e: &'static Expr) {
        if let ExprKind::Composite(c) = &e.kind
            && c.ty.is_none()
        {
            for el in &c.elems {
                match &el.kind {
                    ExprKind::KeyValue(kv) => self.use_lit_elem(&kv.value),
                    _ => self.use_lit_elem(el),
                }
            }
            return;
        }
        self.use_expr(e);
    }

    fn struct_lit(&mut self, e: &'static Expr, c: &'static CompositeLit, base: TypeId) {
        let Some(first) = c.elems.first() else { return };
        let Ok(st) = self.common_under(base) else {
            return;
        };
        let Some(s) = self.types.as_struct(st) else {
            return;
        };
        let pkg = self.env.pkg;
        if matches!(first.kind, ExprKind::KeyValue(_)) {
            let mut visited: Vec<Vec<u32>> = Vec::new();
            for el in &c.elems {
                let ExprKind::KeyValue(kv) = &el.kind else {
                    self.error(
                        el.span,
                        Code::InvalidLiteral,
                        "mixture of field:value and value elements in struct literal",
                    );
                    self.use_lit_elem(el);
                    continue;
                };
                let Some(name) = kv.key.as_name() else {
                    self.use_lit_elem(&kv.value);
                    let msg = format!(
                        "invalid field name {} in struct literal",
                        self.estr(&kv.key)
                    );
                    self.error(el.span, Code::InvalidLiteral, msg);
                    continue;
                };
                let found = self.lookup_field_or_method(st, false, pkg, name);
                let hint = match &found {
                    Found::Field(_, t) => Some(*t),
                    _ => None,
                };
                if hint.is_none() {
                    self.use_lit_elem(&kv.value);
                }
                let (entry, ty) = match found {
                    Found::Field(entry, ty) => (entry, ty),
                    Found::Method(..) | Found::InterfaceMethod(..) => {
                        let msg = format!("{name} is not a field");
                        self.error(kv.key.span, Code::InvalidLiteral, msg);
                        continue;
                    }
                    _ => {
                        let msg = self.lookup_error(base, st, name, false, true);
                        self.error(kv.key.span, Code::InvalidLiteral, msg);
                        continue;
                    }
                };
                // The type of a field's literal may not be left out.
                let mut v = self.generic_expr(&kv.value, None);
                if entry.indirect {
                    let msg = format!("invalid implicit pointer indirection to reach {name}");
                    self.error(kv.key.span, Code::InvalidLiteral, msg);
                    continue;
                }
                self.assignment(&mut v, Some(ty), "struct literal");
                self.info
                    .lit_fields
                    .insert(el.id, entry.path.clone().into());
                let clash = visited
                    .iter()
                    .find(|p| p.starts_with(&entry.path) || entry.path.starts_with(p))
                    .cloned();
                match clash {
                    Some(p) if p == entry.path => {
                        let msg = format!("duplicate field name {name} in struct literal");
                        self.error(el.span, Code::InvalidLiteral, msg);
                    }
                    Some(p) if p.len() < entry.path.len() => {
                        let alt = self.path_name(st, &p);
                        let msg = format!(
                            "cannot specify promoted field {name} and enclosing embedded field {alt}"
                        );
                        self.error(el.span, Code::InvalidLiteral, msg);
                    }
                    Some(p) => {
                        let alt = self.path_name(st, &p);
                        let msg = format!(
                            "cannot specify embedded field {name} and enclosed promoted field {alt}"
                        );
                        self.error(el.span, Code::InvalidLiteral, msg);
                    }
                    None => visited.push(entry.path),
                }
            }
            return;
        }
        for (i, el) in c.elems.iter().enumerate() {
            if matches!(el.kind, ExprKind::KeyValue(_)) {
                self.error(
                    el.span,
                    Code::InvalidLiteral,
                    "mixture of field:value and value elements in struct literal",
                );
                continue;
            }
            let Some(f) = s.fields.get(i) else {
                let x = self.expr(el);
                let msg = format!(
                    "too many values in struct literal of type {}",
                    self.tstr(base)
                );
                self.error(x.span(), Code::InvalidLiteral, msg);
                break;
            };
            let mut x = self.generic_expr(el, None);
            if !f.name.is_exported() && f.pkg != pkg {
                let msg = format!(
                    "implicit assignment to unexported field {} in struct literal of type {}",
                    f.name,
                    self.tstr(base)
                );
                self.error(x.span(), Code::InvalidLiteral, msg);
                continue;
            }
            self.assignment(&mut x, Some(f.ty), "struct literal");
        }
        if c.elems.len() < s.fields.len() {
            let hidden = s
                .fields
                .iter()
                .any(|f| !f.name.is_exported() && f.pkg != pkg);
            let hint = if hidden {
                " (type has unexported fields - use key:value pairs)"
            } else {
                ""
            };
            let msg = format!(
                "too few values in struct literal of type {}{hint}",
                self.tstr(base)
            );
            self.error(e.span.at(c.rbrace), Code::InvalidLiteral, msg);
        }
    }

    /// The name of the field at the end of a path.
    fn path_name(&self, t: TypeId, path: &[u32]) -> String {
        let mut t = t;
        let mut name = String::new();
        for &i in path {
            let Some(s) = self.types.as_struct(self.types.deref(t).0) else {
                break;
            };
            let f = &s.fields[i as usize];
            name = f.name.to_string();
            t = f.ty;
        }
        name
    }

    fn map_lit(&mut self, c: &'static CompositeLit, key: TypeId, elem: TypeId) {
        let key_is_interface = self.types.is_interface(key);
        let mut visited: FxHashMap<KeyVal, Vec<TypeId>> = FxHashMap::default();
        for el in &c.elems {
            let ExprKind::KeyValue(kv) = &el.kind else {
                self.error(el.span, Code::InvalidLiteral, "missing key in map literal");
                self.use_lit_elem(el);
                continue;
            };
            let mut x = self.generic_expr(&kv.key, Some(key));
            self.assignment(&mut x, Some(key), "map literal");
            if x.is_valid()
                && x.is_const()
                && let Some(k) = key_val(&x.value())
            {
                let seen = visited.entry(k).or_default();
                let dup = if key_is_interface {
                    seen.contains(&x.ty)
                } else {
                    !seen.is_empty()
                };
                seen.push(x.ty);
                if dup {
                    let msg = format!("duplicate key {} in map literal", self.value_string(&x));
                    self.error(x.span(), Code::InvalidLiteral, msg);
                }
            }
            let mut v = self.generic_expr(&kv.value, Some(elem));
            self.assignment(&mut v, Some(elem), "map literal");
        }
    }

    /// Elements of an array (`len` >= 0) or slice literal; returns the length they make.
    fn indexed_elts(&mut self, elems: &'static [Expr], elem: TypeId, len: i64) -> i64 {
        let mut visited: FxHashSet<i64> = FxHashSet::default();
        let (mut index, mut max) = (0i64, 0i64);
        let keyed = elems
            .iter()
            .any(|e| matches!(e.kind, ExprKind::KeyValue(_)));
        for e in elems {
            let mut valid = false;
            let mut value = e;
            if let ExprKind::KeyValue(kv) = &e.kind {
                match self.index(&kv.key, len) {
                    (TypeId::INVALID, _) => {}
                    (_, Some(i)) => {
                        index = i;
                        valid = true;
                    }
                    _ => {
                        let msg = format!("index {} must be integer constant", self.estr(&kv.key));
                        self.error(e.span, Code::InvalidLiteral, msg);
                    }
                }
                value = &kv.value;
            } else if len >= 0 && index >= len {
                let msg = format!("index {index} is out of bounds (>= {len})");
                self.error(e.span, Code::InvalidLiteral, msg);
            } else {
                valid = true;
            }
            if valid && keyed && !visited.insert(index) {
                let msg = format!("duplicate index {index} in array or slice literal");
                self.error(e.span, Code::InvalidLiteral, msg);
            }
            index = index.saturating_add(1);
            max = max.max(index);
            let mut x = self.generic_expr(value, Some(elem));
            self.assignment(&mut x, Some(elem), "array or slice literal");
        }
        max
    }
}
