// 10,000 random numbers formatted and parsed in all ways of strconv.
package main

import (
	"bufio"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	r := rand.New(rand.NewSource(1))
	digits := "0123456789.eE+-_xXpPabcdefinfINFnanNaN"
	for i := 0; i < 10000; i++ {
		var f float64
		switch i % 5 {
		case 0:
			f = math.Float64frombits(r.Uint64())
		case 1:
			f = r.NormFloat64() * math.Pow(10, float64(r.Intn(40)-20))
		case 2:
			f = float64(r.Int63n(1<<53)) / float64(int64(1)<<uint(r.Intn(60)))
		case 3:
			f = float64(math.Float32frombits(r.Uint32()))
		case 4:
			f = float64(r.Intn(100000)) / 1000
		}
		format := "eEfgGbxX"[r.Intn(8)]
		prec := r.Intn(25) - 1
		bits := 64 - 32*r.Intn(2)
		if (format == 'f') && math.Abs(f) > 1e40 {
			prec = -1
		}
		s := strconv.FormatFloat(f, format, prec, bits)
		fmt.Fprintln(out, s, strconv.FormatFloat(f, 'g', -1, 64), strconv.FormatFloat(f, 'e', -1, 32))
		back, err := strconv.ParseFloat(s, bits)
		fmt.Fprintln(out, math.Float64bits(back), err)
		n := int64(r.Uint64()) >> uint(r.Intn(64))
		base := 2 + r.Intn(35)
		t := strconv.FormatInt(n, base)
		m, err := strconv.ParseInt(t, base, 8<<uint(r.Intn(4)))
		fmt.Fprintln(out, t, m, err)
		b := make([]byte, r.Intn(14))
		for k := range b {
			b[k] = digits[r.Intn(len(digits))]
		}
		if r.Intn(3) == 0 {
			b = append([]byte(strconv.Itoa(r.Intn(1000))), b...)
		}
		g, err := strconv.ParseFloat(string(b), 64)
		fmt.Fprintln(out, g, err)
		u, err := strconv.ParseUint(string(b), 0, 64)
		fmt.Fprintln(out, u, err)
		runes := make([]byte, r.Intn(10))
		for k := range runes {
			runes[k] = byte(r.Intn(256))
		}
		q := strconv.Quote(string(runes))
		back2, err := strconv.Unquote(q)
		fmt.Fprintln(out, q, strconv.QuoteToASCII(string(runes)+"é\u2028"), back2 == string(runes), err)
	}
}
