//! Random well-typed programs with one meaning: what the language leaves open is never generated.
//!
//! A batch is one source file with many small programs in it; the program to run is chosen by the first argument, so
//! that one build serves them all. Each program owns the names that begin with its prefix (`p7`). Rules that give a
//! program one meaning, whatever compiles it:
//!
//! * At most one operation that can panic, or one call with effects, per statement; what stands beside it is total and
//!   does not read what it may write. So no order of evaluation is observed that the specification leaves open.
//! * No address is printed, no map is ranged over where order shows, floats become integers only through a clamp.
//! * A budget of steps, spent by every loop and call, ends every program.

mod exprs;
mod stmts;
mod types;

use std::fmt::Write as _;
use types::{Field, Struct, Ty};

/// SplitMix64: small, seedable, the same on every machine.
pub struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// True once in `n`.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// A variable in scope.
#[derive(Clone)]
struct Var {
    name: String,
    ty: Ty,
    /// Loop counters and range values are read only, so that loops end.
    fixed: bool,
}

/// A function that statements may call.
#[derive(Clone)]
struct Func {
    name: String,
    params: Vec<Ty>,
    result: Ty,
}

/// One program being written.
struct Gen {
    rng: Rng,
    prefix: String,
    out: String,
    indent: usize,
    names: usize,
    scopes: Vec<Vec<Var>>,
    structs: Vec<Struct>,
    /// Underlying integer types of the named integers, and whether they have a String method.
    ints: Vec<(&'static str, bool)>,
    funcs: Vec<Func>,
    /// What the function being written returns.
    result: Option<Ty>,
    /// The statement may still hold one operation that can panic.
    risk: bool,
    loops: usize,
    /// Labels of the loops around the current statement, innermost last.
    labels: Vec<String>,
    /// Depth of statement nesting.
    depth: usize,
    /// Type parameters and iterator functions are used.
    generic: bool,
    /// What panics here is recovered in the program, so it may do so more often.
    protected: bool,
}

/// What all programs of a batch share.
const PRELUDE: &str = r#"package main

import (
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"
)

var fuel int

var errSmall = errors.New("small error")

type shape interface {
	area() int
	grow(n int) int
}

func tick() {
	fuel--
	if fuel < 0 {
		fmt.Println("out of fuel")
		os.Exit(3)
	}
}

func toInt(f float64) int {
	if f != f || f > 1e9 || f < -1e9 {
		return -1
	}
	return int(f)
}

func cut(s string) string {
	if len(s) > 40 {
		return s[:40]
	}
	return s
}
"#;

/// What programs with generics share besides.
const GENERICS: &str = r#"
type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr | ~float32 | ~float64
}

type pair[K comparable, V any] struct {
	key K
	val V
}

func (p pair[K, V]) String() string { return fmt.Sprintf("<%v|%v>", p.key, p.val) }

type stack[T any] struct {
	items []T
	peak  int
}

func (s *stack[T]) push(x T) int {
	s.items = append(s.items, x)
	if len(s.items) > s.peak {
		s.peak = len(s.items)
	}
	return len(s.items)
}

func (s *stack[T]) pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return x, false
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}

func (s *stack[T]) all(yield func(int, T) bool) {
	for i := len(s.items) - 1; i >= 0; i-- {
		if !yield(i, s.items[i]) {
			return
		}
	}
}

func mapped[T, U any](s []T, f func(T) U) []U {
	var r []U
	for _, x := range s {
		tick()
		r = append(r, f(x))
	}
	return r
}

func folded[T, A any](s []T, a A, f func(A, T) A) A {
	for _, x := range s {
		tick()
		a = f(a, x)
	}
	return a
}

func sum[T number](s ...T) (t T) {
	for _, x := range s {
		t += x
	}
	return t
}

func indexOf[T comparable](s []T, x T) int {
	for i, y := range s {
		if x == y {
			return i
		}
	}
	return -1
}

