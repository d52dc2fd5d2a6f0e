// Generic code as programs have it: methods with parameters of their own, trees, options, sequences, errors, library.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

// generic methods
type Box struct{ v any }

func (b Box) Get[T any]() (T, bool) { v, ok := b.v.(T); return v, ok }
func (b *Box) Put[T any](v T)       { b.v = v }

type Opt[T any] struct {
	v  T
	ok bool
}

func (o Opt[T]) Map[U any](f func(T) U) Opt[U] {
	if !o.ok {
		return Opt[U]{}
	}
	return Opt[U]{f(o.v), true}
}
func Some[T any](v T) Opt[T] { return Opt[T]{v, true} }
func (o Opt[T]) String() string {
	if o.ok {
		return fmt.Sprintf("Some(%v)", o.v)
	}
	return "None"
}

type Num interface{ ~int | ~int64 | ~float64 | ~uint8 }

func Sum[T Num](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return
}
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}

type Shape interface{ Area() float64 }
type Sq struct{ s float64 }

func (s Sq) Area() float64 { return s.s * s.s }

type Ci struct{ r float64 }

func (c *Ci) Area() float64 { return 3 * c.r * c.r }

func Total[S Shape](xs []S) (t float64) {
	for _, x := range xs {
		t += x.Area()
	}
	f := S.Area
	for _, x := range xs {
		t += f(x)
		g := x.Area
		t += g()
		defer x.Area()
	}
	return
}

type Cell[T any] struct {
	mu sync.Mutex
	v  T
}

func (c *Cell[T]) With(f func(*T)) { c.mu.Lock(); defer c.mu.Unlock(); f(&c.v) }

type Tree[K cmp.Ordered, V any] struct{ root *tnode[K, V] }
type tnode[K cmp.Ordered, V any] struct {
	k    K
	v    V
	l, r *tnode[K, V]
}

func (t *Tree[K, V]) Put(k K, v V) {
	p := &t.root
	for *p != nil {
		switch c := cmp.Compare(k, (*p).k); {
		case c < 0:
			p = &(*p).l
		case c > 0:
			p = &(*p).r
		default:
			(*p).v = v
			return
		}
	}
	*p = &tnode[K, V]{k: k, v: v}
}
func (t *Tree[K, V]) All() func(func(K, V) bool) {
	var walk func(n *tnode[K, V], y func(K, V) bool) bool
	walk = func(n *tnode[K, V], y func(K, V) bool) bool {
		return n == nil || walk(n.l, y) && y(n.k, n.v) && walk(n.r, y)
	}
	return func(y func(K, V) bool) { walk(t.root, y) }
}

type Matrix[T Num, R ~[]T] []R

func conv[To, From Num](x From) To { return To(x) }

func chans[T any](n int, f func(int) T) []T {
	c := make(chan T, n)
	for i := range n {
		go func() { c <- f(i) }()
	}
	var r []T
	for range n {
		select {
		case v := <-c:
			r = append(r, v)
		}
	}
	return r
}

type Num2 interface{ ~[]byte | ~string }

func length[S Num2](s S) int {
	n := 0
	for i := 0; i < len(s); i++ {
		n += int(s[i])
	}
	return n + len(s) + int(s[0])
}
func bytesOf[S Num2](s S) []byte { return append([]byte(nil), s...) }

type Err[T any] struct{ v T }

func (e *Err[T]) Error() string { return fmt.Sprint("err ", e.v) }

type Inner[T any] struct{ X T }

func (i Inner[T]) Hello() string   { return fmt.Sprintf("hello %v", i.X) }
func (i *Inner[T]) Set(x T)        { i.X = x }

type Outer[T any] struct {
	*Inner[T]
	Y T
}
type Greeter interface{ Hello() string }

func panics[T any](x T) { var m map[string]T; m["a"] = x }

func where[T any]() string {
	pc, _, _, _ := runtime.Caller(0)
	return runtime.FuncForPC(pc).Name()
}

func (o Opt[T]) where() string {
	return func() string {
		pc, _, _, _ := runtime.Caller(0)
		return runtime.FuncForPC(pc).Name()
	}()
}

type A[T any] = map[string]T

func Ptr[T any](v T) *T { return &v }

type rec[T any] struct{ next *rec[T]; kids []rec[T]; m map[string]rec[T] }

func fact[T Num](n T) T {
	if n <= 1 {
		return 1
	}
	return n * fact(n-1)
}

type Node interface{ ID() int }
type N1 int
func (n N1) ID() int { return int(n) }

func byID[T Node](xs []T) map[int]T {
	m := map[int]T{}
	for _, x := range xs { m[x.ID()] = x }
	return m
}

type Seq[T any] func(func(T) bool)

