//! Sizes, offsets and representations of types: Go's layout on amd64, and how a value stands in slots.
//!
//! Invariants: `kinds.len() == slots` unless the type is huge (more than `MAX_SLOTS`), when `kinds` is empty; the kinds
//! of an aggregate's slots are those of the memory words of its image.

use std::rc::Rc;

use minigo_bytecode::SlotKind;

use crate::types::Checker;
use crate::types::fx::FxHashMap;
use crate::types::typ::{BasicKind, Type, TypeId};

/// Values of more slots than this cannot stand in a frame at all.
pub(crate) const MAX_SLOTS: u64 = 8192;
/// Variables of more slots than this live on the heap.
pub(crate) const LARGE_SLOTS: u64 = 128;

/// How a value is represented in slots.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rep {
    /// One word, with its form in memory.
    Word(Width),
    /// One pointer.
    Ptr,
    Str,
    Slice,
    /// An interface without methods.
    Eface,
    /// An interface with methods.
    Iface,
    C128,
    /// A struct or array: its memory image.
    Agg,
}

/// Form of a one-word value in memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Width {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    W64,
}

/// Layout of a type.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub size: u64,
    pub align: u64,
    pub slots: u64,
    pub rep: Rep,
    pub kinds: Rc<[SlotKind]>,
    /// Offsets of the fields of a struct.
    pub offsets: Rc<[u64]>,
    /// A value holds a pointer somewhere.
    pub pointers: bool,
}

impl Layout {
    /// Lives on the heap as a variable, and is handled by address where possible.
    pub(crate) fn large(&self) -> bool {
        self.slots > LARGE_SLOTS
    }

    /// The interface data word holds the value itself.
    pub(crate) fn direct(&self) -> bool {
        // complex64 is a word of two halves, and boxed like complex128.
        matches!(self.rep, Rep::Ptr | Rep::Word(_)) && !(self.size == 8 && self.align == 4)
    }
}

/// Layouts made so far.
#[derive(Default)]
pub(crate) struct Layouts {
    map: FxHashMap<TypeId, Rc<Layout>>,
}

use SlotKind::{D, P, W};

impl Layouts {
    /// The layout of a type.
    pub(crate) fn get(&mut self, ck: &mut Checker, ty: TypeId) -> Rc<Layout> {
        if let Some(l) = self.map.get(&ty) {
            return l.clone();
        }
        let l = Rc::new(self.make(ck, ty));
        self.map.insert(ty, l.clone());
        l
    }

