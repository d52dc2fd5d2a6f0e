package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Counters under keys that come and go: what was put in is what was taken out, whoever does it.

func main() {
	var m sync.Map
	var wg sync.WaitGroup
	var in, out atomic.Int64
	for w := 0; w < 8; w++ {
		wg.Add(1)
		go func(w int) {
			defer wg.Done()
			x := uint32(w + 1)
			for i := 0; i < 3000; i++ {
				x ^= x << 13
				x ^= x >> 17
				x ^= x << 5
				key := int(x % 40)
				v := int64(x>>8%1000) + 1
				switch x >> 20 % 6 {
				case 0:
					in.Add(v)
					if old, loaded := m.Swap(key, v); loaded {
						out.Add(old.(int64))
					}
				case 1:
					if _, loaded := m.LoadOrStore(key, v); !loaded {
						in.Add(v)
					}
				case 2:
					if old, loaded := m.LoadAndDelete(key); loaded {
						out.Add(old.(int64))
					}
				case 3:
					if old, ok := m.Load(key); ok {
						if m.CompareAndSwap(key, old, v) {
							in.Add(v)
							out.Add(old.(int64))
						}
					}
				case 4:
					if old, ok := m.Load(key); ok && m.CompareAndDelete(key, old) {
						out.Add(old.(int64))
					}
				case 5:
					if i%50 == 0 {
						seen := map[any]bool{}
						m.Range(func(k, _ any) bool {
							if seen[k] {
								panic("a key twice")
							}
							seen[k] = true
							return len(seen) < 30
						})
					}
				}
			}
		}(w)
	}
	wg.Wait()
	left := int64(0)
	m.Range(func(_, v any) bool { left += v.(int64); return true })
	fmt.Println(in.Load()-out.Load() == left)
	m.Clear()
	_, ok := m.Load(1)
	fmt.Println(ok)
	m.Store(1, "one")
	fmt.Println(m.Load(1))
	// f may change what it walks over.
	for i := 0; i < 10; i++ {
		m.Store(i, i)
	}
	n := 0
	m.Range(func(k, _ any) bool { n++; m.Delete(k); m.Store(k.(int)+100, 0); return true })
	fmt.Println(n >= 10)
	defer func() { fmt.Println(recover()) }()
	m.Load([]int{})
}
