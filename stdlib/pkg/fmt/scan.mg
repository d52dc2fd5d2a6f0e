package fmt

// scan.mg: entry points of scanning, the reading of runes, and formats; scanvalue.mg:
// the values. Inside, errors travel as panics with a scanError, or io.EOF itself
// for an end of input before a value.

import (
	"errors"
	"internal/stdio"
	"io"
	"unicode/utf8"
)

// A ScanState is the scanner as a Scanner sees it.
type ScanState interface {
	ReadRune() (r rune, size int, err error)
	UnreadRune() error
	SkipSpace()
	Token(skipSpace bool, f func(rune) bool) (token []byte, err error)
	Width() (wid int, ok bool)
	Read(buf []byte) (n int, err error)
}

// A Scanner scans itself.
type Scanner interface {
	Scan(state ScanState, verb rune) error
}

// Scan reads values from standard input, separated by spaces, newlines among them.
func Scan(a ...any) (n int, err error) { return Fscan(stdio.Stdin(), a...) }

// Scanln is Scan that ends at a newline.
func Scanln(a ...any) (n int, err error) { return Fscanln(stdio.Stdin(), a...) }

// Scanf reads values from standard input by format.
func Scanf(format string, a ...any) (n int, err error) { return Fscanf(stdio.Stdin(), format, a...) }

// Sscan, Sscanln and Sscanf read from a string.
func Sscan(str string, a ...any) (n int, err error)   { return Fscan(&stringReader{str}, a...) }
func Sscanln(str string, a ...any) (n int, err error) { return Fscanln(&stringReader{str}, a...) }

func Sscanf(str string, format string, a ...any) (n int, err error) {
	return Fscanf(&stringReader{str}, format, a...)
}

// Fscan, Fscanln and Fscanf read from r, one byte at a time unless it has
// ReadRune and UnreadRune: what follows the last value must not be lost.
func Fscan(r io.Reader, a ...any) (n int, err error) {
	s := newScanner(r)
	s.newlineIsSpace = true
	return s.all(a)
}

func Fscanln(r io.Reader, a ...any) (n int, err error) {
	s := newScanner(r)
	s.newlineIsEnd = true
	return s.all(a)
}

func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	return newScanner(r).format(format, a)
}

type stringReader struct {
	rest string
}

func (r *stringReader) Read(b []byte) (n int, err error) {
	n = copy(b, r.rest)
	r.rest = r.rest[n:]
	if n == 0 {
		err = io.EOF
	}
	return n, err
}

// A runeReader makes a RuneScanner of any reader.
type runeReader struct {
	r     io.Reader
	spare []byte // bytes read but not decoded: after a bad encoding
	last  rune   // the last rune read, with its size
	size  int
	again bool // it was unread
	one   [1]byte
}

func (r *runeReader) readByte() (byte, error) {
	if len(r.spare) > 0 {
		c := r.spare[0]
		r.spare = r.spare[1:]
		return c, nil
	}
	_, err := io.ReadFull(r.r, r.one[:])
	return r.one[0], err
}

func (r *runeReader) ReadRune() (rune, int, error) {
	if r.again {
		r.again = false
		return r.last, r.size, nil
	}
	c, err := r.readByte()
	if err != nil {
		return 0, 0, err
	}
	r.last, r.size = rune(c), 1
	if c >= utf8.RuneSelf {
		b := []byte{c}
		for !utf8.FullRune(b) {
			c, err = r.readByte()
			if err == io.EOF {
				break
			}
			if err != nil {
				return 0, 0, err
			}
			b = append(b, c)
		}
		r.last, r.size = utf8.DecodeRune(b)
		if r.size < len(b) {
			r.spare = append(b[r.size:], r.spare...)
		}
	}
	return r.last, r.size, nil
}

func (r *runeReader) UnreadRune() error {
	if r.again || r.size == 0 {
		return errors.New("fmt: scanning called UnreadRune with no rune available")
	}
	r.again = true
	return nil
}

