// Instances with the same code, recursive ones among them, still do what their types say.
package main

import "fmt"

type MyInt int

func Max[T ~int | ~uint64](a, b T) T {
	if a > b {
		return a
	}
	return b
}

func Fact[T ~int | ~uint64](n T) T {
	if n < 2 {
		return 1
	}
	f := func(x T) T { return Fact(x-1) * x }
	return f(n)
}
func even[T ~int](n T) bool { return n == 0 || odd(n-1) }
func odd[T ~int](n T) bool  { return n != 0 && even(n-1) }
func box[T any](x T) any    { return x }
func len2[T any](x []T) int { return len(x) }

type S[T any] struct{ xs []T }

func (s *S[T]) Len() int { return len(s.xs) }

type Lener interface{ Len() int }

func main() {
	fmt.Println(Max(1, 2), Max(MyInt(3), 2), Max[uint64](1<<63, 1))
	fmt.Println(Fact(5), Fact(MyInt(6)), Fact[uint64](7))
	fmt.Println(even(10), even(MyInt(7)))
	fmt.Printf("%T %T %d %d\n", box(1), box(MyInt(1)), len2([]int{1}), len2([]string{"a", "b"}))
	var a, b Lener = &S[int]{[]int{1}}, &S[string]{}
	fmt.Println(a.Len(), b.Len())
}
