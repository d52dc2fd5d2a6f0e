package main

// More threads than debug.SetMaxThreads allows.

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

func main() {
	fmt.Println(debug.SetMaxThreads(16))
	held := make(chan bool)
	for range 100 {
		go func() {
			runtime.LockOSThread()
			held <- true
			select {}
		}()
		<-held
	}
	fmt.Println("not reached")
}
