//! Expressions: of a given type, with at most one operation in them that can panic.

use super::types::{Ty, width};
use super::{Gen, Var};

impl Gen {
    /// Takes the statement's one chance to panic, if it is still there.
    fn take_risk(&mut self) -> bool {
        self.risk && self.rng.one_in(3) && std::mem::replace(&mut self.risk, false)
    }

    pub(super) fn vars(&self, keep: impl Fn(&Var) -> bool) -> Vec<Var> {
        // An inner variable hides an outer one of its name: names of one program differ but for parameters.
        self.scopes
            .iter()
            .flatten()
            .filter(|v| keep(v))
            .cloned()
            .collect()
    }

    fn variable(&mut self, t: &Ty) -> Option<String> {
        let all = self.vars(|v| v.ty == *t);
        (!all.is_empty()).then(|| self.rng.pick(&all).name.clone())
    }

    /// An expression of type `t`; may be a constant.
    pub(super) fn expr(&mut self, t: &Ty, depth: usize) -> String {
        if depth == 0 || self.rng.one_in(5) {
            if !self.rng.one_in(3)
                && let Some(v) = self.variable(t)
            {
                return v;
            }
            if let Some(p) = self.projection(t) {
                return p;
            }
            return self.literal(t);
        }
        if self.rng.one_in(4)
            && let Some(p) = self.projection(t)
        {
            return p;
        }
        self.operation(t, depth - 1)
    }

    /// An expression that is no constant.
    pub(super) fn varying(&mut self, t: &Ty, depth: usize) -> String {
        if let Some(v) = self.variable(t)
            && !self.rng.one_in(4)
        {
            return v;
        }
        if let Some(p) = self.projection(t) {
            return p;
        }
        if depth > 0 && matches!(t, Ty::Int(_) | Ty::Named(_) | Ty::Float(_) | Ty::Str) {
            return self.operation(t, depth - 1);
        }
        match self.variable(t) {
            Some(v) => v,
            None => format!("*new({})", self.name_of(t)),
        }
    }

    /// A part of some variable in scope that has type `t`.
    fn projection(&mut self, t: &Ty) -> Option<String> {
        let mut all: Vec<(String, bool)> = Vec::new();
        for v in self.vars(|_| true) {
            let n = &v.name;
            match &v.ty {
                Ty::Slice(e) if **e == *t => all.push((format!("{n}[@]"), true)),
                Ty::Array(len, e) if **e == *t => all.push((format!("{n}[#{len}]"), false)),
                Ty::Map(k, e) if **e == *t && matches!(**k, Ty::Str) => {
                    all.push((format!("{n}[\"k1\"]"), false));
                }
                Ty::Map(k, e) if **e == *t && matches!(**k, Ty::Int(_)) => {
                    all.push((format!("{n}[3]"), false));
                }
                Ty::Struct(i) => {
                    for f in self.structs[*i].all_fields() {
                        if f.ty == *t {
                            all.push((format!("{n}.{}", f.name), false));
                        }
                    }
                }
                Ty::Ptr(i) => {
                    if *t == Ty::Struct(*i) {
                        all.push((format!("*{n}"), true));
                    }
                    for f in self.structs[*i].all_fields() {
                        if f.ty == *t {
                            all.push((format!("{n}.{}", f.name), true));
                        }
                    }
                }
                Ty::Pair(k, e) => {
                    if **k == *t {
                        all.push((format!("{n}.key"), false));
                    }
                    if **e == *t {
                        all.push((format!("{n}.val"), false));
                    }
                }
                Ty::Any if matches!(t, Ty::Int(_) | Ty::Str | Ty::Float(_)) => {
                    all.push((format!("{n}.({})", self.name_of(t)), true));
                }
                Ty::Stack(e) => {
                    if *t == Ty::Int("int") {
                        all.push((format!("{n}.peak"), true));
                    }
                    if *t == Ty::Slice(e.clone()) {
                        all.push((format!("{n}.items"), true));
                    }
                }
                Ty::Str if *t == Ty::Int("uint8") => all.push((format!("{n}[@]"), true)),
                _ => {}
            }
        }
        if all.is_empty() {
            return None;
        }
        let (text, risky) = self.rng.pick(&all);
        if risky && !self.take_risk() {
            return None;
        }
        if let Some(at) = text.find("[#") {
            let len: usize = text[at + 2..text.len() - 1].parse().expect("a length");
            let index = if self.rng.one_in(2) {
                self.rng.below(len).to_string()
            } else {
                let i = self.varying(&Ty::Int("uint"), 0);
                format!("{i}%{len}")
            };
            return Some(format!("{}[{index}]", &text[..at]));
        }
        if text.contains("[@]") {
            let index = match self.rng.below(4) {
                0 => self.rng.below(4).to_string(),
                1 => {
                    let ty = self.integer();
                    self.varying(&ty, 0)
                }
                _ => {
                    let i = self.varying(&Ty::Int("uint8"), 0);
                    format!("{i}%4")
                }
            };
            return Some(text.replace('@', &index));
        }
        Some(text)
    }

