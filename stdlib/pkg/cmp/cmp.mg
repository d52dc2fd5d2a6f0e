// Package cmp compares ordered values.
package cmp

// Ordered is satisfied by the types that have <.
type Ordered interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr |
		~float32 | ~float64 |
		~string
}

// Less reports whether x comes before y. A NaN comes before everything else.
func Less[T Ordered](x, y T) bool {
	return x < y || x != x && y == y
}

// Compare is -1, 0 or 1 as x comes before y, is equal to it, or comes after. NaNs are equal to each other and come
// before everything else; -0.0 equals 0.0.
func Compare[T Ordered](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	case x == y:
		return 0
	}
	// At least one is a NaN.
	if x == x {
		return 1
	}
	if y == y {
		return -1
	}
	return 0
}

// Or is the first of vals that is not the zero value, or the zero value.
func Or[T comparable](vals ...T) (zero T) {
	for _, v := range vals {
		if v != zero {
			return v
		}
	}
	return
}
