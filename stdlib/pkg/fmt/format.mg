package fmt

// format.mg: layout of basic values under the flags of a directive.

import (
	"strconv"
	"unicode/utf8"
)

const (
	lowerDigits = "0123456789abcdefx"
	upperDigits = "0123456789ABCDEFX"
)

// fill appends n bytes of padding; zeros only ever stand on the left.
func (p *printer) fill(n int) {
	c := byte(' ')
	if p.zero && !p.minus {
		c = '0'
	}
	for ; n > 0; n-- {
		p.buf = append(p.buf, c)
	}
}

// pad appends b in the width asked for.
func (p *printer) pad(b []byte) {
	if !p.hasWidth || p.width == 0 {
		p.buf = append(p.buf, b...)
		return
	}
	n := p.width - utf8.RuneCount(b)
	if p.minus {
		p.buf = append(p.buf, b...)
		p.fill(n)
		return
	}
	p.fill(n)
	p.buf = append(p.buf, b...)
}

// padString is pad of a string.
func (p *printer) padString(s string) {
	if !p.hasWidth || p.width == 0 {
		p.buf = append(p.buf, s...)
		return
	}
	n := p.width - utf8.RuneCountInString(s)
	if p.minus {
		p.buf = append(p.buf, s...)
		p.fill(n)
		return
	}
	p.fill(n)
	p.buf = append(p.buf, s...)
}

// padSpaces is pad with spaces even under the 0 flag.
func (p *printer) padSpaces(b []byte) {
	zero := p.zero
	p.zero = false
	p.pad(b)
	p.zero = zero
}

// room is a buffer of at least n bytes.
func (p *printer) room(n int) []byte {
	if n <= len(p.scratch) {
		return p.scratch[:]
	}
	return make([]byte, n)
}

// integer lays out u, or the signed number whose bits u are.
func (p *printer) integer(u uint64, base uint64, signed bool, verb rune, digits string) {
	negative := signed && int64(u) < 0
	if negative {
		u = -u
	}
	if base == 10 && !p.hasWidth && !p.hasPrec && !p.plus && !p.space {
		if negative {
			p.buf = append(p.buf, '-')
		}
		p.buf = strconv.AppendUint(p.buf, u, 10)
		return
	}

	// prec is the least number of digits; zero padding comes down to one.
	prec := 0
	if p.hasPrec {
		prec = p.prec
		if prec == 0 && u == 0 {
			zero := p.zero
			p.zero = false
			p.fill(p.width)
			p.zero = zero
			return
		}
	} else if p.zero && !p.minus && p.hasWidth {
		prec = p.width
		if negative || p.plus || p.space {
			prec--
		}
	}

	size := 68
	if p.hasWidth || p.hasPrec {
		size = max(size, 3+p.width+p.prec)
	}
	buf := p.room(size)
	i := len(buf)
	for {
		i--
		buf[i] = digits[u%base]
		u /= base
		if u == 0 {
			break
		}
	}
	for i > 0 && prec > len(buf)-i {
		i--
		buf[i] = '0'
	}
	if p.sharp {
		switch base {
		case 2:
			i -= 2
			buf[i], buf[i+1] = '0', 'b'
		case 8:
			if buf[i] != '0' {
				i--
				buf[i] = '0'
			}
		case 16:
			i -= 2
			buf[i], buf[i+1] = '0', digits[16]
		}
	}
	if verb == 'O' {
		i -= 2
		buf[i], buf[i+1] = '0', 'o'
	}
	switch {
	case negative:
		i--
		buf[i] = '-'
	case p.plus:
		i--
		buf[i] = '+'
	case p.space:
		i--
		buf[i] = ' '
	}
	p.padSpaces(buf[i:])
}

// hex0x lays out u in hexadecimal, after 0x if prefix is set.
func (p *printer) hex0x(u uint64, prefix bool) {
	sharp := p.sharp
	p.sharp = prefix
	p.integer(u, 16, false, 'v', lowerDigits)
	p.sharp = sharp
}

// unicode lays out u as U+0078, and 'x' after it under #.
func (p *printer) unicode(u uint64) {
	prec := 4
	if p.hasPrec && p.prec > 4 {
		prec = p.prec
	}
	n := 0 // digits
	for v := u; v != 0; v >>= 4 {
		n++
	}
	b := append(make([]byte, 0, max(prec, n)+10), "U+"...)
	for i := max(prec, n) - 1; i >= 0; i-- {
		if i >= 16 {
			b = append(b, '0')
		} else {
			b = append(b, upperDigits[u>>uint(4*i)&15])
		}
	}
	if p.sharp && u <= utf8.MaxRune && strconv.IsPrint(rune(u)) {
		b = append(b, " '"...)
		b = utf8.AppendRune(b, rune(u))
		b = append(b, '\'')
	}
	p.padSpaces(b)
}

