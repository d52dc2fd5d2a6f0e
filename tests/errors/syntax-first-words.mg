package main

import 5

func f2(t1, *t2, x int) {}

func g(x int) (...)

type V ...int

type W := int

type S struct{ a: int }

type I interface{ int | }

func a() {
	if var x = 0; x < 1 {
	}
}

func b() {
	return return
}

func c() {
	f(a..., b)
}

func d() {
	switch x; y; z {
	}
}

func e() {
	select x {
	}
}

func h() {
	x = a.[0]
}

func k() {
	~x
}

func l() {
	lbl:: x
}

func m() {
	var a []int = [1, 2]
}

func n() {
	x := a[1:2
}

func main() {
	_ = 0xde__ad
	_ = ''
	_ = 1__0
}
