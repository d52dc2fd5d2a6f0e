// Package bytes works on byte slices as package strings does on strings, mostly
// by looking at the slice as a string for the time of a call.
//
// bytes.mg: functions; buffer.mg: Buffer; reader.mg: Reader.
package bytes

import (
	"internal/bytealg"
	"strings"
	"unicode"
	"unicode/utf8"
)

// view is b as a string that shares its memory.
func view(b []byte) string { return bytealg.String(b) }

// own makes the bytes of a fresh string a slice.
func own(s string) []byte { return []byte(s) }

func Equal(a, b []byte) bool  { return view(a) == view(b) }
func Compare(a, b []byte) int { return bytealg.Compare(view(a), view(b)) }

func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

func Contains(b, subslice []byte) bool                { return bytealg.Index(view(b), view(subslice)) >= 0 }
func ContainsAny(b []byte, chars string) bool         { return strings.IndexAny(view(b), chars) >= 0 }
func ContainsRune(b []byte, r rune) bool              { return strings.IndexRune(view(b), r) >= 0 }
func ContainsFunc(b []byte, f func(rune) bool) bool   { return strings.IndexFunc(view(b), f) >= 0 }
func Count(s, sep []byte) int                         { return strings.Count(view(s), view(sep)) }
func Index(s, sep []byte) int                         { return bytealg.Index(view(s), view(sep)) }
func IndexByte(b []byte, c byte) int                  { return bytealg.IndexByte(view(b), c) }
func IndexRune(s []byte, r rune) int                  { return strings.IndexRune(view(s), r) }
func IndexAny(s []byte, chars string) int             { return strings.IndexAny(view(s), chars) }
func IndexFunc(s []byte, f func(r rune) bool) int     { return strings.IndexFunc(view(s), f) }
func LastIndex(s, sep []byte) int                     { return bytealg.LastIndex(view(s), view(sep)) }
func LastIndexByte(s []byte, c byte) int              { return bytealg.LastIndexByte(view(s), c) }
func LastIndexAny(s []byte, chars string) int         { return strings.LastIndexAny(view(s), chars) }
func LastIndexFunc(s []byte, f func(r rune) bool) int { return strings.LastIndexFunc(view(s), f) }
func EqualFold(s, t []byte) bool                      { return strings.EqualFold(view(s), view(t)) }
func HasPrefix(s, prefix []byte) bool                 { return strings.HasPrefix(view(s), view(prefix)) }
func HasSuffix(s, suffix []byte) bool                 { return strings.HasSuffix(view(s), view(suffix)) }

func Map(mapping func(r rune) rune, s []byte) []byte { return own(strings.Map(mapping, view(s))) }
func Repeat(b []byte, count int) []byte {
	if count < 0 {
		panic("bytes: negative Repeat count")
	}
	if len(b) > 0 && count > (1<<63-1)/len(b) {
		panic("bytes: Repeat output length overflow")
	}
	return own(strings.Repeat(view(b), count))
}
func ToUpper(s []byte) []byte { return own(strings.ToUpper(view(s))) }
func ToLower(s []byte) []byte { return own(strings.ToLower(view(s))) }
func ToTitle(s []byte) []byte { return own(strings.ToTitle(view(s))) }
func Title(s []byte) []byte   { return own(strings.Title(view(s))) }
func ToUpperSpecial(c unicode.SpecialCase, s []byte) []byte {
	return own(strings.ToUpperSpecial(c, view(s)))
}
func ToLowerSpecial(c unicode.SpecialCase, s []byte) []byte {
	return own(strings.ToLowerSpecial(c, view(s)))
}
func ToTitleSpecial(c unicode.SpecialCase, s []byte) []byte {
	return own(strings.ToTitleSpecial(c, view(s)))
}
func ToValidUTF8(s, replacement []byte) []byte {
	return own(strings.ToValidUTF8(view(s), view(replacement)))
}
func Replace(s, old, new []byte, n int) []byte {
	return own(strings.Replace(view(s), view(old), view(new), n))
}
func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }

