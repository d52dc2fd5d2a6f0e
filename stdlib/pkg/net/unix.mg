package net

import (
	"context"
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
		return nil, sysError("bind", int(syscall.EINVAL))
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

func unixOrNil(a *UnixAddr) Addr {
	if a == nil {
		return nil
	}
	return a
}

// openUnix opens a socket, bound to laddr and connected to raddr as far as given.
func (c *sock) openUnix(ctx context.Context, p plan, laddr, raddr *UnixAddr) (err error) {
	kind, ok := unixKind(p.network)
	if !ok {
		return UnknownNetworkError(p.network)
	}
	p.domain, p.kind = afUnix, kind
	if laddr != nil && (laddr.Name != "" || raddr == nil) {
		if p.local, err = unixSockaddr(laddr.Name); err != nil {
			return err
		}
	}
	if raddr != nil {
		if p.remote, err = unixSockaddr(raddr.Name); err != nil {
			return sysError("connect", int(syscall.EINVAL))
		}
	}
	return c.open(ctx, &p)
}

// DialUnix connects to raddr.
func DialUnix(network string, laddr, raddr *UnixAddr) (*UnixConn, error) {
	c, err := (&Dialer{}).dialUnix(context.Background(), network, laddr, raddr)
	if err != nil {
		return nil, &OpError{"dial", network, unixOrNil(laddr), unixOrNil(raddr), err}
	}
	return c, nil
}

func (d *Dialer) dialUnix(ctx context.Context, network string, laddr, raddr *UnixAddr) (*UnixConn, error) {
	if _, ok := unixKind(network); !ok {
		return nil, UnknownNetworkError(network)
	}
	if raddr == nil && (network != "unixgram" || laddr == nil) {
		return nil, errMissingAddress
	}
	c := &UnixConn{}
	p := plan{network: network, control: d.controller(ctx), address: raddr.String()}
	if err := c.openUnix(ctx, p, laddr, raddr); err != nil {
		return nil, err
	}
	return c, nil
}

// ListenUnixgram takes packets in at laddr.
func ListenUnixgram(network string, laddr *UnixAddr) (*UnixConn, error) {
	fail := func(err error) (*UnixConn, error) {
		return nil, &OpError{"listen", network, nil, unixOrNil(laddr), err}
	}
	if network != "unixgram" {
		return fail(UnknownNetworkError(network))
	}
	if laddr == nil {
		return fail(errMissingAddress)
	}
	c, err := (&ListenConfig{}).listenUnixgram(context.Background(), network, laddr)
	if err != nil {
		return fail(err)
	}
	return c, nil
}

func (lc *ListenConfig) listenUnixgram(ctx context.Context, network string, laddr *UnixAddr) (*UnixConn, error) {
	c := &UnixConn{}
	p := plan{network: network, control: lc.Control, address: laddr.String()}
	if err := c.openUnix(ctx, p, laddr, nil); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *UnixConn) from(raw []byte) *UnixAddr {
	if len(raw) <= 2 {
		return nil
	}
	return unixAddr(raw, c.net)
}

func (c *UnixConn) ReadFromUnix(b []byte) (int, *UnixAddr, error) {
	n, _, _, raw, err := c.receive("recvfrom", b, nil)
	return n, c.from(raw), err
}

func (c *UnixConn) ReadFrom(b []byte) (int, Addr, error) {
	n, a, err := c.ReadFromUnix(b)
	return n, unixOrNil(a), err
}

// ReadMsgUnix reads a packet with its control data.
func (c *UnixConn) ReadMsgUnix(b, oob []byte) (n, oobn, flags int, addr *UnixAddr, err error) {
	n, oobn, flags, raw, err := c.receive("recvmsg", b, oob)
	return n, oobn, flags, c.from(raw), err
}

func (c *UnixConn) WriteToUnix(b []byte, addr *UnixAddr) (int, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	fail := func(err error) (int, error) {
		return 0, &OpError{"write", c.net, c.local, unixOrNil(addr), err}
	}
	if c.remote != nil && c.kind == sockDgram {
		return fail(ErrWriteToConnected)
	}
	if addr == nil {
		return fail(errMissingAddress)
	}
	if addr.Net != c.net {
		return fail(syscall.EAFNOSUPPORT)
	}
	a, err := unixSockaddr(addr.Name)
	if err != nil {
		return fail(sysError("sendto", int(syscall.EINVAL)))
	}
	return c.send("sendto", b, nil, a, addr)
}

func (c *UnixConn) WriteTo(b []byte, addr Addr) (int, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	a, ok := addr.(*UnixAddr)
	if !ok {
		return 0, &OpError{"write", c.net, c.local, addr, syscall.EINVAL}
	}
	return c.WriteToUnix(b, a)
}

// WriteMsgUnix sends a packet with control data, such as descriptors.
func (c *UnixConn) WriteMsgUnix(b, oob []byte, addr *UnixAddr) (n, oobn int, err error) {
	if !c.ok() {
		return 0, 0, syscall.EINVAL
	}
	fail := func(err error) (int, int, error) {
		return 0, 0, &OpError{"write", c.net, c.local, unixOrNil(addr), err}
	}
	var raw []byte
	if addr != nil {
		if c.remote != nil && c.kind == sockDgram {
			return fail(ErrWriteToConnected)
		}
		if addr.Net != c.net {
			return fail(syscall.EAFNOSUPPORT)
		}
		if raw, err = unixSockaddr(addr.Name); err != nil {
			return fail(sysError("sendmsg", int(syscall.EINVAL)))
		}
	}
	if n, err = c.send("sendmsg", b, oob, raw, unixOrNil(addr)); err != nil {
		return n, 0, err
	}
	return n, len(oob), nil
}

// CloseRead and CloseWrite close one direction.
func (c *UnixConn) CloseRead() error  { return c.shut(0) }
func (c *UnixConn) CloseWrite() error { return c.shut(1) }

// A UnixListener waits for connections; Close removes its file.
type UnixListener struct {
	sock   *sock
	path   string
	remove bool
}

// ListenUnix waits for connections at laddr.
func ListenUnix(network string, laddr *UnixAddr) (*UnixListener, error) {
	fail := func(err error) (*UnixListener, error) {
		return nil, &OpError{"listen", network, nil, unixOrNil(laddr), err}
	}
	if network != "unix" && network != "unixpacket" {
		return fail(UnknownNetworkError(network))
	}
	if laddr == nil {
		return fail(errMissingAddress)
	}
	l, err := (&ListenConfig{}).listenUnix(context.Background(), network, laddr)
	if err != nil {
		return fail(err)
	}
	return l, nil
}

func (lc *ListenConfig) listenUnix(ctx context.Context, network string, laddr *UnixAddr) (*UnixListener, error) {
	l := &UnixListener{&sock{}, laddr.Name, laddr.Name != "" && laddr.Name[0] != '@'}
	p := plan{network: network, listen: network != "unixgram", control: lc.Control, address: laddr.String()}
	if err := l.sock.openUnix(ctx, p, laddr, nil); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *UnixListener) ok() bool { return l != nil && l.sock.ok() }

func (l *UnixListener) AcceptUnix() (*UnixConn, error) {
	if !l.ok() {
		return nil, syscall.EINVAL
	}
	c := &UnixConn{}
	if err := l.sock.accepted(&c.sock); err != nil {
		return nil, err
	}
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
	if !l.ok() {
		return syscall.EINVAL
	}
	if l.remove {
		l.remove = false
		syscall.Unlink(l.path)
	}
	return l.sock.closeListener()
}

func (l *UnixListener) Addr() Addr { return l.sock.local }

// SetUnlinkOnClose says whether Close removes the file.
func (l *UnixListener) SetUnlinkOnClose(unlink bool) { l.remove = unlink }

// SetDeadline bounds Accept.
func (l *UnixListener) SetDeadline(t time.Time) error {
	if !l.ok() {
		return syscall.EINVAL
	}
	return l.sock.fd.SetDeadline(int64(time.Until(t)), !t.IsZero(), 'r'+'w')
}

func (l *UnixListener) File() (*os.File, error) {
	if !l.ok() {
		return nil, syscall.EINVAL
	}
	return l.sock.File()
}

func (l *UnixListener) SyscallConn() (syscall.RawConn, error) {
	if !l.ok() {
		return nil, syscall.EINVAL
	}
	return l.sock.SyscallConn()
}
