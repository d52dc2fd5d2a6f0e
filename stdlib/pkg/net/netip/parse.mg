package netip

import "strconv"

// A parseAddrError says why, and at what rest of the text.
type parseAddrError struct {
	in  string
	msg string
	at  string
}

func (err parseAddrError) Error() string {
	s := "ParseAddr(" + strconv.Quote(err.in) + "): " + err.msg
	if err.at != "" {
		s += " (at " + strconv.Quote(err.at) + ")"
	}
	return s
}

// MustParseAddr panics if s is no address.
func MustParseAddr(s string) Addr {
	ip, err := ParseAddr(s)
	if err != nil {
		panic(err)
	}
	return ip
}

// ParseAddr reads 192.0.2.1, 2001:db8::1 or fe80::1%zone.
func ParseAddr(s string) (Addr, error) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.':
			b, msg, at := parse4(s)
			if msg != "" {
				return Addr{}, parseAddrError{s, msg, at}
			}
			return AddrFrom4(b), nil
		case ':':
			return parse6(s)
		case '%':
			return Addr{}, parseAddrError{s, "missing IPv6 address", ""}
		}
	}
	return Addr{}, parseAddrError{s, "unable to parse IP", ""}
}

// parse4 reads four numbers; msg says what is wrong, if anything.
func parse4(s string) (b [4]byte, msg, at string) {
	field, value, digits := 0, 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			if digits == 1 && value == 0 {
				return b, "IPv4 field has octet with leading zero", ""
			}
			value = value*10 + int(c-'0')
			digits++
			if value > 255 {
				return b, "IPv4 field has value >255", ""
			}
		case c != '.':
			return b, "unexpected character", s[i:]
		case digits == 0 || i == len(s)-1:
			return b, "IPv4 field must have at least one digit", s[i:]
		case field == 3:
			return b, "IPv4 address too long", ""
		default:
			b[field] = byte(value)
			field++
			value, digits = 0, 0
		}
	}
	if field < 3 {
		return b, "IPv4 address too short", ""
	}
	b[3] = byte(value)
	return b, "", ""
}

// hexGroup is the number that s begins with, and how many digits it has; 5 if too many.
func hexGroup(s string) (value, digits int) {
	for ; digits < len(s) && digits < 5; digits++ {
		c := int(s[digits])
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return value, digits
		}
		value = value<<4 | c
	}
	return value, digits
}

func parse6(in string) (Addr, error) {
	fail := func(msg, at string) (Addr, error) { return Addr{}, parseAddrError{in, msg, at} }
	s, zone := in, ""
	for i := 0; i < len(in); i++ {
		if in[i] == '%' {
			if s, zone = in[:i], in[i+1:]; zone == "" {
				return fail("zone must be a non-empty string", "")
			}
			break
		}
	}
	var b [16]byte
	n, gap := 0, -1 // bytes read, and where :: stands among them
	if len(s) >= 2 && s[:2] == "::" {
		gap = 0
		s = s[2:]
	}
	for more := s != "" || gap < 0; more && n < 16; {
		value, digits := hexGroup(s)
		switch {
		case digits > 4:
			return fail("each group must have 4 or less digits", s)
		case digits == 0:
			return fail("each colon-separated field must have at least one digit", s)
		}
		if digits < len(s) && s[digits] == '.' {
			if gap < 0 && n != 12 {
				return fail("embedded IPv4 address must replace the final 2 fields of the address", s)
			}
			if n > 12 {
				return fail("too many hex fields to fit an embedded IPv4 at the end of the address", s)
			}
			b4, msg, at := parse4(s)
			if msg != "" {
				return fail(msg, at)
			}
			n += copy(b[n:], b4[:])
			s = ""
			break
		}
		b[n], b[n+1] = byte(value>>8), byte(value)
		n += 2
		if s = s[digits:]; s == "" {
			break
		}
		if s[0] != ':' {
			return fail("unexpected character, want colon", s)
		}
		if len(s) == 1 {
			return fail("colon must be followed by more characters", s)
		}
		if s = s[1:]; s[0] == ':' {
			if gap >= 0 {
				return fail("multiple :: in address", s)
			}
			gap = n
			s = s[1:]
			more = s != ""
		}
	}
	switch {
	case s != "":
		return fail("trailing garbage after address", s)
	case n < 16 && gap < 0:
		return fail("address string too short", "")
	case n == 16 && gap >= 0:
		return fail("the :: must expand to at least one field of zeros", "")
	}
	if gap >= 0 {
		tail := append([]byte(nil), b[gap:n]...)
		clear(b[gap:])
		copy(b[16-len(tail):], tail)
	}
	return AddrFrom16(b).WithZone(zone), nil
}
