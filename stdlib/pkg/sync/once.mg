package sync

import "sync/atomic"

// A Once does something once.
type Once struct {
	_    noCopy
	done atomic.Bool
	m    Mutex
}

// Do calls f if this is the first call of Do; others wait until it has returned.
func (o *Once) Do(f func()) {
	if !o.done.Load() {
		o.doSlow(f)
	}
}

func (o *Once) doSlow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if !o.done.Load() {
		defer o.done.Store(true)
		f()
	}
}

// onceFunc is the state of OnceFunc.
type onceFunc struct {
	once   Once
	f      func()
	ok     bool // f returned
	reason any  // what it panicked with otherwise
}

// OnceFunc gives a function that calls f the first time. If f panics, each call
// panics with the same value.
func OnceFunc(f func()) func() {
	o := &onceFunc{f: f}
	return func() {
		o.once.Do(func() {
			defer func() {
				o.f = nil
				o.reason = recover()
				if !o.ok {
					panic(o.reason)
				}
			}()
			o.f()
			o.ok = true
		})
		if !o.ok {
			panic(o.reason)
		}
	}
}

// OnceValue gives a function that calls f the first time and returns its result each time. If f panics, each call panics
// with the same value.
func OnceValue[T any](f func() T) func() T {
	var result T
	once := OnceFunc(func() { result = f() })
	return func() T {
		once()
		return result
	}
}

// OnceValues is OnceValue for a function with two results.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	var (
		r1 T1
		r2 T2
	)
	once := OnceFunc(func() { r1, r2 = f() })
	return func() (T1, T2) {
		once()
		return r1, r2
	}
}
