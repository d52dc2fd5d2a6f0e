// Every function of maps, on nil, empty and filled maps; NaN keys; panics.
package main

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

type dict map[string]int

func main() {
	var none map[string]int
	full := map[string]int{"a": 1, "b": 2, "c": 3}
	for _, m := range []map[string]int{none, {}, full, {"a": 1}} {
		c := maps.Clone(m)
		fmt.Println(c == nil, maps.Equal(m, c), maps.Equal(m, full), slices.Sorted(maps.Keys(m)), slices.Sorted(maps.Values(m)))
		fmt.Println(maps.EqualFunc(m, full, func(a, b int) bool { return true }), maps.Collect(maps.All(m)))
		n := 0
		for k, v := range maps.All(m) {
			n += len(k) + v
			if v == 100 {
				break
			}
		}
		fmt.Println(n)
	}
	c := maps.Clone(full)
	maps.DeleteFunc(c, func(k string, v int) bool { return v%2 == 1 })
	fmt.Println(c, full)
	maps.Copy(c, map[string]int{"x": 9, "b": 20})
	maps.Copy(c, none)
	maps.Insert(c, maps.All(map[string]int{"y": 8}))
	fmt.Println(c)
	maps.DeleteFunc(none, func(string, int) bool { return true })
	fmt.Println(maps.EqualFunc(map[int]string{1: "A"}, map[int]string{1: "a"}, strings.EqualFold))
	nan := map[float64]int{math.NaN(): 1, 2: 2}
	fmt.Println(len(maps.Clone(nan)), maps.Equal(nan, nan), slices.Sorted(maps.Values(nan)))
	d := dict{"k": 1}
	fmt.Printf("%T %T %T\n", maps.Clone(d), maps.Collect(maps.All(d)), maps.Keys(d))
	for k := range maps.Keys(full) {
		if k != "" {
			break
		}
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		maps.Copy(none, full)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		maps.Insert(none, maps.All(full))
	}()
	// Entries that go while they are iterated over are not seen again.
	big := map[int]int{}
	for i := range 100 {
		big[i] = i
	}
	seen := 0
	for k := range maps.Keys(big) {
		seen++
		for j := range 100 {
			if j != k {
				delete(big, j)
			}
		}
	}
	fmt.Println(seen, len(big))
}
