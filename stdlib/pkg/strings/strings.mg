// Package strings works on UTF-8 strings.
//
// strings.mg: searching, cutting, splitting, joining; runes.mg: what looks at
// runes (case, trimming, mapping); builder.mg, reader.mg, replacer.mg: the types.
package strings

import (
	"internal/bytealg"
	"unicode/utf8"
)

// Clone is a copy of s with memory of its own.
func Clone(s string) string {
	if s == "" {
		return ""
	}
	return bytealg.String([]byte(s))
}

// Compare is -1, 0 or 1.
func Compare(a, b string) int { return bytealg.Compare(a, b) }

func Contains(s, substr string) bool     { return bytealg.Index(s, substr) >= 0 }
func ContainsAny(s, chars string) bool   { return IndexAny(s, chars) >= 0 }
func ContainsRune(s string, r rune) bool { return IndexRune(s, r) >= 0 }

func ContainsFunc(s string, f func(rune) bool) bool { return IndexFunc(s, f) >= 0 }

func HasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && s[:len(prefix)] == prefix
}

func HasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}

func Index(s, substr string) int         { return bytealg.Index(s, substr) }
func LastIndex(s, substr string) int     { return bytealg.LastIndex(s, substr) }
func IndexByte(s string, c byte) int     { return bytealg.IndexByte(s, c) }
func LastIndexByte(s string, c byte) int { return bytealg.LastIndexByte(s, c) }

// IndexRune is the index of the first r; of the first bad encoding too if r is
// utf8.RuneError.
func IndexRune(s string, r rune) int {
	switch {
	case 0 <= r && r < utf8.RuneSelf:
		return bytealg.IndexByte(s, byte(r))
	case r == utf8.RuneError:
		for i, c := range s {
			if c == utf8.RuneError {
				return i
			}
		}
		return -1
	case !utf8.ValidRune(r):
		return -1
	}
	return bytealg.Index(s, string(r))
}

// IndexAny is the index of the first rune that is in chars.
func IndexAny(s, chars string) int {
	for i, c := range s {
		if IndexRune(chars, c) >= 0 {
			return i
		}
	}
	return -1
}

// LastIndexAny is the index of the last rune that is in chars.
func LastIndexAny(s, chars string) int {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
		if IndexRune(chars, r) >= 0 {
			return i
		}
	}
	return -1
}

// Count is how often substr is in s without overlap; the number of runes and one
// for an empty substr.
func Count(s, substr string) int {
	switch len(substr) {
	case 0:
		return utf8.RuneCountInString(s) + 1
	case 1:
		return bytealg.CountByte(s, substr[0])
	}
	for n := 0; ; n++ {
		i := bytealg.Index(s, substr)
		if i < 0 {
			return n
		}
		s = s[i+len(substr):]
	}
}

// Cut is what stands before and after the first sep.
func Cut(s, sep string) (before, after string, found bool) {
	if i := bytealg.Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// CutLast is what stands before and after the last sep.
func CutLast(s, sep string) (before, after string, found bool) {
	if i := bytealg.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func CutPrefix(s, prefix string) (after string, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix string) (before string, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

func TrimPrefix(s, prefix string) string {
	s, _ = CutPrefix(s, prefix)
	return s
}

func TrimSuffix(s, suffix string) string {
	s, _ = CutSuffix(s, suffix)
	return s
}

func Split(s, sep string) []string              { return split(s, sep, 0, -1) }
func SplitN(s, sep string, n int) []string      { return split(s, sep, 0, n) }
func SplitAfter(s, sep string) []string         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep string, n int) []string { return split(s, sep, len(sep), n) }

// split cuts s at sep into at most n parts (any number if n is negative), each
// with the first keep bytes of the separator.
func split(s, sep string, keep, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	n = min(n, len(s)+1)
	parts := make([]string, 0, n)
	for len(parts) < n-1 {
		i := bytealg.Index(s, sep)
		if i < 0 {
			break
		}
		parts = append(parts, s[:i+keep])
		s = s[i+len(sep):]
	}
	return append(parts, s)
}

// explode cuts s into runes, the last part whatever is left after n-1.
func explode(s string, n int) []string {
	count := utf8.RuneCountInString(s)
	if n < 0 || n > count {
		n = count
	}
	parts := make([]string, n)
	for i := 0; i < n-1; i++ {
		_, size := utf8.DecodeRuneInString(s)
		parts[i] = s[:size]
		s = s[size:]
	}
	if n > 0 {
		parts[n-1] = s
	}
	return parts
}

// Join puts elems together with sep between them.
func Join(elems []string, sep string) string {
	switch len(elems) {
	case 0:
		return ""
	case 1:
		return elems[0]
	}
	n := len(sep) * (len(elems) - 1)
	for _, elem := range elems {
		n += len(elem)
	}
	b := append(make([]byte, 0, n), elems[0]...)
	for _, elem := range elems[1:] {
		b = append(b, sep...)
		b = append(b, elem...)
	}
	return bytealg.String(b)
}

// Repeat is count copies of s.
func Repeat(s string, count int) string {
	switch {
	case count < 0:
		panic("strings: negative Repeat count")
	case count == 0 || s == "":
		return ""
	case count == 1:
		return s
	case len(s) > (1<<63-1)/count:
		panic("strings: Repeat output length overflow")
	}
	n := len(s) * count
	b := append(make([]byte, 0, n), s...)
	for len(b) < n {
		b = append(b, b[:min(len(b), n-len(b))]...)
	}
	return bytealg.String(b)
}

func ReplaceAll(s, old, new string) string { return Replace(s, old, new, -1) }

// Replace puts new in place of the first n olds, of all if n is negative. An empty
// old is found before each rune and at the end.
func Replace(s, old, new string, n int) string {
	if old == new || n == 0 {
		return s
	}
	count := Count(s, old)
	if count == 0 {
		return s
	}
	if n < 0 || count < n {
		n = count
	}
	b := make([]byte, 0, len(s)+n*(len(new)-len(old)))
	start := 0
	for i := 0; i < n; i++ {
		j := start
		if old == "" {
			if i > 0 {
				_, size := utf8.DecodeRuneInString(s[start:])
				j += size
			}
		} else {
			j += bytealg.Index(s[start:], old)
		}
		b = append(b, s[start:j]...)
		b = append(b, new...)
		start = j + len(old)
	}
	b = append(b, s[start:]...)
	return bytealg.String(b)
}
