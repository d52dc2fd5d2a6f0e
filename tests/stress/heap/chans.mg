package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

var chanPieces = []piece{
	{"select", selects}, {"ring", rings}, {"bigelem", bigElems}, {"closures", closures}, {"atomics", atomics},
	{"conds", conds}, {"context", contexts},
}

type parcel struct {
	b    *box
	name string
	any  any
	list []*box
}

func newParcel(id int) parcel {
	b := newBox(id)
	return parcel{b, b.name, b, []*box{b, newBox(id + 1)}}
}

func (p parcel) check(what string, id int) {
	p.b.check(what, id)
	p.any.(*box).check(what+" any", id)
	p.list[0].check(what+" list", id)
	p.list[1].check(what+" list", id+1)
	if p.name != p.b.name {
		fail(what, "name", p.name)
	}
}

// Selects that send and receive pointers on buffered and unbuffered channels, some of them nil or closed.
func selects(r *rng) {
	var a, b chan *box
	var c chan parcel
	a, b, c = make(chan *box), make(chan *box, 1+r.next(4)), make(chan parcel, r.next(3))
	n := 120
	var wg sync.WaitGroup
	seed := r.next(1 << 30)
	wg.Go(func() {
		q := rng(seed + 1)
		left := [3]int{n, n, n}
		for left != [3]int{} {
			as, bs, cs := a, b, c
			if left[0] == 0 {
				as = nil
			}
			if left[1] == 0 {
				bs = nil
			}
			if left[2] == 0 {
				cs = nil
			}
			select {
			case as <- newBox(n - left[0]):
				left[0]--
			case bs <- newBox(n - left[1]):
				left[1]--
			case cs <- newParcel(n - left[2]):
				left[2]--
			}
			if q.next(20) == 0 {
				churn(&q)
			}
		}
		close(a)
		close(b)
		close(c)
	})
	got := [3]int{}
	as, bs, cs := a, b, c
	for as != nil || bs != nil || cs != nil {
		select {
		case x, ok := <-as:
			if !ok {
				as = nil
				break
			}
			x.check("select a", got[0])
			got[0]++
		case x, ok := <-bs:
			if !ok {
				bs = nil
				break
			}
			x.check("select b", got[1])
			got[1]++
		case x, ok := <-cs:
			if !ok {
				cs = nil
				break
			}
			x.check("select c", got[2])
			got[2]++
		}
		if r.next(30) == 0 {
			churn(r)
		}
	}
	wg.Wait()
	if got != [3]int{n, n, n} {
		fail("select count", got)
	}
}

// Parcels that go round a ring of goroutines.
func rings(r *rng) {
	size := 2 + r.next(6)
	links := make([]chan parcel, size)
	for i := range links {
		links[i] = make(chan parcel, r.next(2))
	}
	for i := 0; i < size-1; i++ {
		go func() {
			q := rng(i + 77)
			for p := range links[i] {
				if q.next(20) == 0 {
					churn(&q)
				}
				p.check("ring", p.b.id)
				links[i+1] <- parcel{p.b, p.b.name, p.list[0], []*box{p.b, p.list[1]}}
			}
			close(links[i+1])
		}()
	}
	go func() {
		for i := 0; i < 50; i++ {
			links[0] <- newParcel(i)
		}
		close(links[0])
	}()
	n := 0
	for p := range links[size-1] {
		p.check("ring end", n)
		n++
	}
	if n != 50 {
		fail("ring count", n)
	}
}

type wide struct {
	at   [9]*box
	name [3]string
}

// Elements of many words, handed over and through buffers.
func bigElems(r *rng) {
	c := make(chan wide, r.next(3))
	go func() {
		for i := 0; i < 40; i++ {
			var w wide
			for k := range w.at {
				w.at[k] = newBox(i + k)
			}
			for k := range w.name {
				w.name[k] = newBox(i + 100 - k).name
			}
			c <- w
		}
		close(c)
	}()
	i := 0
	for w := range c {
		churnLittle(r)
		for k, b := range w.at {
			b.check("wide", i+k)
		}
		for k, s := range w.name {
			if s != newBox(i+100-k).name {
				fail("wide name", s, i+100-k)
			}
		}
		i++
	}
}

