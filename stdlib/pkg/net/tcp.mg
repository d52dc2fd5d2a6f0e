package net

import (
	"context"
	"internal/poll"
	"io"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Natives. Addresses are 4 or 16 bytes and a port; each gives an errno, 0 for none.

// socket makes a TCP socket, closed on exec and non-blocking, of family 4 or 6.
//
//minigo:syscall
func socket(family int) (fd, errno int)

// bind binds fd; reuse of the address after a crash is allowed.
//
//minigo:syscall
func bind(fd int, ip []byte, port int) (errno int)

//minigo:syscall
func connect(fd int, ip []byte, port int) (errno int)

//minigo:syscall
func listen(fd int, backlog int) (errno int)

//minigo:syscall
func accept(fd int) (nfd, errno int)

// sockaddr is the address of fd's own end, or of the other: n bytes of ip.
//
//minigo:syscall
func sockaddr(fd int, peer bool, ip []byte) (n, port, errno int)

//minigo:syscall
func shutdown(fd int, how int) (errno int)

//minigo:syscall
func setsockopt(fd int, level, option, value int) (errno int)

// setlinger sets SO_LINGER; off for a negative number of seconds.
//
//minigo:syscall
func setlinger(fd int, sec int) (errno int)

// sockerror takes SO_ERROR.
//
//minigo:syscall
func sockerror(fd int) (errno int)

const (
	solSocket   = 1
	soKeepalive = 9
	ipprotoTCP  = 6
	tcpNodelay  = 1
)

func sysError(call string, errno int) error {
	if errno == 0 {
		return nil
	}
	return os.NewSyscallError(call, syscall.Errno(errno))
}

// A TCPAddr is the address of an end of a connection.
type TCPAddr struct {
	IP   IP
	Port int
	Zone string
}

func (a *TCPAddr) Network() string { return "tcp" }

func (a *TCPAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	host := ""
	if len(a.IP) > 0 {
		host = a.IP.String()
	}
	return JoinHostPort(host, strconv.Itoa(a.Port))
}

// family is 4 or 6; an address without IP may be either.
func (a *TCPAddr) family() (int, []byte) {
	if ip4 := a.IP.To4(); ip4 != nil {
		return 4, ip4
	}
	if len(a.IP) == 0 {
		return 6, IPv6zero
	}
	return 6, a.IP
}

// ResolveTCPAddr reads host:port.
func ResolveTCPAddr(network, address string) (*TCPAddr, error) {
	switch network {
	case "tcp", "tcp4", "tcp6":
	default:
		return nil, UnknownNetworkError(network)
	}
	ip, port, err := resolve(network, address)
	if err != nil {
		return nil, err
	}
	return &TCPAddr{IP: ip, Port: port}, nil
}

func addrOf(fd int, peer bool) *TCPAddr {
	ip := make([]byte, 16)
	n, port, errno := sockaddr(fd, peer, ip)
	if errno != 0 {
		return nil
	}
	return &TCPAddr{IP: IP(ip[:n]), Port: port}
}

func asAddr(a *TCPAddr) Addr {
	if a == nil {
		return nil
	}
	return a
}

// A TCPConn is a connection.
type TCPConn struct {
	fd            poll.FD
	local, remote *TCPAddr
}

func newConn(sysfd int) (*TCPConn, error) {
	c := &TCPConn{}
	c.fd.Sysfd = sysfd
	c.fd.Stream = true
	c.fd.Net = true
	if err := c.fd.Watch(); err != nil {
		syscall.Close(sysfd)
		return nil, err
	}
	setsockopt(sysfd, ipprotoTCP, tcpNodelay, 1)
	return c, nil
}

func (c *TCPConn) name() {
	c.local = addrOf(c.fd.Sysfd, false)
	c.remote = addrOf(c.fd.Sysfd, true)
}

// fail is err of op, with both ends.
func (c *TCPConn) fail(op, call string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if e, ok := err.(syscall.Errno); ok {
		err = os.NewSyscallError(call, e)
	}
	return &OpError{op, "tcp", asAddr(c.local), asAddr(c.remote), err}
}

func (c *TCPConn) Read(b []byte) (int, error) {
	if c == nil {
		return 0, syscall.EINVAL
	}
	n, err := c.fd.Read(b)
	if err != nil {
		err = c.fail("read", "read", err)
	}
	return n, err
}

func (c *TCPConn) Write(b []byte) (int, error) {
	if c == nil {
		return 0, syscall.EINVAL
	}
	n, err := c.fd.Write(b)
	if err != nil {
		err = c.fail("write", "write", err)
	}
	return n, err
}

func (c *TCPConn) Close() error {
	if c == nil {
		return syscall.EINVAL
	}
	return c.fail("close", "close", c.fd.Close())
}

func (c *TCPConn) shut(how int) error {
	err := c.fd.Do(func(fd int) error { return sysError("shutdown", shutdown(fd, how)) })
	return c.fail("close", "shutdown", err)
}

// CloseRead and CloseWrite close one direction.
func (c *TCPConn) CloseRead() error  { return c.shut(0) }
func (c *TCPConn) CloseWrite() error { return c.shut(1) }

func (c *TCPConn) LocalAddr() Addr  { return asAddr(c.local) }
func (c *TCPConn) RemoteAddr() Addr { return asAddr(c.remote) }

func (c *TCPConn) set(f func(fd int) int) error {
	err := c.fd.Do(func(fd int) error { return sysError("setsockopt", f(fd)) })
	if err != nil {
		return &OpError{"set", "tcp", nil, asAddr(c.local), err}
	}
	return nil
}

// SetLinger says what Close does with data that is not sent yet: negative: it is
// sent; 0: it is dropped and the connection reset.
func (c *TCPConn) SetLinger(sec int) error {
	return c.set(func(fd int) int { return setlinger(fd, sec) })
}

func (c *TCPConn) SetNoDelay(noDelay bool) error {
	return c.set(func(fd int) int { return setsockopt(fd, ipprotoTCP, tcpNodelay, number(noDelay)) })
}

func (c *TCPConn) SetKeepAlive(keepalive bool) error {
	return c.set(func(fd int) int { return setsockopt(fd, solSocket, soKeepalive, number(keepalive)) })
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *TCPConn) deadline(t time.Time, mode int) error {
	if err := c.fd.SetDeadline(int64(time.Until(t)), !t.IsZero(), mode); err != nil {
		return &OpError{"set", "tcp", nil, asAddr(c.local), err}
	}
	return nil
}

func (c *TCPConn) SetDeadline(t time.Time) error      { return c.deadline(t, 'r'+'w') }
func (c *TCPConn) SetReadDeadline(t time.Time) error  { return c.deadline(t, 'r') }
func (c *TCPConn) SetWriteDeadline(t time.Time) error { return c.deadline(t, 'w') }

// A Dialer makes connections. Timeout and Deadline bound how long that may take.
type Dialer struct {
	Timeout  time.Duration
	Deadline time.Time
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

// DialContext is Dial that ends with ctx.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (Conn, error) {
	switch network {
	case "udp", "udp4", "udp6":
		a, err := ResolveUDPAddr(network, address)
		if err != nil {
			return nil, &OpError{"dial", network, nil, nil, err}
		}
		c, err := DialUDP(network, nil, a)
		if err != nil {
			return nil, err
		}
		return c, nil
	case "unix", "unixgram", "unixpacket":
		c, err := DialUnix(network, nil, &UnixAddr{address, network})
		if err != nil {
			return nil, err
		}
		return c, nil
	}
	a, err := ResolveTCPAddr(network, address)
	if err != nil {
		return nil, &OpError{"dial", network, nil, nil, err}
	}
	if len(a.IP) == 0 {
		a.IP = IPv4(127, 0, 0, 1)
	}
	deadline := d.Deadline
	if d.Timeout > 0 {
		if t := time.Now().Add(d.Timeout); deadline.IsZero() || t.Before(deadline) {
			deadline = t
		}
	}
	if t, ok := ctx.Deadline(); ok && (deadline.IsZero() || t.Before(deadline)) {
		deadline = t
	}
	c, err := dialTCP(ctx, a, deadline)
	if err != nil {
		return nil, &OpError{"dial", network, nil, a, err}
	}
	return c, nil
}

// DialTCP is Dial of an address.
func DialTCP(network string, laddr, raddr *TCPAddr) (*TCPConn, error) {
	c, err := dialTCP(context.Background(), raddr, time.Time{})
	if err != nil {
		return nil, &OpError{"dial", network, asAddr(laddr), asAddr(raddr), err}
	}
	return c, nil
}

func dialTCP(ctx context.Context, a *TCPAddr, deadline time.Time) (*TCPConn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	family, ip := a.family()
	sysfd, errno := socket(family)
	if errno != 0 {
		return nil, sysError("socket", errno)
	}
	c, err := newConn(sysfd)
	if err != nil {
		return nil, err
	}
	if !deadline.IsZero() {
		c.SetWriteDeadline(deadline)
	}
	stop := context.AfterFunc(ctx, func() { c.SetWriteDeadline(time.Unix(1, 0)) })
	begun := false
	err = c.fd.Retry('w', func(fd int) error {
		if begun {
			// The wait is over: how did it end?
			return sysError("connect", sockerror(fd))
		}
		begun = true
		errno := connect(fd, ip, a.Port)
		if syscall.Errno(errno) == syscall.EINPROGRESS {
			return syscall.EAGAIN
		}
		return sysError("connect", errno)
	})
	if !stop() && ctx.Err() != nil && err != nil {
		err = ctx.Err()
	}
	if err != nil {
		c.fd.Close()
		return nil, err
	}
	c.SetWriteDeadline(time.Time{})
	c.name()
	return c, nil
}

// A TCPListener waits for connections.
type TCPListener struct {
	fd   poll.FD
	addr *TCPAddr
}

// Listen waits for connections at address; an empty host is any.
func Listen(network, address string) (Listener, error) {
	if network == "unix" || network == "unixpacket" {
		l, err := ListenUnix(network, &UnixAddr{address, network})
		if err != nil {
			return nil, err
		}
		return l, nil
	}
	a, err := ResolveTCPAddr(network, address)
	if err != nil {
		return nil, &OpError{"listen", network, nil, nil, err}
	}
	return ListenTCP(network, a)
}

// ListenTCP is Listen at an address.
func ListenTCP(network string, a *TCPAddr) (*TCPListener, error) {
	if a == nil {
		a = &TCPAddr{}
	}
	fail := func(err error) (*TCPListener, error) {
		return nil, &OpError{"listen", network, nil, a, err}
	}
	family, ip := a.family()
	if len(a.IP) == 0 && network == "tcp4" {
		family, ip = 4, IPv4zero[12:]
	}
	sysfd, errno := socket(family)
	if errno != 0 && family == 6 && len(a.IP) == 0 {
		family, ip = 4, IPv4zero[12:]
		sysfd, errno = socket(family)
	}
	if errno != 0 {
		return fail(sysError("socket", errno))
	}
	if errno := bind(sysfd, ip, a.Port); errno != 0 {
		syscall.Close(sysfd)
		return fail(sysError("bind", errno))
	}
	if errno := listen(sysfd, 4096); errno != 0 {
		syscall.Close(sysfd)
		return fail(sysError("listen", errno))
	}
	l := &TCPListener{}
	l.fd.Sysfd = sysfd
	l.fd.Net = true
	if err := l.fd.Watch(); err != nil {
		syscall.Close(sysfd)
		return fail(err)
	}
	l.addr = addrOf(sysfd, false)
	return l, nil
}

func (l *TCPListener) Accept() (Conn, error) {
	c, err := l.AcceptTCP()
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (l *TCPListener) AcceptTCP() (*TCPConn, error) {
	nfd := 0
	err := l.fd.Retry('r', func(fd int) error {
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
	var c *TCPConn
	if err == nil {
		c, err = newConn(nfd)
	}
	if err != nil {
		return nil, &OpError{"accept", "tcp", nil, l.addr, err}
	}
	c.name()
	return c, nil
}

func (l *TCPListener) Close() error {
	if err := l.fd.Close(); err != nil {
		return &OpError{"close", "tcp", nil, l.addr, err}
	}
	return nil
}

func (l *TCPListener) Addr() Addr { return l.addr }

// SetDeadline bounds Accept.
func (l *TCPListener) SetDeadline(t time.Time) error {
	if err := l.fd.SetDeadline(int64(time.Until(t)), !t.IsZero(), 'r'+'w'); err != nil {
		return &OpError{"set", "tcp", nil, l.addr, err}
	}
	return nil
}
