//! Calls of the predeclared functions, and of those of package unsafe.

use minigo_syntax::nodes::{Call, Expr, ExprKind};

use super::check::Checker;
use super::constant::Value;
use super::info::{Mode, Selection, SelectionKind};
use super::lookup::Found;
use super::object::{Builtin as B, ObjId};
use super::operand::Operand;
use super::typ::{BasicKind, ChanDir, Param, Signature, Type, TypeId};
use super::universe::builtin_info;
use crate::diagnostic::Code;

impl Checker {
    fn bad_arg(&mut self, x: &Operand, msg: String) -> bool {
        if self.types.is_valid(x.ty) && self.types.under(x.ty) != TypeId::INVALID {
            self.error(x.span(), Code::InvalidArgument, msg);
        }
        false
    }

    /// The array behind `t`, also behind one pointer.
    fn array_of(&self, t: TypeId) -> Type {
        match self.types.under_type(t) {
            Type::Pointer(b) => match self.types.under_type(*b) {
                a @ Type::Array { .. } => a.clone(),
                _ => Type::Pointer(*b),
            },
            u => u.clone(),
        }
    }

    fn slice_elem(&mut self, x: &Operand) -> Result<TypeId, String> {
        let mut elem = None;
        for s in self.specific(x.ty) {
            let e = match s.map(|(_, u)| self.types.get(u)) {
                Some(Type::Slice(e)) => *e,
                _ if x.is_nil() => {
                    return Err("argument must be a slice; have untyped nil".to_string());
                }
                _ => return Err(format!("argument must be a slice; have {}", self.ostr(x))),
            };
            match elem {
                Some(o) if !self.identical(o, e) => {
                    return Err(format!(
                        "mismatched slice element types {} and {} in {}",
                        self.tstr(o),
                        self.tstr(e),
                        self.ostr(x)
                    ));
                }
                _ => elem = Some(e),
            }
        }
        elem.ok_or_else(String::new)
    }

    /// The type of a floating-point or complex builtin's result for argument `x`: for a type parameter a new one whose
    /// constraint has the results of all its types.
    fn apply_to_terms(
        &mut self,
        x: &Operand,
        b: B,
        f: fn(BasicKind) -> Option<TypeId>,
    ) -> Option<TypeId> {
        let Some(p) = self.types.type_param(x.ty) else {
            return f(self.types.basic(x.ty)?);
        };
        let obj = p.obj;
        let mut terms = Vec::new();
        for t in self.terms(x.ty)? {
            let k = self.types.basic(t.ty)?;
            terms.push(super::typ::Term {
                tilde: t.tilde,
                ty: f(k)?,
            });
        }
        let name = builtin_info(b).0;
        let msg = format!(
            "{} not supported as argument to built-in {name} for go1.18 (see go.dev/issue/50937)",
            self.ostr(x)
        );
        self.bad_arg(x, msg);
        let union = self.types.add(Type::Union(terms.into()));
        let bound = self
            .types
            .add(Type::Interface(std::rc::Rc::new(super::typ::Interface {
                methods: Vec::new(),
                embedded: vec![(union, x.span())],
                implicit: true,
            })));
        let t = self.new_type_param(obj, 0);
        self.set_bound(t, bound);
        Some(t)
    }

