//! Maps against std's, with random operations, and the guarantees of iteration.

use super::*;
use crate::malloc::GcType;
use std::collections::{HashMap, HashSet};

unsafe fn no_hash(_: *const u8, _: u64, _: *const u8) -> u64 {
    unreachable!("a fast variant")
}

unsafe fn no_eq(_: *const u8, _: *const u8, _: *const u8) -> bool {
    unreachable!("a fast variant")
}

/// Hash of float64 keys, and of large keys by their first word.
unsafe fn first_word_hash(key: *const u8, seed: u64, _: *const u8) -> u64 {
    // SAFETY: keys of at least 8 bytes.
    crate::hash::f64hash(unsafe { *key.cast::<u64>() }, seed)
}

unsafe fn first_word_eq(a: *const u8, b: *const u8, _: *const u8) -> bool {
    // SAFETY: keys of at least 8 bytes.
    unsafe { *a.cast::<f64>() == *b.cast::<f64>() }
}

/// All keys in one probe sequence and with one control byte.
unsafe fn bad_hash(_: *const u8, _: u64, _: *const u8) -> u64 {
    42
}

fn noscan(size: usize) -> &'static GcType {
    Box::leak(Box::new(GcType::noscan(
        size,
        if size.is_multiple_of(8) { 8 } else { 4 },
    )))
}

fn map_type(key: usize, elem: usize, kind: KeyKind, hash: HashFn, eq: EqFn) -> &'static MapType {
    // SAFETY: the types are leaked.
    let mt = unsafe { MapType::new(noscan(key), noscan(elem), kind, hash, eq, core::ptr::null()) };
    Box::leak(Box::new(mt))
}

/// A small generator, so that a failure can be repeated from the seed it prints.
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// A map from u64 to u64 whose keys and elements may be wider in memory: the first word counts.
struct Tested {
    mt: &'static MapType,
    h: *mut Hmap,
}

impl Tested {
    fn new(mt: &'static MapType) -> Tested {
        // SAFETY: mt is valid.
        let h = unsafe { makemap(mt, 0) };
        Tested { mt, h }
    }
    fn key(&self, k: u64) -> [u64; 32] {
        let mut key = [0; 32];
        key[0] = k;
        key
    }
    fn get(&self, k: u64) -> Option<u64> {
        // SAFETY: the map is of this type; elements have 8 bytes.
        unsafe {
            mapaccess(self.mt, self.h, self.key(k).as_ptr().cast())
                .cast::<u64>()
                .as_ref()
                .copied()
        }
    }
    fn put(&self, k: u64, v: u64) {
        // SAFETY: as above.
        unsafe { *mapassign(self.mt, self.h, self.key(k).as_ptr().cast()).cast::<u64>() = v }
    }
    fn delete(&self, k: u64) {
        // SAFETY: as above.
        unsafe { mapdelete(self.mt, self.h, self.key(k).as_ptr().cast()) }
    }
    fn iter(&self) -> Hiter {
        let mut it = Hiter::new();
        // SAFETY: as above.
        unsafe { mapiterinit(self.mt, self.h, &mut it) };
        it
    }
    fn step(&self, it: &mut Hiter) -> Option<(u64, u64)> {
        // SAFETY: as above; keys are 4 or at least 8 bytes.
        unsafe {
            mapiternext(it).then(|| {
                let k = if self.mt.key_size == 4 {
                    *it.key.cast::<u32>() as u64
                } else {
                    *it.key.cast::<u64>()
                };
                (k, *it.elem.cast::<u64>())
            })
        }
    }
    fn all(&self) -> HashMap<u64, u64> {
        let (mut it, mut out) = (self.iter(), HashMap::new());
        while let Some((k, v)) = self.step(&mut it) {
            assert!(out.insert(k, v).is_none(), "key {k} produced twice");
        }
        out
    }
}

