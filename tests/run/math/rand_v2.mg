package main

import (
	"fmt"
	"math/rand/v2"
)

func main() {
	var seed [32]byte
	copy(seed[:], "chacha8 seed of the test program")
	cc := rand.NewChaCha8(seed)
	for _, src := range []rand.Source{rand.NewPCG(1, 2), rand.NewPCG(0, 0), cc} {
		for i := 0; i < 300; i++ {
			src.Uint64()
		}
		r := rand.New(src)
		fmt.Println(src.Uint64(), r.Int64(), r.Uint32(), r.Uint64(), r.Int32(), r.Int(), r.Uint(), r.Float64(), r.Float32())
		for i := 0; i < 40; i++ {
			fmt.Print(r.IntN(i+1), " ", r.Int64N(1<<40+int64(i)), " ", r.Uint64N(3), " ", r.Int32N(1000), " ", r.Uint32N(1<<20), " ", r.UintN(77), " ", r.NormFloat64(), " ", r.ExpFloat64(), "\n")
		}
		fmt.Println(r.Perm(10))
		s := []string{"a", "b", "c", "d", "e"}
		r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		fmt.Println(s)
		z := rand.NewZipf(r, 1.5, 2, 100)
		for i := 0; i < 10; i++ {
			fmt.Print(z.Uint64(), " ")
		}
		fmt.Println()
	}
	b := make([]byte, 21)
	cc.Read(b[:5])
	cc.Read(b[5:])
	fmt.Println(b)
	state, err := cc.MarshalBinary()
	fmt.Printf("%q %v\n", state, err)
	var c2 rand.ChaCha8
	fmt.Println(c2.UnmarshalBinary(state), c2.Uint64() == cc.Uint64(), c2.UnmarshalBinary([]byte("x")))
	p := rand.NewPCG(7, 8)
	p.Uint64()
	state, _ = p.MarshalBinary()
	fmt.Printf("%q\n", state)
	sum := 0
	for i := 0; i < 1000; i++ {
		n := rand.N(10) + rand.IntN(5)
		if n < 0 || n > 13 {
			fmt.Println("out of range", n)
		}
		sum += n
	}
	fmt.Println(sum > 4000 && sum < 9000)
	defer func() { fmt.Println(recover()) }()
	rand.IntN(0)
}
