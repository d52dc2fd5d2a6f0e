package net

import "strconv"

// An IP is an address of 4 or 16 bytes.
type IP []byte

const (
	IPv4len = 4
	IPv6len = 16
)

// IPv4 is a.b.c.d in 16 bytes.
func IPv4(a, b, c, d byte) IP {
	return IP{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}
}

var (
	IPv4zero     = IPv4(0, 0, 0, 0)
	IPv4bcast    = IPv4(255, 255, 255, 255)
	IPv6zero     = IP{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	IPv6loopback = IP{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
)

// To4 is ip in 4 bytes, nil if it is no IPv4 address.
func (ip IP) To4() IP {
	if len(ip) == IPv4len {
		return ip
	}
	if len(ip) != IPv6len || ip[10] != 0xff || ip[11] != 0xff {
		return nil
	}
	for _, b := range ip[:10] {
		if b != 0 {
			return nil
		}
	}
	return ip[12:16]
}

// To16 is ip in 16 bytes.
func (ip IP) To16() IP {
	switch len(ip) {
	case IPv4len:
		return IPv4(ip[0], ip[1], ip[2], ip[3])
	case IPv6len:
		return ip
	}
	return nil
}

func (ip IP) Equal(x IP) bool {
	return string(ip.To16()) == string(x.To16()) && len(ip) > 0 == (len(x) > 0)
}

func (ip IP) IsLoopback() bool {
	if ip4 := ip.To4(); ip4 != nil {
		return ip4[0] == 127
	}
	return ip.Equal(IPv6loopback)
}

func (ip IP) IsUnspecified() bool { return ip.Equal(IPv4zero) || ip.Equal(IPv6zero) }

func (ip IP) IsPrivate() bool {
	if ip4 := ip.To4(); ip4 != nil {
		return ip4[0] == 10 || ip4[0] == 172 && ip4[1]&0xf0 == 16 || ip4[0] == 192 && ip4[1] == 168
	}
	return len(ip) == IPv6len && ip[0]&0xfe == 0xfc
}

func (ip IP) String() string {
	if len(ip) == 0 {
		return "<nil>"
	}
	if ip4 := ip.To4(); ip4 != nil {
		s := ""
		for i, b := range ip4 {
			if i > 0 {
				s += "."
			}
			s += strconv.Itoa(int(b))
		}
		return s
	}
	if len(ip) != IPv6len {
		s := "?"
		for _, b := range ip {
			s += string("0123456789abcdef"[b>>4]) + string("0123456789abcdef"[b&15])
		}
		return s
	}
	// The longest run of two or more zero groups becomes ::.
	start, length := -1, 1
	for i := 0; i < 16; i += 2 {
		j := i
		for j < 16 && ip[j] == 0 && ip[j+1] == 0 {
			j += 2
		}
		if (j-i)/2 > length {
			start, length = i, (j-i)/2
		}
	}
	s := ""
	for i := 0; i < 16; i += 2 {
		if i == start {
			s += "::"
			i += 2*length - 2
			continue
		}
		if i > 0 && i != start+2*length {
			s += ":"
		}
		s += strconv.FormatUint(uint64(ip[i])<<8|uint64(ip[i+1]), 16)
	}
	return s
}

// ParseIP is the address that s writes, nil if it is none.
func ParseIP(s string) IP {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '.':
			if b := parse4(s); b != nil {
				return IPv4(b[0], b[1], b[2], b[3])
			}
			return nil
		case ':':
			return parse6(s)
		}
	}
	return nil
}

func parse4(s string) []byte {
	b := make([]byte, 0, 4)
	for len(b) < 4 {
		n, i := 0, 0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' && n < 256 {
			n = n*10 + int(s[i]-'0')
			i++
		}
		if i == 0 || n > 255 || i > 1 && s[0] == '0' {
			return nil
		}
		b = append(b, byte(n))
		s = s[i:]
		if len(b) < 4 {
			if s == "" || s[0] != '.' {
				return nil
			}
			s = s[1:]
		}
	}
	if s != "" {
		return nil
	}
	return b
}

func parse6(s string) IP {
	var b []byte
	gap := -1 // where :: stands
	if len(s) >= 2 && s[:2] == "::" {
		gap = 0
		s = s[2:]
	}
	for s != "" && len(b) < 16 {
		n, i := 0, 0
		for i < len(s) && i < 5 {
			d, ok := hexDigit(s[i])
			if !ok {
				break
			}
			n = n<<4 | d
			i++
		}
		if i == 0 || i > 4 {
			return nil
		}
		if i < len(s) && s[i] == '.' {
			v4 := parse4(s)
			if v4 == nil || len(b) > 12 {
				return nil
			}
			b = append(b, v4...)
			s = ""
			break
		}
		b = append(b, byte(n>>8), byte(n))
		s = s[i:]
		if s == "" {
			break
		}
		if s[0] != ':' || len(s) == 1 {
			return nil
		}
		s = s[1:]
		if s[0] == ':' {
			if gap >= 0 {
				return nil
			}
			gap = len(b)
			s = s[1:]
		}
	}
	if s != "" || len(b) < 16 && gap < 0 || len(b) == 16 && gap >= 0 {
		return nil
	}
	ip := make(IP, 16)
	if gap < 0 {
		copy(ip, b)
		return ip
	}
	copy(ip, b[:gap])
	copy(ip[16-(len(b)-gap):], b[gap:])
	return ip
}

func hexDigit(c byte) (int, bool) {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0'), true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10, true
	}
	return 0, false
}

// SplitHostPort splits host:port or [host]:port.
func SplitHostPort(hostport string) (host, port string, err error) {
	fail := func(why string) (string, string, error) {
		return "", "", &AddrError{why, hostport}
	}
	colon := -1
	for i := len(hostport) - 1; i >= 0; i-- {
		if hostport[i] == ':' {
			colon = i
			break
		}
	}
	if colon < 0 {
		return fail("missing port in address")
	}
	after := 0 // where no bracket may be any more
	if hostport[0] == '[' {
		end := -1
		for i := 0; i < len(hostport); i++ {
			if hostport[i] == ']' {
				end = i
				break
			}
		}
		switch {
		case end < 0:
			return fail("missing ']' in address")
		case end+1 == len(hostport):
			return fail("missing port in address")
		case end+1 != colon:
			if hostport[end+1] == ':' {
				return fail("too many colons in address")
			}
			return fail("missing port in address")
		}
		host = hostport[1:end]
		after = end + 1
		for i := 1; i < len(hostport); i++ {
			if hostport[i] == '[' {
				return fail("unexpected '[' in address")
			}
		}
	} else {
		host = hostport[:colon]
		for i := 0; i < len(host); i++ {
			if host[i] == ':' {
				return fail("too many colons in address")
			}
		}
		for i := 0; i < len(hostport); i++ {
			if hostport[i] == '[' {
				return fail("unexpected '[' in address")
			}
		}
	}
	for i := after; i < len(hostport); i++ {
		if hostport[i] == ']' {
			return fail("unexpected ']' in address")
		}
	}
	return host, hostport[colon+1:], nil
}

// JoinHostPort is the inverse of SplitHostPort.
func JoinHostPort(host, port string) string {
	for i := 0; i < len(host); i++ {
		if host[i] == ':' {
			return "[" + host + "]:" + port
		}
	}
	return host + ":" + port
}
