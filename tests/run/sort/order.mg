// The order of equal elements, and the very comparisons, are Go's.
package main

import (
	"fmt"
	"sort"
)

type item struct{ key, id int }

type recorder struct {
	items []item
	sum   uint32
}

func (r *recorder) note(i, j, k int) { r.sum = r.sum*31 + uint32(i*4000+j*4+k) }
func (r *recorder) Len() int         { return len(r.items) }
func (r *recorder) Less(i, j int) bool {
	r.note(i, j, 1)
	return r.items[i].key < r.items[j].key
}
func (r *recorder) Swap(i, j int) {
	r.note(i, j, 2)
	r.items[i], r.items[j] = r.items[j], r.items[i]
}

func main() {
	seed := uint32(1)
	next := func(n int) int {
		seed = seed*1664525 + 1013904223
		return int(seed>>8) % n
	}
	for _, n := range []int{0, 1, 2, 11, 12, 13, 49, 50, 51, 100, 333, 1000} {
		for kind := 0; kind < 6; kind++ {
			items := make([]item, n)
			for i := range items {
				k := 0
				switch kind {
				case 0:
					k = next(n + 1)
				case 1:
					k = next(4)
				case 2:
					k = i
				case 3:
					k = -i
				case 4:
					k = i * (n - i)
				case 5:
					k = i % 17
				}
				items[i] = item{k, i}
			}
			a := &recorder{items: append([]item(nil), items...)}
			b := &recorder{items: append([]item(nil), items...)}
			sort.Sort(a)
			sort.Stable(b)
			c := append([]item(nil), items...)
			d := append([]item(nil), items...)
			sort.Slice(c, func(i, j int) bool { return c[i].key < c[j].key })
			sort.SliceStable(d, func(i, j int) bool { return d[i].key < d[j].key })
			same := true
			for i := range c {
				same = same && c[i] == a.items[i] && d[i] == b.items[i]
			}
			ints := make([]int, n)
			for i := range ints {
				ints[i] = items[i].key
			}
			sort.Ints(ints)
			fmt.Println(n, kind, a.sum, b.sum, same, sort.IntsAreSorted(ints), sort.SearchInts(ints, 3))
		}
	}
	words := []string{"pear", "fig", "apple", "fig"}
	sort.Sort(sort.Reverse(sort.StringSlice(words)))
	fmt.Println(words, sort.SearchStrings([]string{"a", "c"}, "b"))
	fmt.Println(sort.Find(3, func(i int) int { return 1 - i }))
}
