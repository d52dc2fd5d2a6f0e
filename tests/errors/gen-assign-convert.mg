package main

type number interface{ ~int | ~float64 }

type slices interface{ []int | [3]string }

func a[T number](x T) int { return x }

func b[T number](x T) string { return string(x) }

func c[T int8 | int]() T { return 200 }

func d[T int8 | int]() T { return T(200) }

func e[T any](x T) any { return x.(int) }

func f[T slices](x T) { x[0] = 1 }

func g[T chan int | <-chan int](c T) { c <- 1 }

func h[P *int | *string](p P) { *p = 0 }

func i[T any](x, y T) bool { return x == y }

func j[K any]() map[K]int { return nil }

func main() {
}
