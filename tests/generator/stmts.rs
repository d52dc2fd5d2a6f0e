//! Statements of generated programs.

use super::types::Ty;
use super::{Gen, Var};

impl Gen {
    pub(super) fn statements(&mut self, n: usize) {
        for _ in 0..n {
            self.statement();
        }
    }

    fn block(&mut self, head: &str, n: usize) {
        self.open(head);
        self.depth += 1;
        let n = 1 + self.rng.below(n);
        self.statements(n);
        self.depth -= 1;
        self.close("}");
    }

    fn declare(&mut self, name: &str, ty: Ty, fixed: bool) {
        self.scopes.last_mut().expect("a scope").push(Var {
            name: name.into(),
            ty,
            fixed,
        });
    }

    fn statement(&mut self) {
        self.risk = self.protected || self.rng.one_in(4);
        let nested = self.depth < 3;
        match self.rng.below(34) {
            0..=4 => self.define(),
            5..=9 => self.assign(),
            10..=12 => self.print(),
            13 | 14 => self.call(),
            15 | 16 if nested => self.branch(),
            17 | 18 if nested && self.loops < 2 => self.counted(),
            19 | 20 if nested && self.loops < 2 => self.ranged(),
            21 if nested => self.switch(),
            22 if nested => self.type_switch(),
            23 if nested => self.protected(),
            24 => self.map_work(),
            25 => self.append(),
            26 => self.swap(),
            27 => self.closure(),
            28 => self.pointer(),
            29 => self.leave(),
            30 => self.stack(),
            31 if nested => self.channel(),
            32 => self.shape_call(),
            33 if self.generic && nested && self.loops < 2 => self.over_function(),
            _ => self.print(),
        }
    }

    fn define(&mut self) {
        let ty = self.any_type(2);
        let name = self.fresh("v");
        match self.rng.below(4) {
            0 => {
                let text = format!("var {name} {}", self.name_of(&ty));
                self.line(&text);
                // A nil pointer, map or function is worth having, but not always.
            }
            1 => {
                let x = self.expr(&ty, 3);
                let text = format!("var {name} {} = {x}", self.name_of(&ty));
                self.line(&text);
            }
            _ => {
                let x = self.expr(&ty, 3);
                // The literal alone would give an interface's dynamic type.
                let text = match ty {
                    Ty::Shape | Ty::Any | Ty::Error => {
                        format!("var {name} {} = {x}", self.name_of(&ty))
                    }
                    _ => format!("{name} := {x}"),
                };
                self.line(&text);
            }
        }
        self.line(&format!("_ = {name}"));
        self.declare(&name, ty, false);
    }

    /// Something that can be assigned to, with its type. Never panics but by `risk`.
    fn place(&mut self) -> Option<(String, Ty)> {
        let all = self.vars(|v| !v.fixed);
        if all.is_empty() {
            return None;
        }
        let v = self.rng.pick(&all);
        let n = &v.name;
        if self.rng.one_in(2) {
            return Some((v.name, v.ty));
        }
        Some(match &v.ty {
            Ty::Array(len, e) => (format!("{n}[{}]", self.rng.below(*len)), (**e).clone()),
            Ty::Slice(e) if self.risk => {
                self.risk = false;
                (format!("{n}[{}]", self.rng.below(4)), (**e).clone())
            }
            Ty::Struct(i) => {
                let f = self.structs[*i].all_fields();
                let f = self.rng.pick(&f);
                (format!("{n}.{}", f.name), f.ty)
            }
            Ty::Ptr(i) if self.risk => {
                self.risk = false;
                let f = self.structs[*i].all_fields();
                let f = self.rng.pick(&f);
                (format!("{n}.{}", f.name), f.ty)
            }
            Ty::Map(k, e) if self.risk => {
                self.risk = false;
                let key = self.expr(k, 0);
                (format!("{n}[{key}]"), (**e).clone())
            }
            Ty::Pair(k, e) => {
                if self.rng.one_in(2) {
                    (format!("{n}.key"), (**k).clone())
                } else {
                    (format!("{n}.val"), (**e).clone())
                }
            }
            _ => (v.name, v.ty),
        })
    }

