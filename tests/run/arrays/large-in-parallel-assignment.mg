package main

import "fmt"

type big [20000]int

func main() {
	var a, b big
	a[1], b[1] = 5, 6
	a, b = b, a
	_, _ = a, b
	fmt.Println(a[1], b[1])
	m := map[int]big{}
	m[1], m[2] = a, b
	fmt.Println(m[1] == a, m[2] == a)
	p := &a
	*p, b = b, *p
	fmt.Println(a[1], b[1])
}
