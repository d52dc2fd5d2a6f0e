package fmt

// mapsort.mg: the order in which the keys of a map are printed.

import "internal/reflectlite"

// sortEntries sorts pairs (key, element) by key: a merge sort, stable so that
// keys that compare equal (NaNs) stay together in whatever order they came.
func sortEntries(pairs []any) {
	n := len(pairs) / 2
	if n < 2 {
		return
	}
	from, to := pairs, make([]any, len(pairs))
	for width := 1; width < n; width *= 2 {
		for lo := 0; lo < n; lo += 2 * width {
			mid, hi := min(lo+width, n), min(lo+2*width, n)
			i, j := lo, mid
			for k := lo; k < hi; k++ {
				if i < mid && (j >= hi || compare(from[2*j], from[2*i]) >= 0) {
					to[2*k], to[2*k+1] = from[2*i], from[2*i+1]
					i++
				} else {
					to[2*k], to[2*k+1] = from[2*j], from[2*j+1]
					j++
				}
			}
		}
		from, to = to, from
	}
	copy(pairs, from)
}

// compare orders two keys: nil first, numbers and strings by <, false before
// true, NaN before other floats, structs and arrays part by part, pointers and
// channels by address, values of different types by their types' addresses.
func compare(a, b any) int {
	if a == nil || b == nil {
		switch {
		case a != nil:
			return 1
		case b != nil:
			return -1
		}
		return 0
	}
	typ := reflectlite.TypeOf(a)
	if other := reflectlite.TypeOf(b); typ != other {
		if typ < other {
			return -1
		}
		return 1
	}
	switch reflectlite.TypeKind(typ) {
	case reflectlite.Int, reflectlite.Int8, reflectlite.Int16, reflectlite.Int32, reflectlite.Int64:
		x, y := reflectlite.IntOf(a), reflectlite.IntOf(b)
		return order(x < y, x > y)
	case reflectlite.Uint, reflectlite.Uint8, reflectlite.Uint16, reflectlite.Uint32, reflectlite.Uint64, reflectlite.Uintptr:
		x, y := reflectlite.UintOf(a), reflectlite.UintOf(b)
		return order(x < y, x > y)
	case reflectlite.String:
		x, y := reflectlite.StringOf(a), reflectlite.StringOf(b)
		return order(x < y, x > y)
	case reflectlite.Float32, reflectlite.Float64:
		return compareFloats(reflectlite.FloatOf(a), reflectlite.FloatOf(b))
	case reflectlite.Complex64, reflectlite.Complex128:
		x, y := reflectlite.ComplexOf(a), reflectlite.ComplexOf(b)
		if c := compareFloats(real(x), real(y)); c != 0 {
			return c
		}
		return compareFloats(imag(x), imag(y))
	case reflectlite.Bool:
		x, y := reflectlite.BoolOf(a), reflectlite.BoolOf(b)
		return order(!x && y, x && !y)
	case reflectlite.Struct:
		for i, n := 0, reflectlite.NumField(typ); i < n; i++ {
			if c := compare(reflectlite.Field(a, i), reflectlite.Field(b, i)); c != 0 {
				return c
			}
		}
		return 0
	case reflectlite.Array:
		for i, n := 0, reflectlite.LenOf(a); i < n; i++ {
			if c := compare(reflectlite.Index(a, i), reflectlite.Index(b, i)); c != 0 {
				return c
			}
		}
		return 0
	}
	x, y := reflectlite.PointerOf(a), reflectlite.PointerOf(b)
	return order(x < y, x > y)
}

func order(less, greater bool) int {
	switch {
	case less:
		return -1
	case greater:
		return 1
	}
	return 0
}

func compareFloats(x, y float64) int {
	xNaN, yNaN := x != x, y != y
	if xNaN || yNaN {
		return order(xNaN && !yNaN, !xNaN)
	}
	return order(x < y, x > y)
}
