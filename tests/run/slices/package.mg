// Package slices: results, order of comparisons, capacities, clearing, panics.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

var seed uint32 = 1

func rnd(n int) int {
	seed = seed*1664525 + 1013904223
	return int(seed>>8) % n
}

type rec struct{ k, id int }

// trace sums up which comparisons were made in which order.
type trace struct{ n, h int }

func (t *trace) cmp(a, b rec) int {
	t.n++
	t.h = t.h*31 + a.id*7 + b.id
	return cmp.Compare(a.k, b.k)
}

func shapes(n int) [][]rec {
	mk := func(f func(i int) int) []rec {
		r := make([]rec, n)
		for i := range r {
			r[i] = rec{f(i), i}
		}
		return r
	}
	return [][]rec{
		mk(func(i int) int { return i }),
		mk(func(i int) int { return -i }),
		mk(func(i int) int { return rnd(n + 1) }),
		mk(func(i int) int { return rnd(4) }),
		mk(func(i int) int { return i % 7 }),
		mk(func(i int) int { return min(i, n-i) }),
		mk(func(i int) int { return i ^ 1 }),
		mk(func(i int) int { return 5 }),
	}
}

func sum(r []rec) (h int) {
	for i, x := range r {
		h = h*33 + x.id*i + x.k
	}
	return
}

