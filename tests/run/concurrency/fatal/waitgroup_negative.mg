package main

// A counter below zero is a panic, which can be recovered; uncaught it ends the program.

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		wg.Add(-1)
	}()
	var other sync.WaitGroup
	other.Add(1)
	other.Done()
	other.Done()
	fmt.Println("not reached")
}
