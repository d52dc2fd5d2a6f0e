package net

import (
	"context"
	"net/netip"
	"syscall"
)

// addrport.mg: the same with the addresses of package netip.

// addrPort is an end as a netip.AddrPort.
func (e *end) addrPort() netip.AddrPort {
	if e == nil {
		return netip.AddrPort{}
	}
	ip, _ := netip.AddrFromSlice(e.ip)
	return netip.AddrPortFrom(ip.WithZone(e.zone), uint16(e.port))
}

func (a *TCPAddr) AddrPort() netip.AddrPort { return tcpEnd(a).addrPort() }
func (a *UDPAddr) AddrPort() netip.AddrPort { return udpEnd(a).addrPort() }

// TCPAddrFromAddrPort and UDPAddrFromAddrPort are the other way round.
func TCPAddrFromAddrPort(addr netip.AddrPort) *TCPAddr {
	return &TCPAddr{addr.Addr().AsSlice(), int(addr.Port()), addr.Addr().Zone()}
}

func UDPAddrFromAddrPort(addr netip.AddrPort) *UDPAddr {
	return &UDPAddr{addr.Addr().AsSlice(), int(addr.Port()), addr.Addr().Zone()}
}

// validUDP is the address, or nil for one that is not valid.
func validUDP(addr netip.AddrPort) *UDPAddr {
	if !addr.IsValid() {
		return nil
	}
	return UDPAddrFromAddrPort(addr)
}

func validTCP(addr netip.AddrPort) *TCPAddr {
	if !addr.IsValid() {
		return nil
	}
	return TCPAddrFromAddrPort(addr)
}

func (c *UDPConn) ReadFromUDPAddrPort(b []byte) (n int, addr netip.AddrPort, err error) {
	n, from, err := c.ReadFromUDP(b)
	return n, from.AddrPort(), err
}

func (c *UDPConn) ReadMsgUDPAddrPort(b, oob []byte) (n, oobn, flags int, addr netip.AddrPort, err error) {
	n, oobn, flags, from, err := c.ReadMsgUDP(b, oob)
	return n, oobn, flags, from.AddrPort(), err
}

func (c *UDPConn) WriteToUDPAddrPort(b []byte, addr netip.AddrPort) (int, error) {
	return c.WriteToUDP(b, validUDP(addr))
}

func (c *UDPConn) WriteMsgUDPAddrPort(b, oob []byte, addr netip.AddrPort) (n, oobn int, err error) {
	return c.WriteMsgUDP(b, oob, validUDP(addr))
}

// LookupNetIP is LookupIP.
func (r *Resolver) LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error) {
	ips, err := r.LookupIP(ctx, network, host)
	if err != nil {
		return nil, err
	}
	addrs := make([]netip.Addr, 0, len(ips))
	for _, ip := range ips {
		if a, ok := netip.AddrFromSlice(ip); ok {
			addrs = append(addrs, a)
		}
	}
	return addrs, nil
}

// bounded is ctx with the Dialer's own limits.
func (d *Dialer) bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if end := d.end(); !end.IsZero() {
		return context.WithDeadline(ctx, end)
	}
	return ctx, func() {}
}

// DialTCP, DialUDP, DialIP and DialUnix connect to an address, from laddr if that is valid.
func (d *Dialer) DialTCP(ctx context.Context, network string, laddr, raddr netip.AddrPort) (*TCPConn, error) {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	l, r := validTCP(laddr), validTCP(raddr)
	err := error(errMissingAddress)
	if network != "tcp" && network != "tcp4" && network != "tcp6" {
		err = UnknownNetworkError(network)
	} else if r != nil {
		var c *TCPConn
		if c, err = d.dialTCP(ctx, network, l, r); err == nil {
			return c, nil
		}
	}
	return nil, &OpError{"dial", network, tcpOrNil(l), tcpOrNil(r), err}
}

func (d *Dialer) DialUDP(ctx context.Context, network string, laddr, raddr netip.AddrPort) (*UDPConn, error) {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	l, r := validUDP(laddr), validUDP(raddr)
	err := error(errMissingAddress)
	if network != "udp" && network != "udp4" && network != "udp6" {
		err = UnknownNetworkError(network)
	} else if r != nil {
		var c *UDPConn
		if c, err = d.dialUDP(ctx, network, l, r); err == nil {
			return c, nil
		}
	}
	return nil, &OpError{"dial", network, udpOrNil(l), udpOrNil(r), err}
}

func (d *Dialer) DialIP(ctx context.Context, network string, laddr, raddr netip.Addr) (*IPConn, error) {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	of := func(a netip.Addr) *IPAddr {
		if !a.IsValid() {
			return nil
		}
		return &IPAddr{a.AsSlice(), a.Zone()}
	}
	l, r := of(laddr), of(raddr)
	c, err := d.dialIP(ctx, network, l, r)
	if err != nil {
		return nil, &OpError{"dial", network, ipOrNil(l), ipOrNil(r), err}
	}
	return c, nil
}

func (d *Dialer) DialUnix(ctx context.Context, network string, laddr, raddr *UnixAddr) (*UnixConn, error) {
	ctx, cancel := d.bounded(ctx)
	defer cancel()
	c, err := d.dialUnix(ctx, network, laddr, raddr)
	if err != nil {
		return nil, &OpError{"dial", network, unixOrNil(laddr), unixOrNil(raddr), err}
	}
	return c, nil
}

// setMembership joins the group of address ip on the interface of that number, 0: any.
//
//minigo:syscall
func setMembership(fd int, ip []byte, index int) (errno int)

// ListenMulticastUDP takes in the packets to the group gaddr that come to an interface, nil: any.
func ListenMulticastUDP(network string, ifi *Interface, gaddr *UDPAddr) (*UDPConn, error) {
	fail := func(err error) (*UDPConn, error) {
		return nil, &OpError{"listen", network, nil, udpOrNil(gaddr), err}
	}
	switch network {
	case "udp", "udp4", "udp6":
	default:
		return fail(UnknownNetworkError(network))
	}
	if gaddr == nil || gaddr.IP == nil {
		return fail(errMissingAddress)
	}
	c := &UDPConn{}
	p := plan{network: network, kind: sockDgram, listen: false, control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) { setOption(int(fd), solSocket, soReuseaddr, 1) })
	}}
	if err := c.openInet(context.Background(), p, udpEnd(gaddr), nil); err != nil {
		return fail(err)
	}
	group, index := []byte(gaddr.IP), 0
	if ip4 := gaddr.IP.To4(); ip4 != nil {
		group = ip4
	}
	if ifi != nil {
		index = ifi.Index
	}
	if errno := setMembership(c.fd.Sysfd, group, index); errno != 0 {
		c.fd.Close()
		return fail(sysError("setsockopt", errno))
	}
	return c, nil
}
