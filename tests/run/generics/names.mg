// What %T prints for instances, and for local types in generic functions.
package main

import (
	"fmt"
	"net"
	"time"
)

type P[K comparable, V any] struct{ k K; v V }
type T struct{}
type A = P[int, T]
type G[X any] struct{ x X }
type L[X any] []X
type M[X any] interface{ Do(X) X }

func local[X any](x X) (any, any, any) {
	type In struct{ f X }
	type Gin[Y any] struct{ y Y }
	type Plain int
	return In{x}, G[In]{}, Plain(3)
}
func (g G[X]) m() any { type Loc struct{x X}; return Loc{} }

func main() {
	type T struct{ a int }
	type W = T
	fmt.Printf("%T\n", P[int, string]{})
	fmt.Printf("%T\n", P[T, *T]{})
	fmt.Printf("%T\n", A{})
	fmt.Printf("%T\n", G[W]{})
	fmt.Printf("%T\n", G[map[string][]G[int]]{})
	fmt.Printf("%T\n", G[func(a int, b ...string) (x error)]{})
	fmt.Printf("%T\n", G[struct{ A int `tag:"x"`; b string }]{})
	fmt.Printf("%T\n", G[interface{ M(int) }]{})
	fmt.Printf("%T\n", G[any]{})
	fmt.Printf("%T\n", G[error]{})
	fmt.Printf("%T\n", G[[3]byte]{})
	fmt.Printf("%T\n", G[rune]{})
	fmt.Printf("%T\n", G[chan<- int]{})
	fmt.Printf("%T\n", G[<-chan (chan int)]{})
	fmt.Printf("%T\n", G[time.Duration]{})
	fmt.Printf("%T\n", G[net.IP]{})
	fmt.Printf("%T\n", []G[int]{})
	fmt.Printf("%T\n", L[G[T]]{})
	fmt.Printf("%T\n", (*M[int])(nil))
	fmt.Printf("%T\n", struct{ G[int] }{})
	fmt.Printf("%T\n", struct{ P[int, string] }{})
	fmt.Printf("%#v\n", struct{ G[int] }{})
	fmt.Printf("%#v\n", P[int, T]{})
	{
		type T struct{}
		fmt.Printf("%T %T\n", G[T]{}, T{})
	}
	a, b, c := local(1)
	fmt.Printf("%T %T %T\n", a, b, c)
	a, b, c = local(T{})
	fmt.Printf("%T %T %T\n", a, b, c)
	func() {
		type In2 struct{}
		fmt.Printf("%T\n", G[In2]{})
	}()
	fmt.Printf("%T\n", G[int]{}.m())
	fmt.Printf("%T\n", G[struct{}]{})
	fmt.Printf("%T\n", G[struct{ T }]{})
}
