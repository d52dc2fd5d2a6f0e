// Maps large enough to grow by pieces: from nothing, with room asked for, after deletions, while they are walked, and
// while others run and collect.
package main

import (
	"fmt"
	"runtime"
	"strconv"
	"sync"
)

type key struct {
	a int
	s string
}

func check(m map[int]*int, n int, what string) {
	if len(m) != n {
		fmt.Println(what, "length", len(m), n)
	}
	for i := range n {
		if p := m[i]; p == nil || *p != i {
			fmt.Println(what, "lost", i)
			return
		}
	}
}

func main() {
	stop := make(chan bool)
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	})

	const n = 60000
	grown, roomy := map[int]*int{}, make(map[int]*int, n)
	for i := range n {
		p := new(int)
		*p = i
		grown[i], roomy[i] = p, p
	}
	check(grown, n, "grown")
	check(roomy, n, "roomy")

	// Tombstones go by a table of the same size.
	for round := range 3 {
		for i := range n {
			delete(grown, i+round*n)
			grown[i+(round+1)*n] = roomy[i]
		}
	}
	sum := 0
	for k, p := range grown {
		if k != *p+3*n {
			fmt.Println("moved", k, *p)
		}
		sum += *p
	}
	fmt.Println(len(grown), sum == n*(n-1)/2)

	// An iteration goes on over the table it began with.
	walked := map[string]int{}
	for i := range 20000 {
		walked["k"+strconv.Itoa(i)] = i
	}
	seen, first := 0, true
	for k, v := range walked {
		if first {
			for i := 20000; i < 90000; i++ {
				walked["k"+strconv.Itoa(i)] = i
			}
			for i := 0; i < 20000; i += 2 {
				if i != v {
					delete(walked, "k"+strconv.Itoa(i))
				}
			}
			first = false
		}
		if k != "k"+strconv.Itoa(v) {
			fmt.Println("walked", k, v)
		}
		if v < 20000 && v%2 == 1 {
			seen++
		}
	}
	fmt.Println(seen, len(walked) == 80000 || len(walked) == 80001)

	structs, anys, large := map[key]string{}, map[any]int{}, map[[20]int]int{}
	for i := range 20000 {
		structs[key{i, strconv.Itoa(i)}] = strconv.Itoa(i)
		anys[strconv.Itoa(i)], anys[i] = i, i
		large[[20]int{i}] = i
	}
	ok := len(structs) == 20000 && len(anys) == 40000 && len(large) == 20000
	for i := range 20000 {
		s := strconv.Itoa(i)
		ok = ok && structs[key{i, s}] == s && anys[s] == i && anys[i] == i && large[[20]int{i}] == i
	}
	clear(anys)
	fmt.Println(ok, len(anys))
	close(stop)
	wg.Wait()
}
