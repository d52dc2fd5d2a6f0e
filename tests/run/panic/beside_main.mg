package main

// A goroutine panics; its deferred call lets main return. The program ends by the panic all the same: main's end waits a
// little for deferred calls of panics.

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)
	var wg sync.WaitGroup
	// Recovered ones count no more.
	for range 100 {
		wg.Go(func() {
			defer func() { recover() }()
			defer func() {
				defer func() { recover() }()
				panic("second")
			}()
			panic("first")
		})
	}
	wg.Wait()
	fmt.Println("all recovered")
	wg.Add(1)
	go func() {
		defer func() {
			wg.Done()
			for range 10 {
				runtime.Gosched()
			}
		}()
		panic("beside main")
	}()
	wg.Wait()
	fmt.Println("main returns")
}
