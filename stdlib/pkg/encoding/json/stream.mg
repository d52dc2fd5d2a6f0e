package json

import (
	"bytes"
	"io"
)

// A Decoder reads values one after the other.
type Decoder struct {
	r         io.Reader
	buf       []byte
	at        int   // what of buf has been used
	before    int64 // bytes of the input before buf
	err       error
	useNumber bool
	noUnknown bool
	state     []byte // open brackets of Token: [ and {; : after a key
	comma     bool   // a comma may come, and must before a value
}

// NewDecoder gives a decoder of r.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

// UseNumber makes numbers in interfaces Numbers.
func (dec *Decoder) UseNumber() { dec.useNumber = true }

// DisallowUnknownFields makes members that a struct does not have an error.
func (dec *Decoder) DisallowUnknownFields() { dec.noUnknown = true }

// InputOffset is how many bytes have been used.
func (dec *Decoder) InputOffset() int64 { return dec.before + int64(dec.at) }

// Buffered gives what was read and not used.
func (dec *Decoder) Buffered() io.Reader { return bytes.NewReader(dec.buf[dec.at:]) }

// fill reads more.
func (dec *Decoder) fill() error {
	if dec.at > 0 {
		dec.before += int64(dec.at)
		dec.buf = append(dec.buf[:0], dec.buf[dec.at:]...)
		dec.at = 0
	}
	if cap(dec.buf)-len(dec.buf) < 512 {
		b := make([]byte, len(dec.buf), 2*cap(dec.buf)+512)
		copy(b, dec.buf)
		dec.buf = b
	}
	n, err := dec.r.Read(dec.buf[len(dec.buf):cap(dec.buf)])
	dec.buf = dec.buf[:len(dec.buf)+n]
	return err
}

// look gives the place in buf of the next byte that is no space.
func (dec *Decoder) look() (int, error) {
	for {
		if i := skipSpace(dec.buf, dec.at); i < len(dec.buf) {
			return i, nil
		}
		have := len(dec.buf) - dec.at
		if err := dec.fill(); err != nil && len(dec.buf)-dec.at == have {
			return 0, err
		}
	}
}

// peek is look, using the space.
func (dec *Decoder) peek() (byte, error) {
	i, err := dec.look()
	if err != nil {
		return 0, err
	}
	dec.at = i
	return dec.buf[i], nil
}

// next gives the text of the next value, which ends at the given place of buf.
func (dec *Decoder) next() (text []byte, end int, err error) {
	i, err := dec.look()
	if err != nil {
		return nil, 0, err
	}
	skip := i - dec.at
	for {
		from := dec.at + skip
		end, bad := skipValue(dec.buf, from, 0)
		// A number may go on in what was not read yet.
		if bad == nil && (end < len(dec.buf) || dec.buf[end-1] < '0' || dec.buf[end-1] > '9') {
			return dec.buf[from:end], end, nil
		}
		if bad != nil && end < len(dec.buf) && bad.msg != errEnd.msg {
			bad.Offset += dec.before
			return nil, 0, trimExpecting(bad)
		}
		have := len(dec.buf) - dec.at
		if err := dec.fill(); err != nil && len(dec.buf)-dec.at == have {
			if err != io.EOF {
				return nil, 0, err
			}
			if bad == nil {
				return dec.buf[dec.at+skip:], len(dec.buf), nil
			}
			return nil, 0, io.ErrUnexpectedEOF
		}
	}
}

// Decode reads the next value into what v points to.
func (dec *Decoder) Decode(v any) error {
	if dec.err != nil {
		return dec.err
	}
	if err := dec.beforeValue(); err != nil {
		return err
	}
	text, end, err := dec.next()
	if err != nil {
		dec.err = err
		return err
	}
	d := decoder{data: text, useNumber: dec.useNumber, noUnknown: dec.noUnknown}
	err = d.unmarshal(v)
	dec.at = end
	dec.afterValue()
	return err
}

// beforeValue takes the comma or colon in front of a value of Token's brackets.
func (dec *Decoder) beforeValue() error {
	if len(dec.state) == 0 {
		return nil
	}
	switch top := dec.state[len(dec.state)-1]; {
	case top == ':':
		c, err := dec.peek()
		if err != nil {
			return err
		}
		if c != ':' {
			return &SyntaxError{"expected colon after object key", dec.InputOffset()}
		}
		dec.at++
	case dec.comma:
		c, err := dec.peek()
		if err != nil {
			return err
		}
		if c != ',' {
			return &SyntaxError{"expected comma after array element", dec.InputOffset()}
		}
		dec.at++
	}
	return nil
}

