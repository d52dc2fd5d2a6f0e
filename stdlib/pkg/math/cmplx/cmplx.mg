// Package cmplx has functions of complex numbers. The hyperbolic functions are
// computed, with their special values (C99, annex G); the others follow from them
// by turning the plane by a right angle: sin z = i sinh(-iz) and so on.
package cmplx

import "math"

// left is i*z, right is -i*z.
func left(z complex128) complex128  { return complex(-imag(z), real(z)) }
func right(z complex128) complex128 { return complex(imag(z), -real(z)) }

func inf(x float64) bool        { return math.IsInf(x, 0) }
func noNum(x float64) bool      { return inf(x) || math.IsNaN(x) }
func like(x, s float64) float64 { return math.Copysign(x, s) }

// Abs is the distance from 0, Phase the angle in [-Pi, Pi].
func Abs(x complex128) float64   { return math.Hypot(real(x), imag(x)) }
func Phase(x complex128) float64 { return math.Atan2(imag(x), real(x)) }

// Polar gives both, Rect is the other way round.
func Polar(x complex128) (r, θ float64) { return Abs(x), Phase(x) }

func Rect(r, θ float64) complex128 {
	s, c := math.Sincos(θ)
	return complex(r*c, r*s)
}

// Conj mirrors x at the real axis.
func Conj(x complex128) complex128 { return complex(real(x), -imag(x)) }

// Inf is an infinity, NaN no number.
func Inf() complex128 { return complex(math.Inf(1), math.Inf(1)) }
func NaN() complex128 { return complex(math.NaN(), math.NaN()) }

func IsInf(x complex128) bool { return inf(real(x)) || inf(imag(x)) }
func IsNaN(x complex128) bool { return !IsInf(x) && (math.IsNaN(real(x)) || math.IsNaN(imag(x))) }

// Exp is e to the power x.
func Exp(x complex128) complex128 {
	re, im := real(x), imag(x)
	if inf(re) {
		if re > 0 && im == 0 {
			return x
		}
		if noNum(im) {
			if re < 0 {
				return complex(0, like(0, im))
			}
			return complex(math.Inf(1), math.NaN())
		}
	}
	if math.IsNaN(re) && im == 0 {
		return complex(math.NaN(), im)
	}
	return Rect(math.Exp(re), im)
}

// Log is the natural logarithm, Log10 that to base 10.
func Log(x complex128) complex128 { return complex(math.Log(Abs(x)), Phase(x)) }

func Log10(x complex128) complex128 {
	w := Log(x)
	return complex(math.Log10E*real(w), math.Log10E*imag(w))
}

// Pow is x to the power y.
func Pow(x, y complex128) complex128 {
	r, θ := Polar(x)
	if x == 0 {
		switch {
		case IsNaN(y):
			return NaN()
		case real(y) == 0:
			return 1
		case real(y) > 0:
			return 0
		case imag(y) == 0:
			return complex(math.Inf(1), 0)
		}
		return Inf()
	}
	if r == 0 {
		return 0
	}
	size, turn := math.Pow(r, real(y)), real(y)*θ
	if imag(y) != 0 {
		size *= math.Exp(-imag(y) * θ)
		turn += imag(y) * math.Log(r)
	}
	return Rect(size, turn)
}

// Sqrt is the square root on the right.
func Sqrt(x complex128) complex128 {
	a, b := real(x), imag(x)
	switch {
	case b == 0 && a == 0:
		return complex(0, b)
	case b == 0 && a < 0:
		return complex(0, like(math.Sqrt(-a), b))
	case b == 0:
		return complex(math.Sqrt(a), b)
	case inf(b):
		return complex(math.Inf(1), b)
	case a == 0 && b < 0:
		r := math.Sqrt(-0.5 * b)
		return complex(r, -r)
	case a == 0:
		r := math.Sqrt(0.5 * b)
		return complex(r, r)
	}
	// Powers of 4 keep the squares in range.
	scale := 2.0
	if math.Abs(a) > 4 || math.Abs(b) > 4 {
		a *= 0.25
		b *= 0.25
	} else {
		a *= 0x1p54
		b *= 0x1p54
		scale = 0x1p-27
	}
	r := math.Hypot(a, b)
	var p, q float64
	if a > 0 {
		p = math.Sqrt(0.5*r + 0.5*a)
		q = scale * math.Abs((0.5*b)/p)
		p *= scale
	} else {
		q = math.Sqrt(0.5*r - 0.5*a)
		p = scale * math.Abs((0.5*b)/q)
		q *= scale
	}
	if b < 0 {
		q = -q
	}
	return complex(p, q)
}

// sinhcosh are both of x.
func sinhcosh(x float64) (sh, ch float64) {
	if math.Abs(x) <= 0.5 {
		return math.Sinh(x), math.Cosh(x)
	}
	e := math.Exp(x)
	half := 0.5 / e
	e *= 0.5
	return e - half, e + half
}

// Sinh is the hyperbolic sine.
func Sinh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case re == 0 && noNum(im), inf(re) && noNum(im):
		return complex(re, math.NaN())
	case inf(re) && im == 0:
		return x
	case im == 0 && math.IsNaN(re):
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(im)
	sh, ch := sinhcosh(re)
	return complex(c*sh, s*ch)
}

