//! Natives of package reflect: parts of types that reflectlite has no need of, memory of values, maps and channels by
//! type.
//!
//! A `Type` is the address of an `RType`; a value is passed as the address of its memory form. The package checks kinds
//! before it calls, so a native may rely on the type being of the kind it is for; null types give zero all the same.
//! Types that a program makes while it runs are in `reflect_types`.

use crate::reflect_types::{self as types, New};
use minigo_runtime::chan::{self, CloseResult, Hchan, RecvResult, SendResult};
use minigo_runtime::map::{self, Hiter, Hmap};
use minigo_runtime::mbarrier::{marking, shade_range};
use minigo_runtime::select::{Scase, Selected, selectgo};
use minigo_vm::native::{NativeCtx, Registry};
use minigo_vm::ops::map::map_type;
use minigo_vm::rtype::{self, RField, RMethod, RType};

/// Adds this package's natives.
pub(crate) fn register(r: &mut Registry) {
    macro_rules! leaf {
        ($($name:literal $f:expr;)*) => { $(r.leaf(concat!("reflect.", $name), $f);)* };
    }
    macro_rules! g0 {
        ($($name:literal $f:expr;)*) => { $(r.g0(concat!("reflect.", $name), $f);)* };
    }
    leaf! {
        "typeDir" |c| { let d = typ(c, 0).map_or(0, |t| t.dir); c.set(0, u64::from(d)) };
        "typeVariadic" |c| { let v = typ(c, 0).is_some_and(|t| t.variadic); c.set_bool(0, v) };
        "typeAlign" |c| { let a = typ(c, 0).map_or(0, |t| t.align); c.set(0, u64::from(a)) };
        "typeDirect" |c| { let d = typ(c, 0).is_some_and(|t| t.direct); c.set_bool(0, d) };
        "numParam" |c| { let n = typ(c, 0).map_or(0, |t| t.params.len()); c.set(0, n as u64) };
        "param" |c| {
            let p = typ(c, 0).and_then(|t| t.params.get(c.word(1) as usize));
            c.set(0, p.map_or(0, |&p| p as u64));
        };
        "numResult" |c| { let n = typ(c, 0).map_or(0, |t| t.results.len()); c.set(0, n as u64) };
        "result" |c| {
            let p = typ(c, 0).and_then(|t| t.results.get(c.word(1) as usize));
            c.set(0, p.map_or(0, |&p| p as u64));
        };
        "fieldTag" |c| { let s = field(c).map_or("", |f| f.tag); c.set_str_raw(0, s.as_ptr(), s.len()) };
        "fieldPkgPath" |c| { let s = field(c).map_or("", |f| f.pkg_path); c.set_str_raw(0, s.as_ptr(), s.len()) };
        "fieldOffset" |c| { let o = field(c).map_or(0, |f| f.offset); c.set(0, o as u64) };
        "numMethodAll" |c| { let n = typ(c, 0).map_or(0, |t| t.methods.len()); c.set(0, n as u64) };
        "methodName" |c| { let s = method(c).map_or("", |m| m.name); c.set_str_raw(0, s.as_ptr(), s.len()) };
        "methodPkgPath" |c| { let s = method(c).map_or("", |m| m.pkg_path); c.set_str_raw(0, s.as_ptr(), s.len()) };
        "methodType" |c| { let t = method(c).map_or(0, |m| m.typ as u64); c.set(0, t) };
        "methodFunc" |c| {
            let f = method(c).map_or(0, |m| match m.func.is_null() {
                true => 0,
                // SAFETY: the function is a record of the program, whose static closure is part of it.
                false => unsafe { &raw const (*m.func).static_closure as u64 },
            });
            c.set(0, f);
        };
        "typedmemmove" |c| {
            if let Some(t) = typ(c, 0) {
                // SAFETY: both addresses hold a value of the type.
                unsafe { overwrite(c.ptr(1), c.ptr(2), t.size) };
            }
        };
        "typedmemclr" |c| {
            if let Some(t) = typ(c, 0) {
                // SAFETY: the address holds a value of the type.
                unsafe {
                    if marking() {
                        shade_range(c.ptr(1), t.size);
                    }
                    c.ptr(1).write_bytes(0, t.size);
                }
            }
        };
        "memmove" |c| {
            // SAFETY: the package gives addresses valid for that many bytes.
            unsafe { overwrite(c.ptr(0), c.ptr(1), c.word(2) as usize) };
        };
    }
    g0! {
        "unsafeNew" |c| { let p = typ(c, 0).map_or(std::ptr::null_mut(), |t| c.alloc(t, 1)); c.set_ptr(0, p) };
        "unsafeNewArray" |c| {
            let n = c.word(1) as usize;
            let p = typ(c, 0).map_or(std::ptr::null_mut(), |t| c.alloc(t, n));
            c.set_ptr(0, p);
        };
        "load" |c| match typ(c, 0) {
            Some(t) => { let p = c.ptr(1); crate::reflectlite::box_value(c, 0, t, p) }
            None => c.set_eface(0, None, 0),
        };
        "storeInterface" store_interface;
        "makeMap" |c| {
            if let Some(t) = typ(c, 0) {
                // SAFETY: a map type of the program.
                let m = unsafe { map::makemap(map_type(t), c.word(1) as usize) };
                c.set_ptr(0, m.cast());
            }
        };
        "mapAccess" |c| {
            let Some(t) = typ(c, 0) else { return };
            if !hashable(c, t, 2) { return }
            let p = if c.word(1) == 0 { std::ptr::null_mut() } else {
                // SAFETY: the key is one of the map's key type.
                unsafe { map::mapaccess(map_type(t), c.ptr(1).cast(), c.ptr(2)) }
            };
            c.set_ptr(0, p);
        };
        "mapAssign" |c| {
            let Some(t) = typ(c, 0) else { return };
            if !hashable(c, t, 2) { return }
            if c.word(1) == 0 {
                return c.raise_failure("panicnilmap", 0, 0);
            }
            // SAFETY: key and element are of the map's types.
            unsafe {
                let at = map::mapassign(map_type(t), c.ptr(1).cast(), c.ptr(2));
                overwrite(at, c.ptr(3), t.elem().size);
            }
        };
        "mapDelete" |c| {
            let Some(t) = typ(c, 0) else { return };
            if !hashable(c, t, 2) || c.word(1) == 0 { return }
            // SAFETY: as in mapAccess.
            unsafe { map::mapdelete(map_type(t), c.ptr(1).cast(), c.ptr(2)) };
        };
        "mapClear" |c| {
            if let Some(t) = typ(c, 0) && c.word(1) != 0 {
                // SAFETY: a map of the type.
                unsafe { map::mapclear(map_type(t), c.ptr(1).cast()) };
            }
        };
        "mapEntries" map_entries;
        "makeChan" |c| {
            if let Some(t) = typ(c, 0) {
                // SAFETY: a channel type of the program.
                match unsafe { chan::makechan(&raw const t.elem().gc, c.int(1)) } {
                    Some(ch) => c.set_ptr(0, ch.cast()),
                    None => c.raise_failure("panicmakechan", 0, 0),
                }
            }
        };
        "newPointer" |c| { let t = typ(c, 0).map(|t| types::pointer_to(c.vm(), t)); set_type(c, t) };
        "newSlice" |c| { let t = typ(c, 0).map(|t| types::make(c.vm(), New::Slice(t))); set_type(c, t) };
        "newArray" |c| {
            let n = c.word(1) as usize;
            let t = typ(c, 0).map(|t| types::make(c.vm(), New::Array(t, n)));
            set_type(c, t)
        };
        "newChan" |c| {
            let dir = c.word(1) as u8;
            let t = typ(c, 0).map(|t| types::make(c.vm(), New::Chan(t, dir)));
            set_type(c, t)
        };
        "newMap" |c| {
            let t = typ(c, 0).zip(typ(c, 1)).map(|(k, e)| types::make(c.vm(), New::Map(k, e)));
            set_type(c, t)
        };
        "newFunc" |c| {
            let (params, results) = (type_slice(c, 0), type_slice(c, 3));
            let t = types::make(c.vm(), New::Func(params, results, c.bool(6)));
            set_type(c, Some(t))
        };
        "newStruct" new_struct;
    }
    r.park("reflect.chanSend", |c| {
        // SAFETY: the element is one of the channel's type.
        match unsafe { chan::chansend(c.ptr(0) as *mut Hchan, c.ptr(1), c.bool(2)) } {
            SendResult::Closed => c.raise_failure("panicsendclosed", 0, 0),
            SendResult::Sent => c.set_bool(0, true),
            SendResult::WouldBlock => c.set_bool(0, false),
        }
    });
    r.park("reflect.chanRecv", |c| {
        // SAFETY: there is room for an element.
        let got = unsafe { chan::chanrecv(c.ptr(0) as *mut Hchan, c.ptr(1), c.bool(2)) };
        c.set_bool(0, !matches!(got, RecvResult::WouldBlock));
        c.set_bool(1, matches!(got, RecvResult::Received));
    });
    r.park("reflect.selectgo", |c| {
        let (cases, order) = (c.ptr(0) as *mut Scase, c.ptr(1) as *mut u16);
        // SAFETY: the package's scase has the layout of Scase; both arrays are heap objects, which do not move, that the
        // caller's frame holds on to, as are the elements.
        let chosen = unsafe { selectgo(cases, order, c.word(2) as usize, c.bool(3)) };
        let (index, ok) = match chosen {
            Selected::Sent(index) => (index as i64, false),
            Selected::Received { index, ok } => (index as i64, ok),
            Selected::Default => (-1, false),
            Selected::SendOnClosed => return c.raise_failure("panicsendclosed", 0, 0),
        };
        c.set(0, index as u64);
        c.set_bool(1, ok);
    });
    r.park("reflect.chanClose", |c| {
        // SAFETY: a channel or nil.
        match unsafe { chan::closechan(c.ptr(0) as *mut Hchan) } {
            CloseResult::Done => {}
            CloseResult::Nil => c.raise_failure("panicclosenil", 0, 0),
            CloseResult::Closed => c.raise_failure("panicclosed", 0, 0),
        }
    });
}

