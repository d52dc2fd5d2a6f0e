package main

// A goroutine ranges over a map that another one writes.

import "runtime"

func main() {
	runtime.GOMAXPROCS(4)
	m := map[int]int{}
	for i := range 100 {
		m[i] = i
	}
	go func() {
		for i := 0; ; i++ {
			m[i&127] = i
		}
	}()
	n := 0
	for {
		for k, v := range m {
			n += k ^ v
		}
	}
}
