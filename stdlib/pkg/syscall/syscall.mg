// Package syscall has the system's calls, as far as the library and programs need
// them. The natives give an errno, 0 for none; the exported functions an Errno.
package syscall

import (
	"errors"
	"internal/oserror"
)

const (
	O_RDONLY   = 0x0
	O_WRONLY   = 0x1
	O_RDWR     = 0x2
	O_CREAT    = 0x40
	O_EXCL     = 0x80
	O_NOCTTY   = 0x100
	O_TRUNC    = 0x200
	O_APPEND   = 0x400
	O_NONBLOCK = 0x800
	O_SYNC     = 0x101000
	O_CLOEXEC  = 0x80000

	S_IFMT   = 0xf000
	S_IFSOCK = 0xc000
	S_IFLNK  = 0xa000
	S_IFREG  = 0x8000
	S_IFBLK  = 0x6000
	S_IFDIR  = 0x4000
	S_IFCHR  = 0x2000
	S_IFIFO  = 0x1000
	S_ISUID  = 0x800
	S_ISGID  = 0x400
	S_ISVTX  = 0x200

	PathMax = 0x1000
)

// File descriptors of the standard streams.
var (
	Stdin  = 0
	Stdout = 1
	Stderr = 2
)

// An Errno is the system's number of an error.
type Errno uintptr

// strerror is the system's text for an error, as Go spells it.
func strerror(errno int) string

func (e Errno) Error() string {
	if text := strerror(int(e)); text != "" {
		return text
	}
	return "errno " + decimal(int(e))
}

func (e Errno) Is(target error) bool {
	switch target {
	case oserror.ErrPermission:
		return e == EACCES || e == EPERM
	case oserror.ErrExist:
		return e == EEXIST || e == ENOTEMPTY
	case oserror.ErrNotExist:
		return e == ENOENT
	case errors.ErrUnsupported:
		return e == ENOSYS || e == ENOTSUP || e == EOPNOTSUPP
	}
	return false
}

func (e Errno) Temporary() bool {
	return e == EINTR || e == EMFILE || e == ENFILE || e.Timeout()
}

func (e Errno) Timeout() bool {
	return e == EAGAIN || e == ETIMEDOUT
}

// A Signal is the number of a signal.
type Signal int

func (s Signal) Signal() {}

// decimal is here to keep strconv out.
func decimal(n int) string {
	if n < 0 {
		return "-" + decimal(-n)
	}
	if n < 10 {
		return "0123456789"[n : n+1]
	}
	return decimal(n/10) + decimal(n%10)
}

// failure is errno as an error, nil for 0.
func failure(errno int) error {
	if errno == 0 {
		return nil
	}
	return Errno(errno)
}

// ---- natives ----

//minigo:syscall
func read(fd int, p []byte) (n, errno int)

//minigo:syscall
func write(fd int, p []byte) (n, errno int)

//minigo:syscall
func pread(fd int, p []byte, off int64) (n, errno int)

//minigo:syscall
func pwrite(fd int, p []byte, off int64) (n, errno int)

//minigo:syscall
func open(path string, mode int, perm uint32) (fd, errno int)

//minigo:syscall
func close(fd int) (errno int)

//minigo:syscall
func seek(fd int, offset int64, whence int) (off int64, errno int)

//minigo:syscall
func mkdir(path string, perm uint32) (errno int)

//minigo:syscall
func rmdir(path string) (errno int)

//minigo:syscall
func unlink(path string) (errno int)

//minigo:syscall
func chdir(path string) (errno int)

//minigo:syscall
func chmod(path string, mode uint32) (errno int)

//minigo:syscall
func rename(from, to string) (errno int)

//minigo:syscall
func link(from, to string) (errno int)

//minigo:syscall
func symlink(from, to string) (errno int)

//minigo:syscall
func readlink(path string, buf []byte) (n, errno int)

//minigo:syscall
func ftruncate(fd int, size int64) (errno int)

//minigo:syscall
func fsync(fd int) (errno int)

//minigo:syscall
func getcwd(buf []byte) (n, errno int)

//minigo:syscall
func getdents(fd int, buf []byte) (n, errno int)

// pipe fills p with the reading and the writing end, both closed on exec.
//
//minigo:syscall
func pipe(p []int) (errno int)