    /// Checks the call of predeclared function `b`; `x` becomes its result. False if something is wrong.
    pub(super) fn builtin(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        c: &'static Call,
        b: B,
    ) -> bool {
        let (name, min, variadic, _) = builtin_info(b);
        if c.dots.is_some() && b != B::Append {
            let msg = format!("invalid operation: invalid use of ... with built-in {name}");
            self.error(e.span, Code::InvalidCall, msg);
            self.use_exprs(&c.args);
            return false;
        }
        let saved = self.env.has_call_or_recv;
        if matches!(b, B::Len | B::Cap) {
            self.env.has_call_or_recv = false;
        }
        let takes_types = matches!(b, B::Make | B::New | B::UnsafeOffsetof);
        let mut args = Vec::new();
        let mut nargs = c.args.len();
        if !takes_types {
            args = self.expr_list(&c.args);
            nargs = args.len();
            if args.iter().any(|a| !a.is_valid()) {
                self.env.has_call_or_recv |= saved;
                return false;
            }
            if let Some(a) = args.first() {
                *x = a.clone();
            }
        }
        let msg = if nargs < min {
            "not enough"
        } else if !variadic && nargs > min {
            "too many"
        } else {
            ""
        };
        if !msg.is_empty() {
            let text = self.estr(e);
            let msg = format!(
                "invalid operation: {msg} arguments for {text} (expected {min}, found {nargs})"
            );
            self.error(e.span, Code::InvalidCall, msg);
            if takes_types {
                // The first may be a type.
                for a in c.args.iter().skip(1) {
                    self.use_expr(a);
                }
            }
            return false;
        }
        let ok = match b {
            B::Append => self.builtin_append(x, e, c, &mut args),
            B::Len | B::Cap => {
                let ok = self.builtin_len(x, b, name);
                self.env.has_call_or_recv = saved;
                ok
            }
            B::Clear => {
                if !self.all_under(x.ty, |c, u| {
                    matches!(c.types.get(u), Type::Map { .. } | Type::Slice(_))
                }) {
                    let msg = format!(
                        "invalid argument: cannot clear {}: argument must be (or constrained by) map or slice",
                        self.ostr(x)
                    );
                    return self.bad_arg(x, msg);
                }
                x.mode = Mode::NoValue;
                true
            }
            B::Close => {
                for s in self.specific(x.ty) {
                    let what = match s.map(|(_, u)| self.types.get(u)) {
                        Some(Type::Chan {
                            dir: ChanDir::Recv, ..
                        }) => "receive-only channel",
                        Some(Type::Chan { .. }) => continue,
                        _ => "non-channel",
                    };
                    let msg = format!("invalid operation: cannot close {what} {}", self.ostr(x));
                    return self.bad_arg(x, msg);
                }
                x.mode = Mode::NoValue;
                true
            }
            B::Complex => self.builtin_complex(x, e, &mut args),
            B::Real | B::Imag => self.builtin_real(x, b),
            B::Copy => self.builtin_copy(x, &args),
            B::Delete => {
                let mut key = None;
                for s in self.specific(x.ty) {
                    let k = match s.map(|(_, u)| self.types.get(u)) {
                        Some(Type::Map { key, .. }) => *key,
                        _ => {
                            let msg = format!("invalid argument: {} is not a map", self.ostr(x));
                            return self.bad_arg(x, msg);
                        }
                    };
                    match key {
                        Some(o) if !self.identical(o, k) => {
                            let msg = format!(
                                "invalid argument: maps of {} must have identical key types",
                                self.ostr(x)
                            );
                            return self.bad_arg(x, msg);
                        }
                        _ => key = Some(k),
                    }
                }
                *x = args[1].clone();
                self.assignment(x, key, "argument to delete");
                let ok = x.is_valid();
                x.mode = Mode::NoValue;
                ok
            }
            B::Make => self.builtin_make(x, e, c),
            B::New => {
                let arg = &c.args[0];
                *x = self.expr_or_type(arg);
                match x.mode {
                    Mode::Invalid => return false,
                    Mode::Builtin => {
                        let msg = format!("{} must be called", self.ostr(x));
                        self.error(x.span(), Code::InvalidCall, msg);
                        return false;
                    }
                    Mode::TypeExpr => {
                        if !self.types.is_valid(x.ty) {
                            return false;
                        }
                        self.valid_var_type(arg, x.ty);
                    }
                    _ => {
                        if self.types.is_untyped(x.ty) {
                            self.assignment(x, None, "argument to new");
                            if !x.is_valid() {
                                return false;
                            }
                        }
                    }
                }
                x.mode = Mode::Value;
                x.ty = self.types.pointer(x.ty);
                true
            }
            B::Max | B::Min => self.builtin_min_max(x, b, name, &mut args),
            B::Panic => {
                self.panic_calls.insert(e.id);
                self.assignment(x, Some(TypeId::EMPTY_INTERFACE), "argument to panic");
                let ok = x.is_valid();
                x.mode = Mode::NoValue;
                ok
            }
            B::Print | B::Println => {
                let context = format!("argument to built-in {name}");
                for a in &mut args {
                    self.assignment(a, None, &context);
                    if !a.is_valid() {
                        return false;
                    }
                }
                x.mode = Mode::NoValue;
                true
            }
            B::Recover => {
                if let Some(f) = &self.env.func
                    && let Some(v) = self.info.funcs.get_mut(&f.node)
                {
                    v.has_recover = true;
                }
                x.mode = Mode::Value;
                x.ty = TypeId::EMPTY_INTERFACE;
                true
            }
            _ => self.builtin_unsafe(x, c, b, &mut args),
        };
        if ok && x.mode == Mode::NoValue {
            x.ty = TypeId::VOID;
            x.val = None;
        }
        ok
    }

