package main

// The main goroutine ends on the thread that it is locked to, the process's first, which must not end; others go on, and
// when the last of them is gone there is nobody left.

import (
	"fmt"
	"runtime"
)

func init() { runtime.LockOSThread() }

func main() {
	c := make(chan int)
	for i := range 3 {
		go func() { c <- i }()
	}
	over := make(chan bool)
	go func() {
		<-over
		sum := 0
		for range 3 {
			sum += <-c
		}
		fmt.Println("sum", sum)
	}()
	defer close(over)
	defer fmt.Println("deferred")
	runtime.Goexit()
}
