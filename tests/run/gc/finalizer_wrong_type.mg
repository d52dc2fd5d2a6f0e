// A finalizer that cannot take the object is refused.
package main

import "runtime"

type T struct {
	p *int
	n int
}

type Q T

func main() {
	t := &T{}
	runtime.SetFinalizer(t, func(any) {})
	runtime.SetFinalizer(t, nil)
	type P *T
	runtime.SetFinalizer(t, func(P) {})
	runtime.SetFinalizer(t, nil)
	println("so far")
	runtime.SetFinalizer(t, func(*Q) {})
}
