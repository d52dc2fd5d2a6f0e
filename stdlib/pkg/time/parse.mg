package time

// parse.mg: text to times and durations.

import "errors"

// A ParseError says what did not fit.
type ParseError struct {
	Layout     string
	Value      string
	LayoutElem string
	ValueElem  string
	Message    string
}

func (e *ParseError) Error() string {
	if e.Message != "" {
		return "parsing time " + quote(e.Value) + e.Message
	}
	return "parsing time " + quote(e.Value) + " as " + quote(e.Layout) +
		": cannot parse " + quote(e.ValueElem) + " as " + quote(e.LayoutElem)
}

// Parse reads value in the form of layout; without a zone it is UTC.
func Parse(layout, value string) (Time, error) {
	return parse(layout, value, UTC, Local)
}

// ParseInLocation is Parse that takes times without a zone, and the zones' names,
// as those of loc.
func ParseInLocation(layout, value string, loc *Location) (Time, error) {
	return parse(layout, value, loc, loc)
}

// A timeParser holds what has been read; month, day and yearDay are -1 if not.
type timeParser struct {
	value string // what is left

	year, month, day, yearDay int
	hour, min, sec, nsec      int
	am, pm                    bool

	loc       *Location // set for UTC
	offset    int
	hasOffset bool
	zone      string

	outOfRange string // what is
}

func parse(layout, value string, def, local *Location) (Time, error) {
	p := &timeParser{value: value, month: -1, day: -1, yearDay: -1}
	fail := func(elem, rest, message string) (Time, error) {
		return Time{}, &ParseError{layout, value, elem, rest, message}
	}
	for rest := layout; ; {
		next := nextPart(rest)
		if !p.skip(rest[:next.start]) {
			return fail(rest[:next.start], p.value, "")
		}
		if next.elem == none {
			if p.value != "" {
				return fail("", p.value, ": extra text: "+quote(p.value))
			}
			break
		}
		text := rest[next.start:next.end]
		rest = rest[next.end:]
		hold := p.value
		ok := p.read(next, rest)
		if p.outOfRange != "" {
			return fail(text, p.value, ": "+p.outOfRange+" out of range")
		}
		if !ok {
			return fail(text, hold, "")
		}
	}
	if p.pm && p.hour < 12 {
		p.hour += 12
	} else if p.am && p.hour == 12 {
		p.hour = 0
	}
	if message := p.fixDate(); message != "" {
		return fail("", p.value, message)
	}
	return p.time(def, local), nil
}

// fixDate brings day of year and day of month together.
func (p *timeParser) fixDate() string {
	if p.yearDay >= 0 {
		length := 365
		if isLeap(p.year) {
			length = 366
		}
		if p.yearDay < 1 || p.yearDay > length {
			return ": day-of-year out of range"
		}
		_, m, d := civil(days(p.year, January, p.yearDay))
		if p.month >= 0 && p.month != int(m) {
			return ": day-of-year does not match month"
		}
		if p.day >= 0 && p.day != d {
			return ": day-of-year does not match day"
		}
		p.month, p.day = int(m), d
	}
	if p.month < 0 {
		p.month = int(January)
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.day < 1 || p.day > daysIn(Month(p.month), p.year) {
		return ": day out of range"
	}
	return ""
}

// time is what was read; its zone is that of local if it agrees with the time.
func (p *timeParser) time(def, local *Location) Time {
	switch {
	case p.loc != nil:
		def = p.loc
	case p.hasOffset:
		t := Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, UTC)
		t.addSec(-int64(p.offset))
		name, offset, _, _, _ := local.lookup(t.unixSec())
		if offset == p.offset && (p.zone == "" || name == p.zone) {
			t.setLoc(local)
		} else {
			t.setLoc(FixedZone(p.zone, p.offset))
		}
		return t
	case p.zone != "":
		t := Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, UTC)
		if offset, ok := local.byName(p.zone, t.unixSec()); ok {
			t.addSec(-int64(offset))
			t.setLoc(local)
			return t
		}
		offset := 0
		if len(p.zone) > 3 && p.zone[:3] == "GMT" {
			n, _, _ := leadingInt(p.zone[4:])
			offset = int(n) * 3600
			if p.zone[3] == '-' {
				offset = -offset
			}
		}
		t.setLoc(FixedZone(p.zone, offset))
		return t
	}
	return Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, def)
}