// char is the rune that %c and %q print for an integer.
func char(u uint64) rune {
	if u > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(u)
}

func (p *printer) quotedChar(u uint64) {
	if p.plus {
		p.pad(strconv.AppendQuoteRuneToASCII(p.scratch[:0], char(u)))
	} else {
		p.pad(strconv.AppendQuoteRune(p.scratch[:0], char(u)))
	}
}

// cut is s with at most prec runes.
func (p *printer) cut(s string) string {
	if p.hasPrec {
		n := p.prec
		for i := range s {
			n--
			if n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

// quoted lays out s between double quotes, or backquotes under # where possible.
func (p *printer) quoted(s string) {
	s = p.cut(s)
	switch {
	case p.sharp && strconv.CanBackquote(s):
		p.padString("`" + s + "`")
	case p.plus:
		p.pad(strconv.AppendQuoteToASCII(p.scratch[:0], s))
	default:
		p.pad(strconv.AppendQuote(p.scratch[:0], s))
	}
}

// hexString lays out the bytes of s in hexadecimal.
func (p *printer) hexString(s string, digits string) {
	length := len(s)
	if p.hasPrec && p.prec < length {
		length = p.prec
	}
	if length == 0 {
		if p.hasWidth {
			p.fill(p.width)
		}
		return
	}
	width := 2 * length
	if p.space {
		if p.sharp {
			width *= 2
		}
		width += length - 1
	} else if p.sharp {
		width += 2
	}
	rest := 0
	if p.hasWidth {
		rest = p.width - width
	}
	if !p.minus {
		p.fill(rest)
	}
	for i := 0; i < length; i++ {
		if p.space && i > 0 {
			p.buf = append(p.buf, ' ')
		}
		if p.sharp && (p.space || i == 0) {
			p.buf = append(p.buf, '0', digits[16])
		}
		p.buf = append(p.buf, digits[s[i]>>4], digits[s[i]&15])
	}
	if p.minus {
		p.fill(rest)
	}
}

// float lays out f of the given width by a verb of strconv.
func (p *printer) float(f float64, size int, verb byte, prec int) {
	if p.hasPrec {
		prec = p.prec
	}
	num := append(p.scratch[:0], '+')
	num = strconv.AppendFloat(num, f, verb, prec, size)
	if num[1] == '-' || num[1] == '+' {
		num = num[1:]
	}
	if p.space && num[0] == '+' && !p.plus {
		num[0] = ' '
	}
	if num[1] == 'I' || num[1] == 'N' {
		if num[1] == 'N' && !p.space && !p.plus {
			num = num[1:]
		}
		p.padSpaces(num)
		return
	}
	if p.sharp && verb != 'b' {
		num = withPoint(num, verb, prec)
	}
	if !p.plus && num[0] == '+' {
		p.pad(num[1:])
		return
	}
	if p.zero && !p.minus && p.hasWidth && p.width > len(num) {
		p.buf = append(p.buf, num[0])
		p.fill(p.width - len(num))
		p.buf = append(p.buf, num[1:]...)
		return
	}
	p.pad(num)
}

// withPoint gives num (a sign, then a number) the decimal point and, for %g and
// %x, the trailing zeros that the # flag asks for.
func withPoint(num []byte, verb byte, prec int) []byte {
	digits := 0 // significant digits still wanted
	switch verb {
	case 'g', 'G', 'x':
		digits = prec
		if digits < 0 {
			digits = 6
		}
	}
	point, significant := false, false
	end := len(num) // start of the exponent
	for i := 1; i < len(num); i++ {
		c := num[i]
		if c == '.' {
			point = true
			continue
		}
		if c == 'p' || c == 'P' || (c == 'e' || c == 'E') && verb != 'x' && verb != 'X' {
			end = i
			break
		}
		if c != '0' {
			significant = true
		}
		if significant {
			digits--
		}
	}
	out := append(make([]byte, 0, len(num)+max(digits, 0)+1), num[:end]...)
	if !point {
		if end == 2 && num[1] == '0' {
			digits--
		}
		out = append(out, '.')
	}
	for ; digits > 0; digits-- {
		out = append(out, '0')
	}
	return append(out, num[end:]...)
}
