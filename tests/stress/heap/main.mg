// What mixed.mg leaves out of the heap and the scheduler: every piece builds something, lets collections come between,
// and checks the content of what it built.
// Usage: heap SECONDS SEED [PIECE...], or [-PIECE...] for all but those.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
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

func fail(what string, args ...any) {
	fmt.Println("BROKEN", what, args)
	os.Exit(1)
}

// A box says of itself what it holds, in three ways.
type box struct {
	id   int
	name string
	data []int
	next *box
}

func newBox(id int) *box {
	b := &box{id: id, name: "box" + strconv.Itoa(id), data: make([]int, 1+id%7)}
	for i := range b.data {
		b.data[i] = id + i
	}
	return b
}

func (b *box) check(what string, id int) {
	if b == nil || b.id != id || b.name != "box"+strconv.Itoa(id) || len(b.data) != 1+id%7 {
		fail(what, "box", id, b)
	}
	for i, x := range b.data {
		if x != id+i {
			fail(what, "data", id, i, x)
		}
	}
}

// churn makes garbage of the same size classes, so that a box freed too early is overwritten.
func churn(r *rng) {
	var keep [8]*box
	for i := 0; i < 40; i++ {
		keep[i%8] = newBox(-1000000 - i*7)
	}
	if r.next(30) == 0 {
		runtime.GC()
	}
}

type piece struct {
	name string
	f    func(*rng)
}

var pieces []piece

func main() {
	seconds, seed := 1, 1
	if len(os.Args) > 1 {
		seconds, _ = strconv.Atoi(os.Args[1])
	}
	if len(os.Args) > 2 {
		seed, _ = strconv.Atoi(os.Args[2])
	}
	pieces = slices.Concat(mapPieces, chanPieces, panicPieces, revivePieces, reflectPieces, parkPieces)
	if len(os.Args) > 3 {
		but := os.Args[3][0] == '-'
		pieces = slices.DeleteFunc(pieces, func(p piece) bool {
			return but == slices.ContainsFunc(os.Args[3:], func(a string) bool { return strings.TrimPrefix(a, "-") == p.name })
		})
	}
	rounds := make([]atomic.Int64, len(pieces))
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	var wg sync.WaitGroup
	for g := 0; g < 14; g++ {
		wg.Go(func() {
			r := rng(seed*1000 + g*7 + 1)
			for time.Now().Before(end) {
				k := r.next(len(pieces))
				pieces[k].f(&r)
				rounds[k].Add(1)
			}
		})
	}
	wg.Go(func() {
		r := rng(seed + 5)
		var m runtime.MemStats
		for time.Now().Before(end) {
			switch r.next(12) {
			case 0:
				runtime.ReadMemStats(&m)
				if m.HeapAlloc > 1<<40 || m.Mallocs < m.Frees {
					fail("memstats", m.HeapAlloc, m.Mallocs, m.Frees)
				}
			case 1:
				runtime.GOMAXPROCS(2 + r.next(7))
			case 2:
				if r.next(20) == 0 {
					debug.FreeOSMemory()
				}
			case 3:
				debug.SetGCPercent(5 + r.next(100))
			default:
				runtime.GC()
			}
			time.Sleep(time.Duration(r.next(3000)) * time.Microsecond)
		}
	})
	wg.Wait()
	lastLook()
	var out strings.Builder
	for i, p := range pieces {
		fmt.Fprintf(&out, " %s %d", p.name, rounds[i].Load())
	}
	fmt.Fprintln(os.Stderr, "rounds"+out.String())
	fmt.Println("all whole")
}
