//! Run-time types: what values carry in interfaces and what allocation, maps, `==` and reflection read.
//!
//! * [`RType`] begins with the collector's `GcType`, so an object header and a type word may point to either.
//! * RTypes live for ever, at fixed addresses; two equal types have one RType, so types compare by address.
//! * `eq` and `hash` see memory forms. They never panic: the caller asks [`RType::unhashable`] first where the type
//!   [`RType::has_iface`] (interfaces inside may hold values that cannot be compared).

use crate::load::FuncInfo;
pub use minigo_bytecode::Kind;
use minigo_bytecode::{Program, TypeDef};
use minigo_runtime::malloc::GcType;

/// A type word of an interface without methods; what reflection shows.
#[repr(C)]
pub struct RType {
    /// Size, pointer mask and alignment, for the collector.
    pub gc: GcType,
    /// Kind of the underlying type.
    pub kind: Kind,
    /// Whether an interface's data word holds the value itself (scalars and pointer-shaped types).
    pub direct: bool,
    /// Whether `==` is defined.
    pub comparable: bool,
    /// Whether a value contains interfaces, so that comparing or hashing may panic.
    pub has_iface: bool,
    /// Whether equal values have equal bytes (no floats, strings, interfaces, padding).
    pub plain: bool,
    /// Direction of a channel: 1 receive, 2 send, 3 both.
    pub dir: u8,
    /// Whether a func is variadic.
    pub variadic: bool,
    /// Alignment in bytes.
    pub align: u32,
    /// Size of a value in bytes.
    pub size: usize,
    /// Index in the program's type table.
    pub id: u32,
    /// As `%T` prints it.
    pub string: &'static str,
    /// Name of a defined or predeclared type, else empty.
    pub name: &'static str,
    /// Import path of a defined type's package, else empty.
    pub pkg_path: &'static str,
    /// Element of array, chan, map, pointer, slice; else null.
    pub elem: *const RType,
    /// Key of a map; else null.
    pub key: *const RType,
    /// Pointer type to this one, or null when the program has none.
    pub ptr_to: *const RType,
    /// Length of an array.
    pub len: usize,
    /// Fields of a struct.
    pub fields: &'static [RField],
    /// Parameters of a func.
    pub params: &'static [*const RType],
    /// Results of a func.
    pub results: &'static [*const RType],
    /// Methods, sorted by name: of an interface, or the method set of a concrete type.
    pub methods: &'static [RMethod],
    /// The runtime's description of a map type; else null.
    pub map: *const u8,
}

// SAFETY: an RType is immutable once the loader is done, but for the collector's atomic word.
unsafe impl Sync for RType {}
// SAFETY: as above.
unsafe impl Send for RType {}

/// A struct field.
pub struct RField {
    /// Name.
    pub name: &'static str,
    /// Package that qualifies an unexported name, else empty.
    pub pkg_path: &'static str,
    /// Type.
    pub typ: *const RType,
    /// Offset in bytes.
    pub offset: usize,
    /// Embedded.
    pub embedded: bool,
    /// Tag.
    pub tag: &'static str,
}

/// A method.
pub struct RMethod {
    /// Name.
    pub name: &'static str,
    /// Package that qualifies an unexported name, else empty.
    pub pkg_path: &'static str,
    /// Func type without receiver.
    pub typ: *const RType,
    /// Code for a receiver in data-word form; null in interface types and for methods the program never reaches.
    pub func: *const FuncInfo,
}

/// Type word of an interface with methods: the pair of interface and dynamic type with the methods' entries.
#[repr(C)]
pub struct Itab {
    /// The interface type.
    pub inter: *const RType,
    /// The dynamic type.
    pub rtype: *const RType,
    /// Entry pcs of the methods in the interface's order; as many as `inter.methods`.
    pub fun: [*const u64; 0],
}

impl Itab {
    /// Entry of method `i`.
    ///
    /// # Safety
    /// `i` is below the number of methods of the interface.
    #[inline(always)]
    pub unsafe fn entry(this: *const Itab, i: usize) -> *const u64 {
        // SAFETY: the entries follow the header.
        unsafe { *(&raw const (*this).fun as *const *const u64).add(i) }
    }
}