func (dec *Decoder) afterValue() {
	if n := len(dec.state); n > 0 {
		if dec.state[n-1] == ':' {
			dec.state = dec.state[:n-1]
		}
		dec.comma = true
	}
}

// A Token is a Delim, bool, float64, Number, string or nil.
type Token any

// A Delim is one of [ ] { }.
type Delim rune

func (d Delim) String() string { return string(rune(d)) }

// More says whether the open array or object goes on.
func (dec *Decoder) More() bool {
	c, err := dec.peek()
	return err == nil && c != ']' && c != '}'
}

// Token gives the next token; brackets match.
func (dec *Decoder) Token() (Token, error) {
	if dec.err != nil {
		return nil, dec.err
	}
	for {
		c, err := dec.peek()
		if err != nil {
			if err == io.EOF && len(dec.state) > 0 {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		top := byte(0)
		if n := len(dec.state); n > 0 {
			top = dec.state[n-1]
		}
		switch {
		case c == ',' && dec.comma && (top == '[' || top == '{'):
			dec.at++
			dec.comma = false
			if c, err := dec.peek(); err == nil && (c == ']' || c == '}') {
				where := "looking for beginning of value"
				if top == '{' {
					where = "looking for beginning of object key string"
				}
				return nil, dec.bad(where)
			}
			continue
		case c == ':' && top == ':':
			dec.at++
			dec.state[len(dec.state)-1] = ';'
			continue
		case c == '}' && top == '{' || c == ']' && top == '[':
			dec.at++
			dec.state = dec.state[:len(dec.state)-1]
			dec.closeValue()
			return Delim(c), nil
		case top == ':':
			return nil, dec.bad("after object key")
		case dec.comma && top == '[':
			return nil, dec.bad("after array element")
		case dec.comma && top == '{':
			return nil, dec.bad("after object key:value pair")
		case top == '{':
			if c != '"' {
				return nil, dec.bad("looking for beginning of object key string")
			}
			text, end, err := dec.next()
			if err != nil {
				return nil, err
			}
			dec.at = end
			dec.state = append(dec.state, ':')
			return unquote(text), nil
		case c == '{' || c == '[':
			dec.at++
			dec.state = append(dec.state, c)
			dec.comma = false
			return Delim(c), nil
		}
		text, end, err := dec.next()
		if err != nil {
			return nil, err
		}
		d := decoder{data: text, useNumber: dec.useNumber}
		v := d.any()
		dec.at = end
		dec.closeValue()
		return v, d.saved
	}
}

// closeValue notes that a value of the open bracket has ended.
func (dec *Decoder) closeValue() {
	if n := len(dec.state); n > 0 {
		if dec.state[n-1] == ';' {
			dec.state = dec.state[:n-1]
		}
	}
	dec.comma = len(dec.state) > 0
}

func (dec *Decoder) bad(where string) error {
	err := badChar(dec.buf, dec.at, where)
	err.Offset += dec.before
	return err
}

// An Encoder writes values, each on a line.
type Encoder struct {
	w              io.Writer
	err            error
	noHTML         bool
	prefix, indent string
}

// NewEncoder gives an encoder to w.
func NewEncoder(w io.Writer) *Encoder { return &Encoder{w: w} }

// SetIndent makes the output indented; SetEscapeHTML says whether <, > and & are
// escaped, as they are by default.
func (enc *Encoder) SetIndent(prefix, indent string) { enc.prefix, enc.indent = prefix, indent }
func (enc *Encoder) SetEscapeHTML(on bool)           { enc.noHTML = !on }

// Encode writes v and a line end.
func (enc *Encoder) Encode(v any) error {
	if enc.err != nil {
		return enc.err
	}
	e := encoder{html: !enc.noHTML}
	if err := e.marshal(v); err != nil {
		return err
	}
	b := e.buf
	if enc.prefix != "" || enc.indent != "" {
		b = appendIndent(nil, b, enc.prefix, enc.indent)
	}
	_, enc.err = enc.w.Write(append(b, '\n'))
	return enc.err
}
