package main

// A check and an act with room between them: two goroutines may both pass the check.

import "sync"

func main() {
	tickets := 1
	sold := 0
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if tickets > 0 {
				for j := 0; j < 300; j++ {
					sold += j - j
				}
				tickets--
				sold++
			}
		}()
	}
	wg.Wait()
	if sold != 1 {
		panic("sold the last ticket twice")
	}
}
