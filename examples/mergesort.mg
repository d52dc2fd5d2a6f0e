// Parallel merge sort: halves are sorted by goroutines of their own until they are small.
package main

import (
	"fmt"
	"math/rand"
	"sort"
)

const small = 512

func merge(to, a, b []int) {
	for i := range to {
		if len(b) == 0 || len(a) > 0 && a[0] <= b[0] {
			to[i], a = a[0], a[1:]
		} else {
			to[i], b = b[0], b[1:]
		}
	}
}

func mergeSort(s []int) []int {
	if len(s) <= small {
		t := append([]int(nil), s...)
		sort.Ints(t)
		return t
	}
	left := make(chan []int)
	go func() { left <- mergeSort(s[:len(s)/2]) }()
	b := mergeSort(s[len(s)/2:])
	a := <-left
	to := make([]int, len(s))
	merge(to, a, b)
	return to
}

func main() {
	r := rand.New(rand.NewSource(1))
	s := make([]int, 50_000)
	for i := range s {
		s[i] = r.Intn(1_000_000)
	}
	t := mergeSort(s)
	fmt.Println(len(t), sort.IntsAreSorted(t), t[0], t[len(t)/2], t[len(t)-1])
}
