package main

import "fmt"

type T int

type S struct{ a, b int }

type Empty struct{}

type G[X any] struct{ x X }

type I interface{ F() }

func (T) F()     {}
func (S) F()     {}
func (Empty) F() {}
func (G[X]) F()  {}

type Outer struct{ *S }

var all = []I{(*T)(nil), (*S)(nil), (*Empty)(nil), (*G[int])(nil), Outer{}, &Outer{}, new(T)}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	for i, x := range all {
		try(fmt.Sprint(i), x.F)
	}
	// Here Go calls the method directly.
	try("local", func() {
		var s *S
		var i I = s
		i.F()
	})
	try("assigned", func() {
		var e *Empty
		var i I
		i = e
		i.F()
	})
	try("converted", func() { I((*T)(nil)).F() })
	try("expression", func() { (*S).F(nil) })
	x := struct{ a, _, c int }{1, 2, 3}
	fmt.Println(x)
}
