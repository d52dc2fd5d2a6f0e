// Package poll has file descriptors that goroutines may use together: a read or
// write that would block parks its goroutine until the poller says that it would
// not, and closing wakes all of them.
package poll

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
)

// A pollDesc is the runtime's handle of a descriptor that it watches, 0 for none.
type pollDesc uintptr

// runtime_pollOpen begins to watch fd.
//
//minigo:park
func runtime_pollOpen(fd int) (pd uintptr, errno int)

// runtime_pollReset forgets that fd was ready for mode ('r' or 'w'): 0 fine, 1 closing, 2 past
// the deadline, 3 not pollable, 4 the goroutine is to end.
//
//minigo:park
func runtime_pollReset(pd uintptr, mode int) int

// runtime_pollWait parks until fd is ready for mode; results as of reset.
//
//minigo:park
func runtime_pollWait(pd uintptr, mode int) int

// runtime_read reads from fd into p, waiting while nothing is there if pd watches it. code is 0, an errno, or the negative
// of a result of reset.
//
//minigo:park
func runtime_read(pd uintptr, fd int, p []byte) (n, code int)

// runtime_write writes p, or some of it, likewise.
//
//minigo:park
func runtime_write(pd uintptr, fd int, p []byte) (n, code int)

// runtime_pollSetDeadline has waits for mode ('r', 'w' or 'r'+'w') end d ns from
// now; 0: never, negative: now.
//
//minigo:park
func runtime_pollSetDeadline(pd uintptr, d int64, mode int)

// runtime_pollUnblock ends all waits: fd is closing.
//
//minigo:park
func runtime_pollUnblock(pd uintptr)

// runtime_pollClose ends watching; after unblock, with no waits left.
//
//minigo:park
func runtime_pollClose(pd uintptr)

var (
	ErrFileClosing = errors.New("use of closed file")
	ErrNoDeadline  = errors.New("file type does not support deadline")

	ErrNetClosing errNetClosing

	ErrDeadlineExceeded error = &DeadlineExceededError{}
)

// errNetClosing is ErrNetClosing, which is a net.Error.
type errNetClosing struct{}

func (errNetClosing) Error() string   { return "use of closed network connection" }
func (errNetClosing) Timeout() bool   { return false }
func (errNetClosing) Temporary() bool { return false }

// A DeadlineExceededError is what waits past a deadline end with.
type DeadlineExceededError struct{}

func (e *DeadlineExceededError) Error() string   { return "i/o timeout" }
func (e *DeadlineExceededError) Timeout() bool   { return true }
func (e *DeadlineExceededError) Temporary() bool { return true }

// An FD is a descriptor in use. Its own zero value is not usable: set Sysfd first.
type FD struct {
	Sysfd  int
	Stream bool // reading 0 bytes is the end
	Net    bool // a socket

	blocking bool // SetBlocking was called

	state int64 // operations going on, each counted as user, and closing

	rl, wl sync.Mutex // one reader, one writer at a time

	pd pollDesc

	mu   sync.Mutex // guards the following
	gone bool       // the descriptor was given back
	done sync.Cond  // for Close
}

const (
	closing = 1 << iota // no operation begins any more
	user
)

// Watch puts fd into non-blocking mode under the poller.
func (fd *FD) Watch() error {
	pd, errno := runtime_pollOpen(fd.Sysfd)
	if errno != 0 {
		return syscall.Errno(errno)
	}
	if err := syscall.SetNonblock(fd.Sysfd, true); err != nil {
		runtime_pollUnblock(pd)
		runtime_pollClose(pd)
		return err
	}
	fd.pd = pollDesc(pd)
	return nil
}

// SetBlocking has calls block their thread from now on.
func (fd *FD) SetBlocking() error {
	if err := fd.enter(); err != nil {
		return err
	}
	defer fd.leave()
	fd.blocking = true
	return syscall.SetNonblock(fd.Sysfd, false)
}

// Polled reports whether fd is under the poller.
func (fd *FD) Polled() bool { return fd.pd != 0 }

func (fd *FD) closingError() error {
	if fd.Net {
		return ErrNetClosing
	}
	return ErrFileClosing
}

// enter begins an operation.
func (fd *FD) enter() error {
	for {
		state := atomic.LoadInt64(&fd.state)
		if state&closing != 0 {
			return fd.closingError()
		}
		if atomic.CompareAndSwapInt64(&fd.state, state, state+user) {
			return nil
		}
	}
}

// leave ends one; the last after Close gives the descriptor back.
func (fd *FD) leave() {
	if atomic.AddInt64(&fd.state, -user) == closing {
		fd.destroy()
	}
}

// endRead and endWrite end the operation of one that has the lock.
func (fd *FD) endRead() {
	fd.rl.Unlock()
	fd.leave()
}

func (fd *FD) endWrite() {
	fd.wl.Unlock()
	fd.leave()
}

func (fd *FD) destroy() {
	if fd.pd != 0 {
		runtime_pollClose(uintptr(fd.pd))
	}
	syscall.Close(fd.Sysfd)
	fd.mu.Lock()
	fd.gone = true
	if fd.done.L != nil {
		fd.done.Broadcast()
	}
	fd.mu.Unlock()
}