// head and tail are the first and the last n bytes of b, nil for none.
func tail(b []byte, n int) []byte {
	if n == 0 {
		return nil
	}
	return b[len(b)-n:]
}

func TrimLeftFunc(s []byte, f func(r rune) bool) []byte {
	return tail(s, len(strings.TrimLeftFunc(view(s), f)))
}

func TrimRightFunc(s []byte, f func(r rune) bool) []byte {
	return s[:len(strings.TrimRightFunc(view(s), f))]
}

func TrimFunc(s []byte, f func(r rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

func TrimSpace(s []byte) []byte { return TrimFunc(s, unicode.IsSpace) }

func TrimLeft(s []byte, cutset string) []byte {
	if len(s) == 0 {
		return nil
	}
	if cutset == "" {
		return s
	}
	return tail(s, len(strings.TrimLeft(view(s), cutset)))
}

func TrimRight(s []byte, cutset string) []byte {
	if len(s) == 0 || cutset == "" {
		return s
	}
	return s[:len(strings.TrimRight(view(s), cutset))]
}

func Trim(s []byte, cutset string) []byte {
	if len(s) == 0 {
		return nil
	}
	return TrimRight(TrimLeft(s, cutset), cutset)
}

func TrimPrefix(s, prefix []byte) []byte {
	s, _ = CutPrefix(s, prefix)
	return s
}

func TrimSuffix(s, suffix []byte) []byte {
	s, _ = CutSuffix(s, suffix)
	return s
}

func Cut(s, sep []byte) (before, after []byte, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

// CutLast cuts s around the last sep.
func CutLast(s, sep []byte) (before, after []byte, found bool) {
	i := LastIndex(s, sep)
	if i < 0 {
		return s, nil, false
	}
	return s[:i], s[i+len(sep):], true
}

func CutPrefix(s, prefix []byte) (after []byte, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix []byte) (before []byte, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

func Split(s, sep []byte) [][]byte              { return split(s, sep, 0, -1) }
func SplitN(s, sep []byte, n int) [][]byte      { return split(s, sep, 0, n) }
func SplitAfter(s, sep []byte) [][]byte         { return split(s, sep, len(sep), -1) }
func SplitAfterN(s, sep []byte, n int) [][]byte { return split(s, sep, len(sep), n) }

// split is as in package strings. Parts have no room behind them, so that an
// append to one does not write into the next.
func split(s, sep []byte, keep, n int) [][]byte {
	if n == 0 {
		return nil
	}
	if n < 0 {
		n = Count(s, sep) + 1
		if len(sep) == 0 {
			n--
		}
	}
	n = min(n, len(s)+1)
	parts := make([][]byte, 0, n)
	for len(parts) < n-1 {
		i, size := 0, len(sep)
		if size == 0 {
			if len(s) == 0 {
				break
			}
			_, i = utf8.DecodeRune(s)
			if i == len(s) {
				break
			}
		} else if i = Index(s, sep); i < 0 {
			break
		}
		parts = append(parts, s[:i+keep:i+keep])
		s = s[i+size:]
	}
	if len(sep) == 0 && len(s) == 0 {
		return parts
	}
	return append(parts, s)
}

func Fields(s []byte) [][]byte { return FieldsFunc(s, unicode.IsSpace) }

func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	fields := [][]byte{}
	start := -1
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if f(r) {
			if start >= 0 {
				fields = append(fields, s[start:i:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
		i += size
	}
	if start >= 0 {
		fields = append(fields, s[start:len(s):len(s)])
	}
	return fields
}

func Join(s [][]byte, sep []byte) []byte {
	b := []byte{}
	for i, part := range s {
		if i > 0 {
			b = append(b, sep...)
		}
		b = append(b, part...)
	}
	return b
}

// Runes is the runes of s.
func Runes(s []byte) []rune { return []rune(view(s)) }