    fn builtin_append(
        &mut self,
        x: &mut Operand,
        e: &'static Expr,
        c: &'static Call,
        args: &mut [Operand],
    ) -> bool {
        let elem = match self.slice_elem(x) {
            Ok(t) => t,
            Err(why) => return self.bad_arg(x, format!("invalid append: {why}")),
        };
        let slice = x.ty;
        if args.len() == 2 && c.dots.is_some() {
            let bytes = self.types.slice(TypeId::BYTE);
            if self.assignable_to(x, bytes, &mut None) {
                let y = &mut args[1];
                if self.bytes_or_string(y.ty) == Some(true) {
                    if self.types.is_untyped(y.ty) {
                        self.convert_untyped(y, TypeId::STRING);
                    }
                    x.mode = Mode::Value;
                    return true;
                }
            }
        }
        let rest = self.types.slice(elem);
        let sig = Signature {
            tparams: std::rc::Rc::new([]),
            params: vec![
                Param {
                    name: minigo_syntax::Symbol::EMPTY,
                    ty: slice,
                },
                Param {
                    name: minigo_syntax::Symbol::EMPTY,
                    ty: rest,
                },
            ],
            results: Vec::new(),
            variadic: true,
        };
        self.arguments(
            e,
            c,
            &std::rc::Rc::new(sig),
            Vec::new(),
            Vec::new(),
            args,
            &[],
        );
        x.mode = Mode::Value;
        x.ty = slice;
        x.val = None;
        true
    }

    fn builtin_len(&mut self, x: &mut Operand, b: B, name: &str) -> bool {
        let (mode, val) = match self.array_of(x.ty) {
            Type::TypeParam(_)
                if self.all_under(x.ty, |c, u| match c.array_of(u) {
                    Type::Basic(k) => k.is_string() && b == B::Len,
                    Type::Map { .. } => b == B::Len,
                    Type::Array { .. } | Type::Slice(_) | Type::Chan { .. } => true,
                    _ => false,
                }) =>
            {
                (Mode::Value, None)
            }
            Type::Basic(k) if k.is_string() && b == B::Len => {
                match x.val.as_ref().and_then(Value::as_bytes) {
                    Some(s) if x.is_const() => (Mode::Constant, Some(Value::Int(s.len() as i64))),
                    _ => (Mode::Value, None),
                }
            }
            Type::Array { len, .. } if !self.env.has_call_or_recv => (
                Mode::Constant,
                Some(if len >= 0 {
                    Value::Int(len)
                } else {
                    Value::Unknown
                }),
            ),
            Type::Array { .. } | Type::Slice(_) | Type::Chan { .. } => (Mode::Value, None),
            Type::Map { .. } if b == B::Len => (Mode::Value, None),
            _ => {
                let msg = format!("invalid argument: {} for built-in {name}", self.ostr(x));
                return self.bad_arg(x, msg);
            }
        };
        if self.types.is_untyped(x.ty)
            && let Some(xe) = x.expr
        {
            self.update_expr_type(xe, TypeId::STRING, true);
        }
        x.mode = mode;
        x.ty = TypeId::INT;
        x.val = val;
        true
    }

