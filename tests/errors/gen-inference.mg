package main

func none[T any]()              {}
func out[T, U any](t T) (u U)   { return }
func same[T any](x, y T)        {}
func core[T interface{ ~int }](x T) {}
func apply[T any](f func(T))    {}
func elems[S ~[]E, E any](s S)  {}

func main() {
	none()
	same(1, "a")
	core("x")
	core[string]("x")
	none[int, string]()
	apply(same)
	var f func(int) = out
	elems(3)
	(none)()
	_ = f
}

func ret() func(int) { return out }
