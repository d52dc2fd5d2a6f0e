package net

import (
	"context"
	"internal/poll"
	"io"
	"os"
	"syscall"
	"time"
)

// sock.mg: sockets of any family, and what all connections have in common. Addresses are
// the system's own, as bytes. Natives give an errno, 0 for none.

// newSocket makes a socket, closed on exec and non-blocking.
//
//minigo:syscall
func newSocket(domain, kind, proto int) (fd, errno int)

//minigo:syscall
func rawBind(fd int, addr []byte) (errno int)

//minigo:syscall
func rawConnect(fd int, addr []byte) (errno int)

//minigo:syscall
func listen(fd int, backlog int) (errno int)

//minigo:syscall
func accept(fd int) (nfd, errno int)

// rawSendmsg sends p with the control data oob to addr; both may be empty.
//
//minigo:syscall
func rawSendmsg(fd int, p, oob, addr []byte) (n, errno int)

// rawRecvmsg tells how long the control data and the sender's address are.
//
//minigo:syscall
func rawRecvmsg(fd int, p, oob, addr []byte) (n, oobn, flags, alen, errno int)

// rawName is the address of fd's own end, or of the other.
//
//minigo:syscall
func rawName(fd int, peer bool, addr []byte) (n, errno int)

//minigo:syscall
func shutdown(fd int, how int) (errno int)

// setlinger sets SO_LINGER; off for a negative number of seconds.
//
//minigo:syscall
func setlinger(fd int, sec int) (errno int)

const (
	afUnix = 1
	afInet = 2
	afIn6  = 10

	sockStream    = 1
	sockDgram     = 2
	sockRaw       = 3
	sockSeqpacket = 5

	solSocket   = 1
	soReuseaddr = 2
	soType      = 3
	soError     = 4
	soBroadcast = 6
	soSndbuf    = 7
	soRcvbuf    = 8
	soKeepalive = 9
	soDomain    = 39

	ipprotoTCP  = 6
	ipprotoIPv6 = 41
	tcpNodelay  = 1
	tcpIdle     = 4
	tcpInterval = 5
	tcpCount    = 6
	ipv6V6only  = 26

	// maxSockaddr is room for any address.
	maxSockaddr = 112
	backlog     = 4096
)

// setOption sets an option that is an int.
func setOption(fd, level, option, value int) error {
	return os.NewSyscallError("setsockopt", syscall.SetsockoptInt(fd, level, option, value))
}

func sysError(call string, errno int) error {
	if errno == 0 {
		return nil
	}
	return os.NewSyscallError(call, syscall.Errno(errno))
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sock is what connections and listeners have in common.
type sock struct {
	fd            poll.FD
	net           string
	domain, kind  int
	local, remote Addr
}

// A plan says what socket to open.
type plan struct {
	network      string
	domain, kind int
	proto        int
	local        []byte // to bind to, nil: nothing
	remote       []byte // to connect to, nil: nothing
	listen       bool
	control      func(network, address string, c syscall.RawConn) error
	address      string // for control
}

// open makes the socket of a plan. If it fails nothing is left open.
func (c *sock) open(ctx context.Context, p *plan) error {
	sysfd, errno := newSocket(p.domain, p.kind, p.proto)
	if errno != 0 {
		return sysError("socket", errno)
	}
	if err := c.init(sysfd, p.network, p.domain, p.kind); err != nil {
		return err
	}
	if err := c.prepare(ctx, p); err != nil {
		c.fd.Close()
		return err
	}
	return nil
}

func (c *sock) prepare(ctx context.Context, p *plan) error {
	sysfd := c.fd.Sysfd
	if p.domain == afIn6 && p.kind != sockRaw {
		setOption(sysfd, ipprotoIPv6, ipv6V6only, number(p.network[len(p.network)-1] == '6'))
	}
	if p.domain != afUnix && p.kind != sockStream {
		setOption(sysfd, solSocket, soBroadcast, 1)
	}
	if p.listen && p.domain != afUnix {
		setOption(sysfd, solSocket, soReuseaddr, 1)
	}
	if p.control != nil {
		network := p.network
		if last := network[len(network)-1]; p.domain != afUnix && last != '4' && last != '6' {
			network += map[int]string{afInet: "4", afIn6: "6"}[p.domain]
		}
		if err := p.control(network, p.address, rawConn{c}); err != nil {
			return err
		}
	}
	if p.local != nil {
		if errno := rawBind(sysfd, p.local); errno != 0 {
			return sysError("bind", errno)
		}
	}
	if p.remote != nil {
		if err := c.connect(ctx, p.remote); err != nil {
			return err
		}
	}
	if p.listen {
		if errno := listen(sysfd, backlog); errno != 0 {
			return sysError("listen", errno)
		}
	}
	c.names()
	return nil
}

// connect connects to addr, until ctx ends.
func (c *sock) connect(ctx context.Context, addr []byte) (err error) {
	end, bounded := ctx.Deadline()
	if bounded {
		if !time.Now().Before(end) {
			return errTimeout
		}
		c.fd.SetDeadline(int64(time.Until(end)), true, 'w')
	}
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { c.fd.SetDeadline(-1, true, 'w') })
		defer func() {
			stop()
			if ctx.Err() != nil {
				err = fromContext(ctx.Err())
			} else if err == poll.ErrDeadlineExceeded {
				err = errTimeout
			}
		}()
	}
	begun := false
	err = c.fd.Retry('w', func(fd int) error {
		if !begun {
			begun = true
			errno := rawConnect(fd, addr)
			if syscall.Errno(errno) == syscall.EINPROGRESS {
				return syscall.EAGAIN
			}
			return sysError("connect", errno)
		}
		// The wait is over: how did it end?
		errno, err := syscall.GetsockoptInt(fd, solSocket, soError)
		if err != nil {
			return os.NewSyscallError("getsockopt", err)
		}
		if errno == 0 && c.name(true) == nil {
			return syscall.EAGAIN // not at an end yet
		}
		return sysError("connect", errno)
	})
	if err == nil && bounded {
		c.fd.SetDeadline(0, false, 'w')
	}
	return err
}

