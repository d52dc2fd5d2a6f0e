//! The collector against a shadow model: random object graphs, many forced collections, several mcaches, maps.
//!
//! Everything runs on plain threads, without the scheduler: the "world" is a lock that mutators hold shared and a
//! collection holds alone. A program cannot reach this: it would not know what should have died.

use minigo_runtime::malloc::{GcType, mallocgc_on, new_array, new_object};
use minigo_runtime::map::{self, Hiter, Hmap, KeyKind, MapType};
use minigo_runtime::mcache::mcache;
use minigo_runtime::mgcmark::{Marker, register_root_fn};
use minigo_runtime::{mfinal, mgc};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, Once, RwLock};

/// One test at a time: the heap is the process's.
static ONE: Mutex<()> = Mutex::new(());
/// Mutators hold it shared, a collection alone.
static WORLD: RwLock<()> = RwLock::new(());
/// Root tables of the mutators: address and number of words.
static ROOTS: Mutex<Vec<(usize, usize)>> = Mutex::new(Vec::new());

fn begin() -> MutexGuard<'static, ()> {
    static INIT: Once = Once::new();
    let guard = ONE.lock().unwrap_or_else(|e| e.into_inner());
    INIT.call_once(|| {
        register_root_fn(mark_roots);
        mgc::set_stress(0, true);
    });
    guard
}

fn mark_roots(m: &mut Marker<'_>) {
    for &(at, n) in ROOTS.lock().unwrap().iter() {
        // SAFETY: a mutator takes its table out of ROOTS before it drops it.
        unsafe { m.mark_words(at as *const u64, n) };
    }
}

fn collect() {
    let _alone = WORLD.write().unwrap();
    // SAFETY: no mutator runs, and no scheduler exists.
    unsafe { mgc::gc() };
}

fn live_objects() -> u64 {
    let _alone = WORLD.write().unwrap();
    // SAFETY: as above.
    unsafe { mgc::read_memstats().heap_objects }
}

/// A table of roots, known to the collector while it lives.
struct RootTable(Box<[u64]>);

impl RootTable {
    fn new(n: usize) -> RootTable {
        let t = vec![0u64; n].into_boxed_slice();
        ROOTS.lock().unwrap().push((t.as_ptr() as usize, n));
        RootTable(t)
    }
}

impl Drop for RootTable {
    fn drop(&mut self) {
        let at = self.0.as_ptr() as usize;
        ROOTS.lock().unwrap().retain(|r| r.0 != at);
    }
}

struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// A node's type: word 0 is its number, the words of `ptrs` are pointers, the rest is noise.
struct NodeType {
    gc: GcType,
    words: usize,
    ptrs: Vec<usize>,
}

fn node_types() -> &'static [NodeType] {
    let shapes: &[(usize, &[usize])] = &[
        (1, &[]),
        (2, &[1]),
        (3, &[1, 2]),
        (4, &[3]),
        (8, &[1, 4, 7]),
        (9, &[2]),
        (33, &[1, 32]),
        (64, &[1, 63]),
        (100, &[5, 99]),
        (300, &[1, 150, 299]),
        (2000, &[1, 1999]),
        (6000, &[1, 3000, 5999]),
        (40_000, &[7, 39_999]),
    ];
    let types = shapes.iter().map(|&(words, ptrs)| {
        let mask: Vec<bool> = (0..words).map(|i| ptrs.contains(&i)).collect();
        NodeType {
            gc: GcType::from_words(words * 8, 8, &mask),
            words,
            ptrs: ptrs.to_vec(),
        }
    });
    Vec::leak(types.collect())
}

/// What a node should hold: its type and the numbers of the nodes it points to.
struct Shadow {
    typ: usize,
    to: Vec<u64>,
}

struct Mutator {
    types: &'static [NodeType],
    rng: Rng,
    roots: RootTable,
    root_ids: Vec<u64>,
    shadow: HashMap<u64, Shadow>,
    next_id: u64,
}

impl Mutator {
    fn new(seed: u64, types: &'static [NodeType]) -> Mutator {
        Mutator {
            types,
            rng: Rng(seed),
            roots: RootTable::new(24),
            root_ids: vec![0; 24],
            shadow: HashMap::new(),
            next_id: seed << 32 | 1,
        }
    }