impl RType {
    /// Whether the values of this type are pointers, stored in data words as such.
    pub fn is_pointer_shaped(&self) -> bool {
        matches!(
            self.kind,
            Kind::Pointer | Kind::Map | Kind::Chan | Kind::Func | Kind::UnsafePointer
        )
    }

    /// Finds a method by name and package (empty for exported names).
    pub fn method(&self, name: &str, pkg_path: &str) -> Option<&'static RMethod> {
        // Few methods and rare calls: a linear search over sorted names is enough.
        self.methods
            .iter()
            .find(|m| m.name == name && m.pkg_path == pkg_path)
    }

    /// Whether this type has all methods of interface type `inter`; else the first missing name.
    pub fn missing_method(&self, inter: &RType) -> Option<&'static str> {
        inter
            .methods
            .iter()
            .find(|m| {
                self.method(m.name, m.pkg_path)
                    .is_none_or(|have| have.typ != m.typ)
            })
            .map(|m| m.name)
    }

    /// Element type.
    pub fn elem(&self) -> &'static RType {
        debug_assert!(!self.elem.is_null());
        // SAFETY: set by the loader for the kinds that have one; types live for ever.
        unsafe { &*self.elem }
    }

    /// Key type of a map.
    pub fn key(&self) -> &'static RType {
        debug_assert!(!self.key.is_null());
        // SAFETY: as for `elem`.
        unsafe { &*self.key }
    }

    /// Slots that a value takes in a frame.
    pub fn slots(&self) -> usize {
        self.size.div_ceil(8)
    }
}

/// Builds the program's types from number `from` on at `out`. Method functions point into `funcs`, which may be filled in later.
///
/// # Safety
/// `out` and `funcs` have room for the program's types and functions; the program is verified (ids in range, offsets
/// inside their types).
pub unsafe fn build(p: &Program, out: *mut RType, funcs: *mut FuncInfo, from: usize) {
    let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
    let typ = |id: minigo_bytecode::TypeId| out.wrapping_add(id.0 as usize) as *const RType;
    let opt = |id: Option<minigo_bytecode::TypeId>| id.map_or(std::ptr::null(), typ);
    for (i, d) in p.types.iter().enumerate().skip(from) {
        let methods = methods(d, out, funcs);
        let fields: Vec<RField> = d
            .fields
            .iter()
            .map(|f| RField {
                name: leak(&f.name),
                pkg_path: leak(&f.pkg_path),
                typ: typ(f.typ),
                offset: f.offset as usize,
                embedded: f.embedded,
                tag: leak(&f.tag),
            })
            .collect();
        let facts = Facts::of(p, i, 0);
        let t = RType {
            gc: gc_type(p, i),
            kind: d.kind,
            direct: is_direct(d.kind),
            comparable: d.comparable,
            has_iface: facts.has_iface,
            plain: facts.plain,
            dir: d.dir,
            variadic: d.variadic,
            align: d.align,
            size: d.size as usize,
            id: i as u32,
            string: leak(&d.string),
            name: leak(&d.name),
            pkg_path: leak(&d.pkg_path),
            elem: opt(d.elem),
            key: opt(d.key),
            ptr_to: opt(d.ptr_to),
            len: d.len as usize,
            fields: Vec::leak(fields),
            params: Vec::leak(d.params.iter().map(|&t| typ(t)).collect()),
            results: Vec::leak(d.results.iter().map(|&t| typ(t)).collect()),
            methods: Vec::leak(methods),
            map: std::ptr::null(),
        };
        // SAFETY: the caller made room for all types.
        unsafe { out.add(i).write(t) };
    }
}

/// The method table of a type.
fn methods(d: &TypeDef, types: *const RType, funcs: *const FuncInfo) -> Vec<RMethod> {
    let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
    d.methods
        .iter()
        .map(|m| RMethod {
            name: leak(&m.name),
            pkg_path: leak(&m.pkg_path),
            typ: types.wrapping_add(m.typ.0 as usize),
            func: m
                .func
                .map_or(std::ptr::null(), |f| funcs.wrapping_add(f.0 as usize)),
        })
        .collect()
}

