package net

import (
	"context"
	"io"
	"os"
	"strconv"
	"syscall"
	"time"
)

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
	return JoinHostPort(ipWithZone(a.IP, a.Zone), strconv.Itoa(a.Port))
}

// ResolveTCPAddr reads host:port.
func ResolveTCPAddr(network, address string) (*TCPAddr, error) {
	switch network {
	case "tcp", "tcp4", "tcp6":
	case "":
		network = "tcp"
	default:
		return nil, UnknownNetworkError(network)
	}
	addrs, err := DefaultResolver.internetAddrs(context.Background(), network, address)
	if err != nil {
		return nil, err
	}
	return first(addrs, address).(*TCPAddr), nil
}

// A TCPConn is a connection.
type TCPConn struct{ sock }

// A KeepAliveConfig says after what silence, and how often, an idle connection is asked
// whether it is still there. 0 is 15 s or 9 times, negative leaves it to the system.
type KeepAliveConfig struct {
	Enable   bool
	Idle     time.Duration
	Interval time.Duration
	Count    int
}

// settle sets what each new connection has.
func (c *TCPConn) settle(idle time.Duration, config KeepAliveConfig) {
	fd := c.fd.Sysfd
	setOption(fd, ipprotoTCP, tcpNodelay, 1)
	if !config.Enable {
		if idle < 0 {
			return
		}
		config = KeepAliveConfig{Idle: idle}
	}
	setOption(fd, solSocket, soKeepalive, 1)
	for _, o := range config.options() {
		if o.value >= 0 {
			setOption(fd, ipprotoTCP, o.option, o.value)
		}
	}
}

type option struct{ option, value int }

func (config KeepAliveConfig) options() [3]option {
	count := config.Count
	if count == 0 {
		count = 9
	}
	return [...]option{{tcpIdle, seconds(config.Idle, 15)}, {tcpInterval, seconds(config.Interval, 15)}, {tcpCount, count}}
}

// Read and Write are those of sock; written here, they cost no call of a wrapper.
func (c *TCPConn) Read(b []byte) (int, error) {
	if !c.fd.Polled() {
		return 0, syscall.EINVAL
	}
	n, err := c.fd.Read(b)
	if err != nil {
		err = c.fail("read", "read", err)
	}
	return n, err
}

func (c *TCPConn) Write(b []byte) (int, error) {
	if !c.fd.Polled() {
		return 0, syscall.EINVAL
	}
	n, err := c.fd.Write(b)
	if err != nil {
		err = c.fail("write", "write", err)
	}
	return n, err
}

// CloseRead and CloseWrite close one direction.
func (c *TCPConn) CloseRead() error  { return c.shut(0) }
func (c *TCPConn) CloseWrite() error { return c.shut(1) }

// SetLinger says what Close does with data that is not sent yet: negative: it is
// sent; 0: it is dropped and the connection reset.
func (c *TCPConn) SetLinger(sec int) error {
	return c.set(func(fd int) error { return sysError("setsockopt", setlinger(fd, sec)) })
}

func (c *TCPConn) SetNoDelay(noDelay bool) error {
	return c.set(func(fd int) error { return setOption(fd, ipprotoTCP, tcpNodelay, number(noDelay)) })
}

func (c *TCPConn) SetKeepAlive(keepalive bool) error {
	return c.set(func(fd int) error { return setOption(fd, solSocket, soKeepalive, number(keepalive)) })
}

// seconds is d, rounded up; usual for 0 and -1 for less.
func seconds(d time.Duration, usual int) int {
	switch {
	case d == 0:
		return usual
	case d < 0:
		return -1
	}
	return int((d + time.Second - 1) / time.Second)
}

// SetKeepAlivePeriod sets after what silence the other side is asked.
func (c *TCPConn) SetKeepAlivePeriod(d time.Duration) error {
	return c.tune(tcpIdle, seconds(d, 15))
}

// tune sets a number of the protocol, if it is not negative.
func (c *TCPConn) tune(option, value int) error {
	if value < 0 {
		return nil
	}
	return c.set(func(fd int) error { return setOption(fd, ipprotoTCP, option, value) })
}

func (c *TCPConn) SetKeepAliveConfig(config KeepAliveConfig) error {
	if err := c.SetKeepAlive(config.Enable); err != nil {
		return err
	}
	for _, o := range config.options() {
		if err := c.tune(o.option, o.value); err != nil {
			return err
		}
	}
	return nil
}

// MultipathTCP reports whether c uses it: never.
func (c *TCPConn) MultipathTCP() (bool, error) { return false, nil }

// onlyWriter and onlyReader hide everything but one method, so that io.Copy does not come
// back to the connection.
type onlyWriter struct{ io.Writer }
type onlyReader struct{ io.Reader }

