// The functions of math and math/cmplx on 10,000 random arguments each, of all sizes, and on the special ones. A line has
// the function, the first of a hundred cases, and a sum over the bits of their results.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"os"
)

var rng = rand.New(rand.NewPCG(2026, 11))

var special = []float64{
	0, math.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, 3, -3, 4, -7, 8, 10, -10, 33, 171, -171.5, 1e9, -1e9, 0x1p52, 0x1p53 + 2, -0x1p60,
	math.Inf(1), math.Inf(-1), math.NaN(), math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p-1022, -0x1p-1030, math.Pi,
	-math.Pi / 2, 0x1p-27, 0x1p-28, 0x1p-54, 1e-300, 709.78, -745.13, 710.5, 1024, -1075, 0.84375, 1.25, 6, 28, 1 - 0x1p-53, 1 + 0x1p-52,
	math.MaxInt64, math.MinInt64, 1.5, 2.5, -2.5, 0.49999999999999994, 1e22, 1e308,
}

// arg is a random argument: of any bits, near zero, near one, in a range that most functions vary in, whole, large.
func arg(i int) float64 {
	if i < len(special) {
		return special[i]
	}
	x := rng.Float64()
	switch i % 10 {
	case 0:
		if y := math.Float64frombits(rng.Uint64()); y == y {
			return y
		}
		return math.NaN()
	case 1:
		return x
	case 2:
		return 2*x - 1
	case 3:
		return 20*x - 10
	case 4:
		return 1 + (x-0.5)/1024
	case 5:
		return 2000*x - 1000
	case 6:
		return math.Ldexp(2*x-1, rng.IntN(80)-40)
	case 7:
		return float64(rng.IntN(401) - 200)
	case 8:
		return math.Pi / 2 * float64(rng.IntN(1000)-500) * (1 + (x-0.5)*0x1p-40)
	}
	return 8 * x
}

// second is an argument beside another: as random, with the special ones in all pairs.
func second(i int) float64 {
	if n := len(special); i < n*n {
		return special[i/n]
	}
	return arg(n0 + i*7)
}

const n0 = 1000

func first(i int) float64 {
	if n := len(special); i < n*n {
		return special[i%n]
	}
	return arg(n0 + i)
}

const (
	cases = 10_000
	block = 100
)

// Set to a function's name, it prints each of its cases.
var verbose = os.Getenv("MATH_FUNCTION")

func run(name string, f func(i int) (args string, results []uint64)) {
	for at := 0; at < cases; at += block {
		sum := uint64(14695981039346656037)
		for i := at; i < at+block; i++ {
			args, results := f(i)
			if name == verbose {
				fmt.Printf("%s(%s) = %x\n", name, args, results)
			}
			for _, r := range results {
				sum = (sum ^ r) * 1099511628211
				sum ^= sum >> 29
			}
		}
		fmt.Printf("%s %d %016x\n", name, at, sum)
	}
}

func show(xs ...any) string {
	if verbose == "" {
		return ""
	}
	return fmt.Sprint(xs...)
}

func one(name string, f func(float64) float64) {
	run(name, func(i int) (string, []uint64) {
		x := arg(i)
		return show(x), []uint64{math.Float64bits(f(x))}
	})
}

func two(name string, f func(x, y float64) float64) {
	run(name, func(i int) (string, []uint64) {
		x, y := first(i), second(i)
		return show(x, ", ", y), []uint64{bits(f(x, y))}
	})
}

// bits are those of x, or of any NaN: what sign and payload a NaN has that was computed, the instructions chosen decide.
func bits(x float64) uint64 {
	if x != x {
		x = math.NaN()
	}
	return math.Float64bits(x)
}

func complexes(name string, f func(complex128) complex128) {
	run(name, func(i int) (string, []uint64) {
		x, y := first(i), second(i)
		r := f(complex(x, y))
		return show(x, ", ", y), []uint64{bits(real(r)), bits(imag(r))}
	})
}

