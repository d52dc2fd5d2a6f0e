package main

const huge = 1e600

const (
	a int     = 1.00000001
	b int     = 1e-1000
	c float64 = huge * huge
	d int     = 2.5 + 0i
	e string  = complex(1, 0)
	g int64   = -1.25e400
)

var m = map[complex64]int{1: 1, 1 + 0i: 2}

var s = "x"[complex128(1)]

func main() {}
