package os

import (
	"io/fs"
	"runtime"
	"syscall"
	"unsafe"
)

// at.mg: calls on a name in a folder that is given by its descriptor. None follows a link.

const (
	atNofollow  = 0x100
	atRemoveDir = 0x200
)

// at makes a call whose second argument is the name, again if a signal came between.
func at(trap uintptr, fd int, name string, a1, a2, a3 uintptr) (int, error) {
	p, err := syscall.BytePtrFromString(name)
	if err != nil {
		return -1, err
	}
	for {
		r, _, errno := syscall.Syscall6(trap, uintptr(fd), uintptr(unsafe.Pointer(p)), a1, a2, a3, 0)
		runtime.KeepAlive(p)
		if errno == 0 {
			return int(r), nil
		}
		if errno != syscall.EINTR {
			return -1, errno
		}
	}
}

// betweenAt makes a call on two names in two folders.
func betweenAt(trap uintptr, oldfd int, oldname string, newfd int, newname string) error {
	old, err := syscall.BytePtrFromString(oldname)
	if err != nil {
		return err
	}
	new, err := syscall.BytePtrFromString(newname)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall6(trap, uintptr(oldfd), uintptr(unsafe.Pointer(old)), uintptr(newfd), uintptr(unsafe.Pointer(new)), 0, 0)
	runtime.KeepAlive(old)
	runtime.KeepAlive(new)
	if errno != 0 {
		return errno
	}
	return nil
}

func openAt(fd int, name string, flag int, perm uint32) (int, error) {
	return at(syscall.SYS_OPENAT, fd, name, uintptr(flag|syscall.O_CLOEXEC|syscall.O_NOFOLLOW), uintptr(perm), 0)
}

func unlinkAt(fd int, name string, flags int) error {
	_, err := at(syscall.SYS_UNLINKAT, fd, name, uintptr(flags), 0, 0)
	return err
}

// removeAt removes a file or an empty folder.
func removeAt(fd int, name string) error {
	err := unlinkAt(fd, name, 0)
	if err == nil {
		return nil
	}
	err1 := unlinkAt(fd, name, atRemoveDir)
	if err1 != syscall.ENOTDIR {
		return err1
	}
	return err
}

func mkdirAt(fd int, name string, perm FileMode) error {
	_, err := at(syscall.SYS_MKDIRAT, fd, name, uintptr(modeBits(perm)), 0, 0)
	return err
}

func lstatAt(fd int, name, shown string) (*fileStat, error) {
	var st syscall.Stat_t
	if _, err := at(syscall.SYS_NEWFSTATAT, fd, name, uintptr(unsafe.Pointer(&st)), atNofollow, 0); err != nil {
		return nil, err
	}
	return newFileStat(shown, &st), nil
}

func readlinkAt(fd int, name string) (string, error) {
	for size := 128; ; size *= 2 {
		buf := make([]byte, size)
		n, err := at(syscall.SYS_READLINKAT, fd, name, uintptr(unsafe.Pointer(&buf[0])), uintptr(size), 0)
		if err != nil {
			return "", err
		}
		if n < size {
			return string(buf[:n]), nil
		}
	}
}

func symlinkAt(target string, fd int, name string) error {
	old, err := syscall.BytePtrFromString(target)
	if err != nil {
		return err
	}
	new, err := syscall.BytePtrFromString(name)
	if err != nil {
		return err
	}
	_, _, errno := syscall.Syscall(syscall.SYS_SYMLINKAT, uintptr(unsafe.Pointer(old)), uintptr(fd), uintptr(unsafe.Pointer(new)))
	runtime.KeepAlive(old)
	runtime.KeepAlive(new)
	if errno != 0 {
		return errno
	}
	return nil
}

// removeAllAt removes name in a folder and all that is in it. An error's path begins at name.
func removeAllAt(fd int, name string) error {
	err := unlinkAt(fd, name, 0)
	if err == nil || IsNotExist(err) {
		return nil
	}
	if err != syscall.EISDIR && err != syscall.EPERM && err != syscall.EACCES {
		return &PathError{"unlinkat", name, err}
	}
	dir, openErr := openAt(fd, name, syscall.O_DIRECTORY, 0)
	if openErr != nil {
		if IsNotExist(openErr) {
			return nil
		}
		if openErr == syscall.ENOTDIR || openErr == syscall.ELOOP {
			return &PathError{"unlinkat", name, err}
		}
		openErr = &PathError{"openfdat", name, openErr}
	} else {
		openErr = removeIn(newFile(dir, name, false))
	}
	err = unlinkAt(fd, name, atRemoveDir)
	if err == nil || IsNotExist(err) {
		return nil
	}
	if openErr != nil {
		return openErr
	}
	return &PathError{"unlinkat", name, err}
}

// removeIn removes what is in the folder f, as far as it can, and closes it: the last error.
func removeIn(f *File) error {
	defer f.Close()
	var last error
	for {
		// What is removed while the folder is read may hide other names: so again from the start, until no name is left or
		// none can be removed.
		f.Seek(0, 0)
		names, err := f.Readdirnames(-1)
		if err != nil && !IsNotExist(err) {
			return &PathError{"readdirnames", f.name, underlying(err)}
		}
		removed := false
		for _, name := range names {
			if err := removeAllAt(f.pfd.Sysfd, name); err != nil {
				if e, ok := err.(*fs.PathError); ok {
					e.Path = f.name + "/" + e.Path
				}
				last = err
			} else {
				removed = true
			}
		}
		if !removed {
			return last
		}
	}
}
