package netip

import (
	"errors"
	"strconv"
)

// An AddrPort is an address and a port.
type AddrPort struct {
	ip   Addr
	port uint16
}

func AddrPortFrom(ip Addr, port uint16) AddrPort { return AddrPort{ip, port} }

func (p AddrPort) Addr() Addr    { return p.ip }
func (p AddrPort) Port() uint16  { return p.port }
func (p AddrPort) IsValid() bool { return p.ip.IsValid() }

func lastByte(s string, c byte) int {
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// ParseAddrPort reads 192.0.2.1:80 or [2001:db8::1]:80.
func ParseAddrPort(s string) (AddrPort, error) {
	colon := lastByte(s, ':')
	if colon < 0 {
		return AddrPort{}, errors.New("not an ip:port")
	}
	addr, port := s[:colon], s[colon+1:]
	if addr == "" {
		return AddrPort{}, errors.New("no IP")
	}
	if port == "" {
		return AddrPort{}, errors.New("no port")
	}
	brackets := addr[0] == '['
	if brackets {
		if len(addr) < 2 || addr[len(addr)-1] != ']' {
			return AddrPort{}, errors.New("missing ]")
		}
		addr = addr[1 : len(addr)-1]
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return AddrPort{}, errors.New("invalid port " + strconv.Quote(port) + " parsing " + strconv.Quote(s))
	}
	ip, err := ParseAddr(addr)
	switch {
	case err != nil:
		return AddrPort{}, err
	case brackets && ip.Is4():
		return AddrPort{}, errors.New("invalid ip:port " + strconv.Quote(s) + ", square brackets can only be used with IPv6 addresses")
	case !brackets && ip.Is6():
		return AddrPort{}, errors.New("invalid ip:port " + strconv.Quote(s) + ", IPv6 addresses must be surrounded by square brackets")
	}
	return AddrPort{ip, uint16(n)}, nil
}

// MustParseAddrPort panics if s is none.
func MustParseAddrPort(s string) AddrPort {
	p, err := ParseAddrPort(s)
	if err != nil {
		panic(err)
	}
	return p
}

func (p AddrPort) Compare(p2 AddrPort) int {
	if c := p.ip.Compare(p2.ip); c != 0 {
		return c
	}
	switch {
	case p.port < p2.port:
		return -1
	case p.port > p2.port:
		return 1
	}
	return 0
}

func (p AddrPort) String() string {
	if !p.IsValid() {
		return "invalid AddrPort"
	}
	return string(p.AppendTo(nil))
}

func (p AddrPort) AppendTo(b []byte) []byte {
	switch p.ip.kind {
	case none:
		return b
	case four:
		b = p.ip.AppendTo(b)
	default:
		b = append(p.ip.AppendTo(append(b, '[')), ']')
	}
	return strconv.AppendUint(append(b, ':'), uint64(p.port), 10)
}

func (p AddrPort) AppendText(b []byte) ([]byte, error) { return p.AppendTo(b), nil }
func (p AddrPort) MarshalText() ([]byte, error)        { return p.AppendTo([]byte{}), nil }

func (p *AddrPort) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*p = AddrPort{}
		return nil
	}
	*p, err = ParseAddrPort(string(text))
	return err
}

// The binary form: that of the address, and the port, its low byte first.
func (p AddrPort) AppendBinary(b []byte) ([]byte, error) {
	b, err := p.ip.AppendBinary(b)
	return append(b, byte(p.port), byte(p.port>>8)), err
}

func (p AddrPort) MarshalBinary() ([]byte, error) { return p.AppendBinary([]byte{}) }

func (p *AddrPort) UnmarshalBinary(b []byte) error {
	if len(b) < 2 {
		return errSize
	}
	var ip Addr
	at := len(b) - 2
	if err := ip.UnmarshalBinary(b[:at]); err != nil {
		return err
	}
	*p = AddrPort{ip, uint16(b[at]) | uint16(b[at+1])<<8}
	return nil
}
