// Once, OnceFunc, Map, Pool, Cond, atomic types and values; what they panic with.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func caught(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once", i) })
	}
	f := sync.OnceFunc(func() { panic("first") })
	caught(f)
	caught(f)
	var m sync.Map
	m.Store("a", 1)
	fmt.Println(m.LoadOrStore("a", 2))
	fmt.Println(m.LoadOrStore("b", 3))
	fmt.Println(m.Swap("a", 4))
	fmt.Println(m.CompareAndSwap("a", 5, 6), m.CompareAndSwap("a", 4, 7), m.CompareAndDelete("b", 0))
	fmt.Println(m.LoadAndDelete("a"))
	m.Range(func(k, v any) bool { fmt.Println(k, v); return true })
	m.Clear()
	_, ok := m.Load("b")
	fmt.Println(ok)
	p := sync.Pool{New: func() any { return "new" }}
	fmt.Println(p.Get())
	var wg sync.WaitGroup
	var n atomic.Int64
	var mu sync.RWMutex
	shared := 0
	for i := 0; i < 50; i++ {
		wg.Go(func() {
			n.Add(2)
			mu.Lock()
			shared++
			mu.Unlock()
			mu.RLock()
			_ = shared
			mu.RUnlock()
		})
	}
	wg.Wait()
	fmt.Println(n.Load(), shared, mu.TryLock(), mu.TryRLock())
	mu.Unlock()
	c := sync.NewCond(&sync.Mutex{})
	ready := 0
	for i := 0; i < 5; i++ {
		wg.Go(func() {
			c.L.Lock()
			ready++
			c.Broadcast()
			for ready < 5 {
				c.Wait()
			}
			c.L.Unlock()
		})
	}
	wg.Wait()
	fmt.Println(ready)
	var v atomic.Value
	fmt.Println(v.Load(), v.CompareAndSwap(nil, 1), v.Swap(2), v.Load())
	caught(func() { v.Store("s") })
	caught(func() { v.Store(nil) })
	caught(func() { v.CompareAndSwap("x", "y") })
	caught(func() { wg.Done() })
	var u atomic.Uint32
	fmt.Println(u.Or(6), u.And(3), u.Load(), u.CompareAndSwap(2, 9), u.Swap(1), u.Add(^uint32(0)))
	var b atomic.Bool
	fmt.Println(b.Swap(true), b.CompareAndSwap(true, false), b.Load())
}
