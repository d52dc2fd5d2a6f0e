package strconv

// float.mg: layout of floating-point text is made here, digits by two natives
// that are exact (correctly rounded, ties to even).

// shortestDigits writes to buf (at least 20 bytes) the fewest decimal digits that
// read back as f at the given width (32 or 64; f is exactly such a value), the
// closest to f of these. f is finite and positive. n digits, value 0.d₁d₂… × 10^exp.
// No trailing zeros.
func shortestDigits(buf []byte, f float64, bits int) (n, exp int)

// exactDigits writes to buf (at least 780 bytes, or prec+2 if perDigit) the exact
// decimal value of f (finite, positive) rounded half to even to prec significant
// digits (perDigit; prec > 0) or to prec digits after the point (prec >= 0). Trailing
// zeros are left out, so the digits always fit; n = 0 if all is rounded away.
// Value 0.d₁d₂… × 10^exp.
func exactDigits(buf []byte, f float64, prec int, perDigit bool) (n, exp int)

// parseDecimal reads digits[.digits][e±digits], already checked (it may also
// begin or end with the point), correctly rounded to the given width; +Inf if
// too large.
func parseDecimal(s string, bits int) float64

//minigo:leaf
func float64bits(f float64) uint64

//minigo:leaf
func float64frombits(b uint64) float64

//minigo:leaf
func float32bits(f float32) uint32

// FormatFloat is f as text: fmt is one of b e E f g G x X, prec the number of
// digits (-1: as few as needed), bitSize the width f came from.
func FormatFloat(f float64, fmt byte, prec, bitSize int) string {
	var buf [32]byte
	return string(AppendFloat(buf[:0], f, fmt, prec, bitSize))
}

// AppendFloat appends FormatFloat(f, fmt, prec, bitSize).
func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	var bits uint64
	var mantBits, expBits uint
	switch bitSize {
	case 32:
		bits = uint64(float32bits(float32(f)))
		mantBits, expBits = 23, 8
		f = float64(float32(f))
	case 64:
		bits = float64bits(f)
		mantBits, expBits = 52, 11
	default:
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	negative := bits>>(mantBits+expBits) != 0
	exp := int(bits>>mantBits) & (1<<expBits - 1)
	mant := bits & (1<<mantBits - 1)
	if exp == 1<<expBits-1 {
		switch {
		case mant != 0:
			return append(dst, "NaN"...)
		case negative:
			return append(dst, "-Inf"...)
		}
		return append(dst, "+Inf"...)
	}
	switch fmt {
	case 'b', 'x', 'X', 'e', 'E', 'f', 'g', 'G':
	default:
		return append(dst, '%', fmt)
	}
	if negative {
		dst = append(dst, '-')
		f = -f
	}
	switch fmt {
	case 'b', 'x', 'X':
		if exp == 0 {
			exp++
		} else {
			mant |= 1 << mantBits
		}
		exp -= 1<<(expBits-1) - 1
		if fmt == 'b' {
			dst = AppendUint(dst, mant, 10)
			dst = append(dst, 'p')
			exp -= int(mantBits)
			if exp >= 0 {
				dst = append(dst, '+')
			}
			return AppendInt(dst, int64(exp), 10)
		}
		return appendHexFloat(dst, fmt, prec, mant, exp, mantBits)
	}

	var small [24]byte
	buf := small[:]
	n, point := 0, 0
	shortest := prec < 0
	if shortest {
		if f != 0 {
			n, point = shortestDigits(buf, f, bitSize)
		}
		switch fmt {
		case 'e', 'E':
			prec = n - 1
		case 'f':
			prec = max(n-point, 0)
		case 'g', 'G':
			prec = n
		}
	} else {
		want := prec
		switch fmt {
		case 'e', 'E':
			want++
		case 'g', 'G':
			if prec == 0 {
				prec = 1
			}
			want = prec
		}
		if fmt == 'f' || want > 20 {
			buf = make([]byte, 780)
		}
		if f != 0 {
			n, point = exactDigits(buf, f, min(want, 1100), fmt != 'f')
		}
	}
	buf = buf[:n]
	if n == 0 {
		point = 0
	}
	switch fmt {
	case 'e', 'E':
		return appendE(dst, buf, point, prec, fmt)
	case 'f':
		return appendF(dst, buf, point, prec)
	}
	// %e is used when the exponent is under -4 or reaches the precision, which
	// counts as 6 for the shortest form.
	limit := prec
	if limit > n && n >= point {
		limit = n
	}
	if shortest {
		limit = 6
	}
	if x := point - 1; x < -4 || x >= limit {
		if prec > n {
			prec = n
		}
		return appendE(dst, buf, point, prec-1, fmt+'e'-'g')
	}
	if prec > point {
		prec = n
	}
	return appendF(dst, buf, point, max(prec-point, 0))
}

