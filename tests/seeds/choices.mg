package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

var racy int

func main() {
	runtime.GOMAXPROCS(4)
	var wg sync.WaitGroup
	var mu sync.Mutex
	var order []int
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for j := 0; j < 20000; j++ {
				v := racy
				v++
				racy = v
			}
			mu.Lock()
			order = append(order, i)
			mu.Unlock()
		}(i)
	}
	wg.Wait()
	fmt.Println("racy", racy, "order", order)
	a, b, done := make(chan int), make(chan int), make(chan bool)
	go func() {
		for i := 0; i < 10; i++ {
			select {
			case a <- i:
			case b <- i:
			}
		}
		close(done)
	}()
	s := ""
	for stop := false; !stop; {
		select {
		case <-a:
			s += "a"
		case <-b:
			s += "b"
		case <-done:
			stop = true
		}
	}
	fmt.Println(s)
	m := map[*int]int{}
	for i := 0; i < 6; i++ {
		p := new(int)
		m[p] = i
	}
	for _, v := range m {
		fmt.Print(v, " ")
	}
	fmt.Println()
	start := time.Now()
	tick := time.NewTicker(3 * time.Millisecond)
	spin := 0
	stop := make(chan bool)
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				spin++
			}
		}
	}()
	for i := 0; i < 5; i++ {
		<-tick.C
	}
	close(stop)
	fmt.Println(spin, time.Since(start))
	time.Sleep(10 * time.Hour)
	fmt.Println(time.Now(), runtime.GOMAXPROCS(0))
}
