// Addresses, ports and networks of package netip: reading, writing, order, neighbours; 10,000 texts that are nearly right.
package main

import (
	"fmt"
	"math/rand"
	"net/netip"
)

var texts = []string{"1.2.3.4", "0.0.0.0", "255.255.255.255", "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.3.4",
	"224.0.0.1", "239.1.2.3", "01.2.3.4", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1..2.3", ".1.2.3", "1.2.3.", "", "::", "::1", "2001:db8::1",
	"2001:DB8:0:0:1::", "fe80::1", "fe80::1%eth0", "fe80::1%", "ff02::1", "ff01::2", "fc00::7", "::ffff:1.2.3.4", "::ffff:1.2.3.4%z",
	"::1.2.3.4", "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", ":1", "1:", "1:2:3:4:5:6:1.2.3.4",
	"1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.256", "0:0:0:1::", "1:0:0:2:0:0:0:3", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::ffff:0:0",
	"1.2.3.4:80", "[::1]:80", "[1.2.3.4]:80", "::1:80", "[::1:80", "1.2.3.4:", ":80", "1.2.3.4:65536", "[fe80::1%lo]:1", "1.2.3.4:+1",
	"10.0.0.0/8", "1.2.3.4/33", "1.2.3.4/", "/8", "1.2.3.4/a", "1.2.3.4/-1", "1.2.3.4/08", "::/0", "2001:db8::/32", "::1/129", "fe80::1%lo/64",
	"::ffff:1.2.3.4/104", "1.2.3.4/32"}

func try(s string) {
	a, err := netip.ParseAddr(s)
	if err != nil {
		fmt.Println(err)
	} else {
		bin, _ := a.MarshalBinary()
		fmt.Println(a, a.StringExpanded(), a.Is4(), a.Is6(), a.Is4In6(), a.Unmap(), a.Next(), a.Prev(), a.BitLen(), a.Zone(), bin)
		fmt.Println(a.IsLoopback(), a.IsPrivate(), a.IsMulticast(), a.IsUnspecified(), a.IsGlobalUnicast(), a.IsLinkLocalUnicast(),
			a.IsLinkLocalMulticast(), a.IsInterfaceLocalMulticast(), a.WithZone("q"), a.AsSlice())
		for _, n := range []int{-1, 0, 7, 20, 32, 33, 100, 128, 129} {
			p, err := a.Prefix(n)
			q := netip.PrefixFrom(a, n)
			fmt.Print(p, err, q, q.IsValid(), q.Masked(), q.Contains(a), p.Overlaps(q), q.Bits(), q.IsSingleIP(), " ")
		}
		var back netip.Addr
		fmt.Println(back.UnmarshalBinary(bin), back == a)
	}
	p, err := netip.ParseAddrPort(s)
	b, _ := p.MarshalText()
	fmt.Println(p, err, p.IsValid(), p.Port(), string(b))
	n, err := netip.ParsePrefix(s)
	b, _ = n.MarshalBinary()
	fmt.Println(n, err, n.Masked(), n.Addr(), n.Bits(), b)
}

func main() {
	for _, s := range texts {
		try(s)
	}
	rng := rand.New(rand.NewSource(7))
	known := map[netip.Addr]int{}
	var addrs []netip.Addr
	for range 10_000 {
		b := []byte(texts[rng.Intn(len(texts))])
		for range rng.Intn(3) {
			if len(b) > 0 {
				b[rng.Intn(len(b))] = "0123456789abcdefF::..%/[]"[rng.Intn(25)]
			}
		}
		try(string(b))
		if a, err := netip.ParseAddr(string(b)); err == nil {
			known[a]++
			addrs = append(addrs, a)
		}
	}
	fmt.Println(len(known), len(addrs))
	addrs = append(addrs[:40], netip.Addr{})
	for _, a := range addrs {
		for _, b := range addrs {
			fmt.Print(a.Compare(b), a.Less(b), netip.PrefixFrom(a, 9).Compare(netip.PrefixFrom(b, 17)), netip.PrefixFrom(a, 9).Overlaps(netip.PrefixFrom(b, 3)),
				netip.AddrPortFrom(a, 1).Compare(netip.AddrPortFrom(b, 2)), " ")
		}
		fmt.Println()
	}
	var zero netip.Addr
	fmt.Println(zero, netip.AddrPort{}, netip.Prefix{}, zero.Next(), zero.IsPrivate(), zero.IsLoopback(), zero.IsLinkLocalMulticast(), netip.IPv6LinkLocalAllNodes(), netip.IPv6LinkLocalAllRouters(), netip.IPv6Loopback())
	func() {
		defer func() { fmt.Println(recover()) }()
		netip.IPv6Loopback().As4()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		netip.MustParsePrefix("1/2")
	}()
}
