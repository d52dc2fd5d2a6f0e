// What lies in a sync.Pool outlives one collection and not the second, though nobody looks at the pool.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"weak"
)

type item struct {
	id   int
	data [10]int
}

var pool sync.Pool

//go:noinline
func put(p *sync.Pool, id int) weak.Pointer[item] {
	it := &item{id: id}
	w := weak.Make(it)
	p.Put(it)
	return w
}

func main() {
	w := put(&pool, 1)
	fmt.Println(w.Value() != nil)
	runtime.GC()
	fmt.Println(w.Value() != nil)
	runtime.GC()
	fmt.Println(w.Value() == nil, pool.Get() == nil)

	// A pool that goes is forgotten.
	for i := range 100 {
		p := new(sync.Pool)
		put(p, i)
	}
	for range 3 {
		runtime.GC()
	}
	w = put(&pool, 3)
	runtime.GC()
	fmt.Println(w.Value().id)
	runtime.GC()
	fmt.Println(w.Value() == nil)
}
