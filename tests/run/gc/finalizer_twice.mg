// An object has one finalizer.
package main

import "runtime"

var global int

func main() {
	runtime.SetFinalizer(&global, func(*int) {})
	runtime.SetFinalizer(&global, func(*int) {})
	p := new([4]int)
	runtime.SetFinalizer(p, func(*[4]int) {})
	runtime.SetFinalizer(p, func(*[4]int) {})
}
