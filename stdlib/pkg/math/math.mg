// Package math has constants and functions of floating point. The functions are
// natives that give Go's results to the last bit; special.mg has those that need more
// than a few steps.
package math

// Constants.
const (
	E   = 2.71828182845904523536028747135266249775724709369995957496696763
	Pi  = 3.14159265358979323846264338327950288419716939937510582097494459
	Phi = 1.61803398874989484820458683436563811772030917980576286213544862

	Sqrt2   = 1.41421356237309504880168872420969807856967187537694807317667974
	SqrtE   = 1.64872127070012814684865078781416357165377610071014801157507931
	SqrtPi  = 1.77245385090551602729816748334114518279754945612238712821380779
	SqrtPhi = 1.27201964951406896425242246173749149171560804184009624861664038

	Ln2    = 0.693147180559945309417232121458176568075500134360255254120680009
	Log2E  = 1 / Ln2
	Ln10   = 2.30258509299404568401799145468436420760110148862877297603332790
	Log10E = 1 / Ln10
)

// Limits of floats.
const (
	MaxFloat32             = 0x1p127 * (1 + (1 - 0x1p-23))
	SmallestNonzeroFloat32 = 0x1p-126 * 0x1p-23
	MaxFloat64             = 0x1p1023 * (1 + (1 - 0x1p-52))
	SmallestNonzeroFloat64 = 0x1p-1022 * 0x1p-52
)

// Limits of integers.
const (
	MaxInt    = 1<<63 - 1
	MinInt    = -1 << 63
	MaxInt8   = 1<<7 - 1
	MinInt8   = -1 << 7
	MaxInt16  = 1<<15 - 1
	MinInt16  = -1 << 15
	MaxInt32  = 1<<31 - 1
	MinInt32  = -1 << 31
	MaxInt64  = 1<<63 - 1
	MinInt64  = -1 << 63
	MaxUint   = 1<<64 - 1
	MaxUint8  = 1<<8 - 1
	MaxUint16 = 1<<16 - 1
	MaxUint32 = 1<<32 - 1
	MaxUint64 = 1<<64 - 1
)

// The bits of floats.
//
//minigo:leaf
func Float64bits(f float64) uint64

//minigo:leaf
func Float64frombits(b uint64) float64

//minigo:leaf
func Float32bits(f float32) uint32

//minigo:leaf
func Float32frombits(b uint32) float32

//minigo:leaf
func Sqrt(x float64) float64

//minigo:leaf
func Floor(x float64) float64

//minigo:leaf
func Ceil(x float64) float64

//minigo:leaf
func Trunc(x float64) float64

//minigo:leaf
func Round(x float64) float64

//minigo:leaf
func RoundToEven(x float64) float64

//minigo:leaf
func Abs(x float64) float64

//minigo:leaf
func Sin(x float64) float64

//minigo:leaf
func Cos(x float64) float64

//minigo:leaf
func Tan(x float64) float64

//minigo:leaf
func Asin(x float64) float64

//minigo:leaf
func Acos(x float64) float64

//minigo:leaf
func Atan(x float64) float64

//minigo:leaf
func Sinh(x float64) float64

//minigo:leaf
func Cosh(x float64) float64

//minigo:leaf
func Tanh(x float64) float64

//minigo:leaf
func Asinh(x float64) float64

//minigo:leaf
func Acosh(x float64) float64

//minigo:leaf
func Atanh(x float64) float64

//minigo:leaf
func Exp(x float64) float64

//minigo:leaf
func Exp2(x float64) float64

//minigo:leaf
func Expm1(x float64) float64

//minigo:leaf
func Log(x float64) float64

//minigo:leaf
func Log2(x float64) float64

//minigo:leaf
func Log10(x float64) float64

//minigo:leaf
func Log1p(x float64) float64

//minigo:leaf
func Cbrt(x float64) float64

//minigo:leaf
func Copysign(f, sign float64) float64

//minigo:leaf
func Atan2(y, x float64) float64

//minigo:leaf
func Hypot(p, q float64) float64

//minigo:leaf
func Pow(x, y float64) float64

// Mod is the remainder of x/y with x's sign.
//
//minigo:leaf
func Mod(x, y float64) float64

// FMA is x*y + z, rounded once.
//
//minigo:leaf
func FMA(x, y, z float64) float64

// Frexp splits f into a fraction in [½, 1) and a power of two; Ldexp is its inverse.
//
//minigo:leaf
func Frexp(f float64) (frac float64, exp int)

//minigo:leaf
func Ldexp(frac float64, exp int) float64

