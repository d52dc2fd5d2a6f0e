// Package unique gives equal values one handle, which compares by a single word.
//
// Values that have a handle are kept for ever: there is nothing yet that could tell when the last handle is gone.
package unique

import "sync"

// A Handle stands for a value: handles of a type are equal if and only if their values are.
type Handle[T comparable] struct {
	value *T
}

// Value is what the handle was made of.
func (h Handle[T]) Value() T { return *h.value }

// A key is a value of a type. An interface type's values are told from those of their dynamic types by typ, a nil
// pointer to the type.
type key struct {
	typ, value any
}

var (
	mu     sync.Mutex
	values = make(map[key]any)
)

// Make gives the handle of value.
func Make[T comparable](value T) Handle[T] {
	k := key{(*T)(nil), value}
	mu.Lock()
	defer mu.Unlock()
	if p, ok := values[k]; ok {
		return Handle[T]{p.(*T)}
	}
	p := &value
	values[k] = p
	return Handle[T]{p}
}