func main() {
	one("Abs", math.Abs)
	one("Acos", math.Acos)
	one("Acosh", math.Acosh)
	one("Asin", math.Asin)
	one("Asinh", math.Asinh)
	one("Atan", math.Atan)
	one("Atanh", math.Atanh)
	one("Cbrt", math.Cbrt)
	one("Ceil", math.Ceil)
	one("Cos", math.Cos)
	one("Cosh", math.Cosh)
	one("Erf", math.Erf)
	one("Erfc", math.Erfc)
	one("Erfcinv", math.Erfcinv)
	one("Erfinv", math.Erfinv)
	one("Exp", math.Exp)
	one("Exp2", math.Exp2)
	one("Expm1", math.Expm1)
	one("Floor", math.Floor)
	one("Gamma", math.Gamma)
	one("J0", math.J0)
	one("J1", math.J1)
	one("Log", math.Log)
	one("Log10", math.Log10)
	one("Log1p", math.Log1p)
	one("Log2", math.Log2)
	one("Logb", math.Logb)
	one("Round", math.Round)
	one("RoundToEven", math.RoundToEven)
	one("Sin", math.Sin)
	one("Sinh", math.Sinh)
	one("Sqrt", math.Sqrt)
	one("Tan", math.Tan)
	one("Tanh", math.Tanh)
	one("Trunc", math.Trunc)
	one("Y0", math.Y0)
	one("Y1", math.Y1)
	two("Atan2", math.Atan2)
	two("Copysign", math.Copysign)
	two("Dim", math.Dim)
	two("Hypot", math.Hypot)
	two("Max", math.Max)
	two("Min", math.Min)
	two("Mod", math.Mod)
	two("Nextafter", math.Nextafter)
	two("Pow", math.Pow)
	two("Remainder", math.Remainder)
	two("maximum", func(x, y float64) float64 { return max(x, y) })
	two("minimum", func(x, y float64) float64 { return min(x, y) })
	run("FMA", func(i int) (string, []uint64) {
		x, y, z := first(i), second(i), arg(i%1000)
		if i%3 == 0 {
			z = -x * y * (1 + 0x1p-50)
		}
		return show(x, ", ", y, ", ", z), []uint64{math.Float64bits(math.FMA(x, y, z))}
	})
	run("Frexp", func(i int) (string, []uint64) {
		x := arg(i)
		f, e := math.Frexp(x)
		return show(x), []uint64{math.Float64bits(f), uint64(e)}
	})
	run("Ilogb", func(i int) (string, []uint64) {
		x := arg(i)
		return show(x), []uint64{uint64(math.Ilogb(x))}
	})
	run("Ldexp", func(i int) (string, []uint64) {
		x, e := arg(i), rng.IntN(4400)-2200
		return show(x, e), []uint64{math.Float64bits(math.Ldexp(x, e))}
	})
	run("Lgamma", func(i int) (string, []uint64) {
		x := arg(i)
		y, sign := math.Lgamma(x)
		return show(x), []uint64{math.Float64bits(y), uint64(sign)}
	})
	run("Modf", func(i int) (string, []uint64) {
		x := arg(i)
		whole, rest := math.Modf(x)
		return show(x), []uint64{math.Float64bits(whole), math.Float64bits(rest)}
	})
	run("Nextafter32", func(i int) (string, []uint64) {
		x, y := float32(first(i)), float32(second(i))
		return show(x, ", ", y), []uint64{uint64(math.Float32bits(math.Nextafter32(x, y)))}
	})
	run("Pow10", func(i int) (string, []uint64) {
		return show(i-5000), []uint64{math.Float64bits(math.Pow10(i - 5000))}
	})
	run("Sincos", func(i int) (string, []uint64) {
		x := arg(i)
		s, c := math.Sincos(x)
		return show(x), []uint64{math.Float64bits(s), math.Float64bits(c)}
	})
	run("Jn", func(i int) (string, []uint64) {
		n, x := rng.IntN(121)-60, arg(i)
		return show(n, ", ", x), []uint64{math.Float64bits(math.Jn(n, x))}
	})
	run("Yn", func(i int) (string, []uint64) {
		n, x := rng.IntN(121)-60, arg(i)
		return show(n, ", ", x), []uint64{math.Float64bits(math.Yn(n, x))}
	})

	complexes("cmplx.Acos", cmplx.Acos)
	complexes("cmplx.Acosh", cmplx.Acosh)
	complexes("cmplx.Asin", cmplx.Asin)
	complexes("cmplx.Asinh", cmplx.Asinh)
	complexes("cmplx.Atan", cmplx.Atan)
	complexes("cmplx.Atanh", cmplx.Atanh)
	complexes("cmplx.Conj", cmplx.Conj)
	complexes("cmplx.Cos", cmplx.Cos)
	complexes("cmplx.Cosh", cmplx.Cosh)
	complexes("cmplx.Cot", cmplx.Cot)
	complexes("cmplx.Exp", cmplx.Exp)
	complexes("cmplx.Log", cmplx.Log)
	complexes("cmplx.Log10", cmplx.Log10)
	complexes("cmplx.Sin", cmplx.Sin)
	complexes("cmplx.Sinh", cmplx.Sinh)
	complexes("cmplx.Sqrt", cmplx.Sqrt)
	complexes("cmplx.Tan", cmplx.Tan)
	complexes("cmplx.Tanh", cmplx.Tanh)
	complexes("cmplx.Pow", func(x complex128) complex128 { return cmplx.Pow(x, complex(arg(n0+9), arg(n0+3))) })
	complexes("cmplx.Rect", func(x complex128) complex128 { return cmplx.Rect(real(x), imag(x)) })
	complexes("cmplx.Polar", func(x complex128) complex128 {
		r, t := cmplx.Polar(x)
		return complex(r, t)
	})
	complexes("quotient", func(x complex128) complex128 { return x / complex(arg(n0+9), arg(n0+3)) })
	complexes("product", func(x complex128) complex128 { return x * complex(arg(n0+9), arg(n0+3)) })
}
