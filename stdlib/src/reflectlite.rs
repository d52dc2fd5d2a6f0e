//! Natives of package internal/reflectlite: looking at values whose static type is not known.
//!
//! A `Type` is the address of an `RType` (0: none). Every value comes as an interface without methods in slots 0 and 1:
//! type word and data word, where a *direct* type's value is the data word itself and any other's lies behind it. Kinds
//! are Go's numbers, which are those of `minigo_bytecode::Kind`. A value of the wrong kind gives zero, never a wild read.

use minigo_runtime::malloc::zerobase;
use minigo_runtime::mbarrier::{marking, shade_range, write_pointer};
use minigo_runtime::{chan, map};
use minigo_vm::native::{NativeCtx, Registry};
use minigo_vm::rtype::{self, Kind, RType, dynamic_type};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    macro_rules! leaf {
        ($($name:literal $f:expr;)*) => { $(r.leaf(concat!("internal/reflectlite.", $name), $f);)* };
    }
    macro_rules! g0 {
        ($($name:literal $f:expr;)*) => { $(r.g0(concat!("internal/reflectlite.", $name), $f);)* };
    }
    leaf! {
        "TypeOf" |_| {};
        "TypeKind" |c| { let k = typ(c, 0).map_or(0, |t| t.kind as u64); c.set(0, k) };
        "TypeString" |c| { let s = typ(c, 0).map_or("<nil>", |t| t.string); set_static(c, 0, s) };
        "TypeName" |c| { let s = typ(c, 0).map_or("", |t| t.name); set_static(c, 0, s) };
        "TypePkgPath" |c| { let s = typ(c, 0).map_or("", |t| t.pkg_path); set_static(c, 0, s) };
        "TypeElem" |c| { let e = typ(c, 0).map_or(0, |t| t.elem as u64); c.set(0, e) };
        "TypeKey" |c| { let k = typ(c, 0).map_or(0, |t| t.key as u64); c.set(0, k) };
        "TypeLen" |c| { let n = typ(c, 0).map_or(0, |t| t.len); c.set(0, n as u64) };
        "TypeSize" |c| { let n = typ(c, 0).map_or(0, |t| t.size); c.set(0, n as u64) };
        "TypeComparable" |c| { let b = typ(c, 0).is_some_and(|t| t.comparable); c.set_bool(0, b) };
        "TypeNumMethod" |c| { let n = typ(c, 0).map_or(0, num_method); c.set(0, n as u64) };
        "NumField" |c| { let n = typ(c, 0).map_or(0, |t| t.fields.len()); c.set(0, n as u64) };
        "FieldName" |c| { let s = field(c).map_or("", |f| f.name); set_static(c, 0, s) };
        "FieldType" |c| { let t = field(c).map_or(0, |f| f.typ as u64); c.set(0, t) };
        "FieldExported" |c| { let b = field(c).is_some_and(|f| exported(f.name)); c.set_bool(0, b) };
        "FieldEmbedded" |c| { let b = field(c).is_some_and(|f| f.embedded); c.set_bool(0, b) };
        "AssignableTo" |c| {
            let b = match (c.eface(0).0, typ(c, 2)) {
                (Some(v), Some(t)) => assignable(v, t),
                _ => false,
            };
            c.set_bool(0, b);
        };
        "TypeImplements" |c| {
            let b = match (typ(c, 0), typ(c, 1)) {
                (Some(t), Some(inter)) => implements(t, inter),
                _ => false,
            };
            c.set_bool(0, b);
        };
        "KindOf" |c| { let k = c.eface(0).0.map_or(0, |t| t.kind as u64); c.set(0, k) };
        "BoolOf" |c| { let v = c.word(1) & 1; c.set(0, v) };
        "IntOf" |c| { let v = c.word(1); c.set(0, v) };
        "UintOf" |c| { let v = c.word(1); c.set(0, v) };
        "FloatOf" float_of;
        "ComplexOf" complex_of;
        "StringOf" |c| {
            let (p, n) = match value_of(c, Kind::String) {
                // SAFETY: a boxed string is two words.
                Some(at) => unsafe { (*at.cast::<*const u8>(), *at.cast::<usize>().add(1)) },
                None => (std::ptr::null(), 0),
            };
            c.set_str_raw(0, p, n);
        };
        "PointerOf" pointer_of;
        "DataWord" |c| { let v = c.word(1); c.set(0, v) };
        "IsNil" is_nil;
        "LenOf" |c| { let n = length(c); c.set(0, n as u64) };
        "CapOf" capacity;
        "SetBool" |c| set_scalar(c, 1);
        "SetInt" |c| set_scalar(c, 8);
        "SetUint" |c| set_scalar(c, 8);
        "SetFloat" |c| {
            if let Some((t, at)) = target(c) {
                // SAFETY: `at` points to a value of type `t`.
                unsafe {
                    match t.kind {
                        Kind::Float32 => at.cast::<f32>().write(c.f64(2) as f32),
                        Kind::Float64 => at.cast::<f64>().write(c.f64(2)),
                        _ => {}
                    }
                }
            }
        };
        "SetComplex" |c| {
            if let Some((t, at)) = target(c) {
                // SAFETY: as in SetFloat.
                unsafe {
                    match t.kind {
                        Kind::Complex64 => at.cast::<[f32; 2]>().write([c.f64(2) as f32, c.f64(3) as f32]),
                        Kind::Complex128 => at.cast::<[f64; 2]>().write([c.f64(2), c.f64(3)]),
                        _ => {}
                    }
                }
            }
        };
        "SetString" |c| set_words(c, Kind::String, 2);
        "SetBytes" |c| set_words(c, Kind::Slice, 3);
        "Swap" swap;
    }
    g0! {
        "Index" index;
        "Field" field_value;
        "Elem" elem;
        "MapEntries" map_entries;
        "MapIndex" map_index;
        "BytesOf" bytes_of;
        "Unwrap" unwrap;
        "Zero" |c| {
            let (t, pointer) = (typ(c, 0), c.bool(1));
            c.set_eface(0, None, 0);
            let Some(t) = t.filter(|t| t.kind != Kind::Interface) else { return };
            let p = c.alloc(t, 1);
            // SAFETY: types live for ever.
            match unsafe { t.ptr_to.as_ref() } {
                Some(to) if pointer => c.set_eface(0, Some(to), p as u64),
                _ if pointer => {}
                _ => box_value(c, 0, t, p),
            }
        };
        "SetPtr" set_ptr;
    }
}