const (
	eof       = -1
	unlimited = 1 << 30
)

type scanError struct {
	err error
}

// A scanner is the state of one call.
type scanner struct {
	rs             io.RuneScanner
	buf            []byte // the token
	count          int    // runes taken
	limit          int    // what count must not pass in this value
	width          int    // of this value
	atEOF          bool
	newlineIsSpace bool
	newlineIsEnd   bool
}

func newScanner(r io.Reader) *scanner {
	rs, ok := r.(io.RuneScanner)
	if !ok {
		rs = &runeReader{r: r}
	}
	return &scanner{rs: rs, limit: unlimited, width: unlimited}
}

func (s *scanner) Read(buf []byte) (n int, err error) {
	return 0, errors.New("ScanState's Read should not be called. Use ReadRune")
}

func (s *scanner) Width() (wid int, ok bool) {
	if s.width == unlimited {
		return 0, false
	}
	return s.width, true
}

func (s *scanner) ReadRune() (r rune, size int, err error) {
	if s.atEOF || s.count >= s.limit {
		return 0, 0, io.EOF
	}
	r, size, err = s.rs.ReadRune()
	if err == nil {
		s.count++
		s.atEOF = s.newlineIsEnd && r == '\n'
	} else if err == io.EOF {
		s.atEOF = true
	}
	return r, size, err
}

func (s *scanner) UnreadRune() error {
	s.rs.UnreadRune()
	s.atEOF = false
	s.count--
	return nil
}

func (s *scanner) Token(skipSpace bool, f func(rune) bool) (tok []byte, err error) {
	defer func() {
		if e := recover(); e != nil {
			se, ok := e.(scanError)
			if !ok {
				panic(e)
			}
			err = se.err
		}
	}()
	if f == nil {
		f = notSpace
	}
	s.buf = s.buf[:0]
	return s.token(skipSpace, f), nil
}

func (s *scanner) fail(err error)       { panic(scanError{err}) }
func (s *scanner) failText(text string) { panic(scanError{errors.New(text)}) }

// next is the next rune, or eof.
func (s *scanner) next() rune {
	r, _, err := s.ReadRune()
	if err != nil {
		if err == io.EOF {
			return eof
		}
		s.fail(err)
	}
	return r
}

// must is the next rune; the end of input is an error.
func (s *scanner) must() rune {
	r := s.next()
	if r == eof {
		s.fail(io.ErrUnexpectedEOF)
	}
	return r
}

// needMore panics with io.EOF at the end of input.
func (s *scanner) needMore() {
	if s.next() == eof {
		panic(io.EOF)
	}
	s.UnreadRune()
}

func isSpace(r rune) bool {
	switch r {
	case ' ', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000:
		return true
	}
	return '\t' <= r && r <= '\r' || 0x2000 <= r && r <= 0x200a
}

func notSpace(r rune) bool { return !isSpace(r) }

// SkipSpace skips spaces; a newline only where it counts as one.
func (s *scanner) SkipSpace() {
	for {
		r := s.next()
		switch {
		case r == eof:
			return
		case r == '\r' && s.peek("\n"):
		case r == '\n':
			if !s.newlineIsSpace {
				s.failText("unexpected newline")
			}
		case !isSpace(r):
			s.UnreadRune()
			return
		}
	}
}

func (s *scanner) token(skipSpace bool, f func(rune) bool) []byte {
	if skipSpace {
		s.SkipSpace()
	}
	for {
		r := s.next()
		if r == eof {
			return s.buf
		}
		if !f(r) {
			s.UnreadRune()
			return s.buf
		}
		s.buf = utf8.AppendRune(s.buf, r)
	}
}

func hasRune(set string, r rune) bool {
	for _, c := range set {
		if c == r {
			return true
		}
	}
	return false
}

