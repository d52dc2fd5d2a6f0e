package os

import (
	"errors"
	"io/fs"
	"runtime"
	"sort"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// root.mg: Root, a folder that names cannot lead out of.
//
// A name is walked folder by folder, each opened in the one before without following links; a link is read, and its target
// put in its place in the name. ".." is not asked of the system, since a folder may have been moved: it takes the element
// before it out of the name, and the walk begins again. So no name leads out, whatever others do meanwhile.

var errEscapes = errors.New("path escapes from parent")

const (
	maxLinks    = 8
	maxSteps    = 255 // of a walk that began again more often than maxRestarts
	maxRestarts = 8
)

// A Root is a folder whose methods reach what is in it and nothing else.
type Root struct{ root *rootDir }

// A rootDir is the folder of a Root; it is closed when it has been told to and nobody uses it.
type rootDir struct {
	name   string
	mu     sync.Mutex
	fd     int
	users  int
	closed bool
}

func (r *rootDir) enter() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return ErrClosed
	}
	r.users++
	return nil
}

func (r *rootDir) leave() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.users--
	if r.closed && r.users == 0 {
		syscall.Close(r.fd)
	}
}

func (r *rootDir) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed && r.users == 0 {
		syscall.Close(r.fd)
	}
	r.closed = true
	runtime.SetFinalizer(r, nil)
	return nil
}

// OpenRoot opens a folder as a Root.
func OpenRoot(name string) (*Root, error) {
	for {
		fd, err := syscall.Open(name, syscall.O_CLOEXEC, 0)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			return nil, &PathError{"open", name, err}
		}
		return newRoot(fd, name)
	}
}

func newRoot(fd int, name string) (*Root, error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err == nil && st.Mode&syscall.S_IFMT != syscall.S_IFDIR {
		syscall.Close(fd)
		return nil, &PathError{"open", name, errors.New("not a directory")}
	}
	r := &rootDir{name: name, fd: fd}
	runtime.SetFinalizer(r, (*rootDir).close)
	return &Root{r}, nil
}

// OpenInRoot opens the file name in the folder dir.
func OpenInRoot(dir, name string) (*File, error) {
	r, err := OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.Open(name)
}

func (r *Root) Name() string { return r.root.name }
func (r *Root) Close() error { return r.root.close() }

// A link is the target of a link, as an error: the walk is to go on there.
type link string

func (link) Error() string { panic("os: a link is no error to show") }

// orLink is the link that name is, err if it is none.
func orLink(fd int, name string, err error) error {
	if target, e := readlinkAt(fd, name); e == nil {
		return link(target)
	}
	return err
}

// elements are the elements of a name, without "." but at the end, and whether it ends in a slash.
func elements(name string) (list []string, slash bool, err error) {
	if name == "" {
		return nil, false, errors.New("empty path")
	}
	if name[0] == '/' {
		return nil, false, errEscapes
	}
	for start := 0; start < len(name); {
		end := start
		for end < len(name) && name[end] != '/' {
			end++
		}
		next := end
		for next < len(name) && name[next] == '/' {
			next++
		}
		if name[start:end] != "." || next == len(name) {
			list = append(list, name[start:end])
		}
		slash = next == len(name) && next > end
		start = next
	}
	return list, slash, nil
}

// How a walk treats a slash at the end of a name.
const (
	slashPlain = 1 << iota // as if it were not there
	slashNew               // what is named need not be there
)

// openStep opens a folder on the way.
func openStep(fd int, name string) (int, error) {
	dir, err := openAt(fd, name, syscall.O_DIRECTORY, 0)
	switch err {
	case syscall.ELOOP, syscall.EMLINK, syscall.ENOTDIR:
		return -1, orLink(fd, name, err)
	case syscall.EOPNOTSUPP:
		return -1, syscall.ENOTDIR
	}
	return dir, err
}

