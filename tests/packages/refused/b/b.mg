package b
import "e1/a"
func B() { a.A() }
