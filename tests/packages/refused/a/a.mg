package a
import "e1/b"
func A() { b.B() }
