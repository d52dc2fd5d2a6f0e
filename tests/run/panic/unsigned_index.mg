// Indices of unsigned types never print as negative numbers.
package main

import "fmt"

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	s := []int{1, 2, 3}
	var a [4]int32
	pa := &a
	str := "hello"
	big := uint64(1 << 63)
	up := ^uintptr(0)
	n := -1
	var sink int
	try("slice", func() { sink = s[big] })
	try("slice, signed", func() { sink = s[n] })
	try("store", func() { s[up] = 1 })
	try("op", func() { s[up] += f(3) })
	try("array", func() { a[big]++ })
	try("pointer", func() { pa[uint(big)]++ })
	try("string", func() { sink = int(str[big]) })
	try("both", func() { s[n], s[big] = 1, 2 })
	try("both", func() { s[1], s[big] = 1, s[n] })
	try("s[:big]", func() { s = s[:big] })
	try("s[big:]", func() { s = s[big:] })
	try("s[::big]", func() { s = s[0:1:big] })
	try("s[:big:]", func() { s = s[0:big:2] })
	try("s[n:big:]", func() { s = s[n:big] })
	try("s[n:]", func() { s = s[n:] })
	try("str[big:]", func() { str = str[big:] })
	try("str[n:]", func() { str = str[:n] })
	try("&s[big]", func() { p := &s[big]; *p = 1 })
	try("uint32", func() { sink = s[uint32(1<<31)] })
	fmt.Println(sink, len(s), str)
}

func f(x int) int { return x }