fn typ(c: &NativeCtx, slot: usize) -> Option<&'static RType> {
    // SAFETY: a Type is 0 or the address of an RType, which lives for ever.
    unsafe { (c.word(slot) as *const RType).as_ref() }
}

fn set_static(c: &mut NativeCtx, slot: usize, s: &'static str) {
    c.set_str_raw(slot, s.as_ptr(), s.len());
}

fn exported(name: &str) -> bool {
    // Upper case, by its first rune; names beyond ASCII are rare enough for the table of std.
    name.chars().next().is_some_and(char::is_uppercase)
}

fn num_method(t: &RType) -> usize {
    if t.kind == Kind::Interface {
        t.methods.len()
    } else {
        t.methods.iter().filter(|m| exported(m.name)).count()
    }
}

fn field(c: &NativeCtx) -> Option<&'static rtype::RField> {
    typ(c, 0)?.fields.get(c.word(1) as usize)
}

/// Whether `t` has all methods of `inter`, with their signatures.
fn implements(t: &RType, inter: &RType) -> bool {
    inter.methods.iter().all(|want| {
        t.method(want.name, want.pkg_path)
            .is_some_and(|have| have.typ == want.typ)
    })
}

/// Whether a value of dynamic type `v` can be assigned to `t`.
fn assignable(v: &RType, t: &RType) -> bool {
    std::ptr::eq(v, t) || t.kind == Kind::Interface && implements(v, t)
}

/// Where the value in slots 0, 1 lies, if it is of this (not direct) kind.
fn value_of(c: &NativeCtx, kind: Kind) -> Option<*const u8> {
    let (t, data) = c.eface(0);
    t.filter(|t| t.kind == kind && !t.direct)
        .map(|_| data as *const u8)
}

/// The memory of the value in slots 0, 1: behind the data word, or the data word itself.
fn memory(c: &NativeCtx, t: &RType) -> *mut u8 {
    if t.direct {
        // SAFETY: the window has the two slots of the interface.
        unsafe { c.win.add(1).cast() }
    } else {
        c.ptr(1)
    }
}

fn float_of(c: &mut NativeCtx) {
    let f = match c.eface(0).0.map(|t| t.kind) {
        Some(Kind::Float32) => f64::from(c.f32(1)),
        Some(Kind::Float64) => c.f64(1),
        _ => 0.0,
    };
    c.set_f64(0, f);
}