    fn operation(&mut self, t: &Ty, depth: usize) -> String {
        match t {
            Ty::Int(_) | Ty::Named(_) => self.arithmetic(t, depth),
            Ty::Float(_) => self.float(t, depth),
            Ty::Complex => {
                let (x, y) = (self.varying(t, depth), self.expr(t, depth));
                let op = self.rng.pick(&["+", "-", "*"]);
                format!("({x} {op} {y})")
            }
            Ty::Str => self.string(depth),
            Ty::Bool => self.truth(depth),
            Ty::Slice(e) => self.slice(t, e, depth),
            Ty::Any => {
                let of = self.basic();
                let x = self.expr(&of, depth);
                format!("any({x})")
            }
            Ty::Func(a, r) => self.small_function(&a.clone(), &r.clone()),
            Ty::Pair(k, v) => {
                let (x, y) = (self.expr(k, depth), self.expr(v, depth));
                format!("{}{{{x}, {y}}}", self.name_of(t))
            }
            Ty::Struct(i) => {
                let fields = self.structs[*i].fields.clone();
                let mut items = Vec::new();
                for f in fields {
                    if self.rng.one_in(2) {
                        let x = self.expr(&f.ty, depth.min(1));
                        items.push(format!("{}: {x}", f.name));
                    }
                }
                format!("{}{{{}}}", self.name_of(t), items.join(", "))
            }
            Ty::Ptr(i) => {
                let x = self.operation(&Ty::Struct(*i), depth);
                if x.ends_with('}') {
                    format!("&{x}")
                } else {
                    self.literal(t)
                }
            }
            Ty::Array(n, e) => {
                let items: Vec<String> = (0..*n).map(|_| self.expr(e, depth.min(1))).collect();
                format!("{}{{{}}}", self.name_of(t), items.join(", "))
            }
            _ => self.literal(t),
        }
    }

    fn arithmetic(&mut self, t: &Ty, depth: usize) -> String {
        let name = self.name_of(t);
        match self.rng.below(16) {
            0..=4 => {
                let (x, y) = (self.varying(t, depth), self.expr(t, depth));
                let op = self.rng.pick(&["+", "-", "*", "&", "|", "^", "&^"]);
                format!("({x} {op} {y})")
            }
            5 => {
                let (x, op) = (self.varying(t, depth), self.rng.pick(&["/", "%"]));
                if self.take_risk() {
                    let y = self.varying(t, 0);
                    format!("({x} {op} {y})")
                } else {
                    let y = self.expr(t, depth);
                    format!("({x} {op} ({y} | 1))")
                }
            }
            6 => {
                let x = self.varying(t, depth);
                let op = self.rng.pick(&["<<", ">>"]);
                match self.rng.below(3) {
                    0 => format!("({x} {op} {})", self.rng.below(70)),
                    1 if self.take_risk() => {
                        let y = self.varying(&Ty::Int("int8"), 0);
                        format!("({x} {op} {y})")
                    }
                    _ => {
                        let y = self.varying(&Ty::Int("uint8"), depth);
                        format!("({x} {op} ({y}))")
                    }
                }
            }
            7 => {
                let x = self.varying(t, depth);
                let op = self.rng.pick(&["-", "^", "+"]);
                format!("({op}{x})")
            }
            8 | 9 => {
                let from = self.integer();
                let x = self.varying(&from, depth);
                format!("{name}({x})")
            }
            10 => {
                let from = [
                    Ty::Str,
                    Ty::Slice(Box::new(Ty::Int("int"))),
                    Ty::Map(Box::new(Ty::Str), Box::new(Ty::Int("int"))),
                ];
                let from = self.rng.pick(&from);
                let x = self.varying(&from, 0);
                let x = if x.starts_with('*') {
                    format!("({x})")
                } else {
                    x
                };
                format!("{name}(len({x}))")
            }
            11 => {
                let x = self.expr(&Ty::Float("float64"), depth);
                format!("{name}(toInt({x}))")
            }
            12 if !self.ints.is_empty() => {
                let i = self.rng.below(self.ints.len());
                let x = self.varying(&Ty::Named(i), 0);
                let n = self.expr(&Ty::Int("int"), depth);
                if self.rng.one_in(2) {
                    format!("{name}(({x}).area())")
                } else {
                    format!("{name}(({x}).grow({n}))")
                }
            }
            13 => {
                let (x, y) = (self.varying(t, depth), self.expr(t, depth));
                let f = self.rng.pick(&["min", "max"]);
                format!("{f}({x}, {y})")
            }
            14 if self.generic => {
                let (x, y) = (self.varying(t, depth), self.expr(t, depth));
                format!("sum({x}, {y})")
            }
            _ => {
                let e = self.basic();
                let s = Ty::Slice(Box::new(e.clone()));
                if !self.generic || !self.comparable(&e) {
                    return self.varying(t, depth);
                }
                let (x, y) = (self.varying(&s, 0), self.expr(&e, 0));
                format!("{name}(indexOf({x}, {y}))")
            }
        }
    }

