package main

import (
	"encoding/json"
	"sync"
	"sync/atomic"
)

func two() (int, error) { return 1, nil }

func none() {}

func a() { return two() }
func b() { return none() }
func c() { return 1, 2 }
func d() int { return two() }
func e(a int, b string) {}

var mu sync.Mutex
var n int = atomic.Int32{}
var j int = json.Decoder{}

func main() {
	e(two())
	mu.lock()
	_ = two() + 1
	go (none)
	var s string
	for s = range []int{1} {
	}
	_ = s
}
