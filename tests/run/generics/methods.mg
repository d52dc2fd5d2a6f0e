package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Generic methods on plain and generic types.
type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T)  { s.items = append(s.items, x) }
func (s Stack[T]) Len() int   { return len(s.items) }
func (s Stack[T]) All() func(yield func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range s.items {
			if !yield(i, x) {
				return
			}
		}
	}
}
func (s Stack[T]) Map[U any](f func(T) U) Stack[U] {
	var r Stack[U]
	for _, x := range s.items {
		r.Push(f(x))
	}
	return r
}
func (s Stack[T]) Fold[A any](init A, f func(A, T) A) A {
	for _, x := range s.items {
		init = f(init, x)
	}
	return init
}
func (s Stack[T]) Zip[U any, P interface {
	*Pair[T, U]
	Set(T, U)
}](o Stack[U]) []Pair[T, U] {
	var out []Pair[T, U]
	for i, x := range s.items {
		var p Pair[T, U]
		P(&p).Set(x, o.items[i])
		out = append(out, p)
	}
	return out
}

type Pair[A, B any] struct {
	First  A
	Second B
}

func (p *Pair[A, B]) Set(a A, b B)  { p.First, p.Second = a, b }
func (p Pair[A, B]) String() string { return fmt.Sprintf("<%v|%v>", p.First, p.Second) }
func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }

type Conv struct{ prefix string }

func (c Conv) To[T ~string](s string) T { return T(c.prefix + s) }

type Name string

// Embedding.
type Named[T any] struct {
	Stack[T]
	Name string
}
type Deep[K comparable, V any] struct {
	*Named[Pair[K, V]]
	index map[K]int
}

func (d *Deep[K, V]) Add(k K, v V) {
	if d.index == nil {
		d.index = map[K]int{}
	}
	d.index[k] = d.Len()
	d.Push(Pair[K, V]{k, v})
}
func (d *Deep[K, V]) Get(k K) (v V, ok bool) {
	i, ok := d.index[k]
	if !ok {
		return
	}
	return d.items[i].Second, true
}

// Interfaces.
type Lener interface{ Len() int }
type Pusher[T any] interface {
	Lener
	Push(T)
}

func fill[T any, P Pusher[T]](p P, xs ...T) P {
	for _, x := range xs {
		p.Push(x)
	}
	return p
}

// Constraint with a method and a pointer receiver.
type Setter[T any] interface {
	*T
	Set(string)
}
type S1 struct{ v string }

func (s *S1) Set(x string) { s.v = "S1:" + x }

func build[T any, P Setter[T]](xs []string) []T {
	out := make([]T, len(xs))
	for i, x := range xs {
		P(&out[i]).Set(x)
	}
	return out
}

type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~float32 | ~float64
}

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}

type MyInt int

func (m MyInt) String() string { return fmt.Sprintf("my%d", int(m)) }

type Ordered interface{ ~int | ~string | ~float64 }

func SortBy[T any, K Ordered](xs []T, key func(T) K) []T {
	sort.Slice(xs, func(i, j int) bool { return key(xs[i]) < key(xs[j]) })
	return xs
}

type Vec[T any] = []T
type M[V any] = map[string]V

func Keys[K comparable, V any](m map[K]V) Vec[K] {
	var r Vec[K]
	for k := range m {
		r = append(r, k)
	}
	return r
}

type Opt[T any] struct {
	v  T
	ok bool
}

func Some[T any](v T) Opt[T] { return Opt[T]{v, true} }
func None[T any]() (o Opt[T]) { return }
func (o Opt[T]) OrElse(d T) T {
	if o.ok {
		return o.v
	}
	return d
}

type Err[T any] struct{ v T }

func (e Err[T]) Error() string { return fmt.Sprintf("err(%v)", e.v) }

func try[T any](v T) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = r.(error)
		}
	}()
	panic(Err[T]{v})
}

func kind[T any](x T) string {
	switch any(x).(type) {
	case int:
		return "int"
	case []T:
		return "[]T"
	case Opt[T]:
		return "opt"
	case string, MyInt:
		return "string or MyInt"
	}
	type local struct{ f T }
	return fmt.Sprintf("%T", local{x})
}

func main() {
	var s Stack[int]
	for i := range 4 {
		s.Push(i * i)
	}
	t := s.Map(func(i int) string { return strings.Repeat("x", i) })
	fmt.Println(t, t.Len(), s.Fold("", func(a string, i int) string { return a + fmt.Sprint(i) }))
	fmt.Println(s.Zip(t)[2], s.Zip(t)[1].Swap())
	for i, x := range t.All() {
		if i == 3 {
			break
		}
		fmt.Print(i, x, " ")
	}
	fmt.Println()
	f := s.Map[float64]
	fmt.Println(f(func(i int) float64 { return float64(i) / 2 }))
	g := Stack[int].Fold[int]
	fmt.Println(g(s, 10, func(a, b int) int { return a + b }))
	fmt.Printf("%T %T\n", f, g)
	n := Conv{"c:"}.To[Name]("v")
	fmt.Println(n, Conv{"d:"}.To[string]("w"))
	d := &Deep[string, []int]{Named: &Named[Pair[string, []int]]{Name: "deep"}}
	d.Add("a", []int{1})
	d.Add("b", nil)
	fmt.Println(d.Get("a"))
	fmt.Println(d.Get("z"))
	fmt.Println(d.Name, d.Len(), d.items)
	var l Lener = d
	fmt.Println(l.Len())
	p := fill(&Stack[string]{}, "a", "b")
	fmt.Printf("%T %v\n", p, *p)
	fmt.Println(build[S1]([]string{"x", "y"}))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[int8](100, 100), Sum[MyInt](1, 2))
	fmt.Println(SortBy([]Pair[string, int]{{"b", 2}, {"a", 9}}, func(p Pair[string, int]) string { return p.First }))
	fmt.Println(len(Keys(M[bool]{"q": true})), Keys(M[bool]{"q": true})[0])
	fmt.Println(Some(3).OrElse(4), None[string]().OrElse("none"))
	err := try(Pair[int, bool]{7, true})
	var e Err[Pair[int, bool]]
	fmt.Println(err, errors.As(err, &e), e.v.First)
	fmt.Println(kind(1), kind("s"), kind(MyInt(3)), kind(2.5), kind([]int{}))
	fmt.Printf("%T %T %T\n", s, Some(s), try[Vec[int]])
	h := (*Stack[string]).Push
	h(&t, "last")
	push := t.Push
	push("more")
	fmt.Println(t.items[4:])
	var fns = []func(...int) int{Sum[int], Sum}
	fmt.Println(fns[0](1, 2), fns[1](3, 4))
}
