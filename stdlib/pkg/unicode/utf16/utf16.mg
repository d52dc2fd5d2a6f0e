// Package utf16 encodes and decodes UTF-16.
package utf16

const (
	bad       = '\uFFFD'
	high      = 0xd800 // first of the high surrogates
	low       = 0xdc00
	after     = 0xe000
	offset    = 0x10000
	lastValid = '\U0010FFFF'
)

// IsSurrogate reports whether r is half of a pair.
func IsSurrogate(r rune) bool { return high <= r && r < after }

// DecodeRune is the rune of a pair.
func DecodeRune(r1, r2 rune) rune {
	if high <= r1 && r1 < low && low <= r2 && r2 < after {
		return (r1-high)<<10 | (r2 - low) + offset
	}
	return bad
}

// EncodeRune is the pair of a rune that needs one.
func EncodeRune(r rune) (r1, r2 rune) {
	if r < offset || r > lastValid {
		return bad, bad
	}
	r -= offset
	return high + r>>10&0x3ff, low + r&0x3ff
}

// RuneLen is the number of words that encode r, -1 if it cannot be.
func RuneLen(r rune) int {
	switch {
	case 0 <= r && r < high, after <= r && r < offset:
		return 1
	case offset <= r && r <= lastValid:
		return 2
	}
	return -1
}

func Encode(s []rune) []uint16 {
	a := make([]uint16, 0, len(s))
	for _, r := range s {
		a = AppendRune(a, r)
	}
	return a
}

func AppendRune(a []uint16, r rune) []uint16 {
	switch RuneLen(r) {
	case 1:
		return append(a, uint16(r))
	case 2:
		r1, r2 := EncodeRune(r)
		return append(a, uint16(r1), uint16(r2))
	}
	return append(a, bad)
}

func Decode(s []uint16) []rune {
	runes := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if IsSurrogate(r) {
			pair := rune(bad)
			if i+1 < len(s) {
				pair = DecodeRune(r, rune(s[i+1]))
			}
			if pair != bad {
				i++
			}
			r = pair
		}
		runes = append(runes, r)
	}
	return runes
}
