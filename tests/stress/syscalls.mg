package main

// Goroutines that block in reads which no poller serves, so that Ps change hands all the time: pairs that answer each other
// through pipes, rings of several, some of them locked to their threads, beside others that compute, allocate, sleep,
// collect and change GOMAXPROCS. Each value that comes through is checked.
//
//	minigo run syscalls.mg SECONDS SEED

import (
	"encoding/binary"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	stop  atomic.Bool
	trips atomic.Int64
)

func fail(args ...any) {
	fmt.Println(args...)
	os.Exit(1)
}

type pipe struct{ r, w int }

func newPipe() pipe {
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		fail("pipe:", err)
	}
	return pipe{fds[0], fds[1]}
}

func (p pipe) send(v uint64) {
	b := binary.LittleEndian.AppendUint64(nil, v)
	if n, err := syscall.Write(p.w, b); n != 8 || err != nil {
		fail("write:", n, err)
	}
}

func (p pipe) recv() uint64 {
	b := make([]byte, 8)
	for got := 0; got < 8; {
		n, err := syscall.Read(p.r, b[got:])
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			fail("read:", n, err)
		}
		got += n
	}
	return binary.LittleEndian.Uint64(b)
}

const last = 1 << 63

// ring sends numbers around n goroutines, each of which adds one.
func ring(wg *sync.WaitGroup, rnd *rand.Rand, n int, locked bool) {
	pipes := make([]pipe, n)
	for i := range pipes {
		pipes[i] = newPipe()
	}
	for i := 1; i < n; i++ {
		lock := locked && i%2 == 1
		wg.Go(func() {
			if lock {
				runtime.LockOSThread()
				defer runtime.UnlockOSThread()
			}
			for {
				v := pipes[i].recv()
				if v == last {
					pipes[(i+1)%n].send(v)
					return
				}
				pipes[(i+1)%n].send(v + 1)
			}
		})
	}
	seed := rnd.Int63()
	wg.Go(func() {
		rnd := rand.New(rand.NewSource(seed))
		for !stop.Load() {
			v := uint64(rnd.Intn(1 << 40))
			pipes[1%n].send(v)
			switch rnd.Intn(8) {
			case 0:
				runtime.Gosched()
			case 1:
				time.Sleep(time.Duration(rnd.Intn(200)) * time.Microsecond)
			}
			if got := pipes[0].recv(); got != v+uint64(n-1) {
				fail("ring of", n, "got", got, "for", v)
			}
			trips.Add(1)
		}
		pipes[1%n].send(last)
		pipes[0].recv()
	})
}

type node struct {
	next *node
	n    int
}

func compute(rnd *rand.Rand) {
	for !stop.Load() {
		var list *node
		n := 1 + rnd.Intn(2000)
		for i := range n {
			list = &node{list, i}
		}
		sum := 0
		for ; list != nil; list = list.next {
			sum += list.n
		}
		if sum != n*(n-1)/2 {
			fail("list of", n, "sums to", sum)
		}
	}
}

func main() {
	seconds, _ := strconv.Atoi(os.Args[1])
	seed, _ := strconv.ParseInt(os.Args[2], 10, 64)
	rnd := rand.New(rand.NewSource(seed))
	var wg sync.WaitGroup
	for i := range 10 {
		ring(&wg, rnd, 2+i%4, i%3 == 0)
	}
	for range 3 {
		seed := rnd.Int63()
		wg.Go(func() { compute(rand.New(rand.NewSource(seed))) })
	}
	end := time.Now().Add(time.Duration(seconds) * time.Second)
	for time.Now().Before(end) {
		time.Sleep(time.Duration(rnd.Intn(20)) * time.Millisecond)
		switch rnd.Intn(4) {
		case 0:
			runtime.GOMAXPROCS(1 + rnd.Intn(8))
		case 1:
			runtime.GC()
		}
	}
	stop.Store(true)
	wg.Wait()
	if trips.Load() == 0 {
		fail("nothing came through")
	}
	fmt.Println("all whole")
}
