// Package stdio lets fmt reach the standard streams without importing os, so
// that a program that only prints does not load files, times and processes.
// Package os, where it is loaded, puts its Stdout and Stdin in here.
package stdio

// A Writer is an io.Writer.
type Writer interface {
	Write(p []byte) (n int, err error)
}

// A Reader is an io.Reader.
type Reader interface {
	Read(p []byte) (n int, err error)
}

// Out and In give os.Stdout and os.Stdin as they are now; nil without os.
var (
	Out func() Writer
	In  func() Reader
)

// EOF is io.EOF, put here by package io (which every reader imports).
var EOF error

// Stdout is where fmt.Print writes.
func Stdout() Writer {
	if Out != nil {
		return Out()
	}
	return stream(1)
}

// Stdin is where fmt.Scan reads.
func Stdin() Reader {
	if In != nil {
		return In()
	}
	return stream(0)
}

// A stream is a standard stream of a program without os.
type stream int

// write and read are the system calls; EINTR is retried inside. A write that
// fails with EPIPE does what the SIGPIPE that it stands for does.
//
//minigo:syscall
func write(fd int, p []byte) (n, errno int)

//minigo:syscall
func read(fd int, p []byte) (n, errno int)

// errorText is the system's text for errno, its first letter small.
func errorText(errno int) string

type streamError string

func (e streamError) Error() string { return string(e) }

func (s stream) Write(p []byte) (n int, err error) {
	for n < len(p) {
		m, errno := write(int(s), p[n:])
		if errno != 0 {
			return n, streamError("write /dev/stdout: " + errorText(errno))
		}
		n += m
	}
	return n, nil
}

func (s stream) Read(p []byte) (n int, err error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, errno := read(int(s), p)
	if errno != 0 {
		return 0, streamError("read /dev/stdin: " + errorText(errno))
	}
	if n == 0 {
		return 0, EOF
	}
	return n, nil
}

// Stderr is the process's standard error.
var Stderr Writer = stream(2)
