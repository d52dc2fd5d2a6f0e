package main

import "fmt"

func pairs(yield func(int, int) bool) { yield(0, 9) }

func main() {
	x := []int{1, 2, 3}
	i := 1
	for i, x[i] = range []int{7} {
	}
	fmt.Println(i, x)
	i = 1
	for i, x[i] = range map[int]int{2: 9} {
	}
	fmt.Println(i, x)
	i = 2
	for i, x[i] = range [1]int{4} {
	}
	fmt.Println(i, x)
	i = 1
	for i, x[i] = range pairs {
	}
	fmt.Println(i, x)
	r := []rune{'a', 'b'}
	i = 1
	for i, r[i] = range "c" {
	}
	fmt.Println(i, string(r))
	y := []int{1, 2, 3}
	k := rune(1)
	for y[k], k = range "\x02" {
	}
	fmt.Println(k, y)
}
