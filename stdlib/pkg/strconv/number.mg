// Package strconv converts between values and their text.
//
// number.mg has the errors, booleans and integers; float.mg floating point (its
// digits come from natives), quote.mg the quoting of strings.
package strconv

import "errors"

// IntSize is the width of an int in bits.
const IntSize = 64

// ErrRange: the value does not fit the type; ErrSyntax: the text is no number.
var (
	ErrRange  = errors.New("value out of range")
	ErrSyntax = errors.New("invalid syntax")
)

// A NumError records a failed conversion.
type NumError struct {
	Func string // the failing function
	Num  string // its input
	Err  error  // why it failed
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

func syntaxError(fn, s string) *NumError { return &NumError{fn, s, ErrSyntax} }
func rangeError(fn, s string) *NumError  { return &NumError{fn, s, ErrRange} }

func baseError(fn, s string, base int) *NumError {
	return &NumError{fn, s, errors.New("invalid base " + Itoa(base))}
}

func bitSizeError(fn, s string, bits int) *NumError {
	return &NumError{fn, s, errors.New("invalid bit size " + Itoa(bits))}
}

// ParseBool accepts 1, t, T, TRUE, true, True and their opposites.
func ParseBool(str string) (bool, error) {
	switch str {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, syntaxError("ParseBool", str)
}

// FormatBool is "true" or "false".
func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// AppendBool appends FormatBool(b).
func AppendBool(dst []byte, b bool) []byte {
	return append(dst, FormatBool(b)...)
}

const digits = "0123456789abcdefghijklmnopqrstuvwxyz"

// putDecimal writes u in base 10, after a minus if negative, to the start of buf
// (at least 20 bytes) and tells how many bytes it wrote.
//
//minigo:leaf
func putDecimal(buf []byte, u uint64, negative bool) (n int)

// decimalString is the string that putDecimal writes.
func decimalString(u uint64, negative bool) string

// FormatUint is i in the given base, 2 to 36.
func FormatUint(i uint64, base int) string {
	if base == 10 {
		if i < 10 {
			return digits[i : i+1]
		}
		return decimalString(i, false)
	}
	return string(AppendUint(nil, i, base))
}

// FormatInt is i in the given base, 2 to 36.
func FormatInt(i int64, base int) string {
	if base == 10 {
		return Itoa(int(i))
	}
	return string(AppendInt(nil, i, base))
}

// Itoa is i in decimal.
func Itoa(i int) string {
	switch {
	case uint(i) < 10:
		return digits[i : i+1]
	case i >= 0:
		return decimalString(uint64(i), false)
	}
	return decimalString(-uint64(i), true)
}

// AppendInt appends FormatInt(i, base).
func AppendInt(dst []byte, i int64, base int) []byte {
	if i < 0 {
		return appendBits(dst, -uint64(i), base, true)
	}
	return appendBits(dst, uint64(i), base, false)
}

// AppendUint appends FormatUint(i, base).
func AppendUint(dst []byte, i uint64, base int) []byte {
	return appendBits(dst, i, base, false)
}

// appendBits appends u in the given base, after a minus if negative.
func appendBits(dst []byte, u uint64, base int, negative bool) []byte {
	if base == 10 {
		n := len(dst)
		if cap(dst)-n < 20 {
			grown := make([]byte, n, 2*n+20)
			copy(grown, dst)
			dst = grown
		}
		return dst[:n+putDecimal(dst[n:cap(dst)], u, negative)]
	}
	if base < 2 || base > len(digits) {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
	var buf [65]byte
	i := len(buf)
	b := uint64(base)
	for {
		i--
		buf[i] = digits[u%b]
		u /= b
		if u == 0 {
			break
		}
	}
	if negative {
		i--
		buf[i] = '-'
	}
	return append(dst, buf[i:]...)
}

// Atoi is ParseInt(s, 10, 0) as an int.
func Atoi(s string) (int, error) {
	if n := len(s); 0 < n && n < 19 {
		i := 0
		if s[0] == '-' || s[0] == '+' {
			i = 1
		}
		if i < n {
			v := 0
			for ; i < n; i++ {
				d := s[i] - '0'
				if d > 9 {
					return 0, syntaxError("Atoi", s)
				}
				v = v*10 + int(d)
			}
			if s[0] == '-' {
				v = -v
			}
			return v, nil
		}
		return 0, syntaxError("Atoi", s)
	}
	v, err := parseInt("Atoi", s, 10, 0)
	return int(v), err
}

// ParseInt reads s as a signed integer of the given base (0: by its prefix) that
// fits bitSize bits (0: int).
func ParseInt(s string, base int, bitSize int) (int64, error) {
	return parseInt("ParseInt", s, base, bitSize)
}

func parseInt(fn, s string, base, bitSize int) (int64, error) {
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	body := s
	negative := s[0] == '-'
	if negative || s[0] == '+' {
		body = s[1:]
	}
	u, reason := parseDigits(body, base, bitSize)
	if reason != fine && reason != tooLarge {
		return 0, numError(fn, s, reason, base, bitSize)
	}
	if bitSize == 0 {
		bitSize = IntSize
	}
	limit := uint64(1) << uint(bitSize-1)
	if !negative && u >= limit {
		return int64(limit - 1), rangeError(fn, s)
	}
	if negative && u > limit {
		return -int64(limit), rangeError(fn, s)
	}
	if negative {
		return -int64(u), nil
	}
	return int64(u), nil
}

// ParseUint is ParseInt for unsigned numbers; it takes no sign.
func ParseUint(s string, base int, bitSize int) (uint64, error) {
	u, reason := parseDigits(s, base, bitSize)
	if reason != fine {
		return u, numError("ParseUint", s, reason, base, bitSize)
	}
	return u, nil
}

// Outcomes of parseDigits.
const (
	fine = iota
	badSyntax
	badBase
	badBitSize
	tooLarge
)

func numError(fn, s string, reason, base, bitSize int) error {
	switch reason {
	case badBase:
		return baseError(fn, s, base)
	case badBitSize:
		return bitSizeError(fn, s, bitSize)
	case tooLarge:
		return rangeError(fn, s)
	}
	return syntaxError(fn, s)
}

// parseDigits reads an unsigned number; on tooLarge it returns the largest that fits.
func parseDigits(s string, base, bitSize int) (uint64, int) {
	if s == "" {
		return 0, badSyntax
	}
	whole, byPrefix := s, base == 0
	switch {
	case 2 <= base && base <= 36:
	case base == 0:
		base = 10
		if s[0] == '0' {
			base = 8
			s = s[1:]
			if len(s) >= 2 {
				switch s[0] {
				case 'b', 'B':
					base = 2
					s = s[1:]
				case 'o', 'O':
					s = s[1:]
				case 'x', 'X':
					base = 16
					s = s[1:]
				}
			}
		}
	default:
		return 0, badBase
	}
	if bitSize == 0 {
		bitSize = IntSize
	} else if bitSize < 0 || bitSize > 64 {
		return 0, badBitSize
	}
	const maxUint64 = 1<<64 - 1
	limit := uint64(1)<<uint(bitSize) - 1
	first := maxUint64/uint64(base) + 1 // n*base overflows from here on
	underscores := false
	var n uint64
	for i := 0; i < len(s); i++ {
		c := s[i]
		var d byte
		switch {
		case c == '_' && byPrefix:
			underscores = true
			continue
		case '0' <= c && c <= '9':
			d = c - '0'
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			d = c | 0x20 - 'a' + 10
		default:
			return 0, badSyntax
		}
		if int(d) >= base {
			return 0, badSyntax
		}
		if n >= first {
			return limit, tooLarge
		}
		n *= uint64(base)
		sum := n + uint64(d)
		if sum < n || sum > limit {
			return limit, tooLarge
		}
		n = sum
	}
	if underscores && !underscoreOK(whole) {
		return 0, badSyntax
	}
	return n, fine
}

// underscoreOK reports whether underscores in a number without errors otherwise
// stand only between digits, or between a base prefix and a digit.
func underscoreOK(s string) bool {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	prev := byte('^') // '0' a digit or prefix, '_' an underscore, '^' the start, '!' anything else
	hex := false
	if len(s) >= 2 && s[0] == '0' {
		switch s[1] | 0x20 {
		case 'b', 'o', 'x':
			hex = s[1]|0x20 == 'x'
			prev = '0'
			s = s[2:]
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case '0' <= c && c <= '9' || hex && 'a' <= c|0x20 && c|0x20 <= 'f':
			prev = '0'
		case c == '_':
			if prev != '0' {
				return false
			}
			prev = '_'
		default:
			if prev == '_' {
				return false
			}
			prev = '!'
		}
	}
	return prev != '_'
}
