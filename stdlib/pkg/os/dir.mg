package os

import (
	"io"
	"sort"
	"syscall"
)

func Mkdir(name string, perm FileMode) error {
	return pathError("mkdir", name, syscall.Mkdir(name, modeBits(perm)))
}

// MkdirAll makes a directory and those above it that are missing.
func MkdirAll(path string, perm FileMode) error {
	if info, err := Stat(path); err == nil {
		if info.IsDir() {
			return nil
		}
		return &PathError{"mkdir", path, syscall.ENOTDIR}
	}
	end := len(path)
	for end > 0 && path[end-1] == '/' {
		end--
	}
	for end > 0 && path[end-1] != '/' {
		end--
	}
	if end > 1 {
		if err := MkdirAll(path[:end-1], perm); err != nil {
			return err
		}
	}
	err := Mkdir(path, perm)
	if err != nil {
		if info, err1 := Lstat(path); err1 == nil && info.IsDir() {
			return nil
		}
	}
	return err
}

// Remove removes a file or an empty directory.
func Remove(name string) error {
	err := syscall.Unlink(name)
	if err == nil {
		return nil
	}
	err1 := syscall.Rmdir(name)
	if err1 == nil {
		return nil
	}
	// Tell the error of the call that fits what name is.
	if err1 != syscall.ENOTDIR {
		err = err1
	}
	return &PathError{"remove", name, err}
}

// RemoveAll removes path and all that is in it; nothing there is no error.
func RemoveAll(path string) error {
	if path == "" {
		return nil
	}
	if endsInDot(path) {
		return &PathError{"RemoveAll", path, syscall.EINVAL}
	}
	if err := Remove(path); err == nil || IsNotExist(err) {
		return nil
	}
	end := len(path)
	for end > 1 && path[end-1] == '/' {
		end--
	}
	start := end
	for start > 0 && path[start-1] != '/' {
		start--
	}
	parent, name := ".", path[start:end]
	if start > 0 {
		if parent = path[:start]; start > 1 {
			parent = path[:start-1]
		}
	}
	dir, err := Open(parent)
	if IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	defer dir.Close()
	err = removeAllAt(dir.pfd.Sysfd, name)
	if e, ok := err.(*PathError); ok {
		e.Path = below(parent, e.Path)
	}
	return err
}

// endsInDot reports whether the last element of path is ".".
func endsInDot(path string) bool {
	return path == "." || len(path) >= 2 && path[len(path)-2:] == "/."
}

// ReadDir is the entries of a directory, by name.
func ReadDir(name string) ([]DirEntry, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := f.ReadDir(-1)
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, err
}

// A dirState is how far a directory has been read.
type dirState struct {
	buf  []byte
	rest []byte // of buf, unread
}

type dirEntry struct {
	dir  string
	name string
	typ  FileMode
}

func (d *dirEntry) Name() string            { return d.name }
func (d *dirEntry) IsDir() bool             { return d.typ.IsDir() }
func (d *dirEntry) Type() FileMode          { return d.typ }
func (d *dirEntry) Info() (FileInfo, error) { return Lstat(d.dir + "/" + d.name) }

func (d *dirEntry) String() string {
	mode := d.typ.String()
	name := mode[:len(mode)-9] + " " + d.name
	if d.IsDir() {
		name += "/"
	}
	return name
}

// next is the next entry of the directory, nil at its end.
func (f *File) next() (*dirEntry, error) {
	if f.dir == nil {
		f.dir = &dirState{buf: make([]byte, 8192)}
	}
	d := f.dir
	for {
		if len(d.rest) == 0 {
			n := 0
			err := f.pfd.Do(func(fd int) error {
				var err error
				n, err = syscall.ReadDirent(fd, d.buf)
				return err
			})
			if err != nil {
				return nil, f.wrap("readdirent", err)
			}
			if n == 0 {
				return nil, nil
			}
			d.rest = d.buf[:n]
		}
		// ino 8 bytes, offset 8, length of the record 2, type 1, name.
		record := d.rest[:int(d.rest[16])|int(d.rest[17])<<8]
		d.rest = d.rest[len(record):]
		name := record[19:]
		for i, c := range name {
			if c == 0 {
				name = name[:i]
				break
			}
		}
		if s := string(name); s != "." && s != ".." {
			entry := &dirEntry{dir: f.name, name: s}
			switch record[18] {
			case 1:
				entry.typ = ModeNamedPipe
			case 2:
				entry.typ = ModeDevice | ModeCharDevice
			case 4:
				entry.typ = ModeDir
			case 6:
				entry.typ = ModeDevice
			case 10:
				entry.typ = ModeSymlink
			case 12:
				entry.typ = ModeSocket
			}
			return entry, nil
		}
	}
}

// ReadDir is the next n entries, all if n is not positive.
func (f *File) ReadDir(n int) ([]DirEntry, error) {
	if f == nil {
		return nil, ErrInvalid
	}
	list := []DirEntry{}
	for n <= 0 || len(list) < n {
		entry, err := f.next()
		if err != nil {
			return list, err
		}
		if entry == nil {
			if n > 0 && len(list) == 0 {
				return nil, io.EOF
			}
			break
		}
		list = append(list, entry)
	}
	return list, nil
}

// Readdirnames is the names of the next n entries, all if n is not positive.
func (f *File) Readdirnames(n int) (names []string, err error) {
	list, err := f.ReadDir(n)
	names = []string{}
	for _, entry := range list {
		names = append(names, entry.Name())
	}
	return names, err
}

// Readdir is ReadDir with all that is known about the files.
func (f *File) Readdir(n int) ([]FileInfo, error) {
	list, err := f.ReadDir(n)
	infos := []FileInfo{}
	for _, entry := range list {
		info, err := entry.Info()
		if IsNotExist(err) {
			continue
		}
		if err != nil {
			return infos, err
		}
		infos = append(infos, info)
	}
	return infos, err
}
