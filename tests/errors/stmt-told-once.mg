package main

import "unsafe"

// Its own size is known while its signature is being read.
func itself(a [unsafe.Sizeof(itself)]int) {}

type Ptr unsafe.Pointer

const p = Ptr(uintptr(1))

const (
	one, two = 1, 2
	three
	four, five, six = 1 + 1, 2, 3 * 4, 5 * 6
)

func main() {
	parts = append(parts, one)
	whole = parts + whole
	var i interface {
		z()
		a()
	} = two
	_ = i
}
