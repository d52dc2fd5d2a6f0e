// Every kind of store that overwrites pointers, on four goroutines that allocate all the time.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

type node struct {
	l, r *node
	key  int
	s    string
	v    any
	kids []*node
}

var global *node
var gmap = map[int]*node{}
var gmu sync.Mutex
var shared unsafe.Pointer

func tree(d int) *node {
	if d == 0 {
		return nil
	}
	n := &node{key: d, s: fmt.Sprint("k", d)}
	n.l, n.r = tree(d-1), tree(d-1)
	n.v = n.l
	n.kids = append(n.kids, n.l, n.r)
	return n
}

func (n *node) check(d int) int {
	if n == nil {
		if d != 0 {
			panic("lost")
		}
		return 0
	}
	if n.key != d || n.s != fmt.Sprint("k", d) {
		panic(fmt.Sprint("bad node ", n.key, " ", d, " ", n.s))
	}
	if n.v.(*node) != n.l && n.v.(*node) != n.r {
		panic("bad v")
	}
	return 1 + n.l.check(d-1) + n.r.check(d-1)
}

func (n *node) rotate() {
	if n == nil {
		return
	}
	n.l, n.r = n.r, n.l
	n.kids[0], n.kids[1] = n.kids[1], n.kids[0]
	sort.Slice(n.kids, func(i, j int) bool { return i < j })
	n.l.rotate()
	if n.key%2 == 0 {
		n.r.rotate()
	}
}

func worker(id int, rounds int, wg *sync.WaitGroup, in, out chan *node) {
	defer wg.Done()
	const D = 9
	t := tree(D)
	m := map[string]*node{}
	for i := 0; i < rounds; i++ {
		t.rotate()
		if t.check(D) != 1<<D-1 {
			panic("count")
		}
		m[fmt.Sprint(i%50)] = tree(4)
		for k, v := range m {
			v.check(4)
			if len(m) > 40 {
				delete(m, k)
			}
		}
		select {
		case out <- t:
			t = <-in
		case x := <-in:
			out <- t
			t = x
		}
		gmu.Lock()
		gmap[i%100] = t.l
		if i%37 == 0 {
			clear(gmap)
		}
		for _, v := range gmap {
			if v.key != D-1 {
				panic("gmap")
			}
		}
		gmu.Unlock()
		old := (*node)(atomic.SwapPointer(&shared, unsafe.Pointer(tree(5))))
		if old != nil {
			old.check(5)
		}
		list := []*node{}
		for j := 0; j < 20; j++ {
			list = append(list, tree(2))
			if j > 10 {
				copy(list, list[1:])
				list = list[:len(list)-1]
			}
		}
		for _, x := range list {
			x.check(2)
		}
		arr := [4]*node{t, t.l, nil, nil}
		pa := &arr
		pa[2], pa[3] = pa[1], pa[0]
		*pa = [4]*node{pa[3], pa[2], nil, nil}
		pa[0].check(D)
	}
}

func main() {
	const rounds = 20
	var wg sync.WaitGroup
	c := make(chan *node, 3)
	for i := 0; i < 3; i++ {
		c <- tree(9)
	}
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go worker(i, rounds, &wg, c, c)
	}
	stop := make(chan bool)
	go func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				var ms runtime.MemStats
				runtime.ReadMemStats(&ms)
			}
		}
	}()
	wg.Wait()
	close(stop)
	fmt.Println("ok")
}
