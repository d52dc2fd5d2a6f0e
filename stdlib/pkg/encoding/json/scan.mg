package json

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// A SyntaxError says where a text is no JSON. Offset is how many bytes were read,
// those in error included.
type SyntaxError struct {
	msg    string
	Offset int64
}

func (e *SyntaxError) Error() string { return e.msg }

var errEnd = &SyntaxError{msg: "unexpected end of JSON input"}

// endError is errEnd at a place of its own.
func endError(at int) *SyntaxError { return &SyntaxError{errEnd.msg, int64(at)} }

func badChar(data []byte, at int, where string) *SyntaxError {
	r, n := utf8.DecodeRune(data[at:])
	q := strconv.QuoteRune(r)
	switch {
	case r == utf8.RuneError && n == 1:
		q = `'\x` + string("0123456789abcdef"[data[at]>>4]) + string("0123456789abcdef"[data[at]&15]) + `'`
	case r == '"':
		q = `'"'`
	case r == '\'':
		q = `'\''`
	}
	return &SyntaxError{"invalid character " + q + " " + where, int64(at + n)}
}

const maxDepth = 10000

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\t' || data[i] == '\r') {
		i++
	}
	return i
}

// skipValue gives the end of the value that begins at data[i], where no space
// stands any more. An end of data inside the value is an error of errEnd's text.
func skipValue(data []byte, i, depth int) (int, *SyntaxError) {
	if i >= len(data) {
		return i, endError(i)
	}
	switch c := data[i]; {
	case c == '{':
		if depth >= maxDepth {
			return i, &SyntaxError{"exceeded max depth", int64(i + 1)}
		}
		i = skipSpace(data, i+1)
		if i < len(data) && data[i] == '}' {
			return i + 1, nil
		}
		for {
			if i >= len(data) {
				return i, endError(i)
			}
			if data[i] != '"' {
				return i, badChar(data, i, "looking for beginning of object key string")
			}
			var err *SyntaxError
			if i, err = skipString(data, i); err != nil {
				return i, err
			}
			if i = skipSpace(data, i); i >= len(data) {
				return i, endError(i)
			}
			if data[i] != ':' {
				return i, badChar(data, i, "after object key")
			}
			if i, err = skipValue(data, skipSpace(data, i+1), depth+1); err != nil {
				return i, err
			}
			if i = skipSpace(data, i); i >= len(data) {
				return i, endError(i)
			}
			if data[i] == '}' {
				return i + 1, nil
			}
			if data[i] != ',' {
				return i, badChar(data, i, "after object key:value pair")
			}
			i = skipSpace(data, i+1)
		}
	case c == '[':
		if depth >= maxDepth {
			return i, &SyntaxError{"exceeded max depth", int64(i + 1)}
		}
		i = skipSpace(data, i+1)
		if i < len(data) && data[i] == ']' {
			return i + 1, nil
		}
		for {
			var err *SyntaxError
			if i, err = skipValue(data, i, depth+1); err != nil {
				return i, err
			}
			if i = skipSpace(data, i); i >= len(data) {
				return i, endError(i)
			}
			if data[i] == ']' {
				return i + 1, nil
			}
			if data[i] != ',' {
				return i, badChar(data, i, "after array element")
			}
			i = skipSpace(data, i+1)
		}
	case c == '"':
		return skipString(data, i)
	case c == '-' || '0' <= c && c <= '9':
		return skipNumber(data, i)
	case c == 't':
		return skipLiteral(data, i, "true")
	case c == 'f':
		return skipLiteral(data, i, "false")
	case c == 'n':
		return skipLiteral(data, i, "null")
	}
	return i, badChar(data, i, "looking for beginning of value")
}

func skipLiteral(data []byte, i int, word string) (int, *SyntaxError) {
	for k := 0; k < len(word); k++ {
		if i+k >= len(data) {
			return i + k, endError(i + k)
		}
		if data[i+k] != word[k] {
			return i + k, badChar(data, i+k, "in literal "+word+" (expecting "+strconv.QuoteRune(rune(word[k]))+")")
		}
	}
	return i + len(word), nil
}

