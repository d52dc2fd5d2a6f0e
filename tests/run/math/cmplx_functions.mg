package main

import (
	"fmt"
	"math"
	"math/cmplx"
)

func main() {
	inf, nan := math.Inf(1), math.NaN()
	parts := []float64{0, math.Copysign(0, -1), 1, -1, 0.5, -0.25, 2, -3.75, 1e-9, 12.5, 100, -700, 1.5707963267948966, 0.7853981633974483, inf, -inf, nan}
	names := []string{"Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Conj", "Cos", "Cosh", "Cot", "Exp", "Log", "Log10", "Sin", "Sinh", "Sqrt", "Tan", "Tanh"}
	for i, f := range []func(complex128) complex128{cmplx.Acos, cmplx.Acosh, cmplx.Asin, cmplx.Asinh, cmplx.Atan, cmplx.Atanh, cmplx.Conj, cmplx.Cos, cmplx.Cosh, cmplx.Cot, cmplx.Exp, cmplx.Log, cmplx.Log10, cmplx.Sin, cmplx.Sinh, cmplx.Sqrt, cmplx.Tan, cmplx.Tanh} {
		for _, re := range parts {
			for _, im := range parts {
				z := complex(re, im)
				fmt.Println(names[i], z, f(z))
			}
		}
	}
	for _, re := range parts {
		for _, im := range parts {
			z := complex(re, im)
			r, t := cmplx.Polar(z)
			fmt.Println(z, cmplx.Abs(z), cmplx.Phase(z), r, t, cmplx.IsInf(z), cmplx.IsNaN(z), cmplx.Rect(re, im), cmplx.Pow(z, 2+0.5i), cmplx.Pow(1.5-2i, z), cmplx.Pow(z, z))
		}
	}
	fmt.Println(cmplx.Inf(), cmplx.NaN())
}
