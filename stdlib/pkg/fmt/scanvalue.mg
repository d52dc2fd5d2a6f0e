package fmt

// scanvalue.mg: scanning of values by the kind of variable they go to.

import (
	"errors"
	"internal/reflectlite"
	"io"
	"strconv"
	"unicode/utf8"
)

const (
	binary      = "01"
	octal       = "01234567"
	decimal     = "0123456789"
	hexadecimal = "0123456789aAbBcCdDeEfF"

	floatVerbs = "beEfFgGv"
)

// one scans a value into what arg points to.
func (s *scanner) one(verb rune, arg any) {
	s.buf = s.buf[:0]
	if v, ok := arg.(Scanner); ok {
		if err := v.Scan(s, verb); err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			s.fail(err)
		}
		return
	}
	typ := reflectlite.TypeOf(arg)
	if reflectlite.TypeKind(typ) != reflectlite.Pointer {
		s.failText("type not a pointer: " + reflectlite.TypeString(typ))
	}
	elem := reflectlite.TypeElem(typ)
	if reflectlite.IsNil(arg) {
		if reflectlite.TypePkgPath(elem) != "" {
			s.failText("can't scan type: " + reflectlite.TypeString(typ))
		}
		var none *byte
		*none = 0
	}
	bits := int(reflectlite.TypeSize(elem)) * 8
	switch reflectlite.TypeKind(elem) {
	case reflectlite.Bool:
		reflectlite.SetBool(arg, s.bool(verb))
	case reflectlite.Int, reflectlite.Int8, reflectlite.Int16, reflectlite.Int32, reflectlite.Int64:
		reflectlite.SetInt(arg, s.int(verb, bits))
	case reflectlite.Uint, reflectlite.Uint8, reflectlite.Uint16, reflectlite.Uint32, reflectlite.Uint64, reflectlite.Uintptr:
		reflectlite.SetUint(arg, s.uint(verb, bits))
	case reflectlite.String:
		reflectlite.SetString(arg, s.string(verb))
	case reflectlite.Slice:
		if reflectlite.TypeKind(reflectlite.TypeElem(elem)) != reflectlite.Uint8 {
			s.failText("can't scan type: " + reflectlite.TypeString(typ))
		}
		reflectlite.SetBytes(arg, []byte(s.string(verb)))
	case reflectlite.Float32, reflectlite.Float64:
		if reflectlite.TypePkgPath(elem) == "" { // any verb will do for named types
			s.checkVerb(verb, floatVerbs, reflectlite.TypeString(elem))
		}
		s.SkipSpace()
		s.needMore()
		reflectlite.SetFloat(arg, s.float(s.floatToken(), bits))
	case reflectlite.Complex64, reflectlite.Complex128:
		reflectlite.SetComplex(arg, s.complex(verb, bits))
	default:
		s.failText("can't scan type: " + reflectlite.TypeString(typ))
	}
}

func (s *scanner) checkVerb(verb rune, good, typ string) {
	if !hasRune(good, verb) {
		s.failText("bad verb '%" + string(verb) + "' for " + typ)
	}
}

func (s *scanner) bool(verb rune) bool {
	s.SkipSpace()
	s.needMore()
	s.checkVerb(verb, "tv", "boolean")
	// One letter is enough; of more the whole word has to come.
	rest, value := "", false
	switch s.next() {
	case '1':
		return true
	case 't', 'T':
		rest, value = "rRuUeE", true
	case 'f', 'F':
		rest = "aAlLsSeE"
	}
	for i := 0; i < len(rest); i += 2 {
		if !s.accept(rest[i : i+2]) {
			if i == 0 {
				break
			}
			s.fail(errors.New("syntax error scanning boolean"))
		}
	}
	return value
}

// digits takes a number's digits into the token.
func (s *scanner) digits(set string, have bool) string {
	if !have {
		s.needMore()
		if !s.accept(set) {
			s.failText("expected integer")
		}
	}
	for s.accept(set) {
	}
	return string(s.buf)
}

// base takes what stands before the digits of an integer: a sign if signed, and
// for %v a prefix. have says that a zero was taken already.
func (s *scanner) base(verb rune, signed bool) (base int, set string, have bool) {
	s.checkVerb(verb, "bdoUxXv", "integer")
	if verb == 'U' {
		if s.next() != 'U' || s.next() != '+' {
			s.failText("bad unicode format ")
		}
		return 16, hexadecimal, false
	}
	if signed {
		s.accept("+-")
	}
	switch verb {
	case 'b':
		return 2, binary, false
	case 'o':
		return 8, octal, false
	case 'x', 'X':
		return 16, hexadecimal, false
	case 'd':
		return 10, decimal, false
	}
	if !s.peek("0") {
		return 0, decimal + "_", false
	}
	s.accept("0")
	switch {
	case s.accept("bB"):
		return 0, binary + "_", true
	case s.accept("xX"):
		return 0, hexadecimal + "_", true
	}
	s.accept("oO")
	return 0, octal + "_", true
}

// char is the value of %c.
func (s *scanner) char(bits int) int64 {
	s.needMore()
	r := int64(s.next())
	if shift := uint(64 - bits); r<<shift>>shift != r {
		s.failText("overflow on character value " + string(rune(r)))
	}
	return r
}

