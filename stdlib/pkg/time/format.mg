package time

// format.mg: times to text.

import (
	"errors"
	"strconv"
)

// appendNumber appends x in at least width digits.
func appendNumber(b []byte, x, width int) []byte {
	if x < 0 {
		b = append(b, '-')
		x = -x
	}
	digits := 1
	for v := x; v >= 10; v /= 10 {
		digits++
	}
	for ; digits < width; digits++ {
		b = append(b, '0')
	}
	return strconv.AppendUint(b, uint64(x), 10)
}

// Format is the time in the form of layout.
func (t Time) Format(layout string) string {
	return string(t.AppendFormat(make([]byte, 0, len(layout)+10), layout))
}

// AppendFormat appends Format(layout).
func (t Time) AppendFormat(b []byte, layout string) []byte {
	name, offset := "UTC", 0
	if t.loc != nil {
		name, offset, _, _, _ = t.loc.lookup(t.unixSec())
	}
	day, clock := split(t.sec() + int64(offset))
	year, month, mday := civil(day)
	hour, min, sec := clock/3600, clock/60%60, clock%60
	for {
		p := nextPart(layout)
		b = append(b, layout[:p.start]...)
		layout = layout[p.end:]
		switch p.elem {
		case none:
			return b
		case shortYear:
			y := year
			if y < 0 {
				y = -y
			}
			b = appendNumber(b, y%100, 2)
		case longYear:
			b = appendNumber(b, year, 4)
		case shortMonth:
			b = append(b, month.String()[:3]...)
		case longMonth:
			b = append(b, month.String()...)
		case month1:
			b = appendNumber(b, int(month), 0)
		case month2:
			b = appendNumber(b, int(month), 2)
		case shortWeekday:
			b = append(b, weekday(day).String()[:3]...)
		case longWeekday:
			b = append(b, weekday(day).String()...)
		case dayPadded:
			if mday < 10 {
				b = append(b, ' ')
			}
			b = appendNumber(b, mday, 0)
		case day1:
			b = appendNumber(b, mday, 0)
		case day2:
			b = appendNumber(b, mday, 2)
		case yearDayPadded, yearDay3:
			yday := int(day-days(year, January, 1)) + 1
			if p.elem == yearDay3 {
				b = appendNumber(b, yday, 3)
				break
			}
			if yday < 100 {
				b = append(b, ' ')
			}
			if yday < 10 {
				b = append(b, ' ')
			}
			b = appendNumber(b, yday, 0)
		case hour24:
			b = appendNumber(b, hour, 2)
		case hour1:
			b = appendNumber(b, (hour+11)%12+1, 0)
		case hour2:
			b = appendNumber(b, (hour+11)%12+1, 2)
		case minute1:
			b = appendNumber(b, min, 0)
		case minute2:
			b = appendNumber(b, min, 2)
		case second1:
			b = appendNumber(b, sec, 0)
		case second2:
			b = appendNumber(b, sec, 2)
		case upperPM:
			b = append(b, "AMPM"[hour/12*2:hour/12*2+2]...)
		case lowerPM:
			b = append(b, "ampm"[hour/12*2:hour/12*2+2]...)
		case zoneName:
			if name != "" {
				b = append(b, name...)
			} else {
				b = appendOffset(b, offset, zoneNum)
			}
		case fraction0, fraction9:
			b = appendFraction(b, t.Nanosecond(), p)
		default:
			if offset == 0 && p.elem < zoneNum {
				b = append(b, 'Z')
			} else {
				b = appendOffset(b, offset, p.elem)
			}
		}
	}
}

