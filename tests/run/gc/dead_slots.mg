// What no path reads any more is garbage, although its slot still holds it.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

type node struct {
	next *node
	pad  [1000]int
}

func finalized(n *atomic.Int32, p *node) {
	runtime.SetFinalizer(p, func(*node) { n.Add(1) })
}

// collect waits until want finalizers have run; it gives up when they do not.
func collect(n *atomic.Int32, want int32) int32 {
	for i := 0; i < 2000 && n.Load() < want; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	return n.Load()
}

func temporaries(n *atomic.Int32) {
	a := &node{}
	finalized(n, a)
	b := &node{}
	b.next = &node{}
	finalized(n, b)
	fmt.Println("sum", a.pad[1]+b.pad[2])
	fmt.Println("after the last use:", collect(n, 2))
}

func argument(n *atomic.Int32, p *node) {
	finalized(n, p)
	fmt.Println("argument:", collect(n, 1))
}

func loop(n *atomic.Int32) {
	for i := 0; i < 3; i++ {
		p := &node{}
		finalized(n, p)
	}
	fmt.Println("loop:", collect(n, 3))
}

func element(n *atomic.Int32, c chan *node) {
	p := &node{}
	finalized(n, p)
	c <- p
	q := <-c
	q.pad[0] = 1
	select {
	case c <- q:
	default:
	}
	<-c
	fmt.Println("element:", collect(n, 1))
}

func recovered(n *atomic.Int32) (r *node) {
	keep := &node{}
	finalized(n, keep)
	defer func() {
		recover()
		fmt.Println("recovered:", collect(n, 1), keep.pad[0])
	}()
	lost := &node{}
	finalized(n, lost)
	r = &node{}
	finalized(n, r)
	lost.next.next = nil
	return nil
}

func main() {
	for i, f := range []func(*atomic.Int32){
		temporaries,
		func(n *atomic.Int32) { argument(n, &node{}) },
		loop,
		func(n *atomic.Int32) { element(n, make(chan *node, 1)) },
		func(n *atomic.Int32) { recovered(n) },
	} {
		n := new(atomic.Int32)
		f(n)
		fmt.Println(i, collect(n, []int32{2, 1, 3, 1, 3}[i]))
	}
}