// skip takes the text between elements off the value; spaces stand for any number
// of spaces, but at least one unless the value ends.
func (p *timeParser) skip(prefix string) bool {
	for prefix != "" {
		if prefix[0] == ' ' {
			if p.value != "" && p.value[0] != ' ' {
				return false
			}
			prefix = trimSpaces(prefix)
			p.value = trimSpaces(p.value)
			continue
		}
		if p.value == "" || p.value[0] != prefix[0] {
			return false
		}
		prefix = prefix[1:]
		p.value = p.value[1:]
	}
	return true
}

func trimSpaces(s string) string {
	for s != "" && s[0] == ' ' {
		s = s[1:]
	}
	return s
}

// number takes one or two digits (two if fixed) off the value.
func (p *timeParser) number(fixed bool) (n int, ok bool) {
	if !isDigit(p.value, 0) {
		return 0, false
	}
	if !isDigit(p.value, 1) {
		if fixed {
			return 0, false
		}
		n = int(p.value[0] - '0')
		p.value = p.value[1:]
		return n, true
	}
	n = int(p.value[0]-'0')*10 + int(p.value[1]-'0')
	p.value = p.value[2:]
	return n, true
}

// bounded is number that must lie in [lo, hi].
func (p *timeParser) bounded(fixed bool, lo, hi int, what string) (n int, ok bool) {
	n, ok = p.number(fixed)
	if ok && (n < lo || n > hi) {
		p.outOfRange = what
	}
	return n, ok
}

// name takes one of names (fixedName's form), or its first three letters if short,
// off the value, in any case.
func (p *timeParser) name(names string, short bool) (index int, ok bool) {
	for i := 0; i < len(names)/9; i++ {
		s := fixedName(names, i)
		if short {
			s = s[:3]
		}
		if len(p.value) >= len(s) && sameLetters(p.value[:len(s)], s) {
			p.value = p.value[len(s):]
			return i, true
		}
	}
	return 0, false
}

func sameLetters(a, b string) bool {
	for i := 0; i < len(a); i++ {
		if c := a[i]; c != b[i] {
			if c |= 0x20; c != b[i]|0x20 || c < 'a' || c > 'z' {
				return false
			}
		}
	}
	return true
}

// digits takes exactly n digits off the value.
func (p *timeParser) digits(n int) (v int, ok bool) {
	if len(p.value) < n {
		return 0, false
	}
	for i := 0; i < n; i++ {
		if !isDigit(p.value, i) {
			return 0, false
		}
		v = v*10 + int(p.value[i]-'0')
	}
	p.value = p.value[n:]
	return v, true
}

func (p *timeParser) point() bool {
	return p.value != "" && (p.value[0] == '.' || p.value[0] == ',')
}

// fraction takes a point and n digits off the value; as in Go, the first may be a sign.
func (p *timeParser) fraction(n int) bool {
	if !p.point() || len(p.value) < n+1 {
		return false
	}
	ns := 0
	for i := 1; i <= n && i <= 9; i++ {
		if i == 1 && (p.value[1] == '+' || p.value[1] == '-') {
			continue
		}
		if !isDigit(p.value, i) {
			return false
		}
		ns = ns*10 + int(p.value[i]-'0')
	}
	if ns > 0 && p.value[1] == '-' {
		p.outOfRange = "fractional second"
	}
	for i := n; i < 9; i++ {
		ns *= 10
	}
	p.nsec = ns
	p.value = p.value[n+1:]
	return true
}

// countDigits is the number of digits after the value's first byte.
func (p *timeParser) countDigits() int {
	n := 0
	for isDigit(p.value, n+1) {
		n++
	}
	return n
}

