package syscall

import (
	"runtime"
	"unsafe"
)

// raw.mg: the system's calls by number, and what passes strings to them.
//
// A uintptr that was made from a pointer keeps nothing alive: whoever calls Syscall uses what the pointer points at
// afterwards, or calls runtime.KeepAlive.

// syscall6 makes the call trap; r1 is all ones and errno is set if it fails.
//
//minigo:syscall
func syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2, errno uintptr)

// Syscall makes a call of up to three arguments, Syscall6 one of up to six.
func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) {
	r1, r2, errno := syscall6(trap, a1, a2, a3, 0, 0, 0)
	return r1, r2, Errno(errno)
}

func Syscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno) {
	r1, r2, errno := syscall6(trap, a1, a2, a3, a4, a5, a6)
	return r1, r2, Errno(errno)
}

// RawSyscall and RawSyscall6 are for calls that do not block; here they are no different.
func RawSyscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno) {
	return Syscall(trap, a1, a2, a3)
}

func RawSyscall6(trap, a1, a2, a3, a4, a5, a6 uintptr) (r1, r2 uintptr, err Errno) {
	return Syscall6(trap, a1, a2, a3, a4, a5, a6)
}

// ByteSliceFromString is s with a NUL behind it; EINVAL if there is one in it.
func ByteSliceFromString(s string) ([]byte, error) {
	for i := 0; i < len(s); i++ {
		if s[i] == 0 {
			return nil, EINVAL
		}
	}
	b := make([]byte, len(s)+1)
	copy(b, s)
	return b, nil
}

// BytePtrFromString points to the first byte of ByteSliceFromString.
func BytePtrFromString(s string) (*byte, error) {
	b, err := ByteSliceFromString(s)
	if err != nil {
		return nil, err
	}
	return &b[0], nil
}

// StringByteSlice and StringBytePtr panic if there is a NUL in s.
func StringByteSlice(s string) []byte {
	b, err := ByteSliceFromString(s)
	if err != nil {
		panic("syscall: string with NUL passed to StringByteSlice")
	}
	return b
}

func StringBytePtr(s string) *byte { return &StringByteSlice(s)[0] }

// SlicePtrFromStrings are pointers to the strings, and nil behind them.
func SlicePtrFromStrings(list []string) ([]*byte, error) {
	pointers := make([]*byte, len(list)+1)
	for i, s := range list {
		p, err := BytePtrFromString(s)
		if err != nil {
			return nil, err
		}
		pointers[i] = p
	}
	return pointers, nil
}

// StringSlicePtr is SlicePtrFromStrings that panics.
func StringSlicePtr(list []string) []*byte {
	pointers, err := SlicePtrFromStrings(list)
	if err != nil {
		panic("syscall: string with NUL passed to StringSlicePtr")
	}
	return pointers
}

// CloseOnExec has fd closed in programs that the process starts.
func CloseOnExec(fd int) { Syscall(SYS_FCNTL, uintptr(fd), F_SETFD, FD_CLOEXEC) }

// call makes a call and makes an error of its errno; again if a signal came between.
func call(trap uintptr, a ...uintptr) (int, error) {
	var args [6]uintptr
	copy(args[:], a)
	for {
		r, _, errno := syscall6(trap, args[0], args[1], args[2], args[3], args[4], args[5])
		if errno == 0 {
			return int(r), nil
		}
		if Errno(errno) != EINTR {
			return -1, Errno(errno)
		}
	}
}

// pathCall is a call whose argument number at is the path; the arguments a stand around it.
func pathCall(trap uintptr, at int, path string, a ...uintptr) (int, error) {
	p, err := BytePtrFromString(path)
	if err != nil {
		return -1, err
	}
	var args [6]uintptr
	for i, word := range a {
		if i >= at {
			i++
		}
		args[i] = word
	}
	args[at] = uintptr(unsafe.Pointer(p))
	n, err := call(trap, args[:]...)
	runtime.KeepAlive(p)
	return n, err
}

// address is where b begins.
func address(b []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(b))) }
