// The error function, the logarithm of gamma, the Bessel functions, powers of ten; bit for bit.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

var args = []float64{0, math.Copysign(0, -1), 1e-310, -1e-9, 1e-5, 0.3, -0.3, 0.5, 0.84, 0.9, 1, -1, 1.1, 1.4, 1.9, 2, -2.5, 2.9, 3.3, 4.6, 7.9,
	-6.5, 8, 27.5, 29, -40.25, 1e6, -1e17, 1e40, 1e300, math.Inf(1), math.Inf(-1), math.NaN()}

func main() {
	for _, f := range []struct {
		name string
		f    func(float64) float64
	}{{"Erf", math.Erf}, {"Erfc", math.Erfc}, {"Erfinv", math.Erfinv}, {"Erfcinv", math.Erfcinv}, {"J0", math.J0}, {"J1", math.J1},
		{"Y0", math.Y0}, {"Y1", math.Y1}} {
		for _, x := range args {
			fmt.Println(f.name, x, f.f(x))
		}
	}
	for _, x := range args {
		y, sign := math.Lgamma(x)
		fmt.Println("Lgamma", x, y, sign)
	}
	for _, n := range []int{-3, -2, -1, 0, 1, 2, 7, 34, 100} {
		for _, x := range args {
			fmt.Println(n, x, math.Jn(n, x), math.Yn(n, x))
		}
	}
	for _, n := range []int{-324, -323, -310, -101, -33, -1, 0, 31, 32, 109, 308, 309} {
		fmt.Printf("%d %x\n", n, math.Float64bits(math.Pow10(n)))
	}
	for _, z := range []complex128{1e18 + 1e-9i, -3e11 - 0.3i, 1e300 + 1e-200i, complex(math.MaxFloat64, math.Inf(1)), complex(2, math.Inf(-1))} {
		fmt.Println(cmplx.Tan(z), cmplx.Cot(z), cmplx.Atan(z))
	}
	s, c := math.Sincos(math.NaN())
	fmt.Printf("%x %x %x %x\n", math.Float64bits(s), math.Float64bits(c), math.Float64bits(math.Mod(1, 0)), math.Float64bits(math.Log(-1)))
}
