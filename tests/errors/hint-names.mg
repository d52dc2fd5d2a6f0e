// Misspelt names and missing imports come with what was probably meant.
package main

import (
	"ftm"
	"rand"
	"strings"
)

type point struct {
	width, height int
}

func (p *point) Scale(n int) {}

func main() {
	counter := 1
	fmt.Println(conter, counter)
	p := point{widht: 1}
	p.heigth = 2
	p.scal(2)
	strings.Spilt("a", "b")
	x = 3
	var b boolean = null
}