fn typ(c: &NativeCtx, slot: usize) -> Option<&'static RType> {
    // SAFETY: a Type is 0 or the address of an RType, which lives for ever.
    unsafe { (c.word(slot) as *const RType).as_ref() }
}

fn set_type(c: &mut NativeCtx, t: Option<&'static RType>) {
    c.set(0, t.map_or(0, |t| t as *const RType as u64));
}

fn field(c: &NativeCtx) -> Option<&'static RField> {
    typ(c, 0)?.fields.get(c.word(1) as usize)
}

fn method(c: &NativeCtx) -> Option<&'static RMethod> {
    typ(c, 0)?.methods.get(c.word(1) as usize)
}

/// Copies `bytes` from `from` to `to`, whose old pointers a running collection may still have to see.
///
/// # Safety
/// Both ranges are valid; the thread holds a P.
unsafe fn overwrite(to: *mut u8, from: *const u8, bytes: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        if marking() {
            shade_range(to, bytes);
        }
        to.copy_from(from, bytes);
    }
}

/// Whether the key at the address in `slot` can be hashed; raises the panic if not.
fn hashable(c: &mut NativeCtx, t: &RType, slot: usize) -> bool {
    let key = t.key();
    if key.has_iface
        // SAFETY: the address holds a key.
        && let Some(bad) = unsafe { rtype::unhashable(key, c.ptr(slot)) }
    {
        let s = bad.string;
        c.raise_failure("panicunhashable", s.as_ptr() as u64, s.len() as u64);
        return false;
    }
    true
}