// read takes an element off the value; rest is the layout after it.
func (p *timeParser) read(next part, rest string) (ok bool) {
	switch next.elem {
	case shortYear:
		// As in Go a sign and one digit will do.
		if len(p.value) >= 2 && (p.value[0] == '-' || p.value[0] == '+') && isDigit(p.value, 1) {
			p.year, ok = int(p.value[1]-'0'), true
			if p.value[0] == '-' {
				p.year = -p.year
			}
			p.value = p.value[2:]
		} else {
			p.year, ok = p.digits(2)
		}
		if ok {
			if p.year >= 69 {
				p.year += 1900
			} else {
				p.year += 2000
			}
		}
	case longYear:
		p.year, ok = p.digits(4)
	case shortMonth, longMonth:
		p.month, ok = p.name(monthNames, next.elem == shortMonth)
		p.month++
	case month1, month2:
		p.month, ok = p.bounded(next.elem == month2, 1, 12, "month")
	case shortWeekday, longWeekday:
		_, ok = p.name(dayNames, next.elem == shortWeekday)
	case day1, dayPadded, day2:
		if next.elem == dayPadded && p.value != "" && p.value[0] == ' ' {
			p.value = p.value[1:]
		}
		p.day, ok = p.number(next.elem == day2)
	case yearDayPadded, yearDay3:
		for i := 0; i < 2 && next.elem == yearDayPadded && p.value != "" && p.value[0] == ' '; i++ {
			p.value = p.value[1:]
		}
		n := 0
		for n < 3 && isDigit(p.value, n) {
			n++
		}
		if n == 0 || next.elem == yearDay3 && n != 3 {
			return false
		}
		p.yearDay, ok = p.digits(n)
	case hour24:
		p.hour, ok = p.bounded(false, 0, 23, "hour")
	case hour1, hour2:
		p.hour, ok = p.bounded(next.elem == hour2, 0, 12, "hour")
	case minute1, minute2:
		p.min, ok = p.bounded(next.elem == minute2, 0, 59, "minute")
	case second1, second2:
		p.sec, ok = p.bounded(next.elem == second2, 0, 59, "second")
		// A fraction may follow even if the layout has none.
		if ok && p.outOfRange == "" && p.point() && isDigit(p.value, 1) {
			if e := nextPart(rest).elem; e != fraction0 && e != fraction9 {
				ok = p.fraction(p.countDigits())
			}
		}
	case upperPM, lowerPM:
		if len(p.value) < 2 {
			return false
		}
		var half string
		half, p.value = p.value[:2], p.value[2:]
		if next.elem == upperPM {
			p.pm, p.am = p.pm || half == "PM", p.am || half == "AM"
			return half == "PM" || half == "AM"
		}
		p.pm, p.am = p.pm || half == "pm", p.am || half == "am"
		return half == "pm" || half == "am"
	case zoneName:
		if startsWith(p.value, 0, "UTC") {
			p.loc = UTC
			p.value = p.value[3:]
			return true
		}
		n := zoneNameLength(p.value)
		p.zone, p.value = p.value[:n], p.value[n:]
		ok = n > 0
	case fraction0:
		ok = p.fraction(next.digits)
	case fraction9:
		ok = true
		if p.point() && isDigit(p.value, 1) {
			ok = p.fraction(p.countDigits())
		}
	default:
		if next.elem < zoneNum && p.value != "" && p.value[0] == 'Z' {
			p.value = p.value[1:]
			p.loc = UTC
			return true
		}
		ok = p.readOffset(next.elem)
	}
	return ok
}

// readOffset takes an offset in the form of elem off the value.
func (p *timeParser) readOffset(elem element) bool {
	if elem < zoneNum {
		elem += zoneNum - zoneZ
	}
	form := "+hhmm"
	switch elem {
	case zoneSeconds:
		form = "+hhmmss"
	case zoneHours:
		form = "+hh"
	case zoneColon:
		form = "+hh:mm"
	case zoneColonSeconds:
		form = "+hh:mm:ss"
	}
	s := p.value
	if len(s) < len(form) {
		return false
	}
	for i := 0; i < len(form); i++ {
		if form[i] == ':' && s[i] != ':' {
			return false
		}
	}
	p.value = s[len(form):]
	ok := true
	var hour, min, sec int
	for i := 1; i < len(form) && ok; i++ {
		if form[i] == ':' {
			continue
		}
		d := 0
		if ok = isDigit(s, i); ok {
			d = int(s[i] - '0')
		}
		switch form[i] {
		case 'h':
			hour = hour*10 + d
		case 'm':
			min = min*10 + d
		case 's':
			sec = sec*10 + d
		}
	}
	if ok {
		switch {
		case sec > 60:
			p.outOfRange = "time zone offset second"
		case min > 60:
			p.outOfRange = "time zone offset minute"
		case hour > 24:
			p.outOfRange = "time zone offset hour"
		}
	}
	p.offset = (hour*60+min)*60 + sec
	p.hasOffset = p.offset != -1
	if s[0] == '-' {
		p.offset = -p.offset
	}
	return ok && (s[0] == '+' || s[0] == '-')
}

