// 10,000 random times and layouts: formatted, read back, read from broken texts; zones of the database, durations.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"time"
)

var r = rand.New(rand.NewSource(31))

var parts = []string{"2006", "06", "01", "1", "Jan", "January", "02", "_2", "2", "002", "__2", "15", "03", "3", "04", "4", "05", "5",
	"PM", "pm", "Mon", "Monday", "MST", "Z07:00", "Z0700", "Z07", "Z07:00:00", "Z070000", "-07:00", "-0700", "-07", "-07:00:00", "-070000",
	".000", ".999", ".000000", ",000", ".9", ".000000000", ",999999999", "Jan_2", "x", "T", "é", "2006-01-02", "15:04:05", "Janet", "_2006", "0", "20060102"}

var layouts = []string{time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano, time.DateTime, time.DateOnly, time.TimeOnly, time.Layout}

var zones []*time.Location

func layout() string {
	if r.Intn(4) == 0 {
		return layouts[r.Intn(len(layouts))]
	}
	s := ""
	for k := r.Intn(8); k >= 0; k-- {
		s += parts[r.Intn(len(parts))]
		s += []string{" ", "-", ":", "", "/", ", ", "."}[r.Intn(7)]
	}
	return s
}

func instant() time.Time {
	var t time.Time
	switch r.Intn(6) {
	case 0:
		t = time.Unix(r.Int63n(1<<40)-1<<39, r.Int63n(1e9))
	case 1:
		t = time.Date(r.Intn(12000)-1000, time.Month(r.Intn(14)), r.Intn(40)-3, r.Intn(30)-3, r.Intn(70), r.Intn(70), r.Intn(2e9)-1e9, time.UTC)
	default:
		t = time.Unix(r.Int63n(4e9)-1e9, []int64{0, 5, 120000000, 999999999, 1000, r.Int63n(1e9)}[r.Intn(6)])
	}
	return t.In(zones[r.Intn(len(zones))])
}

func broken(s string) string {
	if s == "" || r.Intn(3) == 0 {
		return s
	}
	k := r.Intn(len(s))
	switch r.Intn(4) {
	case 0:
		return s[:k]
	case 1:
		return s[:k] + string("0 9-:+Zxé."[r.Intn(10)]) + s[k:]
	case 2:
		return s[:k] + string("0 9-:+Zx1."[r.Intn(10)]) + s[k+1:]
	}
	return s + string("0 9Z"[r.Intn(4)])
}

func duration() string {
	s := []string{"", "-", "+", " "}[r.Intn(40)%4*r.Intn(2)]
	for k := r.Intn(4); k >= 0; k-- {
		s += []string{"1", "0", "1.5", ".5", "100000000000", "9223372036854775807", "1.", ".", "3.0000000000001", "12", "", "007"}[r.Intn(12)] + []string{"ns", "us", "µs", "μs", "ms", "s", "m", "h", "", "d", "x"}[r.Intn(11)]
	}
	return s
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for _, n := range []string{"America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran", "Europe/Dublin", "America/St_Johns", "Antarctica/Troll", "Asia/Kathmandu"} {
		l, err := time.LoadLocation(n)
		if err == nil {
			zones = append(zones, l)
		} else {
			fmt.Fprintln(out, n, err)
		}
	}
	zones = append(zones, time.UTC, time.FixedZone("", 3600), time.FixedZone("ABC", -5*3600-1800), time.FixedZone("X+1", 3661), time.FixedZone("", -86399))
	for i := 0; i < 10000; i++ {
		t := instant()
		l := layout()
		s := t.Format(l)
		fmt.Fprintf(out, "%d %q %q\n", i, l, s)
		in := broken(s)
		back, err := time.Parse(l, in)
		fmt.Fprintf(out, "%q %v %v\n", in, back, err)
		back, err = time.ParseInLocation(l, in, zones[r.Intn(len(zones))])
		fmt.Fprintln(out, back, err, back.Equal(t))
		y, w := t.ISOWeek()
		fmt.Fprintln(out, t, y, w, t.YearDay(), t.Weekday(), t.IsDST(), t.Unix(), t.UnixNano(), t.UnixMilli())
		fmt.Fprintf(out, "%#v %v\n", t.UTC(), t.GoString() == fmt.Sprintf("%#v", t))
		u := instant()
		d := u.Sub(t)
		fmt.Fprintln(out, d, t.Add(d).Equal(u), t.Compare(u), t.AddDate(r.Intn(9)-4, r.Intn(50)-25, r.Intn(80)-40), t.Truncate(time.Duration(r.Int63n(1e15))), t.Round(time.Duration(r.Int63n(1e13))))
		dur := time.Duration(r.Int63()>>uint(r.Intn(63))) * time.Duration(1-2*r.Intn(2))
		fmt.Fprintln(out, dur, dur.Round(time.Duration(r.Int63n(1e12))), dur.Truncate(time.Duration(r.Int63n(1e12))), dur.Hours(), dur.Minutes(), dur.Seconds(), dur.Milliseconds(), dur.Abs())
		ds := duration()
		pd, err := time.ParseDuration(ds)
		fmt.Fprintln(out, ds, pd, err)
		b, err := t.MarshalJSON()
		var v time.Time
		js := broken(string(b))
		fmt.Fprintln(out, string(b), err, v.UnmarshalJSON([]byte(js)), v, strings.Count(js, ":"))
		mt, err := t.MarshalText()
		fmt.Fprintln(out, string(mt), err, v.UnmarshalText([]byte(broken(string(mt)))), v)
		mb, err := t.MarshalBinary()
		fmt.Fprintf(out, "%x %v %v %v\n", mb, err, v.UnmarshalBinary(mb), v)
		start, end := t.ZoneBounds()
		fmt.Fprintln(out, start, end)
	}
}
