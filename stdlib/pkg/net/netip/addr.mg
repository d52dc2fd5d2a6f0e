// Package netip has IP addresses that are small values: comparable, and keys of maps.
//
// addr.mg: Addr; parse.mg: reading one; port.mg: AddrPort; prefix.mg: Prefix.
package netip

import (
	"cmp"
	"errors"
	"strconv"
)

// Kinds of an Addr; the zero one is no address.
const (
	none = iota
	four
	six
)

// An Addr is an IPv4 address, or an IPv6 address that may have a zone.
type Addr struct {
	bytes [16]byte // of IPv4 the last four, after ::ffff:
	kind  uint8
	zone  string
}

func AddrFrom4(addr [4]byte) Addr {
	return Addr{[16]byte{10: 0xff, 0xff, addr[0], addr[1], addr[2], addr[3]}, four, ""}
}

func AddrFrom16(addr [16]byte) Addr { return Addr{addr, six, ""} }

// AddrFromSlice takes 4 or 16 bytes.
func AddrFromSlice(slice []byte) (ip Addr, ok bool) {
	switch len(slice) {
	case 4:
		return AddrFrom4([4]byte(slice)), true
	case 16:
		return AddrFrom16([16]byte(slice)), true
	}
	return Addr{}, false
}

func IPv4Unspecified() Addr         { return AddrFrom4([4]byte{}) }
func IPv6Unspecified() Addr         { return Addr{kind: six} }
func IPv6Loopback() Addr            { return AddrFrom16([16]byte{15: 1}) }
func IPv6LinkLocalAllNodes() Addr   { return AddrFrom16([16]byte{0: 0xff, 1: 2, 15: 1}) }
func IPv6LinkLocalAllRouters() Addr { return AddrFrom16([16]byte{0: 0xff, 1: 2, 15: 2}) }

func (ip Addr) IsValid() bool { return ip.kind != none }
func (ip Addr) Is4() bool     { return ip.kind == four }
func (ip Addr) Is6() bool     { return ip.kind == six }

// Is4In6 reports whether ip is an IPv6 address that stands for one of IPv4.
func (ip Addr) Is4In6() bool {
	return ip.kind == six && [12]byte(ip.bytes[:12]) == [12]byte{10: 0xff, 0xff}
}

// Unmap is the IPv4 address that ip stands for, else ip.
func (ip Addr) Unmap() Addr {
	if ip.Is4In6() {
		return Addr{ip.bytes, four, ""}
	}
	return ip
}

// BitLen is 32, 128, or 0 for no address.
func (ip Addr) BitLen() int { return [...]int{0, 32, 128}[ip.kind] }

func (ip Addr) Zone() string { return ip.zone }

// WithZone is ip with that zone, which IPv4 never has.
func (ip Addr) WithZone(zone string) Addr {
	if ip.kind == six {
		ip.zone = zone
	}
	return ip
}

func (ip Addr) As16() [16]byte { return ip.bytes }

// As4 panics unless ip is an IPv4 address, or stands for one.
func (ip Addr) As4() [4]byte {
	if ip.kind == four || ip.Is4In6() {
		return [4]byte(ip.bytes[12:])
	}
	if ip.kind == none {
		panic("As4 called on IP zero value")
	}
	panic("As4 called on IPv6 address")
}

func (ip Addr) AsSlice() []byte {
	switch ip.kind {
	case none:
		return nil
	case four:
		return append([]byte(nil), ip.bytes[12:]...)
	}
	return append([]byte(nil), ip.bytes[:]...)
}

// Compare orders addresses: by length, number and zone.
func (ip Addr) Compare(ip2 Addr) int {
	if ip.kind != ip2.kind {
		return cmp.Compare(ip.kind, ip2.kind)
	}
	for i, b := range ip.bytes {
		if c := ip2.bytes[i]; b != c {
			if b < c {
				return -1
			}
			return 1
		}
	}
	switch {
	case ip.zone < ip2.zone:
		return -1
	case ip.zone > ip2.zone:
		return 1
	}
	return 0
}

func (ip Addr) Less(ip2 Addr) bool { return ip.Compare(ip2) < 0 }

// Next and Prev are the neighbours; no address past the ends.
func (ip Addr) Next() Addr { return ip.step(1, 0xff) }
func (ip Addr) Prev() Addr { return ip.step(0xff, 0) }

// step adds d to the last byte, and to the one before it while one had the value turn.
func (ip Addr) step(d, turn byte) Addr {
	first := [...]int{16, 12, 0}[ip.kind]
	for i := 15; i >= first; i-- {
		old := ip.bytes[i]
		ip.bytes[i] += d
		if old != turn {
			return ip
		}
	}
	return Addr{}
}

func (ip Addr) IsUnspecified() bool { return ip == IPv4Unspecified() || ip == IPv6Unspecified() }

