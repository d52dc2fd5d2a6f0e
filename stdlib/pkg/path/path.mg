// Package path works on paths with slashes.
package path

import (
	"errors"
	"internal/bytealg"
	"internal/shellpattern"
)

// Clean is the shortest path to the same place by the text alone.
func Clean(path string) string {
	if path == "" {
		return "."
	}
	rooted := path[0] == '/'
	var out []byte
	floor := 0 // what is before cannot be taken back by ..
	if rooted {
		out = append(out, '/')
		floor = 1
	}
	for i := 0; i < len(path); {
		if path[i] == '/' {
			i++
			continue
		}
		start := i
		for i < len(path) && path[i] != '/' {
			i++
		}
		elem := path[start:i]
		switch {
		case elem == ".":
		case elem == ".." && len(out) > floor:
			n := len(out) - 1
			for n > floor && out[n] != '/' {
				n--
			}
			out = out[:n]
		case elem == ".." && rooted:
		default:
			if len(out) > 0 && out[len(out)-1] != '/' {
				out = append(out, '/')
			}
			out = append(out, elem...)
			if elem == ".." {
				floor = len(out)
			}
		}
	}
	if len(out) == 0 {
		return "."
	}
	return string(out)
}

// Split is the directory, with its slash, and the name.
func Split(path string) (dir, file string) {
	i := bytealg.LastIndexByte(path, '/')
	return path[:i+1], path[i+1:]
}

// Join puts elements together and cleans them; empty ones are left out.
func Join(elem ...string) string {
	var b []byte
	for _, e := range elem {
		if len(b) > 0 || e != "" {
			if len(b) > 0 {
				b = append(b, '/')
			}
			b = append(b, e...)
		}
	}
	if len(b) == 0 {
		return ""
	}
	return Clean(string(b))
}

// Ext is what comes after the last point of the name, with the point.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// Base is the last element.
func Base(path string) string {
	if path == "" {
		return "."
	}
	for len(path) > 0 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	_, path = Split(path)
	if path == "" {
		return "/"
	}
	return path
}

func IsAbs(path string) bool { return path != "" && path[0] == '/' }

// Dir is all but the last element.
func Dir(path string) string {
	dir, _ := Split(path)
	return Clean(dir)
}

// ErrBadPattern: a pattern is malformed.
var ErrBadPattern = errors.New("syntax error in pattern")

// Match reports whether name matches the shell pattern: * for any text without
// slashes, ? for one character, [a-z] and [^a-z] for one of a class, \ before what
// stands for itself.
func Match(pattern, name string) (matched bool, err error) {
	matched, bad := shellpattern.Match(pattern, name, true)
	if bad {
		return false, ErrBadPattern
	}
	return matched, nil
}
