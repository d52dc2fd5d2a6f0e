// A bank whose accounts are guarded by mutexes: a thousand goroutines move money about, and none is lost.
package main

import (
	"errors"
	"fmt"
	"sync"
)

var errFunds = errors.New("insufficient funds")

type account struct {
	mu      sync.Mutex
	id      int
	balance int
}

// transfer locks the two accounts in the order of their ids, so that two transfers cannot wait for each other.
func transfer(from, to *account, amount int) error {
	a, b := from, to
	if a.id > b.id {
		a, b = b, a
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	b.mu.Lock()
	defer b.mu.Unlock()
	if from.balance < amount {
		return fmt.Errorf("account %d: %w", from.id, errFunds)
	}
	from.balance -= amount
	to.balance += amount
	return nil
}

func main() {
	const n = 8
	accounts := make([]*account, n)
	for i := range accounts {
		accounts[i] = &account{id: i, balance: 1000}
	}
	var wg sync.WaitGroup
	for i := 0; i < 1000; i++ {
		wg.Add(1)
		go func(seed int) {
			defer wg.Done()
			for k := 0; k < 20; k++ {
				seed = (seed*1103515245 + 12345) & 0x7fffffff
				from, to := seed%n, seed/n%n
				if from != to {
					transfer(accounts[from], accounts[to], seed%97)
				}
			}
		}(i)
	}
	wg.Wait()
	total, negative := 0, 0
	for _, a := range accounts {
		total += a.balance
		if a.balance < 0 {
			negative++
		}
	}
	fmt.Println("total", total, "overdrawn", negative)
	err := transfer(accounts[0], accounts[1], 1000000)
	fmt.Println(err, errors.Is(err, errFunds))
}