    fn builtin_complex(&mut self, x: &mut Operand, e: &'static Expr, args: &mut [Operand]) -> bool {
        let mut y = args[1].clone();
        match (self.types.is_untyped(x.ty), self.types.is_untyped(y.ty)) {
            (false, false) => {}
            (true, false) => self.convert_untyped(x, y.ty),
            (false, true) => self.convert_untyped(&mut y, x.ty),
            (true, true) if x.is_const() && y.is_const() => {
                for o in [&mut *x, &mut y] {
                    if self.types.is_numeric(o.ty) && o.value().imag().sign() == 0 {
                        o.ty = TypeId::UNTYPED_FLOAT;
                    }
                }
            }
            (true, true) => {
                self.convert_untyped(x, TypeId::FLOAT64);
                self.convert_untyped(&mut y, TypeId::FLOAT64);
            }
        }
        if !x.is_valid() || !y.is_valid() {
            return false;
        }
        if !self.identical(x.ty, y.ty) {
            let msg = format!(
                "invalid operation: {} (mismatched types {} and {})",
                self.estr(e),
                self.tstr(x.ty),
                self.tstr(y.ty)
            );
            return self.bad_arg(x, msg);
        }
        let ty = match self.apply_to_terms(x, B::Complex, |k| match k {
            BasicKind::Float32 => Some(TypeId::COMPLEX64),
            BasicKind::Float64 => Some(TypeId::COMPLEX128),
            BasicKind::UntypedFloat => Some(TypeId::UNTYPED_COMPLEX),
            _ => None,
        }) {
            Some(t) => t,
            None => {
                let msg = format!(
                    "invalid argument: arguments have type {}, expected floating-point",
                    self.tstr(x.ty)
                );
                return self.bad_arg(x, msg);
            }
        };
        if x.is_const() && y.is_const() {
            x.val = Some(Value::make_complex(x.value().real(), y.value().real()));
        } else {
            x.mode = Mode::Value;
        }
        x.ty = ty;
        true
    }

    fn builtin_real(&mut self, x: &mut Operand, b: B) -> bool {
        if self.types.is_untyped(x.ty) {
            if x.is_const() {
                if self.types.is_numeric(x.ty) {
                    x.ty = TypeId::UNTYPED_COMPLEX;
                }
            } else {
                self.convert_untyped(x, TypeId::COMPLEX128);
                if !x.is_valid() {
                    return false;
                }
            }
        }
        let ty = match self.apply_to_terms(x, b, |k| match k {
            BasicKind::Complex64 => Some(TypeId::FLOAT32),
            BasicKind::Complex128 => Some(TypeId::FLOAT64),
            BasicKind::UntypedComplex => Some(TypeId::UNTYPED_FLOAT),
            _ => None,
        }) {
            Some(t) => t,
            None => {
                let msg = format!(
                    "invalid argument: argument has type {}, expected complex type",
                    self.tstr(x.ty)
                );
                return self.bad_arg(x, msg);
            }
        };
        if x.is_const() {
            let v = x.value();
            x.val = Some(if b == B::Real { v.real() } else { v.imag() });
        } else {
            x.mode = Mode::Value;
        }
        x.ty = ty;
        true
    }

    fn builtin_copy(&mut self, x: &mut Operand, args: &[Operand]) -> bool {
        let dst = match self.slice_elem(x) {
            Ok(t) => t,
            Err(why) => return self.bad_arg(x, format!("invalid copy: {why}")),
        };
        let mut y = args[1].clone();
        let bytes = self.types.slice(TypeId::BYTE);
        let special =
            self.assignable_to(x, bytes, &mut None) && self.bytes_or_string(y.ty).is_some();
        if !special {
            let src = match self.slice_elem(&y) {
                Ok(t) => t,
                Err(_) if self.all_string(y.ty) => TypeId::BYTE,
                Err(why) => return self.bad_arg(&y, format!("invalid copy: {why}")),
            };
            if !self.identical(dst, src) {
                let msg = format!(
                    "invalid copy: arguments {} and {} have different element types {} and {}",
                    self.ostr(x),
                    self.ostr(&y),
                    self.tstr(dst),
                    self.tstr(src)
                );
                return self.bad_arg(x, msg);
            }
        }
        if self.types.is_untyped(y.ty) {
            self.convert_untyped(&mut y, TypeId::STRING);
        }
        x.mode = Mode::Value;
        x.ty = TypeId::INT;
        true
    }

