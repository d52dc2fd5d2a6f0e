//! Types that a program makes while it runs (`reflect.SliceOf` and its like).
//!
//! Types compare by address, so a type literal must exist once: one that the compiler made is found among the program's
//! types, one made here is kept for ever in a table. Both are looked up by structure.

use minigo_runtime::malloc::GcType;
use minigo_vm::load::Vm;
use minigo_vm::rtype::{Kind, RField, RType};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A type literal to be found or made.
pub(crate) enum New {
    Pointer(&'static RType),
    Slice(&'static RType),
    Array(&'static RType, usize),
    Chan(&'static RType, u8),
    Map(&'static RType, &'static RType),
    Func(Vec<&'static RType>, Vec<&'static RType>, bool),
    /// Offsets are set here.
    Struct(Vec<RField>),
}

/// What makes a type literal itself: kind, a number (length, direction, variadic), parts, and names of fields.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    kind: u8,
    number: usize,
    parts: Vec<usize>,
    names: String,
}

struct Table {
    made: HashMap<Key, &'static RType>,
    /// How many of the program's own types are in; a session's programs get more.
    entered: usize,
}

static TABLE: LazyLock<Mutex<Table>> = LazyLock::new(|| {
    Mutex::new(Table {
        made: HashMap::new(),
        entered: 0,
    })
});

/// The type of pointers to `t`.
pub(crate) fn pointer_to(vm: &Vm, t: &'static RType) -> &'static RType {
    // SAFETY: set by the loader; types live for ever.
    match unsafe { t.ptr_to.as_ref() } {
        Some(p) => p,
        None => make(vm, New::Pointer(t)),
    }
}

/// The type literal `new`, the program's own if it has it.
pub(crate) fn make(vm: &Vm, new: New) -> &'static RType {
    let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    for t in vm.types.get(table.entered..).unwrap_or_default() {
        if t.name.is_empty()
            && let Some(key) = key_of(t)
        {
            table.made.entry(key).or_insert(t);
        }
    }
    table.entered = table.entered.max(vm.types.len());
    let t = build(new);
    let Some(key) = key_of(&t) else {
        return Box::leak(Box::new(t));
    };
    table
        .made
        .entry(key)
        .or_insert_with(|| Box::leak(Box::new(t)))
}

fn key_of(t: &RType) -> Option<Key> {
    let one = |p: *const RType| p as usize;
    let (number, parts) = match t.kind {
        Kind::Pointer | Kind::Slice => (0, vec![one(t.elem)]),
        Kind::Array => (t.len, vec![one(t.elem)]),
        Kind::Chan => (usize::from(t.dir), vec![one(t.elem)]),
        Kind::Map => (0, vec![one(t.key), one(t.elem)]),
        Kind::Func => (
            t.params.len() * 2 + usize::from(t.variadic),
            t.params.iter().chain(t.results).map(|&p| one(p)).collect(),
        ),
        Kind::Struct => (
            t.fields.len(),
            t.fields.iter().map(|f| one(f.typ)).collect(),
        ),
        _ => return None,
    };
    let mut names = String::new();
    for f in t.fields {
        names += &format!("{}.{:?} {:?} {};", f.pkg_path, f.name, f.tag, f.embedded);
    }
    Some(Key {
        kind: t.kind as u8,
        number,
        parts,
        names,
    })
}

fn build(new: New) -> RType {
    match new {
        New::Pointer(e) => {
            let mut t = words(Kind::Pointer, &[true], format!("*{}", e.string));
            t.elem = e;
            t
        }
        New::Slice(e) => {
            let mut t = words(
                Kind::Slice,
                &[true, false, false],
                format!("[]{}", e.string),
            );
            t.elem = e;
            t.comparable = false;
            t
        }
        New::Chan(e, dir) => {
            let name = match dir {
                1 => format!("<-chan {}", e.string),
                2 => format!("chan<- {}", e.string),
                _ if e.string.starts_with("<-") => format!("chan ({})", e.string),
                _ => format!("chan {}", e.string),
            };
            let mut t = words(Kind::Chan, &[true], name);
            t.elem = e;
            t.dir = dir;
            t
        }
        New::Map(k, e) => {
            let mut t = words(Kind::Map, &[true], format!("map[{}]{}", k.string, e.string));
            t.key = k;
            t.elem = e;
            t.comparable = false;
            t
        }
        New::Array(e, n) => array(e, n),
        New::Func(params, results, variadic) => func(params, results, variadic),
        New::Struct(fields) => structure(fields),
    }
}

/// A type of whole words, of which `ptrs` says which are pointers.
fn words(kind: Kind, ptrs: &[bool], string: String) -> RType {
    let size = ptrs.len() * 8;
    RType {
        gc: GcType::from_words(size, 8, ptrs),
        kind,
        direct: size == 8,
        comparable: true,
        has_iface: false,
        plain: true,
        dir: 0,
        variadic: false,
        align: 8,
        size,
        id: u32::MAX,
        string: string.leak(),
        name: "",
        pkg_path: "",
        elem: std::ptr::null(),
        key: std::ptr::null(),
        ptr_to: std::ptr::null(),
        len: 0,
        fields: &[],
        params: &[],
        results: &[],
        methods: &[],
        map: std::ptr::null(),
    }
}

/// Sets size, alignment and pointer words of an aggregate from its parts (offset and type).
fn lay_out(t: &mut RType, size: usize, align: u32, parts: &[(usize, &'static RType)]) {
    let has_pointers = parts.iter().any(|(_, p)| p.gc.ptrdata > 0);
    let mut ptrs = vec![false; if has_pointers { size / 8 } else { 0 }];
    for &(offset, part) in parts {
        for w in 0..part.gc.ptrdata / 8 {
            // SAFETY: the mask covers the words below ptrdata.
            if unsafe { *part.gc.ptrmask.add(w / 64) } >> (w % 64) & 1 != 0 {
                ptrs[offset / 8 + w] = true;
            }
        }
    }
    t.gc = GcType::from_words(size, align.clamp(1, 8) as u8, &ptrs);
    t.size = size;
    t.align = align;
    t.direct = false;
    t.comparable = parts.iter().all(|(_, p)| p.comparable);
    t.has_iface = parts
        .iter()
        .any(|(_, p)| p.has_iface || p.kind == Kind::Interface);
}

fn array(e: &'static RType, n: usize) -> RType {
    let mut t = words(Kind::Array, &[], format!("[{n}]{}", e.string));
    // An element without pointers needs no walk over all of them.
    let walked = if e.gc.ptrdata == 0 { 0 } else { n };
    let parts: Vec<_> = (0..walked).map(|i| (i * e.size, e)).collect();
    lay_out(&mut t, n * e.size, e.align, &parts);
    t.comparable = e.comparable;
    t.has_iface = e.has_iface;
    t.plain = e.plain;
    t.elem = e;
    t.len = n;
    t
}

fn func(params: Vec<&'static RType>, results: Vec<&'static RType>, variadic: bool) -> RType {
    let last = params.len().wrapping_sub(1);
    let list = |v: &[&RType], variadic: bool| {
        v.iter()
            .enumerate()
            .map(|(i, p)| match p.string.strip_prefix("[]") {
                Some(e) if variadic && i == last => format!("...{e}"),
                _ => p.string.to_string(),
            })
            .collect::<Vec<_>>()
            .join(", ")
    };
    let out = match &results[..] {
        [] => String::new(),
        [one] => format!(" {}", one.string),
        many => format!(" ({})", list(many, false)),
    };
    let name = format!("func({}){out}", list(&params, variadic));
    let mut t = words(Kind::Func, &[true], name);
    t.comparable = false;
    t.variadic = variadic;
    t.params = Vec::leak(params.into_iter().map(|p| p as *const RType).collect());
    t.results = Vec::leak(results.into_iter().map(|p| p as *const RType).collect());
    t
}

fn structure(mut fields: Vec<RField>) -> RType {
    let (mut size, mut align, mut name) = (0usize, 1, String::from("struct {"));
    let mut parts = Vec::new();
    let mut plain = true;
    let count = fields.len();
    for (i, f) in fields.iter_mut().enumerate() {
        // SAFETY: types live for ever.
        let ft: &'static RType = unsafe { &*f.typ };
        let at = size.next_multiple_of(ft.align.max(1) as usize);
        plain &= ft.plain && at == size && f.name != "_";
        f.offset = at;
        parts.push((at, ft));
        size = at + ft.size;
        // A pointer to a last field of no size must not point past the struct.
        if i + 1 == count && ft.size == 0 && size > 0 {
            size += 1;
        }
        align = align.max(ft.align);
        name += if i == 0 { " " } else { "; " };
        if !f.embedded {
            name += f.name;
            name += " ";
        }
        name += ft.string;
        if !f.tag.is_empty() {
            name += &format!(" {:?}", f.tag);
        }
    }
    name += if count == 0 { "}" } else { " }" };
    let end = size.next_multiple_of(align as usize);
    let mut t = words(Kind::Struct, &[], name);
    lay_out(&mut t, end, align, &parts);
    t.plain = plain && end == size;
    t.fields = Vec::leak(fields);
    t
}
