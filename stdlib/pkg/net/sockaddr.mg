package net

import (
	"errors"
	"internal/poll"
	"io"
	"os"
	"syscall"
	"time"
)

// Natives for sockets of any family. Addresses are the system's own, as bytes.

// newSocket makes a socket, closed on exec and non-blocking.
//
//minigo:syscall
func newSocket(domain, kind int) (fd, errno int)

//minigo:syscall
func rawBind(fd int, addr []byte) (errno int)

//minigo:syscall
func rawConnect(fd int, addr []byte) (errno int)

//minigo:syscall
func rawSendto(fd int, p, addr []byte) (n, errno int)

// rawRecvfrom tells how long the sender's address is; cut that p was too short.
//
//minigo:syscall
func rawRecvfrom(fd int, p, addr []byte) (n, alen int, cut bool, errno int)

//minigo:syscall
func rawName(fd int, peer bool, addr []byte) (n, errno int)

const (
	afUnix = 1
	afInet = 2
	afIn6  = 10

	sockStream    = 1
	sockDgram     = 2
	sockSeqpacket = 5

	soReuseaddr = 2
	soBroadcast = 6
	soSndbuf    = 7
	soRcvbuf    = 8

	// maxSockaddr is room for any address.
	maxSockaddr = 112
)

// inetSockaddr is the system's form of an address and port, for a socket of the
// domain.
func inetSockaddr(domain int, ip IP, port int) []byte {
	if domain == afInet {
		a := make([]byte, 16)
		a[0], a[2], a[3] = afInet, byte(port>>8), byte(port)
		copy(a[4:], ip.To4())
		return a
	}
	a := make([]byte, 28)
	a[0], a[2], a[3] = afIn6, byte(port>>8), byte(port)
	if len(ip) > 0 && !ip.Equal(IPv4zero) {
		copy(a[8:], ip.To16())
	}
	return a
}

// inetAddr reads such a form.
func inetAddr(a []byte) (ip IP, port int) {
	if len(a) < 4 {
		return nil, 0
	}
	port = int(a[2])<<8 | int(a[3])
	if a[0] == afInet && len(a) >= 8 {
		return append(IP(nil), a[4:8]...), port
	}
	if a[0] == afIn6 && len(a) >= 24 {
		return append(IP(nil), a[8:24]...), port
	}
	return nil, port
}

// inetDomain is the domain for an address; without one, that of the network.
func inetDomain(network string, ip IP) int {
	if ip.To4() != nil || len(ip) == 0 && network[len(network)-1] == '4' {
		return afInet
	}
	return afIn6
}

// sock is what connections over sockets have in common.
type sock struct {
	fd            poll.FD
	net           string
	local, remote Addr
}

// init takes sysfd, which it closes if it fails.
func (c *sock) init(sysfd int, network string, stream bool) error {
	c.fd.Sysfd = sysfd
	c.fd.Stream = stream
	c.fd.Net = true
	c.net = network
	if err := c.fd.Watch(); err != nil {
		syscall.Close(sysfd)
		return err
	}
	return nil
}

func (c *sock) fail(op, call string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if e, ok := err.(syscall.Errno); ok {
		err = os.NewSyscallError(call, e)
	}
	return &OpError{op, c.net, c.local, c.remote, err}
}

func (c *sock) Read(b []byte) (int, error) {
	n, err := c.fd.Read(b)
	return n, c.fail("read", "read", err)
}

func (c *sock) Write(b []byte) (int, error) {
	n, err := c.fd.Write(b)
	return n, c.fail("write", "write", err)
}

func (c *sock) Close() error     { return c.fail("close", "close", c.fd.Close()) }
func (c *sock) LocalAddr() Addr  { return c.local }
func (c *sock) RemoteAddr() Addr { return c.remote }

func (c *sock) deadline(t time.Time, mode int) error {
	if err := c.fd.SetDeadline(int64(time.Until(t)), !t.IsZero(), mode); err != nil {
		return &OpError{"set", c.net, nil, c.local, err}
	}
	return nil
}

func (c *sock) SetDeadline(t time.Time) error      { return c.deadline(t, 'r'+'w') }
func (c *sock) SetReadDeadline(t time.Time) error  { return c.deadline(t, 'r') }
func (c *sock) SetWriteDeadline(t time.Time) error { return c.deadline(t, 'w') }

func (c *sock) option(option, value int) error {
	err := c.fd.Do(func(fd int) error { return sysError("setsockopt", setsockopt(fd, solSocket, option, value)) })
	if err != nil {
		return &OpError{"set", c.net, nil, c.local, err}
	}
	return nil
}

func (c *sock) SetReadBuffer(bytes int) error  { return c.option(soRcvbuf, bytes) }
func (c *sock) SetWriteBuffer(bytes int) error { return c.option(soSndbuf, bytes) }

// name gives the system's form of an end's address.
func (c *sock) name(peer bool) []byte {
	a := make([]byte, maxSockaddr)
	n, errno := rawName(c.fd.Sysfd, peer, a)
	if errno != 0 {
		return nil
	}
	return a[:n]
}

// receive reads a packet and the sender's address.
func (c *sock) receive(b []byte) (n int, addr []byte, cut bool, err error) {
	addr = make([]byte, maxSockaddr)
	alen := 0
	err = c.fd.Retry('r', func(fd int) error {
		for {
			var errno int
			n, alen, cut, errno = rawRecvfrom(fd, b, addr)
			switch e := syscall.Errno(errno); e {
			case 0:
				return nil
			case syscall.EINTR:
			case syscall.EAGAIN:
				return e
			default:
				return sysError("recvfrom", errno)
			}
		}
	})
	if err != nil {
		return 0, nil, false, c.fail("read", "recvfrom", err)
	}
	return n, addr[:alen], cut, nil
}

// sendTo sends a packet.
func (c *sock) sendTo(b, addr []byte, to Addr) (n int, err error) {
	err = c.fd.Retry('w', func(fd int) error {
		for {
			var errno int
			n, errno = rawSendto(fd, b, addr)
			switch e := syscall.Errno(errno); e {
			case 0:
				return nil
			case syscall.EINTR:
			case syscall.EAGAIN:
				return e
			default:
				return sysError("sendto", errno)
			}
		}
	})
	if err != nil {
		return 0, &OpError{"write", c.net, c.local, to, err}
	}
	return n, nil
}

// ErrWriteToConnected: WriteTo on a connection that has one other end.
var ErrWriteToConnected = errors.New("use of WriteTo with pre-connected connection")

// A PacketConn sends and receives packets.
type PacketConn interface {
	ReadFrom(p []byte) (n int, addr Addr, err error)
	WriteTo(p []byte, addr Addr) (n int, err error)
	Close() error
	LocalAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// ListenPacket waits for packets at address.
func ListenPacket(network, address string) (PacketConn, error) {
	switch network {
	case "udp", "udp4", "udp6":
		a, err := ResolveUDPAddr(network, address)
		if err != nil {
			return nil, &OpError{"listen", network, nil, nil, err}
		}
		c, err := ListenUDP(network, a)
		if err != nil {
			return nil, err
		}
		return c, nil
	case "unixgram":
		c, err := ListenUnixgram(network, &UnixAddr{address, network})
		if err != nil {
			return nil, err
		}
		return c, nil
	case "tcp", "tcp4", "tcp6":
		_, _, err := resolve(network, address)
		if err == nil {
			err = &AddrError{"unexpected address type", address}
		}
		return nil, &OpError{"listen", network, nil, nil, err}
	}
	return nil, &OpError{"listen", network, nil, nil, UnknownNetworkError(network)}
}