    fn float(&mut self, t: &Ty, depth: usize) -> String {
        let name = self.name_of(t);
        match self.rng.below(6) {
            0..=2 => {
                let (x, y) = (self.varying(t, depth), self.expr(t, depth));
                let op = self.rng.pick(&["+", "-", "*", "/"]);
                format!("({x} {op} {y})")
            }
            3 => {
                let from = self.integer();
                let x = self.varying(&from, depth);
                format!("{name}({x})")
            }
            4 => {
                let from = Ty::Float(self.rng.pick(&["float32", "float64"]));
                let x = self.varying(&from, depth);
                format!("{name}({x})")
            }
            _ => {
                let x = self.varying(&Ty::Complex, 0);
                let part = self.rng.pick(&["real", "imag"]);
                format!("{name}({part}({x}))")
            }
        }
    }

    fn string(&mut self, depth: usize) -> String {
        match self.rng.below(10) {
            0 | 1 => {
                let (x, y) = (self.varying(&Ty::Str, depth), self.expr(&Ty::Str, depth));
                format!("cut({x} + {y})")
            }
            2 => {
                let x = self.varying(&Ty::Int("int32"), depth);
                format!("string(rune({x}))")
            }
            3 => {
                let x = self.varying(&Ty::Slice(Box::new(Ty::Int("uint8"))), 0);
                format!("string({x})")
            }
            4 => {
                let t = self.basic();
                let x = self.expr(&t, depth);
                let verb = self.rng.pick(&[
                    "%v", "%T", "%+v", "%#v", "%8v", "%-6v|", "%d", "%q", "%x", "%s",
                ]);
                format!("cut(fmt.Sprintf(\"{verb}\", {x}))")
            }
            5 => {
                let x = self.varying(&Ty::Str, 0);
                let n = self.rng.below(3);
                format!("strings.Repeat(cut({x})[:min({n}, len(cut({x})))], 2)")
            }
            6 => {
                let x = self.varying(&Ty::Str, 0);
                format!("string([]rune({x}))")
            }
            7 if self.take_risk() => {
                let x = self.varying(&Ty::Str, 0);
                let (i, j) = (self.bound(), self.bound());
                let x = if x.starts_with('*') {
                    format!("({x})")
                } else {
                    x
                };
                match self.rng.below(3) {
                    0 => format!("{x}[{i}:]"),
                    1 => format!("{x}[:{j}]"),
                    _ => format!("{x}[({i}):({j})]"),
                }
            }
            8 => {
                let x = self.expr(&Ty::Str, depth);
                let f = self.rng.pick(&["ToUpper", "TrimSpace", "ToLower"]);
                format!("strings.{f}({x})")
            }
            _ => self.varying(&Ty::Str, 0),
        }
    }

    /// A bound of a slice expression: varying, often small.
    fn bound(&mut self) -> String {
        if self.rng.one_in(3) {
            let t = self.integer();
            self.varying(&t, 0)
        } else {
            let x = self.varying(&Ty::Int("uint8"), 0);
            format!("{x}%6")
        }
    }

