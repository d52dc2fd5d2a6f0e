package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

func main() {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	done := make(chan bool)
	go func() {
		buf := make([]byte, 100)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				fmt.Println("server ends:", errors.Is(err, net.ErrClosed))
				close(done)
				return
			}
			pc.WriteTo(append([]byte("echo "), buf[:n]...), from)
		}
	}()
	c, err := net.Dial("udp", pc.LocalAddr().String())
	fmt.Println(err, c.LocalAddr().Network(), c.RemoteAddr().String() == pc.LocalAddr().String())
	buf := make([]byte, 100)
	for _, s := range []string{"one", "", "three"} {
		n, err := c.Write([]byte(s))
		fmt.Print(n, " ", err, " ")
		n, err = c.Read(buf)
		fmt.Printf("%q %v\n", buf[:n], err)
	}
	c.SetReadDeadline(time.Now().Add(-time.Second))
	_, err = c.Read(buf)
	var ne net.Error
	fmt.Println(errors.As(err, &ne) && ne.Timeout(), errors.Is(err, os.ErrDeadlineExceeded))
	_, err = c.(*net.UDPConn).WriteTo([]byte("x"), pc.LocalAddr())
	fmt.Println(errors.Is(err, net.ErrWriteToConnected))
	fmt.Println(c.Close(), pc.Close())
	<-done

	dir, err := os.MkdirTemp("", "unix")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "s")
	l, err := net.Listen("unix", path)
	fmt.Println(err, l.Addr().Network(), l.Addr().String() == path)
	done = make(chan bool)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				fmt.Println("accept ends:", errors.Is(err, net.ErrClosed))
				close(done)
				return
			}
			io.Copy(c, c)
			c.Close()
		}
	}()
	u, err := net.Dial("unix", path)
	fmt.Println(err, u.RemoteAddr().String() == path, u.LocalAddr().String())
	fmt.Fprint(u, "over a socket")
	u.(*net.UnixConn).CloseWrite()
	b, err := io.ReadAll(u)
	fmt.Println(string(b), err, u.Close())
	l.Close()
	<-done
	_, err = os.Stat(path)
	fmt.Println(os.IsNotExist(err))
	_, err = net.Dial("unix", path)
	fmt.Println(errors.Is(err, os.ErrNotExist))

	g, err := net.ListenPacket("unixgram", filepath.Join(dir, "g"))
	fmt.Println(err)
	h, err := net.ListenPacket("unixgram", filepath.Join(dir, "h"))
	fmt.Println(err)
	fmt.Println(h.WriteTo([]byte("gram"), g.LocalAddr()))
	n, from, err := g.ReadFrom(buf)
	fmt.Println(string(buf[:n]), filepath.Base(from.String()), err)
	g.Close()
	h.Close()

	addr, err := net.ResolveUDPAddr("udp", "127.0.0.1:domain")
	fmt.Println(addr, err)
	for _, s := range []string{"127.0.0.1:99999", "127.0.0.1:nope", "127.0.0.1"} {
		_, err = net.ResolveTCPAddr("tcp", s)
		fmt.Println(err)
	}
	ips, err := net.LookupHost("127.0.0.9")
	fmt.Println(ips, err)
	_, err = net.ListenPacket("tcp", "x")
	fmt.Println(err)
	_, err = net.Dial("what", "x")
	fmt.Println(err)
}