fn complex_of(c: &mut NativeCtx) {
    let (re, im) = match c.eface(0).0 {
        // SAFETY: the memory holds a value of the type.
        Some(t) if t.kind == Kind::Complex64 => unsafe {
            let [re, im] = memory(c, t).cast::<[f32; 2]>().read();
            (f64::from(re), f64::from(im))
        },
        // SAFETY: as above.
        Some(t) if t.kind == Kind::Complex128 => unsafe {
            let [re, im] = memory(c, t).cast::<[f64; 2]>().read();
            (re, im)
        },
        _ => (0.0, 0.0),
    };
    c.set_f64(0, re);
    c.set_f64(1, im);
}

fn pointer_of(c: &mut NativeCtx) {
    let (t, data) = c.eface(0);
    let p = match t {
        Some(t) if t.is_pointer_shaped() => data,
        // SAFETY: the first word of a slice or string is its pointer.
        Some(t) if matches!(t.kind, Kind::Slice | Kind::String) => unsafe { *(data as *const u64) },
        _ => 0,
    };
    c.set(0, p);
}

fn is_nil(c: &mut NativeCtx) {
    let (t, data) = c.eface(0);
    let nil = match t {
        None => true,
        Some(t) if t.is_pointer_shaped() => data == 0,
        // SAFETY: the first word of a slice is its pointer.
        Some(t) if t.kind == Kind::Slice => unsafe { *(data as *const u64) == 0 },
        _ => false,
    };
    c.set_bool(0, nil);
}

fn length(c: &NativeCtx) -> usize {
    let (t, data) = c.eface(0);
    let Some(t) = t else { return 0 };
    // SAFETY: the data word is that of a value of kind `t.kind`.
    unsafe {
        match t.kind {
            Kind::Array => t.len,
            Kind::Slice | Kind::String => *(data as *const usize).add(1),
            Kind::Map => map::maplen(data as *const map::Hmap),
            Kind::Chan => chan::chanlen(data as *mut chan::Hchan),
            _ => 0,
        }
    }
}

fn capacity(c: &mut NativeCtx) {
    let (t, data) = c.eface(0);
    // SAFETY: as in `length`.
    let n = unsafe {
        match t.map(|t| t.kind) {
            Some(Kind::Array) => t.map_or(0, |t| t.len),
            Some(Kind::Slice) => *(data as *const usize).add(2),
            Some(Kind::Chan) => chan::chancap(data as *mut chan::Hchan),
            _ => 0,
        }
    };
    c.set(0, n as u64);
}

/// Writes to slots `slot`, `slot + 1` an interface holding a copy of the value of type `t` at `at`; for an interface
/// type its dynamic value.
pub(crate) fn box_value(c: &mut NativeCtx, slot: usize, t: &'static RType, at: *const u8) {
    let (t, data) = load_boxed(c, t, at);
    c.set_eface(slot, t, data);
}

fn load_boxed(
    c: &mut NativeCtx,
    t: &'static RType,
    at: *const u8,
) -> (Option<&'static RType>, u64) {
    // SAFETY: `at` holds a value of type `t` in memory form.
    unsafe {
        if t.kind == Kind::Interface {
            let words = at.cast::<u64>();
            let dynamic = dynamic_type(!t.methods.is_empty(), *words).as_ref();
            return (dynamic, if dynamic.is_some() { *words.add(1) } else { 0 });
        }
        if t.direct {
            return (Some(t), load_scalar(t, at));
        }
        if t.size == 0 {
            return (Some(t), zerobase() as u64);
        }
        let copy = c.alloc(t, 1);
        copy.copy_from_nonoverlapping(at, t.size);
        (Some(t), copy as u64)
    }
}

/// The slot form of the scalar at `at`.
unsafe fn load_scalar(t: &RType, at: *const u8) -> u64 {
    let signed = matches!(
        t.kind,
        Kind::Int | Kind::Int8 | Kind::Int16 | Kind::Int32 | Kind::Int64
    );
    // SAFETY: by the caller `at` holds a value of the type.
    unsafe {
        match (t.size, signed) {
            (1, true) => *at.cast::<i8>() as i64 as u64,
            (2, true) => *at.cast::<i16>() as i64 as u64,
            (4, true) => *at.cast::<i32>() as i64 as u64,
            (1, false) => u64::from(*at),
            (2, false) => u64::from(*at.cast::<u16>()),
            (4, false) => u64::from(*at.cast::<u32>()),
            _ => *at.cast::<u64>(),
        }
    }
}

