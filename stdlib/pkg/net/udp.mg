package net

import (
	"strconv"
)

// A UDPAddr is the address of an end that sends packets.
type UDPAddr struct {
	IP   IP
	Port int
	Zone string
}

func (a *UDPAddr) Network() string { return "udp" }

func (a *UDPAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	host := ""
	if len(a.IP) > 0 {
		host = a.IP.String()
	}
	return JoinHostPort(host, strconv.Itoa(a.Port))
}

// ResolveUDPAddr reads host:port.
func ResolveUDPAddr(network, address string) (*UDPAddr, error) {
	switch network {
	case "udp", "udp4", "udp6":
	default:
		return nil, UnknownNetworkError(network)
	}
	ip, port, err := resolve(network, address)
	if err != nil {
		return nil, err
	}
	return &UDPAddr{IP: ip, Port: port}, nil
}

// A UDPConn sends and receives packets.
type UDPConn struct{ sock }

func udpAddr(raw []byte) *UDPAddr {
	if raw == nil {
		return nil
	}
	ip, port := inetAddr(raw)
	return &UDPAddr{IP: ip, Port: port}
}

func newUDP(op, network string, laddr, raddr *UDPAddr) (*UDPConn, error) {
	var ip IP
	switch {
	case raddr != nil:
		ip = raddr.IP
		if len(ip) == 0 {
			ip = IPv4(127, 0, 0, 1)
		}
	case laddr != nil:
		ip = laddr.IP
	}
	fail := func(err error) (*UDPConn, error) {
		e := &OpError{Op: op, Net: network, Err: err}
		if raddr != nil {
			e.Addr = raddr
			if laddr != nil {
				e.Source = laddr
			}
		} else if laddr != nil {
			e.Addr = laddr
		}
		return nil, e
	}
	domain := inetDomain(network, ip)
	fd, errno := newSocket(domain, sockDgram)
	if errno != 0 && domain == afIn6 && len(ip) == 0 {
		domain = afInet
		fd, errno = newSocket(domain, sockDgram)
	}
	if errno != 0 {
		return fail(sysError("socket", errno))
	}
	c := &UDPConn{}
	if err := c.init(fd, network, false); err != nil {
		return fail(err)
	}
	setsockopt(fd, solSocket, soBroadcast, 1)
	if laddr != nil {
		if errno := rawBind(fd, inetSockaddr(domain, laddr.IP, laddr.Port)); errno != 0 {
			c.fd.Close()
			return fail(sysError("bind", errno))
		}
	}
	if raddr != nil {
		if errno := rawConnect(fd, inetSockaddr(domain, ip, raddr.Port)); errno != 0 {
			c.fd.Close()
			return fail(sysError("connect", errno))
		}
		c.remote = udpAddr(c.name(true))
	}
	c.local = udpAddr(c.name(false))
	return c, nil
}

// DialUDP makes a connection whose packets go to raddr and come from there.
func DialUDP(network string, laddr, raddr *UDPAddr) (*UDPConn, error) {
	if raddr == nil {
		return nil, &OpError{"dial", network, nil, nil, errMissingAddress}
	}
	return newUDP("dial", network, laddr, raddr)
}

// ListenUDP takes packets in at laddr.
func ListenUDP(network string, laddr *UDPAddr) (*UDPConn, error) {
	if laddr == nil {
		laddr = &UDPAddr{}
	}
	return newUDP("listen", network, laddr, nil)
}

func (c *UDPConn) ReadFromUDP(b []byte) (n int, addr *UDPAddr, err error) {
	n, raw, _, err := c.receive(b)
	if err != nil {
		return n, nil, err
	}
	return n, udpAddr(raw), nil
}

func (c *UDPConn) ReadFrom(b []byte) (int, Addr, error) {
	n, addr, err := c.ReadFromUDP(b)
	if addr == nil {
		return n, nil, err
	}
	return n, addr, err
}

func (c *UDPConn) WriteToUDP(b []byte, addr *UDPAddr) (int, error) {
	if addr == nil {
		return 0, &OpError{"write", c.net, c.local, nil, errMissingAddress}
	}
	if c.remote != nil {
		return 0, &OpError{"write", c.net, c.local, addr, ErrWriteToConnected}
	}
	domain := afInet
	if l, ok := c.local.(*UDPAddr); ok && len(l.IP) == IPv6len {
		domain = afIn6
	}
	return c.sendTo(b, inetSockaddr(domain, addr.IP, addr.Port), addr)
}

func (c *UDPConn) WriteTo(b []byte, addr Addr) (int, error) {
	a, ok := addr.(*UDPAddr)
	if !ok {
		return 0, &OpError{"write", c.net, c.local, addr, errInvalidAddress}
	}
	return c.WriteToUDP(b, a)
}
