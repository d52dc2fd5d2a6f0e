package net

import (
	"os"
	"strconv"
)

// interface.mg: the system's network interfaces, from /sys/class/net and getifaddrs.

// Flags say what an interface can do.
type Flags uint

const (
	FlagUp Flags = 1 << iota
	FlagBroadcast
	FlagLoopback
	FlagPointToPoint
	FlagMulticast
	FlagRunning
)

var flagNames = []string{"up", "broadcast", "loopback", "pointtopoint", "multicast", "running"}

func (f Flags) String() string {
	s := ""
	for i, name := range flagNames {
		if f&(1<<uint(i)) != 0 {
			if s != "" {
				s += "|"
			}
			s += name
		}
	}
	if s == "" {
		s = "0"
	}
	return s
}

// An Interface is a network card, or what stands for one.
type Interface struct {
	Index        int
	MTU          int
	Name         string
	HardwareAddr HardwareAddr
	Flags        Flags
}

func interfaceError(err error) error { return &OpError{"route", "ip+net", nil, nil, err} }

// attribute is what the system says of an interface.
func attribute(name, key string) string {
	text, _ := os.ReadFile("/sys/class/net/" + name + "/" + key)
	for len(text) > 0 && text[len(text)-1] == '\n' {
		text = text[:len(text)-1]
	}
	return string(text)
}

func interfaceNamed(name string) Interface {
	i := Interface{Name: name}
	i.Index, _ = strconv.Atoi(attribute(name, "ifindex"))
	i.MTU, _ = strconv.Atoi(attribute(name, "mtu"))
	if a, err := ParseMAC(attribute(name, "address")); err == nil && !all(a, 0) {
		i.HardwareAddr = a
	}
	// The system's bits: up 1, broadcast 2, loopback 8, point to point 0x10, running 0x40, multicast 0x1000.
	bits, _ := strconv.ParseUint(attribute(name, "flags"), 0, 32)
	for _, b := range []struct {
		bit  uint64
		flag Flags
	}{{1, FlagUp}, {2, FlagBroadcast}, {8, FlagLoopback}, {0x10, FlagPointToPoint}, {0x1000, FlagMulticast}} {
		if bits&b.bit != 0 {
			i.Flags |= b.flag
		}
	}
	if state := attribute(name, "operstate"); i.Flags&FlagUp != 0 && (state == "up" || state == "unknown") {
		i.Flags |= FlagRunning
	}
	return i
}

// Interfaces gives all, by their numbers.
func Interfaces() ([]Interface, error) {
	entries, err := os.ReadDir("/sys/class/net")
	if err != nil {
		return nil, interfaceError(err)
	}
	var all []Interface
	for _, e := range entries {
		if i := interfaceNamed(e.Name()); i.Index > 0 {
			all = append(all, i)
		}
	}
	order(all, func(a, b Interface) bool { return a.Index < b.Index })
	return all, nil
}

// InterfaceByIndex and InterfaceByName give one.
func InterfaceByIndex(index int) (*Interface, error) {
	if index <= 0 {
		return nil, interfaceError(errInvalidIndex)
	}
	all, err := Interfaces()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Index == index {
			return &all[i], nil
		}
	}
	return nil, interfaceError(errNoSuchInterface)
}

func InterfaceByName(name string) (*Interface, error) {
	if name == "" {
		return nil, interfaceError(errInvalidName)
	}
	all, err := Interfaces()
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Name == name {
			return &all[i], nil
		}
	}
	return nil, interfaceError(errNoSuchInterface)
}

// ifaddrs fills buf with the addresses of all interfaces: for each its interface's number (4 bytes,
// lowest first), the number of its bytes and of its network's bits (1 byte each), and 16 bytes of
// which the first are the address. n is how many bytes that is, even if buf is shorter.
//
//minigo:syscall
func ifaddrs(buf []byte) (n, errno int)

// interfaceAddrs are those of one interface, or of all for 0.
func interfaceAddrs(index int) ([]Addr, error) {
	const size = 22
	buf := make([]byte, 64*size)
	n, errno := ifaddrs(buf)
	for errno == 0 && n > len(buf) {
		buf = make([]byte, n)
		n, errno = ifaddrs(buf)
	}
	if errno != 0 {
		return nil, interfaceError(sysError("getifaddrs", errno))
	}
	addrs := []Addr{}
	for b := buf[:n]; len(b) >= size; b = b[size:] {
		i := int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24
		if index != 0 && i != index {
			continue
		}
		length := int(b[4])
		ip := append(IP(nil), b[6:6+length]...)
		addrs = append(addrs, &IPNet{ip.To16(), CIDRMask(int(b[5]), 8*length)})
	}
	return addrs, nil
}

func InterfaceAddrs() ([]Addr, error) { return interfaceAddrs(0) }

func (i *Interface) Addrs() ([]Addr, error) {
	if i == nil {
		return nil, interfaceError(errInvalidInterface)
	}
	return interfaceAddrs(i.Index)
}

// MulticastAddrs are the groups that an interface has joined.
func (i *Interface) MulticastAddrs() ([]Addr, error) {
	if i == nil {
		return nil, interfaceError(errInvalidInterface)
	}
	var addrs []Addr
	data, _ := os.ReadFile("/proc/net/igmp")
	here := false
	for _, f := range lines(data) {
		if index, err := strconv.Atoi(f[0]); err == nil && len(f) > 4 {
			here = index == i.Index
		} else if here && len(f[0]) == 8 {
			n, err := strconv.ParseUint(f[0], 16, 32)
			if err == nil {
				addrs = append(addrs, &IPAddr{IP: IPv4(byte(n), byte(n>>8), byte(n>>16), byte(n>>24))})
			}
		}
	}
	data, _ = os.ReadFile("/proc/net/igmp6")
	for _, f := range lines(data) {
		if len(f) < 3 || f[0] != strconv.Itoa(i.Index) || len(f[2]) != 32 {
			continue
		}
		ip := make(IP, IPv6len)
		for k := range ip {
			high, _ := hexDigit(f[2][2*k])
			low, _ := hexDigit(f[2][2*k+1])
			ip[k] = byte(high<<4 | low)
		}
		addrs = append(addrs, &IPAddr{IP: ip})
	}
	return addrs, nil
}