/// `storeInterface(t Type, v any, to unsafe.Pointer) bool`: stores v to a variable of interface type t; false if v does
/// not implement it.
fn store_interface(c: &mut NativeCtx) {
    let Some(t) = typ(c, 0) else {
        return c.set_bool(0, false);
    };
    let (v, data) = c.eface(1);
    let to = c.ptr(3).cast::<u64>();
    let word = match v {
        None => 0,
        Some(v) if t.methods.is_empty() => v as *const RType as u64,
        Some(v) => match rtype::itab(t, v) {
            Ok(itab) => itab as u64,
            Err(_) => return c.set_bool(0, false),
        },
    };
    // SAFETY: `to` points to an interface variable.
    unsafe {
        to.write(word);
        minigo_runtime::mbarrier::write_pointer(to.add(1), data);
    }
    c.set_bool(0, true);
}

/// `mapEntries(t Type, m unsafe.Pointer) (keys, elems unsafe.Pointer, n int)`: copies of all entries, keys and elements
/// each in an array.
fn map_entries(c: &mut NativeCtx) {
    let (t, m) = (typ(c, 0), c.ptr(1) as *mut Hmap);
    let (mut keys, mut elems, mut n) = (std::ptr::null_mut::<u8>(), std::ptr::null_mut::<u8>(), 0);
    if let Some(t) = t
        && !m.is_null()
    {
        // SAFETY: a map of the type; nobody changes it while this native runs, or it is the program's data race.
        unsafe {
            let room = map::maplen(m);
            keys = c.alloc(t.key(), room);
            elems = c.alloc(t.elem(), room);
            let mut it = Hiter::new();
            map::mapiterinit(map_type(t), m, &mut it);
            while n < room && map::mapiternext(&mut it) {
                let (ks, es) = (t.key().size, t.elem().size);
                keys.add(n * ks).copy_from(it.key, ks);
                elems.add(n * es).copy_from(it.elem, es);
                n += 1;
            }
        }
    }
    c.set_ptr(0, keys);
    c.set_ptr(1, elems);
    c.set(2, n as u64);
}