    fn assign(&mut self) {
        let Some((to, ty)) = self.place() else {
            return self.define();
        };
        match &ty {
            Ty::Int(_) | Ty::Named(_) if self.rng.one_in(2) => {
                if self.rng.one_in(3) {
                    let op = self.rng.pick(&["++", "--"]);
                    return self.line(&format!("{to}{op}"));
                }
                let op = self.rng.pick(&["+=", "-=", "*=", "|=", "&=", "^=", "&^="]);
                let x = self.expr(&ty, 2);
                self.line(&format!("{to} {op} {x}"));
            }
            Ty::Int(_) if self.rng.one_in(4) => {
                let op = self.rng.pick(&["<<=", ">>="]);
                let x = self.varying(&Ty::Int("uint8"), 1);
                self.line(&format!("{to} {op} {x}"));
            }
            Ty::Float(_) | Ty::Complex if self.rng.one_in(2) => {
                let op = self.rng.pick(&["+=", "-=", "*="]);
                let x = self.expr(&ty, 2);
                self.line(&format!("{to} {op} {x}"));
            }
            Ty::Str if self.rng.one_in(3) => {
                let x = self.string_text();
                self.line(&format!("{to} += {x}"));
            }
            _ => {
                let x = self.expr(&ty, 3);
                self.line(&format!("{to} = {x}"));
            }
        }
    }

    fn print(&mut self) {
        let tag = self.names;
        let mut items = Vec::new();
        let verb = self.rng.one_in(3).then(|| {
            self.rng.pick(&[
                "%v", "%+v", "%#v", "%T", "%q", "%x", "%6.2v", "%d", "%s", "%t", "%08v", "%U",
                "%e", "%c",
            ])
        });
        let n = 1 + self.rng.below(3);
        for _ in 0..n {
            // Under some verbs an error is shown as the struct it is, with the address of the one it wraps.
            let seen =
                self.vars(|v| self.printable(&v.ty) && (verb.is_none() || !v.ty.holds_error()));
            if !seen.is_empty() && !self.rng.one_in(4) {
                items.push(self.rng.pick(&seen).name.clone());
            } else {
                let t = self.any_type(1);
                if self.printable(&t) && (verb.is_none() || !t.holds_error()) {
                    items.push(self.expr(&t, 3));
                }
            }
        }
        let items = items.join(", ");
        let comma = if items.is_empty() { "" } else { ", " };
        if let (Some(verb), false) = (verb, items.is_empty()) {
            self.line(&format!("fmt.Printf(\"{tag} {verb}\\n\"{comma}{items})"));
        } else {
            self.line(&format!("fmt.Println(\"{tag}\"{comma}{items})"));
        }
    }

    fn call(&mut self) {
        if self.funcs.is_empty() {
            return self.print();
        }
        let f = self.rng.pick(&self.funcs.clone());
        self.risk = false;
        let args: Vec<String> = f.params.iter().map(|t| self.expr(t, 2)).collect();
        let name = self.fresh("r");
        self.line(&format!("{name} := {}({})", f.name, args.join(", ")));
        if self.printable(&f.result) {
            self.line(&format!("fmt.Println(\"{name}\", {name})"));
        } else {
            self.line(&format!("_ = {name}"));
        }
        self.declare(&name, f.result, false);
    }

    fn branch(&mut self) {
        let c = self.truth(2);
        let head = if self.rng.one_in(4) {
            let t = self.integer();
            let x = self.varying(&t, 1);
            let name = self.fresh("c");
            format!("if {name} := {x}; {name} > 3 || {c} {{")
        } else {
            format!("if {c} {{")
        };
        self.open(&head);
        self.depth += 1;
        let n = 1 + self.rng.below(3);
        self.statements(n);
        if self.rng.one_in(2) {
            self.indent -= 1;
            self.line("} else {");
            self.indent += 1;
            self.scopes.last_mut().expect("opened").clear();
            let n = 1 + self.rng.below(3);
            self.statements(n);
        }
        self.depth -= 1;
        self.close("}");
    }

