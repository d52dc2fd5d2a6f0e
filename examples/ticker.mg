// A loop without calls cannot starve a ticker: the scheduler takes its P away.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

func main() {
	runtime.GOMAXPROCS(1)
	var spins, stop int64
	go func() {
		n := int64(0)
		for {
			n++
			if n&0xffff == 0 && atomic.LoadInt64(&stop) != 0 {
				break
			}
		}
		atomic.StoreInt64(&spins, n)
	}()
	ticker := time.NewTicker(time.Millisecond)
	for i := 1; i <= 10; i++ {
		<-ticker.C
		if i%5 == 0 {
			fmt.Println("tick", i)
		}
	}
	ticker.Stop()
	atomic.StoreInt64(&stop, 1)
	for atomic.LoadInt64(&spins) == 0 {
		runtime.Gosched()
	}
	fmt.Println("the loop went on meanwhile:", atomic.LoadInt64(&spins) > 0)
}