// walk calls last with the descriptor of the folder of name's last element, that element, and whether a slash followed.
// step opens the folders before it. Both may give a link as their error.
func (r *Root) walk(name string, flags int, step func(fd int, name string) (int, error), last func(fd int, name string, slash bool) error) error {
	if err := r.root.enter(); err != nil {
		return err
	}
	defer r.root.leave()
	list, slash, err := elements(name)
	if err != nil {
		return err
	}
	top := r.root.fd
	fd := top
	leave := func() {
		if fd != top {
			syscall.Close(fd)
		}
		fd = top
	}
	defer leave()
	i, steps, restarts, links := 0, 0, 0, 0
	for {
		steps++
		if steps > maxSteps && restarts > maxRestarts {
			return syscall.ENAMETOOLONG
		}
		if list[i] == ".." {
			restarts++
			end := i
			for end < len(list) && list[end] == ".." {
				end++
			}
			up := end - i
			if up > i {
				return errEscapes
			}
			list = append(append([]string(nil), list[:i-up]...), list[end:]...)
			if len(list) == 0 {
				list = []string{"."}
			}
			i = 0
			leave()
			continue
		}
		var err error
		if i == len(list)-1 {
			if err = r.slashed(fd, list[i], slash, flags); err == nil {
				err = last(fd, list[i], slash)
			}
			if err == nil {
				return nil
			}
		} else {
			var dir int
			if dir, err = step(fd, list[i]); err == nil {
				leave()
				fd = dir
				i++
				continue
			}
		}
		switch e := err.(type) {
		case link:
			links++
			if links > maxLinks {
				return syscall.ELOOP
			}
			target, ended, err := elements(string(e))
			if err != nil {
				return err
			}
			rest := list[i+1:]
			if len(rest) == 0 {
				slash = slash || ended
			} else if target[len(target)-1] == "." {
				target = target[:len(target)-1]
			}
			list = append(append(append([]string(nil), list[:i]...), target...), rest...)
		case *PathError:
			path := ""
			for _, element := range list[:i+1] {
				if path != "" {
					path += "/"
				}
				path += element
			}
			e.Path = path
			return e
		default:
			return err
		}
	}
}

// slashed looks at the last element of a name with a slash behind it: a link is followed, and it is to be a folder.
func (r *Root) slashed(fd int, name string, slash bool, flags int) error {
	if !slash || flags&slashPlain != 0 {
		return nil
	}
	info, err := lstatAt(fd, name, name)
	switch {
	case err != nil && IsNotExist(err) && flags&slashNew != 0:
		return nil
	case err != nil:
		return err
	case info.mode&ModeSymlink != 0:
		return orLink(fd, name, syscall.ENOTDIR)
	case !info.IsDir():
		return syscall.ENOTDIR
	}
	return nil
}

// do is walk with an error of op on name.
func (r *Root) do(op, name string, last func(fd int, name string) error) error {
	err := r.walk(name, 0, openStep, func(fd int, name string, _ bool) error { return last(fd, name) })
	return pathError(op, name, err)
}

// noLink calls f if name is no link; otherwise the walk goes on at its target.
func noLink(fd int, name string, f func() error) error {
	if err := orLink(fd, name, nil); err != nil {
		return err
	}
	return f()
}

func (r *Root) Open(name string) (*File, error) { return r.OpenFile(name, O_RDONLY, 0) }
func (r *Root) Create(name string) (*File, error) {
	return r.OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666)
}

var errMode = errors.New("unsupported file mode")

