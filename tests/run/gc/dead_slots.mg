// What no path reads any more is garbage, although its slot still holds it.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next *node
	pad  [1000]int
}

func finalized(n *int, p *node) {
	runtime.SetFinalizer(p, func(*node) { *n++ })
}

func collect() {
	for i := 0; i < 4; i++ {
		runtime.GC()
		runtime.Gosched()
	}
}

func temporaries(n *int) {
	a := &node{}
	finalized(n, a)
	b := &node{}
	b.next = &node{}
	finalized(n, b)
	fmt.Println("sum", a.pad[1]+b.pad[2])
	collect()
	fmt.Println("after the last use:", *n)
}

func argument(n *int, p *node) {
	finalized(n, p)
	collect()
	fmt.Println("argument:", *n)
}

func loop(n *int) {
	for i := 0; i < 3; i++ {
		p := &node{}
		finalized(n, p)
	}
	collect()
	fmt.Println("loop:", *n)
}

func element(n *int, c chan *node) {
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
	collect()
	fmt.Println("element:", *n)
}

func recovered(n *int) (r *node) {
	keep := &node{}
	finalized(n, keep)
	defer func() {
		recover()
		collect()
		fmt.Println("recovered:", *n, keep.pad[0])
	}()
	lost := &node{}
	finalized(n, lost)
	r = &node{}
	finalized(n, r)
	lost.next.next = nil
	return nil
}

func main() {
	for i, f := range []func(*int){
		temporaries,
		func(n *int) { argument(n, &node{}) },
		loop,
		func(n *int) { element(n, make(chan *node, 1)) },
		func(n *int) { recovered(n) },
	} {
		n := new(int)
		f(n)
		collect()
		fmt.Println(i, *n)
	}
}