func keysOf[K interface{ ~int | ~string }, V any](m map[K]V) []K {
	var r []K
	for k := range m {
		r = append(r, k)
	}
	sort.Slice(r, func(i, j int) bool { return r[i] < r[j] })
	return r
}

func upto(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			tick()
			if !yield(i) {
				return
			}
		}
	}
}
"#;

/// The source of programs `0..count` made from `seed`. Program `k` runs when the first argument is `k`.
pub fn batch(seed: u64, count: usize, generic: bool) -> String {
    let mut source = PRELUDE.to_string();
    if generic {
        source += GENERICS;
    }
    let mut dispatch = String::new();
    for k in 0..count {
        let mut program = Gen::new(seed.wrapping_mul(1_000_003).wrapping_add(k as u64), k);
        program.generic = generic;
        source += &program.program();
        let _ = writeln!(dispatch, "\tcase \"{k}\":\n\t\tp{k}main()");
    }
    let _ = write!(
        source,
        "\nfunc main() {{\n\tfuel = 20000\n\t_, _, _, _ = strings.Repeat, errSmall, sort.Ints, fmt.Sprint\n\tswitch os.Args[1] {{\n{dispatch}\t}}\n}}\n"
    );
    source
}

impl Gen {
    fn new(seed: u64, k: usize) -> Self {
        Self {
            rng: Rng(seed),
            prefix: format!("p{k}"),
            out: String::new(),
            indent: 0,
            names: 0,
            scopes: Vec::new(),
            structs: Vec::new(),
            ints: Vec::new(),
            funcs: Vec::new(),
            result: None,
            risk: false,
            loops: 0,
            labels: Vec::new(),
            depth: 0,
            generic: true,
            protected: false,
        }
    }

    fn line(&mut self, text: &str) {
        for _ in 0..self.indent {
            self.out.push('\t');
        }
        self.out += text;
        self.out.push('\n');
    }

    fn open(&mut self, text: &str) {
        self.line(text);
        self.indent += 1;
        self.scopes.push(Vec::new());
    }

    fn close(&mut self, text: &str) {
        self.indent -= 1;
        self.scopes.pop();
        self.line(text);
    }

    fn fresh(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }

    fn program(mut self) -> String {
        self.scopes.push(Vec::new());
        self.declare_types();
        let globals = 2 + self.rng.below(3);
        for _ in 0..globals {
            self.global();
        }
        let functions = 2 + self.rng.below(4);
        for _ in 0..functions {
            self.function();
        }
        let main = format!("func {}main() {{", self.prefix);
        self.result = None;
        self.open(&main);
        if self.rng.one_in(3) {
            self.deferred();
        }
        let n = 8 + self.rng.below(10);
        self.statements(n);
        if self.rng.one_in(6) {
            self.fatal_end();
        }
        self.close("}");
        self.out
    }

    fn declare_types(&mut self) {
        let ints = 1 + self.rng.below(2);
        for _ in 0..ints {
            let under = self.rng.pick(&types::INTS);
            let text = self.rng.one_in(2);
            let i = self.ints.len();
            self.ints.push((under, text));
            let name = self.name_of(&Ty::Named(i));
            self.line(&format!("\ntype {name} {under}\n"));
            let by = self.rng.below(9) + 1;
            self.line(&format!(
                "func (x {name}) area() int {{ return int(x) * {by} }}\n"
            ));
            self.line(&format!(
                "func (x {name}) grow(n int) int {{ return int(x)%7 + n }}\n"
            ));
            if text {
                self.line(&format!(
                    "func (x {name}) String() string {{ return fmt.Sprintf(\"{}(%d)\", int64(x)) }}\n",
                    self.prefix
                ));
            }
        }
        let n = 1 + self.rng.below(3);
        for _ in 0..n {
            self.structure();
        }
    }

