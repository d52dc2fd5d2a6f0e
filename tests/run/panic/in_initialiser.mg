package main

// A panic in a package variable's initialiser: the literals of all initialisers are numbered in the order in which
// they run, and the goroutine is no longer shown as tied to its thread.

import (
	"fmt"
	"runtime"
)

func me() string {
	pc, _, _, _ := runtime.Caller(1)
	return runtime.FuncForPC(pc).Name()
}

var a = func() string { return me() + " after " + b }()
var b = func() string { return me() }()
var c = []func() string{func() string { return me() }, func() string { return me() }}
var unused = func() string { return me() }
var x, y = two(func() string { return me() })

func two(f func() string) (string, string) { return f(), f() }

var last = func() int {
	fmt.Println(a, b, c[0](), c[1](), x, y)
	var p *int
	return *p
}()

func main() {
	fmt.Println(last)
}
