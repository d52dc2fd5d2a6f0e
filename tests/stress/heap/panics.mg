package main

import (
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
)

var panicPieces = []piece{
	{"named", namedResults}, {"goexit", goexits}, {"nested", nestedPanics}, {"deferloop", deferLoops},
	{"rangefunc", rangeFuncs}, {"pull", pulls}, {"deep", deepStacks},
}

// Named results set before, in and after a panic, of another kind than the parameters in whose slots they end.
func risky(n int, r *rng, s string) (b *box, err error, list []*box, name string) {
	local := newBox(n + 1)
	defer func() {
		churnLittle(r)
		if x := recover(); x != nil {
			err = fmt.Errorf("%s: %w", s, x.(error))
			list = append(list, local)
			churnLittle(r)
		}
	}()
	b, name = newBox(n), newBox(n).name
	list = append(list, b)
	churnLittle(r)
	switch r.next(4) {
	case 0:
		panic(errors.New("own" + name))
	case 1:
		var m map[string]*box
		m["x"] = b
	case 2:
		list = append(list, list[r.next(1)+len(list)])
	}
	return newBox(n), nil, append(list, newBox(n+1)), name
}

func namedResults(r *rng) {
	for i := 0; i < 30; i++ {
		b, err, list, name := risky(i, r, "risky")
		churnLittle(r)
		b.check("named", i)
		if name != b.name || len(list) != 2 {
			fail("named results", i, name, len(list))
		}
		list[0].check("named list", i)
		list[1].check("named list", i+1)
		if err != nil {
			inner := errors.Unwrap(err)
			if err.Error() != "risky: "+inner.Error() {
				fail("named error", err, inner)
			}
			var re runtime.Error
			if !errors.As(err, &re) && inner.Error() != "own"+name {
				fail("named inner", inner)
			}
		}
	}
}

func goexits(r *rng) {
	out := make(chan *box, 3)
	go func() {
		b := newBox(5)
		defer func() { churn(r); b.check("goexit outer", 5); out <- b }()
		defer func() {
			defer func() {
				if x := recover(); x != nil {
					x.(*box).check("goexit panic", 9)
					out <- x.(*box)
				}
			}()
			churn(r)
			panic(newBox(9))
		}()
		c := newBox(6)
		defer func() { out <- c }()
		runtime.Goexit()
	}()
	(<-out).check("goexit", 6)
	(<-out).check("goexit", 9)
	(<-out).check("goexit", 5)
}

func nestedPanics(r *rng) {
	var dive func(n int) (got []*box)
	dive = func(n int) (got []*box) {
		b := newBox(n)
		defer func() {
			x := recover().(*box)
			x.check("nested value", n+1)
			got = append(got, b, x)
			churnLittle(r)
			if n > 0 {
				panic(b)
			}
		}()
		if n < 20 {
			return dive(n + 1)
		}
		churn(r)
		panic(newBox(n + 1))
	}
	got := dive(0)
	if len(got) != 2 {
		fail("nested", len(got))
	}
	got[0].check("nested", 0)
	got[1].check("nested", 1)
}

func deferLoops(r *rng) {
	var order []*box
	n := 10 + r.next(100)
	func() {
		for i := 0; i < n; i++ {
			b := newBox(i)
			defer func(c *box, s string) {
				churnLittle(r)
				b.check("defer captured", i)
				c.check("defer argument", i+1)
				if s != b.name {
					fail("defer string", s)
				}
				order = append(order, b)
			}(newBox(i+1), b.name)
			defer order2(r, b, i)
		}
		churn(r)
	}()
	slices.Reverse(order)
	for i, b := range order {
		b.check("defer order", i)
	}
	if len(order) != n {
		fail("defers", len(order), n)
	}
}

func order2(r *rng, b *box, i int) {
	churnLittle(r)
	b.check("defer direct", i)
}

func boxes(r *rng, n int) iter.Seq2[int, *box] {
	return func(yield func(int, *box) bool) {
		last := newBox(n)
		defer func() { last.check("iterator end", n) }()
		for i := 0; i < n; i++ {
			churnLittle(r)
			if !yield(i, newBox(i)) {
				return
			}
		}
	}
}

// Range over functions, with defers in the body, leaving by break, return and panic.
func rangeFuncs(r *rng) {
	n := 5 + r.next(30)
	stop := r.next(2 * n)
	var late []*box
	find := func() (found *box, err any) {
		defer func() { err = recover() }()
		for i, b := range boxes(r, n) {
			b.check("range func", i)
			defer func() { late = append(late, b) }()
			for k, c := range boxes(r, 3) {
				c.check("range func inner", k)
				if i == stop && k == 2 {
					if i%2 == 0 {
						return c, nil
					}
					panic(newBox(i))
				}
			}
			found = b
		}
		return found, nil
	}
	b, err := find()
	churn(r)
	switch {
	case stop < n && stop%2 == 0:
		b.check("range func return", 2)
	case stop < n:
		err.(*box).check("range func panic", stop)
	default:
		b.check("range func last", n-1)
	}
	for i, b := range late {
		b.check("range func defer", len(late)-1-i)
	}
}

// Iterators pulled from, some to the end, some stopped early, some by another goroutine.
func pulls(r *rng) {
	n := 3 + r.next(40)
	next, stop := iter.Pull2(boxes(r, n))
	other, stopOther := iter.Pull(func(yield func(*box) bool) {
		next, stop := iter.Pull2(boxes(r, n))
		defer stop()
		for {
			i, b, ok := next()
			if !ok || !yield(b) {
				return
			}
			b.check("inner pull", i)
		}
	})
	k := r.next(2 * n)
	for i := 0; i < k; i++ {
		j, b, ok := next()
		if ok != (i < n) {
			fail("pull", i, ok, n)
		}
		c, ok2 := other()
		if ok {
			b.check("pull", j)
			churnLittle(r)
			c.check("pull other", i)
		}
		if ok2 != ok {
			fail("pull ok", i)
		}
	}
	done := make(chan bool)
	go func() { stop(); stopOther(); done <- true }()
	<-done
	if _, _, ok := next(); ok {
		fail("pull after stop")
	}
}

// A stack that grows while pointers are in it.
func deepStacks(r *rng) {
	depth := 50 + r.next(3000)
	if got := descend(r, depth, newBox(0)); got != depth {
		fail("depth", got, depth)
	}
}

func descend(r *rng, depth int, b *box) int {
	var pad [6]*box
	for i := range pad {
		pad[i] = b
	}
	if depth == 0 {
		churn(r)
		return 0
	}
	mine := newBox(depth)
	n := descend(r, depth-1, mine)
	mine.check("descend", depth)
	if depth%64 == 0 {
		churnLittle(r)
	}
	for _, p := range pad {
		if p != b {
			fail("pad", depth)
		}
	}
	b.check("descend argument", b.id)
	return n + 1
}
