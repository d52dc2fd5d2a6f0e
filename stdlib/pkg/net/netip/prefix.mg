package netip

import (
	"cmp"
	"errors"
	"strconv"
)

// A Prefix is a network: an address and how many of its bits name the network.
type Prefix struct {
	ip   Addr
	bits uint8 // one more than the number; 0: not valid
}

// PrefixFrom is not valid if bits is no length for ip; it drops ip's zone.
func PrefixFrom(ip Addr, bits int) Prefix {
	p := Prefix{ip: ip.WithZone("")}
	if ip.IsValid() && 0 <= bits && bits <= ip.BitLen() {
		p.bits = uint8(bits) + 1
	}
	return p
}

// Prefix is ip's network of b bits.
func (ip Addr) Prefix(b int) (Prefix, error) {
	switch {
	case b < 0:
		return Prefix{}, errors.New("negative Prefix bits")
	case !ip.IsValid():
		return Prefix{}, nil
	case b > ip.BitLen():
		version := "IPv4"
		if ip.Is6() {
			version = "IPv6"
		}
		return Prefix{}, errors.New("prefix length " + strconv.Itoa(b) + " too large for " + version)
	}
	first := [...]int{0, 12, 0}[ip.kind]
	for i := first; i < 16; i++ {
		keep := min(max(b-8*(i-first), 0), 8)
		ip.bytes[i] &= byte(int(0xff00) >> keep)
	}
	return PrefixFrom(ip, b), nil
}

func (p Prefix) Addr() Addr    { return p.ip }
func (p Prefix) Bits() int     { return int(p.bits) - 1 }
func (p Prefix) IsValid() bool { return p.bits > 0 }

// IsSingleIP reports whether all bits name the network.
func (p Prefix) IsSingleIP() bool { return p.IsValid() && p.Bits() == p.ip.BitLen() }

// Masked is p with the other bits 0.
func (p Prefix) Masked() Prefix {
	m, _ := p.ip.Prefix(p.Bits())
	return m
}

func (p Prefix) Contains(ip Addr) bool {
	if !p.IsValid() || ip.kind != p.ip.kind || ip.zone != "" {
		return false
	}
	other, _ := ip.Prefix(p.Bits())
	return other == p.Masked()
}

func (p Prefix) Overlaps(o Prefix) bool {
	if !p.IsValid() || !o.IsValid() || p.ip.kind != o.ip.kind {
		return false
	}
	bits := min(p.Bits(), o.Bits())
	a, _ := p.ip.Prefix(bits)
	b, _ := o.ip.Prefix(bits)
	return a == b
}

// Compare orders by network, length and address.
func (p Prefix) Compare(p2 Prefix) int {
	return cmp.Or(p.Masked().ip.Compare(p2.Masked().ip), cmp.Compare(p.Bits(), p2.Bits()), p.ip.Compare(p2.ip))
}

// ParsePrefix reads 192.0.2.0/24 or 2001:db8::/32.
func ParsePrefix(s string) (Prefix, error) {
	fail := func(why string) (Prefix, error) {
		return Prefix{}, errors.New("netip.ParsePrefix(" + strconv.Quote(s) + "): " + why)
	}
	slash := lastByte(s, '/')
	if slash < 0 {
		return fail("no '/'")
	}
	ip, err := ParseAddr(s[:slash])
	if err != nil {
		return fail(err.Error())
	}
	if ip.zone != "" {
		return fail("IPv6 zones cannot be present in a prefix")
	}
	length := s[slash+1:]
	bits, err := strconv.Atoi(length)
	if err != nil || len(length) > 1 && (length[0] < '1' || length[0] > '9') {
		return fail("bad bits after slash: " + strconv.Quote(length))
	}
	if bits < 0 || bits > ip.BitLen() {
		return fail("prefix length out of range")
	}
	return PrefixFrom(ip, bits), nil
}

// MustParsePrefix panics if s is none.
func MustParsePrefix(s string) Prefix {
	p, err := ParsePrefix(s)
	if err != nil {
		panic(err)
	}
	return p
}

func (p Prefix) String() string {
	if !p.IsValid() {
		return "invalid Prefix"
	}
	return string(p.AppendTo(nil))
}

// AppendTo appends String, nothing for the zero value.
func (p Prefix) AppendTo(b []byte) []byte {
	if p == (Prefix{}) {
		return b
	}
	if !p.IsValid() {
		return append(b, "invalid Prefix"...)
	}
	return strconv.AppendInt(append(p.ip.AppendTo(b), '/'), int64(p.Bits()), 10)
}

func (p Prefix) AppendText(b []byte) ([]byte, error) { return p.AppendTo(b), nil }
func (p Prefix) MarshalText() ([]byte, error)        { return p.AppendTo([]byte{}), nil }

func (p *Prefix) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*p = Prefix{}
		return nil
	}
	*p, err = ParsePrefix(string(text))
	return err
}

// The binary form: that of the address, and the length.
func (p Prefix) AppendBinary(b []byte) ([]byte, error) {
	b, err := p.ip.AppendBinary(b)
	return append(b, byte(p.Bits())), err
}

func (p Prefix) MarshalBinary() ([]byte, error) { return p.AppendBinary([]byte{}) }

func (p *Prefix) UnmarshalBinary(b []byte) error {
	if len(b) < 1 {
		return errSize
	}
	var ip Addr
	if err := ip.UnmarshalBinary(b[:len(b)-1]); err != nil {
		return err
	}
	*p = PrefixFrom(ip, int(b[len(b)-1]))
	return nil
}