    fn label(&mut self) -> String {
        let l = self.fresh("L");
        self.labels.push(l.clone());
        l
    }

    /// Writes a loop: label, head, body; the label is used, since Go wants it used.
    fn looped(&mut self, head: &str, vars: Vec<Var>) {
        let labelled = self.rng.one_in(3);
        if labelled {
            let l = self.label();
            self.indent = self.indent.saturating_sub(1);
            self.line(&format!("{l}:"));
            self.indent += 1;
        }
        self.open(head);
        self.line("tick()");
        for v in &vars {
            self.line(&format!("_ = {}", v.name));
        }
        self.scopes.last_mut().expect("opened").extend(vars);
        self.depth += 1;
        self.loops += 1;
        let n = 1 + self.rng.below(4);
        self.statements(n);
        self.risk = false;
        if labelled {
            let l = self.labels.last().expect("pushed").clone();
            let c = self.truth(1);
            let how = self.rng.pick(&["break", "continue"]);
            self.line(&format!("if {c} {{"));
            self.line(&format!("\t{how} {l}"));
            self.line("}");
            self.labels.pop();
        }
        self.loops -= 1;
        self.depth -= 1;
        self.close("}");
    }

    fn counted(&mut self) {
        let i = self.fresh("i");
        let n = 1 + self.rng.below(6);
        let t = self.rng.pick(&["int", "uint8", "int16"]);
        debug_assert!(Self::fits(t, n as u64));
        let v = Var {
            name: i.clone(),
            ty: Ty::Int(t),
            fixed: true,
        };
        let head = match self.rng.below(3) {
            0 => format!("for {i} := {t}(0); {i} < {n}; {i}++ {{"),
            1 => format!("for {i} := {t}({n}); {i} > 0; {i}-- {{"),
            _ => format!("for {i} := range {t}({n}) {{"),
        };
        self.looped(&head, vec![v]);
    }

    fn ranged(&mut self) {
        let all = self.vars(|v| matches!(v.ty, Ty::Slice(_) | Ty::Array(..) | Ty::Str));
        if all.is_empty() {
            return self.counted();
        }
        let v = self.rng.pick(&all);
        let (i, x) = (self.fresh("i"), self.fresh("x"));
        let (source, element) = match &v.ty {
            Ty::Slice(e) => (Self::at_most(&v.name, 6), (**e).clone()),
            Ty::Array(_, e) => (v.name.clone(), (**e).clone()),
            _ => (format!("cut({})", v.name), Ty::Int("int32")),
        };
        let mut vars = vec![Var {
            name: i.clone(),
            ty: Ty::Int("int"),
            fixed: true,
        }];
        let head = if self.rng.one_in(4) {
            format!("for {i} := range {source} {{")
        } else {
            vars.push(Var {
                name: x.clone(),
                ty: element,
                fixed: self.rng.one_in(2),
            });
            format!("for {i}, {x} := range {source} {{")
        };
        self.looped(&head, vars);
    }

    fn over_function(&mut self) {
        let all = self.vars(|v| matches!(v.ty, Ty::Stack(_)));
        let i = self.fresh("i");
        let index = Var {
            name: i.clone(),
            ty: Ty::Int("int"),
            fixed: true,
        };
        if all.is_empty() || self.rng.one_in(2) {
            let n = self.rng.below(6);
            return self.looped(&format!("for {i} := range upto({n}) {{"), vec![index]);
        }
        let v = self.rng.pick(&all);
        let Ty::Stack(e) = v.ty else { return };
        let x = self.fresh("x");
        let item = Var {
            name: x.clone(),
            ty: *e,
            fixed: false,
        };
        self.looped(
            &format!("for {i}, {x} := range {}.all {{", v.name),
            vec![index, item],
        );
    }

