// Leaving the body of a loop over a function: break, continue, labels, goto and return, through any depth.
package main

import "fmt"

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer fmt.Print("<", n, ">")
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs(yield func(string, int) bool) {
	_ = yield("a", 1) && yield("b", 2) && yield("c", 3)
}

func none(yield func() bool) {
	for yield() {
	}
}

func returns() (int, string) {
	for i := range count(5) {
		for k, v := range pairs {
			if i+v == 4 {
				return i*10 + v, k
			}
		}
	}
	return -1, ""
}

func named(n int) (res int, err error) {
	defer func() { res *= 2 }()
	for i := range count(10) {
		res += i
		if i == n {
			return
		}
		if i == 5 {
			return 100, fmt.Errorf("five")
		}
	}
	return res, nil
}

func blank() (_ int, s string, _ []int) {
	for i := range count(3) {
		if i == 1 {
			return 7, "x", []int{i}
		}
	}
	return
}

func inLiteral() int {
	f := func(limit int) int {
		for i := range count(10) {
			for range none {
				if i == limit {
					return i
				}
				break
			}
		}
		return -1
	}
	return f(3)*100 + f(20)
}

func labels() {
outer:
	for i := range count(4) {
	mid:
		for j := 0; j < 4; j++ {
			for k := range count(4) {
				switch {
				case k == 1 && j == 1:
					continue mid
				case i == 1 && j == 2:
					continue outer
				case i == 2 && k == 2:
					break outer
				case k == 2:
					break
				case j == 3:
					break mid
				}
				fmt.Print(" ", i, j, k)
			}
		}
		fmt.Print(" end", i)
	}
	fmt.Println()
}

func gotos() {
	tries := 0
again:
	tries++
	for i := range count(3) {
		for range none {
			if i == 1 && tries < 3 {
				goto again
			}
			if i == 2 {
				goto done
			}
			goto next
		}
		fmt.Print("never")
	next:
		fmt.Print(" n", i)
	}
done:
	fmt.Println(" tries", tries)
}

func selects() {
	c := make(chan int, 1)
loop:
	for i := range count(5) {
		select {
		case c <- i:
			continue
		case v := <-c:
			fmt.Print(" got", v)
			if i > 2 {
				break loop
			}
			break
		}
		fmt.Print(" after", i)
	}
	fmt.Println()
}

func assign() {
	var a [3]int
	var s struct{ k string }
	i := 0
	for s.k, a[i] = range pairs {
		i++
		if i == 3 {
			break
		}
	}
	fmt.Println(s, a, i)
	var x any
	for x = range count(2) {
	}
	fmt.Println(x)
	for _, v := range pairs {
		fmt.Print(v)
	}
	for k := range pairs {
		fmt.Print(k)
	}
	fmt.Println()
}

func perIteration() {
	var fs []func() int
	for i := range count(3) {
		fs = append(fs, func() int { i++; return i })
	}
	for _, f := range fs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()
}

type tree struct {
	l, r *tree
	v    int
}

func (t *tree) all(yield func(int) bool) bool {
	return t == nil || t.l.all(yield) && yield(t.v) && t.r.all(yield)
}

func (t *tree) iter(yield func(int) bool) { t.all(yield) }

func main() {
	fmt.Println(returns())
	fmt.Println(named(2))
	fmt.Println(named(9))
	fmt.Println(blank())
	fmt.Println(inLiteral())
	labels()
	gotos()
	selects()
	assign()
	perIteration()
	t := &tree{&tree{nil, nil, 1}, &tree{&tree{nil, nil, 3}, nil, 4}, 2}
	for v := range t.iter {
		fmt.Print(v, " ")
		if v == 3 {
			break
		}
	}
	for v := range func(y func(string) bool) { y("lit") } {
		fmt.Println(v)
	}
}