    /// A new node; its pointers are copies of some roots.
    fn make(&mut self) -> (u64, u64) {
        let big = self.rng.below(200) == 0;
        let typ = if big {
            self.rng.below(self.types.len())
        } else {
            self.rng.below(9)
        };
        let t = &self.types[typ];
        let id = self.next_id;
        self.next_id += 1;
        // SAFETY: this thread's own mcache; the memory has the type's words.
        unsafe {
            let p = new_object(mcache(), &t.gc).cast::<u64>();
            for i in 0..t.words {
                assert_eq!(*p.add(i), 0, "fresh memory is zero");
            }
            *p = id;
            for i in 1..t.words.min(64) {
                // Noise that looks like a pointer must not matter in words that are none.
                *p.add(i) = p as u64;
            }
            let mut to = Vec::new();
            for &i in &t.ptrs {
                let r = self.rng.below(self.root_ids.len() * 2);
                let (mut v, tid) = if r < self.root_ids.len() {
                    (self.roots.0[r], self.root_ids[r])
                } else {
                    (0, 0)
                };
                if tid != 0 && self.rng.below(4) == 0 {
                    // An interior pointer keeps the object as well.
                    v += self.rng.below(self.types[self.shadow[&tid].typ].words * 8) as u64 & !7;
                }
                *p.add(i) = v;
                to.push(tid);
            }
            self.shadow.insert(id, Shadow { typ, to });
            (p as u64, id)
        }
    }

    fn step(&mut self) {
        let r = self.rng.below(self.root_ids.len());
        if self.rng.below(12) == 0 {
            (self.roots.0[r], self.root_ids[r]) = (0, 0);
        } else {
            (self.roots.0[r], self.root_ids[r]) = self.make();
        }
    }

    /// Walks from the roots and compares; forgets what is not reached. Returns the number of reachable nodes.
    fn check(&mut self) -> u64 {
        let mut reached: HashMap<u64, u64> = HashMap::new();
        let mut todo: Vec<(u64, u64)> = self
            .roots
            .0
            .iter()
            .copied()
            .zip(self.root_ids.iter().copied())
            .collect();
        while let Some((addr, id)) = todo.pop() {
            if id == 0 {
                assert_eq!(addr, 0);
                continue;
            }
            let sh = &self.shadow[&id];
            let t = &self.types[sh.typ];
            let (start, bytes) = minigo_runtime::mheap::find_object(addr as usize)
                .expect("a reachable node is a heap object");
            assert!(bytes >= t.words * 8);
            if let Some(&at) = reached.get(&id) {
                assert_eq!(at, start as u64, "one node, one address");
                continue;
            }
            reached.insert(id, start as u64);
            let p = start as *const u64;
            // SAFETY: the node should be alive; if it is not, the comparison fails.
            unsafe {
                assert_eq!(*p, id, "node {id:x} was overwritten");
                for (k, &i) in t.ptrs.iter().enumerate() {
                    todo.push((*p.add(i), sh.to[k]));
                }
            }
        }
        self.shadow.retain(|id, _| reached.contains_key(id));
        reached.len() as u64
    }
}

#[test]
fn random_graphs_keep_exactly_what_is_reachable() {
    let _one = begin();
    let types = node_types();
    for seed in 1..12 {
        collect();
        let before = live_objects();
        let mut m = Mutator::new(seed * 7919, types);
        for round in 0..30 {
            for _ in 0..m.rng.below(600) {
                m.step();
            }
            collect();
            let n = m.check();
            assert_eq!(
                live_objects() - before,
                n,
                "seed {seed} round {round}: nothing dead is kept"
            );
        }
    }
}

#[test]
fn collections_at_every_few_allocations_lose_nothing() {
    let _one = begin();
    let types = node_types();
    mgc::set_stress(3, true);
    let mut m = Mutator::new(99, types);
    for i in 0..6000 {
        m.step();
        if mgc::gc_wanted() {
            // SAFETY: a safepoint of the only mutator.
            unsafe { mgc::gc_start() };
        }
        if i % 50 == 0 {
            m.check();
        }
    }
    m.check();
    mgc::set_stress(0, true);
}

