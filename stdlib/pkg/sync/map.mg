package sync

// A Map is a map that goroutines may use together. A lock for readers and writers
// guards an ordinary one, which is never empty: it has the key anchor{}, so that
// a key that cannot be hashed is always noticed in the same way.
type Map struct {
	_  noCopy
	mu RWMutex
	m  map[any]any
}

type anchor struct{}

// Load is the value at key.
func (m *Map) Load(key any) (value any, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if m.m == nil {
		_ = map[any]any{anchor{}: nil}[key]
		return nil, false
	}
	value, ok = m.m[key]
	return value, ok
}

// lock locks m for writing.
func (m *Map) lock() {
	m.mu.Lock()
	if m.m == nil {
		m.m = map[any]any{anchor{}: nil}
	}
}

// Store sets the value at key.
func (m *Map) Store(key, value any) { m.Swap(key, value) }

// Clear removes everything.
func (m *Map) Clear() {
	m.mu.Lock()
	m.m = nil
	m.mu.Unlock()
}

// LoadOrStore is the value at key, which it sets if there is none.
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	m.lock()
	defer m.mu.Unlock()
	if actual, loaded = m.m[key]; loaded {
		return actual, true
	}
	m.m[key] = value
	return value, false
}

// LoadAndDelete removes key and gives the value that was there.
func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	m.lock()
	defer m.mu.Unlock()
	value, loaded = m.m[key]
	delete(m.m, key)
	return value, loaded
}

// Delete removes key.
func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

// Swap sets the value at key and gives what was there.
func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	m.lock()
	defer m.mu.Unlock()
	previous, loaded = m.m[key]
	m.m[key] = value
	return previous, loaded
}

// CompareAndSwap sets the value at key if it is old, which must be comparable.
func (m *Map) CompareAndSwap(key, old, new any) (swapped bool) {
	m.lock()
	defer m.mu.Unlock()
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	m.m[key] = new
	return true
}

// CompareAndDelete removes key if its value is old, which must be comparable.
func (m *Map) CompareAndDelete(key, old any) (deleted bool) {
	m.lock()
	defer m.mu.Unlock()
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	delete(m.m, key)
	return true
}

// Range calls f for each entry until it returns false. f may use m.
func (m *Map) Range(f func(key, value any) bool) {
	m.mu.RLock()
	keys := make([]any, 0, len(m.m))
	for key := range m.m {
		if key != (anchor{}) {
			keys = append(keys, key)
		}
	}
	m.mu.RUnlock()
	for _, key := range keys {
		if value, ok := m.Load(key); ok && !f(key, value) {
			return
		}
	}
}
