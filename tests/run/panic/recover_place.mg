// recover answers only to the function that the panic called, not to its callees or to bystanders.
package main

import "fmt"

func helper() any { return recover() }

func indirect() (r string) {
	defer func() { r = fmt.Sprint("caught later ", recover()) }()
	defer func() { fmt.Println("helper got", helper()) }()
	panic("x")
}

type T struct{ n int }

func (t T) catch()   { fmt.Println("method", t.n, recover()) }
func (t *T) catchp() { fmt.Println("pointer method", t.n, recover()) }

type catcher interface{ catch() }

func byMethod() {
	defer T{1}.catch()
	panic("m")
}

func byPointer() {
	t := &T{2}
	defer t.catchp()
	panic("pm")
}

func byInterface() {
	var c catcher = T{3}
	defer c.catch()
	panic("im")
}

func byValue() {
	f := T{4}.catch
	defer f()
	panic("mv")
}

func byWrapper() {
	var c catcher = &T{5}
	defer c.catch()
	panic("wrapped")
}

func direct() {
	defer func() {
		defer recover()
		panic("direct")
	}()
}

func main() {
	fmt.Println(indirect())
	byMethod()
	byPointer()
	byInterface()
	byValue()
	byWrapper()
	func() {
		defer func() { fmt.Println("direct:", recover()) }()
		direct()
	}()
}
