package net

import (
	"context"
	"syscall"
)

// An IPConn sends and receives packets of a protocol of its own.
type IPConn struct{ sock }

func ipOrNil(a *IPAddr) Addr {
	if a == nil {
		return nil
	}
	return a
}

func ipEnd(a *IPAddr) *end {
	if a == nil {
		return nil
	}
	return &end{a.IP, 0, a.Zone}
}

// open opens a raw socket for a network such as ip4:icmp.
func (c *IPConn) openIP(ctx context.Context, network string, p plan, laddr, raddr *IPAddr) error {
	afnet, err := parseNetwork(network, true)
	if err != nil {
		return err
	}
	switch afnet {
	case "ip", "ip4", "ip6":
	default:
		return UnknownNetworkError(network)
	}
	p.network, p.kind = afnet, sockRaw
	if p.proto, err = protocol(network[len(afnet)+1:]); err != nil {
		return err
	}
	return c.openInet(ctx, p, ipEnd(laddr), ipEnd(raddr))
}

// DialIP makes a connection whose packets go to raddr and come from there.
func DialIP(network string, laddr, raddr *IPAddr) (*IPConn, error) {
	c, err := (&Dialer{}).dialIP(context.Background(), network, laddr, raddr)
	if err != nil {
		return nil, &OpError{"dial", network, ipOrNil(laddr), ipOrNil(raddr), err}
	}
	return c, nil
}

func (d *Dialer) dialIP(ctx context.Context, network string, laddr, raddr *IPAddr) (*IPConn, error) {
	if raddr == nil {
		return nil, errMissingAddress
	}
	c := &IPConn{}
	p := plan{control: d.controller(ctx), address: raddr.String()}
	if err := c.openIP(ctx, network, p, laddr, raddr); err != nil {
		return nil, err
	}
	return c, nil
}

// ListenIP takes packets in at laddr.
func ListenIP(network string, laddr *IPAddr) (*IPConn, error) {
	if laddr == nil {
		laddr = &IPAddr{}
	}
	c, err := (&ListenConfig{}).listenIP(context.Background(), network, laddr)
	if err != nil {
		return nil, &OpError{"listen", network, nil, laddr, err}
	}
	return c, nil
}

func (lc *ListenConfig) listenIP(ctx context.Context, network string, laddr *IPAddr) (*IPConn, error) {
	c := &IPConn{}
	if err := c.openIP(ctx, network, plan{control: lc.Control, address: laddr.String()}, laddr, nil); err != nil {
		return nil, err
	}
	return c, nil
}

// ReadMsgIP reads a packet with its control data.
func (c *IPConn) ReadMsgIP(b, oob []byte) (n, oobn, flags int, addr *IPAddr, err error) {
	n, oobn, flags, raw, err := c.receive("recvmsg", b, oob)
	if err == nil {
		addr, _ = c.addr(raw).(*IPAddr)
	}
	return n, oobn, flags, addr, err
}

// ReadFromIP reads a packet without its header.
func (c *IPConn) ReadFromIP(b []byte) (int, *IPAddr, error) {
	n, _, _, addr, err := c.ReadMsgIP(b, nil)
	if err == nil && n >= 20 && addr != nil && len(addr.IP) == IPv4len && b[0]>>4 == 4 {
		head := int(b[0]&15) * 4
		if head <= n {
			n = copy(b, b[head:n])
		}
	}
	return n, addr, err
}

func (c *IPConn) ReadFrom(b []byte) (int, Addr, error) {
	n, addr, err := c.ReadFromIP(b)
	return n, ipOrNil(addr), err
}

func (c *IPConn) WriteToIP(b []byte, addr *IPAddr) (int, error) {
	n, _, err := c.WriteMsgIP(b, nil, addr)
	return n, err
}

func (c *IPConn) WriteTo(b []byte, addr Addr) (int, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	a, ok := addr.(*IPAddr)
	if !ok {
		return 0, &OpError{"write", c.net, c.local, addr, syscall.EINVAL}
	}
	return c.WriteToIP(b, a)
}

// WriteMsgIP sends a packet with control data.
func (c *IPConn) WriteMsgIP(b, oob []byte, addr *IPAddr) (n, oobn int, err error) {
	if !c.ok() {
		return 0, 0, syscall.EINVAL
	}
	fail := func(err error) (int, int, error) {
		return 0, 0, &OpError{"write", c.net, c.local, ipOrNil(addr), err}
	}
	if c.remote != nil {
		return fail(ErrWriteToConnected)
	}
	if addr == nil {
		return fail(errMissingAddress)
	}
	raw, err := ipEnd(addr).sockaddr(c.domain)
	if err != nil {
		return fail(err)
	}
	if n, err = c.send("sendto", b, oob, raw, addr); err != nil {
		return n, 0, err
	}
	return n, len(oob), nil
}