/// The `[]Type` in slots `i…i+2`.
fn type_slice(c: &NativeCtx, i: usize) -> Vec<&'static RType> {
    let (p, n, _) = c.slice(i);
    (0..n)
        // SAFETY: the slice holds the addresses of types.
        .filter_map(|k| unsafe { (*p.cast::<*const RType>().add(k)).as_ref() })
        .collect()
}

/// The `[]string` in slots `i…i+2`, copied for ever.
fn string_slice(c: &NativeCtx, i: usize) -> Vec<&'static str> {
    let (p, n, _) = c.slice(i);
    (0..n)
        .map(|k| {
            // SAFETY: the slice holds strings.
            let s = unsafe {
                let w = p.cast::<[usize; 2]>().add(k).read();
                if w[1] == 0 {
                    &[]
                } else {
                    std::slice::from_raw_parts(w[0] as *const u8, w[1])
                }
            };
            &*String::from_utf8_lossy(s).into_owned().leak()
        })
        .collect()
}

/// `newStruct(types []Type, names, pkgPaths, tags []string, embedded []bool) Type`.
fn new_struct(c: &mut NativeCtx) {
    let types = type_slice(c, 0);
    let (names, pkgs, tags) = (string_slice(c, 3), string_slice(c, 6), string_slice(c, 9));
    let embedded = c.byte_slice(12);
    let fields = types
        .iter()
        .enumerate()
        .map(|(i, t)| RField {
            name: names[i],
            pkg_path: pkgs[i],
            typ: *t,
            offset: 0,
            embedded: embedded[i] != 0,
            tag: tags[i],
        })
        .collect();
    let t = types::make(c.vm(), New::Struct(fields));
    set_type(c, Some(t));
}
