// A recovery cannot stop Goexit: the goroutine still ends, and later deferred calls still run.
package main

import (
	"fmt"
	"runtime"
)

func inner() {
	defer fmt.Println("inner deferred")
	defer func() {
		fmt.Println("recovered:", recover())
	}()
	defer func() {
		panic("while exiting")
	}()
	runtime.Goexit()
}

func main() {
	done := make(chan bool)
	go func() {
		defer close(done)
		defer func() {
			fmt.Println("outer sees", recover())
		}()
		inner()
		fmt.Println("not reached")
	}()
	<-done
	fmt.Println("end")
}
