package io

// pipe.mg: a synchronous pipe in memory. A write hands its bytes to readers over
// a channel and waits for how many they took. Channels of one place serve as
// mutexes, which keeps package sync out of programs that only print.

import "errors"

// ErrClosedPipe: reading or writing at an end that was closed.
var ErrClosedPipe = errors.New("io: read/write on closed pipe")

type pipe struct {
	writing chan bool   // holds a value while a Write is going on
	data    chan []byte // from a Write to a Read
	taken   chan int    // from that Read: how much it took

	state    chan bool // guards what follows
	done     chan bool // closed when either end is
	closed   bool
	readErr  error // set by CloseWithError of the reading end
	writeErr error // set by CloseWithError of the writing end
}

// A PipeReader is the reading end of a pipe.
type PipeReader struct {
	p *pipe
}

// A PipeWriter is the writing end of a pipe.
type PipeWriter struct {
	p *pipe
}

// Pipe makes a pipe: each Write blocks until Reads have taken all of it.
func Pipe() (*PipeReader, *PipeWriter) {
	p := &pipe{
		writing: make(chan bool, 1),
		data:    make(chan []byte),
		taken:   make(chan int),
		state:   make(chan bool, 1),
		done:    make(chan bool),
	}
	return &PipeReader{p}, &PipeWriter{p}
}

// end closes the pipe and stores err at *slot if nothing is there.
func (p *pipe) end(slot *error, err error) {
	p.state <- true
	if *slot == nil {
		*slot = err
	}
	if !p.closed {
		p.closed = true
		close(p.done)
	}
	<-p.state
}

// errors gives what either end was closed with.
func (p *pipe) errors() (readErr, writeErr error) {
	p.state <- true
	readErr, writeErr = p.readErr, p.writeErr
	<-p.state
	return readErr, writeErr
}

func (p *pipe) readCloseError() error {
	readErr, writeErr := p.errors()
	if readErr == nil && writeErr != nil {
		return writeErr
	}
	return ErrClosedPipe
}

func (p *pipe) writeCloseError() error {
	readErr, writeErr := p.errors()
	if writeErr == nil && readErr != nil {
		return readErr
	}
	return ErrClosedPipe
}

func (r *PipeReader) Read(data []byte) (n int, err error) {
	p := r.p
	select {
	case <-p.done:
		return 0, p.readCloseError()
	default:
	}
	select {
	case b := <-p.data:
		n = copy(data, b)
		p.taken <- n
		return n, nil
	case <-p.done:
		return 0, p.readCloseError()
	}
}

// Close makes writes fail with ErrClosedPipe.
func (r *PipeReader) Close() error { return r.CloseWithError(nil) }

// CloseWithError makes writes fail with err.
func (r *PipeReader) CloseWithError(err error) error {
	if err == nil {
		err = ErrClosedPipe
	}
	r.p.end(&r.p.readErr, err)
	return nil
}

func (w *PipeWriter) Write(data []byte) (n int, err error) {
	p := w.p
	select {
	case <-p.done:
		return 0, p.writeCloseError()
	default:
		p.writing <- true
		defer func() { <-p.writing }()
	}
	for once := true; once || len(data) > 0; once = false {
		select {
		case p.data <- data:
			m := <-p.taken
			data = data[m:]
			n += m
		case <-p.done:
			return n, p.writeCloseError()
		}
	}
	return n, nil
}

// Close makes reads end with EOF.
func (w *PipeWriter) Close() error { return w.CloseWithError(nil) }

// CloseWithError makes reads fail with err.
func (w *PipeWriter) CloseWithError(err error) error {
	if err == nil {
		err = EOF
	}
	w.p.end(&w.p.writeErr, err)
	return nil
}
