// Deferred calls from the body of a loop over a function run when the enclosing function ends.
package main

import "fmt"

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer fmt.Println("iterator done", n)
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func order() {
	defer fmt.Println("first")
	for i := range count(3) {
		defer fmt.Println("body", i)
		for j := range count(2) {
			defer func() { fmt.Println("inner", i, j) }()
		}
	}
	defer fmt.Println("last")
	fmt.Println("end of order")
}

func recovers() (s string) {
	for i := range count(3) {
		defer func() {
			if r := recover(); r != nil {
				s += fmt.Sprint("recovered ", r, " at ", i, ";")
			}
		}()
	}
	panic("oh")
}

func again() (s string) {
	for i := range count(3) {
		defer func() {
			r := recover()
			s += fmt.Sprint(i, r, ";")
			if i > 0 {
				panic(i)
			}
		}()
	}
	panic("start")
}

func setsResult() (n int) {
	for i := range count(3) {
		defer func() { n = n*10 + i }()
		if i == 1 {
			return 5
		}
	}
	return 6
}

func unnamed() int {
	defer func() { recover() }()
	for range count(2) {
		return 5
	}
	return 6
}

func keepsResult() int {
	defer func() { fmt.Println("rec", recover()) }()
	it := func(yield func() bool) { yield(); panic("after") }
	for range it {
		return 5
	}
	return 6
}

func notRecovered() {
	defer func() { fmt.Println("outer", recover()) }()
	defer func() {
		for range count(1) {
			fmt.Println("in body", recover())
		}
	}()
	panic("p")
}

func loops() {
	for k := range 2 {
		for i := range count(2) {
			defer func() { fmt.Println("loops", k, i) }()
		}
	}
}

type closer string

func (c closer) Close() { fmt.Println("close", c) }

func methods() {
	names := func(yield func(closer) bool) { _ = yield("a") && yield("b") }
	for c := range names {
		defer c.Close()
	}
	fmt.Println("methods")
}

func main() {
	order()
	fmt.Println(recovers())
	fmt.Println(again())
	fmt.Println(setsResult())
	fmt.Println(unnamed(), keepsResult())
	notRecovered()
	loops()
	methods()
}
