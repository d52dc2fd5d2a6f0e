// Package iter has the types of iterator functions, and turns an iterator that pushes values into one that values are
// pulled from.
//
// Pull runs the iterator as a coroutine: a goroutine that control is handed to and back, without the scheduler. The
// natives switch; everything that an iterator or its user may do wrong is found here.
package iter

import "runtime"

// Seq is an iterator over values: it calls yield with each, until there is none left or yield returns false.
type Seq[V any] func(yield func(V) bool)

// Seq2 is an iterator over pairs of values.
type Seq2[K, V any] func(yield func(K, V) bool)

// A coro holds the goroutine that is blocked in a coroutine switch: the coroutine while its user runs, its user while
// it runs. The words are the runtime's.
type coro struct {
	words [3]uintptr
}

// corocreate makes a goroutine blocked in c that will call f.
//
//minigo:park
func corocreate(c *coro, f func())

// coroswitch lets the goroutine blocked in c run and blocks there.
//
//minigo:park
func coroswitch(c *coro)

// coroexit lets the goroutine blocked in c run and ends the running one.
//
//minigo:park
func coroexit(c *coro)

// goexited is the panic value that stands for runtime.Goexit.
var goexited any = new(int)

// A pull is the state of a coroutine that runs an iterator.
type pull struct {
	coro coro
	name string
	// The iterator has come to its end, or must.
	done bool
	// A value was asked for and has not come yet.
	wanted bool
	// The iterator returned (and did not panic or exit).
	returned bool
	// What it panicked with.
	failure any
}

// start makes the coroutine; seq runs the iterator.
func (p *pull) start(seq func()) {
	corocreate(&p.coro, func() {
		defer coroexit(&p.coro)
		p.run(seq)
	})
}

func (p *pull) run(seq func()) {
	if p.done {
		return
	}
	defer func() {
		if r := recover(); r != nil {
			p.failure = r
		} else if !p.returned {
			p.failure = goexited
		}
		p.done = true
	}()
	seq()
	p.returned = true
}

// yields is called in the coroutine, before a value is handed over.
func (p *pull) yields() {
	if !p.wanted {
		panic(p.name + ": yield called again before next")
	}
	p.wanted = false
}

// next lets the iterator run to its next value or its end.
func (p *pull) next() {
	if p.wanted {
		panic(p.name + ": next called again before yield")
	}
	p.wanted = true
	coroswitch(&p.coro)
	p.fail()
}

// stop ends the iterator.
func (p *pull) stop() {
	if !p.done {
		p.done = true
		coroswitch(&p.coro)
		p.fail()
	}
}

// fail passes a panic of the iterator on.
func (p *pull) fail() {
	if p.failure != nil {
		if p.failure == goexited {
			runtime.Goexit()
		}
		panic(p.failure)
	}
}

// Pull starts an iterator that next takes values from, one by one; the second result of next tells whether there was
// one. Whoever does not take all of them calls stop. Neither may be called while the other, or itself, runs.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	var (
		p  = &pull{name: "iter.Pull"}
		v  V
		ok bool
	)
	p.start(func() {
		seq(func(value V) bool {
			if p.done {
				return false
			}
			p.yields()
			v, ok = value, true
			coroswitch(&p.coro)
			return !p.done
		})
		var zero V
		v, ok = zero, false
	})
	next = func() (value V, more bool) {
		if p.done {
			return
		}
		p.next()
		return v, ok
	}
	return next, p.stop
}

// Pull2 is Pull for pairs.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	var (
		p  = &pull{name: "iter.Pull2"}
		k  K
		v  V
		ok bool
	)
	p.start(func() {
		seq(func(key K, value V) bool {
			if p.done {
				return false
			}
			p.yields()
			k, v, ok = key, value, true
			coroswitch(&p.coro)
			return !p.done
		})
		var (
			zeroK K
			zeroV V
		)
		k, v, ok = zeroK, zeroV, false
	})
	next = func() (key K, value V, more bool) {
		if p.done {
			return
		}
		p.next()
		return k, v, ok
	}
	return next, p.stop
}
