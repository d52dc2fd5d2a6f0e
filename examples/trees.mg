// Binary trees: many short-lived trees beside one that stays, for the allocator and the collector.
package main

import "fmt"

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (n *node) check() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.check() + n.right.check()
}

func main() {
	const least, most = 4, 12
	fmt.Printf("stretch tree of depth %d: check %d\n", most+1, build(most+1).check())
	long := build(most)
	for depth := least; depth <= most; depth += 4 {
		count := 1 << (most - depth + least)
		sum := 0
		for i := 0; i < count; i++ {
			sum += build(depth).check()
		}
		fmt.Printf("%5d trees of depth %2d: check %d\n", count, depth, sum)
	}
	fmt.Printf("long lived tree of depth %d: check %d\n", most, long.check())
}
