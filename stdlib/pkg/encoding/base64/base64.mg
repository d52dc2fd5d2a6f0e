// Package base64 writes bytes as text of 64 characters and reads them back.
package base64

import (
	"io"
	"strconv"
)

// An Encoding is an alphabet with a rule for padding.
type Encoding struct {
	alphabet string
	pad      rune
	strict   bool
	inverse  *[256]uint8 // 0xff: not in the alphabet
}

const (
	StdPadding rune = '='
	NoPadding  rune = -1
)

const (
	stdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	urlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
)

// The encodings of RFC 4648; the raw ones have no padding.
var (
	StdEncoding    = NewEncoding(stdAlphabet)
	URLEncoding    = NewEncoding(urlAlphabet)
	RawStdEncoding = StdEncoding.WithPadding(NoPadding)
	RawURLEncoding = URLEncoding.WithPadding(NoPadding)
)

// NewEncoding makes an encoding with an alphabet of 64 different bytes.
func NewEncoding(encoder string) *Encoding {
	if len(encoder) != 64 {
		panic("encoding alphabet is not 64-bytes long")
	}
	inverse := new([256]uint8)
	for i := range inverse {
		inverse[i] = 0xff
	}
	for i := 0; i < len(encoder); i++ {
		c := encoder[i]
		switch {
		case c == '\n' || c == '\r':
			panic("encoding alphabet contains newline character")
		case inverse[c] != 0xff:
			panic("encoding alphabet includes duplicate symbols")
		}
		inverse[c] = uint8(i)
	}
	return &Encoding{encoder, StdPadding, false, inverse}
}

// WithPadding gives the encoding with another padding character.
func (enc Encoding) WithPadding(padding rune) *Encoding {
	switch {
	case padding < NoPadding || padding == '\r' || padding == '\n' || padding > 0xff:
		panic("invalid padding")
	case padding != NoPadding && enc.inverse[byte(padding)] != 0xff:
		panic("padding contained in alphabet")
	}
	enc.pad = padding
	return &enc
}

// Strict gives the encoding that wants unused bits to be zero.
func (enc Encoding) Strict() *Encoding {
	enc.strict = true
	return &enc
}

// EncodedLen tells how long n bytes become.
func (enc *Encoding) EncodedLen(n int) int {
	if enc.pad == NoPadding {
		return n/3*4 + (n%3*8+5)/6
	}
	return (n + 2) / 3 * 4
}

// DecodedLen tells how many bytes n characters give at most.
func (enc *Encoding) DecodedLen(n int) int {
	if enc.pad == NoPadding {
		return n/4*3 + n%4*6/8
	}
	return n / 4 * 3
}

// Encode writes src to dst.
func (enc *Encoding) Encode(dst, src []byte) {
	if len(src) == 0 {
		return
	}
	a := enc.alphabet
	at, i := 0, 0
	for ; i+3 <= len(src); i += 3 {
		v := uint(src[i])<<16 | uint(src[i+1])<<8 | uint(src[i+2])
		dst[at] = a[v>>18&63]
		dst[at+1] = a[v>>12&63]
		dst[at+2] = a[v>>6&63]
		dst[at+3] = a[v&63]
		at += 4
	}
	left := len(src) - i
	if left == 0 {
		return
	}
	v := uint(src[i]) << 16
	if left == 2 {
		v |= uint(src[i+1]) << 8
	}
	dst[at] = a[v>>18&63]
	dst[at+1] = a[v>>12&63]
	if left == 2 {
		dst[at+2] = a[v>>6&63]
	}
	if enc.pad != NoPadding {
		if left == 1 {
			dst[at+2] = byte(enc.pad)
		}
		dst[at+3] = byte(enc.pad)
	}
}

// AppendEncode appends src, encoded, to dst.
func (enc *Encoding) AppendEncode(dst, src []byte) []byte {
	b := make([]byte, enc.EncodedLen(len(src)))
	enc.Encode(b, src)
	return append(dst, b...)
}

// EncodeToString gives src encoded.
func (enc *Encoding) EncodeToString(src []byte) string { return string(enc.AppendEncode(nil, src)) }

// A CorruptInputError is the place of a mistake in the text.
type CorruptInputError int64

func (e CorruptInputError) Error() string {
	return "illegal base64 data at input byte " + strconv.FormatInt(int64(e), 10)
}

// Decode reads src and writes the bytes to dst; line ends are skipped.
func (enc *Encoding) Decode(dst, src []byte) (n int, err error) {
	i := 0
	for {
		var q [4]uint8
		count := 0
		for count < 4 {
			// The next character that is no line end.
			for i < len(src) && (src[i] == '\n' || src[i] == '\r') {
				i++
			}
			if i == len(src) {
				if count == 0 {
					return n, nil
				}
				if count == 1 || enc.pad != NoPadding {
					return n, CorruptInputError(i - count)
				}
				break
			}
			c := src[i]
			i++
			if v := enc.inverse[c]; v != 0xff {
				q[count] = v
				count++
				continue
			}
			if rune(c) != enc.pad || count < 2 {
				return n, CorruptInputError(i - 1)
			}
			if err := enc.endPadding(src, i, count); err != nil {
				if e, ok := err.(trailing); ok {
					// What stands before the garbage is still given.
					m, bits := enc.put(dst[n:], q, count)
					if bits {
						return n, CorruptInputError(int(e) + count - 4)
					}
					return n + m, CorruptInputError(e)
				}
				return n, err
			}
			i = len(src)
			break
		}
		m, bits := enc.put(dst[n:], q, count)
		if bits {
			return n, CorruptInputError(i + count - 4)
		}
		n += m
	}
}