// accept takes the next rune into the token if it is in set.
func (s *scanner) accept(set string) bool {
	r := s.next()
	if r == eof {
		return false
	}
	if hasRune(set, r) {
		s.buf = utf8.AppendRune(s.buf, r)
		return true
	}
	s.UnreadRune()
	return false
}

// peek tells whether the next rune is in set.
func (s *scanner) peek(set string) bool {
	r := s.next()
	if r != eof {
		s.UnreadRune()
	}
	return hasRune(set, r)
}

// catchScan makes the panics of scanning an error.
func catchScan(err *error) {
	e := recover()
	if e == nil {
		return
	}
	if se, ok := e.(scanError); ok {
		*err = se.err
	} else if end, ok := e.(error); ok && end == io.EOF {
		*err = end
	} else {
		panic(e)
	}
}

// all scans values one after the other.
func (s *scanner) all(a []any) (n int, err error) {
	defer catchScan(&err)
	for _, arg := range a {
		s.one('v', arg)
		n++
	}
	for s.newlineIsEnd {
		r := s.next()
		if r == '\n' || r == eof {
			break
		}
		if !isSpace(r) {
			s.failText("expected newline")
		}
	}
	return n, nil
}

// format scans values by a format.
func (s *scanner) format(format string, a []any) (n int, err error) {
	defer catchScan(&err)
	end := len(format) - 1
	for i := 0; i <= end; {
		w := s.literal(format[i:])
		if w > 0 {
			i += w
			continue
		}
		if format[i] != '%' {
			if w < 0 {
				s.failText("input does not match format")
			}
			break
		}
		i++
		var hasWidth bool
		s.width, hasWidth, i = number(format, i, end)
		if !hasWidth {
			s.width = unlimited
		}
		verb, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if verb != 'c' {
			s.SkipSpace()
		}
		if verb == '%' {
			s.SkipSpace()
			s.needMore()
			if !s.accept("%") {
				s.failText("missing literal %")
			}
			continue
		}
		s.limit = min(unlimited, s.count+s.width)
		if n >= len(a) {
			s.failText("too few operands for format '%" + format[i-size:] + "'")
		}
		s.one(verb, a[n])
		n++
		s.limit = unlimited
	}
	if n < len(a) {
		s.failText("too many operands")
	}
	return n, nil
}

// literal matches the format up to its next verb with the input and gives the
// length of what it matched, -1 for a difference. Newlines must match newlines;
// other spaces match any number, but at least one (or the end of the input)
// unless newlines stand before them.
func (s *scanner) literal(format string) (i int) {
	for i < len(format) {
		c, w := utf8.DecodeRuneInString(format[i:])
		if isSpace(c) {
			newlines, trailing := 0, false
			for isSpace(c) && i < len(format) {
				trailing = c != '\n'
				if c == '\n' {
					newlines++
				}
				i += w
				c, w = utf8.DecodeRuneInString(format[i:])
			}
			s.spaces(newlines, trailing)
			continue
		}
		if c == '%' {
			if i+w == len(format) {
				s.failText("missing verb: % at end of format string")
			}
			if after, _ := utf8.DecodeRuneInString(format[i+w:]); after != '%' {
				return i
			}
			i += w // %% matches %
		}
		if r := s.must(); r != c {
			s.UnreadRune()
			return -1
		}
		i += w
	}
	return i
}

func (s *scanner) spaces(newlines int, trailing bool) {
	for j := 0; j < newlines; j++ {
		r := s.next()
		for isSpace(r) && r != '\n' {
			r = s.next()
		}
		if r != '\n' && r != eof {
			s.failText("newline in format does not match input")
		}
	}
	if !trailing {
		return
	}
	r := s.next()
	if newlines == 0 {
		if !isSpace(r) && r != eof {
			s.failText("expected space in input to match format")
		}
		if r == '\n' {
			s.failText("newline in input does not match format")
		}
	}
	for isSpace(r) && r != '\n' {
		r = s.next()
	}
	if r != eof {
		s.UnreadRune()
	}
}
