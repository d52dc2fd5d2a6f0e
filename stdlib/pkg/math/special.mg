package math

// special.mg: the error function, the gamma function and the Bessel functions.

//minigo:leaf
func Gamma(x float64) float64

// Lgamma is the logarithm of |Gamma(x)|, and the sign of Gamma(x).
//
//minigo:leaf
func Lgamma(x float64) (lgamma float64, sign int)

//minigo:leaf
func Erf(x float64) float64

//minigo:leaf
func Erfc(x float64) float64

// Erfinv is the inverse of Erf, Erfcinv that of Erfc.
//
//minigo:leaf
func Erfinv(x float64) float64

func Erfcinv(x float64) float64 { return Erfinv(1 - x) }

// J0, J1, Y0 and Y1 are the Bessel functions of the first and of the second kind, of
// order 0 and 1.
//
//minigo:leaf
func J0(x float64) float64

//minigo:leaf
func J1(x float64) float64

//minigo:leaf
func Y0(x float64) float64

//minigo:leaf
func Y1(x float64) float64

// Past this the asymptotic form is exact in a float64.
const farAway = 0x1p302

// quarters is √2 times the cosine of x - (2n+1)π/4.
func quarters(n int, x float64) float64 {
	s, c := Sincos(x)
	switch n & 3 {
	case 0:
		return c + s
	case 1:
		return -c + s
	case 2:
		return -c - s
	}
	return c - s
}

// Jn is the Bessel function of the first kind of order n: upwards from those of order 0
// and 1 where n is at most x, else downwards from where a continued fraction says.
func Jn(n int, x float64) float64 {
	switch {
	case x != x:
		return x
	case IsInf(x, 0):
		return 0
	case n == 0:
		return J0(x)
	case x == 0:
		return 0
	}
	if n < 0 {
		n, x = -n, -x
	}
	if n == 1 {
		return J1(x)
	}
	negative := x < 0 && n&1 == 1
	if x < 0 {
		x = -x
	}
	var y float64
	switch {
	case float64(n) <= x && x >= farAway:
		y = (1 / SqrtPi) * quarters(n, x) / Sqrt(x)
	case float64(n) <= x:
		before := J0(x)
		y = J1(x)
		for i := 1; i < n; i++ {
			before, y = y, y*(float64(i+i)/x)-before
		}
	case x < 0x1p-29:
		y = firstTerm(n, x)
	default:
		y = downwards(n, x)
	}
	if negative {
		return -y
	}
	return y
}

// firstTerm is (x/2)^n / n!, 0 where that underflows for tiny x.
func firstTerm(n int, x float64) float64 {
	if n > 33 {
		return 0
	}
	half := x * 0.5
	power, factorial := half, 1.0
	for i := 2; i <= n; i++ {
		factorial *= float64(i)
		power *= half
	}
	return power / factorial
}

// downwards begins with J(n)/J(n-1), and scales by J(0).
func downwards(n int, x float64) float64 {
	// How many terms the fraction needs: its denominators grow past 1e9.
	w, h := float64(n+n)/x, 2/x
	terms := 1
	z := w + h
	for q0, q1 := w, w*z-1; q1 < 1e9; terms++ {
		z += h
		q0, q1 = q1, z*q1-q0
	}
	t := 0.0
	for i := 2 * (n + terms); i >= n+n; i -= 2 {
		t = 1 / (float64(i)/x - t)
	}
	above, y := t, 1.0
	order := float64(n)
	mayOverflow := !(order*Log(Abs(h*order)) < 7.09782712893383973096e+02)
	for i := n - 1; i > 0; i-- {
		above, y = y, y*float64(i+i)/x-above
		if mayOverflow && y > 1e100 {
			above /= y
			t /= y
			y = 1
		}
	}
	return t * J0(x) / y
}

// Yn is the Bessel function of the second kind of order n.
func Yn(n int, x float64) float64 {
	switch {
	case x < 0 || x != x:
		return NaN()
	case IsInf(x, 1):
		return 0
	case n == 0:
		return Y0(x)
	case x == 0 && n < 0 && n&1 == 1:
		return Inf(1)
	case x == 0:
		return Inf(-1)
	}
	negative := n < 0 && n&1 == 1
	if n < 0 {
		n = -n
	}
	y := Y1(x)
	if n > 1 {
		if x >= farAway {
			y = (1 / SqrtPi) * quarters(n+1, x) / Sqrt(x)
		} else {
			before := Y0(x)
			for i := 1; i < n && !IsInf(y, -1); i++ {
				before, y = y, (float64(i+i)/x)*y-before
			}
		}
	}
	if negative {
		return -y
	}
	return y
}
