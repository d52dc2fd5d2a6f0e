package net

import "strconv"

// ipnet.mg: masks, networks and kinds of addresses.

// IPv4 and IPv6 addresses that have a meaning.
var (
	IPv4allsys    = IPv4(224, 0, 0, 1)
	IPv4allrouter = IPv4(224, 0, 0, 2)

	IPv6unspecified            = IP{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
	IPv6interfacelocalallnodes = IP{0xff, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
	IPv6linklocalallnodes      = IP{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}
	IPv6linklocalallrouters    = IP{0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}
)

func (ip IP) IsMulticast() bool {
	if ip4 := ip.To4(); ip4 != nil {
		return ip4[0]&0xf0 == 0xe0
	}
	return len(ip) == IPv6len && ip[0] == 0xff
}

func (ip IP) IsInterfaceLocalMulticast() bool {
	return len(ip) == IPv6len && ip[0] == 0xff && ip[1]&15 == 1
}

func (ip IP) IsLinkLocalMulticast() bool {
	if ip4 := ip.To4(); ip4 != nil {
		return ip4[0] == 224 && ip4[1] == 0 && ip4[2] == 0
	}
	return len(ip) == IPv6len && ip[0] == 0xff && ip[1]&15 == 2
}

func (ip IP) IsLinkLocalUnicast() bool {
	if ip4 := ip.To4(); ip4 != nil {
		return ip4[0] == 169 && ip4[1] == 254
	}
	return len(ip) == IPv6len && ip[0] == 0xfe && ip[1]&0xc0 == 0x80
}

func (ip IP) IsGlobalUnicast() bool {
	return (len(ip) == IPv4len || len(ip) == IPv6len) && !ip.Equal(IPv4bcast) && !ip.IsUnspecified() &&
		!ip.IsLoopback() && !ip.IsMulticast() && !ip.IsLinkLocalUnicast()
}

// An IPMask says which bits of an address name its network.
type IPMask []byte

func IPv4Mask(a, b, c, d byte) IPMask { return IPMask{a, b, c, d} }

// CIDRMask has the first ones of its bits set, of 32 or 128.
func CIDRMask(ones, bits int) IPMask {
	if bits != 8*IPv4len && bits != 8*IPv6len || ones < 0 || ones > bits {
		return nil
	}
	m := make(IPMask, bits/8)
	for i := range ones {
		m[i/8] |= 0x80 >> (i % 8)
	}
	return m
}

// DefaultMask is that of ip's class, for IPv4.
func (ip IP) DefaultMask() IPMask {
	ip4 := ip.To4()
	switch {
	case ip4 == nil:
		return nil
	case ip4[0] < 0x80:
		return CIDRMask(8, 32)
	case ip4[0] < 0xc0:
		return CIDRMask(16, 32)
	}
	return CIDRMask(24, 32)
}

func all(b []byte, c byte) bool {
	for _, x := range b {
		if x != c {
			return false
		}
	}
	return true
}

// Mask is ip with only the bits of mask.
func (ip IP) Mask(mask IPMask) IP {
	if len(mask) == IPv6len && len(ip) == IPv4len && all(mask[:12], 255) {
		mask = mask[12:]
	}
	if len(mask) == IPv4len && len(ip) == IPv6len && ip.To4() != nil {
		ip = ip[12:]
	}
	if len(ip) != len(mask) {
		return nil
	}
	masked := make(IP, len(ip))
	for i := range ip {
		masked[i] = ip[i] & mask[i]
	}
	return masked
}

// length is how many bits are set; -1 if they do not all come first.
func (m IPMask) length() int {
	n := 0
	for n < 8*len(m) && m[n/8]&(0x80>>(n%8)) != 0 {
		n++
	}
	for i := n; i < 8*len(m); i++ {
		if m[i/8]&(0x80>>(i%8)) != 0 {
			return -1
		}
	}
	return n
}

// Size is how many bits are set, and how many there are; 0, 0 if they do not all come first.
func (m IPMask) Size() (ones, bits int) {
	if n := m.length(); n >= 0 {
		return n, 8 * len(m)
	}
	return 0, 0
}

func hexText(b []byte) string {
	s := make([]byte, 0, 2*len(b))
	for _, c := range b {
		s = append(s, "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
	}
	return string(s)
}

func (m IPMask) String() string {
	if len(m) == 0 {
		return "<nil>"
	}
	return hexText(m)
}

// An IPNet is a network.
type IPNet struct {
	IP   IP
	Mask IPMask
}

// number gives n's address and mask in as few bytes as they need; nil if they do not fit.
func (n *IPNet) number() (IP, IPMask) {
	ip := n.IP.To4()
	if ip == nil {
		if ip = n.IP; len(ip) != IPv6len {
			return nil, nil
		}
	}
	switch {
	case len(n.Mask) == len(ip):
		return ip, n.Mask
	case len(n.Mask) == IPv6len && len(ip) == IPv4len:
		return ip, n.Mask[12:]
	}
	return nil, nil
}

func (n *IPNet) Contains(ip IP) bool {
	net, mask := n.number()
	if x := ip.To4(); x != nil {
		ip = x
	}
	if len(ip) != len(net) {
		return false
	}
	for i := range ip {
		if net[i]&mask[i] != ip[i]&mask[i] {
			return false
		}
	}
	return true
}

func (n *IPNet) Network() string { return "ip+net" }

func (n *IPNet) String() string {
	if n == nil {
		return "<nil>"
	}
	ip, mask := n.number()
	if ip == nil || mask == nil {
		return "<nil>"
	}
	if ones := mask.length(); ones >= 0 {
		return ip.String() + "/" + strconv.Itoa(ones)
	}
	return ip.String() + "/" + mask.String()
}

// ParseCIDR reads an address with the length of its network's part, such as 192.0.2.1/24.
func ParseCIDR(s string) (IP, *IPNet, error) {
	fail := func() (IP, *IPNet, error) { return nil, nil, &ParseError{"CIDR address", s} }
	address, length := cutAt(s, '/')
	if len(address) == len(s) || length == "" {
		return fail()
	}
	ip, zone := parseIPZone(address)
	if ip == nil || zone != "" {
		return fail()
	}
	bits := 8 * IPv6len
	for i := 0; i < len(address) && address[i] != ':'; i++ {
		if address[i] == '.' {
			bits = 8 * IPv4len
		}
	}
	ones := 0
	for i := 0; i < len(length); i++ {
		if length[i] < '0' || length[i] > '9' {
			return fail()
		}
		ones = min(ones*10+int(length[i]-'0'), 1000)
	}
	if ones > bits {
		return fail()
	}
	mask := CIDRMask(ones, bits)
	if bits == 8*IPv6len {
		masked := make(IP, IPv6len)
		for i := range masked {
			masked[i] = ip[i] & mask[i]
		}
		return ip, &IPNet{masked, mask}, nil
	}
	return ip, &IPNet{ip.Mask(mask), mask}, nil
}

// parseIPZone is ParseIP of an address that may have a zone.
func parseIPZone(s string) (IP, string) {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' {
			if ip := ParseIP(s[:i]); ip != nil && i+1 < len(s) && isV6Text(s[:i]) {
				return ip, s[i+1:]
			}
			return nil, ""
		}
	}
	return ParseIP(s), ""
}

func isV6Text(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] == ':' {
			return true
		}
	}
	return false
}

