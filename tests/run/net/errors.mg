// Errors of package net: their texts, types and what they unwrap to.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"regexp"
	"syscall"
	"time"
)

var ports = regexp.MustCompile(`127\.0\.0\.1:\d+|\[::1?\]:\d{2,}|0\.0\.0\.0:\d{2,}`)

func show(what string, err error) {
	if err == nil {
		fmt.Println(what, "nil")
		return
	}
	s := ports.ReplaceAllString(err.Error(), "ADDR")
	fmt.Printf("%s: %s (%T)", what, s, err)
	var op *net.OpError
	if errors.As(err, &op) {
		fmt.Printf(" op=%s net=%s src=%t addr=%t err=%T", op.Op, op.Net, op.Source != nil, op.Addr != nil, op.Err)
		var se *os.SyscallError
		if errors.As(err, &se) {
			fmt.Printf(" call=%s errno=%T", se.Syscall, se.Err)
		}
	}
	var ne net.Error
	if errors.As(err, &ne) {
		fmt.Printf(" timeout=%t temporary=%t", ne.Timeout(), ne.Temporary())
	}
	fmt.Printf(" closed=%t deadline=%t ctx=%t refused=%t\n", errors.Is(err, net.ErrClosed), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled), errors.Is(err, syscall.ECONNREFUSED))
}