/// Brings the types below number `upto` up to date: methods that were compiled or declared since, links to pointer
/// types. Itabs follow.
///
/// # Safety
/// The world is stopped; the tables are those that [`build`] filled.
pub unsafe fn refresh(p: &Program, types: *mut RType, funcs: *mut FuncInfo, upto: usize) {
    if upto == 0 {
        return;
    }
    for (i, d) in p.types.iter().enumerate().take(upto) {
        // SAFETY: the entry is filled and nobody reads it now.
        let t = unsafe { &mut *types.add(i) };
        if let Some(to) = d.ptr_to {
            t.ptr_to = types.wrapping_add(to.0 as usize);
        }
        if d.kind == Kind::Interface {
            continue;
        }
        let func = |m: &minigo_bytecode::Method| {
            m.func
                .map_or(std::ptr::null(), |f| funcs.wrapping_add(f.0 as usize))
        };
        let same = d.methods.len() == t.methods.len()
            && d.methods
                .iter()
                .zip(t.methods)
                .all(|(a, b)| a.name == b.name && std::ptr::eq(func(a), b.func));
        if !same {
            t.methods = Vec::leak(methods(d, types, funcs));
        }
    }
    itabs::each(|itab| {
        // SAFETY: itabs live for ever; as many entries as the interface has methods.
        unsafe {
            let (inter, t) = (&*(*itab).inter, &*(*itab).rtype);
            let fun = (&raw mut (*itab).fun).cast::<u64>();
            for (i, m) in inter.methods.iter().enumerate() {
                if let Some(have) = t.method(m.name, m.pkg_path)
                    && !have.func.is_null()
                {
                    *fun.add(i) = (*have.func).entry as u64;
                }
            }
        }
    });
}

/// Whether an interface's data word holds values of this kind themselves.
fn is_direct(kind: Kind) -> bool {
    use Kind::*;
    !matches!(
        kind,
        Invalid | Complex64 | Complex128 | Array | Interface | Slice | String | Struct
    )
}

/// The collector's view of type `i`.
fn gc_type(p: &Program, i: usize) -> GcType {
    let d = &p.types[i];
    let mut words = vec![false; d.size as usize / 8];
    let mut mark = |off: usize| {
        if let Some(w) = words.get_mut(off / 8) {
            *w = true;
        }
    };
    match (d.kind, d.elem) {
        (Kind::Array, Some(e)) => {
            let e = &p.types[e.0 as usize];
            if !d.ptrs.is_empty() {
                for k in 0..d.len as usize {
                    for &o in &d.ptrs {
                        mark(k * e.size as usize + o as usize);
                    }
                }
            }
        }
        _ => d.ptrs.iter().for_each(|&o| mark(o as usize)),
    }
    GcType::from_words(d.size as usize, d.align.clamp(1, 8) as u8, &words)
}

/// What comparing values of a type involves.
struct Facts {
    has_iface: bool,
    plain: bool,
}

impl Facts {
    fn of(p: &Program, i: usize, depth: usize) -> Facts {
        let d = &p.types[i];
        let no = Facts {
            has_iface: false,
            plain: false,
        };
        if depth > 1000 {
            return no;
        }
        match d.kind {
            Kind::Interface => Facts {
                has_iface: true,
                plain: false,
            },
            Kind::Float32 | Kind::Float64 | Kind::Complex64 | Kind::Complex128 | Kind::String => no,
            Kind::Array => match d.elem {
                Some(e) => Facts::of(p, e.0 as usize, depth + 1),
                None => no,
            },
            Kind::Struct => {
                let mut all = Facts {
                    has_iface: false,
                    plain: true,
                };
                let mut end = 0;
                for f in &d.fields {
                    let one = Facts::of(p, f.typ.0 as usize, depth + 1);
                    all.has_iface |= one.has_iface;
                    all.plain &= one.plain && f.name != "_" && f.offset == end;
                    end = f.offset + p.types[f.typ.0 as usize].size;
                }
                all.plain &= end == d.size;
                all
            }
            _ => Facts {
                has_iface: false,
                plain: true,
            },
        }
    }
}

/// A value inside was of a type that `==` is not defined on; the type.
pub type Uncomparable = &'static RType;

