// A panic in a deferred call replaces the one it runs for; recovery higher up forgets both.
package main

import "fmt"

func a() {
	defer func() { panic("second") }()
	panic("first")
}

func b() {
	defer func() { fmt.Println("b:", recover()) }()
	a()
}

func nested() {
	defer func() { fmt.Println("nested outer:", recover()) }()
	defer func() {
		defer func() { fmt.Println("nested inner:", recover()) }()
		panic("inner")
	}()
	panic("outer")
}

func again() (s string) {
	defer func() { s += fmt.Sprint(" ", recover()) }()
	defer func() {
		r := recover()
		s = fmt.Sprint("first ", r)
		panic(fmt.Sprint("again ", r))
	}()
	panic("p")
}

func main() {
	b()
	nested()
	fmt.Println(again())
	fmt.Println(recover())
}
