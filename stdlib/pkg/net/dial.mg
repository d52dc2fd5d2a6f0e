package net

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"
)

// dial.mg: Dial, Listen and ListenPacket, which choose by the network's name.

// A Dialer makes connections. Timeout and Deadline bound how long that may take, all
// addresses of the host together.
type Dialer struct {
	Timeout         time.Duration
	Deadline        time.Time
	LocalAddr       Addr
	DualStack       bool          // has no effect
	FallbackDelay   time.Duration // has no effect: addresses are tried one after the other
	KeepAlive       time.Duration
	KeepAliveConfig KeepAliveConfig
	Resolver        *Resolver
	Cancel          <-chan struct{}
	Control         func(network, address string, c syscall.RawConn) error
	ControlContext  func(ctx context.Context, network, address string, c syscall.RawConn) error

	multipath bool
}

func (d *Dialer) MultipathTCP() bool       { return d.multipath }
func (d *Dialer) SetMultipathTCP(use bool) { d.multipath = use }

// controller is the function that sees the socket before it connects.
func (d *Dialer) controller(ctx context.Context) func(string, string, syscall.RawConn) error {
	if d.ControlContext != nil {
		return func(network, address string, c syscall.RawConn) error {
			return d.ControlContext(ctx, network, address, c)
		}
	}
	return d.Control
}

func (d *Dialer) resolver() *Resolver {
	if d.Resolver != nil {
		return d.Resolver
	}
	return DefaultResolver
}

func Dial(network, address string) (Conn, error) {
	return (&Dialer{}).Dial(network, address)
}

func DialTimeout(network, address string, timeout time.Duration) (Conn, error) {
	return (&Dialer{Timeout: timeout}).Dial(network, address)
}

func (d *Dialer) Dial(network, address string) (Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// end is when a dial that begins now has to be done, the zero time if never.
func (d *Dialer) end() time.Time {
	if d.Timeout == 0 {
		return d.Deadline
	}
	return sooner(d.Deadline, time.Now().Add(d.Timeout))
}

// DialContext is Dial that ends with ctx.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (Conn, error) {
	if ctx == nil {
		panic("nil context")
	}
	if end := d.end(); !end.IsZero() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, end)
		defer cancel()
	}
	if d.Cancel != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		go func() {
			select {
			case <-d.Cancel:
				cancel()
			case <-ctx.Done():
			}
		}()
	}
	addrs, err := d.resolver().addrs(ctx, "dial", network, address, d.LocalAddr)
	if err != nil {
		return nil, &OpError{"dial", network, nil, nil, err}
	}
	var firstError error
	for i, a := range addrs {
		if ctx.Err() != nil {
			if firstError == nil {
				firstError = &OpError{"dial", network, d.LocalAddr, a, fromContext(ctx.Err())}
			}
			break
		}
		c, err := d.try(ctx, network, a, len(addrs)-i)
		if err == nil {
			return c, nil
		}
		if firstError == nil {
			firstError = err
		}
	}
	return nil, firstError
}

// try connects to one of several addresses that are left: with its share of the time.
func (d *Dialer) try(ctx context.Context, network string, a Addr, left int) (Conn, error) {
	if end, ok := ctx.Deadline(); ok && left > 1 {
		share := max(time.Until(end)/time.Duration(left), min(time.Until(end), 2*time.Second))
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, share)
		defer cancel()
	}
	c, err := d.one(ctx, network, a)
	if err != nil {
		return nil, &OpError{"dial", network, d.LocalAddr, a, err}
	}
	return c, nil
}

func (d *Dialer) one(ctx context.Context, network string, a Addr) (Conn, error) {
	switch a := a.(type) {
	case *TCPAddr:
		l, _ := d.LocalAddr.(*TCPAddr)
		if c, err := d.dialTCP(ctx, network, l, a); err == nil {
			return c, nil
		} else {
			return nil, err
		}
	case *UDPAddr:
		l, _ := d.LocalAddr.(*UDPAddr)
		if c, err := d.dialUDP(ctx, network, l, a); err == nil {
			return c, nil
		} else {
			return nil, err
		}
	case *IPAddr:
		l, _ := d.LocalAddr.(*IPAddr)
		if c, err := d.dialIP(ctx, network, l, a); err == nil {
			return c, nil
		} else {
			return nil, err
		}
	case *UnixAddr:
		l, _ := d.LocalAddr.(*UnixAddr)
		if c, err := d.dialUnix(ctx, network, l, a); err == nil {
			return c, nil
		} else {
			return nil, err
		}
	}
	return nil, &AddrError{"unexpected address type", a.String()}
}

// A ListenConfig says how to listen.
type ListenConfig struct {
	Control         func(network, address string, c syscall.RawConn) error
	KeepAlive       time.Duration
	KeepAliveConfig KeepAliveConfig

	multipath bool
}

func (lc *ListenConfig) MultipathTCP() bool       { return lc.multipath }
func (lc *ListenConfig) SetMultipathTCP(use bool) { lc.multipath = use }

// Listen waits for connections at address; an empty host is any.
func Listen(network, address string) (Listener, error) {
	return (&ListenConfig{}).Listen(context.Background(), network, address)
}

