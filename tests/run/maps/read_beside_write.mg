package main

// A goroutine reads a map that another one writes.

import "runtime"

func main() {
	runtime.GOMAXPROCS(4)
	m := map[string]int{"a": 1}
	go func() {
		for i := 0; ; i++ {
			m["a"] = i
			m["b"] = i
			delete(m, "b")
		}
	}()
	n := 0
	for {
		n += m["a"]
	}
}
