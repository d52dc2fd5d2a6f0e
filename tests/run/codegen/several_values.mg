package main

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"
)

type point struct {
	x, y int
	name string
}

type small struct {
	a int8
	b bool
}

type wide [40]int

type shape interface{ area() int }

func (p point) area() int  { return p.x * p.y }
func (p *small) area() int { return int(p.a) }

type failure struct{ code int }

func (f *failure) Error() string { return "failure " + strconv.Itoa(f.code) }

func two(a, b int) (int, int)                   { return b, a }
func three(n int) (string, *point, error)       { return fmt.Sprint("s", n), &point{n, n + 1, "p"}, nil }
func mixed(n int) (int8, point, []string, bool) { return int8(n), point{n, 2, "m"}, []string{"q"}, n > 1 }
func failing(n int) (int, *failure)             { return n, &failure{n} }
func none() (struct{}, [0]int, int)             { return struct{}{}, [0]int{}, 7 }
func big(n int) (wide, int)                     { return wide{1: n}, n }
func pair[T, U any](t T, u U) (T, U)            { return t, u }

func named(n int) (x int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v with x %d", r, x)
		}
	}()
	x, err = two3(n)
	x, err = two3(n + 1)
	return
}

func two3(n int) (int, error) {
	if n > 2 {
		panic("too much")
	}
	return n * 10, nil
}

func main() {
	a, b := two(1, 2)
	a, b = two(a, b)
	a, c := two(b, a)
	_, d := two(a, c)
	a, _ = two(d, b)
	_, _ = two(a, b)
	fmt.Println(a, b, c, d)
	a, a = two(3, 4)
	fmt.Println(a)
	s, p, err := three(1)
	fmt.Println(s, *p, err)
	for i := range 3 {
		s, p, err = three(i)
		runtime.GC()
		t, q, err := three(i + 10)
		runtime.GC()
		fmt.Println(s, *p, err, t, *q)
	}
	i8, pt, l, ok := mixed(200)
	fmt.Println(i8, pt, l, ok)
	var u8 any
	u8, pt, l, ok = mixed(1)
	fmt.Println(u8, pt, l, ok)
	// A *failure to an error is a conversion.
	n, err := failing(3)
	fmt.Println(n, err, err != nil)
	n, f := failing(4)
	err = f
	fmt.Println(n, err)
	e, z, seven := none()
	fmt.Println(e, z, seven)
	w, n := big(6)
	fmt.Println(w[1], w[2], n)
	w, n = big(8)
	fmt.Println(w[1], len(w), n)
	g, h := pair("t", 2.5)
	fmt.Println(g, h)
	for n := range 5 {
		fmt.Println(named(n))
	}

	// Captured and escaping variables.
	k, m := two(5, 6)
	inc := func() { k++ }
	inc()
	k, m = two(m, k)
	inc()
	at := &m
	*at, k = two(k, m)
	fmt.Println(k, m, *at)
	var fs []func() int
	for i := range 3 {
		v, w := two(i, i*10)
		fs = append(fs, func() int { return v + w })
		x, y := two(i, -i)
		fs = append(fs, func() int { x++; return x * y })
	}
	for _, f := range fs {
		fmt.Print(f(), " ", f(), " ")
	}
	fmt.Println()

	// Maps.
	ages := map[string]int{"ann": 3}
	points := map[int]point{1: {1, 2, "one"}}
	lists := map[point][]string{{1, 2, "one"}: {"a", "b"}}
	smalls := map[small]small{{1, true}: {-2, true}}
	age, ok := ages["ann"]
	_, found := ages["bob"]
	fmt.Println(age, ok, found)
	age, ok = ages["eve"]
	fmt.Println(age, ok)
	q, ok := points[1]
	q2, ok2 := points[2]
	fmt.Println(q, ok, q2, ok2, q2.name == "")
	li, ok := lists[q]
	_, ok2 = lists[q2]
	fmt.Println(li, ok, ok2)
	sm, ok := smalls[small{1, true}]
	sn, ok2 := smalls[small{}]
	fmt.Println(sm, ok, sn, ok2)
	if v, ok := points[1]; ok {
		points[1] = point{}
		fmt.Println(v, points[1])
	}
	ok3, ok := map[bool]bool{true: false}[ok]
	fmt.Println(ok3, ok)
	var nothing map[string]wide
	wd, ok := nothing["w"]
	fmt.Println(wd[3], ok)
	_, ok = nothing["w"]
	sc := map[string]shape{"p": point{2, 3, ""}}
	sh, ok := sc["p"]
	fmt.Println(sh.area(), ok)
	func() {
		defer func() { fmt.Println(recover()) }()
		_, ok := map[any]int{}[[]int{}]
		fmt.Println(ok)
	}()

	// Assertions.
	var x any = 5
	i, ok := x.(int)
	str, ok2 := x.(string)
	fmt.Println(i, ok, str == "", ok2)
	x, ok = x.(fmt.Stringer)
	fmt.Println(x, ok)
	var err2 error = &failure{9}
	{
		err2, ok := err2.(*failure)
		fmt.Println(err2.code, ok)
		_, ok = any(err2).(io.Reader)
		fmt.Println(ok)
	}
	sh2, ok := any(point{4, 5, ""}).(shape)
	fmt.Println(sh2.area(), ok)
	sh2, ok = any(7).(shape)
	fmt.Println(sh2, ok)
	_, ok = sh.(*small)
	fmt.Println(ok)
	var target *failure
	fmt.Println(errors.As(err2, &target), target.code)

	// Channels.
	ch := make(chan point, 2)
	ch <- point{1, 1, "sent"}
	close(ch)
	r, ok := <-ch
	r2, ok2 := <-ch
	_, ok3 = <-ch
	fmt.Println(r, ok, r2, ok2, ok3)
	bytes := make(chan int8)
	go func() { bytes <- -3; close(bytes) }()
	b1, ok := <-bytes
	b2, ok2 := <-bytes
	fmt.Println(b1, ok, b2, ok2)
	done := make(chan []string)
	go func() { runtime.Gosched(); runtime.GC(); done <- []string{"late"} }()
	late, ok := <-done
	runtime.GC()
	fmt.Println(late, ok)
}