    fn make(&mut self, ck: &mut Checker, ty: TypeId) -> Layout {
        let word = |size: u64, w: Width| Layout {
            size,
            align: size,
            slots: 1,
            rep: Rep::Word(w),
            kinds: Rc::new([W]),
            offsets: Rc::new([]),
            pointers: false,
        };
        let multi = |rep: Rep, kinds: &[SlotKind], pointers: bool| Layout {
            size: kinds.len() as u64 * 8,
            align: 8,
            slots: kinds.len() as u64,
            rep,
            kinds: kinds.into(),
            offsets: Rc::new([]),
            pointers,
        };
        match ck.types.under_type(ty).clone() {
            Type::Basic(k) => match k {
                BasicKind::Bool | BasicKind::UntypedBool | BasicKind::Uint8 => word(1, Width::U8),
                BasicKind::Int8 => word(1, Width::I8),
                BasicKind::Int16 => word(2, Width::I16),
                BasicKind::Uint16 => word(2, Width::U16),
                BasicKind::Int32 | BasicKind::UntypedRune => word(4, Width::I32),
                BasicKind::Uint32 | BasicKind::Float32 => word(4, Width::U32),
                BasicKind::Complex64 => Layout {
                    align: 4,
                    ..word(8, Width::W64)
                },
                BasicKind::Complex128 | BasicKind::UntypedComplex => {
                    multi(Rep::C128, &[W, W], false)
                }
                BasicKind::String | BasicKind::UntypedString => multi(Rep::Str, &[P, W], true),
                BasicKind::UnsafePointer | BasicKind::UntypedNil => multi(Rep::Ptr, &[P], true),
                _ => word(8, Width::W64),
            },
            Type::Pointer(_) | Type::Map { .. } | Type::Chan { .. } | Type::Signature(_) => {
                multi(Rep::Ptr, &[P], true)
            }
            Type::Slice(_) => multi(Rep::Slice, &[P, W, W], true),
            Type::Interface(_) => {
                let under = ck.types.under(ty);
                let empty = ck.type_set(under).methods.is_empty();
                multi(if empty { Rep::Eface } else { Rep::Iface }, &[W, D], true)
            }
            Type::Array { elem, len } => {
                let e = self.get(ck, elem);
                let size = e.size.saturating_mul(len.max(0) as u64);
                let mut offsets = Vec::new();
                let pointers = e.pointers && len > 0;
                if pointers && size / 8 <= MAX_SLOTS {
                    let own = self.pointer_words(ck, elem);
                    for i in 0..len as u64 {
                        offsets.extend(own.iter().map(|&(o, k)| (o + i * e.size, k)));
                    }
                }
                aggregate(size, e.align, &offsets, pointers, Rc::new([]))
            }
            Type::Struct(s) => {
                let (mut size, mut align, mut words, mut pointers) =
                    (0u64, 1u64, Vec::new(), false);
                let mut field_offsets = Vec::with_capacity(s.fields.len());
                let mut last_zero = false;
                for f in &s.fields {
                    let l = self.get(ck, f.ty);
                    size = size.next_multiple_of(l.align);
                    field_offsets.push(size);
                    if l.pointers {
                        pointers = true;
                        if l.slots <= MAX_SLOTS {
                            words.extend(
                                self.pointer_words(ck, f.ty)
                                    .iter()
                                    .map(|&(o, k)| (o + size, k)),
                            );
                        }
                    }
                    size = size.saturating_add(l.size);
                    align = align.max(l.align);
                    last_zero = l.size == 0;
                }
                // As in Go: a zero-size field at the end gets a byte, so that its address stays inside the object.
                if last_zero && size > 0 {
                    size += 1;
                }
                aggregate(
                    size.next_multiple_of(align),
                    align,
                    &words,
                    pointers,
                    field_offsets.into(),
                )
            }
            Type::Tuple(_)
            | Type::Named(_)
            | Type::Alias(_)
            | Type::TypeParam(_)
            | Type::Union(_) => aggregate(0, 1, &[], false, Rc::new([])),
        }
    }

    /// Byte offsets and kinds of the words of a value that hold pointers.
    pub(crate) fn pointer_words(&mut self, ck: &mut Checker, ty: TypeId) -> Vec<(u64, SlotKind)> {
        let l = self.get(ck, ty);
        if !l.pointers {
            return Vec::new();
        }
        if !l.kinds.is_empty() {
            let words = l.kinds.iter().enumerate().filter(|(_, k)| **k != W);
            return words.map(|(i, &k)| (i as u64 * 8, k)).collect();
        }
        match ck.types.under_type(ty).clone() {
            Type::Array { elem, len } => {
                let size = self.get(ck, elem).size;
                let own = self.pointer_words(ck, elem);
                let mut all = Vec::with_capacity(own.len() * len.max(0) as usize);
                for i in 0..len.max(0) as u64 {
                    all.extend(own.iter().map(|&(o, k)| (o + i * size, k)));
                }
                all
            }
            Type::Struct(s) => {
                let mut all = Vec::new();
                for (f, &at) in s.fields.iter().zip(l.offsets.iter()) {
                    all.extend(
                        self.pointer_words(ck, f.ty)
                            .iter()
                            .map(|&(o, k)| (o + at, k)),
                    );
                }
                all
            }
            _ => Vec::new(),
        }
    }
}

fn aggregate(
    size: u64,
    align: u64,
    words: &[(u64, SlotKind)],
    pointers: bool,
    offsets: Rc<[u64]>,
) -> Layout {
    let slots = size.div_ceil(8);
    let kinds: Rc<[SlotKind]> = if slots > MAX_SLOTS {
        Rc::new([])
    } else {
        let mut kinds = vec![W; slots as usize];
        for &(at, kind) in words {
            kinds[at as usize / 8] = kind;
        }
        kinds.into()
    };
    Layout {
        size,
        align,
        slots,
        rep: Rep::Agg,
        kinds,
        offsets,
        pointers,
    }
}
