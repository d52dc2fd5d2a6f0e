// iter.Pull: values on demand, early stop, panics and Goexit that pass through, misuse.
package main

import (
	"fmt"
	"iter"
	"runtime"
	"sync"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("iterator ends")
		for i := range n {
			if !yield(i) {
				fmt.Println("stopped at", i)
				return
			}
		}
	}
}

func zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(b)
		defer stop()
		for x := range a {
			y, ok := next()
			if !ok || !yield(x, y) {
				return
			}
		}
	}
}

func words(yield func(string) bool) { _ = yield("a") && yield("b") && yield("c") }

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
}

func main() {
	next, stop := iter.Pull(count(2))
	fmt.Println(next())
	fmt.Println(next())
	fmt.Println(next())
	fmt.Println(next())
	stop()
	stop()

	next, stop = iter.Pull(count(5))
	next()
	stop()
	fmt.Println(next())

	_, stop = iter.Pull(count(5))
	stop()

	for n, w := range zip(count(10), words) {
		fmt.Println(n, w)
	}

	next2, stop2 := iter.Pull2(zip(count(1), words))
	fmt.Println(next2())
	fmt.Println(next2())
	stop2()

	try("next", func() {
		next, stop := iter.Pull(func(yield func(int) bool) {
			yield(1)
			panic("in iterator")
		})
		defer stop()
		fmt.Println(next())
		defer func() { fmt.Println(next()) }()
		next()
	})
	try("stop", func() {
		next, stop := iter.Pull(func(yield func(int) bool) {
			defer func() { panic("late") }()
			yield(1)
		})
		next()
		stop()
	})
	try("nested next", func() {
		var next func() (int, bool)
		next, _ = iter.Pull(func(yield func(int) bool) { next() })
		next()
	})
	try("nested yield", func() {
		var kept func(int) bool
		next, _ := iter.Pull(func(yield func(int) bool) { kept = yield; yield(1) })
		next()
		kept(2)
	})

	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("goroutine ends")
		next, _ := iter.Pull(func(yield func(int) bool) { runtime.Goexit() })
		next()
		fmt.Println("not reached")
	}()
	wg.Wait()

	// Each value from another goroutine.
	next, stop = iter.Pull(count(3))
	c := make(chan bool)
	for range 4 {
		go func() {
			v, ok := next()
			fmt.Println(v, ok)
			c <- true
		}()
		<-c
	}
	stop()

	// A chain of coroutines.
	nat := iter.Seq[int](func(yield func(int) bool) {
		for i := 2; yield(i); i++ {
		}
	})
	sieve := nat
	for range 10 {
		next, stop := iter.Pull(sieve)
		p, _ := next()
		fmt.Print(p, " ")
		defer stop()
		sieve = func(yield func(int) bool) {
			for {
				v, ok := next()
				if !ok || v%p != 0 && !yield(v) {
					return
				}
			}
		}
	}
	fmt.Println()
}
