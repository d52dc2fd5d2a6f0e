package json

import (
	"bytes"
	"io"
)

// A Decoder reads values one after the other, or token by token.
type Decoder struct {
	r         io.Reader
	buf       []byte
	at        int   // end of the last value or token in buf
	before    int64 // bytes of the input before buf
	err       error // of Decode or More; Token goes on
	useNumber bool
	noUnknown bool
	open      []bracket // brackets that Token has opened
	peeked    bool      // More came after the last value or token
	ended     bool      // Token came upon the end of the input
}

// A bracket is an open one and how many values, names included, have come in it.
type bracket struct {
	kind byte
	n    int
}

// NewDecoder gives a decoder of r.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

// UseNumber makes numbers in interfaces Numbers.
func (dec *Decoder) UseNumber() { dec.useNumber = true }

// DisallowUnknownFields makes members that a struct does not have an error.
func (dec *Decoder) DisallowUnknownFields() { dec.noUnknown = true }

// InputOffset is the end of the last value or token; after More, the beginning of the next one.
func (dec *Decoder) InputOffset() int64 {
	at := dec.at
	if dec.peeked || dec.ended {
		if i := skipSpace(dec.buf, at); i < len(dec.buf) {
			at = i
			if dec.ended && (dec.buf[i] == ',' || dec.buf[i] == ':') {
				at++
			}
		}
	}
	return dec.before + int64(at)
}

// Buffered gives what was read and not used.
func (dec *Decoder) Buffered() io.Reader { return bytes.NewReader(dec.buf[dec.at:]) }

// fill reads more; the end of the input is io.ErrUnexpectedEOF. What lay at dec.at moves.
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
	for {
		n, err := dec.r.Read(dec.buf[len(dec.buf):cap(dec.buf)])
		if n > 0 {
			dec.buf = dec.buf[:len(dec.buf)+n]
			return nil
		}
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
	}
}

// space gives the distance from dec.at of the next byte from distance skip on that is no space.
func (dec *Decoder) space(skip int) (int, error) {
	for {
		i := skipSpace(dec.buf, dec.at+skip)
		skip = i - dec.at
		if i < len(dec.buf) {
			return skip, nil
		}
		if err := dec.fill(); err != nil {
			return skip, err
		}
	}
}

// due is the comma or colon that has to stand before byte c, 0 if none.
func (dec *Decoder) due(c byte) byte {
	n := len(dec.open)
	if n == 0 {
		return 0
	}
	switch top := dec.open[n-1]; {
	case top.kind == '{' && top.n%2 == 1:
		return ':'
	case top.n > 0 && c != '}' && c != ']':
		return ','
	}
	return 0
}

// begin gives the distance from dec.at of the next value or token, past the comma or colon before it.
func (dec *Decoder) begin() (int, error) {
	skip, err := dec.space(0)
	if err != nil {
		if err == io.ErrUnexpectedEOF && len(dec.open) == 0 {
			err = io.EOF
		}
		return 0, err
	}
	mark := byte(0)
	if c := dec.buf[dec.at+skip]; c == ',' || c == ':' {
		mark = c
		if skip, err = dec.space(skip + 1); err != nil {
			if dec.due('"') != mark {
				err = dec.wrongMark('"')
			}
			return 0, err
		}
	}
	if c := dec.buf[dec.at+skip]; dec.due(c) != mark {
		return 0, dec.wrongMark(c)
	}
	return skip, nil
}

// wrongMark is the error of a comma or colon that is missing before c, or should not be there.
func (dec *Decoder) wrongMark(c byte) error {
	where := "looking for beginning of value"
	switch dec.due(c) {
	case ':':
		where = "after object key"
	case ',':
		where = "after array element"
		if dec.open[len(dec.open)-1].kind == '{' {
			where = "after object key:value pair"
		}
	}
	return dec.badAt(skipSpace(dec.buf, dec.at), where)
}

func (dec *Decoder) badAt(i int, where string) error {
	err := badChar(dec.buf, i, where)
	err.Offset += dec.before
	return err
}

// text gives the text of the value that begins that far from dec.at, and its end.
func (dec *Decoder) text(skip int) (text []byte, end int, err error) {
	for {
		from := dec.at + skip
		end, bad := skipValue(dec.buf, from, len(dec.open))
		// A number may go on in what was not read yet.
		if bad == nil && (end < len(dec.buf) || dec.buf[end-1] < '0' || dec.buf[end-1] > '9') {
			return dec.buf[from:end], end, nil
		}
		if bad != nil && end < len(dec.buf) && bad.msg != errEnd.msg {
			bad.Offset += dec.before
			return nil, 0, trimExpecting(bad)
		}
		if err := dec.fill(); err != nil {
			if bad == nil && err == io.ErrUnexpectedEOF {
				return dec.buf[dec.at+skip:], len(dec.buf), nil
			}
			return nil, 0, err
		}
	}
}

