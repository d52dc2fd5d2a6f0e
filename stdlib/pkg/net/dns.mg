package net

import (
	"context"
	"errors"
	"math/rand"
	"os"
	"strconv"
	"time"
)

// dns.mg: questions to the name servers of /etc/resolv.conf (RFC 1035).

// An MX is a mail server, an NS a name server, an SRV a server of a service.
type MX struct {
	Host string
	Pref uint16
}

type NS struct{ Host string }

type SRV struct {
	Target   string
	Port     uint16
	Priority uint16
	Weight   uint16
}

// Kinds of records.
const (
	typeA     = 1
	typeNS    = 2
	typeCNAME = 5
	typePTR   = 12
	typeMX    = 15
	typeTXT   = 16
	typeAAAA  = 28
	typeSRV   = 33
)

// A record is one of an answer: its data from at to end of the message.
type record struct {
	msg     []byte
	name    string
	kind    int
	at, end int
}

func (r *record) u16(i int) int {
	if r.at+i+2 > r.end {
		return 0
	}
	return int(r.msg[r.at+i])<<8 | int(r.msg[r.at+i+1])
}

// domain is the name that stands i bytes into the data.
func (r *record) domain(i int) string {
	name, _ := readName(r.msg, r.at+i)
	return name
}

var errMalformed = errors.New("cannot unmarshal DNS message")

// readName reads the name at i and gives the place behind it; -1 if it is broken.
func readName(b []byte, i int) (name string, next int) {
	next = -1
	for hops := 0; i < len(b) && hops < 128; hops++ {
		switch c := int(b[i]); {
		case c == 0:
			if next < 0 {
				next = i + 1
			}
			if name == "" {
				name = "."
			}
			return name, next
		case c >= 0xc0:
			if i+1 >= len(b) {
				return "", -1
			}
			if next < 0 {
				next = i + 2
			}
			i = (c&0x3f)<<8 | int(b[i+1])
		default:
			if i+1+c > len(b) || c > 63 {
				return "", -1
			}
			name += string(b[i+1:i+1+c]) + "."
			i += 1 + c
		}
	}
	return "", -1
}

