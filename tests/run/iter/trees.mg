// Coroutines in many goroutines, over generic trees; deferred calls from loops over functions.
package main

import (
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

type node[T any] struct {
	l, r *node[T]
	v    T
}

func build[T any](d int, f func(int) T) *node[T] {
	if d == 0 {
		return &node[T]{v: f(d)}
	}
	return &node[T]{build(d-1, f), build(d-1, f), f(d)}
}
func (n *node[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) { n.push(yield) }
}
func (n *node[T]) push(yield func(T) bool) bool {
	return n == nil || n.l.push(yield) && yield(n.v) && n.r.push(yield)
}
func same[T comparable](a, b iter.Seq[T]) bool {
	na, sa := iter.Pull(a)
	defer sa()
	nb, sb := iter.Pull(b)
	defer sb()
	for {
		x, ok := na()
		y, ok2 := nb()
		if ok != ok2 || x != y {
			return false
		}
		if !ok {
			return true
		}
		if len(fmt.Sprint(x)) > 1000 {
			panic("")
		}
	}
}
func deferred(n int) (r []string) {
	for i := range n {
		for s := range slices.Values(strings.Fields("a b c")) {
			defer func() { r = append(r, fmt.Sprint(s, i)) }()
		}
	}
	return []string{"x"}
}

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	m := map[string]int{}
	for g := range 8 {
		wg.Go(func() {
			for r := range 6 {
				a := build(8, func(d int) string { return strings.Repeat("x", d) })
				b := build(8, func(d int) string { return strings.Repeat("x", d) })
				if !same(a.all(), b.all()) {
					panic("differ")
				}
				b.r.l.v = "other"
				if same(a.all(), b.all()) {
					panic("same")
				}
				d := deferred(20)
				if len(d) != 61 {
					panic(len(d))
				}
				mu.Lock()
				m[fmt.Sprint(g, r)] = len(d)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	// A goroutine counts for a moment after its Done.
	for i := 0; i < 1000 && runtime.NumGoroutine() > 1; i++ {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(len(m), slices.Max(slices.Collect(maps.Values(m))), runtime.NumGoroutine())
}
