// Select with timeouts: answers that come in time are used, late ones are given up.
package main

import (
	"fmt"
	"time"
)

func ask(delay time.Duration, answer string) <-chan string {
	c := make(chan string, 1)
	go func() {
		time.Sleep(delay)
		c <- answer
	}()
	return c
}

func main() {
	select {
	case s := <-ask(time.Millisecond, "prompt"):
		fmt.Println("got", s)
	case <-time.After(10 * time.Second):
		fmt.Println("timeout")
	}
	select {
	case s := <-ask(10*time.Second, "late"):
		fmt.Println("got", s)
	case <-time.After(5 * time.Millisecond):
		fmt.Println("timeout")
	}
	var never chan int
	select {
	case <-never:
		fmt.Println("impossible")
	default:
		fmt.Println("nothing ready")
	}

	ticks, stop := 0, time.NewTimer(200*time.Millisecond)
	ticker := time.NewTicker(2 * time.Millisecond)
	defer ticker.Stop()
loop:
	for {
		select {
		case <-ticker.C:
			if ticks++; ticks == 5 {
				break loop
			}
		case <-stop.C:
			break loop
		}
	}
	fmt.Println("ticks", ticks, "timer still armed", stop.Stop())
}
