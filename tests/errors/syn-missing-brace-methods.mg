package main

import "fmt"

type T struct{ n int }

func (t T) first(x int) {
	if x > 1 {
		fmt.Println(x)
}

func (t T) second(d int) { t.n = d }
func (t *T) third(d int) int {
	return d
}

func fourth() {
	x y
}

func main() {}
