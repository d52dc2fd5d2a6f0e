package os

import (
	"io/fs"
	"syscall"
	"time"
)

type FileInfo = fs.FileInfo
type DirEntry = fs.DirEntry

const (
	ModeDir        = fs.ModeDir
	ModeAppend     = fs.ModeAppend
	ModeExclusive  = fs.ModeExclusive
	ModeTemporary  = fs.ModeTemporary
	ModeSymlink    = fs.ModeSymlink
	ModeDevice     = fs.ModeDevice
	ModeNamedPipe  = fs.ModeNamedPipe
	ModeSocket     = fs.ModeSocket
	ModeSetuid     = fs.ModeSetuid
	ModeSetgid     = fs.ModeSetgid
	ModeCharDevice = fs.ModeCharDevice
	ModeSticky     = fs.ModeSticky
	ModeIrregular  = fs.ModeIrregular

	ModeType = fs.ModeType
	ModePerm = fs.ModePerm
)

// modeBits is a mode as the system has it.
func modeBits(mode FileMode) uint32 {
	bits := uint32(mode.Perm())
	if mode&ModeSetuid != 0 {
		bits |= syscall.S_ISUID
	}
	if mode&ModeSetgid != 0 {
		bits |= syscall.S_ISGID
	}
	if mode&ModeSticky != 0 {
		bits |= syscall.S_ISVTX
	}
	return bits
}

type fileStat struct {
	name string
	mode FileMode
	sys  syscall.Stat_t
}

func (fs *fileStat) Name() string       { return fs.name }
func (fs *fileStat) IsDir() bool        { return fs.mode.IsDir() }
func (fs *fileStat) Size() int64        { return fs.sys.Size }
func (fs *fileStat) Mode() FileMode     { return fs.mode }
func (fs *fileStat) ModTime() time.Time { return time.Unix(fs.sys.Mtim.Sec, fs.sys.Mtim.Nsec) }
func (fs *fileStat) Sys() any           { return &fs.sys }

func newFileStat(path string, st *syscall.Stat_t) *fileStat {
	info := &fileStat{name: basename(path), sys: *st}
	info.mode = FileMode(st.Mode & 0777)
	switch st.Mode & syscall.S_IFMT {
	case syscall.S_IFBLK:
		info.mode |= ModeDevice
	case syscall.S_IFCHR:
		info.mode |= ModeDevice | ModeCharDevice
	case syscall.S_IFDIR:
		info.mode |= ModeDir
	case syscall.S_IFIFO:
		info.mode |= ModeNamedPipe
	case syscall.S_IFLNK:
		info.mode |= ModeSymlink
	case syscall.S_IFSOCK:
		info.mode |= ModeSocket
	}
	if st.Mode&syscall.S_ISGID != 0 {
		info.mode |= ModeSetgid
	}
	if st.Mode&syscall.S_ISUID != 0 {
		info.mode |= ModeSetuid
	}
	if st.Mode&syscall.S_ISVTX != 0 {
		info.mode |= ModeSticky
	}
	return info
}

