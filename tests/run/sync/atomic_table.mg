// Every operation of sync/atomic on values at their borders, and the panics of Value.
package main

import (
	"fmt"
	"math"
	"sync/atomic"
	"unsafe"
)

func try(f func()) {
	defer func() {
		if e := recover(); e != nil {
			fmt.Println("panic:", e)
		}
	}()
	f()
}

func main() {
	for _, v := range []int64{0, 1, -1, math.MaxInt64, math.MinInt64, math.MaxInt32, math.MinInt32, 1 << 32} {
		a, b, c, d, e := int32(v), v, uint32(v), uint64(v), uintptr(v)
		fmt.Print(v, ": ", atomic.AddInt32(&a, 1), atomic.AddInt64(&b, -1), atomic.AddUint32(&c, 5), atomic.AddUint64(&d, ^uint64(0)), atomic.AddUintptr(&e, 1))
		fmt.Print(" ", atomic.SwapInt32(&a, 7), atomic.SwapInt64(&b, 8), atomic.SwapUint32(&c, 9), atomic.SwapUint64(&d, 10), atomic.SwapUintptr(&e, 11))
		fmt.Print(" ", atomic.CompareAndSwapInt32(&a, 7, int32(v)), atomic.CompareAndSwapInt64(&b, 7, 0), atomic.CompareAndSwapUint32(&c, 9, uint32(v)), atomic.CompareAndSwapUint64(&d, 10, uint64(v)), atomic.CompareAndSwapUintptr(&e, 0, 1))
		fmt.Print(" ", atomic.AndInt32(&a, 0xf0), atomic.OrInt32(&a, -8), atomic.AndInt64(&b, 12), atomic.OrInt64(&b, math.MinInt64), atomic.AndUint32(&c, 0xff), atomic.OrUint32(&c, 1<<31), atomic.AndUint64(&d, 0xff00), atomic.OrUint64(&d, 3), atomic.AndUintptr(&e, 3), atomic.OrUintptr(&e, 64))
		fmt.Println(" ", atomic.LoadInt32(&a), atomic.LoadInt64(&b), atomic.LoadUint32(&c), atomic.LoadUint64(&d), atomic.LoadUintptr(&e))

		var i32 atomic.Int32
		var i64 atomic.Int64
		var u32 atomic.Uint32
		var u64 atomic.Uint64
		var up atomic.Uintptr
		i32.Store(int32(v))
		i64.Store(v)
		u32.Store(uint32(v))
		u64.Store(uint64(v))
		up.Store(uintptr(v))
		fmt.Print(i32.Add(-1), i64.Add(1), u32.Add(1), u64.Add(math.MaxUint64), up.Add(2))
		fmt.Print(" ", i32.And(15), i32.Or(16), i64.And(-2), i64.Or(1), u32.And(7), u32.Or(8), u64.And(1<<63), u64.Or(1), up.And(1), up.Or(2))
		fmt.Print(" ", i32.Swap(1), i64.Swap(2), u32.Swap(3), u64.Swap(4), up.Swap(5), i32.CompareAndSwap(1, 2), i64.CompareAndSwap(1, 2), u32.CompareAndSwap(3, 4), u64.CompareAndSwap(0, 0), up.CompareAndSwap(5, 6))
		fmt.Println(" ", i32.Load(), i64.Load(), u32.Load(), u64.Load(), up.Load())
	}
	var b atomic.Bool
	fmt.Println(b.Load(), b.Swap(true), b.CompareAndSwap(true, false), b.CompareAndSwap(true, true), b.Load())
	b.Store(true)
	fmt.Println(b.Load())
	x, y := 1, 2
	var p atomic.Pointer[int]
	fmt.Println(p.Load() == nil, p.CompareAndSwap(nil, &x), *p.Load(), *p.Swap(&y), p.CompareAndSwap(&x, nil), *p.Load())
	p.Store(nil)
	fmt.Println(p.Load())
	q := unsafe.Pointer(&x)
	fmt.Println(atomic.CompareAndSwapPointer(&q, unsafe.Pointer(&x), unsafe.Pointer(&y)), atomic.LoadPointer(&q) == unsafe.Pointer(&y), atomic.SwapPointer(&q, nil) == unsafe.Pointer(&y))
	atomic.StorePointer(&q, unsafe.Pointer(&x))
	fmt.Println(*(*int)(q))

	var v atomic.Value
	fmt.Println(v.Load(), v.CompareAndSwap(nil, "a"), v.Load(), v.Swap("b"), v.CompareAndSwap("a", "c"), v.CompareAndSwap("b", "d"), v.Load())
	try(func() { v.Store(nil) })
	try(func() { v.Store(1) })
	try(func() { v.Swap(nil) })
	try(func() { v.Swap(2) })
	try(func() { v.CompareAndSwap("d", nil) })
	try(func() { v.CompareAndSwap("d", 1) })
	try(func() { v.CompareAndSwap(1, "d") })
	var w atomic.Value
	w.Store([]int{1})
	try(func() { fmt.Println(w.CompareAndSwap([]int{1}, []int{2})) })
	var n *int32
	try(func() { atomic.AddInt32(n, 1) })
	try(func() { atomic.LoadInt32(n) })
}
