// The stack grows under calls with pointers, slices and closures in their frames, and everything survives.
package main

import "fmt"

type node struct {
	next *node
	val  int
}

func build(n int, tail *node, words []string) (*node, int) {
	local := []int{n, n + 1}
	s := words[n%len(words)]
	if n == 0 {
		return tail, len(s)
	}
	head, total := build(n-1, &node{tail, n}, words)
	return head, total + len(s) + local[1] - local[0]
}

func grow(n int, f func(int) int) int {
	var pad [32]int
	pad[n%32] = n
	if n == 0 {
		return f(pad[0])
	}
	return grow(n-1, func(x int) int { return f(x+1) }) + pad[n%32] - n
}

func main() {
	list, total := build(100000, nil, []string{"a", "bb", "ccc"})
	n, sum := 0, 0
	for p := list; p != nil; p = p.next {
		n++
		sum += p.val
	}
	fmt.Println(n, sum, total)
	fmt.Println(grow(5000, func(x int) int { return x }))
	done := make(chan int)
	for i := 0; i < 8; i++ {
		go func() { done <- grow(1000+i, func(x int) int { return x }) }()
	}
	all := 0
	for i := 0; i < 8; i++ {
		all += <-done
	}
	fmt.Println(all)
}
