// Package hex writes bytes as hexadecimal digits and reads them back.
package hex

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

const digits = "0123456789abcdef"

// ErrLength says that there was an odd number of digits.
var ErrLength = errors.New("encoding/hex: odd length hex string")

// An InvalidByteError is a byte that is no digit.
type InvalidByteError byte

func (e InvalidByteError) Error() string {
	return fmt.Sprintf("encoding/hex: invalid byte: %#U", rune(e))
}

// EncodedLen and DecodedLen tell how long n bytes become.
func EncodedLen(n int) int { return n * 2 }
func DecodedLen(x int) int { return x / 2 }

// Encode writes src as digits to dst.
func Encode(dst, src []byte) int {
	for i, b := range src {
		dst[2*i] = digits[b>>4]
		dst[2*i+1] = digits[b&15]
	}
	return len(src) * 2
}

// AppendEncode appends src as digits to dst.
func AppendEncode(dst, src []byte) []byte {
	for _, b := range src {
		dst = append(dst, digits[b>>4], digits[b&15])
	}
	return dst
}

// EncodeToString gives src as digits.
func EncodeToString(src []byte) string { return string(AppendEncode(make([]byte, 0, len(src)*2), src)) }

func value(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

// Decode reads digits from src and writes the bytes to dst, up to the first
// mistake.
func Decode(dst, src []byte) (int, error) {
	n := 0
	for ; n < len(src)/2; n++ {
		a, ok := value(src[2*n])
		if !ok {
			return n, InvalidByteError(src[2*n])
		}
		b, ok := value(src[2*n+1])
		if !ok {
			return n, InvalidByteError(src[2*n+1])
		}
		dst[n] = a<<4 | b
	}
	if len(src)%2 == 1 {
		if c := src[len(src)-1]; true {
			if _, ok := value(c); !ok {
				return n, InvalidByteError(c)
			}
		}
		return n, ErrLength
	}
	return n, nil
}

// AppendDecode appends the bytes that src spells to dst.
func AppendDecode(dst, src []byte) ([]byte, error) {
	b := make([]byte, len(src)/2)
	n, err := Decode(b, src)
	return append(dst, b[:n]...), err
}

// DecodeString gives the bytes that s spells.
func DecodeString(s string) ([]byte, error) {
	b := make([]byte, len(s)/2)
	n, err := Decode(b, []byte(s))
	return b[:n], err
}

type encoder struct {
	w   io.Writer
	err error
}

// NewEncoder gives a writer that passes digits on to w.
func NewEncoder(w io.Writer) io.Writer { return &encoder{w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	for len(p) > 0 && e.err == nil {
		part := p
		if len(part) > 512 {
			part = part[:512]
		}
		var written int
		written, e.err = e.w.Write(AppendEncode(nil, part))
		n += written / 2
		p = p[len(part):]
	}
	return n, e.err
}

type decoder struct {
	r   io.Reader
	err error
	in  []byte // digits not yet used
}

// NewDecoder gives a reader of the bytes that r spells.
func NewDecoder(r io.Reader) io.Reader { return &decoder{r: r} }

func (d *decoder) Read(p []byte) (n int, err error) {
	if len(d.in) < 2 && d.err == nil {
		buf := make([]byte, 1024)
		left := copy(buf, d.in)
		got, err := d.r.Read(buf[left:])
		d.in, d.err = buf[:left+got], err
		if d.err == io.EOF && len(d.in)%2 != 0 {
			if c := d.in[len(d.in)-1]; true {
				if _, ok := value(c); !ok {
					d.err = InvalidByteError(c)
				} else {
					d.err = io.ErrUnexpectedEOF
				}
			}
		}
	}
	if avail := len(d.in) / 2; len(p) > avail {
		p = p[:avail]
	}
	n, err = Decode(p, d.in[:len(p)*2])
	d.in = d.in[2*n:]
	if err != nil {
		d.in, d.err = nil, err
	}
	if len(d.in) < 2 {
		return n, d.err
	}
	return n, nil
}

// Dump gives a dump of data as `hexdump -C` prints it.
func Dump(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	var b strings.Builder
	d := Dumper(&b)
	d.Write(data)
	d.Close()
	return b.String()
}

// Dumper gives a writer that passes a dump on to w.
func Dumper(w io.Writer) io.WriteCloser { return &dumper{w: w} }

type dumper struct {
	w      io.Writer
	text   [18]byte
	used   int // bytes of the line
	n      uint
	closed bool
}

func printable(b byte) byte {
	if b < 32 || b > 126 {
		return '.'
	}
	return b
}

func (d *dumper) Write(data []byte) (n int, err error) {
	if d.closed {
		return 0, errors.New("encoding/hex: dumper closed")
	}
	for i := range data {
		var out []byte
		if d.used == 0 {
			out = AppendEncode(out, []byte{byte(d.n >> 24), byte(d.n >> 16), byte(d.n >> 8), byte(d.n)})
			out = append(out, "  "...)
		}
		out = append(AppendEncode(out, data[i:i+1]), ' ')
		switch d.used {
		case 7:
			out = append(out, ' ')
		case 15:
			out = append(out, " |"...)
		}
		if _, err = d.w.Write(out); err != nil {
			return n, err
		}
		n++
		d.text[d.used] = printable(data[i])
		d.used++
		d.n++
		if d.used == 16 {
			d.text[16], d.text[17] = '|', '\n'
			if _, err = d.w.Write(d.text[:]); err != nil {
				return n, err
			}
			d.used = 0
		}
	}
	return n, nil
}

func (d *dumper) Close() (err error) {
	if d.closed {
		return nil
	}
	d.closed = true
	if d.used == 0 {
		return nil
	}
	for i := d.used; i < 16; i++ {
		pad := "   "
		switch i {
		case 7:
			pad = "    "
		case 15:
			pad = "    |"
		}
		if _, err = io.WriteString(d.w, pad); err != nil {
			return err
		}
	}
	d.text[d.used], d.text[d.used+1] = '|', '\n'
	_, err = d.w.Write(d.text[:d.used+2])
	return err
}
