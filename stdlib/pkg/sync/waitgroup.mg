package sync

import (
	"runtime"
	"sync/atomic"
)

// A WaitGroup waits for a number of goroutines to end. The high half of state is
// the counter, the low half the number of waiters.
type WaitGroup struct {
	_     noCopy
	state atomic.Uint64
	sema  uint32
}

// Add adds delta to the counter; at zero the waiters go on.
func (wg *WaitGroup) Add(delta int) {
	state := wg.state.Add(uint64(delta) << 32)
	count, waiters := int32(state>>32), uint32(state)
	if count < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if waiters != 0 && delta > 0 && count == int32(delta) {
		panic("sync: WaitGroup misuse: Add called concurrently with Wait")
	}
	if count > 0 || waiters == 0 {
		return
	}
	// Nobody may change the state now: Adds must not run beside Wait, and Wait
	// does not count itself in at zero.
	if wg.state.Load() != state {
		panic("sync: WaitGroup misuse: Add called concurrently with Wait")
	}
	wg.state.Store(0)
	for ; waiters != 0; waiters-- {
		runtime_Semrelease(&wg.sema, false)
	}
}

// Done takes one off the counter.
func (wg *WaitGroup) Done() { wg.Add(-1) }

// Wait waits for the counter to be zero.
func (wg *WaitGroup) Wait() {
	for {
		state := wg.state.Load()
		if state>>32 == 0 {
			return
		}
		if wg.state.CompareAndSwap(state, state+1) {
			if !runtime_SemacquireWaitGroup(&wg.sema) {
				wg.giveUp()
			}
			if wg.state.Load() != 0 {
				panic("sync: WaitGroup is reused before previous Wait has returned")
			}
			return
		}
	}
}

// giveUp takes back that a goroutine, which is to end, waits. It returns when the last Done was faster.
func (wg *WaitGroup) giveUp() {
	for {
		state := wg.state.Load()
		if state>>32 == 0 || uint32(state) == 0 {
			take(&wg.sema)
			return
		}
		if wg.state.CompareAndSwap(state, state-1) {
			runtime.Goexit()
		}
	}
}

// Go runs f in a goroutine that the group counts. f must not panic.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer func() {
			if x := recover(); x != nil {
				// The program ends here; without this panic main could
				// return from Wait first and end it with success.
				panic(x)
			}
			wg.Done()
		}()
		f()
	}()
}
