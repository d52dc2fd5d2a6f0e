package p

import "fmt"
import (
	m "math"
	. "os"
	_ "io"
)

const (
	a, b = iota, 1 << iota
	c, d
	e float64 = 2
)

var x int
var y, z = 1, "s"
var (
	f func(int) (a, b string)
	g = func() {}
)

type (
	A  = []int
	B  [5]*m.T
	C[K comparable, V any] map[K]V
	D[T *int,] struct{ x T }
	E [N * 2]int
	F  = C[string, int]
	G[P interface{ ~int | ~string }, Q []P] struct{}
)

type S struct {
	A, b int `tag`
	*m.T
	C[int, string] "embedded"
	arr [3]int
	D
	fn  func(...int)
	ch  chan<- <-chan int
}

type I interface {
	M(int, ...string) (x, y int)
	fmt.Stringer
	~int | ~[]byte | m.T
	C[int, int]
	N()
}

//minigo:leaf
func native(x int) int

//minigo:park
// A comment between.
func parks()

func (s *S) method(a, b int, c ...string) (n int, err error) { return }
func (S) plain()                                            {}
func Map[T, U any, S ~[]T](s S, f func(T) U) []U            { return nil }
func (l List[T]) Convert[U any](f func(T) U) List[U]        { return nil }
func types(func(), chan int, map[string]T, *p.Q, [2]T, T[int], struct{}, interface{}) {}
func arrays(a [n]int, b []T, c [2]p.Q, d T[n], e ...[]int)                            {}
func results() (func() func(), error)                                                {}
