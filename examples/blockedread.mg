// A goroutine blocked in a read of a pipe does not stop the others, even on one P.
package main

import (
	"fmt"
	"os"
	"runtime"
)

func fib(n int) int {
	if n < 2 {
		return n
	}
	return fib(n-1) + fib(n-2)
}

func main() {
	runtime.GOMAXPROCS(1)
	r, w, err := os.Pipe()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	message := make(chan string)
	go func() {
		buf := make([]byte, 64)
		n, err := r.Read(buf)
		if err != nil {
			message <- err.Error()
			return
		}
		message <- string(buf[:n])
	}()
	results := make(chan int)
	for i := 20; i < 24; i++ {
		go func() { results <- fib(i) }()
	}
	sum := 0
	for i := 0; i < 4; i++ {
		sum += <-results
	}
	fmt.Println("computed", sum, "while the reader waits")
	w.Write([]byte("hello from the other end"))
	fmt.Println("read:", <-message)
}
