package main

// When a collection begins: by the growth that debug.SetGCPercent allows, by the limit of debug.SetMemoryLimit when that is
// off, and when somebody asks.

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
)

type node struct {
	left, right *node
	words       [2]int
}

func tree(depth int) *node {
	n := &node{words: [2]int{depth, -depth}}
	if depth > 0 {
		n.left, n.right = tree(depth-1), tree(depth-1)
	}
	return n
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

func collections() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}

// peak is the largest heap that garbage has seen.
var peak uint64

func garbage(mb int) {
	var last *node
	var m runtime.MemStats
	for i := range mb << 20 / 32 / 1024 {
		for range 1024 {
			last = &node{left: last}
		}
		last = nil
		if i%32 == 0 {
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
}

func main() {
	// A live heap of L and garbage in plenty: in all less than 2.2 L.
	live := tree(20)
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	size := m.HeapAlloc
	garbage(512)
	fmt.Println("grows, to less than 2.2 times the live heap:", peak > size*15/10, peak < size*22/10)
	fmt.Println(live.count())
	live = nil
	runtime.GC()

	// No growth begins one.
	fmt.Println("percent was", debug.SetGCPercent(-1))
	n := collections()
	garbage(100)
	fmt.Println("none:", collections()-n)

	// But the limit does.
	fmt.Println("limit was", debug.SetMemoryLimit(80<<20) == math.MaxInt64)
	garbage(400)
	runtime.ReadMemStats(&m)
	fmt.Println("some:", m.NumGC > n+2, m.HeapInuse < 80<<20, debug.SetMemoryLimit(-1)>>20)
	debug.SetMemoryLimit(math.MaxInt64)

	// Little growth, many collections.
	debug.SetGCPercent(20)
	runtime.GC()
	n = collections()
	live = tree(16)
	garbage(64)
	tight := collections() - n
	fmt.Println("percent was", debug.SetGCPercent(400))
	runtime.GC()
	n = collections()
	garbage(64)
	wide := collections() - n
	fmt.Println("more by less growth:", tight > 2*wide, live.count())
}
