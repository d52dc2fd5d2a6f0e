package net

import (
	"context"
	"os"
	"strconv"
	"syscall"
	"time"
)

// inet.mg: addresses of internet sockets, in the system's form and in ours.

// An end is an address with a port, of any protocol.
type end struct {
	ip   IP
	port int
	zone string
}

// wildcard reports whether e leaves the address open.
func (e *end) wildcard() bool { return e == nil || e.ip == nil || e.ip.IsUnspecified() }

// domain is that of e's address; without one, IPv4.
func (e *end) domain() int {
	if e == nil || len(e.ip) <= IPv4len || e.ip.To4() != nil {
		return afInet
	}
	return afIn6
}

// hasIPv6 reports whether the system has it.
var hasIPv6 = func() bool {
	fd, errno := newSocket(afIn6, sockStream, 0)
	if errno == 0 {
		syscall.Close(fd)
	}
	return errno == 0
}

// inetDomain is the domain for a socket between two ends. A listener for any address has
// IPv6, which takes IPv4 in too.
func inetDomain(network string, local, remote *end, listening bool) int {
	switch network[len(network)-1] {
	case '4':
		return afInet
	case '6':
		return afIn6
	}
	if listening && local.wildcard() {
		if hasIPv6() {
			return afIn6
		}
		return afInet
	}
	if local.domain() == afInet && remote.domain() == afInet {
		return afInet
	}
	return afIn6
}

// sockaddr is the system's form of e.
func (e *end) sockaddr(domain int) ([]byte, error) {
	if e == nil {
		return nil, nil
	}
	if domain == afInet {
		ip := e.ip
		if len(ip) == 0 {
			ip = IPv4zero
		}
		ip4 := ip.To4()
		if ip4 == nil {
			return nil, &AddrError{"non-IPv4 address", ip.String()}
		}
		a := make([]byte, 16)
		a[0], a[2], a[3] = afInet, byte(e.port>>8), byte(e.port)
		copy(a[4:], ip4)
		return a, nil
	}
	ip := e.ip
	if len(ip) == 0 || ip.Equal(IPv4zero) {
		ip = IPv6zero
	}
	ip6 := ip.To16()
	if ip6 == nil {
		return nil, &AddrError{"non-IPv6 address", ip.String()}
	}
	a := make([]byte, 28)
	a[0], a[2], a[3] = afIn6, byte(e.port>>8), byte(e.port)
	copy(a[8:], ip6)
	index := zoneIndex(e.zone)
	for i := range 4 {
		a[24+i] = byte(index >> (8 * i))
	}
	return a, nil
}

// inetAddr reads the system's form.
func inetAddr(a []byte) (ip IP, port int, zone string) {
	if len(a) < 4 {
		return nil, 0, ""
	}
	port = int(a[2])<<8 | int(a[3])
	if a[0] == afInet && len(a) >= 8 {
		return append(IP(nil), a[4:8]...), port, ""
	}
	if a[0] == afIn6 && len(a) >= 28 {
		index := int(a[24]) | int(a[25])<<8 | int(a[26])<<16 | int(a[27])<<24
		return append(IP(nil), a[8:24]...), port, zoneName(index)
	}
	return nil, port, ""
}

// zoneIndex is the number of the interface that a zone names, by name or number.
func zoneIndex(zone string) int {
	if zone == "" {
		return 0
	}
	if n, err := strconv.Atoi(zone); err == nil {
		return n
	}
	text, _ := os.ReadFile("/sys/class/net/" + zone + "/ifindex")
	return leadingInt(text)
}

func zoneName(index int) string {
	if index == 0 {
		return ""
	}
	entries, _ := os.ReadDir("/sys/class/net")
	for _, e := range entries {
		if zoneIndex(e.Name()) == index {
			return e.Name()
		}
	}
	return strconv.Itoa(index)
}

// leadingInt is the number that text begins with.
func leadingInt(text []byte) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// openInet opens a socket between two ends, either of which may be nil.
func (c *sock) openInet(ctx context.Context, p plan, local, remote *end) (err error) {
	p.domain = inetDomain(p.network, local, remote, remote == nil)
	if local != nil || p.listen {
		if local == nil {
			local = &end{}
		}
		if p.local, err = local.sockaddr(p.domain); err != nil {
			return err
		}
	}
	if p.remote, err = remote.sockaddr(p.domain); err != nil {
		return err
	}
	return c.open(ctx, &p)
}

// What follows keeps nil pointers out of interfaces, and gives the end that an address is.
func tcpEnd(a *TCPAddr) *end {
	if a == nil {
		return nil
	}
	return &end{a.IP, a.Port, a.Zone}
}

func udpEnd(a *UDPAddr) *end {
	if a == nil {
		return nil
	}
	return &end{a.IP, a.Port, a.Zone}
}

func tcpOrNil(a *TCPAddr) Addr {
	if a == nil {
		return nil
	}
	return a
}

func udpOrNil(a *UDPAddr) Addr {
	if a == nil {
		return nil
	}
	return a
}

func ipWithZone(ip IP, zone string) string {
	s := ""
	if len(ip) > 0 {
		s = ip.String()
	}
	if zone != "" {
		s += "%" + zone
	}
	return s
}

// An IPAddr is an address without a port.
type IPAddr struct {
	IP   IP
	Zone string
}

func (a *IPAddr) Network() string { return "ip" }

func (a *IPAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return ipWithZone(a.IP, a.Zone)
}

// ResolveIPAddr is the address of a host.
func ResolveIPAddr(network, address string) (*IPAddr, error) {
	if network == "" {
		network = "ip"
	}
	afnet, err := parseNetwork(network, false)
	if err != nil {
		return nil, err
	}
	switch afnet {
	case "ip", "ip4", "ip6":
	default:
		return nil, UnknownNetworkError(network)
	}
	addrs, err := DefaultResolver.internetAddrs(context.Background(), afnet, address)
	if err != nil {
		return nil, err
	}
	return first(addrs, address).(*IPAddr), nil
}

// sooner is the earlier of two times, of which the zero one is none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