/// Whether the values at `a` and `b` are equal; stops at the first difference.
///
/// # Safety
/// Both addresses hold values of type `t` in memory form.
pub unsafe fn eq_mem(t: &RType, a: *const u8, b: *const u8) -> Result<bool, Uncomparable> {
    // SAFETY: parts of a value lie inside it, by the type's offsets.
    unsafe {
        if t.plain {
            return Ok(eq_bytes(a, b, t.size));
        }
        match t.kind {
            Kind::Float32 => Ok(*(a as *const f32) == *(b as *const f32)),
            Kind::Float64 => Ok(*(a as *const f64) == *(b as *const f64)),
            Kind::Complex64 => Ok(*(a as *const [f32; 2]) == *(b as *const [f32; 2])),
            Kind::Complex128 => Ok(*(a as *const [f64; 2]) == *(b as *const [f64; 2])),
            Kind::String => Ok(eq_str(a as *const u64, b as *const u64)),
            Kind::Interface => eq_iface(t, a as *const u64, b as *const u64),
            Kind::Array => {
                let e = t.elem();
                for i in 0..t.len {
                    if !eq_mem(e, a.add(i * e.size), b.add(i * e.size))? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Kind::Struct => {
                for f in t.fields.iter().filter(|f| f.name != "_") {
                    if !eq_mem(&*f.typ, a.add(f.offset), b.add(f.offset))? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(eq_bytes(a, b, t.size)),
        }
    }
}

/// Whether two strings (pointer and length words) are equal.
///
/// # Safety
/// Both addresses hold strings.
#[inline(always)]
pub unsafe fn eq_str(a: *const u64, b: *const u64) -> bool {
    // SAFETY: a string's pointer is valid for its length.
    unsafe {
        *a.add(1) == *b.add(1)
            && (*a == *b || eq_bytes(*a as *const u8, *b as *const u8, *a.add(1) as usize))
    }
}

/// Whether `n` bytes are equal.
///
/// # Safety
/// Both addresses are valid for `n` bytes (any address when n is 0).
#[inline(always)]
pub unsafe fn eq_bytes(a: *const u8, b: *const u8, n: usize) -> bool {
    // SAFETY: the caller's promise.
    n == 0 || unsafe { std::slice::from_raw_parts(a, n) == std::slice::from_raw_parts(b, n) }
}

/// The dynamic type of the type word of an interface of static type `t`; null for nil.
///
/// # Safety
/// The word is such a type word.
#[inline(always)]
pub unsafe fn dynamic_type(has_methods: bool, word: u64) -> *const RType {
    if has_methods && word != 0 {
        // SAFETY: a type word of an interface with methods is an itab.
        unsafe { (*(word as *const Itab)).rtype }
    } else {
        word as *const RType
    }
}

/// Compares two interfaces of static type `t`.
unsafe fn eq_iface(t: &RType, a: *const u64, b: *const u64) -> Result<bool, Uncomparable> {
    // SAFETY: two words each; equal type words mean equal dynamic types (itabs are unique).
    unsafe {
        if *a != *b {
            return Ok(false);
        }
        let dt = dynamic_type(!t.methods.is_empty(), *a);
        if dt.is_null() {
            Ok(true)
        } else {
            eq_data(&*dt, *a.add(1), *b.add(1))
        }
    }
}

/// Compares two data words of dynamic type `t`.
///
/// # Safety
/// Both are data words of that type.
pub unsafe fn eq_data(t: &'static RType, a: u64, b: u64) -> Result<bool, Uncomparable> {
    if !t.comparable {
        return Err(t);
    }
    if t.direct {
        return Ok(match t.kind {
            Kind::Float64 => f64::from_bits(a) == f64::from_bits(b),
            Kind::Float32 => f32::from_bits(a as u32) == f32::from_bits(b as u32),
            _ => a == b,
        });
    }
    // SAFETY: the data word of an indirect type points to a value.
    unsafe { eq_mem(t, a as *const u8, b as *const u8) }
}

/// The first type inside the value at `p` that cannot be a map key, if any.
///
/// # Safety
/// `p` holds a value of type `t` in memory form.
pub unsafe fn unhashable(t: &'static RType, p: *const u8) -> Option<Uncomparable> {
    if !t.has_iface {
        return (!t.comparable).then_some(t);
    }
    // SAFETY: parts of a value lie inside it.
    unsafe {
        match t.kind {
            Kind::Interface => {
                let w = p as *const u64;
                let dt = dynamic_type(!t.methods.is_empty(), *w);
                let dt: &'static RType = dt.as_ref()?;
                if !dt.comparable {
                    return Some(dt);
                }
                if dt.direct {
                    None
                } else {
                    unhashable(dt, *w.add(1) as *const u8)
                }
            }
            Kind::Array => {
                let e: &'static RType = t.elem();
                (0..t.len).find_map(|i| unhashable(e, p.add(i * e.size)))
            }
            Kind::Struct => t
                .fields
                .iter()
                .find_map(|f| unhashable(&*f.typ, p.add(f.offset))),
            _ => None,
        }
    }
}

#[inline(always)]
fn mix(a: u64, b: u64) -> u64 {
    let m = (a as u128) * (b as u128);
    (m as u64) ^ ((m >> 64) as u64)
}

const K0: u64 = 0xa076_1d64_78bd_642f;
const K1: u64 = 0xe703_7ed1_a0b4_28db;

/// Hash of one word.
#[inline(always)]
pub fn hash_word(v: u64, seed: u64) -> u64 {
    mix(v ^ K0, seed ^ K1)
}

/// Hash of bytes.
///
/// # Safety
/// `p` is valid for `n` bytes.
pub unsafe fn hash_bytes(p: *const u8, n: usize, seed: u64) -> u64 {
    let mut h = seed ^ K0 ^ n as u64;
    let mut i = 0;
    // SAFETY: all reads lie below `p + n`.
    unsafe {
        while i + 8 <= n {
            h = mix((p.add(i) as *const u64).read_unaligned() ^ K1, h ^ K0);
            i += 8;
        }
        let mut last = 0u64;
        if i < n {
            std::ptr::copy_nonoverlapping(p.add(i), &raw mut last as *mut u8, n - i);
        }
        mix(last ^ K0, h ^ K1)
    }
}

/// Hash of a float: equal for 0 and -0, arbitrary for NaN.
fn hash_float(f: f64, seed: u64) -> u64 {
    if f == 0.0 {
        hash_word(0, seed)
    } else if f.is_nan() {
        static N: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        hash_word(N.fetch_add(K1, std::sync::atomic::Ordering::Relaxed), seed)
    } else {
        hash_word(f.to_bits(), seed)
    }
}

/// Hash of the value at `p`. Values that [`eq_mem`] calls equal have equal hashes.
///
/// # Safety
/// `p` holds a value of type `t` in memory form, and [`unhashable`] finds nothing in it.
pub unsafe fn hash_mem(t: &RType, p: *const u8, seed: u64) -> u64 {
    // SAFETY: parts of a value lie inside it, by the type's offsets.
    unsafe {
        if t.plain {
            return match t.size {
                8 => hash_word(*(p as *const u64), seed),
                4 => hash_word(*(p as *const u32) as u64, seed),
                n => hash_bytes(p, n, seed),
            };
        }
        match t.kind {
            Kind::Float32 => hash_float(*(p as *const f32) as f64, seed),
            Kind::Float64 => hash_float(*(p as *const f64), seed),
            Kind::Complex64 => {
                let [r, i] = *(p as *const [f32; 2]);
                hash_float(i as f64, hash_float(r as f64, seed))
            }
            Kind::Complex128 => {
                let [r, i] = *(p as *const [f64; 2]);
                hash_float(i, hash_float(r, seed))
            }
            Kind::String => {
                let w = p as *const u64;
                hash_bytes(*w as *const u8, *w.add(1) as usize, seed)
            }
            Kind::Interface => {
                let w = p as *const u64;
                let Some(dt) = dynamic_type(!t.methods.is_empty(), *w).as_ref() else {
                    return hash_word(0, seed);
                };
                let h = hash_word(dt as *const RType as u64, seed);
                if dt.direct {
                    hash_mem(dt, w.add(1) as *const u8, h)
                } else {
                    hash_mem(dt, *w.add(1) as *const u8, h)
                }
            }
            Kind::Array => {
                let e = t.elem();
                (0..t.len).fold(seed, |h, i| hash_mem(e, p.add(i * e.size), h))
            }
            Kind::Struct => t
                .fields
                .iter()
                .filter(|f| f.name != "_")
                .fold(seed, |h, f| hash_mem(&*f.typ, p.add(f.offset), h)),
            _ => hash_bytes(p, t.size, seed),
        }
    }
}

mod itabs {
    //! The itab table: open addressing, read without a lock, replaced when it grows (old tables stay readable).

    use super::{Itab, RType};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicPtr, Ordering::*};

    struct Table {
        slots: Box<[AtomicPtr<Itab>]>,
    }

    static TABLE: AtomicPtr<Table> = AtomicPtr::new(std::ptr::null_mut());
    static COUNT: Mutex<usize> = Mutex::new(0);

    fn start(inter: *const RType, t: *const RType, n: usize) -> usize {
        let h = super::hash_word(inter as u64, t as u64);
        h as usize & (n - 1)
    }

    fn new_table(n: usize) -> *mut Table {
        let slots = (0..n).map(|_| AtomicPtr::default()).collect();
        Box::into_raw(Box::new(Table { slots }))
    }

    /// The pair's itab, if it was made before.
    pub(super) fn find(inter: *const RType, t: *const RType) -> *const Itab {
        let table = TABLE.load(Acquire);
        if table.is_null() {
            return std::ptr::null();
        }
        // SAFETY: tables and itabs are never freed; an itab is complete before it is stored.
        unsafe {
            let slots = &(*table).slots;
            let mut i = start(inter, t, slots.len());
            loop {
                let it = slots[i].load(Acquire);
                if it.is_null() || ((*it).inter == inter && (*it).rtype == t) {
                    return it;
                }
                i = (i + 1) & (slots.len() - 1);
            }
        }
    }

    fn insert(table: *mut Table, it: *mut Itab) {
        // SAFETY: as in `find`; the writer holds the lock.
        unsafe {
            let slots = &(*table).slots;
            let mut i = start((*it).inter, (*it).rtype, slots.len());
            while !slots[i].load(Relaxed).is_null() {
                i = (i + 1) & (slots.len() - 1);
            }
            slots[i].store(it, Release);
        }
    }

    /// Calls `visit` with every itab.
    pub(super) fn each(mut visit: impl FnMut(*mut Itab)) {
        let _count = COUNT.lock().unwrap_or_else(|e| e.into_inner());
        let table = TABLE.load(Acquire);
        if table.is_null() {
            return;
        }
        // SAFETY: as in `find`.
        for s in unsafe { (*table).slots.iter() } {
            let it = s.load(Acquire);
            if !it.is_null() {
                visit(it);
            }
        }
    }

    /// Adds what `make` gives unless somebody else was faster; returns the one that stays.
    pub(super) fn add(
        inter: *const RType,
        t: *const RType,
        make: impl FnOnce() -> *mut Itab,
    ) -> *const Itab {
        let mut count = COUNT.lock().unwrap_or_else(|e| e.into_inner());
        let old = find(inter, t);
        if !old.is_null() {
            return old;
        }
        let mut table = TABLE.load(Relaxed);
        let len = if table.is_null() {
            0
        } else {
            // SAFETY: as in `find`.
            let t = unsafe { &*table };
            t.slots.len()
        };
        if (*count + 1) * 4 > len * 3 {
            let bigger = new_table((len * 2).max(256));
            if !table.is_null() {
                // SAFETY: as in `find`.
                for s in unsafe { (*table).slots.iter() } {
                    let it = s.load(Relaxed);
                    if !it.is_null() {
                        insert(bigger, it);
                    }
                }
            }
            TABLE.store(bigger, Release);
            table = bigger;
        }
        let it = make();
        insert(table, it);
        *count += 1;
        it
    }
}

/// The itab of `inter` (an interface with methods) and dynamic type `t`; the missing method's name if there is none.
///
/// Takes a lock and allocates when the pair is new: on g0 (or before the scheduler runs).
pub fn itab(inter: &'static RType, t: &'static RType) -> Result<*const Itab, &'static str> {
    let found = itabs::find(inter, t);
    if !found.is_null() {
        return Ok(found);
    }
    if let Some(m) = t.missing_method(inter) {
        return Err(m);
    }
    Ok(itabs::add(inter, t, || {
        let mut words: Vec<u64> = vec![inter as *const RType as u64, t as *const RType as u64];
        for m in inter.methods {
            let f = t
                .method(m.name, m.pkg_path)
                .map_or(std::ptr::null(), |m| m.func);
            words.push(if f.is_null() {
                0
            } else {
                // SAFETY: a method's function is a record of the program.
                unsafe { (*f).entry as u64 }
            });
        }
        Vec::leak(words).as_mut_ptr() as *mut Itab
    }))
}

/// The itab if the pair was seen before; null otherwise. Lock-free.
#[inline(always)]
pub fn find_itab(inter: *const RType, t: *const RType) -> *const Itab {
    itabs::find(inter, t)
}
