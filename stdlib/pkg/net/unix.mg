package net

import (
	"os"
	"syscall"
	"time"
)

// A UnixAddr is a socket in the file system.
type UnixAddr struct {
	Name string
	Net  string
}

func (a *UnixAddr) Network() string { return a.Net }

func (a *UnixAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return a.Name
}

func unixKind(network string) (int, bool) {
	switch network {
	case "unix":
		return sockStream, true
	case "unixgram":
		return sockDgram, true
	case "unixpacket":
		return sockSeqpacket, true
	}
	return 0, false
}

// ResolveUnixAddr gives the address with that name.
func ResolveUnixAddr(network, address string) (*UnixAddr, error) {
	if _, ok := unixKind(network); !ok {
		return nil, UnknownNetworkError(network)
	}
	return &UnixAddr{address, network}, nil
}

// unixSockaddr is the system's form; a name that begins with @ is an abstract one.
func unixSockaddr(name string) ([]byte, error) {
	if len(name) > 107 {
		return nil, syscall.EINVAL
	}
	a := append([]byte{afUnix, 0}, name...)
	if name != "" && name[0] == '@' {
		a[2] = 0
		return a, nil
	}
	if name != "" {
		a = append(a, 0)
	}
	return a, nil
}

func unixAddr(raw []byte, network string) *UnixAddr {
	name := "@" // an end without a name
	if len(raw) > 2 {
		b := raw[2:]
		if b[0] == 0 {
			name = "@" + string(b[1:])
		} else {
			for i, c := range b {
				if c == 0 {
					b = b[:i]
					break
				}
			}
			name = string(b)
		}
	}
	return &UnixAddr{name, network}
}

// A UnixConn is a connection over a socket in the file system.
type UnixConn struct{ sock }