// appendE appends d.ddde±dd.
func appendE(dst, d []byte, point, prec int, fmt byte) []byte {
	first := byte('0')
	if len(d) > 0 {
		first = d[0]
	}
	dst = append(dst, first)
	if prec > 0 {
		dst = append(dst, '.')
		m := min(len(d), prec+1)
		if m > 1 {
			dst = append(dst, d[1:m]...)
		}
		for i := max(m, 1); i <= prec; i++ {
			dst = append(dst, '0')
		}
	}
	exp := point - 1
	if len(d) == 0 {
		exp = 0
	}
	sign := byte('+')
	if exp < 0 {
		sign, exp = '-', -exp
	}
	dst = append(dst, fmt, sign)
	if exp < 10 {
		dst = append(dst, '0')
	}
	return AppendUint(dst, uint64(exp), 10)
}

// appendF appends ddd.ddd.
func appendF(dst, d []byte, point, prec int) []byte {
	if point > 0 {
		m := min(len(d), point)
		dst = append(dst, d[:m]...)
		for ; m < point; m++ {
			dst = append(dst, '0')
		}
	} else {
		dst = append(dst, '0')
	}
	if prec > 0 {
		dst = append(dst, '.')
		for i := 0; i < prec; i++ {
			c := byte('0')
			if j := point + i; 0 <= j && j < len(d) {
				c = d[j]
			}
			dst = append(dst, c)
		}
	}
	return dst
}

// appendHexFloat appends 0x1.hhhp±dd; mant has its leading one (if any) at bit
// mantBits.
func appendHexFloat(dst []byte, fmt byte, prec int, mant uint64, exp int, mantBits uint) []byte {
	if mant == 0 {
		exp = 0
	}
	mant <<= 60 - mantBits // leading one at bit 60
	for mant != 0 && mant&(1<<60) == 0 {
		mant <<= 1
		exp--
	}
	if prec >= 0 && prec < 15 {
		shift := uint(prec * 4)
		rest := (mant << shift) & (1<<60 - 1)
		mant >>= 60 - shift
		if rest|(mant&1) > 1<<59 {
			mant++
		}
		mant <<= 60 - shift
		if mant&(1<<61) != 0 {
			mant >>= 1
			exp++
		}
	}
	hex := "0123456789abcdef"
	if fmt == 'X' {
		hex = "0123456789ABCDEF"
	}
	dst = append(dst, '0', fmt, '0'+byte(mant>>60)&1)
	mant <<= 4
	if prec < 0 && mant != 0 {
		dst = append(dst, '.')
		for ; mant != 0; mant <<= 4 {
			dst = append(dst, hex[mant>>60])
		}
	} else if prec > 0 {
		dst = append(dst, '.')
		for i := 0; i < prec; i++ {
			dst = append(dst, hex[mant>>60])
			mant <<= 4
		}
	}
	sign := byte('+')
	if exp < 0 {
		sign, exp = '-', -exp
	}
	p := byte('p')
	if fmt == 'X' {
		p = 'P'
	}
	dst = append(dst, p, sign)
	if exp < 10 {
		dst = append(dst, '0')
	}
	return AppendUint(dst, uint64(exp), 10)
}

// ParseFloat reads s as a floating-point number of the given width: decimal or
// hexadecimal, or an infinity or NaN by name.
func ParseFloat(s string, bitSize int) (float64, error) {
	f, n, err := parseFloatPrefix(s, bitSize)
	if n != len(s) && (err == nil || err.(*NumError).Err != ErrSyntax) {
		return 0, syntaxError("ParseFloat", s)
	}
	return f, err
}

// parseFloatPrefix reads the number that s begins with, n bytes.
func parseFloatPrefix(s string, bitSize int) (f float64, n int, err error) {
	if f, n, ok := special(s); ok {
		if bitSize == 32 {
			f = float64(float32(f))
		}
		return f, n, nil
	}
	i, negative := 0, false
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		negative = s[i] == '-'
		i++
	}
	base := byte(10)
	if i+2 < len(s) && s[i] == '0' && s[i+1]|0x20 == 'x' {
		base = 16
		i += 2
	}
	start := i
	underscores, sawDigits, point := false, false, -1
	var mant uint64 // of a hexadecimal number, with a sticky lowest bit
	mantExp := 0    // its binary exponent
	trunc := false