    pub(super) fn truth(&mut self, depth: usize) -> String {
        match self.rng.below(8) {
            0 => {
                let x = self.varying(&Ty::Bool, depth);
                format!("!({x})")
            }
            1 | 2 => {
                let (x, y) = (
                    self.expr(&Ty::Bool, depth.saturating_sub(1)),
                    self.expr(&Ty::Bool, depth.saturating_sub(1)),
                );
                let op = self.rng.pick(&["&&", "||"]);
                format!("({x} {op} {y})")
            }
            3 => {
                let t = self.any_type(1);
                if !self.comparable(&t) {
                    return self.varying(&Ty::Bool, 0);
                }
                let (x, y) = (self.varying(&t, depth), self.varying(&t, 0));
                let op = self.rng.pick(&["==", "!="]);
                format!("(({x}) {op} ({y}))")
            }
            4 if self.take_risk() => {
                let (x, y) = (self.varying(&Ty::Any, 0), self.expr(&Ty::Any, 0));
                format!("({x} == {y})")
            }
            5 => {
                let x = self.varying(&Ty::Error, 0);
                format!("errors.Is({x}, errSmall)")
            }
            _ => {
                let t = if self.rng.one_in(4) {
                    Ty::Str
                } else {
                    self.integer()
                };
                let (x, y) = (self.varying(&t, depth), self.expr(&t, depth));
                let op = self.rng.pick(&["<", "<=", ">", ">=", "==", "!="]);
                format!("({x} {op} {y})")
            }
        }
    }

    fn slice(&mut self, t: &Ty, e: &Ty, depth: usize) -> String {
        match self.rng.below(8) {
            0 | 1 => {
                let (x, y) = (self.varying(t, 0), self.expr(e, depth));
                let name = self.name_of(t);
                format!(
                    "append(({x})[:min(1, len({x})):min(1, len({x}))], append({name}(nil), {y})...)"
                )
            }
            2 if self.take_risk() => {
                let x = self.varying(t, 0);
                let x = if x.starts_with('*') {
                    format!("({x})")
                } else {
                    x
                };
                let (i, j, k) = (self.bound(), self.bound(), self.bound());
                match self.rng.below(3) {
                    0 => format!("{x}[({i}):]"),
                    1 => format!("{x}[:({j})]"),
                    _ => format!("{x}[({i}):({j}):({k})]"),
                }
            }
            3 if *e == Ty::Int("uint8") => {
                let x = self.expr(&Ty::Str, depth);
                format!("[]uint8({x})")
            }
            4 if self.generic => {
                let from = self.basic();
                let s = self.varying(&Ty::Slice(Box::new(from.clone())), 0);
                let f = self.small_function(&from, e);
                format!("mapped({}, {f})", Self::at_most(&s, 6))
            }
            5 => {
                let n = self.rng.below(5);
                format!("make({}, {n}, {})", self.name_of(t), n + self.rng.below(4))
            }
            _ => {
                let items: Vec<String> = (0..self.rng.below(4))
                    .map(|_| self.expr(e, depth.min(1)))
                    .collect();
                format!("{}{{{}}}", self.name_of(t), items.join(", "))
            }
        }
    }

    /// A function literal without effects. What it reads it reads when called.
    pub(super) fn small_function(&mut self, a: &Ty, r: &Ty) -> String {
        let risk = std::mem::replace(&mut self.risk, true);
        let x = self.fresh("x");
        let head = format!("func({x} {}) {} ", self.name_of(a), self.name_of(r));
        self.scopes.push(vec![Var {
            name: x,
            ty: a.clone(),
            fixed: true,
        }]);
        let body = if self.depth > 6 {
            self.risk = false;
            self.literal(r)
        } else {
            self.depth += 3;
            let e = self.expr(r, 2);
            self.depth -= 3;
            e
        };
        self.scopes.pop();
        self.risk = risk;
        format!("{head}{{ return {body} }}")
    }

    /// The first `n` elements of a slice that costs nothing to name twice.
    pub(super) fn at_most(s: &str, n: usize) -> String {
        format!("({s})[:min(len({s}), {n})]")
    }

    /// A shift count, index or loop bound within an integer type's range.
    pub(super) fn fits(name: &str, v: u64) -> bool {
        let (bits, signed) = width(name);
        v < 1u64 << (bits - u32::from(signed)).min(63)
    }
}
