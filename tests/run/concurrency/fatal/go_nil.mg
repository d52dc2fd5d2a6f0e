package main

// A goroutine of a nil function ends the program where it is started, and cannot be recovered.

import "fmt"

func main() {
	defer func() { fmt.Println("not recovered", recover()) }()
	fmt.Println("about to go")
	var f func()
	go f()
}
