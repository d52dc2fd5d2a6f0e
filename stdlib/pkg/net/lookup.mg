package net

import (
	"os"
	"strconv"
	"time"
)

// resolve reads host:port; the host may be a name, and none is no address.
func resolve(network, address string) (IP, int, error) {
	host, service, err := SplitHostPort(address)
	if err != nil {
		return nil, 0, err
	}
	port, err := LookupPort(network, service)
	if err != nil {
		return nil, 0, err
	}
	if host == "" {
		return nil, port, nil
	}
	ips, err := LookupIP(host)
	if err != nil {
		return nil, 0, err
	}
	// IPv4 first, unless the network says otherwise.
	six := network[len(network)-1] == '6'
	for _, ip := range ips {
		if (ip.To4() == nil) == six {
			return ip, port, nil
		}
	}
	if six || network[len(network)-1] == '4' {
		return nil, 0, &AddrError{"no suitable address found", host}
	}
	return ips[0], port, nil
}

// LookupPort gives the number of a port, by number or name.
func LookupPort(network, service string) (port int, err error) {
	if service == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(service)
	if err == nil {
		if n < 0 || n > 65535 {
			return 0, &AddrError{"invalid port", service}
		}
		return n, nil
	}
	data, _ := os.ReadFile("/etc/services")
	for _, f := range lines(data) {
		for i, name := range f {
			if i != 1 && name == service && len(f) > 1 {
				number, proto := cutAt(f[1], '/')
				if len(network) >= 3 && proto == network[:3] {
					return strconv.Atoi(number)
				}
			}
		}
	}
	switch service {
	case "http":
		return 80, nil
	case "https":
		return 443, nil
	case "domain":
		return 53, nil
	}
	return 0, &DNSError{Err: "unknown port", Name: network + "/" + service, IsNotFound: true}
}

// lines gives the words of each line, comments left out.
func lines(data []byte) [][]string {
	var all [][]string
	var words []string
	word := ""
	comment := false
	for _, c := range append(data, '\n') {
		switch {
		case c == '\n':
			if word != "" {
				words = append(words, word)
			}
			if len(words) > 0 {
				all = append(all, words)
			}
			words, word, comment = nil, "", false
		case comment:
		case c == '#':
			comment = true
		case c == ' ' || c == '\t' || c == '\r':
			if word != "" {
				words = append(words, word)
			}
			word = ""
		default:
			word += string(rune(c))
		}
	}
	return all
}

func cutAt(s string, sep byte) (before, after string) {
	for i := 0; i < len(s); i++ {
		if s[i] == sep {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// LookupIP gives the addresses of a host: an address itself, those of /etc/hosts,
// or what the name servers of /etc/resolv.conf say.
func LookupIP(host string) ([]IP, error) {
	notFound := &DNSError{Err: "no such host", Name: host, IsNotFound: true}
	if host == "" {
		return nil, notFound
	}
	if ip := ParseIP(host); ip != nil {
		return []IP{ip}, nil
	}
	for len(host) > 1 && host[len(host)-1] == '.' {
		host = host[:len(host)-1]
	}
	var ips []IP
	data, _ := os.ReadFile("/etc/hosts")
	for _, f := range lines(data) {
		for _, name := range f[1:] {
			if lower(name) == lower(host) {
				if ip := ParseIP(f[0]); ip != nil {
					ips = append(ips, ip)
				}
			}
		}
	}
	if len(ips) > 0 {
		return ips, nil
	}
	if lower(host) == "localhost" {
		return []IP{IPv4(127, 0, 0, 1)}, nil
	}
	return askServers(host, notFound)
}

// LookupHost is LookupIP with the addresses as text.
func LookupHost(host string) (addrs []string, err error) {
	ips, err := LookupIP(host)
	for _, ip := range ips {
		addrs = append(addrs, ip.String())
	}
	return addrs, err
}

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// askServers asks each name server for both kinds of address.
func askServers(host string, notFound *DNSError) ([]IP, error) {
	data, _ := os.ReadFile("/etc/resolv.conf")
	var last error = notFound
	for _, f := range lines(data) {
		if f[0] != "nameserver" || len(f) < 2 {
			continue
		}
		server := JoinHostPort(f[1], "53")
		ip := ParseIP(f[1])
		if ip == nil {
			continue
		}
		var ips []IP
		answered := false
		for _, kind := range []byte{1, 28} {
			got, err := ask(&UDPAddr{IP: ip, Port: 53}, host, kind)
			if err != nil {
				e := &DNSError{UnwrapErr: err, Err: err.Error(), Name: host, Server: server}
				if t, ok := err.(Error); ok && t.Timeout() {
					e.Err, e.IsTimeout = "i/o timeout", true
				}
				last = e
				continue
			}
			answered = true
			ips = append(ips, got...)
		}
		if len(ips) > 0 {
			return ips, nil
		}
		if answered {
			e := *notFound
			e.Server = server
			return nil, &e
		}
	}
	return nil, last
}

// ask sends one question (RFC 1035) and reads the addresses of the answer; that
// there is no such name is an answer without addresses.
func ask(server *UDPAddr, host string, kind byte) ([]IP, error) {
	id := uint16(time.Now().UnixNano() >> 7)
	q := []byte{byte(id >> 8), byte(id), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	for rest := host; rest != ""; {
		var label string
		label, rest = cutAt(rest, '.')
		if label == "" || len(label) > 63 {
			return nil, nil
		}
		q = append(append(q, byte(len(label))), label...)
	}
	q = append(q, 0, 0, kind, 0, 1)
	c, err := DialUDP("udp", nil, server)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	if _, err := c.Write(q); err != nil {
		return nil, err
	}
	buf := make([]byte, 4096)
	for {
		n, err := c.Read(buf)
		if err != nil {
			return nil, err
		}
		if n >= 12 && buf[0] == q[0] && buf[1] == q[1] && buf[2]&0x80 != 0 {
			return answers(buf[:n], kind), nil
		}
	}
}

// skipName gives the place behind the name at i.
func skipName(b []byte, i int) int {
	for i < len(b) {
		switch c := b[i]; {
		case c == 0:
			return i + 1
		case c >= 0xc0:
			return i + 2
		default:
			i += int(c) + 1
		}
	}
	return i
}

func answers(b []byte, kind byte) (ips []IP) {
	questions, records := int(b[4])<<8|int(b[5]), int(b[6])<<8|int(b[7])
	i := 12
	for ; questions > 0; questions-- {
		i = skipName(b, i) + 4
	}
	for ; records > 0; records-- {
		i = skipName(b, i)
		if i+10 > len(b) {
			break
		}
		size := int(b[i+8])<<8 | int(b[i+9])
		data := i + 10
		if data+size > len(b) {
			break
		}
		if b[i] == 0 && b[i+1] == kind && (kind == 1 && size == 4 || kind == 28 && size == 16) {
			ip := IP(append([]byte(nil), b[data:data+size]...))
			if kind == 1 {
				ip = ip.To16()
			}
			ips = append(ips, ip)
		}
		i = data + size
	}
	return ips
}