// AppendText, MarshalText and UnmarshalText are String and ParseIP; no address is no text.
func (ip IP) AppendText(b []byte) ([]byte, error) {
	if len(ip) == 0 {
		return b, nil
	}
	if len(ip) != IPv4len && len(ip) != IPv6len {
		return b, &AddrError{"invalid IP address", hexText(ip)}
	}
	return append(b, ip.String()...), nil
}

func (ip IP) MarshalText() ([]byte, error) { return ip.AppendText([]byte("")) }

func (ip *IP) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*ip = nil
		return nil
	}
	x := ParseIP(string(text))
	if x == nil {
		return &ParseError{"IP address", string(text)}
	}
	*ip = x
	return nil
}

// A HardwareAddr is the address of a network card.
type HardwareAddr []byte

func (a HardwareAddr) String() string {
	s := ""
	for i := range a {
		if i > 0 {
			s += ":"
		}
		s += hexText(a[i : i+1])
	}
	return s
}

// ParseMAC reads a hardware address of 6, 8 or 20 bytes: 00:00:5e:00:53:01 with colons or hyphens,
// 0000.5e00.5301, or 00005e005301.
func ParseMAC(s string) (HardwareAddr, error) {
	fail := func() (HardwareAddr, error) { return nil, &AddrError{"invalid MAC address", s} }
	if len(s) < 12 {
		return fail()
	}
	group, sep := 2, s[2]
	if sep != ':' && sep != '-' {
		group, sep = 4, s[4]
		if sep != '.' {
			// No separators: one group.
			group = len(s)
		}
	}
	if (len(s)+1)%(group+1) != 0 {
		return fail()
	}
	size := (len(s) + 1) / (group + 1) * group / 2
	if group%2 != 0 {
		return fail()
	}
	if size != 6 && size != 8 && size != 20 {
		return fail()
	}
	a := make(HardwareAddr, 0, size)
	for i := 0; i < len(s); i++ {
		if i%(group+1) == group {
			if s[i] != sep {
				return fail()
			}
			continue
		}
		high, ok := hexDigit(s[i])
		if !ok || i+1 == len(s) {
			return fail()
		}
		i++
		low, ok := hexDigit(s[i])
		if !ok {
			return fail()
		}
		a = append(a, byte(high<<4|low))
	}
	return a, nil
}