// basename is the last element of a path.
func basename(path string) string {
	for len(path) > 1 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	for i := len(path) - 2; i >= 0; i-- {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	if len(path) > 1 && path[0] == '/' {
		path = path[1:]
	}
	return path
}

// Stat describes a file, Lstat a link itself.
func Stat(name string) (FileInfo, error) {
	var st syscall.Stat_t
	if err := syscall.Stat(name, &st); err != nil {
		return nil, &PathError{"stat", name, err}
	}
	return newFileStat(name, &st), nil
}

func Lstat(name string) (FileInfo, error) {
	var st syscall.Stat_t
	if err := syscall.Lstat(name, &st); err != nil {
		return nil, &PathError{"lstat", name, err}
	}
	return newFileStat(name, &st), nil
}

func (f *File) Stat() (FileInfo, error) {
	if f == nil {
		return nil, ErrInvalid
	}
	var st syscall.Stat_t
	if err := f.pfd.Do(func(fd int) error { return syscall.Fstat(fd, &st) }); err != nil {
		return nil, f.wrap("stat", err)
	}
	return newFileStat(f.name, &st), nil
}

// SameFile reports whether both describe one file.
func SameFile(fi1, fi2 FileInfo) bool {
	a, ok1 := fi1.(*fileStat)
	b, ok2 := fi2.(*fileStat)
	return ok1 && ok2 && a.sys.Dev == b.sys.Dev && a.sys.Ino == b.sys.Ino
}

func pathError(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &PathError{op, name, err}
}

func linkError(op, old, new string, err error) error {
	if err == nil {
		return nil
	}
	return &LinkError{op, old, new, err}
}

func Chmod(name string, mode FileMode) error {
	return pathError("chmod", name, syscall.Chmod(name, modeBits(mode)))
}

func Chdir(dir string) error { return pathError("chdir", dir, syscall.Chdir(dir)) }

// Getwd is the current folder: $PWD if that names it, with the links that lead there.
func Getwd() (dir string, err error) {
	dir = Getenv("PWD")
	var here FileInfo
	if len(dir) > 0 && dir[0] == '/' {
		if here, err = Stat("."); err != nil {
			return "", err
		}
		if info, err := Stat(dir); err == nil && SameFile(here, info) {
			return dir, nil
		}
	}
	dir, err = syscall.Getwd()
	if err != syscall.ENAMETOOLONG && err != syscall.ERANGE {
		return dir, NewSyscallError("getwd", err)
	}
	return deepWd()
}

// deepWd finds the names of the current folder and those above it in their parents.
func deepWd() (string, error) {
	here, err := Stat(".")
	if err != nil {
		return "", err
	}
	top, err := Stat("/")
	if err != nil {
		return "", err
	}
	dir := ""
	for parent := ".."; !SameFile(here, top); parent = "../" + parent {
		if len(parent) >= 1024 {
			return "", NewSyscallError("getwd", syscall.ENAMETOOLONG)
		}
		f, err := Open(parent)
		if err != nil {
			return "", err
		}
		name, above, err := nameIn(f, here)
		f.Close()
		if err != nil {
			return "", err
		}
		dir = "/" + name + dir
		here = above
	}
	if dir == "" {
		dir = "/"
	}
	return dir, nil
}

// nameIn is the name of a folder in the folder f, and what f is.
func nameIn(f *File, folder FileInfo) (name string, above FileInfo, err error) {
	names, err := f.Readdirnames(-1)
	if err != nil {
		return "", nil, err
	}
	for _, name := range names {
		info, err := lstatAt(f.pfd.Sysfd, name, name)
		if err == nil && SameFile(info, folder) {
			above, err = f.Stat()
			return name, above, err
		}
	}
	return "", nil, NewSyscallError("getwd", syscall.ENOENT)
}

func Link(oldname, newname string) error {
	return linkError("link", oldname, newname, syscall.Link(oldname, newname))
}

func Symlink(oldname, newname string) error {
	return linkError("symlink", oldname, newname, syscall.Symlink(oldname, newname))
}

func Rename(oldpath, newpath string) error {
	// The system lets a file replace an empty directory only with a poor error.
	if info, err := Lstat(newpath); err == nil && info.IsDir() && oldpath != newpath {
		if old, err := Lstat(oldpath); err != nil {
			return &LinkError{"rename", oldpath, newpath, underlying(err)}
		} else if !old.IsDir() || !SameFile(old, info) {
			return &LinkError{"rename", oldpath, newpath, syscall.EEXIST}
		}
	}
	return linkError("rename", oldpath, newpath, syscall.Rename(oldpath, newpath))
}

func Readlink(name string) (string, error) {
	for size := 128; ; size *= 2 {
		buf := make([]byte, size)
		n, err := syscall.Readlink(name, buf)
		if err != nil {
			return "", &PathError{"readlink", name, err}
		}
		if n < size {
			return string(buf[:n]), nil
		}
	}
}

func Truncate(name string, size int64) error {
	return pathError("truncate", name, syscall.Truncate(name, size))
}

// Chown and Lchown say whose a file is, Lchown a link itself; -1 leaves it as it is.
func Chown(name string, uid, gid int) error {
	return pathError("chown", name, syscall.Chown(name, uid, gid))
}

func Lchown(name string, uid, gid int) error {
	return pathError("lchown", name, syscall.Lchown(name, uid, gid))
}

// Chtimes sets the times of a file; the zero time leaves one as it is.
func Chtimes(name string, atime time.Time, mtime time.Time) error {
	return pathError("chtimes", name, syscall.UtimesNano(name, fileTimes(atime, mtime)))
}

// fileTimes are times as the system has them.
func fileTimes(atime, mtime time.Time) []syscall.Timespec {
	const omit = 1<<30 - 2
	var ts []syscall.Timespec
	for _, t := range []time.Time{atime, mtime} {
		if t.IsZero() {
			ts = append(ts, syscall.Timespec{Nsec: omit})
		} else {
			ts = append(ts, syscall.NsecToTimespec(t.UnixNano()))
		}
	}
	return ts
}
