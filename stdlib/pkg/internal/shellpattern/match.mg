// Package shellpattern matches names with patterns, for path and path/filepath.
package shellpattern

import (
	"internal/bytealg"
	"unicode/utf8"
)

// Match says whether name matches pattern, and whether the pattern is malformed; after a mismatch the pattern's rest is
// looked at only if whole is set.
func Match(pattern, name string, whole bool) (matched, bad bool) {
	for {
		star := false
		for pattern != "" && pattern[0] == '*' {
			star = true
			pattern = pattern[1:]
		}
		chunk := pattern[:chunkLen(pattern)]
		pattern = pattern[len(chunk):]
		if star && chunk == "" {
			return bytealg.IndexByte(name, '/') < 0, false
		}
		rest, ok, bad := matchChunk(chunk, name)
		if ok && (rest == "" || pattern != "") {
			name = rest
		} else {
			if bad {
				return false, true
			}
			ok = false
			if star {
				for i := 0; i < len(name) && name[i] != '/'; i++ {
					rest, ok, bad = matchChunk(chunk, name[i+1:])
					if ok && (pattern != "" || rest == "") {
						name = rest
						break
					}
					ok = false
					if bad {
						return false, true
					}
				}
			}
			if !ok {
				for whole && pattern != "" {
					for pattern != "" && pattern[0] == '*' {
						pattern = pattern[1:]
					}
					chunk = pattern[:chunkLen(pattern)]
					pattern = pattern[len(chunk):]
					if _, _, bad := matchChunk(chunk, ""); bad {
						return false, true
					}
				}
				return false, false
			}
		}
		if pattern == "" {
			return name == "", false
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
func matchChunk(chunk, s string) (rest string, ok, bad bool) {
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
				if lo, chunk, bad = classRune(chunk); bad {
					return "", false, true
				}
				hi = lo
				if chunk[0] == '-' {
					if hi, chunk, bad = classRune(chunk[1:]); bad {
						return "", false, true
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
					return "", false, true
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
		return "", false, false
	}
	return s, true, false
}

// classRune takes a character of a class off chunk; something has to follow.
func classRune(chunk string) (r rune, rest string, bad bool) {
	if chunk == "" || chunk[0] == '-' || chunk[0] == ']' {
		return 0, "", true
	}
	if chunk[0] == '\\' {
		chunk = chunk[1:]
		if chunk == "" {
			return 0, "", true
		}
	}
	r, n := utf8.DecodeRuneInString(chunk)
	if r == utf8.RuneError && n == 1 || n == len(chunk) {
		return 0, "", true
	}
	return r, chunk[n:], false
}
