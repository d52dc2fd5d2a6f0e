// Dining philosophers: each fork is a channel of one, and a butler lets only four sit down, so nobody starves.
package main

import (
	"fmt"
	"sync"
)

const (
	seats = 5
	meals = 200
)

type fork chan struct{}

type philosopher struct {
	name        string
	left, right fork
	eaten       int
}

func (p *philosopher) dine(butler chan struct{}) {
	for range meals {
		butler <- struct{}{} // a seat at the table
		<-p.left
		<-p.right
		p.eaten++
		p.right <- struct{}{}
		p.left <- struct{}{}
		<-butler
	}
}

func main() {
	forks := make([]fork, seats)
	for i := range forks {
		forks[i] = make(fork, 1)
		forks[i] <- struct{}{}
	}
	butler := make(chan struct{}, seats-1)
	names := []string{"Aristotle", "Kant", "Spinoza", "Marx", "Russell"}
	table := make([]*philosopher, seats)
	var wg sync.WaitGroup
	for i := range table {
		table[i] = &philosopher{name: names[i], left: forks[i], right: forks[(i+1)%seats]}
		wg.Add(1)
		go func(p *philosopher) {
			defer wg.Done()
			p.dine(butler)
		}(table[i])
	}
	wg.Wait()
	for _, p := range table {
		fmt.Printf("%-9s ate %d times\n", p.name, p.eaten)
	}
}
