package main

// Goexit in an init function: main never runs, the others do, and then nobody is left.

import (
	"fmt"
	"runtime"
)

func init() {
	c := make(chan bool)
	go func() {
		fmt.Println("another")
		close(c)
	}()
	<-c
	defer fmt.Println("deferred")
	runtime.Goexit()
}

func main() { fmt.Println("not reached") }
