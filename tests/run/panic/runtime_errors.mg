// Each run-time failure is an ordinary runtime.Error with Go's text.
package main

import (
	"fmt"
	"runtime"
)

type I interface{ M() }
type J interface {
	M()
	N()
}
type A struct{ f func() }

func (A) M() {}

var (
	zero  = 0
	neg   = -1
	big   = 10
	slice = []int{1, 2, 3}
	str   = "abc"
	arr   [4]int
	nilp  *A
	nilm  map[string]int
	any1  any
	iface I
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, ok := r.(runtime.Error)
		fmt.Println(name, "|", r, "|", ok)
	}()
	f()
}

func main() {
	try("index", func() { _ = slice[big] })
	try("index neg", func() { _ = slice[neg] })
	try("str", func() { _ = str[big] })
	try("arr", func() { arr[big%8+2] = 1 })
	try("set", func() { slice[big] = 1 })
	try("slice", func() { _ = slice[big:] })
	try("slice2", func() { _ = slice[:big] })
	try("slice3", func() { _ = slice[2:1+zero] })
	try("slice4", func() { _ = slice[0:2:big] })
	try("slice5", func() { _ = slice[0:3:2+zero] })
	try("strslice", func() { _ = str[2:big] })
	try("arrslice", func() { _ = arr[:big] })
	try("toarr", func() { _ = [4]int(slice) })
	try("div", func() { _ = big / zero })
	try("mod", func() { _ = big % zero })
	try("shift", func() { _ = big << neg })
	try("nil field", func() { _ = nilp.f })
	try("nil func", func() { var f func(); f() })
	try("nil map", func() { nilm["a"] = 1 })
	try("nil iface", func() { iface.M() })
	try("make", func() { _ = make([]int, neg) })
	try("make cap", func() { _ = make([]int, 1, zero) })
	try("chan", func() { _ = make(chan int, neg) })
	try("close nil", func() { var c chan int; close(c) })
	try("close twice", func() { c := make(chan int); close(c); close(c) })
	try("send closed", func() { c := make(chan int, 1); close(c); c <- 1 })
	try("assert nil", func() { _ = any1.(int) })
	try("assert", func() { any1 = "s"; _ = any1.(int) })
	try("assert I", func() { _ = any1.(I) })
	try("assert J", func() { iface = A{}; _ = iface.(J) })
	try("eq", func() { any1 = A{}; _ = any1 == any1 })
	try("hash", func() { m := map[any]int{}; m[[]int{1}] = 1 })
	try("nil panic", func() { panic(nil) })
	try("nil method", func() { var p *A; I(p).M() })
}
