// Several goroutines wait in Accept of one listener; its end wakes all.
package main

import (
	"errors"
	"fmt"
	"net"
	"sync"
)

func main() {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	accepted, closed := 0, 0
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				c, err := ln.Accept()
				mu.Lock()
				if err != nil {
					if errors.Is(err, net.ErrClosed) {
						closed++
					}
					mu.Unlock()
					return
				}
				accepted++
				mu.Unlock()
				c.Write([]byte("x"))
				c.Close()
			}
		}()
	}
	for i := 0; i < 100; i++ {
		c, err := net.Dial("tcp", ln.Addr().String())
		if err != nil {
			fmt.Println(err)
			continue
		}
		c.Read(make([]byte, 1))
		c.Close()
	}
	ln.Close()
	wg.Wait()
	fmt.Println(accepted, closed)
}
