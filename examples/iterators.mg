// Iterators: sequences that are made, filtered, zipped and cut off as they are asked for, and one that is pulled.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

// naturals never ends by itself: whoever ranges over it breaks off.
func naturals() iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 0; yield(n); n++ {
		}
	}
}

func filter[T any](s iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for x := range s {
			if keep(x) && !yield(x) {
				return
			}
		}
	}
}

func take[T any](s iter.Seq[T], n int) iter.Seq[T] {
	return func(yield func(T) bool) {
		if n <= 0 {
			return
		}
		left := n
		for x := range s {
			left--
			if !yield(x) || left == 0 {
				return
			}
		}
	}
}

// zip pulls from one sequence while it ranges over the other.
func zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(b)
		defer stop()
		for x := range a {
			y, ok := next()
			if !ok || !yield(x, y) {
				return
			}
		}
	}
}

type tree struct {
	left, right *tree
	value       string
}

func (t *tree) insert(v string) *tree {
	switch {
	case t == nil:
		return &tree{value: v}
	case v < t.value:
		t.left = t.left.insert(v)
	default:
		t.right = t.right.insert(v)
	}
	return t
}

// all walks in order; a break of the loop ends the whole recursion.
func (t *tree) all(yield func(string) bool) bool {
	return t == nil || t.left.all(yield) && yield(t.value) && t.right.all(yield)
}

func main() {
	squares := func(yield func(int) bool) {
		for n := range naturals() {
			if !yield(n * n) {
				return
			}
		}
	}
	odd := filter(squares, func(n int) bool { return n%2 == 1 })
	fmt.Println(slices.Collect(take(odd, 6)))

	var t *tree
	for word := range strings.FieldsSeq("the quick brown fox jumps over the lazy dog") {
		t = t.insert(word)
	}
	words := func(yield func(string) bool) { t.all(yield) }
	for n, word := range zip(naturals(), words) {
		if word > "quick" {
			break
		}
		fmt.Print(n, ":", word, " ")
	}
	fmt.Println()

	lengths := map[string]int{}
	for word := range words {
		lengths[word] = len(word)
	}
	for _, word := range slices.SortedFunc(maps.Keys(lengths), func(a, b string) int {
		if d := lengths[a] - lengths[b]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	}) {
		fmt.Print(word, " ")
	}
	fmt.Println()
}
