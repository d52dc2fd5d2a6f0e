package main

import (
	"fmt"
	"runtime"
	"sync"
)

type item struct{ n, uses int }

func main() {
	runtime.GOMAXPROCS(1)
	made := 0
	p := sync.Pool{New: func() any { made++; return &item{n: made} }}
	a := p.Get().(*item)
	p.Put(a)
	runtime.GC()
	// A collection does not take it yet.
	fmt.Println(p.Get() == any(a), made)
	p.Put(a)
	runtime.GC()
	runtime.GC()
	fmt.Println(p.Get() == any(a), made)
	var empty sync.Pool
	fmt.Println(empty.Get())
	empty.Put(nil)
	fmt.Println(empty.Get())

	// Nobody gets what another one has.
	runtime.GOMAXPROCS(4)
	shared := sync.Pool{New: func() any { return new(item) }}
	var wg sync.WaitGroup
	for w := 0; w < 16; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 2000; i++ {
				it := shared.Get().(*item)
				it.uses++
				if it.uses != 1 {
					panic("two have it")
				}
				if i%16 == 0 {
					runtime.Gosched()
				}
				it.uses--
				shared.Put(it)
				if i%1000 == 0 {
					runtime.GC()
				}
			}
		}()
	}
	wg.Wait()
	fmt.Println("done")
}
