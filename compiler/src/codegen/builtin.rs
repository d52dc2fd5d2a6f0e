//! Calls of predeclared functions.

use minigo_bytecode::{Op, SlotKind};
use minigo_syntax::nodes::{BinaryOp, Call, Expr, ExprKind};

use super::builder::{Reg, WINDOW};
use super::call::Callee;
use super::emit::{P1, W1};
use super::expr::Want;
use super::operator::Class;
use super::place::Place;
use super::{FuncKey, Gen};
use crate::lower::layout::Rep;
use crate::types::info::Mode;
use crate::types::object::Builtin;
use crate::types::typ::{Type, TypeId};

impl Gen<'_> {
    pub(crate) fn builtin(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        b: Builtin,
        want: Want,
    ) -> Reg {
        let ty = self.type_of(e.id);
        let args = &c.args;
        if let [only] = args.as_slice()
            && let given = self.type_of(only.id)
            && let Type::Tuple(list) = self.ck.types.get(given).clone()
        {
            return self.builtin_of_many(only, b, list.len(), ty, want);
        }
        match b {
            Builtin::Len | Builtin::Cap => self.len_cap(e, &args[0], b == Builtin::Cap, want),
            Builtin::Append => self.append(e, c, ty, want),
            Builtin::Copy => {
                let d = self.dst_word(want);
                self.scoped(|g| {
                    let xt = g.type_of(args[0].id);
                    let elem = g.elem_of(xt);
                    let x = g.expr(&args[0]);
                    let y = g.expr_last(&args[1]);
                    g.at_pos(e.span, c.lparen);
                    g.e3(Op::Copy, d, x, y);
                    g.ext_type(elem);
                });
                d
            }
            Builtin::Make => self.make(e, c, ty, want),
            Builtin::New => {
                let Type::Pointer(elem) = self.under(ty) else {
                    return Reg(0);
                };
                let is_type = self.ck.info.expr(args[0].id).mode == Mode::TypeExpr;
                let l = self.layout(ty);
                let d = self.scratch(want, &l);
                if is_type {
                    self.at_pos(e.span, c.lparen);
                    self.new_value(d, elem);
                } else {
                    // new(v): the value first, then its cell.
                    self.scoped(|g| {
                        let v = g.expr_as(&args[0], elem);
                        g.at_pos(e.span, c.lparen);
                        g.new_value(d, elem);
                        g.store_mem(d, 0, v, elem);
                    });
                }
                self.settle(d, want, 1)
            }
            Builtin::Min | Builtin::Max => self.min_max(e, c, b == Builtin::Max, ty, want),
            Builtin::Complex => {
                let l = self.layout(ty);
                let d = self.dst(want, &l);
                self.scoped(|g| {
                    let single = g.class(ty) == Class::C64;
                    let half = if single {
                        TypeId::FLOAT32
                    } else {
                        TypeId::FLOAT64
                    };
                    let parts = g.temp(&[SlotKind::W, SlotKind::W]);
                    for (i, a) in args.iter().enumerate() {
                        let r = parts.at(i as u32);
                        match g.ck.info.const_value(a.id).cloned() {
                            Some(v) => {
                                g.constant(&v, half, Want::Fresh(r), a.span);
                            }
                            None => {
                                g.expr_gen(a, Want::Fresh(r));
                            }
                        }
                    }
                    if single {
                        g.e2n(Op::ShlImm, parts.at(1), parts.at(1), 32);
                        g.e3(Op::Or, d, parts, parts.at(1));
                    } else {
                        g.mov(d, parts, 2);
                    }
                });
                d
            }
            Builtin::Real | Builtin::Imag => {
                let imag = b == Builtin::Imag;
                let from = self.type_of(args[0].id);
                if self.class(from) == Class::C64 {
                    let d = self.dst_word(want);
                    self.scoped(|g| {
                        let r = g.expr_last(&args[0]);
                        if imag {
                            g.e2n(Op::ShrUImm, d, r, 32);
                        } else {
                            g.e2(Op::Zext32, d, r);
                        }
                    });
                    return d;
                }
                let r = self.expr(&args[0]).at(u32::from(imag));
                self.settle(r, want, 1)
            }
            Builtin::Recover => {
                let l = self.layout(ty);
                let d = self.dst(want, &l);
                self.e1(Op::Recover, d);
                d
            }
            Builtin::UnsafeAdd => {
                let d = self.dst_ptr(want);
                self.scoped(|g| {
                    let p = g.expr(&args[0]);
                    // The offset may reach a safepoint: till then the pointer stands where the collector looks.
                    let kept = g.temp(P1);
                    g.mov(kept, p, 1);
                    let n = g.index_reg(&args[1]);
                    let t = g.temp(W1);
                    g.mov(t, kept, 1);
                    g.e3(Op::AddI, t, t, n);
                    g.mov(d, t, 1);
                });
                d
            }
            Builtin::UnsafeSlice | Builtin::UnsafeString => {
                let l = self.layout(ty);
                let d = self.scratch(want, &l);
                self.scoped(|g| {
                    g.expr_gen(&args[0], Want::Fresh(d));
                    let n = g.index_reg(&args[1]);
                    g.unsafe_length(d, n, ty);
                });
                self.settle(d, want, l.slots)
            }
            Builtin::UnsafeSliceData | Builtin::UnsafeStringData => {
                let r = self.expr(&args[0]);
                self.settle(r, want, 1)
            }
            Builtin::Print | Builtin::Println => {
                self.print(e, c, b == Builtin::Println);
                Reg(0)
            }
            Builtin::Panic => {
                self.scoped(|g| {
                    let v = g.expr_as(&args[0], TypeId::ANY);
                    g.at_pos(e.span, c.lparen);
                    g.e1(Op::Panic, v);
                });
                Reg(0)
            }
            Builtin::Close => {
                self.scoped(|g| {
                    let ch = g.expr_last(&args[0]);
                    g.at_pos(e.span, c.lparen);
                    g.e1(Op::Close, ch);
                });
                Reg(0)
            }
            Builtin::Delete => {
                self.scoped(|g| {
                    let mt = g.type_of(args[0].id);
                    let Type::Map { key, .. } = g.under(mt) else {
                        return;
                    };
                    let m = g.expr(&args[0]);
                    let k = g.expr_as(&args[1], key);
                    g.at_pos(e.span, c.lparen);
                    g.e2(Op::MapDel, m, k);
                    let mt = g.ck.types.under(mt);
                    g.ext_type(mt);
                });
                Reg(0)
            }
            Builtin::Clear => {
                self.scoped(|g| {
                    let t = g.type_of(args[0].id);
                    let r = g.expr(&args[0]);
                    g.at_pos(e.span, c.lparen);
                    if let Type::Map { .. } = g.under(t) {
                        g.e1(Op::MapClear, r);
                        let t = g.ck.types.under(t);
                        g.ext_type(t);
                    } else {
                        g.e1(Op::ClearL, r);
                        let elem = g.elem_of(t);
                        g.ext_type(elem);
                    }
                });
                Reg(0)
            }
            Builtin::UnsafeAlignof | Builtin::UnsafeOffsetof | Builtin::UnsafeSizeof => {
                let n = self.measure(&args[0], b);
                let d = self.dst_word(want);
                self.load_word(d, n);
                d
            }
        }
    }

    /// Size, alignment or offset of an operand whose type depends on type parameters.
    fn measure(&mut self, x: &'static Expr, b: Builtin) -> u64 {
        let x = x.unparen();
        if b == Builtin::UnsafeOffsetof {
            let Some(sel) = self.selection(x.id) else {
                return 0;
            };
            let (mut ty, mut at) = (sel.recv, 0);
            for &i in sel.path.iter() {
                if let Type::Pointer(elem) = self.under(ty) {
                    ty = elem;
                }
                at += self.layout(ty).offsets[i as usize];
                let Some(s) = self.ck.types.as_struct(ty) else {
                    break;
                };
                ty = s.fields[i as usize].ty;
            }
            return at;
        }
        let ty = self.type_of(x.id);
        let l = self.layout(ty);
        match b {
            Builtin::UnsafeAlignof => l.align,
            _ => l.size,
        }
    }

    /// A predeclared function whose arguments are the results of one call, `append(f())`.
    fn builtin_of_many(
        &mut self,
        e: &'static Expr,
        b: Builtin,
        n: usize,
        ty: TypeId,
        want: Want,
    ) -> Reg {
        let l = self.layout(ty);
        let d = self.scratch(want, &l);
        self.scoped(|g| {
            let values = g.tuple(e, n);
            g.builtin_on_values(e, b, &values, ty, d);
        });
        self.settle(d, want, l.slots)
    }

    /// A predeclared function on values in registers; the result, if there is one, goes to `d`.
    pub(super) fn builtin_on_values(
        &mut self,
        e: &'static Expr,
        b: Builtin,
        values: &[(Reg, TypeId)],
        ty: TypeId,
        d: Reg,
    ) {
        let first = values.first().map_or(Reg(0), |v| v.0);
        let second = values.get(1).map_or(Reg(0), |v| v.0);
        match b {
            Builtin::Append => {
                let elem = self.elem_of(ty);
                self.mov(d, first, 3);
                for &(v, from) in &values[1..] {
                    self.scoped(|g| {
                        let v = g.convert(v, from, elem, Want::Any, e.span);
                        g.e3(Op::Append1, d, d, v);
                        g.ext_type(elem);
                    });
                }
            }
            Builtin::Complex if self.class(ty) == Class::C64 => {
                let t = self.temp(W1);
                self.e2n(Op::ShlImm, t, second, 32);
                self.e3(Op::Or, d, first, t);
            }
            Builtin::Complex => {
                self.mov(d, first, 1);
                self.mov(d.at(1), second, 1);
            }
            Builtin::Print | Builtin::Println => self.print_values(values, b == Builtin::Println),
            Builtin::Copy => {
                let elem = self.elem_of(values[0].1);
                self.e3(Op::Copy, d, first, second);
                self.ext_type(elem);
            }
            Builtin::Delete => {
                let mt = self.ck.types.under(values[0].1);
                if let Type::Map { key, .. } = self.under(mt) {
                    let k = self.convert(second, values[1].1, key, Want::Any, e.span);
                    self.e2(Op::MapDel, first, k);
                    self.ext_type(mt);
                }
            }
            Builtin::Min | Builtin::Max => {
                let regs: Vec<Reg> = values.iter().map(|v| v.0).collect();
                self.least(&regs, b == Builtin::Max, ty, d);
            }
            Builtin::UnsafeAdd => {
                let t = self.temp(W1);
                self.mov(t, first, 1);
                self.e3(Op::AddI, t, t, second);
                self.mov(d, t, 1);
            }
            Builtin::UnsafeSlice | Builtin::UnsafeString => {
                self.mov(d, first, 1);
                self.unsafe_length(d, second, ty);
            }
            _ => self.unsupported(e.span, "this built-in function on several values"),
        }
    }

    /// Completes a slice or string whose pointer is in `d` by its length in `n`, after checking it.
    fn unsafe_length(&mut self, d: Reg, n: Reg, ty: TypeId) {
        self.mov(d.at(1), n, 1);
        let size = match self.under(ty) {
            Type::Slice(elem) => {
                self.mov(d.at(2), n, 1);
                Some(self.layout(elem).size)
            }
            _ => None,
        };
        self.check_unsafe(d, size);
    }

    fn dst_word(&mut self, want: Want) -> Reg {
        match want.reg() {
            Some(r) => {
                self.used(r, 1);
                r
            }
            None => self.temp(W1),
        }
    }

    fn dst_ptr(&mut self, want: Want) -> Reg {
        match want.reg() {
            Some(r) => {
                self.used(r, 1);
                r
            }
            None => self.temp(P1),
        }
    }

    fn len_cap(&mut self, e: &'static Expr, x: &'static Expr, cap: bool, want: Want) -> Reg {
        let xt = self.type_of(x.id);
        let mut under = self.under(xt);
        if let Type::Pointer(a) = under {
            under = self.under(a);
        }
        match under {
            Type::Array { len, .. } => {
                // Not constant: the operand has a call or receives.
                self.scoped(|g| g.expr(x));
                let d = self.dst_word(want);
                self.load_word(d, len as u64);
                d
            }
            Type::Map { .. } | Type::Chan { .. } => {
                let op = match under {
                    Type::Map { .. } => Op::MapLen,
                    _ if cap => Op::ChanCap,
                    _ => Op::ChanLen,
                };
                let d = self.dst_word(want);
                self.scoped(|g| {
                    let r = g.expr_last(x);
                    g.at(e.span);
                    g.e2(op, d, r);
                });
                d
            }
            _ => {
                let word = if cap { 2 } else { 1 };
                if let ExprKind::Name(_)
                | ExprKind::Selector(_)
                | ExprKind::Index(_)
                | ExprKind::Star(_) = x.unparen().kind
                    && self.ck.info.const_value(x.id).is_none()
                {
                    let p = self.place(x);
                    self.at(e.span);
                    let p = self.offset(p, word * 8, xt);
                    return self.load(p, TypeId::INT, want.reg());
                }
                let r = self.expr(x).at(word as u32);
                self.settle(r, want, 1)
            }
        }
    }

    fn append(&mut self, e: &'static Expr, c: &'static Call, ty: TypeId, want: Want) -> Reg {
        let l = self.layout(ty);
        let elem = self.elem_of(ty);
        let args = &c.args;
        if args.len() == 1 {
            return self.expr_gen(&args[0], want);
        }
        let d = self.dst(want, &l);
        self.scoped(|g| {
            let nil = g.ck.info.expr(args[0].unparen().id).mode == Mode::Nil;
            let s = if nil {
                let t = g.temp_of(&l);
                g.zero(t, 3);
                t
            } else {
                g.expr(&args[0])
            };
            if c.dots.is_some() {
                let t = g.expr_last(&args[1]);
                g.at_pos(e.span, c.lparen);
                g.e3(Op::AppendL, d, s, t);
                return g.ext_type(elem);
            }
            let el = g.layout(elem);
            if args.len() == 2 && !el.large() {
                let v = g.expr_as_last(&args[1], elem);
                g.at_pos(e.span, c.lparen);
                g.e3(Op::Append1, d, s, v);
                return g.ext_type(elem);
            }
            // All values first, then room for them, then the stores.
            let n = args.len() - 1;
            let values: Vec<Reg> = args[1..]
                .iter()
                .map(|a| {
                    if el.large() {
                        g.large_value(a)
                    } else {
                        g.expr_as(a, elem)
                    }
                })
                .collect();
            g.at_pos(e.span, c.lparen);
            g.e2n(Op::Grow, d, s, n as u16);
            g.ext_type(elem);
            if el.size == 0 {
                return;
            }
            let idx = g.temp(W1);
            g.e2n(Op::AddImm, idx, d.at(1), (-(n as i64)) as u16);
            let p = g.temp(P1);
            g.e3(Op::AddrX, p, d, idx);
            g.ext(0, el.size as i32);
            for (i, v) in values.into_iter().enumerate() {
                let off = i as u64 * el.size;
                if el.large() {
                    let t = g.address(Place::Mem { base: p, off }, elem);
                    g.move_mem(t, v, elem);
                } else {
                    g.store_mem(p, off, v, elem);
                }
            }
        });
        d
    }

    /// A large value by address, safe from later changes.
    pub(super) fn large_value(&mut self, e: &'static Expr) -> Reg {
        let ty = self.type_of(e.id);
        let t = self.temp(P1);
        self.new_value(t, ty);
        self.assign_large(Place::Mem { base: t, off: 0 }, ty, e);
        t
    }

    /// As `expr_as`; the next instruction reads the value, which may be in the out-window.
    pub(crate) fn expr_as_last(&mut self, e: &'static Expr, ty: TypeId) -> Reg {
        let from = self.type_of(e.id);
        if self.needs_conversion(from, ty) {
            self.expr_as(e, ty)
        } else {
            self.expr_last(e)
        }
    }

    fn make(&mut self, e: &'static Expr, c: &'static Call, ty: TypeId, want: Want) -> Reg {
        let l = self.layout(ty);
        let d = self.dst(want, &l);
        let args = &c.args;
        self.scoped(|g| match g.under(ty) {
            Type::Slice(elem) => {
                let n = g.size_arg(&args[1]);
                let cap = match args.get(2) {
                    Some(a) => g.size_arg(a),
                    None => n,
                };
                g.at_pos(e.span, c.lparen);
                g.e3(Op::MakeSlice, d, n, cap);
                g.ext_type(elem);
            }
            Type::Map { .. } => {
                let hint = match args.get(1) {
                    Some(a) => g.size_arg(a),
                    None => g.word_reg(0),
                };
                g.at_pos(e.span, c.lparen);
                g.e2(Op::MakeMap, d, hint);
                g.ext_type(ty);
            }
            _ => {
                let n = match args.get(1) {
                    Some(a) => g.size_arg(a),
                    None => g.word_reg(0),
                };
                g.at_pos(e.span, c.lparen);
                g.e2(Op::MakeChan, d, n);
                g.ext_type(ty);
            }
        });
        d
    }

    /// A size: any integer, or a constant that is one.
    fn size_arg(&mut self, e: &'static Expr) -> Reg {
        match self
            .ck
            .info
            .const_value(e.id)
            .and_then(|v| v.to_int())
            .and_then(|v| v.to_bits())
        {
            Some(w) => self.word_reg(w),
            None => self.expr(e),
        }
    }

    fn min_max(
        &mut self,
        e: &'static Expr,
        c: &'static Call,
        max: bool,
        ty: TypeId,
        want: Want,
    ) -> Reg {
        let l = self.layout(ty);
        let d = self.scratch(want, &l);
        self.scoped(|g| {
            // All operands first: a later one may be a call.
            let regs: Vec<Reg> = c.args.iter().map(|a| g.expr_as(a, ty)).collect();
            g.at(e.span);
            g.least(&regs, max, ty, d);
        });
        self.settle(d, want, l.slots)
    }

    /// The smallest of the values in `regs`, or the greatest, to `d`.
    fn least(&mut self, regs: &[Reg], max: bool, ty: TypeId, d: Reg) {
        let class = self.class(ty);
        if let Class::F64 | Class::F32 = class {
            let op = if max { Op::MaxF } else { Op::MinF };
            let wide = |g: &mut Self, r: Reg| {
                if class == Class::F64 {
                    return r;
                }
                let t = g.temp(W1);
                g.e2(Op::G2F, t, r);
                t
            };
            let mut acc = wide(self, regs[0]);
            for &r in &regs[1..] {
                let r = wide(self, r);
                let t = self.temp(W1);
                self.e3(op, t, acc, r);
                acc = t;
            }
            if class == Class::F64 {
                self.mov(d, acc, 1);
            } else {
                self.e2(Op::F2G, d, acc);
            }
            return;
        }
        let l = self.layout(ty);
        let acc = self.temp_of(&l);
        self.mov(acc, regs[0], l.slots);
        for &r in &regs[1..] {
            self.scoped(|g| {
                let keep = g.label();
                let t = g.temp(W1);
                let op = if max { BinaryOp::Ge } else { BinaryOp::Le };
                g.compare_regs(op, t, acc, r, ty);
                g.cur.b.jump(Op::Jt, t.0, keep);
                g.mov(acc, r, l.slots);
                g.place_label(keep);
            });
        }
        self.mov(d, acc, l.slots);
    }

    /// Calls what panics when pointer R[d] and length R[d+1] are no slice of elements of `size` bytes, or no string.
    fn check_unsafe(&mut self, d: Reg, size: Option<u64>) {
        let name = ["checkunsafestring", "checkunsafeslice"][size.is_some() as usize];
        let Some(check) = self.runtime_func(name) else {
            return;
        };
        let f = self.func_id(FuncKey::Decl(check));
        self.mov(WINDOW, d, 2);
        if let Some(size) = size {
            self.load_word(WINDOW.at(2), size);
        }
        self.emit_call(&Callee::Static(f), 3, 0);
    }

    // -- print

    fn print(&mut self, e: &'static Expr, c: &'static Call, line: bool) {
        self.scoped(|g| {
            let values: Vec<(Reg, TypeId)> = c
                .args
                .iter()
                .map(|a| {
                    let ty = g.type_of(a.id);
                    let r = g.expr(a);
                    // A variable keeps its value: nothing is assigned while operands are evaluated.
                    (r, ty)
                })
                .collect();
            g.at_pos(e.span, c.lparen);
            g.print_values(&values, line);
        });
    }

    /// Prints values as `print` or `println` does.
    pub(crate) fn print_values(&mut self, values: &[(Reg, TypeId)], line: bool) {
        self.runtime_call("printlock", &[]);
        for (i, &(r, ty)) in values.iter().enumerate() {
            if line && i > 0 {
                self.runtime_call("printsp", &[]);
            }
            self.scoped(|g| g.print_value(r, ty));
        }
        if line {
            self.runtime_call("printnl", &[]);
        }
        self.runtime_call("printunlock", &[]);
    }

    fn print_value(&mut self, r: Reg, ty: TypeId) {
        let l = self.layout(ty);
        match (self.class(ty), l.rep) {
            (Class::Int { signed: true, .. }, _) => self.runtime_call("printint", &[(r, 1)]),
            (Class::Int { .. }, _) => self.runtime_call("printuint", &[(r, 1)]),
            (Class::F64, _) => self.runtime_call("printfloat64", &[(r, 1)]),
            (Class::F32, _) => {
                let t = self.temp(W1);
                self.e2(Op::G2F, t, r);
                self.runtime_call("printfloat32", &[(t, 1)]);
            }
            (Class::C128, _) => self.runtime_call("printcomplex128", &[(r, 2)]),
            (Class::C64, _) => {
                let t = self.temp(&[SlotKind::W, SlotKind::W]);
                self.unpack_c64(t, r);
                self.runtime_call("printcomplex64", &[(t, 2)]);
            }
            (Class::Bool, _) => self.runtime_call("printbool", &[(r, 1)]),
            (Class::Str, _) => self.runtime_call("printstring", &[(r, 2)]),
            (_, Rep::Ptr) => self.runtime_call("printpointer", &[(r, 1)]),
            (_, Rep::Slice) => self.runtime_call("printslice", &[(r, 3)]),
            (_, Rep::Eface | Rep::Iface) => self.runtime_call("printeface", &[(r, 2)]),
            _ => {}
        }
    }

    /// Calls a function of package runtime with values given.
    pub(crate) fn runtime_call(&mut self, name: &str, args: &[(Reg, u64)]) {
        let mut at = 0;
        for &(r, n) in args {
            self.mov(WINDOW.at(at as u32), r, n);
            at += n;
        }
        let callee = match self.find_runtime_func(name) {
            Some((i, false)) => Callee::Static(self.linked_func(i)),
            Some((_, true)) => Callee::Leaf(self.native_id(&format!("runtime.{name}"))),
            None => match self.runtime_func(name) {
                Some(o) => self.known(FuncKey::Decl(o)),
                None => Callee::Leaf(self.native_id(&format!("runtime.{name}"))),
            },
        };
        self.emit_call(&callee, at, 0);
    }
}