func (s Seq[T]) Filter(f func(T) bool) Seq[T] {
	return func(y func(T) bool) {
		for v := range s {
			if f(v) && !y(v) {
				return
			}
		}
	}
}
func Gen[T any](xs ...T) Seq[T] { return func(y func(T) bool) { for _, x := range xs { if !y(x) { return } } } }

func is[T any](v any) bool { _, ok := v.(T); return ok }

type counter[T comparable] struct{ m map[T]int }
func (c *counter[T]) Add(v T) int { if c.m == nil { c.m = make(map[T]int) }; c.m[v]++; return c.m[v] }

var global = Some(42)
var fnv = Sum[int]

func main() {
	b := Box{1}
	fmt.Println(b.Get[int]())
	fmt.Println(b.Get[string]())
	b.Put("x")
	fmt.Println(b.Get[string]())
	fmt.Println(Some(3).Map(func(i int) string { return strings.Repeat("z", i) }), Opt[int]{}.Map(func(int) bool { return true }))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2), Sum[uint8](200, 100))
	fmt.Println(Reduce([]int{1, 2, 3}, "", func(a string, i int) string { return a + fmt.Sprint(i) }))
	fmt.Println(Total([]Sq{{1}, {2}}), Total([]*Ci{{1}}), Total([]Shape{Sq{1}, &Ci{2}}))
	var c Cell[map[string]int]
	c.With(func(m *map[string]int) { *m = map[string]int{"a": 1} })
	fmt.Println(c.v)
	var t Tree[string, int]
	for i, w := range strings.Fields("the quick brown fox jumps over the lazy dog") {
		t.Put(w, i)
	}
	for k, v := range t.All() {
		fmt.Print(k, "=", v, " ")
	}
	fmt.Println()
	fmt.Println(conv[int](3.7), conv[uint8](300), conv[float64](7))
	r := chans(5, func(i int) string { return fmt.Sprint(i) })
	sort.Strings(r)
	fmt.Println(r, length("abc"), length([]byte("abcd")), string(bytesOf("hi")))
	err := fmt.Errorf("wrap: %w", &Err[int]{5})
	var e *Err[int]
	fmt.Println(errors.As(err, &e), e)
	e2, ok := errors.AsType[*Err[string]](err)
	fmt.Println(e2, ok)
	e3, ok := errors.AsType[*Err[int]](err)
	fmt.Println(e3, ok)
	o := Outer[string]{&Inner[string]{"w"}, "y"}
	o.Set("world")
	var g Greeter = o
	fmt.Println(g.Hello(), o.X)
	fmt.Printf("%T %T\n", g, o.Inner)
	fmt.Println(where[int](), where[string](), Some(1).where())
	var al A[int] = A[int]{"k": 1}
	fmt.Printf("%T %v\n", al, al)
	*Ptr(3)++
	var rr rec[int]
	rr.kids = append(rr.kids, rec[int]{})
	fmt.Println(len(rr.kids), fact(5), fact(5.0))
	fmt.Println(byID([]N1{3, 4}), byID([]Node{N1(1)}))
	for v := range Gen(1, 2, 3, 4, 5).Filter(func(i int) bool { return i%2 == 1 }) {
		fmt.Print(v, " ")
	}
	fmt.Println(is[int](1), is[error](err), is[Greeter](1), is[any](nil))
	var cc counter[[2]int]
	cc.Add([2]int{1, 2})
	fmt.Println(cc.Add([2]int{1, 2}), cc.m)
	fmt.Println(global, fnv(1, 2))
	keys := slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2}))
	fmt.Println(keys, slices.Max(keys), slices.Contains(keys, "a"), slices.Index(keys, "b"))
	type person struct { name string; age int }
	ps := []person{{"Al", 30}, {"Bo", 25}, {"Cy", 30}}
	slices.SortStableFunc(ps, func(a, b person) int { return cmp.Or(-cmp.Compare(a.age, b.age), cmp.Compare(a.name, b.name)) })
	fmt.Println(ps)
	i, found := slices.BinarySearchFunc(ps, 25, func(p person, a int) int { return -cmp.Compare(p.age, a) })
	fmt.Println(i, found, slices.Collect(slices.Chunk([]int{1, 2, 3, 4, 5}, 2)))
	fmt.Println(slices.Insert([]int{1, 2, 3}, 1, 9, 8), slices.Delete([]int{1, 2, 3, 4}, 1, 3), slices.Replace([]int{1, 2, 3}, 0, 2, 7), slices.Compact([]int{1, 1, 2, 2, 1}))
	var p atomic.Pointer[person]
	p.Store(&ps[0])
	fmt.Println(p.Load().name, p.CompareAndSwap(nil, nil))
	ov := sync.OnceValue(func() int { fmt.Println("once"); return 7 })
	fmt.Println(ov(), ov())
	var m sync.Map
	m.Store(1, 2)
	defer func() {
		fmt.Println(recover())
	}()
	panics(3)
}
