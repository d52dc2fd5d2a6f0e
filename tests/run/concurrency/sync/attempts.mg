package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

// The calls that an instruction tries first, in every form a call has, and what
// they leave to the method: nil receivers, misuse, contention.

type account struct {
	sync.Mutex
	n int
}

type shelf struct {
	name string
	sync.RWMutex
	once sync.Once
	wg   sync.WaitGroup
}

func try(what string, f func()) {
	defer func() {
		if x := recover(); x != nil {
			fmt.Println(what, "panics:", x)
		} else {
			fmt.Println(what, "is fine")
		}
	}()
	f()
}

type hasOnce struct {
	_ sync.Once
	o sync.Once
	b bool
}

func main() {
	var a account
	a.Lock()
	fmt.Println("try while locked:", a.TryLock())
	a.Unlock()
	fmt.Println("try while free:", a.TryLock())
	a.Unlock()

	lock, unlock := a.Lock, a.Unlock
	lock()
	fmt.Println(a.TryLock())
	unlock()
	(*account).Lock(&a)
	(*sync.Mutex).Unlock(&a.Mutex)
	func() {
		a.Lock()
		defer a.Unlock()
		a.n++
		fmt.Println(a.TryLock(), a.n)
	}()
	var l sync.Locker = &a
	l.Lock()
	fmt.Println(a.TryLock())
	l.Unlock()

	s := &shelf{name: "s"}
	s.RLock()
	s.RLock()
	fmt.Println(s.TryRLock(), s.TryLock())
	s.RUnlock()
	s.RUnlock()
	fmt.Println(s.TryLock())
	s.RUnlock()
	fmt.Println(s.TryLock(), s.TryRLock())
	s.Unlock()
	func() {
		s.RLock()
		defer s.RUnlock()
		r := s.RLocker()
		r.Lock()
		fmt.Println("three:", s.TryLock())
		r.Unlock()
	}()

	// The receiver is evaluated once, and the argument of Do even when it is done.
	calls := 0
	at := func() *shelf { calls++; return s }
	made := 0
	f := func() func() { made++; return func() { fmt.Println("once") } }
	for range 3 {
		at().Lock()
		at().Unlock()
		at().once.Do(f())
	}
	fmt.Println(calls, made)
	var h hasOnce
	h.o.Do(func() { h.b = true })
	h.o.Do(func() { h.b = false })
	fmt.Println(h.b)
	var o sync.Once
	try("once", func() { o.Do(func() { panic("first") }) })
	try("once again", func() { o.Do(func() { panic("second") }) })

	// Counters.
	s.wg.Add(0)
	s.wg.Add(3)
	s.wg.Add(-1)
	s.wg.Done()
	s.wg.Done()
	s.wg.Wait()
	try("done", func() { s.wg.Done() })
	var wg sync.WaitGroup
	try("add", func() { wg.Add(-1) })
	var big sync.WaitGroup
	big.Add(1<<31 - 1)
	try("overflow", func() { big.Add(1) })

	// nil receivers.
	var np *account
	var ns *shelf
	var nm *sync.Mutex
	var nw *sync.WaitGroup
	var no *sync.Once
	var nr *sync.RWMutex
	try("nil Lock", func() { nm.Lock() })
	try("nil Unlock", func() { nm.Unlock() })
	try("nil TryLock", func() { nm.TryLock() })
	try("nil embedded", func() { np.Lock() })
	try("nil shelf", func() { ns.RLock() })
	try("nil RUnlock", func() { nr.RUnlock() })
	try("nil Add", func() { nw.Add(1) })
	try("nil Done", func() { nw.Done() })
	try("nil Do", func() { no.Do(func() {}) })
	try("deferred nil", func() { defer nm.Unlock() })

	// Everything at once.
	var total, seen int
	var mu sync.Mutex
	var rw sync.RWMutex
	var tries atomic.Int64
	var all sync.WaitGroup
	for g := range 16 {
		all.Add(1)
		go func() {
			defer all.Done()
			for i := range 500 {
				switch {
				case g%4 == 0:
					for !mu.TryLock() {
						tries.Add(1)
						mu.Lock()
						mu.Unlock()
					}
				default:
					mu.Lock()
				}
				total++
				mu.Unlock()
				if i%10 == g%10 {
					rw.Lock()
					seen++
					rw.Unlock()
				} else {
					rw.RLock()
					_ = seen
					rw.RUnlock()
				}
			}
		}()
	}
	all.Wait()
	fmt.Println(total, seen)
	go mu.Lock()
	for mu.TryLock() {
		mu.Unlock()
	}
	fmt.Println("locked by another")

	// Files: many readers and writers of a pipe, then closing it under them.
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	var sum atomic.Int64
	var readers, writers sync.WaitGroup
	for range 8 {
		readers.Add(1)
		go func() {
			defer readers.Done()
			buf := make([]byte, 1)
			for {
				n, err := r.Read(buf)
				if err != nil {
					if err != io.EOF {
						fmt.Println("read:", err)
					}
					return
				}
				sum.Add(int64(n))
			}
		}()
		writers.Add(1)
		go func() {
			defer writers.Done()
			for range 200 {
				if _, err := w.Write([]byte("xyz")); err != nil {
					fmt.Println("write:", err)
					return
				}
			}
		}()
	}
	writers.Wait()
	n, err := w.Write(nil)
	fmt.Println("nothing:", n, err)
	w.Close()
	readers.Wait()
	fmt.Println(sum.Load())
	_, err = w.Write([]byte("x"))
	fmt.Println(errors.Is(err, os.ErrClosed), w.Close() != nil)
	n, err = r.Read(nil)
	fmt.Println(n, err)
	r.Close()

	r, w, _ = os.Pipe()
	var ended sync.WaitGroup
	var closed atomic.Int64
	for range 5 {
		ended.Add(1)
		go func() {
			defer ended.Done()
			if _, err := r.Read(make([]byte, 10)); errors.Is(err, os.ErrClosed) {
				closed.Add(1)
			}
		}()
	}
	big1 := make(chan int)
	go func() {
		n, _ := w.Write(make([]byte, 1<<20))
		big1 <- n
	}()
	got := 0
	for got < 1<<20 {
		buf := make([]byte, 70000)
		n, err := r.Read(buf)
		if err != nil {
			panic(err)
		}
		got += n
		if got > 1<<19 {
			break
		}
	}
	r.Close()
	ended.Wait()
	fmt.Println(closed.Load() <= 5, <-big1 < 1<<20)
}