fn index(c: &mut NativeCtx) {
    let (Some(t), data) = c.eface(0) else {
        return c.set_eface(0, None, 0);
    };
    let i = c.word(2) as usize;
    if i >= length(c) {
        return c.set_eface(0, None, 0);
    }
    // SAFETY: `i` is below the length.
    unsafe {
        match t.kind {
            Kind::Array => {
                let at = memory(c, t).add(i * t.elem().size);
                box_value(c, 0, t.elem(), at);
            }
            Kind::Slice => {
                let at = (*(data as *const *const u8)).add(i * t.elem().size);
                box_value(c, 0, t.elem(), at);
            }
            Kind::String => c.set(0, u64::from(*(*(data as *const *const u8)).add(i))),
            _ => c.set_eface(0, None, 0),
        }
    }
}

fn field_value(c: &mut NativeCtx) {
    let (Some(t), _) = c.eface(0) else {
        return c.set_eface(0, None, 0);
    };
    let Some(f) = t.fields.get(c.word(2) as usize) else {
        return c.set_eface(0, None, 0);
    };
    // SAFETY: a field lies inside its struct.
    unsafe {
        let at = memory(c, t).add(f.offset);
        box_value(c, 0, &*f.typ, at);
    }
}

fn elem(c: &mut NativeCtx) {
    match c.eface(0) {
        (Some(t), data) if t.kind == Kind::Pointer && data != 0 => {
            box_value(c, 0, t.elem(), data as *const u8)
        }
        _ => c.set_eface(0, None, 0),
    }
}

fn map_entries(c: &mut NativeCtx) {
    let (Some(t), data) = c.eface(0) else {
        return c.set_slice(0, std::ptr::null(), 0, 0);
    };
    if t.kind != Kind::Map || data == 0 {
        return c.set_slice(0, std::ptr::null(), 0, 0);
    }
    let mt: *const map::MapType = t.map.cast();
    // SAFETY: the data word is a map of this type; nobody changes it while this native runs, or it is the program's
    // data race.
    unsafe {
        let n = map::maplen(data as *const map::Hmap);
        let any = c.known("interface {}");
        let out = c.alloc(any, 2 * n).cast::<u64>();
        let mut at = 0;
        let mut it = map::Hiter::new();
        map::mapiterinit(mt, data as *mut map::Hmap, &mut it);
        while at < n && map::mapiternext(&mut it) {
            for (k, t, p) in [(0, t.key(), it.key), (1, t.elem(), it.elem)] {
                let (t, data) = load_boxed(c, t, p);
                out.add(4 * at + 2 * k)
                    .write(t.map_or(0, |t| t as *const RType as u64));
                out.add(4 * at + 2 * k + 1).write(data);
            }
            at += 1;
        }
        c.set_slice(0, out.cast(), 2 * at, 2 * n);
    }
}

fn map_index(c: &mut NativeCtx) {
    let (t, data) = c.eface(0);
    let (key_type, _) = c.eface(2);
    let none = |c: &mut NativeCtx| {
        c.set_eface(0, None, 0);
        c.set_bool(2, false);
    };
    let (Some(t), Some(key_type)) = (t, key_type) else {
        return none(c);
    };
    if t.kind != Kind::Map || data == 0 {
        return none(c);
    }
    let mt: *const map::MapType = t.map.cast();
    // SAFETY: the key in memory form is the interface's words, the data word itself or what it points to.
    unsafe {
        let key: *const u8 = if t.key().kind == Kind::Interface && t.key().methods.is_empty() {
            c.win.add(2).cast()
        } else if !std::ptr::eq(key_type, t.key()) {
            return none(c);
        } else if key_type.direct {
            c.win.add(3).cast()
        } else {
            c.ptr(3)
        };
        let at = map::mapaccess(mt, data as *mut map::Hmap, key);
        if at.is_null() {
            return none(c);
        }
        box_value(c, 0, t.elem(), at);
        c.set_bool(2, true);
    }
}

