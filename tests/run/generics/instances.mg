// Generic functions, types and methods: instances, method values, type switches, names.
package main

import "fmt"

type Number interface {
	~int | ~int8 | ~uint8 | ~float64 | ~string
}

func Add[T Number](a, b T) T { return a + b }

func Map[T, U any](s []T, f func(T) U) []U {
	var r []U
	for _, v := range s {
		r = append(r, f(v))
	}
	return r
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p Pair[K, V]) String2() string { return fmt.Sprintf("<%v=%v>", p.Key, p.Val) }
func (p *Pair[K, V]) Set(v V)        { p.Val = v }

type List[T any] struct {
	head, tail *node[T]
	n          int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Push(v T) {
	n := &node[T]{v: v}
	if l.tail == nil {
		l.head, l.tail = n, n
	} else {
		l.tail.next = n
		l.tail = n
	}
	l.n++
}

func (l *List[T]) All() func(yield func(int, T) bool) {
	return func(yield func(int, T) bool) {
		i := 0
		for n := l.head; n != nil; n = n.next {
			if !yield(i, n.v) {
				return
			}
			i++
		}
	}
}

type Stringer2 interface{ String2() string }

func Show[T Stringer2](x T) string { return x.String2() }

type MyInt int

func (m MyInt) String2() string { return "my" + fmt.Sprint(int(m)) }

func kind[T any](x T) string {
	switch any(x).(type) {
	case int:
		return "int"
	case string:
		return "string"
	case []T:
		return "[]T"
	case Pair[string, T]:
		return "pair"
	}
	return fmt.Sprintf("%T", x)
}

func zero[T any]() (z T) { return }

func eq[T comparable](a, b T) bool { return a == b }

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)           { s[v] = struct{}{} }
func (s Set[T]) Has(v T) bool      { _, ok := s[v]; return ok }

func Keys[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

func PtrTo[T any](v T) *T { return &v }

type Tree[T any] struct {
	l, r *Tree[T]
	v    T
	cmp  func(a, b T) int
}

func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{v: v}
	}
	return t
}

func local[T any](x T) any {
	type L struct{ f T }
	return L{x}
}

func counter[T any]() func() int {
	n := 0
	return func() int { n++; return n }
}

type Emb[T any] struct {
	Pair[string, T]
	*List[T]
}

func Apply[T any, P interface{ *T; Set2(int) }](n int) T {
	var t T
	P(&t).Set2(n)
	return t
}

type S2 struct{ n int }

func (s *S2) Set2(n int) { s.n = n }

func main() {
	fmt.Println(Add(1, 2), Add("a", "b"), Add(1.5, 2), Add[uint8](200, 100), Add(MyStr("x"), "y"))
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return fmt.Sprint(i * 2) }))
	p := Pair[string, int]{"a", 1}
	p.Set(5)
	fmt.Println(p, p.String2())
	fmt.Printf("%T %T %T %v %+v\n", p, &p, Pair[MyInt, []Pair[string, any]]{}, p, p)
	var l List[float64]
	l.Push(1.5)
	l.Push(2.5)
	for i, v := range l.All() {
		fmt.Print(i, " ", v, ";")
	}
	fmt.Println(l.n)
	fmt.Println(Show(MyInt(3)), Show(p), Show[Stringer2](p))
	fmt.Println(kind(1), kind("a"), kind(1.5), kind([]int{}), kind(p))
	fmt.Println(zero[int](), zero[string]() == "", zero[*int]() == nil, zero[[2]int]())
	fmt.Println(eq(1, 1), eq("a", "b"), eq(p, p), eq[any](1, "a"))
	s := Set[string]{}
	s.Add("x")
	fmt.Println(s.Has("x"), s.Has("y"), Keys(s))
	fmt.Println(*PtrTo(3), *PtrTo("s"))
	var t *Tree[int]
	t = t.Insert(4).Insert(5)
	fmt.Println(t.v)
	c := counter[int]()
	c()
	fmt.Println(c())
	e := Emb[int]{p, &List[int]{}}
	e.Push(3)
	e.Set(9)
	fmt.Println(e.Val, e.n, e.String2())
	f := Map[int, int]
	fmt.Println(f([]int{1, 2}, func(i int) int { return i + 1 }))
	g := p.String2
	h := Pair[string, int].String2
	k := (*Pair[string, int]).Set
	k(&p, 77)
	fmt.Println(g(), h(p))
	fmt.Println(Apply[S2](4))
	fmt.Printf("%T %T\n", f, k)
	defer func() { fmt.Println(recover()) }()
	_ = any(p).(Pair[string, string])
}

type MyStr string
