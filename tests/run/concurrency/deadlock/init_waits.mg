package main

// The deadlock is in an init function: main never runs.

import "fmt"

func init() {
	fmt.Println("init")
	<-make(chan int)
}

func main() { fmt.Println("not reached") }
