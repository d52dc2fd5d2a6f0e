package sync

import (
	"sync/atomic"
	"unsafe"
)

// A Map is a map that goroutines may use together. Reading and writing keys that
// have been there for a while takes no lock.
//
// There are two ordinary maps of pointers to entries. read points to one that
// never changes once it is there, so that anybody may look into it; values
// change inside the entries. dirty, guarded by mu, has what read has (but for
// the deleted) and the keys that came later; it is nil when there are none, and
// the table then says so. When looking for keys in vain has cost as much as
// copying would, dirty becomes read.
//
// Each table has the key anchor{}, whose entry is always empty: a map that is
// never empty notices keys that cannot be hashed in the same way every time.
type Map struct {
	_      noCopy
	mu     Mutex
	read   unsafe.Pointer // *table
	dirty  map[any]*entry
	misses int
}

type table struct {
	m       map[any]*entry
	partial bool // dirty has keys that m lacks
}

// An entry's p points to the value (an any). It is nil when the key has been
// deleted, and gone when, besides, dirty does not have the entry: then it must
// be put there before it gets a value again.
type entry struct{ p unsafe.Pointer }

type anchor struct{}

var (
	gone    = unsafe.Pointer(new(any))
	nothing = &table{m: map[any]*entry{anchor{}: new(entry)}}
)

func (e *entry) value() *any {
	p := atomic.LoadPointer(&e.p)
	if p == gone {
		return nil
	}
	return (*any)(p)
}

// swap sets the value unless the entry is gone, and gives what was there.
func (e *entry) swap(new *any) (old *any, ok bool) {
	for {
		p := atomic.LoadPointer(&e.p)
		if p == gone {
			return nil, false
		}
		if atomic.CompareAndSwapPointer(&e.p, p, unsafe.Pointer(new)) {
			return (*any)(p), true
		}
	}
}

// fill sets the value if there is none, and gives the one there is now.
func (e *entry) fill(new *any) (now *any, loaded, ok bool) {
	for {
		p := atomic.LoadPointer(&e.p)
		if p == gone {
			return nil, false, false
		}
		if p != nil {
			return (*any)(p), true, true
		}
		if atomic.CompareAndSwapPointer(&e.p, nil, unsafe.Pointer(new)) {
			return new, false, true
		}
	}
}

// replace sets the value to new (nil: deletes) if it is old.
func (e *entry) replace(old any, new *any) bool {
	for {
		v := e.value()
		if v == nil || *v != old {
			return false
		}
		if atomic.CompareAndSwapPointer(&e.p, unsafe.Pointer(v), unsafe.Pointer(new)) {
			return true
		}
	}
}

// remove deletes the value and gives what was there.
func (e *entry) remove() *any {
	for {
		v := e.value()
		if v == nil || atomic.CompareAndSwapPointer(&e.p, unsafe.Pointer(v), nil) {
			return v
		}
	}
}

func (m *Map) table() *table {
	if t := (*table)(atomic.LoadPointer(&m.read)); t != nil {
		return t
	}
	return nothing
}

func (m *Map) publish(t *table) { atomic.StorePointer(&m.read, unsafe.Pointer(t)) }

// find is the entry of key, or nil.
func (m *Map) find(key any) *entry {
	t := m.table()
	if e, ok := t.m[key]; ok || !t.partial {
		return e
	}
	m.mu.Lock()
	t = m.table()
	e, ok := t.m[key]
	if !ok && t.partial {
		e = m.dirty[key]
		if m.misses++; m.misses >= len(m.dirty) {
			m.promote()
		}
	}
	m.mu.Unlock()
	return e
}

// promote makes dirty what all may read. m is locked.
func (m *Map) promote() {
	m.publish(&table{m: m.dirty})
	m.dirty = nil
	m.misses = 0
}

// own is the entry of key, made if there is none, that dirty or read will keep.
// m is locked until the caller has put a value into it.
func (m *Map) own(key any) *entry {
	t := m.table()
	if e, ok := t.m[key]; ok {
		if atomic.CompareAndSwapPointer(&e.p, gone, nil) {
			m.dirty[key] = e
		}
		return e
	}
	if e, ok := m.dirty[key]; ok {
		return e
	}
	if !t.partial {
		m.dirty = make(map[any]*entry, len(t.m))
		for k, e := range t.m {
			if _, isAnchor := k.(anchor); isAnchor || !e.leave() {
				m.dirty[k] = e
			}
		}
		m.publish(&table{m: t.m, partial: true})
	}
	e := new(entry)
	m.dirty[key] = e
	return e
}

// leave makes a deleted entry gone, and says whether it is.
func (e *entry) leave() bool {
	for {
		p := atomic.LoadPointer(&e.p)
		if p != nil {
			return p == gone
		}
		if atomic.CompareAndSwapPointer(&e.p, nil, gone) {
			return true
		}
	}
}

// Load is the value at key.
func (m *Map) Load(key any) (value any, ok bool) {
	if e := m.find(key); e != nil {
		if v := e.value(); v != nil {
			return *v, true
		}
	}
	return nil, false
}

// Store sets the value at key.
func (m *Map) Store(key, value any) { m.Swap(key, value) }

// Swap sets the value at key and gives what was there.
func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	new := &value
	var old *any
	done := false
	if e, ok := m.table().m[key]; ok {
		old, done = e.swap(new)
	}
	if !done {
		m.mu.Lock()
		old, _ = m.own(key).swap(new)
		m.mu.Unlock()
	}
	if old == nil {
		return nil, false
	}
	return *old, true
}

// LoadOrStore is the value at key, which it sets if there is none.
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	new := &value
	if e, ok := m.table().m[key]; ok {
		if now, loaded, ok := e.fill(new); ok {
			return *now, loaded
		}
	}
	m.mu.Lock()
	now, loaded, _ := m.own(key).fill(new)
	m.mu.Unlock()
	return *now, loaded
}

// LoadAndDelete removes key and gives the value that was there.
func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	if e := m.find(key); e != nil {
		if v := e.remove(); v != nil {
			return *v, true
		}
	}
	return nil, false
}

// Delete removes key.
func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

// CompareAndSwap sets the value at key if it is old, which must be comparable.
func (m *Map) CompareAndSwap(key, old, new any) (swapped bool) {
	e := m.find(key)
	return e != nil && e.replace(old, &new)
}

// CompareAndDelete removes key if its value is old, which must be comparable.
func (m *Map) CompareAndDelete(key, old any) (deleted bool) {
	e := m.find(key)
	return e != nil && e.replace(old, nil)
}

// Range calls f for each entry until it returns false. f may use m.
func (m *Map) Range(f func(key, value any) bool) {
	t := m.table()
	if t.partial {
		m.mu.Lock()
		if t = m.table(); t.partial {
			m.promote()
			t = m.table()
		}
		m.mu.Unlock()
	}
	for key, e := range t.m {
		if v := e.value(); v != nil && !f(key, *v) {
			return
		}
	}
}

// Clear removes everything.
func (m *Map) Clear() {
	m.mu.Lock()
	m.publish(nothing)
	m.dirty = nil
	m.misses = 0
	m.mu.Unlock()
}