#[test]
fn several_mcaches_share_the_heap() {
    let _one = begin();
    let types = node_types();
    collect();
    let before = live_objects();
    let total: u64 = std::thread::scope(|s| {
        let threads: Vec<_> = (1..=6u64)
            .map(|t| {
                s.spawn(move || {
                    let mut m = Mutator::new(t * 31, types);
                    for _ in 0..60 {
                        {
                            let _mutating = WORLD.read().unwrap();
                            for _ in 0..300 {
                                m.step();
                            }
                            m.check();
                        }
                        if m.rng.below(4) == 0 {
                            collect();
                        }
                    }
                    m
                })
            })
            .collect();
        let mut muts: Vec<Mutator> = threads.into_iter().map(|t| t.join().unwrap()).collect();
        collect();
        let total = muts.iter_mut().map(Mutator::check).sum();
        assert_eq!(live_objects() - before, total);
        total
    });
    assert!(total > 0);
}

#[test]
fn arrays_are_scanned_to_their_last_element() {
    let _one = begin();
    collect();
    let before = live_objects();
    let elem = Box::leak(Box::new(GcType::from_words(24, 8, &[false, false, true])));
    let word = Box::leak(Box::new(GcType::noscan(8, 8)));
    let mut roots = RootTable::new(1);
    for n in [1, 2, 100, 1000, 1365, 5000, 200_000] {
        // SAFETY: this thread's mcache; indices below n.
        unsafe {
            let a = new_array(mcache(), elem, n).cast::<u64>();
            roots.0[0] = a as u64;
            for i in 0..n {
                let leaf = new_object(mcache(), word).cast::<u64>();
                *leaf = i as u64;
                *a.add(i * 3 + 2) = leaf as u64;
            }
            collect();
            assert_eq!(live_objects() - before, n as u64 + 1, "length {n}");
            for i in 0..n {
                assert_eq!(*(*a.add(i * 3 + 2) as *const u64), i as u64);
            }
        }
    }
    roots.0[0] = 0;
    collect();
    assert_eq!(live_objects(), before);
}

#[test]
fn any_word_may_be_offered_to_the_marker() {
    let _one = begin();
    collect();
    // SAFETY: this thread's mcache.
    let p = unsafe { mallocgc_on(mcache(), 100, core::ptr::null(), true) } as u64;
    let mut roots = RootTable::new(4000);
    for (i, r) in roots.0.iter_mut().enumerate() {
        *r = match i % 5 {
            0 => p.wrapping_add(i as u64 * 997),
            1 => p.wrapping_sub(i as u64 * 1009),
            2 => i as u64,
            3 => !(i as u64),
            _ => p & !8191 | (i as u64 * 8),
        };
    }
    collect();
    collect();
}

#[test]
fn maps_survive_collections_at_any_time() {
    let _one = begin();
    mgc::set_stress(7, true);
    unsafe fn hash(_: *const u8, _: u64, _: *const u8) -> u64 {
        0
    }
    unsafe fn eq(_: *const u8, _: *const u8, _: *const u8) -> bool {
        false
    }
    let string = Box::leak(Box::new(GcType::from_words(16, 8, &[true, false])));
    let fat = Box::leak(Box::new(GcType::from_words(160, 8, &[true; 20])));
    let types = [string as &GcType, fat].map(|elem| {
        // SAFETY: the types are leaked; strings need no functions.
        let mt = unsafe { MapType::new(string, elem, KeyKind::Str, hash, eq, core::ptr::null()) };
        &*Box::leak(Box::new(mt))
    });
    let safepoint = || {
        if mgc::gc_wanted() {
            // SAFETY: a safepoint of the only mutator.
            unsafe { mgc::gc_start() };
        }
    };
    for (t, mt) in types.into_iter().enumerate() {
        let mut roots = RootTable::new(2);
        let mut rng = Rng(t as u64 + 5);
        let mut std: HashMap<String, u64> = HashMap::new();
        // SAFETY: the map stays reachable by roots[0]; keys and elements are of the types given; the text of a key is
        // stored as an object of its own, reachable by roots[1] until it is in the map.
        unsafe {
            let h = map::makemap(mt, 0);
            roots.0[0] = h as u64;
            for op in 0..4000u64 {
                let text = format!("key number {}", rng.below(300));
                let p = mallocgc_on(mcache(), text.len(), core::ptr::null(), false);
                p.copy_from_nonoverlapping(text.as_ptr(), text.len());
                roots.0[1] = p as u64;
                safepoint();
                let key = [p as u64, text.len() as u64];
                if rng.below(3) == 0 {
                    map::mapdelete(mt, h, key.as_ptr().cast());
                    std.remove(&text);
                } else {
                    let v = mallocgc_on(mcache(), 8, core::ptr::null(), false).cast::<u64>();
                    *v = op;
                    *map::mapassign(mt, h, key.as_ptr().cast()).cast::<u64>() = v as u64;
                    std.insert(text, op);
                }
                roots.0[1] = 0;
                safepoint();
            }
            check_map(mt, h, &std);
        }
    }
    mgc::set_stress(0, true);
}