    fn switch(&mut self) {
        let t = self.integer();
        let x = self.varying(&t, 2);
        let tagless = self.rng.one_in(3);
        if tagless {
            self.line("switch {");
        } else {
            self.line(&format!("switch {x} {{"));
        }
        let cases = 1 + self.rng.below(4);
        for k in 0..cases {
            self.risk = false;
            let head = if tagless {
                format!("case {}:", self.truth(1))
            } else {
                format!("case {}, {}:", 2 * k, 2 * k + 1)
            };
            self.open(&head);
            self.depth += 1;
            let n = 1 + self.rng.below(2);
            self.statements(n);
            if k + 1 < cases && self.rng.one_in(4) {
                self.line("fallthrough");
            }
            self.depth -= 1;
            self.indent -= 1;
            self.scopes.pop();
        }
        if self.rng.one_in(2) {
            self.open("default:");
            self.depth += 1;
            self.statement();
            self.depth -= 1;
            self.indent -= 1;
            self.scopes.pop();
        }
        self.line("}");
    }

    fn type_switch(&mut self) {
        let x = self.varying(&Ty::Any, 0);
        let y = self.fresh("y");
        self.line(&format!("switch {y} := ({x}).(type) {{"));
        let mut seen: Vec<Ty> = Vec::new();
        let n = 1 + self.rng.below(4);
        for _ in 0..n {
            let t = self.basic();
            if seen.contains(&t) {
                continue;
            }
            let head = format!("case {}:", self.name_of(&t));
            seen.push(t.clone());
            self.open(&head);
            self.line(&format!("fmt.Println(\"{y}\", {y})"));
            self.declare(&y, t, false);
            self.depth += 1;
            self.statement();
            self.depth -= 1;
            self.indent -= 1;
            self.scopes.pop();
        }
        self.line("case nil:");
        self.line(&format!("\tfmt.Println(\"nil\", {y} == nil)"));
        self.line("default:");
        self.line(&format!("\tfmt.Printf(\"%T %v\\n\", {y}, {y})"));
        self.line("}");
    }

    /// A deferred function that recovers, prints and perhaps changes the result.
    pub(super) fn deferred(&mut self) {
        let how = self.rng.below(4);
        self.line("defer func() {");
        if how > 0 {
            self.line("\tif r := recover(); r != nil {");
            self.line(&format!("\t\tfmt.Println(\"recovered {}\", r)", self.names));
            if how == 1 && self.result.is_some() && self.rng.one_in(2) {
                self.line("\t\tpanic(fmt.Sprint(\"again: \", r))");
            }
            self.line("\t}");
        } else {
            self.line(&format!("\tfmt.Println(\"deferred {}\")", self.names));
        }
        self.line("}()");
    }

    fn protected(&mut self) {
        let saved = self.result.take();
        let loops = std::mem::replace(&mut self.loops, 2);
        let labels = std::mem::take(&mut self.labels);
        let protected = std::mem::replace(&mut self.protected, true);
        self.open("func() {");
        self.deferred();
        if self.rng.one_in(3) {
            let n = self.names;
            self.line(&format!("defer fmt.Println(\"second {n}\")"));
        }
        self.depth += 1;
        let n = 1 + self.rng.below(4);
        self.statements(n);
        if self.rng.one_in(3) {
            self.risk = false;
            let t = self.basic();
            let x = self.expr(&t, 2);
            let c = self.truth(1);
            self.line(&format!("if {c} {{"));
            self.line(&format!("\tpanic({x})"));
            self.line("}");
        }
        self.depth -= 1;
        self.close("}()");
        self.result = saved;
        self.loops = loops;
        self.labels = labels;
        self.protected = protected;
    }