//minigo:syscall
func kill(pid, sig int) (errno int)

// setnonblock sets or clears O_NONBLOCK.
//
//minigo:syscall
func setnonblock(fd int, on bool) (errno int)

// mkfifo makes a named pipe.
//
//minigo:syscall
func mkfifo(path string, mode uint32) (errno int)

//minigo:leaf
func getpid() int

//minigo:leaf
func getppid() int

//minigo:leaf
func getuid() int

//minigo:leaf
func getgid() int

// gettid is the thread's number.
//
//minigo:leaf
func gettid() int

func runtime_args() []string
func runtime_envs() []string

// runtime_setenv sets the process's own environment, for programs it starts and
// for the C library; unset if !set.
func runtime_setenv(key, value string, set bool)

func runtime_exit(code int)

// ---- what programs call ----

func Read(fd int, p []byte) (n int, err error) {
	n, errno := read(fd, p)
	return n, failure(errno)
}

func Write(fd int, p []byte) (n int, err error) {
	n, errno := write(fd, p)
	return n, failure(errno)
}

func Pread(fd int, p []byte, off int64) (n int, err error) {
	n, errno := pread(fd, p, off)
	return n, failure(errno)
}

func Pwrite(fd int, p []byte, off int64) (n int, err error) {
	n, errno := pwrite(fd, p, off)
	return n, failure(errno)
}

func Open(path string, mode int, perm uint32) (fd int, err error) {
	fd, errno := open(path, mode, perm)
	return fd, failure(errno)
}

func Close(fd int) error { return failure(close(fd)) }

func Seek(fd int, offset int64, whence int) (off int64, err error) {
	off, errno := seek(fd, offset, whence)
	return off, failure(errno)
}

func Mkdir(path string, mode uint32) error { return failure(mkdir(path, mode)) }
func Rmdir(path string) error              { return failure(rmdir(path)) }
func Unlink(path string) error             { return failure(unlink(path)) }
func Chdir(path string) error              { return failure(chdir(path)) }
func Chmod(path string, mode uint32) error { return failure(chmod(path, mode)) }
func Rename(from, to string) error         { return failure(rename(from, to)) }
func Link(path, link_ string) error        { return failure(link(path, link_)) }
func Symlink(path, link_ string) error     { return failure(symlink(path, link_)) }
func Ftruncate(fd int, length int64) error { return failure(ftruncate(fd, length)) }
func Fsync(fd int) error                   { return failure(fsync(fd)) }
func Kill(pid int, sig Signal) error       { return failure(kill(pid, int(sig))) }
func SetNonblock(fd int, nonblocking bool) error {
	return failure(setnonblock(fd, nonblocking))
}
func Mkfifo(path string, mode uint32) error { return failure(mkfifo(path, mode)) }

func Readlink(path string, buf []byte) (n int, err error) {
	n, errno := readlink(path, buf)
	return n, failure(errno)
}

func Getwd() (wd string, err error) {
	buf := make([]byte, PathMax)
	n, errno := getcwd(buf)
	if errno != 0 {
		return "", Errno(errno)
	}
	return string(buf[:n]), nil
}

func ReadDirent(fd int, buf []byte) (n int, err error) {
	n, errno := getdents(fd, buf)
	return n, failure(errno)
}

func Pipe(p []int) error {
	if len(p) != 2 {
		return EINVAL
	}
	return failure(pipe(p))
}

func Getpid() int  { return getpid() }
func Getppid() int { return getppid() }
func Getuid() int  { return getuid() }
func Getgid() int  { return getgid() }
func Gettid() int  { return gettid() }

func Getpagesize() int { return 4096 }

// Args is the program's name and arguments.
func Args() []string { return runtime_args() }

// Exit ends the process at once.
func Exit(code int) { runtime_exit(code) }

// A RawConn gives the descriptor of a connection to functions. Those of Read and Write are called again, when the
// descriptor is ready, until they return true.
type RawConn interface {
	Control(f func(fd uintptr)) error
	Read(f func(fd uintptr) (done bool)) error
	Write(f func(fd uintptr) (done bool)) error
}

// A Conn has a RawConn.
type Conn interface {
	SyscallConn() (RawConn, error)
}
