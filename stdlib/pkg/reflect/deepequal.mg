package reflect

import (
	"internal/reflectlite"
	"unsafe"
)

// visit is a pair of places under comparison; meeting it again ends a cycle.
type visit struct {
	a, b unsafe.Pointer
	typ  *rtype
}

// DeepEqual says whether x and y are equal in all their parts.
func DeepEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	a, b := ValueOf(x), ValueOf(y)
	if a.typ != b.typ {
		return false
	}
	return deepEqual(a, b, make(map[visit]bool))
}

func deepEqual(a, b Value, seen map[visit]bool) bool {
	if !a.IsValid() || !b.IsValid() {
		return a.IsValid() == b.IsValid()
	}
	if a.typ != b.typ {
		return false
	}
	switch a.Kind() {
	case Pointer, Map, Slice:
		p, q := a.word(), b.word()
		if p != nil && q != nil {
			if uintptr(p) > uintptr(q) {
				p, q = q, p
			}
			v := visit{p, q, a.typ}
			if seen[v] {
				return true
			}
			seen[v] = true
		}
	}
	switch a.Kind() {
	case Array:
		for i := 0; i < a.Len(); i++ {
			if !deepEqual(a.Index(i), b.Index(i), seen) {
				return false
			}
		}
		return true
	case Slice:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		if a.word() == b.word() {
			return true
		}
		if a.typ.elem().kind() == Uint8 {
			return string(*(*[]byte)(a.ptr)) == string(*(*[]byte)(b.ptr))
		}
		for i := 0; i < a.Len(); i++ {
			if !deepEqual(a.Index(i), b.Index(i), seen) {
				return false
			}
		}
		return true
	case Interface:
		if a.IsNil() || b.IsNil() {
			return a.IsNil() == b.IsNil()
		}
		return deepEqual(a.Elem(), b.Elem(), seen)
	case Pointer:
		return a.word() == b.word() || deepEqual(a.Elem(), b.Elem(), seen)
	case Struct:
		for i := 0; i < reflectlite.NumField(a.typ.lite()); i++ {
			if !deepEqual(a.Field(i), b.Field(i), seen) {
				return false
			}
		}
		return true
	case Map:
		if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
			return false
		}
		if a.word() == b.word() {
			return true
		}
		for it := a.MapRange(); it.Next(); {
			x := it.Value()
			y := b.MapIndex(it.Key())
			if !y.IsValid() || !deepEqual(x, y, seen) {
				return false
			}
		}
		return true
	case Func:
		return a.IsNil() && b.IsNil()
	}
	return a.packed() == b.packed()
}