// question is the message that asks for records of a name.
func question(id uint16, name string, kind int) ([]byte, bool) {
	q := []byte{byte(id >> 8), byte(id), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	for rest := undotted(name); rest != "" && rest != "."; {
		var label string
		label, rest = cutAt(rest, '.')
		if label == "" || len(label) > 63 {
			return nil, false
		}
		q = append(append(q, byte(len(label))), label...)
	}
	return append(q, 0, 0, byte(kind), 0, 1), true
}

// readAnswer reads the records of a message; code is what the server says of the question.
func readAnswer(b []byte) (records []record, code int, err error) {
	if len(b) < 12 {
		return nil, 0, errMalformed
	}
	questions, answers := int(b[4])<<8|int(b[5]), int(b[6])<<8|int(b[7])
	i := 12
	for ; questions > 0; questions-- {
		if _, i = readName(b, i); i < 0 {
			return nil, 0, errMalformed
		}
		i += 4
	}
	for ; answers > 0; answers-- {
		name, next := readName(b, i)
		if next < 0 || next+10 > len(b) {
			return nil, 0, errMalformed
		}
		size := int(b[next+8])<<8 | int(b[next+9])
		r := record{b, name, int(b[next])<<8 | int(b[next+1]), next + 10, next + 10 + size}
		if r.end > len(b) {
			return nil, 0, errMalformed
		}
		records = append(records, r)
		i = r.end
	}
	return records, int(b[3] & 15), nil
}

// A resolverConfig is /etc/resolv.conf.
type resolverConfig struct {
	servers  []string
	search   []string
	ndots    int
	attempts int
	timeout  time.Duration
}

func readConfig() resolverConfig {
	c := resolverConfig{ndots: 1, attempts: 2, timeout: 5 * time.Second}
	data, _ := os.ReadFile("/etc/resolv.conf")
	for _, f := range lines(data) {
		switch f[0] {
		case "nameserver":
			if len(f) > 1 && len(c.servers) < 3 {
				if ip, _ := parseIPZone(f[1]); ip != nil {
					c.servers = append(c.servers, JoinHostPort(f[1], "53"))
				}
			}
		case "search", "domain":
			c.search = f[1:]
		case "options":
			for _, o := range f[1:] {
				name, value := cutAt(o, ':')
				n, _ := strconv.Atoi(value)
				switch name {
				case "ndots":
					c.ndots = max(0, min(n, 15))
				case "attempts":
					c.attempts = max(n, 1)
				case "timeout":
					c.timeout = time.Duration(max(n, 1)) * time.Second
				}
			}
		}
	}
	if len(c.servers) == 0 {
		c.servers = []string{"127.0.0.1:53", "[::1]:53"}
	}
	return c
}

// names are those to ask for when a program says name: with the domains of the search list.
func (c *resolverConfig) names(name string) []string {
	if name[len(name)-1] == '.' {
		return []string{name}
	}
	dots := 0
	for i := 0; i < len(name); i++ {
		if name[i] == '.' {
			dots++
		}
	}
	var all []string
	if dots >= c.ndots {
		all = append(all, name+".")
	}
	for _, domain := range c.search {
		all = append(all, name+"."+undotted(domain)+".")
	}
	if dots < c.ndots {
		all = append(all, name+".")
	}
	return all
}

// exchange asks one server.
func (r *Resolver) exchange(ctx context.Context, network, server, name string, kind int) ([]record, int, error) {
	id := uint16(rand.Uint64())
	q, ok := question(id, name, kind)
	if !ok {
		return nil, 3, nil
	}
	dial := (&Dialer{}).DialContext
	if r.Dial != nil {
		dial = r.Dial
	}
	c, err := dial(ctx, network, server)
	if err != nil {
		return nil, 0, err
	}
	defer c.Close()
	if end, ok := ctx.Deadline(); ok {
		c.SetDeadline(end)
	}
	stream := true
	if _, ok := c.(PacketConn); ok {
		stream = false
	}
	if stream {
		q = append([]byte{byte(len(q) >> 8), byte(len(q))}, q...)
	}
	if _, err := c.Write(q); err != nil {
		return nil, 0, err
	}
	if stream {
		head := make([]byte, 2)
		if err := readFull(c, head); err != nil {
			return nil, 0, err
		}
		b := make([]byte, int(head[0])<<8|int(head[1]))
		if err := readFull(c, b); err != nil {
			return nil, 0, err
		}
		return readAnswer(b)
	}
	b := make([]byte, 4096)
	for {
		n, err := c.Read(b)
		if err != nil {
			return nil, 0, err
		}
		if n < 12 || b[0] != q[0] || b[1] != q[1] || b[2]&0x80 == 0 {
			continue // not an answer to this question
		}
		if b[2]&2 != 0 { // cut off: once more by TCP
			return r.exchange(ctx, "tcp", server, name, kind)
		}
		return readAnswer(b[:n])
	}
}

func readFull(c Conn, b []byte) error {
	for len(b) > 0 {
		n, err := c.Read(b)
		if n == 0 && err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// ask asks the servers in turn for records of a name, and of it with the search list's domains.
// Its error is a *DNSError.
func (r *Resolver) ask(ctx context.Context, name string, kinds ...int) ([]record, error) {
	config := readConfig()
	last := notFound(name)
	for _, full := range config.names(name) {
		var records []record
		for _, kind := range kinds {
			found, err := r.askServers(ctx, &config, full, kind)
			if err != nil {
				err.Name = name
				last = err
				continue
			}
			records = append(records, found...)
		}
		if len(records) > 0 {
			return records, nil
		}
		if !last.IsNotFound {
			break
		}
	}
	return nil, last
}

func (r *Resolver) askServers(ctx context.Context, config *resolverConfig, name string, kind int) ([]record, *DNSError) {
	last := notFound(name)
	for range config.attempts {
		for _, server := range config.servers {
			once, cancel := context.WithTimeout(ctx, config.timeout)
			records, code, err := r.exchange(once, "udp", server, name, kind)
			cancel()
			if err != nil {
				last = &DNSError{UnwrapErr: err, Err: err.Error(), Name: name, Server: server}
				if t, ok := err.(Error); ok && t.Timeout() {
					last.Err, last.IsTimeout = "i/o timeout", true
				}
				if ctx.Err() != nil {
					return nil, last
				}
				last.IsTemporary = true
				continue
			}
			if code != 0 && code != 3 {
				last = &DNSError{Err: "server misbehaving", Name: name, Server: server, IsTemporary: true}
				continue
			}
			var wanted []record
			for _, rec := range records {
				if rec.kind == kind || rec.kind == typeCNAME {
					wanted = append(wanted, rec)
				}
			}
			if len(wanted) == 0 {
				e := notFound(name)
				e.Server = server
				return nil, e
			}
			return wanted, nil
		}
	}
	return nil, last
}

// of are the records of one kind.
func of(records []record, kind int) []record {
	var some []record
	for _, r := range records {
		if r.kind == kind {
			some = append(some, r)
		}
	}
	return some
}

func (r *Resolver) askAddrs(ctx context.Context, host string) ([]IPAddr, error) {
	records, err := r.ask(ctx, host, typeA, typeAAAA)
	if err != nil {
		return nil, err
	}
	var addrs []IPAddr
	for _, rec := range records {
		data := rec.msg[rec.at:rec.end]
		if rec.kind == typeA && len(data) == 4 || rec.kind == typeAAAA && len(data) == 16 {
			addrs = append(addrs, IPAddr{IP: append(IP(nil), data...).To16()})
		}
	}
	if len(addrs) == 0 {
		return nil, notFound(host)
	}
	return addrs, nil
}

// reverse is the name that stands for an address.
func reverse(ip IP) string {
	if ip4 := ip.To4(); ip4 != nil {
		return IP{ip4[3], ip4[2], ip4[1], ip4[0]}.String() + ".in-addr.arpa."
	}
	s := ""
	for i := len(ip) - 1; i >= 0; i-- {
		s += string("0123456789abcdef"[ip[i]&15]) + "." + string("0123456789abcdef"[ip[i]>>4]) + "."
	}
	return s + "ip6.arpa."
}

func (r *Resolver) askNames(ctx context.Context, ip IP) ([]string, error) {
	records, err := r.ask(ctx, reverse(ip), typePTR)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, rec := range of(records, typePTR) {
		names = append(names, rec.domain(0))
	}
	return names, nil
}

// LookupCNAME gives the name that a host's names end at.
func LookupCNAME(host string) (cname string, err error) {
	return DefaultResolver.LookupCNAME(context.Background(), host)
}

func (r *Resolver) LookupCNAME(ctx context.Context, host string) (string, error) {
	if !isDomainName(host) {
		return "", notFound(host)
	}
	if ips, err := r.LookupIPAddr(ctx, host); err == nil && len(ips) > 0 && ips[0].IP.IsLoopback() {
		return undotted(host) + ".", nil
	}
	records, err := r.ask(ctx, host, typeA, typeAAAA)
	if err != nil {
		return "", err
	}
	for _, rec := range records {
		if rec.kind != typeCNAME {
			return rec.name, nil
		}
	}
	return records[len(records)-1].domain(0), nil
}

// LookupMX gives a domain's mail servers, the preferred one first.
func LookupMX(name string) ([]*MX, error) {
	return DefaultResolver.LookupMX(context.Background(), name)
}

func (r *Resolver) LookupMX(ctx context.Context, name string) ([]*MX, error) {
	records, err := r.ask(ctx, name, typeMX)
	if err != nil {
		return nil, err
	}
	var all []*MX
	for _, rec := range of(records, typeMX) {
		all = append(all, &MX{rec.domain(2), uint16(rec.u16(0))})
	}
	order(all, func(a, b *MX) bool { return a.Pref < b.Pref })
	return all, nil
}

// order sorts, and leaves equal ones as they are.
func order[T any](s []T, less func(a, b T) bool) {
	for i := range s {
		for k := i; k > 0 && less(s[k], s[k-1]); k-- {
			s[k], s[k-1] = s[k-1], s[k]
		}
	}
}

// LookupNS gives a domain's name servers.
func LookupNS(name string) ([]*NS, error) {
	return DefaultResolver.LookupNS(context.Background(), name)
}

func (r *Resolver) LookupNS(ctx context.Context, name string) ([]*NS, error) {
	records, err := r.ask(ctx, name, typeNS)
	if err != nil {
		return nil, err
	}
	var all []*NS
	for _, rec := range of(records, typeNS) {
		all = append(all, &NS{rec.domain(0)})
	}
	return all, nil
}

// LookupTXT gives a domain's texts.
func LookupTXT(name string) ([]string, error) {
	return DefaultResolver.LookupTXT(context.Background(), name)
}

func (r *Resolver) LookupTXT(ctx context.Context, name string) ([]string, error) {
	records, err := r.ask(ctx, name, typeTXT)
	if err != nil {
		return nil, err
	}
	var all []string
	for _, rec := range of(records, typeTXT) {
		text := ""
		for i := rec.at; i < rec.end; {
			size := min(int(rec.msg[i]), rec.end-i-1)
			text += string(rec.msg[i+1 : i+1+size])
			i += 1 + size
		}
		all = append(all, text)
	}
	return all, nil
}

// LookupSRV gives the servers of a service, by priority, and chosen by weight within one.
func LookupSRV(service, proto, name string) (cname string, addrs []*SRV, err error) {
	return DefaultResolver.LookupSRV(context.Background(), service, proto, name)
}

func (r *Resolver) LookupSRV(ctx context.Context, service, proto, name string) (string, []*SRV, error) {
	target := name
	if service != "" || proto != "" {
		target = "_" + service + "._" + proto + "." + name
	}
	records, err := r.ask(ctx, target, typeSRV)
	if err != nil {
		return "", nil, err
	}
	var all []*SRV
	cname := ""
	for _, rec := range of(records, typeSRV) {
		cname = rec.name
		all = append(all, &SRV{rec.domain(6), uint16(rec.u16(4)), uint16(rec.u16(0)), uint16(rec.u16(2))})
	}
	order(all, func(a, b *SRV) bool {
		return a.Priority < b.Priority || a.Priority == b.Priority && a.Weight < b.Weight
	})
	for i := 0; i < len(all); {
		k := i
		sum := 0
		for k < len(all) && all[k].Priority == all[i].Priority {
			sum += int(all[k].Weight)
			k++
		}
		shuffleByWeight(all[i:k], sum)
		i = k
	}
	return cname, all, nil
}

// shuffleByWeight orders servers at random, those of more weight sooner (RFC 2782).
func shuffleByWeight(s []*SRV, sum int) {
	for ; len(s) > 1 && sum > 0; s = s[1:] {
		at, n := 0, rand.Intn(sum)
		for i, a := range s {
			at += int(a.Weight)
			if at > n {
				chosen := s[i]
				copy(s[1:i+1], s[:i])
				s[0] = chosen
				sum -= int(chosen.Weight)
				break
			}
		}
	}
}
