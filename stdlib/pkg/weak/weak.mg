// Package weak has pointers that do not keep what they point to alive.
package weak

import (
	"runtime"
	"unsafe"
)

// Pointer is a weak pointer to a T. Two are equal if they were made from equal
// pointers, even after what they point to is gone.
type Pointer[T any] struct {
	_ [0]*T
	u unsafe.Pointer
}

// Make makes a weak pointer from ptr; from nil, one whose value is always nil.
func Make[T any](ptr *T) Pointer[T] {
	u := register(unsafe.Pointer(ptr))
	runtime.KeepAlive(ptr)
	return Pointer[T]{u: u}
}

// Value is the pointer that p was made from, or nil once nothing else points to its object.
func (p Pointer[T]) Value() *T { return (*T)(load(p.u)) }

// register gives the handle of a weak pointer to what p points to.
func register(p unsafe.Pointer) unsafe.Pointer

// load reads a handle.
//
//minigo:leaf
func load(handle unsafe.Pointer) unsafe.Pointer