    fn map_work(&mut self) {
        let all = self.vars(|v| matches!(v.ty, Ty::Map(..)));
        if all.is_empty() {
            return self.define();
        }
        let v = self.rng.pick(&all);
        let Ty::Map(k, e) = &v.ty else { return };
        let key = self.expr(k, 1);
        let n = &v.name;
        match self.rng.below(5) {
            0 => self.line(&format!("delete({n}, {key})")),
            1 => {
                let (x, ok) = (self.fresh("v"), self.fresh("ok"));
                self.line(&format!("{x}, {ok} := {n}[{key}]"));
                self.line(&format!("_, _ = {x}, {ok}"));
                self.declare(&x, (**e).clone(), false);
                self.declare(&ok, Ty::Bool, false);
            }
            2 if self.generic && matches!(**k, Ty::Str | Ty::Int("int")) && self.printable(e) => {
                let i = self.fresh("k");
                self.line(&format!("for _, {i} := range keysOf({n}) {{"));
                self.line(&format!("\tfmt.Println({i}, {n}[{i}])"));
                self.line("}");
            }
            3 if v.fixed => {}
            3 => self.line(&format!("clear({n})")),
            _ => {
                self.risk = false;
                let x = self.expr(e, 2);
                self.line(&format!("if {n} != nil {{"));
                self.line(&format!("\t{n}[{key}] = {x}"));
                self.line("}");
            }
        }
    }

    fn append(&mut self) {
        let all = self.vars(|v| !v.fixed && matches!(v.ty, Ty::Slice(_)));
        if all.is_empty() {
            return self.define();
        }
        let v = self.rng.pick(&all);
        let Ty::Slice(e) = &v.ty else { return };
        let n = &v.name;
        match self.rng.below(4) {
            0 => {
                let x = self.varying(&v.ty, 0);
                self.line(&format!("{n} = append({n}, {}...)", Self::at_most(&x, 3)));
                self.line(&format!("{n} = {}", Self::at_most(n, 12)));
            }
            1 => {
                let x = self.varying(&v.ty, 0);
                self.line(&format!("fmt.Println(copy({n}, {x}), len({n}))"));
            }
            _ => {
                let x = self.expr(e, 2);
                let m = self.fresh("n");
                self.line(&format!("{m} := append({n}, {x})"));
                self.line(&format!("fmt.Println(len({m}), len({n}))"));
                self.line(&format!("{n} = {}", Self::at_most(&m, 12)));
            }
        }
    }

    fn swap(&mut self) {
        let t = self.basic();
        let all = self.vars(|v| !v.fixed && v.ty == t);
        if all.len() < 2 {
            return self.assign();
        }
        let (a, b) = (
            self.rng.pick(&all).name.clone(),
            self.rng.pick(&all).name.clone(),
        );
        if a != b {
            self.line(&format!("{a}, {b} = {b}, {a}"));
        }
    }

    fn closure(&mut self) {
        let all = self.vars(|v| matches!(v.ty, Ty::Int(_)) && !v.fixed);
        if self.rng.one_in(2) || all.is_empty() {
            let fs = self.vars(|v| matches!(v.ty, Ty::Func(..)));
            if fs.is_empty() {
                return self.define();
            }
            let f = self.rng.pick(&fs);
            let Ty::Func(a, r) = &f.ty else { return };
            self.risk = false;
            let x = self.expr(a, 2);
            let v = self.fresh("v");
            self.line(&format!("{v} := {}({x})", f.name));
            self.line(&format!("fmt.Println(\"{v}\", {v})"));
            return self.declare(&v, (**r).clone(), false);
        }
        let v = self.rng.pick(&all);
        let (f, x) = (self.fresh("h"), self.expr(&v.ty, 1));
        self.line(&format!("{f} := func() {{"));
        self.line("\ttick()");
        self.line(&format!("\t{} += {x}", v.name));
        self.line("}");
        self.line(&format!("{f}()"));
        if self.rng.one_in(2) {
            self.line(&format!("defer {f}()"));
        }
        self.line(&format!("fmt.Println({})", v.name));
    }

    fn pointer(&mut self) {
        let all = self.vars(|v| !v.fixed && matches!(v.ty, Ty::Int(_) | Ty::Str | Ty::Float(_)));
        if all.is_empty() {
            return self.define();
        }
        let v = self.rng.pick(&all);
        let p = self.fresh("p");
        self.line(&format!("{p} := &{}", v.name));
        let x = self.expr(&v.ty, 1);
        self.line(&format!("*{p} = {x}"));
        self.line(&format!("fmt.Println(*{p} == {}, *{p})", v.name));
    }

