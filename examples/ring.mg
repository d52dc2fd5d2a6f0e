// A token ring: 10,000 goroutines in a circle hand one token on, each adding one.
package main

import "fmt"

func main() {
	const size, rounds = 10000, 5
	first := make(chan int)
	in := first
	for i := 0; i < size; i++ {
		out := make(chan int)
		go func(in <-chan int, out chan<- int) {
			for token := range in {
				out <- token + 1
			}
			close(out)
		}(in, out)
		in = out
	}
	token := 0
	for r := 1; r <= rounds; r++ {
		first <- token
		token = <-in
		fmt.Println("round", r, "token", token)
	}
	close(first)
	_, open := <-in
	fmt.Println("ring open:", open)
}