func (s *scanner) int(verb rune, bits int) int64 {
	if verb == 'c' {
		return s.char(bits)
	}
	s.SkipSpace()
	s.needMore()
	base, set, have := s.base(verb, true)
	tok := s.digits(set, have)
	v, err := strconv.ParseInt(tok, base, 64)
	if err != nil {
		s.fail(err)
	}
	if shift := uint(64 - bits); v<<shift>>shift != v {
		s.failText("integer overflow on token " + tok)
	}
	return v
}

func (s *scanner) uint(verb rune, bits int) uint64 {
	if verb == 'c' {
		return uint64(s.char(bits))
	}
	s.SkipSpace()
	s.needMore()
	base, set, have := s.base(verb, false)
	tok := s.digits(set, have)
	v, err := strconv.ParseUint(tok, base, 64)
	if err != nil {
		s.fail(err)
	}
	if shift := uint(64 - bits); v<<shift>>shift != v {
		s.failText("unsigned integer overflow on token " + tok)
	}
	return v
}

// floatToken takes what can be a floating-point number.
func (s *scanner) floatToken() string {
	s.buf = s.buf[:0]
	if s.accept("nN") && s.accept("aA") && s.accept("nN") {
		return string(s.buf)
	}
	s.accept("+-")
	if s.accept("iI") && s.accept("nN") && s.accept("fF") {
		return string(s.buf)
	}
	set, exponent := decimal+"_", "eEpP"
	if s.accept("0") && s.accept("xX") {
		set, exponent = hexadecimal+"_", "pP"
	}
	for s.accept(set) {
	}
	if s.accept(".") {
		for s.accept(set) {
		}
	}
	if s.accept(exponent) {
		s.accept("+-")
		for s.accept(decimal + "_") {
		}
	}
	return string(s.buf)
}

// float is the value of a token; a decimal mantissa may have a binary exponent.
func (s *scanner) float(tok string, bits int) float64 {
	p, hex := -1, false
	for i := 0; i < len(tok); i++ {
		if tok[i] == 'p' && p < 0 {
			p = i
		}
		hex = hex || tok[i]|0x20 == 'x'
	}
	if p < 0 || hex {
		f, err := strconv.ParseFloat(tok, bits)
		if err != nil {
			s.fail(err)
		}
		return f
	}
	f, err := strconv.ParseFloat(tok[:p], bits)
	exp := 0
	if err == nil {
		exp, err = strconv.Atoi(tok[p+1:])
	}
	if err != nil {
		if e, ok := err.(*strconv.NumError); ok {
			e.Num = tok
		}
		s.fail(err)
	}
	for exp = min(exp, 5000); exp > 0; exp-- {
		f *= 2
	}
	for exp = max(exp, -5000); exp < 0; exp++ {
		f /= 2
	}
	return f
}

func (s *scanner) complex(verb rune, bits int) complex128 {
	s.checkVerb(verb, floatVerbs, "complex")
	s.SkipSpace()
	s.needMore()
	bad := errors.New("syntax error scanning complex number")
	parens := s.accept("(")
	re := s.floatToken()
	s.buf = s.buf[:0]
	if !s.accept("+-") {
		s.fail(bad)
	}
	sign := string(s.buf)
	im := sign + s.floatToken()
	if !s.accept("i") || parens && !s.accept(")") {
		s.fail(bad)
	}
	return complex(s.float(re, bits/2), s.float(im, bits/2))
}

func (s *scanner) string(verb rune) string {
	s.checkVerb(verb, "svqxX", "string")
	s.SkipSpace()
	s.needMore()
	switch verb {
	case 'q':
		return s.quotedString()
	case 'x', 'X':
		return s.hexBytes()
	}
	return string(s.token(true, notSpace))
}

func (s *scanner) quotedString() string {
	s.needMore()
	switch s.next() {
	case '`':
		for {
			r := s.must()
			if r == '`' {
				return string(s.buf)
			}
			s.buf = utf8.AppendRune(s.buf, r)
		}
	case '"':
		s.buf = append(s.buf, '"')
		for {
			r := s.must()
			s.buf = utf8.AppendRune(s.buf, r)
			if r == '\\' {
				s.buf = utf8.AppendRune(s.buf, s.must())
			} else if r == '"' {
				break
			}
		}
		text, err := strconv.Unquote(string(s.buf))
		if err != nil {
			s.fail(err)
		}
		return text
	}
	s.failText("expected quoted string")
	return ""
}

func hexValue(r rune) (byte, bool) {
	switch {
	case '0' <= r && r <= '9':
		return byte(r - '0'), true
	case 'a' <= r && r <= 'f':
		return byte(r - 'a' + 10), true
	case 'A' <= r && r <= 'F':
		return byte(r - 'A' + 10), true
	}
	return 0, false
}

func (s *scanner) hexBytes() string {
	s.needMore()
	for {
		r := s.next()
		if r == eof {
			break
		}
		high, ok := hexValue(r)
		if !ok {
			s.UnreadRune()
			break
		}
		low, ok := hexValue(s.must())
		if !ok {
			s.failText("illegal hex digit")
		}
		s.buf = append(s.buf, high<<4|low)
	}
	if len(s.buf) == 0 {
		s.failText("no hex data for %x string")
	}
	return string(s.buf)
}