// newUnix makes a socket, bound to laddr and connected to raddr as far as given.
func newUnix(op, network string, laddr, raddr *UnixAddr) (*UnixConn, error) {
	fail := func(err error) (*UnixConn, error) {
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
	kind, ok := unixKind(network)
	if !ok {
		return fail(UnknownNetworkError(network))
	}
	fd, errno := newSocket(afUnix, kind)
	if errno != 0 {
		return fail(sysError("socket", errno))
	}
	c := &UnixConn{}
	if err := c.init(fd, network, kind == sockStream); err != nil {
		return fail(err)
	}
	bad := func(call string, err error) (*UnixConn, error) {
		c.fd.Close()
		return fail(os.NewSyscallError(call, err))
	}
	if laddr != nil && laddr.Name != "" {
		a, err := unixSockaddr(laddr.Name)
		if err != nil {
			return bad("bind", err)
		}
		if errno := rawBind(fd, a); errno != 0 {
			return bad("bind", syscall.Errno(errno))
		}
	}
	if raddr != nil {
		a, err := unixSockaddr(raddr.Name)
		if err != nil {
			return bad("connect", err)
		}
		err = c.fd.Retry('w', func(fd int) error {
			errno := rawConnect(fd, a)
			if errno == 0 {
				return nil
			}
			return syscall.Errno(errno)
		})
		if err != nil {
			return bad("connect", err)
		}
		c.remote = unixAddr(c.name(true), network)
	}
	c.local = unixAddr(c.name(false), network)
	return c, nil
}

// DialUnix connects to raddr.
func DialUnix(network string, laddr, raddr *UnixAddr) (*UnixConn, error) {
	return newUnix("dial", network, laddr, raddr)
}

// ListenUnixgram takes packets in at laddr.
func ListenUnixgram(network string, laddr *UnixAddr) (*UnixConn, error) {
	if network != "unixgram" {
		return nil, &OpError{"listen", network, nil, laddr, UnknownNetworkError(network)}
	}
	if laddr == nil {
		return nil, &OpError{"listen", network, nil, nil, errMissingAddress}
	}
	return newUnix("listen", network, laddr, nil)
}

func (c *UnixConn) ReadFromUnix(b []byte) (int, *UnixAddr, error) {
	n, raw, _, err := c.receive(b)
	if err != nil || len(raw) <= 2 {
		return n, nil, err
	}
	return n, unixAddr(raw, c.net), nil
}

func (c *UnixConn) ReadFrom(b []byte) (int, Addr, error) {
	n, a, err := c.ReadFromUnix(b)
	if a == nil {
		return n, nil, err
	}
	return n, a, err
}

func (c *UnixConn) WriteToUnix(b []byte, addr *UnixAddr) (int, error) {
	if addr == nil {
		return 0, &OpError{"write", c.net, c.local, nil, errMissingAddress}
	}
	a, err := unixSockaddr(addr.Name)
	if err != nil {
		return 0, &OpError{"write", c.net, c.local, addr, err}
	}
	return c.sendTo(b, a, addr)
}

func (c *UnixConn) WriteTo(b []byte, addr Addr) (int, error) {
	a, ok := addr.(*UnixAddr)
	if !ok {
		return 0, &OpError{"write", c.net, c.local, addr, errInvalidAddress}
	}
	return c.WriteToUnix(b, a)
}

func (c *UnixConn) shut(how int) error {
	err := c.fd.Do(func(fd int) error { return sysError("shutdown", shutdown(fd, how)) })
	return c.fail("close", "shutdown", err)
}

// CloseRead and CloseWrite close one direction.
func (c *UnixConn) CloseRead() error  { return c.shut(0) }
func (c *UnixConn) CloseWrite() error { return c.shut(1) }

// A UnixListener waits for connections; Close removes its file.
type UnixListener struct {
	sock   sock
	addr   *UnixAddr
	remove bool
}

// ListenUnix waits for connections at laddr.
func ListenUnix(network string, laddr *UnixAddr) (*UnixListener, error) {
	if network != "unix" && network != "unixpacket" {
		return nil, &OpError{"listen", network, nil, laddr, UnknownNetworkError(network)}
	}
	if laddr == nil {
		return nil, &OpError{"listen", network, nil, nil, errMissingAddress}
	}
	c, err := newUnix("listen", network, laddr, nil)
	if err != nil {
		return nil, err
	}
	if errno := listen(c.fd.Sysfd, 4096); errno != 0 {
		c.fd.Close()
		return nil, &OpError{"listen", network, nil, laddr, sysError("listen", errno)}
	}
	l := &UnixListener{addr: c.local.(*UnixAddr), remove: laddr.Name != "" && laddr.Name[0] != '@'}
	l.sock = c.sock
	return l, nil
}

func (l *UnixListener) AcceptUnix() (*UnixConn, error) {
	nfd := 0
	err := l.sock.fd.Retry('r', func(fd int) error {
		for {
			var errno int
			nfd, errno = accept(fd)
			switch e := syscall.Errno(errno); e {
			case 0:
				return nil
			case syscall.EAGAIN:
				return e
			case syscall.ECONNABORTED, syscall.EINTR:
			default:
				return sysError("accept4", errno)
			}
		}
	})
	c := &UnixConn{}
	if err == nil {
		err = c.init(nfd, l.addr.Net, l.addr.Net == "unix")
	}
	if err != nil {
		return nil, &OpError{"accept", l.addr.Net, nil, l.addr, err}
	}
	c.local = unixAddr(c.name(false), l.addr.Net)
	c.remote = unixAddr(c.name(true), l.addr.Net)
	return c, nil
}

func (l *UnixListener) Accept() (Conn, error) {
	c, err := l.AcceptUnix()
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (l *UnixListener) Close() error {
	if l.remove {
		l.remove = false
		syscall.Unlink(l.addr.Name)
	}
	if err := l.sock.fd.Close(); err != nil {
		return &OpError{"close", l.addr.Net, nil, l.addr, err}
	}
	return nil
}

func (l *UnixListener) Addr() Addr { return l.addr }

// SetUnlinkOnClose says whether Close removes the file.
func (l *UnixListener) SetUnlinkOnClose(unlink bool) { l.remove = unlink }

// SetDeadline bounds Accept.
func (l *UnixListener) SetDeadline(t time.Time) error { return l.sock.SetDeadline(t) }
