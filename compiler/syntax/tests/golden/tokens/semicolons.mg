package main // a comment

func f() (int, error) {
	x := 1
	y++
	return x, /* here */ nil /* a comment
	over lines */
	break
}

var s = []int{
	1,
	2}

type T struct { a int; b string }
