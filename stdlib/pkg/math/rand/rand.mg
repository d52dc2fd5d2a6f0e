// Package rand gives pseudo-random numbers. A source with a given seed yields
// Go's very sequence.
package rand

import (
	"internal/ziggurat"
	"math"
)

// A Source yields uniform numbers of 63 bits. Not for use by several goroutines.
type Source interface {
	Int63() int64
	Seed(seed int64)
}

// A Source64 also yields 64 bits at once.
type Source64 interface {
	Source
	Uint64() uint64
}

// Rand makes numbers of all kinds from a source.
type Rand struct {
	src  Source
	wide Source64 // src, if it is one
	rest uint64   // bytes that Read has left
	left int
}

// NewSource makes a source with this seed.
func NewSource(seed int64) Source {
	s := new(lagged)
	s.Seed(seed)
	return s
}

// New makes a Rand over src.
func New(src Source) *Rand {
	wide, _ := src.(Source64)
	return &Rand{src: src, wide: wide}
}

// Seed starts r's source anew.
func (r *Rand) Seed(seed int64) {
	r.left = 0
	r.src.Seed(seed)
}

// Int63 is a number of 63 bits.
func (r *Rand) Int63() int64 { return r.src.Int63() }

// Uint32 is a number of 32 bits.
func (r *Rand) Uint32() uint32 { return uint32(r.Int63() >> 31) }

// Uint64 is a number of 64 bits.
func (r *Rand) Uint64() uint64 {
	if r.wide != nil {
		return r.wide.Uint64()
	}
	high := uint64(r.Int63()) >> 31
	return high | uint64(r.Int63())<<32
}

// Int31 is a number of 31 bits.
func (r *Rand) Int31() int32 { return int32(r.Int63() >> 32) }

// Int is a number that is not negative.
func (r *Rand) Int() int { return int(uint(r.Int63())) }

// Int63n is a number in [0,n).
func (r *Rand) Int63n(n int64) int64 {
	if n <= 0 {
		panic("invalid argument to Int63n")
	}
	if n&(n-1) == 0 {
		return r.Int63() & (n - 1)
	}
	// Beyond the last multiple of n some remainders would come more often.
	most := int64(1<<63 - 1 - (1<<63)%uint64(n))
	v := r.Int63()
	for v > most {
		v = r.Int63()
	}
	return v % n
}

// Int31n is a number in [0,n).
func (r *Rand) Int31n(n int32) int32 {
	if n <= 0 {
		panic("invalid argument to Int31n")
	}
	if n&(n-1) == 0 {
		return r.Int31() & (n - 1)
	}
	most := int32(1<<31 - 1 - (1<<31)%uint32(n))
	v := r.Int31()
	for v > most {
		v = r.Int31()
	}
	return v % n
}

// scaled is a number in [0,n) by multiplication (Lemire), as Shuffle draws it.
func (r *Rand) scaled(n int32) int32 {
	p := uint64(r.Uint32()) * uint64(n)
	if uint32(p) < uint32(n) {
		least := uint32(-n) % uint32(n)
		for uint32(p) < least {
			p = uint64(r.Uint32()) * uint64(n)
		}
	}
	return int32(p >> 32)
}

// Intn is a number in [0,n).
func (r *Rand) Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	if n <= 1<<31-1 {
		return int(r.Int31n(int32(n)))
	}
	return int(r.Int63n(int64(n)))
}

// Float64 is a number in [0,1).
func (r *Rand) Float64() float64 {
	for {
		if f := float64(r.Int63()) / (1 << 63); f != 1 {
			return f
		}
	}
}

// Float32 is a number in [0,1).
func (r *Rand) Float32() float32 {
	for {
		if f := float32(r.Float64()); f != 1 {
			return f
		}
	}
}

// Perm is a permutation of the numbers in [0,n).
func (r *Rand) Perm(n int) []int {
	p := make([]int, n)
	for i := range p {
		j := r.Intn(i + 1)
		p[i] = p[j]
		p[j] = i
	}
	return p
}

// Shuffle puts n things in random order by swaps.
func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("invalid argument to Shuffle")
	}
	i := n - 1
	for ; i > 1<<31-2; i-- {
		swap(i, int(r.Int63n(int64(i+1))))
	}
	for ; i > 0; i-- {
		swap(i, int(r.scaled(int32(i+1))))
	}
}

// Read fills p, seven bytes from each number.
func (r *Rand) Read(p []byte) (n int, err error) {
	for i := range p {
		if r.left == 0 {
			r.rest = uint64(r.Int63())
			r.left = 7
		}
		p[i] = byte(r.rest)
		r.rest >>= 8
		r.left--
	}
	return len(p), nil
}

// lagged is the additive generator x[n] = x[n-607] + x[n-273] mod 2^64.
type lagged struct {
	tap, feed int
	vec       [607]uint64
}

// warm fills vec with the generator's state before a seed is mixed in.
//
//minigo:leaf
func warm(vec []uint64)

// step is a step of x = 48271 * x mod 2^31-1.
func step(x int32) int32 {
	x = 48271*(x%44488) - 3399*(x/44488)
	if x < 0 {
		x += 1<<31 - 1
	}
	return x
}

func (s *lagged) Seed(seed int64) {
	s.tap, s.feed = 0, 607-273
	seed %= 1<<31 - 1
	if seed < 0 {
		seed += 1<<31 - 1
	}
	if seed == 0 {
		seed = 89482311
	}
	x := int32(seed)
	for range 20 {
		x = step(x)
	}
	warm(s.vec[:])
	for i := range s.vec {
		x = step(x)
		u := uint64(x) << 40
		x = step(x)
		u ^= uint64(x) << 20
		x = step(x)
		s.vec[i] ^= u ^ uint64(x)
	}
}

