// Package utf8 encodes and decodes runes.
package utf8

const (
	RuneError = '\uFFFD'     // stands for what cannot be decoded or encoded
	RuneSelf  = 0x80         // bytes below are runes by themselves
	MaxRune   = '\U0010FFFF' // the last code point
	UTFMax    = 4            // bytes in the longest encoding
)

const (
	surrogateMin = 0xD800
	surrogateMax = 0xDFFF
)

// decode is the rune at the start of s and its length in bytes; (RuneError, 1)
// for a wrong or cut encoding, (RuneError, 0) for an empty s.
//
//minigo:leaf
func decode(s string) (r rune, size int)

//minigo:leaf
func decodeBytes(p []byte) (r rune, size int)

//minigo:leaf
func countString(s string) int

//minigo:leaf
func countBytes(p []byte) int

//minigo:leaf
func validString(s string) bool

//minigo:leaf
func validBytes(p []byte) bool

// need is the number of bytes that the sequence begun by s[0], s[1], … wants:
// 0 when what is there is wrong already.
func need(n int, b0, b1, b2 byte) int {
	size := 0
	lo, hi := byte(0x80), byte(0xBF)
	switch {
	case b0 < 0x80:
		return 1
	case b0 < 0xC2:
		return 0
	case b0 < 0xE0:
		size = 2
	case b0 < 0xF0:
		size = 3
		if b0 == 0xE0 {
			lo = 0xA0
		} else if b0 == 0xED {
			hi = 0x9F
		}
	case b0 < 0xF5:
		size = 4
		if b0 == 0xF0 {
			lo = 0x90
		} else if b0 == 0xF4 {
			hi = 0x8F
		}
	default:
		return 0
	}
	if n > 1 && (b1 < lo || b1 > hi) {
		return 0
	}
	if n > 2 && size > 2 && (b2 < 0x80 || b2 > 0xBF) {
		return 0
	}
	return size
}

// FullRune reports whether p begins with a whole encoding; a wrong one is whole,
// since it decodes to RuneError of width 1.
func FullRune(p []byte) bool {
	n := len(p)
	if n == 0 {
		return false
	}
	var b1, b2 byte
	if n > 1 {
		b1 = p[1]
	}
	if n > 2 {
		b2 = p[2]
	}
	return n >= need(n, p[0], b1, b2)
}

// FullRuneInString is FullRune of a string.
func FullRuneInString(s string) bool {
	n := len(s)
	if n == 0 {
		return false
	}
	var b1, b2 byte
	if n > 1 {
		b1 = s[1]
	}
	if n > 2 {
		b2 = s[2]
	}
	return n >= need(n, s[0], b1, b2)
}

// DecodeRune is the first rune of p and its width in bytes.
func DecodeRune(p []byte) (rune, int) {
	if len(p) > 0 && p[0] < RuneSelf {
		return rune(p[0]), 1
	}
	return decodeBytes(p)
}

// DecodeRuneInString is DecodeRune of a string.
func DecodeRuneInString(s string) (rune, int) {
	if len(s) > 0 && s[0] < RuneSelf {
		return rune(s[0]), 1
	}
	return decode(s)
}

// DecodeLastRune is the last rune of p and its width in bytes.
func DecodeLastRune(p []byte) (rune, int) {
	end := len(p)
	if end == 0 {
		return RuneError, 0
	}
	start := end - 1
	if p[start] < RuneSelf {
		return rune(p[start]), 1
	}
	low := max(end-UTFMax, 0)
	for start--; start >= low; start-- {
		if RuneStart(p[start]) {
			break
		}
	}
	r, size := decodeBytes(p[max(start, 0):end])
	if max(start, 0)+size != end {
		return RuneError, 1
	}
	return r, size
}

// DecodeLastRuneInString is DecodeLastRune of a string.
func DecodeLastRuneInString(s string) (rune, int) {
	end := len(s)
	if end == 0 {
		return RuneError, 0
	}
	start := end - 1
	if s[start] < RuneSelf {
		return rune(s[start]), 1
	}
	low := max(end-UTFMax, 0)
	for start--; start >= low; start-- {
		if RuneStart(s[start]) {
			break
		}
	}
	r, size := decode(s[max(start, 0):end])
	if max(start, 0)+size != end {
		return RuneError, 1
	}
	return r, size
}

// RuneLen is the number of bytes that encode r, -1 if r is no valid rune.
func RuneLen(r rune) int {
	switch {
	case r < 0:
		return -1
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case surrogateMin <= r && r <= surrogateMax:
		return -1
	case r < 0x10000:
		return 3
	case r <= MaxRune:
		return 4
	}
	return -1
}

// EncodeRune writes r to p, which is long enough, and tells how many bytes it wrote.
func EncodeRune(p []byte, r rune) int {
	if uint32(r) < RuneSelf {
		p[0] = byte(r)
		return 1
	}
	var buf [UTFMax]byte
	b := AppendRune(buf[:0], r)
	_ = p[len(b)-1]
	return copy(p, b)
}

// AppendRune appends r's encoding to p.
func AppendRune(p []byte, r rune) []byte {
	switch u := uint32(r); {
	case u < 0x80:
		return append(p, byte(r))
	case u < 0x800:
		return append(p, 0xC0|byte(r>>6), 0x80|byte(r)&0x3F)
	case u > MaxRune || surrogateMin <= u && u <= surrogateMax:
		return append(p, 0xEF, 0xBF, 0xBD)
	case u < 0x10000:
		return append(p, 0xE0|byte(r>>12), 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
	}
	return append(p, 0xF0|byte(r>>18), 0x80|byte(r>>12)&0x3F, 0x80|byte(r>>6)&0x3F, 0x80|byte(r)&0x3F)
}

// RuneCount is the number of runes in p, each wrong byte counting as one.
func RuneCount(p []byte) int { return countBytes(p) }

// RuneCountInString is RuneCount of a string.
func RuneCountInString(s string) int { return countString(s) }

// RuneStart reports whether b can be the first byte of an encoding.
func RuneStart(b byte) bool { return b&0xC0 != 0x80 }

// Valid reports whether p is all well-formed UTF-8.
func Valid(p []byte) bool { return validBytes(p) }

// ValidString is Valid of a string.
func ValidString(s string) bool { return validString(s) }

// ValidRune reports whether r can be encoded.
func ValidRune(r rune) bool {
	return 0 <= r && r < surrogateMin || surrogateMax < r && r <= MaxRune
}
