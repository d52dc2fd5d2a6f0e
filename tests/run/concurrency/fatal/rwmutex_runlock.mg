package main

// One RUnlock too many, in a goroutine beside others.

import (
	"fmt"
	"sync"
)

func main() {
	var rw sync.RWMutex
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 100 {
				rw.RLock()
				rw.RUnlock()
			}
		})
	}
	wg.Wait()
	fmt.Println("even so far")
	wg.Go(rw.RUnlock)
	wg.Wait()
	fmt.Println("not reached")
}
