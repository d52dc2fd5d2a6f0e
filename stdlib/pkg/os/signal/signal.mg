// Package signal delivers the system's signals to channels.
//
// A handler in the host writes each signal that was asked for to a pipe, which a
// goroutine here reads. A signal that nobody asks for any more does again what it
// did before.
package signal

import (
	"context"
	"os"
	"sync"
	"syscall"
)

const numSig = 65

// enable has a signal written to the pipe, ignore has it ignored, disable puts
// back what it did before, ignored tells whether it is ignored now.
func enable(sig int)

func ignore(sig int)

func disable(sig int)

func ignored(sig int) bool

// openPipe makes the pipe and gives its reading end, -1 if that fails.
func openPipe() int

var all struct {
	mu      sync.Mutex
	wants   map[chan<- os.Signal]*[numSig]bool
	refs    [numSig]int
	started bool
}

func number(sig os.Signal) int {
	if s, ok := sig.(syscall.Signal); ok && s > 0 && s < numSig {
		return int(s)
	}
	return -1
}

// catchable are the signals that Notify without a list means.
func catchable(n int) bool {
	switch syscall.Signal(n) {
	case syscall.SIGKILL, syscall.SIGSTOP, syscall.SIGSEGV, syscall.SIGBUS, syscall.SIGFPE, syscall.SIGILL, 32, 33:
		return false
	}
	return true
}

// Notify has the signals, all if there is no list, sent to c. A signal for which
// c has no room is lost.
func Notify(c chan<- os.Signal, sig ...os.Signal) {
	if c == nil {
		panic("os/signal: Notify using nil channel")
	}
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.wants == nil {
		all.wants = map[chan<- os.Signal]*[numSig]bool{}
	}
	w := all.wants[c]
	if w == nil {
		w = new([numSig]bool)
		all.wants[c] = w
	}
	add := func(n int) {
		if n < 0 || w[n] || !catchable(n) {
			return
		}
		if !all.started {
			all.started = true
			if fd := openPipe(); fd >= 0 {
				go deliver(os.NewFile(uintptr(fd), "signals"))
			}
		}
		w[n] = true
		if all.refs[n]++; all.refs[n] == 1 {
			enable(n)
		}
	}
	if len(sig) == 0 {
		for n := 1; n < numSig; n++ {
			add(n)
		}
	}
	for _, s := range sig {
		add(number(s))
	}
}

// deliver sends what comes from the pipe on.
func deliver(r *os.File) {
	var buf [64]byte
	for {
		n, err := r.Read(buf[:])
		if err != nil {
			return
		}
		for _, b := range buf[:n] {
			all.mu.Lock()
			for c, w := range all.wants {
				if int(b) < numSig && w[b] {
					select {
					case c <- syscall.Signal(b):
					default:
					}
				}
			}
			all.mu.Unlock()
		}
	}
}

// drop takes signal n away from c's wants.
func drop(w *[numSig]bool, n int) {
	if w[n] {
		w[n] = false
		if all.refs[n]--; all.refs[n] == 0 {
			disable(n)
		}
	}
}

// Stop ends sending to c.
func Stop(c chan<- os.Signal) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if w := all.wants[c]; w != nil {
		for n := 1; n < numSig; n++ {
			drop(w, n)
		}
		delete(all.wants, c)
	}
}

func cancel(sigs []os.Signal, what func(int)) {
	all.mu.Lock()
	defer all.mu.Unlock()
	one := func(n int) {
		for _, w := range all.wants {
			if w[n] {
				w[n] = false
				all.refs[n]--
			}
		}
		what(n)
	}
	if len(sigs) == 0 {
		for n := 1; n < numSig; n++ {
			if catchable(n) {
				one(n)
			}
		}
	}
	for _, s := range sigs {
		if n := number(s); n > 0 {
			one(n)
		}
	}
}

// Ignore has the signals ignored, Reset undoes Notify and Ignore.
func Ignore(sig ...os.Signal) { cancel(sig, ignore) }
func Reset(sig ...os.Signal)  { cancel(sig, disable) }

// Ignored says whether the signal is ignored.
func Ignored(sig os.Signal) bool {
	n := number(sig)
	return n > 0 && ignored(n)
}

// NotifyContext gives a context that ends when one of the signals comes.
func NotifyContext(parent context.Context, signals ...os.Signal) (ctx context.Context, stop context.CancelFunc) {
	inner, end := context.WithCancelCause(parent)
	ch := make(chan os.Signal, 1)
	Notify(ch, signals...)
	s := &signalCtx{inner, signals}
	stop = func() {
		end(nil)
		Stop(ch)
	}
	if inner.Err() == nil {
		go func() {
			select {
			case sig := <-ch:
				end(signalError(sig.String() + " signal received"))
			case <-inner.Done():
			}
		}()
	}
	return s, stop
}

// signalError is the cause of a context that a signal ended.
type signalError string

func (e signalError) Error() string { return string(e) }

func (e signalError) Is(target error) bool { return target == context.Canceled }

type signalCtx struct {
	context.Context
	signals []os.Signal
}

func (c *signalCtx) String() string {
	s := "signal.NotifyContext("
	if n, ok := c.Context.(interface{ String() string }); ok {
		name := n.String()
		const suffix = ".WithCancel"
		if len(name) > len(suffix) && name[len(name)-len(suffix):] == suffix {
			name = name[:len(name)-len(suffix)]
		}
		s += name
	}
	if len(c.signals) > 0 {
		s += ", ["
		for i, sig := range c.signals {
			if i > 0 {
				s += " "
			}
			s += sig.String()
		}
		s += "]"
	}
	return s + ")"
}
