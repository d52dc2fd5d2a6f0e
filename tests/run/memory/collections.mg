// Everything reachable survives collections that run all the time: trees, maps, slices, interfaces and closures built
// by several goroutines, each checking its own.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

type node struct {
	left, right *node
	value       int
	name        string
}

func build(depth, value int) *node {
	if depth == 0 {
		return &node{value: value, name: "leaf"}
	}
	return &node{build(depth-1, 2*value), build(depth-1, 2*value+1), value, "n" + string(rune('a'+depth))}
}

func (n *node) sum() int {
	if n == nil {
		return 0
	}
	return n.value + n.left.sum() + n.right.sum() + len(n.name)
}

func work(done chan int) {
	trees := map[int]*node{}
	lists := map[string][]int{}
	var fs []func() int
	total := 0
	for i := 0; i < 400; i++ {
		trees[i%17] = build(i%8, i)
		total += trees[i%17].sum()
		k := "k" + string(rune('a'+i%26))
		lists[k] = append(lists[k], i)
		if i%5 == 0 {
			delete(trees, i%13)
		}
		fs = append(fs, func() int { return len(lists[k]) + i })
	}
	for _, l := range lists {
		for _, x := range l {
			total += x
		}
	}
	for _, f := range fs {
		total += f()
	}
	var anys []any
	for i := 0; i < 300; i++ {
		anys = append(anys, i, fmt.Sprint(i), float64(i), [2]int{i, i})
	}
	for _, a := range anys {
		switch x := a.(type) {
		case int:
			total += x
		case string:
			total += len(x)
		case float64:
			total += int(x)
		case [2]int:
			total += x[1]
		}
	}
	done <- total
}

func main() {
	debug.SetGCPercent(5)
	done := make(chan int)
	for i := 0; i < 8; i++ {
		go work(done)
	}
	for i := 0; i < 8; i++ {
		fmt.Println(<-done)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(m.NumGC > 3, m.Mallocs > m.Frees, m.HeapAlloc < 64<<20)
}
