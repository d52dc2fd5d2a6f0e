// Many deferred calls of one frame, a recovery in the middle, and the rest still runs in order.
package main

import "fmt"

func f() (sum int) {
	for i := 0; i < 1000; i++ {
		defer func() {
			sum += i
			if i == 500 {
				recover()
			}
		}()
	}
	defer func() { sum = 1 }()
	panic("stop")
}

func deep(n int) int {
	defer func() {}()
	if n == 0 {
		panic(n)
	}
	return deep(n-1) + 1
}

func main() {
	fmt.Println(f())
	func() {
		defer func() { fmt.Println("deep:", recover()) }()
		deep(10000)
	}()
	for i := 0; i < 100000; i++ {
		func() {
			defer func() { recover() }()
			var p *int
			*p = i
		}()
	}
	fmt.Println("done")
}
