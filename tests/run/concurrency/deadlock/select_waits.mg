package main

import "runtime"

// What blocked goroutines are said to wait for, and where: a select of one case
// is a send or a receive, one of several is at its first line.

func settle() {
	for range 100 {
		runtime.Gosched()
	}
}

func sender(c chan int) {
	select {
	case c <- 1:
	}
}

func receiver(c chan int) {
	select {
	case _, ok := <-c:
		_ = ok
	}
}

func chooser(a, b chan int) {
	select {
	case <-a:
	case b <- 2:
	}
}

func main() {
	go sender(make(chan int))
	settle()
	go receiver(make(chan int))
	settle()
	go chooser(make(chan int), nil)
	settle()
	select {
	case <-(chan int)(nil):
	}
}