// Inf is +Inf for sign >= 0, else -Inf.
func Inf(sign int) float64 {
	if sign >= 0 {
		return Float64frombits(0x7FF0000000000000)
	}
	return Float64frombits(0xFFF0000000000000)
}

func NaN() float64 { return Float64frombits(0x7FF8000000000001) }

func IsNaN(f float64) (is bool) { return f != f }

// IsInf reports whether f is an infinity of that sign, of any for 0.
func IsInf(f float64, sign int) bool {
	return sign >= 0 && f > MaxFloat64 || sign <= 0 && f < -MaxFloat64
}

func Signbit(x float64) bool { return Float64bits(x)>>63 != 0 }

// Dim is x-y, at least 0.
func Dim(x, y float64) float64 {
	v := x - y
	if v <= 0 {
		return 0
	}
	return v
}

// Max and Min: an infinity of their side counts more than a NaN, and -0 is less than 0.
func Max(x, y float64) float64 {
	switch {
	case IsInf(x, 1) || IsInf(y, 1):
		return Inf(1)
	case x != x || y != y:
		return NaN()
	case x == 0 && y == 0 && Signbit(x):
		return y
	case x > y || x == y:
		return x
	}
	return y
}

func Min(x, y float64) float64 {
	switch {
	case IsInf(x, -1) || IsInf(y, -1):
		return Inf(-1)
	case x != x || y != y:
		return NaN()
	case x == 0 && y == 0 && !Signbit(x):
		return y
	case x < y || x == y:
		return x
	}
	return y
}

// Modf is f's integer part and its fraction, both with f's sign.
func Modf(f float64) (integer float64, fractional float64) {
	integer = Trunc(f)
	return integer, Copysign(f-integer, f)
}

func Sincos(x float64) (sin, cos float64) {
	if x != x {
		return NaN(), NaN()
	}
	return Sin(x), Cos(x)
}

// Logb is the binary exponent of x, Ilogb the same as an integer.
func Logb(x float64) float64 {
	switch {
	case x == 0:
		return Inf(-1)
	case IsInf(x, 0):
		return Inf(1)
	case x != x:
		return x
	}
	_, exp := Frexp(x)
	return float64(exp - 1)
}

func Ilogb(x float64) int {
	switch {
	case x == 0:
		return MinInt32
	case x != x || IsInf(x, 0):
		return MaxInt32
	}
	_, exp := Frexp(x)
	return exp - 1
}

// Nextafter is the number after x on the way to y.
func Nextafter(x, y float64) (r float64) {
	switch {
	case x != x || y != y:
		return NaN()
	case x == y:
		return x
	case x == 0:
		return Copysign(Float64frombits(1), y)
	case (y > x) == (x > 0):
		return Float64frombits(Float64bits(x) + 1)
	}
	return Float64frombits(Float64bits(x) - 1)
}

func Nextafter32(x, y float32) (r float32) {
	switch {
	case x != x || y != y:
		return float32(NaN())
	case x == y:
		return x
	case x == 0:
		return float32(Copysign(float64(Float32frombits(1)), float64(y)))
	case (y > x) == (x > 0):
		return Float32frombits(Float32bits(x) + 1)
	}
	return Float32frombits(Float32bits(x) - 1)
}

// Remainder is what is left of x after the nearest multiple of y, the even one of
// two as near.
func Remainder(x, y float64) float64 {
	switch {
	case x != x || y != y || IsInf(x, 0) || y == 0:
		return NaN()
	case IsInf(y, 0):
		return x
	}
	negative := x < 0
	if negative {
		x = -x // not Abs: -0 stays
	}
	y = Abs(y)
	if x == y {
		if negative {
			return Copysign(0, -1)
		}
		return 0
	}
	if y <= MaxFloat64/2 {
		x = Mod(x, y+y)
	}
	if y < 0x1p-1021 {
		// Half of y may not be exact: double x instead.
		if x+x > y {
			x -= y
			if x+x >= y {
				x -= y
			}
		}
	} else if half := 0.5 * y; x > half {
		x -= y
		if x >= half {
			x -= y
		}
	}
	if negative {
		x = -x
	}
	return x
}

// Powers of 10 to 31, of 10^32, and of 10^-32: Go's Pow10 is a product or quotient of two.
var (
	tens = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
		1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31}
	large = [...]float64{1e0, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288}
	small = [...]float64{1e0, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288, 1e-320}
)

// Pow10 is 10^n: 0 for n < -323, +Inf for n > 308.
func Pow10(n int) float64 {
	switch {
	case n < -323:
		return 0
	case n < 0:
		return small[-n/32] / tens[-n%32]
	case n <= 308:
		return large[n/32] * tens[n%32]
	}
	return Inf(1)
}
