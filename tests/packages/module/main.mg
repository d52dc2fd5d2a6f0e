package main

import (
	"example.com/m1/deep/er"
	"example.com/m1/internal/sec"
	u "example.com/m1/util"
	. "fmt"
	_ "example.com/m1/deep"
)

var A = other("A")

func init() { Println("main init 1", A, B) }

func main() {
	Println(u.Name, u.Double(4), sec.Secret(), er.Er{X: 1}, helper())
	var t u.T
	t.Set(3)
	Println(t.Get(), u.C)
}
