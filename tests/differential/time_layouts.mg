// 10,000 random times formatted, parsed and calculated with.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"time"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	r := rand.New(rand.NewSource(3))
	parts := []string{"2006", "06", "01", "1", "Jan", "January", "02", "2", "_2", "002", "Mon", "Monday", "15", "03", "3", "04", "4", "05", "5", "PM", "pm", "-0700", "-07:00", "Z07:00", "Z0700", "-07", "MST", ".000", ".999999", ",000000000", " ", "-", "/", ":", "T", "x"}
	fixed := []string{time.RFC3339Nano, time.RFC1123Z, time.RFC822, time.ANSIC, time.Kitchen, time.StampMicro, time.DateTime, time.RFC850}
	zones := []*time.Location{time.UTC, time.FixedZone("EAST", 5*3600+1800), time.FixedZone("", -3*3600-45*60), time.FixedZone("W", -8*3600)}
	for i := 0; i < 10000; i++ {
		t := time.Unix(r.Int63n(1<<36)-1<<35, r.Int63n(1e9)).In(zones[r.Intn(len(zones))])
		layout := fixed[r.Intn(len(fixed))]
		if i%2 == 0 {
			layout = ""
			for k := 1 + r.Intn(7); k > 0; k-- {
				layout += parts[r.Intn(len(parts))]
			}
		}
		s := t.Format(layout)
		back, err := time.Parse(layout, s)
		fmt.Fprintf(out, "%q %q %v %v\n", layout, s, back, err)
		cut := s[:r.Intn(len(s)+1)]
		_, err = time.Parse(layout, cut)
		fmt.Fprintln(out, err)
		y, w := t.ISOWeek()
		d := time.Duration(r.Int63()) >> uint(r.Intn(63))
		if r.Intn(2) == 0 {
			d = -d
		}
		fmt.Fprintln(out, t.Weekday(), t.YearDay(), y, w, t.AddDate(r.Intn(9)-4, r.Intn(40)-20, r.Intn(99)-50), d, t.Add(d).Unix(), t.Round(d), t.Truncate(d), d.Round(time.Minute))
		e, err := time.ParseDuration(d.String())
		fmt.Fprintln(out, e == d, err)
		b, err := t.MarshalJSON()
		fmt.Fprintln(out, string(b), err)
	}
}
