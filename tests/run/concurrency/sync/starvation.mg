package main

// A mutex that somebody takes again and again at once, holding it nearly all the time: one who has waited for long is
// handed it, in the order of arrival, and so gets it after each release.

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// hold computes for about d.
func hold(d time.Duration) {
	for start := time.Now(); time.Since(start) < d; {
	}
}

// greedy takes the lock all the time until stop is set.
func greedy(mu sync.Locker, stop *atomic.Bool, wg *sync.WaitGroup) {
	wg.Go(func() {
		for !stop.Load() {
			mu.Lock()
			hold(100 * time.Microsecond)
			mu.Unlock()
		}
	})
}

func main() {
	// Others get it in spite of two greedy ones, each many times: the program would not end otherwise.
	for _, procs := range []int{1, 2, 4} {
		runtime.GOMAXPROCS(procs)
		var mu sync.Mutex
		var stop atomic.Bool
		var all, modest sync.WaitGroup
		greedy(&mu, &stop, &all)
		greedy(&mu, &stop, &all)
		for range 3 {
			modest.Go(func() {
				for range 10 {
					time.Sleep(100 * time.Microsecond)
					mu.Lock()
					mu.Unlock()
				}
			})
		}
		modest.Wait()
		stop.Store(true)
		all.Wait()
		fmt.Println(procs, "all got it", mu.TryLock())
	}

	// Waiters that starve are served first come, first served; newcomers queue up behind them.
	runtime.GOMAXPROCS(2)
	var mu sync.Mutex
	var order []int
	var wg sync.WaitGroup
	mu.Lock()
	for i := range 8 {
		wg.Go(func() {
			mu.Lock()
			order = append(order, i)
			hold(3 * time.Millisecond)
			mu.Unlock()
		})
		for !waiting(i + 1) {
			time.Sleep(time.Millisecond)
		}
	}
	time.Sleep(3 * time.Millisecond)
	mu.Unlock()
	wg.Wait()
	fmt.Println(order)

	// A writer gets a RWMutex that readers hold all the time, overlapping each other.
	var rw sync.RWMutex
	var stop atomic.Bool
	for range 4 {
		greedy(rw.RLocker(), &stop, &wg)
	}
	for range 20 {
		time.Sleep(time.Millisecond)
		rw.Lock()
		rw.Unlock()
	}
	stop.Store(true)
	wg.Wait()
	fmt.Println("writer", rw.TryLock())
}

var buf = make([]byte, 1<<16)

// waiting says whether n goroutines wait for a mutex.
func waiting(n int) bool {
	text := string(buf[:runtime.Stack(buf, true)])
	count := 0
	for i := 0; i+20 < len(text); i++ {
		if text[i:i+16] == "[sync.Mutex.Lock" {
			count++
		}
	}
	return count >= n
}
