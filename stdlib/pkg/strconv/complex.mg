package strconv

// complex.mg: complex numbers, as pairs of floats.

// FormatComplex is c as (a+bi); bitSize is 64 or 128.
func FormatComplex(c complex128, fmt byte, prec, bitSize int) string {
	if bitSize != 64 && bitSize != 128 {
		panic("invalid bitSize")
	}
	bitSize >>= 1
	im := FormatFloat(imag(c), fmt, prec, bitSize)
	if im[0] != '+' && im[0] != '-' {
		im = "+" + im
	}
	return "(" + FormatFloat(real(c), fmt, prec, bitSize) + im + "i)"
}

// ParseComplex reads N, Ni or N±Ni, in parentheses or not.
func ParseComplex(s string, bitSize int) (complex128, error) {
	size := 64
	if bitSize == 64 {
		size = 32
	}
	orig := s
	if n := len(s); n >= 2 && s[0] == '(' && s[n-1] == ')' {
		s = s[1 : n-1]
	}
	var pending error // an ErrRange, told only if the syntax is right
	re, n, err := parseFloatPrefix(s, size)
	if err != nil {
		if err.(*NumError).Err != ErrRange {
			return 0, syntaxError("ParseComplex", orig)
		}
		pending = rangeError("ParseComplex", orig)
	}
	s = s[n:]
	if s == "" {
		return complex(re, 0), pending
	}
	switch s[0] {
	case '+':
		if len(s) > 1 && s[1] != '+' {
			s = s[1:]
		}
	case '-':
	case 'i':
		if len(s) == 1 {
			return complex(0, re), pending
		}
		return 0, syntaxError("ParseComplex", orig)
	default:
		return 0, syntaxError("ParseComplex", orig)
	}
	im, n, err := parseFloatPrefix(s, size)
	if err != nil {
		if err.(*NumError).Err != ErrRange {
			return 0, syntaxError("ParseComplex", orig)
		}
		pending = rangeError("ParseComplex", orig)
	}
	if s[n:] != "i" {
		return 0, syntaxError("ParseComplex", orig)
	}
	return complex(re, im), pending
}