func (s *lagged) Uint64() uint64 {
	if s.tap--; s.tap < 0 {
		s.tap += 607
	}
	if s.feed--; s.feed < 0 {
		s.feed += 607
	}
	x := s.vec[s.feed] + s.vec[s.tap]
	s.vec[s.feed] = x
	return x
}

func (s *lagged) Int63() int64 { return int64(s.Uint64() & (1<<63 - 1)) }

// system is the runtime's generator, of which each P has its own.
type system struct{}

// runtimeRand is 64 random bits.
//
//minigo:leaf
func runtimeRand() uint64

func (system) Int63() int64    { return int64(runtimeRand() >> 1) }
func (system) Uint64() uint64  { return runtimeRand() }
func (system) Seed(seed int64) {}

// The functions of the package are Rand's over the runtime's generator. They are
// for any goroutine: a Rand keeps nothing between calls but for Read.
var global = New(system{})

// Seed has no effect, as in Go since 1.24: use New(NewSource(seed)).
func Seed(seed int64) {}

// Int63 and the others are the methods of Rand of the same names.
func Int63() int64                       { return global.Int63() }
func Uint32() uint32                     { return global.Uint32() }
func Uint64() uint64                     { return global.Uint64() }
func Int31() int32                       { return global.Int31() }
func Int() int                           { return global.Int() }
func Int63n(n int64) int64               { return global.Int63n(n) }
func Int31n(n int32) int32               { return global.Int31n(n) }
func Intn(n int) int                     { return global.Intn(n) }
func Float64() float64                   { return global.Float64() }
func Float32() float32                   { return global.Float32() }
func Perm(n int) []int                   { return global.Perm(n) }
func Shuffle(n int, swap func(i, j int)) { global.Shuffle(n, swap) }
func Read(p []byte) (n int, err error)   { return New(system{}).Read(p) }
func NormFloat64() float64               { return global.NormFloat64() }
func ExpFloat64() float64                { return global.ExpFloat64() }

// NormFloat64 is normally distributed, with mean 0 and deviation 1.
func (r *Rand) NormFloat64() float64 {
	for {
		j := int32(r.Uint32())
		i := j & 0x7f
		x := float64(j) * float64(ziggurat.Norm.W[i])
		size := uint32(j)
		if j < 0 {
			size = uint32(-j)
		}
		if size < ziggurat.Norm.K[i] {
			return x
		}
		if i == 0 {
			for {
				x = -math.Log(r.Float64()) * (1.0 / ziggurat.NormEnd)
				y := -math.Log(r.Float64())
				if y+y >= x*x {
					break
				}
			}
			if j > 0 {
				return ziggurat.NormEnd + x
			}
			return -ziggurat.NormEnd - x
		}
		f := &ziggurat.Norm.F
		if f[i]+float32(r.Float64())*(f[i-1]-f[i]) < float32(math.Exp(-.5*x*x)) {
			return x
		}
	}
}

// ExpFloat64 is exponentially distributed, with rate 1.
func (r *Rand) ExpFloat64() float64 {
	for {
		j := r.Uint32()
		i := j & 0xff
		x := float64(j) * float64(ziggurat.Exp.W[i])
		if j < ziggurat.Exp.K[i] {
			return x
		}
		if i == 0 {
			return ziggurat.ExpEnd - math.Log(r.Float64())
		}
		f := &ziggurat.Exp.F
		if f[i]+float32(r.Float64())*(f[i-1]-f[i]) < float32(math.Exp(-x)) {
			return x
		}
	}
}

// A Zipf gives numbers k of which P(k) is proportional to (v+k)**-s.
type Zipf struct {
	r                                           *Rand
	imax, v, q, s, oneminusQ, oneminusQinv, hxm float64
	hx0minusHxm                                 float64
}

func (z *Zipf) h(x float64) float64 {
	return math.Exp(z.oneminusQ*math.Log(z.v+x)) * z.oneminusQinv
}

func (z *Zipf) hinv(x float64) float64 {
	return math.Exp(z.oneminusQinv*math.Log(z.oneminusQ*x)) - z.v
}

// NewZipf makes a Zipf of numbers up to imax; nil unless s > 1 and v >= 1.
func NewZipf(r *Rand, s float64, v float64, imax uint64) *Zipf {
	if s <= 1.0 || v < 1 {
		return nil
	}
	z := &Zipf{r: r, imax: float64(imax), v: v, q: s}
	z.oneminusQ = 1.0 - z.q
	z.oneminusQinv = 1.0 / z.oneminusQ
	z.hxm = z.h(z.imax + 0.5)
	z.hx0minusHxm = z.h(0.5) - math.Exp(math.Log(z.v)*(-z.q)) - z.hxm
	z.s = 1 - z.hinv(z.h(1.5)-math.Exp(-z.q*math.Log(z.v+1.0)))
	return z
}

// Uint64 gives a number.
func (z *Zipf) Uint64() uint64 {
	if z == nil {
		panic("rand: nil Zipf")
	}
	for {
		ur := z.hxm + z.r.Float64()*z.hx0minusHxm
		x := z.hinv(ur)
		k := math.Floor(x + 0.5)
		if k-x <= z.s || ur >= z.h(k+0.5)-math.Exp(-math.Log(k+z.v)*z.q) {
			return uint64(k)
		}
	}
}
