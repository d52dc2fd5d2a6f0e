// Package sort sorts in place.
//
// The algorithm and its very sequence of comparisons and swaps are those of Go
// (pattern-defeating quicksort; insertion sort of blocks and symmetric merges for
// the stable sorts), since programs see the order of equal elements. It stands in
// two forms: interface.mg over an Interface, func.mg over a function and a slice.
package sort

import (
	"internal/reflectlite"
	"math/bits"
)

// An Interface is a sequence that can be sorted.
type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

// Sort sorts; equal elements may change places.
func Sort(data Interface) {
	n := data.Len()
	if n <= 1 {
		return
	}
	quicksort(data, 0, n, bits.Len(uint(n)))
}

// Stable sorts; equal elements keep their order.
func Stable(data Interface) {
	stable(data, data.Len())
}

// IsSorted reports whether data is sorted.
func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reverse struct {
	Interface
}

func (r reverse) Less(i, j int) bool { return r.Interface.Less(j, i) }

// Reverse is data in the opposite order.
func Reverse(data Interface) Interface { return &reverse{data} }

// lessSwap is a slice with its order.
type lessSwap struct {
	less  func(i, j int) bool
	slice any
}

// lenOf is the length of the slice x.
func lenOf(x any) int {
	if reflectlite.KindOf(x) != reflectlite.Slice {
		panic("reflect: call of Swapper on " + reflectlite.TypeString(reflectlite.TypeOf(x)) + " Value")
	}
	return reflectlite.LenOf(x)
}

// Slice sorts the slice x; less compares its elements by their indices.
func Slice(x any, less func(i, j int) bool) {
	n := lenOf(x)
	quicksort_func(&lessSwap{less, x}, 0, n, bits.Len(uint(n)))
}

// SliceStable is Slice that keeps the order of equal elements.
func SliceStable(x any, less func(i, j int) bool) {
	n := lenOf(x)
	stable_func(&lessSwap{less, x}, n)
}

// SliceIsSorted reports whether x is sorted.
func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := lenOf(x) - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}

// IntSlice, Float64Slice and StringSlice have the methods of Interface. NaNs come
// before other numbers.
type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x IntSlice) Sort()              { Ints(x) }

type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] || x[i] != x[i] && x[j] == x[j] }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x Float64Slice) Sort()              { Float64s(x) }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x StringSlice) Sort()              { Strings(x) }

// Ints and Strings sort values of which equal ones cannot be told apart, so they
// have sorts of their own, without calls.

// Ints sorts x.
func Ints(x []int) {
	for len(x) > 12 {
		// Median of three as the pivot, partition by Hoare, the smaller part first.
		n := len(x)
		a, b, c := x[0], x[n/2], x[n-1]
		if a > b {
			a, b = b, a
		}
		if b > c {
			b = c
			if a > b {
				b = a
			}
		}
		i, j := 0, n-1
		for {
			for x[i] < b {
				i++
			}
			for x[j] > b {
				j--
			}
			if i >= j {
				break
			}
			x[i], x[j] = x[j], x[i]
			i++
			j--
		}
		if i <= n/16 || i >= n-n/16 {
			// A bad split; one may be chance, but many end in quadratic time.
			Sort(IntSlice(x))
			return
		}
		if i < n-i {
			Ints(x[:i])
			x = x[i:]
		} else {
			Ints(x[i:])
			x = x[:i]
		}
	}
	for i := 1; i < len(x); i++ {
		v := x[i]
		j := i
		for ; j > 0 && x[j-1] > v; j-- {
			x[j] = x[j-1]
		}
		x[j] = v
	}
}

// Float64s sorts x, NaNs first.
func Float64s(x []float64) { Sort(Float64Slice(x)) }

// Strings sorts x.
func Strings(x []string) { Sort(StringSlice(x)) }

// IntsAreSorted, Float64sAreSorted and StringsAreSorted report whether x is sorted.
func IntsAreSorted(x []int) bool         { return IsSorted(IntSlice(x)) }
func Float64sAreSorted(x []float64) bool { return IsSorted(Float64Slice(x)) }
func StringsAreSorted(x []string) bool   { return IsSorted(StringSlice(x)) }
