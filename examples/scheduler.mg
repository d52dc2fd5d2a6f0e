// What the scheduler does, made visible on one P: the newest goroutine first, then the queue in order; yields go to its end.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)

	// The goroutine started last takes the P's next slot and runs first; the others follow in order of their start.
	var wg sync.WaitGroup
	fmt.Print("start order:")
	for i := range 5 {
		wg.Go(func() { fmt.Print(" ", i) })
	}
	wg.Wait()
	fmt.Println()

	// Gosched puts a goroutine at the end of the global queue: the turns alternate.
	fmt.Print("with Gosched:")
	for _, name := range []string{"a", "b"} {
		wg.Go(func() {
			for range 3 {
				fmt.Print(" ", name)
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	fmt.Println()

	// A receiver that waits is handed the value and becomes the next to run when the sender gives way.
	ping := make(chan int)
	fmt.Print("hand-over:")
	wg.Go(func() {
		for v := range ping {
			fmt.Print(" got", v)
		}
	})
	runtime.Gosched() // let it wait
	for v := range 3 {
		fmt.Print(" send", v)
		ping <- v
	}
	close(ping)
	wg.Wait()
	fmt.Println()

	// Parked goroutines cost no processor: a thousand wait, and one Broadcast wakes them all.
	var mu sync.Mutex
	ready := sync.NewCond(&mu)
	open, through := false, 0
	for range 1000 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for !open {
				ready.Wait()
			}
			through++
		})
	}
	runtime.Gosched()
	fmt.Println("goroutines:", runtime.NumGoroutine())
	mu.Lock()
	open = true
	ready.Broadcast()
	mu.Unlock()
	wg.Wait()
	fmt.Println("through:", through)
}
