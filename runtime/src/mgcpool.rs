//! What collections mean for `sync.Pool`.
//!
//! Owns: the shards of the pools, registered by package sync. When a collection begins, each shard's items become its
//! victims and the victims of the one before are let go, whether or not somebody uses the pool: as in Go, what nobody
//! wants outlives one collection and not the second.
//!
//! A shard that is locked at that moment belongs to a goroutine that stands in the middle of something; it notices the
//! collection itself when it is next looked at (`age` in pool.mg).
//!
//! The list does not keep the shards alive. It is a std collection, touched on g0 only. Lock rank Heap.

use std::sync::atomic::{AtomicI32, AtomicU32, Ordering::*};

use crate::lockrank::Rank;
use crate::mgcmark::Marker;
use crate::sync::{Guarded, RtMutex};

/// `poolShard` of package sync.
#[repr(C)]
pub struct PoolShard {
    /// State of its mutex: 0 is free.
    lock: AtomicI32,
    sema: u32,
    /// The collections begun that `items` has seen.
    epoch: u32,
    items: [usize; 3],
    victim: [usize; 3],
    pad: [u8; 64],
}

/// Bytes of a shard, which package sync has to agree with.
pub const SHARD_BYTES: usize = size_of::<PoolShard>();

/// The shards of one pool.
#[derive(Clone, Copy)]
struct Shards {
    first: *mut PoolShard,
    n: usize,
}

static LOCK: RtMutex = RtMutex::new(Rank::Heap);
static POOLS: Guarded<Vec<Shards>> = Guarded::new(Vec::new());
/// Collections begun.
static BEGUN: AtomicU32 = AtomicU32::new(0);

/// How many collections have begun.
pub fn begun() -> u32 {
    BEGUN.load(Relaxed)
}

/// Adds the `n` shards at `first` of a new pool. On g0.
pub fn register(first: *mut PoolShard, n: usize) {
    // SAFETY: under the lock.
    LOCK.with(|| unsafe { (*POOLS.get()).push(Shards { first, n }) });
}

/// A collection begins: lets all shards age that nobody is at. World stopped, before the roots are read.
pub(crate) fn age() {
    let now = BEGUN.fetch_add(1, Relaxed).wrapping_add(1);
    LOCK.with(|| {
        // SAFETY: under the lock; registered shards are alive, since `forget` drops those that are not at the end of each
        // collection, and nobody else touches an unlocked shard while the world is stopped.
        unsafe {
            for s in &*POOLS.get() {
                for i in 0..s.n {
                    let shard = s.first.add(i);
                    if (*shard).lock.load(Relaxed) != 0 {
                        continue;
                    }
                    (*shard).victim = if now == (*shard).epoch.wrapping_add(1) {
                        (*shard).items
                    } else {
                        [0; 3]
                    };
                    (*shard).items = [0; 3];
                    (*shard).epoch = now;
                }
            }
        }
    });
}

/// Drops the pools that are not reachable. World stopped, all else marked.
pub(crate) fn forget(m: &Marker<'_>) {
    // SAFETY: under the lock.
    LOCK.with(|| unsafe { (*POOLS.get()).retain(|s| m.is_marked(s.first as usize)) });
}