// ReadFrom writes all that r has to c.
func (c *TCPConn) ReadFrom(r io.Reader) (int64, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	n, err := io.Copy(onlyWriter{c}, r)
	return n, c.copyError("readfrom", err)
}

// WriteTo writes all that comes from c to w.
func (c *TCPConn) WriteTo(w io.Writer) (int64, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	n, err := io.Copy(w, onlyReader{c})
	return n, c.copyError("writeto", err)
}

func (c *TCPConn) copyError(op string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return &OpError{op, c.net, c.local, c.remote, err}
}

// DialTCP is Dial of an address.
func DialTCP(network string, laddr, raddr *TCPAddr) (*TCPConn, error) {
	fail := func(err error) (*TCPConn, error) {
		return nil, &OpError{"dial", network, tcpOrNil(laddr), tcpOrNil(raddr), err}
	}
	switch network {
	case "tcp", "tcp4", "tcp6":
	default:
		return fail(UnknownNetworkError(network))
	}
	if raddr == nil {
		return fail(errMissingAddress)
	}
	c, err := (&Dialer{}).dialTCP(context.Background(), network, laddr, raddr)
	if err != nil {
		return fail(err)
	}
	return c, nil
}

func (d *Dialer) dialTCP(ctx context.Context, network string, laddr, raddr *TCPAddr) (*TCPConn, error) {
	p := plan{network: network, kind: sockStream, control: d.controller(ctx), address: raddr.String()}
	for try := 0; ; try++ {
		c := &TCPConn{}
		if err := c.openInet(ctx, p, tcpEnd(laddr), tcpEnd(raddr)); err != nil {
			return nil, err
		}
		// A port that was chosen freely may be the very one that is called: then c talks to itself.
		l, r := c.local.(*TCPAddr), c.remote.(*TCPAddr)
		if try < 2 && (laddr == nil || laddr.Port == 0) && l.Port == r.Port && l.IP.Equal(r.IP) {
			c.fd.Close()
			continue
		}
		c.settle(d.KeepAlive, d.KeepAliveConfig)
		return c, nil
	}
}

// A TCPListener waits for connections.
type TCPListener struct {
	sock   *sock
	config ListenConfig
}

// ListenTCP is Listen at an address.
func ListenTCP(network string, laddr *TCPAddr) (*TCPListener, error) {
	fail := func(err error) (*TCPListener, error) {
		return nil, &OpError{"listen", network, nil, tcpOrNil(laddr), err}
	}
	switch network {
	case "tcp", "tcp4", "tcp6":
	default:
		return fail(UnknownNetworkError(network))
	}
	if laddr == nil {
		laddr = &TCPAddr{}
	}
	l, err := (&ListenConfig{}).listenTCP(context.Background(), network, laddr)
	if err != nil {
		return fail(err)
	}
	return l, nil
}

func (lc *ListenConfig) listenTCP(ctx context.Context, network string, laddr *TCPAddr) (*TCPListener, error) {
	l := &TCPListener{&sock{}, *lc}
	p := plan{network: network, kind: sockStream, listen: true, control: lc.Control, address: laddr.String()}
	if err := l.sock.openInet(ctx, p, tcpEnd(laddr), nil); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *TCPListener) ok() bool { return l != nil && l.sock.ok() }

func (l *TCPListener) Accept() (Conn, error) {
	c, err := l.AcceptTCP()
	if err != nil {
		return nil, err
	}
	return c, nil
}

func (l *TCPListener) AcceptTCP() (*TCPConn, error) {
	if !l.ok() {
		return nil, syscall.EINVAL
	}
	c := &TCPConn{}
	if err := l.sock.accepted(&c.sock); err != nil {
		return nil, err
	}
	c.settle(l.config.KeepAlive, l.config.KeepAliveConfig)
	return c, nil
}

func (l *TCPListener) Close() error {
	if !l.ok() {
		return syscall.EINVAL
	}
	return l.sock.closeListener()
}

// closeListener is Close, whose error has the address as the one listened at.
func (c *sock) closeListener() error {
	if err := c.fd.Close(); err != nil {
		return &OpError{"close", c.net, nil, c.local, err}
	}
	return nil
}

func (l *TCPListener) Addr() Addr { return l.sock.local }

// SetDeadline bounds Accept.
func (l *TCPListener) SetDeadline(t time.Time) error {
	if !l.ok() {
		return syscall.EINVAL
	}
	return l.sock.fd.SetDeadline(int64(time.Until(t)), !t.IsZero(), 'r'+'w')
}

func (l *TCPListener) File() (*os.File, error) {
	if !l.ok() {
		return nil, syscall.EINVAL
	}
	return l.sock.File()
}

func (l *TCPListener) SyscallConn() (syscall.RawConn, error) {
	if !l.ok() {
		return nil, syscall.EINVAL
	}
	return l.sock.SyscallConn()
}
