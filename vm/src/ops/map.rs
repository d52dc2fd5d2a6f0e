//! Maps. Keys are read from the frame, where the low bytes of a slot are the key in memory form.
//!
//! The runtime's description of a map type is made when the type is first used. Maps whose keys need the type's own
//! hash and equality are worked on from g0: comparing nested values takes more stack than a goroutine has.

use super::{gc_point, mcache};
use crate::dispatch::{Base, Next, Pc, a, b, c, ext_at, helped, imm, op, ra, rb, wa};
use crate::frame::{after, save};
use crate::panic::fail;
use crate::rtype::{Kind, RType, eq_mem, hash_mem, unhashable};
use minigo_bytecode::fail as F;
use minigo_runtime::malloc::new_object;
use minigo_runtime::map::{self, Growth, HITER_TYPE, Hiter, Hmap, KeyKind, MapType};
use minigo_runtime::{G, gopreempt, systemstack};
use std::sync::atomic::{AtomicPtr, Ordering::*};

/// The runtime's description of map type `t`.
///
/// # Safety
/// `t` is a map type of the program.
#[inline(always)]
pub unsafe fn map_type(t: *const RType) -> *const MapType {
    // SAFETY: types live for ever; the word is written once, atomically.
    unsafe {
        let mt = AtomicPtr::from_ptr((&raw const (*t).map) as *mut *mut u8).load(Acquire);
        if mt.is_null() {
            make_map_type(t)
        } else {
            mt.cast()
        }
    }
}

unsafe fn hash_key(key: *const u8, seed: u64, ctx: *const u8) -> u64 {
    // SAFETY: the context is the key's RType; the key was found hashable.
    unsafe { hash_mem(&*(ctx as *const RType), key, seed) }
}

unsafe fn eq_key(x: *const u8, y: *const u8, ctx: *const u8) -> bool {
    // SAFETY: the context is the keys' RType. Keys in maps are comparable.
    unsafe { eq_mem(&*(ctx as *const RType), x, y).unwrap_or(false) }
}

#[cold]
#[inline(never)]
unsafe fn make_map_type(t: *const RType) -> *const MapType {
    // SAFETY: t is a map type; types live for ever. Whoever comes second drops what it made.
    unsafe {
        systemstack(|| {
            let (key, elem) = ((*t).key(), (*t).elem());
            let kind = match (key.kind, key.plain, key.size) {
                (Kind::String, ..) => KeyKind::Str,
                (_, true, 8) => KeyKind::Mem64,
                (_, true, 4) => KeyKind::Mem32,
                _ => KeyKind::Generic,
            };
            let ctx = key as *const RType as *const u8;
            let new = MapType::new(&key.gc, &elem.gc, kind, hash_key, eq_key, ctx);
            let new = std::boxed::Box::into_raw(std::boxed::Box::new(new));
            let word = AtomicPtr::from_ptr((&raw const (*t).map) as *mut *mut u8);
            match word.compare_exchange(std::ptr::null_mut(), new.cast(), AcqRel, Acquire) {
                Ok(_) => new,
                Err(other) => {
                    drop(std::boxed::Box::from_raw(new));
                    other.cast()
                }
            }
        })
    }
}

/// The map and key type of an instruction with the key at `key`, or the type inside the key that cannot be hashed.
#[inline(always)]
unsafe fn checked(pc: Pc, key: *const u64) -> Result<*const MapType, &'static RType> {
    // SAFETY: the handler's promise.
    unsafe {
        let t = &*ext_at::<RType>(pc, 0);
        if t.key().has_iface
            && let Some(bad) = systemstack(|| unhashable(t.key(), key as *const u8))
        {
            return Err(bad);
        }
        Ok(map_type(t))
    }
}

#[cold]
#[inline(never)]
unsafe fn fail_hash(pc: Pc, base: Base, g: *mut G, bad: &'static RType) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        fail(
            pc,
            base,
            g,
            F::UNHASHABLE,
            &[bad.string.as_ptr() as u64, bad.string.len() as u64],
        )
    }
}

/// A lookup with a key that cannot be hashed; Go's text differs for a map without elements.
#[cold]
#[inline(never)]
unsafe fn fail_lookup(pc: Pc, base: Base, g: *mut G, bad: &'static RType, h: u64) -> Next {
    // SAFETY: the handler's promise; allocation needs the P that the running G has.
    unsafe {
        if map::maplen(h as *const Hmap) > 0 {
            return fail_hash(pc, base, g, bad);
        }
        save(g, pc, base);
        let (p, n) = systemstack(|| {
            let text = format!("hash of unhashable type: {}", bad.string);
            let p = minigo_runtime::malloc::mallocgc(text.len(), std::ptr::null(), false);
            p.copy_from_nonoverlapping(text.as_ptr(), text.len());
            (p, text.len())
        });
        fail(pc, base, g, F::PLAIN, &[p as u64, n as u64])
    }
}

/// Runs `f` where the map's key functions have stack enough.
#[inline(always)]
unsafe fn on_fitting_stack<R>(mt: *const MapType, f: impl FnOnce() -> R) -> R {
    // SAFETY: `f` is a map operation: it neither parks nor unwinds.
    unsafe {
        if (*mt).kind == KeyKind::Generic {
            systemstack(f)
        } else {
            f()
        }
    }
}

/// From here on a map that is made with room gets it by pieces.
const LARGE_HINT: usize = 1 << 14;

