package strconv

// quote.mg: quoting and unquoting of strings and runes.

import "unicode/utf8"

// IsPrint reports whether r is printable by unicode.IsPrint: letters, marks,
// numbers, punctuation, symbols and the ASCII space.
//
//minigo:leaf
func IsPrint(r rune) bool

// isGraphicSpace reports whether r is one of the spaces (Zs) other than ASCII's.
func isGraphicSpace(r rune) bool {
	switch r {
	case 0xa0, 0x1680, 0x202f, 0x205f, 0x3000:
		return true
	}
	return 0x2000 <= r && r <= 0x200a
}

// IsGraphic reports whether r is printable or any Unicode space.
func IsGraphic(r rune) bool {
	return IsPrint(r) || isGraphicSpace(r)
}

const lowerHex = "0123456789abcdef"

// Quote is s as a Go string literal; what is not printable is escaped.
func Quote(s string) string { return string(appendQuoted(nil, s, '"', false, false)) }

// QuoteToASCII is Quote with everything outside ASCII escaped.
func QuoteToASCII(s string) string { return string(appendQuoted(nil, s, '"', true, false)) }

// QuoteToGraphic is Quote that leaves Unicode spaces as they are.
func QuoteToGraphic(s string) string { return string(appendQuoted(nil, s, '"', false, true)) }

// AppendQuote appends Quote(s).
func AppendQuote(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', false, false) }

// AppendQuoteToASCII appends QuoteToASCII(s).
func AppendQuoteToASCII(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', true, false) }

// AppendQuoteToGraphic appends QuoteToGraphic(s).
func AppendQuoteToGraphic(dst []byte, s string) []byte {
	return appendQuoted(dst, s, '"', false, true)
}

// QuoteRune is r as a Go rune literal.
func QuoteRune(r rune) string { return string(AppendQuoteRune(nil, r)) }

// QuoteRuneToASCII is QuoteRune with everything outside ASCII escaped.
func QuoteRuneToASCII(r rune) string { return string(AppendQuoteRuneToASCII(nil, r)) }

// QuoteRuneToGraphic is QuoteRune that leaves Unicode spaces as they are.
func QuoteRuneToGraphic(r rune) string { return string(AppendQuoteRuneToGraphic(nil, r)) }

// AppendQuoteRune appends QuoteRune(r).
func AppendQuoteRune(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, false, false) }

// AppendQuoteRuneToASCII appends QuoteRuneToASCII(r).
func AppendQuoteRuneToASCII(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, true, false) }

// AppendQuoteRuneToGraphic appends QuoteRuneToGraphic(r).
func AppendQuoteRuneToGraphic(dst []byte, r rune) []byte {
	return appendQuotedRune(dst, r, false, true)
}

func appendQuoted(dst []byte, s string, quote byte, ascii, graphic bool) []byte {
	if dst == nil {
		dst = make([]byte, 0, 3*len(s)/2+2)
	}
	dst = append(dst, quote)
	plain := 0 // s[plain:i] needs no change
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c < 0x7F && c != quote && c != '\\' {
				i++
				continue
			}
			dst = append(dst, s[plain:i]...)
			dst = appendEscaped(dst, rune(c), quote, ascii, graphic)
			i++
			plain = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		dst = append(dst, s[plain:i]...)
		if size == 1 {
			dst = append(dst, '\\', 'x', lowerHex[c>>4], lowerHex[c&15])
		} else {
			dst = appendEscaped(dst, r, quote, ascii, graphic)
		}
		i += size
		plain = i
	}
	dst = append(dst, s[plain:]...)
	return append(dst, quote)
}

func appendQuotedRune(dst []byte, r rune, ascii, graphic bool) []byte {
	dst = append(dst, '\'')
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	dst = appendEscaped(dst, r, '\'', ascii, graphic)
	return append(dst, '\'')
}

func appendEscaped(dst []byte, r rune, quote byte, ascii, graphic bool) []byte {
	if r == rune(quote) || r == '\\' {
		return append(dst, '\\', byte(r))
	}
	if ascii {
		if r < utf8.RuneSelf && IsPrint(r) {
			return append(dst, byte(r))
		}
	} else if IsPrint(r) || graphic && isGraphicSpace(r) {
		return utf8.AppendRune(dst, r)
	}
	letter := byte(0)
	switch r {
	case '\a':
		letter = 'a'
	case '\b':
		letter = 'b'
	case '\f':
		letter = 'f'
	case '\n':
		letter = 'n'
	case '\r':
		letter = 'r'
	case '\t':
		letter = 't'
	case '\v':
		letter = 'v'
	}
	if letter != 0 {
		return append(dst, '\\', letter)
	}
	width := 8
	switch {
	case r < ' ' || r == 0x7f:
		letter, width = 'x', 2
	case !utf8.ValidRune(r):
		r = utf8.RuneError
		letter, width = 'u', 4
	case r < 0x10000:
		letter, width = 'u', 4
	default:
		letter = 'U'
	}
	dst = append(dst, '\\', letter)
	for shift := (width - 1) * 4; shift >= 0; shift -= 4 {
		dst = append(dst, lowerHex[r>>uint(shift)&15])
	}
	return dst
}

