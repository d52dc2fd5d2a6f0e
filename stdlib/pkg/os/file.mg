package os

import (
	"errors"
	"internal/poll"
	"io"
	"io/fs"
	"syscall"
	"time"
)

const (
	O_RDONLY = syscall.O_RDONLY
	O_WRONLY = syscall.O_WRONLY
	O_RDWR   = syscall.O_RDWR
	O_APPEND = syscall.O_APPEND
	O_CREATE = syscall.O_CREAT
	O_EXCL   = syscall.O_EXCL
	O_SYNC   = syscall.O_SYNC
	O_TRUNC  = syscall.O_TRUNC

	SEEK_SET = 0
	SEEK_CUR = 1
	SEEK_END = 2

	PathSeparator     = '/'
	PathListSeparator = ':'
	DevNull           = "/dev/null"
)

func IsPathSeparator(c uint8) bool { return c == '/' }

// The standard streams.
var (
	Stdin  = NewFile(0, "/dev/stdin")
	Stdout = NewFile(1, "/dev/stdout")
	Stderr = NewFile(2, "/dev/stderr")
)

// A File is an open file.
type File struct {
	pfd        poll.FD
	name       string
	appendMode bool
	ours       bool // it does not block because of us
	std        bool // a standard stream: a broken pipe kills the program
	dir        *dirState
}

func newFile(fd int, name string, watch bool) *File {
	f := &File{name: name}
	f.pfd.Sysfd = fd
	f.pfd.Stream = true
	if watch {
		// Not every file can be watched; then its calls block their thread.
		f.ours = f.pfd.Watch() == nil
	}
	return f
}

// NewFile makes a File of a descriptor.
func NewFile(fd uintptr, name string) *File {
	if int(fd) < 0 {
		return nil
	}
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFL, 0)
	if errno != 0 {
		flags = 0
	}
	// Whoever made it non-blocking wants it to be watched.
	f := newFile(int(fd), name, flags&syscall.O_NONBLOCK != 0)
	f.ours = false
	f.appendMode = flags&O_APPEND != 0
	f.std = fd <= 2
	return f
}

func Open(name string) (*File, error)   { return OpenFile(name, O_RDONLY, 0) }
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

// OpenFile opens a file; perm is for one that it makes.
func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	for {
		fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC, modeBits(perm))
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return nil, &PathError{"open", name, err}
		}
		return openedFile(fd, name, flag), nil
	}
}

// openedFile is a File of a descriptor that was opened with flag.
func openedFile(fd int, name string, flag int) *File {
	var st syscall.Stat_t
	watch := false
	if syscall.Fstat(fd, &st) == nil {
		kind := st.Mode & syscall.S_IFMT
		watch = kind != syscall.S_IFREG && kind != syscall.S_IFDIR && kind != syscall.S_IFBLK
	}
	f := newFile(fd, name, watch)
	f.appendMode = flag&O_APPEND != 0
	return f
}

// Pipe makes a pipe: what is written to w is read from r.
func Pipe() (r *File, w *File, err error) {
	p := make([]int, 2)
	if err := syscall.Pipe(p); err != nil {
		return nil, nil, NewSyscallError("pipe2", err)
	}
	return newFile(p[0], "|0", true), newFile(p[1], "|1", true), nil
}

func (f *File) check(op string) error {
	if f == nil {
		return ErrInvalid
	}
	return nil
}

// wrap is err of op, with the file's name.
func (f *File) wrap(op string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if err == poll.ErrFileClosing {
		err = ErrClosed
	}
	return &PathError{op, f.name, err}
}

func (f *File) Name() string { return f.name }

// Fd is the descriptor, which blocks from now on: others may not know how to wait.
func (f *File) Fd() uintptr {
	if f == nil {
		return ^uintptr(0)
	}
	if f.ours {
		f.pfd.SetBlocking()
	}
	return uintptr(f.pfd.Sysfd)
}

func (f *File) Read(b []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	if n, err = f.pfd.Read(b); err != nil {
		err = f.wrap("read", err)
	}
	return n, err
}

func (f *File) ReadAt(b []byte, off int64) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, &PathError{"readat", f.name, errors.New("negative offset")}
	}
	for len(b) > 0 {
		m, err := f.pfd.Pread(b, off)
		if err != nil {
			return n, f.wrap("read", err)
		}
		n += m
		b = b[m:]
		off += int64(m)
	}
	return n, nil
}

func (f *File) Write(b []byte) (n int, err error) {
	if f == nil {
		return 0, ErrInvalid
	}
	n, err = f.pfd.Write(b)
	if err == nil && n == len(b) {
		return n, nil
	}
	if err == nil {
		err = io.ErrShortWrite
	}
	if err == syscall.EPIPE && f.std && f.pfd.Sysfd != 0 {
		runtime_sigpipe()
	}
	return n, f.wrap("write", err)
}

// runtime_sigpipe kills the program by SIGPIPE.
func runtime_sigpipe()

