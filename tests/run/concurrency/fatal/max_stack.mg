package main

// debug.SetMaxStack sets where a stack overflows; the message names it.

import (
	"fmt"
	"runtime/debug"
)

func deep(n int) int {
	var pad [64]int
	pad[n&63] = n
	if n == 0 {
		return pad[0]
	}
	return deep(n-1) + pad[n&63]
}

func main() {
	fmt.Println(debug.SetMaxStack(1 << 20))
	fmt.Println(deep(100))
	deep(1 << 20)
	fmt.Println("not reached")
}
