// Times as bytes and back; places from the bytes of a file; errors of both.
package main

import (
	"fmt"
	"os"
	"time"
)

func main() {
	zones := []*time.Location{time.UTC, time.FixedZone("A", 3600), time.FixedZone("B", -5*3600-1800), time.FixedZone("C", 3661),
		time.FixedZone("D", -1), time.FixedZone("E", -60), time.FixedZone("F", 40000*60), time.FixedZone("G", 0)}
	times := []time.Time{{}, time.Unix(0, 0), time.Unix(1e9, 999999999), time.Date(-5, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(12000, 2, 3, 4, 5, 6, 7, time.UTC)}
	for _, z := range zones {
		for _, t := range times {
			t = t.In(z)
			b, err := t.MarshalBinary()
			fmt.Printf("%x %v", b, err)
			if err == nil {
				var u time.Time
				fmt.Print(" ", u.UnmarshalBinary(b), " ", u, " ", u.Equal(t))
				g, err := u.GobEncode()
				fmt.Print(" ", string(g) == string(b), " ", err, " ", u.GobDecode(g))
			}
			fmt.Println()
		}
	}
	b, err := times[1].UTC().AppendBinary([]byte("x"))
	fmt.Printf("%q %v\n", b, err)
	var t time.Time
	for _, s := range []string{"", "\x00", "\x01", "\x02abc", "\x03", "\x01234567890123456", "\x0212345678901234"} {
		fmt.Println(t.UnmarshalBinary([]byte(s)), t)
	}
	fmt.Println(time.LoadLocationFromTZData("x", []byte("nothing")))
	if data, err := os.ReadFile("/usr/share/zoneinfo/Europe/Berlin"); err == nil {
		l, err := time.LoadLocationFromTZData("mine", data)
		if err != nil || l.String() != "mine" || time.Unix(1e9, 0).In(l).Format(time.RFC822) != "09 Sep 01 03:46 CEST" {
			fmt.Println("wrong", l, err)
		}
	}
}
