// Finalizers run one after the other in one goroutine; cleanups and weak pointers do not keep their object.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"
	"weak"
)

type box struct {
	next *box
	n    int
	pad  [40]int
}

func until(f func() bool) bool {
	for i := 0; i < 2000; i++ {
		if f() {
			return true
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	return false
}

var inside, most, ran atomic.Int32

func enter() {
	if n := inside.Add(1); n > most.Load() {
		most.Store(n)
	}
	runtime.Gosched()
	inside.Add(-1)
	ran.Add(1)
}

//go:noinline
func fill() {
	for i := 0; i < 20; i++ {
		b := &box{n: i}
		if i%2 == 0 {
			runtime.SetFinalizer(b, func(b *box) { enter() })
		} else {
			runtime.SetFinalizer(b, func(a any) { a.(*box).n++; enter() })
		}
		runtime.AddCleanup(b, func(s string) { enter() }, fmt.Sprint(i))
	}
}

var order []int
var chainDone atomic.Int32

// Of a chain the first is finalized first.
//
//go:noinline
func chain() {
	var last *box
	for i := 0; i < 3; i++ {
		last = &box{next: last, n: i}
		runtime.SetFinalizer(last, func(b *box) { order = append(order, b.n); chainDone.Add(1) })
	}
}

//go:noinline
func weakly() (weak.Pointer[box], weak.Pointer[box], *box) {
	gone, kept := &box{n: 1}, &box{n: 2}
	a, b := weak.Make(gone), weak.Make(kept)
	fmt.Println(a == weak.Make(gone), a == b, a.Value().n, b.Value() == kept)
	return a, b, kept
}

func main() {
	old := debug.SetGCPercent(50)
	fill()
	fmt.Println(until(func() bool { return ran.Load() == 40 }), ran.Load(), "at once:", most.Load())
	chain()
	fmt.Println(until(func() bool { return chainDone.Load() == 3 }), order)
	a, b, kept := weakly()
	fmt.Println(until(func() bool { return a.Value() == nil }), b.Value() == kept, b.Value().n)
	var none weak.Pointer[box]
	fmt.Println(none.Value() == nil, weak.Make[box](nil) == none, a == none)
	fmt.Println(old, debug.SetGCPercent(-1), debug.SetGCPercent(100))
	fmt.Println(runtime.NumGoroutine())
	func() {
		defer func() { fmt.Println(recover()) }()
		runtime.AddCleanup[box](nil, func(int) {}, 1)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		runtime.AddCleanup(kept, func(*box) {}, kept)
	}()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	fmt.Println(m.PauseNs[(m.NumGC+255)%256] > 0, m.PauseEnd[(m.NumGC+255)%256] == m.LastGC, m.HeapAlloc <= m.HeapSys,
		m.Mallocs-m.Frees == m.HeapObjects, m.HeapIdle+m.HeapInuse == m.HeapSys, m.NextGC > m.HeapAlloc, m.NumForcedGC > 0)
}
