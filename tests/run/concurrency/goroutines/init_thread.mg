package main

// While package variables and init functions are at work, the main goroutine stays on the process's first thread, whatever
// it waits for; so an init that locks it there keeps it there.

import (
	"fmt"
	"iter"
	"runtime"
	"syscall"
	"time"
)

func onFirst() bool { return syscall.Gettid() == syscall.Getpid() }

// through sends n values through goroutines, each of which may run on any thread.
func through(n int) int {
	c := make(chan int)
	for i := range n {
		go func() {
			runtime.Gosched()
			c <- i
		}()
	}
	sum := 0
	for range n {
		sum += <-c
		if !onFirst() {
			return -1
		}
		runtime.Gosched()
	}
	return sum
}

var early = through(50)

func init() {
	time.Sleep(time.Millisecond)
	runtime.GC()
	fmt.Println("in init:", early, through(100), onFirst())
}

func init() {
	// A coroutine of this time.
	next, stop := iter.Pull(func(yield func(bool) bool) {
		for yield(onFirst()) {
			runtime.Gosched()
		}
	})
	a, _ := next()
	b, _ := next()
	stop()
	fmt.Println("coroutine:", a, b)
	runtime.LockOSThread()
}

func main() {
	fmt.Println("in main:", through(100), onFirst())
	runtime.UnlockOSThread()
	done := make(chan bool)
	go func() { done <- true }()
	fmt.Println(<-done)
}