// OpenFile is the function OpenFile for a name in the folder.
func (r *Root) OpenFile(name string, flag int, perm FileMode) (*File, error) {
	if perm&0777 != perm {
		return nil, &PathError{"openat", name, errMode}
	}
	opened := -1
	err := r.do("openat", name, func(fd int, name string) error {
		var err error
		opened, err = openAt(fd, name, flag, uint32(perm))
		exclusive := flag&(O_CREATE|O_EXCL) == O_CREATE|O_EXCL
		if !exclusive && (err == syscall.ELOOP || err == syscall.EMLINK || err == syscall.ENOTDIR) {
			return orLink(fd, name, err)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return openedFile(opened, below(r.Name(), name), flag), nil
}

// below is name in the folder dir.
func below(dir, name string) string {
	if len(dir) > 0 && dir[len(dir)-1] == '/' {
		return dir + name
	}
	return dir + "/" + name
}

// OpenRoot opens a folder in the folder as a Root.
func (r *Root) OpenRoot(name string) (*Root, error) {
	opened := -1
	err := r.do("openat", name, func(fd int, name string) error {
		var err error
		opened, err = openAt(fd, name, 0, 0)
		if err == syscall.ELOOP || err == syscall.EMLINK {
			return orLink(fd, name, err)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return newRoot(opened, below(r.Name(), name))
}

func (r *Root) Chmod(name string, mode FileMode) error {
	return r.do("chmodat", name, func(fd int, name string) error {
		return noLink(fd, name, func() error {
			return syscall.Fchmodat(fd, name, modeBits(mode), atNofollow)
		})
	})
}

func (r *Root) Chown(name string, uid, gid int) error {
	return r.do("chownat", name, func(fd int, name string) error {
		return noLink(fd, name, func() error { return syscall.Fchownat(fd, name, uid, gid, atNofollow) })
	})
}

func (r *Root) Lchown(name string, uid, gid int) error {
	return r.do("lchownat", name, func(fd int, name string) error {
		return syscall.Fchownat(fd, name, uid, gid, atNofollow)
	})
}

func (r *Root) Chtimes(name string, atime time.Time, mtime time.Time) error {
	return r.do("chtimesat", name, func(fd int, name string) error {
		return noLink(fd, name, func() error {
			times := fileTimes(atime, mtime)
			_, err := at(syscall.SYS_UTIMENSAT, fd, name, uintptr(unsafe.Pointer(&times[0])), atNofollow, 0)
			runtime.KeepAlive(times)
			return err
		})
	})
}

// Mkdir and MkdirAll make folders. A slash at the end of a name means nothing to the system here.
func (r *Root) Mkdir(name string, perm FileMode) error {
	if perm&0777 != perm {
		return &PathError{"mkdirat", name, errMode}
	}
	err := r.walk(name, slashPlain|slashNew, openStep, func(fd int, name string, _ bool) error {
		return mkdirAt(fd, name, perm)
	})
	return pathError("mkdirat", name, err)
}

func (r *Root) MkdirAll(name string, perm FileMode) error {
	if perm&0777 != perm {
		return &PathError{"mkdirat", name, errMode}
	}
	step := func(fd int, name string) (int, error) {
		for try := 0; ; try++ {
			dir, err := openStep(fd, name)
			if _, ok := err.(link); ok || err == nil {
				return dir, err
			}
			if try > 0 || !IsNotExist(err) {
				return -1, &PathError{Op: "openat", Err: err}
			}
			if err := mkdirAt(fd, name, perm); err != nil && err != syscall.EEXIST {
				return -1, &PathError{Op: "mkdirat", Err: err}
			}
		}
	}
	err := r.walk(name, slashPlain|slashNew, step, func(fd int, element string, _ bool) error {
		err := mkdirAt(fd, element, perm)
		if err == syscall.EEXIST {
			err = r.isFolder(fd, element, name, err)
		}
		if err == nil {
			return nil
		}
		return &PathError{Op: "mkdirat", Err: err}
	})
	if _, ok := err.(*PathError); ok || err == nil {
		return err
	}
	return &PathError{"mkdirat", name, err}
}

// isFolder is nil if an element, which is the last of name, is a folder or a link to one; err or a better error if not.
func (r *Root) isFolder(fd int, element, name string, err error) error {
	info, e := lstatAt(fd, element, element)
	if e != nil {
		return err
	}
	if info.IsDir() {
		return nil
	}
	if info.mode&ModeSymlink == 0 {
		return err
	}
	target, e := r.Stat(name)
	switch {
	case e == nil && target.IsDir():
		return nil
	case e == nil:
		return syscall.ENOTDIR
	case !IsNotExist(e):
		return e
	}
	return err
}

func (r *Root) Remove(name string) error { return r.do("removeat", name, removeAt) }

func (r *Root) RemoveAll(name string) error {
	for len(name) > 0 && name[len(name)-1] == '/' {
		name = name[:len(name)-1]
	}
	if endsInDot(name) {
		return &PathError{"RemoveAll", name, syscall.EINVAL}
	}
	err := r.walk(name, 0, openStep, func(fd int, name string, _ bool) error { return removeAllAt(fd, name) })
	if IsNotExist(err) {
		return nil
	}
	return pathError("RemoveAll", name, underlying(err))
}

func (r *Root) Stat(name string) (FileInfo, error)  { return r.stat(name, true) }
func (r *Root) Lstat(name string) (FileInfo, error) { return r.stat(name, false) }

func (r *Root) stat(name string, follow bool) (FileInfo, error) {
	var info *fileStat
	err := r.do("statat", name, func(fd int, element string) error {
		var err error
		info, err = lstatAt(fd, element, name)
		if err == nil && follow && info.mode&ModeSymlink != 0 {
			return orLink(fd, element, syscall.ELOOP)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return info, nil
}

func (r *Root) Readlink(name string) (string, error) {
	target := ""
	err := r.do("readlinkat", name, func(fd int, name string) error {
		var err error
		target, err = readlinkAt(fd, name)
		return err
	})
	if err != nil {
		return "", err
	}
	return target, nil
}

func (r *Root) Rename(oldname, newname string) error {
	err := r.walk(oldname, 0, openStep, func(oldfd int, old string, _ bool) error {
		return r.walk(newname, slashNew, openStep, func(newfd int, new string, slash bool) error {
			if slash {
				info, err := lstatAt(oldfd, old, old)
				if err != nil {
					return err
				}
				if !info.IsDir() {
					return syscall.ENOTDIR
				}
			}
			if there, err := lstatAt(newfd, new, new); err == nil && there.IsDir() {
				info, err := lstatAt(oldfd, old, old)
				if err != nil {
					return err
				}
				if new == old || !SameFile(there, info) {
					return syscall.EEXIST
				}
			}
			return betweenAt(syscall.SYS_RENAMEAT, oldfd, old, newfd, new)
		})
	})
	return linkError("renameat", oldname, newname, err)
}

func (r *Root) Link(oldname, newname string) error {
	err := r.walk(oldname, 0, openStep, func(oldfd int, old string, _ bool) error {
		return r.walk(newname, 0, openStep, func(newfd int, new string, _ bool) error {
			return betweenAt(syscall.SYS_LINKAT, oldfd, old, newfd, new)
		})
	})
	return linkError("linkat", oldname, newname, err)
}

func (r *Root) Symlink(oldname, newname string) error {
	err := r.walk(newname, 0, openStep, func(fd int, name string, _ bool) error {
		return symlinkAt(oldname, fd, name)
	})
	return linkError("symlinkat", oldname, newname, err)
}

func (r *Root) ReadFile(name string) ([]byte, error) {
	f, err := r.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

func (r *Root) WriteFile(name string, data []byte, perm FileMode) error {
	f, err := r.OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err1 := f.Close(); err == nil {
		err = err1
	}
	return err
}

// FS gives the folder as a tree of files.
func (r *Root) FS() fs.FS { return (*rootFS)(r) }

type rootFS Root

func (r *rootFS) in(op, name string) (*Root, error) {
	if !fs.ValidPath(name) {
		return nil, &PathError{op, name, ErrInvalid}
	}
	return (*Root)(r), nil
}

func (r *rootFS) Open(name string) (fs.File, error) {
	root, err := r.in("open", name)
	if err != nil {
		return nil, err
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (r *rootFS) ReadDir(name string) ([]DirEntry, error) {
	root, err := r.in("readdir", name)
	if err != nil {
		return nil, err
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := f.ReadDir(-1)
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, err
}

func (r *rootFS) ReadFile(name string) ([]byte, error) {
	root, err := r.in("readfile", name)
	if err != nil {
		return nil, err
	}
	return root.ReadFile(name)
}

func (r *rootFS) ReadLink(name string) (string, error) {
	root, err := r.in("readlink", name)
	if err != nil {
		return "", err
	}
	return root.Readlink(name)
}

func (r *rootFS) Stat(name string) (FileInfo, error) {
	root, err := r.in("stat", name)
	if err != nil {
		return nil, err
	}
	return root.Stat(name)
}

func (r *rootFS) Lstat(name string) (FileInfo, error) {
	root, err := r.in("lstat", name)
	if err != nil {
		return nil, err
	}
	return root.Lstat(name)
}