fn against_std(mt: &'static MapType, seed: u64, range: u64, ops: usize) {
    let (m, mut std, mut rng) = (Tested::new(mt), HashMap::new(), Rng(seed));
    for op in 0..ops {
        let k = rng.below(range) + 1;
        match rng.below(10) {
            0..5 => {
                m.put(k, op as u64);
                std.insert(k, op as u64);
            }
            5..8 => {
                m.delete(k);
                std.remove(&k);
            }
            8 => assert_eq!(m.get(k), std.get(&k).copied(), "seed {seed} op {op}"),
            _ => {
                if rng.below(400) == 0 {
                    // SAFETY: the map is of this type.
                    unsafe { mapclear(mt, m.h) };
                    std.clear();
                }
            }
        }
        // SAFETY: a map.
        assert_eq!(unsafe { maplen(m.h) }, std.len(), "seed {seed} op {op}");
    }
    assert_eq!(m.all(), std, "seed {seed}");
}

fn types() -> Vec<&'static MapType> {
    vec![
        map_type(8, 8, KeyKind::Mem64, no_hash, no_eq),
        map_type(4, 8, KeyKind::Mem32, no_hash, no_eq),
        map_type(8, 8, KeyKind::Generic, first_word_hash, first_word_eq),
        map_type(8, 16, KeyKind::Generic, bad_hash, first_word_eq),
        map_type(256, 200, KeyKind::Generic, first_word_hash, first_word_eq),
    ]
}

#[test]
fn random_operations_agree_with_std() {
    for (i, mt) in types().into_iter().enumerate() {
        for seed in 1..20 {
            against_std(
                mt,
                seed * 7919 + i as u64,
                [3, 20, 150, 2000][seed as usize % 4],
                3000,
            );
        }
    }
}

/// Entries present all the time are produced exactly once, deleted ones not after their deletion, others at most once
/// for each time they were inserted; whatever happens to the map meanwhile.
#[test]
fn iteration_keeps_its_promises_under_changes() {
    for (i, mt) in types().into_iter().enumerate() {
        for seed in 1..60 {
            let mut rng = Rng(seed * 104729 + i as u64);
            let m = Tested::new(mt);
            let n = [1, 7, 8, 9, 60, 300][rng.below(6) as usize];
            for k in 1..=n {
                m.put(k, k);
            }
            let mut stays: HashSet<u64> = (1..=n).collect();
            let mut present: HashSet<u64> = stays.clone();
            let mut seen = HashSet::new();
            let mut next_new = 10_000;
            let mut it = m.iter();
            while let Some((k, v)) = m.step(&mut it) {
                assert!(
                    present.contains(&k),
                    "seed {seed}: key {k} was deleted before"
                );
                assert!(seen.insert(k), "seed {seed}: key {k} twice");
                assert_eq!(v % 100_000, k, "seed {seed}: element of {k}");
                for _ in 0..rng.below(4) {
                    match rng.below(3) {
                        0 => {
                            let victim = rng.below(n) + 1;
                            m.delete(victim);
                            present.remove(&victim);
                            stays.remove(&victim);
                        }
                        1 if next_new < 12_000 => {
                            for _ in 0..rng.below(30) {
                                m.put(next_new, next_new);
                                present.insert(next_new);
                                next_new += 1;
                            }
                        }
                        _ => {
                            let k = rng.below(n) + 1;
                            if present.contains(&k) {
                                m.put(k, k + 100_000);
                            }
                        }
                    }
                }
            }
            assert!(
                stays.is_subset(&seen),
                "seed {seed}: {:?} never produced",
                stays.difference(&seen)
            );
        }
    }
}

#[test]
fn iteration_sees_updates_made_in_a_grown_table() {
    let m = Tested::new(types()[0]);
    for k in 1..=8 {
        m.put(k, 1);
    }
    let mut it = m.iter();
    let (first, _) = m.step(&mut it).expect("eight entries");
    for k in 1..=1000 {
        m.put(k, 2);
    }
    let mut n = 1;
    while let Some((k, v)) = m.step(&mut it) {
        assert!(k != first && k <= 8 && v == 2);
        n += 1;
    }
    assert_eq!(n, 8);
}

