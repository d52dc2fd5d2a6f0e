package net

import (
	"context"
	"os"
	"strconv"
)

// lookup.mg: hosts, ports and protocols by name, from the system's files; dns.mg asks servers.

// A Resolver finds addresses and names. PreferGo and StrictErrors change nothing here; Dial, if
// set, makes the connections to name servers.
type Resolver struct {
	PreferGo     bool
	StrictErrors bool
	Dial         func(ctx context.Context, network, address string) (Conn, error)
}

var DefaultResolver = &Resolver{}

// parseNetwork takes the protocol off a network such as ip4:icmp.
func parseNetwork(network string, needsProtocol bool) (string, error) {
	switch network {
	case "tcp", "tcp4", "tcp6", "udp", "udp4", "udp6", "unix", "unixgram", "unixpacket":
		return network, nil
	case "ip", "ip4", "ip6":
		if !needsProtocol {
			return network, nil
		}
		return "", UnknownNetworkError(network)
	}
	before, after := cutAt(network, ':')
	switch before {
	case "ip", "ip4", "ip6":
		if len(before) == len(network) {
			break
		}
		if _, err := protocol(after); err != nil {
			return "", err
		}
		return before, nil
	}
	return "", UnknownNetworkError(network)
}

// protocol is the number of a protocol, by number or name.
func protocol(name string) (int, error) {
	if n, err := strconv.Atoi(name); err == nil {
		return n, nil
	}
	data, _ := os.ReadFile("/etc/protocols")
	for _, f := range lines(data) {
		for i, word := range f {
			if i != 1 && lower(word) == lower(name) && len(f) > 1 {
				if n, err := strconv.Atoi(f[1]); err == nil {
					return n, nil
				}
			}
		}
	}
	switch lower(name) {
	case "icmp":
		return 1, nil
	case "igmp":
		return 2, nil
	case "tcp":
		return 6, nil
	case "udp":
		return 17, nil
	case "ipv6-icmp":
		return 58, nil
	}
	return 0, &AddrError{"unknown IP protocol specified", name}
}

// addrs is what address means to op on the network; all addresses of a host. An address to dial
// goes with the one to dial from.
func (r *Resolver) addrs(ctx context.Context, op, network, address string, from Addr) ([]Addr, error) {
	afnet, err := parseNetwork(network, true)
	if err != nil {
		return nil, err
	}
	if op == "dial" && address == "" {
		return nil, errMissingAddress
	}
	mismatched := func() ([]Addr, error) { return nil, &AddrError{"mismatched local address type", from.String()} }
	if _, ok := unixKind(afnet); ok {
		a := &UnixAddr{address, afnet}
		if from != nil && from.Network() != a.Network() {
			return mismatched()
		}
		return []Addr{a}, nil
	}
	all, err := r.internetAddrs(ctx, afnet, address)
	if err != nil || from == nil {
		return all, err
	}
	var fit []Addr
	for _, a := range all {
		if a.Network() != from.Network() {
			return mismatched()
		}
		l, to := endOf(from), endOf(a)
		if l.wildcard() || to.wildcard() || l.domain() == to.domain() {
			fit = append(fit, a)
		}
	}
	if len(fit) == 0 {
		return nil, &AddrError{"no suitable address found", from.String()}
	}
	return fit, nil
}

func endOf(a Addr) *end {
	switch a := a.(type) {
	case *TCPAddr:
		return tcpEnd(a)
	case *UDPAddr:
		return udpEnd(a)
	case *IPAddr:
		return ipEnd(a)
	}
	return nil
}

// internetAddrs reads host:port; the host may be a name, and none is no address. Those of IPv4
// come first.
func (r *Resolver) internetAddrs(ctx context.Context, network, address string) ([]Addr, error) {
	host, port := address, 0
	if network[:2] != "ip" && address != "" {
		h, service, err := SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		if port, err = r.LookupPort(ctx, network, service); err != nil {
			return nil, err
		}
		host = h
	}
	make := func(ip IP, zone string) Addr {
		switch network[:2] {
		case "tc":
			return &TCPAddr{ip, port, zone}
		case "ud":
			return &UDPAddr{ip, port, zone}
		}
		return &IPAddr{ip, zone}
	}
	if host == "" {
		return []Addr{make(nil, "")}, nil
	}
	ips, err := r.LookupIPAddr(ctx, host)
	if err != nil {
		return nil, err
	}
	last := network[len(network)-1]
	var addrs []Addr
	for _, four := range []bool{true, false} {
		for _, a := range ips {
			if (a.IP.To4() != nil) == four && !(last == '4' && !four) && !(last == '6' && four) {
				addrs = append(addrs, make(a.IP, a.Zone))
			}
		}
	}
	if len(addrs) == 0 {
		return nil, &AddrError{"no suitable address found", host}
	}
	return addrs, nil
}