func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.appendMode {
		return 0, errors.New("os: invalid use of WriteAt on file opened with O_APPEND")
	}
	if off < 0 {
		return 0, &PathError{"writeat", f.name, errors.New("negative offset")}
	}
	n, err = f.pfd.Pwrite(b, off)
	return n, f.wrap("write", err)
}

func (f *File) WriteString(s string) (n int, err error) { return f.Write([]byte(s)) }

// ReadFrom copies from r to the file.
func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	return io.Copy(onlyWriter{f}, r)
}

// WriteTo copies from the file to w.
func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	return io.Copy(w, onlyReader{f})
}

// onlyWriter and onlyReader hide ReadFrom and WriteTo from io.Copy.
type onlyWriter struct{ f *File }
type onlyReader struct{ f *File }

func (w onlyWriter) Write(b []byte) (int, error) { return w.f.Write(b) }
func (r onlyReader) Read(b []byte) (int, error)  { return r.f.Read(b) }

func (f *File) Seek(offset int64, whence int) (ret int64, err error) {
	if err := f.check("seek"); err != nil {
		return 0, err
	}
	err = f.pfd.Do(func(fd int) error {
		var err error
		ret, err = syscall.Seek(fd, offset, whence)
		return err
	})
	if err == nil && f.dir != nil && ret == 0 {
		f.dir = nil
	}
	if err != nil {
		return 0, f.wrap("seek", err)
	}
	return ret, nil
}

func (f *File) Truncate(size int64) error {
	if err := f.check("truncate"); err != nil {
		return err
	}
	return f.wrap("truncate", f.pfd.Do(func(fd int) error { return syscall.Ftruncate(fd, size) }))
}

func (f *File) Sync() error {
	if err := f.check("sync"); err != nil {
		return err
	}
	return f.wrap("sync", f.pfd.Do(func(fd int) error { return syscall.Fsync(fd) }))
}

func (f *File) Chmod(mode FileMode) error {
	if err := f.check("chmod"); err != nil {
		return err
	}
	return f.wrap("chmod", f.pfd.Do(func(fd int) error { return syscall.Fchmod(fd, modeBits(mode)) }))
}

func (f *File) Chown(uid, gid int) error {
	if err := f.check("chown"); err != nil {
		return err
	}
	return f.wrap("chown", f.pfd.Do(func(fd int) error { return syscall.Fchown(fd, uid, gid) }))
}

// Chdir makes the folder f the current one.
func (f *File) Chdir() error {
	if err := f.check("chdir"); err != nil {
		return err
	}
	return f.wrap("chdir", f.pfd.Do(func(fd int) error { return syscall.Fchdir(fd) }))
}

// SyscallConn gives the descriptor to functions.
func (f *File) SyscallConn() (syscall.RawConn, error) {
	if err := f.check("SyscallConn"); err != nil {
		return nil, err
	}
	return rawConn{f}, nil
}

type rawConn struct{ f *File }

func (c rawConn) Control(f func(fd uintptr)) error {
	return c.f.pfd.Do(func(fd int) error {
		f(uintptr(fd))
		return nil
	})
}

func (c rawConn) wait(mode int, f func(fd uintptr) bool) error {
	return c.f.pfd.Retry(mode, func(fd int) error {
		for !f(uintptr(fd)) {
			if c.f.pfd.Polled() {
				return syscall.EAGAIN
			}
		}
		return nil
	})
}

func (c rawConn) Read(f func(fd uintptr) bool) error  { return c.wait('r', f) }
func (c rawConn) Write(f func(fd uintptr) bool) error { return c.wait('w', f) }

func (f *File) Close() error {
	if f == nil {
		return ErrInvalid
	}
	return f.wrap("close", f.pfd.Close())
}

// SetDeadline has reads and writes that wait end at t; the zero time: never.
func (f *File) SetDeadline(t time.Time) error      { return f.setDeadline(t, 'r'+'w') }
func (f *File) SetReadDeadline(t time.Time) error  { return f.setDeadline(t, 'r') }
func (f *File) SetWriteDeadline(t time.Time) error { return f.setDeadline(t, 'w') }

func (f *File) setDeadline(t time.Time, mode int) error {
	if err := f.check("SetDeadline"); err != nil {
		return err
	}
	return f.pfd.SetDeadline(int64(time.Until(t)), !t.IsZero(), mode)
}

// ReadFile is the content of a file.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

// readAll is what there is to read in f.
func readAll(f *File) ([]byte, error) {
	size := 512
	if info, err := f.Stat(); err == nil && info.Size() > 0 && info.Size() < 1<<40 {
		size = int(info.Size()) + 1
	}
	data := make([]byte, 0, size)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err != nil {
			if err == io.EOF {
				err = nil
			}
			return data, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}

// WriteFile writes data to a file, which it makes or empties.
func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err1 := f.Close(); err1 != nil && err == nil {
		err = err1
	}
	return err
}

type FileMode = fs.FileMode
