// A million timers: they fire in order of their time, stopped ones do not, and Reset and Stop tell what they found.
package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

func main() {
	const n = 1_000_000
	var fired, early atomic.Int64
	done := make(chan bool)
	start := time.Now()
	timers := make([]*time.Timer, n)
	for i := range timers {
		d := time.Duration(200+i%50) * time.Millisecond
		timers[i] = time.AfterFunc(d, func() {
			if time.Since(start) < d {
				early.Add(1)
			}
			if fired.Add(1) == n/2+n/10 {
				close(done)
			}
		})
	}
	stopped, reset := 0, 0
	for i, t := range timers {
		switch i % 10 {
		case 1, 3, 5, 7:
			// It may have fired on a slow machine; then it is counted below as one that was not stopped.
			if t.Reset(time.Hour) {
				reset++
			}
		}
	}
	for i, t := range timers {
		switch i % 10 {
		case 1, 3, 5, 7:
			if t.Stop() {
				stopped++
			}
		}
	}
	fmt.Println(stopped == n/10*4, reset <= stopped)
	<-done
	fmt.Println(fired.Load() >= n/2+n/10, early.Load())
}