// appendOffset appends an offset in the form of elem.
func appendOffset(b []byte, offset int, elem element) []byte {
	if elem < zoneNum {
		elem += zoneNum - zoneZ
	}
	sign := byte('+')
	minutes := offset / 60
	if minutes < 0 {
		// An offset of less than a minute west counts as east, as in Go.
		sign = '-'
		minutes, offset = -minutes, -offset
	}
	b = append(b, sign)
	b = appendNumber(b, minutes/60, 2)
	if elem == zoneColon || elem == zoneColonSeconds {
		b = append(b, ':')
	}
	if elem != zoneHours {
		b = appendNumber(b, minutes%60, 2)
	}
	if elem == zoneSeconds || elem == zoneColonSeconds {
		if elem == zoneColonSeconds {
			b = append(b, ':')
		}
		b = appendNumber(b, offset%60, 2)
	}
	return b
}

// appendFraction appends the fraction of a second.
func appendFraction(b []byte, nsec int, p part) []byte {
	trim := p.elem == fraction9
	if trim && (p.digits == 0 || nsec == 0) {
		return b
	}
	b = append(b, p.separator)
	b = appendNumber(b, nsec, 9)
	if p.digits < 9 {
		b = b[:len(b)-9+p.digits]
	}
	if trim {
		for len(b) > 0 && b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
		if len(b) > 0 && b[len(b)-1] == p.separator {
			b = b[:len(b)-1]
		}
	}
	return b
}

// String is the time for people, with the monotonic reading if there is one.
func (t Time) String() string {
	s := t.Format("2006-01-02 15:04:05.999999999 -0700 MST")
	if t.wall&hasMonotonic != 0 {
		mono, sign := uint64(t.ext), byte('+')
		if t.ext < 0 {
			mono, sign = -mono, '-'
		}
		b := append([]byte(s), " m="...)
		b = append(b, sign)
		b = strconv.AppendUint(b, mono/1e9, 10)
		b = append(b, '.')
		b = appendNumber(b, int(mono%1e9), 9)
		s = string(b)
	}
	return s
}

// GoString is the call of Date that makes t.
func (t Time) GoString() string {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	b := appendNumber([]byte("time.Date("), year, 0)
	b = append(b, ", time."...)
	b = append(b, month.String()...)
	for _, x := range []int{day, hour, min, sec, t.Nanosecond()} {
		b = append(b, ", "...)
		b = appendNumber(b, x, 0)
	}
	switch loc := t.Location(); loc {
	case UTC:
		b = append(b, ", time.UTC"...)
	case Local:
		b = append(b, ", time.Local"...)
	default:
		b = append(b, ", time.Location("...)
		b = append(b, quote(loc.name)...)
		b = append(b, ')')
	}
	return string(append(b, ')'))
}

// AppendText appends the time as RFC 3339 has it.
func (t Time) AppendText(b []byte) ([]byte, error) {
	start := len(b)
	b = t.AppendFormat(b, RFC3339Nano)
	if b[start+4] != '-' {
		return b, errors.New("Time.MarshalText: year outside of range [0,9999]")
	}
	if b[len(b)-1] != 'Z' {
		if hours := b[len(b)-5 : len(b)-3]; b[len(b)-6] >= '0' && b[len(b)-6] <= '9' || 10*(hours[0]-'0')+(hours[1]-'0') >= 24 {
			return b, errors.New("Time.MarshalText: timezone hour outside of range [0,23]")
		}
	}
	return b, nil
}

// MarshalText is AppendText to nothing.
func (t Time) MarshalText() ([]byte, error) {
	b, err := t.AppendText(nil)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// UnmarshalText reads RFC 3339.
func (t *Time) UnmarshalText(data []byte) error {
	var err error
	*t, err = Parse(RFC3339, string(data))
	return err
}

// MarshalJSON is MarshalText between quotes.
func (t Time) MarshalJSON() ([]byte, error) {
	b, err := t.AppendText([]byte{'"'})
	if err != nil {
		return nil, errors.New("Time.MarshalJSON: " + err.Error()[len("Time.MarshalText: "):])
	}
	return append(b, '"'), nil
}

// UnmarshalJSON reads RFC 3339 between quotes; null changes nothing.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return errors.New("Time.UnmarshalJSON: input is not a JSON string")
	}
	return t.UnmarshalText(data[1 : len(data)-1])
}
