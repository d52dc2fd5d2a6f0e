// Of an object with both, the finalizer runs when it is first unreachable, the cleanups when it is gone for good.
// Many finalizers are set and run in no more than linear time.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

type node struct {
	id   int
	self *int
}

var finalized, cleaned, many atomic.Int32

//go:noinline
func make1() {
	n := &node{id: 7, self: new(int)}
	runtime.AddCleanup(n, func(int) { cleaned.Add(1) }, 1)
	runtime.SetFinalizer(n, func(n *node) {
		if n.id == 7 && cleaned.Load() == 0 {
			finalized.Add(1)
		}
	})
	runtime.AddCleanup(n, func(int) { cleaned.Add(1) }, 2)
	stopped := runtime.AddCleanup(n, func(int) { cleaned.Add(100) }, 3)
	stopped.Stop()
}

//go:noinline
func make2(n int) {
	for i := range n {
		p := &node{id: i, self: new(int)}
		runtime.SetFinalizer(p, func(p *node) { many.Add(1) })
		if i%10 == 0 {
			runtime.SetFinalizer(p, nil)
		}
	}
}

func wait(v *atomic.Int32, n int32) {
	for i := 0; i < 500 && v.Load() < n; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
}

func main() {
	make1()
	wait(&finalized, 1)
	fmt.Println(finalized.Load())
	wait(&cleaned, 2)
	fmt.Println(cleaned.Load())
	make2(50000)
	wait(&many, 45000-100)
	fmt.Println(many.Load() >= 45000-100, many.Load() <= 45000)
}
