// 10,000 random numbers through math, math/bits, math/cmplx, encoding/binary, hash, sort, slices, maps and both
// packages of random numbers.
package main

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/md5"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"maps"
	"math"
	"math/bits"
	"math/cmplx"
	"math/rand"
	randv2 "math/rand/v2"
	"os"
	"slices"
	"sort"
)

var r = rand.New(rand.NewSource(81))

func number() float64 {
	switch r.Intn(6) {
	case 0:
		return []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), 1, -1, 0.5, -0.5, 1.5, 2.5, math.MaxFloat64, 5e-324, 1 << 53, 1e308, -2}[r.Intn(16)]
	case 1:
		return math.Float64frombits(r.Uint64())
	case 2:
		return float64(r.Intn(200) - 100)
	case 3:
		return r.NormFloat64() * 1000
	}
	return r.NormFloat64()
}

type packet struct {
	A uint8
	B int16
	C [2]uint32
	D float32
	E struct {
		F bool
		G int64
	}
	H complex64
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for i := 0; i < 10000; i++ {
		x, y := number(), number()
		fmt.Fprintln(out, i, x, y, math.Floor(x), math.Ceil(x), math.Trunc(x), math.Round(x), math.RoundToEven(x), math.Abs(x), math.Sqrt(x), math.Cbrt(x), math.Mod(x, y), math.Remainder(x, y), math.Max(x, y), math.Min(x, y), math.Dim(x, y), math.Hypot(x, y), math.Nextafter(x, y), math.Copysign(x, y), math.FMA(x, y, 1), math.Logb(x), math.Signbit(x))
		f, e := math.Frexp(x)
		ip, fp := math.Modf(x)
		fmt.Fprintln(out, f, e, ip, fp, math.Ldexp(x, r.Intn(200)-100), math.Float32bits(float32(x)), math.IsInf(x, -1), math.IsNaN(x), int64(math.Float64bits(x)), cmp.Compare(x, y), min(x, y), max(x, y))
		fmt.Fprintln(out, math.Exp(x/100), math.Log(x), math.Log2(x), math.Log10(x), math.Log1p(x), math.Expm1(x/100), math.Pow(x, float64(r.Intn(8)-4)), math.Sin(x), math.Cos(x), math.Tan(x), math.Atan(x), math.Atan2(x, y), math.Asin(x), math.Acos(x), math.Sinh(x/100), math.Cosh(x/100), math.Tanh(x), math.Asinh(x), math.Gamma(x/10))
		z := complex(x, y)
		fmt.Fprintln(out, cmplx.Abs(z), cmplx.Phase(z), cmplx.Sqrt(z), cmplx.Conj(z), cmplx.Exp(complex(x/100, y)), cmplx.Log(z), cmplx.IsNaN(z), cmplx.IsInf(z), z*z, z/complex(y, 1), z == z)

		a, b := r.Uint64()>>uint(r.Intn(64)), r.Uint64()>>uint(r.Intn(64))
		hi, lo := bits.Mul64(a, b)
		sum, carry := bits.Add64(a, b, uint64(r.Intn(2)))
		diff, borrow := bits.Sub64(a, b, 1)
		fmt.Fprintln(out, bits.LeadingZeros64(a), bits.TrailingZeros32(uint32(a)), bits.OnesCount64(a), bits.Reverse64(a), bits.ReverseBytes32(uint32(a)), bits.RotateLeft16(uint16(a), int(b)), bits.Len8(uint8(a)), hi, lo, sum, carry, diff, borrow)
		if hi < b && b != 0 {
			q, rem := bits.Div64(hi, lo, b)
			fmt.Fprintln(out, q, rem)
		}

		p := packet{uint8(a), int16(b), [2]uint32{uint32(a), uint32(b)}, float32(x), struct {
			F bool
			G int64
		}{a&1 == 0, int64(b)}, complex64(z)}
		var buf bytes.Buffer
		order := []binary.ByteOrder{binary.LittleEndian, binary.BigEndian}[r.Intn(2)]
		err := binary.Write(&buf, order, p)
		data := buf.Bytes()
		var back packet
		n, err2 := binary.Decode(data[:len(data)-r.Intn(2)], order, &back)
		fmt.Fprintf(out, "%x %v %v %v %v\n", data, err, n, err2, back.C)
		v := binary.AppendVarint(binary.AppendUvarint(nil, a), int64(b))
		ua, n1 := binary.Uvarint(v)
		vb, n2 := binary.Varint(v[n1:])
		_, n3 := binary.Uvarint(bytes.Repeat([]byte{0xff}, r.Intn(12)))
		fmt.Fprintln(out, v, ua == a, vb == int64(b), n1, n2, n3)
		h1, h2, h3, h4 := fnv.New32a(), fnv.New64(), crc32.NewIEEE(), fnv.New128a()
		for _, h := range []interface{ Write([]byte) (int, error) }{h1, h2, h3, h4} {
			h.Write(data)
		}
		fmt.Fprintf(out, "%x %x %x %x %x %x %x\n", h1.Sum32(), h2.Sum64(), h3.Sum32(), h4.Sum(nil), sha256.Sum256(data), md5.Sum(data), crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)))

		list := make([]float64, r.Intn(14))
		for k := range list {
			list[k] = number()
		}
		ints := make([]int, r.Intn(60))
		for k := range ints {
			ints[k] = r.Intn(20)
		}
		sorted := slices.Clone(list)
		sort.Float64s(sorted)
		at, found := slices.BinarySearch(sorted, x)
		fmt.Fprintln(out, sorted, at, found, slices.IsSorted(list), sort.SearchFloat64s(sorted, x), sort.Float64sAreSorted(list))
		stable := slices.Clone(ints)
		slices.SortStableFunc(stable, func(a, b int) int { return a/5 - b/5 })
		fast := slices.Clone(ints)
		slices.SortFunc(fast, func(a, b int) int { return a/5 - b/5 })
		old := slices.Clone(ints)
		sort.Slice(old, func(i, j int) bool { return old[i]/5 < old[j]/5 })
		fmt.Fprintln(out, stable, fast, old)
		cut := r.Intn(len(ints) + 1)
		fmt.Fprintln(out, slices.Index(ints, 3), slices.Compact(slices.Clone(stable)), slices.Insert(slices.Clone(ints[:cut]), cut/2, 100, 101), slices.Delete(slices.Clone(ints), cut/2, cut), slices.Replace(slices.Clone(ints), cut/2, cut, 7, 8, 9), slices.Equal(ints, stable), slices.Compare(ints, stable), slices.Contains(ints, 5))
		if len(ints) > 0 {
			fmt.Fprintln(out, slices.Max(ints), slices.Min(ints), slices.Collect(slices.Chunk(ints, 1+r.Intn(9))), slices.Repeat(ints[:min(3, len(ints))], 2))
		}
		m := map[int]int{}
		for k, v := range ints {
			m[v] += k
		}
		fmt.Fprintln(out, slices.Sorted(maps.Keys(m)), len(m), maps.Equal(m, maps.Clone(m)), slices.SortedFunc(maps.Values(m), func(a, b int) int { return b - a }))

		if i%20 == 0 {
			src := rand.New(rand.NewSource(int64(a)))
			fmt.Fprintln(out, src.Int(), src.Int31n(100), src.Int63n(1e12), src.Float64(), src.Float32(), src.NormFloat64(), src.ExpFloat64(), src.Perm(6), src.Uint32(), src.Intn(1<<40))
			pc := randv2.New(randv2.NewPCG(a, b))
			var seed [32]byte
			copy(seed[:], data)
			cc := randv2.New(randv2.NewChaCha8(seed))
			for _, g := range []*randv2.Rand{pc, cc} {
				fmt.Fprintln(out, g.Int(), g.IntN(100), g.Int64N(1e12), g.Uint32N(7), g.Float64(), g.Float32(), g.NormFloat64(), g.ExpFloat64(), g.Perm(6), g.UintN(1000), g.N(int8(100)), g.N(uint16(5)))
			}
		}
	}
}