fn bytes_of(c: &mut NativeCtx) {
    let (t, data) = c.eface(0);
    match t {
        // SAFETY: a boxed slice is three words.
        Some(t) if t.kind == Kind::Slice && t.elem().size == 1 => unsafe {
            let [p, len, cap] = *(data as *const [usize; 3]);
            c.set_slice(0, p as *const u8, len, cap);
        },
        // SAFETY: the memory holds `t.len` bytes.
        Some(t) if t.kind == Kind::Array && t.elem().size == 1 => unsafe {
            let bytes = std::slice::from_raw_parts(memory(c, t), t.len);
            c.set_byte_slice(0, bytes);
        },
        _ => c.set_slice(0, std::ptr::null(), 0, 0),
    }
}

/// `Unwrap(v any) (x any, typ Type, state int)`.
fn unwrap(c: &mut NativeCtx) {
    const RO: u64 = 3 << 5;
    const METHOD: u64 = 1 << 9;
    let (t, data) = c.eface(0);
    c.set_eface(0, None, 0);
    c.set(2, 0);
    c.set(3, 0);
    if !t.is_some_and(|t| t.string == "reflect.Value" && t.pkg_path == "reflect") {
        return;
    }
    // SAFETY: a reflect.Value is a type, an address and flags, in three words.
    let ([typ, at, flags], of) = unsafe {
        let v = *(data as *const [u64; 3]);
        (v, (v[0] as *const RType).as_ref())
    };
    let Some(of) = of else {
        return c.set(3, 3);
    };
    if flags & METHOD == 0 {
        box_value(c, 0, of, at as *const u8);
    }
    c.set(2, typ);
    c.set(3, if flags & RO != 0 { 2 } else { 1 });
}

/// What the pointer in slots 0, 1 points to, with its type.
fn target(c: &NativeCtx) -> Option<(&'static RType, *mut u8)> {
    let (t, data) = c.eface(0);
    let t = t.filter(|t| t.kind == Kind::Pointer && data != 0)?;
    Some((t.elem(), data as *mut u8))
}

fn set_scalar(c: &mut NativeCtx, max: usize) {
    if let Some((t, at)) = target(c) {
        let v = c.word(2).to_le_bytes();
        if t.direct && !t.is_pointer_shaped() && t.size <= max {
            // SAFETY: `at` points to a value of `t.size` bytes.
            unsafe { at.copy_from_nonoverlapping(v.as_ptr(), t.size) };
        }
    }
}

fn set_words(c: &mut NativeCtx, kind: Kind, n: usize) {
    if let Some((t, at)) = target(c)
        && t.kind == kind
    {
        // SAFETY: `at` points to a value of `n` words, of which the first is a pointer.
        unsafe {
            write_pointer(at.cast(), c.word(2));
            for i in 1..n {
                at.cast::<u64>().add(i).write(c.word(2 + i));
            }
        }
    }
}

fn set_ptr(c: &mut NativeCtx) {
    let Some((t, at)) = target(c) else { return };
    let (v, data) = c.eface(2);
    // SAFETY: `at` points to a value of type `t`, which `v` is or implements.
    unsafe {
        if marking() {
            shade_range(at, t.size);
        }
        match v {
            None => at.write_bytes(0, t.size),
            Some(v) if t.kind == Kind::Interface => {
                let word = if t.methods.is_empty() {
                    v as *const RType as u64
                } else {
                    match rtype::itab(t, v) {
                        Ok(itab) => itab as u64,
                        Err(_) => return,
                    }
                };
                at.cast::<u64>().write(word);
                write_pointer(at.cast::<u64>().add(1), data);
            }
            Some(v) if std::ptr::eq(v, t) && t.direct => {
                at.copy_from_nonoverlapping(data.to_le_bytes().as_ptr(), t.size);
            }
            Some(v) if std::ptr::eq(v, t) => at.copy_from_nonoverlapping(data as *const u8, t.size),
            Some(_) => {}
        }
    }
}

fn swap(c: &mut NativeCtx) {
    let (Some(t), data) = c.eface(0) else { return };
    let (i, j) = (c.word(2) as usize, c.word(3) as usize);
    if t.kind != Kind::Slice || i >= length(c) || j >= length(c) || i == j {
        return;
    }
    // SAFETY: both elements lie inside the slice and do not overlap.
    unsafe {
        let base = *(data as *const *mut u8);
        let size = t.elem().size;
        if marking() {
            shade_range(base.add(i * size), size);
            shade_range(base.add(j * size), size);
        }
        std::ptr::swap_nonoverlapping(base.add(i * size), base.add(j * size), size);
    }
}
