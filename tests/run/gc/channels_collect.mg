// A program that makes nothing but channels is collected, too.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	var m runtime.MemStats
	var c chan *int
	for range 300000 {
		c = make(chan *int, 100)
	}
	runtime.ReadMemStats(&m)
	fmt.Println(cap(c), m.HeapSys < 128<<20, m.NumGC > 3)
}