// needName says whether the next value is the name of a member.
func (dec *Decoder) needName() bool {
	n := len(dec.open)
	return n > 0 && dec.open[n-1].kind == '{' && dec.open[n-1].n%2 == 0
}

// advance notes that a value or token ends at that place of buf.
func (dec *Decoder) advance(end int) {
	dec.at = end
	dec.peeked, dec.ended = false, false
}

// took counts a value or name in the open bracket.
func (dec *Decoder) took() {
	if n := len(dec.open); n > 0 {
		dec.open[n-1].n++
	}
}

// notName is the error of a value where a name has to be.
func (dec *Decoder) notName(skip int) error {
	return &SyntaxError{"object member name must be a string", dec.before + int64(dec.at+skip+1)}
}

// Decode reads the next value into what v points to.
func (dec *Decoder) Decode(v any) error {
	if dec.err != nil {
		return dec.err
	}
	skip, err := dec.begin()
	if err == nil && (dec.buf[dec.at+skip] == ']' || dec.buf[dec.at+skip] == '}') {
		err = dec.unmatched(skip)
	}
	var text []byte
	var end int
	if err == nil {
		if text, end, err = dec.text(skip); err == nil && dec.needName() && text[0] != '"' {
			err = dec.notName(skip)
		}
	}
	if err != nil {
		dec.err = err
		return err
	}
	dec.took()
	d := decoder{data: text, useNumber: dec.useNumber, noUnknown: dec.noUnknown}
	err = d.unmarshal(v)
	dec.advance(end)
	return err
}

// unmatched is the error of a closing bracket that is not the one that is due.
func (dec *Decoder) unmatched(skip int) error {
	where := "looking for beginning of value"
	if n := len(dec.open); n > 0 && dec.open[n-1].n > 0 && dec.buf[dec.at+skip] != dec.open[n-1].kind+2 {
		where = "after array element"
		if dec.open[n-1].kind == '{' {
			where = "after object key:value pair"
		}
	}
	return dec.badAt(dec.at+skip, where)
}

// A Token is a Delim, bool, float64, Number, string or nil.
type Token any

// A Delim is one of [ ] { }.
type Delim rune

func (d Delim) String() string { return string(rune(d)) }

// More says whether the open array or object goes on, which includes that there is an error to come.
func (dec *Decoder) More() bool {
	dec.peeked = true
	skip, err := dec.begin()
	if err == nil {
		switch c := dec.buf[dec.at+skip]; {
		case c == ']' || c == '}':
			return false
		case c == '{' || c == '[' || c == '"' || c == 't' || c == 'f' || c == 'n' || c == '-' || '0' <= c && c <= '9':
			return true
		}
		err = dec.badAt(dec.at+skip, "looking for beginning of value")
	}
	if dec.err == nil {
		if err == io.ErrUnexpectedEOF {
			err = &SyntaxError{errEnd.msg, dec.before + int64(len(dec.buf))}
		}
		dec.err = err
	}
	return dec.err != io.EOF
}

// Token gives the next token; brackets match.
func (dec *Decoder) Token() (Token, error) {
	if dec.err != nil {
		return nil, dec.err
	}
	t, err := dec.token()
	if err == io.ErrUnexpectedEOF && len(bytes.Trim(dec.buf[dec.at:], " \r\n\t,:")) == 0 {
		// Between tokens the end of the input is no surprise, whatever is open.
		dec.ended = true
		err = io.EOF
	}
	return t, err
}

func (dec *Decoder) token() (Token, error) {
	skip, err := dec.begin()
	if err != nil {
		return nil, err
	}
	top := len(dec.open) - 1
	switch c := dec.buf[dec.at+skip]; c {
	case '{', '[':
		if dec.needName() {
			return nil, dec.notName(skip)
		}
		if len(dec.open) == maxDepth {
			return nil, &SyntaxError{"exceeded max depth", dec.before + int64(dec.at+skip+1)}
		}
		dec.took()
		dec.open = append(dec.open, bracket{c, 0})
		dec.advance(dec.at + skip + 1)
		return Delim(c), nil
	case '}', ']':
		if top < 0 || dec.open[top].kind != c-2 {
			return nil, dec.unmatched(skip)
		}
		if c == '}' && dec.open[top].n%2 == 1 {
			return nil, &SyntaxError{"missing value after object key", dec.before + int64(dec.at+skip+1)}
		}
		dec.open = dec.open[:top]
		dec.advance(dec.at + skip + 1)
		return Delim(c), nil
	}
	text, end, err := dec.text(skip)
	if err != nil {
		return nil, err
	}
	if dec.needName() && text[0] != '"' {
		return nil, dec.notName(skip)
	}
	dec.took()
	d := decoder{data: text, useNumber: dec.useNumber}
	v := d.any()
	dec.advance(end)
	if e, ok := d.saved.(*UnmarshalTypeError); ok {
		e.Offset = dec.InputOffset()
		return nil, e
	}
	return v, nil
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
