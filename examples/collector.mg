// The collector at work: garbage comes back, what is reachable stays, and a finalizer tells when an object has died.
package main

import (
	"fmt"
	"runtime"
	"time"
)

type node struct {
	next *node
	data [1024]byte
}

func chain(n int) *node {
	var head *node
	for range n {
		head = &node{next: head}
	}
	return head
}

func length(n *node) int {
	count := 0
	for ; n != nil; n = n.next {
		count++
	}
	return count
}

func heapMB() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc >> 20
}

func main() {
	before := heapMB()
	kept := chain(20_000)
	for range 20 {
		chain(5_000) // a hundred thousand nodes that nobody keeps
	}
	fmt.Println("kept 20 MB:", heapMB()-before >= 19 && heapMB()-before <= 25)
	fmt.Println("nodes:", length(kept))
	kept = nil
	fmt.Println("given back:", heapMB()-before <= 2)

	died := make(chan string)
	func() {
		runtime.SetFinalizer(&node{}, func(*node) { died <- "finalizer ran" })
	}()
	for {
		runtime.GC()
		select {
		case text := <-died:
			fmt.Println(text)
			return
		case <-time.After(time.Millisecond):
		}
	}
}
