// Every bit of the elementary functions is Go's.
package main

import (
	"fmt"
	"math"
	"math/bits"
)

func main() {
	xs := []float64{0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 0.1, 2, 3, 10, -2.5, 1e-10, 1e10, 1e300, 5e-324, 0.7, 1.5, 100.25, -33.4, 709.7, -745, math.Pi, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN()}
	funcs := []func(float64) float64{math.Sin, math.Cos, math.Tan, math.Asin, math.Acos, math.Atan, math.Sinh, math.Cosh, math.Tanh, math.Asinh, math.Acosh, math.Atanh, math.Exp, math.Exp2, math.Expm1, math.Log, math.Log2, math.Log10, math.Log1p, math.Sqrt, math.Cbrt, math.Gamma, math.Floor, math.Ceil, math.Trunc, math.Round, math.RoundToEven, math.Abs}
	for _, x := range xs {
		for _, f := range funcs {
			fmt.Print(f(x), " ")
		}
		fmt.Println()
		for _, y := range []float64{0, 0.5, -1, 2, 3.3, -40, math.Inf(1), math.NaN()} {
			fmt.Print(math.Pow(x, y), " ", math.Atan2(x, y), " ", math.Hypot(x, y), " ", math.Mod(x, y), " ", math.Remainder(x, y), " ", math.Max(x, y), " ", math.Min(x, y), " ", math.Dim(x, y), " ", math.Nextafter(x, y), " ", math.Copysign(x, y), ";")
		}
		fr, e := math.Frexp(x)
		i, f := math.Modf(x)
		fmt.Println(fr, e, i, f, math.Ldexp(x, -3), math.IsInf(x, 0), math.IsNaN(x), math.Signbit(x), math.Ilogb(x), math.Float64bits(math.Abs(x))>>52)
	}
	fmt.Println(math.FMA(3, 4, 5), math.Pow10(5), math.Pow10(-400), math.MaxInt64, uint64(math.MaxUint64))
	for _, u := range []uint64{0, 1, 0x80, 0xdeadbeefcafe, 1<<64 - 1} {
		hi, lo := bits.Mul64(u, u)
		sum, carry := bits.Add64(u, 1<<63, 1)
		fmt.Println(bits.Len64(u), bits.LeadingZeros64(u), bits.TrailingZeros64(u), bits.OnesCount64(u), bits.Reverse64(u), bits.ReverseBytes64(u), bits.RotateLeft64(u, -5), hi, lo, sum, carry, bits.Reverse8(uint8(u)), bits.TrailingZeros16(uint16(u)), bits.RotateLeft8(uint8(u), 3))
	}
	fmt.Println(bits.Div64(1, 0, 3))
	func() {
		defer func() { fmt.Println(recover()) }()
		bits.Div64(3, 0, 3)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		zero := uint64(0)
		bits.Div64(3, 0, zero)
	}()
}
