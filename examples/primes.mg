// A prime sieve: each prime is a goroutine that filters its multiples out of a stream, 500 stages deep.
package main

import "fmt"

func generate(out chan<- int) {
	for n := 2; ; n++ {
		out <- n
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for n := range in {
		if n%prime != 0 {
			out <- n
		}
	}
}

func main() {
	numbers := make(chan int)
	go generate(numbers)
	sum := 0
	for i := 1; i <= 500; i++ {
		prime := <-numbers
		sum += prime
		if i <= 10 || i%100 == 0 {
			fmt.Printf("prime %3d is %4d\n", i, prime)
		}
		sieved := make(chan int)
		go filter(numbers, sieved, prime)
		numbers = sieved
	}
	fmt.Println("their sum is", sum)
}
