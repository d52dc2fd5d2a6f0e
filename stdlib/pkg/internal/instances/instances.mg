// Package instances is imported by nobody. What it names is compiled with the library, so programs that use these
// instances of generic functions take them from the image.
package instances

import (
	"cmp"
	"maps"
	"slices"
)

func all() {
	ordered[int]()
	ordered[string]()
	ordered[float64]()
	mapped[string, int]()
	mapped[string, string]()
	mapped[string, bool]()
	mapped[int, int]()
	mapped[int, string]()
	mapped[int, bool]()
}

func ordered[E cmp.Ordered]() {
	_ = cmp.Compare[E]
	_ = slices.BinarySearch[[]E]
	_ = slices.Clone[[]E]
	_ = slices.Collect[E]
	_ = slices.Compact[[]E]
	_ = slices.Contains[[]E]
	_ = slices.Delete[[]E]
	_ = slices.Equal[[]E]
	_ = slices.Index[[]E]
	_ = slices.IndexFunc[[]E]
	_ = slices.Insert[[]E]
	_ = slices.IsSorted[[]E]
	_ = slices.Max[[]E]
	_ = slices.Min[[]E]
	_ = slices.Reverse[[]E]
	_ = slices.Sort[[]E]
	_ = slices.SortFunc[[]E]
	_ = slices.Sorted[E]
	_ = slices.Values[[]E]
}

func mapped[K cmp.Ordered, V any]() {
	_ = maps.Clone[map[K]V]
	_ = maps.Copy[map[K]V, map[K]V]
	_ = maps.Keys[map[K]V]
	_ = maps.Values[map[K]V]
}
