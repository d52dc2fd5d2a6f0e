package main

import "fmt"

func idx[T ~[]byte | ~string](x T, i int) byte { return x[i] }
func sl[T ~[]byte | ~string](x T, i, j int) T { return x[i:j] }
func at[T [4]int | [2]int | []int](x T) int { return x[1] }
func pat[T *[4]int | []int](x T) int { x[0] = 5; return x[0] + len(x) + cap(x) }
func ml[M ~map[K]V, K comparable, V any](m M, k K) (V, bool) {
	v, ok := m[k]
	return v, ok
}
func rng[T ~[]string | ~[3]float64](x T) (n int) {
	return len(x)
}
func each[S ~[]E, E any](s S, f func(int, E)) {
	for i, e := range s {
		f(i, e)
	}
}
func bytesOf[T ~string | ~[]byte](x T) []byte { return append([]byte("<"), x...) }
func cp[T ~string | ~[]byte](d []byte, x T) int { return copy(d, x) }
func mk[S ~[]E, E any](n int) S  { return make(S, n, n*2) }
func mkm[M ~map[string]E, E any]() M { return make(M) }
func ch[C ~chan E, E any](c C, e E) E { c <- e; return <-c }
func ro[C ~<-chan E | ~chan E, E any](c C) E { return <-c }
func lit[S ~[]int]() S { return S{1, 2, 3} }
func litm[M ~map[string]int]() M { return M{"a": 1} }
func lits[S ~struct{ A, B int }]() S { return S{A: 1, B: 2} }
func call[F ~func(A) B, A, B any](f F, a A) B { return f(a) }
func conv[T, U ~int | ~uint8 | ~float64](x T) U { return U(x) }
func str[T ~int32 | ~[]byte | ~[]rune](x T) string { return string(x) }
func shl[T ~int8 | ~uint16 | ~int](x T, n uint) T { return x << n }
func cst[T ~int8 | ~float32 | ~uint64]() T { return 100 }
func div[T ~int | ~float64](a, b T) T { return a / b }
func neg[T ~int8 | ~float64](a T) T { return -a }
func cmp[T ~int | ~string | ~float64](a, b T) (bool, bool, T, T) { return a < b, a == b, min(a, b), max(a, b) }
func eq[T comparable](a, b T) bool { return a == b }
func isnil[T ~[]int | ~map[string]int | ~*int](x T) bool { return x == nil }
func zero[T any]() (z T) { return }
func ptr[T any](x T) *T { return &x }
func deref[P ~*E, E any](p P) E { return *p }
func clr[T ~[]int | ~map[string]int](x T) T { clear(x); return x }
func del[M ~map[K]V, K comparable, V any](m M, k K) { delete(m, k) }
func inc[T ~int | ~float64](x T) T { x++; x += 2; x *= 3; return x }
func not[T ~bool](x T) T { return !x }
func lenc[T [3]int | [5]int](x T) int { return len(x) }
func cl[C chan int | chan string](c C) { close(c) }
func cplx[T ~complex64 | ~complex128](x T) T { return x * x + 1i }
func iface[T any](x T) any { return x }
func two[T any](f func() (T, error)) T { v, _ := f(); return v }
func variad[T any](xs ...T) int { return len(xs) }
func rangefn[T any, F ~func(func(T) bool)](f F) (out []T) {
	for x := range f {
		out = append(out, x)
	}
	return
}
func rint[T ~uint](n T) (s T) {
	for i := range n {
		s += i
	}
	return
}

type B []byte
type St string
type MB map[string]bool
type Fn func(int) string
type Ch chan int
type Ss struct{ A, B int }
type I8 int8
type arr [3]float64

func main() {
	fmt.Println(idx("abc", 1), idx(B("abc"), 2), sl(St("hello"), 1, 3), sl([]byte("hello"), 0, 2))
	fmt.Println(at([4]int{1, 2, 3, 4}), at([]int{7, 8}), pat(&[4]int{}), pat(make([]int, 1, 9)))
	fmt.Println(ml(MB{"a": true}, "a"))
	fmt.Println(rng(arr{}), rng([]string{"", ""}))
	each([]string{"x", "y"}, func(i int, s string) { fmt.Print(i, s, ";") })
	fmt.Println(string(bytesOf(St("q"))), string(bytesOf([]byte("r"))))
	d := make([]byte, 3)
	fmt.Println(cp(d, "ab"), cp(d[1:], B("zz")), string(d))
	fmt.Println(len(mk[B](3)), cap(mk[[]int](3)), mkm[MB](), ch(make(Ch, 1), 4))
	c := make(chan string, 1)
	c <- "recv"
	fmt.Println(ro(c), lit[[]int](), litm[map[string]int](), lits[Ss](), lits[struct{ A, B int }]())
	fmt.Println(call(Fn(func(i int) string { return fmt.Sprint("#", i) }), 3))
	fmt.Println(conv[int, uint8](300), conv[float64, int](-2.9), conv[uint8, float64](7))
	fmt.Println(str('x'), str([]rune{'a', 'é'}), str(B("b")))
	fmt.Println(shl(I8(1), 7), shl(uint16(1), 15), shl(1, 40), cst[int8](), cst[float32](), cst[uint64]())
	fmt.Println(div(7, 2), div(7.0, 2), neg(int8(-128)), neg(2.5))
	fmt.Println(cmp("a", "b"))
	fmt.Println(cmp(2.5, 2.5))
	fmt.Println(eq[any](1, 1), eq([2]int{1, 2}, [2]int{1, 2}), eq(Ss{1, 2}, Ss{2, 1}), eq("a", "a"))
	fmt.Println(isnil([]int(nil)), isnil(map[string]int{}), isnil((*int)(nil)))
	fmt.Println(zero[int](), zero[*int](), zero[[2]string](), zero[error](), zero[Ss]())
	fmt.Println(*ptr(3), *ptr("s"), *ptr(Ss{3, 4}), deref(ptr([]int{1})))
	fmt.Println(clr([]int{1, 2}), clr(map[string]int{"a": 1}))
	m := map[Ss]string{{1, 2}: "a"}
	del(m, Ss{1, 2})
	fmt.Println(len(m), inc(1), inc(1.5), not(true), lenc([5]int{}))
	x := make(chan int)
	cl(x)
	_, ok := <-x
	fmt.Println(ok, cplx(complex64(2i)), cplx(1+1i))
	fmt.Printf("%T %T %T\n", iface(I8(1)), iface(error(nil)), iface([]any{1}))
	fmt.Println(two(func() (string, error) { return "two", nil }), variad[int](), variad(1, 2), variad([]string{"a"}...))
	fmt.Println(rangefn(func(y func(int) bool) { _ = y(1) && y(2) }), rint(uint(4)))
	defer func() { fmt.Println("recovered:", recover()) }()
	fmt.Println(eq[any]([]int{}, []int{}))
}
