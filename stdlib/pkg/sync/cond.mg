package sync

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

// A Cond is a place to wait for something to change that L guards.
type Cond struct {
	_       noCopy
	L       Locker
	notify  notifyList
	checker copyChecker
}

// NewCond makes a Cond with lock l.
func NewCond(l Locker) *Cond { return &Cond{L: l} }

// Wait unlocks c.L, waits for Signal or Broadcast, and locks it again.
func (c *Cond) Wait() {
	c.checker.check()
	t := runtime_notifyListAdd(&c.notify)
	c.L.Unlock()
	called := runtime_notifyListWait(&c.notify, t)
	c.L.Lock()
	if !called {
		runtime.Goexit()
	}
}

// Signal wakes one that waits.
func (c *Cond) Signal() {
	c.checker.check()
	runtime_notifyListNotifyOne(&c.notify)
}

// Broadcast wakes all that wait.
func (c *Cond) Broadcast() {
	c.checker.check()
	runtime_notifyListNotifyAll(&c.notify)
}

// A copyChecker remembers where it was first used.
type copyChecker uintptr

func (c *copyChecker) check() {
	here := uintptr(unsafe.Pointer(c))
	if *c != copyChecker(here) && !atomic.CompareAndSwapUintptr((*uintptr)(c), 0, here) && *c != copyChecker(here) {
		panic("sync.Cond is copied")
	}
}