// init takes sysfd, which it closes if it fails.
func (c *sock) init(sysfd int, network string, domain, kind int) error {
	c.fd.Sysfd = sysfd
	c.fd.Stream = kind != sockDgram && kind != sockRaw
	c.fd.Net = true
	c.net = network
	c.domain, c.kind = domain, kind
	if err := c.fd.Watch(); err != nil {
		syscall.Close(sysfd)
		return err
	}
	return nil
}

// ok reports whether c was ever open.
func (c *sock) ok() bool { return c != nil && c.fd.Polled() }

// names asks for the addresses of both ends.
func (c *sock) names() {
	c.local, c.remote = c.addr(c.name(false)), c.addr(c.name(true))
}

// name gives the system's form of an end's address.
func (c *sock) name(peer bool) []byte {
	a := make([]byte, maxSockaddr)
	n, errno := rawName(c.fd.Sysfd, peer, a)
	if errno != 0 {
		return nil
	}
	return a[:n]
}

// addr reads that form.
func (c *sock) addr(raw []byte) Addr {
	if len(raw) < 2 {
		return nil
	}
	if c.domain == afUnix {
		return unixAddr(raw, c.net)
	}
	ip, port, zone := inetAddr(raw)
	switch c.kind {
	case sockStream:
		return &TCPAddr{ip, port, zone}
	case sockDgram:
		return &UDPAddr{ip, port, zone}
	}
	return &IPAddr{ip, zone}
}

// fail is err of op, with both ends.
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
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	n, err := c.fd.Read(b)
	if err != nil {
		err = c.fail("read", "read", err)
	}
	return n, err
}

func (c *sock) Write(b []byte) (int, error) {
	if !c.ok() {
		return 0, syscall.EINVAL
	}
	n, err := c.fd.Write(b)
	if err != nil {
		err = c.fail("write", "write", err)
	}
	return n, err
}

func (c *sock) Close() error {
	if !c.ok() {
		return syscall.EINVAL
	}
	return c.fail("close", "close", c.fd.Close())
}

func (c *sock) LocalAddr() Addr {
	if !c.ok() {
		return nil
	}
	return c.local
}

func (c *sock) RemoteAddr() Addr {
	if !c.ok() {
		return nil
	}
	return c.remote
}

func (c *sock) deadline(t time.Time, mode int) error {
	if !c.ok() {
		return syscall.EINVAL
	}
	if err := c.fd.SetDeadline(int64(time.Until(t)), !t.IsZero(), mode); err != nil {
		return &OpError{"set", c.net, nil, c.local, err}
	}
	return nil
}

func (c *sock) SetDeadline(t time.Time) error      { return c.deadline(t, 'r'+'w') }
func (c *sock) SetReadDeadline(t time.Time) error  { return c.deadline(t, 'r') }
func (c *sock) SetWriteDeadline(t time.Time) error { return c.deadline(t, 'w') }

// set sets options by f.
func (c *sock) set(f func(fd int) error) error {
	if !c.ok() {
		return syscall.EINVAL
	}
	return c.fail("set", "setsockopt", c.fd.Do(f))
}

func (c *sock) buffer(option, bytes int) error {
	if !c.ok() {
		return syscall.EINVAL
	}
	err := c.fd.Do(func(fd int) error { return setOption(fd, solSocket, option, bytes) })
	if err != nil {
		return &OpError{"set", c.net, nil, c.local, err}
	}
	return nil
}

