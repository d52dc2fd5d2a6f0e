package util

import "fmt"

var x = Double(21)
var C = x + 1

func init()            { fmt.Println("util init b") }
func Double(x int) int { return x * 2 }
func (t T) Get() int   { return t.v }