func isDigit(data []byte, i int) bool { return i < len(data) && '0' <= data[i] && data[i] <= '9' }

func skipNumber(data []byte, i int) (int, *SyntaxError) {
	start := i
	needDigit := func() *SyntaxError {
		if i >= len(data) {
			return endError(start)
		}
		if !isDigit(data, i) {
			return badChar(data, i, "in numeric literal")
		}
		return nil
	}
	digits := func() {
		for isDigit(data, i) {
			i++
		}
	}
	if data[i] == '-' {
		i++
		if err := needDigit(); err != nil {
			return i, err
		}
	}
	if data[i] == '0' {
		i++
	} else {
		digits()
	}
	if i < len(data) && data[i] == '.' {
		i++
		if err := needDigit(); err != nil {
			return i, err
		}
		digits()
	}
	if i < len(data) && (data[i] == 'e' || data[i] == 'E') {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		if err := needDigit(); err != nil {
			return i, err
		}
		digits()
	}
	return i, nil
}

func skipString(data []byte, i int) (int, *SyntaxError) {
	for i++; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			return i + 1, nil
		case c == '\\':
			if i+1 >= len(data) {
				return i + 1, endError(i)
			}
			switch data[i+1] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
				i++
			case 'u':
				for k := 2; k < 6; k++ {
					if i+k >= len(data) {
						return i + k, endError(i)
					}
					if hexValue(data[i+k]) < 0 {
						end := i + 6
						if end > len(data) {
							end = len(data)
						}
						return i, badEscape(data[i:end], i)
					}
				}
				i += 5
			default:
				return i, badEscape(data[i:i+2], i)
			}
		case c < ' ':
			return i, badChar(data, i, "in string (expecting non-control character)")
		}
	}
	return i, endError(i)
}

func badEscape(what []byte, at int) *SyntaxError {
	label := "escape sequence"
	if len(what) > 6 {
		label = "surrogate pair"
	}
	q := "`" + string(what) + "`"
	for _, c := range what {
		if c == '`' || c <= ' ' || c > '~' {
			q = strconv.Quote(string(what))
			break
		}
	}
	return &SyntaxError{"invalid " + label + " " + q + " in string", int64(at + len(what))}
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return int(c - 'A' + 10)
	}
	return -1
}

// checkValid says whether data is one value and nothing else.
func checkValid(data []byte) error {
	i, err := skipValue(data, skipSpace(data, 0), 0)
	if err != nil {
		if i >= len(data) {
			err.msg = errEnd.msg
		}
		// In front of the end of a literal or string the message is of the end.
		return trimExpecting(err)
	}
	if i = skipSpace(data, i); i < len(data) {
		return badChar(data, i, "after top-level value")
	}
	return nil
}

// trimExpecting cuts what was expected off, but in literals.
func trimExpecting(err *SyntaxError) error {
	if i := bytes.Index([]byte(err.msg), []byte(" (expecting")); i >= 0 && !bytes.Contains([]byte(err.msg), []byte(" in literal")) {
		err.msg = err.msg[:i]
	}
	return err
}

// Valid says whether data is JSON.
func Valid(data []byte) bool { return checkValid(data) == nil }