func main() {
	for _, c := range [][2]string{{"tcp", "127.0.0.1:1"}, {"tcp4", "127.0.0.1:1"}, {"tcp6", "127.0.0.1:1"}, {"foo", "x:1"}, {"tcp", "nohost"}, {"tcp", "127.0.0.1:nosuchport"}, {"tcp", "127.0.0.1:99999"},
		{"tcp", "127.0.0.1:-1"}, {"tcp", "[::1:80"}, {"tcp", "::1:80"}, {"tcp", ""}, {"tcp", "1.2.3.4.5:x"}, {"udp", "127.0.0.1"}, {"udp9", "1.1.1.1:1"}, {"unix", "/nonexistent/sock"}, {"unixgram", "/nonexistent/sock"}, {"unix", ""}, {"ip", "127.0.0.1"}, {"tcp", "127.0.0.1:"}, {"", "x"}, {"udp", ""}, {"tcp", "a b:80"}} {
		_, err := net.Dial(c[0], c[1])
		show(fmt.Sprintf("dial %q %q", c[0], c[1]), err)
		_, err = net.DialTimeout(c[0], c[1], time.Second)
		show(" timeout", err)
	}
	for _, c := range [][2]string{{"foo", ":0"}, {"tcp", "nohost"}, {"tcp", "256.0.0.1:0"}, {"tcp", "192.0.2.7:0"}, {"tcp", "127.0.0.1:http2x"}, {"unix", "/nonexistent/dir/s"}, {"udp", ":0"}, {"tcp4", "[::1]:0"}, {"unixgram", "@minigo-net-errors"}, {"tcp", "127.0.0.1:65536"}} {
		_, err := net.Listen(c[0], c[1])
		show(fmt.Sprintf("listen %q %q", c[0], c[1]), err)
		if c[0] != "unixgram" {
			_, err = net.ListenPacket(c[0], c[1])
			show(" packet", err)
		}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	show("listen", err)
	_, err = net.Listen("tcp", l.Addr().String())
	show("again", err)
	l.(*net.TCPListener).SetDeadline(time.Now().Add(-time.Second))
	_, err = l.Accept()
	show("accept late", err)
	l.(*net.TCPListener).SetDeadline(time.Time{})
	c, err := net.Dial("tcp", l.Addr().String())
	show("dial", err)
	s, err := l.Accept()
	show("accept", err)
	c.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
	_, err = c.Read(make([]byte, 1))
	show("read late", err)
	c.SetWriteDeadline(time.Now().Add(-1))
	_, err = c.Write([]byte("x"))
	show("write late", err)
	c.SetDeadline(time.Time{})
	s.Write([]byte("hello"))
	s.Close()
	b, err := io.ReadAll(c)
	fmt.Println(string(b), err)
	_, err = s.Read(b)
	show("read closed", err)
	_, err = s.Write(b)
	show("write closed", err)
	show("close closed", s.Close())
	show("deadline closed", s.SetDeadline(time.Now()))
	show("closewrite closed", s.(*net.TCPConn).CloseWrite())
	show("nodelay closed", s.(*net.TCPConn).SetNoDelay(true))
	c.Write(b)
	time.Sleep(20 * time.Millisecond)
	_, err = c.Write(b)
	show("write reset", err)
	c.Close()
	l.Close()
	_, err = l.Accept()
	show("accept closed", err)
	show("close closed", l.Close())
	show("deadline closed", l.(*net.TCPListener).SetDeadline(time.Now()))

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = (&net.Dialer{}).DialContext(ctx, "tcp", "127.0.0.1:1")
	show("canceled", err)
	_, err = (&net.Dialer{Deadline: time.Now().Add(-1)}).Dial("tcp", "127.0.0.1:1")
	show("past", err)
	_, err = (&net.Dialer{Timeout: 1}).Dial("tcp", "127.0.0.1:1")
	show("at once", err)
	_, err = net.ResolveTCPAddr("tcp", "x:y:z")
	show("resolve", err)
	_, err = net.ResolveTCPAddr("udp", "127.0.0.1:1")
	show("resolve", err)
	_, err = net.ResolveUDPAddr("tcp", "127.0.0.1:1")
	show("resolve", err)
	_, err = net.ResolveUnixAddr("tcp", "127.0.0.1:1")
	show("resolve", err)
	_, err = net.LookupPort("tcp", "nosuch")
	show("port", err)
	_, err = net.LookupPort("foo", "http")
	show("port", err)
	_, err = net.LookupPort("tcp", "70000")
	show("port", err)
	p, err := net.LookupPort("tcp", "https")
	fmt.Println(p, err)
	_, err = net.DialTCP("tcp", nil, nil)
	show("dialtcp", err)
	_, err = net.DialTCP("udp", nil, nil)
	show("dialtcp", err)
	_, err = net.DialUDP("udp", nil, nil)
	show("dialudp", err)
	_, err = net.DialUDP("tcp", nil, nil)
	show("dialudp", err)
	_, err = net.ListenTCP("udp", nil)
	show("listentcp", err)
	_, err = net.ListenUDP("tcp", nil)
	show("listenudp", err)
	_, err = net.ListenUnix("tcp", nil)
	show("listenunix", err)
	_, err = net.ListenUnix("unix", nil)
	show("listenunix", err)
	u, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	show("udp", err)
	_, err = u.Write([]byte("x"))
	show("write unconnected", err)
	_, err = u.WriteTo([]byte("x"), &net.TCPAddr{})
	show("write tcp", err)
	_, err = u.WriteTo([]byte("x"), nil)
	show("write nil", err)
	_, err = u.WriteToUDP([]byte("x"), nil)
	show("write nil", err)
	_, err = u.WriteToUDP(make([]byte, 70000), u.LocalAddr().(*net.UDPAddr))
	show("write long", err)
	u.SetReadDeadline(time.Now().Add(1))
	_, _, err = u.ReadFrom(b)
	show("readfrom late", err)
	u.Close()
	_, _, err = u.ReadFrom(b)
	show("readfrom closed", err)
	uc, err := net.Dial("udp", "127.0.0.1:9")
	show("dial udp", err)
	_, err = uc.(*net.UDPConn).WriteToUDP([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9})
	show("writeto connected", err)
	_, err = uc.(*net.UDPConn).WriteTo([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9})
	show("writeto connected", err)
	uc.Write([]byte("x"))
	uc.SetReadDeadline(time.Now().Add(200 * time.Millisecond))
	_, err = uc.Read(b)
	show("read refused", err)
	a, bb := net.Pipe()
	a.SetReadDeadline(time.Now().Add(-1))
	_, err = a.Read(b)
	show("pipe late", err)
	bb.Close()
	a.SetReadDeadline(time.Time{})
	_, err = a.Read(b)
	show("pipe eof", err)
	_, err = a.Write(b)
	show("pipe write", err)
	_, err = bb.Read(b)
	show("pipe closed", err)
	show("deadline", bb.SetDeadline(time.Now()))
	fmt.Println(a.LocalAddr(), a.RemoteAddr().Network())
	var nc *net.TCPConn
	nc = &net.TCPConn{}
	_, err = nc.Read(b)
	show("nil", err)
	show("nil", nc.Close())
	show("nil", nc.SetDeadline(time.Time{}))
	var nl *net.TCPListener
	show("nil", nl.Close())
	_, err = nl.Accept()
	show("nil", err)
	fmt.Println((*net.TCPAddr)(nil).String(), (*net.OpError)(nil).Error(), (*net.AddrError)(nil).Error(), (&net.TCPAddr{}).String(), (&net.TCPAddr{IP: net.IPv6loopback, Port: 1, Zone: "eth0"}).String(), &net.UDPAddr{Port: 7})
	_, _, err = net.SplitHostPort("a")
	show("split", err)
	_, err = net.LookupHost("")
	show("host", err)
	_, err = net.LookupIP("")
	show("ip", err)
	hs, err := net.LookupHost("127.0.0.1")
	fmt.Println(hs, err)
}
