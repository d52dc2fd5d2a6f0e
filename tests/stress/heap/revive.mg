package main

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
	"unique"
	"weak"
)

var revivePieces = []piece{
	{"weak", weaks}, {"finalizers", finalizers}, {"cleanups", cleanups}, {"pool", pools}, {"unique", uniques},
	{"timers", timers}, {"tickers", tickers},
}

var weakTable [64]atomic.Pointer[weak.Pointer[box]]
var strongTable [64]atomic.Pointer[box]

// Weak pointers that everybody makes strong again, while what they point to comes and goes.
func weaks(r *rng) {
	for i := 0; i < 60; i++ {
		k := r.next(len(weakTable))
		switch r.next(4) {
		case 0:
			b := newBox(k)
			w := weak.Make(b)
			if w.Value() != b || weak.Make(b) != w {
				fail("weak new", k)
			}
			weakTable[k].Store(&w)
			strongTable[k].Store(b)
		case 1:
			strongTable[k].Store(nil)
		default:
			if w := weakTable[k].Load(); w != nil {
				if b := w.Value(); b != nil {
					churnLittle(r)
					b.check("weak", k)
					if weak.Make(b) != *w || w.Value() != b {
						fail("weak identity", k)
					}
					if r.next(3) == 0 {
						strongTable[k].Store(b)
					}
				} else if r.next(4) == 0 {
					weakTable[k].Store(nil)
				}
			}
		}
	}
	b := newBox(3)
	w := weak.Make(b)
	churn(r)
	if w.Value() != b {
		fail("weak lost")
	}
	runtime.KeepAlive(b)
}

var madeFin, ranFin, madeClean, ranClean, stoppedClean atomic.Int64
var revived [16]atomic.Pointer[box]

// Finalizers see their object and what it points to whole; some make it reachable again.
func finalizers(r *rng) {
	for i := 0; i < 20; i++ {
		k := r.next(1000)
		b := newBox(k)
		b.next = newBox(k + 1)
		b.next.next = newBox(k + 2)
		captured := newBox(k + 3)
		madeFin.Add(1)
		runtime.SetFinalizer(b, func(b *box) {
			b.check("finalizer", k)
			b.next.check("finalizer next", k+1)
			b.next.next.check("finalizer next next", k+2)
			captured.check("finalizer captured", k+3)
			ranFin.Add(1)
			if k%3 == 0 {
				revived[k%16].Store(b)
			}
		})
		if k%5 == 0 {
			runtime.SetFinalizer(b, nil)
			ranFin.Add(1)
		}
		if b := revived[k%16].Load(); b != nil {
			b.check("revived", b.id)
			b.next.next.check("revived next", b.id+2)
		}
	}
	churn(r)
}

func cleanups(r *rng) {
	for i := 0; i < 20; i++ {
		k := r.next(1000)
		b, note := newBox(k), newBox(k+7)
		madeClean.Add(1)
		c := runtime.AddCleanup(b, func(n *box) {
			n.check("cleanup", k+7)
			ranClean.Add(1)
		}, note)
		runtime.AddCleanup(b, func(s string) {
			if s != "box"+newBox(k).name[3:] {
				fail("cleanup string", s)
			}
		}, b.name)
		if k%4 == 0 {
			c.Stop()
			stoppedClean.Add(1)
		}
		b.check("cleanup object", k)
	}
	churn(r)
}

var pool = sync.Pool{New: func() any { return newBox(1) }}

func pools(r *rng) {
	var mine []*box
	for i := 0; i < 100; i++ {
		if r.next(2) == 0 || len(mine) == 0 {
			b := pool.Get().(*box)
			b.check("pool", b.id)
			for _, m := range mine {
				if m == b {
					fail("pool gave twice", b.id)
				}
			}
			*b = *newBox(r.next(1000))
			mine = append(mine, b)
		} else {
			b := mine[len(mine)-1]
			mine = mine[:len(mine)-1]
			b.check("pool mine", b.id)
			pool.Put(b)
		}
		churnLittle(r)
	}
}

type pair struct {
	a, b string
}

func uniques(r *rng) {
	for i := 0; i < 30; i++ {
		k := r.next(50)
		s := newBox(k).name
		h := unique.Make(s)
		churnLittle(r)
		p := unique.Make(pair{s, s})
		if unique.Make(newBox(k).name) != h || h.Value() != s {
			fail("unique", s)
		}
		if v := p.Value(); v.a != s || v.b != newBox(k).name {
			fail("unique pair", v)
		}
	}
}

// Timers whose functions hold pointers; some are stopped, some set anew.
func timers(r *rng) {
	out := make(chan *box, 64)
	var ts []*time.Timer
	want := 0
	for i := 0; i < 24; i++ {
		b := newBox(i)
		t := time.AfterFunc(time.Duration(r.next(2000))*time.Microsecond, func() {
			b.check("timer", i)
			out <- b
		})
		ts = append(ts, t)
	}
	churn(r)
	for i, t := range ts {
		switch i % 4 {
		case 0:
			if !t.Stop() {
				want++
			}
		case 1:
			if !t.Reset(time.Duration(r.next(1000)) * time.Microsecond) {
				want++
			}
			want++
		default:
			want++
		}
	}
	for range want {
		b := <-out
		b.check("timer result", b.id)
	}
	select {
	case <-time.After(time.Duration(r.next(500)) * time.Microsecond):
	case b := <-out:
		fail("a stopped timer fired", b.id)
	}
}

func tickers(r *rng) {
	t := time.NewTicker(time.Duration(50+r.next(300)) * time.Microsecond)
	abandoned := time.NewTicker(time.Duration(50+r.next(300)) * time.Microsecond)
	quit := time.NewTimer(2 * time.Millisecond)
	b := newBox(8)
	for n := 0; ; n++ {
		select {
		case at := <-t.C:
			if at.Location() != time.Local || at.IsZero() {
				fail("ticker", at)
			}
			b.check("ticker", 8)
			if n == 3 {
				t.Reset(time.Duration(30+r.next(100)) * time.Microsecond)
			}
			churnLittle(r)
			continue
		case <-abandoned.C:
			continue
		case <-quit.C:
		}
		break
	}
	t.Stop()
	time.Sleep(time.Duration(r.next(200)) * time.Microsecond)
	b.check("ticker end", 8)
}

// What is counted at the end, when nothing holds the objects any more.
func lastLook() {
	for i := range revived {
		revived[i].Store(nil)
	}
	for i := 0; i < 5; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if f, m := ranFin.Load(), madeFin.Load(); f > m {
		fail("finalizers ran twice", f, m)
	}
	if c, m := ranClean.Load(), madeClean.Load(); c > m-stoppedClean.Load() {
		fail("cleanups ran too often", c, m)
	}
}