func sorting() {
	for _, n := range []int{0, 1, 2, 5, 12, 13, 40, 60, 300, 2000} {
		for _, s := range shapes(n) {
			var t, u trace
			a := slices.Clone(s)
			slices.SortFunc(a, t.cmp)
			b := slices.Clone(s)
			slices.SortStableFunc(b, u.cmp)
			sorted := slices.IsSortedFunc(a, t.cmp)
			fmt.Print(t, sum(a), u, sum(b), sorted, ";")
			keys := make([]int, n)
			for i := range s {
				keys[i] = s[i].k
			}
			slices.Sort(keys)
			fmt.Println(slices.IsSorted(keys), len(slices.Compact(keys)))
		}
	}
	f := []float64{3, math.NaN(), -1, math.Inf(1), math.Copysign(0, -1), 0, math.NaN(), math.Inf(-1)}
	slices.Sort(f)
	fmt.Println(f, slices.IsSorted(f), slices.Min(f), slices.Max(f[2:]))
	fmt.Println(slices.BinarySearch(f, math.NaN()))
	fmt.Println(slices.BinarySearch(f, 3))
	fmt.Println(cmp.Compare(math.NaN(), 1), cmp.Compare(1, math.NaN()), cmp.Compare(math.NaN(), math.NaN()), cmp.Less(math.NaN(), 1))
	w := strings.Fields("pear fig apple fig kiwi")
	slices.Sort(w)
	fmt.Println(w, slices.MaxFunc(w, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
	fmt.Println(slices.MinFunc(w, func(a, b string) int { return cmp.Compare(len(a), len(b)) }))
}

func show(s []int) string { return fmt.Sprint(s, len(s), cap(s), s[:cap(s)]) }

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
}

func editing() {
	base := func() []int { s := make([]int, 6, 10); for i := range s { s[i] = i + 1 }; return s }
	fmt.Println(show(slices.Insert(base(), 2, 70, 71)))
	fmt.Println(show(slices.Insert(base(), 6, 70)))
	fmt.Println(show(slices.Insert(base(), 0, 1, 2, 3, 4, 5)))
	s := base()
	fmt.Println(show(slices.Insert(s, 1, s[2:5]...)))
	s = base()
	fmt.Println(show(slices.Insert(s, 3, s[1:4]...)))
	fmt.Println(show(slices.Delete(base(), 1, 3)), show(slices.Delete(base(), 0, 6)), show(slices.Delete(base(), 2, 2)))
	fmt.Println(show(slices.DeleteFunc(base(), func(i int) bool { return i%2 == 0 })))
	for i := 0; i <= 6; i++ {
		for j := i; j <= 6; j++ {
			for _, n := range []int{0, 1, 3, 6} {
				v := []int{91, 92, 93, 94, 95, 96}[:n]
				fmt.Print(show(slices.Replace(base(), i, j, v...)), " ")
				s := base()
				fmt.Print(slices.Replace(s, i, j, s[:n]...), " ")
				s = base()
				fmt.Println(slices.Replace(s, i, j, s[6-n:]...))
			}
		}
	}
	fmt.Println(show(slices.Compact([]int{1, 1, 2, 2, 2, 3, 1, 1})))
	fmt.Println(slices.CompactFunc([]string{"a", "A", "b", "B", "c"}, strings.EqualFold))
	fmt.Println(cap(slices.Grow([]int(nil), 5)), cap(slices.Grow(base(), 4)), cap(slices.Grow(base(), 5)), cap(slices.Clip(base())))
	fmt.Println(slices.Clone([]int(nil)) == nil, slices.Clone([]int{}) == nil, slices.Concat[[]int]() == nil)
	fmt.Println(slices.Concat([]int{1}, nil, []int{2, 3}), slices.Repeat([]int{1, 2}, 3), cap(slices.Concat([]int{1, 2, 3}, []int{4, 5})))
	r := base()
	slices.Reverse(r)
	fmt.Println(r, slices.Equal(r, base()), slices.Compare(r, base()), slices.Compare([]int{1, 2}, []int{1, 2, 3}))
	fmt.Println(slices.Index(r, 4), slices.IndexFunc(r, func(i int) bool { return i < 3 }), slices.ContainsFunc(r, func(i int) bool { return i > 9 }))
	fmt.Println(slices.EqualFunc([]int{1, 2}, []string{"1", "2"}, func(i int, s string) bool { return strconv.Itoa(i) == s }))
	fmt.Println(slices.CompareFunc([]int{1, 3}, []string{"1", "2"}, func(i int, s string) int { return cmp.Compare(strconv.Itoa(i), s) }))
	type empty struct{}
	fmt.Println(slices.Insert([]empty{{}, {}}, 1, empty{}), slices.Replace([]empty{{}, {}}, 0, 1, empty{}, empty{}))
	try("insert", func() { slices.Insert([]int{1}, 2, 3) })
	try("insert2", func() { slices.Insert([]int{1}, 2) })
	try("delete", func() { slices.Delete([]int{1}, 1, 0) })
	try("delete2", func() { slices.Delete(base(), 1, 8) })
	try("replace", func() { slices.Replace([]int{1}, 1, 2, 3) })
	try("grow", func() { slices.Grow([]int{1}, -1) })
	try("repeat", func() { slices.Repeat([]int{1}, -1) })
	try("repeat2", func() { slices.Repeat([]int{1, 2}, math.MaxInt) })
	try("chunk", func() { slices.Chunk([]int{1}, 0) })
	try("min", func() { slices.Min([]int{}) })
	try("max", func() { slices.Max([]int{}) })
	try("minf", func() { slices.MinFunc([]int{}, cmp.Compare[int]) })
	try("maxf", func() { slices.MaxFunc([]int{}, cmp.Compare[int]) })
}

func iterating() {
	s := []string{"a", "b", "c", "d", "e"}
	for i, v := range slices.Backward(s) {
		fmt.Print(i, v, " ")
	}
	for c := range slices.Chunk(s, 2) {
		fmt.Print(c, cap(c), " ")
	}
	fmt.Println(slices.Collect(slices.Values(s)), slices.AppendSeq(s[:1:1], slices.Values(s[3:])))
	m := map[string]int{"x": 3, "y": 1, "z": 2}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.SortedFunc(maps.Values(m), func(a, b int) int { return b - a }))
	fmt.Println(maps.Collect(slices.All(s)), maps.Equal(m, maps.Clone(m)))
	maps.DeleteFunc(m, func(k string, v int) bool { return v > 1 })
	maps.Insert(m, maps.All(map[string]int{"q": 9}))
	maps.Copy(m, map[string]int{"y": 7})
	fmt.Println(m, maps.EqualFunc(m, map[string]string{"q": "9", "y": "7"}, func(i int, s string) bool { return strconv.Itoa(i) == s }))
	fmt.Println(slices.Collect(iter.Seq[int](func(func(int) bool) {})) == nil, maps.Clone(map[int]int(nil)) == nil)
	fmt.Println(slices.SortedStableFunc(slices.Values(s), func(a, b string) int { return 0 }))
	for l := range strings.Lines("one\ntwo\n\nthree") {
		fmt.Printf("%q ", l)
	}
	for p := range strings.SplitSeq("a,b,,c", ",") {
		fmt.Printf("%q ", p)
	}
	for p := range strings.SplitAfterSeq("a,b,c", ",") {
		fmt.Printf("%q ", p)
	}
	for p := range strings.SplitSeq("aé\xff", "") {
		fmt.Printf("%q ", p)
	}
	for p := range strings.FieldsSeq("  a b\u00a0c\t ") {
		fmt.Printf("%q ", p)
	}
	for p := range strings.FieldsFuncSeq("1a22b", func(r rune) bool { return r < 'a' }) {
		fmt.Printf("%q ", p)
	}
	fmt.Println(cmp.Or(0, 3, 4), cmp.Or("", "x"), cmp.Or[int]())
}

func main() {
	sorting()
	editing()
	iterating()
}
