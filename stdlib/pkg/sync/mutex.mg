// Package sync has locks and what is built from them.
//
// The protocols are those of Go's package (mutexes that hand over to a waiter
// that starves, writers that announce themselves to readers), over the
// semaphores of the runtime, which sem.mg declares.
package sync

import (
	"runtime"
	"sync/atomic"
)

// A Locker can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

// A Mutex is a lock for one. (Calls of Lock, Unlock and TryLock try the common case by an instruction that knows this
// layout, vm/src/ops/sync.rs; so do those of RWMutex, WaitGroup and Once.) state has three flags and above them the number of
// goroutines that wait on sema.
//
// In normal mode a waiter that wakes competes with newcomers, which are running
// already and so mostly win. One that has lost for starveAfter turns the mutex to
// starvation mode: unlocking then hands it to the first waiter, newcomers queue
// up at the end, and it ends with a waiter that is the last or did not wait long.
type Mutex struct {
	state int32
	sema  uint32
}

const (
	locked      = 1 << iota // somebody has it
	woken                   // a waiter is awake (or a spinner counts as one): wake no other
	starving                // starvation mode
	waiterShift = iota      // the number of waiters starts at this bit

	starveAfter = 1e6 // ns
)

// Lock waits until m is unlocked and locks it.
func (m *Mutex) Lock() {
	if !atomic.CompareAndSwapInt32(&m.state, 0, locked) {
		m.lockSlow()
	}
}

// TryLock locks m if nobody has it.
func (m *Mutex) TryLock() bool {
	old := atomic.LoadInt32(&m.state)
	return old&(locked|starving) == 0 && atomic.CompareAndSwapInt32(&m.state, old, old|locked)
}

func (m *Mutex) lockSlow() {
	var since int64 // when this goroutine began to wait
	hungry := false // it has waited too long
	awake := false  // it holds the woken flag
	leaving := false // the goroutine is to end and does not want m any more
	spins := 0
	old := atomic.LoadInt32(&m.state)
	for {
		if old&(locked|starving) == locked && runtime_canSpin(spins) {
			if !awake && old&woken == 0 && old>>waiterShift != 0 &&
				atomic.CompareAndSwapInt32(&m.state, old, old|woken) {
				awake = true
			}
			runtime_doSpin()
			spins++
			old = atomic.LoadInt32(&m.state)
			continue
		}
		next := old
		if old&starving == 0 {
			next |= locked
		}
		if old&(locked|starving) != 0 {
			next += 1 << waiterShift
		}
		if hungry && old&locked != 0 {
			next |= starving
		}
		if awake {
			next &^= woken
		}
		if !atomic.CompareAndSwapInt32(&m.state, old, next) {
			old = atomic.LoadInt32(&m.state)
			continue
		}
		if old&(locked|starving) == 0 {
			break
		}
		first := since != 0 // has waited before: goes to the front of the queue
		if !first {
			since = runtime_nanotime()
		}
		if !runtime_SemacquireMutex(&m.sema, first) {
			if m.giveUp() {
				runtime.Goexit()
			}
			// It was being woken: it takes m as any other and leaves it again.
			leaving = true
			take(&m.sema)
		}
		hungry = hungry || runtime_nanotime()-since > starveAfter
		old = atomic.LoadInt32(&m.state)
		if old&starving != 0 {
			// The mutex was handed over; it is not marked locked, and this
			// goroutine still counts as a waiter.
			delta := int32(locked - 1<<waiterShift)
			if !hungry || old>>waiterShift == 1 {
				delta -= starving
			}
			atomic.AddInt32(&m.state, delta)
			break
		}
		awake = true
		spins = 0
	}
	if leaving {
		m.Unlock()
		runtime.Goexit()
	}
}

// giveUp takes back that a goroutine, which has left the queue, waits; false when an
// Unlock means it already.
func (m *Mutex) giveUp() bool {
	for {
		old := atomic.LoadInt32(&m.state)
		n := old >> waiterShift
		if n == 0 || n == 1 && old&(locked|starving) == starving {
			return false
		}
		next := old - 1<<waiterShift
		if n == 1 {
			next &^= starving
		}
		if atomic.CompareAndSwapInt32(&m.state, old, next) {
			return true
		}
	}
}

// Unlock unlocks m, which somebody (not necessarily this goroutine) has locked.
func (m *Mutex) Unlock() {
	if state := atomic.AddInt32(&m.state, -locked); state != 0 {
		m.unlockSlow(state)
	}
}

func (m *Mutex) unlockSlow(state int32) {
	if (state+locked)&locked == 0 {
		// A REPL survives this, and m should, too.
		atomic.AddInt32(&m.state, locked)
		fatal("sync: unlock of unlocked mutex")
	}
	if state&starving != 0 {
		runtime_Semrelease(&m.sema, true)
		return
	}
	for state>>waiterShift != 0 && state&(locked|woken|starving) == 0 {
		if atomic.CompareAndSwapInt32(&m.state, state, (state-1<<waiterShift)|woken) {
			runtime_Semrelease(&m.sema, false)
			return
		}
		state = atomic.LoadInt32(&m.state)
	}
}
