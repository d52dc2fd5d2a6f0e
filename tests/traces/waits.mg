package main

// Goroutines that wait for each kind of thing; then main panics, exits or waits, as its argument says.

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

func receive(c chan int) { <-c }
func send(c chan int)    { c <- 1 }
func lock(mu *sync.Mutex) { mu.Lock() }

func main() {
	c := make(chan int)
	none := chan int(nil)
	var mu sync.Mutex
	var rw, read sync.RWMutex
	var wg sync.WaitGroup
	cond := sync.NewCond(&sync.Mutex{})
	mu.Lock()
	rw.Lock()
	read.RLock()
	wg.Add(1)
	go receive(c)
	go receive(none)
	go send(none)
	go lock(&mu)
	go rw.RLock()
	go read.Lock()
	go wg.Wait()
	go func() {
		cond.L.Lock()
		cond.Wait()
	}()
	go func() { select {} }()
	go func() {
		select {
		case <-none:
		case none <- 1:
		}
	}()
	for i := 0; i < 20; i++ {
		runtime.Gosched()
	}
	switch os.Args[1] {
	case "panic":
		panic("over")
	case "settraceback":
		debug.SetTraceback("all")
		panic("over")
	case "deadlock":
		<-none
	case "sleep":
		go func() {
			runtime.LockOSThread()
			time.Sleep(time.Hour)
		}()
		go func() {
			for i := 0; i < 20; i++ {
				runtime.Gosched()
			}
			println("ready")
		}()
		time.Sleep(time.Hour)
	}
}
