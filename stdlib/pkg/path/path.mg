// Package path works on paths with slashes.
package path

import (
	"errors"
	"internal/bytealg"
	"unicode/utf8"
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
	for {
		star := false
		for pattern != "" && pattern[0] == '*' {
			star = true
			pattern = pattern[1:]
		}
		chunk := pattern[:chunkLen(pattern)]
		pattern = pattern[len(chunk):]
		if star && chunk == "" {
			return bytealg.IndexByte(name, '/') < 0, nil
		}
		rest, ok, err := matchChunk(chunk, name)
		if ok && (rest == "" || pattern != "") {
			name = rest
		} else {
			if err != nil {
				return false, err
			}
			ok = false
			if star {
				for i := 0; i < len(name) && name[i] != '/'; i++ {
					rest, ok, err = matchChunk(chunk, name[i+1:])
					if ok && (pattern != "" || rest == "") {
						name = rest
						break
					}
					ok = false
					if err != nil {
						return false, err
					}
				}
			}
			if !ok {
				// The rest of the pattern has to be well-formed all the same.
				for pattern != "" {
					for pattern != "" && pattern[0] == '*' {
						pattern = pattern[1:]
					}
					chunk = pattern[:chunkLen(pattern)]
					pattern = pattern[len(chunk):]
					if _, _, err := matchChunk(chunk, ""); err != nil {
						return false, err
					}
				}
				return false, nil
			}
		}
		if pattern == "" {
			return name == "", nil
		}
	}
}

// chunkLen is the length of the pattern up to its next star.
func chunkLen(pattern string) int {
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
			if i >= len(pattern) {
				return len(pattern)
			}
		case '[':
			inClass = true
		case ']':
			inClass = false
		case '*':
			if !inClass {
				return i
			}
		}
	}
	return len(pattern)
}

// matchChunk matches a pattern without stars with the start of s and gives the
// rest. After a mismatch it goes on to find errors in the pattern.
func matchChunk(chunk, s string) (rest string, ok bool, err error) {
	failed := false
	for chunk != "" {
		failed = failed || s == ""
		switch chunk[0] {
		case '[':
			var r rune
			if !failed {
				var n int
				r, n = utf8.DecodeRuneInString(s)
				s = s[n:]
			}
			chunk = chunk[1:]
			negated := chunk != "" && chunk[0] == '^'
			if negated {
				chunk = chunk[1:]
			}
			match := false
			for n := 0; ; n++ {
				if chunk != "" && chunk[0] == ']' && n > 0 {
					chunk = chunk[1:]
					break
				}
				var lo, hi rune
				if lo, chunk, err = classRune(chunk); err != nil {
					return "", false, err
				}
				hi = lo
				if chunk[0] == '-' {
					if hi, chunk, err = classRune(chunk[1:]); err != nil {
						return "", false, err
					}
				}
				match = match || lo <= r && r <= hi
			}
			failed = failed || match == negated
		case '?':
			if !failed {
				failed = s[0] == '/'
				_, n := utf8.DecodeRuneInString(s)
				s = s[n:]
			}
			chunk = chunk[1:]
		default:
			if chunk[0] == '\\' {
				chunk = chunk[1:]
				if chunk == "" {
					return "", false, ErrBadPattern
				}
			}
			if !failed {
				failed = chunk[0] != s[0]
				s = s[1:]
			}
			chunk = chunk[1:]
		}
	}
	if failed {
		return "", false, nil
	}
	return s, true, nil
}

// classRune takes a character of a class off chunk; something has to follow.
func classRune(chunk string) (r rune, rest string, err error) {
	if chunk == "" || chunk[0] == '-' || chunk[0] == ']' {
		return 0, "", ErrBadPattern
	}
	if chunk[0] == '\\' {
		chunk = chunk[1:]
		if chunk == "" {
			return 0, "", ErrBadPattern
		}
	}
	r, n := utf8.DecodeRuneInString(chunk)
	if r == utf8.RuneError && n == 1 || n == len(chunk) {
		return 0, "", ErrBadPattern
	}
	return r, chunk[n:], nil
}