// unquote gives the text of the string literal s, which is valid.
func unquote(s []byte) string {
	s = s[1 : len(s)-1]
	simple := true
	for _, c := range s {
		if c == '\\' || c >= utf8.RuneSelf {
			simple = false
			break
		}
	}
	if simple {
		return string(s)
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		c := s[i]
		if c != '\\' {
			if c < utf8.RuneSelf {
				out = append(out, c)
				i++
				continue
			}
			r, n := utf8.DecodeRune(s[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		switch s[i+1] {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r := escaped(s[i:])
			i += 6
			if 0xd800 <= r && r < 0xe000 {
				low := rune(-1)
				if r < 0xdc00 && i+6 <= len(s) && s[i] == '\\' && s[i+1] == 'u' {
					low = escaped(s[i:])
				}
				if 0xdc00 <= low && low < 0xe000 {
					r = (r-0xd800)<<10 + (low - 0xdc00) + 0x10000
					i += 6
				} else {
					r = utf8.RuneError
				}
			}
			out = utf8.AppendRune(out, r)
			continue
		default:
			out = append(out, s[i+1])
		}
		i += 2
	}
	return string(out)
}

// escaped is the number of \uXXXX.
func escaped(s []byte) rune {
	r := rune(0)
	for k := 2; k < 6; k++ {
		r = r<<4 | rune(hexValue(s[k]))
	}
	return r
}

// ---- Compact, Indent, HTMLEscape ----

// Compact appends src to dst without spaces between its parts.
func Compact(dst *bytes.Buffer, src []byte) error {
	out, err := appendCompact(nil, src, false)
	if err != nil {
		return err
	}
	dst.Write(out)
	return nil
}

func appendCompact(dst, src []byte, html bool) ([]byte, error) {
	if err := checkLayout(src); err != nil {
		return dst, err
	}
	for i := 0; i < len(src); i++ {
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r':
		case '"':
			end, _ := skipString(src, i)
			dst = appendEscaped(dst, src[i:end], html)
			i = end - 1
		default:
			dst = append(dst, c)
		}
	}
	return dst, nil
}

// checkLayout is checkValid with the one message that differs where text is only
// laid out anew.
func checkLayout(src []byte) error {
	err := checkValid(src)
	if e, ok := err.(*SyntaxError); ok {
		const was = "after array element"
		if n := len(e.msg) - len(was); n > 0 && e.msg[n:] == was {
			e.msg = e.msg[:n] + "after array value"
		}
	}
	return err
}

// appendEscaped copies JSON text; with html it escapes what HTML would take.
func appendEscaped(dst, s []byte, html bool) []byte {
	if !html {
		return append(dst, s...)
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '<' || c == '>' || c == '&':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2]&^1 == 0xa8:
			dst = append(dst, `\u202`...)
			dst = append(dst, hexDigits[s[i+2]&15])
			i += 2
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

const hexDigits = "0123456789abcdef"

// HTMLEscape appends src to dst with <, >, &, U+2028 and U+2029 escaped.
func HTMLEscape(dst *bytes.Buffer, src []byte) { dst.Write(appendEscaped(nil, src, true)) }

// Indent appends src to dst with each element on a line of its own.
func Indent(dst *bytes.Buffer, src []byte, prefix, indent string) error {
	if err := checkLayout(src); err != nil {
		return err
	}
	dst.Write(appendIndent(nil, src, prefix, indent))
	return nil
}

// appendIndent lays valid JSON out; space after the value stays.
func appendIndent(dst, src []byte, prefix, indent string) []byte {
	depth := 0
	line := func() {
		dst = append(dst, '\n')
		dst = append(dst, prefix...)
		for k := 0; k < depth; k++ {
			dst = append(dst, indent...)
		}
	}
	end := len(src)
	for end > 0 && (src[end-1] == ' ' || src[end-1] == '\n' || src[end-1] == '\t' || src[end-1] == '\r') {
		end--
	}
	for i := 0; i < end; i++ {
		switch c := src[i]; c {
		case ' ', '\t', '\n', '\r':
		case '"':
			e, _ := skipString(src, i)
			dst = append(dst, src[i:e]...)
			i = e - 1
		case '{', '[':
			dst = append(dst, c)
			if next := skipSpace(src, i+1); src[next] == c+2 {
				dst = append(dst, c+2)
				i = next
				continue
			}
			depth++
			line()
		case ',':
			dst = append(dst, c)
			line()
		case ':':
			dst = append(dst, ':', ' ')
		case '}', ']':
			depth--
			line()
			dst = append(dst, c)
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, src[end:]...)
}
