// Package ziggurat has the tables by which math/rand and math/rand/v2 make normally
// and exponentially distributed numbers.
package ziggurat

import "math"

// The ziggurat of Marsaglia and Tsang (2000): the area under a density cut into
// layers of equal area; K, W and F are their tables, in Go's precision.
// A Table is that of one density.
type Table struct {
	K [256]uint32
	W [256]float32
	F [256]float32
}

// layers computes the tables of n layers of area v with right end r, for a
// generator of numbers below m; density and inverse are the curve.
func (z *Table) layers(n int, r, v, m float64, density, inverse func(float64) float64) {
	q := v / density(r)
	z.K[0], z.K[1] = uint32(r/q*m), 0
	z.W[0], z.W[n-1] = float32(q/m), float32(r/m)
	z.F[0], z.F[n-1] = 1, float32(density(r))
	x := r
	for i := n - 2; i > 0; i-- {
		next := inverse(v/x + density(x))
		z.K[i+1] = uint32(next / x * m)
		z.F[i] = float32(density(next))
		z.W[i] = float32(next / m)
		x = next
	}
}

// Right ends of the lowest layers.
const (
	NormEnd = 3.442619855899
	ExpEnd  = 7.69711747013104972
)

// Norm is the table of the normal distribution, Exp that of the exponential one.
var Norm, Exp = newNorm(), newExp()

func newNorm() *Table {
	z := new(Table)
	z.layers(128, NormEnd, 9.91256303526217e-3, 1<<31,
		func(x float64) float64 { return math.Exp(-0.5 * x * x) },
		func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) })
	return z
}

func newExp() *Table {
	z := new(Table)
	z.layers(256, ExpEnd, 3.949659822581572e-3, 1<<32,
		func(x float64) float64 { return math.Exp(-x) },
		func(y float64) float64 { return -math.Log(y) })
	return z
}