// Close ends fd: operations that wait fail.
func (fd *FD) Close() error {
	var state int64
	for {
		state = atomic.LoadInt64(&fd.state)
		if state&closing != 0 {
			return fd.closingError()
		}
		// An operation more, so that fd stays until those that wait are woken.
		if atomic.CompareAndSwapInt64(&fd.state, state, state+user|closing) {
			break
		}
	}
	if fd.pd != 0 {
		runtime_pollUnblock(uintptr(fd.pd))
	}
	fd.leave()
	if state != 0 && fd.pd != 0 && !fd.blocking {
		// All that wait were woken, so this will not be long.
		fd.mu.Lock()
		fd.done.L = &fd.mu
		for !fd.gone {
			fd.done.Wait()
		}
		fd.mu.Unlock()
	}
	return nil
}

// result turns what the poller says into an error.
func (fd *FD) result(code int) error {
	switch code {
	case 0:
		return nil
	case 1:
		return fd.closingError()
	case 2:
		return ErrDeadlineExceeded
	case 4:
		runtime.Goexit()
	}
	return errors.New("not pollable")
}

// Retry calls f until it does not fail with EAGAIN, waiting for mode in between. Others that read or write wait for it, as
// only one goroutine can wait for a mode.
func (fd *FD) Retry(mode int, f func(sysfd int) error) error {
	if err := fd.enter(); err != nil {
		return err
	}
	defer fd.leave()
	if mode == 'r' {
		fd.rl.Lock()
		defer fd.rl.Unlock()
	} else {
		fd.wl.Lock()
		defer fd.wl.Unlock()
	}
	if err := fd.prepare(mode); err != nil {
		return err
	}
	for {
		err := f(fd.Sysfd)
		if err != syscall.EAGAIN || fd.pd == 0 {
			return err
		}
		if err := fd.Wait(mode); err != nil {
			return err
		}
	}
}

func (fd *FD) prepare(mode int) error {
	if fd.pd == 0 {
		return nil
	}
	return fd.result(runtime_pollReset(uintptr(fd.pd), mode))
}

// Wait parks until fd is ready for mode.
func (fd *FD) Wait(mode int) error {
	return fd.result(runtime_pollWait(uintptr(fd.pd), mode))
}

// Reads and writes are cut into parts of this size, as some systems want it.
const maxPart = 1 << 30

// failure is the error of a native's code.
func (fd *FD) failure(code int) error {
	if code > 0 {
		return syscall.Errno(code)
	}
	return fd.result(-code)
}

func (fd *FD) Read(p []byte) (int, error) {
	if err := fd.enter(); err != nil {
		return 0, err
	}
	if fd.rl.TryLock() {
		defer fd.endRead()
	} else {
		defer fd.leave()
		fd.rl.Lock()
		defer fd.rl.Unlock()
	}
	if len(p) == 0 {
		return 0, nil
	}
	if len(p) > maxPart {
		p = p[:maxPart]
	}
	n, code := runtime_read(uintptr(fd.pd), fd.Sysfd, p)
	if code != 0 {
		return 0, fd.failure(code)
	}
	if n == 0 && fd.Stream {
		return 0, io.EOF
	}
	return n, nil
}

func (fd *FD) Pread(p []byte, off int64) (int, error) {
	if err := fd.enter(); err != nil {
		return 0, err
	}
	defer fd.leave()
	n, err := syscall.Pread(fd.Sysfd, p[:min(len(p), maxPart)], off)
	if err != nil {
		return 0, err
	}
	if n == 0 && len(p) > 0 && fd.Stream {
		err = io.EOF
	}
	return n, err
}

func (fd *FD) Write(p []byte) (int, error) {
	if err := fd.enter(); err != nil {
		return 0, err
	}
	if fd.wl.TryLock() {
		defer fd.endWrite()
	} else {
		defer fd.leave()
		fd.wl.Lock()
		defer fd.wl.Unlock()
	}
	done := 0
	for {
		n, code := runtime_write(uintptr(fd.pd), fd.Sysfd, p[done:min(len(p), done+maxPart)])
		if n > 0 {
			done += n
		}
		if code != 0 {
			return done, fd.failure(code)
		}
		if done == len(p) {
			return done, nil
		}
		if n == 0 {
			return done, io.ErrUnexpectedEOF
		}
	}
}

func (fd *FD) Pwrite(p []byte, off int64) (int, error) {
	if err := fd.enter(); err != nil {
		return 0, err
	}
	defer fd.leave()
	done := 0
	for done < len(p) {
		n, err := syscall.Pwrite(fd.Sysfd, p[done:min(len(p), done+maxPart)], off+int64(done))
		if n > 0 {
			done += n
		}
		if err != nil {
			return done, err
		}
		if n == 0 {
			return done, io.ErrUnexpectedEOF
		}
	}
	return done, nil
}

// Do calls f while fd cannot be given back.
func (fd *FD) Do(f func(sysfd int) error) error {
	if err := fd.enter(); err != nil {
		return err
	}
	defer fd.leave()
	return f(fd.Sysfd)
}

// SetDeadline sets the end of waits for mode to a distance in ns from now, or takes
// it back if !set.
func (fd *FD) SetDeadline(distance int64, set bool, mode int) error {
	if err := fd.enter(); err != nil {
		return err
	}
	defer fd.leave()
	if fd.pd == 0 {
		return ErrNoDeadline
	}
	switch {
	case !set:
		distance = 0
	case distance <= 0:
		distance = -1
	}
	runtime_pollSetDeadline(uintptr(fd.pd), distance, mode)
	return nil
}