    fn structure(&mut self) {
        let s = self.structs.len();
        let embed = (s > 0 && self.rng.one_in(3)).then(|| self.rng.below(s));
        let mut fields = Vec::new();
        let n = 1 + self.rng.below(4);
        for i in 0..n {
            let ty = self.field_type();
            let name = format!("f{s}{}", (b'a' + i as u8) as char);
            fields.push(Field { name, ty });
        }
        let name = format!("{}s{s}", self.prefix);
        self.line(&format!("\ntype {name} struct {{"));
        if let Some(e) = embed {
            let embedded = format!("{}s{e}", self.prefix);
            self.line(&format!("\t{embedded}"));
            fields.insert(
                0,
                Field {
                    name: embedded,
                    ty: Ty::Struct(e),
                },
            );
        }
        for f in fields.iter().skip(usize::from(embed.is_some())) {
            let text = format!("\t{} {}", f.name, self.name_of(&f.ty));
            self.line(&text);
        }
        self.line("}\n");
        let promoted: Vec<Field> = embed.map_or_else(Vec::new, |e| self.structs[e].all_fields());
        self.structs.push(Struct { fields, promoted });
        // Value receivers for even structs, pointer receivers for odd ones; an embedding one may inherit.
        if embed.is_none() || self.rng.one_in(2) {
            let star = if s.is_multiple_of(2) { "" } else { "*" };
            let numbers: Vec<String> = self.structs[s]
                .fields
                .iter()
                .filter(|f| matches!(f.ty, Ty::Int(_) | Ty::Named(_)))
                .map(|f| f.name.clone())
                .collect();
            let size = numbers.iter().fold("len(cut(\"ab\"))".to_string(), |a, f| {
                format!("{a} + int(x.{f})")
            });
            self.line(&format!(
                "func (x {star}{name}) area() int {{ return {size} }}\n"
            ));
            self.line(&format!("func (x {star}{name}) grow(n int) int {{"));
            if let Some(f) = numbers.first() {
                self.line(&format!("\tx.{f}++"));
                self.line(&format!("\treturn int(x.{f}) + n"));
            } else {
                self.line("\treturn n + 1");
            }
            self.line("}\n");
        }
    }

    fn global(&mut self) {
        let ty = self.any_type(2);
        let name = self.prefix.clone() + &self.fresh("g");
        self.risk = false;
        let value = self.literal(&ty);
        let text = format!("var {name} {} = {value}\n", self.name_of(&ty));
        self.line(&text);
        self.scopes[0].push(Var {
            name,
            ty,
            fixed: false,
        });
    }

    fn function(&mut self) {
        let name = self.prefix.clone() + &self.fresh("f");
        let params: Vec<Ty> = (0..self.rng.below(4)).map(|_| self.any_type(2)).collect();
        let result = self.any_type(2);
        let named = self.rng.one_in(3);
        let vars: Vec<Var> = params
            .iter()
            .enumerate()
            .map(|(i, t)| Var {
                name: format!("a{i}"),
                ty: t.clone(),
                fixed: false,
            })
            .collect();
        let list: Vec<String> = vars
            .iter()
            .map(|v| format!("{} {}", v.name, self.name_of(&v.ty)))
            .collect();
        let r = self.name_of(&result);
        let head = if named {
            format!("\nfunc {name}({}) (res {r}) {{", list.join(", "))
        } else {
            format!("\nfunc {name}({}) {r} {{", list.join(", "))
        };
        self.open(&head);
        self.line("tick()");
        let scope = self.scopes.last_mut().expect("opened");
        scope.extend(vars);
        if named {
            scope.push(Var {
                name: "res".into(),
                ty: result.clone(),
                fixed: false,
            });
        }
        self.result = Some(result.clone());
        if self.rng.one_in(3) {
            self.deferred();
        }
        let n = 3 + self.rng.below(6);
        self.statements(n);
        self.risk = true;
        let value = self.expr(&result, 3);
        // Through a variable: Go's compiler writes the fields of a returned literal one by one to the result, which a
        // panic in a later field leaves half written for whoever recovers.
        self.line(&format!("out := {value}"));
        self.line("return out");
        self.close("}");
        self.result = None;
        self.funcs.push(Func {
            name,
            params,
            result,
        });
    }
}
