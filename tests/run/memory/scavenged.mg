package main

// Memory that a program no longer uses goes back to the system, by the scavenger in the background: nobody asks for it.

import (
	"fmt"
	"runtime"
	"time"
)

var keep [][]byte

func main() {
	for range 64 {
		b := make([]byte, 1<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		keep = append(keep, b)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("in use:", m.HeapInuse >= 64<<20, m.HeapReleased < 32<<20)
	keep = nil
	// Three collections: what stays free that long is not needed soon.
	for range 3 {
		runtime.GC()
	}
	for range 1000 {
		runtime.ReadMemStats(&m)
		if m.HeapReleased >= 32<<20 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	fmt.Println("released:", m.HeapReleased >= 32<<20, m.HeapInuse < 32<<20)
}
