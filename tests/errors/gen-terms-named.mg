package main

type My int

type C1 interface{ My | ~int }

type M interface{ m() }

type C2 interface{ int | M }

type C3 interface{ My | string }

func f[T C3]() {}

func g[int any](x int) { var y string = x; _ = y }

type D interface {
	M
	m()
}

type E1 interface{ m(int) }

type F interface {
	M
	E1
}

func main() {
	f[bool]()
}
