package main

type T struct{}

func (t T) m(x int) string { return "" }

var k map[func()]int

const f func() = nil

func main() {
	s := []int{1}
	p := &s[:1]
	s[:1]
	s[1:2] = nil
	var n int = T.m
	_ = "abc"[::]
	_ = s[::]
	c := make(chan int)
	select {
	case (chan int)(c):
	}
	switch n {
	case int(1), 2:
	case 1:
	}
	var i any
	switch i.(type) {
	case func(int):
	case func(int):
	}
	_ = p
}
