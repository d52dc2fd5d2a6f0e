// Questions to a name server: a small one in the program answers over UDP, and over TCP what does not fit.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// name is a domain name as the protocol has it.
func name(s string) []byte {
	var b []byte
	for _, label := range strings.Split(strings.TrimSuffix(s, "."), ".") {
		b = append(append(b, byte(len(label))), label...)
	}
	return append(b, 0)
}

func u16(v ...uint16) (b []byte) {
	for _, x := range v {
		b = append(b, byte(x>>8), byte(x))
	}
	return b
}

func text(parts ...string) (b []byte) {
	for _, p := range parts {
		b = append(append(b, byte(len(p))), p...)
	}
	return b
}

type record struct {
	kind uint16
	data []byte
}

const (
	a     = 1
	ns    = 2
	cname = 5
	ptr   = 12
	mx    = 15
	txt   = 16
	aaaa  = 28
	srv   = 33
)

var zone = map[string][]record{
	"mail.test.":              {{mx, append(u16(20), name("b.mail.test")...)}, {mx, append(u16(10), name("a.mail.test")...)}},
	"text.test.":              {{txt, text("v=1", " all")}, {txt, text("second")}},
	"big.test.":               {{txt, text(strings.Repeat("x", 200), strings.Repeat("y", 200), strings.Repeat("z", 250))}},
	"zone.test.":              {{ns, name("ns1.zone.test")}, {ns, name("ns2.zone.test")}},
	"_http._tcp.srv.test.":    {{srv, append(u16(5, 0, 80), name("second.srv.test")...)}, {srv, append(u16(1, 0, 8080), name("first.srv.test")...)}},
	"plain.srv.test.":         {{srv, append(u16(1, 2, 3), name("only.srv.test")...)}},
	"host.test.":              {{a, []byte{192, 0, 2, 7}}, {aaaa, net.ParseIP("2001:db8::7")}},
	"four.test.":              {{a, []byte{192, 0, 2, 4}}},
	"alias.test.":             {{cname, name("four.test")}, {a, []byte{192, 0, 2, 4}}},
	"7.2.0.192.in-addr.arpa.": {{ptr, name("host.test")}},
	"empty.test.":             {},
}

// answer is what the server says to a question; over UDP no more than 512 bytes.
func answer(q []byte, udp bool) []byte {
	if len(q) < 12 {
		return nil
	}
	asked, i := "", 12
	for q[i] != 0 {
		n := int(q[i])
		asked += string(q[i+1:i+1+n]) + "."
		i += 1 + n
	}
	kind := uint16(q[i+1])<<8 | uint16(q[i+2])
	question := q[12 : i+5]
	records, known := zone[strings.ToLower(asked)]
	flags, count := uint16(0x8580), 0
	if !known {
		flags |= 3
	}
	if strings.HasPrefix(asked, "broken.") {
		flags = 0x8582
	}
	var body []byte
	for _, r := range records {
		if r.kind != kind && r.kind != cname {
			continue
		}
		owner := name(asked)
		if r.kind == a && records[0].kind == cname {
			owner = name("four.test")
		}
		body = append(body, owner...)
		body = append(body, u16(r.kind, 1, 0, 60, uint16(len(r.data)))...)
		body = append(body, r.data...)
		count++
	}
	if udp && len(body) > 400 {
		flags |= 0x200
		body, count = nil, 0
	}
	reply := append(append([]byte{}, q[:2]...), u16(flags, 1, uint16(count), 0, 0)...)
	return append(append(reply, question...), body...)
}

func main() {
	pc, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go func() {
		buf := make([]byte, 2048)
		for {
			n, from, err := pc.ReadFrom(buf)
			if err != nil {
				return
			}
			pc.WriteTo(answer(buf[:n], true), from)
		}
	}()
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				var size [2]byte
				for {
					if _, err := io.ReadFull(c, size[:]); err != nil {
						return
					}
					q := make([]byte, int(size[0])<<8|int(size[1]))
					if _, err := io.ReadFull(c, q); err != nil {
						return
					}
					r := answer(q, false)
					c.Write(append(u16(uint16(len(r))), r...))
				}
			}()
		}
	}()
	r := &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
		var d net.Dialer
		if strings.HasPrefix(network, "tcp") {
			return d.DialContext(ctx, "tcp", ln.Addr().String())
		}
		return d.DialContext(ctx, "udp", pc.LocalAddr().String())
	}}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	show := func(what string, v any, err error) {
		fmt.Printf("%s: %v", what, v)
		var e *net.DNSError
		if errors.As(err, &e) {
			fmt.Printf(" | %s | %s | %v %v %v", e.Err, e.Name, e.IsNotFound, e.IsTimeout, e.IsTemporary)
		} else {
			fmt.Print(" ", err)
		}
		fmt.Println()
	}

	for _, n := range []string{"mail.test.", "none.test.", "empty.test."} {
		list, err := r.LookupMX(ctx, n)
		for _, m := range list {
			fmt.Println(m.Host, m.Pref)
		}
		show(n, len(list), err)
	}
	for _, n := range []string{"text.test.", "big.test.", "none.test."} {
		list, err := r.LookupTXT(ctx, n)
		show(n, list, err)
	}
	list, err := r.LookupNS(ctx, "zone.test.")
	for _, n := range list {
		fmt.Println(n.Host)
	}
	show("ns", len(list), err)
	c, servers, err := r.LookupSRV(ctx, "http", "tcp", "srv.test.")
	for _, s := range servers {
		fmt.Println(*s)
	}
	show("srv", c, err)
	c, servers, err = r.LookupSRV(ctx, "", "", "plain.srv.test.")
	show("srv", c, err)
	fmt.Println(len(servers), *servers[0])
	_, _, err = r.LookupSRV(ctx, "xmpp", "tcp", "srv.test.")
	show("srv", nil, err)
	for _, n := range []string{"host.test.", "four.test.", "alias.test.", "none.test.", "empty.test."} {
		hosts, err := r.LookupHost(ctx, n)
		show(n, hosts, err)
	}
	ips, err := r.LookupIP(ctx, "ip4", "host.test.")
	show("ip4", ips, err)
	ips, err = r.LookupIP(ctx, "ip6", "host.test.")
	show("ip6", ips, err)
	cn, err := r.LookupCNAME(ctx, "alias.test.")
	show("cname", cn, err)
	names, err := r.LookupAddr(ctx, "192.0.2.7")
	show("addr", names, err)
	names, err = r.LookupAddr(ctx, "192.0.2.99")
	show("addr", names, err)
	_, err = r.LookupMX(ctx, "bad..name.")
	show("bad", nil, err)
}