    /// return, break, continue, panic: under a condition.
    fn leave(&mut self) {
        let c = self.truth(2);
        self.risk = false;
        let mut ways = Vec::new();
        if self.loops > 0 && self.loops < 2 {
            ways.push("break".to_string());
            ways.push("continue".to_string());
        }
        if let Some(t) = self.result.clone() {
            let x = self.expr(&t, 1);
            ways.push(format!("return {x}"));
            ways.push("panic(fmt.Errorf(\"left: %w\", errSmall))".into());
        }
        if ways.is_empty() {
            return self.print();
        }
        let way = self.rng.pick(&ways);
        self.line(&format!("if {c} {{"));
        self.line(&format!("\t{way}"));
        self.line("}");
    }

    fn stack(&mut self) {
        let all = self.vars(|v| matches!(v.ty, Ty::Stack(_)));
        if all.is_empty() {
            return self.define();
        }
        let v = self.rng.pick(&all);
        let Ty::Stack(e) = &v.ty else { return };
        let n = &v.name;
        if self.rng.one_in(2) {
            let (x, ok) = (self.fresh("v"), self.fresh("ok"));
            self.line(&format!("{x}, {ok} := {n}.pop()"));
            self.line(&format!("fmt.Println({x}, {ok}, {n}.peak)"));
            self.declare(&x, (**e).clone(), false);
        } else {
            self.risk = false;
            let x = self.expr(e, 2);
            self.line(&format!("fmt.Println({n}.push({x}))"));
        }
    }

    /// Goroutines whose result does not depend on their order.
    fn channel(&mut self) {
        self.risk = false;
        let t = self.integer();
        let name = self.name_of(&t);
        let (c, n, x) = (self.fresh("ch"), 1 + self.rng.below(4), self.expr(&t, 2));
        let size = self.rng.below(3);
        let i = self.fresh("i");
        self.line(&format!("{c} := make(chan {name}, {size})"));
        self.line(&format!("for {i} := range {name}({n}) {{"));
        self.line(&format!("\tgo func() {{ {c} <- {i} * 3 }}()"));
        self.line("}");
        let total = self.fresh("v");
        self.line(&format!("{total} := {x}"));
        self.line(&format!("for range {n} {{"));
        self.line("\ttick()");
        self.line(&format!("\t{total} += <-{c}"));
        self.line("}");
        self.line(&format!("close({c})"));
        let ok = self.fresh("ok");
        self.line(&format!("_, {ok} := <-{c}"));
        self.line(&format!("fmt.Println({total}, {ok}, len({c}), cap({c}))"));
        self.declare(&total, t, false);
    }

    fn shape_call(&mut self) {
        let all = self.vars(|v| matches!(v.ty, Ty::Shape));
        if all.is_empty() {
            return self.define();
        }
        let v = self.rng.pick(&all);
        self.risk = false;
        let n = self.expr(&Ty::Int("int"), 1);
        let name = &v.name;
        match self.rng.below(3) {
            0 => self.line(&format!("fmt.Println({name}.area())")),
            1 => self.line(&format!("fmt.Println({name}.grow({n}))")),
            _ => {
                let s = format!("{}s0", self.prefix);
                self.line(&format!("if z, ok := {name}.({s}); ok {{"));
                self.line("\tfmt.Println(z.area())");
                self.line("} else {");
                self.line(&format!("\tfmt.Printf(\"%T\\n\", {name})"));
                self.line("}");
            }
        }
    }

    /// An end with another exit code.
    pub(super) fn fatal_end(&mut self) {
        self.risk = true;
        match self.rng.below(4) {
            0 => {
                let n = self.rng.below(100);
                self.line(&format!("os.Exit({n})"));
            }
            1 => {
                let t = self.basic();
                let x = self.expr(&t, 2);
                self.line(&format!("panic({x})"));
            }
            2 => self.line("panic(fmt.Errorf(\"end: %w\", errSmall))"),
            _ => {
                let t = Ty::Int("int");
                let x = self.varying(&t, 2);
                self.line(&format!("fmt.Println([]string{{\"a\"}}[{x}])"));
            }
        }
    }
}
