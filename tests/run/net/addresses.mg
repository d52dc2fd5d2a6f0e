// Addresses, masks and networks; and what a listener or connection can be besides: a file, a raw descriptor, control functions.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

var texts = []string{"1.2.3.4", "0.0.0.0", "255.255.255.255", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.32.0.1", "192.168.1.1", "169.254.3.4", "224.0.0.1", "224.0.1.1", "239.1.2.3", "01.2.3.4", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4 ", "", "::", "::1", "2001:db8::1", "2001:DB8:0:0:1::", "fe80::1", "fe80::1%eth0", "ff02::1", "ff01::2", "fc00::7", "::ffff:1.2.3.4", "::1.2.3.4", "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", ":1", "1:", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.256", "0:0:0:1::", "1:0:0:2:0:0:0:3"}

var cidrs = []string{"192.0.2.1/24", "10.0.0.0/8", "0.0.0.0/0", "1.2.3.4/32", "1.2.3.4/33", "1.2.3.4/", "/8", "1.2.3.4", "1.2.3.4/a", "1.2.3.4/-1", "2001:db8::1/32", "::1/128", "::1/129", "::ffff:1.2.3.4/104", "::/0", "fe80::1%lo/64", "1.2.3.4/08", "192.168.100.255/31"}

var macs = []string{"00:00:5e:00:53:01", "02:00:5e:10:00:00:00:01", "00:00:00:00:fe:80:00:00:00:00:00:00:02:00:5e:10:00:00:00:01", "00-00-5e-00-53-01", "0000.5e00.5301", "0200.5e10.0000.0001", "0:0:5e:0:53:1", "00:00:5e:00:53", "00:00:5e:00:53:0g", "00:00:5e-00:53:01", "", "0000.5e00.530", "AB:CD:EF:01:23:45", "00:00:5e:00:53:01:", "00-00-5e-00-53-0"}

func main() {
	rng := rand.New(rand.NewSource(1))
	for i := 0; i < 60; i++ {
		b := []byte(texts[rng.Intn(42)])
		if len(b) > 0 {
			b[rng.Intn(len(b))] = "0123456789abcdef:.%/"[rng.Intn(20)]
		}
		texts = append(texts, string(b))
	}
	for _, s := range texts {
		ip := net.ParseIP(s)
		fmt.Println(s, ip, len(ip), ip.To4(), ip.DefaultMask(), ip.IsLoopback(), ip.IsPrivate(), ip.IsMulticast(), ip.IsUnspecified(), ip.IsGlobalUnicast(), ip.IsLinkLocalUnicast(), ip.IsLinkLocalMulticast(), ip.IsInterfaceLocalMulticast())
		t, err := ip.MarshalText()
		var back net.IP
		fmt.Println(string(t), err, back.UnmarshalText([]byte(s)), back)
		for _, m := range []net.IPMask{net.CIDRMask(20, 32), net.CIDRMask(70, 128), net.CIDRMask(110, 128), nil, {255, 0, 255, 0}} {
			fmt.Print(ip.Mask(m), " ")
		}
		fmt.Println()
	}
	for _, s := range cidrs {
		ip, n, err := net.ParseCIDR(s)
		fmt.Println(s, ip, n, err)
		if err == nil {
			ones, bits := n.Mask.Size()
			fmt.Println(ones, bits, n.Mask, n.Network(), len(n.IP), len(ip), n.Contains(ip), n.Contains(net.IPv4(10, 1, 2, 3)), n.Contains(net.ParseIP("2001:db8::9")))
		}
	}
	for _, s := range macs {
		a, err := net.ParseMAC(s)
		fmt.Println(s, a, err)
	}
	for i := -1; i < 130; i += 13 {
		fmt.Println(net.CIDRMask(i, 32), net.CIDRMask(i, 128))
	}
	fmt.Println(net.IPMask{255, 0, 255, 0}.Size())
	fmt.Println(&net.IPNet{net.IP{1, 2, 3, 4}, net.IPMask{255, 0, 255, 0}}, (*net.IPNet)(nil), &net.IPNet{}, net.IP{1, 2, 3}, net.IPMask{})
	fmt.Println(net.IP{1, 2, 3}.MarshalText())
	j, err := json.Marshal(map[string]net.IP{"a": net.IPv4(1, 2, 3, 4), "b": nil})
	fmt.Println(string(j), err)
	fmt.Println(net.Flags(0), net.FlagUp|net.FlagRunning, net.Flags(63))
	fmt.Println(net.InvalidAddrError("x"), &net.ParseError{Type: "t", Text: "x"}, &net.DNSConfigError{errors.New("e")}, net.IPv4allsys, net.IPv6linklocalallrouters)
	fmt.Println(net.ResolveIPAddr("ip", "127.0.0.1"))
	fmt.Println(net.ResolveIPAddr("ip6", "127.0.0.1"))
	fmt.Println(net.ResolveIPAddr("ip4:icmp", "::1"))
	fmt.Println(net.ResolveIPAddr("tcp", "::1"))
	fmt.Println(net.ResolveIPAddr("ip:nosuchproto", "::1"))
	fmt.Println(net.ResolveTCPAddr("tcp", "[fe80::1%lo]:http"))
	fmt.Println(net.ResolveTCPAddr("tcp4", ":80"))
	fmt.Println(net.ResolveUDPAddr("", "127.0.0.1:domain"))

	var buf bytes.Buffer
	bs := net.Buffers{[]byte("ab"), []byte("cde"), nil, []byte("f")}
	p := make([]byte, 3)
	n, err := bs.Read(p)
	fmt.Println(n, err, string(p), len(bs))
	m, err := bs.WriteTo(&buf)
	fmt.Println(m, err, buf.String(), len(bs))
	n, err = bs.Read(p)
	fmt.Println(n, err)

	// A socket as it is before it listens, and as a file.
	var seen atomic.Int32
	lc := net.ListenConfig{Control: func(network, address string, c syscall.RawConn) error {
		fmt.Println("control", network, address)
		return c.Control(func(fd uintptr) { seen.Store(int32(fd)) })
	}}
	l, err := lc.Listen(context.Background(), "tcp", "127.0.0.1:0")
	fmt.Println(err, seen.Load() > 2)
	_, err = (&net.ListenConfig{Control: func(string, string, syscall.RawConn) error { return errors.New("no") }}).ListenPacket(context.Background(), "udp", "127.0.0.1:0")
	fmt.Println(strings.HasSuffix(err.Error(), ": no"), err)
	f, err := l.(*net.TCPListener).File()
	fmt.Println(err)
	l2, err := net.FileListener(f)
	fmt.Println(err, l2.Addr().String() == l.Addr().String())
	f.Close()
	l.Close()
	go func() {
		c, err := l2.Accept()
		if err != nil {
			fmt.Println(err)
			return
		}
		io.Copy(c, c)
		c.Close()
	}()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: time.Minute, Count: 3}}
	c, err := d.Dial("tcp", l2.Addr().String())
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	tc := c.(*net.TCPConn)
	fmt.Println(tc.LocalAddr().(*net.TCPAddr).IP, tc.SetKeepAlivePeriod(time.Second), tc.SetReadBuffer(1<<16), tc.SetWriteBuffer(1<<16), tc.SetLinger(3))
	nn, err := tc.ReadFrom(strings.NewReader("over and back"))
	fmt.Println(nn, err, tc.CloseWrite())
	nn, err = tc.WriteTo(&buf)
	fmt.Println(nn, err, buf.String())
	raw, err := tc.SyscallConn()
	fmt.Println(err)
	got := make([]byte, 4)
	err = raw.Read(func(fd uintptr) bool {
		n, err = syscall.Read(int(fd), got)
		return err != syscall.EAGAIN
	})
	fmt.Println(err, n)
	tc.Close()
	err = raw.Control(func(uintptr) {})
	fmt.Println(errors.Is(err, net.ErrClosed), err.(*net.OpError).Op)
	_, err = (&net.Dialer{LocalAddr: &net.UDPAddr{}}).Dial("tcp", "127.0.0.1:1")
	fmt.Println(err)
	_, err = (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv6loopback}}).Dial("tcp", "127.0.0.1:1")
	fmt.Println(err)

	// Packets with their flags.
	a, _ := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	b, _ := net.DialUDP("udp", nil, a.LocalAddr().(*net.UDPAddr))
	n, oobn, err := b.WriteMsgUDP([]byte("packet"), nil, nil)
	fmt.Println(n, oobn, err)
	n, oobn, flags, from, err := a.ReadMsgUDP(got, nil)
	fmt.Println(n, oobn, flags == syscall.MSG_TRUNC, from.String() == b.LocalAddr().String(), err, string(got[:n]))
	_, _, err = b.WriteMsgUDP(got, nil, from)
	fmt.Println(err != nil)
	ifs, err := net.Interfaces()
	fmt.Println(len(ifs) > 0, err)
	lo, err := net.InterfaceByName("lo")
	as, _ := lo.Addrs()
	fmt.Println(lo.Flags&net.FlagLoopback != 0, err, as[0], as[0].Network())
	_, err = net.InterfaceByName("nosuch")
	fmt.Println(err)
	_, err = net.InterfaceByIndex(0)
	fmt.Println(err)
	all, err := net.InterfaceAddrs()
	fmt.Println(len(all) >= len(as), err)
}