    fn builtin_make(&mut self, x: &mut Operand, e: &'static Expr, c: &'static Call) -> bool {
        let t = self.var_type(&c.args[0]);
        if !self.types.is_valid(t) {
            for a in &c.args[1..] {
                self.use_expr(a);
            }
            return false;
        }
        if self.types.under(t) == TypeId::INVALID {
            return false;
        }
        let common = self.common_under_if(t, |c, s| match s.map(|(_, u)| c.types.get(u)) {
            Some(Type::Slice(_) | Type::Map { .. } | Type::Chan { .. }) => Ok(()),
            Some(_) => Err("type must be slice, map, or channel".to_string()),
            None => Err("no specific type".to_string()),
        });
        let min = match common {
            Ok(u) if matches!(self.types.get(u), Type::Slice(_)) => 2,
            Ok(_) => 1,
            Err(cause) => {
                let msg = format!(
                    "invalid argument: cannot make {}: {cause}",
                    self.estr(&c.args[0])
                );
                self.error(c.args[0].span, Code::InvalidArgument, msg);
                for a in &c.args[1..] {
                    self.use_expr(a);
                }
                return false;
            }
        };
        let n = c.args.len();
        if n < min || n > min + 1 {
            let msg = format!(
                "invalid operation: {} expects {min} or {} arguments; found {n}",
                self.estr(e),
                min + 1
            );
            self.error(e.span, Code::InvalidCall, msg);
            for a in &c.args[1..] {
                self.use_expr(a);
            }
            return false;
        }
        let mut sizes = Vec::new();
        for a in &c.args[1..] {
            if let (_, Some(v)) = self.index(a, -1) {
                sizes.push(v);
            }
        }
        if sizes.len() == 2 && sizes[0] > sizes[1] {
            self.error(
                c.args[1].span,
                Code::InvalidArgument,
                "invalid argument: length and capacity swapped",
            );
        }
        x.mode = Mode::Value;
        x.ty = t;
        true
    }

    fn builtin_min_max(&mut self, x: &mut Operand, b: B, name: &str, args: &mut [Operand]) -> bool {
        for i in 0..args.len() {
            let mut a = args[i].clone();
            if !self.all_ordered(a.ty) {
                let msg = format!("invalid argument: {} cannot be ordered", self.ostr(&a));
                return self.bad_arg(&a, msg);
            }
            if i == 0 {
                continue;
            }
            self.match_types(x, &mut a);
            if !x.is_valid() {
                return false;
            }
            if !self.identical(x.ty, a.ty) {
                let text = a.expr.map(|e| self.estr(e)).unwrap_or_default();
                let msg = format!(
                    "invalid argument: mismatched types {} (previous argument) and {} (type of {text})",
                    self.tstr(x.ty),
                    self.tstr(a.ty)
                );
                return self.bad_arg(&a, msg);
            }
            if x.is_const() && a.is_const() {
                let o = Value::compare(&a.value(), &x.value());
                if o.is_some_and(|o| if b == B::Max { o.is_gt() } else { o.is_lt() }) {
                    *x = a;
                }
            } else {
                x.mode = Mode::Value;
            }
        }
        if !x.is_const() {
            x.mode = Mode::Value;
            let context = format!("argument to built-in {name}");
            self.assignment(x, Some(TypeId::EMPTY_INTERFACE), &context);
            if !x.is_valid() {
                return false;
            }
        }
        let ty = x.ty;
        for a in args.iter() {
            if let Some(ae) = a.expr {
                self.update_expr_type(ae, ty, true);
            }
        }
        true
    }

