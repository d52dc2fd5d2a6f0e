package main

// Collections for the heap's growth, and three that are asked for; then how many there were.

import (
	"fmt"
	"runtime"
)

var keep []byte

func main() {
	for range 200 {
		keep = make([]byte, 1<<20)
	}
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println("collections:", m.NumGC)
}
