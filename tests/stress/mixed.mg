// Allocation, maps, string building, channels and panics on many goroutines at once; every result is checked.
// Usage: mixed SECONDS SEED
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type rng uint64

func (r *rng) next(n int) int {
	*r ^= *r << 13
	*r ^= *r >> 7
	*r ^= *r << 17
	return int(uint64(*r) % uint64(n))
}

type tree struct {
	key         int
	name        string
	left, right *tree
}

func (t *tree) insert(key int) *tree {
	if t == nil {
		return &tree{key: key, name: strconv.Itoa(key)}
	}
	switch {
	case key < t.key:
		t.left = t.left.insert(key)
	case key > t.key:
		t.right = t.right.insert(key)
	}
	return t
}

func (t *tree) walk(last *int) int {
	if t == nil {
		return 0
	}
	n := t.left.walk(last)
	if t.key <= *last || t.name != strconv.Itoa(t.key) {
		fail("tree", t.key, t.name, *last)
	}
	*last = t.key
	return n + 1 + t.right.walk(last)
}

func fail(what string, args ...any) {
	fmt.Println("BROKEN", what, args)
	os.Exit(1)
}

func trees(r *rng) {
	var root *tree
	seen := map[int]bool{}
	for i := 0; i < 300; i++ {
		k := r.next(1000)
		seen[k] = true
		root = root.insert(k)
	}
	last := -1
	if n := root.walk(&last); n != len(seen) {
		fail("tree size", n, len(seen))
	}
}

func maps(r *rng) {
	ints := map[int]string{}
	strs := map[string][]int{}
	shadow := make([]bool, 500)
	for i := 0; i < 1500; i++ {
		k := r.next(500)
		key := "key" + strconv.Itoa(k)
		if r.next(3) == 0 {
			delete(ints, k)
			delete(strs, key)
			shadow[k] = false
		} else {
			ints[k] = key
			strs[key] = append(strs[key][:0], k, i)
			shadow[k] = true
		}
	}
	count := 0
	for k, in := range shadow {
		s, ok := ints[k]
		v := strs["key"+strconv.Itoa(k)]
		if ok != in || in && (s != "key"+strconv.Itoa(k) || v[0] != k) || !in && v != nil {
			fail("map", k, in, s, v)
		}
		if in {
			count++
		}
	}
	for k, s := range ints {
		if s != "key"+strconv.Itoa(k) {
			fail("map range", k, s)
		}
		count--
	}
	if count != 0 {
		fail("map count", count)
	}
}

func text(r *rng) {
	var b strings.Builder
	parts := []string{}
	for i := 0; i < 200; i++ {
		p := strings.Repeat(string(rune('a'+r.next(26))), 1+r.next(9))
		parts = append(parts, p)
		b.WriteString(p)
		b.WriteByte(',')
	}
	joined := strings.Join(parts, ",") + ","
	if b.String() != joined {
		fail("builder")
	}
	for i, p := range strings.Split(strings.TrimSuffix(joined, ","), ",") {
		if p != parts[i] {
			fail("split", i)
		}
	}
	sum := ""
	for i := 0; i < 60; i++ {
		sum += parts[i]
	}
	if sum != strings.Join(parts[:60], "") {
		fail("concat")
	}
}

type message struct {
	id   int
	body []byte
	back chan *message
}

func channels(r *rng) {
	in := make(chan *message, r.next(4))
	var wg sync.WaitGroup
	for w := 0; w < 3; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for m := range in {
				for i := range m.body {
					m.body[i] ^= 0x55
				}
				m.back <- &message{id: m.id, body: m.body}
			}
		}()
	}
	back := make(chan *message)
	n := 60
	go func() {
		for i := 0; i < n; i++ {
			body := make([]byte, 10+i)
			for k := range body {
				body[k] = byte(i)
			}
			in <- &message{i, body, back}
		}
		close(in)
	}()
	seen := make([]bool, n)
	timeout := time.After(time.Minute)
	for i := 0; i < n; i++ {
		select {
		case m := <-back:
			if seen[m.id] || len(m.body) != 10+m.id {
				fail("message", m.id)
			}
			for _, c := range m.body {
				if c != byte(m.id)^0x55 {
					fail("message body", m.id, c)
				}
			}
			seen[m.id] = true
		case <-timeout:
			fail("channel timeout")
		}
	}
	wg.Wait()
}

type failure struct {
	code int
	text string
}

func (f *failure) Error() string { return f.text }

func dive(depth int, r *rng, trail *[]string) {
	defer func() { *trail = append(*trail, strconv.Itoa(depth)) }()
	var pad [8]int
	for i := range pad {
		pad[i] = depth * i
	}
	if depth == 0 {
		switch r.next(4) {
		case 0:
			panic(&failure{7, "seven"})
		case 1:
			var m map[string]int
			m["x"]++
		case 2:
			_ = pad[depth+r.next(1)+8-pad[0]*0]
		default:
			var t *tree
			t.name = "x"
		}
	}
	dive(depth-1, r, trail)
	if pad[7] != depth*7 {
		fail("frame", pad, depth)
	}
}

func panics(r *rng) {
	depth := 5 + r.next(100)
	var trail []string
	err := func() (err error) {
		defer func() { err = recover().(error) }()
		dive(depth, r, &trail)
		return nil
	}()
	if err == nil || len(trail) != depth+1 {
		fail("panic", err, len(trail), depth)
	}
	for i, s := range trail {
		if s != strconv.Itoa(i) {
			fail("trail", i, s)
		}
	}
	if f, ok := err.(*failure); ok && (f.code != 7 || f.text != "seven") {
		fail("failure", f)
	} else if _, isRuntime := err.(runtime.Error); !ok && !isRuntime {
		fail("error", err)
	}
}

func main() {
	seconds, seed := 1, 1
	if len(os.Args) > 1 {
		seconds, _ = strconv.Atoi(os.Args[1])
	}
	if len(os.Args) > 2 {
		seed, _ = strconv.Atoi(os.Args[2])
	}
	work := []func(*rng){trees, maps, text, channels, panics}
	var rounds [5]int64
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	var wg sync.WaitGroup
	for g := 0; g < 16; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r := rng(seed*1000 + g*7 + 1)
			for time.Now().Before(end) {
				k := r.next(len(work))
				work[k](&r)
				atomic.AddInt64(&rounds[k], 1)
			}
		}()
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		for time.Now().Before(end) {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	}()
	wg.Wait()
	fmt.Fprintln(os.Stderr, "rounds", rounds)
	fmt.Println("all whole")
}
