// runtime.AddCleanup: called once the object is gone, in any number, unless stopped.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
)

type big struct {
	data [100]int
	next *big
}

func main() {
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		got []string
	)
	note := func(s string) {
		mu.Lock()
		got = append(got, s)
		mu.Unlock()
		wg.Done()
	}
	wg.Add(4)
	func() {
		b := &big{}
		b.next = &big{next: b}
		runtime.AddCleanup(b, note, "first")
		runtime.AddCleanup(b, func(n int) { note(fmt.Sprint("second ", n)) }, 2)
		runtime.AddCleanup(&b.next.data[5], note, "interior")
		c := runtime.AddCleanup(b, func(string) { panic("stopped") }, "x")
		c.Stop()
		c.Stop()
		runtime.AddCleanup(new(string), func(p *int) { note(fmt.Sprint("pointer ", *p)) }, new(int))
	}()
	done := make(chan bool)
	go func() { wg.Wait(); close(done) }()
loop:
	for {
		runtime.GC()
		select {
		case <-done:
			break loop
		default:
			runtime.Gosched()
		}
	}
	sort.Strings(got)
	fmt.Println(got)
	alive := &big{}
	c := runtime.AddCleanup(alive, func(int) { panic("alive") }, 1)
	runtime.GC()
	c.Stop()
	runtime.KeepAlive(alive)
	for _, f := range []func(){
		func() { runtime.AddCleanup((*int)(nil), func(int) {}, 1) },
		func() { p := new(int); runtime.AddCleanup(p, func(*int) {}, p) },
	} {
		func() {
			defer func() { fmt.Println(recover()) }()
			f()
		}()
	}
}
