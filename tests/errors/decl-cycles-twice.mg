package main

const (
	A = 1 + B
	B = C - 1
	C = A + B + 1
)

var (
	p = q + p
	q = p + q
)

func main() {}
