// Seeded sequences of math/rand are Go's.
package main

import (
	"fmt"
	"math/rand"
)

func main() {
	for _, seed := range []int64{0, 1, 42, -7, 1 << 40} {
		r := rand.New(rand.NewSource(seed))
		fmt.Println(r.Int63(), r.Uint32(), r.Uint64(), r.Int31(), r.Int(), r.Int63n(1000), r.Int31n(77))
		fmt.Println(r.Intn(100), r.Intn(64), r.Float64(), r.Float32(), r.Perm(10))
		s := []int{1, 2, 3, 4, 5, 6, 7}
		r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		b := make([]byte, 10)
		r.Read(b)
		fmt.Println(s, b)
		n, e := 0.0, 0.0
		for i := 0; i < 2000; i++ {
			n += r.NormFloat64()
			e += r.ExpFloat64()
		}
		fmt.Println(n, e, r.Int())
	}
	fmt.Println(rand.Intn(10) < 10, rand.Float64() < 1, len(rand.Perm(5)))
}
