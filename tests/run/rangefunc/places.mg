// Loops over functions in unusual places: labels of other statements, generic functions, large values, initialisers.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

var total = func() (t int) {
	for i := range count(5) {
		t += i
	}
	return
}()

var table [3]string

func init() {
	for i := range count(3) {
		table[i] = strings.Repeat("i", i+1)
	}
}

func labels(n int) string {
	var b strings.Builder
sw:
	switch {
	case n > 0:
		for i := range count(5) {
			if i == n {
				break sw
			}
			fmt.Fprint(&b, i)
		}
		b.WriteString("end")
	default:
		for range count(1) {
			break sw
		}
		b.WriteString("never")
	}
	c := make(chan int, 1)
sel:
	select {
	case c <- 1:
		for range count(2) {
			for range count(2) {
				break sel
			}
		}
		b.WriteString("never")
	}
loop:
	for i := 0; i < 3; i++ {
		for j := range count(3) {
			func() {
				for range count(2) {
					b.WriteByte('.')
					break
				}
			}()
			if j == 1 {
				continue loop
			}
			if i == 2 {
				break loop
			}
		}
	}
	return b.String()
}

func two() (int, error) { return 7, errors.New("seven") }

func forward() (any, error) {
	for range count(1) {
		return two()
	}
	return nil, nil
}

func big() (r [200]int, s string) {
	var local [300]int
	for i := range count(300) {
		local[i] = i
		if i == 250 {
			r[7] = local[200]
			return r, fmt.Sprint(local[250])
		}
	}
	return
}

func bigUnnamed() ([200]int, bool) {
	for i := range count(3) {
		if i == 2 {
			var x [200]int
			x[199] = i
			return x, true
		}
	}
	return [200]int{}, false
}

func changed() (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v with n=%d", r, n)
			n++
		}
	}()
	for i := range count(3) {
		n = i * 10
		if i == 2 {
			return 99, panicky()
		}
	}
	return
}

func panicky() error { panic("late") }

func first[T any](seq func(func(T) bool)) (zero T, ok bool) {
	for v := range seq {
		return v, true
	}
	return zero, false
}

func core[F ~func(func(K, V) bool), K comparable, V any](f F) map[K]V {
	m := map[K]V{}
	for k, v := range f {
		m[k] = v
	}
	return m
}

type pairs func(func(string, int) bool)

type source interface{ Each(func(int) bool) }
type ints []int

func (s ints) Each(yield func(int) bool) {
	for _, v := range s {
		if !yield(v) {
			return
		}
	}
}

type wrap struct{ source }

func nested(depth int) (path []int) {
	var walk func(d int) func(func(int) bool)
	walk = func(d int) func(func(int) bool) {
		return func(yield func(int) bool) {
			if d == 0 {
				yield(0)
				return
			}
			for v := range walk(d - 1) {
				if !yield(v + 1) {
					return
				}
			}
		}
	}
	for v := range walk(depth) {
		path = append(path, v)
	}
	return
}

func exits() {
	defer fmt.Println("not printed")
	for range count(1) {
		defer fmt.Println("not printed either")
		os.Exit(3)
	}
}

func main() {
	fmt.Println(total, table)
	fmt.Println(labels(3), labels(9), labels(0))
	fmt.Println(forward())
	r, s := big()
	fmt.Println(r[7], s)
	u, ok := bigUnnamed()
	fmt.Println(u[199], ok)
	fmt.Println(changed())
	fmt.Println(first(count(3)))
	fmt.Println(first(count(0)))
	fmt.Println(core(pairs(func(y func(string, int) bool) { _ = y("a", 1) && y("b", 2) })))
	w := wrap{ints{3, 4}}
	for v := range w.Each {
		fmt.Print(v, " ")
	}
	var src source = w
	for v := range src.Each {
		fmt.Print(v, " ")
	}
	m := map[string]int{}
	for m["k"] = range (ints{8, 9}).Each {
		m["sum"] += m["k"]
	}
	fmt.Println(m)
	fmt.Println(nested(50))
	x, y := 1, 2
	ptr := &x
	for *ptr, y = range func(yield func(int, int) bool) { _ = yield(5, 6) && yield(7, 8) } {
		fmt.Print(x, y, " ")
	}
	fmt.Println(x, y)
	exits()
}
