package time

// layout.mg: what the parts of a layout mean.

// Layouts. A layout shows how Mon Jan 2 15:04:05 MST 2006 would look.
const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RubyDate    = "Mon Jan 02 15:04:05 -0700 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC822Z     = "02 Jan 06 15:04 -0700"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	StampMicro  = "Jan _2 15:04:05.000000"
	StampNano   = "Jan _2 15:04:05.000000000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

// An element is a part of a layout that stands for a value.
type element int

const (
	none          element = iota
	longMonth             // January
	shortMonth            // Jan
	month1                // 1
	month2                // 01
	longWeekday           // Monday
	shortWeekday          // Mon
	day1                  // 2
	dayPadded             // _2
	day2                  // 02
	yearDayPadded         // __2
	yearDay3              // 002
	hour24                // 15
	hour1                 // 3
	hour2                 // 03
	minute1               // 4
	minute2               // 04
	second1               // 5
	second2               // 05
	longYear              // 2006
	shortYear             // 06
	upperPM               // PM
	lowerPM               // pm
	zoneName              // MST

	// Offsets; those with Z print Z for UTC.
	zoneZ             // Z0700
	zoneZSeconds      // Z070000
	zoneZHours        // Z07
	zoneZColon        // Z07:00
	zoneZColonSeconds // Z07:00:00
	zoneNum           // -0700
	zoneSeconds       // -070000
	zoneHours         // -07
	zoneColon         // -07:00
	zoneColonSeconds  // -07:00:00

	fraction0 // .000, with as many digits
	fraction9 // .999, without trailing zeros
)

// A part is an element with its place in the layout, and for a fraction its number
// of digits and its separator.
type part struct {
	elem       element
	start, end int
	digits     int
	separator  byte
}

func startsWith(s string, i int, prefix string) bool {
	return len(s)-i >= len(prefix) && s[i:i+len(prefix)] == prefix
}

func isDigit(s string, i int) bool {
	return i < len(s) && '0' <= s[i] && s[i] <= '9'
}

// nextPart is the first element of layout.
func nextPart(layout string) part {
	for i := 0; i < len(layout); i++ {
		elem, n := none, 0
		switch c := layout[i]; c {
		case 'J':
			if startsWith(layout, i, "January") {
				elem, n = longMonth, 7
			} else if startsWith(layout, i, "Jan") && !lowerAt(layout, i+3) {
				elem, n = shortMonth, 3
			}
		case 'M':
			switch {
			case startsWith(layout, i, "Monday"):
				elem, n = longWeekday, 6
			case startsWith(layout, i, "Mon") && !lowerAt(layout, i+3):
				elem, n = shortWeekday, 3
			case startsWith(layout, i, "MST"):
				elem, n = zoneName, 3
			}
		case '0':
			if i+1 < len(layout) && '1' <= layout[i+1] && layout[i+1] <= '6' {
				n = 2
				switch layout[i+1] {
				case '1':
					elem = month2
				case '2':
					elem = day2
				case '3':
					elem = hour2
				case '4':
					elem = minute2
				case '5':
					elem = second2
				case '6':
					elem = shortYear
				}
			} else if startsWith(layout, i, "002") {
				elem, n = yearDay3, 3
			}
		case '1':
			if startsWith(layout, i, "15") {
				elem, n = hour24, 2
			} else {
				elem, n = month1, 1
			}
		case '2':
			if startsWith(layout, i, "2006") {
				elem, n = longYear, 4
			} else {
				elem, n = day1, 1
			}
		case '_':
			switch {
			case startsWith(layout, i, "_2006"):
				return part{elem: longYear, start: i + 1, end: i + 5}
			case startsWith(layout, i, "_2"):
				elem, n = dayPadded, 2
			case startsWith(layout, i, "__2"):
				elem, n = yearDayPadded, 3
			}
		case '3':
			elem, n = hour1, 1
		case '4':
			elem, n = minute1, 1
		case '5':
			elem, n = second1, 1
		case 'P':
			if startsWith(layout, i, "PM") {
				elem, n = upperPM, 2
			}
		case 'p':
			if startsWith(layout, i, "pm") {
				elem, n = lowerPM, 2
			}
		case '-', 'Z':
			first := zoneZ
			if c == '-' {
				first = zoneNum
			}
			switch {
			case startsWith(layout, i+1, "070000"):
				elem, n = first+1, 7
			case startsWith(layout, i+1, "07:00:00"):
				elem, n = first+4, 9
			case startsWith(layout, i+1, "0700"):
				elem, n = first, 5
			case startsWith(layout, i+1, "07:00"):
				elem, n = first+3, 6
			case startsWith(layout, i+1, "07"):
				elem, n = first+2, 3
			}
		case '.', ',':
			if i+1 < len(layout) && (layout[i+1] == '0' || layout[i+1] == '9') {
				j := i + 1
				for j < len(layout) && layout[j] == layout[i+1] {
					j++
				}
				if !isDigit(layout, j) {
					elem = fraction0
					if layout[i+1] == '9' {
						elem = fraction9
					}
					return part{elem, i, j, j - i - 1, c}
				}
			}
		}
		if elem != none {
			return part{elem: elem, start: i, end: i + n}
		}
	}
	return part{start: len(layout), end: len(layout)}
}

func lowerAt(s string, i int) bool {
	return i < len(s) && 'a' <= s[i] && s[i] <= 'z'
}

// quote puts s between quotes, with bytes that are not plain ASCII escaped.
func quote(s string) string {
	b := append(make([]byte, 0, len(s)+2), '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' || c >= 0x80:
			b = append(b, '\\', 'x', "0123456789abcdef"[c>>4], "0123456789abcdef"[c&15])
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}