// ListenPacket waits for packets at address.
func ListenPacket(network, address string) (PacketConn, error) {
	return (&ListenConfig{}).ListenPacket(context.Background(), network, address)
}

func (lc *ListenConfig) Listen(ctx context.Context, network, address string) (Listener, error) {
	a, err := lc.at(ctx, network, address)
	if err != nil {
		return nil, err
	}
	switch a := a.(type) {
	case *TCPAddr:
		l, e := lc.listenTCP(ctx, network, a)
		if e == nil {
			return l, nil
		}
		err = e
	case *UnixAddr:
		l, e := lc.listenUnix(ctx, network, a)
		if e == nil {
			return l, nil
		}
		err = e
	default:
		err = &AddrError{"unexpected address type", address}
	}
	return nil, &OpError{"listen", network, nil, a, err}
}

func (lc *ListenConfig) ListenPacket(ctx context.Context, network, address string) (PacketConn, error) {
	a, err := lc.at(ctx, network, address)
	if err != nil {
		return nil, err
	}
	switch a := a.(type) {
	case *UDPAddr:
		c, e := lc.listenUDP(ctx, network, a)
		if e == nil {
			return c, nil
		}
		err = e
	case *IPAddr:
		c, e := lc.listenIP(ctx, network, a)
		if e == nil {
			return c, nil
		}
		err = e
	case *UnixAddr:
		c, e := lc.listenUnixgram(ctx, network, a)
		if e == nil {
			return c, nil
		}
		err = e
	default:
		err = &AddrError{"unexpected address type", address}
	}
	return nil, &OpError{"listen", network, nil, a, err}
}

// at is the address to listen at.
func (lc *ListenConfig) at(ctx context.Context, network, address string) (Addr, error) {
	addrs, err := DefaultResolver.addrs(ctx, "listen", network, address, nil)
	if err != nil {
		return nil, &OpError{"listen", network, nil, nil, err}
	}
	return firstV4(addrs), nil
}

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

// ErrWriteToConnected: WriteTo on a connection that has one other end.
var ErrWriteToConnected = errors.New("use of WriteTo with pre-connected connection")

// fileSock is a copy of a file's descriptor as a socket.
func fileSock(c *sock, f *os.File) error {
	fail := func(err error) error { return &OpError{"file", "file+net", nil, fileAddr(f.Name()), err} }
	fd, err := dup(int(f.Fd()))
	if err != nil {
		return fail(os.NewSyscallError("fcntl", err))
	}
	syscall.CloseOnExec(fd)
	kind, err := syscall.GetsockoptInt(fd, solSocket, soType)
	if err != nil {
		syscall.Close(fd)
		return fail(os.NewSyscallError("getsockopt", err))
	}
	domain, _ := syscall.GetsockoptInt(fd, solSocket, soDomain)
	network := ""
	switch {
	case domain == afUnix:
		network = map[int]string{sockStream: "unix", sockDgram: "unixgram", sockSeqpacket: "unixpacket"}[kind]
	case domain == afInet || domain == afIn6:
		network = map[int]string{sockStream: "tcp", sockDgram: "udp", sockRaw: "ip"}[kind]
	}
	if network == "" {
		syscall.Close(fd)
		return fail(syscall.EPROTONOSUPPORT)
	}
	if err := c.init(fd, network, domain, kind); err != nil {
		return fail(err)
	}
	c.names()
	return nil
}

type fileAddr string

func (a fileAddr) Network() string { return "file+net" }
func (a fileAddr) String() string  { return string(a) }

// FileConn, FileListener and FilePacketConn are a copy of the socket that f is.
func FileConn(f *os.File) (Conn, error) {
	tcp := &TCPConn{}
	if err := fileSock(&tcp.sock, f); err != nil {
		return nil, err
	}
	if tcp.domain != afUnix && tcp.kind == sockStream {
		tcp.settle(0, KeepAliveConfig{})
		return tcp, nil
	}
	tcp.fd.Close()
	unix, udp, ip := &UnixConn{}, &UDPConn{}, &IPConn{}
	switch {
	case tcp.domain == afUnix:
		return unix, fileSock(&unix.sock, f)
	case tcp.kind == sockDgram:
		return udp, fileSock(&udp.sock, f)
	}
	return ip, fileSock(&ip.sock, f)
}

func FileListener(f *os.File) (Listener, error) {
	c := &sock{}
	if err := fileSock(c, f); err != nil {
		return nil, err
	}
	switch {
	case c.domain == afUnix && c.kind != sockDgram:
		return &UnixListener{c, c.local.String(), false}, nil
	case c.kind == sockStream:
		return &TCPListener{c, ListenConfig{}}, nil
	}
	c.fd.Close()
	return nil, &OpError{"file", "file+net", nil, fileAddr(f.Name()), syscall.EINVAL}
}

func FilePacketConn(f *os.File) (PacketConn, error) {
	c, err := FileConn(f)
	if err != nil {
		return nil, err
	}
	if p, ok := c.(PacketConn); ok {
		return p, nil
	}
	c.Close()
	return nil, &OpError{"file", "file+net", nil, fileAddr(f.Name()), syscall.EINVAL}
}
