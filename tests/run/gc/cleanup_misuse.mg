// Cleanups that could never run are refused.
package main

import (
	"fmt"
	"runtime"
)

type T struct {
	p *int
	n int
}

var global int

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	t := &T{}
	try(func() { runtime.AddCleanup(t, func(*T) {}, t) })
	try(func() { runtime.AddCleanup(t, func(*int) {}, &t.n) })
	try(func() { runtime.AddCleanup(t, func(int) { println(t.n) }, 1) })
	try(func() { runtime.AddCleanup((*T)(nil), func(int) {}, 1) })
	try(func() { runtime.AddCleanup(t, func(*int) {}, nil) })
	try(func() { runtime.AddCleanup(&global, func(int) {}, 1).Stop() })
	runtime.KeepAlive(t)
}
