package main

// Unlocking a RWMutex that only readers have ends the program; recover does not help.

import (
	"fmt"
	"sync"
)

func main() {
	var rw sync.RWMutex
	func() {
		defer func() { fmt.Println("not recovered", recover()) }()
		rw.RLock()
		fmt.Println("read")
		rw.RUnlock()
		rw.Lock()
		rw.Unlock()
		rw.RLock()
		rw.Unlock()
	}()
	fmt.Println("not reached")
}
