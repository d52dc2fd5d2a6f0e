package main

import (
	"fmt"
	"math"
	"runtime"
	"strings"
)

type vec struct{ x, y float64 }

func (v vec) add(w vec) vec       { return vec{v.x + w.x, v.y + w.y} }
func (v vec) scale(f float64) vec { return vec{x: v.x * f, y: f * v.y} }
func (v vec) swap() vec           { return vec{v.y, v.x} }
func (v vec) dot(w vec) float64   { return v.x*w.x + v.y*w.y }
func (v vec) len() float64        { return math.Sqrt(v.dot(v)) }

type celsius float64

func (c celsius) f() float64 { return float64(c)*9/5 + 32 }

type small uint8

func (s small) next() small { return s + 1 }
func (s small) odd() bool   { return s%2 == 1 }

type pair struct {
	a, b string
	v    vec
}

func (p pair) first() string { return p.a }
func (p pair) vec() vec      { return p.v }
func (p pair) size() int     { return len(p.a) + len(p.b) }

type outer struct {
	vec
	*pair
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}

func sign(x int) int {
	if x < 0 {
		return -1
	} else if x == 0 {
		return 0
	} else {
		return 1
	}
}

func clamp(x, lo, hi int) int {
	if x < lo {
		return lo
	}
	if x > hi {
		return hi
	}
	return x
}

func identity(s string) string  { return s }
func second(_ int, b int) int   { return b }
func mix(a, b, c int) int       { return a*100 + b*10 + c }
func sub(a, b int) int          { return a - b }
func wrap8(a, b int8) int8      { return a*b - a }
func wrapU(a uint32) uint32     { return a<<3 ^ a>>2 }
func half(x int) int            { return x / 2 }
func div(x, y int) int          { return x / y }
func at(a []int, i int) int     { return a[i] }
func field(p *vec) float64      { return p.x }
func shift(x, n int) int        { return x << n }
func boxed(x int) any           { return x }
func join(a, b string) string   { return a + b }
func empty(a []int) bool        { return len(a) == 0 }
func less(a, b string) bool     { return a < b }
func both(a, b bool) bool       { return a && !b || b && !a }
func between(x, a, b int) bool  { return a <= x && x < b }
func swapped(a, b int) bool     { return sub(b, a) > 0 }
func cell(i, j int) float64     { return 1 / float64((i+j)*(i+j+1)/2+i+1) }
func isNaN(f float64) bool      { return f != f }
func fact(n int) int            { if n < 2 { return 1 }; return n * fact(n-1) }
func even(n int) bool           { if n == 0 { return true }; return odd(n - 1) }
func odd(n int) bool            { if n == 0 { return false }; return even(n - 1) }
func trunc(f float64) uint8     { return uint8(int(f)) }
func nothing() int              { return 42 }
func origin() vec               { return vec{} }
func cmplx(a, b complex128) complex128 { return a*b - a }
func r(c byte) rune             { return rune(c) + 1 }

var scale = 3

func scaled(x int) int { return x * scale }

func caller() string {
	_, _, line, ok := runtime.Caller(1)
	return fmt.Sprint(line, ok)
}

func where() string { return caller() }

func counter() func() int {
	n := 0
	return func() int { n++; return n }
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func generic[T int | float64](a, b T) T { return twice(a) + b }

func twice[T int | float64](a T) T { return a + a }

func useIn[T any](x T, n int) (T, int) { return x, clamp(n, 1, 3) }

func main() {
	for _, x := range []int{-7, 0, 12} {
		fmt.Println(abs(x), sign(x), clamp(x, -1, 10), half(x), abs(abs(x)-5), mix(abs(x), sign(x), 1))
		if abs(x) > 5 && !between(x, 0, 10) {
			fmt.Println("far", x)
		}
		x = clamp(x, x-1, x+1)
		x = sub(2*x, x)
		y := abs(x)
		y, x = sub(x, y), sub(y, x)
		x += abs(y)
		x -= clamp(x, 0, abs(x))
		fmt.Println(x, y)
	}
	next := counter()
	fmt.Println(mix(next(), next(), next()), sub(next(), next()), second(next(), next()), next())
	pos, step := vec{1, 2}, vec{3, 4}
	pos = pos.swap()
	fmt.Println(pos, pos.add(step).scale(0.5).swap())
	pos = pos.add(pos.scale(2)).add(pos)
	fmt.Println(pos, pos.dot(step), step.len(), vec{3, 4}.len(), origin().add(pos))
	p := &pos
	fmt.Println(p.add(*p), p.swap().x)
	o := outer{vec{5, 6}, &pair{a: "left", b: "right", v: vec{7, 8}}}
	fmt.Println(o.add(o.pair.v), o.first(), o.size(), o.pair.vec().add(o.vec))
	m := map[string]vec{"k": {1, 1}}
	fmt.Println(m["k"].add(m["none"]), celsius(100).f(), small(255).next(), small(7).odd())
	fmt.Println(identity("s")+identity("t"), less("a", "b"), both(true, false), empty(nil), swapped(1, 2))
	fmt.Println(wrap8(100, 3), wrapU(0xffffffff), cell(3, 4), isNaN(math.NaN()), fact(10), even(7), trunc(300.7))
	fmt.Println(nothing(), cmplx(1+2i, 3), string(r('a')), scaled(4), boxed(3), join("a", "b"))
	scale = 5
	f := scaled
	fmt.Println(scaled(4), f(4), vec.add(pos, step), pos.add(step) == step.add(pos))
	method := pos.scale
	pos = vec{}
	fmt.Println(method(2), pos)
	defer fmt.Println("deferred", abs(-1))
	defer func(n int) { fmt.Println(abs(n)) }(-9)
	var list []int
	list = append(list, abs(-3), sub(1, 2))
	list[abs(-1)] = abs(list[abs(1)])
	list[half(2)]++
	fmt.Println(list, list[sub(1, 1)])
	total := 0
	for i := 0; i < clamp(100, 0, 50); i++ {
		total += sub(i, half(i)) * abs(i-25)
		switch sign(i - 25) {
		case -1:
			total--
		case nothing() - 42:
			total += 1000
		}
	}
	fmt.Println(total)
	fmt.Println(generic(1, 2), generic(1.5, 2))
	fmt.Println(useIn("s", 9))
	fmt.Println(strings.Contains(where(), "true"))
	go func() { _ = abs(3) }()
	a := []int{1}
	var none *vec
	zero := 0
	try("div", func() { fmt.Println(div(1, zero)) })
	try("at", func() { fmt.Println(at(a, 1)) })
	try("field", func() { fmt.Println(field(none)) })
	try("shift", func() { fmt.Println(shift(1, zero-1)) })
	try("nil", func() { fmt.Println(none.add(*none)) })
	try("arg", func() { fmt.Println(sub(a[zero], a[zero+1])) })
	for {
		if abs(total) >= 0 {
			break
		}
	}
}