#[test]
fn nan_keys_pile_up_and_only_clear_removes_them() {
    let m = Tested::new(types()[2]);
    let nan = f64::NAN.to_bits();
    for i in 0..20 {
        m.put(nan, i);
    }
    // SAFETY: a map.
    assert_eq!(unsafe { maplen(m.h) }, 20);
    assert_eq!(m.get(nan), None);
    m.delete(nan);
    let (mut it, mut elems) = (m.iter(), HashSet::new());
    elems.insert(m.step(&mut it).expect("twenty entries").1);
    for k in 1..100 {
        m.put((k as f64).to_bits(), 1000);
    }
    while let Some((_, v)) = m.step(&mut it) {
        assert!(v == 1000 || elems.insert(v));
    }
    assert_eq!(elems.len(), 20);
    let mut it = m.iter();
    m.step(&mut it);
    // SAFETY: the map is of this type.
    unsafe { mapclear(m.mt, m.h) };
    assert_eq!(m.step(&mut it), None);
    assert!(m.all().is_empty());
}

#[test]
fn equal_zeros_are_one_key_and_the_last_one_is_kept() {
    let m = Tested::new(types()[2]);
    m.put(0.0f64.to_bits(), 1);
    m.put((-0.0f64).to_bits(), 2);
    assert_eq!(m.all(), HashMap::from([((-0.0f64).to_bits(), 2)]));
}

#[test]
fn string_keys_of_all_short_lengths_are_told_apart() {
    let mt = map_type(16, 8, KeyKind::Str, no_hash, no_eq);
    // SAFETY: mt is valid.
    let h = unsafe { makemap(mt, 10) };
    let words: Vec<String> = (0..60)
        .flat_map(|n| {
            [0u8, 1, 9].map(|c| "x".repeat(n) + &((b'a' + c) as char).to_string() + "tail")
        })
        .collect();
    for (i, w) in words.iter().enumerate() {
        let key = [w.as_ptr() as u64, w.len() as u64];
        // SAFETY: a string key; the words outlive the map's use.
        unsafe { *mapassign_faststr(mt, h, key.as_ptr().cast()).cast::<u64>() = i as u64 };
    }
    for (i, w) in words.iter().enumerate() {
        let copy = w.clone();
        let key = [copy.as_ptr() as u64, copy.len() as u64];
        // SAFETY: as above.
        let got = unsafe { *mapaccess_faststr(mt, h, key.as_ptr().cast()).cast::<u64>() };
        assert_eq!(got, i as u64);
    }
    // SAFETY: a map.
    assert_eq!(unsafe { maplen(h) }, words.len());
}

#[test]
fn iteration_starts_at_different_entries() {
    let m = Tested::new(types()[0]);
    for k in 1..=6 {
        m.put(k, k);
    }
    let firsts: HashSet<u64> = (0..200)
        .map(|_| m.step(&mut m.iter()).expect("six entries").0)
        .collect();
    assert_eq!(firsts.len(), 6);
}

#[test]
fn a_queue_of_keys_does_not_grow_without_end() {
    let m = Tested::new(types()[0]);
    for k in 1..200_000 {
        m.put(k, k);
        if k > 100 {
            m.delete(k - 100);
        }
    }
    // SAFETY: a map.
    assert!(unsafe { (*m.h).group_mask } < 64);
}

#[test]
fn a_hint_makes_room_at_once() {
    let mt = types()[0];
    for hint in [1, 8, 9, 56, 57, 1000] {
        // SAFETY: mt is valid.
        let h = unsafe { makemap(mt, hint) };
        let m = Tested { mt, h };
        m.put(1, 1);
        // SAFETY: a map.
        let before = unsafe { (*m.h).groups };
        for k in 1..=hint as u64 {
            m.put(k, k);
        }
        // SAFETY: a map.
        assert_eq!(unsafe { (*m.h).groups }, before, "hint {hint}");
    }
}