    fn builtin_unsafe(
        &mut self,
        x: &mut Operand,
        c: &'static Call,
        b: B,
        args: &mut [Operand],
    ) -> bool {
        match b {
            B::UnsafeAlignof | B::UnsafeSizeof => {
                let name = if b == B::UnsafeSizeof {
                    "argument to unsafe.Sizeof"
                } else {
                    "argument to unsafe.Alignof"
                };
                self.assignment(x, None, name);
                if !x.is_valid() {
                    return false;
                }
                let n = if b == B::UnsafeAlignof {
                    Some(self.alignof(x.ty))
                } else {
                    self.sizeof(x.ty)
                };
                if self.has_variable_size(x.ty) {
                    x.mode = Mode::Value;
                    x.ty = TypeId::UINTPTR;
                    x.val = None;
                    return true;
                }
                let Some(n) = n else {
                    let msg = format!("{} is too large", self.ostr(x));
                    return self.bad_arg(x, msg);
                };
                x.set_const(Value::Int(n), TypeId::UINTPTR);
                true
            }
            B::UnsafeOffsetof => self.builtin_offsetof(x, c),
            B::UnsafeAdd => {
                self.assignment(x, Some(TypeId::UNSAFE_POINTER), "argument to unsafe.Add");
                let ok = x.is_valid() && self.is_valid_index(&mut args[1], "length", true);
                x.mode = Mode::Value;
                x.ty = TypeId::UNSAFE_POINTER;
                ok
            }
            B::UnsafeSlice => match self
                .common_type(x.ty)
                .unwrap_or(Type::Basic(BasicKind::Invalid))
            {
                Type::Pointer(base) => {
                    let ok = self.is_valid_index(&mut args[1], "length", false);
                    x.mode = Mode::Value;
                    x.ty = self.types.slice(base);
                    ok
                }
                _ => {
                    let msg = format!("invalid argument: {} is not a pointer", self.ostr(x));
                    self.bad_arg(x, msg)
                }
            },
            B::UnsafeSliceData => match self
                .common_type(x.ty)
                .unwrap_or(Type::Basic(BasicKind::Invalid))
            {
                Type::Slice(elem) => {
                    x.mode = Mode::Value;
                    x.ty = self.types.pointer(elem);
                    true
                }
                _ => {
                    let msg = format!("invalid argument: {} is not a slice", self.ostr(x));
                    self.bad_arg(x, msg)
                }
            },
            B::UnsafeString => {
                let p = self.types.pointer(TypeId::BYTE);
                self.assignment(x, Some(p), "argument to unsafe.String");
                let ok = x.is_valid() && self.is_valid_index(&mut args[1], "length", false);
                x.mode = Mode::Value;
                x.ty = TypeId::STRING;
                ok
            }
            _ => {
                self.assignment(x, Some(TypeId::STRING), "argument to unsafe.StringData");
                let ok = x.is_valid();
                x.mode = Mode::Value;
                x.ty = self.types.pointer(TypeId::BYTE);
                x.val = None;
                ok
            }
        }
    }

    fn builtin_offsetof(&mut self, x: &mut Operand, c: &'static Call) -> bool {
        let arg = &c.args[0];
        let ExprKind::Selector(s) = &arg.unparen().kind else {
            let msg = format!(
                "invalid argument: {} is not a selector expression",
                self.estr(arg)
            );
            self.error(arg.span, Code::InvalidArgument, msg);
            self.use_expr(arg);
            return false;
        };
        *x = self.expr(&s.x);
        if !x.is_valid() {
            return false;
        }
        let base = match *self.types.under_type(x.ty) {
            Type::Pointer(b) if self.types.as_struct(b).is_some() => b,
            _ => x.ty,
        };
        let (name, pkg) = (s.sel.name, self.env.pkg);
        let (entry, ty) = match self.lookup_field_or_method(base, false, pkg, name) {
            Found::Field(e, t) => (e, t),
            Found::Method(..) | Found::InterfaceMethod(..) => {
                let msg = format!("invalid argument: {} is a method value", self.estr(arg));
                return self.bad_arg(x, msg);
            }
            _ => {
                let msg = format!(
                    "invalid argument: {} has no single field {name}",
                    self.tstr(base)
                );
                return self.bad_arg(x, msg);
            }
        };
        if entry.indirect {
            let msg = format!(
                "invalid argument: field {name} is embedded via a pointer in {}",
                self.tstr(base)
            );
            return self.bad_arg(x, msg);
        }
        let mut offs = 0;
        let mut t = base;
        for &i in &entry.path {
            offs += self.field_offsets(t).get(i as usize).copied().unwrap_or(0);
            t = self
                .types
                .as_struct(t)
                .map_or(TypeId::INVALID, |s| s.fields[i as usize].ty);
        }
        self.info.record(arg.unparen().id, Mode::Value, ty, None);
        self.info.selections.insert(
            arg.unparen().id,
            Selection {
                kind: SelectionKind::Field,
                recv: base,
                path: entry.path.into(),
                indirect: false,
                method: ObjId::NONE,
                owner: TypeId::INVALID,
                method_index: 0,
                iface: TypeId::INVALID,
                ty,
            },
        );
        if self.has_variable_size(base) {
            x.mode = Mode::Value;
            x.ty = TypeId::UINTPTR;
            x.val = None;
            return true;
        }
        x.set_const(Value::Int(offs), TypeId::UINTPTR);
        true
    }
}
