// What the scheduler does, made visible on one P: the newest goroutine first, then the queue in order; yields go to its end.
// The turns are noted and printed afterwards: a write is a system call, in which a goroutine may lose its P.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

// turns notes who ran. On one P, between calls that may yield, no lock is needed.
var turns []any

func show(title string) {
	fmt.Println(append([]any{title}, turns...)...)
	turns = nil
}

func main() {
	runtime.GOMAXPROCS(1)

	// The goroutine started last takes the P's next slot and runs first; the others follow in order of their start.
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() { turns = append(turns, i) })
	}
	wg.Wait()
	show("start order:")

	// Gosched puts a goroutine at the end of the global queue: the turns alternate.
	for _, name := range []string{"a", "b"} {
		wg.Go(func() {
			for range 3 {
				turns = append(turns, name)
				runtime.Gosched()
			}
		})
	}
	wg.Wait()
	show("with Gosched:")

	// A receiver that waits is handed the value and becomes the next to run when the sender gives way.
	ping := make(chan int)
	wg.Go(func() {
		for v := range ping {
			turns = append(turns, fmt.Sprint("got", v))
		}
	})
	runtime.Gosched() // let it wait
	for v := range 3 {
		turns = append(turns, fmt.Sprint("send", v))
		ping <- v
	}
	close(ping)
	wg.Wait()
	show("hand-over:")

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