// CanBackquote reports whether s can stand unchanged between backquotes on one line.
func CanBackquote(s string) bool {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case size > 1:
			if r == '\ufeff' {
				return false
			}
		case r == utf8.RuneError:
			return false
		case r < ' ' && r != '\t' || r == '`' || r == 0x7F:
			return false
		}
	}
	return true
}

// UnquoteChar decodes the first character or escape of s, which stands between
// quotes of the given kind.
func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if s == "" {
		return 0, false, "", ErrSyntax
	}
	c := s[0]
	switch {
	case c == quote && (quote == '\'' || quote == '"'):
		return 0, false, "", ErrSyntax
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRuneInString(s)
		return r, true, s[size:], nil
	case c != '\\':
		return rune(c), false, s[1:], nil
	}
	if len(s) <= 1 {
		return 0, false, "", ErrSyntax
	}
	c = s[1]
	s = s[2:]
	width := 0
	switch c {
	case 'a':
		value = '\a'
	case 'b':
		value = '\b'
	case 'f':
		value = '\f'
	case 'n':
		value = '\n'
	case 'r':
		value = '\r'
	case 't':
		value = '\t'
	case 'v':
		value = '\v'
	case 'x':
		width = 2
	case 'u':
		width = 4
	case 'U':
		width = 8
	case '0', '1', '2', '3', '4', '5', '6', '7':
		value = rune(c - '0')
		if len(s) < 2 {
			return 0, false, "", ErrSyntax
		}
		for i := 0; i < 2; i++ {
			if s[i] < '0' || s[i] > '7' {
				return 0, false, "", ErrSyntax
			}
			value = value<<3 | rune(s[i]-'0')
		}
		if value > 255 {
			return 0, false, "", ErrSyntax
		}
		return value, false, s[2:], nil
	case '\\':
		value = '\\'
	case '\'', '"':
		if c != quote {
			return 0, false, "", ErrSyntax
		}
		value = rune(c)
	default:
		return 0, false, "", ErrSyntax
	}
	if width == 0 {
		return value, false, s, nil
	}
	if len(s) < width {
		return 0, false, "", ErrSyntax
	}
	for i := 0; i < width; i++ {
		d := s[i]
		switch {
		case '0' <= d && d <= '9':
			d -= '0'
		case 'a' <= d|0x20 && d|0x20 <= 'f':
			d = d | 0x20 - 'a' + 10
		default:
			return 0, false, "", ErrSyntax
		}
		value = value<<4 | rune(d)
	}
	if c == 'x' {
		return value, false, s[width:], nil
	}
	if !utf8.ValidRune(value) {
		return 0, false, "", ErrSyntax
	}
	return value, true, s[width:], nil
}

// QuotedPrefix is the quoted string that s begins with, quotes and all.
func QuotedPrefix(s string) (string, error) {
	out, _, err := unquote(s, false)
	return out, err
}

// Unquote is the value of a Go string or rune literal.
func Unquote(s string) (string, error) {
	out, rest, err := unquote(s, true)
	if len(rest) > 0 {
		return "", ErrSyntax
	}
	return out, err
}

// unquote reads the quoted string at the start of in: its value if decode is
// set, else its text; and what follows.
func unquote(in string, decode bool) (out, rest string, err error) {
	if len(in) < 2 {
		return "", in, ErrSyntax
	}
	quote := in[0]
	end := indexByte(in[1:], quote)
	if end < 0 {
		return "", in, ErrSyntax
	}
	end += 2 // after the closing quote, if nothing is escaped
	switch quote {
	case '`':
		if !decode {
			return in[:end], in[end:], nil
		}
		body := in[1 : end-1]
		if indexByte(body, '\r') < 0 {
			return body, in[end:], nil
		}
		buf := make([]byte, 0, len(body))
		for i := 0; i < len(body); i++ {
			if body[i] != '\r' {
				buf = append(buf, body[i])
			}
		}
		return string(buf), in[end:], nil
	case '"', '\'':
		if body := in[1 : end-1]; indexByte(body, '\\') < 0 && indexByte(body, '\n') < 0 {
			valid := false
			if quote == '"' {
				valid = utf8.ValidString(body)
			} else {
				r, n := utf8.DecodeRuneInString(body)
				valid = n == len(body) && n > 0 && (r != utf8.RuneError || n != 1)
			}
			if valid {
				if decode {
					return body, in[end:], nil
				}
				return in[:end], in[end:], nil
			}
		}
		whole := in
		in = in[1:]
		var buf []byte
		for len(in) > 0 && in[0] != quote {
			if in[0] == '\n' {
				return "", whole, ErrSyntax
			}
			r, multibyte, tail, err := UnquoteChar(in, quote)
			if err != nil {
				return "", whole, ErrSyntax
			}
			in = tail
			if decode {
				if r < utf8.RuneSelf || !multibyte {
					buf = append(buf, byte(r))
				} else {
					buf = utf8.AppendRune(buf, r)
				}
			}
			if quote == '\'' {
				break
			}
		}
		if !(len(in) > 0 && in[0] == quote) {
			return "", whole, ErrSyntax
		}
		in = in[1:]
		if decode {
			return string(buf), in, nil
		}
		return whole[:len(whole)-len(in)], in, nil
	}
	return "", in, ErrSyntax
}

func indexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}
