// How mistakes are mended.
package main

import "os"

type point struct{}

func (p *point) Scale(n int) {}

type scaler interface{ Scale(int) }

func compute(total int) int {
	if total > 3 {
		return 1
	}
}

func main() {
	var p point
	var s scaler = p
	n := 1
	n := 2
	_ = compute(n)
}
