// Goexit from deferred functions: in a returning function, in a panicking one, deferred itself, with later defers.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func in(name string, f func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println(name, "recovered", recover()) }()
		f()
		fmt.Println(name, "returned")
	}()
	wg.Wait()
}

func bare(f func()) {
	c := make(chan bool)
	go func() {
		defer func() {
			c <- true
			f()
		}()
	}()
	<-c
}

func main() {
	bare(runtime.Goexit)
	bare(func() { defer runtime.Goexit() })
	in("plain", runtime.Goexit)
	in("deferred", func() { defer runtime.Goexit() })
	in("in a deferred function", func() { defer func() { runtime.Goexit() }() })
	in("while panicking", func() {
		defer func() { runtime.Goexit() }()
		panic(1)
	})
	in("after a recovery", func() {
		defer func() {
			fmt.Println(recover())
			runtime.Goexit()
		}()
		panic(2)
	})
	in("panic over Goexit", func() {
		defer func() { fmt.Println("outer", recover()) }()
		defer func() { panic(3) }()
		runtime.Goexit()
	})
	c := make(chan bool)
	go func() {
		defer close(c)
		defer func() {
			defer func() { recover() }()
			panic("again")
		}()
		runtime.Goexit()
		fmt.Println("not reached")
	}()
	<-c
	fmt.Println("done")
}
