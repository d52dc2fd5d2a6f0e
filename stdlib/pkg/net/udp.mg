package net

import (
	"context"
	"strconv"
	"syscall"
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
	return JoinHostPort(ipWithZone(a.IP, a.Zone), strconv.Itoa(a.Port))
}

// ResolveUDPAddr reads host:port.
func ResolveUDPAddr(network, address string) (*UDPAddr, error) {
	switch network {
	case "udp", "udp4", "udp6":
	case "":
		network = "udp"
	default:
		return nil, UnknownNetworkError(network)
	}
	addrs, err := DefaultResolver.internetAddrs(context.Background(), network, address)
	if err != nil {
		return nil, err
	}
	return first(addrs, address).(*UDPAddr), nil
}

// A UDPConn sends and receives packets.
type UDPConn struct{ sock }

// DialUDP makes a connection whose packets go to raddr and come from there.
func DialUDP(network string, laddr, raddr *UDPAddr) (*UDPConn, error) {
	fail := func(err error) (*UDPConn, error) {
		return nil, &OpError{"dial", network, udpOrNil(laddr), udpOrNil(raddr), err}
	}
	switch network {
	case "udp", "udp4", "udp6":
	default:
		return fail(UnknownNetworkError(network))
	}
	if raddr == nil {
		return fail(errMissingAddress)
	}
	c, err := (&Dialer{}).dialUDP(context.Background(), network, laddr, raddr)
	if err != nil {
		return fail(err)
	}
	return c, nil
}

func (d *Dialer) dialUDP(ctx context.Context, network string, laddr, raddr *UDPAddr) (*UDPConn, error) {
	c := &UDPConn{}
	p := plan{network: network, kind: sockDgram, control: d.controller(ctx), address: raddr.String()}
	if err := c.openInet(ctx, p, udpEnd(laddr), udpEnd(raddr)); err != nil {
		return nil, err
	}
	return c, nil
}

// ListenUDP takes packets in at laddr.
func ListenUDP(network string, laddr *UDPAddr) (*UDPConn, error) {
	fail := func(err error) (*UDPConn, error) {
		return nil, &OpError{"listen", network, nil, udpOrNil(laddr), err}
	}
	switch network {
	case "udp", "udp4", "udp6":
	default:
		return fail(UnknownNetworkError(network))
	}
	if laddr == nil {
		laddr = &UDPAddr{}
	}
	c, err := (&ListenConfig{}).listenUDP(context.Background(), network, laddr)
	if err != nil {
		return fail(err)
	}
	return c, nil
}

func (lc *ListenConfig) listenUDP(ctx context.Context, network string, laddr *UDPAddr) (*UDPConn, error) {
	c := &UDPConn{}
	p := plan{network: network, kind: sockDgram, control: lc.Control, address: laddr.String()}
	if err := c.openInet(ctx, p, udpEnd(laddr), nil); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *UDPConn) ReadFromUDP(b []byte) (n int, addr *UDPAddr, err error) {
	n, _, _, raw, err := c.receive("recvfrom", b, nil)
	if err != nil {
		return n, nil, err
	}
	addr, _ = c.sender(raw).(*UDPAddr)
	return n, addr, nil
}

// sender is the address that a packet came from; that of an IPv4 sender in its short form.
func (c *UDPConn) sender(raw []byte) Addr {
	a, ok := c.addr(raw).(*UDPAddr)
	if !ok {
		return nil
	}
	return a
}

func (c *UDPConn) ReadFrom(b []byte) (int, Addr, error) {
	n, addr, err := c.ReadFromUDP(b)
	if addr == nil {
		return n, nil, err
	}
	return n, addr, err
}

// ReadMsgUDP reads a packet with its control data.
func (c *UDPConn) ReadMsgUDP(b, oob []byte) (n, oobn, flags int, addr *UDPAddr, err error) {
	n, oobn, flags, raw, err := c.receive("recvmsg", b, oob)
	if err != nil {
		return n, oobn, flags, nil, err
	}
	addr, _ = c.sender(raw).(*UDPAddr)
	return n, oobn, flags, addr, nil
}

func (c *UDPConn) WriteToUDP(b []byte, addr *UDPAddr) (int, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	if c.remote != nil {
		return 0, &OpError{"write", c.net, c.local, udpOrNil(addr), ErrWriteToConnected}
	}
	if addr == nil {
		return 0, &OpError{"write", c.net, c.local, nil, errMissingAddress}
	}
	raw, err := udpEnd(addr).sockaddr(c.domain)
	if err != nil {
		return 0, &OpError{"write", c.net, c.local, addr, err}
	}
	return c.send("sendto", b, nil, raw, addr)
}

func (c *UDPConn) WriteTo(b []byte, addr Addr) (int, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	a, ok := addr.(*UDPAddr)
	if !ok {
		return 0, &OpError{"write", c.net, c.local, addr, syscall.EINVAL}
	}
	return c.WriteToUDP(b, a)
}

// WriteMsgUDP sends a packet with control data; addr is nil if c is connected.
func (c *UDPConn) WriteMsgUDP(b, oob []byte, addr *UDPAddr) (n, oobn int, err error) {
	if !c.ok() {
		return 0, 0, syscall.EINVAL
	}
	fail := func(err error) (int, int, error) {
		return 0, 0, &OpError{"write", c.net, c.local, udpOrNil(addr), err}
	}
	if c.remote != nil && addr != nil {
		return fail(ErrWriteToConnected)
	}
	if c.remote == nil && addr == nil {
		return fail(errMissingAddress)
	}
	raw, err := udpEnd(addr).sockaddr(c.domain)
	if err != nil {
		return fail(err)
	}
	if n, err = c.send("sendmsg", b, oob, raw, udpOrNil(addr)); err != nil {
		return n, 0, err
	}
	return n, len(oob), nil
}
