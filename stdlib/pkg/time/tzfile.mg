package time

// tzfile.mg: the system's description of a place (RFC 8536).

// zoneFile is the content of the zone file of that name ("" for /etc/localtime) or
// of that path if it begins with a slash; nil if there is none.
func zoneFile(name string) []byte

// zoneEnv is the environment variable TZ.
func zoneEnv() (value string, ok bool)

// loadLocal reads the local place into l: by TZ, else /etc/localtime, else UTC.
func loadLocal(l *Location) {
	name, set := zoneEnv()
	if set && name != "" && name[0] == ':' {
		name = name[1:]
	}
	if set && (name == "" || name == "UTC") {
		l.name = "UTC"
		return
	}
	if !set {
		name = ""
	}
	if data := zoneFile(name); data != nil {
		if loaded, ok := parseZoneFile("Local", data); ok {
			if set && name[0] != '/' {
				l.name = name
			} else if set && name != "/etc/localtime" {
				l.name = name
			}
			l.zones, l.changes, l.extend = loaded.zones, loaded.changes, loaded.extend
			return
		}
	}
	l.name = "UTC"
}

// A zoneReader takes big-endian numbers from data.
type zoneReader struct {
	data []byte
	bad  bool
}

func (r *zoneReader) take(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.bad = true
		r.data = nil
		return make([]byte, max(n, 0))
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *zoneReader) number(n int) int64 {
	b := r.take(n)
	v := int64(int8(b[0]))
	for _, c := range b[1:] {
		v = v<<8 | int64(c)
	}
	return v
}

func parseZoneFile(name string, data []byte) (*Location, bool) {
	r := &zoneReader{data: data}
	size := 4 // of a time
	var counts [6]int
	version := byte(0)
	for pass := 0; pass < 2; pass++ {
		if string(r.take(4)) != "TZif" {
			return nil, false
		}
		version = r.take(16)[0]
		for i := range counts {
			counts[i] = int(r.number(4))
			if r.bad || counts[i] < 0 || counts[i] > 1<<20 {
				return nil, false
			}
		}
		if version < '2' || pass == 1 {
			break
		}
		// Skip the part with short times.
		r.take(counts[3]*5 + counts[4]*6 + counts[5] + counts[2]*8 + counts[1] + counts[0])
		size = 8
	}
	utcCount, stdCount, leapCount := counts[0], counts[1], counts[2]
	timeCount, zoneCount, charCount := counts[3], counts[4], counts[5]

	times := &zoneReader{data: r.take(timeCount * size)}
	indices := r.take(timeCount)
	zones := &zoneReader{data: r.take(zoneCount * 6)}
	chars := r.take(charCount)
	r.take(leapCount*(size+4) + stdCount + utcCount)
	if r.bad || zoneCount == 0 {
		return nil, false
	}
	l := &Location{name: name}
	for i := 0; i < zoneCount; i++ {
		offset := int(zones.number(4))
		dst := zones.take(1)[0] != 0
		start := int(zones.take(1)[0])
		if start >= charCount {
			return nil, false
		}
		end := start
		for end < charCount && chars[end] != 0 {
			end++
		}
		l.zones = append(l.zones, zone{string(chars[start:end]), offset, dst})
	}
	l.changes = make([]change, 0, timeCount)
	for _, index := range indices {
		if int(index) >= zoneCount {
			return nil, false
		}
		l.changes = append(l.changes, change{times.number(size), index})
	}
	if len(l.changes) == 0 {
		l.changes = append(l.changes, change{beginning, 0})
	}
	if rest := r.data; len(rest) > 2 && rest[0] == '\n' && rest[len(rest)-1] == '\n' {
		l.extend = string(rest[1 : len(rest)-1])
	}
	return l, true
}