// Cosh is the hyperbolic cosine.
func Cosh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case re == 0 && noNum(im):
		return complex(math.NaN(), re*like(0, im))
	case inf(re) && im == 0:
		return complex(math.Inf(1), im*like(0, re))
	case inf(re) && noNum(im):
		return complex(math.Inf(1), math.NaN())
	case im == 0 && math.IsNaN(re):
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(im)
	sh, ch := sinhcosh(re)
	return complex(c*ch, s*sh)
}

// Sin and Cos are sine and cosine.
func Sin(x complex128) complex128 { return left(Sinh(right(x))) }

func Cos(x complex128) complex128 {
	if real(x) == 0 && math.IsNaN(imag(x)) {
		return complex(math.NaN(), 0)
	}
	return Cosh(right(x))
}

// Tanh is the hyperbolic tangent.
func Tanh(x complex128) complex128 {
	re, im := real(x), imag(x)
	if inf(re) {
		if !noNum(im) {
			im = math.Sin(2 * im)
		}
		return complex(like(1, re), like(0, im))
	}
	if im == 0 && math.IsNaN(re) {
		return x
	}
	d := math.Cosh(2*re) + math.Cos(2*im)
	if d == 0 {
		return Inf()
	}
	return complex(math.Sinh(2*re)/d, math.Sin(2*im)/d)
}

// Tan is the tangent.
func Tan(x complex128) complex128 {
	re, im := real(x), imag(x)
	if inf(im) {
		if !noNum(re) {
			re = math.Sin(2 * re)
		}
		return complex(like(0, re), like(1, im))
	}
	if re == 0 && math.IsNaN(im) {
		return x
	}
	d := math.Cos(2*re) + math.Cosh(2*im)
	if math.Abs(d) < 0.25 {
		d = difference(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*re)/d, math.Sinh(2*im)/d)
}

// Cot is the cotangent.
func Cot(x complex128) complex128 {
	d := math.Cosh(2*imag(x)) - math.Cos(2*real(x))
	if math.Abs(d) < 0.25 {
		d = difference(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*real(x))/d, -math.Sinh(2*imag(x))/d)
}

// farModPi is modPi for large x.
//
//minigo:leaf
func farModPi(x float64) float64

// modPi brings x near 0 by multiples of Pi, which is subtracted in three parts.
func modPi(x float64) float64 {
	if math.Abs(x) >= 1<<30 {
		return farModPi(x)
	}
	n := float64(int64(x/math.Pi + 0.5))
	return ((x - n*0x1.921fb4p1) - n*0x1.4442dp-23) - n*0x1.8469898cc517p-47
}

// difference is cosh(2 Im x) - cos(2 Re x), modulo Pi, by its series.
func difference(x complex128) float64 {
	a, b := modPi(math.Abs(2*real(x))), math.Abs(2*imag(x))
	a *= a
	b *= b
	pa, pb, factorial, n, sum := 1.0, 1.0, 1.0, 0.0, 0.0
	for sign := 1.0; ; sign = -sign {
		n++
		factorial *= n
		n++
		factorial *= n
		pa *= a
		pb *= b
		t := (pb + sign*pa) / factorial
		sum += t
		if sign < 0 && !(math.Abs(t/sum) > 0x1p-53) {
			return sum
		}
	}
}

// Asinh is the inverse of Sinh.
func Asinh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asinh(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asin(im))
	case inf(re) && inf(im):
		return complex(re, like(math.Pi/4, im))
	case inf(re) && math.IsNaN(im):
		return x
	case inf(re):
		return complex(re, like(0, im))
	case math.IsNaN(re) && im == 0:
		return x
	case math.IsNaN(re) && inf(im):
		return complex(im, re)
	case math.IsNaN(re):
		return NaN()
	case inf(im):
		return complex(like(im, re), like(math.Pi/2, im))
	}
	square := x * x
	return Log(x + Sqrt(complex(1+real(square), imag(square))))
}

// Asin, Acos, Acosh, Atan and Atanh are inverse functions.
func Asin(x complex128) complex128 {
	if inf(real(x)) && math.IsNaN(imag(x)) {
		return complex(math.NaN(), real(x))
	}
	return right(Asinh(left(x)))
}

func Acos(x complex128) complex128 {
	w := Asin(x)
	return complex(math.Pi/2-real(w), -imag(w))
}

func Acosh(x complex128) complex128 {
	if x == 0 {
		return complex(0, like(math.Pi/2, imag(x)))
	}
	w := Acos(x)
	if imag(w) <= 0 {
		return left(w)
	}
	return right(w)
}

func Atan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0:
		return complex(math.Atan(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Atanh(im))
	case IsInf(x) && math.IsNaN(re):
		return complex(math.NaN(), like(0, im))
	case IsInf(x):
		return complex(like(math.Pi/2, re), like(0, im))
	case IsNaN(x):
		return NaN()
	}
	square := re * re
	a := 1 - square - im*im
	below := square + (im-1)*(im-1)
	if a == 0 || below == 0 {
		return NaN()
	}
	angle := modPi(0.5 * math.Atan2(2*re, a))
	return complex(angle, 0.25*math.Log((square+(im+1)*(im+1))/below))
}

func Atanh(x complex128) complex128 { return right(Atan(left(x))) }
