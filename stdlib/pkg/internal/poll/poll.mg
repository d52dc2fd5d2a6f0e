// Package poll has file descriptors that goroutines may use together: a read or
// write that would block parks its goroutine until the poller says that it would
// not, and closing wakes all of them.
package poll

import (
	"errors"
	"io"
	"sync"
	"syscall"
)

// A pollDesc is the runtime's handle of a descriptor that it watches, 0 for none.
type pollDesc uintptr

// runtime_pollOpen begins to watch fd.
//
//minigo:park
func runtime_pollOpen(fd int) (pd uintptr, errno int)

// runtime_pollReset forgets that fd was ready for mode ('r' or 'w'): 0 fine, 1 closing, 2 past
// the deadline.
//
//minigo:park
func runtime_pollReset(pd uintptr, mode int) int

// runtime_pollWait parks until fd is ready for mode; results as of reset.
//
//minigo:park
func runtime_pollWait(pd uintptr, mode int) int

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
	ErrNetClosing  = errors.New("use of closed network connection")
	ErrNoDeadline  = errors.New("file type does not support deadline")

	ErrDeadlineExceeded error = &DeadlineExceededError{}
)

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

	mu      sync.Mutex // guards refs and closing
	refs    int        // operations going on
	closing bool
	gone    bool // the descriptor was given back
	done    sync.Cond

	rl, wl sync.Mutex // one reader, one writer at a time

	pd pollDesc
}

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
	fd.mu.Lock()
	defer fd.mu.Unlock()
	if fd.closing {
		return fd.closingError()
	}
	fd.refs++
	return nil
}

// leave ends one; the last after Close gives the descriptor back.
func (fd *FD) leave() {
	fd.mu.Lock()
	fd.refs--
	last := fd.closing && fd.refs == 0
	fd.mu.Unlock()
	if last {
		fd.destroy()
	}
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
	fd.mu.Lock()
	if fd.closing {
		fd.mu.Unlock()
		return fd.closingError()
	}
	fd.closing = true
	fd.done.L = &fd.mu
	last := fd.refs == 0
	fd.mu.Unlock()
	if fd.pd != 0 {
		runtime_pollUnblock(uintptr(fd.pd))
	}
	if last {
		fd.destroy()
	} else if fd.pd != 0 {
		// All that wait were woken, so this will not be long.
		fd.mu.Lock()
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
	}
	return errors.New("not pollable")
}

// Retry calls f until it does not fail with EAGAIN, waiting for mode in between.
func (fd *FD) Retry(mode int, f func(sysfd int) error) error {
	if err := fd.enter(); err != nil {
		return err
	}
	defer fd.leave()
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

func (fd *FD) Read(p []byte) (int, error) {
	if err := fd.enter(); err != nil {
		return 0, err
	}
	defer fd.leave()
	fd.rl.Lock()
	defer fd.rl.Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	if err := fd.prepare('r'); err != nil {
		return 0, err
	}
	p = p[:min(len(p), maxPart)]
	for {
		n, err := syscall.Read(fd.Sysfd, p)
		if err == syscall.EAGAIN && fd.pd != 0 {
			if err = fd.Wait('r'); err == nil {
				continue
			}
		}
		if err != nil {
			return 0, err
		}
		if n == 0 && fd.Stream {
			return 0, io.EOF
		}
		return n, nil
	}
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
	defer fd.leave()
	fd.wl.Lock()
	defer fd.wl.Unlock()
	if err := fd.prepare('w'); err != nil {
		return 0, err
	}
	done := 0
	for {
		n, err := syscall.Write(fd.Sysfd, p[done:min(len(p), done+maxPart)])
		if n > 0 {
			done += n
		}
		if done == len(p) {
			return done, err
		}
		if err == syscall.EAGAIN && fd.pd != 0 {
			if err = fd.Wait('w'); err == nil {
				continue
			}
		}
		if err != nil {
			return done, err
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
