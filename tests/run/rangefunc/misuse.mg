// Iterators that break the rules.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		var re runtime.Error
		err, _ := r.(error)
		fmt.Printf("%s: %v (%v)\n", name, r, errors.As(err, &re))
	}()
	f()
	fmt.Println(name, "returned")
}

func ignores(yield func(int) bool) {
	for i := range 3 {
		fmt.Println("yield", i, yield(i))
	}
}

func swallows(yield func(int) bool) {
	defer func() { fmt.Println("swallowed", recover()) }()
	yield(1)
}

func retries(yield func(int) bool) {
	func() {
		defer func() { fmt.Println("swallowed", recover()) }()
		yield(1)
	}()
	yield(2)
}

func changes(yield func(int) bool) {
	defer func() { panic(fmt.Sprint("instead of ", recover())) }()
	yield(1)
}

var kept func(int) bool

func keeps(yield func(int) bool) {
	kept = yield
	yield(1)
}

func twice(yield func(int) bool) {
	defer func() {
		fmt.Println("got", recover())
		yield(9)
	}()
	yield(0)
	yield(1)
}

func main() {
	try("ignores", func() {
		for i := range ignores {
			if i == 1 {
				break
			}
		}
	})
	try("ignores return", func() {
		for range ignores {
			return
		}
	})
	try("swallows", func() {
		for range swallows {
			panic("mine")
		}
	})
	try("retries", func() {
		for range retries {
			panic("mine")
		}
	})
	try("changes", func() {
		for range changes {
			panic("mine")
		}
	})
	try("keeps", func() {
		for range keeps {
		}
		kept(2)
	})
	try("keeps break", func() {
		for range keeps {
			break
		}
		kept(2)
	})
	try("inside", func() {
		for i := range keeps {
			fmt.Println("body", i)
			if i < 3 {
				kept(i + 1)
			}
		}
	})
	try("twice", func() {
		for range twice {
			break
		}
	})
	try("nil", func() {
		var f func(func() bool)
		for range f {
		}
	})
	try("outer", func() {
		for range ignores {
			for range keeps {
				return
			}
		}
	})
	try("fine", func() {
		for range keeps {
		}
	})
}
