package sync

import "sync/atomic"
import "unsafe"

// A Pool keeps values that may be used again.
//
// Each P has a shard of its own, so that its goroutines rarely meet others at the
// shard's lock; who finds its own shard empty takes from the others. A value that
// nobody wants is let go by the second collection after it came: the first one
// turns what a shard has into its victims, which are taken last, the second one
// drops them. The runtime does that when a collection begins; a shard that is
// locked then does it itself when it is next looked at.
type Pool struct {
	_ noCopy

	shards unsafe.Pointer // *poolShards

	// New makes a value when there is none to give.
	New func() any
}

type poolShards struct{ of []poolShard }

// The runtime knows this layout (mgcpool.rs).
type poolShard struct {
	mu            Mutex
	epoch         uint32 // the collections that items has seen
	items, victim []any
	_             [64]byte // each on cache lines of its own
}

// runtime_registerPool tells the runtime of the n shards at first, of so many bytes each.
func runtime_registerPool(first unsafe.Pointer, n int, bytes uintptr)

// shard is the one of this P, by its number. The goroutine may be on another P
// a moment later, which costs time only.
func (p *Pool) shard() (s *poolShards, mine int) {
	s = (*poolShards)(atomic.LoadPointer(&p.shards))
	if s == nil {
		made := &poolShards{make([]poolShard, runtime_procs())}
		if atomic.CompareAndSwapPointer(&p.shards, nil, unsafe.Pointer(made)) {
			s = made
			runtime_registerPool(unsafe.Pointer(&made.of[0]), len(made.of), unsafe.Sizeof(made.of[0]))
		} else {
			s = (*poolShards)(atomic.LoadPointer(&p.shards))
		}
	}
	return s, runtime_procID() % len(s.of)
}

// age lets collections that have been since the last look have their effect. s is locked.
func (s *poolShard) age() {
	now := runtime_collections()
	if now == s.epoch {
		return
	}
	if now == s.epoch+1 {
		s.victim = s.items
	} else {
		s.victim = nil
	}
	s.items = nil
	s.epoch = now
}

// take takes the last item, or one of the victims.
func (s *poolShard) take(victims bool) (x any) {
	from := &s.items
	if victims {
		from = &s.victim
	}
	if n := len(*from); n > 0 {
		x = (*from)[n-1]
		(*from)[n-1] = nil
		*from = (*from)[:n-1]
	}
	return x
}

// Put gives x to the pool.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	all, mine := p.shard()
	s := &all.of[mine]
	s.mu.Lock()
	s.age()
	s.items = append(s.items, x)
	s.mu.Unlock()
}

// Get takes a value out of the pool, one that came lately if it can be had, or makes one.
func (p *Pool) Get() any {
	all, mine := p.shard()
	for _, victims := range [2]bool{false, true} {
		for i := range all.of {
			s := &all.of[(mine+i)%len(all.of)]
			if i == 0 {
				s.mu.Lock()
			} else if !s.mu.TryLock() {
				continue
			}
			s.age()
			x := s.take(victims)
			s.mu.Unlock()
			if x != nil {
				return x
			}
		}
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}
