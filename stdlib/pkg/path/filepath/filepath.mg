// Package filepath works on the system's paths, which have slashes here.
package filepath

import (
	"errors"
	"internal/shellpattern"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"syscall"
)

const (
	Separator     = os.PathSeparator
	ListSeparator = os.PathListSeparator
)

var (
	ErrBadPattern = path.ErrBadPattern

	SkipDir error = fs.SkipDir
	SkipAll error = fs.SkipAll
)

func Clean(p string) string             { return path.Clean(p) }
func Split(p string) (dir, file string) { return path.Split(p) }
func Join(elem ...string) string        { return path.Join(elem...) }
func Ext(p string) string               { return path.Ext(p) }
func Base(p string) string              { return path.Base(p) }
func Dir(p string) string               { return path.Dir(p) }
func IsAbs(p string) bool               { return path.IsAbs(p) }
func ToSlash(p string) string           { return p }
func FromSlash(p string) string         { return p }
func VolumeName(p string) string        { return "" }

// Match is path.Match, but for errors in a pattern behind the place where it fails to match: these go unseen.
func Match(pattern, name string) (matched bool, err error) {
	matched, bad := shellpattern.Match(pattern, name, false)
	if bad {
		return false, ErrBadPattern
	}
	return matched, nil
}

// SplitList cuts a list such as $PATH.
func SplitList(p string) []string {
	if p == "" {
		return []string{}
	}
	return strings.Split(p, string(ListSeparator))
}

// IsLocal reports whether p stays below where it starts.
func IsLocal(p string) bool {
	if p == "" || IsAbs(p) {
		return false
	}
	p = Clean(p)
	return p != ".." && !strings.HasPrefix(p, "../")
}

// Abs is p from the root.
func Abs(p string) (string, error) {
	if IsAbs(p) {
		return Clean(p), nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return Join(wd, p), nil
}

// Rel is the way from base to targ.
func Rel(base, targ string) (string, error) {
	b, t := Clean(base), Clean(targ)
	if b == t {
		return ".", nil
	}
	if b == "." {
		b = ""
	}
	if t == "." {
		t = ""
	}
	if IsAbs(b) != IsAbs(t) {
		return "", errors.New("Rel: can't make " + targ + " relative to " + base)
	}
	// Skip the elements that both have.
	i, start := 0, 0
	for ; ; i++ {
		bEnd, tEnd := i >= len(b), i >= len(t)
		if (bEnd || b[i] == '/') && (tEnd || t[i] == '/') {
			start = i
			if bEnd || tEnd {
				break
			}
			continue
		}
		if bEnd || tEnd || b[i] != t[i] {
			break
		}
	}
	if b == "" {
		start = 0
	}
	up := strings.TrimPrefix(b[min(start, len(b)):], "/")
	down := strings.TrimPrefix(t[min(start, len(t)):], "/")
	if strings.HasPrefix(up, "..") && (len(up) == 2 || up[2] == '/') {
		return "", errors.New("Rel: can't make " + targ + " relative to " + base)
	}
	var parts []string
	if up != "" {
		for range strings.Split(up, "/") {
			parts = append(parts, "..")
		}
	}
	if down != "" {
		parts = append(parts, down)
	}
	return strings.Join(parts, "/"), nil
}

// EvalSymlinks is p with all links followed.
func EvalSymlinks(p string) (string, error) {
	const most = 255
	done, rest := "", p
	if IsAbs(p) {
		done = "/"
	}
	for links := 0; rest != ""; {
		elem := rest
		rest = ""
		more := false
		if i := strings.IndexByte(elem, '/'); i >= 0 {
			elem, rest, more = elem[:i], elem[i+1:], true
		}
		if elem == "" || elem == "." {
			continue
		}
		next := elem
		if done == "/" {
			next = "/" + elem
		} else if done != "" {
			next = done + "/" + elem
		}
		if elem == ".." {
			done = Clean(next)
			continue
		}
		info, err := os.Lstat(next)
		if err != nil {
			return "", err
		}
		if info.Mode()&os.ModeSymlink == 0 {
			if !info.IsDir() && more {
				return "", syscall.ENOTDIR
			}
			done = next
			continue
		}
		if links++; links > most {
			return "", errors.New("EvalSymlinks: too many links")
		}
		target, err := os.Readlink(next)
		if err != nil {
			return "", err
		}
		if IsAbs(target) {
			done = "/"
		}
		if more {
			target += "/" + rest
		}
		rest = target
	}
	return Clean(done), nil
}

// WalkFunc is called by Walk.
type WalkFunc func(path string, info fs.FileInfo, err error) error

// WalkDir calls fn for root and all that is below it, in the order of names.
func WalkDir(root string, fn fs.WalkDirFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walkDir(root, fs.FileInfoToDirEntry(info), fn)
	}
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

func walkDir(p string, d fs.DirEntry, fn fs.WalkDirFunc) error {
	if err := fn(p, d, nil); err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			err = nil
		}
		return err
	}
	entries, err := os.ReadDir(p)
	if err != nil {
		err = fn(p, d, err)
		if err != nil {
			if err == SkipDir && d.IsDir() {
				err = nil
			}
			return err
		}
	}
	for _, entry := range entries {
		if err := walkDir(Join(p, entry.Name()), entry, fn); err != nil {
			if err == SkipDir {
				break
			}
			return err
		}
	}
	return nil
}

