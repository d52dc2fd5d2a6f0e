package main

import "sync"

// A fatal error in a deferred call: the panics that it was called for come first.

type grade int

func main() {
	var mu sync.Mutex
	defer mu.Unlock()
	defer func() { panic(grade(3)) }()
	defer func() { panic(recover()) }()
	panic("two\nlines")
}
