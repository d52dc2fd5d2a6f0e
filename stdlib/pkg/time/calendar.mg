package time

// calendar.mg: from seconds to dates and back (Gregorian, also for times before
// that calendar was made).

import "strconv"

// A Month is a month of the year, from 1.
type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

const monthNames = "January  February March    April    May      June     July     August   SeptemberOctober  November December "

// fixedName is the i-th of names of nine places each, without spaces behind.
func fixedName(names string, i int) string {
	s := names[9*i : 9*i+9]
	for s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}

func (m Month) String() string {
	if January <= m && m <= December {
		return fixedName(monthNames, int(m-1))
	}
	return "%!Month(" + strconv.FormatUint(uint64(m), 10) + ")"
}

// A Weekday is a day of the week, Sunday 0.
type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

const dayNames = "Sunday   Monday   Tuesday  WednesdayThursday Friday   Saturday "

func (d Weekday) String() string {
	if Sunday <= d && d <= Saturday {
		return fixedName(dayNames, int(d))
	}
	return "%!Weekday(" + strconv.FormatUint(uint64(d), 10) + ")"
}

// local is the seconds since year 1 as clocks in t's place show them.
func (t *Time) local() int64 {
	sec := t.sec()
	if t.loc != nil && t.loc != &utcLoc {
		_, offset, _, _, _ := t.loc.lookup(sec - unixToInternal)
		sec += int64(offset)
	}
	return sec
}

// split is the day since year 1 (day 0) and the second in it.
func split(sec int64) (day int64, rest int) {
	day = sec / secondsPerDay
	rest = int(sec % secondsPerDay)
	if rest < 0 {
		day--
		rest += secondsPerDay
	}
	return day, rest
}

const daysPer400Years = 365*400 + 97

// civil is the date of a day since year 1. Years are counted from March, so that
// the leap day comes last.
func civil(day int64) (year int, month Month, mday int) {
	day += 306 // since 1 March of year 0
	era := day / daysPer400Years
	if day%daysPer400Years < 0 {
		era--
	}
	d := day - era*daysPer400Years // of the era, 0 to 146096
	y := (d - d/1460 + d/36524 - d/146096) / 365
	d -= 365*y + y/4 - y/100 // of the year
	m := (5*d + 2) / 153     // from March
	mday = int(d-(153*m+2)/5) + 1
	year = int(era*400 + y)
	month = Month(m + 3)
	if month > December {
		month -= 12
		year++
	}
	return year, month, mday
}

// days is the inverse of civil, for any day of the month.
func days(year int, month Month, mday int) int64 {
	y, m := int64(year), int64(month)-3
	if m < 0 {
		m += 12
		y--
	}
	era := y / 400
	if y%400 < 0 {
		era--
	}
	y -= era * 400
	return era*daysPer400Years + y*365 + y/4 - y/100 + (153*m+2)/5 + int64(mday) - 1 - 306
}

func isLeap(year int) bool {
	return year%4 == 0 && (year%100 != 0 || year%400 == 0)
}

func daysIn(m Month, year int) int {
	if m == February {
		if isLeap(year) {
			return 29
		}
		return 28
	}
	return 30 + int((m+m>>3)&1)
}

func (t Time) Date() (year int, month Month, day int) {
	d, _ := split(t.local())
	return civil(d)
}

func (t Time) Year() int {
	year, _, _ := t.Date()
	return year
}

func (t Time) Month() Month {
	_, month, _ := t.Date()
	return month
}

func (t Time) Day() int {
	_, _, day := t.Date()
	return day
}

func weekday(day int64) Weekday {
	w := (day + 1) % 7 // the first day of year 1 was a Monday
	if w < 0 {
		w += 7
	}
	return Weekday(w)
}

func (t Time) Weekday() Weekday {
	day, _ := split(t.local())
	return weekday(day)
}

// ISOWeek is the ISO 8601 year and week; a week belongs to its Thursday's year.
func (t Time) ISOWeek() (year, week int) {
	day, _ := split(t.local())
	day += int64(Thursday - (weekday(day)+6)%7 - 1)
	year, _, _ = civil(day)
	return year, int(day-days(year, January, 1))/7 + 1
}

func (t Time) Clock() (hour, min, sec int) {
	_, s := split(t.local())
	return s / 3600, s / 60 % 60, s % 60
}

func (t Time) Hour() int {
	_, s := split(t.local())
	return s / 3600
}

func (t Time) Minute() int {
	_, s := split(t.local())
	return s / 60 % 60
}

func (t Time) Second() int {
	_, s := split(t.local())
	return s % 60
}

func (t Time) Nanosecond() int { return int(t.nsec()) }

func (t Time) YearDay() int {
	day, _ := split(t.local())
	year, _, _ := civil(day)
	return int(day-days(year, January, 1)) + 1
}

// norm brings lo into [0, base), carrying to hi.
func norm(hi, lo, base int) (int, int) {
	if lo < 0 {
		n := (-lo-1)/base + 1
		hi -= n
		lo += n * base
	}
	if lo >= base {
		n := lo / base
		hi += n
		lo -= n * base
	}
	return hi, lo
}

// Date is the time at which clocks in loc show the given date and hour; values out
// of their range carry over. In a gap or an overlap of the clocks it takes one of
// the two zones around.
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Date")
	}
	m := int(month) - 1
	year, m = norm(year, m, 12)
	sec, nsec = norm(sec, nsec, 1e9)
	min, sec = norm(min, sec, 60)
	hour, min = norm(hour, min, 60)
	day, hour = norm(day, hour, 24)
	unix := (days(year, Month(m)+1, 1)+int64(day-1))*secondsPerDay + int64(hour*3600+min*60+sec) - unixToInternal
	if loc != &utcLoc {
		// Guess the zone from the local reading; if that lands outside the zone,
		// the neighbour it lands in counts.
		_, offset, start, end, _ := loc.lookup(unix)
		if offset != 0 {
			if utc := unix - int64(offset); utc < start || utc >= end {
				_, offset, _, _, _ = loc.lookup(utc)
			}
			unix -= int64(offset)
		}
	}
	t := Time{uint64(nsec), unix + unixToInternal, nil}
	t.setLoc(loc)
	return t
}
