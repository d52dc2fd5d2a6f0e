package c
type T struct { X, x int }
func (T) m() {}
var Shown T
func hidden() {}