// SetReadBuffer and SetWriteBuffer set the sizes of the system's buffers.
func (c *sock) SetReadBuffer(bytes int) error  { return c.buffer(soRcvbuf, bytes) }
func (c *sock) SetWriteBuffer(bytes int) error { return c.buffer(soSndbuf, bytes) }

func (c *sock) shut(how int) error {
	if !c.ok() {
		return syscall.EINVAL
	}
	err := c.fd.Do(func(fd int) error { return sysError("shutdown", shutdown(fd, how)) })
	return c.fail("close", "shutdown", err)
}

// File is a copy of the socket's descriptor as a file.
func (c *sock) File() (*os.File, error) {
	if !c.ok() {
		return nil, syscall.EINVAL
	}
	nfd := 0
	err := c.fd.Do(func(fd int) (err error) {
		nfd, err = dup(fd)
		if err == nil {
			syscall.CloseOnExec(nfd)
		}
		return os.NewSyscallError("fcntl", err)
	})
	if err != nil {
		return nil, &OpError{"file", c.net, c.local, c.remote, err}
	}
	name := c.net + ":"
	if c.local != nil {
		name += c.local.String()
	}
	name += "->"
	if c.remote != nil {
		name += c.remote.String()
	}
	return os.NewFile(uintptr(nfd), name), nil
}

// SyscallConn gives the descriptor itself to functions.
func (c *sock) SyscallConn() (syscall.RawConn, error) {
	if !c.ok() {
		return nil, syscall.EINVAL
	}
	return rawConn{c}, nil
}

type rawConn struct{ c *sock }

func (r rawConn) Control(f func(fd uintptr)) error {
	return r.result("raw-control", r.c.fd.Do(func(fd int) error {
		f(uintptr(fd))
		return nil
	}))
}

func (r rawConn) wait(mode int, f func(fd uintptr) bool) error {
	return r.c.fd.Retry(mode, func(fd int) error {
		if f(uintptr(fd)) {
			return nil
		}
		return syscall.EAGAIN
	})
}

func (r rawConn) Read(f func(fd uintptr) bool) error  { return r.result("raw-read", r.wait('r', f)) }
func (r rawConn) Write(f func(fd uintptr) bool) error { return r.result("raw-write", r.wait('w', f)) }

func (r rawConn) result(op string, err error) error {
	if err == nil {
		return nil
	}
	return &OpError{op, r.c.net, nil, r.c.local, err}
}

// accepted waits for a connection to a listener and puts it into conn.
func (c *sock) accepted(conn *sock) error {
	nfd := 0
	err := c.fd.Retry('r', func(fd int) error {
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
	if err == nil {
		err = conn.init(nfd, c.net, c.domain, c.kind)
	}
	if err != nil {
		return &OpError{"accept", c.net, nil, c.local, err}
	}
	conn.names()
	return nil
}

// receive reads a packet with its control data and the sender's address.
func (c *sock) receive(call string, b, oob []byte) (n, oobn, flags int, addr []byte, err error) {
	if !c.ok() {
		return 0, 0, 0, nil, syscall.EINVAL
	}
	addr = make([]byte, maxSockaddr)
	alen := 0
	err = c.fd.Retry('r', func(fd int) error {
		for {
			var errno int
			n, oobn, flags, alen, errno = rawRecvmsg(fd, b, oob, addr)
			switch e := syscall.Errno(errno); e {
			case 0:
				return nil
			case syscall.EINTR:
			case syscall.EAGAIN:
				return e
			default:
				return sysError(call, errno)
			}
		}
	})
	if err != nil {
		return 0, 0, 0, nil, c.fail("read", call, err)
	}
	if c.domain != afUnix {
		flags &^= syscall.MSG_CMSG_CLOEXEC
	}
	return n, oobn, flags, addr[:alen], nil
}

// send sends a packet to addr, which may be empty on a connected socket.
func (c *sock) send(call string, b, oob, addr []byte, to Addr) (n int, err error) {
	err = c.fd.Retry('w', func(fd int) error {
		for {
			var errno int
			n, errno = rawSendmsg(fd, b, oob, addr)
			switch e := syscall.Errno(errno); e {
			case 0:
				return nil
			case syscall.EINTR:
			case syscall.EAGAIN:
				return e
			default:
				return sysError(call, errno)
			}
		}
	})
	if err != nil {
		return 0, &OpError{"write", c.net, c.local, to, err}
	}
	return n, nil
}

// dup is another descriptor for the same file, closed in programs that are started.
func dup(fd int) (int, error) {
	nfd, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_DUPFD_CLOEXEC, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(nfd), nil
}