/// Lets a map with a large table grow (with `hint`: gives one that is just made its first), yielding between the pieces
/// when that is wanted. False when it need not go by pieces.
#[cold]
#[inline(never)]
unsafe fn grow_by_pieces(
    pc: Pc,
    base: Base,
    g: *mut G,
    mt: *const MapType,
    h: *mut Hmap,
    hint: Option<usize>,
) -> bool {
    // SAFETY: the handler's promise; the growth keeps the map and its tables alive. It goes on to its end even if the
    // goroutine is killed: that shows at the next poll.
    unsafe {
        let Some(mut growth) = systemstack(|| Growth::begin(mt, h, hint)) else {
            return false;
        };
        while !systemstack(|| growth.step()) {
            if (*g).stackguard0.load(Relaxed) == 0 {
                save(g, pc, base);
                gopreempt();
            }
        }
        true
    }
}

unsafe fn make_map(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let mt = map_type(ext_at::<RType>(pc, 0));
        gc_point(pc, base, g, 0);
        let hint = (rb(pc, base) as i64).max(0) as usize;
        let h = if hint < LARGE_HINT {
            map::makemap(mt, hint)
        } else {
            let h = map::makemap(mt, 0);
            grow_by_pieces(pc, base, g, mt, h, Some(hint));
            h
        };
        wa(pc, base, h as u64);
        after(pc, 1, base)
    }
}
helped!(MakeMap, make_map);

unsafe fn get(pc: Pc, base: Base) -> Result<(*const MapType, *mut u8), &'static RType> {
    // SAFETY: the handler's promise.
    unsafe {
        let key = base.add(c(pc));
        let mt = checked(pc, key)?;
        let h = rb(pc, base) as *mut Hmap;
        Ok((
            mt,
            on_fitting_stack(mt, || map::mapaccess(mt, h, key as *const u8)),
        ))
    }
}

unsafe fn map_get(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        match get(pc, base) {
            Ok((mt, p)) => wa(
                pc,
                base,
                if p.is_null() {
                    (*mt).zero as u64
                } else {
                    p as u64
                },
            ),
            Err(bad) => return fail_lookup(pc, base, g, bad, rb(pc, base)),
        }
        after(pc, 1, base)
    }
}
helped!(MapGet, map_get);

unsafe fn map_get2(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        match get(pc, base) {
            Ok((mt, p)) => {
                let d = base.add(a(pc));
                *d = if p.is_null() {
                    (*mt).zero as u64
                } else {
                    p as u64
                };
                *d.add(1) = u64::from(!p.is_null());
            }
            Err(bad) => return fail_lookup(pc, base, g, bad, rb(pc, base)),
        }
        after(pc, 1, base)
    }
}
helped!(MapGet2, map_get2);

unsafe fn map_put(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        if rb(pc, base) == 0 {
            return fail(pc, base, g, F::NILMAP, &[]);
        }
        gc_point(pc, base, g, 0);
        let key = base.add(c(pc));
        match checked(pc, key) {
            Ok(mt) => {
                let h = rb(pc, base) as *mut Hmap;
                let key = key as *const u8;
                let mut p = on_fitting_stack(mt, || map::try_mapassign(mt, h, key));
                if p.is_null() {
                    grow_by_pieces(pc, base, g, mt, h, None);
                    p = on_fitting_stack(mt, || map::mapassign(mt, h, key));
                }
                wa(pc, base, p as u64);
                after(pc, 1, base)
            }
            Err(bad) => fail_hash(pc, base, g, bad),
        }
    }
}
helped!(MapPut, map_put);

unsafe fn map_delete(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        let key = base.add(b(pc));
        match checked(pc, key) {
            Ok(mt) => {
                let h = ra(pc, base) as *mut Hmap;
                on_fitting_stack(mt, || map::mapdelete(mt, h, key as *const u8));
                after(pc, 1, base)
            }
            Err(bad) => fail_lookup(pc, base, g, bad, ra(pc, base)),
        }
    }
}
helped!(MapDel, map_delete);

unsafe fn map_clear(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        map::mapclear(map_type(ext_at::<RType>(pc, 0)), ra(pc, base) as *mut Hmap);
        after(pc, 1, base)
    }
}
helped!(MapClear, map_clear);

op!(MapLen, 1, |pc, base, g, t| {
    wa(pc, base, map::maplen(rb(pc, base) as *const Hmap) as u64);
});

unsafe fn map_iter(pc: Pc, base: Base, g: *mut G) -> Next {
    // SAFETY: the handler's promise.
    unsafe {
        gc_point(pc, base, g, 0);
        let it = new_object(mcache(g), &raw const HITER_TYPE).cast::<Hiter>();
        map::mapiterinit(
            map_type(ext_at::<RType>(pc, 0)),
            rb(pc, base) as *mut Hmap,
            it,
        );
        wa(pc, base, it as u64);
        after(pc, 1, base)
    }
}
helped!(MapIter, map_iter);

unsafe fn map_next(pc: Pc, base: Base, _g: *mut G) -> Next {
    // SAFETY: the handler's promise; the slot holds an iterator that `MapIter` made.
    unsafe {
        let it = ra(pc, base) as *mut Hiter;
        // A moved table's keys are looked up: that may need the key's functions.
        let more = if Hiter::in_place(it) {
            map::mapiternext(it)
        } else {
            systemstack(|| map::mapiternext(it))
        };
        if !more {
            return Next {
                pc: pc.offset(imm(pc) as isize),
                base,
            };
        }
        let d = base.add(a(pc));
        *d.add(1) = (*it).key as u64;
        *d.add(2) = (*it).elem as u64;
        after(pc, 0, base)
    }
}
helped!(MapNext, map_next);
