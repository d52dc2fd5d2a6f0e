// Numbers to text and back: limits, bases, roundings, errors.
package main

import (
	"fmt"
	"math"
	"strconv"
)

func main() {
	for _, s := range []string{"0", "-0", "+5", "127", "128", "-128", "-129", "9223372036854775807", "9223372036854775808", "0x7f", "0b1_0", "0_7", "_1", "1__0", "z", "", "-", "1e3", " 1", "18446744073709551615", "18446744073709551616"} {
		a, e := strconv.ParseInt(s, 0, 8)
		b, e2 := strconv.ParseInt(s, 10, 64)
		c, e3 := strconv.ParseUint(s, 36, 0)
		d, e4 := strconv.Atoi(s)
		fmt.Println(s, a, e, b, e2, c, e3, d, e4)
	}
	_, e := strconv.ParseInt("1", 1, 0)
	_, e2 := strconv.ParseInt("1", 10, 65)
	fmt.Println(e, e2)
	floats := []float64{0, math.Copysign(0, -1), 1, 0.1, 0.5, 1.5, 2.5, 123456789, 1e20, 1e21, 1e-7, 1.0 / 3, 5e-324, math.MaxFloat64, 9.995, 0.000123456, 100, 1e23, math.Pi * 1e10, math.Inf(1), math.NaN()}
	for _, f := range floats {
		for _, c := range "eEfgGbxX" {
			fmt.Print(strconv.FormatFloat(f, byte(c), -1, 64), " ", strconv.FormatFloat(f, byte(c), 3, 64), " ", strconv.FormatFloat(f, byte(c), -1, 32), " ", strconv.FormatFloat(f, byte(c), 0, 32), " ")
		}
		fmt.Println()
	}
	for _, s := range []string{"1", "1.", ".5", ".", "1e", "1e5", "-1E-5", "1e400", "-1e400", "1e-400", "0x1p-2", "0x1.8", "0x.8p1", "inf", "-Infinity", "nan", "infx", "1_0.5", "0x_1p0", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "3.4028236e38", "0.1e-1_0", "1x"} {
		a, e := strconv.ParseFloat(s, 64)
		b, e2 := strconv.ParseFloat(s, 32)
		fmt.Println(s, a, e, b, e2)
	}
	for base := 2; base <= 36; base += 7 {
		fmt.Println(strconv.FormatInt(math.MinInt64, base), strconv.FormatUint(math.MaxUint64, base), string(strconv.AppendInt(nil, -255, base)))
	}
	fmt.Println(strconv.FormatComplex(1-2i, 'g', -1, 128))
	fmt.Println(strconv.ParseComplex("(1.5e2-3i)", 128))
	fmt.Println(strconv.ParseBool("T"))
	fmt.Println(strconv.ParseBool("yes"))
}