scan:
	for ; i < len(s); i++ {
		c := s[i]
		var d byte
		switch {
		case c == '_':
			underscores = true
			continue
		case c == '.':
			if point >= 0 {
				break scan
			}
			point = i
			continue
		case '0' <= c && c <= '9':
			d = c - '0'
		case base == 16 && 'a' <= c|0x20 && c|0x20 <= 'f':
			d = c | 0x20 - 'a' + 10
		default:
			break scan
		}
		sawDigits = true
		if base == 16 {
			if mant>>60 == 0 {
				mant = mant<<4 | uint64(d)
				if point >= 0 {
					mantExp -= 4
				}
			} else {
				trunc = trunc || d != 0
				if point < 0 {
					mantExp += 4
				}
			}
		}
	}
	if !sawDigits {
		return 0, 0, syntaxError("ParseFloat", s)
	}
	end := i
	exp := 0
	if base == 16 && (i >= len(s) || s[i]|0x20 != 'p') {
		return 0, 0, syntaxError("ParseFloat", s)
	}
	if i < len(s) && (base == 10 && s[i]|0x20 == 'e' || base == 16 && s[i]|0x20 == 'p') {
		i++
		sign := 1
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			if s[i] == '-' {
				sign = -1
			}
			i++
		}
		if i >= len(s) || s[i] < '0' || s[i] > '9' {
			return 0, 0, syntaxError("ParseFloat", s)
		}
		for ; i < len(s) && ('0' <= s[i] && s[i] <= '9' || s[i] == '_'); i++ {
			if s[i] == '_' {
				underscores = true
			} else if exp < 10000 {
				exp = exp*10 + int(s[i]-'0')
			}
		}
		exp *= sign
	}
	n = i
	if underscores && !underscoreOK(s[:n]) {
		return 0, 0, syntaxError("ParseFloat", s)
	}
	if base == 16 {
		f = hexFloat(mant, mantExp+exp, trunc, bitSize)
	} else {
		f = parseDecimal(decimalText(s[start:end], exp), bitSize)
	}
	if f > 1.79769313486231570814527423731704356798070e+308 {
		err = rangeError("ParseFloat", s)
	}
	if negative {
		f = -f
	}
	return f, n, err
}

// decimalText is digits (which may hold a point) with an exponent. The exponent
// was held down while it was read; that is harmless unless there are thousands
// of zeros to cancel it, and then it is the same for everybody.
func decimalText(digits string, exp int) string {
	if indexByte(digits, '_') >= 0 {
		var buf []byte
		for i := 0; i < len(digits); i++ {
			if digits[i] != '_' {
				buf = append(buf, digits[i])
			}
		}
		digits = string(buf)
	}
	if exp == 0 {
		return digits
	}
	return digits + "e" + Itoa(exp)
}

// hexFloat is mant × 2^exp rounded to the width; trunc tells that something
// non-zero was dropped below mant's lowest bit.
func hexFloat(mant uint64, exp int, trunc bool, bitSize int) float64 {
	if mant == 0 {
		return 0
	}
	mantBits, bias := uint(52), 1023
	if bitSize == 32 {
		mantBits, bias = 23, 127
	}
	// Bring mant to mantBits+3 bits: the leading one, the fraction, two for rounding.
	for mant>>(mantBits+2) == 0 {
		mant <<= 1
		exp--
	}
	if trunc {
		mant |= 1
	}
	for mant>>(mantBits+3) != 0 {
		mant = mant>>1 | mant&1
		exp++
	}
	exp += int(mantBits) + 2 // now value = 1.fff × 2^exp
	for mant > 1 && exp < 1-bias {
		mant = mant>>1 | mant&1
		exp++
	}
	round := mant & 3
	mant >>= 2
	round |= mant & 1
	if round == 3 {
		mant++
		if mant == 1<<(mantBits+1) {
			mant >>= 1
			exp++
		}
	}
	if mant>>mantBits == 0 {
		exp = -bias // subnormal
	}
	if exp > bias {
		return float64frombits(0x7FF << 52)
	}
	if bitSize == 32 {
		// A float32's value is exact in a float64: scale by powers of two.
		f := float64(mant)
		e := exp - 23
		if exp == -bias {
			e = 1 - bias - 23
		}
		for ; e > 0; e-- {
			f *= 2
		}
		for ; e < 0; e++ {
			f /= 2
		}
		return f
	}
	return float64frombits(mant&(1<<52-1) | uint64(exp+bias)<<52)
}

// special reads inf, infinity and nan in any case, the first two with a sign.
func special(s string) (f float64, n int, ok bool) {
	if s == "" {
		return 0, 0, false
	}
	i, high := 0, uint64(0x7FF)
	switch s[0] {
	case '-':
		high = 0xFFF
		i = 1
	case '+':
		i = 1
	case 'n', 'N':
		if samePrefix(s, "nan") == 3 {
			return float64frombits(0x7FF8000000000001), 3, true
		}
		return 0, 0, false
	}
	n = samePrefix(s[i:], "infinity")
	if 3 < n && n < 8 {
		n = 3
	}
	if n == 3 || n == 8 {
		return float64frombits(high << 52), i + n, true
	}
	return 0, 0, false
}

// samePrefix is how many bytes of s match lower without regard to case.
func samePrefix(s, lower string) int {
	n := min(len(s), len(lower))
	for i := 0; i < n; i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return i
		}
	}
	return n
}
