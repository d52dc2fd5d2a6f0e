// Monotonic readings count from the start of the program.
package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var early = time.Now()

func main() {
	s := time.Now().String()
	_, m, found := strings.Cut(s, " m=+")
	f, err := strconv.ParseFloat(m, 64)
	fmt.Println(found, err, f > 0, f < 600)
	fmt.Println(time.Since(early) > 0, time.Until(early) < 0, time.Now().Sub(early) > 0)
	// A timer's stamp counts from there, too.
	d := (<-time.After(time.Millisecond)).Sub(early)
	fmt.Println(d >= time.Millisecond, d < 10*time.Minute)
}
