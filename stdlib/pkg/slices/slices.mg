// Package slices has functions for slices of any type.
//
// Functions that shorten a slice in place clear what they cut off, so that nothing is held on to there.
package slices

import (
	"cmp"
	"math/bits"
	"unsafe"
)

// Equal reports whether both slices have the same length and equal elements.
func Equal[S ~[]E, E comparable](s1, s2 S) bool {
	if len(s1) != len(s2) {
		return false
	}
	for i, v := range s1 {
		if v != s2[i] {
			return false
		}
	}
	return true
}

// EqualFunc is Equal with eq to compare elements.
func EqualFunc[S1 ~[]E1, S2 ~[]E2, E1, E2 any](s1 S1, s2 S2, eq func(E1, E2) bool) bool {
	if len(s1) != len(s2) {
		return false
	}
	for i, v := range s1 {
		if !eq(v, s2[i]) {
			return false
		}
	}
	return true
}

// Compare compares element by element with cmp.Compare; the first difference decides, then the length.
func Compare[S ~[]E, E cmp.Ordered](s1, s2 S) int {
	for i, v := range s1[:min(len(s1), len(s2))] {
		if c := cmp.Compare(v, s2[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(s1), len(s2))
}

// CompareFunc is Compare with a function to compare elements.
func CompareFunc[S1 ~[]E1, S2 ~[]E2, E1, E2 any](s1 S1, s2 S2, compare func(E1, E2) int) int {
	for i, v := range s1[:min(len(s1), len(s2))] {
		if c := compare(v, s2[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(s1), len(s2))
}

// Index is the index of the first v in s, or -1.
func Index[S ~[]E, E comparable](s S, v E) int {
	for i := range s {
		if v == s[i] {
			return i
		}
	}
	return -1
}

// IndexFunc is the index of the first element for which f is true, or -1.
func IndexFunc[S ~[]E, E any](s S, f func(E) bool) int {
	for i := range s {
		if f(s[i]) {
			return i
		}
	}
	return -1
}

// Contains reports whether v is in s.
func Contains[S ~[]E, E comparable](s S, v E) bool { return Index(s, v) >= 0 }

// ContainsFunc reports whether f is true for some element of s.
func ContainsFunc[S ~[]E, E any](s S, f func(E) bool) bool { return IndexFunc(s, f) >= 0 }

// Insert puts v before s[i], or at the end if i is len(s), and gives the slice that results; it may use s's array.
func Insert[S ~[]E, E any](s S, i int, v ...E) S {
	tail := s[i:]
	switch {
	case len(v) == 0:
		return s
	case len(tail) == 0:
		return append(s, v...)
	case len(s)+len(v) > cap(s):
		grown := append(s[:i], make(S, len(v)+len(tail))...)
		copy(grown[i:], v)
		copy(grown[i+len(v):], tail)
		return grown
	}
	s = s[:len(s)+len(v)]
	if overlap(s[i:], v) {
		v = Clone(v)
	}
	copy(s[i+len(v):], tail)
	copy(s[i:], v)
	return s
}

// Delete takes s[i:j] out.
func Delete[S ~[]E, E any](s S, i, j int) S {
	_ = s[i:j:len(s)]
	if i == j {
		return s
	}
	n := i + copy(s[i:], s[j:])
	clear(s[n:])
	return s[:n]
}

// DeleteFunc takes the elements out for which del is true.
func DeleteFunc[S ~[]E, E any](s S, del func(E) bool) S {
	n := IndexFunc(s, del)
	if n < 0 {
		return s
	}
	for _, v := range s[n+1:] {
		if !del(v) {
			s[n] = v
			n++
		}
	}
	clear(s[n:])
	return s[:n]
}

// Replace puts v in the place of s[i:j] and gives the slice that results; it may use s's array.
func Replace[S ~[]E, E any](s S, i, j int, v ...E) S {
	_ = s[i:j]
	if i == j {
		return Insert(s, i, v...)
	}
	tail := s[j:]
	n := i + len(v) + len(tail)
	switch {
	case len(tail) == 0:
		replaced := append(s[:i], v...)
		if len(replaced) < len(s) {
			clear(s[len(replaced):])
		}
		return replaced
	case n > cap(s):
		grown := append(s[:i], make(S, n-i)...)
		copy(grown[i:], v)
		copy(grown[i+len(v):], tail)
		return grown
	}
	replaced := s[:n]
	if overlap(replaced[i:], v) {
		v = Clone(v)
	}
	copy(replaced[i+len(v):], tail)
	copy(replaced[i:], v)
	if n < len(s) {
		clear(s[n:])
	}
	return replaced
}

// overlap reports whether the arrays under a and b have bytes in common.
func overlap[E any](a, b []E) bool {
	size := unsafe.Sizeof(*new(E))
	if len(a) == 0 || len(b) == 0 || size == 0 {
		return false
	}
	first := func(s []E) uintptr { return uintptr(unsafe.Pointer(&s[0])) }
	last := func(s []E) uintptr { return uintptr(unsafe.Pointer(&s[len(s)-1])) + size - 1 }
	return first(a) <= last(b) && first(b) <= last(a)
}

// Clone is a copy of s with an array of its own; elements are assigned, not cloned.
func Clone[S ~[]E, E any](s S) S {
	if s == nil {
		return nil
	}
	return append(S{}, s...)
}

// Compact leaves one of each run of equal elements.
func Compact[S ~[]E, E comparable](s S) S {
	for i := 1; i < len(s); i++ {
		if s[i] == s[i-1] {
			n := i
			for rest := s[i:]; len(rest) > 1; rest = rest[1:] {
				if rest[1] != rest[0] {
					s[n] = rest[1]
					n++
				}
			}
			clear(s[n:])
			return s[:n]
		}
	}
	return s
}

// CompactFunc is Compact with eq to compare elements; it leaves the first of each run.
func CompactFunc[S ~[]E, E any](s S, eq func(E, E) bool) S {
	for i := 1; i < len(s); i++ {
		if eq(s[i], s[i-1]) {
			n := i
			for rest := s[i:]; len(rest) > 1; rest = rest[1:] {
				if !eq(rest[1], rest[0]) {
					s[n] = rest[1]
					n++
				}
			}
			clear(s[n:])
			return s[:n]
		}
	}
	return s
}

// Grow gives s room for n more elements.
func Grow[S ~[]E, E any](s S, n int) S {
	if n < 0 {
		panic("cannot be negative")
	}
	if more := n - (cap(s) - len(s)); more > 0 {
		s = append(s[:cap(s)], make([]E, more)...)[:len(s)]
	}
	return s
}

// Clip takes the room beyond its length from s.
func Clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }

// Reverse turns the order of the elements round.
func Reverse[S ~[]E, E any](s S) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

// Concat is a new slice of all elements of slices.
func Concat[S ~[]E, E any](slices ...S) S {
	n := 0
	for _, s := range slices {
		if n += len(s); n < 0 {
			panic("len out of range")
		}
	}
	all := Grow[S](nil, n)
	for _, s := range slices {
		all = append(all, s...)
	}
	return all
}

// Repeat is a new slice of count times the elements of x.
func Repeat[S ~[]E, E any](x S, count int) S {
	if count < 0 {
		panic("cannot be negative")
	}
	hi, n := bits.Mul(uint(len(x)), uint(count))
	if hi > 0 || int(n) < 0 {
		panic("the result of (len(x) * count) overflows")
	}
	all := make(S, int(n))
	for done := copy(all, x); done < len(all); {
		done += copy(all[done:], all[:done])
	}
	return all
}
