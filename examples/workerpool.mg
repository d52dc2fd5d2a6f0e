// A worker pool: a fixed number of goroutines take jobs from one channel; results are put back in order.
package main

import (
	"fmt"
	"sync"
)

type job struct{ id, n int }

type result struct {
	id, steps int
}

func collatz(n int) int {
	steps := 0
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return steps
}

func worker(jobs <-chan job, results chan<- result, wg *sync.WaitGroup) {
	defer wg.Done()
	for j := range jobs {
		results <- result{j.id, collatz(j.n)}
	}
}

func main() {
	const workers, count = 4, 200
	jobs := make(chan job)
	results := make(chan result, workers)
	var wg sync.WaitGroup
	for i := 0; i < workers; i++ {
		wg.Add(1)
		go worker(jobs, results, &wg)
	}
	go func() {
		for i := 0; i < count; i++ {
			jobs <- job{i, 1000 + 37*i}
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	steps := make([]int, count)
	for r := range results {
		steps[r.id] = r.steps
	}
	longest := 0
	for i, s := range steps {
		if s > steps[longest] {
			longest = i
		}
	}
	fmt.Println("first ten:", steps[:10])
	fmt.Printf("longest: job %d, n=%d, %d steps\n", longest, 1000+37*longest, steps[longest])
}