// zoneNameLength is the length of the zone's abbreviation that s begins with, 0 if
// there is none: three letters; four or five that end in T (or are known); GMT
// with or without hours; or hours alone.
func zoneNameLength(s string) int {
	if len(s) < 3 {
		return 0
	}
	switch {
	case startsWith(s, 0, "ChST") || startsWith(s, 0, "MeST"):
		return 4
	case startsWith(s, 0, "GMT"):
		if len(s) == 3 {
			return 3
		}
		return 3 + signedHours(s[3:])
	case s[0] == '+' || s[0] == '-':
		return signedHours(s)
	}
	n := 0
	for n < 6 && n < len(s) && 'A' <= s[n] && s[n] <= 'Z' {
		n++
	}
	switch {
	case n == 5 && s[4] == 'T', n == 4 && (s[3] == 'T' || s[:4] == "WITA"), n == 3:
		return n
	}
	return 0
}

// signedHours is the length of the hours, -23 to +23, that s begins with.
func signedHours(s string) int {
	if s[0] != '-' && s[0] != '+' {
		return 0
	}
	n, rest, ok := leadingInt(s[1:])
	if !ok || rest == s[1:] || n > 23 {
		return 0
	}
	return len(s) - len(rest)
}

// leadingInt takes digits off s; ok is false if their value passes 2⁶³.
func leadingInt(s string) (n uint64, rest string, ok bool) {
	i := 0
	for ; isDigit(s, i); i++ {
		if n > 1<<63/10 {
			return 0, "", false
		}
		n = n*10 + uint64(s[i]-'0')
		if n > 1<<63 {
			return 0, "", false
		}
	}
	return n, s[i:], true
}

// ParseDuration reads a duration such as -1.5h or 2h45m.
func ParseDuration(s string) (Duration, error) {
	whole := s
	invalid := func() (Duration, error) {
		return 0, errors.New("time: invalid duration " + quote(whole))
	}
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return invalid()
	}
	var sum uint64
	for s != "" {
		if s[0] != '.' && !isDigit(s, 0) {
			return invalid()
		}
		before := len(s)
		v, rest, ok := leadingInt(s)
		if !ok {
			return invalid()
		}
		s = rest
		some := before != len(s)
		// The fraction is f/scale; digits that do not fit are left out.
		var f uint64
		scale := 1.0
		if s != "" && s[0] == '.' {
			s = s[1:]
			i, full := 0, false
			for ; isDigit(s, i); i++ {
				if full || f > (1<<63-1)/10 {
					full = true
					continue
				}
				next := f*10 + uint64(s[i]-'0')
				if next > 1<<63 {
					full = true
					continue
				}
				f = next
				scale *= 10
			}
			some = some || i > 0
			s = s[i:]
		}
		if !some {
			return invalid()
		}
		i := 0
		for i < len(s) && s[i] != '.' && !isDigit(s, i) {
			i++
		}
		if i == 0 {
			return 0, errors.New("time: missing unit in duration " + quote(whole))
		}
		var unit uint64
		switch s[:i] {
		case "ns":
			unit = 1
		case "us", "µs", "μs":
			unit = 1e3
		case "ms":
			unit = 1e6
		case "s":
			unit = 1e9
		case "m":
			unit = 60e9
		case "h":
			unit = 3600e9
		default:
			return 0, errors.New("time: unknown unit " + quote(s[:i]) + " in duration " + quote(whole))
		}
		s = s[i:]
		if v > 1<<63/unit {
			return invalid()
		}
		v *= unit
		if f > 0 {
			v += uint64(float64(f) * (float64(unit) / scale))
			if v > 1<<63 {
				return invalid()
			}
		}
		sum += v
		if sum > 1<<63 {
			return invalid()
		}
	}
	if negative {
		return -Duration(sum), nil
	}
	if sum > 1<<63-1 {
		return invalid()
	}
	return Duration(sum), nil
}