// trailing is the place of text after the padding.
type trailing int64

func (trailing) Error() string { return "" }

// endPadding looks at what follows the first padding character, from src[i] on.
func (enc *Encoding) endPadding(src []byte, i, count int) error {
	skip := func() {
		for i < len(src) && (src[i] == '\n' || src[i] == '\r') {
			i++
		}
	}
	if count == 2 {
		skip()
		if i == len(src) {
			return CorruptInputError(len(src))
		}
		if rune(src[i]) != enc.pad {
			return CorruptInputError(i - 1)
		}
		i++
	}
	skip()
	if i < len(src) {
		return trailing(i)
	}
	return nil
}

// put writes the bytes of count characters; bits says that a strict encoding
// found unused bits set.
func (enc *Encoding) put(dst []byte, q [4]uint8, count int) (n int, bits bool) {
	v := uint(q[0])<<18 | uint(q[1])<<12 | uint(q[2])<<6 | uint(q[3])
	if count == 0 {
		return 0, false
	}
	if enc.strict && (count == 2 && v>>8&0xff != 0 || count == 3 && v&0xff != 0) {
		return 0, true
	}
	for n = 0; n < count-1; n++ {
		dst[n] = byte(v >> (16 - 8*uint(n)))
	}
	return n, false
}

// AppendDecode appends the bytes of src to dst.
func (enc *Encoding) AppendDecode(dst, src []byte) ([]byte, error) {
	b := make([]byte, enc.roomFor(len(src)))
	n, err := enc.Decode(b, src)
	return append(dst, b[:n]...), err
}

func (enc *Encoding) roomFor(n int) int { return n/4*3 + 3 }

// DecodeString gives the bytes of s.
func (enc *Encoding) DecodeString(s string) ([]byte, error) {
	b := make([]byte, enc.roomFor(len(s)))
	n, err := enc.Decode(b, []byte(s))
	return b[:n], err
}

type encoder struct {
	enc  *Encoding
	w    io.Writer
	left []byte // up to 2 bytes
	err  error
}

// NewEncoder gives a writer that passes text on to w; Close writes the rest.
func NewEncoder(enc *Encoding, w io.Writer) io.WriteCloser { return &encoder{enc: enc, w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	if e.err != nil {
		return 0, e.err
	}
	all := append(e.left, p...)
	whole := len(all) / 3 * 3
	for i := 0; i < whole; i += 768 {
		end := i + 768
		if end > whole {
			end = whole
		}
		if _, e.err = e.w.Write(e.enc.AppendEncode(nil, all[i:end])); e.err != nil {
			return 0, e.err
		}
	}
	e.left = append([]byte(nil), all[whole:]...)
	return len(p), nil
}

func (e *encoder) Close() error {
	if e.err == nil && len(e.left) > 0 {
		_, e.err = e.w.Write(e.enc.AppendEncode(nil, e.left))
		e.left = nil
	}
	return e.err
}

type decoder struct {
	enc  *Encoding
	r    io.Reader
	in   []byte // characters not yet decoded, without line ends
	out  []byte // bytes not yet read
	err  error  // of the reader
	bad  error  // of the text
	base int64
}

// NewDecoder gives a reader of the bytes that r spells.
func NewDecoder(enc *Encoding, r io.Reader) io.Reader { return &decoder{enc: enc, r: r} }

func (d *decoder) Read(p []byte) (n int, err error) {
	for len(d.out) == 0 {
		if d.bad != nil {
			return 0, d.bad
		}
		buf := make([]byte, 1024)
		for len(d.in) < 4 && d.err == nil {
			var got int
			got, d.err = d.r.Read(buf)
			for _, c := range buf[:got] {
				if c != '\n' && c != '\r' {
					d.in = append(d.in, c)
				}
			}
		}
		take := len(d.in) / 4 * 4
		if take == 0 {
			if len(d.in) == 0 || d.err != io.EOF {
				d.bad = d.err
				if len(d.in) > 0 && d.err == io.EOF {
					d.bad = io.ErrUnexpectedEOF
				}
				return 0, d.bad
			}
			if d.enc.pad != NoPadding {
				d.bad = io.ErrUnexpectedEOF
				return 0, d.bad
			}
			take = len(d.in)
		}
		d.out, err = d.enc.AppendDecode(nil, d.in[:take])
		if e, ok := err.(CorruptInputError); ok {
			err = CorruptInputError(int64(e) + d.base)
		}
		d.bad = err
		d.base += int64(take)
		d.in = append([]byte(nil), d.in[take:]...)
	}
	n = copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}
