package main

// Two goroutines write to a map at once: the program ends, and no deferred call or recover keeps it from that.

import "runtime"

func write(m map[int]int, from int) {
	defer func() { recover() }()
	for i := from; ; i++ {
		m[i&1023] = i
	}
}

func main() {
	runtime.GOMAXPROCS(4)
	m := map[int]int{}
	go write(m, 0)
	go write(m, 1)
	write(m, 2)
}
