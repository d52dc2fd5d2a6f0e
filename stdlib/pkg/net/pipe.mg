package net

import (
	"io"
	"os"
	"sync"
	"time"
)

// A wall is a deadline: a channel that is closed when it passes.
type wall struct {
	mu     sync.Mutex
	timer  *time.Timer
	passed chan struct{}
}

func (w *wall) done() chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.passed
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func (w *wall) set(t time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.timer != nil && !w.timer.Stop() {
		<-w.passed // the timer's function is about to close it
	}
	w.timer = nil
	closed := isClosed(w.passed)
	if t.IsZero() {
		if closed {
			w.passed = make(chan struct{})
		}
		return
	}
	if d := time.Until(t); d > 0 {
		if closed {
			w.passed = make(chan struct{})
		}
		passed := w.passed
		w.timer = time.AfterFunc(d, func() { close(passed) })
		return
	}
	if !closed {
		close(w.passed)
	}
}

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// A pipe is one end: data comes in at in and what was taken of it goes back at
// taken; the other way round for what goes out.
type pipe struct {
	writing sync.Mutex

	in       <-chan []byte
	taken    chan<- int
	out      chan<- []byte
	outTaken <-chan int

	once       sync.Once
	closed     chan struct{}
	peerClosed <-chan struct{}

	readWall, writeWall wall
}

// Pipe makes a synchronous connection in memory.
func Pipe() (Conn, Conn) {
	ab, ba := make(chan []byte), make(chan []byte)
	abTaken, baTaken := make(chan int), make(chan int)
	a := &pipe{in: ba, taken: baTaken, out: ab, outTaken: abTaken, closed: make(chan struct{})}
	b := &pipe{in: ab, taken: abTaken, out: ba, outTaken: baTaken, closed: make(chan struct{})}
	a.peerClosed, b.peerClosed = b.closed, a.closed
	for _, p := range []*pipe{a, b} {
		p.readWall.passed = make(chan struct{})
		p.writeWall.passed = make(chan struct{})
	}
	return a, b
}

func (*pipe) LocalAddr() Addr  { return pipeAddr{} }
func (*pipe) RemoteAddr() Addr { return pipeAddr{} }

func (p *pipe) Read(b []byte) (int, error) {
	n, err := p.read(b)
	if err != nil && err != io.EOF && err != io.ErrClosedPipe {
		err = &OpError{Op: "read", Net: "pipe", Err: err}
	}
	return n, err
}

func (p *pipe) read(b []byte) (int, error) {
	switch {
	case isClosed(p.closed):
		return 0, io.ErrClosedPipe
	case isClosed(p.peerClosed):
		return 0, io.EOF
	case isClosed(p.readWall.done()):
		return 0, os.ErrDeadlineExceeded
	}
	select {
	case data := <-p.in:
		n := copy(b, data)
		p.taken <- n
		return n, nil
	case <-p.closed:
		return 0, io.ErrClosedPipe
	case <-p.peerClosed:
		return 0, io.EOF
	case <-p.readWall.done():
		return 0, os.ErrDeadlineExceeded
	}
}

func (p *pipe) Write(b []byte) (int, error) {
	n, err := p.write(b)
	if err != nil && err != io.ErrClosedPipe {
		err = &OpError{Op: "write", Net: "pipe", Err: err}
	}
	return n, err
}

func (p *pipe) write(b []byte) (n int, err error) {
	switch {
	case isClosed(p.closed), isClosed(p.peerClosed):
		return 0, io.ErrClosedPipe
	case isClosed(p.writeWall.done()):
		return 0, os.ErrDeadlineExceeded
	}
	p.writing.Lock()
	defer p.writing.Unlock()
	for once := true; once || len(b) > 0; once = false {
		select {
		case p.out <- b:
			m := <-p.outTaken
			b = b[m:]
			n += m
		case <-p.closed:
			return n, io.ErrClosedPipe
		case <-p.peerClosed:
			return n, io.ErrClosedPipe
		case <-p.writeWall.done():
			return n, os.ErrDeadlineExceeded
		}
	}
	return n, nil
}

func (p *pipe) setDeadline(t time.Time, walls ...*wall) error {
	if isClosed(p.closed) || isClosed(p.peerClosed) {
		return io.ErrClosedPipe
	}
	for _, w := range walls {
		w.set(t)
	}
	return nil
}

func (p *pipe) SetDeadline(t time.Time) error      { return p.setDeadline(t, &p.readWall, &p.writeWall) }
func (p *pipe) SetReadDeadline(t time.Time) error  { return p.setDeadline(t, &p.readWall) }
func (p *pipe) SetWriteDeadline(t time.Time) error { return p.setDeadline(t, &p.writeWall) }

func (p *pipe) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}
