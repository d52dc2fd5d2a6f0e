package main

import (
	"e1/a"
	"e1/c"
	"e1/hid/internal/h"
	"e1/other"
	"e1/prog"
	"e1/two"
	"e1/nothere"
)

func main() {
	a.A()
	c.hidden()
	c.Shown.x = 1
	_ = c.T{1, 2}
	_ = c.T{x: 1}
	var t c.T
	t.m()
	h.H()
	prog.P()
	two.X()
	other.Y()
	nothere.Z()
}
