package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"unsafe"
)

type counters struct {
	pad  int8
	a    int32
	b    uint32
	c    int64
	d    atomic.Int32
	e    atomic.Uint64
	f    atomic.Bool
	g    atomic.Uintptr
	next *counters
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, r)
		}
	}()
	f()
}

// Atomic operations in all their forms: on fields, through method values, by func values, deferred, on nil.
func main() {
	var x counters
	fmt.Println(atomic.AddInt32(&x.a, -5), atomic.AddUint32(&x.b, ^uint32(0)), atomic.AddInt64(&x.c, 1<<40))
	fmt.Println(atomic.SwapInt32(&x.a, 7), atomic.SwapUint32(&x.b, 9), atomic.SwapInt64(&x.c, -1))
	fmt.Println(atomic.CompareAndSwapInt32(&x.a, 7, -8), atomic.CompareAndSwapInt32(&x.a, 7, 1), x.a, atomic.LoadInt32(&x.a))
	fmt.Println(atomic.AndInt32(&x.a, 0x7fffffff), atomic.OrUint32(&x.b, 0xf0000000), x.a, x.b, atomic.LoadUint32(&x.b))
	atomic.StoreInt32(&x.a, -3)
	atomic.StoreInt64(&x.c, -4)
	fmt.Println(x.pad, x.a, x.b, x.c)
	fmt.Println(x.d.Add(3), x.d.Swap(-4), x.d.Load(), x.d.CompareAndSwap(-4, 5), x.d.And(4), x.d.Or(1), x.d.Load())
	fmt.Println(x.e.Add(^uint64(0)), x.e.Load(), x.e.CompareAndSwap(1, 2), x.f.Swap(true), x.f.Load(), x.g.Add(4))
	x.e.Store(12)
	add, load, store := x.e.Add, atomic.LoadUint32, (*atomic.Uint64).Store
	fmt.Println(add(3), load(&x.b))
	store(&x.e, 99)
	func() {
		defer x.e.Add(1)
		defer atomic.AddInt64(&x.c, 10)
	}()
	fmt.Println(x.e.Load(), x.c)
	var p unsafe.Pointer
	y := &counters{a: 1}
	atomic.StorePointer(&p, unsafe.Pointer(y))
	fmt.Println((*counters)(atomic.LoadPointer(&p)).a, atomic.CompareAndSwapPointer(&p, unsafe.Pointer(y), nil), p == nil)

	var nilInt *int64
	var nilStruct *counters
	var nilPtr *unsafe.Pointer
	try("add", func() { atomic.AddInt64(nilInt, 1) })
	try("load", func() { fmt.Println(atomic.LoadInt64(nilInt)) })
	try("store", func() { atomic.StoreInt64(nilInt, 1) })
	try("cas", func() { atomic.CompareAndSwapInt64(nilInt, 0, 1) })
	try("method", func() { nilStruct.d.Add(1) })
	try("pointer", func() { atomic.StorePointer(nilPtr, nil) })
	try("func value", func() { f := atomic.AddInt64; f(nilInt, 1) })
	try("func value of a pointer", func() { f := atomic.LoadPointer; f(nilPtr) })
	try("deferred", func() { defer atomic.AddInt64(nilInt, 1) })

	var n atomic.Int64
	var m int32
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 1000 {
				n.Add(1)
				for {
					old := atomic.LoadInt32(&m)
					if atomic.CompareAndSwapInt32(&m, old, old+2) {
						break
					}
				}
			}
		})
	}
	wg.Wait()
	fmt.Println(n.Load(), m)
}
