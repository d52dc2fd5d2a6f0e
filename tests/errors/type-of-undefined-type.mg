package main

type T struct{ bad Missing }

func f() Missing { return 1 }

func main() {
	var t T
	if t.bad {
	}
	for f() {
	}
	if !f() || t.bad == 1 {
	}
	n, m := 1, 2
	n(undefined)
	t.bad(m)
	"text"(func() { unused := 1 })
}

// A type that contains itself has no fields to select by a pointer.
type loop struct {
	next loop
	v    int
}

func (l *loop) get() int { return l.v }

func take(l loop) int { return l.v }