unsafe fn check_map(mt: &MapType, h: *mut Hmap, std: &HashMap<String, u64>) {
    let mut it = Hiter::new();
    let mut n = 0;
    // SAFETY: by the caller; nothing is collected meanwhile.
    unsafe {
        map::mapiterinit(mt, h, &mut it);
        while map::mapiternext(&mut it) {
            let k = it.key.cast::<usize>();
            let text = std::str::from_utf8(std::slice::from_raw_parts(*k as *const u8, *k.add(1)))
                .expect("a key");
            assert_eq!(std.get(text).copied(), Some(**it.elem.cast::<*const u64>()));
            n += 1;
        }
    }
    assert_eq!(n, std.len());
}

#[test]
fn finalizers_see_their_object_once_and_cleanups_outlive_it() {
    let _one = begin();
    let word = Box::leak(Box::new(GcType::noscan(64, 8)));
    let mut roots = RootTable::new(1);
    // SAFETY: this thread's mcache.
    let p = unsafe { new_object(mcache(), word) }.cast::<u64>();
    // SAFETY: 64 bytes.
    unsafe { *p = 77 };
    roots.0[0] = p as u64;
    mfinal::set_finalizer(p as usize, 1, 0);
    mfinal::add_cleanup(p as usize, 2, 5, 0);
    let stopped = mfinal::add_cleanup(p as usize, 3, 5, 0);
    mfinal::stop_cleanup(stopped);
    collect();
    assert!(mfinal::take_due().is_none(), "still reachable");
    roots.0[0] = 0;
    collect();
    let due = mfinal::take_due().expect("the finalizer comes first");
    // SAFETY: the object is alive until its finalizer has run.
    assert!(due.closure == 1 && unsafe { *p } == 77);
    assert!(
        mfinal::take_due().is_none(),
        "the finalizer may still revive the object"
    );
    collect();
    assert_eq!(mfinal::take_due().map(|s| s.closure), Some(2));
    collect();
    assert!(mfinal::take_due().is_none(), "they run once");
}

#[test]
fn free_memory_goes_back_and_comes_again_as_zero() {
    let _one = begin();
    let mut roots = RootTable::new(64);
    for _ in 0..3 {
        for r in roots.0.iter_mut() {
            // SAFETY: this thread's mcache; 1 MB each.
            unsafe {
                let p = mallocgc_on(mcache(), 1 << 20, core::ptr::null(), true);
                assert!(
                    std::slice::from_raw_parts(p, 1 << 20)
                        .iter()
                        .all(|&b| b == 0)
                );
                p.write_bytes(0xff, 1 << 20);
                *r = p as u64;
            }
        }
        roots.0.fill(0);
        // SAFETY: no other mutator.
        unsafe { mgc::free_os_memory() };
        // SAFETY: as above.
        let st = unsafe { mgc::read_memstats() };
        assert!(
            st.heap_released > 32 << 20 && st.heap_inuse < 64 << 20,
            "{st:?}"
        );
    }
}