// Walk is WalkDir with all that is known about each file.
func Walk(root string, fn WalkFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walk(root, info, fn)
	}
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

func walk(p string, info fs.FileInfo, fn WalkFunc) error {
	if !info.IsDir() {
		return fn(p, info, nil)
	}
	entries, err := os.ReadDir(p)
	err1 := fn(p, info, err)
	if err != nil || err1 != nil {
		return err1
	}
	for _, entry := range entries {
		name := Join(p, entry.Name())
		info, err := os.Lstat(name)
		if err != nil {
			if err := fn(name, info, err); err != nil && err != SkipDir {
				return err
			}
			continue
		}
		if err := walk(name, info, fn); err != nil {
			if err == SkipDir && info.IsDir() {
				continue
			}
			if err == SkipDir {
				break
			}
			return err
		}
	}
	return nil
}

// Glob is the files that match pattern.
func Glob(pattern string) (matches []string, err error) { return glob(pattern, 0) }

// maxGlob is how many folders above each other a pattern may have.
const maxGlob = 10000

func glob(pattern string, depth int) (matches []string, err error) {
	if depth == maxGlob {
		return nil, ErrBadPattern
	}
	if _, err := Match(pattern, ""); err != nil {
		return nil, err
	}
	if !strings.ContainsAny(pattern, `*?[\`) {
		if _, err := os.Lstat(pattern); err != nil {
			return nil, nil
		}
		return []string{pattern}, nil
	}
	dir, file := Split(pattern)
	switch dir {
	case "":
		dir = "."
	case "/":
	default:
		dir = dir[:len(dir)-1]
	}
	dirs := []string{dir}
	if strings.ContainsAny(dir, `*?[\`) {
		if dir == pattern {
			return nil, ErrBadPattern
		}
		if dirs, err = glob(dir, depth+1); err != nil {
			return nil, err
		}
	}
	for _, d := range dirs {
		f, err := os.Open(d)
		if err != nil {
			continue
		}
		names, _ := f.Readdirnames(-1)
		f.Close()
		sort.Strings(names)
		for _, n := range names {
			ok, err := Match(file, n)
			if err != nil {
				return matches, err
			}
			if ok {
				matches = append(matches, Join(d, n))
			}
		}
	}
	return matches, nil
}

// Localize makes a path of the system of one with slashes that fs.ValidPath takes; the result is local (IsLocal).
func Localize(path string) (string, error) {
	if !fs.ValidPath(path) || strings.IndexByte(path, 0) >= 0 {
		return "", errors.New("invalid path")
	}
	return path, nil
}

// HasPrefix is strings.HasPrefix, which is seldom what a program about paths wants.
func HasPrefix(p, prefix string) bool { return strings.HasPrefix(p, prefix) }