// first is the address to take of several: IPv4, unless the text has brackets.
func first(addrs []Addr, text string) Addr {
	if text != "" && text[0] == '[' {
		for _, a := range addrs {
			if endOf(a).domain() == afIn6 {
				return a
			}
		}
	}
	return firstV4(addrs)
}

func firstV4(addrs []Addr) Addr {
	for _, a := range addrs {
		if e := endOf(a); e != nil && e.domain() == afInet {
			return a
		}
	}
	return addrs[0]
}

// LookupPort gives the number of a port, by number or name.
func LookupPort(network, service string) (port int, err error) {
	return DefaultResolver.LookupPort(context.Background(), network, service)
}

func (r *Resolver) LookupPort(ctx context.Context, network, service string) (port int, err error) {
	if service == "" {
		return 0, nil
	}
	if n, ok := portNumber(service); ok {
		if n < 0 || n > 65535 {
			return 0, &AddrError{"invalid port", service}
		}
		return n, nil
	}
	var protocols []string
	switch network {
	case "tcp", "tcp4", "tcp6":
		protocols = []string{"tcp"}
	case "udp", "udp4", "udp6":
		protocols = []string{"udp"}
	case "", "ip":
		protocols = []string{"tcp", "udp"}
		network = "ip"
	default:
		return 0, &AddrError{"unknown network", network}
	}
	data, _ := os.ReadFile("/etc/services")
	all := lines(data)
	for _, protocol := range protocols {
		for _, f := range all {
			for i, name := range f {
				if i != 1 && name == lower(service) && len(f) > 1 {
					if number, of := cutAt(f[1], '/'); of == protocol {
						return strconv.Atoi(number)
					}
				}
			}
		}
		if n, ok := usualPorts[protocol+"/"+lower(service)]; ok {
			return n, nil
		}
	}
	return 0, &DNSError{Err: "unknown port", Name: network + "/" + service, IsNotFound: true}
}

// usualPorts are known where there is no /etc/services.
var usualPorts = map[string]int{
	"udp/domain": 53, "tcp/domain": 53, "tcp/ftp": 21, "tcp/ftps": 990, "tcp/gopher": 70, "tcp/http": 80, "tcp/https": 443,
	"tcp/imap2": 143, "tcp/imap3": 220, "tcp/imaps": 993, "tcp/pop3": 110, "tcp/pop3s": 995, "tcp/smtp": 25,
	"tcp/submissions": 465, "tcp/ssh": 22, "tcp/telnet": 23,
}

