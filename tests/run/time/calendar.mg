// Dates, layouts, parsing, durations; no clock is looked at.
package main

import (
	"fmt"
	"time"
)

func main() {
	east := time.FixedZone("EAST", 5*3600+1800)
	times := []time.Time{
		{}, time.Unix(0, 0).UTC(), time.Date(2024, 2, 29, 23, 59, 59, 999999999, time.UTC),
		time.Date(1999, 12, 31, 12, 0, 0, 1000, east), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2023, 14, -3, 25, 61, -1, 0, time.UTC), time.Date(12345, 6, 7, 8, 9, 10, 0, east),
	}
	layouts := []string{time.Layout, time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC850, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.StampMicro, time.DateTime, "__2 002 Z07 -07:00:00 .00 ,999 pm Jan2nd"}
	for _, t := range times {
		fmt.Println(t, t.Unix(), t.Weekday(), t.YearDay())
		fmt.Println(t.ISOWeek())
		for _, l := range layouts {
			s := t.Format(l)
			back, err := time.Parse(l, s)
			fmt.Println(s, back.Equal(t), err)
		}
		fmt.Println(t.AddDate(0, 1, 1), t.Truncate(time.Hour), t.Round(time.Hour), t.In(east), t.Sub(times[1]))
		fmt.Printf("%#v\n", t)
	}
	for _, c := range [][2]string{{time.RFC3339, "2024-02-30T00:00:00Z"}, {time.RFC3339, "2024-13-01T00:00:00Z"}, {time.DateOnly, "2024-1-02"}, {time.Kitchen, "13:00PM"}, {time.DateTime, "2024-01-02 03:04:05 x"}, {"Jan 2", "Foo 3"}, {time.DateTime, "2024-01-02 03:04:05.25"}} {
		fmt.Println(time.Parse(c[0], c[1]))
	}
	for _, s := range []string{"1h2m3.5s", "-1.5h", "300ms", "1µs", "0", "", "1", "1x", ".s", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "1.9ns"} {
		fmt.Println(time.ParseDuration(s))
	}
	for _, d := range []time.Duration{0, 1, 1100, 2200000, 3*time.Second + 300*time.Millisecond, 100 * time.Hour, -time.Minute, 1<<63 - 1, -1 << 63} {
		fmt.Println(d, d.Round(time.Second), d.Truncate(time.Minute), d.Hours(), d.Milliseconds(), d.Abs())
	}
	fmt.Println(time.Month(13), time.Weekday(8), time.March, time.Saturday)
}
