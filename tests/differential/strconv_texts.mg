// 10,000 random numbers and texts through strconv: every base and format, parsing of what is nearly right, quoting.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"os"
	"strconv"
)

var r = rand.New(rand.NewSource(41))

func digits() string {
	const from = "0123456789aAbBfFzZ_.eEpPxXoO+-iInNuU "
	s := []string{"", "", "-", "+", "0x", "-0x", "0b", "0o", "0", "0X", "."}[r.Intn(11)]
	for k := r.Intn(24); k >= 0; k-- {
		if r.Intn(4) != 0 {
			s += string(from[r.Intn(10)])
		} else {
			s += string(from[r.Intn(len(from))])
		}
	}
	return s
}

func decimal() string {
	s := []string{"", "-", "+"}[r.Intn(3)]
	for k := r.Intn(30); k > 0; k-- {
		s += string(rune('0' + r.Intn(10)))
	}
	if r.Intn(2) == 0 {
		s += "."
		for k := r.Intn(30); k > 0; k-- {
			s += string(rune('0' + r.Intn(10)))
		}
	}
	if r.Intn(2) == 0 {
		s += []string{"e", "E", "e+", "e-"}[r.Intn(4)] + fmt.Sprint(r.Intn(400))
	}
	return s
}

func hexFloat() string {
	s := []string{"", "-"}[r.Intn(2)] + "0x"
	for k := r.Intn(20); k > 0; k-- {
		s += string("0123456789abcdefABCDEF_"[r.Intn(23)])
		if r.Intn(10) == 0 {
			s += "."
		}
	}
	return s + []string{"p", "P", ""}[r.Intn(3)] + fmt.Sprint(r.Intn(2400)-1200)
}

// half is a text exactly between two floats, or a little beside.
func half() string {
	f := math.Float64frombits(r.Uint64() &^ (1 << 62))
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "inf"
	}
	s := strconv.FormatFloat(f, 'e', 15+r.Intn(12), 64)
	return s
}

func text() string {
	b := make([]byte, 0, 20)
	for k := r.Intn(10); k > 0; k-- {
		switch r.Intn(5) {
		case 0:
			b = append(b, byte(r.Intn(256)))
		case 1:
			b = append(b, "\"'`\\\n\t\x00\x7f"[r.Intn(8)])
		case 2:
			b = append(b, string(rune(r.Intn(0x110000)))...)
		default:
			b = append(b, byte(' '+r.Intn(95)))
		}
	}
	return string(b)
}

func literal() string {
	q := string("\"'`\" "[r.Intn(5)])
	s := q
	for k := r.Intn(5); k > 0; k-- {
		s += []string{"a", "é", `\n`, `\x41`, `\x4`, `\u00e9`, `\U0001F600`, `\ud800`, `\101`, `\400`, `\8`, `\"`, `\'`, "\n", "`", `\`, "'", `"`, "\xff", `\r`, "\r", `\U00110000`}[r.Intn(22)]
	}
	return s + q
}

func short(err error) string {
	var n *strconv.NumError
	if errors.As(err, &n) {
		return fmt.Sprint(n.Func, " ", n.Num, " ", n.Err, " ", n)
	}
	return fmt.Sprint(err)
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		f := math.Float64frombits(r.Uint64())
		switch r.Intn(4) {
		case 0:
			f = float64(r.Intn(1<<20)) / math.Pow(10, float64(r.Intn(8)))
		case 1:
			f = math.Ldexp(float64(r.Int63()), r.Intn(40)-60)
		}
		c := "eEfgGxXb"[r.Intn(8)]
		p := r.Intn(30) - 1
		if c == 'f' && p > 20 {
			p = r.Intn(400)
		}
		fmt.Fprintln(out, i, strconv.FormatFloat(f, c, p, 64), strconv.FormatFloat(f, c, -1, 64), strconv.FormatFloat(f, c, p, 32), strconv.FormatFloat(float64(float32(f)), c, -1, 32))
		for _, s := range []string{digits(), decimal(), hexFloat(), half(), []string{"nan", "NaN", "inf", "-Infinity", "+inF", "infi", "", "e", "1e", "0x", "0x.p1", ".", "1_0.5", "0x1_0p0", "1__0"}[r.Intn(15)]} {
			a, err := strconv.ParseFloat(s, 64)
			b, err2 := strconv.ParseFloat(s, 32)
			fmt.Fprintln(out, s, math.Float64bits(a), short(err), math.Float64bits(b), short(err2))
			base := []int{0, 0, 10, 2, 8, 16, 36, 37, 1, -1, 7}[r.Intn(11)]
			bits := []int{0, 8, 16, 32, 64, 65, -1, 13}[r.Intn(8)]
			n, err := strconv.ParseInt(s, base, bits)
			u, err2 := strconv.ParseUint(s, base, bits)
			fmt.Fprintln(out, base, bits, n, short(err), u, short(err2))
			n2, err := strconv.Atoi(s)
			z, err2 := strconv.ParseComplex(s+[]string{"i", "", "+1i", "-" + s + "i"}[r.Intn(4)], []int{64, 128}[r.Intn(2)])
			fmt.Fprintln(out, n2, short(err), z, short(err2))
		}
		n := int64(r.Uint64()) >> uint(r.Intn(64))
		base := 2 + r.Intn(35)
		s := strconv.FormatInt(n, base)
		back, err := strconv.ParseInt(s, base, 64)
		fmt.Fprintln(out, s, back == n, err, strconv.FormatUint(uint64(n), base), strconv.Itoa(int(n)))
		t := text()
		fmt.Fprintln(out, strconv.Quote(t), strconv.QuoteToASCII(t), strconv.QuoteToGraphic(t), strconv.CanBackquote(t))
		q := literal()
		v, err := strconv.Unquote(q)
		pre, err2 := strconv.QuotedPrefix(q + "x")
		fmt.Fprintf(out, "%q %q %v %q %v\n", q, v, err, pre, err2)
		ch, multi, tail, err := strconv.UnquoteChar(q[1:], q[0])
		fmt.Fprintf(out, "%q %v %q %v\n", ch, multi, tail, err)
		rn := rune(r.Intn(0x110100) - 10)
		fmt.Fprintln(out, strconv.QuoteRune(rn), strconv.QuoteRuneToASCII(rn), strconv.QuoteRuneToGraphic(rn), strconv.IsPrint(rn), strconv.IsGraphic(rn))
		bv, err := strconv.ParseBool([]string{"1", "t", "TRUE", "True", "tRUE", "0", "f", "", "no"}[r.Intn(9)])
		fmt.Fprintln(out, bv, short(err), strconv.FormatComplex(complex(f, -f), c, p, 128))
	}
}