// portNumber reads a number with a sign; one that is far too large stays too large.
func portNumber(s string) (n int, ok bool) {
	digits := s
	if digits[0] == '+' || digits[0] == '-' {
		digits = digits[1:]
	}
	for i := 0; i < len(digits); i++ {
		if digits[i] < '0' || digits[i] > '9' {
			return 0, false
		}
		n = min(n*10+int(digits[i]-'0'), 1<<30)
	}
	if s[0] == '-' {
		n = -n
	}
	return n, true
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
			if word != "" {
				words = append(words, word)
			}
			word, comment = "", true
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

func lower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func notFound(host string) *DNSError {
	return &DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// LookupIP gives the addresses of a host: an address itself, those of /etc/hosts, or what the
// name servers of /etc/resolv.conf say.
func LookupIP(host string) ([]IP, error) {
	addrs, err := DefaultResolver.LookupIPAddr(context.Background(), host)
	if err != nil {
		return nil, err
	}
	ips := make([]IP, len(addrs))
	for i, a := range addrs {
		ips[i] = a.IP
	}
	return ips, nil
}

// LookupIP is LookupIP of the network ip, ip4 or ip6.
func (r *Resolver) LookupIP(ctx context.Context, network, host string) ([]IP, error) {
	afnet, err := parseNetwork(network, false)
	if err != nil {
		return nil, err
	}
	if afnet[:2] != "ip" {
		return nil, UnknownNetworkError(network)
	}
	if host == "" {
		return nil, notFound(host)
	}
	addrs, err := r.internetAddrs(ctx, afnet, host)
	if err != nil {
		return nil, err
	}
	ips := make([]IP, len(addrs))
	for i, a := range addrs {
		ips[i] = a.(*IPAddr).IP
	}
	return ips, nil
}

// LookupIPAddr is LookupIP with zones.
func (r *Resolver) LookupIPAddr(ctx context.Context, host string) ([]IPAddr, error) {
	if host == "" {
		return nil, notFound(host)
	}
	if ip, zone := parseIPZone(host); ip != nil {
		return []IPAddr{{ip, zone}}, nil
	}
	if !isDomainName(host) {
		return nil, notFound(host)
	}
	var addrs []IPAddr
	data, _ := os.ReadFile("/etc/hosts")
	for _, f := range lines(data) {
		for _, name := range f[1:] {
			if sameName(name, host) {
				if ip, zone := parseIPZone(f[0]); ip != nil {
					addrs = append(addrs, IPAddr{ip, zone})
				}
			}
		}
	}
	if len(addrs) == 0 && sameName(host, "localhost") {
		addrs = []IPAddr{{IP: IPv4(127, 0, 0, 1)}}
	}
	if len(addrs) > 0 {
		return addrs, nil
	}
	return r.askAddrs(ctx, host)
}

// sameName compares names without case and without the dot at their ends.
func sameName(a, b string) bool { return lower(undotted(a)) == lower(undotted(b)) }

func undotted(name string) string {
	if len(name) > 1 && name[len(name)-1] == '.' {
		return name[:len(name)-1]
	}
	return name
}

// isDomainName reports whether s may be a name: labels of letters, digits, hyphens and
// underscores, not all of digits.
func isDomainName(s string) bool {
	if s == "." {
		return true
	}
	if s == "" || len(s) > 254 || len(s) == 254 && s[253] != '.' {
		return false
	}
	letters := false
	for rest := undotted(s); ; {
		label, more := rest, ""
		at := -1
		for i := 0; i < len(rest); i++ {
			if rest[i] == '.' {
				at = i
				break
			}
		}
		if at >= 0 {
			label, more = rest[:at], rest[at+1:]
		}
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			switch c := label[i]; {
			case 'a' <= c|0x20 && c|0x20 <= 'z', c == '_', c == '-':
				letters = true
			case '0' <= c && c <= '9':
			default:
				return false
			}
		}
		if at < 0 {
			return letters
		}
		rest = more
	}
}

// LookupHost is LookupIP with the addresses as text.
func LookupHost(host string) (addrs []string, err error) {
	return DefaultResolver.LookupHost(context.Background(), host)
}

func (r *Resolver) LookupHost(ctx context.Context, host string) ([]string, error) {
	if ip, _ := parseIPZone(host); ip != nil {
		return []string{host}, nil
	}
	ips, err := r.LookupIPAddr(ctx, host)
	if err != nil {
		return nil, err
	}
	addrs := make([]string, len(ips))
	for i := range ips {
		addrs[i] = ips[i].String()
	}
	return addrs, nil
}

// LookupAddr gives the names of an address.
func LookupAddr(addr string) (names []string, err error) {
	return DefaultResolver.LookupAddr(context.Background(), addr)
}

func (r *Resolver) LookupAddr(ctx context.Context, addr string) ([]string, error) {
	ip, zone := parseIPZone(addr)
	if ip == nil {
		return nil, &DNSError{Err: "unrecognized address", Name: addr}
	}
	var names []string
	data, _ := os.ReadFile("/etc/hosts")
	for _, f := range lines(data) {
		if known, z := parseIPZone(f[0]); known != nil && known.Equal(ip) && z == zone {
			names = append(names, f[1:]...)
		}
	}
	if len(names) > 0 {
		return names, nil
	}
	return r.askNames(ctx, ip)
}
