package main

// A coroutine belongs to the thread lock that its maker had: under the same lock it may be used, under another one the
// program ends.

import (
	"fmt"
	"iter"
	"runtime"
)

func count(yield func(int) bool) {
	for i := 0; yield(i); i++ {
	}
}

func main() {
	runtime.LockOSThread()
	next, stop := iter.Pull(iter.Seq[int](count))
	a, _ := next()
	b, _ := next()
	stop()
	runtime.UnlockOSThread()
	fmt.Println("locked all the time:", a, b)

	next, stop = iter.Pull(iter.Seq[int](count))
	done := make(chan bool)
	go func() {
		a, _ = next()
		done <- true
	}()
	<-done
	b, _ = next()
	stop()
	fmt.Println("never locked, two goroutines:", a, b)

	next, _ = iter.Pull(iter.Seq[int](count))
	next()
	runtime.LockOSThread()
	next()
	fmt.Println("not reached")
}