func (ip Addr) IsLoopback() bool {
	if ip = ip.Unmap(); ip.kind == four {
		return ip.bytes[12] == 127
	}
	return ip.WithZone("") == IPv6Loopback()
}

func (ip Addr) IsMulticast() bool {
	if ip = ip.Unmap(); ip.kind == four {
		return ip.bytes[12]&0xf0 == 0xe0
	}
	return ip.bytes[0] == 0xff
}

func (ip Addr) IsInterfaceLocalMulticast() bool {
	return ip.kind == six && ip.bytes[0] == 0xff && ip.bytes[1]&15 == 1
}

func (ip Addr) IsLinkLocalMulticast() bool {
	if ip = ip.Unmap(); ip.kind == four {
		return [3]byte(ip.bytes[12:15]) == [3]byte{224, 0, 0}
	}
	return ip.bytes[0] == 0xff && ip.bytes[1]&15 == 2
}

func (ip Addr) IsLinkLocalUnicast() bool {
	if ip = ip.Unmap(); ip.kind == four {
		return ip.bytes[12] == 169 && ip.bytes[13] == 254
	}
	return ip.bytes[0] == 0xfe && ip.bytes[1]&0xc0 == 0x80
}

func (ip Addr) IsPrivate() bool {
	if ip = ip.Unmap(); ip.kind == four {
		a, b := ip.bytes[12], ip.bytes[13]
		return a == 10 || a == 172 && b&0xf0 == 16 || a == 192 && b == 168
	}
	return ip.bytes[0]&0xfe == 0xfc
}

func (ip Addr) IsGlobalUnicast() bool {
	ip = ip.Unmap()
	return ip.kind != none && !ip.IsUnspecified() && ip != AddrFrom4([4]byte{255, 255, 255, 255}) && !ip.IsLoopback() &&
		!ip.IsMulticast() && !ip.IsLinkLocalUnicast()
}

func (ip Addr) String() string {
	if ip.kind == none {
		return "invalid IP"
	}
	return string(ip.AppendTo(nil))
}

// AppendTo appends String, nothing for no address.
func (ip Addr) AppendTo(b []byte) []byte {
	switch {
	case ip.kind == none:
		return b
	case ip.kind == four:
		return ip.append4(b)
	case ip.Is4In6():
		b = ip.append4(append(b, "::ffff:"...))
	default:
		b = ip.append6(b)
	}
	if ip.zone != "" {
		b = append(append(b, '%'), ip.zone...)
	}
	return b
}

func (ip Addr) append4(b []byte) []byte {
	for i, c := range ip.bytes[12:] {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, uint64(c), 10)
	}
	return b
}

func (ip Addr) group(i int) uint64 { return uint64(ip.bytes[2*i])<<8 | uint64(ip.bytes[2*i+1]) }

// append6 writes the longest run of two or more zero groups as ::.
func (ip Addr) append6(b []byte) []byte {
	from, to := 8, 8
	for i := range 8 {
		j := i
		for j < 8 && ip.group(j) == 0 {
			j++
		}
		if j-i >= 2 && j-i > to-from {
			from, to = i, j
		}
	}
	for i := 0; i < 8; i++ {
		if i == from {
			b = append(b, "::"...)
			if i = to; i == 8 {
				break
			}
		} else if i > 0 {
			b = append(b, ':')
		}
		b = strconv.AppendUint(b, ip.group(i), 16)
	}
	return b
}

// StringExpanded is String with all digits.
func (ip Addr) StringExpanded() string {
	if ip.kind != six {
		return ip.String()
	}
	var b []byte
	for i, c := range ip.bytes {
		if i > 0 && i%2 == 0 {
			b = append(b, ':')
		}
		b = append(b, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
	}
	if ip.zone != "" {
		b = append(append(b, '%'), ip.zone...)
	}
	return string(b)
}

func (ip Addr) AppendText(b []byte) ([]byte, error) { return ip.AppendTo(b), nil }
func (ip Addr) MarshalText() ([]byte, error)        { return ip.AppendTo([]byte{}), nil }

func (ip *Addr) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*ip = Addr{}
		return nil
	}
	*ip, err = ParseAddr(string(text))
	return err
}

// The binary form: the bytes, and the zone.
func (ip Addr) AppendBinary(b []byte) ([]byte, error) {
	return append(append(b, ip.AsSlice()...), ip.zone...), nil
}

func (ip Addr) MarshalBinary() ([]byte, error) { return ip.AppendBinary([]byte{}) }

var errSize = errors.New("unexpected slice size")

func (ip *Addr) UnmarshalBinary(b []byte) error {
	if len(b) == 0 {
		*ip = Addr{}
		return nil
	}
	if x, ok := AddrFromSlice(b[:min(len(b), 16)]); ok {
		*ip = x.WithZone(string(b[min(len(b), 16):]))
		return nil
	}
	return errSize
}