// ruleLookup reads a rule such as CET-1CEST,M3.5.0,M10.5.0/3 and applies it to sec,
// which comes after the last change.
func ruleLookup(rule string, lastChange, sec int64) (name string, offset int, start, end int64, isDST, ok bool) {
	stdName, rule, ok := ruleName(rule)
	var stdOffset, dstOffset int
	if ok {
		stdOffset, rule, ok = ruleOffset(rule)
	}
	if !ok {
		return
	}
	stdOffset = -stdOffset
	if rule == "" || rule[0] == ',' {
		return stdName, stdOffset, lastChange, end_, false, true
	}
	dstName, rule, ok := ruleName(rule)
	if !ok {
		return "", 0, 0, 0, false, false
	}
	if rule == "" || rule[0] == ',' {
		dstOffset = stdOffset + 3600
	} else {
		dstOffset, rule, ok = ruleOffset(rule)
		if !ok {
			return "", 0, 0, 0, false, false
		}
		dstOffset = -dstOffset
	}
	if rule == "" {
		rule = ",M3.2.0,M11.1.0"
	}
	if rule[0] != ',' && rule[0] != ';' {
		return "", 0, 0, 0, false, false
	}
	first, rule, ok := ruleDay(rule[1:])
	if !ok || rule == "" || rule[0] != ',' {
		return "", 0, 0, 0, false, false
	}
	second, rule, ok := ruleDay(rule[1:])
	if !ok || rule != "" {
		return "", 0, 0, 0, false, false
	}

	day, _ := split(sec + unixToInternal)
	year, _, _ := civil(day)
	newYear := days(year, January, 1)*secondsPerDay - unixToInternal
	yearSec := sec - newYear
	const length = 365 * secondsPerDay // even for leap years, as in Go
	from := int64(first.seconds(year) - stdOffset)
	to := int64(second.seconds(year) - dstOffset)
	inDST, outDST := true, false
	if to < from {
		// The southern half of the world.
		from, to = to, from
		stdName, dstName = dstName, stdName
		stdOffset, dstOffset = dstOffset, stdOffset
		inDST, outDST = false, true
	}
	switch {
	case yearSec < from:
		return stdName, stdOffset, newYear, from + newYear, outDST, true
	case yearSec >= to:
		return stdName, stdOffset, to + newYear, newYear + length, outDST, true
	}
	return dstName, dstOffset, from + newYear, to + newYear, inDST, true
}

// ruleName takes the name of a zone off a rule.
func ruleName(s string) (name, rest string, ok bool) {
	if s == "" {
		return "", "", false
	}
	if s[0] == '<' {
		for i := range s {
			if s[i] == '>' {
				return s[1:i], s[i+1:], true
			}
		}
		return "", "", false
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9' || c == ',' || c == '-' || c == '+':
			return s[:i], s[i:], i >= 3
		}
	}
	return s, "", len(s) >= 3
}

// ruleNumber takes a number in [lo, hi] off a rule.
func ruleNumber(s string, lo, hi int) (n int, rest string, ok bool) {
	i := 0
	for ; i < len(s) && '0' <= s[i] && s[i] <= '9' && n <= hi; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n, s[i:], i > 0 && lo <= n && n <= hi
}

// ruleOffset takes [+-]hh[:mm[:ss]] off a rule.
func ruleOffset(s string) (offset int, rest string, ok bool) {
	sign := 1
	if s != "" && (s[0] == '+' || s[0] == '-') {
		if s[0] == '-' {
			sign = -1
		}
		s = s[1:]
	}
	hours, s, ok := ruleNumber(s, 0, 24*7)
	if !ok {
		return 0, "", false
	}
	offset = hours * 3600
	for unit := 60; unit > 0 && s != "" && s[0] == ':'; unit /= 60 {
		var n int
		n, s, ok = ruleNumber(s[1:], 0, 59)
		if !ok {
			return 0, "", false
		}
		offset += n * unit
	}
	return sign * offset, s, true
}

// A yearDay is a day of each year: 'J' the day'th without leap days, 'D' the day'th
// from 0, 'M' the day'th weekday of the week'th week of a month (5: the last).
type yearDay struct {
	kind             byte
	day, week, month int
	time             int // seconds after midnight
}

// ruleDay takes a yearDay off a rule.
func ruleDay(s string) (d yearDay, rest string, ok bool) {
	if s == "" {
		return d, "", false
	}
	switch {
	case s[0] == 'J':
		d.kind = 'J'
		d.day, s, ok = ruleNumber(s[1:], 1, 365)
	case s[0] == 'M':
		d.kind = 'M'
		d.month, s, ok = ruleNumber(s[1:], 1, 12)
		if !ok || s == "" || s[0] != '.' {
			return d, "", false
		}
		d.week, s, ok = ruleNumber(s[1:], 1, 5)
		if !ok || s == "" || s[0] != '.' {
			return d, "", false
		}
		d.day, s, ok = ruleNumber(s[1:], 0, 6)
	default:
		d.kind = 'D'
		d.day, s, ok = ruleNumber(s, 0, 365)
	}
	if !ok {
		return d, "", false
	}
	d.time = 2 * 3600
	if s != "" && s[0] == '/' {
		d.time, s, ok = ruleOffset(s[1:])
	}
	return d, s, ok
}

// seconds is how far into the year d is, by the clock.
func (d yearDay) seconds(year int) int {
	day := d.day
	switch d.kind {
	case 'J':
		day--
		if isLeap(year) && d.day >= 60 {
			day++
		}
	case 'M':
		first := days(year, Month(d.month), 1)
		n := d.day - int(weekday(first))
		if n < 0 {
			n += 7
		}
		for i := 1; i < d.week && n+7 < daysIn(Month(d.month), year); i++ {
			n += 7
		}
		day = int(first-days(year, January, 1)) + n
	}
	return day*secondsPerDay + d.time
}
