// A deadlock: two goroutines and main wait for each other, and the runtime notices (exit code 2).
package main

import "fmt"

func main() {
	a, b := make(chan int), make(chan int)
	go func() {
		v := <-a
		b <- v
	}()
	go func() {
		v := <-b
		a <- v
	}()
	fmt.Println("everybody waits")
	<-a
	fmt.Println("never reached")
}