// Closures that capture by value and by reference, run later and elsewhere.
func closures(r *rng) {
	var fs []func() *box
	total := new(box)
	for i := 0; i < 60; i++ {
		b, n := newBox(i), 0
		fs = append(fs, func() *box {
			n++
			b.check("closure", i)
			if n > 1 {
				b = newBox(i)
			}
			total.id += n
			return b
		})
		if i%16 == 0 {
			churn(r)
		}
	}
	for k := 0; k < 3; k++ {
		for i, f := range fs {
			f().check("closure result", i)
			churnLittle(r)
		}
	}
	if total.id != 60*6 {
		fail("closure sum", total.id)
	}
	done := make(chan *box)
	for i, f := range fs[:8] {
		go func(g func() *box, extra string) {
			if extra != "x" {
				fail("go argument", extra)
			}
			done <- g()
		}(f, "x")
		_ = i
	}
	sum := 0
	for range 8 {
		b := <-done
		b.check("go closure", b.id)
		sum += b.id
	}
	if sum != 28 {
		fail("go closures", sum)
	}
}

var slots [16]atomic.Pointer[box]
var values [4]atomic.Value

// Pointers that are swapped atomically by everybody.
func atomics(r *rng) {
	for i := 0; i < 200; i++ {
		k := r.next(len(slots))
		switch r.next(4) {
		case 0:
			if b := slots[k].Swap(newBox(i)); b != nil {
				b.check("swap", b.id)
			}
		case 1:
			old := slots[k].Load()
			if old != nil {
				old.check("load", old.id)
			}
			slots[k].CompareAndSwap(old, newBox(i+500))
		case 2:
			b := newBox(i + 900)
			b.next = slots[k].Load()
			if b.next != nil {
				b.next.next = nil
				b.next.check("next", b.next.id)
			}
			slots[k].Store(b)
		default:
			values[k%4].Store(newParcel(i))
			v := values[k%4].Load().(parcel)
			v.check("value", v.b.id)
		}
		churnLittle(r)
	}
}

// A queue under a lock with condition variables.
func conds(r *rng) {
	var mu sync.Mutex
	var rw sync.RWMutex
	full := sync.NewCond(&mu)
	var queue []*box
	table := map[int]*box{}
	n := 60
	var wg sync.WaitGroup
	for w := 0; w < 3; w++ {
		wg.Go(func() {
			q := rng(w + 3)
			for {
				mu.Lock()
				for len(queue) == 0 {
					full.Wait()
				}
				b := queue[0]
				queue = queue[1:]
				mu.Unlock()
				if b == nil {
					return
				}
				b.check("cond", b.id)
				churnLittle(&q)
				rw.Lock()
				table[b.id] = b
				rw.Unlock()
			}
		})
	}
	for i := 0; i < n; i++ {
		b := newBox(i)
		mu.Lock()
		queue = append(queue, b)
		mu.Unlock()
		full.Signal()
		churnLittle(r)
		rw.RLock()
		if t := table[i/2]; t != nil {
			t.check("rw", i/2)
		}
		rw.RUnlock()
	}
	mu.Lock()
	queue = append(queue, nil, nil, nil)
	mu.Unlock()
	full.Broadcast()
	wg.Wait()
	for i := 0; i < n; i++ {
		table[i].check("table", i)
	}
}

type ctxKey int

// Contexts with values, deadlines and functions to run afterwards.
func contexts(r *rng) {
	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), ctxKey(1), newBox(1)), time.Millisecond)
	for i := 2; i < 10; i++ {
		ctx = context.WithValue(ctx, ctxKey(i), newBox(i))
	}
	after := make(chan *box, 1)
	b := newBox(77)
	stop := context.AfterFunc(ctx, func() { after <- b })
	if r.next(2) == 0 {
		cancel()
	}
	churn(r)
	<-ctx.Done()
	for i := 1; i < 10; i++ {
		ctx.Value(ctxKey(i)).(*box).check("context", i)
	}
	if !stop() {
		(<-after).check("context after", 77)
	}
	cancel()
}
