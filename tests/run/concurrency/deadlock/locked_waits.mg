package main

// Goroutines that are locked to their threads wait, the first and another one: their threads do not count as running.

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.LockOSThread()
	locked := make(chan bool)
	go func() {
		runtime.LockOSThread()
		locked <- true
		select {}
	}()
	<-locked
	fmt.Println("both locked")
	select {}
}
